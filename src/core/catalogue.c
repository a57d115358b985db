// SPDX-License-Identifier: EUPL-1.2
#include "core/catalogue.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/catalogue_data.h"

static struct catalogue *builtin;

static void builtin_read(void)
{
    builtin = catalogue_read();
}

const struct catalogue *catalogue_builtin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, builtin_read);
    return builtin;
}

const char *catalogue_version(const struct catalogue *c)
{
    return c->version;
}

bool catalogue_has(const struct catalogue *c, enum catalogue_source source)
{
    return source == CATALOGUE_OWN || (c->sources >> source & 1) != 0;
}

struct placed_code {
    struct code code;
    uint32_t place;
};

static int by_code(const void *a, const void *b)
{
    const struct placed_code *x = a, *y = b;
    if (x->code.value != y->code.value)
        return x->code.value < y->code.value ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

void catalogue_index_codes(struct catalogue *c)
{
    struct arena *scratch CLEANUP_ARENA = arena_open();
    for (int kind = 0; kind < CATALOGUE_KINDS; kind++) {
        struct catalogue_kind_data *k = &c->kinds[kind];
        struct placed_code *order = ARENA_ARRAY(scratch, struct placed_code, k->count);
        for (uint32_t i = 0; i < k->count; i++)
            order[i] = (struct placed_code){k->items[i].code, i};
        qsort(order, k->count, sizeof *order, by_code);
        k->by_code = ARENA_ARRAY(c->arena, uint32_t, k->count);
        for (size_t i = 0; i < k->count; i++)
            k->by_code[i] = order[i].place;
    }
}

const struct catalogue_item *catalogue_items(const struct catalogue *c, enum catalogue_kind kind, size_t *count_out)
{
    *count_out = c->kinds[kind].count - c->kinds[kind].hidden;
    return c->kinds[kind].items;
}

const struct catalogue_item *catalogue_find(const struct catalogue *c, enum catalogue_kind kind, struct code code)
{
    const struct catalogue_kind_data *k = &c->kinds[kind];
    size_t low = 0, high = k->by_code == NULL ? 0 : k->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct catalogue_item *item = &k->items[k->by_code[middle]];
        if (item->code.value == code.value)
            return item;
        if (item->code.value < code.value)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *catalogue_name(const struct catalogue_item *item, enum lang l)
{
    return item->names[l];
}

const char *catalogue_singular(const struct catalogue_item *item, enum lang l)
{
    return item->singular[l] != NULL ? item->singular[l] : item->names[l];
}

struct code catalogue_standing_skill(const struct catalogue *c, struct code code)
{
    const struct catalogue_item *item = catalogue_find(c, CATALOGUE_SKILL, code);
    return item != NULL && code_given(item->same) ? item->same : code;
}

const char *catalogue_label(const struct catalogue *c, enum catalogue_kind kind, struct code code, enum lang l,
                            struct arena *a)
{
    const struct catalogue_item *item = catalogue_find(c, kind, code);
    if (item != NULL)
        return item->names[l];
    char text[CODE_TEXT];
    code_write(code, text);
    return arena_strdup(a, text);
}

const char *catalogue_atom_label(const struct catalogue *c, const struct atom *atom, enum lang l, struct arena *a)
{
    switch (atom->kind) {
    case ATOM_OCCUPATION:
        return catalogue_label(c, code_length(atom->code) == 3 ? CATALOGUE_OCCUPATION_GROUP : CATALOGUE_OCCUPATION,
                               atom->code, l, a);
    case ATOM_SKILL:
        return catalogue_label(c, CATALOGUE_SKILL, atom->code, l, a);
    case ATOM_LANGUAGE:
        return catalogue_label(c, CATALOGUE_LANGUAGE, atom->code, l, a);
    case ATOM_EDUCATION:
        return code_given(atom->code) ? catalogue_label(c, CATALOGUE_FIELD, atom->code, l, a) : "";
    case ATOM_LICENCE:
        return catalogue_label(c, CATALOGUE_LICENCE, atom->code, l, a);
    case ATOM_PLACE:
    case ATOM_TIME:
        break;
    }
    return "";
}

enum evidence catalogue_least_evidence(const struct catalogue *c, const struct atom *atom)
{
    if (atom->kind != ATOM_LICENCE)
        return EVIDENCE_STATED;
    const struct catalogue_item *item = catalogue_find(c, CATALOGUE_LICENCE, atom->code);
    return item == NULL ? EVIDENCE_DOCUMENTED : item->least;
}

// The levels' names are the built-in catalogue's: they do not change from one catalogue to another.
const char *catalogue_nkr_name(int level, enum lang l)
{
    if (level < NKR_LEAST || level > NKR_MOST)
        return "";
    return catalogue_builtin()->nkr_names[level][l];
}

const char *catalogue_cefr_name(enum cefr level, enum lang l)
{
    if (level < CEFR_A1 || level > CEFR_C2)
        return "";
    return catalogue_builtin()->cefr_names[level][l];
}

static const char *const cefr_codes[] = {"", "A1", "A2", "B1", "B2", "C1", "C2"};

const char *catalogue_cefr_code(enum cefr level)
{
    return level < CEFR_A1 || level > CEFR_C2 ? "" : cefr_codes[level];
}

bool catalogue_cefr_read(const char *text, enum cefr *out)
{
    for (int level = CEFR_A1; level <= CEFR_C2 && text != NULL; level++)
        if (strcasecmp(text, cefr_codes[level]) == 0) {
            *out = (enum cefr)level;
            return true;
        }
    return false;
}

const struct implication *catalogue_implications(const struct catalogue *c, size_t *count_out)
{
    *count_out = c->implication_count;
    return c->implications;
}
