// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_NEED_VIEW_H
#define WEB_NEED_VIEW_H

#include "app/employers.h"
#include "app/needs.h"
#include "web/ask_view.h"
#include "web/components.h"
#include "web/edit.h"
#include "web/need_ad_view.h"
#include "web/need_referral_view.h"
#include "web/pick.h"
#include "web/presented_need_view.h"
#include "web/skill_offer.h"
#include "web/view_view.h"

// What the pages about needs show, and the words they share. Texts are in the page's language unless called msgid.

// A need's own words.
const char *need_state_word(enum need_state s); // "open", in addresses and forms
bool need_state_word_read(const char *name, enum need_state *out);
const char *need_state_title(enum need_state s); // msgid
enum tone need_state_tone(enum need_state s);
const char *need_form_word(enum employment_form f);
bool need_form_word_read(const char *name, enum employment_form *out);
const char *need_form_title(enum employment_form f); // msgid
const char *need_time_title(unsigned one_bit);       // msgid
const char *need_times_text(enum lang lang, uint8_t times, struct arena *a);          // "dag og kveld"
const char *need_share_text(enum lang lang, int least, int most, struct arena *a);    // "50–100 %"
const char *need_occupation_text(const struct request *r, struct code occupation);    // "" for none
const char *need_strength_title(const struct requirement *r); // msgid: "Must have", "Should have – very important"
const char *need_weight_title(const struct requirement *r);   // msgid: "very important"; "" for a must
const char *need_workplace_text(const struct need_view *at, struct arena *a); // with its employer
bool name_says_place(const char *name, const char *place); // "Papirdal Renhold AS, Drammen" does, of Drammen
const char *need_title_text(enum lang lang, const char *title);                       // "Behov uten navn" when it is ""

enum { WEIGHT_SOME = 3, WEIGHT_MUCH = 8, WEIGHT_MOST_OFFERED = 15 };

// The list (screen 6).

struct need_chip {
    const char *what;  // msgid: "State"
    const char *value; // text
    const char *path;  // the list without this filter
};
struct need_head { // a column's heading
    const char *label; // msgid
    const char *path;  // sorts by it, or turns the order round
    const char *sorted; // value of aria-sort, or NULL
};
enum { NEED_CHIPS_MOST = 16, NEED_HEADS = 3 };

struct need_list_view {
    const struct need_page *page;
    const char *const *occupations; // one per row
    bool counts; // some row is counted
    struct need_chip chips[NEED_CHIPS_MOST];
    size_t chip_count;
    struct need_head by_title, by_start, by_created;
    struct pager pager;
    const char *csv_path, *clear_path;
    const char *text;
    struct option states[4];
    struct option *places;
    size_t place_count;
    const char *place, *employer; // values of the filters, "" for none
    struct pick occupation;
    const char *occupation_text, *occupation_code;
    const char *sort, *direction; // as in the address, for the filter form to keep
    bool may_state;
    bool own_only; // an employer user's list
    struct view_tabs views;
};

// Stating a need (screen 24).

enum need_step { NEED_STEP_BASICS, NEED_STEP_PLACE, NEED_STEP_REQUIREMENTS, NEED_STEP_REVIEW };
enum { NEED_STEPS = 4 };
// A step is done when what it asks for stands in the need. n without an id: before the first step is stored.
struct steps need_steps(enum need_step current, const struct need *n, struct arena *a);
bool need_is_placed(const struct need *n); // place, start and times of work are given

struct need_basics_view {
    struct need need;
    struct steps steps;
    const char *action;
    struct option *workplaces; // when there are few to choose from
    size_t workplace_count;
    const char *workplace_text; // of a need that has one
    const char *workplace_chosen;
    const char *employer_id; // "" or kept from the address
    struct pick workplace, occupation;
    const char *occupation_text, *occupation_code;
    struct edit edit;
};

struct need_place_view {
    const struct need_view *at;
    struct need need;
    struct steps steps;
    struct option *places;
    size_t place_count;
    const char *place;
    struct option times[5], forms[5];
    const char *positions, *share_least, *share_most;
    struct edit edit;
};

enum need_add { ADD_NOTHING, ADD_EXPERIENCE, ADD_SKILL, ADD_LANGUAGE, ADD_EDUCATION, ADD_LICENCE };
enum { NEED_ADDS = 6 };
const char *need_add_word(enum need_add add); // "skill", in addresses
bool need_add_word_read(const char *name, enum need_add *out);
const char *need_add_title(enum need_add add);  // msgid: "Skill"
const char *need_add_button(enum need_add add); // msgid: "Add a skill"

