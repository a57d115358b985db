// SPDX-License-Identifier: EUPL-1.2
// Activities in lists, and what a form about one chooses from.
#include "store/activity_inside.h"

// $1 kind, $2 state, $3 outcome, $4 user, $5 network, $6 agency, $7 employer, $8 with an agency, $9 from, $10 until,
// $11 and $12 the one before, $13 how many. What leads the search stands apart, so that its index is used and gives the
// order; the rest is looked at row by row, by the activity (hence the plus: not by an index of its own).
#define REST                                                                                                           \
    " AND ($1 = '-' OR a.kind = $1) AND ($2 = '-' OR a.state = $2) AND ($3 = '-' OR a.outcome = $3) "                  \
    "AND ($5 = 0 OR a.network_id = $5) AND ($6 = 0 OR a.agency_id = $6) "                                              \
    "AND ($4 = 0 OR EXISTS (SELECT 1 FROM activity_participant o WHERE o.activity_id = a.id AND +o.user_id = $4)) "     \
    "AND ($7 = 0 OR EXISTS (SELECT 1 FROM activity_party o WHERE o.activity_id = a.id AND +o.employer_id = $7)) "       \
    "AND ($8 = 0 OR EXISTS (SELECT 1 FROM activity_party o WHERE o.activity_id = a.id AND +o.agency_id = $8)) "
#define LIST(from, lead, at, id, beyond, direction)                                                                    \
    ACTIVITY_COLUMNS from ACTIVITY_NAMES "WHERE a.deleted_at IS NULL" lead REST "AND " at " >= $9 AND " at " < $10 "   \
    "AND (" at ", " id ") " beyond " ($11, $12) ORDER BY " at " " direction ", " id " " direction " LIMIT $13"
#define LISTS(from, lead, at, id) {LIST(from, lead, at, id, "<", "DESC"), LIST(from, lead, at, id, ">", "ASC")}
#define OF_ACTIVITY(lead) LISTS("FROM activity a ", lead, "a.at", "a.id")
#define BY_PARTICIPANT                                                                                                 \
    LISTS("FROM activity_participant x CROSS JOIN activity a ON a.id = x.activity_id ", " AND x.user_id = $4", "x.at",  \
          "x.activity_id")
#define BY_PARTY(lead)                                                                                                 \
    LISTS("FROM activity_party x CROSS JOIN activity a ON a.id = x.activity_id ", lead, "x.at", "x.activity_id")

enum lead {
    LEAD_TIME, LEAD_PLANNED, LEAD_KIND, LEAD_OUTCOME, LEAD_KIND_OUTCOME, LEAD_NETWORK, LEAD_AGENCY, LEAD_USER, LEAD_EMPLOYER,
    LEAD_WITH, LEADS
};
static const char *const TEXTS[LEADS][2] = {
    [LEAD_TIME] = OF_ACTIVITY(""),
    [LEAD_PLANNED] = OF_ACTIVITY(" AND a.state = 'planned'"),
    [LEAD_KIND] = OF_ACTIVITY(" AND a.kind = $1"),
    [LEAD_OUTCOME] = OF_ACTIVITY(" AND a.outcome = $3"),
    [LEAD_KIND_OUTCOME] = OF_ACTIVITY(" AND a.kind = $1 AND a.outcome = $3"),
    [LEAD_NETWORK] = OF_ACTIVITY(" AND a.network_id = $5"),
    [LEAD_AGENCY] = OF_ACTIVITY(" AND a.agency_id = $6"),
    [LEAD_USER] = BY_PARTICIPANT,
    [LEAD_EMPLOYER] = BY_PARTY(" AND x.employer_id = $7"),
    [LEAD_WITH] = BY_PARTY(" AND x.agency_id = $8"),
};
static const char BIN_TEXT[] = ACTIVITY_COLUMNS ACTIVITY_FROM
    "WHERE a.deleted_at IS NOT NULL AND ($1 = $1) AND ($6 = 0 OR a.agency_id = $6) AND (a.deleted_at, a.id) < ($11, $12) "
    "ORDER BY a.deleted_at DESC, a.id DESC LIMIT $13";

// The narrowest first.
static enum lead lead_of(const struct activity_filter *f)
{
    if (f->employer.value != 0)
        return LEAD_EMPLOYER;
    if (f->with.value != 0)
        return LEAD_WITH;
    if (f->network.value != 0)
        return LEAD_NETWORK;
    if (f->state == ACTIVITY_PLANNED)
        return LEAD_PLANNED;
    if (f->user.value != 0)
        return LEAD_USER;
    if (f->kind >= 0 && f->outcome >= 0)
        return LEAD_KIND_OUTCOME;
    if (f->outcome >= 0)
        return LEAD_OUTCOME;
    if (f->kind >= 0)
        return LEAD_KIND;
    return f->agency.value != 0 ? LEAD_AGENCY : LEAD_TIME;
}

