// SPDX-License-Identifier: EUPL-1.2
#include "core/catalogue_more.h"

#include <string.h>

#include "base/name_map.h"
#include "core/catalogue_data.h"

struct catalogue_more {
    struct catalogue *c;
    struct arena *scratch; // emptied by each call
    size_t item_room[CATALOGUE_KINDS];
    struct name_map *codes[CATALOGUE_KINDS]; // code → place in items, as many as there are
    struct name_map *names;                  // skills: key text → number
    uint32_t *named;                         // by that number: place in items + 1, 0 none
    size_t named_room;
    struct catalogue_item *hidden[CATALOGUE_KINDS]; // with a name, but not offered
    size_t hidden_count[CATALOGUE_KINDS], hidden_room[CATALOGUE_KINDS];
};

static void *grow(struct arena *a, const void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return (void *)list;
    *room = *room < 64 ? 64 : *room * 2;
    void *grown = arena_alloc_array(a, *room, size);
    if (count > 0)
        memcpy(grown, list, count * size);
    return grown;
}

static size_t code_place(const struct catalogue_more *m, enum catalogue_kind kind, struct code code)
{
    char text[CODE_TEXT];
    code_write(code, text);
    return name_map_find(m->codes[kind], text);
}

// Which skill has this name; NAME_MAP_NONE: none.
static size_t named_place(const struct catalogue_more *m, const char *key)
{
    size_t at = name_map_find(m->names, key);
    return at == NAME_MAP_NONE || m->named[at] == 0 ? NAME_MAP_NONE : m->named[at] - 1;
}

static void name_keep(struct catalogue_more *m, const char *key, uint32_t place)
{
    size_t at = name_map_put(m->names, key);
    if (at >= m->named_room)
        m->named = grow(m->c->arena, m->named, at, &m->named_room, sizeof *m->named);
    if (m->named[at] == 0)
        m->named[at] = place + 1;
}

static bool extended(enum catalogue_kind kind)
{
    return kind == CATALOGUE_OCCUPATION || kind == CATALOGUE_OCCUPATION_GROUP || kind == CATALOGUE_SKILL;
}

struct catalogue_more *catalogue_more_begin(const struct catalogue *own)
{
    struct arena *a = arena_open();
    struct catalogue_more *m = ARENA_NEW(a, struct catalogue_more);
    m->c = ARENA_NEW(a, struct catalogue);
    *m->c = *own;
    m->c->arena = a;
    m->scratch = arena_open();
    m->c->implications = arena_copy(a, own->implications, own->implication_count * sizeof *own->implications);
    m->c->implication_room = own->implication_count;
    m->names = name_map_open();
    for (int kind = 0; kind < CATALOGUE_KINDS; kind++) {
        struct catalogue_kind_data *k = &m->c->kinds[kind];
        if (!extended((enum catalogue_kind)kind))
            continue;
        k->items = arena_copy(a, k->items, k->count * sizeof *k->items);
        k->keys = arena_copy(a, k->keys, k->key_count * sizeof *k->keys);
        m->item_room[kind] = k->count;
        k->key_room = k->key_count;
        m->codes[kind] = name_map_open();
        for (size_t i = 0; i < k->count; i++) {
            char text[CODE_TEXT];
            code_write(k->items[i].code, text);
            name_map_put(m->codes[kind], text);
        }
    }
    const struct catalogue_kind_data *skills = &m->c->kinds[CATALOGUE_SKILL];
    for (int names_first = 1; names_first >= 0; names_first--)
        for (size_t i = 0; i < skills->key_count; i++)
            if ((skills->keys[i].source <= KEY_NAME_EN) == names_first && skills->keys[i].source != KEY_CODE)
                name_keep(m, skills->keys[i].text, skills->keys[i].item);
    return m;
}

static void key_add(struct catalogue_more *m, enum catalogue_kind kind, uint32_t item, enum key_source source,
                    const char *key)
{
    struct catalogue_kind_data *k = &m->c->kinds[kind];
    if (key[0] == '\0')
        return;
    for (size_t i = k->key_count; i > 0 && k->keys[i - 1].item == item; i--)
        if (strcmp(k->keys[i - 1].text, key) == 0)
            return;
    k->keys = grow(m->c->arena, k->keys, k->key_count, &k->key_room, sizeof *k->keys);
    size_t trigrams = source == KEY_CODE ? 0 : catalogue_trigrams(key); // fewer than KEY_MOST
    k->keys[k->key_count++] = (struct catalogue_key){arena_strdup(m->c->arena, key), item, (uint8_t)source,
                                                      (uint8_t)trigrams};
}

