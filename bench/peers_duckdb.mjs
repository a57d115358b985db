// SPDX-License-Identifier: EUPL-1.2
// DuckDB in memory, asked over standard input by peers_duckdb.c: "fill FILE STATEMENT…" once, then one query a line.
import {createInterface} from 'node:readline';

const say = text => process.stdout.write(text);
const {DuckDBInstance, version} = await import('@duckdb/node-api');
const db = await (await DuckDBInstance.create(':memory:', {threads: '1'})).connect();

async function fill(file, statements) {
    const columns = {n: 'UINTEGER', lot: 'UINTEGER', sl: 'SMALLINT', sm: 'SMALLINT', ff: 'INTEGER'};
    for (const s of statements)
        columns[`a${s}`] = 'BOOLEAN';
    const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`).join(', ');
    const numbers = statements.map(s => `, coalesce(a${s}, false)::UTINYINT AS m${s}, coalesce(NOT a${s}, false)::UTINYINT AS x${s}`);
    await db.run(`CREATE TABLE p AS SELECT *${numbers.join('')}
        FROM read_csv('${file.replaceAll('\'', '\'\'')}', header = false, columns = {${types}})`);
}

for await (const line of createInterface({input: process.stdin})) {
    try {
        if (line.startsWith('fill ')) {
            const [, file, ...statements] = line.split(' ');
            await fill(file, statements);
            process.stderr.write(`# duckdb ${version()}\n`);
            say('ok 0 0\n');
            continue;
        }
        const began = process.hrtime.bigint();
        const rows = (await db.runAndReadAll(line)).getRows();
        const us = Number(process.hrtime.bigint() - began) / 1e3;
        say(`ok ${us} ${rows.length}\n${rows.map(row => `${row.join(' ')}\n`).join('')}`);
    } catch (e) {
        say(`no ${String(e.message).replaceAll('\n', ' ').slice(0, 900)}\n`);
    }
}
process.exit();
