// SPDX-License-Identifier: EUPL-1.2
// Imports in an order that nobody planned: taken back in the wrong one, done after what they stand on has gone, and rows
// that people have worked on in between.
import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {advert} from './lib/adverts.mjs';
import {logIn} from './lib/accounts.mjs';
import {copyDemo, makeScratch, runProgram, startServer, today} from './lib/server.mjs';

let scratch, data, server, office;
before(async () => {
    scratch = makeScratch();
    data = join(scratch, 'data');
    copyDemo(data);
    server = await startServer({data});
    office = await logIn(server, 'office');
});
after(async () => {
    await server.stop();
    rmSync(scratch, {recursive: true, force: true});
});

function json(...args) {
    // Status 7: the server is writing just now, and the program asks to try again.
    let done, tries = 0;
    do
        done = runProgram([...args, '--data', data, '--today', today, '--json']);
    while (done.status === 7 && ++tries < 5);
    assert.doesNotMatch(done.stderr, /Sanitizer|runtime error/);
    assert.equal(done.status, 0, done.stdout + done.stderr);
    return JSON.parse(done.stdout);
}

function importText(kind, name, text) {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return json('import', kind, path);
}

const counts = ({created, updated, unchanged, rejected}) => ({created, updated, unchanged, rejected});
const none = {created: 0, updated: 0, unchanged: 0, rejected: 0};
const ads = (...list) => importText('jobs', 'ads.json', JSON.stringify(list));
const draft = async title => (await office.get(`/needs?state=draft&q=${encodeURIComponent(title)}`)).links(/^\/needs\/\d+$/)[0]?.href;

// By upload, as far as the preview of what it will do.
async function readUpload(kind, name, text) {
    const page = await office.get(`/imports/new/${kind}`);
    await office.upload('/imports', page.form('/imports').fields, [['file', name, text]]);
    const id = office.page.path.match(/\/imports\/(\d+)/)[1];
    await office.submit({}, {form: `/imports/${id}/read`});
    return [id, await rested(id)];
}

async function rested(id) {
    for (let i = 0; i < 200; i++) {
        const state = json('import', 'list').find(one => one.id === id);
        if (!['reading', 'applying', 'reverting'].includes(state.state))
            return state;
        await sleep(100);
    }
    return assert.fail(`import ${id} does not come to rest`);
}

async function apply(id) {
    await office.get(`/imports/${id}`);
    await office.submit({}, {form: `/imports/${id}/apply`});
    return rested(id);
}

const unitHead = 'organisasjonsnummer;navn;organisasjonsform.kode;overordnetEnhet;antallAnsatte;'
    + 'forretningsadresse.postnummer;forretningsadresse.kommunenummer\n';
const unit = (number, name, employees, parent = '') =>
    importText('employers', 'units.csv', `${unitHead}${number};${name};AS;${parent};${employees};3015;0602\n`);
const revert = done => json('import', 'revert', done.id);

test('an older import of a unit is taken back under a newer one, and what is there can be imported again', () => {
    unit('974760673', 'ALFA AS', 5);
    const older = unit('974760673', 'BETA AS', 5);
    const newer = unit('974760673', 'BETA AS', 6);
    assert.equal(revert(older).kept, 0);
    assert.equal(revert(newer).kept, 0);
    assert.deepEqual(counts(unit('974760673', 'ALFA AS', 5)), {...none, unchanged: 1});
    assert.deepEqual(counts(unit('974760673', 'BETA AS', 5)), {...none, updated: 1});
});

test('taking back an older import leaves the body that a newer one has put above a unit', () => {
    unit('923609016', 'GAMMA AS', 5, '889640782');
    const older = unit('923609016', 'GAMMA AS', 5, '971526920');
    unit('923609016', 'GAMMA AS', 5, '974760673');
    assert.equal(revert(older).kept, 1);
    assert.deepEqual(counts(unit('923609016', 'GAMMA AS', 5, '974760673')), {...none, unchanged: 1});
});

test('an import whose draft has gone comes to rest', async () => {
    const older = ads(advert({uuid: 'gone', title: 'Lagerhjelp Borte'}));
    const [id, ready] = await readUpload('jobs', 'newer.json',
        JSON.stringify(advert({uuid: 'gone', title: 'Lagerhjelp Ny', changed: '2016-08-25T10:00:00Z'})));
    assert.deepEqual(counts(ready), {...none, updated: 1});
    revert(older);
    const done = await apply(id);
    assert.deepEqual([done.state, done.updated, done.rejected], ['applied', 0, 1]);
});

test('a draft that somebody has worked on is not written over when its ad comes back', async () => {
    const ad = (status, day) => advert({uuid: 'back', title: 'Lagerhjelp Tilbake', status, changed: `2016-08-${day}T10:00:00Z`});
    ads(ad('ACTIVE', 20));
    const path = await draft('Lagerhjelp Tilbake');
    await office.get(`${path}/edit`);
    await office.submit({title: 'Lagerhjelp Rettet'}, {form: `${path}/edit`});
    ads(ad('INACTIVE', 21));
    ads(ad('ACTIVE', 22));
    assert.match((await office.get(path)).heading, /Lagerhjelp Rettet/);
});

test('taking back an ad leaves the employer that somebody has worked on', async () => {
    const done = ads(advert({uuid: 'kept', title: 'Lagerhjelp Kjent', orgnr: '971032146', employer: 'Oppdiktet Kjent AS'}));
    const [{href: employer}] = (await office.get('/employers?q=Oppdiktet+Kjent')).links(/^\/employers\/\d+$/);
    await office.get(`${employer}/contacts/new`); // which changes nothing of the employer's own row
    await office.submit({name: 'Oppdikta Kontaktsen', phone: '22 22 22 22'}, {form: ['name', 'phone']});
    revert(done);
    assert.equal(await draft('Lagerhjelp Kjent'), undefined);
    assert.match((await office.get(employer)).body, /tel:\+4722222222/);
});
