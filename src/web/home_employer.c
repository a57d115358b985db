// SPDX-License-Identifier: EUPL-1.2
// Vår oversikt (screen 23): what waits for an employer's answer, its open needs in bands, and its pledge against hires.
#include "app/employers.h"
#include "app/shares.h"
#include "web/home_view.h"
#include "web/interview_view.h"
#include "web/routes.h"

enum { REPORTED_SHOWN = 5 };

static enum status needs_fill(struct request *r, const struct home_page_view *v, struct employer_home *h)
{
    struct presented_sum *sums;
    size_t count;
    TRY(sum_presented(r->app, r->actor, r->arena, &sums, &count));
    for (size_t i = 0; i < count; i++)
        h->waiting += sums[i].waiting;
    h->needs = ARENA_ARRAY(r->arena, struct employer_need, v->home->need_count);
    for (size_t i = 0; i < v->home->need_count; i++) {
        struct employer_need *n = &h->needs[i];
        struct need_id id = v->needs[i].row->id;
        struct need_view at;
        struct need_bands bands;
        TRY(get_need(r->app, r->actor, id, r->arena, &at));
        TRY(band_candidates(r->app, r->actor, &at, r->arena, &bands));
        *n = (struct employer_need){
            .need = &v->needs[i],
            .ready = band_text(bands.ready, r->arena),
            .ask = band_text(bands.ask, r->arena),
            .presented_path = arena_printf(r->arena, "/presented?need=%lld", (long long)id.value),
        };
        for (size_t k = 0; k < count; k++)
            if (sums[k].need.value == id.value) {
                n->seen = sums[k].seen;
                n->waiting = sums[k].waiting;
            }
    }
    return OK;
}

static enum status interviews_coming(struct request *r, struct employer_home *h)
{
    struct interview_view *list;
    TRY(list_interviews(r->app, r->actor, (struct referral_id){0}, true, r->arena, &list, &h->interview_count));
    const char **when = ARENA_ARRAY(r->arena, const char *, h->interview_count);
    const char **paths = ARENA_ARRAY(r->arena, const char *, h->interview_count);
    for (size_t i = 0; i < h->interview_count; i++) {
        when[i] = interview_when(r->lang, &list[i].interview, r->arena);
        paths[i] = arena_printf(r->arena, "/presented/%lld", (long long)list[i].interview.referral.value);
    }
    h->interviews = list;
    h->interview_when = when;
    h->interview_paths = paths;
    return OK;
}

enum status employer_home_fill(struct request *r, struct home_page_view *v)
{
    struct employer_home *h = ARENA_NEW(r->arena, struct employer_home);
    struct checkin_row *checkins;
    struct hire_page reported;
    struct employer_view own;
    TRY(needs_fill(r, v, h));
    TRY(interviews_coming(r, h));
    TRY(list_checkins(r->app, r->actor, r->arena, &checkins, &h->checkin_count));
    h->checkins = checkins;
    struct hire_query query = {.states = 1u << HIRE_REPORTED, .most = REPORTED_SHOWN};
    TRY(list_hires(r->app, r->actor, &query, r->arena, &reported));
    h->reported = reported.rows;
    h->reported_count = reported.row_count;
    h->reported_total = reported.total;
    TRY(get_employer(r->app, r->actor, r->actor->employer, r->arena, &own));
    TRY(count_hired(r->app, r->actor, &r->actor->employer, 1, &h->hired));
    h->pledged = own.employer.pledged;
    h->pledged_by = own.employer.pledged_by;
    h->may_report = route_open("/hires/new", r->actor->role);
    v->employer = h;
    return OK;
}
