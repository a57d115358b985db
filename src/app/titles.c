// SPDX-License-Identifier: EUPL-1.2
#include "app/titles.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "base/log.h"
#include "core/catalogue_titles.h"
#include "store/class_store.h"

struct title_desk {
    pthread_rwlock_t lock;    // of model; held while a title is classified and while models are exchanged
    pthread_mutex_t learning; // one model is made at a time
    struct title_model *model;
    atomic_bool stale;
};

struct title_desk *title_desk_open(void)
{
    struct title_desk *d = calloc(1, sizeof *d);
    if (d == NULL)
        abort();
    pthread_rwlock_init(&d->lock, NULL);
    pthread_mutex_init(&d->learning, NULL);
    return d;
}

void title_desk_close(struct title_desk *d)
{
    if (d == NULL)
        return;
    title_model_close(d->model);
    pthread_rwlock_destroy(&d->lock);
    pthread_mutex_destroy(&d->learning);
    free(d);
}

void title_desk_stale(struct title_desk *d)
{
    d->stale = true;
}

// ---- what is learned from

struct lessons {
    struct arena *arena;
    struct title_example *items;
    size_t count, room;
};

static void lesson_add(struct lessons *l, const char *title, struct code code, enum lang lang, float weight)
{
    if (l->count == l->room) {
        l->room = l->room == 0 ? 4096 : l->room * 2;
        struct title_example *grown = ARENA_ARRAY(l->arena, struct title_example, l->room);
        if (l->count > 0)
            memcpy(grown, l->items, l->count * sizeof *grown);
        l->items = grown;
    }
    l->items[l->count++] = (struct title_example){arena_strdup(l->arena, title), code, lang, weight};
}

static void learn_catalogue(void *arg, const struct catalogue_title *t)
{
    lesson_add(arg, t->title, t->code, t->lang, t->synonym ? TITLE_WEIGHT_SURE : TITLE_WEIGHT_NAME);
}

static enum status learn_class(void *arg, const struct class_title *t)
{
    static const struct {
        const char *source;
        float weight;
    } sources[] = {{"titles", TITLE_WEIGHT_SURE}, {"styrk", TITLE_WEIGHT_NAME}, {"esco", TITLE_WEIGHT_ISCO}};
    struct code code;
    for (size_t i = 0; i < COUNT_OF(sources); i++)
        if (strcmp(sources[i].source, t->source) == 0 && code_read(t->code, &code))
            lesson_add(arg, t->title, code, t->lang, sources[i].weight);
    return OK;
}

struct title_model *title_model_builtin(void)
{
    struct lessons lessons = {.arena = arena_open()};
    catalogue_titles_each(learn_catalogue, &lessons);
    struct title_model *m = title_model_open(lessons.items, lessons.count);
    arena_close(lessons.arena);
    return m;
}

// ---- models

// Under the lock of learning.
static enum status model_make(struct app *app)
{
    struct title_desk *d = app_title_desk(app);
    struct lessons lessons = {.arena = arena_open()};
    d->stale = false;
    catalogue_titles_each(learn_catalogue, &lessons);
    enum status status = class_titles_each(app_store(app), learn_class, &lessons);
    if (status == OK) {
        struct title_model *made = title_model_open(lessons.items, lessons.count), *was;
        pthread_rwlock_wrlock(&d->lock);
        was = d->model;
        d->model = made;
        pthread_rwlock_unlock(&d->lock);
        title_model_close(was);
    } else {
        d->stale = true;
    }
    arena_close(lessons.arena);
    return status;
}

static bool model_there(struct title_desk *d)
{
    pthread_rwlock_rdlock(&d->lock);
    bool there = d->model != NULL;
    pthread_rwlock_unlock(&d->lock);
    return there;
}

void title_desk_tend(struct app *app)
{
    struct title_desk *d = app_title_desk(app);
    if (!d->stale || !model_there(d))
        return;
    pthread_mutex_lock(&d->learning);
    if (d->stale && model_make(app) != OK)
        log_error("titles are told by what was loaded before");
    pthread_mutex_unlock(&d->learning);
}

size_t classify_title(struct app *app, const char *title, struct title_guess *guesses_out, size_t most)
{
    struct title_desk *d = app_title_desk(app);
    if (!model_there(d)) {
        pthread_mutex_lock(&d->learning);
        enum status status = model_there(d) ? OK : model_make(app);
        pthread_mutex_unlock(&d->learning);
        if (status != OK)
            return 0;
    }
    pthread_rwlock_rdlock(&d->lock);
    size_t count = title_classify(d->model, title, guesses_out, most);
    pthread_rwlock_unlock(&d->lock);
    return count;
}

size_t titles_memory(struct app *app)
{
    struct title_desk *d = app_title_desk(app);
    pthread_rwlock_rdlock(&d->lock);
    size_t bytes = d->model == NULL ? 0 : title_model_memory(d->model);
    pthread_rwlock_unlock(&d->lock);
    return bytes;
}
