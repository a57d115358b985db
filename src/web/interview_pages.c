// SPDX-License-Identifier: EUPL-1.2
// Times for interviews: the employer offers, the person or the adviser answers, and each may take the calendar file.
#include <string.h>

#include "app/referrals.h"
#include "app/shares.h"
#include "web/interview.html.h"
#include "web/interview_view.h"
#include "web/routes.h"

enum { FOR_PARTIES = FOR_STAFF | FOR_EMPLOYER | FOR_CANDIDATE, FOR_OFFERING = FOR_STAFF | FOR_EMPLOYER };

enum tone interview_state_tone(enum interview_state s)
{
    static const enum tone tones[INTERVIEW_STATES] = {
        [INTERVIEW_OFFERED] = TONE_WARNING,
        [INTERVIEW_ACCEPTED] = TONE_SUCCESS,
        [INTERVIEW_DECLINED] = TONE_NEUTRAL,
        [INTERVIEW_CANCELLED] = TONE_NEUTRAL,
    };
    return tones[s];
}

const char *interview_when(enum lang lang, const struct interview *i, struct arena *a)
{
    return arena_printf(a, "%s, %s", lang_instant(lang, a, i->starts_at), tr_n(lang, a, "%s minute", "%s minutes", i->minutes));
}

bool clock_read(const char *typed, int *minute_out)
{
    int numbers[2] = {0, 0}, digits[2] = {0, 0}, part = 0;
    for (const char *c = typed; *c != '\0'; c++) {
        if (*c >= '0' && *c <= '9' && digits[part] < 4) {
            numbers[part] = numbers[part] * 10 + *c - '0';
            digits[part]++;
        } else if ((*c == '.' || *c == ':') && part == 0 && digits[0] > 0) {
            part = 1;
        } else if (*c != ' ') {
            return false;
        }
    }
    if (part == 0 && digits[0] > 2) { // "930", "0930"
        numbers[1] = numbers[0] % 100;
        numbers[0] /= 100;
        digits[1] = 2;
    }
    bool right = digits[0] > 0 && (part == 0 || digits[1] == 2) && numbers[0] < 24 && numbers[1] < 60;
    if (right)
        *minute_out = numbers[0] * 60 + numbers[1];
    return right;
}

static const char *clock_text(int minute, struct arena *a)
{
    return arena_printf(a, "%02d.%02d", minute / 60, minute % 60);
}

// Where a referral and its times are shown to the actor.
static const char *home_of(struct request *r, struct referral_id id)
{
    return arena_printf(r->arena, r->actor->role == ROLE_EMPLOYER ? "/presented/%lld" : "/referrals/%lld", (long long)id.value);
}

static const char *page_of(struct request *r, const struct interview *i)
{
    if (r->actor->role == ROLE_CANDIDATE)
        return arena_printf(r->arena, "/me/interviews/%lld", (long long)i->id.value);
    return arena_printf(r->arena, "%s/interviews", home_of(r, i->referral));
}

enum status interviews_fill(struct request *r, struct referral_id referral, struct interviews_view *out)
{
    struct interview_view *list;
    struct interviews_view v = {.self = r->actor->role == ROLE_CANDIDATE, .name = ""};
    TRY(list_interviews(r->app, r->actor, referral, false, r->arena, &list, &v.line_count));
    v.lines = ARENA_ARRAY(r->arena, struct interview_line, v.line_count);
    for (size_t i = 0; i < v.line_count; i++)
        v.lines[i] = (struct interview_line){
            .at = &list[i],
            .when = interview_when(r->lang, &list[i].interview, r->arena),
            .path = arena_printf(r->arena, "/interviews/%lld", (long long)list[i].interview.id.value),
            .may_accept = list[i].refusals[INTERVIEW_ACCEPT] == NULL,
            .may_decline = list[i].refusals[INTERVIEW_DECLINE] == NULL,
            .may_change = list[i].refusals[INTERVIEW_CHANGE] == NULL,
            .may_cancel = list[i].refusals[INTERVIEW_CANCEL] == NULL,
        };
    for (size_t i = 0; i < v.line_count; i++)
        v.choosing |= v.self && v.lines[i].may_accept;
    v.back = v.self ? "/me" : home_of(r, referral);
    v.path = arena_printf(r->arena, "%s/interviews", v.back);
    if (!v.self) {
        TRY(may_offer_interview(r->app, r->actor, referral, &v.offer_refusal));
        v.offers = true;
    }
    *out = v;
    return OK;
}

