// SPDX-License-Identifier: EUPL-1.2
// Every route × every role × whose thing it is, against the real server. What is expected stands here a second time, by
// hand, beside src/core/access.c; a route that this table does not know fails the test.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {Client} from './lib/client.mjs';
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
const real = (who, what) => what === 'nobody' ? absent : ok;
const own = (who, what) => what === who ? ok : absent;

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

    employer_offer: [['office'], [['employerOwn', 'employerOther', 'nobody']], employer],
    imports: [['office']], import_new: [['office']], import_new_submit: [['office']],
    import: [['office'], [['upload', 'nobody']], real], import_read: [['office'], [['upload', 'nobody']], real],
    import_apply: [['office'], [['upload', 'nobody']], real], import_revert: [['office'], [['upload', 'nobody']], real],
    import_cancel: [['office'], [['upload', 'nobody']], real], import_rows: [['office'], [['upload', 'nobody']], real],
    import_faults: [['office'], [['upload', 'nobody']], real], import_faults_csv: [['office'], [['upload', 'nobody']], real],
    import_lines_csv: [['office'], [['upload', 'nobody']], real],
};

// A POST without fields does these for real when it is allowed; tests of their own show that they work.
const takesEffect = new Set(['logout', 'account_sessions_end', 'account_session_end', 'person_end_save', 'person_separate_save',
    'login_demo', 'account_codes_submit', 'person_login_save']);
const queries = {need_close: '?to=withdrawn'};
const fields = {need_close_submit: {to: 'withdrawn', version: '0'}, need_ad_answer: {do: 'take', version: '0'},
    employer_offer: {do: 'decline', offer: '1'}};
const words = {profile_step: 'work', profile_save: 'work', suggest: 'occupation', import_new: 'employers'};

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
                    const shown = answer.body.replaceAll(/\d{6,}|[\w+/=-]{16,}/g, '·');
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
            const others = who === 'candidate' ? secrets.slice(0, 2) : secrets; // the last one is oneself
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
