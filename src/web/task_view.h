// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_TASK_VIEW_H
#define WEB_TASK_VIEW_H

#include "app/tasks.h"
#include "web/components.h"
#include "web/edit.h"

// What the pages about tasks show. Texts are in the page's language unless called msgid.

enum tone task_state_tone(const struct task_view *t);
const char *task_what(enum lang lang, const struct task *t);     // translated when a program wrote it
const char *task_guidance(enum lang lang, const struct task *t);

struct task_tab {
    const char *label, *path; // msgid
    bool here;
};
struct task_list_view {
    const struct task_page *page;
    enum task_show show;
    struct task_tab tabs[TASK_SHOWS];
    struct pager pager;
    const char *back;         // where a step leads back to
};

struct task_card_view {
    const struct task_view *at;
    const char *path;
};

struct task_form_view {
    struct task task;
    const char *path, *back, *about; // about: the employer's or agency's name, "" none
    bool fresh, asks_named;
    struct option *owners;
    size_t owner_count;
    const char *owner;
    struct edit edit;
};
// Those who may be given a task, and nobody.
MUST_USE enum status staff_options(struct request *r, struct option **out, size_t *count_out);

#endif
