// SPDX-License-Identifier: EUPL-1.2
// An event from the draft to who was there: 120 invited by mail, answers by personal links that scanners of mails cannot give, a
// waiting list, sign-ups from the public page, reminders by the clock, 70 ticked as present, and what is told when it moves.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import ICAL from 'ical.js';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {textOf} from './lib/page.mjs';
import {copyDemo, makeScratch, startServer} from './lib/server.mjs';

const site = 'https://ypsilon.region.example';
const scratch = makeScratch();
const data = join(scratch, 'data');
let box;
let server;
let office;
let event; // "/events/17"
const invited = new Map(); // address → the invitation's link
const public_ = lang => new Client(server, {lang});

async function begin(day) {
    server = await startServer({data, day, args: [...box.args, '--site', site]});
    office = await logIn(server, 'office');
}
before(async () => {
    copyDemo(data);
    box = await openMailbox();
    await begin('2016-09-01');
});
after(async () => {
    await server?.stop();
    await box?.close();
    rmSync(scratch, {recursive: true, force: true});
});

const inSite = link => new URL(link).pathname;
const linkIn = (mail, purpose) => new RegExp(`${site}/link/${purpose}-\\S+`).exec(mail.text)?.[0];
const mailsTo = address => box.mails.filter(mail => mail.receiver === address);
const since = async (from, count) => {
    await box.wait(from + count);
    await sleep(300); // and no more come
    return box.mails.slice(from);
};
// No mail is on its way any more: how many there are.
const settled = async () => {
    for (let count = -1; count !== box.mails.length; await sleep(600))
        count = box.mails.length;
    return box.mails.length;
};
const figures = page => Object.fromEntries(page.all('ul', a => /event-figures/.test(a.class ?? ''))
    .flatMap(list => list.children.filter(c => c.tag === 'li')).map(textOf).map(text => [text.replace(/^[\d\s]+/, ''), parseInt(text, 10)]));
const tickForms = page => page.forms.filter(form => /\/attendance\/\d+$/.test(form.action));
const calendarOf = mail => {
    const part = mail.attachments.find(a => a.contentType === 'text/calendar');
    assert.ok(part, `${mail.subject} has a calendar part`);
    const calendar = new ICAL.Component(ICAL.parse(part.content.toString('utf8')));
    const vevent = calendar.getFirstSubcomponent('vevent');
    return {method: calendar.getFirstPropertyValue('method'), uid: vevent.getFirstPropertyValue('uid'),
        sequence: vevent.getFirstPropertyValue('sequence'), status: vevent.getFirstPropertyValue('status'),
        location: vevent.getFirstPropertyValue('location'), attendee: vevent.getFirstPropertyValue('attendee')};
};

const good = {kind: 'kick-off', title_nb: 'Oppstart: bru over elva', title_en: 'Kick-off', on: '19.09.2016', at: '9', to: '11.30',
    place: 'Rådhuset, Engene 1', text_nb: 'Velkommen!\n\nمرحبا og kaffe.', open: '1', seats: '', contact_name: 'Åse Øvre'};

test('what is wrong with an event is told at once, and nothing typed is lost', async () => {
    await office.get('/events/new');
    const page = await office.submit({...good, title_nb: '', title_en: '', on: '', at: '25', place: '', seats: '0', contact_email: 'x'});
    assert.equal(page.status, 422);
    const told = page.all('div', a => /^f-.*-error$/.test(a.id ?? '')).map(node => node.attributes.id.slice(2, -6));
    assert.deepEqual(told.sort(), ['at', 'on', 'place', 'seats', 'title_nb']);
    assert.equal(page.first('input', a => a.name === 'contact_name').attributes.value, 'Åse Øvre');
});

