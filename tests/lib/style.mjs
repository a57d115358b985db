// SPDX-License-Identifier: EUPL-1.2
// The rules of CONTRIBUTING.md that a machine can see. Each is {name, files, find}: for a file whose path matches, find
// gives the lines at fault. Words that must not stand in the tree are put together here, so that this file passes too.
import {findInCode, readSource} from './csource.mjs';

const isC = /\.(?:c|h|def)$/;
const isCode = /\.(?:c|h|def|mjs|js|sh|sql)$|^(?:run|check)$|^\.ci\//;
const isScript = /^(?:run|check)$|^\.ci\//;
const isMeson = /(?:^|\/)meson\.build$|^meson_options\.txt$/;
const holdsComments = path => /\.(?:c|h|def|html|js|mjs|css|sql|csv|sh|po|svg|1)$/.test(path) || isMeson.test(path) ||
    isScript.test(path);
const isText = path => holdsComments(path) || /\.(?:md|json|txt|tsv)$|^\.npmrc$|^\.gitignore$/.test(path);
export const isOurs = path => isText(path) && !/^tests\/fuzz\/corp/.test(path);

const either = (...words) => words.map(parts => parts.join('')).join('|');
const unfinishedWords = either(['TO', 'DO'], ['FIX', 'ME'], ['XX', 'X'], ['HA', 'CK'], ['not imple', 'mented']);
const unfinished = new RegExp(`\\b(?:${unfinishedWords})\\b` +
    `|(?<!::|")\\b${'place' + 'holder'}\\b(?![="])|\\b${'st' + 'ub'}s?\\b`);
const hosts = new RegExp(either(['registry\\.npm', 'js\\.org'], ['deb\\.', 'debian\\.org'], ['snapshot\\.', 'debian\\.org'],
    ['py', 'pi\\.org'], ['node', 'source\\.com'], ['yarn', 'pkg\\.com'], ['proxy\\.', 'golang\\.org']));
const paths = new RegExp(`(?<![\\w.])/(?:${either(['ho', 'me/\\w'], ['ro', 'ot/'], ['wo', 'rk/'], ['Us', 'ers/'])})`);
const unsafe = /\b(strcpy|strcat|strncat|sprintf|vsprintf|gets|alloca|atoi|atol|atof|strtok|system|mktemp|tmpnam)\s*\(/;

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

const linesWith = pattern => text => text.split('\n').flatMap((row, i) => pattern.test(row) ? [i + 1] : []);

export const rules = [
    {
        name: 'the licence stands in the first line',
        files: path => holdsComments(path) && isOurs(path),
        find: text => {
            const [first, second = ''] = text.split('\n', 2);
            return /SPDX-License-Identifier: EUPL-1\.2\b/.test(first.startsWith('#!') ? second : first) ? [] : [1];
        },
    },
    {name: 'work is finished before it is kept', files: path => isOurs(path) && !/\.md$/.test(path), find: linesWith(unfinished)},
    {name: 'no host that packages come from', files: isOurs, find: linesWith(hosts)},
    {
        name: 'the lock file names no address',
        files: path => path === 'package-lock.json',
        find: linesWith(/"resolved"/),
    },
    {name: 'no path of one machine', files: isOurs, find: linesWith(paths)},
    {name: 'no number of a task', files: isOurs, find: linesWith(new RegExp(`\\b${'iss' + 'ue'} #?\\d+\\b`, 'i'))},
    {
        name: 'calls that the house does not use',
        files: path => isC.test(path) && !path.startsWith('tests/'),
        find: text => findInCode(readSource(text).code, unsafe).map(hit => hit.line),
    },
    {
        name: 'structs are not hidden behind a typedef',
        files: path => isC.test(path),
        find: text => findInCode(readSource(text).code, /\btypedef\s+(?:struct|union|enum)\b/).map(hit => hit.line),
    },
    {
        name: 'no banner comments',
        files: path => isC.test(path),
        find: text => readSource(text).comments.filter(c => /[-=*#/_]{8,}/.test(c.text.slice(2))).map(c => c.line),
    },
    {
        // Longer, a file has more than one subject; a list of tests has not.
        name: 'at most 600 lines',
        files: path => isCode.test(path) && !/^tests\/.*(?:test_\w+\.c|\.test\.mjs)$/.test(path),
        find: text => text.split('\n').length > 601 ? [601] : [],
    },
    {
        // 120 is the house's width. What cannot be broken well may run over a little; texts and a remark behind code further.
        name: 'at most 120 columns, in tables 140',
        files: path => isCode.test(path),
        find: text => text.split('\n').flatMap((row, i) =>
            [...row].length > 160 || [...row.replace(/(\S)\s*\/\/.*$/, '$1').replace(quoted, '""')].length > 140 ? [i + 1] : []),
    },
    {name: 'no tabs', files: path => isCode.test(path) || /\.(?:html|css)$/.test(path), find: linesWith(/\t/)},
    {name: 'no space at the end of a line', files: path => isOurs(path) && !/\.md$/.test(path), find: linesWith(/[ \t\r]$/)},
    {
        name: 'the file ends with a line end',
        files: path => isOurs(path),
        find: text => text === '' || text.endsWith('\n') ? [] : [text.split('\n').length],
    },
];

// files: [[path, text]]. Returns ["path:line: rule"].
export function checkStyle(files) {
    return files.flatMap(([path, text]) => rules.filter(rule => rule.files(path))
        .flatMap(rule => rule.find(text).map(line => `${path}:${line}: ${rule.name}`)));
}
