// SPDX-License-Identifier: EUPL-1.2
#include "store/need_store.h"

#include <jansson.h>

#include "base/log.h"
#include "store/inside.h"
#include "store/referral_store.h"

static const char *const STATES[] = {
    [NEED_DRAFT] = "draft", [NEED_OPEN] = "open", [NEED_FILLED] = "filled", [NEED_WITHDRAWN] = "withdrawn"};
static const char *const FORMS[] = {[FORM_PERMANENT] = "permanent",
                                    [FORM_TEMPORARY] = "temporary",
                                    [FORM_SUBSTITUTE] = "substitute",
                                    [FORM_SEASONAL] = "seasonal",
                                    [FORM_APPRENTICE] = "apprentice"};

const char *need_state_name(enum need_state state)
{
    return (size_t)state < COUNT_OF(STATES) ? STATES[state] : NULL;
}

bool need_state_read(const char *name, enum need_state *out)
{
    int found;
    if (!name_read(STATES, COUNT_OF(STATES), name, &found))
        return false;
    *out = (enum need_state)found;
    return true;
}

const char *employment_form_name(enum employment_form form)
{
    return (size_t)form < COUNT_OF(FORMS) ? FORMS[form] : NULL;
}

bool employment_form_read(const char *name, enum employment_form *out)
{
    int found;
    if (!name_read(FORMS, COUNT_OF(FORMS), name, &found))
        return false;
    *out = (enum employment_form)found;
    return true;
}

#define NEED_COLUMNS                                                                                                   \
    "SELECT n.id, n.version, n.state, n.employer_id, n.workplace_id, n.title, n.occupation, n.positions, n.place, "    \
    "n.start_from, n.start_latest, n.share_least, n.share_most, n.times, n.form, n.description, n.requirements, "      \
    "n.lot, n.stated_by, n.confirmed_by_name, n.confirmed_at, n.wording_reason, n.created_at, n.opened_at, "           \
    "n.closed_at"
enum { NEED_COLUMN_COUNT = 25 };

static enum status need_row(struct sql_rows *rows, struct arena *a, struct need *out)
{
    struct need n = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .employer = {sql_int(rows, 3)},
        .workplace = {sql_int(rows, 4)},
        .title = sql_text(rows, 5, a),
        .occupation = code_column(rows, 6, a),
        .positions = (uint8_t)sql_int(rows, 7),
        .place = code_column(rows, 8, a),
        .start_from = day_column(rows, 9, a),
        .start_latest = day_column(rows, 10, a),
        .share_least = (uint8_t)sql_int(rows, 11),
        .share_most = (uint8_t)sql_int(rows, 12),
        .times = (uint8_t)sql_int(rows, 13),
        .description = sql_text(rows, 15, a),
        .lot = (uint32_t)sql_int(rows, 17),
        .stated_by = {sql_int(rows, 18)},
        .confirmed_by_name = sql_text(rows, 19, a),
        .confirmed_at = sql_int(rows, 20),
        .wording_reason = sql_text(rows, 21, a),
        .created_at = sql_int(rows, 22),
        .opened_at = sql_int(rows, 23),
        .closed_at = sql_int(rows, 24),
    };
    need_state_read(sql_text(rows, 2, a), &n.state);
    employment_form_read(sql_text(rows, 14, a), &n.form);
    if (requirements_decode(sql_text(rows, 16, a), a, &n.requirements, &n.requirement_count) != OK) {
        log_error("store: the requirements of need %lld cannot be read", (long long)n.id.value);
        return FAILED;
    }
    *out = n;
    return OK;
}

enum status need_get(struct store *s, struct need_id id, struct arena *a, struct need *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    enum status st = NOT_FOUND;
    struct sql_rows *rows = sql_query(db, NEED_COLUMNS " FROM need n WHERE n.id = $1", V(id.value));
    if (sql_next(rows))
        st = need_row(rows, a, out);
    TRY(sql_end(rows));
    return st;
}

enum status need_access_facts(struct store *s, struct need_id id, struct access_facts *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct access_facts facts = {.thing = THING_NEED};
    struct sql_rows *rows = sql_query(db, "SELECT n.employer_id, n.state, u.agency_id FROM need n "
                                          "LEFT JOIN user_account u ON u.id = n.stated_by WHERE n.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found) {
        facts.employer.value = sql_int(rows, 0);
        need_state_read(sql_text(rows, 1, a), &facts.need_state);
        facts.agency.value = sql_int(rows, 2);
    }
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    *out = facts;
    return OK;
}

