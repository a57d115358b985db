// SPDX-License-Identifier: EUPL-1.2
#include "app/employers.h"

#include <stdlib.h>
#include <string.h>

#include "app/employer_index.h"
#include "app/internal.h"
#include "base/text.h"
#include "core/orgnr.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/need_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

static enum status owner_name(struct app *app, struct user_id owner, struct arena *a, const char **out)
{
    *out = "";
    if (owner.value == 0)
        return OK;
    struct user user;
    enum status status = user_get(app_store(app), owner, a, &user);
    if (status == OK)
        *out = user.name;
    return status == NOT_FOUND ? OK : status;
}

enum status get_employer(struct app *app, const struct actor *actor, struct employer_id id, struct arena *a,
                         struct employer_view *out)
{
    struct employer_view view = {0};
    TRY(employer_rights(app, actor, id, &view.rights));
    TRY(employer_get(app_store(app), id, a, &view.employer));
    TRY(owner_name(app, view.employer.owner, a, &view.owner_name));
    TRY(workplace_list(app_store(app), id, a, &view.workplaces, &view.workplace_count));
    struct need_totals totals;
    TRY(need_count(app_store(app), &(struct need_filter){.states = 1 << NEED_OPEN, .employer = id}, &totals));
    view.open_needs = (size_t)totals.needs;
    view.open_positions = (size_t)totals.positions;
    *out = view;
    return OK;
}

static const char *line(struct arena *a, const char *text)
{
    return text_line(a, text_or_empty(text));
}

// An organisation number that can be read, as its nine digits; else as typed.
static const char *orgnr_line(struct arena *a, const char *typed)
{
    char digits[ORGNR_TEXT];
    return orgnr_read(typed, true, digits) ? arena_strdup(a, digits) : line(a, typed);
}

// As typed → as it is checked and stored. What cannot be read stays as typed, for the check to refuse.
static void employer_normalise(const struct employer *typed, struct arena *a, struct employer *out)
{
    *out = *typed;
    out->orgnr = orgnr_line(a, typed->orgnr);
    out->name = line(a, typed->name);
    out->organisation_form = line(a, typed->organisation_form);
    out->industry = line(a, typed->industry);
    out->industry_version = line(a, typed->industry_version);
    out->sector = line(a, typed->sector);
    out->address = line(a, typed->address);
    out->postal_code = line(a, typed->postal_code);
    out->postal_place = line(a, typed->postal_place);
    out->declined_reason = line(a, typed->declined_reason);
    if (out->stage != STAGE_PAUSED)
        out->paused_until = DAY_NONE;
    if (out->stage != STAGE_DECLINED) {
        out->decline = DECLINE_NONE;
        out->declined_reason = "";
    }
    if (out->pledged == 0)
        out->pledged_by = DAY_NONE;
}

static enum status synthetic_allowed(struct app *app, struct arena *a, bool *out)
{
    struct programme programme;
    TRY(programme_get(app_store(app), a, &programme));
    *out = programme.synthetic_allowed;
    return OK;
}

struct employer_job {
    struct employer employer;
    struct employer_id id;
    struct contact contact; // the first one of a new employer
    bool with_contact;
};

static enum status write_employer(struct store_tx *tx, void *arg)
{
    struct employer_job *job = arg;
    struct contact_id contact;
    if (job->employer.id.value != 0)
        return employer_update(tx, &job->employer);
    TRY(employer_insert(tx, &job->employer, &job->id));
    job->contact.employer = job->id;
    return job->with_contact ? contact_insert(tx, &job->contact, &contact) : OK;
}

static bool contact_ready(struct app *app, const struct first_contact *first, struct arena *a, struct issues *issues,
                          struct contact *out)
{
    struct issues found = issues_in(a);
    struct contact typed = {.name = text_or_empty(first->name), .title = "", .email = text_or_empty(first->email),
                            .phone = text_or_empty(first->phone), .informed_on = DAY_NONE, .left_on = DAY_NONE};
    contact_read(&typed, a, out);
    if (out->name[0] == '\0' && out->email[0] == '\0' && out->phone[0] == '\0')
        return false;
    out->role = out->name[0] == '\0' ? CONTACT_SHARED : CONTACT_OTHER;
    contact_check(out, app_today(app), &found);
    for (size_t i = 0; i < found.count; i++)
        issues_add_arg(issues, strcmp(found.items[i].field, "name") == 0 ? "contact_name" : found.items[i].field,
                       found.items[i].message, found.items[i].arg);
    return true;
}

