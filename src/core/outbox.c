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
    [OUTBOX_HELD] = {"held", N_("Not sent: the address is on hold")},
    [OUTBOX_UNWANTED] = {"unwanted", N_("Not sent: unsubscribed")},
};
NAMED(outbox_state, STATES)

static const struct named KINDS[OUTBOX_KINDS] = {
#define OUTBOX_SERVICE(key, name, title) [OUTBOX_##key] = {name, title},
#define OUTBOX_INFORMATION(key, name, title) [OUTBOX_##key] = {name, title},
#include "core/outbox_kinds.def"
#undef OUTBOX_SERVICE
#undef OUTBOX_INFORMATION
};
NAMED(outbox_kind, KINDS)

bool outbox_kind_informs(enum outbox_kind k)
{
    static const bool informs[OUTBOX_KINDS] = {
#define OUTBOX_SERVICE(key, name, title) [OUTBOX_##key] = false,
#define OUTBOX_INFORMATION(key, name, title) [OUTBOX_##key] = true,
#include "core/outbox_kinds.def"
#undef OUTBOX_SERVICE
#undef OUTBOX_INFORMATION
    };
    return informs[k];
}

const char *outbox_send_refusal(enum outbox_state s)
{
    switch (s) {
    case OUTBOX_UNSURE:
    case OUTBOX_REFUSED:
    case OUTBOX_RETURNED:
    case OUTBOX_NO_ADDRESS:
    case OUTBOX_HELD:
        return NULL;
    case OUTBOX_WAITING:
    case OUTBOX_SENDING:
        return N_("It is on its way already.");
    case OUTBOX_SENT:
        return N_("It has been sent.");
    case OUTBOX_PAST:
        return N_("What it was about is over.");
    case OUTBOX_UNWANTED:
        return N_("The receiver does not want information by e-mail.");
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
