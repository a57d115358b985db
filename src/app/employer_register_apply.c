// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "app/employer_register_inside.h"
#include "app/internal.h"
#include "store/employer_store.h"
#include "store/import_store.h"

// What it does to a row is weighed anew when it is done: what somebody has written meanwhile is then offered, not lost.

static const char *dump(json_t *json, struct arena *a)
{
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    const char *copy = text == NULL ? "{}" : arena_strdup(a, text);
    free(text);
    return copy;
}

static json_t *unit_json(const struct register_unit *u)
{
    char seen[DAY_TEXT], closed[DAY_TEXT];
    day_write(u->seen_on, seen);
    day_write(u->closed_on, closed);
    return json_pack("[s, s, b, b, b, b, s]", u->given, seen, (int)u->refetch, (int)u->named_by_workplace,
                     (int)u->removed, (int)u->winding_up, closed);
}

static day day_of(const json_t *text)
{
    day d;
    const char *value = json_string_value(text);
    return value != NULL && day_read(value, &d) ? d : DAY_NONE;
}

static struct register_unit unit_of(const json_t *json, struct arena *a)
{
    return (struct register_unit){
        .given = arena_strdup(a, json_string_value(json_array_get(json, 0))),
        .seen_on = day_of(json_array_get(json, 1)),
        .refetch = json_is_true(json_array_get(json, 2)),
        .named_by_workplace = json_is_true(json_array_get(json, 3)),
        .removed = json_is_true(json_array_get(json, 4)),
        .winding_up = json_is_true(json_array_get(json, 5)),
        .closed_on = day_of(json_array_get(json, 6)),
    };
}

static json_t *span(json_t *who, day from, day to)
{
    char first[DAY_TEXT], last[DAY_TEXT];
    day_write(from, first);
    day_write(to, last);
    return json_pack("[o, s, s]", who, first, last);
}

static json_t *parents_json(const struct register_parent *parents, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, span(json_string(parents[i].orgnr), parents[i].from, parents[i].to));
    return list;
}

// Of each field that was written: what stood, and what stands now.
static json_t *fields_json(const struct register_effect *e, const struct register_values *fresh)
{
    json_t *json = json_object();
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (e->merge[f] == MERGE_WRITE)
            json_object_set_new(json, register_field_name((enum register_field)f),
                                json_pack("[s, s]", e->stands.of[f], fresh->of[f]));
    return json;
}

static enum status make_offers(struct store_tx *tx, const struct import_run *run, enum register_noun noun, int64_t row,
                               struct employer_id employer, const struct register_effect *e,
                               const struct register_values *fresh, json_t *undo)
{
    json_t *made = json_array();
    json_object_set_new(undo, "offers", made);
    for (int f = 0; f < REGISTER_FIELDS; f++) {
        struct offer_stored offer = {
            .noun = noun,
            .row = row,
            .employer = employer,
            .field = register_field_name((enum register_field)f),
            .offered = fresh->of[f],
            .import = run->import,
        };
        if (e->merge[f] == MERGE_OFFER) {
            TRY(offer_insert(tx, &offer, &offer.id));
            json_array_append_new(made, json_integer(offer.id));
        } else if (fresh->of[f] != NULL && strcmp(fresh->of[f], text_or_empty(e->stands.of[f])) == 0) {
            TRY(offer_forget(tx, noun, row, offer.field));
        }
    }
    return OK;
}

// What may be taken back: nothing of what the law has taken out.
static enum status settle_unit(struct store_tx *tx, const struct import_run *run, enum register_noun noun, int64_t row,
                               struct employer_id employer, const struct register_effect *e,
                               const struct register_record *r, json_t *undo, struct import_done *out)
{
    enum status status = register_unit_put(tx, noun, row, &e->next);
    json_object_set_new(undo, "fields", fields_json(e, &r->fresh));
    json_object_set_new(undo, "unit", e->known ? unit_json(&e->unit) : json_null());
    json_object_set_new(undo, "unit_next", unit_json(&e->next));
    if (status == OK && r->removed)
        status = offer_forget(tx, noun, row, NULL);
    if (status == OK && r->removed)
        status = import_row_forget(tx, EMPLOYER_REGISTER.name, r->orgnr);
    if (status == OK)
        status = make_offers(tx, run, noun, row, employer, e, &r->fresh, undo);
    out->target = row;
    const char *text = dump(undo, tx->arena);
    out->before = r->removed ? "{\"removed\": true}" : text;
    return status;
}

