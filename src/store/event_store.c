// SPDX-License-Identifier: EUPL-1.2
#include "store/event_store.h"

#include <jansson.h>

#include "store/inside.h"

#define EVENT_COLUMNS                                                                                                  \
    "SELECT e.id, e.version, e.kind, e.state, e.title_nb, e.title_en, e.text_nb, e.text_en, e.place, e.starts_at, "    \
    "e.ends_at, e.seats, e.open, e.until_day, e.contact_name, e.contact_email, e.contact_phone, e.sequence, "          \
    "e.created_at, e.published_at, e.changed_at, e.reason"
enum { EVENT_COLUMN_COUNT = 22 };

static struct event event_row(struct sql_rows *rows, struct arena *a)
{
    struct event e = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .title = {[LANG_NB] = sql_text(rows, 4, a), [LANG_EN] = sql_text(rows, 5, a)},
        .text = {[LANG_NB] = sql_text(rows, 6, a), [LANG_EN] = sql_text(rows, 7, a)},
        .place = sql_text(rows, 8, a),
        .starts_at = sql_int(rows, 9),
        .ends_at = sql_int(rows, 10),
        .seats = (int)sql_int(rows, 11),
        .open = sql_int(rows, 12) != 0,
        .until = day_column(rows, 13, a),
        .contact_name = sql_text(rows, 14, a),
        .contact_email = sql_text(rows, 15, a),
        .contact_phone = sql_text(rows, 16, a),
        .sequence = (int)sql_int(rows, 17),
        .created_at = sql_int(rows, 18),
        .published_at = sql_int(rows, 19),
        .changed_at = sql_int(rows, 20),
        .reason = sql_text(rows, 21, a),
    };
    event_kind_read(sql_text(rows, 2, a), &e.kind);
    event_state_read(sql_text(rows, 3, a), &e.state);
    return e;
}

static enum status event_rows(struct sql_rows *rows, struct arena *a, struct event **out, size_t *count_out)
{
    struct event *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = event_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status event_get(struct store *s, struct event_id id, struct arena *a, struct event *out)
{
    struct sql *db;
    struct event *list;
    size_t count;
    TRY(store_reader(s, &db));
    TRY(event_rows(sql_query(db, EVENT_COLUMNS " FROM event e WHERE e.id = $1", V(id.value)), a, &list, &count));
    if (count == 0)
        return NOT_FOUND;
    *out = list[0];
    return OK;
}

static enum status event_log(struct store_tx *tx, const char *verb, int64_t id, const struct event *e)
{
    return change_append(tx, "event", verb, id,
                         json_pack("{s:s, s:s, s:I, s:I, s:i, s:b, s:i}", "kind", event_kind_name(e->kind), "state",
                                   event_state_name(e->state), "starts_at", (json_int_t)e->starts_at, "ends_at",
                                   (json_int_t)e->ends_at, "seats", e->seats, "open", e->open, "sequence", e->sequence));
}

enum status event_insert(struct store_tx *tx, const struct event *e, struct event_id *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO event (id, version, kind, state, title_nb, title_en, text_nb, text_en, search, place, starts_at, "
                "ends_at, seats, open, until_day, contact_name, contact_email, contact_phone, sequence, reason, made_by, "
                "created_at, published_at, changed_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                "$14, $15, $16, $17, 0, '', $18, $19, NULL, $19)",
                V(id), V(event_kind_name(e->kind)), V(event_state_name(e->state)), V(or_empty(e->title[LANG_NB])),
                V(or_empty(e->title[LANG_EN])), V(or_empty(e->text[LANG_NB])), V(or_empty(e->text[LANG_EN])),
                V(search_text(tx->arena, e->title[LANG_NB], e->title[LANG_EN], e->place)), V(or_empty(e->place)),
                V(e->starts_at), V(e->ends_at), V(e->seats), V(e->open), V(day_value(tx->arena, e->until)),
                V(or_empty(e->contact_name)), V(or_empty(e->contact_email)), V(or_empty(e->contact_phone)),
                V(id_value(tx->user.value)), V(tx->now)));
    TRY(event_log(tx, "insert", id, e));
    *id_out = (struct event_id){id};
    return OK;
}

