// SPDX-License-Identifier: EUPL-1.2
// Check-ins, the answer on background, and the figures that both give together with hires.
#include <string.h>

#include "base/log.h"
#include "store/hire_inside.h"
#include "store/programme_store.h"

// The person is the hire's.
#define CHECKIN_COLUMNS                                                                                                \
    "SELECT c.id, c.version, c.hire_id, h.person_id, c.months, c.side, c.due_on, c.state, c.employed, c.answered_on, "  \
    "c.answered_by, c.by_adviser, c.sealed FROM checkin c JOIN hire h ON h.id = c.hire_id WHERE "

static struct checkin checkin_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    struct checkin c = {
        .id = {sql_int(rows, 0)},
        .hire = {sql_int(rows, 2)},
        .person = {sql_int(rows, 3)},
        .months = (int)sql_int(rows, 4),
        .due_on = day_column(rows, 6, a),
        .employed = sql_int(rows, 8) != 0,
        .answered_on = day_column(rows, 9, a),
        .answered_by = {sql_int(rows, 10)},
        .by_adviser = sql_int(rows, 11) != 0,
    };
    checkin_side_read(sql_text(rows, 5, a), &c.side);
    checkin_state_read(sql_text(rows, 7, a), &c.state);
    size_t size;
    const void *sealed = sql_blob(rows, 12, a, &size);
    json_t *answer = hire_document_open(s, c.person, "checkin", c.id.value, sealed, size, a);
    c.rating = (int)json_integer_value(json_object_get(answer, "rating"));
    c.norwegian = (int)json_integer_value(json_object_get(answer, "norwegian"));
    json_decref(answer);
    return c;
}

