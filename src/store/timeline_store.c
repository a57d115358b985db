// SPDX-License-Identifier: EUPL-1.2
#include "store/timeline_store.h"

#include <string.h>

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

#define BEFORE " WHERE (m.at < $2 OR (m.at = $2 AND m.id < $3)) ORDER BY m.at DESC, m.id DESC LIMIT $4"

enum status need_steps_of(struct store *s, struct employer_id employer, int64_t at, int64_t id, size_t most, struct arena *a,
                          struct need_step **out, size_t *count_out)
{
    struct sql *db;
    struct need_step *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT m.at, m.id, m.step, m.title, m.state FROM ("
            "SELECT created_at AS at, id, 0 AS step, title, state FROM need WHERE employer_id = $1 UNION ALL "
            "SELECT opened_at, id, 1, title, state FROM need WHERE employer_id = $1 AND opened_at <> created_at UNION ALL "
            "SELECT closed_at, id, 2, title, state FROM need WHERE employer_id = $1 AND closed_at <> coalesce(opened_at, 0)) m" BEFORE,
        V(employer.value), V(at), V(id), V((int64_t)most));
    while (sql_next(rows)) {
        struct need_step *step = LIST_ADD(a, list, count, room);
        *step = (struct need_step){.at = sql_int(rows, 0), .id = sql_int(rows, 1), .title = sql_text(rows, 3, a),
                                   .filled = strcmp(sql_text(rows, 4, a), "filled") == 0};
        step->step = sql_int(rows, 2) == 0 ? NEED_STATED : sql_int(rows, 2) == 1 ? NEED_OPENED : NEED_ENDED;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

#define TASK_STEPS(owner)                                                                                              \
    "SELECT m.at, m.id, m.closed, m.state, m.cause, m.what, u.name, g.name FROM ("                                     \
    "SELECT created_at AS at, id, 0 AS closed, state, cause, what, user_id, agency_id FROM task WHERE " owner " = $1 UNION ALL " \
    "SELECT closed_at, id, 1, state, cause, what, user_id, agency_id FROM task WHERE " owner " = $1 AND closed_at IS NOT NULL) m " \
    "LEFT JOIN user_account u ON u.id = m.user_id LEFT JOIN agency g ON g.id = m.agency_id "                            \
    "WHERE ($5 = 0 OR m.agency_id = $5) AND (m.at < $2 OR (m.at = $2 AND m.id < $3)) ORDER BY m.at DESC, m.id DESC LIMIT $4"

enum status task_steps_of(struct store *s, struct employer_id employer, struct agency_id about, struct agency_id by, int64_t at,
                          int64_t id, size_t most, struct arena *a, struct task_step **out, size_t *count_out)
{
    struct sql *db;
    struct task_step *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        employer.value != 0
            ? sql_query(db, TASK_STEPS("employer_id"), V(employer.value), V(at), V(id), V((int64_t)most), V(by.value))
            : sql_query(db, TASK_STEPS("about_agency"), V(about.value), V(at), V(id), V((int64_t)most), V(by.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct task_step){
            .at = sql_int(rows, 0),
            .id = sql_int(rows, 1),
            .closed = sql_int(rows, 2) != 0,
            .done = strcmp(sql_text(rows, 3, a), "done") == 0,
            .own = *text_column(rows, 4, a) == '\0',
            .what = sql_text(rows, 5, a),
            .user_name = text_column(rows, 6, a),
            .agency_name = text_column(rows, 7, a),
        };
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

#define CHANGE_STEPS(things)                                                                                           \
    "SELECT m.at, m.id, m.noun, m.verb, t.title, u.name, coalesce(g.name, e.name) FROM (" things ") t "                 \
    "JOIN change_log m ON m.noun = t.noun AND m.row_id = t.row_id LEFT JOIN user_account u ON u.id = m.user_id "        \
    "LEFT JOIN agency g ON g.id = u.agency_id LEFT JOIN employer e ON e.id = u.employer_id" BEFORE

enum status change_steps_of(struct store *s, struct employer_id employer, struct agency_id agency, bool memberships, int64_t at,
                            int64_t id, size_t most, struct arena *a, struct change_step **out, size_t *count_out)
{
    struct sql *db;
    struct change_step *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        employer.value != 0
            ? sql_query(db, CHANGE_STEPS("SELECT 'contact' AS noun, id AS row_id, name AS title FROM contact WHERE employer_id = $1 "
                                         "UNION ALL SELECT 'workplace', id, name FROM workplace WHERE employer_id = $1 "
                                         "UNION ALL SELECT 'employer', id, '' FROM employer WHERE id = $1 "
                                         "UNION ALL SELECT 'network_member', id, '' FROM employer WHERE id = $1 AND $5 <> 0"),
                        V(employer.value), V(at), V(id), V((int64_t)most), V((int)memberships))
            : sql_query(db, CHANGE_STEPS("SELECT 'contact' AS noun, id AS row_id, name AS title FROM contact WHERE agency_id = $1"),
                        V(agency.value), V(at), V(id), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct change_step){
            .at = sql_int(rows, 0), .id = sql_int(rows, 1), .noun = sql_text(rows, 2, a), .verb = sql_text(rows, 3, a),
            .title = sql_text(rows, 4, a), .user_name = text_column(rows, 5, a), .organisation = text_column(rows, 6, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