static enum status update_employer(struct store_tx *tx, const struct import_run *run, struct employer *e,
                                   const struct register_record *r, struct import_done *out)
{
    struct register_effect effect;
    bool writes = false;
    TRY(register_weigh_employer(tx->store, e, r, tx->arena, &effect));
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (effect.merge[f] == MERGE_WRITE) {
            employer_take_value(e, (enum register_field)f, r->fresh.of[f]);
            writes = true;
        }
    if (writes)
        TRY(employer_update(tx, e));
    json_t *undo = json_pack("{s:s}", "noun", "employer");
    if (effect.next_parents != effect.parents) {
        json_object_set_new(undo, "parents", parents_json(effect.parents, effect.parent_count));
        json_object_set_new(undo, "next_parents", parents_json(effect.next_parents, effect.next_parent_count));
        enum status status = register_parent_put(tx, e->id, effect.next_parents, effect.next_parent_count);
        if (status != OK) {
            json_decref(undo);
            return status;
        }
    }
    return settle_unit(tx, run, REGISTER_EMPLOYER, e->id.value, e->id, &effect, r, undo, out);
}

static enum status make_employer(struct store_tx *tx, const struct register_record *r, struct employer_id *out)
{
    struct employer e = {
        .orgnr = r->orgnr,
        .name = r->orgnr,
        .employees = EMPLOYEES_UNKNOWN,
        .municipality_valid_on = DAY_NONE,
        .paused_until = DAY_NONE,
        .pledged_by = DAY_NONE,
        .stage = STAGE_NEW,
    };
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (r->fresh.of[f] != NULL)
            employer_take_value(&e, (enum register_field)f, r->fresh.of[f]);
    return employer_insert(tx, &e, out);
}

static enum status store_made(struct store_tx *tx, enum register_noun noun, int64_t row,
                              const struct register_record *r, struct register_unit unit, json_t *undo,
                              struct import_done *out)
{
    unit.given = dump(register_values_json(&r->fresh), tx->arena);
    unit.seen_on = r->as_of;
    unit.winding_up = r->winding_up;
    unit.closed_on = r->closed_on;
    json_object_set_new(undo, "made", register_values_json(&r->fresh));
    out->target = row;
    out->before = dump(undo, tx->arena);
    return register_unit_put(tx, noun, row, &unit);
}

static enum status apply_employer(struct store_tx *tx, const struct import_run *run, const struct register_record *r,
                                  struct import_done *out)
{
    struct employer e;
    struct employer_id id;
    enum status status = employer_find(tx->store, r->orgnr, tx->arena, &e);
    if (status == OK)
        return update_employer(tx, run, &e, r, out);
    if (status != NOT_FOUND)
        return status;
    // What was to be updated has gone meanwhile.
    if (r->fresh.of[REGISTER_NAME] == NULL)
        return CONFLICT;
    TRY(make_employer(tx, r, &id));
    if (r->parent[0] != '\0') {
        day from = r->registered_on != DAY_NONE ? r->registered_on : r->as_of;
        TRY(register_parent_put(tx, id, &(struct register_parent){r->parent, from, DAY_NONE}, 1));
    }
    return store_made(tx, REGISTER_EMPLOYER, id.value, r, (struct register_unit){0},
                      json_pack("{s:s}", "noun", "employer"), out);
}

