// SPDX-License-Identifier: EUPL-1.2
// Job ads become drafts of needs, and what they ask for becomes proposals that a person takes or leaves.
import assert from 'node:assert/strict';
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import test, {after, before} from 'node:test';

import {advert, feedPage} from './lib/adverts.mjs';
import {logIn} from './lib/accounts.mjs';
import {copyDemo, makeScratch, runProgram, startServer, today} from './lib/server.mjs';

let scratch, data, server, office;
before(async () => {
    scratch = makeScratch();
    data = join(scratch, 'data');
    copyDemo(data);
    server = await startServer({data});
    office = await logIn(server, 'office');
});
after(async () => {
    await server.stop();
    rmSync(scratch, {recursive: true, force: true});
});

// Imports ads and gives what the program said of it, as JSON.
function importAds(content, ...args) {
    const file = join(scratch, 'annonser.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    const done = runProgram(['import', 'jobs', file, '--data', data, '--today', today, '--json', ...args]);
    assert.ok(done.stdout.trim().startsWith('{'), done.stdout + done.stderr);
    return JSON.parse(done.stdout);
}

async function drafts(text) {
    const page = await office.get(`/needs?state=draft&q=${encodeURIComponent(text)}`);
    return page.links(/^\/needs\/\d+$/).map(link => link.href);
}

const counts = ({created, updated, unchanged, outside, rejected}) => ({created, updated, unchanged, outside, rejected});
const none = {created: 0, updated: 0, unchanged: 0, outside: 0, rejected: 0};

test('an active ad in the region becomes a draft at a workplace that is not verified', async () => {
    assert.deepEqual(counts(importAds(advert({title: 'Lagerhjelp Alfa'}))), {...none, created: 1});
    const [path] = await drafts('Lagerhjelp Alfa');
    const page = await office.get(path);
    assert.match(page.text, /Oppdiktet Prøvelager AS/);
    assert.match(page.text, /Dette utkastet kommer fra en stillingsannonse/);
    assert.doesNotMatch(page.body, /Hemmelig|hemmelig@|alert\(1\)/, 'neither contact persons nor scripts');
    assert.ok(page.links(/^https:\/\/example\.org\//).length === 1);
    const review = await office.get(`${path}/edit/place`);
    assert.match(review.body, /Vi søker en truckfører &amp; lagermedarbeider\./);
    assert.match(review.body, /name="positions"[^>]*value="2"|value="2"[^>]*name="positions"/);
});

test('the same again changes nothing, and a page of the feed neither', () => {
    assert.deepEqual(counts(importAds(advert({title: 'Lagerhjelp Alfa'}))), {...none, unchanged: 1});
    assert.deepEqual(counts(importAds(feedPage(advert({title: 'Lagerhjelp Alfa'}), advert({uuid: 'ukjent'})))),
        {...none, unchanged: 1, outside: 1});
});

test('what the ad asks for is proposed, taken and put aside by a person', async () => {
    const [path] = await drafts('Lagerhjelp Alfa');
    let page = await office.get(`${path}/edit/requirements`);
    const proposed = () => page.all('input', a => a.name === 'proposed').map(input => input.attributes.value);
    assert.equal(proposed().length, 5);
    assert.match(page.text, /Truckførerbevis T1 og T4/);
    const form = () => page.forms.find(one => one.names.has('proposed'));
    assert.deepEqual(form().fields.filter(([name]) => name === 'proposed'), [], 'nothing is ticked beforehand');
    const send = (values, act) => office.post(`${path}/edit/requirements/proposed`, [
        ...form().fields.filter(([name]) => ['csrf', 'version', 'once'].includes(name)),
        ...values.map(value => ['proposed', value]), ['do', act]]);
    await send(['1', '2', '4'], 'take');
    page = await office.get(`${path}/edit/requirements`);
    assert.deepEqual(proposed(), ['3', '5']);
    assert.match(page.text, /Fordi: God muntlig norsk/, "a language's reason begins as the ad's sentence");
    await send(['5'], 'leave');
    page = await office.get(`${path}/edit/requirements`);
    assert.match(page.text, /1 lagt til side/);
    await send(['5'], 'back');
    page = await office.get(`${path}/edit/requirements`);
    assert.deepEqual(proposed(), ['3', '5']);
    // An answer to a page that is no longer so, and an answer to nothing.
    const old = await office.post(`${path}/edit/requirements/proposed`, [
        ...form().fields.filter(([name]) => name === 'csrf'), ['version', '1'], ['proposed', '3'], ['do', 'take']]);
    assert.match(old.text, /endret/i);
    await send([], 'take');
    assert.match(office.page.text, /Kryss av/);
});

test('a changed ad leaves alone what a person has taken over', async () => {
    const later = {title: 'Lagerhjelp Alfa', changed: '2016-08-25T10:00:00Z',
        description: '<h3>Krav</h3><ul><li>Truckførerbevis T1 og T4</li><li>Kranførerbevis</li></ul>'};
    assert.deepEqual(counts(importAds(advert(later))), {...none, updated: 1});
    const [path] = await drafts('Lagerhjelp Alfa');
    const page = await office.get(path);
    assert.match(page.text, /Stillingsannonsen ble endret .* etter at noen her hadde tatt over/);
    const requirements = await office.get(`${path}/edit/requirements`);
    assert.match(requirements.text, /Kranfører/);
    assert.equal(requirements.all('input', a => a.name === 'proposed').length, 1, 'what was taken is not proposed again');
    assert.match((await office.get(`${path}/edit/place`)).body, /lagermedarbeider/, 'the description stands');
});

test('an untouched draft follows its ad, and is withdrawn with it; reverting brings it back', async () => {
    importAds(advert({uuid: 'b', title: 'Lagerhjelp Beta'}));
    importAds(advert({uuid: 'b', title: 'Lagerhjelp Gamma', changed: '2016-08-26T10:00:00Z'}));
    assert.equal((await drafts('Lagerhjelp Beta')).length, 0);
    const [path] = await drafts('Lagerhjelp Gamma');
    const gone = importAds(advert({uuid: 'b', status: 'INACTIVE', title: 'Lagerhjelp Gamma', changed: '2016-08-27T10:00:00Z'}));
    assert.deepEqual(counts(gone), {...none, updated: 1});
    assert.equal((await drafts('Lagerhjelp Gamma')).length, 0);
    assert.match((await office.get(path)).text, /Trukket/);
    const back = runProgram(['import', 'revert', String(gone.id), '--data', data, '--today', today]);
    assert.equal(back.status, 0, back.stderr);
    assert.deepEqual(await drafts('Lagerhjelp Gamma'), [path]);
    // Withdrawn once more, and shown again: the draft comes back by itself.
    importAds(advert({uuid: 'b', status: 'INACTIVE', title: 'Lagerhjelp Gamma', changed: '2016-08-28T10:00:00Z'}));
    assert.equal((await drafts('Lagerhjelp Gamma')).length, 0);
    importAds(advert({uuid: 'b', title: 'Lagerhjelp Gamma', changed: '2016-08-29T10:00:00Z'}));
    assert.deepEqual(await drafts('Lagerhjelp Gamma'), [path]);
});

test('taking an import back takes its draft, workplace and employer away, unless somebody has built on it', async () => {
    const fresh = importAds(advert({uuid: 'c', title: 'Lagerhjelp Delta', orgnr: '889640782', employer: 'Oppdiktet Forbigående AS'}));
    assert.equal((await drafts('Lagerhjelp Delta')).length, 1);
    assert.equal(runProgram(['import', 'revert', String(fresh.id), '--data', data, '--today', today]).status, 0);
    assert.equal((await drafts('Lagerhjelp Delta')).length, 0);
    assert.match((await office.get('/employers?q=Forbig%C3%A5ende')).text, /Ingen virksomhet/);

    const built = importAds(advert({uuid: 'd', title: 'Lagerhjelp Epsilon'}));
    const [path] = await drafts('Lagerhjelp Epsilon');
    await office.get(`${path}/edit`);
    await office.submit({title: 'Lagerhjelp Epsilon, rettet'}, {form: `${path}/edit`});
    runProgram(['import', 'revert', String(built.id), '--data', data, '--today', today]);
    assert.deepEqual(await drafts('Lagerhjelp Epsilon, rettet'), [path], 'what somebody has written stays');
});

test('what stands on a workplace made for an ad keeps it; the register may say better', async () => {
    const firm = {orgnr: '923609016', employer: 'Oppdiktet Havnelager'};
    const first = importAds(advert({uuid: 'h1', title: 'Lagerhjelp Eta', ...firm}));
    importAds(advert({uuid: 'h2', title: 'Lagerhjelp Theta', ...firm}));
    runProgram(['import', 'revert', String(first.id), '--data', data, '--today', today]);
    assert.equal((await drafts('Lagerhjelp Eta')).length, 0);
    const [path] = await drafts('Lagerhjelp Theta');
    assert.match((await office.get(path)).text, /Oppdiktet Havnelager/);
    const [employer] = (await office.get('/employers?q=Havnelager')).links(/^\/employers\/\d+$/);
    assert.match((await office.get(employer.href)).text, /Uten organisasjonsnummer|Ikke bekreftet i Enhetsregisteret/);
    const file = join(scratch, 'underenhet.json');
    writeFileSync(file, JSON.stringify({organisasjonsnummer: '923609016', navn: 'OPPDIKTET HAVNELAGER AVD DRAMMEN',
        organisasjonsform: {kode: 'BEDR'}, overordnetEnhet: '971526920', antallAnsatte: 7,
        beliggenhetsadresse: {land: 'Norge', landkode: 'NO', postnummer: '3041', poststed: 'DRAMMEN',
            adresse: ['Oppdiktet kai 9'], kommune: 'DRAMMEN', kommunenummer: '0602'}}));
    const done = runProgram(['import', 'employers', file, '--data', data, '--today', today, '--json']);
    assert.deepEqual(counts(JSON.parse(done.stdout)), {...none, updated: 1}, done.stdout);
    const page = await office.get('/employers?q=havnelager');
    assert.ok(page.links(/^\/employers\/\d+$/).length >= 1);
    const places = await Promise.all(page.links(/^\/employers\/\d+$/).map(async ({href}) => (await office.get(href)).text));
    assert.ok(places.some(text => /AVD DRAMMEN/.test(text)), 'nobody here had written the ad\'s name: no offer is needed');
    assert.ok(places.every(text => !/Behold vår/.test(text)));
});

test('without a code the occupation is read out of the title, when that is sure', async () => {
    const ad = (uuid, title) => {
        const made = advert({uuid, title});
        return {...made, ad_content: {...made.ad_content, categoryList: [], jobtitle: title}};
    };
    const said = importAds([ad('t1', 'Renholdsmedarbeider kveld og helg'), ad('t2', 'Blåfjert xyzzy')]);
    assert.deepEqual(counts(said), {...none, created: 2});
    assert.equal(said.notes, 2);
    const [sure] = await drafts('Renholdsmedarbeider kveld');
    assert.match((await office.get(sure)).text, /Yrke Renholdere/);
    const [unsure] = await drafts('xyzzy');
    assert.match((await office.get(unsure)).text, /Yrke ikke oppgitt/);
});

test('ads elsewhere, without status or of a bad number are told apart', () => {
    const said = importAds([advert({uuid: 'e', municipal: 'OSLO', postalCode: '0150'}), advert({uuid: 'f', status: 'MAYBE'}),
        advert({uuid: 'g', orgnr: '123456789', employer: 'Oppdiktet Uten Nummer AS'})]);
    assert.deepEqual(counts(said), {...none, created: 1, outside: 1, rejected: 1});
});

test('the database is in order after all of it', () => {
    const done = runProgram(['check', '--data', data]);
    assert.equal(done.status, 0, done.stdout + done.stderr);
});

const real = resolve('../shared/data/job-ads');
test('the real ads are told one by one', {skip: !existsSync(real) && 'there is no ../shared/data'}, () => {
    const done = runProgram(['import', 'jobs', real, '--data', data, '--today', '2018-11-15', '--json']);
    const said = JSON.parse(done.stdout);
    assert.equal(said.created + said.updated + said.unchanged + said.outside + said.rejected, 11);
    assert.equal(said.rejected, 1);
    assert.ok(readFileSync(join(real, 'nav_ads_page.json')).length > 0);
});
