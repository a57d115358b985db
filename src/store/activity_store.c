// SPDX-License-Identifier: EUPL-1.2
#include "store/activity_store.h"

#include <jansson.h>
#include <string.h>

#include "store/activity_inside.h"

struct activity activity_row(struct sql_rows *rows, struct arena *a)
{
    struct activity act = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .at = sql_int(rows, 5),
        .all_day = sql_int(rows, 6) != 0,
        .minutes = (int)sql_int(rows, 7),
        .place = sql_text(rows, 8, a),
        .note = sql_text(rows, 9, a),
        .name_reason = sql_text(rows, 10, a),
        .network = {sql_int(rows, 11)},
        .agency = {sql_int(rows, 12)},
        .invites = sql_int(rows, 13) != 0,
        .sequence = (int)sql_int(rows, 14),
        .created_by = {sql_int(rows, 15)},
        .changed_by = {sql_int(rows, 16)},
        .created_at = sql_int(rows, 17),
        .changed_at = sql_int(rows, 18),
        .deleted_at = sql_int(rows, 19),
        .network_name = sql_text(rows, 20, a),
        .agency_name = sql_text(rows, 21, a),
        .created_by_name = sql_text(rows, 22, a),
    };
    activity_kind_read(sql_text(rows, 2, a), &act.kind);
    activity_state_read(sql_text(rows, 3, a), &act.state);
    activity_outcome_read(sql_text(rows, 4, a), &act.outcome);
    return act;
}

enum status activity_fill(struct sql *db, struct activity *act, struct arena *a)
{
    struct activity_party *parties = NULL;
    struct activity_participant *people = NULL;
    size_t room = 0, people_room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT p.employer_id, p.agency_id, coalesce(e.name, g.name) FROM activity_party p "
            "LEFT JOIN employer e ON e.id = p.employer_id LEFT JOIN agency g ON g.id = p.agency_id "
            "WHERE p.activity_id = $1 AND p.by_network = 0 ORDER BY coalesce(e.name, g.name) COLLATE \"nb-x-icu\"",
        V(act->id.value));
    act->party_count = act->people_count = 0;
    while (sql_next(rows))
        *LIST_ADD(a, parties, act->party_count, room) =
            (struct activity_party){{sql_int(rows, 0)}, {sql_int(rows, 1)}, sql_text(rows, 2, a)};
    TRY(sql_end(rows));
    act->parties = parties;
    rows = sql_query(db,
                     "SELECT p.user_id, p.contact_id, coalesce(u.name, CASE c.name WHEN '' THEN c.email ELSE c.name END, p.name), "
                     "coalesce(u.email, c.email, ''), "
                     "coalesce(ug.name, ce.name, cg.name, ''), p.answer, p.answered_at, p.answer_sequence, "
                     "coalesce((SELECT i.sequence FROM activity_invite i WHERE i.activity_id = p.activity_id AND i.cancels = 0 "
                     "AND (i.user_id = p.user_id OR i.contact_id = p.contact_id) ORDER BY i.id DESC LIMIT 1), -1), "
                     "EXISTS (SELECT 1 FROM activity_invite i WHERE i.activity_id = p.activity_id AND i.plain_uid = 1 "
                     "AND (i.user_id = p.user_id OR i.contact_id = p.contact_id)) "
                     "FROM activity_participant p LEFT JOIN user_account u ON u.id = p.user_id "
                     "LEFT JOIN agency ug ON ug.id = u.agency_id LEFT JOIN contact c ON c.id = p.contact_id "
                     "LEFT JOIN employer ce ON ce.id = c.employer_id LEFT JOIN agency cg ON cg.id = c.agency_id "
                     "WHERE p.activity_id = $1 ORDER BY p.id", V(act->id.value));
    while (sql_next(rows)) {
        struct activity_participant *p = LIST_ADD(a, people, act->people_count, people_room);
        *p = (struct activity_participant){
            .user = {sql_int(rows, 0)},
            .contact = {sql_int(rows, 1)},
            .name = sql_text(rows, 2, a),
            .email = sql_text(rows, 3, a),
            .of = sql_text(rows, 4, a),
            .answered_at = sql_int(rows, 6),
            .answer_sequence = (int)sql_int(rows, 7),
            .invited_sequence = (int)sql_int(rows, 8),
            .plain_uid = sql_int(rows, 9) != 0,
        };
        invitation_answer_read(sql_text(rows, 5, a), &p->answer);
    }
    TRY(sql_end(rows));
    act->people = people;
    if (act->network.value == 0)
        return OK;
    rows = sql_query(db, "SELECT count(*) FROM activity_party WHERE activity_id = $1 AND by_network = 1", V(act->id.value));
    if (sql_next(rows))
        act->reached = (size_t)sql_int(rows, 0);
    return sql_end(rows);
}

