// SPDX-License-Identifier: EUPL-1.2
// One hire: its evidence, its story, its check-ins, and what may be done with it.
#include <string.h>

#include "app/referrals.h"
#include "web/hire.html.h"
#include "web/hire_view.h"
#include "web/need_view.h"
#include "web/routes.h"

static bool is_staff(const struct request *r)
{
    return r->actor->role == ROLE_OFFICE || r->actor->role == ROLE_ADVISER;
}

static int64_t form_version(const struct request *r)
{
    int64_t version;
    return form_int(&r->form, "version", &version) == OK ? version : 0;
}

// The card

// In one line how it stood: "Papirdal, 1. mars 2017, fast, 80 prosent".
static const char *stood_text(struct request *r, const struct hire_line *line)
{
    const struct hire *h = &line->as;
    struct arena *a = r->arena;
    if (!line->known)
        return "";
    struct buf b = buf_in(a);
    buf_add_text(&b, tr(r->lang, hire_state_title(h->state)));
    if (h->evidence != HIRE_EVIDENCE_NONE)
        buf_printf(&b, " (%s)", lang_lower(a, tr(r->lang, hire_evidence_title(h->evidence))));
    buf_printf(&b, ": %s", line->workplace_name);
    if (code_given(h->occupation))
        buf_printf(&b, ", %s", need_occupation_text(r, h->occupation));
    buf_printf(&b, ", %s", tr_arg(r->lang, a, N_("from %s"), lang_day(r->lang, a, h->start)));
    if (h->agreed_to != DAY_NONE)
        buf_printf(&b, " %s", tr_arg(r->lang, a, N_("to %s"), lang_day(r->lang, a, h->agreed_to)));
    buf_printf(&b, ", %s", lang_lower(a, hire_form_text(h, r->lang, a)));
    if (h->ended_on != DAY_NONE) {
        buf_printf(&b, ", %s", tr_arg(r->lang, a, N_("ended %s"), lang_day(r->lang, a, h->ended_on)));
        if (h->end_reason != HIRE_END_NONE)
            buf_printf(&b, " (%s)", lang_lower(a, tr(r->lang, hire_end_title(h->end_reason))));
    }
    return buf_text(&b);
}

static void events_fill(struct request *r, struct hire_card_view *v)
{
    const struct hire_view *at = v->at;
    v->events = ARENA_ARRAY(r->arena, struct hire_event, at->line_count);
    for (size_t i = 0; i < at->line_count; i++) {
        const struct hire_line *line = &at->lines[i];
        struct hire_hand hand = {line->user_name, line->organisation, line->at};
        // A note belongs to the step it was written at; later steps carry it along.
        const char *before = i + 1 < at->line_count ? at->lines[i + 1].as.note : "";
        v->events[v->event_count++] = (struct hire_event){
            .at = line->at,
            .what = line->what,
            .who = hire_hand_text(r->lang, &hand, r->arena),
            .stood = stood_text(r, line),
            .note = line->as.note == NULL || strcmp(line->as.note, before) == 0 ? "" : line->as.note,
        };
    }
}

static struct hire_checkin checkin_words(struct request *r, const struct hire_row *row, const struct checkin *c)
{
    bool mine = c->side == CHECKIN_OF_EMPLOYER ? r->actor->role == ROLE_EMPLOYER : (row->rights & RIGHT_ANSWER) != 0;
    struct hire_checkin line = {.checkin = c, .answer = "", .rating = "", .norwegian = ""};
    if (c->state == CHECKIN_ANSWERED)
        line.answer = tr(r->lang, c->employed ? N_("Yes, still employed") : N_("No, not any more"));
    if (c->rating > 0)
        line.rating = tr(r->lang, checkin_rating_title(c->rating));
    if (c->norwegian > 0)
        line.norwegian = catalogue_cefr_code((enum cefr)c->norwegian);
    if (mine && row->hire.state == HIRE_CONFIRMED && checkin_open(c, app_today(r->app)))
        line.path = arena_printf(r->arena, "/checkins/%lld", (long long)c->id.value);
    return line;
}

