// SPDX-License-Identifier: EUPL-1.2
// The staff's pages about referrals: list, board and one referral's page; the whole way from a question to the employer's
// answer; two who act at once; and the office, which sees other agencies' by code alone.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {textOf} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let adviser;
let other; // of another agency
let office;
let need; // its path
let people; // names
let one; // a referral's path
before(async () => {
    server = await startServer();
    [adviser, other, office] = [await logIn(server, 'adviser'), await logIn(server, 'adviser', {which: 1}), await logIn(server, 'office')];
    const open = (await adviser.get('/needs?state=open')).links(/^\/needs\/\d+$/).map(link => link.href);
    for (need of open) {
        await adviser.get(`${need}?class=ready`);
        if (boxes(adviser.page).length > 5)
            break;
    }
    const chosen = boxes(adviser.page).slice(0, 5);
    people = chosen.map(box => box.attributes['aria-label'].replace(/^Velg /, ''));
    await adviser.submit({person: chosen.map(box => box.attributes.value)}, {form: `${need}/referrals`});
    assert.equal(adviser.page.status, 200);
    await adviser.get(listOf());
    one = linkOf(adviser.page, people[0]);
});
after(() => server.stop());

const boxes = page => page.all('input', a => a.name === 'person' && a.type === 'checkbox');
const number = path => /\d+/.exec(path)[0];
const listOf = (more = '') => `/referrals?need=${number(need)}${more}`;
const linkOf = (page, name) => page.links(/^\/referrals\/\d+$/).find(link => link.text === name)?.href;
const rows = page => page.all('tbody').flatMap(body => body.children).filter(row => row.tag === 'tr').map(textOf);
// Of those started here: the demo may have others for the need.
const mine = page => rows(page).filter(row => people.some(name => row.startsWith(name)));
const rowOf = (page, name) => rows(page).find(row => row.startsWith(name));
const panel = (page, heading) => textOf(page.first('section', a => a['aria-labelledby'] === heading));
const fieldsOf = (page, action) => Object.fromEntries(page.form(action).fields);
const day = 24 * 60 * 60 * 1000;
const dayAfter = days => new Date(Date.parse('2016-09-01') + days * day).toISOString().slice(0, 10).split('-').reverse().join('.');
// A step's form on one's page, with fields changed. Returns the page that it leads to.
const step = async (who, what, values = {}, path = one) => {
    await who.get(path);
    return who.submit(values, {form: `${path}/${what}`});
};

test('the list shows the agency its own, by name, with nothing decided yet', async () => {
    const page = await adviser.get(listOf());
    assert.equal(page.heading, 'Formidlinger');
    assert.equal(mine(page).length, 5);
    for (const name of people)
        assert.match(rowOf(page, name), /Vurderes Ikke presentert ikke vist ennå Ikke spurt ennå ikke satt$/);
    assert.equal((await other.get(listOf())).status, 200);
    assert.deepEqual(mine(other.page), []);
    await other.get(listOf('&work=trial&outcome=hired'));
    assert.match(other.page.text, /Ingen formidling passer med disse filtrene/);
    assert.ok(other.page.links(/^\/referrals$/).some(link => /Vis alle/.test(link.text)), 'and what to do');
});

test('filters stand in the address as chips that go away one by one', async () => {
    await step(adviser, 'work', {work: 'contacted', work_note: 'Ringte, vil gjerne.'});
    const page = await adviser.get(listOf('&work=contacted&outcome=not-presented'));
    assert.equal(mine(page).length, 1);
    const chips = page.all('a', a => a['data-removable'] !== undefined);
    assert.equal(chips.length, 3);
    assert.match(chips.map(textOf).join('|'), /Behov: .*\|.*Arbeidsstatus: Personen er kontaktet\|.*Resultat: Ikke presentert/);
    await adviser.get(chips[1].attributes.href);
    assert.equal(mine(adviser.page).length, 5);
    assert.equal(mine(await adviser.get(listOf('&work=offered'))).length, 0);
    // Nobody could have chosen these.
    assert.equal(mine(await adviser.get(listOf('&work=dancing&outcome=x&due='))).length, 5);
    // A key past the end leads to the first page.
    await adviser.get(listOf('&after=1'));
    assert.ok(!/after=/.test(adviser.page.path));
    assert.equal(mine(adviser.page).length, 5);
    assert.equal((await adviser.get('/referrals?need=123')).status, 404);
    assert.equal((await adviser.get('/referrals?employer=123')).status, 404);
});

