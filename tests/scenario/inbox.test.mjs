// SPDX-License-Identifier: EUPL-1.2
// What machines answer to our mails, read from a real mailbox: what came back stops further mail to the address until
// somebody releases it; automatic replies, delays and people's answers change nothing; and nobody can make one up.
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

import {logIn, readAccounts} from './lib/accounts.mjs';
import {openImap} from './lib/imap.mjs';
import {ask, enrol, invite, openNeed, refer} from './lib/journey.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {copyDemo, makeScratch, runProgram, startServer} from './lib/server.mjs';

const forms = join(fileURLToPath(new URL('.', import.meta.url)), '../unit/inbound');

// The form of that name, speaking of this mail: what stands in a Message-ID before "@".
const form = (name, mark) => readFileSync(join(forms, `${name}.eml`), 'latin1').replaceAll(/ypsilon\.\d+\.[0-9a-f]{16}/g, mark);
const markOf = mail => /^<(ypsilon\.\d+\.[0-9a-f]{16})@/.exec(mail.messageId)[1];

async function withBoth(t, options = {}) {
    const [box, imap] = [await openMailbox(), await openImap(options)];
    const data = join(makeScratch(), 'data');
    copyDemo(data);
    const server = await startServer({data, args: [...box.args, ...imap.args]});
    t.after(async () => {
        await server.stop();
        await imap.close();
        await box.close();
    });
    return {box, imap, server};
}

async function until(what, wanted, seconds = 30) {
    for (const end = Date.now() + seconds * 1000; ;await sleep(100)) {
        const found = await wanted();
        if (found)
            return found;
        assert.ok(Date.now() < end, `waited in vain for ${what}`);
    }
}

// The page of holds: the numbers of what came in by their names, and its words up to those.
async function look(office) {
    const {text} = await office.get('/outbox/holds');
    const main = text.split('Adresser på vent').slice(2).join('Adresser på vent');
    const count = name => Number(new RegExp(`${name} (\\d+)`).exec(main.split('siste 30 dagene:')[1])?.[1]);
    return {
        text: main, held: Number(/(Én|\d+) adresser? på vent/.exec(text)?.[1]?.replace('Én', '1') ?? 0),
        other: count('Må leses av et menneske'), returned: count('Kom i retur'), passing: count('av en grunn som kan gå over'),
        delayed: count('Prøves fortsatt'), auto: count('Automatisk svar'), calendar: count('Svar fra en kalender'),
    };
}
const read = async (office, what) => until(JSON.stringify(what), async () => {
    const now = await look(office);
    return Object.entries(what).every(([name, value]) => now[name] === value) && now;
});
const inState = async (office, state) => (await office.get(`/outbox?state=${state}`)).links(/^\/outbox\/\d+$/).map(link => link.href);

// A mail to somebody invited, as it went out; an earlier invitation of the same address is taken back first.
async function inviteAgain(employer, box, address) {
    await employer.get('/users');
    for (const {action} of employer.page.forms.filter(f => /^\/users\/invites\/\d+\/take-back$/.test(f.action)))
        await employer.submit({}, {form: action});
    const before = box.mails.length;
    await invite(employer, 'Kari Nordmann', address);
    return {mail: async () => (await box.wait(before + 1))[before]};
}

test('a mail that came back stops the next one, until the address is released, which can be taken back', async t => {
    const {box, imap, server} = await withBoth(t);
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    const mail = await (await inviteAgain(employer, box, 'kari@firma.example')).mail();
    const id = markOf(mail).split('.')[1];
    imap.put(form('returned-postfix', markOf(mail)));
    const now = await read(office, {returned: 1, held: 1});
    assert.match(now.text, /Postboksen finnes ikke \(5\.1\.1\)/);
    assert.deepEqual(await inState(office, 'returned'), [`/outbox/${id}`]);
    await until('it to be marked as read', () => imap.seen() === 1);

    await inviteAgain(employer, box, 'Kari@FIRMA.example');
    const [held] = await until('the held one', async () => (await inState(office, 'held')).length === 1 && inState(office, 'held'));
    await office.get(held);
    assert.match(office.page.text, /Ikke sendt: adressen er satt på vent/);
    assert.equal(box.mails.length, 1);
    // To another address it goes.
    await (await inviteAgain(employer, box, 'ola@firma.example')).mail();
    assert.equal(box.mails[1].receiver, 'ola@firma.example');

    await office.get('/outbox/holds');
    const release = office.page.forms.find(f => f.action.endsWith('/release'));
    await office.submit({}, {form: release.action});
    assert.match(office.page.text, /Frigitt\. E-post går til adressen igjen/);
    assert.equal((await look(office)).held, 0);
    const undo = office.page.forms.find(f => f.action.endsWith('/again'));
    await office.submit({}, {form: undo.action});
    assert.equal((await look(office)).held, 1);
    // On an old page nothing happens twice.
    assert.equal((await office.post(release.action, release.fields)).status, 409);
    const anew = office.page = await office.get('/outbox/holds');
    await office.submit({}, {form: anew.forms.find(f => f.action.endsWith('/release')).action});
    await inviteAgain(employer, box, 'kari@firma.example');
    await box.wait(3);
    assert.equal(box.mails[2].receiver, 'kari@firma.example');
    // The same report once more, as when mail is moved between folders, says nothing new.
    imap.put(form('returned-postfix', markOf(mail)));
    imap.put(form('other-person', markOf(mail)));
    assert.equal((await read(office, {other: 1})).returned, 1);
    assert.equal((await look(office)).held, 0);
    assert.ok(!/kari|firma\.example/i.test(server.said()), 'nobody in the log');
});

