// SPDX-License-Identifier: EUPL-1.2
// The catalogue joined with the classifications that are in use.
#include <stdlib.h>
#include <string.h>

#include "app/classes.h"
#include "app/internal.h"
#include "base/name_map.h"
#include "core/catalogue_more.h"

// A name in the other language, by code.
struct names {
    struct name_map *codes;
    const char **names, **labels;
    size_t room;
    struct arena *arena;
};

struct joining {
    struct store *store;
    struct catalogue_more *more;
    struct names english;   // of ISCO groups
    struct names norwegian; // of ESCO's skills
    bool former;            // the version that is read is a former one
};

static void names_put(struct names *n, const char *code, const char *name, const char *labels)
{
    size_t at = name_map_put(n->codes, code);
    if (at >= n->room) {
        size_t room = n->room == 0 ? 256 : n->room * 2;
        n->names = reallocarray(n->names, room, sizeof *n->names);
        n->labels = reallocarray(n->labels, room, sizeof *n->labels);
        if (n->names == NULL || n->labels == NULL)
            abort();
        memset(n->names + n->room, 0, (room - n->room) * sizeof *n->names);
        memset(n->labels + n->room, 0, (room - n->room) * sizeof *n->labels);
        n->room = room;
    }
    if (name[0] != '\0' && n->names[at] == NULL)
        n->names[at] = arena_strdup(n->arena, name);
    if (labels[0] != '\0' && n->labels[at] == NULL)
        n->labels[at] = arena_strdup(n->arena, labels);
    else if (labels[0] != '\0')
        n->labels[at] = arena_printf(n->arena, "%s\n%s", n->labels[at], labels);
}

static const char *names_get(const struct names *n, const char **list, const char *code)
{
    size_t at = name_map_find(n->codes, code);
    return at == NAME_MAP_NONE ? NULL : list[at];
}

static void names_close(struct names *n)
{
    name_map_close(n->codes);
    free(n->names);
    free(n->labels);
}

static void item_add(struct joining *j, enum catalogue_kind kind, const struct catalogue_more_item *item)
{
    if (j->former)
        catalogue_more_former(j->more, kind, item);
    else
        catalogue_more_add(j->more, kind, item);
}

static enum status read_isco(void *arg, const struct class_item *i)
{
    struct joining *j = arg;
    if (strcmp(i->type, "isco") == 0)
        names_put(&j->english, i->code, i->name_en, "");
    return OK;
}

static enum status read_label(void *arg, const struct class_label *l)
{
    struct joining *j = arg;
    if (strcmp(l->lang, "nb") == 0)
        names_put(&j->norwegian, l->code, l->name, l->labels);
    return OK;
}

// Codes that begin with 00 stand for what is not known.
static enum status add_occupation(void *arg, const struct class_item *i)
{
    struct joining *j = arg;
    struct catalogue_more_item item = {
        .names = {i->name_nb, names_get(&j->english, j->english.names, i->code)},
        .source = CATALOGUE_STYRK,
    };
    if ((i->level == 3 || i->level == 4) && strncmp(i->code, "00", 2) != 0 && code_read(i->code, &item.code))
        item_add(j, i->level == 3 ? CATALOGUE_OCCUPATION_GROUP : CATALOGUE_OCCUPATION, &item);
    return OK;
}

static enum status add_skill(void *arg, const struct class_item *i)
{
    struct joining *j = arg;
    struct catalogue_more_item item = {
        .names = {names_get(&j->norwegian, j->norwegian.names, i->code), i->name_en},
        .labels = {names_get(&j->norwegian, j->norwegian.labels, i->code), i->labels_en},
        .source = CATALOGUE_ESCO,
    };
    if (strcmp(i->type, "skill") == 0 && code_read(i->code, &item.code))
        item_add(j, CATALOGUE_SKILL, &item);
    return OK;
}

static enum status add_broader(void *arg, const struct class_relation *r)
{
    struct joining *j = arg;
    struct code narrow, broad;
    if (strcmp(r->kind, CLASS_BROADER) == 0 && code_read(r->from, &narrow) && code_read(r->to, &broad))
        catalogue_more_broader(j->more, narrow, broad);
    return OK;
}

static enum status add_title(void *arg, const struct class_title *t)
{
    struct joining *j = arg;
    struct code code;
    if (strcmp(t->source, "styrk") != 0 && code_read(t->code, &code))
        catalogue_more_label(j->more, CATALOGUE_OCCUPATION, code, t->lang, t->title);
    return OK;
}

static enum status version_add(struct joining *j, const struct class_version *v)
{
    if (v->subject == CLASS_STYRK)
        return class_item_each(j->store, v->id, add_occupation, j);
    if (v->subject != CLASS_ESCO)
        return OK;
    TRY(class_item_each(j->store, v->id, add_skill, j));
    return j->former ? OK : class_relation_each(j->store, v->id, add_broader, j);
}

static bool joins(const struct class_version *v)
{
    return v->subject == CLASS_STYRK || v->subject == CLASS_ESCO || v->subject == CLASS_TITLES;
}

static enum status join(struct joining *j, const struct class_version *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].state == CLASS_IN_USE && list[i].subject == CLASS_ESCO) {
            TRY(class_item_each(j->store, list[i].id, read_isco, j));
            TRY(class_label_each(j->store, list[i].id, read_label, j));
        }
    for (size_t i = 0; i < count; i++)
        if (list[i].state == CLASS_IN_USE)
            TRY(version_add(j, &list[i]));
    TRY(class_titles_each(j->store, add_title, j));
    j->former = true;
    for (size_t i = 0; i < count; i++)
        if (list[i].state == CLASS_FORMER)
            TRY(version_add(j, &list[i]));
    return OK;
}

enum status class_catalogue_open(struct store *s, const struct catalogue **out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct class_version *list;
    size_t count, used = 0;
    uint64_t mark = 14695981039346656037u;
    TRY(class_version_list(s, a, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!joins(&list[i]) || (list[i].state != CLASS_IN_USE && list[i].state != CLASS_FORMER))
            continue;
        used++;
        if (list[i].state == CLASS_IN_USE)
            mark = (mark ^ (uint64_t)list[i].id) * 1099511628211u;
    }
    if (used == 0) {
        *out = catalogue_builtin();
        return OK;
    }
    struct joining j = {.store = s, .more = catalogue_more_begin(catalogue_builtin())};
    j.english = (struct names){.codes = name_map_open(), .arena = a};
    j.norwegian = (struct names){.codes = name_map_open(), .arena = a};
    enum status status = join(&j, list, count);
    names_close(&j.english);
    names_close(&j.norwegian);
    const struct catalogue *made = catalogue_more_end(j.more, arena_printf(a, "%08x", (unsigned)(mark ^ mark >> 32)));
    if (status != OK) {
        catalogue_close(made);
        return status;
    }
    *out = made;
    return OK;
}
