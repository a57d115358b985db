// SPDX-License-Identifier: EUPL-1.2
// Doing and undoing what job ads say: workplaces, drafts, and what is proposed for them.
#include <stdlib.h>
#include <string.h>

#include "app/employer_register_inside.h"
#include "app/import_jobs_inside.h"
#include "app/internal.h"
#include "base/text.h"
#include "store/ad_store.h"
#include "store/employer_store.h"
#include "store/merge_store.h"
#include "store/need_store.h"

json_t *code_text(struct code code)
{
    char text[CODE_TEXT] = "";
    if (code_given(code))
        code_write(code, text);
    return json_string(text);
}

json_t *day_text(day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    return json_string(text);
}

const char *json_kept(json_t *json, struct arena *a)
{
    char *text = json_dumps(json, JSON_COMPACT);
    const char *kept = text == NULL ? NULL : arena_strdup(a, text);
    free(text);
    json_decref(json);
    return kept;
}

static const char *text_of(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text == NULL ? "" : text;
}

static struct code code_of(const json_t *json, const char *name)
{
    struct code code = {0};
    (void)code_read(text_of(json, name), &code);
    return code;
}

static day day_of(const json_t *json, const char *name)
{
    day d;
    return day_read(text_of(json, name), &d) ? d : DAY_NONE;
}

static int int_of(const json_t *json, const char *name)
{
    return (int)json_integer_value(json_object_get(json, name));
}

// What was made on the way to a workplace, for undoing.
struct place_made {
    struct workplace workplace;
    struct employer_id employer; // {0}: it was there
    bool workplace_made;
};

// What an ad tells of an employer is not verified, and nobody here has written it: when the business register tells
// otherwise, that stands (see app/employers.h).
static enum status named_by_ad(struct store_tx *tx, enum register_noun noun, int64_t row, const char *name,
                               const struct workplace *w)
{
    json_t *given = json_pack("{s:s}", register_field_name(REGISTER_NAME), name);
    if (w != NULL) {
        json_object_set_new(given, register_field_name(REGISTER_ADDRESS), json_string(w->address));
        json_object_set_new(given, register_field_name(REGISTER_POSTAL_CODE), json_string(w->postal_code));
        json_object_set_new(given, register_field_name(REGISTER_POSTAL_PLACE), json_string(w->postal_place));
    }
    struct register_unit unit = {
        .given = json_kept(given, tx->arena),
        .seen_on = DAY_NONE,
        .refetch = true,
        .named_by_workplace = true,
        .closed_on = DAY_NONE,
    };
    return register_unit_put(tx, noun, row, &unit);
}

static enum status make_employer(struct store_tx *tx, const json_t *after, struct place_made *out)
{
    const char *parent = text_of(after, "parent"), *name = text_of(after, "employer");
    struct employer had;
    enum status status = *parent != '\0' ? employer_find(tx->store, parent, tx->arena, &had)
                                         : employer_find_numberless(tx->store, name, &had.id);
    if (status == OK)
        return merge_stands_for(tx->store, had.id, tx->arena, &out->workplace.employer);
    if (status != NOT_FOUND)
        return status;
    struct employer e = {
        .orgnr = parent,
        .name = *name != '\0' ? text_cut(tx->arena, name, EMPLOYER_NAME_MOST) : text_of(after, "orgnr"),
        .organisation_form = "", .industry = "", .industry_version = "", .sector = "",
        .employees = EMPLOYEES_UNKNOWN,
        .address = "", .postal_code = "", .postal_place = "",
        .municipality_valid_on = DAY_NONE,
        .declined_reason = "",
        .stage = STAGE_NEW,
        .paused_until = DAY_NONE,
        .pledged_by = DAY_NONE,
    };
    if (*e.name == '\0')
        e.name = tr(LANG_NB, N_("Employer without a name"));
    TRY(employer_insert(tx, &e, &out->employer));
    out->workplace.employer = out->employer;
    return named_by_ad(tx, REGISTER_EMPLOYER, out->employer.value, e.name, NULL);
}

