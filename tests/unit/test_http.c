// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/assets.h"
#include "web/dispatch.h"
#include "web/reply.h"
#include "web/routes.h"
#include "web/wire.h"

static const struct wire_policy LOOPBACK = {.loopback_names = true};

// One request's head, as it was sent: method, target and pairs of header names and values, NULL at the end.
struct head {
    const char *method, *target;
    const char *headers[12];
    int status;
};

static int read_head(struct arena *a, const struct head *h, const struct wire_policy *policy, struct request *r, uint64_t *body)
{
    static struct wire_header items[16];
    struct wire w = {.method = h->method, .target = h->target, .version = "HTTP/1.1", .headers = items, .size = 500};
    for (size_t i = 0; i + 1 < COUNT_OF(h->headers) && h->headers[i] != NULL; i += 2)
        items[w.count++] = (struct wire_header){h->headers[i], h->headers[i + 1]};
    *r = (struct request){.arena = a, .address = "127.0.0.1"};
    bool head_only;
    return wire_read(&w, policy, r, body, &head_only);
}

#define HOST "Host", "localhost:8080"
#define FORM "Content-Type", "application/x-www-form-urlencoded"

static void heads_are_read_strictly(void **state)
{
    static const struct head heads[] = {
        {"GET", "/needs?q=a%20b", {HOST}, 0},
        {"HEAD", "/", {HOST}, 0},
        {"POST", "/needs", {HOST, FORM, "Content-Length", "3"}, 0},
        {"POST", "/needs", {HOST, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8", "Content-Length", "3"}, 0},
        {"POST", "/needs", {HOST}, 0},
        {"GET", "/", {"host", "[::1]:8080"}, 0},
        {"GET", "/", {"Host", "127.0.0.1"}, 0},
        {"GET", "/", {NULL}, 400},
        {"GET", "/", {"Host", ""}, 400},
        {"GET", "/", {HOST, HOST}, 400},
        {"GET", "/", {"Host", "a b"}, 400},
        {"GET", "/", {"Host", "localhost:"}, 400},
        {"GET", "/", {"Host", "localhost:123456"}, 400},
        {"GET", "/", {"Host", "localhost@evil.example"}, 400},
        {"GET", "/", {"Host", "evil.example"}, 421},
        {"GET", "/", {"Host", "localhost.evil.example"}, 421},
        {"GET", "/", {HOST, "X Y", "a"}, 400},
        {"GET", "/", {HOST, "", "a"}, 400},
        {"GET", "/", {HOST, "X", "a\rb"}, 400},
        {"GET", "/", {HOST, "X", "a\x01"}, 400},
        {"GET", "/", {HOST, "Cookie", "a=b", "cookie", "c=d"}, 400},
        {"POST", "/", {HOST, FORM, "Content-Length", "3", "content-length", "3"}, 400},
        {"POST", "/", {HOST, FORM, "Content-Length", "+3"}, 400},
        {"POST", "/", {HOST, FORM, "Content-Length", "3,3"}, 400},
        {"POST", "/", {HOST, FORM, "Content-Length", ""}, 400},
        {"POST", "/", {HOST, FORM, "Content-Length", "9999999999999999999"}, 400},
        {"POST", "/", {HOST, FORM, "Content-Length", "3", "Transfer-Encoding", "chunked"}, 400},
        {"POST", "/", {HOST, FORM, "Transfer-Encoding", "chunked"}, 411},
        {"GET", "/", {HOST, "Content-Length", "3"}, 400},
        {"POST", "/", {HOST, "Content-Length", "3"}, 415},
        {"POST", "/", {HOST, "Content-Type", "text/plain", "Content-Length", "3"}, 415},
        {"POST", "/", {HOST, "Content-Type", "application/x-www-form-urlencodedx", "Content-Length", "3"}, 415},
        {"PUT", "/", {HOST}, 405},
        {"get", "/", {HOST}, 405},
        {"GET", "needs", {HOST}, 400},
        {"GET", "http://localhost/", {HOST}, 400},
        {"OPTIONS", "*", {HOST}, 400},
        {"GET", "//evil.example", {HOST}, 400},
        {"GET", "/a//b", {HOST}, 400},
        {"GET", "/a/", {HOST}, 0},
        {"GET", "/../etc", {HOST}, 400},
        {"GET", "/a/..", {HOST}, 400},
        {"GET", "/%2e%2e/a", {HOST}, 400},
        {"GET", "/a/./b", {HOST}, 400},
        {"GET", "/a%2Fb", {HOST}, 400},
        {"GET", "/a%5cb", {HOST}, 400},
        {"GET", "/a%00", {HOST}, 400},
        {"GET", "/%ff", {HOST}, 400},
        {"GET", "/%c3%a5", {HOST}, 0},
        {"GET", "/\xc3\xa5", {HOST}, 400},
        {"GET", "/a#b", {HOST}, 400},
        {"GET", "/a%0d%0ab", {HOST}, 400},
        {"GET", "/?a=%zz", {HOST}, 400},
    };
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct request r;
        uint64_t body;
        int status = read_head(a, &heads[i], &LOOPBACK, &r, &body);
        if (status != heads[i].status)
            fail_msg("row %zu, %s %s: %d, not %d", i, heads[i].method, heads[i].target, status, heads[i].status);
    }
}

static void long_targets_and_heads_are_told_apart(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    uint64_t body;
    char *target = arena_alloc(a, WIRE_TARGET_MOST + 10);
    memset(target, 'a', WIRE_PATH_MOST);
    target[0] = '/';
    struct head h = {"GET", target, {HOST}, 0};
    assert_int_equal(read_head(a, &h, &LOOPBACK, &r, &body), 0);
    target[WIRE_PATH_MOST] = 'a';
    assert_int_equal(read_head(a, &h, &LOOPBACK, &r, &body), 414);
    target[5] = '?';
    assert_int_equal(read_head(a, &h, &LOOPBACK, &r, &body), 0);
    memset(target + WIRE_PATH_MOST, 'a', WIRE_TARGET_MOST - WIRE_PATH_MOST + 1);
    assert_int_equal(read_head(a, &h, &LOOPBACK, &r, &body), 414);
    static struct wire_header host = {HOST};
    struct wire w = {.method = "GET", .target = "/", .version = "HTTP/1.1", .headers = &host, .count = 1, .size = WIRE_HEAD_MOST + 1};
    bool head_only;
    assert_int_equal(wire_read(&w, &LOOPBACK, &r, &body, &head_only), 431);
    w.size = WIRE_HEAD_MOST;
    assert_int_equal(wire_read(&w, &LOOPBACK, &r, &body, &head_only), 0);
    w.version = "HTTP/1.2";
    assert_int_equal(wire_read(&w, &LOOPBACK, &r, &body, &head_only), 400);
}

static void a_request_tells_what_it_holds(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    uint64_t body;
    struct head h = {"GET", "/needs/12?q=%C3%A5+b&next=/x%3Fy",
                     {HOST, "Cookie", "a=1; lang=en; b=x=y", "User-Agent", "Test", "Referer", "http://localhost:8080/from?x=1"}, 0};
    assert_int_equal(read_head(a, &h, &LOOPBACK, &r, &body), 0);
    assert_string_equal(r.path, "/needs/12");
    assert_string_equal(r.target, "/needs/12?q=%C3%A5+b&next=/x%3Fy");
    assert_string_equal(request_query(&r, "q"), "å b");
    assert_string_equal(request_cookie(&r, "b"), "x=y");
    assert_null(request_cookie(&r, "c"));
    assert_string_equal(request_header(&r, "user-agent"), "Test");
    assert_int_equal(r.lang, LANG_EN);
    assert_string_equal(r.referer, "/from?x=1");
    assert_string_equal(request_next(&r, "/"), "/x?y");
    assert_false(r.htmx);
    struct head other = {"GET", "/", {HOST, "Referer", "http://localhost:8080.evil.example/from", "HX-Request", "true"}, 0};
    assert_int_equal(read_head(a, &other, &LOOPBACK, &r, &body), 0);
    assert_null(r.referer);
    assert_true(r.htmx);
}

static void the_way_back_stays_with_us(void **state)
{
    static const char *const bad[] = {"//evil.example", "https%3A%2F%2Fevil.example", "/%5Cevil.example", "/%09/evil.example", "evil", "",
                                      "/a%20b", "/%C3%A5"};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    uint64_t body;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct head h = {"GET", arena_printf(a, "/login?next=%s", bad[i]), {HOST}, 0};
        int status = read_head(a, &h, &LOOPBACK, &r, &body);
        assert_true(status == 400 || strcmp(request_next(&r, "/home"), "/home") == 0);
    }
}

