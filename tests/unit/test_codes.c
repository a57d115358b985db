// SPDX-License-Identifier: EUPL-1.2
// One-time codes on a real store: what opens, everything that does not, and that asking tells nothing.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/codes.h"
#include "app/internal.h"
#include "app/people.h"
#include "app/totp.h"
#include "app/upkeep.h"
#include "store/code_store.h"
#include "store/outbox_store.h"
#include "store/user_store.h"
#include "region_fixture.h"

static int addresses;
static const int64_t MINUTE = 60 * 1000, HOUR = 60 * MINUTE;
static const char FIREFOX[] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

static int region_open(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 10}, 1, false);
    return 0;
}

static int clock_back(void **state)
{
    app_stand_clock(app, 0);
    return 0;
}

// Somebody's address on the network: each test has its own, so that none uses up another's tries.
static const char *address(struct arena *a)
{
    addresses++;
    return arena_printf(a, "203.0.%d.%d", addresses / 250, addresses % 250 + 1);
}

// A person of the adviser's without a log-in, with this address ("" none).
static struct person_id person_with(const char *email, struct arena *a)
{
    static int64_t taken;
    struct candidate_page page;
    assert_int_equal(list_candidates(app, &adviser, &(struct candidate_query){.text = ""}, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++) {
        struct candidate_view view;
        struct user user;
        if (page.rows[i].person.value <= taken ||
            user_find_by_person(app_store(app), page.rows[i].person, a, &user) != NOT_FOUND)
            continue;
        struct issues issues = issues_in(a);
        assert_int_equal(get_candidate(app, &adviser, page.rows[i].person, a, &view), OK);
        struct identity identity = view.identity;
        identity.email = email;
        assert_int_equal(edit_identity(app, &adviser, view.person, view.identity_version, &identity, &issues), OK);
        return view.person;
    }
    fail_msg("the adviser has too few people");
    return (struct person_id){0};
}

static const char *asked_from(const char *email, const char *from, struct arena *a)
{
    const char *pending = NULL;
    int wait;
    struct issues issues = issues_in(a);
    assert_int_equal(ask_code(app, email, from, a, &issues, &pending, &wait), OK);
    assert_non_null(pending);
    return pending;
}

// The codes that notices speak of, newest first.
static size_t mailed(int64_t *causes, size_t most, struct arena *a)
{
    struct outbox_entry *entries;
    size_t count, n = 0;
    assert_int_equal(outbox_list(app_store(app), 0, 0, 200, a, &entries, &count), OK);
    for (size_t i = 0; i < count && n < most; i++)
        if (entries[i].kind == OUTBOX_CODE)
            causes[n++] = entries[i].cause;
    return n;
}

static size_t mail_count(struct arena *a)
{
    int64_t causes[200];
    return mailed(causes, 200, a);
}

static const char *mailed_code(struct arena *a)
{
    int64_t cause;
    const char *text;
    assert_int_equal(mailed(&cause, 1, a), 1);
    assert_int_equal(one_time_code_text(app, cause, a, &text), OK);
    assert_int_equal(strlen(text), 9); // "1234 5678"
    return text;
}

static enum status tried_from(const char *pending, const char *code, const char *from, struct arena *a,
                              struct login_answer *out)
{
    struct issues issues = issues_in(a);
    struct login login = {.email = "", .password = "", .pending = pending, .code = code, .address = from,
                          .user_agent = FIREFOX};
    enum status status = log_in_by_code(app, &login, LANG_EN, a, &issues, out);
    assert_true((status == OK) == (issues.count == 0));
    return status;
}

static enum status tried(const char *pending, const char *code, struct arena *a)
{
    struct login_answer answer;
    return tried_from(pending, code, address(a), a, &answer);
}

static struct actor logged_in(const char *pending, const char *code, struct arena *a)
{
    struct login_answer answer;
    struct session_id session;
    struct actor actor;
    assert_int_equal(tried_from(pending, code, address(a), a, &answer), OK);
    assert_null(answer.pending);
    assert_int_equal(session_actor(app, answer.token, a, &session, &actor), OK);
    struct session_line *lines;
    size_t count;
    assert_int_equal(list_sessions(app, &actor, session, a, &lines, &count), OK);
    assert_true(count > 0 && lines[0].current);
    assert_string_equal(lines[0].browser, "Firefox, Linux");
    return actor;
}

static struct actor in_by_mail(const char *email, struct arena *a)
{
    const char *pending = asked_from(email, address(a), a);
    return logged_in(pending, mailed_code(a), a);
}

static const char *wrong_code(const char *right, struct arena *a)
{
    char *code = arena_strdup(a, right);
    code[0] = (char)(code[0] == '9' ? '0' : code[0] + 1);
    return code;
}

static void a_mailed_code_opens_once(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = mail_count(a);
    const char *pending = asked_from(" Kandidat@Demo.example ", address(a), a);
    assert_int_equal(mail_count(a), before + 1);
    const char *code = mailed_code(a);
    assert_int_equal(tried(pending, wrong_code(code, a), a), INVALID);
    struct actor actor = logged_in(pending, code, a);
    assert_int_equal(actor.role, ROLE_CANDIDATE);
    assert_int_equal(actor.person.value, candidate.person.value);
    assert_int_equal(actor.user.value, candidate.user.value);
    assert_int_equal(tried(pending, code, a), INVALID);
    // The password opens as before.
    struct issues issues = issues_in(a);
    struct login_answer answer;
    struct login login = {"kandidat@demo.example", DEMO_PASSWORD, "", "", address(a), FIREFOX};
    assert_int_equal(log_in(app, &login, a, &issues, &answer), OK);
}

static void asking_tells_nothing(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = mail_count(a), length = strlen(asked_from("kandidat@demo.example", address(a), a));
    static const char *const nobodys[] = {"ingen@demo.example", "veileder@demo.example", "kontor@demo.example",
                                          "arbeidsgiver@demo.example"};
    assert_int_equal(mail_count(a), before + 1);
    for (size_t i = 0; i < COUNT_OF(nobodys); i++) {
        const char *pending = asked_from(nobodys[i], address(a), a);
        assert_int_equal(strlen(pending), length);
        assert_int_equal(tried(pending, "00000000", a), INVALID);
        assert_int_equal(tried(pending, mailed_code(a), a), INVALID); // another's
    }
    assert_int_equal(mail_count(a), before + 1);
    const char *pending;
    int wait;
    struct issues issues = issues_in(a);
    assert_int_equal(ask_code(app, "ingen", address(a), a, &issues, &pending, &wait), INVALID);
    assert_string_equal(issues.items[0].field, "email");
}

static void not_a_code(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const char *const typed[] = {"", "1234567", "123456789", "abcdefgh", "1234 567x", "--------"};
    const char *pending = asked_from("kandidat@demo.example", address(a), a);
    for (size_t i = 0; i < COUNT_OF(typed); i++)
        assert_int_equal(tried(pending, typed[i], a), INVALID);
    for (size_t i = 0; i < COUNT_OF(typed); i++)
        assert_int_equal(tried("", typed[i], a), INVALID);
    assert_int_equal(tried("no such page", mailed_code(a), a), INVALID);
    assert_int_equal(tried("", "1234 5678 1234 5678", a), INVALID);
    const char *code = mailed_code(a);
    logged_in(pending, arena_printf(a, "%.4s-%s ", code, code + 5), a); // none of these used up its tries
}

static void five_tries(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *pending = asked_from("kandidat@demo.example", address(a), a), *code = mailed_code(a);
    for (int i = 0; i < CODE_TRIES; i++)
        assert_int_equal(tried(pending, wrong_code(code, a), a), INVALID);
    assert_int_equal(tried(pending, code, a), INVALID);
    // Whoever used them up has used up the own code: the person's next one opens.
    pending = asked_from("kandidat@demo.example", address(a), a);
    logged_in(pending, mailed_code(a), a);
}

static void too_late(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *from = address(a);
    app_stand_clock(app, begun);
    const char *pending = asked_from("kandidat@demo.example", from, a), *code = mailed_code(a), *text;
    int64_t cause;
    assert_int_equal(mailed(&cause, 1, a), 1);
    app_stand_clock(app, begun + CODE_MAIL_MINUTES * MINUTE);
    assert_int_equal(one_time_code_text(app, cause, a, &text), NOT_FOUND);
    struct issues issues = issues_in(a);
    struct login_answer answer;
    struct login login = {.email = "", .password = "", .pending = pending, .code = code, .address = from, .user_agent = ""};
    assert_int_equal(log_in_by_code(app, &login, LANG_NB, a, &issues, &answer), INVALID);
    assert_string_equal(issues.items[0].field, "pending");
    app_stand_clock(app, begun + CODE_MAIL_MINUTES * MINUTE - 1);
    logged_in(pending, code, a);
}

static void asking_is_limited_where_it_comes_from(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *from = address(a), *pending;
    struct issues issues = issues_in(a);
    int wait = 0, n = 0;
    enum status status;
    while ((status = ask_code(app, "kandidat@demo.example", from, a, &issues, &pending, &wait)) == OK && n < 20)
        n++;
    assert_int_equal(status, BUSY);
    assert_true(wait > 0 && n >= 3 && n <= 5);
    assert_int_equal(ask_code(app, "ingen2@demo.example", from, a, &issues, &pending, &wait), OK);
    // Nobody else is kept out.
    in_by_mail("kandidat@demo.example", a);
}

static void wrong_tries_are_limited(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *from = address(a);
    struct login_answer answer;
    enum status status = INVALID;
    for (int i = 0; i < 40 && status == INVALID; i++)
        status = tried_from("", "1234 5678 1234 5678", from, a, &answer);
    assert_int_equal(status, BUSY);
    assert_true(answer.wait_seconds > 0);
}

static void a_person_without_an_account(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id person = person_with("Hodan@post.example", a);
    struct candidate_view view;
    struct account account;
    struct issues issues = issues_in(a);
    struct login_answer answer;
    const char *password;
    struct actor actor = in_by_mail("hodan@POST.example", a);
    assert_int_equal(actor.person.value, person.value);
    assert_int_equal(actor.lang, LANG_EN);
    assert_int_equal(get_account(app, &actor, a, &account), OK);
    assert_false(account.has_password);
    // No password opens what has none.
    static const char *const passwords[] = {"", DEMO_PASSWORD};
    for (size_t i = 0; i < COUNT_OF(passwords); i++) {
        struct login login = {"hodan@post.example", passwords[i], "", "", address(a), FIREFOX};
        assert_int_equal(log_in(app, &login, a, &issues, &answer), INVALID);
    }
    assert_int_equal(get_candidate(app, &adviser, person, a, &view), OK);
    assert_false(view.login);
    // The same account the next time, and a password later.
    struct actor again = in_by_mail("hodan@post.example", a);
    assert_int_equal(again.user.value, actor.user.value);
    issues = issues_in(a);
    assert_int_equal(invite_candidate(app, &adviser, person, a, &issues, &password), OK);
    struct login login = {"hodan@post.example", password, "", "", address(a), FIREFOX};
    assert_int_equal(log_in(app, &login, a, &issues, &answer), OK);
    assert_int_equal(get_candidate(app, &adviser, person, a, &view), OK);
    assert_true(view.login);
    assert_int_equal(invite_candidate(app, &adviser, person, a, &issues, &password), CONFLICT);
}

static void an_address_that_moves(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id person = person_with("for@post.example", a);
    struct candidate_view view;
    struct issues issues = issues_in(a);
    in_by_mail("for@post.example", a);
    assert_int_equal(get_candidate(app, &adviser, person, a, &view), OK);
    struct identity identity = view.identity;
    identity.email = "etter@post.example";
    assert_int_equal(edit_identity(app, &adviser, person, view.identity_version, &identity, &issues), OK);
    size_t before = mail_count(a);
    asked_from("for@post.example", address(a), a);
    assert_int_equal(mail_count(a), before);
    struct actor actor = in_by_mail("etter@post.example", a);
    assert_int_equal(actor.person.value, person.value);
    // Without a password the address may go, and may be one that has a log-in already.
    static const char *const others[] = {"", "kandidat@demo.example", "kontor@demo.example"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_int_equal(get_candidate(app, &adviser, person, a, &view), OK);
        identity.email = others[i];
        assert_int_equal(edit_identity(app, &adviser, person, view.identity_version, &identity, &issues), OK);
    }
    before = mail_count(a);
    asked_from("kontor@demo.example", address(a), a); // the office logs in with a password, the person with this
    assert_int_equal(mail_count(a), before + 1);
}

static void two_who_share_an_address(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id mother = person_with("familien@post.example", a);
    int64_t causes[2];
    const char *one, *two;
    in_by_mail("familien@post.example", a);
    struct person_id son = person_with("familien@post.example", a);
    assert_int_not_equal(mother.value, son.value);
    size_t before = mail_count(a);
    const char *pending = asked_from("familien@post.example", address(a), a);
    assert_int_equal(mail_count(a), before + 2);
    assert_int_equal(mailed(causes, 2, a), 2);
    assert_int_equal(one_time_code_text(app, causes[0], a, &one), OK);
    assert_int_equal(one_time_code_text(app, causes[1], a, &two), OK);
    struct actor first = logged_in(pending, one, a), second = logged_in(pending, two, a);
    assert_int_not_equal(first.person.value, second.person.value);
    assert_true(first.person.value == mother.value || first.person.value == son.value);
}

static const char *handed(struct person_id person, struct arena *a)
{
    const char *text;
    assert_int_equal(hand_code(app, &adviser, person, a, &text), OK);
    assert_int_equal(strlen(text), 19); // "1234 5678 1234 5678"
    return text;
}

static void a_code_handed_over(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id person = person_with("", a);
    const char *text;
    assert_int_equal(hand_code(app, &other, person, a, &text), NOT_FOUND);
    assert_int_equal(hand_code(app, &candidate, person, a, &text), NOT_FOUND);
    assert_int_equal(hand_code(app, &candidate, candidate.person, a, &text), DENIED);
    const char *first = handed(person, a), *second = handed(person, a);
    assert_string_not_equal(first, second);
    assert_int_equal(tried("", first, a), INVALID); // ended by the second
    assert_int_equal(tried("", wrong_code(second, a), a), INVALID); // another reference
    char *last = arena_strdup(a, second);
    last[18] = (char)(last[18] == '9' ? '0' : last[18] + 1);
    assert_int_equal(tried("", last, a), INVALID);
    struct actor actor = logged_in("", second, a);
    assert_int_equal(actor.person.value, person.value);
    assert_int_equal(tried("", second, a), INVALID);
    app_stand_clock(app, begun);
    const char *third = handed(person, a);
    app_stand_clock(app, begun + CODE_HANDED_HOURS * HOUR);
    assert_int_equal(tried("", third, a), INVALID);
    app_stand_clock(app, begun + CODE_HANDED_HOURS * HOUR - 1);
    assert_int_equal(logged_in("", third, a).user.value, actor.user.value);
}

static void a_closed_account(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id person = person_with("stengt@post.example", a);
    const char *text, *pending = asked_from("stengt@post.example", address(a), a);
    struct actor actor = logged_in(pending, mailed_code(a), a);
    const char *by_mail = asked_from("stengt@post.example", address(a), a), *code = mailed_code(a), *by_hand = handed(person, a);
    assert_int_equal(disable_user(app, actor.user, true), OK);
    assert_int_equal(tried(by_mail, code, a), INVALID);
    assert_int_equal(tried("", by_hand, a), INVALID);
    assert_int_equal(hand_code(app, &adviser, person, a, &text), CONFLICT);
    size_t before = mail_count(a);
    asked_from("stengt@post.example", address(a), a);
    assert_int_equal(mail_count(a), before);
}

struct totp_job {
    struct user_id user;
    unsigned char secret[TOTP_SECRET];
};

static enum status totp_on(struct store_tx *tx, void *arg)
{
    const struct totp_job *job = arg;
    return user_set_totp(tx, job->user, job->secret, sizeof job->secret);
}

static void a_second_step_stays(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    person_with("trinn@post.example", a);
    struct issues issues = issues_in(a);
    struct login_answer answer;
    struct actor actor = in_by_mail("trinn@post.example", a);
    struct totp_job job = {actor.user, "twenty bytes of this"};
    assert_int_equal(store_write(app_store(app), &actor, app_now(app), totp_on, &job), OK);
    const char *pending = asked_from("trinn@post.example", address(a), a);
    assert_int_equal(tried_from(pending, mailed_code(a), address(a), a, &answer), OK);
    assert_non_null(answer.pending);
    assert_string_equal(answer.token, "");
    char code[TOTP_CODE_TEXT];
    totp_code(job.secret, totp_step(app_now(app)), code);
    struct login second = {"", "", answer.pending, code, address(a), FIREFOX};
    assert_int_equal(log_in(app, &second, a, &issues, &answer), OK);
    assert_null(answer.pending);
}

struct racer {
    const char *pending, *code, *from;
    enum status status;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct login_answer answer;
    struct login login = {"", "", r->pending, r->code, r->from, FIREFOX};
    r->status = log_in_by_code(app, &login, LANG_NB, a, &issues, &answer);
    return NULL;
}

static void one_code_twice_at_once(void **state)
{
    enum { RACERS = 8 };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id person = person_with("samtidig@post.example", a);
    const char *code = handed(person, a);
    struct racer racers[RACERS];
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){"", code, address(a), FAILED};
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    int in = 0;
    for (int i = 0; i < RACERS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(racers[i].status == OK || racers[i].status == INVALID);
        in += racers[i].status == OK;
    }
    assert_int_equal(in, 1);
}

