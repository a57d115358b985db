// SPDX-License-Identifier: EUPL-1.2
// What is planned, by day: the agenda, and the private calendar feed.
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/activities_inside.h"
#include "app/internal.h"
#include "core/person.h"
#include "exchange/calendar.h"
#include "store/event_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

enum { AGENDA_MOST = 500, DAYS_MOST = 62, FEED_DAYS_BACK = 30, FEED_DAYS_AHEAD = 400, FEED_SECRET = 16 };

static int64_t midnight(day d)
{
    int64_t at = 0;
    return instant_in_norway(d, 0, &at) ? at : 0;
}

struct agenda_list {
    struct agenda_entry *items;
    size_t count, room;
};

static enum status add_activities(struct app *app, struct user_id user, int64_t from, int64_t until, struct arena *a,
                                  struct agenda_list *list)
{
    struct activity_filter f = {.kind = -1, .outcome = -1, .state = ACTIVITY_PLANNED, .user = user, .from = from, .until = until};
    struct activity *rows;
    size_t count;
    TRY(activity_list(app_store(app), &f, true, NULL, AGENDA_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct activity *act = &rows[i];
        struct buf who = buf_in(a);
        for (size_t k = 0; k < act->people_count; k++)
            if (act->people[k].user.value != 0)
                buf_printf(&who, "%s%s", who.length > 0 ? ", " : "", act->people[k].name);
        *LIST_ADD(a, list->items, list->count, list->room) = (struct agenda_entry){
            .what = AGENDA_ACTIVITY,
            .on = activity_day(act),
            .at = act->all_day ? 0 : act->at,
            .minutes = act->minutes,
            .row = act->id.value,
            .kind = act->kind,
            .title = activity_with(act, a),
            .place = act->place,
            .who = buf_text(&who),
        };
    }
    return OK;
}

// Tasks by their day; those from before stand on the first day.
static enum status add_tasks(struct app *app, struct agency_id agency, struct user_id user, day from, day until, bool overdue,
                             struct arena *a, struct agenda_list *list)
{
    struct task_filter f = {.agency = agency, .user = user, .from = overdue ? DAY_NONE : from, .before = until};
    struct task_entry *rows;
    size_t count;
    TRY(task_list(app_store(app), &f, NULL, 0, AGENDA_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct task *t = &rows[i].task;
        *LIST_ADD(a, list->items, list->count, list->room) = (struct agenda_entry){
            .what = AGENDA_TASK,
            .on = t->by < from ? from : t->by,
            .row = t->id.value,
            .title = t->what,
            .place = "",
            .who = rows[i].employer_name[0] != '\0' ? rows[i].employer_name : rows[i].about_name,
            .overdue = t->by < from,
            .translated = *t->cause != '\0',
        };
    }
    return OK;
}

// The office runs events; others those of which they are the one to ask.
static bool runs(const struct user *user, const struct event *e, struct arena *a)
{
    return user->role == ROLE_OFFICE ||
           email_same(a, user->email, e->contact_email);
}

static enum status add_events(struct app *app, struct user_id id, int64_t from, int64_t until, enum lang lang, struct arena *a,
                              struct agenda_list *list)
{
    struct event *rows;
    struct user user;
    size_t count;
    if (id.value != 0)
        TRY(user_get(app_store(app), id, a, &user));
    TRY(event_list_coming(app_store(app), from, false, AGENDA_MOST, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct event *e = &rows[i];
        if (e->starts_at >= until || (id.value != 0 && !runs(&user, e, a)))
            continue;
        *LIST_ADD(a, list->items, list->count, list->room) = (struct agenda_entry){
            .what = AGENDA_EVENT,
            .on = day_in_norway(e->starts_at < from ? from : e->starts_at),
            .at = e->starts_at,
            .minutes = (int)((e->ends_at - e->starts_at) / 60000),
            .row = e->id.value,
            .title = event_title(e, lang),
            .place = e->place,
            .who = e->contact_name,
        };
    }
    return OK;
}

static int by_time(const void *left, const void *right)
{
    const struct agenda_entry *a = left, *b = right;
    if (a->on != b->on)
        return (a->on > b->on) - (a->on < b->on);
    if ((a->what == AGENDA_TASK) != (b->what == AGENDA_TASK))
        return a->what == AGENDA_TASK ? 1 : -1;
    if (a->at != b->at)
        return (a->at > b->at) - (a->at < b->at);
    return (a->row > b->row) - (a->row < b->row);
}

enum status get_agenda(struct app *app, const struct actor *actor, struct user_id user, day from, int days, struct arena *a,
                       struct agenda_entry **out, size_t *count_out)
{
    struct activity any = {0};
    struct task every = {0};
    struct access_facts facts = {.thing = THING_TASK, .agency = every.agency};
    struct agenda_list list = {0};
    if ((activity_rights(actor, &any) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    if (days < 1 || days > DAYS_MOST)
        return INVALID;
    struct agency_id agency = (access_rights(actor, &facts) & RIGHT_SEE) != 0 ? (struct agency_id){0} : actor->agency;
    TRY(add_activities(app, user, midnight(from), midnight(from + days), a, &list));
    TRY(add_tasks(app, agency, user, from, from + days, from == app_today(app), a, &list));
    TRY(add_events(app, user, midnight(from), midnight(from + days), actor->lang, a, &list));
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, by_time);
    *out = list.items;
    *count_out = list.count;
    return OK;
}

// Feeds

static const char *word_of(struct app *app, int64_t id, struct arena *a)
{
    unsigned char token[STORE_TOKEN];
    char hex[FEED_SECRET * 2 + 1];
    calendar_feed_token(app_store(app), id, token);
    sodium_bin2hex(hex, sizeof hex, token, FEED_SECRET);
    sodium_memzero(token, sizeof token);
    return arena_printf(a, "%lld-%s", (long long)id, hex);
}

// Whoever has an agenda of their own.
static bool has_agenda(const struct actor *actor)
{
    return actor->user.value != 0 && (kind_rights(actor, THING_ACTIVITY) & RIGHT_CREATE) != 0;
}

enum status get_feed(struct app *app, const struct actor *actor, struct arena *a, struct feed_view *out)
{
    struct calendar_feed feed;
    *out = (struct feed_view){.word = ""};
    if (!has_agenda(actor))
        return NOT_FOUND;
    enum status status = calendar_feed_of(app_store(app), actor->user, &feed);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    *out = (struct feed_view){true, feed.created_at, word_of(app, feed.id, a)};
    return OK;
}

static enum status write_begin(struct store_tx *tx, void *arg)
{
    int64_t id;
    return calendar_feed_begin(tx, tx->user, &id);
}

enum status begin_feed(struct app *app, const struct actor *actor)
{
    return has_agenda(actor) ? store_write(app_store(app), actor, app_now(app), write_begin, NULL) : DENIED;
}

static enum status write_end(struct store_tx *tx, void *arg)
{
    return calendar_feed_end(tx, tx->user);
}

enum status end_feed(struct app *app, const struct actor *actor)
{
    return has_agenda(actor) ? store_write(app_store(app), actor, app_now(app), write_end, NULL) : DENIED;
}

static enum status feed_find(struct app *app, const char *word, struct arena *a, struct user *out)
{
    struct calendar_feed feed;
    char *end;
    int64_t id = *word >= '1' && *word <= '9' ? strtoll(word, &end, 10) : 0;
    if (id <= 0 || *end != '-')
        return NOT_FOUND;
    const char *right = word_of(app, id, a);
    if (strlen(word) != strlen(right) || sodium_memcmp(word, right, strlen(right)) != 0)
        return NOT_FOUND;
    TRY(calendar_feed_get(app_store(app), id, &feed));
    TRY(user_get(app_store(app), feed.user, a, out));
    return out->disabled_at == 0 ? OK : NOT_FOUND;
}

static const char *summary_of(const struct agenda_entry *e, enum lang lang, struct arena *a)
{
    switch (e->what) {
    case AGENDA_ACTIVITY:
        return arena_printf(a, "%s: %s", tr(lang, activity_kind_title(e->kind)), e->title);
    case AGENDA_TASK:
        return tr_arg(lang, a, N_("Task: %s"), e->translated ? tr(lang, e->title) : e->title);
    case AGENDA_EVENT:
        return tr_arg(lang, a, N_("Event: %s"), e->title);
    }
    return e->title;
}

enum status read_feed(struct app *app, const char *word, struct arena *a, const char **ics_out)
{
    static const char *const UIDS[] = {[AGENDA_ACTIVITY] = "activity", [AGENDA_TASK] = "task", [AGENDA_EVENT] = "event"};
    struct user user;
    struct programme programme;
    struct agenda_list list = {0};
    TRY(feed_find(app, word, a, &user));
    TRY(programme_get(app_store(app), a, &programme));
    day from = app_today(app) - FEED_DAYS_BACK, until = app_today(app) + FEED_DAYS_AHEAD;
    TRY(add_activities(app, user.id, midnight(from), midnight(until), a, &list));
    TRY(add_tasks(app, user.agency, user.id, from, until, false, a, &list));
    TRY(add_events(app, user.id, midnight(from), midnight(until), user.lang, a, &list));
    struct calendar_event *events = ARENA_ARRAY(a, struct calendar_event, list.count);
    for (size_t i = 0; i < list.count; i++) {
        const struct agenda_entry *e = &list.items[i];
        events[i] = (struct calendar_event){
            .uid = arena_printf(a, "%s-%lld@ypsilon", UIDS[e->what], (long long)e->row),
            .stamp = midnight(app_today(app)), // the same all day, so that the same feed is the same bytes
            .starts_at = e->at,
            .ends_at = e->at + (e->minutes > 0 ? e->minutes : 60) * INT64_C(60000),
            .all_day = e->at == 0,
            .on = e->on,
            .free = e->what == AGENDA_TASK,
            .summary = summary_of(e, user.lang, a),
            .location = e->place,
            .description = "",
            .status = CALENDAR_CONFIRMED,
        };
    }
    return calendar_write_feed(events, list.count, programme.name, a, ics_out);
}
