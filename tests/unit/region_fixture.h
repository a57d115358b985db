// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_REGION_FIXTURE_H
#define TESTS_REGION_FIXTURE_H

// A small demo region in a folder of its own, and its accounts. Include after cmocka.h.

#include <stdio.h>
#include <stdlib.h>

#include "app/demo.h"
#include "app/internal.h"
#include "app/outbox.h"
#include "app/upkeep.h"
#include "store/user_store.h"

#define MAYBE_UNUSED __attribute__((unused))

static struct app *app;
static struct arena *kept;
static char dir[] = "/tmp/ypsilon-test-XXXXXX";
// Of the demo's accounts; other is the adviser of another agency.
MAYBE_UNUSED static struct actor office, adviser, other, employer, candidate, steering;
MAYBE_UNUSED static int64_t begun; // the clock when the tests begin

static void actor_find(const char *email, struct actor *out)
{
    struct user user;
    assert_int_equal(user_find_by_email(app_store(app), email, kept, &user), OK);
    assert_int_equal(user_actor(app_store(app), user.id, kept, out), OK);
}

// untouched: people, employers and needs alone, without what followed from them.
static void region_make(day today, struct demo_size size, uint64_t seed, bool untouched)
{
    kept = arena_open();
    assert_non_null(mkdtemp(dir));
    struct issues issues = issues_in(kept);
    struct app_config config = {.dir = dir, .today = today, .create = true, .seed = seed};
    assert_int_equal(app_open(&config, &issues, &app), OK);
    assert_int_equal(untouched ? demo_make_untouched(app, size) : demo_make(app, size, NULL, NULL), OK);
    actor_find("kontor@demo.example", &office);
    actor_find("veileder@demo.example", &adviser);
    actor_find("introveileder@demo.example", &other);
    actor_find("arbeidsgiver@demo.example", &employer);
    actor_find("kandidat@demo.example", &candidate);
    actor_find("styring@demo.example", &steering);
    begun = app_now(app);
}

static int region_close(void **state)
{
    app_close(app);
    arena_close(kept);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

MAYBE_UNUSED static void assert_ok(enum status s, const struct issues *issues)
{
    if (s != OK)
        fail_msg("%s: %s", status_name(s), issues->count > 0 ? issues->items[issues->count - 1].message : "");
}

MAYBE_UNUSED static size_t notices(enum outbox_kind kind, struct arena *a)
{
    struct outbox_page page;
    size_t count = 0;
    assert_int_equal(list_outbox(app, &office, 0, "", 200, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++)
        count += page.rows[i].kind == kind;
    return count;
}

MAYBE_UNUSED static void assert_store_is_sound(void)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct upkeep_check check = {0};
    enum status s = check_store(app, a, &check);
    const struct upkeep_finding *first = check.count > 0 ? check.findings : &(struct upkeep_finding){.message = ""};
    if (s != OK)
        fail_msg("%s: %s (%lld)", status_name(s), first->message, (long long)first->count);
}

#endif
