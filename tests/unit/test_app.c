// SPDX-License-Identifier: EUPL-1.2
// The use cases on a real store: the demo region, made small.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/accounts.h"
#include "app/demo.h"
#include "app/employers.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/programme.h"
#include "store/person_store.h"
#include "store/store.h"
#include "store/user_store.h"

static struct app *app;
static char dir[] = "/tmp/ypsilon-test-XXXXXX";
static struct actor office, adviser, other_adviser, employer, candidate;

static void actor_find(const char *email, struct actor *out, struct arena *a)
{
    struct user user;
    assert_int_equal(user_find_by_email(app_store(app), email, a, &user), OK);
    assert_int_equal(user_actor(app_store(app), user.id, a, out), OK);
}

static struct arena *kept;

static int region_open(void **state)
{
    kept = arena_open();
    assert_non_null(mkdtemp(dir));
    struct issues issues = issues_in(kept);
    struct app_config config = {.dir = dir, .today = day_make(2018, 5, 2), .create = true, .seed = 1};
    assert_int_equal(app_open(&config, &issues, &app), OK);
    assert_int_equal(demo_make(app, (struct demo_size){12, 60, 12}, NULL, NULL), OK);
    actor_find("kontor@demo.example", &office, kept);
    actor_find("veileder@demo.example", &adviser, kept);
    actor_find("introveileder@demo.example", &other_adviser, kept);
    actor_find("arbeidsgiver@demo.example", &employer, kept);
    actor_find("kandidat@demo.example", &candidate, kept);
    return 0;
}

static int region_close(void **state)
{
    app_close(app);
    arena_close(kept);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

static struct need_view an_open_need(const struct actor *who, struct arena *a)
{
    struct need_page page;
    struct need_view need;
    assert_int_equal(list_needs(app, who, &(struct need_query){.states = 1 << NEED_OPEN, .most = 1}, a, &page), OK);
    assert_int_equal(page.row_count, 1);
    assert_int_equal(get_need(app, who, page.rows[0].id, a, &need), OK);
    return need;
}

static void the_demo_is_made_once(void **state)
{
    assert_true(app_is_demo(app));
    assert_int_equal(demo_make(app, DEMO_SIZE, NULL, NULL), CONFLICT);
}

static void an_adviser_ranks_own_candidates_and_counts_others_in_bands(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_view need = an_open_need(&adviser, a);
    struct need_answer answer;
    assert_int_equal(rank_candidates(app, &adviser, &need, 0, 200, a, &answer), OK);
    size_t total = 0;
    for (int c = 0; c < MATCH_CLASSES; c++)
        total += answer.counts[c];
    assert_int_equal(total, answer.candidate_count);
    assert_true(total > 10);
    for (size_t i = 0; i < answer.candidate_count; i++) {
        const struct ranked_candidate *c = &answer.candidates[i];
        struct candidate_view view;
        assert_int_equal(get_candidate(app, &adviser, c->person, a, &view), OK);
        assert_int_equal(c->explanation.row_count, need.all_count);
        assert_true(i == 0 || answer.candidates[i - 1].row.class <= c->row.class);
        for (size_t r = 0; r < need.all_count; r++) { // everything can be said in both languages
            for (int lang = LANG_NB; lang <= LANG_EN; lang++) {
                assert_true(strlen(requirement_words(app, lang, &need.all[r], need.place_name, a)) > 0);
                assert_true(strlen(verdict_words(app, lang, &need.all[r], &c->explanation.rows[r], &c->explanation,
                                                 need.need.start_from, a)) > 0);
                bool unknown = c->explanation.rows[r].verdict == VERDICT_UNKNOWN;
                assert_int_equal(strlen(question_words(app, lang, &need.all[r], &c->explanation.rows[r], a)) > 0, unknown);
            }
        }
    }
    assert_int_equal(answer.other_count, 4);
}

static void explanations_are_kept_and_replayed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_view need = an_open_need(&adviser, a);
    struct need_answer answer;
    struct ranked_candidate one;
    struct explanation back;
    struct replay replay;
    assert_int_equal(rank_candidates(app, &adviser, &need, 0, 1, a, &answer), OK);
    struct person_id person = answer.candidates[0].person;
    assert_int_equal(explain_candidate(app, &adviser, &need, person, a, &one), OK);
    const char *json = explanation_json(&one.explanation, a);
    assert_int_equal(explanation_read(json, strlen(json), a, &back), OK);
    assert_string_equal(explanation_json(&back, a), json);
    assert_int_equal(replay_explanation(app, &adviser, &back, &replay), OK);
    assert_false(replay.engine || replay.catalogue || replay.need || replay.profile || replay.gone || replay.answer);
    back.rows[0].verdict = back.rows[0].verdict == VERDICT_MET ? VERDICT_MISSING : VERDICT_MET;
    assert_int_equal(replay_explanation(app, &adviser, &back, &replay), OK);
    assert_true(replay.answer);
    for (size_t n = 0; n < strlen(json); n += 7)
        assert_int_equal(explanation_read(json, n, a, &back), INVALID);

    struct candidate_view view;
    struct issues issues = issues_in(a);
    assert_int_equal(get_candidate(app, &adviser, person, a, &view), OK);
    view.profile.headline = "Nytt";
    assert_int_equal(edit_profile(app, &adviser, &view.profile, &issues), OK);
    assert_int_equal(replay_explanation(app, &adviser, &one.explanation, &replay), OK);
    assert_false(replay.profile || replay.answer); // the engine reads no words
    assert_int_equal(edit_profile(app, &adviser, &view.profile, &issues), CONFLICT); // made on an old version

    assert_int_equal(replay_explanation(app, &employer, &one.explanation, &replay) == OK, false);
}

