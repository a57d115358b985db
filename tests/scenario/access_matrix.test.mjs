// SPDX-License-Identifier: EUPL-1.2
// Every route × every role × whose thing it is, against the real server. What is expected stands here a second time, by
// hand, beside src/core/access.c; a route that this table does not know fails the test.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
import {findWeek, weekFields, weekTable, weekTakesEffect, weekWords} from './lib/matrix_week.mjs';
import {runProgram, startServer} from './lib/server.mjs';

const staff = ['office', 'adviser', 'adviser2'];
const stating = [...staff, 'employer'];
const members = [...stating, 'candidate', 'mentor', 'steering'];
const everybody = ['public', ...members];

// What an actor gets: ok (the page, a redirect, or a form with its problems: the call was let through), absent (404, as if
// there were none),
// forbidden (403: knows of it, may not), login (asked to log in).
const ok = 'ok', absent = 'absent', forbidden = 'forbidden';

// Whose things there are. personA is with the adviser's agency, personB with adviser2's, candidate is the demo candidate,
// with the adviser's agency. needOwn and draftOwn belong to the employer user, who stated them; needOther to another
// employer, stated by the adviser.
const people = ['personA', 'personB', 'candidate', 'nobody'];
const needs = ['needOwn', 'draftOwn', 'needOther', 'nobody'];
const employers = ['employerOwn', 'employerOther', 'nobody'];
// refShown is the adviser's, and the employer user has been shown the person, with a yes that holds; refOwn is the adviser's
// and nobody has been shown it; refOther is adviser2's. refCandidate is about the demo candidate.
const referrals = ['refShown', 'refOwn', 'refOther', 'nobody'];
// refAsked is the adviser's too, and its question to the person is open.
const asked = ['refAsked', 'nobody'];
// hireA is of the adviser's person, hireB of adviser2's, both with other employers than the user's; hireFirm is the employer
// user's, of the adviser's person; hireUnnamed is the employer user's too, and nobody has said to be the person.
const hires = ['hireA', 'hireB', 'hireFirm', 'hireUnnamed', 'nobody'];

const ownPerson = (who, what) => ({adviser: ['personA', 'candidate'], adviser2: ['personB']}[who] ?? []).includes(what);
const person = (who, what) => ownPerson(who, what) ? ok : absent;
const seesNeed = (who, what) => what !== 'nobody' && (staff.includes(who) || what !== 'needOther');
const worksOnNeed = (who, what) => who === 'office' || (who === 'adviser' && what === 'needOther')
    || (who === 'employer' && what !== 'needOther');
const need = (who, what) => seesNeed(who, what) ? ok : absent;
const needWork = (who, what) => !seesNeed(who, what) ? absent : worksOnNeed(who, what) ? ok : forbidden;
const judgement = (who, what, whom) => !seesNeed(who, what) ? absent : what === 'draftOwn' ? forbidden
    : ownPerson(who, whom) ? ok : absent;
const employer = (who, what) => what === 'nobody' || (who === 'employer' && what !== 'employerOwn') ? absent : ok;
const worksOnReferral = (who, what) => ({adviser: ['refShown', 'refOwn', 'refAsked'], adviser2: ['refOther']}[who] ?? []).includes(what);
const referral = (who, what) => what !== 'nobody' && (who === 'office' || worksOnReferral(who, what)) ? ok : absent;
const referralWork = (who, what) => referral(who, what) === absent ? absent : worksOnReferral(who, what) ? ok : forbidden;
const shareWork = (who, what) => worksOnReferral(who, what) ? ok : absent;
const shown = (who, what) => what === 'refShown' ? ok : absent;
// checkinA waits for adviser's person, checkinFirm for the employer user.
const checkins = ['checkinA', 'checkinFirm', 'nobody'];
const checkin = (who, what) => ({adviser: 'checkinA', employer: 'checkinFirm'}[who] === what ? ok : absent);
// The interview is offered to the demo candidate by the employer user; the office knows of the referral and no more.
const interviews = ['interview', 'nobody'];
const interview = (who, what) => what === 'interview' && ['adviser', 'employer', 'candidate'].includes(who) ? ok : absent;
const seesHire = {office: hires, adviser: ['hireA', 'hireFirm', 'hireUnnamed'], adviser2: ['hireB', 'hireUnnamed'],
    employer: ['hireFirm', 'hireUnnamed']};