// The page with all times of a referral. The person comes to it by one of them.
static enum status page_fill(struct request *r, struct referral_id referral, struct interviews_view *v)
{
    TRY(interviews_fill(r, referral, v));
    if (v->self) {
        if (v->line_count == 0)
            return NOT_FOUND;
        const struct interview_view *at = v->lines[0].at;
        v->title = need_title_text(r->lang, at->need_title);
        v->workplace = at->workplace_name;
        v->employer = at->employer_name;
        return OK;
    }
    if (r->actor->role == ROLE_EMPLOYER) {
        struct presented_candidate c;
        TRY(get_presented(r->app, r->actor, referral, r->arena, &c));
        v->name = c.name;
        v->title = need_title_text(r->lang, c.need_title);
        v->workplace = c.workplace_name;
        v->employer = "";
    } else {
        struct referral_view at;
        TRY(get_referral(r->app, r->actor, referral, r->arena, &at));
        v->name = at.row.name;
        v->title = need_title_text(r->lang, at.row.need_title);
        v->workplace = at.row.workplace_name;
        v->employer = at.row.employer_name;
    }
    v->form = (struct interview_form){.action = v->path, .back = v->back, .times = INTERVIEW_TIMES_AT_ONCE, .minutes = "30",
                                      .place = v->workplace, .bring = "", .on = {DAY_NONE, DAY_NONE, DAY_NONE},
                                      .at = {"", "", ""}};
    return OK;
}

// issues NULL: as it is first shown.
static struct reply page_reply(struct request *r, struct referral_id referral, const struct issues *issues, int status)
{
    struct interviews_view v;
    enum status s = page_fill(r, referral, &v);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[2] = {{tr(r->lang, N_("My page")), "/me"}};
    size_t crumb_count = 1;
    if (!v.self) {
        bool employer = r->actor->role == ROLE_EMPLOYER;
        crumbs[0] = employer ? (struct crumb){tr(r->lang, N_("Presented candidates")), "/presented"}
                             : (struct crumb){tr(r->lang, N_("Referrals")), "/referrals"};
        crumbs[1] = (struct crumb){tr(r->lang, employer ? N_("Presented candidate") : N_("Referral")), v.back};
        crumb_count = 2;
    }
    struct page *p = page_open_below(r, tr(r->lang, N_("Interview")), crumbs, crumb_count);
    if (issues != NULL && form_has(&r->form, "place"))
        page_again(p, issues);
    else
        p->issues = issues; // of a button: the form below was not sent
    interviews_page(p, &v);
    return reply_page(p, status);
}

static struct reply interviews_show(struct request *r)
{
    return page_reply(r, (struct referral_id){request_id(r, 0)}, NULL, 200);
}

static struct reply own_interview_show(struct request *r)
{
    struct interview_view view;
    enum status s = get_interview(r->app, r->actor, (struct interview_id){request_id(r, 0)}, r->arena, &view);
    return s == OK ? page_reply(r, view.interview.referral, NULL, 200) : reply_status(r, s);
}

// What is typed. A line whose two fields are empty counts as not given; the first has to be given.
static void offer_read(struct request *r, size_t times, struct interview_offer *out, size_t lines[], struct issues *issues)
{
    int64_t minutes = 0;
    *out = (struct interview_offer){.place = request_field(r, "place"), .bring = request_field(r, "bring")};
    for (size_t i = 0; i < times; i++) {
        const char *on_name = arena_printf(r->arena, "on_%zu", i), *at_name = arena_printf(r->arena, "at_%zu", i);
        const char *clock = request_field(r, at_name);
        day on;
        int minute = 0;
        enum status s = form_day(&r->form, on_name, &on);
        if (s == NOT_FOUND && *clock == '\0' && i > 0)
            continue;
        bool told = clock_read(clock, &minute);
        if (s != OK)
            issues_add(issues, on_name, N_("Write the date, such as 05.06.2026"));
        if (!told)
            issues_add(issues, at_name, N_("Write the time of day, such as 09.00"));
        if (s != OK || !told)
            continue;
        lines[out->time_count] = i;
        if (!instant_in_norway(on, minute, &out->times[out->time_count]))
            issues_add(issues, at_name, N_("The clocks jump over that hour. Choose another one."));
        else
            out->time_count++;
    }
    if (form_int(&r->form, "minutes", &minutes) == OK && minutes >= 0 && minutes <= INTERVIEW_MINUTES_MOST + 1)
        out->minutes = (int)minutes;
}

