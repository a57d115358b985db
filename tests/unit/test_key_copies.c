// SPDX-License-Identifier: EUPL-1.2
#include "telling.h"

static void lost_keys_come_back_from_their_copy(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0);
    assert_int_equal(run(f, make_person, &one), OK);
    const char *keys_copy = in_dir(f, "backup-keys.db"), *kept;
    assert_int_equal(store_backup_keys(f->store, keys_copy), OK);
    store_close(f->store);
    f->store = NULL;
    unlink(in_dir(f, "keys.db"));
    assert_int_equal(store_restore(f->dir, NULL, keys_copy, &OPEN, NOW, NULL, &kept, f->arena), OK);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct identity identity;
    assert_int_equal(identity_get(f->store, one.id, f->arena, &identity, NULL), OK);
}

static void copies_of_the_keys_die(void **state)
{
    struct fixture *f = *state;
    const char *first = in_dir(f, "first.db"), *second = in_dir(f, "second.db"), *third = in_dir(f, "third.db");
    size_t removed;
    open_moving(f);
    assert_int_equal(store_backup_keys(f->store, first), OK);
    assert_int_equal(store_backup_keys(f->store, third), OK);
    later_by = DAY_MS;
    assert_int_equal(store_backup_keys(f->store, second), OK);
    struct stat about;
    assert_int_equal(stat(first, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    // something else has taken the third one's place: it is left alone
    unlink(third);
    FILE *file = fopen(third, "w");
    fputs("not ours", file);
    fclose(file);
    later_by = KEY_COPY_DAYS * DAY_MS;
    assert_int_equal(store_tend(f->store, &removed), OK);
    assert_int_equal(removed, 0);
    // another day to take for today does not make them older
    assert_int_equal(store_remove_old_key_copies(f->store, NOW + 100 * DAY_MS, &removed), OK);
    assert_int_equal(removed, 0);
    later_by++;
    assert_int_equal(store_tend(f->store, &removed), OK);
    assert_int_equal(removed, 1);
    assert_int_not_equal(access(first, F_OK), 0);
    assert_int_equal(access(second, F_OK), 0);
    assert_int_equal(access(third, F_OK), 0);
    open_moving(f);
    later_by = 100 * DAY_MS;
    assert_int_equal(store_tend(f->store, &removed), OK);
    assert_int_equal(removed, 1);
    assert_int_not_equal(access(second, F_OK), 0);
}

static enum status spoil(struct store_tx *tx, void *arg)
{
    const struct new_person *p = arg;
    struct sql_value nonsense = sql_blob_value("nonsense", 8);
    TRY(sql_run(tx->db, "UPDATE identity SET sealed = $2 WHERE person_id = $1", V(p[0].id.value), V(nonsense)));
    TRY(sql_run(tx->db, "UPDATE profile SET sealed = $2 WHERE person_id = $1", V(p[0].id.value), V(nonsense)));
    TRY(sql_run(tx->db, "UPDATE session SET sealed_agent = $1", V(nonsense)));
    return sql_run(tx->db, "UPDATE enrolment SET sealed_purpose = $2 WHERE person_id = $1", V(p[1].id.value), V(nonsense));
}

static enum status count_profile(void *arg, const struct profile *p)
{
    ++*(int *)arg;
    return OK;
}

// What cannot be read takes nothing else along.
static void an_unreadable_row_stays_alone(void **state)
{
    struct fixture *f = *state;
    struct new_person people[3] = {telling(f, 0), telling(f, 1), telling(f, 1)};
    people[2].email = "third@example.no";
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(run(f, make_person, &people[i]), OK);
    assert_int_equal(run(f, spoil, people), OK);
    int profiles = 0;
    assert_int_equal(profile_each(f->store, count_profile, &profiles), OK);
    assert_int_equal(profiles, 2);
    // a full page, although the first one is left out
    struct enrolled_person *list;
    size_t count;
    assert_int_equal(person_list(f->store, f->nav, TODAY, false, (struct person_id){0}, 2, f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_true(list[0].person.value == people[1].id.value && list[1].person.value == people[2].id.value);
    struct enrolment *enrolments;
    assert_int_equal(enrolment_list(f->store, people[1].id, f->arena, &enrolments, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(enrolments[0].purpose, "");
    struct session *sessions;
    assert_int_equal(session_list(f->store, people[0].user, NOW, f->arena, &sessions, &count), OK);
    assert_int_equal(count, 1);
    struct finding found = {0};
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), CONFLICT);
    assert_int_equal(found.count, 3); // identity, profile, enrolment
}

// A process dies in the middle of making a copy, just before it gets its name or just after.
static void a_copy_broken_off_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0);
    assert_int_equal(run(f, make_person, &one), OK);
    const char *half = in_dir(f, "copy.db.making-0123456789abcdef"), *journal = in_dir(f, "copy.db.making-0123456789abcdef-journal");
    assert_int_equal(store_backup_keys(f->store, half), OK);
    FILE *file = fopen(journal, "w");
    fclose(file);
    struct sql *db;
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_run(db, "UPDATE key_copy SET making = 1"), OK);
    sql_close(db);
    open_again(f);
    assert_int_not_equal(access(half, F_OK), 0);
    assert_int_not_equal(access(journal, F_OK), 0);
    // one that is just being made is let be
    assert_int_equal(store_backup_keys(f->store, half), OK);
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_run(db, "UPDATE key_copy SET making = 1"), OK);
    int lock = open(half, O_RDWR);
    assert_int_equal(flock(lock, LOCK_EX), 0);
    open_again(f);
    assert_int_equal(access(half, F_OK), 0);
    close(lock);
    open_again(f);
    assert_int_not_equal(access(half, F_OK), 0);
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM key_copy");
    assert_true(sql_next(rows));
    assert_int_equal(sql_int(rows, 0), 0);
    assert_int_equal(sql_end(rows), OK);
    sql_close(db);
    // whatever name stands after a crash, the mark stands in the file before any key does: see the whole copy
    assert_int_equal(store_backup_keys(f->store, in_dir(f, "whole.db")), OK);
    assert_int_equal(sql_open(in_dir(f, "whole.db"), SQL_READ, &db), OK);
    rows = sql_query(db, "SELECT (SELECT count(*) FROM copy_mark), (SELECT count(*) FROM person_key)");
    assert_true(sql_next(rows));
    assert_int_equal(sql_int(rows, 0), 1);
    assert_int_equal(sql_int(rows, 1), 1);
    assert_int_equal(sql_end(rows), OK);
    sql_close(db);
}

