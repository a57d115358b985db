// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "app/import_inside.h"
#include "app/internal.h"

static const char *option_of(const char *options, const char *name, struct arena *a)
{
    const struct import_pair *pairs;
    size_t count = import_pairs_read(options, a, &pairs);
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return pairs[i].value;
    return "";
}

enum status import_open_file(const struct import_kind *kind, const char *path, int part,
                             const struct import_pair *mapping, size_t mapping_count, const char *options,
                             struct issues *issues, struct import_reader *out)
{
    struct import_reader r = {.arena = arena_open()};
    struct records_options how = {0};
    if (kind->parts[part].options != NULL)
        how = *kind->parts[part].options;
    const char *sheet = option_of(options, "sheet", r.arena);
    if (*sheet != '\0')
        how.sheet = sheet;
    enum status status = records_open(path, &how, r.arena, issues, &r.records);
    if (status != OK) {
        arena_close(r.arena);
        return status;
    }
    const char *const *columns;
    r.mapped = kind->fields != NULL && !kind->parts[part].plain && records_columns(r.records, &columns) > 0;
    if (r.mapped)
        status = import_map_make(kind, r.records, mapping, mapping_count, r.arena, issues, &r.map);
    *out = r;
    return status;
}

void import_close_file(struct import_reader *r)
{
    records_close(r->records);
    if (r->arena != NULL)
        arena_close(r->arena);
    *r = (struct import_reader){0};
}

enum status import_next_record(struct import_reader *r, struct import_run *run, struct arena *a, struct record *raw_out,
                               const struct record **out)
{
    TRY(records_next(r->records, a, raw_out));
    if (run->list == NULL && records_format(r->records) == RECORDS_JSON) {
        r->head = records_head(r->records, r->arena);
        run->head = &r->head;
        run->list = records_list(r->records);
    }
    struct record *kept = ARENA_NEW(a, struct record);
    *kept = *raw_out;
    *out = r->mapped ? import_map_record(&r->map, kept, a) : kept;
    return OK;
}

enum status import_judge(const struct import_kind *kind, struct import_run *run, const struct record *r,
                         struct arena *a, struct import_judgement *out)
{
    *out = (struct import_judgement){.issues = issues_in(a)};
    if (r->problem != NULL) {
        out->action = IMPORT_REJECT;
        issues_add(&out->issues, "", r->problem);
        return OK;
    }
    TRY(kind->judge(run, r, a, out));
    if (out->action == IMPORT_REJECT && out->issues.count == 0)
        issues_add(&out->issues, "", N_("This line cannot be imported"));
    if ((out->action == IMPORT_CREATE && run->mode == IMPORT_UPDATE_ONLY) ||
        (out->action == IMPORT_UPDATE && run->mode == IMPORT_CREATE_ONLY)) {
        out->reason = out->action == IMPORT_CREATE ? N_("Not here yet, and only what is here was to be updated")
                                                   : N_("Here already, and only what is new was to be added");
        out->action = IMPORT_OUTSIDE;
    }
    return OK;
}

static const struct import_option *option_find(const struct import_kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->option_count; i++)
        if (strcmp(kind->options[i].name, name) == 0)
            return &kind->options[i];
    return NULL;
}

static bool listed(const char *const *values, const char *value)
{
    for (; *values != NULL; values++)
        if (strcmp(*values, value) == 0)
            return true;
    return false;
}

static const char *values_of(const struct import_option *o, struct arena *a)
{
    struct buf b = buf_in(a);
    for (const char *const *v = o->values; *v != NULL; v++)
        buf_printf(&b, "%s%s", v == o->values ? "" : ", ", *v);
    return buf_text(&b);
}

enum status import_check_options(const struct import_kind *kind, const struct import_pair *options, size_t count,
                                 struct issues *issues)
{
    size_t before = issues->count;
    struct arena *a = issues->arena;
    for (size_t i = 0; i < count; i++) {
        const struct import_option *o = option_find(kind, options[i].name);
        const char *field = arena_printf(a, "option-%s", options[i].name), *value = text_or_empty(options[i].value);
        if (o == NULL && strcmp(options[i].name, "sheet") != 0)
            issues_add_arg(issues, field, N_("This kind of import has no option %s"), options[i].name);
        else if (o != NULL && o->values != NULL && *value != '\0' && !listed(o->values, value))
            issues_add_arg(issues, field, N_("Choose one of these: %s"), values_of(o, a));
    }
    for (size_t k = 0; k < kind->option_count; k++) {
        bool given = !kind->options[k].required;
        for (size_t i = 0; i < count; i++)
            given |= strcmp(options[i].name, kind->options[k].name) == 0 && *text_or_empty(options[i].value) != '\0';
        if (!given)
            issues_add_arg(issues, arena_printf(a, "option-%s", kind->options[k].name), N_("Give the option %s"),
                           kind->options[k].name);
    }
    return issues->count > before ? INVALID : OK;
}
