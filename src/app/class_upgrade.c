// SPDX-License-Identifier: EUPL-1.2
// What a version changes for the codes that needs, employers and profiles hold.
#include <stdlib.h>
#include <string.h>

#include "app/classes.h"
#include "app/internal.h"
#include "base/buf.h"
#include "base/name_map.h"
#include "store/employer_store.h"
#include "store/need_store.h"
#include "store/profile_store.h"

const char *class_meaning_title(enum class_meaning m)
{
    static const char *const titles[] = {
        [MEANING_VANISHES] = N_("Not there any more"),
        [MEANING_RENAMED] = N_("Another name"),
        [MEANING_SPLIT] = N_("Divided"),
        [MEANING_MERGED] = N_("Merged"),
    };
    return titles[m];
}

struct used {
    size_t needs, requirements, employers, people;
    int64_t last_person; // counted last: a person counts once for a code
};

struct usage {
    enum class_subject subject;
    struct name_map *codes;
    struct used *items;
    size_t room;
    const char *standard; // industries: which standard is looked at, NULL: any
};

static struct used *used_of(struct usage *u, const char *code)
{
    size_t at = name_map_put(u->codes, code);
    if (at >= u->room) {
        size_t room = u->room == 0 ? 256 : u->room * 2;
        u->items = reallocarray(u->items, room, sizeof *u->items);
        if (u->items == NULL)
            abort();
        memset(u->items + u->room, 0, (room - u->room) * sizeof *u->items);
        u->room = room;
    }
    return &u->items[at];
}

static struct used *used_of_code(struct usage *u, struct code code)
{
    char text[CODE_TEXT];
    code_write(code, text);
    return used_of(u, text);
}

static void usage_close(struct usage *u)
{
    name_map_close(u->codes);
    free(u->items);
}

static void use_need(struct usage *u, const struct need *n)
{
    bool styrk = u->subject == CLASS_STYRK;
    if (styrk && code_given(n->occupation))
        used_of_code(u, n->occupation)->needs++;
    for (size_t i = 0; i < n->requirement_count; i++)
        for (size_t k = 0; k < n->requirements[i].atom_count; k++) {
            const struct atom *atom = &n->requirements[i].atoms[k];
            if (atom->kind == (styrk ? ATOM_OCCUPATION : ATOM_SKILL))
                used_of_code(u, atom->code)->requirements++;
        }
}

enum { NEEDS_AT_ONCE = 500 };

static enum status use_needs(struct store *s, struct usage *u)
{
    struct need_filter all = {0};
    struct need_id after = {0};
    for (;;) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct need_entry *entries;
        size_t count;
        TRY(need_list(s, &all, NEED_ORDER_CREATED, false, after, NEEDS_AT_ONCE, a, &entries, &count));
        for (size_t i = 0; i < count; i++)
            use_need(u, &entries[i].need);
        if (count < NEEDS_AT_ONCE)
            return OK;
        after = entries[count - 1].need.id;
    }
}

static enum status use_profile(void *arg, const struct profile *p)
{
    struct usage *u = arg;
    enum fact_kind kind = u->subject == CLASS_STYRK ? FACT_EXPERIENCE : FACT_SKILL;
    for (size_t i = 0; i < p->competence.fact_count; i++) {
        const struct fact *f = &p->competence.facts[i];
        if (f->kind != kind || !code_given(f->code))
            continue;
        struct used *used = used_of_code(u, f->code);
        used->people += used->last_person != p->person.value;
        used->last_person = p->person.value;
    }
    return OK;
}

static enum status use_employers(void *arg, const struct class_use *use)
{
    struct usage *u = arg;
    if (u->standard == NULL || use->version[0] == '\0' || strcmp(use->version, u->standard) == 0)
        used_of(u, use->code)->employers += (size_t)use->count;
    return OK;
}

static enum status usage_read(struct store *s, struct usage *u)
{
    switch (u->subject) {
    case CLASS_STYRK:
    case CLASS_ESCO:
        TRY(use_needs(s, u));
        return profile_each(s, use_profile, u);
    case CLASS_INDUSTRY:
        return class_use_industries(s, use_employers, u);
    case CLASS_MUNICIPALITIES:
        return class_use_municipalities(s, use_employers, u);
    default:
        return OK;
    }
}

// Codes with their names.
struct named {
    struct name_map *codes;
    const char **names;
    size_t room;
    struct arena *arena;
};

static enum status name_item(void *arg, const struct class_item *i)
{
    struct named *n = arg;
    size_t at = name_map_put(n->codes, i->code);
    if (at >= n->room) {
        n->room = n->room == 0 ? 1024 : n->room * 2;
        n->names = reallocarray(n->names, n->room, sizeof *n->names);
        if (n->names == NULL)
            abort();
    }
    n->names[at] = arena_strdup(n->arena, i->name_nb[0] != '\0' ? i->name_nb : i->name_en);
    return OK;
}

