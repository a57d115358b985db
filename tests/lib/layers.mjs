// SPDX-License-Identifier: EUPL-1.2
// The rules of the layers, as data, and their checker. A layer may include itself and what its row names; nothing else.
import {findInCode, readSource} from './csource.mjs';

const below = {
    base: [],
    core: ['base'],
    match: ['base'], // and the two headers below
    titles: ['base'],
    sql: ['base'],
    store: ['base', 'core', 'sql'],
    mail: ['base', 'core'],
    report: ['base', 'core'],
    exchange: ['base', 'core'],
    app: ['base', 'core', 'match', 'titles', 'sql', 'store', 'mail', 'report', 'exchange'],
    web: ['base', 'core', 'match', 'app'],
    cli: ['base', 'core', 'match', 'app', 'web'],
};
// Background never counts: these are all the engine can read of a person, so its types cannot hold more.
const matchMayInclude = ['core/competence.h', 'core/requirement.h'];

// System headers that belong to one file each.
const owners = [
    {header: 'sqlite3.h', owner: 'src/sql/sqlite.c', names: /(?<![\w.>])(sqlite3_\w+|SQLITE_\w+)/},
    {header: 'microhttpd.h', owner: 'src/web/server.c', names: /(?<![\w.>])(MHD_\w+)/},
];

// Names that may not be used in these layers.
const calls = [
    {rule: 'no clock here, the day and the instant are arguments', layers: ['core', 'match', 'sql', 'store'],
        names: /(?<![\w.>])(time|clock_gettime|clock|gettimeofday|localtime|localtime_r|timespec_get)\s*\(/},
    {rule: 'no environment, process locale or gettext below cli', layers: Object.keys(below).filter(name => name !== 'cli'),
        names: /(?<![\w.>])(getenv|secure_getenv|setenv|setlocale|newlocale|uselocale|gettext|dgettext|ngettext|textdomain)\s*\(/},
    {rule: 'no log here', layers: ['core', 'match'], names: /(?<![\w.>])(log_(?:error|warning|info))\s*\(/},
    {rule: 'no process, file or network here', layers: ['core', 'match'],
        names: /(?<![\w.>])(fopen|open|socket|fork|popen|system|pthread_create)\s*\(/},
];

// SQL is written in capitals; in small letters only what no sentence on a screen says.
const sqlText = [
    /\bSELECT\s+[^]*\bFROM\b/, /\bSELECT\s+(?:[0-9(]|COUNT\b|EXISTS\b)/, /\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b/i,
    /\bUPDATE\s+\w+\s+SET\b/i, /\bDELETE\s+FROM\b/i, /\b(?:CREATE|DROP|ALTER)\s+(?:TABLE|INDEX|VIEW|TRIGGER)\b/i,
    /\bPRAGMA\s+\w+/, /\bBEGIN\s+IMMEDIATE\b/, /\bselect\s+[\w.*, ()]+\sfrom\s+\w+\s+(?:where|order by|limit|join)\b/,
];
// What SQLite understands and PostgreSQL does not (or otherwise): the driver's business.
const sqliteOnly = [
    /\bPRAGMA\b/, /\b(?:INSERT|UPDATE)\s+OR\s+(?:REPLACE|IGNORE|ROLLBACK|ABORT|FAIL)\b/, /\bREPLACE\s+INTO\b/, /\browid\b/i,
    /\bsqlite_\w+/, /\bAUTOINCREMENT\b/, /\bGLOB\b/,
    /\b(?:ifnull|group_concat|julianday|strftime|unixepoch|last_insert_rowid|iif)\s*\(/i,
    /\bdate(?:time)?\s*\(\s*'/i, /\bCOLLATE\s+(?:NOCASE|RTRIM|BINARY)\b/i, /\?\d+/, /\bINDEXED\s+BY\b/, /\bjson_\w+\s*\(/,
    /\bBEGIN\s+(?:IMMEDIATE|EXCLUSIVE)\b/,
];

// files: Map of path ("src/web/x.c") to text. Returns [{file, line, rule, text}], empty when all is as it should be.
export function checkLayers(files) {
    const problems = [];
    for (const [file, text] of files) {
        const layer = /^src\/([^/]+)\//.exec(file)?.[1];
        const report = (line, rule, what) => problems.push({file, line, rule, text: what});
        if (!(layer in below)) {
            report(1, 'unknown layer', layer ?? file);
            continue;
        }
        const checkInclude = (path, line) => {
            const target = /^([a-z]+)\/[\w./-]+\.(?:h|def)$/.exec(path)?.[1];
            if (!target || path.includes('..')) {
                report(line, 'includes are written "layer/noun.h"', path);
                return;
            }
            // "web/need.html.h" is made from src/web/templates/need.html.
            const from = path.endsWith('.html.h') ? path.replace(/^([a-z]+)\/(.*)\.h$/, 'src/$1/templates/$2') : 'src/' + path;
            if (target !== layer && !below[layer].includes(target) && !(layer === 'match' && matchMayInclude.includes(path)))
                report(line, `${layer} may not include ${target}`, path);
            else if (!files.has(from))
                report(line, 'no such file', path);
        };
        if (file.endsWith('.html')) {
            // A template's control lines are C, but its text is no string: of the rules for C only these fit.
            for (const [i, row] of text.split('\n').entries()) {
                const path = /^\s*%\s*#\s*include\s*"([^"]*)"/.exec(row)?.[1];
                if (path !== undefined)
                    checkInclude(path, i + 1);
            }
            for (const {line, text: name} of findInCode(text, /\b(sqlite3_\w+|MHD_\w+|sql_\w+\s*\(|store_\w+\s*\()/))
                report(line, 'a template only shows', name);
            continue;
        }
        const source = readSource(text);
        for (const include of source.includes) {
            if (!include.quoted) {
                for (const {header, owner} of owners)
                    if (include.path === header && file !== owner)
                        report(include.line, `<${header}> belongs to ${owner}`, include.path);
                if (layer !== 'cli' && /^(?:locale|libintl)\.h$/.test(include.path))
                    report(include.line, calls[1].rule, include.path);
                continue;
            }
            checkInclude(include.path, include.line);
        }
        for (const {owner, names, header} of owners)
            if (file !== owner)
                for (const {line, text: name} of findInCode(source.code, names))
                    report(line, `names of <${header}> belong to ${owner}`, name);
        for (const {rule, layers, names} of calls)
            if (layers.includes(layer))
                for (const {line, text: name} of findInCode(source.code, names))
                    report(line, rule, name);
        for (const {line, text: literal} of source.strings) {
            if (layer !== 'store' && layer !== 'sql' && sqlText.some(pattern => pattern.test(literal)))
                report(line, 'SQL text stands only in store and sql', literal);
            if (layer !== 'sql' && layer === 'store' && sqliteOnly.some(pattern => pattern.test(literal)))
                report(line, 'both engines must understand this SQL', literal);
        }
    }
    return problems;
}
