// SPDX-License-Identifier: EUPL-1.2
#include "app/needs.h"

#include <stdlib.h>
#include <string.h>

#include "app/employers.h"
#include "app/internal.h"
#include "base/text.h"
#include "store/employer_store.h"
#include "store/hire_store.h"
#include "store/need_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

static enum status stated_by(struct app *app, struct user_id id, struct arena *a, struct need_view *view)
{
    struct actor user;
    view->stated_by_name = view->stated_by_organisation = "";
    if (id.value == 0)
        return OK;
    enum status status = user_actor(app_store(app), id, a, &user);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    view->stated_by_name = text_or_empty(user.name);
    view->stated_by_organisation = text_or_empty(user.organisation);
    return OK;
}

enum status need_view_get(struct app *app, struct need_id id, struct arena *a, struct need_view *out)
{
    struct need_view view = {.stated_by_name = "", .stated_by_organisation = ""};
    struct workplace workplace;
    struct employer employer;
    TRY(need_get(app_store(app), id, a, &view.need));
    TRY(workplace_get(app_store(app), view.need.workplace, a, &workplace));
    TRY(employer_get(app_store(app), view.need.employer, a, &employer));
    view.employer_name = employer.name;
    view.workplace_name = workplace.name;
    view.place_name = app_area_name(app, view.need.place, a);
    view.all_count = need_requirements(&view.need, a, &view.all);
    *out = view;
    return OK;
}

enum status get_need(struct app *app, const struct actor *actor, struct need_id id, struct arena *a,
                     struct need_view *out)
{
    struct need_view view;
    unsigned rights;
    TRY(need_rights(app, actor, id, &rights));
    TRY(need_view_get(app, id, a, &view));
    TRY(stated_by(app, view.need.stated_by, a, &view));
    view.rights = rights;
    *out = view;
    return OK;
}

// Whose needs this actor may list: all, or only the own employer's.
static enum status list_scope(const struct actor *actor, struct employer_id *only)
{
    struct access_facts any = {.thing = THING_NEED};
    if (access_may(actor, &any, RIGHT_SEE))
        return OK;
    if ((kind_rights(actor, THING_NEED) & RIGHT_SEE) == 0 || actor->employer.value == 0)
        return NOT_FOUND;
    if (only->value != 0 && only->value != actor->employer.value)
        return NOT_FOUND;
    *only = actor->employer;
    return OK;
}

bool needs_counted_for(struct app *app, const struct actor *actor)
{
    struct access_facts open = {.thing = THING_NEED, .need_state = NEED_OPEN};
    return access_may(actor, &open, RIGHT_RANK) && app_group(app, actor->agency) != 0; // to the engine 0 means everybody
}

static enum status rows_count(struct app *app, const struct actor *actor, const struct need_entry *entries,
                              struct need_page *page, struct arena *a)
{
    if (!needs_counted_for(app, actor))
        return OK;
    TRY(app_follow(app));
    struct match_scope scope = {.as_of = app_today(app), .group = app_group(app, actor->agency)};
    struct match_need *needs = ARENA_ARRAY(a, struct match_need, page->row_count);
    struct need_row **rows = ARENA_ARRAY(a, struct need_row *, page->row_count);
    size_t count = 0;
    for (size_t i = 0; i < page->row_count; i++)
        if (entries[i].need.state == NEED_OPEN) {
            needs[count] = need_for_match(&entries[i].need, a);
            rows[count++] = &page->rows[i];
        }
    struct ranking *rankings = ARENA_ARRAY(a, struct ranking, count);
    match_rank_many(app_world(app), needs, count, scope, 0, 0, a, rankings);
    for (size_t i = 0; i < count; i++) {
        rows[i]->counted = true;
        rows[i]->ready = rankings[i].counts[CLASS_READY];
        rows[i]->ask = rankings[i].counts[CLASS_ASK];
    }
    return OK;
}

enum { ROWS_MOST = 200, ROWS_USUAL = 50 };

enum status list_needs(struct app *app, const struct actor *actor, const struct need_query *query, struct arena *a,
                       struct need_page *out)
{
    static const enum need_order ORDERS[] = {
        [NEEDS_BY_CREATED] = NEED_ORDER_CREATED,
        [NEEDS_BY_START] = NEED_ORDER_START,
        [NEEDS_BY_TITLE] = NEED_ORDER_TITLE,
    };
    struct need_filter filter = {
        .states = query->states,
        .employer = query->employer,
        .stated_by = query->stated_by,
        .occupation = query->occupation,
        .area = query->area,
        .text = query->text,
    };
    TRY(list_scope(actor, &filter.employer));
    size_t most = query->most == 0 ? ROWS_USUAL : query->most > ROWS_MOST ? ROWS_MOST : query->most;
    struct need_id after = {strtoll(text_or_empty(query->after), NULL, 10)};
    struct need_entry *entries;
    size_t count, area_count;
    struct region_area *areas;
    struct need_totals totals;
    TRY(need_list(app_store(app), &filter, ORDERS[query->sort], query->descending, after, most + 1, a, &entries, &count));
    TRY(need_count(app_store(app), &filter, &totals));
    TRY(region_area_list(app_store(app), a, &areas, &area_count));

