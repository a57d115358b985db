// SPDX-License-Identifier: EUPL-1.2
// Every text a person sees has its Norwegian, and every translation is used.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';

import {addPlaces, checkTranslations, readPo} from './lib/po.mjs';
import {assertNone, listFiles, readText, top} from './lib/tree.mjs';

const build = process.env.YPSILON_BUILD ?? join(top, 'build/check');
const keywords = ['tr:2', 'tr_context:2c,3', 'tr_n:3,4', 'tr_arg:3', 'issues_add:3', 'issues_add_arg:3', 'N_'];

function extract(files, input) {
    const told = spawnSync('xgettext', ['--language=C', '--from-code=UTF-8', '--keyword', '--sort-by-file', '--output=-',
        ...keywords.map(word => `--keyword=${word}`), ...(input === undefined ? ['--files-from=-'] : ['-'])],
    {cwd: top, input: input ?? files.join('\n'), encoding: 'utf8', maxBuffer: 64 << 20});
    assert.equal(told.status, 0, told.stderr);
    return addPlaces(readPo(told.stdout), told.stdout);
}

test('every text is translated, once and fully', () => {
    const templates = listFiles('src/web/templates').filter(path => path.endsWith('.html'));
    const made = readdirSync(join(build, 'src/web'), {recursive: true}).map(String).filter(path => path.endsWith('.html.c'));
    assert.equal(made.length, templates.length, 'each template is compiled');
    const sources = listFiles('src').filter(path => /\.(?:c|h|def)$/.test(path));
    const used = extract([...sources, ...made.map(path => join(build, 'src/web', path))]);
    assert.ok(used.length > 50, 'the texts are found');
    const areas = listFiles('po/nb').filter(path => path.endsWith('.po'))
        .map(file => ({file, entries: readPo(readText(file))}));
    assertNone(checkTranslations(used, areas));
});

test('every area is joined into what the program holds', () => {
    const joined = readText('po/meson.build');
    assert.deepEqual(listFiles('po/nb').filter(path => !joined.includes(path.replace('po/', ''))), []);
    assert.ok(existsSync(join(build, 'po/nb.mo')));
});

test('texts are found wherever the source may hold them', () => {
    const found = extract([], `f(tr(l, "A"), tr_context(l, "state", "Open"), tr_n(l, a, "One", "%s many", 3));
        tr_arg(l, a, "To %s", x); issues_add(i, "f", "B"); issues_add_arg(i, "f", "C %s", x); g(N_("D" " E")); h("not this");\n`);
    assert.deepEqual(found.map(e => [e.context, e.id, e.plural].filter(Boolean).join('|')).sort(),
        ['A', 'B', 'C %s', 'D E', 'One|%s many', 'To %s', 'state|Open']);
});

const used = readPo('msgid "Save"\nmsgstr ""\n\nmsgid "To %s"\nmsgstr ""\n\n' +
    'msgctxt "state"\nmsgid "Open"\nmsgstr ""\n\nmsgid "One"\nmsgid_plural "%s needs"\nmsgstr[0] ""\nmsgstr[1] ""\n');
const good = 'msgid ""\nmsgstr "Language: nb\\n"\n\nmsgid "Save"\nmsgstr ""\n"Lagre"\n\n' +
    'msgid "To %s"\nmsgstr "Til %s"\n\nmsgctxt "state"\nmsgid "Open"\nmsgstr "Åpent"\n\n' +
    'msgid "One"\nmsgid_plural "%s needs"\nmsgstr[0] "Ett"\nmsgstr[1] "%s behov"\n';
const judge = (...texts) => checkTranslations(used, texts.map((text, i) => ({file: `${i}.po`, entries: readPo(text)})));

test('nothing to say about good translations', () => assert.deepEqual(judge(good), []));
for (const [name, from, to, problem] of [
    ['one that is missing', 'msgid "Save"\nmsgstr ""\n"Lagre"\n', '', 'no translation: "Save"'],
    ['one in the wrong context', 'msgctxt "state"\n', '', 'no translation: "state|Open"'],
    ['an empty one', '"Lagre"', '""', '0.po:4: not translated: "Save"'],
    ['an uncertain one', 'msgid "Save"', '#, fuzzy\nmsgid "Save"', '0.po:5: marked as uncertain: "Save"'],
    ['a lost %s', 'Til %s', 'Til', '0.po:8: the %s differ: "To %s"'],
    ['a missing plural', '\nmsgstr[1] "%s behov"', '', '0.po:15: needs two forms: "One"'],
    ['one no longer used', 'msgid "To %s"', 'msgid "Old"\nmsgstr "Gammel"\n\nmsgid "To %s"', '0.po:8: no longer used: "Old"'],
    ['one that stands twice', 'msgid "To %s"', 'msgid "Save"\nmsgstr "Lagre"\n\nmsgid "To %s"', '0.po:8: stands twice: "Save"'],
    ['a lost space', '"Lagre"', '"Lagre "', '0.po:4: space at one end differs: "Save"'],
    ['stiff language', '"Lagre"', '"Vennligst lagre"', '0.po:4: plain language does not say this: "Save"'],
])
    test(`seen: ${name}`, () => {
        assert.ok(good.includes(from));
        const problems = judge(good.replace(from, to));
        assert.ok(problems.includes(problem), problems.join('\n'));
    });
test('seen: two areas that disagree', () =>
    assert.deepEqual(judge(good, 'msgid "Save"\nmsgstr "Ta vare på"\n'), ['1.po:1: translated otherwise in 0.po: "Save"']));
