// SPDX-License-Identifier: EUPL-1.2
// Reads a workbook without the program's own reader: the zip by its central directory, the first sheet's cells as they stand.
import assert from 'node:assert/strict';
import {inflateRawSync} from 'node:zlib';

import {decodeEntities} from './page.mjs';

// name → bytes of what the archive holds.
export function readZip(bytes) {
    const files = new Map();
    let end = bytes.length - 22;
    while (end >= 0 && bytes.readUInt32LE(end) !== 0x06054b50)
        end--;
    assert.ok(end >= 0, 'a zip has an end');
    let at = bytes.readUInt32LE(end + 16);
    for (let i = bytes.readUInt16LE(end + 10); i > 0; i--) {
        assert.equal(bytes.readUInt32LE(at), 0x02014b50);
        const [method, packed, nameSize, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20),
            bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
        const name = bytes.toString('utf8', at + 46, at + 46 + nameSize);
        const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
        const data = bytes.subarray(from, from + packed);
        files.set(name, method === 0 ? data : inflateRawSync(data));
        at += 46 + nameSize + extra + comment;
    }
    return files;
}

// {rows: [[{type: 'text' | 'number' | 'day', value}, …], …], frozen, formulas, widths}; a cell that is left out is undefined.
export function readWorkbook(bytes) {
    const files = readZip(bytes);
    const sheet = files.get('xl/worksheets/sheet1.xml').toString('utf8');
    const styles = files.get('xl/styles.xml').toString('utf8');
    const formats = new Map([...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code]) => [id, code]));
    const cellStyles = [...styles.split('<cellXfs')[1].matchAll(/<xf numFmtId="(\d+)"/g)].map(([, id]) => formats.get(id) ?? '');
    const rows = [...sheet.matchAll(/<row [^>]*>([^]*?)<\/row>/g)].map(([, inside]) => {
        const row = [];
        for (const [, place, attributes, content] of inside.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>([^]*?)<\/c>)/g)) {
            const column = [...place].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
            const style = cellStyles[Number(/s="(\d+)"/.exec(attributes)?.[1] ?? 0)];
            const text = /<t[^>]*>([^]*?)<\/t>/.exec(content ?? '')?.[1];
            const number = /<v>([^<]*)<\/v>/.exec(content ?? '')?.[1];
            if (/t="inlineStr"/.test(attributes))
                row[column] = {type: 'text', value: decodeEntities(text ?? '')};
            else if (number !== undefined && /y/.test(style))
                row[column] = {type: 'day', value: new Date((Number(number) - 25569) * 86400_000).toISOString().slice(0, 10)};
            else if (number !== undefined)
                row[column] = {type: 'number', value: Number(number)};
        }
        return row;
    });
    return {rows, frozen: /<pane ySplit="1"[^>]*state="frozen"/.test(sheet), formulas: /<f[ >]/.test(sheet),
        widths: (sheet.match(/<col /g) ?? []).length};
}
