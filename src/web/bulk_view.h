// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_BULK_VIEW_H
#define WEB_BULK_VIEW_H

#include "app/bulk.h"
#include "web/employer_list_view.h"

// A change of many employers at once: what to set, and what became of it.
struct bulk_form_view {
    struct bulk_change change;
    const char *title;           // text
    struct employer_which which; // that it is about
    const char *some_names;      // the first of them
    const char *stage; // as chosen, "" not yet
    struct option stages[EMPLOYER_STAGES], declines[DECLINES - 1];
    struct option *owners, *networks;
    size_t owner_count, network_count;
    const char *owner, *network;
    struct option *staff;        // who does a task; of an activity who took part
    size_t staff_count;
    const char *who;
    struct option kinds[ACTIVITY_KINDS], states[ACTIVITY_CANCELLED], outcomes[ACTIVITY_OUTCOMES - 1];
    bool asks_named, asks_reason, asks_others;
    bool other_count;            // the list has changed since the count was named
};

struct bulk_page_view {
    const struct bulk_view *at;
    const char *what; // text: "Set the stage: Met"
    const char *who;  // of what is made: who does it, or took part
    const char *path;
    bool running;
};

#endif
