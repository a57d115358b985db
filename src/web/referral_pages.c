// SPDX-License-Identifier: EUPL-1.2
// Formidling: one person for one need. What each of its three fields says, what may be done now, and why not the rest.
#include <string.h>

#include "app/hires.h"
#include "web/need_view.h"
#include "web/referral.html.h"
#include "web/referral_view.h"
#include "web/routes.h"

// The choices that the rules allow now, and the others under the sentences that refuse them.
struct choosing {
    struct request *r;
    struct referral_choice *choice;
    const char *now; // is where it stands: not a choice
};

static void choice_add(const struct choosing *c, const char *value, const char *title, const char *refusal)
{
    struct referral_choice *choice = c->choice;
    if (refusal == NULL) {
        choice->options[choice->count++] = (struct option){.value = value, .label = title};
        return;
    }
    const char *why = tr(c->r->lang, refusal), *what = tr(c->r->lang, title);
    for (size_t i = 0; i < choice->refused_count; i++)
        if (strcmp(choice->refused[i].why, why) == 0) {
            choice->refused[i].what = arena_printf(c->r->arena, "%s, %s", choice->refused[i].what, what);
            return;
        }
    choice->refused[choice->refused_count++] = (struct referral_refused){what, why};
}

static struct referral_choice choice_in(struct request *r, size_t most)
{
    return (struct referral_choice){.options = ARENA_ARRAY(r->arena, struct option, most),
                                    .refused = ARENA_ARRAY(r->arena, struct referral_refused, most)};
}

static void works_fill(struct request *r, struct referral_page_view *v)
{
    v->works = choice_in(r, WORK_STATUSES);
    const struct choosing c = {.r = r, .choice = &v->works};
    for (int w = 0; w < WORK_STATUSES; w++)
        choice_add(&c, work_status_name((enum work_status)w), work_status_title((enum work_status)w), v->at->work_refusals[w]);
}

static void verdicts_fill(struct request *r, struct referral_page_view *v)
{
    v->verdicts = choice_in(r, EMPLOYER_VERDICTS);
    const struct choosing c = {.r = r, .choice = &v->verdicts};
    for (int e = 0; e < EMPLOYER_VERDICTS; e++)
        choice_add(&c, employer_verdict_name((enum employer_verdict)e), employer_verdict_title((enum employer_verdict)e),
                   v->at->verdict_refusals[e]);
    v->reasons = ARENA_ARRAY(r->arena, struct option, VERDICT_REASONS);
    for (int reason = REASON_NONE + 1; reason < VERDICT_REASONS; reason++)
        v->reasons[v->reason_count++] = (struct option){.value = verdict_reason_name((enum verdict_reason)reason),
                                                        .label = verdict_reason_title((enum verdict_reason)reason)};
}

static enum status owners_fill(struct request *r, struct referral_page_view *v)
{
    struct step_owner *owners;
    struct user_id chosen = v->at->row.next_owner.value != 0 ? v->at->row.next_owner : r->actor->user;
    TRY(list_step_owners(r->app, r->actor, r->arena, &owners, &v->owner_count));
    v->owners = ARENA_ARRAY(r->arena, struct option, v->owner_count);
    for (size_t i = 0; i < v->owner_count; i++)
        v->owners[i] = (struct option){.value = arena_printf(r->arena, "%lld", (long long)owners[i].user.value),
                                       .text = owners[i].name};
    v->owner = arena_printf(r->arena, "%lld", (long long)chosen.value);
    return OK;
}

static void deadlines_fill(struct request *r, struct referral_page_view *v)
{
    day today = app_today(r->app);
    for (size_t i = 0; i < COUNT_OF(SHARE_DEADLINES); i++) {
        int days = SHARE_DEADLINES[i];
        v->deadlines[i] = (struct option){
            .value = arena_printf(r->arena, "%d", days),
            .text = arena_printf(r->arena, "%s: %s", tr_n(r->lang, r->arena, "One day", "%s days", days),
                                 lang_day(r->lang, r->arena, today + days)),
        };
    }
    v->deadlines[COUNT_OF(SHARE_DEADLINES)] = (struct option){.value = "date", .label = N_("Another day, at most a month ahead")};
    const char *refusal = v->at->ask_refusal;
    if (refusal != NULL)
        v->ask_refusal = v->at->ask_refusal_arg != NULL && strstr(refusal, "%s") != NULL
                             ? tr_arg(r->lang, r->arena, refusal, v->at->ask_refusal_arg)
                             : tr(r->lang, refusal);
}

