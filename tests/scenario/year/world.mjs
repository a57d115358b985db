// SPDX-License-Identifier: EUPL-1.2
// The people of the year: who they are, how they log in, and the server that is started anew whenever the day moves.
import assert from 'node:assert/strict';
import {AsyncLocalStorage} from 'node:async_hooks';

import {readAccounts} from '../lib/accounts.mjs';
import {Client} from '../lib/client.mjs';
import {runProgram, startServer} from '../lib/server.mjs';

const password = 'blå sykkel i høstregn';

const lane = new AsyncLocalStorage();
// Several at once, each one's things one after the other.
export const inLanes = (who, work) => Promise.all(who.map((one, i) => lane.run(i, () => work(one, i))));

// Everybody sits at a machine of the own: tries to log in are counted for each address.
let machines = 0;
class Window extends Client {
    constructor(server) {
        super(server);
        this.address = `10.${++machines >> 16 & 255}.${machines >> 8 & 255}.${machines & 255}`;
    }

    request(method, path, options = {}) {
        return super.request(method, path, {...options, headers: {...options.headers, 'X-Forwarded-For': this.address}});
    }
}

export class World {
    constructor(data) {
        this.data = data;
        this.lines = [];     // of the change log, as they could be read when they were written
        this.said = new Map(); // person → the answer on background
        this.staff = [];     // {name, email, password, role, agency}
        this.employers = []; // {email, password, id}
        this.candidates = new Map(); // person → {email, password}
    }

    async open(day) {
        this.day = day;
        this.server = await startServer({data: this.data, day, args: ['--trust-proxy']});
        this.clients = new Map();
        this.follow();
    }

    async close() {
        this.follow();
        await this.server.stop();
        this.server = null;
    }

    // What was written since is read now: of somebody who is deleted later, no more than the steps will be left.
    follow() {
        const after = this.lines.at(-1)?.id;
        const done = runProgram(['changes', '--data', this.data, ...(after ? ['--after', String(after)] : [])], {maxBuffer: 1 << 30});
        assert.equal(done.status, 0, done.stderr);
        this.lines.push(...done.stdout.split('\n').filter(Boolean).map(line => JSON.parse(line)));
    }

    // Logged in, once a day; in each lane of work in a window of its own, so that nobody turns another's page.
    as(account) {
        const window = `${account.email} ${lane.getStore() ?? ''}`;
        if (!this.clients.has(window))
            this.clients.set(window, this.logIn(account));
        return this.clients.get(window);
    }

    async logIn(account) {
        const client = new Window(this.server);
        await client.get('/login');
        await client.submit({email: account.email, password: account.password}, {form: '/login'});
        assert.equal(client.page.status, 200, `${account.email}: ${client.page.text}`);
        assert.ok(!client.page.path.startsWith('/login'), `${account.email} is in`);
        return client;
    }

    // The demo's office and advisers, another adviser in each of their agencies, and users of so many employers, whom the
    // office invites.
    async people(employers) {
        const {password: demo, of} = readAccounts(this.server);
        this.office = {email: of.office[0], password: demo, role: 'office'};
        this.steering = {email: of.steering[0], password: demo, role: 'steering'};
        this.advisers = of.adviser.slice(0, 2).map(email => ({email, password: demo, role: 'adviser'}));
        for (const [i, one] of [...this.advisers].entries()) {
            const home = await (await this.as(one)).get('/account');
            const organisation = /Organisasjon (.+?) (?:Språk|Passord)/.exec(home.text)?.[1];
            assert.ok(organisation, home.text);
            const email = `kollega${i}@etat.example`;
            const done = runProgram(['user', 'add', email, '--role', 'adviser', '--name', `Kollega Nummer ${i}`, '--organisation', organisation,
                '--data', this.data], {input: `${password}\n`});
            assert.equal(done.status, 0, done.stderr);
            this.advisers.push({email, password, role: 'adviser'});
        }
        const office = await this.as(this.office);
        let path = '/employers';
        while (this.employers.length < employers) {
            const list = await office.get(path);
            const next = list.links(/after=/)[0];
            for (const {href} of list.links(/^\/employers\/\d+$/)) {
                if (this.employers.length < employers)
                    await this.invite(office, href);
            }
            assert.ok(this.employers.length >= employers || next, 'there are enough employers with workplaces');
            path = next?.href;
        }
        this.follow();
        // The log names agencies by id: those of the two colleagues are those of the advisers they were added beside.
        const added = this.lines.filter(l => l.noun === 'user' && l.verb === 'insert' && l.facts?.role === 'adviser').slice(-2);
        for (const [i, account] of this.advisers.entries())
            account.agency = added[i % 2].facts.agency;
    }

    async invite(office, employer) {
        const email = `leder${this.employers.length}@virksomhet.example`;
        await office.get(`${employer}/users`);
        await office.submit({name: `Leder Nummer ${this.employers.length}`, email}, {form: `${employer}/users/invite`});
        const link = /http:\/\/\S+(\/invite\/[0-9a-f-]+)/.exec(office.page.text)[1];
        const guest = new Window(this.server);
        await guest.get(link);
        await guest.submit({password, again: password}, {form: '/invite'});
        assert.equal(guest.page.path, '/login');
        const account = {email, password, role: 'employer', id: employer.split('/').at(-1)};
        const client = await this.as(account);
        const form = await client.get('/needs/new');
        if (form.forms.some(f => f.action === '/needs'))
            this.employers.push(account);
    }
}