static void employers_get_bands_and_nothing_else(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_view need = an_open_need(&employer, a);
    struct need_answer answer;
    struct need_bands bands;
    struct ranked_candidate one;
    assert_int_equal(need.need.employer.value, employer.employer.value);
    assert_int_equal(rank_candidates(app, &employer, &need, 0, 10, a, &answer), DENIED);
    assert_int_equal(explain_candidate(app, &employer, &need, candidate.person, a, &one), DENIED);
    assert_int_equal(band_candidates(app, &employer, &need, a, &bands), OK);
    for (size_t i = 0; i < bands.cost_count; i++)
        assert_int_equal(bands.costs[i].more, 0);
    struct candidate_view view;
    assert_int_equal(get_candidate(app, &employer, candidate.person, a, &view), NOT_FOUND);
    struct need_page all;
    assert_int_equal(list_needs(app, &office, &(struct need_query){.most = 200}, a, &all), OK);
    size_t others = 0;
    for (size_t i = 0; i < all.row_count; i++) {
        struct need_view seen;
        enum status status = get_need(app, &employer, all.rows[i].id, a, &seen);
        others += status == NOT_FOUND;
        if (status == OK)
            assert_int_equal(seen.need.employer.value, employer.employer.value);
        else
            assert_int_equal(status, NOT_FOUND);
    }
    assert_true(others > 0);
    assert_int_equal(list_needs(app, &employer,
                                &(struct need_query){.employer = {employer.employer.value + 1}, .most = 10}, a, &all),
                     NOT_FOUND);
}

static void looking_at_somebody_is_written_down(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct reader_line *before, *after;
    size_t before_count, after_count;
    struct candidate_view view;
    assert_int_equal(list_readers(app, &candidate, candidate.person, a, &before, &before_count), OK);
    assert_int_equal(get_candidate(app, &candidate, candidate.person, a, &view), OK); // oneself is not
    assert_int_equal(get_candidate(app, &adviser, candidate.person, a, &view), OK);
    assert_int_equal(list_readers(app, &candidate, candidate.person, a, &after, &after_count), OK);
    assert_int_equal(after_count, before_count + 1);
    assert_string_equal(after[0].organisation, adviser.organisation);
    assert_int_equal(after[0].role, ROLE_ADVISER);
    assert_string_equal(after[0].what, "profile");
    assert_int_equal(list_readers(app, &other_adviser, candidate.person, a, &after, &after_count), NOT_FOUND);
}

