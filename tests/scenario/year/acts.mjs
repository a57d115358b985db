// SPDX-License-Identifier: EUPL-1.2
// What people do in the year, through the forms that the pages offer them: whoever has a page before them sees what can be
// done now, and does some of it.
import assert from 'node:assert/strict';

import {diceOf} from './dice.mjs';
import {addDays, addMonths, typed} from './days.mjs';

const work = {
    5223: 'Butikkmedarbeider', 5120: 'Kokk', 9112: 'Renholder', 8344: 'Truckfører', 5321: 'Helsefagarbeider', 4321: 'Lagermedarbeider',
};
const reasons = ['experience', 'competence', 'language', 'education', 'availability', 'place', 'other-chosen', 'need-gone', 'no-show'];
const ends = ['agreed', 'other-job', 'studies', 'by-person', 'by-employer', 'less-work', 'other'];

// What a page says below its menus.
const body = page => `${page.path} ${page.status} ${page.text.replace(/^.*?Logg ut /, '').slice(0, 1200)}`;
// Which of some words a choice on the page offers.
const offers = (page, name, words) => {
    const values = page.all('input', a => a.name === name).map(node => node.attributes.value)
        .concat(page.all('select', a => a.name === name).flatMap(node => node.children.map(option => option.attributes?.value)));
    return words.filter(word => values.includes(word));
};
const verdictOn = (page, dice, share) => dice.chance(share) && offers(page, 'verdict', ['relevant']).length > 0
    ? {verdict: 'relevant'} : {verdict: 'not-relevant', reason: dice.pick(reasons)};
// One of the employer's workplaces, where the page lets choose.
const somewhere = (page, dice) => {
    const ids = page.all('input', a => a.name === 'workplace_id').map(node => node.attributes.value);
    return ids.length === 0 ? {} : {workplace_id: dice.pick(ids)};
};
const has = (page, form) => page.forms.some(f => form instanceof RegExp ? form.test(f.action) : f.action === form);

export class Acts {
    constructor(world, seed, most) {
        Object.assign(this, {world, seed, most});
        this.needs = [];     // {id, employer, owner, left: how many more referrals}
        this.referrals = []; // {href, by, need, name, person}
        this.hires = new Map(); // href → {employer, by, referral}
        this.did = {};       // what has been done how often
        this.owing = {needs: 0, referrals: 0};
    }

    note(what) {
        this.did[what] = (this.did[what] ?? 0) + 1;
    }

    dice(...about) {
        return diceOf([this.seed, ...about].join(' '));
    }

    // A form that is to be taken. The page after it.
    async send(client, form, values, what, {button} = {}) {
        const page = await client.submit(values, {form, button});
        assert.equal(page.status, 200, `${what}: ${body(page)}`);
        this.note(what);
        return page;
    }

    // A form that is to be refused.
    async refused(client, form, values, what, status) {
        const page = await client.submit(values, {form});
        assert.equal(page.status, status, `${what}: ${body(page)}`);
        this.note(what);
        return page;
    }

    // The office writes down what an employer means to hire, and later that it means otherwise.
    async pledge(employer, n) {
        const client = await this.world.as(this.world.office);
        const path = `/employers/${employer.id}/pledge`;
        await client.get(path);
        await this.send(client, path, {pledged: String(this.dice('pledge', n, this.world.day).upTo(40)), pledged_by: '31.12.2018'}, 'pledge written down');
    }

