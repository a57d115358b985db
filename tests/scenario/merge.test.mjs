// SPDX-License-Identifier: EUPL-1.2
// Employers that stand in the list twice: found, compared, merged field by field, taken back, or said to be two.
import assert from 'node:assert/strict';
import test, {before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {startServer} from './lib/server.mjs';

let server;
let office;
let adviser;
before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
    adviser = await logIn(server, 'adviser');
});

const plain = text => text.replaceAll('\u00a0', ' ');
const idOf = path => path.split('/').at(-1);
const pairs = page => page.links(/^\/duplicates\/\d+\/\d+$/).map(link => link.href);
const about = (page, one, other) => pairs(page).some(href => href.includes(idOf(one)) && href.includes(idOf(other)));

// An organisation number of test data (2…) with its check digit.
function syntheticOrgnr(start) {
    for (let n = start; ; n++) {
        const rest = [3, 2, 7, 6, 5, 4, 3, 2].reduce((sum, w, i) => sum + w * Number(String(n)[i]), 0) % 11;
        if (rest !== 1)
            return `${n}${rest === 0 ? 0 : 11 - rest}`;
    }
}

async function register(values) {
    await office.get('/employers/new');
    const page = await office.submit(values, {form: ['orgnr', 'stage']});
    assert.match(page.path, /^\/employers\/\d+$/, `${page.status} ${page.text.slice(0, 400)}`);
    return page.path;
}

async function addWorkplace(path, name) {
    await office.get(`${path}/workplaces/new`);
    await office.submit({name, area: '0602'}, {form: ['name', 'area']});
    assert.equal(office.page.status, 200);
}

let known, double, merge;

test('two of one name are found, also when they are written otherwise', async () => {
    known = await register({name: 'Dobbeltgjenger Øvre AS', orgnr: syntheticOrgnr(23100000), employees: '12', stage: 'contacted',
        address: 'Speilveien 2', postal_code: '3015', postal_place: 'Drammen', email: 'post@dobbeltgjenger.example'});
    double = await register({name: 'DOBBELTGJENGER ØVRE', stage: 'met', pledged: '4', pledged_by: '31.12.2017',
        email: 'kari@dobbeltgjenger.example', phone: '32 21 00 99', contact_name: 'Kari Speil'});
    await addWorkplace(known, 'Dobbeltgjenger, hovedkontor');
    await addWorkplace(double, 'Dobbeltgjenger, lager');
    const page = await office.get('/duplicates');
    assert.ok(about(page, known, double));
    assert.match(plain(page.text), /Dobbeltgjenger Øvre AS DOBBELTGJENGER ØVRE navn, e-postdomene/);
});

test('the one with the number stays, whichever way they are named', async () => {
    for (const [one, other] of [[known, double], [double, known]]) {
        const page = await office.get(`/duplicates/${idOf(one)}/${idOf(other)}`);
        assert.equal(page.form(/\/merge$/).action, `/duplicates/${idOf(known)}/${idOf(double)}/merge`);
    }
    const form = office.page.form(/\/merge$/);
    const chosen = name => form.fields.find(([k]) => k === name)?.[1];
    assert.equal(chosen('pledged'), 'gone', 'what is known beats what is not');
    assert.equal(chosen('stage'), 'gone', 'how far the contact has come');
    assert.equal(chosen('employees'), 'kept');
    assert.equal(chosen('name'), 'kept');
});

test('two that a person has said are two are remembered, and that is taken back', async () => {
    await office.get(`/duplicates/${idOf(known)}/${idOf(double)}`);
    await office.submit({}, {form: /\/apart$/});
    assert.ok(!about(await office.get('/duplicates'), known, double));
    assert.match((await office.get('/duplicates/apart')).text, /DOBBELTGJENGER ØVRE/);
    await office.submit({}, {form: /\/together$/});
    assert.ok(about(await office.get('/duplicates'), known, double));
});

