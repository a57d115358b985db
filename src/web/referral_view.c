// SPDX-License-Identifier: EUPL-1.2
#include "web/referral_view.h"

#include "web/need_view.h"

enum tone work_tone(enum work_status s)
{
    switch (s) {
    case WORK_CONSIDERED:
    case WORK_CONTACTED:
        return TONE_NEUTRAL;
    case WORK_RELEVANT:
    case WORK_INTERVIEW:
    case WORK_TRIAL:
        return TONE_INFO;
    case WORK_OFFERED:
        return TONE_SUCCESS;
    case WORK_NOT_RELEVANT:
    case WORK_NOT_INTERESTED:
        return TONE_NEUTRAL;
    }
    return TONE_NEUTRAL;
}

enum tone outcome_tone(enum outcome o)
{
    return o == OUTCOME_HIRED ? TONE_SUCCESS : o == OUTCOME_PRESENTED ? TONE_INFO : TONE_NEUTRAL;
}

enum tone verdict_tone(enum employer_verdict v)
{
    return v == EMPLOYER_HIRED ? TONE_SUCCESS : v == EMPLOYER_RELEVANT ? TONE_INFO : TONE_NEUTRAL;
}

static const char *with_day(const struct request *r, const char *msgid, day d)
{
    return d == DAY_NONE ? "" : tr_arg(r->lang, r->arena, msgid, lang_day(r->lang, r->arena, d));
}

struct consent_words consent_words(const struct request *r, bool asked, const struct share_request *share)
{
    if (!asked)
        return (struct consent_words){tr(r->lang, N_("Not asked yet")), "", TONE_NEUTRAL};
    enum share_state now = share_now(share, app_today(r->app));
    struct consent_words words = {tr(r->lang, share_state_title(now)), "", TONE_NEUTRAL};
    switch (now) {
    case SHARE_SENT:
        words.tone = TONE_INFO;
        words.detail = with_day(r, N_("answer by %s"), share->deadline);
        break;
    case SHARE_CANNOT_NOTIFY:
    case SHARE_UNDELIVERABLE:
        words.tone = TONE_WARNING;
        words.detail = with_day(r, N_("answer by %s"), share->deadline);
        break;
    case SHARE_YES:
        words.tone = TONE_SUCCESS;
        words.detail = with_day(r, N_("holds until %s"), share_ends(share));
        break;
    case SHARE_NO:
        words.detail = with_day(r, N_("on %s"), share->answered_on);
        break;
    case SHARE_EXPIRED:
        if (share->state == SHARE_YES) {
            words.title = tr(r->lang, N_("The yes has ended"));
            words.detail = with_day(r, N_("it held until %s"), share_ends(share));
        } else {
            words.detail = with_day(r, N_("the deadline was %s"), share->deadline);
        }
        break;
    case SHARE_WITHDRAWN:
        if (share->answered_on != DAY_NONE)
            words.title = tr(r->lang, N_("The yes was withdrawn"));
        break;
    }
    return words;
}

struct referral_item referral_item_of(const struct request *r, const struct referral_row *row)
{
    day today = app_today(r->app);
    struct referral_item item = {
        .row = row,
        .title = *row->name != '\0' ? row->name : row->code,
        .named = *row->name != '\0',
        .path = referral_path(r->arena, row->id, ""),
        .need_title = need_title_text(r->lang, row->need_title),
        .consent = consent_words(r, row->asked, &row->share),
        .late = "",
    };
    if (row->next_on != DAY_NONE && !row->ended) {
        item.today = row->next_on == today;
        if (row->next_on < today)
            item.late = tr_n(r->lang, r->arena, "One day late", "%s days late", today - row->next_on);
    }
    return item;
}

const char *referral_path(struct arena *a, struct referral_id id, const char *then)
{
    return arena_printf(a, "/referrals/%lld%s", (long long)id.value, then);
}

const struct form *referral_typed(const struct page *p, const char *field)
{
    const struct form *sent = &p->request->form;
    return p->issues != NULL && form_has(sent, field) ? sent : NULL;
}
