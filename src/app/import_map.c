// SPDX-License-Identifier: EUPL-1.2
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_inside.h"
#include "app/internal.h"
#include "base/lang.h"

// Headers are compared by their letters and digits alone: "Org.nr." is "orgnr".
static const char *squeeze(const char *text, struct arena *a)
{
    char *folded = lang_fold(a, text);
    size_t n = 0;
    for (const char *p = folded; *p != '\0'; p++)
        if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
            folded[n++] = *p;
    folded[n] = '\0';
    return folded;
}

struct guessing {
    const struct import_kind *kind;
    const char *const *columns;
    size_t count;
    const char **squeezed;
    bool *taken;
    const char **found; // by field
    struct arena *arena;
};

static bool take(struct guessing *g, size_t field, const char *header)
{
    if (*header == '\0')
        return false;
    for (size_t c = 0; c < g->count; c++)
        if (!g->taken[c] && strcmp(g->squeezed[c], header) == 0) {
            g->taken[c] = true;
            g->found[field] = g->columns[c];
            return true;
        }
    return false;
}

static bool take_alias(struct guessing *g, size_t field)
{
    const char *const *alias = g->kind->fields[field].aliases;
    for (; alias != NULL && *alias != NULL; alias++)
        if (take(g, field, squeeze(*alias, g->arena)))
            return true;
    return false;
}

// Names before aliases before titles, each for all fields: what is called by its own name is never taken for another.
static void guess(struct guessing *g, const bool *settled)
{
    for (int round = 0; round < 3; round++)
        for (size_t f = 0; f < g->kind->field_count; f++) {
            const struct import_field *field = &g->kind->fields[f];
            if (settled[f] || g->found[f] != NULL)
                continue;
            if (round == 0)
                take(g, f, squeeze(field->name, g->arena));
            else if (round == 1)
                take_alias(g, f);
            else if (!take(g, f, squeeze(tr(LANG_NB, field->title), g->arena)))
                take(g, f, squeeze(tr(LANG_EN, field->title), g->arena));
        }
}

static bool choose(struct guessing *g, size_t field, const char *column)
{
    if (*column == '\0')
        return true;
    for (size_t c = 0; c < g->count; c++)
        if (strcmp(g->columns[c], column) == 0) {
            g->taken[c] = true;
            g->found[field] = g->columns[c];
            return true;
        }
    return false;
}

static size_t field_at(const struct import_kind *kind, const char *name)
{
    size_t f = 0;
    while (f < kind->field_count && strcmp(kind->fields[f].name, name) != 0)
        f++;
    return f;
}

static const char *issue_name(const char *field, struct arena *a)
{
    return arena_printf(a, "map-%s", field);
}

static enum status check(struct guessing *g, struct issues *issues)
{
    enum status status = OK;
    for (size_t f = 0; f < g->kind->field_count; f++)
        if (g->kind->fields[f].required && g->found[f] == NULL) {
            issues_add_arg(issues, issue_name(g->kind->fields[f].name, issues->arena),
                           N_("No column holds %s: say which one does"), g->kind->fields[f].name);
            status = INVALID;
        }
    return status;
}

static size_t position_of(const struct guessing *g, const char *column)
{
    size_t c = 0;
    while (c < g->count && g->columns[c] != column)
        c++;
    return c;
}

enum status import_map_make(const struct import_kind *kind, const struct records *file,
                            const struct import_pair *chosen, size_t chosen_count, struct arena *a,
                            struct issues *issues, struct import_map *out)
{
    struct guessing g = {.kind = kind, .arena = a};
    enum status status = OK;
    g.count = records_columns(file, &g.columns);
    g.squeezed = ARENA_ARRAY(a, const char *, g.count);
    g.taken = ARENA_ARRAY(a, bool, g.count);
    g.found = ARENA_ARRAY(a, const char *, kind->field_count);
    bool *settled = ARENA_ARRAY(a, bool, kind->field_count);
    for (size_t c = 0; c < g.count; c++)
        g.squeezed[c] = squeeze(g.columns[c], a);
    for (size_t i = 0; i < chosen_count; i++) {
        size_t f = field_at(kind, chosen[i].name);
        if (f == kind->field_count) {
            issues_add_arg(issues, "map", N_("There is nothing called %s to map a column to"), chosen[i].name);
            status = INVALID;
            continue;
        }
        settled[f] = true;
        if (!choose(&g, f, text_or_empty(chosen[i].value))) {
            issues_add_arg(issues, issue_name(chosen[i].name, issues->arena), N_("The file has no column %s"),
                           chosen[i].value);
            status = INVALID;
        }
    }
    guess(&g, settled);
    struct import_map map = {.kind = kind, .columns = g.found, .same = true};
    map.at = ARENA_ARRAY(a, size_t, kind->field_count);
    for (size_t f = 0; f < kind->field_count; f++) {
        // A column that bears the field's name without standing for it would be taken for it.
        const char *own = kind->fields[f].name;
        if (g.found[f] != NULL)
            map.at[f] = position_of(&g, g.found[f]);
        for (size_t c = 0; c < g.count; c++)
            if (strcmp(g.columns[c], own) == 0 && g.found[f] != g.columns[c])
                map.same = false;
        map.same = map.same && (g.found[f] == NULL || strcmp(g.found[f], own) == 0);
    }
    *out = map;
    enum status lacking = check(&g, issues);
    return status == OK ? lacking : status;
}