    struct need_page page = {
        .row_count = count > most ? most : count,
        .next = "",
        .total = (size_t)totals.needs,
        .positions = (size_t)totals.positions,
    };
    page.rows = ARENA_ARRAY(a, struct need_row, page.row_count);
    for (size_t i = 0; i < page.row_count; i++) {
        const struct need *n = &entries[i].need;
        page.rows[i] = (struct need_row){
            .id = n->id,
            .title = n->title,
            .employer_name = entries[i].employer_name,
            .workplace_name = entries[i].workplace_name,
            .place_name = arena_strdup(a, region_area_name(areas, area_count, n->place)),
            .occupation = n->occupation,
            .positions = n->positions,
            .start_from = n->start_from,
            .start_latest = n->start_latest,
            .state = n->state,
            .created_at = n->created_at,
        };
        int64_t hired = 0;
        if (n->state == NEED_OPEN)
            TRY(hire_count_of_need(app_store(app), n->id, &hired));
        page.rows[i].asks_to_close = n->state == NEED_OPEN && hired >= n->positions;
    }
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)page.rows[page.row_count - 1].id.value);
    TRY(rows_count(app, actor, entries, &page, a));
    *out = page;
    return OK;
}

// Texts as they are kept. Requirements' codes and levels are core's to check, names of codes the catalogue's.
static void need_normalise(const struct need *typed, struct arena *a, struct need *out)
{
    *out = *typed;
    out->title = text_line(a, text_or_empty(typed->title));
    out->description = text_trim(a, text_or_empty(typed->description));
    out->confirmed_by_name = text_or_empty(typed->confirmed_by_name);
    out->wording_reason = text_or_empty(typed->wording_reason);
    struct requirement *list = ARENA_ARRAY(a, struct requirement, typed->requirement_count);
    for (size_t i = 0; i < typed->requirement_count; i++) {
        list[i] = typed->requirements[i];
        if (list[i].work_reason != NULL)
            list[i].work_reason = text_trim(a, list[i].work_reason);
    }
    out->requirements = list;
}

static const enum catalogue_kind ATOM_CATALOGUE[] = {
    [ATOM_OCCUPATION] = CATALOGUE_OCCUPATION, [ATOM_SKILL] = CATALOGUE_SKILL,     [ATOM_LANGUAGE] = CATALOGUE_LANGUAGE,
    [ATOM_EDUCATION] = CATALOGUE_FIELD,       [ATOM_LICENCE] = CATALOGUE_LICENCE,
};

static bool atom_known(const struct catalogue *c, const struct atom *atom)
{
    if (atom->kind == ATOM_PLACE || atom->kind == ATOM_TIME)
        return false; // these follow from the need itself
    if (atom->kind == ATOM_EDUCATION && !code_given(atom->code))
        return true;
    if (atom->kind == ATOM_OCCUPATION && code_length(atom->code) == 3)
        return catalogue_find(c, CATALOGUE_OCCUPATION_GROUP, atom->code) != NULL;
    return catalogue_find(c, ATOM_CATALOGUE[atom->kind], atom->code) != NULL;
}

// Every code must be one that the catalogue or the region has.
static enum status codes_check(struct app *app, const struct need *n, struct arena *a, struct issues *issues)
{
    const struct catalogue *c = app_catalogue(app);
    if (code_given(n->occupation) && catalogue_find(c, CATALOGUE_OCCUPATION, n->occupation) == NULL)
        issues_add(issues, "occupation", N_("Choose an occupation from the list"));
    if (code_given(n->place)) {
        struct region_area *areas;
        size_t count;
        TRY(region_area_list(app_store(app), a, &areas, &count));
        if (region_area_find(areas, count, app_today(app), n->place) == NULL)
            issues_add(issues, "place", N_("Choose one of the region's areas"));
    }
    for (size_t i = 0; i < n->requirement_count; i++) {
        const struct requirement *r = &n->requirements[i];
        if (r->kind != REQUIRE_ATOMS)
            continue;
        for (int k = 0; k < r->atom_count && k < REQUIREMENT_ATOMS_MOST; k++)
            if (r->atoms[k].kind > ATOM_TIME || !atom_known(c, &r->atoms[k]))
                issues_add(issues, arena_printf(a, "requirements[%zu].code", i), N_("Choose from the list"));
    }
    return OK;
}

