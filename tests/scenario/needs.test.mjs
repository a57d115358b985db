// SPDX-License-Identifier: EUPL-1.2
// A need is stated step by step, opens when the employer confirms, and finds its people; employers see bands only.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let adviser;
let other; // adviser of another agency
let employer;
before(async () => {
    server = await startServer();
    adviser = await logIn(server, 'adviser');
    other = await logIn(server, 'adviser', {which: 1});
    employer = await logIn(server, 'employer');
});
after(() => server.stop());

const issues = page => page.all('div', a => a['data-issues'] !== undefined)
    .flatMap(box => box.children.filter(child => child.tag === 'ul'))
    .flatMap(list => list.children.filter(child => child.tag === 'li').map(textOf));
const fieldIssues = page => page.all('div', a => /^f-.*-error$/.test(a.id ?? ''))
    .map(node => node.attributes.id.slice(2, -6));
const needOf = page => /^\/needs\/(\d+)/.exec(page.path)[1];
const valueOf = (page, form, name) => page.form(form).fields.filter(([n]) => n === name).map(([, value]) => value);

const good = {
    positions: '2', start_from: '1.10.2016', start_latest: '15. november 2016', share_least: '50', share_most: '100',
    times: ['day'], form: 'permanent', description: 'Du hjelper kundene.\n\nDu fyller på varer.',
};

// States a need as far as its third step and gives its number.
async function start(client, fields = {}) {
    await client.get('/needs/new');
    const values = {title: 'Butikkmedarbeider', occupation: '5223', ...fields};
    if (client.page.form('/needs').names.has('workplace'))
        values.workplace ??= 'papirdal lager';
    await client.submit(values, {form: '/needs'});
    assert.equal(client.page.status, 200, issues(client.page).join('; '));
    const id = needOf(client.page);
    await client.submit(good, {form: `/needs/${id}/edit/place`});
    assert.equal(client.page.path, `/needs/${id}/edit/requirements`, issues(client.page).join('; '));
    return id;
}

async function open(client, id, fields = {}) {
    await client.get(`/needs/${id}/edit/review`);
    const values = client.page.form(`/needs/${id}/open`).names.has('confirmed_by_name')
        ? {confirmed_by_name: 'Kari Bekreftsen', ...fields} : fields;
    return client.submit(values, {form: `/needs/${id}/open`});
}

test('step 1 tells all that is wrong at once, and keeps what was typed', async () => {
    await adviser.get('/needs/new');
    await adviser.submit({title: '', occupation: '', workplace: ''}, {form: '/needs'});
    assert.equal(adviser.page.status, 422);
    assert.deepEqual(fieldIssues(adviser.page), ['workplace', 'title', 'occupation']);
    assert.equal(issues(adviser.page).length, 3);

    await adviser.submit({title: 'x'.repeat(121), occupation: 'qqqqqq', workplace: 'qqqqqq'}, {form: '/needs'});
    assert.equal(adviser.page.status, 422);
    assert.deepEqual(fieldIssues(adviser.page), ['workplace', 'title', 'occupation']);
    assert.deepEqual(valueOf(adviser.page, '/needs', 'title'), ['x'.repeat(121)]);
    assert.deepEqual(valueOf(adviser.page, '/needs', 'occupation'), ['qqqqqq']);
});

test('without script, the likely ones are offered and one of them taken', async () => {
    await adviser.get('/needs/new');
    await adviser.submit({title: 'Til butikken', occupation: 'butikk', workplace: 'papirdal'}, {form: '/needs'});
    assert.equal(adviser.page.status, 422);
    const offered = name => adviser.page.all('input', a => a.name === name).map(node => node.attributes.value);
    assert.ok(offered('occupation_pick').includes('5223'), 'shop assistants are offered');
    const workplaces = offered('workplace_pick');
    assert.ok(workplaces.length > 1, 'several workplaces are offered');

    // What was offered for one word is not taken for another.
    await adviser.submit({occupation: 'lager', occupation_pick: '5223', workplace_pick: workplaces[1]}, {form: '/needs'});
    assert.deepEqual(fieldIssues(adviser.page), ['occupation']);
    await adviser.submit({occupation_pick: '4321', workplace_pick: workplaces[1]}, {form: '/needs'});
    const id = needOf(adviser.page);
    assert.equal(adviser.page.path, `/needs/${id}/edit/place`);
    await adviser.get(`/needs/${id}`);
    assert.match(adviser.page.text, /Lagermedarbeidere/);
});

