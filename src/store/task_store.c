// SPDX-License-Identifier: EUPL-1.2
#include "store/task_store.h"

#include <jansson.h>
#include <stdlib.h>

#include "store/inside.h"
#include "store/programme_store.h"
#include "store/user_store.h"

#define TASK_COLUMNS                                                                                                   \
    "SELECT t.id, t.version, t.state, t.what, t.guidance, t.user_id, t.agency_id, t.by_day, t.employer_id, "           \
    "t.about_agency, t.activity_id, t.cause, t.cause_row, t.created_by, t.changed_by, t.created_at, t.changed_at, "    \
    "t.closed_at"
enum { TASK_COLUMN_COUNT = 18 };

static struct task task_row(struct sql_rows *rows, struct arena *a)
{
    struct task t = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .what = sql_text(rows, 3, a),
        .guidance = sql_text(rows, 4, a),
        .user = {sql_int(rows, 5)},
        .agency = {sql_int(rows, 6)},
        .by = day_column(rows, 7, a),
        .employer = {sql_int(rows, 8)},
        .about = {sql_int(rows, 9)},
        .activity = {sql_int(rows, 10)},
        .cause = sql_text(rows, 11, a),
        .cause_row = sql_int(rows, 12),
        .created_by = {sql_int(rows, 13)},
        .changed_by = {sql_int(rows, 14)},
        .created_at = sql_int(rows, 15),
        .changed_at = sql_int(rows, 16),
        .closed_at = sql_int(rows, 17),
    };
    task_state_read(sql_text(rows, 2, a), &t.state);
    return t;
}

