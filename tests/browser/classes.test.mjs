// SPDX-License-Identifier: EUPL-1.2
// Classifications that are loaded, one with what another would change, and ESCO's skills beside need and profile; each
// judged in Norwegian and English.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {importFile, importText, occupations, writeEsco} from '../scenario/lib/classes.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

let server;
let browser;
before(async () => {
    server = await startServer();
    browser = await openBrowser();
    importText(server, 'styrk', 'one.json', occupations(2011, 'Butikkmedarbeidere'));
    importText(server, 'styrk', 'two.json', occupations(2023, 'Butikkmedarbeidere og andre som selger varer over disk'));
    importFile(server, 'esco', writeEsco());
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

for (const lang of ['nb', 'en'])
    test(`classifications in ${lang}`, async () => {
        const client = await logIn(server, 'office');
        await client.setLanguage(lang);
        const list = await client.get('/settings/classifications');
        const link = list.links(/^\/settings\/classifications\/\d+$/).find(one => one.text.includes('2011'));
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        await (await visit(window, '/settings/classifications', 'classifications-loaded')).close();
        await (await visit(window, link.href, 'classification')).close();
        assert.deepEqual(window.problems, []);
        await window.context.close();
    });

for (const lang of ['nb', 'en'])
    test(`skills of the occupation in ${lang}`, async () => {
        const client = await logIn(server, 'adviser');
        await client.setLanguage(lang);
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        let path;
        for (const {href} of (await client.get('/candidates')).links(/^\/candidates\/\d+$/)) {
            if (/name="offer" value="e/.test((await client.get(`${href}/edit/skills`)).body)) {
                path = `${href}/edit/skills`;
                break;
            }
        }
        assert.ok(path, 'somebody has worked in a shop');
        const page = await visit(window, path, 'profile_step-offers-closed');
        await page.locator('summary').last().click();
        await judgePage(window, page, 'profile_step-offers');
        assert.deepEqual(window.problems, []);
        await window.context.close();
    });
