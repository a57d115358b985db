// SPDX-License-Identifier: EUPL-1.2
// Behov (screen 7): who can fill a need, whom a question would settle, who not, and why. The full explanation of one.
#include <string.h>

#include "web/need_card.html.h"
#include "web/need_explanation.html.h"
#include "web/need_pages.h"
#include "web/need_view.h"

enum { SHOWN_FIRST = 10, SHOWN_MORE = 50, SHOWN_MOST = 200 };

// One candidate in words.

static enum badge badge_of(enum verdict v)
{
    return v == VERDICT_MET ? BADGE_MET : v == VERDICT_MISSING ? BADGE_MISSING : BADGE_UNKNOWN;
}

static int score_most(const struct need_view *at)
{
    int sum = 0;
    for (size_t i = 0; i < at->all_count; i++)
        sum += at->all[i].weight;
    return sum;
}

// "2 questions", "1 requirement missing, 1 question"
static const char *summary_words(struct request *r, const struct match_row *row)
{
    const char *questions = tr_n(r->lang, r->arena, "%s question", "%s questions", row->unknown);
    const char *missing = tr_n(r->lang, r->arena, "%s requirement missing", "%s requirements missing", row->missing);
    if (row->missing > 0 && row->unknown > 0)
        return arena_printf(r->arena, "%s, %s", missing, questions);
    return row->missing > 0   ? missing
           : row->unknown > 0 ? questions
                              : tr(r->lang, N_("Everything that must be there is met"));
}

// Whether others stand equal with a candidate, as far as the page has looked.
enum tie { TIE_NONE, TIE_SEEN, TIE_NOT_LOOKED };

static const char *tie_words(enum lang lang, enum tie tie)
{
    switch (tie) {
    case TIE_NONE:
        return "";
    case TIE_SEEN:
        return tr(lang, N_("Several rank equal; the order among equals is drawn by lot."));
    case TIE_NOT_LOOKED:
        return tr(lang, N_("If several rank equal, the order among equals is drawn by lot."));
    }
    return "";
}

// Why the candidate stands just here, from what the order is made of: class, missing or unknown, score, lot.
static const char *order_words(struct request *r, const struct match_row *row, int most, enum tie tie)
{
    enum lang lang = r->lang;
    struct arena *a = r->arena;
    struct buf b = buf_in(a);
    buf_printf(&b, "%s ", tr(lang, N_("Ranked here because")));
    if (row->missing > 0)
        buf_add_text(&b, tr_n(lang, a, "one must is missing", "%s musts are missing", row->missing));
    else
        buf_add_text(&b, tr(lang, row->unknown > 0 ? N_("no must is missing") : N_("every must is met")));
    if (row->unknown > 0)
        buf_printf(&b, ", %s %s", tr(lang, N_("and")),
                   tr_n(lang, a, "one must is not settled", "%s musts are not settled", row->unknown));
    buf_add_text(&b, ".");
    if (most > 0) {
        const char *points =
            arena_printf(a, "%d %s", row->score, tr_arg(lang, a, N_("of %s"), arena_printf(a, "%d", most)));
        buf_printf(&b, " %s", tr_arg(lang, a, N_("%s points for the shoulds."), points));
    }
    if (tie != TIE_NONE)
        buf_printf(&b, " %s", tie_words(lang, tie));
    return buf_text(&b);
}

// lines: need_lines, which say each requirement for all candidates.
static void reasons_words(struct request *r, const struct need_view *at, const struct need_line *lines,
                          const struct ranked_candidate *c, struct need_candidate *out)
{
    const struct explanation *e = &c->explanation;
    out->reasons = ARENA_ARRAY(r->arena, struct need_reason, e->row_count);
    for (size_t i = 0; i < e->row_count && i < at->all_count; i++) {
        const struct requirement *q = &at->all[i];
        const struct verdict_row *v = &e->rows[i];
        out->reasons[out->reason_count++] = (struct need_reason){
            .badge = badge_of(v->verdict),
            .requirement = lines[i].words,
            .strength = need_strength_title(q),
            .why = verdict_words(r->app, r->lang, q, v, e, at->need.start_from, r->arena),
            .question = question_words(r->app, r->lang, q, v, r->arena),
            .must = q->must,
        };
        out->met += v->verdict == VERDICT_MET;
        if (v->verdict == VERDICT_MISSING)
            *(q->must ? &out->musts_missing : &out->shoulds_missing) += 1;
        out->unknown += v->verdict == VERDICT_UNKNOWN;
    }
}