static void checkins_fill(struct request *r, struct hire_card_view *v)
{
    const struct hire_view *at = v->at;
    v->checkin_count = at->checkin_count;
    v->person_side = r->actor->role != ROLE_EMPLOYER;
    for (size_t i = 0; i < at->checkin_count; i++)
        for (size_t m = 0; m < CHECKINS; m++)
            if (at->checkins[i].months == CHECKIN_MONTHS[m])
                v->checkins[at->checkins[i].side][m] = checkin_words(r, &at->row, &at->checkins[i]);
}

// A refusal that everybody of the role meets says nothing; one that tells how to go on is shown.
static void acts_fill(struct hire_card_view *v)
{
    static const char of_role[] = "Your role does not do this.";
    const struct hire_row *row = &v->at->row;
    for (int act = 0; act < HIRE_ACTS; act++) {
        const char *refusal = row->refusals[act];
        v->may[act] = refusal == NULL;
        if (act == HIRE_TAKE_BACK && refusal != NULL && strcmp(refusal, of_role) != 0 && row->hire.state != HIRE_TAKEN_BACK)
            v->why_not[act] = refusal;
    }
}

static void need_fill(struct request *r, struct hire_card_view *v)
{
    struct need_view need;
    struct need_progress progress;
    struct need_id id = v->at->row.hire.need;
    if (id.value == 0 || get_need(r->app, r->actor, id, r->arena, &need) != OK)
        return;
    v->need_path = arena_printf(r->arena, "/needs/%lld", (long long)id.value);
    if ((need.rights & RIGHT_OPEN) != 0 && get_need_progress(r->app, r->actor, id, &progress) == OK && progress.asks_to_close)
        v->close_path = arena_printf(r->arena, "%s/close?to=filled", v->need_path);
}

static void card_fill(struct request *r, const struct hire_view *at, struct hire_card_view *v)
{
    const struct hire *h = &at->row.hire;
    *v = (struct hire_card_view){
        .at = at,
        .heading = r->actor->role == ROLE_CANDIDATE // one's own name says nothing
                       ? hire_workplace_text(at->row.workplace_name, at->row.employer_name, r->arena)
                       : hire_person_text(r->lang, &at->row),
        .person = hire_person_text(r->lang, &at->row),
        .occupation = need_occupation_text(r, h->occupation),
        .form = hire_form_text(h, r->lang, r->arena),
        .registered = hire_hand_text(r->lang, &at->registered, r->arena),
        .confirmed = h->state == HIRE_CONFIRMED && at->confirmed.at != 0 ? hire_hand_text(r->lang, &at->confirmed, r->arena) : "",
        .staff = is_staff(r),
    };
    if (v->staff && *at->row.name != '\0')
        v->person_path = arena_printf(r->arena, "/candidates/%lld", (long long)h->person.value);
    if (v->staff && h->referral.value != 0 && route_open("/referrals", r->actor->role))
        v->referral_path = arena_printf(r->arena, "/referrals/%lld", (long long)h->referral.value);
    acts_fill(v);
    v->may_name = v->staff && at->row.unnamed && h->state != HIRE_TAKEN_BACK && (at->row.rights & RIGHT_EDIT) != 0;
    need_fill(r, v);
    events_fill(r, v);
    checkins_fill(r, v);
}

// The name stays out of the title, which goes into histories and bookmarks.
static struct page *card_page(struct request *r, bool below)
{
    bool own = r->actor->role == ROLE_EMPLOYER;
    struct crumb *crumbs = ARENA_ARRAY(r->arena, struct crumb, 2);
    size_t count = 0;
    if (r->actor->role == ROLE_CANDIDATE)
        crumbs[count++] = (struct crumb){tr(r->lang, N_("My page")), "/me"};
    else
        crumbs[count++] = (struct crumb){tr(r->lang, own ? N_("Our hires") : N_("Hires")), "/hires"};
    if (below)
        crumbs[count++] = (struct crumb){tr(r->lang, N_("One hire")),
                                         arena_printf(r->arena, "/hires/%lld", (long long)request_id(r, 0))};
    return page_open_below(r, tr(r->lang, N_("One hire")), crumbs, count);
}

