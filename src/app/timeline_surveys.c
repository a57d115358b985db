// SPDX-License-Identifier: EUPL-1.2
// Lines of the timeline about feedback: that somebody was asked, and that an answer came. For those who run surveys.
#include "app/internal.h"
#include "app/timeline.h"
#include "store/timeline_store.h"

static void line_of(const struct feedback_asked *k, int64_t at, bool all_day, const char *what, struct arena *a,
                    struct timeline_lines *list)
{
    timeline_add(list, a, (struct timeline_line){.at = at, .id = k->id, .all_day = all_day, .what = what, .title = k->name,
                                                 .noun = "survey", .row = k->survey.value});
}

enum status timeline_surveys(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                             struct timeline_lines *list)
{
    struct feedback_asked *rows;
    size_t count;
    day on;
    int64_t id;
    if ((kind_rights(actor, THING_SURVEY) & RIGHT_SEE) == 0)
        return OK;
    timeline_day_place(ask, &on, &id);
    TRY(feedback_asked_of(app_store(app), ask->employer, ask->agency, on, id, ask->most, a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        line_of(&rows[i], timeline_day_at(rows[i].asked_on), true,
                rows[i].elsewhere ? N_("Asked for feedback as a contact of another employer") : N_("Asked for feedback"), a, list);
    TRY(feedback_answered_of(app_store(app), ask->employer, ask->agency, ask->at, ask->id, ask->most, a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        line_of(&rows[i], rows[i].answered_at, false,
                rows[i].elsewhere ? N_("Gave feedback as a contact of another employer") : N_("Gave feedback"), a, list);
    return OK;
}
