// SPDX-License-Identifier: EUPL-1.2
#include "web/dispatch.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/random.h"
#include "web/assets.h"
#include "web/error_pages.h"
#include "web/moved.h"
#include "web/once.h"
#include "web/reply.h"
#include "web/routes.h"
#include "web/wire.h"

static const char *base64(struct arena *a, const unsigned char *bytes, size_t size)
{
    size_t room = sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(a, room);
    return sodium_bin2base64(text, room, bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static const char *random_text(struct arena *a)
{
    unsigned char bytes[18];
    random_bytes(bytes, sizeof bytes);
    return base64(a, bytes, sizeof bytes);
}

// The token follows from the secret in the cookie, which no other site can read: nothing to store, and a new session
// has a new token.
static const char *csrf_token(struct arena *a, const char *cookie)
{
    static const char purpose[] = "ypsilon form token 1";
    unsigned char hash[32];
    crypto_generichash_state state;
    crypto_generichash_init(&state, (const unsigned char *)purpose, sizeof purpose - 1, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)cookie, strlen(cookie));
    crypto_generichash_final(&state, hash, sizeof hash);
    return base64(a, hash, sizeof hash);
}

bool dispatch_token(void *context, const struct form *fields)
{
    const struct request *r = context;
    const char *sent = form_typed(fields, "csrf");
    size_t n = strlen(r->csrf);
    return sent != NULL && strlen(sent) == n && sodium_memcmp(sent, r->csrf, n) == 0;
}

static enum status session_load(struct request *r, const struct server_hooks *hooks)
{
    static const struct actor visitor = {.role = ROLE_PUBLIC, .name = "", .organisation = ""};
    r->actor = &visitor;
    r->session_cookie = request_cookie(r, session_cookie_name(r));
    if (r->session_cookie == NULL || r->session_cookie[0] == '\0' || hooks->session_load == NULL)
        return OK;
    enum status s = hooks->session_load(r, r->session_cookie, &r->session);
    if (s == OK) {
        r->session.live = true;
        r->actor = &r->session.actor;
        r->lang = r->actor->lang;
        if (r->method == METHOD_GET)
            r->session.actor.reads = reads_collect(r->arena);
    } else if (s == NOT_FOUND) {
        r->session = (struct session){0};
        r->session_ended = true;
        s = OK;
    }
    return s;
}

// Returns the visitor cookie to set, or NULL.
static const char *csrf_bind(struct request *r)
{
    if (r->session.live) {
        r->csrf = csrf_token(r->arena, r->session_cookie);
        return NULL;
    }
    const char *visitor = request_cookie(r, visitor_cookie_name(r));
    bool usable = visitor != NULL && strlen(visitor) == 24;
    const char *secret = usable ? visitor : random_text(r->arena);
    r->csrf = csrf_token(r->arena, secret);
    return usable ? NULL : secret;
}

static struct reply asset_reply(struct request *r)
{
    const struct asset *asset = asset_at_path(r->path);
    if (asset == NULL)
        return reply_error(r, 404);
    const char *known = request_header(r, "if-none-match");
    if (known != NULL && strstr(known, asset->etag) != NULL)
        return (struct reply){.status = 304, .asset = asset, .body = ""};
    return (struct reply){
        .status = 200, .type = asset->type, .asset = asset, .body = (const char *)asset->bytes, .length = asset->size};
}

static const char *login_path(struct request *r)
{
    const char *back = r->method == METHOD_GET ? r->target : r->referer != NULL ? r->referer : "/";
    struct buf path = buf_in(r->arena);
    buf_add_text(&path, "/login?next=");
    for (const char *s = back; *s != '\0'; s++) {
        if (strchr("&+%#?=", *s) != NULL)
            buf_printf(&path, "%%%02X", (unsigned char)*s);
        else
            buf_add_char(&path, *s);
    }
    return buf_text(&path);
}

static struct reply login_first(struct request *r)
{
    const char *login = login_path(r);
    if (r->method == METHOD_POST)
        return reply_logged_out(r, login);
    if (r->htmx) {
        struct reply reply = {.status = 403, .type = "text/plain; charset=utf-8", .body = ""};
        reply_header(&reply, "HX-Redirect", login);
        return reply;
    }
    return reply_redirect(r, "%s", login);
}

static struct reply route_reply(struct request *r)
{
    const char *allow;
    switch (route_find(r, &allow)) {
    case ROUTE_FOUND:
        break;
    case ROUTE_OTHER_METHOD:
        return reply_other_method(r, allow);
    case ROUTE_NOT_FOUND:
        return reply_error(r, 404);
    }
    bool by_link = (r->route->roles & BY_LINK) != 0;
    if (r->method == METHOD_POST && !by_link && !wire_same_origin(r))
        return reply_foreign(r);
    if (!(r->route->roles >> r->actor->role & 1)) {
        if (r->session.live ||
            route_find(&(struct request){.path = "/login", .arena = r->arena}, &allow) != ROUTE_FOUND)
            return reply_error(r, 403);
        return login_first(r);
    }
    if (r->method == METHOD_POST && !by_link && !dispatch_token(r, &r->form))
        return reply_stale_form(r);
    struct reply moved;
    if (employer_moved(r, &moved))
        return moved;
    if (r->method == METHOD_GET || r->hooks->once == NULL)
        return r->route->handler(r);
    const char *location;
    if (once_begin(r->hooks->once, r, &location) == ONCE_AGAIN)
        return reply_redirect(r, "%s", location);
    struct reply reply = r->route->handler(r);
    once_done(r->hooks->once, r, &reply);
    return reply;
}

static const struct {
    const char *route;
    uint64_t most;
    bool on_disk;
} UPLOADS[] = {
#define UPLOAD_MEMORY false
#define UPLOAD_DISK true
#define UPLOAD(route, most, where) {#route, most, where},
#include "web/uploads.def"
#undef UPLOAD
    {NULL, 0, false},
};

enum status dispatch_upload(struct request *r, const struct server_hooks *hooks, const char *folder,
                            struct multipart_rule *rule_out)
{
    const char *allow;
    r->app = hooks->app;
    r->hooks = hooks;
    if (session_load(r, hooks) != OK)
        return DENIED;
    csrf_bind(r);
    if (route_find(r, &allow) != ROUTE_FOUND || !(r->route->roles >> r->actor->role & 1) ||
        ((r->route->roles & BY_LINK) == 0 && !wire_same_origin(r)))
        return DENIED;
    for (size_t i = 0; UPLOADS[i].route != NULL; i++) {
        if (strcmp(UPLOADS[i].route, r->route->name) != 0)
            continue;
        *rule_out = (struct multipart_rule){.most = UPLOADS[i].most, .on_disk = UPLOADS[i].on_disk, .folder = folder};
        return folder != NULL || !UPLOADS[i].on_disk ? OK : INVALID;
    }
    return INVALID;
}

bool dispatch_owes(const struct request *r)
{
    return reads_any(r->session.actor.reads);
}

void dispatch_settle(struct request *r, void (*then)(void *arg, enum status status), void *arg)
{
    // What a part of a long answer shows later is written down by itself.
    struct reads *reads = r->session.actor.reads;
    r->session.actor.reads = NULL;
    if (reads_settle(r->app, r->actor, reads, then, arg) != OK)
        then(arg, FAILED);
}

struct reply dispatch_unsettled(struct request *r, const struct reply *reply, enum status status)
{
    if (reply->stream != NULL)
        reply->stream->end(reply->stream->context);
    if (reply->file != NULL)
        close(reply->file->descriptor);
    return reply_status(r, status);
}

static struct reply reply_to(struct request *r, const struct server_hooks *hooks, int refused)
{
    r->app = hooks->app;
    r->hooks = hooks;
    r->nonce = random_text(r->arena);
    r->once = random_text(r->arena);
    if (refused == 0 && r->method == METHOD_GET && strncmp(r->path, "/assets/", 8) == 0) {
        static const struct actor visitor = {.role = ROLE_PUBLIC, .name = "", .organisation = ""};
        r->actor = &visitor;
        r->csrf = "";
        return asset_reply(r);
    }
    enum status loaded = session_load(r, hooks);
    const char *visitor = csrf_bind(r);
    const char *flash = request_cookie(r, "flash");
    if (flash != NULL && r->method == METHOD_GET && !r->htmx)
        r->flash = flash_text(flash);

    struct reply reply;
    if (refused == 405)
        reply = reply_other_method(r, "GET, HEAD, POST");
    else if (refused != 0)
        reply = reply_error(r, refused);
    else if (loaded != OK)
        reply = reply_status(r, loaded);
    else
        reply = route_reply(r);
    if (!dispatch_owes(r))
        r->session.actor.reads = NULL;

    bool page = reply.type != NULL && strncmp(reply.type, "text/html", 9) == 0;
    if (page && visitor != NULL)
        reply_cookie(&reply, visitor_cookie_name(r), visitor, 0);
    if (page && flash != NULL && !r->htmx)
        reply_cookie(&reply, "flash", "", -1);
    return reply;
}

struct reply dispatch(struct request *r, const struct server_hooks *hooks, int refused)
{
    bool page = r->method == METHOD_GET && hooks->app != NULL;
    if (page)
        app_enter(hooks->app);
    struct reply reply = reply_to(r, hooks, refused);
    if (page)
        app_leave(hooks->app);
    return reply;
}
