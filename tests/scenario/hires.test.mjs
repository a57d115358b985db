// SPDX-License-Identifier: EUPL-1.2
// The hire register: one count per person however many report it, evidence, corrections that subtract and stay visible, and
// what an employer may not learn.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {answer, ask, enrol, openNeed, present, refer} from './lib/journey.mjs';
import {textOf} from './lib/page.mjs';
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
const cellsOf = row => row.children.filter(cell => cell.tag).map(textOf);
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

test('a correction is shown beside what stood, and has to be confirmed again', async () => {
    await adviser.get(`/hires/${first}/correct`);
    const empty = await adviser.submit({share: '50'}, {form: `/hires/${first}/correct`});
    assert.equal(empty.status, 422);
    assert.match(empty.text, /Skriv hvorfor, så andre forstår|Skriv hvorfor/);
    const corrected = await adviser.submit({share: '50', note: 'Avtalen sier 50 prosent'}, {form: `/hires/${first}/correct`});
    assert.equal(one(corrected), first);
    assert.match(corrected.text, /må bekreftes på nytt/);
    assert.match(corrected.text, /Meldt, ikke bekreftet ennå/);
    assert.match(corrected.text, /Avtalen sier 50 prosent/);
    assert.match(corrected.text, /50 prosent.*80 prosent/s, 'both stand in the history');
});

test('two who correct at once: one is told, and sees mine, theirs and what stood', async () => {
    await adviser.get(`/hires/${first}/correct`);
    const mine = adviser.page.form(`/hires/${first}/correct`);
    await office.get(`/hires/${first}/correct`);
    const theirs = await office.submit({share: '60', note: 'Lest i kontrakten', document_seen: '1'}, {form: `/hires/${first}/correct`});
    assert.equal(one(theirs), first);
    assert.match(theirs.text, /Bekreftet/);
    const fields = mine.fields.filter(([name]) => name !== 'share' && name !== 'note');
    await adviser.post(mine.action, [...fields, ['share', '70'], ['note', 'Ringte arbeidsgiveren']]);
    assert.equal(adviser.page.status, 409);
    assert.match(adviser.page.text, /Noen andre lagret mens du skrev/);
    const row = adviser.page.all('tr').map(cellsOf).find(cells => cells[0] === 'Stillingsandel');
    assert.deepEqual(row?.slice(1), ['70', '60', '50']);
});

test('the employer confirms, and a stale press is told so', async () => {
    const id = one(await register(adviser, people[2]));
    await employer.get(`/hires/${id}`);
    await office.get(`/hires/${id}`);
    const stale = office.page.form(`/hires/${id}/confirm`);
    const unseen = await office.submit({}, {form: `/hires/${id}/confirm`});
    assert.equal(unseen.status, 422, 'staff confirm what they have seen');
    assert.match(unseen.text, /Bekreft at du har sett et dokument/);
    await employer.submit({}, {form: `/hires/${id}/confirm`});
    assert.match(employer.page.text, /Bekreftet av arbeidsgiveren: Arbeidsgiver Demo/);
    await office.post(stale.action, [...stale.fields, ['document_seen', '1']]);
    assert.equal(office.page.status, 409);
    assert.match(office.page.text, /Noen andre har/);
    assert.match(office.page.text, /Bekreftet av arbeidsgiveren/);
    const refused = await employer.get(`/hires/${id}/take-back`);
    assert.equal(refused.status, 403);
    assert.match((await employer.get(`/hires/${id}`)).text, /Si fra til programkontoret, som tar den tilbake/);
});

test('a hire ends with a date and a reason, and goes on after all', async () => {
    await adviser.get(`/hires/${first}/end`);
    const none = await adviser.submit({}, {form: `/hires/${first}/end`});
    assert.equal(none.status, 422);
    assert.match(none.text, /Skriv siste arbeidsdag.*Velg hvorfor/s);
    assert.equal((await adviser.submit({ended_on: '1.8.2016', end_reason: 'agreed'}, {form: `/hires/${first}/end`})).status, 409);
    assert.match(adviser.page.text, /Siste dag kan ikke ligge før første/);
    assert.match((await adviser.submit({ended_on: '1.12.2016', end_reason: 'agreed'}, {form: `/hires/${first}/end`})).text,
        /når den siste dagen er kommet|når siste dag/);
    await adviser.submit({ended_on: '31.8.2016', end_reason: 'other-job'}, {form: `/hires/${first}/end`});
    assert.equal(one(adviser.page), first);
    assert.match(adviser.page.text, /Siste arbeidsdag 31. august 2016 Fikk en annen jobb/);
    assert.doesNotMatch((await employer.get(`/hires/${first}`)).text, /Fikk en annen jobb/, 'why is said of the person');
    assert.ok((await office.get('/hires?course=ended')).links(new RegExp(`^/hires/${first}$`)).length === 1);
    assert.ok((await office.get('/hires?course=on')).links(new RegExp(`^/hires/${first}$`)).length === 0);
    await adviser.get(`/hires/${first}`);
    await adviser.submit({}, {form: `/hires/${first}/go-on`});
    assert.match(adviser.page.text, /Slutten er tatt tilbake/);
    assert.match(adviser.page.text, /avsluttet 31. august 2016/, 'the history keeps it');
});

