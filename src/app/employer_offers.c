// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "app/employer_register_inside.h"
#include "app/employers.h"
#include "app/import_inside.h"
#include "app/internal.h"
#include "store/employer_store.h"

enum status get_employer_register(struct app *app, const struct actor *actor, struct employer_id id, struct arena *a,
                                  struct employer_register *out)
{
    unsigned rights;
    struct register_unit unit;
    struct register_parent *parents;
    size_t count;
    struct employer_register r = {
        .seen_on = DAY_NONE, .closed_on = DAY_NONE, .parent_from = DAY_NONE, .parent_orgnr = "", .parent_name = ""};
    TRY(employer_rights(app, actor, id, &rights));
    enum status status = register_unit_get(app_store(app), REGISTER_EMPLOYER, id.value, a, &unit);
    if (status == OK) {
        r.known = !unit.named_by_workplace;
        r.refetch = unit.refetch;
        r.named_by_workplace = unit.named_by_workplace;
        r.removed = unit.removed;
        r.winding_up = unit.winding_up;
        r.seen_on = unit.seen_on;
        r.closed_on = unit.closed_on;
    } else if (status != NOT_FOUND) {
        return status;
    }
    TRY(register_parent_list(app_store(app), id, a, &parents, &count));
    if (count > 0 && parents[count - 1].to == DAY_NONE) {
        struct employer parent;
        r.parent_orgnr = parents[count - 1].orgnr;
        r.parent_from = parents[count - 1].from;
        status = employer_find(app_store(app), r.parent_orgnr, a, &parent);
        if (status == OK) {
            r.parent = parent.id;
            r.parent_name = parent.name;
        } else if (status != NOT_FOUND) {
            return status;
        }
    }
    *out = r;
    return OK;
}

enum status list_refetch(struct app *app, const struct actor *actor, struct arena *a, struct refetch_line **out,
                         size_t *count_out)
{
    TRY(import_may(actor));
    return register_refetch_list(app_store(app), a, out, count_out);
}

// As people read them: "1" and "0" are yes and no.
static const char *readable(enum register_field f, const char *value)
{
    if (value == NULL)
        return "";
    if (f != REGISTER_BANKRUPT && f != REGISTER_CLOSED)
        return value;
    return strcmp(value, "1") == 0 ? N_("yes") : N_("no");
}

static enum status offer_row(struct app *app, const struct offer_stored *o, struct arena *a, struct register_offer *out)
{
    enum register_field f;
    struct register_values stands;
    if (!register_field_read(o->field, &f))
        return NOT_FOUND;
    *out = (struct register_offer){.id = o->id, .workplace_name = "", .field = o->field, .at = o->created_at};
    if (o->noun == REGISTER_EMPLOYER) {
        struct employer e;
        TRY(employer_get(app_store(app), (struct employer_id){o->row}, a, &e));
        stands = employer_values(&e, a);
    } else {
        struct workplace w;
        TRY(workplace_get(app_store(app), (struct workplace_id){o->row}, a, &w));
        stands = workplace_values(&w, a);
        out->workplace = w.id;
        out->workplace_name = w.name;
    }
    out->title = register_field_title(f);
    out->stands = readable(f, stands.of[f]);
    out->offered = readable(f, o->offered);
    return OK;
}

enum status list_offers(struct app *app, const struct actor *actor, struct employer_id id, struct arena *a,
                        struct register_offer **out, size_t *count_out)
{
    unsigned rights;
    struct offer_stored *stored;
    size_t stored_count, count = 0;
    TRY(employer_rights(app, actor, id, &rights));
    TRY(offer_list_open(app_store(app), id, a, &stored, &stored_count));
    struct register_offer *list = ARENA_ARRAY(a, struct register_offer, stored_count);
    for (size_t i = 0; i < stored_count; i++) {
        enum status status = offer_row(app, &stored[i], a, &list[count]);
        if (status != OK && status != NOT_FOUND)
            return status;
        count += status == OK;
    }
    *out = list;
    *count_out = count;
    return OK;
}