enum status event_update(struct store_tx *tx, const struct event *e)
{
    TRY(sql_run(tx->db,
                "UPDATE event SET version = version + 1, kind = $2, state = $3, title_nb = $4, title_en = $5, text_nb = $6, "
                "text_en = $7, search = $8, place = $9, starts_at = $10, ends_at = $11, seats = $12, open = $13, "
                "until_day = $14, contact_name = $15, contact_email = $16, contact_phone = $17, sequence = $18, "
                "published_at = $19, changed_at = $20, reason = $21 WHERE id = $1 AND version = $22",
                V(e->id.value), V(event_kind_name(e->kind)), V(event_state_name(e->state)), V(or_empty(e->title[LANG_NB])),
                V(or_empty(e->title[LANG_EN])), V(or_empty(e->text[LANG_NB])), V(or_empty(e->text[LANG_EN])),
                V(search_text(tx->arena, e->title[LANG_NB], e->title[LANG_EN], e->place)), V(or_empty(e->place)),
                V(e->starts_at), V(e->ends_at), V(e->seats), V(e->open), V(day_value(tx->arena, e->until)),
                V(or_empty(e->contact_name)), V(or_empty(e->contact_email)), V(or_empty(e->contact_phone)), V(e->sequence),
                V(id_value(e->published_at)), V(e->changed_at), V(or_empty(e->reason)), V(e->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return event_log(tx, "update", e->id.value, e);
}

enum status event_delete(struct store_tx *tx, struct event_id id)
{
    TRY(sql_run(tx->db, "DELETE FROM event WHERE id = $1 AND state = 'draft'", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append(tx, "event", "delete", id.value, json_object());
}

// $1–$4 words, $5 now, $6–$9 states, $10–$13 kinds.
#define EVENT_FILTER                                                                                                   \
    " FROM event e WHERE e.search LIKE $1 AND e.search LIKE $2 AND e.search LIKE $3 AND e.search LIKE $4 AND "         \
    "CASE WHEN e.state = 'published' AND e.ends_at <= $5 THEN 'held' ELSE e.state END IN ($6, $7, $8, $9) AND "        \
    "e.kind IN ($10, $11, $12, $13)"
enum { EVENT_FILTER_VALUES = 13 };

static void filter_values(const struct event_filter *f, struct arena *a, struct sql_value values[])
{
    const char *patterns[SEARCH_WORDS];
    search_patterns(a, f->text, patterns);
    for (int i = 0; i < SEARCH_WORDS; i++)
        values[1 + i] = sql_text_value(patterns[i]);
    values[5] = sql_int_value(f->now);
    for (int i = 0; i < EVENT_STATES; i++) {
        bool wanted = f->states == 0 || (f->states >> i & 1) != 0;
        values[6 + i] = sql_text_value(wanted ? event_state_name((enum event_state)i) : NULL);
    }
    for (int i = 0; i < EVENT_KINDS; i++) {
        bool wanted = f->kinds == 0 || (f->kinds >> i & 1) != 0;
        values[10 + i] = sql_text_value(wanted ? event_kind_name((enum event_kind)i) : NULL);
    }
}

enum status event_list(struct store *s, const struct event_filter *filter, struct event_id after, size_t most,
                       struct arena *a, struct event **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[EVENT_FILTER_VALUES + 3];
    filter_values(filter, a, values);
    values[14] = sql_int_value(after.value);
    values[15] = sql_int_value((int64_t)most);
    return event_rows(sql_query_values(db,
                                       EVENT_COLUMNS EVENT_FILTER " AND ($14 = 0 OR (e.starts_at, e.id) < "
                                       "((SELECT k.starts_at FROM event k WHERE k.id = $14), $14)) "
                                       "ORDER BY e.starts_at DESC, e.id DESC LIMIT $15",
                                       values, EVENT_FILTER_VALUES + 2), a, out, count_out);
}

static enum status one_number(struct sql_rows *rows, int64_t *out)
{
    int64_t n = 0;
    if (sql_next(rows))
        n = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = n;
    return OK;
}

enum status event_count(struct store *s, const struct event_filter *filter, struct arena *a, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[EVENT_FILTER_VALUES + 1];
    filter_values(filter, a, values);
    return one_number(sql_query_values(db, "SELECT count(*)" EVENT_FILTER, values, EVENT_FILTER_VALUES), count_out);
}

enum status event_list_coming(struct store *s, int64_t now, bool open, size_t most, struct arena *a, struct event **out,
                              size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    // What has not ended has begun at most two weeks ago.
    int64_t begun = now - (int64_t)EVENT_DAYS_MOST * 24 * 3600 * 1000;
    return event_rows(sql_query(db, EVENT_COLUMNS " FROM event e WHERE e.starts_at >= $3 AND e.state = 'published' AND "
                                    "e.ends_at > $1 AND ($2 = 0 OR e.open = 1) ORDER BY e.starts_at, e.id LIMIT $4",
                                V(now), V(open), V(begun), V((int64_t)most)), a, out, count_out);
}

enum status event_list_named(struct store *s, int64_t ended_before, struct arena *a, struct event_id **out,
                             size_t *count_out)
{
    struct sql *db;
    struct event_id *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT e.id FROM event e WHERE e.ends_at < $1 AND EXISTS (SELECT 1 FROM guest g "
                                          "WHERE g.event_id = e.id AND g.contact_id IS NULL AND g.forgotten_at IS NULL) "
                                          "ORDER BY e.id", V(ended_before));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status event_list_of_employer(struct store *s, struct employer_id employer, int64_t at, int64_t id, size_t most,
                                   struct arena *a, struct event_of_employer **out, size_t *count_out)
{
    struct sql *db;
    struct event_of_employer *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db, EVENT_COLUMNS ", t.invited, t.yes, t.present FROM event e JOIN (SELECT g.event_id, "
                      "count(g.invited_at) AS invited, "
                      "sum(CASE WHEN g.answer = 'yes' AND g.waiting_since IS NULL THEN g.coming ELSE 0 END) AS yes, "
                      "count(g.present_at) AS present FROM guest g WHERE g.employer_id = $1 AND "
                      "(g.origin <> 'signed-up' OR g.confirmed_at IS NOT NULL) GROUP BY g.event_id) t ON t.event_id = e.id "
                      "WHERE e.state <> 'draft' AND (e.starts_at < $3 OR (e.starts_at = $3 AND e.id < $4)) "
                      "ORDER BY e.starts_at DESC, e.id DESC LIMIT $2",
                  V(employer.value), V((int64_t)most), V(at), V(id));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct event_of_employer){
            .event = event_row(rows, a),
            .invited = (int)sql_int(rows, EVENT_COLUMN_COUNT),
            .yes = (int)sql_int(rows, EVENT_COLUMN_COUNT + 1),
            .present = (int)sql_int(rows, EVENT_COLUMN_COUNT + 2),
        };
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status event_list_reach(struct store *s, int64_t from, int64_t before, struct arena *a, struct event_reach **out,
                             size_t *count_out)
{
    struct sql *db;
    struct event_reach *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db, "SELECT e.id, e.kind, g.employer_id, min(g.contact_id), e.starts_at, count(*) FROM event e "
                      "JOIN guest g ON g.event_id = e.id WHERE e.starts_at >= $1 AND e.starts_at < $2 AND "
                      "e.state = 'published' AND g.present_at IS NOT NULL AND g.employer_id IS NOT NULL "
                      "GROUP BY e.id, e.kind, g.employer_id, e.starts_at ORDER BY e.starts_at, e.id, g.employer_id",
                  V(from), V(before));
    while (sql_next(rows)) {
        struct event_reach r = {
            .event = {sql_int(rows, 0)},
            .employer = {sql_int(rows, 2)},
            .contact = {sql_int(rows, 3)},
            .at = sql_int(rows, 4),
            .present = (int)sql_int(rows, 5),
        };
        event_kind_read(sql_text(rows, 1, a), &r.kind);
        *LIST_ADD(a, list, count, room) = r;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
