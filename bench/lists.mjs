// SPDX-License-Identifier: EUPL-1.2
// The list of employers as the office asks for it: the first page of every filter in every order, over HTTP, and the whole list
// as files. Called by bench/run with the folder of built programs, employers and activities; see bench/README.md.
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

import {logIn} from '../tests/scenario/lib/accounts.mjs';

const [built, employers = '50000', activities = '200000'] = process.argv.slice(2);
const program = join(built, 'src/cli/ypsilon');
const today = '2016-09-01';
const scratch = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'ypsilon-bench-'));
const turns = Number(process.env.TURNS ?? 11);
let short = false;
let child;
process.on('exit', () => {
    child?.kill('SIGTERM');
    rmSync(scratch, {recursive: true, force: true});
});

function say(name, value, unit, bar) {
    const ok = value <= bar;
    short ||= !ok;
    console.log(`${name} ${value.toFixed(value < 10 ? 2 : 0)} ${unit} bar ${bar} ${ok ? 'ok' : 'short'}`);
}

function must(command, args) {
    const done = spawnSync(command, args, {encoding: 'utf8'});
    if (done.status !== 0)
        throw new Error(`${command} ${args.join(' ')}: ${done.error ?? done.stderr}`);
}

async function serve(data) {
    child = spawn(program, ['serve', '--data', data, '--port', '0', '--today', today], {stdio: ['ignore', 'pipe', 'inherit']});
    let said = '';
    child.stdout.setEncoding('utf8').on('data', text => said += text);
    while (!/\n.*Ctrl/.test(said)) {
        if (child.exitCode !== null)
            throw new Error(`the server did not start: ${said}`);
        await sleep(5);
    }
    const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(said)[1]);
    return {port, origin: `http://127.0.0.1:${port}`, said: () => said};
}

const percentile = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))];

// Filter × order: every filter that the list has, wide and narrow ones, alone and together.
const filters = {
    everybody: '',
    'one word': 'q=renhold',
    'two words': 'q=renhold+bakdal',
    'a number': 'q=4711',
    nobody: 'q=qqqq',
    'stage, most': 'stage=new',
    'stage, few': 'stage=hiring',
    'three stages': 'stage=met&stage=taking-part&stage=hiring',
    area: 'area=0626',
    municipality: 'place=0711',
    industry: 'industry=transport',
    size: 'size=250',
    owner: 'owner=me',
    'no owner': 'owner=none',
    'open needs': 'needs=1',
    pledge: 'pledge=1',
    'contact with e-mail': 'email=1',
    'interested, not visited': 'waiting=1',
    'never contacted': 'never=1',
    'last contact in a quarter': 'from=2016-04-01&to=2016-06-30',
    'last contact before': 'to=2015-06-30',
    'closed ones too': 'closed=1',
    'reference': 'reference=1',
    network: 'network=NETWORK',
    'many together': 'stage=contacted&area=0602&size=20-49&industry=building&never=1&owner=none',
};
const orders = ['name', 'employees', 'stage', 'created', 'contact'];

// The list of activities has one order, both ways, and the rest of the week's lists have their own.
const activityFilters = ['', 'kind=visit', 'kind=presentation', 'state=held', 'state=planned', 'outcome=interested', 'outcome=not-interested',
    'kind=call&outcome=no-answer', 'from=2016-03-01&until=2016-03-31', 'from=2015-01-01&until=2015-01-31', 'user=USER', 'agency=AGENCY',
    'network=NETWORK', 'employer=EMPLOYER', 'kind=meeting&state=held&user=USER', 'network=NETWORK&kind=visit&from=2016-01-01'];
const otherLists = ['/', '/tasks', '/tasks?state=done', '/activities/agenda', '/networks', '/networks/NETWORK', '/agencies', '/events', '/surveys', '/mailings',
    '/letters', '/flags', '/outbox', '/outbox/holds', '/duplicates', '/views', '/employers/EMPLOYER', '/employers/EMPLOYER/timeline'];

// What the server itself has worked, in ms: beside others on the same cores this tells more than the clock on the wall.
function worked() {
    const [user, system] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
    return (user + system) * 10;
}

// How long each of the turns took, in ms.
async function asked(client, path) {
    const times = [];
    for (let i = 0; i < turns; i++) {
        const begun = performance.now();
        const answer = await client.request('GET', path);
        times.push(performance.now() - begun);
        if (answer.status !== 200)
            throw new Error(`${path}: ${answer.status}`);
    }
    return times;
}

