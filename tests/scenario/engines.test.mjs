// SPDX-License-Identifier: EUPL-1.2
// The fast engine answers as the plain one does: the same pages to everybody, the same output of `ypsilon match`.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {logIn, readAccounts} from './lib/accounts.mjs';
import {copyDemo, makeScratch, runProgram, startServer, today} from './lib/server.mjs';

const engines = ['plain', 'fast'];
const scratch = makeScratch();
const folder = engine => join(scratch, engine);
let servers;
before(async () => {
    for (const engine of engines)
        copyDemo(folder(engine));
    servers = await Promise.all(engines.map(engine => startServer({data: folder(engine), args: ['--engine', engine]})));
});
after(async () => {
    await Promise.all((servers ?? []).map(server => server.stop()));
    rmSync(scratch, {recursive: true, force: true});
});

// One page as both servers give it, without what is drawn anew for every session or answer.
// Nor which change a page of a list was made from: what servers do by themselves they do when it suits them.
const drawn = [/(name="(?:csrf|once)" value=)"[^"]*"/g, /(nonce=)"[^"]*"/g, /(&amp;seen=)\d+/g];
const stillPart = body => drawn.reduce((text, pattern) => text.replace(pattern, '$1'), body);

class Both {
    constructor(clients) {
        this.clients = clients;
    }

    static async logIn(role, options) {
        return new Both(await Promise.all(servers.map(server => logIn(server, role, options))));
    }

    // Gives the page, which is the same of both.
    async get(path) {
        const [plain, fast] = await Promise.all(this.clients.map(client => client.get(path)));
        assert.equal(plain.status, 200, path);
        assert.equal(fast.status, 200, path);
        assert.equal(stillPart(fast.body), stillPart(plain.body), `${path} is the same`);
        return plain;
    }

    async submit(values, options) {
        await Promise.all(this.clients.map(client => client.submit(values, options)));
        return this.clients[0].page;
    }
}

const idsOf = (page, noun) => [...new Set(page.links(new RegExp(`^/${noun}/\\d+$`)).map(link => link.href))];

test('both give the same pages to those who state needs and fill them', async () => {
    const {of} = readAccounts(servers[0]);
    let ranked = 0;
    let banded = 0;
    for (const role of ['adviser', 'employer', 'office'])
        for (let which = 0; which < of[role].length; which++)
            for (const lang of which === 0 ? ['nb', 'en'] : ['nb']) {
                const both = await Both.logIn(role, {which, lang});
                await both.get('/');
                for (const path of idsOf(await both.get('/needs'), 'needs')) {
                    const page = await both.get(path);
                    ranked += idsOf(page, 'candidates').length;
                    banded += /\d+[–-]\d+/.test(page.text);
                }
            }
    assert.ok(ranked > 20, `${ranked} ranked candidates were compared`);
    assert.ok(banded > 3, `${banded} pages with bands were compared`);
});

test('both follow a change, and give the same candidates and explanations', async () => {
    const both = await Both.logIn('adviser');
    const needs = idsOf(await both.get('/needs'), 'needs');
    const cards = [];
    for (const path of needs)
        cards.push(await both.get(path));
    const people = [...new Set(cards.flatMap(card => idsOf(card, 'candidates')))];
    assert.ok(people.length > 5, `${people.length} candidates are ranked`);
    for (const path of people.slice(0, 5))
        await both.get(path);

    // Who spoke well speaks hardly at all now.
    for (const path of people.slice(0, 5)) {
        const page = await both.get(`${path}/edit/languages`);
        if (page.form(['version', 'languages']).names.has('language_0_speaking'))
            await both.submit({language_0_speaking: 'A1'}, {form: ['version', 'languages'], button: 'go=next'});
    }
    let changed = 0;
    for (const card of cards)
        changed += (await both.get(card.path)).text !== card.text;
    assert.ok(changed > 0, 'the change is seen on the pages');
});

test('both give the same lists of candidates', async () => {
    const both = await Both.logIn('adviser');
    const filters = [
        '', 'q=an', 'has=time:day', 'has=time:evening&has=time:weekend', 'has=licence:B', 'has=licence:B&least=documented',
        'has=language:nor:speaking:B1', 'has=language:nor:speaking:A2&has=language:eng:reading:B1&any=1', 'has=occupation:5223:12',
        'has=share:50-100', 'has=share:20-40&has=time:day', 'has=free:2016-10-01', 'has=free:2026-09-01&has=share:100-100&q=a',
        'has=occupation:5223:1&has=licence:B&has=time:day&has=share:80-100&has=free:2016-12-01&any=1', 'has=free:2095-01-01',
        'elsewhere=yes', 'elsewhere=no', 'elsewhere=yes&has=time:day&has=licence:B&any=1&q=a', 'show=ended'];
    let seconds = 0, rows = 0;
    for (const filter of filters)
        for (const sort of ['', 'sort=newest', 'sort=met']) {
            const page = await both.get(`/candidates?${[filter, sort].filter(Boolean).join('&')}`);
            rows += idsOf(page, 'candidates').length;
            const [next] = page.all('a', a => a.rel === 'next');
            if (next === undefined)
                continue;
            const second = await both.get(next.attributes.href.replaceAll('&amp;', '&'));
            assert.ok(idsOf(second, 'candidates').every(id => !idsOf(page, 'candidates').includes(id)), second.path);
            seconds++;
        }
    assert.ok(rows > 500 && seconds > 10, `${rows} rows and ${seconds} second pages were compared`);
});

test('both give the same output of match', async () => {
    const both = await Both.logIn('adviser');
    const numbers = idsOf(await both.get('/needs'), 'needs').map(path => path.split('/').at(-1));
    let rows = 0;
    const json = ['--class', 'ready,ask,not-now', '--top', '200', '--json'];
    const texts = [['--class', 'ready,ask,reachable,not-now', '--top', '200'], ['--class', 'ask', '--top', '3', '--lang', 'nb']];
    for (const [i, number] of numbers.entries())
        for (const args of i < 2 ? [json, ...texts] : [json]) {
            const [plain, fast] = engines.map(engine => runProgram(['match', number, ...args, '--engine', engine,
                '--data', folder(engine), '--today', today]));
            assert.equal(fast.status, plain.status, `match ${number} ${args}: ${fast.stderr}`);
            assert.equal(fast.stdout, plain.stdout, `match ${number} ${args}`);
            assert.equal(fast.stderr, plain.stderr);
            rows += args.includes('--json') && plain.status === 0 ? JSON.parse(plain.stdout).candidates.length : 0;
        }
    assert.ok(rows > 50, `${rows} candidates were compared`);
});
