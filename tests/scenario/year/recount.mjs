// SPDX-License-Identifier: EUPL-1.2
// Counts again, from the change log alone, what the screens show. Written from the rules in words, without a look at how the
// program counts: what a line of the log says has happened, and nothing else has.
import {addDays, addMonths, dayInNorway, daysBetween} from './days.mjs';

const openShares = new Set(['sent', 'cannot-notify', 'undeliverable']);
const endedWork = new Set(['not-relevant', 'not-interested']);
export const works = ['considered', 'contacted', 'relevant', 'interview', 'trial', 'offered', 'not-relevant', 'not-interested'];

// lines: all of the log, oldest first. until: an instant, to count as of then. said: person → the answer on background that
// was handed in, which the log rightly does not tell.
export function replay(lines, {until = Infinity, said = new Map()} = {}) {
    const w = {
        programme: {}, areas: [], users: new Map(), agencies: new Map(), employers: new Map(), workplaces: new Map(), needs: new Map(),
        referrals: new Map(), shares: new Map(), hires: new Map(), checkins: new Map(), outbox: new Map(), enrolments: new Map(),
        deleted: new Map(), left: [], backgrounds: new Map(), said,
    };
    const put = (map, line, more = {}) =>
        map.set(line.row, {...map.get(line.row), ...line.facts, id: line.row, person: line.person ?? map.get(line.row)?.person, ...more});
    const nouns = {
        programme: line => line.verb === 'areas' ? w.areas = line.facts ?? w.areas : Object.assign(w.programme, line.facts),
        agency: line => put(w.agencies, line),
        user: line => line.facts && put(w.users, line),
        employer: line => line.verb === 'delete' ? w.employers.delete(line.row) : put(w.employers, line),
        workplace: line => line.verb !== 'parents' && put(w.workplaces, line),
        need: line => put(w.needs, line),
        enrolment: line => put(w.enrolments, line, line.verb === 'end' ? {} : {}),
        share: line => put(w.shares, line),
        checkin: line => put(w.checkins, line),
        outbox: line => line.verb === 'delete' ? w.outbox.delete(line.row) : put(w.outbox, line),
        person: line => line.verb === 'delete' && leave(w, line),
        background: line => w.backgrounds.set(line.row, said.get(line.row)),
        referral: line => {
            const before = w.referrals.get(line.row);
            const shown = {present: true, hire: true, unpresent: false}[line.verb];
            put(w.referrals, line, {
                begun: before?.begun ?? line.at,
                presented: shown ?? before?.presented ?? false,
                presentedOn: line.verb === 'present' ? dayInNorway(line.at) : before?.presentedOn,
                hired: {hire: true, unhire: false}[line.verb] ?? before?.hired ?? false,
            });
        },
        hire: line => {
            const before = w.hires.get(line.row);
            const state = {insert: 'reported', confirm: 'confirmed', correct: 'reported', 'take-back': 'taken-back'}[line.verb];
            put(w.hires, line, {state: state ?? before.state, order: before?.order ?? w.hires.size});
        },
    };
    for (const line of lines)
        if (line.at <= until)
            nouns[line.noun]?.(line);
    return w;
}

// Whoever is deleted leaves one thing toward the goal: the month in which the first job began that counts.
function leave(w, line) {
    w.deleted.set(line.row, line.at);
    const months = [...w.hires.values()].filter(h => h.person === line.row && h.state === 'confirmed' && mayCount(w, h))
        .map(h => h.start.slice(0, 7)).sort();
    if (w.backgrounds.get(line.row) === 'yes' && months.length > 0)
        w.left.push(months[0]);
}

// A question by the clock, whatever is written: silence past the deadline is no, and a yes lasts six months.
export function shareNow(share, today) {
    if (openShares.has(share.state))
        return today > share.deadline ? 'expired' : 'open';
    if (share.state === 'yes')
        return today > addMonths(share.answered_on, 6) ? 'ended' : 'yes';
    return share.state;
}

// The newest question to a person about a need.
function newestShare(w, referral) {
    let newest;
    for (const share of w.shares.values())
        if (share.person === referral.person && share.need === referral.need && (!newest || BigInt(share.id) > BigInt(newest.id)))
            newest = share;
    return newest;
}

const stands = (hire, today) => hire.state === 'confirmed' && hire.start <= today;

// The workplace lies in one of the region's areas, as it was on the day of the start.
function inRegion(w, hire) {
    const of = w.areas.filter(a => a.code === hire.area);
    const then = of.find(a => (!a.from || a.from <= hire.start) && (!a.to || hire.start <= a.to)) ?? of[0];
    return then?.status === 'in';
}

// Toward the goal: in the programme's time and region, with the least share, and long enough.
function mayCount(w, hire) {
    const p = w.programme;
    if (hire.start < p.from || hire.start > p.to || hire.share < p.least_share || !inRegion(w, hire))
        return false;
    return hire.form === 'permanent' || p.least_months === 0 ||
        (hire.agreed_to !== null && hire.agreed_to >= addDays(addMonths(hire.start, p.least_months), -1));
}

function employedAt(w, hire, months, today) {
    const due = addMonths(hire.start, months);
    if (today < due)
        return null;
    if (hire.ended_on)
        return hire.ended_on >= due;
    const answers = [...w.checkins.values()].filter(c => c.hire === hire.id && c.months === months && c.state === 'answered');
    return answers.length === 0 ? null : answers.every(c => c.employed);
}

