// SPDX-License-Identifier: EUPL-1.2
// A CV on its way into a profile: sent in, proposed, taken, left out, taken back, by the adviser and by the person; and
// files that want to do harm.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {deflateSync} from 'node:zlib';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {startServer} from './lib/server.mjs';

const corpus = name => readFileSync(new URL(`../fuzz/corpus/cv/${name}`, import.meta.url));

let server, adviser, candidate, people;
before(async () => {
    server = await startServer();
    adviser = await logIn(server, 'adviser');
    candidate = await logIn(server, 'candidate', {lang: 'nb'});
    const page = await adviser.get('/candidates');
    people = [...new Set(page.links(/^\/candidates\/\d+$/).map(link => link.href))];
    assert.ok(people.length > 5);
});
after(() => server?.stop());

const tokenOf = page => page.forms.flatMap(form => form.fields).find(([name]) => name === 'csrf')?.[1];

// What a browser sends for a form with a file.
function multipart(parts) {
    const boundary = '----ypsilonTest9f2c';
    const pieces = parts.flatMap(({name, value, file, type = 'application/octet-stream'}) => [
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"\r\nContent-Type: ${type}`}\r\n\r\n`,
        value, '\r\n',
    ]);
    return {
        body: Buffer.concat([...pieces, `--${boundary}--\r\n`].map(piece => Buffer.from(piece))),
        headers: {'Content-Type': `multipart/form-data; boundary=${boundary}`},
    };
}

// Follows the redirect, as a browser does.
async function send(client, path, bytes, {file = 'cv.xml', token} = {}) {
    const page = await client.get(path);
    const parts = [{name: 'csrf', value: token ?? tokenOf(page)}];
    if (bytes !== undefined)
        parts.push({name: 'file', value: bytes, file});
    const answer = await client.request('POST', path, multipart(parts));
    if (answer.status === 303)
        return client.get(answer.headers.location);
    return Object.assign(answer, {text: answer.body.replace(/<[^>]*>/g, ' ')});
}

// Presses a button of a proposal's form (do=take-1), or of the CV's own.
async function press(client, wanted, values = {}) {
    const form = client.page.forms.find(one => /\/cv\/\d+$/.test(one.action)
        && one.buttons.some(button => button.name === 'do' && button.value === wanted));
    assert.ok(form, `there is a button ${wanted}`);
    const fields = new URLSearchParams(form.fields);
    for (const [name, value] of Object.entries(values))
        fields.set(name, value);
    fields.set('do', wanted);
    return client.post(form.action, [...fields]);
}

test('an adviser sends in a CV, takes what is right and takes it back', async () => {
    const path = people[0];
    const before = (await adviser.get(path)).text;
    assert.match((await adviser.get(path)).text, /Les inn en CV/);
    let page = await send(adviser, `${path}/cv`, corpus('europass-3.xml'));
    assert.equal(page.status, 200);
    assert.match(page.text, /CV-en er lest/);
    assert.match(page.text, /14 forslag står åpne/);
    assert.match(page.text, /Renholder, Hotell Fjord/);
    assert.match(page.text, /bare de sikre månedene/);
    assert.match(page.text, /4 deler av CV-en ble ikke tatt med/);
    assert.doesNotMatch(page.text, /Zeldafirst|Quixsurname|Eritrean|1983|zelda@/);
    assert.equal((await adviser.get(path)).text.includes('Fagskole'), before.includes('Fagskole'), 'nothing counts yet');

    // The same file says nothing new.
    page = await send(adviser, `${path}/cv`, corpus('europass-3.xml'));
    assert.match(page.text, /ikke noe nytt/);
    assert.match(page.text, /14 forslag står åpne/);

    page = await press(adviser, 'all');
    assert.match(page.text, /Det står i profilen nå/);
    assert.match(page.text, /forslag ble tatt med sist/);
    const after = (await adviser.get(path)).text;
    assert.match(after, /Hotell Fjord/);
    assert.notEqual(after, before);

    await adviser.get(`${path}/cv`);
    page = await adviser.post(`${path}/cv/undo`, [['csrf', tokenOf(adviser.page)]]);
    assert.match(page.text, /Det er angret/);
    assert.match(page.text, /14 forslag står åpne/);
    const back = (await adviser.get(path)).text;
    assert.doesNotMatch(back, /Hotell Fjord/);
});

