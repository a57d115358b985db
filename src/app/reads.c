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

struct reads {
    struct arena *arena;
    struct reading *items;
    size_t count, room;
};

struct reads *reads_collect(struct arena *a)
{
    struct reads *reads = ARENA_NEW(a, struct reads);
    *reads = (struct reads){.arena = a};
    return reads;
}

bool reads_any(const struct reads *reads)
{
    return reads != NULL && reads->count > 0;
}

static enum status readings_write(struct store_tx *tx, void *arg)
{
    const struct reads *reads = arg;
    for (size_t i = 0; i < reads->count; i++)
        TRY(reading_write(tx, &reads->items[i]));
    return OK;
}

enum status reads_settle(struct app *app, const struct actor *actor, struct reads *reads,
                         void (*then)(void *arg, enum status status), void *arg)
{
    return store_write_then(app_store(app), actor, app_now(app), readings_write, reads, reads->arena, then, arg);
}

enum status app_log_reads(struct app *app, const struct actor *actor, const struct person_id *persons, size_t count,
                          const char *what)
{
    struct arena *own CLEANUP_ARENA = actor->reads == NULL ? arena_open() : NULL;
    struct arena *a = own != NULL ? own : actor->reads->arena;
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
    if (actor->reads == NULL)
        return store_write(app_store(app), actor, app_now(app), reading_write, &job);
    struct reads *reads = actor->reads;
    *LIST_ADD(a, reads->items, reads->count, reads->room) = job;
    return OK;
}
