// SPDX-License-Identifier: EUPL-1.2
// Logging in, sessions, passwords, one-time codes and users, on a real store.
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "app/accounts.h"
#include "app/programme.h"
#include "app/totp.h"
#include "base/random.h"
#include "store/store.h"
#include "store/user_store.h"

static struct app *app;
static char dir[] = "/tmp/ypsilon-accounts-XXXXXX";
static int numbers;

static const char GOOD[] = "blå sykkel i høstregn";
static const char FIREFOX[] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

static int programme_open(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct agency_id office;
    size_t count;
    const struct region_area *areas = region_drammen(&count);
    struct programme programme = {
        .name = "Prøveprogram", .goal = 100, .from = day_make(2016, 1, 1), .to = day_make(2020, 12, 31), .retention_days = 90,
        .least_share = 20, .least_months = 6, .open_share_requests = 3, .synthetic_allowed = true, .notice_version = 1};
    if (mkdtemp(dir) == NULL)
        return -1;
    struct app_config config = {.dir = dir, .today = day_make(2018, 5, 2), .create = true};
    if (app_open(&config, &issues, &app) != OK)
        return -1;
    return set_up_programme(app, &programme, areas, count, "Prøvekontoret", &issues, &office) == OK ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *what, int kind, struct FTW *where)
{
    return remove(path);
}

static int programme_close(void **state)
{
    app_close(app);
    return nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

// Every test has a user and an address of its own, so that none uses up another's tries.
struct someone {
    struct user_id id;
    const char *email, *address;
    struct actor actor;
};

static struct someone make_someone(struct arena *a)
{
    struct someone s = {.email = arena_printf(a, "bruker%d@kontor.example", ++numbers),
                        .address = arena_printf(a, "198.51.100.%d", numbers)};
    struct issues issues = issues_in(a);
    struct new_user user = {.role = ROLE_OFFICE, .name = "Turid Vik", .email = s.email, .password = GOOD, .lang = LANG_NB};
    assert_int_equal(add_user(app, NULL, &user, &issues, &s.id), OK);
    assert_int_equal(user_as_actor(app, s.id, a, &s.actor), OK);
    return s;
}

static enum status log_in_as(const struct someone *s, const char *password, struct arena *a, struct login_answer *out)
{
    struct issues issues = issues_in(a);
    struct login login = {s->email, password, "", "", s->address, FIREFOX};
    enum status status = log_in(app, &login, a, &issues, out);
    assert_int_equal(status == OK, issues.count == 0);
    return status;
}

static enum status give_code(const struct someone *s, const char *pending, const char *code, struct arena *a,
                             struct login_answer *out)
{
    struct issues issues = issues_in(a);
    struct login login = {"", "", pending, code, s->address, FIREFOX};
    return log_in(app, &login, a, &issues, out);
}

static enum status who_is(const char *token, struct arena *a, struct session_id *id, struct actor *actor)
{
    return session_actor(app, token, a, id, actor);
}

static void the_right_password_opens_a_session(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer one, two;
    struct session_id id;
    struct actor actor;
    assert_int_equal(log_in_as(&s, GOOD, a, &one), OK);
    assert_null(one.pending);
    assert_int_equal(strlen(one.token), 64);
    assert_int_equal(who_is(one.token, a, &id, &actor), OK);
    assert_int_equal(actor.user.value, s.id.value);
    assert_int_equal(actor.role, ROLE_OFFICE);
    assert_string_equal(actor.name, "Turid Vik");
    assert_string_equal(actor.organisation, "Prøvekontoret");
    assert_int_equal(log_in_as(&s, GOOD, a, &two), OK);
    assert_string_not_equal(one.token, two.token);
}

static void the_address_is_read_loosely(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer answer;
    char loud[100];
    snprintf(loud, sizeof loud, " %s ", s.email);
    loud[1] = 'B';
    s.email = loud;
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
}

static const char *refusal(const char *email, const char *password, const char *address, struct arena *a)
{
    struct login_answer answer;
    struct issues issues = issues_in(a);
    struct login login = {email, password, "", "", address, ""};
    assert_int_equal(log_in(app, &login, a, &issues, &answer), INVALID);
    assert_int_equal(issues.count, 1);
    assert_string_equal(issues.items[0].field, "");
    return issues.items[0].message;
}

static void refusals_do_not_tell_why(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a), gone = make_someone(a);
    assert_int_equal(disable_user(app, gone.id, true), OK);
    const char *wrong = refusal(s.email, "gul sykkel i høstregn", s.address, a);
    assert_string_equal(refusal("ingen@kontor.example", GOOD, s.address, a), wrong);
    assert_string_equal(refusal(gone.email, GOOD, s.address, a), wrong);
    assert_string_equal(refusal("", "", s.address, a), wrong);
    assert_string_equal(refusal(s.email, "", s.address, a), wrong);
}

