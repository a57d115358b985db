// SPDX-License-Identifier: EUPL-1.2
// The engine as it is shipped, without sanitizers: both engines agree on ten thousand random worlds, each instruction set on a third
// of them. Under the sanitizers test_match_fast takes some hundreds.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {test} from 'node:test';

const build = join(dirname(process.env.YPSILON_BUILD ?? 'build/check'), 'twins');
const program = 'tests/unit/test_match_fast';

function run(command, ...args) {
    const done = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 1 << 26});
    assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.error ?? done.stdout.slice(-3000) + done.stderr.slice(-3000)}`);
    return done.stdout;
}

test('both engines agree on ten thousand worlds', () => {
    if (!existsSync(join(build, 'build.ninja')))
        run('meson', 'setup', build, '--buildtype=release', '-Dtests=true');
    run('ninja', '-C', build, program);
    const said = run(join(build, program));
    assert.match(said, /^ok 1 - both_engines_agree_on_small_worlds$/m);
    assert.doesNotMatch(said, /^not ok/m);
});
