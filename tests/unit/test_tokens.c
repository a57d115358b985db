// SPDX-License-Identifier: EUPL-1.2
#include "store_fixture.h"

static void token_of(const struct store *s, const char *typed, unsigned char token[STORE_TOKEN])
{
    store_token(s, PURPOSE_PERSON_TOKEN, typed, strlen(typed), token);
}

// How many have it, and the first of them.
static size_t find(struct fixture *f, struct store *s, const char *typed, struct person_id *first)
{
    unsigned char token[STORE_TOKEN];
    struct person_id *list;
    size_t count;
    token_of(s, typed, token);
    assert_int_equal(person_token_find(s, token, f->arena, &list, &count), OK);
    for (size_t i = 1; i < count; i++)
        assert_true(list[i - 1].value < list[i].value);
    *first = count == 0 ? (struct person_id){0} : list[0];
    return count;
}

static int64_t user_of(struct fixture *f, struct store *s, const char *email)
{
    struct user u;
    enum status st = user_find_by_email(s, email, f->arena, &u);
    assert_true(st == OK || st == NOT_FOUND);
    return st == OK ? u.id.value : 0;
}

static enum status delete_person(struct store_tx *tx, void *arg)
{
    return person_delete(tx, *(struct person_id *)arg);
}

static struct new_person person_with(struct fixture *f, const char *email)
{
    return (struct new_person){.given = "Amal", .family = "Navn", .email = email, .phone = "", .purpose = "Arbeid",
                               .headline = "Butikk", .fact = "Aleppo", .agency = f->nav, .login = true};
}

// Ids begin with the time: two processes with a clock that stands still would make the same ones.
static int64_t later_clock(void)
{
    return NOW + DAY_MS;
}

static void another_process_is_followed(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    struct person_id found;
    assert_int_equal(store_open(f->dir, &(struct store_config){.clock = later_clock, .seed = SEED}, NULL, &other), OK);
    struct new_person old = person_with(f, "old@example.no"), fresh = person_with(f, "fresh@example.no");
    fresh.login = false; // the session's reference is the same
    assert_int_equal(run(f, make_person, &old), OK);
    for (int i = 0; i < 2; i++) { // every row is opened, then the table is asked
        assert_int_equal(find(f, f->store, "old@example.no", &found), 1);
        assert_true(found.value == old.id.value);
        assert_true(user_of(f, f->store, "old@example.no") == old.user.value);
        assert_int_equal(find(f, f->store, "fresh@example.no", &found), 0);
    }
    assert_int_equal(store_write(other, &f->actor, NOW, make_person, &fresh), OK);
    assert_int_equal(find(f, f->store, "fresh@example.no", &found), 1);
    assert_true(found.value == fresh.id.value);
    assert_int_equal(store_write(other, &f->actor, NOW, delete_person, &old.id), OK);
    assert_int_equal(find(f, f->store, "old@example.no", &found), 0);
    assert_int_equal(user_of(f, f->store, "old@example.no"), 0);
    store_close(other);
}

struct breaking {
    struct fixture *f;
    struct new_person person;
    size_t seen;
    bool user_seen;
};

// Sees in the job what the job has written, and then fails.
static enum status write_and_fail(struct store_tx *tx, void *arg)
{
    struct breaking *b = arg;
    struct person_id found;
    TRY(make_person(tx, &b->person));
    b->seen = find(b->f, tx->store, b->person.email, &found);
    b->user_seen = user_of(b->f, tx->store, b->person.email) == b->person.user.value;
    return INVALID;
}

static void a_failed_job_saw_its_own_and_left_nothing(void **state)
{
    struct fixture *f = *state;
    struct person_id found;
    for (int filled = 0; filled < 2; filled++) {
        struct breaking b = {.f = f, .person = person_with(f, "lost@example.no")};
        assert_int_equal(run(f, write_and_fail, &b), INVALID);
        assert_int_equal(b.seen, 1);
        assert_true(b.user_seen);
        assert_int_equal(find(f, f->store, "lost@example.no", &found), 0); // the first time round this fills the table
        assert_int_equal(user_of(f, f->store, "lost@example.no"), 0);
    }
}

