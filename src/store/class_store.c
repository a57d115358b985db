// SPDX-License-Identifier: EUPL-1.2
#include "store/class_store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"

static const struct {
    const char *name, *title;
} SUBJECTS[CLASS_SUBJECTS] = {
    [CLASS_STYRK] = {"styrk", N_("Occupations, STYRK-08")},
    [CLASS_STYRK_CATEGORIES] = {"styrk-categories", N_("Job categories of NAV")},
    [CLASS_ESCO] = {"esco", N_("Occupations and skills, ESCO")},
    [CLASS_INDUSTRY] = {"industry", N_("Industries")},
    [CLASS_INDUSTRY_CHANGES] = {"industry-changes", N_("Changes of industry codes")},
    [CLASS_MUNICIPALITIES] = {"municipalities", N_("Municipalities")},
    [CLASS_COUNTIES] = {"counties", N_("Counties")},
    [CLASS_MUNICIPALITY_PERIODS] = {"municipality-periods", N_("Municipality numbers over time")},
    [CLASS_MUNICIPALITY_CHANGES] = {"municipality-changes", N_("Mergers of municipalities")},
    [CLASS_POSTAL] = {"postal", N_("Postal codes")},
    [CLASS_TITLES] = {"titles", N_("Job titles")},
};
static const char *const STATES[] = {
    [CLASS_LOADING] = "loading",
    [CLASS_STAGED] = "ready",
    [CLASS_IN_USE] = "in-use",
    [CLASS_FORMER] = "former",
};

const char *class_subject_name(enum class_subject s)
{
    return SUBJECTS[s].name;
}

const char *class_subject_title(enum class_subject s)
{
    return SUBJECTS[s].title;
}

bool class_subject_read(const char *name, enum class_subject *out)
{
    for (int i = 0; i < CLASS_SUBJECTS; i++)
        if (strcmp(SUBJECTS[i].name, name) == 0) {
            *out = (enum class_subject)i;
            return true;
        }
    return false;
}

// Versions

#define VERSION_COLUMNS                                                                                                \
    "SELECT id, subject, slot, name, valid_from, valid_to, file, attribution, state, former_id, created_at, taken_at, "  \
    "digest, import_id FROM class_version "

static struct class_version version_row(struct sql_rows *rows, struct arena *a)
{
    int state = CLASS_LOADING;
    struct class_version v = {
        .id = sql_int(rows, 0),
        .import = sql_int(rows, 13),
        .slot = sql_text(rows, 2, a),
        .name = sql_text(rows, 3, a),
        .valid_from = day_column(rows, 4, a),
        .valid_to = day_column(rows, 5, a),
        .file = sql_text(rows, 6, a),
        .attribution = sql_text(rows, 7, a),
        .former = sql_int(rows, 9),
        .created_at = sql_int(rows, 10),
        .taken_at = sql_int(rows, 11),
    };
    v.digest = sql_blob(rows, 12, a, &v.digest_size);
    class_subject_read(sql_text(rows, 1, a), &v.subject);
    name_read(STATES, COUNT_OF(STATES), sql_text(rows, 8, a), &state);
    v.state = (enum class_state)state;
    return v;
}

static int version_order(const void *a, const void *b)
{
    const struct class_version *x = a, *y = b;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    if (x->valid_from != y->valid_from)
        return x->valid_from > y->valid_from ? -1 : 1;
    int order = strcmp(x->slot, y->slot);
    if (order != 0)
        return order;
    return x->id > y->id ? -1 : x->id < y->id;
}

static enum status versions_read(struct sql_rows *rows, struct arena *a, struct class_version **out, size_t *count_out)
{
    struct class_version *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = version_row(rows, a);
    TRY(sql_end(rows));
    if (count > 1)
        qsort(list, count, sizeof *list, version_order);
    *out = list;
    *count_out = count;
    return OK;
}

enum status class_version_list(struct store *s, struct arena *a, struct class_version **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return versions_read(sql_query(db, VERSION_COLUMNS "ORDER BY id"), a, out, count_out);
}

