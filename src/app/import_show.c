// SPDX-License-Identifier: EUPL-1.2
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_inside.h"
#include "app/internal.h"
#include "base/text.h"
#include "store/programme_store.h"

// What is shown of an import: the first rows before it is read, the rows that are to be done, and what is wrong.

static const char *value_text(const json_t *value, struct arena *a)
{
    if (json_is_string(value))
        return arena_strdup(a, json_string_value(value));
    if (json_is_integer(value))
        return arena_printf(a, "%lld", (long long)json_integer_value(value));
    if (json_is_real(value))
        return arena_printf(a, "%g", json_real_value(value));
    return "";
}

static bool is_true(const json_t *value)
{
    return json_is_true(value) || (json_is_string(value) && strcmp(json_string_value(value), "1") == 0);
}

static const char *word_of(const json_t *value)
{
    return value == NULL || json_is_null(value) ? "" : is_true(value) ? N_("yes") : N_("no");
}

static void list_changes(const struct import_kind *kind, const char *before, const char *after, struct arena *a,
                         struct import_preview *out)
{
    json_t *was = before == NULL ? NULL : json_loads(before, 0, NULL),
           *will = after == NULL ? NULL : json_loads(after, 0, NULL);
    const char *member;
    json_t *value;
    out->changes = ARENA_ARRAY(a, struct import_change, json_object_size(will));
    json_object_foreach(will, member, value)
    {
        const char *title = kind->shown == NULL ? NULL : kind->shown(member);
        json_t *old = json_object_get(was, member);
        if (title == NULL || json_is_object(value) || json_is_array(value) || (was != NULL && old == NULL))
            continue;
        struct import_change change = {.member = arena_strdup(a, member), .title = title};
        change.worded = json_is_boolean(value) || (kind->yes_or_no != NULL && kind->yes_or_no(member));
        change.before = was == NULL ? NULL : change.worded ? word_of(old) : value_text(old, a);
        change.after = change.worded ? word_of(value) : value_text(value, a);
        bool ordinary = *change.after == '\0' || (change.worded && !is_true(value));
        if (was == NULL && ordinary)
            continue;
        out->changes[out->change_count++] = change;
    }
    json_decref(was);
    json_decref(will);
}

static struct import_preview preview_of(const struct import_kind *kind, const struct import_judgement *j,
                                        const char *file, int64_t line, struct arena *a)
{
    struct import_preview p = {
        .file = file,
        .line = line,
        .action = j->action,
        .key = text_or_empty(j->key),
        .title = text_or_empty(j->title),
        .target = j->target,
        .notes = j->issues,
    };
    if (j->action == IMPORT_OUTSIDE)
        issues_add(&p.notes, "", j->reason == NULL ? N_("Not of this programme") : j->reason);
    else
        list_changes(kind, j->action == IMPORT_UPDATE ? j->before : NULL, j->after, a, &p);
    return p;
}

static void list_columns(const struct import_reader *r, const struct import_kind *kind, struct arena *a,
                         struct import_peek *out)
{
    const char *const *names;
    if (!r->mapped)
        return;
    out->column_count = records_columns(r->records, &names);
    out->columns = ARENA_ARRAY(a, struct import_column, out->column_count);
    for (size_t c = 0; c < out->column_count; c++) {
        out->columns[c] = (struct import_column){.name = arena_strdup(a, names[c]), .examples = {"", "", ""}};
        for (size_t f = 0; r->map.columns != NULL && f < kind->field_count; f++)
            if (r->map.columns[f] == names[c])
                out->columns[c].field = kind->fields[f].name;
    }
}

enum { EXAMPLES = 3, EXAMPLE_LENGTH = 60 };

static void add_examples(struct import_peek *out, const struct record *raw, size_t row, struct arena *a)
{
    for (size_t c = 0; row < EXAMPLES && c < out->column_count; c++) {
        const char *value = record_get(raw, out->columns[c].name);
        if (value != NULL)
            out->columns[c].examples[row] = text_cut(a, text_line(a, value), EXAMPLE_LENGTH);
    }
}

