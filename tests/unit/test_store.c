// SPDX-License-Identifier: EUPL-1.2
#include "store_fixture.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/buf.h"
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
    for (int i = 0; i < 5; i++)
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
    return sql_run(tx->db, "INSERT INTO agency (id, name, kind, email, phone, active, created_at) "
                           "VALUES (12345, 'Utenom', 'public', '', '', 1, 0)");
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
    assert_non_null(strstr(list[0].body, "Loggført AS"));
    // about a person: opened for the reader, sealed in the file
    assert_int_equal(store_history_of_person(f->store, p.id, 0, 50, f->arena, &list, &count), OK);
    assert_int_equal(count, 7); // person, identity, enrolment, profile, token, user, session
    bool purpose = false;
    for (size_t i = 0; i < count; i++)
        purpose |= list[i].body != NULL && memmem(list[i].body, list[i].body_size, "Arbeid", 6) != NULL;
    assert_true(purpose);
    // a row that came by another way is found
    assert_int_equal(run(f, insert_unlogged, NULL), OK);
    assert_int_equal(store_check(f->store, NOW, count_finding, &findings), CONFLICT);
    assert_int_equal(findings, 1);
}

// Nouns

static enum status put_programme(struct store_tx *tx, void *arg)
{
    return programme_put(tx, arg);
}

static enum status put_areas(struct store_tx *tx, void *arg)
{
    size_t count;
    const struct region_area *areas = region_drammen(&count);
    return region_area_put_all(tx, areas, count);
}

