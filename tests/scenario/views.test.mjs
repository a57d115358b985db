// SPDX-License-Identifier: EUPL-1.2
// The list of employers as the office works with it: filters, columns, saved views, files, and changes of many at once.
import assert from 'node:assert/strict';
import test, {before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {enrol} from './lib/journey.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';
import {readWorkbook} from './lib/workbook.mjs';

let server;
let office;
let adviser;
before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
    adviser = await logIn(server, 'adviser');
});

const numberIn = text => Number(text.replace(/\D/g, ''));
const plain = text => text.replaceAll('\u00a0', ' ');
const totalOf = page => /Én virksomhet/.test(page.text) && !/[\d\u00a0]+ virksomheter/.test(page.text) ? 1
    : numberIn(/([\d\u00a0]+) virksomheter/.exec(page.text)?.[1] ?? '0');
const rowsOf = page => page.links(/^\/employers\/\d+$/).map(link => link.href);
const csvRows = answer => answer.body.replace('\ufeff', '').trimEnd().split('\r\n');
const tabs = page => page.links(/^\/employers(\?|$)/).map(link => link.text);

async function register(values) {
    await office.get('/employers/new');
    const page = await office.submit(values, {form: ['orgnr', 'stage']});
    assert.match(page.path, /^\/employers\/\d+$/, `${page.status} ${page.text.slice(0, 400)}`);
    return page.path;
}

// Filters

test('each filter narrows the list, names itself, and is what the file holds', async () => {
    const all = totalOf(await office.get('/employers'));
    const rows = csvRows(await office.request('GET', '/employers.csv')).slice(1).map(row => row.split(';'));
    assert.equal(rows.length, all);
    const filters = {
        'size=20-49': row => Number(row[3]) >= 20 && Number(row[3]) <= 49,
        'size=unknown': row => row[3] === '',
        'stage=met': row => row[4] === 'Møte holdt',
        'pledge=1': row => Number(row[5]) > 0,
        'needs=1': row => Number(row[6]) > 0,
        'industry=transport': row => /^(49|5[0-3])\./.test(row[8]),
        'owner=none': row => row[14] === '',
        'owner=me': row => row[14] === 'Kontor Demo',
        'never=1': row => row[15] === '',
        'from=2016-01-01&to=2016-03-31': row => row[15] >= '2016-01-01' && row[15] <= '2016-03-31',
        'size=20-49&size=50-99&stage=met&stage=hiring': row => Number(row[3]) >= 20 && Number(row[3]) <= 99 &&
            ['Møte holdt', 'Ansetter'].includes(row[4]),
    };
    for (const [filter, wanted] of Object.entries(filters)) {
        const page = await office.get(`/employers?${filter}`);
        assert.equal(totalOf(page), rows.filter(wanted).length, filter);
        const chips = page.links().filter(link => link.text.startsWith('Fjern filteret'));
        assert.equal(chips.length, filter.split('&').length, `${filter}: ${chips.map(chip => chip.text)}`);
        const names = csvRows(await office.request('GET', `/employers.csv?${filter}`)).slice(1).map(row => row.split(';')[1]);
        assert.deepEqual(names.sort(), rows.filter(wanted).map(row => row[1]).sort(), filter);
    }
});

test('columns are chosen, and stay with the next page and the order', async () => {
    const page = await office.get('/employers?col=orgnr&col=owner&sort=contact&dir=down');
    const heads = page.all('th', a => a.scope === 'col').map(node => node.children.map(c => c.children?.[0] ?? c).join(''));
    assert.ok(heads.includes('Organisasjonsnummer') && heads.includes('Følges opp av') && !heads.includes('Fase'), heads.join());
    const next = page.first('a', a => a.rel === 'next').attributes.href;
    assert.match(next, /col=orgnr&col=owner&sort=contact&dir=down&after=/);
});