    // An employer states a need.
    async state(n) {
        const {world} = this;
        const dice = this.dice('need', n);
        const employer = world.employers[n % world.employers.length];
        const owner = employer;
        const client = await world.as(owner);
        const occupation = dice.pick(Object.keys(work));
        await client.get('/needs/new');
        await this.send(client, '/needs', {title: `${work[occupation]} ${n}`, occupation, ...somewhere(client.page, dice)}, 'need stated');
        const id = /^\/needs\/(\d+)/.exec(client.page.path)[1];
        const from = addDays(world.day, dice.upTo(30));
        await this.send(client, `/needs/${id}/edit/place`, {
            positions: String(1 + dice.upTo(3)), start_from: typed(from), start_latest: typed(addDays(from, 60 + dice.upTo(60))),
            share_least: '20', share_most: '100', times: ['day', 'evening', 'weekend'].slice(0, 1 + dice.upTo(3)),
            form: 'permanent',
        }, 'need placed');
        if (dice.chance(0.04))
            return; // it stays a draft
        await client.get(`/needs/${id}/edit/review`);
        const opening = client.page.form(`/needs/${id}/open`);
        await this.send(client, `/needs/${id}/open`, opening.names.has('confirmed_by_name') ? {confirmed_by_name: 'Leder'} : {}, 'need opened');
        this.needs.push({id, employer, owner, n, open: true});
    }

    // An adviser ticks some in the ranked list.
    async propose(need, by, count) {
        const {world} = this;
        const dice = this.dice('propose', need.n, by.email, world.day);
        const client = await world.as(by);
        const page = await client.get(`/needs/${need.id}`);
        const action = `/needs/${need.id}/referrals`;
        const people = page.all('input', a => a.name === 'person').map(node => node.attributes.value);
        if (!has(page, action) || people.length === 0)
            return 0;
        const chosen = new Set();
        for (let i = 0; i < count; i++)
            chosen.add(dice.pick(people));
        const known = new Set(this.referrals.map(r => r.href));
        let after = await this.send(client, action, {person: [...chosen]}, 'referrals started');
        if (after.forms.some(f => f.names.has('in_spite'))) {
            this.note('warned of another agency');
            const form = after.forms.find(f => f.names.has('in_spite'));
            const both = after.all('input', a => /^spite-/.test(a.id ?? '')).map(node => node.attributes.value);
            if (dice.chance(0.5)) {
                const fields = [...form.fields.filter(([name]) => name !== 'person'), ...both.map(person => ['person', person])];
                after = await client.post(form.action, fields);
                assert.equal(after.status, 200);
                this.note('started in spite of it');
            }
        }
        if (after.path.split('?')[0] !== `/needs/${need.id}`)
            after = await client.get(`/needs/${need.id}`);
        let begun = 0;
        for (const {href, text} of after.links(/^\/referrals\/\d+$/)) {
            if (known.has(href) || this.referrals.some(r => r.href === href))
                continue;
            begun++;
            this.referrals.push({href, by, need, name: text, n: this.referrals.length, step: 0});
        }
        return begun;
    }