static void which_other_agency_helps_is_the_persons_to_know(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct enrolment_result made;
    struct enrolment_form form = {
        .identity = {"Rojin", "Skissebø", "", ""},
        .national_number = "",
        .birth_date = "1990-03-05",
        .purpose = "Arbeid",
        .basis = BASIS_PUBLIC_TASK,
        .notice_shown = true,
    };
    assert_int_equal(enrol_person(app, &adviser, &form, &issues, &made), OK);
    assert_int_equal(enrol_person(app, &other_adviser, &form, &issues, &made), OK);
    assert_true(made.known_before);
    struct candidate_view view;
    struct reader_line *readers;
    size_t count;
    const char *json;
    assert_int_equal(get_candidate(app, &other_adviser, made.person, a, &view), OK);
    assert_int_equal(list_readers(app, &adviser, made.person, a, &readers, &count), OK);
    assert_int_equal(count, 0); // only the other agency has looked
    assert_int_equal(export_person(app, &adviser, made.person, a, &json), OK);
    assert_null(strstr(json, other_adviser.organisation));
    struct actor oneself = {.role = ROLE_CANDIDATE, .person = made.person, .organisation = ""};
    assert_int_equal(export_person(app, &oneself, made.person, a, &json), OK);
    assert_non_null(strstr(json, other_adviser.organisation));
}

static void a_changed_address_is_what_one_logs_in_with(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct enrolment_result made;
    struct enrolment_form form = {
        .identity = {"Dawit", "Papirdal", "gammel@kandidat.example", ""},
        .national_number = "",
        .birth_date = "",
        .purpose = "Arbeid",
        .basis = BASIS_CONSENT,
        .notice_shown = true,
    };
    const char *password;
    struct user user;
    struct candidate_view view;
    assert_int_equal(enrol_person(app, &adviser, &form, &issues, &made), OK);
    assert_int_equal(invite_candidate(app, &adviser, made.person, a, &issues, &password), OK);
    assert_int_equal(get_candidate(app, &adviser, made.person, a, &view), OK);
    struct identity edited = view.identity;
    edited.email = "ny@kandidat.example";
    assert_int_equal(edit_identity(app, &adviser, made.person, view.identity_version, &edited, &issues), OK);
    assert_int_equal(user_find_by_email(app_store(app), "ny@kandidat.example", a, &user), OK);
    assert_int_equal(user_find_by_email(app_store(app), "gammel@kandidat.example", a, &user), NOT_FOUND);
    edited.email = "kandidat@demo.example"; // somebody else's
    assert_int_equal(edit_identity(app, &adviser, made.person, view.identity_version + 1, &edited, &issues), INVALID);
    assert_non_null(issues_find(&issues, "email"));
    assert_int_equal(get_candidate(app, &adviser, made.person, a, &view), OK);
    assert_string_equal(view.identity.email, "ny@kandidat.example");
    edited.email = "";
    issues = issues_in(a);
    assert_int_equal(edit_identity(app, &adviser, made.person, view.identity_version, &edited, &issues), INVALID);
}

static struct enrolment_form a_form(const char *given, const char *number)
{
    return (struct enrolment_form){
        .identity = {given, "Prøvesen", "", ""},
        .national_number = number,
        .birth_date = "",
        .purpose = "Arbeid",
        .basis = BASIS_PUBLIC_TASK,
        .notice_shown = true,
    };
}

static void one_person_is_one_however_many_agencies_help(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct enrolment_result first, again;
    struct enrolment_form form = a_form("Selam", "018190 12365"); // synthetic
    assert_int_equal(enrol_person(app, &adviser, &form, &issues, &first), OK);
    assert_false(first.known_before);
    form.identity.given_name = "Selamawit"; // the number says it is the same
    assert_int_equal(enrol_person(app, &other_adviser, &form, &issues, &again), OK);
    assert_true(again.known_before);
    assert_int_equal(again.person.value, first.person.value);
    assert_int_equal(enrol_person(app, &adviser, &form, &issues, &again), INVALID); // with this agency already

    struct candidate_view view;
    assert_int_equal(get_candidate(app, &adviser, first.person, a, &view), OK);
    assert_true(view.elsewhere);
    assert_int_equal(view.enrolment_count, 1);
    issues = issues_in(a);
    assert_int_equal(delete_person(app, &adviser, first.person, "Selam Prøvesen", &issues), INVALID); // helped elsewhere

    struct person_id fresh;
    assert_int_equal(separate_person(app, &other_adviser, first.person, &fresh), OK);
    assert_int_not_equal(fresh.value, first.person.value);
    assert_int_equal(get_candidate(app, &other_adviser, first.person, a, &view), NOT_FOUND);
    assert_int_equal(get_candidate(app, &other_adviser, fresh, a, &view), OK);
    assert_string_equal(view.identity.given_name, "Selam");
    assert_int_equal(separate_person(app, &other_adviser, fresh, &fresh), CONFLICT);
}