enum status activity_list(struct store *s, const struct activity_filter *f, bool ascending, const struct activity_place *after,
                          size_t most, struct arena *a, struct activity **out, size_t *count_out)
{
    enum { VALUES = 13 };
    struct sql *db;
    struct activity *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    int64_t edge = ascending ? INT64_MIN : INT64_MAX;
    struct sql_value values[VALUES + 1] = {
        [1] = V(f->kind < 0 ? "-" : activity_kind_name((enum activity_kind)f->kind)),
        [2] = V(f->state < 0 ? "-" : activity_state_name((enum activity_state)f->state)),
        [3] = V(f->outcome < 0 ? "-" : activity_outcome_name((enum activity_outcome)f->outcome)),
        [4] = V(f->user.value),
        [5] = V(f->network.value),
        [6] = V(f->agency.value),
        [7] = V(f->employer.value),
        [8] = V(f->with.value),
        [9] = V(f->from == 0 ? INT64_MIN : f->from),
        [10] = V(f->until == 0 ? INT64_MAX : f->until),
        [11] = V(after == NULL ? edge : after->at),
        [12] = V(after == NULL ? edge : after->id),
        [13] = V((int64_t)most),
    };
    struct sql_rows *rows = sql_query_values(db, f->deleted ? BIN_TEXT : TEXTS[lead_of(f)][ascending], values, VALUES);
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = activity_row(rows, a);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(activity_fill(db, &list[i], a));
    *out = list;
    *count_out = count;
    return OK;
}

enum status activity_contacts_of(struct store *s, struct employer_id employer, struct agency_id agency, struct activity_id without,
                                 int64_t from, size_t most, struct arena *a, struct contact_made **out, size_t *count_out)
{
    struct sql *db;
    struct contact_made *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db,
        ACTIVITY_COLUMNS "FROM activity_party x CROSS JOIN activity a ON a.id = x.activity_id " ACTIVITY_NAMES
        "WHERE x.employer_id = $1 AND a.deleted_at IS NULL AND a.kind <> 'note' AND a.state <> 'cancelled' AND a.agency_id <> $2 "
        "AND a.id <> $3 AND (x.at >= $4 OR a.state = 'planned') ORDER BY x.at DESC, x.activity_id DESC LIMIT $5",
        V(employer.value), V(agency.value), V(without.value), V(from), V((int64_t)most));
    while (sql_next(rows)) {
        struct activity act = activity_row(rows, a);
        *LIST_ADD(a, list, count, room) = (struct contact_made){act.id, act.kind, act.state, act.at, act.all_day, act.agency_name,
                                                                act.created_by_name, act.network_name};
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status activity_contacts_of_all(struct store *s, struct agency_id agency, int64_t from, struct arena *a,
                                     struct contact_with **out, size_t *count_out)
{
    struct sql *db;
    struct contact_with *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db,
        "SELECT x.employer_id, x.at, a.state = 'planned' FROM activity a JOIN activity_party x ON x.activity_id = a.id "
        "WHERE x.employer_id IS NOT NULL AND a.deleted_at IS NULL AND a.kind <> 'note' AND a.state <> 'cancelled' "
        "AND a.agency_id <> $1 AND (a.at >= $2 OR a.state = 'planned')",
        V(agency.value), V(from));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct contact_with){{sql_int(rows, 0)}, sql_int(rows, 1), sql_int(rows, 2) != 0};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status contacts_add(struct sql *db, const struct activity_party *p, struct arena *a, struct known_contact **list,
                                size_t *count, size_t *room)
{
    struct sql_rows *rows = sql_query(
        db, "SELECT c.id, c.employer_id, c.agency_id, CASE c.name WHEN '' THEN c.email ELSE c.name END, c.title, "
            "c.email, coalesce(e.name, g.name) FROM contact c "
            "LEFT JOIN employer e ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id "
            "WHERE (($1 <> 0 AND c.employer_id = $1) OR ($2 <> 0 AND c.agency_id = $2)) AND c.left_on IS NULL "
            "ORDER BY c.name COLLATE \"nb-x-icu\", c.id LIMIT 50",
        V(p->employer.value), V(p->agency.value));
    while (sql_next(rows))
        *LIST_ADD(a, *list, *count, *room) = (struct known_contact){
            .id = {sql_int(rows, 0)},
            .employer = {sql_int(rows, 1)},
            .agency = {sql_int(rows, 2)},
            .name = sql_text(rows, 3, a),
            .title = sql_text(rows, 4, a),
            .email = sql_text(rows, 5, a),
            .of = sql_text(rows, 6, a),
        };
    return sql_end(rows);
}

enum status activity_contacts_known(struct store *s, const struct activity_party *parties, size_t party_count, struct arena *a,
                                    struct known_contact **out, size_t *count_out)
{
    struct sql *db;
    struct known_contact *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    for (size_t i = 0; i < party_count; i++)
        TRY(contacts_add(db, &parties[i], a, &list, &count, &room));
    *out = list;
    *count_out = count;
    return OK;
}

enum status activity_networks_known(struct store *s, struct arena *a, struct known_network **out, size_t *count_out)
{
    struct sql *db;
    struct known_network *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT n.id, n.name, (SELECT count(*) FROM network_member m WHERE m.network_id = n.id) "
                                          "FROM network n WHERE n.active = 1 ORDER BY n.name COLLATE \"nb-x-icu\", n.id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct known_network){{sql_int(rows, 0)}, sql_text(rows, 1, a), (size_t)sql_int(rows, 2)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
