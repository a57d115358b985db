// SPDX-License-Identifier: EUPL-1.2
// Runs every test program and sums up what they say: node tests/run.mjs [--quick] [NAME…]
// The programs are those that Meson knows (unit tests, replays of the fuzzers' corpora) and every *.test.mjs under
// tests. $YPSILON_BUILD names the build to test, build/check if unset.
import {spawn, spawnSync} from 'node:child_process';
import {createWriteStream, existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {availableParallelism, cpus} from 'node:os';
import {dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

import {readTap} from './lib/tap.mjs';

const top = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(top);
const build = resolve(process.env.YPSILON_BUILD ?? 'build/check');
const logs = join(build, 'logs');
const detailsMost = 60; // lines shown of one failure; the log has them all
const nodeLimit = 1800; // seconds for one *.test.mjs: only what hangs; every page in a real browser takes minutes
// What takes longest, in this order, goes before all else, so that no single one is left running at the end.
const longest = ['browser/pages_en', 'browser/pages_nb', 'twins', 'scenario/slow_http', 'test_match_fast', 'scenario/faults',
    'scenario/year', 'scenario/access_matrix', 'browser/imports', 'fuzz_match', 'test_match_world', 'test_class_import'];

const environment = {
    ...process.env,
    YPSILON_BUILD: build,
    ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=0:strict_string_checks=1:detect_stack_use_after_return=1',
    UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
    CMOCKA_MESSAGE_OUTPUT: 'TAP',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
};
delete environment.NODE_OPTIONS;

function programsOfMeson() {
    const told = spawnSync('meson', ['introspect', '--tests', build], {encoding: 'utf8'});
    if (told.status !== 0)
        throw new Error(`meson introspect: ${told.stderr || told.error}`);
    return JSON.parse(told.stdout).map(test => ({
        name: test.name,
        command: test.cmd,
        environment: test.env,
        folder: test.workdir ?? build,
        limit: test.timeout,
    }));
}

function programsOfNode(folder) {
    if (!existsSync(folder))
        return [];
    return readdirSync(folder).filter(file => file.endsWith('.test.mjs')).sort().map(file => ({
        name: join(folder, file).replace(/^tests\//, '').replace(/\.test\.mjs$/, ''),
        command: [process.execPath, '--test-reporter=tap', join(folder, file)],
        environment: {},
        folder: top,
        limit: nodeLimit,
    }));
}

const running = new Set();
function endAll(signal) {
    for (const child of running)
        endGroup(child, signal);
}
// A test program may have started servers and browsers; they are of its process group.
function endGroup(child, signal) {
    try {
        process.kill(-child.pid, signal);
    } catch {
        // already gone
    }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
        endAll('SIGKILL');
        process.exit(1);
    });

function runProgram(program) {
    return new Promise(done => {
        const begun = Date.now();
        const log = createWriteStream(join(logs, program.name.replaceAll('/', '-') + '.log'));
        const child = spawn(program.command[0], program.command.slice(1), {
            cwd: program.folder,
            env: {...environment, ...program.environment},
            stdio: ['ignore', 'pipe', 'pipe'],
            detached: true,
        });
        running.add(child);
        const lines = [];
        let late = false;
        const limit = setTimeout(() => {
            late = true;
            endGroup(child, 'SIGKILL');
        }, program.limit * 1000);
        for (const [stream, error] of [[child.stdout, false], [child.stderr, true]]) {
            let rest = '';
            stream.setEncoding('utf8');
            stream.on('data', text => {
                log.write(text);
                const parts = (rest + text).split('\n');
                rest = parts.pop();
                for (const part of parts)
                    lines.push({text: part, error});
            });
            stream.on('end', () => {
                if (rest !== '')
                    lines.push({text: rest, error});
            });
        }
        const finish = (status, signal) => {
            clearTimeout(limit);
            running.delete(child);
            endGroup(child, 'SIGKILL');
            log.end();
            done({program, seconds: (Date.now() - begun) / 1000, ...readTap(lines, {status, signal, late})});
        };
        child.on('error', error => {
            lines.push({text: String(error), error: true});
            finish(-1, null);
        });
        // A server left running would hold the pipes open: once the program itself is gone, so is its group.
        child.on('exit', () => setTimeout(() => endGroup(child, 'SIGKILL'), 2000).unref());
        child.on('close', finish);
    });
}

function show(done) {
    const parts = [`${done.passed} passed`];
    if (done.failed)
        parts.push(`${done.failed} FAILED`);
    if (done.skipped)
        parts.push(`${done.skipped} skipped`);
    console.log(`${done.program.name.padEnd(32)} ${parts.join(', ')} (${done.seconds.toFixed(1)} s)`);
    for (const failure of done.failures) {
        console.log(`    not ok: ${failure.name}`);
        for (const line of failure.lines.slice(0, detailsMost))
            console.log(`    | ${line}`);
        if (failure.lines.length > detailsMost)
            console.log(`    | … ${failure.lines.length - detailsMost} more lines in the log`);
    }
    for (const skip of done.skips)
        console.log(`    skipped: ${skip}`);
}

const names = process.argv.slice(2).filter(argument => argument !== '--quick');
const folders = [...(process.argv.includes('--quick') ? [] : ['tests/browser']), 'tests/scenario', 'tests'];
let programs = [...folders.flatMap(programsOfNode), ...programsOfMeson()];
if (names.length > 0)
    programs = programs.filter(program => names.some(name => program.name.includes(name)));
const place = program => (longest.indexOf(program.name) + longest.length + 1) % (longest.length + 1);
programs.sort((a, b) => place(a) - place(b));

rmSync(logs, {recursive: true, force: true});
mkdirSync(logs, {recursive: true});
const sum = {passed: 0, failed: 0, skipped: 0};
const waiting = [...programs];
async function work() {
    for (let program; (program = waiting.shift());) {
        const done = await runProgram(program);
        show(done);
        for (const key of Object.keys(sum))
            sum[key] += done[key];
    }
}
// One more than there are cores: mails and hosts that dawdle are waited for, a whole minute in one program.
const workers = 1 + (typeof availableParallelism === 'function' ? availableParallelism() : cpus().length);
await Promise.all(Array.from({length: workers}, work));
if (sum.failed > 0)
    console.log(`\nWhat each program said in full: ${relative(top, logs)}`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
