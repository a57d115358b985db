// SPDX-License-Identifier: EUPL-1.2
// A mailing of MAILS handed to a real SMTP server by the program itself: how long from its start until the last one has been
// taken, each exactly once. Called by bench/run with the folder of the build and the number; see bench/README.md.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

import {simpleParser} from 'mailparser';
import {SMTPServer} from 'smtp-server';

const [built, wanted = '10000'] = process.argv.slice(2);
const number = Number(wanted);
if (!built || !(number > 0)) {
    console.error('bench/mail: give the folder of the build, and how many mails');
    process.exit(2);
}
const today = '2016-09-01';
const bar = 120 * number / 10_000;
const scratch = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'ypsilon-bench-'));
const data = join(scratch, 'data');
const program = join(built, 'src/cli/ypsilon');

function run(command, args) {
    const done = spawnSync(command, args, {encoding: 'utf8'});
    if (done.status !== 0)
        throw new Error(`${command} ${args.join(' ')}: ${done.stdout}${done.stderr}`);
    return done.stdout;
}

const taken = new Map();
let last = 0, sample = null;
const catcher = new SMTPServer({
    authOptional: true, disableReverseLookup: true, logger: false, disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
        const parts = [];
        stream.on('data', part => parts.push(part));
        stream.on('end', () => {
            const raw = Buffer.concat(parts);
            const id = /^Message-Id: <([^>]+)>/mi.exec(raw.toString('latin1'))[1];
            taken.set(id, (taken.get(id) ?? 0) + 1);
            sample ??= /kontakt1@/.test(session.envelope.rcptTo[0].address) ? raw : null;
            last = performance.now();
            done(null, 'taken');
        });
    },
});
catcher.on('error', () => {});

let child;
try {
    run(program, ['demo', '--data', data, '--today', today]);
    const waiting = Number(run(join(built, 'bench/bench_mail'), [data, String(number), today]));
    await new Promise(done => catcher.listen(0, '127.0.0.1', done));
    const begun = performance.now();
    child = spawn(program, ['serve', '--data', data, '--port', '0', '--today', today, '--mail-from', 'post@region.example',
        '--smtp', `smtp+plain://127.0.0.1:${catcher.server.address().port}`, '--site', 'https://ypsilon.example'], {stdio: 'ignore'});
    for (const until = begun + 10 * bar * 1000; taken.size < waiting && performance.now() < until;)
        await sleep(20);
    await sleep(1000); // nothing comes twice
    const all = [...taken.values()].reduce((sum, n) => sum + n, 0);
    const mail = sample && await simpleParser(sample);
    if (all < waiting || [...taken.values()].some(n => n !== 1) || !/æøå/.test(mail?.subject ?? '') || !mail.headers.has('list'))
        throw new Error(`${taken.size} of ${waiting} came, ${all} in all; ${mail?.subject}`);
    const seconds = (last - begun) / 1000;
    console.log(`# ${taken.size} mails, ${Math.round(taken.size / seconds)} a second`);
    const scaled = seconds * number / taken.size;
    console.log(`mail_${number} ${scaled.toFixed(scaled < 10 ? 2 : 1)} s bar ${bar} ${scaled <= bar ? 'ok' : 'short'}`);
    process.exitCode = scaled <= bar ? 0 : 1;
} finally {
    if (child) {
        const gone = new Promise(done => child.on('close', done));
        child.kill('SIGTERM');
        await gone;
    }
    await new Promise(done => catcher.close(done));
    rmSync(scratch, {recursive: true, force: true});
}
