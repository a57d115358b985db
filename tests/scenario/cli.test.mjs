// SPDX-License-Identifier: EUPL-1.2
// The command line: what it says, its exit codes, and that its rights are a user's.
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {Client} from './lib/client.mjs';
import {copyDemo, makeScratch, runProgram, startServer, today} from './lib/server.mjs';

let scratch;
let data;
before(() => {
    scratch = makeScratch();
    data = join(scratch, 'data');
    copyDemo(data);
});
after(() => rmSync(scratch, {recursive: true, force: true}));

// Runs a command; its status must be this, or one of these.
function ypsilon(status, ...args) {
    const done = runProgram(args);
    assert.ok([status].flat().includes(done.status), `${done.status}: ypsilon ${args.join(' ')}\n${done.stdout}${done.stderr}`);
    assert.doesNotMatch(done.stderr, /Sanitizer|runtime error/);
    return done;
}
const onDemo = (status, ...args) => ypsilon(status, ...args, '--data', data, '--today', today);
const json = (...args) => JSON.parse(onDemo(0, ...args, '--json').stdout);

// An open need, found as an adviser finds it.
let need;
async function openNeed() {
    if (need)
        return need;
    const server = await startServer();
    try {
        const client = new Client(server);
        await client.get('/login');
        await client.submit({}, {form: '/login/demo', button: 'account=veileder@demo.example'});
        const page = await client.get('/needs?state=open');
        return need = page.links(/^\/needs\/\d+$/)[0].href.split('/').at(-1);
    } finally {
        await server.stop();
    }
}

test('every command says how it is called, in both languages', () => {
    const all = ypsilon(0, '--help').stdout;
    const commands = [...all.matchAll(/^ {2}((?:(?:user|import) )?[a-z]+)(?= |$)/gm)].map(([, name]) => name)
        .filter(name => !name.startsWith('--'));
    for (const name of ['serve', 'demo', 'init', 'match', 'explain', 'replay', 'user add', 'user list', 'user disable', 'user enable',
        'user password', 'backup', 'restore', 'check', 'counts',
        'routes', 'access', 'changes', 'version', 'import', 'import list', 'import apply', 'import cancel', 'import resume',
        'import refetch',
        'import revert'])
        assert.ok(commands.includes(name), name);
    const manual = readFileSync('doc/ypsilon.1', 'utf8').replaceAll('\\-', '-');
    for (const name of commands) {
        const english = ypsilon(0, ...name.split(' '), '--help').stdout;
        const norwegian = ypsilon(0, ...name.split(' '), '--help', '--lang', 'nb').stdout;
        assert.match(english, new RegExp(`^Usage: ypsilon ${name}`));
        assert.match(norwegian, new RegExp(`^Bruk: ypsilon ${name}`));
        assert.equal(ypsilon(0, 'help', ...name.split(' ')).stdout, english);
        assert.ok(english.split('\n').every(line => line.length < 80), `${name}: lines fit a terminal`);
        assert.ok(manual.includes(name.split(' ').at(-1)), `the manual page has ${name}`);
        for (const [, option] of english.matchAll(/^ {2}(--[a-z-]+)/gm))
            assert.ok(manual.includes(option), `the manual page has ${name} ${option}`);
    }
});

test('what is called wrongly is refused with 2 and a way on', () => {
    for (const args of [[], ['frobnicate'], ['user'], ['user', 'frobnicate'], ['match'], ['match', '1', '2'], ['match', '0'], ['match', '-1'],
        ['match', '99999999999999999999'], ['match', '1x'], ['match', '1', '--class', 'best'], ['match', '1', '--class', ''],
        ['match', '1', '--top', '0'], ['match', '1', '--top', '201'], ['match', '1', '--frob'], ['match', '1', '--engine', 'quick'],
        ['match', '1', '--data'],
        ['serve', '--port', '65536'], ['serve', '--port', ''], ['serve', '--engine', 'quick'], ['serve', '--today', '2016-02-30'],
        ['check', '--json=yes'], ['version', '--lang', 'sv'], ['user', 'add', 'a@b.example', '--role', 'king'],
        ['init', '--name', 'X'], ['init', '--name', 'X', '--office', 'Y', '--goal', 'many', '--from', today, '--to', '2020-01-01']]) {
        const done = ypsilon(2, ...args);
        assert.match(done.stdout + done.stderr, /--help/, args.join(' '));
    }
});

