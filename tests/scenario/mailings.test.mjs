// SPDX-License-Identifier: EUPL-1.2
// A mailing from its audience to what has become of it: over a real mail server and read by a parser that is not ours. Whatever
// stops in between, everybody gets it once, or it is said that nobody knows.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {logIn, readAccounts} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {copyDemo, makeScratch, startServer} from './lib/server.mjs';

const site = 'https://ypsilon.region.example';

async function withMail(t, options = {}) {
    const box = await openMailbox(options);
    const server = await startServer({args: box.args});
    t.after(async () => {
        await server.stop();
        await box.close();
    });
    return {box, server, office: await logIn(server, 'office')};
}

// An employer of our own with these contacts: [[name, email, informed]].
async function makeFirm(office, name, contacts) {
    await office.get('/employers/new');
    await office.submit({name, stage: 'met'}, {form: ['name', 'orgnr', 'stage']});
    const path = /^\/employers\/\d+/.exec(office.page.path)?.[0];
    assert.ok(path, office.page.text.slice(0, 300));
    for (const [person, email, informed] of contacts) {
        await office.get(`${path}/contacts/new`);
        const form = `${path}/contacts/new`;
        await office.submit({name: person, email, role: 'leader', informed,
            ...(informed === 'not-asked' ? {} : {informed_on: '01.08.2016', informed_how: 'told'})}, {form});
        assert.equal(office.page.status, 200, office.page.text.slice(0, 400));
    }
    return path;
}

// A draft for the employers whose name has that word, or all.
async function draft(office, {word, subject = 'Nytt fra programmet', body = 'Hei {{navn}}!'}) {
    await office.get(word ? `/mailings/new?query=${encodeURIComponent(`q=${encodeURIComponent(word)}`)}` : '/mailings/new');
    await office.submit(word ? {} : {audience: 'all'}, {form: '/mailings/new'});
    const path = /^\/mailings\/\d+/.exec(office.page.path)?.[0];
    assert.ok(path, office.page.text.slice(0, 300));
    await office.get(`${path}/text`);
    await office.submit({subject, body}, {form: `${path}/text`});
    return path;
}

async function send(office, path) {
    await office.get(`${path}/send`);
    const form = office.page.form(`${path}/send`);
    await office.submit({}, {form: `${path}/send`});
    assert.equal(office.page.path, path, office.page.text.slice(0, 400));
    return Number(form.fields.find(([name]) => name === 'receivers')[1]);
}

const figure = (page, label) => {
    const row = page.all('tr').find(r => r.children.some(c => c.tag === 'th' && JSON.stringify(c.children.map(String)).includes(label)));
    return row ? Number(row.children.find(c => c.tag === 'td').children.join('').replace(/\D/g, '')) : 0;
};

async function until(what, wanted, seconds = 40) {
    for (const end = Date.now() + seconds * 1000; ;await sleep(60)) {
        const found = await wanted();
        if (found)
            return found;
        assert.ok(Date.now() < end, `waited in vain for ${what}`);
    }
}

const three = [['Åse Ærlig', 'aase@firma.example', 'yes'], ['أمينة Øvre', 'amina@firma.example', 'yes'],
    ['Sa Nei', 'nei@firma.example', 'no'], ['Uspurt Person', 'uspurt@firma.example', 'not-asked'], ['Uten Adresse', '', 'not-asked'],
    ['Samme Adresse', 'AASE@firma.example', 'yes']];

test('the audience is told with a number for each who is left out', async t => {
    const {office} = await withMail(t);
    await makeFirm(office, 'Postprøven Åsen AS', three);
    const path = await draft(office, {word: 'Postprøven'});
    await office.get(`${path}/audience`);
    const text = office.page.text.replace(/\s+/g, ' ');
    assert.match(text, /2 får den/);
    for (const why of ['Ikke spurt om de vil ha informasjon', 'Har sagt nei til informasjon eller meldt seg av', 'Ingen e-postadresse',
        'Samme adresse står hos en annen, som får den'])
        assert.equal(figure(office.page, why), 1, why);
});

