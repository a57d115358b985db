// SPDX-License-Identifier: EUPL-1.2
// Addresses on hold and what a contact sees of unsubscribing, with something in them.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {Client} from '../scenario/lib/client.mjs';
import {openImap} from '../scenario/lib/imap.mjs';
import {invite} from '../scenario/lib/journey.mjs';
import {openMailbox} from '../scenario/lib/mailbox.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

const bounce = readFileSync(new URL('../unit/inbound/returned-postfix.eml', import.meta.url), 'latin1');
let box, imap, server, browser, link;
before(async () => {
    [box, imap] = [await openMailbox(), await openImap()];
    server = await startServer({args: [...box.args, ...imap.args]});
    browser = await openBrowser();
    const [employer, office] = [await logIn(server, 'employer'), await logIn(server, 'office')];
    for (const name of ['nora', 'nils'])
        await invite(employer, name, `${name}.nykollega@et-langt-navn-paa-en-virksomhet.example`);
    await office.get('/employers/new');
    await office.submit({name: 'Avmeldingsprøven AS', stage: 'met'}, {form: ['name', 'orgnr', 'stage']});
    const firm = /^\/employers\/\d+/.exec(office.page.path)[0];
    await office.get(`${firm}/contacts/new`);
    await office.submit({name: 'Kari', email: 'kari@firma.example', role: 'leader', informed: 'yes', informed_on: '01.08.2016',
        informed_how: 'told'}, {form: `${firm}/contacts/new`});
    await office.get(`/mailings/new?query=${encodeURIComponent('q=Avmeldingsprøven')}`);
    await office.submit({}, {form: '/mailings/new'});
    const mailing = /^\/mailings\/\d+/.exec(office.page.path)[0];
    await office.get(`${mailing}/text`);
    await office.submit({subject: 'Nytt', body: 'Hei!'}, {form: `${mailing}/text`});
    await office.get(`${mailing}/send`);
    await office.submit({}, {form: `${mailing}/send`});
    const to = who => box.mails.find(m => m.receiver.startsWith(who));
    await box.waitFor(() => to('nora') && to('nils') && to('kari'));
    link = new URL(to('kari').headers.get('list').unsubscribe.url).pathname;
    for (const name of ['nora', 'nils'])
        imap.put(bounce.replaceAll(/ypsilon\.\d+\.[0-9a-f]{16}/g, /ypsilon\.\d+\.[0-9a-f]{16}/.exec(to(name).messageId)[0]));
    for (const until = Date.now() + 30_000; !/2 adresser på vent/.test((await office.get('/outbox/holds')).text);)
        assert.ok(Date.now() < until, 'two addresses on hold');
});
after(async () => {
    await browser?.close();
    await imap?.close();
    await box?.close();
});

for (const [lang, words] of [['nb', {release: /^Frigi/, stop: 'Stopp informasjonen', again: 'Send meg informasjon igjen'}],
    ['en', {release: /^Release/, stop: 'Stop the information', again: 'Send me information again'}]])
    test(`holds and unsubscribing in ${lang}`, async () => {
        const client = await logIn(server, 'office');
        await client.setLanguage(lang);
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        const page = await visit(window, '/outbox/holds', 'holds-filled');
        await Promise.all([page.waitForNavigation(), page.getByRole('button', {name: words.release}).first().click()]);
        await judgePage(window, page, 'holds-released');
        await page.close();

        const visitor = new Client(server);
        await visitor.setLanguage(lang);
        const outside = await openWindow(browser, server, {lang});
        await takeCookies(outside, visitor);
        const asks = await visit(outside, link, 'unsubscribe');
        await asks.getByRole('button', {name: words.stop}).focus();
        await Promise.all([asks.waitForNavigation(), asks.keyboard.press('Enter')]);
        await judgePage(outside, asks, 'unsubscribe-done');
        await Promise.all([asks.waitForNavigation(), asks.getByRole('button', {name: words.again}).click()]);
        assert.match(await asks.locator('main').innerText(), lang === 'nb' ? /igjen/ : /again/);
        await asks.close();
    });

test('the server has been well', () => server.stop());
