// SPDX-License-Identifier: EUPL-1.2
// Importing job ads: each becomes the draft of a need at its workplace, for a person to look through, to agree with the
// employer and to open. Nothing is opened here, and what the ad asks for are proposals. An ad that is withdrawn takes
// its draft with it; a need that an employer has confirmed stands by itself, and is only marked.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_kind.h"
#include "app/internal.h"
#include "base/lang.h"
#include "base/text.h"
#include "core/orgnr.h"
#include "exchange/job_ad.h"
#include "store/ad_store.h"
#include "store/employer_store.h"
#include "store/need_store.h"

enum { AD_MONTHS_MOST = 6 }; // how long an ad may be shown, by the terms of the feed

struct jobs_run {
    struct region_area *areas;
    size_t area_count;
};

static enum status jobs_begin(struct import_run *run, struct issues *issues)
{
    struct jobs_run *jobs = ARENA_NEW(run->arena, struct jobs_run);
    (void)issues;
    TRY(app_areas(run->app, run->arena, &jobs->areas, &jobs->area_count));
    run->state = jobs;
    return OK;
}

// Where it is: by the municipality's number of the day it was published, and what that area is now; else by its name.
static struct code area_of(const struct jobs_run *jobs, const struct job_ad *ad, day today, struct arena *a)
{
    day on = ad->published != DAY_NONE ? ad->published : today;
    const struct region_area *area =
        region_area_of(jobs->areas, jobs->area_count, on, ad->municipality, ad->postal_code);
    if (area == NULL)
        area = region_area_of(jobs->areas, jobs->area_count, today, ad->municipality, ad->postal_code);
    const char *name = lang_fold(a, ad->municipality_name);
    for (size_t i = 0; area == NULL && i < jobs->area_count && !code_given(ad->municipality) && *name != '\0'; i++)
        if (strcmp(lang_fold(a, jobs->areas[i].name), name) == 0)
            area = &jobs->areas[i];
    const struct region_area *now =
        area == NULL ? NULL : region_area_now(jobs->areas, jobs->area_count, today, area->code);
    return now == NULL ? (struct code){0} : now->code;
}

// The number as nine digits, "" when there is none or it is none.
static const char *number_of(const struct import_run *run, const char *given, struct arena *a)
{
    char digits[ORGNR_TEXT];
    return orgnr_read(given, run->synthetic, digits) ? arena_strdup(a, digits) : "";
}

static void outside(struct import_judgement *out, const char *reason)
{
    out->action = IMPORT_OUTSIDE;
    out->reason = reason;
}

static json_t *code_text(struct code code)
{
    char text[CODE_TEXT] = "";
    if (code_given(code))
        code_write(code, text);
    return json_string(text);
}

static json_t *day_text(day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    return json_string(text);
}

static json_t *requirements_json(const struct ad_requirement *list, size_t count, struct arena *a)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_pack("{s:s, s:s}", "requirement", requirements_encode(&list[i].requirement, 1, a),
                                               "excerpt", list[i].excerpt));
    return array;
}

static const char *json_kept(json_t *json, struct arena *a)
{
    char *text = json_dumps(json, JSON_COMPACT);
    const char *kept = text == NULL ? NULL : arena_strdup(a, text);
    free(text);
    json_decref(json);
    return kept;
}

// The occupation when the catalogue has it; facts and requirements could not be about it otherwise.
static struct code occupation_known(const struct import_run *run, const struct job_ad *ad, struct import_judgement *out)
{
    const struct catalogue *c = app_catalogue(run->app);
    struct code found = {0};
    if (code_given(ad->occupation) && catalogue_find(c, CATALOGUE_OCCUPATION, ad->occupation) != NULL)
        return ad->occupation;
    if (*ad->occupation_title != '\0' && catalogue_resolve(c, CATALOGUE_OCCUPATION, ad->occupation_title, &found) == OK)
        return found;
    issues_add_arg(&out->issues, "occupation", N_("Choose the occupation yourself; the ad calls it “%s”"), ad->occupation_title);
    return (struct code){0};
}

