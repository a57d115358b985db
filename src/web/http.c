// SPDX-License-Identifier: EUPL-1.2
#include "web/http.h"

#include <assert.h>
#include <string.h>

#include "web/multipart.h"
#include "web/wire.h"

int64_t request_id(const struct request *r, size_t index)
{
    assert(index < ROUTE_PARAMS_MOST && r->ids[index] > 0);
    return r->ids[index];
}

const char *request_query(const struct request *r, const char *name)
{
    return form_text(&r->query, r->arena, name);
}

const char *request_field(const struct request *r, const char *name)
{
    return form_text(&r->form, r->arena, name);
}

const struct upload *request_upload(const struct request *r, const char *field)
{
    for (size_t i = 0; i < r->upload_count; i++)
        if (strcmp(r->uploads[i].field, field) == 0)
            return &r->uploads[i];
    return NULL;
}

const char *request_header(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->raw->header_count; i++)
        if (strcasecmp(r->raw->headers[i].name, name) == 0)
            return r->raw->headers[i].value;
    return NULL;
}

const char *request_cookie(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->raw->cookie_count; i++)
        if (strcmp(r->raw->cookies[i].name, name) == 0)
            return r->raw->cookies[i].value;
    return NULL;
}

const char *request_next(const struct request *r, const char *fallback)
{
    const char *next = form_typed(&r->form, "next");
    if (next == NULL)
        next = form_typed(&r->query, "next");
    if (next == NULL || next[0] != '/' || next[1] == '/' || strlen(next) > WIRE_TARGET_MOST)
        return fallback;
    for (const char *s = next; *s != '\0'; s++)
        if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f || *s == '\\')
            return fallback;
    return next;
}
