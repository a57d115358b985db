// SPDX-License-Identifier: EUPL-1.2
// Oppfølging (screen 15): what is asked 3, 6, 12 and 24 months after a hire, and answering it.
#include <string.h>

#include "web/checkin.html.h"
#include "web/hire_view.h"
#include "web/need_view.h"
#include "web/routes.h"

// Of the days in which an answer is taken, the last ones.
enum { SOON_TOO_LATE = 14 };

static enum checkin_reader reader_of(const struct request *r)
{
    return r->actor->role == ROLE_CANDIDATE ? CHECKIN_BY_PERSON
           : r->actor->role == ROLE_EMPLOYER ? CHECKIN_BY_EMPLOYER
                                             : CHECKIN_BY_STAFF;
}

static struct page *checkin_page(struct request *r, bool below)
{
    struct crumb *crumbs = ARENA_ARRAY(r->arena, struct crumb, 2);
    size_t count = 0;
    if (r->actor->role == ROLE_CANDIDATE)
        crumbs[count++] = (struct crumb){tr(r->lang, N_("My page")), "/me"};
    else
        crumbs[count++] = (struct crumb){tr(r->lang, r->actor->role == ROLE_EMPLOYER ? N_("Our hires") : N_("Hires")), "/hires"};
    if (below)
        crumbs[count++] = (struct crumb){tr(r->lang, N_("Check-ins")), "/checkins"};
    return page_open_below(r, tr(r->lang, below ? N_("One check-in") : N_("Check-ins")), crumbs, count);
}

// The most pressing first; within a group by the day it was due.
static size_t group_of(const struct checkin *c, day today)
{
    if (today > c->due_on + CHECKIN_OPEN_DAYS - SOON_TOO_LATE)
        return 0;
    return c->state == CHECKIN_CHASED ? 1 : 2;
}

static struct reply checkin_list_show(struct request *r)
{
    static const char *const HEADINGS[CHECKIN_GROUPS] = {N_("Soon too late to answer"), N_("Asked twice"), N_("Asked once")};
    struct checkin_row *rows;
    size_t count;
    day today = app_today(r->app);
    enum status s = list_checkins(r->app, r->actor, r->arena, &rows, &count);
    if (s != OK)
        return reply_status(r, s);
    struct checkin_list_view v = {.total = count, .reader = reader_of(r)};
    for (size_t g = 0; g < CHECKIN_GROUPS; g++)
        v.groups[g] = (struct checkin_group){HEADINGS[g], ARENA_ARRAY(r->arena, struct checkin_line, count), 0};
    for (size_t i = 0; i < count; i++) {
        struct checkin_group *g = &v.groups[group_of(&rows[i].checkin, today)];
        size_t at = g->count++;
        for (; at > 0 && g->lines[at - 1].row->checkin.due_on > rows[i].checkin.due_on; at--)
            g->lines[at] = g->lines[at - 1];
        g->lines[at] = (struct checkin_line){
            .row = &rows[i], .who = rows[i].name, .occupation = need_occupation_text(r, rows[i].occupation)};
    }
    struct page *p = checkin_page(r, false);
    checkin_list_page(p, &v);
    return reply_page(p, 200);
}