static const char *value_at(const struct record *r, size_t at, const char *column)
{
    if (at < r->count && strcmp(r->fields[at].name, column) == 0)
        return r->fields[at].value;
    return record_get(r, column);
}

static bool used(const struct import_map *map, const char *name)
{
    for (size_t f = 0; f < map->kind->field_count; f++)
        if ((map->columns[f] != NULL && strcmp(map->columns[f], name) == 0) ||
            strcmp(map->kind->fields[f].name, name) == 0)
            return true;
    return false;
}

const struct record *import_map_record(const struct import_map *map, const struct record *r, struct arena *a)
{
    if (map->same)
        return r;
    struct record *out = ARENA_NEW(a, struct record);
    struct record_field *fields = ARENA_ARRAY(a, struct record_field, map->kind->field_count + r->count);
    size_t count = 0;
    for (size_t f = 0; f < map->kind->field_count; f++) {
        const char *value = map->columns[f] == NULL ? NULL : value_at(r, map->at[f], map->columns[f]);
        if (value != NULL)
            fields[count++] = (struct record_field){map->kind->fields[f].name, value};
    }
    for (size_t i = 0; i < r->count; i++)
        if (!used(map, r->fields[i].name))
            fields[count++] = r->fields[i];
    *out = *r;
    out->fields = fields;
    out->count = count;
    return out;
}

const char *import_map_column(const struct import_map *map, const char *field)
{
    if (map->kind == NULL)
        return field;
    size_t f = field_at(map->kind, field);
    return f < map->kind->field_count && map->columns[f] != NULL ? map->columns[f] : field;
}

static const char *dump(json_t *json, struct arena *a)
{
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    const char *copy = text == NULL ? "" : arena_strdup(a, text);
    free(text);
    return copy;
}

const char *import_issues_json(const struct issues *issues, struct arena *a)
{
    if (issues->count == 0)
        return "";
    json_t *list = json_array();
    for (size_t i = 0; i < issues->count; i++) {
        const struct issue *issue = &issues->items[i];
        json_t *one = json_pack("[s, s]", issue->field, issue->message);
        if (issue->arg != NULL)
            json_array_append_new(one, json_string(issue->arg));
        json_array_append_new(list, one);
    }
    return dump(list, a);
}

void import_issues_read(const char *json, struct issues *out)
{
    json_t *list = *json == '\0' ? NULL : json_loads(json, 0, NULL), *one;
    size_t i;
    json_array_foreach(list, i, one)
    {
        const char *field = json_string_value(json_array_get(one, 0)),
                   *message = json_string_value(json_array_get(one, 1));
        const char *arg = json_string_value(json_array_get(one, 2));
        if (field == NULL || message == NULL)
            continue;
        field = arena_strdup(out->arena, field);
        message = arena_strdup(out->arena, message);
        if (arg == NULL)
            issues_add(out, field, message);
        else
            issues_add_arg(out, field, message, arg);
    }
    json_decref(list);
}

const char *import_pairs_json(const struct import_pair *pairs, size_t count, struct arena *a)
{
    json_t *object = json_object();
    for (size_t i = 0; i < count; i++)
        json_object_set_new(object, pairs[i].name, json_string(text_or_empty(pairs[i].value)));
    return dump(object, a);
}

size_t import_pairs_read(const char *json, struct arena *a, const struct import_pair **out)
{
    json_t *object = json_loads(json, 0, NULL), *value;
    const char *name;
    size_t count = 0;
    struct import_pair *pairs = ARENA_ARRAY(a, struct import_pair, json_object_size(object));
    json_object_foreach(object, name, value) if (json_is_string(value)) pairs[count++] =
        (struct import_pair){arena_strdup(a, name), arena_strdup(a, json_string_value(value))};
    json_decref(object);
    *out = pairs;
    return count;
}

// In the order of the file; a name that comes twice keeps both.
const char *import_record_json(const struct record *r, struct arena *a)
{
    json_t *list = json_array();
    for (size_t i = 0; i < r->count; i++)
        json_array_append_new(list, json_pack("[s, s]", r->fields[i].name, r->fields[i].value));
    return dump(list, a);
}

const char *import_option_get(const struct import_run *run, const char *name)
{
    const struct import_pair *pairs;
    size_t count = import_pairs_read(run->options, run->arena, &pairs);
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return pairs[i].value;
    return "";
}
