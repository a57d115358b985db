// SPDX-License-Identifier: EUPL-1.2
#include "app/programme.h"

#include <string.h>

#include "app/internal.h"
#include "app/needs.h"
#include "app/notice.h"
#include "base/text.h"
#include "store/employer_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"

enum status get_programme_frame(struct app *app, struct arena *a, struct programme *out)
{
    return programme_get(app_store(app), a, out);
}

enum status get_programme(struct app *app, const struct actor *actor, struct arena *a, struct programme *out)
{
    if ((kind_rights(actor, THING_PROGRAMME) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return programme_get(app_store(app), a, out);
}

static enum status write_programme(struct store_tx *tx, void *arg)
{
    return programme_put(tx, arg);
}

enum status edit_programme(struct app *app, const struct actor *actor, const struct programme *typed,
                           struct issues *issues)
{
    TRY(rights_ask(kind_rights(actor, THING_PROGRAMME), RIGHT_EDIT));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme now, edited = *typed;
    TRY(programme_get(app_store(app), a, &now));
    edited.name = text_line(a, text_or_empty(typed->name));
    edited.synthetic_allowed = now.synthetic_allowed;
    edited.notice_version = now.notice_version;
    size_t before = issues->count;
    programme_check(&edited, issues);
    if (issues->count > before)
        return INVALID;
    return store_write(app_store(app), actor, app_now(app), write_programme, &edited);
}

struct set_up {
    const struct programme *programme;
    const struct region_area *areas;
    size_t area_count;
    struct agency office;
    struct agency_id office_id;
};

static enum status write_set_up(struct store_tx *tx, void *arg)
{
    struct set_up *s = arg;
    TRY(notice_insert(tx, NOTICE_FIRST_VERSION, NOTICE_FIRST_NB, NOTICE_FIRST_EN));
    TRY(programme_put(tx, s->programme));
    TRY(region_area_put_all(tx, s->areas, s->area_count));
    return agency_insert(tx, &s->office, &s->office_id);
}

enum status set_up_programme(struct app *app, const struct programme *typed, const struct region_area *areas,
                             size_t area_count, const char *office_name, struct issues *issues,
                             struct agency_id *office_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme stood, programme = *typed;
    enum status status = programme_get(app_store(app), a, &stood);
    if (status == OK)
        return CONFLICT;
    if (status != NOT_FOUND)
        return status;
    programme.version = 0;
    programme.notice_version = NOTICE_FIRST_VERSION;
    struct set_up job = {
        .programme = &programme,
        .areas = areas,
        .area_count = area_count,
        .office = {.name = office_name, .kind = AGENCY_PROGRAMME, .email = "", .phone = "", .active = true},
    };
    size_t before = issues->count;
    programme_check(&programme, issues);
    agency_check(&job.office, issues);
    if (issues->count > before)
        return INVALID;
    TRY(store_write(app_store(app), NULL, app_now(app), write_set_up, &job));
    *office_out = job.office_id;
    return OK;
}

enum status list_areas(struct app *app, struct arena *a, struct region_area **out, size_t *count_out)
{
    return region_area_list(app_store(app), a, out, count_out);
}

enum status list_areas_today(struct app *app, struct arena *a, struct region_area **out, size_t *count_out)
{
    struct region_area *areas;
    size_t count;
    TRY(region_area_list(app_store(app), a, &areas, &count));
    const struct region_area **today = ARENA_ARRAY(a, const struct region_area *, count);
    size_t n = region_areas_at(areas, count, app_today(app), today, count), at = 0;
    struct region_area *list = ARENA_ARRAY(a, struct region_area, n);
    for (int status = REGION_IN; status <= REGION_POSSIBLE; status++)
        for (size_t i = 0; i < n; i++)
            if (today[i]->status == (enum region_status)status)
                list[at++] = *today[i];
    *out = list;
    *count_out = at;
    return OK;
}

struct area_job {
    struct code area;
    day from;
    enum region_status status;
};

// Read and written in one transaction: the list is replaced as a whole, and nobody else's change may get lost in that.
static enum status write_area_status(struct store_tx *tx, void *arg)
{
    const struct area_job *job = arg;
    struct region_area *areas;
    size_t count;
    bool found = false;
    TRY(region_area_list(tx->store, tx->arena, &areas, &count));
    for (size_t i = 0; i < count; i++)
        if (code_equal(areas[i].code, job->area) && areas[i].from == job->from) {
            areas[i].status = job->status;
            found = true;
        }
    return found ? region_area_put_all(tx, areas, count) : NOT_FOUND;
}

enum status edit_area_status(struct app *app, const struct actor *actor, struct code area, day from,
                             enum region_status status)
{
    TRY(rights_ask(kind_rights(actor, THING_PROGRAMME), RIGHT_EDIT));
    struct area_job job = {area, from, status};
    return store_write(app_store(app), actor, app_now(app), write_area_status, &job);
}

enum status list_agencies(struct app *app, const struct actor *actor, struct arena *a, struct agency **out,
                          size_t *count_out)
{
    if ((kind_rights(actor, THING_AGENCY) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return agency_list(app_store(app), a, out, count_out);
}

struct agency_job {
    struct agency agency;
    struct agency_id id;
};

static enum status write_agency(struct store_tx *tx, void *arg)
{
    struct agency_job *job = arg;
    if (job->agency.id.value == 0)
        return agency_insert(tx, &job->agency, &job->id);
    return agency_update(tx, &job->agency);
}

static void agency_normalise(const struct agency *typed, struct arena *a, struct agency *out)
{
    *out = *typed;
    out->name = text_line(a, text_or_empty(typed->name));
    out->email = text_line(a, text_or_empty(typed->email));
    out->phone = text_line(a, text_or_empty(typed->phone));
    (void)email_read(out->email, a, &out->email);
    (void)phone_read(out->phone, a, &out->phone);
}

enum status add_agency(struct app *app, const struct actor *actor, const struct agency *typed, struct issues *issues,
                       struct agency_id *id_out)
{
    TRY(rights_ask(kind_rights(actor, THING_AGENCY), RIGHT_CREATE));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct agency_job job = {0};
    size_t before = issues->count;
    agency_normalise(typed, a, &job.agency);
    agency_check(&job.agency, issues);
    if (typed->kind == AGENCY_PROGRAMME)
        issues_add(issues, "kind", N_("The programme has one office of its own; choose another kind"));
    if (issues->count > before)
        return INVALID;
    job.agency.id = (struct agency_id){0};
    job.agency.active = true;
    TRY(store_write(app_store(app), actor, app_now(app), write_agency, &job));
    *id_out = job.id;
    return OK;
}

enum status edit_agency(struct app *app, const struct actor *actor, const struct agency *typed, struct issues *issues)
{
    TRY(rights_ask(kind_rights(actor, THING_AGENCY), RIGHT_EDIT));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct agency stood;
    TRY(agency_get(app_store(app), typed->id, a, &stood));
    struct agency_job job = {0};
    size_t before = issues->count;
    agency_normalise(typed, a, &job.agency);
    agency_check(&job.agency, issues);
    if ((stood.kind == AGENCY_PROGRAMME) != (typed->kind == AGENCY_PROGRAMME))
        issues_add(issues, "kind", N_("The programme has one office of its own; choose another kind"));
    if (stood.kind == AGENCY_PROGRAMME && !typed->active)
        issues_add(issues, "active", N_("The programme's own office cannot be closed"));
    if (issues->count > before)
        return INVALID;
    return store_write(app_store(app), actor, app_now(app), write_agency, &job);
}

static int share_of_period(const struct programme *p, day today)
{
    if (today <= p->from)
        return 0;
    if (today >= p->to)
        return 100;
    return (int)((int64_t)(today - p->from) * 100 / (p->to - p->from));
}

enum { HOME_NEEDS = 6 };

static enum status home_needs(struct app *app, const struct actor *actor, unsigned states, struct user_id stated_by,
                              struct arena *a, struct need_row **rows_out, size_t *count_out)
{
    struct need_query query = {.states = states, .stated_by = stated_by, .descending = true, .most = HOME_NEEDS};
    struct need_page page;
    TRY(list_needs(app, actor, &query, a, &page));
    *rows_out = page.rows;
    *count_out = page.row_count;
    return OK;
}

enum status get_home(struct app *app, const struct actor *actor, struct arena *a, struct home_view *out)
{
    struct home_view view = {0};
    struct programme *programme = ARENA_NEW(a, struct programme);
    TRY(programme_get(app_store(app), a, programme));
    view.programme = programme;
    view.share_of_period = share_of_period(programme, app_today(app));
    if ((kind_rights(actor, THING_NEED) & RIGHT_SEE) != 0) {
        struct need_page open;
        TRY(list_needs(app, actor, &(struct need_query){.states = 1 << NEED_OPEN, .descending = true, .most = HOME_NEEDS},
                       a, &open));
        view.needs = open.rows;
        view.need_count = open.row_count;
        view.needs_open = open.total;
        view.positions_open = open.positions;
        TRY(home_needs(app, actor, 1 << NEED_DRAFT, actor->user, a, &view.drafts, &view.draft_count));
    }
    struct access_facts employers = {.thing = THING_EMPLOYER};
    if (access_may(actor, &employers, RIGHT_SEE)) { // all of them, not only one's own
        struct employer_totals totals;
        TRY(employer_count(app_store(app), &(struct employer_filter){0}, &totals));
        view.employers = (size_t)totals.employers;
        view.employers_taking_part = (size_t)totals.taking_part;
        view.pledged = (size_t)totals.pledged;
    }
    if ((kind_rights(actor, THING_PERSON) & RIGHT_CREATE) != 0) {
        int64_t count;
        TRY(person_count(app_store(app), actor->agency, app_today(app), &count));
        view.candidates_own = (size_t)count;
    }
    *out = view;
    return OK;
}