test('a chosen suggestion is believed only with its own name beside it', async () => {
    await adviser.get('/needs/new');
    await adviser.submit({title: 'Renhold', occupation: 'Kokker', occupation_code: '9112', workplace: 'papirdal lager'},
        {form: '/needs'});
    await adviser.get(`/needs/${needOf(adviser.page)}`);
    assert.match(adviser.page.text, /Kokker/);
    assert.doesNotMatch(adviser.page.text, /Renholdere/);
});

test('step 2 tells what is wrong with each field', async () => {
    await adviser.get('/needs/new');
    await adviser.submit({title: 'Butikk', occupation: '5223', workplace: 'papirdal lager'}, {form: '/needs'});
    const form = `/needs/${needOf(adviser.page)}/edit/place`;
    const bad = {
        place: [['', '9999'], 'place'],
        positions: [['', '0', '100', '-1', '2,5', 'to'], 'positions'],
        start_from: [['', '31.2.2017', 'snart', '1.1.2016'], 'start_from'],
        start_latest: [['', '1.9.2016', '32.1.2017'], 'start_latest'],
        share_least: [['', '0', '101', 'halv'], 'share_least'],
        share_most: [['', '0', '101', '40'], 'share_most'],
        times: [[null], 'times'],
        form: [[null, 'evig'], 'form'],
        description: [['x'.repeat(4001)], 'description'],
    };
    for (const [name, [values, field]] of Object.entries(bad))
        for (const value of values) {
            await adviser.get(form);
            await adviser.submit({...good, [name]: value}, {form});
            assert.equal(adviser.page.status, 422, `${name}=${value}`);
            assert.ok(fieldIssues(adviser.page).includes(field), `${name}=${value}: ${fieldIssues(adviser.page)}`);
            if (typeof value === 'string' && !['place', 'form'].includes(name))
                assert.deepEqual(valueOf(adviser.page, form, name), [value], 'what was typed stays');
            assert.deepEqual(valueOf(adviser.page, form, 'description'), [name === 'description' ? value : good.description]);
        }
    await adviser.submit(good, {form});
    assert.match(adviser.page.path, /requirements$/);
});

test('a draft may be left half-way, and is found again', async () => {
    await adviser.get('/needs/new');
    await adviser.submit({title: 'Halvveis', occupation: '9112', workplace: 'papirdal lager'}, {form: '/needs'});
    const id = needOf(adviser.page);
    await adviser.submit({start_from: '1.10.2016', times: null}, {form: `/needs/${id}/edit/place`, button: 'do=later'});
    assert.equal(adviser.page.path, `/needs/${id}`);
    assert.match(adviser.page.text, /Utkast/);
    assert.equal(adviser.page.links(/\/edit\/place$/).length, 1, 'it goes on where it stopped');
    await adviser.get(`/needs/${id}/edit/place`);
    assert.deepEqual(valueOf(adviser.page, `/needs/${id}/edit/place`, 'start_from'), ['01.10.2016']);
    await adviser.get('/needs?state=draft&q=halvveis');
    assert.equal(adviser.page.links(new RegExp(`^/needs/${id}$`)).length, 1);
});

