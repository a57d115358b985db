// SPDX-License-Identifier: EUPL-1.2
#include "store_fixture.h"

#include "sql/sql.h"

// People

struct put_identity {
    struct person_id id;
    int64_t version;
    struct identity identity;
};

static enum status put_identity(struct store_tx *tx, void *arg)
{
    struct put_identity *p = arg;
    return identity_put(tx, p->id, p->version, &p->identity);
}

static enum status put_profile(struct store_tx *tx, void *arg)
{
    return profile_put(tx, arg);
}

static enum status swap_sealed(struct store_tx *tx, void *arg)
{
    int64_t *ids = arg;
    struct arena *a = tx->arena;
    const void *sealed[2];
    size_t size[2];
    for (int i = 0; i < 2; i++) {
        struct sql_rows *rows = sql_query(tx->db, "SELECT sealed FROM identity WHERE person_id = $1", V(ids[i]));
        assert_true(sql_next(rows));
        sealed[i] = sql_blob(rows, 0, a, &size[i]);
        TRY(sql_end(rows));
    }
    for (int i = 0; i < 2; i++)
        TRY(sql_run(tx->db, "UPDATE identity SET sealed = $2 WHERE person_id = $1", V(ids[i]),
                    V(sql_blob_value(sealed[1 - i], size[1 - i]))));
    return OK;
}

static void people_keep_what_is_said_of_them(void **state)
{
    struct fixture *f = *state;
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "a@example.no", .phone = "+4722222222",
                           .purpose = "Hjelp til arbeid", .headline = "Butikk", .fact = "Aleppo", .agency = f->nav};
    struct new_person q = p;
    q.email = "q@example.no";
    assert_int_equal(run(f, make_person, &p), OK);
    assert_int_equal(run(f, make_person, &q), OK);
    struct identity identity;
    int64_t version;
    assert_int_equal(identity_get(f->store, p.id, f->arena, &identity, &version), OK);
    assert_string_equal(identity.phone, "+4722222222");
    struct put_identity change = {p.id, version, {"Amal", "Ny", "ny@example.no", ""}};
    assert_int_equal(run(f, put_identity, &change), OK);
    assert_int_equal(run(f, put_identity, &change), CONFLICT);
    struct profile profile, again;
    assert_int_equal(profile_get(f->store, p.id, f->arena, &profile), OK);
    assert_string_equal(profile.headline, "Butikk");
    assert_string_equal(profile.fact_texts[0], "Aleppo");
    assert_int_equal(profile.version, 1);
    assert_true(profile.updated_at == NOW);
    profile.headline = "Lager";
    assert_int_equal(run(f, put_profile, &profile), OK);
    assert_int_equal(run(f, put_profile, &profile), CONFLICT);
    assert_int_equal(profile_get(f->store, p.id, f->arena, &again), OK);
    assert_int_equal(again.version, 2);
    assert_int_equal(again.lot, profile.lot);
    assert_string_equal(again.headline, "Lager");
    struct enrolment *list;
    size_t count;
    assert_int_equal(enrolment_list(f->store, p.id, f->arena, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].purpose, "Hjelp til arbeid");
    assert_int_equal(list[0].to, DAY_NONE);
    assert_true(list[0].registered_by.value == f->adviser.value);
    struct person_id *found;
    unsigned char token[STORE_TOKEN];
    store_token(f->store, PURPOSE_PERSON_TOKEN, "a@example.no", 12, token);
    assert_int_equal(person_token_find(f->store, token, f->arena, &found, &count), OK);
    assert_int_equal(count, 1);
    assert_true(found[0].value == p.id.value);
    token[0] ^= 1;
    assert_int_equal(person_token_find(f->store, token, f->arena, &found, &count), OK);
    assert_int_equal(count, 0);
    // values put in another's place do not open
    int64_t ids[] = {p.id.value, q.id.value};
    assert_int_equal(run(f, swap_sealed, ids), OK);
    assert_int_equal(identity_get(f->store, p.id, f->arena, &identity, NULL), FAILED);
    assert_int_equal(run(f, swap_sealed, ids), OK);
    assert_int_equal(identity_get(f->store, p.id, f->arena, &identity, NULL), OK);
}