static void languages_are_chosen_or_asked_for(void **state)
{
    static const struct {
        const char *accept, *cookie;
        enum lang lang;
    } rows[] = {
        {"nb-NO,nb;q=0.9,en;q=0.8", "", LANG_NB}, {"en-GB,en;q=0.9", "", LANG_EN}, {"de", "", LANG_EN},
        {"sv-SE", "", LANG_NB},                   {"*", "", LANG_NB},              {"nb", "lang=en", LANG_EN},
        {"en", "lang=nb", LANG_NB},               {"en", "lang=xx", LANG_EN},      {"nbx", "", LANG_EN},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct request r;
        uint64_t body;
        struct head h = {"GET", "/", {HOST, "Accept-Language", rows[i].accept, "Cookie", rows[i].cookie}, 0};
        assert_int_equal(read_head(a, &h, &LOOPBACK, &r, &body), 0);
        assert_int_equal(r.lang, rows[i].lang);
    }
}

static void only_a_trusted_proxy_is_believed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    uint64_t body;
    struct head h = {"GET", "/", {"Host", "ypsilon.example.no", "X-Forwarded-Proto", "https",
                                  "X-Forwarded-For", "10.0.0.1, 192.0.2.7"}, 0};
    struct wire_policy open = {.host = "ypsilon.example.no"}, proxy = {.host = "ypsilon.example.no", .trust_proxy = true};
    assert_int_equal(read_head(a, &h, &open, &r, &body), 0);
    assert_false(r.https);
    assert_string_equal(r.address, "127.0.0.1");
    assert_int_equal(read_head(a, &h, &proxy, &r, &body), 0);
    assert_true(r.https);
    assert_string_equal(r.address, "192.0.2.7");
    h.headers[5] = "<script>";
    assert_int_equal(read_head(a, &h, &proxy, &r, &body), 0);
    assert_string_equal(r.address, "127.0.0.1");
    h.headers[1] = "other.example.no";
    assert_int_equal(read_head(a, &h, &proxy, &r, &body), 421);
}

