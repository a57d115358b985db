// SPDX-License-Identifier: EUPL-1.2
// A candidate's life with an agency: registered by hand in steps, recognised, read and shown who read, edited by two at
// once, ended, deleted. What is wrong is told field by field and nothing typed is lost.
import assert from 'node:assert/strict';
import test, {before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {startServer} from './lib/server.mjs';

let server;
let adviser;
let other; // of another agency
before(async () => {
    server = await startServer();
    adviser = await logIn(server, 'adviser');
    other = await logIn(server, 'adviser', {which: 1});
});

// A synthetic fødselsnummer (month + 80) with right check digits for the first individual number that has them.
function syntheticNumber(day, month, year, from = 100) {
    const two = n => String(n).padStart(2, '0');
    for (let individual = from; individual < 500; individual++) {
        const digits = [...`${two(day)}${two(month + 80)}${two(year % 100)}${individual}`].map(Number);
        const check = weights => (11 - weights.reduce((sum, w, i) => sum + w * digits[i], 0) % 11) % 11;
        const first = check([3, 7, 6, 1, 8, 9, 4, 5, 2]);
        if (first === 10)
            continue;
        digits.push(first);
        const second = check([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
        if (second !== 10)
            return [...digits, second].join('');
    }
    throw new Error('no such number');
}

const good = {
    given_name: 'Prøve Åse', family_name: 'Øvingsen', email: '', phone: '', national_number: '', birth_date: '',
    purpose: 'Finne fast arbeid i regionen', basis: 'consent', notice: '1', address_protected: null,
};

async function openEnrolment(client, values) {
    await client.get('/candidates/new');
    return client.submit({...good, ...values}, {form: ['given_name', 'family_name']});
}

// Registers and gives the path of the person's page.
async function enrol(client, values = {}) {
    const page = await openEnrolment(client, values);
    const found = /^(\/candidates\/\d+)\/edit\/work$/.exec(page.path);
    assert.ok(found, `registered: ${page.status} ${page.path} ${page.text.slice(0, 500)}`);
    return found[1];
}

const summary = page => page.all('a', a => a.href?.startsWith('#f-')).map(node => node.attributes.href.slice(3));
const field = (page, name) => page.all('*', a => a.name === name).find(node => node.tag !== 'button');

function assertRefused(page, names, what) {
    assert.equal(page.status, 422, `${what}: ${page.status} ${page.path} ${page.text.slice(0, 300)}`);
    assert.deepEqual(summary(page).sort(), [...names].sort(), `${what}: ${page.text.slice(0, 600)}`);
    for (const name of names)
        assert.ok(page.first('*', a => a.id === `f-${name}`), `${what}: the summary leads to ${name}`);
}

// Registering

test('everything that is missing is told at once', async () => {
    const page = await openEnrolment(adviser, {given_name: '', family_name: '', purpose: '', basis: null, notice: null});
    assertRefused(page, ['given_name', 'family_name', 'purpose', 'basis', 'notice'], 'an empty form');
});

const long = n => 'å'.repeat(n);
for (const [name, values, fields] of [
    ['a name with markup', {given_name: '<b>Åse</b>'}, ['given_name']],
    ['a name of 101 letters', {family_name: long(101)}, ['family_name']],
    ['only blanks as a name', {given_name: ' \u00a0 '}, ['given_name']],
    ['an e-mail without a place', {email: 'ase@'}, ['email']],
    ['an e-mail with a blank', {email: 'a se@example.org'}, ['email']],
    ['a phone number that is too short', {phone: '2222'}, ['phone']],
    ['letters as a phone number', {phone: 'ring meg'}, ['phone']],
    ['a number with ten digits', {national_number: '0101801234'}, ['national_number']],
    ['a number with a wrong check digit', {national_number: syntheticNumber(1, 2, 80).replace(/.$/, d => (+d + 1) % 10)}, ['national_number']],
    ['a day that does not exist', {birth_date: '31.2.1980'}, ['birth_date']],
    ['a birth date to come', {birth_date: '1.1.2030'}, ['birth_date']],
    ['a date without year', {birth_date: '1.1.'}, ['birth_date']],
    ['a purpose of 301 letters', {purpose: long(301)}, ['purpose']],
    ['a basis that is none', {basis: 'because'}, ['basis']],
    ['no information shown', {notice: null}, ['notice']],
    ['several at once', {given_name: '', phone: '1', birth_date: 'x', national_number: '1', basis: null},
        ['given_name', 'phone', 'birth_date', 'national_number', 'basis']],
])
    test(`refused when registering: ${name}`, async () => {
        const page = await openEnrolment(adviser, values);
        assertRefused(page, fields, name);
        for (const [key, value] of Object.entries({...good, ...values}))
            if (value && value !== 'because' && !['notice', 'basis', 'purpose'].includes(key))
                assert.equal(field(page, key).attributes.value, value, `${key} is kept`);
        assert.equal((await adviser.get(`/candidates?q=${encodeURIComponent('Åse Øvingsen')}`)).links(/^\/candidates\/\d+$/).length, 0,
            'nothing was stored');
    });

test('a protected address is refused, and nothing is kept', async () => {
    for (const values of [{}, {national_number: '12345678901', birth_date: '31.2.2090', family_name: null, purpose: null,
        notice: null, basis: null}]) {
        const page = await openEnrolment(adviser, {given_name: 'Skjermet', ...values, address_protected: '1'});
        assertRefused(page, ['address_protected'], 'a protected address');
        assert.deepEqual(page.forms.find(f => f.action === '/candidates/new').fields
            .filter(([name, value]) => !['csrf', 'once'].includes(name) && value !== ''), [], 'nothing that was typed comes back');
    }
    const page = adviser.page;
    assert.doesNotMatch(page.text.replace(/Personen har beskyttet adresse.*?registreres her\./s, ''), /fortrolig|sperre|beskyttet/i,
        'the refusal itself does not say why');
    const list = await adviser.get('/candidates?q=Skjermet');
    assert.match(list.text, /Ingen kandidat har dette i navnet/);
    assert.doesNotMatch(list.text, /adresse|fortrolig/i, 'an absence is not explained');
});

const work = values => ({works: ['0'], work_0_what: '', work_0_from: '', work_0_to: '', work_0_text: '',
    work_0_evidence: 'stated', ...values});

test('a candidate is registered in all steps', async () => {
    const person = await enrol(adviser, {given_name: 'أمينة', family_name: 'Prøvedal-Eksempelsen', phone: '98 76 54 32',
        email: 'amina.provedal@example.org', birth_date: '05.06.1986'});
    assert.equal(adviser.page.heading, 'Arbeidserfaring');
    assert.match(adviser.page.text, /Personen er registrert/);

    // Work: a new entry comes after each one that is saved, and one of several can be removed.
    await adviser.submit({work_0_what: 'Butikkmedarbeider', work_0_from: '03.2012', work_0_to: 'juni 2014', work_0_text: 'Butikk i Aleppo',
        work_0_evidence: 'documented'}, {button: 'go=add'});
    assert.equal(adviser.page.path, `${person}/edit/work`);
    await adviser.submit({work_1_what: 'Renholder', work_1_from: '2015-01', work_1_still: '1', all_work: '1'}, {button: 'go=add'});
    await adviser.submit({work_2_what: 'Renholder', work_2_from: '01.2010', work_2_to: '02.2010'}, {button: 'go=add'});
    await adviser.submit({}, {form: ['version', 'works'], button: 'remove=work_2'});
    assert.equal(adviser.page.all('button', a => a.name === 'remove').length, 2);
    assert.equal(field(adviser.page, 'work_0_text').attributes.value, 'Butikk i Aleppo');
    await adviser.submit({}, {form: ['version', 'works'], button: 'go=next'});
    assert.equal(adviser.page.path, `${person}/edit/languages`);

    await adviser.submit({language_0_what: 'norsk', language_0_listening: 'B2', language_0_reading: 'B1', language_0_writing: 'A2',
        language_0_speaking: 'B1', language_0_evidence: 'documented'}, {button: 'go=add'});
    await adviser.submit({language_1_what: 'arabisk', language_1_speaking: 'C2', language_1_writing: 'none', all_languages: '1'},
        {button: 'go=next'});
    assert.equal(adviser.page.path, `${person}/edit/education`);

    await adviser.submit({education_0_level: '6', education_0_text: 'Universitetet i Aleppo', education_0_evidence: 'recognised'},
        {button: 'go=next'});
    assert.equal(adviser.page.path, `${person}/edit/skills`);

    const picks = adviser.page.all('input', a => /^skill_\d+_what_code$/.test(a.name ?? '') && a.type === 'hidden');
    assert.ok(picks.length > 1, 'skills that go with the work are offered');
    await adviser.submit({skill_0_answer: 'yes', skill_1_answer: 'no'}, {form: ['version', 'skills'], button: 'go=add'});
    const fresh = adviser.page.first('input', a => /^licence_\d+_what$/.test(a.name ?? '')).attributes.name.replace('_what', '');
    await adviser.submit({[`${fresh}_what`]: 'Førerkort klasse B', [`${fresh}_expires`]: '31.12.2030', [`${fresh}_evidence`]: 'documented',
        all_licences: '1'}, {button: 'go=next'});
    assert.equal(adviser.page.path, `${person}/edit/availability`);

    const places = adviser.page.all('input', a => a.name === 'places').map(node => node.attributes.value);
    assert.ok(places.length >= 6, 'the places of the region are offered');
    await adviser.submit({free_from: '1.10.2016', share_least: '50', share_most: '100 ', times: ['day', 'weekend'], all_times: '1',
        places: places.slice(0, 2), headline: 'Jeg vil arbeide med mennesker'}, {button: 'go=next'});
    assert.equal(adviser.page.path, `${person}/edit/review`);
    for (const where of [adviser.page, await adviser.get(person)])
        for (const text of ['mars 2012 – juni 2014', 'Butikk i Aleppo', 'Dokumentert (sett av veileder)', 'januar 2015 – nå',
            'Lytte B2, Lese B1, Skrive A2, Snakke B1', 'Snakke C2', 'Skrive ingen', 'Universitetet i Aleppo',
            'Godkjent av myndighet', 'gyldig til 31. desember 2030', 'Har svart nei', '1. oktober 2016', '50–100 prosent av full stilling',
            'Dag, helg', 'Jeg vil arbeide med mennesker', 'Personen har sagt at dette er alt', 'Mer utdanning?'])
            assert.ok(where.text.replaceAll('\u00a0', ' ').includes(text), `${where.path} shows: ${text}`);
    assert.match(adviser.page.heading, /أمينة Prøvedal-Eksempelsen/);
    assert.doesNotMatch(adviser.page.text, /1986/, 'the birth date is not kept');
    assert.match(adviser.page.text.replaceAll('\u00a0', ' '), /98 76 54 32/);
    assert.ok(adviser.page.links(/^\/needs\/\d+\/candidates\/\d+$/).length > 0, 'open needs lead to their explanation');
});

// A person whose profile is tried with wrong input; every try leaves it as it was.
let tried;
test('a person to try wrong input on', async () => {
    tried = await enrol(adviser, {given_name: 'Forsøk'});
});

for (const [name, step, values, fields] of [
    ['a word that is no occupation', 'work', work({work_0_what: 'xyzzyq', work_0_from: '1.2010', work_0_still: '1'}), ['work_0_what']],
    ['no occupation', 'work', work({work_0_from: '1.2010', work_0_still: '1'}), ['work_0_what']],
    ['no first month', 'work', work({work_0_what: 'Renholder', work_0_still: '1'}), ['work_0_from']],
    ['a month that is none', 'work', work({work_0_what: 'Renholder', work_0_from: '13.2010', work_0_still: '1'}), ['work_0_from']],
    ['work to come', 'work', work({work_0_what: 'Renholder', work_0_from: '10.2016', work_0_still: '1'}), ['work_0_from']],
    ['work long ago', 'work', work({work_0_what: 'Renholder', work_0_from: '1.1900', work_0_to: '1.2000'}), ['work_0_from']],
    ['no last month', 'work', work({work_0_what: 'Renholder', work_0_from: '1.2010'}), ['work_0_to']],
    ['an end and going on', 'work', work({work_0_what: 'Renholder', work_0_from: '1.2010', work_0_to: '2.2010', work_0_still: '1'}),
        ['work_0_to']],
    ['the end before the beginning', 'work', work({work_0_what: 'Renholder', work_0_from: '2.2010', work_0_to: '1.2010'}), ['work_0_to']],
    ['an end to come', 'work', work({work_0_what: 'Renholder', work_0_from: '2.2010', work_0_to: '1.2017'}), ['work_0_to']],
    ['501 letters about the work', 'work', work({work_0_what: 'Renholder', work_0_from: '2.2010', work_0_still: '1', work_0_text: long(501)}),
        ['work_0_text']],
    ['an evidence that is none', 'work', work({work_0_what: 'Renholder', work_0_from: '2.2010', work_0_still: '1', work_0_evidence: 'sworn'}),
        ['work_0_evidence']],
    ['everything about one work', 'work', work({work_0_text: 'Noe'}), ['work_0_what', 'work_0_from', 'work_0_to']],
    ['a word that is no language', 'languages', {language_0_what: 'xyzzyq', language_0_speaking: 'B1'}, ['language_0_what']],
    ['a language without a level', 'languages', {language_0_what: 'norsk'}, ['language_0_speaking']],
    ['a level without a language', 'languages', {language_0_what: '', language_0_reading: 'A1'}, ['language_0_what']],
    ['a level that is none', 'languages', {language_0_what: 'norsk', language_0_speaking: 'B3'}, ['language_0_speaking']],
    ['an education without a level', 'education', {education_0_text: 'Skole'}, ['education_0_level']],
    ['a level of education that is none', 'education', {education_0_level: '9'}, ['education_0_level']],
    ['a word that is no field', 'education', {education_0_level: '4', education_0_what: 'xyzzyq'}, ['education_0_what']],
    ['a word that is no skill', 'skills', {skill_0_what: 'xyzzyq'}, ['skill_0_what']],
    ['a word that is no licence', 'skills', {licence_0_what: 'xyzzyq'}, ['licence_0_what']],
    ['an expiry that is no day', 'skills', {licence_0_what: 'Førerkort klasse B', licence_0_expires: '30.2.2020'}, ['licence_0_expires']],
    ['an expiry of something not held', 'skills', {licence_0_what: 'Førerkort klasse B', licence_0_answer: 'no',
        licence_0_expires: '1.1.2020'}, ['licence_0_expires']],
    ['a free day that is none', 'availability', {free_from: '32.1.2016'}, ['free_from']],
    ['a free day in another age', 'availability', {free_from: '1.1.2106'}, ['free_from']],
    ['a share of nothing', 'availability', {share_least: '0', share_most: '50'}, ['share_least']],
    ['a share above all', 'availability', {share_least: '50', share_most: '150'}, ['share_most']],
    ['half a share', 'availability', {share_least: '50', share_most: ''}, ['share_most']],
    ['shares the wrong way round', 'availability', {share_least: '80', share_most: '50'}, ['share_most']],
    ['a share in letters', 'availability', {share_least: 'mye', share_most: 'alt'}, ['share_least', 'share_most']],
    ['a time that is none', 'availability', {times: ['never']}, ['times']],
    ['a place outside the region', 'availability', {places: ['0301']}, ['places']],
    ['501 letters on what is looked for', 'availability', {headline: long(501)}, ['headline']],
])
    test(`refused in the profile: ${name}`, async () => {
        const path = `${tried}/edit/${step}`;
        const form = (await adviser.get(path)).form(['version']);
        const fields_sent = form.fields.filter(([key]) => !(key in values));
        const typed = Object.entries(values).flatMap(([key, value]) => [value].flat().map(v => [key, v]));
        const page = await adviser.post(path, [...fields_sent, ...typed, ['go', 'next']]);
        assertRefused(page, fields, name);
        for (const [key, value] of Object.entries(values))
            if (typeof value === 'string' && field(page, key)?.attributes.type === 'text')
                assert.equal(field(page, key).attributes.value, value, `${key} is kept`);
        const again = await adviser.get(`${tried}/edit/review`);
        for (const text of ['Ingen arbeidserfaring er registrert', 'Ingen språk er registrert', 'Ingen utdanning er registrert',
            'Ingen ferdigheter er registrert', 'Ingen førerkort eller sertifikater er registrert'])
            assert.ok(again.text.includes(text), `stored nothing: ${text}`);
    });

test('what is typed without a script is found, or the likely ones are offered', async () => {
    await adviser.get(`${tried}/edit/work`);
    await adviser.submit({work_0_what: 'butik', work_0_from: '1.2010', work_0_still: '1'}, {button: 'go=next'});
    assert.equal(adviser.page.status, 422);
    const offered = adviser.page.all('input', a => a.name === 'work_0_what_pick');
    assert.ok(offered.length > 0, 'the likely ones are offered');
    await adviser.submit({work_0_what_pick: offered[0].attributes.value}, {button: 'go=next'});
    assert.equal(adviser.page.path, `${tried}/edit/languages`);
    await adviser.get(`${tried}/edit/work`);
    await adviser.submit({}, {form: ['version'], button: 'remove=work_0'});
    assert.equal(adviser.page.all('button', a => a.name === 'remove').length, 0);
});

test('the same language and part twice is refused', async () => {
    const page = await adviser.get(`${tried}/edit/languages`);
    const {value} = field(page, 'version').attributes;
    const answer = await adviser.post(`${tried}/edit/languages`, [['csrf', field(page, 'csrf').attributes.value], ['version', value],
        ['languages', '0'], ['language_0_what', 'norsk'], ['language_0_speaking', 'B1'], ['language_0_evidence', 'stated'],
        ['languages', '1'], ['language_1_what', 'norsk'], ['language_1_speaking', 'C1'], ['language_1_evidence', 'documented']]);
    assertRefused(answer, ['language_1_speaking'], 'twice');
});

test('more entries than a profile holds are refused, and none is lost', async () => {
    const person = await enrol(adviser, {given_name: 'Mange'});
    const {value} = field(await adviser.get(`${person}/edit/education`), 'version').attributes;
    const entries = n => [['csrf', field(adviser.page, 'csrf').attributes.value], ['version', value],
        ...Array.from({length: n}, (_, i) => [['educations', i], [`education_${i}_level`, '4'], [`education_${i}_text`, `Kurs ${i}`]]).flat()];
    const refused = await adviser.post(`${person}/edit/education`, entries(201));
    assert.equal(refused.status, 422);
    assert.equal(refused.all('input', a => /_text$/.test(a.name ?? '')).length, 201, 'all that was typed is there');
    assert.equal((await adviser.post(`${person}/edit/education`, entries(200))).path, `${person}/edit/skills`);
    const page = await adviser.get(`${person}/edit/education`);
    assert.equal(page.all('input', a => /_text$/.test(a.name ?? '') && a.value !== '').length, 200);
});

// Two at once

test('two who edit the same step see mine and theirs, and lose nothing', async () => {
    const person = await enrol(adviser, {given_name: 'Samtidig'});
    const colleague = await logIn(server, 'adviser');
    await adviser.get(`${person}/edit/work`);
    await colleague.get(`${person}/edit/work`);
    await colleague.submit({work_0_what: 'Kokk', work_0_from: '1.2010', work_0_to: '1.2011'}, {button: 'go=next'});
    assert.equal(colleague.page.path, `${person}/edit/languages`);
    await adviser.submit({work_0_what: 'Renholder', work_0_from: '5.2012', work_0_still: '1', work_0_text: 'Mitt'}, {button: 'go=next'});
    assert.equal(adviser.page.status, 409);
    assert.match(adviser.page.text, /Noen andre lagret mens du skrev/);
    assert.match(adviser.page.text, /januar 2010 – januar 2011/, 'theirs is shown');
    assert.equal(field(adviser.page, 'work_0_text').attributes.value, 'Mitt', 'mine is kept');
    await adviser.submit({}, {form: ['version'], button: 'go=next'});
    const page = await adviser.get(person);
    assert.match(page.text, /mai 2012 – nå/);

    await adviser.get(`${person}/contact`);
    await colleague.get(`${person}/contact`);
    await colleague.submit({given_name: 'Samtidig', family_name: 'Deres', phone: '22334455'});
    await adviser.submit({given_name: 'Samtidig', family_name: 'Mitt'});
    assert.equal(adviser.page.status, 409);
    for (const text of ['Deres', 'Øvingsen', 'Det som sto før'])
        assert.ok(adviser.page.text.includes(text), text);
    assert.equal(field(adviser.page, 'family_name').attributes.value, 'Mitt');
    await adviser.submit({}, {form: ['family_name']});
    assert.equal(adviser.page.heading, 'Samtidig Mitt');
});

test('name and contact are checked as at registering', async () => {
    await adviser.get(`${tried}/contact`);
    const page = await adviser.submit({given_name: '', family_name: '<x>', email: 'x', phone: '1'});
    assertRefused(page, ['given_name', 'family_name', 'email', 'phone'], 'contact');
    assert.equal(field(page, 'email').attributes.value, 'x');
});

// Who may

test('another agency\'s candidate does not exist', async () => {
    const page = await adviser.get('/candidates');
    const path = page.links(/^\/candidates\/\d+$/)[0].href;
    const csrf = field(await other.get('/candidates/new'), 'csrf').attributes.value;
    const nobody = '/candidates/4611686018427387903';
    for (const base of [path, nobody]) {
        for (const rest of ['', '/contact', '/end', '/separate', '/login', '/export.json', '/delete', '/edit/work', '/edit/review'])
            assert.equal((await other.get(base + rest)).status, 404, `GET ${base}${rest}`);
        for (const rest of ['/contact', '/end', '/separate', '/login', '/delete', '/edit/work', '/edit/availability']) {
            const answer = await other.post(base + rest, {csrf, version: '1', was_given_name: '', given_name: 'x', family_name: 'y',
                confirmation: 'x'});
            assert.equal(answer.status, 404, `POST ${base}${rest}`);
        }
    }
    const mine = await other.get(path), none = await other.get(nobody);
    assert.equal(mine.text.replaceAll(path, ''), none.text.replaceAll(nobody, ''), 'a refusal does not say whether there is such a person');
    const name = (await adviser.get(path)).heading;
    assert.equal((await other.get(`/candidates?q=${encodeURIComponent(name)}`)).links(/^\/candidates\/\d+$/).length, 0);
});

test('employers, mentors, the steering group, candidates and visitors get no candidate pages', async () => {
    for (const role of ['employer', 'mentor', 'steering', 'candidate']) {
        const client = await logIn(server, role);
        for (const path of ['/candidates', '/candidates/new', tried, `${tried}/export.json`, `${tried}/edit/work`])
            assert.equal((await client.get(path)).status, 403, `${role} ${path}`);
        if (role !== 'candidate')
            assert.equal((await client.get('/me')).status, 403, `${role} /me`);
    }
    const visitor = new Client(server);
    assert.match((await visitor.get(tried)).path, /^\/login/);
});

test('an unknown step and a form without its version are refused', async () => {
    assert.equal((await adviser.get(`${tried}/edit/nothing`)).status, 404);
    const csrf = field(await adviser.get(`${tried}/edit/work`), 'csrf').attributes.value;
    assert.equal((await adviser.post(`${tried}/edit/work`, {csrf})).status, 400);
    assert.equal((await adviser.post(`${tried}/edit/review`, {csrf, version: '1'})).status, 405);
});

async function press(client, path, ending) {
    await client.get(path);
    const form = client.page.forms.find(f => f.action.endsWith(ending));
    assert.ok(form, `${path} has a form to ${ending}`);
    return client.post(form.action, form.fields);
}

// made: the page that shows the new log-in.
const passwordOf = made => made.first('code').children.join('');

async function logInWith(made, email) {
    const client = new Client(server);
    await client.get('/login');
    await client.submit({email, password: passwordOf(made)}, {form: ['email', 'password']});
    return client;
}

// Recognition

test('two agencies with the same number have one person, and a wrong recognition is undone', async () => {
    const number = syntheticNumber(3, 4, 85);
    const first = await enrol(adviser, {given_name: 'Kjent', national_number: number, email: 'kjent@person.example'});
    const self = await logInWith(await press(adviser, `${first}/login`, '/login'), 'kjent@person.example');
    assert.doesNotMatch((await self.get('/me')).text, /annen etat/);
    const second = await enrol(other, {given_name: 'Kjent', national_number: `${number.slice(0, 6)} ${number.slice(6)}`});
    assert.equal(first, second);
    assert.match(other.page.text, /En annen etat hjelper denne personen/);
    assert.match((await adviser.get(first)).text, /En annen etat hjelper også denne personen/);
    assert.match((await self.get('/me')).text, /Hver av dem ser om en annen etat også hjelper deg, men ikke hvilken/);
    const again = await openEnrolment(adviser, {given_name: 'Kjent', national_number: number});
    assertRefused(again, ['given_name'], 'enrolled twice with one agency');

    await adviser.get(`${first}/delete`);
    assert.equal(adviser.page.forms.filter(form => form.action.endsWith('/delete')).length, 0, 'nobody deletes what another agency needs');
    await other.get(`${second}/separate`);
    const apart = await other.submit({}, {form: ['csrf']}).catch(async () => {
        const form = other.page.forms.find(f => f.action.endsWith('/separate'));
        return other.post(form.action, form.fields);
    });
    assert.notEqual(apart.path, first);
    assert.match(apart.path, /^\/candidates\/\d+$/);
    assert.equal((await other.get(first)).status, 404);
    assert.doesNotMatch((await adviser.get(first)).text, /En annen etat/);
});

// Reading, exporting, ending, deleting

test('the person sees everything, who looked, and can take it along or have it deleted', async () => {
    const person = await enrol(adviser, {given_name: 'Selv', family_name: 'Innsyn', email: 'selv.innsyn@example.org'});
    const made = await press(adviser, `${person}/login`, '/login');
    const password = passwordOf(made);
    assert.ok(password.length >= 12);
    assert.equal((await adviser.get(`${person}/login`)).first('code'), undefined, 'the password is shown once');

    const self = await logInWith(made, 'selv.innsyn@example.org');
    const page = await self.get('/me');
    assert.equal(page.heading, 'Selv Innsyn');
    for (const text of ['Hvem kan se deg', 'Hvem har sett på deg', 'Finne fast arbeid i regionen', 'Jobbsenteret', 'Veileder'])
        assert.ok(page.text.includes(text), text);
    const looks = page.text.match(/Jobbsenteret/g).length;
    await adviser.get(person);
    assert.ok((await self.get('/me')).text.match(/Jobbsenteret/g).length > looks, 'each reading is written down');

    const own = JSON.parse((await self.get('/me/export.json')).body);
    assert.match(JSON.stringify(own), /Innsyn/);
    const assisted = await adviser.request('GET', `${person}/export.json`);
    assert.match(assisted.headers['content-disposition'], /attachment/);
    assert.match(assisted.headers['cache-control'], /no-store/);
    assert.ok(JSON.parse(assisted.body));

    await self.get('/me/delete');
    const refused = await self.submit({confirmation: 'Noen Andre'});
    assertRefused(refused, ['confirmation'], 'another name');
    const gone = await self.submit({confirmation: 'selv innsyn'});
    assert.equal(gone.path, '/');
    assert.match((await self.get('/me')).path, /^\/login/, 'the session is ended');
    assert.equal((await adviser.get(person)).status, 404);
    assert.equal((await adviser.get('/candidates?q=Innsyn')).links(/^\/candidates\/\d+$/).length, 0);
    await self.get('/login');
    await self.submit({email: 'selv.innsyn@example.org', password}, {form: ['email', 'password']});
    assert.equal(self.page.status, 422, 'the log-in is gone');
});

test('an adviser deletes after writing the name', async () => {
    const person = await enrol(adviser, {given_name: 'Slettes', family_name: 'Snart'});
    await adviser.get(`${person}/delete`);
    assert.match(adviser.page.text, /kan ikke angres/);
    assertRefused(await adviser.submit({confirmation: ''}), ['confirmation'], 'no name');
    await adviser.submit({confirmation: 'Slettes Snart'});
    assert.equal(adviser.page.path, '/candidates');
    assert.match(adviser.page.text, /Personen er slettet/);
    assert.equal((await adviser.get(person)).status, 404);
});

test('an ended enrolment can be read and no longer edited', async () => {
    // Ten days on: an enrolment that ends on its first day lasts that day out.
    const later = await startServer({day: '2016-09-11'});
    const client = await logIn(later, 'adviser');
    const person = (await client.get('/candidates')).links(/^\/candidates\/\d+$/)[0].href;
    const name = (await client.get(person)).heading;
    await press(client, `${person}/end`, '/end');
    assert.equal(client.page.path, person);
    assert.match(client.page.text, /Innmeldingen er avsluttet/);
    assert.equal(client.page.links(/\/(?:edit|contact|end|login)/).length, 0, 'no way to edit');
    for (const rest of ['/edit/work', '/contact', '/end', '/login', '/separate'])
        assert.equal((await client.get(person + rest)).status, 403, rest);
    const csrf = field(await client.get('/candidates/new'), 'csrf').attributes.value;
    assert.equal((await client.post(`${person}/edit/work`, {csrf, version: '1', all_work: '1'})).status, 403);
    const found = async show => (await client.get(`/candidates?q=${encodeURIComponent(name)}${show}`))
        .links(/^\/candidates\/\d+$/).some(link => link.href === person);
    assert.ok(!await found(''));
    assert.ok(await found('&show=ended'));
    await later.stop();
});

// The list

test('the list is searched, sorted and paged, and an empty one says what to do', async () => {
    const page = await adviser.get('/candidates');
    const total = Number(/([\d\u00a0 ]+) kandidater/.exec(page.text)[1].replace(/\D/g, ''));
    assert.ok(total > 50, `${total} candidates`);
    assert.equal(page.links(/^\/candidates\/\d+$/).length, 50);
    const next = page.all('a', a => a.rel === 'next')[0].attributes.href.replaceAll('&amp;', '&');
    const names = [...page.links(/^\/candidates\/\d+$/), ...(await adviser.get(next)).links(/^\/candidates\/\d+$/)].map(link => link.href);
    assert.equal(new Set(names).size, names.length, 'nobody stands on two pages');
    assert.equal((await adviser.get('/candidates?after=9999')).links(/^\/candidates\/\d+$/)[0].href, names[0], 'from the first');

    await adviser.get('/candidates?sort=newest');
    const person = await enrol(adviser, {given_name: 'Aller', family_name: 'Nyest'});
    assert.equal((await adviser.get('/candidates?sort=newest')).links(/^\/candidates\/\d+$/)[0].href, person);
    await adviser.get('/candidates');
    const found = await adviser.submit({q: 'LER nye'}, {form: '/candidates', button: 'Søk'});
    assert.deepEqual(found.links(/^\/candidates\/\d+$/).map(link => link.href), [person]);
    const chip = found.links().find(link => link.text.includes('LER nye'));
    assert.ok(chip && !chip.href.includes('q='), 'the filter can be taken away');
    assert.match((await adviser.get('/candidates?q=zzzzzz')).text, /Ingen kandidat har dette i navnet/);
});

test('the server ends well', () => server.stop());
