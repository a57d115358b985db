// SPDX-License-Identifier: EUPL-1.2
#include "store_fixture.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#include "sql/sql.h"

// Ids, lots, groups

struct ids {
    int64_t id[4];
    uint32_t lot[2];
};

static enum status draw_ids(struct store_tx *tx, void *arg)
{
    struct ids *d = arg;
    for (size_t i = 0; i < COUNT_OF(d->id); i++)
        d->id[i] = store_new_id(tx);
    for (size_t i = 0; i < COUNT_OF(d->lot); i++)
        d->lot[i] = store_new_lot(tx);
    return OK;
}

static void ids_rise_and_a_seed_repeats_them(void **state)
{
    struct fixture *f = *state;
    struct ids a, b, c;
    assert_int_equal(run(f, draw_ids, &a), OK);
    assert_int_equal(run(f, draw_ids, &b), OK);
    for (size_t i = 1; i < COUNT_OF(a.id); i++)
        assert_true(a.id[i] > a.id[i - 1]);
    assert_true(b.id[0] > a.id[3]);
    // time first: 42 bits of milliseconds since 2016
    assert_true(a.id[0] >> 21 >= (NOW - INT64_C(1451606400000)));
    assert_true(a.id[0] >> 21 < (NOW - INT64_C(1451606400000)) + 10);
    // a second store, made the same way
    struct fixture other = {0};
    snprintf(other.dir, sizeof other.dir, "/tmp/ypsilon-test-XXXXXX");
    assert_non_null(mkdtemp(other.dir));
    assert_int_equal(store_open(other.dir, &CREATE, NULL, &other.store), OK);
    assert_int_equal(store_write(other.store, NULL, NOW, set_up, &other), OK);
    assert_int_equal(store_write(other.store, NULL, NOW, draw_ids, &c), OK);
    assert_memory_equal(&a, &c, sizeof a);
    assert_true(other.nav.value == f->nav.value);
    store_close(other.store);
    remove_tree(other.dir);
    // opened again with the same clock, they go on
    open_again(f);
    assert_int_equal(run(f, draw_ids, &c), OK);
    assert_true(c.id[0] > f->nav.value);
}

struct employer_job {
    const char *name, *orgnr;
    struct employer_id id;
    bool fail;
};

static enum status add_employer(struct store_tx *tx, void *arg)
{
    struct employer_job *j = arg;
    TRY(employer_insert(tx, &(struct employer){.name = j->name, .orgnr = j->orgnr, .employees = EMPLOYEES_UNKNOWN,
                                               .municipality_valid_on = DAY_NONE, .paused_until = DAY_NONE,
                                               .pledged_by = DAY_NONE}, &j->id));
    return j->fail ? INVALID : OK;
}

enum { THREADS = 8, EACH = 40 };

struct worker {
    struct fixture *f;
    int number;
    int64_t ids[EACH];
    int failed;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    for (int i = 0; i < EACH; i++) {
        char name[64];
        snprintf(name, sizeof name, "Firma %d-%d", w->number, i);
        struct employer_job job = {.name = name, .fail = i % 4 == 3};
        enum status st = run(w->f, add_employer, &job);
        w->failed += st == INVALID;
        w->ids[i] = st == OK ? job.id.value : 0;
        // what is answered is committed: this thread's own connection sees it
        struct arena *a = arena_open();
        struct employer e;
        enum status seen = employer_get(w->f->store, job.id, a, &e);
        if (seen != (st == OK ? OK : NOT_FOUND))
            w->failed = 1000;
        arena_close(a);
    }
    return NULL;
}

