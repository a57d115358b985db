// SPDX-License-Identifier: EUPL-1.2
#include "core/interview.h"

#include "base/day.h"
#include "core/check.h"
#include "core/named.h"

static const int64_t MINUTE_MS = 60000;

void interview_check(const struct interview *i, int64_t now, day until, struct issues *issues)
{
    day today = day_in_norway(now), on = day_in_norway(i->starts_at);
    if (i->starts_at <= now)
        issues_add(issues, "starts_at", N_("Choose a time that is still to come"));
    else if (on > day_add_months(today, INTERVIEW_MONTHS_AHEAD))
        issues_add(issues, "starts_at", N_("Choose a time within the next six months"));
    else if (on > until)
        issues_add(issues, "starts_at", N_("Choose a time before the profile leaves your page"));
    if (i->minutes < INTERVIEW_MINUTES_LEAST || i->minutes > INTERVIEW_MINUTES_MOST)
        issues_add(issues, "minutes", N_("Say how long it takes: from 5 to 480 minutes"));
    if (blank(i->place))
        issues_add(issues, "place", N_("Say where it is, or how: by phone, for example"));
    check_text(i->place, false, INTERVIEW_TEXT_MOST, "place", issues);
    check_text(i->bring, false, INTERVIEW_TEXT_MOST, "bring", issues);
}

static bool awaited(enum interview_state s)
{
    return s == INTERVIEW_OFFERED || s == INTERVIEW_ACCEPTED;
}

enum interview_state interview_now(const struct interview *at, bool shared)
{
    return awaited(at->state) && !shared ? INTERVIEW_CANCELLED : at->state;
}

bool interview_coming(const struct interview *at, bool shared, int64_t now)
{
    return awaited(interview_now(at, shared)) && at->starts_at + at->minutes * MINUTE_MS > now;
}

static bool answers(enum interview_act act)
{
    return act == INTERVIEW_ACCEPT || act == INTERVIEW_DECLINE;
}

static bool may_by_role(enum interview_act act, enum role role)
{
    if (role == ROLE_OFFICE || role == ROLE_ADVISER)
        return true;
    return role == (answers(act) ? ROLE_CANDIDATE : ROLE_EMPLOYER);
}

const char *interview_refusal(const struct interview *at, enum interview_act act, enum role role, bool shared, int64_t now)
{
    if (!may_by_role(act, role))
        return N_("Your role does not do this.");
    if (!shared)
        return N_("The profile is not shared with the employer any more, so the interview has fallen away.");
    if (at->state == INTERVIEW_CANCELLED)
        return N_("This time has been cancelled.");
    if (at->starts_at <= now)
        return N_("This time is past.");
    if (at->state == INTERVIEW_DECLINED)
        return answers(act) ? N_("You have said no to this time. Ask for a new one.")
                            : N_("The person has said no to this time. Offer a new one.");
    if (act == INTERVIEW_ACCEPT && at->state == INTERVIEW_ACCEPTED)
        return N_("This time is agreed already.");
    return NULL;
}

struct interview interview_after(const struct interview *at, enum interview_act act, enum role role)
{
    static const enum interview_state states[INTERVIEW_ACTS] = {
        [INTERVIEW_ACCEPT] = INTERVIEW_ACCEPTED,
        [INTERVIEW_DECLINE] = INTERVIEW_DECLINED,
        [INTERVIEW_CHANGE] = INTERVIEW_OFFERED,
        [INTERVIEW_CANCEL] = INTERVIEW_CANCELLED,
    };
    struct interview next = *at;
    next.state = states[act];
    next.sequence++;
    if (act != INTERVIEW_CANCEL)
        next.by_adviser = answers(act) && role != ROLE_CANDIDATE;
    return next;
}

static const struct named STATES[INTERVIEW_STATES] = {
    [INTERVIEW_OFFERED] = {"offered", N_("Offered")},
    [INTERVIEW_ACCEPTED] = {"accepted", N_("Agreed")},
    [INTERVIEW_DECLINED] = {"declined", N_("Said no to")},
    [INTERVIEW_CANCELLED] = {"cancelled", N_("Called off")},
};
NAMED(interview_state, STATES)