test('where there is no data, that is said with 3', () => {
    const none = join(scratch, 'none');
    for (const args of [['serve', '--port', '0'], ['match', '1'], ['check'], ['user', 'list'], ['backup', join(scratch, 'x.db')]])
        assert.match(ypsilon(3, ...args, '--data', none).stderr, /ypsilon demo/);
    assert.equal(existsSync(none), false, 'nothing was made');
});

test('match ranks with reasons, as text and as JSON, in both languages', async () => {
    const id = await openNeed();
    const answer = json('match', id, '--top', '5');
    assert.equal(answer.need, id);
    assert.ok(answer.candidates.length > 0 && answer.candidates.length <= 5);
    const order = ['ready', 'ask', 'reachable', 'not-now'];
    const classes = answer.candidates.map(c => order.indexOf(c.class));
    assert.deepEqual(classes, [...classes].sort());
    assert.ok(answer.candidates.every(c => c.requirements.length >= 4 && c.requirements.every(r => r.requirement && r.why)));
    assert.ok(answer.candidates.every(c => c.class !== 'ready' || c.requirements.every(r => !r.must || r.verdict === 'met')));
    assert.ok(answer.other_agencies.every(o => /^(?:0|\d+–\d+|100\+)$/.test(o.ready)), 'others in bands');
    const missing = json('match', id, '--class', 'not-now', '--top', '3');
    assert.ok(missing.candidates.every(c => c.class === 'not-now'));
    const text = onDemo(0, 'match', id, '--top', '1').stdout;
    assert.match(text, new RegExp(answer.candidates[0].name));
    assert.match(text, /^Can fill it now: \d+, Ask first: \d+, Can with a measure: 0, Not now: \d+$/m);
    const norwegian = onDemo(0, 'match', id, '--top', '3', '--class', 'ready,ask,not-now', '--lang', 'nb').stdout;
    assert.match(norwegian, /Andre etater har/);
    assert.match(norwegian, /^Kan fylle det nå: \d+, Spør først: \d+, Kan etter et tiltak: 0, Ikke nå: \d+$/m);
    assert.match(norwegian, /^.+ \(\d+\): (?:Kan fylle det nå|Spør først|Ikke nå), poeng \d+$/m);
    assert.match(norwegian, /^ {2}(?:Oppfylt |Vet ikke|Mangler ) \S/m);
    for (const lang of [norwegian, onDemo(0, 'explain', id, answer.candidates[0].candidate, '--lang', 'nb').stdout])
        assert.doesNotMatch(lang, /\b(?:ready|ask|reachable|not-now|met|missing|unknown)\b/);
});

test('match says when nobody is in the classes asked for', async () => {
    const id = await openNeed();
    const only = (...more) => onDemo(0, 'match', id, '--class', 'reachable', ...more).stdout;
    assert.match(only(), /^Can with a measure: nobody is in this class before there are measures\.$/m);
    assert.match(only('--lang', 'nb'), /^Kan etter et tiltak: ingen er i denne gruppen før det finnes tiltak\.$/m);
    assert.match(onDemo(0, 'match', id, '--class', 'ask,reachable', '--top', '1').stdout, /before there are measures/);
    assert.doesNotMatch(onDemo(0, 'match', id, '--top', '1').stdout, /before there are measures/);
});

