// SPDX-License-Identifier: EUPL-1.2
#include "app/titles.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "base/log.h"
#include "base/name_map.h"
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
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    // Those who keep asking must not keep a new model out for ever.
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&d->lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
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
    struct name_map *occupations; // of ESCO, for their labels that come apart
    struct code *groups;          // by the number there: the ISCO-08 group
    size_t group_room;
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

static void learn_lines(struct lessons *l, const char *lines, struct code code, enum lang lang, float weight)
{
    for (const char *p = lines; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        lesson_add(l, arena_strndup(l->arena, p, n), code, lang, weight);
        p += n + (p[n] == '\n');
    }
}

static enum status learn_title_item(void *arg, const struct class_item *i)
{
    struct code code;
    if (code_read(i->code, &code))
        lesson_add(arg, i->name_nb, code, LANG_NB, TITLE_WEIGHT_SURE);
    return OK;
}

static enum status learn_esco_item(void *arg, const struct class_item *i)
{
    struct lessons *l = arg;
    struct code group;
    if (strcmp(i->type, "occupation") != 0 || !code_read(i->parent, &group))
        return OK;
    size_t at = name_map_put(l->occupations, i->code);
    if (at >= l->group_room) {
        size_t room = l->group_room == 0 ? 4096 : l->group_room * 2;
        struct code *grown = ARENA_ARRAY(l->arena, struct code, room);
        if (l->group_room > 0)
            memcpy(grown, l->groups, l->group_room * sizeof *grown);
        l->groups = grown;
        l->group_room = room;
    }
    l->groups[at] = group;
    learn_lines(l, i->name_nb, group, LANG_NB, TITLE_WEIGHT_ISCO);
    learn_lines(l, i->labels_nb, group, LANG_NB, TITLE_WEIGHT_ISCO);
    learn_lines(l, i->name_en, group, LANG_EN, TITLE_WEIGHT_ISCO);
    learn_lines(l, i->labels_en, group, LANG_EN, TITLE_WEIGHT_ISCO);
    return OK;
}

static enum status learn_esco_label(void *arg, const struct class_label *label)
{
    struct lessons *l = arg;
    size_t at = name_map_find(l->occupations, label->code);
    enum lang lang = strcmp(label->lang, "en") == 0 ? LANG_EN : LANG_NB;
    if (at == NAME_MAP_NONE)
        return OK;
    learn_lines(l, label->name, l->groups[at], lang, TITLE_WEIGHT_ISCO);
    learn_lines(l, label->labels, l->groups[at], lang, TITLE_WEIGHT_ISCO);
    return OK;
}

// Without a STYRK-08 in use the store cannot tell which codes are its own. Titles have theirs, and of ESCO the ISCO-08 code
// is taken for it, which it mostly is.
static enum status learn_without_styrk(struct app *app, struct lessons *l)
{
    struct class_version v;
    enum status status = class_version_in_use(app_store(app), "titles", l->arena, &v);
    if (status == OK)
        status = class_item_each(app_store(app), v.id, learn_title_item, l);
    if (status != OK && status != NOT_FOUND)
        return status;
    status = class_version_in_use(app_store(app), "esco", l->arena, &v);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    l->occupations = name_map_open();
    status = class_item_each(app_store(app), v.id, learn_esco_item, l);
    if (status == OK)
        status = class_label_each(app_store(app), v.id, learn_esco_label, l);
    name_map_close(l->occupations);
    return status;
}

static enum status learn_classes(struct app *app, struct lessons *l)
{
    struct class_version styrk;
    enum status status = class_version_in_use(app_store(app), "styrk", l->arena, &styrk);
    if (status == NOT_FOUND)
        return learn_without_styrk(app, l);
    return status == OK ? class_titles_each(app_store(app), learn_class, l) : status;
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
    enum status status = learn_classes(app, &lessons);
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
