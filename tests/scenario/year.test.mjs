// SPDX-License-Identifier: EUPL-1.2
// A year of the programme, told through the real server by all who work in it: needs, referrals, questions, presentations,
// hires with duplicates and corrections, check-ins and deletions. At its end, and on the way, what the screens show is
// counted again from the change log. YPSILON_YEAR=full tells it in full size.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {makeScratch, runProgram} from './lib/server.mjs';
import {Acts} from './year/acts.mjs';
import {addDays} from './year/days.mjs';
import {judgeScreens} from './year/screens.mjs';
import {inLanes, World} from './year/world.mjs';

const full = process.env.YPSILON_YEAR === 'full';
const most = full
    ? {needs: 400, referrals: 1500, hires: 300, employers: 20, people: 1200, stops: 14, judged: 4, unposted: 12, deleted: 30}
    : {needs: 60, referrals: 225, hires: 45, employers: 5, people: 180, stops: 7, judged: 2, unposted: 4, deleted: 8};
const begins = '2017-01-09';
const seed = Number(process.env.YPSILON_YEAR_SEED ?? 1);

let scratch;
let world;
let acts;
before(async () => {
    scratch = makeScratch();
    const data = join(scratch, 'data');
    const done = runProgram(['demo', '--data', data, '--today', begins, '--employers', String(most.employers * 4), '--candidates',
        String(most.people), '--needs', '0', '--seed', String(2000 + seed)]);
    assert.equal(done.status, 0, done.stderr);
    world = new World(data);
    acts = new Acts(world, seed, most);
});
after(async () => {
    await world.server?.kill();
    if (process.env.YPSILON_YEAR_KEEP === undefined)
        rmSync(scratch, {recursive: true, force: true});
    else
        console.log(`# kept: ${scratch}`);
});

// Everybody's work of one day, several at once.
async function day(stop) {
    const share = most.stops - 2 > stop ? (stop + 1) / (most.stops - 2) : 1;
    const upTo = n => Math.round(n * Math.min(1, share));
    for (let i = acts.deleted ?? 0; i < upTo(most.deleted); i++) {
        const gone = acts.referrals.filter(r => r.person && !r.gone)[acts.dice('gone', i).upTo(acts.referrals.length)];
        acts.deleted = i + 1;
        if (gone) {
            await acts.forget(gone);
            acts.referrals.filter(r => r.person === gone.person).forEach(r => r.gone = true);
        }
    }
    for (const [n, employer] of world.employers.entries())
        if (stop === 0 || acts.dice('new pledge', n, world.day).chance(0.1))
            await acts.pledge(employer, n);
    await inLanes(world.employers, async employer => {
        for (let n = acts.stated ?? 0; n < upTo(most.needs); n++)
            if (world.employers[n % world.employers.length] === employer)
                await acts.state(n);
    });
    acts.stated = upTo(most.needs);
    await inLanes(world.advisers.slice(0, 2), async (adviser, lane) => {
        const mine = [adviser, world.advisers[lane + 2]];
        for (const need of acts.needs.filter(n => n.open)) {
            if (acts.referrals.length >= upTo(most.referrals))
                break;
            const dice = acts.dice('who', need.n, world.day, lane);
            if (need.proposed?.[lane] >= 3 || !dice.chance(0.7))
                continue;
            const by = dice.pick(mine);
            const room = Math.min(upTo(most.referrals) - acts.referrals.length, 1 + dice.upTo(lane === 0 ? 4 : 3));
            need.proposed ??= [0, 0];
            need.proposed[lane] += await acts.propose(need, by, room);
        }
        for (const referral of acts.referrals.filter(r => mine.includes(r.by) && !r.done && !r.gone))
            referral.done = !await acts.advance(referral);
    });
    await inLanes(world.employers, employer => acts.judge(employer));
    for (let n = acts.unpostedDone ?? 0; n < upTo(most.unposted); n++)
        await acts.unposted(n);
    acts.unpostedDone = upTo(most.unposted);
    for (const [path, hire] of acts.hires)
        await acts.care(path, hire);
    for (const account of [...world.advisers, ...world.employers])
        await acts.checkIn(account);
    for (const need of acts.needs.filter(n => n.open))
        await acts.settle(need);
}

test('a year is told, and every figure on every screen is what the log says', async () => {
    const every = Math.ceil(most.stops / most.judged);
    for (let stop = 0; stop < most.stops; stop++) {
        await world.open(addDays(begins, Math.floor(stop * 365 / most.stops)));
        if (stop === 0)
            await world.people(most.employers);
        await day(stop);
        if (stop % every === every - 1 || stop === most.stops - 1)
            await judgeScreens(world, acts);
        await world.close();
        if (process.env.YPSILON_YEAR_TELL)
            console.log(`# ${world.day}: ${acts.needs.length} needs, ${acts.referrals.length} referrals, ${acts.hires.size} hires`, JSON.stringify(acts.did));
    }
    console.log(`# ${acts.stated} needs, ${acts.referrals.length} referrals, ${acts.hires.size} hires, ${world.lines.length} changes, `
        + `${world.looked} figures: ${JSON.stringify(acts.did)}`);
});

test('nothing is amiss in the store', () => {
    const done = runProgram(['check', '--data', world.data]);
    assert.equal(done.status, 0, done.stdout + done.stderr);
});
