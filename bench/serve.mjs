// SPDX-License-Identifier: EUPL-1.2
// The server with many people: how long it takes to start, what pages of the candidate list take, and how many pages a second it
// serves beside nginx. Called by bench/run with the folder of built programs and the number of people; see bench/README.md.
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

import {logIn} from '../tests/scenario/lib/accounts.mjs';

const [built, people = '1000000', wanted = ''] = process.argv.slice(2);
const program = join(built, 'src/cli/ypsilon');
const today = '2016-09-01';
const scratch = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'ypsilon-bench-'));
const seconds = Number(process.env.SECONDS ?? 60), clients = 64, nginxPort = 18973;
let short = false;

// Whatever happens, nothing that was started stays behind.
const children = new Set();
function start(command, args, options) {
    const child = spawn(command, args, options);
    children.add(child);
    child.on('close', () => children.delete(child));
    return child;
}
process.on('exit', () => {
    for (const child of children)
        child.kill('SIGTERM');
    rmSync(scratch, {recursive: true, force: true});
});

function say(name, value, unit, bar, ok = value <= bar) {
    short ||= !ok;
    console.log(`${name} ${value.toFixed(value < 10 ? 2 : 0)} ${unit} bar ${bar} ${ok ? 'ok' : 'short'}`);
}

function must(command, args) {
    const done = spawnSync(command, args, {encoding: 'utf8'});
    if (done.status !== 0)
        throw new Error(`${command} ${args.join(' ')}: ${done.error ?? done.stderr}`);
    return done.stdout;
}

// Until the first page has been answered.
async function serve(data) {
    const begun = performance.now();
    const child = start(program, ['serve', '--data', data, '--port', '0', '--today', today], {stdio: ['ignore', 'pipe', 'inherit']});
    let said = '';
    child.stdout.setEncoding('utf8').on('data', text => said += text);
    let port;
    while (!(port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1])) {
        if (child.exitCode !== null)
            throw new Error(`the server did not start: ${said}`);
        await sleep(2);
    }
    const server = {port: Number(port), origin: `http://127.0.0.1:${port}`, said: () => said,
        stop: () => new Promise(done => (child.on('close', done), child.kill('SIGTERM')))};
    await fetch(`${server.origin}/login`);
    server.started = (performance.now() - begun) / 1000;
    while (!/\n.*Ctrl/.test(said))
        await sleep(2);
    return server;
}

function percentile(list, part) {
    const sorted = [...list].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

// Filter × sort: what an adviser would ask of the list, from everybody to hardly anybody.
const filters = {
    everybody: '',
    occupation: 'has=occupation:5223:12',
    skill: 'has=skill:s001',
    language: 'has=language:nor:speaking:B1',
    licence: 'has=licence:B',
    'licence, documented': 'has=licence:B&least=documented',
    place: 'has=place:0602',
    time: 'has=time:evening',
    free: 'has=free:2016-10-01',
    'three of three': 'has=language:nor:speaking:B1&has=time:evening&has=licence:B',
    'some of three': 'has=language:nor:speaking:B1&has=time:evening&has=licence:B&any=1',
    name: 'q=lomar',
    'no other agency': 'elsewhere=no',
    'another agency as well': 'elsewhere=yes',
};
const sorts = ['name', 'newest', 'met'];

async function lists(server) {
    const client = await logIn(server, 'adviser');
    const first = performance.now();
    const page = await client.request('GET', '/candidates');
    console.log(`# the first list of all: ${((performance.now() - first) / 1000).toFixed(2)} s, ${Buffer.byteLength(page.body)} bytes`);
    const all = [];
    for (const [name, filter] of Object.entries(filters))
        for (const sort of sorts) {
            const path = `/candidates?${filter}${sort === 'name' ? '' : `&sort=${sort}`}`;
            const times = [];
            let rows;
            for (let i = 0; i < 21; i++) {
                const begun = performance.now();
                const answer = await client.request('GET', path);
                times.push(performance.now() - begun);
                if (answer.status !== 200)
                    throw new Error(`${path}: ${answer.status}`);
                rows = answer.body.match(/([\d\u00a0]+) kandidat(?:er)?</)?.[1] ?? '0';
            }
            all.push(...times);
            const [middle, most] = [percentile(times, 0.5), Math.max(...times)].map(ms => ms.toFixed(1));
            console.log(`# lists/${name}/${sort} ${middle} ms, at most ${most}, of ${rows}`);
        }
    say('lists/p95', percentile(all, 0.95), 'ms', 20);
    say('lists/most', Math.max(...all), 'ms', 150);
}

// What wrk says: pages a second, and how long the slowest hundredth took, in ms.
function load(url, cookie) {
    const header = cookie ? ['-H', `Cookie: ${cookie}`] : [];
    const out = must('wrk', ['-t1', `-c${clients}`, `-d${seconds}s`, '--latency', ...header, url]);
    if (/Non-2xx|Socket errors/.test(out))
        throw new Error(out);
    const [, value, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(out);
    return {rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]), slow: Number(value) * {us: 1e-3, ms: 1, s: 1000}[unit]};
}

// nginx with the same bytes as a file, as it comes with Debian but for what it writes down.
function nginx(body) {
    const folder = join(scratch, 'nginx');
    mkdirSync(join(folder, 'html'), {recursive: true});
    writeFileSync(join(folder, 'html/page.html'), body);
    writeFileSync(join(folder, 'nginx.conf'), `${process.getuid() === 0 ? 'user root;' : ''}
worker_processes auto; pid ${folder}/pid; error_log ${folder}/errors; daemon off;
events { worker_connections 1024; }
http { access_log off; sendfile on; keepalive_requests 1000000; types { text/html html; }
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${nginxPort}; root ${folder}/html; } }
`);
    return start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {stdio: 'ignore'});
}

async function pages(server) {
    for (const role of ['employer', 'adviser']) {
        const client = await logIn(server, role);
        const list = await client.get('/needs?state=open');
        const path = list.links(/^\/needs\/\d+$/)[0].href;
        const page = await client.request('GET', path);
        const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const peer = nginx(page.body);
        await sleep(500);
        const theirs = load(`http://127.0.0.1:${nginxPort}/page.html`);
        peer.kill();
        const ours = load(server.origin + path, cookie);
        console.log(`# the need page of an ${role}, ${Buffer.byteLength(page.body)} bytes: ${ours.rate.toFixed(0)} a second; nginx ` +
            `${theirs.rate.toFixed(0)}, ${theirs.slow.toFixed(2)} ms`);
        const ratio = ours.rate / theirs.rate;
        say(`server/${role}`, ratio, 'of nginx', 0.2, ratio >= 0.2);
        say(`server/${role}/p99`, ours.slow, 'ms', 15);
    }
}

const wants = name => name.startsWith(wanted);
if (wants('server')) {
    const data = join(scratch, 'demo');
    must(program, ['demo', '--data', data, '--today', today]);
    const server = await serve(data);
    await pages(server);
    await server.stop();
}
if (wants('start') || wants('lists')) {
    // Kept for the next run: filling it takes a minute or two.
    const data = join(built, `people-${people}`);
    if (!existsSync(join(data, 'filled'))) {
        rmSync(data, {recursive: true, force: true});
        must(program, ['demo', '--data', data, '--today', today]);
        must(join(built, 'bench/bench_people'), [data, people, today]);
        writeFileSync(join(data, 'filled'), '');
    }
    const server = await serve(data);
    say('start', server.started, 's', 5);
    if (wants('lists'))
        await lists(server);
    await server.stop();
}
process.exit(short ? 1 : 0);
