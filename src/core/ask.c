// SPDX-License-Identifier: EUPL-1.2
#include "core/ask.h"

#include "base/lang.h"
#include "core/named.h"

const char *ask_refusal(enum need_state need)
{
    return need == NEED_OPEN ? NULL : N_("The need is not open, so there is nothing to ask for.");
}

const char *ask_answer_refusal(const struct agency_ask *at, enum ask_answer to, enum need_state need)
{
    if (at->answer == ASK_STARTED)
        return N_("A referral has been started for the need, which is the answer.");
    if (need != NEED_OPEN)
        return N_("The need is not open any more, so there is nothing to answer.");
    if (to == ASK_STARTED)
        return N_("Start the referral: the answer follows by itself.");
    return to == ASK_WAITING ? N_("Choose an answer") : NULL;
}

static const struct named ANSWERS[ASK_ANSWERS] = {
    [ASK_WAITING] = {"", N_("Waits for an answer")},
    [ASK_WILL_LOOK] = {"will-look", N_("They will look")},
    [ASK_NOBODY] = {"nobody", N_("They have nobody")},
    [ASK_STARTED] = {"started", N_("Referral started")},
};
NAMED(ask_answer, ANSWERS)