test('requirements are added, alternatives too, changed and removed', async () => {
    const id = await start(adviser);
    const base = `/needs/${id}/edit/requirements`;
    const stated = () => adviser.page.all('section', a => a.id === 'stated').map(textOf).join();
    const add = async (kind, fields) => {
        await adviser.get(`${base}?add=${kind}`);
        return adviser.submit(fields, {form: base});
    };

    await add('skill', {what: ''});
    assert.deepEqual(fieldIssues(adviser.page), ['what']);
    await add('skill', {what: 'qqqqqq'});
    assert.deepEqual(fieldIssues(adviser.page), ['what']);
    await add('skill', {what: 'Kundeservice', strength: null, evidence: null});
    assert.equal(adviser.page.status, 422);
    assert.deepEqual(fieldIssues(adviser.page), ['strength', 'evidence']);
    await add('skill', {what: 'Kundeservice', strength: 'much'});
    assert.match(stated(), /Kundeservice.*Bør ha – ganske viktig/);

    await add('skill', {what: 'Kundeservice', strength: 'some'});
    assert.match(stated(), /Kundeservice.*Bør ha – litt viktig/, 'asked for once more, it changes');
    assert.doesNotMatch(stated(), /ganske viktig/);

    await add('language', {what: 'norsk', part: 'speaking', level: 'B1', reason: ''});
    assert.deepEqual(fieldIssues(adviser.page), ['reason']);
    await adviser.submit({reason: 'Snakker med kundene hele dagen'}, {form: base});
    assert.match(stated(), /B1.*Fordi: Snakker med kundene hele dagen/);
    await add('language', {what: 'norsk', part: null, level: 'D9', reason: 'x'});
    assert.deepEqual(fieldIssues(adviser.page), ['part', 'level']);

    await add('experience', {what: 'Butikkmedarbeidere', level: '13'});
    assert.deepEqual(fieldIssues(adviser.page), ['level']);
    await add('experience', {what: 'Butikkmedarbeidere', level: '12', group: '1'});
    assert.match(stated(), /12/);
    await add('education', {what: '', level: ''});
    assert.deepEqual(fieldIssues(adviser.page), ['level']);
    await add('education', {what: '', level: '4', strength: 'some'});
    assert.equal(adviser.page.status, 200);
    await add('licence', {what: 'C'});
    assert.match(stated(), /dokumentert/, 'licences are documented unless somebody chooses another');

    const requirements = () => adviser.page.all('a', a => /\?change=\d+/.test(a.href ?? '')).length;
    assert.equal(requirements(), 5);
    await adviser.get(`${base}?or=4&add=licence`);
    await adviser.submit({what: 'D'}, {form: base});
    assert.match(stated(), /eller/);
    assert.equal(requirements(), 5, 'an alternative is no requirement of its own');

    await adviser.get(`${base}?change=0`);
    await adviser.submit({strength: 'must'}, {form: `${base}/change`});
    assert.match(stated(), /Kundeservice Må ha/);
    const remove = adviser.page.forms.filter(form => form.action === `${base}/remove`)[0];
    await adviser.post(remove.action, [...remove.fields, ['remove', '0']]);
    assert.doesNotMatch(stated(), /Kundeservice/);
    assert.equal(requirements(), 4);

    const suggested = adviser.page.forms.filter(form => form.action === `${base}/suggested`)[0];
    assert.ok(suggested, 'the occupation has suggestions');
    const button = suggested.buttons.find(b => b.name === 'must');
    await adviser.post(suggested.action, [...suggested.fields, [button.name, button.value]]);
    assert.equal(requirements(), 5);
});

test('going on stores what the open form holds, or says what is wrong with it', async () => {
    const id = await start(adviser);
    const base = `/needs/${id}/edit/requirements`;
    const goOn = async (kind, values) => {
        await adviser.get(`${base}?add=${kind}`);
        assert.equal(adviser.page.all('button', a => a.name === 'do' && a.form === 'requirement').length, 1);
        const {fields} = adviser.page.form(base);
        const sent = fields.filter(([name]) => !(name in values)).concat(Object.entries(values));
        return adviser.post(base, [...sent, ['do', 'on']]);
    };

    await goOn('skill', {what: 'qqqqqq', what_code: ''});
    assert.deepEqual(fieldIssues(adviser.page), ['what']);
    assert.deepEqual(valueOf(adviser.page, base, 'what'), ['qqqqqq'], 'what was typed stays');
    await goOn('skill', {what: 'Kundeservice', what_code: ''});
    assert.equal(adviser.page.path, `/needs/${id}/edit/review`);
    assert.match(adviser.page.text, /Kundeservice/);
    await goOn('language', {level: 'B2'});
    assert.deepEqual(fieldIssues(adviser.page), ['reason']);
    for (const kind of ['experience', 'skill', 'language', 'education', 'licence']) {
        await goOn(kind, {});
        assert.equal(adviser.page.path, `/needs/${id}/edit/review`, `nothing written: ${kind}`);
    }
    await adviser.get(base);
    assert.equal(adviser.page.all('a', a => /\?change=\d+/.test(a.href ?? '')).length, 1, 'one requirement, no more');
});

