// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_PROGRAMME_H
#define APP_PROGRAMME_H

#include "app/app.h"
#include "core/region.h"

// The programme's settings. Everybody who works in it may read them; the office edits.
MUST_USE enum status get_programme(struct app *app, const struct actor *actor, struct arena *a, struct programme *out);
MUST_USE enum status edit_programme(struct app *app, const struct actor *actor, const struct programme *typed,
                                    struct issues *issues);
MUST_USE enum status list_areas(struct app *app, struct arena *a, struct region_area **out, size_t *count_out); // all days
// Those of today, for forms: the region's own first, then the possible ones.
MUST_USE enum status list_areas_today(struct app *app, struct arena *a, struct region_area **out, size_t *count_out);
MUST_USE enum status edit_area_status(struct app *app, const struct actor *actor, struct code area, day from,
                                      enum region_status status);
MUST_USE enum status list_agencies(struct app *app, const struct actor *actor, struct arena *a, struct agency **out,
                                   size_t *count_out);
MUST_USE enum status add_agency(struct app *app, const struct actor *actor, const struct agency *typed,
                                struct issues *issues, struct agency_id *id_out);
MUST_USE enum status edit_agency(struct app *app, const struct actor *actor, const struct agency *typed,
                                 struct issues *issues);

// Sets an empty database up: the programme, its region, its own agency and the first information text. CONFLICT: it has
// been set up already.
MUST_USE enum status set_up_programme(struct app *app, const struct programme *typed, const struct region_area *areas,
                                      size_t area_count, const char *office_name, struct issues *issues,
                                      struct agency_id *office_out);
// What everybody may know, visitors too: name, goal and period. NOT_FOUND before set-up.
MUST_USE enum status get_programme_frame(struct app *app, struct arena *a, struct programme *out);

// Hjem. Only what the reader's role may know.
struct home_view {
    const struct programme *programme;
    int share_of_period;          // per cent of the programme's days that have passed, 0–100
    size_t employers, employers_taking_part, pledged;
    size_t needs_open, positions_open;
    size_t candidates_own;        // running enrolments with the actor's agency
    struct need_row *needs;       // newest open ones (employer users: own)
    size_t need_count;
    struct need_row *drafts;      // the actor's own unfinished drafts
    size_t draft_count;
};
struct need_row;
MUST_USE enum status get_home(struct app *app, const struct actor *actor, struct arena *a, struct home_view *out);

#endif