test('an employer is found by its name, and becomes part of the address', async () => {
    const title = (await adviser.get(listOf())).all('span', a => a.class === 'referral-need')[0];
    const name = textOf(title.children.filter(child => child.tag === 'span')[1]);
    await adviser.get('/referrals');
    await adviser.submit({employer_name: name}, {form: ['employer_name']});
    assert.match(adviser.page.path, /[?&]employer=\d+/);
    assert.ok(!/employer_name/.test(adviser.page.path));
    assert.ok(mine(adviser.page).length >= 5);
    await adviser.get('/referrals?employer_name=qqqq');
    assert.match(adviser.page.text, /Ingen virksomhet heter dette/);
});

test('who may not be presented is told why, and nothing is there to press', async () => {
    const page = await adviser.get(one);
    assert.equal(page.heading, people[0]);
    assert.equal(page.title, 'Formidling – Ypsilon', 'no name in a title');
    assert.match(panel(page, 'outcome-heading'), /Presentere for arbeidsgiveren: Spør personen først/);
    assert.match(panel(page, 'outcome-heading'), /Registrere ansettelse: Presenter personen først/);
    assert.match(panel(page, 'work-heading'), /Intervju, Prøve, Tilbudt jobben: Presenter personen først/);
    assert.match(panel(page, 'verdict-heading'), /ikke vist ennå Personen er ikke presentert/);
    assert.ok(!page.forms.some(form => /\/(?:present|unpresent|verdict)$/.test(form.action)));
    // A form of one's own does not help.
    const {csrf} = fieldsOf(page, `${one}/work`);
    const forced = await adviser.post(`${one}/present`, {csrf, version: fieldsOf(page, `${one}/work`).version});
    assert.equal(forced.status, 409);
    assert.match(forced.text, /Dette ble ikke gjort Spør personen først/);
    assert.match(panel(forced, 'outcome-heading'), /Ikke presentert/);
});

test('the question: deadlines, one at a time, and answered for the person', async () => {
    let page = await step(adviser, 'ask', {deadline: 'date', deadline_on: dayAfter(1)});
    assert.equal(page.status, 422);
    assert.match(page.text, /Gi personen minst to dager/);
    assert.equal(fieldsOf(page, `${one}/ask`).deadline_on, dayAfter(1), 'what was typed stays');
    assert.equal((await step(adviser, 'ask', {deadline: 'date', deadline_on: dayAfter(40)})).status, 422);
    assert.equal((await step(adviser, 'ask', {deadline: 'date', deadline_on: 'snart'})).status, 422);
    page = await step(adviser, 'ask', {deadline: '3'});
    assert.equal(page.status, 200);
    assert.match(page.text, /Personen er spurt/);
    assert.match(panel(page, 'share-heading'), /svar innen 4\. september 2016/);
    assert.match(panel(page, 'outcome-heading'), /Personen har ikke svart ennå/);
    assert.match(rowOf(await adviser.get(listOf()), people[0]), /svar innen 4\. september 2016/);

    page = await step(adviser, 'answer');
    assert.equal(page.status, 422, 'no answer is chosen beforehand');
    page = await step(adviser, 'answer', {answer: 'yes'});
    assert.match(panel(page, 'share-heading'), /^Deling av profil .* Ja gjelder til 1\. mars 2017 .* gjennom veilederen/);
});

