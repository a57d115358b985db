// SPDX-License-Identifier: EUPL-1.2
#include "match/world.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "match/fast_check.h"
#include "match/verdict.h"

// A change that waits for the next publishing. No profile: the number is dropped.
struct change {
    int64_t number;
    size_t turn; // of two changes to one number the later holds
    struct kept_profile *profile;
};

enum { MANY = 4096 }; // changes

struct match_world {
    struct match_settings settings;
    struct arena *names; // of the catalogue's versions
    pthread_mutex_t reading; // of the chain of versions and their readers
    struct published *oldest, *shown;
    pthread_rwlock_t closing; // of implied: profiles are closed under it by many at a time; taken before writing
    struct arena *arena; // of implied; exchanged as a whole
    struct implied_table *implied;
    struct kept_pool pool;
    pthread_mutex_t writing; // of what follows; taken before reading
    struct change *changes;
    size_t change_count, change_room;
    uint32_t draft; // the last one's number
    struct index *index; // NULL for the plain engine
    bool stands_alone; // see fast_stock.h
    month expected; // for which the first profiles are counted
    pthread_mutex_t checking;
    const struct kernel *kernel;
    atomic_bool doubted; // the index was found to differ
    atomic_int month_asked; // by the last questions that the index did not fit, and how many those are
    atomic_uint month_times;
};

// A version that nobody has seen yet, the shown one's successor.
static struct published *version_make(struct match_world *w, int64_t version, const char *catalogue_version)
{
    struct published *v = memory_given(calloc(1, sizeof *v));
    *v = (struct published){.world = w, .version = version, .catalogue_version = catalogue_version, .index = w->index};
    if (v->index != NULL)
        index_hold(v->index);
    return v;
}

static struct index *index_make(struct match_world *w)
{
    return w->settings.engine == ENGINE_FAST ? index_open(w->settings.run, w->stands_alone) : NULL;
}

// The version shown is the index's last.
static void index_end(struct match_world *w)
{
    if (w->index == NULL)
        return;
    w->shown->ends_index = true;
    index_leave(w->index);
}

// The first version, in which nobody is.
static void empty_show(struct match_world *w, const char *catalogue_version)
{
    w->index = index_make(w);
    struct published *v = version_make(w, 0, catalogue_version);
    if (w->index != NULL) {
        index_begin(w->index);
        v->indexed = index_show(w->index);
    }
    w->oldest = w->shown = v;
}

struct match_world *match_open(const struct match_settings *settings)
{
    if (sodium_init() < 0)
        abort();
    struct match_world *w = memory_given(calloc(1, sizeof *w));
    w->arena = arena_open();
    w->names = arena_open();
    w->settings = *settings;
    w->settings.implications = NULL; // closed, and the versions' catalogue
    w->settings.catalogue_version = NULL;
    w->expected = MONTH_NONE;
    w->stands_alone = STOCK_ALONE;
    w->kernel = kernel_choose();
    kept_pool_open(&w->pool);
    w->implied = implied_open(settings->implications, settings->implication_count, w->arena);
    pthread_rwlock_init(&w->closing, NULL);
    pthread_mutex_init(&w->reading, NULL);
    pthread_mutex_init(&w->writing, NULL);
    pthread_mutex_init(&w->checking, NULL);
    empty_show(w, arena_strdup(w->names, settings->catalogue_version));
    return w;
}

// Which nobody reads, nor any older one. Others may be closed at the same time, by other threads.
static void version_close(struct published *v)
{
    stock_give_back(v->world->pool.stock, &v->gone);
    roll_free(&v->roll);
    if (v->index != NULL && !v->ends_index)
        index_version_close(v->index, v->indexed);
    if (v->index != NULL)
        index_leave(v->index);
    free(v);
}

// From first to the oldest that stays.
static void unread_close(struct published *first, const struct published *stays)
{
    while (first != stays) {
        struct published *next = first->next;
        version_close(first);
        first = next;
    }
}

// Gives the lock of reading back and closes what nobody reads or can come to read. What an older version needs may go with a
// later one only, so they go from the oldest on. What takes long to close is left to a writer.
static void reading_end(struct match_world *w, bool writer)
{
    struct published *first = w->oldest;
    while (w->oldest != w->shown && w->oldest->readers == 0 && (writer || !w->oldest->large))
        w->oldest = w->oldest->next;
    const struct published *stays = w->oldest;
    pthread_mutex_unlock(&w->reading);
    unread_close(first, stays);
}

