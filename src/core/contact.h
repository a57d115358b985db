// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_CONTACT_H
#define CORE_CONTACT_H

#include "base/arena.h"
#include "base/day.h"
#include "base/issues.h"
#include "base/lang.h"
#include "core/id.h"

// Whom to talk with at an employer or an agency: somebody at work there, or the address that all of them share. Never a
// candidate.
enum contact_role { CONTACT_LEADER, CONTACT_HR, CONTACT_DAILY, CONTACT_OTHER, CONTACT_SHARED };
enum { CONTACT_ROLES = 5 };
const char *contact_role_name(enum contact_role r); // as stored: "day-to-day"
bool contact_role_read(const char *name, enum contact_role *out);
const char *contact_role_title(enum contact_role r); // English msgid

// May informational mail be sent? Nobody who has not said yes gets any; what belongs to something that somebody takes part
// in (an invitation, an answer that was asked for) is another thing.
enum contact_informed { INFORMED_NOT_ASKED, INFORMED_YES, INFORMED_NO };
enum { CONTACT_INFORMED = 3 };
const char *contact_informed_name(enum contact_informed i); // "not-asked"
bool contact_informed_read(const char *name, enum contact_informed *out);
const char *contact_informed_title(enum contact_informed i); // English msgid

// How the answer came. INFORMED_BY_LINK and INFORMED_BY_CLICK are the unsubscribing of a mail, on its page and by the mail
// program's own button; INFORMED_AGAIN takes that back.
enum informed_how { INFORMED_HOW_NONE, INFORMED_TOLD, INFORMED_WRITTEN, INFORMED_BY_FORM, INFORMED_AT_EVENT, INFORMED_OWN_PAGE,
                    INFORMED_BY_LINK,
                    INFORMED_BY_CLICK, INFORMED_AGAIN };
enum { INFORMED_HOWS = 9 };
const char *informed_how_name(enum informed_how h); // as stored: "told"; "" for none
bool informed_how_read(const char *name, enum informed_how *out);
const char *informed_how_title(enum informed_how h); // English msgid

struct contact {
    struct contact_id id;
    int64_t version;
    struct employer_id employer; // this or
    struct agency_id agency;     // that
    const char *name;            // "" for a shared address
    enum contact_role role;
    const char *title;           // in their own words: "Butikksjef"
    const char *email;           // domain in lower case
    const char *phone;           // E.164
    enum lang lang;              // to write in
    enum contact_informed informed;
    day informed_on;             // when the answer was given
    enum informed_how informed_how;
    day left_on;                 // the first day no longer there, DAY_NONE: still there. Kept for history, gets no mail
    int64_t created_at;
};
enum { CONTACT_NAME_MOST = 200, CONTACT_TITLE_MOST = 100 };

// Trims and normalises into *out what was typed; what cannot be read stays as typed, for the check to refuse.
void contact_read(const struct contact *typed, struct arena *a, struct contact *out);
// Issues on name, role, title, email, phone, informed_on, informed_how, left_on.
void contact_check(const struct contact *c, day today, struct issues *issues);
// Nobody of that name there any more on that day.
bool contact_left(const struct contact *c, day today);
// How to name it in a list: the name, or what stands for it. lang is the reader's.
const char *contact_shown(const struct contact *c, enum lang lang);

// Why no informational mail goes there, or NULL: it may. Holds are not looked at: they are of the address (post).
const char *contact_mail_refusal(const struct contact *c, day today); // English msgid
// Why nothing at all can be sent: gone, or without an address.
const char *contact_address_refusal(const struct contact *c, day today); // English msgid

#endif
