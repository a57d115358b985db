// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_EMPLOYER_VIEW_H
#define WEB_EMPLOYER_VIEW_H

#include "app/employers.h"
#include "app/hires.h"
#include "app/needs.h"
#include "web/activity_view.h"
#include "web/employer_register_view.h"
#include "web/contact_view.h"
#include "web/components.h"
#include "web/edit.h"
#include "web/network_view.h"
#include "web/timeline_view.h"

// What the pages about employers show. Texts are in the page's language unless called msgid.

enum tone stage_tone(enum employer_stage s);
const char *orgnr_text(struct arena *a, const char *orgnr); // "889 640 782"

// One employer (screen 3)

struct employer_workplace {
    const struct workplace *workplace;
    const char *area_name, *address; // in one line; "" unknown
    const char *edit_path;           // NULL: may not
};
struct employer_need {
    const struct need_row *row;
    const char *state_title; // msgid
    enum tone tone;
    const char *path;        // NULL: may not be opened by this reader
};
struct employer_card_view {
    const struct employer_view *at;
    struct employer_register_view register_says;
    const char *path;
    const char *orgnr, *address, *municipality_name;
    struct contacts_part contacts;
    struct networks_part networks;           // for who may follow
    struct introductions_part introductions;
    const struct employer_workplace *workplaces;
    size_t workplace_count;
    const struct employer_need *needs;
    size_t need_count;
    const char *all_needs_path; // more than are shown, or NULL
    struct timeline_view timeline;
    struct contact_warnings_view others; // in contact with it just now
    int64_t hired;                        // that stand, begun by today
    const struct employer_counts *counts; // for the office and advisers, else NULL
    bool may_edit, may_follow, may_tell, own, may_state;
    const char *state_path; // states a need for this employer
    const char *users_path; // NULL: not for this role
};

// Following up

struct follow_options {
    struct option stages[EMPLOYER_STAGES];
    struct option declines[DECLINES];
    size_t decline_count;
    struct option *owners; // everybody in the office, and nobody; whoever does it now, too
    size_t owner_count;
    const char *owner;
};
MUST_USE enum status follow_options_get(struct request *r, struct user_id owner, const char *owner_name,
                                        struct follow_options *out);

struct stage_page_view {
    const struct employer_view *at;
    const char *path;          // of the employer
    bool may_edit, conflict;   // conflict: somebody was faster
    bool asks_named;           // whether the words name somebody else than a candidate
    struct follow_options follow;
    struct stage_move *moves;  // newest first
    size_t move_count;
};
struct pledge_page_view {
    const struct employer_view *at;
    const char *path, *pledged;
    bool may_edit, conflict, asks_named;
    struct pledge_move *moves;
    size_t move_count;
};
struct told_page_view { // what the employer says of itself
    const struct employer_view *at;
    const char *path;
    bool own, may_edit, conflict;
    const char *estimate_refusal; // msgid: why it is not asked for; NULL: it is
    struct option estimates[ESTIMATES], references[REFERENCES];
};

// Registering and editing

struct employer_form_view {
    struct employer employer;   // its values where nothing was typed
    const char *path;           // posts to
    const char *back;           // of "Cancel"
    bool fresh;
    struct follow_options follow; // of a fresh one
    struct option *municipalities;
    size_t municipality_count;
    const char *municipality;
    const char *employees, *pledged; // as numbers are typed
    struct edit edit;
};

struct workplace_form_view {
    const char *employer_name;
    struct workplace workplace;
    const char *path, *back;
    bool fresh;
    struct option *municipalities, *areas;
    size_t municipality_count, area_count;
    const char *municipality, *area, *employees;
    struct edit edit;
};

// The municipalities of the areas of today, each once, for choosing.
struct option *municipality_options(struct arena *a, const struct region_area *areas, size_t count, size_t *count_out);

#endif
