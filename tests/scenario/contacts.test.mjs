// SPDX-License-Identifier: EUPL-1.2
// Whom the office talks with, how an employer is followed up, what it belongs to, and who is introduced to whom.
import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {textOf} from './lib/page.mjs';
import {copyDemo, makeScratch, runProgram, startServer, today} from './lib/server.mjs';

let data;
let server;
let office;
let adviser;
let member; // the demo employer's own user

async function open(day) {
    server = await startServer({data, day});
    office = await logIn(server, 'office');
    adviser = await logIn(server, 'adviser');
    member = await logIn(server, 'employer');
}

before(async () => {
    data = join(makeScratch(), 'data');
    copyDemo(data);
    await open('2016-09-01');
});
after(() => rmSync(dirname(data), {recursive: true, force: true}));

const plain = text => text.replaceAll('\u00a0', ' ');
const summary = page => page.all('a', a => a.href?.startsWith('#f-')).map(node => node.attributes.href.slice(3));
const part = (page, id) => plain(textOf(page.first('section', a => a.id === id) ?? {children: []}));
const idOf = path => /\d+/.exec(path)[0];

async function register(values) {
    await office.get('/employers/new');
    const page = await office.submit(values, {form: ['orgnr', 'stage']});
    assert.match(page.path, /^\/employers\/\d+$/, `${page.status} ${page.text.slice(0, 400)}`);
    return page.path;
}

// A form of the page at that path, sent with these values.
async function send(client, path, values, form) {
    await client.get(path);
    return client.submit(values, form === undefined ? {} : {form});
}

// Reads contacts in at the command line, and gives what the program says of it.
function importing(...args) {
    const done = runProgram(['import', ...args, '--data', data, '--today', today, '--json']);
    assert.ok(done.stdout.trim().startsWith('{'), done.stdout + done.stderr);
    return JSON.parse(done.stdout);
}
const counts = ({created, updated, unchanged, outside, rejected}) => ({created, updated, unchanged, outside, rejected});

test('contacts are read in from a list of one\'s own, and taken back', async () => {
    const firm = await register({name: 'Listeverket AS', orgnr: '291300006', contact_name: 'Eva Fast', email: 'eva@listeverket.example'});
    const path = join(dirname(data), 'kontakter.csv');
    const read = (lines, ...args) => {
        writeFileSync(path, ['Orgnr;Navn;Rolle;Stilling;E-post;Mobil', ...lines].join('\n') + '\n');
        return importing('contacts', path, ...args);
    };
    const lines = ['291300006;Ole Liste;Leder;Daglig leder;Ole@Listeverket.example;32 21 00 55', '291300006;Eva Fast;;Personalsjef;;',
        '291 300 006;;;;post@listeverket.example;', '291300006;Kari Verneombud;Verneombud;;;99 88 77 66', '291300014;Ukjent Firma;;;;',
        '123;Galt Nummer;;;;', '291300006;Feil Adresse;;;ikke en adresse;', '291300006;Ole Liste;;;ole@listeverket.example;'];
    assert.deepEqual(counts(read(lines, '--dry-run')), {created: 3, updated: 1, unchanged: 0, outside: 0, rejected: 4});
    assert.doesNotMatch((await office.get(firm)).text, /Ole Liste/, 'a dry run writes nothing');
    const done = read(lines);
    assert.deepEqual(counts(done), {created: 3, updated: 1, unchanged: 0, outside: 0, rejected: 4});
    const shown = part(await office.get(firm), 'contacts');
    for (const text of ['Ole Liste', 'Daglig leder', 'Ole@listeverket.example', '32 21 00 55', 'Personalsjef', 'Felles adresse', 'Verneombud'])
        assert.ok(shown.includes(text), `${text}: ${shown}`);
    assert.match(shown, /Eva Fast.*eva@listeverket\.example/, 'an empty cell leaves what stands');
    assert.doesNotMatch(shown, /Ja til informasjon/, 'nobody is made to have said yes');

    // What our own file says is what stands.
    const own = await office.request('GET', '/contacts.csv?q=listeverket');
    writeFileSync(path, own.body);
    assert.deepEqual(counts(importing('contacts', path)), {created: 0, updated: 0, unchanged: 4, outside: 0, rejected: 0});

    // Taken back: what somebody has gone on with stays.
    await office.get(`/activities/new?employer=${idOf(firm)}`);
    const ole = office.page.all('input', a => a.name === 'contact_id').map(node => node.attributes.value);
    assert.equal(ole.length, 4);
    const kari = office.page.forms.find(form => form.action === '/activities/new');
    const labels = office.page.all('label').filter(node => /Kari Verneombud/.test(textOf(node)));
    const chosen = office.page.all('input', a => a.id === labels[0].attributes.for)[0].attributes.value;
    await office.post('/activities/new', [...kari.fields.filter(([k]) => !['kind', 'state', 'day'].includes(k)),
        ['kind', 'call'], ['state', 'held'], ['day', '1.9.2016'], ['contact_id', chosen]]);
    assert.match(office.page.path, /^\/activities\/\d+$/);
    const reverted = importing('revert', done.id);
    assert.equal(reverted.kept, 1);
    const after = part(await office.get(firm), 'contacts');
    assert.match(after, /Kari Verneombud/, 'whom an activity names stays');
    assert.match(after, /Eva Fast/);
    assert.doesNotMatch(after, /Ole Liste|Personalsjef|Felles adresse/);
    assert.equal((await office.get('/employers?q=ole+liste')).links(/^\/employers\/\d+$/).length, 0, 'nor found by the name');
    assert.equal(runProgram(['check', '--data', data]).status, 0);
});

