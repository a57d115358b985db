// SPDX-License-Identifier: EUPL-1.2
// An employer's users: invited by link by a colleague or by the office, let in by a POST alone, and shut out again.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {startServer} from './lib/server.mjs';

const password = 'blå sykkel i høstregn';
const gone = 'Lenken virker ikke lenger';
let server;
let boss;
before(async () => {
    server = await startServer();
    boss = await logIn(server, 'employer');
});
after(() => server.stop());

// The path of the link that the page shows.
const linkOn = page => new URL(/http:\/\/\S+\/invite\/[0-9a-f-]+/.exec(page.text)[0]).pathname;

async function invite(client, path, email, name = 'Nora Nykollega') {
    await client.get(path);
    return client.submit({name, email});
}

async function accept(link, values = {}) {
    const guest = new Client(server);
    await guest.get(link);
    assert.equal(guest.page.status, 200, guest.page.heading);
    await guest.submit({password, again: password, ...values}, {form: '/invite'});
    return guest;
}

async function logInAs(email, typed = password) {
    const client = new Client(server);
    await client.get('/login');
    await client.submit({email, password: typed}, {form: '/login'});
    return client;
}

test('a colleague is invited, makes the account, and sees what the inviter sees', async () => {
    const made = await invite(boss, '/users', 'nora@firma.example');
    const link = linkOn(made);
    assert.match(link, /^\/invite\/\d+-[0-9a-f]{64}$/);
    const guest = await accept(link);
    assert.equal(guest.page.path, '/login');
    assert.match(guest.page.text, /Kontoen din er laget/);
    assert.ok(!guest.cookies.has('invite'), 'the link is forgotten');
    const nora = await logInAs('nora@firma.example');
    assert.equal(nora.page.path, '/');
    const users = await nora.get('/users');
    assert.match(users.text, /Nora Nykollega \(deg\)/);
    assert.match(users.text, /Ingen er invitert akkurat nå/);
    assert.equal((await nora.get('/employers')).status, (await boss.get('/employers')).status);
});

test('opening the link changes nothing, and its secret stays out of addresses and pages', async () => {
    const link = linkOn(await invite(boss, '/users', 'skanner@firma.example'));
    const secret = link.split('/').at(-1);
    for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
        const scanner = new Client(server);
        const answer = await scanner.request(method, link);
        assert.equal(answer.status, 303);
        assert.equal(answer.headers.location, '/invite');
        const cookie = answer.headers['set-cookie'].find(line => line.startsWith('invite='));
        assert.match(cookie, /HttpOnly/i);
        assert.match(cookie, /SameSite/i);
        const page = await scanner.get('/invite');
        assert.equal(page.status, 200);
        assert.ok(!page.body.includes(secret), 'the page does not hold the secret');
        assert.ok(!page.body.includes(link));
    }
    assert.match((await boss.get('/users')).text, /skanner@firma\.example/, 'still open');
    assert.equal((await accept(link)).page.path, '/login');
    assert.ok(!server.said().includes(secret), 'nor does the log');
});

test('the same link works once, also for two at the same moment', async () => {
    const link = linkOn(await invite(boss, '/users', 'dobbel@firma.example'));
    const guests = await Promise.all([accept(link), accept(link), accept(link)]);
    assert.equal(guests.filter(g => g.page.path === '/login').length, 1);
    assert.equal(guests.filter(g => g.page.heading === gone).length, 2);
    const later = new Client(server);
    await later.get(link);
    assert.equal(later.page.status, 404);
    assert.equal(later.page.heading, gone);
    const users = await boss.get('/users');
    assert.equal(users.text.match(/dobbel@firma\.example/g).length, 1);
});

test('what cannot be a link, another one\'s secret and no link at all are answered alike', async () => {
    const one = linkOn(await invite(boss, '/users', 'en@firma.example'));
    const two = linkOn(await invite(boss, '/users', 'to@firma.example'));
    const mixed = `${one.split('-')[0]}-${two.split('-')[1]}`;
    for (const path of [mixed, one.slice(0, -1), `${one}0`, '/invite/1', '/invite/-', '/invite/1-', '/invite/abc', '/invite',
        `/invite/${'9'.repeat(60)}-${'0'.repeat(64)}`, `/invite/${'a'.repeat(500)}`]) {
        const guest = new Client(server);
        const page = await guest.get(path);
        assert.equal(page.status, 404, path);
        assert.equal(page.heading, gone, path);
        const answer = await guest.post('/invite', [['csrf', page.form('/language').fields.find(([n]) => n === 'csrf')[1]],
            ['name', 'X'], ['password', password], ['again', password]]);
        assert.equal(answer.status, 404, path);
    }
});

