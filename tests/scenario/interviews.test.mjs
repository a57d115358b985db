// SPDX-License-Identifier: EUPL-1.2
// Times for an interview: offered by the employer, taken by the person, changed and called off; and the calendar file, read by
// a parser that is not ours.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import ICAL from 'ical.js';

import {logIn} from './lib/accounts.mjs';
import {answer, ask, judge, present, refer} from './lib/journey.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let adviser;
let other; // of another agency
let employer;
let candidate;
let referral; // paths of the three sides
let presented;
let taken;
let had; // times that the demo's candidate has before
const offered = page => page.links(/^\/me\/interviews\/\d+$/).length;
before(async () => {
    server = await startServer();
    [adviser, other, employer, candidate] = [await logIn(server, 'adviser'), await logIn(server, 'adviser', {which: 1}),
        await logIn(server, 'employer'), await logIn(server, 'candidate')];
    const name = (await candidate.get('/me')).heading;
    had = offered(candidate.page);
    await adviser.get(`/candidates?q=${encodeURIComponent(name)}`);
    const person = adviser.page.links(/^\/candidates\/\d+$/).find(link => link.text === name).href.split('/')[2];
    for (const need of (await employer.get('/needs?state=open')).links(/^\/needs\/\d+$/).map(link => link.href.split('/')[2])) {
        await adviser.get(`/referrals?need=${need}&person=${person}&show=all`);
        if (adviser.page.links(/^\/referrals\/\d+$/).length > 0)
            continue; // the demo has it
        referral = await refer(adviser, need, person);
        break;
    }
    assert.ok(referral, 'a need that the candidate is not considered for yet');
    await ask(adviser, referral);
    await answer(adviser, referral, true);
    await present(adviser, referral);
    presented = referral.replace('/referrals/', '/presented/');
});
after(() => server.stop());

const complaints = page => page.all('div', a => /^f-.*-error$/.test(a.id ?? '')).map(node => node.attributes.id.slice(2, -6));
const times = page => page.all('ul', a => a.class === 'interview-list').flatMap(list => list.children.filter(c => c.tag === 'li')).map(textOf);
const good = {on_0: '26.09.2016', at_0: '9', on_1: '31.10.2016', at_1: '13.30', minutes: '45',
    place: 'Lageret, port 2; spør etter Åse', bring: 'Attester, førerkort – مرحبا'};
const offer = async (values = {}) => {
    await employer.get(`${presented}/interviews`);
    return employer.submit({...good, ...values}, {form: `${presented}/interviews`});
};
const files = page => page.links(/^\/interviews\/\d+\/calendar\.ics$/).map(link => link.href);
const formFor = (page, end, which = 0) => page.forms.filter(form => form.action.endsWith(end))[which];
// Presses the button of a form as it stands.
const press = (client, form) => client.post(form.action, form.fields);

async function eventOf(client, path) {
    const reply = await client.request('GET', path);
    assert.equal(reply.status, 200);
    assert.match(reply.headers['content-type'], /^text\/calendar; charset=utf-8/);
    assert.match(reply.headers['content-disposition'], /^attachment; filename="intervju\.ics"/);
    assert.match(reply.headers['cache-control'], /no-store/);
    assert.ok(!/[^\r]\n/.test(reply.body) && reply.bytes.subarray(-2).toString() === '\r\n', 'lines end in CR LF');
    const calendar = new ICAL.Component(ICAL.parse(reply.body));
    assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
    assert.equal(calendar.getFirstPropertyValue('method'), 'PUBLISH');
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone'));
    const part = calendar.getFirstSubcomponent('vevent');
    const event = new ICAL.Event(part);
    // The file's own rules of the zone, not the machine's.
    const instant = time => {
        time.zone = zone;
        return time.toJSDate().toISOString();
    };
    assert.equal(part.getFirstProperty('dtstart').getParameter('tzid'), 'Europe/Oslo');
    return {body: reply.body, uid: event.uid, sequence: event.sequence, summary: event.summary, location: event.location,
        description: event.description, status: part.getFirstPropertyValue('status'), start: instant(event.startDate),
        end: instant(event.endDate)};
}

