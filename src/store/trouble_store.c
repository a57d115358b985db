// SPDX-License-Identifier: EUPL-1.2
#include "store/trouble_store.h"

#include <string.h>

#include "store/inside.h"

enum status trouble_mail(struct store *s, int64_t since, struct troubles *out)
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT 'held', count(*) FROM address_hold WHERE held_at IS NOT NULL "
                                          "UNION ALL SELECT state, count(*) FROM outbox WHERE state IN ('refused', 'unsure', "
                                          "'returned', 'no-address') AND handled_at >= $1 GROUP BY state", V(since));
    while (sql_next(rows)) {
        const char *state = text_column(rows, 0, a);
        int64_t *count = strcmp(state, "held") == 0         ? &out->holds
                         : strcmp(state, "returned") == 0   ? &out->returned
                         : strcmp(state, "no-address") == 0 ? &out->unaddressed
                                                            : &out->refused;
        *count += sql_int(rows, 1);
    }
    return sql_end(rows);
}

enum status trouble_office(struct store *s, int64_t since, struct arena *a, struct troubles *out)
{
    struct sql *db;
    size_t room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT (SELECT count(*) FROM import WHERE state = 'refused' AND created_at >= $1), "
                                          "(SELECT count(*) FROM answer_flag WHERE state IN ('hinted', 'raised'))", V(since));
    if (sql_next(rows)) {
        out->imports = sql_int(rows, 0);
        out->flags = sql_int(rows, 1);
    }
    TRY(sql_end(rows));
    // user_id NULL: it came back by itself.
    rows = sql_query(db, "SELECT e.id, e.name, c.at FROM stage_change c JOIN employer e ON e.id = c.employer_id "
                         "WHERE c.was = 'paused' AND c.user_id IS NULL AND c.at >= $1 AND e.stage = c.stage "
                         "ORDER BY c.at DESC, e.id LIMIT $2", V(since), V(TROUBLE_ROWS));
    while (sql_next(rows))
        *LIST_ADD(a, out->employers, out->employer_count, room) =
            (struct trouble_employer){{sql_int(rows, 0)}, text_column(rows, 1, a), day_in_norway(sql_int(rows, 2))};
    return sql_end(rows);
}

enum status trouble_questions(struct store *s, struct agency_id agency, day from, day today, struct arena *a, struct troubles *out)
{
    struct sql *db;
    size_t room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT r.id, r.code, n.title, q.deadline FROM share_request q JOIN referral r ON r.id = q.referral_id "
            "JOIN need n ON n.id = q.need_id JOIN person p ON p.id = q.person_id "
            "WHERE q.state = 'expired' AND q.deadline >= $2 AND r.agency_id = $1 AND p.deleted_at IS NULL AND n.state = 'open' "
            "AND r.outcome = 'not-presented' AND r.work NOT IN ('not-relevant', 'not-interested') "
            "AND NOT EXISTS (SELECT 1 FROM share_request l WHERE l.referral_id = r.id AND l.id > q.id) "
            "AND EXISTS (SELECT 1 FROM enrolment m WHERE m.person_id = q.person_id AND m.agency_id = $1 AND m.from_day <= $3 "
            "AND (m.to_day IS NULL OR m.to_day >= $3)) ORDER BY q.deadline DESC, q.id DESC LIMIT $4",
        V(agency.value), V(day_value(a, from)), V(day_value(a, today)), V(TROUBLE_ROWS));
    while (sql_next(rows))
        *LIST_ADD(a, out->questions, out->question_count, room) = (struct trouble_question){
            {sql_int(rows, 0)}, text_column(rows, 1, a), text_column(rows, 2, a), day_column(rows, 3, a)};
    return sql_end(rows);
}
