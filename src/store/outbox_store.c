// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox_store.h"

#include <jansson.h>

#include "store/inside.h"
#include "store/person_store.h"

struct told {
    struct person_id person; // or
    struct user_id user;     // or
    struct invite_id invite;
};

static enum status tell(struct store_tx *tx, enum outbox_kind kind, struct told whom, enum outbox_state state, int64_t cause)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO outbox (id, version, kind, person_id, user_id, invite_id, cause_id, state, tries, said, "
                "created_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, 0, '', $8) ON CONFLICT DO NOTHING",
                V(id), V(outbox_kind_name(kind)), V(id_value(whom.person.value)), V(id_value(whom.user.value)),
                V(id_value(whom.invite.value)), V(cause != 0 ? cause : tx->store->last_change), V(outbox_state_name(state)),
                V(tx->now)));
    if (sql_changes(tx->db) != 1)
        return OK; // told already
    return change_append(tx, "outbox", "insert", id,
                         json_pack("{s:s, s:s}", "kind", outbox_kind_name(kind), "state", outbox_state_name(state)));
}

enum status outbox_tell_person(struct store_tx *tx, enum outbox_kind kind, struct person_id person, int64_t cause)
{
    struct identity identity;
    enum status st = identity_get(tx->store, person, tx->arena, &identity, NULL);
    if (st == NOT_FOUND)
        return OK; // deleted: there is nobody to tell
    TRY(st);
    return tell(tx, kind, (struct told){.person = person}, *identity.email == '\0' ? OUTBOX_NO_ADDRESS : OUTBOX_WAITING, cause);
}

enum status outbox_forget(struct store_tx *tx, struct person_id person)
{
    int64_t *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db, "SELECT id FROM outbox WHERE person_id = $1 ORDER BY id", V(person.value));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = sql_int(rows, 0);
    TRY(sql_end(rows));
    TRY(sql_run(tx->db, "DELETE FROM outbox WHERE person_id = $1", V(person.value)));
    for (size_t i = 0; i < count; i++)
        TRY(change_append(tx, "outbox", "delete", list[i], json_object()));
    return OK;
}

enum status outbox_tell_user(struct store_tx *tx, enum outbox_kind kind, struct user_id user, int64_t cause)
{
    return user.value == 0 ? OK : tell(tx, kind, (struct told){.user = user}, OUTBOX_WAITING, cause);
}

enum status outbox_tell_invite(struct store_tx *tx, enum outbox_kind kind, struct invite_id invite)
{
    return tell(tx, kind, (struct told){.invite = invite}, OUTBOX_WAITING, invite.value);
}

// The users that the query finds.
static enum status tell_users(struct store_tx *tx, enum outbox_kind kind, struct sql_rows *rows, int64_t cause)
{
    struct user_id *list = NULL;
    size_t count = 0, room = 0;
    int64_t about = cause != 0 ? cause : tx->store->last_change; // each notice writes a line itself
    while (sql_next(rows))
        LIST_ADD(tx->arena, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(outbox_tell_user(tx, kind, list[i], about));
    return OK;
}

enum status outbox_tell_employer(struct store_tx *tx, enum outbox_kind kind, struct employer_id employer, int64_t cause)
{
    return tell_users(tx, kind, sql_query(tx->db, "SELECT id FROM user_account WHERE employer_id = $1 AND "
                                                  "disabled_at IS NULL ORDER BY id", V(employer.value)), cause);
}

enum status outbox_tell_agency(struct store_tx *tx, enum outbox_kind kind, struct agency_id agency, int64_t cause)
{
    return tell_users(tx, kind, sql_query(tx->db, "SELECT id FROM user_account WHERE agency_id = $1 AND "
                                                  "disabled_at IS NULL ORDER BY id", V(agency.value)), cause);
}

// $1–$8 states, $9 the last one shown.
#define OUTBOX_FROM                                                                                                    \
    " FROM outbox o LEFT JOIN user_account u ON u.id = o.user_id "                                                     \
    "WHERE o.state IN ($1, $2, $3, $4, $5, $6, $7, $8) AND ($9 = 0 OR o.id < $9)"
#define OUTBOX_COLUMNS                                                                                                 \
    "SELECT o.id, o.version, o.kind, o.state, o.person_id, o.user_id, o.invite_id, u.name, o.cause_id, o.tries, o.said, " \
    "o.created_at, o.handled_at, o.next_at"
#define OUTBOX_WITH_USER " FROM outbox o LEFT JOIN user_account u ON u.id = o.user_id WHERE "

static struct outbox_entry entry_row(struct sql_rows *rows, struct arena *a)
{
    struct outbox_entry e = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .person = {sql_int(rows, 4)},
        .user = {sql_int(rows, 5)},
        .invite = {sql_int(rows, 6)},
        .user_name = text_column(rows, 7, a),
        .cause = sql_int(rows, 8),
        .tries = (int)sql_int(rows, 9),
        .said = text_column(rows, 10, a),
        .created_at = sql_int(rows, 11),
        .handled_at = sql_int(rows, 12),
        .next_at = sql_int(rows, 13),
    };
    outbox_kind_read(sql_text(rows, 2, a), &e.kind);
    outbox_state_read(sql_text(rows, 3, a), &e.state);
    return e;
}

