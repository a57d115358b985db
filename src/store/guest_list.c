// SPDX-License-Identifier: EUPL-1.2
// Guests in lists and counts, and whom an invitation could go to.
#include <string.h>

#include "core/person.h"
#include "store/guest_inside.h"
#include "store/inside.h"

// A brought one's answer, and whether it waits, are its host's.
#define GUEST_ANSWER "coalesce(h.answer, g.answer)"
#define GUEST_WAITS "(CASE WHEN h.id IS NULL THEN g.waiting_since ELSE h.waiting_since END)"
#define GUEST_IS "(g.origin <> 'signed-up' OR g.confirmed_at IS NOT NULL)"
#define GUEST_NAME "coalesce(c.name, g.name)"
// One who is not named stands with its host.
#define GUEST_ORDER "coalesce(nullif(" GUEST_NAME ", ''), hc.name, h.name, '') COLLATE \"nb-x-icu\""
#define GUEST_FROM                                                                                                     \
    " FROM guest g LEFT JOIN contact c ON c.id = g.contact_id LEFT JOIN employer e ON e.id = g.employer_id "           \
    "LEFT JOIN agency y ON y.id = c.agency_id LEFT JOIN guest h ON h.id = g.host_id "                                  \
    "LEFT JOIN contact hc ON hc.id = h.contact_id "
#define ENTRY_COLUMNS                                                                                                  \
    GUEST_COLUMNS ", " GUEST_NAME ", coalesce(e.name, y.name, g.organisation), coalesce(c.email, g.email), "           \
    "coalesce(hc.name, h.name), c.left_on, g.forgotten_at, " GUEST_ANSWER ", " GUEST_WAITS

static struct guest_entry entry_row(struct sql_rows *rows, struct arena *a)
{
    enum { MORE = GUEST_COLUMN_COUNT };
    struct guest_entry e = {
        .guest = guest_row(rows, a),
        .name = text_column(rows, MORE, a),
        .organisation = text_column(rows, MORE + 1, a),
        .email = text_column(rows, MORE + 2, a),
        .host_name = text_column(rows, MORE + 3, a),
        .left = !sql_is_null(rows, MORE + 4),
        .forgotten = !sql_is_null(rows, MORE + 5),
    };
    guest_answer_read(sql_text(rows, MORE + 6, a), &e.guest.answer);
    e.guest.waiting_since = sql_int(rows, MORE + 7);
    return e;
}

enum status guest_get(struct store *s, struct guest_id id, struct arena *a, struct guest_entry *out)
{
    struct sql *db;
    struct guest_entry e;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, ENTRY_COLUMNS GUEST_FROM "WHERE g.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        e = entry_row(rows, a);
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    *out = e;
    return OK;
}

static const char *const GROUPS[GUEST_GROUPS] = {
    [GUESTS_ALL] = "all", [GUESTS_INVITED] = "invited", [GUESTS_UNANSWERED] = "unanswered", [GUESTS_YES] = "yes",
    [GUESTS_MAYBE] = "maybe", [GUESTS_NO] = "no", [GUESTS_WAITING] = "waiting", [GUESTS_PRESENT] = "present",
    [GUESTS_ABSENT] = "absent", [GUESTS_WALK_IN] = "walk-in",
};

