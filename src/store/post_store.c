// SPDX-License-Identifier: EUPL-1.2
#include "store/post_store.h"

#include <jansson.h>
#include <string.h>

#include "store/inside.h"

enum status post_contact_get(struct store *s, struct contact_id id, struct arena *a, struct post_contact *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db,
                                      "SELECT c.name, c.email, c.lang, c.informed = 'no', c.left_on IS NOT NULL, "
                                      "coalesce(e.name, g.name) FROM contact c LEFT JOIN employer e ON e.id = c.employer_id "
                                      "LEFT JOIN agency g ON g.id = c.agency_id WHERE c.id = $1",
                                      V(id.value));
    struct post_contact found = {0};
    bool any = sql_next(rows);
    if (any)
        found = (struct post_contact){
            .name = sql_text(rows, 0, a),
            .email = sql_text(rows, 1, a),
            .lang = strcmp(text_column(rows, 2, a), "en") == 0 ? LANG_EN : LANG_NB,
            .refuses = sql_int(rows, 3) != 0,
            .gone = sql_int(rows, 4) != 0,
            .firm = text_column(rows, 5, a),
        };
    TRY(sql_end(rows));
    if (!any)
        return NOT_FOUND;
    *out = found;
    return OK;
}

enum status post_contact_inform(struct store_tx *tx, struct contact_id id, bool wants, day on, const char *how)
{
    const char *informed = wants ? "yes" : "no";
    TRY(sql_run(tx->db,
                "UPDATE contact SET version = version + 1, informed = $2, informed_on = $3, informed_how = $4 "
                "WHERE id = $1 AND informed <> $2",
                V(id.value), V(informed), day_value(tx->arena, on), V(how)));
    if (sql_changes(tx->db) == 0)
        return OK;
    return change_append(tx, "contact", "update", id.value, json_pack("{s:s, s:s}", "informed", informed, "informed_how", how));
}

// As it is compared: without blanks around, in small letters.
static void hold_token(const struct store *s, const char *email, struct arena *a, unsigned char token[STORE_TOKEN])
{
    const char *folded = lang_lower(a, email);
    store_token(s, PURPOSE_HOLD, folded, strlen(folded), token);
}

enum status address_on_hold(struct store *s, const char *email, bool *out)
{
    struct sql *db;
    unsigned char token[STORE_TOKEN];
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(store_reader(s, &db));
    hold_token(s, email, a, token);
    struct sql_rows *rows = sql_query(db, "SELECT held_at IS NOT NULL FROM address_hold WHERE address_token = $1",
                                      sql_blob_value(token, sizeof token));
    bool held = sql_next(rows) && sql_int(rows, 0) != 0;
    TRY(sql_end(rows));
    *out = held;
    return OK;
}
