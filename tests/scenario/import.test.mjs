// SPDX-License-Identifier: EUPL-1.2
// Importing files at the command line: what it says and gives back, and that nothing is lost when it is killed in the middle.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {copyDemo, makeScratch, program, runProgram, startServer, today} from './lib/server.mjs';

let scratch;
let data;
before(() => {
    scratch = makeScratch();
    data = join(scratch, 'data');
    copyDemo(data);
});
after(() => rmSync(scratch, {recursive: true, force: true}));

function ypsilon(status, ...args) {
    const done = runProgram([...args, '--data', data, '--today', today]);
    assert.equal(done.status, status, `ypsilon ${args.join(' ')}\n${done.stdout}${done.stderr}`);
    assert.doesNotMatch(done.stderr, /Sanitizer|runtime error/);
    return done;
}
const json = (...args) => JSON.parse(ypsilon(0, ...args, '--json').stdout);
const imports = () => json('import', 'list');

// Organisation numbers that are right, one after the other.
function* numbers(base) {
    for (;; base++) {
        const sum = [...String(base)].reduce((s, digit, i) => s + digit * [3, 2, 7, 6, 5, 4, 3, 2][i], 0);
        const check = (11 - sum % 11) % 11;
        if (check !== 10)
            yield `${base}${check}`;
    }
}
const head = 'organisasjonsnummer;navn;organisasjonsform.kode;forretningsadresse.postnummer;forretningsadresse.kommunenummer';
function units(base, count, name = 'FIRMA') {
    const number = numbers(base);
    return [head, ...Array.from({length: count}, (_, i) => `${number.next().value};${name} ${i} AS;AS;3015;0602`)].join('\n') + '\n';
}
function file(name, text) {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return path;
}

test('a dry run says what would happen and stores nothing', () => {
    const path = file('dry.csv', units(92000000, 3) + '123;FEIL AS;AS;3015;0602\n');
    const rejects = join(scratch, 'rejects.csv'), lines = join(scratch, 'lines.csv');
    const said = ypsilon(0, 'import', 'employers', path, '--dry-run', '--rejects', rejects, '--rejected-lines', lines).stdout;
    assert.match(said, /new +3\n/);
    assert.match(said, /rejected +1\n/);
    assert.match(said, /dry\.csv:5 organisasjonsnummer "123"/);
    assert.match(said, /Nothing was stored/);
    assert.match(readFileSync(rejects, 'utf8'), /^\uFEFFFile;Line;Column;Value;Reason\r\ndry\.csv;5;organisasjonsnummer;123;/);
    assert.equal(readFileSync(lines, 'utf8'), `\uFEFF${head}\r\n123;FEIL AS;AS;3015;0602\r\n`);
    assert.equal(statSync(rejects).mode & 0o777, 0o600);
    assert.equal(imports()[0].state, 'cancelled');
    // What is there is not written over.
    ypsilon(6, 'import', 'employers', path, '--dry-run', '--rejects', rejects);
});

test('the same file twice changes nothing, and it is told when it was', () => {
    const path = file('twice.csv', units(92100000, 4));
    const first = json('import', 'employers', path);
    assert.deepEqual([first.state, first.created, first.before], ['applied', 4, null]);
    const again = json('import', 'employers', path);
    assert.deepEqual([again.created, again.updated, again.unchanged, again.before], [0, 0, 4, first.id]);
    assert.match(ypsilon(0, 'import', 'employers', path).stdout, /imported before/);
});

test('rights are a user\'s', () => {
    const path = file('who.csv', units(92200000, 1));
    ypsilon(4, 'import', 'employers', path, '--as', 'veileder@demo.example');
    ypsilon(3, 'import', 'employers', path, '--as', 'arbeidsgiver@demo.example');
    ypsilon(0, 'import', 'employers', path, '--as', 'kontor@demo.example');
});

test('what is called wrongly is told', () => {
    const path = file('wrong.csv', 'Nr;Navn\n1;A\n');
    assert.match(ypsilon(2, 'import', 'planets', path).stderr, /employers/);
    ypsilon(2, 'import', 'employers', path, '--mode', 'sideways');
    ypsilon(2, 'import', 'employers', path, '--map', 'navn');
    assert.match(ypsilon(5, 'import', 'employers', path).stderr, /No column holds organisasjonsnummer/);
    assert.match(ypsilon(5, 'import', 'employers', path, '--map', 'organisasjonsnummer=Nr', '--option', 'region=moon').stderr, /in, possible, all/);
    assert.match(ypsilon(5, 'import', 'employers', join(scratch, 'absent.csv')).stderr, /no such file/);
    const mapped = json('import', 'employers', path, '--map', 'organisasjonsnummer=Nr', '--map', 'navn=Navn');
    assert.equal(mapped.rejected, 1);
    ypsilon(3, 'import', 'revert', '1');
    ypsilon(2, 'import', 'revert', 'x');
});

