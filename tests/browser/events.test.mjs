// SPDX-License-Identifier: EUPL-1.2
// Signing up and answering by the links of the mails, and ticking who is there on a phone, with a net that fails for a while.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {openMailbox} from '../scenario/lib/mailbox.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

const site = 'https://ypsilon.region.example';
let server;
let browser;
let box;
before(async () => {
    box = await openMailbox();
    server = await startServer({args: [...box.args, '--site', site]});
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
    await box?.close();
});
const send = page => Promise.all([page.waitForNavigation(), page.locator('main form button[type=submit]').last().click()]);
const linkTo = async (address, purpose) => {
    const found = () => box.mails.map(mail => mail.receiver === address && new RegExp(`${site}(/link/${purpose}-\\S+)`).exec(mail.text)?.[1])
        .find(Boolean);
    await box.waitFor(found);
    return found();
};

for (const lang of ['nb', 'en'])
    test(`a sign-up, confirmed and answered anew, in ${lang}`, async () => {
        const window = await openWindow(browser, server, {lang});
        const address = `gjest-${lang}@annet.example`;
        let page = await window.context.newPage();
        await page.goto('/public/events');
        await page.locator('main a[href^="/public/events/"]').first().click();
        await page.fill('#f-name', 'ليلى Æble');
        await page.fill('#f-organisation', 'Prøvebruket');
        await page.fill('#f-email', address);
        await send(page);
        await judgePage(window, page, 'public_event-signed');
        await page.close();
        page = await visit(window, await linkTo(address, 'signup'), 'confirm_sign_up');
        await send(page);
        await judgePage(window, page, 'confirm_sign_up-done');
        await page.close();
        page = await visit(window, await linkTo(address, 'rsvp'), 'rsvp');
        await page.locator('input[name=answer][value=maybe]').check();
        await page.fill('#f-coming', '12');
        await send(page);
        await judgePage(window, page, 'rsvp-problems');
        await page.fill('#f-coming', '2');
        await send(page);
        await judgePage(window, page, 'rsvp-answered');
        await page.close();
        window.problems.length = 0; // a refused form logs its own status
        await window.context.close();
    });

test('ticks on a phone: at once, kept while the net is away, and once however often they are sent', async () => {
    const client = await logIn(server, 'office');
    await client.get('/events?state=held');
    const event = client.page.links(/^\/events\/\d+$/)[0].href;
    const present = async () => Number(/Til stede: (\d+)/.exec((await client.get(`${event}/attendance`)).text)[1]);
    const begun = await present();
    const window = await openWindow(browser, server, {lang: 'nb'});
    await takeCookies(window, client);
    const page = await window.context.newPage();
    await page.setViewportSize({width: 320, height: 700});
    await page.goto(`${event}/attendance`);
    const row = page.locator('.tick[aria-pressed=false]').first();
    assert.ok((await row.boundingBox()).height >= 44, 'a thumb hits it');
    const id = await row.evaluate(node => node.closest('[data-guest]').id);
    const tick = page.locator(`#${id} .tick`);
    let away = true;
    let tries = 0;
    await page.route('**/attendance/*', route => {
        tries++;
        return away ? route.abort() : route.continue();
    });
    await tick.click();
    assert.equal(await tick.getAttribute('aria-pressed'), 'true', 'it shows at once');
    await page.locator('.tick-trouble:not(:empty)').waitFor();
    assert.equal(await present(), begun);
    away = false;
    await page.locator(`#${id}:not([data-waiting])`).waitFor({timeout: 15_000});
    assert.ok(tries >= 2);
    assert.equal(await present(), begun + 1);
    assert.equal(await page.locator('[data-present]').textContent(), String(begun + 1));
    await tick.click(); // undo
    await page.locator(`#${id}:not([data-waiting])`).waitFor();
    assert.equal(await present(), begun);
    await page.close();
    window.problems.length = 0; // the net was away
    await window.context.close();
});
