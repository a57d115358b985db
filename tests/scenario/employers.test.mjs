// SPDX-License-Identifier: EUPL-1.2
// Employers, their workplaces, and the programme's settings: who may, what is refused, two who edit at once.
import assert from 'node:assert/strict';
import test, {before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let office;
let adviser;
before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
    adviser = await logIn(server, 'adviser');
});

// An organisation number of test data (2…) with its check digit.
function syntheticOrgnr(start) {
    for (let n = start; ; n++) {
        const digits = [...String(n)].map(Number);
        const rest = [3, 2, 7, 6, 5, 4, 3, 2].reduce((sum, w, i) => sum + w * digits[i], 0) % 11;
        if (rest !== 1)
            return [...digits, rest === 0 ? 0 : 11 - rest].join('');
    }
}

const summary = page => page.all('a', a => a.href?.startsWith('#f-')).map(node => node.attributes.href.slice(3));
const field = (page, name) => page.all('*', a => a.name === name).find(node => node.tag !== 'button');
const plain = text => text.replaceAll('\u00a0', ' ');
const employerLinks = page => page.links(/^\/employers\/\d+$/).map(link => link.href);

function assertRefused(page, names, what) {
    assert.equal(page.status, 422, `${what}: ${page.status} ${page.path} ${page.text.slice(0, 300)}`);
    assert.deepEqual(summary(page).sort(), [...names].sort(), `${what}: ${page.text.slice(0, 600)}`);
    for (const name of names)
        assert.ok(page.first('*', a => a.id === `f-${name}`), `${what}: the summary leads to ${name}`);
}

async function register(values) {
    await office.get('/employers/new');
    const page = await office.submit(values, {form: ['orgnr', 'stage']});
    assert.match(page.path, /^\/employers\/\d+$/, `${page.status} ${page.text.slice(0, 400)}`);
    return page.path;
}

// Employers

test('an employer is registered, edited, and tells its story', async () => {
    const orgnr = syntheticOrgnr(21000000);
    const path = await register({name: 'Åse & Sønner <AS>', orgnr: `NO ${orgnr.slice(0, 3)} ${orgnr.slice(3, 6)}.${orgnr.slice(6)} MVA`,
        organisation_form: 'AS', employees: '1 200', address: 'Elvegata 1', postal_code: '3015', postal_place: 'Drammen',
        contact_name: 'Åse Øvingsen', email: 'post@ase.example', phone: '32 21 00 00', stage: 'contacted',
        pledged: '12', pledged_by: '31.12.2017'});
    assert.match(office.page.text, /Virksomheten er registrert/);
    const page = await office.get(path);
    assert.equal(page.heading, 'Åse & Sønner <AS>');
    for (const text of [`${orgnr.slice(0, 3)} ${orgnr.slice(3, 6)} ${orgnr.slice(6)}`, '1 200', 'Elvegata 1, 3015 Drammen', 'Kontaktet',
        'Åse Øvingsen', '32 21 00 00', 'Vil ansette 12 personer innen 31. desember 2017', 'Registrerte virksomheten', 'Kontor Demo'])
        assert.ok(plain(page.text).includes(text), `shows ${text}: ${plain(page.text)}`);
    assert.match(plain(page.text), /0 av 12/, 'hired of those pledged');

    await office.get(`${path}/edit`);
    await office.submit({employees: ''});
    await office.get(`${path}/stage`);
    await office.submit({stage: 'paused', paused_until: '1.11.2016'});
    await office.get(`${path}/pledge`);
    await office.submit({pledged: '', pledged_by: ''});
    assert.equal(office.page.path, path);
    for (const text of ['ikke kjent', 'På pause til', '1. november 2016', 'Virksomheten har ikke gitt noe løfte', 'Endret virksomheten'])
        assert.ok(plain(office.page.text).includes(text), text);
    assert.ok((await adviser.get(path)).status === 200, 'advisers read it');
    assert.equal(adviser.page.links(/\/edit$|\/workplaces\/new$|^\/employers\/new$/).length, 0, 'and have no way to edit');
});

