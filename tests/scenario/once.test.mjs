// SPDX-License-Identifier: EUPL-1.2
// One and the same form, sent more than once: by Back and the same button, by a client that tries again, by two presses
// at the same moment. It has its effect once, and everybody is led to what came of it.
import assert from 'node:assert/strict';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {fillForm} from './lib/page.mjs';
import {startServer} from './lib/server.mjs';

let server;
let office;
before(async () => {
    server = await startServer();
    office = await logIn(server, 'office');
});
after(() => server.stop());

// The filled form for a new employer of that name, ready to be sent by request.
async function formFor(name) {
    await office.get('/employers/new');
    return fillForm(office.page.form('/employers/new'), {name});
}

const send = ({action, fields}) => office.request('POST', action, {
    headers: {'Content-Type': 'application/x-www-form-urlencoded'},
    body: new URLSearchParams(fields).toString(),
});

async function countNamed(name) {
    const page = await office.get(`/employers?q=${encodeURIComponent(name)}`);
    return (page.body.match(/<th scope="row"><a class="ds-link" href="\/employers\/\d+"/g) ?? []).length;
}

test('sent twice, one after the other', async () => {
    const form = await formFor('Tvilling Testbedrift AS');
    const first = await send(form);
    assert.equal(first.status, 303);
    const second = await send(form);
    assert.equal(second.status, 303);
    assert.equal(second.headers.location, first.headers.location);
    assert.equal(await countNamed('Tvilling'), 1);
});

test('sent many times at the same moment', async () => {
    const form = await formFor('Sverm Testbedrift AS');
    const answers = await Promise.all(Array.from({length: 12}, () => send(form)));
    assert.deepEqual(new Set(answers.map(answer => answer.status)), new Set([303]));
    assert.equal(new Set(answers.map(answer => answer.headers.location)).size, 1);
    assert.equal(await countNamed('Sverm'), 1);
});

test('what differs is another form, and so is the page opened anew', async () => {
    const form = await formFor('Enkel Testbedrift AS');
    await send(form);
    const other = {...form, fields: form.fields.map(([name, value]) => [name, name === 'name' ? 'Enkel Dobbelbedrift AS' : value])};
    assert.equal((await send(other)).status, 303);
    assert.equal(await countNamed('Enkel'), 2);
    await send(await formFor('Enkel Testbedrift AS'));
    assert.equal(await countNamed('Enkel'), 3);
});

test('a form that was refused can be sent again', async () => {
    const form = await formFor('');
    assert.equal((await send(form)).status, 422);
    assert.equal((await send(form)).status, 422);
});

test("another user's sending is another's", async () => {
    const form = await formFor('Felles Testbedrift AS');
    const first = await send(form);
    const colleague = await logIn(server, 'office');
    await colleague.get('/employers/new');
    const {fields} = colleague.page.form('/employers/new');
    const csrf = fields.find(([name]) => name === 'csrf')[1];
    const answer = await colleague.request('POST', form.action, {
        headers: {'Content-Type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams(form.fields.map(([name, value]) => [name, name === 'csrf' ? csrf : value])).toString(),
    });
    assert.equal(answer.status, 303);
    assert.notEqual(answer.headers.location, first.headers.location);
});
