// SPDX-License-Identifier: EUPL-1.2
// Notices go out by mail: once, in order, to the right receiver and in the right language, saying nothing of employers,
// needs and others; and whatever the mail server does, nothing is lost, and nothing goes twice by itself.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {logIn, readAccounts} from './lib/accounts.mjs';
import {answer, ask, enrol, invite, judge, openNeed, present, refer} from './lib/journey.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {copyDemo, makeScratch, runProgram, startServer} from './lib/server.mjs';

const site = 'https://ypsilon.region.example';

// A server that sends to a mailbox, with who works there; stopped in the end.
async function withMail(t, options = {}, more = {}) {
    const box = await openMailbox(options);
    const server = await startServer({args: box.args, ...more});
    t.after(async () => {
        await server.stop();
        await box.close();
    });
    return {box, server};
}

// What the outbox page shows, newest first: [{state, href, said}].
async function outbox(office, query = '') {
    await office.get(`/outbox${query}`);
    return office.page.all('tr').filter(row => row.children.some(cell => cell.attributes?.scope === 'row')).map(row => {
        const words = JSON.stringify(row, (key, value) => key === 'parent' ? undefined : value);
        return {href: /\/outbox\/\d+/.exec(words)[0], words};
    });
}
const inState = async (office, state) => outbox(office, `?state=${state}`);

async function until(what, wanted, seconds = 20) {
    for (const end = Date.now() + seconds * 1000; ;await sleep(50)) {
        const found = await wanted();
        if (found)
            return found;
        assert.ok(Date.now() < end, `waited in vain for ${what}`);
    }
}