static enum role role_now;

static enum status session_known(struct request *r, const char *reference, struct session *out)
{
    if (strcmp(reference, "good") != 0)
        return NOT_FOUND;
    *out = (struct session){.actor = {.role = role_now, .name = "Kari", .organisation = "", .lang = r->lang}};
    return OK;
}

static const struct server_hooks HOOKS = {.session_load = session_known};

static struct reply ask(struct arena *a, const struct head *h, const char *form, struct request *r)
{
    uint64_t body;
    int refused = read_head(a, h, &LOOPBACK, r, &body);
    if (refused == 0 && form != NULL)
        refused = wire_read_form(r, form, strlen(form));
    return dispatch(r, &HOOKS, refused);
}

static const char *token_for(struct arena *a, const char *cookie)
{
    struct request r;
    struct head h = {"GET", "/health", {HOST, "Cookie", cookie}, 0};
    ask(a, &h, NULL, &r);
    return arena_printf(a, "lang=en&next=/x&csrf=%s", r.csrf);
}

static void a_post_needs_the_token_of_its_session(void **state)
{
    static const char visitor[] = "visitor=abcdefghijklmnopqrstuvwx";
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    struct head h = {"POST", "/language", {HOST, "Cookie", visitor}, 0};
    struct reply reply = ask(a, &h, token_for(a, visitor), &r);
    assert_int_equal(reply.status, 303);
    assert_string_equal(reply.location, "/x");
    assert_int_equal(ask(a, &h, "lang=en", &r).status, 403);
    assert_int_equal(ask(a, &h, "lang=en&csrf=", &r).status, 403);
    assert_int_equal(ask(a, &h, token_for(a, "visitor=Abcdefghijklmnopqrstuvwx"), &r).status, 403);
    // A session has a token of its own, and a visitor without cookie has none that could be known.
    role_now = ROLE_OFFICE;
    struct head member = {"POST", "/language", {HOST, "Cookie", "ypsilon=good"}, 0};
    assert_int_equal(ask(a, &member, token_for(a, visitor), &r).status, 403);
    assert_int_equal(ask(a, &member, token_for(a, "ypsilon=good"), &r).status, 303);
    struct head bare = {"POST", "/language", {HOST}, 0};
    assert_int_equal(ask(a, &bare, token_for(a, "a=b"), &r).status, 403);
}