static struct need_candidate candidate_words(struct request *r, const struct need_view *at, const struct need_line *lines,
                                             const struct ranked_candidate *c, enum tie tie)
{
    struct need_candidate out = {
        .person = c->person,
        .name = c->name,
        .class = c->row.class,
        .summary = summary_words(r, &c->row),
        .score = c->row.score,
        .score_most = score_most(at),
        .path = arena_printf(r->arena, "/needs/%lld/candidates/%lld", (long long)at->need.id.value,
                             (long long)c->person.value),
    };
    out.order = order_words(r, &c->row, out.score_most, tie);
    reasons_words(r, at, lines, c, &out);
    return out;
}

static bool ranks_equal(const struct match_row *a, const struct match_row *b)
{
    return a->class == b->class && a->missing == b->missing && a->unknown == b->unknown && a->score == b->score;
}

// The list.

// What the list shows stands in its address, and in the form that is sent from it.
static const struct form *asked_in(const struct request *r)
{
    return r->method == METHOD_POST ? &r->form : &r->query;
}

// The classes asked for: one, or all (0).
static unsigned classes_read(struct request *r)
{
    const char *typed = form_text(asked_in(r), r->arena, "class");
    for (enum match_class c = CLASS_READY; c <= CLASS_NOT_NOW; c++)
        if (strcmp(typed, class_name(c)) == 0)
            return 1u << c;
    return 0;
}

static size_t shown_read(struct request *r)
{
    int64_t n;
    return form_int(asked_in(r), "show", &n) == OK && n > SHOWN_FIRST ? (n > SHOWN_MOST ? SHOWN_MOST : (size_t)n)
                                                                    : SHOWN_FIRST;
}

static const char *classes_word(unsigned classes)
{
    for (enum match_class c = CLASS_READY; c <= CLASS_NOT_NOW; c++)
        if (classes == 1u << c)
            return class_name(c);
    return "";
}

static const char *list_path(struct request *r, const struct need_view *at, unsigned classes, size_t shown,
                             const char *anchor)
{
    const char *word = classes_word(classes);
    const char *show =
        shown > SHOWN_FIRST ? arena_printf(r->arena, "%cshow=%zu", *word != '\0' ? '&' : '?', shown) : "";
    return arena_printf(r->arena, "/needs/%lld%s%s%s%s", (long long)at->need.id.value,
                        *word != '\0' ? "?class=" : "", word, show, anchor);
}

const char *need_card_path(struct request *r, const struct need_view *at)
{
    return list_path(r, at, classes_read(r), shown_read(r), "");
}

static void tab_add(struct request *r, struct need_card_view *v, const char *label, size_t count, unsigned classes,
                    unsigned now)
{
    v->tabs[v->tab_count++] = (struct need_tab){
        .label = tr(r->lang, label),
        .count = count,
        .path = list_path(r, v->at, classes, 0, "#candidates"),
        .current = classes == now,
    };
}

static void tabs_make(struct request *r, struct need_card_view *v, const struct need_answer *answer, unsigned classes)
{
    size_t all = 0;
    for (int c = 0; c < MATCH_CLASSES; c++)
        all += answer->counts[c];
    tab_add(r, v, N_("All"), all, 0, classes);
    for (enum match_class c = CLASS_READY; c <= CLASS_NOT_NOW; c++)
        if (c != CLASS_REACHABLE || answer->counts[c] > 0)
            tab_add(r, v, match_class_title(c), answer->counts[c], 1u << c, classes);
    v->ready = answer->counts[CLASS_READY];
    v->ask = answer->counts[CLASS_ASK];
    v->not_now = answer->counts[CLASS_NOT_NOW] + answer->counts[CLASS_REACHABLE];
    v->total = 0;
    for (enum match_class c = CLASS_READY; c <= CLASS_NOT_NOW; c++)
        if (classes == 0 || classes & 1u << c)
            v->total += answer->counts[c];
}

static void costs_words(struct request *r, struct need_card_view *v, const struct must_cost *costs, size_t count,
                        bool bands)
{
    v->cost_count = count;
    v->costs = ARENA_ARRAY(r->arena, struct need_cost, v->cost_count);
    for (size_t i = 0; i < v->cost_count; i++)
        v->costs[i] = (struct need_cost){
            .requirement = v->lines[costs[i].requirement].words,
            .more = bands ? band_text(costs[i].more_band, r->arena)
                          : lang_number(r->lang, r->arena, (int64_t)costs[i].more),
        };
}

