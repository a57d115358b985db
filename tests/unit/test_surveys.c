// SPDX-License-Identifier: EUPL-1.2
// Surveys in the store: who is asked after an event, who may what, answers that are kept and go on, flags and their tasks.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/contacts.h"
#include "app/employers.h"
#include "app/flags.h"
#include "app/letter.h"
#include "app/mail.h"
#include "app/question_sets.h"
#include "app/survey_answers.h"
#include "app/survey_results.h"
#include "app/surveys.h"
#include "app/timeline.h"
#include "app/unsubscribe.h"
#include "region_fixture.h"
#include "store/contact_store.h"
#include "store/event_store.h"
#include "store/guest_store.h"
#include "store/task_store.h"

enum { CONTACTS = 8 };
static struct contact_id contacts[CONTACTS];
static struct question_set_id set;

static int region_open(void **state)
{
    struct employer_page page;
    size_t n = 0;
    struct issues issues;
    region_make(day_make(2016, 9, 1), (struct demo_size){12, 10, 4}, 1, true);
    issues = issues_in(kept);
    assert_int_equal(list_employers(app, &office, &(struct employer_query){.text = "", .after = "", .most = 12}, kept, &page), OK);
    for (size_t i = 0; i < page.row_count && n < CONTACTS; i++) {
        struct contact c = {.employer = page.rows[i].id, .name = arena_printf(kept, "Kontakt %zu", n), .role = CONTACT_HR,
                            .email = arena_printf(kept, "k%zu@firma.example", n), .lang = n % 2 == 0 ? LANG_NB : LANG_EN,
                            .title = "", .phone = "", .informed_on = DAY_NONE, .left_on = DAY_NONE};
        assert_ok(add_contact(app, &office, &c, &issues, &contacts[n++]), &issues);
    }
    assert_int_equal(n, CONTACTS);
    assert_ok(make_question_set(app, &office, &(struct question_set_form){.template_name = "after-kick-off"}, &issues, &set), &issues);
    return 0;
}

static struct survey_form form_of(enum survey_audience audience, const struct contact_id *list, size_t count)
{
    return (struct survey_form){.name = "Prøve", .set = set, .audience = audience, .contacts = list, .contact_count = count,
                                .query = "", .deadline = app_today(app) + 10, .remind_on = DAY_NONE};
}

static struct survey_id opened(const struct survey_form *form, size_t expected, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct survey_id id;
    size_t asked;
    assert_ok(make_survey(app, &office, form, &issues, &id), &issues);
    assert_ok(open_survey(app, &office, id, 1, &issues, &asked), &issues);
    assert_int_equal(asked, expected);
    return id;
}

static struct asked_page asked_by(struct survey_id id, struct arena *a)
{
    struct asked_page page;
    assert_int_equal(list_asked(app, &office, id, &(struct asked_query){0}, a, &page), OK);
    return page;
}

struct event_job {
    struct event_id id;
};

static void guest_put(struct store_tx *tx, struct guest g, bool present)
{
    struct guest_id id;
    assert_int_equal(guest_insert(tx, &g, &id), OK);
    if (present)
        assert_int_equal(guest_set_present(tx, id, tx->now), OK);
}

static enum status event_write(struct store_tx *tx, void *arg)
{
    struct event_job *job = arg;
    struct event e = {.kind = EVENT_KICK_OFF, .state = EVENT_PUBLISHED, .title = {"Oppstart", "Kick-off"}, .text = {"", ""},
                      .place = "", .starts_at = tx->now - 7200000, .ends_at = tx->now - 3600000, .until = DAY_NONE, .contact_name = "",
                      .contact_email = "", .contact_phone = "", .reason = "", .published_at = tx->now};
    TRY(event_insert(tx, &e, &job->id));
    struct guest g = {.event = job->id, .origin = GUEST_INVITED, .name = "", .organisation = "", .email = "",
                      .answer = GUEST_YES, .coming = 1};
    for (size_t i = 0; i < 4; i++) {
        g.contact = contacts[i];
        guest_put(tx, g, i != 3); // the fourth stayed away
    }
    g.contact.value = 0;
    g.origin = GUEST_WALK_IN;
    g.name = "Gjest uten adresse";
    guest_put(tx, g, true);
    g.name = "Gjest Gjestesen";
    g.organisation = "Et firma";
    g.email = "gjest@firma.example";
    g.lang = LANG_EN;
    guest_put(tx, g, true);
    return OK;
}

