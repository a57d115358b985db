// SPDX-License-Identifier: EUPL-1.2
#include "store/interview_store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/inside.h"

// What is said to the person, as JSON: {"place", "bring"}.
static enum status words_seal(struct store_tx *tx, const struct interview *i, int64_t id, struct sql_value *out)
{
    json_t *root = json_pack("{s:s, s:s}", "place", or_empty(i->place), "bring", or_empty(i->bring));
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);
    json_decref(root);
    if (text == NULL) {
        log_error("store: words about an interview that JSON cannot hold");
        return FAILED;
    }
    size_t size = strlen(text);
    enum status st = person_seal(tx->store, i->person, "interview", id, text, size, tx->arena, out);
    explicit_bzero(text, size);
    free(text);
    return st;
}

// What does not open is logged, and leaves the rest of the row.
static void words_open(struct store *s, const void *sealed, size_t size, struct arena *a, struct interview *i)
{
    const void *bytes;
    json_t *root = NULL;
    if (sealed != NULL && person_open(s, i->person, "interview", i->id.value, sealed, size, a, &bytes, &size) == OK)
        root = json_loadb(bytes, size, 0, NULL);
    i->place = arena_strdup(a, or_empty(json_string_value(json_object_get(root, "place"))));
    i->bring = arena_strdup(a, or_empty(json_string_value(json_object_get(root, "bring"))));
    json_decref(root);
}

#define INTERVIEW_FROM                                                                                                 \
    "SELECT i.id, i.version, i.referral_id, i.person_id, i.state, i.starts_at, i.minutes, i.sequence, i.offered_by, "  \
    "i.changed_by, i.created_at, i.changed_at, i.by_adviser, i.sealed FROM interview i "                               \
    "JOIN person p ON p.id = i.person_id WHERE p.deleted_at IS NULL AND "

static struct interview interview_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    size_t size;
    struct interview i = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .referral = {sql_int(rows, 2)},
        .person = {sql_int(rows, 3)},
        .starts_at = sql_int(rows, 5),
        .minutes = (int)sql_int(rows, 6),
        .sequence = (int)sql_int(rows, 7),
        .offered_by = {sql_int(rows, 8)},
        .changed_by = {sql_int(rows, 9)},
        .created_at = sql_int(rows, 10),
        .changed_at = sql_int(rows, 11),
        .by_adviser = sql_int(rows, 12) != 0,
    };
    interview_state_read(sql_text(rows, 4, a), &i.state);
    const void *sealed = sql_blob(rows, 13, a, &size);
    words_open(s, sealed, size, a, &i);
    return i;
}

enum status interview_get(struct store *s, struct interview_id id, struct arena *a, struct interview *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, INTERVIEW_FROM "i.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = interview_row(s, rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status interview_list(struct store *s, const struct interview_filter *f, struct arena *a, struct interview **out,
                           size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct interview *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        sql_query(db, INTERVIEW_FROM "($1 = 0 OR i.referral_id = $1) AND ($2 = 0 OR i.person_id = $2) AND "
                                     "($3 = 0 OR EXISTS (SELECT 1 FROM referral r JOIN need n ON n.id = r.need_id "
                                     "WHERE r.id = i.referral_id AND n.employer_id = $3)) AND ($4 = 0 OR i.starts_at > $4) "
                                     "ORDER BY i.starts_at, i.id",
                  V(f->referral.value), V(f->person.value), V(f->employer.value), V(f->begins_after));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = interview_row(s, rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status interview_log(struct store_tx *tx, const char *verb, int64_t id, const struct interview *i)
{
    return change_append_person(
        tx, "interview", verb, id, i->person,
        json_pack("{s:I, s:s, s:I, s:i, s:i, s:b, s:s, s:s}", "referral", (json_int_t)i->referral.value, "state",
                  interview_state_name(i->state), "starts_at", (json_int_t)i->starts_at, "minutes", i->minutes, "sequence",
                  i->sequence, "by_adviser", i->by_adviser, "place", or_empty(i->place), "bring", or_empty(i->bring)));
}

enum status interview_insert(struct store_tx *tx, const struct interview *given, struct interview_id *id_out)
{
    struct interview i = *given;
    struct sql_value words;
    int64_t id = store_new_id(tx);
    i.sequence = 0;
    TRY(words_seal(tx, &i, id, &words));
    TRY(sql_run(tx->db,
                "INSERT INTO interview (id, version, referral_id, person_id, state, starts_at, minutes, sequence, offered_by, "
                "changed_by, created_at, changed_at, by_adviser, sealed) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, 0, $7, $7, $8, $8, $9, $10)",
                V(id), V(i.referral.value), V(i.person.value), V(interview_state_name(i.state)), V(i.starts_at), V(i.minutes),
                V(id_value(tx->user.value)), V(tx->now), V(i.by_adviser), V(words)));
    TRY(interview_log(tx, "insert", id, &i));
    *id_out = (struct interview_id){id};
    return OK;
}

enum status interview_update(struct store_tx *tx, const struct interview *i)
{
    struct sql_value words;
    TRY(words_seal(tx, i, i->id.value, &words));
    TRY(sql_run(tx->db,
                "UPDATE interview SET version = version + 1, state = $2, starts_at = $3, minutes = $4, sequence = $5, "
                "by_adviser = $6, changed_by = $7, changed_at = $8, sealed = $9 WHERE id = $1 AND version = $10",
                V(i->id.value), V(interview_state_name(i->state)), V(i->starts_at), V(i->minutes), V(i->sequence),
                V(i->by_adviser), V(id_value(tx->user.value)), V(tx->now), V(words), V(i->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return interview_log(tx, "update", i->id.value, i);
}

enum status interviews_fall(struct store_tx *tx, struct referral_id referral)
{
    struct interview *list;
    size_t count;
    struct interview_filter of = {.referral = referral, .begins_after = tx->now};
    TRY(interview_list(tx->store, &of, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].state != INTERVIEW_OFFERED && list[i].state != INTERVIEW_ACCEPTED)
            continue;
        struct interview fallen = interview_after(&list[i], INTERVIEW_CANCEL, ROLE_PUBLIC);
        TRY(interview_update(tx, &fallen));
    }
    return OK;
}

enum status interviews_move(struct store_tx *tx, struct referral_id referral, struct person_id to)
{
    struct interview *list;
    size_t count;
    struct interview_filter of = {.referral = referral};
    TRY(interview_list(tx->store, &of, tx->arena, &list, &count));
    for (size_t n = 0; n < count; n++) {
        struct interview *i = &list[n];
        struct sql_value words;
        i->person = to;
        TRY(words_seal(tx, i, i->id.value, &words));
        TRY(sql_run(tx->db, "UPDATE interview SET version = version + 1, person_id = $2, sealed = $3 WHERE id = $1",
                    V(i->id.value), V(to.value), V(words)));
        TRY(interview_log(tx, "move", i->id.value, i));
    }
    return OK;
}

enum status interviews_forget(struct store_tx *tx, struct person_id person)
{
    return sql_run(tx->db, "UPDATE interview SET sealed = NULL, offered_by = NULL, changed_by = NULL WHERE person_id = $1",
                   V(person.value));
}
