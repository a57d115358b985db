// SPDX-License-Identifier: EUPL-1.2
// The search as people use it: wrong letters, other letters, another order of words, and only what the reader may see.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let office;
let adviser;
let employer;
let candidate;
before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
    adviser = await logIn(server, 'adviser');
    employer = await logIn(server, 'employer');
    candidate = await logIn(server, 'candidate');
});
after(() => server?.stop());

const nodesIn = node => node.children.flatMap(child => typeof child === 'string' ? [] : [child, ...nodesIn(child)]);

// {employers: {count, links: [{href, text}], similar: [{…}]}, …}
async function search(client, q, more = '') {
    const page = await client.get(`/search?q=${encodeURIComponent(q)}${more}`);
    assert.equal(page.status, 200, page.text.slice(0, 300));
    const found = {};
    for (const part of page.all('section', a => a['aria-labelledby']?.startsWith('found-'))) {
        const lists = nodesIn(part).filter(n => n.tag === 'ul').map(ul => nodesIn(ul).filter(n => n.tag === 'a')
            .map(a => ({href: a.attributes.href, text: textOf(a).trim()})));
        const heads = nodesIn(part).filter(n => n.tag === 'h2' || n.tag === 'h3');
        const number = head => Number(/(\d[\d\s]*)$/.exec(textOf(head).trim())[1].replace(/\s/g, ''));
        const exact = number(heads[0]);
        found[part.attributes['aria-labelledby'].slice(6)] = {
            count: exact, links: exact > 0 ? lists[0] : [], similar: heads[1] ? number(heads[1]) : 0,
            similarLinks: heads[1] ? lists.at(-1) : [],
            more: nodesIn(part).filter(n => n.tag === 'a' && n.parent.tag === 'p').map(a => a.attributes.href),
        };
    }
    return found;
}

async function register(name) {
    await office.get('/employers/new');
    const page = await office.submit({name, stage: 'new'}, {form: ['orgnr', 'stage']});
    assert.match(page.path, /^\/employers\/\d+$/, `${page.status} ${page.text.slice(0, 400)}`);
    return page.path;
}

test('the field is on every page, and leads to the search without a script', async () => {
    for (const client of [office, adviser, employer, candidate]) {
        const page = await client.get('/account');
        const field = page.first('input', a => 'data-search' in a);
        assert.ok(field, 'the header has the field');
        await client.submit({q: 'qzvjpq'}, {form: ['q']});
        assert.equal(client.page.path.split('?')[0], '/search');
        assert.match(client.page.text, /Ingenting du har tilgang til/);
        assert.match(client.page.text, /Skriv færre ord/);
    }
    const visitor = new Client(server);
    assert.match((await visitor.request('GET', '/search?q=as')).headers.location, /^\/login/);
});

test('wrong letters, other letters and another order find the same employer', async () => {
    const path = await register('Øvre Ås Kjøttforedling AS');
    for (const q of ['Øvre Ås', 'ovre aas', 'OEVRE AS', 'kjøttforedling øvre', 'kjottforedl', 'foredling'])
        assert.ok((await search(office, q)).employers?.links.some(link => link.href === path), q);
    for (const q of ['kjøttforeldingg', 'kjttforedling', 'kjøttfoerdling'])
        assert.ok((await search(office, q)).employers?.similarLinks.some(link => link.href === path), q);
    await office.get(`${path}/contacts/new`);
    const made = await office.submit({name: 'Шевченко Ольга', role: 'leader', email: 'olga@kjott.example', phone: '22 33 44 55', lang: 'nb',
        informed: 'not-asked'}, {form: ['name', 'role']});
    assert.equal(made.status, 200, made.text.slice(0, 500));
    for (const q of ['shevchenko olga', 'Olga', 'Шевченко', 'olga@kjott.example', '22334455', '22 33 44 55', 'olga kjøttforedling']) {
        const {contacts} = await search(office, q);
        assert.ok([...contacts?.links ?? [], ...contacts?.similarLinks ?? []].some(link => link.text === 'Шевченко Ольга'), q);
    }
    assert.equal((await search(office, 'kjøttxxxxxling')).employers, undefined);
});

test('what is changed is found by its new name at once, and no more by the old', async () => {
    const path = await register('Fjellrevfabrikken AS');
    await office.get(`${path}/edit`);
    await office.submit({name: 'Snøleopardverkstedet AS'}, {form: ['orgnr', 'name']});
    assert.ok((await search(adviser, 'snoleopard')).employers.links.some(link => link.href === path));
    assert.equal((await search(adviser, 'fjellrevfabrikken')).employers, undefined);
});

