// SPDX-License-Identifier: EUPL-1.2
#include "store/cv_store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/inside.h"

// The sealed document, in JSON: {"format", "pdf", "read_on", "items": […], "left": [[part, text, reason] …]}.

static const char *const STATES[] = {"open", "taken", "left"};

static json_t *month_json(month m)
{
    return m == MONTH_NONE ? json_null() : json_integer(m);
}

static json_t *item_json(const struct proposed *p)
{
    json_t *codes = json_array(), *levels = json_array();
    for (int i = 0; i < p->code_count; i++)
        json_array_append_new(codes, json_pack("[o, i]", code_json(p->codes[i]), p->confidence[i]));
    for (int part = 0; part < LANGUAGE_PARTS; part++)
        json_array_append_new(levels, json_integer(p->levels[part]));
    return json_pack("{s:i, s:s, s:s, s:s, s:s, s:o, s:b, s:i, s:o, s:b, s:b, s:b, s:b, s:o, s:o, s:o, s:I}", "number",
                     p->number, "kind", fact_kind_name(p->kind), "state", STATES[p->state], "source", p->source, "what", or_empty(p->what),
                     "codes", codes, "sure", p->code_sure, "nkr", p->nkr, "levels", levels, "mother_tongue",
                     p->mother_tongue, "guessed", p->guessed, "years_only", p->years_only, "current", p->current,
                     "from", month_json(p->from), "to", month_json(p->to), "expires", day_json(p->expires), "taken_in",
                     (json_int_t)p->taken_in);
}

static const char *encode(const struct proposed_cv *cv, struct arena *a)
{
    json_t *items = json_array(), *left = json_array();
    for (int i = 0; i < cv->item_count; i++)
        json_array_append_new(items, item_json(&cv->items[i]));
    for (int i = 0; i < cv->left_count; i++)
        json_array_append_new(left, json_pack("[s, s, s]", cv->left[i].part, cv->left[i].text, cv->left[i].reason));
    json_t *root = json_pack("{s:s, s:b, s:o, s:o, s:o}", "format", cv->format, "pdf", cv->from_pdf, "read_on",
                             day_json(cv->read_on), "items", items, "left", left);
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);
    json_decref(root);
    if (text == NULL)
        return NULL;
    const char *copy = arena_strdup(a, text);
    explicit_bzero(text, strlen(text));
    free(text);
    return copy;
}

static const char *text_of(const json_t *value, struct arena *a)
{
    return arena_strdup(a, or_empty(json_string_value(value)));
}

static month month_of(const json_t *value)
{
    return json_is_integer(value) ? (month)json_integer_value(value) : MONTH_NONE;
}

static day day_of(const json_t *value)
{
    day d = DAY_NONE;
    if (json_is_string(value) && !day_read(json_string_value(value), &d))
        d = DAY_NONE;
    return d;
}

static int number_of(const json_t *value)
{
    return (int)json_integer_value(value);
}

static bool item_read(const json_t *value, struct arena *a, struct proposed *p)
{
    int state = 0;
    const json_t *codes = json_object_get(value, "codes"), *levels = json_object_get(value, "levels");
    *p = (struct proposed){
        .number = number_of(json_object_get(value, "number")),
        .source = text_of(json_object_get(value, "source"), a),
        .what = text_of(json_object_get(value, "what"), a),
        .code_sure = json_is_true(json_object_get(value, "sure")),
        .nkr = number_of(json_object_get(value, "nkr")),
        .mother_tongue = json_is_true(json_object_get(value, "mother_tongue")),
        .guessed = json_is_true(json_object_get(value, "guessed")),
        .years_only = json_is_true(json_object_get(value, "years_only")),
        .current = json_is_true(json_object_get(value, "current")),
        .from = month_of(json_object_get(value, "from")),
        .to = month_of(json_object_get(value, "to")),
        .expires = day_of(json_object_get(value, "expires")),
        .taken_in = json_integer_value(json_object_get(value, "taken_in")),
    };
    for (size_t i = 0; i < json_array_size(codes) && i < PROPOSED_CODES; i++) {
        const json_t *pair = json_array_get(codes, i);
        const char *code = json_string_value(json_array_get(pair, 0));
        if (code == NULL || !code_read(code, &p->codes[i]))
            return false;
        p->confidence[i] = number_of(json_array_get(pair, 1));
        p->code_count++;
    }
    for (size_t part = 0; part < LANGUAGE_PARTS; part++)
        p->levels[part] = number_of(json_array_get(levels, part));
    const char *kind = json_string_value(json_object_get(value, "kind"));
    const char *named = json_string_value(json_object_get(value, "state"));
    bool known = kind != NULL && named != NULL && fact_kind_read(kind, &p->kind) &&
                 name_read(STATES, COUNT_OF(STATES), named, &state);
    p->state = (enum proposed_state)state;
    return known;
}

