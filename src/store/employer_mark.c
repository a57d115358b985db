// SPDX-License-Identifier: EUPL-1.2
#include "store/employer_mark.h"

#include "store/inside.h"

// The same for one and for all: texts are literals, and a condition on one that may be none has no use for an index.
#define OF_ONE_OR_ALL(db, only, begin, condition, order)                                                               \
    ((only).value == 0 ? sql_query((db), begin order) : sql_query((db), begin condition order, V((only).value)))

struct filling {
    struct employer_mark *marks;
    size_t count, at;
};

// Rows come in the order of employers, as the marks do. NULL: of one that is not listed.
static struct employer_mark *mark_of(struct filling *f, int64_t employer)
{
    while (f->at < f->count && f->marks[f->at].id.value < employer)
        f->at++;
    return f->at < f->count && f->marks[f->at].id.value == employer ? &f->marks[f->at] : NULL;
}

static enum status fill_areas(struct sql *db, struct employer_id only, struct filling f, struct arena *a)
{
    size_t room = 0;
    struct code *list = NULL;
    struct employer_mark *last = NULL;
    struct sql_rows *rows = OF_ONE_OR_ALL(db, only, "SELECT DISTINCT employer_id, area FROM workplace WHERE closed = 0 AND "
                                                    "area <> ''", " AND employer_id = $1", " ORDER BY employer_id, area");
    while (sql_next(rows)) {
        struct employer_mark *m = mark_of(&f, sql_int(rows, 0));
        if (m == NULL)
            continue;
        if (m != last) {
            list = NULL;
            room = 0;
            last = m;
        }
        *LIST_ADD(a, list, m->area_count, room) = code_column(rows, 1, a);
        m->areas = list;
    }
    return sql_end(rows);
}

static enum status fill_networks(struct sql *db, struct employer_id only, struct filling f, struct arena *a)
{
    size_t room = 0;
    struct network_id *list = NULL;
    struct employer_mark *last = NULL;
    struct sql_rows *rows = OF_ONE_OR_ALL(db, only, "SELECT employer_id, network_id FROM network_member WHERE 1 = 1",
                                          " AND employer_id = $1", " ORDER BY employer_id, network_id");
    while (sql_next(rows)) {
        struct employer_mark *m = mark_of(&f, sql_int(rows, 0));
        if (m == NULL)
            continue;
        if (m != last) {
            list = NULL;
            room = 0;
            last = m;
        }
        *LIST_ADD(a, list, m->network_count, room) = (struct network_id){sql_int(rows, 1)};
        m->networks = list;
    }
    return sql_end(rows);
}

static enum status fill_needs(struct sql *db, struct employer_id only, struct filling f)
{
    struct sql_rows *rows = OF_ONE_OR_ALL(db, only, "SELECT employer_id, count(*), sum(positions) FROM need WHERE "
                                                    "state = 'open'", " AND employer_id = $1",
                                          " GROUP BY employer_id ORDER BY employer_id");
    while (sql_next(rows)) {
        struct employer_mark *m = mark_of(&f, sql_int(rows, 0));
        if (m == NULL)
            continue;
        m->open_needs = sql_int(rows, 1);
        m->open_positions = sql_int(rows, 2);
    }
    return sql_end(rows);
}

static enum status fill_contacts(struct sql *db, struct employer_id only, struct filling f)
{
    struct sql_rows *rows = OF_ONE_OR_ALL(db, only, "SELECT DISTINCT employer_id FROM contact WHERE employer_id IS NOT NULL "
                                                    "AND email <> '' AND left_on IS NULL", " AND employer_id = $1",
                                          " ORDER BY employer_id");
    while (sql_next(rows)) {
        struct employer_mark *m = mark_of(&f, sql_int(rows, 0));
        if (m != NULL)
            m->email = true;
    }
    return sql_end(rows);
}

static enum status fill_activities(struct sql *db, struct employer_id only, struct filling f)
{
    struct sql_rows *rows = OF_ONE_OR_ALL(
        db, only, "SELECT p.employer_id, max(a.at), max(CASE WHEN a.kind IN ('meeting', 'visit') THEN 1 ELSE 0 END) "
                  "FROM activity_party p JOIN activity a ON a.id = p.activity_id WHERE p.employer_id IS NOT NULL "
                  "AND a.state = 'held' AND a.deleted_at IS NULL AND a.kind <> 'note'", " AND p.employer_id = $1",
        " GROUP BY p.employer_id ORDER BY p.employer_id");
    while (sql_next(rows)) {
        struct employer_mark *m = mark_of(&f, sql_int(rows, 0));
        if (m == NULL)
            continue;
        m->last_contact = day_in_norway(sql_int(rows, 1));
        m->visited = sql_int(rows, 2) != 0;
    }
    return sql_end(rows);
}

enum status employer_marks(struct store *s, struct employer_id only, struct arena *a, struct employer_mark **out,
                           size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct employer_mark *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = OF_ONE_OR_ALL(
        db, only, "SELECT id, name, search, industry, employees, pledged, stage, owner_id, municipality, closed, bankrupt, "
                  "created_at, reference, estimate FROM employer WHERE merged_into_id IS NULL", " AND id = $1", " ORDER BY id");
    while (sql_next(rows)) {
        enum employer_stage stage = STAGE_NEW;
        enum reference reference = REFERENCE_UNASKED;
        enum estimate estimate = ESTIMATE_UNASKED;
        stage_read(text_column(rows, 6, a), &stage);
        (void)reference_read(text_column(rows, 12, a), &reference);
        (void)estimate_read(text_column(rows, 13, a), &estimate);
        *LIST_ADD(a, list, count, room) = (struct employer_mark){
            .id = {sql_int(rows, 0)},
            .name = sql_text(rows, 1, a),
            .search = sql_text(rows, 2, a),
            .industry = sql_text(rows, 3, a),
            .employees = sql_is_null(rows, 4) ? EMPLOYEES_UNKNOWN : (int)sql_int(rows, 4),
            .pledged = (int)sql_int(rows, 5),
            .stage = stage,
            .owner = {sql_int(rows, 7)},
            .municipality = code_column(rows, 8, a),
            .closed = sql_int(rows, 9) != 0 || sql_int(rows, 10) != 0,
            .reference = reference,
            .estimate = estimate,
            .last_contact = DAY_NONE,
            .created_at = sql_int(rows, 11),
        };
    }
    TRY(sql_end(rows));
    struct filling f = {list, count, 0};
    TRY(fill_areas(db, only, f, a));
    TRY(fill_networks(db, only, f, a));
    TRY(fill_needs(db, only, f));
    TRY(fill_contacts(db, only, f));
    TRY(fill_activities(db, only, f));
    *out = list;
    *count_out = count;
    return OK;
}

enum status employer_last_turn(struct store *s, int64_t *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    int64_t last = 0;
    struct sql_rows *rows = sql_query(db, "SELECT coalesce(max(turn), 0) FROM employer_turn");
    if (sql_next(rows))
        last = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = last;
    return OK;
}

enum status employer_turns_since(struct store *s, int64_t turn, size_t most, struct arena *a, struct employer_id **out,
                                 size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct employer_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT employer_id FROM employer_turn WHERE turn > $1 ORDER BY turn LIMIT $2",
                                      V(turn), V(most));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status network_names(struct store *s, struct arena *a, struct network_name **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct network_name *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id, name FROM network WHERE active = 1 ORDER BY name COLLATE \"nb-x-icu\", id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct network_name){{sql_int(rows, 0)}, sql_text(rows, 1, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