test('the wording is checked, and going on in spite of it takes a reason', async () => {
    const id = await start(adviser, {title: 'Ung jente til butikken'});
    await adviser.get(`/needs/${id}/edit/review`);
    const marked = adviser.page.all('mark').map(textOf);
    assert.ok(marked.length > 0, 'what was found is marked');
    assert.match(adviser.page.text, /likestillings- og diskrimineringsloven/i);
    assert.ok(adviser.page.links(/\/edit$/).length > 0, 'the way to mend it is offered');

    await open(adviser, id, {wording_reason: ''});
    assert.equal(adviser.page.status, 422);
    assert.deepEqual(fieldIssues(adviser.page), ['wording_reason']);
    await adviser.submit({confirmed_by_name: '', wording_reason: 'Rollen i stykket krever det'}, {form: `/needs/${id}/open`});
    assert.deepEqual(fieldIssues(adviser.page), ['confirmed_by_name']);
    assert.deepEqual(valueOf(adviser.page, `/needs/${id}/open`, 'wording_reason'), ['Rollen i stykket krever det']);
    await adviser.submit({confirmed_by_name: 'Kari Bekreftsen'}, {form: `/needs/${id}/open`});
    assert.equal(adviser.page.path, `/needs/${id}`);
    assert.match(adviser.page.text, /Åpent/);
    assert.match(adviser.page.text, /Rollen i stykket krever det/, 'staff see why the words were kept');
    assert.ok(adviser.page.all('mark').length > 0, 'with the words');
    assert.doesNotMatch((await employer.get(`/needs/${id}`)).text, /Rollen i stykket/);
});

test('a need that lacks something does not open, and says where to mend it', async () => {
    await adviser.get('/needs/new');
    await adviser.submit({title: 'Mangler', occupation: '5223', workplace: 'papirdal lager'}, {form: '/needs'});
    const id = needOf(adviser.page);
    await open(adviser, id);
    assert.equal(adviser.page.status, 422);
    assert.equal(adviser.page.links(new RegExp(`^/needs/${id}/edit/place#f-start_from$`)).length, 1);
    await adviser.get(`/needs/${id}`);
    assert.match(adviser.page.text, /Ingen foreslås før virksomheten har bekreftet behovet/);
    assert.equal(adviser.page.links(/\/candidates\/\d/).length, 0);
});