const long = n => 'å'.repeat(n);
const taken = syntheticOrgnr(21500000);
for (const [name, values, fields] of [
    ['no name', {name: ''}, ['name']],
    ['a name of 201 letters', {name: long(201)}, ['name']],
    ['an organisation number with eight digits', {orgnr: '2100 0000'}, ['orgnr']],
    ['an organisation number with a wrong check digit', {orgnr: taken.replace(/.$/, d => (+d + 1) % 10)}, ['orgnr']],
    ['an organisation number that is taken', {orgnr: taken}, ['orgnr']],
    ['employees in letters', {employees: 'mange'}, ['employees']],
    ['less than no employees', {employees: '-1'}, ['employees']],
    ['more employees than there are', {employees: '500001'}, ['employees']],
    ['an address of 201 letters', {address: long(201)}, ['address']],
    ['a postal code with three digits', {postal_code: '301'}, ['postal_code']],
    ['letters as a postal code', {postal_code: '301O'}, ['postal_code']],
    ['a contact of 201 letters', {contact_name: long(201)}, ['contact_name']],
    ['an e-mail that is none', {email: 'post'}, ['email']],
    ['a phone number that is none', {phone: '12'}, ['phone']],
    ['a stage that is none', {stage: 'married'}, ['stage']],
    ['paused without an end', {stage: 'paused'}, ['paused_until']],
    ['paused until a day that has been', {stage: 'paused', paused_until: '1.1.2016'}, ['paused_until']],
    ['paused until a day that does not exist', {stage: 'paused', paused_until: '31.4.2017'}, ['paused_until']],
    ['declined without a reason', {stage: 'declined'}, ['decline']],
    ['declined for another reason without words', {stage: 'declined', decline: 'other'}, ['declined_reason']],
    ['a reason of 301 letters', {stage: 'declined', decline: 'no-need', declined_reason: long(301)}, ['declined_reason']],
    ['an owner who is nobody', {owner: '1'}, ['owner']],
    ['a pledge of 10,001', {pledged: '10 001', pledged_by: '1.1.2018'}, ['pledged']],
    ['a pledge in letters', {pledged: 'ti', pledged_by: '1.1.2018'}, ['pledged']],
    ['a pledge without a day', {pledged: '10'}, ['pledged_by']],
    ['a pledge by a day that is none', {pledged: '10', pledged_by: 'snart'}, ['pledged_by']],
    ['several at once, but not the number typed loosely', {name: '', orgnr: `${taken.slice(0, 3)} ${taken.slice(3)} MVA`, employees: 'x', email: 'x',
        pledged_by: 'x'}, ['name', 'employees', 'email', 'pledged_by']],
])
    test(`refused: ${name}`, async () => {
        if (name.endsWith('is taken'))
            await register({name: 'Har nummeret AS', orgnr: taken});
        const total = (await office.get('/employers')).text;
        await office.get('/employers/new');
        const page = await office.submit({name: 'Prøve AS', contact_name: 'Kari', ...values}, {form: ['orgnr', 'stage']});
        assertRefused(page, fields, name);
        for (const [key, value] of Object.entries(values))
            if (field(page, key).attributes.type)
                assert.equal(field(page, key).attributes.value, value, `${key} is kept`);
        assert.equal((await office.get('/employers')).text, total, 'nothing was stored');
    });

test('two who edit the same employer see mine, theirs and the original', async () => {
    const path = await register({name: 'Samtidig AS', address: 'Først'});
    const colleague = await logIn(server, 'office');
    await office.get(`${path}/edit`);
    await colleague.get(`${path}/edit`);
    await colleague.submit({address: 'Deres'});
    // Wrong first, then right: the form still remembers what it was made on.
    assertRefused(await office.submit({address: 'Mitt', postal_code: 'x'}), ['postal_code'], 'wrong first');
    await office.submit({postal_code: ''});
    assert.equal(office.page.status, 409);
    for (const text of ['Noen andre lagret mens du skrev', 'Adresse', 'Mitt', 'Deres', 'Først'])
        assert.ok(office.page.text.includes(text), text);
    assert.equal(field(office.page, 'address').attributes.value, 'Mitt');
    await office.submit({}, {form: ['address']});
    assert.equal(office.page.path, path);
    assert.match(office.page.text, /Mitt/);
});