static void agencies_words(struct request *r, struct need_card_view *v, const struct need_answer *answer)
{
    v->agencies = ARENA_ARRAY(r->arena, struct need_agency, answer->other_count);
    v->agency_count = answer->other_count;
    for (size_t i = 0; i < answer->other_count; i++) {
        const struct agency_counts *c = &answer->others[i];
        v->agencies[i] = (struct need_agency){
            .id = c->agency,
            .asked = need_asked(&v->asks, c->agency),
            .name = c->name,
            .ready = band_text(c->ready, r->arena),
            .ask = band_text(c->ask, r->arena),
            .email = c->email,
            .phone = c->phone,
        };
        const char *at = strrchr(c->email, '@');
        v->agencies[i].mailbox = at == NULL ? "" : arena_strndup(r->arena, c->email, (size_t)(at - c->email));
        v->agencies[i].domain = at == NULL ? c->email : at + 1;
    }
    v->mail_subject = tr_arg(r->lang, r->arena, N_("Need: %s"), need_title_text(r->lang, v->at->need.title));
}

// Who has a referral is marked; the others can be ticked.
static void ticks_fill(struct request *r, struct need_card_view *v, unsigned classes, size_t shown)
{
    bool all = strcmp(form_text(asked_in(r), r->arena, "tick"), "all") == 0;
    for (size_t i = 0; i < v->candidate_count; i++) {
        struct need_candidate *c = &v->candidates[i];
        c->referral = need_referral_of(r, &v->referrals, c->person);
        c->ticked = all && c->referral == NULL;
        c->first_free = c->referral == NULL && v->free_count == 0;
        v->free_count += c->referral == NULL;
    }
    v->class = classes_word(classes);
    v->show = arena_printf(r->arena, "%zu", shown);
    v->tick_path = arena_printf(r->arena, "/needs/%lld?%s%s%sshow=%zu&tick=all#candidates", (long long)v->at->need.id.value,
                                *v->class != '\0' ? "class=" : "", v->class, *v->class != '\0' ? "&" : "", shown);
}

static enum status ranked_fill(struct request *r, struct need_card_view *v)
{
    unsigned classes = classes_read(r);
    size_t shown = shown_read(r);
    struct need_answer answer;
    TRY(rank_candidates(r->app, r->actor, v->at, classes, shown, r->arena, &answer));
    v->ranked = true;
    tabs_make(r, v, &answer, classes);
    v->candidates = ARENA_ARRAY(r->arena, struct need_candidate, answer.candidate_count);
    v->candidate_count = answer.candidate_count;
    for (size_t i = 0; i < answer.candidate_count; i++) {
        const struct ranked_candidate *c = &answer.candidates[i];
        bool tied = (i > 0 && ranks_equal(&c->row, &c[-1].row)) ||
                    (i + 1 < answer.candidate_count && ranks_equal(&c->row, &c[1].row));
        v->candidates[i] = candidate_words(r, v->at, v->lines, c, tied ? TIE_SEEN : TIE_NONE);
        v->candidates[i].number = (int)i + 1;
    }
    ticks_fill(r, v, classes, shown);
    if (v->total > answer.candidate_count && shown < SHOWN_MOST)
        v->more_path = list_path(r, v->at, classes, shown < SHOWN_MORE ? SHOWN_MORE : SHOWN_MOST, "#candidates");
    costs_words(r, v, answer.costs, answer.cost_count, false);
    agencies_words(r, v, &answer);
    return OK;
}

static enum status banded_fill(struct request *r, struct need_card_view *v)
{
    struct need_bands bands;
    TRY(band_candidates(r->app, r->actor, v->at, r->arena, &bands));
    v->banded = true;
    v->ready_band = band_text(bands.ready, r->arena);
    v->ask_band = band_text(bands.ask, r->arena);
    costs_words(r, v, bands.costs, bands.cost_count, true);
    return OK;
}

// Where whoever states it goes on.
static const char *next_step(struct request *r, const struct need_view *at)
{
    const struct need *n = &at->need;
    const char *step = !need_is_placed(n) ? "/place" : n->requirement_count == 0 ? "/requirements" : "/review";
    return arena_printf(r->arena, "/needs/%lld/edit%s", (long long)n->id.value, step);
}

// Words that were kept in spite of the warning, and why: for those who are to see to it that it was lawful.
static void wording_fill(struct request *r, struct need_card_view *v)
{
    const struct need *n = &v->at->need;
    bool staff = r->actor->role == ROLE_OFFICE || r->actor->role == ROLE_ADVISER;
    v->wording_reason = staff && n->wording_reason != NULL ? n->wording_reason : "";
    if (*v->wording_reason == '\0')
        return;
    const struct need_wording *texts;
    size_t count = check_need_wording(n, r->arena, &texts);
    v->finding_count = need_findings(texts, count, r->arena, &v->findings);
}

