// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "app/employer_register_inside.h"
#include "app/internal.h"

json_t *register_values_json(const struct register_values *v)
{
    json_t *json = json_object();
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (v->of[f] != NULL)
            json_object_set_new(json, register_field_name((enum register_field)f), json_string(v->of[f]));
    return json;
}

struct register_values register_values_read(const json_t *json, struct arena *a)
{
    struct register_values v = {0};
    for (int f = 0; f < REGISTER_FIELDS; f++)
        v.of[f] =
            arena_strdup(a, json_string_value(json_object_get(json, register_field_name((enum register_field)f))));
    return v;
}

enum status register_unit_read(struct store *s, enum register_noun noun, int64_t row, struct arena *a,
                               struct register_unit *unit_out, struct register_values *given_out, bool *known_out)
{
    struct register_unit unit = {.given = "{}", .seen_on = DAY_NONE, .closed_on = DAY_NONE};
    enum status status = register_unit_get(s, noun, row, a, &unit);
    if (status != OK && status != NOT_FOUND)
        return status;
    json_t *json = json_loads(unit.given, 0, NULL);
    *given_out = register_values_read(json, a);
    json_decref(json);
    *unit_out = unit;
    *known_out = status == OK;
    return OK;
}

static const char *dump(json_t *json, struct arena *a)
{
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    const char *copy = text == NULL ? "{}" : arena_strdup(a, text);
    free(text);
    return copy;
}

static void set_day(json_t *json, const char *name, day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    if (d != DAY_NONE)
        json_object_set_new(json, name, json_string(text));
}

static day get_day(const json_t *json, const char *name)
{
    day d;
    const char *text = json_string_value(json_object_get(json, name));
    return text != NULL && day_read(text, &d) ? d : DAY_NONE;
}

const char *register_json(const struct register_record *r, enum register_noun noun, struct arena *a)
{
    json_t *values = register_values_json(&r->fresh);
    json_t *json =
        json_pack("{s:s, s:s}", "noun", noun == REGISTER_EMPLOYER ? "employer" : "workplace", "orgnr", r->orgnr);
    json_object_update(json, values);
    json_decref(values);
    if (r->parent[0] != '\0')
        json_object_set_new(json, "parent", json_string(r->parent));
    set_day(json, "parent_from", r->parent_from);
    set_day(json, "registered_on", r->registered_on);
    set_day(json, "closed_on", r->closed_on);
    set_day(json, "as_of", r->as_of);
    if (r->winding_up_told)
        json_object_set_new(json, "winding_up", json_boolean(r->winding_up));
    if (r->removed)
        json_object_set_new(json, "removed", json_true());
    if (r->refetch)
        json_object_set_new(json, "refetch", json_true());
    return dump(json, a);
}

enum register_noun register_json_read(const json_t *json, struct arena *a, struct register_record *out)
{
    *out = (struct register_record){
        .fresh = register_values_read(json, a),
        .parent_from = get_day(json, "parent_from"),
        .registered_on = get_day(json, "registered_on"),
        .closed_on = get_day(json, "closed_on"),
        .as_of = get_day(json, "as_of"),
        .winding_up_told = json_object_get(json, "winding_up") != NULL,
        .winding_up = json_is_true(json_object_get(json, "winding_up")),
        .removed = json_is_true(json_object_get(json, "removed")),
        .refetch = json_is_true(json_object_get(json, "refetch")),
        .country = "",
    };
    (void)orgnr_read(json_string_value(json_object_get(json, "orgnr")), true, out->orgnr);
    if (!orgnr_read(json_string_value(json_object_get(json, "parent")), true, out->parent))
        out->parent[0] = '\0';
    return strcmp(text_or_empty(json_string_value(json_object_get(json, "noun"))), "workplace") == 0
               ? REGISTER_WORKPLACE
               : REGISTER_EMPLOYER;
}

static bool gives_fields(const struct register_record *r)
{
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (r->fresh.of[f] != NULL && f != REGISTER_CLOSED)
            return true;
    return false;
}

