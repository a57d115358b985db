// SPDX-License-Identifier: EUPL-1.2
// What the candidate's own pages say, and what they are made of.
#include "app/programme.h"
#include "web/me_view.h"

// As verdict_words, but to the person where it speaks of the person.
static const char *own_words(struct request *r, const struct requirement *q, const struct verdict_row *v,
                             const struct explanation *e, day start)
{
    const struct atom *atom = q->kind == REQUIRE_ATOMS && q->atom_count > 0 ? &q->atoms[0] : NULL;
    if (v->fact >= 0 || atom == NULL)
        return own_verdict_words(r->app, r->lang, q, v, e, start, r->arena);
    bool ticked = atom->kind == ATOM_PLACE || atom->kind == ATOM_TIME;
    if (v->verdict == VERDICT_MET)
        return tr(r->lang, ticked ? N_("You have ticked it") : N_("It stands in your profile"));
    if (v->verdict == VERDICT_MISSING)
        return tr(r->lang, ticked ? N_("You have not ticked it, and have said that this is all")
                                  : N_("It does not stand in your profile, and you have said that this is all"));
    return tr(r->lang, N_("Your profile says nothing about it yet"));
}

static void reasons_make(struct request *r, const struct referral_matter *m, struct me_matter *out)
{
    const struct need_view *at = &m->need;
    const struct explanation *e = &m->explanation;
    if (!m->explained)
        return;
    out->reasons = ARENA_ARRAY(r->arena, struct need_reason, e->row_count);
    for (size_t i = 0; i < e->row_count && i < at->all_count; i++) {
        const struct requirement *q = &at->all[i];
        const struct verdict_row *v = &e->rows[i];
        out->reasons[out->reason_count++] = (struct need_reason){
            .badge = v->verdict == VERDICT_MET ? BADGE_MET : v->verdict == VERDICT_MISSING ? BADGE_MISSING : BADGE_UNKNOWN,
            .requirement = requirement_words(r->app, r->lang, q, at->place_name, r->arena),
            .strength = need_strength_title(q),
            .why = own_words(r, q, v, e, at->need.start_from),
            .question = "",
            .must = q->must,
        };
        out->met += v->verdict == VERDICT_MET;
    }
}

enum status me_matter_get(struct request *r, struct referral_id referral, struct me_matter *out)
{
    struct referral_matter *m = ARENA_NEW(r->arena, struct referral_matter);
    struct region_area *areas;
    size_t area_count;
    TRY(get_referral_matter(r->app, r->actor, referral, r->arena, m));
    TRY(list_areas(r->app, r->arena, &areas, &area_count));
    *out = (struct me_matter){
        .matter = m,
        .title = need_title_text(r->lang, m->need.need.title),
        .occupation = need_occupation_text(r, m->need.need.occupation),
        .name = identity_name(&m->identity, r->arena),
        .phone = phone_text(r->arena, m->identity.phone),
        .words = profile_words(r->app, r->lang, &m->profile, areas, area_count, r->arena),
    };
    reasons_make(r, m, out);
    return OK;
}

const char *question_stands(enum lang lang, const struct share_view *share, struct arena *a)
{
    const struct share_request *q = &share->request;
    const char *answered = lang_day(lang, a, q->answered_on), *deadline = lang_day(lang, a, q->deadline);
    switch (share->state) {
    case SHARE_SENT:
    case SHARE_CANNOT_NOTIFY:
    case SHARE_UNDELIVERABLE:
        return tr_arg(lang, a, N_("Waits for your answer. The last day is %s."), deadline);
    case SHARE_YES:
        return tr_arg(lang, a, q->by_adviser ? N_("Your adviser answered yes for you on %s.") : N_("You said yes on %s."),
                      answered);
    case SHARE_NO:
        return tr_arg(lang, a, q->by_adviser ? N_("Your adviser answered no for you on %s.") : N_("You said no on %s."),
                      answered);
    case SHARE_EXPIRED:
        if (q->state == SHARE_YES)
            return tr_arg(lang, a, N_("Your yes lasted until %s. The employer does not see your profile any more."),
                          lang_day(lang, a, share->ends));
        return tr_arg(lang, a, N_("The last day to answer was %s. No answer came, and that means no."), deadline);
    case SHARE_WITHDRAWN:
        if (q->answered_on != DAY_NONE)
            return tr(lang, N_("The yes is taken back. The employer does not see your profile any more."));
        return tr(lang, N_("The question was taken back before it was answered. Nothing was shown."));
    }
    return "";
}

// Before anything has been shown: how the question stands.
static const char *unshown_stands(enum consent consent)
{
    switch (consent) {
    case CONSENT_NOT_ASKED:
        return N_("Your adviser considers whether the job suits you. The employer has been told nothing.");
    case CONSENT_WAITING:
        return N_("You are asked whether the employer may see your profile.");
    case CONSENT_YES:
        return N_("You have said yes. Your adviser can show the employer your profile now.");
    case CONSENT_NO:
        return N_("The answer was no. The employer has been told nothing.");
    case CONSENT_ENDED:
        return N_("Your yes is over. The employer does not see your profile any more.");
    }
    return "";
}

static const char *shown_stands(const struct referral_state *at)
{
    if (at->consent != CONSENT_YES)
        return N_("Your yes is over. The employer does not see your profile any more.");
    return at->verdict == EMPLOYER_RELEVANT ? N_("The employer has seen your profile and finds that you fit.")
                                            : N_("The employer has your profile and is considering it.");
}

const char *proposal_stands(enum lang lang, const struct referral_row *row)
{
    const struct referral_state *at = &row->state;
    if (at->outcome == OUTCOME_HIRED)
        return tr(lang, N_("You are hired. Congratulations!"));
    if (at->need == NEED_FILLED)
        return tr(lang, N_("The job has been given to somebody else."));
    if (at->need == NEED_WITHDRAWN)
        return tr(lang, N_("The employer no longer looks for somebody."));
    if (at->need == NEED_DRAFT)
        return tr(lang, N_("The employer is thinking about the job once more."));
    if (at->work == WORK_NOT_INTERESTED)
        return tr(lang, N_("It ended: you were not interested."));
    if (at->verdict == EMPLOYER_NOT_RELEVANT)
        return tr(lang, N_("The employer said that it does not fit this time."));
    if (at->work == WORK_NOT_RELEVANT)
        return tr(lang, N_("It ended: your adviser found that it does not fit."));
    if (at->work == WORK_OFFERED)
        return tr(lang, N_("You are offered the job."));
    if (at->work == WORK_TRIAL)
        return tr(lang, N_("You are trying the work."));
    if (at->work == WORK_INTERVIEW)
        return tr(lang, N_("You are going to an interview, or have been to one."));
    return tr(lang, at->outcome == OUTCOME_PRESENTED ? shown_stands(at) : unshown_stands(at->consent));
}

enum tone proposal_tone(const struct referral_row *row)
{
    if (row->state.outcome == OUTCOME_HIRED)
        return TONE_SUCCESS;
    return row->ended ? TONE_NEUTRAL : row->state.consent == CONSENT_WAITING ? TONE_WARNING : TONE_INFO;
}
