// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_VIEWS_H
#define APP_VIEWS_H

#include "app/app.h"
#include "core/saved_view.h"

// Names for lists as they are narrowed and shown: one's own, or shared with the staff. Only who made one may change it.
struct view_line {
    struct saved_view view;
    const char *owner_name;
    bool own; // the actor may edit it
};
// The actor's own and those that are shared, by name.
MUST_USE enum status list_views(struct app *app, const struct actor *actor, enum view_kind kind, struct arena *a,
                                struct view_line **out, size_t *count_out);
MUST_USE enum status get_view(struct app *app, const struct actor *actor, struct view_id id, struct arena *a,
                              struct view_line *out);
// kind, name, query and shared are read.
MUST_USE enum status save_view(struct app *app, const struct actor *actor, const struct saved_view *typed,
                               struct issues *issues, struct view_id *id_out);
// id, version, name, query and shared are read; query NULL: as it was.
MUST_USE enum status edit_view(struct app *app, const struct actor *actor, const struct saved_view *typed,
                               struct issues *issues);
// To be taken back by restore_view. kind_out: whose list to go back to.
MUST_USE enum status remove_view(struct app *app, const struct actor *actor, struct view_id id, enum view_kind *kind_out);
MUST_USE enum status restore_view(struct app *app, const struct actor *actor, struct view_id id, enum view_kind *kind_out);

// The employers in a view, or with view {0} those that a list's query ("stage=met&area=0602") gives: the audience of events,
// surveys, mailings and activities, as it is now and as far as the actor may list employers. In the list's order.
// NOT_FOUND: no such view of employers.
struct employer_id;
MUST_USE enum status view_employers(struct app *app, const struct actor *actor, struct view_id view, const char *query,
                                    struct arena *a, struct employer_id **out, size_t *count_out);

#endif
