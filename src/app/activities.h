// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ACTIVITIES_H
#define APP_ACTIVITIES_H

#include "app/app.h"
#include "app/tasks.h"
#include "core/activity.h"
#include "core/employer.h"
#include "store/activity_store.h"

// Activities (aktiviteter). Rules: core/activity.h. All who work in the programme see them, so that no firm is called twice;
// the office edits all, advisers those of their own agency.

struct activity_view {
    struct activity activity;
    bool may_edit;
    struct task_view *tasks;     // that follow from it, as far as the actor sees them
    size_t task_count;
};
// NOT_FOUND: deleted, for those who could not bring it back.
MUST_USE enum status get_activity(struct app *app, const struct actor *actor, struct activity_id id, struct arena *a,
                                  struct activity_view *out);

struct activity_query {
    struct activity_filter filter; // of the bin: those whom the actor may bring back
    bool ascending;
    const char *after;             // "" the first page
    size_t most;                   // 0: 50
};
struct activity_page {
    struct activity *rows;
    size_t row_count;
    const char *next;              // "" when this is the last page
};
MUST_USE enum status list_activities(struct app *app, const struct actor *actor, const struct activity_query *query,
                                     struct arena *a, struct activity_page *out);

// As typed.
struct activity_typed {
    struct activity activity;      // version when it is edited; what is read only is not asked
    bool contact_confirmed;        // the writer has seen what others do with the employer
    struct task follow_up;         // what, user, by; what "": none
    int stage;                     // the employer's next, enum employer_stage; -1: as it is. Not to pause or decline, which
                                   // takes more words
};
// Others' contact with an employer that this activity comes too close to (contacts_collide).
struct contact_warning {
    struct employer_id employer;
    const char *employer_name;
    struct contact_made made;
};
// For the form. A presentation to a whole network warns of nobody; of a note and of what is called off neither.
MUST_USE enum status list_contact_warnings(struct app *app, const struct actor *actor, const struct activity *typed, struct arena *a,
                                           struct contact_warning **out, size_t *count_out);
// For the employer's page: what other agencies than the actor's do with it just now.
MUST_USE enum status list_contacts_of_others(struct app *app, const struct actor *actor, struct employer_id id, struct arena *a,
                                             struct contact_warning **out, size_t *count_out);

// Fields as in activity_check; of the task "task", "task_by", "task_user"; and "stage". INVALID also with an issue on
// "contact": there are warnings, and contact_confirmed has not been said; or on "named": the words seem to name a candidate,
// and there is no name_reason. CONFLICT on editing: somebody else was faster.
MUST_USE enum status add_activity(struct app *app, const struct actor *actor, const struct activity_typed *typed,
                                  struct issues *issues, struct activity_id *id_out);
MUST_USE enum status edit_activity(struct app *app, const struct actor *actor, const struct activity_typed *typed,
                                   struct issues *issues);
// Into the bin, and out of it. Those who were invited are told. The same step sent twice is one.
MUST_USE enum status delete_activity(struct app *app, const struct actor *actor, struct activity_id id, int64_t version,
                                     bool deleted, struct issues *issues);

// What a form chooses from.
MUST_USE enum status list_known_contacts(struct app *app, const struct actor *actor, const struct activity_party *parties,
                                         size_t party_count, struct arena *a, struct known_contact **out, size_t *count_out);
MUST_USE enum status list_known_networks(struct app *app, const struct actor *actor, struct arena *a, struct known_network **out,
                                         size_t *count_out);
// Whether the actor may propose a stage for employers.
bool may_set_stage(const struct actor *actor);

// Answers to invitations come by mail: answer_invitation (app/inbox.h). Only who was invited answers, from the address that
// was invited and with the UID that this one receiver's invitation has: it holds a secret. Invitations of before it did are
// answered by the plain UID until they are over. The UIDs of feeds hold none: nobody answers to a feed. OK: it stands now,
// or did before. NOT_FOUND: not about an activity of ours. DENIED: not the address, or not the UID, that was invited.
// CONFLICT: older than what stands.

// The agenda: what is planned from that day on, for so many days, and tasks by their day. user {0}: everybody's.
struct agenda_entry {
    enum { AGENDA_ACTIVITY, AGENDA_TASK, AGENDA_EVENT } what;
    day on;
    int64_t at;                    // 0: the whole day
    int minutes;                   // 0 not said
    int64_t row;                   // of the activity, the task or the event
    enum activity_kind kind;       // of an activity
    const char *title;             // with whom, what is to be done, the event's name
    const char *place, *who;       // "": who takes part; of a task, whom it is about
    bool overdue;                  // a task from before, shown on the first day
    bool translated;               // title is an English msgid
};
MUST_USE enum status get_agenda(struct app *app, const struct actor *actor, struct user_id user, day from, int days,
                                struct arena *a, struct agenda_entry **out, size_t *count_out);

// The actor's private calendar feed: an address with a secret, which ends when it is made anew.
struct feed_view {
    bool running;
    int64_t created_at;
    const char *word;              // what stands after "/calendar/" in its address; "" when it is not running
};
MUST_USE enum status get_feed(struct app *app, const struct actor *actor, struct arena *a, struct feed_view *out);
MUST_USE enum status begin_feed(struct app *app, const struct actor *actor);
MUST_USE enum status end_feed(struct app *app, const struct actor *actor);
// The feed itself, for whoever has the address: what its user has planned, events that the user runs, and tasks by their day,
// from a month ago on. No notes, and nobody's name but firms' and agencies'. NOT_FOUND: it has ended, or is none.
MUST_USE enum status read_feed(struct app *app, const char *word, struct arena *a, const char **ics_out);

#endif
