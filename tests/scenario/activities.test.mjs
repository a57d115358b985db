// SPDX-License-Identifier: EUPL-1.2
// Activities and tasks: who talked with whom, what comes next, who is warned of whom; two at once; the timeline, the private
// calendar; invitations by mail and the answers to them, read by parsers that are not ours.
import assert from 'node:assert/strict';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import ICAL from 'ical.js';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {openImap} from './lib/imap.mjs';
import {enrol} from './lib/journey.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {textOf} from './lib/page.mjs';
import {copyDemo, makeScratch, startServer} from './lib/server.mjs';

let box;
let imap;
let server;
let office;
let adviser; // of the job centre
let other; // of the introduction centre
let firm; // an employer that nobody has been in contact with
let contact; // its contact person's name, number and address
before(async () => {
    [box, imap] = [await openMailbox(), await openImap()];
    const data = join(makeScratch(), 'data');
    copyDemo(data);
    server = await startServer({data, args: [...box.args, ...imap.args]});
    [office, adviser, other] = [await logIn(server, 'office'), await logIn(server, 'adviser'), await logIn(server, 'adviser', {which: 1})];
    firm = await newFirm('Prøveverket Øst AS');
});
after(async () => {
    await server.stop();
    await imap.close();
    await box.close();
});

const newForm = '/activities/new';
const mainForm = page => page.forms.find(form => form.action === newForm || /^\/activities\/\d+\/edit$/.test(form.action));
const complaints = page => page.all('div', a => /^f-.*-error$/.test(a.id ?? '')).map(node => node.attributes.id.slice(2, -6));
const section = (page, id) => page.all('section', a => a.id === id).map(textOf).join(' ');
const warned = page => page.all('div', a => a.id === 'contacts-of-others').map(textOf).join(' ');

async function newFirm(name) {
    await office.get('/employers/new');
    await office.submit({name}, {form: '/employers/new'});
    const found = /^\/employers\/\d+/.exec(office.page.path);
    assert.ok(found, `${office.page.status} ${office.page.text.slice(0, 300)}`);
    return found[0];
}
const idOf = path => /(\d+)/.exec(path)[1];

// Writes one down; gives its path, or null when the form came back.
async function write(client, employer, values) {
    await client.get(`${newForm}?employer=${idOf(employer)}`);
    await client.submit({kind: 'call', state: 'held', day: '1.9.2016', ...values}, {form: newForm});
    return /^\/activities\/\d+$/.exec(client.page.path)?.[0] ?? null;
}

test('an activity is written down with its outcome, the next stage and what comes next', async () => {
    const path = await write(office, firm, {clock: '9.30', minutes: '20', outcome: 'interested', note: 'Vil vite mer om «prøvetid».',
        stage: 'contacted', task: 'Send brosjyren', task_by: '5.9.2016'});
    assert.ok(path, office.page.text.slice(0, 500));
    assert.match(office.page.text, /Det er skrevet ned/);
    assert.match(office.page.text, /1\. september 2016 kl\. 09\.30, 20 minutter/);
    assert.match(section(office.page, 'tasks'), /Send brosjyren 5\. september 2016/);
    await office.get(firm);
    assert.match(section(office.page, 'timeline'), /Telefonsamtale: Interessert/);
    assert.match(section(office.page, 'timeline'), /Ny oppgave: Send brosjyren/);
    assert.match(section(office.page, 'timeline'), /Ny fase: Kontaktet/);
    await office.get('/activities?kind=call&outcome=interested');
    assert.match(office.page.text, /Prøveverket Øst AS/);
    await office.get('/activities?kind=call&outcome=no-answer');
    assert.doesNotMatch(office.page.text.split('Deler av aktivitetene')[1] ?? office.page.text, /Prøveverket Øst AS/);
});

