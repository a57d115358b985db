// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_IMPORT_INSIDE_H
#define APP_IMPORT_INSIDE_H

#include "app/imports.h"
#include "store/import_store.h"

// What the files of the import machine share.

MUST_USE enum status import_may(const struct actor *actor);
bool import_state_read(const char *name, enum import_state *out);
// The machine's own copy of an actor whose user is stored with an import.
struct actor import_actor(struct user_id user);

// Files (import_files.c).

// The files of sources, in the order of reading. own_folder_out: where uploads were copied to, to be given its name when
// the import has one; NULL when there was nothing to copy.
MUST_USE enum status import_take_files(struct app *app, const struct import_kind *kind,
                                       const struct import_source *sources, size_t count, struct arena *a,
                                       struct issues *issues, struct import_file **out, size_t *count_out,
                                       const char **own_folder_out);
MUST_USE enum status import_name_folder(struct app *app, const char *folder, struct import_id id);
void import_drop_folder(const char *folder);
const char *import_own_folder(struct app *app, struct import_id id, struct arena *a);
const char *import_file_path(struct app *app, struct import_id id, const struct import_file *f, size_t number,
                             struct arena *a);
// Over the bytes of all files, in the order of reading. NOT_FOUND: one of them is not there any more.
MUST_USE enum status import_digest(struct app *app, struct import_id id, const struct import_file *files, size_t count,
                                   unsigned char out[IMPORT_DIGEST]);
// One at a time works on an import: *out is to be closed. BUSY: somebody does. Ends with the process that has it.
MUST_USE enum status import_lock(struct app *app, struct import_id id, int *out);

// Mapping (import_map.c).

struct import_map {
    const struct import_kind *kind;
    const char **columns; // for each field of the kind: the file's column, or NULL
    size_t *at;           // where in a record it usually stands
    bool same;            // the columns are named as the fields are: records need no renaming
};
// Which column each field comes from. INVALID: a required field has none, or a column that was named is not in the file.
MUST_USE enum status import_map_make(const struct import_kind *kind, const struct records *file,
                                     const struct import_pair *chosen, size_t chosen_count, struct arena *a,
                                     struct issues *issues, struct import_map *out);
const struct record *import_map_record(const struct import_map *map, const struct record *r, struct arena *a);
const char *import_map_column(const struct import_map *map, const char *field); // as the file calls it

// JSON of issues, pairs and records.
const char *import_issues_json(const struct issues *issues, struct arena *a); // "" when there are none
void import_issues_read(const char *json, struct issues *out);
const char *import_pairs_json(const struct import_pair *pairs, size_t count, struct arena *a);
size_t import_pairs_read(const char *json, struct arena *a, const struct import_pair **out);
const char *import_record_json(const struct record *r, struct arena *a);

// A file being read (import_read.c).

struct import_reader {
    struct records *records;
    struct arena *arena;
    struct import_map map;
    bool mapped;
    struct record head;
};
MUST_USE enum status import_open_file(const struct import_kind *kind, const char *path, int part,
                                      const struct import_pair *mapping, size_t mapping_count, const char *options,
                                      struct issues *issues, struct import_reader *out);
void import_close_file(struct import_reader *r);
// The next record as the kind knows it. raw_out: as the file has it.
MUST_USE enum status import_next_record(struct import_reader *r, struct import_run *run, struct arena *a,
                                        struct record *raw_out, const struct record **out);
// Judges it: NOT OK only for INVALID (issues of out) and what went wrong.
MUST_USE enum status import_judge(const struct import_kind *kind, struct import_run *run, const struct record *r,
                                  struct arena *a, struct import_judgement *out);
// The options as the kind wants them; issues "option-NAME".
MUST_USE enum status import_check_options(const struct import_kind *kind, const struct import_pair *options,
                                          size_t count, struct issues *issues);

// Work on one import (import_work.c and the two beside it).

struct import_work {
    struct app *app;
    struct arena *arena; // for all of the stretch
    struct import_stored now;
    struct import_file *files;
    size_t file_count;
    const struct import_kind *kind;
    struct actor actor;
    struct import_run run;
    struct issues *issues;
    bool (*stopping)(void *context); // or NULL
    void *stopping_context;
    void (*told)(void *context, const struct import_view *now); // or NULL
    void *told_context;
};
// import_work with all there is to set: app, arena, issues and, if wanted, stopping and told. BUSY: it was asked to stop.
MUST_USE enum status import_work_on(struct import_work *w, struct import_id id);
// Writes the import as it now is, with what the job does, when it still is in the state `was`.
MUST_USE enum status import_step(struct import_work *w, const char *was, enum status (*job)(struct store_tx *tx, void *arg),
                                 void *arg);
MUST_USE enum status import_begin_run(struct import_work *w);
void import_end_run(struct import_work *w);
void import_tell(struct import_work *w);
MUST_USE enum status import_read_all(struct import_work *w);   // reading → ready or refused
MUST_USE enum status import_apply_all(struct import_work *w);  // applying → applied
MUST_USE enum status import_revert_all(struct import_work *w); // reverting → reverted
// Takes away the rows, bit by bit.
MUST_USE enum status import_clear_all(struct app *app, struct import_id id, bool all);
struct import_view import_view_of(struct app *app, const struct import_stored *i, struct arena *a);

#endif
