// SPDX-License-Identifier: EUPL-1.2
// Every figure on every screen, held against the recount.
import assert from 'node:assert/strict';

import {Client} from '../lib/client.mjs';
import {textOf} from '../lib/page.mjs';
import {dayOf, quarterEnd} from './days.mjs';
import * as recount from './recount.mjs';

const words = {work: {
    considered: 'Vurderes', contacted: 'Personen er kontaktet', relevant: 'Aktuell', interview: 'Intervju', trial: 'Prøve',
    offered: 'Tilbudt jobben', 'not-relevant': 'Ikke aktuell', 'not-interested': 'Ikke interessert',
}};
const group = /[\s\u00a0\u202f]/g;

// "1 459", "én" or "ingen" in front of, or behind, some words. undefined: it is not there.
function figure(text, pattern) {
    const found = new RegExp(pattern.replace('#', '(\\d[\\d\\s\\u00a0]*|[ÉéIi]n(?:gen)?)'), 'u').exec(text)?.[1].trim().toLowerCase();
    return found === undefined ? undefined : found === 'én' ? 1 : found === 'ingen' ? 0 : Number(found.replace(group, ''));
}

const below = page => page.text.replace(/^.*?Logg ut /, '');

// Midnight at the end of that day in Norway.
function endOf(day) {
    for (let hours = 22; hours <= 23; hours++)
        if (recount.dayInNorway(dayOf(day) + hours * 3_600_000) !== day)
            return dayOf(day) + hours * 3_600_000 - 1;
    return dayOf(day) + 24 * 3_600_000 - 1;
}

