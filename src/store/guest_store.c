// SPDX-License-Identifier: EUPL-1.2
// Guests as rows; guest_list.c reads them in lists and counts.
#include "store/guest_store.h"

#include <jansson.h>
#include <string.h>

#include "core/person.h"
#include "store/guest_inside.h"
#include "store/inside.h"

struct guest guest_row(struct sql_rows *rows, struct arena *a)
{
    struct guest g = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .event = {sql_int(rows, 2)},
        .host = {sql_int(rows, 4)},
        .contact = {sql_int(rows, 5)},
        .employer = {sql_int(rows, 6)},
        .name = sql_text(rows, 7, a),
        .organisation = sql_text(rows, 8, a),
        .email = sql_text(rows, 9, a),
        .lang = lang_from_tag(sql_text(rows, 10, a), LANG_NB),
        .coming = (int)sql_int(rows, 12),
        .answered_at = sql_int(rows, 13),
        .waiting_since = sql_int(rows, 14),
        .confirmed_at = sql_int(rows, 15),
        .mailed_yes_at = sql_int(rows, 16),
        .invited_at = sql_int(rows, 17),
        .present_at = sql_int(rows, 18),
        .created_at = sql_int(rows, 19),
    };
    guest_origin_read(sql_text(rows, 3, a), &g.origin);
    guest_answer_read(sql_text(rows, 11, a), &g.answer);
    return g;
}

enum status guest_rows(struct sql_rows *rows, struct arena *a, struct guest **out, size_t *count_out)
{
    struct guest *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = guest_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status guest_one(struct sql_rows *rows, struct arena *a, struct guest *out)
{
    struct guest *list;
    size_t count;
    TRY(guest_rows(rows, a, &list, &count));
    if (count == 0)
        return NOT_FOUND;
    *out = list[0];
    return OK;
}

enum status guest_find_contact(struct store *s, struct event_id event, struct contact_id contact, struct arena *a,
                               struct guest *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return guest_one(sql_query(db, GUEST_COLUMNS " FROM guest g WHERE g.event_id = $1 AND g.contact_id = $2",
                               V(event.value), V(contact.value)), a, out);
}

enum status guest_find_email(struct store *s, struct event_id event, const char *email, struct arena *a, struct guest *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return guest_one(sql_query(db, GUEST_COLUMNS " FROM guest g WHERE g.event_id = $1 AND g.email_key = $2 AND g.email_key <> '' ORDER BY g.id LIMIT 1",
                               V(event.value), V(email_key(a, email))), a, out);
}

enum status guest_find_named(struct store *s, struct event_id event, const char *name, struct employer_id employer,
                             const char *organisation, struct arena *a, struct guest *out)
{
    struct sql *db;
    struct guest *list, *found = NULL;
    size_t count;
    TRY(store_reader(s, &db));
    TRY(guest_rows(sql_query(db, GUEST_COLUMNS " FROM guest g WHERE g.event_id = $1 AND g.contact_id IS NULL AND "
                                               "coalesce(g.employer_id, 0) = $2 ORDER BY g.id",
                             V(event.value), V(employer.value)), a, &list, &count));
    const char *wanted = search_text(a, name, NULL, NULL), *from = search_text(a, organisation, NULL, NULL);
    for (size_t i = 0; i < count && found == NULL; i++)
        if (strcmp(search_text(a, list[i].name, NULL, NULL), wanted) == 0 &&
            (employer.value != 0 || strcmp(search_text(a, list[i].organisation, NULL, NULL), from) == 0))
            found = &list[i];
    if (found == NULL)
        return NOT_FOUND;
    *out = *found;
    return OK;
}

static enum status guest_log(struct store_tx *tx, const char *verb, const struct guest *g)
{
    return change_append(tx, "guest", verb, g->id.value,
                         json_pack("{s:I, s:I, s:s, s:s, s:i, s:b, s:b}", "event", (json_int_t)g->event.value, "employer",
                                   (json_int_t)g->employer.value, "origin", guest_origin_name(g->origin), "answer",
                                   guest_answer_name(g->answer), "coming", g->coming, "waiting", g->waiting_since != 0,
                                   "confirmed", g->confirmed_at != 0));
}

enum status guest_insert(struct store_tx *tx, const struct guest *given, struct guest_id *id_out)
{
    struct guest g = *given;
    g.id.value = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO guest (id, version, event_id, origin, host_id, contact_id, employer_id, name, organisation, "
                "search, email, lang, answer, coming, answered_at, waiting_since, confirmed_at, mailed_yes_at, invited_at, "
                "present_at, created_at, email_key) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
                "$17, $18, $19, $20, $21)",
                V(g.id.value), V(g.event.value), V(guest_origin_name(g.origin)), V(id_value(g.host.value)),
                V(id_value(g.contact.value)), V(id_value(g.employer.value)), V(or_empty(g.name)), V(or_empty(g.organisation)),
                V(search_text(tx->arena, g.name, g.organisation, NULL)), V(or_empty(g.email)),
                V(lang_tag(g.lang)), V(guest_answer_name(g.answer)), V(g.coming), V(id_value(g.answered_at)),
                V(id_value(g.waiting_since)), V(id_value(g.confirmed_at)), V(id_value(g.mailed_yes_at)),
                V(id_value(g.invited_at)), V(id_value(g.present_at)), V(tx->now), V(email_key(tx->arena, or_empty(g.email)))));
    TRY(guest_log(tx, "insert", &g));
    *id_out = g.id;
    return OK;
}

