// SPDX-License-Identifier: EUPL-1.2
// Invitations to activities, the answers to them, and private calendar feeds.
#include <jansson.h>

#include "store/activity_inside.h"

enum status activity_invite_insert(struct store_tx *tx, const struct activity_invite *i, int64_t *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO activity_invite (id, activity_id, user_id, contact_id, sequence, cancels, created_at, plain_uid) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, EXISTS (SELECT 1 FROM activity_invite o WHERE o.activity_id = $2 "
                "AND (o.user_id = $3 OR o.contact_id = $4) AND o.plain_uid = 1))",
                V(id), V(i->activity.value), V(id_value(i->user.value)), V(id_value(i->contact.value)), V(i->sequence),
                V(i->cancels), V(tx->now)));
    TRY(change_append(tx, "invitation", "insert", id,
                      json_pack("{s:I, s:I, s:I, s:i, s:b}", "activity", (json_int_t)i->activity.value, "user",
                                (json_int_t)i->user.value, "contact", (json_int_t)i->contact.value, "sequence", i->sequence, "cancels",
                                (int)i->cancels)));
    *id_out = id;
    return OK;
}

#define INVITE_COLUMNS                                                                                                 \
    "SELECT i.id, i.activity_id, i.user_id, i.contact_id, i.sequence, i.cancels, i.created_at, "                       \
    "EXISTS (SELECT 1 FROM activity_invite o WHERE o.activity_id = i.activity_id AND o.id > i.id "                     \
    "AND (o.user_id = i.user_id OR o.contact_id = i.contact_id)), i.plain_uid FROM activity_invite i "

static struct activity_invite invite_row(struct sql_rows *rows)
{
    return (struct activity_invite){
        .id = sql_int(rows, 0),
        .activity = {sql_int(rows, 1)},
        .user = {sql_int(rows, 2)},
        .contact = {sql_int(rows, 3)},
        .sequence = (int)sql_int(rows, 4),
        .cancels = sql_int(rows, 5) != 0,
        .created_at = sql_int(rows, 6),
        .superseded = sql_int(rows, 7) != 0,
        .plain_uid = sql_int(rows, 8) != 0,
    };
}

enum status activity_invite_get(struct store *s, int64_t id, struct activity_invite *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, INVITE_COLUMNS "WHERE i.id = $1", V(id));
    bool found = sql_next(rows);
    if (found)
        *out = invite_row(rows);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status activity_invite_list(struct store *s, struct activity_id activity, struct arena *a, struct activity_invite **out,
                                 size_t *count_out)
{
    struct sql *db;
    struct activity_invite *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, INVITE_COLUMNS "WHERE i.activity_id = $1 ORDER BY i.id", V(activity.value));
    while (sql_next(rows)) {
        struct activity_invite i = invite_row(rows);
        if (!i.superseded && !i.cancels)
            *LIST_ADD(a, list, count, room) = i;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status activity_set_sequence(struct store_tx *tx, struct activity_id id, int sequence)
{
    return sql_run(tx->db, "UPDATE activity SET sequence = $2 WHERE id = $1", V(id.value), V(sequence));
}

enum status activity_answer(struct store_tx *tx, struct activity_id id, struct user_id user, struct contact_id contact,
                            enum invitation_answer answer, int sequence, int64_t stamp)
{
    int64_t participant = 0;
    struct sql_rows *rows = sql_query(tx->db,
                                      "SELECT id FROM activity_participant WHERE activity_id = $1 AND coalesce(user_id, 0) = $2 "
                                      "AND coalesce(contact_id, 0) = $3 AND name = ''", V(id.value), V(user.value), V(contact.value));
    if (sql_next(rows))
        participant = sql_int(rows, 0);
    TRY(sql_end(rows));
    if (participant == 0)
        return NOT_FOUND;
    TRY(sql_run(tx->db, "UPDATE activity_participant SET answer = $2, answered_at = $3, answer_sequence = $4 WHERE id = $1",
                V(participant), V(invitation_answer_name(answer)), V(stamp), V(sequence)));
    return change_append(tx, "invitation", "answer", participant,
                         json_pack("{s:I, s:s, s:i}", "activity", (json_int_t)id.value, "answer", invitation_answer_name(answer),
                                   "sequence", sequence));
}

// Feeds

static enum status feed_one(struct sql_rows *rows, struct calendar_feed *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = (struct calendar_feed){sql_int(rows, 0), {sql_int(rows, 1)}, sql_int(rows, 2)};
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status calendar_feed_get(struct store *s, int64_t id, struct calendar_feed *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return feed_one(sql_query(db, "SELECT id, user_id, created_at FROM calendar_feed WHERE id = $1 AND ended_at IS NULL", V(id)), out);
}

enum status calendar_feed_of(struct store *s, struct user_id user, struct calendar_feed *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return feed_one(sql_query(db, "SELECT id, user_id, created_at FROM calendar_feed WHERE user_id = $1 AND ended_at IS NULL",
                              V(user.value)), out);
}

enum status calendar_feed_end(struct store_tx *tx, struct user_id user)
{
    struct calendar_feed feed;
    enum status status = calendar_feed_of(tx->store, user, &feed);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(sql_run(tx->db, "UPDATE calendar_feed SET ended_at = $2 WHERE id = $1", V(feed.id), V(tx->now)));
    return change_append(tx, "calendar_feed", "end", feed.id, json_object());
}

enum status calendar_feed_begin(struct store_tx *tx, struct user_id user, int64_t *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(calendar_feed_end(tx, user));
    TRY(sql_run(tx->db, "INSERT INTO calendar_feed (id, user_id, created_at) VALUES ($1, $2, $3)", V(id), V(user.value), V(tx->now)));
    TRY(change_append(tx, "calendar_feed", "insert", id, json_pack("{s:I}", "user", (json_int_t)user.value)));
    *id_out = id;
    return OK;
}

void calendar_feed_token(const struct store *s, int64_t id, unsigned char token_out[STORE_TOKEN])
{
    store_token(s, PURPOSE_FEED, &id, sizeof id, token_out);
}