test('the rights are those of the user named', async () => {
    const id = await openNeed();
    const names = email => json('match', id, '--as', email, '--class', 'ready,ask,not-now', '--top', '200').candidates.map(c => c.candidate);
    const [one, other] = [names('veileder@demo.example'), names('introveileder@demo.example')];
    assert.ok(one.length > 0 && other.length > 0);
    assert.notDeepEqual(one, other, "each agency's own");
    const theirs = other.find(candidate => !one.includes(candidate));
    onDemo(3, 'explain', id, theirs, '--as', 'veileder@demo.example');
    onDemo(0, 'explain', id, theirs, '--as', 'introveileder@demo.example');
    for (const email of ['mentor@demo.example', 'styring@demo.example', 'kandidat@demo.example', 'ingen@demo.example'])
        onDemo(3, 'match', id, '--as', email);
    const refused = onDemo([3, 4], 'match', id, '--as', 'arbeidsgiver@demo.example');
    assert.equal(refused.stdout, '', 'an employer gets no rows');
});

test('an explanation is kept, and replayed until something changes', async () => {
    const id = await openNeed();
    const {candidates: [{candidate}]} = json('match', id, '--top', '1');
    const file = join(scratch, 'why.json');
    writeFileSync(file, onDemo(0, 'explain', id, candidate, '--json').stdout);
    assert.match(onDemo(0, 'explain', id, candidate, '--lang', 'nb').stdout, /oppgitt|krysset av|Ønsker/);
    assert.match(onDemo(0, 'replay', file).stdout, /The answer is the same/);
    assert.equal(json('replay', file).same, true);
    const changed = readFileSync(file, 'utf8').replace('"verdict": "met"', '"verdict": "missing"');
    writeFileSync(join(scratch, 'changed.json'), changed);
    const replay = onDemo(6, 'replay', join(scratch, 'changed.json'), '--json');
    assert.equal(JSON.parse(replay.stdout).changed.answer, true);
    writeFileSync(join(scratch, 'broken.json'), changed.slice(0, 200));
    onDemo(5, 'replay', join(scratch, 'broken.json'));
    onDemo(5, 'replay', data + '/ypsilon.db');
    onDemo(3, 'replay', join(scratch, 'none.json'));
    onDemo(3, 'explain', id, '1');
    onDemo(3, 'explain', '1', candidate);
});

test('users are added, listed, disabled and given passwords', () => {
    const add = (status, password, ...args) => {
        const done = runProgram(['user', 'add', ...args, '--data', data], {input: password});
        assert.equal(done.status, status, done.stderr);
        return done.stderr;
    };
    add(0, 'blå sykkel i høstregn\n', 'ny@etat.example', '--role', 'adviser', '--name', 'Ny Veileder', '--organisation', 'jobbsenteret (demo)');
    assert.match(add(5, 'passord12345\n', 'to@etat.example', '--role', 'office', '--name', 'To'), /harder to guess/);
    assert.match(add(5, '', 'to@etat.example', '--role', 'office', '--name', 'To'), /no password/);
    assert.match(add(5, 'blå sykkel i høstregn', 'ny@etat.example', '--role', 'office', '--name', 'To'), /account already/);
    assert.match(add(5, 'blå sykkel i høstregn', 'to@etat.example', '--role', 'adviser', '--name', 'To', '--organisation', 'X'), /agency/);
    assert.match(add(5, 'blå sykkel i høstregn', 'to@etat.example', '--role', 'candidate', '--name', 'To'), /adviser/);
    const users = JSON.parse(ypsilon(0, 'user', 'list', '--data', data, '--json').stdout);
    const one = users.find(user => user.email === 'ny@etat.example');
    assert.deepEqual({role: one.role, organisation: one.organisation, disabled: one.disabled},
        {role: 'adviser', organisation: 'Jobbsenteret (demo)', disabled: false});
    assert.ok(users.filter(user => user.role === 'candidate').every(user => user.name === '' && user.email === ''));
    ypsilon(0, 'user', 'disable', 'NY@etat.example', '--data', data);
    assert.match(ypsilon(0, 'user', 'list', '--data', data).stdout, /ny@etat\.example .*: disabled/);
    ypsilon(0, 'user', 'enable', 'ny@etat.example', '--data', data);
    ypsilon(3, 'user', 'disable', 'ingen@etat.example', '--data', data);
    const done = runProgram(['user', 'password', 'ny@etat.example', '--data', data], {input: 'rød båt ved brygga\n'});
    assert.equal(done.status, 0, done.stderr);
});

