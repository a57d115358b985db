// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_NETWORKS_H
#define APP_NETWORKS_H

#include "app/app.h"
#include "core/employer.h"
#include "core/network.h"

// Networks, shopping centres, chains and business councils, and the employers that belong to them. Who may FOLLOW
// employers sees them; who may EDIT employers keeps them.

struct network_line {
    struct network network;
    size_t members;
};
MUST_USE enum status list_networks(struct app *app, const struct actor *actor, struct arena *a, struct network_line **out,
                                   size_t *count_out); // those in use first, by name
struct network_member_line {
    struct employer_id employer;
    const char *name, *orgnr;
    enum employer_stage stage;
    day since;
};
struct network_view {
    struct network network;
    size_t total;            // members in all
    struct network_member_line *members; // a page of them, by name
    size_t member_count;
    const char *next;        // "" or what after is for the next page
    bool may_edit;
};
MUST_USE enum status get_network(struct app *app, const struct actor *actor, struct network_id id, const char *after,
                                 size_t most, struct arena *a, struct network_view *out);
// All of them, by name: for whoever meets a network as a whole.
MUST_USE enum status list_network_members(struct app *app, const struct actor *actor, struct network_id id, struct arena *a,
                                          struct employer_id **out, size_t *count_out);
struct employer_network {
    struct network network;
    day since;
};
MUST_USE enum status list_employer_networks(struct app *app, const struct actor *actor, struct employer_id employer,
                                            struct arena *a, struct employer_network **out, size_t *count_out);

// Issues on name.
MUST_USE enum status add_network(struct app *app, const struct actor *actor, const struct network *typed, struct issues *issues,
                                 struct network_id *id_out);
MUST_USE enum status edit_network(struct app *app, const struct actor *actor, const struct network *typed,
                                  struct issues *issues);

enum { NETWORK_AT_ONCE = 1000 };
// Many at once; those who belong to it already stay. *changed_out: how many came. NOT_FOUND: one is no employer.
MUST_USE enum status join_network(struct app *app, const struct actor *actor, struct network_id id,
                                  const struct employer_id *employers, size_t count, size_t *changed_out);
MUST_USE enum status leave_network(struct app *app, const struct actor *actor, struct network_id id,
                                   const struct employer_id *employers, size_t count, size_t *changed_out);
// Takes back a leaving of today: they belong to it since when they did.
MUST_USE enum status rejoin_network(struct app *app, const struct actor *actor, struct network_id id,
                                    const struct employer_id *employers, size_t count, size_t *changed_out);
// Employers by organisation numbers, one on each line or between commas; what is none of ours is in *unknown_out.
MUST_USE enum status read_orgnrs(struct app *app, const struct actor *actor, const char *typed, struct arena *a,
                                 struct employer_id **out, size_t *count_out, const char **unknown_out);

#endif
