// SPDX-License-Identifier: EUPL-1.2
#include "web/http.h"

#include <assert.h>
#include <string.h>

#include "web/html.h"
#include "web/reply.h"

struct reply reply_redirect(struct request *r, const char *path_format, ...)
{
    va_list args;
    va_start(args, path_format);
    const char *path = arena_vprintf(r->arena, path_format, args);
    va_end(args);
    assert(path[0] == '/' && path[1] != '/' && path[1] != '\\' && strpbrk(path, "\r\n") == NULL);
    return (struct reply){.status = 303, .location = path, .type = "text/plain; charset=utf-8", .body = ""};
}

struct reply reply_status(struct request *r, enum status s)
{
    static const int statuses[] = {
        [NOT_FOUND] = 404, [DENIED] = 403, [INVALID] = 422, [CONFLICT] = 409, [BUSY] = 503, [FAILED] = 500};
    assert(s != OK);
    return reply_error(r, statuses[s]);
}

struct reply reply_too_many(struct request *r, int seconds)
{
    struct reply reply = reply_error(r, 429);
    reply_header(&reply, "Retry-After", arena_printf(r->arena, "%d", seconds));
    return reply;
}

struct reply reply_text(struct request *r, int status, const char *type, struct buf *body)
{
    return (struct reply){.status = status, .type = type, .body = buf_text(body), .length = body->length};
}

struct reply reply_json(struct request *r, struct buf *body)
{
    return reply_text(r, 200, "application/json; charset=utf-8", body);
}

struct reply reply_download(struct request *r, const char *type, const char *filename, struct buf *body)
{
    assert(strpbrk(filename, "\"\\\r\n/") == NULL);
    struct reply reply = reply_text(r, 200, type, body);
    reply.download = filename;
    return reply;
}

void reply_cookie(struct reply *reply, const char *name, const char *value, int64_t max_age)
{
    assert(reply->cookie_count < REPLY_COOKIES_MOST);
    reply->cookies[reply->cookie_count++] = (struct reply_cookie){name, value, max_age};
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
    assert(reply->header_count < REPLY_HEADERS_MOST);
    reply->headers[reply->header_count].name = name;
    reply->headers[reply->header_count++].value = value;
}

// The __Host- prefix makes browsers refuse the cookie without Secure, with a Domain or on another path; it needs https.
const char *session_cookie_name(const struct request *r)
{
    return r->https ? "__Host-ypsilon" : "ypsilon";
}

const char *visitor_cookie_name(const struct request *r)
{
    return r->https ? "__Host-visitor" : "visitor";
}

void reply_session(struct request *r, struct reply *reply, const char *reference)
{
    reply_cookie(reply, session_cookie_name(r), reference, 0);
}

void reply_session_end(struct request *r, struct reply *reply)
{
    reply_cookie(reply, session_cookie_name(r), "", -1);
}

static const struct {
    const char *key;
    const char *text;
} FLASHES[] = {
#define FLASH(key, text) [FLASH_##key] = {#key, text},
#include "web/flash.def"
#undef FLASH
};

void reply_flash(struct reply *reply, enum flash message)
{
    assert(message > FLASH_NONE && message < COUNT_OF(FLASHES));
    reply_cookie(reply, "flash", FLASHES[message].key, 60);
}

const char *flash_text(const char *key)
{
    for (size_t i = FLASH_NONE + 1; i < COUNT_OF(FLASHES); i++)
        if (strcmp(FLASHES[i].key, key) == 0)
            return FLASHES[i].text;
    return NULL;
}
