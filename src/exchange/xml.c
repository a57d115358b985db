// SPDX-License-Identifier: EUPL-1.2
#include "exchange/xml.h"

#include <string.h>

#include "base/buf.h"
#include "exchange/xml_inside.h"

struct open_element {
    struct xml_element *element;
    struct xml_element *last; // its last child so far
    struct buf text;          // kept for the next element of the same depth
};

struct tree {
    struct arena *arena;
    struct xml_stream *stream;
    struct open_element open[XML_DEPTH_MOST + 1];
    int depth; // of the element that is open; 0: none
    size_t count;
    const char *fault;
};

static bool on_start(void *user, const char *name, const char *namespace, const struct xml_raw_attributes *attributes)
{
    struct tree *t = user;
    if (++t->count > XML_ELEMENTS_MOST) {
        t->fault = N_("This file has too many elements: it goes on behind line %s. Choose another file.");
        return false;
    }
    struct open_element *above = &t->open[t->depth++], *here = &t->open[t->depth];
    struct xml_element *e = ARENA_NEW(t->arena, struct xml_element);
    e->name = arena_strdup(t->arena, name);
    // Mostly the one of the element around it.
    bool same = above->element != NULL && strcmp(above->element->namespace, namespace) == 0;
    e->namespace = same ? above->element->namespace : arena_strdup(t->arena, namespace);
    e->text = "";
    e->line = xml_stream_line(t->stream);
    e->parent = above->element;
    e->attribute_count = xml_raw_count(attributes);
    struct xml_attribute *list = ARENA_ARRAY(t->arena, struct xml_attribute, e->attribute_count);
    for (size_t i = 0; i < e->attribute_count; i++) {
        const char *its_name, *its_namespace, *value;
        size_t length;
        xml_raw_at(attributes, i, &its_name, &its_namespace, &value, &length);
        list[i] = (struct xml_attribute){
            .name = arena_strdup(t->arena, its_name),
            .namespace = arena_strdup(t->arena, its_namespace),
            .value = arena_strndup(t->arena, value, length),
        };
    }
    e->attributes = list;
    if (above->last != NULL)
        above->last->next = e;
    else if (above->element != NULL)
        above->element->child = e;
    above->last = e;
    here->element = e;
    here->last = NULL;
    here->text.length = 0;
    return true;
}

static bool on_end(void *user, const char *name)
{
    struct tree *t = user;
    struct open_element *here = &t->open[t->depth--];
    if (here->text.length > 0)
        here->element->text = arena_strndup(t->arena, here->text.data, here->text.length);
    return true;
}

static bool on_text(void *user, const char *bytes, size_t n)
{
    struct tree *t = user;
    if (t->depth > 0)
        buf_add(&t->open[t->depth].text, bytes, n);
    return true;
}

enum status xml_read(const void *bytes, size_t size, struct arena *a, struct issues *issues, const struct xml_element **root_out)
{
    static const struct xml_calls calls = {.start = on_start, .end = on_end, .text = on_text};
    enum { PIECE = 16 * 1024 };
    if (size > XML_BYTES_MOST) {
        issues_add(issues, "file", N_("This file is too large. Choose one of at most 10 MB."));
        return INVALID;
    }
    struct tree *t = ARENA_NEW(a, struct tree);
    t->arena = a;
    for (size_t i = 0; i < COUNT_OF(t->open); i++)
        t->open[i].text = buf_in(a);
    t->stream = xml_stream_open(&calls, t, a);
    enum status got = OK;
    for (size_t at = 0; got == OK && at < size; at += PIECE)
        got = xml_stream_feed(t->stream, (const char *)bytes + at, size - at < PIECE ? size - at : PIECE);
    if (got == OK)
        got = xml_stream_feed(t->stream, NULL, 0);
    if (got == INVALID) {
        int64_t line;
        const char *fault = xml_stream_fault(t->stream, &line);
        issues_add_arg(issues, "file", fault == NULL ? t->fault : fault, arena_printf(a, "%lld", (long long)line));
    }
    xml_stream_close(t->stream);
    TRY(got);
    *root_out = t->open[0].last;
    return OK;
}

static const struct xml_element *find_from(const struct xml_element *e, const char *name, size_t length)
{
    while (e != NULL && (strncmp(e->name, name, length) != 0 || e->name[length] != '\0'))
        e = e->next;
    return e;
}

const struct xml_element *xml_child(const struct xml_element *e, const char *name)
{
    return e == NULL ? NULL : find_from(e->child, name, strlen(name));
}

const struct xml_element *xml_next(const struct xml_element *e, const char *name)
{
    return e == NULL ? NULL : find_from(e->next, name, strlen(name));
}

const struct xml_element *xml_find(const struct xml_element *e, const char *path)
{
    while (e != NULL && *path != '\0') {
        size_t length = strcspn(path, "/");
        e = find_from(e->child, path, length);
        path += length + (path[length] == '/');
    }
    return e;
}

const char *xml_text(const struct xml_element *e, const char *path)
{
    e = xml_find(e, path);
    return e == NULL ? NULL : e->text;
}

const char *xml_attribute(const struct xml_element *e, const char *name)
{
    for (size_t i = 0; e != NULL && i < e->attribute_count; i++)
        if (strcmp(e->attributes[i].name, name) == 0)
            return e->attributes[i].value;
    return NULL;
}
