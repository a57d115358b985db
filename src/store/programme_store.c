// SPDX-License-Identifier: EUPL-1.2
#include "store/programme_store.h"

#include <jansson.h>

#include "store/inside.h"

static const char *const AGENCY_KINDS[] = {
    [AGENCY_PROGRAMME] = "programme",
    [AGENCY_PUBLIC] = "public",
    [AGENCY_TRAINING] = "training",
    [AGENCY_VOLUNTEERS] = "volunteers",
};
static const char *const REGION_STATUSES[] = {[REGION_IN] = "in", [REGION_POSSIBLE] = "possible"};

// The programme: one row

enum status programme_get(struct store *s, struct arena *a, struct programme *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT version, name, goal, from_day, to_day, retention_days, least_share, least_months, open_share_requests, "
            "synthetic_allowed, notice_version, contact_days FROM programme WHERE id = 1");
    bool found = sql_next(rows);
    if (found)
        *out = (struct programme){
            .version = sql_int(rows, 0),
            .name = sql_text(rows, 1, a),
            .goal = (int)sql_int(rows, 2),
            .from = day_column(rows, 3, a),
            .to = day_column(rows, 4, a),
            .retention_days = (int)sql_int(rows, 5),
            .least_share = (int)sql_int(rows, 6),
            .least_months = (int)sql_int(rows, 7),
            .open_share_requests = (int)sql_int(rows, 8),
            .synthetic_allowed = sql_int(rows, 9) != 0,
            .notice_version = (int)sql_int(rows, 10),
            .contact_days = (int)sql_int(rows, 11),
        };
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status programme_log(struct store_tx *tx, const char *verb, const struct programme *p)
{
    return change_append(tx, "programme", verb, 1,
                         json_pack("{s:s, s:i, s:o, s:o, s:i, s:i, s:i, s:i, s:b, s:i, s:i}", "name", p->name, "goal", p->goal,
                                   "from", day_json(p->from), "to", day_json(p->to), "retention_days", p->retention_days,
                                   "least_share", p->least_share, "least_months", p->least_months,
                                   "open_share_requests", p->open_share_requests, "synthetic_allowed",
                                   (int)p->synthetic_allowed, "notice_version", p->notice_version,
                                   "contact_days", p->contact_days));
}