static enum status end_enrolment(struct store_tx *tx, void *arg)
{
    return enrolment_end(tx, ((struct new_person *)arg)->enrolment, TODAY);
}

static enum status enrol_again(struct store_tx *tx, void *arg)
{
    struct new_person *p = arg;
    return enrolment_insert(tx, &(struct enrolment){.person = p->id, .agency = p->agency, .purpose = "Igjen",
                                                    .basis = BASIS_CONSENT, .notice_version = 1, .from = TODAY,
                                                    .to = DAY_NONE}, &p->enrolment);
}

static void access_follows_enrolments(void **state)
{
    struct fixture *f = *state;
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "a@example.no", .phone = "", .purpose = "Arbeid",
                           .headline = "", .fact = "", .agency = f->nav};
    assert_int_equal(run(f, make_person, &p), OK);
    struct actor office = {.role = ROLE_OFFICE, .agency = f->office}, nobody = {.role = ROLE_CANDIDATE};
    struct access_facts facts;
    assert_int_equal(person_access_facts(f->store, &f->actor, p.id, day_make(2016, 2, 29), &facts), OK);
    assert_false(facts.enrolled); // not yet
    assert_int_equal(person_access_facts(f->store, &f->actor, p.id, TODAY, &facts), OK);
    assert_true(facts.enrolled && !facts.enrolled_lately && facts.thing == THING_PERSON);
    assert_int_equal(person_access_facts(f->store, &office, p.id, TODAY, &facts), OK);
    assert_false(facts.enrolled || facts.enrolled_lately);
    assert_int_equal(person_access_facts(f->store, &nobody, p.id, TODAY, &facts), OK);
    assert_false(facts.enrolled || facts.enrolled_lately);
    assert_int_equal(person_access_facts(f->store, &f->actor, (struct person_id){3}, TODAY, &facts), NOT_FOUND);
    assert_int_equal(run(f, enrol_again, &p), CONFLICT); // runs already
    assert_int_equal(run(f, end_enrolment, &p), OK);
    assert_int_equal(run(f, end_enrolment, &p), CONFLICT);
    static const struct {
        int days;
        bool enrolled, lately;
    } after[] = {{0, true, false}, {1, false, true}, {90, false, true}, {91, false, false}};
    for (size_t i = 0; i < COUNT_OF(after); i++) {
        struct enrolled_person *list;
        size_t count, pairs;
        struct enrolled_pair *pair;
        day today = TODAY + after[i].days;
        assert_int_equal(person_access_facts(f->store, &f->actor, p.id, today, &facts), OK);
        assert_int_equal(facts.enrolled, after[i].enrolled);
        assert_int_equal(facts.enrolled_lately, after[i].lately);
        assert_int_equal(person_list(f->store, f->nav, today, false, (struct person_id){0}, 9, f->arena, &list, &count), OK);
        assert_int_equal(count, after[i].enrolled);
        assert_int_equal(person_list(f->store, f->nav, today, true, (struct person_id){0}, 9, f->arena, &list, &count), OK);
        assert_int_equal(count, after[i].lately);
        assert_int_equal(enrolment_pairs(f->store, today, (struct person_id){0}, (struct person_id){INT64_MAX}, f->arena, &pair,
                                         &pairs), OK);
        assert_int_equal(pairs, after[i].enrolled);
    }
    struct new_person again = p;
    assert_int_equal(run(f, enrol_again, &again), CONFLICT); // until the day it ends
    int64_t people;
    assert_int_equal(person_count(f->store, f->nav, TODAY, &people), OK);
    assert_int_equal(people, 1);
    struct enrolled_person *list;
    size_t count;
    assert_int_equal(person_list(f->store, f->nav, TODAY, false, p.id, 9, f->arena, &list, &count), OK);
    assert_int_equal(count, 0); // after the last one
}

struct separation {
    struct person_id id, fresh;
    struct agency_id agency;
};

