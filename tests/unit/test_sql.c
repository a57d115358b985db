// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sql/sql.h"
#include "store/schema.h"

struct scratch {
    char dir[64];
    char file[96], other[96];
    struct sql *db;
    struct arena *arena;
};

static int begin(void **state)
{
    struct scratch *s = calloc(1, sizeof *s);
    snprintf(s->dir, sizeof s->dir, "/tmp/ypsilon-sql-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    snprintf(s->file, sizeof s->file, "%s/a.db", s->dir);
    snprintf(s->other, sizeof s->other, "%s/b.db", s->dir);
    s->arena = arena_open();
    assert_int_equal(sql_open(s->file, SQL_CREATE, &s->db), OK);
    assert_int_equal(sql_script(s->db, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, bytes BLOB, "
                                       "parent INTEGER REFERENCES t (id)) STRICT"), OK);
    *state = s;
    return 0;
}

static int end(void **state)
{
    struct scratch *s = *state;
    sql_close(s->db);
    arena_close(s->arena);
    static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm", "b.db", "b.db-wal", "b.db-shm", "b.db.part"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", s->dir, names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(s->dir), 0); // nothing else was left
    free(s);
    return 0;
}

static int64_t count(struct sql *db)
{
    int64_t n = -1;
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM t");
    if (sql_next(rows))
        n = sql_int(rows, 0);
    assert_int_equal(sql_end(rows), OK);
    return n;
}

static void values_go_in_and_come_out(void **state)
{
    struct scratch *s = *state;
    static const unsigned char bytes[] = {0, 1, 255, 0};
    const char *name = "Ærlig; DROP TABLE t --";
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name, bytes, parent) VALUES ($1, $3, $2, $4)", V(INT64_MAX),
                             V(sql_blob_value(bytes, sizeof bytes)), V(name), V(sql_null_value())), OK);
    assert_int_equal(sql_changes(s->db), 1);
    // $n is bound by its number, wherever and however often it stands
    struct sql_rows *rows = sql_query(s->db, "SELECT id, name, bytes, parent, $2 || $1 || $2 FROM t WHERE name = $1",
                                      V(name), V("|"));
    assert_true(sql_next(rows));
    size_t size;
    assert_true(sql_int(rows, 0) == INT64_MAX);
    assert_string_equal(sql_text(rows, 1, s->arena), name);
    assert_memory_equal(sql_blob(rows, 2, s->arena, &size), bytes, sizeof bytes);
    assert_int_equal(size, sizeof bytes);
    assert_true(sql_is_null(rows, 3));
    assert_null(sql_text(rows, 3, s->arena));
    assert_string_equal(sql_text(rows, 4, s->arena), "|Ærlig; DROP TABLE t --|");
    assert_false(sql_next(rows));
    assert_int_equal(sql_end(rows), OK);
    // an empty blob is not NULL
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name, bytes) VALUES (1, '', $1)", V(sql_blob_value(NULL, 0))), OK);
    rows = sql_query(s->db, "SELECT bytes FROM t WHERE id = 1");
    assert_true(sql_next(rows));
    assert_false(sql_is_null(rows, 0));
    assert_int_equal(sql_end(rows), OK);
}

static void constraints_conflict(void **state)
{
    struct scratch *s = *state;
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (1, 'a')"), OK);
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (1, 'b')"), CONFLICT);              // the key
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (2, $1)", V(sql_null_value())), CONFLICT);
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name, parent) VALUES (2, 'b', 9)"), CONFLICT);   // the parent
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name, parent) VALUES (2, 'b', 'x')"), CONFLICT); // STRICT
    assert_int_equal(count(s->db), 1);
}

static void a_query_may_run_within_itself(void **state)
{
    struct scratch *s = *state;
    for (int i = 1; i <= 3; i++)
        assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES ($1, 'x')", V(i)), OK);
    static const char *const text = "SELECT id FROM t WHERE id >= $1 ORDER BY id";
    int pairs = 0;
    struct sql_value one[2] = {{0}, sql_int_value(1)};
    struct sql_rows *outer = sql_query_values(s->db, text, one, 1);
    while (sql_next(outer)) {
        struct sql_value from[2] = {{0}, sql_int_value(sql_int(outer, 0))};
        struct sql_rows *inner = sql_query_values(s->db, text, from, 1);
        while (sql_next(inner))
            pairs++;
        assert_int_equal(sql_end(inner), OK);
    }
    assert_int_equal(sql_end(outer), OK);
    assert_int_equal(pairs, 6);
}

