// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_BULK_H
#define CORE_BULK_H

#include "core/activity.h"
#include "core/employer.h"
#include "core/task.h"

// One change of many employers at once, or something made for each of them, which can be taken back.
enum bulk_kind { BULK_STAGE, BULK_OWNER, BULK_JOIN, BULK_LEAVE, BULK_TASK, BULK_ACTIVITY };
enum bulk_state { BULK_DOING, BULK_DONE, BULK_UNDOING, BULK_UNDONE };
enum { BULK_KINDS = 6, BULK_STATES = 4 };

// Employers whom others are in contact with about that time (contacts_collide): nobody has said, none of them gets the
// activity, or they do as well.
enum bulk_others { OTHERS_UNASKED, OTHERS_LEFT_OUT, OTHERS_TOO };

struct bulk_change {
    enum bulk_kind kind;
    enum employer_stage stage;   // of BULK_STAGE: with these four
    day paused_until;
    enum decline decline;
    const char *declined_reason;
    const char *why;             // goes into each employer's history
    struct user_id owner;        // of BULK_OWNER; {0}: nobody
    struct network_id network;   // of BULK_JOIN, BULK_LEAVE
    struct task task;            // of BULK_TASK: what, user, by
    bool named_other;            // asked, not kept: whom its words name is somebody else than a candidate
    bool each_owner;             // whoever follows up the employer does it; user, when nobody does
    struct activity activity;    // of BULK_ACTIVITY: kind, state, outcome, at (a day alone), note, name_reason
    struct user_id took_part;    // of it: who of the staff; {0}: not said
    enum bulk_others others;
};
const char *bulk_kind_name(enum bulk_kind k); // "stage"
bool bulk_kind_read(const char *name, enum bulk_kind *out);
const char *bulk_kind_title(enum bulk_kind k); // English msgid
bool bulk_makes(enum bulk_kind k);             // something new for each, and changes nothing of the employer
const char *bulk_state_name(enum bulk_state s);
bool bulk_state_read(const char *name, enum bulk_state *out);

#endif
