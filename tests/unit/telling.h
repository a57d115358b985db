// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_TELLING_H
#define TESTS_TELLING_H

// People with names that stand nowhere else, and looking for them in files.

#include "store_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "base/seal.h"
#include "sql/sql.h"
#include "store/keys.h"

// Names and texts that stand nowhere else.
static const struct {
    const char *given, *family, *email, *phone, *purpose, *headline, *fact;
} TELLING[] = {
    {"Quillamara", "Xanthrobel", "quillamara@telltale-one.example", "+4741237891", "Purposewordone skal hjelpe",
     "Headlinewordone om butikk", "Factwordone i Aleppo"},
    {"Zebedorine", "Wolframquist", "zebedorine@telltale-two.example", "+4741237892", "Purposewordtwo skal hjelpe",
     "Headlinewordtwo om lager", "Factwordtwo i Asmara"},
};
__attribute__((unused)) static const char *const AGENT_WORDS = "Telltalebrowser";

__attribute__((unused)) static struct new_person telling(struct fixture *f, size_t i)
{
    return (struct new_person){.given = TELLING[i].given, .family = TELLING[i].family, .email = TELLING[i].email,
                               .phone = TELLING[i].phone, .purpose = TELLING[i].purpose, .headline = TELLING[i].headline,
                               .fact = TELLING[i].fact, .agency = f->nav, .login = i == 0};
}

__attribute__((unused)) static const void *read_whole(const char *path, struct arena *a, size_t *size_out)
{
    *size_out = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return "";
    struct buf bytes = buf_in(a);
    char block[8192];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        buf_add(&bytes, block, n);
    fclose(file);
    *size_out = bytes.length;
    return buf_text(&bytes);
}

// In how many of the directory's files, at any depth, the bytes stand.
__attribute__((unused)) static int files_with(const char *dir, const void *bytes, size_t size)
{
    int found = 0;
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        struct arena *a = arena_open();
        const char *path = path_to(a, dir, e->d_name);
        size_t length;
        const void *text = read_whole(path, a, &length);
        found += e->d_type == DT_DIR ? files_with(path, bytes, size) : memmem(text, length, bytes, size) != NULL;
        arena_close(a);
    }
    closedir(d);
    return found;
}

__attribute__((unused)) static void nothing_readable(struct fixture *f)
{
    for (size_t i = 0; i < COUNT_OF(TELLING); i++) {
        const char *const words[] = {TELLING[i].given,   TELLING[i].family,   TELLING[i].email, TELLING[i].phone,
                                     TELLING[i].purpose, TELLING[i].headline, TELLING[i].fact,  AGENT_WORDS,
                                     "telltale-one",     "telltale-two",      "41237891",       "Factword"};
        for (size_t w = 0; w < COUNT_OF(words); w++)
            if (files_with(f->dir, words[w], strlen(words[w])) != 0)
                fail_msg("\"%s\" can be read", words[w]);
    }
}

// A clock that the tests move.
__attribute__((unused)) static int64_t later_by;
__attribute__((unused)) static int64_t moving_clock(void)
{
    return NOW + later_by;
}
__attribute__((unused)) static const struct store_config MOVING = {.clock = moving_clock, .seed = SEED};

__attribute__((unused)) static void open_moving(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
    later_by = 0;
    assert_int_equal(store_open(f->dir, &MOVING, NULL, &f->store), OK);
}

__attribute__((unused)) static enum status delete_person(struct store_tx *tx, void *arg)
{
    return person_delete(tx, *(struct person_id *)arg);
}

__attribute__((unused)) static int64_t rows_of(struct store_tx *tx, const char *text, int64_t id)
{
    struct sql_value values[2] = {{0}, sql_int_value(id)};
    struct sql_rows *rows = sql_query_values(tx->db, text, values, 1);
    int64_t n = sql_next(rows) ? sql_int(rows, 0) : -1;
    assert_int_equal(sql_end(rows), OK);
    return n;
}

