// SPDX-License-Identifier: EUPL-1.2
#include "core/mailing.h"

#include "core/check.h"
#include "core/named.h"

void mailing_check(const struct mailing *m, struct issues *issues)
{
    if (blank(m->subject))
        issues_add(issues, "subject", N_("Write a subject"));
    check_text(m->subject, false, MAILING_SUBJECT_MOST, "subject", issues);
    if (blank(m->body) && m->letter.value == 0)
        issues_add(issues, "body", N_("Write the text"));
}

static const struct named STATES[MAILING_STATES] = {
    [MAILING_DRAFT] = {"draft", N_("Draft of a mailing")},
    [MAILING_SENDING] = {"sending", N_("Being sent")},
    [MAILING_PAUSED] = {"paused", N_("On pause")},
    [MAILING_DONE] = {"done", N_("Sent to all")},
    [MAILING_CANCELLED] = {"cancelled", N_("Stopped for good")},
};
NAMED(mailing_state, STATES)

static const struct named AUDIENCES[MAILING_AUDIENCES] = {
    [MAILING_TO_NONE] = {"none", N_("Not chosen yet")},
    [MAILING_TO_ALL] = {"all", N_("All employers")},
    [MAILING_TO_VIEW] = {"view", N_("Employers in a list")},
    [MAILING_TO_NETWORK] = {"network", N_("Members of a network")},
    [MAILING_TO_EVENT] = {"event", N_("Guests of an event")},
    [MAILING_TO_AGENCIES] = {"agencies", N_("The agencies")},
};
NAMED(mailing_audience, AUDIENCES)

static const struct named PARTS[EVENT_PARTS] = {
    [PART_INVITED] = {"invited", N_("All who were invited or signed up")},
    [PART_YES] = {"yes", N_("Those who said yes")},
    [PART_MAYBE] = {"maybe", N_("Those who said maybe")},
    [PART_NO] = {"no", N_("Those who said no")},
    [PART_SILENT] = {"silent", N_("Those who have not answered")},
    [PART_PRESENT] = {"present", N_("Those who were there")},
    [PART_ABSENT] = {"absent", N_("Those who said yes and did not come")},
};
NAMED(event_part, PARTS)

const char *mailing_refusal(enum mailing_state s, enum mailing_step step)
{
    if (s == MAILING_DRAFT)
        return N_("It is a draft: nothing is being sent.");
    if (s == MAILING_DONE)
        return N_("Everything has been sent.");
    if (s == MAILING_CANCELLED)
        return N_("It has been stopped for good.");
    if (step == MAILING_PAUSE && s == MAILING_PAUSED)
        return N_("It is on pause already.");
    return step == MAILING_RESUME && s == MAILING_SENDING ? N_("It is being sent.") : NULL;
}

const char *left_out_title(enum left_out l)
{
    static const char *const TITLES[LEFT_OUTS] = {
        [LEFT_IN] = N_("Gets it"),
        [LEFT_GONE] = N_("No longer there"),
        [LEFT_NO_ADDRESS] = N_("No e-mail address"),
        [LEFT_BAD_ADDRESS] = N_("An address that no mail can be sent to"),
        [LEFT_NOT_ASKED] = N_("Not asked whether they want information"),
        [LEFT_REFUSED] = N_("Have said no to information, or unsubscribed"),
        [LEFT_ON_HOLD] = N_("Mail to the address has come back"),
        [LEFT_SAME_ADDRESS] = N_("The same address stands with somebody else, who gets it"),
        [LEFT_NO_CONTACT] = N_("Employers without a contact person"),
        [LEFT_STRANGER] = N_("Guests who are no contact person, and so have not said yes"),
    };
    return TITLES[l];
}