static const char *name_of(const struct named *n, const char *code)
{
    size_t at = name_map_find(n->codes, code);
    return at == NAME_MAP_NONE ? NULL : n->names[at];
}

static enum status named_read(struct store *s, int64_t version, struct arena *a, struct named *out)
{
    *out = (struct named){.codes = name_map_open(), .arena = a};
    return class_item_each(s, version, name_item, out);
}

static void named_close(struct named *n)
{
    name_map_close(n->codes);
    free(n->names);
}

// What came of a code, as tables of changes say.
struct became {
    struct name_map *old, *pairs, *new; // codes; "old\tnew"
    size_t *from, *to;                  // by new: how many came to it; by old: how many came of it
    size_t from_room, to_room;
    struct arena *arena;
    const char **texts; // by old: the new codes and names
    day after, until;
};

static void grow_counts(size_t **list, size_t *room, size_t at)
{
    if (at < *room)
        return;
    size_t more = *room == 0 ? 1024 : *room * 2;
    *list = reallocarray(*list, more, sizeof **list);
    if (*list == NULL)
        abort();
    memset(*list + *room, 0, (more - *room) * sizeof **list);
    *room = more;
}

static enum status became_add(void *arg, const struct class_change *c)
{
    struct became *b = arg;
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t pairs = name_map_count(b->pairs);
    if (c->old_code[0] == '\0' || c->new_code[0] == '\0' || c->on <= b->after || (b->until != DAY_NONE && c->on > b->until))
        return OK;
    name_map_put(b->pairs, arena_printf(a, "%s\t%s", c->old_code, c->new_code));
    if (name_map_count(b->pairs) == pairs)
        return OK;
    size_t old = name_map_put(b->old, c->old_code), new = name_map_put(b->new, c->new_code), was = b->to_room;
    grow_counts(&b->to, &b->to_room, old);
    grow_counts(&b->from, &b->from_room, new);
    if (b->to_room != was) {
        b->texts = reallocarray(b->texts, b->to_room, sizeof *b->texts);
        if (b->texts == NULL)
            abort();
    }
    const char *text = arena_printf(b->arena, "%s %s", c->new_code, c->new_name);
    b->texts[old] = b->to[old] == 0 ? text : arena_printf(b->arena, "%s; %s", b->texts[old], text);
    b->to[old]++;
    b->from[new]++;
    return OK;
}

static void became_close(struct became *b)
{
    name_map_close(b->old);
    name_map_close(b->new);
    name_map_close(b->pairs);
    free(b->from);
    free(b->to);
    free(b->texts);
}

// Where a single code went.
static bool became_one_of_several(const struct became *b, size_t old)
{
    for (size_t i = 0; i < name_map_count(b->new); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        const char *pair = arena_printf(a, "%s\t%s", name_map_name(b->old, old), name_map_name(b->new, i));
        if (b->from[i] > 1 && name_map_find(b->pairs, pair) != NAME_MAP_NONE)
            return true;
    }
    return false;
}

static enum class_subject changes_of(enum class_subject subject)
{
    return subject == CLASS_INDUSTRY ? CLASS_INDUSTRY_CHANGES : CLASS_MUNICIPALITY_CHANGES;
}

static bool dated(enum class_subject subject)
{
    return subject == CLASS_INDUSTRY || subject == CLASS_MUNICIPALITIES;
}

// What it is compared with: the one in use in its place; of dated ones without that, the last that begins before it.
static enum status compared_with(struct store *s, const struct class_version *v, struct arena *a, struct class_version *out)
{
    enum status status = class_version_in_use(s, v->slot, a, out);
    if (status == OK && out->id != v->id)
        return OK;
    if (status == OK && v->former != 0 && class_version_get(s, v->former, a, out) == OK)
        return OK;
    if (status != OK && status != NOT_FOUND)
        return status;
    struct class_version *list;
    size_t count, best = SIZE_MAX;
    TRY(class_version_list(s, a, &list, &count));
    for (size_t i = 0; dated(v->subject) && i < count; i++)
        if (list[i].subject == v->subject && list[i].state == CLASS_IN_USE && list[i].valid_from < v->valid_from &&
            (best == SIZE_MAX || list[i].valid_from > list[best].valid_from))
            best = i;
    if (best == SIZE_MAX)
        return NOT_FOUND;
    *out = list[best];
    return OK;
}

static enum status changes_read(struct store *s, const struct class_version *from, const struct class_version *to,
                                struct arena *a, struct became *out)
{
    struct class_version *list;
    size_t count;
    *out = (struct became){.old = name_map_open(), .new = name_map_open(), .pairs = name_map_open(), .arena = a,
                           .after = from->valid_from, .until = to->valid_from};
    TRY(class_version_list(s, a, &list, &count));
    for (size_t i = 0; dated(to->subject) && i < count; i++)
        if (list[i].subject == changes_of(to->subject) && list[i].state == CLASS_IN_USE)
            TRY(class_change_each(s, list[i].id, became_add, out));
    return OK;
}

