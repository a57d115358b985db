// SPDX-License-Identifier: EUPL-1.2
// The files of the project, as the tests that read them see it: everything but what a build, npm or a running program made.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

export const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const madeAtTop = /^(?:build.*|node_modules|data|\.git)$/;

// Paths from the top of the tree, sorted; under is a folder or '.'.
export function listFiles(under = '.') {
    const found = [];
    const walk = folder => {
        for (const entry of readdirSync(join(top, folder), {withFileTypes: true})) {
            if (folder === '.' && madeAtTop.test(entry.name))
                continue;
            const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
            if (entry.isDirectory())
                walk(path);
            else if (entry.isFile() && !/\.swp$|~$/.test(entry.name))
                found.push(path);
        }
    };
    walk(under === '.' ? '.' : relative(top, join(top, under)));
    return found.sort();
}

export function readText(path) {
    return readFileSync(join(top, path), 'utf8');
}

// Fails with every problem on a line of its own; a comparison of lists would leave some out.
export function assertNone(problems, what = 'problems') {
    if (problems.length > 0)
        assert.fail(`${problems.length} ${what}:\n${problems.join('\n')}`);
}
