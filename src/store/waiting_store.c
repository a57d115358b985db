// SPDX-License-Identifier: EUPL-1.2
#include "store/waiting_store.h"

#include "store/inside.h"

#define ENROLLED(person, agency, today)                                                                                \
    "EXISTS (SELECT 1 FROM enrolment m WHERE m.person_id = " person " AND m.agency_id = " agency " AND m.from_day <= " \
    today " AND (m.to_day IS NULL OR m.to_day >= " today "))"

enum status waiting_questions(struct store *s, struct agency_id agency, day today, day until, size_t most,
                              struct arena *a, struct waiting_question **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct waiting_question *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT r.id, r.code, n.title, q.deadline, q.person_id FROM share_request q JOIN referral r ON r.id = q.referral_id "
            "JOIN need n ON n.id = q.need_id JOIN person p ON p.id = q.person_id "
            "WHERE q.state IN ('sent', 'cannot-notify', 'undeliverable') AND q.deadline >= $2 AND q.deadline <= $3 "
            "AND r.agency_id = $1 AND p.deleted_at IS NULL AND " ENROLLED("q.person_id", "$1", "$2")
            " ORDER BY q.deadline, q.id LIMIT $4", V(agency.value), V(day_value(a, today)), V(day_value(a, until)), V(most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct waiting_question){{sql_int(rows, 0)}, text_column(rows, 1, a),
                                                                    text_column(rows, 2, a), day_column(rows, 3, a),
                                                                    {sql_int(rows, 4)}, ""};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status waiting_needs(struct store *s, struct agency_id agency, size_t most, struct arena *a, struct waiting_need **out,
                          size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct waiting_need *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT n.id, n.title, e.name FROM need n JOIN employer e ON e.id = n.employer_id "
            "LEFT JOIN user_account u ON u.id = n.stated_by WHERE n.state = 'open' AND ($1 = 0 OR u.agency_id = $1) "
            "AND (SELECT count(*) FROM hire h WHERE h.need_id = n.id AND h.state = 'confirmed') >= n.positions "
            "ORDER BY n.id LIMIT $2", V(agency.value), V(most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct waiting_need){{sql_int(rows, 0)}, text_column(rows, 1, a), text_column(rows, 2, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status waiting_checkins(struct store *s, struct agency_id agency, day since, day today, int64_t *count_out)
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t count = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT count(*) FROM checkin c JOIN hire h ON h.id = c.hire_id JOIN person p ON p.id = h.person_id "
            "WHERE c.state IN ('scheduled', 'asked', 'chased') AND c.due_on >= $2 AND c.due_on <= $3 AND c.side = 'person' "
            "AND h.state = 'confirmed' AND p.deleted_at IS NULL AND " ENROLLED("h.person_id", "$1", "$3"),
        V(agency.value), V(day_value(a, since)), V(day_value(a, today)));
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}