// What the draft will hold.
static void draft_of(const struct import_run *run, const struct job_ad *ad, struct code place, struct arena *a,
                     struct import_judgement *out)
{
    const struct ad_requirement *proposed;
    const char *text = text_cut(a, ad->text, NEED_TEXT_MOST);
    if (strcmp(text, ad->text) != 0)
        issues_add(&out->issues, "description", N_("The ad's text is longer than a need's: its beginning is kept"));
    if (*ad->orgnr != '\0' && *number_of(run, ad->orgnr, a) == '\0')
        issues_add_arg(&out->issues, "employer.orgnr", N_("%s is not an organisation number; the employer is kept without"), ad->orgnr);
    struct code occupation = occupation_known(run, ad, out);
    size_t count = ad_requirements(app_catalogue(run->app), occupation, ad->text, a, &proposed);
    if (count == 0 && *ad->certificates != '\0')
        count = ad_requirements(app_catalogue(run->app), occupation, ad->certificates, a, &proposed);
    json_t *after = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:i}", "ad", ad->id,
                              "updated", ad->updated, "title", ad->title, "description", text, "url", ad->url, "employer",
                              ad->employer, "orgnr", number_of(run, ad->orgnr, a), "parent",
                              number_of(run, ad->parent_orgnr, a), "address", ad->address, "postal_code", ad->postal_code,
                              "positions", ad->positions == 0 ? 1 : ad->positions, "form",
                              ad->form_given ? (int)ad->form : (int)FORM_PERMANENT, "share_least", ad->share_least,
                              "share_most", ad->share_most, "times", ad->times == 0 ? TIME_DAY : ad->times);
    day start = ad->start != DAY_NONE && ad->start >= run->today ? ad->start : DAY_NONE;
    json_object_set_new(after, "postal_place", json_string(ad->postal_place));
    json_object_set_new(after, "occupation", code_text(occupation));
    json_object_set_new(after, "municipality", code_text(ad->municipality));
    json_object_set_new(after, "place", code_text(place));
    json_object_set_new(after, "start", day_text(start));
    json_object_set_new(after, "published", day_text(ad->published));
    json_object_set_new(after, "expires", day_text(ad->expires));
    json_object_set_new(after, "proposed", requirements_json(proposed, count, a));
    out->after = json_kept(after, a);
}

static void withdrawn(const struct job_ad *ad, const struct need_ad *had, struct arena *a, struct import_judgement *out)
{
    if (!had->active) {
        out->action = IMPORT_UNCHANGED;
        return;
    }
    out->action = IMPORT_UPDATE;
    out->target = had->need.value;
    out->before = json_kept(json_pack("{s:b}", "active", true), a);
    out->after = json_kept(json_pack("{s:s, s:s, s:b}", "ad", ad->id, "updated", ad->updated, "active", false), a);
}

static enum status jobs_judge(struct import_run *run, const struct record *r, struct arena *a,
                              struct import_judgement *out)
{
    const struct jobs_run *jobs = run->state;
    struct job_ad ad;
    struct need_ad had;
    if (job_ad_read(r, a, &out->issues, &ad) != OK) {
        out->action = IMPORT_REJECT;
        return OK;
    }
    out->key = ad.id;
    out->title = ad.title;
    enum status found = ad_find(app_store(run->app), ad.id, a, &had);
    if (found != OK && found != NOT_FOUND)
        return found;
    bool over = !ad.active || (ad.expires != DAY_NONE && ad.expires < run->today) ||
                (ad.published != DAY_NONE && day_add_months(ad.published, AD_MONTHS_MOST) < run->today);
    if (over && found == OK) {
        withdrawn(&ad, &had, a, out);
        return OK;
    }
    if (over) {
        outside(out, N_("The ad is no longer active"));
        return OK;
    }
    if (ad.named_only) {
        if (found == OK && strcmp(had.updated, ad.updated) == 0)
            out->action = IMPORT_UNCHANGED;
        else
            outside(out, N_("The page of the feed only names the ad: fetch its entry, and import that"));
        return OK;
    }
    if (found == OK && had.active && strcmp(had.updated, ad.updated) == 0) {
        out->action = IMPORT_UNCHANGED;
        return OK;
    }
    struct code place = area_of(jobs, &ad, run->today, a);
    if (!code_given(place)) {
        struct workplace known;
        const char *number = number_of(run, ad.orgnr, a);
        if (*number != '\0' && !code_given(ad.municipality) && *ad.municipality_name == '\0' &&
            workplace_find(app_store(run->app), number, a, &known) == OK)
            place = known.area;
    }
    if (!code_given(place)) {
        outside(out, code_given(ad.municipality) || *ad.municipality_name != '\0' ? N_("The work is outside the region")
                                                                                 : N_("The ad does not say where the work is"));
        return OK;
    }
    out->action = found == OK ? IMPORT_UPDATE : IMPORT_CREATE;
    out->target = found == OK ? had.need.value : 0;
    draft_of(run, &ad, place, a, out);
    if (found == OK)
        out->before = json_kept(json_pack("{s:s}", "title", had.title), a);
    return OK;
}