test('the way to a hire tells each what concerns them, once, and nobody anything else', async t => {
    const {box, server} = await withMail(t);
    const [adviser, employer, office] = [await logIn(server, 'adviser'), await logIn(server, 'employer'), await logIn(server, 'office')];
    const {of} = readAccounts(server);
    const need = await openNeed(employer);
    const title = (await employer.get(`/needs/${need}`)).heading;
    const employerName = (await employer.get('/employers')).heading;
    const person = await enrol(adviser, {given_name: 'أمينة Åsæø', family_name: 'Øvingsen', email: 'amina.test@example.org'});
    const referral = await refer(adviser, need, person);
    await ask(adviser, referral);
    await box.wait(1);
    await answer(adviser, referral, true);
    await present(adviser, referral);
    await judge(employer, referral, {verdict: 'relevant'});
    await adviser.setLanguage('en');
    await box.waitFor(() => box.mails.some(m => m.subject === 'En arbeidsgiver har svart' || /answered/i.test(m.subject)));
    await sleep(700); // nothing more comes

    const [asked] = box.mails;
    assert.equal(asked.receiver, 'amina.test@example.org');
    assert.equal(asked.sender, 'ypsilon@region.example');
    assert.deepEqual(asked.to.value, [{name: 'أمينة Åsæø Øvingsen', address: 'amina.test@example.org'}]);
    assert.deepEqual(asked.from.value, [{name: 'Internasjonale Drammen (demo)', address: 'ypsilon@region.example'}]);
    assert.equal(asked.subject, 'Du har et spørsmål som venter');
    assert.match(asked.text, /^Hei!\n\n/);
    assert.match(asked.text, new RegExp(`Logg inn her: ${site}\n`));
    assert.match(asked.text, /Du får denne e-posten fordi du er meldt inn i Internasjonale Drammen/);
    assert.equal(asked.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(asked.headers.get('content-type').value, 'text/plain');
    assert.match(asked.messageId, /^<ypsilon\.\d+\.[0-9a-f]{16}@region\.example>$/);
    const days = new Intl.DateTimeFormat('sv-SE', {timeZone: 'Europe/Oslo', dateStyle: 'short'});
    assert.equal(days.format(asked.headers.get('date')), '2016-09-01', 'the programme\'s day');

    const presented = box.mails.filter(m => m.receiver === of.employer[0]);
    assert.equal(presented.length, 1, 'one to the employer\'s user');
    assert.equal(new Set(box.mails.map(m => m.messageId)).size, box.mails.length, 'each has its own mark');
    const known = new Set(['amina.test@example.org', ...Object.values(of).flat()]);
    for (const mail of box.mails) {
        // Of all that went over the wire, decoded: nobody is named but the receiver, in the address line.
        const body = `${mail.subject}\n${mail.text}`;
        for (const word of [title, employerName, 'أمينة', 'Øvingsen', 'amina.test', need, person])
            assert.ok(!body.includes(word), `${mail.subject} names ${word}`);
        assert.ok(known.has(mail.receiver), mail.receiver);
        assert.ok(!mail.raw.includes('amina.test') || mail.receiver === 'amina.test@example.org');
        assert.ok(!mail.html && mail.attachments.length === 0);
        assert.doesNotMatch(mail.text, /\/(needs|referrals|presented|me)\b/, 'no deep link');
        for (const line of mail.raw.split('\r\n'))
            assert.ok(line.length <= 78 && /^[\t\x20-\x7e]*$/.test(line), `a plain, short line: ${line}`);
    }
    const rows = (await outbox(office)).slice(0, box.mails.length);
    assert.deepEqual(rows.map(row => row.href.split('/')[2]), [...box.mails].reverse().map(m => /ypsilon\.(\d+)\./.exec(m.messageId)[1]),
        'the page has the same, newest first');
    assert.equal((await inState(office, 'waiting')).length, 0);
    assert.ok(!office.page.text.includes('Øvingsen') && !(await office.get('/outbox')).text.includes('Øvingsen') && office.page.text.includes('En kandidat'));
});

test('withdrawals, interviews, other agencies and a need that closes are told as neutrally', async t => {
    const {box, server} = await withMail(t);
    const [adviser, employer, office, other] = [await logIn(server, 'adviser'), await logIn(server, 'employer'),
        await logIn(server, 'office'), await logIn(server, 'adviser', {which: 1})];
    const need = await openNeed(employer);
    const title = (await employer.get(`/needs/${need}`)).heading;
    const people = {};
    for (const name of ['taken', 'shown', 'waits']) {
        const person = await enrol(adviser, {given_name: name, family_name: 'Hemmeligsen', email: `${name}@example.org`});
        people[name] = await refer(adviser, need, person);
        await ask(adviser, people[name]);
        await box.waitFor(() => box.mails.some(m => m.receiver === `${name}@example.org`));
    }
    await adviser.get(people.taken);
    await adviser.submit({}, {form: `${people.taken}/take-back`});
    await answer(adviser, people.shown, true);
    await present(adviser, people.shown);
    const presented = people.shown.replace('/referrals/', '/presented/');
    await employer.get(`${presented}/interviews`);
    await employer.submit({on_0: '26.09.2016', at_0: '9', minutes: '45', place: 'Lageret, port 2', bring: 'Attester'},
        {form: `${presented}/interviews`});
    assert.equal(employer.page.status, 200, employer.page.text.slice(0, 300));
    await adviser.get(people.shown);
    await adviser.submit({}, {form: `${people.shown}/take-back`});
    await adviser.get(`/needs/${need}`);
    const asking = adviser.page.forms.filter(form => form.action === `/needs/${need}/asks`);
    for (const form of asking)
        await adviser.post(form.action, form.fields);
    await other.get('/asks');
    await other.get(`/needs/${need}`);
    const [reply] = other.page.forms.filter(form => /^\/asks\/\d+$/.test(form.action));
    await other.submit({}, {form: reply.action, button: 'answer=will-look'});
    await office.get(`/needs/${need}/close?to=withdrawn`);
    await office.submit({}, {form: `/needs/${need}/close`});

    await until('all to be sent', async () => (await inState(office, 'waiting')).length + (await inState(office, 'sending')).length === 0);
    await office.get('/outbox');
    const kinds = new Map(office.page.links(/^\/outbox\/\d+$/).map(link => [link.href.split('/')[2], link.text]));
    const told = box.mails.map(m => kinds.get(/ypsilon\.(\d+)\./.exec(m.messageId)[1]));
    for (const kind of ['Spørsmål om å dele profilen', 'Et spørsmål er trukket tilbake', 'Presentasjon', 'Intervju tilbudt eller endret',
        'Profil ikke lenger delt', 'Spørsmål fra en annen etat', 'Svar fra en annen etat', 'Avsluttet uten personen'])
        assert.ok(told.includes(kind), `${kind} was told; there were ${told.join(', ')}`);
    assert.equal(new Set(box.mails.map(m => m.messageId)).size, box.mails.length);
    for (const mail of box.mails)
        for (const word of [title, 'Hemmeligsen', 'Lageret', 'Attester', '26.', 'september', 'taken', 'shown', 'waits'])
            assert.ok(!`${mail.subject}\n${mail.text}`.includes(word), `${mail.subject} says ${word}`);
});

test('a user gets it in the language of the account', async t => {
    const {box, server} = await withMail(t);
    const adviser = await logIn(server, 'adviser');
    await adviser.get('/account');
    await adviser.submit({lang: 'en'}, {form: '/account/language'});
    const employer = await logIn(server, 'employer');
    const referral = await refer(adviser, await openNeed(employer), await enrol(adviser));
    await ask(adviser, referral);
    await answer(adviser, referral, true);
    await present(adviser, referral);
    await judge(employer, referral, {verdict: 'relevant'});
    const mails = await box.wait(all => all.some(m => m.receiver === readAccounts(server).of.adviser[0]));
    const english = mails.find(m => m.receiver === readAccounts(server).of.adviser[0]);
    assert.equal(english.subject, 'An employer has answered');
    assert.match(english.text, /^Hello!\n\n/);
    assert.equal(english.headers.get('content-language'), 'en');
});

test('an invitation brings its link to who is invited, and to nobody else', async t => {
    const {box, server} = await withMail(t);
    const employer = await logIn(server, 'employer');
    const office = await logIn(server, 'office');
    await invite(employer, 'Zoë Çelik', 'zoe@example.org');
    const made = employer.page;
    assert.match(made.path, /^\/users\/invites\/\d+$/);
    assert.equal(made.heading, 'Invitasjonen er sendt');
    for (const client of [employer, office])
        assert.ok(!/\/invite\/\d+-/.test((await client.get(made.path)).body), 'whoever invites cannot use it');
    const [mail] = await box.wait(1);
    assert.deepEqual(mail.to.value, [{name: 'Zoë Çelik', address: 'zoe@example.org'}]);
    const link = /https:\/\/ypsilon\.region\.example(\/invite\/\S+)/.exec(mail.text)?.[1];
    assert.ok(link, mail.text);
    const page = await employer.get(link);
    assert.equal(page.status, 200);
    const [row] = await outbox(office);
    await office.get(row.href);
    assert.ok(!office.page.body.includes(link.slice(-20)), 'the office does not see it');
    assert.match(office.page.text, /Åpne lenken|Bruk lenken|lenke/i);
});

test('what the mail server does not take for now is tried again, what it refuses never is, and the rest goes on', async t => {
    const {box, server} = await withMail(t);
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    let greyed = 0;
    box.answer = ({stage, address}) => stage === 'rcpt' && address === 'grey@example.org' && greyed++ === 0
        ? {code: 451, text: '4.7.1 Come back later, grey@example.org'}
        : stage === 'data' && address === 'never@example.org' ? {code: 554, text: '5.7.1 Not wanted by never@example.org'} : null;
    for (const name of ['grey', 'never', 'well'])
        await invite(employer, name, `${name}@example.org`);
    await box.wait(1);
    assert.equal(box.mails[0].receiver, 'well@example.org');
    const [waiting] = await until('the one that waits', async () => (await inState(office, 'waiting')).length === 1 && inState(office, 'waiting'));
    assert.match(waiting.words, /451 4\.7\.1 Come back later, …/);
    const [refused] = await inState(office, 'refused');
    assert.match(refused.words, /554 5\.7\.1 Not wanted by …/);
    await box.wait(2);
    assert.equal(box.mails[1].receiver, 'grey@example.org');
    assert.equal(box.mails.length, 2);

    // By hand, once the receiver's server has changed its mind.
    box.answer = () => null;
    await office.get(refused.href);
    const form = office.page.form(`${refused.href}/send`);
    await office.submit({}, {form: form.action});
    assert.match(office.page.text, /Den venter på å bli sendt på nytt/);
    await box.wait(3);
    assert.equal(box.mails[2].receiver, 'never@example.org');
    await office.post(form.action, form.fields.filter(([name]) => name !== 'once'));
    assert.equal(office.page.status, 409, 'what has gone goes once');
    assert.match(office.page.text, /Den er sendt\.|alt på vei/);
    await sleep(700);
    assert.equal(box.mails.length, 3);
});

test('a notice that is refused makes the question undeliverable, and the adviser hears of it', async t => {
    const {box, server} = await withMail(t);
    const [adviser, employer] = [await logIn(server, 'adviser'), await logIn(server, 'employer')];
    box.answer = ({stage, address}) => stage === 'rcpt' && address === 'gone@example.org' ? {code: 550, text: '5.1.1 No such user'} : null;
    const referral = await refer(adviser, await openNeed(employer), await enrol(adviser, {email: 'gone@example.org'}));
    await ask(adviser, referral);
    const [mail] = await box.wait(1);
    assert.equal(mail.receiver, readAccounts(server).of.adviser[0]);
    assert.equal(mail.subject, 'Et varsel kom ikke fram');
    await adviser.get(referral);
    assert.match(adviser.page.text, /Spurt, men varselet kom i retur/);
    // The question stands, and can be answered all the same.
    await answer(adviser, referral, true);
    assert.doesNotMatch(adviser.page.text.split('Historikk')[0], /varselet kom i retur/);
    assert.match(adviser.page.text.split('Historikk')[1], /varselet kom i retur/, 'it is told how it came');
});

test('a question that was answered before its notice went is not announced', async t => {
    const box = await openMailbox();
    const data = join(makeScratch(), 'data');
    copyDemo(data);
    const quiet = await startServer({data});
    const adviser = await logIn(quiet, 'adviser');
    const referral = await refer(adviser, await openNeed(await logIn(quiet, 'employer')), await enrol(adviser, {email: 'late@example.org'}));
    await ask(adviser, referral);
    await answer(adviser, referral, false);
    const office = await logIn(quiet, 'office');
    const [row] = await inState(office, 'waiting');
    assert.match(office.page.text, /Ingen e-post blir sendt: programmet har ikke fått vite om noen e-posttjener/);
    await office.get(row.href);
    assert.match(office.page.text, /Du har et spørsmål som venter.*You have a question waiting/s, 'both languages');
    assert.match(office.page.text, /Log in here: http:\/\/127\.0\.0\.1:\d+/);
    await quiet.stop();
    const server = await startServer({data, args: box.args});
    t.after(async () => {
        await server.stop();
        await box.close();
    });
    const again = await logIn(server, 'office');
    await until('the one that is past', async () => (await inState(again, 'past')).length === 1);
    assert.equal(box.mails.length, 0);
});


test('log-in and encryption: nothing goes in the clear, and a wrong password waits and says so', async t => {
    for (const tls of ['starttls', 'at once']) {
        const {box, server} = await withMail(t, {tls, login: {user: 'post', password: 'hemmelig æ 1'}});
        await invite(await logIn(server, 'employer'), 'Kari', 'kari@example.org');
        const [mail] = await box.wait(1);
        assert.ok(mail.secure && mail.user === 'post', tls);
    }
    // The server knows another password from the beginning.
    const box = await openMailbox({tls: 'starttls', login: {user: 'post', password: 'rett'}});
    writeFileSync(box.args[box.args.indexOf('--smtp-password-file') + 1], 'galt\n');
    const server = await startServer({args: box.args});
    const office = await logIn(server, 'office');
    await invite(await logIn(server, 'employer'), 'Kari', 'kari@example.org');
    await until('the trouble to be told', async () => {
        await office.get('/outbox');
        return /E-posttjeneren har ikke tatt imot noe siden .* Den sier: 535 5\.7\.8 Wrong user or password/.test(office.page.text);
    });
    assert.equal((await inState(office, 'waiting')).length + (await inState(office, 'sending')).length, 1);
    await server.stop();
    await box.close();
    assert.equal(box.mails.length, 0);
    assert.ok(!server.said().includes('galt') && !server.said().includes('kari@'), 'neither password nor receiver in the log');

    // A server that offers no encryption gets nothing but a greeting.
    const open = await openMailbox();
    const args = open.args.map(arg => arg.replace('smtp+plain://', 'smtp://'));
    const careful = await startServer({args});
    const clerk = await logIn(careful, 'office');
    await invite(await logIn(careful, 'employer'), 'Kari', 'kari@example.org');
    await until('the trouble to be told', async () => (await clerk.get('/outbox')).text.includes('Den sier:'));
    assert.equal(open.attempts.length, 0);
    await careful.stop();
    await open.close();
});

test('a mail server that is down and comes up gets all, in order', async t => {
    const box = await openMailbox();
    const {port, args} = box;
    await box.close();
    const server = await startServer({args});
    const employer = await logIn(server, 'employer');
    const names = ['a', 'b', 'c', 'd'].map(letter => `${letter}@example.org`);
    for (const name of names)
        await invite(employer, name, name);
    const office = await logIn(server, 'office');
    await until('the trouble to be told', async () => (await office.get('/outbox')).text.includes('Den sier:'));
    const up = await openMailbox({port});
    await up.wait(names.length, 30);
    assert.deepEqual(up.mails.map(m => m.receiver), names);
    assert.equal(up.connections, 1, 'one connection for all of them');
    await until('the trouble to be over', async () => !(await office.get('/outbox')).text.includes('Den sier:'));
    await server.stop();
    await up.close();
});

test('a stop in the middle of a mail leaves it unsure; it is not sent again by itself', async t => {
    for (const [how, end] of [['hang', server => server.kill()], ['drop', () => {}]]) {
        const box = await openMailbox({answer: ({stage}) => stage === 'data' ? how : null});
        const data = join(makeScratch(), 'data');
        copyDemo(data);
        const first = await startServer({data, args: box.args});
        await invite(await logIn(first, 'employer'), 'Kari', 'kari@example.org');
        await box.waitFor(() => box.attempts.some(a => a.stage === 'data'));
        await end(first);
        let second = first;
        if (how === 'hang') {
            second = await startServer({data, args: box.args});
            assert.match(second.said(), /1 were being sent when the program stopped/);
        }
        const office = await logIn(second, 'office');
        const [row] = await until('the unsure one', async () => (await inState(office, 'unsure')).length === 1 && inState(office, 'unsure'));
        box.answer = () => null;
        await sleep(2500);
        assert.equal(box.mails.length, 0, 'not by itself');
        await office.get(row.href);
        assert.match(office.page.text, /kan mottakeren få den to ganger/);
        await office.submit({}, {form: `${row.href}/send`});
        const [mail] = await box.wait(1);
        assert.match(mail.messageId, new RegExp(`<ypsilon\\.${row.href.split('/')[2]}\\.`), 'marked as the same mail');
        await second.stop();
        await box.close();
        assert.equal(box.mails.length, 1);
    }
});

test('a connection that is cut before the end of a mail is no reason to doubt: it is sent again', async t => {
    const {box, server} = await withMail(t);
    let cut = 0;
    box.answer = ({stage}) => stage === 'rcpt' && cut++ === 0 ? 'drop' : null;
    await invite(await logIn(server, 'employer'), 'Kari', 'kari@example.org');
    await box.wait(1);
    await sleep(1500);
    assert.equal(box.mails.length, 1);
    assert.equal(cut, 2);
});

test('a mail over which the server stumbles each time does not stand in the way of the others', async t => {
    const {box, server} = await withMail(t);
    box.answer = ({stage, address}) => stage === 'rcpt' && address === 'stein@example.org' ? 'drop' : null;
    const employer = await logIn(server, 'employer');
    await invite(employer, 'Stein', 'stein@example.org');
    await box.waitFor(() => box.attempts.some(a => a.address === 'stein@example.org'));
    await invite(employer, 'Kari', 'kari@example.org');
    await box.wait(1);
    assert.equal(box.mails[0].to.value[0].address, 'kari@example.org');
    box.answer = () => null;
    await box.wait(2);
    assert.equal(box.mails[1].to.value[0].address, 'stein@example.org');
});

test('nothing typed becomes a header, and an address that is none is refused', async t => {
    const {box, server} = await withMail(t);
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    const before = (await inState(office, 'refused')).length;
    let made = 0;
    for (const [name, email] of [['Kari\r\nBcc: alle@example.org', 'kari@example.org'], ['Kari', 'kari@example.org\r\nBcc: alle@example.org'],
        ['Kari <alle@example.org>, ', 'kari1@example.org'], ['=?utf-8?q?x?=\u2028\n.\r\nRCPT TO:<alle@example.org>', 'kari2@example.org'],
        ['"Kari', 'kari3@example.org'], ['Kari', 'blåbær@example.org']]) {
        await employer.get('/users');
        await employer.submit({name, email}, {form: '/users/invite'});
        made += employer.page.status === 200;
    }
    await until('all to be done with', async () => (await inState(office, 'waiting')).length + (await inState(office, 'sending')).length === 0);
    const sent = box.mails.length;
    assert.ok(made >= 2 && sent >= 1, `${made} were taken, ${sent} sent`);
    assert.equal(sent + (await inState(office, 'refused')).length - before, made);
    for (const mail of box.mails) {
        assert.ok(!mail.headers.has('bcc') && !mail.headers.has('cc'));
        assert.equal(mail.to.value.length, 1);
        assert.match(mail.to.value[0].address, /^kari\d?@example\.org$/);
        assert.equal(mail.receiver, mail.to.value[0].address);
    }
    assert.ok(!box.attempts.some(a => /alle@/.test(a.address)));
});

test('settings that are wrong are said before anything is served', () => {
    const scratch = makeScratch();
    const data = join(scratch, 'data');
    copyDemo(data);
    const open = join(scratch, 'open');
    writeFileSync(open, 'x\n', {mode: 0o644});
    const from = ['--mail-from', 'post@example.org'];
    for (const [args, words] of [
        [['--smtp', 'smtp://a:b@mail.example.org', ...from], /No password in the address/],
        [['--smtp', 'smtp+plain://mail.example.org', ...from], /only to a mail server on this machine/],
        [['--smtp', 'http://mail.example.org', ...from], /Write the mail server as/],
        [['--smtp', 'smtp://mail.example.org:0', ...from], /Write the mail server as/],
        [['--smtp', 'smtp://mail.example.org'], /--mail-from/],
        [['--smtp', 'smtp://a@mail.example.org', ...from], /--smtp-password-file/],
        [['--smtp', 'smtp://a@mail.example.org', '--smtp-password-file', open, ...from], /Others can read the file/],
        [['--mail-from', 'a@b@c'], /Write the address that mails come from/],
        [['--site', 'ypsilon.example.org'], /Write the site's address/],
    ]) {
        const done = runProgram(['serve', '--data', data, '--port', '0', '--lang', 'en', ...args], {timeout: 20_000});
        assert.equal(done.status, 5, `${args}: ${done.stdout}${done.stderr}`);
        assert.match(done.stderr, words);
    }
});