struct deciding {
    struct employer_id employer;
    int64_t id;
    const char *stands; // NULL: it is left
    struct region_area *areas;
    size_t area_count;
};

// The day and the version that came with a code.
static enum register_field companion(enum register_field f)
{
    return f == REGISTER_MUNICIPALITY ? REGISTER_MUNICIPALITY_VALID_ON
           : f == REGISTER_INDUSTRY   ? REGISTER_INDUSTRY_VERSION
                                      : f;
}

static enum status take_for_employer(struct store_tx *tx, const struct deciding *d, const struct offer_stored *o,
                                     enum register_field f, const struct register_values *given)
{
    struct employer e;
    TRY(employer_get(tx->store, (struct employer_id){o->row}, tx->arena, &e));
    struct register_values stands = employer_values(&e, tx->arena);
    if (strcmp(readable(f, stands.of[f]), d->stands) != 0)
        return CONFLICT;
    employer_take_value(&e, f, o->offered);
    if (companion(f) != f && given->of[companion(f)] != NULL)
        employer_take_value(&e, companion(f), given->of[companion(f)]);
    return employer_update(tx, &e);
}

static enum status take_for_workplace(struct store_tx *tx, const struct deciding *d, const struct offer_stored *o,
                                      enum register_field f, const struct register_values *given)
{
    struct workplace w;
    TRY(workplace_get(tx->store, (struct workplace_id){o->row}, tx->arena, &w));
    struct register_values stands = workplace_values(&w, tx->arena);
    if (strcmp(readable(f, stands.of[f]), d->stands) != 0)
        return CONFLICT;
    workplace_take_value(&w, f, o->offered);
    if (companion(f) != f && given->of[companion(f)] != NULL)
        workplace_take_value(&w, companion(f), given->of[companion(f)]);
    if ((f == REGISTER_MUNICIPALITY || f == REGISTER_POSTAL_CODE) && w.municipality_valid_on != DAY_NONE) {
        const struct region_area *area =
            region_area_of(d->areas, d->area_count, w.municipality_valid_on, w.municipality, w.postal_code);
        w.area = area == NULL ? (struct code){0} : area->code;
    }
    return workplace_update(tx, &w, day_in_norway(tx->now));
}

static enum status decide(struct store_tx *tx, void *arg)
{
    const struct deciding *d = arg;
    struct offer_stored *list;
    struct register_unit unit;
    struct register_values given;
    enum register_field f;
    size_t count, i = 0;
    bool known;
    TRY(offer_list_open(tx->store, d->employer, tx->arena, &list, &count));
    while (i < count && list[i].id != d->id)
        i++;
    if (i == count || !register_field_read(list[i].field, &f))
        return NOT_FOUND;
    if (d->stands == NULL)
        return offer_settle(tx, d->id, "left");
    TRY(register_unit_read(tx->store, list[i].noun, list[i].row, tx->arena, &unit, &given, &known));
    TRY(list[i].noun == REGISTER_EMPLOYER ? take_for_employer(tx, d, &list[i], f, &given)
                                          : take_for_workplace(tx, d, &list[i], f, &given));
    return offer_settle(tx, d->id, "taken");
}

static enum status decide_offer(struct app *app, const struct actor *actor, struct deciding *d)
{
    unsigned rights;
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(employer_rights(app, actor, d->employer, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    TRY(app_areas(app, a, &d->areas, &d->area_count));
    return store_write(app_store(app), actor, app_now(app), decide, d);
}

enum status accept_offer(struct app *app, const struct actor *actor, struct employer_id id, int64_t offer,
                         const char *stands)
{
    return decide_offer(app, actor, &(struct deciding){.employer = id, .id = offer, .stands = text_or_empty(stands)});
}

enum status decline_offer(struct app *app, const struct actor *actor, struct employer_id id, int64_t offer)
{
    return decide_offer(app, actor, &(struct deciding){.employer = id, .id = offer});
}
