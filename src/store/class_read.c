// SPDX-License-Identifier: EUPL-1.2
// What classifications in use say.
#include <stdlib.h>
#include <string.h>

#include "base/name_map.h"
#include "store/class_store.h"
#include "store/inside.h"

#define ITEM_COLUMNS                                                                                                   \
    "SELECT key, type, code, parent, level, name_nb, name_nn, name_en, labels_nb, labels_en, note, valid_from, valid_to " \
    "FROM class_item "

static struct class_item item_row(struct sql_rows *rows, struct arena *a)
{
    return (struct class_item){
        .key = sql_text(rows, 0, a),
        .type = sql_text(rows, 1, a),
        .code = sql_text(rows, 2, a),
        .parent = sql_text(rows, 3, a),
        .level = (int)sql_int(rows, 4),
        .name_nb = sql_text(rows, 5, a),
        .name_nn = sql_text(rows, 6, a),
        .name_en = sql_text(rows, 7, a),
        .labels_nb = sql_text(rows, 8, a),
        .labels_en = sql_text(rows, 9, a),
        .note = sql_text(rows, 10, a),
        .valid_from = day_column(rows, 11, a),
        .valid_to = day_column(rows, 12, a),
    };
}

enum status class_item_each(struct store *s, int64_t version,
                            enum status (*each)(void *arg, const struct class_item *item), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status status = OK;
    struct sql_rows *rows = sql_query(db, ITEM_COLUMNS "WHERE version_id = $1 ORDER BY key", V(version));
    while (status == OK && sql_next(rows)) {
        struct class_item item = item_row(rows, a);
        status = each(arg, &item);
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return status == OK ? end : status;
}

enum status class_label_each(struct store *s, int64_t version, enum status (*each)(void *arg, const struct class_label *l),
                             void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status status = OK;
    struct sql_rows *rows = sql_query(db,
                                      "SELECT code, lang, position, name, labels FROM class_label WHERE version_id = $1 "
                                      "ORDER BY code, lang, position",
                                      V(version));
    while (status == OK && sql_next(rows)) {
        struct class_label l = {
            .code = sql_text(rows, 0, a),
            .lang = sql_text(rows, 1, a),
            .position = (int)sql_int(rows, 2),
            .name = sql_text(rows, 3, a),
            .labels = sql_text(rows, 4, a),
        };
        status = each(arg, &l);
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return status == OK ? end : status;
}

enum status class_relation_each(struct store *s, int64_t version,
                                enum status (*each)(void *arg, const struct class_relation *r), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status status = OK;
    struct sql_rows *rows = sql_query(db,
                                      "SELECT from_code, kind, to_code FROM class_relation WHERE version_id = $1 "
                                      "ORDER BY from_code, kind, to_code",
                                      V(version));
    while (status == OK && sql_next(rows)) {
        struct class_relation r = {
            .from = sql_text(rows, 0, a), .kind = sql_text(rows, 1, a), .to = sql_text(rows, 2, a)};
        status = each(arg, &r);
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return status == OK ? end : status;
}

enum status class_change_each(struct store *s, int64_t version,
                              enum status (*each)(void *arg, const struct class_change *c), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status status = OK;
    struct sql_rows *rows = sql_query(db,
                                      "SELECT old_code, new_code, on_day, old_name, new_name FROM class_change "
                                      "WHERE version_id = $1 ORDER BY old_code, new_code, on_day",
                                      V(version));
    while (status == OK && sql_next(rows)) {
        struct class_change c = {
            .old_code = sql_text(rows, 0, a),
            .new_code = sql_text(rows, 1, a),
            .on = day_column(rows, 2, a),
            .old_name = sql_text(rows, 3, a),
            .new_name = sql_text(rows, 4, a),
        };
        status = each(arg, &c);
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return status == OK ? end : status;
}

enum status class_item_find(struct store *s, int64_t version, const char *code, struct arena *a, struct class_item *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db, ITEM_COLUMNS "WHERE version_id = $1 AND code = $2 ORDER BY key LIMIT 1", V(version), V(code));
    bool found = sql_next(rows);
    if (found)
        *out = item_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

// Titles

enum { STYRK_CODES = 10000, STYRK_LENGTH = 4 };

struct titles {
    enum status (*each)(void *arg, const struct class_title *t);
    void *arg;
    const char *source;
    bool known[STYRK_CODES]; // the four-digit codes of STYRK-08
    int only[STYRK_CODES / 10]; // of a three-digit group: its one code, 0 none, -1 several
    struct arena *arena;
    struct name_map *codes; // of ESCO's occupations
    int *styrk;             // by the code's number there
    size_t room;
};

static int styrk_number(const char *code)
{
    int n = 0;
    for (int i = 0; i < STYRK_LENGTH; i++) {
        if (code[i] < '0' || code[i] > '9')
            return -1;
        n = n * 10 + (code[i] - '0');
    }
    return code[STYRK_LENGTH] == '\0' ? n : -1;
}

// -1: no code of STYRK-08 stands for it.
static int styrk_code(const struct titles *t, const char *isco)
{
    int n = styrk_number(isco);
    if (n < 0)
        return -1;
    if (t->known[n])
        return n;
    return t->only[n / 10] > 0 ? t->only[n / 10] : -1;
}

static enum status title_give(struct titles *t, const char *title, int styrk, enum lang lang, bool preferred)
{
    char code[STYRK_LENGTH + 1] = {(char)('0' + styrk / 1000), (char)('0' + styrk / 100 % 10),
                                   (char)('0' + styrk / 10 % 10), (char)('0' + styrk % 10), '\0'};
    struct class_title given = {.title = title, .code = code, .lang = lang, .source = t->source, .preferred = preferred};
    return title[0] == '\0' ? OK : t->each(t->arg, &given);
}

static enum status labels_give(struct titles *t, const char *labels, int styrk, enum lang lang)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    for (const char *p = labels; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        TRY(title_give(t, arena_strndup(a, p, n), styrk, lang, false));
        p += n + (p[n] == '\n');
    }
    return OK;
}

// Unspecified occupations, codes that begin with 00, are nobody's title.
static enum status styrk_known(void *arg, const struct class_item *i)
{
    struct titles *t = arg;
    int n = i->level == STYRK_LENGTH ? styrk_number(i->code) : -1;
    if (n < 100)
        return OK;
    t->known[n] = true;
    t->only[n / 10] = t->only[n / 10] == 0 ? n : -1;
    return OK;
}

static enum status item_titles(void *arg, const struct class_item *i)
{
    struct titles *t = arg;
    bool esco = strcmp(t->source, "esco") == 0;
    if (esco && strcmp(i->type, "occupation") != 0)
        return OK;
    int styrk = styrk_code(t, esco ? i->parent : i->code);
    if (esco) {
        size_t at = name_map_put(t->codes, i->code), had = t->room;
        if (at == had)
            t->styrk = list_grow(t->arena, t->styrk, &t->room, sizeof *t->styrk);
        t->styrk[at] = styrk;
    }
    if (styrk < 0)
        return OK;
    TRY(title_give(t, i->name_nb, styrk, LANG_NB, true));
    TRY(title_give(t, i->name_en, styrk, LANG_EN, true));
    TRY(labels_give(t, i->labels_nb, styrk, LANG_NB));
    return labels_give(t, i->labels_en, styrk, LANG_EN);
}

// The labels of ESCO's occupations; lang "nn" counts as Norwegian.
static enum status label_titles(void *arg, const struct class_label *l)
{
    struct titles *t = arg;
    size_t at = name_map_find(t->codes, l->code);
    if (at == NAME_MAP_NONE || t->styrk[at] < 0)
        return OK;
    enum lang lang = strcmp(l->lang, "en") == 0 ? LANG_EN : LANG_NB;
    TRY(title_give(t, l->name, t->styrk[at], lang, true));
    return labels_give(t, l->labels, t->styrk[at], lang);
}

static enum status titles_from(struct store *s, struct titles *t)
{
    static const char *const SOURCES[] = {"styrk", "titles", "esco"};
    for (size_t i = 0; i < COUNT_OF(SOURCES); i++) {
        struct class_version v;
        enum status status = class_version_in_use(s, SOURCES[i], t->arena, &v);
        if (status == NOT_FOUND && i == 0)
            return OK;
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        t->source = SOURCES[i];
        if (i == 0)
            TRY(class_item_each(s, v.id, styrk_known, t));
        TRY(class_item_each(s, v.id, item_titles, t));
        TRY(class_label_each(s, v.id, label_titles, t));
    }
    return OK;
}

enum status class_titles_each(struct store *s, enum status (*each)(void *arg, const struct class_title *t), void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct titles *t = ARENA_NEW(a, struct titles);
    t->each = each;
    t->arg = arg;
    t->arena = a;
    t->codes = name_map_open();
    enum status status = titles_from(s, t);
    name_map_close(t->codes);
    return status;
}

// Municipalities

// Of the lists in use the one that was valid on that day and began last, then the numbers over time. DAY_NONE: the newest.
enum status class_municipality_name(struct store *s, struct code number, day on, struct arena *a, const char **name_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    const char *name = NULL;
    struct sql_rows *rows =
        sql_query(db,
                  "SELECT i.name_nb FROM class_version v JOIN class_item i ON i.version_id = v.id "
                  "WHERE v.state = 'in-use' AND v.subject IN ('municipalities', 'municipality-periods') AND i.code = $1 "
                  "AND ($2 IS NULL OR ((v.valid_from IS NULL OR v.valid_from <= $2) AND (v.valid_to IS NULL OR v.valid_to > $2) "
                  "AND (i.valid_from IS NULL OR i.valid_from <= $2) AND (i.valid_to IS NULL OR i.valid_to >= $2))) "
                  "ORDER BY v.subject, v.valid_from DESC, i.valid_to DESC, i.key LIMIT 1",
                  V(code_value(a, number)), V(day_value(a, on)));
    if (sql_next(rows))
        name = sql_text(rows, 0, a);
    TRY(sql_end(rows));
    if (name == NULL)
        return NOT_FOUND;
    *name_out = name;
    return OK;
}

static int municipality_order(const void *a, const void *b)
{
    const struct class_municipality *x = a, *y = b;
    int order = lang_compare(x->name, y->name);
    return order != 0 ? order : x->code.value < y->code.value ? -1 : x->code.value > y->code.value;
}

enum status class_municipality_list(struct store *s, day on, struct arena *a, struct class_municipality **out,
                                    size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct class_municipality *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        sql_query(db,
                  "SELECT code, name_nb FROM class_item WHERE code <> '9999' AND version_id = (SELECT id FROM class_version "
                  "WHERE state = 'in-use' AND subject = 'municipalities' AND valid_from <= $1 "
                  "AND (valid_to IS NULL OR valid_to > $1) ORDER BY valid_from DESC LIMIT 1)",
                  V(day_value(a, on)));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct class_municipality){code_column(rows, 0, a), sql_text(rows, 1, a)};
    TRY(sql_end(rows));
    if (count > 1)
        qsort(list, count, sizeof *list, municipality_order);
    *out = list;
    *count_out = count;
    return OK;
}

struct codes {
    struct code *items;
    size_t count, room;
};

static void codes_add(struct arena *a, struct codes *list, struct code c)
{
    for (size_t i = 0; i < list->count; i++)
        if (code_equal(list->items[i], c))
            return;
    *LIST_ADD(a, list->items, list->count, list->room) = c;
}

// By the groups of numbers over time: the number itself as long as it holds, else who of its group holds on that day. A
// number without days is the group's last: it holds when all that have a last day are over.
static enum status now_by_groups(struct sql *db, struct code number, day was_on, day on, struct arena *a,
                                 struct codes *found)
{
    struct sql_rows *rows = sql_query(
        db,
        "SELECT DISTINCT n.code FROM class_version v "
        "JOIN class_item w ON w.version_id = v.id AND w.code = $1 "
        "AND (w.valid_from IS NULL OR w.valid_from <= $2) AND (w.valid_to IS NULL OR w.valid_to >= $2) "
        "JOIN class_item n ON n.version_id = v.id AND n.parent = w.parent "
        "AND (n.valid_from IS NULL OR n.valid_from <= $3) AND (n.valid_to IS NULL OR n.valid_to >= $3) "
        "WHERE v.state = 'in-use' AND v.subject = 'municipality-periods' "
        "AND CASE WHEN w.valid_to IS NULL OR w.valid_to >= $3 THEN n.key = w.key "
        "ELSE n.valid_to IS NOT NULL OR n.valid_from IS NOT NULL OR NOT EXISTS (SELECT 1 FROM class_item o "
        "WHERE o.version_id = v.id AND o.parent = w.parent AND o.valid_to >= $3) END ORDER BY n.code",
        V(code_value(a, number)), V(day_value(a, was_on)), V(day_value(a, on)));
    while (sql_next(rows))
        codes_add(a, found, code_column(rows, 0, a));
    return sql_end(rows);
}

// By the changes that are told one by one: what the numbers have become by that day.
static enum status now_by_changes(struct sql *db, struct code number, day was_on, day on, struct arena *a,
                                  struct codes *found)
{
    struct codes all = {0};
    codes_add(a, &all, number);
    for (size_t next = 0; next < all.count; next++) {
        size_t changes = 0;
        struct sql_rows *rows =
            sql_query(db,
                      "SELECT DISTINCT c.new_code FROM class_version v JOIN class_change c ON c.version_id = v.id "
                      "WHERE v.state = 'in-use' AND v.subject = 'municipality-changes' AND c.old_code = $1 "
                      "AND c.on_day > $2 AND c.on_day <= $3 ORDER BY c.new_code",
                      V(code_value(a, all.items[next])), V(day_value(a, was_on)), V(day_value(a, on)));
        while (sql_next(rows)) {
            struct code c = code_column(rows, 0, a);
            changes += !code_equal(c, all.items[next]);
            codes_add(a, &all, c);
        }
        TRY(sql_end(rows));
        if (changes == 0)
            codes_add(a, found, all.items[next]);
    }
    return OK;
}

enum status class_municipality_now(struct store *s, struct code number, day was_on, day on, struct arena *a,
                                   struct code **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct codes by_changes = {0}, by_groups = {0};
    TRY(now_by_changes(db, number, was_on, on, a, &by_changes));
    TRY(now_by_groups(db, number, was_on, on, a, &by_groups));
    // The groups end in what is one municipality today; where they know none, as of those that were divided, the changes.
    struct codes *told = by_groups.count > 0 && by_changes.count <= 1 ? &by_groups : &by_changes;
    if (told->count == 1 && code_equal(told->items[0], number)) {
        const char *name;
        TRY(class_municipality_name(s, number, on, a, &name));
    }
    *out = told->items;
    *count_out = told->count;
    return OK;
}

enum status class_postal_find(struct store *s, const char *postal_code, struct arena *a, struct class_postal *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct class_postal found = {0};
    struct sql_rows *rows = sql_query(db,
                                      "SELECT i.name_nb, i.parent FROM class_version v JOIN class_item i "
                                      "ON i.version_id = v.id AND i.key = $1 WHERE v.slot = 'postal' AND v.state = 'in-use'",
                                      V(postal_code));
    if (sql_next(rows))
        found = (struct class_postal){sql_text(rows, 0, a), code_column(rows, 1, a)};
    TRY(sql_end(rows));
    if (found.place == NULL)
        return NOT_FOUND;
    *out = found;
    return OK;
}

// Industries

// The register writes the standard by the year it was made; its first day is another.
static const struct {
    const char *version, *slot;
} STANDARDS[] = {{"SN2007", "industry 2009-01-01"}, {"SN2025", "industry 2025-01-01"}};

enum status class_industry_name(struct store *s, const char *code, const char *version, struct arena *a,
                                const char **name_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    const char *slot = "", *name = NULL;
    for (size_t i = 0; version != NULL && i < COUNT_OF(STANDARDS); i++)
        if (strcmp(STANDARDS[i].version, version) == 0)
            slot = STANDARDS[i].slot;
    struct sql_rows *rows =
        sql_query(db,
                  "SELECT i.name_nb FROM class_version v JOIN class_item i ON i.version_id = v.id AND i.key = $1 "
                  "WHERE v.state = 'in-use' AND v.subject = 'industry' AND ($2 IS NULL OR v.name = $2 OR v.slot = $3) "
                  "ORDER BY v.valid_from DESC LIMIT 1",
                  V(code), V(version), V(slot));
    if (sql_next(rows))
        name = sql_text(rows, 0, a);
    TRY(sql_end(rows));
    if (name == NULL)
        return NOT_FOUND;
    *name_out = name;
    return OK;
}

// What is in use elsewhere

static enum status uses_give(struct sql_rows *rows, enum status (*each)(void *arg, const struct class_use *u), void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status status = OK;
    while (status == OK && sql_next(rows)) {
        struct class_use u = {sql_text(rows, 0, a), sql_text(rows, 1, a), sql_int(rows, 2)};
        status = each(arg, &u);
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return status == OK ? end : status;
}

enum status class_use_industries(struct store *s, enum status (*each)(void *arg, const struct class_use *u), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return uses_give(sql_query(db, "SELECT industry, industry_version, count(*) FROM employer WHERE industry <> '' "
                                   "GROUP BY industry, industry_version ORDER BY industry, industry_version"),
                     each, arg);
}

enum status class_use_municipalities(struct store *s, enum status (*each)(void *arg, const struct class_use *u), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return uses_give(sql_query(db, "SELECT municipality, '', count(*) FROM (SELECT municipality FROM employer UNION ALL "
                                   "SELECT municipality FROM workplace) t WHERE municipality <> '' GROUP BY municipality "
                                   "ORDER BY municipality"),
                     each, arg);
}

// The key of groups that begin so: every ISCO-08 code of three or four digits.
static enum status skills_of(struct sql *db, const char *least, const char *most, struct arena *a,
                             struct class_skill **out, size_t *count_out)
{
    struct class_skill *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db,
        "SELECT r.to_code, sum(CASE WHEN r.kind = 'essential' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN r.kind = 'optional' THEN 1 ELSE 0 END), (SELECT count(*) FROM class_item i WHERE i.version_id = v.id "
        "AND i.type = 'occupation' AND i.parent >= $1 AND i.parent <= $2) "
        "FROM class_version v JOIN class_item o ON o.version_id = v.id AND o.type = 'occupation' AND o.parent >= $1 "
        "AND o.parent <= $2 JOIN class_relation r ON r.version_id = v.id AND r.from_code = o.code "
        "AND r.kind IN ('essential', 'optional') WHERE v.slot = 'esco' AND v.state = 'in-use' "
        "GROUP BY r.to_code, v.id ORDER BY r.to_code",
        V(least), V(most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct class_skill){sql_text(rows, 0, a), sql_int(rows, 1), sql_int(rows, 2), sql_int(rows, 3)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status class_skills_of(struct store *s, struct code occupation, struct arena *a, struct class_skill **out,
                            size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    char code[CODE_TEXT], group[CODE_TEXT];
    code_write(occupation, code);
    TRY(skills_of(db, code, code, a, out, count_out));
    if (*count_out > 0 || code_length(occupation) != STYRK_LENGTH)
        return OK;
    code_write(code_prefix(occupation, 3), group);
    return skills_of(db, arena_printf(a, "%s0", group), arena_printf(a, "%s9", group), a, out, count_out);
}