// One of the region's, of any time, or the one it has already: outside the region an address says enough.
static enum status municipality_check(struct app *app, const struct employer *e, struct arena *a, struct issues *issues)
{
    struct region_area *areas;
    struct employer stood = {0};
    size_t count;
    TRY(region_area_list(app_store(app), a, &areas, &count));
    for (size_t i = 0; i < count; i++)
        if (code_equal(areas[i].municipality, e->municipality))
            return OK;
    if (e->id.value != 0)
        TRY(employer_get(app_store(app), e->id, a, &stood));
    if (!code_equal(stood.municipality, e->municipality))
        issues_add(issues, "municipality", N_("Choose the municipality from the list"));
    return OK;
}

// as_of: the day that days to come are held against.
static enum status employer_ready(struct app *app, const struct employer *typed, day as_of, struct arena *a,
                                  struct issues *issues, struct employer *out)
{
    bool synthetic;
    size_t before = issues->count;
    TRY(synthetic_allowed(app, a, &synthetic));
    employer_normalise(typed, a, out);
    employer_check(out, synthetic, as_of, issues);
    if (out->orgnr[0] != '\0') {
        struct employer other;
        enum status status = employer_find(app_store(app), out->orgnr, a, &other);
        if (status == OK && other.id.value != typed->id.value)
            issues_add_arg(issues, "orgnr", N_("The organisation number is registered already: %s"), other.name);
        else if (status != OK && status != NOT_FOUND)
            return status;
    }
    if (code_given(out->municipality) && code_length(out->municipality) != 4)
        issues_add(issues, "municipality", N_("Choose the municipality from the list"));
    else if (code_given(out->municipality))
        TRY(municipality_check(app, out, a, issues));
    if (out->owner.value != 0) {
        struct user owner;
        if (user_get(app_store(app), out->owner, a, &owner) != OK || owner.role != ROLE_OFFICE)
            issues_add(issues, "owner", N_("Choose somebody in the programme office"));
    }
    return issues->count > before ? INVALID : OK;
}

enum status register_employer(struct app *app, const struct actor *actor, const struct employer *typed,
                              struct issues *issues, struct employer_id *id_out)
{
    return register_employer_with(app, actor, typed, &(struct first_contact){0}, issues, id_out);
}

void first_contact_check(struct app *app, const struct first_contact *first, struct issues *issues)
{
    struct contact contact;
    (void)contact_ready(app, first, issues->arena, issues, &contact);
}

enum status register_employer_with(struct app *app, const struct actor *actor, const struct employer *typed,
                                   const struct first_contact *first, struct issues *issues, struct employer_id *id_out)
{
    struct access_facts any = {.thing = THING_EMPLOYER};
    TRY(rights_ask(access_rights(actor, &any), RIGHT_CREATE));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_job job = {0};
    struct employer fresh = *typed;
    fresh.id = (struct employer_id){0};
    if (code_given(fresh.municipality) && fresh.municipality_valid_on == DAY_NONE)
        fresh.municipality_valid_on = app_today(app);
    job.with_contact = contact_ready(app, first, a, issues, &job.contact);
    size_t found = issues->count;
    enum status status = employer_ready(app, &fresh, app_today(app), a, issues, &job.employer);
    if (status == OK && found > 0)
        return INVALID;
    TRY(status);
    TRY(store_write(app_store(app), actor, app_now(app), write_employer, &job));
    *id_out = job.id;
    return OK;
}

