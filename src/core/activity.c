// SPDX-License-Identifier: EUPL-1.2
#include "core/activity.h"

#include <string.h>

#include "core/check.h"
#include "core/named.h"

static const int64_t MINUTE_MS = 60000;

day activity_day(const struct activity *a)
{
    return day_in_norway(a->at);
}

int64_t activity_ends(const struct activity *a)
{
    enum { USUAL_MINUTES = 60, NIGHT = 0 };
    int64_t next;
    if (a->all_day && instant_in_norway(activity_day(a) + 1, NIGHT, &next))
        return next;
    return a->at + (a->minutes > 0 ? a->minutes : USUAL_MINUTES) * MINUTE_MS;
}

bool activity_is_contact(const struct activity *a)
{
    return a->kind != ACTIVITY_NOTE;
}

static void check_when(const struct activity *a, bool fresh, day today, struct issues *issues)
{
    day on = activity_day(a);
    if (a->at == 0)
        issues_add(issues, "day", N_("Say which day"));
    else if (a->state == ACTIVITY_HELD && on > today)
        issues_add(issues, "day", N_("This day is still to come. Choose “Planned”, or another day"));
    else if (a->state == ACTIVITY_PLANNED && fresh && on < today)
        issues_add(issues, "day", N_("This day is past. Choose “Held”, or another day"));
    else if (on > day_add_months(today, 24) || on < day_add_months(today, -120))
        issues_add(issues, "day", N_("Choose a day of the last ten years or the next two"));
    if (a->minutes < 0 || a->minutes > ACTIVITY_MINUTES_MOST)
        issues_add(issues, "minutes", N_("Say how many minutes, at most 1440, or leave it empty"));
}

void activity_check(const struct activity *a, bool fresh, day today, struct issues *issues)
{
    check_when(a, fresh, today, issues);
    if (a->kind == ACTIVITY_NOTE && a->state != ACTIVITY_HELD)
        issues_add(issues, "state", N_("A note is not planned. Make a task of what is to be done"));
    if (a->state == ACTIVITY_PLANNED && a->outcome != ACTIVITY_UNTOLD)
        issues_add(issues, "outcome", N_("What came of it can be said when it is held"));
    if (a->party_count == 0 && a->network.value == 0)
        issues_add(issues, "with", N_("Say with whom: an employer, an agency or a network"));
    if (a->party_count > ACTIVITY_PARTIES_MOST)
        issues_add(issues, "with", N_("At most 20 can be named one by one. Make a network of them"));
    if (a->people_count > ACTIVITY_PEOPLE_MOST)
        issues_add(issues, "people", N_("At most 40 can be named as taking part"));
    for (size_t i = 0; i < a->people_count; i++)
        if (a->people[i].user.value == 0 && a->people[i].contact.value == 0)
            check_text(a->people[i].name, false, ACTIVITY_NAME_MOST, "people", issues);
    check_text(a->place, false, ACTIVITY_PLACE_MOST, "place", issues);
    check_text(a->note, true, ACTIVITY_NOTE_MOST, "note", issues);
    check_text(a->name_reason, false, ACTIVITY_PLACE_MOST, "name_reason", issues);
    if (a->kind == ACTIVITY_NOTE && blank(a->note))
        issues_add(issues, "note", N_("Write the note"));
}

static bool same_parties(const struct activity *a, const struct activity *b)
{
    if (a->party_count != b->party_count || a->network.value != b->network.value)
        return false;
    for (size_t i = 0; i < a->party_count; i++) {
        bool there = false;
        for (size_t k = 0; k < b->party_count; k++)
            there |= a->parties[i].employer.value == b->parties[k].employer.value &&
                     a->parties[i].agency.value == b->parties[k].agency.value;
        if (!there)
            return false;
    }
    return true;
}

bool activity_moved(const struct activity *before, const struct activity *now)
{
    return before->kind != now->kind || before->state != now->state || before->at != now->at ||
           before->all_day != now->all_day || before->minutes != now->minutes || strcmp(before->place, now->place) != 0 ||
           (before->deleted_at == 0) != (now->deleted_at == 0) || !same_parties(before, now);
}

bool contacts_collide(day mine, day theirs, bool theirs_planned, day today, int days)
{
    if (days <= 0)
        return false;
    if (theirs_planned && theirs >= today)
        return true;
    int apart = mine > theirs ? mine - theirs : theirs - mine;
    return apart <= days;
}

const char *invitation_answer_refusal(const struct activity_participant *p, int sequence, int64_t stamp)
{
    if (p->invited_sequence < 0)
        return "was not invited";
    if (sequence > p->invited_sequence)
        return "answers what was not sent";
    if (p->answer == INVITATION_UNANSWERED)
        return NULL;
    if (sequence < p->answer_sequence)
        return "answers an older invitation";
    if (sequence == p->answer_sequence && stamp <= p->answered_at)
        return "is older than the answer that stands";
    return NULL;
}

bool invitation_answer_holds(const struct activity_participant *p)
{
    return p->answer != INVITATION_UNANSWERED && p->answer_sequence >= p->invited_sequence;
}

static const struct named KINDS[ACTIVITY_KINDS] = {
    [ACTIVITY_MEETING] = {"meeting", N_("Meeting")},
    [ACTIVITY_CALL] = {"call", N_("Phone call")},
    [ACTIVITY_VISIT] = {"visit", N_("Visit")},
    [ACTIVITY_PRESENTATION] = {"presentation", N_("Presentation")},
    [ACTIVITY_EMAIL] = {"email", N_("E-mail")},
    [ACTIVITY_NOTE] = {"note", N_("Written note")},
};
NAMED(activity_kind, KINDS)

static const struct named STATES[ACTIVITY_STATES] = {
    [ACTIVITY_PLANNED] = {"planned", N_("Planned")},
    [ACTIVITY_HELD] = {"held", N_("Held")},
    [ACTIVITY_CANCELLED] = {"cancelled", N_("Called off")},
};
NAMED(activity_state, STATES)

static const struct named OUTCOMES[ACTIVITY_OUTCOMES] = {
    [ACTIVITY_UNTOLD] = {"", N_("Not said")},
    [ACTIVITY_INTERESTED] = {"interested", N_("Interested")},
    [ACTIVITY_NOT_INTERESTED] = {"not-interested", N_("Not interested")},
    [ACTIVITY_WANTS_VISIT] = {"wants-visit", N_("Wants a visit")},
    [ACTIVITY_WANTS_INFORMATION] = {"wants-information", N_("Wants to know more")},
    [ACTIVITY_WILL_STATE_NEED] = {"will-state-need", N_("Will state a need")},
    [ACTIVITY_LATER] = {"later", N_("Wants to talk later")},
    [ACTIVITY_NO_ANSWER] = {"no-answer", N_("No answer")},
    [ACTIVITY_RESCHEDULED] = {"rescheduled", N_("Moved to another time")},
    [ACTIVITY_INFORMED] = {"informed", N_("Informed")},
};
NAMED(activity_outcome, OUTCOMES)

static const struct named ANSWERS[INVITATION_ANSWERS] = {
    [INVITATION_UNANSWERED] = {"", N_("No answer yet")},
    [INVITATION_ACCEPTED] = {"accepted", N_("Comes")},
    [INVITATION_DECLINED] = {"declined", N_("Does not come")},
    [INVITATION_TENTATIVE] = {"tentative", N_("Comes perhaps")},
};
NAMED(invitation_answer, ANSWERS)
