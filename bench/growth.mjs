// SPDX-License-Identifier: EUPL-1.2
// Plots of what bench_growth measured: the time of a ranking by the number of profiles, a small plot for each need with a line for
// each instruction set, and the memory of the index. Called by bench/run with the measurements and the folder for the plots.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [measured, folder] = process.argv.slice(2);
const rows = readFileSync(measured, 'utf8').trimEnd().split('\n').map(line => line.split('\t'))
    .map(([what, set, profiles, value]) => ({what, set, profiles: Number(profiles), value: Number(value)}));

// A light card of its own, so that it can be read on a dark page, too. The broad line shows below the thin one that it often meets.
const ink = '#24292f', faint = '#6e7781', grid = '#d8dee4', paper = '#ffffff';
const sets = [
    {name: 'avx512', label: 'AVX-512', colour: '#0a58ca', width: 4},
    {name: 'avx2', label: 'AVX2', colour: '#fb923c', width: 1.5},
    {name: 'portable', label: 'plain words', colour: '#0f766e', width: 2},
].filter(set => rows.some(row => row.set === set.name));

const count = n => n >= 1e6 ? `${n / 1e6} M` : n >= 1e3 ? `${n / 1e3} k` : `${n}`;
const time = us => us >= 1e6 ? `${us / 1e6} s` : us >= 1e3 ? `${us / 1e3} ms` : `${us} µs`;
const size = bytes => bytes >= 1e9 ? `${bytes / 1e9} GB` : bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} kB`;
const round = n => Number(n.toFixed(1));
const escape = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);

const text = (x, y, words, {anchor = 'start', fill = ink, size = 12, weight = 400} = {}) =>
    `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${fill}" font-size="${size}"${
        weight === 400 ? '' : ` font-weight="${weight}"`}>${escape(words)}</text>`;
const line = (x1, y1, x2, y2, colour, more = '') =>
    `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="${colour}"${more}/>`;
const curve = (points, {colour, width}) => `<path fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" d="${
    points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')}"/>${
    points.map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="${width / 2 + 1.2}" fill="${colour}"/>`).join('')}`;

// A logarithmic axis over whole powers of ten.
function axis(values, from, to) {
    const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9), high = Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
    return {
        at: value => from + (Math.log10(value) - low) / (high - low) * (to - from),
        marks: Array.from({length: high - low + 1}, (_, i) => 10 ** (low + i)),
    };
}

const document = (width, height, title, parts) => [
    '<!-- SPDX-License-Identifier: EUPL-1.2 -->',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" fill="${paper}" stroke="${grid}"/>`,
    ...parts, '</svg>', ''].join('\n');

function plotTimes() {
    const times = rows.filter(row => row.what !== 'memory'), needs = [...new Set(times.map(row => row.what))];
    const across = 5, wide = 136, high = 150, left = 60, top = 88, gapX = 33, gapY = 46;
    const down = Math.ceil(needs.length / across);
    const width = left + across * wide + (across - 1) * gapX + 20, height = top + down * high + (down - 1) * gapY + 54;
    const parts = [text(20, 30, 'Time of one ranking by the number of profiles', {size: 16, weight: 600}),
        text(20, 50, 'the best 50, one core; both axes logarithmic', {fill: faint})];
    sets.forEach((set, i) => {
        const x = width - 20 - (sets.length - i) * 112;
        parts.push(line(x, 26, x + 24, 26, set.colour, ` stroke-width="${set.width}"`), text(x + 30, 30, set.label));
    });
    needs.forEach((need, i) => {
        const x0 = left + i % across * (wide + gapX), y0 = top + Math.floor(i / across) * (high + gapY);
        const x = axis(times.map(row => row.profiles), x0, x0 + wide), y = axis(times.map(row => row.value), y0 + high, y0);
        parts.push(text(x0, y0 - 8, need, {size: 12, weight: 600}));
        for (const mark of x.marks)
            parts.push(line(x.at(mark), y0, x.at(mark), y0 + high, grid),
                text(x.at(mark), y0 + high + 16, count(mark), {anchor: 'middle', fill: faint, size: 11}));
        for (const mark of y.marks) {
            parts.push(line(x0, y.at(mark), x0 + wide, y.at(mark), grid));
            if (i % across === 0)
                parts.push(text(x0 - 8, y.at(mark) + 4, time(mark), {anchor: 'end', fill: faint, size: 11}));
        }
        for (const set of sets)
            parts.push(curve(times.filter(row => row.what === need && row.set === set.name)
                .map(row => [x.at(row.profiles), y.at(row.value)]), set));
    });
    parts.push(text(left + (width - left - 20) / 2, height - 14, 'profiles', {anchor: 'middle', fill: faint}));
    return document(width, height, 'Time of one ranking by the number of profiles, for each need and instruction set', parts);
}

function plotMemory() {
    const memory = rows.filter(row => row.what === 'memory');
    const width = 640, height = 360, left = 74, right = 600, top = 84, bottom = 300, bar = 400;
    const x = axis(memory.map(row => row.profiles), left, right), y = axis(memory.map(row => row.value), bottom, top);
    const parts = [text(20, 30, 'Memory of the index by the number of profiles', {size: 16, weight: 600}),
        text(20, 50, 'both axes logarithmic; the figures at the points are bytes a profile', {fill: faint})];
    for (const mark of x.marks)
        parts.push(line(x.at(mark), top, x.at(mark), bottom, grid),
            text(x.at(mark), bottom + 18, count(mark), {anchor: 'middle', fill: faint}));
    for (const mark of y.marks)
        parts.push(line(left, y.at(mark), right, y.at(mark), grid),
            text(left - 8, y.at(mark) + 4, size(mark), {anchor: 'end', fill: faint}));
    // The bar is a straight line through where so many bytes a profile meet the edges.
    const [low, high] = [y.marks[0], y.marks.at(-1)], ends = [x.marks[0], x.marks.at(-1)]
        .map(profiles => Math.min(high, Math.max(low, profiles * bar))).map(bytes => [x.at(bytes / bar), y.at(bytes)]);
    parts.push(line(...ends[0], ...ends[1], '#c2410c', ' stroke-width="1.5" stroke-dasharray="6 5"'),
        line(left + 18, top + 18, left + 42, top + 18, '#0a58ca', ' stroke-width="2"'), text(left + 50, top + 22, 'the index'),
        line(left + 18, top + 38, left + 42, top + 38, '#c2410c', ' stroke-width="1.5" stroke-dasharray="6 5"'),
        text(left + 50, top + 42, `the bar, ${bar} bytes a profile`));
    parts.push(curve(memory.map(row => [x.at(row.profiles), y.at(row.value)]), {colour: '#0a58ca', width: 2}));
    for (const row of memory)
        parts.push(text(x.at(row.profiles), y.at(row.value) + 20, `${Math.round(row.value / row.profiles)}`, {size: 11, anchor: 'middle'}));
    parts.push(text((left + right) / 2, height - 16, 'profiles', {anchor: 'middle', fill: faint}));
    return document(width, height, 'Memory of the index by the number of profiles', parts);
}

writeFileSync(join(folder, 'growth.svg'), plotTimes());
writeFileSync(join(folder, 'memory.svg'), plotMemory());
