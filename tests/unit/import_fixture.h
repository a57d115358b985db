// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_IMPORT_FIXTURE_H
#define TESTS_IMPORT_FIXTURE_H

// A small demo region in a scratch folder, and files imported into it.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/demo.h"
#include "app/employers.h"
#include "app/imports.h"
#include "app/programme.h"
#include "base/buf.h"
#include "sql/sql.h"
#include "store/employer_store.h"
#include "store/import_store.h"
#include "store/programme_store.h"
#include "store/store.h"
#include "store/user_store.h"

static struct app *app;
static char dir[] = "/tmp/ypsilon-import-XXXXXX";
static struct actor office, adviser, employer_user;
static struct arena *kept;

static inline void actor_find(const char *email, struct actor *out)
{
    struct user user;
    assert_int_equal(user_find_by_email(app_store(app), email, kept, &user), OK);
    assert_int_equal(user_actor(app_store(app), user.id, kept, out), OK);
}

static inline void open_on(day today, bool create)
{
    struct issues issues = issues_in(kept);
    struct app_config config = {.dir = dir, .today = today, .create = create, .seed = 1};
    assert_int_equal(app_open(&config, &issues, &app), OK);
}

static inline int region_open(void **state)
{
    kept = arena_open();
    assert_non_null(mkdtemp(dir));
    open_on(day_make(2018, 5, 2), true);
    assert_int_equal(demo_make(app, (struct demo_size){12, 20, 6}, NULL, NULL), OK);
    actor_find("kontor@demo.example", &office);
    actor_find("veileder@demo.example", &adviser);
    actor_find("arbeidsgiver@demo.example", &employer_user);
    return 0;
}

static inline int region_close(void **state)
{
    app_close(app);
    arena_close(kept);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

// The day it is from here on.
static inline void be_on(day today)
{
    app_close(app);
    open_on(today, false);
}

static inline const char *path_of(const char *name)
{
    return arena_printf(kept, "%s/%s", dir, name);
}

static inline const char *file_of(const char *name, const void *bytes, size_t size)
{
    const char *path = path_of(name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
    return path;
}

// The nth organisation number that is right; begins with 8 or 9.
__attribute__((returns_nonnull)) static inline const char *number(int n)
{
    static const int WEIGHTS[8] = {3, 2, 7, 6, 5, 4, 3, 2};
    for (int base = 91000000, left = n;; base++) {
        int sum = 0;
        for (int i = 0, rest = base; i < 8; i++, rest /= 10)
            sum += rest % 10 * WEIGHTS[7 - i];
        int check = (11 - sum % 11) % 11;
        if (check != 10 && left-- == 0)
            return arena_printf(kept, "%d%d", base, check);
    }
}

static inline struct import_settings with_options(const struct import_pair *options, size_t count)
{
    return (struct import_settings){.apply = true, .options = options, .option_count = count};
}
static const struct import_pair ALL[] = {{"region", "all"}};
#define WITH_ALL     (with_options(ALL, 1))
#define WITH_NOTHING (with_options(NULL, 0))

static struct issues last_issues; // of the last import that was worked on

static inline struct import_view view_of(struct import_id id)
{
    struct import_view v;
    assert_int_equal(import_get(app, &office, id, kept, &v), OK);
    return v;
}

static inline struct import_view work_on(struct import_id id)
{
    last_issues = issues_in(kept);
    enum status status = import_work(app, id, NULL, NULL, &last_issues);
    assert_true(status == OK || status == INVALID);
    return view_of(id);
}

static inline struct import_id begin_path(const char *path)
{
    struct import_id id;
    struct import_source source = {.path = path, .fd = -1};
    last_issues = issues_in(kept);
    assert_int_equal(import_begin(app, &office, import_kind_find("employers"), &source, 1, &last_issues, &id), OK);
    return id;
}

static inline struct import_view import_path(const char *path, struct import_settings settings)
{
    struct import_id id = begin_path(path);
    last_issues = issues_in(kept);
    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    return work_on(id);
}

static inline struct import_view import_text(const char *name, const char *text, struct import_settings settings)
{
    return import_path(file_of(name, text, strlen(text)), settings);
}

static inline void assert_counts(const struct import_view *v, int64_t created, int64_t updated, int64_t unchanged,
                                 int64_t outside, int64_t rejected)
{
    assert_int_equal(v->state, IMPORT_APPLIED);
    assert_int_equal(v->created, created);
    assert_int_equal(v->updated, updated);
    assert_int_equal(v->unchanged, unchanged);
    assert_int_equal(v->outside, outside);
    assert_int_equal(v->rejected, rejected);
}

// All that is known of employers and workplaces, but for the numbers of versions, which only rise.
static inline const char *dump_tables(void)
{
    struct sql *db;
    struct buf b = buf_in(kept);
    assert_int_equal(sql_open(path_of("ypsilon.db"), SQL_READ, &db), OK);
#define DUMP(query)                                                                                                    \
    do {                                                                                                               \
        struct sql_rows *rows = sql_query(db, query);                                                                  \
        while (sql_next(rows))                                                                                         \
            buf_printf(&b, "%s\n", sql_text(rows, 0, kept));                                                           \
        assert_int_equal(sql_end(rows), OK);                                                                           \
    } while (0)
    DUMP("SELECT json_array(id, orgnr, name, search, organisation_form, industry, industry_version, sector, employees, "
         "address, "
         "postal_code, postal_place, municipality, municipality_valid_on, stage, "
         "paused_until, "
         "declined_reason, owner_id, bankrupt, closed, pledged, pledged_by, created_at) FROM employer ORDER BY id");
    DUMP("SELECT json_array(id, employer_id, orgnr, name, search, address, postal_code, postal_place, municipality, "
         "municipality_valid_on, area, employees, closed, created_at) FROM workplace ORDER BY id");
    DUMP("SELECT json_array(workplace_id, employer_id, from_day, to_day) FROM workplace_parent ORDER BY workplace_id, "
         "from_day");
    DUMP("SELECT json_array(noun, row_id, given, seen_on, refetch, named_by_workplace, removed, winding_up, closed_on) "
         "FROM register_unit ORDER BY noun, row_id");
    DUMP("SELECT json_array(employer_id, parent_orgnr, from_day, to_day) FROM employer_parent ORDER BY employer_id, "
         "from_day");
    DUMP("SELECT json_array(noun, row_id, field, offered) FROM register_offer WHERE state = 'open' ORDER BY id");
    sql_close(db);
    return buf_text(&b);
}

static inline struct employer employer_of(const char *orgnr)
{
    struct employer e;
    assert_int_equal(employer_find(app_store(app), orgnr, kept, &e), OK);
    return e;
}

static inline struct workplace workplace_of(const char *orgnr)
{
    struct workplace w;
    assert_int_equal(workplace_find(app_store(app), orgnr, kept, &w), OK);
    return w;
}

static inline bool here(const char *orgnr)
{
    struct employer e;
    struct workplace w;
    return employer_find(app_store(app), orgnr, kept, &e) == OK ||
           workplace_find(app_store(app), orgnr, kept, &w) == OK;
}

// The message of the nth thing wrong, from 0.
static inline struct import_fault fault_of(const struct import_view *v, size_t n)
{
    struct import_fault *faults;
    size_t count;
    assert_int_equal(import_faults(app, &office, v->id, 0, 1000, kept, &faults, &count), OK);
    assert_true(n < count);
    return faults[n];
}

static inline bool says(const char *message, const char *part)
{
    return strstr(message, part) != NULL;
}

#endif