test('what is written is in the list at once', async () => {
    const before = totalOf(await office.get('/employers?stage=met'));
    const path = await register({name: 'Åttekant Visning AS', stage: 'met'});
    assert.equal(totalOf(await office.get('/employers?stage=met')), before + 1);
    assert.deepEqual(rowsOf(await office.get('/employers?q=attekant+visning')), [path]);
    await office.get(`${path}/stage`);
    await office.submit({stage: 'contacted'}, {form: ['stage']});
    assert.equal(totalOf(await office.get('/employers?stage=met')), before);
});

// Views

test('a view is saved, shared, renamed, deleted and brought back', async () => {
    await office.get('/employers?stage=met&size=20-49');
    await office.submit({name: 'Møtt, mellomstore'}, {form: '/views'});
    assert.match(office.page.path, /^\/employers\?stage=met&size=20-49$/);
    assert.ok(tabs(office.page).includes('Møtt, mellomstore'));
    assert.equal(office.page.first('a', a => a['aria-current'] === 'page' && a.href === '/employers?stage=met&size=20-49') !== undefined,
        true, 'it is marked as the one that is shown');
    assert.ok(!tabs(await adviser.get('/employers')).includes('Møtt, mellomstore'), 'it is one\'s own');

    await office.get('/views');
    const ours = office.page.all('a', a => a['aria-label']?.includes('Møtt, mellomstore'))[0].attributes.href;
    await office.get(ours);
    await office.submit({name: '', shared: '1'}, {form: ours});
    assert.equal(office.page.status, 422, 'a view needs a name');
    await office.get(ours);
    await office.submit({name: 'Mellomstore', shared: '1'}, {form: ours});
    assert.ok(tabs(await adviser.get('/employers')).some(text => text.startsWith('Mellomstore')), 'shared with the staff');
    assert.equal((await adviser.get(ours)).status, 403, 'theirs to use, not to change');

    await office.get(ours);
    await office.submit({}, {form: /\/remove$/});
    assert.ok(!tabs(await adviser.get('/employers')).some(text => text.startsWith('Mellomstore')));
    await office.submit({}, {form: /\/restore$/});
    assert.ok(tabs(await adviser.get('/employers')).some(text => text.startsWith('Mellomstore')), 'taken back');
});

test('activities, needs and hires have views of their own, which stand above their lists alone', async () => {
    const shown = page => page.all('nav', a => a['aria-label'] === 'Lagrede visninger').map(textOf).join();
    const saved = {activities: 'kind=call&outcome=interested', needs: 'state=open&state=filled', hires: 'state=confirmed&course=ended'};
    for (const [list, words] of Object.entries(saved)) {
        await office.get(`/${list}?${words}`);
        await office.submit({name: `Våre ${list}`, shared: '1'}, {form: '/views'});
        assert.equal(office.page.path, `/${list}?${words}`, 'saved with the words of its address');
        assert.ok(shown(office.page).includes(`Våre ${list}`), list);
        assert.ok(office.page.first('a', a => a['aria-current'] === 'page' && a.href === `/${list}?${words}`), 'the one that is shown');
        assert.equal(office.page.forms.filter(form => form.action === '/views').length, 0, 'it has a name already');
        assert.ok(shown(await adviser.get(`/${list}`)).includes(`Våre ${list}`), 'shared');
        assert.equal(office.page.forms.filter(form => form.action === '/views').length, 0, 'nothing is narrowed');
    }
    const firm = await logIn(server, 'employer');
    for (const list of ['needs', 'hires']) {
        const page = await firm.get(`/${list}?state=${list === 'needs' ? 'open' : 'confirmed'}`);
        assert.equal(shown(page), '', 'for staff alone');
        assert.equal(page.forms.filter(form => form.action === '/views').length, 0);
    }
    const persons = (await adviser.get('/hires?person=1')).forms.filter(form => form.action === '/views');
    assert.equal(persons.length, 0, 'what is of one person gets no name');
});

