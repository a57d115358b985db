// SPDX-License-Identifier: EUPL-1.2
#include "core/employer.h"

#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "core/named.h"
#include "core/orgnr.h"

static const struct {
    const char *name, *title;
} STAGES[EMPLOYER_STAGES] = {
    [STAGE_NEW] = {"new", N_("New")},
    [STAGE_CONTACTED] = {"contacted", N_("Contacted")},
    [STAGE_MEETING_BOOKED] = {"meeting-booked", N_("Meeting booked")},
    [STAGE_MET] = {"met", N_("Meeting held")},
    [STAGE_TAKING_PART] = {"taking-part", N_("Taking part")},
    [STAGE_HIRING] = {"hiring", N_("Hiring")},
    [STAGE_PAUSED] = {"paused", N_("Paused")},
    [STAGE_DECLINED] = {"declined", N_("Declined")},
};

const char *stage_name(enum employer_stage s)
{
    return STAGES[s].name;
}

const char *stage_title(enum employer_stage s)
{
    return STAGES[s].title;
}

bool stage_read(const char *name, enum employer_stage *out)
{
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        if (name != NULL && strcmp(STAGES[s].name, name) == 0) {
            *out = (enum employer_stage)s;
            return true;
        }
    return false;
}

static const struct named DECLINE_NAMES[DECLINES] = {
    [DECLINE_NONE] = {"", N_("Not said")},
    [DECLINE_NO_NEED] = {"no-need", N_("Has no need for labour")},
    [DECLINE_NO_TIME] = {"no-time", N_("Has no time for it now")},
    [DECLINE_OWN_WAY] = {"own-way", N_("Recruits by itself, or through its group")},
    [DECLINE_CUTTING] = {"cutting", N_("Is cutting down or closing")},
    [DECLINE_NOT_WANTED] = {"not-wanted", N_("Does not want to take part in programmes")},
    [DECLINE_OTHER] = {"other", N_("Another reason")},
};
NAMED(decline, DECLINE_NAMES)

static const struct named REFERENCE_NAMES[REFERENCES] = {
    [REFERENCE_UNASKED] = {"", N_("Not asked")},
    [REFERENCE_ASKED] = {"asked", N_("Asked, has not answered")},
    [REFERENCE_YES] = {"yes", N_("Yes, will be a reference")},
    [REFERENCE_NO] = {"no", N_("No, will not be a reference")},
};
NAMED(reference, REFERENCE_NAMES)

static const struct named ESTIMATE_NAMES[ESTIMATES] = {
    [ESTIMATE_UNASKED] = {"", N_("Not asked")},
    [ESTIMATE_NOT_SAID] = {"kept-back", N_("Does not want to say")},
    [ESTIMATE_NONE] = {"none", N_("None")},
    [ESTIMATE_UNDER_10] = {"under-10", N_("Under 10 per cent")},
    [ESTIMATE_10_24] = {"10-24", N_("10 to 24 per cent")},
    [ESTIMATE_25_49] = {"25-49", N_("25 to 49 per cent")},
    [ESTIMATE_HALF] = {"half", N_("Half or more")},
};
NAMED(estimate, ESTIMATE_NAMES)

bool estimate_is_many(enum estimate e)
{
    return e == ESTIMATE_25_49 || e == ESTIMATE_HALF;
}

const char *estimate_refusal(const struct employer *e)
{
    return e->employees != EMPLOYEES_UNKNOWN && e->employees < ESTIMATE_EMPLOYEES_LEAST
               ? N_("With fewer than ten employees an estimate would speak of single people, so it is not asked for.")
               : NULL;
}

static bool empty(const char *text)
{
    return text == NULL || *text == '\0';
}

static void text_check(const char *text, const char *field, size_t most, const char *most_text, struct issues *issues)
{
    if (!empty(text) && text_length(text) > most)
        issues_add_arg(issues, field, N_("Write at most %s characters"), most_text);
}

static void postal_code_check(const char *code, struct issues *issues)
{
    if (!empty(code) && (strlen(code) != 4 || strspn(code, "0123456789") != 4))
        issues_add(issues, "postal_code", N_("Write the postal code with four digits"));
}

static void name_check(const char *name, struct issues *issues)
{
    if (empty(name))
        issues_add(issues, "name", N_("Write the name"));
    text_check(name, "name", EMPLOYER_NAME_MOST, "200", issues);
}

static void orgnr_check(const char *orgnr, bool synthetic_allowed, struct issues *issues)
{
    char digits[ORGNR_TEXT];
    if (!empty(orgnr) && !orgnr_read(orgnr, synthetic_allowed, digits))
        issues_add(issues, "orgnr", N_("The organisation number is not right: check its nine digits"));
}

void employer_check(const struct employer *e, bool synthetic_allowed, day today, struct issues *issues)
{
    name_check(e->name, issues);
    orgnr_check(e->orgnr, synthetic_allowed, issues);
    text_check(e->address, "address", 200, "200", issues);
    postal_code_check(e->postal_code, issues);
    if (e->employees != EMPLOYEES_UNKNOWN && (e->employees < 0 || e->employees > 500000))
        issues_add(issues, "employees", N_("Write the number of employees as a whole number, or leave it empty when it is not known"));
    if (e->stage == STAGE_PAUSED && (e->paused_until == DAY_NONE || e->paused_until <= today))
        issues_add(issues, "paused_until", N_("Write until when contact is paused: a day after today"));
    if (e->stage == STAGE_DECLINED && e->decline == DECLINE_NONE)
        issues_add(issues, "decline", N_("Choose why the employer declined"));
    if (e->stage == STAGE_DECLINED && e->decline == DECLINE_OTHER && empty(e->declined_reason))
        issues_add(issues, "declined_reason", N_("Write why the employer declined"));
    text_check(e->declined_reason, "declined_reason", 300, "300", issues);
    if (e->pledged < 0 || e->pledged > 10000)
        issues_add(issues, "pledged", N_("Write how many the employer means to hire: 0 to 10 000"));
    if (e->pledged > 0 && e->pledged_by == DAY_NONE)
        issues_add(issues, "pledged_by", N_("Write by when the employer means to have hired them"));
    if (e->pledged_by != DAY_NONE && (e->pledged_by < day_make(2000, 1, 1) || e->pledged_by > day_add_months(today, 360)))
        issues_add(issues, "pledged_by", N_("Write a day after the year 2000 and within thirty years"));
}

void workplace_check(const struct workplace *w, bool synthetic_allowed, struct issues *issues)
{
    name_check(w->name, issues);
    orgnr_check(w->orgnr, synthetic_allowed, issues);
    text_check(w->address, "address", 200, "200", issues);
    postal_code_check(w->postal_code, issues);
}
