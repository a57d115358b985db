// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_HIRE_VIEW_H
#define WEB_HIRE_VIEW_H

#include "app/hires.h"
#include "app/needs.h"
#include "web/components.h"
#include "web/edit.h"
#include "web/pick.h"
#include "web/view_view.h"

// What the pages about hires and check-ins show, and the words they share. Texts are in the page's language unless called
// msgid.

// The name, or a neutral word where it may not be known: "Nobody named yet", "One person".
const char *hire_person_text(enum lang lang, const struct hire_row *row);
const char *hire_form_text(const struct hire *h, enum lang lang, struct arena *a); // "Fast, 80 prosent"
enum tone hire_state_tone(enum hire_state s);
const char *hire_workplace_text(const char *workplace, const char *employer, struct arena *a);
const char *hire_hand_text(enum lang lang, const struct hire_hand *h, struct arena *a); // "Kari Nordmann, NAV Drammen"
const char *hire_id_text(struct arena *a, int64_t id); // "" for 0

// The register (screen 15)

struct hire_chip {
    const char *what;  // msgid
    const char *value; // text, "" when the msgid says it all
    const char *path;  // the list without this filter
};
enum { HIRE_CHIPS_MOST = HIRE_STATES + 5 };

struct hire_list_view {
    const struct hire_page *page;
    const char *const *occupations; // one per row
    struct hire_chip chips[HIRE_CHIPS_MOST];
    size_t chip_count;
    struct pager pager;
    const char *csv_path;
    struct option states[HIRE_STATES], courses[2];
    const char *course;
    const char *employer, *need, *person; // from the address, for the filter form to keep; "" none
    bool unposted_only;
    bool own_only; // an employer user's list
    struct view_tabs views;
};

// Registering and correcting

struct hire_form_view {
    const char *heading, *action, *back; // heading: msgid
    bool fresh;                          // registering
    bool staff;
    const char *referral, *need, *employer; // as in the address, kept by the form; "" none
    const char *person_name, *need_title, *workplace_text; // shown as they are; "" when they are asked for, or not at all
    bool asks_person, asks_workplace, unposted;
    const char *person_text;
    struct pick person, workplace, occupation;
    struct option *workplaces; // radio buttons when they are few
    size_t workplace_count;
    const char *workplace_chosen;
    const char *occupation_text, *occupation_code;
    day start, agreed_to;
    struct option forms[FORM_APPRENTICE + 2];
    size_t form_count;
    const char *form, *share;
    struct edit edit; // correcting
};

// One hire

struct hire_event {
    int64_t at;
    const char *what; // msgid
    const char *who;
    const char *stood; // how it stood after, in one line; "" unknown
    const char *note;  // ""
};
struct hire_checkin {
    const struct checkin *checkin;
    const char *answer; // "Yes, still employed", "" none
    const char *rating, *norwegian;
    const char *path;   // to answer it; NULL: not by this reader, or not now
};
struct hire_card_view {
    const struct hire_view *at;
    const char *heading, *person, *occupation, *form;
    const char *registered, *confirmed;
    const char *person_path, *need_path, *referral_path; // NULL: none to be opened by this reader
    const char *close_path;    // of the need, which is full; NULL
    bool may[HIRE_ACTS], may_name;
    const char *why_not[HIRE_ACTS]; // msgid of a refusal that is worth telling; NULL
    bool staff;
    struct hire_event *events;
    size_t event_count;
    struct hire_checkin checkins[CHECKIN_SIDES][CHECKINS]; // checkin NULL: none
    size_t checkin_count;
    bool person_side; // the reader sees the person's side
};

struct hire_end_view {
    const struct hire_row *row;
    const char *heading;
    struct option reasons[HIRE_ENDS - 1];
    int64_t version;
    day on;
};

struct hire_name_view {
    const struct hire_row *row;
    const char *heading, *occupation;
    struct pick person;
    int64_t version;
};

// Check-ins

struct checkin_line {
    const struct checkin_row *row;
    const char *who;        // whose hire it is; "" the reader's own, or not to be known
    const char *occupation;
};
struct checkin_group {
    const char *heading;    // msgid
    struct checkin_line *lines;
    size_t count;
};
enum checkin_reader { CHECKIN_BY_PERSON, CHECKIN_BY_STAFF, CHECKIN_BY_EMPLOYER };
enum { CHECKIN_GROUPS = 3, CHECKIN_RATINGS = 5, CHECKIN_LEVELS = 6 };
struct checkin_list_view {
    struct checkin_group groups[CHECKIN_GROUPS];
    size_t total;
    enum checkin_reader reader;
};
struct checkin_form_view {
    const struct checkin_view *at;
    enum checkin_reader reader;
    const char *who, *occupation, *path;
    const char *back; // of "Cancel"
    struct option employed[2], ratings[CHECKIN_RATINGS + 1], levels[CHECKIN_LEVELS + 1];
    const char *said_employed, *said_rating, *said_norwegian; // of an answer, in words; "" none
};
const char *checkin_rating_title(int rating); // msgid of 1–5: "4 – well"

#endif