test('for a passing reason it takes three, within a month', async t => {
    const {box, imap, server} = await withBoth(t);
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    for (let i = 1; i <= 3; i++) {
        const mail = await (await inviteAgain(employer, box, 'full@firma.example')).mail();
        imap.put(form('passing-expired', markOf(mail)));
        const now = await read(office, {passing: i});
        assert.equal(now.held, i === 3 ? 1 : 0, `after ${i}`);
        assert.equal((await inState(office, 'returned')).length, i);
    }
    assert.match((await look(office)).text, /Mottakerens e-posttjener var ikke til å nå \(4\.4\.7\) 3 ganger/);
});

test('automatic replies, delays, receipts and people change nothing, and what people wrote stays unread', async t => {
    const {box, imap, server} = await withBoth(t);
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    const mail = await (await inviteAgain(employer, box, 'kari@firma.example')).mail();
    const before = (await inState(office, 'returned')).length;
    const auto = ['auto-rfc3834', 'auto-outlook-nb', 'auto-precedence', 'auto-subject', 'auto-null-sender', 'auto-read-receipt'];
    for (const name of [...auto, 'delayed-postfix', 'delayed-exim', 'other-person', 'other-about-a-bounce', 'other-postmaster-writes'])
        imap.put(form(name, markOf(mail)));
    await read(office, {auto: auto.length, delayed: 2, other: 3, returned: 0, passing: 0, held: 0});
    assert.equal((await inState(office, 'returned')).length, before);
    await until('marks', () => imap.seen() === auto.length + 2);
    assert.equal(imap.count() - imap.seen(), 3);
    // What came in before the first look is read, and nothing twice after a stop.
    await server.stop();
    imap.put(form('returned-qmail', markOf(mail)));
    const again = await startServer({data: server.data, args: [...box.args, ...imap.args]});
    await read(await logIn(again, 'office'), {returned: 1, held: 1, auto: auto.length, other: 3});
    await again.stop();
});

test('nobody can make up that a mail came back', async t => {
    const {box, imap, server} = await withBoth(t);
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    const mail = await (await inviteAgain(employer, box, 'kari@firma.example')).mail();
    const [, id, secret] = markOf(mail).split('.');
    const other = `${secret.slice(0, 15)}${secret[15] === '0' ? '1' : '0'}`;
    const before = (await inState(office, 'returned')).length;
    for (const mark of [`ypsilon.${id}.${other}`, `ypsilon.${BigInt(id) + 1n}.${secret}`, `ypsilon.${id}.${'0'.repeat(16)}`])
        for (const name of ['returned-postfix', 'returned-qmail', 'passing-full-plain'])
            imap.put(form(name, mark));
    await read(office, {other: 9, returned: 0, passing: 0, held: 0});
    assert.equal((await inState(office, 'returned')).length, before);
    assert.equal(imap.seen(), 0);
});

test('hostile mails are read over, and the next one is read', async t => {
    const {box, imap, server} = await withBoth(t);
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    const mail = await (await inviteAgain(employer, box, 'kari@firma.example')).mail();
    const mark = markOf(mail);
    imap.put(Buffer.alloc(3000, 0));
    imap.put(Buffer.from(Array.from({length: 5000}, (_, i) => i * 7919 % 256)));
    const nested = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
    imap.put(`From: mailer-daemon@x.example\r\n${nested}${`--b\r\n${nested}`.repeat(3000)}`);
    imap.put(`From: mailer-daemon@x.example\r\nSubject: ${'=?utf-8?q?=FF?= '.repeat(5000)}\r\n\r\n${'x'.repeat(3 << 20)}`);
    imap.put(`Subject: y1 OK done\r\n\r\ny2 OK done\r\n* BYE\r\n)\r\ny3 BAD {99999999}\r\n* 1 FETCH (UID 99 BODY[] {3}\r\n`);
    imap.put(form('returned-gmail', mark));
    await read(office, {returned: 1, held: 1});
    assert.match((await look(office)).text, /Postboksen finnes ikke \(5\.1\.1\)/);
});