static enum status make_workplace(struct store_tx *tx, const struct import_run *run, const json_t *after,
                                  const char *number, struct place_made *out)
{
    struct workplace *w = &out->workplace;
    const char *name = text_of(after, "employer");
    w->orgnr = number;
    w->name = *name != '\0' ? text_cut(tx->arena, name, EMPLOYER_NAME_MOST) : tr(LANG_NB, N_("Employer without a name"));
    w->address = text_of(after, "address");
    w->postal_code = text_of(after, "postal_code");
    w->postal_place = text_of(after, "postal_place");
    w->municipality = code_of(after, "municipality");
    day published = day_of(after, "published");
    w->municipality_valid_on = !code_given(w->municipality) ? DAY_NONE : published != DAY_NONE ? published : run->today;
    w->area = code_of(after, "place");
    w->employees = EMPLOYEES_UNKNOWN;
    out->workplace_made = true;
    TRY(workplace_insert(tx, w, run->today, &w->id));
    return named_by_ad(tx, REGISTER_WORKPLACE, w->id.value, w->name, w);
}

// The employer's own workplace in the area, its only one, or one to be made.
static enum status workplace_of_employer(struct store_tx *tx, const struct import_run *run, const json_t *after,
                                         struct place_made *out)
{
    struct workplace *list;
    size_t count, open = 0;
    const struct workplace *only = NULL;
    struct code area = code_of(after, "place");
    TRY(workplace_list(tx->store, out->workplace.employer, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].closed)
            continue;
        open++;
        only = &list[i];
        if (code_equal(list[i].area, area)) {
            out->workplace = list[i];
            return OK;
        }
    }
    if (open == 1 && !code_given(only->area)) {
        out->workplace = *only;
        return OK;
    }
    return make_workplace(tx, run, after, "", out);
}

static enum status place_find_or_make(struct store_tx *tx, const struct import_run *run, const json_t *after,
                                      struct place_made *out)
{
    const char *number = text_of(after, "orgnr");
    struct employer employer;
    *out = (struct place_made){0};
    if (*number != '\0') {
        enum status status = workplace_find(tx->store, number, tx->arena, &out->workplace);
        if (status != NOT_FOUND)
            return status;
        status = employer_find(tx->store, number, tx->arena, &employer);
        if (status == OK) {
            TRY(merge_stands_for(tx->store, employer.id, tx->arena, &out->workplace.employer));
            return workplace_of_employer(tx, run, after, out);
        }
        if (status != NOT_FOUND)
            return status;
        TRY(make_employer(tx, after, out));
        return make_workplace(tx, run, after, number, out);
    }
    TRY(make_employer(tx, after, out));
    return workplace_of_employer(tx, run, after, out);
}

static void need_of(const json_t *after, struct need *n)
{
    n->title = text_of(after, "title");
    n->description = text_of(after, "description");
    n->occupation = code_of(after, "occupation");
    n->positions = (uint8_t)int_of(after, "positions");
    n->place = code_of(after, "place");
    n->form = (enum employment_form)int_of(after, "form");
    n->share_least = (uint8_t)int_of(after, "share_least");
    n->share_most = (uint8_t)int_of(after, "share_most");
    n->times = (uint8_t)int_of(after, "times");
    n->start_from = day_of(after, "start");
    n->start_latest = DAY_NONE;
}

static struct need_ad ad_of(const json_t *after)
{
    return (struct need_ad){
        .ad = text_of(after, "ad"),
        .active = true,
        .updated = text_of(after, "updated"),
        .title = text_of(after, "title"),
        .url = text_of(after, "url"),
        .published = day_of(after, "published"),
        .expires = day_of(after, "expires"),
    };
}

static enum status propose(struct store_tx *tx, struct need_id need, const json_t *list)
{
    struct ad_requirement *proposed = ARENA_ARRAY(tx->arena, struct ad_requirement, json_array_size(list));
    size_t count = 0, i;
    json_t *one;
    json_array_foreach(list, i, one)
    {
        const struct requirement *read;
        size_t n;
        if (requirements_decode(text_of(one, "requirement"), tx->arena, &read, &n) != OK || n != 1)
            return FAILED;
        proposed[count++] = (struct ad_requirement){.requirement = read[0], .excerpt = text_of(one, "excerpt")};
    }
    return proposed_replace(tx, need, proposed, count);
}