test('an adviser sees own candidates by name, in order, each with the reasons', async () => {
    const id = await start(adviser);
    await open(adviser, id);
    const card = adviser.page;
    assert.match(card.heading, /Butikkmedarbeider/);
    assert.match(card.text, /Bekreftet for virksomheten av Kari Bekreftsen/);
    const candidates = card.all('li', a => /^candidate /.test(a.class ?? ''));
    assert.equal(candidates.length, 10, 'the first ten');
    for (const candidate of candidates) {
        const text = textOf(candidate);
        assert.match(text, /Står her fordi/);
        assert.match(text, /Oppfylt|Mangler|Vet ikke/);
    }
    const classes = candidates.map(node => /candidate-(\w[\w-]*)/.exec(node.attributes.class)[1]);
    const order = ['ready', 'ask', 'reachable', 'not-now'];
    assert.deepEqual(classes, [...classes].sort((a, b) => order.indexOf(a) - order.indexOf(b)));

    await adviser.get(card.links(/show=50/)[0].href.replace(/#.*/, ''));
    assert.equal(adviser.page.all('li', a => /^candidate /.test(a.class ?? '')).length, 50);
    await adviser.get(`/needs/${id}?class=not-now`);
    assert.ok(adviser.page.all('li', a => /^candidate /.test(a.class ?? '')).every(n => /candidate-not-now/.test(n.attributes.class)));

    // What other agencies have is told in bands, with the way to ask.
    const bands = card.all('td', a => a.class === 'number').map(textOf).filter(text => /–|\+$|^0$/.test(text));
    assert.ok(bands.every(band => /^(0|1–4|5–9|10–19|20–49|50–99|100\+)$/.test(band)), bands.join());
    assert.ok(card.links(/^mailto:/).length > 0);
});

test('every requirement that costs somebody is named, however many they are', async () => {
    const id = await start(adviser);
    const base = `/needs/${id}/edit/requirements`;
    for (const [kind, fields] of [['language', {what: 'norsk', part: 'speaking', level: 'A2', reason: 'Snakker med kundene'}],
        ['licence', {what: 'B', evidence: 'stated'}]]) {
        await adviser.get(`${base}?add=${kind}`);
        await adviser.submit(fields, {form: base});
        assert.equal(adviser.page.status, 200, issues(adviser.page).join('; '));
    }
    await open(adviser, id);
    const part = adviser.page.body.slice(adviser.page.body.indexOf('id="costs-heading"')).split('</section>')[0];
    const costs = [...part.matchAll(/<th scope="row">([^<]+)<.*?<td[^>]*>(\d+)</g)].map(([, , more]) => Number(more));
    assert.equal(costs.length, 6, 'place, hours, share, start, language and licence');
    assert.deepEqual(costs, [...costs].sort((a, b) => b - a));
});

test('an explanation is a page to print and data to replay', async () => {
    await adviser.get('/needs?state=open');
    await adviser.get(adviser.page.links(/^\/needs\/\d+$/)[0].href);
    const path = adviser.page.links(/\/candidates\/\d+$/).map(link => link.href).find(href => href.startsWith('/needs/'));
    await adviser.get(path);
    assert.equal(adviser.page.status, 200);
    const name = adviser.page.all('p', a => a.class === 'lead').map(textOf).join().split(' – ')[0];
    assert.ok(name.length > 3 && !adviser.page.title.includes(name), 'no name in the title');
    const answer = await adviser.request('GET', `${path}/explanation.json`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-disposition'], /attachment/);
    const explanation = JSON.parse(answer.body);
    assert.ok(answer.body.includes(/needs\/(\d+)/.exec(path)[1]), 'it is of this need');
    assert.match(explanation.need_digest, /^[0-9a-f]{32}$/);
    for (const said of [explanation.need_digest, explanation.profile_digest, explanation.engine, explanation.catalogue])
        assert.ok(adviser.page.text.includes(said), said);
    assert.equal(adviser.page.all('li', a => /^verdict-row/.test(a.class ?? '')).length, explanation.requirements.length);

    // Another agency's adviser may not look at this person, and is not told that there is one.
    const refused = await other.request('GET', path);
    const unknown = await other.request('GET', path.replace(/\d+$/, '123456789'));
    if (refused.status !== 200) { // unless the person is enrolled there too
        assert.equal(refused.status, 404);
        assert.equal(unknown.status, 404);
        assert.equal((await other.request('GET', `${path}/explanation.json`)).status, 404);
    }
});

test('an employer user states a need and sees bands only', async () => {
    await employer.get('/needs/new');
    assert.equal(employer.page.all('input', a => a.type === 'radio' && a.name === 'workplace_id' && a.checked !== undefined).length,
        1, 'the only workplace is chosen already');
    const id = await start(employer, {title: 'Vår egen trengsel'});
    await open(employer, id);
    assert.equal(employer.page.path, `/needs/${id}`, issues(employer.page).join('; '));
    assert.match(employer.page.text, /Bekreftet for virksomheten av Arbeidsgiver Demo/);
    const shown = employer.page.all('dd').map(textOf).filter(text => /^(0|1–4|5–9|10–19|20–49|50–99|100\+)$/.test(text));
    assert.ok(shown.length >= 2, 'how many now and after a question');
    assert.equal(employer.page.links(/candidates\/\d/).length, 0);
    assert.equal(employer.page.all('li', a => /^candidate /.test(a.class ?? '')).length, 0);
    for (const cost of employer.page.all('td', a => a.class === 'number').map(textOf))
        assert.match(cost, /^(1–4|5–9|10–19|20–49|50–99|100\+)$/);

    // No name of anybody whom an adviser sees on the same need.
    await adviser.get(`/needs/${id}?show=200`);
    const names = adviser.page.all('h3', a => a.class === 'candidate-name').map(textOf);
    assert.ok(names.length > 10);
    assert.deepEqual(names.filter(name => employer.page.body.includes(name)), []);
    const path = adviser.page.links(/^\/needs\/\d+\/candidates\/\d+$/)[0].href;
    for (const forbidden of [path, `${path}/explanation.json`])
        assert.equal((await employer.request('GET', forbidden)).status, 403);
});

test("another employer's need does not exist", async () => {
    await adviser.get('/needs?state=open');
    const mine = new Set();
    await employer.get('/needs');
    for (const link of employer.page.links(/^\/needs\/\d+$/))
        mine.add(link.href);
    const foreign = adviser.page.links(/^\/needs\/\d+$/).map(link => link.href).find(href => !mine.has(href));
    assert.ok(foreign);
    for (const rest of ['', '/edit', '/edit/place', '/edit/requirements', '/edit/review', '/close?to=filled']) {
        const answer = await employer.request('GET', foreign + rest);
        assert.equal(answer.status, 404, rest);
        const unknown = await employer.request('GET', `/needs/123456789${rest}`);
        assert.equal(unknown.status, 404, rest);
    }
    await employer.get('/needs/new');
    const csrf = employer.page.form('/needs').fields.find(([name]) => name === 'csrf')[1];
    for (const rest of ['/edit', '/edit/place', '/edit/requirements', '/edit/requirements/suggested',
        '/edit/requirements/change', '/edit/requirements/remove', '/open', '/close'])
        assert.equal((await employer.post(foreign + rest, {csrf, version: '1', to: 'withdrawn', kind: 'skill'})).status, 404, rest);
    await employer.get('/needs?employer=1');
    assert.equal(employer.page.status, 404);
    await adviser.get(foreign);
    assert.match(adviser.page.text, /Åpent/, 'nothing happened to it');

    // Nor can a need be stated for another's workplace.
    const theirs = JSON.parse((await adviser.request('GET', '/suggest/workplace?q=papirdal+lager')).body)[0].value;
    assert.deepEqual(JSON.parse((await employer.request('GET', '/suggest/workplace?q=papirdal+lager')).body), []);
    await employer.post('/needs', {csrf, workplace_id: theirs, title: 'Ikke vår', occupation: '5223'});
    assert.equal(employer.page.status, 422);
    assert.deepEqual(fieldIssues(employer.page), ['workplace_id']);
});

test('another agency sees the need and may not change it', async () => {
    const id = await start(adviser);
    for (const path of ['/edit', '/edit/place', '/edit/requirements', '/edit/review', '/close?to=withdrawn']) {
        await other.get(`/needs/${id}${path}`);
        assert.equal(other.page.status, 403, path);
    }
    await other.get(`/needs/${id}`);
    assert.equal(other.page.status, 200);
    assert.equal(other.page.links(/\/(edit|close)/).length, 0);
});

test('what two people write at the same time is shown side by side, and nothing is lost', async () => {
    const office = await logIn(server, 'office');
    const id = await start(adviser);
    const form = `/needs/${id}/edit/place`;
    await adviser.get(form);
    await office.get(form);
    await office.submit({...good, positions: '5', description: 'Kontorets ord'}, {form});
    await adviser.submit({...good, positions: '7'}, {form});
    assert.equal(adviser.page.status, 409);
    const rows = adviser.page.all('tr').map(textOf);
    assert.ok(rows.some(row => /^Stillinger 7 5 2$/.test(row)), rows.join('|'));
    assert.ok(rows.some(row => row.startsWith('Beskrivelse Du hjelper kundene. Du fyller på varer. Kontorets ord')), rows.join('|'));
    assert.deepEqual(valueOf(adviser.page, form, 'positions'), ['7'], 'mine stands in the form');
    await adviser.submit({description: 'Kontorets ord og mine'}, {form});
    assert.match(adviser.page.path, /requirements$/);
    await office.get(form);
    assert.deepEqual(valueOf(office.page, form, 'positions'), ['7']);
    assert.deepEqual(valueOf(office.page, form, 'description'), ['Kontorets ord og mine']);

    // A mistake in between does not make the other's change forgotten.
    await adviser.get(form);
    await adviser.submit({positions: 'mange'}, {form});
    assert.equal(adviser.page.status, 422);
    await office.submit({positions: '8'}, {form});
    await adviser.submit({positions: '9'}, {form});
    assert.equal(adviser.page.status, 409);
    await adviser.submit({}, {form});
    await office.get(form);
    assert.deepEqual(valueOf(office.page, form, 'positions'), ['9']);

    // Steps do not disturb each other, and requirements of both are kept.
    const base = `/needs/${id}/edit/requirements`;
    await adviser.get(form);
    await office.get(`${base}?add=skill`);
    const second = await logIn(server, 'office');
    await second.get(`${base}?add=skill`);
    await office.submit({what: 'Kundeservice'}, {form: base});
    await second.submit({what: 'Varepåfylling'}, {form: base});
    assert.match(second.page.text, /Kundeservice/);
    assert.match(second.page.text, /Varepåfylling/);
    await adviser.submit({positions: '3'}, {form});
    assert.match(adviser.page.path, /requirements$/, 'no conflict with what this step does not show');
    assert.match(adviser.page.text, /Kundeservice/);

    // A requirement that is gone cannot be removed once more.
    await office.get(base);
    await second.get(base);
    const removal = client => {
        const chosen = client.page.forms.find(f => f.action === `${base}/remove`);
        return client.post(chosen.action, [...chosen.fields, ['remove', '0']]);
    };
    await removal(office);
    await removal(second);
    assert.equal(second.page.status, 409);
    assert.match(second.page.text, /Varepåfylling/, 'the other one stands');

    // What was read through is what opens.
    await adviser.get(`/needs/${id}/edit/review`);
    await office.get(form);
    await office.submit({positions: '4'}, {form});
    await adviser.submit({confirmed_by_name: 'Kari Bekreftsen'}, {form: `/needs/${id}/open`});
    assert.equal(adviser.page.status, 409);
    assert.deepEqual(valueOf(adviser.page, `/needs/${id}/open`, 'confirmed_by_name'), ['Kari Bekreftsen']);
    await adviser.submit({}, {form: `/needs/${id}/open`});
    assert.equal(adviser.page.path, `/needs/${id}`);

    // An open need is not changed behind the employer's back.
    await office.get(form);
    assert.equal(office.page.path, `/needs/${id}`);
    assert.match(office.page.text, /Bare et utkast kan endres/);
});

test('a need closes, opens again, and goes back to a draft to be changed', async () => {
    const id = await start(adviser);
    await open(adviser, id);
    const go = async to => {
        await adviser.get(`/needs/${id}/close?to=${to}`);
        return adviser.submit({}, {form: `/needs/${id}/close`});
    };
    await go('filled');
    assert.match(adviser.page.text, /Behovet er besatt, så ingen flere foreslås/);
    assert.equal(adviser.page.links(/candidates\/\d/).length, 0);
    await go('open');
    assert.ok(adviser.page.links(/candidates\/\d/).length > 0);
    await go('draft');
    assert.equal(adviser.page.path, `/needs/${id}/edit`);
    await adviser.submit({title: 'Butikkmedarbeider, ny tekst'}, {form: `/needs/${id}/edit`});
    await adviser.get(`/needs/${id}`);
    assert.doesNotMatch(adviser.page.text, /Bekreftet for virksomheten/, 'the employer must confirm anew');
    await go('withdrawn');
    assert.match(adviser.page.text, /trukket/);
    await adviser.get(`/needs/${id}/close?to=filled`);
    assert.equal(adviser.page.path, `/needs/${id}`, 'what is withdrawn is not filled');
    await adviser.get(`/needs/${id}/close?to=sold`);
    assert.equal(adviser.page.status, 404);
});

test('the list is filtered by its address, sorted, paged and exported', async () => {
    const office = await logIn(server, 'office');
    await office.get('/needs?state=open&occupation=5223&sort=title&dir=up&q=butikk');
    assert.equal(office.page.status, 200);
    const chips = office.page.all('a', a => a['data-removable'] !== undefined);
    assert.equal(chips.length, 3);
    assert.ok(chips.every(chip => /sort=title/.test(chip.attributes.href)), 'the order stays when a filter goes');
    const titles = office.page.links(/^\/needs\/\d+$/).map(link => link.text);
    assert.deepEqual(titles, [...titles].sort((a, b) => a.localeCompare(b, 'nb')));
    assert.equal(office.page.all('th', a => a['aria-sort'] === 'ascending').length, 1);

    await office.get('/needs?occupation=butikk');
    assert.equal(office.page.status, 422);
    assert.ok(office.page.all('input', a => a.name === 'occupation_pick').length > 0);
    await office.get('/needs?q=qqqqqq');
    assert.match(office.page.text, /Ingen behov passer til disse filtrene/);
    await office.get('/needs?state=nonsense&place=zz&sort=%00');
    assert.ok([200, 400].includes(office.page.status));
    for (const after of ['nonsense', '999', '-1', '99999999999999999999']) {
        await office.get(`/needs?after=${after}`);
        assert.equal(office.page.status, 200, after);
    }

    const seen = new Set();
    await office.get('/needs');
    for (let pages = 0; pages < 20; pages++) {
        for (const link of office.page.links(/^\/needs\/\d+$/)) {
            assert.ok(!seen.has(link.href), 'no row comes twice');
            seen.add(link.href);
        }
        const next = office.page.links(/after=/)[0];
        if (!next)
            break;
        await office.get(next.href);
    }
    const csv = await office.request('GET', '/needs.csv');
    assert.equal(csv.status, 200);
    assert.match(csv.headers['content-type'], /text\/csv/);
    assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(csv.body.trimEnd().split('\r\n').length - 1, seen.size, 'as many rows as the list has');
});

test('the list says how many of the own people fit, as the page of the need does', async () => {
    const counted = async (client, href) => {
        await client.get(href);
        const tab = name => Number(client.page.links(new RegExp(`class=${name}`))
            .map(link => /\((\d+)\)|(\d+)$/.exec(link.text)).find(Boolean)?.slice(1).find(Boolean) ?? NaN);
        return [tab('ready'), tab('ask')];
    };
    const listed = page => page.all('tr').filter(row => row.children.some(cell => cell.attributes?.scope === 'row'))
        .map(row => row.children.filter(cell => ['th', 'td'].includes(cell.tag)))
        .map(cells => cells.filter(cell => /^(Kan fylle det nå|Spør først)$/.test(cell.attributes['data-label'])).map(textOf));
    const per = {};
    for (const [name, client] of [['adviser', adviser], ['other', other]]) {
        await client.get('/needs?state=open&sort=title&dir=up');
        const rows = listed(client.page), hrefs = client.page.links(/^\/needs\/\d+$/).map(link => link.href);
        assert.equal(rows.length, hrefs.length);
        per[name] = rows.map(row => row.map(Number));
        assert.ok(per[name].flat().every(Number.isInteger));
        for (let i = 0; i < 6; i++)
            assert.deepEqual(await counted(client, hrefs[i]), per[name][i], hrefs[i]);
        await client.get('/needs?state=draft');
        assert.ok(listed(client.page).flat().every(text => text === ''), 'nobody is sought for a draft');
        const [head, ...csv] = (await client.request('GET', '/needs.csv?state=open&sort=title&dir=up')).body.trimEnd().split('\r\n');
        const width = head.split(';').length > 1 ? ';' : ',';
        assert.deepEqual(head.split(width).slice(-2), ['Kan fylle det nå', 'Spør først']);
        assert.deepEqual(csv.slice(0, 6).map(line => line.split(width).slice(-2).map(Number)), per[name].slice(0, 6));
    }
    assert.notDeepEqual(per.adviser, per.other, 'each agency counts its own');

    await employer.get('/needs');
    assert.deepEqual(listed(employer.page).flat(), []);
    assert.doesNotMatch((await employer.request('GET', '/needs.csv')).body.split('\r\n')[0], /Spør først/);
});

test('the export holds no formula', async () => {
    await start(adviser, {title: '=HYPERLINK("http://x";"y")'});
    const csv = (await adviser.request('GET', '/needs.csv?q=hyperlink')).body;
    assert.ok(csv.includes(`"'=HYPERLINK(""http://x"";""y"")"`), csv);
});

test('employers export their own', async () => {
    await employer.get('/needs');
    const own = employer.page.links(/^\/needs\/\d+$/).length;
    const csv = (await employer.request('GET', '/needs.csv')).body.trimEnd().split('\r\n');
    assert.equal(csv.length - 1, own);
    const all = (await adviser.request('GET', '/needs.csv')).body.trimEnd().split('\r\n');
    assert.ok(all.length > csv.length);
});

test('suggestions are for members, and within rights', async () => {
    for (const kind of ['occupation', 'skill', 'licence', 'language', 'field', 'workplace']) {
        const answer = await adviser.request('GET', `/suggest/${kind}?q=a`);
        assert.equal(answer.status, 200, kind);
        const list = JSON.parse(answer.body);
        assert.ok(list.length > 0 && list.length <= 20, `${kind}: ${list.length}`);
        assert.ok(list.every(one => one.value && one.text && typeof one.note === 'string'));
    }
    const first = JSON.parse((await adviser.request('GET', '/suggest/occupation?q=butikkmed')).body)[0];
    assert.deepEqual([first.value, first.text], ['5223', 'Butikkmedarbeidere']);
    assert.deepEqual(JSON.parse((await adviser.request('GET', `/suggest/skill?q=${'a'.repeat(500)}`)).body), []);
    assert.equal((await adviser.request('GET', '/suggest/secrets?q=a')).status, 404);
    const stranger = new Client(server);
    const answer = await stranger.request('GET', '/suggest/workplace?q=a');
    assert.ok([303, 401, 403].includes(answer.status));
    const candidate = await logIn(server, 'candidate');
    assert.equal((await candidate.request('GET', '/suggest/skill?q=a')).status, 200);
    assert.notEqual((await candidate.request('GET', '/suggest/workplace?q=a')).status, 200);
});