static void label_add(struct catalogue_more *m, enum catalogue_kind kind, uint32_t item, enum lang l, const char *label)
{
    key_add(m, kind, item, l == LANG_NB ? KEY_SYNONYM_NB : KEY_SYNONYM_EN, catalogue_key_text(m->scratch, label));
}

static void labels_add(struct catalogue_more *m, enum catalogue_kind kind, uint32_t item, enum lang l, const char *labels)
{
    for (const char *p = labels; p != NULL && *p != '\0';) {
        size_t n = strcspn(p, "\n");
        label_add(m, kind, item, l, arena_strndup(m->scratch, p, n));
        p += n + (p[n] == '\n');
    }
}

static bool given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static const char *name_in(const struct catalogue_more_item *item, enum lang l)
{
    const char *name = item->names[l], *other = item->names[l == LANG_NB ? LANG_EN : LANG_NB];
    return given(name) ? name : given(other) ? other : "";
}

static struct catalogue_item item_of(struct catalogue_more *m, enum catalogue_kind kind,
                                     const struct catalogue_more_item *item)
{
    struct catalogue_item made = {
        .kind = kind, .code = item->code, .least = EVIDENCE_STATED, .source = item->source};
    m->c->sources |= 1u << item->source;
    for (int l = 0; l < 2; l++)
        made.names[l] = arena_strdup(m->c->arena, name_in(item, (enum lang)l));
    made.foreign = !given(item->names[LANG_NB]) ? LANG_EN + 1 : !given(item->names[LANG_EN]) ? LANG_NB + 1 : 0;
    if (kind == CATALOGUE_OCCUPATION) {
        // The levels of competence that STYRK-08 is built on, by its major groups: 2 asks for a longer higher education,
        // 3 for a shorter one, 4 to 8 for upper secondary, 9 for none; 0 and 1 for nothing in particular.
        static const uint8_t LEVELS[] = {0, 0, 7, 6, 4, 4, 4, 4, 4, 2};
        char text[CODE_TEXT];
        code_write(item->code, text);
        made.nkr = text[0] >= '0' && text[0] <= '9' ? LEVELS[text[0] - '0'] : 0;
        made.broader = code_prefix(item->code, 3);
    }
    return made;
}

static void hide(struct catalogue_more *m, enum catalogue_kind kind, const struct catalogue_more_item *item,
                 struct code same)
{
    m->hidden[kind] = grow(m->c->arena, m->hidden[kind], m->hidden_count[kind], &m->hidden_room[kind],
                           sizeof *m->hidden[kind]);
    struct catalogue_item *hidden = &m->hidden[kind][m->hidden_count[kind]++];
    *hidden = item_of(m, kind, item);
    hidden->same = same;
}

static void implication_add(struct catalogue_more *m, struct code from, struct code to)
{
    struct catalogue *c = m->c;
    c->implications = grow(c->arena, c->implications, c->implication_count, &c->implication_room, sizeof *c->implications);
    c->implications[c->implication_count++] = (struct implication){FACT_SKILL, from, to};
}

static void names_add(struct catalogue_more *m, enum catalogue_kind kind, uint32_t at,
                      const struct catalogue_more_item *item, bool as_names)
{
    for (int l = 0; l < 2; l++) {
        enum key_source source = as_names ? (l == LANG_NB ? KEY_NAME_NB : KEY_NAME_EN)
                                          : (l == LANG_NB ? KEY_SYNONYM_NB : KEY_SYNONYM_EN);
        if (given(item->names[l]))
            key_add(m, kind, at, source, catalogue_key_text(m->scratch, item->names[l]));
    }
    for (int l = 0; l < 2; l++)
        labels_add(m, kind, at, (enum lang)l, item->labels[l]);
}