test('another agency is warned before it contacts the firm, and goes on when it has read it', async () => {
    await adviser.get(firm);
    assert.match(warned(adviser.page), /Telefonsamtale ?, gjennomført 1\. september 2016 kl\. 09\.30.*Kontor Demo ?, Programkontoret/);
    assert.equal(await write(adviser, firm, {kind: 'visit', state: 'planned', day: '10.9.2016', clock: '10'}), null);
    assert.equal(adviser.page.status, 422);
    assert.match(warned(adviser.page), /Kontor Demo/);
    await adviser.submit({contact: '1'}, {form: newForm});
    assert.match(adviser.page.path, /^\/activities\/\d+$/, adviser.page.text.slice(0, 400));
    const visit = adviser.page.path;
    await office.get(firm);
    assert.match(warned(office.page), /Besøk ?, planlagt 10\. september 2016/, 'and the office sees what is planned');
    // What lies further back than the setting warns of nothing; one's own contact neither.
    const quiet = await newFirm('Stilleverket AS');
    assert.ok(await write(office, quiet, {day: '17.8.2016'}));
    assert.ok(await write(office, quiet, {day: '16.8.2016'}));
    assert.ok(await write(adviser, quiet, {day: '31.8.2016'}) === null, 'exactly fourteen days');
    assert.ok(await write(adviser, quiet, {day: '1.9.2016', kind: 'note', note: 'Flyttet til nye lokaler'}), 'a note is no contact');
    await adviser.post(`${visit}/delete`, [...adviser.page.form(`${adviser.page.path}/delete`).fields]);
});

test('a candidate of the own agency who is named is noticed; nobody learns of another agency’s', async () => {
    await enrol(adviser, {given_name: 'Zahra', family_name: 'Ahmadzai'});
    const calm = await newFirm('Rolig Drift AS');
    for (const note of ['Zahra Ahmadzai kan begynne', 'Snakket om Zahra Ahmadzais praksis', 'om Zahraa Ahmadzay', 'زهرا احمدزی']) {
        assert.equal(await write(adviser, calm, {note}), null, note);
        assert.equal(adviser.page.status, 422);
        assert.deepEqual(complaints(adviser.page), ['note', 'name_reason'], note);
    }
    assert.ok(await write(adviser, calm, {note: 'Zahra og Ahmed tok imot'}), 'one word of a name is no name');
    await adviser.get(`${newForm}?employer=${idOf(calm)}`);
    await adviser.submit({kind: 'call', state: 'held', day: '1.9.2016', note: 'Zahra Ahmadzai er daglig leder her'}, {form: newForm});
    await adviser.submit({name_reason: 'Daglig leder heter det samme'}, {form: newForm});
    assert.match(adviser.page.path, /^\/activities\/\d+$/, 'with a reason it stands');
    assert.match(adviser.page.text, /er en annens: Daglig leder heter det samme/);
    const elsewhere = await newFirm('Annen Drift AS');
    for (const client of [other, office])
        assert.ok(await write(client, elsewhere, {note: 'Zahra Ahmadzai kan begynne', day: client === other ? '1.9.2016' : '1.8.2016'}),
            'no warning tells of others’');
    await adviser.get('/tasks/new');
    await adviser.submit({what: 'Ring Zahra Ahmadzai'}, {form: '/tasks/new'});
    assert.equal(adviser.page.status, 422);
    await adviser.get('/candidates?q=Zahra');
    await adviser.get(adviser.page.links(/^\/candidates\/\d+$/)[0].href);
    assert.match(adviser.page.text, /navnet, skrevet i et notat/, 'the person’s log of reads tells of it');
});

