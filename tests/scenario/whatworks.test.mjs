// SPDX-License-Identifier: EUPL-1.2
// What works: visits are written down, and every number on the page is counted again from the exported lines, the lines from
// what the test did and from the change log.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {textOf} from './lib/page.mjs';
import {runProgram, startServer, today} from './lib/server.mjs';
import {dayInNorway} from './year/days.mjs';
import {replay} from './year/recount.mjs';

const period = 'from=10.02.2016&to=28.02.2016';
const days = date => Math.round(Date.parse(date) / 86_400_000);
const visited = new Map(); // employer → the first day
let server;
let office;
let employers; // ids
before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
    const found = await office.get('/search?q=as&in=employers');
    employers = found.links(/^\/employers\/\d+$/).map(link => link.href.split('/').pop());
    assert.ok(employers.length > 30);
});
after(() => server?.stop());

async function write(employer, values) {
    await office.get(`/activities/new?employer=${employer}`);
    const form = {form: '/activities/new'};
    await office.submit({kind: 'visit', state: 'held', ...values}, form);
    if (office.page.status === 422)
        await office.submit({contact: '1'}, form);
    assert.match(office.page.path, /^\/activities\/\d+$/, `${office.page.status} ${office.page.text.slice(0, 600)}`);
}

async function csv(path) {
    const answer = await office.request('GET', path);
    assert.equal(answer.status, 200);
    const [, ...lines] = answer.body.replace(/^\ufeff/, '').trim().split('\r\n').map(line => line.split(';')
        .map(field => field.replace(/^"|"$/g, '').replaceAll('""', '"')));
    return lines;
}

test('visits are written down', async () => {
    for (const [i, employer] of employers.slice(0, 16).entries()) {
        const day = `2016-02-${String(12 + i % 14).padStart(2, '0')}`;
        await write(employer, {day: day.split('-').reverse().join('.')});
        visited.set(employer, day);
    }
    await write(employers[0], {day: '27.02.2016'}); // again: the first day counts
    await write(employers[17], {kind: 'note', day: '15.02.2016', note: 'Sett på nettsidene deres.'}); // a note reaches nobody
    await write(employers[18], {day: '15.02.2016', state: 'cancelled'});
    await write(employers[19], {kind: 'call', day: '31.03.2016'}); // after the period
});

test('the exported lines are what was done and what the log tells', async () => {
    const rows = await csv(`/results/what-works-rows.csv?${period}`);
    const visits = rows.filter(([way]) => way === 'Besøk');
    const reached = visits.filter(([, group]) => group === 'Nådd');
    assert.deepEqual(Object.fromEntries(reached.map(row => [row[2], row[5]])), Object.fromEntries(visited));
    // By day, then id; the others by lot, with days in the same proportions.
    const others = visits.filter(([, group]) => group === 'Ikke nådd');
    const starts = [...visited.values()].sort();
    const lot = id => BigInt.asUintN(64, BigInt(id) * 0x9E3779B97F4A7C15n);
    const anybody = new Set(rows.filter(([, group]) => group === 'Nådd').map(row => row[2]));
    assert.ok(others.length > 20 && others.every(row => !anybody.has(row[2])));
    assert.deepEqual(others.map(row => row[2]), others.map(row => row[2]).sort((a, b) => lot(a) < lot(b) ? -1 : 1));
    assert.deepEqual(others.map(row => row[5]), others.map((_, j) => starts[Math.floor(j * starts.length / others.length)]));
    assert.ok(!others.some(row => [employers[0]].includes(row[2])));

    const done = runProgram(['changes', '--data', server.data], {maxBuffer: 1 << 30});
    const lines = done.stdout.split('\n').filter(Boolean).map(line => JSON.parse(line));
    const {hires} = replay(lines);
    const known = new Map(lines.filter(line => line.noun === 'employer' && line.verb === 'insert')
        .map(line => [line.row, dayInNorway(line.at)]));
    assert.ok(others.every(row => known.get(row[2]) <= starts[0]));
    const opened = [];
    const states = new Map();
    for (const line of lines.filter(line => line.noun === 'need' && line.facts?.state)) {
        if (line.facts.state === 'open' && (states.get(line.row) ?? 'draft') === 'draft')
            opened.push({need: line.row, employer: line.facts.employer, on: dayInNorway(line.at)});
        states.set(line.row, line.facts.state);
    }
    const begun = [...hires.values()].filter(hire => hire.state === 'confirmed').map(hire => ({employer: hire.employer, on: hire.start}));
    const answer = (events, employer, start, window) => {
        const from = days(start), to = from + window;
        if (to >= days(today))
            return 'ikke observert ennå';
        return events.some(e => e.employer === employer && days(e.on) >= from && days(e.on) <= to) ? 'ja' : 'nei';
    };
    for (const [, , employer, , name, start, need, hire] of visits) {
        assert.equal(need, answer(opened, employer, start, 90), `${name} from ${start}: needs`);
        assert.equal(hire, answer(begun, employer, start, 180), `${name} from ${start}: hires`);
    }
    assert.ok(visits.some(row => row[6] === 'ja') && visits.some(row => row[6] === 'nei'), 'there is something to count');
    assert.ok(visits.some(row => row[7] === 'ja'), 'and hires');
});