static enum status need_log(struct store_tx *tx, const char *verb, int64_t id, const struct need *n,
                            const char *requirements)
{
    json_t *log = json_pack(
        "{s:s, s:I, s:I, s:s, s:o, s:i, s:o, s:o, s:o, s:i, s:i, s:i}", "state", STATES[n->state], "employer",
        (json_int_t)n->employer.value, "workplace", (json_int_t)n->workplace.value, "title", or_empty(n->title),
        "occupation", code_json(n->occupation), "positions", n->positions, "place", code_json(n->place), "start_from",
        day_json(n->start_from), "start_latest", day_json(n->start_latest), "share_least", n->share_least, "share_most",
        n->share_most, "times", n->times);
    json_t *rest = json_pack("{s:s, s:s, s:s, s:s, s:I, s:s}", "form", FORMS[n->form], "description",
                             or_empty(n->description), "requirements", requirements, "confirmed_by_name",
                             or_empty(n->confirmed_by_name), "confirmed_at", (json_int_t)n->confirmed_at,
                             "wording_reason", or_empty(n->wording_reason));
    bool whole = log != NULL && json_object_update(log, rest) == 0;
    json_decref(rest);
    if (!whole) {
        json_decref(log);
        log = NULL;
    }
    return change_append(tx, "need", verb, id, log);
}

enum status need_insert(struct store_tx *tx, const struct need *n, struct need_id *id_out)
{
    struct arena *a = tx->arena;
    int64_t id = store_new_id(tx);
    const char *requirements = requirements_encode(n->requirements, n->requirement_count, a);
    int64_t stated_by = n->stated_by.value != 0 ? n->stated_by.value : tx->user.value;
    TRY(sql_run(tx->db,
                "INSERT INTO need (id, version, state, employer_id, workplace_id, title, search, occupation, positions, "
                "place, start_from, start_latest, share_least, share_most, times, form, description, requirements, lot, "
                "stated_by, confirmed_by_name, confirmed_at, wording_reason, created_at, opened_at, closed_at) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
                "$21, $22, $23, $24, $25)",
                V(id), V(STATES[n->state]), V(n->employer.value), V(n->workplace.value), V(or_empty(n->title)),
                V(search_text(a, n->title, NULL, NULL)), V(code_value(a, n->occupation)), V(n->positions),
                V(code_value(a, n->place)), V(day_value(a, n->start_from)), V(day_value(a, n->start_latest)),
                V(n->share_least), V(n->share_most), V(n->times), V(FORMS[n->form]), V(or_empty(n->description)),
                V(requirements), V(store_new_lot(tx)), V(id_value(stated_by)), V(or_empty(n->confirmed_by_name)),
                V(id_value(n->confirmed_at)), V(or_empty(n->wording_reason)), V(tx->now), V(id_value(n->opened_at)),
                V(id_value(n->closed_at))));
    TRY(need_log(tx, "insert", id, n, requirements));
    *id_out = (struct need_id){id};
    return OK;
}

