// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_EVENT_VIEW_H
#define WEB_EVENT_VIEW_H

#include "app/guests.h"
#include "app/views.h"
#include "web/components.h"
#include "web/edit.h"

// Events (screen 11): the list, one event with its guests, invitations, attendance; and the public pages.

struct event_chip {
    const char *what, *value; // msgid; text
    const char *path;         // the list without it
};
enum { EVENT_CHIPS_MOST = EVENT_STATES + EVENT_KINDS + 1 };
struct event_list_view {
    const struct event_page *page;
    const char **when; // of each row
    const char *text;
    struct option states[EVENT_STATES], kinds[EVENT_KINDS];
    struct event_chip chips[EVENT_CHIPS_MOST];
    size_t chip_count;
    struct pager pager;
};

struct event_form_view {
    struct event event;
    bool fresh;
    const char *path, *back;
    day on, ends_on;                 // ends_on DAY_NONE: the same day
    const char *at, *to;             // "09.00"
    const char *seats;               // "" no limit
    struct option kinds[EVENT_KINDS];
    struct edit edit;
};

// The guests of a group, with what can be done.
struct guest_line {
    const struct guest_entry *at;
    const char *path;                // "/events/17/guests/18"
    bool answers;                    // a party, whose answer can be written down
};
struct guest_tab {
    enum guest_group group;
    const char *label, *path;        // msgid
    int count;
};
struct event_show_view {
    const struct event_view *at;
    const char *path, *when;         // "/events/17"
    struct guest_tab tabs[GUEST_GROUPS];
    size_t tab_count;
    enum guest_group group;
    const char *group_name, *text;
    struct guest_line *lines;
    size_t line_count;
    struct pager pager;
    const char *csv_path;
    struct guest_employer_row *employers; // of the page by employer
    size_t employer_count;
};

struct event_cancel_view {
    const struct event_view *at;
    const char *path, *back, *when;
    int told;                        // how many are told
};

struct event_invite_view {
    const struct event_view *at;
    const char *path, *when, *refusal;
    struct option *views, *networks;
    size_t view_count, network_count;
    const char *view, *network, *query, *per; // what is chosen; "" none; per: "one" or "all"
    const char *text;                // words to look for single contacts by
    struct option *hits;             // contacts that can be ticked
    size_t hit_count;
    bool asked;                      // there is a plan
    struct invite_plan plan;
    const char *audience;            // in words: the view's name
    const char *const *contacts;     // ids, of single ones
    size_t contact_count;
};

struct attendance_line {
    const struct guest_entry *at;
    const char *path;                // to POST to
    const char *name;
    const char *note;                // msgid: how the guest stands, or NULL
};
struct attendance_view {
    const struct event_view *at;
    const char *path, *when, *text, *here; // here: this page with its filter
    bool missing_only;
    const char *all_path, *missing_path;
    struct attendance_line *lines;
    size_t line_count;
    const char *next;                // NULL: all are shown
    const char *back;                // to the event
};

struct public_event_line {
    const struct event *event;
    const char *when;
};
struct public_events_view {
    struct public_event_line *lines;
    size_t count;
};
// The next open events, for the front page.
MUST_USE enum status public_events_fill(struct request *r, size_t most, struct public_events_view *out);

struct public_event_view {
    const struct open_event *at;
    const char *path, *when;
    bool sent;                       // the mail with the link is on its way
};

struct rsvp_page_view {
    const struct rsvp_view *at;
    int64_t row;
    const char *when, *coming;
    const char *names[GUEST_PARTY_MOST]; // of the others
    int name_fields;
    struct option answers[3];
    const char *answer;
    bool other;                      // the form shows what stands against it
};

enum tone event_state_tone(enum event_state s);
enum tone guest_answer_tone(const struct guest *g);
// "Yes", "Waits for a seat", "Came without signing up" …
const char *guest_standing(const struct guest *g); // msgid
// The name, or what stands for it: "With Kari Nordmann", "Name not kept".
const char *guest_name_text(enum lang lang, const struct guest_entry *g, struct arena *a);
const char *event_path(struct request *r, struct event_id id);

#endif