enum status class_version_list_import(struct store *s, int64_t import, struct arena *a, struct class_version **out,
                                      size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return versions_read(sql_query(db, VERSION_COLUMNS "WHERE import_id = $1 ORDER BY id", V(import)), a, out, count_out);
}

enum status class_version_get(struct store *s, int64_t id, struct arena *a, struct class_version *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, VERSION_COLUMNS "WHERE id = $1", V(id));
    bool found = sql_next(rows);
    if (found)
        *out = version_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status class_version_in_use(struct store *s, const char *slot, struct arena *a, struct class_version *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, VERSION_COLUMNS "WHERE slot = $1 AND state = 'in-use'", V(slot));
    bool found = sql_next(rows);
    if (found)
        *out = version_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status class_version_counts(struct store *s, int64_t id, struct class_counts *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct class_counts counts = {0};
    struct sql_rows *rows = sql_query(db,
                                      "SELECT (SELECT count(*) FROM class_item WHERE version_id = $1), "
                                      "(SELECT count(*) FROM class_label WHERE version_id = $1), "
                                      "(SELECT count(*) FROM class_relation WHERE version_id = $1), "
                                      "(SELECT count(*) FROM class_change WHERE version_id = $1)",
                                      V(id));
    if (sql_next(rows))
        counts = (struct class_counts){sql_int(rows, 0), sql_int(rows, 1), sql_int(rows, 2), sql_int(rows, 3)};
    TRY(sql_end(rows));
    *out = counts;
    return OK;
}

// Staging

enum status class_version_stage(struct store_tx *tx, const struct class_version *v, int64_t base)
{
    struct sql_value digest = v->digest == NULL ? sql_null_value() : sql_blob_value(v->digest, v->digest_size);
    TRY(sql_run(tx->db,
                "INSERT INTO class_version (id, subject, slot, name, valid_from, valid_to, file, digest, attribution, state, "
                "former_id, created_at, taken_at, import_id) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'loading', NULL, $10, NULL, $11) "
                "ON CONFLICT (id) DO NOTHING",
                V(v->id), V(SUBJECTS[v->subject].name), V(v->slot), V(v->name), V(day_value(tx->arena, v->valid_from)),
                V(day_value(tx->arena, v->valid_to)), V(or_empty(v->file)), V(digest), V(or_empty(v->attribution)),
                V(tx->now), V(v->import)));
    if (sql_changes(tx->db) == 0 || base == 0)
        return OK;
    TRY(sql_run(tx->db,
                "INSERT INTO class_item (version_id, key, type, code, parent, level, name_nb, name_nn, name_en, labels_nb, "
                "labels_en, note, valid_from, valid_to) SELECT $1, key, type, code, parent, level, name_nb, name_nn, "
                "name_en, labels_nb, labels_en, note, valid_from, valid_to FROM class_item WHERE version_id = $2",
                V(v->id), V(base)));
    TRY(sql_run(tx->db,
                "INSERT INTO class_label (version_id, code, lang, position, name, labels) "
                "SELECT $1, code, lang, position, name, labels FROM class_label WHERE version_id = $2",
                V(v->id), V(base)));
    TRY(sql_run(tx->db,
                "INSERT INTO class_relation (version_id, from_code, kind, to_code) "
                "SELECT $1, from_code, kind, to_code FROM class_relation WHERE version_id = $2",
                V(v->id), V(base)));
    return sql_run(tx->db,
                   "INSERT INTO class_change (version_id, old_code, new_code, on_day, old_name, new_name) "
                   "SELECT $1, old_code, new_code, on_day, old_name, new_name FROM class_change WHERE version_id = $2",
                   V(v->id), V(base));
}

