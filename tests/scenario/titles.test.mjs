// SPDX-License-Identifier: EUPL-1.2
// Free-text titles: the command, what comboboxes make of them, and that both learn what is imported.
import assert from 'node:assert/strict';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {Client} from './lib/client.mjs';
import {copyDemo, makeScratch, runProgram, startServer, today} from './lib/server.mjs';

let scratch;
let data;
before(() => {
    scratch = makeScratch();
    data = join(scratch, 'data');
    copyDemo(data);
});
after(() => rmSync(scratch, {recursive: true, force: true}));

function classify(args, options = {}) {
    const done = runProgram(['classify', ...args], options);
    assert.doesNotMatch(done.stderr, /Sanitizer|runtime error/);
    return done;
}

function fieldsOf(line) {
    const [title, ...codes] = line.split('\t');
    return {title, codes: codes.map(field => {
        const [, code, confidence] = /^(\d{4}):([01]\.\d{3})$/.exec(field) ?? assert.fail(field);
        return {code, confidence: Number(confidence)};
    })};
}

test('five codes a title, with confidence, in three forms', () => {
    const readable = classify(['renholdsoperatør på natt', 'truck driver', '--data', data, '--lang', 'nb']);
    assert.equal(readable.status, 0, readable.stderr);
    const lines = readable.stdout.trimEnd().split('\n');
    assert.equal(lines.length, 12);
    assert.equal(lines[0], 'renholdsoperatør på natt');
    assert.match(lines[1], /^ {2}9112 +\d+\.\d % {2}Renholdere$/);
    assert.match(lines[7], /^ {2}8332 /);

    const titles = ['sjukepleiar', 'reinhaldar', 'Lastebilsjåfør (100 %)', 'tab\tin it', '', 'qwzx vbnq'];
    const piped = classify(['--stdin', '--data', data], {input: titles.join('\n') + '\r\n'});
    assert.equal(piped.status, 0, piped.stderr);
    const answers = piped.stdout.trimEnd().split('\n').map(fieldsOf);
    assert.deepEqual(answers.map(answer => answer.title), titles.map(title => title.replace('\t', ' ')));
    for (const {title, codes} of answers) {
        assert.equal(codes.length, 5, title);
        assert.equal(new Set(codes.map(({code}) => code)).size, 5, title);
        assert.ok(codes.reduce((sum, {confidence}) => sum + confidence, 0) < 1.003, title);
        assert.deepEqual(codes, [...codes].sort((a, b) => b.confidence - a.confidence), title);
    }
    assert.deepEqual(answers.slice(0, 3).map(({codes}) => codes[0].code), ['2223', '9112', '8332']);
    assert.ok(answers[5].codes[0].confidence < 0.1, 'nothing is known of gibberish');

    const [json] = JSON.parse(classify(['kokk', '--json', '--data', data]).stdout);
    assert.equal(json.title, 'kokk');
    assert.deepEqual([json.codes.length, json.codes[0].code, json.codes[0].name], [5, '5120', 'Cooks']);
    assert.ok(json.codes[0].confidence > 0.5);
});

test('without a data directory the built-in catalogue answers; wrong calls are told', () => {
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    const alone = classify(['kokk', '--json'], {cwd: empty});
    assert.equal(JSON.parse(alone.stdout)[0].codes[0].code, '5120', alone.stderr);
    assert.equal(classify(['kokk', '--data', join(scratch, 'nowhere')]).status, 3);
    assert.equal(classify([]).status, 2);
    assert.equal(classify(['--stdin', 'kokk']).status, 2);
});

test('a combobox offers what an unknown title means, behind what it finds by letters', async () => {
    const server = await startServer({data});
    try {
        const client = new Client(server);
        await client.get('/login');
        await client.submit({}, {form: '/login/demo', button: 'account=veileder@demo.example'});
        const suggest = async typed =>
            JSON.parse((await client.request('GET', `/suggest/occupation?q=${encodeURIComponent(typed)}`)).body);
        const found = await suggest('kokk');
        assert.equal(found[0].value, '5120');
        const meant = await suggest('vaskehjelp på kontor natt');
        const [cleaner] = meant.filter(item => item.value === '9112');
        assert.ok(cleaner, JSON.stringify(meant));
        assert.deepEqual([cleaner.text, cleaner.note], ['Renholdere', '9112']);
        assert.equal(new Set(meant.map(item => item.value)).size, meant.length, 'each once');
        assert.deepEqual(await suggest('qwzx vbnq'), []);
    } finally {
        await server.stop();
    }
});

test('what is imported is learned', () => {
    const own = join(scratch, 'own');
    copyDemo(own);
    const ask = () => fieldsOf(classify(['--stdin', '--data', own], {input: 'Zyxolog (natt)\n'}).stdout.trimEnd()).codes[0];
    assert.ok(ask().confidence < 0.1);
    const file = join(scratch, 'titles.tsv');
    writeFileSync(file, 'title_no\tstyrk08\tstyrk08_name\nZyxolog\t9112\tRenholdere i bedrifter\nZyxmontør\t7412\tAutomatikere\n');
    const done = runProgram(['import', 'titles', file, '--data', own, '--today', today]);
    assert.equal(done.status, 0, done.stdout + done.stderr);
    assert.equal(ask().code, '9112');
    assert.ok(ask().confidence > 0.9);
});