test('an employer has several contacts, and the first comes with it', async () => {
    const path = await register({name: 'Kontaktrik AS', contact_name: 'Åse Øvingsen', email: 'Aase@Rik.Example', phone: '32 21 00 00'});
    assert.match(part(office.page, 'contacts'), /Åse Øvingsen.*Aase@rik\.example · 32 21 00 00.*Ikke spurt om informasjon på e-post/);
    await send(office, `${path}/contacts/new`, {name: 'Bo Berg', role: 'hr', title: 'Personalsjef', email: 'bo@rik.example', lang: 'en',
        informed: 'yes', informed_on: '25.8.2016', informed_how: 'event'});
    assert.equal(office.page.path, path);
    assert.match(part(office.page, 'contacts'), /Bo Berg Personal \(HR\) · Personalsjef/);
    assert.match(part(office.page, 'contacts'), /Ja til informasjon på e-post 25\. august 2016, meldte seg på et arrangement/);
    assert.match(office.page.text, /La til en kontakt:? Bo Berg/);
    await send(office, `${path}/contacts/new`, {name: '', role: 'shared', email: 'post@rik.example'});
    assert.match(part(office.page, 'contacts'), /Felles adresse.*post@rik\.example/);
    for (const name of ['Åse Øvingsen', 'bo berg'])
        assert.ok((await office.get(`/employers?q=${encodeURIComponent(name)}`)).links().some(link => link.href === path), `found by ${name}`);

    await office.get(path);
    const bo = office.page.links(/^\/contacts\/\d+$/).find(link => link.text.includes('Bo Berg')).href;
    await office.get(bo);
    await office.submit({}, {form: `${bo}/end`});
    assert.match(office.page.text, /Kontakten har sluttet/);
    assert.match(part(office.page, 'contacts'), /Én som har sluttet Bo Berg.*Sluttet 1\. september 2016/);
    assert.ok(!(await office.get('/employers?q=bo+berg')).links().some(link => link.href === path), 'found by those who are there');
    await office.get(bo);
    await office.submit({}, {form: `${bo}/end`});
    assert.match(office.page.text, /Kontakten er der igjen/);
});

