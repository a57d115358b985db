// SPDX-License-Identifier: EUPL-1.2
// Reads PO files and judges translations against the texts found in the source.

// [{line, context, id, plural, strings, fuzzy}]; context and plural are undefined when absent. The head entry and
// obsolete entries are left out.
export function readPo(text) {
    const entries = [];
    let entry = null;
    let field = null;
    let fuzzy = false;
    text.split('\n').forEach((row, i) => {
        const keyword = /^(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+(".*")\s*$/.exec(row);
        if (/^#,.*\bfuzzy\b/.test(row)) {
            fuzzy = true;
        } else if (keyword) {
            const [, name, index, quoted] = keyword;
            if (name === 'msgctxt' || (name === 'msgid' && !(entry && entry.id === undefined))) {
                entry = {line: i + 1, strings: [], fuzzy};
                fuzzy = false;
                entries.push(entry);
            }
            field = {msgctxt: 'context', msgid: 'id', msgid_plural: 'plural'}[name] ?? Number(index ?? 0);
            put(unquote(quoted));
        } else if (/^".*"\s*$/.test(row)) {
            put(unquote(row.trim()));
        }
    });
    function put(piece) {
        if (typeof field === 'number')
            entry.strings[field] = (entry.strings[field] ?? '') + piece;
        else
            entry[field] = (entry[field] ?? '') + piece;
    }
    return entries.filter(e => e.id !== '');
}

function unquote(quoted) {
    return quoted.slice(1, -1).replace(/\\([\\"ntr])/g, (_, c) => ({n: '\n', t: '\t', r: '\r'})[c] ?? c);
}

const key = entry => `${entry.context ?? ''}\u0004${entry.id}`;
const shown = entry => JSON.stringify(entry.context === undefined ? entry.id : `${entry.context}|${entry.id}`);
const holes = text => text.split('%s').length - 1;

// used: entries extracted from the source. areas: [{file, entries}]. Returns the problems as texts.
export function checkTranslations(used, areas) {
    const problems = [];
    const wanted = new Map(used.map(entry => [key(entry), entry]));
    const found = new Map();
    for (const {file, entries} of areas) {
        const here = new Set();
        for (const entry of entries) {
            const say = what => problems.push(`${file}:${entry.line}: ${what}: ${shown(entry)}`);
            const source = wanted.get(key(entry));
            const strings = Array.from(entry.strings, text => text ?? '');
            if (here.has(key(entry)))
                say('stands twice');
            here.add(key(entry));
            if (!source)
                say('no longer used');
            if (entry.fuzzy)
                say('marked as uncertain');
            if (strings.length === 0 || strings.some(text => text === ''))
                say('not translated');
            if (source && strings.length !== (source.plural === undefined ? 1 : 2))
                say(source.plural === undefined ? 'has forms it needs not' : 'needs two forms');
            if (holes(strings.at(-1) ?? '') !== holes(entry.plural ?? entry.id) || strings.some(text => holes(text) > 1))
                say('the %s differ');
            if (strings.some(text => /^\s|\s$/.test(text) !== /^\s|\s$/.test(entry.id)))
                say('space at one end differs');
            if (strings.some(text => /\bvennligst\b/i.test(text)))
                say('plain language does not say this');
            const other = found.get(key(entry));
            if (other && JSON.stringify(other.strings) !== JSON.stringify(strings))
                say(`translated otherwise in ${other.file}`);
            found.set(key(entry), {file, strings});
        }
    }
    for (const [k, entry] of wanted)
        if (!found.has(k))
            problems.push(`no translation: ${shown(entry)}${entry.where ? ` (${entry.where})` : ''}`);
    return problems;
}

// Where each text stands, from the "#:" lines: xgettext's output read twice over, to name the place in a message.
export function addPlaces(entries, text) {
    const rows = text.split('\n');
    for (const entry of entries)
        for (let i = entry.line - 2; i >= 0 && /^#/.test(rows[i]); i--)
            if (rows[i].startsWith('#: '))
                entry.where = rows[i].slice(3);
    return entries;
}
