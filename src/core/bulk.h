// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_BULK_H
#define CORE_BULK_H

#include "core/employer.h"

// One change of many employers at once, which can be taken back.
enum bulk_kind { BULK_STAGE, BULK_OWNER, BULK_JOIN, BULK_LEAVE };
enum bulk_state { BULK_DOING, BULK_DONE, BULK_UNDOING, BULK_UNDONE };
enum { BULK_KINDS = 4, BULK_STATES = 4 };

struct bulk_change {
    enum bulk_kind kind;
    enum employer_stage stage;   // of BULK_STAGE: with these four
    day paused_until;
    enum decline decline;
    const char *declined_reason;
    const char *why;             // goes into each employer's history
    struct user_id owner;        // of BULK_OWNER; {0}: nobody
    struct network_id network;   // of BULK_JOIN, BULK_LEAVE
};
const char *bulk_kind_name(enum bulk_kind k); // "stage"
bool bulk_kind_read(const char *name, enum bulk_kind *out);
const char *bulk_kind_title(enum bulk_kind k); // English msgid
const char *bulk_state_name(enum bulk_state s);
bool bulk_state_read(const char *name, enum bulk_state *out);

#endif
