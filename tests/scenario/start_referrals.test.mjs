// SPDX-License-Identifier: EUPL-1.2
// Referrals begin in a need's ranked list: for those ticked, for all shown, or one at a time from the explanation.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let adviser;
let office;
let employer;
let need; // its number, open
before(async () => {
    server = await startServer();
    adviser = await logIn(server, 'adviser');
    office = await logIn(server, 'office');
    employer = await logIn(server, 'employer');
    await adviser.get('/needs?state=open');
    need = adviser.page.links().map(link => /^\/needs\/(\d+)$/.exec(link.href)?.[1]).find(Boolean);
});
after(() => server.stop());

const form = () => `/needs/${need}/referrals`;
const boxes = page => page.all('input', a => a.name === 'person' && a.type === 'checkbox');
const offered = page => boxes(page).map(box => box.attributes.value);
const ticked = page => boxes(page).filter(box => box.attributes.checked !== undefined).map(box => box.attributes.value);
const marked = page => page.all('li', a => /^candidate /.test(a.class ?? ''))
    .filter(row => /\/referrals\//.test(JSON.stringify(row.children.map(child => child.children?.map(c => c.attributes)))));
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
    assert.match(counts(own.page), /^0 presentert 0 ansatt/);
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