test('what is uncertain is asked for, field by field', async () => {
    const path = people[1];
    await send(adviser, `${path}/cv`, corpus('europass-3.xml'));
    const number = source => {
        const at = adviser.page.body.indexOf(source);
        assert.ok(at > 0, source);
        return /id="p(\d+)"[^>]*>(?!.*id="p\d)/s.exec(adviser.page.body.slice(0, at))[1];
    };
    const tongue = number('>Tigrinya<'), skill = number('>Spiller fele<');
    let page = await press(adviser, `take-${tongue}`);
    assert.equal(page.status, 422);
    assert.match(page.text, /Velg et nivå for minst én del/);
    page = await press(adviser, `take-${tongue}`, Object.fromEntries([0, 1, 2, 3].map(part => [`p${tongue}_${part}`, 'C1'])));
    assert.match(page.text, /Det står i profilen nå/);
    page = await press(adviser, `take-${skill}`);
    assert.equal(page.status, 422);
    assert.match(page.text, /Velg hva som menes/);
    page = await press(adviser, `take-${skill}`, {[`p${skill}_what`]: 'Kundeservice'});
    assert.match(page.text, /Det står i profilen nå/);
    const leave = number('>Word<');
    page = await press(adviser, `leave-${leave}`);
    assert.match(page.text, /Det er utelatt/);
    assert.match(page.text, /11 forslag står åpne/);
    // Somebody else has edited the profile since: nothing is taken back.
    await press(adviser, 'all');
    await adviser.get(`${path}/edit/availability`);
    await adviser.submit({headline: 'Søker arbeid'}, {form: ['headline']});
    await adviser.get(`${path}/cv`);
    page = await adviser.post(`${path}/cv/undo`, [['csrf', tokenOf(adviser.page)]]);
    assert.match(page.text, /Noen har endret profilen siden/);
    page = await press(adviser, 'forget');
    assert.match(page.text, /Ingen CV er lest ennå/);
});

test('the person does it on the own page', async () => {
    await candidate.get('/me');
    assert.match(candidate.page.text, /Les inn en CV/);
    let page = await send(candidate, '/me/cv', Buffer.from('kind,what\nskill,Salg\nlicence,ADR\nhobby,Chess\n'), {file: 'cv.csv'});
    assert.match(page.text, /2 forslag står åpne/);
    assert.match(page.text, /Chess/);
    page = await press(candidate, 'all');
    assert.match((await candidate.get('/me')).text, /ADR/);
    const found = JSON.parse((await candidate.request('GET', '/me/export.json')).body);
    assert.equal(found.cvs[0].proposed.length, 2);
    assert.equal(found.cvs[0].not_taken[0].words, 'Chess');
});

const tellsWhy = [
    ['nothing chosen', undefined, /Velg filen med CV-en/],
    ['an empty file', '', /Filen er tom/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), /f-file-error/],
    ['entities', corpus('entities.xml'), /f-file-error/],
    ['a depth of 100,000', '<SkillsPassport>'.repeat(100_000), /f-file-error/],
    ['a version there is not', corpus('version.xml'), /V9-nothing/],
    ['a cover letter', corpus('cover-letter.xml'), /søknadsbrev/],
    ['broken JSON', '{"work":', /ikke riktig JSON/],
    ['JSON in JSON', '['.repeat(1_000_000), /f-file-error/],
    ['100,000 rows', `kind,what\n${'skill,Thing\n'.repeat(100_000)}`, /f-file-error/],
    ['a PDF with pages only', corpus('no-attachment.pdf'), /ingen Europass-CV i denne PDF-en/],
    ['an encrypted PDF', corpus('encrypted.pdf'), /kryptert/],
    ['half a PDF', corpus('packed.pdf').subarray(0, 60), /skadet/],
    ['a PDF that unpacks to 800 MB', bomb(), /f-file-error/],
];