test('a view leads nowhere else, and a stranger has none', async () => {
    await office.get('/employers?stage=met&size=5-9');
    const form = office.page.form('/views');
    const answer = await office.post('/views', form.fields.map(([k, v]) => [k, k === 'query' ? '"><script>' : k === 'name' ? 'x' : v]));
    assert.equal(answer.status, 422);
    assert.ok(!answer.body.includes('"><script>'));
    const nobody = await new Client(server).get('/views');
    assert.match(nobody.path, /^\/login/);
});

// Files

test('the workbook holds what the list holds, as texts, numbers and days', async () => {
    await register({name: '=1+1 Formel AS', employees: '42', pledged: '3', pledged_by: '31.12.2017'});
    const answer = await office.request('GET', '/employers.xlsx?q=formel');
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /spreadsheetml\.sheet$/);
    assert.match(answer.headers['content-disposition'], /filename="virksomheter\.xlsx"/);
    const book = readWorkbook(answer.bytes);
    assert.ok(book.frozen && !book.formulas && book.widths === book.rows[0].length);
    assert.equal(book.rows.length, 2);
    const cell = title => book.rows[1][book.rows[0].findIndex(head => head.value === title)];
    assert.deepEqual(cell('Navn'), {type: 'text', value: '=1+1 Formel AS'});
    assert.deepEqual(cell('Ansatte'), {type: 'number', value: 42});
    assert.deepEqual(cell('Løfte innen'), {type: 'day', value: '2017-12-31'});
    assert.deepEqual(cell('Registrert'), {type: 'day', value: '2016-09-01'});

    for (const path of ['/employers', '/needs', '/hires', '/referrals']) {
        const whole = readWorkbook((await adviser.request('GET', `${path}.xlsx`)).bytes);
        const csv = csvRows(await adviser.request('GET', `${path}.csv`));
        assert.equal(whole.rows.length, csv.length, path);
        assert.deepEqual(whole.rows[0].map(head => head.value), csv[0].split(';').map(head => head.replaceAll('"', '')), path);
        assert.ok(whole.rows.length > 3 && !whole.formulas, path);
        for (const row of whole.rows.slice(1))
            for (const day of row.filter(one => one?.type === 'day'))
                assert.match(day.value, /^201\d-/);
    }
});

test('the contacts of the employers in a list are files, too', async () => {
    await register({name: 'Kontaktløs AS'});
    await register({name: 'Kontaktfull AS', contact_name: 'Øyvind Prøve', email: 'oyvind@kontaktfull.example', phone: '32 21 00 77'});
    const book = readWorkbook((await office.request('GET', '/contacts.xlsx?q=kontaktfull')).bytes);
    assert.equal(book.rows.length, 2);
    for (const text of ['Kontaktfull AS', 'Øyvind Prøve', 'oyvind@kontaktfull.example'])
        assert.ok(book.rows[1].some(cell => cell?.value === text), text);
    assert.equal(csvRows(await adviser.request('GET', '/contacts.csv?q=kontaktlos')).length, 1);
    assert.ok(csvRows(await office.request('GET', '/contacts.csv?q=kontaktfull'))[1].includes('"\'+47'), 'a number starts no formula');
});

