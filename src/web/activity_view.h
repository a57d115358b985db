// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ACTIVITY_VIEW_H
#define WEB_ACTIVITY_VIEW_H

#include "app/activities.h"
#include "app/employers.h"
#include "web/components.h"
#include "web/edit.h"
#include "web/view_view.h"

// What the pages about activities show (screen 10). Texts are in the page's language unless called msgid.

enum tone activity_state_tone(enum activity_state s);
enum tone activity_outcome_tone(enum activity_outcome o);
enum tone invitation_answer_tone(enum invitation_answer w);
// "5. september 2016 kl. 09.00, 30 minutter", or the day alone.
const char *activity_when(enum lang lang, const struct activity *act, struct arena *a);
// With whom, in one line.
const char *activity_with_text(const struct activity *act, struct arena *a);
// Who takes part from the side of the staff.
const char *activity_staff_text(const struct activity *act, struct arena *a);

// The parts of the area, above each of its pages.
enum activity_part { PART_AGENDA, PART_ACTIVITIES, PART_TASKS, PART_EVENTS };

// The list

struct activity_chip {
    const char *what, *value, *path; // msgid, text, the list without it
};
enum { ACTIVITY_CHIPS_MOST = 10 };
struct activity_list_view {
    const struct activity_page *page;
    struct activity_chip chips[ACTIVITY_CHIPS_MOST];
    size_t chip_count;
    struct option kinds[ACTIVITY_KINDS], states[ACTIVITY_STATES], outcomes[ACTIVITY_OUTCOMES - 1];
    struct option *staff, *networks, *agencies;
    size_t staff_count, network_count, agency_count;
    const char *kind, *state, *outcome, *user, *network, *agency, *employer, *with; // as in the address
    day from, until;
    const char *turned_path;  // the other way round
    bool ascending;
    struct pager pager;
    bool bin;
    bool may_create;
    struct view_tabs views;
};

// One activity

struct activity_card_view {
    const struct activity_view *at;
    const char *path, *when;
    const char *moved_note; // msgid, NULL none
};

// The form

struct activity_form_view {
    struct activity activity;     // its values where nothing was typed
    const char *path, *back;
    bool fresh;
    struct option kinds[ACTIVITY_KINDS], states[ACTIVITY_STATES], outcomes[ACTIVITY_OUTCOMES - 1], stages[STAGE_PAUSED];
    size_t state_count;
    const char *clock, *minutes;  // as they are typed
    struct option *with;          // those chosen so far
    size_t with_count;
    struct option *agencies, *networks, *staff, *contacts, *owners;
    size_t agency_count, network_count, staff_count, contact_count, owner_count;
    const char *network, *names;  // names: one to a line
    const char *stage_now;        // of the one employer; "" none, or the actor may not set it
    const struct contact_warning *warnings;
    size_t warning_count;
    bool asks_reason;             // the note seems to name a candidate
    const char *task_user;
    struct edit edit;
};

// Who has been in contact, on the form and on the employer's page.
struct contact_warnings_view {
    const struct contact_warning *list;
    size_t count;
    bool names;                   // of the employers
};
MUST_USE enum status contact_warnings_fill(struct request *r, struct employer_id id, struct contact_warnings_view *out);

#endif