static void a_group_commits_together_and_a_failing_job_goes_alone(void **state)
{
    struct fixture *f = *state;
    pthread_t threads[THREADS];
    struct worker workers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.f = f, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].failed, EACH / 4);
    }
    struct employer_totals totals;
    assert_int_equal(employer_count(f->store, &(struct employer_filter){0}, &totals), OK);
    assert_int_equal(totals.employers, THREADS * EACH * 3 / 4);
    // the change log has each of them once, in an order without gaps behind
    struct change *list;
    size_t count, inserts = 0;
    assert_int_equal(store_changes_since(f->store, 0, 100000, f->arena, &list, &count), OK);
    for (size_t i = 0; i < count; i++) {
        inserts += strcmp(list[i].noun, "employer") == 0;
        assert_true(i == 0 || list[i].id > list[i - 1].id);
    }
    assert_int_equal(inserts, THREADS * EACH * 3 / 4);
}

static enum status see_own_write(struct store_tx *tx, void *arg)
{
    struct employer_job *j = arg;
    TRY(add_employer(tx, arg));
    struct employer e;
    return employer_get(tx->store, j->id, tx->arena, &e); // a reading function, within the job
}

static void a_job_sees_what_it_wrote(void **state)
{
    struct fixture *f = *state;
    struct employer_job job = {.name = "Sett innenfra AS"};
    assert_int_equal(run(f, see_own_write, &job), OK);
}

struct stop {
    pthread_mutex_t lock;
    bool now;
    struct fixture *f;
    int64_t reads;
};

static bool stopped(struct stop *s)
{
    pthread_mutex_lock(&s->lock);
    bool now = s->now;
    pthread_mutex_unlock(&s->lock);
    return now;
}

static void *read_on(void *arg)
{
    struct stop *s = arg;
    struct arena *a = arena_open();
    int64_t before = 0;
    while (!stopped(s)) {
        struct employer_totals totals;
        struct enrolled_person *people;
        size_t count;
        assert_int_equal(employer_count(s->f->store, &(struct employer_filter){0}, &totals), OK);
        assert_true(totals.employers >= before);
        before = totals.employers;
        assert_int_equal(person_list(s->f->store, s->f->nav, TODAY, false, (struct person_id){0}, 50, a, &people, &count), OK);
        arena_reset(a);
        pthread_mutex_lock(&s->lock);
        s->reads++;
        pthread_mutex_unlock(&s->lock);
    }
    arena_close(a);
    return NULL;
}

static void threads_read_while_one_writes(void **state)
{
    struct fixture *f = *state;
    struct stop stop = {.f = f};
    pthread_mutex_init(&stop.lock, NULL);
    pthread_t readers[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&readers[i], NULL, read_on, &stop);
    for (int i = 0; i < 30; i++) {
        char email[64];
        snprintf(email, sizeof email, "p%d@example.no", i);
        struct new_person p = {.given = "Per", .family = "Son", .email = email, .phone = "", .purpose = "Arbeid",
                               .headline = "", .fact = "", .agency = f->nav};
        struct employer_job job = {.name = "Et firma"};
        assert_int_equal(run(f, make_person, &p), OK);
        assert_int_equal(run(f, add_employer, &job), OK);
    }
    pthread_mutex_lock(&stop.lock);
    stop.now = true;
    pthread_mutex_unlock(&stop.lock);
    for (int i = 0; i < 2; i++)
        pthread_join(readers[i], NULL);
    assert_true(stop.reads > 0);
    pthread_mutex_destroy(&stop.lock);
}

static int64_t employers_in(struct fixture *f)
{
    struct employer_totals totals;
    assert_int_equal(employer_count(f->store, &(struct employer_filter){0}, &totals), OK);
    return totals.employers;
}

static void *add_beside(void *arg)
{
    struct employer_job job = {.name = "Fra en annen tråd"};
    assert_int_equal(run(arg, add_employer, &job), OK);
    return NULL;
}

static void from_another_thread(struct fixture *f)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, add_beside, f), 0);
    pthread_join(thread, NULL);
}