static void filter_values(unsigned states, int64_t before, struct sql_value values[])
{
    for (size_t i = 0; i < OUTBOX_STATES; i++)
        values[1 + i] =
            sql_text_value(states == 0 || (states >> i & 1) != 0 ? outbox_state_name((enum outbox_state)i) : NULL);
    values[1 + OUTBOX_STATES] = sql_int_value(before);
}

enum status outbox_list(struct store *s, unsigned states, int64_t before, size_t most, struct arena *a,
                        struct outbox_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[3 + OUTBOX_STATES];
    filter_values(states, before, values);
    values[2 + OUTBOX_STATES] = sql_int_value((int64_t)most);
    struct outbox_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query_values(db, OUTBOX_COLUMNS OUTBOX_FROM " ORDER BY o.id DESC LIMIT $10", values,
                                             2 + OUTBOX_STATES);
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = entry_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status outbox_count(struct store *s, unsigned states, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[2 + OUTBOX_STATES];
    filter_values(states, 0, values);
    int64_t count = 0;
    struct sql_rows *rows = sql_query_values(db, "SELECT count(*)" OUTBOX_FROM, values, 1 + OUTBOX_STATES);
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

static enum status one(struct sql_rows *rows, struct arena *a, struct outbox_entry *out)
{
    struct outbox_entry e;
    bool found = sql_next(rows);
    if (found)
        e = entry_row(rows, a);
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    *out = e;
    return OK;
}

enum status outbox_get(struct store *s, struct outbox_id id, struct arena *a, struct outbox_entry *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one(sql_query(db, OUTBOX_COLUMNS OUTBOX_WITH_USER "o.id = $1", V(id.value)), a, out);
}

enum status outbox_next(struct store *s, int64_t now, struct arena *a, struct outbox_entry *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one(sql_query(db,
                         OUTBOX_COLUMNS OUTBOX_WITH_USER
                         "o.state = 'waiting' AND (o.next_at IS NULL OR o.next_at <= $1) ORDER BY o.id LIMIT 1",
                         V(now)), a, out);
}

enum status outbox_mark(struct store_tx *tx, const struct outbox_entry *e, const struct outbox_mark *mark)
{
    bool over = mark->state != OUTBOX_WAITING && mark->state != OUTBOX_SENDING;
    TRY(sql_run(tx->db,
                "UPDATE outbox SET version = version + 1, state = $3, tries = $4, next_at = $5, said = $6, handled_at = $7 "
                "WHERE id = $1 AND version = $2",
                V(e->id.value), V(e->version), V(outbox_state_name(mark->state)), V(mark->tries), V(id_value(mark->next_at)),
                V(or_empty(mark->said)), V(id_value(over ? tx->now : 0))));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append(tx, "outbox", "update", e->id.value,
                         json_pack("{s:s, s:i}", "state", outbox_state_name(mark->state), "tries", mark->tries));
}

enum status outbox_unsure(struct store_tx *tx, unsigned states, size_t *count_out)
{
    struct outbox_entry *list;
    size_t count;
    TRY(outbox_list(tx->store, states, 0, OUTBOX_UNSURE_MOST, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(outbox_mark(tx, &list[i], &(struct outbox_mark){.state = OUTBOX_UNSURE, .tries = list[i].tries, .said = ""}));
    *count_out = count;
    return OK;
}
