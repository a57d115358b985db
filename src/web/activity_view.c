// SPDX-License-Identifier: EUPL-1.2
#include "web/activity_view.h"

enum tone activity_state_tone(enum activity_state s)
{
    static const enum tone tones[ACTIVITY_STATES] = {
        [ACTIVITY_PLANNED] = TONE_INFO, [ACTIVITY_HELD] = TONE_SUCCESS, [ACTIVITY_CANCELLED] = TONE_NEUTRAL};
    return tones[s];
}

enum tone activity_outcome_tone(enum activity_outcome o)
{
    static const enum tone tones[ACTIVITY_OUTCOMES] = {
        [ACTIVITY_INTERESTED] = TONE_SUCCESS,   [ACTIVITY_WANTS_VISIT] = TONE_SUCCESS, [ACTIVITY_WANTS_INFORMATION] = TONE_INFO,
        [ACTIVITY_WILL_STATE_NEED] = TONE_MAIN, [ACTIVITY_INFORMED] = TONE_INFO,       [ACTIVITY_LATER] = TONE_WARNING,
    };
    return tones[o];
}

enum tone invitation_answer_tone(enum invitation_answer w)
{
    static const enum tone tones[INVITATION_ANSWERS] = {[INVITATION_UNANSWERED] = TONE_NEUTRAL,
                                                        [INVITATION_ACCEPTED] = TONE_SUCCESS,
                                                        [INVITATION_DECLINED] = TONE_DANGER,
                                                        [INVITATION_TENTATIVE] = TONE_WARNING};
    return tones[w];
}

const char *activity_when(enum lang lang, const struct activity *act, struct arena *a)
{
    const char *when = act->all_day ? lang_day(lang, a, activity_day(act)) : lang_instant(lang, a, act->at);
    return act->minutes == 0 ? when : arena_printf(a, "%s, %s", when, tr_n(lang, a, "%s minute", "%s minutes", act->minutes));
}

const char *activity_with_text(const struct activity *act, struct arena *a)
{
    struct buf b = buf_in(a);
    if (act->network.value != 0)
        buf_add_text(&b, act->network_name);
    for (size_t i = 0; i < act->party_count; i++)
        buf_printf(&b, "%s%s", b.length > 0 ? ", " : "", act->parties[i].name);
    return buf_text(&b);
}

const char *activity_staff_text(const struct activity *act, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < act->people_count; i++)
        if (act->people[i].user.value != 0)
            buf_printf(&b, "%s%s", b.length > 0 ? ", " : "", act->people[i].name);
    return buf_text(&b);
}

enum status contact_warnings_fill(struct request *r, struct employer_id id, struct contact_warnings_view *out)
{
    struct contact_warning *list;
    size_t count;
    *out = (struct contact_warnings_view){0};
    if (r->actor->role != ROLE_OFFICE && r->actor->role != ROLE_ADVISER)
        return OK;
    TRY(list_contacts_of_others(r->app, r->actor, id, r->arena, &list, &count));
    *out = (struct contact_warnings_view){list, count, false};
    return OK;
}