    // One referral goes on, as far as its page lets it; false: nothing more comes of it.
    async advance(referral) {
        const {world} = this;
        const dice = this.dice('referral', referral.n, world.day);
        const plan = this.dice('plan', referral.n);
        const fate = plan.among({hire: 42, judged: 14, unpresented: 6, withdrawn: 7, left: 20, dropped: 11});
        const consent = plan.among({yes: 70, self: 8, no: 9, silence: 9, late: 4});
        const client = await world.as(referral.by);
        const at = verb => `${referral.href}/${verb}`;
        for (let steps = 0; steps < 6; steps++) {
            let page = await client.get(referral.href);
            if (page.status === 404)
                return false;
            assert.equal(page.status, 200);
            referral.person ??= page.links(/^\/candidates\/\d+$/)[0]?.href.split('/')[2];
            const early = offers(page, 'work', ['contacted', 'relevant']);
            if (steps === 0 && dice.chance(0.3) && early.length > 0)
                page = await this.send(client, at('work'), {work: dice.pick(early)}, 'work status set');
            if (steps === 0 && dice.chance(0.15) && has(page, at('next'))) {
                await this.send(client, at('next'), {next_step: 'Ringe og avtale', next_on: typed(addDays(world.day, dice.upTo(20)))}, 'next step set');
                page = await client.get(referral.href);
            }
            if (fate === 'dropped' && has(page, at('work'))) {
                await this.send(client, at('work'), {work: dice.pick(['not-relevant', 'not-interested'])}, 'referral dropped');
                return false;
            }
            if (has(page, at('ask'))) {
                if ((referral.asked ?? 0) >= 2)
                    return false;
                if (referral.late)
                    await this.answerLate(referral, client);
                const far = dice.chance(0.25);
                const deadline = far ? {deadline: 'date', deadline_on: typed(addDays(world.day, 25))} : {deadline: dice.pick(['2', '3', '7'])};
                page = await client.submit(deadline, {form: at('ask')});
                assert.ok([200, 409, 422].includes(page.status), body(page));
                if (page.status !== 200) {
                    assert.match(page.text, /åpne spørsmål|spurt om dette behovet/, body(page));
                    this.note('question refused');
                    return true;
                }
                this.note('question asked');
                referral.asked = (referral.asked ?? 0) + 1;
                if (!far && consent === 'late' && !referral.late)
                    referral.late = page.form(at('answer')).fields.find(([name]) => name === 'share');
                if (far || consent === 'silence' || consent === 'late')
                    return true;
                continue;
            }
            if (has(page, at('answer'))) {
                if (consent === 'silence' && referral.asked < 2 && dice.chance(0.4)) {
                    await this.send(client, at('take-back'), {}, 'question taken back');
                    return true;
                }
                if (consent === 'silence' || (consent === 'late' && referral.asked < 2))
                    return true;
                const yes = consent !== 'no';
                if (consent === 'self') {
                    if (await this.answerOneself(referral, yes))
                        continue;
                    await client.get(referral.href);
                }
                await this.send(client, at('answer'), {answer: yes ? 'yes' : 'no'}, yes ? 'yes on behalf' : 'no on behalf');
                continue;
            }
            if (has(page, at('present'))) {
                if (fate === 'withdrawn' && dice.chance(0.4)) {
                    await this.send(client, at('take-back'), {}, 'yes withdrawn');
                    return false;
                }
                page = await client.submit({}, {form: at('present')});
                if (page.status === 409) {
                    assert.match(page.text, /annen etat har allerede presentert|allerede presentert/i, body(page));
                    this.note('presented elsewhere');
                    return false;
                }
                assert.equal(page.status, 200, body(page));
                this.note('presented');
                if (dice.chance(0.5))
                    return true;
                continue;
            }
            if (has(page, at('unpresent')))
                return this.onceShown(referral, client, page, fate, dice);
            return page.links(/^\/hires\/new\?/).length > 0;
        }
        return true;
    }

    // A yes to a question whose deadline has passed, from a page that somebody has left open: it is refused and explained.
    async answerLate(referral, client) {
        const fields = client.page.form(`${referral.href}/ask`).fields.filter(([name]) => name === 'csrf');
        const page = await client.post(`${referral.href}/answer`, [...fields, referral.late, ['answer', 'yes']]);
        assert.equal(page.status, 409, body(page));
        assert.match(page.text, /Fristen er (?:ute|gått ut)/, body(page));
        this.note('late yes refused');
        referral.late = null;
        await client.get(referral.href);
    }