static void a_page_reads_one_state(void **state)
{
    struct fixture *f = *state;
    struct employer_job own = {.name = "Skrevet selv"};
    store_enter(f->store);
    from_another_thread(f);
    assert_int_equal(employers_in(f), 1); // the state is that of the first reading
    from_another_thread(f);
    assert_int_equal(employers_in(f), 1);
    store_renew(f->store);
    assert_int_equal(employers_in(f), 2);
    from_another_thread(f);
    assert_int_equal(run(f, add_employer, &own), OK); // what the thread writes it sees
    assert_int_equal(employers_in(f), 4);
    from_another_thread(f);
    assert_int_equal(employers_in(f), 4);
    store_leave(f->store);
    assert_int_equal(employers_in(f), 5);
    from_another_thread(f);
    assert_int_equal(employers_in(f), 6);
}

struct answers {
    pthread_mutex_t lock;
    pthread_cond_t one;
    int count, ok;
};

static void count_answer(void *arg, enum status status)
{
    struct answers *a = arg;
    pthread_mutex_lock(&a->lock);
    a->count++;
    a->ok += status == OK;
    pthread_cond_signal(&a->one);
    pthread_mutex_unlock(&a->lock);
}

static void who_does_not_wait_is_told(void **state)
{
    enum { JOBS = 300 };
    struct fixture *f = *state;
    struct answers answers = {.lock = PTHREAD_MUTEX_INITIALIZER, .one = PTHREAD_COND_INITIALIZER};
    struct employer_job *jobs = ARENA_ARRAY(f->arena, struct employer_job, JOBS);
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct employer_job){.name = "Uten å vente", .fail = i % 3 == 0};
        assert_int_equal(store_write_then(f->store, &f->actor, NOW, add_employer, &jobs[i], f->arena, count_answer, &answers), OK);
    }
    struct employer_job waited = {.name = "Ventet på"};
    assert_int_equal(run(f, add_employer, &waited), OK); // those who wait and those who do not share commits
    pthread_mutex_lock(&answers.lock);
    while (answers.count < JOBS)
        pthread_cond_wait(&answers.one, &answers.lock);
    pthread_mutex_unlock(&answers.lock);
    assert_int_equal(answers.ok, JOBS - JOBS / 3);
    assert_int_equal(employers_in(f), JOBS - JOBS / 3 + 1);
}

// A child serves and is killed in the middle of writing; keys and rows still belong together.
static void a_killed_server_leaves_a_whole_store(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    int told[2];
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        struct store_config serve = OPEN;
        serve.serve = true;
        if (store_open(f->dir, &serve, NULL, &f->store) != OK)
            _exit(1);
        for (int i = 0;; i++) {
            char email[64];
            snprintf(email, sizeof email, "q%d@example.no", i);
            struct new_person p = {.given = "Kari", .family = "Nord", .email = email, .phone = "", .purpose = "Arbeid",
                                   .headline = "", .fact = "", .agency = f->nav, .login = false};
            if (run(f, make_person, &p) != OK || write(told[1], &p.id.value, 8) != 8)
                _exit(1);
        }
    }
    int64_t last = 0;
    for (int i = 0; i < 20; i++)
        assert_int_equal(read(told[0], &last, 8), 8);
    kill(child, SIGKILL);
    int how;
    waitpid(child, &how, 0);
    assert_true(WIFSIGNALED(how));
    close(told[0]);
    close(told[1]);
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK); // the dead server's lock is gone with it
    struct identity identity;
    assert_int_equal(identity_get(f->store, (struct person_id){last}, f->arena, &identity, NULL), OK);
    assert_string_equal(identity.given_name, "Kari");
}

// A job within a job

struct outer {
    struct fixture *f;
    enum status answers;
    struct employer_job kept, dropped;
    bool seen;
};

