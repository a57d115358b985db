// SPDX-License-Identifier: EUPL-1.2
// The demo's accounts, as the program names them when it starts to serve.
import assert from 'node:assert/strict';

import {Client} from './client.mjs';

// {password, of: {adviser: ['a@b', …], …}}: role to e-mails, in the program's order.
export function readAccounts(server) {
    const password = /password[^:]*: (\S+)/.exec(server.said())?.[1];
    assert.ok(password, `the password of the demo is named: ${server.said()}`);
    const of = {};
    for (const [, role, email] of server.said().matchAll(/^ {2}(\w+) +(\S+@\S+)/gm))
        (of[role] ??= []).push(email);
    return {password, of};
}

// A client that has logged in as the demo's account of that role; which counts from 0.
export async function logIn(server, role, {which = 0, lang = 'nb'} = {}) {
    const {password, of} = readAccounts(server);
    assert.ok(of[role]?.[which], `the demo has an account ${role} ${which}`);
    const client = new Client(server, {lang});
    await client.get('/login');
    await client.submit({email: of[role][which], password}, {form: ['email', 'password']});
    assert.equal(client.page.status, 200, `${role} logs in: ${client.page.heading}`);
    assert.ok(!client.page.path.startsWith('/login'), `${role} is in`);
    return client;
}