static void deleted_is_deleted(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id person = person_with("borte@post.example", a);
    struct candidate_view view;
    struct issues issues = issues_in(a);
    const char *text, *pending = asked_from("borte@post.example", address(a), a), *code = mailed_code(a), *by_hand = handed(person, a);
    int64_t cause;
    assert_int_equal(mailed(&cause, 1, a), 1);
    assert_int_equal(get_candidate(app, &adviser, person, a, &view), OK);
    assert_int_equal(delete_person(app, &adviser, person, identity_name(&view.identity, a), &issues), OK);
    assert_int_equal(tried(pending, code, a), INVALID);
    assert_int_equal(tried("", by_hand, a), INVALID);
    assert_int_equal(one_time_code_text(app, cause, a, &text), NOT_FOUND);
    size_t before = mail_count(a);
    asked_from("borte@post.example", address(a), a);
    assert_int_equal(mail_count(a), before);
    struct change *changes;
    size_t count;
    assert_int_equal(store_history_of_person(app_store(app), person, 0, 200, a, &changes, &count), OK);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        assert_null(changes[i].body); // sealed under a key that is gone
}

static void old_ones_go(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct one_time_code c;
    app_stand_clock(app, begun);
    asked_from("kandidat@demo.example", address(a), a);
    int64_t cause;
    assert_int_equal(mailed(&cause, 1, a), 1);
    assert_int_equal(tend_codes(app), OK);
    assert_int_equal(code_get(app_store(app), (struct code_id){cause}, &c), OK);
    app_stand_clock(app, begun + 9 * 24 * HOUR);
    assert_int_equal(tend_codes(app), OK);
    assert_int_equal(code_get(app_store(app), (struct code_id){cause}, &c), NOT_FOUND);
}

static void the_store_is_sound(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct upkeep_check check = {0};
    if (check_store(app, a, &check) != OK)
        fail_msg("%s", check.count > 0 ? check.findings[0].message : "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mailed_code_opens_once),
        cmocka_unit_test(asking_tells_nothing),
        cmocka_unit_test(not_a_code),
        cmocka_unit_test(five_tries),
        cmocka_unit_test_teardown(too_late, clock_back),
        cmocka_unit_test(asking_is_limited_where_it_comes_from),
        cmocka_unit_test(wrong_tries_are_limited),
        cmocka_unit_test(a_person_without_an_account),
        cmocka_unit_test(an_address_that_moves),
        cmocka_unit_test(two_who_share_an_address),
        cmocka_unit_test_teardown(a_code_handed_over, clock_back),
        cmocka_unit_test(a_closed_account),
        cmocka_unit_test(a_second_step_stays),
        cmocka_unit_test(one_code_twice_at_once),
        cmocka_unit_test(deleted_is_deleted),
        cmocka_unit_test_teardown(old_ones_go, clock_back),
        cmocka_unit_test(the_store_is_sound),
    };
    return cmocka_run_group_tests(tests, region_open, region_close);
}
