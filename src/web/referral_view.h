// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_REFERRAL_VIEW_H
#define WEB_REFERRAL_VIEW_H

#include "app/referrals.h"
#include "app/shares.h"
#include "web/components.h"

// What the staff's pages about referrals show, and the words they share. Texts are in the page's language unless called
// msgid.

enum tone work_tone(enum work_status s);
enum tone outcome_tone(enum outcome o);
enum tone verdict_tone(enum employer_verdict v);

// How the question of sharing stands, in words: "Asked", "answer by 5 June 2016".
struct consent_words {
    const char *title;
    const char *detail; // "" none
    enum tone tone;
};
struct consent_words consent_words(const struct request *r, bool asked, const struct share_request *share);

// One referral on the list, the board and its own page.
struct referral_item {
    const struct referral_row *row;
    const char *title;    // the name for those who may know it, else the code
    bool named;
    const char *path;     // of its page
    const char *need_title;
    struct consent_words consent;
    const char *late;     // how late the next step is, "" when it is not
    bool today;           // the next step is for today
};
struct referral_item referral_item_of(const struct request *r, const struct referral_row *row);

// The list and the board: two views of one address

struct referral_chip {
    const char *what;  // msgid: "Work status"
    const char *value; // text, "" when the msgid says it all
    const char *path;  // the view without this filter
};
enum { REFERRAL_CHIPS_MOST = WORK_STATUSES + OUTCOMES + 6 };

struct referral_column {
    enum work_status work;
    struct referral_item *items;
    size_t count;
    const char *all_path; // the list of all in it; NULL when all are shown
    bool left_out;        // ended ones are, and this column has no others
};

struct referral_list_view {
    struct referral_item *items; // of the list
    size_t item_count, total;
    struct referral_column columns[WORK_STATUSES]; // of the board
    size_t column_count;
    bool board;
    struct referral_chip chips[REFERRAL_CHIPS_MOST];
    size_t chip_count;
    struct pager pager;
    const char *list_path, *board_path, *csv_path, *clear_path, *ended_path;
    const char *here;           // this page, to come back to
    // The filter form
    struct option works[WORK_STATUSES], outcomes[OUTCOMES];
    bool mine, due, ended;
    const char *need, *employer, *person; // ids to keep, "" none
    bool filtered;
    bool adviser;               // works with people, so that the next action is to find some
};

// A referral's own page

struct referral_refused { // what may not be chosen now, and why
    const char *what; // "Interview, Trial"
    const char *why;  // text
};
struct referral_choice {
    struct option *options; // what may be chosen now
    size_t count;
    struct referral_refused *refused;
    size_t refused_count;
};

struct referral_page_view {
    const struct referral_view *at;
    struct referral_item item;
    struct referral_choice works, verdicts;
    struct option *reasons;
    size_t reason_count;
    struct option *owners;      // of the next step: the agency's users
    size_t owner_count;
    const char *owner;          // the chosen one's value
    struct option deadlines[4]; // in 2, 3, 7 days, or a date
    const struct share_view *share; // the newest question, when it is this agency's to answer; else NULL
    struct share_view *earlier;
    size_t earlier_count;
    bool asked_elsewhere;       // the newest question is another agency's
    const char *ask_refusal;    // text, NULL: may be asked
    const struct referral_line *history;
    size_t history_count;
    bool may_edit, may_answer;
    bool enrolment_over;        // may look, and no more
    const char *explanation_path, *hire_path, *person_path; // NULL: none
    const char *hire_refusal;   // msgid: why no hire can be registered, when hire_path is NULL
    const char *hired_path;     // the hire that stands for it; NULL: none
    const char *hired_state;    // msgid
    const char *back;           // where a conflict came from, or NULL
    const char *conflict;       // text of the rule, or NULL
};

// What was typed, when it was the form with this field that is shown again; else NULL.
const struct form *referral_typed(const struct page *p, const char *field);
const char *referral_path(struct arena *a, struct referral_id id, const char *then);
// Fills in and answers the page: 200, 409 with the rule's sentence as conflict, 422 with issues.
struct reply referral_page_reply(struct request *r, struct referral_id id, const struct issues *issues,
                                 const char *conflict, int status);

#endif
