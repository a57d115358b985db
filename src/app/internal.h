// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_INTERNAL_H
#define APP_INTERNAL_H

#include "app/app.h"
#include "core/need.h"
#include "core/region.h"
#include "store/store.h"

// What the use cases share.

int64_t clock_real(void);          // ms since 1970 UTC, whatever --today says
int64_t clock_shift(day today);    // ms from it to the clock of that day; 0 for DAY_NONE

// The clock stands at this instant until it is put elsewhere; 0: it runs again. For the demo, which tells what happened
// over months. While it stands nobody else may use the app.
void app_stand_clock(struct app *app, int64_t at);
uint64_t app_seed(const struct app *app); // of app_config

// The engine knows agencies as small numbers; 0 when the agency is not known. Agencies are numbered as they are made
// and never removed, so a number stays the agency's.
uint32_t app_group(struct app *app, struct agency_id agency);

// Writes down that the actor looked at these people; nothing for one's own page. Before the answer goes out.
MUST_USE enum status app_log_reads(struct app *app, const struct actor *actor, const struct person_id *persons,
                                   size_t count, const char *what);
// This database holds the demo, from now on.
void app_mark_demo(struct app *app);

// What may be written in the log of reads: English msgids.
extern const char READ_PROFILE[], READ_LIST[], READ_RANKED[], READ_EXPLAINED[], READ_EXPORTED[], READ_FOUND[];

// edit_profile without asking for rights: the caller has.
struct profile;
MUST_USE enum status save_profile(struct app *app, const struct actor *actor, const struct profile *profile,
                                  struct issues *issues);

struct roster *app_roster(struct app *app);
struct finder *app_finder(struct app *app);

// Rights on one thing. NOT_FOUND also when the actor may not SEE it.
MUST_USE enum status person_rights(struct app *app, const struct actor *actor, struct person_id id,
                                   unsigned *rights_out);
MUST_USE enum status employer_rights(struct app *app, const struct actor *actor, struct employer_id id,
                                     unsigned *rights_out);
MUST_USE enum status need_rights(struct app *app, const struct actor *actor, struct need_id id, unsigned *rights_out);
// Rights on things of a kind as such: creating, settings.
unsigned kind_rights(const struct actor *actor, enum thing thing);
// Whether somebody with these rights on a person may read of an organisation that looked or wrote.
bool organisation_seen(const struct actor *actor, unsigned rights, const char *organisation);
// OK, or DENIED when a right is lacking.
MUST_USE enum status rights_ask(unsigned has, unsigned asked);

// All region areas of the programme, of all days; read once and again after a change of them.
MUST_USE enum status app_areas(struct app *app, struct arena *a, struct region_area **out, size_t *count_out);
const char *app_area_name(struct app *app, struct code area, struct arena *a); // "" when unknown

// A need without rights, and without who stated it: for uses that rest on another thing's rights, as a referral's.
struct need_view;
MUST_USE enum status need_view_get(struct app *app, struct need_id id, struct arena *a, struct need_view *out);

// The engine's form of a need.
struct match_need need_for_match(const struct need *n, struct arena *a);
static inline const char *text_or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

#endif
