// SPDX-License-Identifier: EUPL-1.2
// Import (screen 19): choose a file, see what it would do, do it, take it back. The work is the server's own worker's;
// the page tells how far it is.
#include <stdlib.h>
#include <string.h>

#include "web/address.h"
#include "web/import.html.h"
#include "web/import_view.h"
#include "web/multipart.h"
#include "web/routes.h"

enum { LIST_ROWS = 30, PEEK_ROWS = 12, SHOWN_ROWS = 20, PAGE_ROWS = 100 };

static struct import_id id_of(const struct request *r)
{
    return (struct import_id){request_id(r, 0)};
}

static const char *path_of(struct request *r, struct import_id id)
{
    return arena_printf(r->arena, "/imports/%lld", (long long)id.value);
}

static struct page *below_imports(struct request *r, const char *title)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Import")), "/imports"}};
    return page_open_below(r, title, crumbs, COUNT_OF(crumbs));
}

// The list, and what can be imported.

static struct reply imports_show(struct request *r)
{
    struct import_list_view v = {0};
    struct import_view *list;
    size_t count;
    struct import_id before = {strtoll(request_query(r, "before"), NULL, 10)};
    enum status s = import_list(r->app, r->actor, before, LIST_ROWS + 1, r->arena, &list, &count);
    if (s != OK)
        return reply_status(r, s);
    v.imports = list;
    v.import_count = count > LIST_ROWS ? LIST_ROWS : count;
    if (before.value != 0)
        v.pager.first = "/imports";
    if (count > LIST_ROWS)
        v.pager.next = arena_printf(r->arena, "/imports?before=%lld", (long long)list[LIST_ROWS - 1].id.value);
    struct page *p = page_open(r, tr(r->lang, N_("Import")));
    import_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply new_reply(struct request *r, const struct import_kind *kind, const struct issues *issues, int status)
{
    struct import_new_view v = {.kind = kind};
    struct page *p = below_imports(r, tr(r->lang, kind->title));
    if (issues != NULL)
        page_again(p, issues);
    import_new_page(p, &v);
    return reply_page(p, status);
}

static struct reply import_new_show(struct request *r)
{
    const struct import_kind *kind = import_kind_find(r->word);
    return kind == NULL ? reply_error(r, 404) : new_reply(r, kind, NULL, 200);
}

static struct reply import_new_submit(struct request *r)
{
    const struct import_kind *kind = import_kind_find(request_field(r, "kind"));
    struct import_source sources[UPLOADS_MOST];
    struct issues issues = issues_in(r->arena);
    struct import_id id;
    size_t count = 0;
    if (kind == NULL)
        return reply_error(r, 400);
    for (size_t i = 0; i < r->upload_count && count < UPLOADS_MOST; i++)
        if (r->uploads[i].fd >= 0)
            sources[count++] = (struct import_source){.name = r->uploads[i].file_name, .fd = r->uploads[i].fd};
    if (count == 0) {
        issues_add(&issues, "file", N_("Choose a file"));
        return new_reply(r, kind, &issues, 422);
    }
    enum status s = import_begin(r->app, r->actor, kind, sources, count, &issues, &id);
    if (s == INVALID)
        return new_reply(r, kind, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    return reply_redirect(r, "%s", path_of(r, id));
}

// The settings of a new import, from the address (the preview) or the form (reading).

static const char *const MODE_TITLES[] = {
    [IMPORT_BOTH] = N_("Make new ones and change those that are here"),
    [IMPORT_CREATE_ONLY] = N_("Only make new ones"),
    [IMPORT_UPDATE_ONLY] = N_("Only change those that are here"),
};

static void settings_read(struct request *r, const struct import_kind *kind, const struct form *sent,
                          struct import_settings *out)
{
    struct import_pair *mapping = ARENA_ARRAY(r->arena, struct import_pair, kind->field_count);
    struct import_pair *options = ARENA_ARRAY(r->arena, struct import_pair, kind->option_count);
    *out = (struct import_settings){.mode = IMPORT_BOTH, .mapping = mapping, .options = options};
    const char *mode = form_text(sent, r->arena, "mode");
    if (*mode != '\0')
        (void)import_mode_read(mode, &out->mode);
    for (size_t i = 0; i < kind->field_count; i++) {
        const char *name = arena_printf(r->arena, "map-%s", kind->fields[i].name);
        if (form_has(sent, name))
            mapping[out->mapping_count++] =
                (struct import_pair){.name = kind->fields[i].name, .value = form_text(sent, r->arena, name)};
    }
    for (size_t i = 0; i < kind->option_count; i++) {
        const char *name = arena_printf(r->arena, "option-%s", kind->options[i].name);
        const char *value = form_text(sent, r->arena, name);
        if (*value != '\0')
            options[out->option_count++] = (struct import_pair){.name = kind->options[i].name, .value = value};
    }
}

static const char *pair_value(const struct import_pair *pairs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return pairs[i].value;
    return "";
}

static void mappings_show(struct request *r, const struct import_kind *kind, struct import_new_step *step)
{
    const struct import_peek *peek = &step->peek;
    step->columns = ARENA_ARRAY(r->arena, struct option, peek->column_count);
    for (size_t i = 0; i < peek->column_count; i++)
        step->columns[step->column_count++] =
            (struct option){.value = peek->columns[i].name, .text = peek->columns[i].name};
    if (peek->column_count == 0)
        return;
    step->mappings = ARENA_ARRAY(r->arena, struct import_mapping, kind->field_count);
    for (size_t i = 0; i < kind->field_count; i++) {
        struct import_mapping *m = &step->mappings[step->mapping_count++];
        *m = (struct import_mapping){
            .field = &kind->fields[i],
            .name = arena_printf(r->arena, "map-%s", kind->fields[i].name),
            .column = "",
            .examples = "",
        };
        for (size_t c = 0; c < peek->column_count; c++) {
            const struct import_column *column = &peek->columns[c];
            if (column->field == NULL || strcmp(column->field, kind->fields[i].name) != 0)
                continue;
            struct buf b = buf_in(r->arena);
            for (size_t e = 0; e < COUNT_OF(column->examples); e++)
                if (column->examples[e] != NULL && *column->examples[e] != '\0')
                    buf_printf(&b, "%s%s", b.length > 0 ? " · " : "", column->examples[e]);
            m->column = column->name;
            m->examples = buf_text(&b);
        }
    }
}

static void choices_show(struct request *r, const struct import_kind *kind, const struct import_settings *settings,
                         struct import_new_step *step)
{
    step->choices = ARENA_ARRAY(r->arena, struct import_choice, kind->option_count);
    for (size_t i = 0; i < kind->option_count; i++) {
        const struct import_option *o = &kind->options[i];
        struct import_choice *c = &step->choices[step->choice_count++];
        *c = (struct import_choice){
            .option = o,
            .name = arena_printf(r->arena, "option-%s", o->name),
            .value = pair_value(settings->options, settings->option_count, o->name),
        };
        while (o->values != NULL && o->values[c->count] != NULL)
            c->count++;
        if (c->count == 0)
            continue;
        c->options = ARENA_ARRAY(r->arena, struct option, c->count);
        for (size_t k = 0; k < c->count; k++)
            c->options[k] = (struct option){.value = o->values[k], .label = o->titles[k]};
    }
    step->modes = ARENA_ARRAY(r->arena, struct option, COUNT_OF(MODE_TITLES));
    for (size_t i = 0; i < COUNT_OF(MODE_TITLES); i++)
        step->modes[step->mode_count++] =
            (struct option){.value = import_mode_name((enum import_mode)i), .label = MODE_TITLES[i]};
    step->mode = import_mode_name(settings->mode);
}

// One import.

static int share_of(const struct import_view *now)
{
    double done = now->state == IMPORT_READING ? (double)now->read_bytes : (double)now->done;
    double of = now->state == IMPORT_READING ? (double)now->total_bytes : (double)now->to_do;
    double share = of <= 0 ? 0 : done * 1000 / of;
    return share > 1000 ? 1000 : (int)share;
}

static struct reply import_reply(struct request *r, const struct import_view *now, const struct form *sent,
                                 struct issues *issues, int status)
{
    struct import_page_view v = {.now = now, .path = path_of(r, now->id), .share = share_of(now)};
    enum status s = OK;
    if (now->state == IMPORT_NEW) {
        struct import_settings settings;
        settings_read(r, now->kind, sent, &settings);
        s = import_peek(r->app, r->actor, now->id, &settings, PEEK_ROWS, r->arena, issues, &v.step.peek);
        v.step.peeked = s == OK;
        if (s != OK && s != INVALID)
            return reply_status(r, s);
        mappings_show(r, now->kind, &v.step);
        choices_show(r, now->kind, &settings, &v.step);
    } else if (!import_working(now->state)) {
        struct import_preview *rows;
        struct import_fault *faults;
        s = import_rows(r->app, r->actor, now->id, 0, 0, SHOWN_ROWS, r->arena, &rows, &v.row_count);
        if (s == OK)
            s = import_faults(r->app, r->actor, now->id, 0, SHOWN_ROWS, r->arena, &faults, &v.fault_count);
        if (s != OK)
            return reply_status(r, s);
        v.rows = rows;
        v.faults = faults;
    }
    struct page *p = below_imports(r, now->file);
    if (issues->count > 0) {
        page_again(p, issues);
        p->typed = form_has(sent, "mode") ? sent : NULL; // what was guessed stands until somebody has chosen
    }
    import_page(p, &v);
    return reply_page(p, status);
}

static struct reply import_show(struct request *r)
{
    struct import_view now;
    struct issues issues = issues_in(r->arena);
    enum status s = import_get(r->app, r->actor, id_of(r), r->arena, &now);
    return s == OK ? import_reply(r, &now, &r->query, &issues, 200) : reply_status(r, s);
}

static struct reply import_read_submit(struct request *r)
{
    struct import_view now;
    struct import_settings settings;
    struct issues issues = issues_in(r->arena);
    enum status s = import_get(r->app, r->actor, id_of(r), r->arena, &now);
    if (s != OK)
        return reply_status(r, s);
    settings_read(r, now.kind, &r->form, &settings);
    s = import_read(r->app, r->actor, now.id, &settings, &issues);
    if (s == INVALID)
        return import_reply(r, &now, &r->form, &issues, 422);
    // Pressed twice: it is being read already.
    return s == OK || s == CONFLICT ? reply_redirect(r, "%s", path_of(r, now.id)) : reply_status(r, s);
}

static struct reply import_do(struct request *r,
                              enum status (*what)(struct app *app, const struct actor *actor, struct import_id id))
{
    enum status s = what(r->app, r->actor, id_of(r));
    return s == OK || s == CONFLICT ? reply_redirect(r, "%s", path_of(r, id_of(r))) : reply_status(r, s);
}

static struct reply import_apply_submit(struct request *r)
{
    return import_do(r, import_apply);
}

static struct reply import_revert_submit(struct request *r)
{
    return import_do(r, import_revert);
}

static struct reply import_cancel_submit(struct request *r)
{
    return import_do(r, import_cancel);
}

// All rows, all faults.

static struct reply import_rows_show(struct request *r)
{
    struct import_view now;
    struct import_preview *rows;
    const char *which = request_query(r, "which");
    int64_t after = strtoll(request_query(r, "after"), NULL, 10);
    struct import_rows_view v = {.now = &now, .path = path_of(r, id_of(r)), .which = which};
    unsigned bits = strcmp(which, "created") == 0   ? IMPORT_ROWS_CREATED
                    : strcmp(which, "updated") == 0 ? IMPORT_ROWS_UPDATED
                    : strcmp(which, "noted") == 0   ? IMPORT_ROWS_NOTED
                                                    : 0;
    enum status s = import_get(r->app, r->actor, id_of(r), r->arena, &now);
    if (s == OK)
        s = import_rows(r->app, r->actor, id_of(r), bits, after, PAGE_ROWS + 1, r->arena, &rows, &v.row_count);
    if (s != OK)
        return reply_status(r, s);
    v.rows = rows;
    if (bits == 0)
        v.which = "";
    struct buf first = address_in(r->arena, arena_printf(r->arena, "%s/rows", v.path));
    address_add(&first, "which", v.which);
    if (after > 0)
        v.pager.first = buf_text(&first);
    if (v.row_count > PAGE_ROWS) {
        v.row_count = PAGE_ROWS;
        struct buf next = address_in(r->arena, arena_printf(r->arena, "%s/rows", v.path));
        address_add(&next, "which", v.which);
        address_add_number(&next, "after", rows[PAGE_ROWS - 1].position);
        v.pager.next = buf_text(&next);
    }
    struct crumb crumbs[] = {{tr(r->lang, N_("Import")), "/imports"}, {now.file, v.path}};
    struct page *p = page_open_below(r, tr(r->lang, N_("What it does")), crumbs, COUNT_OF(crumbs));
    import_rows_page(p, &v);
    return reply_page(p, 200);
}

static struct reply import_faults_show(struct request *r)
{
    struct import_view now;
    struct import_fault *faults;
    int64_t after = strtoll(request_query(r, "after"), NULL, 10);
    struct import_faults_view v = {.now = &now, .path = path_of(r, id_of(r))};
    enum status s = import_get(r->app, r->actor, id_of(r), r->arena, &now);
    if (s == OK)
        s = import_faults(r->app, r->actor, id_of(r), after, PAGE_ROWS + 1, r->arena, &faults, &v.fault_count);
    if (s != OK)
        return reply_status(r, s);
    v.faults = faults;
    if (after > 0)
        v.pager.first = arena_printf(r->arena, "%s/faults", v.path);
    if (v.fault_count > PAGE_ROWS) {
        v.fault_count = PAGE_ROWS;
        v.pager.next = arena_printf(r->arena, "%s/faults?after=%lld", v.path, (long long)faults[PAGE_ROWS - 1].number);
    }
    struct crumb crumbs[] = {{tr(r->lang, N_("Import")), "/imports"}, {now.file, v.path}};
    struct page *p = page_open_below(r, tr(r->lang, N_("What was not taken")), crumbs, COUNT_OF(crumbs));
    import_faults_page(p, &v);
    return reply_page(p, 200);
}

static enum status put(void *context, const char *bytes, size_t n)
{
    buf_add(context, bytes, n);
    return OK;
}

static struct reply faults_download(struct request *r)
{
    struct buf out = buf_in(r->arena);
    enum status s = import_faults_csv(r->app, r->actor, id_of(r), r->lang, &(struct import_sink){put, &out});
    return s == OK ? reply_download(r, "text/csv; charset=utf-8", "import-avvist.csv", &out) : reply_status(r, s);
}

static struct reply lines_download(struct request *r)
{
    struct buf out = buf_in(r->arena);
    enum status s = import_lines_csv(r->app, r->actor, id_of(r), &(struct import_sink){put, &out});
    return s == OK ? reply_download(r, "text/csv; charset=utf-8", "import-linjer.csv", &out) : reply_status(r, s);
}

const struct route import_routes[] = {
    {METHOD_GET, "/imports", imports_show, FOR_OFFICE, "imports"},
    {METHOD_POST, "/imports", import_new_submit, FOR_OFFICE, "import_new_submit"},
    {METHOD_GET, "/imports/new/:word", import_new_show, FOR_OFFICE, "import_new"},
    {METHOD_GET, "/imports/:id", import_show, FOR_OFFICE, "import"},
    {METHOD_POST, "/imports/:id/read", import_read_submit, FOR_OFFICE, "import_read"},
    {METHOD_POST, "/imports/:id/apply", import_apply_submit, FOR_OFFICE, "import_apply"},
    {METHOD_POST, "/imports/:id/revert", import_revert_submit, FOR_OFFICE, "import_revert"},
    {METHOD_POST, "/imports/:id/cancel", import_cancel_submit, FOR_OFFICE, "import_cancel"},
    {METHOD_GET, "/imports/:id/rows", import_rows_show, FOR_OFFICE, "import_rows"},
    {METHOD_GET, "/imports/:id/faults", import_faults_show, FOR_OFFICE, "import_faults"},
    {METHOD_GET, "/imports/:id/faults.csv", faults_download, FOR_OFFICE, "import_faults_csv"},
    {METHOD_GET, "/imports/:id/lines.csv", lines_download, FOR_OFFICE, "import_lines_csv"},
    {0},
};
