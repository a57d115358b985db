// SPDX-License-Identifier: EUPL-1.2
// Starts the real program on a scratch copy of the demo, on a free port of 127.0.0.1, and ends it again.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const top = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
export const build = resolve(process.env.YPSILON_BUILD ?? join(top, 'build/check'));
export const program = join(build, 'src/cli/ypsilon');
// The demo's own day, so that every run sees the same.
export const today = '2016-09-01';
const readySeconds = 60; // a sanitizer build on a busy machine

// The instant on a server that was started for that day, in ms: the time on the wall in Norway is ours.
export function serverNow(day = today) {
    const wall = new Intl.DateTimeFormat('sv-SE', {timeZone: 'Europe/Oslo', dateStyle: 'short', timeStyle: 'medium'});
    const offset = at => Date.parse(`${wall.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
    const real = Date.now(), midnight = 24 * 3600 * 1000;
    const shifted = real + Date.parse(day) - Math.floor((real + offset(real)) / midnight) * midnight;
    return shifted - (offset(shifted) - offset(real));
}

// A folder for one test's files, inside the build; the caller removes it.
export function makeScratch() {
    const under = join(build, 'scratch');
    mkdirSync(under, {recursive: true});
    return mkdtempSync(join(under, 't-'));
}

// Runs the program to its end: {status, stdout, stderr}.
export function runProgram(args, options = {}) {
    const done = spawnSync(program, args, {encoding: 'utf8', maxBuffer: 64 << 20, timeout: 240_000, ...options});
    if (done.error)
        throw done.error;
    return done;
}

// Smaller than the usual one, so that lists are quickly made in a sanitizer build, and folders quickly copied.
const size = ['--employers', '60', '--candidates', '400', '--needs', '40'];

// The demo's folder, made once for each build of the program and copied for each test. Two that make it at the same
// time do not disturb each other: the first to finish wins.
function demoFolder() {
    const made = join(build, 'scratch', `demo-${Math.trunc(statSync(program).mtimeMs)}-${today}`);
    if (!existsSync(made)) {
        const making = join(makeScratch(), 'demo');
        const done = runProgram(['demo', '--data', making, '--today', today, ...size]);
        assert.equal(done.status, 0, `ypsilon demo: ${done.stderr}`);
        try {
            renameSync(making, made);
        } catch (error) {
            if (!existsSync(made))
                throw error;
        }
        rmSync(dirname(making), {recursive: true, force: true});
    }
    return made;
}

export function copyDemo(to) {
    cpSync(demoFolder(), to, {recursive: true});
}

// {data, args, day}: data is a folder to serve, the caller's own; without it, a fresh copy of the demo that goes away again
// with the server. args go to `ypsilon serve` as they are, env beside what stands in ours.
export async function startServer({data, args = [], day = today, env = {}} = {}) {
    const scratch = data === undefined ? makeScratch() : null;
    if (scratch) {
        data = join(scratch, 'data');
        copyDemo(data);
    }
    const child = spawn(program, ['serve', '--data', data, '--port', '0', '--today', day, ...args],
        {stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, ...env}});
    let said = '';
    let ended = null;
    for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', text => said += text);
    child.on('error', error => said += String(error));
    const gone = new Promise(done => child.on('close', (status, signal) => done(ended = {status, signal})));
    // Whatever happens to the test, the server does not outlive it.
    const endAtOnce = () => child.kill('SIGKILL');
    process.once('exit', endAtOnce);

    let port = 0;
    for (const until = Date.now() + readySeconds * 1000; !port && !ended && Date.now() < until; await sleep(20))
        port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1] ?? 0);
    if (!port) {
        child.kill('SIGKILL');
        await gone;
        throw new Error(`the server did not start:\n${said}`);
    }
    return {
        port,
        data,
        pid: child.pid,
        origin: `http://127.0.0.1:${port}`,
        said: () => said,
        // Ends the server as an operator would, and fails if it does not end well or a sanitizer had something to say.
        async stop() {
            child.kill('SIGTERM');
            const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
            await gone;
            clearTimeout(late);
            process.removeListener('exit', endAtOnce);
            if (scratch)
                rmSync(scratch, {recursive: true, force: true});
            assert.deepEqual(ended, {status: 0, signal: null}, `the server ended badly:\n${said}`);
            assert.doesNotMatch(said, /Sanitizer|runtime error:/, 'a sanitizer complained');
        },
        // Ends it as a power cut would.
        async kill() {
            child.kill('SIGKILL');
            await gone;
            process.removeListener('exit', endAtOnce);
        },
    };
}
