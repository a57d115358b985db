// SPDX-License-Identifier: EUPL-1.2
// Two clients: one that behaves as a browser without scripts (cookies, redirects, forms), and one that sends any bytes.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';

import {fillForm, Page} from './page.mjs';

const redirectsMost = 5;

export class Client {
    // server: what startServer gave. lang: asked for with Accept-Language.
    constructor(server, {lang = 'nb'} = {}) {
        this.server = server;
        this.lang = lang;
        this.cookies = new Map();
        this.page = null; // the last one
    }

    // One request, no redirect followed: {status, headers, body, path}. body: text or bytes.
    request(method, path, {headers = {}, body} = {}) {
        return new Promise((done, failed) => {
            const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
            const request = http.request({
                host: '127.0.0.1', port: this.server.port, method, path, agent: false,
                headers: {
                    'Accept-Language': this.lang,
                    ...(cookie ? {Cookie: cookie} : {}),
                    ...(method === 'POST' ? {Origin: this.server.origin, 'Sec-Fetch-Site': 'same-origin'} : {}),
                    ...(body === undefined ? {} : {'Content-Length': Buffer.byteLength(body)}),
                    ...headers,
                },
            }, answer => {
                const parts = [];
                answer.on('data', part => parts.push(part));
                answer.on('error', failed);
                answer.on('end', () => {
                    this.keepCookies(answer.headers['set-cookie'] ?? []);
                    const bytes = Buffer.concat(parts);
                    done({status: answer.statusCode, headers: answer.headers, body: bytes.toString('utf8'), bytes, path});
                });
            });
            request.on('error', failed);
            request.setTimeout(60_000, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
            request.end(body);
        });
    }

    keepCookies(lines) {
        for (const line of lines) {
            const [pair, ...attributes] = line.split(';').map(part => part.trim());
            const name = pair.slice(0, pair.indexOf('='));
            const gone = attributes.some(a => /^max-age=(?:0|-\d+)$/i.test(a)) || pair.endsWith('=');
            if (gone)
                this.cookies.delete(name);
            else
                this.cookies.set(name, pair.slice(name.length + 1));
        }
    }

    // As a browser: follows redirects and gives the page at the end.
    async get(path, options = {}) {
        let answer = await this.request('GET', path, options);
        for (let i = 0; [301, 302, 303, 307, 308].includes(answer.status) && i < redirectsMost; i++)
            answer = await this.request('GET', this.inside(answer.headers.location), options);
        return this.page = new Page(answer);
    }

    async post(path, fields, options = {}) {
        const answer = await this.request('POST', path, {
            ...options,
            headers: {'Content-Type': 'application/x-www-form-urlencoded', ...options.headers},
            body: new URLSearchParams(fields).toString(),
        });
        if (answer.status === 303)
            return this.get(this.inside(answer.headers.location));
        return this.page = new Page(answer);
    }

    // As by the button in the footer of every page.
    async setLanguage(lang) {
        await this.get('/');
        const {fields} = this.page.form('/language');
        return this.post('/language', [...fields.filter(([name]) => name !== 'lang'), ['lang', lang]]);
    }

    // Sends a form that takes files, as a browser does: the fields first. files: [field, name, bytes].
    async upload(path, fields, files) {
        const boundary = '----ypsilon-test-boundary';
        const parts = [...fields].map(([name, value]) =>
            Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
        for (const [field, name, bytes] of files)
            parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n`
                + 'Content-Type: application/octet-stream\r\n\r\n'), Buffer.from(bytes), Buffer.from('\r\n'));
        parts.push(Buffer.from(`--${boundary}--\r\n`));
        const answer = await this.request('POST', path, {
            headers: {'Content-Type': `multipart/form-data; boundary=${boundary}`}, body: Buffer.concat(parts),
        });
        if (answer.status === 303)
            return this.get(this.inside(answer.headers.location));
        return this.page = new Page(answer);
    }

    // A redirect never leads to another site.
    inside(location) {
        const address = new URL(location, this.server.origin);
        assert.equal(address.origin, this.server.origin, `redirected to ${location}`);
        return address.pathname + address.search;
    }

    // Fills in and sends a form of the last page. options.form: see Page.form, by default the one with the fields of
    // values; options.button: its text, name or name=value, by default the first.
    async submit(values, {form, button} = {}) {
        const chosen = this.page.form(form ?? Object.keys(values));
        const {action, fields} = fillForm(chosen, values, button);
        return chosen.method === 'post' ? this.post(action, fields)
            : this.get(`${action.split('?')[0]}?${new URLSearchParams(fields)}`);
    }
}

// Sends bytes as they are and reads what comes until the server closes, or for quiet milliseconds nothing comes any more.
// pieces: texts or buffers (one or a list), every gap milliseconds one; end: whether to close our half afterwards.
// Returns {text, closed, milliseconds}; text is latin1, so that bytes survive.
export function sendRaw(port, pieces, {gap = 0, quiet = 5000, end = false, host = '127.0.0.1'} = {}) {
    return new Promise(done => {
        const begun = Date.now();
        const parts = [];
        let timer = null;
        let sending = null;
        const socket = net.connect({port, host});
        const finish = closed => {
            clearTimeout(timer);
            clearTimeout(sending);
            socket.destroy();
            done({text: Buffer.concat(parts).toString('latin1'), closed, milliseconds: Date.now() - begun});
        };
        const wait = () => {
            clearTimeout(timer);
            timer = setTimeout(() => finish(false), quiet);
        };
        socket.on('connect', () => {
            const rest = [pieces].flat();
            const next = () => {
                wait();
                if (socket.destroyed)
                    return;
                if (rest.length === 0) {
                    if (end)
                        socket.end();
                    return;
                }
                const piece = rest.shift();
                socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
                if (gap > 0)
                    sending = setTimeout(next, gap);
                else
                    next();
            };
            next();
        });
        socket.on('data', part => {
            parts.push(part);
            wait();
        });
        socket.on('error', () => finish(true));
        socket.on('close', () => finish(true));
    });
}

// Splits what a connection gave into answers: [{status, headers, body}]. heads: the methods asked, to know which answers
// have no body.
export function readAnswers(text, methods = []) {
    const answers = [];
    while (text.length > 0) {
        const end = text.indexOf('\r\n\r\n');
        const first = /^HTTP\/1\.[01] (\d{3})/.exec(text);
        assert.ok(first && end > 0, `not an answer: ${text.slice(0, 200)}`);
        const headers = {};
        for (const line of text.slice(0, end).split('\r\n').slice(1))
            headers[line.slice(0, line.indexOf(':')).toLowerCase()] = line.slice(line.indexOf(':') + 1).trim();
        const status = Number(first[1]);
        if (status === 100) {
            text = text.slice(end + 4);
            continue;
        }
        const none = methods[answers.length] === 'HEAD' || status === 204 || status === 304;
        const length = none ? 0 : Number(headers['content-length'] ?? text.length - end - 4);
        answers.push({status, headers, body: Buffer.from(text.slice(end + 4, end + 4 + length), 'latin1').toString('utf8')});
        text = text.slice(end + 4 + length);
    }
    return answers;
}
