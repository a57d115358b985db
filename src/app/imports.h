// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_IMPORTS_H
#define APP_IMPORTS_H

#include "app/import_kind.h"

// Importing files: one machine for all kinds (app/import_kind.h). Office only (the right to edit the programme):
// others who may see the programme get DENIED, the rest NOT_FOUND. actor NULL is the operator at the command line,
// who may.
//
// By upload:
//   import_begin      the files are copied to DATA/imports/ID (mode 0600), which no backup holds      → IMPORT_NEW
//   import_peek       columns, guessed mapping, and the first rows judged; stores nothing
//   import_read       mapping, mode and options are settled; the server's worker reads                → IMPORT_READING
//                     and keeps what is to be done, what was rejected and why                         → IMPORT_READY
//   import_apply      the worker does it, batch by batch                                              → IMPORT_APPLIED
//   import_revert     the worker takes it back, last row first                                        → IMPORT_REVERTED
// A file that is broken or not of the kind is IMPORT_REFUSED with the reason, and nothing of it is kept. The page
// polls import_get for progress. Uploads are removed as soon as nothing can be read from them any more, and after
// IMPORT_UPLOAD_DAYS.
//
// Always: read = created + updated + unchanged + outside + rejected. Counts rise while the file is read.

enum import_state {
    IMPORT_NEW,
    IMPORT_READING,
    IMPORT_READY,
    IMPORT_REFUSED,
    IMPORT_CANCELLED,
    IMPORT_APPLYING,
    IMPORT_APPLIED,
    IMPORT_REVERTING,
    IMPORT_REVERTED,
};
enum { IMPORT_STATES = 9 };
const char *import_state_name(enum import_state s);   // as stored: "ready"
const char *import_state_title(enum import_state s);  // English msgid
const char *import_action_name(enum import_action a); // "create", "update", "unchanged", "outside", "reject"
const char *import_mode_name(enum import_mode m);     // "both", "create", "update"
bool import_mode_read(const char *name, enum import_mode *out);

enum { IMPORT_UPLOAD_DAYS = 14, IMPORT_ROWS_DAYS = 90 }; // how long uploads wait; how long an applied import can be reverted

// The kinds there are, ended by NULL.
extern const struct import_kind *const IMPORT_KINDS[];
const struct import_kind *import_kind_find(const char *name); // NULL: none such

// Where a file comes from: an open file (an upload), read from its beginning and copied, not closed; or a file or
// directory on this machine, read in place.
struct import_source {
    const char *name; // for people, without folders; with path it may be NULL
    int fd;           // with path NULL
    const char *path;
};

struct import_pair {
    const char *name, *value; // mapping: the kind's field and the file's column ("" none); options: name and value
};
// All zero is a good choice: guessed mapping, both, the kind's defaults.
struct import_settings {
    enum import_mode mode;
    const struct import_pair *mapping; // fields that are not named here are guessed
    size_t mapping_count;
    const struct import_pair *options;
    size_t option_count;
    bool apply; // goes on from reading to applying without asking
};

// INVALID: issues (of field "file") says why: no file of the kind, a part that is missing, too many files, or not
// readable.
MUST_USE enum status import_begin(struct app *app, const struct actor *actor, const struct import_kind *kind,
                                  const struct import_source *sources, size_t count, struct issues *issues,
                                  struct import_id *id_out);

// What changes in one row, or what the row will hold: of that, neither what is empty nor what is "no".
struct import_change {
    const char *member, *title; // title: English msgid
    const char *before, *after; // before is NULL for one to be made
    bool worded;                // both are English msgids: yes and no
};
struct import_preview {
    int64_t position; // 0 in a peek
    const char *file;
    int64_t line;
    enum import_action action;
    const char *key, *title;
    int64_t target; // of an update, the row it changes
    struct import_change *changes;
    size_t change_count;
    struct issues notes; // IMPORT_REJECT in a peek: why; IMPORT_OUTSIDE in a peek: the reason, of field ""; else remarks
};

// A column of the file and the field of the kind that it is taken for.
struct import_column {
    const char *name;
    const char *field;       // import_field.name, or NULL
    const char *examples[3]; // values of the first records, "" when there are fewer
};
struct import_peek {
    const char *file;              // the one that is looked at: the first
    enum record_format format;
    const char *encoding;          // "UTF-8"
    char delimiter;                // CSV
    struct import_column *columns; // CSV and XLSX of kinds that have fields; else none
    size_t column_count;
    struct import_preview *rows;   // the first, judged with these settings
    size_t row_count;
};
// The file as these settings would read it. Of an import that is IMPORT_NEW; else CONFLICT. INVALID: it cannot be
// read so, issues says why ("file"; "map-FIELD" for the mapping; "option-NAME" for options); out is filled as far as
// could be known all the same.
MUST_USE enum status import_peek(struct app *app, const struct actor *actor, struct import_id id,
                                 const struct import_settings *settings, size_t rows, struct arena *a,
                                 struct issues *issues, struct import_peek *out);
// NEW → READING. CONFLICT: it is not new. INVALID as import_peek.
MUST_USE enum status import_read(struct app *app, const struct actor *actor, struct import_id id,
                                 const struct import_settings *settings, struct issues *issues);