export async function judgeScreens(world, acts) {
    world.follow();
    const {day} = world;
    const w = recount.replay(world.lines, {said: world.said});
    const released = recount.replay(world.lines, {said: world.said, until: endOf(quarterEnd(day))});
    const wrong = [];
    let looked = 0;
    const same = (what, shown, counted) => {
        looked++;
        if (shown !== counted)
            wrong.push(`${what}: shown ${shown}, counted ${counted}`);
    };
    const look = async (account, path) => {
        const page = await (await world.as(account)).get(path);
        assert.equal(page.status, 200, `${account.email} ${path}: ${page.text}`);
        return page;
    };
    // How many a list says that it holds.
    const total = async (account, path, singular, plural) => {
        const text = below(await look(account, path));
        return figure(text, `# (?:${plural}|${singular})\\b`) ?? 0;
    };

    await judgeHomes();
    await judgeReferrals();
    await judgeNeeds();
    await judgeHires();
    await judgeEmployers();
    await judgeOutbox();
    assert.deepEqual(wrong, [], `${day}: ${wrong.length} of ${looked} figures are not what the log says`);
    assert.ok(looked > 50, `only ${looked} figures were looked at`);
    world.looked = (world.looked ?? 0) + looked;

    async function judgeHomes() {
        const now = recount.programmeCounts(w, day);
        for (const account of [world.office, ...world.advisers.slice(0, 2)]) {
            const page = await look(account, '/');
            const text = below(page);
            const at = `/ as ${account.email}`;
            same(`${at} pledged`, figure(text, '# lovet:'), now.pledged);
            same(`${at} proposed`, figure(text, '# foreslått:'), now.proposed);
            same(`${at} presented`, figure(text, '# presentert, etter ja'), now.presented);
            same(`${at} hired`, figure(text, '# ansatt: bekreftet'), now.hired);
            same(`${at} unposted`, figure(text, 'av dem # uten meldt'), now.unposted);
            same(`${at} reported`, figure(text, '# ansettelser? til er meldt') ?? figure(text, '# til er meldt') ?? 0, now.reported);
            same(`${at} persons`, figure(text, 'teller mot målet # av'), now.persons);
            same(`${at} pace`, figure(text, 'Jevn fart ville gitt #i dag'), now.line);
            for (const [i, months] of [3, 6, 12, 24].entries()) {
                const [, still, seen] = new RegExp(`${months} måneder (\\d+|ingen ennå) (\\d+)`).exec(text.slice(text.indexOf('Etter start'))) ?? [];
                same(`${at} observed after ${months} months`, Number(seen), now.still[i].observed);
                same(`${at} employed after ${months} months`, still === 'ingen ennå' ? 0 : Number(still), now.still[i].employed);
            }
            same(`${at} open needs`, figure(text, '# åpne behov'), recount.needCounts(w).open);
            same(`${at} open positions`, figure(text, '# åpne stillinger'), recount.needCounts(w).positions);
            if (account.agency)
                same(`${at} candidates`, figure(text, '# kandidater hos'), recount.candidatesOf(w, account.agency, day));
        }
        const then = recount.programmeCounts(released, quarterEnd(day));
        const shown = recount.rounded;
        const steering = below(await look(world.steering, '/'));
        same('released pledged', figure(steering, 'slik de sier i dag #'), shown(now.pledged));
        same('released proposed', figure(steering, 'Foreslått: en person til et behov #'), shown(then.proposed));
        same('released presented', figure(steering, 'etter ja fra personen #'), shown(then.presented));
        same('released hired', figure(steering, 'bekreftet og begynt #'), shown(then.hired));
        same('released unposted', figure(steering, 'uten meldt behov #'), shown(then.unposted));
        same('released persons', figure(steering, 'Personer i arbeid som teller mot målet #'), shown(then.persons));
        same('released pace', figure(steering, 'jevn fart ville vært #'), shown(then.line));
        const front = await new Client(world.server).get('/');
        same('front page proposed', figure(front.text, '# foreslått: en person') ?? 0, shown(then.proposed));
        same('front page presented', figure(front.text, '# presentert for en') ?? 0, shown(then.presented));
        same('front page hired', figure(front.text, '# ansatt: bekreftet') ?? 0, shown(then.hired));
        same('front page persons', figure(front.text, 'gjennom programmet # av') ?? 0, shown(then.persons));
    }

    async function judgeReferrals() {
        const list = (account, query) => total(account, `/referrals${query}`, 'formidling', 'formidlinger');
        for (const account of [world.office, ...world.advisers.slice(0, 2)]) {
            const counted = recount.referralCounts(w, account.agency ?? null, day);
            const at = `/referrals as ${account.email}`;
            same(`${at} running`, await list(account, ''), counted.running);
            same(`${at} all`, await list(account, '?show=all'), counted.all);
            for (const outcome of ['not-presented', 'presented', 'hired'])
                same(`${at} ${outcome}`, await list(account, `?show=all&outcome=${outcome}`), counted.allOutcome[outcome] ?? 0);
            for (const work of recount.works)
                same(`${at} ${work}`, await list(account, `?show=all&work=${work}`), counted.allWork[work] ?? 0);
            const board = await look(account, '/referrals?view=board');
            for (const section of board.all('section', a => a['data-work'] !== undefined)) {
                const text = textOf(section.children.find(child => child.tag === 'h2'));
                const [, shown, more] = /(\d+)(\+?)$/.exec(text) ?? [];
                const work = section.attributes['data-work'];
                const holds = counted.work[work] ?? 0;
                if (shown !== undefined)
                    same(`${at} column ${words.work[work]}`, Number(shown), more ? Math.min(holds - 1, Number(shown)) : holds);
            }
        }
    }

    async function judgeNeeds() {
        same('/needs', await total(world.office, '/needs?state=open', 'behov', 'behov'), recount.needCounts(w).open);
        for (const need of acts.needs) {
            const counted = recount.needProgress(w, need.id);
            const account = need.n % 3 === 0 ? need.employer : world.advisers[need.n % 2];
            const text = below(await look(account, `/needs/${need.id}`));
            const at = `/needs/${need.id} as ${account.role}`;
            if (account.role !== 'employer')
                same(`${at} proposed`, figure(text, 'Formidlinger # foreslått'), counted.proposed);
            same(`${at} presented`, figure(text, '# presentert '), counted.presented);
            same(`${at} hired`, figure(text, '# ansatt av '), counted.hired);
            same(`${at} positions`, figure(text, 'ansatt av # stilling'), counted.positions);
        }
    }

    async function judgeHires() {
        const list = (account, query) => total(account, `/hires${query}`, 'ansettelse', 'ansettelser');
        const all = [[world.office, () => true],
            ...world.advisers.slice(0, 2).map(a => [a, recount.hiresKnownTo(w, a.agency, day)]),
            ...world.employers.map(e => [e, h => h.employer === e.id])];
        for (const [account, keep] of all) {
            const counted = recount.hireCounts(w, keep);
            const at = `/hires as ${account.email}`;
            same(at, await list(account, ''), counted.all);
            for (const state of ['reported', 'confirmed', 'taken-back'])
                same(`${at} ${state}`, await list(account, `?state=${state}`), counted[state]);
            same(`${at} unposted`, await list(account, '?unposted=1'), counted.unposted);
        }
        for (const account of [...world.advisers.slice(0, 2), ...world.employers]) {
            const side = account.role === 'employer' ? 'employer' : 'person';
            const keep = side === 'employer' ? h => h.employer === account.id : recount.enrolledToday(w, account.agency, day);
            const page = await look(account, '/checkins');
            same(`/checkins as ${account.email}`, page.links(/^\/checkins\/\d+$/).length, recount.checkinsWaiting(w, side, keep, day));
        }
    }

    async function judgeEmployers() {
        for (const account of world.employers) {
            const counted = recount.employerCounts(w, account.id, day);
            const seen = recount.presentedTo(w, account.id, day);
            same(`/presented as ${account.email}`, await total(account, '/presented', 'presentert kandidat', 'presenterte kandidater'), seen);
            const home = below(await look(account, '/'));
            same(`/ as ${account.email} hired`, figure(home, 'Dere har ansatt #') ?? figure(home, 'Ansatt av dem virksomheten har lovet # av'), counted.hired);
            for (const who of [account, world.office]) {
                const text = below(await look(who, `/employers/${account.id}`));
                const at = `/employers/${account.id} as ${who.role}`;
                if (counted.pledged > 0) {
                    same(`${at} hired`, figure(text, 'Ansatt av dem virksomheten har lovet # av'), counted.hired);
                    same(`${at} pledged`, figure(text, 'har lovet \\d+ av #'), counted.pledged);
                }
            }
        }
    }

    async function judgeOutbox() {
        const counted = recount.outboxCounts(w);
        same('/outbox', await total(world.office, '/outbox', 'varsel', 'varsler'), counted.all);
        for (const state of ['waiting', 'sent', 'no-address', 'past'])
            same(`/outbox ${state}`, await total(world.office, `/outbox?state=${state}`, 'varsel', 'varsler'), counted.by[state] ?? 0);
    }
}
