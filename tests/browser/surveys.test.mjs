// SPDX-License-Identifier: EUPL-1.2
// A survey answered by keyboard alone from the link in the mail, in both languages and on a phone; each page judged.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {openMailbox} from '../scenario/lib/mailbox.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow} from './lib/browser.mjs';

let server, browser, box, links;
before(async () => {
    box = await openMailbox();
    server = await startServer({args: box.args});
    browser = await openBrowser();
    const office = await logIn(server, 'office');
    const open = (await office.get('/surveys?state=open')).links(/^\/surveys\/\d+$/)[0].href;
    const emails = [...(await office.get(`${open}/asked`)).text.matchAll(/\S+@\S+/g)].slice(0, 2).map(([email]) => email);
    await office.get('/question-sets/new');
    await office.submit({template: 'after-kick-off'});
    const set = office.page.path.match(/\d+/)[0];
    await office.get(`/surveys/new?set=${set}`);
    await office.submit({name: 'Prøve', audience: 'contacts', contacts: emails.join('\n')}, {form: '/surveys'});
    await office.submit({}, {form: /\/open$/});
    await box.wait(2);
    links = box.mails.map(mail => new URL(/https:\/\/\S+\/link\/survey-\S+/.exec(mail.text)[0]).pathname);
});
after(async () => {
    await browser?.close();
    await server?.stop();
    await box?.close();
});

// Presses Tab until the element that has the focus fits.
async function tabTo(page, selector) {
    for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(wanted => document.activeElement.matches(wanted), selector))
            return;
    }
    assert.fail(`Tab does not reach ${selector} on ${page.url()}`);
}
const press = async (page, key) => Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);

for (const [i, lang] of ['nb', 'en'].entries())
    test(`a survey is answered by keyboard in ${lang}`, async () => {
        const guest = await openWindow(browser, server, {lang});
        const page = await guest.context.newPage();
        await page.goto(links[i]);
        assert.equal(new URL(page.url()).pathname, '/survey', 'the secret is out of the address');
        await judgePage(guest, page, 'survey_answer');
        await tabTo(page, 'button[value=next]');
        await press(page, 'Enter');
        await judgePage(guest, page, 'survey_answer-problems');
        assert.ok(await page.evaluate(() => document.activeElement.hasAttribute('data-issues')), 'the summary has the focus');
        for (const group of await page.locator('main form fieldset').all()) {
            const name = await group.locator('input').first().getAttribute('name');
            await tabTo(page, `input[name=${name}]`);
            await page.keyboard.press('Space');
        }
        await tabTo(page, 'button[value=next]');
        await press(page, 'Enter');
        assert.match(page.url(), /\/survey\?page=2$/);
        await judgePage(guest, page, 'survey_answer-last');
        await tabTo(page, 'input[type=checkbox]');
        await page.keyboard.press('Space');
        await tabTo(page, 'textarea');
        await page.keyboard.type('Ta en telefon en dag');
        await press(page, 'Control+Enter');
        await judgePage(guest, page, 'survey_answer-thanks');
        assert.equal(await page.locator('h1').innerText(), lang === 'nb' ? 'Takk for svaret' : 'Thank you for your answer');
        await page.goto('/survey?page=1');
        assert.ok(await page.locator('main form fieldset input').first().isChecked(), 'what was answered stands there');
        assert.deepEqual(guest.problems, []);
        await guest.context.close();
    });
