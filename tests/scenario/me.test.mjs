// SPDX-License-Identifier: EUPL-1.2
// The candidate's own pages: what is asked, yes and no and taking back, one-time codes by mail and by hand, the answer on
// background, the own data as a file, and deletion that leaves figures and nothing else.
import assert from 'node:assert/strict';
import test from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {logIn, readAccounts} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {ask, enrol, openNeed, present, refer} from './lib/journey.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {textOf} from './lib/page.mjs';
import {copyDemo, makeScratch, runProgram, startServer} from './lib/server.mjs';

// One server for each story, stopped in the end, with who works there.
async function story(t, {withMail = false, ...options} = {}) {
    const box = withMail ? await openMailbox() : null;
    const server = await startServer({args: box?.args ?? [], ...options});
    t.after(async () => {
        await server.stop();
        await box?.close();
    });
    return {server, box, adviser: await logIn(server, 'adviser'), employer: await logIn(server, 'employer')};
}

// The code that the adviser hands over: shown in the answer, once.
async function handOver(adviser, person) {
    await adviser.get(`/candidates/${person}/code`);
    const {fields} = adviser.page.form(`/candidates/${person}/code`);
    const answer = await adviser.post(`/candidates/${person}/code`, fields);
    const code = textOf(answer.first('code'));
    assert.match(code, /^\d{4} \d{4} \d{4} \d{4}$/);
    assert.ok(!(await adviser.get(`/candidates/${person}/code`)).text.includes(code), 'shown once');
    return code;
}

async function useHanded(server, code, options) {
    const client = new Client(server, options);
    await client.get('/login/by-code/handed');
    await client.submit({code}, {form: '/login/by-code/handed'});
    return client;
}

async function comeIn(server, adviser, person, options) {
    const client = await useHanded(server, await handOver(adviser, person), options);
    assert.equal(client.page.path, '/me', client.page.text.slice(0, 300));
    assert.equal(client.page.status, 200);
    return client;
}

const section = (page, heading) => {
    const found = page.all('section').find(one => textOf(one).startsWith(heading));
    assert.ok(found, `${page.path} has “${heading}”: ${page.text.slice(0, 300)}`);
    return textOf(found);
};
const questionOf = page => {
    const found = page.links(/^\/me\/questions\/\d+$/)[0];
    assert.ok(found, `a question waits: ${page.text.slice(0, 500)}`);
    return found.href;
};
const answerWith = (client, path, value) => client.submit({}, {form: `${path}/answer`, button: `answer=${value}`});

