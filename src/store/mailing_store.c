// SPDX-License-Identifier: EUPL-1.2
#include "store/mailing_store.h"

#include <jansson.h>
#include <string.h>

#include "store/inside.h"
#include "store/outbox_store.h"

#define MAILING_COLUMNS                                                                                                \
    "m.id, m.version, m.state, m.lang, m.subject, m.body, m.letter_id, m.letter_edition, m.audience, m.audience_id, "  \
    "m.audience_query, m.audience_part, m.figures, m.sent_on, m.created_by, m.created_at, m.changed_at, m.begun_at, "  \
    "m.ended_at, m.deleted_at"

static struct mailing mailing_row(struct sql_rows *rows, struct arena *a)
{
    struct mailing m = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .lang = lang_from_tag(sql_text(rows, 3, a), LANG_NB),
        .subject = text_column(rows, 4, a),
        .body = text_column(rows, 5, a),
        .letter = {sql_int(rows, 6)},
        .letter_edition = (int)sql_int(rows, 7),
        .audience_id = sql_int(rows, 9),
        .audience_query = text_column(rows, 10, a),
        .figures = text_column(rows, 12, a),
        .sent_on = day_column(rows, 13, a),
        .created_by = {sql_int(rows, 14)},
        .created_at = sql_int(rows, 15),
        .changed_at = sql_int(rows, 16),
        .begun_at = sql_int(rows, 17),
        .ended_at = sql_int(rows, 18),
        .deleted = !sql_is_null(rows, 19),
    };
    mailing_state_read(sql_text(rows, 2, a), &m.state);
    mailing_audience_read(sql_text(rows, 8, a), &m.audience);
    event_part_read(sql_text(rows, 11, a), &m.part);
    return m;
}