static void tries_run_out_for_the_guesser_only(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer answer;
    for (int i = 0; i < 5; i++)
        assert_int_equal(log_in_as(&s, "feil passord hver gang", a, &answer), INVALID);
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), BUSY); // the right one neither: it would tell
    assert_in_range(answer.wait_seconds, 1, 62);
    struct someone owner = s;
    owner.address = "203.0.113.77";
    assert_int_equal(log_in_as(&owner, GOOD, a, &answer), OK);
}

static void right_passwords_use_up_no_tries(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer answer;
    for (int i = 0; i < 8; i++)
        assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
}

struct old_session {
    struct user_id user;
    unsigned char token[SESSION_TOKEN];
    struct session_id id;
};

static enum status insert_old(struct store_tx *tx, void *arg)
{
    struct old_session *old = arg;
    return session_insert(tx, old->user, old->token, "", &old->id);
}

static enum status touch_old(struct store_tx *tx, void *arg)
{
    return session_touch(tx, ((struct old_session *)arg)->id);
}

static void sessions_end_by_themselves(void **state)
{
    static const struct {
        int64_t begun_minutes_ago, seen_minutes_ago;
        enum status status;
    } table[] = {{0, 0, OK},         {29, 29, OK},       {31, 31, NOT_FOUND},
                 {11 * 60 + 59, 29, OK}, {12 * 60 + 1, 0, NOT_FOUND}, {12 * 60 + 1, 29, NOT_FOUND}};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    int64_t now = app_now(app);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct old_session old = {.user = s.id};
        char token[SESSION_TOKEN_TEXT];
        struct session_id id;
        struct actor actor;
        random_bytes(old.token, sizeof old.token);
        sodium_bin2hex(token, sizeof token, old.token, sizeof old.token);
        assert_int_equal(store_write(app_store(app), NULL, now - table[i].begun_minutes_ago * 60000, insert_old, &old), OK);
        assert_int_equal(store_write(app_store(app), NULL, now - table[i].seen_minutes_ago * 60000, touch_old, &old), OK);
        assert_int_equal(who_is(token, a, &id, &actor), table[i].status);
        // Being used keeps it alive: it was seen now.
        assert_int_equal(session_find(app_store(app), old.token, now + 28 * 60000, a, &(struct session){0}) == OK,
                         table[i].status == OK && table[i].begun_minutes_ago < 11 * 60);
    }
}

static void tokens_are_read_strictly(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer answer;
    struct session_id id;
    struct actor actor;
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
    char other[SESSION_TOKEN_TEXT];
    memcpy(other, answer.token, sizeof other);
    other[63] = other[63] == '0' ? '1' : '0';
    const char *const wrong[] = {"", "x", other, arena_printf(a, "%s0", answer.token), arena_printf(a, "%.62s", answer.token),
                                 arena_printf(a, "%.62szz", answer.token)};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(who_is(wrong[i], a, &id, &actor), NOT_FOUND);
    assert_int_equal(log_out(app, other), OK);
    assert_int_equal(who_is(answer.token, a, &id, &actor), OK);
    assert_int_equal(log_out(app, answer.token), OK);
    assert_int_equal(who_is(answer.token, a, &id, &actor), NOT_FOUND);
    assert_int_equal(log_out(app, answer.token), OK);
}