const hire = (who, what) => what !== 'nobody' && (seesHire[who] ?? []).includes(what) ? ok : absent;
const real = (who, what) => what === 'nobody' ? absent : ok;
const own = (who, what) => what === who ? ok : absent;
const invited = (who, what) => what === 'nobody' || (who === 'employer' && what !== 'inviteOwn') ? absent : ok;

// route name: the roles it is for, then the things in its path and what each actor gets with them.
const table = {
    home: [everybody], health: [everybody], language_choose: [everybody],
    login: [everybody], login_submit: [everybody], login_demo: [everybody], login_code: [everybody], login_code_submit: [everybody],
    logout: [members], account: [members], account_language: [members], account_password: [members], account_password_submit: [members],
    account_codes: [members], account_codes_submit: [members], account_recovery: [members], account_recovery_submit: [members],
    account_codes_off: [members], account_codes_off_submit: [members], account_sessions_end: [members],
    account_session_end: [members, [['office', 'employer', 'nobody']], own],
    suggest: [members],

    needs: [stating], needs_csv: [stating], need_new: [stating], need_new_submit: [stating],
    need: [stating, [needs], need],
    need_basics: [stating, [needs], needWork], need_basics_submit: [stating, [needs], needWork],
    need_place: [stating, [needs], needWork], need_place_submit: [stating, [needs], needWork],
    need_requirements: [stating, [needs], needWork], need_requirement_add: [stating, [needs], needWork],
    need_requirement_suggested: [stating, [needs], needWork],
    need_requirement_skills: [stating, [needs], needWork], need_requirement_change: [stating, [needs], needWork],
    need_requirement_remove: [stating, [needs], needWork],
    need_ad_answer: [stating, [needs], needWork],
    need_review: [stating, [needs], needWork], need_open: [stating, [needs], needWork],
    need_close: [stating, [needs], needWork], need_close_submit: [stating, [needs], needWork],
    need_explanation: [staff, [needs, people], judgement], need_explanation_json: [staff, [needs, people], judgement],

    candidate_list: [staff], enrol: [staff], enrol_save: [staff],
    person_show: [staff, [people], person], person_contact: [staff, [people], person], person_contact_save: [staff, [people], person],
    person_end: [staff, [people], person], person_end_save: [staff, [people], person],
    person_separate: [staff, [people], person], person_separate_save: [staff, [people], person],
    person_login: [staff, [people], person], person_login_save: [staff, [people], person],
    person_export: [staff, [people], person], person_delete: [staff, [people], person], person_delete_save: [staff, [people], person],
    profile_step: [staff, [people], person], profile_save: [staff, [people], person],
    cv: [staff, [people], person], cv_upload: [staff, [people], person], cv_undo: [staff, [people], person],
    cv_decide: [staff, [people, ['nobody']], person],
    my_cv: [['candidate']], my_cv_upload: [['candidate']], my_cv_undo: [['candidate']], my_cv_decide: [['candidate'], [['nobody']]],
    me: [['candidate']], me_export: [['candidate']], me_delete: [['candidate']], me_delete_save: [['candidate']],

    employer_list: [stating], employer_csv: [staff], employer_new: [['office']], employer_create: [['office']],
    employer_show: [stating, [employers], employer],
    employer_edit: [['office'], [employers], employer], employer_save: [['office'], [employers], employer],
    workplace_new: [['office'], [employers], employer], workplace_create: [['office'], [employers], employer],
    workplace_edit: [['office'], [['employerOther'], ['workplaceOther', 'nobody']], (who, what, which) => real(who, which)],
    workplace_save: [['office'], [['employerOther'], ['workplaceOther', 'nobody']], (who, what, which) => real(who, which)],

    settings: [staff], programme_edit: [['office']], programme_save: [['office']], area_save: [['office']],
    classifications: [staff], classification: [staff, [['nobody']], real],
    classification_take: [['office'], [['nobody']], real], classification_drop: [['office'], [['nobody']], real],
    agency_new: [['office']], agency_create: [['office']],
    agency_edit: [['office'], [['agency', 'nobody']], real], agency_save: [['office'], [['agency', 'nobody']], real],

    need_referrals_start: [staff, [needs], need],
    asks: [staff], ask: [staff, [needs], need],
    ask_answer: [staff, [['nobody']], real],
    referral_list: [staff], referral_csv: [staff], referral_show: [staff, [referrals], referral],
    referral_work: [staff, [referrals], referralWork], referral_present: [staff, [referrals], referralWork],
    referral_unpresent: [staff, [referrals], referralWork], referral_verdict: [staff, [referrals], referralWork],
    referral_next: [staff, [referrals], referralWork], referral_ask: [staff, [referrals], referralWork],
    referral_answer: [staff, [asked], shareWork], referral_take_back: [staff, [asked], shareWork],
    presented_list: [['employer']], presented: [['employer'], [referrals], shown], presented_verdict: [['employer'], [referrals], shown],
    me_question: [['candidate'], [['question', 'nobody']], real], me_question_answer: [['candidate'], [['question', 'nobody']], real],
    me_question_take_back: [['candidate'], [['question', 'nobody']], real],
    me_proposal: [['candidate'], [['refCandidate', 'refOwn', 'refOther', 'nobody']], (who, what) => what === 'refCandidate' ? ok : absent],
    hires: [stating], hires_csv: [stating], hire_new: [stating], hire_register: [stating],
    hire: [[...stating, 'candidate'], [hires], hire],
    hire_correct: [stating, [hires], hire], hire_correct_submit: [stating, [hires], hire], hire_confirm: [stating, [hires], hire],
    hire_take_back: [staff, [hires], hire], hire_take_back_submit: [staff, [hires], hire],
    hire_end: [stating, [hires], hire], hire_end_submit: [stating, [hires], hire], hire_go_on: [stating, [hires], hire],
    hire_name: [staff, [hires], hire], hire_name_submit: [staff, [hires], hire],
    // Whoever has followed no link is invited to nothing.
    invite_follow: [everybody], invite: [everybody, [], () => absent], invite_submit: [everybody, [], () => absent],
    users: [['employer']], users_invite: [['employer']],
    employer_users: [['office'], [employers], employer], employer_users_invite: [['office'], [employers], employer],
    users_invite_link: [['office', 'employer'], [['inviteOwn', 'inviteOther', 'nobody']], invited],
    users_invite_take_back: [['office', 'employer'], [['inviteOwn', 'inviteOther', 'nobody']], invited],
    user_disable: [['office', 'employer'], [['nobody']], real], user_disable_submit: [['office', 'employer'], [['nobody']], real],
    user_enable: [['office', 'employer'], [['nobody']], real],
    checkins: [[...stating, 'candidate']], checkin: [[...stating, 'candidate'], [checkins], checkin],
    checkin_answer: [[...stating, 'candidate'], [checkins], checkin],
    presented_interviews: [['employer'], [referrals], shown], presented_interview_offer: [['employer'], [referrals], shown],
    referral_interviews: [staff, [referrals], referralWork], referral_interview_offer: [staff, [referrals], referralWork],
    interview_answer: [[...staff, 'candidate'], [interviews], interview],
    interview_calendar: [[...stating, 'candidate'], [interviews], interview],
    interview_cancel: [stating, [interviews], interview],
    interview_change: [stating, [interviews], interview], interview_change_save: [stating, [interviews], interview],
    me_interview: [['candidate'], [interviews], interview],
    me_background: [['candidate']], me_background_save: [['candidate']],
    background_paper: [staff, [people], person], background_paper_save: [staff, [people], person],
    code_ask: [everybody], code_ask_submit: [everybody], code_enter: [everybody], code_enter_submit: [everybody],
    code_handed: [everybody], code_handed_submit: [everybody],
    code_hand: [staff, [people], person], code_hand_submit: [staff, [people], person],
    outbox: [['office']], outbox_notice: [['office'], [['notice', 'nobody']], real], outbox_send: [['office'], [['notice', 'nobody']], real],

    employer_offer: [['office'], [['employerOwn', 'employerOther', 'nobody']], employer],
    imports: [['office']], import_new: [['office']], import_new_submit: [['office']],
    import: [['office'], [['upload', 'nobody']], real], import_read: [['office'], [['upload', 'nobody']], real],
    import_apply: [['office'], [['upload', 'nobody']], real], import_revert: [['office'], [['upload', 'nobody']], real],
    import_cancel: [['office'], [['upload', 'nobody']], real], import_rows: [['office'], [['upload', 'nobody']], real],
    import_faults: [['office'], [['upload', 'nobody']], real], import_faults_csv: [['office'], [['upload', 'nobody']], real],
    import_lines_csv: [['office'], [['upload', 'nobody']], real],
    ...weekTable({ok, absent, forbidden, staff, stating, everybody, employers, employer, real}),
};

