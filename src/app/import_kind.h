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
// An import goes new → reading → ready → applying → applied → reverting → reverted; on the way refused or cancelled. Until
// it is applied nothing but the import's own rows has changed, so that a broken file, a dry run and a cancelled import
// leave everything as it was. Each batch is one transaction together with how far it came, so that a killed import goes
// on where it was.

enum import_action {
    IMPORT_CREATE,
    IMPORT_UPDATE,
    IMPORT_UNCHANGED, // counted, not kept
    IMPORT_OUTSIDE,   // not the programme's: outside the region, say. Counted by its reason, not kept
    IMPORT_REJECT,    // kept with line, field, value and reason
};
enum { IMPORT_ACTIONS = 5 };

// Which of them to do: rows of the other sort become IMPORT_OUTSIDE with that as the reason. The machine sees to it.
enum import_mode { IMPORT_BOTH, IMPORT_CREATE_ONLY, IMPORT_UPDATE_ONLY };

// What a column of a CSV or XLSX file may mean to the kind.
struct import_field {
    const char *name;           // as the kind asks record_get for it: "organisasjonsnummer", "forretningsadresse.postnummer"
    const char *title;          // msgid, for the mapping
    const char *const *aliases; // other headers it is known by, folded (lang_fold); NULL-ended, or NULL
    bool required;              // a file that has columns must have this one
};

// What may be chosen for an import: --option NAME=VALUE, a field of the form.
struct import_option {
    const char *name;          // "version"
    const char *title, *about; // msgids
    const char *const *values; // what may be chosen, NULL-ended; NULL: any text
    const char *const *titles; // msgids of the values, in their order; NULL with values NULL
    bool required;             // else "" or left out is the kind's default
};

// A file that belongs to the kind. When a directory is given each file in it belongs to the first part whose end its
// name has ("occupations_en.csv"; a .gz behind it does not count); a file of no part is passed over and named. Files
// are read in the order of the parts, then of their names. A file given by itself belongs to the part its name fits,
// else to the one of any name, else to the first.
struct import_part {
    const char *file;                      // how its name ends; "" any name with an ending of a format that can be read
    bool required;
    const struct records_options *options; // NULL: as the file tells
    bool plain;                            // its columns are as the official file has them: they are not mapped
};

struct import_run; // the machine's; see below

struct import_judgement {
    enum import_action action;
    // What the thing is recognised by: an organisation number, the id of an ad. A second row of the import with the same
    // key is rejected, naming the first's file and line, unless may_repeat says that both are meant. NULL: not asked.
    const char *key;
    bool may_repeat;
    const char *title;  // how the preview names it
    int64_t target;     // the row that it changes, 0 for one to be made
    // A JSON object for the kind's apply. Members that hold a text, a number or a boolean are shown in the preview, under
    // the title that the kind's shown gives them.
    const char *after;
    const char *before; // of an update: such an object of what stands now, of the members that change, for the preview
    const char *reason; // msgid, why it is IMPORT_OUTSIDE
    // IMPORT_REJECT: why, each with the field's name in the file, as issues_add has it. For the others: what was left out
    // of the record or not understood, shown beside it (of unchanged and outside ones only counted).
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
    const struct import_option *options; // may be NULL
    size_t option_count;
    const struct import_part *parts;   // at least one
    size_t part_count;
    const char *attribution;           // msgid to show with the data, or NULL
    // msgid of the title of a member of before and after; NULL: it is not shown. May be NULL: then nothing is.
    const char *(*shown)(const char *member);
    // Whether a member's "1" and "0" are shown as yes and no. May be NULL: then none is.
    bool (*yes_or_no)(const char *member);

    // begin and end are called once for each stretch of work on an import (reading, applying, taking back; once more when
    // it goes on after a stop), so state in run->state does not pass from judge to apply. end is called also when begin
    // has failed. INVALID: the options are wrong, issues says how. Both may be NULL.
    enum status (*begin)(struct import_run *run, struct issues *issues);
    void (*end)(struct import_run *run);
    // Optional: sees every record of all files before the first is judged, to learn what only the whole tells (whose
    // parent comes where). Reads only. The files are then read twice. INVALID as in judge.
    enum status (*scan)(struct import_run *run, const struct record *r, struct arena *a);
    // Says what a record means. Reads only: writes nothing but run->state. Called in the order of the files; arena a lives
    // for the batch. out is all zero but for issues. When an import goes on after a stop, the records before are judged
    // once more for the sake of run->state, and the answers dropped. INVALID: the file is not one of this kind; issues of
    // the judgement say how to tell, and nothing of it is kept.
    enum status (*judge)(struct import_run *run, const struct record *r, struct arena *a, struct import_judgement *out);
    // After the last record: what only the whole tells (a missing level). Optional. INVALID as in judge; OK with issues:
    // remarks that stand beside the counts.
    enum status (*judged)(struct import_run *run, struct issues *issues);
    // Does a row, in a transaction of its own within the batch's; run again when the batch is. CONFLICT: the target has
    // changed since it was judged; what was written of the row is undone, and it is counted and listed with the rejects.
    enum status (*apply)(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                         struct import_done *out);
    // Takes a row back, last first. CONFLICT: somebody has built on it since; it stays as it is and is listed.
    enum status (*revert)(struct store_tx *tx, struct import_run *run, const struct import_row *row);
    // Kinds that keep whole versions of their own (classifications) stage into their own tables, where a version that is
    // not in use is inert: called instead of keeping a row, for IMPORT_CREATE and IMPORT_UPDATE, inside the batch's
    // transaction. Their apply and revert are called once, with a row that has neither key nor after and the target that
    // apply gave. NULL for the others.
    enum status (*stage)(struct store_tx *tx, struct import_run *run, const struct import_judgement *j);
    // With stage: takes away what was staged, when the import is refused or cancelled. Perhaps without begin: the run has
    // app, actor, import, options and arena, and perhaps no state.
    enum status (*discard)(struct store_tx *tx, struct import_run *run);
    // After all is applied or taken back, outside of the transaction: catalogue, index, titles. Optional.
    void (*changed)(struct app *app);
};

struct import_run {
    struct app *app;
    const struct actor *actor; // who works on it; NULL: the operator at the command line
    int64_t import;       // its id; 0 in a preview, which keeps nothing
    int part;             // of the file being read
    const char *file;     // its name, for people
    enum import_mode mode;
    const char *options;  // JSON object of the options given, names and texts: {"version": "2024", "region": "all"}
    bool synthetic;       // synthetic organisation numbers are allowed
    day today;
    const struct record *head; // JSON: of the file being read, what stands before its list (records_head); else empty
    const char *list;     // JSON: the path of the list being read (records_list), or NULL
    void *state;          // the kind's own
    struct arena *arena;  // lives as long as the stretch of work
};

// The value of an option, "" when it is not given. The run's arena's.
const char *import_option_get(const struct import_run *run, const char *name);

#endif