test('those that are ticked are a file by themselves, and so are their contacts', async () => {
    const paths = [await register({name: 'Avkrysset En AS'}), await register({name: 'Avkrysset To AS'}),
        await register({name: 'Avkrysset Tre AS', contact_name: 'Ola Prøve', email: 'ola@avkrysset.example'})];
    const ids = paths.map(path => path.split('/').at(-1));
    const form = (await office.get('/employers?q=avkrysset')).form('/bulk/new');
    const files = office.page.all('button', a => a.form === undefined && a.formaction !== undefined).map(node => node.attributes.formaction);
    assert.deepEqual(files, ['/employers.csv', '/employers.xlsx', '/contacts.csv', '/contacts.xlsx']);
    const ticked = which => new URLSearchParams([...form.fields.filter(([k]) => k !== 'which'), ['which', which],
        ['employer', ids[0]], ['employer', ids[2]]]);
    const names = answer => csvRows(answer).slice(1).map(row => row.split(';')[1]);
    assert.deepEqual(names(await office.request('GET', `/employers.csv?${ticked('chosen')}`)), ['Avkrysset En AS', 'Avkrysset Tre AS']);
    assert.equal(names(await office.request('GET', `/employers.csv?${ticked('all')}`)).length, 3, 'all in the list, as the list is narrowed');
    assert.equal(readWorkbook((await office.request('GET', `/employers.xlsx?${ticked('chosen')}`)).bytes).rows.length, 3);
    const contacts = csvRows(await office.request('GET', `/contacts.csv?${ticked('chosen')}`));
    assert.equal(contacts.length, 2);
    assert.match(contacts[1], /^Avkrysset Tre AS;.*Ola Prøve/);
    const none = await office.get(`/employers.csv?${new URLSearchParams([...form.fields])}`);
    assert.match(none.text, /Ingenting er krysset av/);
    assert.equal(none.path, '/employers?q=avkrysset');
    assert.equal((await office.request('GET', '/employers.csv?which=chosen&words=%22%3E')).status, 400);
});

// Many at once

async function choose(path, change, which, ids) {
    await office.get(path);
    await office.submit({change, which, ...(ids ? {employer: ids} : {})}, {form: '/bulk/new'});
}

test('the stage of those that are ticked is set, with the reason that it needs, and taken back', async () => {
    const paths = [await register({name: 'Flerbølge Nord AS', stage: 'contacted'}), await register({name: 'Flerbølge Sør AS', stage: 'met'}),
        await register({name: 'Flerbølge Vest AS', stage: 'declined', decline: 'no-time'})];
    const ids = paths.map(path => path.split('/').at(-1));
    await choose('/employers?q=flerbolge', 'stage', 'chosen', ids);
    assert.match(plain(office.page.text), /Dette endrer 3 virksomheter: Flerbølge Nord AS, Flerbølge Sør AS/);
    await office.submit({stage: 'declined'}, {form: '/bulk'});
    assert.equal(office.page.status, 422, 'declined needs a reason');
    await office.submit({stage: 'declined', decline: 'no-time'}, {form: '/bulk'});
    assert.match(office.page.path, /^\/bulk\/\d+$/);
    assert.match(plain(office.page.text), /Virksomheter 3 Endret 2 Var slik fra før 1/);
    assert.equal(totalOf(await office.get('/employers?q=flerbolge&stage=declined')), 3);
    await choose('/employers?q=flerbolge', 'owner', 'all');
    assert.match(plain(office.page.text), /Dette endrer 3 virksomheter/);
    await office.submit({owner: ''}, {form: '/bulk'});
    const ownerless = office.page.path;
    assert.equal(totalOf(await office.get('/employers?q=flerbolge&owner=none')), 3);
    await office.get(ownerless);
    const undo = office.page.form(/\/undo$/);
    await office.submit({}, {form: /\/undo$/});
    assert.equal(totalOf(await office.get('/employers?q=flerbolge&owner=me')), 3, 'registered by the office, and so again');
    assert.equal((await office.post(undo.action, undo.fields)).path, ownerless, 'pressed twice');
    assert.ok(!/Angre endringen/.test(office.page.text));
});

test('what somebody has changed since stays when many are taken back', async () => {
    const paths = [await register({name: 'Etterdønning En AS', stage: 'new'}), await register({name: 'Etterdønning To AS', stage: 'new'})];
    await choose('/employers?q=etterdonning', 'stage', 'all');
    await office.submit({stage: 'contacted'}, {form: '/bulk'});
    const bulk = office.page.path;
    await office.get(`${paths[0]}/stage`);
    await office.submit({stage: 'met'}, {form: ['stage']});
    await office.get(bulk);
    await office.submit({}, {form: /\/undo$/});
    assert.match(plain(office.page.text), /Tatt tilbake 1 Endret siden, og latt være 1/);
    assert.equal(totalOf(await office.get('/employers?q=etterdonning&stage=met')), 1);
    assert.equal(totalOf(await office.get('/employers?q=etterdonning&stage=new')), 1);
});

