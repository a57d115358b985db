// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_REFERRAL_STORE_H
#define STORE_REFERRAL_STORE_H

#include "core/referral.h"
#include "store/share_store.h"
#include "store/store.h"

// Referrals. Changes: "referral" insert, then one line for each step, whose verb is the step's: work, present, unpresent,
// verdict, hire, unhire, next, move; sealed under the person's key, so that what remains of a deleted person is the verbs.

MUST_USE enum status referral_get(struct store *s, struct referral_id id, struct arena *a, struct referral *out);
// The agency's own one. NOT_FOUND: none.
MUST_USE enum status referral_find(struct store *s, struct person_id person, struct need_id need,
                                   struct agency_id agency, struct arena *a, struct referral *out);
// Does another agency have one for this person and need, that has not been ended as not relevant or not interested? And
// has anybody presented (or hired) the person for it?
MUST_USE enum status referral_elsewhere(struct store *s, struct person_id person, struct need_id need,
                                        struct agency_id agency, bool *elsewhere_out, bool *presented_out);
// id, code, version, times and users are given by the store. CONFLICT: the agency has it.
MUST_USE enum status referral_insert(struct store_tx *tx, const struct referral *r, struct referral_id *id_out);
// Everything but person, need, agency and code. CONFLICT: r->version is not the stored one, or no such state may stand.
MUST_USE enum status referral_update(struct store_tx *tx, const struct referral *r, const char *verb);

// What the employer sees, as it was when presented: kept while it may be seen. size 0: forgotten. No change of its own.
struct referral_shown {
    const void *profile; // as profile_encode gives it
    size_t profile_size;
    const char *reasons; // JSON, "" none
};
MUST_USE enum status referral_show(struct store_tx *tx, const struct referral *r, const struct referral_shown *shown);
MUST_USE enum status referral_hide(struct store_tx *tx, struct referral_id id);
MUST_USE enum status referral_shown(struct store *s, const struct referral *r, struct arena *a,
                                    struct referral_shown *out); // NOT_FOUND: nothing is
// Referrals of whom something is kept to be shown: for the upkeep, which hides what may be seen no longer.
MUST_USE enum status referral_list_shown(struct store *s, struct arena *a, struct referral_id **out, size_t *count_out);

struct referral_entry {
    struct referral referral;
    struct employer_id employer;
    const char *need_title, *employer_name, *workplace_name, *agency_name, *next_owner_name;
    enum need_state need;
    struct user_id need_stated_by;
    bool asked;          // share: the newest question to the person about the need
    struct share share;
    bool hire_confirmed; // by way of this referral
};
struct referral_filter {
    struct referral_id id;       // {0} all, and so on
    struct need_id need;
    struct person_id person;
    struct employer_id employer;
    struct agency_id agency;
    day enrolled_since;          // only persons whose enrolment with the referral's agency has not ended before; DAY_NONE all
    struct user_id next_owner;
    unsigned work, outcomes;     // bits, 0 all
    bool running;
    day next_before;             // DAY_NONE all
};
// Newest first; before: the last one shown, {0} the first page. Deleted persons' are left out.
MUST_USE enum status referral_list(struct store *s, const struct referral_filter *filter, struct referral_id before,
                                   size_t most, struct arena *a, struct referral_entry **out, size_t *count_out);
MUST_USE enum status referral_count(struct store *s, const struct referral_filter *filter, int64_t *count_out);
MUST_USE enum status referral_entry_get(struct store *s, struct referral_id id, struct arena *a,
                                        struct referral_entry *out);

// Figures, of deleted persons as well, of what had happened by an instant. need {0}: all.
struct referral_figures {
    int64_t proposed, presented;
};
MUST_USE enum status referral_figures(struct store *s, struct need_id need, int64_t until, struct referral_figures *out);
// How many an employer has been shown, whether it may see them still or not; need {0}: for all of its needs.
MUST_USE enum status referral_count_presented(struct store *s, struct employer_id employer, struct need_id need,
                                              int64_t *count_out);

// After a need was filled or withdrawn: open questions are taken back, and those who know of it and were not chosen are
// told, each once; a person of whom a hire for the need stands was chosen, whoever's referral it came of. Does nothing in
// other states.
MUST_USE enum status referrals_follow_need(struct store_tx *tx, const struct need *need);
// How many that would be, had the need just closed.
MUST_USE enum status referrals_count_untold(struct store *s, struct need_id need, int64_t *count_out);
// An agency's referrals, with their questions, of a person who was separated; and what goes when one is deleted.
MUST_USE enum status referrals_move(struct store_tx *tx, struct person_id from, struct agency_id agency,
                                    struct person_id to);
MUST_USE enum status referrals_forget(struct store_tx *tx, struct person_id person);

#endif
