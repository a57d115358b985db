// SPDX-License-Identifier: EUPL-1.2
// Referrals begin in a need's ranked list: for those ticked, for all shown, or one at a time from the explanation.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

// States a need and opens it; gives its number.
async function openNeed(positions) {
    await adviser.get('/needs/new');
    await adviser.submit({title: 'Butikkmedarbeider', occupation: '5223', workplace: 'papirdal lager'}, {form: '/needs'});
    const id = /^\/needs\/(\d+)/.exec(adviser.page.path)[1];
    await adviser.submit({
        positions, start_from: '1.10.2016', start_latest: '15.11.2016', share_least: '50', share_most: '100', times: ['day'],
        form: 'permanent',
    }, {form: `/needs/${id}/edit/place`});
    await adviser.get(`/needs/${id}/edit/review`);
    await adviser.submit({confirmed_by_name: 'Kari Bekreftsen'}, {form: `/needs/${id}/open`});
    return id;
}

let server;
let adviser;
let office;
let employer;
let need; // its number: open
before(async () => {
    server = await startServer();
    adviser = await logIn(server, 'adviser');
    office = await logIn(server, 'office');
    employer = await logIn(server, 'employer');
    need = await openNeed('2');
    assert.match(counts(adviser.page), /^0 foreslått/);
});
after(() => server.stop());

const form = () => `/needs/${need}/referrals`;
const boxes = page => page.all('input', a => a.name === 'person' && a.type === 'checkbox');
const offered = page => boxes(page).map(box => box.attributes.value);
const ticked = page => boxes(page).filter(box => box.attributes.checked !== undefined).map(box => box.attributes.value);
const marked = page => page.all('p', a => a.class === 'candidate-referral');
const counts = page => page.all('ul', a => a.class === 'need-progress').map(textOf)[0];

test('nobody ticked is said, and keeps the list', async () => {
    await adviser.get(`/needs/${need}?class=ready`);
    const before = offered(adviser.page);
    assert.ok(before.length > 3);
    await adviser.submit({}, {form: form()});
    assert.equal(adviser.page.status, 422);
    assert.match(adviser.page.text, /Velg minst én person/);
    assert.deepEqual(offered(adviser.page), before);
});

test('those ticked get a referral, once, and are marked with it', async () => {
    await adviser.get(`/needs/${need}?class=ready`);
    const two = offered(adviser.page).slice(0, 2);
    const {fields} = adviser.page.form(form());
    await adviser.submit({person: two}, {form: form()});
    assert.equal(adviser.page.status, 200);
    assert.equal(adviser.page.path, `/needs/${need}?class=ready`);
    assert.match(adviser.page.text, /Formidlingene er startet/);
    assert.match(counts(adviser.page), /^2 foreslått/);
    assert.ok(!offered(adviser.page).includes(two[0]) && !offered(adviser.page).includes(two[1]));
    assert.equal(marked(adviser.page).length, 2);

    // The same button once more, and from a page that was open before.
    await adviser.post(form(), [...fields, ...two.map(id => ['person', id])]);
    assert.equal(adviser.page.path, `/needs/${need}?class=ready`);
    await adviser.post(form(), [...fields.filter(([name]) => name !== 'once'), ...two.map(id => ['person', id])]);
    assert.match(adviser.page.text, /2 var allerede i gang/);
    await adviser.get(`/needs/${need}`);
    assert.match(counts(adviser.page), /^2 foreslått/);
});

