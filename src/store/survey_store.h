// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_SURVEY_STORE_H
#define STORE_SURVEY_STORE_H

#include "core/survey.h"
#include "store/store.h"

// Changes: "survey" insert, update, delete, texts (erased); "asked" insert, begin, answer, remind, remove. Answers
// themselves are in no log: they belong to somebody, and may have to go.

MUST_USE enum status survey_get(struct store *s, struct survey_id id, struct arena *a, struct survey *out);
MUST_USE enum status survey_insert(struct store_tx *tx, const struct survey *survey, struct survey_id *id_out);
// CONFLICT: changed meanwhile, or the pair is taken.
MUST_USE enum status survey_update(struct store_tx *tx, const struct survey *survey);
MUST_USE enum status survey_delete(struct store_tx *tx, struct survey_id id); // a draft
MUST_USE enum status survey_choose(struct store_tx *tx, struct survey_id id, const struct contact_id *contacts, size_t count);
MUST_USE enum status survey_chosen(struct store *s, struct survey_id id, struct arena *a, struct contact_id **out,
                                   size_t *count_out);

struct survey_entry {
    struct survey survey;
    const char *set_name[LANGS];
    int64_t asked, begun, answered; // asked: all of them
    int64_t flags_open;             // hinted or raised
};
struct survey_filter {
    unsigned states;          // bits, 0 all
    struct survey_id id;      // only this one
    struct question_set_id set;
    struct survey_id after_of; // the one that measures this one's questions anew
};
// Newest first, after `before` ({0}: from the newest).
MUST_USE enum status survey_list(struct store *s, const struct survey_filter *filter, struct survey_id before, size_t most,
                                 struct arena *a, struct survey_entry **out, size_t *count_out);

struct survey_asked {
    struct survey_asked_id id;
    int64_t version;
    struct survey_id survey;
    struct contact_id contact;   // or
    struct guest_id guest;       // of an event; both {0}: gone
    struct employer_id employer; // or
    struct agency_id agency;     // whose contact it was when it was asked
    enum respondent_kind kind;
    enum asked_state state;
    day asked_on;
    int64_t answered_at;
    int reminded;
};
struct survey_asked_entry {
    struct survey_asked asked;
    const char *name, *email, *organisation; // of the contact or guest today, and of the employer or agency; "" gone
    enum lang lang;
    int64_t flags;                           // bits 1 << enum answer_flag that are hinted, raised or cleared
    const char *also;                        // other employers and agencies that have a contact with the same address; "" none
};
MUST_USE enum status asked_get(struct store *s, struct survey_asked_id id, struct arena *a, struct survey_asked_entry *out);
MUST_USE enum status asked_insert(struct store_tx *tx, const struct survey_asked *asked, struct survey_asked_id *id_out);
// Somebody else has the address that is asked, and is not asked once more. Told to their employer's timeline.
MUST_USE enum status asked_also(struct store_tx *tx, struct survey_asked_id asked, struct contact_id contact,
                                struct employer_id employer, struct agency_id agency);
// In the order of asking, after `after`; states: bits, 0 all.
MUST_USE enum status asked_list(struct store *s, struct survey_id survey, unsigned states, struct survey_asked_id after,
                                size_t most, struct arena *a, struct survey_asked_entry **out, size_t *count_out);
MUST_USE enum status asked_of_contact(struct store *s, struct contact_id contact, struct arena *a,
                                      struct survey_asked **out, size_t *count_out);
// A reminder is on its way. Its row is what the letter is about.
MUST_USE enum status asked_remind(struct store_tx *tx, struct survey_asked_id id, int64_t *reminder_out);
MUST_USE enum status reminder_get(struct store *s, int64_t reminder, struct survey_asked_id *out);

// Answers. Put in place of those to the same questions; one that is not given goes. CONFLICT: removed meanwhile.
MUST_USE enum status answers_put(struct store_tx *tx, struct survey_asked_id id, const struct answer *answers, size_t count,
                                 bool sent);
MUST_USE enum status answers_get(struct store *s, struct survey_asked_id id, struct arena *a, struct answer **out,
                                 size_t *count_out);
// All that was said goes, and what was flagged because of it loses its words.
MUST_USE enum status answers_remove(struct store_tx *tx, struct survey_asked_id id);
// Own words of a survey go.
MUST_USE enum status answers_forget_texts(struct store_tx *tx, struct survey_id survey);

// What was sent in, by who was asked: for counting.
struct survey_choice {
    struct survey_asked_id asked;
    struct contact_id contact;
    enum respondent_kind kind;
    struct question_id question;
    unsigned chosen;
};
MUST_USE enum status choices_list(struct store *s, struct survey_id survey, struct arena *a, struct survey_choice **out,
                                  size_t *count_out);
struct survey_words {
    struct survey_asked_id asked;
    struct question_id question;
    const char *name, *organisation; // "" gone
    const char *text;
};
MUST_USE enum status words_list(struct store *s, struct survey_id survey, struct arena *a, struct survey_words **out,
                                size_t *count_out);

// Surveys that the clock has something to do with today: a reminder, closing, or erasing texts of those closed before
// texts_before.
MUST_USE enum status survey_due(struct store *s, day today, int64_t texts_before, struct arena *a, struct survey **out,
                                size_t *count_out);

// The guidance: one more has read it in that month; and how many have, from the one month to the other.
MUST_USE enum status guidance_add(struct store_tx *tx, month m);
MUST_USE enum status guidance_count(struct store *s, month from, month to, int64_t *out);

#endif
