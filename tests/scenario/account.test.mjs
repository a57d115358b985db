// SPDX-License-Identifier: EUPL-1.2
// Logging in and out, sessions, the own account and one-time codes, as a browser meets them.
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {Client} from './lib/client.mjs';
import {copyDemo, makeScratch, runProgram, serverNow, startServer} from './lib/server.mjs';

const password = 'bru-over-elva-2016';
const adviser = 'veileder@demo.example';

let server;
before(async () => {
    server = await startServer();
});
after(() => server.stop());

async function logIn(client, email, typed = password) {
    await client.get('/login');
    return client.submit({email, password: typed});
}

// Every test has an account of its own: nobody's codes or sessions are in another's way.
let made = 0;
function makeUser(data = server.data) {
    const email = `person${++made}@kontor.example`;
    const done = runProgram(['user', 'add', email, '--role', 'office', '--name', 'Turid Vik', '--data', data], {input: 'blå sykkel i høstregn\n'});
    assert.equal(done.status, 0, done.stderr);
    return {email, password: 'blå sykkel i høstregn'};
}

function sessionCookie(answer) {
    return (answer.headers['set-cookie'] ?? []).find(line => /^(?:__Host-)?ypsilon=/.test(line));
}

// A server of the test's own, which ends with it however it goes.
async function withServer(options, work) {
    const own = await startServer(options);
    try {
        await work(own);
    } finally {
        await own.stop();
    }
}