static void two_numbers_are_two_people_whatever_their_name(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct enrolment_result one, other, again;
    struct enrolment_form form = a_form("Samuel", "41918210057");
    form.birth_date = "1985-07-01";
    assert_int_equal(enrol_person(app, &adviser, &form, &issues, &one), OK);
    form.national_number = "01819012373";
    assert_int_equal(enrol_person(app, &other_adviser, &form, &issues, &other), OK);
    assert_false(other.known_before);
    assert_int_not_equal(other.person.value, one.person.value);

    // Told apart, each agency finds its own again, and a third one neither.
    struct enrolment_form without = a_form("Samuel", "");
    without.birth_date = "1985-07-01";
    struct candidate_view view;
    assert_int_equal(get_candidate(app, &other_adviser, other.person, a, &view), OK);
    assert_int_equal(enrol_person(app, &other_adviser, &without, &issues, &again), INVALID); // enrolled already
    struct actor third = office;
    assert_int_equal(enrol_person(app, &third, &without, &issues, &again), OK);
    assert_false(again.known_before);
}

static void enrolling_refuses_with_all_reasons(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct enrolment_result result;
    struct enrolment_form form = {.national_number = "12345678901", .birth_date = "2090-01-01", .address_protected = true};
    assert_int_equal(enrol_person(app, &adviser, &form, &issues, &result), INVALID);
    static const char *const fields[] = {"given_name", "family_name", "national_number", "birth_date", "purpose", "notice", "address_protected"};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        assert_non_null(issues_find(&issues, fields[i]));
    assert_int_equal(enrol_person(app, &employer, &form, &issues, &result), DENIED);
    assert_int_equal(enrol_person(app, &candidate, &form, &issues, &result), DENIED);
}

static void deleting_takes_the_person_out_of_every_answer_and_no_figure(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct enrolment_result made;
    struct enrolment_form form = a_form("Blessing", "");
    assert_int_equal(enrol_person(app, &adviser, &form, &issues, &made), OK);
    assert_int_equal(app_follow(app), OK);
    size_t indexed = match_count(app_world(app));
    struct enrolment_figure *before, *after;
    size_t before_count, after_count;
    day from = day_make(2018, 1, 1), to = day_make(2018, 12, 31);
    assert_int_equal(enrolment_figures(app_store(app), from, to, a, &before, &before_count), OK);
    assert_int_equal(delete_person(app, &adviser, made.person, "Blessing", &issues), INVALID);
    assert_int_equal(delete_person(app, &adviser, made.person, " blessing  prøvesen ", &issues), OK);
    assert_int_equal(enrolment_figures(app_store(app), from, to, a, &after, &after_count), OK);
    assert_int_equal(after_count, before_count);
    for (size_t i = 0; i < after_count; i++) {
        assert_int_equal(after[i].begun, before[i].begun);
        assert_int_equal(after[i].running, before[i].running);
    }
    struct candidate_view view;
    assert_int_equal(get_candidate(app, &adviser, made.person, a, &view), NOT_FOUND);
    assert_int_equal(app_follow(app), OK);
    assert_int_equal(match_count(app_world(app)), indexed - 1);
}

