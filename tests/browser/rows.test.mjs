// SPDX-License-Identifier: EUPL-1.2
// The table of pages is whole: what the program serves and what pages.mjs names are the same.
import assert from 'node:assert/strict';
import test from 'node:test';

import {runProgram} from '../scenario/lib/server.mjs';
import {judgedElsewhere, noPages, pages} from './pages.mjs';

test('every page has its row', () => {
    const told = runProgram(['routes', '--json']);
    assert.equal(told.status, 0, told.stderr);
    const routes = JSON.parse(told.stdout).filter(route => route.method === 'GET');
    const names = new Set([...pages.map(row => row.route), ...Object.keys(judgedElsewhere), ...noPages]);
    assert.deepEqual(routes.map(route => route.name).filter(name => !names.has(name)), [], 'without a row');
    assert.deepEqual([...names].filter(name => !routes.some(route => route.name === name)), [], 'without a route');
    for (const row of pages.filter(row => row.status === undefined))
        for (const role of row.as)
            assert.ok(routes.some(route => route.name === row.route && route.roles.includes(role)), `${row.route} is for ${role}`);
});