enum status programme_put(struct store_tx *tx, const struct programme *p)
{
    if (p->version == 0) {
        TRY(sql_run(tx->db,
                    "INSERT INTO programme (id, version, name, goal, from_day, to_day, retention_days, least_share, "
                    "least_months, open_share_requests, synthetic_allowed, notice_version, contact_days) "
                    "VALUES (1, 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                    V(p->name), V(p->goal), V(day_value(tx->arena, p->from)), V(day_value(tx->arena, p->to)),
                    V(p->retention_days), V(p->least_share), V(p->least_months), V(p->open_share_requests),
                    V(p->synthetic_allowed), V(p->notice_version), V(p->contact_days)));
        return programme_log(tx, "insert", p);
    }
    TRY(sql_run(tx->db,
                "UPDATE programme SET version = version + 1, name = $1, goal = $2, from_day = $3, to_day = $4, "
                "retention_days = $5, least_share = $6, least_months = $7, open_share_requests = $8, "
                "synthetic_allowed = $9, notice_version = $10, contact_days = $11 WHERE id = 1 AND version = $12",
                V(p->name), V(p->goal), V(day_value(tx->arena, p->from)), V(day_value(tx->arena, p->to)),
                V(p->retention_days), V(p->least_share), V(p->least_months), V(p->open_share_requests),
                V(p->synthetic_allowed), V(p->notice_version), V(p->contact_days), V(p->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return programme_log(tx, "update", p);
}

// Areas

enum status region_area_list(struct store *s, struct arena *a, struct region_area **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct region_area *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT code, name, municipality, postal, status, from_day, to_day, into_code "
                                          "FROM region_area ORDER BY position");
    while (sql_next(rows)) {
        int status = REGION_POSSIBLE;
        name_read(REGION_STATUSES, COUNT_OF(REGION_STATUSES), sql_text(rows, 4, a), &status);
        *LIST_ADD(a, list, count, room) = (struct region_area){
            .code = code_column(rows, 0, a),
            .name = sql_text(rows, 1, a),
            .municipality = code_column(rows, 2, a),
            .postal = sql_text(rows, 3, a),
            .status = (enum region_status)status,
            .from = day_column(rows, 5, a),
            .to = day_column(rows, 6, a),
            .into = code_column(rows, 7, a),
        };
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status region_area_insert(struct store_tx *tx, const struct region_area *r, size_t position)
{
    return sql_run(tx->db,
                   "INSERT INTO region_area (id, position, code, name, municipality, postal, status, from_day, to_day, "
                   "into_code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                   V(store_new_id(tx)), V(position), V(code_value(tx->arena, r->code)), V(r->name),
                   V(code_value(tx->arena, r->municipality)), V(or_empty(r->postal)), V(REGION_STATUSES[r->status]),
                   V(day_value(tx->arena, r->from)), V(day_value(tx->arena, r->to)), V(code_value(tx->arena, r->into)));
}

enum status region_area_put_all(struct store_tx *tx, const struct region_area *areas, size_t count)
{
    TRY(sql_run(tx->db, "DELETE FROM region_area"));
    json_t *log = json_array();
    enum status st = OK;
    for (size_t i = 0; st == OK && i < count; i++) {
        const struct region_area *r = &areas[i];
        st = region_area_insert(tx, r, i);
        json_array_append_new(log, json_pack("{s:o, s:s, s:o, s:s, s:s, s:o, s:o, s:o}", "code", code_json(r->code), "name",
                                             r->name, "municipality", code_json(r->municipality), "postal",
                                             or_empty(r->postal), "status", REGION_STATUSES[r->status], "from",
                                             day_json(r->from), "to", day_json(r->to), "into", code_json(r->into)));
    }
    if (st != OK) {
        json_decref(log);
        return st;
    }
    return change_append(tx, "programme", "areas", 1, log);
}

// Agencies

#define AGENCY_COLUMNS "SELECT id, name, kind, email, phone, active, version FROM agency "

static struct agency agency_row(struct sql_rows *rows, struct arena *a)
{
    int kind = AGENCY_PUBLIC;
    name_read(AGENCY_KINDS, COUNT_OF(AGENCY_KINDS), sql_text(rows, 2, a), &kind);
    return (struct agency){
        .id = {sql_int(rows, 0)},
        .name = sql_text(rows, 1, a),
        .kind = (enum agency_kind)kind,
        .email = sql_text(rows, 3, a),
        .phone = sql_text(rows, 4, a),
        .active = sql_int(rows, 5) != 0,
        .version = sql_int(rows, 6),
    };
}

static enum status one_agency(struct sql_rows *rows, struct arena *a, struct agency *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = agency_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status agency_get(struct store *s, struct agency_id id, struct arena *a, struct agency *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_agency(sql_query(db, AGENCY_COLUMNS "WHERE id = $1", V(id.value)), a, out);
}

enum status agency_get_programmes_own(struct store *s, struct arena *a, struct agency *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_agency(sql_query(db, AGENCY_COLUMNS "WHERE kind = 'programme'"), a, out);
}

enum status agency_list(struct store *s, struct arena *a, struct agency **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct agency *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, AGENCY_COLUMNS "ORDER BY name COLLATE \"nb-x-icu\", id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = agency_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status agency_log(struct store_tx *tx, const char *verb, int64_t id, const struct agency *g)
{
    return change_append(tx, "agency", verb, id,
                         json_pack("{s:s, s:s, s:s, s:s, s:b}", "name", g->name, "kind", AGENCY_KINDS[g->kind], "email",
                                   or_empty(g->email), "phone", or_empty(g->phone), "active", (int)g->active));
}

enum status agency_insert(struct store_tx *tx, const struct agency *agency, struct agency_id *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO agency (id, version, name, kind, email, phone, active, created_at) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7)",
                V(id), V(agency->name), V(AGENCY_KINDS[agency->kind]), V(or_empty(agency->email)),
                V(or_empty(agency->phone)), V(agency->active), V(tx->now)));
    TRY(agency_log(tx, "insert", id, agency));
    *id_out = (struct agency_id){id};
    return OK;
}

enum status agency_update(struct store_tx *tx, const struct agency *agency)
{
    struct agency stored;
    TRY(agency_get(tx->store, agency->id, tx->arena, &stored));
    TRY(sql_run(tx->db, "UPDATE agency SET name = $2, kind = $3, email = $4, phone = $5, active = $6, version = version + 1 "
                        "WHERE id = $1 AND version = $7",
                V(agency->id.value), V(agency->name), V(AGENCY_KINDS[agency->kind]), V(or_empty(agency->email)),
                V(or_empty(agency->phone)), V(agency->active), V(agency->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return agency_log(tx, "update", agency->id.value, agency);
}

// Notices

enum status notice_get(struct store *s, int version, struct arena *a, const char **nb_out, const char **en_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    const char *nb = NULL, *en = NULL;
    struct sql_rows *rows = sql_query(db, "SELECT text_nb, text_en FROM notice WHERE version = $1", V(version));
    if (sql_next(rows)) {
        nb = sql_text(rows, 0, a);
        en = sql_text(rows, 1, a);
    }
    TRY(sql_end(rows));
    if (nb == NULL)
        return NOT_FOUND;
    *nb_out = nb;
    *en_out = en;
    return OK;
}

enum status notice_insert(struct store_tx *tx, int version, const char *nb, const char *en)
{
    TRY(sql_run(tx->db, "INSERT INTO notice (version, text_nb, text_en, created_at) VALUES ($1, $2, $3, $4)", V(version),
                V(nb), V(en), V(tx->now)));
    return change_append(tx, "notice", "insert", version, json_pack("{s:s, s:s}", "nb", nb, "en", en));
}
