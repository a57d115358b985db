// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox_store.h"

#include <jansson.h>

#include "store/inside.h"
#include "store/person_store.h"

static const char *const KINDS[OUTBOX_KINDS] = {
    [OUTBOX_SHARE_ASKED] = "share-asked",       [OUTBOX_SHARE_REMINDER] = "share-reminder",
    [OUTBOX_SHARE_TAKEN_BACK] = "share-taken-back", [OUTBOX_NOT_CHOSEN] = "not-chosen",
    [OUTBOX_CHECKIN] = "checkin",               [OUTBOX_CHECKIN_AGAIN] = "checkin-again",
    [OUTBOX_SHARE_ANSWERED] = "share-answered", [OUTBOX_SHARE_EXPIRED] = "share-expired",
    [OUTBOX_PRESENTED] = "presented",           [OUTBOX_WITHDRAWN] = "withdrawn",
    [OUTBOX_VERDICT] = "verdict",               [OUTBOX_NEED_FULL] = "need-full",
    [OUTBOX_CODE] = "code",                     [OUTBOX_INVITE] = "invite",
    [OUTBOX_INTERVIEW] = "interview",           [OUTBOX_INTERVIEW_ANSWERED] = "interview-answered",
    [OUTBOX_AGENCY_ASKED] = "agency-asked",     [OUTBOX_AGENCY_ANSWERED] = "agency-answered",
};
static const char *const STATES[OUTBOX_STATES] = {
    [OUTBOX_WAITING] = "waiting", [OUTBOX_SENDING] = "sending", [OUTBOX_SENT] = "sent",
    [OUTBOX_UNSURE] = "unsure",   [OUTBOX_REFUSED] = "refused", [OUTBOX_NO_ADDRESS] = "no-address",
    [OUTBOX_RETURNED] = "returned",
};

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
                V(id), V(KINDS[kind]), V(id_value(whom.person.value)), V(id_value(whom.user.value)),
                V(id_value(whom.invite.value)), V(cause != 0 ? cause : tx->store->last_change), V(STATES[state]),
                V(tx->now)));
    if (sql_changes(tx->db) != 1)
        return OK; // told already
    return change_append(tx, "outbox", "insert", id, json_pack("{s:s, s:s}", "kind", KINDS[kind], "state", STATES[state]));
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

enum status outbox_tell_user(struct store_tx *tx, enum outbox_kind kind, struct user_id user, int64_t cause)
{
    return user.value == 0 ? OK : tell(tx, kind, (struct told){.user = user}, OUTBOX_WAITING, cause);
}

enum status outbox_tell_invite(struct store_tx *tx, enum outbox_kind kind, struct invite_id invite)
{
    return tell(tx, kind, (struct told){.invite = invite}, OUTBOX_WAITING, invite.value);
}

enum status outbox_tell_employer(struct store_tx *tx, enum outbox_kind kind, struct employer_id employer, int64_t cause)
{
    struct user_id *list = NULL;
    size_t count = 0, room = 0;
    int64_t about = cause != 0 ? cause : tx->store->last_change; // each notice writes a line itself
    struct sql_rows *rows = sql_query(tx->db, "SELECT id FROM user_account WHERE employer_id = $1 AND disabled_at IS NULL "
                                              "ORDER BY id", V(employer.value));
    while (sql_next(rows))
        LIST_ADD(tx->arena, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(outbox_tell_user(tx, kind, list[i], about));
    return OK;
}

// $1–$7 states, $8 the last one shown.
#define OUTBOX_FROM                                                                                                    \
    " FROM outbox o LEFT JOIN user_account u ON u.id = o.user_id "                                            \
    "WHERE o.state IN ($1, $2, $3, $4, $5, $6, $7) AND ($8 = 0 OR o.id < $8)"

static void filter_values(unsigned states, int64_t before, struct sql_value values[])
{
    for (size_t i = 0; i < OUTBOX_STATES; i++)
        values[1 + i] = sql_text_value(states == 0 || (states >> i & 1) != 0 ? STATES[i] : NULL);
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
    struct sql_rows *rows = sql_query_values(
        db, "SELECT o.id, o.kind, o.state, o.person_id, o.user_id, u.name, o.cause_id, o.created_at, o.handled_at"
            OUTBOX_FROM " ORDER BY o.id DESC LIMIT $9", values, 2 + OUTBOX_STATES);
    while (sql_next(rows)) {
        int kind = 0, state = 0;
        name_read(KINDS, OUTBOX_KINDS, sql_text(rows, 1, a), &kind);
        name_read(STATES, OUTBOX_STATES, sql_text(rows, 2, a), &state);
        *LIST_ADD(a, list, count, room) = (struct outbox_entry){
            .id = {sql_int(rows, 0)},
            .kind = (enum outbox_kind)kind,
            .state = (enum outbox_state)state,
            .person = {sql_int(rows, 3)},
            .user = {sql_int(rows, 4)},
            .user_name = text_column(rows, 5, a),
            .cause = sql_int(rows, 6),
            .created_at = sql_int(rows, 7),
            .handled_at = sql_int(rows, 8),
        };
    }
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
