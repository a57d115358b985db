// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_OUTBOX_VIEW_H
#define WEB_OUTBOX_VIEW_H

#include "app/outbox.h"
#include "web/components.h"

// The outbox as its pages show it.

struct outbox_chip {
    const char *text, *path; // without this filter
};

// Whether anything goes out at all.
struct outbox_post {
    bool goes_out;
    const char *trouble; // what the mail server said when it took nothing; NULL: it does
    int64_t since;
};

struct outbox_list_view {
    const struct outbox_page *page;
    struct outbox_post post;
    struct option states[OUTBOX_STATES];
    struct outbox_chip chips[OUTBOX_STATES];
    size_t chip_count;
    struct pager pager;
};

struct outbox_card_view {
    const struct outbox_view *at;
    struct outbox_post post;
    const char *path; // where "send again" goes
    char version[24];
};

const char *outbox_to(struct page *p, const struct outbox_row *row);   // shown text
const char *outbox_said(struct page *p, const struct outbox_row *row); // shown text, "" when nothing was said
enum tone outbox_tone(enum outbox_state s);

#endif
