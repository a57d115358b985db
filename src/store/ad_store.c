// SPDX-License-Identifier: EUPL-1.2
#include "store/ad_store.h"

#include <jansson.h>
#include <string.h>

#include "base/log.h"
#include "store/inside.h"

#define AD_COLUMNS                                                                                                     \
    "SELECT ad, need_id, active, updated, need_version, changed_at, title, url, published, expires FROM need_ad"

static enum status one_ad(struct sql_rows *rows, struct arena *a, struct need_ad *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = (struct need_ad){
            .ad = sql_text(rows, 0, a),
            .need = {sql_int(rows, 1)},
            .active = sql_int(rows, 2) != 0,
            .updated = sql_text(rows, 3, a),
            .need_version = sql_int(rows, 4),
            .changed_at = sql_int(rows, 5),
            .title = sql_text(rows, 6, a),
            .url = sql_text(rows, 7, a),
            .published = day_column(rows, 8, a),
            .expires = day_column(rows, 9, a),
        };
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status ad_find(struct store *s, const char *ad, struct arena *a, struct need_ad *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_ad(sql_query(db, AD_COLUMNS " WHERE ad = $1", V(ad)), a, out);
}

enum status ad_find_of_need(struct store *s, struct need_id need, struct arena *a, struct need_ad *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_ad(sql_query(db, AD_COLUMNS " WHERE need_id = $1", V(need.value)), a, out);
}

static enum status ad_log(struct store_tx *tx, const char *verb, const struct need_ad *ad)
{
    return change_append(tx, "ad", verb, ad->need.value,
                         json_pack("{s:s, s:b, s:s, s:I, s:I, s:s, s:s, s:o, s:o}", "ad", ad->ad, "active",
                                   (int)ad->active, "updated", or_empty(ad->updated), "need_version",
                                   (json_int_t)ad->need_version, "changed_at", (json_int_t)ad->changed_at, "title",
                                   or_empty(ad->title), "url", or_empty(ad->url), "published", day_json(ad->published),
                                   "expires", day_json(ad->expires)));
}

enum status ad_insert(struct store_tx *tx, const struct need_ad *ad)
{
    TRY(sql_run(tx->db,
                "INSERT INTO need_ad (ad, need_id, active, updated, need_version, changed_at, title, url, published, "
                "expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                V(ad->ad), V(ad->need.value), V(ad->active), V(or_empty(ad->updated)), V(ad->need_version),
                V(id_value(ad->changed_at)), V(or_empty(ad->title)), V(or_empty(ad->url)),
                V(day_value(tx->arena, ad->published)), V(day_value(tx->arena, ad->expires))));
    return ad_log(tx, "insert", ad);
}

enum status ad_update(struct store_tx *tx, const struct need_ad *ad)
{
    TRY(sql_run(tx->db,
                "UPDATE need_ad SET active = $2, updated = $3, need_version = $4, changed_at = $5, title = $6, url = $7, "
                "published = $8, expires = $9 WHERE ad = $1",
                V(ad->ad), V(ad->active), V(or_empty(ad->updated)), V(ad->need_version), V(id_value(ad->changed_at)),
                V(or_empty(ad->title)), V(or_empty(ad->url)), V(day_value(tx->arena, ad->published)),
                V(day_value(tx->arena, ad->expires))));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    return ad_log(tx, "update", ad);
}

static const char *const PROPOSED_STATES[] = {
    [PROPOSED_OPEN] = "open", [PROPOSED_TAKEN] = "taken", [PROPOSED_LEFT] = "left"};

static enum status proposed_row(struct sql_rows *rows, struct arena *a, struct proposed_requirement *out)
{
    const struct requirement *list;
    size_t count;
    int state;
    if (requirements_decode(sql_text(rows, 1, a), a, &list, &count) != OK || count != 1 ||
        !name_read(PROPOSED_STATES, COUNT_OF(PROPOSED_STATES), sql_text(rows, 3, a), &state)) {
        log_error("store: a proposed requirement cannot be read");
        return FAILED;
    }
    *out = (struct proposed_requirement){.position = (int)sql_int(rows, 0),
                                         .requirement = list[0],
                                         .excerpt = sql_text(rows, 2, a),
                                         .state = (enum proposed_state)state};
    return OK;
}

enum status proposed_list(struct store *s, struct need_id need, struct arena *a, struct proposed_requirement **out,
                          size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct proposed_requirement *list = NULL;
    size_t count = 0, room = 0;
    enum status st = OK;
    struct sql_rows *rows = sql_query(db, "SELECT position, requirement, excerpt, state FROM need_proposed "
                                          "WHERE need_id = $1 ORDER BY position", V(need.value));
    while (st == OK && sql_next(rows)) {
        struct proposed_requirement *one = LIST_ADD(a, list, count, room);
        st = proposed_row(rows, a, one);
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    *out = list;
    *count_out = count;
    return OK;
}

enum status proposed_replace(struct store_tx *tx, struct need_id need, const struct ad_requirement *list, size_t count)
{
    struct arena *a = tx->arena;
    struct proposed_requirement *had;
    size_t had_count, last = 0;
    TRY(sql_run(tx->db, "DELETE FROM need_proposed WHERE need_id = $1 AND state = 'open'", V(need.value)));
    if (sql_changes(tx->db) > 0)
        TRY(change_append(tx, "proposed", "delete", need.value, json_object()));
    TRY(proposed_list(tx->store, need, a, &had, &had_count));
    for (size_t i = 0; i < had_count; i++)
        last = (size_t)had[i].position > last ? (size_t)had[i].position : last;
    for (size_t i = 0; i < count; i++) {
        const char *encoded = requirements_encode(&list[i].requirement, 1, a);
        bool answered = false;
        for (size_t k = 0; k < had_count && !answered; k++)
            answered = strcmp(requirements_encode(&had[k].requirement, 1, a), encoded) == 0;
        if (answered)
            continue;
        last++;
        TRY(sql_run(tx->db, "INSERT INTO need_proposed (need_id, position, requirement, excerpt, state) "
                            "VALUES ($1, $2, $3, $4, 'open')",
                    V(need.value), V((int64_t)last), V(encoded), V(list[i].excerpt)));
        TRY(change_append(tx, "proposed", "insert", need.value,
                          json_pack("{s:I, s:s, s:s}", "position", (json_int_t)last, "requirement", encoded, "excerpt",
                                    list[i].excerpt)));
    }
    return OK;
}

enum status proposed_answer(struct store_tx *tx, struct need_id need, int position, enum proposed_state state)
{
    // Only what is open can be taken or left; what was left can be made open again.
    TRY(sql_run(tx->db, "UPDATE need_proposed SET state = $3 WHERE need_id = $1 AND position = $2 AND state = $4",
                V(need.value), V(position), V(PROPOSED_STATES[state]),
                V(PROPOSED_STATES[state == PROPOSED_OPEN ? PROPOSED_LEFT : PROPOSED_OPEN])));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append(tx, "proposed", "answer", need.value,
                         json_pack("{s:i, s:s}", "position", position, "state", PROPOSED_STATES[state]));
}

enum status need_delete_draft(struct store_tx *tx, struct need_id need, int64_t version)
{
    struct sql_rows *rows = sql_query(tx->db, "SELECT 1 FROM need WHERE id = $1 AND version = $2 AND state = 'draft' "
                                              "AND opened_at IS NULL", V(need.value), V(version));
    bool found = sql_next(rows);
    TRY(sql_end(rows));
    if (!found)
        return CONFLICT;
    TRY(sql_run(tx->db, "DELETE FROM need_proposed WHERE need_id = $1", V(need.value)));
    TRY(sql_run(tx->db, "DELETE FROM need_ad WHERE need_id = $1", V(need.value)));
    TRY(sql_run(tx->db, "DELETE FROM need WHERE id = $1", V(need.value)));
    return change_append(tx, "need", "delete", need.value, json_object());
}

enum status employer_find_numberless(struct store *s, const char *name, struct employer_id *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT id FROM employer WHERE orgnr = '' AND name = $1 ORDER BY id LIMIT 1", V(name));
    bool found = sql_next(rows);
    if (found)
        out->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}
