// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/status.h"
#include "core/actor.h"
#include "web/form.h"

// What a page sees of HTTP. Everything in a request lives until its reply has been sent, in request.arena.

struct app;
struct asset;
struct page;
struct route;
struct server_hooks;
struct upload;

enum method { METHOD_GET, METHOD_POST }; // HEAD comes as GET; the server leaves the body out

// Who sends the request; filled in by server_hooks.session_load.
struct session {
    bool live; // the cookie belongs to a running session: actor says whose
    struct session_id id;
    struct actor actor;
};

enum { ROUTE_PARAMS_MOST = 4 };

struct request {
    struct app *app;
    const struct server_hooks *hooks;
    struct arena *arena;
    enum method method;
    const char *path;   // decoded, valid UTF-8, starts with "/"
    const char *target; // path and query as they were sent: for ways back
    struct form query;
    struct form form; // of a POST
    const struct upload *uploads; // files that came with the form (multipart.h)
    size_t upload_count;
    const struct route *route;
    int64_t ids[ROUTE_PARAMS_MOST]; // of the path's ":id" parts, in order
    const char *word;               // of the path's ":word" part
    const struct actor *actor;      // never NULL; ROLE_PUBLIC when nobody is logged in
    struct session session;
    bool session_ended; // a session cookie came that is no longer good
    enum lang lang;
    const char *session_cookie;    // the cookie's value, NULL when none came
    const char *address;           // the client's, "192.0.2.7" or "2001:db8::1"
    const char *user_agent;        // at most 200 bytes, "" when absent
    const char *host;              // as sent, checked: "127.0.0.1:8080"
    const char *referer;           // path and query of the page it came from when that is ours, else NULL
    bool https;                    // the client came by https
    bool htmx;                     // wants a part of a page (HX-Request)
    int64_t now;                   // milliseconds UTC
    const char *csrf;              // what the form field "csrf" must hold
    const char *nonce;             // of the Content-Security-Policy
    const char *once;              // what the form field "once" of this page's forms holds, see once.h
    const char *flash;             // msgid of a message kept over a redirect, or NULL
    const struct request_raw *raw; // headers and cookies; see request_header
};

int64_t request_id(const struct request *r, size_t index);             // asserts that the route has it
const char *request_query(const struct request *r, const char *name);  // trimmed, "" when absent
const char *request_field(const struct request *r, const char *name);  // of the form; trimmed, "" when absent
const char *request_header(const struct request *r, const char *name); // or NULL
const char *request_cookie(const struct request *r, const char *name); // or NULL
const struct upload *request_upload(const struct request *r, const char *field); // the first file of a field, or NULL
// Where to go on after logging in or changing language: the field or query "next" when it is a path of ours, else
// fallback. Never leads to another site.
const char *request_next(const struct request *r, const char *fallback);

enum { REPLY_COOKIES_MOST = 6, REPLY_HEADERS_MOST = 4 };

struct reply_cookie {
    const char *name;
    const char *value;
    int64_t max_age; // seconds; 0: until the browser closes; negative: remove
};

// A body that is made while it is sent. next adds the coming part; *more_out: there are others. end is called once at last,
// also when the client has gone; the request may have ended before it, so that it may not touch its arena.
struct reply_stream {
    enum status (*next)(void *context, struct buf *out, bool *more_out);
    void (*end)(void *context);
    void *context;
};
struct reply_file { // an open file that is sent from its beginning, and then closed
    int descriptor;
    uint64_t size;
};

struct reply {
    int status;       // 200, 303 …
    const char *type; // Content-Type
    const char *body;
    size_t length;
    const struct reply_stream *stream; // instead of body and length, or NULL
    const struct reply_file *file;     // likewise
    const char *location;
    const char *download;      // file name for Content-Disposition, ASCII, or NULL
    const struct asset *asset; // body and caching of a file of ours
    struct reply_cookie cookies[REPLY_COOKIES_MOST];
    size_t cookie_count;
    struct {
        const char *name, *value;
    } headers[REPLY_HEADERS_MOST];
    size_t header_count;
};

// A finished page (html.h) with a status: 200, or 422 for a form with issues.
struct reply reply_page(struct page *p, int status);
// 303 See Other to a path of ours; the path must start with one "/".
__attribute__((format(printf, 2, 3))) struct reply reply_redirect(struct request *r, const char *path_format, ...);
// The error page for an answer of app: NOT_FOUND 404, DENIED 403, INVALID 422, CONFLICT 409, BUSY 503, FAILED 500.
// Do not give it INVALID when there are issues to show: show the form again.
struct reply reply_status(struct request *r, enum status s);
// The error page for an HTTP status: 400 403 404 405 409 411 413 414 415 421 422 429 431 500 503.
struct reply reply_error(struct request *r, int status);
// 429 with Retry-After.
struct reply reply_too_many(struct request *r, int seconds);
struct reply reply_text(struct request *r, int status, const char *type, struct buf *body);
// JSON already written; 200.
struct reply reply_json(struct request *r, struct buf *body);
struct reply reply_download(struct request *r, const char *type, const char *filename, struct buf *body);

// A message shown once on the next page. keys stand in flash.def.
enum flash {
    FLASH_NONE,
#define FLASH(key, text) FLASH_##key,
#include "web/flash.def"
#undef FLASH
};
void reply_flash(struct reply *reply, enum flash message);
const char *flash_text(const char *key); // msgid or NULL

// The session cookie, with the name, Secure, HttpOnly, SameSite=Lax and Path the connection asks for.
void reply_session(struct request *r, struct reply *reply, const char *reference);
void reply_session_end(struct request *r, struct reply *reply);
void reply_cookie(struct reply *reply, const char *name, const char *value, int64_t max_age);
void reply_header(struct reply *reply, const char *name, const char *value);

#endif