// A POST without fields does these for real when it is allowed; tests of their own show that they work.
const takesEffect = new Set(['logout', 'account_sessions_end', 'account_session_end', 'person_end_save', 'person_separate_save',
    'login_demo', 'account_codes_submit', 'person_login_save', 'users_invite_take_back', 'hire_confirm', 'referral_answer',
    'referral_take_back', 'me_question_answer', 'me_question_take_back', ...weekTakesEffect]);
const queries = {need_close: '?to=withdrawn'};
const fields = {need_close_submit: {to: 'withdrawn', version: '0'}, need_ad_answer: {do: 'take', version: '0'},
    employer_offer: {do: 'decline', offer: '1'},
    referral_work: {version: '0', work: 'contacted'}, referral_present: {version: '0'}, referral_unpresent: {version: '0'},
    referral_verdict: {version: '0', verdict: 'relevant'}, referral_next: {version: '0', next_on: '1.10.2016', next_step: 'Ringe'},
    referral_ask: {deadline: '3'}, referral_answer: {answer: 'no'}, presented_verdict: {version: '1', verdict: 'relevant'},
    interview_answer: {version: '9', answer: 'yes'}, interview_cancel: {version: '9'}, interview_change_save: {version: '9', at: '10.00'},
    me_question_answer: {answer: 'no'}, ask_answer: {version: '0', answer: 'nobody'}, outbox_send: {version: '0'}, ...weekFields};