static enum status apply_create(struct store_tx *tx, struct import_run *run, const json_t *after,
                                struct import_done *out)
{
    struct place_made place;
    struct need n = {.state = NEED_DRAFT, .confirmed_by_name = "", .wording_reason = ""};
    struct need_ad ad = ad_of(after);
    TRY(place_find_or_make(tx, run, after, &place));
    need_of(after, &n);
    n.employer = place.workplace.employer;
    n.workplace = place.workplace.id;
    TRY(need_insert(tx, &n, &ad.need));
    ad.need_version = 1;
    TRY(ad_insert(tx, &ad));
    TRY(propose(tx, ad.need, json_object_get(after, "proposed")));
    out->target = ad.need.value;
    out->before = json_kept(json_pack("{s:I, s:I, s:I}", "version", (json_int_t)ad.need_version, "workplace",
                                      (json_int_t)(place.workplace_made ? place.workplace.id.value : 0), "employer",
                                      (json_int_t)place.employer.value), tx->arena);
    return OK;
}

// What stood before an update, for taking it back.
static enum status stood_before(struct store_tx *tx, const struct need *n, const struct need_ad *ad, json_t **out)
{
    struct proposed_requirement *proposed;
    size_t count;
    TRY(proposed_list(tx->store, n->id, tx->arena, &proposed, &count));
    json_t *open = json_array();
    for (size_t i = 0; i < count; i++)
        if (proposed[i].state == PROPOSED_OPEN)
            json_array_append_new(open, json_pack("{s:s, s:s}", "requirement",
                                                  requirements_encode(&proposed[i].requirement, 1, tx->arena), "excerpt",
                                                  proposed[i].excerpt));
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:i, s:b, s:I, s:I, s:s, s:o}", "ad", ad->ad,
                             "updated", ad->updated, "title", n->title, "description", n->description, "url", ad->url,
                             "positions", n->positions, "form", (int)n->form, "share_least", n->share_least, "share_most",
                             n->share_most, "times", n->times, "active", (int)ad->active, "need_version",
                             (json_int_t)ad->need_version, "changed_at", (json_int_t)ad->changed_at, "ad_title", ad->title,
                             "proposed", open);
    json_object_set_new(json, "occupation", code_text(n->occupation));
    json_object_set_new(json, "place", code_text(n->place));
    json_object_set_new(json, "start", day_text(n->start_from));
    json_object_set_new(json, "start_latest", day_text(n->start_latest));
    json_object_set_new(json, "published", day_text(ad->published));
    json_object_set_new(json, "expires", day_text(ad->expires));
    json_object_set_new(json, "state", json_string(need_state_name(n->state)));
    *out = json;
    return OK;
}

static enum status apply_update(struct store_tx *tx, const json_t *after, const struct import_row *row,
                                struct import_done *out)
{
    struct need n;
    struct need_ad had, ad;
    json_t *stood;
    TRY(ad_find(tx->store, text_of(after, "ad"), tx->arena, &had));
    TRY(need_get(tx->store, (struct need_id){row->target}, tx->arena, &n));
    TRY(stood_before(tx, &n, &had, &stood));
    bool over = json_is_false(json_object_get(after, "active"));
    // Also one that went with its ad, which is shown again.
    bool untouched = (n.state == NEED_DRAFT || n.state == NEED_WITHDRAWN) && n.version == had.need_version;
    ad = had;
    if (!over) {
        ad = ad_of(after);
        ad.need = had.need;
        ad.need_version = had.need_version;
    }
    ad.updated = text_of(after, "updated");
    ad.active = !over;
    bool writes = over ? n.state == NEED_DRAFT : untouched;
    if (over && writes) {
        n.state = NEED_WITHDRAWN;
        n.closed_at = tx->now;
    } else if (writes) {
        need_of(after, &n);
        n.state = NEED_DRAFT;
        n.closed_at = 0;
    }
    enum status status = writes ? need_update(tx, &n) : OK;
    // A draft that somebody has worked on goes with its ad, but does not become the ad's again.
    ad.need_version = writes && untouched ? n.version + 1 : 0;
    ad.changed_at = writes ? had.changed_at : tx->now;
    if (status == OK)
        status = ad_update(tx, &ad);
    if (status == OK && !over)
        status = propose(tx, n.id, json_object_get(after, "proposed"));
    json_object_set_new(stood, "version", json_integer(n.version + writes));
    json_object_set_new(stood, "wrote", json_boolean(writes));
    out->target = n.id.value;
    out->before = json_kept(stood, tx->arena);
    return status;
}