test('a draft is nobody\'s; published it stands on the front page, with a calendar file', async () => {
    await office.get('/events/new');
    await office.submit(good);
    event = office.page.path;
    assert.match(event, /^\/events\/\d+$/);
    const open = event.replace('/events', '/public/events');
    assert.equal((await public_().get(open)).status, 404);
    assert.equal((await office.get(`${event}/invite`)).forms.filter(form => /invite$/.test(form.action)).length, 0, 'nobody can be invited yet');
    const draft = (await office.get(event)).form(`${event}/publish`);
    await office.post(draft.action, draft.fields);
    assert.match(office.page.text, /Arrangementet er publisert/);
    assert.equal((await office.post(draft.action, draft.fields)).status, 200, 'the button, twice');
    const front = await public_().get('/');
    assert.match(front.text, /Oppstart: bru over elva/);
    assert.match((await public_('en').get(open)).heading, /Kick-off/);
    const file = await public_().request('GET', `${open}/calendar.ics`);
    assert.match(file.headers['content-type'], /^text\/calendar/);
    const vevent = new ICAL.Component(ICAL.parse(file.body)).getFirstSubcomponent('vevent');
    assert.equal(vevent.getFirstPropertyValue('location'), good.place);
    assert.equal((await logIn(server, 'adviser')).page.status, 200);
    assert.equal((await (await logIn(server, 'adviser')).get(event)).status, 403, 'who comes is the office\'s to see');
});

test('120 are invited: the plan names how many, and who is left out and why', async () => {
    const employers = (await office.get('/employers')).links(/^\/employers\/\d+$/).map(link => link.href);
    let plan = await office.get(`${event}/invite?employers=&per=all`);
    const planned = page => Number(/: (\d+) kontakter blir invitert/.exec(page.text)?.[1] ?? 0);
    assert.match(plan.text, /Er utelatt/);
    // One who has said no to information, and one without an address.
    await office.get(`${employers[0]}/contacts/new`);
    await office.submit({name: 'Nina Nei', email: 'nina.nei@firma.example', informed: 'no', informed_on: '01.08.2016', informed_how: 'told'});
    assert.equal(office.page.status, 200, office.page.text.slice(0, 400));
    for (let i = planned(plan); i < 120; i++) {
        await office.get(`${employers[i % employers.length]}/contacts/new`);
        await office.submit({name: i === 119 ? 'يوسف الحداد' : `Gjest Prøve ${i}`, email: `gjest${i}@firma.example`});
        assert.equal(office.page.status, 200, office.page.text.slice(0, 400));
    }
    plan = await office.get(`${event}/invite?employers=&per=all`);
    assert.equal(planned(plan), 120);
    assert.match(plan.text, /Vil ikke ha informasjon på e-post/);
    assert.ok(planned(await office.get(`${event}/invite?employers=&per=one`)) < 120, 'one of each employer are fewer');
    await office.get(`${event}/invite?employers=&per=all`);
    const form = office.page.form(`${event}/invite`);
    const from = await settled();
    await office.post(form.action, form.fields);
    assert.match(office.page.text, /Invitasjonene er på vei/);
    await office.post(form.action, form.fields.filter(([name]) => name !== 'once'));
    assert.equal(figures(await office.get(event)).invitert, 120, 'asked again, nobody is invited twice');
    const mails = await since(from, 120);
    assert.equal(mails.length, 120);
    assert.equal(new Set(mails.map(mail => mail.receiver)).size, 120);
    for (const mail of mails) {
        assert.equal(mail.subject, 'Invitasjon: Oppstart: bru over elva');
        assert.match(mail.text, /19\. september 2016 kl\. 09\.00–11\.30/);
        assert.match(mail.text, /مرحبا og kaffe/);
        assert.match(String(mail.headers.get('list-unsubscribe-post') ?? mail.headers.get('list')), /./, 'one click leaves');
        invited.set(mail.receiver, linkIn(mail, 'rsvp'));
    }
    assert.ok(!invited.has('nina.nei@firma.example'));
    assert.equal(new Set(invited.values()).size, 120, 'each a link of their own');
});

