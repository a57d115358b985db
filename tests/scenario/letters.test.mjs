// SPDX-License-Identifier: EUPL-1.2
// The information letter from draft to archive: fields, numbers, figures that stay, corrections said openly; as web page, as
// tagged PDF and in a feed, each looked at by programs that are not ours.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {makeScratch, startServer} from './lib/server.mjs';

const site = 'https://ypsilon.region.example';
const body = `Hei æøå, مرحبا!

Nå deltar **{{deltar}} av {{virksomheter}}** i {{program}}.

## Tallene

{{tall}}

- Se [forsiden](/)
`;

async function withServer(t, args = ['--site', site]) {
    const server = await startServer({args});
    t.after(() => server.stop());
    return server;
}

async function write(office, values) {
    await office.get('/letters/new');
    await office.submit({title: 'Høsten', body, lang: 'nb', ...values}, {form: '/letters/new'});
    assert.equal(office.page.status, 200, office.page.text.slice(0, 400));
    assert.match(office.page.path, /^\/letters\/drafts\/\d+$/);
    return office.page.path;
}

async function publish(office, draft, values = {}) {
    await office.get(draft);
    await office.submit(values, {form: `${draft}/publish`});
    return office.page;
}

const xpath = (file, expression) => {
    const told = spawnSync('xmllint', ['--noent', '--xpath', expression, file], {encoding: 'utf8'});
    assert.equal(told.status, 0, told.stderr);
    return told.stdout.trim();
};

async function feed(client, name) {
    const answer = await client.request('GET', '/letters/feed.xml');
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^application\/atom\+xml/);
    const file = join(makeScratch(), name);
    writeFileSync(file, answer.bytes);
    return file;
}

test('a draft tells what is wrong in it, with the line, and cannot be published before', async t => {
    const office = await logIn(await withServer(t), 'office');
    const draft = await write(office, {body: 'Hei\n\n{{navn}} og {{ukjent}}\n\n<b>fet</b>\n\n[x](javascript:alert(1))\n\n![x](https://x.example/y.png)'});
    for (const problem of ['Linje 3: {{navn}} er ikke et felt', 'Linje 3: {{ukjent}} er ikke et felt', 'Linje 5: <b> er HTML',
        'Linje 7: javascript:alert(1) er ingen adresse', 'Linje 9: https://x.example/y.png er et bilde'])
        assert.ok(office.page.text.includes(problem), `${problem} in ${office.page.text}`);
    assert.ok(!office.page.body.includes('href="javascript:') && !office.page.body.includes('<b>fet') && !office.page.body.includes('y.png"'));
    assert.ok(!office.page.forms.some(form => form.action === `${draft}/publish`));
    await office.post(`${draft}/publish`, [['csrf', office.page.form(`${draft}/delete`).fields[0][1]], ['version', '1']]);
    assert.equal(office.page.status, 422);
    assert.match(office.page.text, /Linje 3/);
});

test('it is numbered, public, and its figures stay as they were', async t => {
    const server = await withServer(t);
    const office = await logIn(server, 'office');
    const visitor = new Client(server);
    await visitor.get('/letters');
    const before = visitor.page.links(/^\/letters\/\d+-2016$/).length;
    const draft = await write(office);
    assert.equal((await visitor.get(draft)).path.startsWith('/login'), true, 'a draft is not public');
    assert.ok(!(await visitor.get('/letters')).text.includes('Høsten'));
    const shown = (await office.get(draft)).text;
    await publish(office, draft);
    assert.match(office.page.text, /Brevet er publisert, og PDF-en er laget/);
    const word = `${before + 1}-2016`;
    assert.equal(office.page.heading, `Informasjon ${word}: Høsten`);
    await visitor.get(`/letters/${word}`);
    assert.equal(visitor.page.status, 200);
    assert.match(visitor.page.text, /Hei æøå, مرحبا!/);
    const [, taking, all] = /Nå deltar (\d+) av (\d+) i/.exec(visitor.page.text);
    assert.ok(shown.includes(`Nå deltar ${taking} av ${all}`), 'as the draft showed it');
    assert.ok(visitor.page.all('td').length >= 12, 'the table of figures');
    // The two that are published in turn take the next numbers, without a gap; a deleted draft takes none.
    const gone = await write(office, {title: 'Bort'});
    await office.submit({}, {form: `${gone}/delete`});
    await publish(office, await write(office, {title: 'Neste'}));
    assert.equal(office.page.heading, `Informasjon ${before + 2}-2016: Neste`);
    // An employer more does not change what was published.
    await office.get('/employers/new');
    await office.submit({name: 'Helt ny AS', stage: 'taking-part'}, {form: ['name', 'orgnr', 'stage']});
    assert.match((await visitor.get(`/letters/${word}`)).text, new RegExp(`Nå deltar ${taking} av ${all} i`));
    assert.ok((await visitor.get('/')).links(/^\/letters$/).length > 0, 'linked from the front page');
});