// The unit a workplace belongs to. One that nobody has imported is known by its number alone, and bears the workplace's
// name until it is.
static enum status parent_of(struct store_tx *tx, const struct register_record *r, struct employer_id *out,
                             bool *made_out)
{
    struct employer parent;
    *made_out = false;
    *out = (struct employer_id){0};
    if (r->parent[0] == '\0')
        return OK;
    enum status status = employer_find(tx->store, r->parent, tx->arena, &parent);
    if (status == OK)
        *out = parent.id;
    if (status != NOT_FOUND || r->fresh.of[REGISTER_NAME] == NULL)
        return status == NOT_FOUND ? OK : status;
    struct register_record known = {.fresh.of[REGISTER_NAME] = r->fresh.of[REGISTER_NAME]};
    memcpy(known.orgnr, r->parent, sizeof known.orgnr);
    TRY(make_employer(tx, &known, out));
    *made_out = true;
    struct register_unit unit = {
        .given = dump(register_values_json(&known.fresh), tx->arena),
        .seen_on = r->as_of,
        .refetch = true,
        .named_by_workplace = true,
        .closed_on = DAY_NONE,
    };
    return register_unit_put(tx, REGISTER_EMPLOYER, out->value, &unit);
}

static void place(const struct register_run *run, struct workplace *w)
{
    const struct region_area *area =
        w->municipality_valid_on == DAY_NONE
            ? NULL
            : region_area_of(run->areas, run->area_count, w->municipality_valid_on, w->municipality, w->postal_code);
    w->area = area == NULL ? (struct code){0} : area->code;
}

static enum status update_workplace(struct store_tx *tx, const struct import_run *run, struct workplace *w,
                                    const struct register_record *r, struct import_done *out)
{
    struct register_effect effect;
    struct employer_id parent, before = w->employer;
    struct workplace_parent *parents;
    size_t parent_count;
    bool writes, made;
    TRY(parent_of(tx, r, &parent, &made));
    TRY(workplace_parent_list(tx->store, w->id, tx->arena, &parents, &parent_count));
    TRY(register_weigh_workplace(tx->store, w, parent, r, tx->arena, &effect));
    writes = effect.moves;
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (effect.merge[f] == MERGE_WRITE) {
            workplace_take_value(w, (enum register_field)f, r->fresh.of[f]);
            writes = true;
        }
    struct code area = w->area;
    json_t *undo = json_pack("{s:s}", "noun", "workplace");
    if (effect.merge[REGISTER_MUNICIPALITY] == MERGE_WRITE || effect.merge[REGISTER_POSTAL_CODE] == MERGE_WRITE) {
        char text[CODE_TEXT] = "";
        place(register_run_of(run), w);
        if (code_given(area))
            code_write(area, text);
        json_object_set_new(undo, "area", json_string(text));
    }
    if (effect.moves) {
        json_t *list = json_array();
        for (size_t i = 0; i < parent_count; i++)
            json_array_append_new(list, span(json_integer(parents[i].employer.value), parents[i].from, parents[i].to));
        w->employer = parent;
        json_object_set_new(undo, "parents", list);
        json_object_set_new(undo, "moved", json_pack("[I, I]", (json_int_t)before.value, (json_int_t)parent.value));
    }
    if (made)
        json_object_set_new(undo, "made_parent", json_integer(parent.value));
    // A day of change that lies before what is known already would rewrite it.
    day last = parent_count == 0 ? DAY_NONE : parents[parent_count - 1].from;
    day from = r->parent_from != DAY_NONE && r->parent_from > last ? r->parent_from : r->as_of;
    enum status status = writes ? workplace_update(tx, w, from) : OK;
    if (status != OK) {
        json_decref(undo);
        return status;
    }
    return settle_unit(tx, run, REGISTER_WORKPLACE, w->id.value, w->employer, &effect, r, undo, out);
}