test('what is taken back subtracts and stays visible', async () => {
    const standing = await total(office, '?state=confirmed');
    await adviser.get(`/hires/${first}/take-back`);
    assert.equal((await adviser.submit({note: ' '}, {form: `/hires/${first}/take-back`})).status, 422);
    await adviser.submit({note: 'Begynte aldri'}, {form: `/hires/${first}/take-back`});
    assert.match(adviser.page.text, /Tatt tilbake/);
    assert.match(adviser.page.text, /Begynte aldri/);
    assert.equal(await total(office, '?state=confirmed'), standing - 1);
    assert.ok((await office.get('/hires?state=taken-back')).links(new RegExp(`^/hires/${first}$`)).length === 1);
    const again = await adviser.get(`/hires/${first}/correct`);
    assert.equal(again.status, 409);
    assert.match(again.text, /Registrer den på nytt hvis den stemmer likevel/);
});

let unnamed;
test('an employer reports a hire without a posted need, and names nobody', async () => {
    await employer.get('/hires/new');
    assert.doesNotMatch(employer.page.body, /name="person"/);
    assert.match(employer.page.text, /Du navngir ingen, og vi spør ikke om noens bakgrunn/);
    unnamed = one(await employer.submit({...work, workplace_id: workplaces[0].value}, {form: '/hires'}));
    assert.match(employer.page.text, /Bekreftet av arbeidsgiveren/);
    assert.match(employer.page.text, /uten meldt behov/);
    assert.ok((await office.get('/hires?unposted=1')).links(new RegExp(`^/hires/${unnamed}$`)).length === 1);
    assert.match((await adviser.get(`/hires/${unnamed}`)).text, /Ingen er navngitt ennå/);
    const registered = one(await register(adviser, people[3]));
    const before = (await employer.get(`/hires/${unnamed}`)).text;
    assert.match(before, /Er det den samme ansettelsen\?/, 'one who registers it twice is asked');
    assert.ok(employer.page.links(new RegExp(`^/hires/${registered}$`)).length > 0);
    await adviser.get(`/hires/${unnamed}/person`);
    assert.equal((await adviser.submit({person: 'Ingen Slik'}, {form: `/hires/${unnamed}/person`})).status, 422);
    await adviser.submit({person: people[3].name}, {form: `/hires/${unnamed}/person`});
    assert.equal(adviser.page.status, 409, 'the person’s own hire there is registered already');
    assert.match(adviser.page.text, /allerede registrert: ta tilbake denne|ta denne tilbake|ta tilbake denne/);
    assert.ok(registered !== unnamed);
    await adviser.get(`/hires/${unnamed}/person`);
    await adviser.submit({person: people[4].name}, {form: `/hires/${unnamed}/person`});
    assert.ok(adviser.page.heading.startsWith(people[4].name), adviser.page.text);
    const after = await employer.get(`/hires/${unnamed}`);
    assert.equal(after.text, before, 'the employer sees no difference');
});

test('why a hire that is nobody\'s was taken back stands there for those who keep the register', async () => {
    await employer.get('/hires/new');
    const hire = one(await employer.submit({...work, start: '3.8.2016', share: '35', workplace_id: workplaces[0].value}, {form: '/hires'}));
    await office.get(`/hires/${hire}/take-back`);
    await office.submit({note: 'Meldt i feil virksomhet'}, {form: `/hires/${hire}/take-back`});
    for (const reader of [office, adviser])
        assert.match((await reader.get(`/hires/${hire}`)).text, /Meldt i feil virksomhet/);
    assert.doesNotMatch((await employer.get(`/hires/${hire}`)).text, /Meldt i feil virksomhet/);
});

test('an agency sees only its own people, and a refusal does not say whether a thing exists', async () => {
    const other = await logIn(server, 'adviser', {which: 1});
    const theirs = (await other.get(`/hires/${unnamed}`)).status;
    assert.equal(theirs, 404);
    const none = await other.get('/hires/999999999');
    assert.equal(none.status, 404);
    for (const path of ['', '/correct', '/end', '/take-back', '/person'])
        assert.equal((await other.get(`/hires/${unnamed}${path}`)).status, 404, path);
});