for (const [what, values, fields] of [
    ['nobody', {name: ''}, ['name']],
    ['an address that is none', {name: 'Kari', email: 'kari'}, ['email']],
    ['a yes without day and manner', {name: 'Kari', informed: 'yes'}, ['informed_on', 'informed_how']],
    ['a yes of tomorrow', {name: 'Kari', informed: 'yes', informed_on: '2.9.2016', informed_how: 'told'}, ['informed_on']],
    ['a day that is none', {name: 'Kari', phone: '1', informed: 'no', informed_on: 'i går', informed_how: 'told'}, ['informed_on', 'phone']],
])
    test(`a contact is refused: ${what}`, async () => {
        const own = (await office.get('/employers')).links(/^\/employers\/\d+$/)[0].href;
        const page = await send(office, `${own}/contacts/new`, {role: 'leader', ...values});
        assert.equal(page.status, 422);
        assert.deepEqual(summary(page).sort(), [...fields].sort());
    });

test('two who edit the same contact see mine, theirs and the original', async () => {
    const path = await register({name: 'Samtidig kontakt AS', contact_name: 'Først'});
    const contact = office.page.links(/^\/contacts\/\d+$/)[0].href;
    const colleague = await logIn(server, 'office');
    await office.get(contact);
    await send(colleague, contact, {name: 'Deres'}, ['name']);
    await office.submit({name: 'Mitt'}, {form: ['name']});
    assert.equal(office.page.status, 409);
    for (const text of ['Noen andre lagret mens du skrev', 'Mitt', 'Deres', 'Først'])
        assert.ok(office.page.text.includes(text), text);
    await office.submit({}, {form: ['name']});
    assert.match(part(await office.get(path), 'contacts'), /Mitt/);
});

test('an employer keeps its own contacts, and each answers for oneself about mail', async () => {
    const own = (await member.get('/employers')).path;
    await send(member, `${own}/contacts/new`, {name: 'Kollega Vår', role: 'day-to-day', email: 'kollega@virksomhet.example'});
    assert.match(part(member.page, 'contacts'), /Kollega Vår/);
    assert.doesNotMatch(part(member.page, 'contacts'), /informasjon på e-post/, 'what others have answered is theirs');
    const contact = member.page.links(/^\/contacts\/\d+$/).find(link => link.text.includes('Kollega')).href;
    await member.get(contact);
    assert.match(member.page.text, /sier hver enkelt selv/);
    assert.throws(() => member.page.form(['name', 'informed']));
    // Sent all the same, it says nothing.
    const {fields} = member.page.form(['name']);
    await member.post(contact, [...fields, ['informed', 'yes'], ['informed_on', '1.9.2016'], ['informed_how', 'told']]);
    assert.match(part(await office.get(own), 'contacts'), /Kollega Vår.*Ikke spurt om informasjon på e-post/);

    const another = (await office.get('/employers?q=Kontaktrik')).links(/^\/employers\/\d+$/)[0].href;
    const foreign = (await office.get(another)).links(/^\/contacts\/\d+$/)[0].href;
    for (const path of [foreign, `${another}/contacts/new`, `${another}/told`])
        assert.equal((await member.get(path)).status, 404, path);
    for (const path of [`${own}/stage`, `${own}/pledge`, '/networks', '/agencies', `${own}/introductions/new`])
        assert.equal((await member.get(path)).status, 403, path);
    assert.equal((await adviser.get(foreign)).status, 403, 'advisers read contacts on the page, and keep none of an employer');
    assert.match(part(await adviser.get(another), 'contacts'), /Åse Øvingsen/);
});

test('an employer says of itself what it wants to say', async () => {
    const own = (await member.get('/employers')).path;
    const page = await send(member, `${own}/told`, {estimate: '25-49'});
    assert.match(part(page, 'told'), /25 til 49 prosent 1\. september 2016, på virksomhetens egen side/);
    assert.match(part(await office.get(own), 'told'), /25 til 49 prosent/);
    assert.doesNotMatch((await adviser.get(own)).text, /25 til 49 prosent/, 'an adviser has no use for it');
    await send(office, `${own}/told`, {reference: 'no'}, ['reference']);
    assert.match(part(office.page, 'told'), /Nei, vil ikke være referanse 1\. september 2016/);
    await send(office, `${own}/told`, {reference: 'yes'}, ['reference']);
    assert.match(part(office.page, 'told'), /Ja, vil være referanse 1\. september 2016/);
    assert.doesNotMatch(part(await member.get(own), 'told'), /referanse/);
    assert.doesNotMatch((await member.get(`${own}/told`)).text, /referansevirksomhet/);

    const small = await register({name: 'Liten AS', employees: '4'});
    assert.match((await office.get(`${small}/told`)).text, /si noe om enkeltpersoner/);
});