struct sending_job {
    const struct outbox_entry *entry;
    const unsigned char *address;
};

static enum status mark_sent(struct store_tx *tx, void *arg)
{
    const struct sending_job *job = arg;
    return outbox_mark(tx, job->entry, &(struct outbox_mark){.state = OUTBOX_SENT, .tries = 1, .address = job->address});
}

static size_t reach_of(struct event_id event, struct arena *a, size_t *refuses_out)
{
    struct issues issues = issues_in(a);
    struct survey_form form = form_of(AUDIENCE_EVENT, NULL, 0);
    struct survey_view view;
    struct survey_id id;
    form.event = event;
    assert_ok(make_survey(app, &office, &form, &issues, &id), &issues);
    assert_int_equal(get_survey(app, &office, id, a, &view), OK);
    *refuses_out = view.reach.refuses;
    return view.reach.to;
}

static void guest_says_no(int64_t mail, struct event_id event, struct arena *a)
{
    struct unsubscribe_view v;
    size_t refuses;
    bool held;
    assert_int_equal(reach_of(event, a, &refuses), 4);
    assert_int_equal(refuses, 0);
    assert_int_equal(get_unsubscribe(app, mail, a, &v), OK);
    assert_string_equal(v.email, "gjest@firma.example");
    assert_false(v.gets_none);
    for (int twice = 0; twice < 2; twice++)
        assert_int_equal(unsubscribe(app, mail, true), OK);
    assert_int_equal(get_unsubscribe(app, mail, a, &v), OK);
    assert_true(v.gets_none);
    assert_int_equal(contacts_refuse(app_store(app), "Gjest@FIRMA.example", &held), OK);
    assert_true(held);
    assert_int_equal(reach_of(event, a, &refuses), 3);
    assert_int_equal(refuses, 1);
    assert_int_equal(subscribe_again(app, mail), OK);
    assert_int_equal(get_unsubscribe(app, mail, a, &v), OK);
    assert_false(v.gets_none);
    // Said no again, and afterwards, to the office, yes: as a contact.
    assert_int_equal(unsubscribe(app, mail, false), OK);
    struct issues issues = issues_in(a);
    struct contact c = {.employer = employer.employer, .name = "Gjest Gjestesen", .email = "GJEST@firma.example", .title = "", .phone = "",
                        .informed_on = DAY_NONE, .left_on = DAY_NONE};
    struct contact_id id;
    assert_ok(add_contact(app, &office, &c, &issues, &id), &issues);
    assert_int_equal(contacts_refuse(app_store(app), c.email, &held), OK);
    assert_true(held); // it was not asked
    assert_int_equal(contact_get(app_store(app), id, a, &c), OK);
    c.informed = INFORMED_YES;
    c.informed_how = INFORMED_TOLD;
    c.informed_on = app_today(app) - 1;
    assert_ok(edit_contact(app, &office, &c, &issues), &issues);
    assert_int_equal(contacts_refuse(app_store(app), c.email, &held), OK);
    assert_true(held); // what was said before does not count
    assert_int_equal(contact_get(app_store(app), id, a, &c), OK);
    c.informed_on = app_today(app);
    assert_ok(edit_contact(app, &office, &c, &issues), &issues);
    assert_int_equal(contacts_refuse(app_store(app), c.email, &held), OK);
    assert_false(held);
    assert_int_equal(end_contact(app, &office, id, c.version + 1, app_today(app), &issues), OK);
}