const words = {profile_step: 'work', profile_save: 'work', suggest: 'occupation', import_new: 'employers', invite_follow: 'a'.repeat(64), ...weekWords};

let server, clients, ids, routes;
const secrets = []; // what nobody without the right may read

function pathOf(route, things) {
    const rest = [...things];
    const path = route.path.replace(/:id|:word/g, part => part === ':id' ? ids[rest.shift()] : words[route.name]);
    return path + (queries[route.name] ?? '');
}

function everyChoice(lists) {
    return lists.reduce((all, list) => all.flatMap(some => list.map(one => [...some, one])), [[]]);
}

async function idsOf(client, path, pattern) {
    const page = await client.get(path);
    assert.equal(page.status, 200, path);
    return [...new Set(page.links(pattern).map(link => pattern.exec(link.href)[1]))];
}

// One whose page has the form to answer on the person's behalf; what it answers goes with its two routes.
async function referralAsked(client, list) {
    for (const id of list) {
        const form = (await client.get(`/referrals/${id}`)).forms.find(f => f.action.endsWith(`/${id}/answer`));
        if (form) {
            fields.referral_answer.share = Object.fromEntries(form.fields).share;
            fields.referral_take_back = {share: fields.referral_answer.share};
            return id;
        }
    }
    return undefined;
}

async function findReferrals() {
    const list = /^\/referrals\/(\d+)$/;
    const {adviser, adviser2, office, employer: firm, candidate} = clients;
    const presented = await idsOf(firm, '/presented', /^\/presented\/(\d+)$/);
    const ofA = await idsOf(adviser, '/referrals', list), ofB = await idsOf(adviser2, '/referrals', list);
    const ofCandidate = await idsOf(candidate, '/me', /^\/me\/proposals\/(\d+)$/);
    ids.refShown = ids.refCandidate = ofA.find(id => presented.includes(id) && ofCandidate.includes(id));
    ids.refOwn = (await idsOf(adviser, '/referrals?outcome=not-presented', list)).find(id => !presented.includes(id));
    ids.refAsked = await referralAsked(adviser, ofA);
    ids.refOther = ofB.find(id => !ofA.includes(id) && !presented.includes(id));
    [ids.question] = await idsOf(candidate, '/me', /^\/me\/questions\/(\d+)$/);
    [ids.notice] = await idsOf(office, '/outbox', /^\/outbox\/(\d+)$/);
}

