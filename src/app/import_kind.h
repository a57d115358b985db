// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_IMPORT_KIND_H
#define APP_IMPORT_KIND_H

#include "app/app.h"
#include "base/issues.h"
#include "exchange/record.h"
#include "store/store.h"

// What the import machine (app/imports.h) asks of a kind of thing that can be imported. The machine reads the files,
// keeps what is to be done, does it in batches and takes it back; a kind only knows its own records.
//
// An import goes reading → ready → applying → applied → reverting → reverted. Until it is applied nothing but the
// import's own rows has changed, so that a broken file, a dry run and a cancelled import leave everything as it was.
// Each batch is one transaction together with how far it came, so that a killed import goes on where it was.

enum import_action {
    IMPORT_CREATE,
    IMPORT_UPDATE,
    IMPORT_UNCHANGED, // counted, not kept
    IMPORT_OUTSIDE,   // not the programme's: outside the region, say. Counted by its reason, not kept
    IMPORT_REJECT,    // kept with line, field, value and reason
};
enum { IMPORT_ACTIONS = 5 };

// Which of them to do: rows of the other kind are judged IMPORT_OUTSIDE with that as the reason.
enum import_mode { IMPORT_BOTH, IMPORT_CREATE_ONLY, IMPORT_UPDATE_ONLY };

// What a column of a CSV or XLSX file may mean to the kind.
struct import_field {
    const char *name;           // as the kind asks record_get for it: "organisasjonsnummer", "forretningsadresse.postnummer"
    const char *title;          // msgid, for the mapping
    const char *const *aliases; // other headers it is known by, folded; NULL-ended, or NULL
    bool required;
};

// A file that belongs to the kind when a directory is given: ESCO has ten.
struct import_part {
    const char *file;                     // how its name ends: "occupations_en.csv"; "" any file
    bool required;
    const struct records_options *options;
};

struct import_run; // the machine's; see below

struct import_judgement {
    enum import_action action;
    const char *key;    // what the thing is recognised by: an organisation number, the id of an ad
    const char *title;  // how the preview names it
    int64_t target;     // the row that it changes, 0 for one to be made
    const char *after;  // JSON for the kind's apply
    const char *before; // JSON of what update changes, field by field as in after: shown in the preview
    const char *reason; // msgid, why it is IMPORT_OUTSIDE
    // IMPORT_REJECT: why, each with the field's name in the file, as issues_add has it. For the others: what was left out
    // of the record or not understood, shown beside it.
    struct issues issues;
};

// A row to be done, as it was judged.
struct import_row {
    int64_t position; // 1, 2 … in the order of judging
    int part;
    int64_t line;
    enum import_action action;
    const char *key;
    int64_t target;
    const char *after;
    const char *before; // for undo: what apply gave, NULL before
};

struct import_done {
    int64_t target;
    const char *before; // JSON for undo; NULL when target alone tells it
};

struct import_kind {
    const char *name;  // "employers", as typed and stored
    const char *title; // msgid
    const char *about; // msgid: which files, from where
    const struct import_field *fields; // NULL: columns are as the official file has them, no mapping
    size_t field_count;
    const struct import_part *parts;   // at least one
    size_t part_count;
    const char *attribution;           // msgid to show with the data, or NULL

    // All may leave state behind in run->state; begin and end are called once a process for each import it works on.
    enum status (*begin)(struct import_run *run, struct issues *issues);
    void (*end)(struct import_run *run);
    // Says what a record means. Reads only. Called in the order of the files; arena a lives for the batch. INVALID: the
    // file is not one of this kind, and issues (of the run) says how to tell; nothing of it is kept.
    enum status (*judge)(struct import_run *run, const struct record *r, struct arena *a, struct import_judgement *out);
    // After the last record: what only the whole tells (an unknown parent, a missing level). Optional. INVALID as above.
    enum status (*judged)(struct import_run *run, struct issues *issues);
    // Does a row, inside the batch's transaction; run again when the batch is. CONFLICT: the target has changed since it
    // was judged; the machine then judges nothing again but counts it and lists it with the rejects.
    enum status (*apply)(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                         struct import_done *out);
    // Takes a row back, last first. CONFLICT: somebody has built on it since; it stays and is listed.
    enum status (*revert)(struct store_tx *tx, struct import_run *run, const struct import_row *row);
    // Kinds that keep whole versions of their own (classifications) stage into their own tables, where a version that is
    // not in use is inert: called instead of keeping a row, inside the batch's transaction. Their apply and revert are
    // called once, with a row that has neither key nor after. NULL for the others.
    enum status (*stage)(struct store_tx *tx, struct import_run *run, const struct import_judgement *j);
    // After all is applied or taken back, outside of the transaction: catalogue, index, titles. Optional.
    void (*changed)(struct app *app);
};

struct import_run {
    struct app *app;
    const struct actor *actor;
    int64_t import;       // its id
    int part;             // of the file being read
    const char *file;     // its name, for people
    enum import_mode mode;
    const char *options;  // JSON object of the kind's own options: {"version": "2024", "region": "all"}
    bool synthetic;       // synthetic organisation numbers are allowed
    const struct record *head; // of the file being read, see records_head
    void *state;          // the kind's own
};

#endif
