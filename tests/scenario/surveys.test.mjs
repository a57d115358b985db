// SPDX-License-Identifier: EUPL-1.2
// A survey from the questions to what came of it: sent by personal link, which scanners may open; kept page by page; chased
// among those who have not answered alone; three misunderstandings found and cleared; counts without small groups.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {copyDemo, makeScratch, runProgram, startServer} from './lib/server.mjs';
import {textOf} from './lib/page.mjs';

const survey = /^\/surveys\/\d+$/;
const words = 'Vi trodde vi måtte ansette. <b>Ring meg</b> på søndag – æøå 你好';
let scratch, data, box, server, office, id, addresses;
const links = new Map(); // by address

async function serve(day) {
    if (server)
        await server.stop();
    server = await startServer({data, day, args: box.args});
    office = await logIn(server, 'office');
}
before(async () => {
    scratch = makeScratch();
    data = join(scratch, 'data');
    copyDemo(data);
    box = await openMailbox();
    await serve('2016-09-01');
});
after(async () => {
    await server.stop();
    await box.close();
    rmSync(scratch, {recursive: true, force: true});
});

const rows = page => page.all('tr').filter(tr => tr.children.some(cell => cell.tag === 'td')).map(tr => textOf(tr));
const pathIn = text => new URL(/https:\/\/\S+\/link\/survey-\S+/.exec(text)[0]).pathname;
// Of all mails those that this tells of: others have their day too.
const ours = () => box.mails.filter(m => /Etter høstmøtet|Om å være med/.test(m.subject));
const quiet = async () => {
    const n = ours().length;
    await sleep(700);
    assert.equal(ours().length, n, 'nothing more comes');
};
// Opens the link as a browser does, and gives that browser on the page.
async function open(address) {
    const guest = new Client(server);
    await guest.get(links.get(address));
    return guest;
}
// The names of the fields of the page's questions, in order.
const fields = page => [...page.form('/survey').names].filter(name => /^q\d+$/.test(name));
async function act(guest, go, values = {}) {
    const {fields: sent} = guest.page.form('/survey');
    const kept = sent.filter(([name]) => !(name in values));
    const typed = Object.entries(values).flatMap(([name, value]) => [value].flat().map(one => [name, one]));
    return guest.post('/survey', [...kept, ...typed, ['go', go]]);
}
// meaning: 1 right, 2 and 3 wrong; next: what is wanted.
async function answer(address, {useful = '4', meaning = '1', next = '4', text = ''} = {}) {
    const guest = await open(address);
    const [q1, q2, q3] = fields(guest.page);
    await act(guest, 'next', {[q1]: useful, [q2]: '3', [q3]: meaning});
    const [q4, q5] = fields(guest.page);
    await act(guest, 'send', {[q4]: next, [q5]: text});
    assert.equal(guest.page.heading, 'Takk for svaret');
    return guest;
}
const figures = async () => {
    const page = await office.get('/flags');
    return page.all('ul', a => a.class === 'figures')[0].children.filter(c => c.tag === 'li').map(li => Number(/\d+/.exec(textOf(li))[0]));
};