static const char *jobs_shown(const char *member)
{
    static const char *const titles[][2] = {
        {"title", N_("Title")},        {"employer", N_("Employer")},          {"orgnr", N_("Organisation number")},
        {"positions", N_("Positions")}, {"occupation", N_("Occupation")},     {"postal_place", N_("Place")},
        {"start", N_("Start")},        {"active", N_("The ad is active")},    {"published", N_("Published")},
        {"expires", N_("Shown until")},
    };
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (strcmp(member, titles[i][0]) == 0)
            return titles[i][1];
    return NULL;
}

// Applying

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

// The employer is not verified before the business register has given it (see app/employers.h).
static enum status make_employer(struct store_tx *tx, const struct import_run *run, const json_t *after,
                                 struct place_made *out)
{
    const char *parent = text_of(after, "parent"), *name = text_of(after, "employer");
    struct employer had;
    enum status status = *parent != '\0' ? employer_find(tx->store, parent, tx->arena, &had)
                                         : employer_find_numberless(tx->store, name, &had.id);
    if (status == OK)
        out->workplace.employer = had.id;
    if (status != NOT_FOUND)
        return status;
    struct employer e = {
        .orgnr = parent,
        .name = *name != '\0' ? text_cut(tx->arena, name, EMPLOYER_NAME_MOST) : text_of(after, "orgnr"),
        .organisation_form = "", .industry = "", .industry_version = "", .sector = "",
        .employees = EMPLOYEES_UNKNOWN,
        .address = "", .postal_code = "", .postal_place = "",
        .municipality_valid_on = DAY_NONE,
        .email = "", .phone = "", .contact_name = "", .declined_reason = "",
        .stage = STAGE_NEW,
        .paused_until = DAY_NONE,
        .pledged_by = DAY_NONE,
    };
    if (*e.name == '\0')
        e.name = tr(LANG_NB, N_("Employer without a name"));
    (void)run;
    TRY(employer_insert(tx, &e, &out->employer));
    out->workplace.employer = out->employer;
    return OK;
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
    return workplace_insert(tx, w, run->today, &w->id);
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
            out->workplace.employer = employer.id;
            return workplace_of_employer(tx, run, after, out);
        }
        if (status != NOT_FOUND)
            return status;
        TRY(make_employer(tx, run, after, out));
        return make_workplace(tx, run, after, number, out);
    }
    TRY(make_employer(tx, run, after, out));
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
    ad.need_version = writes ? n.version + 1 : 0;
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

static enum status jobs_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                              struct import_done *out)
{
    json_t *after = json_loads(row->after, 0, NULL);
    if (after == NULL)
        return FAILED;
    enum status status =
        row->action == IMPORT_CREATE ? apply_create(tx, run, after, out) : apply_update(tx, after, row, out);
    json_decref(after);
    return status;
}

// Taking back

static enum status revert_create(struct store_tx *tx, const json_t *undo, const struct import_row *row)
{
    struct workplace_id workplace = {json_integer_value(json_object_get(undo, "workplace"))};
    struct employer_id employer = {json_integer_value(json_object_get(undo, "employer"))};
    TRY(need_delete_draft(tx, (struct need_id){row->target}, json_integer_value(json_object_get(undo, "version"))));
    // What was made for the ad goes too, unless something else stands on it by now.
    enum status status = workplace.value == 0 ? OK : workplace_delete(tx, workplace);
    if (status == OK && employer.value != 0)
        status = employer_delete(tx, employer);
    return status == CONFLICT ? OK : status;
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

static enum status jobs_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row)
{
    (void)run;
    json_t *undo = row->before == NULL ? NULL : json_loads(row->before, 0, NULL);
    if (undo == NULL)
        return FAILED;
    enum status status = row->action == IMPORT_CREATE ? revert_create(tx, undo, row) : revert_update(tx, undo, row);
    json_decref(undo);
    return status;
}

static const struct import_part parts[] = {{.file = ""}};

const struct import_kind IMPORT_JOBS = {
    .name = "jobs",
    .title = N_("Job ads"),
    .about = N_("Pages and entries of NAV's job feed, as JSON. Each active ad in the region becomes the draft of a need at "
                "the workplace with its organisation number; an ad that is no longer active withdraws its draft."),
    .parts = parts,
    .part_count = COUNT_OF(parts),
    .attribution = N_("Job ads from NAV (NLOD)."),
    .shown = jobs_shown,
    .begin = jobs_begin,
    .judge = jobs_judge,
    .apply = jobs_apply,
    .revert = jobs_revert,
};