enum status mailing_get(struct store *s, struct mailing_id id, struct arena *a, struct mailing *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " MAILING_COLUMNS " FROM mailing m WHERE m.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = mailing_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status mailing_list(struct store *s, struct letter_id letter, bool deleted, int64_t before, size_t most, struct arena *a,
                         struct mailing **out, size_t *count_out)
{
    struct sql *db;
    struct mailing *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " MAILING_COLUMNS " FROM mailing m WHERE ($1 = 0 OR m.letter_id = $1) AND "
                                          "CASE WHEN m.deleted_at IS NULL THEN 0 ELSE 1 END = $2 AND ($3 = 0 OR m.id < $3) ORDER BY m.id DESC LIMIT $4",
                                      V(letter.value), V(deleted), V(before), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = mailing_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status mailing_log(struct store_tx *tx, const char *verb, const struct mailing *m, int64_t receivers)
{
    return change_append(tx, "mailing", verb, m->id.value,
                         json_pack("{s:s, s:s, s:s, s:s, s:I, s:s, s:I, s:s, s:s, s:b, s:I}", "state", mailing_state_name(m->state),
                                   "lang", lang_tag(m->lang), "subject", or_empty(m->subject), "body", or_empty(m->body), "letter",
                                   (json_int_t)m->letter.value, "audience", mailing_audience_name(m->audience), "audience_id",
                                   (json_int_t)m->audience_id, "query", or_empty(m->audience_query), "part",
                                   event_part_name(m->part), "deleted", m->deleted, "receivers", (json_int_t)receivers));
}

enum status mailing_insert(struct store_tx *tx, const struct mailing *given, struct mailing_id *id_out)
{
    struct mailing m = *given;
    m.id.value = store_new_id(tx);
    m.state = MAILING_DRAFT;
    TRY(sql_run(tx->db,
                "INSERT INTO mailing (id, version, state, lang, subject, body, letter_id, audience, audience_id, audience_query, "
                "audience_part, figures, created_by, created_at, changed_at) "
                "VALUES ($1, 1, 'draft', $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $11)",
                V(m.id.value), V(lang_tag(m.lang)), V(or_empty(m.subject)), V(or_empty(m.body)), V(id_value(m.letter.value)),
                V(mailing_audience_name(m.audience)), V(id_value(m.audience_id)), V(or_empty(m.audience_query)),
                V(event_part_name(m.part)), V(id_value(tx->user.value)), V(tx->now)));
    TRY(mailing_log(tx, "insert", &m, 0));
    *id_out = m.id;
    return OK;
}

static enum status write_row(struct store_tx *tx, const struct mailing *m)
{
    TRY(sql_run(tx->db,
                "UPDATE mailing SET version = version + 1, state = $2, lang = $3, subject = $4, body = $5, letter_id = $6, "
                "letter_edition = $7, audience = $8, audience_id = $9, audience_query = $10, audience_part = $11, figures = $12, "
                "sent_on = $13, begun_at = $14, ended_at = $15, deleted_at = $16, changed_at = $17 WHERE id = $1 AND version = $18",
                V(m->id.value), V(mailing_state_name(m->state)), V(lang_tag(m->lang)), V(or_empty(m->subject)), V(or_empty(m->body)),
                V(id_value(m->letter.value)), V(id_value(m->letter_edition)), V(mailing_audience_name(m->audience)),
                V(id_value(m->audience_id)), V(or_empty(m->audience_query)), V(event_part_name(m->part)), V(or_empty(m->figures)),
                V(day_value(tx->arena, m->sent_on)), V(id_value(m->begun_at)), V(id_value(m->ended_at)),
                V(id_value(m->deleted ? tx->now : 0)), V(tx->now), V(m->version)));
    return sql_changes(tx->db) == 1 ? OK : CONFLICT;
}

enum status mailing_update(struct store_tx *tx, const struct mailing *m)
{
    TRY(write_row(tx, m));
    return mailing_log(tx, "update", m, 0);
}

// Sending

enum status mailing_begin(struct store_tx *tx, const struct mailing *given, const struct audience_row *const *receivers,
                          size_t count)
{
    struct mailing m = *given;
    m.state = MAILING_SENDING;
    m.begun_at = tx->now;
    TRY(write_row(tx, &m));
    for (size_t i = 0; i < count; i++)
        TRY(sql_run(tx->db, "INSERT INTO mailing_receiver (mailing_id, contact_id, employer_id, queued) VALUES ($1, $2, $3, 0)",
                    V(m.id.value), V(receivers[i]->contact.value), V(id_value(receivers[i]->employer.value))));
    return mailing_log(tx, "send", &m, (int64_t)count);
}

enum status mailing_queue(struct store_tx *tx, struct mailing_id id, size_t most, size_t *count_out)
{
    struct contact_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db,
                                      "SELECT r.contact_id FROM mailing_receiver r JOIN mailing m ON m.id = r.mailing_id "
                                      "WHERE r.mailing_id = $1 AND r.queued = 0 AND m.state = 'sending' ORDER BY r.contact_id LIMIT $2",
                                      V(id.value), V((int64_t)most));
    while (sql_next(rows))
        LIST_ADD(tx->arena, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++) {
        TRY(outbox_tell_contact(tx, OUTBOX_MAILING, list[i], id.value));
        TRY(sql_run(tx->db, "UPDATE mailing_receiver SET queued = 1 WHERE mailing_id = $1 AND contact_id = $2", V(id.value),
                    V(list[i].value)));
    }
    *count_out = count;
    return OK;
}

enum status mailing_list_unfinished(struct store *s, size_t most, struct arena *a, struct mailing_id **out, size_t *count_out)
{
    struct sql *db;
    struct mailing_id *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT id FROM mailing WHERE state = 'sending' ORDER BY id LIMIT $1", V((int64_t)most));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status mailing_count(struct store *s, const struct mailing *m, struct mailing_counts *out)
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct mailing_counts counts = {0};
    struct outbox_counts mails;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db,
                                      "SELECT count(*), coalesce(sum(1 - r.queued), 0), count(DISTINCT r.employer_id), "
                                      "coalesce(sum(CASE WHEN c.informed = 'no' AND c.informed_on >= $2 THEN 1 ELSE 0 END), 0) FROM mailing_receiver r "
                                      "JOIN contact c ON c.id = r.contact_id WHERE r.mailing_id = $1",
                                      V(m->id.value), day_value(a, m->sent_on));
    if (sql_next(rows)) {
        counts.receivers = sql_int(rows, 0);
        counts.unqueued = sql_int(rows, 1);
        counts.employers = sql_int(rows, 2);
        counts.unsubscribed = sql_int(rows, 3);
    }
    TRY(sql_end(rows));
    TRY(outbox_count_cause(s, OUTBOX_MAILING, m->id.value, &mails));
    memcpy(counts.by_state, mails.by_state, sizeof counts.by_state);
    *out = counts;
    return OK;
}

