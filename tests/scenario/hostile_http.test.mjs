// SPDX-License-Identifier: EUPL-1.2
// What a broken or hostile client may send. Whatever it is, the answer has the right status and says in a page what happened
// and where to go on, carries the headers that protect the reader, and the server goes on serving.
import assert from 'node:assert/strict';
import test, {before} from 'node:test';

import {Client, readAnswers, sendRaw} from './lib/client.mjs';
import {Page} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let host;
before(async () => {
    server = await startServer();
    host = `Host: 127.0.0.1:${server.port}\r\n`;
});

function assertProtected(headers, what) {
    const policy = headers['content-security-policy'] ?? '';
    for (const part of ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
        "form-action 'self'"])
        assert.ok(policy.includes(part), `${what}: ${part} in the policy: ${policy}`);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/, what);
    assert.equal(headers['x-content-type-options'], 'nosniff', what);
    assert.ok(headers['referrer-policy'], `${what}: a referrer policy`);
    assert.match(headers['cache-control'] ?? '', /no-store/, what);
}

function assertClearPage(answer, what) {
    assert.match(answer.headers['content-type'] ?? '', /^text\/html; ?charset=utf-8$/i, what);
    const page = new Page({...answer, path: what});
    assert.ok(page.heading.length > 3, `${what}: a heading`);
    assert.ok(page.lang === 'nb' || page.lang === 'en', `${what}: a language`);
    assert.ok(page.links(/^\/(?!\/)/).length > 0, `${what}: a way on`);
    assert.doesNotMatch(page.text, /\.c:\d+|sqlite|SELECT|0x[0-9a-f]{4}/i, `${what}: no inner workings`);
}

async function assertServes() {
    const page = await new Client(server).get('/');
    assert.equal(page.status, 200, 'the server goes on serving');
}

const post = (path, extra, body) => `POST ${path} HTTP/1.1\r\n${host}Content-Type: application/x-www-form-urlencoded\r\n` +
    `${extra}Connection: close\r\n\r\n${body}`;
const get = (target, extra = '') => `GET ${target} HTTP/1.1\r\n${host}${extra}Connection: close\r\n\r\n`;