// The newest question and the earlier ones about this need.
static enum status shares_fill(struct request *r, struct referral_page_view *v)
{
    const struct referral_row *row = &v->at->row;
    struct share_view *shares;
    size_t count;
    TRY(list_shares(r->app, r->actor, row->person, r->arena, &shares, &count));
    v->earlier = ARENA_ARRAY(r->arena, struct share_view, count);
    for (size_t i = 0; i < count; i++) {
        if (shares[i].id.value == row->share_id.value)
            v->share = &shares[i];
        else if (shares[i].need.value == row->need.value)
            v->earlier[v->earlier_count++] = shares[i];
    }
    v->asked_elsewhere = row->asked && v->share == NULL;
    return OK;
}

// The hire that came of it, whether it is confirmed or not.
static enum status hire_fill(struct request *r, struct referral_page_view *v)
{
    const struct referral_row *row = &v->at->row;
    const struct hire_query query = {.person = row->person, .need = row->need, .after = "",
                                     .states = 1u << HIRE_REPORTED | 1u << HIRE_CONFIRMED};
    struct hire_page page;
    if (row->state.outcome == OUTCOME_NOT_PRESENTED || !route_open("/hires", r->actor->role))
        return OK;
    TRY(list_hires(r->app, r->actor, &query, r->arena, &page));
    for (size_t i = 0; i < page.row_count; i++) {
        const struct hire *hire = &page.rows[i].hire;
        if (hire->referral.value != row->id.value)
            continue;
        v->hired_path = arena_printf(r->arena, "/hires/%lld", (long long)hire->id.value);
        v->hired_state = hire_state_title(hire->state);
    }
    return OK;
}

static const char *register_refusal(const struct referral_state *at)
{
    return at->outcome == OUTCOME_NOT_PRESENTED
               ? N_("Present the person first: a hire through a referral comes after that.")
               : NULL;
}

static void paths_fill(struct request *r, struct referral_page_view *v)
{
    const struct referral_row *row = &v->at->row;
    if ((row->rights & RIGHT_IDENTITY) != 0)
        v->person_path = arena_printf(r->arena, "/candidates/%lld", (long long)row->person.value);
    if ((row->rights & RIGHT_PROFILE) != 0 && row->state.need == NEED_OPEN)
        v->explanation_path = arena_printf(r->arena, "/needs/%lld/candidates/%lld", (long long)row->need.value,
                                           (long long)row->person.value);
    v->hire_refusal = register_refusal(&row->state);
    if (v->may_edit && v->hire_refusal == NULL && v->hired_path == NULL && route_open("/hires/new", r->actor->role))
        v->hire_path = arena_printf(r->arena, "/hires/new?referral=%lld", (long long)row->id.value);
}

static enum status view_fill(struct request *r, const struct referral_view *at, struct referral_page_view *v)
{
    const struct referral_row *row = &at->row;
    struct referral_line *history;
    v->at = at;
    v->item = referral_item_of(r, row);
    v->may_edit = (row->rights & RIGHT_EDIT) != 0;
    v->may_answer = (row->rights & RIGHT_ANSWER) != 0;
    v->enrolment_over = (row->rights & RIGHT_IDENTITY) != 0 && !v->may_edit;
    if (v->may_answer)
        TRY(shares_fill(r, v));
    if ((row->rights & RIGHT_IDENTITY) != 0) {
        TRY(list_referral_history(r->app, r->actor, row->id, r->arena, &history, &v->history_count));
        v->history = history;
        TRY(hire_fill(r, v));
    }
    if (v->may_edit)
        TRY(owners_fill(r, v));
    works_fill(r, v);
    verdicts_fill(r, v);
    deadlines_fill(r, v);
    paths_fill(r, v);
    return OK;
}

struct reply referral_page_reply(struct request *r, struct referral_id id, const struct issues *issues,
                                 const char *conflict, int status)
{
    struct referral_view at;
    struct referral_page_view v = {.conflict = conflict};
    enum status s = get_referral(r->app, r->actor, id, r->arena, &at);
    if (s == OK)
        s = view_fill(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    const char *back = r->method == METHOD_POST ? request_next(r, "") : "";
    v.back = *back == '\0' ? NULL : back;
    struct crumb crumbs[] = {{tr(r->lang, N_("Referrals")), "/referrals"}};
    // No name in the title: titles go into histories and bookmarks.
    struct page *p = page_open_below(r, tr(r->lang, N_("Referral")), crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    referral_page(p, &v);
    return reply_page(p, status);
}

static struct reply referral_show(struct request *r)
{
    return referral_page_reply(r, (struct referral_id){request_id(r, 0)}, NULL, NULL, 200);
}

const struct route referral_routes[] = {
    {METHOD_GET, "/referrals/:id", referral_show, FOR_STAFF, "referral_show"},
    {0},
};