static enum status separate(struct store_tx *tx, void *arg)
{
    struct separation *s = arg;
    return person_separate(tx, s->id, s->agency, &s->fresh);
}

static enum status delete_person(struct store_tx *tx, void *arg)
{
    return person_delete(tx, *(struct person_id *)arg);
}

static void count_finding(void *arg, const struct check_finding *found)
{
    (*(int *)arg)++;
}

struct token_job {
    struct person_id id;
    const char *text;
    unsigned char token[STORE_TOKEN];
};

static void token_of(struct fixture *f, struct token_job *j)
{
    store_token(f->store, PURPOSE_PERSON_TOKEN, j->text, strlen(j->text), j->token);
}

static enum status add_token(struct store_tx *tx, void *arg)
{
    struct token_job *j = arg;
    TRY(person_token_insert(tx, j->id, TOKEN_NAME_AND_BIRTH, j->token));
    return person_token_insert(tx, j->id, TOKEN_NAME_AND_BIRTH, j->token); // stands already
}

static void type_token(struct fixture *f, struct agency_id agency, struct person_id id, const char *text)
{
    struct token_job j = {.id = id, .text = text};
    struct actor actor = {.role = ROLE_ADVISER, .user = f->adviser, .agency = agency};
    token_of(f, &j);
    assert_int_equal(store_write(f->store, &actor, NOW, add_token, &j), OK);
}

static bool log_says(struct fixture *f, struct person_id id, const char *words)
{
    struct change *list;
    size_t count;
    bool said = false;
    assert_int_equal(store_history_of_person(f->store, id, 0, 100, f->arena, &list, &count), OK);
    for (size_t i = 0; i < count; i++)
        said |= list[i].body != NULL && memmem(list[i].body, list[i].body_size, words, strlen(words)) != NULL;
    return said;
}

// What the separated person's agency wrote stands in the log under the other's name: it goes with the first of the two.
static void both_parts_of_a_separation_are_deletable(void **state)
{
    struct fixture *f = *state;
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "amal@example.no", .phone = "", .purpose = "Hjelpen vår",
                           .headline = "Butikk", .fact = "Aleppo", .agency = f->nav, .login = true};
    assert_int_equal(run(f, make_person, &p), OK);
    struct new_person at_office = p;
    at_office.agency = f->office;
    assert_int_equal(run(f, enrol_again, &at_office), OK);
    struct put_identity theirs = {p.id, 1, {"Olaug", "Plughsen", "olaug@example.no", ""}};
    assert_int_equal(run(f, put_identity, &theirs), OK);
    struct separation s = {.id = p.id, .agency = f->office};
    assert_int_equal(run(f, separate, &s), OK);
    struct put_identity own = {p.id, 2, {"Amal", "Navn", "amal@example.no", ""}};
    assert_int_equal(run(f, put_identity, &own), OK);
    assert_true(log_says(f, p.id, "Plughsen") && log_says(f, p.id, "Igjen"));
    assert_int_equal(run(f, delete_person, &s.fresh), OK);
    for (int again = 0; again < 2; again++) {
        assert_false(log_says(f, p.id, "Plughsen") || log_says(f, p.id, "Igjen"));
        // and all that stands of the other one is there
        struct identity identity;
        struct profile profile;
        struct enrolment *list;
        struct user user;
        struct session *sessions;
        struct person_id *found;
        unsigned char token[STORE_TOKEN];
        size_t count;
        assert_int_equal(identity_get(f->store, p.id, f->arena, &identity, NULL), OK);
        assert_string_equal(identity.family_name, "Navn");
        assert_int_equal(profile_get(f->store, p.id, f->arena, &profile), OK);
        assert_string_equal(profile.fact_texts[0], "Aleppo");
        assert_int_equal(enrolment_list(f->store, p.id, f->arena, &list, &count), OK);
        assert_string_equal(list[0].purpose, "Hjelpen vår");
        assert_int_equal(user_find_by_email(f->store, "amal@example.no", f->arena, &user), OK);
        assert_string_equal(user.password, "x");
        assert_int_equal(session_list(f->store, user.id, NOW, f->arena, &sessions, &count), OK);
        assert_int_equal(count, 1);
        store_token(f->store, PURPOSE_PERSON_TOKEN, "amal@example.no", 15, token);
        assert_int_equal(person_token_find(f->store, token, f->arena, &found, &count), OK);
        assert_int_equal(count, 1);
        int findings = 0;
        assert_int_equal(store_check(f->store, NOW, count_finding, &findings), OK);
        open_again(f);
    }
}