// A person whose key is newer than the copy of the keys is not a deleted one.
static void keys_older_than_the_database_destroy_nobody(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0), two = telling(f, 1);
    assert_int_equal(run(f, make_person, &one), OK);
    const char *older = in_dir(f, "older-keys.db"), *newer = in_dir(f, "newer-keys.db"), *backup = in_dir(f, "backup.db"), *kept;
    assert_int_equal(store_backup_keys(f->store, older), OK);
    assert_int_equal(run(f, make_person, &two), OK);
    assert_int_equal(store_backup_keys(f->store, newer), OK);
    assert_int_equal(store_backup(f->store, backup), OK);
    store_close(f->store);
    f->store = NULL;
    unlink(in_dir(f, "keys.db"));
    struct issues issues = issues_in(f->arena);
    assert_int_equal(store_restore(f->dir, backup, older, &OPEN, NOW, &issues, &kept, f->arena), OK);
    assert_int_equal(issues.count, 1);
    assert_string_equal(issues.items[0].arg, "1");
    assert_non_null(strstr(issues.items[0].message, "cannot be read"));
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct identity identity;
    struct access_facts facts;
    struct enrolled_person *list;
    size_t count;
    assert_int_equal(identity_get(f->store, one.id, f->arena, &identity, NULL), OK);
    assert_int_equal(identity_get(f->store, two.id, f->arena, &identity, NULL), NOT_FOUND);
    assert_int_equal(person_access_facts(f->store, &f->actor, two.id, TODAY, &facts), NOT_FOUND);
    assert_int_equal(person_list(f->store, f->nav, TODAY, false, (struct person_id){0}, 9, f->arena, &list, &count), OK);
    assert_int_equal(count, 1);
    struct finding found = {0};
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), CONFLICT);
    assert_non_null(strstr(found.message, "without a key"));
    // the newer copy brings the second one back
    store_close(f->store);
    f->store = NULL;
    issues = issues_in(f->arena);
    assert_int_equal(store_restore(f->dir, NULL, newer, &OPEN, NOW, &issues, &kept, f->arena), OK);
    assert_int_equal(issues.count, 0);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    assert_int_equal(identity_get(f->store, two.id, f->arena, &identity, NULL), OK);
    assert_string_equal(identity.given_name, TELLING[1].given);
}

