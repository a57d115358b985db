// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_CONTACT_VIEW_H
#define WEB_CONTACT_VIEW_H

#include "app/contacts.h"
#include "web/components.h"
#include "web/edit.h"

// The contacts on an employer's or agency's page.
struct contact_line {
    const struct contact *contact;
    const char *name, *phone;  // as shown
    struct url mail, call;
    const char *edit_path;     // NULL: may not
    bool left, held;           // held: mail to the address has come back
    const char *answer;        // text about informational mail, "" for who may not read it
    const char *answered;      // when and how, "" when it has not been asked
    enum tone answer_tone;
};
struct contacts_part {
    const struct contact_line *lines; // those who are there first
    size_t count, left_count;
    const char *new_path;      // NULL: may not
};
MUST_USE enum status contacts_part_get(struct request *r, struct contact_owner owner, const char *owner_path, bool may_tell,
                                       struct contacts_part *out);

struct contact_form_view {
    struct contact contact;
    const char *owner_name, *path, *back;
    bool fresh, may_answer;
    bool answers_for_others;   // day and manner are asked for: whoever answers for oneself does it today, here
    const char *end_path;      // NULL for a fresh one
    struct option roles[CONTACT_ROLES], langs[2], answers[CONTACT_INFORMED], hows[INFORMED_HOWS];
    size_t how_count;
    struct edit edit;
};

#endif