static void weigh(const struct register_record *r, struct arena *a, struct register_effect *e)
{
    register_merge(&e->stands, &e->given, &r->fresh, e->merge);
    // What the law has taken out of the register is taken out here too, whoever wrote it.
    for (int f = 0; r->removed && f < REGISTER_FIELDS; f++)
        if (r->fresh.of[f] != NULL && e->stands.of[f] != NULL && strcmp(r->fresh.of[f], e->stands.of[f]) != 0)
            e->merge[f] = MERGE_WRITE;
    struct register_values given = register_given(&e->given, &r->fresh);
    if (r->removed)
        given = (struct register_values){{[REGISTER_CLOSED] = "1"}};
    e->next = e->unit;
    e->next.given = dump(register_values_json(&given), a);
    e->next.seen_on = r->as_of;
    e->next.refetch = r->refetch || (e->unit.refetch && !gives_fields(r) && !r->removed);
    e->next.named_by_workplace = e->unit.named_by_workplace && r->fresh.of[REGISTER_NAME] == NULL;
    e->next.removed = e->unit.removed || r->removed;
    if (r->winding_up_told)
        e->next.winding_up = r->winding_up;
    if (r->closed_on != DAY_NONE || text_or_empty(r->fresh.of[REGISTER_CLOSED])[0] == '0')
        e->next.closed_on = r->closed_on;
    const struct register_unit *x = &e->unit, *y = &e->next;
    e->any |= !e->known || x->refetch != y->refetch || x->named_by_workplace != y->named_by_workplace ||
              x->removed != y->removed || x->winding_up != y->winding_up || x->closed_on != y->closed_on;
    for (int f = 0; f < REGISTER_FIELDS; f++)
        e->any |= e->merge[f] != MERGE_NOTHING;
}

// The body above a unit, from the day it is first told; one that is told already stays as it is.
static enum status weigh_parents(struct store *s, struct employer_id id, const struct register_record *r,
                                 struct arena *a, struct register_effect *e)
{
    TRY(register_parent_list(s, id, a, &e->parents, &e->parent_count));
    struct register_parent *last = e->parent_count == 0 ? NULL : &e->parents[e->parent_count - 1];
    bool has = last != NULL && last->to == DAY_NONE;
    e->next_parents = e->parents;
    e->next_parent_count = e->parent_count;
    if (r->fresh.of[REGISTER_NAME] == NULL || (has ? strcmp(last->orgnr, r->parent) == 0 : r->parent[0] == '\0'))
        return OK;
    day from = e->parent_count == 0 && r->registered_on != DAY_NONE ? r->registered_on : r->as_of;
    struct register_parent *next = ARENA_ARRAY(a, struct register_parent, e->parent_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < e->parent_count; i++)
        if (e->parents[i].from < from) {
            next[n] = e->parents[i];
            if (next[n].to == DAY_NONE || next[n].to >= from)
                next[n].to = from - 1;
            n++;
        }
    if (r->parent[0] != '\0')
        next[n++] = (struct register_parent){r->parent, from, DAY_NONE};
    e->next_parents = next;
    e->next_parent_count = n;
    e->any = true;
    return OK;
}

enum status register_weigh_employer(struct store *s, const struct employer *e, const struct register_record *r,
                                    struct arena *a, struct register_effect *out)
{
    *out = (struct register_effect){.stands = employer_values(e, a)};
    TRY(register_unit_read(s, REGISTER_EMPLOYER, e->id.value, a, &out->unit, &out->given, &out->known));
    TRY(weigh_parents(s, e->id, r, a, out));
    weigh(r, a, out);
    return OK;
}

enum status register_weigh_workplace(struct store *s, const struct workplace *w, struct employer_id now,
                                     const struct register_record *r, struct arena *a, struct register_effect *out)
{
    *out = (struct register_effect){.stands = workplace_values(w, a)};
    out->moves = now.value != 0 && now.value != w->employer.value;
    out->any = out->moves;
    TRY(register_unit_read(s, REGISTER_WORKPLACE, w->id.value, a, &out->unit, &out->given, &out->known));
    weigh(r, a, out);
    return OK;
}
