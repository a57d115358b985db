// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_LETTER_STORE_H
#define STORE_LETTER_STORE_H

#include "core/info_letter.h"
#include "store/store.h"

// Information letters. Changes: "letter" insert, update, publish (body: what was written), about nobody.

MUST_USE enum status letter_get(struct store *s, struct letter_id id, struct arena *a, struct info_letter *out);
MUST_USE enum status letter_find(struct store *s, int year, int number, struct arena *a, struct info_letter *out);
// What is being written: drafts, deleted ones too, and corrections, last changed first.
MUST_USE enum status letter_list_written(struct store *s, struct arena *a, struct info_letter **out, size_t *count_out);
// id and version are given by the store.
MUST_USE enum status letter_insert(struct store_tx *tx, const struct info_letter *l, struct letter_id *id_out);
// State, texts, language and whether it is deleted. CONFLICT: l->version is not the stored one.
MUST_USE enum status letter_update(struct store_tx *tx, const struct info_letter *l);

// The next edition of l as it stands, which is then published; the first one takes the next number of the year. CONFLICT as
// above. Fills in l->year, number, edition, state and version.
MUST_USE enum status letter_publish(struct store_tx *tx, struct info_letter *l, const struct info_figures *figures);

// edition 0: the last one. pdf is left out, but for whether there is one (pdf_size).
MUST_USE enum status letter_edition_get(struct store *s, struct letter_id id, int edition, struct arena *a,
                                        struct info_edition *out);
MUST_USE enum status letter_editions(struct store *s, struct letter_id id, struct arena *a, struct info_edition **out,
                                     size_t *count_out); // newest first
MUST_USE enum status letter_pdf_get(struct store *s, struct letter_id id, int edition, struct arena *a, const void **out,
                                    size_t *size_out); // NOT_FOUND: not made
// Once: what is there stays. Not in the change log, which has the text that it is made of.
MUST_USE enum status letter_pdf_put(struct store_tx *tx, struct letter_id id, int edition, const void *pdf, size_t size);

// Published letters with the last edition of each, newest first; after: the last one shown, year 0 the first page.
struct letter_entry {
    struct info_letter letter;
    struct info_edition edition;
    day first_on;            // of the first edition
    int64_t first_at;
};
MUST_USE enum status letter_list_published(struct store *s, int after_year, int after_number, size_t most, struct arena *a,
                                           struct letter_entry **out, size_t *count_out);
// The letter published last, {0} none, other than this one.
MUST_USE enum status letter_find_last(struct store *s, struct letter_id other_than, struct arena *a, struct letter_entry *out);

// For the figures: employers by stage.
MUST_USE enum status employer_count_stages(struct store *s, int64_t out[EMPLOYER_STAGES]);
// Events held after the one day, up to the other.
MUST_USE enum status events_held(struct store *s, day after, day until, int64_t *count_out);

// Figures as text for a column, and back; NULL JSON: all zero.
const char *info_figures_write(const struct info_figures *f, struct arena *a);
void info_figures_read(const char *json, struct info_figures *out);

#endif
