// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_DUPLICATE_VIEW_H
#define WEB_DUPLICATE_VIEW_H

#include "app/duplicates.h"
#include "web/employer_view.h"

// Employers that stand in the list twice (screen 18).
struct duplicate_row {
    const struct duplicate *pair;
    const char *why;  // text: "Same name, same phone number"
    const char *path;
};
struct duplicate_list_view {
    const struct duplicate_row *rows;
    size_t count, total;
    bool any_apart; // pairs that somebody has said are two
};
struct merge_field_row {
    const char *name, *title;    // of the form's field; msgid
    const char *kept, *gone;     // text, "" for nothing
    bool same, from_gone;        // from_gone: chosen unless typed otherwise
};
struct duplicate_pair_view {
    const struct duplicate_view *at;
    const char *path; // of the pair
    struct merge_field_row fields[MERGE_FIELDS];
};
struct apart_view {
    const struct not_same *rows;
    size_t count;
};
struct moved_row {
    const char *what; // msgid: "Needs"
    int64_t count;
};
struct merge_page_view {
    const struct merge_view *at;
    struct moved_row moved[20];
    size_t moved_count;
    const char *path;
};

#endif
