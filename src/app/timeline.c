// SPDX-License-Identifier: EUPL-1.2
#include "app/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "app/hires_inside.h"
#include "app/internal.h"
#include "store/activity_store.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/event_store.h"
#include "store/hire_store.h"
#include "store/introduction_store.h"
#include "store/need_store.h"
#include "store/programme_store.h"
#include "store/stage_store.h"
#include "store/task_store.h"

enum { LINES_USUAL = 30, LINES_MOST = 200, ROWS_MOST = 300 };

static const struct {
    const char *name, *title;
    enum status (*lines)(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                         struct timeline_lines *list);
    bool for_employer;
} KINDS[TIMELINE_KINDS] = {
#define TIMELINE(key, name, title, function, for_employer) [TIMELINE_##key] = {name, title, function, for_employer},
#include "app/timeline.def"
#undef TIMELINE
};

const char *timeline_kind_name(enum timeline_kind k)
{
    return KINDS[k].name;
}

bool timeline_kind_read(const char *name, enum timeline_kind *out)
{
    for (int k = 0; k < TIMELINE_KINDS; k++)
        if (strcmp(KINDS[k].name, name) == 0) {
            *out = (enum timeline_kind)k;
            return true;
        }
    return false;
}

const char *timeline_kind_title(enum timeline_kind k)
{
    return KINDS[k].title;
}

void timeline_add(struct timeline_lines *list, struct arena *a, struct timeline_line line)
{
    *LIST_ADD(a, list->items, list->count, list->room) = line;
}

int64_t timeline_day_at(day d)
{
    int64_t at = 0;
    return instant_in_norway(d, 0, &at) ? at : 0;
}

void timeline_day_place(const struct timeline_ask *ask, day *on_out, int64_t *id_out)
{
    day last = day_make(9999, 12, 31);
    *on_out = ask->at >= timeline_day_at(last) ? last : day_in_norway(ask->at);
    *id_out = timeline_day_at(*on_out) < ask->at ? INT64_MAX : ask->id;
}

static int newest_first(const void *left, const void *right)
{
    const struct timeline_line *a = left, *b = right;
    if (a->at != b->at)
        return (a->at < b->at) - (a->at > b->at);
    if (a->id != b->id)
        return (a->id < b->id) - (a->id > b->id);
    return (int)a->kind - (int)b->kind;
}

static bool place_read(const char *after, struct timeline_ask *ask)
{
    char *end;
    ask->at = strtoll(after, &end, 10);
    if (end == after || *end != '_')
        return false;
    ask->id = strtoll(end + 1, &end, 10);
    return *end == '\0';
}