test('a file that breaks off is refused as a whole', () => {
    const path = file('broken.csv', units(92300000, 2000) + '"ABC;;;\n');
    const before = imports().length;
    const done = ypsilon(5, 'import', 'employers', path);
    assert.match(done.stdout, /Refused/);
    assert.match(done.stdout, /line 2002/);
    const [last] = imports();
    assert.equal(imports().length, before + 1);
    assert.deepEqual([last.state, last.read], ['refused', 0]);
});

// Starts an import and kills it with no chance to clean up, once it is so far.
async function killWhen(path, reached) {
    const child = spawn(program, ['import', 'employers', path, '--data', data, '--today', today], {stdio: 'ignore'});
    const ended = new Promise(resolve => child.on('exit', resolve));
    for (let tries = 0; tries < 400; tries++) {
        const [last] = imports();
        if (last?.file === path.split('/').at(-1) && reached(last)) {
            child.kill('SIGKILL');
            await ended;
            return imports()[0];
        }
        assert.equal(child.exitCode, null, 'it was killed in time');
        await sleep(20);
    }
    assert.fail('it never came so far');
}

test('killed while it reads, it goes on where it was', async () => {
    const path = file('killed-reading.csv', units(93000000, 30000));
    const left = await killWhen(path, i => i.state === 'reading' && i.read > 500);
    assert.equal(left.state, 'reading');
    assert.ok(left.read < 30000);
    const done = json('import', 'resume', left.id);
    assert.deepEqual([done.state, done.created, done.read], ['applied', 30000, 30000]);
    assert.equal(json('import', 'employers', path).unchanged, 30000);
    assert.equal(json('import', 'revert', left.id).kept, 0);
    ypsilon(0, 'check');
});

test('killed while it stores, the next server goes on', async () => {
    const path = file('killed-storing.csv', units(94000000, 6000));
    const left = await killWhen(path, i => i.state === 'applying');
    assert.equal(left.state, 'applying');
    const server = await startServer({data});
    try {
        for (let tries = 0; tries < 600 && imports()[0].state !== 'applied'; tries++)
            await sleep(100);
    } finally {
        await server.stop();
    }
    const [done] = imports();
    assert.deepEqual([done.state, done.created], ['applied', 6000]);
    assert.equal(json('import', 'employers', path).unchanged, 6000);
    ypsilon(0, 'check');
});

test('an import that waits is cancelled, applied and taken back by its number', () => {
    const path = file('waits.csv', units(92400000, 2));
    const applied = json('import', 'employers', path);
    ypsilon(6, 'import', 'cancel', applied.id);
    ypsilon(6, 'import', 'apply', applied.id);
    const reverted = json('import', 'revert', applied.id);
    assert.deepEqual([reverted.state, reverted.kept], ['reverted', 0]);
    ypsilon(6, 'import', 'revert', applied.id);
    assert.equal(json('import', 'employers', path).created, 2);
    // Nothing is left of what was worked on.
    const folder = join(data, 'imports');
    assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], []);
});

test('a directory is read as one', () => {
    mkdirSync(join(scratch, 'both'));
    const [unit, shop] = numbers(92500000);
    file('both/a.json', JSON.stringify({_embedded: {underenheter: [{organisasjonsnummer: shop, navn: 'BUTIKK', overordnetEnhet: unit,
        organisasjonsform: {kode: 'BEDR'}, beliggenhetsadresse: {kommunenummer: '0626', postnummer: '3400', adresse: ['Vegen 1']}}]}}));
    file('both/b.csv', `${head}\n${unit};KJEDE AS;AS;0150;0301\n`);
    file('both/notes.md', 'not this one');
    const done = json('import', 'employers', join(scratch, 'both'));
    assert.deepEqual([done.created, done.outside, done.file], [2, 0, 'both']);
    assert.match(done.problem[0], /notes\.md/);
});
