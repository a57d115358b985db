// SPDX-License-Identifier: EUPL-1.2
// Check-ins over two years: asked at 3, 6, 12 and 24 months, chased once, answered by whom they are about, by the adviser on
// behalf, and by the employer; the server is started anew on each of the days.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {copyDemo, makeScratch, startServer} from './lib/server.mjs';

const scratch = makeScratch();
const data = join(scratch, 'data');
let server;
let candidate;
let adviser;
let employer;
let office;
let hire;
let unnamed;
let name;

async function onDay(day) {
    await server?.stop();
    server = await startServer({data, day});
    [candidate, adviser, employer, office] = await Promise.all(['candidate', 'adviser', 'employer', 'office'].map(role => logIn(server, role)));
}
// The check-ins of this hire that wait for whoever asks: their paths.
const waiting = async (client, months) => (await client.get('/checkins')).links(/^\/checkins\/\d+$/)
    .filter(link => link.text.includes(months)).map(link => link.href);
const work = {occupation: '5223', start: '15.8.2016', form: 'permanent', share: '80'};

before(async () => {
    copyDemo(data);
    await onDay('2016-09-01');
    await candidate.get('/me');
    name = candidate.page.heading;
    await adviser.get('/candidates');
    assert.ok(adviser.page.text.includes(name), `the adviser helps ${name}`);
    await employer.get('/hires/new');
    const workplace = employer.page.first('input', a => a.name === 'workplace_id').attributes.value;
    await employer.submit({...work, workplace_id: workplace}, {form: '/hires'});
    unnamed = /\d+$/.exec(employer.page.path)[0];
    const place = employer.page.all('dd').map(dd => dd.children.join('').trim())[1];
    await adviser.get('/hires/new');
    await adviser.submit({...work, person: name, workplace: place, document_seen: '1'}, {form: '/hires'});
    hire = /^\/hires\/(\d+)$/.exec(adviser.page.path)?.[1];
    assert.ok(hire, adviser.page.text.slice(0, 400));
});
after(async () => {
    await server.stop();
    rmSync(scratch, {recursive: true, force: true});
});

test('nothing is asked before it is time', async () => {
    assert.deepEqual(await waiting(candidate, '3 måneder'), []);
    assert.match(candidate.page.text, /Vi har ingen spørsmål til deg nå/);
    assert.match((await candidate.get(`/hires/${hire}`)).text, /Etter 3 måneder 15. november 2016/);
    assert.equal((await candidate.get(`/hires/${unnamed}`)).status, 404);
});

test('after three months both sides are asked, once', async () => {
    await onDay('2016-11-15');
    const [mine] = await waiting(candidate, '3 måneder');
    assert.ok(mine, candidate.page.text);
    await candidate.get(mine);
    assert.match(candidate.page.text, /Spurt 15. november 2016/);
    assert.doesNotMatch(candidate.page.text, /en gang til/);
    assert.match(candidate.page.text, /Jobber du der fortsatt\?/);
    assert.ok((await waiting(adviser, name)).includes(mine), 'the adviser may answer on behalf');
    assert.ok(!(await waiting(employer, '3 måneder')).includes(mine), 'what the person is asked is not the employer’s');
    assert.equal((await employer.get(mine)).status, 404);
    assert.equal((await office.get(mine)).status, 404, 'the office helps others');
});

test('two weeks later it is asked once more, and no more', async () => {
    await onDay('2016-11-29');
    const [mine] = await waiting(candidate, '3 måneder');
    await candidate.get(mine);
    assert.match(candidate.page.text, /Spurt 15. november 2016, og en gang til 29. november 2016/);
    await onDay('2016-12-20');
    await candidate.get(mine);
    assert.match(candidate.page.text, /Spurt 15. november 2016, og en gang til 29. november 2016/);
});

test('the person answers, and the employer does not see it', async () => {
    const [mine] = await waiting(candidate, '3 måneder');
    await candidate.get(mine);
    assert.equal((await candidate.submit({rating: '4'}, {form: mine})).status, 422);
    assert.match(candidate.page.text, /Velg ja eller nei/);
    await candidate.submit({employed: 'yes', rating: '4', norwegian: 'B1'}, {form: mine});
    assert.match(candidate.page.text, /Takk. Svaret ditt er lagret/);
    assert.match((await candidate.get(mine)).text, /Dette er allerede besvart|allerede svart|allerede besvart/);
    assert.match((await adviser.get(`/hires/${hire}`)).text, /Ja, fortsatt ansatt.*4 – bra.*B1/);
    assert.doesNotMatch((await employer.get(`/hires/${hire}`)).text, /fortsatt ansatt\.|4 – bra|B1/);
    assert.doesNotMatch((await office.get(`/hires/${hire}`)).text, /4 – bra|B1/, 'how it goes is for those who help');
});

test('an employer is not asked about the Norwegian of somebody it was shown no profile of', async () => {
    // Whom it was shown, it reads by name; the others by their workplace.
    const theirs = (await employer.get('/checkins')).links(/^\/checkins\/\d+$/).filter(link => link.text.startsWith('Papirdal'))
        .map(link => link.href);
    assert.ok(theirs.length >= 2);
    for (const path of theirs) {
        await employer.get(path);
        assert.doesNotMatch(employer.page.body, /name="norwegian"/);
        assert.ok(!employer.page.body.includes(name));
    }
    const {action, fields} = employer.page.form(theirs.at(-1));
    await employer.post(action, [...fields, ['employed', 'yes'], ['rating', '5'], ['norwegian', 'C1']]);
    assert.match(employer.page.text, /Takk/);
    assert.doesNotMatch((await employer.get(action)).text, /C1/);
});

test('only once is answered: a second answer is told so', async () => {
    await onDay('2017-02-15');
    const [mine] = await waiting(candidate, '6 måneder');
    await candidate.get(mine);
    const {fields} = candidate.page.form(mine);
    await adviser.get(mine);
    assert.match(adviser.page.text, /Svar på vegne av personen bare det personen har fortalt deg/);
    await adviser.submit({employed: 'no', rating: '2'}, {form: mine});
    assert.match(adviser.page.path, new RegExp(`^/hires/${hire}/end`));
    assert.match(adviser.page.text, /Skriv nå når og hvorfor det tok slutt/);
    await candidate.post(mine, [...fields, ['employed', 'yes']]);
    assert.equal(candidate.page.status, 409);
    assert.match(candidate.page.text, /på vegne av personen/);
    assert.match((await candidate.get(`/hires/${hire}`)).text, /Nei, ikke lenger.*på vegne av personen/);
});

test('what was never answered is not observed, and after the end nothing is asked', async () => {
    await adviser.get(`/hires/${hire}/end`);
    await adviser.submit({ended_on: '1.2.2017', end_reason: 'other-job'}, {form: `/hires/${hire}/end`});
    await onDay('2017-05-01');
    assert.match((await employer.get(`/hires/${unnamed}`)).text, /Etter 6 måneder 15. februar 2017 Ikke besvart/);
    await onDay('2017-08-15');
    assert.deepEqual(await waiting(candidate, '12 måneder'), []);
    assert.match((await adviser.get(`/hires/${hire}`)).text, /Etter 12 måneder 15. august 2017 Ikke spurt/);
    assert.ok((await waiting(employer, '12 måneder')).length > 0, 'the other hire goes on');
});