    async onceShown(referral, client, page, fate, dice) {
        const at = verb => `${referral.href}/${verb}`;
        const later = offers(page, 'work', ['interview', 'trial', 'offered']);
        if (dice.chance(0.3) && later.length > 0)
            page = await this.send(client, at('work'), {work: dice.pick(later)}, 'on to interview');
        if (fate === 'unpresented') {
            await this.send(client, at('unpresent'), {back_note: 'Feil person'}, 'presentation taken back');
            return false;
        }
        if (fate === 'withdrawn') {
            if (has(page, at('take-back'))) // with a withdrawn need the yes has ended
                await this.send(client, at('take-back'), {}, 'yes withdrawn after it');
            return false;
        }
        if (fate === 'judged' && has(page, at('verdict'))) {
            await this.send(client, at('verdict'), verdictOn(page, dice, 0.3), 'verdict by adviser');
            return false;
        }
        if (fate !== 'hire' || this.hires.size >= this.most.hires)
            return fate === 'left' && dice.chance(0.5);
        const path = `/hires/new?referral=${referral.href.split('/')[2]}`;
        const by = dice.chance(0.45) ? referral.need.employer : referral.by;
        const hand = await this.world.as(by);
        const form = await hand.get(path);
        if (!has(form, '/hires'))
            return false;
        await this.hire(hand, by, referral, dice);
        return false;
    }

    // Registers the hire that comes of a referral, and what goes wrong on the way.
    async hire(client, by, referral, dice) {
        const {world} = this;
        const staff = by.role !== 'employer';
        const start = addDays(world.day, dice.upTo(50) - 15);
        const form = dice.among({permanent: 70, temporary: 20, substitute: 10});
        const values = {start: typed(start), form, share: String(dice.pick([10, 20, 50, 80, 100, 100, 100]))};
        if (form !== 'permanent')
            values.agreed_to = typed(addMonths(start, 1 + dice.upTo(8)));
        if (dice.chance(0.08)) {
            await this.refused(client, '/hires', {...values, form: 'work-training'}, 'work training refused', 422);
            await client.get(`/hires/new?referral=${referral.href.split('/')[2]}`);
        }
        if (staff && dice.chance(0.5))
            values.document_seen = '1';
        const page = await this.send(client, '/hires', values, staff ? 'hire by adviser' : 'hire by employer');
        assert.match(page.path, /^\/hires\/\d+$/, body(page));
        const known = this.hires.get(page.path);
        await this.background(referral);
        const fresh = {n: this.hires.size, employer: referral.need.employer, by: referral.by, referral, start, values};
        this.hires.set(page.path, known ?? fresh);
        if (dice.chance(0.12)) {
            // The other one reports the same.
            const other = staff ? referral.need.employer : referral.by;
            const second = await world.as(other);
            if (has(await second.get(`/hires/new?referral=${referral.href.split('/')[2]}`), '/hires')) {
                const {document_seen, ...same} = values;
                const again = await this.send(second, '/hires', {...same, ...(staff ? {} : {document_seen: '1'})}, 'same hire reported again');
                assert.equal(again.path, page.path, 'one and the same hire');
            }
        }
    }

    // What happens to a registered hire later.
    async care(path, hire) {
        const dice = this.dice('hire', hire.n, this.world.day);
        const plan = this.dice('course', hire.n);
        const course = plan.among({plain: 40, corrected: 24, taken: 12, ends: 14, goes: 10});
        const by = hire.unposted || dice.chance(0.5) ? hire.employer : hire.by;
        const client = await this.world.as(by);
        const page = await client.get(path);
        if (page.status !== 200)
            return; // not this one's to see any more
        if (has(page, `${path}/confirm`) && dice.chance(0.6)) {
            const form = page.form(`${path}/confirm`);
            await this.send(client, `${path}/confirm`, form.names.has('document_seen') ? {document_seen: '1'} : {}, 'hire confirmed');
            return;
        }
        if (hire.unposted)
            await this.claim(path, hire);
        if (hire.cared || !dice.chance(0.35))
            return;
        const staff = await this.world.as(hire.unposted ? this.world.office : hire.by);
        if (course === 'corrected') {
            if (!has(await client.get(`${path}/correct`), `${path}/correct`)) {
                assert.match(body(client.page), /slettet/, body(client.page));
                this.note('correction refused: the person is deleted');
                return;
            }
            const form = client.page.form(`${path}/correct`);
            const seen = form.names.has('document_seen') && dice.chance(0.6) ? {document_seen: '1'} : {};
            const start = addDays(hire.start, dice.pick([-20, -3, 4, 20, 60]));
            const agreed = hire.values.form === 'permanent' ? {} : {agreed_to: typed(addMonths(start, 1 + dice.upTo(9)))};
            const share = String(dice.pick([15, 30, 60, 100]));
            await this.send(client, `${path}/correct`, {start: typed(start), share, note: 'Feil dato i meldingen', ...agreed, ...seen}, 'hire corrected');
            hire.start = start;
        } else if (course === 'taken' && (await staff.get(`${path}/take-back`)).status === 200) {
            await this.send(staff, `${path}/take-back`, {note: 'Det ble likevel ingen ansettelse'}, 'hire taken back');
        } else if (course === 'ends' || course === 'goes') {
            const on = addDays(this.world.day, -dice.upTo(5));
            if (on < hire.start || (await client.get(`${path}/end`)).status !== 200)
                return;
            await this.send(client, `${path}/end`, {ended_on: typed(on), end_reason: dice.pick(ends)}, 'hire ended');
            if (course === 'goes') {
                await client.get(path);
                await this.send(client, `${path}/go-on`, {}, 'hire goes on after all');
            }
        }
        hire.cared = true;
    }