static enum status look(struct import_reader *r, struct import_run *run, const struct import_kind *kind, size_t rows,
                        bool judge, struct arena *a, struct issues *issues, struct import_peek *out)
{
    out->format = records_format(r->records);
    out->encoding = records_encoding(r->records);
    out->delimiter = records_delimiter(r->records);
    list_columns(r, kind, a, out);
    out->rows = ARENA_ARRAY(a, struct import_preview, rows);
    size_t most = rows > EXAMPLES ? rows : EXAMPLES;
    for (size_t i = 0; i < most; i++) {
        struct record raw;
        const struct record *record;
        struct import_judgement j;
        enum status status = import_next_record(r, run, a, &raw, &record);
        if (status == NOT_FOUND)
            return OK;
        // A file that breaks further on is refused when it is read as a whole, and is so told.
        TRY(status);
        add_examples(out, &raw, i, a);
        if (!judge || i >= rows)
            continue;
        status = import_judge(kind, run, record, a, &j);
        for (size_t n = 0; status == INVALID && n < j.issues.count; n++)
            issues_add_arg(issues, "file", j.issues.items[n].message, j.issues.items[n].arg);
        TRY(status);
        out->rows[out->row_count++] = preview_of(kind, &j, out->file, raw.line, a);
    }
    return OK;
}

// A preview of files that are quickly read knows what only the whole tells.
enum { SCAN_BYTES_MOST = 4 << 20 };

static enum status scan_small(struct app *app, const struct import_stored *i, const struct import_kind *kind,
                              const struct import_settings *settings, const struct import_file *files, size_t count,
                              struct import_run *run)
{
    int64_t size = 0;
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct import_run stood = *run;
    for (size_t f = 0; f < count; f++)
        size += files[f].size;
    for (size_t f = 0; kind->scan != NULL && size <= SCAN_BYTES_MOST && f < count; f++) {
        struct import_reader reader = {0};
        struct issues unsaid = issues_in(a);
        *run = stood;
        run->part = files[f].part;
        enum status status =
            import_open_file(kind, import_file_path(app, i->id, &files[f], f, a), files[f].part, settings->mapping,
                             settings->mapping_count, run->options, &unsaid, &reader);
        while (status == OK) {
            struct record raw;
            const struct record *record;
            status = import_next_record(&reader, run, a, &raw, &record);
            if (status == OK && raw.problem == NULL)
                status = kind->scan(run, record, a);
        }
        import_close_file(&reader);
        if (status == FAILED)
            return FAILED;
    }
    *run = stood;
    return OK;
}

static enum status peek(struct app *app, const struct import_stored *i, const struct import_kind *kind,
                        const struct import_settings *settings, size_t rows, struct arena *a, struct issues *issues,
                        struct import_peek *out)
{
    struct import_file *files;
    struct programme programme;
    size_t count;
    static const struct record nothing;
    TRY(import_files(app_store(app), i->id, a, &files, &count));
    TRY(programme_get(app_store(app), a, &programme));
    const char *options = import_pairs_json(settings->options, settings->option_count, a);
    struct import_reader reader = {0};
    out->file = files[0].name;
    enum status status = import_open_file(kind, import_file_path(app, i->id, &files[0], 0, a), files[0].part,
                                          settings->mapping, settings->mapping_count, options, issues, &reader);
    if (status == NOT_FOUND) {
        issues_add_arg(issues, "file", N_("There is no such file any more: %s"), files[0].name);
        return INVALID;
    }
    if (reader.records == NULL)
        return status;
    struct import_run run = {
        .app = app,
        .part = files[0].part,
        .file = files[0].name,
        .mode = settings->mode,
        .options = options,
        .synthetic = programme.synthetic_allowed,
        .today = app_today(app),
        .head = &nothing,
        .arena = a,
    };
    enum status options_status = import_check_options(kind, settings->options, settings->option_count, issues);
    bool judge = status == OK && options_status == OK && rows > 0;
    enum status began = kind->begin == NULL || options_status != OK ? options_status : kind->begin(&run, issues);
    if (judge && began == OK)
        began = scan_small(app, i, kind, settings, files, count, &run);
    enum status looked =
        began != OK && began != INVALID ? began : look(&reader, &run, kind, rows, judge && began == OK, a, issues, out);
    if (kind->end != NULL && kind->begin != NULL && options_status == OK)
        kind->end(&run);
    import_close_file(&reader);
    return status != OK ? status : began != OK ? began : looked;
}

