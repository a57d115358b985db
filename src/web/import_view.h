// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_IMPORT_VIEW_H
#define WEB_IMPORT_VIEW_H

#include "app/imports.h"
#include "web/components.h"

// Import (screen 19), as its pages show it.

struct import_list_view {
    const struct import_view *imports;
    size_t import_count;
    struct pager pager;
};

struct import_new_view {
    const struct import_kind *kind;
};

// One field of the kind, and the column that it is taken from.
struct import_mapping {
    const struct import_field *field;
    const char *name;        // of the select: "map-FIELD"
    const char *column;      // "" none
    const char *examples;    // of that column, joined
};
struct import_choice { // an option of the kind
    const struct import_option *option;
    const char *name; // "option-NAME"
    const char *value;
    struct option *options; // of a select; NULL: any text
    size_t count;
};
struct import_new_step { // of an import that is new
    struct import_peek peek;
    bool peeked; // the file can be read so
    struct import_mapping *mappings;
    size_t mapping_count;
    struct option *columns;
    size_t column_count;
    struct import_choice *choices;
    size_t choice_count;
    struct option *modes;
    size_t mode_count;
    const char *mode;
};

struct import_page_view {
    const struct import_view *now;
    const char *path;           // "/imports/123"
    struct import_new_step step; // when it is new
    const struct import_preview *rows;
    size_t row_count;
    const struct import_fault *faults;
    size_t fault_count;
    int share; // per mille of the work under way
};

struct import_rows_view {
    const struct import_view *now;
    const char *path, *which;
    const struct import_preview *rows;
    size_t row_count;
    struct pager pager;
};
struct import_faults_view {
    const struct import_view *now;
    const char *path;
    const struct import_fault *faults;
    size_t fault_count;
    struct pager pager;
};

enum tone import_state_tone(enum import_state s);
enum tone import_action_tone(enum import_action a);
const char *import_action_title(enum import_action a); // msgid
bool import_working(enum import_state s);              // something is being done
// Doing it would change something. A version of a classification may only leave codes out, which its remarks tell.
bool import_does_something(const struct import_view *v);
enum { MAPPED_FIRST = 2 }; // the key and the name stand in sight even when no column was guessed for them
// c's before or after; "" as a dash.
const char *import_change_value(enum lang lang, const struct import_change *c, const char *text);
int64_t import_read_count(const struct import_view *v); // lines read

#endif
