// SPDX-License-Identifier: EUPL-1.2
// The office's week in the access matrix: contacts, networks, views, activities, tasks, events, surveys, mailings and letters.
// Expected by hand, as in access_matrix.test.mjs, whose words it is given.
import assert from 'node:assert/strict';

export function weekTable({ok, absent, forbidden, staff, stating, everybody, employers, employer, real}) {
    const office = ['office'];
    const member = ['office', 'adviser', 'employer', 'candidate', 'mentor', 'steering'].flatMap(who => who === 'adviser' ? ['adviser', 'adviser2'] : [who]);
    const one = name => [[name, 'nobody']];
    // contactFirm is the employer user's firm's, contactOther another firm's, contactAgency the adviser's agency's.
    const contacts = ['contactFirm', 'contactOther', 'contactAgency', 'nobody'];
    const contact = (who, what) => what === 'nobody' || (who === 'employer' && what !== 'contactFirm') ? absent : ok;
    const contactWork = (who, what) => contact(who, what) === absent ? absent
        : who === 'office' || (who === 'employer' && what === 'contactFirm') || (who === 'adviser' && what === 'contactAgency') ? ok : forbidden;
    const agencyWork = (who, what) => what === 'nobody' ? absent : who === 'office' || who === 'adviser' ? ok : forbidden;
    // activityA is logged by the adviser's agency, activityOffice by the office; the tasks likewise.
    const activities = ['activityA', 'activityOffice', 'nobody'];
    const activityWork = (who, what) => what === 'nobody' ? absent
        : who === 'office' || (who === 'adviser' && what === 'activityA') ? ok : forbidden;
    const tasks = ['taskA', 'taskOffice', 'nobody'];
    const task = (who, what) => what !== 'nobody' && (who === 'office' || (who === 'adviser' && what === 'taskA')) ? ok : absent;
    // viewA is the adviser's own, viewShared the office's, which it has shared.
    const views = ['viewA', 'viewShared', 'nobody'];
    const view = (who, what) => (who === 'office' && what === 'viewShared') || (who === 'adviser' && what === 'viewA') ? ok
        : what === 'viewShared' ? forbidden : absent;
    const none = () => absent;

    const table = {
        needs_xlsx: [stating], hires_xlsx: [stating], employer_xlsx: [staff], contacts_csv: [staff],
        contacts_xlsx: [staff], referral_xlsx: [staff],
        view_list: [staff], view_save: [staff], view_edit: [staff, [views], view], view_edited: [staff, [views], view],
        view_remove: [staff, [views], view], view_restore: [staff, [views], view],
        bulk_new: [office], bulk_start: [office], bulk: [office, [['nobody']], real], bulk_undo: [office, [['nobody']], real],
        duplicates: [office], duplicates_apart: [office],
        duplicate: [office, [['employerOther'], ['employerOwn', 'nobody']], (who, a, b) => real(who, b)],
        merge: [office, [['nobody']], real], merge_undo: [office, [['nobody']], real],

        contact: [stating, [contacts], contactWork], contact_save: [stating, [contacts], contactWork],
            contact_end: [stating, [contacts], contactWork],
        contact_new: [['office', 'employer'], [employers], employer], contact_create: [['office', 'employer'], [employers], employer],
        agency_contact_new: [staff, one('agencyOwn'), agencyWork], agency_contact_create: [staff, one('agencyOwn'), agencyWork],
        agencies: [staff], agency: [staff, one('agencyOwn'), real], agency_timeline: [staff, one('agencyOwn'), real],
        employer_stage: [staff, [employers], employer], employer_pledge: [staff, [employers], employer],
        employer_told: [['office', 'employer'], [employers], employer], employer_estimate_save: [['office', 'employer'], [employers], employer],
        employer_timeline: [stating, [employers], employer],
        networks: [staff], network_new: [office], network_create: [office], network: [staff, one('network'), real],
        introduction: [office, one('introduction'), real], introduction_save: [office, one('introduction'), real],

        activities: [staff], activity_bin: [staff], activity_new: [staff], activity_create: [staff], agenda: [staff],
        activity: [staff, [activities], real],
        activity_edit: [staff, [activities], activityWork], activity_save: [staff, [activities], activityWork],
        activity_delete: [staff, [activities], activityWork], activity_restore: [staff, [activities], activityWork],
        tasks: [staff], task_new: [staff], task_create: [staff], task: [staff, [tasks], task],
        task_edit: [staff, [tasks], task], task_save: [staff, [tasks], task], task_state: [staff, [tasks], task],
        feed: [staff], feed_begin: [staff], feed_end: [staff],

        events: [office], event_new: [office], event_create: [office],
        event_guest_answer: [office, [['eventHeld'], ['guest', 'nobody']], (who, a, b) => real(who, b)],
        attendance_tick: [office, [['eventHeld'], ['guest', 'nobody']], (who, a, b) => real(who, b)],
        public_events: [everybody],
        // A draft is nobody's but the office's, which has a page of its own for it.
        public_event: [everybody, [['event', 'eventDraft', 'nobody']], (who, what) => what === 'event' ? ok : absent],
        public_event_sign_up: [everybody, [['event', 'eventDraft', 'nobody']], (who, what) => what === 'event' ? ok : absent],
        public_event_calendar: [everybody, [['event', 'eventDraft', 'nobody']], (who, what) => what === 'event' ? ok : absent],

        surveys: [office], survey_new: [office], survey_make: [office],
        survey_one: [office, one('answer'), real],
        question_sets: [office], question_set_new: [office], question_set_make: [office],
        question: [office, [['questionSet'], ['surveyQuestion', 'nobody']], (who, a, b) => real(who, b)],
        question_change: [office, [['questionSet'], ['surveyQuestion', 'nobody']], (who, a, b) => real(who, b)],
        question_move: [office, [['questionSet'], ['surveyQuestion', 'nobody']]],
        question_remove: [office, [['questionSet'], ['surveyQuestion', 'nobody']]],
        flags: [office], guidance: [everybody], guidance_read: [everybody],

        mailings: [office], mailing_new: [office], mailing_create: [office],
        letters: [everybody], letter_feed: [everybody], letter_new: [office], letter_create: [office],
        letter: [everybody], letter_pdf: [everybody, [], none], // the demo's were never set
        holds: [office], hold_release: [office, [['nobody']]], hold_again: [office, [['nobody']]],
        search: [member], what_works: [office], what_works_csv: [office], what_works_rows: [office],

        // Whoever has followed no link is asked nothing, and a link that is none opens nothing.
        link_follow: [everybody, [], none], link_one_click: [everybody, [], none], calendar_feed: [everybody, [], none],
        unsubscribe: [everybody, [], none], unsubscribe_submit: [everybody, [], none], unsubscribe_undo: [everybody, [], none],
        survey_answer: [everybody, [], none], survey_answer_submit: [everybody, [], none],
        confirm_sign_up: [everybody, [], none], confirm_sign_up_save: [everybody, [], none],
        rsvp: [everybody, [], none], rsvp_submit: [everybody, [], none], rsvp_calendar: [everybody, [], none],
    };
    const ofOne = (thing, ...names) => names.forEach(name => table[name] = [office, one(thing), real]);
    for (const name of ['duplicate_merge', 'duplicate_apart', 'duplicate_together'])
        table[name] = table.duplicate;
    for (const name of ['employer_stage_save', 'employer_owner_save', 'employer_pledge_save', 'employer_reference_save', 'employer_join',
        'introduction_new', 'introduction_create'])
        table[name] = [office, [employers], employer];
    ofOne('network', 'network_edit', 'network_save', 'network_members_new', 'network_members_add', 'network_members_remove', 'network_members_back');
    ofOne('event', 'event_edit', 'event_save', 'event', 'event_employers', 'event_guests_csv', 'event_guests_xlsx', 'event_publish', 'event_delete',
        'event_cancel', 'event_cancel_save', 'event_invite', 'event_invite_send', 'attendance', 'walk_in');
    ofOne('survey', 'survey', 'survey_open', 'survey_remind', 'survey_extend', 'survey_close', 'survey_drop', 'survey_csv', 'survey_xlsx', 'survey_edit',
        'survey_edit_submit', 'survey_asked');
    ofOne('answer', 'survey_one_flag', 'survey_one_delete', 'survey_one_delete_submit');
    ofOne('questionSet', 'question_set', 'question_set_names', 'question_set_names_submit', 'question_set_preview', 'question_set_edition',
        'question_set_drop', 'question_new', 'question_add');
    ofOne('flag', 'flag', 'flag_confirm', 'flag_dismiss', 'flag_explain', 'flag_clear');
    ofOne('letter', 'letter_draft', 'letter_edit', 'letter_save', 'letter_preview_pdf', 'letter_publish', 'letter_delete', 'letter_correct', 'letter_drop',
        'letter_pdf_make', 'letter_mailing');
    ofOne('mailing', 'mailing', 'mailing_send', 'mailing_send_now', 'mailing_pause', 'mailing_resume', 'mailing_cancel', 'mailing_delete',
        'mailing_audience', 'mailing_audience_save', 'mailing_text', 'mailing_text_save', 'mailing_preview', 'mailing_trial');
    // For the office alone, which may know what there is: that the form is wrong, or the work done, is said first.
    table.letter_pdf_make = [office, one('letter'), none]; // a draft's is its preview
    table.mailing_trial = [office, one('mailing'), none]; // to nobody whom the mailing would not reach
    table.survey_edit_submit = [office, one('survey')];
    table.event_delete = table.event_invite_send = [office, one('event')];
    return table;
}

