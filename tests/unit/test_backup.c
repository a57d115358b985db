// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox_store.h"
#include "telling.h"

static int64_t rows_with_password(struct fixture *f, const char *file)
{
    struct sql *db;
    assert_int_equal(sql_open(file, SQL_READ, &db), OK);
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM user_account WHERE person_id IS NOT NULL AND password <> ''");
    int64_t count = sql_next(rows) ? sql_int(rows, 0) : -1;
    assert_int_equal(sql_end(rows), OK);
    sql_close(db);
    return count;
}

static void a_deletion_leaves_no_readable_trace(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0), two = telling(f, 1);
    assert_int_equal(run(f, make_person, &one), OK);
    assert_int_equal(run(f, make_person, &two), OK);
    nothing_readable(f); // sealed from the first moment
    const char *before = in_dir(f, "backup-before.db");
    assert_int_equal(store_backup(f->store, before), OK);
    int values, opened;
    try_keys(before, f->dir, one.id, &values, &opened);
    // identity, profile, purpose, token, address, password, browser; and in the log identity, profile, purpose, user
    assert_int_equal(values, 11);
    assert_int_equal(opened, values);
    struct enrolment_figure *figures, *after;
    size_t count, after_count;
    assert_int_equal(enrolment_figures(f->store, day_make(2016, 1, 1), TODAY, f->arena, &figures, &count), OK);
    assert_int_equal(figures[count - 1].begun, 2);
    assert_int_equal(figures[count - 1].running, 2);
    // the key as it stands in keys.db, to look for
    struct sql *db;
    size_t key_size;
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_READ, &db), OK);
    struct sql_rows *rows = sql_query(db, "SELECT sealed FROM person_key WHERE person_id = $1", V(one.id.value));
    assert_true(sql_next(rows));
    const void *key = sql_blob(rows, 0, f->arena, &key_size);
    assert_int_equal(sql_end(rows), OK);
    sql_close(db);
    assert_int_equal(files_with(f->dir, key, key_size), 1);
    // no guess can be tried on what was recognised, also with the master key
    unsigned char person_token[STORE_TOKEN], email_token[STORE_TOKEN];
    store_token(f->store, PURPOSE_PERSON_TOKEN, one.email, strlen(one.email), person_token);
    store_token(f->store, PURPOSE_EMAIL_TOKEN, one.email, strlen(one.email), email_token);
    assert_int_equal(files_with(f->dir, person_token, sizeof person_token), 0);
    assert_int_equal(files_with(f->dir, email_token, sizeof email_token), 0);
    assert_int_equal(rows_with_password(f, before), 0);

    assert_int_equal(run(f, delete_person, &one.id), OK);
    assert_int_equal(run(f, delete_person, &one.id), NOT_FOUND);

    assert_int_equal(files_with(f->dir, key, key_size), 0); // also in the free pages
    struct stat about;
    assert_int_equal(stat(in_dir(f, "ypsilon.db-wal"), &about), 0);
    assert_int_equal(about.st_size, 0);
    nothing_readable(f);
    assert_int_equal(run(f, nothing_left, &one), OK);
    try_keys(before, f->dir, one.id, &values, &opened);
    assert_int_equal(values, 11);
    assert_int_equal(opened, 0);
    try_keys(in_dir(f, "ypsilon.db"), f->dir, one.id, &values, &opened);
    assert_int_equal(values, 4); // the log still has its rows
    assert_int_equal(opened, 0);
    struct identity identity;
    struct profile profile;
    struct user user;
    struct change *history;
    assert_int_equal(identity_get(f->store, one.id, f->arena, &identity, NULL), NOT_FOUND);
    assert_int_equal(profile_get(f->store, one.id, f->arena, &profile), NOT_FOUND);
    assert_int_equal(user_find_by_email(f->store, one.email, f->arena, &user), NOT_FOUND);
    assert_int_equal(store_history_of_person(f->store, one.id, 0, 50, f->arena, &history, &after_count), OK);
    assert_string_equal(history[0].verb, "delete");
    for (size_t i = 0; i < after_count; i++)
        assert_null(history[i].body);
    assert_int_equal(identity_get(f->store, two.id, f->arena, &identity, NULL), OK);
    // figures of every period up to today
    assert_int_equal(enrolment_figures(f->store, day_make(2016, 1, 1), TODAY, f->arena, &after, &after_count), OK);
    assert_int_equal(count, after_count);
    assert_memory_equal(figures, after, count * sizeof *after);
    assert_int_equal(enrolment_figures(f->store, TODAY, TODAY, f->arena, &after, &after_count), OK);
    assert_int_equal(after[count - 1].running, 2);
    assert_int_equal(enrolment_figures(f->store, TODAY + 1, TODAY + 30, f->arena, &after, &after_count), OK);
    assert_int_equal(after[count - 1].running, 1);
    open_again(f);
    assert_int_equal(identity_get(f->store, one.id, f->arena, &identity, NULL), NOT_FOUND);
    nothing_readable(f);
}

