// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_AGENCIES_H
#define APP_AGENCIES_H

#include "app/app.h"
#include "core/programme.h"

// Agencies and volunteers' organisations, as those see them who work with them: for whoever may SEE agencies.
struct agency_line {
    struct agency agency;
    size_t contacts;          // who are there today
    size_t users;             // who can log in
    struct band people;       // enrolled today, in bands: what an agency has is its own to count
    bool own;
};
MUST_USE enum status list_agency_lines(struct app *app, const struct actor *actor, struct arena *a, struct agency_line **out,
                                       size_t *count_out); // those that take part first, by name
MUST_USE enum status get_agency_line(struct app *app, const struct actor *actor, struct agency_id id, struct arena *a,
                                     struct agency_line *out, unsigned *rights_out);

#endif