let paused;
test('a stage has a history, and two at once end in one', async () => {
    const path = await register({name: 'Fasevis AS', stage: 'contacted'});
    const colleague = await logIn(server, 'office', {which: 0});
    await colleague.get(`${path}/stage`);
    await send(office, `${path}/stage`, {stage: 'met', why: 'Godt møte hos dem'}, ['stage']);
    assert.match(part(office.page, 'following'), /Møte holdt/);
    await colleague.submit({stage: 'declined', decline: 'no-time'}, {form: ['stage']});
    assert.equal(colleague.page.status, 409);
    assert.match(colleague.page.text, /Noen andre endret virksomheten i mellomtiden/);
    assert.equal((await send(office, `${path}/stage`, {stage: 'declined'}, ['stage'])).status, 422);
    assert.deepEqual(summary(office.page), ['decline']);
    await send(office, `${path}/stage`, {stage: 'paused', paused_until: '15.9.2016', why: 'Ferie'}, ['stage']);
    assert.match(part(office.page, 'following'), /På pause.*15\. september 2016/);
    const history = part(await adviser.get(`${path}/stage`), 'moves');
    assert.match(history, /Møte holdt → På pause til 15\. september 2016 – Ferie Kontor Demo/);
    assert.match(history, /På pause.*Kontaktet → Møte holdt – Godt møte hos dem.*Ny → Kontaktet/);
    assert.throws(() => adviser.page.form(['stage']));
    paused = path;
});

test('the history names no candidate unless somebody says that it is another', async () => {
    const path = await register({name: 'Taushet AS', stage: 'contacted'});
    const name = (await office.get('/candidates')).links(/^\/candidates\/\d+$/)[0].text;
    await send(office, `${path}/stage`, {stage: 'met', why: `Snakket om ${name}`}, ['stage']);
    assert.equal(office.page.status, 422);
    assert.deepEqual(summary(office.page), ['why', 'named']);
    assert.match(part(await adviser.get(path), 'following'), /Kontaktet/);
    await office.submit({named: '1'}, {form: ['stage']});
    assert.match(part(office.page, 'following'), /Møte holdt/);
    await send(office, `${path}/pledge`, {pledged: '1', pledged_by: '31.12.2017', why: `Vil ha ${name}`}, ['pledged']);
    assert.deepEqual(summary(office.page), ['why', 'named']);
});

test('owner and pledge change, and the pledge keeps what was said', async () => {
    const path = await register({name: 'Løfterik AS', pledged: '3', pledged_by: '31.12.2017'});
    await office.get(`${path}/stage`);
    const owners = office.page.all('option', () => true).map(node => [node.attributes.value, textOf(node)]);
    const colleague = owners.find(([, name]) => name === 'Kollega Demo');
    assert.ok(colleague, 'everybody in the office can follow it up');
    await office.submit({owner: colleague[0]}, {form: ['owner']});
    assert.match(part(office.page, 'following'), /Kollega Demo/);
    await send(office, `${path}/pledge`, {pledged: '8', pledged_by: '31.12.2018', why: 'Nytt bygg'}, ['pledged']);
    assert.match(part(office.page, 'pledge'), /0 av 8/);
    assert.match(part(await office.get(`${path}/pledge`), 'moves'),
        /Vil ansette 8 personer innen 31\. desember 2018 – Nytt bygg.*Vil ansette 3 personer innen 31\. desember 2017/);
});

