// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_TASKS_H
#define APP_TASKS_H

#include "app/app.h"
#include "core/task.h"
#include "store/task_store.h"

// Tasks (oppgaver). The office sees all, advisers those of their own agency. Other use cases make one within their own
// transaction by task_insert (store/task_store.h).

struct task_view {
    struct task task;
    const char *user_name, *agency_name, *employer_name, *about_name; // ""
    const char *created_by_name;                                      // "" when something else made it
    bool overdue, may_edit;
};
MUST_USE enum status get_task(struct app *app, const struct actor *actor, struct task_id id, struct arena *a,
                              struct task_view *out);

enum task_show { TASKS_MINE, TASKS_ALL, TASKS_OVERDUE, TASKS_UNOWNED, TASKS_CLOSED };
enum { TASK_SHOWS = 5 };
struct task_query {
    enum task_show show;
    struct employer_id employer; // {0} all, and so on
    struct agency_id about;
    struct activity_id activity;
    const char *after;           // "" the first page
    size_t most;                 // 0: 50
};
struct task_page {
    struct task_view *rows;      // open ones by their day, those without one last; closed ones the latest first
    size_t row_count;
    const char *next;            // "" when this is the last page
};
MUST_USE enum status list_tasks(struct app *app, const struct actor *actor, const struct task_query *query, struct arena *a,
                                struct task_page *out);
// The actor's own open ones, and how many of them are overdue: for the first page.
struct task_counts {
    int64_t mine, overdue;
};
MUST_USE enum status count_tasks(struct app *app, const struct actor *actor, struct task_counts *out);

// Who may be given a task or named as taking part: the programme's office and the actor's own agency; the office may name
// every agency's. By agency, the actor's own first.
struct staff_member {
    struct user_id id;
    struct agency_id agency;
    const char *name, *agency_name;
};
MUST_USE enum status list_staff(struct app *app, const struct actor *actor, struct arena *a, struct staff_member **out,
                                size_t *count_out);

// As typed. Fields as in task_check, and "user", "employer". INVALID with an issue on "named": the words seem to name a
// candidate, and named_other has not been said.
struct task_typed {
    struct task task;            // what, user, by, employer, about, activity; version when it is edited
    bool named_other;            // somebody else by the same name
};
MUST_USE enum status add_task(struct app *app, const struct actor *actor, const struct task_typed *typed,
                              struct issues *issues, struct task_id *id_out);
// What it is about stays as it is.
MUST_USE enum status edit_task(struct app *app, const struct actor *actor, const struct task_typed *typed,
                               struct issues *issues);
// Done, dropped, or open again. CONFLICT: it was changed meanwhile; the same step sent twice is one.
MUST_USE enum status set_task_state(struct app *app, const struct actor *actor, struct task_id id, int64_t version,
                                    enum task_state state, struct issues *issues);

#endif