// A POST without fields does these for real; tests of their own show that they work.
export const weekTakesEffect = ['feed_begin', 'feed_end', 'guidance_read', 'activity_delete', 'activity_restore', 'view_remove', 'view_restore',
    'survey_close', 'survey_drop', 'survey_remind', 'event_delete', 'event_publish', 'letter_delete', 'letter_drop', 'letter_publish',
    'letter_correct', 'letter_mailing', 'mailing_delete', 'mailing_cancel', 'mailing_pause', 'mailing_resume', 'question_set_drop',
    'question_set_edition', 'question_remove', 'survey_one_delete_submit', 'contact_end', 'flag_dismiss', 'flag_confirm'];
// A form that is none is refused before anybody looks whose it is: each gets what it would be sent with, of an old version.
const v = {version: '99'};
export const weekFields = {
    duplicate_merge: {kept_version: '99', gone_version: '99'}, employer_stage_save: {...v, stage: 'met'}, employer_owner_save: v,
    employer_pledge_save: {...v, pledged: '3'}, employer_estimate_save: {...v, estimate: 'kept-back'}, employer_reference_save: {...v, reference: 'no'},
    employer_join: {network: '1'}, introduction_save: {...v, outcome: 'met'}, letter_publish: v, letter_delete: v,
        letter_correct: v, letter_drop: v,
    mailing_send_now: {...v, receivers: '1'}, mailing_pause: v, mailing_resume: v, mailing_cancel: v, mailing_delete: v,
    mailing_trial: {contact: '1', to: '1'}, hold_release: v, hold_again: v, survey_edit_submit: v, question_add: {...v, kind: 'text'},
    question_change: {...v, kind: 'text'}, question_move: {...v, to: 'up'}, question_remove: v, activity_delete: v, activity_restore: v,
    task_state: {...v, state: 'done'}, event_publish: v, event_delete: v, event_cancel_save: v, event_guest_answer: {answer: 'yes'},
    attendance_tick: {present: '1'}, view_edited: {...v, name: 'Prøve'},
};
export const weekWords = {link_follow: 'a'.repeat(64), link_one_click: 'a'.repeat(64), calendar_feed: 'a'.repeat(64)};