static void those_present_are_asked(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct event_job event = {0};
    struct outbox_entry *list;
    size_t count, guests = 0;
    assert_int_equal(store_write(app_store(app), &office, app_now(app), event_write, &event), OK);
    struct survey_form form = form_of(AUDIENCE_EVENT, NULL, 0);
    form.event = event.id;
    struct survey_id id = opened(&form, 4, a); // three contacts and the guest with an address
    struct asked_page page = asked_by(id, a);
    for (size_t i = 0; i < page.row_count; i++)
        assert_string_not_equal(page.rows[i].name, "Gjest uten adresse");
    assert_int_equal(outbox_list(app_store(app), 1u << OUTBOX_WAITING, 0, 100, a, &list, &count), OK);
    for (size_t i = 0; i < count; i++) {
        struct letter letter;
        enum outbox_state instead;
        if (list[i].kind != OUTBOX_SURVEY || list[i].guest == 0)
            continue;
        guests++;
        set_mail_site(app, "https://ypsilon.region.example");
        assert_int_equal(letter_make(app, &list[i], a, &letter, &instead), OK);
        assert_int_equal(instead, OUTBOX_WAITING);
        assert_string_equal(letter.to, "gjest@firma.example");
        assert_string_equal(letter.subject, "A few questions: After the kick-off");
        assert_non_null(strstr(letter.text, "https://ypsilon.region.example/link/survey-"));
        // Nobody's contact has a way out as well: from the mail that has gone, and for the address.
        const char *way = strstr(letter.text, "https://ypsilon.region.example/link/unsubscribe-");
        assert_non_null(way);
        assert_non_null(letter.unsubscribe);
        assert_int_equal(strncmp(way, letter.unsubscribe, strlen(letter.unsubscribe)), 0);
        assert_int_equal(unsubscribe(app, list[i].id.value, true), NOT_FOUND); // it has not gone
        struct sending_job sending = {&list[i], letter.address};
        assert_int_equal(store_write(app_store(app), NULL, app_now(app), mark_sent, &sending), OK);
        guest_says_no(list[i].id.value, event.id, a);
        assert_int_equal(letter_make(app, &list[i], a, &letter, &instead), OK);
        assert_int_equal(instead, OUTBOX_WAITING);
        // Meanwhile that person says no, as the contact of some firm.
        struct issues issues = issues_in(a);
        struct contact no = {.employer = page.rows[0].asked.employer, .name = "Gjest Gjestesen", .email = "gjest@firma.example", .title = "",
                             .phone = "", .informed = INFORMED_NO, .informed_how = INFORMED_WRITTEN, .informed_on = app_today(app),
                             .left_on = DAY_NONE};
        struct contact_id made;
        assert_ok(add_contact(app, &office, &no, &issues, &made), &issues);
        assert_int_equal(letter_make(app, &list[i], a, &letter, &instead), OK);
        assert_int_equal(instead, OUTBOX_UNWANTED);
    }
    assert_int_equal(guests, 1);
}

static void who_may_what(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct survey_form form = form_of(AUDIENCE_CONTACTS, contacts, 2);
    struct survey_id id = opened(&form, 2, a), none;
    const struct actor *outside[] = {&adviser, &employer, &candidate, &steering};
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        struct survey_view view;
        struct survey_results results;
        struct asked_page page;
        struct flag_page flags;
        size_t n;
        assert_int_equal(make_survey(app, outside[i], &form, &issues, &none), NOT_FOUND);
        assert_int_equal(get_survey(app, outside[i], id, a, &view), NOT_FOUND);
        assert_int_equal(get_survey_results(app, outside[i], id, a, &results), NOT_FOUND);
        assert_int_equal(list_asked(app, outside[i], id, &(struct asked_query){0}, a, &page), NOT_FOUND);
        assert_int_equal(remind_survey(app, outside[i], id, 2, &issues, &n), NOT_FOUND);
        assert_int_equal(list_flags(app, outside[i], &(struct flag_query){0}, a, &flags), NOT_FOUND);
    }
}

static struct answer *page_answers(const struct survey_answering *at, size_t page, unsigned meaning, const char *text, struct arena *a,
                                   size_t *count_out)
{
    size_t first;
    question_page(&at->set, page, &first, count_out);
    struct answer *answers = ARENA_ARRAY(a, struct answer, *count_out);
    for (size_t i = 0; i < *count_out; i++) {
        const struct question *q = &at->set.questions[first + i];
        answers[i] = (struct answer){.question = q->id, .text = q->kind == ANSWER_TEXT ? text : ""};
        answers[i].chosen = q->kind == ANSWER_TEXT ? 0 : q->kind == ANSWER_ONE ? meaning : 1;
    }
    return answers;
}