struct need_stated {
    const char *words, *strength, *reason;
    bool must;
    bool more; // another alternative may be added
};
struct need_suggested {
    const char *words;
    size_t index;   // in the catalogue's list
    bool ask_first; // needs a reason: leads to the form instead of adding at once
};
// The form for adding one, or for an alternative to one, or for changing how strongly it is asked for.
struct need_requirement_form {
    enum need_add add;
    int alternative_to;   // index of the stated one, -1: a new requirement
    int change;           // index of the stated one to change, -1: none
    const char *other_words; // of that one
    struct pick what;
    const char *what_text, *what_code;
    const char *level, *part, *strength, *evidence, *reason;
    bool group;
    bool needs_reason;
    struct option *levels;
    size_t level_count;
    struct option *evidences;
    size_t evidence_count;
};
struct need_requirements_view {
    const struct need_view *at;
    struct need need;
    struct steps steps;
    struct need_stated *stated;
    size_t stated_count;
    const char *const *always; // place, times, share and start in words
    size_t always_count;
    struct need_suggested *suggested;
    size_t suggested_count;
    const char *occupation;
    struct skill_offers offers; // skills of the occupation that no requirement names
    struct need_requirement_form form;
    struct need_ad_shown ad;
    bool conflict;
};

struct need_line { // one requirement, for reading
    const char *words, *reason;
    const char *weight; // msgid of a should: "very important"
    bool must;
};

// A text cut at the places the wording check found.
struct need_span {
    const char *text;
    bool found;
};
struct need_finding {
    const char *category;    // msgid
    const char *found;       // the words
    const char *explanation; // msgid
    const char *suggestion;  // msgid
};
struct need_lack { // what keeps it from opening
    const char *message;
    const char *path; // of the step where it is mended
};
struct need_review_view {
    const struct need_view *at;
    struct steps steps;
    const char *occupation;
    struct need_span *title, *description;
    size_t title_count, description_count;
    struct need_finding *findings;
    size_t finding_count;
    struct need_line *lines; // all requirements
    size_t line_count;
    struct need_lack *lacks;
    size_t lack_count;
    const char *confirm_name; // an employer user's own; NULL: ask
    struct need_ad_shown ad;
    bool may_open;
    bool conflict;
};

// The card (screen 7).

struct need_reason { // one requirement of one candidate
    enum badge badge;
    const char *requirement, *strength, *why, *question;
    bool must;
};
struct need_candidate {
    struct person_id person;
    const char *name;
    enum match_class class;
    int number;              // place in the order shown
    const char *summary;     // "2 questions"
    size_t met, unknown; // of all requirements
    size_t musts_missing, shoulds_missing;
    const char *order;       // why just here
    int score, score_most;
    struct need_reason *reasons;
    size_t reason_count;
    const char *path;        // of the explanation
    const struct referral_row *referral; // the own agency's for this need, or NULL
    bool ticked, first_free; // can be ticked: is, is the first that can
};
struct need_tab {
    const char *label; // text
    size_t count;
    const char *path;
    bool current;
};
struct need_cost {
    const char *requirement;
    const char *more; // text
};
struct need_agency {
    struct agency_id id;
    const struct ask_row *asked; // how the own agency's question to it stands, or NULL
    const char *name, *ready, *ask;
    const char *email, *phone;
    const char *mailbox, *domain; // of the e-mail address
};
struct need_card_view {
    const struct need_view *at;
    struct need_ad_shown ad;
    const char *occupation, *share, *times, *heading;
    struct need_line *lines;
    size_t line_count;
    struct need_finding *findings; // of a wording that was kept, with wording_reason
    size_t finding_count;
    const char *wording_reason; // "": none, or not for this reader
    const char *next_path; // where a draft goes on; NULL when not allowed
    bool may_fill, may_change, may_withdraw, may_reopen, may_redraft;
    bool ranked; // candidates, tabs, costs and agencies follow
    struct need_tab tabs[MATCH_CLASSES + 1];
    size_t tab_count;
    size_t ready, ask, not_now;
    struct need_candidate *candidates;
    size_t candidate_count, total;
    const char *more_path; // shows more, or NULL
    size_t free_count;     // candidates shown without a referral
    const char *tick_path; // shows the same with all of them ticked
    const char *class, *show; // as in the address, for the form to keep
    struct need_cost *costs;
    size_t cost_count;
    struct need_agency *agencies;
    size_t agency_count;
    const char *mail_subject;
    struct need_referrals referrals;
    struct need_asks asks;
    struct presented_on_need presented; // to its employer
    bool banded; // ready and ask follow
    const char *ready_band, *ask_band;
};

struct need_explanation_view {
    const struct need_view *at;
    const struct explanation *explanation;
    struct need_candidate candidate;
    const char *need_digest, *profile_digest;
    const char *occupation, *heading;
    const struct referral_row *referral; // the own agency's for this need, or NULL
};

struct need_close_view {
    const struct need_view *at;
    const char *to; // "filled" …
    const char *question, *heading, *button; // msgids
    struct need_progress progress;
    bool tells; // closing it tells those who know of it and were not chosen
    bool danger;
};

struct need_line *need_lines(struct request *r, const struct need_view *at);
// What the wording check found in the texts of check_need_wording, each thing once. The answer is the count.
size_t need_findings(const struct need_wording *texts, size_t count, struct arena *a, struct need_finding **out);

#endif
