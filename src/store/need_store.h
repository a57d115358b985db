// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_NEED_STORE_H
#define STORE_NEED_STORE_H

#include "core/access.h"
#include "core/need.h"
#include "store/store.h"

// Changes: "need" insert, update.

MUST_USE enum status need_get(struct store *s, struct need_id id, struct arena *a, struct need *out);
// id, version, lot and created_at are given by the store, stated_by by the actor unless it is set.
MUST_USE enum status need_insert(struct store_tx *tx, const struct need *n, struct need_id *id_out);
// Everything but id, lot, stated_by and created_at. CONFLICT: n->version is not the stored one. Whether the state may
// change so is need_state_may's to say, before.
MUST_USE enum status need_update(struct store_tx *tx, const struct need *n);
// For the access rule: employer, agency of the user who stated it, state. NOT_FOUND: no such need.
MUST_USE enum status need_access_facts(struct store *s, struct need_id id, struct access_facts *out);

enum need_order { NEED_ORDER_CREATED, NEED_ORDER_START, NEED_ORDER_TITLE };
enum { NEED_ORDERS = 3 };
struct need_filter {
    unsigned states;             // bits 1 << enum need_state; 0 all
    struct employer_id employer; // {0} all
    struct user_id stated_by;    // {0} all
    struct code occupation;      // {0} all
    struct code area;            // {0} all
    const char *text;            // beginnings of words of title or employer, all of them; NULL or "": all
    struct agency_id agency_or_opened; // not {0}: others' drafts and withdrawn drafts only of this agency's users
};
struct need_entry {
    struct need need;
    const char *employer_name, *workplace_name;
};
// The rows after `after` ({0}: from the first) in that order, at most `most`. Unknown starts sort first.
MUST_USE enum status need_list(struct store *s, const struct need_filter *filter, enum need_order order,
                               bool descending, struct need_id after, size_t most, struct arena *a,
                               struct need_entry **out, size_t *count_out);
struct need_totals {
    int64_t needs, positions;
};
MUST_USE enum status need_count(struct store *s, const struct need_filter *filter, struct need_totals *out);
// All open needs, for ranking them for one profile.
MUST_USE enum status need_list_open(struct store *s, struct arena *a, struct need **out, size_t *count_out);

const char *need_state_name(enum need_state state);           // as stored: "draft", "open", "filled", "withdrawn"
bool need_state_read(const char *name, enum need_state *out);
const char *employment_form_name(enum employment_form form);  // as stored: "permanent" …
bool employment_form_read(const char *name, enum employment_form *out);

#endif
