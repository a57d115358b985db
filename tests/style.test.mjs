// SPDX-License-Identifier: EUPL-1.2
import assert from 'node:assert/strict';
import test from 'node:test';

import {checkStyle, isOurs, rules} from './lib/style.mjs';
import {assertNone, listFiles, readText} from './lib/tree.mjs';

test('the tree keeps the house style', () => {
    const paths = listFiles().filter(isOurs);
    assert.ok(paths.length > 50, 'the files are found');
    assertNone(checkStyle(paths.map(path => [path, readText(path)])));
});

test('every unit test is listed, so that it runs', () => {
    const listed = readText('tests/unit/meson.build');
    const forgotten = listFiles('tests/unit').map(path => /(test_\w+)\.c$/.exec(path)?.[1])
        .filter(name => name && !new RegExp(`^  '${name}':`, 'm').test(listed));
    assert.deepEqual(forgotten, []);
});

const head = '// SPDX-License-Identifier: EUPL-1.2\n';
const wrong = {
    'the licence stands in the first line': ['src/a.c', 'int a;\n', 1],
    'work is finished before it is kept': ['src/a.c', head + '// TO' + 'DO: more\n', 2],
    'no host that packages come from': ['README.md', 'from deb.' + 'debian.org\n', 1],
    'the lock file names no address': ['package-lock.json', '{\n"resolved": "x"}\n', 2],
    'no path of one machine': ['doc/a.md', 'see /ho' + 'me/kari/x\n', 1],
    'no number of a task': ['doc/a.md', 'as iss' + 'ue 12 says\n', 1],
    'calls that the house does not use': ['src/a.c', head + 'int x = atoi("1");\n', 2],
    'structs are not hidden behind a typedef': ['src/a.h', head + 'typedef struct a a;\n', 2],
    'no banner comments': ['src/a.h', head + '// ---------- helpers\n', 2],
    'at most 600 lines': ['src/a.c', head + '\n'.repeat(600), 601],
    'at most 120 columns, in tables 140': ['src/a.c', head + '// ' + 'x'.repeat(138) + '\n', 2],
    'no tabs': ['src/a.c', head + '\tint a;\n', 2],
    'no space at the end of a line': ['src/a.c', head + 'int a; \n', 2],
    'the file ends with a line end': ['src/a.c', head + 'int a;', 2],
};
for (const {name} of rules)
    test(`seen: ${name}`, () => {
        const [path, text, line] = wrong[name];
        assert.deepEqual(checkStyle([[path, text]]), [`${path}:${line}: ${name}`]);
    });

test('what is allowed is not complained about', () => {
    assert.deepEqual(checkStyle([
        ['src/a.c', head + 'int snprintf_result; // atoi("1"), a comment\nconst char *s = "sprintf(";\n'],
        ['src/web/templates/a.html', '<!-- SPDX-License-Identifier: EUPL-1.2 -->\n<input place' + 'holder="a">\n'],
        ['run', '#!/bin/sh\n# SPDX-License-Identifier: EUPL-1.2\n'],
        ['src/web/assets/a.css', '/* SPDX-License-Identifier: EUPL-1.2 */\n::place' + 'holder { color: red }\n'],
    ]), []);
});