static enum status apply_workplace(struct store_tx *tx, const struct import_run *run, const struct register_record *r,
                                   struct import_done *out)
{
    struct workplace w = {.orgnr = r->orgnr,
                          .name = r->orgnr,
                          .address = "",
                          .postal_code = "",
                          .postal_place = "",
                          .municipality_valid_on = DAY_NONE,
                          .employees = EMPLOYEES_UNKNOWN};
    bool made;
    enum status status = workplace_find(tx->store, r->orgnr, tx->arena, &w);
    if (status == OK)
        return update_workplace(tx, run, &w, r, out);
    if (status != NOT_FOUND)
        return status;
    if (r->fresh.of[REGISTER_NAME] == NULL || r->parent[0] == '\0')
        return CONFLICT;
    TRY(parent_of(tx, r, &w.employer, &made));
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (r->fresh.of[f] != NULL)
            workplace_take_value(&w, (enum register_field)f, r->fresh.of[f]);
    place(register_run_of(run), &w);
    day from = r->parent_from != DAY_NONE && r->parent_from <= r->as_of ? r->parent_from : r->as_of;
    TRY(workplace_insert(tx, &w, from, &w.id));
    json_t *undo = json_pack("{s:s}", "noun", "workplace");
    if (made)
        json_object_set_new(undo, "made_parent", json_integer(w.employer.value));
    return store_made(tx, REGISTER_WORKPLACE, w.id.value, r, (struct register_unit){0}, undo, out);
}

enum status register_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                           struct import_done *out)
{
    struct register_record r;
    json_t *json = json_loads(row->after, 0, NULL);
    enum register_noun noun = register_json_read(json, tx->arena, &r);
    json_decref(json);
    return noun == REGISTER_EMPLOYER ? apply_employer(tx, run, &r, out) : apply_workplace(tx, run, &r, out);
}

// Taking back

// Do the fields still stand as they were written?
static bool as_written(const json_t *fields, const struct register_values *stands)
{
    const char *name;
    json_t *pair;
    json_object_foreach((json_t *)fields, name, pair)
    {
        enum register_field f;
        const char *wrote = json_is_array(pair) ? json_string_value(json_array_get(pair, 1)) : json_string_value(pair);
        if (wrote != NULL && register_field_read(name, &f) && stands->of[f] != NULL &&
            strcmp(stands->of[f], wrote) != 0)
            return false;
    }
    return true;
}

static enum status forget_made(struct store_tx *tx, enum register_noun noun, int64_t row)
{
    TRY(offer_forget(tx, noun, row, NULL));
    if (noun == REGISTER_EMPLOYER)
        TRY(register_parent_put(tx, (struct employer_id){row}, NULL, 0));
    return register_unit_forget(tx, noun, row);
}

// Nobody has written anything of their own: it was not worked on.
static bool nobody_worked_on(const struct employer *e)
{
    return e->stage == STAGE_NEW && e->owner.value == 0 && e->pledged == 0 && e->reference == REFERENCE_UNASKED &&
           e->estimate == ESTIMATE_UNASKED; // a contact or a network refers to it
}

static enum status unmake_employer(struct store_tx *tx, struct employer_id id, const json_t *made)
{
    struct employer e;
    enum status status = employer_get(tx->store, id, tx->arena, &e);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    struct register_values stands = employer_values(&e, tx->arena);
    if (!as_written(made, &stands) || !nobody_worked_on(&e))
        return CONFLICT;
    TRY(forget_made(tx, REGISTER_EMPLOYER, id.value));
    return employer_delete(tx, id);
}

// One that another workplace has come to, or that has been imported, is no longer this row's to take away.
static enum status unmake_parent(struct store_tx *tx, const json_t *undo)
{
    struct register_unit unit;
    struct employer_id id = {json_integer_value(json_object_get(undo, "made_parent"))};
    struct workplace *list;
    size_t count;
    if (id.value == 0)
        return OK;
    enum status status = register_unit_get(tx->store, REGISTER_EMPLOYER, id.value, tx->arena, &unit);
    TRY(workplace_list(tx->store, id, tx->arena, &list, &count));
    if (status == NOT_FOUND || count > 0 || (status == OK && !unit.named_by_workplace))
        return OK;
    TRY(status);
    return unmake_employer(tx, id, NULL);
}