enum status guest_list(struct store *s, const struct guest_filter *f, struct guest_id after, size_t most, struct arena *a,
                       struct guest_entry **out, size_t *count_out)
{
    struct sql *db;
    const char *patterns[SEARCH_WORDS];
    struct guest_entry *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    search_patterns(a, f->text, patterns);
    struct sql_rows *rows = sql_query(
        db,
        ENTRY_COLUMNS GUEST_FROM
        "WHERE g.event_id = $1 AND " GUEST_IS " AND ($2 = 'all' OR ($2 = 'invited' AND g.invited_at IS NOT NULL) OR "
        "($2 = 'unanswered' AND g.invited_at IS NOT NULL AND g.answer = 'none') OR "
        "($2 = 'yes' AND " GUEST_ANSWER " = 'yes' AND " GUEST_WAITS " IS NULL) OR "
        "($2 = 'maybe' AND " GUEST_ANSWER " = 'maybe') OR ($2 = 'no' AND g.answer = 'no') OR "
        "($2 = 'waiting' AND " GUEST_WAITS " IS NOT NULL) OR ($2 = 'present' AND g.present_at IS NOT NULL) OR "
        "($2 = 'absent' AND g.present_at IS NULL AND " GUEST_ANSWER " = 'yes' AND " GUEST_WAITS " IS NULL) OR "
        "($2 = 'walk-in' AND g.origin = 'walk-in')) AND ($3 = 0 OR g.employer_id = $3) AND "
        "(g.search || coalesce(c.search, '') || coalesce(e.search, '')) LIKE $4 AND "
        "(g.search || coalesce(c.search, '') || coalesce(e.search, '')) LIKE $5 AND "
        "(g.search || coalesce(c.search, '') || coalesce(e.search, '')) LIKE $6 AND "
        "($7 = 0 OR (" GUEST_ORDER ", g.id) > ((SELECT coalesce(nullif(coalesce(kc.name, k.name), ''), lc.name, l.name, '') "
        "FROM guest k LEFT JOIN contact kc ON kc.id = k.contact_id LEFT JOIN guest l ON l.id = k.host_id "
        "LEFT JOIN contact lc ON lc.id = l.contact_id WHERE k.id = $7), $7)) ORDER BY " GUEST_ORDER ", g.id LIMIT $8",
        V(f->event.value), V(GROUPS[f->group]), V(f->employer.value), V(patterns[0]), V(patterns[1]), V(patterns[2]),
        V(after.value), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = entry_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

#define WHEN(condition) "sum(CASE WHEN " condition " THEN 1 ELSE 0 END)"
#define GUEST_COUNTS                                                                                                   \
    WHEN("g.invited_at IS NOT NULL") ", " WHEN("g.invited_at IS NOT NULL AND g.answer = 'none'") ", "                  \
    WHEN("g.origin = 'signed-up'") ", " WHEN(GUEST_ANSWER " = 'yes' AND " GUEST_WAITS " IS NULL") ", "                 \
    WHEN(GUEST_ANSWER " = 'maybe'") ", " WHEN("g.answer = 'no'") ", " WHEN(GUEST_WAITS " IS NOT NULL") ", "            \
    WHEN("g.present_at IS NOT NULL") ", "                                                                              \
    WHEN("g.present_at IS NULL AND " GUEST_ANSWER " = 'yes' AND " GUEST_WAITS " IS NULL") ", "                         \
    WHEN("g.present_at IS NOT NULL AND g.origin = 'walk-in'")

static struct guest_counts counts_row(struct sql_rows *rows, int column)
{
    return (struct guest_counts){
        .invited = (int)sql_int(rows, column),
        .unanswered = (int)sql_int(rows, column + 1),
        .signed_up = (int)sql_int(rows, column + 2),
        .yes = (int)sql_int(rows, column + 3),
        .maybe = (int)sql_int(rows, column + 4),
        .no = (int)sql_int(rows, column + 5),
        .waiting = (int)sql_int(rows, column + 6),
        .present = (int)sql_int(rows, column + 7),
        .absent = (int)sql_int(rows, column + 8),
        .walk_ins = (int)sql_int(rows, column + 9),
    };
}

enum status guest_count(struct store *s, struct event_id event, struct guest_counts *out)
{
    struct sql *db;
    struct guest_counts counts = {0};
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " GUEST_COUNTS " FROM guest g LEFT JOIN guest h ON h.id = g.host_id "
                                          "WHERE g.event_id = $1 AND " GUEST_IS, V(event.value));
    if (sql_next(rows))
        counts = counts_row(rows, 0);
    TRY(sql_end(rows));
    *out = counts;
    return OK;
}

enum status guest_count_by_employer(struct store *s, struct event_id event, struct arena *a, struct guest_employer_row **out,
                                    size_t *count_out)
{
    struct sql *db;
    struct guest_employer_row *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db, "SELECT coalesce(g.employer_id, 0), coalesce(e.name, y.name, g.organisation) AS of_name, " GUEST_COUNTS
                      GUEST_FROM "WHERE g.event_id = $1 AND " GUEST_IS " GROUP BY 1, 2 "
                      "ORDER BY of_name COLLATE \"nb-x-icu\", 1", V(event.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct guest_employer_row){
            .employer = {sql_int(rows, 0)}, .name = text_column(rows, 1, a), .counts = counts_row(rows, 2)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

// Whom an invitation could go to

#define INVITEE_COLUMNS                                                                                                \
    "SELECT c.id, c.employer_id, c.name, c.email, e.name, c.role, c.informed, c.left_on IS NOT NULL AND c.left_on <= $2, "                             \
    "EXISTS (SELECT 1 FROM guest g WHERE g.event_id = $1 AND g.contact_id = c.id AND " GUEST_IS ") OR EXISTS (SELECT 1 " \
    "FROM guest g WHERE g.event_id = $1 AND g.email_key = c.email_key AND g.email_key <> '' AND " GUEST_IS ") "             \
    "FROM contact c JOIN employer e ON e.id = c.employer_id "
#define INVITEE_ORDER                                                                                                  \
    "ORDER BY CASE c.role WHEN 'leader' THEN 0 WHEN 'hr' THEN 1 WHEN 'day-to-day' THEN 2 WHEN 'other' THEN 3 ELSE 4 END, c.id"

static enum status invitee_rows(struct sql_rows *rows, struct arena *a, struct invitee **out, size_t *count_out)
{
    struct invitee *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct invitee){
            .contact = {sql_int(rows, 0)},
            .employer = {sql_int(rows, 1)},
            .name = text_column(rows, 2, a),
            .email = text_column(rows, 3, a),
            .employer_name = sql_text(rows, 4, a),
            .role = sql_text(rows, 5, a),
            .said_no = strcmp(text_column(rows, 6, a), "no") == 0,
            .left = sql_int(rows, 7) != 0,
            .guest = sql_int(rows, 8) != 0,
        };
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status invitee_list(struct store *s, struct event_id event, struct employer_id employer, day today, struct arena *a,
                         struct invitee **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return invitee_rows(sql_query(db, INVITEE_COLUMNS "WHERE c.employer_id = $3 " INVITEE_ORDER, V(event.value),
                                  V(day_value(a, today)), V(employer.value)), a, out, count_out);
}

static enum status invitee_one(struct sql_rows *rows, struct arena *a, struct invitee *out)
{
    struct invitee *list;
    size_t count;
    TRY(invitee_rows(rows, a, &list, &count));
    if (count != 1)
        return NOT_FOUND;
    *out = list[0];
    return OK;
}

enum status invitee_get(struct store *s, struct event_id event, struct contact_id contact, day today, struct arena *a,
                        struct invitee *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return invitee_one(sql_query(db, INVITEE_COLUMNS "WHERE c.id = $3", V(event.value), V(day_value(a, today)), V(contact.value)), a, out);
}

enum status invitee_find_email(struct store *s, struct event_id event, const char *email, day today, struct arena *a,
                               struct invitee *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return invitee_one(sql_query(db, INVITEE_COLUMNS "WHERE c.email_key = $3 AND c.email_key <> '' AND c.left_on IS NULL LIMIT 2",
                                 V(event.value), V(day_value(a, today)), V(email_key(a, email))), a, out);
}

enum status invitee_search(struct store *s, struct event_id event, const char *typed, day today, size_t most,
                           struct arena *a, struct invitee **out, size_t *count_out)
{
    struct sql *db;
    const char *patterns[SEARCH_WORDS];
    TRY(store_reader(s, &db));
    search_patterns(a, typed, patterns);
    return invitee_rows(sql_query(db, INVITEE_COLUMNS "WHERE c.search || e.search LIKE $3 AND c.search || e.search LIKE $4 AND "
                                      "c.search || e.search LIKE $5 ORDER BY c.name COLLATE \"nb-x-icu\", c.id LIMIT $6",
                                  V(event.value), V(day_value(a, today)), V(patterns[0]), V(patterns[1]), V(patterns[2]), V((int64_t)most)),
                        a, out, count_out);
}

enum status employer_find_named(struct store *s, const char *name, struct employer_id *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    const char *patterns[SEARCH_WORDS], *wanted = search_text(a, name, NULL, NULL);
    struct employer_id found = {0};
    int fits = 0;
    TRY(store_reader(s, &db));
    if (*wanted == '\0')
        return NOT_FOUND;
    search_patterns(a, name, patterns);
    struct sql_rows *rows = sql_query(db, "SELECT e.id, e.name, e.orgnr FROM employer e WHERE e.search LIKE $1 AND "
                                          "e.search LIKE $2 AND e.search LIKE $3 AND e.search LIKE $4 LIMIT 200",
                                      V(patterns[0]), V(patterns[1]), V(patterns[2]), V(patterns[3]));
    while (sql_next(rows)) {
        bool same = strcmp(search_text(a, sql_text(rows, 1, a), NULL, NULL), wanted) == 0 ||
                    strcmp(search_text(a, sql_text(rows, 2, a), NULL, NULL), wanted) == 0;
        if (!same)
            continue;
        found.value = sql_int(rows, 0);
        fits++;
    }
    TRY(sql_end(rows));
    if (fits != 1)
        return NOT_FOUND;
    *out = found;
    return OK;
}

enum status invitee_network(struct store *s, struct network_id network, struct arena *a, struct employer_id **out,
                            size_t *count_out)
{
    struct sql *db;
    struct employer_id *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT m.employer_id FROM network_member m JOIN employer e ON e.id = m.employer_id "
                                          "WHERE m.network_id = $1 ORDER BY e.name COLLATE \"nb-x-icu\", e.id",
                                      V(network.value));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status invitee_networks(struct store *s, struct arena *a, struct network_choice **out, size_t *count_out)
{
    struct sql *db;
    struct network_choice *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT n.id, n.name, count(*) FROM network n JOIN network_member m ON "
                                          "m.network_id = n.id WHERE n.active = 1 GROUP BY n.id, n.name "
                                          "ORDER BY n.name COLLATE \"nb-x-icu\", n.id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct network_choice){
            .id = {sql_int(rows, 0)}, .name = sql_text(rows, 1, a), .members = (int)sql_int(rows, 2)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
