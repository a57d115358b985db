// SPDX-License-Identifier: EUPL-1.2
// The sum that ./check ends with is only worth something if no failure can hide from it.
import assert from 'node:assert/strict';
import test from 'node:test';

import {readTap} from './lib/tap.mjs';

const fine = {status: 0, signal: null, late: false};
function read(text, end = fine) {
    const {passed, failed, skipped} = readTap(text.split('\n').map(line => ({text: line, error: false})), end);
    return {passed, failed, skipped};
}

const table = [
    ['counts results', '1..3\nok 1 - a\nok 2 - b # SKIP no data\nok 3 c', fine, [2, 0, 1]],
    ['takes what cmocka skips', '1..2\nok 1 - a\nnot ok 2 # SKIP b', fine, [1, 0, 1]],
    ['counts failures once', '1..2\nok 1 - a\nnot ok 2 - b', {...fine, status: 1}, [1, 1, 0]],
    ['takes several plans together', '1..1\nok 1 - a\n1..1\nok 1 - b', fine, [2, 0, 0]],
    ['leaves indented results to the test around them', '    not ok 1 - in\n    1..1\nok 1 - out\n1..1', fine, [1, 0, 0]],
    ['sees a crash after the last test', '1..1\nok 1 - a', {...fine, status: null, signal: 'SIGSEGV'}, [1, 1, 0]],
    ['sees a crash beside a failure', 'not ok 1 - a\n1..1', {...fine, status: null, signal: 'SIGABRT'}, [0, 2, 0]],
    ['sees a status without a failure', '1..1\nok 1 - a', {...fine, status: 23}, [1, 1, 0]],
    ['sees that tests are lacking', '1..2\nok 1 - a', fine, [1, 1, 0]],
    ['sees that there are too many', '1..1\nok 1 - a\nok 2 - b', fine, [2, 1, 0]],
    ['sees an empty program', '', fine, [0, 1, 0]],
    ['sees an empty plan', '1..0', fine, [0, 1, 0]],
    ['takes a plan that skips all', '1..0 # SKIP no data here', fine, [0, 0, 1]],
    ['sees a program that gave up', '1..2\nok 1 - a\nBail out! no disk', {...fine, status: 1}, [1, 2, 0]],
    ['sees a program that hung', '1..1\nok 1 - a', {status: null, signal: 'SIGKILL', late: true}, [1, 1, 0]],
];
for (const [name, text, end, [passed, failed, skipped]] of table)
    test(name, () => {
        assert.deepEqual(read(text, end), {passed, failed, skipped});
    });

test('says what was skipped, and why if that is said', () => {
    const seen = readTap(['ok 1 - a # SKIP no data', 'ok 2 # SKIP b', '1..2'].map(text => ({text, error: false})), fine);
    assert.deepEqual(seen.skips, ['a: no data', 'b']);
});

test('keeps what was said before and after a failure', () => {
    const lines = ['1..2', 'ok 1 - a', 'said by the test', 'not ok 2 - b', '  ---', '  error: bad', '  ...', 'ok 3 - c'];
    const seen = readTap(lines.map(text => ({text, error: false})), {...fine, status: 1});
    assert.deepEqual(seen.failures[0], {name: 'b', lines: ['said by the test', '  ---', '  error: bad', '  ...']});
});
