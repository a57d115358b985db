// SPDX-License-Identifier: EUPL-1.2
#include "store/letter_store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"

// Figures

#define FIGURES(take)                                                                                                  \
    take(goal) take(pledged) take(proposed) take(presented) take(hired) take(persons) take(events)
#define BEFORE(take) take(pledged) take(proposed) take(presented) take(hired) take(persons) take(taking_part)

static json_t *numbers_json(const int64_t *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_integer((json_int_t)list[i]));
    return array;
}

static void numbers_read(const json_t *array, int64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = json_integer_value(json_array_get(array, i));
}

const char *info_figures_write(const struct info_figures *f, struct arena *a)
{
    json_t *root = json_object();
    json_object_set_new(root, "on", day_json(f->on));
    json_object_set_new(root, "as_of", day_json(f->as_of));
    json_object_set_new(root, "since", day_json(f->since));
#define PUT(name) json_object_set_new(root, #name, json_integer((json_int_t)f->name));
    FIGURES(PUT)
#undef PUT
    json_object_set_new(root, "observed", numbers_json(f->observed, CHECKINS));
    json_object_set_new(root, "employed", numbers_json(f->employed, CHECKINS));
    json_object_set_new(root, "stages", numbers_json(f->stages, EMPLOYER_STAGES));
    if (f->later) {
        json_t *before = json_object();
#define PUT(name) json_object_set_new(before, #name, json_integer((json_int_t)f->before.name));
        BEFORE(PUT)
#undef PUT
        json_object_set_new(root, "before", before);
    }
    char *text = json_dumps(root, JSON_COMPACT);
    const char *kept = arena_strdup(a, text);
    free(text);
    json_decref(root);
    return kept;
}

static day day_of_json(const json_t *root, const char *name)
{
    day d;
    return day_read(or_empty(json_string_value(json_object_get(root, name))), &d) ? d : DAY_NONE;
}

void info_figures_read(const char *text, struct info_figures *out)
{
    struct info_figures f = {0};
    json_t *root = text == NULL || *text == '\0' ? NULL : json_loads(text, 0, NULL);
    f.on = day_of_json(root, "on");
    f.as_of = day_of_json(root, "as_of");
    f.since = day_of_json(root, "since");
#define TAKE(name) f.name = json_integer_value(json_object_get(root, #name));
    FIGURES(TAKE)
#undef TAKE
    numbers_read(json_object_get(root, "observed"), f.observed, CHECKINS);
    numbers_read(json_object_get(root, "employed"), f.employed, CHECKINS);
    numbers_read(json_object_get(root, "stages"), f.stages, EMPLOYER_STAGES);
    const json_t *before = json_object_get(root, "before");
    f.later = before != NULL;
#define TAKE(name) f.before.name = json_integer_value(json_object_get(before, #name));
    BEFORE(TAKE)
#undef TAKE
    json_decref(root);
    *out = f;
}

enum status employer_count_stages(struct store *s, int64_t out[EMPLOYER_STAGES])
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(store_reader(s, &db));
    for (int i = 0; i < EMPLOYER_STAGES; i++)
        out[i] = 0;
    struct sql_rows *rows = sql_query(db, "SELECT stage, count(*) FROM employer WHERE merged_into_id IS NULL GROUP BY stage");
    while (sql_next(rows)) {
        enum employer_stage stage;
        if (stage_read(sql_text(rows, 0, a), &stage))
            out[stage] = sql_int(rows, 1);
    }
    return sql_end(rows);
}

enum status events_held(struct store *s, day after, day until, int64_t *count_out)
{
    enum { DAY_MS = 86400000 };
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT starts_at FROM event WHERE state = 'published' AND starts_at > $1 AND starts_at < $2",
                                      V((int64_t)after * DAY_MS), V(((int64_t)until + 1) * DAY_MS));
    *count_out = 0;
    while (sql_next(rows)) {
        day on = day_in_norway(sql_int(rows, 0));
        *count_out += on > after && on <= until;
    }
    return sql_end(rows);
}

// What is being written

#define LETTER_COLUMNS                                                                                                 \
    "l.id, l.version, l.state, l.year, l.number, l.edition, l.lang, l.title, l.body, l.note, l.created_by, "           \
    "l.created_at, l.changed_at, l.deleted_at"
enum { LETTER_COLUMN_COUNT = 14 };