test('present, hear the employer, and see it all in the history', async () => {
    let page = await step(adviser, 'present');
    assert.match(page.text, /Personen er presentert\. Arbeidsgiveren ser profilen nå/);
    assert.match(panel(page, 'outcome-heading'), /Presentert/);
    page = await step(adviser, 'verdict', {verdict: 'not-relevant'});
    assert.equal(page.status, 422);
    assert.match(page.text, /Velg hvorfor personen ikke er aktuell/);
    page = await step(adviser, 'verdict', {verdict: 'not-relevant', reason: 'language', verdict_note: 'Trenger B2.'});
    assert.match(panel(page, 'verdict-heading'), /Ikke aktuell Grunn: Har ikke språknivået som arbeidet krever Merknad: Trenger B2\./);
    page = await step(adviser, 'verdict', {verdict: 'relevant', reason: 'language'});
    assert.ok(!/Grunn:/.test(panel(page, 'verdict-heading').split('Skriv ned')[0]), 'a reason goes with not relevant only');
    page = await step(adviser, 'work', {work: 'interview'});
    const history = rows(page);
    // With the question and the answer: asked, and answered for the person.
    assert.equal(history.length, 8);
    assert.deepEqual(history.filter(row => row.includes('Spørsmål om å dele profil'))
        .map(row => /Ja · skrevet inn av en veileder/.test(row) ? 'yes' : /Spurt/.test(row) ? 'asked' : row), ['yes', 'asked']);
    assert.match(history[0], /Arbeidsstatus satt Veileder Demo, .* Intervju · Presentert · Arbeidsgiver: Aktuell ingen$/);
    assert.match(history[2], /Arbeidsgiverens svar .*Ikke aktuell \(Har ikke språknivået som arbeidet krever\) Trenger B2\.$/);
    assert.ok(history.some(row => /Ringte, vil gjerne\.$/.test(row)));
    assert.match(history[7], /Formidlingen startet/);
});

test('a presentation taken back ends the interview too', async () => {
    const page = await step(adviser, 'unpresent', {back_note: 'Feil behov.'});
    assert.match(panel(page, 'outcome-heading'), /Ikke presentert/);
    assert.match(panel(page, 'work-heading'), /Aktuell/);
    assert.match(rows(page)[0], /Presentasjonen tatt tilbake .*Feil behov\.$/);
    assert.equal((await step(adviser, 'present')).status, 200, 'the yes still holds');
    const withdrawn = await step(adviser, 'take-back');
    assert.match(panel(withdrawn, 'share-heading'), /Personens ja er trukket tilbake/);
    assert.ok(withdrawn.forms.some(form => form.action === `${one}/ask`), 'and may be asked again');
});

test('the next step: whose and when, and late ones say so', async () => {
    let page = await step(adviser, 'next', {next_step: '', next_on: 'i morgen'});
    assert.equal(page.status, 422);
    page = await step(adviser, 'next', {next_step: 'Ring', next_on: dayAfter(-1)});
    assert.equal(page.status, 422);
    assert.match(page.text, /Velg i dag eller en senere dag/);
    page = await step(adviser, 'next', {next_step: 'Ring og hør', next_on: dayAfter(0)});
    assert.match(panel(page, 'next-heading'), /Ring og hør 1\. september 2016, Veileder Demo I dag/);
    assert.deepEqual(mine(await adviser.get(listOf('&mine=1&due=1'))).map(row => row.includes(people[0])), [true]);
    await step(adviser, 'next', {next_step: 'Ring', next_on: dayAfter(5)}, linkOf(await adviser.get(listOf()), people[1]));
    assert.equal(mine(await adviser.get(listOf('&due=1'))).length, 1);
    assert.equal(mine(await adviser.get(listOf('&mine=1'))).length, 2);
    // Another form's mistake leaves this one as it stands.
    page = await step(adviser, 'ask', {deadline: 'date', deadline_on: 'x'});
    assert.equal(page.status, 422);
    assert.deepEqual([fieldsOf(page, `${one}/next`).next_step, fieldsOf(page, `${one}/next`).next_on], ['Ring og hør', dayAfter(0)]);
    assert.equal(fieldsOf(page, `${one}/ask`).deadline, 'date');
    await adviser.get(one);
    page = await adviser.submit({}, {form: `${one}/next`, button: 'away'});
    assert.match(page.text, /Ingen neste steg er satt/);
});

