// SPDX-License-Identifier: EUPL-1.2
// Official classifications: loaded at the command line while the server runs, looked at and exchanged under Oppsett, and
// ESCO's skills offered in need form and profile.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {importFile, importText, occupations, writeEsco} from './lib/classes.mjs';
import {startServer} from './lib/server.mjs';

let server, office, adviser;
const list = '/settings/classifications';
const version = /^\/settings\/classifications\/(\d+)$/;
const attribution = /ESCO-klassifikasjonen til Europakommisjonen/;

before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
    adviser = await logIn(server, 'adviser');
});
after(() => server?.stop());

test('a version is taken into use, exchanged and taken up again', async () => {
    assert.match((await office.get(list)).text, /Ingen klassifikasjon er lastet inn/);
    assert.doesNotMatch(office.page.text, attribution);
    const first = importText(server, 'styrk', 'one.json', occupations(2011, 'Butikkmedarbeidere'));
    assert.deepEqual([first.state, first.created, first.rejected], ['applied', 6, 0]);
    const again = importText(server, 'styrk', 'again.json', occupations(2011, 'Butikkmedarbeidere'));
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 6]);
    const second = importText(server, 'styrk', 'two.json', occupations(2023, 'Butikkfolk'));
    assert.deepEqual([second.created, second.updated, second.unchanged], [0, 1, 5]);

    const page = await office.get(list);
    assert.match(page.text, /Yrker 2023.*Yrker 2011/s);
    assert.match(page.text, /Kilde: Statistisk sentralbyrå, KLASS/);
    const old = page.links(version).find(link => link.text.includes('2011'));
    await office.get(old.href);
    assert.match(office.page.text, /Har vært i bruk/);
    // What would change: demo needs ask for shop work.
    assert.match(office.page.text, /Sammenlignet med Yrker 2023/);
    assert.match(office.page.text, /Annet navn\s*Butikkfolk\s*Butikkmedarbeidere/);
    await office.post(`${old.href}/take`, office.page.forms.find(f => f.action.endsWith('/take')).fields);
    assert.match(office.page.text, /Versjonen er i bruk/);
    const other = (await office.get(list)).links(version).find(link => link.text.includes('2023'));
    await office.get(other.href);
    await office.post(`${other.href}/drop`, office.page.forms.find(f => f.action.endsWith('/drop')).fields);
    assert.doesNotMatch((await office.get(list)).text, /Yrker 2023/);
});

test('advisers read, and nobody else', async () => {
    const [link] = (await adviser.get(list)).links(version);
    await adviser.get(link.href);
    assert.equal(adviser.page.status, 200);
    assert.ok(!adviser.page.forms.some(f => /take|drop/.test(f.action)));
    const employer = await logIn(server, 'employer');
    assert.equal((await employer.get(list)).status, 403);
});

test('an occupation offers ESCO skills for need and profile', async () => {
    const esco = importFile(server, 'esco', writeEsco());
    assert.deepEqual([esco.state, esco.rejected], ['applied', 0]);
    const needs = (await office.get('/needs?state=draft')).links(/^\/needs\/\d+$/);
    const steps = '/edit/requirements';
    let path;
    for (const need of [...needs, ...(await office.get('/needs')).links(/^\/needs\/\d+$/)]) {
        const page = await office.get(need.href + steps);
        if (page.status === 200 && page.path.endsWith(steps)) {
            path = need.href;
            break;
        }
    }
    assert.ok(path, 'the office has a draft');
    const titled = await office.get(`${path}/edit`);
    const form = titled.forms.find(f => f.names.has('title'));
    await office.post(form.action, [...form.fields.filter(([name]) => !name.startsWith('occupation')), ['occupation', 'Butikkmedarbeidere']]);
    assert.match((await office.get('/account')).text, attribution);
    const page = await office.get(path + steps);
    assert.match(page.text, /Ferdigheter som hører til yrket/);
    assert.match(page.text, /arrange kites by colour fra ESCO/);
    assert.match(page.text, attribution);
    const offers = page.forms.find(f => f.action.endsWith('/requirements/skills'));
    const codes = [...page.body.matchAll(/name="offer" value="(e[0-9a-z]{7})"/g)].map(match => match[1]);
    assert.equal(codes.length, 3);
    await office.post(offers.action, [...offers.fields.filter(([name]) => name !== 'offer'), ['offer', codes[0]], ['offer', codes[1]],
        ['offer', 'nonsense'], ['should', '1']]);
    assert.equal(office.page.status, 200);
    assert.match(office.page.text, /Arrange kites by colour/);
    assert.doesNotMatch(office.page.text, /arrange kites by colour fra ESCO/);
    assert.match(office.page.text, /greet dragons politely fra ESCO/);

    // In the profile of somebody who has worked in a shop.
    for (const {href} of (await adviser.get('/candidates')).links(/^\/candidates\/\d+$/)) {
        const skills = await adviser.get(`${href}/edit/skills`);
        const found = /name="offer" value="(e[0-9a-z]{7})"/.exec(skills.body);
        if (!found)
            continue;
        assert.match(skills.text, attribution);
        const save = skills.forms.find(f => f.names.has('offer'));
        await adviser.post(save.action, [...save.fields.filter(([name]) => name !== 'offer'), ['offer', found[1]], ['go', 'done']]);
        assert.equal(adviser.page.status, 200);
        assert.match(adviser.page.text, /arrange kites by colour|mend drum skins|greet dragons politely/i);
        return;
    }
    assert.fail('nobody of the first page has worked in a shop');
});