test('taken back, it is worth nothing, and taking back twice is told', async () => {
    const link = linkOn(await invite(boss, '/users', 'angret@firma.example'));
    const users = await boss.get('/users');
    const action = `/users/invites/${link.match(/\d+/)[0]}/take-back`;
    await boss.submit({}, {form: action});
    assert.match(boss.page.text, /tatt tilbake/);
    assert.doesNotMatch(boss.page.text, /angret@firma/);
    const guest = new Client(server);
    assert.equal((await guest.get(link)).heading, gone);
    assert.match((await boss.post(action, users.form(action).fields)).text, /brukt eller tatt tilbake i mellomtiden/);
    assert.equal((await boss.get(`/users/invites/${link.match(/\d+/)[0]}`)).status, 404);
});

test('the same address again gives the same invitation', async () => {
    const first = await invite(boss, '/users', 'igjen@firma.example');
    const second = await invite(boss, '/users', 'IGJEN@firma.example');
    assert.equal(second.path, first.path);
    assert.equal((await boss.get('/users')).text.match(/igjen@firma\.example/gi).length, 1);
});

test('an address of a colleague is refused, one of somebody unknown to the inviter is not told of', async () => {
    const own = await invite(boss, '/users', 'nora@firma.example');
    assert.equal(own.status, 422);
    assert.match(own.text, /tilhører allerede en av virksomhetens brukere/);
    const fresh = await invite(boss, '/users', 'ukjent@firma.example');
    const candidate = await invite(boss, '/users', 'kandidat@demo.example');
    assert.equal(candidate.status, fresh.status);
    assert.equal(candidate.heading, fresh.heading);
    const guest = await accept(linkOn(candidate));
    assert.equal(guest.page.status, 422);
    assert.match(guest.page.text, /Vi kan ikke lage en konto for denne e-postadressen/);
});

test('passwords and names are judged as everywhere', async () => {
    const link = linkOn(await invite(boss, '/users', 'kort@firma.example'));
    for (const [values, said] of [[{password: 'kort', again: 'kort'}, /12/], [{again: 'noe annet her'}, /begge feltene/],
        [{name: ''}, /navn/i], [{password: 'kort@firma.example', again: 'kort@firma.example'}, /passord/i]]) {
        const guest = await accept(link, values);
        assert.equal(guest.page.status, 422, JSON.stringify(values));
        assert.match(guest.page.text, said);
        assert.ok(!guest.page.body.includes('høstregn'), 'a password is never shown again');
    }
    assert.equal((await accept(link)).page.path, '/login');
});

test('the office invites the first user, from the employer\'s page; others may neither see nor invite', async () => {
    const office = await logIn(server, 'office');
    const list = await office.get('/employers');
    const own = (await boss.get('/users')).text;
    let path;
    for (const {href} of list.links(/^\/employers\/\d+$/)) {
        const page = await office.get(href);
        const link = page.links(/\/users$/)[0];
        assert.ok(link, 'the employer\'s page leads there');
        if ((await office.get(link.href)).text.includes('Ingen logger inn for denne virksomheten')) {
            path = link.href;
            break;
        }
    }
    const made = await invite(office, path, 'forste@annen.example', 'Første Bruker');
    const link = linkOn(made);
    const guest = await accept(link);
    assert.equal(guest.page.path, '/login');
    const first = await logInAs('forste@annen.example');
    assert.match((await first.get('/users')).text, /Første Bruker \(deg\)/);
    assert.ok(!own.includes('forste@annen.example'));

    const other = await invite(first, '/users', 'kollega@annen.example');
    const id = other.path.match(/\d+/)[0];
    const user = /\/users\/(\d+)\/disable/.exec((await office.get(path)).body)[1];
    const adviser = await logIn(server, 'adviser');
    for (const [client, status] of [[boss, 404], [adviser, 403]]) {
        assert.equal((await client.get(`/users/invites/${id}`)).status, status);
        assert.equal((await client.get(`/users/${user}/disable`)).status, status);
        const csrf = (await client.get('/account')).form('/logout').fields;
        for (const action of [`/users/invites/${id}/take-back`, `/users/${user}/disable`, `/users/${user}/enable`])
            assert.equal((await client.post(action, csrf)).status, status, action);
        assert.equal((await client.post(`${path}/invite`, [...csrf, ['name', 'A'], ['email', 'a@b.example']])).status, 403);
        assert.equal((await client.get(path)).status, 403);
    }
    const staff = /ROLE|user_id/;
    assert.doesNotMatch((await first.get('/users')).text, staff);
    assert.equal((await office.get('/users')).status, 403);
});

