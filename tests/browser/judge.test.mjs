// SPDX-License-Identifier: EUPL-1.2
// The judge of pages is judged: a good page passes, and a page with one fault is refused for just that fault.
import assert from 'node:assert/strict';
import http from 'node:http';
import test, {after, before} from 'node:test';

import {openBrowser, openWindow, visit} from './lib/browser.mjs';

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'";
const good = `<!doctype html><html lang="nb"><head><title>Prøve</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/s.css">
</head><body><a href="#main">Hopp til hovedinnhold</a><main id="main"><h1>Prøve</h1><p class="text">Tekst</p></main></body></html>`;
const faults = {
    'too little contrast': ['class="text"', 'class="pale"', /axe color-contrast/],
    'a field without a label': ['</p>', '</p><input name="a">', /axe label/],
    'no language': [' lang="nb"', '', /axe html-has-lang/],
    'the wrong language': ['lang="nb"', 'lang="en"', /is in en/],
    'two main headings': ['</p>', '</p><h1>To</h1>', /has 2 main headings/],
    'no title': ['<title>Prøve</title>', '', /has no title/],
    'no way past the header': ['<a href="#main">Hopp til hovedinnhold</a>', '', /does not lead to the main content/],
    'a way past the header that leads nowhere': ['id="main"', 'id="other"', /does not lead to the main content/],
    'a script that the policy refuses': ['</p>', '</p><script>window.x = 1</script>', /Content Security Policy/],
    'a style that the policy refuses': ['class="text"', 'style="color: red"', /Content Security Policy/],
    'a script that fails': ['</p>', '</p><script src="/bad.js"></script>', /boom/],
    'a file that is not there': ['</p>', '</p><script src="/absent.js"></script>', /404/],
    'a picture that is not there': ['</p>', '</p><img src="/absent.png" alt="x">', /a picture is missing/],
    'a request to somebody else': ['</p>', '</p><img src="http://elsewhere.test/a.png" alt="x">', /asks for http:\/\/elsewhere/],
};
const narrow = ['</p>', '</p><div class="wide">Bredt</div>', /^.*at 320 px: scrolls sideways by 2/m];

let server;
let browser;
before(async () => {
    server = http.createServer((request, reply) => {
        const files = {
            '/s.css': ['text/css', 'body { background: #fff; color: #000 } .pale { color: #ccc } .wide { width: 600px }'],
            '/bad.js': ['text/javascript', 'throw new Error("boom");'],
        };
        const page = server.pages[request.url];
        const [type, body] = page ? ['text/html; charset=utf-8', page] : files[request.url] ?? ['text/plain', 'nothing'];
        reply.writeHead(page || files[request.url] ? 200 : 404, {'Content-Type': type, 'Content-Security-Policy': policy});
        reply.end(body);
    });
    server.pages = {'/': good};
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    server.origin = `http://127.0.0.1:${server.address().port}`;
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    server.close();
});

async function judge(html) {
    server.pages['/'] = html;
    const window = await openWindow(browser, server);
    try {
        await (await visit(window, '/', 'judge')).close();
    } finally {
        await window.context.close();
    }
}

test('a good page passes', () => judge(good));
for (const [name, [from, to, problem]] of Object.entries(faults))
    test(`refused: ${name}`, () => assert.rejects(judge(good.replace(from, to)), problem));
test('refused: too wide for a phone', async () => {
    await assert.rejects(judge(good.replace(narrow[0], narrow[1])), narrow[2]);
});
