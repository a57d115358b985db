// SPDX-License-Identifier: EUPL-1.2
#include "web/reply.h"

#include <assert.h>
#include <string.h>

#include "web/assets.h"

static void add(struct reply_header_line *lines, size_t *count, const char *name, const char *value)
{
    assert(*count < REPLY_LINES_MOST);
    lines[(*count)++] = (struct reply_header_line){name, value};
}

// The cookie "lang" and the others are read by the server only, therefore HttpOnly all of them.
static const char *cookie_line(const struct request *r, const struct reply_cookie *c)
{
    struct buf line = buf_in(r->arena);
    buf_printf(&line, "%s=%s; Path=/; HttpOnly; SameSite=Lax", c->name, c->value);
    if (r->https)
        buf_add_text(&line, "; Secure");
    if (c->max_age != 0)
        buf_printf(&line, "; Max-Age=%lld", (long long)(c->max_age < 0 ? 0 : c->max_age));
    return buf_text(&line);
}

size_t reply_lines(const struct request *r, const struct reply *reply, struct reply_header_line lines[REPLY_LINES_MOST])
{
    size_t n = 0;
    if (reply->type != NULL)
        add(lines, &n, "Content-Type", reply->type);
    add(lines, &n, "X-Content-Type-Options", "nosniff");
    add(lines, &n, "Referrer-Policy", "same-origin");
    add(lines, &n, "Cross-Origin-Opener-Policy", "same-origin");
    add(lines, &n, "Cross-Origin-Resource-Policy", "same-origin");
    if (r->https)
        add(lines, &n, "Strict-Transport-Security", "max-age=63072000");
    if (reply->asset != NULL) {
        add(lines, &n, "Cache-Control", "public, max-age=31536000, immutable");
        add(lines, &n, "ETag", reply->asset->etag);
        // The icon is an SVG, which could be opened as a page of its own.
        add(lines, &n, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        return n;
    }
    add(lines, &n, "Cache-Control", "no-store");
    add(lines, &n, "Content-Security-Policy",
        arena_printf(
            r->arena,
            "default-src 'none'; style-src 'self'; script-src 'self' 'nonce-%s'; img-src 'self' data:; "
            "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            "object-src 'none'",
            r->nonce));
    add(lines, &n, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (reply->location != NULL)
        add(lines, &n, "Location", reply->location);
    if (reply->download != NULL)
        add(lines, &n, "Content-Disposition", arena_printf(r->arena, "attachment; filename=\"%s\"", reply->download));
    for (size_t i = 0; i < reply->header_count; i++)
        add(lines, &n, reply->headers[i].name, reply->headers[i].value);
    for (size_t i = 0; i < reply->cookie_count; i++)
        add(lines, &n, "Set-Cookie", cookie_line(r, &reply->cookies[i]));
    return n;
}