enum status need_update(struct store_tx *tx, const struct need *n)
{
    struct arena *a = tx->arena;
    const char *requirements = requirements_encode(n->requirements, n->requirement_count, a);
    TRY(sql_run(tx->db,
                "UPDATE need SET version = version + 1, state = $2, employer_id = $3, workplace_id = $4, title = $5, "
                "search = $6, occupation = $7, positions = $8, place = $9, start_from = $10, start_latest = $11, "
                "share_least = $12, share_most = $13, times = $14, form = $15, description = $16, requirements = $17, "
                "confirmed_by_name = $18, confirmed_at = $19, wording_reason = $20, opened_at = $21, closed_at = $22 "
                "WHERE id = $1 AND version = $23",
                V(n->id.value), V(STATES[n->state]), V(n->employer.value), V(n->workplace.value), V(or_empty(n->title)),
                V(search_text(a, n->title, NULL, NULL)), V(code_value(a, n->occupation)), V(n->positions),
                V(code_value(a, n->place)), V(day_value(a, n->start_from)), V(day_value(a, n->start_latest)),
                V(n->share_least), V(n->share_most), V(n->times), V(FORMS[n->form]), V(or_empty(n->description)),
                V(requirements), V(or_empty(n->confirmed_by_name)), V(id_value(n->confirmed_at)),
                V(or_empty(n->wording_reason)), V(id_value(n->opened_at)), V(id_value(n->closed_at)), V(n->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(need_log(tx, "update", n->id.value, n, requirements));
    return referrals_follow_need(tx, n);
}

// Lists

// $1–$4 words, $5–$8 states, $9 employer, $10 user, $11 occupation, $12 area, $13 agency.
#define NEED_FILTER                                                                                                    \
    " FROM need n JOIN employer e ON e.id = n.employer_id JOIN workplace w ON w.id = n.workplace_id "                  \
    "LEFT JOIN user_account u ON u.id = n.stated_by "                                                                  \
    "WHERE (n.search LIKE $1 OR e.search LIKE $1) AND (n.search LIKE $2 OR e.search LIKE $2) "                         \
    "AND (n.search LIKE $3 OR e.search LIKE $3) AND (n.search LIKE $4 OR e.search LIKE $4) "                           \
    "AND n.state IN ($5, $6, $7, $8) AND ($9 = 0 OR n.employer_id = $9) AND ($10 = 0 OR n.stated_by = $10) "           \
    "AND ($11 = '' OR n.occupation = $11) AND ($12 = '' OR n.place = $12) "                                            \
    "AND ($13 = 0 OR n.opened_at IS NOT NULL OR u.agency_id = $13)"
enum { NEED_FILTER_VALUES = 13 };

static void filter_values(const struct need_filter *f, struct arena *a, struct sql_value values[])
{
    const char *patterns[SEARCH_WORDS];
    search_patterns(a, f->text, patterns);
    for (int i = 0; i < SEARCH_WORDS; i++)
        values[1 + i] = sql_text_value(patterns[i]);
    for (size_t i = 0; i < COUNT_OF(STATES); i++)
        values[5 + i] = sql_text_value(f->states == 0 || (f->states >> i & 1) != 0 ? STATES[i] : NULL);
    values[9] = sql_int_value(f->employer.value);
    values[10] = sql_int_value(f->stated_by.value);
    values[11] = code_value(a, f->occupation);
    values[12] = code_value(a, f->area);
    values[13] = sql_int_value(f->agency_or_opened.value);
}

// Rows after the one $14 in the order of key; $15 most.
#define NEED_LIST(key_n, key_k, beyond, direction)                                                                     \
    NEED_COLUMNS ", e.name, w.name" NEED_FILTER " AND ($14 = 0 OR (" key_n ", n.id) " beyond " ((SELECT " key_k        \
                 " FROM need k WHERE k.id = $14), $14)) ORDER BY " key_n " " direction ", n.id " direction             \
                 " LIMIT $15"
#define NEED_LISTS(key_n, key_k)                                                                                       \
    {                                                                                                                  \
        NEED_LIST(key_n, key_k, ">", "ASC"), NEED_LIST(key_n, key_k, "<", "DESC")                                      \
    }

static const char *const NEED_LIST_TEXTS[NEED_ORDERS][2] = {
    [NEED_ORDER_CREATED] = NEED_LISTS("n.created_at", "k.created_at"),
    [NEED_ORDER_START] = NEED_LISTS("coalesce(n.start_from, '')", "coalesce(k.start_from, '')"),
    [NEED_ORDER_TITLE] = NEED_LISTS("n.title COLLATE \"nb-x-icu\"", "k.title"),
};

enum status need_list(struct store *s, const struct need_filter *filter, enum need_order order, bool descending,
                      struct need_id after, size_t most, struct arena *a, struct need_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[NEED_FILTER_VALUES + 3];
    filter_values(filter, a, values);
    values[14] = sql_int_value(after.value);
    values[15] = sql_int_value((int64_t)most);
    struct need_entry *list = NULL;
    size_t count = 0, room = 0;
    enum status st = OK;
    struct sql_rows *rows = sql_query_values(db, NEED_LIST_TEXTS[order][descending], values, NEED_FILTER_VALUES + 2);
    while (st == OK && sql_next(rows)) {
        struct need_entry *entry = LIST_ADD(a, list, count, room);
        st = need_row(rows, a, &entry->need);
        entry->employer_name = sql_text(rows, NEED_COLUMN_COUNT, a);
        entry->workplace_name = sql_text(rows, NEED_COLUMN_COUNT + 1, a);
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    *out = list;
    *count_out = count;
    return OK;
}

enum status need_count(struct store *s, const struct need_filter *filter, struct need_totals *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql_value values[NEED_FILTER_VALUES + 1];
    filter_values(filter, a, values);
    struct need_totals totals = {0};
    struct sql_rows *rows = sql_query_values(db, "SELECT count(*), coalesce(sum(n.positions), 0)" NEED_FILTER, values,
                                             NEED_FILTER_VALUES);
    if (sql_next(rows))
        totals = (struct need_totals){sql_int(rows, 0), sql_int(rows, 1)};
    TRY(sql_end(rows));
    *out = totals;
    return OK;
}

enum status need_list_open(struct store *s, struct arena *a, struct need **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct need *list = NULL;
    size_t count = 0, room = 0;
    enum status st = OK;
    struct sql_rows *rows = sql_query(db, NEED_COLUMNS " FROM need n WHERE n.state = 'open' ORDER BY n.id");
    while (st == OK && sql_next(rows)) {
        struct need *n = LIST_ADD(a, list, count, room);
        st = need_row(rows, a, n);
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    *out = list;
    *count_out = count;
    return OK;
}