    // Reported by an employer without a posted need; somebody may say later to be it.
    async unposted(n) {
        const {world} = this;
        const dice = this.dice('unposted', n);
        const employer = dice.pick(world.employers);
        const client = await world.as(employer);
        await client.get('/hires/new');
        const start = addDays(world.day, -dice.upTo(20));
        const page = await this.send(client, '/hires', {occupation: dice.pick(Object.keys(work)), start: typed(start), form: 'permanent', share: '100',
            ...somewhere(client.page, dice)}, 'unposted hire');
        this.hires.set(page.path, {n: this.hires.size, employer, by: dice.pick(world.advisers), start, values: {form: 'permanent'}, unposted: true});
    }

    // Somebody has told the adviser to be the one.
    async claim(path, hire) {
        const dice = this.dice('claim', hire.n, this.world.day);
        const adviser = await this.world.as(hire.by);
        const hired = new Set([...this.hires.values()].map(h => h.referral));
        const free = this.referrals.filter(r => r.by === hire.by && r.person && !r.gone && !hired.has(r));
        if (free.length === 0 || !dice.chance(0.3) || !has(await adviser.get(`${path}/person`), `${path}/person`))
            return;
        const referral = dice.pick(free);
        const page = await adviser.submit({person: referral.name}, {form: `${path}/person`});
        assert.ok([200, 409, 422].includes(page.status), body(page));
        this.note(page.status === 200 ? 'hire named' : 'hire not named: two of that name, or known already');
        hire.unposted = page.status !== 200;
        if (page.status === 200)
            await this.background(referral);
    }

    // The person answers as oneself, with a log-in that the adviser has made.
    async answerOneself(referral, yes) {
        const {world} = this;
        if (!world.candidates.has(referral.person)) {
            const adviser = await world.as(referral.by);
            const page = await adviser.get(`/candidates/${referral.person}/login`);
            if (!has(page, `/candidates/${referral.person}/login`))
                return false;
            const made = await this.send(adviser, `/candidates/${referral.person}/login`, {}, 'log-in made');
            const password = made.first('code', a => a.class === 'secret')?.children.join('');
            const email = /\S+@\S+\.example/.exec(made.text.slice(made.text.indexOf('E-post')))?.[0];
            if (!password || !email)
                return false;
            world.candidates.set(referral.person, {email, password});
        }
        const self = await world.as(world.candidates.get(referral.person));
        const questions = (await self.get('/me')).links(/^\/me\/questions\/\d+$/);
        for (const {href} of questions) {
            const page = await self.get(href);
            if (has(page, `${href}/answer`)) {
                const answered = await self.submit({}, {form: `${href}/answer`, button: yes ? 'answer=yes' : 'answer=no'});
                assert.equal(answered.status, 200, body(answered));
                this.note('answered oneself');
            }
        }
        return questions.length > 0;
    }