enum status import_peek(struct app *app, const struct actor *actor, struct import_id id,
                        const struct import_settings *settings, size_t rows, struct arena *a, struct issues *issues,
                        struct import_peek *out)
{
    TRY(import_may(actor));
    struct import_stored i;
    TRY(import_find(app_store(app), id, a, &i));
    const struct import_kind *kind = import_kind_find(i.kind);
    if (strcmp(i.state, import_state_name(IMPORT_NEW)) != 0)
        return CONFLICT;
    if (kind == NULL)
        return NOT_FOUND;
    *out = (struct import_peek){.file = ""};
    return peek(app, &i, kind, settings, rows, a, issues, out);
}

static const char *file_name(const struct import_file *files, size_t count, int64_t number)
{
    return number >= 0 && (size_t)number < count ? files[number].name : "";
}

enum status import_rows(struct app *app, const struct actor *actor, struct import_id id, unsigned which, int64_t after,
                        size_t most, struct arena *a, struct import_preview **out, size_t *count_out)
{
    TRY(import_may(actor));
    struct import_stored i;
    struct import_file *files;
    struct import_row_stored *rows;
    size_t file_count, count;
    TRY(import_find(app_store(app), id, a, &i));
    TRY(import_files(app_store(app), id, a, &files, &file_count));
    unsigned actions = which & (IMPORT_ROWS_CREATED | IMPORT_ROWS_UPDATED);
    struct import_row_filter filter = {.noted = (which & IMPORT_ROWS_NOTED) != 0, .action = ""};
    if (actions == IMPORT_ROWS_CREATED)
        filter.action = import_action_name(IMPORT_CREATE);
    else if (actions == IMPORT_ROWS_UPDATED)
        filter.action = import_action_name(IMPORT_UPDATE);
    TRY(import_row_list(app_store(app), id, &filter, after, most, a, &rows, &count));
    const struct import_kind *kind = import_kind_find(i.kind);
    if (kind == NULL)
        return NOT_FOUND;
    struct import_preview *list = ARENA_ARRAY(a, struct import_preview, count);
    for (size_t n = 0; n < count; n++) {
        struct import_judgement j = {
            .action = strcmp(rows[n].action, import_action_name(IMPORT_CREATE)) == 0 ? IMPORT_CREATE : IMPORT_UPDATE,
            .key = rows[n].key,
            .title = rows[n].title,
            .target = rows[n].target,
            .after = rows[n].after,
            .before = rows[n].before,
            .issues = issues_in(a),
        };
        import_issues_read(rows[n].notes, &j.issues);
        list[n] = preview_of(kind, &j, file_name(files, file_count, rows[n].file), rows[n].line, a);
        list[n].position = rows[n].position;
    }
    *out = list;
    *count_out = count;
    return OK;
}

enum status import_faults(struct app *app, const struct actor *actor, struct import_id id, int64_t after, size_t most,
                          struct arena *a, struct import_fault **out, size_t *count_out)
{
    TRY(import_may(actor));
    struct import_stored i;
    struct import_file *files;
    struct import_fault_stored *faults;
    size_t file_count, count;
    TRY(import_find(app_store(app), id, a, &i));
    TRY(import_files(app_store(app), id, a, &files, &file_count));
    TRY(import_fault_list(app_store(app), id, after, false, most, a, &faults, &count));
    struct import_fault *list = ARENA_ARRAY(a, struct import_fault, count);
    for (size_t n = 0; n < count; n++)
        list[n] = (struct import_fault){faults[n].number, file_name(files, file_count, faults[n].file),
                                        faults[n].line,   faults[n].field,
                                        faults[n].value,  faults[n].message,
                                        faults[n].arg};
    *out = list;
    *count_out = count;
    return OK;
}

// A field of a table for spreadsheets. Semicolons, as Norwegian ones want; what would be a formula gets an apostrophe.
static void put_field(struct buf *b, const char *text, bool first)
{
    if (!first)
        buf_add_char(b, ';');
    bool formula = strchr("=+-@\t\r", text[0]) != NULL && text[0] != '\0';
    if (!formula && strpbrk(text, ";\"\r\n") == NULL) {
        buf_add_text(b, text);
        return;
    }
    buf_add_text(b, formula ? "\"'" : "\"");
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            buf_add_char(b, '"');
        buf_add_char(b, *p);
    }
    buf_add_char(b, '"');
}

