// SPDX-License-Identifier: EUPL-1.2
// Lines of the timeline about what the office sends out. Who runs them may read of them.
#include "app/internal.h"
#include "app/timeline.h"
#include "store/mailing_store.h"
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

// One line for each mailing, however many there it went to.
enum status timeline_mailings(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                              struct timeline_lines *list)
{
    struct mailing_reach *rows;
    size_t count;
    if (ask->employer.value == 0 || (kind_rights(actor, THING_MAILING) & RIGHT_SEE) == 0)
        return OK;
    TRY(mailing_reached(app_store(app), ask->employer, day_make(1970, 1, 1), a, &rows, &count));
    for (size_t i = count; i > 0; i--) {
        const struct mailing_reach *m = &rows[i - 1];
        bool told = i < count && rows[i].mailing.value == m->mailing.value;
        if (!told && timeline_wanted(ask, m->at, m->mailing.value))
            timeline_add(list, a, (struct timeline_line){.at = m->at, .id = m->mailing.value, .what = N_("Mailing sent"),
                                                         .title = m->subject, .noun = "mailing", .row = m->mailing.value});
    }
    return OK;
}