enum status jobs_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                       struct import_done *out)
{
    json_t *after = json_loads(row->after, 0, NULL);
    if (after == NULL)
        return FAILED;
    enum status status =
        row->action == IMPORT_CREATE ? apply_create(tx, run, after, out) : apply_update(tx, after, row, out);
    json_decref(after);
    return status == NOT_FOUND ? CONFLICT : status; // the draft has gone since it was judged
}

// Taking back

struct made {
    struct workplace_id workplace;
    struct employer_id employer;
};
enum { AS_MADE = 1 }; // the version of what nobody has changed

static enum status unmake(struct store_tx *tx, void *arg)
{
    const struct made *made = arg;
    struct workplace workplace;
    struct employer employer;
    if (made->workplace.value != 0) {
        TRY(workplace_get(tx->store, made->workplace, tx->arena, &workplace));
        if (workplace.version != AS_MADE)
            return CONFLICT;
        TRY(register_unit_forget(tx, REGISTER_WORKPLACE, made->workplace.value));
        TRY(workplace_delete(tx, made->workplace));
    }
    if (made->employer.value != 0) {
        TRY(employer_get(tx->store, made->employer, tx->arena, &employer));
        if (employer.version != AS_MADE)
            return CONFLICT;
        TRY(register_unit_forget(tx, REGISTER_EMPLOYER, made->employer.value));
        TRY(employer_delete(tx, made->employer));
    }
    return OK;
}

static enum status revert_create(struct store_tx *tx, const struct import_run *run, const json_t *undo,
                                 const struct import_row *row)
{
    struct made made = {.workplace = {json_integer_value(json_object_get(undo, "workplace"))},
                        .employer = {json_integer_value(json_object_get(undo, "employer"))}};
    TRY(need_delete_draft(tx, (struct need_id){row->target}, json_integer_value(json_object_get(undo, "version"))));
    // What was made for the ad goes too, unless somebody has worked on it or something else stands on it by now: then all
    // of it stays.
    enum status status = store_write(tx->store, run->actor, tx->now, unmake, &made);
    return status == CONFLICT || status == NOT_FOUND ? OK : status;
}

static enum status revert_update(struct store_tx *tx, const json_t *undo, const struct import_row *row)
{
    struct need n;
    struct need_ad ad;
    bool wrote = json_is_true(json_object_get(undo, "wrote"));
    TRY(need_get(tx->store, (struct need_id){row->target}, tx->arena, &n));
    TRY(ad_find(tx->store, text_of(undo, "ad"), tx->arena, &ad));
    if (wrote && n.version != json_integer_value(json_object_get(undo, "version")))
        return CONFLICT;
    int64_t need_version = json_integer_value(json_object_get(undo, "need_version"));
    if (wrote) {
        bool imported = need_version == n.version - 1;
        need_of(undo, &n);
        n.start_latest = day_of(undo, "start_latest");
        if (!need_state_read(text_of(undo, "state"), &n.state))
            return FAILED;
        n.closed_at = n.state == NEED_WITHDRAWN ? n.closed_at : 0;
        TRY(need_update(tx, &n));
        need_version = imported ? n.version + 1 : need_version;
    }
    struct need_ad was = ad_of(undo);
    was.need = n.id;
    was.active = json_is_true(json_object_get(undo, "active"));
    was.need_version = need_version;
    was.changed_at = json_integer_value(json_object_get(undo, "changed_at"));
    was.title = text_of(undo, "ad_title");
    TRY(ad_update(tx, &was));
    return propose(tx, n.id, json_object_get(undo, "proposed"));
}

enum status jobs_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row)
{
    json_t *undo = row->before == NULL ? NULL : json_loads(row->before, 0, NULL);
    if (undo == NULL)
        return FAILED;
    enum status status = row->action == IMPORT_CREATE ? revert_create(tx, run, undo, row) : revert_update(tx, undo, row);
    json_decref(undo);
    return status == NOT_FOUND ? CONFLICT : status;
}
