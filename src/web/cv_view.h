// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_CV_VIEW_H
#define WEB_CV_VIEW_H

#include "app/cv.h"
#include "web/components.h"
#include "web/profile_words.h"

// What the page about a person's CVs shows: where one is sent in, and what is proposed.

// One proposal. Its fields are called "pN_what", N being its number.
struct cv_row {
    const struct cv_item *item;
    const char *title, *detail;   // what it would become, "" while that is not known
    const char *label;            // of the code that is meant, "" none
    const char *text;             // what the combobox holds
    const struct option *maybe;   // what the words may mean, likeliest first
    size_t maybe_count;
    const char *best;             // of these the one that is chosen unless somebody chooses another, or ""
    bool open;                    // its fields are shown at once
};

struct cv_group {
    const char *heading; // msgid
    const struct cv_row *rows;
    size_t count;
};
enum { CV_GROUPS = 5 };

struct cv_shown {
    const struct cv_view *view;
    const char *path; // "/candidates/17/cv/3": where decisions go
    struct cv_group groups[CV_GROUPS];
};

struct cv_page_view {
    bool self;
    const char *person_path; // of the person's page
    const char *path;        // of this page: "/candidates/17/cv" or "/me/cv"
    const struct cv_shown *cvs;
    size_t count;
    int undo;
};

#endif