test('fields, both parts and the way out come as they should', async t => {
    const {box, server, office} = await withMail(t);
    await makeFirm(office, 'Postprøven & Åsen <AS>', three);
    const path = await draft(office, {word: 'Postprøven', subject: 'Æøå: مرحبا til dere',
        body: 'Hei **{{navn}}** hos {{virksomhet}}!\n\n## Tallene\n\n{{tall}}\n\nSe [brevene](/letters) eller https://example.org/å.'});
    assert.equal(office.page.path.split('?')[0], `${path}/preview`, office.page.text.slice(0, 300));
    assert.match(office.page.text, /Hei Åse Ærlig hos Postprøven & Åsen <AS>!/);
    assert.equal(await send(office, path), 2);
    await box.wait(2);
    await until('the end', async () => (await office.get(path)).text.includes('Sendt til alle'));
    assert.deepEqual(box.mails.map(m => m.receiver).sort(), ['aase@firma.example', 'amina@firma.example']);
    for (const [name, mail] of [['Åse Ærlig', box.mails.find(m => m.receiver.startsWith('aase'))],
        ['أمينة Øvre', box.mails.find(m => m.receiver.startsWith('amina'))]]) {
        assert.equal(mail.subject, 'Æøå: مرحبا til dere');
        assert.deepEqual(mail.to.value, [{name, address: mail.receiver}]);
        assert.ok(mail.text.includes(`Hei ${name} hos Postprøven & Åsen <AS>!`), mail.text);
        assert.ok(mail.html.includes(`Hei <strong>${name}</strong> hos Postprøven &amp; Åsen &lt;AS&gt;!`), mail.html);
        assert.ok(mail.html.includes(`href="${site}/letters"`) && mail.text.includes(`brevene (${site}/letters)`));
        assert.match(mail.html, /<table>[\s\S]*<td align="right">/);
        assert.match(mail.text, /Stillinger lovet: \d+/);
        assert.ok(!/<(?:img|script|iframe|link)\b/i.test(mail.html), 'nothing is fetched');
        assert.equal(mail.headers.get('list').unsubscribe.url.startsWith(`${site}/link/unsubscribe-`), true);
        assert.equal(mail.headers.get('list')['unsubscribe-post'].name, 'List-Unsubscribe=One-Click');
        assert.match(mail.text, new RegExp(`${site}/link/unsubscribe-\\S+`));
    }
    const links = box.mails.map(m => m.headers.get('list').unsubscribe.url.replace(site, ''));
    assert.notEqual(links[0], links[1], 'each has a link of its own');

    // A scanner that opens it changes nothing; the button of a mail program does, and the page counts it.
    const scanner = new Client(server);
    for (const method of ['GET', 'HEAD'])
        await scanner.request(method, links[0]);
    assert.equal(figure(await office.get(path), 'Meldt seg av siden'), 0);
    const clicked = await scanner.request('POST', links[0], {body: 'List-Unsubscribe=One-Click',
        headers: {'Content-Type': 'application/x-www-form-urlencoded', 'Origin': 'https://mail.example'}});
    assert.ok(clicked.status < 300, String(clicked.status));
    assert.equal(figure(await office.get(path), 'Meldt seg av siden'), 1);
    // The next one goes to the other alone.
    const next = await draft(office, {word: 'Postprøven'});
    assert.equal(await send(office, next), 1);
    await box.wait(3);
});

test('nothing typed becomes a header, and an unknown field is named with its line', async t => {
    const {office} = await withMail(t);
    await makeFirm(office, 'Postprøven AS', three);
    const path = await draft(office, {word: 'Postprøven'});
    for (const subject of ['Hei\r\nBcc: alle@example.org', 'Hei\nX-Injected: 1', 'Hei\u0000']) {
        await office.get(`${path}/text`);
        const {fields} = office.page.form(`${path}/text`);
        await office.post(`${path}/text`, fields.map(([name, value]) => [name, name === 'subject' ? subject : value]));
        assert.ok([400, 422].includes(office.page.status), `${office.page.status} ${subject}`);
    }
    await office.get(`${path}/text`);
    await office.submit({body: 'Hei\n\n{{fornavn}} og {{navn}}'}, {form: `${path}/text`});
    assert.match(office.page.text, /Linje 3: {{fornavn}} er ikke et felt/);
    await office.get(`${path}/send`);
    assert.ok(!office.page.forms.some(form => form.action === `${path}/send`), 'it cannot be sent');
});