async function findHires() {
    const list = /^\/hires\/(\d+)$/;
    const {adviser, adviser2, employer: firm} = clients;
    const lists = {};
    for (const [who, client] of Object.entries({adviser, adviser2, firm}))
        lists[who] = await idsOf(client, '/hires', list);
    const all = Object.values(lists).flat();
    const among = (...names) => all.find(id => Object.keys(lists).every(who => lists[who].includes(id) === names.includes(who)));
    ids.hireA = among('adviser');
    ids.hireB = among('adviser2');
    ids.hireFirm = among('adviser', 'firm');
    ids.hireUnnamed = among('adviser', 'adviser2', 'firm');
}

async function findCheckins() {
    const list = /^\/checkins\/(\d+)$/;
    const {adviser, adviser2, employer: firm} = clients;
    const [ofA, ofB, ofFirm] = await Promise.all([adviser, adviser2, firm].map(client => idsOf(client, '/checkins', list)));
    ids.checkinA = ofA.find(id => !ofB.includes(id));
    [ids.checkinFirm] = ofFirm;
}

async function findInterview() {
    const {employer: firm} = clients;
    await firm.get(`/presented/${ids.refShown}/interviews`);
    await firm.submit({on_0: '20.9.2016', at_0: '10.00'}, {form: ['on_0']});
    assert.equal(firm.page.status, 200, firm.page.text);
    [ids.interview] = await idsOf(firm, `/presented/${ids.refShown}/interviews`, /^\/interviews\/(\d+)\/calendar\.ics$/);
}

async function findInvites() {
    const {office, employer: firm} = clients;
    const invite = async (client, path, name) => {
        await client.get(path);
        await client.submit({name, email: `${name.split(' ')[0].toLowerCase()}@firma.example`}, {form: ['name', 'email']});
        return (await client.get(path)).forms.map(f => /\/users\/invites\/(\d+)\/take-back/.exec(f.action)?.[1]).find(Boolean);
    };
    ids.inviteOwn = await invite(firm, '/users', 'Oppdikta Prøvesen');
    ids.inviteOther = await invite(office, `/employers/${ids.employerOther}/users`, 'Annen Prøvesen');
}

