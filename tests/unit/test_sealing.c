// SPDX-License-Identifier: EUPL-1.2
#include "store_fixture.h"

#include "base/random.h"
#include "base/seal.h"
#include "sql/sql.h"
#include "store/keys.h"

// Sealing

static void what_is_sealed_opens_in_its_own_place_only(void **state)
{
    struct arena *a = arena_open();
    struct seal_key key, other;
    seal_key_make(&key);
    seal_key_make(&other);
    const void *sealed, *again, *bytes;
    size_t sealed_size, size;
    seal(&key, "identity", 77, "Amal Navn", 9, a, &sealed, &sealed_size);
    assert_int_equal(sealed_size, 9 + SEAL_EXTRA);
    assert_null(memmem(sealed, sealed_size, "Amal", 4));
    assert_int_equal(seal_open(&key, "identity", 77, sealed, sealed_size, a, &bytes, &size), OK);
    assert_int_equal(size, 9);
    assert_memory_equal(bytes, "Amal Navn", 9);
    assert_int_equal(seal_open(&other, "identity", 77, sealed, sealed_size, a, &bytes, &size), INVALID);
    assert_int_equal(seal_open(&key, "identity", 78, sealed, sealed_size, a, &bytes, &size), INVALID);
    assert_int_equal(seal_open(&key, "profile", 77, sealed, sealed_size, a, &bytes, &size), INVALID);
    // any byte changed, or any cut off
    for (size_t i = 0; i < sealed_size; i++) {
        unsigned char *wrong = arena_copy(a, sealed, sealed_size);
        wrong[i] ^= 1;
        assert_int_equal(seal_open(&key, "identity", 77, wrong, sealed_size, a, &bytes, &size), INVALID);
        assert_int_equal(seal_open(&key, "identity", 77, sealed, i, a, &bytes, &size), INVALID);
    }
    // the same twice is not the same
    seal(&key, "identity", 77, "Amal Navn", 9, a, &again, &size);
    assert_memory_not_equal(sealed, again, size);
    seal(&key, "identity", 77, NULL, 0, a, &sealed, &sealed_size);
    assert_int_equal(seal_open(&key, "identity", 77, sealed, sealed_size, a, &bytes, &size), OK);
    assert_int_equal(size, 0);
    arena_close(a);
}

static void what_is_sealed_opens_whatever_its_length(void **state)
{
    enum { LONGEST = 9000 };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct seal_key key;
    static unsigned char bytes[LONGEST];
    seal_key_make(&key);
    for (size_t i = 0; i < LONGEST; i++)
        bytes[i] = (unsigned char)(i * 7 + i / 256);
    for (size_t size = 0; size <= LONGEST; size += size < 2200 ? 1 : 67) {
        const void *sealed, *opened;
        size_t sealed_size, opened_size;
        const char *noun = size % 2 == 0 ? "profile" : "a noun of more bytes";
        seal(&key, noun, (int64_t)size, bytes, size, a, &sealed, &sealed_size);
        assert_int_equal(seal_open(&key, noun, (int64_t)size, sealed, sealed_size, a, &opened, &opened_size), OK);
        assert_int_equal(opened_size, size);
        assert_memory_equal(opened, bytes, size);
        unsigned char *wrong = arena_copy(a, sealed, sealed_size);
        wrong[1 + size * 31 % (sealed_size - 1)] ^= 1;
        assert_int_equal(seal_open(&key, noun, (int64_t)size, wrong, sealed_size, a, &opened, &opened_size), INVALID);
        arena_reset(a);
    }
}

static void passwords_and_tokens(void **state)
{
    struct arena *a = arena_open();
    const char *hash = password_hash("riktig hest batteri", a);
    assert_ptr_equal(strstr(hash, "$argon2id$"), hash);
    assert_true(password_fits(hash, "riktig hest batteri"));
    assert_false(password_fits(hash, "riktig hest batter"));
    assert_false(password_fits("", ""));
    assert_false(password_fits(NULL, "x"));
    assert_string_not_equal(hash, password_hash("riktig hest batteri", a));
    struct seal_key master, one, two, again;
    seal_key_make(&master);
    seal_key_derive(&master, 1, "ypsilon1", &one);
    seal_key_derive(&master, 2, "ypsilon1", &two);
    seal_key_derive(&master, 1, "ypsilon1", &again);
    assert_memory_equal(one.bytes, again.bytes, SEAL_KEY);
    assert_memory_not_equal(one.bytes, two.bytes, SEAL_KEY);
    unsigned char t1[SEAL_TOKEN], t2[SEAL_TOKEN];
    seal_token(&one, "a", 1, t1);
    seal_token(&two, "a", 1, t2);
    assert_memory_not_equal(t1, t2, SEAL_TOKEN);
    seal_token(&one, "a", 1, t2);
    assert_true(seal_equal(t1, t2, SEAL_TOKEN));
    struct random_stream r = {.seed = 5}, same = {.seed = 5};
    for (int i = 0; i < 1000; i++) {
        uint32_t n = random_stream_below(&r, 6);
        assert_in_range(n, 0, 5);
        assert_int_equal(n, random_stream_below(&same, 6));
    }
    arena_close(a);
}

// Opening

