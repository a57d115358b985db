// SPDX-License-Identifier: EUPL-1.2
#include "match/world.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "match/fast_check.h"

// A change that waits for the next publishing. No profile: the number is dropped.
struct change {
    int64_t number;
    size_t turn; // of two changes to one number the later holds
    struct kept_profile *profile;
};

struct match_world {
    struct match_settings settings;
    struct arena *arena; // implied, and the catalogue's version; exchanged as a whole
    struct implied_table *implied;
    pthread_rwlock_t lock; // of published
    struct published published;
    pthread_rwlock_t closing; // of implied: profiles are closed under it by many at a time; taken before writing
    pthread_mutex_t writing;  // of changes and arena; taken before lock
    struct change *changes;
    size_t change_count, change_room;
    struct kept_pool pool;
    struct index *index; // NULL for the plain engine
    const struct kernel *kernel;
    atomic_bool doubted; // the index was found to differ
    month expected; // for which the first profiles are counted; with the lock of writing
    atomic_int month_asked; // by the last questions that the index did not fit, and how many those are
    atomic_uint month_times;
};

struct match_world *match_open(const struct match_settings *settings)
{
    if (sodium_init() < 0)
        abort();
    struct match_world *w = memory_given(calloc(1, sizeof *w));
    w->arena = arena_open();
    w->settings = *settings;
    w->settings.implications = NULL; // closed, and the version below
    w->settings.catalogue_version = NULL;
    w->expected = MONTH_NONE;
    kept_pool_open(&w->pool);
    w->implied = implied_open(settings->implications, settings->implication_count, w->arena);
    w->published.catalogue_version = arena_strdup(w->arena, settings->catalogue_version);
    w->published.profiles = memory_given(calloc(1, sizeof *w->published.profiles));
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    // Readers that keep coming must not hold up the writer for ever.
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&w->lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
    pthread_rwlock_init(&w->closing, NULL);
    pthread_mutex_init(&w->writing, NULL);
    if (settings->engine == ENGINE_FAST) {
        w->index = index_open(settings->run, STOCK_ALONE);
        w->kernel = kernel_choose();
    }
    return w;
}

void match_close(struct match_world *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < w->published.count; i++)
        kept_close(w->published.profiles[i], &w->pool);
    for (size_t i = 0; i < w->change_count; i++)
        kept_close(w->changes[i].profile, &w->pool);
    free(w->published.profiles);
    free(w->changes);
    kept_pool_close(&w->pool);
    index_close(w->index);
    pthread_rwlock_destroy(&w->lock);
    pthread_mutex_destroy(&w->writing);
    pthread_rwlock_destroy(&w->closing);
    arena_close(w->arena);
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

// Merges published profiles and changes, both by number. What falls out of the published ones goes to gone.
static struct published published_merge(const struct match_world *w, int64_t version, struct kept_profile **gone,
                                        size_t *gone_count)
{
    const struct published *was = &w->published;
    struct published next = {.version = version, .room = was->count + w->change_count};
    next.room += next.room / 32 + 1; // for changes to come
    next.profiles = memory_given(calloc(next.room, sizeof *next.profiles));
    size_t i = 0, k = 0;
    while (i < was->count || k < w->change_count) {
        bool change = k < w->change_count && (i == was->count || w->changes[k].number <= was->profiles[i]->put.number);
        if (!change) {
            next.profiles[next.count++] = was->profiles[i++];
            continue;
        }
        if (i < was->count && was->profiles[i]->put.number == w->changes[k].number)
            gone[(*gone_count)++] = was->profiles[i++];
        if (w->changes[k].profile != NULL)
            next.profiles[next.count++] = w->changes[k].profile;
        k++;
    }
    return next;
}

static void index_first(struct match_world *w)
{
    struct kept_profile **profiles = memory_given(calloc(w->change_count + 1, sizeof *profiles));
    size_t count = 0;
    for (size_t i = 0; i < w->change_count; i++)
        if (w->changes[i].profile != NULL)
            profiles[count++] = w->changes[i].profile;
    index_expect_month(w->index, w->expected);
    index_fill(w->index, profiles, count);
    free(profiles);
}