before(async () => {
    server = await startServer();
    clients = {public: new Client(server)};
    for (const who of members)
        clients[who] = await logIn(server, who === 'adviser2' ? 'adviser' : who, {which: who === 'adviser2' ? 1 : 0});
    const {adviser, adviser2, office, employer: firm} = clients;
    routes = JSON.parse(runProgram(['routes', '--json']).stdout);

    ids = {nobody: '700000000000000001'};
    const persons = /^\/candidates\/(\d+)$/;
    const ofA = await idsOf(adviser, '/candidates', persons), ofB = await idsOf(adviser2, '/candidates', persons);
    const alone = async (list, other) => {
        for (const id of list)
            if ((await other.get(`/candidates/${id}`)).status === 404)
                return id;
        return assert.fail('everybody is with both agencies');
    };
    ids.personA = await alone(ofA, adviser2);
    ids.personB = await alone(ofB, adviser);
    [ids.candidate] = await idsOf(adviser, '/candidates?q=Demosen', persons);
    for (const [client, id] of [[adviser, ids.personA], [adviser2, ids.personB], [adviser, ids.candidate]])
        secrets.push((await client.get(`/candidates/${id}`)).heading);

    const list = /^\/needs\/(\d+)$/;
    [ids.needOwn] = await idsOf(firm, '/needs?state=open', list);
    for (const id of await idsOf(office, '/needs?state=open', list))
        if ((await firm.get(`/needs/${id}`)).status === 404 && (await adviser.get(`/needs/${id}/close?to=filled`)).status === 200)
            ids.needOther = id;
    await firm.get('/needs/new');
    const form = firm.page.form(['title']);
    await firm.submit({title: 'Prøvestilling', ...(form.names.has('occupation') ? {occupation: 'Renholdere'} : {})}, {form: ['title']});
    ids.draftOwn = /\/needs\/(\d+)/.exec(firm.page.path)?.[1];

    const firms = /^\/employers\/(\d+)$/;
    // The employer's own is the food shop; of the others any page has some.
    const all = [...await idsOf(office, '/employers?q=papirdal+matmarked', firms), ...await idsOf(office, '/employers', firms)];
    for (const id of all)
        ids[(await firm.get(`/employers/${id}`)).status === 200 ? 'employerOwn' : 'employerOther'] = id;
    if (!ids.employerOwn)
        [ids.employerOwn] = await idsOf(firm, '/employers', firms);
    [ids.workplaceOther] = await idsOf(office, `/employers/${ids.employerOther}`, /^\/employers\/\d+\/workplaces\/(\d+)$/);
    await findReferrals();
    await findHires();
    await findCheckins();
    await findInterview();
    await findInvites();
    await findWeek({clients, ids, idsOf, words, fields});
    [ids.agency] = await idsOf(office, '/settings', /^\/settings\/agencies\/(\d+)$/);
    const {fields: forImport} = (await office.get('/imports/new/employers')).form('/imports');
    await office.upload('/imports', forImport, [['file', 'tom.csv', 'organisasjonsnummer;navn\n']]);
    ids.upload = /^\/imports\/(\d+)/.exec(office.page.path)?.[1];
    for (const who of ['office', 'employer']) {
        const page = await clients[who].get('/account');
        ids[who] = page.forms.map(f => /sessions\/(\d+)\/end/.exec(f.action)?.[1]).find(Boolean);
    }
    // The current session has no button; a second log-in of the same user makes one.
    for (const who of ['office', 'employer'])
        if (!ids[who]) {
            await logIn(server, who);
            const page = await clients[who].get('/account');
            ids[who] = page.forms.map(f => /sessions\/(\d+)\/end/.exec(f.action)?.[1]).find(Boolean);
        }
    for (const [name, id] of Object.entries(ids))
        assert.match(id ?? '', /^\d+$/, `the demo has ${name}`);
});

after(() => server?.stop());