static void a_need_opens_only_when_whole_confirmed_and_lawful(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct workplace_hit *hits;
    size_t hit_count;
    assert_int_equal(find_workplaces(app, &employer, "", 10, a, &hits, &hit_count), OK);
    assert_true(hit_count > 0);
    struct need typed = {
        .workplace = hits[0].id,
        .title = "Ung kvinne til butikk",
        .occupation = code_make("5223"),
        .start_from = DAY_NONE,
        .start_latest = DAY_NONE,
    };
    struct need_id id;
    struct need_view view;
    assert_int_equal(start_need(app, &employer, &typed, &issues, &id), OK);
    assert_int_equal(open_need(app, &employer, id, 1, "", "", &issues), INVALID);
    assert_non_null(issues_find(&issues, "wording_reason"));
    assert_non_null(issues_find(&issues, "start_from"));

    assert_int_equal(get_need(app, &employer, id, a, &view), OK);
    struct need edited = view.need;
    edited.title = "Butikkmedarbeider";
    edited.start_from = app_today(app) + 10;
    edited.start_latest = app_today(app) + 40;
    issues = issues_in(a);
    assert_int_equal(edit_need(app, &employer, &edited, &issues), OK);
    assert_int_equal(edit_need(app, &employer, &edited, &issues), CONFLICT); // a double click, or somebody else
    assert_int_equal(open_need(app, &employer, id, 2, "", "", &issues), OK);
    assert_int_equal(get_need(app, &adviser, id, a, &view), OK);
    assert_string_equal(view.need.confirmed_by_name, employer.name);
    assert_int_equal(edit_need(app, &employer, &view.need, &issues), CONFLICT); // open: as confirmed
    assert_int_equal(close_need(app, &adviser, id, 3, NEED_WITHDRAWN), DENIED); // stated by the employer
    assert_int_equal(close_need(app, &employer, id, 3, NEED_WITHDRAWN), OK);
    struct need_answer answer;
    assert_int_equal(get_need(app, &adviser, id, a, &view), OK);
    assert_int_equal(rank_candidates(app, &adviser, &view, 0, 10, a, &answer), DENIED); // nobody for a closed need
    assert_int_equal(close_need(app, &employer, id, 4, NEED_DRAFT), OK);
    assert_int_equal(close_need(app, &employer, id, 5, NEED_OPEN), CONFLICT); // opens through open_need alone
    assert_int_equal(get_need(app, &employer, id, a, &view), OK);
    assert_string_equal(view.need.confirmed_by_name, "");
}

static void an_employer_cannot_ask_for_bands_all_day(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_view need = an_open_need(&employer, a);
    struct issues issues = issues_in(a);
    enum status status = OK;
    int64_t version = need.need.version;
    int rounds = 0;
    for (; status == OK && rounds < 20; rounds++) {
        assert_int_equal(close_need(app, &employer, need.need.id, version++, NEED_WITHDRAWN), OK);
        assert_int_equal(close_need(app, &employer, need.need.id, version++, NEED_DRAFT), OK);
        status = open_need(app, &employer, need.need.id, version++, "", "", &issues);
    }
    assert_int_equal(status, INVALID);
    assert_true(rounds <= 6); // the last one is refused
    issues = issues_in(a); // the office goes on where the employer cannot
    assert_int_equal(open_need(app, &office, need.need.id, version - 1, "Navn Navnesen", "", &issues), OK);
}

static void a_need_at_somebody_elses_workplace_is_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct workplace_hit *hits;
    size_t count;
    struct need_id id;
    assert_int_equal(find_workplaces(app, &office, "", 100, a, &hits, &count), OK);
    struct workplace_hit *own;
    size_t own_count;
    assert_int_equal(find_workplaces(app, &employer, "", 100, a, &own, &own_count), OK);
    assert_true(own_count < count);
    for (size_t i = 0; i < count; i++) {
        bool is_own = false;
        for (size_t k = 0; k < own_count; k++)
            is_own |= hits[i].id.value == own[k].id.value;
        if (is_own)
            continue;
        struct need typed = {
            .workplace = hits[i].id,
            .title = "X",
            .occupation = code_make("5223"),
            .start_from = DAY_NONE,
            .start_latest = DAY_NONE,
        };
        issues = issues_in(a);
        assert_int_equal(start_need(app, &employer, &typed, &issues, &id), INVALID);
        assert_non_null(issues_find(&issues, "workplace"));
    }
    assert_int_equal(find_workplaces(app, &candidate, "", 100, a, &hits, &count), NOT_FOUND);
}

