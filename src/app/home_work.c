// SPDX-License-Identifier: EUPL-1.2
#include "app/home_work.h"

#include "app/internal.h"
#include "store/trouble_store.h"

enum status get_home_work(struct app *app, const struct actor *actor, struct arena *a, struct home_work *out)
{
    struct home_work w = {0};
    struct store *s = app_store(app);
    struct agenda_entry *entries;
    size_t count;
    day today = app_today(app);
    int64_t since = app_now(app) - (int64_t)TROUBLE_DAYS * 86400000;
    if ((actor->role != ROLE_OFFICE && actor->role != ROLE_ADVISER) || actor->agency.value == 0)
        return NOT_FOUND;
    TRY(list_tasks(app, actor, &(struct task_query){.show = TASKS_MINE, .after = "", .most = HOME_TASKS}, a, &w.tasks));
    TRY(count_tasks(app, actor, &w.task_counts));
    TRY(get_agenda(app, actor, actor->user, today, 1, a, &entries, &count));
    w.today = ARENA_ARRAY(a, struct agenda_entry, count);
    for (size_t i = 0; i < count; i++)
        if (entries[i].what != AGENDA_TASK)
            w.today[w.today_count++] = entries[i];
    if ((kind_rights(actor, THING_OUTBOX) & RIGHT_SEE) != 0)
        TRY(trouble_mail(s, since, &w.troubles));
    if ((kind_rights(actor, THING_PROGRAMME) & RIGHT_EDIT) != 0) // the programme's office
        TRY(trouble_office(s, since, a, &w.troubles));
    TRY(trouble_questions(s, actor->agency, today - TROUBLE_DAYS, today, a, &w.troubles));
    *out = w;
    return OK;
}
