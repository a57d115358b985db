// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_ASK_H
#define CORE_ASK_H

#include "core/need.h"

// "Ask the other agency": one agency asks another whether it has somebody for an open need. It never carries a person;
// once for each need and asker. The answer is the asked agency's, or follows by itself when it starts a referral for
// the need.
enum ask_answer { ASK_WAITING, ASK_WILL_LOOK, ASK_NOBODY, ASK_STARTED };
enum { ASK_ANSWERS = 4 };

struct agency_ask {
    struct ask_id id;
    int64_t version;
    struct need_id need;
    struct agency_id from, to;
    struct user_id asked_by, answered_by; // {0}: nobody, or not yet
    int64_t asked_at, answered_at;        // 0: not yet
    enum ask_answer answer;
};

// NULL: may be done; otherwise the msgid that says why not. Whose ask it is to answer is core/access.h's to say.
const char *ask_refusal(enum need_state need);
const char *ask_answer_refusal(const struct agency_ask *at, enum ask_answer to, enum need_state need);

const char *ask_answer_name(enum ask_answer answer);  // as stored: "", "will-look", "nobody", "started"
bool ask_answer_read(const char *name, enum ask_answer *out);
const char *ask_answer_title(enum ask_answer answer); // English msgid

#endif
