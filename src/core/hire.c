// SPDX-License-Identifier: EUPL-1.2
#include "core/hire.h"

#include <string.h>

#include "base/status.h"
#include "core/check.h"
#include "core/competence.h"
#include "core/named.h"

const int CHECKIN_MONTHS[CHECKINS] = {3, 6, 12, 24};

// What is reported long before it begins is a plan, and what began long ago is another programme's.
enum { START_AHEAD_MONTHS = 12, START_BACK_MONTHS = 60 };

void hire_check(const struct hire *h, bool work_training, day today, struct issues *issues)
{
    if (work_training)
        issues_add(issues, "work_training",
                   N_("Work training is not a hire, and never counts as one. It is followed as a trial in the referral."));
    if (h->start == DAY_NONE)
        issues_add(issues, "start", N_("Write the first day of work"));
    else if (h->start > day_add_months(today, START_AHEAD_MONTHS) || h->start < day_add_months(today, -START_BACK_MONTHS))
        issues_add(issues, "start", N_("The first day lies from five years back to a year ahead"));
    bool permanent = h->form == FORM_PERMANENT;
    if (permanent && h->agreed_to != DAY_NONE)
        issues_add(issues, "agreed_to", N_("A permanent job has no last day: leave it empty, or choose another form"));
    else if (!permanent && h->agreed_to == DAY_NONE)
        issues_add(issues, "agreed_to", N_("Write the last day that is agreed on"));
    else if (h->agreed_to != DAY_NONE && h->start != DAY_NONE && h->agreed_to < h->start)
        issues_add(issues, "agreed_to", N_("The last day cannot lie before the first"));
    if ((int)h->form < FORM_PERMANENT || h->form > FORM_APPRENTICE)
        issues_add(issues, "form", N_("Choose the form of employment"));
    if (h->share < 1 || h->share > 100)
        issues_add(issues, "share", N_("Write the share of full time, from 1 to 100 per cent"));
    check_text(h->note, true, HIRE_NOTE_MOST, "note", issues);
}

static bool staff(enum role role)
{
    return role == ROLE_OFFICE || role == ROLE_ADVISER;
}

bool hire_evidence_fits(enum hire_evidence evidence, enum role role)
{
    return (evidence == HIRE_EVIDENCE_EMPLOYER && role == ROLE_EMPLOYER) ||
           (evidence == HIRE_EVIDENCE_DOCUMENT && staff(role));
}

const char *hire_refusal(const struct hire *h, enum hire_act act, enum role role)
{
    if (!staff(role) && role != ROLE_EMPLOYER)
        return N_("Your role does not do this.");
    if (h->state == HIRE_TAKEN_BACK)
        return N_("The hire was taken back. Register it anew if it is right after all.");
    switch (act) {
    case HIRE_CONFIRM:
        return h->state == HIRE_REPORTED ? NULL : N_("The hire is confirmed already.");
    case HIRE_CORRECT:
        return NULL;
    case HIRE_TAKE_BACK:
        return staff(role) ? NULL : N_("Tell the programme office, which takes it back.");
    case HIRE_END:
        return h->ended_on == DAY_NONE ? NULL : N_("The hire has ended already.");
    case HIRE_GO_ON:
        return h->ended_on != DAY_NONE ? NULL : N_("The hire has not ended.");
    }
    return N_("Your role does not do this.");
}

enum hire_state hire_after(enum hire_act act, enum hire_evidence evidence, enum hire_state before)
{
    switch (act) {
    case HIRE_CONFIRM:
    case HIRE_CORRECT:
        return evidence != HIRE_EVIDENCE_NONE ? HIRE_CONFIRMED : HIRE_REPORTED;
    case HIRE_TAKE_BACK:
        return HIRE_TAKEN_BACK;
    case HIRE_END:
    case HIRE_GO_ON:
        break;
    }
    return before;
}

bool hire_stands(const struct hire *h, day today)
{
    return h->state == HIRE_CONFIRMED && h->start <= today;
}

// A workplace keeps the code its area had when it was registered, which may be another one than on the day of the start.
static bool in_region(const struct region_area *areas, size_t count, day on, struct code code)
{
    if (!code_given(code))
        return false;
    const struct region_area *area = region_area_find(areas, count, on, code);
    if (area != NULL)
        return area->status == REGION_IN;
    for (size_t i = 0; i < count; i++)
        if (code_equal(areas[i].code, code))
            return areas[i].status == REGION_IN;
    return false;
}

bool hire_counts(const struct hire *h, const struct programme *p, const struct region_area *areas, size_t area_count,
                 day today)
{
    if (!hire_stands(h, today) || h->start < p->from || h->start > p->to || h->share < p->least_share)
        return false;
    // The agreed last day is worked, too: from 1 March to 31 May are three months.
    bool lasts = h->form == FORM_PERMANENT || p->least_months == 0 ||
                 (h->agreed_to != DAY_NONE && h->agreed_to >= day_add_months(h->start, p->least_months) - 1);
    return lasts && in_region(areas, area_count, h->start, h->area);
}