static enum status task_one(struct sql_rows *rows, struct arena *a, struct task *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = task_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status task_get(struct store *s, struct task_id id, struct arena *a, struct task *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return task_one(sql_query(db, TASK_COLUMNS " FROM task t WHERE t.id = $1", V(id.value)), a, out);
}

enum status task_of_cause(struct store *s, const char *cause, int64_t row, struct arena *a, struct task *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return task_one(sql_query(db, TASK_COLUMNS " FROM task t WHERE t.cause = $1 AND t.cause_row = $2 AND t.cause <> ''",
                              V(cause), V(row)), a, out);
}

static enum status task_log(struct store_tx *tx, const char *verb, const struct task *t)
{
    return change_append(tx, "task", verb, t->id.value,
                         json_pack("{s:s, s:I, s:I, s:o, s:I, s:I, s:I, s:s, s:I}", "state", task_state_name(t->state), "user",
                                   (json_int_t)t->user.value, "agency", (json_int_t)t->agency.value, "by", day_json(t->by),
                                   "employer", (json_int_t)t->employer.value, "about", (json_int_t)t->about.value, "activity",
                                   (json_int_t)t->activity.value, "cause", t->cause, "cause_row", (json_int_t)t->cause_row));
}

// Whose it is, when nobody has said.
static enum status task_agency(struct store_tx *tx, struct task *t)
{
    struct user user;
    struct agency own;
    if (t->user.value != 0) {
        TRY(user_get(tx->store, t->user, tx->arena, &user));
        t->agency = user.agency;
    }
    if (t->agency.value == 0) {
        TRY(agency_get_programmes_own(tx->store, tx->arena, &own));
        t->agency = own.id;
    }
    return OK;
}

enum status task_insert(struct store_tx *tx, const struct task *given, struct task_id *id_out)
{
    struct task t = *given, stands;
    t.cause = or_empty(t.cause);
    if (*t.cause != '\0') {
        enum status status = task_of_cause(tx->store, t.cause, t.cause_row, tx->arena, &stands);
        if (status == OK)
            *id_out = stands.id;
        if (status != NOT_FOUND)
            return status;
    }
    if (t.agency.value == 0)
        TRY(task_agency(tx, &t));
    t.id.value = store_new_id(tx);
    t.state = TASK_OPEN;
    TRY(sql_run(tx->db,
                "INSERT INTO task (id, version, state, what, guidance, user_id, agency_id, by_day, employer_id, about_agency, "
                "activity_id, cause, cause_row, created_by, changed_by, created_at, changed_at) "
                "VALUES ($1, 1, 'open', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $13)",
                V(t.id.value), V(t.what), V(or_empty(t.guidance)), V(id_value(t.user.value)), V(t.agency.value),
                V(day_value(tx->arena, t.by)), V(id_value(t.employer.value)), V(id_value(t.about.value)),
                V(id_value(t.activity.value)), V(t.cause), V(t.cause_row), V(id_value(tx->user.value)), V(tx->now)));
    TRY(task_log(tx, "insert", &t));
    *id_out = t.id;
    return OK;
}

enum status task_update(struct store_tx *tx, const struct task *given)
{
    struct task t = *given;
    if (t.user.value != 0)
        TRY(task_agency(tx, &t));
    int64_t closed = t.state == TASK_OPEN ? 0 : t.closed_at == 0 ? tx->now : t.closed_at;
    TRY(sql_run(tx->db,
                "UPDATE task SET version = version + 1, state = $2, what = $3, guidance = $4, user_id = $5, agency_id = $6, "
                "by_day = $7, employer_id = $8, about_agency = $9, activity_id = $10, changed_by = $11, changed_at = $12, "
                "closed_at = $13 WHERE id = $1 AND version = $14",
                V(t.id.value), V(task_state_name(t.state)), V(t.what), V(or_empty(t.guidance)), V(id_value(t.user.value)),
                V(t.agency.value), V(day_value(tx->arena, t.by)), V(id_value(t.employer.value)), V(id_value(t.about.value)),
                V(id_value(t.activity.value)), V(id_value(tx->user.value)), V(tx->now), V(id_value(closed)), V(t.version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return task_log(tx, "update", &t);
}

enum status task_close_cause(struct store_tx *tx, const char *cause, int64_t row, enum task_state state)
{
    struct task t;
    enum status status = task_of_cause(tx->store, cause, row, tx->arena, &t);
    if (status == NOT_FOUND || (status == OK && t.state != TASK_OPEN))
        return OK;
    TRY(status);
    t.state = state;
    return task_update(tx, &t);
}

// Lists

#define TASK_FROM                                                                                                      \
    ", coalesce(u.name, ''), coalesce(g.name, ''), coalesce(e.name, ''), coalesce(b.name, '') FROM task t "            \
    "LEFT JOIN user_account u ON u.id = t.user_id LEFT JOIN agency g ON g.id = t.agency_id "                           \
    "LEFT JOIN employer e ON e.id = t.employer_id LEFT JOIN agency b ON b.id = t.about_agency "
#define TASK_DAY "coalesce(t.by_day, '9999-12-31')"
// $1 user, $2 agency, $3 employer, $4 about, $5 activity, $6 without a user, $7 and $8 days, $9 and $10 the last one
// shown, $11 how many. What leads the search is set apart, so that its index is used.
#define TASK_REST                                                                                                      \
    " AND ($1 = 0 OR t.user_id = $1) AND ($2 = 0 OR t.agency_id = $2) AND ($3 = 0 OR t.employer_id = $3) "             \
    "AND ($4 = 0 OR t.about_agency = $4) AND ($5 = 0 OR t.activity_id = $5) AND ($6 = 0 OR t.user_id IS NULL) "
#define TASK_OPEN_WHERE(lead)                                                                                          \
    "WHERE t.state = 'open' " lead TASK_REST "AND " TASK_DAY " >= $8 AND " TASK_DAY " < $7 "
#define TASK_OPEN_LIST(lead)                                                                                           \
    TASK_COLUMNS TASK_FROM TASK_OPEN_WHERE(lead)                                                                       \
    "AND (" TASK_DAY ", t.id) > ($9, $10) ORDER BY " TASK_DAY ", t.id LIMIT $11"
#define TASK_CLOSED_LIST(lead)                                                                                         \
    TASK_COLUMNS TASK_FROM "WHERE t.state <> 'open' " lead TASK_REST                                                   \
    "AND ($7 = $7 AND $8 = $8) AND (t.closed_at, t.id) < (CAST($9 AS INTEGER), $10) "                                  \
    "ORDER BY t.closed_at DESC, t.id DESC LIMIT $11"

enum lead { LEAD_NONE, LEAD_USER, LEAD_AGENCY, LEAD_EMPLOYER, LEAD_ABOUT, LEAD_ACTIVITY, LEADS };
static const char *const OPEN_TEXTS[LEADS] = {
    [LEAD_NONE] = TASK_OPEN_LIST(""),
    [LEAD_USER] = TASK_OPEN_LIST("AND t.user_id = $1"),
    [LEAD_AGENCY] = TASK_OPEN_LIST("AND t.agency_id = $2"),
    [LEAD_EMPLOYER] = TASK_OPEN_LIST("AND t.employer_id = $3"),
    [LEAD_ABOUT] = TASK_OPEN_LIST("AND t.about_agency = $4"),
    [LEAD_ACTIVITY] = TASK_OPEN_LIST("AND t.activity_id = $5"),
};
static const char *const CLOSED_TEXTS[LEADS] = {
    [LEAD_NONE] = TASK_CLOSED_LIST(""),
    [LEAD_USER] = TASK_CLOSED_LIST("AND t.user_id = $1"),
    [LEAD_AGENCY] = TASK_CLOSED_LIST("AND t.agency_id = $2"),
    [LEAD_EMPLOYER] = TASK_CLOSED_LIST("AND t.employer_id = $3"),
    [LEAD_ABOUT] = TASK_CLOSED_LIST("AND t.about_agency = $4"),
    [LEAD_ACTIVITY] = TASK_CLOSED_LIST("AND t.activity_id = $5"),
};

static enum lead lead_of(const struct task_filter *f)
{
    return f->activity.value != 0   ? LEAD_ACTIVITY
           : f->employer.value != 0 ? LEAD_EMPLOYER
           : f->about.value != 0    ? LEAD_ABOUT
           : f->user.value != 0     ? LEAD_USER
           : f->agency.value != 0   ? LEAD_AGENCY
                                    : LEAD_NONE;
}

static const char *day_text_or(struct arena *a, day d, const char *otherwise)
{
    char *text = arena_alloc(a, DAY_TEXT);
    day_write(d, text);
    return d == DAY_NONE ? otherwise : text;
}

static void filter_values(const struct task_filter *f, struct arena *a, struct sql_value values[])
{
    values[1] = sql_int_value(f->user.value);
    values[2] = sql_int_value(f->agency.value);
    values[3] = sql_int_value(f->employer.value);
    values[4] = sql_int_value(f->about.value);
    values[5] = sql_int_value(f->activity.value);
    values[6] = sql_int_value(f->unowned);
    values[7] = sql_text_value(day_text_or(a, f->before, "~"));
    values[8] = sql_text_value(day_text_or(a, f->from, ""));
}

enum status task_list(struct store *s, const struct task_filter *f, const char *after_key, int64_t after_id, size_t most,
                      struct arena *a, struct task_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[12];
    struct task_entry *list = NULL;
    size_t count = 0, room = 0;
    filter_values(f, a, values);
    values[9] = sql_text_value(after_key != NULL ? after_key : f->closed ? "9223372036854775807" : "");
    values[10] = sql_int_value(after_key != NULL ? after_id : f->closed ? INT64_MAX : 0);
    values[11] = sql_int_value((int64_t)most);
    struct sql_rows *rows = sql_query_values(db, (f->closed ? CLOSED_TEXTS : OPEN_TEXTS)[lead_of(f)], values, 11);
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct task_entry){
            .task = task_row(rows, a),
            .user_name = sql_text(rows, TASK_COLUMN_COUNT, a),
            .agency_name = sql_text(rows, TASK_COLUMN_COUNT + 1, a),
            .employer_name = sql_text(rows, TASK_COLUMN_COUNT + 2, a),
            .about_name = sql_text(rows, TASK_COLUMN_COUNT + 3, a),
        };
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

const char *task_key(const struct task *t, struct arena *a)
{
    return t->state == TASK_OPEN ? day_text_or(a, t->by, "9999-12-31") : arena_printf(a, "%lld", (long long)t->closed_at);
}

#define TASK_COUNT(lead) "SELECT count(*) FROM task t " TASK_OPEN_WHERE(lead)
static const char *const COUNT_TEXTS[LEADS] = {
    [LEAD_NONE] = TASK_COUNT(""),
    [LEAD_USER] = TASK_COUNT("AND t.user_id = $1"),
    [LEAD_AGENCY] = TASK_COUNT("AND t.agency_id = $2"),
    [LEAD_EMPLOYER] = TASK_COUNT("AND t.employer_id = $3"),
    [LEAD_ABOUT] = TASK_COUNT("AND t.about_agency = $4"),
    [LEAD_ACTIVITY] = TASK_COUNT("AND t.activity_id = $5"),
};

enum status task_count(struct store *s, const struct task_filter *f, int64_t *count_out)
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql_value values[9];
    int64_t count = 0;
    TRY(store_reader(s, &db));
    filter_values(f, a, values);
    struct sql_rows *rows = sql_query_values(db, COUNT_TEXTS[lead_of(f)], values, 8);
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}
