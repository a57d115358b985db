// SPDX-License-Identifier: EUPL-1.2
// The programme's counts on every screen: the same figures everywhere, released ones alone for those outside, and a step
// through the pages that changes just what it should.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {textOf} from './lib/page.mjs';
import {makeScratch, runProgram, startServer, today} from './lib/server.mjs';

let server;
let office;
before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
});
after(() => server.stop());

function counts(...args) {
    const done = runProgram(['counts', '--json', '--data', server.data, '--today', today, ...args]);
    assert.equal(done.status, 0, done.stderr);
    return JSON.parse(done.stdout);
}

const number = text => Number(/^[\d\s\u00a0]+/.exec(text)?.[0].replace(/[\s\u00a0]/g, '') || NaN);
// The number whose words fit, of those that stand as large figures.
function figure(page, words) {
    const found = page.all('li').map(textOf).filter(text => /^\d/.test(text) && words.test(text));
    assert.equal(found.length, 1, `one figure with ${words} on ${page.path}: ${found.join(' | ')}`);
    return number(found[0]);
}
const cellsOf = row => row.children.filter(cell => cell.tag === 'td' || cell.tag === 'th').map(textOf);
const rowsOf = page => page.all('tr').map(cellsOf);
const goalOf = page => number(textOf(page.first('p', a => a.class === 'goal-figure')));

const stillOf = page => rowsOf(page).filter(([first]) => /^\d+ måneder$/.test(first))
    .map(([months, employed, observed]) => [number(months), number(employed) || 0, number(observed)]);

function assertHome(page, told) {
    assert.equal(figure(page, /lovet/), told.pledged);
    assert.equal(figure(page, /foreslått/), told.proposed);
    assert.equal(figure(page, /presentert/), told.presented);
    assert.equal(figure(page, /ansatt: bekreftet/), told.hired);
    assert.equal(goalOf(page), told.persons);
    assert.match(page.text, new RegExp(`av dem ${told.unposted} uten meldt behov`));
    assert.deepEqual(stillOf(page),
        told.still_employed.map(at => [at.months, at.employed, at.observed]));
    const behind = told.line - told.persons;
    if (behind !== 0)
        assert.match(page.text, new RegExp(`${Math.abs(behind)} personer ${behind > 0 ? 'bak' : 'foran'} jevn fart`));
}

test('the office and advisers see the same figures as the command line tells', async () => {
    const told = counts();
    assert.ok(told.presented < told.proposed && told.hired > 5 && told.hired < told.presented && told.persons > 0, JSON.stringify(told));
    assert.ok(told.unposted > 0 && told.unposted < told.hired && told.reported > 0, JSON.stringify(told));
    assertHome(await office.get('/'), told);
    const adviser = await logIn(server, 'adviser');
    assertHome(await adviser.get('/'), told);
    assert.doesNotMatch(office.page.text, /ikke registrert her ennå/);
});

test('what waits is there, and leads to what is to be done', async () => {
    const adviser = await logIn(server, 'adviser');
    const page = await adviser.get('/');
    const steps = page.links(/^\/referrals\/\d+$/);
    assert.ok(steps.length > 0, 'the adviser has steps that are late');
    assert.equal((await adviser.get(steps[0].href)).status, 200);
    const home = await office.get('/');
    const reported = home.links(/^\/hires\?state=reported$/);
    assert.equal(number(reported[0]?.text ?? ''), counts().reported);
});

