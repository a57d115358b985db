// SPDX-License-Identifier: EUPL-1.2
#include "store/read_log.h"

#include "store/inside.h"

enum status read_log_append(struct store_tx *tx, const struct person_id *persons, size_t count, const char *what)
{
    struct store *s = tx->store;
    if (s->last_read < 0) {
        struct sql_rows *rows = sql_query(tx->db, "SELECT coalesce(max(id), 0) FROM read_log");
        if (sql_next(rows))
            s->last_read = sql_int(rows, 0);
        TRY(sql_end(rows));
    }
    const struct actor *actor = tx->actor;
    for (size_t i = 0; i < count; i++)
        TRY(sql_run(tx->db,
                    "INSERT INTO read_log (id, at, person_id, user_id, organisation, role, what) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    V(++s->last_read), V(tx->now), V(persons[i].value), V(tx->user.value),
                    V(actor == NULL ? "" : or_empty(actor->organisation)),
                    V(role_name(actor == NULL ? ROLE_OFFICE : actor->role)), V(what)));
    return OK;
}

enum status read_log_list(struct store *s, struct person_id person, int64_t before, size_t most, struct arena *a,
                          struct read_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct read_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id, at, user_id, organisation, role, what FROM read_log "
                                          "WHERE person_id = $1 AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3",
                                      V(person.value), V(before), V(most));
    while (sql_next(rows)) {
        enum role role = ROLE_PUBLIC;
        role_read(sql_text(rows, 4, a), &role);
        *LIST_ADD(a, list, count, room) = (struct read_entry){
            .id = sql_int(rows, 0),
            .at = sql_int(rows, 1),
            .user = {sql_int(rows, 2)},
            .organisation = sql_text(rows, 3, a),
            .role = role,
            .what = sql_text(rows, 5, a),
        };
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