static enum status put_line(const struct import_sink *to, struct buf *b)
{
    buf_add_text(b, "\r\n");
    return to->put(to->context, b->data, b->length);
}

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";
enum { AT_ONCE = 500 };

enum status import_faults_csv(struct app *app, const struct actor *actor, struct import_id id, enum lang lang,
                              const struct import_sink *to)
{
    TRY(import_may(actor));
    struct arena *a CLEANUP_ARENA = arena_open();
    static const char *const HEAD[] = {N_("File"), N_("Line"), N_("Column"), N_("Value"), N_("Reason")};
    struct buf head = buf_in(a);
    buf_add_text(&head, BYTE_ORDER_MARK);
    for (size_t i = 0; i < COUNT_OF(HEAD); i++)
        put_field(&head, tr(lang, HEAD[i]), i == 0);
    TRY(put_line(to, &head));
    for (int64_t after = 0;;) {
        struct import_fault *faults;
        size_t count;
        arena_reset(a);
        TRY(import_faults(app, actor, id, after, AT_ONCE, a, &faults, &count));
        for (size_t i = 0; i < count; i++) {
            const struct import_fault *f = &faults[i];
            struct buf b = buf_in(a);
            put_field(&b, f->file, true);
            put_field(&b, arena_printf(a, "%lld", (long long)f->line), false);
            put_field(&b, f->field, false);
            put_field(&b, f->value, false);
            put_field(&b, f->arg == NULL ? tr(lang, f->message) : tr_arg(lang, a, f->message, f->arg), false);
            TRY(put_line(to, &b));
            after = f->number;
        }
        if (count < AT_ONCE)
            return OK;
    }
}

// The columns of all rejected lines, in the order they come.
static void add_columns(const char *record, json_t *columns)
{
    json_t *list = json_loads(record, 0, NULL), *pair;
    size_t i;
    json_array_foreach(list, i, pair)
    {
        const char *name = json_string_value(json_array_get(pair, 0));
        if (name != NULL && json_object_get(columns, name) == NULL)
            json_object_set_new(columns, name, json_true());
    }
    json_decref(list);
}

static void put_record(struct buf *b, const char *record, json_t *columns)
{
    json_t *list = json_loads(record, 0, NULL), *unused;
    const char *name;
    bool first = true;
    json_object_foreach(columns, name, unused)
    {
        json_t *pair;
        size_t i;
        const char *value = NULL;
        json_array_foreach(list, i, pair) if (value == NULL &&
                                              strcmp(text_or_empty(json_string_value(json_array_get(pair, 0))), name) ==
                                                  0) value = json_string_value(json_array_get(pair, 1));
        put_field(b, text_or_empty(value), first);
        first = false;
    }
    json_decref(list);
}

static enum status each_line(struct app *app, struct import_id id, json_t *columns, const struct import_sink *to)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    for (int64_t after = 0;;) {
        struct import_fault_stored *lines;
        size_t count;
        arena_reset(a);
        TRY(import_fault_list(app_store(app), id, after, true, AT_ONCE, a, &lines, &count));
        for (size_t i = 0; i < count; i++) {
            after = lines[i].number;
            if (to == NULL) {
                add_columns(lines[i].record, columns);
                continue;
            }
            struct buf b = buf_in(a);
            put_record(&b, lines[i].record, columns);
            TRY(put_line(to, &b));
        }
        if (count < AT_ONCE)
            return OK;
    }
}

enum status import_lines_csv(struct app *app, const struct actor *actor, struct import_id id,
                             const struct import_sink *to)
{
    TRY(import_may(actor));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct import_stored i;
    TRY(import_find(app_store(app), id, a, &i));
    json_t *columns = json_object(), *unused;
    enum status status = each_line(app, id, columns, NULL);
    struct buf head = buf_in(a);
    const char *name;
    bool first = true;
    buf_add_text(&head, BYTE_ORDER_MARK);
    json_object_foreach(columns, name, unused)
    {
        put_field(&head, name, first);
        first = false;
    }
    if (status == OK)
        status = put_line(to, &head);
    if (status == OK)
        status = each_line(app, id, columns, to);
    json_decref(columns);
    return status;
}
