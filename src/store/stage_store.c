// SPDX-License-Identifier: EUPL-1.2
#include "store/stage_store.h"

#include <string.h>

#include "store/employer_store.h"
#include "store/inside.h"

static enum status stage_note(struct store_tx *tx, const struct employer *before, const struct employer *after, const char *why)
{
    enum employer_stage was = before == NULL ? STAGE_NEW : before->stage;
    bool paused_anew = before != NULL && after->stage == STAGE_PAUSED && before->paused_until != after->paused_until;
    if (was == after->stage && !paused_anew)
        return OK;
    return sql_run(tx->db,
                   "INSERT INTO stage_change (employer_id, position, at, user_id, was, stage, paused_until, decline, "
                   "declined_reason, why) VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM stage_change "
                   "WHERE employer_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)",
                   V(after->id.value), V(tx->now), V(id_value(tx->user.value)), V(stage_name(was)), V(stage_name(after->stage)),
                   V(day_value(tx->arena, after->paused_until)), V(decline_name(after->decline)),
                   V(or_empty(after->declined_reason)), V(why));
}

enum status employer_note_moves(struct store_tx *tx, const struct employer *before, const struct employer *after,
                                const char *why)
{
    TRY(stage_note(tx, before, after, why));
    if (before == NULL ? after->pledged == 0
                       : before->pledged == after->pledged && before->pledged_by == after->pledged_by)
        return OK;
    return sql_run(tx->db,
                   "INSERT INTO pledge_change (employer_id, position, at, user_id, pledged, pledged_by, why) VALUES ($1, "
                   "(SELECT coalesce(max(position), 0) + 1 FROM pledge_change WHERE employer_id = $1), $2, $3, $4, $5, $6)",
                   V(after->id.value), V(tx->now), V(id_value(tx->user.value)), V(after->pledged),
                   V(day_value(tx->arena, after->pledged_by)), V(why));
}

enum status employer_moves_forget(struct store_tx *tx, struct employer_id id)
{
    TRY(sql_run(tx->db, "DELETE FROM stage_change WHERE employer_id = $1", V(id.value)));
    return sql_run(tx->db, "DELETE FROM pledge_change WHERE employer_id = $1", V(id.value));
}

enum status stage_move_list(struct store *s, struct employer_id id, int64_t until, size_t most, struct arena *a,
                            struct stage_move **out, size_t *count_out)
{
    struct sql *db;
    struct stage_move *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT c.at, c.was, c.stage, c.paused_until, c.decline, c.declined_reason, c.why, u.name FROM stage_change c "
            "LEFT JOIN user_account u ON u.id = c.user_id WHERE c.employer_id = $1 AND c.at <= $3 ORDER BY c.position DESC LIMIT $2",
        V(id.value), V(most), V(until));
    while (sql_next(rows)) {
        struct stage_move *m = LIST_ADD(a, list, count, room);
        *m = (struct stage_move){
            .at = sql_int(rows, 0),
            .paused_until = day_column(rows, 3, a),
            .declined_reason = text_column(rows, 5, a),
            .why = text_column(rows, 6, a),
            .user_name = text_column(rows, 7, a),
        };
        stage_read(text_column(rows, 1, a), &m->from);
        stage_read(text_column(rows, 2, a), &m->to);
        decline_read(text_column(rows, 4, a), &m->decline);
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status pledge_move_list(struct store *s, struct employer_id id, int64_t until, size_t most, struct arena *a,
                             struct pledge_move **out, size_t *count_out)
{
    struct sql *db;
    struct pledge_move *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT c.at, c.pledged, c.pledged_by, c.why, u.name FROM pledge_change c "
                                          "LEFT JOIN user_account u ON u.id = c.user_id WHERE c.employer_id = $1 "
                                          "AND c.at <= $3 ORDER BY c.position DESC LIMIT $2", V(id.value), V(most), V(until));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct pledge_move){sql_int(rows, 0), (int)sql_int(rows, 1), day_column(rows, 2, a),
                                                               text_column(rows, 3, a), text_column(rows, 4, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status move_to(struct store_tx *tx, struct employer_id id, enum employer_stage to, const char *why)
{
    struct employer e;
    TRY(employer_get(tx->store, id, tx->arena, &e));
    if (e.stage == to)
        return OK;
    e.stage = to;
    e.paused_until = DAY_NONE;
    e.decline = DECLINE_NONE;
    e.declined_reason = "";
    return employer_update_because(tx, &e, why);
}

enum status employer_move(struct store_tx *tx, struct employer_id id, enum employer_stage to, const char *why)
{
    return to == STAGE_PAUSED || to == STAGE_DECLINED ? INVALID : move_to(tx, id, to, why);
}

// The stage it had before it was paused, however often the pause was made longer.
static enum status stage_before_pause(struct store_tx *tx, struct employer_id id, enum employer_stage *out)
{
    struct sql_rows *rows = sql_query(tx->db, "SELECT was FROM stage_change WHERE employer_id = $1 AND stage = 'paused' "
                                              "AND was <> 'paused' ORDER BY position DESC LIMIT 1", V(id.value));
    *out = STAGE_CONTACTED; // nobody pauses whom nobody has contacted
    if (sql_next(rows))
        stage_read(text_column(rows, 0, tx->arena), out);
    return sql_end(rows);
}

enum status employers_wake(struct store_tx *tx, day today, size_t most, size_t *count_out)
{
    struct employer_id *ids = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db, "SELECT id FROM employer WHERE stage = 'paused' AND paused_until <= $1 "
                                              "ORDER BY paused_until LIMIT $2", V(day_value(tx->arena, today)), V(most));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, ids, count, room) = (struct employer_id){sql_int(rows, 0)};
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++) {
        enum employer_stage to;
        TRY(stage_before_pause(tx, ids[i], &to));
        TRY(move_to(tx, ids[i], to, ""));
    }
    *count_out = count;
    return OK;
}
