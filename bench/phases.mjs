// SPDX-License-Identifier: EUPL-1.2
// Where a ranking's time goes: perf looks two thousand times a second, addr2line names the functions that stand there once they are
// taken apart again, and each is counted for the phase that it belongs to. Called by bench/run with the program, built with debug
// information, and its arguments; no bar.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

const [program, ...sizes] = process.argv.slice(2);
const set = process.env.KERNEL ?? 'avx512';
const needs = ['two-requirements', 'no-shoulds', 'shoulds-3', 'shoulds-50', 'shoulds-97', '64-requirements', 'none-ready',
    'hardly-any-not-missing', 'all-ready', 'all-ready-shoulds-50'];
const scratch = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'ypsilon-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));

// The first of these among the functions at a place, from the innermost on, is the phase.
const phases = [
    ['bitmaps', new RegExp('^(?:fast_need_task|requirement_pages|page_of|page_valid|terms_\\w+|join\\w*|list_put|share_met|start_met|' +
        'slices_of|scratch_take|kernel_(?:or|and|at|above)\\w*|number_compare|segment_set)$')],
    ['verdicts', /^(?:classes_judge)$/],
    ['weights', /^(?:score_count)$/],
    ['missing', /^(?:musts_count)$/],
    ['compare', /^(?:compare_\w+)$/],
    ['count', /^(?:block_count)$/],
    ['keep', /^(?:class_offer|best_\w+|sink|row_\w+|key_make|counter_read|kernel_rank)$/],
];
const phaseOf = functions => {
    for (const f of functions)
        for (const [name, pattern] of phases)
            if (pattern.test(f))
                return name;
    return 'rest';
};

// Every address once, with the functions that were put into each other there.
function functionsAt(addresses) {
    const out = spawnSync('addr2line', ['-a', '-i', '-f', '-e', program],
        {input: addresses.join('\n'), encoding: 'utf8', maxBuffer: 1 << 28}).stdout;
    const found = new Map();
    let at, isFunction;
    for (const line of out.split('\n'))
        if (/^0x[0-9a-f]{16}$/.test(line)) {
            found.set(at = BigInt(line), []);
            isFunction = true;
        } else if (at !== undefined && line !== '') {
            if (isFunction)
                found.get(at).push(line.replace(/\..*/, ''));
            isFunction = !isFunction;
        }
    return found;
}

const child = spawn(program, sizes, {stdio: ['pipe', 'pipe', 'inherit']});
const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
const next = async () => {
    for (;;) {
        const {value, done} = await lines.next();
        if (done)
            throw new Error('the program ended');
        if (!value.startsWith('#'))
            return value;
    }
};

const names = [...phases.map(([name]) => name), 'rest'];
console.log(`| need | µs | ${names.join(' | ')} |`);
for (const need of needs) {
    child.stdin.write(`${set} ${need}\n`);
    if (await next() !== 'ranking')
        throw new Error(`no ${set} here`);
    const file = join(scratch, 'perf.data');
    const perf = spawn('perf', ['record', '-q', '-o', file, '-F', '1999', '-e', 'cpu-clock:u', '-p', `${child.pid}`], {stdio: 'ignore'});
    const [, us] = (await next()).split(' ');
    perf.kill('SIGINT');
    await new Promise(done => perf.on('close', done));
    const shown = spawnSync('perf', ['script', '-i', file, '-F', 'ip,sym,symoff,dso', '--show-mmap-events'],
        {encoding: 'utf8', maxBuffer: 1 << 28});
    const map = /PERF_RECORD_MMAP2? .*\[0x([0-9a-f]+)\(0x[0-9a-f]+\) @ (?:0x)?([0-9a-f]+) .*r-xp .*bench_phases/.exec(shown.stdout);
    const base = map ? BigInt(`0x${map[1]}`) - BigInt(`0x${map[2]}`) : 0n;
    const hits = new Map();
    let all = 0;
    for (const [, ip, rest] of shown.stdout.matchAll(/^\s+([0-9a-f]+) (.*)$/gm)) {
        const key = rest.includes('bench_phases') ? BigInt(`0x${ip}`) - base : -1n;
        hits.set(key, (hits.get(key) ?? 0) + 1);
        all++;
    }
    if (all === 0)
        throw new Error('perf saw nothing: give more seconds, or see whether it may look at all');
    const functions = functionsAt([...hits.keys()].filter(at => at >= 0n).map(at => `0x${at.toString(16)}`));
    const sums = Object.fromEntries(names.map(name => [name, 0]));
    for (const [at, times] of hits)
        sums[phaseOf(functions.get(at) ?? [])] += times;
    const share = n => `${Math.round(n / all * 100)} %`;
    console.log(`| ${need} | ${Math.round(us)} | ${names.map(name => share(sums[name])).join(' | ')} |`);
}
child.stdin.end();