static bool decode(const void *bytes, size_t size, struct arena *a, struct proposed_cv *cv)
{
    json_t *root = json_loadb(bytes, size, 0, NULL);
    const json_t *items = json_object_get(root, "items"), *left = json_object_get(root, "left");
    cv->item_count = (int)json_array_size(items);
    cv->left_count = (int)json_array_size(left);
    cv->items = ARENA_ARRAY(a, struct proposed, (size_t)cv->item_count);
    struct proposed_left *lines = ARENA_ARRAY(a, struct proposed_left, (size_t)cv->left_count);
    cv->left = lines;
    cv->format = text_of(json_object_get(root, "format"), a);
    cv->from_pdf = json_is_true(json_object_get(root, "pdf"));
    cv->read_on = day_of(json_object_get(root, "read_on"));
    bool good = root != NULL && items != NULL;
    for (int i = 0; i < cv->item_count && good; i++)
        good = item_read(json_array_get(items, (size_t)i), a, &cv->items[i]);
    for (int i = 0; i < cv->left_count; i++) {
        const json_t *line = json_array_get(left, (size_t)i);
        lines[i] = (struct proposed_left){text_of(json_array_get(line, 0), a), text_of(json_array_get(line, 1), a),
                                          text_of(json_array_get(line, 2), a)};
    }
    json_decref(root);
    return good;
}

static enum status sealed_value(struct store_tx *tx, const struct proposed_cv *cv, int64_t id, struct sql_value *out)
{
    const char *text = encode(cv, tx->arena);
    if (text == NULL) {
        log_error("store: proposals that JSON cannot hold");
        return FAILED;
    }
    return person_seal(tx->store, cv->person, "cv", id, text, strlen(text), tx->arena, out);
}

enum status cv_insert(struct store_tx *tx, const struct proposed_cv *cv, struct cv_id *id_out)
{
    struct cv_id id = {store_new_id(tx)};
    struct sql_value sealed;
    TRY(sealed_value(tx, cv, id.value, &sealed));
    TRY(sql_run(tx->db, "INSERT INTO cv (id, version, person_id, expires_on, sealed) VALUES ($1, 1, $2, $3, $4)",
                V(id.value), V(cv->person.value), V(day_value(tx->arena, cv->expires_on)), V(sealed)));
    TRY(change_append_bare(tx, "cv", "insert", id.value, cv->person));
    *id_out = id;
    return OK;
}

enum status cv_update(struct store_tx *tx, const struct proposed_cv *cv)
{
    struct sql_value sealed;
    TRY(sealed_value(tx, cv, cv->id.value, &sealed));
    TRY(sql_run(tx->db, "UPDATE cv SET version = version + 1, sealed = $3 WHERE id = $1 AND version = $2",
                V(cv->id.value), V(cv->version), V(sealed)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append_bare(tx, "cv", "update", cv->id.value, cv->person);
}

enum status cv_delete(struct store_tx *tx, struct cv_id id, struct person_id person)
{
    TRY(sql_run(tx->db, "DELETE FROM cv WHERE id = $1 AND person_id = $2", V(id.value), V(person.value)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    return change_append_bare(tx, "cv", "delete", id.value, person);
}

enum status cv_list(struct store *s, struct person_id person, struct arena *a, struct proposed_cv **out,
                    size_t *count_out)
{
    struct sql *db;
    struct proposed_cv *list = NULL;
    size_t count = 0, room = 0;
    enum status st = OK;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT id, version, expires_on, sealed FROM cv WHERE person_id = $1 ORDER BY id DESC", V(person.value));
    while (st == OK && sql_next(rows)) {
        struct proposed_cv cv = {.id = {sql_int(rows, 0)}, .person = person, .version = sql_int(rows, 1)};
        cv.expires_on = day_column(rows, 2, a);
        size_t size;
        const void *bytes, *sealed = sql_blob(rows, 3, a, &size);
        st = person_open(s, person, "cv", cv.id.value, sealed, size, a, &bytes, &size);
        if (st == OK && !decode(bytes, size, a, &cv)) {
            log_error("store: proposals %lld cannot be read", (long long)cv.id.value);
            st = FAILED;
        }
        if (st == OK)
            *LIST_ADD(a, list, count, room) = cv;
    }
    TRY(sql_end(rows));
    TRY(st);
    *out = list;
    *count_out = count;
    return OK;
}

enum status cv_expire(struct store_tx *tx, day today, size_t *count_out)
{
    struct expired {
        struct cv_id id;
        struct person_id person;
    } *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        sql_query(tx->db, "SELECT id, person_id FROM cv WHERE expires_on < $1", V(day_value(tx->arena, today)));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = (struct expired){{sql_int(rows, 0)}, {sql_int(rows, 1)}};
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(cv_delete(tx, list[i].id, list[i].person));
    if (count_out != NULL)
        *count_out = count;
    return OK;
}