static void a_deletion_cut_short_is_finished_at_the_next_start(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0);
    assert_int_equal(run(f, make_person, &one), OK);
    store_close(f->store);
    f->store = NULL;
    // as a crash leaves it: committed, and the key still there
    struct sql *db;
    assert_int_equal(sql_open(in_dir(f, "ypsilon.db"), SQL_WRITE, &db), OK);
    assert_int_equal(sql_run(db, "UPDATE person SET deleted_at = 1 WHERE id = $1", V(one.id.value)), OK);
    sql_close(db);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct keys *keys;
    struct seal_key key;
    assert_int_equal(keys_open(f->dir, false, NULL, &keys), OK);
    assert_int_equal(keys_get(keys, one.id, &key), NOT_FOUND);
    keys_close(keys);
}

static void the_check_finds_what_does_not_belong_together(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0), two = telling(f, 1);
    assert_int_equal(run(f, make_person, &one), OK);
    assert_int_equal(run(f, make_person, &two), OK);
    struct finding found = {0};
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), OK);
    assert_int_equal(found.count, 0);
    store_close(f->store);
    struct sql *db;
    // a key without a person: left by a crash between the two commits
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_WRITE_SMALL, &db), OK);
    struct keys *keys;
    assert_int_equal(keys_open(f->dir, false, NULL, &keys), OK);
    struct person_id orphan = {one.id.value + 1};
    keys_make(keys, orphan);
    assert_int_equal(keys_keep(keys, &orphan, 1), OK);
    keys_close(keys);
    sql_close(db);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), OK);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.mended, 1);
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), OK);
    assert_int_equal(found.count, 1); // mended
    store_close(f->store);
    // a profile that is no profile, and a person without a key
    assert_int_equal(sql_open(in_dir(f, "ypsilon.db"), SQL_WRITE, &db), OK);
    assert_int_equal(sql_run(db, "UPDATE profile SET sealed = $1 WHERE person_id = $2", V(sql_blob_value("x", 1)),
                             V(two.id.value)), OK);
    sql_close(db);
    assert_int_equal(sql_open(in_dir(f, "keys.db"), SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_run(db, "DELETE FROM person_key WHERE person_id = $1", V(one.id.value)), OK);
    sql_close(db);
    found = (struct finding){0};
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), CONFLICT);
    assert_int_equal(found.count, 7); // identity, profiles, enrolment, token, log-in, password, no key
    assert_non_null(strstr(found.message, "without a key"));
}

static void a_backup_is_restored_and_tombstones_win(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0), two = telling(f, 1);
    assert_int_equal(run(f, make_person, &one), OK);
    const char *backup = in_dir(f, "backup.db"), *keys_copy = in_dir(f, "backup-keys.db"), *kept;
    assert_int_equal(store_backup(f->store, backup), OK);
    assert_int_equal(store_backup(f->store, backup), CONFLICT);
    assert_int_equal(store_backup_keys(f->store, keys_copy), OK);
    assert_int_equal(store_backup_keys(f->store, keys_copy), CONFLICT);
    assert_int_equal(run(f, make_person, &two), OK); // after the backup
    assert_int_equal(run(f, delete_person, &one.id), OK);
    refused(f, f->dir, backup, keys_copy, NOW, BUSY, "in use");
    store_close(f->store);
    f->store = NULL;
    FILE *file = fopen(in_dir(f, "text"), "w");
    for (int i = 0; i < 500; i++)
        fputs("no database\n", file);
    fclose(file);
    refused(f, f->dir, in_dir(f, "text"), NULL, NOW, INVALID, "not a backup");
    refused(f, f->dir, in_dir(f, "nowhere"), NULL, NOW, INVALID, "not a backup");
    refused(f, f->dir, in_dir(f, "keys.db"), NULL, NOW, INVALID, "not a backup");
    refused(f, f->dir, backup, backup, NOW, INVALID, "not a copy of the keys");
    refused(f, f->dir, backup, in_dir(f, "keys.db"), NOW, INVALID, "not a copy of the keys");
    refused(f, f->dir, backup, keys_copy, NOW + (KEY_COPY_DAYS + 1) * DAY_MS, INVALID, "past its lifetime");
    refused(f, f->dir, backup, keys_copy, NOW - 1, INVALID, "later than now");
    // the older keys and the older database, and still the deleted one does not come back
    assert_int_equal(store_restore(f->dir, backup, keys_copy, &OPEN, NOW, NULL, &kept, f->arena), OK);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct identity identity;
    assert_int_equal(identity_get(f->store, one.id, f->arena, &identity, NULL), NOT_FOUND);
    assert_int_equal(run(f, nothing_left, &one), OK);
    assert_int_equal(identity_get(f->store, two.id, f->arena, &identity, NULL), NOT_FOUND); // came later
    struct finding found = {0};
    assert_int_equal(store_check(f->store, NOW, note_finding, &found), OK);
    // what stood before is kept, and can be put back
    store_close(f->store);
    f->store = NULL;
    const char *before = path_to(f->arena, kept, "ypsilon.db");
    assert_int_equal(access(before, F_OK), 0);
    assert_int_equal(store_restore(f->dir, before, path_to(f->arena, kept, "keys-copy.db"), &OPEN, NOW, NULL, &kept,
                                   f->arena), OK);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    assert_int_equal(identity_get(f->store, two.id, f->arena, &identity, NULL), OK);
    assert_string_equal(identity.given_name, TELLING[1].given);
    assert_int_equal(identity_get(f->store, one.id, f->arena, &identity, NULL), NOT_FOUND);
    nothing_readable(f);
}