async function lists(client) {
    const network = (await client.get('/employers')).all('select', a => a.name === 'network')[0].children
        .find(node => node.attributes?.value).attributes.value;
    const all = [], before = worked();
    for (const [name, filter] of Object.entries(filters)) {
        const slowest = [];
        for (const order of orders)
            for (const direction of ['up', 'down']) {
                const path = `/employers?${filter.replace('NETWORK', network)}&sort=${order}&dir=${direction}`;
                const times = await asked(client, path);
                all.push(...times);
                slowest.push([percentile(times, 0.95), `${order} ${direction}`]);
            }
        const [ms, order] = slowest.sort((a, b) => b[0] - a[0])[0];
        console.log(`# ${name}: slowest by ${order}, p95 ${ms.toFixed(1)} ms`);
    }
    console.log(`# the server's own work for a page: ${((worked() - before) / all.length).toFixed(1)} ms`);
    say('lists/first-page-p95', percentile(all, 0.95), 'ms', 20);
    // Somewhere in the middle, a page further on is no slower.
    let page = await client.get('/employers?sort=contact&dir=down');
    const times = [];
    for (let i = 0; i < 50; i++) {
        const begun = performance.now();
        page = await client.get(page.first('a', a => a.rel === 'next').attributes.href);
        times.push(performance.now() - begun);
    }
    console.log(`# the next 50 pages: middle ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`);
}

async function otherOnes(client) {
    const list = await client.get('/activities');
    const firstOf = name => list.all('select', a => a.name === name)[0]?.children.find(n => n.attributes?.value)?.attributes.value ?? '';
    const [{href}] = (await client.get('/employers?sort=contact&dir=down')).links(/^\/employers\/\d+$/);
    const filled = text => text.replace('USER', firstOf('user')).replace('AGENCY', firstOf('agency')).replace('NETWORK', firstOf('network'))
        .replace('EMPLOYER', /\d+/.exec(href)[0]);
    const paths = [...activityFilters.flatMap(filter => ['', '&dir=up'].map(order => `/activities?${filter}${order}`)), ...otherLists].map(filled);
    const all = [], slow = [];
    for (const path of paths) {
        const times = await asked(client, path);
        all.push(...times);
        slow.push([percentile(times, 0.5), path]);
    }
    for (const [ms, path] of slow.sort((a, b) => b[0] - a[0]).slice(0, 6))
        console.log(`# ${path.replaceAll(/\d{9,}/g, 'N')}: middle ${ms.toFixed(1)} ms`);
    say('lists/others-first-page-p95', percentile(all, 0.95), 'ms', 20);
}

const statusOf = name => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;

// Read and thrown away, as a browser writes to its disk: when the first byte came, when the last, how many.
function fetchAway(client, server, path) {
    return new Promise((done, failed) => {
        const begun = performance.now();
        const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        http.get({host: '127.0.0.1', port: server.port, path, headers: {Cookie: cookie}}, answer => {
            let first = 0, bytes = 0;
            answer.on('data', part => {
                first ||= performance.now() - begun;
                bytes += part.length;
            }).on('end', () => done({first, last: performance.now() - begun, bytes, status: answer.statusCode})).on('error', failed);
        }).on('error', failed);
    });
}

async function files(client, server) {
    for (const kind of ['csv', 'xlsx']) {
        writeFileSync(`/proc/${child.pid}/clear_refs`, '5'); // the peak begins anew
        const before = statusOf('VmRSS'), work = worked();
        const got = await fetchAway(client, server, `/employers.${kind}`);
        if (got.status !== 200)
            throw new Error(`/employers.${kind}: ${got.status}`);
        console.log(`# ${kind}: first byte after ${got.first.toFixed(0)} ms, ${(got.bytes / 1e6).toFixed(1)} MB, ` +
            `${((worked() - work) / 1000).toFixed(2)} s of work; ` +
            `the server stood at ${before.toFixed(0)} MB`);
        say(`lists/export-${kind}`, got.last / 1000, 's', 3);
        say(`lists/export-${kind}-memory`, statusOf('VmHWM') - before, 'MB', 50);
    }
}

const data = process.env.DATA ?? join(scratch, 'data');
if (!existsSync(join(data, 'filled'))) {
    mkdirSync(data, {recursive: true});
    must(program, ['demo', '--data', data, '--today', today]);
    const begun = performance.now();
    must(join(built, 'bench/bench_firms'), [data, employers, activities, today]);
    console.log(`# filled in ${((performance.now() - begun) / 1000).toFixed(0)} s: ${employers} employers, ${activities} activities`);
    writeFileSync(join(data, 'filled'), '');
}
const server = await serve(data);
const client = await logIn(server, 'office');
await lists(client);
await otherOnes(client);
await files(client, server);
process.exitCode = short ? 1 : 0;
child.kill('SIGTERM');
await new Promise(done => child.on('close', done));