test('two who publish at once end in one number', async t => {
    const server = await withServer(t);
    const [one, two] = [await logIn(server, 'office'), await logIn(server, 'office')];
    const draft = await write(one);
    for (const client of [one, two])
        await client.get(draft);
    const [a, b] = await Promise.all([one, two].map(client => client.submit({}, {form: `${draft}/publish`})));
    assert.equal(a.heading, b.heading);
    const numbers = (await one.get('/letters')).links(/^\/letters\/\d+-2016$/).map(link => link.href);
    assert.equal(new Set(numbers).size, numbers.length);
    assert.equal(numbers.filter(href => one.page.links().some(l => l.href === href && l.text.includes('Høsten'))).length, 1);
});

test('two who write at once see both texts', async t => {
    const server = await withServer(t);
    const [one, two] = [await logIn(server, 'office'), await logIn(server, 'office')];
    const draft = await write(one);
    for (const client of [one, two])
        await client.get(`${draft}/edit`);
    await one.submit({body: 'Den enes tekst'}, {form: `${draft}/edit`});
    await two.submit({body: 'Den andres tekst'}, {form: `${draft}/edit`});
    assert.equal(two.page.status, 409);
    assert.ok(two.page.text.includes('Den enes tekst') && two.page.text.includes('Den andres tekst'));
    await two.submit({}, {form: `${draft}/edit`});
    assert.match((await one.get(draft)).text, /Den andres tekst/);
});

test('a correction keeps the number and says what it corrects', async t => {
    const server = await withServer(t);
    const office = await logIn(server, 'office');
    const visitor = new Client(server);
    const draft = await write(office);
    await publish(office, draft);
    const word = /Informasjon (\d+-2016)/.exec(office.page.heading)[1];
    const was = await feed(visitor, 'was.xml');
    await office.get(draft);
    await office.submit({}, {form: `${draft}/correct`});
    assert.equal(office.page.path, `${draft}/edit`);
    await office.submit({body: body.replace('Hei', 'Hallo'), note: ''}, {form: `${draft}/edit`});
    assert.match(office.page.text, /Si hva som er rettet/, 'it cannot be silent');
    assert.match((await visitor.get(`/letters/${word}`)).text, /Hei æøå/, 'until then the old one stands');
    await office.get(`${draft}/edit`);
    await office.submit({note: 'Hilsenen var feil.'}, {form: `${draft}/edit`});
    await publish(office, draft);
    await visitor.get(`/letters/${word}`);
    assert.match(visitor.page.text, /Rettet 1\. september 2016\. Hilsenen var feil\./);
    assert.match(visitor.page.text, /Hallo æøå/);
    assert.match((await office.get(draft)).text, /Utgaver/);
    const now = await feed(visitor, 'now.xml');
    for (const what of ['/*[local-name()="feed"]/*[local-name()="id"]/text()', '(//*[local-name()="entry"])[1]/*[local-name()="id"]/text()',
        '(//*[local-name()="entry"])[1]/*[local-name()="published"]/text()'])
        assert.equal(xpath(now, what), xpath(was, what), 'ids and first days stay');
    assert.ok(xpath(now, '(//*[local-name()="entry"])[1]/*[local-name()="updated"]/text()') >=
        xpath(was, '(//*[local-name()="entry"])[1]/*[local-name()="updated"]/text()'));
    assert.match(xpath(now, '(//*[local-name()="entry"])[1]/*[local-name()="content"]/text()'), /Hilsenen var feil/);
    assert.equal((await visitor.request('GET', `/letters/${word}/letter.pdf`)).status, 200, 'and a PDF of the new edition');
});