struct need_job {
    struct need need;
    struct need_id id;
};

static enum status write_need(struct store_tx *tx, void *arg)
{
    struct need_job *job = arg;
    if (job->need.id.value == 0)
        return need_insert(tx, &job->need, &job->id);
    return need_update(tx, &job->need);
}

// The workplace as this actor may use it; NOT_FOUND becomes an issue of the form.
static enum status workplace_usable(struct app *app, const struct actor *actor, struct workplace_id id,
                                    struct arena *a, struct issues *issues, struct workplace *out)
{
    unsigned rights;
    enum status status = workplace_get(app_store(app), id, a, out);
    if (status == OK)
        status = employer_rights(app, actor, out->employer, &rights);
    if (status == NOT_FOUND || (status == OK && out->closed)) {
        issues_add(issues, "workplace", N_("Choose the workplace from the list"));
        *out = (struct workplace){0};
        return OK;
    }
    return status;
}

enum status start_need(struct app *app, const struct actor *actor, const struct need *typed, struct issues *issues,
                       struct need_id *id_out)
{
    TRY(rights_ask(kind_rights(actor, THING_NEED), RIGHT_CREATE));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_job job = {0};
    struct workplace workplace;
    size_t before = issues->count;
    TRY(workplace_usable(app, actor, typed->workplace, a, issues, &workplace));
    need_normalise(typed, a, &job.need);
    struct need *n = &job.need;
    n->id = (struct need_id){0};
    n->state = NEED_DRAFT;
    n->employer = workplace.employer;
    n->stated_by = actor->user;
    n->confirmed_by_name = n->wording_reason = "";
    n->confirmed_at = n->opened_at = n->closed_at = 0;
    need_check(n, app_today(app), true, issues);
    if (*n->title == '\0' && issues_find(issues, "title") == NULL)
        issues_add(issues, "title", N_("Write a title"));
    if (!code_given(n->occupation) && issues_find(issues, "occupation") == NULL)
        issues_add(issues, "occupation", N_("Choose an occupation from the list"));
    TRY(codes_check(app, n, a, issues));
    if (issues->count > before)
        return INVALID;
    // The commonest case stands filled in at the next step.
    if (!code_given(n->place))
        n->place = workplace.area;
    if (n->positions == 0)
        n->positions = 1;
    if (n->times == 0)
        n->times = TIME_DAY;
    if (n->share_most == 0)
        n->share_least = n->share_most = 100;
    TRY(store_write(app_store(app), actor, app_now(app), write_need, &job));
    *id_out = job.id;
    return OK;
}