// name, bytes, expected status
const refused = [
    ['a path with ../', () => get('/../etc/passwd'), 400],
    ['a path with ../ in the middle', () => get('/assets/../../etc/passwd'), 400],
    ['an encoded ../', () => get('/%2e%2e/etc/passwd'), 400],
    ['an encoded slash', () => get('/assets/..%2f..%2fetc/passwd'), 400],
    ['a backslash', () => get('/..\\etc\\passwd'), 400],
    ['an encoded NUL', () => get('/login%00.html'), 400],
    ['a raw NUL in the path', () => get('/log\0in'), 400],
    ['a raw NUL in a header', () => get('/login', 'X-A: a\0b\r\n'), 400],
    ['a path that is not UTF-8', () => get('/%ff%fe'), 400],
    ['an overlong UTF-8 slash', () => get('/..%c0%afetc'), 400],
    ['a query that is not UTF-8', () => get('/login?next=%e5'), 400],
    ['raw bytes above 127 in the path', () => get('/\xe5'), 400],
    ['a percent sign without digits', () => get('/%'), 400],
    ['a percent sign with one digit', () => get('/%4'), 400],
    ['a percent sign with other letters', () => get('/%zz'), 400],
    ['a query of 1,001 fields', () => get('/health?' + 'a&'.repeat(1001)), 400],
    ['a query of 4,000 fields', () => get('/health?' + 'a&'.repeat(4000)), 400],
    ['a path of 3,000 bytes', () => get('/' + 'a'.repeat(3000)), 414],
    ['a query of 10,000 bytes', () => get('/login?a=' + 'a'.repeat(10_000)), 414],
    ['a header of 20,000 bytes', () => get('/', `X-A: ${'a'.repeat(20_000)}\r\n`), 431],
    ['a cookie of 20,000 bytes', () => get('/', `Cookie: a=${'a'.repeat(20_000)}\r\n`), 431],
    ['no Host', () => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two Hosts', () => get('/', host), 400],
    ['an empty Host', () => 'GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 400],
    ['a Host with a path', () => 'GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', 400],
    ['somebody else\'s name as Host', () => 'GET / HTTP/1.1\r\nHost: elsewhere.test\r\nConnection: close\r\n\r\n', 421],
    ['a folded header', () => get('/', 'X-A: a\r\n b\r\n'), 400],
    ['a blank before the colon', () => get('/', 'X-A : a\r\n'), 400],
    ['two Content-Lengths that differ', () => post('/login', 'Content-Length: 3\r\nContent-Length: 4\r\n', 'a=b'), 400],
    ['two Content-Lengths that agree', () => post('/login', 'Content-Length: 3\r\nContent-Length: 3\r\n', 'a=b'), 400],
    ['Transfer-Encoding with Content-Length', () =>
        post('/login', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '3\r\na=b\r\n0\r\n\r\n'), 400],
    ['Content-Length with Transfer-Encoding', () =>
        post('/login', 'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n', '3\r\na=b\r\n0\r\n\r\n'), 400],
    ['Transfer-Encoding alone', () => post('/login', 'Transfer-Encoding: chunked\r\n', '3\r\na=b\r\n0\r\n\r\n'), 411],
    ['a body with GET', () => get('/', 'Content-Length: 3\r\n') + 'a=b', 400],
    ['a form of 10 MB', () => post('/login', `Content-Length: ${10 << 20}\r\n`, 'a='.padEnd(10 << 20, 'x')), 413],
    ['a form with 5,000 fields', () => post('/login', `Content-Length: ${5000 * 4}\r\n`, 'a=b&'.repeat(5000)), 400],
    ['a form that is not UTF-8', () => post('/login', 'Content-Length: 9\r\n', 'email=%e5'), 400],
    ['a form with raw bytes that are not UTF-8', () => post('/login', 'Content-Length: 7\r\n', 'email=\xe5'), 400],
    ['a form with an encoded NUL', () => post('/login', 'Content-Length: 9\r\n', 'email=%00'), 400],
    ['a form with a raw NUL', () => post('/login', 'Content-Length: 7\r\n', 'email=\0'), 400],
    ['a form with a bad percent sign', () => post('/login', 'Content-Length: 8\r\n', 'email=%q'), 400],
    ['JSON where a form belongs', () => `POST /login HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 2\r\n` +
        'Connection: close\r\n\r\n{}', 415],
    ['a POST without the form\'s token', () => post('/login', 'Content-Length: 7\r\n', 'email=a'), 403],
    ['a POST from another site', () =>
        post('/login', 'Content-Length: 7\r\nOrigin: http://elsewhere.test\r\n', 'email=a'), 403],
    ['a POST that the browser calls foreign', () =>
        post('/login', 'Content-Length: 7\r\nSec-Fetch-Site: cross-site\r\n', 'email=a'), 403],
    ['an unknown method', () => get('/').replace('GET', 'BREW'), 405],
    ['DELETE', () => get('/').replace('GET', 'DELETE'), 405],
    ['TRACE', () => get('/').replace('GET', 'TRACE'), 405],
    ['OPTIONS', () => get('/').replace('GET', 'OPTIONS'), 405],
    ['POST where only GET is', () => post('/', 'Content-Length: 0\r\n', ''), 405],
    ['a page that does not exist', () => get('/no/such/page'), 404],
    ['an asset that does not exist', () => get('/assets/none.css'), 404],
    ['HTTP/1.0 without a Host', () => 'GET / HTTP/1.0\r\n\r\n', 400],
];
// These libmicrohttpd refuses before the program is asked: the right status in a plain sentence of its own, and no more.
// It sends the head of that answer twice; the proxy in front refuses such requests before (doc/operate.md).
const refusedBelow = [
    ['2,000 headers', () => get('/', 'X-A: a\r\n'.repeat(2000)), 431],
    ['a header without a colon', () => get('/', 'garbage\r\n'), 400],
    ['Content-Lengths in a list', () => post('/login', 'Content-Length: 3, 3\r\n', 'a=b'), 400],
    ['a negative Content-Length', () => post('/login', 'Content-Length: -3\r\n', 'a=b'), 400],
    ['a Content-Length with a sign', () => post('/login', 'Content-Length: +3\r\n', 'a=b'), 400],
    ['a Content-Length beyond all numbers', () => post('/login', 'Content-Length: 99999999999999999999\r\n', 'a=b'), 413],
    ['a Content-Length in sixteens', () => post('/login', 'Content-Length: 0x3\r\n', 'a=b'), 400],
    ['an empty Content-Length', () => post('/login', 'Content-Length:\r\n', 'a=b'), 400],
    ['4,000 cookies', () => get('/', `Cookie: ${'a;'.repeat(4000)}${'b'.repeat(7000)}\r\n`), 431],
    ['an unknown version of HTTP', () => get('/').replace('HTTP/1.1', 'HTTP/3.7'), 505],
    ['a head of 200,000 bytes', () => get('/', `X-A: ${'a'.repeat(200_000)}\r\n`), 431],
];

for (const [name, bytes, status] of refused)
    test(`refused with a clear page: ${name}`, async () => {
        const {text, closed} = await sendRaw(server.port, bytes());
        const answers = readAnswers(text);
        assert.equal(answers.length, 1, `one answer: ${text.slice(0, 300)}`);
        assert.equal(answers[0].status, status);
        assert.ok(closed, 'the connection is closed');
        assertProtected(answers[0].headers, name);
        assertClearPage(answers[0], name);
        if (status === 405)
            assert.match(answers[0].headers.allow ?? '', /GET|POST/, 'says what is allowed');
    });
for (const [name, bytes, status] of refusedBelow)
    test(`refused: ${name}`, async () => {
        const {text, closed} = await sendRaw(server.port, bytes() + get('/health'));
        assert.equal(Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]), status, text);
        assert.ok(closed, 'the connection is closed');
        assert.doesNotMatch(text, /set-cookie|<script/i);
        assert.doesNotMatch(text, /HTTP\/1\.1 200/, 'what follows is not taken for a request');
        assert.deepEqual([...new Set([...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(found => found[1]))], [String(status)]);
    });
test('after all that the server goes on serving', assertServes);

// Requests that end too early: nobody is there to be told, so all that counts is the server.
for (const [name, bytes] of [
    ['nothing at all', () => ''],
    ['half a method', () => 'GE'],
    ['half a head', () => `GET / HTTP/1.1\r\n${host}X-A: `],
    ['a head without its end', () => `GET / HTTP/1.1\r\n${host}`],
    ['half a form', () => post('/login', 'Content-Length: 100\r\n', 'email=a')],
    ['bytes that are no HTTP', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['lines of zeros', () => '\0'.repeat(5000)],
])
    test(`cut short: ${name}`, async () => {
        const {text} = await sendRaw(server.port, bytes(), {end: true, quiet: 1000});
        if (text !== '')
            assert.ok(readAnswers(text)[0].status >= 400);
        await assertServes();
    });

// Under LeakSanitizer the end of the server tells whether anything was left of them.
for (const [name, bytes, status] of [
    ['a query of 999 fields', () => get('/health?' + 'a=1&'.repeat(999)), 200],
    ['a query that libmicrohttpd would have no room for', () => get('/health?' + 'a&'.repeat(4000)), 400],
    ['a Content-Length that libmicrohttpd refuses', () => post('/login', 'Content-Length: +3\r\n', 'a=b'), 400],
])
    test(`2,000 times ${name}: answered, and nothing stays behind`, async () => {
        for (let i = 0; i < 2000; i += 50) {
            const answers = await Promise.all(Array.from({length: 50}, () => sendRaw(server.port, bytes())));
            for (const {text, closed} of answers) {
                assert.equal(Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]), status);
                assert.ok(closed);
            }
        }
    });