enum status class_item_put(struct store_tx *tx, int64_t version, const struct class_item *i)
{
    return sql_run(
        tx->db,
        "INSERT INTO class_item (version_id, key, type, code, parent, level, name_nb, name_nn, name_en, labels_nb, labels_en, "
        "note, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
        "ON CONFLICT (version_id, key) DO UPDATE SET type = $3, code = $4, parent = $5, level = $6, name_nb = $7, "
        "name_nn = $8, name_en = $9, labels_nb = $10, labels_en = $11, note = $12, valid_from = $13, valid_to = $14",
        V(version), V(i->key), V(or_empty(i->type)), V(i->code), V(or_empty(i->parent)), V(i->level), V(or_empty(i->name_nb)),
        V(or_empty(i->name_nn)), V(or_empty(i->name_en)), V(or_empty(i->labels_nb)), V(or_empty(i->labels_en)),
        V(or_empty(i->note)), V(day_value(tx->arena, i->valid_from)), V(day_value(tx->arena, i->valid_to)));
}

enum status class_label_put(struct store_tx *tx, int64_t version, const struct class_label *l)
{
    return sql_run(tx->db,
                   "INSERT INTO class_label (version_id, code, lang, position, name, labels) VALUES ($1, $2, $3, $4, $5, $6) "
                   "ON CONFLICT (version_id, code, lang, position) DO UPDATE SET name = $5, labels = $6",
                   V(version), V(l->code), V(l->lang), V(l->position), V(or_empty(l->name)), V(or_empty(l->labels)));
}

enum status class_relation_put(struct store_tx *tx, int64_t version, const struct class_relation *r)
{
    return sql_run(tx->db,
                   "INSERT INTO class_relation (version_id, from_code, kind, to_code) VALUES ($1, $2, $3, $4) "
                   "ON CONFLICT (version_id, from_code, kind, to_code) DO NOTHING",
                   V(version), V(r->from), V(r->kind), V(r->to));
}

enum status class_change_put(struct store_tx *tx, int64_t version, const struct class_change *c)
{
    return sql_run(tx->db,
                   "INSERT INTO class_change (version_id, old_code, new_code, on_day, old_name, new_name) "
                   "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (version_id, old_code, new_code, on_day) "
                   "DO UPDATE SET old_name = $5, new_name = $6",
                   V(version), V(c->old_code), V(c->new_code), V(day_value(tx->arena, c->on)), V(or_empty(c->old_name)),
                   V(or_empty(c->new_name)));
}

enum status class_item_remove(struct store_tx *tx, int64_t version, const char *key)
{
    return sql_run(tx->db, "DELETE FROM class_item WHERE version_id = $1 AND key = $2", V(version), V(key));
}

enum status class_label_remove(struct store_tx *tx, int64_t version, const struct class_label *l)
{
    return sql_run(tx->db,
                   "DELETE FROM class_label WHERE version_id = $1 AND code = $2 AND lang = $3 AND position = $4", V(version),
                   V(l->code), V(l->lang), V(l->position));
}

enum status class_relation_remove(struct store_tx *tx, int64_t version, const struct class_relation *r)
{
    return sql_run(tx->db,
                   "DELETE FROM class_relation WHERE version_id = $1 AND from_code = $2 AND kind = $3 AND to_code = $4",
                   V(version), V(r->from), V(r->kind), V(r->to));
}

enum status class_change_remove(struct store_tx *tx, int64_t version, const struct class_change *c)
{
    return sql_run(tx->db,
                   "DELETE FROM class_change WHERE version_id = $1 AND old_code = $2 AND new_code = $3 AND on_day = $4",
                   V(version), V(c->old_code), V(c->new_code), V(day_value(tx->arena, c->on)));
}

enum status class_version_ready(struct store_tx *tx, int64_t id)
{
    return sql_run(tx->db, "UPDATE class_version SET state = 'ready' WHERE id = $1 AND state = 'loading'", V(id));
}

// Taking into use

static enum status version_log(struct store_tx *tx, const char *verb, const struct class_version *v)
{
    return change_append(tx, "classification", verb, v->id,
                         json_pack("{s:s, s:s, s:s}", "subject", SUBJECTS[v->subject].name, "slot", v->slot, "name", v->name));
}

