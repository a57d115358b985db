// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_LETTER_VIEW_H
#define WEB_LETTER_VIEW_H

#include "app/letters.h"
#include "web/components.h"
#include "web/edit.h"

struct letter_list_view {
    const struct letter_page *page;
    const struct letter_row *drafts; // for those who write
    size_t draft_count, bin_count;   // bin_count: how many of them are deleted
    bool writes;
    struct pager pager;
};

struct letter_show_view {
    const struct letter_view *at;
    struct markup body;
    const char *title;       // "Informasjon 1-2016: …"
    const char *pdf_path;    // NULL: none
    const char *desk_path;   // for those who write, else NULL
};

struct letter_desk_view {
    const struct letter_draft_view *at;
    struct markup body;
    const char *title, *path; // path: "/letters/drafts/17"
    const char *public_path;  // NULL: not published
    char version[24];
    struct letter_mailing {
        int64_t id;
        const char *state;
    } *mailings;
    size_t mailing_count;
};

struct letter_form_view {
    struct info_letter letter;
    bool fresh;
    struct edit edit;
    const char *action, *back;
    struct option langs[2];
};

// What may stand in a text, for beside it. personal: in mailings, else in letters.
struct words_view {
    bool personal;
};

#endif