enum status guest_update(struct store_tx *tx, const struct guest *g)
{
    TRY(sql_run(tx->db,
                "UPDATE guest SET version = version + 1, contact_id = $2, employer_id = $3, name = $4, organisation = $5, "
                "search = $6, email = $7, lang = $8, answer = $9, coming = $10, answered_at = $11, waiting_since = $12, "
                "confirmed_at = $13, mailed_yes_at = $14, invited_at = $15, email_key = $17 WHERE id = $1 AND version = $16",
                V(g->id.value), V(id_value(g->contact.value)), V(id_value(g->employer.value)), V(or_empty(g->name)),
                V(or_empty(g->organisation)), V(search_text(tx->arena, g->name, g->organisation, NULL)),
                V(or_empty(g->email)), V(lang_tag(g->lang)), V(guest_answer_name(g->answer)),
                V(g->coming), V(id_value(g->answered_at)), V(id_value(g->waiting_since)), V(id_value(g->confirmed_at)),
                V(id_value(g->mailed_yes_at)), V(id_value(g->invited_at)), V(g->version), V(email_key(tx->arena, or_empty(g->email)))));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return guest_log(tx, "update", g);
}

enum status guest_set_present(struct store_tx *tx, struct guest_id id, int64_t at)
{
    TRY(sql_run(tx->db, "UPDATE guest SET version = version + 1, present_at = $2 WHERE id = $1 AND "
                        "(present_at IS NULL) = ($2 IS NOT NULL)", V(id.value), V(id_value(at))));
    if (sql_changes(tx->db) == 0)
        return OK; // it is so already
    return change_append(tx, "guest", at != 0 ? "present" : "absent", id.value, json_object());
}