static enum status may_see(struct app *app, const struct actor *actor, const struct timeline_query *q, struct arena *a)
{
    unsigned rights;
    struct agency agency;
    if (q->employer.value != 0)
        return employer_rights(app, actor, q->employer, &rights);
    if ((kind_rights(actor, THING_AGENCY) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return agency_get(app_store(app), q->agency, a, &agency);
}

enum status get_timeline(struct app *app, const struct actor *actor, const struct timeline_query *q, struct arena *a,
                         struct timeline_page *out)
{
    struct timeline_ask ask = {.employer = q->employer, .agency = q->agency, .at = INT64_MAX, .id = INT64_MAX};
    struct timeline_lines list = {0};
    struct timeline_page page = {.next = ""};
    size_t most = q->most == 0 ? LINES_USUAL : q->most > LINES_MOST ? LINES_MOST : q->most;
    TRY(may_see(app, actor, q, a));
    if (q->after != NULL && *q->after != '\0' && !place_read(q->after, &ask))
        return INVALID;
    ask.most = most + 1;
    for (int k = 0; k < TIMELINE_KINDS; k++) {
        if (actor->role == ROLE_EMPLOYER && !KINDS[k].for_employer)
            continue;
        page.kinds |= 1u << k;
        size_t before = list.count;
        if (q->kinds == 0 || (q->kinds >> k & 1) != 0)
            TRY(KINDS[k].lines(app, actor, &ask, a, &list));
        for (size_t i = before; i < list.count; i++)
            list.items[i].kind = (enum timeline_kind)k;
    }
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, newest_first);
    page.lines = list.items;
    page.line_count = list.count > most ? most : list.count;
    if (list.count > most) {
        const struct timeline_line *last = &list.items[most - 1];
        page.next = arena_printf(a, "%lld_%lld", (long long)last->at, (long long)last->id);
    }
    *out = page;
    return OK;
}

static const char *who_and_where(const char *who, const char *where, struct arena *a)
{
    if (who == NULL || *who == '\0')
        return where;
    return where == NULL || *where == '\0' ? who : arena_printf(a, "%s, %s", who, where);
}

enum status timeline_activities(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                                struct timeline_lines *list)
{
    struct activity_filter f = {.kind = -1, .state = -1, .outcome = -1, .employer = ask->employer, .with = ask->agency};
    struct activity_place after = {ask->at, ask->id};
    struct activity *rows;
    size_t count;
    TRY(activity_list(app_store(app), &f, false, &after, ask->most, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct activity *act = &rows[i];
        const char *what = act->state == ACTIVITY_PLANNED     ? N_("Planned")
                           : act->state == ACTIVITY_CANCELLED ? N_("Called off")
                                                              : activity_kind_title(act->kind);
        bool told = act->state == ACTIVITY_HELD && act->outcome != ACTIVITY_UNTOLD;
        timeline_add(list, a, (struct timeline_line){
            .at = act->at,
            .id = act->id.value,
            .all_day = act->all_day,
            .what = what,
            .title = act->state == ACTIVITY_HELD && !told && act->network.value != 0 ? act->network_name : NULL,
            .title_msgid = act->state != ACTIVITY_HELD ? activity_kind_title(act->kind)
                           : told                      ? activity_outcome_title(act->outcome)
                                                       : NULL,
            .who = who_and_where(act->created_by_name, act->agency_name, a),
            .noun = "activity",
            .row = act->id.value,
        });
    }
    return OK;
}

static void task_line(const struct timeline_ask *ask, const struct task_entry *e, int64_t at, const char *what, struct arena *a,
                      struct timeline_lines *list)
{
    if (!timeline_wanted(ask, at, e->task.id.value))
        return;
    bool own = *e->task.cause == '\0';
    timeline_add(list, a, (struct timeline_line){
        .at = at,
        .id = e->task.id.value,
        .what = what,
        .title = own ? e->task.what : NULL,
        .title_msgid = own ? NULL : e->task.what,
        .who = who_and_where(e->user_name, e->agency_name, a),
        .noun = "task",
        .row = e->task.id.value,
    });
}

// The office sees all tasks, advisers their own agency's.
enum status timeline_tasks(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                           struct timeline_lines *list)
{
    struct access_facts any = {.thing = THING_TASK};
    struct task_filter f = {.employer = ask->employer, .about = ask->agency, .before = DAY_NONE, .from = DAY_NONE};
    if (!access_may(actor, &any, RIGHT_SEE))
        f.agency = actor->agency;
    for (int closed = 0; closed <= 1; closed++) {
        struct task_entry *rows;
        size_t count;
        f.closed = closed;
        TRY(task_list(app_store(app), &f, NULL, 0, ROWS_MOST, a, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            const struct task *t = &rows[i].task;
            task_line(ask, &rows[i], t->created_at, N_("New task"), a, list);
            if (t->closed_at != 0)
                task_line(ask, &rows[i], t->closed_at, t->state == TASK_DONE ? N_("Task done") : N_("Task dropped"), a, list);
        }
    }
    return OK;
}

enum status timeline_stages(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                            struct timeline_lines *list)
{
    enum { STAGE_LINE = 2 };
    struct stage_move *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(stage_move_list(app_store(app), ask->employer, ROWS_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (timeline_wanted(ask, rows[i].at, STAGE_LINE))
            timeline_add(list, a, (struct timeline_line){.at = rows[i].at, .id = STAGE_LINE, .what = N_("New stage"),
                                                         .title_msgid = stage_title(rows[i].to), .who = rows[i].user_name});
    return OK;
}

enum status timeline_pledges(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                             struct timeline_lines *list)
{
    enum { PLEDGE_LINE = 1 };
    struct pledge_move *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(pledge_move_list(app_store(app), ask->employer, ROWS_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (timeline_wanted(ask, rows[i].at, PLEDGE_LINE))
            timeline_add(list, a, (struct timeline_line){.at = rows[i].at, .id = PLEDGE_LINE, .what = N_("Means to hire"),
                                                         .title = arena_printf(a, "%d", rows[i].pledged), .who = rows[i].user_name});
    return OK;
}

enum status timeline_needs(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                           struct timeline_lines *list)
{
    struct need_filter f = {.employer = ask->employer};
    struct need_entry *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(need_list(app_store(app), &f, NEED_ORDER_CREATED, true, (struct need_id){0}, ROWS_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct need *n = &rows[i].need;
        const struct {
            int64_t at;
            const char *what;
        } MOMENTS[] = {{n->created_at, N_("Stated a need")},
                       {n->opened_at, N_("Need opened")},
                       {n->closed_at, n->state == NEED_FILLED ? N_("Need filled") : N_("Need closed")}};
        for (size_t k = 0; k < COUNT_OF(MOMENTS); k++) {
            // Of one that was opened as it was stated, the first line says it.
            bool again = k > 0 && MOMENTS[k].at == MOMENTS[k - 1].at;
            if (MOMENTS[k].at != 0 && !again && timeline_wanted(ask, MOMENTS[k].at, n->id.value))
                timeline_add(list, a, (struct timeline_line){.at = MOMENTS[k].at, .id = n->id.value, .what = MOMENTS[k].what,
                                                             .title = n->title, .noun = "need", .row = n->id.value});
        }
    }
    return OK;
}

// Only those that the actor may know of (hire_scope).
enum status timeline_hires(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                           struct timeline_lines *list)
{
    struct hire_filter f = {.employer = ask->employer, .states = 1u << HIRE_CONFIRMED};
    struct hire_entry *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(hire_scope(app, actor, a, &f));
    TRY(hire_list(app_store(app), &f, (struct hire_id){0}, ROWS_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct hire *h = &rows[i].hire;
        int64_t at;
        if (instant_in_norway(h->start, 0, &at) && timeline_wanted(ask, at, h->id.value))
            timeline_add(list, a, (struct timeline_line){.at = at, .id = h->id.value, .all_day = true,
                                                         .what = N_("Somebody began to work"), .title = rows[i].workplace_name,
                                                         .noun = "hire", .row = h->id.value});
    }
    return OK;
}

enum status timeline_events(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                            struct timeline_lines *list)
{
    struct event_of_employer *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(event_list_of_employer(app_store(app), ask->employer, ROWS_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct event *e = &rows[i].event;
        const char *what = e->state == EVENT_CANCELLED ? N_("Event called off")
                           : rows[i].present > 0       ? N_("Came to")
                           : rows[i].yes > 0           ? N_("Said yes to")
                                                       : N_("Invited to");
        if (timeline_wanted(ask, e->starts_at, e->id.value))
            timeline_add(list, a, (struct timeline_line){.at = e->starts_at, .id = e->id.value, .what = what,
                                                         .title = event_title(e, actor->lang), .noun = "event", .row = e->id.value});
    }
    return OK;
}

// What the change log tells of the employer, its workplaces and its needs beside what has lines of its own.
static enum status changes_of(struct app *app, const struct timeline_ask *ask, const char *noun, int64_t row, const char *title,
                              struct arena *a, struct timeline_lines *list)
{
    static const struct {
        const char *noun, *verb, *words;
    } WORDS[] = {
        {"employer", "insert", N_("Registered the employer")}, {"employer", "update", N_("Changed the employer")},
        {"employer", "merge", N_("Merged another employer into this one")}, {"employer", "unmerge", N_("Took a merge back")},
        {"workplace", "insert", N_("Added a workplace")},      {"workplace", "update", N_("Changed a workplace")},
        {"contact", "insert", N_("Added a contact")},          {"contact", "update", N_("Changed a contact")},
        {"network_member", "join", N_("Added it to a network")}, {"network_member", "leave", N_("Took it out of a network")},
    };
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct change *changes;
    size_t n;
    TRY(store_history(app_store(app), noun, row, 0, ROWS_MOST, scratch, &changes, &n));
    for (size_t i = 0; i < n; i++) {
        const char *words = N_("Made a change");
        for (size_t k = 0; k < COUNT_OF(WORDS); k++)
            if (strcmp(WORDS[k].noun, noun) == 0 && strcmp(WORDS[k].verb, changes[i].verb) == 0)
                words = WORDS[k].words;
        const char *who = arena_strdup(a, who_and_where(changes[i].user_name, changes[i].organisation, scratch));
        if (timeline_wanted(ask, changes[i].at, changes[i].id))
            timeline_add(list, a, (struct timeline_line){.at = changes[i].at, .id = changes[i].id, .what = words,
                                                         .title = *title == '\0' ? NULL : title, .who = who});
    }
    return OK;
}

static enum status contact_changes(struct app *app, const struct timeline_ask *ask, struct arena *a, struct timeline_lines *list)
{
    struct contact *contacts;
    size_t count;
    struct contact_filter filter = {.employer = ask->employer, .agency = ask->agency, .present_on = DAY_NONE};
    TRY(contact_list(app_store(app), &filter, ROWS_MOST, a, &contacts, &count));
    for (size_t i = 0; i < count; i++)
        TRY(changes_of(app, ask, "contact", contacts[i].id.value, contacts[i].name, a, list));
    return OK;
}

enum status timeline_introductions(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                                   struct timeline_lines *list)
{
    struct introduction_entry *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(introduction_list(app_store(app), ask->employer, ROWS_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct introduction *it = &rows[i].introduction;
        bool hears = it->newcomer.value == ask->employer.value;
        int64_t at;
        if (instant_in_norway(it->on, 0, &at) && timeline_wanted(ask, at, it->id.value))
            timeline_add(list, a, (struct timeline_line){
                .at = at, .id = it->id.value, .all_day = true, .what = hears ? N_("Introduced to a reference firm") : N_("Told another firm"),
                .title = hears ? rows[i].reference_name : rows[i].newcomer_name, .who = rows[i].by_name, .noun = "introduction",
                .row = it->id.value});
    }
    return OK;
}

enum status timeline_changes(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                             struct timeline_lines *list)
{
    struct workplace *workplaces;
    size_t count;
    TRY(contact_changes(app, ask, a, list));
    if (ask->employer.value == 0)
        return OK;
    if (actor->role != ROLE_EMPLOYER) // how the office works with them is not theirs to read
        TRY(changes_of(app, ask, "network_member", ask->employer.value, "", a, list));
    TRY(changes_of(app, ask, "employer", ask->employer.value, "", a, list));
    TRY(workplace_list(app_store(app), ask->employer, a, &workplaces, &count));
    for (size_t i = 0; i < count; i++)
        TRY(changes_of(app, ask, "workplace", workplaces[i].id.value, workplaces[i].name, a, list));
    return OK;
}