test('a question says what would be shown to whom, and only a button answers it', async t => {
    const {server, adviser, employer} = await story(t);
    const need = await openNeed(employer);
    const title = (await employer.get(`/needs/${need}`)).heading;
    const firm = (await employer.get('/employers')).heading;
    const person = await enrol(adviser, {given_name: 'نور', family_name: 'Øvingsen Teståker'});
    const referral = await refer(adviser, need, person);
    const me = await comeIn(server, adviser, person);
    assert.match(section(me.page, 'Dette venter på deg'), /Ingenting venter på svar/);
    assert.match(section(me.page, 'Jobber du er foreslått til'), /Veilederen din vurderer/);
    assert.match(section(me.page, 'Virksomheter som ser profilen din nå'), /Ingen\. Ingen virksomhet får vite noe om deg/);

    await ask(adviser, referral);
    await me.get('/');
    assert.match(section(me.page, 'Dette venter på deg'), /få se profilen din\?/, 'Hjem names it as well');
    await me.get('/me');
    const path = questionOf(me.page);
    assert.match(section(me.page, 'Dette venter på deg'), new RegExp(`Kan ${firm} få se profilen din\\? ${title} Svar senest`));
    for (let i = 0; i < 3; i++) // as a reader of links does
        await me.get(path);
    assert.equal(me.page.heading, `Kan ${firm} få se profilen din?`);
    assert.ok(!me.page.title.includes(firm) && !me.page.title.includes('Øvingsen'), 'nothing of it in the title');
    for (const words of [title, 'نور Øvingsen Teståker', 'Svarer du ikke, betyr det nei', 'Du trenger ikke si hvorfor',
        'høyst seks måneder', 'Det virksomheten ville få se', 'Hva de ber om, og hva profilen din sier', 'Må ha'])
        assert.ok(me.page.text.includes(words), `says: ${words}`);
    const buttons = me.page.form(`${path}/answer`).buttons;
    assert.deepEqual(buttons.map(button => button.value), ['yes', 'no']);
    const [yes, no] = me.page.all('button', a => a.name === 'answer').map(node => ({...node.attributes, value: ''}));
    assert.deepEqual(yes, no, 'two equal buttons');
    assert.ok((await me.get('/me')).links(/^\/me\/questions\/\d+$/).some(link => link.href === path), 'looking answered nothing');

    // Who is not the person gets nothing.
    const stranger = await logIn(server, 'candidate');
    const their = (await stranger.get('/me')).links(/^\/me\/(questions|proposals)\/\d+/).map(link => link.href.replace(/#.*/, ''));
    assert.ok(their.length > 0);
    for (const [client, paths, status] of [[stranger, [path, `/me/proposals/${referral.split('/')[2]}`], 404], [me, their, 404],
        [employer, [path], 403], [adviser, [path], 403]])
        for (const one of paths)
            assert.equal((await client.request('GET', one)).status, status, `${one} is ${status}`);
    for (const step of ['answer', 'take-back']) {
        const csrf = stranger.page.form(['csrf', 'next']).fields.find(([name]) => name === 'csrf');
        await stranger.post(`${path}/${step}`, [csrf, ['answer', 'yes']]);
        assert.equal(stranger.page.status, 404);
    }
    await me.get(path);
    const {fields} = me.page.form(`${path}/answer`);
    await me.post(`${path}/answer`, [...fields, ['answer', 'maybe']]);
    assert.equal(me.page.status, 400);

    await me.get(path);
    await answerWith(me, path, 'yes');
    assert.match(me.page.text, /Svaret ditt er ja/);
    assert.match(me.page.text, /Virksomheten har ikke fått se profilen din ennå/);
    // The same sent again, by Back and the button, leads there once more; a no now is told why not.
    await me.post(`${path}/answer`, [...fields, ['answer', 'yes']]);
    assert.equal(me.page.status, 200);
    await me.post(`${path}/answer`, [...fields, ['answer', 'no']]);
    assert.equal(me.page.status, 409);
    assert.match(me.page.text, /Svaret var ja/);

    await present(adviser, referral);
    const shown = referral.replace('/referrals/', '/presented/');
    assert.equal((await employer.get(shown)).status, 200);
    assert.match(employer.page.text, /Øvingsen Teståker/);
    await me.get('/me');
    assert.match(section(me.page, 'Virksomheter som ser profilen din nå'), new RegExp(`${firm} ${title}, til 1\\. mars 2017 Ta tilbake`));
    assert.match(section(me.page, 'Hvem har sett på deg'), new RegExp(firm), 'the employer looked');
    await me.get(path);
    assert.match(me.page.text, /Virksomheten ser profilen din nå, til og med 1\. mars 2017/);
    assert.match(me.page.text, /ingen gjøre usett/);
    await me.submit({}, {form: `${path}/take-back`});
    assert.match(me.page.text, /Det noen allerede har sett, kan ikke bli usett/);
    assert.equal((await employer.get(shown)).status, 404);
    assert.ok(!(await employer.get('/presented')).text.includes('Øvingsen'));
    await me.get('/me');
    assert.match(section(me.page, 'Virksomheter som ser profilen din nå'), /Ingen\./);
    assert.match(section(me.page, 'Jobber du er foreslått til'), /Ja-et ditt er over/);
    const proposal = me.page.links(/^\/me\/proposals\/\d+$/)[0].href;
    await me.get(proposal);
    assert.equal(me.page.heading, title);
    assert.match(me.page.text, /Hva de ber om/);
});

test('a no is a no, and a yes that comes too late is refused with an explanation', async t => {
    const data = makeScratch();
    copyDemo(data);
    let question;
    let person;
    await t.test('asked in time', async t => {
        const {server, adviser, employer} = await story(t, {data});
        const need = await openNeed(employer);
        const first = await enrol(adviser, {family_name: 'Neisen'});
        await ask(adviser, await refer(adviser, need, first));
        const me = await comeIn(server, adviser, first);
        const path = questionOf(me.page);
        await me.get(path);
        await answerWith(me, path, 'no');
        assert.match(me.page.text, /Svaret ditt er nei\. Virksomheten får ikke se noe/);
        assert.equal(me.page.forms.filter(form => form.action.startsWith(path)).length, 0, 'nothing more to answer');
        person = await enrol(adviser, {family_name: 'Seinesen'});
        await ask(adviser, await refer(adviser, need, person));
        question = questionOf((await comeIn(server, adviser, person)).page);
    });
    await t.test('answered two weeks later', async t => {
        const {server, adviser} = await story(t, {data, day: '2016-09-15'});
        const me = await comeIn(server, adviser, person);
        assert.equal(me.page.links(/^\/me\/questions\/\d+$/).length, 0, 'nothing waits');
        await me.get(question);
        assert.match(me.page.text, /Det kom ikke noe svar, og det betyr nei/);
        assert.equal(me.page.forms.filter(form => form.action.startsWith(question)).length, 0);
        const csrf = me.page.forms.flatMap(form => form.fields).find(([name]) => name === 'csrf');
        await me.post(`${question}/answer`, [csrf, ['answer', 'yes']]);
        assert.equal(me.page.status, 409);
        assert.match(me.page.text, /Fristen er ute, så virksomheten får ikke se profilen\. Si fra til veilederen/);
    });
});

test('a code by mail lets in once; whoever has no such address learns nothing', async t => {
    const {server, box, adviser} = await story(t, {withMail: true});
    const person = await enrol(adviser, {family_name: 'Postesen', email: 'Postesen@example.org'});
    const me = new Client(server);
    await me.get('/login');
    await me.get(me.page.links(/^\/login\/by-code/)[0].href);
    await me.submit({email: 'ikke en adresse'}, {form: '/login/by-code'});
    assert.equal(me.page.status, 422);
    await me.submit({email: 'postesen@example.org'}, {form: '/login/by-code'});
    const known = me.page.text;
    assert.equal(me.page.status, 200);
    const [mail] = await box.wait(1);
    assert.equal(mail.receiver, 'Postesen@example.org');
    const code = /\b\d{4} \d{4}\b/.exec(mail.text)?.[0];
    assert.ok(code, mail.text);
    assert.ok(!mail.subject.includes(code));

    const others = new Client(server);
    for (const email of ['ingen@example.org', readAccounts(server).of.adviser[0], readAccounts(server).of.employer[0]]) {
        await others.get('/login/by-code');
        await others.submit({email}, {form: '/login/by-code'});
        assert.equal(others.page.status, 200);
        assert.equal(others.page.text, known, 'the same answer');
        await others.submit({code}, {form: '/login/by-code/enter'});
        assert.equal(others.page.status, 422, 'another page\'s code opens nothing');
    }
    assert.equal(box.mails.length, 1, 'nobody else got one');

    const {fields} = me.page.form('/login/by-code/enter');
    await me.submit({code: '1234'}, {form: '/login/by-code/enter'});
    assert.equal(me.page.status, 422);
    assert.match(me.page.text, /Koden er feil, brukt eller for gammel/);
    await me.submit({code: code.replace(' ', '')}, {form: '/login/by-code/enter'});
    assert.equal(me.page.status, 200);
    await me.get('/me');
    assert.match(me.page.heading, /Postesen/);
    await me.get('/account');
    assert.match(me.page.text, /Du har ikke noe passord/);
    assert.match(section(me.page, 'Her er du logget inn'), /[Dd]enne/, 'the session is listed as others are');
    const again = new Client(server);
    await again.get('/login/by-code');
    await again.post('/login/by-code/enter', fields.map(([name, value]) => [name, name === 'code' ? code : value]));
    assert.notEqual(again.page.status, 200, 'used');
    assert.equal((await again.request('GET', '/me')).status, 303);
    // The adviser sees a person without a log-in, and may make one.
    assert.match((await adviser.get(`/candidates/${person}`)).text, /Lag innlogging for personen/);
    for (const path of ['/login/by-code/enter'])
        assert.equal((await again.request('GET', path)).status, 303);
});

test('a code by hand: for the own people only, the last one alone, five tries', async t => {
    const {server, adviser, employer} = await story(t);
    const other = await logIn(server, 'adviser', {which: 1});
    const candidate = await logIn(server, 'candidate');
    const person = await enrol(adviser, {family_name: 'Handesen'});
    for (const [client, status] of [[other, 404], [employer, 403], [candidate, 403]]) {
        assert.equal((await client.request('GET', `/candidates/${person}/code`)).status, status);
        await client.get('/account');
        await client.post(`/candidates/${person}/code`, [client.page.form(['csrf', 'next']).fields.find(([name]) => name === 'csrf')]);
        assert.equal(client.page.status, status);
    }
    const first = await handOver(adviser, person);
    const code = await handOver(adviser, person);
    assert.equal((await useHanded(server, first)).page.status, 422, 'ended by the next');
    const wrong = code.slice(0, -1) + (Number(code.at(-1)) + 1) % 10;
    for (let i = 0; i < 5; i++)
        assert.equal((await useHanded(server, wrong)).page.status, 422);
    assert.equal((await useHanded(server, code)).page.status, 422, 'its tries are used up');
    const me = await comeIn(server, adviser, person, {lang: 'en'});
    assert.match(me.page.heading, /Handesen/);
    assert.equal(me.page.all('td').filter(cell => textOf(cell).includes('made a one-time code')).length, 3,
        'the person sees that there were codes');
});

test('a list that names somebody twice was looked at once, and the own looks are nobody\'s', async t => {
    const {server, adviser, employer} = await story(t);
    const person = await enrol(adviser, {given_name: 'To', family_name: 'Ganger'});
    await employer.get('/needs?state=open');
    const needs = employer.page.links(/^\/needs\/\d+$/).map(link => link.href.split('/').at(-1));
    const referrals = [await refer(adviser, needs[0], person), await refer(adviser, needs[1], person)];
    assert.notEqual(referrals[0], referrals[1]);
    const me = await comeIn(server, adviser, person);
    const looks = () => section(me.page, 'Hvem har sett på deg').match(/liste over formidlinger/g)?.length ?? 0;
    const before = looks();
    await adviser.get('/referrals');
    await me.get('/me');
    assert.equal(looks(), before + 1);
    assert.equal(me.page.all('section').filter(one => textOf(one).startsWith('Hvem har sett')).some(one => /Kandidat/.test(textOf(one))), false);
});

test('the answer on background is the person\'s to read and to change', async t => {
    const {server, adviser} = await story(t);
    const other = await logIn(server, 'adviser', {which: 1});
    const office = await logIn(server, 'office');
    const person = await enrol(adviser, {family_name: 'Bakgrunnsen'});
    const paper = `/candidates/${person}/background`;
    for (const client of [other, office])
        assert.equal((await client.request('GET', paper)).status, 404);
    await adviser.get(paper);
    await adviser.submit({}, {form: paper});
    assert.equal(adviser.page.status, 422);
    await adviser.submit({background: 'yes'}, {form: paper});
    assert.match(adviser.page.text, /Svaret er levert/);
    await adviser.get(paper);
    assert.equal(adviser.page.all('input', a => a.type === 'radio' && a.checked !== undefined).length, 0, 'it cannot be read');
    assert.doesNotMatch((await adviser.get(`/candidates/${person}/export.json`)).body, /"background"/);
    const me = await comeIn(server, adviser, person);
    assert.match(section(me.page, 'Innvandrerbakgrunn'), /Ja, jeg har innvandrerbakgrunn/);
    await me.get('/me/background');
    for (const words of ['besteforeldrene', 'Statistisk sentralbyrå', 'Virksomhetene ser det aldri', 'når du vil'])
        assert.ok(me.page.text.includes(words), words);
    assert.deepEqual(me.page.all('input', a => a.type === 'radio' && a.checked !== undefined).map(n => n.attributes.value), ['yes']);
    await me.submit({background: 'not-said'}, {form: '/me/background'});
    assert.match(section(me.page, 'Innvandrerbakgrunn'), /Jeg vil ikke svare/);
    assert.equal(JSON.parse((await me.get('/me/export.json')).body).background, 'not-said');
});

// The figures on the office's first page: proposed and presented.
async function figures(office) {
    await office.get('/');
    return office.page.all('ol', a => a.class === 'figures').flatMap(list => list.children)
        .filter(node => node.tag === 'li').map(textOf);
}

test('the file holds everything; after deletion nothing is left but figures', async t => {
    const data = makeScratch();
    copyDemo(data);
    const {server, box, adviser, employer} = await story(t, {data, withMail: true});
    const office = await logIn(server, 'office');
    const need = await openNeed(employer);
    const name = {given_name: 'Zyxaqen', family_name: 'Slettmegsen', email: 'zyxaqen@example.org'};
    const person = await enrol(adviser, name);
    const referral = await refer(adviser, need, person);
    await ask(adviser, referral);
    const me = await comeIn(server, adviser, person);
    const question = questionOf(me.page);
    await me.get(question);
    await answerWith(me, question, 'yes');
    await me.get('/me/background');
    await me.submit({background: 'yes'}, {form: '/me/background'});
    await present(adviser, referral);
    const presented = referral.replace('/referrals/', '/presented/');
    assert.match((await employer.get(presented)).text, /Slettmegsen/);

    const file = JSON.parse((await me.get('/me/export.json')).body);
    assert.equal(file.identity.family_name, 'Slettmegsen');
    assert.equal(file.referrals.length, 1);
    assert.equal(file.referrals[0].outcome, 'presented');
    assert.equal(file.questions[0].state, 'yes');
    assert.equal(file.background, 'yes');
    assert.ok(file.one_time_codes.some(code => code.handed_over && code.used_at !== null));
    assert.ok(Array.isArray(file.hires) && Array.isArray(file.referrals[0].interviews));
    assert.ok(file.who_looked.some(line => line.role === 'employer'));
    for (const secret of ['نو', 'password', 'sealed', 'token'])
        assert.ok(!JSON.stringify(file).includes(secret), secret);

    const code = await handOver(adviser, person);
    const before = await figures(office);
    assert.ok(before.length >= 4, before.join('; '));
    await me.get('/me/delete');
    await me.submit({confirmation: 'Zyxaqen'}, {form: '/me/delete'});
    assert.equal(me.page.status, 422);
    await me.submit({confirmation: 'Zyxaqen Slettmegsen'}, {form: '/me/delete'});
    assert.match(me.page.text, /Alt om deg er slettet/);
    assert.equal(me.page.status, 200);
    assert.equal((await me.request('GET', '/me')).status, 303, 'logged out');

    assert.deepEqual(await figures(office), before, 'figures stay');
    assert.equal((await useHanded(server, code)).page.status, 422);
    const gone = new Client(server);
    await gone.get('/login/by-code');
    await gone.submit({email: name.email}, {form: '/login/by-code'});
    assert.equal(gone.page.status, 200);
    const seen = [[adviser, ['/candidates', `/needs/${need}`, `/referrals?need=${need}`, '/', '/checkins', '/hires']],
        [office, ['/', '/outbox', `/referrals?need=${need}`, '/hires', `/needs/${need}`]],
        [employer, ['/', '/presented', `/needs/${need}`, '/hires']]];
    for (const [client, paths] of seen)
        for (const path of paths)
            assert.doesNotMatch((await client.get(path)).body, /Zyxaqen|Slettmegsen|zyxaqen/, `${path} knows nothing`);
    assert.equal((await adviser.get('/candidates?q=Zyxaqen')).links(/^\/candidates\/\d+$/).length, 0);
    for (const [client, path] of [[adviser, `/candidates/${person}`], [adviser, referral], [employer, presented]])
        assert.equal((await client.request('GET', path)).status, 404, path);
    await sleep(700);
    assert.ok(box.mails.every(mail => !/\d{4} \d{4}/.test(mail.text)), 'no code to who is gone');
    await server.stop();
    const checked = runProgram(['check', '--data', data]);
    assert.equal(checked.status, 0, checked.stdout + checked.stderr);
});