static struct reply card_reply(struct request *r, struct issues *issues, int status)
{
    struct hire_view at;
    struct hire_card_view v;
    enum status s = get_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    card_fill(r, &at, &v);
    struct page *p = card_page(r, false);
    if (issues != NULL)
        page_again(p, issues);
    hire_card_page(p, &v);
    return reply_page(p, status);
}

static struct reply hire_show(struct request *r)
{
    return card_reply(r, NULL, 200);
}

static struct reply done(struct request *r, enum flash message)
{
    struct reply reply = reply_redirect(r, "/hires/%lld", (long long)request_id(r, 0));
    reply_flash(&reply, message);
    return reply;
}

static struct reply hire_confirm(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = confirm_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, form_version(r),
                                 form_flag(&r->form, "document_seen"), &issues);
    if (s == INVALID || s == CONFLICT)
        return card_reply(r, &issues, s == INVALID ? 422 : 409);
    return s == OK ? done(r, FLASH_hire_confirmed) : reply_status(r, s);
}

static struct reply hire_go_on(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = end_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, form_version(r), DAY_NONE, HIRE_END_NONE,
                             &issues);
    if (s == INVALID || s == CONFLICT)
        return card_reply(r, &issues, s == INVALID ? 422 : 409);
    return s == OK ? done(r, FLASH_hire_goes_on) : reply_status(r, s);
}

// Taking back

static struct reply back_reply(struct request *r, struct issues *issues, int status)
{
    struct hire_view at;
    enum status s = get_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    // What may not be done is told beside the hire as it stands.
    if (issues == NULL && at.row.refusals[HIRE_TAKE_BACK] != NULL) {
        struct issues why = issues_in(r->arena);
        issues_add(&why, "", at.row.refusals[HIRE_TAKE_BACK]);
        return card_reply(r, &why, 409);
    }
    struct page *p = card_page(r, true);
    if (issues != NULL)
        page_again(p, issues);
    hire_take_back_page(p, &at.row, hire_person_text(r->lang, &at.row));
    return reply_page(p, status);
}

static struct reply hire_take_back(struct request *r)
{
    return back_reply(r, NULL, 200);
}

static struct reply hire_take_back_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = take_back_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, form_version(r),
                                   form_lines(&r->form, r->arena, "note"), &issues);
    if (s == INVALID)
        return back_reply(r, &issues, 422);
    if (s == CONFLICT)
        return card_reply(r, &issues, 409);
    return s == OK ? done(r, FLASH_hire_taken_back) : reply_status(r, s);
}

// The end

static struct reply end_reply(struct request *r, struct issues *issues, int status)
{
    struct hire_view at;
    enum status s = get_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    if (issues == NULL && at.row.refusals[HIRE_END] != NULL) {
        struct issues why = issues_in(r->arena);
        issues_add(&why, "", at.row.refusals[HIRE_END]);
        return card_reply(r, &why, 409);
    }
    struct hire_end_view v = {.row = &at.row, .heading = hire_person_text(r->lang, &at.row), .on = DAY_NONE};
    for (int e = HIRE_END_NONE + 1; e < HIRE_ENDS; e++)
        v.reasons[e - 1] = (struct option){.value = hire_end_name((enum hire_end)e), .label = hire_end_title((enum hire_end)e)};
    struct page *p = card_page(r, true);
    if (issues != NULL)
        page_again(p, issues);
    hire_end_page(p, &v);
    return reply_page(p, status);
}

static struct reply hire_end_show(struct request *r)
{
    return end_reply(r, NULL, 200);
}