static void sessions_are_listed_and_ended_by_their_user(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a), other = make_someone(a);
    struct login_answer first, second, third, others;
    struct session_id here, there;
    struct session_line *lines;
    struct actor actor;
    size_t count;
    assert_int_equal(log_in_as(&s, GOOD, a, &first), OK);
    assert_int_equal(log_in_as(&s, GOOD, a, &second), OK);
    assert_int_equal(log_in_as(&s, GOOD, a, &third), OK);
    assert_int_equal(log_in_as(&other, GOOD, a, &others), OK);
    assert_int_equal(who_is(first.token, a, &here, &actor), OK);
    assert_int_equal(who_is(second.token, a, &there, &actor), OK);
    assert_int_equal(list_sessions(app, &s.actor, here, a, &lines, &count), OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(lines[i].browser, "Firefox, Windows");
        assert_int_equal(lines[i].current, lines[i].id.value == here.value);
    }
    assert_int_equal(end_session(app, &other.actor, there), NOT_FOUND); // another's
    assert_int_equal(end_session(app, &s.actor, there), OK);
    assert_int_equal(who_is(second.token, a, &there, &actor), NOT_FOUND);
    assert_int_equal(end_other_sessions(app, &s.actor, here), OK);
    assert_int_equal(who_is(third.token, a, &there, &actor), NOT_FOUND);
    assert_int_equal(who_is(first.token, a, &there, &actor), OK);
    assert_int_equal(who_is(others.token, a, &there, &actor), OK);
}

static void a_new_password_ends_the_other_sessions(void **state)
{
    static const char fresh[] = "grønn hatt på kaia";
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer here, there, later;
    struct session_id id, other;
    struct actor actor;
    struct issues issues = issues_in(a);
    assert_int_equal(log_in_as(&s, GOOD, a, &here), OK);
    assert_int_equal(log_in_as(&s, GOOD, a, &there), OK);
    assert_int_equal(who_is(here.token, a, &id, &actor), OK);
    assert_int_equal(change_password(app, &actor, id, "ikke det gamle", "kort", &issues), INVALID);
    assert_non_null(issues_find(&issues, "old"));
    assert_non_null(issues_find(&issues, "fresh")); // everything at once
    issues = issues_in(a);
    assert_int_equal(change_password(app, &actor, id, GOOD, "turid vik 1984!", &issues), INVALID); // the own name
    issues = issues_in(a);
    assert_int_equal(change_password(app, &actor, id, GOOD, fresh, &issues), OK);
    assert_int_equal(who_is(here.token, a, &other, &actor), OK);
    assert_int_equal(who_is(there.token, a, &other, &actor), NOT_FOUND);
    assert_int_equal(log_in_as(&s, GOOD, a, &later), INVALID);
    assert_int_equal(log_in_as(&s, fresh, a, &later), OK);
}

static void a_hijacker_cannot_try_passwords_for_long(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct issues issues = issues_in(a);
    for (int i = 0; i < 5; i++)
        assert_int_equal(end_totp(app, &s.actor, "et passord til", &issues), INVALID);
    issues = issues_in(a);
    assert_int_equal(end_totp(app, &s.actor, GOOD, &issues), BUSY);
    assert_int_equal(issues.count, 1);
}

// The secret as bytes, from the text that people type.
static void secret_of(const struct totp_offer *offer, unsigned char out[TOTP_SECRET])
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    memset(out, 0, TOTP_SECRET);
    size_t bit = 0;
    for (const char *p = offer->secret; *p != '\0'; p++) {
        if (*p == ' ')
            continue;
        int value = (int)(strchr(alphabet, *p) - alphabet);
        for (int i = 4; i >= 0; i--, bit++)
            out[bit / 8] = (unsigned char)(out[bit / 8] | ((value >> i & 1) << (7 - bit % 8)));
    }
    assert_int_equal(bit, TOTP_SECRET * 8);
}