    // The employer looks at whom it has been shown, and says something of some.
    async judge(employer) {
        const client = await this.world.as(employer);
        const list = await client.get('/presented');
        for (const {href} of list.links(/^\/presented\/\d+$/)) {
            const dice = this.dice('judge', this.referrals.find(r => r.href.endsWith(href.split('/')[2]))?.n, this.world.day);
            if (!dice.chance(0.15))
                continue;
            const page = await client.get(href);
            if (has(page, `${href}/verdict`))
                await this.send(client, `${href}/verdict`, verdictOn(page, dice, 0.6), 'verdict by employer');
        }
    }

    // Filled when it is full, and now and then withdrawn.
    async settle(need) {
        const dice = this.dice('settle', need.n, this.world.day);
        if (dice.chance(0.4))
            return;
        const client = await this.world.as(need.owner);
        const page = await client.get(`/needs/${need.id}`);
        const [, hired, positions] = /(\d+) ansatt av (\d+|én) stilling/.exec(page.text) ?? [];
        const full = Number(hired) >= Number(String(positions).replace('én', '1'));
        const to = full && dice.chance(0.6) ? 'filled' : dice.chance(0.05) ? 'withdrawn' : null;
        if (!to || hired === undefined)
            return;
        await client.get(`/needs/${need.id}/close?to=${to}`);
        if (!has(client.page, `/needs/${need.id}/close`))
            return;
        await this.send(client, `/needs/${need.id}/close`, {}, `need ${to}`);
        need.open = false;
    }

    // Who waits for an answer gets one, or gets none; one in five is left to be chased and to run out.
    async checkIn(account) {
        const client = await this.world.as(account);
        const list = await client.get('/checkins');
        for (const {href} of list.links(/^\/checkins\/\d+$/)) {
            const dice = this.dice('check-in', href.split('/')[2] && this.order(href), account.email);
            if (dice.chance(0.3) && !this.dice('chased', this.order(href), this.world.day).chance(0.4))
                continue;
            const page = await client.get(href);
            if (!has(page, href))
                continue;
            const form = page.form(href);
            const values = {employed: dice.chance(0.85) ? 'yes' : 'no'};
            if (form.names.has('rating') && dice.chance(0.6))
                values.rating = String(1 + dice.upTo(5));
            await this.send(client, href, values, 'check-in answered');
        }
    }

    // Ids are drawn anew at each run; the order in which they are met is what chances may follow.
    order(href) {
        this.met ??= new Map();
        if (!this.met.has(href))
            this.met.set(href, this.met.size);
        return this.met.get(href);
    }

    // The answer on background, given on paper; one in ten has not answered, one in seven says no or nothing.
    async background(referral) {
        const dice = this.dice('background', referral.n);
        const path = `/candidates/${referral.person}/background`;
        const client = await this.world.as(referral.by);
        if (this.world.said.has(referral.person) || dice.chance(0.1) || !has(await client.get(path), path))
            return;
        const answer = dice.among({yes: 85, no: 8, 'not-said': 7});
        await this.send(client, path, {background: answer}, 'background on paper');
        this.world.said.set(referral.person, answer);
    }

    // Everything about a person goes. The log has been read before.
    async forget(referral) {
        const client = await this.world.as(referral.by);
        const path = `/candidates/${referral.person}`;
        const page = await client.get(`${path}/delete`);
        if (!has(page, `${path}/delete`))
            return;
        const name = page.form(`${path}/delete`) && page.first('bdi')?.children.join('');
        const after = await client.submit({confirmation: name}, {form: `${path}/delete`});
        assert.equal(after.status, 200, body(after));
        this.note('person deleted');
        this.world.candidates.delete(referral.person);
    }
}
