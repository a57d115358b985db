// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_NETWORK_VIEW_H
#define WEB_NETWORK_VIEW_H

#include "app/introductions.h"
#include "app/networks.h"
#include "web/components.h"
#include "web/edit.h"

struct network_list_view {
    const struct network_line *lines;
    size_t count;
    bool may_edit;
};

struct network_card_view {
    const struct network_view *at;
    const char *path;
    struct pager pager;
    const char *employers_path;     // the list of employers, of this network alone; NULL: the list cannot tell
    const char *const *gone;        // ids of those just taken out, for taking it back
    size_t gone_count;
    const char *gone_name;          // when it is one
    const char *problem;            // msgid
};

struct network_hit { // somebody who could come in
    const char *id, *name, *place;
    bool member;
};
struct network_add_view {
    const struct network *network;
    const char *path, *text;        // text: the words that were looked for
    const struct network_hit *hits;
    size_t hit_count, hit_total;
};

struct network_form_view {
    struct network network;
    const char *path, *back;
    bool fresh;
    struct option kinds[NETWORK_KINDS];
    struct edit edit;
};

// On an employer's page
struct networks_part {
    const struct employer_network *networks;
    size_t count;
    const char *path;               // of the employer
    struct option *others;          // that it could come to; the first says to choose
    size_t other_count;
    bool may_edit;
};
MUST_USE enum status networks_part_get(struct request *r, struct employer_id employer, bool may_edit, struct networks_part *out);

struct introductions_part {
    struct employer_id employer;
    const struct introduction_line *lines;
    size_t count;
    const char *new_path;           // NULL: may not
    bool first_timer;               // has hired nobody yet
    bool may_edit;
};
MUST_USE enum status introductions_part_get(struct request *r, struct employer_id employer, bool may_edit, bool first_timer,
                                            struct introductions_part *out);

struct introduce_view {
    const char *newcomer_name, *path, *back;
    struct option *references;
    size_t reference_count;
    day on;
};
struct introduction_view {
    const struct introduction_line *line;
    const char *path, *back, *problem; // problem: msgid
    bool asks_named;                   // whether the words name somebody else than a candidate
    struct option outcomes[INTRODUCTION_OUTCOMES];
};

#endif