static int row_order(const void *a, const void *b)
{
    const struct class_upgrade_row *x = a, *y = b;
    return x->meaning != y->meaning ? (x->meaning < y->meaning ? -1 : 1) : strcmp(x->code, y->code);
}

// False: it means the same.
static bool row_of(const struct became *b, const char *code, const char *was, const char *is, struct class_upgrade_row *out)
{
    size_t old = name_map_find(b->old, code);
    *out = (struct class_upgrade_row){.code = code, .old_name = was, .new_name = text_or_empty(is)};
    if (old != NAME_MAP_NONE && b->to[old] > 1)
        out->meaning = MEANING_SPLIT;
    else if (old != NAME_MAP_NONE && became_one_of_several(b, old))
        out->meaning = MEANING_MERGED;
    else if (is == NULL)
        out->meaning = MEANING_VANISHES;
    else if (strcmp(was, is) != 0)
        out->meaning = MEANING_RENAMED;
    else
        return false;
    if (old != NAME_MAP_NONE)
        out->new_name = b->texts[old];
    return true;
}

static void rows_make(const struct usage *u, const struct named *was, const struct named *is, const struct became *b,
                      struct arena *a, struct class_upgrade *out)
{
    out->rows = ARENA_ARRAY(a, struct class_upgrade_row, name_map_count(u->codes));
    for (size_t i = 0; i < name_map_count(u->codes); i++) {
        const char *code = arena_strdup(a, name_map_name(u->codes, i)), *name = name_of(was, code);
        if (name == NULL)
            continue;
        struct class_upgrade_row *row = &out->rows[out->row_count];
        out->used++;
        if (!row_of(b, code, name, name_of(is, code), row)) {
            out->unchanged++;
            continue;
        }
        row->needs = u->items[i].needs;
        row->requirements = u->items[i].requirements;
        row->employers = u->items[i].employers;
        row->people = band_of(u->items[i].people);
        out->row_count++;
    }
    if (out->row_count > 1)
        qsort(out->rows, out->row_count, sizeof *out->rows, row_order);
}

static enum status upgrade_of(struct store *s, const struct class_version *v, struct arena *a, struct class_upgrade *out)
{
    struct class_version before;
    struct named was, is;
    struct became became;
    *out = (struct class_upgrade){0};
    enum status status = compared_with(s, v, a, &before);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    out->compared = before.name;
    struct usage u = {.subject = v->subject, .codes = name_map_open()};
    // Codes of the register's two standards are told apart by the employer, not by us: what names no standard counts too.
    u.standard = v->subject == CLASS_INDUSTRY && before.valid_from == day_make(2009, 1, 1) ? "SN2007" : NULL;
    status = usage_read(s, &u);
    if (status == OK)
        status = named_read(s, before.id, a, &was);
    else
        was = (struct named){.codes = name_map_open()};
    enum status second = named_read(s, v->id, a, &is), third = changes_read(s, &before, v, a, &became);
    if (status == OK && second == OK && third == OK)
        rows_make(&u, &was, &is, &became, a, out);
    usage_close(&u);
    named_close(&was);
    named_close(&is);
    became_close(&became);
    return status != OK ? status : second != OK ? second : third;
}

enum status class_upgrade_of(struct app *app, const struct actor *actor, int64_t id, struct arena *a,
                             struct class_upgrade *out)
{
    struct classification c;
    TRY(get_classification(app, actor, id, a, &c));
    return upgrade_of(app_store(app), &c.version, a, out);
}

enum status class_may_leave(struct store *s, const struct class_version *v, struct arena *a)
{
    const struct catalogue *own = catalogue_builtin();
    if (v->state != CLASS_IN_USE || (v->subject != CLASS_STYRK && v->subject != CLASS_ESCO))
        return OK;
    struct usage u = {.subject = v->subject, .codes = name_map_open()};
    struct named is, was;
    enum status status = usage_read(s, &u), first = named_read(s, v->id, a, &is), second = named_read(s, v->former, a, &was);
    status = status != OK ? status : first != OK ? first : second;
    enum catalogue_kind kind = v->subject == CLASS_STYRK ? CATALOGUE_OCCUPATION : CATALOGUE_SKILL;
    for (size_t i = 0; status == OK && i < name_map_count(u.codes); i++) {
        const char *text = name_map_name(u.codes, i);
        struct code code;
        bool ours = code_read(text, &code) && (catalogue_find(own, kind, code) != NULL ||
                                               (kind == CATALOGUE_OCCUPATION &&
                                                catalogue_find(own, CATALOGUE_OCCUPATION_GROUP, code) != NULL));
        if (!ours && name_of(&is, text) != NULL && name_of(&was, text) == NULL)
            status = CONFLICT;
    }
    usage_close(&u);
    named_close(&is);
    named_close(&was);
    return status;
}
