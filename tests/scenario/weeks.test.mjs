// SPDX-License-Identifier: EUPL-1.2
// The programme's first weeks, day by day on servers of those days: the register, the kick-off with 120 invited and 70 present,
// feedback asked and chased, three misunderstandings found and cleared, meetings with agencies, presentations, visits, the first
// information letter. Every number on the screens is held against what the test did.
import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {Client} from './lib/client.mjs';
import {openMailbox} from './lib/mailbox.mjs';
import {textOf} from './lib/page.mjs';
import {makeScratch, runProgram, startServer} from './lib/server.mjs';

const site = 'https://ypsilon.region.example';
const password = 'bro over elva i februar';
const scratch = makeScratch();
const data = join(scratch, 'data');
let box, server, office, today;
const firms = []; // {name, orgnr, path, id, email, link}

function ypsilon(args, options = {}) {
    const done = runProgram([...args, '--data', data], options);
    assert.equal(done.status, 0, `ypsilon ${args.join(' ')}: ${done.stderr}${done.stdout}`);
    return done.stdout;
}

// The next morning: the server of the day before ends, and the data go on.
async function on(day) {
    await server?.stop();
    today = day;
    server = await startServer({data, day, args: [...box.args, '--site', site]});
    office = new Client(server);
    await office.get('/login');
    await office.submit({email: 'leder@naeringsforening.example', password}, {form: ['email', 'password']});
    assert.ok(office.page.status === 200 && !office.page.path.startsWith('/login'), office.page.text.slice(0, 300));
}
before(async () => {
    box = await openMailbox();
});
after(async () => {
    await server?.stop();
    await box?.close();
    rmSync(scratch, {recursive: true, force: true});
});

const plain = text => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
const norwegian = date => date.split('-').reverse().join('.');
const rows = page => page.all('tr').filter(tr => tr.children.some(cell => cell.tag === 'td')).map(tr => plain(textOf(tr)));
const settled = async () => {
    for (let count = -1; count !== box.mails.length; await sleep(500))
        count = box.mails.length;
    return box.mails.length;
};
const encoded = fields => ({headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: new URLSearchParams(fields).toString()});
async function found(client, q, group) {
    const page = await client.get(`/search?q=${encodeURIComponent(q)}`);
    const head = page.first('h2', a => a.id === `found-${group}`);
    return head ? Number(/(\d+)\s*$/.exec(textOf(head))[1]) : 0;
}
function* numbers(base) {
    for (;; base++) {
        const check = (11 - [...String(base)].reduce((s, digit, i) => s + digit * [3, 2, 7, 6, 5, 4, 3, 2][i], 0) % 11) % 11;
        if (check !== 10)
            yield `${base}${check}`;
    }
}

const inRegion = 130, outside = 12;
test('1 February: the register is imported, those outside are counted, and a second time changes nothing', async () => {
    ypsilon(['init', '--name', 'Internasjonale Drammen', '--office', 'Programkontoret', '--goal', '1000', '--from', '2016-02-01', '--to',
        '2020-12-31', '--today', '2016-02-01']);
    ypsilon(['user', 'add', 'leder@naeringsforening.example', '--role', 'office', '--name', 'Prosjektleder'], {input: `${password}\n`});
    const number = numbers(92600000);
    const units = Array.from({length: inRegion + outside}, (_, i) => ({
        organisasjonsnummer: number.next().value, navn: `${['ELVEBYEN', 'ÅSSIDEN', 'STRØMSØ', 'BRAGERNES'][i % 4]} FØRSTEUKE ${i} AS`,
        organisasjonsform: {kode: 'AS'}, antallAnsatte: 5 + i, naeringskode1: {kode: '47.110'},
        forretningsadresse: {adresse: [`Prøvegata ${i}`], ...(i < inRegion
            ? {postnummer: '3015', poststed: 'DRAMMEN', kommunenummer: '0602'} : {postnummer: '0150', poststed: 'OSLO', kommunenummer: '0301'})},
    }));
    const file = join(scratch, 'enheter.json');
    writeFileSync(file, JSON.stringify({_embedded: {enheter: units}}));
    const read = () => JSON.parse(ypsilon(['import', 'employers', file, '--json', '--today', '2016-02-01']));
    const first = read();
    assert.deepEqual([first.created, first.outside, first.rejected], [inRegion, outside, 0]);
    const again = read();
    assert.equal(again.created ?? 0, 0);
    await on('2016-02-01');
    assert.match(plain((await office.get('/employers')).text), new RegExp(`\\b${inRegion} virksomheter\\b`));
    assert.match(plain((await office.get('/')).text), new RegExp(`av ${inRegion} virksomheter deltar`));
    assert.equal(await found(office, 'førsteuke', 'employers'), inRegion);
    await office.get('/search?q=foersetuke');
    assert.match(plain(office.page.text), new RegExp(`Virksomheter 0 Skrevet på en annen måte ${inRegion}\\b`));
    const page = await office.get('/employers.csv');
    for (const line of page.body.split('\r\n').slice(1).filter(Boolean)) {
        const [orgnr, name] = line.split(';').map(field => field.replaceAll('"', ''));
        firms.push({orgnr, name});
    }
    assert.equal(firms.length, inRegion);
    for (const firm of firms) {
        const list = await office.get(`/search?q=${firm.orgnr}`);
        firm.path = list.links(/^\/employers\/\d+$/)[0].href;
        firm.id = firm.path.split('/').pop();
    }
    assert.equal(new Set(firms.map(firm => firm.path)).size, inRegion);
});