test('all that is wrong with an offer is told at once', async () => {
    const page = await offer({on_0: 'i morgen', at_0: '25', on_1: '', at_1: '', minutes: '3', place: ''});
    assert.equal(page.status, 422);
    assert.deepEqual(complaints(page), ['on_0', 'at_0']);
    const past = await offer({on_0: '1.8.2016', on_1: '31.10.2017', minutes: '481', place: ''});
    assert.deepEqual(complaints(past), ['on_0', 'on_1', 'minutes', 'place']);
    assert.equal(past.first('input', a => a.name === 'at_1').attributes.value, '13.30', 'nothing typed is lost');
    assert.deepEqual(complaints(await offer({on_0: '26.03.2017', at_0: '02.30'})), ['at_0'], 'an hour that the clocks skip');
    assert.deepEqual(times(await employer.get(`${presented}/interviews`)), []);
});

test('the employer offers two times, on both sides of the change of the clocks', async () => {
    const page = await offer();
    assert.equal(page.status, 200);
    assert.match(page.text, /Tidspunktene er tilbudt/);
    const list = times(page);
    assert.equal(list.length, 2);
    assert.match(list[0], /^26\. september 2016 kl\. 09\.00, 45 minutter Tilbudt/);
    assert.match(list[1], /^31\. oktober 2016 kl\. 13\.30, 45 minutter Tilbudt/);
    assert.deepEqual(times(await employer.get(presented)).length, 2, 'and on the page about the person');
    const [summer, winter] = [await eventOf(employer, files(page)[0]), await eventOf(employer, files(page)[1])];
    assert.deepEqual([summer.start, summer.end], ['2016-09-26T07:00:00.000Z', '2016-09-26T07:45:00.000Z']);
    assert.deepEqual([winter.start, winter.end], ['2016-10-31T12:30:00.000Z', '2016-10-31T13:15:00.000Z']);
    assert.equal(summer.status, 'TENTATIVE');
    assert.equal(summer.location, good.place);
    assert.notEqual(summer.uid, winter.uid);
});

test('the employer\'s file names nobody', async () => {
    const name = (await employer.get(presented)).heading;
    const event = await eventOf(employer, files(employer.page)[0]);
    for (const secret of [...name.split(' '), '@kandidat', 'Attester'])
        assert.ok(!event.body.includes(secret), secret);
    assert.match(event.summary, /^Intervju: .+ \([0-9A-Z]{3}-[0-9A-Z]{3}\)$/);
});

test('others are not told that there is anything', async () => {
    const [file] = files(await employer.get(presented));
    const id = file.split('/')[2];
    assert.equal((await other.get(file)).status, 404);
    assert.equal((await other.get(`${referral}/interviews`)).status, 404);
    const {fields} = candidate.page.forms.find(form => form.fields.some(([n]) => n === 'csrf'));
    const csrf = fields.find(([n]) => n === 'csrf');
    assert.equal((await candidate.post(`/interviews/${id}/cancel`, [csrf, ['version', '1']])).status, 403);
    assert.equal((await candidate.get(`/interviews/${id}/change`)).status, 403);
});

test('what is offered waits on the own page and stands on the adviser\'s', async () => {
    const page = await candidate.get('/me');
    assert.equal(offered(page), had + 2);
    assert.match(page.text, /26\. september 2016 kl\. 09\.00/);
    assert.equal((await adviser.get(referral)).links(/\/interviews$/).length, 1);
    assert.match((await employer.get('/')).text, /Kommende intervjuer.*26\. september 2016 kl\. 09\.00, 45 minutter .+ Tilbudt/);
});

test('the person takes one, and the other falls away', async () => {
    const [, second] = files(await employer.get(presented));
    taken = second.split('/')[2];
    let page = await candidate.get(`/me/interviews/${taken}`);
    assert.equal(page.status, 200);
    assert.equal(times(page).length, 2);
    assert.match(times(page)[1], /Lageret, port 2; spør etter Åse Ta med: Attester, førerkort/);
    const stale = formFor(page, '/answer', 0);
    const yes = page.forms.find(form => form.action === `/interviews/${taken}/answer`);
    page = await press(candidate, yes);
    assert.match(page.text, /Tidspunktet er avtalt/);
    assert.match(times(page)[0], /Avlyst/);
    assert.match(times(page)[1], /Avtalt/);
    page = await press(candidate, yes);
    assert.equal(page.status, 200, 'the button, twice');
    page = await press(candidate, stale);
    assert.equal(page.status, 409);
    assert.match(page.text, /Noen andre har endret/);
    const own = await eventOf(candidate, second);
    assert.equal(own.status, 'CONFIRMED');
    assert.equal(own.sequence, 1);
    assert.equal(own.description, `Ta med: ${good.bring}`, 'æøå and Arabic');
    assert.match(times(await employer.get(presented))[1], /Avtalt/);
    assert.match(times(await adviser.get(`${referral}/interviews`))[1], /Avtalt/);
});