static struct info_letter letter_row(struct sql_rows *rows, struct arena *a)
{
    struct info_letter l = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .year = (int)sql_int(rows, 3),
        .number = (int)sql_int(rows, 4),
        .edition = (int)sql_int(rows, 5),
        .lang = lang_from_tag(sql_text(rows, 6, a), LANG_NB),
        .title = text_column(rows, 7, a),
        .body = text_column(rows, 8, a),
        .note = text_column(rows, 9, a),
        .created_by = {sql_int(rows, 10)},
        .created_at = sql_int(rows, 11),
        .changed_at = sql_int(rows, 12),
        .deleted = !sql_is_null(rows, 13),
    };
    info_letter_state_read(sql_text(rows, 2, a), &l.state);
    return l;
}

static enum status letter_one(struct sql_rows *rows, struct arena *a, struct info_letter *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = letter_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status letter_get(struct store *s, struct letter_id id, struct arena *a, struct info_letter *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return letter_one(sql_query(db, "SELECT " LETTER_COLUMNS " FROM letter l WHERE l.id = $1", V(id.value)), a, out);
}

enum status letter_find(struct store *s, int year, int number, struct arena *a, struct info_letter *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return letter_one(sql_query(db, "SELECT " LETTER_COLUMNS " FROM letter l WHERE l.year = $1 AND l.number = $2", V(year),
                                V(number)), a, out);
}

enum status letter_list_written(struct store *s, struct arena *a, struct info_letter **out, size_t *count_out)
{
    enum { WRITTEN_MOST = 200 };
    struct sql *db;
    struct info_letter *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " LETTER_COLUMNS " FROM letter l WHERE l.state <> 'published' "
                                          "ORDER BY l.changed_at DESC, l.id DESC LIMIT $1", V(WRITTEN_MOST));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = letter_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status letter_log(struct store_tx *tx, const char *verb, const struct info_letter *l)
{
    return change_append(tx, "letter", verb, l->id.value,
                         json_pack("{s:s, s:i, s:i, s:i, s:s, s:s, s:s, s:s, s:b}", "state", info_letter_state_name(l->state), "year",
                                   l->year, "number", l->number, "edition", l->edition, "lang", lang_tag(l->lang), "title",
                                   or_empty(l->title), "body", or_empty(l->body), "note", or_empty(l->note), "deleted",
                                   l->deleted));
}

enum status letter_insert(struct store_tx *tx, const struct info_letter *given, struct letter_id *id_out)
{
    struct info_letter l = *given;
    l.id.value = store_new_id(tx);
    l.state = LETTER_DRAFT;
    TRY(sql_run(tx->db,
                "INSERT INTO letter (id, version, state, edition, lang, title, body, note, created_by, created_at, changed_at) "
                "VALUES ($1, 1, 'draft', 0, $2, $3, $4, '', $5, $6, $6)",
                V(l.id.value), V(lang_tag(l.lang)), V(or_empty(l.title)), V(or_empty(l.body)), V(id_value(tx->user.value)),
                V(tx->now)));
    TRY(letter_log(tx, "insert", &l));
    *id_out = l.id;
    return OK;
}

enum status letter_update(struct store_tx *tx, const struct info_letter *l)
{
    TRY(sql_run(tx->db,
                "UPDATE letter SET version = version + 1, state = $2, lang = $3, title = $4, body = $5, note = $6, "
                "changed_at = $7, deleted_at = $8 WHERE id = $1 AND version = $9",
                V(l->id.value), V(info_letter_state_name(l->state)), V(lang_tag(l->lang)), V(or_empty(l->title)),
                V(or_empty(l->body)), V(or_empty(l->note)), V(tx->now), V(id_value(l->deleted ? tx->now : 0)), V(l->version)));
    return sql_changes(tx->db) == 1 ? letter_log(tx, "update", l) : CONFLICT;
}

// Publishing

static enum status next_number(struct store_tx *tx, int year, int *out)
{
    struct sql_rows *rows = sql_query(tx->db, "SELECT coalesce(max(number), 0) + 1 FROM letter WHERE year = $1", V(year));
    if (sql_next(rows))
        *out = (int)sql_int(rows, 0);
    return sql_end(rows);
}

enum status letter_publish(struct store_tx *tx, struct info_letter *l, const struct info_figures *figures)
{
    struct info_letter next = *l;
    if (next.edition == 0) {
        int month_of_year, day_of_month;
        day_split(figures->on, &next.year, &month_of_year, &day_of_month);
        TRY(next_number(tx, next.year, &next.number));
    }
    next.edition++;
    next.state = LETTER_PUBLISHED;
    TRY(sql_run(tx->db,
                "UPDATE letter SET version = version + 1, state = 'published', year = $2, number = $3, edition = $4, note = '', "
                "changed_at = $5 WHERE id = $1 AND version = $6 AND deleted_at IS NULL",
                V(l->id.value), V(next.year), V(next.number), V(next.edition), V(tx->now), V(l->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(sql_run(tx->db,
                "INSERT INTO letter_edition (letter_id, edition, lang, title, body, note, figures, published_on, published_at, "
                "published_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                V(l->id.value), V(next.edition), V(lang_tag(l->lang)), V(or_empty(l->title)), V(or_empty(l->body)),
                V(or_empty(l->note)), V(info_figures_write(figures, tx->arena)), V(day_value(tx->arena, figures->on)),
                V(tx->now), V(id_value(tx->user.value))));
    TRY(letter_log(tx, "publish", &next));
    next.version++;
    next.note = "";
    *l = next;
    return OK;
}

#define EDITION_COLUMNS                                                                                                \
    "d.letter_id, d.edition, d.lang, d.title, d.body, d.note, d.figures, d.published_on, d.published_at, "             \
    "coalesce(length(d.pdf), 0)"
enum { EDITION_COLUMN_COUNT = 10 };

static struct info_edition edition_row(struct sql_rows *rows, int c, struct arena *a)
{
    struct info_edition d = {
        .letter = {sql_int(rows, c)},
        .edition = (int)sql_int(rows, c + 1),
        .lang = lang_from_tag(sql_text(rows, c + 2, a), LANG_NB),
        .title = text_column(rows, c + 3, a),
        .body = text_column(rows, c + 4, a),
        .note = text_column(rows, c + 5, a),
        .published_on = day_column(rows, c + 7, a),
        .published_at = sql_int(rows, c + 8),
        .pdf_size = (size_t)sql_int(rows, c + 9),
    };
    info_figures_read(sql_text(rows, c + 6, a), &d.figures);
    return d;
}

enum status letter_editions(struct store *s, struct letter_id id, struct arena *a, struct info_edition **out, size_t *count_out)
{
    struct sql *db;
    struct info_edition *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " EDITION_COLUMNS " FROM letter_edition d WHERE d.letter_id = $1 "
                                          "ORDER BY d.edition DESC", V(id.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = edition_row(rows, 0, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status letter_edition_get(struct store *s, struct letter_id id, int edition, struct arena *a, struct info_edition *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " EDITION_COLUMNS " FROM letter_edition d WHERE d.letter_id = $1 AND "
                                          "($2 = 0 OR d.edition = $2) ORDER BY d.edition DESC LIMIT 1", V(id.value), V(edition));
    bool found = sql_next(rows);
    if (found)
        *out = edition_row(rows, 0, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status letter_pdf_get(struct store *s, struct letter_id id, int edition, struct arena *a, const void **out, size_t *size_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT pdf FROM letter_edition WHERE letter_id = $1 AND edition = $2 AND "
                                          "pdf IS NOT NULL", V(id.value), V(edition));
    bool found = sql_next(rows);
    if (found)
        *out = sql_blob(rows, 0, a, size_out);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status letter_pdf_put(struct store_tx *tx, struct letter_id id, int edition, const void *pdf, size_t size)
{
    return sql_run(tx->db, "UPDATE letter_edition SET pdf = $3 WHERE letter_id = $1 AND edition = $2 AND pdf IS NULL",
                   V(id.value), V(edition), V(sql_blob_value(pdf, size)));
}

// $1 year, $2 number of the last one shown.
#define PUBLISHED                                                                                                      \
    "SELECT " LETTER_COLUMNS ", " EDITION_COLUMNS ", f.published_on, f.published_at FROM letter l "                    \
    "JOIN letter_edition d ON d.letter_id = l.id AND d.edition = l.edition "                                           \
    "JOIN letter_edition f ON f.letter_id = l.id AND f.edition = 1 WHERE l.year IS NOT NULL AND "

static struct letter_entry entry_row(struct sql_rows *rows, struct arena *a)
{
    int c = LETTER_COLUMN_COUNT;
    return (struct letter_entry){
        .letter = letter_row(rows, a),
        .edition = edition_row(rows, c, a),
        .first_on = day_column(rows, c + EDITION_COLUMN_COUNT, a),
        .first_at = sql_int(rows, c + EDITION_COLUMN_COUNT + 1),
    };
}

enum status letter_list_published(struct store *s, int after_year, int after_number, size_t most, struct arena *a,
                                  struct letter_entry **out, size_t *count_out)
{
    struct sql *db;
    struct letter_entry *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, PUBLISHED "($1 = 0 OR (l.year, l.number) < ($1, $2)) "
                                                    "ORDER BY l.year DESC, l.number DESC LIMIT $3",
                                      V(after_year), V(after_number), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = entry_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status letter_find_last(struct store *s, struct letter_id other_than, struct arena *a, struct letter_entry *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, PUBLISHED "l.id <> $1 ORDER BY l.year DESC, l.number DESC LIMIT 1", V(other_than.value));
    bool found = sql_next(rows);
    if (found)
        *out = entry_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}