test('somebody who was faster is told of, and nothing is merged', async () => {
    await office.get(`/duplicates/${idOf(known)}/${idOf(double)}`);
    const {action, fields} = office.page.form(/\/merge$/);
    await office.get(`${known}/edit`);
    await office.submit({employees: '14'});
    const answer = await office.post(action, fields);
    assert.equal(answer.status, 422);
    assert.match(answer.text, /er endret i mellomtiden/);
    assert.equal((await office.get(double)).path, double);
});

test('merged, all that belonged to either belongs to the one', async () => {
    const before = (await office.request('GET', '/employers.csv?q=dobbeltgjenger')).body.trimEnd().split('\r\n');
    assert.equal(before.length, 3);
    await office.get(`/duplicates/${idOf(known)}/${idOf(double)}`);
    await office.submit({name: 'kept', pledged: 'gone', stage: 'gone'}, {form: /\/merge$/});
    merge = office.page.path;
    assert.match(merge, /^\/merges\/\d+$/);
    assert.match(plain(office.page.text), /Arbeidssteder: 1/);
    assert.match(plain(office.page.text), /Kontakter: 1/);
    const page = await office.get(double);
    assert.equal(page.path, known, 'the old address leads to the one');
    for (const text of ['Dobbeltgjenger, hovedkontor', 'Dobbeltgjenger, lager', 'Møte holdt', 'Vil ansette 4 personer', 'Kari Speil',
        'Slo en annen virksomhet sammen'])
        assert.ok(plain(page.text).includes(text), `${text}: ${plain(page.text)}`);
    const after = (await office.request('GET', '/employers.csv?q=dobbeltgjenger')).body.trimEnd().split('\r\n');
    assert.equal(after.length, 2, 'one line in the list');
    assert.ok(!about(await office.get('/duplicates'), known, double));
    assert.equal((await office.get(`/duplicates/${idOf(known)}/${idOf(double)}`)).status, 404);
    assert.deepEqual((await office.get('/employers?q=kari+speil')).links(/^\/employers\/\d+$/).map(link => link.href), [known],
        'found by the contact that came along');
});

test('taken back, they are two as they were', async () => {
    await office.get(merge);
    await office.submit({}, {form: /\/undo$/});
    assert.match(office.page.text, /Dette er angret/);
    const one = await office.get(known), other = await office.get(double);
    assert.ok(one.text.includes('hovedkontor') && !one.text.includes('Dobbeltgjenger, lager') && one.text.includes('Kontaktet'));
    assert.ok(other.path === double && other.text.includes('Dobbeltgjenger, lager') && other.text.includes('Kari Speil'));
    assert.equal((await office.request('GET', '/employers.csv?q=dobbeltgjenger')).body.trimEnd().split('\r\n').length, 3);
    await office.get(merge);
    assert.equal(office.page.forms.filter(form => form.action.endsWith('/undo')).length, 0);
});