// Workplaces

test('workplaces are added, found in the region, edited and closed', async () => {
    const path = await register({name: 'Steder AS'});
    assert.equal(office.page.links(/^\/needs\/new\?/).length, 0, 'no need without a workplace');
    await office.get(`${path}/workplaces/new`);
    const municipality = office.page.all('option').find(node => /Drammen/.test(node.children.join(''))).attributes.value;
    await office.submit({name: 'Butikk på Bragernes', municipality, postal_code: '3015', postal_place: 'Drammen', employees: '7'});
    assert.equal(office.page.path, path);
    assert.match(office.page.text, /Butikk på Bragernes/);
    assert.match(office.page.text, /3015 Drammen · Drammen/);
    assert.equal(office.page.links(/^\/needs\/new\?employer=\d+$/).length, 1, 'a need can be stated now');
    const edit = office.page.links(/\/workplaces\/\d+$/)[0].href;
    await office.get(edit);
    assertRefused(await office.submit({name: '', orgnr: '1', postal_code: 'x', employees: 'x'}), ['name', 'orgnr', 'postal_code', 'employees'], 'workplace');
    await office.submit({name: 'Butikk på Strømsø', orgnr: '', postal_code: '', employees: '', closed: '1'});
    assert.equal(office.page.path, path);
    for (const text of ['Butikk på Strømsø', 'nedlagt', 'La til et arbeidssted', 'Endret et arbeidssted'])
        assert.ok(office.page.text.includes(text), text);
    assert.equal((await office.get(`${path}/workplaces/1`)).status, 404);
    const foreign = edit.replace(/^\/employers\/\d+/, employerLinks(await office.get('/employers'))[0]);
    assert.equal((await office.get(foreign)).status, 404, 'a workplace under another employer\'s address');
});

test('two who edit the same workplace see mine, theirs and the original', async () => {
    const path = await register({name: 'Samtidig sted AS'});
    await office.get(`${path}/workplaces/new`);
    await office.submit({name: 'Lageret', postal_place: 'Drammen', employees: '7'});
    const edit = office.page.links(/\/workplaces\/\d+$/)[0].href;
    const colleague = await logIn(server, 'office');
    await office.get(edit);
    await colleague.get(edit);
    await colleague.submit({employees: '21', closed: '1'});
    // Wrong first, then right: the form still remembers what it was made on.
    assertRefused(await office.submit({employees: 'x'}), ['employees'], 'wrong first');
    await office.submit({employees: '14', name: 'Butikken'});
    assert.equal(office.page.status, 409);
    const rows = office.page.all('tr').map(row => plain(textOf(row)));
    for (const texts of [['Ansatte', '14', '21', '7'], ['Navn', 'Butikken', 'Lageret'], ['Arbeidsstedet er nedlagt', 'Nei', 'Ja']])
        assert.ok(rows.some(row => texts.every(text => row.includes(text))), texts.join());
    assert.equal(field(office.page, 'name').attributes.value, 'Butikken');
    await office.submit({}, {form: ['postal_place']});
    assert.equal(office.page.path, path);
    assert.match(office.page.text, /Butikken/);
    await office.get(edit);
    assert.equal(field(office.page, 'employees').attributes.value, '14');
    assert.equal((await office.post(edit, office.page.form(['postal_place']).fields.filter(([k]) => k !== 'version'))).status, 400);
});

// The list

test('filters stand in the address and can be taken away one by one', async () => {
    const all = await office.get('/employers');
    const total = Number(/([\d\u00a0]+) virksomheter/.exec(all.text)[1].replace(/\D/g, ''));
    assert.ok(total >= 60);
    const page = await office.submit({stage: ['taking-part', 'hiring'], pledge: '1'}, {form: ['q', 'stage']});
    assert.match(page.path, /stage=taking-part&stage=hiring/);
    const fewer = Number(/([\d\u00a0]+) virksomheter/.exec(page.text)[1].replace(/\D/g, ''));
    assert.ok(fewer > 0 && fewer < total, `${fewer} of ${total}`);
    const chips = page.links().filter(link => link.text.startsWith('Fjern filteret'));
    assert.equal(chips.length, 3);
    const without = await office.get(chips.find(link => /løfte/i.test(link.text)).href);
    assert.ok(!without.path.includes('pledge') && without.path.includes('stage=hiring'));
    assert.match((await office.get('/employers?q=zzzzzz')).text, /Ingen virksomhet passer til disse filtrene/);
});