enum status edit_need(struct app *app, const struct actor *actor, const struct need *typed, struct issues *issues)
{
    unsigned rights;
    TRY(need_rights(app, actor, typed->id, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need stood;
    struct need_job job = {0};
    TRY(need_get(app_store(app), typed->id, a, &stood));
    if (stood.state != NEED_DRAFT || stood.version != typed->version)
        return CONFLICT;
    size_t before = issues->count;
    need_normalise(typed, a, &job.need);
    struct need *n = &job.need;
    n->state = stood.state;
    n->lot = stood.lot;
    n->employer = stood.employer;
    if (n->workplace.value == 0)
        n->workplace = stood.workplace;
    if (n->workplace.value != stood.workplace.value) {
        struct workplace workplace;
        TRY(workplace_usable(app, actor, n->workplace, a, issues, &workplace));
        n->employer = workplace.employer;
    }
    n->stated_by = stood.stated_by;
    n->confirmed_by_name = stood.confirmed_by_name;
    n->confirmed_at = stood.confirmed_at;
    n->wording_reason = stood.wording_reason;
    n->created_at = stood.created_at;
    n->opened_at = stood.opened_at;
    n->closed_at = stood.closed_at;
    need_check(n, app_today(app), true, issues);
    TRY(codes_check(app, n, a, issues));
    if (issues->count > before)
        return INVALID;
    return store_write(app_store(app), actor, app_now(app), write_need, &job);
}

size_t check_need_wording(const struct need *need, struct arena *a, const struct need_wording **out)
{
    struct need_wording *found = ARENA_ARRAY(a, struct need_wording, 2 + need->requirement_count);
    size_t count = 0;
    const struct wording_hit *hits;
    size_t n = wording_check(need->title, a, &hits);
    if (n > 0)
        found[count++] = (struct need_wording){"title", need->title, hits, n};
    n = wording_check(need->description, a, &hits);
    if (n > 0)
        found[count++] = (struct need_wording){"description", need->description, hits, n};
    for (size_t i = 0; i < need->requirement_count; i++) {
        const char *reason = need->requirements[i].work_reason;
        n = wording_check(reason, a, &hits);
        if (n > 0)
            found[count++] =
                (struct need_wording){arena_printf(a, "requirements[%zu].work_reason", i), reason, hits, n};
    }
    *out = found;
    return count;
}

// Bands tell little; many bands for one need changed a little each time would tell more. So an employer opens one need
// a few times a day, and a few needs a day.
enum { OPENINGS_OF_NEED = 5, OPENINGS_OF_EMPLOYER = 20, LINES_SEEN = 200 };

static enum status openings_check(struct app *app, const struct need *n, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct change *changes;
    struct need_entry *needs;
    size_t count, need_count, openings = 0, opened = 0;
    day today = app_today(app);
    TRY(store_history(app_store(app), "need", n->id.value, 0, LINES_SEEN, a, &changes, &count));
    for (size_t i = 0; i < count && day_in_norway(changes[i].at) == today; i++) {
        static const char OPEN[] = "\"state\":\"open\"";
        openings += changes[i].body != NULL && memmem(changes[i].body, changes[i].body_size, OPEN, sizeof OPEN - 1) != NULL;
    }
    TRY(need_list(app_store(app), &(struct need_filter){.employer = n->employer}, NEED_ORDER_CREATED, true,
                  (struct need_id){0}, LINES_SEEN, a, &needs, &need_count));
    for (size_t i = 0; i < need_count; i++)
        opened += needs[i].need.opened_at != 0 && day_in_norway(needs[i].need.opened_at) == today;
    if (openings >= OPENINGS_OF_NEED)
        issues_add(issues, "", N_("This need has been opened several times today. Go on tomorrow, or ask the programme office to open it."));
    else if (opened >= OPENINGS_OF_EMPLOYER)
        issues_add(issues, "", N_("Many needs have been opened today. Go on tomorrow, or ask the programme office to open it."));
    return OK;
}

enum status open_need(struct app *app, const struct actor *actor, struct need_id id, int64_t version,
                      const char *confirmed_by_name, const char *wording_reason, struct issues *issues)
{
    unsigned rights;
    TRY(need_rights(app, actor, id, &rights));
    TRY(rights_ask(rights, RIGHT_OPEN));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_job job = {0};
    struct need *n = &job.need;
    TRY(need_get(app_store(app), id, a, n));
    if (n->version != version || !need_state_may(n->state, NEED_OPEN) || n->state != NEED_DRAFT)
        return CONFLICT;
    size_t before = issues->count;
    // An employer user confirms in person; others say who at the employer did.
    n->confirmed_by_name =
        (rights & RIGHT_CONFIRM) != 0 ? actor->name : text_line(a, text_or_empty(confirmed_by_name));
    n->wording_reason = text_trim(a, text_or_empty(wording_reason));
    const struct need_wording *wording;
    bool warned = check_need_wording(n, a, &wording) > 0;
    if (!warned)
        n->wording_reason = "";
    else if (*n->wording_reason == '\0')
        issues_add(issues, "wording_reason",
                   N_("Change the wording, or write why this demand is lawful and necessary for the work"));
    else if (text_length(n->wording_reason) > NEED_REASON_MOST)
        issues_add_arg(issues, "wording_reason", N_("Write at most %s characters"), "500");
    need_check(n, app_today(app), false, issues);
    TRY(codes_check(app, n, a, issues));
    if ((rights & RIGHT_CONFIRM) != 0)
        TRY(openings_check(app, n, issues));
    if (issues->count > before)
        return INVALID;
    n->state = NEED_OPEN;
    n->confirmed_at = n->opened_at = app_now(app);
    n->closed_at = 0;
    return store_write(app_store(app), actor, app_now(app), write_need, &job);
}

enum status close_need(struct app *app, const struct actor *actor, struct need_id id, int64_t version,
                       enum need_state to)
{
    unsigned rights;
    TRY(need_rights(app, actor, id, &rights));
    TRY(rights_ask(rights, RIGHT_OPEN));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_job job = {0};
    struct need *n = &job.need;
    TRY(need_get(app_store(app), id, a, n));
    // A draft opens through open_need alone, where the employer confirms.
    if (n->version != version || !need_state_may(n->state, to) || (n->state == NEED_DRAFT && to == NEED_OPEN))
        return CONFLICT;
    // Open again: only what could be opened today.
    struct issues issues = issues_in(a);
    if (to == NEED_OPEN)
        need_check(n, app_today(app), false, &issues);
    if (issues.count > 0)
        return CONFLICT;
    n->state = to;
    n->closed_at = to == NEED_FILLED || to == NEED_WITHDRAWN ? app_now(app) : 0;
    if (to == NEED_DRAFT) {
        n->confirmed_by_name = n->wording_reason = "";
        n->confirmed_at = n->opened_at = 0;
    }
    return store_write(app_store(app), actor, app_now(app), write_need, &job);
}