test('a network is filled from a list, and emptied again', async () => {
    await office.get('/networks/new');
    await office.submit({name: 'Skissenettet'}, {form: ['name', 'kind']});
    const all = totalOf(await office.get('/employers?size=20-49'));
    await choose('/employers?size=20-49', 'join', 'all');
    const option = office.page.all('option', (a, node) => node.children.join('') === 'Skissenettet')[0].attributes.value;
    await office.submit({network: option}, {form: '/bulk'});
    assert.match(plain(office.page.text), new RegExp(`Endret ${all} `));
    assert.equal(totalOf(await office.get(`/employers?network=${option}`)), all);
    const met = totalOf(await office.get(`/employers?network=${option}&stage=new`));
    await choose(`/employers?network=${option}&stage=new`, 'leave', 'all');
    await office.submit({network: option}, {form: '/bulk'});
    const bulk = office.page.path;
    assert.equal(totalOf(await office.get(`/employers?network=${option}`)), all - met);
    await office.get(bulk);
    await office.submit({}, {form: /\/undo$/});
    assert.equal(totalOf(await office.get(`/employers?network=${option}`)), all);
});

test('a task is made for each, whoever follows it up, and what nobody has touched is taken back', async () => {
    const me = (await office.get('/tasks/new')).forms.find(form => form.action === '/tasks/new').fields.find(([k]) => k === 'user')[1];
    const paths = [await register({name: 'Ringerunde En AS', owner: me}), await register({name: 'Ringerunde To AS', owner: me}),
        await register({name: 'Ringerunde Tre AS', owner: ''})];
    await choose('/employers?q=ringerunde', 'task', 'all');
    assert.match(plain(office.page.text), /For 3 virksomheter: Ringerunde En AS/);
    await office.submit({what: '', by: '1.10.2016'}, {form: '/bulk'});
    assert.equal(office.page.status, 422, 'a task says what is to be done');
    await office.submit({what: 'Ring om høstens messe'}, {form: '/bulk'});
    assert.match(plain(office.page.text), /Virksomheter 3 Laget 3 Utelatt 0 Innen 1\. oktober 2016 Hvem som gjør det Den som følger opp/);
    const bulk = office.page.path;
    for (const path of paths)
        assert.match((await office.get(path)).text, /Ny oppgave: Ring om høstens messe/);
    const mine = async show => (await office.get(`/tasks?show=${show}`)).links(/^\/tasks\/\d+$/)
        .filter(link => link.text === 'Ring om høstens messe').map(link => link.href);
    const tasks = await mine('');
    assert.equal(tasks.length, 3, 'also that of which nobody follows up');
    await office.get(tasks[0]);
    const done = office.page.forms.find(form => form.action === `${tasks[0]}/state`).fields;
    await office.post(`${tasks[0]}/state`, [...done, ['state', 'done']]);
    await office.get(bulk);
    await office.submit({}, {form: /\/undo$/});
    assert.match(plain(office.page.text), /Tatt tilbake 2 Endret siden, og latt være 1/);
    assert.equal((await mine('all')).length, 0);
    assert.match((await office.get(tasks[0])).text, /Status Ferdig/);
    assert.match((await office.get(tasks[1])).text, /Droppet/);
});