static void refuses(struct fixture *f, enum status expected, const char *words)
{
    struct issues issues = issues_in(f->arena);
    struct store *s;
    assert_int_equal(store_open(f->dir, &CREATE, &issues, &s), expected);
    assert_int_equal(issues.count, 1);
    if (strstr(issues.items[0].message, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, issues.items[0].message);
}

static void copy_file(const char *from, const char *to)
{
    char block[4096];
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t n; (n = fread(block, 1, sizeof block, in)) > 0;)
        assert_int_equal(fwrite(block, 1, n, out), n);
    fclose(in);
    fclose(out);
    chmod(to, 0600);
}

static void a_master_key_is_made_once_and_never_anew(void **state)
{
    struct fixture *f = *state;
    const char *master = in_dir(f, "master.key"), *safe = in_dir(f, "safe"), *keys = in_dir(f, "keys.db");
    struct stat about;
    assert_int_equal(stat(master, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(about.st_size, 32);
    assert_int_equal(stat(keys, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(stat(in_dir(f, "ypsilon.db"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "a@example.no", .phone = "", .purpose = "Arbeid",
                           .headline = "", .fact = "", .agency = f->nav};
    assert_int_equal(run(f, make_person, &p), OK);
    store_close(f->store);
    f->store = NULL;
    copy_file(master, safe);
    // missing
    unlink(master);
    refuses(f, INVALID, "unreadable for good");
    assert_int_not_equal(access(master, F_OK), 0);
    // another one
    FILE *file = fopen(master, "w");
    fwrite("0123456789abcdef0123456789abcdef", 1, 32, file);
    fclose(file);
    chmod(master, 0600);
    refuses(f, INVALID, "not the one that this key store was made with");
    // too short
    assert_int_equal(truncate(master, 31), 0);
    refuses(f, INVALID, "damaged");
    // others may read it
    copy_file(safe, master);
    chmod(master, 0640);
    refuses(f, INVALID, "chmod 600");
    // a link to somewhere
    unlink(master);
    assert_int_equal(symlink(safe, master), 0);
    refuses(f, INVALID, "cannot be read");
    // the right one
    unlink(master);
    copy_file(safe, master);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct identity identity;
    assert_int_equal(identity_get(f->store, p.id, f->arena, &identity, NULL), OK);
    assert_string_equal(identity.given_name, "Amal");
}

static void files_that_miss_or_do_not_belong_are_refused(void **state)
{
    struct fixture *f = *state;
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "a@example.no", .phone = "", .purpose = "Arbeid",
                           .headline = "", .fact = "", .agency = f->nav};
    assert_int_equal(run(f, make_person, &p), OK);
    store_close(f->store);
    f->store = NULL;
    rename(in_dir(f, "keys.db"), in_dir(f, "keys.away"));
    refuses(f, INVALID, "key store keys.db is missing");
    assert_int_not_equal(access(in_dir(f, "keys.db"), F_OK), 0);
    rename(in_dir(f, "keys.away"), in_dir(f, "keys.db"));
    rename(in_dir(f, "ypsilon.db"), in_dir(f, "away.db"));
    refuses(f, INVALID, "ypsilon.db is missing");
    assert_int_not_equal(access(in_dir(f, "ypsilon.db"), F_OK), 0);
    // another store's database
    struct fixture other = {0};
    snprintf(other.dir, sizeof other.dir, "/tmp/ypsilon-test-XXXXXX");
    assert_non_null(mkdtemp(other.dir));
    other.arena = f->arena;
    assert_int_equal(store_open(other.dir, &CREATE, NULL, &other.store), OK);
    store_close(other.store);
    copy_file(in_dir(&other, "ypsilon.db"), in_dir(f, "ypsilon.db"));
    refuses(f, CONFLICT, "do not belong together");
    remove_tree(other.dir);
    // no database
    FILE *file = fopen(in_dir(f, "ypsilon.db"), "w");
    for (int i = 0; i < 500; i++)
        fputs("no database\n", file);
    fclose(file);
    refuses(f, INVALID, "is not a database");
    unlink(in_dir(f, "ypsilon.db"));
    unlink(in_dir(f, "ypsilon.db-wal"));
    unlink(in_dir(f, "ypsilon.db-shm"));
    // a newer one
    rename(in_dir(f, "away.db"), in_dir(f, "ypsilon.db"));
    struct sql *db;
    assert_int_equal(sql_open(in_dir(f, "ypsilon.db"), SQL_WRITE, &db), OK);
    assert_int_equal(sql_run(db, "INSERT INTO schema_version (version, what, applied_at) VALUES (999, 'later', 0)"), OK);
    sql_close(db);
    refuses(f, CONFLICT, "newer version");
    assert_int_equal(sql_open(in_dir(f, "ypsilon.db"), SQL_WRITE, &db), OK);
    assert_int_equal(sql_run(db, "DELETE FROM schema_version WHERE version = 999"), OK);
    sql_close(db);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
    struct store *none;
    struct issues issues = issues_in(f->arena);
    assert_int_equal(store_open(in_dir(f, "nowhere"), &OPEN, &issues, &none), NOT_FOUND);
    assert_int_equal(issues.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens_in_its_own_place_only),
        cmocka_unit_test(what_is_sealed_opens_whatever_its_length),
        cmocka_unit_test(passwords_and_tokens),
        cmocka_unit_test_setup_teardown(a_master_key_is_made_once_and_never_anew, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(files_that_miss_or_do_not_belong_are_refused, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("sealing", tests, NULL, NULL);
}