// What the button on the page would send, without following the redirect.
function rawPost(client, path, fields) {
    return client.request('POST', path, {
        headers: {'Content-Type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams(fields).toString(),
    });
}

// RFC 6238, from the secret that the page shows.
function codeOf(secret, step) {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret.replaceAll(' ', '')].map(c => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const digest = createHmac('sha1', key).update(counter).digest();
    const at = digest[19] & 15;
    return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const stepNow = () => Math.floor(serverNow() / 30_000);

test('a visitor is asked to log in, and then gets where they wanted', async () => {
    const client = new Client(server);
    const page = await client.get('/needs?state=open');
    assert.equal(page.path, '/login?next=/needs%3Fstate%3Dopen');
    assert.equal(page.heading, 'Logg inn');
    const inside = await client.submit({email: adviser, password});
    assert.equal(inside.path, '/needs?state=open');
    assert.equal(inside.status, 200);
    assert.match(inside.text, /Veileder Demo/);
    assert.equal((await client.get('/login')).path, '/', 'who is logged in need not log in');
});

test('every demo account can be chosen, and only these', async () => {
    const accounts = (await new Client(server).get('/login')).form('/login/demo').buttons;
    assert.equal(accounts.length, 7);
    for (const {name, value} of accounts) {
        const client = new Client(server);
        await client.get('/login');
        const page = await client.submit({}, {form: '/login/demo', button: `${name}=${value}`});
        assert.equal(page.status, 200, value);
        assert.equal((await client.get('/account')).status, 200, value);
    }
    const client = new Client(server);
    const {fields} = (await client.get('/login')).form('/login/demo');
    assert.equal((await client.post('/login/demo', [...fields, ['account', 'kursleder@demo.example']])).status, 404);
});

test('a wrong password says nothing about whose it is', async () => {
    const texts = new Set();
    for (const email of [adviser, 'ingen@demo.example', 'ikke en adresse', '']) {
        const page = await logIn(new Client(server), email, 'feil passord her');
        assert.equal(page.status, 422);
        assert.equal(page.first('input', a => a.name === 'email').attributes.value, email.trim());
        assert.equal(page.first('input', a => a.name === 'password').attributes.value, '', 'a password is not sent back');
        texts.add(page.text.replaceAll(email, ''));
        assert.equal(sessionCookie(page), undefined);
    }
    assert.equal(texts.size, 1);
    assert.match([...texts][0], /E-postadressen eller passordet er feil/);
});

test('too many tries are told to wait, and the owner is not locked out', async () => {
    const {email, password: right} = makeUser();
    const client = new Client(server);
    for (let i = 0; i < 5; i++)
        assert.equal((await logIn(client, email, 'feil passord her')).status, 422);
    const page = await logIn(client, email, right);
    assert.equal(page.status, 429);
    assert.ok(Number(page.headers['retry-after']) > 0);
    assert.match(page.text, /for mange forsøk/);
    assert.equal((await logIn(new Client(server), adviser)).status, 200, 'others from the same address come in');
});

test('the session cookie is new at each log-in and for the server only', async () => {
    const client = new Client(server);
    const {fields} = (await client.get('/login')).form(['email', 'password']);
    const filled = fields.map(([name, value]) => [name, {email: adviser, password}[name] ?? value]);
    const first = await rawPost(client, '/login', filled);
    assert.equal(first.status, 303);
    const cookie = sessionCookie(first);
    assert.match(cookie, /^ypsilon=[0-9a-f]{64}; /);
    assert.match(cookie, /; HttpOnly(?:;|$)/i);
    assert.match(cookie, /; SameSite=(?:Lax|Strict)(?:;|$)/i);
    assert.match(cookie, /; Path=\/(?:;|$)/i);
    assert.doesNotMatch(cookie, /Domain=|Expires=/i);

    // Somebody put a reference there before: it is not the one that counts afterwards, and ends.
    const before = client.cookies.get('ypsilon');
    const page = await client.get('/account');
    const csrf = page.form('/logout').fields.find(([name]) => name === 'csrf')[1];
    const again = await rawPost(client, '/login', [['csrf', csrf], ['email', adviser], ['password', password]]);
    assert.notEqual(client.cookies.get('ypsilon'), before);
    assert.equal(again.status, 303);
    const old = new Client(server);
    old.cookies.set('ypsilon', before);
    assert.match((await old.get('/account')).path, /^\/login/);
});

test('behind https the cookie is locked to the host', () => withServer({args: ['--https']}, async other => {
    const client = new Client(other);
    const headers = {'Content-Type': 'application/x-www-form-urlencoded', Origin: `https://127.0.0.1:${other.port}`};
    const {fields} = (await client.get('/login')).form(['email', 'password']);
    const filled = fields.map(([name, value]) => [name, {email: adviser, password}[name] ?? value]);
    const answer = await client.request('POST', '/login', {headers, body: new URLSearchParams(filled).toString()});
    assert.equal(answer.status, 303, answer.body);
    const cookie = sessionCookie(answer);
    assert.match(cookie, /^__Host-ypsilon=/);
    assert.match(cookie, /; Secure(?:;|$)/i);
    assert.match(answer.headers['strict-transport-security'] ?? '', /max-age=\d{7,}/);
}));

test('next never leads to another site', async () => {
    for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '\\\\evil.example', 'javascript:alert(1)',
        '/\t/evil.example', '/%0d%0aSet-Cookie:%20a=b', 'needs', '/login', '/logout']) {
        const client = new Client(server);
        const page = await client.get(`/login?next=${encodeURIComponent(next)}`);
        const {fields} = page.form(['email', 'password']);
        const filled = fields.map(([name, value]) => [name, {email: adviser, password, next}[name] ?? value]);
        const answer = await rawPost(client, '/login', filled);
        assert.equal(answer.status, 303, next);
        const target = new URL(answer.headers.location, server.origin);
        assert.equal(target.origin, server.origin, next);
        assert.match(answer.headers.location, /^\/(?![\\/])/, next);
        assert.equal(answer.headers['set-cookie'].some(line => line.startsWith('a=b')), false);
    }
});

test('a form without its token, or from elsewhere, changes nothing', async () => {
    const client = new Client(server);
    const {email, password: right} = makeUser();
    await client.get('/login');
    assert.equal((await rawPost(client, '/login', {email, password: right})).status, 403);
    const token = client.page.form(['email', 'password']).fields.find(([name]) => name === 'csrf')[1];
    const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    assert.equal((await rawPost(client, '/login', {csrf: forged, email, password: right})).status, 403);
    await logIn(client, email, right);
    const page = await client.get('/account');
    const csrf = page.form('/logout').fields.find(([name]) => name === 'csrf')[1];
    assert.equal((await rawPost(client, '/account/language', {lang: 'en'})).status, 403);
    assert.equal((await rawPost(client, '/account/language', {csrf: token, lang: 'en'})).status, 403, "the visitor's token");
    const foreign = await client.request('POST', '/account/language', {
        headers: {'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'},
        body: new URLSearchParams({csrf, lang: 'en'}).toString(),
    });
    assert.equal(foreign.status, 403);
    assert.equal((await client.get('/account')).lang, 'nb');
    assert.equal((await client.post('/account/language', {csrf, lang: 'en'})).lang, 'en', 'the right token is what it takes');
});

