// SPDX-License-Identifier: EUPL-1.2
// The way out of information by e-mail: a link that whoever scans mails may open, a page that asks and takes back, and the
// button of a mail program (RFC 8058).
import assert from 'node:assert/strict';
import test from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {startServer} from './lib/server.mjs';

const site = 'https://ypsilon.region.example';

// An employer with these contacts, who have said yes, and the links in the mails of a mailing to them, as paths.
async function twoLinks(t) {
    const box = await openMailbox();
    const server = await startServer({args: box.args});
    t.after(async () => {
        await server.stop();
        await box.close();
    });
    const office = await logIn(server, 'office');
    await office.get('/employers/new');
    await office.submit({name: 'Avmeldingsprøven AS', stage: 'met'}, {form: ['name', 'orgnr', 'stage']});
    const employer = /^\/employers\/\d+/.exec(office.page.path)[0];
    for (const who of ['kari', 'ola']) {
        await office.get(`${employer}/contacts/new`);
        await office.submit({name: who, email: `${who}@firma.example`, role: 'leader', informed: 'yes', informed_on: '01.08.2016',
            informed_how: 'told'}, {form: `${employer}/contacts/new`});
    }
    await office.get(`/mailings/new?query=${encodeURIComponent('q=Avmeldingsprøven')}`);
    await office.submit({}, {form: '/mailings/new'});
    const mailing = /^\/mailings\/\d+/.exec(office.page.path)[0];
    await office.get(`${mailing}/text`);
    await office.submit({subject: 'Nytt', body: 'Hei!'}, {form: `${mailing}/text`});
    await office.get(`${mailing}/send`);
    await office.submit({}, {form: `${mailing}/send`});
    await box.waitFor(() => box.mails.some(m => /^kari/.test(m.receiver)) && box.mails.some(m => /^ola/.test(m.receiver)));
    const link = who => box.mails.find(m => m.receiver === `${who}@firma.example`).headers.get('list').unsubscribe.url.replace(site, '');
    const contacts = async () => (await office.get(employer)).links(/^\/contacts\/\d+$/).map(l => l.href);
    // What the office reads of a contact.
    const state = async who => {
        for (const href of await contacts()) {
            const {body} = await office.get(href);
            if (body.includes(`${who}@firma.example`))
                return /value="no"[^>]* checked|checked[^>]* value="no"/.test(body) ? 'out' : 'in';
        }
        return null;
    };
    return {box, server, office, links: {kari: link('kari'), ola: link('ola')}, state};
}

test('the page asks, its button acts and takes back, and opening alone changes nothing', async t => {
    const {server, links, state} = await twoLinks(t);
    const scanner = new Client(server);
    for (const method of ['GET', 'HEAD']) {
        const answer = await scanner.request(method, links.kari);
        assert.equal(answer.status, 303);
        assert.equal(answer.headers.location, '/unsubscribe');
        assert.match(String(answer.headers['set-cookie']), /link-unsubscribe=[^;]+;.*HttpOnly/i);
        assert.ok(!String(answer.headers['set-cookie']).includes(links.kari.split('-')[2]), 'the secret itself is not in the cookie');
        await scanner.request(method, '/unsubscribe');
    }
    assert.equal(await state('kari'), 'in');

    const kari = new Client(server);
    await kari.get(links.kari);
    assert.equal(kari.page.path, '/unsubscribe', 'a clean address');
    assert.ok(!kari.page.body.includes(links.kari.split('-')[2]), 'the secret is not in the page');
    assert.match(kari.page.text, /Ikke mer informasjon på e-post\?.*kari@firma\.example/s);
    const form = kari.page.form('/unsubscribe');
    await kari.submit({}, {form: '/unsubscribe'});
    assert.equal(kari.page.heading, 'Du får ikke mer informasjon på e-post');
    assert.equal(await state('kari'), 'out');
    assert.equal(await state('ola'), 'in');
    await kari.post('/unsubscribe', form.fields); // a double click
    assert.equal(kari.page.status, 200);
    await kari.submit({}, {form: '/unsubscribe/undo'});
    assert.match(kari.page.text, /Du får informasjon på e-post igjen/);
    assert.equal(await state('kari'), 'in');
});

test('one browser with two links does not answer for the second with the form of the first', async t => {
    const {server, links, state} = await twoLinks(t);
    const shared = new Client(server);
    await shared.get(links.kari);
    const ofKari = shared.page.form('/unsubscribe');
    await shared.get(links.ola);
    await shared.post('/unsubscribe', ofKari.fields);
    assert.equal(shared.page.status, 404);
    assert.match(shared.page.text, /Åpne lenken i e-posten én gang til/);
    assert.deepEqual([await state('kari'), await state('ola')], ['in', 'in']);
    await shared.get('/unsubscribe');
    await shared.submit({}, {form: '/unsubscribe'});
    assert.deepEqual([await state('kari'), await state('ola')], ['in', 'out']);
});

test('the button of a mail program: in both forms, from anywhere, and nothing else by that way', async t => {
    const {server, links, state} = await twoLinks(t);
    const machine = new Client(server);
    const urlencoded = 'application/x-www-form-urlencoded';
    const post = (path, type, body) => machine.request('POST', path, {body,
        headers: {'Content-Type': type, 'Origin': 'https://mail.example', 'Sec-Fetch-Site': 'cross-site'}});
    const wrong = links.kari.slice(0, -1) + (links.kari.endsWith('0') ? '1' : '0');
    for (const [path, body] of [[wrong, 'List-Unsubscribe=One-Click'], [links.kari, 'List-Unsubscribe=No'], [links.kari, ''],
        [links.kari.replace('/unsubscribe-', '/survey-'), 'List-Unsubscribe=One-Click'],
        [links.kari.replace(/-\d+-/, '-1-'), 'List-Unsubscribe=One-Click']])
        assert.equal((await post(path, urlencoded, body)).status, 404, `${path} ${body}`);
    assert.deepEqual([await state('kari'), await state('ola')], ['in', 'in']);
    for (let i = 0; i < 2; i++) {
        const answer = await post(links.kari, urlencoded, 'List-Unsubscribe=One-Click');
        assert.equal(answer.status, 200, answer.body);
        assert.equal(answer.headers['set-cookie'], undefined);
    }
    const boundary = 'grense7';
    const parts = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`;
    assert.equal((await post(links.ola, `multipart/form-data; boundary=${boundary}`, parts)).status, 200);
    assert.deepEqual([await state('kari'), await state('ola')], ['out', 'out']);
    // The page itself cannot be posted to from elsewhere.
    await machine.get(links.kari);
    assert.equal((await post('/unsubscribe/undo', urlencoded, `link=${links.kari.split('-')[1]}`)).status, 403);
});

test('a link that is none, or none any more, says what to do', async t => {
    const {server, links} = await twoLinks(t);
    const visitor = new Client(server);
    for (const path of ['/unsubscribe', '/link/unsubscribe-17-0123456789abcdef0123456789abcdef', '/link/x', `${links.kari}0`]) {
        await visitor.get(path);
        assert.equal(visitor.page.status, 404, path);
        assert.equal(visitor.page.heading, 'Åpne lenken i e-posten én gang til');
    }
});
