// SPDX-License-Identifier: EUPL-1.2
#include "app/finder.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "store/find_store.h"

struct finder {
    pthread_rwlock_t lock;
    int64_t followed; // the last change taken in; -1: nothing read yet
    struct find_index *index;
};

struct finder *finder_open(void)
{
    struct finder *f = calloc(1, sizeof *f);
    if (f == NULL)
        return NULL;
    f->index = find_index_open();
    if (f->index == NULL) {
        free(f);
        return NULL;
    }
    f->followed = -1;
    pthread_rwlock_init(&f->lock, NULL);
    return f;
}

void finder_close(struct finder *f)
{
    if (f == NULL)
        return;
    find_index_close(f->index);
    pthread_rwlock_destroy(&f->lock);
    free(f);
}

// After so many changes at once reading everything anew is quicker.
enum { READ_AT_ONCE = 2000, CHANGES_AT_ONCE = 1000, CHANGES_MOST = 20000 };

static enum status load_kind(struct app *app, struct finder *f, enum find_kind kind)
{
    int64_t after = 0;
    for (;;) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct find_row *rows;
        size_t count;
        TRY(find_row_list(app_store(app), kind, after, READ_AT_ONCE, a, &rows, &count));
        for (size_t i = 0; i < count; i++)
            TRY(find_index_put(f->index, kind, &rows[i]));
        if (count < READ_AT_ONCE)
            return OK;
        after = rows[count - 1].id;
    }
}

// From nothing. What is written meanwhile is taken in again when the log is followed.
static enum status load(struct app *app, struct finder *f)
{
    int64_t last;
    find_index_empty(f->index);
    f->followed = -1;
    TRY(store_last_change(app_store(app), &last));
    for (int k = 0; k < FIND_KINDS; k++)
        TRY(load_kind(app, f, (enum find_kind)k));
    f->followed = last;
    return OK;
}

static enum status reload(struct app *app, struct finder *f, enum find_kind kind, int64_t id, struct arena *a)
{
    struct find_row row;
    enum status status = find_row_get(app_store(app), kind, id, a, &row);
    if (status == NOT_FOUND) {
        find_index_drop(f->index, kind, id);
        return OK;
    }
    TRY(status);
    return find_index_put(f->index, kind, &row);
}

// Two employers become one, or two again: what belongs to them has another owner, without a line for each.
static bool moves_rows(const struct change *c)
{
    return strcmp(c->noun, "employer_merge") == 0 ||
           (strcmp(c->noun, "employer") == 0 && (strstr(c->verb, "merge") != NULL || strstr(c->verb, "part") != NULL));
}

static enum status follow(struct app *app, struct finder *f, int64_t last)
{
    if (f->followed < 0 || last - f->followed > CHANGES_MOST)
        return load(app, f);
    for (;;) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct change *changes;
        size_t count;
        TRY(store_changes_since(app_store(app), f->followed, CHANGES_AT_ONCE, a, &changes, &count));
        for (size_t i = 0; i < count; i++) {
            enum find_kind kind;
            if (moves_rows(&changes[i]))
                return load(app, f);
            if (find_kind_of(changes[i].noun, &kind))
                TRY(reload(app, f, kind, changes[i].row, a));
            f->followed = changes[i].id;
        }
        if (count < CHANGES_AT_ONCE)
            return OK;
    }
}

// Comes back with the lock held for reading.
static enum status finder_read(struct app *app, struct finder *f)
{
    int64_t last;
    TRY(store_last_change(app_store(app), &last));
    pthread_rwlock_rdlock(&f->lock);
    if (f->followed >= last)
        return OK;
    pthread_rwlock_unlock(&f->lock);
    pthread_rwlock_wrlock(&f->lock);
    enum status status = f->followed >= last ? OK : follow(app, f, last);
    if (status != OK) { // half of a change is worse than reading it anew
        find_index_empty(f->index);
        f->followed = -1;
    }
    pthread_rwlock_unlock(&f->lock);
    TRY(status);
    pthread_rwlock_rdlock(&f->lock);
    return OK;
}

enum status finder_ask(struct app *app, const struct find_question *q, struct arena *a, struct find_hits out[FIND_KINDS])
{
    struct finder *f = app_finder(app);
    TRY(finder_read(app, f));
    find_index_ask(f->index, q, a, out);
    pthread_rwlock_unlock(&f->lock);
    return OK;
}

enum status finder_tend(struct app *app)
{
    struct finder *f = app_finder(app);
    TRY(finder_read(app, f));
    pthread_rwlock_unlock(&f->lock);
    return OK;
}
