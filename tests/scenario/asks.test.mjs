// SPDX-License-Identifier: EUPL-1.2
// One agency asks another about a need: asked once, seen and answered by the other, answered by itself when a referral is
// started, and never with a person.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let adviser;
let other; // adviser of another agency
let needs; // open ones
let agency; // the other's, as the form sends it
before(async () => {
    server = await startServer();
    adviser = await logIn(server, 'adviser');
    other = await logIn(server, 'adviser', {which: 1});
    await adviser.get('/needs?state=open');
    needs = [...new Set(adviser.page.links().map(link => /^\/needs\/(\d+)$/.exec(link.href)?.[1]).filter(Boolean))];
    assert.ok(needs.length > 3);
});
after(() => server.stop());

const askForms = page => page.all('form', a => /^\/needs\/\d+\/asks$/.test(a.action ?? ''));
const section = (page, id) => page.all('section', a => a.id === id).map(textOf).join(' ');
const rowOf = (page, name) => page.all('tr').map(textOf).find(text => text.includes(name)) ?? '';
// The fields of the form that asks the agency of that name.
function formFor(page, name) {
    const form = askForms(page).find(f => textOf(f).includes(name));
    assert.ok(form, `${name} can be asked`);
    const find = (node, key) => node.attributes?.name === key ? node.attributes.value
        : (node.children ?? []).map(child => find(child, key)).find(value => value !== undefined);
    return ['csrf', 'agency'].map(key => [key, find(form, key)]);
}
const introCentre = 'Introduksjonssenteret';

async function ask(client, need, name) {
    await client.get(`/needs/${need}`);
    const fields = formFor(client.page, name);
    await client.post(`/needs/${need}/asks`, fields);
    return fields;
}

// Answers on the need's page; gives what was sent.
async function answer(client, need, word) {
    await client.get(`/needs/${need}`);
    const path = client.page.all('form', a => /^\/asks\/\d+$/.test(a.action ?? ''))[0].attributes.action;
    const {fields} = client.page.form(path);
    await client.submit({}, {form: path, button: `answer=${word}`});
    return {path, fields};
}

test('an agency is asked from the need\'s page, once', async () => {
    const fields = await ask(adviser, needs[0], introCentre);
    agency = fields[1][1];
    assert.equal(adviser.page.path, `/needs/${needs[0]}`);
    assert.match(adviser.page.text, /Etaten er spurt/);
    assert.match(rowOf(adviser.page, introCentre), /Venter på svar/);
    await adviser.post(`/needs/${needs[0]}/asks`, fields);
    assert.match(adviser.page.text, /allerede spurt dem/);
    await adviser.get('/asks?side=by-us');
    assert.equal(adviser.page.all('tr').filter(row => textOf(row).includes(introCentre)).length, 1);
});

test('the asked agency sees it on the first page, on its list and on the need\'s page', async () => {
    await other.get('/');
    assert.match(section(other.page, 'asks'), /Ett spørsmål fra en annen etat venter/);
    await other.get(`/needs/${needs[0]}`);
    assert.match(section(other.page, 'asks'), /spør om dere har noen til dette behovet/);
    await other.get('/asks');
    assert.match(other.page.text, /Spurt oss 1/);
    assert.match(rowOf(other.page, 'Veileder Demo'), /Venter på svar/);
});

test('an answer reaches the asker, and a second one is seen to come late', async () => {
    const sent = await answer(other, needs[0], 'will-look');
    assert.equal(other.page.path, `/needs/${needs[0]}`);
    assert.match(section(other.page, 'asks'), /Vi skal se etter/);
    await other.post(sent.path, [...sent.fields, ['answer', 'will-look']]); // the button, twice
    assert.equal(other.page.status, 200);
    await other.post(sent.path, [...sent.fields, ['answer', 'nobody']]);
    assert.equal(other.page.status, 409);
    assert.match(other.page.text, /endret dette i mellomtiden/);
    await adviser.get(`/needs/${needs[0]}`);
    assert.match(rowOf(adviser.page, introCentre), /De skal se etter/);
    await other.get('/');
    assert.equal(section(other.page, 'asks'), '');
    await adviser.get('/');
    assert.match(section(adviser.page, 'asks-answered'), /Introduksjonssenteret \(demo\): De skal se etter/);
});

test('starting a referral is the answer', async () => {
    await ask(adviser, needs[1], introCentre);
    await other.get(`/needs/${needs[1]}`);
    const person = other.page.all('input', a => a.name === 'person' && a.type === 'checkbox')[0].attributes.value;
    await other.submit({person: [person]}, {form: `/needs/${needs[1]}/referrals`});
    await adviser.get(`/needs/${needs[1]}`);
    assert.match(rowOf(adviser.page, introCentre), /Formidlingen startet/);
    assert.ok(!adviser.page.links().some(link => link.href.includes(person)), 'nobody is named');
    await other.get('/asks');
    assert.match(rowOf(other.page, 'Formidlingen startet'), /ingenting å svare på/);
});

test('what is wrong is refused with its reason', async () => {
    await adviser.get(`/needs/${needs[2]}`);
    const csrf = formFor(adviser.page, introCentre)[0];
    for (const wrong of ['', '1', 'x']) {
        await adviser.post(`/needs/${needs[2]}/asks`, [csrf, ['agency', wrong]]);
        assert.equal(adviser.page.status, 422);
        assert.match(adviser.page.text, /Velg en annen etat/);
    }
    const fields = await ask(other, needs[2], 'Programkontoret');
    await adviser.get('/needs?state=draft');
    const draft = adviser.page.links().map(link => /^\/needs\/(\d+)$/.exec(link.href)?.[1]).find(Boolean);
    await adviser.post(`/needs/${draft}/asks`, [csrf, ['agency', agency]]);
    assert.equal(adviser.page.status, 409);
    assert.match(adviser.page.text, /Behovet er ikke åpent/);
    await other.post('/asks/123', [fields[0], ['version', '1'], ['answer', 'nobody']]);
    assert.equal(other.page.status, 404);
});

test('nobody else knows of it', async () => {
    for (const role of ['employer', 'candidate', 'mentor', 'steering']) {
        const client = await logIn(server, role);
        await client.get('/asks');
        assert.equal(client.page.status, 403, role);
    }
    const employer = await logIn(server, 'employer');
    await employer.get('/needs?state=open');
    const own = employer.page.links().map(link => /^\/needs\/(\d+)$/.exec(link.href)?.[1]).find(Boolean);
    await adviser.get(`/needs/${own}`);
    if (askForms(adviser.page).some(f => textOf(f).includes(introCentre)))
        await ask(adviser, own, introCentre);
    await employer.get(`/needs/${own}`);
    assert.doesNotMatch(employer.page.text, /Introduksjonssenteret|spør om dere/);
});
