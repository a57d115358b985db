// SPDX-License-Identifier: EUPL-1.2
#include "app/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "app/hires_inside.h"
#include "app/internal.h"
#include "store/activity_store.h"
#include "store/event_store.h"
#include "store/hire_store.h"
#include "store/introduction_store.h"
#include "store/programme_store.h"
#include "store/stage_store.h"
#include "store/timeline_store.h"

enum { LINES_USUAL = 30, LINES_MOST = 200 };

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

// The office sees all tasks, advisers their own agency's.
enum status timeline_tasks(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                           struct timeline_lines *list)
{
    struct access_facts any = {.thing = THING_TASK};
    struct agency_id by = access_may(actor, &any, RIGHT_SEE) ? (struct agency_id){0} : actor->agency;
    struct task_step *rows;
    size_t count;
    TRY(task_steps_of(app_store(app), ask->employer, ask->agency, by, ask->at, ask->id, ask->most, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct task_step *t = &rows[i];
        timeline_add(list, a, (struct timeline_line){
            .at = t->at,
            .id = t->id,
            .what = !t->closed ? N_("New task") : t->done ? N_("Task done") : N_("Task dropped"),
            .title = t->own ? t->what : NULL,
            .title_msgid = t->own ? NULL : t->what,
            .who = who_and_where(t->user_name, t->agency_name, a),
            .noun = "task",
            .row = t->id,
        });
    }
    return OK;
}

// The latest moment at which a line with that id is wanted.
static int64_t last_moment(const struct timeline_ask *ask, int64_t id)
{
    return ask->at - !timeline_wanted(ask, ask->at, id);
}

enum status timeline_stages(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                            struct timeline_lines *list)
{
    enum { STAGE_LINE = 2 };
    struct stage_move *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(stage_move_list(app_store(app), ask->employer, last_moment(ask, STAGE_LINE), ask->most, a, &rows, &count));
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
    TRY(pledge_move_list(app_store(app), ask->employer, last_moment(ask, PLEDGE_LINE), ask->most, a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (timeline_wanted(ask, rows[i].at, PLEDGE_LINE))
            timeline_add(list, a, (struct timeline_line){.at = rows[i].at, .id = PLEDGE_LINE, .what = N_("Means to hire"),
                                                         .title = arena_printf(a, "%d", rows[i].pledged), .who = rows[i].user_name});
    return OK;
}

enum status timeline_needs(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                           struct timeline_lines *list)
{
    struct need_step *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(need_steps_of(app_store(app), ask->employer, ask->at, ask->id, ask->most, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const char *what = rows[i].step == NEED_STATED   ? N_("Stated a need")
                           : rows[i].step == NEED_OPENED ? N_("Need opened")
                           : rows[i].filled              ? N_("Need filled")
                                                         : N_("Need closed");
        timeline_add(list, a, (struct timeline_line){.at = rows[i].at, .id = rows[i].id, .what = what, .title = rows[i].title,
                                                     .noun = "need", .row = rows[i].id});
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
    day on;
    int64_t id;
    timeline_day_place(ask, &on, &id);
    TRY(hire_list_begun(app_store(app), &f, on, id, ask->most, a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        timeline_add(list, a, (struct timeline_line){.at = timeline_day_at(rows[i].hire.start), .id = rows[i].hire.id.value,
                                                     .all_day = true, .what = N_("Somebody began to work"),
                                                     .title = rows[i].workplace_name, .noun = "hire", .row = rows[i].hire.id.value});
    return OK;
}

enum status timeline_events(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                            struct timeline_lines *list)
{
    struct event_of_employer *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    TRY(event_list_of_employer(app_store(app), ask->employer, ask->at, ask->id, ask->most, a, &rows, &count));
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

enum status timeline_introductions(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                                   struct timeline_lines *list)
{
    struct introduction_entry *rows;
    size_t count;
    if (ask->employer.value == 0)
        return OK;
    day on;
    int64_t id;
    timeline_day_place(ask, &on, &id);
    TRY(introduction_list(app_store(app), ask->employer, on, id, ask->most, a, &rows, &count));
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

// What the change log tells of the employer, its workplaces and its contacts beside what has lines of its own. How the office
// works with them is not the employer's to read.
enum status timeline_changes(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                             struct timeline_lines *list)
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
    struct change_step *rows;
    size_t count;
    TRY(change_steps_of(app_store(app), ask->employer, ask->agency, actor->role != ROLE_EMPLOYER, ask->at, ask->id, ask->most, a, &rows,
                        &count));
    for (size_t i = 0; i < count; i++) {
        const struct change_step *c = &rows[i];
        const char *words = N_("Made a change");
        for (size_t k = 0; k < COUNT_OF(WORDS); k++)
            if (strcmp(WORDS[k].noun, c->noun) == 0 && strcmp(WORDS[k].verb, c->verb) == 0)
                words = WORDS[k].words;
        timeline_add(list, a, (struct timeline_line){.at = c->at, .id = c->id, .what = words,
                                                     .title = *c->title == '\0' ? NULL : c->title,
                                                     .who = who_and_where(c->user_name, c->organisation, a)});
    }
    return OK;
}