static void head_fill(struct request *r, struct need_card_view *v)
{
    const struct need *n = &v->at->need;
    bool may_edit = (v->at->rights & RIGHT_EDIT) != 0, may_open = (v->at->rights & RIGHT_OPEN) != 0;
    v->heading = need_title_text(r->lang, n->title);
    v->occupation = need_occupation_text(r, n->occupation);
    v->share = need_share_text(r->lang, n->share_least, n->share_most, r->arena);
    v->times = need_times_text(r->lang, n->times, r->arena);
    v->lines = need_lines(r, v->at);
    v->line_count = v->at->all_count;
    wording_fill(r, v);
    if (n->state == NEED_DRAFT && may_edit)
        v->next_path = next_step(r, v->at);
    v->may_fill = may_open && n->state == NEED_OPEN;
    v->may_change = may_open && n->state == NEED_OPEN;
    v->may_withdraw = may_open && (n->state == NEED_OPEN || n->state == NEED_DRAFT);
    v->may_reopen = may_open && n->state == NEED_FILLED;
    v->may_redraft = may_open && n->state == NEED_WITHDRAWN;
}

struct reply need_card_again(struct request *r, const struct issues *issues, int status)
{
    struct need_view at;
    struct need_card_view v = {.at = &at};
    enum status s = get_need(r->app, r->actor, (struct need_id){request_id(r, 0)}, r->arena, &at);
    if (s == OK)
        head_fill(r, &v);
    if (s == OK)
        s = need_referrals_fill(r, &at, &v.referrals);
    if (s == OK)
        s = need_asks_get(r, at.need.id, &v.asks);
    if (s == OK && (at.rights & RIGHT_RANK) != 0)
        s = ranked_fill(r, &v);
    else if (s == OK && (at.rights & RIGHT_BANDS) != 0)
        s = banded_fill(r, &v);
    if (s == OK)
        s = presented_on_need_get(r, &at.need, &v.presented);
    if (s != OK)
        return reply_status(r, s);
    if (need_ad_shown_get(r, &at.need, &v.ad) != OK) // the page is of use without it
        v.ad = (struct need_ad_shown){0};
    struct crumb crumbs[] = {{tr(r->lang, N_("Needs")), "/needs"}};
    struct page *p = page_open_below(r, v.heading, crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    need_card_page(p, &v);
    return reply_page(p, status);
}

struct reply need_card_show(struct request *r)
{
    return need_card_again(r, NULL, 200);
}

// One explanation in full.

static enum status explanation_get(struct request *r, struct need_view *at, struct ranked_candidate *c)
{
    TRY(get_need(r->app, r->actor, (struct need_id){request_id(r, 0)}, r->arena, at));
    return explain_candidate(r->app, r->actor, at, (struct person_id){request_id(r, 1)}, r->arena, c);
}

static const char *digest_text(struct arena *a, const uint8_t digest[16])
{
    struct buf b = buf_in(a);
    for (int i = 0; i < 16; i++)
        buf_printf(&b, "%02x", digest[i]);
    return buf_text(&b);
}

struct reply need_explanation_show(struct request *r)
{
    struct need_view at;
    struct ranked_candidate c;
    struct need_referrals referrals;
    enum status s = explanation_get(r, &at, &c);
    if (s == OK) // of this person alone: whoever is read of is written down
        s = need_referrals_of(r, at.need.id, c.person, &referrals);
    if (s != OK)
        return reply_status(r, s);
    struct need_explanation_view v = {
        .at = &at,
        .explanation = &c.explanation,
        .candidate = candidate_words(r, &at, need_lines(r, &at), &c, TIE_NOT_LOOKED),
        .need_digest = digest_text(r->arena, c.explanation.need_digest),
        .profile_digest = digest_text(r->arena, c.explanation.profile_digest),
        .occupation = need_occupation_text(r, at.need.occupation),
        .heading = need_title_text(r->lang, at.need.title),
        .referral = need_referral_of(r, &referrals, c.person),
    };
    struct crumb crumbs[] = {
        {tr(r->lang, N_("Needs")), "/needs"},
        {v.heading, arena_printf(r->arena, "/needs/%lld", (long long)at.need.id.value)},
    };
    // The candidate's name stays out of the title, which goes into histories and bookmarks.
    struct page *p = page_open_below(r, tr(r->lang, N_("Explanation")), crumbs, COUNT_OF(crumbs));
    need_explanation_page(p, &v);
    return reply_page(p, 200);
}

struct reply need_explanation_download(struct request *r)
{
    struct need_view at;
    struct ranked_candidate c;
    enum status s = explanation_get(r, &at, &c);
    if (s != OK)
        return reply_status(r, s);
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, explanation_json(&c.explanation, r->arena));
    const char *name =
        arena_printf(r->arena, "explanation-%lld-%lld.json", (long long)at.need.id.value, (long long)c.person.value);
    return reply_download(r, "application/json", name, &body);
}
