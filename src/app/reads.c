// SPDX-License-Identifier: EUPL-1.2
// What is written down of who looked at whom.
#include "app/internal.h"
#include "store/read_log.h"

const char READ_PROFILE[] = N_("profile");
const char READ_LIST[] = N_("list of candidates");
const char READ_RANKED[] = N_("ranked for a need");
const char READ_EXPLAINED[] = N_("explanation for a need");
const char READ_EXPORTED[] = N_("all data as a file");
const char READ_FOUND[] = N_("name found by a search");

struct reading {
    const struct person_id *persons;
    size_t count;
    const char *what;
};

static enum status reading_write(struct store_tx *tx, void *arg)
{
    const struct reading *r = arg;
    return read_log_append(tx, r->persons, r->count, r->what);
}

static bool person_among(const struct person_id *persons, size_t count, struct person_id person)
{
    for (size_t i = 0; i < count; i++)
        if (persons[i].value == person.value)
            return true;
    return false;
}

enum status app_log_reads(struct app *app, const struct actor *actor, const struct person_id *persons, size_t count,
                          const char *what)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id *others = ARENA_ARRAY(a, struct person_id, count);
    size_t n = 0;
    bool self = actor->role == ROLE_CANDIDATE;
    // A list may name somebody several times: one page was looked at once.
    for (size_t i = 0; i < count; i++)
        if (!(self && persons[i].value == actor->person.value) && !person_among(others, n, persons[i]))
            others[n++] = persons[i];
    if (n == 0)
        return OK;
    struct reading job = {others, n, what};
    return store_write(app_store(app), actor, app_now(app), reading_write, &job);
}