let event;
const figures = page => Object.fromEntries(page.all('ul', a => /event-figures/.test(a.class ?? ''))
    .flatMap(list => list.children.filter(c => c.tag === 'li')).map(textOf)
    .map(text => [text.replace(/^[\d\s]+/, ''), parseInt(text, 10)]));
test('120 are invited to the kick-off; 80 say yes and 10 no', async () => {
    for (const [i, firm] of firms.slice(0, 120).entries()) {
        firm.email = `leder${i}@firma${i}.example`;
        await office.get(`${firm.path}/contacts/new`);
        await office.submit({name: i === 7 ? 'نور الهدى' : `Leder Æøå ${i}`, email: firm.email, role: 'leader', informed: 'yes',
            informed_on: '01.02.2016', informed_how: 'told'}, {form: `${firm.path}/contacts/new`});
        assert.equal(office.page.status, 200, office.page.text.slice(0, 300));
    }
    await office.get('/events/new');
    await office.submit({kind: 'kick-off', title_nb: 'Oppstart: Internasjonale Drammen', title_en: 'Kick-off', on: '09.02.2016',
        at: '9', to: '11.30', place: 'Union Scene', text_nb: 'Velkommen!', open: '1', seats: '', contact_name: 'Prosjektleder'});
    event = office.page.path;
    assert.match(event, /^\/events\/\d+$/, office.page.text.slice(0, 400));
    const publish = office.page.form(`${event}/publish`);
    await office.post(publish.action, publish.fields);
    await office.get(`${event}/invite?employers=&per=all`);
    assert.match(plain(office.page.text), /\b120 kontakter blir invitert/);
    const form = office.page.form(`${event}/invite`);
    await office.post(form.action, form.fields);
    await box.wait(120);
    assert.equal(await settled(), 120);
    for (const mail of box.mails) {
        const firm = firms.find(one => one.email === mail.receiver);
        assert.ok(firm, mail.receiver);
        assert.equal(mail.subject, 'Invitasjon: Oppstart: Internasjonale Drammen');
        firm.rsvp = new URL(new RegExp(`${site}/link/rsvp-\\S+`).exec(mail.text)[0]).pathname;
    }
    for (const [i, firm] of firms.slice(0, 90).entries()) {
        const guest = new Client(server);
        await guest.get(firm.rsvp);
        await guest.submit({coming: '1', answer: i < 80 ? 'yes' : 'no'}, {form: '/rsvp'});
        assert.equal(guest.page.status, 200);
    }
    const stands = figures(await office.get(event));
    assert.deepEqual([stands.invitert, stands['har plass'], stands['kommer ikke'], stands['har ikke svart']], [120, 80, 10, 30]);
});

const present = () => firms.slice(0, 70);
test('9 February: 70 are ticked as present', async () => {
    await settled();
    await on('2016-02-09');
    assert.match(plain((await office.get('/')).text), /I dag, 9\. februar 2016.*09\.00 Oppstart: Internasjonale Drammen/);
    const page = await office.get(`${event}/attendance`);
    const forms = page.forms.filter(form => /\/attendance\/\d+$/.test(form.action));
    assert.equal(forms.length, 120);
    const near = new Map(forms.map(form => [form, plain(textOf(page.all('form', a => a.action === form.action)[0].parent))]));
    for (const firm of present()) {
        const form = forms.find(one => near.get(one).includes(firm.name));
        assert.ok(form, `${firm.name} among ${[...near.values()].slice(0, 3)}`);
        await office.request('POST', form.action, encoded(form.fields));
    }
    assert.match(plain((await office.get(`${event}/attendance`)).text), /Til stede: 70/);
    const stands = figures(await office.get(event));
    assert.deepEqual([stands.invitert, stands['har plass'], stands['kommer ikke'], stands['har ikke svart']], [120, 80, 10, 30]);
    assert.equal(Object.entries(stands).find(([name]) => /til stede|møtte/.test(name))?.[1], 70, JSON.stringify(stands));
});

