// SPDX-License-Identifier: EUPL-1.2
// Several people change the same need at the same moment. Each is told what became of the own change: it is stored, or
// the page comes again as it stands now; and what was sent beside the point never chooses another requirement.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {startServer} from './lib/server.mjs';

const rounds = 25;
let server;
let adviser;
let id;
before(async () => {
    server = await startServer();
    adviser = await logIn(server, 'adviser');
    await adviser.get('/needs/new');
    const values = {title: 'Kappløp', occupation: '5223'};
    if (adviser.page.form('/needs').names.has('workplace'))
        values.workplace = 'papirdal lager';
    await adviser.submit(values, {form: '/needs'});
    id = /^\/needs\/(\d+)/.exec(adviser.page.path)[1];
});
after(() => server.stop());

// The page with its requirements: {csrf, version, count}.
async function look() {
    const page = await adviser.get(`/needs/${id}/edit/requirements`);
    const form = page.forms.map(one => Object.fromEntries(one.fields)).find(fields => fields.version);
    return {csrf: form.csrf, version: form.version, count: (page.body.match(/name="remove"/g) ?? []).length};
}

const send = (path, fields) => adviser.request('POST', `/needs/${id}/edit/requirements${path}`, {
    headers: {'Content-Type': 'application/x-www-form-urlencoded'},
    body: new URLSearchParams(fields).toString(),
});

async function skills() {
    const found = [];
    for (const letter of ['a', 'e', 'i'])
        found.push(...JSON.parse((await adviser.request('GET', `/suggest/skill?q=${letter}`)).body));
    return [...new Map(found.map(one => [one.value, one])).values()];
}

async function fill() {
    for (const {value, text} of (await skills()).slice(0, 8)) {
        const {csrf, version} = await look();
        const answer = await send('', {csrf, version, kind: 'skill', what: text, what_code: value, strength: 'must',
            evidence: 'stated'});
        assert.equal(answer.status, 303, text);
    }
}

test('the last requirement is removed while others change it', async () => {
    let conflicts = 0;
    for (let round = 0; round < rounds; round++) {
        let {csrf, version, count} = await look();
        if (count < 3) {
            await fill();
            ({csrf, version, count} = await look());
        }
        const last = String(count - 1);
        const answers = await Promise.all([
            send('/remove', {csrf, version, remove: last}),
            ...Array.from({length: 6}, (_, i) => send('/change',
                {csrf, version, change: last, strength: i % 2 ? 'some' : 'much', evidence: 'stated'})),
            send('', {csrf, version, or: last, kind: 'skill', what: '', strength: 'must', evidence: 'stated'}),
        ]);
        for (const answer of answers)
            assert.ok([303, 409, 422].includes(answer.status), `${answer.status}: ${answer.body.slice(0, 300)}`);
        assert.ok(answers.slice(0, 7).some(answer => answer.status === 303), 'somebody was first');
        conflicts += answers.filter(answer => answer.status === 409).length;
    }
    assert.ok(conflicts > 0, 'they did meet');
    assert.equal((await adviser.get(`/needs/${id}/edit/requirements`)).status, 200);
});