test('questions are taken from a template, changed, put in order, and seen as they will be read', async () => {
    await office.get('/question-sets/new');
    await office.submit({template: 'after-kick-off', name_nb: 'Etter høstmøtet', name_en: 'After the autumn meeting'});
    const set = office.page.path;
    assert.match(set, /^\/question-sets\/\d+$/);
    assert.equal(office.page.heading, 'Etter høstmøtet');
    const questions = () => office.page.all('h3').map(h => textOf(h)).filter(t => t !== '');
    const first = questions();
    assert.equal(first.length, 5);
    await office.submit({}, {form: office.page.forms.find(f => /\/move$/.test(f.action) && f.fields.some(([, v]) => v === 'down')).action});
    assert.equal(questions()[1], first[0], 'it is one further down');
    const again = office.page.forms.filter(f => /\/move$/.test(f.action))[1];
    await office.post(again.action, again.fields.map(([n, v]) => n === 'to' ? [n, 'up'] : [n, v]));
    assert.deepEqual(questions(), first);
    await office.get(`${set}/questions/new?kind=one`);
    await office.submit({text_nb: 'Et spørsmål', text_en: 'A question', 'option[0]_nb': 'Ja', 'option[0]_en': 'Yes', 'option[2]_nb': 'Nei'},
        {form: `${set}/questions`});
    assert.equal(office.page.status, 422, 'an option lacks its English');
    await office.submit({'option[2]_en': 'No', 'option[2]_flag': 'visit'}, {form: `${set}/questions`});
    assert.equal(questions().length, 6);
    assert.match(office.page.text, /Nei Vil ha besøk/);
    const removed = office.page.forms.filter(f => /\/remove$/.test(f.action)).at(-1);
    const stale = removed.fields;
    await office.post(removed.action, stale);
    assert.deepEqual(questions(), first);
    assert.equal((await office.post(removed.action, stale)).status, 409, 'the same step again is told');
    const preview = await office.get(`${set}/preview`);
    assert.equal(preview.all('input', a => a.type === 'radio').length, 5 + 5 + 4);
    id = set.match(/\d+/)[0];
});

test('it is sent to chosen contacts, once, and nothing before', async () => {
    const list = await office.get('/surveys?state=open');
    const asked = await office.get(`${list.links(survey)[0].href}/asked`);
    addresses = rows(asked).map(text => /\S+@\S+/.exec(text)[0]).slice(0, 12);
    assert.equal(new Set(addresses).size, 12);
    await office.get(`/surveys/new?set=${id}`);
    const form = {name: 'Høstmøtet', audience: 'contacts', deadline: '20.09.2016', remind_on: '12.09.2016'};
    await office.submit({...form, contacts: `${addresses[0]}\nukjent@firma.example`}, {form: '/surveys'});
    assert.equal(office.page.status, 422);
    assert.match(office.page.text, /Ingen kontakt har e-postadressen ukjent@firma\.example/);
    await office.submit({...form, contacts: addresses.join('\n').toUpperCase()}, {form: '/surveys'});
    id = office.page.path.match(/\d+$/)[0];
    assert.match(office.page.text, /Den ville gått til 12 kontakter nå/);
    await quiet();
    const send = office.page.form(/\/open$/);
    const [first, second] = await Promise.all([office.request('POST', send.action, encoded(send.fields)),
        office.request('POST', send.action, encoded(send.fields))]);
    assert.deepEqual([first.status, second.status].sort(), [303, 409], 'two at once send it once');
    await box.wait(() => ours().length >= 12);
    await quiet();
    assert.deepEqual(ours().map(m => m.receiver).sort(), [...addresses].sort());
    for (const mail of ours()) {
        assert.equal(mail.subject, 'Noen spørsmål: Etter høstmøtet');
        assert.match(mail.text, /20\. september 2016/);
        links.set(mail.receiver, pathIn(mail.text));
    }
    assert.equal(new Set(links.values()).size, 12, 'each has a link of its own');
});
const encoded = fields => ({headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: new URLSearchParams(fields).toString()});

