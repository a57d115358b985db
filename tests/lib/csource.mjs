// SPDX-License-Identifier: EUPL-1.2
// Just enough of C's tokens to tell code from comments and strings.

const token = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/g;

// Returns {code, strings, includes, comments}: the text with comments and the insides of strings blanked out (line numbers
// stay); the string literals, neighbours joined as the compiler joins them; the includes. Each with its line, from 1.
export function readSource(text) {
    const strings = [];
    const includes = [];
    const comments = [];
    let line = 1;
    let at = 0;
    let lastEnd = -1; // where the last string ended in the blanked text's terms, if only blanks followed
    let code = '';
    const take = piece => {
        code += piece;
        line += countLines(piece);
        if (piece.trim() !== '')
            lastEnd = -1;
    };
    for (const found of text.matchAll(token)) {
        take(text.slice(at, found.index));
        at = found.index + found[0].length;
        const include = found[0][0] === '"' && /^[ \t]*#[ \t]*include[ \t]*$/m.test(code.slice(code.lastIndexOf('\n') + 1));
        if (include) {
            includes.push({line, path: found[0].slice(1, -1), quoted: true});
            code += '""';
        } else if (found[0][0] === '"') {
            const value = found[0].slice(1, -1).replace(/\\\n/g, '');
            if (lastEnd >= 0)
                strings.at(-1).text += value;
            else
                strings.push({line, text: value});
            code += '"' + found[0].slice(1, -1).replace(/[^\n]/g, ' ') + '"';
            line += countLines(found[0]);
            lastEnd = code.length;
        } else {
            if (found[0][0] === '/')
                comments.push({line, text: found[0]});
            else
                lastEnd = -1;
            code += found[0].replace(/[^\n]/g, ' ');
            line += countLines(found[0]);
        }
    }
    take(text.slice(at));
    code.split('\n').forEach((row, i) => {
        const system = /^\s*#\s*include\s*<([^>]+)>/.exec(row);
        if (system)
            includes.push({line: i + 1, path: system[1], quoted: false});
    });
    return {code, strings, includes, comments};
}

function countLines(text) {
    return text.split('\n').length - 1;
}

// Where a pattern (without the g flag) occurs in blanked code: [{line, text}].
export function findInCode(code, pattern) {
    const hits = [];
    code.split('\n').forEach((row, i) => {
        for (const found of row.matchAll(new RegExp(pattern.source, pattern.flags + 'g')))
            hits.push({line: i + 1, text: found[1] ?? found[0]});
    });
    return hits;
}