async function call(who, route, things) {
    const client = clients[who];
    const path = pathOf(route, things);
    if (route.method === 'GET')
        return client.request('GET', path);
    const page = await client.get('/');
    const csrf = page.forms.flatMap(f => f.fields).find(([name]) => name === 'csrf')?.[1] ?? '';
    return client.request('POST', path, {
        headers: {'Content-Type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams({csrf, ...fields[route.name]}).toString(),
    });
}

function answerOf({status, headers}) {
    if (status === 404)
        return absent;
    if (status === 403)
        return forbidden;
    if (status === 303 && headers.location.startsWith('/login?'))
        return 'login';
    return [200, 303, 400, 409, 422, 429].includes(status) ? ok : `status ${status}`;
}

test('every route stands in the table, and the table names no other', () => {
    assert.deepEqual(routes.map(r => r.name).sort(), Object.keys(table).sort());
});

test('the roles of the routes are those of the table', () => {
    for (const route of routes) {
        const roles = [...new Set(table[route.name][0].map(who => who.replace('2', '')))].sort();
        assert.deepEqual([...route.roles].sort(), roles, route.name);
    }
});

for (const method of ['GET', 'POST'])
    for (const who of everybody)
        test(`${method}: what ${who} gets`, async () => {
            const wrong = [];
            for (const route of routes.filter(r => r.method === method)) {
                const [roles, lists = [], rule = () => ok] = table[route.name];
                const missing = {};
                for (const things of everyChoice(lists)) {
                    const expected = roles.includes(who) ? rule(who, ...things) : who === 'public' ? 'login' : forbidden;
                    if (expected === ok && method === 'POST' && takesEffect.has(route.name))
                        continue;
                    const answer = await call(who, route, things);
                    const got = answerOf(answer);
                    const refusedAlike = expected === 'login' && method === 'POST' && got === forbidden;
                    if (got !== expected && !refusedAlike)
                        wrong.push(`${route.name} ${things}: ${got} instead of ${expected}`);
                    if (got === ok)
                        continue;
                    for (const secret of who === 'candidate' ? secrets.slice(0, 2) : secrets) // the last is oneself
                        if (answer.body.includes(secret))
                            wrong.push(`${route.name} ${things}: the refusal names somebody`);
                    // A refusal does not say whether the thing exists.
                    const shown = answer.body.replaceAll(/[\w+/=-]{16,}|\d{6,}/g, '·');
                    if (got === absent)
                        missing[shown] = things;
                }
                if (Object.keys(missing).length > 1)
                    wrong.push(`${route.name}: refusals differ: ${Object.values(missing).join(' | ')}`);
            }
            assert.deepEqual(wrong, []);
        });

test('lists, counts, exports and suggestions hold to the same rule', async () => {
    for (const who of ['employer', 'candidate', 'mentor', 'steering', 'public']) {
        for (const path of ['/', '/needs', '/needs.csv', '/employers', `/needs/${ids.needOwn}`, `/employers/${ids.employerOwn}`,
            '/suggest/workplace?q=', '/suggest/skill?q=Demosen', '/account']) {
            const {body, status} = await clients[who].request('GET', path);
            // The third is the demo candidate: oneself, or shown to the employer after a yes.
            const others = ['candidate', 'employer'].includes(who) ? secrets.slice(0, 2) : secrets;
            for (const secret of others)
                assert.ok(!body.includes(secret), `${who} ${path} (${status}) names somebody`);
        }
    }
    const hits = JSON.parse((await clients.employer.request('GET', '/suggest/workplace?q=')).body);
    const all = JSON.parse((await clients.office.request('GET', '/suggest/workplace?q=')).body);
    assert.ok(hits.length >= 1 && hits.length < all.length, 'an employer user is offered the own workplaces only');
    const ofAdviser = (await clients.adviser.get('/candidates?q=')).text;
    assert.ok(!ofAdviser.includes(secrets[1]), 'the list of one agency holds nobody of another');
});

test('who is referred and hired is named to those alone who may know', async () => {
    const named = /^\/(?:referrals|hires)\/\d+$/;
    const paths = ['/referrals', '/referrals?view=board', '/referrals.csv', '/hires', '/hires.csv', '/'];
    const namesOf = async who => {
        const names = new Set();
        for (const path of ['/referrals', '/hires'])
            for (const {text} of (await clients[who].get(path)).links(named))
                names.add(text);
        return names;
    };
    const ofA = await namesOf('adviser'), ofB = await namesOf('adviser2');
    const onlyA = [...ofA].filter(name => !ofB.has(name) && / /.test(name) && !/^(?:Én|Ingen) /.test(name));
    assert.ok(onlyA.length > 5, 'the adviser sees names');
    for (const who of ['office', 'adviser2', 'steering', 'mentor', 'public'])
        for (const path of [...paths, `/referrals/${ids.refShown}`, `/hires/${ids.hireA}`, `/needs/${ids.needOwn}`, '/outbox', '/checkins']) {
            const {body} = await clients[who].request('GET', path);
            for (const name of onlyA)
                assert.ok(!body.includes(name), `${who} ${path} names ${name}`);
        }
    // An employer's user: whom it has been shown or has hired, and nobody else.
    const shownHere = new Set();
    for (const path of ['/presented', '/hires'])
        for (const {text} of (await clients.employer.get(path)).links(/^\/(?:presented|hires)\/\d+$/))
            shownHere.add(text);
    for (const path of ['/', '/presented', '/hires', '/hires.csv', '/checkins', `/needs/${ids.needOwn}`, '/users']) {
        const {body} = await clients.employer.request('GET', path);
        for (const name of onlyA)
            assert.ok(shownHere.has(name) || !body.includes(name), `the employer's ${path} names ${name}`);
    }
    // The calendar file says no more than the page it comes from.
    const {body, headers} = await clients.candidate.request('GET', `/interviews/${ids.interview}/calendar.ics`);
    assert.match(headers['content-type'], /^text\/calendar/);
    for (const name of onlyA)
        assert.ok(name === 'Kandidat Demosen' || !body.includes(name), 'the calendar file names somebody else');
});