test('a question whose notice came back is undeliverable, and the page names no candidate', async t => {
    const {box, imap, server} = await withBoth(t, {tls: 'starttls'});
    const [adviser, employer, office] = [await logIn(server, 'adviser'), await logIn(server, 'employer'), await logIn(server, 'office')];
    const person = await enrol(adviser, {given_name: 'Borte', family_name: 'Vekksen', email: 'borte@example.org'});
    const referral = await refer(adviser, await openNeed(employer), person);
    await ask(adviser, referral);
    const [mail] = await box.wait(1);
    assert.equal(mail.receiver, 'borte@example.org');
    imap.put(form('returned-exchange', markOf(mail)));
    await box.wait(2);
    assert.equal(box.mails[1].receiver, readAccounts(server).of.adviser[0]);
    assert.equal(box.mails[1].subject, 'Et varsel kom ikke fram');
    await adviser.get(referral);
    assert.match(adviser.page.text, /Spurt, men varselet kom i retur/);
    const {text} = await read(office, {held: 1});
    assert.match(text, /En kandidat/);
    assert.ok(!/Borte|Vekksen|borte@/.test(text));
    // A new address in the record is a new address.
    await adviser.get(`/candidates/${person}/identity`);
    for (const role of [adviser, employer])
        assert.ok((await role.get('/outbox/holds')).status !== 200);
});

test('a wrong password and a server that is down are told, and it goes on by itself', async t => {
    const imap = await openImap({tls: 'at once', wrong: true});
    const server = await startServer({args: imap.args});
    t.after(async () => {
        await server.stop();
        await imap.close();
    });
    const office = await logIn(server, 'office');
    await until('the trouble', async () => /Postboksen er ikke lest siden .* Det som står i veien: /.test((await look(office)).text));
    await imap.stop();
    await sleep(500);
    assert.match((await look(office)).text, /Postboksen er ikke lest siden/);
    assert.ok(!server.said().includes('feil') && !server.said().includes('hemmelig'));
});

test('from files by hand, and settings that are wrong are said before anything is served', async t => {
    const scratch = makeScratch();
    const data = join(scratch, 'data');
    copyDemo(data);
    const file = (name, text) => {
        writeFileSync(join(scratch, name), text);
        return join(scratch, name);
    };
    const run = (...args) => runProgram([...args, '--data', data, '--lang', 'en'], {timeout: 60_000});
    const auto = file('auto.eml', form('auto-rfc3834', 'ypsilon.1.0123456789abcdef'));
    const none = file('none.eml', '');
    const first = run('inbox', auto, file('bounce.eml', form('returned-postfix', 'ypsilon.1.0123456789abcdef')));
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /auto\.eml: Automatic reply\n.*bounce\.eml: For a person to read\n/);
    assert.match(run('inbox', auto).stdout, /auto\.eml: Automatic reply, read before\n/);
    assert.equal(run('inbox', none).status, 5);
    assert.equal(run('inbox', join(scratch, 'absent.eml')).status, 5);
    const open = file('open', 'x\n');
    for (const [args, words] of [
        [['--inbox', 'imaps://a:b@mail.example.org/INBOX'], /No password in the address/],
        [['--inbox', 'imap+plain://a@mail.example.org/INBOX'], /only from a mail server on this machine/],
        [['--inbox', 'pop3://a@mail.example.org'], /Write the mailbox as/],
        [['--inbox', 'imaps://mail.example.org/INBOX'], /Write the mailbox as/],
        [['--inbox', 'imaps://a@mail.example.org/IN"BOX'], /Write the mailbox as/],
        [['--inbox', 'imaps://a@mail.example.org'], /--inbox-password-file/],
        [['--inbox', 'imaps://a@mail.example.org', '--inbox-password-file', open], /Others can read the file/],
        [['--inbox-password-file', open], /Name the mailbox with --inbox/],
    ]) {
        const done = run('serve', '--port', '0', ...args);
        assert.equal(done.status, 5, `${args}: ${done.stdout}${done.stderr}`);
        assert.match(done.stderr, words);
    }
    assert.equal(run('serve', '--port', '0', '--inbox-seconds', '0').status, 2);
});