test('a password is never taken from the arguments', () => {
    assert.doesNotMatch(ypsilon(0, 'user', 'add', '--help').stdout, /--password/);
    ypsilon(2, 'user', 'add', 'a@b.example', '--role', 'office', '--name', 'A', '--password', 'blå sykkel i høstregn', '--data', data);
});

test('a programme is set up in a new directory, once', () => {
    const own = join(scratch, 'own');
    const args = ['init', '--data', own, '--name', 'Prøveprogram', '--office', 'Kontoret', '--goal', '100', '--from', '2026-01-01',
        '--to', '2030-12-31'];
    assert.match(ypsilon(0, ...args).stdout, /user add/);
    ypsilon(6, ...args);
    for (const name of readdirSync(own))
        assert.equal(statSync(join(own, name)).mode & 0o077, 0, `${name} is for its owner only`);
    ypsilon(0, 'check', '--data', own);
    ypsilon(2, 'match', '1', '--data', own); // no demo: whose rights?
    ypsilon(3, 'match', '1', '--as', 'ingen@etat.example', '--data', own);
});

test('the demo is made only where nothing is, and whole or not at all', () => {
    assert.match(ypsilon(6, 'demo', '--data', data).stderr, /empty/);
    const full = join(scratch, 'full');
    mkdirSync(full);
    writeFileSync(join(full, 'letter.txt'), 'x');
    ypsilon(6, 'demo', '--data', full);
    assert.deepEqual(readdirSync(full), ['letter.txt']);
    // What an end in the midst left behind is cleared away.
    const again = join(scratch, 'again');
    mkdirSync(`${again}.making`);
    writeFileSync(join(`${again}.making`, 'ypsilon.db'), 'half');
    ypsilon(0, 'demo', '--data', again, '--today', today);
    assert.equal(existsSync(`${again}.making`), false);
    ypsilon(0, 'check', '--data', again);
});

test('the demo is of the size asked for, and a number that is none is refused before anything is made', () => {
    const small = join(scratch, 'small');
    for (const [name, value] of [['employers', '0'], ['candidates', 'many'], ['needs', '-1'], ['needs', '9999999999'],
        ['candidates', '12x'], ['seed', ''], ['seed', '0']])
        assert.match(ypsilon(2, 'demo', '--data', small, `--${name}`, value).stderr, new RegExp(`--${name} takes a whole number`));
    assert.equal(existsSync(small), false);
    ypsilon(0, 'demo', '--data', small, '--today', today, '--employers', '2', '--candidates', '3', '--needs', '1', '--seed', '5');
    ypsilon(0, 'check', '--data', small);
});

