// SPDX-License-Identifier: EUPL-1.2
#include "store/recipient_store.h"

#include <string.h>

#include "core/person.h"
#include "store/guest_store.h"
#include "store/inside.h"

#define RECIPIENT_FROM                                                                                                 \
    "SELECT c.id, c.employer_id, c.agency_id, e.organisation_form, c.name, c.email, coalesce(e.name, g.name), c.left_on, " \
    "c.informed FROM contact c LEFT JOIN employer e ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id WHERE "

static struct recipient recipient_row(struct sql_rows *rows, day today, struct arena *a)
{
    const char *informed = text_column(rows, 8, a);
    day left = day_column(rows, 7, a);
    struct agency_id agency = {sql_int(rows, 2)};
    return (struct recipient){
        .contact = {sql_int(rows, 0)},
        .employer = {sql_int(rows, 1)},
        .agency = agency,
        .kind = agency.value != 0 ? RESPONDENT_AGENCY : respondent_kind_of(text_column(rows, 3, a)),
        .name = text_column(rows, 4, a),
        .email = text_column(rows, 5, a),
        .organisation = text_column(rows, 6, a),
        .left = left != DAY_NONE && left <= today,
        .informed_yes = strcmp(informed, "yes") == 0,
        .informed_no = strcmp(informed, "no") == 0,
    };
}

static enum status add_all(struct sql_rows *rows, day today, struct arena *a, struct recipients *out)
{
    while (sql_next(rows))
        *LIST_ADD(a, out->list, out->count, out->room) = recipient_row(rows, today, a);
    return sql_end(rows);
}

enum status recipients_of_contact(struct store *s, struct contact_id contact, day today, struct arena *a, struct recipients *out)
{
    struct sql *db;
    size_t before = out->count;
    TRY(store_reader(s, &db));
    TRY(add_all(sql_query(db, RECIPIENT_FROM "c.id = $1", V(contact.value)), today, a, out));
    return out->count > before ? OK : NOT_FOUND;
}

enum status recipients_of_employer(struct store *s, struct employer_id employer, day today, struct arena *a,
                                   struct recipients *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return add_all(sql_query(db, RECIPIENT_FROM "c.employer_id = $1 ORDER BY c.id", V(employer.value)), today, a, out);
}

enum status recipients_of_email(struct store *s, const char *email, day today, struct arena *a, struct recipients *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return add_all(sql_query(db, RECIPIENT_FROM "c.email_key = $1 AND c.email_key <> '' ORDER BY c.id", V(email_key(a, email))), today, a, out);
}

static enum status add_guest(struct sql *db, const struct guest_entry *g, struct arena *a, struct recipients *out)
{
    struct recipient r = {.guest = g->guest.id, .employer = g->guest.employer, .name = g->name, .email = g->email,
                          .organisation = g->organisation, .left = g->forgotten};
    struct sql_rows *rows = sql_query(db, "SELECT organisation_form FROM employer WHERE id = $1", V(r.employer.value));
    if (sql_next(rows))
        r.kind = respondent_kind_of(text_column(rows, 0, a));
    TRY(sql_end(rows));
    *LIST_ADD(a, out->list, out->count, out->room) = r;
    return OK;
}

enum status recipients_of_event(struct store *s, struct event_id event, day today, struct arena *a, struct recipients *out)
{
    enum { MOST = 100000 };
    struct guest_filter filter = {.event = event, .group = GUESTS_PRESENT};
    struct guest_entry *list;
    struct sql *db;
    size_t count;
    TRY(store_reader(s, &db));
    TRY(guest_list(s, &filter, (struct guest_id){0}, MOST, a, &list, &count));
    for (size_t i = 0; i < count; i++) {
        enum status status = list[i].guest.contact.value != 0 ? recipients_of_contact(s, list[i].guest.contact, today, a, out)
                                                              : add_guest(db, &list[i], a, out);
        if (status != OK && status != NOT_FOUND)
            return status;
    }
    return OK;
}