static void the_programme_and_its_areas(void **state)
{
    struct fixture *f = *state;
    struct programme p, again;
    assert_int_equal(programme_get(f->store, f->arena, &p), OK);
    assert_string_equal(p.name, "Prøveprogrammet");
    assert_int_equal(p.to, day_make(2020, 12, 31));
    p.goal = 500;
    assert_int_equal(run(f, put_programme, &p), OK);
    assert_int_equal(run(f, put_programme, &p), CONFLICT); // made on the version before
    assert_int_equal(programme_get(f->store, f->arena, &again), OK);
    assert_int_equal(again.goal, 500);
    assert_int_equal(again.version, p.version + 1);
    size_t count, expected;
    struct region_area *areas;
    const struct region_area *drammen = region_drammen(&expected);
    assert_int_equal(run(f, put_areas, NULL), OK);
    assert_int_equal(run(f, put_areas, NULL), OK);
    assert_int_equal(region_area_list(f->store, f->arena, &areas, &count), OK);
    assert_int_equal(count, expected);
    for (size_t i = 0; i < count; i++) {
        assert_true(code_equal(areas[i].code, drammen[i].code));
        assert_string_equal(areas[i].name, drammen[i].name);
        assert_string_equal(areas[i].postal, drammen[i].postal);
        assert_true(areas[i].from == drammen[i].from && areas[i].to == drammen[i].to);
        assert_true(code_equal(areas[i].into, drammen[i].into) && areas[i].status == drammen[i].status);
    }
    struct agency *agencies, own;
    assert_int_equal(agency_list(f->store, f->arena, &agencies, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(agency_get_programmes_own(f->store, f->arena, &own), OK);
    assert_true(own.id.value == f->office.value);
    const char *nb, *en;
    assert_int_equal(notice_get(f->store, 1, f->arena, &nb, &en), OK);
    assert_string_equal(en, "About your data");
    assert_int_equal(notice_get(f->store, 2, f->arena, &nb, &en), NOT_FOUND);
}

struct firm {
    const char *name, *orgnr;
    int employees;
    enum employer_stage stage;
    int pledged;
    const char *area;
    struct employer_id id;
    struct workplace_id workplace;
};

static enum status make_firms(struct store_tx *tx, void *arg)
{
    for (struct firm *f = arg; f->name != NULL; f++) {
        TRY(employer_insert(tx, &(struct employer){.name = f->name, .orgnr = f->orgnr, .employees = f->employees,
                                                   .stage = f->stage, .pledged = f->pledged,
                                                   .municipality = code_make("0602"),
                                                   .municipality_valid_on = DAY_NONE, .paused_until = DAY_NONE,
                                                   .pledged_by = DAY_NONE}, &f->id));
        TRY(workplace_insert(tx, &(struct workplace){.employer = f->id, .name = f->name, .area = code_make(f->area),
                                                     .employees = f->employees, .municipality_valid_on = DAY_NONE},
                             day_make(2016, 1, 1), &f->workplace));
    }
    return OK;
}

static struct firm FIRMS[] = {
    {.name = "Ås Taxi AS", .orgnr = "910000101", .employees = 40, .stage = STAGE_MET, .pledged = 3, .area = "0602"},
    {.name = "Ærfugl Bakeri", .orgnr = "910000102", .employees = 7, .stage = STAGE_NEW, .area = "0626"},
    {.name = "Østre Bygg AS", .orgnr = "910000103", .employees = EMPLOYEES_UNKNOWN, .stage = STAGE_HIRING, .pledged = 10,
     .area = "0602"},
    {.name = "Zebra Renhold", .orgnr = "", .employees = 7, .stage = STAGE_MET, .area = "0625"},
    {.name = "Ark & co", .orgnr = "910000105", .employees = 120, .stage = STAGE_TAKING_PART, .area = "0626"},
    {0},
};

// The names' first letters, page by page.
static const char *list_letters(struct fixture *f, const struct employer_filter *filter, enum employer_order order,
                                bool descending, size_t page)
{
    struct buf out = buf_in(f->arena);
    struct employer_id after = {0};
    for (;;) {
        struct employer_entry *list;
        size_t count;
        assert_int_equal(employer_list(f->store, filter, order, descending, after, page, f->arena, &list, &count), OK);
        for (size_t i = 0; i < count; i++)
            buf_add(&out, list[i].employer.name, (unsigned char)list[i].employer.name[0] >= 0x80 ? 2 : 1);
        if (count < page)
            return buf_text(&out);
        after = list[count - 1].employer.id;
    }
}

static void employers_list_by_key_in_every_order(void **state)
{
    struct fixture *f = *state;
    struct firm firms[COUNT_OF(FIRMS)];
    memcpy(firms, FIRMS, sizeof firms);
    assert_int_equal(run(f, make_firms, firms), OK);
    static const struct {
        enum employer_order order;
        bool descending;
        const char *letters;
    } orders[] = {
        {EMPLOYER_ORDER_NAME, false, "AZÆØÅ"},      {EMPLOYER_ORDER_NAME, true, "ÅØÆZA"},
        {EMPLOYER_ORDER_EMPLOYEES, false, "ØÆZÅA"}, {EMPLOYER_ORDER_EMPLOYEES, true, "AÅZÆØ"},
        {EMPLOYER_ORDER_STAGE, false, "ÆÅZAØ"},     {EMPLOYER_ORDER_STAGE, true, "ØAZÅÆ"},
        {EMPLOYER_ORDER_CREATED, false, "ÅÆØZA"},   {EMPLOYER_ORDER_CREATED, true, "AZØÆÅ"},
    };
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        for (size_t page = 1; page <= 7; page += 2)
            assert_string_equal(list_letters(f, &(struct employer_filter){0}, orders[i].order, orders[i].descending, page),
                                orders[i].letters);
    static const struct {
        struct employer_filter filter;
        const char *letters;
    } filters[] = {
        {{.text = "øs"}, "Ø"},       // beginnings of words, folded
        {{.text = "OSTRE by"}, "Ø"}, // all words
        {{.text = "stre"}, ""},      // not their middles
        {{.text = "910000101"}, "Å"},
        {{.text = "%"}, "AZÆØÅ"},    // no word at all
        {{.text = "_s"}, ""},        // no sign of LIKE gets through
        {{.stages = 1 << STAGE_MET | 1 << STAGE_NEW}, "ZÆÅ"},
        {{.pledged = true}, "ØÅ"},
        {{.open_needs = true}, ""},
    };
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        struct employer_totals totals;
        const char *letters = list_letters(f, &filters[i].filter, EMPLOYER_ORDER_NAME, false, 100);
        assert_string_equal(letters, filters[i].letters);
        assert_int_equal(employer_count(f->store, &filters[i].filter, &totals), OK);
        assert_int_equal(totals.employers, strlen(filters[i].letters) - (strstr(letters, "Æ") != NULL) -
                                               (strstr(letters, "Ø") != NULL) - (strstr(letters, "Å") != NULL));
    }
    assert_string_equal(list_letters(f, &(struct employer_filter){.area = code_make("0626")}, EMPLOYER_ORDER_NAME, false, 9),
                        "AÆ");
    struct employer_totals totals;
    assert_int_equal(employer_count(f->store, &(struct employer_filter){0}, &totals), OK);
    assert_int_equal(totals.taking_part, 2);
    assert_int_equal(totals.pledged, 13);
}

static enum status update_employer(struct store_tx *tx, void *arg)
{
    return employer_update(tx, arg);
}

struct move {
    struct workplace workplace;
    day from;
};

static enum status move_workplace(struct store_tx *tx, void *arg)
{
    struct move *m = arg;
    return workplace_update(tx, &m->workplace, m->from);
}

static void employers_change_by_version_and_workplaces_by_parent(void **state)
{
    struct fixture *f = *state;
    struct firm firms[COUNT_OF(FIRMS)];
    memcpy(firms, FIRMS, sizeof firms);
    assert_int_equal(run(f, make_firms, firms), OK);
    struct employer e, again;
    assert_int_equal(employer_find(f->store, "910000101", f->arena, &e), OK);
    assert_int_equal(employer_find(f->store, "", f->arena, &again), NOT_FOUND); // many have none
    e.stage = STAGE_PAUSED;
    e.paused_until = day_make(2016, 8, 1);
    e.owner = f->adviser;
    e.contact_name = "Åse Sjef";
    assert_int_equal(run(f, update_employer, &e), OK);
    assert_int_equal(run(f, update_employer, &e), CONFLICT);
    assert_int_equal(employer_get(f->store, e.id, f->arena, &again), OK);
    assert_int_equal(again.version, 2);
    assert_int_equal(again.stage, STAGE_PAUSED);
    assert_int_equal(again.paused_until, e.paused_until);
    assert_true(again.owner.value == f->adviser.value);
    assert_string_equal(list_letters(f, &(struct employer_filter){.text = "åse"}, EMPLOYER_ORDER_NAME, false, 9), "Å");
    again.orgnr = "910000102"; // another's
    assert_int_equal(run(f, update_employer, &again), CONFLICT);
    // a workplace sold on 1 May
    struct move m = {.from = day_make(2016, 5, 1)};
    struct employer_id parent;
    assert_int_equal(workplace_get(f->store, firms[0].workplace, f->arena, &m.workplace), OK);
    m.workplace.employer = firms[1].id;
    assert_int_equal(run(f, move_workplace, &m), OK);
    assert_int_equal(workplace_parent(f->store, firms[0].workplace, day_make(2015, 12, 31), &parent), NOT_FOUND);
    assert_int_equal(workplace_parent(f->store, firms[0].workplace, day_make(2016, 4, 30), &parent), OK);
    assert_true(parent.value == firms[0].id.value);
    assert_int_equal(workplace_parent(f->store, firms[0].workplace, day_make(2016, 5, 1), &parent), OK);
    assert_true(parent.value == firms[1].id.value);
    struct workplace_entry *hits;
    size_t count;
    assert_int_equal(workplace_search(f->store, (struct employer_id){0}, "taxi ærf", 9, f->arena, &hits, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(hits[0].employer_name, "Ærfugl Bakeri");
}

struct need_job {
    struct need need;
    struct need_id id;
};

static enum status insert_need(struct store_tx *tx, void *arg)
{
    struct need_job *j = arg;
    return need_insert(tx, &j->need, &j->id);
}

static enum status update_need(struct store_tx *tx, void *arg)
{
    return need_update(tx, &((struct need_job *)arg)->need);
}

static void needs_keep_all_they_say(void **state)
{
    struct fixture *f = *state;
    struct firm firms[COUNT_OF(FIRMS)];
    memcpy(firms, FIRMS, sizeof firms);
    assert_int_equal(run(f, make_firms, firms), OK);
    struct requirement requirement = {.kind = REQUIRE_ATOMS, .must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                                      .atoms = {{.kind = ATOM_LANGUAGE, .code = code_make("nob"), .part = PART_SPEAKING,
                                                 .level = CEFR_B1}},
                                      .work_reason = "Snakker med kunder"};
    struct need_job j = {.need = {.employer = firms[0].id, .workplace = firms[0].workplace, .title = "Ekspeditør",
                                  .occupation = code_make("5223"), .positions = 2, .place = code_make("0602"),
                                  .start_from = day_make(2016, 6, 1), .start_latest = day_make(2016, 8, 1),
                                  .share_least = 50, .share_most = 100, .times = TIME_DAY | TIME_EVENING,
                                  .form = FORM_SUBSTITUTE, .description = "Kasse og varer", .requirements = &requirement,
                                  .requirement_count = 1}};
    assert_int_equal(run(f, insert_need, &j), OK);
    struct need n;
    assert_int_equal(need_get(f->store, j.id, f->arena, &n), OK);
    assert_int_equal(n.version, 1);
    assert_int_equal(n.state, NEED_DRAFT);
    assert_string_equal(n.title, "Ekspeditør");
    assert_int_equal(n.form, FORM_SUBSTITUTE);
    assert_int_equal(n.positions, 2);
    assert_int_equal(n.start_latest, day_make(2016, 8, 1));
    assert_int_equal(n.requirement_count, 1);
    assert_string_equal(n.requirements[0].work_reason, "Snakker med kunder");
    assert_true(n.stated_by.value == f->adviser.value);
    struct access_facts facts;
    assert_int_equal(need_access_facts(f->store, j.id, &facts), OK);
    assert_true(facts.employer.value == firms[0].id.value && facts.agency.value == f->nav.value);
    assert_int_equal(facts.need_state, NEED_DRAFT);
    assert_int_equal(need_access_facts(f->store, (struct need_id){4}, &facts), NOT_FOUND);
    struct need_job change = {.need = n};
    change.need.state = NEED_OPEN;
    change.need.opened_at = NOW;
    assert_int_equal(run(f, update_need, &change), OK);
    assert_int_equal(run(f, update_need, &change), CONFLICT);
    assert_int_equal(need_get(f->store, j.id, f->arena, &change.need), OK);
    assert_int_equal(change.need.lot, n.lot);
    // lists
    struct need_job draft = {.need = j.need};
    draft.need.title = "Ærlig vikar";
    draft.need.start_from = draft.need.start_latest = DAY_NONE;
    assert_int_equal(run(f, insert_need, &draft), OK);
    struct need_entry *list;
    size_t count;
    assert_int_equal(need_list(f->store, &(struct need_filter){.text = "taxi"}, NEED_ORDER_START, false,
                               (struct need_id){0}, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].need.title, "Ærlig vikar"); // no start sorts first
    assert_string_equal(list[1].employer_name, "Ås Taxi AS");
    assert_int_equal(need_list(f->store, &(struct need_filter){0}, NEED_ORDER_TITLE, true, draft.id, 10, f->arena, &list,
                               &count), OK);
    assert_int_equal(count, 1); // after Æ, downwards
    assert_string_equal(list[0].need.title, "Ekspeditør");
    struct need_totals totals;
    assert_int_equal(need_count(f->store, &(struct need_filter){.states = 1 << NEED_OPEN}, &totals), OK);
    assert_int_equal(totals.needs, 1);
    assert_int_equal(totals.positions, 2);
    // another agency does not see the draft
    assert_int_equal(need_count(f->store, &(struct need_filter){.agency_or_opened = f->office}, &totals), OK);
    assert_int_equal(totals.needs, 1);
    assert_int_equal(need_count(f->store, &(struct need_filter){.agency_or_opened = f->nav}, &totals), OK);
    assert_int_equal(totals.needs, 2);
    struct need *open;
    assert_int_equal(need_list_open(f->store, f->arena, &open, &count), OK);
    assert_int_equal(count, 1);
    struct employer_entry *firm;
    assert_int_equal(employer_list(f->store, &(struct employer_filter){.open_needs = true}, EMPLOYER_ORDER_NAME, false,
                                   (struct employer_id){0}, 10, f->arena, &firm, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(firm[0].open_positions, 2);
    assert_int_equal(firm[0].area_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ids_rise_and_a_seed_repeats_them, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_group_commits_together_and_a_failing_job_goes_alone, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_job_sees_what_it_wrote, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(threads_read_while_one_writes, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_killed_server_leaves_a_whole_store, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(one_server_a_directory_and_others_beside, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_logs_only_grow, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(every_write_is_logged, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_programme_and_its_areas, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(employers_list_by_key_in_every_order, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(employers_change_by_version_and_workplaces_by_parent, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(needs_keep_all_they_say, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