// What the register said of a row before, but for what it has said since: another import may have come after this one.
static enum status unit_before(struct store_tx *tx, enum register_noun noun, int64_t row, const json_t *undo,
                               struct register_unit *out, bool *any_out)
{
    static const struct register_unit unknown = {.given = "{}", .seen_on = DAY_NONE, .closed_on = DAY_NONE};
    struct register_unit was = unknown, now;
    struct register_values given_now;
    bool known;
    if (json_is_array(json_object_get(undo, "unit")))
        was = unit_of(json_object_get(undo, "unit"), tx->arena);
    TRY(register_unit_read(tx->store, noun, row, tx->arena, &now, &given_now, &known));
    struct register_unit wrote = json_object_get(undo, "unit_next") == NULL
                                     ? now
                                     : unit_of(json_object_get(undo, "unit_next"), tx->arena);
    json_t *was_json = json_loads(was.given, 0, NULL), *wrote_json = json_loads(wrote.given, 0, NULL);
    struct register_values given_was = register_values_read(was_json, tx->arena);
    struct register_values given_wrote = register_values_read(wrote_json, tx->arena);
    json_decref(was_json);
    json_decref(wrote_json);
    *any_out = json_is_array(json_object_get(undo, "unit"));
    for (int f = 0; f < REGISTER_FIELDS; f++) {
        const char *x = given_now.of[f], *y = given_wrote.of[f];
        if (x == y || (x != NULL && y != NULL && strcmp(x, y) == 0))
            given_now.of[f] = given_was.of[f];
        *any_out |= given_now.of[f] != NULL;
    }
    now.given = dump(register_values_json(&given_now), tx->arena);
    now.seen_on = now.seen_on == wrote.seen_on ? was.seen_on : now.seen_on;
    now.refetch = now.refetch == wrote.refetch ? was.refetch : now.refetch;
    now.named_by_workplace =
        now.named_by_workplace == wrote.named_by_workplace ? was.named_by_workplace : now.named_by_workplace;
    now.removed = now.removed == wrote.removed ? was.removed : now.removed;
    now.winding_up = now.winding_up == wrote.winding_up ? was.winding_up : now.winding_up;
    now.closed_on = now.closed_on == wrote.closed_on ? was.closed_on : now.closed_on;
    *out = now;
    return OK;
}

static enum status restore_unit(struct store_tx *tx, enum register_noun noun, int64_t row, const json_t *undo)
{
    struct register_unit stood;
    json_t *id;
    bool any;
    size_t i;
    TRY(unit_before(tx, noun, row, undo, &stood, &any));
    if (any)
        TRY(register_unit_put(tx, noun, row, &stood));
    else
        TRY(register_unit_forget(tx, noun, row));
    json_array_foreach(json_object_get(undo, "offers"), i, id)
    {
        enum status status = offer_settle(tx, json_integer_value(id), "past");
        if (status != OK && status != NOT_FOUND)
            return status;
    }
    return OK;
}

// CONFLICT: another body stands above it by now than the one that was written.
static enum status parents_as_written(struct store_tx *tx, struct employer_id id, const json_t *wrote)
{
    struct register_parent *list;
    size_t count;
    if (wrote == NULL)
        return OK;
    TRY(register_parent_list(tx->store, id, tx->arena, &list, &count));
    json_t *now = parents_json(list, count);
    bool same = json_equal(now, wrote) == 1;
    json_decref(now);
    return same ? OK : CONFLICT;
}

static enum status restore_employer(struct store_tx *tx, int64_t row, const json_t *undo)
{
    struct employer e;
    const char *name;
    json_t *pair, *fields = json_object_get(undo, "fields"), *parents = json_object_get(undo, "parents");
    TRY(employer_get(tx->store, (struct employer_id){row}, tx->arena, &e));
    struct register_values stands = employer_values(&e, tx->arena);
    if (!as_written(fields, &stands))
        return CONFLICT;
    TRY(parents_as_written(tx, e.id, json_object_get(undo, "next_parents")));
    json_object_foreach(fields, name, pair)
    {
        enum register_field f;
        if (register_field_read(name, &f))
            employer_take_value(&e, f, arena_strdup(tx->arena, json_string_value(json_array_get(pair, 0))));
    }
    if (json_object_size(fields) > 0)
        TRY(employer_update(tx, &e));
    if (parents != NULL) {
        struct register_parent *list = ARENA_ARRAY(tx->arena, struct register_parent, json_array_size(parents));
        for (size_t i = 0; i < json_array_size(parents); i++) {
            json_t *one = json_array_get(parents, i);
            list[i] = (struct register_parent){arena_strdup(tx->arena, json_string_value(json_array_get(one, 0))),
                                               day_of(json_array_get(one, 1)), day_of(json_array_get(one, 2))};
        }
        TRY(register_parent_put(tx, e.id, list, json_array_size(parents)));
    }
    return restore_unit(tx, REGISTER_EMPLOYER, row, undo);
}