test('two at once end in one result, with mine and theirs', async () => {
    const path = await write(office, firm, {note: 'Først'});
    const colleague = await logIn(server, 'office');
    await office.get(`${path}/edit`);
    await colleague.get(`${path}/edit`);
    const stale = mainForm(office.page);
    await colleague.submit({note: 'Kollegaens ord'}, {form: `${path}/edit`});
    assert.match(colleague.page.text, /Kollegaens ord/);
    office.page.forms.splice(0, 0, stale);
    await office.submit({note: 'Mine ord'}, {form: `${path}/edit`});
    assert.equal(office.page.status, 409);
    assert.match(office.page.text, /Kort notat Mine ord Kollegaens ord Først/);
    await office.submit({}, {form: `${path}/edit`});
    assert.match(office.page.text, /Mine ord/);
    // Another agency's is read, and not changed.
    await adviser.get(path);
    assert.equal(adviser.page.status, 200);
    assert.equal(adviser.page.links(/\/edit$/).length, 0);
    assert.equal((await adviser.get(`${path}/edit`)).status, 403);
    // Deleted and brought back.
    const fields = office.page.form(`${path}/delete`).fields;
    await office.post(`${path}/delete`, fields);
    assert.match(office.page.text, /Det er slettet/);
    await office.post(`${path}/delete`, fields);
    assert.equal(office.page.status, 200, 'the button, twice');
    assert.equal((await adviser.get(path)).status, 404);
    assert.match((await office.get('/activities/bin')).text, /Prøveverket Øst AS/);
    await office.get(path);
    await office.submit({}, {form: `${path}/restore`});
    assert.equal((await adviser.get(path)).status, 200);
});

test('tasks are given, done, opened again, and seen by those whose they are', async () => {
    await office.get(`/tasks/new?employer=${idOf(firm)}`);
    const mine = office.page.all('option').find(node => textOf(node).startsWith('Veileder Demo')).attributes.value;
    await office.submit({what: 'Ta imot besøket', user: mine, by: '31.8.2016'}, {form: '/tasks/new'});
    assert.match(office.page.text, /Oppgaven er skrevet ned/);
    await adviser.get('/tasks?show=overdue');
    assert.match(adviser.page.text, /Ta imot besøket 31\. august 2016 · Prøveverket Øst AS/);
    const path = adviser.page.links(/^\/tasks\/\d+$/).find(link => link.text === 'Ta imot besøket').href;
    assert.equal((await other.get(path)).status, 404);
    await adviser.get(path);
    const done = adviser.page.forms.find(form => form.action === `${path}/state`).fields;
    await adviser.post(`${path}/state`, [...done, ['state', 'done']]);
    assert.match(adviser.page.text, /Oppgaven er gjort/);
    await adviser.post(`${path}/state`, [...done, ['state', 'dropped']]);
    assert.equal(adviser.page.status, 409);
    await adviser.get('/tasks?show=closed');
    assert.match(adviser.page.text, /Ta imot besøket/);
});

const inside = text => text.replaceAll(/\r\n[ \t]/g, '');
const eventsOf = text => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(one => new ICAL.Event(one));

test('the private calendar holds what is one’s own and nothing of notes, and stops when it is told to', async () => {
    const where = await newFirm('Kalenderverket AS');
    const visit = await write(office, where, {kind: 'visit', state: 'planned', day: '8.9.2016', clock: '13', minutes: '90', place: 'Hos dem; port 2, «Åsen»',
        note: 'Hemmelig ord', task: 'Pakk brosjyrer', task_by: '7.9.2016'});
    assert.ok(visit);
    await office.get('/activities/feed');
    await office.submit({}, {form: '/activities/feed'});
    const address = new URL(office.page.first('input', a => a.id === 'f-address').attributes.value);
    const visitor = new Client(server);
    const answer = await visitor.request('GET', address.pathname);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/calendar; charset=utf-8/);
    assert.doesNotMatch(answer.body, /Hemmelig ord/);
    for (const line of answer.body.split('\r\n'))
        assert.ok(Buffer.byteLength(line) <= 75, line);
    const events = eventsOf(answer.body);
    const event = events.find(one => one.summary === 'Besøk: Kalenderverket AS');
    assert.ok(event, events.map(one => one.summary).join(' | '));
    assert.equal(event.uid, `activity-${idOf(visit)}@ypsilon`);
    assert.equal(event.location, 'Hos dem; port 2, «Åsen»');
    assert.equal(event.component.getFirstProperty('dtstart').getParameter('tzid'), 'Europe/Oslo');
    assert.equal(event.startDate.toString(), '2016-09-08T13:00:00');
    assert.equal(event.endDate.toString(), '2016-09-08T14:30:00');
    const task = events.find(one => one.summary === 'Oppgave: Pakk brosjyrer');
    assert.ok(task.startDate.isDate);
    const again = await visitor.request('GET', address.pathname, {headers: {'If-None-Match': answer.headers.etag}});
    assert.deepEqual([again.status, again.body], [304, '']);
    assert.equal((await visitor.request('GET', `${address.pathname.slice(0, -1)}${address.pathname.endsWith('0') ? 1 : 0}`)).status, 404);
    await office.submit({}, {form: '/activities/feed'}); // a new one
    const fresh = new URL(office.page.first('input', a => a.id === 'f-address').attributes.value);
    assert.notEqual(fresh.pathname, address.pathname);
    assert.equal((await visitor.request('GET', address.pathname)).status, 404);
    assert.equal((await visitor.request('GET', fresh.pathname)).status, 200);
    await office.submit({}, {form: '/activities/feed/end'});
    assert.equal((await visitor.request('GET', fresh.pathname)).status, 404);
});