static void a_store_moves_to_another_machine(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0);
    assert_int_equal(run(f, make_person, &one), OK);
    const char *backup = in_dir(f, "backup.db"), *keys_copy = in_dir(f, "backup-keys.db"), *kept;
    assert_int_equal(store_backup(f->store, backup), OK);
    assert_int_equal(store_backup_keys(f->store, keys_copy), OK);
    const char *there = in_dir(f, "there");
    refused(f, there, backup, keys_copy, NOW, NOT_FOUND, "no directory");
    mkdir(there, 0700);
    refused(f, there, backup, NULL, NOW, INVALID, "no key store");
    refused(f, there, backup, keys_copy, NOW, INVALID, "cannot be read"); // no master key
    size_t size;
    const void *master = read_whole(in_dir(f, "master.key"), f->arena, &size);
    const char *path = path_to(f->arena, there, "master.key");
    FILE *file = fopen(path, "w");
    fwrite("another key of thirty-two bytes.", 1, 32, file);
    fclose(file);
    chmod(path, 0600);
    refused(f, there, backup, keys_copy, NOW, INVALID, "another master key");
    file = fopen(path, "w");
    fwrite(master, 1, size, file);
    fclose(file);
    assert_int_equal(store_restore(there, backup, keys_copy, &OPEN, NOW + KEY_COPY_DAYS * DAY_MS, NULL, &kept, f->arena), OK);
    struct store *moved;
    struct identity identity;
    assert_int_equal(store_open(there, &OPEN, NULL, &moved), OK);
    assert_int_equal(identity_get(moved, one.id, f->arena, &identity, NULL), OK);
    assert_string_equal(identity.family_name, TELLING[0].family);
    store_close(moved);
    // somebody edits the lifetime
    struct sql *db;
    assert_int_equal(sql_open(keys_copy, SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_run(db, "UPDATE copy_mark SET lives_until = lives_until * 2"), OK);
    sql_close(db);
    refused(f, there, backup, keys_copy, NOW, INVALID, "another master key");
}

// A deletion redone in an older database ends enrolments on the day it was done first.
static enum status tell_adviser(struct store_tx *tx, void *arg)
{
    struct fixture *f = arg;
    TRY(outbox_tell_user(tx, OUTBOX_VERDICT, f->adviser, 1));
    return outbox_tell_user(tx, OUTBOX_VERDICT, f->adviser, 2);
}

static enum status send_first(struct store_tx *tx, void *arg)
{
    struct outbox_entry *list;
    size_t count;
    TRY(outbox_next(tx->store, tx->now, 1, tx->arena, &list, &count));
    assert_int_equal(count, 1);
    return outbox_mark(tx, list, &(struct outbox_mark){.state = OUTBOX_SENT, .tries = 1});
}