let survey;
async function answer(firm, {meaning = '1'} = {}) {
    const guest = new Client(server);
    await guest.get(firm.survey);
    const fields = () => [...guest.page.form('/survey').names].filter(name => /^q\d+$/.test(name));
    const act = async (go, values) => {
        const kept = guest.page.form('/survey').fields.filter(([name]) => !(name in values));
        await guest.post('/survey', [...kept, ...Object.entries(values), ['go', go]]);
    };
    const [q1, q2, q3] = fields();
    await act('next', {[q1]: '4', [q2]: '3', [q3]: meaning});
    const [q4, q5] = fields();
    await act('send', {[q4]: '4', [q5]: 'Takk for et fint møte.'});
    assert.equal(guest.page.heading, 'Takk for svaret');
}
test('10 February: all 70 are asked; 40 answer, three of them misunderstand', async () => {
    await settled();
    await on('2016-02-10');
    await office.get('/question-sets/new');
    await office.submit({template: 'after-kick-off', name_nb: 'Etter oppstarten', name_en: 'After the kick-off'});
    const set = office.page.path.split('/').pop();
    await office.get(`/surveys/new?set=${set}`);
    await office.submit({name: 'Oppstarten', set, audience: 'event', event: event.split('/').pop(), deadline: '25.02.2016', remind_on: ''},
        {form: '/surveys'});
    survey = office.page.path;
    assert.match(survey, /^\/surveys\/\d+$/, office.page.text.slice(0, 500));
    assert.match(plain(office.page.text), /Den ville gått til 70 kontakter nå/);
    const from = await settled();
    const send = office.page.form(/\/open$/);
    await office.post(send.action, send.fields);
    await box.wait(from + 70);
    assert.equal(await settled(), from + 70);
    for (const mail of box.mails.slice(from)) {
        const firm = present().find(one => one.email === mail.receiver);
        assert.ok(firm, `${mail.receiver} was there`);
        firm.survey = new URL(/https:\/\/\S+\/link\/survey-\S+/.exec(mail.text)[0]).pathname;
    }
    for (const [i, firm] of firms.slice(0, 40).entries())
        await answer(firm, {meaning: i < 3 ? '2' : '1'});
    assert.match(plain((await office.get(survey)).text), /\b40 av 70\b/);
    const flags = rows(await office.get('/flags')).filter(line => line.startsWith('Tror de må ansette'));
    assert.equal(flags.length, 3);
    const home = plain((await office.get('/')).text);
    assert.match(home, /3 flagg er ikke avklart/);
});

test('15 February: the 30 who have not answered are reminded, and ten do', async () => {
    await on('2016-02-15');
    const waiting = rows(await office.get(`${survey}/asked?show=waiting`)).map(line => /\S+@\S+/.exec(line)?.[0]).filter(Boolean);
    assert.deepEqual(waiting.sort(), firms.slice(40, 70).map(firm => firm.email).sort());
    const from = await settled();
    await office.get(survey);
    const remind = office.page.form(/\/remind$/);
    await office.post(remind.action, remind.fields);
    await box.wait(from + 30);
    assert.equal(await settled(), from + 30);
    assert.deepEqual(box.mails.slice(from).map(mail => mail.receiver).sort(), waiting.sort());
    for (const firm of firms.slice(40, 50))
        await answer(firm);
    assert.match(plain((await office.get(survey)).text), /\b50 av 70\b/);
});