// A PDF whose attachment is packed twice.
function bomb() {
    const packed = deflateSync(deflateSync(Buffer.alloc(800 << 20), {level: 9}), {level: 9});
    const head = Buffer.from('%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a.xml) 3 0 R]>>>>>>\nendobj\n'
        + '2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n3 0 obj\n<</Type/Filespec/F(a.xml)/EF<</F 4 0 R>>>>\nendobj\n'
        + `4 0 obj\n<</Length ${packed.length}/Filter[/FlateDecode/FlateDecode]>>stream\n`);
    return Buffer.concat([head, packed, Buffer.from('\nendstream\nendobj\ntrailer\n<</Size 5/Root 1 0 R>>\n%%EOF\n')]);
}

for (const [what, bytes, says] of tellsWhy)
    test(`refused with a reason: ${what}`, async () => {
        const begun = Date.now();
        const page = await send(adviser, `${people[2]}/cv`, bytes, {file: 'a"b\\c.xml'.replace('"', '%22')});
        assert.equal(page.status, 422);
        assert.match(page.body, says);
        assert.ok(Date.now() - begun < 15_000, `${Date.now() - begun} ms`);
    });

test('a PDF gives the CV inside', async () => {
    const page = await send(adviser, `${people[2]}/cv`, corpus('packed.pdf'), {file: 'cv.pdf'});
    assert.match(page.text, /Europass-CV \(PDF\)/);
});

test('a file needs the form’s token, a right and a size', async () => {
    const path = `${people[3]}/cv`, bytes = corpus('europass-3.xml');
    await adviser.get(path);
    const token = tokenOf(adviser.page);
    assert.equal((await send(adviser, path, bytes, {token: 'wrong'})).status, 403);
    const late = multipart([{name: 'file', value: bytes, file: 'cv.xml'}, {name: 'csrf', value: token}]);
    const answer = await adviser.request('POST', path, late);
    assert.equal(answer.status, 422, 'a file before the token is not kept');
    assert.match(answer.body, /Velg filen med CV-en/);
    const large = multipart([{name: 'csrf', value: token}, {name: 'file', value: Buffer.alloc((10 << 20) + 5000, 'x'), file: 'a'}]);
    assert.equal((await adviser.request('POST', path, large)).status, 413);
    const broken = {...late, body: late.body.subarray(0, late.body.length - 10)};
    assert.equal((await adviser.request('POST', path, broken)).status, 400);
    const stranger = new Client(server);
    await stranger.get('/login');
    const foreign = multipart([{name: 'csrf', value: tokenOf(stranger.page)}, {name: 'file', value: bytes, file: 'cv.xml'}]);
    assert.ok([303, 403].includes((await stranger.request('POST', path, foreign)).status));
    assert.equal((await candidate.request('POST', path, foreign)).status, 403);
    const plain = multipart([{name: 'csrf', value: token}, {name: 'title', value: 'x'}]);
    assert.equal((await adviser.request('POST', '/language', plain)).status, 415, 'other forms take no files');
    assert.match((await adviser.get(path)).text, /Ingen CV er lest ennå/);
});

test('nothing of who the person is stands in the data directory', () => {
    for (const name of readdirSync(server.data, {recursive: true, withFileTypes: true})) {
        if (!name.isFile())
            continue;
        const bytes = readFileSync(join(name.parentPath ?? name.path, name.name));
        for (const secret of ['Zeldafirst', 'Quixsurname', 'zelda@quix', 'Kvikkveien', 'Eritreannationality', 'UGhvdG9ieXRlc', 'Hotell Fjord'])
            assert.equal(bytes.indexOf(secret), -1, `${secret} in ${name.name}`);
    }
});