static void it_goes_on_and_raises_flags_once(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct survey_form form = form_of(AUDIENCE_CONTACTS, contacts + 2, 1);
    struct survey_id id = opened(&form, 1, a);
    struct survey_asked_id asked = asked_by(id, a).rows[0].asked.id;
    struct survey_answering at;
    struct asked_view one;
    struct flag_page flags;
    struct task task;
    size_t count, page;
    assert_int_equal(get_answering(app, asked, a, &at), OK);
    assert_int_equal(at.resume, 0);
    assert_int_equal(send_answers(app, asked, &issues, &page), INVALID); // nothing is answered
    assert_int_equal(page, 0);
    struct answer *answers = page_answers(&at, 0, 2, "", a, &count);
    assert_ok(keep_answers(app, asked, 0, answers, count, true, &issues), &issues);
    assert_int_equal(get_answering(app, asked, a, &at), OK);
    assert_int_equal(at.resume, 1);
    assert_int_equal(at.asked.state, ASKED_BEGUN);
    assert_int_equal(get_asked(app, &office, asked, a, &one), OK);
    assert_int_equal(one.answer_count, 0); // begun: nobody else's
    assert_int_equal(list_flags(app, &office, &(struct flag_query){.survey = id}, a, &flags), OK);
    assert_int_equal(flags.row_count, 0);
    assert_int_equal(keep_answers(app, asked, 7, answers, count, true, &issues), NOT_FOUND);

    answers = page_answers(&at, 1, 1, "Er det en kvote?", a, &count);
    assert_ok(keep_answers(app, asked, 1, answers, count, true, &issues), &issues);
    for (int twice = 0; twice < 2; twice++)
        assert_ok(send_answers(app, asked, &issues, &page), &issues);
    assert_int_equal(list_flags(app, &office, &(struct flag_query){.survey = id}, a, &flags), OK);
    assert_int_equal(flags.row_count, 2); // said plainly, so that the words hint at nothing more; and a visit
    for (size_t i = 0; i < flags.row_count; i++) {
        assert_int_equal(flags.rows[i].flag.state, FLAG_RAISED);
        assert_int_equal(task_of_cause(app_store(app), "flag", flags.rows[i].flag.id.value, a, &task), OK);
        assert_int_equal(task.state, TASK_OPEN);
        assert_int_equal(task.user.value, office.user.value);
    }
    struct flag f = flags.rows[flags.rows[0].flag.kind == FLAG_MISUNDERSTANDING ? 0 : 1].flag;
    assert_ok(clear_flag(app, &office, f.id, f.version, FLAG_TALKED, "Ringte", &issues), &issues);
    assert_ok(clear_flag(app, &office, f.id, f.version, FLAG_TALKED, "Ringte", &issues), &issues); // sent twice
    assert_int_equal(clear_flag(app, &office, f.id, f.version, FLAG_MAILED, "", &issues), CONFLICT);
    assert_int_equal(task_of_cause(app_store(app), "flag", f.id.value, a, &task), OK);
    assert_int_equal(task.state, TASK_DONE);

    // A set that was used stands.
    struct question_set_view view;
    assert_int_equal(get_question_set(app, &office, set, a, &view), OK);
    assert_int_equal(remove_question(app, &office, set, view.set.version, view.set.questions[0].id, &issues), CONFLICT);
    assert_int_equal(drop_question_set(app, &office, set, &issues), CONFLICT);
}

static enum status say_no(struct store_tx *tx, void *arg)
{
    struct contact *list;
    size_t count;
    TRY(contact_list(tx->store, &(struct contact_filter){.email = arg, .present_on = DAY_NONE}, 10, tx->arena, &list, &count));
    assert_int_equal(count, 2);
    list[1].informed = INFORMED_NO;
    list[1].informed_how = INFORMED_TOLD;
    list[1].informed_on = app_today(app);
    return contact_update(tx, &list[1]);
}

static size_t timeline_says(struct employer_id id, const char *what, struct arena *a)
{
    struct timeline_page page;
    size_t count = 0;
    assert_int_equal(get_timeline(app, &office, &(struct timeline_query){.employer = id, .kinds = 1u << TIMELINE_SURVEY, .most = 100}, a,
                                  &page), OK);
    for (size_t i = 0; i < page.line_count; i++)
        count += strcmp(page.lines[i].what, what) == 0;
    return count;
}