static void everything_about_a_person_comes_out_as_json(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *json;
    assert_int_equal(export_person(app, &candidate, candidate.person, a, &json), OK);
    static const char *const parts[] = {"Demosen", "kandidat@demo.example", "\"facts\"", "\"who_looked\"", "\"enrolments\"", "\"changes\""};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        assert_non_null(strstr(json, parts[i]));
    assert_int_equal(export_person(app, &other_adviser, candidate.person, a, &json), NOT_FOUND);
}

static void unknown_codes_are_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct candidate_view view;
    assert_int_equal(get_candidate(app, &adviser, candidate.person, a, &view), OK);
    struct fact fact = {.kind = FACT_SKILL, .evidence = EVIDENCE_STATED, .code = code_make("nosuch"), .expires = DAY_NONE};
    view.profile.competence.facts = &fact;
    view.profile.competence.fact_count = 1;
    view.profile.fact_texts = &(const char *){""};
    assert_int_equal(edit_profile(app, &adviser, &view.profile, &issues), INVALID);
    assert_non_null(issues_find(&issues, "facts[0].code"));
}

// Rule 3 at work: who somebody is changes no byte of any answer.
static void exchanging_two_identities_changes_no_answer(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_view need = an_open_need(&adviser, a);
    struct need_answer before, after;
    assert_int_equal(rank_candidates(app, &adviser, &need, 0, 200, a, &before), OK);
    assert_true(before.candidate_count >= 2);
    struct candidate_view one, other;
    struct issues issues = issues_in(a);
    struct person_id first = before.candidates[0].person, last = before.candidates[before.candidate_count - 1].person;
    assert_int_equal(get_candidate(app, &adviser, first, a, &one), OK);
    assert_int_equal(get_candidate(app, &adviser, last, a, &other), OK);
    const char *address = one.identity.email; // what somebody logs in with stays
    one.identity.email = other.identity.email;
    other.identity.email = address;
    assert_int_equal(edit_identity(app, &adviser, first, one.identity_version, &other.identity, &issues), OK);
    assert_int_equal(edit_identity(app, &adviser, last, other.identity_version, &one.identity, &issues), OK);
    assert_int_equal(rank_candidates(app, &adviser, &need, 0, 200, a, &after), OK);
    assert_int_equal(after.candidate_count, before.candidate_count);
    for (size_t i = 0; i < after.candidate_count; i++) {
        struct explanation was = before.candidates[i].explanation, is = after.candidates[i].explanation;
        assert_int_equal(is.profile, was.profile);
        was.version = is.version; // the log has grown by the two edits
        assert_string_equal(explanation_json(&is, a), explanation_json(&was, a));
    }
    assert_string_equal(after.candidates[0].name, before.candidates[before.candidate_count - 1].name);
    assert_int_equal(edit_identity(app, &adviser, first, one.identity_version, &other.identity, &issues), CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_demo_is_made_once),
        cmocka_unit_test(an_adviser_ranks_own_candidates_and_counts_others_in_bands),
        cmocka_unit_test(explanations_are_kept_and_replayed),
        cmocka_unit_test(employers_get_bands_and_nothing_else),
        cmocka_unit_test(looking_at_somebody_is_written_down),
        cmocka_unit_test(which_other_agency_helps_is_the_persons_to_know),
        cmocka_unit_test(a_changed_address_is_what_one_logs_in_with),
        cmocka_unit_test(one_person_is_one_however_many_agencies_help),
        cmocka_unit_test(two_numbers_are_two_people_whatever_their_name),
        cmocka_unit_test(enrolling_refuses_with_all_reasons),
        cmocka_unit_test(deleting_takes_the_person_out_of_every_answer_and_no_figure),
        cmocka_unit_test(a_need_opens_only_when_whole_confirmed_and_lawful),
        cmocka_unit_test(an_employer_cannot_ask_for_bands_all_day),
        cmocka_unit_test(a_need_at_somebody_elses_workplace_is_refused),
        cmocka_unit_test(everything_about_a_person_comes_out_as_json),
        cmocka_unit_test(unknown_codes_are_refused),
        cmocka_unit_test(exchanging_two_identities_changes_no_answer),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("app", tests, region_open, region_close);
}