test('the three are told what the programme asks, by mail or in a talk, and are cleared', async () => {
    const open = (await office.get('/flags')).links(/^\/flags\/\d+$/).map(link => link.href);
    const paths = [...new Set(open)];
    assert.equal(paths.length, 3);
    for (const [i, path] of paths.entries()) {
        await office.get(path);
        if (i === 0) {
            const from = await settled();
            await office.submit({}, {form: /\/explain$/});
            await box.wait(from + 1);
            const mail = box.mails.at(-1);
            assert.match(mail.text, /ikke ansette uten behov/);
            assert.ok(firms.slice(0, 3).some(firm => firm.email === mail.receiver));
            await office.get(path);
        }
        const {action, fields} = office.page.form(/\/clear$/);
        const kept = fields.filter(([name]) => name !== 'how' && name !== 'note');
        await office.post(action, [...kept, ['how', i === 0 ? 'mailed' : 'talked'], ['note', '']]);
        assert.match(office.page.text, /Oppklart/, office.page.text.slice(0, 400));
    }
    const page = await office.get('/flags');
    const shown = page.first('ul', a => a.class === 'figures').children.filter(c => c.tag === 'li').map(li => Number(/\d+/.exec(textOf(li))[0]));
    assert.deepEqual(shown.slice(0, 4), [3, 2, 1, 0], 'found, talked, mailed, open');
    assert.doesNotMatch(plain((await office.get('/')).text), /flagg er ikke avklart/);
    assert.match(plain((await office.get('/')).text), /Du har ingen åpne oppgaver/, 'their tasks are closed');
});

// Activities

async function write(query, values) {
    await office.get(`/activities/new${query}`);
    await office.submit({state: 'held', day: norwegian(today), ...values}, {form: '/activities/new'});
    assert.match(office.page.path, /^\/activities\/\d+$/, `${office.page.status} ${office.page.text.slice(0, 500)}`);
}
const count = async query => {
    const page = await office.get(`/activities?${query}`);
    return new Set(page.links(/^\/activities\/\d+$/).map(link => link.href)).size;
};
const agencies = ['NAV Prøvedrammen', 'Introduksjonssenteret', 'Voksenopplæringen', 'Frivilligsentralen'];
test('16 February: a meeting with each of four agencies', async () => {
    await on('2016-02-16');
    for (const [i, name] of agencies.entries()) {
        await office.get('/settings/agencies/new');
        const kind = i === 3 ? 'volunteers' : i === 2 ? 'training' : 'public';
        await office.submit({name, kind, email: `post@etat${i}.example`}, {form: ['name', 'kind']});
        const page = await office.get('/activities/new');
        const select = page.first('select', a => a.name === 'agency');
        const id = select.children.flatMap(c => c.children ? [c] : []).find(option => textOf(option) === name)?.attributes.value;
        assert.ok(id, name);
        await office.submit({kind: 'meeting', state: 'held', day: norwegian(today), agency: id, place: 'Rådhuset',
            note: 'Enige om å dele på arbeidet.'}, {form: '/activities/new'});
        assert.match(office.page.path, /^\/activities\/\d+$/, office.page.text.slice(0, 500));
        assert.equal(await found(office, name, 'agencies'), 1);
    }
    assert.equal(await count('kind=meeting'), 4);
});

const groups = [['Næringsrådet i Lier', 'council', firms => firms.slice(70, 90)], ['Handelsnettverket', 'network', firms => firms.slice(85, 100)],
    ['Bysenteret kjøpesenter', 'centre', firms => firms.slice(100, 112)]];
test('18 February: presentations in two networks and a shopping centre reach their members', async () => {
    await on('2016-02-18');
    for (const [name, kind, of] of groups) {
        await office.get('/networks/new');
        await office.submit({name, kind}, {form: '/networks/new'});
        const network = /^\/networks\/(\d+)/.exec(office.page.path);
        assert.ok(network, office.page.text.slice(0, 400));
        await office.get(`/networks/${network[1]}/members`);
        await office.submit({orgnrs: of(firms).map(firm => firm.orgnr).join('\n')}, {form: ['orgnrs']});
        const page = await office.get(`/networks/${network[1]}`);
        assert.match(plain(page.text), new RegExp(`\\b${of(firms).length}\\b`), `${name}: ${plain(page.text).slice(0, 400)}`);
        await write('', {kind: 'presentation', network: network[1], place: 'Hos dem', outcome: 'informed'});
        assert.equal(await found(office, name, 'networks'), 1);
    }
    assert.equal(await count('kind=presentation'), 3);
});

const visited = () => firms.slice(0, 12);
test('22 to 26 February: twelve visits; who is interested takes part', async () => {
    await on('2016-02-22');
    for (const [i, firm] of visited().entries())
        await write(`?employer=${firm.id}`, {kind: 'visit', outcome: 'interested', note: `Omvisning i lokalene, besøk ${i}.`,
            stage: i < 9 ? 'taking-part' : 'met',
            ...(i === 0 ? {task: 'Send brosjyren om inkluderende ansettelse', task_by: '29.02.2016'} : {})});
    assert.equal(await count('kind=visit'), 12);
    assert.equal(await found(office, 'omvisning lokalene', 'activities'), 12);
    assert.match(plain((await office.get('/employers?stage=taking-part')).text), /\b9 virksomheter\b/);
    assert.match(plain((await office.get('/')).text), new RegExp(`9 av ${inRegion} virksomheter deltar`));
});

