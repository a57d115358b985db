// SPDX-License-Identifier: EUPL-1.2
// An import from choosing the file to taking it back, and a need drafted from a job ad; each page on the way judged, in
// Norwegian and English.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {advert} from '../scenario/lib/adverts.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

let server;
let browser;
before(async () => {
    server = await startServer();
    browser = await openBrowser();
});
after(() => browser?.close());

const firms = [
    'Firma;Org.nr;Antall ansatte;Postnr;Kommunenummer;Adresse',
    'Oppdiktet Bakeri med et svært langt navn som ingen har fått plass til på en telefon AS;974760673;12;3044;0602;Oppdiktet gate 1',
    'شركة وهمية للتنظيف AS;889640782;;3400;0626;Oppdiktet vei 2',
    'Feil Nummer AS;123456789;3;3044;0602;Feil vei 1',
    'Utenfor Regionen AS;971032081;3;0150;0301;Langt borte 1',
].join('\n');

const press = (page, text) => Promise.all([page.waitForLoadState('load'), page.getByRole('button', {name: text}).click()]);

// The worker has done what it was asked to.
const rested = page => page.waitForFunction(() => !document.querySelector('#work progress'), null, {timeout: 60_000});

for (const [lang, words] of [
    ['nb', {look: 'Se på filen', again: 'Vis forhåndsvisningen på nytt', read: 'Les hele filen',
        apply: /^Importer/, revert: 'Ta importen tilbake'}],
    ['en', {look: 'Look into the file', again: 'Show the preview anew', read: 'Read the whole file',
        apply: /^Import (one|\d)/, revert: 'Take the import back'}]])
    test(`an import in ${lang}`, async () => {
        const client = await logIn(server, 'office');
        await client.setLanguage(lang);
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        const page = await visit(window, '/imports/new/employers', 'import_new-upload');
        await page.locator('input[type=file]').setInputFiles({name: 'virksomheter.csv', mimeType: 'text/csv', buffer: Buffer.from(firms)});
        await press(page, words.look);
        assert.match(page.url(), /\/imports\/\d+$/);
        await judgePage(window, page, 'import-preview');
        // The mapping by keyboard: the preview follows.
        const mode = page.locator('input[type=radio][value=create]');
        await page.locator('summary', {hasText: lang === 'nb' ? 'Valg' : 'Choices'}).press('Enter');
        await mode.focus();
        await Promise.all([page.waitForResponse(/mode=create/), mode.press('Space')]);
        await page.waitForFunction(() => document.querySelector('#preview input[name=mode]')?.value === 'create');
        assert.ok(await mode.evaluate(field => field === document.activeElement), 'the focus stays where it was');
        await press(page, words.read);
        await rested(page);
        await judgePage(window, page, 'import-ready');
        assert.match(await page.locator('.import-figures').innerText(), /4/);
        await (await visit(window, new URL(page.url()).pathname + '/faults', 'import_faults')).close();
        await (await visit(window, new URL(page.url()).pathname + '/rows?which=created', 'import_rows')).close();
        await press(page, words.apply);
        await rested(page);
        await judgePage(window, page, 'import-applied');
        await press(page, words.revert);
        await rested(page);
        await judgePage(window, page, 'import-reverted');
        assert.deepEqual(window.problems, []);
        await window.context.close();
    });

for (const lang of ['nb', 'en'])
    test(`a refused file and a drafted need in ${lang}`, async () => {
        const client = await logIn(server, 'office');
        await client.setLanguage(lang);
        const window = await openWindow(browser, server, {lang});
        await takeCookies(window, client);
        const upload = async (name, bytes) => {
            const {fields} = (await client.get('/imports/new/jobs')).form('/imports');
            await client.upload('/imports', fields, [['file', name, bytes]]);
            const path = client.page.path;
            if (client.page.forms.some(form => form.action === `${path}/read`))
                await client.submit({}, {form: `${path}/read`});
            const page = await window.context.newPage();
            await page.goto(path);
            await rested(page);
            return page;
        };
        const broken = await upload('avbrutt.json', '[{"uuid": "x", "status": ');
        await judgePage(window, broken, 'import-refused');
        await broken.close();
        const page = await upload('annonse.json', JSON.stringify(advert({uuid: `annonse-${lang}`})));
        await press(page, lang === 'nb' ? /^Importer/ : /^Import (one|\d)/);
        await rested(page);
        await client.get('/needs?state=draft&sort=created&dir=down&q=truckf%C3%B8rer');
        const [need] = client.page.links(/^\/needs\/\d+$/);
        await (await visit(window, need.href, 'need-from-ad')).close();
        await (await visit(window, `${need.href}/edit/requirements`, 'need_requirements-from-ad')).close();
        assert.deepEqual(window.problems, []);
        await window.context.close();
    });

test('the server ends well', async () => {
    await server.stop();
});
