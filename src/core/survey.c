// SPDX-License-Identifier: EUPL-1.2
#include "core/survey.h"

#include <string.h>

#include "core/check.h"
#include "core/named.h"

enum respondent_kind respondent_kind_of(const char *form)
{
    static const char *const PUBLIC[] = {"KOMM", "FYLK", "STAT", "ORGL", "KF", "FKF", "SF", "IKS", "KIRK", "ADOS"};
    static const char *const VOLUNTARY[] = {"FLI", "STI"};
    for (size_t i = 0; i < COUNT_OF(PUBLIC); i++)
        if (strcmp(PUBLIC[i], form) == 0)
            return RESPONDENT_PUBLIC;
    for (size_t i = 0; i < COUNT_OF(VOLUNTARY); i++)
        if (strcmp(VOLUNTARY[i], form) == 0)
            return RESPONDENT_VOLUNTARY;
    return RESPONDENT_PRIVATE;
}

void survey_check(const struct survey *s, size_t chosen, day today, struct issues *issues)
{
    if (blank(s->name))
        issues_add(issues, "name", N_("Give the survey a name"));
    check_text(s->name, false, SURVEY_NAME_MOST, "name", issues);
    if (s->audience == AUDIENCE_EVENT && s->event.value == 0)
        issues_add(issues, "event", N_("Choose the event"));
    if (s->audience == AUDIENCE_VIEW && strlen(s->query == NULL ? "" : s->query) > SURVEY_QUERY_MOST)
        issues_add(issues, "view", N_("This view is too long. Save it, and choose it here"));
    if (s->audience == AUDIENCE_CONTACTS && chosen == 0)
        issues_add(issues, "contacts", N_("Choose at least one contact"));
    if (s->audience == AUDIENCE_CONTACTS && chosen > SURVEY_CHOSEN_MOST)
        issues_add(issues, "contacts", N_("Choose at most 500 contacts, or use a view"));
    if (s->deadline == DAY_NONE)
        issues_add(issues, "deadline", N_("Say until when answers are taken"));
    else if (s->deadline <= today)
        issues_add(issues, "deadline", N_("Choose a day that is still to come"));
    else if (s->deadline > today + SURVEY_DAYS_MOST)
        issues_add(issues, "deadline", N_("Choose a day within the next half year"));
    if (s->remind_on != DAY_NONE && (s->remind_on <= today || s->remind_on > s->deadline))
        issues_add(issues, "remind_on", N_("Choose a day after today and not after the deadline"));
}

day survey_remind_usual(day today, day deadline)
{
    day on = today + (deadline - today) * 2 / 3;
    while (on > today && day_weekday(on) > 5)
        on--;
    return on > today && on < deadline ? on : DAY_NONE;
}

day survey_texts_until(const struct survey *s)
{
    return s->closed_at == 0 ? DAY_NONE : day_add_months(day_in_norway(s->closed_at), TEXT_MONTHS);
}

static const char *past_refusal(const struct survey *s, day today)
{
    if (s->state == SURVEY_CLOSED)
        return N_("The survey is closed.");
    return s->state == SURVEY_OPEN && s->deadline < today ? N_("The deadline is over.") : NULL;
}

const char *survey_refusal(const struct survey *s, enum survey_act act, day today)
{
    bool draft = s->state == SURVEY_DRAFT;
    switch (act) {
    case SURVEY_CHANGE:
    case SURVEY_DROP:
        return draft ? NULL : N_("The survey has been sent. Only its deadline can be changed.");
    case SURVEY_OPENS:
        if (!draft)
            return N_("The survey has been sent already.");
        return s->deadline <= today ? N_("The deadline is over. Choose a later one first.") : NULL;
    case SURVEY_REMIND:
        if (draft)
            return N_("The survey has not been sent yet.");
        if (past_refusal(s, today) != NULL)
            return past_refusal(s, today);
        if (s->reminded_on == today || day_in_norway(s->opened_at) == today)
            return N_("They have had a letter today. Wait until tomorrow.");
        return NULL;
    case SURVEY_EXTEND:
    case SURVEY_CLOSE:
        return draft ? N_("The survey has not been sent yet.") : past_refusal(s, today);
    case SURVEY_PAIR:
        return s->before.value != 0 && !draft ? N_("It is compared with a survey already.") : NULL;
    }
    return NULL;
}