enum status guest_delete(struct store_tx *tx, struct guest_id id)
{
    TRY(sql_run(tx->db, "DELETE FROM guest_notice WHERE guest_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM guest WHERE id = $1 AND present_at IS NULL", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append(tx, "guest", "delete", id.value, json_object());
}

enum status guest_drop_unconfirmed(struct store_tx *tx, int64_t before)
{
    struct guest *list;
    size_t count;
    TRY(guest_rows(sql_query(tx->db, GUEST_COLUMNS " FROM guest g WHERE g.origin = 'signed-up' AND g.confirmed_at IS NULL "
                                                   "AND g.created_at < $1 ORDER BY g.created_at LIMIT 1000", V(before)),
                   tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(guest_delete(tx, list[i].id));
    return OK;
}

enum status guest_forget(struct store_tx *tx, struct event_id event)
{
    TRY(sql_run(tx->db, "UPDATE guest SET version = version + 1, name = '', organisation = '', search = '', email = '', email_key = '', "
                        "forgotten_at = $2 WHERE event_id = $1 AND contact_id IS NULL AND forgotten_at IS NULL",
                V(event.value), V(tx->now)));
    if (sql_changes(tx->db) == 0)
        return OK;
    return change_append(tx, "event", "forget", event.value, json_object());
}

// What they are told

static const char *const NOTICES[GUEST_NOTICES] = {
    [NOTICE_INVITED] = "invited",   [NOTICE_CONFIRM] = "confirm", [NOTICE_ANSWER] = "answer",   [NOTICE_MOVED_UP] = "moved-up",
    [NOTICE_REMINDER] = "reminder", [NOTICE_CHASE] = "chase",     [NOTICE_CHANGED] = "changed", [NOTICE_CANCELLED] = "cancelled",
};

enum status guest_notice_insert(struct store_tx *tx, struct guest_id guest, enum guest_notice_what what, int64_t nth,
                                int sequence, int64_t *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db, "INSERT INTO guest_notice (id, guest_id, what, nth, sequence, created_at) "
                        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                V(id), V(guest.value), V(NOTICES[what]), V(nth), V(sequence), V(tx->now)));
    bool fresh = sql_changes(tx->db) == 1;
    if (fresh)
        TRY(change_append(tx, "guest", "tell", guest.value, json_pack("{s:s}", "what", NOTICES[what])));
    *id_out = fresh ? id : 0;
    return OK;
}

enum status guest_notice_get(struct store *s, int64_t id, struct guest_notice *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    struct guest_notice n = {.id = id};
    int what = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db, "SELECT guest_id, what, sequence, created_at FROM guest_notice WHERE id = $1", V(id));
    bool found = sql_next(rows) && name_read(NOTICES, GUEST_NOTICES, sql_text(rows, 1, a), &what);
    if (found) {
        n.guest.value = sql_int(rows, 0);
        n.sequence = (int)sql_int(rows, 2);
        n.created_at = sql_int(rows, 3);
    }
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    n.what = (enum guest_notice_what)what;
    *out = n;
    return OK;
}

enum status guest_notice_last(struct store *s, struct guest_id guest, enum guest_notice_what what, int64_t *at_out)
{
    struct sql *db;
    int64_t at = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT coalesce(max(created_at), 0) FROM guest_notice WHERE guest_id = $1 AND "
                                          "what = $2", V(guest.value), V(NOTICES[what]));
    if (sql_next(rows))
        at = sql_int(rows, 0);
    TRY(sql_end(rows));
    *at_out = at;
    return OK;
}

enum status guest_list_untold(struct store *s, struct event_id event, enum guest_notice_what what, int64_t since, size_t most,
                              struct arena *a, struct guest **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return guest_rows(
        sql_query(db, GUEST_COLUMNS " FROM guest g WHERE g.event_id = $1 AND g.host_id IS NULL AND "
                      "(($2 = 'reminder' AND g.answer IN ('yes', 'maybe') AND g.waiting_since IS NULL) OR "
                      "($2 = 'chase' AND g.answer = 'none' AND g.invited_at IS NOT NULL)) AND "
                      "NOT EXISTS (SELECT 1 FROM guest_notice n WHERE n.guest_id = g.id AND n.what = $2 AND n.created_at >= $4) "
                      "ORDER BY g.id LIMIT $3", V(event.value), V(NOTICES[what]), V((int64_t)most), V(since)), a, out, count_out);
}

enum status guest_list_coming(struct store *s, struct event_id event, struct arena *a, struct guest **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return guest_rows(sql_query(db, GUEST_COLUMNS " FROM guest g WHERE g.event_id = $1 AND g.host_id IS NULL AND "
                                    "g.answer IN ('yes', 'maybe') ORDER BY g.id", V(event.value)), a, out, count_out);
}

enum status guest_list_brought(struct store *s, struct guest_id host, struct arena *a, struct guest **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return guest_rows(sql_query(db, GUEST_COLUMNS " FROM guest g WHERE g.host_id = $1 ORDER BY g.id", V(host.value)), a, out,
                      count_out);
}

enum status guest_queue(struct store *s, struct event_id event, struct arena *a, struct guest **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return guest_rows(sql_query(db, GUEST_COLUMNS " FROM guest g WHERE g.event_id = $1 AND g.waiting_since IS NOT NULL "
                                    "ORDER BY g.waiting_since, g.id", V(event.value)), a, out, count_out);
}

enum status guest_seats(struct store *s, const struct event *e, struct guest_seats *out)
{
    struct sql *db;
    struct guest_seats seats = {.seats = e->seats};
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db, "SELECT coalesce(sum(CASE WHEN waiting_since IS NULL THEN coming ELSE 0 END), 0), count(waiting_since) "
                      "FROM guest WHERE event_id = $1 AND answer = 'yes' AND host_id IS NULL", V(e->id.value));
    if (sql_next(rows)) {
        seats.taken = (int)sql_int(rows, 0);
        seats.queue = sql_int(rows, 1) > 0;
    }
    TRY(sql_end(rows));
    *out = seats;
    return OK;
}