test('a scanner that opens every link, and asks for its head, changes nothing', async () => {
    const before_ = figures(await office.get(event));
    for (const link of [...invited.values()].slice(0, 20)) {
        const scanner = public_();
        await scanner.request('HEAD', inSite(link));
        await scanner.get(inSite(link));
        await scanner.request('HEAD', '/rsvp');
        await scanner.get('/rsvp/calendar.ics');
        for (const {href} of scanner.page.links(/^\//))
            await scanner.request('GET', href);
    }
    assert.deepEqual(figures(await office.get(event)), before_);
    const stranger = public_();
    assert.equal((await stranger.get('/rsvp')).status, 404);
    assert.equal((await stranger.get(inSite([...invited.values()][0]).slice(0, -1) + '0')).status, 404, 'a link that nobody sent');
});

const addresses = () => [...invited.keys()].sort();
async function reply(address, values) {
    const guest = public_();
    await guest.get(inSite(invited.get(address)));
    await guest.submit({coming: '1', ...values}, {form: '/rsvp'});
    return guest.page;
}

test('72 say yes, one of them with a colleague, 10 maybe, 8 no; a yes brings a calendar part', async () => {
    const list = addresses();
    const from = await settled();
    for (let i = 0; i < 90; i++)
        await reply(list[i], i === 0 ? {answer: 'yes', coming: '2', name_1: 'Kari "Bcc: x@y.example" Æble'}
            : {answer: i < 72 ? 'yes' : i < 82 ? 'maybe' : 'no'});
    const stands = figures(await office.get(event));
    assert.deepEqual([stands.invitert, stands['har plass'], stands['kommer kanskje'], stands['kommer ikke'], stands['har ikke svart']],
        [120, 73, 10, 8, 30]);
    const mails = await since(from, 72);
    assert.equal(mails.length, 72, 'those who said maybe or no are thanked on the page');
    const [first] = mailsTo(list[0]).slice(-1);
    const calendar = calendarOf(first);
    assert.equal(calendar.method, 'REQUEST');
    assert.equal(calendar.sequence, 0);
    assert.match(String(calendar.attendee), new RegExp(list[0]));
    assert.match((await office.get(`${event}?group=yes`)).text, /Kari "Bcc: x@y\.example" Æble/);
    // The same form once more is the same answer, without a mail; and the answer can be changed.
    await reply(list[1], {answer: 'yes'});
    await sleep(300);
    assert.equal(box.mails.length, from + 72);
    const none = await reply(list[2], {});
    assert.equal(none.status, 200, 'what was chosen stands chosen');
    const wrong = await reply(list[3], {answer: 'yes', coming: '11'});
    assert.equal(wrong.status, 422);
});

test('full: the next wait in order, and go up when seats come free', async () => {
    const list = addresses();
    await office.get(`${event}/edit`);
    await office.submit({seats: '73'});
    assert.equal(office.page.status, 200);
    await office.get(`${event}/edit`);
    assert.equal((await office.submit({seats: '72'})).status, 422, 'no seat is taken away');
    const [two, one] = [list[90], list[91]];
    assert.match((await reply(two, {answer: 'yes', coming: '2'})).text, /Du står på ventelista/);
    assert.match((await reply(one, {answer: 'yes'})).text, /Du står på ventelista.*Én er foran deg/s);
    assert.equal(figures(await office.get(event))['venter på plass'], 3);
    const refused = await reply(list[4], {answer: 'yes', coming: '3'});
    assert.equal(refused.status, 422, 'a party that has its seats cannot grow past those who wait');
    let from = await settled();
    await reply(list[5], {answer: 'no'}); // one seat: the two who wait first do not fit, and nobody passes them
    assert.equal(figures(await office.get(event))['venter på plass'], 3);
    const [left] = await since(from, 1);
    assert.deepEqual([left.receiver, calendarOf(left).method], [list[5], 'CANCEL']);
    from = await settled();
    await reply(list[6], {answer: 'maybe'});
    const moved = (await since(from, 2)).filter(mail => mail.receiver === two);
    assert.equal(moved.length, 1);
    assert.match(moved[0].text, /Det er blitt en plass ledig/);
    assert.equal(calendarOf(moved[0]).method, 'REQUEST');
    assert.equal(figures(await office.get(event))['venter på plass'], 1);
    from = await settled();
    await office.get(`${event}/edit`);
    await office.submit({seats: ''});
    assert.equal((await since(from, 1))[0].receiver, one);
    assert.equal(figures(await office.get(event))['har plass'], 74);
});

test('signing up: by a mail that proves the address, and without a word of what a stranger typed', async () => {
    const open = event.replace('/events', '/public/events');
    const visitor = public_();
    const sign = async (values, on = visitor) => {
        await on.get(open);
        return on.submit({name: 'Ola Vanlig', organisation: 'Øvre Prøve AS', email: 'ola@annet.example', ...values}, {form: open});
    };
    assert.equal((await sign({name: '', email: 'ola'})).status, 422);
    let from = await settled();
    const evil = 'Kjøp nå http://ond.example';
    assert.match((await sign({name: evil, email: 'Offer@annet.example', organisation: 'x\r\nBcc: y@z.example'})).text, /Se i e-posten din/);
    assert.match((await sign({more: '1'})).text, /Se i e-posten din/);
    assert.match((await sign({email: addresses()[100]})).text, /Se i e-posten din/, 'who is invited is told nothing else');
    const mails = await since(from, 3);
    assert.equal(mails.length, 3);
    for (const mail of mails)
        assert.ok(!/ond\.example|Kjøp|Bcc|Vanlig/.test(mail.raw + mail.text + mail.subject), 'nothing typed by a stranger');
    assert.equal(figures(await office.get(event))['har plass'], 74, 'nobody has signed another up');
    assert.ok(linkIn(mails.find(mail => mail.receiver === addresses()[100]), 'rsvp'));
    from = await settled();
    await sign({});
    await sign({email: 'offer@ANNET.example'});
    await sleep(400);
    assert.equal(box.mails.length, from, 'asked again at once, no second mail');
    const link = inSite(linkIn(mails.find(mail => mail.receiver === 'ola@annet.example'), 'signup'));
    const ola = public_();
    await ola.request('HEAD', link);
    await ola.get(link);
    assert.equal(figures(await office.get(event))['har plass'], 74, 'opening is not confirming');
    assert.match(ola.page.text, /Ola Vanlig/);
    await ola.submit({}, {form: '/confirm-sign-up'});
    assert.match(ola.page.text, /Du er påmeldt/);
    const [welcome] = await since(from, 1);
    assert.equal(calendarOf(welcome).method, 'REQUEST');
    invited.set('ola@annet.example', linkIn(welcome, 'rsvp'));
    assert.equal(figures(await office.get(event))['har plass'], 75);
});

test('a new time is told to those who come, under the same name in the calendar', async () => {
    const from = await settled();
    await office.get(`${event}/edit`);
    await office.submit({place: 'Union Scene', title_en: 'Kick-off in Drammen'});
    const mails = await since(from, 84); // 73 parties with seats and 11 who may come
    const stands = figures(await office.get(event));
    assert.equal(mails.filter(mail => /^Endret/.test(mail.subject)).length, mails.length);
    assert.equal(mails.length, stands['har plass'] - 2 + stands['kommer kanskje'], 'one for each party');
    const told = mailsTo('ola@annet.example').filter(mail => !/^Bekreft/.test(mail.subject)).map(calendarOf);
    assert.deepEqual(told.map(c => c.sequence), [0, 1]);
    assert.equal(told[0].uid, told[1].uid);
    assert.equal(told[1].location, 'Union Scene');
});

const ours = mail => mail.subject.includes('bru over elva'); // the demo has events, too

test('reminders by the clock: once to those who have not answered, once to those who come', async () => {
    await server.stop();
    let from = await settled();
    await begin('2016-09-13');
    await since(from, 28);
    await settled();
    let mails = box.mails.slice(from).filter(ours);
    const silent = figures(await office.get(event))['har ikke svart'];
    assert.equal(silent, 28);
    assert.equal(mails.filter(mail => /^Kommer du/.test(mail.subject)).length, silent);
    assert.equal(mails.length, silent);
    await server.stop();
    from = await settled();
    await begin('2016-09-16');
    await since(from, 80);
    await settled();
    mails = box.mails.slice(from).filter(ours);
    const stands = figures(await office.get(event));
    assert.equal(mails.length, stands['har plass'] - 2 + stands['kommer kanskje']);
    assert.equal(new Set(mails.map(mail => mail.receiver)).size, mails.length);
    await server.stop();
    from = await settled();
    await begin('2016-09-17');
    await sleep(1500);
    assert.equal(box.mails.slice(from).filter(ours).length, 0, 'nobody is reminded twice');
    assert.equal((await office.get(`${event}/attendance`)).forms.filter(form => /attendance\/\d+$/.test(form.action)).length, 0, 'not before the day');
});

test('70 are ticked as present, and a tap that comes twice has its effect once', async () => {
    await server.stop();
    await begin('2016-09-19');
    const page = await office.get(`${event}/attendance`);
    const forms = tickForms(page);
    assert.ok(forms.length > 120, `${forms.length} rows on one page`);
    const coming = await office.get(`${event}/attendance?missing=1`);
    const expected = tickForms(coming).slice(0, 68);
    assert.equal(expected.length, 68);
    for (const form of expected) {
        await office.request('POST', form.action, {headers: {'Content-Type': 'application/x-www-form-urlencoded'},
            body: new URLSearchParams(form.fields).toString()});
        await office.request('POST', form.action, {headers: {'Content-Type': 'application/x-www-form-urlencoded'},
            body: new URLSearchParams(form.fields).toString()});
    }
    assert.match((await office.get(`${event}/attendance`)).text, /Til stede: 68/);
    // Undo, and again; with script the answer is brief.
    const [first] = expected;
    const with_ = present => [...first.fields.filter(([name]) => name !== 'present'), ['present', present], ['brief', '1']];
    const post = fields => office.request('POST', first.action, {headers: {'Content-Type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams(fields).toString()});
    assert.equal((await post(with_('0'))).body, '{"present":67}');
    assert.equal((await post(with_('1'))).body, '{"present":68}');
    // At the door: an invited contact who had not answered is the contact, a stranger is a row of its own.
    const name = 'يوسف الحداد';
    const known = await office.get(`${event}?q=${encodeURIComponent(name)}`);
    const at = textOf(known.all('a', a => /^\/employers\/\d+$/.test(a.href ?? '')).at(-1));
    const walkIn = async (who, where) => {
        await office.get(`${event}/attendance`);
        return office.submit({name: who, organisation: where}, {form: `${event}/walk-ins`});
    };
    assert.match((await walkIn(name, at)).text, /sto alt på lista/);
    assert.match((await walkIn('Nils Ny', 'Helt Ny Bedrift')).text, /er lagt til/);
    assert.match((await walkIn('nils ny', 'helt ny bedrift')).text, /sto alt på lista/);
    assert.equal((await walkIn('', 'x')).status, 422);
    const stands = figures(await office.get(event));
    assert.equal(stands['til stede'], 70);
    assert.equal(stands['av dem kom uten påmelding'], 1);
    assert.match((await office.get(`${event}?group=absent`)).text, /Sa ja, kom ikke/);
    const csv = await office.request('GET', `${event}/guests.csv?group=present`);
    const rows = csv.body.replace(/^\ufeff/, '').trim().split('\r\n');
    assert.equal(rows.length, 71);
    assert.equal((await office.request('GET', `${event}/guests.xlsx`)).bytes.subarray(0, 2).toString(), 'PK');
    const by = (await office.get(`${event}/employers`)).all('td', a => a['data-label'] === 'Til stede').map(node => Number(textOf(node)));
    assert.equal(by.reduce((a, b) => a + b, 0), 70);
});

test('once it has been held nothing is answered any more', async () => {
    await server.stop();
    await begin('2016-09-20');
    assert.match((await office.get(event)).text, /Har vært|Holdt/);
    const late = public_();
    await late.get(inSite(invited.get(addresses()[7])));
    assert.equal(late.page.forms.filter(form => form.action === '/rsvp').length, 0);
    assert.match(late.page.text, /har begynt/);
    assert.match((await office.get('/events?state=held')).text, /Oppstart: bru over elva/);
});

test('an event that is called off is told to those who come, with the calendar\'s CANCEL', async () => {
    await office.get('/events/new');
    await office.submit({...good, title_nb: 'Høstmøte', on: '20.10.2016', open: '0'});
    const next = office.page.path;
    const draft = office.page.form(`${next}/publish`);
    await office.post(draft.action, draft.fields);
    await office.get(`${next}/invite?q=gjest+prove+11`);
    const ids = office.page.form(['contact']).names.has('contact') && office.page.all('input', a => a.name === 'contact').map(node => node.attributes.value);
    await office.get(`${next}/invite?${ids.slice(0, 2).map(id => `contact=${id}`).join('&')}`);
    const form = office.page.form(`${next}/invite`);
    let from = await settled();
    await office.post(form.action, form.fields);
    const mails = await since(from, 2);
    for (const mail of mails)
        invited.set(mail.receiver, linkIn(mail, 'rsvp'));
    from = await settled();
    await reply(mails[0].receiver, {answer: 'yes'});
    await since(from, 1);
    from = await settled();
    await office.get(`${next}/cancel`);
    await office.submit({reason: 'Salen er ikke ledig'}, {form: `${next}/cancel`});
    const [told] = await since(from, 1);
    assert.equal(told.receiver, mails[0].receiver);
    assert.equal(calendarOf(told).method, 'CANCEL');
    assert.match(told.text, /Salen er ikke ledig/);
    await sleep(300);
    assert.equal(box.mails.length, from + 1, 'who has not said yes is not told');
});