test('HEAD answers as GET without the body', async () => {
    const {text} = await sendRaw(server.port, get('/').replace('GET', 'HEAD'));
    const [answer] = readAnswers(text, ['HEAD']);
    assert.equal(answer.status, 200);
    assert.ok(Number(answer.headers['content-length']) > 500);
    assert.ok(text.endsWith('\r\n\r\n'), 'no body');
    assertProtected(answer.headers, 'HEAD');
});

test('HTTP/1.0 is answered and the connection closed', async () => {
    const {text, closed} = await sendRaw(server.port, `GET / HTTP/1.0\r\n${host}\r\n`);
    assert.ok(closed);
    assert.equal(readAnswers(text)[0].status, 200);
});

test('requests sent in one go are answered in their order', async () => {
    const more = target => `GET ${target} HTTP/1.1\r\n${host}\r\n`;
    const {text} = await sendRaw(server.port, more('/') + more('/no/such/page') + more('/login') + get('/'));
    assert.deepEqual(readAnswers(text).map(answer => answer.status), [200, 404, 200, 200]);
});

test('a refused body does not become the next request', async () => {
    const hidden = `GET /login HTTP/1.1\r\n${host}\r\n`;
    const {text} = await sendRaw(server.port,
        `POST /no/such/page HTTP/1.1\r\n${host}Content-Type: application/json\r\n` +
        `Content-Length: ${hidden.length}\r\n\r\n${hidden}`, {quiet: 1500});
    assert.equal(readAnswers(text).length, 1);
});

test('the server ends well', () => server.stop());
