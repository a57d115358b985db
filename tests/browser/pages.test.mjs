// SPDX-License-Identifier: EUPL-1.2
// Every page of pages.mjs, as every role it is for, in both languages, at a desk's and a phone's width.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {Client} from '../scenario/lib/client.mjs';
import {runProgram, startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies} from './lib/browser.mjs';
import {judgedElsewhere, noPages, pages} from './pages.mjs';

let server;
let browser;
const clients = new Map(); // role → its client, logged in
before(async () => {
    server = await startServer();
    browser = await openBrowser();
});
after(() => browser?.close());

test('every page has its row', () => {
    const told = runProgram(['routes', '--json']);
    assert.equal(told.status, 0, told.stderr);
    const routes = JSON.parse(told.stdout).filter(route => route.method === 'GET');
    const names = new Set([...pages.map(row => row.route), ...Object.keys(judgedElsewhere), ...noPages]);
    assert.deepEqual(routes.map(route => route.name).filter(name => !names.has(name)), [], 'without a row');
    assert.deepEqual([...names].filter(name => !routes.some(route => route.name === name)), [], 'without a route');
    for (const row of pages.filter(row => row.status === undefined))
        for (const role of row.as)
            assert.ok(routes.some(route => route.name === row.route && route.roles.includes(role)), `${row.route} is for ${role}`);
});

async function findPath(client, row) {
    let path = row.path ?? row.via[0];
    for (const pattern of row.via?.slice(1) ?? []) {
        const page = await client.get(path);
        const link = page.links(pattern)[0];
        assert.ok(link, `${path} has a link like ${pattern}`);
        path = link.href;
    }
    return path + (row.then ?? '');
}

for (const lang of ['nb', 'en'])
    for (const role of new Set(pages.flatMap(row => row.as))) {
        let window;
        test(`${role} has a session in ${lang}`, async () => {
            if (!clients.has(role))
                clients.set(role, role === 'public' ? new Client(server) : await logIn(server, role));
            const client = clients.get(role);
            await client.setLanguage(lang);
            window = await openWindow(browser, server, {lang});
            await takeCookies(window, client);
        });
        for (const row of pages.filter(row => row.as.includes(role)))
            test(`${row.route}${row.name ? ` (${row.name})` : ''} as ${role} in ${lang}`, async () => {
                const page = await window.context.newPage();
                const answer = await page.goto(await findPath(clients.get(role), row));
                assert.equal(answer.status(), row.status ?? 200);
                if (row.act)
                    await row.act(page);
                await judgePage(window, page, [row.route, row.name, role].filter(Boolean).join('-'));
                await page.close();
            });
    }

test('the server ends well', async () => {
    await browser.close();
    await server.stop();
});