enum status mailing_receivers(struct store *s, struct mailing_id id, unsigned states, int64_t after, size_t most, struct arena *a,
                              struct mailing_receiver **out, size_t *count_out)
{
    struct sql *db;
    struct mailing_receiver *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db,
                                      "SELECT r.contact_id, r.employer_id, c.name, coalesce(e.name, g.name), o.id, o.state, o.said "
                                      "FROM mailing_receiver r JOIN contact c ON c.id = r.contact_id "
                                      "LEFT JOIN employer e ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id "
                                      "LEFT JOIN outbox o ON o.contact_id = r.contact_id AND o.kind = 'mailing' AND o.cause_id = $1 "
                                      "WHERE r.mailing_id = $1 AND r.contact_id > $2 ORDER BY r.contact_id",
                                      V(id.value), V(after));
    while (count < most && sql_next(rows)) {
        struct mailing_receiver r = {
            .contact = {sql_int(rows, 0)}, .employer = {sql_int(rows, 1)}, .outbox = {sql_int(rows, 4)}, .state = OUTBOX_WAITING};
        if (r.outbox.value != 0)
            outbox_state_read(sql_text(rows, 5, a), &r.state);
        if ((states >> r.state & 1) == 0)
            continue;
        r.name = text_column(rows, 2, a);
        r.firm = text_column(rows, 3, a);
        r.said = text_column(rows, 6, a);
        *LIST_ADD(a, list, count, room) = r;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

// Trials

enum status mailing_try(struct store_tx *tx, const struct mailing_trial *t, struct user_id to)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db, "INSERT INTO mailing_trial (id, mailing_id, contact_id, user_id, created_at) VALUES ($1, $2, $3, $4, $5)",
                V(id), V(t->mailing.value), V(t->contact.value), V(to.value), V(tx->now)));
    TRY(change_append(tx, "mailing_trial", "insert", id,
                      json_pack("{s:I, s:I}", "mailing", (json_int_t)t->mailing.value, "contact", (json_int_t)t->contact.value)));
    return outbox_tell_user(tx, OUTBOX_MAILING_TRIAL, to, id);
}

enum status mailing_trial_get(struct store *s, int64_t id, struct mailing_trial *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT mailing_id, contact_id FROM mailing_trial WHERE id = $1", V(id));
    bool found = sql_next(rows);
    if (found)
        *out = (struct mailing_trial){{sql_int(rows, 0)}, {sql_int(rows, 1)}};
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status mailing_reached(struct store *s, struct employer_id employer, day from, struct arena *a, struct mailing_reach **out,
                            size_t *count_out)
{
    struct sql *db;
    struct mailing_reach *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db,
                                      "SELECT m.id, r.employer_id, r.contact_id, m.sent_on, o.handled_at, m.subject "
                                      "FROM mailing_receiver r JOIN mailing m ON m.id = r.mailing_id "
                                      "JOIN outbox o ON o.contact_id = r.contact_id AND o.kind = 'mailing' AND o.cause_id = m.id "
                                      "WHERE r.employer_id IS NOT NULL AND ($1 = 0 OR r.employer_id = $1) AND m.sent_on >= $2 "
                                      "AND o.state = 'sent' ORDER BY m.sent_on, m.id, r.contact_id",
                                      V(employer.value), day_value(a, from));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct mailing_reach){
            .mailing = {sql_int(rows, 0)}, .employer = {sql_int(rows, 1)}, .contact = {sql_int(rows, 2)},
            .on = day_column(rows, 3, a), .at = sql_int(rows, 4), .subject = text_column(rows, 5, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