// Wilson's interval, from the formula in its other form: the roots of (p − x)² = z² x (1 − x) / n.
function wilson(k, n) {
    const z2 = 1.959963984540054 ** 2, p = k / n;
    const a = 1 + z2 / n, b = -(2 * p + z2 / n), c = p * p, root = Math.sqrt(b * b - 4 * a * c);
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)];
}

test('the page and its table are the lines, counted', async () => {
    const rows = await csv(`/results/what-works-rows.csv?${period}`);
    const table = await csv(`/results/what-works.csv?${period}`);
    const page = await office.get(`/results/what-works?${period}`);
    const plain = text => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
    const shown = page.all('tr').map(node => plain(textOf(node))).filter(line => line.startsWith('Besøk'));
    for (const [outcome, column, title] of [[0, 6, 'Meldte behov innen 90 dager'], [1, 7, 'Ansatte innen 180 dager']]) {
        const count = group => {
            const of = rows.filter(row => row[0] === 'Besøk' && row[1] === group && row[column] !== 'ikke observert ennå');
            return [of.length, of.filter(row => row[column] === 'ja').length];
        };
        const [n, k] = count('Nådd'), [m, l] = count('Ikke nådd');
        const line = table.find(row => row[0] === 'Besøk' && row[2] === title);
        assert.deepEqual(line.slice(1).filter((_, i) => i !== 1).map(Number), [visited.size, n, k, m, l]);
        assert.ok(n >= 10, 'enough to tell a share');
        const percent = x => `${(x * 100 < 9.95 && x > 0 ? (x * 100).toFixed(1).replace('.', ',') : (x * 100).toFixed(0))} %`;
        const [low, high] = wilson(k, n), [otherLow, otherHigh] = wilson(l, m);
        const p = k / n, q = l / m;
        const below = p - q - Math.hypot(p - low, otherHigh - q), above = p - q + Math.hypot(high - p, q - otherLow);
        const points = x => (x > 0 ? '+' : x < 0 ? '−' : '') + percent(Math.abs(x)).slice(0, -2);
        const zero = (x, happened, all) => happened === 0 && x === low ? 0 : happened === all && x === high ? 1 : x;
        for (const text of [`Besøk ${visited.size} ${visited.size - n} ${k} av ${n}`, percent(p),
            `(${percent(zero(low, k, n))}–${percent(zero(high, k, n))})`, `${l} av ${m}`, percent(q),
            `${points(p - q)} (fra ${points(below)} til ${points(above)})`])
            assert.ok(shown[outcome].includes(text), `${title}: "${text}" in "${shown[outcome]}"`);
    }
    assert.match(page.text, /ikke hva som var årsaken/);
    const drawings = page.all('svg', a => a.role === 'img');
    assert.ok(drawings.length >= 2);
    for (const svg of drawings)
        for (const id of svg.attributes['aria-labelledby'].split(' '))
            assert.ok(textOf(page.first('*', a => a.id === id)).length > 3, id);
});

test('only closed windows count, and few are not made a share of', async () => {
    const rows = await csv('/results/what-works-rows.csv?from=31.03.2016&to=01.04.2016');
    const calls = rows.filter(([way, group]) => way === 'Telefonsamtale' && group === 'Nådd');
    assert.deepEqual(calls.map(row => [row[2], row[5], row[7]]), [[employers[19], '2016-03-31', 'ikke observert ennå']]);
    const page = await office.get('/results/what-works?from=31.03.2016&to=01.04.2016');
    assert.match(page.text, /for få til å si noe/);
    const empty = await office.get('/results/what-works?from=01.01.2016&to=02.01.2016');
    assert.match(empty.text, /Ingen ble nådd i denne perioden/);
    assert.equal((await office.get('/results/what-works?from=tull&to=01.01.1900')).status, 200);
});

test('it is the office\'s', async () => {
    for (const role of ['adviser', 'employer', 'candidate', 'steering']) {
        const client = await logIn(server, role);
        for (const path of ['/results/what-works', '/results/what-works.csv', '/results/what-works-rows.csv'])
            assert.equal((await client.request('GET', path)).status, 403, `${role} ${path}`);
    }
});