test('an activity is written for each but those whom others are in contact with, and put into the bin again', async () => {
    const paths = [await register({name: 'Brevrunde En AS'}), await register({name: 'Brevrunde To AS'})];
    await adviser.get(`/activities/new?employer=${paths[1].split('/').at(-1)}`);
    await adviser.submit({kind: 'visit', state: 'planned', day: '8.9.2016'}, {form: '/activities/new'});
    assert.match(adviser.page.path, /^\/activities\/\d+$/);
    await choose('/employers?q=brevrunde', 'activity', 'all');
    const typed = {activity: 'email', state: 'held', day: '31.8.2016', outcome: 'informed', note: 'Brev om lønnstilskudd'};
    await office.submit({...typed, day: '3.9.2016'}, {form: '/bulk'});
    assert.equal(office.page.status, 422);
    assert.match(office.page.text, /Denne dagen har ikke vært ennå/);
    await office.submit(typed, {form: '/bulk'});
    assert.equal(office.page.status, 422);
    assert.match(plain(office.page.text), /Andre har kontakt med 1 av disse/);
    await office.submit({others: 'leave'}, {form: '/bulk'});
    assert.match(plain(office.page.text), /Virksomheter 2 Laget 1 Utelatt 1 .* Brev om lønnstilskudd/);
    const bulk = office.page.path;
    assert.match((await office.get(paths[0])).text, /E-post: /);
    assert.doesNotMatch((await office.get(paths[1])).text, /E-post: /);
    const written = (await office.get(`${paths[0]}/timeline`)).links(/^\/activities\/\d+$/)[0].href;
    assert.match((await office.get(written)).text, /31\. august 2016 .*Brev om lønnstilskudd.*Brevrunde En AS/);
    await office.get(bulk);
    await office.submit({}, {form: /\/undo$/});
    assert.match(plain(office.page.text), /Tatt tilbake 1 /);
    assert.match((await office.get('/activities/bin')).text, /Brevrunde En AS/);
    await choose('/employers?q=brevrunde', 'activity', 'all');
    await office.submit(typed, {form: '/bulk'});
    await office.submit({others: 'too'}, {form: '/bulk'});
    assert.match(plain(office.page.text), /Laget 2 Utelatt 0/, 'when the office says so');
});

test('words for many that name a candidate are noticed as in any task or note', async () => {
    await enrol(office, {given_name: 'Miriam', family_name: 'Tesfazghi'});
    await register({name: 'Navnerunde AS'});
    await choose('/employers?q=navnerunde', 'task', 'all');
    await office.submit({what: 'Spør om Miriam Tesfazghi'}, {form: '/bulk'});
    assert.equal(office.page.status, 422);
    await office.submit({named: '1'}, {form: '/bulk'});
    assert.match(office.page.path, /^\/bulk\/\d+$/, 'it is somebody else');
    await choose('/employers?q=navnerunde', 'activity', 'all');
    await office.submit({activity: 'note', state: 'held', note: 'Om Miriam Tesfazghi'}, {form: '/bulk'});
    assert.equal(office.page.status, 422);
    await office.submit({name_reason: 'Daglig leder heter det samme'}, {form: '/bulk'});
    assert.match(office.page.path, /^\/bulk\/\d+$/);
});

test('a list that has changed meanwhile is named anew before anything is done', async () => {
    assert.match((await office.get('/bulk/new?words=q%3Dsammenfall&change=stage&which=all')).text, /Kryss av virksomhetene/);
    assert.equal((await office.get('/bulk/new?words=%22%3E&change=stage&which=all')).status, 400, 'no words of an address');
    await register({name: 'Sammenfall En AS'});
    await choose('/employers?q=sammenfall', 'stage', 'all');
    const {fields} = office.page.form('/bulk');
    await register({name: 'Sammenfall To AS'});
    const answer = await office.post('/bulk', fields.map(([k, v]) => [k, k === 'stage' ? 'met' : v]));
    assert.equal(answer.status, 409);
    assert.match(plain(answer.text), /Dette endrer 2 virksomheter/);
    assert.equal(totalOf(await office.get('/employers?q=sammenfall&stage=met')), 0);
});

test('advisers read the list and change nothing', async () => {
    const page = await adviser.get('/employers');
    assert.equal(page.forms.filter(form => form.action === '/bulk/new').length, 0);
    for (const path of ['/bulk/new?change=stage&which=all', '/duplicates'])
        assert.equal((await adviser.get(path)).status, 403, path);
    assert.equal((await adviser.request('GET', '/employers.xlsx')).status, 200);
});

test('the server ends well', () => server.stop());
