// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_REGION_FIXTURE_H
#define TESTS_REGION_FIXTURE_H

// A small demo region in a folder of its own, and its accounts. Include after cmocka.h.

#include <stdio.h>
#include <stdlib.h>

#include "app/demo.h"
#include "app/internal.h"
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

#endif