static enum status write_within(struct store_tx *tx, void *arg)
{
    struct outer *o = arg;
    struct employer e;
    o->kept = (struct employer_job){.name = "Innenfor", .orgnr = "889640782"};
    o->dropped = (struct employer_job){.name = "Angret", .orgnr = "974760673", .fail = true};
    TRY(store_write(tx->store, &o->f->actor, NOW - 1000, add_employer, &o->kept));
    if (store_write(tx->store, &o->f->actor, NOW, add_employer, &o->dropped) == OK)
        return FAILED;
    o->seen = employer_find(tx->store, "889640782", tx->arena, &e) == OK && e.created_at == NOW - 1000 &&
              employer_find(tx->store, "974760673", tx->arena, &e) == NOT_FOUND;
    return o->answers;
}

static void a_job_within_a_job_lasts_when_the_outer_does(void **state)
{
    struct fixture *f = *state;
    struct employer e;
    struct outer o = {.f = f, .answers = CONFLICT};
    assert_int_equal(run(f, write_within, &o), CONFLICT);
    assert_true(o.seen);
    assert_int_equal(employer_find(f->store, "889640782", f->arena, &e), NOT_FOUND);
    o.answers = OK;
    assert_int_equal(run(f, write_within, &o), OK);
    assert_true(o.seen);
    assert_int_equal(employer_find(f->store, "889640782", f->arena, &e), OK);
    assert_int_equal(employer_find(f->store, "974760673", f->arena, &e), NOT_FOUND);
}

static int64_t later_clock(void)
{
    return NOW + 1;
}

static void one_server_a_directory_and_others_beside(void **state)
{
    struct fixture *f = *state;
    struct issues issues = issues_in(f->arena);
    struct store_config serve = OPEN;
    serve.serve = true;
    serve.clock = later_clock; // ids of its own
    struct store *server, *second;
    assert_int_equal(store_open(f->dir, &serve, &issues, &server), OK);
    assert_int_equal(store_open(f->dir, &serve, &issues, &second), BUSY);
    assert_non_null(strstr(issues.items[0].message, "Another server"));
    // the fixture's store is a second process's, as it were: both write, and change ids stay in order
    for (int i = 0; i < 5; i++) {
        struct employer_job a = {.name = "Fra tjeneren"}, b = {.name = "Fra kommandolinjen"};
        assert_int_equal(store_write(server, NULL, NOW, add_employer, &a), OK);
        assert_int_equal(run(f, add_employer, &b), OK);
    }
    struct change *list;
    size_t count;
    assert_int_equal(store_changes_since(server, 0, 1000, f->arena, &list, &count), OK);
    for (size_t i = 1; i < count; i++)
        assert_int_equal(list[i].id, list[i - 1].id + 1);
    store_close(server);
}

// The logs

static enum status forge(struct store_tx *tx, void *arg)
{
    static const char *const texts[] = {
        "UPDATE change_log SET at = 0", "DELETE FROM change_log", "UPDATE read_log SET what = 'nothing'",
        "DELETE FROM read_log", "UPDATE notice SET text_nb = 'noe annet'",
        "DELETE FROM notice", "INSERT OR REPLACE INTO notice SELECT * FROM notice",
        "INSERT OR REPLACE INTO read_log SELECT * FROM read_log",
        "INSERT OR REPLACE INTO change_log SELECT * FROM change_log",
    };
    return sql_run_values(tx->db, texts[*(int *)arg], NULL, 0);
}

static enum status look(struct store_tx *tx, void *arg)
{
    struct person_id persons[] = {{101}, {102}};
    return read_log_append(tx, persons, 2, arg);
}

