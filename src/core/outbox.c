// SPDX-License-Identifier: EUPL-1.2
#include "core/outbox.h"

#include "base/issues.h"
#include "core/named.h"

static const struct named STATES[OUTBOX_STATES] = {
    [OUTBOX_WAITING] = {"waiting", N_("Waits to be sent")},
    [OUTBOX_SENDING] = {"sending", N_("Being sent")},
    [OUTBOX_SENT] = {"sent", N_("Sent")},
    [OUTBOX_UNSURE] = {"unsure", N_("Sent or not: nobody knows")},
    [OUTBOX_REFUSED] = {"refused", N_("The mail server refused it")},
    [OUTBOX_NO_ADDRESS] = {"no-address", N_("No e-mail address")},
    [OUTBOX_RETURNED] = {"returned", N_("Came back")},
    [OUTBOX_PAST] = {"past", N_("Over before it was sent")},
};
NAMED(outbox_state, STATES)

static const struct named KINDS[OUTBOX_KINDS] = {
    [OUTBOX_SHARE_ASKED] = {"share-asked", N_("A question about sharing the profile")},
    [OUTBOX_SHARE_REMINDER] = {"share-reminder", N_("Reminder of a question")},
    [OUTBOX_SHARE_TAKEN_BACK] = {"share-taken-back", N_("A question taken back")},
    [OUTBOX_NOT_CHOSEN] = {"not-chosen", N_("Ended without the person")},
    [OUTBOX_CHECKIN] = {"checkin", N_("Check-in")},
    [OUTBOX_CHECKIN_AGAIN] = {"checkin-again", N_("Check-in, second time")},
    [OUTBOX_SHARE_ANSWERED] = {"share-answered", N_("Answer to a question")},
    [OUTBOX_SHARE_EXPIRED] = {"share-expired", N_("Question not answered in time")},
    [OUTBOX_PRESENTED] = {"presented", N_("Presentation")},
    [OUTBOX_WITHDRAWN] = {"withdrawn", N_("Profile no longer shared")},
    [OUTBOX_VERDICT] = {"verdict", N_("The employer's answer")},
    [OUTBOX_NEED_FULL] = {"need-full", N_("Positions filled")},
    [OUTBOX_CODE] = {"code", N_("One-time code")},
    [OUTBOX_INVITE] = {"invite", N_("Invitation")},
    [OUTBOX_INTERVIEW] = {"interview", N_("Interview offered or changed")},
    [OUTBOX_INTERVIEW_ANSWERED] = {"interview-answered", N_("Answer about an interview")},
    [OUTBOX_AGENCY_ASKED] = {"agency-asked", N_("Question from another agency")},
    [OUTBOX_AGENCY_ANSWERED] = {"agency-answered", N_("Answer from another agency")},
    [OUTBOX_SHARE_UNDELIVERED] = {"share-undelivered", N_("A notice that did not arrive")},
};
NAMED(outbox_kind, KINDS)

const char *outbox_send_refusal(enum outbox_state s)
{
    switch (s) {
    case OUTBOX_UNSURE:
    case OUTBOX_REFUSED:
    case OUTBOX_RETURNED:
    case OUTBOX_NO_ADDRESS:
        return NULL;
    case OUTBOX_WAITING:
    case OUTBOX_SENDING:
        return N_("It is on its way already.");
    case OUTBOX_SENT:
        return N_("It has been sent.");
    case OUTBOX_PAST:
        return N_("What it was about is over.");
    }
    return N_("It has been sent.");
}

// Quick at first, since many servers turn the first try of an unknown sender away for some minutes; then ever slower.
static const int MINUTES[] = {1, 5, 15, 60, 4 * 60, 8 * 60, 12 * 60, 24 * 60, 24 * 60};
enum { FIRST_WAIT_MS = 5 * 1000, MINUTE_MS = 60 * 1000 };

int64_t outbox_wait(int tries)
{
    if (tries <= 1)
        return FIRST_WAIT_MS;
    return (size_t)tries - 2 < COUNT_OF(MINUTES) ? (int64_t)MINUTES[tries - 2] * MINUTE_MS : -1;
}
