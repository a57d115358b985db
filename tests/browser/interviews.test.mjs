// SPDX-License-Identifier: EUPL-1.2
// An interview from the offer to the person's yes, as the employer, the person and the adviser see it; each page judged in
// Norwegian and English.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from '../scenario/lib/accounts.mjs';
import {answer, ask, present, refer} from '../scenario/lib/journey.mjs';
import {startServer} from '../scenario/lib/server.mjs';
import {judgePage, openBrowser, openWindow, takeCookies, visit} from './lib/browser.mjs';

let server;
let browser;
let referral;
before(async () => {
    server = await startServer();
    browser = await openBrowser();
    const [adviser, employer, candidate] = [await logIn(server, 'adviser'), await logIn(server, 'employer'),
        await logIn(server, 'candidate')];
    const name = (await candidate.get('/me')).heading;
    await adviser.get(`/candidates?q=${encodeURIComponent(name)}`);
    const person = adviser.page.links(/^\/candidates\/\d+$/).find(link => link.text === name).href.split('/')[2];
    for (const need of (await employer.get('/needs?state=open')).links(/^\/needs\/\d+$/).map(link => link.href.split('/')[2])) {
        await adviser.get(`/referrals?need=${need}&person=${person}&show=all`);
        if (adviser.page.links(/^\/referrals\/\d+$/).length > 0)
            continue; // the demo has it
        referral = await refer(adviser, need, person);
        break;
    }
    await ask(adviser, referral);
    await answer(adviser, referral, true);
    await present(adviser, referral);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

async function windowOf(role, lang) {
    const client = await logIn(server, role);
    await client.setLanguage(lang);
    const window = await openWindow(browser, server, {lang});
    await takeCookies(window, client);
    return {client, window};
}

for (const [lang, hour] of [['nb', '09.00'], ['en', '11.00']])
    test(`an interview in ${lang}`, async () => {
        const presented = referral.replace('/referrals/', '/presented/');
        const {window: employers} = await windowOf('employer', lang);
        const {window: persons} = await windowOf('candidate', lang);
        const {window: advisers} = await windowOf('adviser', lang);

        let page = await visit(employers, `${presented}/interviews`, 'interview-offer');
        await Promise.all([page.waitForNavigation(), page.locator('main form[data-guard] button[type=submit]').click()]);
        await judgePage(employers, page, 'interview-offer-problems');
        for (const [name, value] of [['on_0', '26.9.2016'], ['at_0', hour], ['on_1', '31.10.2016'], ['at_1', hour],
            ['place', 'Lageret, port 2'], ['bring', 'Attester']])
            await page.fill(`#f-${name}`, value);
        await Promise.all([page.waitForNavigation(), page.locator('main form[data-guard] button[type=submit]').click()]);
        await judgePage(employers, page, 'interview-offered');
        const change = await page.locator('main a[href$="/change"]').last().getAttribute('href');
        employers.problems.length = 0; // a refused form logs its own status
        await page.close();
        await (await visit(employers, change, 'interview_change')).close();
        await (await visit(employers, presented, 'presented-interviews')).close();

        page = await visit(persons, change.replace('/interviews', '/me/interviews').replace('/change', ''), 'me_interview');
        const yes = page.locator('main form[action$="/answer"] button').first(); // by keyboard
        await yes.focus();
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
        await judgePage(persons, page, 'me_interview-answered');
        await page.close();
        await (await visit(advisers, `${referral}/interviews`, 'referral_interviews')).close();
        for (const window of [employers, persons, advisers]) {
            assert.deepEqual(window.problems, []);
            await window.context.close();
        }
    });