static void what_was_typed_waits_in_the_page(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    struct head h = {"POST", "/language", {HOST, "Referer", "http://localhost:8080/from"}, 0};
    struct reply reply = ask(a, &h, "lang=en&about=%3C/textarea%3E%3Cscript%3E", &r);
    assert_int_equal(reply.status, 403);
    assert_non_null(strstr(reply.body, "&lt;/textarea&gt;&lt;script&gt;</textarea>"));
    assert_null(strstr(reply.body, "<script>"));
    assert_non_null(strstr(reply.body, "href=\"/from\""));
    reply = ask(a, &h, "lang=en&password=hemmelig", &r);
    assert_int_equal(reply.status, 403);
    assert_null(strstr(reply.body, "hemmelig"));
}

static void forms_of_other_sites_are_refused(void **state)
{
    static const struct {
        const char *name, *value;
        int status;
    } rows[] = {
        {"Origin", "http://localhost:8080", 303},       {"Origin", "http://evil.example", 403},
        {"Origin", "null", 403},                        {"Origin", "https://localhost:8080", 403},
        {"Origin", "http://localhost:8080.evil", 403},  {"Origin", "http://localhost:80801", 403},
        {"Sec-Fetch-Site", "same-origin", 303},         {"Sec-Fetch-Site", "same-site", 403},
        {"Sec-Fetch-Site", "cross-site", 403},          {"Sec-Fetch-Site", "none", 303},
    };
    static const char visitor[] = "visitor=abcdefghijklmnopqrstuvwx";
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct request r;
        struct head h = {"POST", "/language", {HOST, "Cookie", visitor, rows[i].name, rows[i].value}, 0};
        struct reply reply = ask(a, &h, token_for(a, visitor), &r);
        if (reply.status != rows[i].status)
            fail_msg("%s: %s gave %d", rows[i].name, rows[i].value, reply.status);
    }
}

static bool has_params(const char *pattern)
{
    return strchr(pattern, ':') != NULL;
}

static void roles_are_asked_for_before_the_handler(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    int seen = 0;
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *row = route_at(i);
        assert_true(row->pattern[0] == '/' && row->roles != 0 && row->name != NULL && row->handler != NULL);
        for (size_t k = 0; k < i; k++)
            assert_false(route_at(k)->method == row->method && strcmp(route_at(k)->pattern, row->pattern) == 0);
        if (row->roles & FOR_PUBLIC || has_params(row->pattern) || row->method != METHOD_GET)
            continue;
        struct head h = {"GET", row->pattern, {HOST}, 0};
        struct reply reply = ask(a, &h, NULL, &r);
        assert_int_equal(reply.status, 303);
        assert_ptr_equal(strstr(reply.location, "/login?next="), reply.location);
        for (int role = ROLE_OFFICE; role < ROLES; role++) {
            if (row->roles >> role & 1)
                continue;
            role_now = (enum role)role;
            struct head member = {"GET", row->pattern, {HOST, "Cookie", "ypsilon=good"}, 0};
            assert_int_equal(ask(a, &member, NULL, &r).status, 403);
            seen++;
        }
    }
    assert_true(seen > 0);
}

static void unknown_things_get_their_status(void **state)
{
    static const struct head heads[] = {
        {"GET", "/no-such-page", {HOST}, 404},     {"GET", "/assets/none.css", {HOST}, 404}, {"GET", "/language", {HOST}, 405},
        {"DELETE", "/language", {HOST}, 405},      {"GET", "/health", {HOST}, 200},          {"GET", "/health/1", {HOST}, 404},
        {"GET", "/%2e%2e/x", {HOST}, 400},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        struct request r;
        struct reply reply = ask(a, &heads[i], NULL, &r);
        assert_int_equal(reply.status, heads[i].status);
        if (reply.status == 405) {
            assert_string_equal(reply.headers[0].name, "Allow");
            assert_string_equal(reply.headers[0].value, heads[i].method[0] == 'G' ? "POST" : "GET, HEAD, POST");
        }
    }
}