test('a colleague is shut out and let in again; the last one cannot leave', async () => {
    const link = linkOn(await invite(await logInAs('forste@annen.example'), '/users', 'siste@annen.example', 'Siste Bruker'));
    await accept(link);
    const first = await logInAs('forste@annen.example');
    const last = await logInAs('siste@annen.example');
    const open = linkOn(await invite(last, '/users', 'venn@annen.example'));
    const users = await first.get('/users');
    const row = users.all('tr').find(tr => JSON.stringify(tr.children, (k, v) => k === 'parent' ? undefined : v).includes('Siste Bruker'));
    const path = /\/users\/\d+\/disable/.exec(JSON.stringify(row, (k, v) => k === 'parent' ? undefined : v))[0];
    await first.get(path);
    await first.submit({}, {form: path});
    assert.match(first.page.text, /Brukeren er stengt ute/);
    assert.equal((await last.get('/users')).path.split('?')[0], '/login', 'at once');
    assert.match((await logInAs('siste@annen.example')).page.path, /^\/login/);
    assert.equal((await new Client(server).get(open)).heading, gone, 'and what that one had sent out is taken back');

    assert.match((await first.get('/users')).text, /Du er den eneste brukeren/);
    const self = first.page.form(/enable$/).action;
    await first.submit({}, {form: self});
    assert.match(first.page.text, /kan logge inn igjen/);
    assert.equal((await logInAs('siste@annen.example')).page.path, '/');

    // Both shut out the other at once: one of them stays.
    const [one, two] = [await logInAs('forste@annen.example'), await logInAs('siste@annen.example')];
    const paths = [];
    for (const client of [one, two])
        for (const {href} of (await client.get('/users')).links(/disable$/)) {
            const name = (await client.get(href)).heading;
            if (name.includes(client === one ? 'Siste' : 'Første'))
                paths.push([client, href, client.page.form(href).fields]);
        }
    await Promise.all(paths.map(([client, href, fields]) => client.post(href, fields)));
    const left = await Promise.all([one, two].map(async client => (await client.get('/users')).path === '/users'));
    assert.equal(left.filter(Boolean).length, 1);
    const stays = left[0] ? one : two;
    const own = /\/users\/\d+/.exec(self)[0];
    const users2 = await stays.get('/users');
    assert.ok(own);
    assert.match(users2.text, /Du er den eneste brukeren/);
});

test('it ends after 14 days, and the name and the address go a month later', async () => {
    const {copyDemo, makeScratch} = await import('./lib/server.mjs');
    const {join} = await import('node:path');
    const {rmSync} = await import('node:fs');
    const scratch = makeScratch();
    const data = join(scratch, 'data');
    copyDemo(data);
    const on = async (day, work) => {
        const own = await startServer({data, day});
        try {
            await work(own);
        } finally {
            await own.stop();
        }
    };
    let link;
    await on('2016-09-01', async own => {
        link = linkOn(await invite(await logIn(own, 'employer'), '/users', 'sen@firma.example'));
    });
    await on('2016-09-14', async own => assert.equal((await new Client(own).get(link)).status, 200));
    await on('2016-09-16', async own => {
        assert.equal((await new Client(own).get(link)).status, 404);
        assert.match((await (await logIn(own, 'employer')).get('/users')).text, /for gammel: inviter på nytt/);
    });
    await on('2016-10-20', async own =>
        assert.doesNotMatch((await (await logIn(own, 'employer')).get('/users')).text, /sen@firma/));
    rmSync(scratch, {recursive: true, force: true});
});