static void a_person_at_two_firms_is_asked_once(void **state)
{
    static const char ELSEWHERE[] = "Asked for feedback as a contact of another employer";
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct contact first, last;
    struct survey_view view;
    struct survey_id id;
    size_t asked;
    assert_int_equal(contact_get(app_store(app), contacts[4], a, &first), OK);
    assert_int_equal(contact_get(app_store(app), contacts[7], a, &last), OK);
    struct contact twin = {.employer = last.employer, .name = "Kontakt 4", .email = "K4@Firma.Example", .role = CONTACT_LEADER, .title = "",
                           .phone = "", .informed_on = DAY_NONE, .left_on = DAY_NONE};
    struct contact_id twin_id;
    assert_ok(add_contact(app, &office, &twin, &issues, &twin_id), &issues);
    struct contact_id list[] = {twin_id, contacts[4], contacts[5]};
    struct survey_form form = form_of(AUDIENCE_CONTACTS, list, 3);
    assert_ok(make_survey(app, &office, &form, &issues, &id), &issues);
    assert_int_equal(get_survey(app, &office, id, a, &view), OK);
    assert_int_equal(view.reach.to, 2);
    assert_int_equal(view.reach.same_address, 1);
    size_t before = timeline_says(last.employer, ELSEWHERE, a);
    assert_ok(open_survey(app, &office, id, 1, &issues, &asked), &issues);
    assert_int_equal(asked, 2);
    struct asked_page page = asked_by(id, a);
    for (size_t i = 0; i < page.row_count; i++) {
        bool both = page.rows[i].asked.contact.value == contacts[4].value; // known longest
        assert_true(both || page.rows[i].asked.contact.value == contacts[5].value);
        assert_int_equal(*page.rows[i].also != '\0', both);
    }
    assert_int_equal(timeline_says(last.employer, ELSEWHERE, a), before + 1);
    assert_int_equal(timeline_says(first.employer, ELSEWHERE, a), 0);
    // Measured anew, it is the same contact as the first time, so that the two are compared.
    form = form_of(AUDIENCE_CONTACTS, &twin_id, 1);
    struct survey_id once = opened(&form, 1, a);
    form = form_of(AUDIENCE_CONTACTS, list, 3);
    form.before = once;
    id = opened(&form, 2, a);
    page = asked_by(id, a);
    bool found = false;
    for (size_t i = 0; i < page.row_count; i++)
        found |= page.rows[i].asked.contact.value == twin_id.value;
    assert_true(found);
    // A no is the address's, at whichever firm it was said.
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), say_no, "k4@firma.example"), OK);
    form = form_of(AUDIENCE_CONTACTS, list, 3);
    (void)opened(&form, 1, a);
}

static void nothing_is_counted_before_it_is_closed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct survey_form form = form_of(AUDIENCE_CONTACTS, contacts, CONTACTS);
    struct survey_id id = opened(&form, CONTACTS, a);
    struct asked_page page = asked_by(id, a);
    struct survey_results results;
    struct survey_view view;
    for (size_t i = 0; i < 6; i++) {
        struct survey_answering at;
        size_t count, missing;
        assert_int_equal(get_answering(app, page.rows[i].asked.id, a, &at), OK);
        for (size_t p = 0; p < at.pages; p++) {
            struct answer *answers = page_answers(&at, p, 1, "", a, &count);
            assert_ok(keep_answers(app, page.rows[i].asked.id, p, answers, count, true, &issues), &issues);
        }
        assert_ok(send_answers(app, page.rows[i].asked.id, &issues, &missing), &issues);
    }
    assert_int_equal(get_survey_results(app, &office, id, a, &results), OK);
    assert_false(results.counted);
    assert_int_equal(results.results[0].all.answered, 0);
    assert_int_equal(get_survey(app, &office, id, a, &view), OK);
    assert_int_equal(view.waiting, 2);
    assert_ok(close_survey(app, &office, id, view.version, &issues), &issues);
    assert_int_equal(get_survey_results(app, &office, id, a, &results), OK);
    assert_true(results.counted);
    assert_int_equal(results.results[0].all.answered, 6);
    assert_int_equal(results.results[0].all.counts[0], 6);
    struct survey_id of;
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(remove_answers(app, &office, page.rows[i].asked.id, &of), OK);
    assert_int_equal(get_survey_results(app, &office, id, a, &results), OK);
    assert_true(results.results[0].hidden); // four are too few
    assert_store_is_sound();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_present_are_asked), cmocka_unit_test(who_may_what),
        cmocka_unit_test(it_goes_on_and_raises_flags_once), cmocka_unit_test(nothing_is_counted_before_it_is_closed),
        cmocka_unit_test(a_person_at_two_firms_is_asked_once),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, region_open, region_close);
}
