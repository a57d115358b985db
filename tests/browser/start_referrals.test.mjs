// SPDX-License-Identifier: EUPL-1.2
// Starting referrals by keyboard: all shown are ticked without leaving the page, one is taken out, the rest are started. And
// the page that tells of another agency, judged in both languages.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies} from './lib/browser.mjs';

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

const boxes = page => page.locator('input[name=person][type=checkbox]');
const values = page => boxes(page).evaluateAll(list => list.map(box => box.value));

async function windowOf(role, lang, which = 0) {
    const client = await logIn(server, role, {which});
    await client.setLanguage(lang);
    const window = await openWindow(browser, server, {lang});
    await takeCookies(window, client);
    return {client, window, page: await window.context.newPage()};
}

async function openNeeds(client) {
    await client.get('/needs?state=open');
    return [...new Set(client.page.links(/^\/needs\/\d+$/).map(link => link.href))];
}

test('all shown but one, by keyboard', async () => {
    const {client, window, page} = await windowOf('adviser', 'nb');
    const [need] = await openNeeds(client);
    await page.goto(`${need}?class=ready`);
    const before = await values(page);
    assert.ok(before.length > 2);
    const address = page.url();
    await page.locator('a[data-tick]').focus();
    await page.keyboard.press('Enter');
    assert.equal(page.url(), address, 'the page was not left');
    assert.equal(await boxes(page).evaluateAll(list => list.filter(box => box.checked).length), before.length);
    await boxes(page).first().focus();
    await page.keyboard.press('Space');
    await page.locator('#start-referrals button').focus();
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.deepEqual((await values(page)).slice(0, 1), before.slice(0, 1), 'who was taken out can be ticked again');
    assert.equal(await page.locator('.candidate-referral').count() >= before.length - 1, true);
    await judgePage(window, page, 'need-started-adviser');
    assert.deepEqual(window.problems, []);
    await window.context.close();
});

for (const [index, lang] of ['nb', 'en'].entries())
    test(`somebody with whom another agency works, in ${lang}`, async () => {
        const ours = await windowOf('adviser', lang);
        const theirs = await windowOf('adviser', lang, 1);
        const need = (await openNeeds(ours.client))[1 + index];
        await ours.page.goto(`${need}?show=200`);
        await theirs.page.goto(`${need}?show=200`);
        const known = await values(ours.page);
        const both = (await values(theirs.page)).find(id => known.includes(id));
        assert.ok(both, 'the demo has people with two agencies');
        for (const {page} of [ours, theirs]) {
            await page.locator(`input[name=person][value="${both}"]`).check();
            await Promise.all([page.waitForNavigation(), page.locator('#start-referrals button').click()]);
        }
        await judgePage(theirs.window, theirs.page, 'need-elsewhere-adviser');
        assert.equal(await boxes(theirs.page).isChecked(), false);
        await boxes(theirs.page).check();
        await Promise.all([theirs.page.waitForNavigation(), theirs.page.locator('main form button[type=submit]').click()]);
        assert.equal(new URL(theirs.page.url()).pathname, need);
        for (const {window} of [ours, theirs])
            await window.context.close();
    });
