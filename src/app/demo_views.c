// SPDX-License-Identifier: EUPL-1.2
// The demo's saved views: some that the office shares, and one of its own.
#include "app/demo_make.h"
#include "app/views.h"

enum status demo_make_views(struct making *m)
{
    static const struct saved_view VIEWS[] = {
        {.kind = VIEW_EMPLOYERS, .name = "Interessert, ikke besøkt", .query = "waiting=1", .shared = true},
        {.kind = VIEW_EMPLOYERS, .name = "Mine store", .query = "size=50-99&size=100-249&size=250&owner=me&sort=employees&dir=down"},
        {.kind = VIEW_ACTIVITIES, .name = "Planlagte besøk", .query = "kind=visit&state=planned&dir=up", .shared = true},
        {.kind = VIEW_NEEDS, .name = "Åpne, de som begynner først", .query = "state=open&sort=start&dir=up", .shared = true},
    };
    for (size_t i = 0; i < COUNT_OF(VIEWS); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct issues issues = issues_in(a);
        struct view_id id;
        TRY(save_view(m->app, &m->workers[0], &VIEWS[i], &issues, &id));
    }
    return OK;
}
