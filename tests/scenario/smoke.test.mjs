// SPDX-License-Identifier: EUPL-1.2
// From a start to an end and to a start again: what a newcomer's first minutes rest on.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';

import {top} from '../lib/tree.mjs';
import {logIn, readAccounts} from './lib/accounts.mjs';
import {Client, sendRaw, readAnswers} from './lib/client.mjs';
import {copyDemo, makeScratch, startServer} from './lib/server.mjs';

const scratch = makeScratch();
const data = join(scratch, 'data');
let server;

test('it starts on the demo and names its address and accounts', async () => {
    copyDemo(data);
    server = await startServer({data});
    const {of} = readAccounts(server);
    assert.deepEqual(Object.keys(of).sort(), ['adviser', 'candidate', 'employer', 'mentor', 'office', 'steering']);
    assert.ok(of.adviser.length >= 2);
});

test('the first page is there, with everything it is made of', async () => {
    const client = new Client(server);
    const page = await client.get('/');
    assert.equal(page.status, 200);
    const files = [...page.all('link', a => ['stylesheet', 'icon', 'preload'].includes(a.rel)).map(n => n.attributes.href),
        ...page.all('script', a => a.src !== undefined).map(n => n.attributes.src)];
    assert.ok(files.length >= 3, `files: ${files}`);
    for (let i = 0; i < files.length; i++) {
        assert.match(files[i], /^\/assets\/[\w.-]+$/, 'a file of ours');
        const answer = await client.request('GET', files[i]);
        assert.equal(answer.status, 200, files[i]);
        assert.match(answer.headers['cache-control'], /immutable/);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        const again = await client.request('GET', files[i], {headers: {'If-None-Match': answer.headers.etag}});
        assert.equal(again.status, 304);
        // What a style sheet asks for is there as well, and ours.
        if (/css/.test(answer.headers['content-type']))
            for (const [, address] of answer.body.matchAll(/url\(["']?(?!data:)([^"')]+)["']?\)/g))
                if (!files.includes(new URL(address, server.origin + files[i]).pathname))
                    files.push(new URL(address, server.origin + files[i]).pathname);
    }
});

test('every role logs in and has something to do', async () => {
    for (const role of Object.keys(readAccounts(server).of)) {
        const client = await logIn(server, role);
        const page = await client.get('/');
        assert.equal(page.status, 200, role);
        assert.ok(page.links(/^\/(?!login)\w/).length > 0, `${role} has somewhere to go`);
    }
});

test('what the header leads to answers, and marks the part one is in', async () => {
    const menus = {
        office: ['/', '/employers', '/candidates', '/needs', '/referrals', '/hires', '/activities', '/mailings', '/results/what-works'],
        adviser: ['/', '/candidates', '/needs', '/referrals', '/hires', '/activities', '/employers'],
    };
    const begins = {office: 10, adviser: 5, employer: 0, candidate: 0, steering: 0, mentor: 0};
    const header = page => page.all('nav', a => a.class === 'site-nav')[0];
    const links = (page, node) => page.all('a', (a, link) => within(node, link));
    const within = (node, link) => (node?.children ?? []).some(child => child === link || within(child, link));
    for (const [role, count] of Object.entries(begins)) {
        const client = await logIn(server, role);
        const page = await client.get('/');
        if (menus[role])
            assert.deepEqual(links(page, header(page)).map(node => node.attributes.href), menus[role], role);
        const fresh = links(page, page.all('details', a => a.class === 'account fresh')[0]).map(node => node.attributes.href);
        assert.equal(fresh.length, count, `${role} can begin ${fresh}`);
        for (const path of fresh)
            assert.equal((await client.get(path)).status, 200, `${role} ${path}`);
    }
    const office = await logIn(server, 'office');
    for (const [path, part] of [['/events', '/activities'], ['/tasks', '/activities'], ['/surveys', '/mailings'], ['/flags', '/mailings'],
        ['/letters', '/mailings'], ['/networks', '/employers'], ['/results/what-works', '/results/what-works']]) {
        const page = await office.get(path);
        const here = links(page, header(page)).filter(node => node.attributes['aria-current'] !== undefined);
        assert.deepEqual(here.map(node => node.attributes.href), [part], path);
    }
    const sent = ['/mailings', '/letters', '/surveys'];
    for (const path of sent) {
        const page = await office.get(path);
        assert.deepEqual(sent.filter(other => page.links().every(link => link.href !== other)), [], `${path} leads to the others`);
    }
});

// Switching the account's language is a write that shows after a restart.
async function languageOf(role) {
    return (await (await logIn(server, role)).get('/')).lang;
}

test('what was written is there after a stop and a start', async () => {
    const client = await logIn(server, 'office');
    assert.equal(await languageOf('office'), 'nb');
    await client.setLanguage('en');
    await server.stop();
    server = await startServer({data});
    assert.equal(await languageOf('office'), 'en');
});

test('what was written is there after a power cut', async () => {
    const client = await logIn(server, 'mentor');
    await client.setLanguage('en');
    await server.kill();
    server = await startServer({data});
    assert.equal(await languageOf('mentor'), 'en');
    assert.equal(await languageOf('steering'), 'nb');
});

test('a request under way is answered when the server is told to stop', async () => {
    const host = `Host: 127.0.0.1:${server.port}\r\n`;
    const body = 'email=a&password=b';
    const pieces = [`POST /login HTTP/1.1\r\n${host}Content-Type: application/x-www-form-urlencoded\r\n` +
        `Content-Length: ${body.length}\r\n\r\n`, ...body];
    const sending = sendRaw(server.port, pieces, {gap: 60});
    await new Promise(done => setTimeout(done, 300));
    const stopping = server.stop();
    const [answer] = readAnswers((await sending).text);
    assert.equal(answer.status, 403, 'the form lacks its token, and that is said');
    await stopping;
});

test('./run says how it is called, and refuses what it does not know before it does anything', () => {
    const call = (...args) => spawnSync(join(top, 'run'), args, {encoding: 'utf8', env: {PATH: process.env.PATH}});
    const help = call('--help');
    assert.equal(help.status, 0);
    for (const option of ['--port', '--data', '--today'])
        assert.ok(help.stdout.includes(option), option);
    for (const [args, message] of [
        [['--prot', '1'], /unknown argument: --prot/], [['--port'], /--port needs a value/], [['--port='], /--port needs a value/],
        [['--port', 'x'], /takes a number/], [['now'], /unknown argument: now/],
    ]) {
        const done = call(...args);
        assert.equal(done.status, 2, `${args}`);
        assert.match(done.stderr, message);
        assert.match(done.stderr, /Usage/);
        assert.equal(done.stdout, '');
    }
    assert.equal(spawnSync(join(top, 'check'), ['--nope'], {encoding: 'utf8'}).status, 2);
});

test('the scratch folder is cleared', () => rmSync(scratch, {recursive: true}));