test('1 March: letter 1-2016 goes out with its figures', async () => {
    await on('2016-03-01');
    const home = plain((await office.get('/')).text);
    assert.match(home, /Send brosjyren om inkluderende ansettelse/);
    assert.match(home, /over fristen: 29\. februar 2016/);
    await office.get('/letters/new');
    await office.submit({title: 'I gang', lang: 'nb', body: 'Hei!\n\nNå deltar **{{deltar}} av {{virksomheter}}** i {{program}}.\n\n{{tall}}\n'},
        {form: '/letters/new'});
    const draft = office.page.path;
    assert.match(draft, /^\/letters\/drafts\/\d+$/, office.page.text.slice(0, 400));
    await office.submit({}, {form: `${draft}/publish`});
    assert.equal(office.page.heading, 'Informasjon 1-2016: I gang');
    const visitor = new Client(server);
    const letter = plain((await visitor.get('/letters/1-2016')).text);
    assert.match(letter, new RegExp(`Nå deltar 9 av ${inRegion} i Internasjonale Drammen`));
    const from = await settled();
    const mailing = (await office.get(draft)).forms.find(form => form.action === `${draft}/mailing`);
    assert.ok(mailing, 'the letter goes out as a mailing');
    await office.post(mailing.action, mailing.fields);
    const path = /^\/mailings\/\d+/.exec(office.page.path)?.[0];
    assert.ok(path, office.page.text.slice(0, 400));
    await office.get(`${path}/audience`);
    if (office.page.forms.some(form => form.names.has('audience')))
        await office.submit({audience: 'all'}, {form: ['audience']});
    await office.get(`${path}/text`);
    await office.submit({subject: 'Informasjon 1-2016', body: 'Hei {{navn}}!'}, {form: `${path}/text`});
    await office.get(`${path}/send`);
    const send = office.page.form(`${path}/send`);
    assert.equal(Number(send.fields.find(([name]) => name === 'receivers')[1]), 120);
    await office.submit({}, {form: `${path}/send`});
    await box.wait(from + 120);
    assert.equal(await settled(), from + 120);
    assert.ok(box.mails.slice(from).every(mail => mail.subject === 'Informasjon 1-2016' && plain(mail.text).includes(`av ${inRegion}`)),
        box.mails.at(-1).text.slice(0, 500));
    assert.equal(await found(office, 'informasjon 1-2016', 'letters'), 1);
});

// What works: who was reached how, and which windows are over.
test('15 June: the windows of 90 days are over, and who was reached is who was reached', async () => {
    await on('2016-06-15');
    const csv = (await office.request('GET', '/results/what-works.csv')).body.replace(/^\ufeff/, '').trim().split('\r\n').slice(1)
        .map(line => line.split(';').map(field => field.replaceAll('"', '')));
    const reached = new Set();
    const note = list => list.forEach(firm => reached.add(firm.orgnr));
    note(present());
    note(visited());
    groups.forEach(([, , of]) => note(of(firms)));
    note(firms.slice(0, 120)); // the letter
    const members = new Set(groups.flatMap(([, , of]) => of(firms).map(firm => firm.orgnr))).size;
    const others = inRegion - reached.size;
    const want = {Besøk: visited().length, Presentasjon: members, 'Oppstart: Internasjonale Drammen, 9. februar 2016': 70,
        'Informasjon 1-2016, 1. mars 2016': 120};
    for (const [way, size] of Object.entries(want)) {
        const [needs, hires] = csv.filter(([name]) => plain(name) === way);
        assert.ok(needs && hires, `${way} among ${csv.map(([name]) => name)}`);
        assert.deepEqual(needs.slice(3).map(Number), [size, 0, others, 0], way);
        assert.deepEqual(hires.slice(3).map(Number), [0, 0, 0, 0], `${way}: 180 days are not over`);
        assert.equal(Number(needs[1]), size, way);
    }
    assert.equal(csv.length, 2 * Object.keys(want).length, 'meetings with agencies reach no employer');
    assert.match(plain((await office.get('/results/what-works')).text), new RegExp(`${inRegion} virksomheter i registeret, ${reached.size} nådd i perioden`));
});
