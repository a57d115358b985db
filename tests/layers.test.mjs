// SPDX-License-Identifier: EUPL-1.2
// Includes point down only, and what belongs to one layer stays there. First the tree as it is, then, so that silence
// means something, a made-up tree for every rule that breaks just that rule.
import assert from 'node:assert/strict';
import test from 'node:test';

import {checkLayers} from './lib/layers.mjs';
import {assertNone, listFiles, readText} from './lib/tree.mjs';

test('the layers of src', () => {
    const paths = listFiles('src').filter(path => /\.(?:c|h|def|html)$/.test(path));
    assert.ok(paths.length > 20, 'the sources are found');
    const problems = checkLayers(new Map(paths.map(path => [path, readText(path)])));
    assertNone(problems.map(p => `${p.file}:${p.line}: ${p.rule}: ${p.text}`));
});

const headers = ['base/buf.h', 'core/competence.h', 'core/requirement.h', 'core/need.h', 'match/match.h', 'sql/sql.h',
    'store/need_store.h', 'app/post_need.h', 'web/server.h', 'cli/command.h'];
function problemsWith(file, text) {
    const files = new Map(headers.map(path => ['src/' + path, '']));
    files.set(file, text);
    return checkLayers(files).map(p => `${p.line}: ${p.rule}`);
}

const fine = [
    ['src/core/need.c', '#include "core/need.h"\n#include "base/buf.h"\n'],
    ['src/match/rank.c', '#include "match/match.h"\n#include "core/requirement.h"\n'],
    ['src/web/templates/page.html', '% #include "web/page.html.h"\n'],
    ['src/store/need_store.c', '#include "store/need_store.h"\n#include "sql/sql.h"\n' +
        'const char *q = "SELECT id FROM need WHERE id = $1";\n'],
    ['src/app/post_need.c', '#include "store/need_store.h"\n#include "match/match.h"\n'],
    ['src/web/server.c', '#include <microhttpd.h>\n#include "app/post_need.h"\nint x = MHD_YES;\n'],
    ['src/cli/main.c', '#include "web/server.h"\nint main(void) { return setlocale(0, "") == 0; }\n'],
    ['src/sql/sqlite.c', '#include <sqlite3.h>\nint x = SQLITE_OK; const char *b = "BEGIN IMMEDIATE";\n'],
    ['src/web/page.c', '// SELECT a FROM b; sqlite3_open(); time(NULL)\n' +
        'const char *s = tr(l, "Select a place from the list"); int q = runtime(1) + config->clock() + s.time(2);\n'],
    ['src/core/day.c', 'const char *s = "time(NULL) and getenv(x)"; /* clock_gettime() */\n'],
];
for (const [file, text] of fine)
    test(`nothing to say about ${file}`, () => assert.deepEqual(problemsWith(file, text), []));

const wrong = [
    ['src/base/buf.c', '#include "core/need.h"\n', '1: base may not include core'],
    ['src/core/need.c', '#include "store/need_store.h"\n', '1: core may not include store'],
    ['src/core/need.c', '#include "match/match.h"\n', '1: core may not include match'],
    ['src/match/rank.c', '\n#include "core/need.h"\n', '2: match may not include core'],
    ['src/match/rank.c', '#include "sql/sql.h"\n', '1: match may not include sql'],
    ['src/sql/sqlite.c', '#include "core/need.h"\n', '1: sql may not include core'],
    ['src/store/need_store.c', '#include "app/post_need.h"\n', '1: store may not include app'],
    ['src/store/need_store.c', '#include "match/match.h"\n', '1: store may not include match'],
    ['src/app/post_need.c', '#include "web/server.h"\n', '1: app may not include web'],
    ['src/web/page.c', '#include "sql/sql.h"\n', '1: web may not include sql'],
    ['src/web/page.c', '#include "cli/command.h"\n', '1: web may not include cli'],
    ['src/web/page.c', '#  include "cli/command.h"\n', '1: web may not include cli'],
    ['src/web/page.c', '#include "server.h"\n', '1: includes are written "layer/noun.h"'],
    ['src/web/page.c', '#include "web/../sql/sql.h"\n', '1: includes are written "layer/noun.h"'],
    ['src/web/page.c', '#include "web/absent.h"\n', '1: no such file'],
    ['src/tricks/page.c', '', '1: unknown layer'],
    ['src/store/need_store.c', '#include <sqlite3.h>\n', '1: <sqlite3.h> belongs to src/sql/sqlite.c'],
    ['src/store/need_store.c', 'void f(void) {\n sqlite3_close(0); }\n', '2: names of <sqlite3.h> belong to src/sql/sqlite.c'],
    ['src/web/page.c', '#include <microhttpd.h>\n', '1: <microhttpd.h> belongs to src/web/server.c'],
    ['src/web/page.c', 'int x = MHD_YES;\n', '1: names of <microhttpd.h> belong to src/web/server.c'],
    ['src/web/templates/page.html', '<p>\n% #include "store/need_store.h"\n', '2: web may not include store'],
    ['src/web/page.c', '#include "web/absent.html.h"\n', '1: no such file'],
    ['src/web/templates/page.html', '<p>\n% sql_step(q);\n', '2: a template only shows'],
    ...['core', 'match', 'sql', 'store'].map(layer =>
        [`src/${layer}/x.c`, 'long now(void) { return time(NULL); }\n', '1: no clock here, the day and the instant are arguments']),
    ['src/store/x.c', 'clock_gettime(CLOCK_REALTIME, &t);\n', '1: no clock here, the day and the instant are arguments'],
    ['src/store/x.c', 'gettimeofday(&t, NULL);\n', '1: no clock here, the day and the instant are arguments'],
    ...['base', 'core', 'match', 'sql', 'store', 'app', 'web'].map(layer =>
        [`src/${layer}/x.c`, 'getenv("HOME");\n', '1: no environment, process locale or gettext below cli']),
    ['src/web/x.c', 'setlocale(LC_ALL, "");\n', '1: no environment, process locale or gettext below cli'],
    ['src/web/x.c', 'gettext("x");\n', '1: no environment, process locale or gettext below cli'],
    ['src/web/x.c', '#include <locale.h>\n', '1: no environment, process locale or gettext below cli'],
    ['src/core/x.c', 'log_info("x");\n', '1: no log here'],
    ['src/match/x.c', 'fopen("x", "r");\n', '1: no process, file or network here'],
    ['src/app/x.c', 'const char *q =\n  "SELECT id "\n  "FROM need";\n', '2: SQL text stands only in store and sql'],
    ['src/web/x.c', 'f("insert into need values (1)");\n', '1: SQL text stands only in store and sql'],
    ['src/web/x.c', 'f("UPDATE need SET id = 1");\n', '1: SQL text stands only in store and sql'],
    ['src/cli/x.c', 'f("DELETE FROM need");\n', '1: SQL text stands only in store and sql'],
    ['src/core/x.c', 'f("select id from need where id = 1");\n', '1: SQL text stands only in store and sql'],
    ['src/store/x.c', 'f("PRAGMA user_version");\n', '1: both engines must understand this SQL'],
    ['src/store/x.c', 'f("INSERT OR REPLACE INTO need VALUES (1)");\n', '1: both engines must understand this SQL'],
    ['src/store/x.c', 'f("SELECT rowid FROM need");\n', '1: both engines must understand this SQL'],
    ['src/store/x.c', 'f("SELECT id FROM need WHERE id = ?1");\n', '1: both engines must understand this SQL'],
];
for (const [file, text, problem] of wrong)
    test(`${file} with ${JSON.stringify(text)}`, () => assert.deepEqual(problemsWith(file, text), [problem]));