static void the_logs_only_grow(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(run(f, look, "profile"), OK);
    assert_int_equal(run(f, look, "ranked for a need"), OK);
    for (int i = 0; i < 9; i++)
        assert_int_equal(run(f, forge, &i), CONFLICT);
    struct read_entry *list;
    size_t count;
    assert_int_equal(read_log_list(f->store, (struct person_id){101}, 0, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].what, "ranked for a need"); // newest first
    assert_string_equal(list[1].what, "profile");
    assert_string_equal(list[1].organisation, "Nav Åsen");
    assert_int_equal(list[1].role, ROLE_ADVISER);
    assert_true(list[1].at == NOW && list[1].user.value == f->adviser.value);
    assert_int_equal(read_log_list(f->store, (struct person_id){101}, list[0].id, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(read_log_list(f->store, (struct person_id){103}, 0, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 0);
}

static void count_finding(void *arg, const struct check_finding *found)
{
    (*(int *)arg)++;
}

static enum status insert_unlogged(struct store_tx *tx, void *arg)
{
    return sql_run(tx->db, "INSERT INTO agency (id, version, name, kind, email, phone, active, created_at) "
                           "VALUES (12345, 0, 'Utenom', 'public', '', '', 1, 0)");
}

static void every_write_is_logged(void **state)
{
    struct fixture *f = *state;
    struct new_person p = {.given = "Amal", .family = "Navn", .email = "amal@example.no", .phone = "", .purpose = "Arbeid",
                           .headline = "Butikk", .fact = "Aleppo", .agency = f->nav, .login = true};
    struct employer_job e = {.name = "Loggført AS", .orgnr = "910000004"};
    assert_int_equal(run(f, make_person, &p), OK);
    assert_int_equal(run(f, add_employer, &e), OK);
    int findings = 0;
    assert_int_equal(store_check(f->store, NOW, count_finding, &findings), OK);
    assert_int_equal(findings, 0);
    struct change *list;
    size_t count;
    assert_int_equal(store_history(f->store, "employer", e.id.value, 0, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].verb, "insert");
    assert_string_equal(list[0].user_name, "Vera Veileder");
    assert_string_equal(list[0].organisation, "Nav Åsen");
    assert_non_null(memmem(list[0].body, list[0].body_size, "Loggført AS", strlen("Loggført AS")));
    // about a person: opened for the reader, sealed in the file
    assert_int_equal(store_history_of_person(f->store, p.id, 0, 50, f->arena, &list, &count), OK);
    assert_int_equal(count, 7); // person, identity, enrolment, profile, token, user, session
    bool purpose = false;
    for (size_t i = 0; i < count; i++)
        purpose |= list[i].body != NULL && memmem(list[i].body, list[i].body_size, "Arbeid", 6) != NULL;
    assert_true(purpose);
    // so is a trigger that is not there any more, or one too many
    struct sql *db;
    assert_int_equal(sql_open(in_dir(f, "ypsilon.db"), SQL_WRITE, &db), OK);
    assert_int_equal(sql_script(db, "DROP TRIGGER change_log_kept; CREATE TABLE beside (x INTEGER)"), OK);
    sql_close(db);
    assert_int_equal(store_check(f->store, NOW, count_finding, &findings), CONFLICT);
    assert_int_equal(findings, 1);
    findings = 0;
    assert_int_equal(sql_open(in_dir(f, "ypsilon.db"), SQL_WRITE, &db), OK);
    assert_int_equal(sql_script(db, "DROP TABLE beside; CREATE TRIGGER change_log_kept BEFORE UPDATE ON change_log\n"
                                    "BEGIN\n    SELECT RAISE(ABORT, 'the change log is append-only');\nEND"), OK);
    sql_close(db);
    // a row that came by another way is found
    assert_int_equal(run(f, insert_unlogged, NULL), OK);
    assert_int_equal(store_check(f->store, NOW, count_finding, &findings), CONFLICT);
    assert_int_equal(findings, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ids_rise_and_a_seed_repeats_them, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_job_within_a_job_lasts_when_the_outer_does, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_group_commits_together_and_a_failing_job_goes_alone, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_job_sees_what_it_wrote, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(threads_read_while_one_writes, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_page_reads_one_state, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(who_does_not_wait_is_told, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_killed_server_leaves_a_whole_store, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(one_server_a_directory_and_others_beside, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_logs_only_grow, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(every_write_is_logged, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