const struct published *world_read(struct match_world *w)
{
    pthread_mutex_lock(&w->reading);
    struct published *v = w->shown;
    v->readers++;
    pthread_mutex_unlock(&w->reading);
    return v;
}

void world_leave(const struct published *left)
{
    struct published *v = (struct published *)left;
    struct match_world *w = v->world;
    pthread_mutex_lock(&w->reading);
    v->readers--;
    reading_end(w, false);
}

static void version_show(struct match_world *w, struct published *next)
{
    pthread_mutex_lock(&w->reading);
    const struct index_version *indexed = w->shown->indexed;
    w->shown->large = w->shown->ends_index || w->shown->gone.count > MANY || (indexed != NULL && indexed->gone.count > 16 * MANY);
    w->shown->next = next;
    w->shown = next;
    reading_end(w, true);
}

// What readers left to a writer.
static void large_close(struct match_world *w)
{
    pthread_mutex_lock(&w->reading);
    reading_end(w, true);
}

void match_close(struct match_world *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < w->change_count; i++)
        kept_close(w->changes[i].profile, &w->pool);
    free(w->changes);
    index_end(w);
    unread_close(w->oldest, w->shown);
    roll_empty(&w->shown->roll, &w->pool);
    version_close(w->shown);
    kept_pool_close(&w->pool);
    pthread_mutex_destroy(&w->reading);
    pthread_mutex_destroy(&w->writing);
    pthread_mutex_destroy(&w->checking);
    pthread_rwlock_destroy(&w->closing);
    arena_close(w->arena);
    arena_close(w->names);
    sodium_memzero(&w->settings, sizeof w->settings);
    free(w);
}

// Under the lock of writing.
static void change_add(struct match_world *w, int64_t number, struct kept_profile *profile)
{
    if (w->change_count == w->change_room) {
        w->change_room = w->change_room == 0 ? 64 : w->change_room * 2;
        w->changes = memory_given(reallocarray(w->changes, w->change_room, sizeof *w->changes));
    }
    w->changes[w->change_count] = (struct change){number, w->change_count, profile};
    w->change_count++;
}

void match_put(struct match_world *w, const struct match_profile *p)
{
    pthread_rwlock_rdlock(&w->closing);
    struct kept_profile *kept = kept_open(p, w->implied, &w->pool);
    pthread_mutex_lock(&w->writing);
    change_add(w, p->number, kept);
    pthread_mutex_unlock(&w->writing);
    pthread_rwlock_unlock(&w->closing);
}

void match_drop(struct match_world *w, int64_t number)
{
    pthread_mutex_lock(&w->writing);
    change_add(w, number, NULL);
    pthread_mutex_unlock(&w->writing);
}

static int change_order(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->turn < y->turn ? -1 : 1;
}

// Keeps the last change to each number, by number.
static void changes_settle(struct match_world *w)
{
    size_t kept = 0;
    if (w->change_count > 0)
        qsort(w->changes, w->change_count, sizeof *w->changes, change_order);
    for (size_t i = 0; i < w->change_count; i++) {
        if (kept > 0 && w->changes[kept - 1].number == w->changes[i].number)
            kept_close(w->changes[--kept].profile, &w->pool);
        w->changes[kept++] = w->changes[i];
    }
    w->change_count = kept;
}

// A change to some is taken into the index; where it is to many, one made anew of all is ready sooner.
static bool changes_are_many(const struct match_world *w)
{
    size_t count = w->shown->roll.count;
    return count == 0 || (w->change_count >= MANY && w->change_count > count / 4);
}

// All of the roll in an index of its own, which takes the place of the one there was.
static struct index_version *index_anew(struct match_world *w, const struct roll *roll, month now)
{
    w->index = index_make(w);
    index_begin(w->index);
    index_fill(w->index, roll, now);
    return index_show(w->index);
}

static month month_counted(const struct match_world *w)
{
    month now = w->index == NULL ? MONTH_NONE : w->shown->indexed->now;
    return now == MONTH_NONE ? w->expected : now;
}