// The app counts the times that it was given; the page's fields are those of the lines.
static void issues_name(struct request *r, const struct issues *from, const size_t lines[], struct issues *issues)
{
    for (size_t i = 0; i < from->count; i++) {
        const char *field = from->items[i].field;
        if (strncmp(field, "times[", 6) == 0)
            field = arena_printf(r->arena, "on_%zu", lines[(size_t)(field[6] - '0')]);
        if (from->items[i].arg != NULL)
            issues_add_arg(issues, field, from->items[i].message, from->items[i].arg);
        else
            issues_add(issues, field, from->items[i].message);
    }
}

static struct reply back_with(struct request *r, const char *path, enum flash message)
{
    struct reply reply = reply_redirect(r, "%s", path);
    reply_flash(&reply, message);
    return reply;
}

static struct reply offer_submit(struct request *r)
{
    struct referral_id id = {request_id(r, 0)};
    struct interview_offer offer;
    size_t lines[INTERVIEW_TIMES_AT_ONCE] = {0};
    struct issues issues = issues_in(r->arena), found = issues_in(r->arena);
    offer_read(r, INTERVIEW_TIMES_AT_ONCE, &offer, lines, &issues);
    enum status s = INVALID;
    if (issues.count == 0) {
        s = offer_interview(r->app, r->actor, id, &offer, &found);
        issues_name(r, &found, lines, &issues);
    }
    if (s == OK)
        return back_with(r, arena_printf(r->arena, "%s/interviews", home_of(r, id)), FLASH_interview_offered);
    if (s != INVALID && s != CONFLICT)
        return reply_status(r, s);
    return page_reply(r, id, &issues, s == CONFLICT ? 409 : 422);
}

// After a step: back to the page with all times, or that page with what stands against it.
static struct reply step_reply(struct request *r, const struct interview *i, enum status s, const struct issues *issues,
                               enum flash message)
{
    if (s == OK)
        return back_with(r, page_of(r, i), message);
    return s == CONFLICT ? page_reply(r, i->referral, issues, 409) : reply_status(r, s);
}

static enum status step_begin(struct request *r, struct interview_view *view, int64_t *version)
{
    TRY(form_id(&r->form, "version", version) == OK ? OK : INVALID);
    return get_interview(r->app, r->actor, (struct interview_id){request_id(r, 0)}, r->arena, view);
}

static struct reply answer_submit(struct request *r)
{
    struct interview_view view;
    int64_t version;
    struct issues issues = issues_in(r->arena);
    const char *answer = request_field(r, "answer");
    bool yes = strcmp(answer, "yes") == 0;
    enum status s = yes || strcmp(answer, "no") == 0 ? step_begin(r, &view, &version) : INVALID;
    if (s != OK)
        return s == INVALID ? reply_error(r, 400) : reply_status(r, s);
    s = answer_interview(r->app, r->actor, view.interview.id, version, yes, &issues);
    return step_reply(r, &view.interview, s, &issues, yes ? FLASH_interview_accepted : FLASH_interview_declined);
}

static struct reply cancel_submit(struct request *r)
{
    struct interview_view view;
    int64_t version;
    struct issues issues = issues_in(r->arena);
    enum status s = step_begin(r, &view, &version);
    if (s != OK)
        return s == INVALID ? reply_error(r, 400) : reply_status(r, s);
    s = cancel_interview(r->app, r->actor, view.interview.id, version, &issues);
    return step_reply(r, &view.interview, s, &issues, FLASH_interview_cancelled);
}