enum status activity_get(struct store *s, struct activity_id id, struct arena *a, struct activity *out)
{
    struct sql *db;
    struct activity act;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, ACTIVITY_COLUMNS ACTIVITY_FROM "WHERE a.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        act = activity_row(rows, a);
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    TRY(activity_fill(db, &act, a));
    *out = act;
    return OK;
}

static enum status activity_log(struct store_tx *tx, const char *verb, const struct activity *act)
{
    return change_append(tx, "activity", verb, act->id.value,
                         json_pack("{s:s, s:s, s:s, s:I, s:b, s:i, s:I, s:I, s:b}", "kind", activity_kind_name(act->kind), "state",
                                   activity_state_name(act->state), "outcome", activity_outcome_name(act->outcome), "at",
                                   (json_int_t)act->at, "all_day", (int)act->all_day, "minutes", act->minutes, "network",
                                   (json_int_t)act->network.value, "agency", (json_int_t)act->agency.value, "invites",
                                   (int)act->invites));
}

static enum status put_parties(struct store_tx *tx, const struct activity *act)
{
    for (size_t i = 0; i < act->party_count; i++) {
        const struct activity_party *p = &act->parties[i];
        TRY(sql_run(tx->db,
                    "INSERT INTO activity_party (activity_id, employer_id, agency_id, by_network, at) VALUES ($1, $2, $3, 0, $4) "
                    "ON CONFLICT DO NOTHING",
                    V(act->id.value), V(id_value(p->employer.value)), V(id_value(p->agency.value)), V(act->at)));
    }
    return OK;
}

// The members of now; those who are named one by one stay so.
static enum status reach_network(struct store_tx *tx, const struct activity *act)
{
    if (act->network.value == 0)
        return OK;
    return sql_run(tx->db,
                   "INSERT INTO activity_party (activity_id, employer_id, by_network, at) "
                   "SELECT $1, m.employer_id, 1, $3 FROM network_member m WHERE m.network_id = $2 ON CONFLICT DO NOTHING",
                   V(act->id.value), V(act->network.value), V(act->at));
}

static enum status put_participant(struct store_tx *tx, const struct activity *act, const struct activity_participant *p)
{
    bool known = p->user.value != 0 || p->contact.value != 0;
    return sql_run(tx->db,
                   "INSERT INTO activity_participant (id, activity_id, user_id, contact_id, name, at, answer) "
                   "VALUES ($1, $2, $3, $4, $5, $6, '')",
                   V(store_new_id(tx)), V(act->id.value), V(id_value(p->user.value)), V(id_value(p->contact.value)),
                   V(known ? "" : p->name), V(act->at));
}

static bool same_participant(const struct activity_participant *a, const struct activity_participant *b)
{
    if (a->user.value != 0 || b->user.value != 0)
        return a->user.value == b->user.value;
    if (a->contact.value != 0 || b->contact.value != 0)
        return a->contact.value == b->contact.value;
    return strcmp(a->name, b->name) == 0;
}

static bool takes_part(const struct activity *act, const struct activity_participant *p, size_t until)
{
    for (size_t i = 0; i < until; i++)
        if (same_participant(&act->people[i], p))
            return true;
    return false;
}