test('pages follow each other by key, in every order', async () => {
    for (const order of ['', '?sort=name&dir=down', '?sort=employees&dir=down', '?sort=employees&dir=up', '?sort=stage&dir=up', '?sort=created&dir=down']) {
        const seen = [];
        for (let path = `/employers${order}`; path;) {
            const page = await office.get(path);
            assert.equal(page.status, 200, path);
            seen.push(...employerLinks(page));
            path = page.first('a', a => a.rel === 'next')?.attributes.href;
        }
        const total = Number(/([\d\u00a0]+) virksomheter/.exec(office.page.text)[1].replace(/\D/g, ''));
        assert.equal(seen.length, total, `${order}: everybody`);
        assert.equal(new Set(seen).size, total, `${order}: each once`);
    }
    assert.ok([200, 400].includes((await office.get('/employers?after=rubbish&sort=nothing&dir=%C3%B8')).status));
});

test('the list as CSV opens well in a spreadsheet and starts no formula', async () => {
    const formula = '=HYPERLINK("http://elsewhere.test","x")';
    await register({name: formula});
    await register({name: '"Sitat"; AS'});
    const answer = await office.request('GET', '/employers.csv?q=HYPERLINK');
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/csv; ?charset=utf-8/i);
    assert.match(answer.headers['content-disposition'], /attachment; ?filename="virksomheter\.csv"/);
    assert.deepEqual([...answer.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const rows = answer.body.replace('\ufeff', '').trimEnd().split('\r\n');
    assert.match(rows[0], /^"?Organisasjonsnummer"?;"?Navn"?;/);
    assert.equal(rows.length, 2);
    assert.ok(rows[1].includes('"\'=HYPERLINK(""http://elsewhere.test"",""x"")"'), rows[1]);
    const all = (await office.request('GET', '/employers.csv')).body.trimEnd().split('\r\n');
    assert.ok(all.length > 60, 'more than a page');
    assert.ok(all.some(row => row.includes('"""Sitat""; AS"')));
});

// Who may

test('an employer user reads the own employer and no other', async () => {
    const member = await logIn(server, 'employer');
    const own = await member.get('/employers');
    assert.match(own.path, /^\/employers\/\d+$/, 'the list of one is the one');
    assert.equal(own.status, 200);
    assert.equal(own.links(/\/edit$|\/workplaces\/new$/).length, 0);
    assert.doesNotMatch(own.text, /Følges opp av|Fase/, 'how the office works with them is not theirs to read');
    const another = employerLinks(await office.get('/employers')).find(path => path !== own.path);
    const answer = await member.get(another);
    const none = await member.get('/employers/4611686018427387903');
    assert.equal(answer.status, 404);
    assert.equal(answer.text, none.text, 'a refusal does not say whether it exists');
    for (const path of [`${own.path}/edit`, `${another}/edit`, '/employers/new', '/employers.csv', '/settings'])
        assert.equal((await member.get(path)).status, 403, path);
});

test('advisers read and do not write; others get nothing', async () => {
    const path = employerLinks(await office.get('/employers'))[0];
    const csrf = field(await adviser.get('/candidates/new'), 'csrf').attributes.value;
    for (const address of ['/employers/new', `${path}/edit`, `${path}/workplaces/new`]) {
        assert.equal((await adviser.get(address)).status, 403, address);
        assert.equal((await adviser.post(address, {csrf, version: '1', name: 'Nei'})).status, 403, address);
    }
    for (const role of ['candidate', 'mentor', 'steering']) {
        const client = await logIn(server, role);
        for (const address of ['/employers', path, '/employers.csv'])
            assert.equal((await client.get(address)).status, 403, `${role} ${address}`);
    }
    assert.match((await new Client(server).get(path)).path, /^\/login/);
    assert.equal((await office.get('/employers/4611686018427387903/edit')).status, 404);
});

// Settings

test('the programme is edited, checked, and two who edit see each other', async () => {
    await office.get('/settings/programme');
    for (const [values, fields] of [
        [{name: ''}, ['name']], [{name: long(101)}, ['name']], [{goal: '0'}, ['goal']], [{goal: 'tusen'}, ['goal']],
        [{goal: '1000001'}, ['goal']], [{from: ''}, ['from']], [{to: ''}, ['to']], [{from: '31.2.2016'}, ['from']],
        [{from: '1.1.2020', to: '1.1.2019'}, ['to']], [{retention_days: '3651'}, ['retention_days']],
        [{retention_days: ''}, ['retention_days']], [{least_share: '0'}, ['least_share']], [{least_share: '101'}, ['least_share']],
        [{least_months: '61'}, ['least_months']], [{open_share_requests: '0'}, ['open_share_requests']],
        [{name: '', goal: '', from: 'x', to: 'x'}, ['name', 'goal', 'from', 'to']],
    ]) {
        await office.get('/settings/programme');
        const page = await office.submit(values);
        assertRefused(page, fields, JSON.stringify(values).slice(0, 80));
        for (const [key, value] of Object.entries(values))
            assert.equal(field(page, key).attributes.value, value, `${key} is kept`);
    }
    const colleague = await logIn(server, 'office');
    await office.get('/settings/programme');
    await colleague.get('/settings/programme');
    await colleague.submit({goal: '1 200'});
    await office.submit({goal: '900'});
    assert.equal(office.page.status, 409);
    for (const text of ['900', '1200', '1000', 'Det som sto før'])
        assert.ok(plain(office.page.text).includes(text), text);
    await office.submit({}, {form: ['goal']});
    assert.match(plain((await office.get('/settings')).text), /900 personer i arbeid/);
    assert.match(plain((await new Client(server).get('/')).text), /900 personer i arbeid/, 'visitors see the goal');
});

test('an area goes in and out of the region', async () => {
    await office.get('/settings');
    const status = name => office.page.all('tr').find(row => row.children.some(cell => cell.tag === 'th' && cell.children.join('') === name));
    const row = status('Røyken') ?? status('Hurum');
    assert.ok(row, 'a possible area');
    const form = office.page.forms.find(f => f.action === '/settings/areas' && f.fields.some(([k, v]) => k === 'area' && /^062[78]$/.test(v)));
    const send = value => office.post('/settings/areas', [...form.fields, ['status', value]]);
    const count = text => (office.page.text.match(text) ?? []).length;
    const before = count(/I regionen/g);
    await send('in');
    assert.equal(office.page.path.replace(/#.*/, ''), '/settings');
    assert.equal(count(/I regionen/g), before + 1);
    await send('possible');
    assert.equal(count(/I regionen/g), before);
    assert.equal((await send('perhaps')).status, 400);
    const fields = form.fields.filter(([k]) => k !== 'area');
    assert.equal((await office.post('/settings/areas', [...fields, ['area', '9999'], ['status', 'in']])).status, 404);
});

test('agencies are added and edited; the programme\'s own stays', async () => {
    await office.get('/settings/agencies/new');
    assertRefused(await office.submit({name: '', email: 'x', phone: '1'}), ['name', 'kind', 'email', 'phone'], 'agency');
    await office.get('/settings/agencies/new');
    await office.submit({name: 'Frivillige ved elva', kind: 'volunteers', email: 'hei@elva.example', phone: '90 00 00 00'});
    assert.match(plain(office.page.text), /Frivillige ved elva.*hei@elva\.example.*90 00 00 00/);
    await office.get(office.page.links(/\/settings\/agencies\/\d+$/).find(link => link.text === 'Frivillige ved elva').href);
    await office.submit({active: null});
    assert.match(office.page.text, /Frivillige ved elva.*?Ikke nå lenger/);
    await office.get(office.page.links(/\/settings\/agencies\/\d+$/).find(link => link.text.startsWith('Programkontoret')).href);
    const own = office.page.path;
    const {fields} = office.page.form(['kind']);
    const page = await office.post(own, [...fields.filter(([k]) => k !== 'kind'), ['kind', 'public']]);
    assertRefused(page, ['kind'], 'the own office as something else');
    assert.equal((await office.get('/settings/agencies/1')).status, 404);
});

test('two who edit the same agency see mine, theirs and the original', async () => {
    await office.get('/settings/agencies/new');
    await office.submit({name: 'Kurs ved fjorden', kind: 'training', email: 'hei@fjorden.example'});
    const edit = office.page.links(/\/settings\/agencies\/\d+$/).find(link => link.text === 'Kurs ved fjorden').href;
    const colleague = await logIn(server, 'office');
    await office.get(edit);
    await colleague.get(edit);
    await colleague.submit({email: 'deres@fjorden.example', active: null});
    assertRefused(await office.submit({email: 'x'}), ['email'], 'wrong first');
    await office.submit({email: 'mitt@fjorden.example'});
    assert.equal(office.page.status, 409);
    for (const text of ['Noen andre lagret mens du skrev', 'mitt@fjorden.example', 'deres@fjorden.example', 'hei@fjorden.example'])
        assert.ok(office.page.text.includes(text), text);
    assert.equal(field(office.page, 'email').attributes.value, 'mitt@fjorden.example');
    await office.submit({}, {form: ['kind']});
    assert.match(plain((await office.get('/settings')).text), /Kurs ved fjorden.*mitt@fjorden\.example/);
    await office.get(edit);
    assert.equal((await office.post(edit, office.page.form(['kind']).fields.filter(([k]) => k !== 'version'))).status, 400);
});

test('advisers read the settings and cannot change them', async () => {
    const page = await adviser.get('/settings');
    assert.equal(page.status, 200);
    assert.match(page.text, /Programkontoret kan endre disse/);
    assert.equal(page.forms.filter(form => form.action.startsWith('/settings')).length, 0);
    assert.equal(page.links(/^\/settings\/(?:programme|agencies)/).length, 0);
    const csrf = field(await adviser.get('/candidates/new'), 'csrf').attributes.value;
    for (const path of ['/settings/programme', '/settings/agencies/new'])
        assert.equal((await adviser.get(path)).status, 403, path);
    for (const path of ['/settings/programme', '/settings/agencies/new', '/settings/areas'])
        assert.equal((await adviser.post(path, {csrf, version: '1', area: '0628', status: 'in'})).status, 403, path);
    for (const role of ['employer', 'candidate', 'mentor', 'steering'])
        assert.equal((await (await logIn(server, role)).get('/settings')).status, 403, role);
});

// The first page

test('each role has a first page of its own', async () => {
    const visitor = await new Client(server).get('/');
    for (const text of ['Behovet kommer først', 'ingen arbeidsgiver blir bedt om å ansette noen den ikke trenger', 'Logg inn'])
        assert.ok(visitor.text.includes(text), text);
    assert.doesNotMatch(visitor.text, /kandidater hos/);
    for (const [role, here, absent] of [
        ['office', ['Meld behov', 'Registrer kandidat', 'Ny virksomhet', 'virksomheter deltar'], []],
        ['adviser', ['Meld behov', 'Registrer kandidat', 'Nyeste åpne behov'], ['Ny virksomhet']],
        ['employer', ['Våre åpne behov', 'trenger aldri å ansette noen'], ['kandidater hos', 'virksomheter deltar', 'Registrer kandidat']],
        ['candidate', ['Åpne min side'], ['Meld behov', 'åpne behov', 'virksomheter']],
        ['mentor', ['begge har sagt ja til å være et par'], ['Meld behov', 'virksomheter deltar']],
        ['steering', ['hvert kvartal'], ['Meld behov', 'virksomheter deltar']],
    ]) {
        const page = await (await logIn(server, role)).get('/');
        for (const text of here)
            assert.ok(page.text.includes(text), `${role}: ${text}`);
        for (const text of absent)
            assert.ok(!page.text.includes(text), `${role} has not: ${text}`);
    }
});

test('the server ends well', () => server.stop());