// With the lock of writing.
static void publish(struct match_world *w, int64_t version, const char *catalogue_version)
{
    changes_settle(w);
    bool many = w->index != NULL && changes_are_many(w), some = w->index != NULL && !many;
    struct roll_draft draft = roll_begin(&w->shown->roll, ++w->draft, &w->pool, &w->shown->gone);
    if (some)
        index_begin(w->index);
    for (size_t i = 0; i < w->change_count; i++) {
        struct kept_profile *was = roll_change(&draft, w->changes[i].number, w->changes[i].profile);
        if (some)
            index_change(w->index, was, w->changes[i].profile);
    }
    month now = month_counted(w);
    if (many)
        index_end(w);
    struct index_version *indexed = many ? index_anew(w, &draft.roll, now) : some ? index_show(w->index) : NULL;
    struct published *next = version_make(w, version, catalogue_version);
    next->roll = draft.roll;
    next->indexed = indexed;
    version_show(w, next);
    if (w->change_room > MANY) {
        free(w->changes);
        w->changes = NULL;
        w->change_room = 0;
    }
    w->change_count = 0;
}

void match_publish(struct match_world *w, int64_t version)
{
    pthread_mutex_lock(&w->writing);
    publish(w, version, w->shown->catalogue_version);
    pthread_mutex_unlock(&w->writing);
}

// Profiles to be closed under other implications, by threads that take some after some.
struct closing_again {
    struct match_world *world;
    struct change *changes;
    size_t count;
    atomic_size_t next;
};

static void close_again(void *arg)
{
    enum { AT_ONCE = 1024 };
    struct closing_again *c = arg;
    size_t from;
    while ((from = atomic_fetch_add(&c->next, AT_ONCE)) < c->count)
        for (size_t i = from; i < c->count && i < from + AT_ONCE; i++)
            if (c->changes[i].profile != NULL)
                c->changes[i].profile = kept_open(&c->changes[i].profile->put, c->world->implied, &c->world->pool);
}

// Everything published, and after it what was waiting, closed anew, is what waits then.
static void profiles_close_again(struct match_world *w)
{
    struct change *waiting = w->changes;
    size_t waiting_count = w->change_count;
    struct kept_profile *p;
    w->changes = NULL;
    w->change_count = w->change_room = 0;
    for (struct roll_walk walk = {&w->shown->roll, 0, 0}; (p = roll_next(&walk)) != NULL;)
        change_add(w, p->put.number, p);
    for (size_t i = 0; i < waiting_count; i++)
        change_add(w, waiting[i].number, waiting[i].profile);
    struct closing_again c = {.world = w, .changes = w->changes, .count = w->change_count};
    if (w->settings.run != NULL)
        w->settings.run(close_again, &c);
    else
        close_again(&c);
    for (size_t i = 0; i < waiting_count; i++)
        kept_close(waiting[i].profile, &w->pool);
    free(waiting);
}

void match_change_catalogue(struct match_world *w, const struct implication *implications, size_t count,
                            const char *catalogue_version, int64_t version)
{
    pthread_rwlock_wrlock(&w->closing);
    pthread_mutex_lock(&w->writing);
    arena_close(w->arena);
    w->arena = arena_open();
    w->implied = implied_open(implications, count, w->arena);
    profiles_close_again(w);
    publish(w, version, arena_strdup(w->names, catalogue_version));
    pthread_mutex_unlock(&w->writing);
    pthread_rwlock_unlock(&w->closing);
}

const struct match_settings *world_settings(const struct match_world *w)
{
    return &w->settings;
}

int64_t match_version(struct match_world *w)
{
    const struct published *v = world_read(w);
    int64_t version = v->version;
    world_leave(v);
    return version;
}

size_t match_count(struct match_world *w)
{
    const struct published *v = world_read(w);
    size_t count = v->roll.count;
    world_leave(v);
    return count;
}

size_t match_memory(struct match_world *w)
{
    pthread_mutex_lock(&w->writing);
    size_t bytes = w->index == NULL ? 0 : index_memory(w->index);
    pthread_mutex_unlock(&w->writing);
    return bytes;
}

const struct kernel *world_kernel(const struct match_world *w)
{
    return w->kernel;
}

