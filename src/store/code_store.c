// SPDX-License-Identifier: EUPL-1.2
#include "store/code_store.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "store/inside.h"

enum { NUMBERS = 100000000 }; // of eight digits

// Two numbers of eight digits that nobody without the store's key can tell from the row: the code, and what a code that
// is handed over begins with. 64 bits each, so that no number is likelier than another by more than one in 10^11.
static void numbers_of(const struct store *s, struct code_id id, uint64_t *code_out, uint64_t *reference_out)
{
    unsigned char token[STORE_TOKEN];
    store_token(s, PURPOSE_CODE, &id.value, sizeof id.value, token);
    memcpy(code_out, token, sizeof *code_out);
    memcpy(reference_out, token + sizeof *code_out, sizeof *reference_out);
    explicit_bzero(token, sizeof token);
    *code_out %= NUMBERS;
    *reference_out %= NUMBERS;
}

void code_digits(const struct store *s, struct code_id id, char out[CODE_DIGITS + 1])
{
    uint64_t code, reference;
    numbers_of(s, id, &code, &reference);
    snprintf(out, CODE_DIGITS + 1, "%08" PRIu32, (uint32_t)(code % NUMBERS));
}

static struct one_time_code code_row(struct sql_rows *rows)
{
    return (struct one_time_code){
        .id = {sql_int(rows, 0)},
        .person = {sql_int(rows, 1)},
        .made_by = {sql_int(rows, 2)},
        .reference = sql_int(rows, 3),
        .made_at = sql_int(rows, 4),
        .ends_at = sql_int(rows, 5),
        .tries = (int)sql_int(rows, 6),
        .used_at = sql_int(rows, 7),
    };
}

static enum status one_code(struct sql_rows *rows, struct one_time_code *out)
{
    struct one_time_code c = {0};
    bool any = sql_next(rows);
    if (any)
        c = code_row(rows);
    TRY(sql_end(rows));
    if (!any)
        return NOT_FOUND;
    *out = c;
    return OK;
}

#define CODE_COLUMNS "SELECT id, person_id, made_by, reference, made_at, ends_at, tries, used_at FROM one_time_code WHERE "

enum status code_get(struct store *s, struct code_id id, struct one_time_code *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_code(sql_query(db, CODE_COLUMNS "id = $1", V(id.value)), out);
}

enum status code_find(struct store *s, int64_t reference, struct one_time_code *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_code(sql_query(db, CODE_COLUMNS "reference = $1", V(reference)), out);
}

enum status code_list(struct store *s, struct person_id person, struct arena *a, struct one_time_code **out,
                      size_t *count_out)
{
    struct sql *db;
    struct one_time_code *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, CODE_COLUMNS "person_id = $1 ORDER BY id DESC", V(person.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = code_row(rows);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

// A new row whose reference no other has. Two in a hundred million seldom meet.
static enum status fresh_id(struct store_tx *tx, struct code_id *id_out, int64_t *reference_out)
{
    for (;;) {
        struct code_id id = {store_new_id(tx)};
        struct one_time_code other;
        uint64_t code, reference;
        numbers_of(tx->store, id, &code, &reference);
        enum status status = code_find(tx->store, (int64_t)reference, &other);
        if (status != OK && status != NOT_FOUND)
            return status;
        if (status == OK || reference == 0)
            continue;
        *id_out = id;
        *reference_out = (int64_t)reference;
        return OK;
    }
}

static enum status code_log(struct store_tx *tx, const char *verb, struct code_id id, struct person_id person, bool handed)
{
    return change_append_person(tx, "one_time_code", verb, id.value, person, json_pack("{s:b}", "handed_over", handed));
}

enum status code_insert(struct store_tx *tx, struct person_id person, bool handed, int64_t ends_at, struct code_id *id_out)
{
    struct code_id id;
    int64_t reference;
    TRY(fresh_id(tx, &id, &reference));
    if (handed)
        TRY(sql_run(tx->db, "UPDATE one_time_code SET ends_at = $2 WHERE person_id = $1 AND made_by IS NOT NULL AND "
                            "used_at IS NULL AND ends_at > $2", V(person.value), V(tx->now)));
    TRY(sql_run(tx->db, "INSERT INTO one_time_code (id, person_id, made_by, reference, made_at, ends_at, tries) "
                        "VALUES ($1, $2, $3, $4, $5, $6, 0)", V(id.value), V(id_value(person.value)),
                V(id_value(handed ? tx->user.value : 0)), V(id_value(handed ? reference : 0)), V(tx->now), V(ends_at)));
    *id_out = id;
    return person.value == 0 ? OK : code_log(tx, "insert", id, person, handed);
}

enum status code_try(struct store_tx *tx, struct code_id id)
{
    return sql_run(tx->db, "UPDATE one_time_code SET tries = tries + 1 WHERE id = $1", V(id.value));
}

enum status code_use(struct store_tx *tx, struct code_id id)
{
    struct one_time_code c;
    TRY(code_get(tx->store, id, &c));
    TRY(sql_run(tx->db, "UPDATE one_time_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL", V(id.value), V(tx->now)));
    return sql_changes(tx->db) == 1 ? code_log(tx, "use", id, c.person, c.made_by.value != 0) : CONFLICT;
}

enum status code_remove_before(struct store_tx *tx, int64_t ended_before)
{
    return sql_run(tx->db, "DELETE FROM one_time_code WHERE ends_at < $1", V(ended_before));
}

enum status codes_forget(struct store_tx *tx, struct person_id person)
{
    return sql_run(tx->db, "DELETE FROM one_time_code WHERE person_id = $1", V(person.value));
}