test('a scanner that opens every link, and every link it finds there, changes nothing', async () => {
    const before = rows(await office.get(`/surveys/${id}/asked`));
    const written = changes();
    for (const link of links.values()) {
        const scanner = new Client(server);
        for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
            const seen = await scanner.request(method, link);
            assert.equal(seen.status, 303);
            assert.equal(seen.headers.location, '/survey');
        }
        const page = await scanner.get('/survey');
        assert.equal(page.status, 200);
        assert.ok(!page.body.includes(link.split('-').at(-1)), 'the page does not hold the secret');
        for (const {href} of page.links(/^\//))
            await scanner.request('GET', href);
        await scanner.request('HEAD', '/survey?page=2');
    }
    assert.equal(rows(await office.get(`/surveys/${id}/asked`)).filter(text => /ikke svart/i.test(text)).length, 12);
    assert.deepEqual(rows(office.page), before);
    assert.deepEqual(changes(), written, 'not a line in the log of changes');
    assert.ok(!server.said().includes('link/survey'), 'nor does the log hold a link');
});
// All that was ever written, as the operator sees it, but for sessions.
function changes() {
    const told = runProgram(['changes', '--data', data]);
    assert.equal(told.status, 0, told.stderr);
    return told.stdout.split('\n').filter(line => line !== '' && !line.includes('"session"'));
}

test('a begun answer is kept, is nobody\'s to read, and goes on where it stopped', async () => {
    const guest = await open(addresses[0]);
    const [q1, q2, q3] = fields(guest.page);
    await act(guest, 'next', {[q1]: '5'});
    assert.equal(guest.page.status, 422, 'what is required is asked for');
    assert.ok(guest.page.form('/survey').fields.some(([n, v]) => n === q1 && v === '5'), 'and what was chosen stays');
    await act(guest, 'next', {[q1]: '9', [q2]: '1', [q3]: '1'});
    assert.equal(guest.page.status, 422, 'there is no nine');
    await act(guest, 'next', {[q1]: '5', [q2]: '2', [q3]: '1'});
    assert.equal(guest.page.path, '/survey?page=2');
    const [, q5] = fields(guest.page);
    await act(guest, 'later', {[q5]: 'Halvveis'});
    assert.match(guest.page.heading, /så langt er lagret/);
    const later = await open(addresses[0]);
    assert.deepEqual(fields(later.page), fields(guest.page.form ? later.page : guest.page));
    assert.match(later.page.body, /Halvveis/);
    await act(later, 'back');
    assert.ok(later.page.form('/survey').fields.some(([n, v]) => n === q2 && v === '2'));
    const list = await office.get(`/surveys/${id}/asked`);
    const own = list.links(/^\/surveys\/answers\/\d+$/)[rows(list).findIndex(text => /Har begynt/.test(text))];
    const one = await office.get(own.href);
    assert.match(one.text, /ikke sendt inn/);
    assert.doesNotMatch(one.body, /Halvveis/);
    const english = await open(addresses[0]);
    await english.setLanguage('en');
    await english.get('/survey');
    assert.equal(english.page.heading, 'After the autumn meeting');
});

test('a form of one link does not answer for another, and the wrong token does nothing', async () => {
    const guest = await open(addresses[1]);
    const sent = guest.page.form('/survey').fields;
    await guest.get(links.get(addresses[2]));
    assert.equal((await guest.post('/survey', [...sent, ['go', 'send']])).status, 404);
    const other = await open(addresses[1]);
    const without = other.page.form('/survey').fields.filter(([name]) => name !== 'csrf');
    assert.ok([403, 422].includes((await other.post('/survey', [...without, ['go', 'send']])).status));
    assert.equal((await new Client(server).get('/survey')).status, 404);
    assert.equal((await new Client(server).get(`${links.get(addresses[1])}0`)).status, 404);
});

let found;
test('three misunderstandings are found, each with its task, and words are only a hint', async () => {
    found = await figures();
    await answer(addresses[1], {meaning: '2'});
    await answer(addresses[2], {meaning: '3', next: '1'});
    await answer(addresses[3], {meaning: '2', useful: '1'});
    await answer(addresses[4], {text: words});
    for (const address of addresses.slice(5, 9))
        await answer(address, {useful: '5'});
    const list = await office.get(`/flags?survey=${id}&show=all`);
    const all = rows(list);
    assert.equal(all.filter(text => /^Tror de må ansette.*Må følges opp/.test(text)).length, 3);
    assert.equal(all.filter(text => /^Vil ha besøk.*Må følges opp/.test(text)).length, 1);
    assert.equal(all.filter(text => /^Tror de må ansette.*Kanskje/.test(text)).length, 1, 'a hint');
    assert.equal(all.filter(text => /^Ber om å bli ringt.*Kanskje/.test(text)).length, 1);
    const now = await figures();
    assert.equal(now[0] - found[0], 3, 'hints are not counted as found');
    assert.equal(now[3] - found[3], 3);
    const hint = list.links(/^\/flags\/\d+$/)[all.findIndex(text => /^Ber om å bli ringt/.test(text))];
    await office.get(hint.href);
    assert.ok(office.page.body.includes('&lt;b&gt;Ring meg&lt;/b&gt;') && office.page.text.includes('你好'), 'words stand as they were written');
    await office.submit({}, {form: /\/dismiss$/});
    assert.match(office.page.text, /Var ingenting/);
    const meant = list.links(/^\/flags\/\d+$/)[all.findIndex(text => /^Tror de må ansette.*Kanskje/.test(text))];
    await office.get(meant.href);
    assert.equal(office.page.forms.filter(f => /\/clear$/.test(f.action)).length, 0, 'first it is said whether it is one');
    await office.submit({}, {form: /\/confirm$/});
    assert.equal((await figures())[0] - found[0], 4);
    await office.get(meant.href);
    const task = office.page.links(/^\/tasks\/\d+$/)[0];
    const page = await office.get(task.href);
    assert.equal(page.status, 200);
    assert.match(page.text, /Forklar at ingen blir bedt om å ansette uten behov eller kompetanse/);
});

test('they are cleared by somebody: by an explanation that was changed, by a talk, and as a mistake', async () => {
    const list = await office.get(`/flags?survey=${id}&kind=misunderstanding`);
    const open = list.links(/^\/flags\/\d+$/).map(link => link.href);
    assert.equal(open.length, 4);
    const sent = ours().length;
    await office.get(open[0]);
    const {fields: ready} = office.page.form(/\/explain$/);
    const text = ready.find(([name]) => name === 'text')[1];
    assert.match(text, /ikke ansette uten behov/);
    assert.match(text, /mangler kompetansen/);
    assert.match(text, /https:\/\/ypsilon\.region\.example\/guidance/);
    await office.submit({subject: 'Om å være med\r\nBcc: alle@firma.example', text: `${text}\n\nHilsen Kontor æøå`}, {form: /\/explain$/});
    await box.wait(() => ours().length > sent);
    await quiet();
    const mail = ours().at(-1);
    assert.equal(mail.subject, 'Om å være med Bcc: alle@firma.example', 'one line, and no header of its own');
    assert.equal(mail.bcc, undefined);
    assert.match(mail.text, /Hilsen Kontor æøå/);
    assert.ok(addresses.includes(mail.receiver));
    await office.submit({}, {form: /\/clear$/});
    assert.match(office.page.text, /Oppklart/);
    assert.match(office.page.text, /Forklart på e-post/, 'as it was proposed after the mail');
    assert.match(office.page.text, /Kontor Demo/);
    for (const [path, how] of [[open[1], 'talked'], [open[2], 'mistake']]) {
        await office.get(path);
        await office.submit({}, {form: /\/clear$/});
        assert.equal(office.page.status, 422, 'how has to be said');
        const {action, fields: typed} = office.page.form(/\/clear$/);
        const whole = [...typed.filter(([n]) => n !== 'how' && n !== 'note'), ['how', how], ['note', 'Vi snakket.']];
        await office.post(action, whole);
        assert.match(office.page.text, /Oppklart/);
        await office.get(path);
        assert.equal((await office.post(action, whole.filter(([n]) => n !== 'once'))).status, 200, 'the same once more is one');
        assert.equal((await office.post(action, whole.map(([n, v]) => n === 'how' ? [n, 'mailed'] : [n, v]))).status, 409, 'another way is not');
    }
    const now = await figures();
    assert.deepEqual([now[0] - found[0], now[1] - found[1], now[2] - found[2], now[3] - found[3]], [3, 1, 1, 1],
        'found without the mistake, talked, mailed, open');
});

test('reminders go to those who have not answered, and to nobody else', async () => {
    let page = await office.get(`/surveys/${id}`);
    assert.match(page.text, /9 av 12|8 av 12/);
    assert.equal(page.forms.filter(f => /\/remind$/.test(f.action)).length, 0, 'not on the day of the letter');
    await serve('2016-09-02');
    await office.get(`/surveys/${id}/asked?show=waiting`);
    const waiting = rows(office.page).map(text => /\S+@\S+/.exec(text)[0]).sort();
    assert.deepEqual(waiting, [addresses[0], ...addresses.slice(9)].sort(), 'one click away');
    await office.get(`/surveys/${id}`);
    const remind = office.page.form(/\/remind$/);
    await Promise.all([1, 2].map(() => office.request('POST', remind.action, encoded(remind.fields))));
    const reminders = () => ours().filter(m => m.subject === 'Påminnelse: Etter høstmøtet');
    await box.wait(() => reminders().length >= 4);
    await sleep(700);
    assert.deepEqual(reminders().map(m => m.receiver).sort(), waiting);
    assert.ok(reminders().every(m => pathIn(m.text) === links.get(m.receiver)), 'the link is the same');
    await answer(addresses[9]);

    await serve('2016-09-12');
    await box.wait(() => reminders().length >= 7);
    await serve('2016-09-13');
    await sleep(1500);
    assert.deepEqual(reminders().slice(4).map(m => m.receiver).sort(), [addresses[0], ...addresses.slice(10)].sort(), 'the clock\'s turn, once');
});

test('an answer may be changed until the deadline; then it is closed by itself', async () => {
    const guest = await open(addresses[5]);
    assert.equal(guest.page.heading, 'Takk for svaret');
    await guest.get('/survey?page=1');
    const [q1] = fields(guest.page);
    await act(guest, 'next', {[q1]: '2'});
    await act(guest, 'send');
    assert.equal(guest.page.heading, 'Takk for svaret');
    assert.equal(rows(await office.get(`/surveys/${id}/asked?show=answered`)).length, 9);
    const late = await open(addresses[6]);
    await late.get('/survey?page=1');
    assert.equal((await office.get(`/surveys/${id}/results.csv`)).status, 409, 'no counts while it is open');
    await serve('2016-09-21');
    const page = await office.get(`/surveys/${id}`);
    assert.match(page.text, /Lukket og talt opp/);
    const closed = await open(addresses[0]);
    assert.match(closed.page.text, /Fristen er ute/);
    assert.equal(closed.page.forms.filter(f => f.action === '/survey').length, 0);
});

test('counts are of at least five, whichever way they are asked for', async () => {
    const page = await office.get(`/surveys/${id}`);
    const first = page.all('section', a => a.class === 'panel result')[0];
    assert.match(textOf(first), /Besvart av 9/);
    const counts = page.all('tr', (a, n) => n.parent?.parent?.parent?.parent === first).map(tr => textOf(tr));
    assert.deepEqual(counts.slice(1).map(text => Number(/(\d+) \d+$/.exec(text)[1])), [1, 1, 0, 4, 3]);
    assert.match(textOf(first), /Gjennomsnitt: 3,8/);
    const file = await office.request('GET', `/surveys/${id}/results.csv`);
    const table = file.body.replace('\ufeff', '').trim().split('\r\n').slice(1).map(line => line.split(';'));
    for (const [, , what, , answered] of table.filter(row => row[3]))
        assert.ok(Number(answered) >= 5, what);
    const useful = table.filter(([q]) => q === table[0][0]);
    let shown = 0;
    for (const kind of ['private', 'public', 'voluntary', 'agency']) {
        const of = await office.get(`/surveys/${id}?kind=${kind}`);
        const text = textOf(of.all('section', a => a.class === 'panel result')[0]);
        const n = Number(/Besvart av (\d+)/.exec(text)?.[1] ?? 0);
        assert.ok(n === 0 || n >= 5, `${kind}: ${n}`);
        shown += n;
    }
    assert.ok(shown === 9 || 9 - shown >= 5, `what is left of the whole is none or enough: ${shown}`);
    assert.ok(useful.some(([, who, what]) => who === 'Alle' && what === '4'));
    const sheet = await office.request('GET', `/surveys/${id}/results.xlsx`);
    assert.equal(sheet.bytes.subarray(0, 2).toString(), 'PK');
    assert.match(page.text, /Vi trodde vi måtte ansette/, 'own words are the office\'s to read');
    assert.equal((await (await logIn(server, 'adviser')).get(`/surveys/${id}`)).status, 403);
});

test('an answer is deleted on request, with its words', async () => {
    const list = await office.get(`/surveys/${id}/asked?show=answered`);
    const own = list.links(/^\/surveys\/answers\/\d+$/)[rows(list).findIndex(text => text.includes(addresses[4]))];
    assert.match((await office.get(own.href)).text, /你好/);
    await office.get(`${own.href}/delete`);
    await office.submit({}, {form: `${own.href}/delete`});
    assert.equal(rows(await office.get(`/surveys/${id}/asked?show=answered`)).length, 8);
    assert.doesNotMatch((await office.get(`/surveys/${id}`)).text, /你好/);
    assert.match((await open(addresses[4])).page.text, /slettet/);
    const {readFileSync} = await import('node:fs');
    assert.ok(!readFileSync(join(data, 'ypsilon.db')).includes('Vi trodde vi'), 'nor did it ever stand open in the database');
});

test('a set that was used stands; a change is a new edition', async () => {
    await office.get(`/surveys/${id}`);
    const set = office.page.links(/^\/question-sets\/\d+$/)[0].href;
    await office.get(set);
    assert.equal(office.page.forms.filter(f => /\/(move|remove|drop)$/.test(f.action)).length, 0);
    await office.submit({}, {form: `${set}/edition`});
    const edition = office.page.path;
    assert.notEqual(edition, set);
    assert.match(office.page.text, /Utgave 2/);
    const changes = office.page.links(/\/questions\/\d+$/);
    await office.get(changes[0].href);
    await office.submit({text_nb: 'Hvor nyttig var det?'}, {form: changes[0].href});
    assert.match(office.page.text, /Hvor nyttig var det\?/);
    assert.doesNotMatch((await office.get(set)).text, /Hvor nyttig var det\?/);
    await office.submit({}, {form: `${set}/edition`});
    assert.equal(office.page.path, edition, 'the one that may be changed is gone on with');
});

test('the guidance is for everybody, and only a press is counted', async () => {
    const guest = new Client(server);
    const before = (await figures())[4];
    for (let i = 0; i < 3; i++)
        assert.equal((await guest.get('/guidance')).status, 200);
    assert.ok(guest.page.text.includes('§ 30'));
    assert.equal((await figures())[4], before);
    await guest.submit({}, {form: '/guidance/read'});
    assert.equal((await figures())[4], before + 1);
    assert.ok((await guest.get('/')).links(/^\/guidance$/).length > 0);
});

test('feedback is asked of those who were at an event, from its page', async () => {
    const list = await office.get('/events');
    let link, page;
    for (const {href} of list.links(/^\/events\/\d+$/)) {
        page = await office.get(href);
        [link] = page.links(/^\/surveys\/new\?event=\d+$/);
        if (link)
            break;
    }
    assert.ok(link, 'one of the demo\'s events has been held');
    const present = Number(/(\d+) til stede/i.exec(page.text)[1]);
    const form = await office.get(link.href);
    const set = form.all('option', (a, n) => /oppstartsmøtet/i.test(textOf(n)))[0].attributes.value;
    await office.submit({name: 'Fra arrangementet', set}, {form: '/surveys'});
    assert.equal(office.page.status, 200);
    const [, would] = /Den ville gått til (én|\d+) kontakt/.exec(office.page.text);
    const left = [...office.page.text.matchAll(/(Én|\d+) kontakt(?:er)? (?:har ingen|vil ikke|har ikke|har sluttet)/g)]
        .reduce((sum, [, n]) => sum + (n === 'Én' ? 1 : Number(n)), 0);
    assert.ok(Number(would) > 0);
    assert.equal((would === 'én' ? 1 : Number(would)) + left, present, 'all who were there, or why not');
});