test('a CV becomes proposals for one person, once, and is refused with a reason', async () => {
    const [person] = json('match', await openNeed(), '--top', '1').candidates.map(c => c.candidate);
    const cv = (status, name, ...args) =>
        onDemo(status, 'import', 'cv', join('tests/fuzz/corpus/cv', name), '--person', person, ...args);
    const first = JSON.parse(cv(0, 'attached.pdf', '--json').stdout);
    assert.ok(first.proposed > 0 && first.cv !== null && first.person === person, JSON.stringify(first));
    const again = JSON.parse(cv(0, 'attached.pdf', '--json').stdout);
    assert.deepEqual([again.proposed, again.cv, again.again >= first.proposed], [0, null, true]);
    assert.match(cv(0, 'resume.json', '--lang', 'nb', '--as', 'veileder@demo.example').stdout, new RegExp(`^ {2}foreslått +[1-9][^]*/candidates/${person}/cv`));
    assert.equal(JSON.parse(cv(0, 'table.xlsx', '--json').stdout).person, person);
    for (const [name, said] of [['no-attachment.pdf', /Europass/], ['encrypted.pdf', /password/], ['entities.xml', /./], ['absent.xml', /no such file/]]) {
        const refused = cv(name === 'absent.xml' ? 3 : 5, name);
        assert.match(refused.stderr, said);
        assert.equal(refused.stdout, '');
    }
    assert.match(cv(5, '.').stderr, /may not be read/);
    assert.match(cv(2, 'resume.json', '--dry-run').stderr, /no --dry-run/);
    assert.match(onDemo(2, 'import', 'cv', 'cv.xml').stderr, /--person NUMBER/);
    assert.match(onDemo(2, 'import', 'employers', 'x.csv', '--person', '1').stderr, /--person/);
    onDemo(3, 'import', 'cv', 'tests/fuzz/corpus/cv/resume.json', '--person', '999999999');
    onDemo(3, 'import', 'cv', 'tests/fuzz/corpus/cv/resume.json', '--person', person, '--as', 'kontor@demo.example');
    assert.match(onDemo(0, 'import', 'refetch').stdout, /^(?:\d{9}\t(?:employer|workplace)\t.+\n)*$/);
    assert.ok(!existsSync(join(data, 'imports')) || readdirSync(join(data, 'imports')).length === 0);
});

test('backup while serving, restore when stopped, check', async () => {
    const copy = join(scratch, 'served');
    copyDemo(copy);
    const server = await startServer({data: copy});
    const file = join(scratch, 'copy.db');
    try {
        ypsilon(0, 'backup', file, '--data', copy);
        ypsilon(6, 'backup', file, '--data', copy);
        ypsilon(0, 'backup', join(scratch, 'copy.keys'), '--keys', '--data', copy);
        ypsilon(7, 'restore', file, '--data', copy);
        ypsilon(7, 'serve', '--port', '0', '--data', copy);
    } finally {
        await server.stop();
    }
    const done = runProgram(['user', 'add', 'etter@etat.example', '--role', 'office', '--name', 'Etter', '--data', copy],
        {input: 'blå sykkel i høstregn\n'});
    assert.equal(done.status, 0, done.stderr);
    assert.match(ypsilon(0, 'restore', file, '--data', copy, '--today', today).stdout, /before-restore/);
    assert.doesNotMatch(ypsilon(0, 'user', 'list', '--data', copy).stdout, /etter@etat/);
    assert.equal(JSON.parse(ypsilon(0, 'check', '--data', copy, '--json').stdout).in_order, true);
    ypsilon(5, 'restore', join(copy, 'master.key'), '--data', copy);
});

test('a port that is taken is said, and nothing is shared', async () => {
    const server = await startServer();
    try {
        const done = ypsilon(6, 'serve', '--data', data, '--port', String(server.port));
        assert.match(done.stderr, /another program/i);
        ypsilon(5, 'serve', '--data', data, '--address', 'nowhere');
    } finally {
        await server.stop();
    }
});

test('routes and access say who may do what', () => {
    const routes = JSON.parse(ypsilon(0, 'routes', '--json').stdout);
    assert.ok(routes.length > 20);
    assert.deepEqual(routes.find(route => route.name === 'login').roles.length, 7);
    assert.equal(routes.find(route => route.name === 'account').roles.includes('public'), false);
    assert.equal(ypsilon(0, 'routes').stdout.trim().split('\n').length, routes.length);
    assert.match(ypsilon(0, 'access').stdout, /^\| who \| thing \|/);
    assert.match(ypsilon(0, 'version').stdout, /^ypsilon \d+\.\d+\.\d+\n/);
});