// READY → APPLYING; APPLIED → REVERTING; NEW, READING, READY → CANCELLED. Otherwise CONFLICT.
MUST_USE enum status import_apply(struct app *app, const struct actor *actor, struct import_id id);
MUST_USE enum status import_revert(struct app *app, const struct actor *actor, struct import_id id);
MUST_USE enum status import_cancel(struct app *app, const struct actor *actor, struct import_id id);

enum import_can {
    IMPORT_CAN_READ = 1 << 0, // and peek
    IMPORT_CAN_APPLY = 1 << 1,
    IMPORT_CAN_CANCEL = 1 << 2,
    IMPORT_CAN_REVERT = 1 << 3,
    IMPORT_CAN_RESUME = 1 << 4, // it rests in the middle: its file lies outside of the data directory (command line)
};
struct import_count {
    const char *reason; // English msgid
    int64_t count;
};
struct import_view {
    struct import_id id;
    const struct import_kind *kind;
    enum import_state state;
    enum import_mode mode;
    const char *file;    // its name, or the directory's
    size_t file_count;
    const struct import_pair *mapping, *options; // as settled; none while it is new
    size_t mapping_count, option_count;
    int64_t created, updated, unchanged, outside, rejected;
    int64_t notes;       // rows of them that came with a remark
    int64_t reject_lines; // rows in the list of what is wrong: one for each fault
    struct import_count *outside_by; // most first
    size_t outside_by_count;
    uint64_t read_bytes, total_bytes; // while it is read
    int64_t done, to_do;              // while it is applied or taken back: rows
    int64_t kept;                     // of a reverted one: rows that stayed, since somebody has built on them; listed with the rejects
    struct issues problem;            // IMPORT_REFUSED: why; field: "file", or of several files that one's name. Else remarks
    struct import_id before;          // the newest applied import of the same bytes; {0} none
    int64_t before_at;
    const char *user_name;            // "" the operator, or a user who is gone
    int64_t created_at, applied_at, reverted_at; // ms, 0 not yet
    bool lines_kept;                  // import_lines_csv has something to give
    unsigned can;
};
MUST_USE enum status import_get(struct app *app, const struct actor *actor, struct import_id id, struct arena *a,
                                struct import_view *out);
// Newest first, before that id ({0}: from the newest), at most `most`.
MUST_USE enum status import_list(struct app *app, const struct actor *actor, struct import_id before, size_t most,
                                 struct arena *a, struct import_view **out, size_t *count_out);
// What is to be done (creates and updates), in the order of the file, after that position (0: from the first). Kinds
// that stage by themselves have none.
enum { IMPORT_ROWS_CREATED = 1 << IMPORT_CREATE, IMPORT_ROWS_UPDATED = 1 << IMPORT_UPDATE, IMPORT_ROWS_NOTED = 1 << 8 };
MUST_USE enum status import_rows(struct app *app, const struct actor *actor, struct import_id id,
                                 unsigned which, // bits as above, 0 all; NOTED alone or beside: only those with remarks
                                 int64_t after, size_t most, struct arena *a, struct import_preview **out,
                                 size_t *count_out);

// One thing wrong with one line.
struct import_fault {
    int64_t number; // 1, 2 …
    const char *file;
    int64_t line;
    const char *field, *value;
    const char *message, *arg; // English msgid, that may hold one %s for arg (NULL: none)
};
MUST_USE enum status import_faults(struct app *app, const struct actor *actor, struct import_id id, int64_t after,
                                   size_t most, struct arena *a, struct import_fault **out, size_t *count_out);
// All of them as CSV, and the rejected lines themselves with the columns of their file, to be mended and imported
// again. Given to put piece by piece; another status than OK from it ends the writing. UTF-8 with a byte order mark,
// semicolons, CRLF; what a spreadsheet would take for a formula gets an apostrophe before it.
struct import_sink {
    enum status (*put)(void *context, const char *bytes, size_t n);
    void *context;
};
MUST_USE enum status import_faults_csv(struct app *app, const struct actor *actor, struct import_id id, enum lang lang,
                                       const struct import_sink *to);
MUST_USE enum status import_lines_csv(struct app *app, const struct actor *actor, struct import_id id,
                                      const struct import_sink *to);

// Works on an import in the calling thread until it rests (NEW, READY and the final states), as the command line
// does. BUSY: somebody else is at work on it. told, which may be NULL, is called after each batch. INVALID: it was
// refused; import_get says why. CONFLICT: the file is not the one it was when the import began; it stays as it is.
MUST_USE enum status import_work(struct app *app, struct import_id id,
                                 void (*told)(void *context, const struct import_view *now), void *context,
                                 struct issues *issues);
// The server's worker: a thread that works on what is to be done, and goes on with what a stop has interrupted, but for
// reading files that lie outside of the data directory.
struct import_worker;
MUST_USE enum status import_worker_open(struct app *app, struct import_worker **out);
void import_worker_close(struct import_worker *w); // waits for the batch under way; NULL is fine
// Once an hour: uploads and rows that have had their time.
MUST_USE enum status import_tend(struct app *app);

#endif
