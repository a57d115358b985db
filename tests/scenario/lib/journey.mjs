// SPDX-License-Identifier: EUPL-1.2
// The way from a need to a hire by the pages, one step a function. Each takes clients that have logged in.
import assert from 'node:assert/strict';

const enrolment = {given_name: 'Prøve Åse', family_name: 'Øvingsen', email: '', phone: '', national_number: '', birth_date: '',
    purpose: 'Finne fast arbeid i regionen', basis: 'consent', notice: '1', address_protected: null};

function arrived(page, pattern, what) {
    const found = pattern.exec(page.path);
    assert.ok(found && page.status === 200, `${what}: ${page.status} ${page.path} ${page.text.slice(0, 400)}`);
    return found[1];
}

// Registers somebody with the adviser's agency: the person's number.
export async function enrol(adviser, values = {}) {
    await adviser.get('/candidates/new');
    const page = await adviser.submit({...enrolment, ...values}, {form: ['given_name', 'family_name']});
    return arrived(page, /^\/candidates\/(\d+)\/edit\/work$/, 'enrolled');
}

// The number of the first open need that the client sees. An employer's user sees the own ones.
export async function openNeed(client) {
    await client.get('/needs?state=open');
    const need = client.page.links().map(link => /^\/needs\/(\d+)$/.exec(link.href)?.[1]).find(Boolean);
    assert.ok(need, 'there is an open need');
    return need;
}

// The referral's path.
export async function refer(adviser, need, person) {
    await adviser.get(`/needs/${need}`);
    const {fields} = adviser.page.form(`/needs/${need}/referrals`);
    await adviser.post(`/needs/${need}/referrals`, [...fields, ['person', person]]);
    await adviser.get(`/referrals?need=${need}&person=${person}`);
    const [referral] = adviser.page.links(/^\/referrals\/\d+$/);
    assert.ok(referral, `referred: ${adviser.page.text.slice(0, 300)}`);
    return referral.href;
}

export async function ask(adviser, referral, values = {}) {
    await adviser.get(referral);
    await adviser.submit(values, {form: `${referral}/ask`});
    assert.equal(adviser.page.status, 200, adviser.page.text.slice(0, 400));
}

// On the person's behalf.
export async function answer(adviser, referral, yes) {
    await adviser.get(referral);
    await adviser.submit({answer: yes ? 'yes' : 'no'}, {form: `${referral}/answer`});
    assert.equal(adviser.page.status, 200, adviser.page.text.slice(0, 400));
}

export async function present(adviser, referral) {
    await adviser.get(referral);
    await adviser.submit({}, {form: `${referral}/present`});
    assert.equal(adviser.page.status, 200, adviser.page.text.slice(0, 400));
}

// By the employer's user; referral as above.
export async function judge(employer, referral, values) {
    const path = referral.replace('/referrals/', '/presented/');
    await employer.get(path);
    await employer.submit(values, {form: `${path}/verdict`});
    assert.equal(employer.page.status, 200, employer.page.text.slice(0, 400));
}

// Invites a colleague of an employer's user.
export async function invite(employer, name, email) {
    await employer.get('/users');
    await employer.submit({name, email}, {form: '/users/invite'});
    assert.equal(employer.page.status, 200, employer.page.text.slice(0, 400));
}