// Somebody of the adviser's who has been presented for a need of the employer's.
async function presented(need = null) {
    need ??= await openNeed(employer);
    const referral = await refer(adviser, need, await enrol(adviser));
    const id = referral.split('/')[2];
    await ask(adviser, referral);
    await answer(adviser, referral, true);
    await present(adviser, referral);
    const name = (await employer.get(`/presented/${id}`)).heading;
    const way = employer.page.links(/^\/hires\/new\?referral=\d+$/)[0]?.href;
    assert.ok(way, employer.page.text);
    assert.equal((await adviser.get(`/referrals/${id}`)).links(/^\/hires\/new\?referral=\d+$/).length, 1);
    return {id, way, name, need};
}
// Fills in the form that stands there with other people and places than the referral's, which changes nothing.
const filled = (client, values) => {
    const {fields} = client.page.form('/hires');
    const typed = {...work, ...values};
    return [...fields.filter(([field]) => !(field in typed)), ...Object.entries(typed)];
};

test('adviser and employer report the same hire of a referral at the same moment: it is one', async () => {
    const referral = await presented();
    const before = await total(office);
    for (const client of [adviser, employer]) {
        await client.get(referral.way);
        assert.match(client.page.text, new RegExp(referral.name), 'who may know it sees the name');
        assert.doesNotMatch(client.page.body, /name="(?:person|workplace|workplace_id)"/, 'the referral says who and where');
    }
    const elsewhere = {person: people[5].name, workplace_id: '1', need: '1'};
    const answers = await Promise.all([adviser, employer].map(client => client.request('POST', '/hires', {
        headers: {'Content-Type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams(filled(client, elsewhere)).toString()})));
    assert.deepEqual(answers.map(answer => answer.status), [303, 303]);
    assert.equal(answers[0].headers.location, answers[1].headers.location);
    assert.equal(await total(office), before + 1);
    await adviser.get(answers[0].headers.location);
    assert.ok(adviser.page.heading.startsWith(referral.name));
    assert.match(adviser.page.text, /Bekreftet av arbeidsgiveren/);
    assert.equal(adviser.page.links(new RegExp(`^/needs/${referral.need}$`)).length, 1);
    assert.match((await adviser.get(`/referrals/${referral.id}`)).text, /Ansatt/);
    assert.match((await employer.get(`/hires${answers[0].headers.location.slice(6)}`)).heading, new RegExp(referral.name),
        'after the person’s yes the employer knows the name');
});

test('when the hires reach the positions, the page leads to closing the need', async () => {
    let [need, positions, hired] = [null, 0, 0];
    for (const {href} of (await employer.get('/needs?state=open')).links(/^\/needs\/\d+$/)) {
        need = href.split('/')[2];
        positions = Number(/Stillinger (\d+)/.exec((await office.get(href)).text)[1]);
        hired = await total(office, `?need=${need}&state=confirmed`);
        if (hired < positions)
            break;
    }
    const close = new RegExp(`^/needs/${need}/close\\?to=filled$`);
    assert.ok(hired < positions);
    while (hired < positions) {
        const referral = await presented(need);
        await employer.get(referral.way);
        await employer.post('/hires', filled(employer, {}));
        one(employer.page);
        assert.equal(employer.page.links(close).length, ++hired >= positions ? 1 : 0, `${hired} of ${positions}`);
    }
    const asked = employer.page.links(close)[0].href;
    assert.equal((await employer.get(asked)).status, 200);
});

test('of a deleted person, a hire is still confirmed or taken back, and nothing else of it is changed', async () => {
    let person;
    for (const one of people.slice(7).reverse()) { // whom no other agency helps
        const page = await adviser.get(`/candidates/${one.id}/delete`);
        if (page.forms.some(form => form.action === page.path))
            person = one;
    }
    const [kept, wrong] = [one(await register(adviser, person)), one(await register(adviser, person, {workplace: 'Papirdal Lager'}))];
    const own = await total(adviser);
    await adviser.get(`/candidates/${person.id}/delete`);
    await adviser.submit({confirmation: person.name}, {form: `/candidates/${person.id}/delete`});
    assert.equal(adviser.page.status, 200);
    assert.equal(await total(adviser), own - 2, 'an agency counts the hires of its own people alone');
    for (const part of ['correct', 'end']) {
        await office.get(`/hires/${wrong}/${part}`);
        assert.equal(office.page.status, 409, part);
        assert.match(office.page.text, /Personen er slettet. Ansettelsen kan bekreftes eller tas tilbake/);
    }
    await office.get(`/hires/${wrong}/take-back`);
    await office.submit({note: 'Det var en annen'}, {form: `/hires/${wrong}/take-back`});
    assert.match((await office.get(`/hires/${wrong}`)).text, /Tatt tilbake/);
    await employer.get(`/hires/${kept}`);
    await employer.submit({}, {form: `/hires/${kept}/confirm`});
    assert.match((await employer.get(`/hires/${kept}`)).text, /Bekreftet av arbeidsgiveren/);
});