test('a number is found with and without spaces', async () => {
    const [, line] = (await office.request('GET', '/employers.csv')).body.split('\r\n');
    const [orgnr, name] = line.split(';').map(value => value.replaceAll('"', ''));
    assert.match(orgnr, /^\d{9}$/);
    const [, ...number] = /(\d{3})(\d{3})(\d{3})/.exec(orgnr);
    for (const q of [orgnr, number.join(' '), number.join('\u00a0'), number[0] + number[1] + number[2].slice(0, 2)])
        assert.ok((await search(office, q)).employers?.links.some(link => link.text === name), q);
});

test('groups count what they hold; all of a group is one click away', async () => {
    const {employers} = await search(office, 'as');
    assert.ok(employers.count > 5, 'more than are shown at first');
    assert.equal(employers.links.length, 5);
    const all = await search(office, 'as', '&in=employers');
    assert.deepEqual(Object.keys(all), ['employers']);
    assert.equal(all.employers.links.length, employers.count);
    assert.deepEqual(all.employers.links.slice(0, 5), employers.links);
    assert.ok(employers.more.some(href => href.startsWith('/search?q=as&in=employers')), employers.more.join());
    const list = employers.more.find(href => href.startsWith('/employers?'));
    if (list) {
        const page = await office.get(list);
        assert.ok(Number(/(\d+) virksomheter/.exec(page.text)[1]) >= employers.count, 'the list finds contacts, too');
    }
});

test('candidates are found by the own agency alone, and it is written down', async () => {
    const listed = await adviser.get('/candidates');
    const [{href, text}] = listed.links(/^\/candidates\/\d+$/);
    const words = text.trim().split(/\s+/);
    for (const q of [text, [...words].reverse().join(' ')]) {
        const {candidates} = await search(adviser, q);
        assert.ok(candidates.links.some(link => link.href === href), q);
    }
    const other = await logIn(server, 'adviser', {which: 1});
    assert.ok(!((await search(other, text)).candidates?.links ?? []).some(link => link.href === href), 'another agency');
    for (const client of [employer, candidate])
        assert.equal((await search(client, text)).candidates, undefined);
    const page = await adviser.get(href);
    assert.match(page.text, /navn funnet ved søk/);
});

test('an employer finds its own alone, a candidate nobody\'s', async () => {
    const own = await employer.get('/employers');
    for (const q of ['as', 'drammen', 'bygg', 'a', 'e']) {
        const found = await search(employer, q);
        for (const {href} of found.employers?.links ?? [])
            assert.equal(href, own.path);
        for (const {href} of found.needs?.links ?? [])
            assert.equal((await employer.request('GET', href)).status, 200);
        assert.ok((found.employers?.count ?? 0) <= 1);
        assert.equal(found.contacts, undefined);
        const mine = await search(candidate, q);
        assert.deepEqual(Object.keys(mine).filter(name => !['events', 'letters'].includes(name)), []);
    }
    const {needs} = await search(office, own.heading);
    assert.equal(needs, undefined, 'the employer\'s name alone is no need');
});

test('everybody finds what is public, on its public page', async () => {
    const letters = await office.get('/letters');
    const [{href}] = letters.links(/^\/letters\/\d+-\d+$/);
    const title = (await office.get(href)).heading.replace(/^[^:]*: /, '');
    for (const client of [adviser, employer, candidate]) {
        const found = await search(client, title);
        const [link] = found.letters?.links ?? [];
        assert.equal(link?.href, href);
        assert.equal((await client.request('GET', link.href)).status, 200);
    }
    const [event] = (await new Client(server).get('/')).links(/^\/public\/events\/\d+$/);
    if (event) {
        const {heading} = await new Client(server).get(event.href);
        assert.ok((await search(candidate, heading)).events?.links.some(link => link.href === event.href), heading);
        assert.ok((await search(office, heading)).events?.links.some(link => link.href === event.href.replace('/public', '')), heading);
    }
});

test('hostile words are only words', async () => {
    for (const q of ['%', '_', '"', '<script>', '*', '\u202e', ' '.repeat(50), 'x'.repeat(5000), 'æ'.repeat(300), 'a b c d e f g h i',
        '١٢٣', '東京', '😀'])
        await search(office, q);
    assert.equal((await office.get('/search?q=as&in=nothing')).status, 200);
    assert.equal((await office.get('/search')).status, 200);
});