export function programmeCounts(w, today) {
    const hires = [...w.hires.values()];
    const standing = hires.filter(h => stands(h, today));
    const referrals = [...w.referrals.values()];
    const {from, to, goal} = w.programme;
    const line = today < from ? 0 : today >= to ? goal : Math.floor(goal * (daysBetween(from, today) + 1) / (daysBetween(from, to) + 1));
    return {
        pledged: [...w.employers.values()].reduce((sum, e) => sum + e.pledged, 0),
        proposed: referrals.length,
        presented: referrals.filter(r => r.presented).length,
        hired: standing.length,
        unposted: standing.filter(h => h.need === '0').length,
        reported: hires.filter(h => h.state === 'reported').length,
        persons: w.left.filter(month => month <= today.slice(0, 7)).length + new Set(standing.filter(h =>
            !w.deleted.has(h.person) && w.backgrounds.get(h.person) === 'yes' && mayCount(w, h)).map(h => h.person)).size,
        still: [3, 6, 12, 24].map(months => {
            const seen = standing.map(h => employedAt(w, h, months, today)).filter(x => x !== null);
            return {observed: seen.length, employed: seen.filter(Boolean).length};
        }),
        goal, line,
    };
}

export const rounded = n => Math.floor((n + 2) / 5) * 5;

const isEnded = (w, r) => r.hired || endedWork.has(r.work) || ['filled', 'withdrawn'].includes(w.needs.get(r.need).state);

// Whether the person's enrolment with the agency runs, or has ended within the retention setting.
function knownTo(w, person, agency, today) {
    const since = addDays(today, -w.programme.retention_days);
    return [...w.enrolments.values()].some(e => e.person === person && e.agency === agency && (!e.to || e.to >= since));
}

// agency null: the office, which sees all states.
export function referralCounts(w, agency, today) {
    const mine = [...w.referrals.values()].filter(r => !w.deleted.has(r.person) && (agency === null || r.agency === agency)
        && (agency === null || knownTo(w, r.person, agency, today)));
    const running = mine.filter(r => !isEnded(w, r));
    const outcome = r => r.hired ? 'hired' : r.presented ? 'presented' : 'not-presented';
    const tally = (list, of) => list.reduce((sum, r) => (sum[of(r)] = (sum[of(r)] ?? 0) + 1, sum), {});
    return {all: mine.length, running: running.length, work: tally(running, r => r.work), allWork: tally(mine, r => r.work),
        allOutcome: tally(mine, outcome)};
}

export function needProgress(w, need) {
    const referrals = [...w.referrals.values()].filter(r => r.need === need);
    return {
        proposed: referrals.length,
        presented: referrals.filter(r => r.presented).length,
        hired: [...w.hires.values()].filter(h => h.need === need && h.state === 'confirmed').length,
        positions: w.needs.get(need).positions,
    };
}

export function hireCounts(w, keep = () => true) {
    const hires = [...w.hires.values()].filter(keep);
    const of = state => hires.filter(h => h.state === state).length;
    return {all: hires.length, reported: of('reported'), confirmed: of('confirmed'), 'taken-back': of('taken-back'),
        unposted: hires.filter(h => h.need === '0').length};
}

export const hiresKnownTo = (w, agency, today) => h =>
    !h.person || (!w.deleted.has(h.person) && knownTo(w, h.person, agency, today));

export function employerCounts(w, employer, today) {
    const hires = [...w.hires.values()].filter(h => h.employer === employer);
    return {pledged: w.employers.get(employer).pledged, hired: hires.filter(h => stands(h, today)).length};
}

// Whom an employer sees now: presented under a yes that still holds (a new yes shows nobody who is not presented anew), a need
// that has not been withdrawn, a person who is still there.
export function presentedTo(w, employer, today) {
    return [...w.referrals.values()].filter(r => {
        const need = w.needs.get(r.need);
        const share = newestShare(w, r);
        return r.presented && !w.deleted.has(r.person) && need.employer === employer && need.state !== 'withdrawn' && share
            && shareNow(share, today) === 'yes' && share.answered_on <= r.presentedOn;
    }).length;
}

// Check-ins that wait: due, not older than 60 days, of hires that stand confirmed. Nobody is asked about who is deleted.
export function checkinsWaiting(w, side, keep, today) {
    return [...w.checkins.values()].filter(c => {
        const hire = w.hires.get(c.hire);
        return c.side === side && ['scheduled', 'asked', 'chased'].includes(c.state) && c.due_on <= today
            && today <= addDays(c.due_on, 60) && hire.state === 'confirmed' && !w.deleted.has(hire.person) && keep(hire);
    }).length;
}

export const enrolledToday = (w, agency, today) => h => h.person && !w.deleted.has(h.person) &&
    [...w.enrolments.values()].some(e => e.person === h.person && e.agency === agency && e.from <= today && (!e.to || e.to >= today));

export function outboxCounts(w) {
    const by = {};
    for (const row of w.outbox.values())
        by[row.state] = (by[row.state] ?? 0) + 1;
    return {all: w.outbox.size, by};
}

export function needCounts(w, keep = () => true) {
    const open = [...w.needs.values()].filter(n => n.state === 'open' && keep(n));
    return {open: open.length, positions: open.reduce((sum, n) => sum + n.positions, 0)};
}

export {dayInNorway};

export function candidatesOf(w, agency, today) {
    return new Set([...w.enrolments.values()].filter(e => e.agency === agency && !w.deleted.has(e.person) && e.from <= today
        && (!e.to || e.to >= today)).map(e => e.person)).size;
}
