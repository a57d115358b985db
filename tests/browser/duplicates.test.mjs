// SPDX-License-Identifier: EUPL-1.2
// Duplicates with something in them, and a change of many: found, side by side, merged and taken back.
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
    const office = await logIn(server, 'office');
    for (const name of ['Speilbilde AS', 'Speilbilde', 'Vrengebilde AS', 'Vrengebilde']) {
        await office.get('/employers/new');
        await office.submit({name, address: 'Speilveien 2', postal_code: '3015', email: `post@${name.split(' ')[0].toLowerCase()}.example`,
            ...(name.endsWith('AS') ? {stage: 'met', employees: '12'} : {pledged: '2', pledged_by: '31.12.2017'})},
        {form: ['orgnr', 'stage']});
        assert.match(office.page.path, /^\/employers\/\d+$/);
    }
});
after(() => browser?.close());

const press = (page, button) => Promise.all([page.waitForNavigation(), button.click()]);

for (const [lang, firm] of [['nb', 'Speilbilde'], ['en', 'Vrengebilde']])
    test(`duplicates in ${lang}`, async () => {
        const client = await logIn(server, 'office');
        await client.setLanguage(lang);
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        const list = await visit(window, '/duplicates', 'duplicates');
        const pair = await list.locator('tr', {hasText: firm}).locator('a').getAttribute('href');
        await list.close();
        const page = await visit(window, pair, 'duplicate');
        await press(page, page.locator('main form[action$="/apart"] button'));
        await page.goto(new URL('/duplicates/apart', page.url()).href);
        await judgePage(window, page, 'duplicates_apart');
        await press(page, page.locator('main form[action$="/together"] button').first());
        await page.goto(new URL(pair, page.url()).href);
        // A form of the one without a number, which is the one that goes.
        const late = await window.context.newPage();
        await late.goto(new URL('/employers?q=' + firm.toLowerCase(), page.url()).href);
        await late.getByRole('link', {name: firm, exact: true}).click();
        await late.goto(`${late.url()}/contacts/new`);
        await late.fill('#f-name', 'Siri Sen');
        // By keyboard: the other one's name, then Enter.
        await page.locator('input[name=name][value=kept]').focus();
        await page.keyboard.press('ArrowRight');
        assert.ok(await page.locator('input[name=name][value=gone]').isChecked());
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
        await judgePage(window, page, 'merge');
        await press(late, late.locator('main button[data-save]'));
        await judgePage(window, late, 'moved');
        await late.close();
        await press(page, page.locator('main form[action$="/undo"] button'));
        await judgePage(window, page, 'merge-undone');
        await page.close();
    });

test('the server has been well', () => server.stop());
