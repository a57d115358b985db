// SPDX-License-Identifier: EUPL-1.2
// Lines of the timeline about feedback: that somebody was asked, and that an answer came. For those who run surveys.
#include "app/internal.h"
#include "app/timeline.h"
#include "store/timeline_store.h"

enum { ROWS_MOST = 300 };

static int64_t midnight(day d)
{
    int64_t at = 0;
    return instant_in_norway(d, 0, &at) ? at : 0;
}

enum status timeline_surveys(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                             struct timeline_lines *list)
{
    struct feedback_asked *rows;
    size_t count;
    if ((kind_rights(actor, THING_SURVEY) & RIGHT_SEE) == 0)
        return OK;
    TRY(feedback_asked_of(app_store(app), ask->employer, ask->agency, ROWS_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct feedback_asked *k = &rows[i];
        struct timeline_line line = {.id = k->id, .title = k->name, .noun = "survey", .row = k->survey.value};
        line.at = midnight(k->asked_on);
        line.all_day = true;
        line.what = N_("Asked for feedback");
        if (timeline_wanted(ask, line.at, line.id))
            timeline_add(list, a, line);
        line.at = k->answered_at;
        line.all_day = false;
        line.what = N_("Gave feedback");
        if (k->answered_at != 0 && timeline_wanted(ask, line.at, line.id))
            timeline_add(list, a, line);
    }
    return OK;
}