enum status activity_insert(struct store_tx *tx, const struct activity *given, struct activity_id *id_out)
{
    struct activity act = *given;
    act.id.value = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO activity (id, version, kind, state, outcome, at, all_day, minutes, place, note, name_reason, network_id, "
                "agency_id, invites, sequence, created_by, changed_by, created_at, changed_at) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $14, $15, $15)",
                V(act.id.value), V(activity_kind_name(act.kind)), V(activity_state_name(act.state)),
                V(activity_outcome_name(act.outcome)), V(act.at), V(act.all_day), V(id_value(act.minutes)), V(or_empty(act.place)),
                V(or_empty(act.note)), V(or_empty(act.name_reason)), V(id_value(act.network.value)), V(act.agency.value),
                V(act.invites), V(id_value(tx->user.value)), V(tx->now)));
    TRY(put_parties(tx, &act));
    TRY(reach_network(tx, &act));
    for (size_t i = 0; i < act.people_count; i++)
        if (!takes_part(&act, &act.people[i], i))
            TRY(put_participant(tx, &act, &act.people[i]));
    TRY(activity_log(tx, "insert", &act));
    *id_out = act.id;
    return OK;
}

static enum status change_people(struct store_tx *tx, const struct activity *act, const struct activity *stood)
{
    for (size_t i = 0; i < stood->people_count; i++) {
        const struct activity_participant *p = &stood->people[i];
        if (takes_part(act, p, act->people_count))
            continue;
        bool known = p->user.value != 0 || p->contact.value != 0;
        TRY(sql_run(tx->db,
                    "DELETE FROM activity_participant WHERE activity_id = $1 AND coalesce(user_id, 0) = $2 "
                    "AND coalesce(contact_id, 0) = $3 AND name = $4",
                    V(act->id.value), V(p->user.value), V(p->contact.value), V(known ? "" : p->name)));
    }
    for (size_t i = 0; i < act->people_count; i++)
        if (!takes_part(stood, &act->people[i], stood->people_count) && !takes_part(act, &act->people[i], i))
            TRY(put_participant(tx, act, &act->people[i]));
    return sql_run(tx->db, "UPDATE activity_participant SET at = $2 WHERE activity_id = $1", V(act->id.value), V(act->at));
}

enum status activity_update(struct store_tx *tx, const struct activity *act)
{
    struct activity stood;
    TRY(activity_get(tx->store, act->id, tx->arena, &stood));
    TRY(sql_run(tx->db,
                "UPDATE activity SET version = version + 1, kind = $2, state = $3, outcome = $4, at = $5, all_day = $6, minutes = $7, "
                "place = $8, note = $9, name_reason = $10, network_id = $11, invites = $12, changed_by = $13, changed_at = $14 "
                "WHERE id = $1 AND version = $15 AND deleted_at IS NULL",
                V(act->id.value), V(activity_kind_name(act->kind)), V(activity_state_name(act->state)),
                V(activity_outcome_name(act->outcome)), V(act->at), V(act->all_day), V(id_value(act->minutes)),
                V(or_empty(act->place)), V(or_empty(act->note)), V(or_empty(act->name_reason)), V(id_value(act->network.value)),
                V(act->invites), V(id_value(tx->user.value)), V(tx->now), V(act->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    // Whom a held presentation reached does not change with who joins or leaves the network afterwards.
    bool anew = act->network.value != stood.network.value || stood.state == ACTIVITY_PLANNED;
    TRY(sql_run(tx->db, "DELETE FROM activity_party WHERE activity_id = $1 AND (by_network = 0 OR $2 = 1)", V(act->id.value),
                V(anew)));
    TRY(put_parties(tx, act));
    if (anew)
        TRY(reach_network(tx, act));
    TRY(sql_run(tx->db, "UPDATE activity_party SET at = $2 WHERE activity_id = $1", V(act->id.value), V(act->at)));
    TRY(change_people(tx, act, &stood));
    return activity_log(tx, "update", act);
}

enum status activity_set_deleted(struct store_tx *tx, struct activity_id id, int64_t version, bool deleted)
{
    struct activity act;
    TRY(sql_run(tx->db,
                "UPDATE activity SET version = version + 1, deleted_at = $2, changed_by = $3, changed_at = $4 "
                "WHERE id = $1 AND version = $5 AND (deleted_at IS NULL) = $6",
                V(id.value), V(id_value(deleted ? tx->now : 0)), V(id_value(tx->user.value)), V(tx->now), V(version), V(deleted)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(activity_get(tx->store, id, tx->arena, &act));
    return activity_log(tx, deleted ? "delete" : "restore", &act);
}
