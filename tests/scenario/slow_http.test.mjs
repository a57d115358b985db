// SPDX-License-Identifier: EUPL-1.2
// Clients that dawdle: a head may take 30 seconds and then a body 60, one address may hold 100 connections. The waiting is
// done at the same time for all, so that it costs a minute, not four.
import assert from 'node:assert/strict';
import net from 'node:net';
import test, {before} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {Client, readAnswers, sendRaw} from './lib/client.mjs';
import {startServer} from './lib/server.mjs';

const headSeconds = 30;
const bodySeconds = 60;
const slack = 15; // for a busy machine under the sanitizers

let slow; // one byte a second
let crowded; // 200 connections from one address
let behindProxy; // 200 connections through a proxy
let slowHead;
let slowBody;

// Opens connections that say nothing, and waits until no more than may stay are left: {open: how many are, all: the sockets}.
async function openIdle(port, count, stay) {
    const idle = {open: 0, all: []};
    let reached = 0;
    for (let i = 0; i < count; i++) {
        const socket = net.connect({port, host: '127.0.0.1'});
        idle.all.push(socket);
        socket.on('error', () => {});
        socket.on('connect', () => {
            idle.open++;
            reached++;
        });
        socket.on('close', () => idle.open--);
        socket.resume();
    }
    for (const end = Date.now() + slack * 1000; (reached < count || idle.open > stay) && Date.now() < end; await sleep(100))
        ;
    await sleep(1000); // and that is all
    return idle;
}

before(async () => {
    [slow, crowded, behindProxy] =
        [await startServer(), await startServer(), await startServer({args: ['--trust-proxy']})];
    const host = `Host: 127.0.0.1:${slow.port}\r\n`;
    const head = `GET / HTTP/1.1\r\n${host}X-Slow: ${'a'.repeat(200)}\r\n\r\n`;
    slowHead = sendRaw(slow.port, [...head], {gap: 1000});
    const form = `POST /login HTTP/1.1\r\n${host}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 200\r\n\r\n`;
    slowBody = sendRaw(slow.port, [form, ...'a='.padEnd(200, 'x')], {gap: 1000});
});

test('200 idle connections from one address: half are turned away, the rest cut, and then it serves', async () => {
    const idle = await openIdle(crowded.port, 200, 100);
    assert.ok(idle.open <= 100, `${idle.open} of 200 are still open`);
    assert.ok(idle.open >= 90, `only ${idle.open} are`);
    for (let waited = 0; idle.open > 0 && waited < headSeconds + slack; waited++)
        await sleep(1000);
    assert.equal(idle.open, 0, 'all are cut in the end');
    assert.equal((await new Client(crowded).get('/health')).status, 200);
});

test('200 idle connections through a proxy do not keep others out', async () => {
    const idle = await openIdle(behindProxy.port, 200, 200);
    assert.equal(idle.open, 200);
    const begun = Date.now();
    assert.equal((await new Client(behindProxy).get('/')).status, 200);
    assert.ok(Date.now() - begun < 10_000, 'at once');
    for (const socket of idle.all)
        socket.destroy();
});

test('a head at one byte a second is cut', async () => {
    const {closed, text, milliseconds} = await slowHead;
    assert.ok(closed);
    assert.equal(text, '');
    assert.ok(milliseconds > (headSeconds - 2) * 1000 && milliseconds < (headSeconds + slack) * 1000, `after ${milliseconds} ms`);
});

test('a body at one byte a second is cut', async () => {
    const {closed, text, milliseconds} = await slowBody;
    assert.ok(closed);
    assert.ok(text === '' || readAnswers(text)[0].status >= 400);
    assert.ok(milliseconds > (bodySeconds - 2) * 1000 && milliseconds < (bodySeconds + slack) * 1000, `after ${milliseconds} ms`);
});

test('all the while others were served', async () => {
    assert.equal((await new Client(slow).get('/')).status, 200);
});

test('the servers end well', async () => {
    for (const server of [slow, crowded, behindProxy])
        await server.stop();
});