static void the_keyless_can_be_given_up(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0), two = telling(f, 1);
    assert_int_equal(run(f, make_person, &one), OK);
    assert_int_equal(run(f, make_person, &two), OK);
    const char *copy = in_dir(f, "copy-keys.db"), *kept;
    assert_int_equal(store_backup_keys(f->store, copy), OK);
    store_close(f->store);
    f->store = NULL;
    struct sql *db;
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_run(db, "DELETE FROM person_key WHERE person_id = $1", V(one.id.value)), OK);
    sql_close(db);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    size_t count;
    assert_int_equal(store_forget_keyless(f->store, NOW, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(run(f, nothing_left, &one), OK);
    struct finding found = {0};
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), OK);
    assert_int_equal(found.count, 0);
    assert_int_equal(store_forget_keyless(f->store, NOW, &count), OK);
    assert_int_equal(count, 0);
    // and no copy brings them back
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(store_restore(f->dir, NULL, copy, &OPEN, NOW, NULL, &kept, f->arena), OK);
    struct keys *keys;
    struct seal_key key;
    assert_int_equal(keys_open(f->dir, false, NULL, &keys), OK);
    assert_int_equal(keys_get(keys, one.id, &key), NOT_FOUND);
    assert_int_equal(keys_get(keys, two.id, &key), OK);
    keys_close(keys);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
}

// keys.db cannot be written: the store opens all the same, and the key is out of reach.
static void a_deletion_waits_while_keys_cannot_be_written(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0);
    assert_int_equal(run(f, make_person, &one), OK);
    store_close(f->store);
    f->store = NULL;
    struct sql *db;
    assert_int_equal(sql_open(in_dir(f, "ypsilon.db"), SQL_WRITE, &db), OK);
    assert_int_equal(sql_run(db, "UPDATE person SET deleted_at = $2 WHERE id = $1", V(one.id.value), V(NOW)), OK);
    sql_close(db);
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_script(db, "CREATE TRIGGER full_disk BEFORE INSERT ON tombstone "
                                    "BEGIN SELECT RAISE(ABORT, 'full'); END"), OK);
    sql_close(db);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct change *list;
    size_t count, removed;
    assert_int_equal(store_history_of_person(f->store, one.id, 0, 50, f->arena, &list, &count), OK);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        assert_null(list[i].body);
    assert_int_not_equal(store_tend(f->store, &removed), OK);
    // room again
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_script(db, "DROP TRIGGER full_disk"), OK);
    sql_close(db);
    assert_int_equal(store_tend(f->store, &removed), OK);
    struct keys *keys;
    struct seal_key key;
    assert_int_equal(keys_open(f->dir, false, NULL, &keys), OK);
    assert_int_equal(keys_get(keys, one.id, &key), NOT_FOUND);
    keys_close(keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lost_keys_come_back_from_their_copy, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(copies_of_the_keys_die, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(an_unreadable_row_stays_alone, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_copy_broken_off_leaves_nothing, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(keys_older_than_the_database_destroy_nobody, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_keyless_can_be_given_up, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_deletion_waits_while_keys_cannot_be_written, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("key copies", tests, NULL, NULL);
}
