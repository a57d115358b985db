// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_SAVED_VIEW_H
#define CORE_SAVED_VIEW_H

#include <stdbool.h>

#include "base/issues.h"
#include "core/id.h"

// A name for how a list is narrowed, ordered and shown: the query of its address.
enum view_kind { VIEW_EMPLOYERS, VIEW_NEEDS, VIEW_HIRES, VIEW_ACTIVITIES };
enum { VIEW_KINDS = 4, VIEW_NAME_MOST = 60, VIEW_QUERY_MOST = 1500 };

struct saved_view {
    struct view_id id;
    int64_t version;
    enum view_kind kind;
    const char *name;
    const char *query; // "stage=met&area=0602", percent-encoded as in an address; "" the whole list
    struct user_id owner;
    bool shared;       // with the staff
    int64_t created_at;
    int64_t removed_at; // 0: not
};

const char *view_kind_name(enum view_kind kind);  // "employers", as stored and in paths
bool view_kind_read(const char *name, enum view_kind *out);
void view_check(const struct saved_view *v, struct issues *issues);

#endif