test('the feed is what readers of feeds expect', async t => {
    const server = await withServer(t);
    const office = await logIn(server, 'office');
    const draft = await write(office, {title: 'Mål & <mening>'});
    await publish(office, draft);
    const file = await feed(new Client(server), 'feed.xml');
    assert.equal(xpath(file, 'namespace-uri(/*)'), 'http://www.w3.org/2005/Atom');
    assert.match(xpath(file, '(//*[local-name()="entry"])[1]/*[local-name()="title"]/text()').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'), /^Informasjon \d+-2016: Mål & <mening>$/);
    assert.equal(xpath(file, 'string(//*[local-name()="feed"]/*[local-name()="link"][@rel="self"]/@href)'), `${site}/letters/feed.xml`);
    const link = xpath(file, 'string((//*[local-name()="entry"])[1]/*[local-name()="link"][@rel="alternate"]/@href)');
    assert.equal((await office.get(link.replace(site, ''))).status, 200);
    for (const id of xpath(file, '//*[local-name()="id"]/text()').split('\n'))
        assert.match(id, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const time of xpath(file, '//*[local-name()="updated"]/text()|//*[local-name()="published"]/text()').split('\n'))
        assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const html = xpath(file, 'string((//*[local-name()="entry"])[1]/*[local-name()="content"])');
    assert.ok(html.includes(`<a href="${site}/">forsiden</a>`), 'addresses are whole');
});

test('the PDF is tagged, tells its language, and has the page\'s words and figures', async t => {
    const server = await withServer(t);
    const office = await logIn(server, 'office');
    const draft = await write(office);
    const preview = await office.request('GET', `${draft}/preview.pdf`);
    assert.equal(preview.headers['content-type'], 'application/pdf');
    await publish(office, draft);
    const word = /Informasjon (\d+-2016)/.exec(office.page.heading)[1];
    const pdf = await new Client(server).request('GET', `/letters/${word}/letter.pdf`);
    assert.equal(pdf.status, 200);
    const again = await new Client(server).request('GET', `/letters/${word}/letter.pdf`);
    assert.ok(pdf.bytes.equals(again.bytes), 'made once');
    const file = join(makeScratch(), 'letter.pdf');
    writeFileSync(file, pdf.bytes);
    const info = spawnSync('pdfinfo', [file], {encoding: 'utf8'}).stdout;
    assert.match(info, /Tagged:\s+yes/);
    assert.match(info, new RegExp(`Title:\\s+Informasjon ${word}: Høsten`));
    assert.match(pdf.bytes.toString('latin1'), /\/Lang \(nb\)/);
    const structure = spawnSync('pdfinfo', ['-struct-text', file], {encoding: 'utf8'}).stdout;
    assert.match(structure, /H1 \(block\)/);
    assert.match(structure, /H2 \(block\)[\s\S]*Table \(block\)[\s\S]*TH/);
    const text = spawnSync('pdftotext', ['-layout', file, '-'], {encoding: 'utf8'}).stdout;
    await office.get(`/letters/${word}`);
    assert.match(text, /Internasjonale Drammen \(demo\)/);
    assert.match(text, /Hei æøå/);
    const sentence = /Nå deltar \d+ av \d+/.exec(office.page.text)[0];
    assert.ok(text.includes(sentence), text);
    const figures = office.page.all('tr').map(row => row.children.filter(c => c.tag === 'td').map(c => c.children.join('').trim()));
    for (const [label, now] of figures.filter(cells => cells.length > 1))
        assert.match(text, new RegExp(`${label.replace(/[()]/g, '\\$&')}\\s+${now.replace(/\s/g, '\\s')}`), label);
});

test('where WeasyPrint is missing the letter is published all the same, and its page says what to do', async t => {
    const server = await withServer(t, ['--site', site, '--paper-path', makeScratch()]);
    const office = await logIn(server, 'office');
    const visitor = new Client(server);
    const draft = await write(office);
    const missing = /WeasyPrint er ikke installert/;
    await office.get(`${draft}/preview.pdf`);
    assert.equal(office.page.status, 503);
    assert.match(office.page.text, missing);
    assert.match(office.page.text, /Hei æøå/, 'and it is seen as a page');
    await publish(office, draft);
    const word = /Informasjon (\d+-2016)/.exec(office.page.heading)[1];
    await office.get(draft);
    assert.match(office.page.text, /Det finnes ingen PDF av det ennå|ingen PDF/);
    await office.submit({}, {form: `${draft}/pdf`});
    assert.equal(office.page.status, 422);
    assert.match(office.page.text, missing);
    await visitor.get(`/letters/${word}`);
    assert.equal(visitor.page.status, 200);
    assert.match(visitor.page.text, /Hei æøå/);
    assert.deepEqual(visitor.page.links(/letter\.pdf$/), [], 'no link that leads nowhere');
    assert.equal((await visitor.request('GET', `/letters/${word}/letter.pdf`)).status, 404);
    const entries = await feed(visitor, 'without.xml');
    assert.match(xpath(entries, 'string((//*[local-name()="entry"])[1]/*[local-name()="title"])'), /Høsten/);
});
