// SPDX-License-Identifier: EUPL-1.2
#include "store/timeline_store.h"

#include "store/inside.h"

#define ASKED(whose)                                                                                                   \
    "SELECT k.id, k.survey_id, s.name, k.asked_on, k.answered_at FROM survey_asked k JOIN survey s ON s.id = k.survey_id " \
    "WHERE " whose " = $1 AND k.state <> 'removed' ORDER BY k.id DESC LIMIT $2"

enum status feedback_asked_of(struct store *s, struct employer_id employer, struct agency_id agency, size_t most,
                              struct arena *a, struct feedback_asked **out, size_t *count_out)
{
    struct sql *db;
    struct feedback_asked *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = employer.value != 0
                                ? sql_query(db, ASKED("k.employer_id"), V(employer.value), V((int64_t)most))
                                : sql_query(db, ASKED("k.agency_id"), V(agency.value), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct feedback_asked){
            sql_int(rows, 0), {sql_int(rows, 1)}, sql_text(rows, 2, a), day_column(rows, 3, a), sql_int(rows, 4)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