void catalogue_more_add(struct catalogue_more *m, enum catalogue_kind kind, const struct catalogue_more_item *item)
{
    struct catalogue_kind_data *k = &m->c->kinds[kind];
    size_t at = code_place(m, kind, item->code);
    arena_reset(m->scratch);
    if (at != NAME_MAP_NONE) {
        names_add(m, kind, (uint32_t)at, item, false);
        return;
    }
    for (int l = 0; kind == CATALOGUE_SKILL && at == NAME_MAP_NONE && l < 2; l++)
        if (given(item->names[l]))
            at = named_place(m, catalogue_key_text(m->scratch, item->names[l]));
    if (at != NAME_MAP_NONE) {
        names_add(m, kind, (uint32_t)at, item, false);
        hide(m, kind, item, k->items[at].code);
        implication_add(m, item->code, k->items[at].code);
        implication_add(m, k->items[at].code, item->code);
        return;
    }
    at = k->count;
    k->items = grow(m->c->arena, k->items, k->count, &m->item_room[kind], sizeof *k->items);
    k->items[k->count++] = item_of(m, kind, item);
    char text[CODE_TEXT];
    code_write(item->code, text);
    name_map_put(m->codes[kind], text);
    names_add(m, kind, (uint32_t)at, item, true);
    if (kind != CATALOGUE_SKILL) // short codes of skills are nothing that anybody types
        key_add(m, kind, (uint32_t)at, KEY_CODE, catalogue_key_text(m->scratch, text));
    for (int l = 0; kind == CATALOGUE_SKILL && l < 2; l++)
        if (given(item->names[l]))
            name_keep(m, catalogue_key_text(m->scratch, item->names[l]), (uint32_t)at);
}

void catalogue_more_label(struct catalogue_more *m, enum catalogue_kind kind, struct code code, enum lang l,
                          const char *label)
{
    size_t at = code_place(m, kind, code);
    arena_reset(m->scratch);
    if (at != NAME_MAP_NONE)
        label_add(m, kind, (uint32_t)at, l, label);
}

static bool is_hidden(const struct catalogue_more *m, enum catalogue_kind kind, struct code code)
{
    for (size_t i = 0; i < m->hidden_count[kind]; i++)
        if (code_equal(m->hidden[kind][i].code, code))
            return true;
    return false;
}

void catalogue_more_former(struct catalogue_more *m, enum catalogue_kind kind, const struct catalogue_more_item *item)
{
    if (code_place(m, kind, item->code) == NAME_MAP_NONE && !is_hidden(m, kind, item->code))
        hide(m, kind, item, (struct code){0});
}

void catalogue_more_broader(struct catalogue_more *m, struct code narrow, struct code broad)
{
    size_t at = code_place(m, CATALOGUE_SKILL, narrow);
    bool known = at != NAME_MAP_NONE || is_hidden(m, CATALOGUE_SKILL, narrow);
    if (!known || (code_place(m, CATALOGUE_SKILL, broad) == NAME_MAP_NONE && !is_hidden(m, CATALOGUE_SKILL, broad)))
        return;
    implication_add(m, narrow, broad);
    if (at == NAME_MAP_NONE)
        return;
    struct catalogue_item *item = &m->c->kinds[CATALOGUE_SKILL].items[at];
    if (item->source != CATALOGUE_OWN && !code_given(item->broader))
        item->broader = broad;
}

const struct catalogue *catalogue_more_end(struct catalogue_more *m, const char *mark)
{
    struct catalogue *c = m->c;
    for (int kind = 0; kind < CATALOGUE_KINDS; kind++) {
        struct catalogue_kind_data *k = &c->kinds[kind];
        for (size_t i = 0; i < m->hidden_count[kind]; i++) {
            k->items = grow(c->arena, k->items, k->count, &m->item_room[kind], sizeof *k->items);
            k->items[k->count++] = m->hidden[kind][i];
        }
        k->hidden = m->hidden_count[kind];
        name_map_close(m->codes[kind]);
    }
    name_map_close(m->names);
    arena_close(m->scratch);
    c->version = arena_printf(c->arena, "%s+%s", c->version, mark);
    catalogue_index_codes(c);
    catalogue_index_trigrams(c);
    return c;
}

void catalogue_close(const struct catalogue *c)
{
    if (c != NULL)
        arena_close(c->arena);
}
