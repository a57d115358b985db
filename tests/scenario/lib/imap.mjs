// SPDX-License-Identifier: EUPL-1.2
// A real IMAP server (Dovecot) with one mailbox, as a process of its own on a free port, for nobody but the test.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

import {certificate, key} from './mailbox.mjs';
import {makeScratch} from './server.mjs';

const dovecot = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find(existsSync);
const password = 'hemmelig æ 2';

async function freePort() {
    const server = net.createServer();
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    const {port} = server.address();
    await new Promise(done => server.close(done));
    return port;
}

// As root, mail is the business of somebody who may do nothing else: Dovecot serves none to root.
function owner() {
    if (process.getuid() !== 0)
        return {name: userInfo().username, group: null, uid: process.getuid(), gid: process.getgid()};
    const [, , uid, gid] = /^(nobody):[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
    const group = new RegExp(`^([^:]+):[^:]*:${gid}:`, 'm').exec(readFileSync('/etc/group', 'utf8'))[1];
    return {name: 'nobody', group, uid: Number(uid), gid: Number(gid)};
}

const settings = ({dir, who, port, tlsPort}) => `
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${who.name}
default_login_user = ${who.name}
${who.group ? `default_internal_group = ${who.group}` : ''}
first_valid_uid = 1
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${dir}/Maildir
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${dir}/users
}
userdb {
  driver = static
  args = uid=${who.uid} gid=${who.gid} home=${dir}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

// tls: 'none', 'starttls' or 'at once'. args are for `ypsilon serve`; put(text or bytes) lets a mail arrive; seen(): how
// many are marked as read; count(): how many there are. stop and start keep what is in it; wrong: another password is given.
export async function openImap({tls = 'none', wrong = false} = {}) {
    assert.ok(dovecot, 'Dovecot is not installed (dovecot-imapd)');
    const who = owner();
    const dir = mkdtempSync(join(tmpdir(), 'ypsilon-imap-'));
    const [port, tlsPort] = [await freePort(), await freePort()];
    chmodSync(dir, 0o755);
    for (const folder of ['run', 'Maildir', 'Maildir/new', 'Maildir/cur', 'Maildir/tmp'])
        mkdirSync(join(dir, folder));
    writeFileSync(join(dir, 'cert.pem'), certificate);
    writeFileSync(join(dir, 'key.pem'), key);
    writeFileSync(join(dir, 'users'), `post:{PLAIN}${password}::::::\n`);
    writeFileSync(join(dir, 'dovecot.conf'), settings({dir, who, port, tlsPort}));
    const own = path => process.getuid() === 0 && chownSync(path, who.uid, who.gid);
    for (const path of ['', 'run', 'Maildir', 'Maildir/new', 'Maildir/cur', 'Maildir/tmp', 'users'])
        own(join(dir, path));
    let child = null;
    let gone;
    let number = 0;
    const imap = {
        dir, port,
        log: () => existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8') : '',
        async start() {
            child = spawn(dovecot, ['-F', '-c', join(dir, 'dovecot.conf')], {stdio: ['ignore', 'ignore', 'pipe']});
            let said = '';
            child.stderr.setEncoding('utf8').on('data', text => said += text);
            let ended = false;
            gone = new Promise(done => child.on('close', () => done(ended = true)));
            for (const until = Date.now() + 20_000; ; await sleep(50)) {
                const answers = await new Promise(done => {
                    const socket = net.connect(port, '127.0.0.1');
                    socket.once('data', () => done(true)).once('error', () => done(false));
                    setTimeout(() => done(false), 1000).unref();
                    socket.once('close', () => done(false));
                    socket.on('data', () => socket.destroy());
                });
                if (answers)
                    break;
                assert.ok(!ended && Date.now() < until, `Dovecot did not start: ${said} ${imap.log()}`);
            }
        },
        async stop() {
            child?.kill('SIGTERM');
            await gone;
            child = null;
        },
        put(mail) {
            const name = `${Date.now()}.M${String(++number).padStart(6, '0')}.test`;
            const path = join(dir, 'Maildir/tmp', name);
            writeFileSync(path, mail);
            own(path);
            renameSync(path, join(dir, 'Maildir/new', name));
        },
        files: () => ['new', 'cur'].flatMap(folder => readdirSync(join(dir, 'Maildir', folder))),
        seen: () => imap.files().filter(name => /:2,[A-Z]*S/.test(name)).length,
        count: () => imap.files().length,
        async close() {
            await imap.stop();
            rmSync(dir, {recursive: true, force: true});
            rmSync(scratch, {recursive: true, force: true});
        },
    };
    const scratch = makeScratch();
    writeFileSync(join(scratch, 'password'), `${wrong ? 'feil' : password}\n`, {mode: 0o600});
    writeFileSync(join(scratch, 'ca.pem'), certificate);
    const scheme = {'none': 'imap+plain', 'starttls': 'imap', 'at once': 'imaps'}[tls];
    imap.args = ['--inbox', `${scheme}://post@127.0.0.1:${tls === 'at once' ? tlsPort : port}/INBOX`,
        '--inbox-password-file', join(scratch, 'password'), '--inbox-seconds', '1',
        ...(tls === 'none' ? [] : ['--inbox-ca', join(scratch, 'ca.pem')])];
    process.once('exit', () => child?.kill('SIGKILL'));
    await imap.start();
    return imap;
}