test('logging out ends the session on the server', async () => {
    const client = new Client(server);
    await logIn(client, adviser);
    const reference = client.cookies.get('ypsilon');
    const copy = new Client(server);
    copy.cookies.set('ypsilon', reference);
    assert.equal((await copy.get('/account')).path, '/account', 'the reference is what it takes');
    await client.get('/account');
    const page = await client.submit({}, {form: '/logout'});
    assert.equal(page.path, '/login');
    assert.match(page.text, /Du er logget ut/);
    assert.equal(client.cookies.has('ypsilon'), false);
    assert.match((await copy.get('/account')).path, /^\/login/);
});

test('sessions are listed and ended, each by itself and all the others', async () => {
    const {email, password: right} = makeUser();
    const clients = [new Client(server), new Client(server), new Client(server)];
    for (const client of clients)
        await logIn(client, email, right);
    const [here, there, third] = clients;
    await here.get('/account');
    const ends = here.page.forms.filter(form => /^\/account\/sessions\/\d+\/end$/.test(form.action));
    assert.equal(ends.length, 2);
    await here.submit({}, {form: ends.at(-1).action});
    assert.match(here.page.text, /Økten er avsluttet/);
    const alive = [];
    for (const client of [there, third])
        alive.push((await client.get('/account')).path === '/account');
    assert.deepEqual(alive.filter(Boolean).length, 1);
    await here.get('/account');
    await here.submit({}, {form: '/account/sessions/end-others'});
    for (const client of [there, third])
        assert.match((await client.get('/account')).path, /^\/login/);
    assert.equal((await here.get('/account')).path, '/account');
    // Another's session is none that one knows of.
    const csrf = here.page.form('/logout').fields.find(([name]) => name === 'csrf')[1];
    const stranger = new Client(server);
    await logIn(stranger, adviser);
    await stranger.get('/account');
    const id = ends[0].action.match(/\d+/)[0];
    const strangers = stranger.page.form('/logout').fields.find(([name]) => name === 'csrf')[1];
    assert.equal((await stranger.post(`/account/sessions/${id}/end`, {csrf: strangers})).status, 404);
    assert.equal((await here.post('/account/sessions/1/end', {csrf})).status, 404);
});

test('a session is over the next day, and the page says so', async () => {
    const scratch = makeScratch();
    const data = join(scratch, 'data');
    copyDemo(data);
    let client;
    let csrf;
    await withServer({data}, async today => {
        client = new Client(today);
        await logIn(client, adviser);
        assert.equal((await client.get('/account')).path, '/account');
        csrf = client.page.form('/logout').fields.find(([name]) => name === 'csrf')[1];
    });
    await withServer({data, day: '2016-09-02'}, async tomorrow => {
        client.server = tomorrow;
        const page = await client.get('/account');
        assert.match(page.path, /^\/login\?next=/);
        assert.match(page.text, /Du er logget ut, fordi/);
        const late = await rawPost(client, '/account/language', {csrf, lang: 'en'});
        assert.ok([401, 403].includes(late.status), `a form sent too late is refused: ${late.status}`);
    });
    rmSync(scratch, {recursive: true});
});

test('the password is changed with the old one, and ends the other sessions', async () => {
    const {email, password: right} = makeUser();
    const fresh = 'grønn hatt på kaia';
    const [here, there] = [new Client(server), new Client(server)];
    await logIn(here, email, right);
    await logIn(there, email, right);
    for (const [values, problem] of [
        [{old: right, fresh, again: 'noe annet'}, /det samme nye passordet/],
        [{old: 'ikke det gamle', fresh, again: fresh}, /ikke passordet ditt/],
        [{old: right, fresh: 'kort', again: 'kort'}, /minst 12 tegn/],
        [{old: right, fresh: 'passord123456', again: 'passord123456'}, /vanskeligere å gjette/],
        [{old: right, fresh: 'turid vik 1984!', again: 'turid vik 1984!'}, /ikke er laget av navnet ditt/],
    ]) {
        await here.get('/account/password');
        const page = await here.submit(values);
        assert.equal(page.status, 422);
        assert.match(page.text, problem);
        assert.ok(page.all('input', a => a.type === 'password').every(node => node.attributes.value === ''));
    }
    await here.get('/account/password');
    const page = await here.submit({old: right, fresh, again: fresh});
    assert.equal(page.path, '/account');
    assert.match((await there.get('/account')).path, /^\/login/);
    assert.equal((await logIn(new Client(server), email, right)).status, 422);
    assert.equal((await logIn(new Client(server), email, fresh)).status, 200);
});

