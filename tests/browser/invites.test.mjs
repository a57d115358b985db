// SPDX-License-Identifier: EUPL-1.2
// An invitation from the link that is passed on to the account it makes, and shutting that one out; each page judged in
// Norwegian and English.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

let server;
let browser;
before(async () => {
    server = await startServer();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

for (const lang of ['nb', 'en'])
    test(`an invitation in ${lang}`, async () => {
        const client = await logIn(server, 'employer');
        await client.setLanguage(lang);
        await client.get('/users');
        await client.submit({name: 'Ola Oppdiktet Kollega', email: `kollega-${lang}@firma.example`});
        const made = client.page.path;
        const link = /http:\/\/\S+\/invite\/[0-9a-f-]+/.exec(client.page.text)[0];
        const own = await openWindow(browser, server, {lang});
        await takeCookies(own, client);
        await (await visit(own, made, 'users_invite_link')).close();
        await (await visit(own, '/users', 'users-invited')).close();

        const guest = await openWindow(browser, server, {lang});
        const page = await visit(guest, new URL(link).pathname, 'invite');
        await Promise.all([page.waitForNavigation(), page.locator('main form button[type=submit]').click()]);
        await judgePage(guest, page, 'invite-problems');
        await page.fill('#f-password', 'blå sykkel i høstregn');
        await page.fill('#f-again', 'blå sykkel i høstregn');
        await Promise.all([page.waitForURL('**/login'), page.locator('main form button[type=submit]').click()]);
        guest.problems.length = 0; // a refused form logs its own status
        await guest.context.close();

        const users = await client.get('/users');
        await (await visit(own, users.links(/disable$/).at(-1).href, 'user_disable')).close();
        assert.deepEqual(own.problems, []);
        await own.context.close();
    });