static void turn_codes_on(const struct someone *s, struct arena *a, unsigned char secret[TOTP_SECRET],
                          const char *(*codes)[10], int64_t *step)
{
    struct totp_offer offer;
    struct issues issues = issues_in(a);
    char code[TOTP_CODE_TEXT];
    assert_int_equal(begin_totp(app, &s->actor, "", a, &offer), OK);
    secret_of(&offer, secret);
    // The step before: so that this one and the next are left to log in with.
    *step = totp_step(app_now(app)) - 1;
    totp_code(secret, *step, code);
    assert_int_equal(confirm_totp(app, &s->actor, offer.pending, code, a, &issues, codes), OK);
}

static void codes_are_asked_for_after_the_password(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer first, second, again;
    struct session_id id;
    struct actor actor;
    const char *codes[10];
    unsigned char secret[TOTP_SECRET];
    char code[TOTP_CODE_TEXT];
    int64_t step;
    turn_codes_on(&s, a, secret, &codes, &step);
    assert_int_equal(log_in_as(&s, "feil passord hver gang", a, &first), INVALID);
    assert_null(first.pending);
    assert_int_equal(log_in_as(&s, GOOD, a, &first), OK);
    assert_non_null(first.pending);
    assert_string_equal(first.token, "");
    assert_int_equal(give_code(&s, first.pending, "000000", a, &second), INVALID);
    totp_code(secret, step, code);
    assert_int_equal(give_code(&s, first.pending, code, a, &second), INVALID); // used to turn them on
    totp_code(secret, step + 1, code);
    assert_int_equal(give_code(&s, first.pending, code, a, &second), OK);
    assert_int_equal(who_is(second.token, a, &id, &actor), OK);
    assert_int_equal(log_in_as(&s, GOOD, a, &again), OK);
    assert_int_equal(give_code(&s, again.pending, code, a, &second), INVALID); // once only
}

static void the_second_step_needs_the_first(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer first, second;
    const char *codes[10];
    unsigned char secret[TOTP_SECRET];
    struct issues issues = issues_in(a);
    int64_t step;
    turn_codes_on(&s, a, secret, &codes, &step);
    assert_int_equal(log_in_as(&s, GOOD, a, &first), OK);
    char *forged = arena_strdup(a, first.pending);
    forged[20] = forged[20] == '0' ? '1' : '0';
    assert_int_equal(give_code(&s, forged, codes[0], a, &second), INVALID);
    assert_int_equal(give_code(&s, "00", codes[0], a, &second), INVALID);
    // A password that has been changed meanwhile is not the one that was given.
    assert_int_equal(set_user_password(app, s.id, "rød båt ved brygga", false, &issues), OK);
    assert_int_equal(give_code(&s, first.pending, codes[0], a, &second), INVALID);
    assert_int_equal(log_in_as(&s, "rød båt ved brygga", a, &first), OK);
    assert_int_equal(give_code(&s, first.pending, codes[0], a, &second), OK);
}

static void recovery_codes_open_once_each(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a), other = make_someone(a);
    struct login_answer first, second;
    struct account account;
    const char *codes[10], *others[10], *fresh[10];
    unsigned char secret[TOTP_SECRET];
    struct issues issues = issues_in(a);
    int64_t step;
    turn_codes_on(&s, a, secret, &codes, &step);
    turn_codes_on(&other, a, secret, &others, &step);
    assert_int_equal(get_account(app, &s.actor, a, &account), OK);
    assert_true(account.totp);
    assert_int_equal(account.recovery_codes_left, 10);
    assert_int_equal(log_in_as(&s, GOOD, a, &first), OK);
    assert_int_equal(give_code(&s, first.pending, others[3], a, &second), INVALID); // another's
    assert_int_equal(give_code(&s, first.pending, codes[3], a, &second), OK);
    assert_int_equal(log_in_as(&s, GOOD, a, &first), OK);
    assert_int_equal(give_code(&s, first.pending, codes[3], a, &second), INVALID);
    assert_int_equal(get_account(app, &s.actor, a, &account), OK);
    assert_int_equal(account.recovery_codes_left, 9);
    assert_int_equal(renew_recovery_codes(app, &s.actor, "ikke mitt passord", a, &issues, &fresh), INVALID);
    assert_int_equal(renew_recovery_codes(app, &s.actor, GOOD, a, &issues, &fresh), OK);
    assert_int_equal(give_code(&s, first.pending, codes[4], a, &second), INVALID); // the old ones are void
    assert_int_equal(give_code(&s, first.pending, fresh[0], a, &second), OK);
}