static struct reply change_reply(struct request *r, const struct interview_view *view, const struct issues *issues, int status)
{
    const struct interview *i = &view->interview;
    struct interviews_view v = {
        .name = view->name,
        .title = need_title_text(r->lang, view->need_title),
        .workplace = view->workplace_name,
        .path = page_of(r, i),
        .form = {
            .action = arena_printf(r->arena, "/interviews/%lld/change", (long long)i->id.value),
            .back = page_of(r, i),
            .times = 1,
            .on = {day_in_norway(i->starts_at)},
            .at = {clock_text(minute_in_norway(i->starts_at), r->arena)},
            .minutes = arena_printf(r->arena, "%d", i->minutes),
            .place = i->place,
            .bring = i->bring,
            .version = i->version,
        },
    };
    struct crumb crumbs[] = {{tr(r->lang, N_("Interview")), v.path}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Change the interview")), crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    interview_change_page(p, &v);
    return reply_page(p, status);
}

static struct reply change_show(struct request *r)
{
    struct interview_view view;
    enum status s = get_interview(r->app, r->actor, (struct interview_id){request_id(r, 0)}, r->arena, &view);
    if (s != OK)
        return reply_status(r, s);
    if (view.refusals[INTERVIEW_CHANGE] == NULL)
        return change_reply(r, &view, NULL, 200);
    struct issues issues = issues_in(r->arena);
    issues_add(&issues, "", view.refusals[INTERVIEW_CHANGE]);
    return page_reply(r, view.interview.referral, &issues, 409);
}

static struct reply change_submit(struct request *r)
{
    struct interview_view view;
    struct interview_offer offer;
    size_t lines[INTERVIEW_TIMES_AT_ONCE] = {0};
    int64_t version;
    struct issues issues = issues_in(r->arena), found = issues_in(r->arena);
    enum status s = step_begin(r, &view, &version);
    if (s != OK)
        return s == INVALID ? reply_error(r, 400) : reply_status(r, s);
    offer_read(r, 1, &offer, lines, &issues);
    s = INVALID;
    if (issues.count == 0) {
        s = change_interview(r->app, r->actor, view.interview.id, version, &offer, &found);
        issues_name(r, &found, lines, &issues);
    }
    return s == INVALID ? change_reply(r, &view, &issues, 422)
                        : step_reply(r, &view.interview, s, &issues, FLASH_interview_changed);
}

static struct reply calendar_get(struct request *r)
{
    const char *text;
    enum status s = get_interview_calendar(r->app, r->actor, (struct interview_id){request_id(r, 0)}, r->lang, r->arena, &text);
    if (s != OK)
        return reply_status(r, s);
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, text);
    return reply_download(r, "text/calendar; charset=utf-8; method=PUBLISH",
                          r->lang == LANG_NB ? "intervju.ics" : "interview.ics", &body);
}

const struct route interview_routes[] = {
    {METHOD_GET, "/presented/:id/interviews", interviews_show, FOR_EMPLOYER, "presented_interviews"},
    {METHOD_POST, "/presented/:id/interviews", offer_submit, FOR_EMPLOYER, "presented_interview_offer"},
    {METHOD_GET, "/referrals/:id/interviews", interviews_show, FOR_STAFF, "referral_interviews"},
    {METHOD_POST, "/referrals/:id/interviews", offer_submit, FOR_STAFF, "referral_interview_offer"},
    {METHOD_GET, "/me/interviews/:id", own_interview_show, FOR_CANDIDATE, "me_interview"},
    {METHOD_POST, "/interviews/:id/answer", answer_submit, FOR_STAFF | FOR_CANDIDATE, "interview_answer"},
    {METHOD_GET, "/interviews/:id/change", change_show, FOR_OFFERING, "interview_change"},
    {METHOD_POST, "/interviews/:id/change", change_submit, FOR_OFFERING, "interview_change_save"},
    {METHOD_POST, "/interviews/:id/cancel", cancel_submit, FOR_OFFERING, "interview_cancel"},
    {METHOD_GET, "/interviews/:id/calendar.ics", calendar_get, FOR_PARTIES, "interview_calendar"},
    {0},
};