static enum status checkin_rows(struct store *s, struct sql_rows *rows, struct arena *a, struct checkin **out,
                                size_t *count_out)
{
    struct checkin *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = checkin_row(s, rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status checkin_get(struct store *s, struct checkin_id id, struct arena *a, struct checkin *out)
{
    struct sql *db;
    struct checkin *list;
    size_t count;
    TRY(store_reader(s, &db));
    TRY(checkin_rows(s, sql_query(db, CHECKIN_COLUMNS "c.id = $1", V(id.value)), a, &list, &count));
    if (count == 0)
        return NOT_FOUND;
    *out = list[0];
    return OK;
}

enum status checkin_list(struct store *s, struct hire_id hire, struct arena *a, struct checkin **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return checkin_rows(s, sql_query(db, CHECKIN_COLUMNS "c.hire_id = $1 ORDER BY c.months, c.side DESC", V(hire.value)), a,
                        out, count_out);
}

enum status checkin_list_due(struct store *s, day today, struct arena *a, struct checkin **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return checkin_rows(s, sql_query(db, CHECKIN_COLUMNS "c.state IN ('scheduled', 'asked', 'chased') AND c.due_on <= $1 "
                                                         "ORDER BY c.due_on, c.id", V(day_value(a, today))), a, out,
                        count_out);
}

static enum status checkin_log(struct store_tx *tx, const char *verb, const struct checkin *c)
{
    bool answered = c->state == CHECKIN_ANSWERED;
    json_t *json = json_pack("{s:I, s:i, s:s, s:o, s:s, s:b, s:o, s:i, s:i}", "hire", (json_int_t)c->hire.value, "months",
                             c->months, "side", checkin_side_name(c->side), "due_on", day_json(c->due_on), "state",
                             checkin_state_name(c->state), "employed", answered && c->employed, "answered_on",
                             day_json(c->answered_on), "rating", c->rating, "norwegian", c->norwegian);
    if (c->person.value == 0)
        return change_append(tx, "checkin", verb, c->id.value, json);
    return change_append_person(tx, "checkin", verb, c->id.value, c->person, json);
}

static enum status checkin_write(struct store_tx *tx, const struct checkin *c, const char *allowed)
{
    struct sql_value answer = sql_null_value();
    bool answered = c->state == CHECKIN_ANSWERED;
    if (answered)
        TRY(hire_document_seal(tx, c->person, "checkin", c->id.value,
                               json_pack("{s:i, s:i}", "rating", c->rating, "norwegian", c->norwegian), &answer));
    TRY(sql_run(tx->db,
                "UPDATE checkin SET version = version + 1, due_on = $2, state = $3, employed = $4, answered_on = $5, "
                "answered_by = $6, by_adviser = $7, sealed = $8 WHERE id = $1 AND (state <> 'answered' OR $9 <> '')",
                V(c->id.value), V(day_value(tx->arena, c->due_on)), V(checkin_state_name(c->state)),
                V(answered ? sql_int_value(c->employed) : sql_null_value()),
                V(day_value(tx->arena, answered ? c->answered_on : DAY_NONE)), V(id_value(c->answered_by.value)),
                V(c->by_adviser), V(answer), V(allowed)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return checkin_log(tx, "update", c);
}

enum status checkin_update(struct store_tx *tx, const struct checkin *c)
{
    return checkin_write(tx, c, "");
}

enum status checkin_reseal(struct store_tx *tx, const struct checkin *c)
{
    return checkin_write(tx, c, "answered");
}

static enum status checkin_insert(struct store_tx *tx, const struct hire *h, int months, enum checkin_side side)
{
    struct checkin c = {.id = {store_new_id(tx)}, .hire = h->id, .person = h->person, .months = months, .side = side,
                        .due_on = checkin_due(h->start, months), .state = CHECKIN_SCHEDULED, .answered_on = DAY_NONE};
    TRY(sql_run(tx->db, "INSERT INTO checkin (id, version, hire_id, months, side, due_on, state, by_adviser) "
                        "VALUES ($1, 1, $2, $3, $4, $5, 'scheduled', 0)", V(c.id.value), V(h->id.value), V(months),
                V(checkin_side_name(side)), V(day_value(tx->arena, c.due_on))));
    return checkin_log(tx, "insert", &c);
}

enum status checkins_schedule(struct store_tx *tx, const struct hire *h)
{
    struct checkin *list;
    size_t count;
    TRY(checkin_list(tx->store, h->id, tx->arena, &list, &count));
    for (size_t m = 0; m < CHECKINS; m++)
        for (int side = 0; side < CHECKIN_SIDES; side++) {
            struct checkin *there = NULL;
            for (size_t i = 0; i < count; i++)
                if (list[i].months == CHECKIN_MONTHS[m] && list[i].side == (enum checkin_side)side)
                    there = &list[i];
            // Whom nobody has said to be cannot be asked.
            if (there == NULL && (side == CHECKIN_OF_EMPLOYER || h->person.value != 0))
                TRY(checkin_insert(tx, h, CHECKIN_MONTHS[m], (enum checkin_side)side));
            day due = checkin_due(h->start, CHECKIN_MONTHS[m]);
            if (there == NULL || there->due_on == due || there->state == CHECKIN_ANSWERED)
                continue;
            there->due_on = due;
            there->state = CHECKIN_SCHEDULED;
            TRY(checkin_update(tx, there));
        }
    return OK;
}

enum status checkins_follow_hire(struct store_tx *tx, const struct hire *h)
{
    struct checkin *list;
    size_t count;
    TRY(checkin_list(tx->store, h->id, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        bool off = h->state == HIRE_TAKEN_BACK || (h->ended_on != DAY_NONE && list[i].due_on > h->ended_on);
        enum checkin_state to = off ? CHECKIN_CANCELLED : list[i].state == CHECKIN_CANCELLED ? CHECKIN_SCHEDULED : list[i].state;
        if (list[i].state == CHECKIN_ANSWERED || list[i].state == CHECKIN_UNOBSERVED || to == list[i].state)
            continue;
        list[i].state = to;
        TRY(checkin_update(tx, &list[i]));
    }
    return OK;
}

// Background

enum status background_put(struct store_tx *tx, struct person_id person, enum background answer)
{
    const char *name = background_name(answer);
    struct sql_value sealed;
    TRY(person_seal(tx->store, person, "background", person.value, name, strlen(name), tx->arena, &sealed));
    TRY(sql_run(tx->db, "UPDATE background SET version = version + 1, sealed = $2 WHERE person_id = $1", V(person.value),
                V(sealed)));
    if (sql_changes(tx->db) == 1)
        return change_append_bare(tx, "background", "update", person.value, person);
    TRY(sql_run(tx->db, "INSERT INTO background (person_id, version, sealed) VALUES ($1, 1, $2)", V(person.value), V(sealed)));
    return change_append_bare(tx, "background", "insert", person.value, person);
}

static enum status background_read_row(struct store *s, struct person_id person, struct sql_rows *rows, int column,
                                       struct arena *a, enum background *out)
{
    size_t size;
    const void *bytes, *sealed = sql_blob(rows, column, a, &size);
    TRY(person_open(s, person, "background", person.value, sealed, size, a, &bytes, &size));
    return background_read(arena_strndup(a, bytes, size), out) ? OK : FAILED;
}

enum status background_get(struct store *s, struct person_id person, struct arena *a, enum background *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    enum status st = NOT_FOUND;
    struct sql_rows *rows = sql_query(db, "SELECT sealed FROM background WHERE person_id = $1", V(person.value));
    if (sql_next(rows))
        st = background_read_row(s, person, rows, 0, a, out);
    TRY(sql_end(rows));
    return st;
}

// Figures

struct counting {
    struct store *store;
    struct programme programme;
    struct region_area *areas;
    size_t area_count;
    day today;
};

static enum status counting_begin(struct store *s, day today, struct arena *a, struct counting *out)
{
    *out = (struct counting){.store = s, .today = today};
    TRY(programme_get(s, a, &out->programme));
    return region_area_list(s, a, &out->areas, &out->area_count);
}

static bool counts(const struct counting *c, const struct hire *h)
{
    return hire_counts(h, &c->programme, c->areas, c->area_count, c->today);
}

// OK with the answer, BACKGROUND_NOT_GIVEN also when it was given only later.
static enum status answered(struct store *s, struct person_id person, bool later, int64_t until, struct arena *a,
                            enum background *out)
{
    bool given = true;
    *out = BACKGROUND_NOT_GIVEN;
    if (later)
        TRY(background_then(s, person, until, &given));
    if (!given)
        return OK;
    enum status st = background_get(s, person, a, out);
    return st == NOT_FOUND ? OK : st;
}

static enum status still_employed(struct counting *c, const struct hire *h, struct hire_figures *f)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct checkin *list;
    size_t count;
    TRY(checkin_list(c->store, h->id, a, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].answered_on > c->today) // known later
            list[i].state = CHECKIN_ASKED;
    for (size_t m = 0; m < CHECKINS; m++) {
        bool observed;
        f->employed[m] += hire_employed_at(h, list, count, CHECKIN_MONTHS[m], c->today, &observed);
        f->observed[m] += observed;
    }
    return OK;
}

enum status hire_figures(struct store *s, day today, int64_t until, struct hire_figures *out)
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct counting c;
    struct hire_figures f = {0};
    struct hire *list = NULL;
    size_t count = 0, room = 0;
    TRY(counting_begin(s, today, a, &c));
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " HIRE_COLUMNS " FROM hire h WHERE h.created_at <= $1 "
                                          "ORDER BY h.person_id, h.start_day, h.id", V(until));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = hire_row(s, rows, a);
    TRY(sql_end(rows));
    bool later;
    TRY(changed_after(s, until, &later));
    if (later)
        TRY(hires_then(s, until, list, count));
    struct person_id counted = {0};
    for (size_t i = 0; i < count; i++) {
        struct hire *h = &list[i];
        f.reported += h->state == HIRE_REPORTED;
        if (!hire_stands(h, today))
            continue;
        f.hired++;
        f.unposted += h->need.value == 0;
        TRY(still_employed(&c, h, &f));
        enum background answer = BACKGROUND_NOT_GIVEN;
        if (h->person.value == 0 || h->person.value == counted.value || !counts(&c, h))
            continue;
        TRY(answered(s, h->person, later, until, a, &answer));
        if (answer == BACKGROUND_YES) {
            counted = h->person;
            f.persons++;
        }
    }
    char last[DAY_TEXT];
    int64_t kept;
    month_write(day_month(today), last);
    TRY(hire_number(sql_query(db, "SELECT coalesce(sum(persons), 0) FROM goal_kept WHERE month <= $1", V((const char *)last)),
                    &kept));
    f.persons += kept;
    *out = f;
    return OK;
}

// Deletion

static enum status goal_keep(struct store_tx *tx, struct person_id person, day today)
{
    struct counting c;
    enum background answer;
    struct hire *list = NULL;
    size_t count = 0, room = 0;
    enum status st = counting_begin(tx->store, today, tx->arena, &c);
    if (st == NOT_FOUND)
        return OK; // no programme, no goal
    TRY(st);
    // Whoever has a hire leaves the same line in the log, counted or not.
    struct sql_rows *rows = sql_query(tx->db, "SELECT " HIRE_COLUMNS " FROM hire h WHERE h.person_id = $1 "
                                              "ORDER BY h.start_day, h.id", V(person.value));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = hire_row(tx->store, rows, tx->arena);
    TRY(sql_end(rows));
    if (count == 0)
        return OK;
    TRY(change_append_bare(tx, "goal_kept", "update", 1, (struct person_id){0}));
    st = background_get(tx->store, person, tx->arena, &answer);
    if (st != OK || answer != BACKGROUND_YES)
        return st == FAILED || st == BUSY ? st : OK;
    for (size_t i = 0; i < count; i++) {
        // A confirmed job that begins later counts from the month of its start.
        c.today = list[i].start > today ? list[i].start : today;
        if (counts(&c, &list[i])) {
            char begun[DAY_TEXT];
            month_write(day_month(list[i].start), begun);
            return sql_run(tx->db, "INSERT INTO goal_kept (month, persons) VALUES ($1, 1) "
                                   "ON CONFLICT (month) DO UPDATE SET persons = goal_kept.persons + 1",
                           V((const char *)begun));
        }
    }
    return OK;
}

enum status hires_forget(struct store_tx *tx, struct person_id person, int64_t at)
{
    TRY(goal_keep(tx, person, day_in_norway(at)));
    TRY(sql_run(tx->db, "DELETE FROM background WHERE person_id = $1", V(person.value)));
    TRY(sql_run(tx->db, "UPDATE checkin SET sealed = NULL, answered_by = NULL, state = CASE WHEN state IN ('scheduled', "
                        "'asked', 'chased') THEN 'cancelled' ELSE state END "
                        "WHERE hire_id IN (SELECT id FROM hire WHERE person_id = $1)", V(person.value)));
    return sql_run(tx->db, "UPDATE hire SET sealed = NULL, registered_by = NULL, confirmed_by = NULL, changed_by = NULL "
                           "WHERE person_id = $1", V(person.value));
}