static void wrong_codes_run_out_but_recovery_stays_open(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer first, second;
    const char *codes[10];
    unsigned char secret[TOTP_SECRET];
    char code[TOTP_CODE_TEXT];
    int64_t step;
    turn_codes_on(&s, a, secret, &codes, &step);
    assert_int_equal(log_in_as(&s, GOOD, a, &first), OK);
    for (int i = 0; i < 10; i++) {
        s.address = arena_printf(a, "203.0.113.%d", 100 + i); // from anywhere
        assert_int_equal(give_code(&s, first.pending, "000000", a, &second), INVALID);
    }
    s.address = "203.0.113.200";
    totp_code(secret, step + 1, code);
    assert_int_equal(give_code(&s, first.pending, code, a, &second), BUSY);
    assert_in_range(second.wait_seconds, 200, 302);
    assert_int_equal(give_code(&s, first.pending, codes[0], a, &second), OK);
}

static void codes_are_in_force_once_confirmed_only(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a), other = make_someone(a);
    struct totp_offer offer, again;
    struct login_answer answer;
    struct issues issues = issues_in(a);
    const char *codes[10];
    char code[TOTP_CODE_TEXT];
    unsigned char secret[TOTP_SECRET];
    assert_int_equal(begin_totp(app, &s.actor, "", a, &offer), OK);
    assert_int_equal(begin_totp(app, &s.actor, offer.pending, a, &again), OK);
    assert_string_equal(again.secret, offer.secret);
    assert_non_null(strstr(offer.uri, "otpauth://totp/Ypsilon:bruker"));
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
    assert_null(answer.pending);
    assert_int_equal(begin_totp(app, &other.actor, offer.pending, a, &again), INVALID); // another's
    secret_of(&offer, secret);
    totp_code(secret, totp_step(app_now(app)), code);
    assert_int_equal(confirm_totp(app, &other.actor, offer.pending, code, a, &issues, &codes), INVALID);
    assert_non_null(issues_find(&issues, "pending"));
    assert_int_equal(confirm_totp(app, &s.actor, offer.pending, "000000", a, &issues, &codes), INVALID);
    assert_int_equal(renew_recovery_codes(app, &s.actor, GOOD, a, &issues, &codes), CONFLICT);
    assert_int_equal(confirm_totp(app, &s.actor, offer.pending, code, a, &issues, &codes), OK);
    assert_int_equal(begin_totp(app, &s.actor, "", a, &offer), CONFLICT);
    issues = issues_in(a);
    assert_int_equal(end_totp(app, &s.actor, GOOD, &issues), OK);
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
    assert_null(answer.pending);
}

static void an_operator_helps_who_lost_everything(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer answer;
    struct session_id id;
    struct actor actor;
    struct issues issues = issues_in(a);
    const char *codes[10];
    unsigned char secret[TOTP_SECRET];
    int64_t step;
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
    turn_codes_on(&s, a, secret, &codes, &step);
    assert_int_equal(set_user_password(app, s.id, "passord12345", true, &issues), INVALID);
    issues = issues_in(a);
    assert_int_equal(set_user_password(app, s.id, "rød båt ved brygga", true, &issues), OK);
    assert_int_equal(who_is(answer.token, a, &id, &actor), NOT_FOUND);
    assert_int_equal(log_in_as(&s, "rød båt ved brygga", a, &answer), OK);
    assert_null(answer.pending);
}

static void disabling_ends_sessions_at_once(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct login_answer answer;
    struct session_id id;
    struct actor actor;
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
    assert_int_equal(disable_user(app, s.id, true), OK);
    assert_int_equal(who_is(answer.token, a, &id, &actor), NOT_FOUND);
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), INVALID);
    assert_int_equal(disable_user(app, s.id, false), OK);
    assert_int_equal(log_in_as(&s, GOOD, a, &answer), OK);
}

