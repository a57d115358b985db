// SPDX-License-Identifier: EUPL-1.2
// The hire register: one count per person however many report it, evidence, corrections that subtract and stay visible, and
// what an employer may not learn.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {startServer} from './lib/server.mjs';

let server;
let office;
let adviser;
let employer;
let workplaces; // the employer's own: [{value, text}]
let people;     // the adviser's: [{id, name}]
before(async () => {
    server = await startServer();
    [office, adviser, employer] = [await logIn(server, 'office'), await logIn(server, 'adviser'), await logIn(server, 'employer')];
    await employer.get('/hires/new');
    workplaces = employer.page.all('input', a => a.name === 'workplace_id').map(({attributes}) => ({value: attributes.value,
        text: employer.page.first('label', a => a.for === attributes.id).children.join('').trim()}));
    assert.ok(workplaces.length > 0, 'the employer has workplaces');
    await adviser.get('/candidates');
    people = adviser.page.links(/^\/candidates\/\d+$/).map(({href, text}) => ({id: href.split('/')[2], name: text}));
});
after(() => server.stop());

const work = {occupation: '5223', start: '15.8.2016', form: 'permanent', share: '80'};
const idOf = page => /^\/hires\/(\d+)$/.exec(page.path)?.[1];
const one = page => {
    const id = idOf(page);
    assert.ok(id, `${page.path} ${page.status}: ${page.text.slice(0, 400)}`);
    return id;
};
const total = async (client, query = '') => Number(/(\d+|Én) ansettelse/.exec((await client.get(`/hires${query}`)).text)?.[1].replace('Én', '1') ?? 0);

// By the adviser, for one of the own people at the employer's workplace.
async function register(client, person, values = {}) {
    await client.get('/hires/new');
    return client.submit({...work, person: person.name, workplace: workplaces[0].text, ...values}, {form: '/hires'});
}

test('all problems are told at once, and nothing typed is lost', async () => {
    const page = await register(adviser, {name: ''}, {workplace: '', occupation: 'tullball', start: 'i går', form: null, share: '140'});
    assert.equal(page.status, 422);
    for (const words of ['Velg personen', 'Velg arbeidsstedet fra listen', 'Vi kjenner ikke', 'Skriv dag, måned og år',
        'Velg ansettelsesform', 'fra 1 til 100 prosent'])
        assert.match(page.text, new RegExp(words), words);
    assert.equal(page.first('input', a => a.name === 'start').attributes.value, 'i går');
    const last = await register(adviser, people[0], {agreed_to: '1.12.2016'});
    assert.equal(last.status, 422);
    assert.match(last.text, /En fast jobb har ingen siste dag/);
    assert.match((await register(adviser, people[0], {form: 'temporary'})).text, /Skriv den siste avtalte dagen/);
});

test('work training is refused, with the reason', async () => {
    const page = await register(adviser, people[0], {form: 'work-training'});
    assert.equal(page.status, 422);
    assert.match(page.text, /Arbeidstrening er ikke en ansettelse, og teller aldri som det/);
});

let first;
test('an adviser registers a hire, which waits for evidence', async () => {
    const before = await total(office);
    first = one(await register(adviser, people[0]));
    assert.match(adviser.page.text, /Meldt, ikke bekreftet ennå/);
    assert.equal(adviser.page.heading.startsWith(people[0].name), true);
    assert.equal(await total(office), before + 1);
});

test('the same hire registered again is one and the same, and its evidence is taken', async () => {
    const before = await total(office);
    const again = await register(adviser, people[0], {start: '22.8.2016', document_seen: '1'});
    assert.equal(one(again), first);
    assert.match(again.text, /allerede registrert. Det er én og samme, den er bekreftet/);
    assert.match(again.text, /Veileder har sett dokument/);
    assert.match(again.text, /15. august 2016/, 'what stood is not overwritten');
    assert.equal(await total(office), before);
});

test('a form sent twice registers once', async () => {
    const before = await total(adviser);
    await adviser.get('/hires/new');
    const {fields} = adviser.page.form('/hires');
    const typed = {...work, person: people[1].name, workplace: workplaces[0].text};
    const sent = [...fields.filter(([name]) => !(name in typed)), ...Object.entries(typed)];
    const answers = await Promise.all([1, 2].map(() => adviser.request('POST', '/hires', {
        headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: new URLSearchParams(sent).toString()})));
    assert.deepEqual(answers.map(a => a.status), [303, 303]);
    assert.equal(answers[0].headers.location, answers[1].headers.location);
    assert.equal(await total(adviser), before + 1);
});

test('an employer sees the hire without the name, and nothing of the programme’s work', async () => {
    await employer.get(`/hires/${first}`);
    assert.equal(employer.page.status, 200);
    assert.ok(!employer.page.body.includes(people[0].name), 'no name');
    assert.doesNotMatch(employer.page.text, /NAV|Jobbsenter|veileder@|Kari Veileder/);
    assert.doesNotMatch(employer.page.text, /teller med|målet/);
    assert.match(employer.page.text, /Én person/);
    const csv = (await employer.request('GET', '/hires.csv')).body;
    assert.ok(!csv.includes(people[0].name) && csv.includes('Én person'));
});