__attribute__((unused)) static enum status nothing_left(struct store_tx *tx, void *arg)
{
    struct new_person *p = arg;
    static const char *const texts[] = {
        "SELECT count(*) FROM identity WHERE person_id = $1",
        "SELECT count(*) FROM profile WHERE person_id = $1",
        "SELECT count(*) FROM person_token WHERE person_id = $1",
        "SELECT count(*) FROM user_account WHERE person_id = $1",
        "SELECT count(*) FROM enrolment WHERE person_id = $1 AND (sealed_purpose IS NOT NULL OR to_day IS NULL)",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_int_equal(rows_of(tx, texts[i], p->id.value), 0);
    assert_int_equal(rows_of(tx, "SELECT count(*) FROM session WHERE user_id = $1", p->user.value), 0);
    assert_int_equal(rows_of(tx, "SELECT count(*) FROM enrolment WHERE person_id = $1", p->id.value), 1);
    return OK;
}

// Every sealed value in a database, tried with every key that is left: persons' keys, and the master key itself.
struct sealed_rows {
    const char *noun, *text;
};
__attribute__((unused)) static const struct sealed_rows SEALED[] = {
    {"identity", "SELECT person_id, sealed FROM identity WHERE person_id = $1"},
    {"profile", "SELECT person_id, sealed FROM profile WHERE person_id = $1"},
    {"enrolment", "SELECT id, sealed_purpose FROM enrolment WHERE person_id = $1 AND sealed_purpose IS NOT NULL"},
    {"change_log", "SELECT id, body FROM change_log WHERE person_id = $1 AND body IS NOT NULL"},
    {"person_token", "SELECT id, sealed FROM person_token WHERE person_id = $1"},
    {"email_token", "SELECT id, sealed_email_token FROM user_account WHERE person_id = $1"},
    {"password", "SELECT id, sealed_password FROM user_account WHERE person_id = $1"},
    {"session", "SELECT s.id, s.sealed_agent FROM session s JOIN user_account u ON u.id = s.user_id WHERE u.person_id = $1"},
};

__attribute__((unused)) static void try_keys(const char *file, const char *dir, struct person_id person, int *values_out, int *opened_out)
{
    struct arena *a = arena_open();
    struct keys *keys;
    assert_int_equal(keys_open(dir, false, NULL, &keys), OK);
    struct person_id *left;
    size_t count;
    assert_int_equal(keys_list(keys, a, &left, &count), OK);
    struct seal_key *tries = ARENA_ARRAY(a, struct seal_key, count + 60);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(keys_get(keys, left[i], &tries[i]), OK);
    for (uint64_t i = 0; i < 60; i++)
        keys_subkey(keys, i, &tries[count++]);
    keys_close(keys);
    *values_out = *opened_out = 0;
    struct sql *db;
    assert_int_equal(sql_open(file, SQL_READ, &db), OK);
    for (size_t n = 0; n < COUNT_OF(SEALED); n++) {
        struct sql_value values[2] = {{0}, sql_int_value(person.value)};
        struct sql_rows *rows = sql_query_values(db, SEALED[n].text, values, 1);
        while (sql_next(rows)) {
            size_t size, opened;
            const void *bytes, *sealed = sql_blob(rows, 1, a, &size);
            ++*values_out;
            for (size_t k = 0; k < count; k++)
                *opened_out += seal_open(&tries[k], SEALED[n].noun, sql_int(rows, 0), sealed, size, a, &bytes, &opened) == OK;
        }
        assert_int_equal(sql_end(rows), OK);
    }
    sql_close(db);
    arena_close(a);
}

struct finding {
    int count;
    int mended;
    char message[200];
};

__attribute__((unused)) static void note_finding(void *arg, const struct check_finding *found)
{
    struct finding *f = arg;
    f->count++;
    f->mended += found->mended;
    snprintf(f->message, sizeof f->message, "%s", found->message);
}

__attribute__((unused)) static void refused(struct fixture *f, const char *dir, const char *file, const char *keys, int64_t now,
                    enum status expected, const char *words)
{
    struct issues issues = issues_in(f->arena);
    const char *kept;
    assert_int_equal(store_restore(dir, file, keys, &OPEN, now, &issues, &kept, f->arena), expected);
    assert_int_equal(issues.count, 1);
    if (strstr(issues.items[0].message, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, issues.items[0].message);
}

#endif