static void users_are_checked(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    static const struct {
        struct new_user user;
        const char *field;
    } table[] = {
        {{.role = ROLE_PUBLIC, .name = "A B", .email = "a@b.example", .password = GOOD}, "role"},
        {{.role = ROLE_CANDIDATE, .name = "A B", .email = "a@b.example", .password = GOOD}, "role"},
        {{.role = ROLE_OFFICE, .name = " ", .email = "a@b.example", .password = GOOD}, "name"},
        {{.role = ROLE_OFFICE, .name = "A B", .email = "a(at)b.example", .password = GOOD}, "email"},
        {{.role = ROLE_OFFICE, .name = "A B", .email = "a@b.example", .password = "kort"}, "password"},
        {{.role = ROLE_OFFICE, .name = "Solveig Fagermo", .email = "a@b.example", .password = "solveigfagermo"}, "password"},
        {{.role = ROLE_ADVISER, .name = "A B", .email = "a@b.example", .password = GOOD}, "organisation"},
        {{.role = ROLE_ADVISER, .name = "A B", .email = "a@b.example", .password = GOOD, .organisation = "Ukjent"}, "organisation"},
        {{.role = ROLE_EMPLOYER, .name = "A B", .email = "a@b.example", .password = GOOD, .organisation = "312345678"},
         "organisation"},
    };
    struct user_id id;
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct issues issues = issues_in(a);
        assert_int_equal(add_user(app, NULL, &table[i].user, &issues, &id), INVALID);
        assert_non_null(issues_find(&issues, table[i].field));
    }
    struct issues issues = issues_in(a);
    struct new_user twice = {.role = ROLE_STEERING, .name = "A B", .email = s.email, .password = GOOD};
    assert_int_equal(add_user(app, NULL, &twice, &issues, &id), INVALID);
    assert_non_null(issues_find(&issues, "email"));
    issues = issues_in(a);
    struct new_user adviser = {.role = ROLE_ADVISER, .name = " Ås  Ødegård ", .email = "As@Etat.Example", .password = GOOD,
                               .organisation = "prøvekontoret"};
    assert_int_equal(add_user(app, NULL, &adviser, &issues, &id), OK);
    struct user_line line;
    assert_int_equal(find_user(app, "as@etat.example", a, &line), OK);
    assert_int_equal(line.id.value, id.value);
    assert_string_equal(line.name, "Ås Ødegård");
    assert_string_equal(line.organisation, "Prøvekontoret");
    assert_int_equal(find_user(app, "ingen@etat.example", a, &line), NOT_FOUND);
}

static void the_language_is_kept(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct someone s = make_someone(a);
    struct account account;
    assert_int_equal(change_language(app, &s.actor, LANG_EN), OK);
    assert_int_equal(get_account(app, &s.actor, a, &account), OK);
    assert_int_equal(account.lang, LANG_EN);
    assert_string_equal(account.email, s.email);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_password_opens_a_session),
        cmocka_unit_test(the_address_is_read_loosely),
        cmocka_unit_test(refusals_do_not_tell_why),
        cmocka_unit_test(tries_run_out_for_the_guesser_only),
        cmocka_unit_test(right_passwords_use_up_no_tries),
        cmocka_unit_test(sessions_end_by_themselves),
        cmocka_unit_test(tokens_are_read_strictly),
        cmocka_unit_test(sessions_are_listed_and_ended_by_their_user),
        cmocka_unit_test(a_new_password_ends_the_other_sessions),
        cmocka_unit_test(a_hijacker_cannot_try_passwords_for_long),
        cmocka_unit_test(codes_are_asked_for_after_the_password),
        cmocka_unit_test(the_second_step_needs_the_first),
        cmocka_unit_test(recovery_codes_open_once_each),
        cmocka_unit_test(wrong_codes_run_out_but_recovery_stays_open),
        cmocka_unit_test(codes_are_in_force_once_confirmed_only),
        cmocka_unit_test(an_operator_helps_who_lost_everything),
        cmocka_unit_test(disabling_ends_sessions_at_once),
        cmocka_unit_test(users_are_checked),
        cmocka_unit_test(the_language_is_kept),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("accounts", tests, programme_open, programme_close);
}
