// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ASK_VIEW_H
#define WEB_ASK_VIEW_H

#include "app/asks.h"
#include "web/components.h"

// What agencies ask each other, on their own page, a need's and the first one.

struct ask_list_view {
    enum ask_side side;
    const struct ask_page *page;
    size_t of_us, by_us;  // how many there are
    struct pager pager;
    const char *conflict; // msgid of the rule that kept an answer from being taken, or NULL
};

// What waits for the reader's own agency, and what others have answered it in the last two weeks: for the first page.
struct ask_box {
    struct ask_page waiting; // the newest few
    struct ask_row *answered; // for needs that are open; the newest few
    size_t answered_count;
};
MUST_USE enum status ask_box_get(struct request *r, struct ask_box *out); // empty for those who are asked nothing

// A need's: what other agencies ask the reader's, and whom that has asked.
struct need_asks {
    struct ask_page of_us, by_us;
};
MUST_USE enum status need_asks_get(struct request *r, struct need_id need, struct need_asks *out);
const struct ask_row *need_asked(const struct need_asks *asks, struct agency_id agency); // NULL: not asked

enum tone ask_tone(enum ask_answer answer);
const char *ask_own_title(enum ask_answer answer); // msgid, as the asked agency says it: "We will look"

#endif
