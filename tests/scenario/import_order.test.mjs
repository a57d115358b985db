// SPDX-License-Identifier: EUPL-1.2
// Imports in an order that nobody planned: taken back in the wrong one, done after what they stand on has gone, and rows
// that people have worked on in between.
import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {copyDemo, makeScratch, runProgram, today} from './lib/server.mjs';

let scratch, data;
before(() => {
    scratch = makeScratch();
    data = join(scratch, 'data');
    copyDemo(data);
});
after(() => rmSync(scratch, {recursive: true, force: true}));

function json(...args) {
    const done = runProgram([...args, '--data', data, '--today', today, '--json']);
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
    unit('974761076', 'GAMMA AS', 5, '889640782');
    const older = unit('974761076', 'GAMMA AS', 5, '971526920');
    unit('974761076', 'GAMMA AS', 5, '974760673');
    assert.equal(revert(older).kept, 1);
    assert.deepEqual(counts(unit('974761076', 'GAMMA AS', 5, '974760673')), {...none, unchanged: 1});
});