test('two at once: one result, and the other sees what was done', async () => {
    const path = linkOf(await adviser.get(listOf()), people[2]);
    const second = await logIn(server, 'adviser');
    await adviser.get(path);
    await second.get(path);
    await adviser.submit({work: 'relevant', work_note: 'Passer godt.'}, {form: `${path}/work`});
    assert.equal(adviser.page.status, 200);
    const late = await second.submit({work: 'contacted', work_note: 'Ringte også.'}, {form: `${path}/work`});
    assert.equal(late.status, 409);
    assert.match(late.text, /Noen andre har endret dette i mellomtiden/);
    assert.match(late.text, /Sist gjort: Arbeidsstatus satt \(Aktuell · Ikke presentert\), 1\. september 2016 .*, Veileder Demo/);
    assert.equal(fieldsOf(late, `${path}/work`).work_note, 'Ringte også.', 'what was typed stays');
    assert.match(panel(late, 'work-heading'), /^Arbeidsstatus Hvor langt .*?\. Aktuell/);
    const again = await second.submit({}, {form: `${path}/work`});
    assert.equal(again.status, 200);
    assert.match(panel(again, 'work-heading'), /Personen er kontaktet/);
});

test('a form sent twice has its effect once', async () => {
    const path = linkOf(await adviser.get(listOf()), people[3]);
    await adviser.get(path);
    const fields = [...adviser.page.form(`${path}/work`).fields.filter(([name]) => name !== 'work'), ['work', 'contacted']];
    const send = () => adviser.request('POST', `${path}/work`, {
        headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: new URLSearchParams(fields).toString()});
    const answers = await Promise.all([send(), send(), send()]);
    assert.deepEqual(answers.map(answer => answer.status), [303, 303, 303]);
    assert.equal(rows(await adviser.get(path)).filter(row => /Arbeidsstatus satt/.test(row)).length, 1);
});

test('the board has a column for each work status, and a menu moves a card', async () => {
    const board = listOf('&view=board');
    let page = await adviser.get(board);
    const columns = () => Object.fromEntries(page.all('section', a => a['data-work'] !== undefined)
        .map(node => [node.attributes['data-work'], textOf(node)]));
    assert.equal(Object.keys(columns()).length, 8);
    const path = linkOf(page, people[4]);
    assert.ok(columns().considered.includes(people[4]));
    page = await adviser.submit({work: 'relevant'}, {form: `${path}/work`});
    assert.equal(page.status, 200);
    assert.match(page.path, /view=board/, 'back to the board');
    assert.ok(columns().relevant.includes(people[4]));
    // An illegal move shows the rule's sentence, and the way back.
    page = await adviser.submit({work: 'offered'}, {form: `${path}/work`});
    assert.equal(page.status, 409);
    assert.match(page.text, /Presenter personen først/);
    assert.ok(page.links(/view=board/).some(link => /Tilbake/.test(link.text)));
    page = await adviser.get(board);
    page = await adviser.submit({work: 'not-interested'}, {form: `${path}/work`});
    assert.ok(!page.text.includes(people[4]), 'ended ones are left out');
    // Who asks for ended ones gets them.
    assert.equal(mine(await adviser.get(listOf('&work=not-interested'))).length, 1);
    page = await adviser.get(`${board}&show=all`);
    assert.ok(columns()['not-interested'].includes(people[4]));
});

