// SPDX-License-Identifier: EUPL-1.2
// Presented candidates: nobody before the yes, then name, profile and explanation; the employer's answer; and what is left
// when the yes is withdrawn.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {answer, ask, enrol, openNeed, present, refer} from './lib/journey.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let adviser;
let employer;
let colleague; // the same account in another browser
let need;
let referral;
let presented; // its path on the employer's side
const family = 'Presentasjonsen';
before(async () => {
    server = await startServer();
    [adviser, employer, colleague] = [await logIn(server, 'adviser'), await logIn(server, 'employer'), await logIn(server, 'employer')];
    need = await openNeed(employer);
    const person = await enrol(adviser, {family_name: family, email: 'presentert@kandidat.example', phone: '98765432'});
    referral = await refer(adviser, need, person);
    presented = referral.replace('/referrals/', '/presented/');
});
after(() => server.stop());

const left = page => Number((/(Én|\d+) profil\S* som dere har fått se/.exec(page.text)?.[1] ?? '0').replace('Én', '1'));
const rowOf = page => page.all('tr').map(textOf).find(text => text.includes(family));
const complaints = page => page.all('div', a => /^f-.*-error$/.test(a.id ?? '')).map(node => node.attributes.id.slice(2, -6));

test('before the yes the employer is shown nothing', async () => {
    await ask(adviser, referral);
    assert.equal(rowOf(await employer.get('/presented')), undefined);
    assert.equal((await employer.get(presented)).status, 404);
    await answer(adviser, referral, true);
    assert.equal((await employer.get(presented)).status, 404, 'a yes alone is no presentation');
});

test('who is presented stands in the list, with the need and until when', async () => {
    await present(adviser, referral);
    assert.match(rowOf(await employer.get('/presented')), /1\. september 2016 1\. mars 2017 Venter på svar fra deg/);
    assert.match(rowOf(await employer.get(`/presented?need=${need}`)), /Venter på svar fra deg/);
    assert.equal((await employer.get('/presented?need=12345')).status, 404);
    assert.ok(employer.page.links(/^\/presented\/\d+$/).length === 0);
});

test('the need\'s own page and the overview say so as well', async () => {
    const page = await employer.get(`/needs/${need}`);
    assert.ok(page.links(/^\/presented\/\d+$/).some(link => link.href === presented));
    const staff = await adviser.get(`/needs/${need}`);
    assert.deepEqual(staff.links(/^\/presented/), []);
    assert.match((await employer.get('/')).text, /presentert\w* kandidat\w* venter på svar fra dere/);
});

test('one page tells who, how to reach, what is met, until when, and whom to ask', async () => {
    const page = await employer.get(presented);
    assert.equal(page.status, 200);
    assert.match(page.heading, new RegExp(family));
    assert.doesNotMatch(page.title, new RegExp(family), 'titles go into histories');
    for (const words of ['presentert@kandidat.example', '98.76.54.32', 'til 1. mars 2017', 'Slik det var 1. september 2016',
        'Hvem du spør om dette forslaget', 'Personen kan lese dette', 'Personen ser at dere har åpnet'])
        assert.match(page.text, new RegExp(words), words);
    assert.ok(page.all('li', a => /verdict-row/.test(a.class ?? '')).length > 2, 'requirement by requirement');
    assert.deepEqual(page.links(/^\/needs\/(\d+)/).map(link => link.href), [`/needs/${need}`], 'no other needs');
});

test('not relevant takes a reason, and nothing typed is lost', async () => {
    await employer.get(presented);
    const page = await employer.submit({verdict: 'not-relevant', reason: '', note: 'Vi trenger noen på kveldstid.'},
        {form: `${presented}/verdict`});
    assert.equal(page.status, 422);
    assert.deepEqual(complaints(page), ['reason']);
    assert.match(page.text, /Velg hvorfor personen ikke er aktuell/);
    assert.ok(page.form(`${presented}/verdict`).fields.some(([name, value]) => name === 'note' && value.includes('kveldstid')));
    assert.match((await employer.get(presented)).text, /Venter på svar fra deg/, 'nothing was stored');
});

test('two who answer at once end in one answer and a clear sentence', async () => {
    await employer.get(presented);
    await colleague.get(presented);
    let page = await employer.submit({verdict: 'not-relevant', reason: 'availability', note: 'Vi trenger noen på kveldstid.'},
        {form: `${presented}/verdict`});
    assert.equal(page.status, 200);
    assert.match(page.text, /Svaret er lagret/);
    page = await colleague.submit({verdict: 'relevant', note: 'Ja!'}, {form: `${presented}/verdict`});
    assert.equal(page.status, 409);
    assert.match(page.text, /Noen andre har endret/);
    assert.match(textOf(page.first('div', a => a.class === 'answered')), /Ikke aktuell/, 'how it stands now');
    assert.match(rowOf(await employer.get('/presented')), /Ikke aktuell/);
    assert.match((await adviser.get(referral)).text, /Ikke aktuell/);
});

test('a changed mind is an answer too, and the reason goes', async () => {
    await employer.get(presented);
    const page = await employer.submit({verdict: 'relevant', reason: 'availability', note: ''}, {form: `${presented}/verdict`});
    assert.equal(page.status, 200);
    assert.match(textOf(page.first('div', a => a.class === 'answered')), /^Aktuell$/);
    const hire = page.links(/^\/hires\/new\?referral=\d+$/)[0];
    assert.equal((await employer.get(hire.href)).status, 200, 'from here a hire is reported');
});

test('an answer that is none is refused', async () => {
    await employer.get(presented);
    const {fields} = employer.page.form(`${presented}/verdict`);
    const without = fields.filter(([name]) => name !== 'verdict' && name !== 'once');
    assert.equal((await employer.post(`${presented}/verdict`, [...without, ['verdict', 'hired']])).status, 409);
    assert.equal((await employer.post(`${presented}/verdict`, [...without, ['verdict', 'maybe']])).status, 422);
    assert.equal((await employer.post(`${presented}/verdict`, fields.filter(([name]) => name === 'csrf'))).status, 400);
    assert.equal((await adviser.get(presented)).status, 403);
});

test('a withdrawn yes takes the profile away, and the list says so', async () => {
    const before = left(await employer.get('/presented'));
    await adviser.get(referral);
    const form = adviser.page.forms.find(one => /take-back$/.test(one.action) && one.method === 'post');
    assert.ok(form, adviser.page.forms.map(one => one.action).join());
    await adviser.submit({}, {form: form.action});
    assert.equal(adviser.page.status, 200, adviser.page.text.slice(0, 300));
    assert.equal((await employer.get(presented)).status, 404);
    await employer.get('/presented');
    assert.equal(rowOf(employer.page), undefined);
    assert.equal(left(employer.page), before + 1);
});
