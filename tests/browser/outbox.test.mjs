// SPDX-License-Identifier: EUPL-1.2
// The outbox with something in it: a notice that waits, one that has nowhere to go, and one that still cannot go.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {ask, enrol, invite, openNeed, refer} from '../scenario/lib/journey.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

let server;
let browser;
before(async () => {
    server = await startServer();
    browser = await openBrowser();
    const [adviser, employer] = [await logIn(server, 'adviser'), await logIn(server, 'employer')];
    await invite(employer, 'Nora Nykollega', 'nora@example.org');
    await ask(adviser, await refer(adviser, await openNeed(employer), await enrol(adviser)));
});
after(() => browser?.close());

for (const [lang, words] of [['nb', {again: 'Send på nytt', none: /fortsatt ingen e-postadresse/}],
    ['en', {again: 'Send again', none: /still no e-mail address/}]])
    test(`the outbox in ${lang}`, async () => {
        const client = await logIn(server, 'office');
        await client.setLanguage(lang);
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        const list = await visit(window, '/outbox?state=waiting&state=no-address', 'outbox-filled');
        const [nowhere, waiting] = await list.locator('tbody th a').evaluateAll(links => links.map(link => link.getAttribute('href')));
        await list.close();
        await (await visit(window, waiting, 'outbox_notice-waiting')).close();
        const page = await visit(window, nowhere, 'outbox_notice-no-address');
        await Promise.all([page.waitForNavigation(), page.getByRole('button', {name: words.again}).click()]);
        await judgePage(window, page, 'outbox_notice-still-none');
        assert.match(await page.locator('main').innerText(), words.none);
        await page.close();
    });

test('the server has been well', () => server.stop());
