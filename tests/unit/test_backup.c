// SPDX-License-Identifier: EUPL-1.2
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
static const char *const AGENT_WORDS = "Telltalebrowser";

static struct new_person telling(struct fixture *f, size_t i)
{
    return (struct new_person){.given = TELLING[i].given, .family = TELLING[i].family, .email = TELLING[i].email,
                               .phone = TELLING[i].phone, .purpose = TELLING[i].purpose, .headline = TELLING[i].headline,
                               .fact = TELLING[i].fact, .agency = f->nav, .login = i == 0};
}

static const void *read_whole(const char *path, struct arena *a, size_t *size_out)
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
static int files_with(const char *dir, const void *bytes, size_t size)
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

static void nothing_readable(struct fixture *f)
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
static int64_t later_by;
static int64_t moving_clock(void)
{
    return NOW + later_by;
}
static const struct store_config MOVING = {.clock = moving_clock, .seed = SEED};

static void open_moving(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
    later_by = 0;
    assert_int_equal(store_open(f->dir, &MOVING, NULL, &f->store), OK);
}

static enum status delete_person(struct store_tx *tx, void *arg)
{
    return person_delete(tx, *(struct person_id *)arg);
}

static int64_t rows_of(struct store_tx *tx, const char *text, int64_t id)
{
    struct sql_value values[2] = {{0}, sql_int_value(id)};
    struct sql_rows *rows = sql_query_values(tx->db, text, values, 1);
    int64_t n = sql_next(rows) ? sql_int(rows, 0) : -1;
    assert_int_equal(sql_end(rows), OK);
    return n;
}

static enum status nothing_left(struct store_tx *tx, void *arg)
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
static const struct sealed_rows SEALED[] = {
    {"identity", "SELECT person_id, sealed FROM identity WHERE person_id = $1"},
    {"profile", "SELECT person_id, sealed FROM profile WHERE person_id = $1"},
    {"enrolment", "SELECT id, sealed_purpose FROM enrolment WHERE person_id = $1 AND sealed_purpose IS NOT NULL"},
    {"change_log", "SELECT id, body FROM change_log WHERE person_id = $1 AND body IS NOT NULL"},
    {"person_token", "SELECT id, sealed FROM person_token WHERE person_id = $1"},
    {"email_token", "SELECT id, sealed_email_token FROM user_account WHERE person_id = $1"},
    {"password", "SELECT id, sealed_password FROM user_account WHERE person_id = $1"},
    {"session", "SELECT s.id, s.sealed_agent FROM session s JOIN user_account u ON u.id = s.user_id WHERE u.person_id = $1"},
};

static void try_keys(const char *file, const char *dir, struct person_id person, int *values_out, int *opened_out)
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

struct finding {
    int count;
    int mended;
    char message[200];
};

static void note_finding(void *arg, const struct check_finding *found)
{
    struct finding *f = arg;
    f->count++;
    f->mended += found->mended;
    snprintf(f->message, sizeof f->message, "%s", found->message);
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

static void refused(struct fixture *f, const char *dir, const char *file, const char *keys, int64_t now,
                    enum status expected, const char *words)
{
    struct issues issues = issues_in(f->arena);
    const char *kept;
    assert_int_equal(store_restore(dir, file, keys, &OPEN, now, &issues, &kept, f->arena), expected);
    assert_int_equal(issues.count, 1);
    if (strstr(issues.items[0].message, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, issues.items[0].message);
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

// A deletion redone in an older database ends enrolments on the day it was done first.
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
        cmocka_unit_test_setup_teardown(lost_keys_come_back_from_their_copy, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(copies_of_the_keys_die, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(an_unreadable_row_stays_alone, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_copy_broken_off_leaves_nothing, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(keys_older_than_the_database_destroy_nobody, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_keyless_can_be_given_up, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_restore_leaves_the_figures, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_deletion_waits_while_keys_cannot_be_written, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_backup_that_cannot_be_opened_changes_nothing, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(backups_while_serving_are_whole, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