test('a network takes many at once, gives them up and takes them back', async () => {
    const one = await register({name: 'Torget Kafé AS'});
    const two = await register({name: 'Torget Sko AS', orgnr: '310279323'});
    await send(office, '/networks/new', {name: 'Torget senter', kind: 'centre'});
    const network = office.page.path;
    assert.match(network, /^\/networks\/\d+$/);
    assert.match(office.page.text, /Ingen virksomhet hører til ennå/);
    assert.equal((await send(office, '/networks/new', {name: 'torget Senter', kind: 'centre'})).status, 422);

    await office.get(`${network}/members?q=torget`);
    await office.submit({employer: [idOf(one)], orgnrs: '310 279 323'}, {form: ['orgnrs']});
    assert.equal(office.page.path, network);
    assert.match(office.page.text, /2 medlemmer/);
    assert.equal((await send(office, `${network}/members`, {orgnrs: '999999999\ntull'}, ['orgnrs'])).status, 422);
    assert.match(office.page.text, /Ikke registrert her: 999999999, tull/);
    assert.match(part(await adviser.get(one), 'networks'), /Torget senter Kjøpesenter, siden 1\. september 2016/);
    assert.deepEqual((await office.get(`/employers?network=${idOf(network)}`)).links(/^\/employers\/\d+$/).map(link => link.href).sort(),
        [one, two].sort());

    await office.get(network);
    await office.submit({employer: [idOf(one)]}, {form: `${network}/remove`});
    assert.match(office.page.text, /Torget Kafé AS er tatt ut/);
    assert.match(office.page.text, /1 medlem|Ett medlem/);
    await office.submit({}, {form: `${network}/back`});
    assert.match(office.page.text, /2 medlemmer/);
    assert.equal((await adviser.get(network)).status, 200);
    assert.throws(() => adviser.page.form(`${network}/remove`));
    assert.equal((await adviser.get(`${network}/members`)).status, 403);
});

test('a reference firm is introduced to one that is new to it', async () => {
    const own = (await member.get('/employers')).path; // said yes above
    const path = await register({name: 'Førstegang AS'});
    assert.match(part(office.page, 'introductions'), /ikke ansatt noen gjennom programmet ennå/);
    await office.get(`${path}/introductions/new`);
    assert.equal((await office.submit({}, {form: ['reference']})).status, 422);
    assert.deepEqual(summary(office.page), ['reference']);
    await send(office, `${path}/introductions/new`, {reference: idOf(own), on: '30.8.2016'});
    assert.match(part(office.page, 'introductions'), /30\. august 2016, Kontor Demo · Ikke kjent ennå/);
    assert.match(part(await office.get(own), 'introductions'), /Fortalte Førstegang AS/);
    const outcome = (await office.get(path)).links(/^\/introductions\/\d+$/)[0].href;
    await send(office, outcome, {outcome: 'visited', words: 'Så på opplæringen'});
    assert.match(part(office.page, 'introductions'), /Den ene har besøkt den andre: Så på opplæringen/);
    assert.equal((await adviser.get(outcome)).status, 403);
});

test('agencies have contacts, too, which their own advisers keep', async () => {
    const list = await adviser.get('/agencies');
    assert.ok(list.links(/^\/agencies\/\d+$/).length >= 5);
    const texts = [];
    for (const {href, text} of list.links(/^\/agencies\/\d+$/)) {
        const page = await adviser.get(href);
        if (page.links(/\/contacts\/new$/).length > 0)
            texts.push([href, text]);
    }
    assert.equal(texts.length, 1, 'the own agency alone');
    await send(adviser, `${texts[0][0]}/contacts/new`, {name: 'Nora Ny', role: 'leader', email: 'nora@etat.example'});
    assert.match(part(adviser.page, 'contacts'), /Nora Ny/);
    const other = list.links(/^\/agencies\/\d+$/).find(link => link.href !== texts[0][0]).href;
    assert.equal((await adviser.get(`${other}/contacts/new`)).status, 403);
    assert.equal((await office.get(`${other}/contacts/new`)).status, 200);
});

test('a pause is over on its day, and the employer comes back to where it was', async () => {
    await server.stop();
    await open('2016-09-14');
    assert.match(part(await office.get(paused), 'following'), /På pause/);
    await server.stop();
    await open('2016-09-15');
    assert.match(part(await office.get(paused), 'following'), /Møte holdt/);
    assert.match(part(await office.get(`${paused}/stage`), 'moves'), /^Slik kom den hit 15\. september 2016 [^→]*På pause → Møte holdt av seg selv/);
    await server.stop();
});