// A separation that is rolled back leaves everything readable.
static enum status separate_and_fail(struct store_tx *tx, void *arg)
{
    struct separation *s = arg;
    TRY(person_separate(tx, s->id, s->agency, &s->fresh));
    return INVALID;
}

static void a_separation_rolled_back_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "a@example.no", .phone = "", .purpose = "Arbeid",
                           .headline = "Butikk", .fact = "Aleppo", .agency = f->nav};
    assert_int_equal(run(f, make_person, &p), OK);
    struct new_person at_office = p;
    at_office.agency = f->office;
    assert_int_equal(run(f, enrol_again, &at_office), OK);
    struct separation s = {.id = p.id, .agency = f->office};
    assert_int_equal(run(f, separate_and_fail, &s), INVALID);
    for (int again = 0; again < 2; again++) {
        struct identity identity;
        struct enrolment *list;
        size_t count;
        assert_int_equal(identity_get(f->store, p.id, f->arena, &identity, NULL), OK);
        assert_int_equal(enrolment_list(f->store, p.id, f->arena, &list, &count), OK);
        assert_int_equal(count, 2);
        assert_true(log_says(f, p.id, "Igjen"));
        open_again(f);
    }
    assert_int_equal(run(f, separate, &s), OK);
    assert_int_equal(run(f, delete_person, &p.id), OK);
    struct identity identity;
    assert_int_equal(identity_get(f->store, s.fresh, f->arena, &identity, NULL), OK);
}

static void a_wrong_recognition_is_undone(void **state)
{
    struct fixture *f = *state;
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "a@example.no", .phone = "", .purpose = "Arbeid",
                           .headline = "Butikk", .fact = "Aleppo", .agency = f->nav};
    assert_int_equal(run(f, make_person, &p), OK);
    struct new_person at_office = p;
    at_office.agency = f->office;
    assert_int_equal(run(f, enrol_again, &at_office), OK);
    type_token(f, f->office, p.id, "seen at the office");
    type_token(f, f->office, p.id, "seen by both");
    type_token(f, f->nav, p.id, "seen by both");
    struct separation s = {.id = p.id, .agency = f->office};
    assert_int_equal(run(f, separate, &s), OK);
    assert_true(s.fresh.value != p.id.value);
    struct enrolment *list;
    size_t count;
    assert_int_equal(enrolment_list(f->store, s.fresh, f->arena, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].purpose, "Igjen");
    assert_true(list[0].agency.value == f->office.value);
    assert_int_equal(enrolment_list(f->store, p.id, f->arena, &list, &count), OK);
    assert_int_equal(count, 1);
    bool not_same = false;
    assert_int_equal(person_not_same(f->store, s.fresh, p.id, &not_same), OK);
    assert_true(not_same);
    assert_int_equal(person_not_same(f->store, p.id, (struct person_id){5}, &not_same), OK);
    assert_false(not_same);
    assert_int_equal(run(f, separate, &s), NOT_FOUND);
    // what an agency typed goes with it; what both typed finds both
    struct person_id *found;
    struct token_job at = {.text = "seen at the office"};
    token_of(f, &at);
    assert_int_equal(person_token_find(f->store, at.token, f->arena, &found, &count), OK);
    assert_int_equal(count, 1);
    assert_true(found[0].value == s.fresh.value);
    at.text = "seen by both";
    token_of(f, &at);
    assert_int_equal(person_token_find(f->store, at.token, f->arena, &found, &count), OK);
    assert_int_equal(count, 2);
    // the log of before is still read
    assert_true(log_says(f, p.id, "Igjen"));
    // each lives without the other
    assert_int_equal(run(f, delete_person, &p.id), OK);
    struct identity identity;
    struct profile profile;
    assert_int_equal(identity_get(f->store, s.fresh, f->arena, &identity, NULL), OK);
    assert_int_equal(profile_get(f->store, s.fresh, f->arena, &profile), OK);
    assert_string_equal(profile.fact_texts[0], "Aleppo");
    assert_int_equal(identity_get(f->store, p.id, f->arena, &identity, NULL), NOT_FOUND);
    int findings = 0;
    assert_int_equal(store_check(f->store, NOW, count_finding, &findings), OK);
    assert_int_equal(findings, 0);
}

