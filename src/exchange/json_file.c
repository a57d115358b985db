// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "exchange/json_file_inside.h"

// A JSON file: which values of it are records, and what is around them.

static const char *const lists_default[] = {"_embedded.*", "content", "items", "codes", "classificationItems", "codeChanges", NULL};

enum place {
    BEFORE,      // a document, or another object of a file with one a line
    IN_DOCUMENT, // in objects that may hold the list
    IN_LIST,
    BEHIND,
};

struct json_file {
    struct json_text text;
    struct json_flat *head, *item;
    const char *const *lists;
    const char *list; // its path once it has begun
    enum place place;
    bool first;        // nothing has been read yet of the object or list that is open
    bool any;          // there has been a document
    size_t paths[JSON_DEPTH_MOST]; // of the open objects of the document
    int depth;
};

// Do the names of path match those that pattern begins with? *whole_out: and are those all?
static bool path_matches(const char *path, size_t length, const char *pattern, bool *whole_out)
{
    const char *end = path + length;
    for (;;) {
        size_t n = strcspn(pattern, "."), m = 0;
        while (path + m < end && path[m] != '.')
            m++;
        if (!(n == 1 && *pattern == '*') && (n != m || memcmp(path, pattern, n) != 0))
            return false;
        path += m;
        pattern += n;
        if (path == end || *pattern == '\0') {
            *whole_out = path == end && *pattern == '\0';
            return path == end;
        }
        path++;
        pattern++;
    }
}

static bool may_hold_list(const struct json_file *f, size_t path)
{
    bool whole;
    for (const char *const *l = f->lists; *l != NULL; l++)
        if (path_matches(f->head->path, path, *l, &whole) && !whole)
            return true;
    return false;
}

static bool is_list(const struct json_file *f, size_t path)
{
    bool whole;
    for (const char *const *l = f->lists; *l != NULL; l++)
        if (path_matches(f->head->path, path, *l, &whole) && whole)
            return true;
    return false;
}

static enum status begin_list(struct records *r, struct json_file *f, size_t path)
{
    const char *found = arena_strndup(r->arena, f->head->path, path);
    if (f->list != NULL)
        return records_refuse_text(r, N_("This file holds more than one list: %s. Split it into a file for each."),
                                   arena_printf(r->arena, "%s, %s", f->list, found));
    f->list = found;
    f->place = IN_LIST;
    f->first = true;
    f->text.source.at++;
    return OK;
}

// Reads on in the document until its list begins or it ends.
static enum status read_document(struct records *r, struct json_file *f)
{
    struct json_text *j = &f->text;
    for (;;) {
        TRY(json_go_on(j));
        if (*j->source.at == '}') {
            j->source.at++;
            f->first = false;
            if (--f->depth == 0)
                return OK;
            continue;
        }
        if (!f->first) {
            if (*j->source.at != ',')
                return json_fault(j, json_wrong);
            j->source.at++;
            TRY(json_go_on(j));
        }
        f->first = false;
        size_t path;
        TRY(json_name(j, f->head, f->paths[f->depth - 1], &path));
        if (*j->source.at == '[' && is_list(f, path))
            return begin_list(r, f, path);
        if (*j->source.at == '{' && f->depth < JSON_DEPTH_MOST && may_hold_list(f, path)) {
            j->source.at++;
            f->paths[f->depth++] = path;
            f->first = true;
            continue;
        }
        TRY(json_value(j, f->head, path, f->depth));
    }
}

static enum status begin_document(struct records *r, struct json_file *f)
{
    struct json_text *j = &f->text;
    enum status got = json_space(j);
    if (got == NOT_FOUND && !f->any)
        return records_refuse(r, N_("There is nothing in this file. Choose another one."));
    TRY(got);
    char c = *j->source.at;
    if (c != '{' && (c != '[' || f->any))
        return f->any ? json_fault(j, N_("Something follows the end of the JSON in line %s. Fetch the file again."))
                      : json_fault(j, json_wrong);
    f->any = true;
    f->first = true;
    j->source.at++;
    if (c == '[') {
        f->place = IN_LIST;
        return OK;
    }
    f->place = IN_DOCUMENT;
    json_flat_reset(f->head, j->line);
    f->paths[0] = 0;
    f->depth = 1;
    return OK;
}

