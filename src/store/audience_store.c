// SPDX-License-Identifier: EUPL-1.2
// Whom a mailing may go to: contacts, guests of events, members of networks.
#include <string.h>

#include "store/inside.h"
#include "store/mailing_store.h"

// $1: today.
#define AUDIENCE_COLUMNS                                                                                               \
    "SELECT c.id, coalesce(c.employer_id, 0), c.name, c.email, coalesce(e.name, g.name), "                             \
    "CASE WHEN c.left_on <= $1 THEN 1 ELSE 0 END, c.informed"
#define AUDIENCE_FROM                                                                                                  \
    " FROM contact c LEFT JOIN employer e ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id "

static enum status rows_take(struct sql_rows *rows, struct arena *a, struct audience_row **out, size_t *count_out)
{
    struct audience_row *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows)) {
        const char *informed = text_column(rows, 6, a);
        *LIST_ADD(a, list, count, room) = (struct audience_row){
            .contact = {sql_int(rows, 0)},
            .employer = {sql_int(rows, 1)},
            .name = text_column(rows, 2, a),
            .email = text_column(rows, 3, a),
            .firm = text_column(rows, 4, a),
            .gone = sql_int(rows, 5) != 0,
            .asked = strcmp(informed, "not-asked") != 0,
            .refuses = strcmp(informed, "no") == 0,
        };
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status audience_employer_contacts(struct store *s, day today, struct arena *a, struct audience_row **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return rows_take(sql_query(db, AUDIENCE_COLUMNS AUDIENCE_FROM "WHERE c.employer_id IS NOT NULL ORDER BY c.id",
                               day_value(a, today)), a, out, count_out);
}

enum status audience_agency_contacts(struct store *s, day today, struct arena *a, struct audience_row **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return rows_take(sql_query(db, AUDIENCE_COLUMNS AUDIENCE_FROM "WHERE c.agency_id IS NOT NULL AND g.active = 1 ORDER BY c.id",
                               day_value(a, today)), a, out, count_out);
}

// $2 event, $3 the part. A sign-up that was never confirmed is nobody's.
#define GUESTS_OF_PART                                                                                                 \
    "t.event_id = $2 AND (t.origin <> 'signed-up' OR t.confirmed_at IS NOT NULL) AND CASE $3 WHEN 'yes' THEN t.answer = 'yes' " \
    "WHEN 'maybe' THEN t.answer = 'maybe' WHEN 'no' THEN t.answer = 'no' WHEN 'silent' THEN t.answer = 'none' "         \
    "WHEN 'present' THEN t.present_at IS NOT NULL WHEN 'absent' THEN t.answer = 'yes' AND t.present_at IS NULL ELSE 1 END"

enum status audience_guests(struct store *s, struct event_id event, enum event_part part, day today, struct arena *a,
                            struct audience_row **out, size_t *count_out, int64_t *strangers_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    TRY(rows_take(sql_query(db, AUDIENCE_COLUMNS AUDIENCE_FROM "JOIN guest t ON t.contact_id = c.id AND " GUESTS_OF_PART
                                " ORDER BY c.id",
                            day_value(a, today), V(event.value), V(event_part_name(part))), a, out, count_out));
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM guest t WHERE t.contact_id IS NULL AND $1 = $1 AND " GUESTS_OF_PART,
                                      V(0), V(event.value), V(event_part_name(part)));
    if (sql_next(rows))
        *strangers_out = sql_int(rows, 0);
    return sql_end(rows);
}

enum status audience_members(struct store *s, struct network_id network, struct arena *a, struct employer_id **out,
                             size_t *count_out)
{
    struct sql *db;
    struct employer_id *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT employer_id FROM network_member WHERE network_id = $1 ORDER BY employer_id",
                                      V(network.value));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status one_number(struct sql_rows *rows, int64_t *out)
{
    *out = 0;
    if (sql_next(rows))
        *out = sql_int(rows, 0);
    return sql_end(rows);
}

enum status audience_employers(struct store *s, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_number(sql_query(db, "SELECT count(*) FROM employer WHERE merged_into_id IS NULL"), count_out);
}

enum status audience_refusing(struct store *s, struct arena *a, const char ***out, size_t *count_out)
{
    struct sql *db;
    const char **list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT DISTINCT email_key FROM contact WHERE informed = 'no' AND email_key <> ''");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = text_column(rows, 0, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status any_address_on_hold(struct store *s, bool *out)
{
    struct sql *db;
    int64_t any;
    TRY(store_reader(s, &db));
    TRY(one_number(sql_query(db, "SELECT EXISTS (SELECT 1 FROM address_hold WHERE held_at IS NOT NULL)"), &any));
    *out = any != 0;
    return OK;
}

static enum status choices_take(struct sql_rows *rows, struct arena *a, struct audience_choice **out, size_t *count_out)
{
    struct audience_choice *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct audience_choice){sql_int(rows, 0), text_column(rows, 1, a), sql_int(rows, 2)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status audience_networks(struct store *s, struct arena *a, struct audience_choice **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return choices_take(sql_query(db, "SELECT id, name, 0 FROM network WHERE active = 1 ORDER BY search, id"), a, out, count_out);
}

enum status audience_events(struct store *s, size_t most, struct arena *a, struct audience_choice **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return choices_take(sql_query(db, "SELECT id, title_nb, starts_at FROM event WHERE state <> 'draft' "
                                      "ORDER BY starts_at DESC, id DESC LIMIT $1", V((int64_t)most)), a, out, count_out);
}