void world_use_stock(struct match_world *w, bool alone)
{
    const char *catalogue_version = w->shown->catalogue_version;
    w->stands_alone = alone;
    index_end(w);
    version_close(w->shown);
    empty_show(w, catalogue_version);
}

void world_use_kernel(struct match_world *w, const struct kernel *k)
{
    w->kernel = k;
}

bool world_doubts_index(struct match_world *w)
{
    return atomic_load(&w->doubted);
}

// With the lock of writing: the same profiles, and what the index then holds of them.
static struct published *version_again(struct match_world *w, struct index_version *indexed)
{
    struct published *next = version_make(w, w->shown->version, w->shown->catalogue_version);
    next->roll = roll_begin(&w->shown->roll, ++w->draft, &w->pool, &w->shown->gone).roll;
    next->indexed = indexed;
    return next;
}

// What the index has kept for its next change, and whether that is what is published.
static size_t places_differ(const struct match_world *w)
{
    size_t differences = 0;
    const struct kept_profile *p;
    for (struct roll_walk walk = {&w->shown->roll, 0, 0}; (p = roll_next(&walk)) != NULL;)
        differences += index_kept(w->index, p->place) != p;
    return differences;
}

static size_t index_check(struct match_world *w)
{
    const struct published *v = world_read(w);
    size_t differences = version_names_differ(v);
    for (size_t i = 0; i < v->indexed->segment_count; i++) {
        world_leave(v);
        v = world_read(w);
        if (i < v->indexed->segment_count)
            differences += version_segment_differs(v, i);
    }
    world_leave(v);
    pthread_mutex_lock(&w->writing);
    differences += places_differ(w);
    pthread_mutex_unlock(&w->writing);
    return differences;
}

size_t match_check(struct match_world *w)
{
    if (w->settings.engine != ENGINE_FAST)
        return 0;
    pthread_mutex_lock(&w->checking);
    size_t differences = index_check(w);
    if (differences > 0) {
        atomic_store(&w->doubted, true);
        pthread_mutex_lock(&w->writing);
        month now = month_counted(w);
        index_end(w);
        version_show(w, version_again(w, index_anew(w, &w->shown->roll, now)));
        pthread_mutex_unlock(&w->writing);
    }
    if (world_doubts_index(w))
        atomic_store(&w->doubted, index_check(w) > 0);
    pthread_mutex_unlock(&w->checking);
    return differences;
}

// With the lock of writing.
static void months_count(struct match_world *w, month now)
{
    index_begin(w->index);
    index_month(w->index, now);
    version_show(w, version_again(w, index_show(w->index)));
}

// A question for another month than the index has: true when it has been counted anew, which the first one is worth, and
// the third in a row. Now and then somebody asks for an old day, and the plain loop counts.
static bool month_asked(struct match_world *w, month now, bool first)
{
    enum { TIMES_ENOUGH = 3 };
    // Threads may mix these up; then it is counted anew a question earlier or later.
    if (atomic_exchange(&w->month_asked, now) != now)
        atomic_store(&w->month_times, 0);
    bool enough = atomic_fetch_add(&w->month_times, 1) + 1 >= TIMES_ENOUGH;
    if ((!enough && !first) || pthread_mutex_trylock(&w->writing) != 0)
        return false;
    months_count(w, now);
    pthread_mutex_unlock(&w->writing);
    return true;
}

const struct published *world_read_for(struct match_world *w, const struct match_need *need, day as_of)
{
    const struct published *v = world_read(w);
    month now = question_time(need, as_of).now;
    if (v->index == NULL || world_doubts_index(w) || !question_asks_work(need))
        return v;
    if (v->indexed->now == now) {
        if (atomic_load(&w->month_times) != 0)
            atomic_store(&w->month_times, 0);
        return v;
    }
    if (!month_asked(w, now, v->indexed->now == MONTH_NONE))
        return v;
    world_leave(v);
    return world_read(w);
}

void match_expect_month(struct match_world *w, month now)
{
    pthread_mutex_lock(&w->writing);
    w->expected = now;
    if (w->index != NULL && w->shown->roll.count > 0 && w->shown->indexed->now != now)
        months_count(w, now);
    large_close(w);
    pthread_mutex_unlock(&w->writing);
}
