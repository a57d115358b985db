// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_MAILING_H
#define CORE_MAILING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/issues.h"
#include "base/lang.h"
#include "core/id.h"

// A mailing (utsending): information by e-mail to many. Only contact persons who have said yes to it get it; what concerns
// something that somebody takes part in is no mailing. Who gets it, the figures and the letter in it are frozen when the
// sending begins.
enum mailing_state { MAILING_DRAFT, MAILING_SENDING, MAILING_PAUSED, MAILING_DONE, MAILING_CANCELLED };
enum { MAILING_STATES = 5, MAILING_SUBJECT_MOST = 150, MAILING_QUERY_MOST = 1500 };

enum mailing_audience {
    MAILING_TO_NONE,     // not chosen yet
    MAILING_TO_ALL,      // contacts of every employer
    MAILING_TO_VIEW,     // of the employers of a saved view, or of a list's query
    MAILING_TO_NETWORK,  // of a network's members
    MAILING_TO_EVENT,    // who was invited to an event, or a part of them
    MAILING_TO_AGENCIES, // contacts of the agencies
};
enum { MAILING_AUDIENCES = 6 };

enum event_part { PART_INVITED, PART_YES, PART_MAYBE, PART_NO, PART_SILENT, PART_PRESENT, PART_ABSENT }; // absent: said yes
enum { EVENT_PARTS = 7 };

struct mailing {
    struct mailing_id id;
    int64_t version;
    enum mailing_state state;
    enum lang lang;           // of the text
    const char *subject;      // one line, no fields
    const char *body;         // Markdown (exchange/markdown.h), fields of app/merge.h
    struct letter_id letter;  // stands below the body; {0} none
    int letter_edition;       // the one that went out; 0 in a draft
    enum mailing_audience audience;
    int64_t audience_id;      // MAILING_TO_VIEW (0: audience_query), MAILING_TO_NETWORK, MAILING_TO_EVENT
    const char *audience_query;
    enum event_part part;     // MAILING_TO_EVENT
    const char *figures;      // info_figures_write (store/letter_store.h); "" in a draft
    day sent_on;              // DAY_NONE in a draft
    struct user_id created_by;
    int64_t created_at, changed_at, begun_at, ended_at;
    bool deleted;             // a draft in the bin
};

// All but the Markdown. Fields "subject", "body".
void mailing_check(const struct mailing *m, struct issues *issues);
const char *mailing_state_name(enum mailing_state s);
const char *mailing_state_title(enum mailing_state s); // English msgid
bool mailing_state_read(const char *name, enum mailing_state *out);
const char *mailing_audience_name(enum mailing_audience a);
const char *mailing_audience_title(enum mailing_audience a); // English msgid
bool mailing_audience_read(const char *name, enum mailing_audience *out);
const char *event_part_name(enum event_part p);
const char *event_part_title(enum event_part p); // English msgid
bool event_part_read(const char *name, enum event_part *out);

enum mailing_step { MAILING_PAUSE, MAILING_RESUME, MAILING_CANCEL };
enum { MAILING_STEPS = 3 };
// NULL: it may be done; else the msgid that says why not.
const char *mailing_refusal(enum mailing_state s, enum mailing_step step);

// Why a contact of the audience gets nothing.
enum left_out {
    LEFT_IN,          // gets it
    LEFT_GONE, LEFT_NO_ADDRESS, LEFT_BAD_ADDRESS, LEFT_NOT_ASKED, LEFT_REFUSED, LEFT_ON_HOLD, LEFT_SAME_ADDRESS,
    LEFT_NO_CONTACT,  // an employer without any contact person
    LEFT_STRANGER,    // a guest who is nobody's contact person
};
enum { LEFT_OUTS = 10 };
const char *left_out_title(enum left_out l); // English msgid

#endif