const invitationOf = mail => {
    const text = mail.attachments.find(part => part.contentType === 'text/calendar')?.content.toString('utf8') ?? mail.calendar;
    assert.ok(text, `${mail.subject}: ${mail.raw?.slice(0, 1500)}`);
    const calendar = new ICAL.Component(ICAL.parse(text));
    return {text, method: calendar.getFirstPropertyValue('method'), event: new ICAL.Event(calendar.getFirstSubcomponent('vevent'))};
};
async function until(what, wanted) {
    for (const end = Date.now() + 30_000; ;await sleep(100)) {
        const found = await wanted();
        if (found)
            return found;
        assert.ok(Date.now() < end, `waited in vain for ${what}`);
    }
}
const mailsTo = address => box.mails.filter(mail => mail.to.value[0].address === address);
const replyTo = ({event}, {address, from = address, answer, sequence = event.sequence, stamp}) => [
    `From: <${from}>`, 'To: <ypsilon@program.example>', 'Subject: Svar', `Message-ID: <${Math.random()}@mail.example>`,
    'Date: Thu, 1 Sep 2016 10:00:00 +0200', 'MIME-Version: 1.0', 'Content-Type: text/calendar; method=REPLY; charset=utf-8', '',
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Another//Calendar//EN', 'METHOD:REPLY', 'BEGIN:VEVENT', `UID:${event.uid}`,
    `SEQUENCE:${sequence}`, `DTSTAMP:${stamp}`, `ATTENDEE;PARTSTAT=${answer}:mailto:${address}`, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

test('contacts are invited by mail, told of changes and of the end, and their answers are read', async () => {
    const address = 'kari.oestby@proeve.example';
    await office.get(`${firm}/contacts/new`);
    assert.equal(office.page.status, 200, 'contacts have a page');
    await office.submit({name: 'Kari Østby', role: 'leader', email: address}, {form: `${firm}/contacts/new`});
    await office.get(`${newForm}?employer=${idOf(firm)}`);
    const box1 = office.page.all('input', a => a.name === 'contact_id')[0];
    assert.ok(box1, 'the contact can be chosen');
    await office.submit({kind: 'meeting', state: 'planned', day: '14.9.2016', clock: '10', minutes: '45', place: 'Møterom Åsen', invites: '1',
        contact_id: [box1.attributes.value]}, {form: newForm});
    if (!/^\/activities\/\d+$/.test(office.page.path))
        await office.submit({contact: '1'}, {form: newForm});
    const path = office.page.path;
    assert.match(path, /^\/activities\/\d+$/, office.page.text.slice(0, 600));
    const first = await until('the invitation', () => mailsTo(address)[0]);
    assert.equal(first.subject, 'Møte: Programkontoret (demo), 14. september 2016 kl. 10.00, 45 minutter');
    const one = invitationOf(first);
    assert.equal(one.method, 'REQUEST');
    assert.match(one.event.uid, new RegExp(`^activity-${idOf(path)}-[0-9a-f]{32}@ypsilon$`));
    assert.equal(one.event.sequence, 0);
    assert.equal(one.event.startDate.toString(), '2016-09-14T10:00:00');
    assert.equal(one.event.location, 'Møterom Åsen');
    assert.deepEqual(one.event.attendees.map(a => a.getFirstValue()), [`mailto:${address}`]);
    assert.match(String(one.event.organizer), /^mailto:/);
    assert.doesNotMatch(inside(one.text), /Prøveverket/, 'firms do not learn of each other');

    const people = async () => section(await office.get(path), 'people');
    assert.match(await people(), /Kari Østby.*Ikke svart ennå/);
    await imap.put(replyTo(one, {address: 'noen.annen@proeve.example', answer: 'DECLINED', stamp: '20160901T080000Z'}));
    await imap.put(replyTo(one, {address, from: 'noen.annen@proeve.example', answer: 'DECLINED', stamp: '20160901T080000Z'}));
    await imap.put(replyTo({event: {uid: `activity-${idOf(path)}@ypsilon`, sequence: 0}}, {address, answer: 'DECLINED', stamp: '20160901T095900Z'}));
    await imap.put(replyTo(one, {address, answer: 'TENTATIVE', stamp: '20160901T090000Z'}));
    await until('the answer', async () => /Kari Østby.*Kommer kanskje/.test(await people()));
    await imap.put(replyTo(one, {address, answer: 'DECLINED', stamp: '20160901T085900Z'})); // older
    await imap.put(replyTo(one, {address, answer: 'ACCEPTED', stamp: '20160901T091000Z'}));
    await until('the later answer', async () => /Kari Østby.*Kommer 1\. september/.test(await people()));

    await office.get(`${path}/edit`);
    await office.submit({clock: '11'}, {form: `${path}/edit`});
    if (office.page.status === 422)
        await office.submit({contact: '1'}, {form: `${path}/edit`});
    const second = await until('the change', () => mailsTo(address)[1]);
    const two = invitationOf(second);
    assert.deepEqual([two.method, two.event.sequence, two.event.uid], ['REQUEST', 1, one.event.uid]);
    assert.equal(two.event.startDate.toString(), '2016-09-14T11:00:00');
    assert.match(await people(), /på invitasjonen slik den var før/);
    await office.get(`${path}/edit`);
    await office.submit({note: 'Bare for oss'}, {form: `${path}/edit`});
    await imap.put(replyTo(two, {address, answer: 'DECLINED', stamp: '20160901T100000Z'}));
    await until('the answer to the change', async () => /Kari Østby.*Kommer ikke/.test(await people()));
    await imap.put(replyTo(one, {address, answer: 'ACCEPTED', stamp: '20160901T120000Z', sequence: 0})); // of the older version
    await office.get(path);
    await office.submit({}, {form: `${path}/delete`});
    const third = await until('the end', () => mailsTo(address)[2]);
    const three = invitationOf(third);
    assert.deepEqual([three.method, three.event.sequence], ['CANCEL', 2]);
    assert.match(third.subject, /^Avlyst: /);
    assert.match(await people(), /Kommer ikke/);
    assert.equal(mailsTo(address).length, 3, 'a note tells nobody anything');
    await office.submit({}, {form: `${path}/restore`});
    const fourth = invitationOf(await until('the invitation anew', () => mailsTo(address)[3]));
    assert.deepEqual([fourth.method, fourth.event.sequence, fourth.event.uid], ['REQUEST', 3, one.event.uid]);
    // What was held is over: nobody is told.
    await office.get(`${path}/edit`);
    await office.submit({state: 'held', day: '1.9.2016', outcome: 'informed'}, {form: `${path}/edit`});
    if (office.page.status === 422)
        await office.submit({contact: '1'}, {form: `${path}/edit`});
    assert.match(office.page.text, /Gjennomført/);
    await sleep(1500);
    assert.equal(mailsTo(address).length, 4);
});
