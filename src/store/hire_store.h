// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_HIRE_STORE_H
#define STORE_HIRE_STORE_H

#include "core/hire.h"
#include "store/store.h"

// The hire register. Changes: "hire" insert (reported, always), confirm, correct (reported again), take-back, end, go-on,
// name, move, adopt (by a referral): so the verbs alone tell which hires stand, also of deleted persons; "checkin" insert, update; "background"
// insert, update, bare; "goal_kept" update, bare. Bodies about a person are sealed under the person's key.

MUST_USE enum status hire_get(struct store *s, struct hire_id id, struct arena *a, struct hire *out);
// Who wrote the row last.
MUST_USE enum status hire_changed_by(struct store *s, struct hire_id id, struct user_id *out);
// The hire that is this one, whoever reported it: same person, same workplace, overlapping time, not taken back; or that
// came of the same referral. Another one than h->id. NOT_FOUND: none.
MUST_USE enum status hire_same(struct store *s, const struct hire *h, struct arena *a, struct hire *out);
// id, version, created_at and registered_by are given by the store; the state is HIRE_REPORTED. CONFLICT: one stands.
MUST_USE enum status hire_insert(struct store_tx *tx, const struct hire *h, struct hire_id *id_out);
// h->version goes up. CONFLICT: it is not the stored one, or no such hire may stand. person may be put where there was none.
// Of a deleted person the log tells the verb alone.
MUST_USE enum status hire_update(struct store_tx *tx, struct hire *h, const char *verb);

struct hire_entry {
    struct hire hire;
    const char *employer_name, *workplace_name, *need_title, *agency_name; // "" none
    bool person_deleted;
};
struct hire_filter {
    struct hire_id id;           // {0} all, and so on
    struct employer_id employer;
    struct person_id person;
    struct need_id need;
    struct agency_id enrolled_with; // persons who are not deleted and of whom the enrolment has not ended before enrolled_since, and unnamed ones
    day enrolled_since;
    unsigned states;             // bits, 0 all
    bool unposted_only;
    enum hire_course course;
    day checkins_due;            // 0 all; with a check-in that is due on that day and has neither answer nor end
};
// Newest first; before: the last one shown. Deleted persons' hires stay in it.
MUST_USE enum status hire_list(struct store *s, const struct hire_filter *filter, struct hire_id before, size_t most,
                               struct arena *a, struct hire_entry **out, size_t *count_out);
// By the day they began, latest first: those before that place, earlier than that day or on it with a lesser id.
MUST_USE enum status hire_list_begun(struct store *s, const struct hire_filter *filter, day on, int64_t id, size_t most, struct arena *a,
                                     struct hire_entry **out, size_t *count_out);
MUST_USE enum status hire_count(struct store *s, const struct hire_filter *filter, int64_t *count_out);

// Others that stand at the workplace of h and begin at most so many days from it, oldest first: those among which the same
// one may have been reported twice when somebody named nobody.
MUST_USE enum status hire_list_near(struct store *s, const struct hire *h, int days, size_t most, struct arena *a,
                                    struct hire **out, size_t *count_out);

// Check-ins. Scheduled for a hire that has none; or moved to a corrected start, as far as they are not answered.
MUST_USE enum status checkins_schedule(struct store_tx *tx, const struct hire *h);
// After the hire was taken back, ended, or goes on: those unanswered after the end are cancelled, or asked after all.
MUST_USE enum status checkins_follow_hire(struct store_tx *tx, const struct hire *h);
MUST_USE enum status checkin_get(struct store *s, struct checkin_id id, struct arena *a, struct checkin *out);
MUST_USE enum status checkin_list(struct store *s, struct hire_id hire, struct arena *a, struct checkin **out,
                                  size_t *count_out); // by months and side
// Of all hires: scheduled, asked or chased ones that are due; in the order of the day. hire {0}.
MUST_USE enum status checkin_list_due(struct store *s, day today, struct arena *a, struct checkin **out,
                                      size_t *count_out);
MUST_USE enum status checkin_update(struct store_tx *tx, const struct checkin *c); // CONFLICT: answered meanwhile

// The answer on background, for the person and for the counting below.
MUST_USE enum status background_put(struct store_tx *tx, struct person_id person, enum background answer);
MUST_USE enum status background_get(struct store *s, struct person_id person, struct arena *a, enum background *out); // NOT_FOUND: none

// Says whose an unnamed hire is: what was sealed under the store's key goes under the person's, and the person is asked
// from now on.
MUST_USE enum status hire_name(struct store_tx *tx, struct hire *h, struct person_id person);

// Figures as of a day and an instant: hires confirmed by then, begun, and not taken back by then. Deleted persons' count.
struct hire_figures {
    int64_t hired, unposted, reported;
    int64_t persons; // toward the goal
    int64_t observed[CHECKINS], employed[CHECKINS];
};
MUST_USE enum status hire_figures(struct store *s, day today, int64_t until, struct hire_figures *out);
// Hires that stand, begun by today, by employer; employers without one are left out.
struct employer_hires {
    struct employer_id employer;
    int64_t hired;
};
MUST_USE enum status hire_count_by_employer(struct store *s, day today, struct arena *a, struct employer_hires **out,
                                            size_t *count_out);
// As it was known then, from the change log, so that a released figure stays as it was: whether anything was written later,
// the hires as they stood, and whether the person had answered on background.
MUST_USE enum status changed_after(struct store *s, int64_t until, bool *out);
MUST_USE enum status hires_then(struct store *s, int64_t until, struct hire *list, size_t count);
MUST_USE enum status background_then(struct store *s, struct person_id person, int64_t until, bool *given_out);
// Confirmed hires of a need, begun or not.
MUST_USE enum status hire_count_of_need(struct store *s, struct need_id need, int64_t *count_out);

MUST_USE enum status hires_move(struct store_tx *tx, struct person_id from, struct agency_id agency, struct person_id to);
// What goes with a person. Whether the person counted toward the goal is kept as a number by month, with nobody's name or
// id; it cannot be corrected afterwards, and is lost when the key is gone already, as in a restored database.
MUST_USE enum status hires_forget(struct store_tx *tx, struct person_id person, int64_t at);

#endif