static void form_fill(struct request *r, const struct checkin_view *at, struct checkin_form_view *v)
{
    const struct checkin *c = &at->row.checkin;
    *v = (struct checkin_form_view){
        .at = at,
        .reader = reader_of(r),
        .who = at->row.name,
        .occupation = need_occupation_text(r, at->row.occupation),
        .path = arena_printf(r->arena, "/checkins/%lld", (long long)c->id.value),
        .back = "/checkins",
        .said_employed = "", .said_rating = "", .said_norwegian = "",
    };
    v->employed[0] = (struct option){.value = "yes", .label = N_("Yes")};
    v->employed[1] = (struct option){.value = "no", .label = N_("No")};
    for (int i = 1; i <= CHECKIN_RATINGS; i++)
        v->ratings[i - 1] = (struct option){.value = arena_printf(r->arena, "%d", i), .label = checkin_rating_title(i)};
    v->ratings[CHECKIN_RATINGS] = (struct option){.value = "", .label = N_("No answer to this")};
    for (enum cefr level = CEFR_A1; level <= CEFR_C2; level++)
        v->levels[level - CEFR_A1] =
            (struct option){.value = catalogue_cefr_code(level), .text = catalogue_cefr_name(level, r->lang)};
    v->levels[CHECKIN_LEVELS] = (struct option){.value = "", .label = N_("No answer to this")};
    if (c->state != CHECKIN_ANSWERED)
        return;
    v->said_employed = tr(r->lang, c->employed ? N_("Yes, still employed") : N_("No, not any more"));
    if (c->rating > 0)
        v->said_rating = tr(r->lang, checkin_rating_title(c->rating));
    if (c->norwegian > 0)
        v->said_norwegian = catalogue_cefr_name((enum cefr)c->norwegian, r->lang);
}

static struct reply checkin_reply(struct request *r, struct issues *issues, int status)
{
    struct checkin_view at;
    struct checkin_form_view v;
    enum status s = get_checkin(r->app, r->actor, (struct checkin_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    form_fill(r, &at, &v);
    struct page *p = checkin_page(r, true);
    if (issues != NULL)
        page_again(p, issues);
    checkin_form_page(p, &v);
    return reply_page(p, status);
}

static struct reply checkin_show(struct request *r)
{
    return checkin_reply(r, NULL, 200);
}

static struct reply checkin_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct checkin_id id = {request_id(r, 0)};
    struct checkin_view at;
    const char *employed = request_field(r, "employed"), *rated = request_field(r, "rating"),
               *spoken = request_field(r, "norwegian");
    int64_t rating = 0;
    enum cefr norwegian = CEFR_NONE;
    if (strcmp(employed, "yes") != 0 && strcmp(employed, "no") != 0)
        issues_add(&issues, "employed", N_("Choose yes or no"));
    if (*rated != '\0' && (!form_read_int(rated, &rating) || rating < 1 || rating > CHECKIN_RATINGS))
        issues_add(&issues, "rating", N_("Choose a number from 1 to 5, or leave it open"));
    if (*spoken != '\0' && !catalogue_cefr_read(spoken, &norwegian))
        issues_add(&issues, "norwegian", N_("Choose a level from A1 to C2, or leave it open"));
    bool yes = strcmp(employed, "yes") == 0;
    enum status s = issues.count > 0 ? INVALID
                                     : answer_checkin(r->app, r->actor, id, yes, (int)rating, (int)norwegian, &issues);
    if (s == INVALID || s == CONFLICT)
        return checkin_reply(r, &issues, s == INVALID ? 422 : 409);
    if (s == OK)
        s = get_checkin(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    // Who says that it is over, and may write down when and why, is asked for that at once.
    bool end = !yes && at.may_end;
    struct reply reply = end ? reply_redirect(r, "/hires/%lld/end", (long long)at.row.checkin.hire.value)
                             : reply_redirect(r, "/checkins");
    reply_flash(&reply, end ? FLASH_checkin_ended : yes ? FLASH_checkin_answered : FLASH_checkin_answered_no);
    return reply;
}

enum { FOR_ANSWERING = FOR_STAFF | FOR_EMPLOYER | FOR_CANDIDATE };

const struct route checkin_routes[] = {
    {METHOD_GET, "/checkins", checkin_list_show, FOR_ANSWERING, "checkins"},
    {METHOD_GET, "/checkins/:id", checkin_show, FOR_ANSWERING, "checkin"},
    {METHOD_POST, "/checkins/:id", checkin_submit, FOR_ANSWERING, "checkin_answer"},
    {0},
};
