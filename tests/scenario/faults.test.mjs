// SPDX-License-Identifier: EUPL-1.2
// The server is ended, as by kill -9, just before or just after one of the calls by which it gives something to a file or a
// connection, while people work with it and mail goes out. Started again, it holds what it had answered, and what it had
// not answered wholly or not at all; the same request once more has one effect; no mail has come twice. YPSILON_FAULTS=all
// ends it at every call, before and after, which takes long; "1-300" at these; "keys.db" at those that it fits; else at some.
import assert from 'node:assert/strict';
import {cpSync, existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {answer, ask, enrol, judge, openNeed, present, refer} from './lib/journey.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {build, makeScratch, runProgram, startServer, today} from './lib/server.mjs';

const library = join(build, 'tests/faults/faults.so');
const sample = [['', 12], [' send socket$', 5], [' keys\\.db', 3]]; // so many places of the calls that fit, each before and after
const names = {hired: 'Anne Ansatt', deleted: 'Bente Borte'};
const scratch = makeScratch();
const prepared = join(scratch, 'prepared');
let who;  // what is known before anything happens: cookies and numbers
let box;

// Keeps the last POST of a step, to send it once more.
class Worker extends Client {
    constructor(server, role, cookies) {
        super(server);
        this.role = role;
        this.cookies = new Map(cookies);
        this.sent = null;
    }

    async request(method, path, options = {}) {
        if (method !== 'POST')
            return super.request(method, path, options);
        this.sent = {role: this.role, path, options, answered: false};
        const reply = await super.request(method, path, options);
        this.sent.answered = true;
        return reply;
    }
}

// Demo-sized for one employer, with two people enrolled and a check-in waiting.
before(async () => {
    const made = runProgram(['demo', '--data', prepared, '--today', today, '--employers', '12', '--candidates', '80', '--needs', '12']);
    assert.equal(made.status, 0, made.stderr);
    const server = await startServer({data: prepared});
    const clients = {};
    for (const role of ['adviser', 'employer', 'office'])
        clients[role] = await logIn(server, role);
    const {adviser, employer, office} = clients;
    who = {need: await openNeed(employer)};
    for (const [what, name] of Object.entries(names))
        who[what] = await enrol(adviser, {given_name: name.split(' ')[0], family_name: name.split(' ')[1], email: `${what}@example.org`});
    who.checkin = (await adviser.get('/checkins')).links(/^\/checkins\/\d+$/)[0]?.href;
    assert.ok(who.checkin, 'a check-in waits');
    who.told = await told(office);
    who.cookies = Object.fromEntries(Object.entries(clients).map(([role, client]) => [role, [...client.cookies]]));
    await server.stop();
    box = await openMailbox();
});
after(async () => {
    await box?.close();
    rmSync(scratch, {recursive: true, force: true});
});

// How many notices there have been, by the outbox page.
async function told(office, query = '') {
    await office.get(`/outbox${query}`);
    return Number((/(Ett|[\d\s]+) vars(?:el|ler)/.exec(office.page.text)?.[1] ?? '0').replace('Ett', '1').replace(/\s/g, ''));
}

const referralOf = async adviser => (await adviser.get(`/referrals?need=${who.need}&person=${who.hired}`)).links(/^\/referrals\/\d+$/)[0]?.href;
const hireOf = async adviser => (await adviser.get('/hires')).links(/^\/hires\/\d+$/).find(link => link.text.includes(names.hired))?.href;

// What people do, one POST each, in this order. Each finds its own way, since it may be taken up after a restart.
const steps = [
    ['refer', async ({adviser}) => refer(adviser, who.need, who.hired)],
    ['ask', async ({adviser}) => ask(adviser, await referralOf(adviser))],
    ['answer yes', async ({adviser}) => answer(adviser, await referralOf(adviser), true)],
    ['present', async ({adviser}) => present(adviser, await referralOf(adviser))],
    ['verdict', async ({adviser, employer}) => judge(employer, await referralOf(adviser), {verdict: 'relevant'})],
    ['register a hire', async ({adviser}) => {
        await adviser.get(`/hires/new?referral=${(await referralOf(adviser)).split('/')[2]}`);
        await adviser.submit({occupation: '5223', start: '15.8.2016', form: 'permanent', share: '80'}, {form: '/hires'});
    }],
    ['confirm the hire', async ({adviser, employer}) => {
        const hire = await hireOf(adviser);
        await employer.get(hire);
        await employer.submit({}, {form: `${hire}/confirm`});
    }],
    ['correct the hire', async ({adviser}) => {
        const hire = await hireOf(adviser);
        await adviser.get(`${hire}/correct`);
        await adviser.submit({share: '60', note: 'Avtalen sier 60', document_seen: '1'}, {form: `${hire}/correct`});
    }],
    ['delete a person', async ({adviser}) => {
        await adviser.get(`/candidates/${who.deleted}/delete`);
        await adviser.submit({confirmation: names.deleted}, {form: `/candidates/${who.deleted}/delete`});
    }],
    ['answer a check-in', async ({adviser}) => {
        await adviser.get(who.checkin);
        await adviser.submit({employed: 'yes', rating: '4'}, {form: who.checkin});
    }],
];

// The times of day differ from run to run.
const timeless = page => `${page.status} ${page.text}`.replaceAll(/kl\. \d\d\.\d\d/g, 'kl.');

// How everything stands that the steps touch, as text to compare.
async function look({adviser, office}) {
    const referral = await referralOf(adviser);
    const hire = await hireOf(adviser);
    const seen = {referral: '', hire: ''};
    if (referral)
        seen.referral = timeless(await adviser.get(referral)).replaceAll(/\b[0-9A-Z]{3}-[0-9A-Z]{3}\b/g, 'KODE');
    if (hire)
        seen.hire = timeless(await adviser.get(hire));
    const hires = (await adviser.get('/hires')).links(/^\/hires\/\d+$/).filter(link => link.text.includes(names.hired)).length;
    const person = await adviser.get(`/candidates/${who.deleted}`);
    seen.deleted = `${person.status} ${person.heading}`;
    seen.checkin = timeless(await adviser.get(who.checkin));
    const fresh = await told(office) - who.told;
    const rows = office.page.links(/^\/outbox\/\d+$/).slice(0, fresh).map(link => link.text).sort();
    return {...seen, hires, told: rows};
}

function workers(server) {
    return Object.fromEntries(Object.entries(who.cookies).map(([role, cookies]) => [role, new Worker(server, role, cookies)]));
}

const theLast = clients => Object.values(clients).map(client => client.sent).find(Boolean);

async function doStep(clients, i) {
    for (const client of Object.values(clients))
        client.sent = null;
    await steps[i][1](clients);
}

// Waits until all that is to be sent has been, or cannot be known to.
async function drained(office) {
    for (const end = Date.now() + 20_000; await told(office, '?state=waiting&state=sending') > 0; await sleep(40))
        assert.ok(Date.now() < end, `mail waits: ${office.page.text}`);
}

function checked(data, when) {
    const done = runProgram(['check', '--data', data, '--lang', 'en']);
    assert.equal(done.status, 0, `ypsilon check, ${when}: ${done.stdout}${done.stderr}`);
}

// The sessions of what is prepared would end, were nobody seen for half an hour.
async function keepLoggedIn() {
    const server = await startServer({data: prepared});
    for (const client of Object.values(workers(server)))
        assert.equal((await client.get('/account')).status, 200);
    await server.stop();
}

// Starts on a fresh copy with the library loaded; counting begins when the returned begin is called.
async function begin(data, env) {
    cpSync(prepared, data, {recursive: true});
    const trigger = `${data}.begin`;
    const server = await startServer({data, args: box.args, env: {
        LD_PRELOAD: library, YPSILON_FAULTS_FROM: trigger, ...env,
        ASAN_OPTIONS: [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':'),
    }});
    writeFileSync(trigger, '');
    return server;
}

// Once without an end: how it stands after each step, and the calls there are.
let states;
let calls;
test('undisturbed, all steps have their effect, and each mail comes once', async () => {
    const data = join(scratch, 'undisturbed');
    const server = await begin(data, {});
    const clients = workers(server);
    states = [await look(clients)];
    for (let i = 0; i < steps.length; i++) {
        await doStep(clients, i);
        assert.ok(theLast(clients)?.answered, steps[i][0]);
        states.push(await look(clients));
        assert.notDeepEqual(states[i + 1], states[i], `${steps[i][0]} can be seen`);
    }
    await drained(clients.office);
    await server.stop();
    checked(data, 'undisturbed');
    assert.ok(box.mails.length >= 3 && new Set(box.mails.map(m => m.messageId)).size === box.mails.length);
    rmSync(data, {recursive: true, force: true});
});

test('the calls are counted', async () => {
    const data = join(scratch, 'counted');
    const log = `${data}.log`;
    const server = await begin(data, {YPSILON_FAULTS_LOG: log});
    const clients = workers(server);
    for (let i = 0; i < steps.length; i++)
        await doStep(clients, i);
    await drained(clients.office);
    calls = readFileSync(log, 'utf8').trim().split('\n');
    await server.stop();
    const kinds = new Set(calls.map(line => line.split(' ').slice(1).join(' ')));
    for (const needed of ['pwrite64 ypsilon.db-wal', 'fdatasync ypsilon.db-wal', 'pwrite64 keys.db', 'send socket'])
        assert.ok(kinds.has(needed), `${needed} is counted: ${[...kinds].join(', ')}`);
    console.log(`# ${calls.length} calls: ${[...kinds].join(', ')}`);
    rmSync(data, {recursive: true, force: true});
});

const found = {killed: 0, unsure: 0, byStep: {}};

async function endedAt(at, behind) {
    const data = join(scratch, `run-${at}-${behind}`);
    const what = `ended ${behind ? 'after' : 'before'} call ${at} (${calls[at - 1]})`;
    box.mails.length = 0;
    let server = await begin(data, {YPSILON_FAULTS_AT: String(at), YPSILON_FAULTS_AFTER: behind ? '1' : '0'});
    let clients = workers(server);
    let step = 0;
    let known; // the step's request has been answered
    let again;
    try {
        for (; step < steps.length; step++)
            await doStep(clients, step);
        await drained(clients.office);
    } catch (error) {
        if (error.code === 'ERR_ASSERTION' && !/hang up|ECONN|no answer/.test(error.message))
            throw new Error(`${what}, in ${steps[step]?.[0]}: ${error.message}`);
    }
    again = theLast(clients);
    known = step === steps.length || again?.answered;
    await server.kill();
    found.killed++;
    found.byStep[steps[step]?.[0] ?? 'the mail at the end'] = (found.byStep[steps[step]?.[0] ?? 'the mail at the end'] ?? 0) + 1;
    checked(data, what);

    server = await startServer({data, args: box.args});
    clients = workers(server);
    const stands = await look(clients);
    if (step === steps.length || known) {
        const reached = Math.min(step + (step < steps.length ? 1 : 0), steps.length);
        assert.deepEqual(stands, states[reached], `${what}: what was answered is there`);
        step = reached;
    } else {
        const whole = JSON.stringify(stands) === JSON.stringify(states[step + 1]);
        if (!whole)
            assert.deepEqual(stands, states[step], `${what}, in ${steps[step][0]}: not answered, so wholly there or not at all`);
        if (again) {
            const {path, options} = again;
            const reply = await clients[again.role].request('POST', path, options);
            assert.ok([200, 303, 404, 409, 422].includes(reply.status), `${what}: once more gives ${reply.status}`);
            assert.deepEqual(await look(clients), states[step + 1], `${what}: ${steps[step][0]} once more has one effect`);
            step++;
        }
    }
    for (; step < steps.length; step++)
        await doStep(clients, step);
    await drained(clients.office);
    assert.deepEqual(await look(clients), states[steps.length], `${what}: all is well in the end`);

    // Mail: what is sent has come once, what is unsure at most once, nothing else has come, and nothing twice.
    const times = new Map();
    for (const mail of box.mails)
        times.set(rowOf(mail), (times.get(rowOf(mail)) ?? 0) + 1);
    for (const [id, n] of times)
        assert.equal(n, 1, `${what}: ${id} came ${n} times`);
    const rows = await freshRows(clients.office);
    for (const {id, state} of rows) {
        const came = times.has(id);
        assert.ok(state === 'sent' ? came : state === 'unsure' ? true : !came, `${what}: ${id} is ${state} and has ${came ? '' : 'not '}come`);
        found.unsure += state === 'unsure';
    }
    assert.ok(times.size <= rows.length);
    await server.stop();
    checked(data, `${what}, in the end`);
    rmSync(data, {recursive: true, force: true});
}

// The row that a mail's mark names.
const rowOf = mail => /^<ypsilon\.(\d+)\.[0-9a-f]{16}@region\.example>$/.exec(mail.messageId)[1];

// The notices of this run, with their states.
async function freshRows(office) {
    const fresh = await told(office) - who.told;
    const all = office.page.links(/^\/outbox\/\d+$/).slice(0, fresh).map(link => link.href.split('/')[2]);
    const rows = [];
    for (const state of ['sent', 'unsure', 'past', 'no-address', 'refused', 'returned']) {
        await office.get(`/outbox?state=${state}`);
        for (const link of office.page.links(/^\/outbox\/\d+$/))
            if (all.includes(link.href.split('/')[2]))
                rows.push({id: link.href.split('/')[2], state});
    }
    assert.equal(rows.length, fresh);
    return rows;
}

test('ended anywhere, nothing answered is lost, nothing is half done, and no mail comes twice', async () => {
    assert.ok(existsSync(library) && calls.length > 100);
    const fitting = pattern => calls.flatMap((line, i) => new RegExp(pattern).test(line) ? [i + 1] : []);
    const spread = (all, n) => Array.from({length: n}, (_, i) => all[Math.floor((i + 0.5) * all.length / n)]);
    const asked = process.env.YPSILON_FAULTS;
    const range = /^(\d+)-(\d+)$/.exec(asked);
    const places = range ? fitting('').filter(at => at >= Number(range[1]) && at <= Number(range[2]))
        : asked ? fitting(asked === 'all' ? '' : asked) : sample.flatMap(([pattern, n]) => spread(fitting(pattern), n));
    const begun = Date.now();
    for (const [i, at] of places.entries()) {
        for (const behind of [false, true])
            await endedAt(at, behind);
        if (i % 20 === 19) {
            await keepLoggedIn();
            console.log(`# ${i + 1} of ${places.length} places, ${Math.round((Date.now() - begun) / 1000)} s`);
        }
    }
    console.log(`# ended ${found.killed} times: ${JSON.stringify(found.byStep)}; ${found.unsure} mails unsure`);
});
