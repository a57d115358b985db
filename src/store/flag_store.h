// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_FLAG_STORE_H
#define STORE_FLAG_STORE_H

#include "core/answer_flag.h"
#include "core/survey.h"
#include "store/store.h"

// Changes: "flag" insert, confirm, dismiss, clear, letter.
struct flag_id { int64_t value; };
struct flag {
    struct flag_id id;
    int64_t version;
    struct survey_asked_id asked;
    struct survey_id survey;
    enum answer_flag kind;
    enum flag_source source;
    enum flag_state state;
    struct question_id question; // {0}: none, or the answer has been deleted
    enum flag_how how;
    const char *note;            // on how it was cleared; sealed
    int64_t created_at, raised_at, ended_at; // 0: not
    struct user_id ended_by;
};
struct flag_entry {
    struct flag flag;
    const char *survey_name, *contact_name, *organisation, *ended_by_name; // "" none, or gone
    struct contact_id contact; // or
    struct guest_id guest;
    struct employer_id employer;
    struct agency_id agency;
    int64_t letters;             // explanations written
    enum lang lang;              // the contact's
};
MUST_USE enum status flag_get(struct store *s, struct flag_id id, struct arena *a, struct flag_entry *out);
// One of a kind for one answer. CONFLICT: it is there.
MUST_USE enum status flag_insert(struct store_tx *tx, const struct flag *flag, struct flag_id *id_out);
MUST_USE enum status flag_update(struct store_tx *tx, const struct flag *flag, const char *verb); // CONFLICT: changed meanwhile
MUST_USE enum status flags_of_answer(struct store *s, struct survey_asked_id asked, struct arena *a, struct flag **out,
                                     size_t *count_out);
struct flag_filter {
    unsigned kinds, states; // bits, 0 all
    struct survey_id survey;
    struct employer_id employer;
};
// Newest first, after `before`.
MUST_USE enum status flag_list(struct store *s, const struct flag_filter *filter, struct flag_id before, size_t most,
                               struct arena *a, struct flag_entry **out, size_t *count_out);
struct flag_counts {
    int64_t hinted, open;       // now
    int64_t found;              // raised in the time asked for, mistakes left out
    int64_t cleared[FLAG_HOWS]; // of these, by how
};
// from, to: instants, to excluded.
MUST_USE enum status flag_count(struct store *s, enum answer_flag kind, int64_t from, int64_t to, struct flag_counts *out);

struct flag_letter {
    int64_t id;
    struct flag_id flag;
    enum lang lang;
    const char *subject, *text;
    struct user_id written_by;
    const char *written_by_name; // ""
    int64_t written_at;
};
MUST_USE enum status flag_letter_insert(struct store_tx *tx, const struct flag_letter *letter, int64_t *id_out);
MUST_USE enum status flag_letter_get(struct store *s, int64_t id, struct arena *a, struct flag_letter *out);
MUST_USE enum status flag_letter_list(struct store *s, struct flag_id flag, struct arena *a, struct flag_letter **out,
                                      size_t *count_out); // newest first

#endif