static enum status restore_parents(struct store_tx *tx, struct workplace_id id, const json_t *parents)
{
    size_t count = json_array_size(parents);
    struct workplace_parent *list = ARENA_ARRAY(tx->arena, struct workplace_parent, count);
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_array_get(parents, i);
        list[i] = (struct workplace_parent){{json_integer_value(json_array_get(one, 0))},
                                            day_of(json_array_get(one, 1)),
                                            day_of(json_array_get(one, 2))};
    }
    return workplace_parent_restore(tx, id, list, count);
}

static enum status restore_workplace(struct store_tx *tx, int64_t row, const json_t *undo)
{
    struct workplace w;
    const char *name, *area = json_string_value(json_object_get(undo, "area"));
    json_t *pair, *fields = json_object_get(undo, "fields"), *moved = json_object_get(undo, "moved");
    TRY(workplace_get(tx->store, (struct workplace_id){row}, tx->arena, &w));
    struct register_values stands = workplace_values(&w, tx->arena);
    if (!as_written(fields, &stands) ||
        (moved != NULL && json_integer_value(json_array_get(moved, 1)) != w.employer.value))
        return CONFLICT;
    json_object_foreach(fields, name, pair)
    {
        enum register_field f;
        if (register_field_read(name, &f))
            workplace_take_value(&w, f, arena_strdup(tx->arena, json_string_value(json_array_get(pair, 0))));
    }
    if (area != NULL && !code_read(area, &w.area))
        w.area = (struct code){0};
    if (moved != NULL)
        w.employer.value = json_integer_value(json_array_get(moved, 0));
    if (json_object_size(fields) > 0 || moved != NULL)
        TRY(workplace_update(tx, &w, day_in_norway(tx->now)));
    if (moved != NULL)
        TRY(restore_parents(tx, w.id, json_object_get(undo, "parents")));
    TRY(restore_unit(tx, REGISTER_WORKPLACE, row, undo));
    return unmake_parent(tx, undo);
}

static enum status unmake_workplace(struct store_tx *tx, int64_t row, const json_t *undo)
{
    struct workplace w;
    enum status status = workplace_get(tx->store, (struct workplace_id){row}, tx->arena, &w);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    struct register_values stands = workplace_values(&w, tx->arena);
    if (!as_written(json_object_get(undo, "made"), &stands))
        return CONFLICT;
    TRY(forget_made(tx, REGISTER_WORKPLACE, row));
    TRY(workplace_delete(tx, w.id));
    return unmake_parent(tx, undo);
}

static enum status take_back(struct store_tx *tx, int64_t row, const json_t *undo)
{
    bool workplace = strcmp(text_or_empty(json_string_value(json_object_get(undo, "noun"))), "workplace") == 0;
    json_t *made = json_object_get(undo, "made");
    if (undo == NULL || json_is_true(json_object_get(undo, "removed")))
        return CONFLICT;
    if (made != NULL)
        return workplace ? unmake_workplace(tx, row, undo) : unmake_employer(tx, (struct employer_id){row}, made);
    return workplace ? restore_workplace(tx, row, undo) : restore_employer(tx, row, undo);
}

enum status register_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row)
{
    json_t *undo = row->before == NULL ? NULL : json_loads(row->before, 0, NULL);
    enum status status = take_back(tx, row->target, undo);
    json_decref(undo);
    return status == NOT_FOUND ? CONFLICT : status;
}