test('the office sees another agency\'s by code and state, and no step', async () => {
    const list = await office.get(listOf());
    for (const name of people)
        assert.ok(!list.text.includes(name), name);
    const code = list.links(/^\/referrals\/\d+$/);
    assert.ok(code.length >= 4 && code.every(link => /^[A-Z2-9]{3}-[A-Z2-9]{3}$/.test(link.text)));
    const page = await office.get(one);
    assert.match(page.heading, /^[A-Z2-9]{3}-[A-Z2-9]{3}$/);
    assert.match(panel(page, 'states-heading'), /Arbeidsstatus Aktuell Resultat Presentert .*Personens ja er trukket tilbake/);
    for (const secret of [people[0], 'Feil behov', 'Trenger B2', 'Ringte'])
        assert.ok(!page.body.includes(secret), secret);
    assert.deepEqual(page.forms.filter(form => form.action.startsWith(one)), []);
    const {csrf} = fieldsOf(page, '/logout');
    for (const what of ['work', 'present', 'unpresent', 'verdict', 'next', 'ask'])
        assert.ok([403, 404].includes((await office.post(`${one}/${what}`,
            {csrf, version: '1', work: 'contacted', verdict: 'relevant', deadline: '3', next_step: 'x', next_on: dayAfter(2)})).status), what);
});

test('others get nothing: the other agency, the employer, the candidate', async () => {
    assert.equal((await other.get(one)).status, 404);
    const {csrf} = fieldsOf(await other.get('/referrals'), '/logout');
    assert.equal((await other.post(`${one}/work`, {csrf, version: '1', work: 'contacted'})).status, 404);
    for (const role of ['employer', 'candidate', 'mentor', 'steering']) {
        const who = await logIn(server, role);
        assert.equal((await who.get(one)).status, 403, role);
        assert.equal((await who.get('/referrals')).status, 403, role);
        assert.equal((await who.get('/referrals.csv')).status, 403, role);
    }
});