test('a change keeps the event, counts up, and has to be agreed anew', async () => {
    const file = `/interviews/${taken}/calendar.ics`;
    const was = await eventOf(employer, file);
    await employer.get(`/interviews/${taken}/change`);
    const {fields} = employer.page.form(`/interviews/${taken}/change`);
    const changed = fields.map(([name, value]) => [name, name === 'at_0' ? '08:15' : value]);
    let page = await employer.post(`/interviews/${taken}/change`, changed);
    assert.equal(page.status, 200, page.text.slice(0, 300));
    assert.match(times(page)[1], /kl\. 08\.15, 45 minutter Tilbudt/);
    const now = await eventOf(candidate, file);
    assert.equal(now.uid, was.uid);
    assert.equal(now.sequence, was.sequence + 1);
    assert.equal(now.start, '2016-10-31T07:15:00.000Z');
    page = await employer.post(`/interviews/${taken}/change`,
        fields.filter(([name]) => name !== 'once').map(([name, value]) => [name, name === 'at_0' ? '10:00' : value]));
    assert.equal(page.status, 409, 'made on an old page');
    await adviser.get(`${referral}/interviews`);
    page = await press(adviser, adviser.page.forms.find(form => form.action === `/interviews/${taken}/answer`));
    assert.match(times(page)[1], /Avtalt besvart av en veileder på vegne av personen/);
    assert.match(times(await candidate.get(`/me/interviews/${taken}`))[1], /besvart av en veileder/);
});

test('after “not relevant” no time is offered, and one to come is pointed out', async () => {
    await judge(employer, referral, {verdict: 'not-relevant', reason: 'place'});
    assert.match(employer.page.text, /et intervju står igjen\. Avlys det/);
    assert.match((await employer.get(`${presented}/interviews`)).text, /Svaret er at personen ikke er aktuell/);
    assert.equal(employer.page.forms.some(form => form.action === `${presented}/interviews`), false);
    await judge(employer, referral, {verdict: 'relevant'});
    assert.doesNotMatch(employer.page.text, /et intervju står igjen/);
});

test('called off, the file says so', async () => {
    await employer.get(`${presented}/interviews`);
    const page = await press(employer, employer.page.forms.find(form => form.action === `/interviews/${taken}/cancel`));
    assert.match(page.text, /Intervjuet er avlyst/);
    const event = await eventOf(candidate, `/interviews/${taken}/calendar.ics`);
    assert.equal(event.status, 'CANCELLED');
    assert.equal(event.sequence, 4);
    assert.deepEqual(files(page), [], 'nothing to put in a calendar');
});

test('the person\'s own file tells of all of it', async () => {
    const told = JSON.parse((await candidate.request('GET', '/me/export.json')).body);
    const [first, second] = told.referrals.flatMap(one => one.interviews).filter(one => one.place === good.place);
    assert.deepEqual(first, {starts_at: '2016-09-26T09:00+02:00', minutes: 45, state: 'cancelled', answered_by_adviser: false,
        place: good.place, bring: good.bring});
    assert.deepEqual([second.starts_at, second.state, second.answered_by_adviser], ['2016-10-31T08:15+01:00', 'cancelled', true]);
});

test('the notices name neither employer nor need', async () => {
    const office = await logIn(server, 'office');
    const page = await office.get('/outbox');
    for (const words of ['Intervju tilbudt eller endret', 'Svar om et intervju'])
        assert.match(page.text, new RegExp(words), words);
    assert.doesNotMatch(page.text, /Lageret, port 2|Attester/);
});