// Between the copy and its return a mail server may have got what waited then: it does not get it again by itself.
static void what_waited_is_in_doubt_after_a_restore(void **state)
{
    struct fixture *f = *state;
    const char *backup = in_dir(f, "backup.db"), *kept;
    struct outbox_entry *list;
    size_t count;
    assert_int_equal(run(f, tell_adviser, f), OK);
    assert_int_equal(run(f, send_first, f), OK);
    assert_int_equal(store_backup(f->store, backup), OK);
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(store_restore(f->dir, backup, NULL, &OPEN, NOW, NULL, &kept, f->arena), OK);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    assert_int_equal(outbox_next(f->store, NOW, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(outbox_list(f->store, 0, 0, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].state, OUTBOX_UNSURE);
    assert_int_equal(list[1].state, OUTBOX_SENT);
}

static void a_restore_leaves_the_figures(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0);
    assert_int_equal(run(f, make_person, &one), OK);
    const char *backup = in_dir(f, "backup.db"), *kept;
    assert_int_equal(store_backup(f->store, backup), OK);
    assert_int_equal(run(f, delete_person, &one.id), OK);
    struct enrolment_figure *before, *after;
    size_t count, after_count;
    assert_int_equal(enrolment_figures(f->store, TODAY + 1, TODAY + 60, f->arena, &before, &count), OK);
    assert_int_equal(before[count - 1].running, 0);
    store_close(f->store);
    f->store = NULL;
    later_by = 20 * DAY_MS;
    assert_int_equal(store_restore(f->dir, backup, NULL, &MOVING, NOW + later_by, NULL, &kept, f->arena), OK);
    assert_int_equal(store_open(f->dir, &MOVING, NULL, &f->store), OK);
    assert_int_equal(run(f, nothing_left, &one), OK);
    assert_int_equal(enrolment_figures(f->store, TODAY + 1, TODAY + 60, f->arena, &after, &after_count), OK);
    assert_memory_equal(before, after, count * sizeof *before);
}

// What cannot be brought up to this version never comes to stand in the place of what was there.
static void a_backup_that_cannot_be_opened_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct new_person one = telling(f, 0);
    assert_int_equal(run(f, make_person, &one), OK);
    const char *backup = in_dir(f, "backup.db"), *kept;
    assert_int_equal(store_backup(f->store, backup), OK);
    store_close(f->store);
    f->store = NULL;
    struct sql *db;
    assert_int_equal(sql_open(backup, SQL_WRITE_SMALL, &db), OK);
    assert_int_equal(sql_run(db, "DELETE FROM schema_version"), OK); // the first migration would meet its own tables
    sql_close(db);
    assert_int_not_equal(store_restore(f->dir, backup, NULL, &OPEN, NOW, NULL, &kept, f->arena), OK);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct identity identity;
    assert_int_equal(identity_get(f->store, one.id, f->arena, &identity, NULL), OK);
    assert_int_not_equal(access(in_dir(f, "ypsilon.db.new"), F_OK), 0);
}

struct writing {
    struct fixture *f;
    int failed;
};

static void *write_on(void *arg)
{
    struct writing *w = arg;
    for (int i = 0; i < 60; i++) {
        char email[64];
        snprintf(email, sizeof email, "w%d@example.no", i);
        struct new_person p = {.given = "Per", .family = "Son", .email = email, .phone = "", .purpose = "Arbeid",
                               .headline = "", .fact = "", .agency = w->f->nav};
        w->failed += run(w->f, make_person, &p) != OK;
    }
    return NULL;
}

static void backups_while_serving_are_whole(void **state)
{
    struct fixture *f = *state;
    struct writing writing = {.f = f};
    pthread_t thread;
    pthread_create(&thread, NULL, write_on, &writing);
    for (int i = 0; i < 4; i++) {
        const char *file = in_dir(f, arena_printf(f->arena, "while-%d.db", i));
        assert_int_equal(store_backup(f->store, file), OK);
        struct sql *db;
        assert_int_equal(sql_open(file, SQL_READ, &db), OK);
        assert_int_equal(sql_check(db), OK);
        // nobody is cut in half
        struct sql_rows *rows = sql_query(db, "SELECT (SELECT count(*) FROM person) - (SELECT count(*) FROM profile)");
        assert_true(sql_next(rows));
        assert_int_equal(sql_int(rows, 0), 0);
        assert_int_equal(sql_end(rows), OK);
        sql_close(db);
    }
    pthread_join(thread, NULL);
    assert_int_equal(writing.failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_deletion_leaves_no_readable_trace, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_deletion_cut_short_is_finished_at_the_next_start, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_check_finds_what_does_not_belong_together, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_backup_is_restored_and_tombstones_win, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_store_moves_to_another_machine, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(what_waited_is_in_doubt_after_a_restore, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_restore_leaves_the_figures, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_backup_that_cannot_be_opened_changes_nothing, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(backups_while_serving_are_whole, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
