// SPDX-License-Identifier: EUPL-1.2
// Referrals in a real browser: a card of the board is dragged, or moved by keyboard, and what the rules forbid is told; and
// one referral's page, where several forms stand side by side.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {openBrowser, openWindow, takeCookies} from './lib/browser.mjs';

let server;
let browser;
let page;
before(async () => {
    server = await startServer();
    browser = await openBrowser();
    const window = await openWindow(browser, server);
    await takeCookies(window, await logIn(server, 'adviser'));
    page = await window.context.newPage();
});
after(async () => {
    await browser?.close();
    await server.stop();
});

const column = work => page.locator(`[data-work="${work}"]`);
const cards = work => column(work).locator('[data-card]');
const pathOf = card => card.locator('.board-who a').getAttribute('href');
const holds = async (work, path) => await column(work).locator(`a[href="${path}"]`).count() === 1;

test('a card is dragged to another column', async () => {
    await page.goto('/referrals?view=board');
    const card = cards('considered').first();
    const path = await pathOf(card);
    await Promise.all([page.waitForNavigation(), card.dragTo(column('contacted').locator('h2'), {sourcePosition: {x: 15, y: 50}})]);
    assert.match(page.url(), /view=board/);
    assert.ok(await holds('contacted', path));
});

test('a card dropped where it was stays, and nothing is sent', async () => {
    await page.goto('/referrals?view=board');
    let sent = 0;
    page.on('request', request => sent += request.method() === 'POST');
    await cards('considered').first().dragTo(column('considered').locator('h2'), {sourcePosition: {x: 15, y: 50}});
    await page.waitForTimeout(300);
    assert.equal(sent, 0);
});

test('a card is moved by keyboard alone, and is where one goes on', async () => {
    await page.goto('/referrals?view=board');
    const card = cards('considered').first();
    const path = await pathOf(card);
    await card.locator('select').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.ok(await holds('contacted', path));
    assert.match(new URL(page.url()).hash, /^#move-\d+$/);
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement.closest('[data-card]')?.querySelector('.board-who a').getAttribute('href'));
    assert.equal(at, path);
});

test('what the rules forbid is not done, and says why', async () => {
    await page.goto('/referrals?view=board');
    const card = cards('considered').first();
    const path = await pathOf(card);
    await Promise.all([page.waitForNavigation(), card.dragTo(column('offered').locator('h2'), {sourcePosition: {x: 15, y: 50}})]);
    assert.match(await page.locator('main').innerText(), /Presenter personen først/);
    await Promise.all([page.waitForNavigation(), page.getByRole('link', {name: 'Tilbake til siden du kom fra'}).click()]);
    assert.ok(await holds('considered', path));
});

test('of several forms the one with a mistake is sent again without being asked', async () => {
    let asked = 0;
    page.on('dialog', dialog => {
        asked++;
        return dialog.accept();
    });
    const next = page.locator('form[action$="/next"]');
    await page.goto('/referrals?work=considered');
    await Promise.all([page.waitForNavigation(), page.locator('th a').first().click()]);
    await next.locator('[name=next_step]').fill('Ring');
    await Promise.all([page.waitForNavigation(), next.locator('button').first().click()]);
    assert.equal(await page.evaluate(() => document.activeElement.hasAttribute('data-issues')), true, 'the summary has focus');
    await next.locator('[name=next_on]').fill('9.9.2016');
    await Promise.all([page.waitForNavigation(), next.locator('button').first().click()]);
    assert.match(await page.locator('main').innerText(), /Neste steg er satt/);
    assert.equal(asked, 0);
    // What is typed in one and not sent is asked about before another is.
    await next.locator('[name=next_step]').fill('Ring igjen');
    await Promise.all([page.waitForNavigation(), page.locator('form[action$="/work"] button').click()]);
    assert.equal(asked, 1);
});
