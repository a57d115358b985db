// SPDX-License-Identifier: EUPL-1.2
// Importing job ads: each becomes the draft of a need at its workplace, for a person to look through, to agree with the
// employer and to open. Nothing is opened here, and what the ad asks for are proposals. An ad that is withdrawn takes
// its draft with it; a need that an employer has confirmed stands by itself, and is only marked.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_jobs_inside.h"
#include "app/internal.h"
#include "app/titles.h"
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
    // A number of another time: municipalities have got new ones, and ads are slow to follow.
    for (size_t i = 0; area == NULL && i < jobs->area_count && code_given(ad->municipality); i++)
        if (code_equal(jobs->areas[i].municipality, ad->municipality)) {
            day then = jobs->areas[i].from != DAY_NONE ? jobs->areas[i].from : jobs->areas[i].to;
            area = region_area_of(jobs->areas, jobs->area_count, then, ad->municipality, ad->postal_code);
        }
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

static json_t *requirements_json(const struct ad_requirement *list, size_t count, struct arena *a)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_pack("{s:s, s:s}", "requirement", requirements_encode(&list[i].requirement, 1, a),
                                               "excerpt", list[i].excerpt));
    return array;
}

// From this confidence on a title's likeliest occupation is taken into the draft, where a person looks at it anyhow.
static const float SURE_ENOUGH = 0.5F;

// The occupation when the catalogue has it; facts and requirements could not be about it otherwise.
static struct code occupation_known(const struct import_run *run, const struct job_ad *ad, struct import_judgement *out)
{
    const struct catalogue *c = app_catalogue(run->app);
    struct code found = {0};
    if (code_given(ad->occupation) && catalogue_find(c, CATALOGUE_OCCUPATION, ad->occupation) != NULL)
        return ad->occupation;
    if (*ad->occupation_title != '\0' && catalogue_resolve(c, CATALOGUE_OCCUPATION, ad->occupation_title, &found) == OK)
        return found;
    struct title_guess guesses[TITLE_GUESSES];
    size_t count = *ad->occupation_title == '\0' ? 0 : classify_title(run->app, ad->occupation_title, guesses, TITLE_GUESSES);
    for (size_t i = 0; i < count && guesses[i].confidence >= SURE_ENOUGH; i++)
        if (catalogue_find(c, CATALOGUE_OCCUPATION, guesses[i].code) != NULL) {
            issues_add_arg(&out->issues, "occupation", N_("The occupation is read out of the title “%s”: check it"), ad->occupation_title);
            return guesses[i].code;
        }
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