// Takes the changes into a version of the index that is shown later, together with the profiles.
static void index_prepare(struct match_world *w)
{
    if (w->index == NULL)
        return;
    index_begin(w->index);
    if (index_is_empty(w->index)) {
        index_first(w);
        return;
    }
    for (size_t i = 0; i < w->change_count; i++)
        index_change(w->index, (struct kept_profile *)published_find(&w->published, w->changes[i].number),
                     w->changes[i].profile);
}

// Where a number stands among the published ones, or would.
static size_t published_place(const struct published *v, int64_t number)
{
    size_t low = 0, high = v->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->profiles[middle]->put.number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Makes one change where it stands; what falls out is returned. The list has room for one more.
static struct kept_profile *published_change(struct published *v, const struct change *c)
{
    size_t at = published_place(v, c->number);
    struct kept_profile **place = &v->profiles[at];
    bool there = at < v->count && (*place)->put.number == c->number;
    struct kept_profile *was = there ? *place : NULL;
    if (there && c->profile == NULL)
        memmove(place, place + 1, (--v->count - at) * sizeof *place);
    if (!there && c->profile != NULL)
        memmove(place + 1, place, (v->count++ - at) * sizeof *place);
    if (c->profile != NULL)
        *place = c->profile;
    return was;
}

// A few changes are made in place, since copying a long list takes longer. Readers wait for that, but hardly for the
// moving: new numbers are higher than all others, and few profiles go.
static bool changes_are_few(const struct match_world *w)
{
    return w->change_count * 64 <= w->published.count && w->published.count + w->change_count <= w->published.room;
}

static void changes_show(struct match_world *w, int64_t version, const char *catalogue_version,
                         struct kept_profile **gone, size_t *gone_count)
{
    pthread_rwlock_wrlock(&w->lock);
    for (size_t i = 0; i < w->change_count; i++) {
        struct kept_profile *was = published_change(&w->published, &w->changes[i]);
        if (was != NULL)
            gone[(*gone_count)++] = was;
    }
    w->published.version = version;
    w->published.catalogue_version = catalogue_version;
    if (w->index != NULL)
        index_show(w->index, version);
    pthread_rwlock_unlock(&w->lock);
}

static void merged_show(struct match_world *w, int64_t version, const char *catalogue_version,
                        struct kept_profile **gone, size_t *gone_count)
{
    // Only a writer changes what is published, and this is the writer: no lock is needed to read it.
    struct published next = published_merge(w, version, gone, gone_count);
    next.catalogue_version = catalogue_version;
    struct kept_profile **was = w->published.profiles;
    pthread_rwlock_wrlock(&w->lock);
    w->published = next;
    if (w->index != NULL)
        index_show(w->index, version);
    pthread_rwlock_unlock(&w->lock);
    free(was);
}

// Everything published and waiting, closed anew, becomes a waiting change of its own.
static void profiles_close_again(struct match_world *w)
{
    for (size_t i = 0; i < w->change_count; i++) {
        struct kept_profile *was = w->changes[i].profile;
        if (was != NULL)
            w->changes[i].profile = kept_open(&was->put, w->implied, &w->pool);
        kept_close(was, &w->pool);
    }
    size_t waiting = w->change_count;
    for (size_t i = 0; i < w->published.count; i++) {
        const struct match_profile *put = &w->published.profiles[i]->put;
        change_add(w, put->number, kept_open(put, w->implied, &w->pool));
    }
    // Of two changes to one number the later holds: those that were waiting are later than what is published.
    for (size_t i = 0; i < waiting; i++)
        w->changes[i].turn += w->change_count;
}

static void publish(struct match_world *w, int64_t version, const char *catalogue_version)
{
    changes_settle(w);
    index_prepare(w);
    size_t gone_count = 0;
    struct kept_profile **gone = memory_given(calloc(w->change_count + 1, sizeof *gone)); // at most one a change
    (changes_are_few(w) ? changes_show : merged_show)(w, version, catalogue_version, gone, &gone_count);
    // No reader is left that could hold on to what is gone.
    for (size_t i = 0; i < gone_count; i++)
        kept_close(gone[i], &w->pool);
    free(gone);
    w->change_count = 0;
}

void match_publish(struct match_world *w, int64_t version)
{
    pthread_mutex_lock(&w->writing);
    publish(w, version, w->published.catalogue_version);
    pthread_mutex_unlock(&w->writing);
}

void match_change_catalogue(struct match_world *w, const struct implication *implications, size_t count,
                            const char *catalogue_version, int64_t version)
{
    pthread_rwlock_wrlock(&w->closing);
    pthread_mutex_lock(&w->writing);
    struct arena *was = w->arena;
    w->arena = arena_open();
    w->implied = implied_open(implications, count, w->arena);
    profiles_close_again(w);
    publish(w, version, arena_strdup(w->arena, catalogue_version));
    arena_close(was);
    pthread_mutex_unlock(&w->writing);
    pthread_rwlock_unlock(&w->closing);
}

const struct published *world_read(struct match_world *w)
{
    pthread_rwlock_rdlock(&w->lock);
    return &w->published;
}

void world_leave(struct match_world *w)
{
    pthread_rwlock_unlock(&w->lock);
}

const struct kept_profile *published_find(const struct published *v, int64_t number)
{
    size_t at = published_place(v, number);
    return at < v->count && v->profiles[at]->put.number == number ? v->profiles[at] : NULL;
}

const struct match_settings *world_settings(const struct match_world *w)
{
    return &w->settings;
}

int64_t match_version(struct match_world *w)
{
    int64_t version = world_read(w)->version;
    world_leave(w);
    return version;
}

size_t match_count(struct match_world *w)
{
    size_t count = world_read(w)->count;
    world_leave(w);
    return count;
}

struct index *world_index(struct match_world *w)
{
    return w->index;
}

const struct kernel *world_kernel(const struct match_world *w)
{
    return w->kernel;
}

void world_use_stock(struct match_world *w, bool alone)
{
    index_close(w->index);
    w->index = index_open(w->settings.run, alone);
}

void world_use_kernel(struct match_world *w, const struct kernel *k)
{
    w->kernel = k;
}

bool world_month_asked(struct match_world *w, month now, bool fitted)
{
    enum { TIMES_ENOUGH = 3 };
    if (fitted) {
        if (now != MONTH_NONE)
            atomic_store(&w->month_times, 0);
        return true;
    }
    // Threads may mix these up; then it is counted anew a question earlier or later.
    if (atomic_exchange(&w->month_asked, now) != now)
        atomic_store(&w->month_times, 0);
    return atomic_fetch_add(&w->month_times, 1) + 1 >= TIMES_ENOUGH;
}

bool world_doubts_index(struct match_world *w)
{
    return atomic_load(&w->doubted);
}

size_t match_check(struct match_world *w)
{
    if (w->index == NULL)
        return 0;
    pthread_mutex_lock(&w->writing);
    size_t differences = index_check(w->index);
    for (size_t i = 0; i < w->published.count; i++)
        differences += index_kept(w->index, w->published.profiles[i]->place) != w->published.profiles[i];
    atomic_store(&w->doubted, differences > 0);
    pthread_mutex_unlock(&w->writing);
    return differences;
}

// With the lock of writing.
static void months_count(struct match_world *w, month now)
{
    index_begin(w->index);
    index_month(w->index, now);
    index_show(w->index, w->published.version);
}

bool world_count_months(struct match_world *w, month now)
{
    if (pthread_mutex_trylock(&w->writing) != 0)
        return false;
    months_count(w, now);
    pthread_mutex_unlock(&w->writing);
    return true;
}

void match_expect_month(struct match_world *w, month now)
{
    if (w->index == NULL)
        return;
    pthread_mutex_lock(&w->writing);
    struct index_version *v = index_hold(w->index);
    bool counted = v == NULL || v->now == now;
    if (v != NULL)
        index_release(w->index, v);
    w->expected = now;
    if (!counted)
        months_count(w, now);
    pthread_mutex_unlock(&w->writing);
}