// What of the week the demo holds, and an activity, a task and a view of the adviser's own.
export async function findWeek({clients, ids, idsOf, words, fields}) {
    const {office, adviser, employer: firm} = clients;
    const first = async (client, path, pattern) => (await idsOf(client, path, pattern))[0];
    // The first of a list with whom the path answers so.
    const among = async (client, list, path, fits) => {
        for (const id of list)
            if (fits(await client.get(path.replace(':id', id))))
                return id;
        return undefined;
    };
    const opens = page => page.status === 200;

    ids.contactFirm = await first(firm, `/employers/${ids.employerOwn}`, /^\/contacts\/(\d+)$/);
    for (const id of await idsOf(office, '/employers', /^\/employers\/(\d+)$/))
        if (id !== ids.employerOwn && !ids.contactOther)
            ids.contactOther = await first(office, `/employers/${id}`, /^\/contacts\/(\d+)$/);
    for (const id of await idsOf(adviser, '/agencies', /^\/agencies\/(\d+)$/))
        if ((await adviser.get(`/agencies/${id}/contacts/new`)).status === 200) {
            ids.agencyOwn = id;
            await adviser.submit({name: 'Oppdikta Kontaktsen', email: 'kontakt@etat.example'}, {form: ['name', 'email']});
            ids.contactAgency = await first(adviser, `/agencies/${id}`, /^\/contacts\/(\d+)$/);
        }
    ids.network = await first(office, '/networks', /^\/networks\/(\d+)$/);
    for (const id of await idsOf(office, '/employers?reference=yes', /^\/employers\/(\d+)$/))
        ids.introduction ??= await first(office, `/employers/${id}`, /^\/introductions\/(\d+)$/);

    fields.employer_join.network = ids.network;
    fields.mailing_trial.contact = ids.contactFirm;
    const activities = await idsOf(office, '/activities', /^\/activities\/(\d+)$/);
    ids.activityA = await among(adviser, activities, '/activities/:id/edit', opens);
    ids.activityOffice = await among(adviser, activities, '/activities/:id/edit', page => page.status === 403);
    for (const [name, client] of [['taskA', adviser], ['taskOffice', office]]) {
        await client.get('/tasks/new');
        await client.submit({what: `Prøveoppgave ${name}`}, {form: ['what']});
        ids[name] = await among(client, await idsOf(client, '/tasks', /^\/tasks\/(\d+)$/), '/tasks/:id', opens);
    }
    for (const [name, client, shared] of [['viewA', adviser, false], ['viewShared', office, true]]) {
        await client.get('/employers?stage=new');
        const form = client.page.forms.find(f => f.action === '/views');
        await client.post('/views', {...Object.fromEntries(form.fields), name: `Prøvevisning ${name}`, ...(shared ? {shared: '1'} : {})});
        ids[name] = await first(client, '/views', /^\/views\/(\d+)\/edit$/);
    }

    const events = await idsOf(office, '/events', /^\/events\/(\d+)$/);
    ids.event = await among(clients.public, events, '/public/events/:id', opens);
    ids.eventDraft = await among(clients.public, events, '/public/events/:id', page => page.status === 404);
    for (const id of events) {
        ids.eventHeld = ids.guest ? ids.eventHeld : id;
        ids.guest ??= (await office.get(`/events/${id}/attendance`)).forms.map(f => /attendance\/(\d+)$/.exec(f.action)?.[1]).find(Boolean);
    }
    const surveys = await idsOf(office, '/surveys', /^\/surveys\/(\d+)$/);
    [ids.survey] = surveys;
    for (const id of surveys)
        ids.answer ??= await first(office, `/surveys/${id}/asked`, /^\/surveys\/answers\/(\d+)/);
    // One that is in use does not change: a copy of it does.
    const used = await first(office, '/question-sets', /^\/question-sets\/(\d+)$/);
    await office.get(`/question-sets/new?copy=${used}`);
    await office.submit({}, {form: ['copy']});
    ids.questionSet = /^\/question-sets\/(\d+)/.exec(office.page.path)?.[1];
    ids.surveyQuestion = await first(office, `/question-sets/${ids.questionSet}`, /^\/question-sets\/\d+\/questions\/(\d+)$/);
    [words.letter] = await idsOf(clients.public, '/letters', /^\/letters\/(\d+-\d{4})$/);
    words.letter_pdf = words.letter;
    ids.flag = await first(office, '/flags', /^\/flags\/(\d+)$/);
    ids.mailing = await first(office, '/mailings', /^\/mailings\/(\d+)$/);
    ids.letter = await first(office, '/letters', /^\/letters\/drafts\/(\d+)$/);
}
