// SPDX-License-Identifier: EUPL-1.2
// A page that shows persons to somebody else is sent when it stands in their logs who looked, and not when it cannot.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "app/needs.h"
#include "sql/sql.h"
#include "store/person_store.h"
#include "store/read_log.h"
#define session stored_session // the store's, not the web's of the same name
#include "region_fixture.h"
#undef session
#include "web/dispatch.h"
#include "web/wire.h"

static int region_open(void **state)
{
    region_make(day_make(2018, 5, 2), (struct demo_size){12, 60, 5}, 5, false);
    return 0;
}

static const struct actor *who;

static enum status session_known(struct request *r, const char *reference, struct session *out)
{
    *out = (struct session){.actor = *who};
    return OK;
}

static struct reply ask(struct arena *a, const char *path, struct request *r)
{
    static struct wire_header headers[] = {{"Host", "localhost"}, {"Cookie", "ypsilon=any"}};
    static struct server_hooks hooks = {.session_load = session_known};
    uint64_t body;
    bool head_only;
    hooks.app = app;
    *r = (struct request){.arena = a, .address = "127.0.0.1"};
    struct wire w = {"GET", path, "HTTP/1.1", headers, COUNT_OF(headers), 200};
    assert_int_equal(wire_read(&w, &(struct wire_policy){.loopback_names = true}, r, &body, &head_only), 0);
    return dispatch(r, &hooks, 0);
}

struct answer {
    pthread_mutex_t lock;
    pthread_cond_t came;
    bool there;
    enum status status;
};

static void take_answer(void *arg, enum status status)
{
    struct answer *x = arg;
    pthread_mutex_lock(&x->lock);
    x->there = true;
    x->status = status;
    pthread_cond_signal(&x->came);
    pthread_mutex_unlock(&x->lock);
}

static enum status settle(struct request *r)
{
    struct answer x = {.lock = PTHREAD_MUTEX_INITIALIZER, .came = PTHREAD_COND_INITIALIZER};
    dispatch_settle(r, take_answer, &x);
    pthread_mutex_lock(&x.lock);
    while (!x.there)
        pthread_cond_wait(&x.came, &x.lock);
    pthread_mutex_unlock(&x.lock);
    return x.status;
}

// Over all of the adviser's people.
static size_t lines_in_logs(struct arena *a)
{
    struct enrolled_person *people;
    size_t count, lines = 0;
    struct person_id first = {0};
    assert_int_equal(person_list(app_store(app), adviser.agency, app_today(app), false, first, 500, a, &people, &count), OK);
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        struct read_entry *entries;
        size_t n;
        assert_int_equal(read_log_list(app_store(app), people[i].person, 0, 1000, a, &entries, &n), OK);
        lines += n;
    }
    return lines;
}

static const struct need_query open = {.states = 1u << NEED_OPEN, .text = "", .after = "", .most = 10};

static const char *need_path(struct arena *a)
{
    struct need_page page;
    assert_int_equal(list_needs(app, &adviser, &open, a, &page), OK);
    assert_true(page.row_count > 0);
    return arena_printf(a, "/needs/%lld", (long long)page.rows[0].id.value);
}

static void a_page_waits_for_its_lines(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    const char *path = need_path(a);
    who = &adviser;
    size_t before = lines_in_logs(a);
    struct reply reply = ask(a, path, &r);
    assert_int_equal(reply.status, 200);
    assert_true(dispatch_owes(&r));
    assert_int_equal(lines_in_logs(a), before);
    assert_int_equal(settle(&r), OK);
    assert_true(lines_in_logs(a) >= before + 10); // the first ten are shown
    assert_false(dispatch_owes(&r));
}

static void who_sees_nobody_waits_for_nothing(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    who = &employer;
    struct reply reply = ask(a, "/needs", &r);
    assert_int_equal(reply.status, 200);
    assert_false(dispatch_owes(&r));
    who = &candidate;
    reply = ask(a, "/me", &r);
    assert_int_equal(reply.status, 200);
    assert_false(dispatch_owes(&r)); // one's own page
}

static void script(const char *text)
{
    struct sql *db;
    assert_int_equal(sql_open(arena_printf(kept, "%s/ypsilon.db", dir), SQL_WRITE, &db), OK);
    assert_int_equal(sql_script(db, text), OK);
    sql_close(db);
}

static void a_page_whose_lines_cannot_be_written_is_not_sent(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    const char *path = need_path(a);
    who = &adviser;
    size_t before = lines_in_logs(a);
    script("CREATE TRIGGER refused BEFORE INSERT ON read_log BEGIN SELECT RAISE(ABORT, 'no room'); END");
    struct reply reply = ask(a, path, &r);
    enum status status = settle(&r);
    assert_int_not_equal(status, OK);
    const char *of_person = arena_printf(a, "%s/candidates/", path);
    assert_non_null(strstr(reply.body, of_person)); // it was made …
    struct reply instead = dispatch_unsettled(&r, &reply, status);
    assert_true(instead.status >= 400);
    assert_null(strstr(instead.body, of_person)); // … and nobody is in what is sent
    script("DROP TRIGGER refused");
    assert_int_equal(lines_in_logs(a), before);
    ask(a, path, &r);
    assert_int_equal(settle(&r), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_waits_for_its_lines),
        cmocka_unit_test(who_sees_nobody_waits_for_nothing),
        cmocka_unit_test(a_page_whose_lines_cannot_be_written_is_not_sent),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("reads", tests, region_open, region_close);
}
