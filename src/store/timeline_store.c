// SPDX-License-Identifier: EUPL-1.2
#include "store/timeline_store.h"

#include "store/inside.h"

// Who was asked at one of theirs ($1), and whose address was asked at another's. owner: the column, employer_id or agency_id.
#define ASKED(owner)                                                                                                   \
    "SELECT k.id, k.survey_id, s.name, k.asked_on, k.answered_at, k.elsewhere FROM ("                                  \
    "SELECT id, survey_id, asked_on, answered_at, state, 0 AS elsewhere FROM survey_asked WHERE " owner " = $1 UNION "  \
    "SELECT o.id, o.survey_id, o.asked_on, o.answered_at, o.state, 1 FROM survey_also l JOIN survey_asked o ON o.id = l.asked_id " \
    "WHERE l." owner " = $1 AND coalesce(o." owner ", 0) <> $1) k JOIN survey s ON s.id = k.survey_id WHERE k.state <> 'removed' "
#define BY_ASKED "AND (k.asked_on < $2 OR (k.asked_on = $2 AND k.id < $3)) ORDER BY k.asked_on DESC, k.id DESC LIMIT $4"
#define BY_ANSWERED "AND (k.answered_at < $2 OR (k.answered_at = $2 AND k.id < $3)) ORDER BY k.answered_at DESC, k.id DESC LIMIT $4"

static enum status feedback(struct sql_rows *rows, struct arena *a, struct feedback_asked **out, size_t *count_out)
{
    struct feedback_asked *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct feedback_asked){
            sql_int(rows, 0), {sql_int(rows, 1)}, sql_text(rows, 2, a), day_column(rows, 3, a), sql_int(rows, 4), sql_int(rows, 5) != 0};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status feedback_asked_of(struct store *s, struct employer_id employer, struct agency_id agency, day on, int64_t id, size_t most,
                              struct arena *a, struct feedback_asked **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return feedback(employer.value != 0 ? sql_query(db, ASKED("employer_id") BY_ASKED, V(employer.value), day_value(a, on), V(id), V((int64_t)most))
                                        : sql_query(db, ASKED("agency_id") BY_ASKED, V(agency.value), day_value(a, on), V(id), V((int64_t)most)),
                    a, out, count_out);
}

enum status feedback_answered_of(struct store *s, struct employer_id employer, struct agency_id agency, int64_t at, int64_t id,
                                 size_t most, struct arena *a, struct feedback_asked **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return feedback(employer.value != 0 ? sql_query(db, ASKED("employer_id") BY_ANSWERED, V(employer.value), V(at), V(id), V((int64_t)most))
                                        : sql_query(db, ASKED("agency_id") BY_ANSWERED, V(agency.value), V(at), V(id), V((int64_t)most)),
                    a, out, count_out);
}