test('a trial goes to the staff alone, as a receiver would get it', async t => {
    const {box, server, office} = await withMail(t);
    await makeFirm(office, 'Postprøven AS', three);
    const path = await draft(office, {word: 'Postprøven', subject: 'Prøv meg'});
    await office.get(`${path}/preview`);
    await office.submit({}, {form: `${path}/trial`});
    assert.match(office.page.text, /Prøven er på vei/);
    await office.submit({}, {form: `${path}/trial`});
    await box.wait(2);
    for (const mail of box.mails) {
        assert.equal(mail.receiver, readAccounts(server).of.office[0]);
        assert.equal(mail.subject, 'Prøve: Prøv meg');
        assert.match(mail.text, /Hei Åse Ærlig!/);
    }
    await sleep(500);
    assert.equal(box.mails.length, 2);
});

test('a pause holds, going on goes on, and all get it once', async t => {
    const {box, office} = await withMail(t);
    box.answer = ({stage}) => stage === 'data' ? {code: 451, text: '4.3.0 Later'} : null; // nothing is taken yet
    const path = await draft(office, {});
    const total = await send(office, path);
    assert.ok(total > 10, `${total} in the demo`);
    await office.submit({}, {form: `${path}/pause`});
    assert.match(office.page.text, /På pause/);
    await sleep(800); // what was on its way
    box.answer = () => null;
    const before = box.mails.length;
    await sleep(2500);
    assert.equal(box.mails.length, before, 'nothing goes while it is on pause');
    await office.get(path);
    await office.submit({}, {form: `${path}/resume`});
    assert.match(office.page.text, /Blir sendt|Sendt til alle/);
    await office.get(path);
    await office.submit({}, {form: `${path}/cancel`});
    assert.match(office.page.text, /Stoppet for godt/);
    const receivers = box.mails.map(m => m.receiver);
    assert.equal(new Set(receivers).size, receivers.length, 'nobody twice');
});

test('a server that is killed in the middle neither repeats nor skips', async t => {
    const box = await openMailbox();
    const data = join(makeScratch(), 'data');
    copyDemo(data);
    let server = await startServer({data, args: box.args});
    t.after(async () => {
        await server.stop();
        await box.close();
        rmSync(dirname(data), {recursive: true, force: true});
    });
    let office = await logIn(server, 'office');
    const path = await draft(office, {});
    box.answer = ({stage, count}) => stage === 'data' && count >= 8 ? 'hang' : null;
    const total = await send(office, path);
    await box.waitFor(() => box.hanging);
    await server.kill();
    box.answer = () => null;
    server = await startServer({data, args: box.args});
    office = await logIn(server, 'office');
    await until('the rest', async () => (await office.get(path)).text.includes('Sendt til alle'), 90);
    const receivers = box.mails.map(m => m.receiver);
    assert.equal(new Set(receivers).size, receivers.length, 'nobody twice');
    const sent = figure(office.page, 'Sendt'), unsure = total - sent;
    assert.ok(receivers.length >= sent && receivers.length <= total, 'what came is sent, or not sure');
    assert.ok(unsure >= 1 && unsure <= 20, `${unsure} of ${total} are not sure`);
    assert.ok(office.page.text.includes('De den ikke nådde, eller kanskje ikke nådde'));
});

test('a letter goes out by e-mail from the same text', async t => {
    const {box, office} = await withMail(t);
    await makeFirm(office, 'Postprøven AS', three);
    await office.get('/letters');
    const [letter] = office.page.links(/^\/letters\/\d+-\d+$/).map(link => link.href);
    await office.get(letter);
    const body = office.page.all('td').map(cell => cell.children.join('').trim()).filter(Boolean);
    await office.get(office.page.links(/^\/letters\/drafts\/\d+$/)[0].href);
    await office.submit({}, {form: /\/mailing$/});
    const path = /^\/mailings\/\d+/.exec(office.page.path)[0];
    await office.submit({audience: 'all'}, {form: `${path}/audience`});
    await office.submit({body: 'Kjære {{navn}},\n\nher er brevet.'}, {form: `${path}/text`});
    await send(office, path);
    const mails = await box.wait(all => all.some(m => m.receiver === 'aase@firma.example'));
    const mail = mails.find(m => m.receiver === 'aase@firma.example');
    const word = letter.split('/').pop();
    assert.match(mail.subject, new RegExp(`^Informasjon ${word}: `));
    assert.match(mail.text, /Kjære Åse Ærlig,/);
    assert.ok(mail.text.includes(`Les det på nettet eller som PDF: ${site}${letter}`));
    for (const cell of body.slice(0, 6))
        assert.ok(mail.html.includes(cell), `${cell} as on the page`);
});