struct give {
    struct person_id person;
    const char *typed;
};

static enum status give_token(struct store_tx *tx, void *arg)
{
    struct give *g = arg;
    unsigned char token[STORE_TOKEN];
    token_of(tx->store, g->typed, token);
    return person_token_insert(tx, g->person, TOKEN_NAME_AND_BIRTH, token);
}

struct separation {
    struct person_id person, fresh;
    struct agency_id agency;
};

static enum status separate(struct store_tx *tx, void *arg)
{
    struct separation *s = arg;
    return person_separate(tx, s->person, s->agency, &s->fresh);
}

static enum status new_address(struct store_tx *tx, void *arg)
{
    return user_update(tx, arg);
}

static void what_changes_is_found_where_it_is(void **state)
{
    struct fixture *f = *state;
    struct person_id found;
    struct new_person one = person_with(f, "one@example.no"), two = person_with(f, "two@example.no");
    two.login = false;
    assert_int_equal(find(f, f->store, "one@example.no", &found), 0); // an empty table
    assert_int_equal(run(f, make_person, &one), OK);
    assert_int_equal(run(f, make_person, &two), OK);
    // two with the same token, and one who has it twice
    assert_int_equal(run(f, give_token, &(struct give){two.id, "one@example.no"}), OK);
    assert_int_equal(store_write(f->store, NULL, NOW, give_token, &(struct give){one.id, "one@example.no"}), OK);
    assert_int_equal(find(f, f->store, "one@example.no", &found), 2);
    assert_true(found.value == one.id.value);
    // another address
    assert_int_equal(run(f, new_address, &(struct user){.id = one.user, .email = "uno@example.no"}), OK);
    assert_int_equal(user_of(f, f->store, "one@example.no"), 0);
    assert_true(user_of(f, f->store, "uno@example.no") == one.user.value);
    // what the agency typed goes with its part of a separation
    struct separation s = {.person = two.id, .agency = f->nav};
    assert_int_equal(run(f, separate, &s), OK);
    assert_int_equal(find(f, f->store, "two@example.no", &found), 1);
    assert_true(found.value == s.fresh.value);
    assert_int_equal(find(f, f->store, "one@example.no", &found), 2);
    assert_int_equal(run(f, delete_person, &s.fresh), OK);
    assert_int_equal(find(f, f->store, "two@example.no", &found), 0);
    assert_int_equal(find(f, f->store, "one@example.no", &found), 1);
    open_again(f);
    assert_int_equal(find(f, f->store, "one@example.no", &found), 1);
    assert_true(user_of(f, f->store, "uno@example.no") == one.user.value);
}

static void many_are_found_each(void **state)
{
    struct fixture *f = *state;
    enum { MANY = 300 };
    struct person_id found, ids[MANY];
    for (int i = 0; i < MANY; i++) { // some before the table is filled
        struct new_person p = person_with(f, "");
        char email[32];
        snprintf(email, sizeof email, "p%d@example.no", i);
        p.email = email;
        p.login = false;
        assert_int_equal(run(f, make_person, &p), OK);
        ids[i] = p.id;
        if (i == MANY / 2)
            assert_int_equal(find(f, f->store, email, &found), 1);
    }
    for (int i = 0; i < MANY; i += 3)
        assert_int_equal(run(f, delete_person, &ids[i]), OK);
    for (int i = 0; i < MANY; i++) {
        char email[32];
        snprintf(email, sizeof email, "p%d@example.no", i);
        assert_int_equal(find(f, f->store, email, &found), i % 3 != 0);
        assert_true(i % 3 == 0 || found.value == ids[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(another_process_is_followed, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_failed_job_saw_its_own_and_left_nothing, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(what_changes_is_found_where_it_is, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(many_are_found_each, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