enum status edit_employer(struct app *app, const struct actor *actor, const struct employer *typed,
                          struct issues *issues)
{
    unsigned rights;
    TRY(employer_rights(app, actor, typed->id, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_job job = {0};
    struct employer stood, edited = *typed;
    TRY(employer_get(app_store(app), typed->id, a, &stood));
    edited.created_at = stood.created_at;
    // A municipality's code is true on the day it was given: a changed one is of today.
    if (!code_equal(edited.municipality, stood.municipality))
        edited.municipality_valid_on = app_today(app);
    else
        edited.municipality_valid_on = stood.municipality_valid_on;
    // A pause that is over, and has not been ended yet, stands in nobody's way.
    bool past = edited.stage == STAGE_PAUSED && edited.paused_until == stood.paused_until && stood.paused_until <= app_today(app);
    TRY(employer_ready(app, &edited, past ? stood.paused_until - 1 : app_today(app), a, issues, &job.employer));
    return store_write(app_store(app), actor, app_now(app), write_employer, &job);
}

struct workplace_job {
    struct workplace workplace;
    day from;
    struct workplace_id id;
};

static enum status write_workplace(struct store_tx *tx, void *arg)
{
    struct workplace_job *job = arg;
    if (job->workplace.id.value == 0)
        return workplace_insert(tx, &job->workplace, job->from, &job->id);
    return workplace_update(tx, &job->workplace, job->from);
}

// The region area follows from the address where it can be told; else it is what was chosen.
static enum status workplace_ready(struct app *app, const struct workplace *typed, struct arena *a,
                                   struct issues *issues, struct workplace *out)
{
    bool synthetic;
    struct region_area *areas;
    size_t area_count, before = issues->count;
    TRY(synthetic_allowed(app, a, &synthetic));
    TRY(region_area_list(app_store(app), a, &areas, &area_count));
    *out = *typed;
    out->orgnr = orgnr_line(a, typed->orgnr);
    out->name = line(a, typed->name);
    out->address = line(a, typed->address);
    out->postal_code = line(a, typed->postal_code);
    out->postal_place = line(a, typed->postal_place);
    workplace_check(out, synthetic, issues);
    day today = app_today(app);
    const struct region_area *area = NULL;
    if (code_given(out->municipality)) {
        if (out->municipality_valid_on == DAY_NONE)
            out->municipality_valid_on = today;
        area = region_area_of(areas, area_count, out->municipality_valid_on, out->municipality, out->postal_code);
    }
    if (area != NULL)
        out->area = area->code;
    else if (code_given(out->area) && region_area_find(areas, area_count, today, out->area) == NULL)
        issues_add(issues, "area", N_("Choose one of the region's areas"));
    return issues->count > before ? INVALID : OK;
}

enum status add_workplace(struct app *app, const struct actor *actor, const struct workplace *typed,
                          struct issues *issues, struct workplace_id *id_out)
{
    unsigned rights;
    TRY(employer_rights(app, actor, typed->employer, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct workplace_job job = {.from = app_today(app)};
    TRY(workplace_ready(app, typed, a, issues, &job.workplace));
    job.workplace.id = (struct workplace_id){0};
    enum status status = store_write(app_store(app), actor, app_now(app), write_workplace, &job);
    if (status == CONFLICT) {
        issues_add(issues, "orgnr", N_("Another workplace has this organisation number"));
        return INVALID;
    }
    TRY(status);
    *id_out = job.id;
    return OK;
}

enum status edit_workplace(struct app *app, const struct actor *actor, const struct workplace *typed,
                           struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct workplace stood;
    unsigned rights;
    TRY(workplace_get(app_store(app), typed->id, a, &stood));
    TRY(employer_rights(app, actor, stood.employer, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct workplace_job job = {.from = app_today(app)};
    struct workplace edited = *typed;
    edited.employer = stood.employer;
    if (code_equal(edited.municipality, stood.municipality))
        edited.municipality_valid_on = stood.municipality_valid_on;
    TRY(workplace_ready(app, &edited, a, issues, &job.workplace));
    enum status status = store_write(app_store(app), actor, app_now(app), write_workplace, &job);
    if (status != CONFLICT)
        return status;
    // Versions only rise: one that still stands was right, and the number was what stood in the way.
    TRY(workplace_get(app_store(app), typed->id, a, &stood));
    if (stood.version != typed->version)
        return CONFLICT;
    issues_add(issues, "orgnr", N_("Another workplace has this organisation number"));
    return INVALID;
}

enum status find_workplaces(struct app *app, const struct actor *actor, const char *typed, size_t most,
                            struct arena *a, struct workplace_hit **out, size_t *count_out)
{
    struct employer_id only;
    TRY(employers_scope(actor, &only));
    struct workplace_entry *entries;
    struct region_area *areas;
    size_t count, area_count;
    TRY(workplace_search(app_store(app), only, text_or_empty(typed), most, a, &entries, &count));
    TRY(region_area_list(app_store(app), a, &areas, &area_count));
    struct workplace_hit *hits = ARENA_ARRAY(a, struct workplace_hit, count);
    for (size_t i = 0; i < count; i++) {
        const struct workplace *w = &entries[i].workplace;
        hits[i] = (struct workplace_hit){
            w->id, w->name, entries[i].employer_name, region_area_name(areas, area_count, w->area), w->area};
    }
    *out = hits;
    *count_out = count;
    return OK;
}
