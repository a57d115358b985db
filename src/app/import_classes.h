// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_IMPORT_CLASSES_H
#define APP_IMPORT_CLASSES_H

#include "app/import_kind.h"
#include "store/class_store.h"

// What the kinds that bring official classifications share. An import brings one version for each slot that its files
// speak of, and compares it with the one in use: what is the same is unchanged and not staged, and without a difference
// there is no new version at all.

extern const struct import_kind IMPORT_STYRK, IMPORT_ESCO, IMPORT_INDUSTRY, IMPORT_MUNICIPALITIES, IMPORT_POSTAL,
    IMPORT_TITLES;

enum class_piece_type { PIECE_ITEM, PIECE_LABEL, PIECE_RELATION, PIECE_CHANGE };
struct class_piece {
    enum class_piece_type type;
    const char *uri;   // of an item: whose short code its code is, or NULL
    const char *field; // of the file: what is named when another line says something else
    struct class_item item;
    struct class_label label;
    struct class_relation relation;
    struct class_change change;
};

struct class_staging; // one stretch of work on an import; run->state
struct class_target;  // one version that it brings

// For begin, stage, discard, apply and revert of the kinds.
MUST_USE enum status class_staging_begin(struct import_run *run, struct issues *issues);
void class_staging_end(struct import_run *run);
MUST_USE enum status class_staging_stage(struct store_tx *tx, struct import_run *run, const struct import_judgement *j);
MUST_USE enum status class_staging_discard(struct store_tx *tx, struct import_run *run);
MUST_USE enum status class_staging_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                                         struct import_done *out);
MUST_USE enum status class_staging_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row);
void class_staging_changed(struct app *app);
const char *class_staging_shown(const char *member);

// Another file than at the record before? Then what was found out about the file no longer holds.
bool class_staging_new_file(struct import_run *run);
// The version that the records that follow belong to; about tells all but id, import, file and state. The same slot gives
// the same target. It holds until the next call.
MUST_USE enum status class_staging_target(struct import_run *run, const struct class_version *about,
                                          struct class_target **out);
struct class_target *class_staging_current(struct import_run *run); // NULL: none
int class_staging_mode(const struct import_run *run);               // the kind's own, of this file; 0 at first
void class_staging_set_mode(struct import_run *run, int mode);
void *class_staging_own(const struct import_run *run); // the kind's own, of the whole import
void class_staging_set_own(struct import_run *run, void *own);

// What a record that says these pieces means for the current target.
void class_staging_judge(struct import_run *run, const struct class_piece *pieces, size_t count, struct arena *a,
                         struct import_judgement *out);
void class_reject(struct import_run *run, struct import_judgement *out, const char *field, const char *message,
                  const char *arg);
// Does a version brought by the import, or the one it is compared with, have the item? By its key.
bool class_staging_has(struct class_target *t, const char *key);

// After the last record: what the version in use has and the files do not goes, and the versions are whole. INVALID: most
// lines of a file were no such things.
MUST_USE enum status class_staging_judged(struct import_run *run, struct issues *issues);

// The name that a file without one of its own gives: of option "version", or the file's without its ending.
const char *class_file_name(struct import_run *run);
// Option "from"; DAY_NONE: not given. INVALID: it is no day.
MUST_USE enum status class_option_from(struct import_run *run, struct issues *issues, day *out);
extern const struct import_option CLASS_OPTIONS[2]; // "version", "from"

#endif
