// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_CATALOGUE_MORE_H
#define CORE_CATALOGUE_MORE_H

#include "core/catalogue.h"

// The built-in catalogue joined with official classifications: what is our own stands first and keeps its codes, names
// and order; the rest comes after it. Begin, add, end; then it is read-only as the built-in one is, until it is closed.
// Texts that are given are copied.
struct catalogue_more;

struct catalogue_more_item {
    struct code code;
    const char *names[2];  // by enum lang; NULL or "" for the same as the other language
    const char *labels[2]; // other names, one a line; NULL: none
    enum catalogue_source source;
};

struct catalogue_more *catalogue_more_begin(const struct catalogue *own);
// A 3-digit group of STYRK-08, an occupation with 4 digits, or a skill. A code that is there keeps its name and is found
// by these names too; so does a skill of the same name, whose code then stands for both (each implies the other).
void catalogue_more_add(struct catalogue_more *m, enum catalogue_kind kind, const struct catalogue_more_item *item);
// Another name for a code that is there; nothing otherwise.
void catalogue_more_label(struct catalogue_more *m, enum catalogue_kind kind, struct code code, enum lang l,
                          const char *label);
// A code that is no longer offered and not found by its name, but has one; nothing when it is there.
void catalogue_more_former(struct catalogue_more *m, enum catalogue_kind kind, const struct catalogue_more_item *item);
// The narrower skill implies the broader one. Codes that are not there are passed over.
void catalogue_more_broader(struct catalogue_more *m, struct code narrow, struct code broad);
// mark: what the version of the catalogue gets behind it.
const struct catalogue *catalogue_more_end(struct catalogue_more *m, const char *mark);
void catalogue_close(const struct catalogue *c); // not for the built-in one

#endif
