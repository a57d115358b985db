// SPDX-License-Identifier: EUPL-1.2
// Every page of pages.mjs, as every role it is for, in one language, at a desk's and a phone's width.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../../scenario/lib/accounts.mjs';
import {Client} from '../../scenario/lib/client.mjs';
import {startServer} from '../../scenario/lib/server.mjs';
import {pages} from '../pages.mjs';
import {judgePage, openBrowser, openWindow, takeCookies} from './browser.mjs';

const triesMost = 20; // links of a kind that are followed

// The first way through links of the row's kinds that ends at an answer with the row's status: not everything in a list
// is the role's to change.
async function findPath(client, row) {
    const follow = async (path, patterns) => {
        if (patterns.length === 0) {
            const {status} = await client.request('GET', path + (row.then ?? ''));
            return status === (row.status ?? 200) ? path + (row.then ?? '') : null;
        }
        const page = await client.get(path);
        for (const {href} of page.links(patterns[0]).slice(0, triesMost)) {
            const found = await follow(href, patterns.slice(1));
            if (found)
                return found;
        }
        return null;
    };
    const found = row.path ?? await follow(row.via[0], row.via.slice(1));
    assert.ok(found, `there is a way: ${row.via?.join(', ')} ${row.then ?? ''}`);
    return found;
}

export function judgeEveryPage(lang) {
    let server;
    let browser;
    before(async () => {
        server = await startServer();
        browser = await openBrowser();
    });
    after(() => browser?.close());

    for (const role of new Set(pages.flatMap(row => row.as))) {
        let client;
        let window;
        let page; // one tab for all rows, since opening one costs as much as judging a page
        test(`${role} has a session in ${lang}`, async () => {
            client = role === 'public' ? new Client(server) : await logIn(server, role);
            await client.setLanguage(lang);
            window = await openWindow(browser, server, {lang});
            await takeCookies(window, client);
        });
        for (const row of pages.filter(row => row.as.includes(role)))
            test(`${row.route}${row.name ? ` (${row.name})` : ''} as ${role} in ${lang}`, async () => {
                page ??= await window.context.newPage();
                let judged = false;
                try {
                    const answer = await page.goto(await findPath(client, row));
                    assert.equal(answer.status(), row.status ?? 200);
                    if (row.act)
                        await row.act(page);
                    await judgePage(window, page, [row.route, row.name, role].filter(Boolean).join('-'));
                    judged = true;
                } finally {
                    if (!judged) { // what stands there is none of the next row's
                        await page.close();
                        page = undefined;
                    }
                    window.problems.length = 0;
                }
            });
    }

    test('the server ends well', async () => {
        await browser.close();
        await server.stop();
    });
}