static const char *line(const struct reply_header_line *lines, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(lines[i].name, name) == 0)
            return lines[i].value;
    return "";
}

static void every_page_carries_its_protection(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r, again;
    struct reply_header_line lines[REPLY_LINES_MOST];
    struct head h = {"GET", "/no-such-page", {HOST, "Cookie", "ypsilon=old"}, 0};
    struct reply reply = ask(a, &h, NULL, &r);
    assert_true(r.session_ended);
    size_t n = reply_lines(&r, &reply, lines);
    assert_string_equal(line(lines, n, "Cache-Control"), "no-store");
    assert_string_equal(line(lines, n, "X-Content-Type-Options"), "nosniff");
    const char *csp = line(lines, n, "Content-Security-Policy");
    assert_non_null(strstr(csp, "default-src 'none'"));
    assert_non_null(strstr(csp, "frame-ancestors 'none'"));
    assert_null(strstr(csp, "unsafe"));
    assert_non_null(strstr(csp, r.nonce));
    assert_non_null(strstr(reply.body, arena_printf(a, "nonce=\"%s\"", r.nonce)));
    assert_string_equal(line(lines, n, "Strict-Transport-Security"), "");
    assert_non_null(strstr(line(lines, n, "Set-Cookie"), "visitor="));
    ask(a, &h, NULL, &again);
    assert_string_not_equal(r.nonce, again.nonce);

    r.https = true;
    struct reply login = reply_redirect(&r, "/");
    reply_session(&r, &login, "secret");
    n = reply_lines(&r, &login, lines);
    assert_string_equal(line(lines, n, "Set-Cookie"), "__Host-ypsilon=secret; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_non_null(strstr(line(lines, n, "Strict-Transport-Security"), "max-age="));
}

static void assets_are_kept_for_ever_and_known_again(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    const struct asset *css = asset_named("app.css");
    assert_non_null(css);
    assert_null(asset_named("none.css"));
    assert_ptr_equal(asset_at_path(css->path), css);
    assert_null(memmem(css->bytes, css->size, "asset:", 6));
    struct head h = {"GET", css->path, {HOST}, 0};
    struct reply reply = ask(a, &h, NULL, &r);
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.length, css->size);
    struct reply_header_line lines[REPLY_LINES_MOST];
    size_t n = reply_lines(&r, &reply, lines);
    assert_non_null(strstr(line(lines, n, "Cache-Control"), "immutable"));
    struct head known = {"GET", css->path, {HOST, "If-None-Match", css->etag}, 0};
    assert_int_equal(ask(a, &known, NULL, &r).status, 304);
}

static void a_message_outlives_one_redirect(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    struct head h = {"GET", "/no-such-page", {HOST, "Cookie", "flash=saved; lang=en"}, 0};
    struct reply reply = ask(a, &h, NULL, &r);
    assert_non_null(strstr(reply.body, "Your changes are saved."));
    bool removed = false;
    for (size_t i = 0; i < reply.cookie_count; i++)
        removed |= strcmp(reply.cookies[i].name, "flash") == 0 && reply.cookies[i].max_age < 0;
    assert_true(removed);
    struct head forged = {"GET", "/no-such-page", {HOST, "Cookie", "flash=Your+money"}, 0};
    assert_null(strstr(ask(a, &forged, NULL, &r).body, "money"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_read_strictly),
        cmocka_unit_test(long_targets_and_heads_are_told_apart),
        cmocka_unit_test(a_request_tells_what_it_holds),
        cmocka_unit_test(the_way_back_stays_with_us),
        cmocka_unit_test(languages_are_chosen_or_asked_for),
        cmocka_unit_test(only_a_trusted_proxy_is_believed),
        cmocka_unit_test(a_post_needs_the_token_of_its_session),
        cmocka_unit_test(what_was_typed_waits_in_the_page),
        cmocka_unit_test(forms_of_other_sites_are_refused),
        cmocka_unit_test(roles_are_asked_for_before_the_handler),
        cmocka_unit_test(unknown_things_get_their_status),
        cmocka_unit_test(every_page_carries_its_protection),
        cmocka_unit_test(assets_are_kept_for_ever_and_known_again),
        cmocka_unit_test(a_message_outlives_one_redirect),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