test('visitors, employers, candidates and the steering group see released figures only', async () => {
    const told = counts('--released');
    assert.equal(told.as_of, '2016-06-30');
    assert.equal(told.reported, undefined);
    assert.deepEqual(told.still_employed.flatMap(at => [at.observed % 5, at.employed % 5]), Array(8).fill(0));
    for (const key of ['pledged', 'proposed', 'presented', 'hired', 'unposted', 'persons', 'line'])
        assert.equal(told[key] % 5, 0, key);
    const visitor = new Client(server, {lang: 'nb'});
    const front = await visitor.get('/');
    assert.equal(goalOf(front), told.persons);
    assert.match(front.text, new RegExp(`Jevn fart ville gitt ${told.line} da`));
    assert.equal(figure(front, /lovet/), told.pledged);
    assert.deepEqual(stillOf(front), told.still_employed.filter(at => at.observed > 0).map(at => [at.months, at.employed, at.observed]));
    assert.equal(figure(front, /foreslått/), told.proposed);
    assert.equal(figure(front, /presentert/), told.presented);
    assert.equal(figure(front, /ansatt/), told.hired);
    assert.match(front.text, /Per 30\. juni 2016, avrundet til nærmeste fem/);
    assert.match(front.text, /Ingen blir bedt om å ansette uten behov eller kompetanse/);
    for (const role of ['employer', 'candidate', 'mentor', 'steering']) {
        const client = await logIn(server, role);
        const page = await client.get('/');
        const panel = textOf(page.first('section', a => a.class === 'panel goal-panel'));
        assert.equal(Number(/(\d+) av 1\D000/.exec(panel)?.[1]), told.persons, role);
        assert.doesNotMatch(page.text, /jevn fart ville gitt|ikke bekreftet/, role);
        assert.deepEqual(stillOf(page), role === 'steering' ? stillOf(front) : [], role);
        if (role !== 'steering')
            continue;
        const table = Object.fromEntries(rowsOf(page).map(([what, value]) => [what, number(value ?? '')]));
        assert.equal(table['Ansettelser, bekreftet og begynt'], told.hired);
        assert.equal(table['Av dem uten meldt behov'], told.unposted);
        assert.equal(table['Personer i arbeid som teller mot målet'], told.persons);
    }
});

test('a pledge stands against the hires of the employer, in the list and on its page', async () => {
    const list = await office.get('/employers?pledge=1');
    const pledge = /^(\d+) av (\d+)$/;
    const rows = rowsOf(list).filter(cells => cells.some(cell => pledge.test(cell)));
    assert.ok(rows.length > 5);
    let sum = 0;
    for (const {href, text} of list.links(/^\/employers\/\d+$/).slice(0, 8)) {
        const cells = rows.find(row => row.includes(text));
        const [hired, pledged] = pledge.exec(cells.find(cell => pledge.test(cell))).slice(1).map(Number);
        const page = await office.get(href);
        assert.equal(goalOf(page), hired, text);
        assert.match(textOf(page.first('p', a => a.class === 'goal-figure')), new RegExp(`av ${pledged}$`));
        sum += hired;
        const register = page.links(/^\/hires\?employer=\d+$/)[0];
        if (register)
            assert.equal((await office.get(register.href)).status, 200);
        else
            assert.equal(hired, 0, text);
    }
    assert.ok(sum <= counts().hired);
});

test('a hire that is confirmed moves from one figure to the other, and taken back it leaves', async () => {
    const was = counts();
    await office.get('/hires?state=reported');
    let hire = null;
    for (const {href} of office.page.links(/^\/hires\/\d+$/)) {
        await office.get(href);
        await office.submit({document_seen: '1'}, {form: `${href}/confirm`});
        const now = counts();
        assert.equal(now.reported, was.reported - 1, 'confirmed');
        hire = {href, begun: now.hired === was.hired + 1};
        assertHome(await office.get('/'), now);
        break;
    }
    assert.ok(hire, 'a hire waits to be confirmed');
    await office.get(`${hire.href}/take-back`);
    await office.submit({note: 'Meldt to ganger'}, {form: `${hire.href}/take-back`});
    const then = counts();
    assert.equal(then.reported, was.reported - 1);
    assert.equal(then.hired, was.hired, `begun: ${hire.begun}`);
    assert.equal(then.presented, was.presented);
    assertHome(await office.get('/'), then);
});

test('before the first release the front page says when it comes', async () => {
    const scratch = makeScratch();
    const data = join(scratch, 'data');
    const made = runProgram(['init', '--data', data, '--name', 'Nytt program', '--office', 'Kontoret', '--goal', '200', '--from', '2016-08-15',
        '--to', '2018-08-14', '--today', today]);
    assert.equal(made.status, 0, made.stderr);
    const young = await startServer({data});
    try {
        for (const [lang, words] of [['nb', /De første tallene kommer 1\. oktober 2016/], ['en', /The first figures come 1 October 2016/]]) {
            const client = new Client(young, {lang});
            await client.setLanguage(lang);
            const page = await client.get('/');
            assert.equal(page.status, 200);
            assert.match(page.text, words);
            assert.equal(page.all('p', a => a.class === 'goal-figure').length, 0, 'no bar without figures');
        }
    } finally {
        await young.stop();
        rmSync(scratch, {recursive: true, force: true});
    }
});
