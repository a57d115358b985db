// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox_store.h"

#include <jansson.h>
#include <string.h>

#include "store/inside.h"
#include "store/person_store.h"

struct told {
    struct person_id person; // or
    struct user_id user;     // or
    struct invite_id invite; // or
    struct contact_id contact; // or
    int64_t guest;
};

static enum status tell(struct store_tx *tx, enum outbox_kind kind, struct told whom, enum outbox_state state, int64_t cause)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO outbox (id, version, kind, informs, person_id, user_id, invite_id, contact_id, guest_id, cause_id, "
                "state, tries, said, created_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', $11) "
                "ON CONFLICT DO NOTHING",
                V(id), V(outbox_kind_name(kind)), V(outbox_kind_informs(kind)), V(id_value(whom.person.value)),
                V(id_value(whom.user.value)), V(id_value(whom.invite.value)), V(id_value(whom.contact.value)),
                V(id_value(whom.guest)), V(cause != 0 ? cause : tx->store->last_change), V(outbox_state_name(state)),
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
    TRY(sql_run(tx->db, "UPDATE inbound SET outbox_id = NULL WHERE outbox_id IN (SELECT id FROM outbox WHERE person_id = $1)",
                V(person.value)));
    TRY(sql_run(tx->db, "DELETE FROM address_hold WHERE outbox_id IN (SELECT id FROM outbox WHERE person_id = $1)",
                V(person.value)));
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

enum status outbox_tell_contact(struct store_tx *tx, enum outbox_kind kind, struct contact_id contact, int64_t cause)
{
    return tell(tx, kind, (struct told){.contact = contact}, OUTBOX_WAITING, cause);
}

enum status outbox_tell_guest(struct store_tx *tx, enum outbox_kind kind, int64_t guest, int64_t cause)
{
    return tell(tx, kind, (struct told){.guest = guest}, OUTBOX_WAITING, cause);
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

// $1–$10 states, $11 the last one shown.
#define OUTBOX_FROM                                                                                                    \
    " FROM outbox o LEFT JOIN user_account u ON u.id = o.user_id LEFT JOIN contact c ON c.id = o.contact_id "            \
    "LEFT JOIN employer e ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id "                             \
    "WHERE o.state IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AND ($11 = 0 OR o.id < $11)"
#define OUTBOX_COLUMNS                                                                                                 \
    "SELECT o.id, o.version, o.kind, o.state, o.person_id, o.user_id, o.invite_id, o.contact_id, o.guest_id, "          \
    "coalesce(u.name, nullif(c.name, ''), e.name, g.name), o.cause_id, o.tries, o.said, o.created_at, o.handled_at, o.next_at, o.address_token"
#define OUTBOX_NAMED                                                                                                   \
    " FROM outbox o LEFT JOIN user_account u ON u.id = o.user_id LEFT JOIN contact c ON c.id = o.contact_id "            \
    "LEFT JOIN employer e ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id WHERE "

static struct outbox_entry entry_row(struct sql_rows *rows, struct arena *a)
{
    struct outbox_entry e = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .person = {sql_int(rows, 4)},
        .user = {sql_int(rows, 5)},
        .invite = {sql_int(rows, 6)},
        .contact = {sql_int(rows, 7)},
        .guest = sql_int(rows, 8),
        .to_name = text_column(rows, 9, a),
        .cause = sql_int(rows, 10),
        .tries = (int)sql_int(rows, 11),
        .said = text_column(rows, 12, a),
        .created_at = sql_int(rows, 13),
        .handled_at = sql_int(rows, 14),
        .next_at = sql_int(rows, 15),
    };
    size_t size;
    const void *address = sql_blob(rows, 16, a, &size);
    e.sent_somewhere = address != NULL && size == sizeof e.address;
    if (e.sent_somewhere)
        memcpy(e.address, address, size);
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
    struct sql_rows *rows = sql_query_values(db, OUTBOX_COLUMNS OUTBOX_FROM " ORDER BY o.id DESC LIMIT $12", values,
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
    return one(sql_query(db, OUTBOX_COLUMNS OUTBOX_NAMED "o.id = $1", V(id.value)), a, out);
}

enum status outbox_next(struct store *s, int64_t now, size_t most, struct arena *a, struct outbox_entry **out,
                        size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct outbox_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        sql_query(db,
                  OUTBOX_COLUMNS OUTBOX_NAMED
                  "o.state = 'waiting' AND (o.next_at IS NULL OR o.next_at <= $1) AND NOT EXISTS (SELECT 1 FROM outbox_halt h "
                  "WHERE h.kind = o.kind AND h.cause_id = o.cause_id) ORDER BY o.informs, o.id LIMIT $2",
                  V(now), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = entry_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status outbox_count_cause(struct store *s, enum outbox_kind kind, int64_t cause, struct outbox_counts *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct outbox_counts counts = {0};
    struct sql_rows *rows = sql_query(db, "SELECT state, count(*) FROM outbox WHERE cause_id = $1 AND kind = $2 GROUP BY state",
                                      V(cause), V(outbox_kind_name(kind)));
    while (sql_next(rows)) {
        enum outbox_state state;
        if (!outbox_state_read(sql_text(rows, 0, a), &state))
            continue;
        counts.by_state[state] = sql_int(rows, 1);
        counts.total += sql_int(rows, 1);
    }
    TRY(sql_end(rows));
    rows = sql_query(db, "SELECT 1 FROM outbox_halt WHERE kind = $1 AND cause_id = $2", V(outbox_kind_name(kind)), V(cause));
    counts.halted = sql_next(rows);
    TRY(sql_end(rows));
    *out = counts;
    return OK;
}

static enum status halt_log(struct store_tx *tx, const char *verb, enum outbox_kind kind, int64_t cause)
{
    return sql_changes(tx->db) == 0
               ? OK
               : change_append(tx, "outbox_halt", verb, cause, json_pack("{s:s}", "kind", outbox_kind_name(kind)));
}

enum status outbox_halt(struct store_tx *tx, enum outbox_kind kind, int64_t cause)
{
    TRY(sql_run(tx->db, "INSERT INTO outbox_halt (kind, cause_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                V(outbox_kind_name(kind)), V(cause), V(tx->now)));
    return halt_log(tx, "insert", kind, cause);
}

enum status outbox_resume(struct store_tx *tx, enum outbox_kind kind, int64_t cause)
{
    TRY(sql_run(tx->db, "DELETE FROM outbox_halt WHERE kind = $1 AND cause_id = $2", V(outbox_kind_name(kind)), V(cause)));
    return halt_log(tx, "delete", kind, cause);
}

enum status outbox_call_off(struct store_tx *tx, enum outbox_kind kind, int64_t cause, size_t *count_out)
{
    struct outbox_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db, OUTBOX_COLUMNS OUTBOX_NAMED
                                      "o.cause_id = $1 AND o.kind = $2 AND o.state = 'waiting' ORDER BY o.id",
                                      V(cause), V(outbox_kind_name(kind)));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = entry_row(rows, tx->arena);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(outbox_mark(tx, &list[i], &(struct outbox_mark){.state = OUTBOX_PAST, .tries = list[i].tries}));
    *count_out = count;
    return OK;
}

enum status outbox_mark(struct store_tx *tx, const struct outbox_entry *e, const struct outbox_mark *mark)
{
    bool over = mark->state != OUTBOX_WAITING && mark->state != OUTBOX_SENDING;
    TRY(sql_run(tx->db,
                "UPDATE outbox SET version = version + 1, state = $3, tries = $4, next_at = $5, said = $6, handled_at = $7, "
                "address_token = coalesce($8, address_token) WHERE id = $1 AND version = $2 AND ($3 <> 'sending' OR NOT EXISTS "
                "(SELECT 1 FROM outbox_halt h WHERE h.kind = outbox.kind AND h.cause_id = outbox.cause_id))",
                V(e->id.value), V(e->version), V(outbox_state_name(mark->state)), V(mark->tries), V(id_value(mark->next_at)),
                V(or_empty(mark->said)), V(id_value(!over ? 0 : mark->at != 0 ? mark->at : tx->now)),
                V(mark->address == NULL ? sql_null_value() : sql_blob_value(mark->address, STORE_TOKEN))));
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
