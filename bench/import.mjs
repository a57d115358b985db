// SPDX-License-Identifier: EUPL-1.2
// Imports of whole files by the command line: how long they take, and how much memory at most. Called by bench/run, with the
// program, the size of the register in megabytes, and how the names begin that are wanted; see bench/README.md.
import {spawn, spawnSync} from 'node:child_process';
import {closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

const [program, size = '1000', wanted = ''] = process.argv.slice(2);
const megabytes = Number(size);
if (!program || !(megabytes > 0)) {
    console.error('bench/import: give the program, and the size of the register in megabytes');
    process.exit(2);
}
const real = new URL('../../shared/data/', import.meta.url).pathname;
const scratch = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'ypsilon-bench-'));
const today = '2018-05-02';
let short = false;

// Of the whole process, and of that what is its own: the rest is the database's file, mapped into memory.
function look(pid, most) {
    let text;
    try {
        text = readFileSync(`/proc/${pid}/status`, 'utf8');
    } catch {
        return;
    }
    for (const [name, field] of [['whole', 'VmHWM'], ['own', 'RssAnon']])
        most[name] = Math.max(most[name], Number(text.match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm'))?.[1] ?? 0) / 1024);
}

async function importOne(kind, path, options = []) {
    const data = join(scratch, 'data');
    const begun = process.hrtime.bigint();
    const child = spawn(program, ['import', kind, path, '--data', data, '--today', today, '--json', ...options],
        {stdio: ['ignore', 'pipe', 'ignore']});
    const most = {whole: 0, own: 0};
    let out = '', code = null, ended = 0n;
    child.stdout.on('data', bytes => out += bytes);
    child.on('exit', given => [code, ended] = [given, process.hrtime.bigint()]);
    const closed = new Promise(done => child.on('close', done));
    while (code === null) {
        look(child.pid, most);
        await sleep(5);
    }
    await closed;
    if (code !== 0)
        return {code, seconds: Number(ended - begun) / 1e9, ...most};
    const {read, created, updated, outside, rejected} = JSON.parse(out);
    return {code, read, created, updated, outside, rejected, seconds: Number(ended - begun) / 1e9, ...most};
}

function say(name, value, unit, bar) {
    const ok = value <= bar;
    short ||= !ok;
    console.log(`${name} ${value.toFixed(value < 10 ? 2 : 0)} ${unit} bar ${bar} ${ok ? 'ok' : 'short'}`);
}

async function measure(name, kind, path, {options, seconds, memory} = {}) {
    if (!name.startsWith(wanted))
        return;
    if (!existsSync(path)) {
        console.log(`# ${name}: passed over, ${path} is not here`);
        return;
    }
    const done = await importOne(kind, path, options);
    console.log(`# ${name}: ${done.code === 0 ? `${done.read} read, ${done.created} new, ${done.updated} changed, `
        + `${done.outside} outside, ${done.rejected} rejected` : `refused (${done.code})`}, ${done.seconds.toFixed(2)} s, `
        + `${done.whole.toFixed(0)} MB at most, ${done.own.toFixed(0)} MB of it the program's own`);
    if (done.code !== 0 && (seconds || memory))
        throw new Error(`${name} was not imported`);
    if (seconds)
        say(`${name}/time`, done.seconds, 's', seconds);
    if (memory)
        say(`${name}/memory`, done.whole, 'MB', memory);
}

// The next organisation number that is right.
function* numbers() {
    const weights = [3, 2, 7, 6, 5, 4, 3, 2];
    for (let base = 81000000; base < 100000000; base++) {
        const check = (11 - [...String(base)].reduce((sum, digit, i) => sum + digit * weights[i], 0) % 11) % 11;
        if (check !== 10)
            yield `${base}${check}`;
    }
}

// Units as the register's bulk file has them, invented; one in a hundred lies in the region.
function writeRegister(path) {
    const towns = [['0301', 'OSLO', '0150'], ['1201', 'BERGEN', '5003'], ['5001', 'TRONDHEIM', '7010'], ['1103', 'STAVANGER', '4014']];
    const forms = [['AS', 'Aksjeselskap'], ['ENK', 'Enkeltpersonforetak'], ['FLI', 'Forening']];
    const file = openSync(path, 'wx', 0o600);
    let bytes = 0, count = 0, part = '[\n';
    for (const number of numbers()) {
        const [municipality, place, postal] = count % 100 === 0 ? ['0602', 'DRAMMEN', '3015'] : towns[count % towns.length];
        const [form, formName] = forms[count % forms.length];
        const address = {land: 'Norge', landkode: 'NO', postnummer: postal, poststed: place, kommune: place, kommunenummer: municipality};
        part += (count === 0 ? '' : ',\n') + JSON.stringify({
            organisasjonsnummer: number, navn: `VIRKSOMHET NUMMER ${count} ${form}`,
            organisasjonsform: {kode: form, beskrivelse: formName, _links: {self: {href: `https://register.example/former/${form}`}}},
            hjemmeside: 'www.virksomhet.example', postadresse: {...address, adresse: [`Postboks ${count % 999}`]},
            registreringsdatoEnhetsregisteret: '1996-09-12', registrertIMvaregisteret: true,
            naeringskode1: {beskrivelse: 'Butikkhandel med bredt vareutvalg', kode: '47.111'},
            ...count % 3 === 0 ? {antallAnsatte: count % 97} : {}, forretningsadresse: {...address, adresse: [`Storgata ${count % 300}`]},
            stiftelsesdato: '1987-03-23', institusjonellSektorkode: {kode: '2100', beskrivelse: 'Private aksjeselskaper'},
            registrertIForetaksregisteret: true, registrertIStiftelsesregisteret: false, registrertIFrivillighetsregisteret: false,
            konkurs: false, underAvvikling: false, underTvangsavviklingEllerTvangsopplosning: false, maalform: 'Bokmål',
            _links: {self: {href: `https://register.example/enheter/${number}`}},
        });
        count++;
        if (part.length > 1 << 20) {
            bytes += writeSync(file, part);
            part = '';
        }
        if (bytes >= megabytes * 1e6)
            break;
    }
    writeSync(file, `${part}\n]\n`);
    closeSync(file);
}

try {
    const made = spawnSync(program, ['demo', '--data', join(scratch, 'data'), '--employers', '20', '--candidates', '20', '--needs', '5',
        '--today', today], {encoding: 'utf8'});
    if (made.status !== 0)
        throw new Error(made.stderr);
    const from = path => join(real, path);
    await measure('postal', 'postal', from('postal/postal_codes_no.tsv'));
    await measure('municipalities', 'municipalities', from('municipalities'));
    await measure('industry', 'industry', from('industry'));
    await measure('industry-versions', 'industry', from('industry/klass_versions'));
    await measure('industry-changes', 'industry', from('industry/klass_changes'));
    await measure('styrk', 'styrk', from('styrk08'));
    await measure('titles', 'titles', from('titles'));
    await measure('esco', 'esco', from('esco'), {seconds: 10, memory: 300});
    await measure('jobs', 'jobs', from('job-ads'));
    for (const source of ['amt-enhetsregister', 'brreg-underenheter', 'etatsbasen', 'mock-enhetsregisteret', 'sykefravar'])
        await measure(`register/${source}`, 'employers', from(`register/${source}`), {options: ['--option', 'region=all']});
    for (const file of ['enheter_alle.json.gz', 'underenheter_alle.json.gz', 'hovedenheter.csv', 'underenheter.csv'])
        await measure(`register/${file}`, 'employers', from(`register/pam-er-sync/${file}`), {options: ['--option', 'region=all']});
    const register = join(scratch, 'enheter_alle.json');
    if (['register', 'register-again', 'register-all'].some(name => name.startsWith(wanted)))
        writeRegister(register);
    await measure('register', 'employers', register, {memory: 200});
    await measure('register-again', 'employers', register, {memory: 200});
    await measure('register-all', 'employers', register, {options: ['--option', 'region=all'], memory: 200});
} finally {
    rmSync(scratch, {recursive: true, force: true});
}
process.exitCode = short ? 1 : 0;