// Check-ins

day checkin_due(day start, int months)
{
    return day_add_months(start, months);
}

bool checkin_open(const struct checkin *c, day today)
{
    enum checkin_state now = checkin_by_clock(c, today);
    return now == CHECKIN_ASKED || now == CHECKIN_CHASED;
}

enum checkin_state checkin_by_clock(const struct checkin *c, day today)
{
    if (c->state != CHECKIN_SCHEDULED && c->state != CHECKIN_ASKED && c->state != CHECKIN_CHASED)
        return c->state;
    if (today < c->due_on)
        return c->state;
    if (today > c->due_on + CHECKIN_OPEN_DAYS)
        return CHECKIN_UNOBSERVED;
    return today >= c->due_on + CHECKIN_CHASE_DAYS ? CHECKIN_CHASED : CHECKIN_ASKED;
}

void checkin_answer_check(const struct checkin *answer, struct issues *issues)
{
    if (answer->rating < 0 || answer->rating > 5)
        issues_add(issues, "rating", N_("Choose a number from 1 to 5, or leave it open"));
    if (answer->norwegian < 0 || answer->norwegian > CEFR_C2)
        issues_add(issues, "norwegian", N_("Choose a level from A1 to C2, or leave it open"));
}

bool hire_employed_at(const struct hire *h, const struct checkin *checkins, size_t count, int months, day today,
                      bool *observed_out)
{
    day due = checkin_due(h->start, months);
    *observed_out = false;
    if (today < due)
        return false;
    if (h->ended_on != DAY_NONE) {
        *observed_out = true;
        return h->ended_on >= due;
    }
    bool employed = true;
    for (size_t i = 0; i < count; i++)
        if (checkins[i].months == months && checkins[i].state == CHECKIN_ANSWERED) {
            *observed_out = true;
            employed &= checkins[i].employed;
        }
    return *observed_out && employed;
}

// Names

static const struct named STATE[HIRE_STATES] = {
    [HIRE_REPORTED] = {"reported", N_("Reported, not confirmed yet")},
    [HIRE_CONFIRMED] = {"confirmed", N_("Confirmed")},
    [HIRE_TAKEN_BACK] = {"taken-back", N_("Taken back")},
};
NAMED(hire_state, STATE)

static const struct named EVIDENCE[HIRE_EVIDENCES] = {
    [HIRE_EVIDENCE_NONE] = {"", N_("No evidence yet")},
    [HIRE_EVIDENCE_EMPLOYER] = {"employer", N_("Confirmed by the employer")},
    [HIRE_EVIDENCE_DOCUMENT] = {"document", N_("Document seen by an adviser")},
};
NAMED(hire_evidence, EVIDENCE)

static const struct named END[HIRE_ENDS] = {
    [HIRE_END_NONE] = {"", ""},
    [HIRE_END_AGREED] = {"agreed", N_("The agreed time was over")},
    [HIRE_END_OTHER_JOB] = {"other-job", N_("Got another job")},
    [HIRE_END_STUDIES] = {"studies", N_("Began an education")},
    [HIRE_END_BY_PERSON] = {"by-person", N_("The person gave notice, for another reason")},
    [HIRE_END_BY_EMPLOYER] = {"by-employer", N_("The employer gave notice")},
    [HIRE_END_LESS_WORK] = {"less-work", N_("The employer had less work")},
    [HIRE_END_OTHER] = {"other", N_("Another reason")},
};
NAMED(hire_end, END)

static const struct named CHECKIN[CHECKIN_STATES] = {
    [CHECKIN_SCHEDULED] = {"scheduled", N_("Not due yet")},
    [CHECKIN_ASKED] = {"asked", N_("Waits for an answer")},
    [CHECKIN_CHASED] = {"chased", N_("Asked twice, waits for an answer")},
    [CHECKIN_ANSWERED] = {"answered", N_("Answered")},
    [CHECKIN_UNOBSERVED] = {"unobserved", N_("Not answered")},
    [CHECKIN_CANCELLED] = {"cancelled", N_("Not asked")},
};
NAMED(checkin_state, CHECKIN)

static const struct named SIDE[CHECKIN_SIDES] = {
    [CHECKIN_OF_PERSON] = {"person", N_("The person hired")},
    [CHECKIN_OF_EMPLOYER] = {"employer", N_("The employer asked")},
};
NAMED(checkin_side, SIDE)

static const struct named BACKGROUND[BACKGROUNDS] = {
    [BACKGROUND_NOT_GIVEN] = {"", N_("Not answered yet")},
    [BACKGROUND_YES] = {"yes", N_("Yes, I have immigrant background")},
    [BACKGROUND_NO] = {"no", N_("No, I have not")},
    [BACKGROUND_NOT_SAID] = {"not-said", N_("I prefer not to say")},
};
NAMED(background, BACKGROUND)