// The next element; NOT_FOUND when the list has ended.
static enum status read_item(struct json_file *f)
{
    struct json_text *j = &f->text;
    TRY(json_go_on(j));
    if (*j->source.at == ']') {
        j->source.at++;
        f->first = false;
        f->place = f->list == NULL ? BEHIND : IN_DOCUMENT;
        return NOT_FOUND;
    }
    if (!f->first) {
        if (*j->source.at != ',')
            return json_fault(j, json_wrong);
        j->source.at++;
        TRY(json_go_on(j));
    }
    f->first = false;
    json_flat_reset(f->item, j->line);
    bool object = *j->source.at == '{';
    TRY(json_value(j, f->item, 0, f->depth + 1));
    if (!object)
        f->item->gather.problem = N_("There is no object with names and values here. Check that this is the right file.");
    return OK;
}

static bool finish(struct json_flat *f, struct arena *a, struct record *out)
{
    if (f->gather.count == 0)
        return false;
    gather_finish(&f->gather, NULL, 0, a, out);
    return true;
}

static enum status next(struct records *r, struct json_file *f, struct arena *a, struct record *out)
{
    for (;;) {
        enum status got;
        switch (f->place) {
        case BEFORE:
            TRY(begin_document(r, f));
            break;
        case IN_DOCUMENT:
            TRY(read_document(r, f));
            if (f->place == IN_LIST)
                break;
            f->place = f->list == NULL ? BEFORE : BEHIND;
            if (f->list == NULL && finish(f->head, a, out))
                return OK;
            break;
        case IN_LIST:
            got = read_item(f);
            if (got == OK && finish(f->item, a, out))
                return OK;
            if (got != OK && got != NOT_FOUND)
                return got;
            break;
        case BEHIND:
            TRY(json_space(&f->text));
            return json_fault(&f->text, N_("Something follows the end of the JSON in line %s. Fetch the file again."));
        }
    }
}

enum status json_file_next(struct records *r, struct arena *a, struct record *out)
{
    struct json_file *f = r->json;
    enum status got = next(r, f, a, out);
    if (got == INVALID && f->text.fault != NULL)
        return records_refuse_text(r, f->text.fault, f->text.fault_text);
    return got;
}

enum status json_file_open(struct records *r, const struct source *s, const struct records_options *options)
{
    struct json_file *f = ARENA_NEW(r->arena, struct json_file);
    r->json = f;
    f->text = (struct json_text){.source = *s, .arena = r->arena, .line = 1};
    f->head = json_flat_in(r->arena, &r->limits);
    f->item = json_flat_in(r->arena, &r->limits);
    f->lists = lists_default;
    if (options->lists != NULL) {
        size_t count = 0;
        while (options->lists[count] != NULL)
            count++;
        const char **lists = ARENA_ARRAY(r->arena, const char *, count + 1);
        for (size_t i = 0; i < count; i++)
            lists[i] = arena_strdup(r->arena, options->lists[i]);
        f->lists = lists;
    }
    return OK;
}

const struct source *json_file_source(const struct records *r)
{
    return &r->json->text.source;
}

struct record json_file_head(const struct records *r, struct arena *a)
{
    struct record out = {.line = 1};
    if (r->json->list != NULL) {
        struct gather head = r->json->head->gather;
        if (!gather_end(&head)) // of a file that breaks off in a value
            return out;
        gather_finish(&head, NULL, 0, a, &out);
    }
    return out;
}

const char *json_file_list(const struct records *r)
{
    return r->json->list;
}

void json_file_close(struct records *r)
{
    if (r->json != NULL)
        source_close(&r->json->text.source);
}

enum status record_read_json(const char *text, struct arena *a, struct record *out)
{
    static const struct record_limits limits = {.field_bytes_most = 1 << 20, .record_bytes_most = 4 << 20, .fields_most = 2048};
    struct json_text j = {.source = {.at = text, .end = text + strlen(text)}, .arena = a, .line = 1};
    struct json_flat *f = json_flat_in(a, &limits);
    json_flat_reset(f, 1);
    if (json_space(&j) != OK || (*j.source.at != '{' && *j.source.at != '['))
        return INVALID;
    if (json_value(&j, f, 0, 0) != OK || json_space(&j) != NOT_FOUND)
        return INVALID;
    gather_finish(&f->gather, NULL, 0, a, out);
    return OK;
}
