// SPDX-License-Identifier: EUPL-1.2
// Pages in real Chromium: looked at by axe, watched for errors, measured for width, and kept as a picture.
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

import {chromium} from 'playwright-core';

import {assertNone} from '../../lib/tree.mjs';
import {build} from '../../scenario/lib/server.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const pictures = join(build, 'pictures');
mkdirSync(pictures, {recursive: true});

const sizes = [{width: 1280, height: 800}, {width: 320, height: 640}];

// The one without a desktop's windows takes half as long for a page.
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

export function openBrowser() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? browsers.find(path => existsSync(path)),
        args: ['--disable-dev-shm-usage', '--force-color-profile=srgb', '--font-render-hinting=none'],
    });
}

// A browser's window on one server, with cookies of its own. Everything that goes wrong in its pages is collected in
// problems: script errors, refusals by the Content-Security-Policy, requests that fail or leave the server.
export async function openWindow(browser, server, {lang = 'nb'} = {}) {
    const context = await browser.newContext({
        baseURL: server.origin,
        locale: lang === 'nb' ? 'nb-NO' : 'en-GB',
        timezoneId: 'Europe/Oslo',
        viewport: sizes[0],
        reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(30_000);
    await context.addInitScript({content: axeSource}); // once for all pages: handing it over takes longer than running it
    const problems = [];
    const watch = page => {
        const at = () => page.url().replace(server.origin, '');
        page.on('console', message => {
            // What a page with an error status logs about itself is no fault of the page.
            const ownStatus = /^Failed to load resource: the server responded with a status of 4/.test(message.text()) &&
                message.location().url === page.url();
            if (['error', 'warning'].includes(message.type()) && !ownStatus)
                problems.push(`${at()}: ${message.text()}`);
        });
        page.on('pageerror', error => problems.push(`${at()}: ${error}`));
        page.on('requestfailed', request => {
            if (request.failure()?.errorText !== 'net::ERR_ABORTED')
                problems.push(`${at()}: ${request.url()} ${request.failure()?.errorText}`);
        });
        page.on('request', request => {
            if (!request.url().startsWith(server.origin + '/') && !request.url().startsWith('data:'))
                problems.push(`${at()}: asks for ${request.url()}`);
        });
    };
    context.on('page', watch);
    return {context, problems, lang, server};
}

// Makes the window that of somebody logged in: takes over the cookies of a client (scenario/lib).
export async function takeCookies(window, client) {
    await window.context.addCookies([...client.cookies].map(([name, value]) => ({name, value, url: window.server.origin})));
}

// Judges the page as it stands, at a desk's and a phone's width, and keeps pictures as NAME-lang-width.png. Asserts that
// there is nothing to say.
export async function judgePage(window, page, name) {
    const problems = [];
    await page.waitForLoadState('load');
    await page.evaluate(() => document.fonts.ready.then(() => true));
    for (const size of sizes) {
        await page.setViewportSize(size);
        await takePicture(page, join(pictures, `${name}-${window.lang}-${size.width}.png`));
        for (const problem of await judgeAsItIs(window, page))
            problems.push(`at ${size.width} px: ${problem}`);
    }
    await page.setViewportSize(sizes[0]);
    problems.push(...window.problems.splice(0));
    assertNone(problems, `problems of ${name} in ${window.lang}`);
}

// The whole page, packed loosely: half the work of page.screenshot().
async function takePicture(page, path) {
    const session = await page.context().newCDPSession(page);
    const {cssContentSize: {width, height}} = await session.send('Page.getLayoutMetrics');
    const {data} = await session.send('Page.captureScreenshot',
        {clip: {x: 0, y: 0, width, height, scale: 1}, captureBeyondViewport: true, optimizeForSpeed: true});
    await session.detach();
    writeFileSync(path, Buffer.from(data, 'base64'));
}

async function judgeAsItIs(window, page) {
    const problems = [];
    const found = await page.evaluate(tags => window.axe.run(document, {
        runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
    }), axeTags);
    for (const violation of found.violations)
        for (const node of violation.nodes)
            problems.push(`axe ${violation.id}: ${violation.help}: ${node.target.join(' ')}: ${node.html.slice(0, 200)}` +
                ` (${[...node.any, ...node.all, ...node.none].map(check => check.message).join('; ').slice(0, 300)})`);

    const seen = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        // What sticks out: not what scrolls inside a box of its own, but what such a box does not hold.
        const scrolls = element => {
            for (let e = element; e && e !== document.body; e = e.parentElement)
                if (getComputedStyle(e).position === 'absolute')
                    return false;
                else if (e !== element && getComputedStyle(e).overflowX !== 'visible')
                    return true;
            return false;
        };
        const sticksOut = e => e.getBoundingClientRect().right > limit + 1 && !scrolls(e);
        const holdsTooMuch = e => e.clientWidth > 0 && getComputedStyle(e).overflowX === 'visible' && !scrolls(e) &&
            e.scrollWidth > e.clientWidth + 1 && e.getBoundingClientRect().left + e.scrollWidth > limit + 1;
        const all = [...document.body.querySelectorAll('*')];
        const wide = document.documentElement.scrollWidth <= limit ? []
            : [...all.filter(sticksOut).slice(-3), ...all.filter(holdsTooMuch).slice(-2)]
                .map(e => e.outerHTML.slice(0, 120).replace(/\s+/g, ' '));
        const focusable = document.querySelector(
            'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]');
        return {
            scroll: document.documentElement.scrollWidth - limit, wide,
            lang: document.documentElement.lang, title: document.title, headings: document.querySelectorAll('h1').length,
            skip: focusable?.getAttribute('href') ?? '',
            skipsTo: document.querySelector((focusable?.getAttribute('href') ?? '#').replace(/^#?$/, 'none')) !== null,
            missing: [...document.images].filter(i => i.complete && i.naturalWidth === 0).map(i => i.src),
        };
    });
    if (seen.scroll > 0)
        problems.push(`scrolls sideways by ${seen.scroll} px: ${seen.wide.join(' | ')}`);
    if (seen.lang !== window.lang)
        problems.push(`is in ${seen.lang || 'no language'}`);
    if (seen.title.trim() === '')
        problems.push('has no title');
    if (seen.headings !== 1)
        problems.push(`has ${seen.headings} main headings`);
    if (!seen.skip.startsWith('#') || !seen.skipsTo)
        problems.push(`the first thing to reach does not lead to the main content but to ${seen.skip}`);
    for (const src of seen.missing)
        problems.push(`a picture is missing: ${src}`);
    return problems;
}

// Opens a path and judges it. Returns the page for more; the caller closes it.
export async function visit(window, path, name, {status = 200} = {}) {
    const page = await window.context.newPage();
    const answer = await page.goto(path);
    assert.equal(answer.status(), status, `${path} answers ${answer.status()}`);
    await judgePage(window, page, name);
    return page;
}
