// SPDX-License-Identifier: EUPL-1.2
// Hires as they stood at an instant, out of the change log, so that a figure that was released once stays as it was.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "store/hire_store.h"
#include "store/inside.h"
#include "store/need_store.h"

// What the verbs alone tell; HIRE_REPORTED for others, and the line is not asked.
static bool verb_state(const char *verb, enum hire_state *out)
{
    static const struct {
        const char *verb;
        enum hire_state state;
    } VERBS[] = {{"insert", HIRE_REPORTED}, {"confirm", HIRE_CONFIRMED}, {"correct", HIRE_REPORTED}, {"take-back", HIRE_TAKEN_BACK}};
    for (size_t i = 0; i < COUNT_OF(VERBS); i++)
        if (strcmp(VERBS[i].verb, verb) == 0) {
            *out = VERBS[i].state;
            return true;
        }
    return false;
}

static day day_of(const json_t *root, const char *name)
{
    day d = DAY_NONE;
    const char *text = json_string_value(json_object_get(root, name));
    return text != NULL && day_read(text, &d) ? d : DAY_NONE;
}

// What a deleted person's lines said cannot be read any more: then it is as it is now.
static void body_read(const struct change *c, struct hire *h)
{
    json_t *root = c->body == NULL ? NULL : json_loadb(c->body, c->body_size, 0, NULL);
    if (root == NULL)
        return;
    const char *area = json_string_value(json_object_get(root, "area"));
    h->start = day_of(root, "start");
    h->agreed_to = day_of(root, "agreed_to");
    h->ended_on = day_of(root, "ended_on");
    h->share = (int)json_integer_value(json_object_get(root, "share"));
    h->person = c->person;
    employment_form_read(json_string_value(json_object_get(root, "form")), &h->form);
    if (area == NULL || !code_read(area, &h->area))
        h->area = (struct code){0};
    json_decref(root);
}

static enum status stood(struct store *s, int64_t until, struct hire *h)
{
    enum { LINES = 500 };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct change *lines;
    size_t count;
    bool read = false;
    TRY(store_history(s, "hire", h->id.value, 0, LINES, a, &lines, &count));
    for (size_t i = 0; i < count; i++) {
        if (lines[i].at > until)
            continue;
        if (!read)
            body_read(&lines[i], h);
        read = true;
        if (verb_state(lines[i].verb, &h->state))
            break;
    }
    return OK;
}

static int by_value(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return a < b ? -1 : a > b;
}

enum status changed_after(struct store *s, int64_t until, bool *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT at FROM change_log ORDER BY id DESC LIMIT 1");
    bool later = sql_next(rows) && sql_int(rows, 0) > until;
    TRY(sql_end(rows));
    *out = later;
    return OK;
}

enum status hires_then(struct store *s, int64_t until, struct hire *list, size_t count)
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t *changed = NULL;
    size_t changed_count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT DISTINCT row_id FROM change_log WHERE noun = 'hire' AND at > $1 ORDER BY row_id",
                                      V(until));
    while (sql_next(rows))
        *LIST_ADD(a, changed, changed_count, room) = sql_int(rows, 0);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        if (changed_count > 0 && bsearch(&list[i].id.value, changed, changed_count, sizeof *changed, by_value) != NULL)
            TRY(stood(s, until, &list[i]));
    return OK;
}

enum status background_then(struct store *s, struct person_id person, int64_t until, bool *given_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM change_log WHERE noun = 'background' AND row_id = $1 AND at <= $2",
                                      V(person.value), V(until));
    bool given = sql_next(rows) && sql_int(rows, 0) > 0;
    TRY(sql_end(rows));
    *given_out = given;
    return OK;
}