test('all shown are ticked without script, and started', async () => {
    await adviser.get(`/needs/${need}?class=ready`);
    const [link] = adviser.page.links().filter(a => /tick=all/.test(a.href));
    await adviser.get(link.href.replace(/#.*/, ''));
    const all = ticked(adviser.page);
    assert.ok(all.length > 3);
    assert.deepEqual(all, offered(adviser.page));
    await adviser.submit({}, {form: form()});
    assert.match(counts(adviser.page), new RegExp(`^${2 + all.length} foreslått`));
});

test('one at a time, from the explanation', async () => {
    await adviser.get(`/needs/${need}?class=ask`);
    const [link] = adviser.page.links().filter(a => /\/candidates\/\d+$/.test(a.href) && a.href.startsWith('/needs/'));
    await adviser.get(link.href);
    await adviser.submit({}, {form: form()});
    assert.match(adviser.page.path, /^\/referrals\/\d+$/);
    const referral = adviser.page.path;
    await adviser.get(link.href);
    assert.deepEqual(adviser.page.links().filter(a => a.href === referral).length, 1);
    assert.throws(() => adviser.page.form(form()));
});

test('a person with whom another agency works is told of, and started only in spite of that', async () => {
    const other = await logIn(server, 'adviser', {which: 1});
    await adviser.get(`/needs/${need}?show=200`);
    const ours = offered(adviser.page);
    await other.get(`/needs/${need}?show=200`);
    const theirs = offered(other.page);
    const both = theirs.find(id => ours.includes(id)), own = theirs.find(id => !ours.includes(id));
    assert.ok(both && own, 'the demo has people with two agencies');
    await adviser.submit({person: [both]}, {form: form()});
    await other.submit({person: [own, both]}, {form: form()});
    assert.equal(other.page.status, 200);
    assert.match(other.page.text, /Én formidling er startet/);
    assert.match(other.page.text, /En annen etat arbeider med én av dem for dette behovet/);
    assert.deepEqual(offered(other.page), [both]);
    assert.deepEqual(ticked(other.page), [], 'nobody is ticked beforehand');
    await other.submit({}, {form: form()}); // without a tick
    assert.equal(other.page.status, 422);
    await other.post(form(), [...other.page.form(form()).fields, ['person', both]]);
    assert.match(other.page.text, /En annen etat arbeider/);
    await other.submit({person: [both]}, {form: form()});
    assert.match(other.page.text, /Formidlingen er startet/);
    await other.get(`/needs/${need}?show=200`);
    assert.ok(!offered(other.page).includes(both));
});

test('the person\'s page starts referrals, and tells what came of them', async () => {
    await adviser.get('/candidates');
    let person;
    for (const {href} of adviser.page.links().filter(a => /^\/candidates\/\d+$/.test(a.href))) {
        await adviser.get(href);
        if (/Ingen ennå. Start en ved et åpent behov/.test(adviser.page.text)) {
            person = href;
            break;
        }
    }
    assert.ok(person, 'the demo has somebody without referrals');
    const action = adviser.page.all('form', a => /^\/needs\/\d+\/referrals$/.test(a.action ?? ''))[0].attributes.action;
    await adviser.submit({}, {form: action});
    const referral = adviser.page.path;
    assert.match(referral, /^\/referrals\/\d+$/);
    await adviser.submit({}, {form: `${referral}/ask`});
    const part = id => adviser.page.all('section', a => a.id === id).map(textOf).join(' ');
    await adviser.get(person);
    assert.match(part('referrals'), /Én formidling/);
    assert.match(part('referrals'), /Vurderes/);
    assert.match(part('shares'), /Spurt 1. september 2016/);
    assert.ok(adviser.page.links().filter(a => a.href === referral).length >= 3, 'in three places');
    assert.throws(() => adviser.page.form(action), 'that need has its referral');
    await adviser.get(referral);
    await adviser.submit({answer: 'yes'}, {form: `${referral}/answer`});
    await adviser.get(person);
    assert.match(part('shares'), /av en veileder på vegne av personen/);
});

test('a need whose positions are filled asks to be closed, and says who is told', async () => {
    const full = await openNeed('1');
    await adviser.get(`/needs/${full}`);
    await adviser.submit({person: offered(adviser.page).slice(0, 3)}, {form: `/needs/${full}/referrals`});
    const referrals = [...new Set(adviser.page.links().map(a => a.href).filter(href => /^\/referrals\/\d+$/.test(href)))];
    assert.equal(referrals.length, 3);
    for (const referral of referrals.slice(0, 2)) { // the third does not know of it
        await adviser.get(referral);
        await adviser.submit({}, {form: `${referral}/ask`});
    }
    const [chosen] = referrals;
    await adviser.get(chosen);
    await adviser.submit({answer: 'yes'}, {form: `${chosen}/answer`});
    await adviser.submit({}, {form: `${chosen}/present`});
    await adviser.get(`/hires/new?referral=${chosen.split('/')[2]}`);
    await adviser.submit({start: '1.9.2016', form: 'permanent', share: '100', document_seen: '1'}, {form: '/hires'});
    assert.match(adviser.page.path, /^\/hires\/\d+$/);

    await adviser.get(`/needs/${full}`);
    assert.match(adviser.page.text, /Stillingen er besatt. Skal behovet lukkes\?/);
    assert.match(counts(adviser.page), /^3 foreslått 1 presentert 1 ansatt av én stilling/);
    await adviser.get('/needs?state=open');
    assert.match(adviser.page.all('tr').map(textOf).filter(row => /stillingene er besatt/.test(row)).join(), /Butikkmedarbeider/);
    await adviser.get(`/needs/${full}/close?to=filled`);
    assert.match(adviser.page.text, /Bekreftede ansettelser: 1 av én stilling/);
    assert.match(adviser.page.text, /Én person som kjenner til det og ikke ble valgt, får beskjed/);
    await adviser.submit({}, {form: `/needs/${full}/close`});
    assert.doesNotMatch(adviser.page.text, /Skal behovet lukkes/);
    await adviser.get(referrals[1]);
    assert.match(adviser.page.text, /Tatt tilbake/);
});

test('the office knows the other agency\'s by code, and cannot start for its people', async () => {
    await adviser.get(`/needs/${need}?class=ask`);
    const person = offered(adviser.page)[0];
    const named = adviser.page.all('section', a => a.id === 'referrals').flatMap(s => textOf(s).split('\n')).join(' ');
    await office.get(`/needs/${need}`);
    const seen = office.page.all('section', a => a.id === 'referrals').map(textOf).join(' ');
    assert.match(seen, /[0-9A-Z]{3}-[0-9A-Z]{3}/);
    assert.doesNotMatch(named, /[0-9A-Z]{3}-[0-9A-Z]{3}/);
    const {fields} = office.page.form(form());
    await office.post(form(), [...fields, ['person', person]]);
    assert.match(office.page.text, /ikke kandidat hos etaten din/);
    assert.ok(!office.page.links().some(link => /^\/referrals\//.test(link.href)));
});

test('an employer sees how many were presented, and neither names nor how many were proposed', async () => {
    const own = await logIn(server, 'employer');
    await own.get('/needs?state=open');
    const theirs = own.page.links().map(link => /^\/needs\/(\d+)$/.exec(link.href)?.[1]).find(Boolean);
    await own.get(`/needs/${theirs}`);
    assert.match(counts(own.page), /^\d+ presentert \d+ ansatt/);
    assert.equal(boxes(own.page).length, 0);
    const {fields} = own.page.form('/language');
    const answer = await employer.post(`/needs/${theirs}/referrals`, fields.filter(([name]) => name === 'csrf'));
    assert.equal(answer.status, 403);
});

test('a need that was closed meanwhile takes no referrals', async () => {
    await adviser.get(`/needs/${need}?class=not-now`);
    const person = offered(adviser.page)[0];
    const {fields} = adviser.page.form(form());
    await office.get(`/needs/${need}/close?to=filled`);
    await office.submit({}, {form: `/needs/${need}/close`});
    await adviser.post(form(), [...fields, ['person', person]]);
    assert.equal(adviser.page.status, 409);
    assert.match(adviser.page.text, /Behovet er ikke åpent/);
});