test('two agencies with the same person: each is told to ask the other, the office is not told who they share', async () => {
    // Somebody in the lists of both.
    let shared;
    for (const {href} of (await other.get('/needs?state=open')).links(/^\/needs\/\d+$/)) {
        const ids = async who => boxes(await who.get(`${href}?show=200`)).map(box => box.attributes.value);
        const theirs = await ids(other);
        const both = (await ids(adviser)).filter(id => theirs.includes(id));
        if (both.length > 0) {
            shared = {need: href, person: both[0]};
            break;
        }
    }
    assert.ok(shared, 'the demo has somebody whom two agencies help');
    const start = async (who, more = {}) => {
        await who.get(`${shared.need}?show=200`);
        const {fields} = who.page.form(`${shared.need}/referrals`);
        await who.post(`${shared.need}/referrals`, [...fields.filter(([name]) => name !== 'person'), ['person', shared.person],
            ...Object.entries(more)]);
        return (await who.get(`/referrals?need=${number(shared.need)}&person=${shared.person}`)).links(/^\/referrals\/\d+$/)[0]?.href;
    };
    const theirs = await start(other, {in_spite: '1'});
    const ours = await start(adviser, {in_spite: '1'});
    const warning = /En annen etat har en formidling for samme person og behov/;
    assert.match((await other.get(theirs)).text, warning);
    assert.match((await adviser.get(ours)).text, warning);
    assert.ok(adviser.page.links(/#agencies-heading$/).length === 1);
    for (const path of [theirs, ours])
        assert.doesNotMatch((await office.get(path)).text, warning);
    assert.equal((await office.get(`/referrals?person=${shared.person}`)).status, 404, 'nor by asking for the person');
});

test('a question answers only to its own referral', async () => {
    const path = linkOf(await adviser.get(listOf()), people[1]);
    await step(adviser, 'ask', {deadline: '7'}, path);
    const fields = fieldsOf(await adviser.get(path), `${path}/answer`);
    assert.equal((await adviser.post(`${one}/answer`, {...fields, answer: 'yes'})).status, 404);
    assert.equal((await adviser.post(`${path}/answer`, {...fields, share: '1', answer: 'yes'})).status, 404);
    const said = await adviser.post(`${path}/answer`, {...fields, answer: 'no'});
    assert.match(said.text, /Personens nei er skrevet ned/);
    assert.match(panel(said, 'outcome-heading'), /Personen har sagt nei/);
});

test('pages follow each other by key, without gaps and twice the same', async () => {
    const seen = [];
    let pages = 0;
    for (let path = '/referrals?show=all'; path; pages++) {
        const page = await office.get(path);
        seen.push(...page.links(/^\/referrals\/\d+$/).map(link => link.href));
        path = page.all('a', a => a.rel === 'next')[0]?.attributes.href;
    }
    assert.ok(pages > 1, 'there are several');
    assert.equal(new Set(seen).size, seen.length);
    const all = (await office.request('GET', '/referrals.csv?show=all')).body.trimEnd().split('\r\n').length - 1;
    assert.equal(seen.length, all);
});

test('the list as a table for spreadsheets', async () => {
    const answer = await adviser.request('GET', `/referrals.csv?need=${number(need)}&show=all`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/csv/);
    assert.deepEqual([...answer.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const lines = answer.body.slice(1).trimEnd().split('\r\n').map(line => line.split(';'));
    assert.equal(lines[0][0], 'Kode');
    assert.ok(lines.every(line => line.length === lines[0].length));
    assert.deepEqual(lines.map(line => line[1]).filter(name => people.includes(name)).sort(), [...people].sort());
    const codes = (await office.request('GET', `/referrals.csv?need=${number(need)}&show=all`)).body;
    for (const name of people)
        assert.ok(!codes.includes(name), name);
});

test('a hire begins here, and is seen from here', async () => {
    const path = linkOf(await adviser.get(listOf()), people[3]);
    await step(adviser, 'ask', {deadline: '2'}, path);
    await step(adviser, 'answer', {answer: 'yes'}, path);
    const page = await step(adviser, 'present', {}, path);
    const register = page.links(/^\/hires\/new\?referral=\d+$/);
    assert.equal(register.length, 1);
    assert.equal(register[0].href, `/hires/new?referral=${number(path)}`);
    await adviser.get(register[0].href);
    await adviser.submit({start: dayAfter(3), form: 'permanent', share: '100', document_seen: '1'}, {form: '/hires'});
    assert.equal(adviser.page.status, 200);
    const hired = await adviser.get(path);
    assert.match(panel(hired, 'outcome-heading'), /Ansatt .*Se ansettelsen Bekreftet/);
    assert.match(panel(hired, 'work-heading'), /Personen er ansatt\. Ta ansettelsen tilbake først/);
    assert.deepEqual(hired.links(/^\/hires\/new\?/), []);
    const [{href}] = hired.links(/^\/hires\/\d+$/);
    assert.equal((await adviser.get(href)).status, 200);
    assert.ok(!mine(await adviser.get(listOf())).some(row => row.startsWith(people[3])), 'and is not among those running');
});

test('a closed need takes no new steps, and says so', async () => {
    const path = linkOf(await adviser.get(listOf()), people[2]);
    await office.get(`${need}/close?to=withdrawn`);
    const form = office.page.forms.find(f => /\/close$/.test(f.action));
    await office.post(form.action, form.fields);
    assert.equal(office.page.status, 200);
    const page = await adviser.get(path);
    assert.match(panel(page, 'work-heading'), /Behovet er ikke lenger åpent/);
    assert.match(panel(page, 'share-heading'), /Behovet er ikke åpent\. Ingen blir spurt om det/);
    assert.match(panel(page, 'outcome-heading'), /Behovet er ikke åpent/);
    assert.ok(!page.links(/\/candidates\/\d+$/).some(link => link.href.startsWith(need)), 'no explanation of a closed need');
    assert.equal(rows(await adviser.get(listOf())).length, 0);
});
