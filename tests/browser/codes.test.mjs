// SPDX-License-Identifier: EUPL-1.2
// One-time codes from turning them on to logging in with one, each page on the way judged; Norwegian and English.
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import test, {after, before} from 'node:test';

import {logIn, readAccounts} from '../scenario/lib/accounts.mjs';
import {serverNow, startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

let server;
let browser;
before(async () => {
    server = await startServer();
    browser = await openBrowser();
});
after(() => browser?.close());

// RFC 6238 with SHA-1, six digits, 30 seconds.
function oneTimeCode(secret) {
    const bits = [...secret.replace(/[^A-Z2-7]/g, '')]
        .map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(serverNow() / 30_000)));
    const mac = createHmac('sha1', key).update(counter).digest();
    const at = mac[19] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const press = (page, action) => Promise.all([
    page.waitForResponse(answer => answer.request().method() === 'POST'),
    page.locator(`form[action="${action}"] button[type=submit]`).first().click(),
]).then(([answer]) => answer.status());

for (const [lang, role] of [['nb', 'steering'], ['en', 'mentor']])
    test(`one-time codes in ${lang}`, async () => {
        const client = await logIn(server, role);
        await client.setLanguage(lang);
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        const judge = name => judgePage(window, page, name);

        let page = await visit(window, '/account/codes', 'account_codes');
        const secret = await page.locator('.secret').innerText();
        await page.locator('#f-code').fill('000000');
        assert.equal(await press(page, '/account/codes'), 422);
        await judge('account_codes-problems');
        assert.equal(await page.locator('.secret').innerText(), secret, 'the secret stays while the code is corrected');
        await page.locator('#f-code').fill(oneTimeCode(secret));
        assert.equal(await press(page, '/account/codes'), 200);
        await judge('account_codes-recovery');
        const recovery = await page.locator('.recovery-codes code').allInnerTexts();
        assert.equal(recovery.length, 10);
        await page.close();

        await (await visit(window, '/account', 'account-codes-on')).close();
        await (await visit(window, '/account/codes/recovery', 'account_recovery')).close();
        await (await visit(window, '/account/codes/off', 'account_codes_off')).close();

        // Anew, as somebody who knows the password only.
        await window.context.clearCookies();
        await window.context.addCookies([{name: 'lang', value: lang, url: server.origin}]);
        page = await window.context.newPage();
        await page.goto('/login');
        const {password, of} = readAccounts(server);
        await page.locator('#f-email').fill(of[role][0]);
        await page.locator('#f-password').fill(password);
        await press(page, '/login');
        await judge('login_code');
        await page.locator('#f-code').fill('000000');
        assert.equal(await press(page, '/login/code'), 422);
        await judge('login_code-problems');
        await page.locator('#f-code').fill(recovery[3]);
        assert.equal(await press(page, '/login/code'), 303);
        await page.waitForURL('/');
        assert.deepEqual(window.problems, []);
        await window.context.close();
    });

test('the server ends well', async () => {
    await browser.close();
    await server.stop();
});
