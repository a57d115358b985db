// SPDX-License-Identifier: EUPL-1.2
// A mail server that catches what the program sends, and reads it with a MIME parser that is not ours.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

import {simpleParser} from 'mailparser';
import {SMTPServer} from 'smtp-server';

import {makeScratch} from './server.mjs';

// Made for these tests: "localhost", signed by itself.
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRH1GjH7sHQYFFwLM
6+3WBgYI9bMKlUwOLksEFM43lOWhRANCAARYRjxKKr569E3goFsUrM+3lQP3Bdri
EBp8Cid9wksjSX/5f94awEqhOpj8cClc301aw+AtkGEForNhmQgUC4KM
-----END PRIVATE KEY-----`;
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBaDCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMTUwMTAxMDAwMDAwWhgPMjEyNTAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFhGPEoqvnr0TeCg
WxSsz7eVA/cF2uIQGnwKJ33CSyNJf/l/3hrASqE6mPxwKVzfTVrD4C2QYQWis2GZ
CBQLgoyjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBSOQCYcTtPPDBwYOQ9Cr72VF3dbvTAKBggqhkjOPQQD
AgNJADBGAiEAh7nhLEAdIU5Hg/Tfut/S5VO8nmTBd/r3vj6+b/zfmr0CIQDzd2cF
IYQ+zgxMcwcnjn2MudBkJqnjKoWhEJuXEvX/ug==
-----END CERTIFICATE-----`;

const refusal = ({code, text}) => Object.assign(new Error(text), {responseCode: code});

// options.port: 0 takes a free one. options.login {user, password}: asked for. options.tls: 'none', 'starttls', 'at once'.
// options.answer({stage: 'mail' | 'rcpt' | 'data', address, count}): what to answer instead of taking it: {code, text},
// 'drop' (the connection is cut) or 'hang' (no answer until close); nothing takes it. count: mails that came whole so far.
// What was caught stands in mails, in the order of arrival: {from, to, at, raw, subject, text, headers, …} as simpleParser
// reads it; to is the envelope's one receiver. attempts: {stage, address} of all that was asked.
export async function openMailbox({port = 0, login, tls = 'none', answer = () => null} = {}) {
    const mails = [];
    const attempts = [];
    const box = {mails, attempts, answer, connections: 0};
    const sockets = new Set();
    const judge = (stage, address, session, done, take) => {
        attempts.push({stage, address});
        const how = box.answer({stage, address, count: mails.length});
        if (how === 'drop')
            for (const socket of sockets)
                socket.destroy();
        else if (how === 'hang')
            box.hanging = true;
        else if (how)
            done(refusal(how));
        else
            take();
    };
    const server = new SMTPServer({
        name: 'mailbox.test', banner: 'caught here', key, cert: certificate, secure: tls === 'at once', authOptional: !login,
        allowInsecureAuth: tls === 'none', disableReverseLookup: true, logger: false,
        disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
        closeTimeout: 100,
        onConnect(session, done) {
            box.connections++;
            done();
        },
        onAuth(auth, session, done) {
            if (auth.username === login.user && auth.password === login.password)
                done(null, {user: auth.username});
            else
                done(refusal({code: 535, text: '5.7.8 Wrong user or password'}));
        },
        onMailFrom: ({address}, session, done) => judge('mail', address, session, done, () => done()),
        onRcptTo: ({address}, session, done) => judge('rcpt', address, session, done, () => done()),
        onData(stream, session, done) {
            const parts = [];
            const address = session.envelope.rcptTo.map(to => to.address).join(' ');
            stream.on('data', part => parts.push(part));
            stream.on('end', () => {
                const raw = Buffer.concat(parts);
                judge('data', address, session, done, async () => {
                    const parsed = await simpleParser(raw);
                    mails.push(Object.assign(parsed, {
                        raw: raw.toString('latin1'), receiver: address, sender: session.envelope.mailFrom.address,
                        secure: session.secure, user: session.user,
                    }));
                    done(null, 'caught');
                });
            });
        },
    });
    server.server.on('connection', socket => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
    });
    server.on('error', () => {}); // connections that end in the middle are what some tests are about
    await new Promise((done, failed) => {
        server.server.once('error', failed);
        server.listen(port, '127.0.0.1', done);
    });
    box.port = server.server.address().port;
    const user = login ? `${login.user}@` : '';
    const scheme = {'none': 'smtp+plain', 'starttls': 'smtp', 'at once': 'smtps'}[tls];
    // For `ypsilon serve`: a certificate that is trusted, a password that is no argument.
    box.args = ['--smtp', `${scheme}://${user}127.0.0.1:${box.port}`, '--mail-from', 'ypsilon@region.example',
        '--site', 'https://ypsilon.region.example'];
    const scratch = makeScratch();
    if (tls !== 'none') {
        writeFileSync(join(scratch, 'ca.pem'), certificate);
        box.args.push('--smtp-ca', join(scratch, 'ca.pem'));
    }
    if (login) {
        writeFileSync(join(scratch, 'password'), `${login.password}\n`, {mode: 0o600});
        box.args.push('--smtp-password-file', join(scratch, 'password'));
    }
    // Waits until so many mails, or as many as wanted says, have come, and gives them.
    box.wait = async (wanted, seconds = 20) => {
        const enough = typeof wanted === 'number' ? () => mails.length >= wanted : () => wanted(mails);
        for (const until = Date.now() + seconds * 1000; !enough(); await sleep(25))
            assert.ok(Date.now() < until, `mails did not come; here are ${mails.length}: ${mails.map(m => m.subject).join('; ')}`);
        return mails;
    };
    box.waitFor = async (what, seconds = 20) => {
        for (const until = Date.now() + seconds * 1000; !what(); await sleep(25))
            assert.ok(Date.now() < until, `waited in vain: ${what}`);
    };
    box.close = () => new Promise(done => {
        for (const socket of sockets)
            socket.destroy();
        server.close(done);
    });
    return box;
}