test('one-time codes: turned on with a code, asked for after the password, each good once', async () => {
    const {email, password: right} = makeUser();
    const client = new Client(server);
    await logIn(client, email, right);
    let page = await client.get('/account/codes');
    const secret = page.first('code', a => a.class === 'secret').children[0];
    assert.match(secret, /^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    assert.equal(page.all('svg', a => a.class === 'qr').length, 1);
    page = await client.submit({code: '000000'}, {form: '/account/codes'});
    assert.equal(page.status, 422);
    assert.equal(page.first('code', a => a.class === 'secret').children[0], secret, 'the secret stays the same');

    const used = codeOf(secret, stepNow());
    page = await client.submit({code: used}, {form: '/account/codes'});
    assert.equal(page.status, 200);
    const recovery = page.all('code').map(node => node.children[0]);
    assert.equal(recovery.length, 10);
    assert.equal(new Set(recovery).size, 10);
    assert.ok(recovery.every(code => /^[0-9a-z]{4}(?:-[0-9a-z]{4}){3}$/.test(code)));
    assert.match((await client.get('/account')).text, /10 reservekoder er igjen/);
    assert.equal((await client.get('/account/codes')).path, '/account', 'they are on already');

    const other = new Client(server);
    page = await logIn(other, email, right);
    assert.equal(page.heading, 'Engangskode');
    assert.equal(other.cookies.has('ypsilon'), false, 'the password alone opens nothing');
    assert.match((await other.get('/account')).path, /^\/login/);
    await logIn(other, email, right);
    page = await other.submit({code: used});
    assert.equal(page.status, 422, 'a code opens once');
    page = await other.submit({code: codeOf(secret, stepNow() + 1)});
    assert.equal(page.status, 200);
    assert.equal((await other.get('/account')).path, '/account');

    const third = new Client(server);
    await logIn(third, email, right);
    page = await third.submit({code: recovery[0].toUpperCase().replaceAll('-', ' ')});
    assert.equal(page.status, 200);
    assert.match((await third.get('/account')).text, /9 reservekoder er igjen/);
    const fourth = new Client(server);
    await logIn(fourth, email, right);
    page = await fourth.submit({code: recovery[0]});
    assert.equal(page.status, 422, 'a recovery code opens once');

    await third.get('/account/codes/off');
    assert.equal((await third.submit({password: 'ikke passordet mitt'})).status, 422);
    assert.equal((await third.submit({password: right})).path, '/account');
    assert.equal((await logIn(new Client(server), email, right)).path, '/');
});

test('the second step cannot be come to without the first', async () => {
    const client = new Client(server);
    assert.equal((await client.get('/login/code')).path, '/login');
    const csrf = client.page.form(['email', 'password']).fields.find(([name]) => name === 'csrf')[1];
    for (const pending of ['', '00', 'x'.repeat(50), 'ab'.repeat(200)]) {
        const page = await client.post('/login/code', {csrf, pending, code: '123456', next: '/'});
        assert.equal(page.heading, 'Logg inn');
        assert.equal(client.cookies.has('ypsilon'), false);
    }
});

test('personal pages are kept by nobody on the way', async () => {
    const client = new Client(server);
    const pages = ['/', '/account', '/account/password', '/account/codes', '/needs', '/candidates', '/employers'];
    for (const path of ['/login', ...pages])
        assert.match((await client.get(path)).headers['cache-control'], /no-store/, path);
    await logIn(client, adviser);
    for (const path of pages) {
        const page = await client.get(path);
        assert.equal(page.status, 200, path);
        assert.match(page.headers['cache-control'], /no-store/, path);
    }
});