enum status class_take(struct store_tx *tx, int64_t id)
{
    struct class_version v, was;
    TRY(class_version_get(tx->store, id, tx->arena, &v));
    if (v.state == CLASS_LOADING)
        return CONFLICT;
    if (v.state == CLASS_IN_USE)
        return OK;
    enum status status = class_version_in_use(tx->store, v.slot, tx->arena, &was);
    if (status != OK && status != NOT_FOUND)
        return status;
    TRY(sql_run(tx->db, "UPDATE class_version SET state = 'former' WHERE slot = $1 AND state = 'in-use'", V(v.slot)));
    TRY(sql_run(tx->db, "UPDATE class_version SET state = 'in-use', former_id = $2, taken_at = $3 WHERE id = $1", V(id),
                V(id_value(status == OK ? was.id : 0)), V(tx->now)));
    return version_log(tx, "take", &v);
}

enum status class_give_back(struct store_tx *tx, int64_t id)
{
    struct class_version v, was;
    TRY(class_version_get(tx->store, id, tx->arena, &v));
    if (v.state != CLASS_IN_USE)
        return OK;
    TRY(sql_run(tx->db, "UPDATE class_version SET state = 'former' WHERE id = $1", V(id)));
    enum status status = v.former == 0 ? NOT_FOUND : class_version_get(tx->store, v.former, tx->arena, &was);
    if (status == OK && was.state == CLASS_FORMER && strcmp(was.slot, v.slot) == 0)
        status = sql_run(tx->db, "UPDATE class_version SET state = 'in-use', taken_at = $2 WHERE id = $1", V(was.id),
                         V(tx->now));
    if (status != OK && status != NOT_FOUND)
        return status;
    return version_log(tx, "give-back", &v);
}

enum status class_drop(struct store_tx *tx, int64_t id)
{
    struct class_version v;
    enum status status = class_version_get(tx->store, id, tx->arena, &v);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (v.state == CLASS_IN_USE)
        return CONFLICT;
    TRY(sql_run(tx->db, "DELETE FROM class_item WHERE version_id = $1", V(id)));
    TRY(sql_run(tx->db, "DELETE FROM class_label WHERE version_id = $1", V(id)));
    TRY(sql_run(tx->db, "DELETE FROM class_relation WHERE version_id = $1", V(id)));
    TRY(sql_run(tx->db, "DELETE FROM class_change WHERE version_id = $1", V(id)));
    // Who took its place gives back to the one that it had taken the place of.
    TRY(sql_run(tx->db, "UPDATE class_version SET former_id = $2 WHERE former_id = $1", V(id), V(id_value(v.former))));
    TRY(sql_run(tx->db, "DELETE FROM class_version WHERE id = $1", V(id)));
    // What was never in use is as if it had never been.
    return v.taken_at == 0 ? OK : version_log(tx, "drop", &v);
}

// Short codes

enum status class_code_put(struct store_tx *tx, const char *uri, const char *code)
{
    TRY(sql_run(tx->db, "INSERT INTO class_code (uri, code) VALUES ($1, $2) ON CONFLICT (uri) DO NOTHING", V(uri), V(code)));
    if (sql_changes(tx->db) == 1)
        return OK;
    bool same = false;
    struct sql_rows *rows = sql_query(tx->db, "SELECT code FROM class_code WHERE uri = $1", V(uri));
    if (sql_next(rows))
        same = strcmp(sql_text(rows, 0, tx->arena), code) == 0;
    TRY(sql_end(rows));
    return same ? OK : CONFLICT;
}

enum status class_code_each(struct store *s, enum status (*each)(void *arg, const char *uri, const char *code), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status status = OK;
    struct sql_rows *rows = sql_query(db, "SELECT uri, code FROM class_code ORDER BY uri");
    while (status == OK && sql_next(rows)) {
        status = each(arg, sql_text(rows, 0, a), sql_text(rows, 1, a));
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return status == OK ? end : status;
}