static void norwegian_sorts_and_lowers(void **state)
{
    struct scratch *s = *state;
    static const char *const names[] = {"Ås", "zebra", "Østre", "ærfugl", "Ark", "aas"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES ($1, $2)", V(i), V(names[i])), OK);
    char order[64] = "";
    struct sql_rows *rows = sql_query(s->db, "SELECT name, lower(name) FROM t ORDER BY name COLLATE \"nb-x-icu\"");
    while (sql_next(rows)) {
        strncat(order, sql_text(rows, 0, s->arena), sizeof order - strlen(order) - 1);
        strncat(order, " ", sizeof order - strlen(order) - 1);
        if (strcmp(sql_text(rows, 0, s->arena), "Østre") == 0)
            assert_string_equal(sql_text(rows, 1, s->arena), "østre");
    }
    assert_int_equal(sql_end(rows), OK);
    assert_string_equal(order, "Ark zebra ærfugl Østre Ås aas "); // aa is å in Norwegian
}

static void savepoints_and_rollbacks(void **state)
{
    struct scratch *s = *state;
    assert_int_equal(sql_begin(s->db), OK);
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (1, 'kept')"), OK);
    assert_int_equal(sql_savepoint(s->db), OK);
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (2, 'lost')"), OK);
    assert_int_equal(sql_rollback_to(s->db), OK);
    assert_int_equal(sql_savepoint(s->db), OK);
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (3, 'kept')"), OK);
    assert_int_equal(sql_release(s->db), OK);
    assert_int_equal(sql_commit(s->db), OK);
    assert_int_equal(count(s->db), 2);
    assert_int_equal(sql_begin(s->db), OK);
    assert_int_equal(sql_run(s->db, "DELETE FROM t"), OK);
    sql_rollback(s->db);
    sql_rollback(s->db); // nothing to roll back is fine
    assert_int_equal(count(s->db), 2);
    assert_int_equal(sql_rollback_to(s->db), FAILED);
}

static void a_reader_sees_what_is_committed_and_writes_nothing(void **state)
{
    struct scratch *s = *state;
    struct sql *reader;
    assert_int_equal(sql_open(s->file, SQL_READ, &reader), OK);
    assert_int_equal(sql_begin(s->db), OK);
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (1, 'a')"), OK);
    assert_int_equal(count(reader), 0);
    assert_int_equal(sql_commit(s->db), OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(sql_run(reader, "DELETE FROM t"), FAILED);
    sql_close(reader);
}

static void files_are_the_owners_and_wrong_ones_are_told(void **state)
{
    struct scratch *s = *state;
    struct stat about;
    assert_int_equal(stat(s->file, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    struct sql *db;
    assert_int_equal(sql_open(s->other, SQL_READ, &db), NOT_FOUND);
    assert_int_equal(sql_open(s->other, SQL_WRITE, &db), NOT_FOUND);
    FILE *file = fopen(s->other, "w");
    for (int i = 0; i < 1000; i++)
        fputs("this is no database at all, but it is long enough to be looked at\n", file);
    fclose(file);
    assert_int_equal(sql_open(s->other, SQL_READ, &db), INVALID);
    assert_int_equal(sql_open(s->other, SQL_WRITE, &db), INVALID);
}

static void *write_on(void *arg)
{
    struct sql *db = arg;
    for (int i = 0; i < 400; i++)
        assert_int_equal(sql_run(db, "INSERT INTO t (name) VALUES ('while the backup runs')"), OK);
    return NULL;
}

static void a_backup_is_whole_beside_a_writer(void **state)
{
    struct scratch *s = *state;
    assert_int_equal(sql_run(s->db, "INSERT INTO t (id, name) VALUES (1, 'a')"), OK);
    struct sql *reader, *copy;
    assert_int_equal(sql_open(s->file, SQL_READ, &reader), OK);
    pthread_t writer;
    pthread_create(&writer, NULL, write_on, s->db);
    assert_int_equal(sql_backup(reader, s->other), OK);
    assert_int_equal(sql_backup(reader, s->other), CONFLICT);
    pthread_join(writer, NULL);
    sql_close(reader);
    assert_int_equal(sql_open(s->other, SQL_READ, &copy), OK);
    assert_int_equal(sql_check(copy), OK);
    assert_in_range(count(copy), 1, 401);
    sql_close(copy);
    struct stat about;
    assert_int_equal(stat(s->other, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    char beside[128];
    snprintf(beside, sizeof beside, "%s-wal", s->other);
    assert_int_not_equal(access(beside, F_OK), 0); // it lies alone
}

static void a_killed_writer_leaves_whole_transactions(void **state)
{
    struct scratch *s = *state;
    sql_close(s->db);
    s->db = NULL;
    int told[2];
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        struct sql *db;
        if (sql_open(s->file, SQL_WRITE, &db) != OK)
            _exit(1);
        for (int i = 0;; i++) {
            bool done = sql_begin(db) == OK && sql_run(db, "INSERT INTO t (name) VALUES ('one')") == OK &&
                        sql_run(db, "INSERT INTO t (name) VALUES ('two')") == OK && sql_commit(db) == OK;
            if (!done || write(told[1], "x", 1) != 1)
                _exit(1);
        }
    }
    char byte;
    for (int i = 0; i < 50; i++)
        assert_int_equal(read(told[0], &byte, 1), 1);
    kill(child, SIGKILL);
    int how;
    waitpid(child, &how, 0);
    assert_true(WIFSIGNALED(how));
    close(told[0]);
    close(told[1]);
    assert_int_equal(sql_open(s->file, SQL_WRITE, &s->db), OK);
    assert_int_equal(sql_check(s->db), OK);
    assert_true(count(s->db) >= 100); // what was told to be committed is there
    assert_int_equal(count(s->db) % 2, 0);
}

static const struct migration GOOD[] = {
    {1, "one", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT"},
    {2, "two", "CREATE TABLE two (id INTEGER PRIMARY KEY) STRICT; INSERT INTO two (id) VALUES (5)"},
};
static const struct migration BAD[] = {
    {1, "one", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT"},
    {2, "two", "CREATE TABLE two (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere (id) VALUES (5)"},
};

static void migrations_run_once_each_and_alone(void **state)
{
    struct scratch *s = *state;
    struct issues issues = issues_in(s->arena);
    int version;
    assert_int_equal(schema_version(s->db, &version), OK);
    assert_int_equal(version, 0);
    // the second fails: it leaves nothing, the first stays
    assert_int_equal(schema_migrate(s->db, BAD, 2, 77, &issues), FAILED);
    assert_int_equal(schema_version(s->db, &version), OK);
    assert_int_equal(version, 1);
    assert_true(sql_has_table(s->db, "one"));
    assert_false(sql_has_table(s->db, "two"));
    // mended, it goes on from there; and again is nothing
    assert_int_equal(schema_migrate(s->db, GOOD, 2, 78, &issues), OK);
    assert_int_equal(schema_migrate(s->db, GOOD, 2, 79, &issues), OK);
    assert_true(sql_has_table(s->db, "two"));
    struct sql_rows *rows = sql_query(s->db, "SELECT version, applied_at FROM schema_version ORDER BY version");
    assert_true(sql_next(rows));
    assert_int_equal(sql_int(rows, 1), 77);
    assert_true(sql_next(rows));
    assert_int_equal(sql_int(rows, 1), 78);
    assert_false(sql_next(rows));
    assert_int_equal(sql_end(rows), OK);
    assert_int_equal(issues.count, 0);
    // an older program refuses
    assert_int_equal(schema_migrate(s->db, GOOD, 1, 80, &issues), CONFLICT);
    assert_int_equal(issues.count, 1);
    assert_non_null(strstr(issues.items[0].message, "newer version"));
    assert_int_equal(schema_version(s->db, &version), OK);
    assert_int_equal(version, 2);
}

// Two branches of work each bring a number: whichever comes first, the other is run as well.
static void a_migration_that_comes_late_is_run(void **state)
{
    static const struct migration LATER[] = {{1, "one", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT"},
                                             {4, "four", "CREATE TABLE four (id INTEGER PRIMARY KEY) STRICT"}};
    static const struct migration BOTH[] = {{1, "one", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT"},
                                            {3, "three", "CREATE TABLE three (id INTEGER PRIMARY KEY) STRICT"},
                                            {4, "four", "CREATE TABLE four (id INTEGER PRIMARY KEY) STRICT"}};
    struct scratch *s = *state;
    struct issues issues = issues_in(s->arena);
    int version;
    assert_int_equal(schema_migrate(s->db, LATER, 2, 77, &issues), OK);
    assert_int_equal(schema_migrate(s->db, LATER, 2, 77, &issues), OK);
    assert_int_equal(schema_migrate(s->db, BOTH, 3, 78, &issues), OK);
    assert_true(sql_has_table(s->db, "three"));
    assert_int_equal(schema_version(s->db, &version), OK);
    assert_int_equal(version, 4);
    assert_int_equal(schema_migrate(s->db, BOTH, 2, 79, &issues), CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_go_in_and_come_out, begin, end),
        cmocka_unit_test_setup_teardown(constraints_conflict, begin, end),
        cmocka_unit_test_setup_teardown(a_query_may_run_within_itself, begin, end),
        cmocka_unit_test_setup_teardown(norwegian_sorts_and_lowers, begin, end),
        cmocka_unit_test_setup_teardown(savepoints_and_rollbacks, begin, end),
        cmocka_unit_test_setup_teardown(a_reader_sees_what_is_committed_and_writes_nothing, begin, end),
        cmocka_unit_test_setup_teardown(files_are_the_owners_and_wrong_ones_are_told, begin, end),
        cmocka_unit_test_setup_teardown(a_backup_is_whole_beside_a_writer, begin, end),
        cmocka_unit_test_setup_teardown(a_killed_writer_leaves_whole_transactions, begin, end),
        cmocka_unit_test_setup_teardown(migrations_run_once_each_and_alone, begin, end),
        cmocka_unit_test_setup_teardown(a_migration_that_comes_late_is_run, begin, end),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("sql", tests, NULL, NULL);
}