// Users and sessions

struct session_job {
    struct user_id user;
    unsigned char token[SESSION_TOKEN];
    struct session_id id, kept;
    int64_t step;
    const char *code;
    bool disabled;
};

static enum status begin_session(struct store_tx *tx, void *arg)
{
    struct session_job *j = arg;
    return session_insert(tx, j->user, j->token, "Firefox på Linux", &j->id);
}

static enum status touch_session(struct store_tx *tx, void *arg)
{
    return session_touch(tx, ((struct session_job *)arg)->id);
}

static enum status end_session(struct store_tx *tx, void *arg)
{
    struct session_job *j = arg;
    return session_end(tx, j->user, j->id);
}

static enum status end_others(struct store_tx *tx, void *arg)
{
    struct session_job *j = arg;
    return session_end_others(tx, j->user, j->kept);
}

static enum status set_disabled(struct store_tx *tx, void *arg)
{
    struct session_job *j = arg;
    return user_set_disabled(tx, j->user, j->disabled);
}

static void sessions_idle_age_and_end(void **state)
{
    struct fixture *f = *state;
    struct session_job one = {.user = f->adviser, .token = {1}}, two = {.user = f->adviser, .token = {2}};
    struct session s;
    assert_int_equal(run(f, begin_session, &one), OK);
    assert_int_equal(run(f, begin_session, &two), OK);
    assert_int_equal(session_find(f->store, one.token, NOW, f->arena, &s), OK);
    assert_string_equal(s.agent, "Firefox på Linux");
    assert_true(s.user.value == f->adviser.value);
    unsigned char unknown[SESSION_TOKEN] = {9};
    assert_int_equal(session_find(f->store, unknown, NOW, f->arena, &s), NOT_FOUND);
    assert_int_equal(session_find(f->store, one.token, NOW + SESSION_IDLE_MS - 1, f->arena, &s), OK);
    assert_int_equal(session_find(f->store, one.token, NOW + SESSION_IDLE_MS, f->arena, &s), NOT_FOUND);
    // seen every twenty minutes it lives twelve hours
    int64_t at = NOW;
    while (at + 20 * 60 * 1000 < NOW + SESSION_MOST_MS) {
        at += 20 * 60 * 1000;
        assert_int_equal(session_find(f->store, one.token, at, f->arena, &s), OK);
        assert_int_equal(store_write(f->store, NULL, at, touch_session, &one), OK);
    }
    assert_int_equal(session_find(f->store, one.token, NOW + SESSION_MOST_MS, f->arena, &s), NOT_FOUND);
    struct session *list;
    size_t count;
    assert_int_equal(session_list(f->store, f->adviser, NOW, f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    struct session_job strangers = two;
    strangers.user.value = 4;
    assert_int_equal(run(f, end_session, &strangers), NOT_FOUND);
    one.kept = one.id;
    assert_int_equal(run(f, end_others, &one), OK);
    assert_int_equal(session_find(f->store, two.token, NOW, f->arena, &s), NOT_FOUND);
    assert_int_equal(session_find(f->store, one.token, NOW, f->arena, &s), OK);
    struct actor actor;
    assert_int_equal(user_actor(f->store, f->adviser, f->arena, &actor), OK);
    assert_string_equal(actor.organisation, "Nav Åsen");
    one.disabled = true;
    assert_int_equal(run(f, set_disabled, &one), OK);
    assert_int_equal(session_find(f->store, one.token, NOW, f->arena, &s), NOT_FOUND);
    assert_int_equal(user_actor(f->store, f->adviser, f->arena, &actor), NOT_FOUND);
    assert_int_equal(run(f, begin_session, &(struct session_job){.user = f->adviser, .token = {3}}), NOT_FOUND);
    unsigned char form[SESSION_TOKEN], other[SESSION_TOKEN];
    session_form_token(one.token, form);
    session_form_token(two.token, other);
    assert_memory_not_equal(form, other, SESSION_TOKEN);
    assert_memory_not_equal(form, one.token, SESSION_TOKEN);
}

static enum status begin_codes(struct store_tx *tx, void *arg)
{
    struct session_job *j = arg;
    static const char *const codes[] = {"aaaa-bbbb", "cccc-dddd"};
    TRY(user_set_totp(tx, j->user, "secret secret secret", 20));
    return user_set_recovery_codes(tx, j->user, codes, 2);
}

static enum status use_step(struct store_tx *tx, void *arg)
{
    struct session_job *j = arg;
    return user_use_totp_step(tx, j->user, j->step);
}

static enum status use_code(struct store_tx *tx, void *arg)
{
    struct session_job *j = arg;
    return user_use_recovery_code(tx, j->user, j->code);
}

static enum status end_codes(struct store_tx *tx, void *arg)
{
    return user_set_totp(tx, ((struct session_job *)arg)->user, NULL, 0);
}

static enum status insert_user(struct store_tx *tx, void *arg)
{
    struct user_id id;
    return user_insert(tx, arg, &id);
}

static void one_time_codes_open_once(void **state)
{
    struct fixture *f = *state;
    struct session_job j = {.user = f->adviser, .step = 100, .code = "aaaa-bbbb"};
    const void *secret;
    size_t size;
    assert_int_equal(user_totp(f->store, f->adviser, f->arena, &secret, &size), NOT_FOUND);
    assert_int_equal(run(f, begin_codes, &j), OK);
    assert_int_equal(user_totp(f->store, f->adviser, f->arena, &secret, &size), OK);
    assert_int_equal(size, 20);
    assert_memory_equal(secret, "secret secret secret", 20);
    assert_int_equal(run(f, use_step, &j), OK);
    assert_int_equal(run(f, use_step, &j), CONFLICT);
    j.step = 99;
    assert_int_equal(run(f, use_step, &j), CONFLICT);
    assert_int_equal(run(f, use_code, &j), OK);
    assert_int_equal(run(f, use_code, &j), NOT_FOUND);
    struct user u;
    assert_int_equal(user_find_by_email(f->store, "VERA@Example.no", f->arena, &u), OK);
    assert_true(u.totp);
    assert_int_equal(u.recovery_codes, 1);
    assert_int_equal(run(f, end_codes, &j), OK);
    assert_int_equal(user_get(f->store, f->adviser, f->arena, &u), OK);
    assert_false(u.totp);
    assert_int_equal(u.recovery_codes, 0);
    struct user twin = {.role = ROLE_STEERING, .name = "En annen", .email = "Vera@example.no"};
    assert_int_equal(run(f, insert_user, &twin), CONFLICT);
    // a candidate's account says nothing of its own
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "amal@example.no", .phone = "", .purpose = "Arbeid",
                           .headline = "", .fact = "", .agency = f->nav, .login = true};
    assert_int_equal(run(f, make_person, &p), OK);
    assert_int_equal(user_find_by_email(f->store, "amal@example.no", f->arena, &u), OK);
    assert_true(u.person.value == p.id.value);
    assert_string_equal(u.name, "");
    assert_string_equal(u.email, "");
    struct actor actor;
    assert_int_equal(user_actor(f->store, u.id, f->arena, &actor), OK);
    assert_string_equal(actor.name, "Amal Navn");
    assert_int_equal(actor.role, ROLE_CANDIDATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(people_keep_what_is_said_of_them, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(access_follows_enrolments, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_wrong_recognition_is_undone, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(both_parts_of_a_separation_are_deletable, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_separation_rolled_back_changes_nothing, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(sessions_idle_age_and_end, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(one_time_codes_open_once, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