const char *survey_answer_refusal(const struct survey *s, enum asked_state asked, day today)
{
    if (asked == ASKED_REMOVED)
        return N_("Your answer has been deleted, as you asked for. The link does not work any more.");
    if (s->state != SURVEY_OPEN || s->deadline < today)
        return N_("The deadline is over, so no more answers are taken.");
    return NULL;
}

bool survey_reminds(const struct survey *s, day today)
{
    return s->state == SURVEY_OPEN && s->remind_on != DAY_NONE && s->remind_on <= today && s->deadline >= today &&
           (s->reminded_on == DAY_NONE || s->reminded_on < s->remind_on) && day_in_norway(s->opened_at) < s->remind_on;
}

bool survey_ends(const struct survey *s, day today)
{
    return s->state == SURVEY_OPEN && s->deadline < today;
}

bool answer_given(const struct answer *answer)
{
    return answer->chosen != 0 || !blank(answer->text);
}

void answer_check(const struct question *q, const struct answer *answer, const char *field, bool required,
                  struct issues *issues)
{
    size_t choices = question_choices(q);
    bool one = q->kind == ANSWER_SCALE || q->kind == ANSWER_ONE;
    if (required && q->required && !answer_given(answer))
        issues_add(issues, field, q->kind == ANSWER_TEXT ? N_("Write something here") : N_("Choose an answer"));
    if (answer->chosen >> choices != 0 || (one && (answer->chosen & (answer->chosen - 1)) != 0))
        issues_add(issues, field, N_("Choose one of the options"));
    if (q->kind == ANSWER_TEXT)
        check_text(answer->text, true, ANSWER_TEXT_MOST, field, issues);
}

unsigned answer_flags(const struct question *q, const struct answer *answer)
{
    unsigned flags = 0;
    if (q->kind != ANSWER_ONE && q->kind != ANSWER_SEVERAL)
        return 0;
    for (size_t i = 0; i < q->option_count; i++)
        if ((answer->chosen >> i & 1) != 0 && q->options[i].flag != FLAG_NONE)
            flags |= 1u << q->options[i].flag;
    return flags;
}

static const struct named STATES[SURVEY_STATES] = {
    [SURVEY_DRAFT] = {"draft", N_("Draft")},
    [SURVEY_OPEN] = {"open", N_("Takes answers")},
    [SURVEY_CLOSED] = {"closed", N_("Closed and counted")},
};
NAMED(survey_state, STATES)

static const struct named AUDIENCES[SURVEY_AUDIENCES] = {
    [AUDIENCE_EVENT] = {"event", N_("Those who were at an event")},
    [AUDIENCE_VIEW] = {"view", N_("Contacts of the employers in a view")},
    [AUDIENCE_CONTACTS] = {"contacts", N_("Contacts that I choose")},
};
NAMED(survey_audience, AUDIENCES)

static const struct named ASKED[ASKED_STATES] = {
    [ASKED_WAITING] = {"asked", N_("Has not answered")},
    [ASKED_BEGUN] = {"begun", N_("Has begun")},
    [ASKED_ANSWERED] = {"answered", N_("Has answered")},
    [ASKED_REMOVED] = {"removed", N_("Answer deleted on request")},
};
NAMED(asked_state, ASKED)

static const struct named RESPONDENTS[RESPONDENT_KINDS] = {
    [RESPONDENT_PRIVATE] = {"private", N_("Private employers")},
    [RESPONDENT_PUBLIC] = {"public", N_("Public employers")},
    [RESPONDENT_VOLUNTARY] = {"voluntary", N_("Associations and foundations")},
    [RESPONDENT_AGENCY] = {"agency", N_("Agencies")},
};
NAMED(respondent_kind, RESPONDENTS)