test('a form that was opened before a merge keeps what was typed, and asks whether it is for the one', async () => {
    const stays = await register({name: 'Skjemaverket AS', orgnr: syntheticOrgnr(23700000)});
    const goes = await register({name: 'Skjemaverket', stage: 'new'});
    await addWorkplace(stays, 'Skjemaverket, kontor');
    const open = {};
    for (const [name, path, form] of [['contact', `${goes}/contacts/new`, `${goes}/contacts/new`], ['edit', `${goes}/edit`, `${goes}/edit`],
        ['task', `/tasks/new?employer=${idOf(goes)}`, '/tasks/new'], ['activity', `/activities/new?employer=${idOf(goes)}`, '/activities/new']]) {
        await office.get(path);
        open[name] = office.page.form(form);
    }
    await office.get(`/duplicates/${idOf(stays)}/${idOf(goes)}`);
    await office.submit({}, {form: /\/merge$/});
    assert.match(office.page.path, /^\/merges\/\d+$/);

    const typed = (name, values) => {
        const fields = open[name].fields.filter(([k]) => !(k in values));
        return office.post(open[name].action, [...fields, ...Object.entries(values)]);
    };
    const asked = page => {
        assert.equal(page.status, 409);
        assert.match(page.text, /«Skjemaverket» er slått sammen med en annen etter at du åpnet siden. «Skjemaverket AS» står for begge/);
        return page.forms.find(form => form.buttons.some(button => button.text === 'Gå videre med Skjemaverket AS'));
    };
    const goOn = async page => office.post(asked(page).action, asked(page).fields);

    const contact = await goOn(await typed('contact', {name: 'Siri Skjema', role: 'leader', email: 'siri@skjema.example'}));
    assert.equal(contact.path, stays, 'saved for the one that stands for both');
    assert.match(contact.text, /Siri Skjema/);
    await goOn(await typed('task', {what: 'Ring om skjemaet'}));
    await goOn(await typed('activity', {kind: 'call', state: 'held', day: '1.9.2016', note: 'Om skjema'}));
    const story = plain((await office.get(stays)).text);
    assert.match(story, /Ny oppgave: Ring om skjemaet/);
    assert.match(story, /Telefonsamtale/);
    const edited = await goOn(await typed('edit', {name: 'Skjemaverket Nytt navn'}));
    assert.equal(edited.status, 409, 'what both say is shown side by side');
    assert.equal(edited.path, `${stays}/edit`);
    assert.match(plain(edited.text), /Skjemaverket Nytt navn.*Skjemaverket AS|Skjemaverket AS.*Skjemaverket Nytt navn/);
    assert.match((await office.get(stays)).heading, /^Skjemaverket AS/, 'and nothing is written over');

    for (const [path, to] of [[`${goes}/contacts/new`, `${stays}/contacts/new`], [`${goes}/edit`, `${stays}/edit`], [goes, stays],
        [`/activities/new?employer=${idOf(goes)}`, `/activities/new?employer=${idOf(stays)}`]]) {
        const page = await office.get(path);
        assert.equal(page.path, to);
        assert.match(page.text, /Virksomheten du så etter, er slått sammen med denne/);
    }
    assert.equal((await adviser.get(`${goes}/edit`)).status, 403, 'who may not edit learns nothing more');
    assert.equal((await office.get(`/activities?employer=${idOf(goes)}`)).status, 200, 'lists stay as they are');
});

test('once somebody has gone on with it, it cannot be taken back', async () => {
    await office.get(`/duplicates/${idOf(known)}/${idOf(double)}`);
    await office.submit({}, {form: /\/merge$/});
    merge = office.page.path;
    const {action, fields} = office.page.form(/\/undo$/);
    await office.get(`${known}/edit`);
    await office.submit({employees: '15'});
    const answer = await office.post(action, fields);
    assert.match(answer.text, /kan ikke angres lenger/);
    assert.equal((await office.get(double)).path, known);
});

test('two numbers in business are two', async () => {
    const one = await register({name: 'Tvillingnavn AS', orgnr: syntheticOrgnr(23200000)});
    const other = await register({name: 'Tvillingnavn AS', orgnr: syntheticOrgnr(23300000)});
    assert.ok(!about(await office.get('/duplicates'), one, other));
    const page = await office.get(`/duplicates/${idOf(one)}/${idOf(other)}`);
    assert.match(page.text, /Registeret sier at de er to/);
    const {action, fields} = page.form(/\/merge$/);
    assert.equal((await office.post(action, fields)).status, 422);
    assert.equal((await office.get(other)).path, other);
});

test('nobody but the office merges', async () => {
    for (const path of ['/duplicates', '/duplicates/apart', `/duplicates/${idOf(known)}/${idOf(double)}`, merge])
        assert.equal((await adviser.get(path)).status, 403, path);
    assert.equal((await adviser.get(double)).path, known, 'they read where it went');
    const employer = await logIn(server, 'employer');
    assert.equal((await employer.get('/duplicates')).status, 403);
    assert.equal((await employer.get(double)).status, 404);
});

test('the server ends well', () => server.stop());