static struct reply hire_end_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena), more = issues_in(r->arena);
    struct hire_id id = {request_id(r, 0)};
    day on = DAY_NONE;
    enum hire_end reason = HIRE_END_NONE;
    enum status read = form_day(&r->form, "ended_on", &on);
    if (read != OK)
        issues_add(&issues, "ended_on", read == INVALID ? N_("Write day, month and year, such as 5.6.2016") : N_("Write the last day of work"));
    if (!hire_end_read(request_field(r, "end_reason"), &reason) || reason == HIRE_END_NONE)
        issues_add(&issues, "end_reason", N_("Choose why it ended"));
    if (read == OK && on > app_today(r->app))
        issues_add(&issues, "ended_on", N_("Write the end when the last day has come"));
    if (issues.count > 0)
        return end_reply(r, &issues, 422);
    enum status s = end_hire(r->app, r->actor, id, form_version(r), on, reason, &more);
    if (s == INVALID)
        return end_reply(r, &more, 422);
    if (s == CONFLICT) {
        // A day before the first is mended in the form; what somebody else did meanwhile is looked at first.
        struct hire_view at;
        bool stands = get_hire(r->app, r->actor, id, r->arena, &at) == OK && at.row.hire.version == form_version(r) &&
                      at.row.refusals[HIRE_END] == NULL;
        return stands ? end_reply(r, &more, 409) : card_reply(r, &more, 409);
    }
    return s == OK ? done(r, FLASH_hire_ended) : reply_status(r, s);
}

// Whose it is

static struct reply name_reply(struct request *r, struct hire_name_view *v, struct issues *issues, int status)
{
    struct hire_view at;
    enum status s = get_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    if (!at.row.unnamed || (at.row.rights & RIGHT_EDIT) == 0) {
        struct issues why = issues_in(r->arena);
        issues_add(&why, "", at.row.unnamed ? N_("Your role does not do this.") : N_("Somebody has said already to be the one who was hired."));
        return card_reply(r, &why, 409);
    }
    v->row = &at.row;
    v->heading = hire_workplace_text(at.row.workplace_name, at.row.employer_name, r->arena);
    v->occupation = need_occupation_text(r, at.row.hire.occupation);
    struct page *p = card_page(r, true);
    if (issues != NULL)
        page_again(p, issues);
    hire_name_page(p, v);
    return reply_page(p, status);
}

static struct reply hire_name_show(struct request *r)
{
    struct hire_name_view v = {0};
    return name_reply(r, &v, NULL, 200);
}

static struct reply hire_name_submit(struct request *r)
{
    struct hire_name_view v = {0};
    struct issues issues = issues_in(r->arena);
    enum status s = pick_person(r, &r->form, "person", &v.person);
    if (s != OK)
        return reply_status(r, s);
    if (v.person.how == PICK_EMPTY)
        issues_add(&issues, "person", N_("Choose the person"));
    pick_issue(&v.person, &issues);
    if (issues.count > 0)
        return name_reply(r, &v, &issues, 422);
    s = name_hire(r->app, r->actor, (struct hire_id){request_id(r, 0)}, form_version(r), (struct person_id){v.person.id}, &issues);
    if (s == CONFLICT || s == INVALID)
        return card_reply(r, &issues, s == INVALID ? 422 : 409);
    return s == OK ? done(r, FLASH_hire_named) : reply_status(r, s);
}

enum { FOR_REGISTER = FOR_STAFF | FOR_EMPLOYER };

const struct route hire_routes[] = {
    {METHOD_GET, "/hires/:id", hire_show, FOR_REGISTER | FOR_CANDIDATE, "hire"},
    {METHOD_POST, "/hires/:id/confirm", hire_confirm, FOR_REGISTER, "hire_confirm"},
    {METHOD_GET, "/hires/:id/take-back", hire_take_back, FOR_STAFF, "hire_take_back"},
    {METHOD_POST, "/hires/:id/take-back", hire_take_back_submit, FOR_STAFF, "hire_take_back_submit"},
    {METHOD_GET, "/hires/:id/end", hire_end_show, FOR_REGISTER, "hire_end"},
    {METHOD_POST, "/hires/:id/end", hire_end_submit, FOR_REGISTER, "hire_end_submit"},
    {METHOD_POST, "/hires/:id/go-on", hire_go_on, FOR_REGISTER, "hire_go_on"},
    {METHOD_GET, "/hires/:id/person", hire_name_show, FOR_STAFF, "hire_name"},
    {METHOD_POST, "/hires/:id/person", hire_name_submit, FOR_STAFF, "hire_name_submit"},
    {0},
};
