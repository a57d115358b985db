// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_SURVEYS_H
#define APP_SURVEYS_H

#include "app/app.h"
#include "core/event.h"
#include "core/survey.h"
#include "store/survey_store.h"

// Surveys: the office's. CONFLICT: issues says why not, as core/survey.h does. The same step sent twice is one.

struct survey_form {
    const char *name;
    struct question_set_id set;
    enum survey_audience audience;
    struct event_id event;
    struct view_id view;
    const char *query;          // a list of employers, when no view is chosen
    const struct contact_id *contacts;
    size_t contact_count;
    day deadline, remind_on;    // remind_on DAY_NONE: the clock does not remind
    struct survey_id before;    // measured anew: sent, with a question in common, and in no other pair; {0} none
};
// Fields as survey_check, and "set", "before".
MUST_USE enum status make_survey(struct app *app, const struct actor *actor, const struct survey_form *form,
                                 struct issues *issues, struct survey_id *id_out);
// The checks of both alone.
MUST_USE enum status check_survey(struct app *app, const struct actor *actor, const struct survey_form *form,
                                  struct survey_id id, struct issues *issues);
MUST_USE enum status edit_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                                 const struct survey_form *form, struct issues *issues);
MUST_USE enum status drop_survey(struct app *app, const struct actor *actor, struct survey_id id, struct issues *issues);

// Whom a draft would go to now, and why others are left out.
struct survey_reach {
    size_t to;                  // contacts that get it
    size_t employers;           // of so many employers and agencies
    size_t none;                // employers in the view without a contact
    size_t left, no_address, refuses, not_asked; // contacts left out. not_asked: no yes to information, of a view
    size_t same_address;        // left out, since another with their address is asked
};
struct survey_view {
    struct survey_entry entry;
    const char *made_by_name;   // ""
    const char *event_title[LANGS], *view_name; // "" none
    const char *refusals[SURVEY_ACTS]; // NULL: may be done
    const char *set_refusal;    // of sending with these questions; NULL
    struct survey_reach reach;  // of a draft
    struct contact_id *chosen;  // of a draft
    size_t chosen_count;
    struct survey_id after;     // the survey that measures this one anew; {0}
    const char *before_name, *after_name; // ""
    int64_t waiting;            // have not sent in an answer
    int64_t version;
};
MUST_USE enum status get_survey(struct app *app, const struct actor *actor, struct survey_id id, struct arena *a,
                                struct survey_view *out);
struct survey_query {
    unsigned states;            // bits, 0 all
    const char *after;          // "" the first page
    size_t most;                // 0: 50
};
struct survey_page {
    struct survey_entry *rows;  // newest first
    size_t row_count;
    const char *next;           // "" the last page
};
MUST_USE enum status list_surveys(struct app *app, const struct actor *actor, const struct survey_query *query,
                                  struct arena *a, struct survey_page *out);
// Surveys that have been sent and that no other measures anew, for choosing.
MUST_USE enum status list_surveys_before(struct app *app, const struct actor *actor, struct survey_id id, struct arena *a,
                                         struct survey_entry **out, size_t *count_out);

// Events whose guests may be asked, latest first.
MUST_USE enum status list_survey_events(struct app *app, const struct actor *actor, struct arena *a, struct event **out,
                                        size_t *count_out);
// Contacts as typed: e-mail addresses, one on a line. Issues of the field contacts: addresses that no contact has.
MUST_USE enum status read_survey_contacts(struct app *app, const struct actor *actor, const char *typed, struct issues *issues,
                                          struct contact_id **out, size_t *count_out);
// And as they are shown: the addresses of those who have one.
MUST_USE enum status survey_contacts_text(struct app *app, const struct actor *actor, const struct contact_id *contacts,
                                          size_t count, struct arena *a, const char **out);

// Sends it: freezes the questions, writes down who is asked, and puts a letter for each into the outbox.
MUST_USE enum status open_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                                 struct issues *issues, size_t *asked_out);
// To those who have not sent in an answer, and nobody else.
MUST_USE enum status remind_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                                   struct issues *issues, size_t *reminded_out);
MUST_USE enum status extend_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                                   day deadline, struct issues *issues);
MUST_USE enum status close_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                                  struct issues *issues);

struct asked_query {
    unsigned states;            // bits, 0 all
    const char *after;
    size_t most;                // 0: 50
};
struct asked_page {
    struct survey_asked_entry *rows;
    size_t row_count;
    const char *next;
};
MUST_USE enum status list_asked(struct app *app, const struct actor *actor, struct survey_id id,
                                const struct asked_query *query, struct arena *a, struct asked_page *out);
// One answer, question by question: the office's to read, since those who answer are told so.
struct asked_view {
    struct survey_asked_entry entry;
    struct survey survey;
    struct question_set set;
    struct answer *answers;
    size_t answer_count;
    bool may_remove;
};
MUST_USE enum status get_asked(struct app *app, const struct actor *actor, struct survey_asked_id id, struct arena *a,
                               struct asked_view *out);
// What was answered is deleted, because who answered has asked for it. It counts no more.
MUST_USE enum status remove_answers(struct app *app, const struct actor *actor, struct survey_asked_id id,
                                    struct survey_id *survey_out);

// By the clock: reminders, closing at the deadline, and erasing own words when their time is over. Called by app_tend;
// harmless any number of times.
MUST_USE enum status tend_surveys(struct app *app);

#endif
