// SPDX-License-Identifier: EUPL-1.2
#include "web/wire.h"

#include <ctype.h>
#include <string.h>

#include "web/multipart.h"
#include "base/percent.h"

static bool token(const char *s)
{
    if (*s == '\0')
        return false;
    for (; *s != '\0'; s++)
        if (!isalnum((unsigned char)*s) && strchr("!#$%&'*+-.^_`|~", *s) == NULL)
            return false;
    return true;
}

static bool value_clean(const char *s)
{
    for (; *s != '\0'; s++)
        if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
            return false;
    return true;
}

static const char *find(const struct wire *w, const char *name)
{
    for (size_t i = 0; i < w->count; i++)
        if (strcasecmp(w->headers[i].name, name) == 0)
            return w->headers[i].value;
    return NULL;
}

static bool headers_clean(const struct wire *w)
{
    static const char *const once[] = {
        "host",       "content-length", "content-type", "transfer-encoding", "cookie",          "origin",    "referer",
        "user-agent", "sec-fetch-site", "expect",       "x-forwarded-proto", "x-forwarded-for", "hx-request"};
    unsigned seen = 0;
    for (size_t i = 0; i < w->count; i++) {
        if (!token(w->headers[i].name) || !value_clean(w->headers[i].value))
            return false;
        for (size_t k = 0; k < COUNT_OF(once); k++) {
            if (strcasecmp(w->headers[i].name, once[k]) != 0)
                continue;
            if (seen >> k & 1)
                return false;
            seen |= 1u << k;
        }
    }
    return true;
}

static bool digits(const char *s)
{
    if (*s == '\0')
        return false;
    while (isdigit((unsigned char)*s))
        s++;
    return *s == '\0';
}

// A name or address with or without a port. *name_length_out is the length without the port.
static bool host_clean(const char *host, size_t *name_length_out)
{
    const char *s = host;
    if (*s == '[') {
        for (s++; isxdigit((unsigned char)*s) || *s == ':' || *s == '.'; s++) {
        }
        if (*s++ != ']')
            return false;
    } else {
        while (isalnum((unsigned char)*s) || *s == '.' || *s == '-' || *s == '_')
            s++;
    }
    *name_length_out = (size_t)(s - host);
    return s != host && strlen(host) < 256 && (*s == '\0' || (*s == ':' && digits(s + 1) && strlen(s) <= 6));
}

static bool host_ours(const char *host, size_t name_length, const struct wire_policy *policy)
{
    static const char *const loopback[] = {"localhost", "127.0.0.1", "[::1]"};
    if (policy->host != NULL)
        return strcasecmp(policy->host, host) == 0 ||
               (strlen(policy->host) == name_length && strncasecmp(policy->host, host, name_length) == 0);
    if (!policy->loopback_names)
        return true;
    for (size_t i = 0; i < COUNT_OF(loopback); i++)
        if (strlen(loopback[i]) == name_length && strncasecmp(loopback[i], host, name_length) == 0)
            return true;
    return false;
}

// No empty, "." or ".." part, and no backslash, which some programs take for a slash.
static bool path_clean(const char *path)
{
    if (path[0] != '/')
        return false;
    for (const char *s = path; *s != '\0'; s++) {
        if (*s == '\\')
            return false;
        if (*s != '/')
            continue;
        size_t n = strcspn(s + 1, "/");
        if ((n == 0 && s[1] != '\0') || (n == 1 && s[1] == '.') || (n == 2 && s[1] == '.' && s[2] == '.'))
            return false;
    }
    return true;
}

static int target_read(const char *target, struct request *r)
{
    size_t path_length = strcspn(target, "?");
    if (path_length > WIRE_PATH_MOST || strlen(target) > WIRE_TARGET_MOST)
        return 414;
    for (const char *s = target; *s != '\0'; s++)
        if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f || *s == '#')
            return 400;
    // An encoded slash would make another path than the one that was checked in front of us.
    for (const char *s = target; s < target + path_length; s++)
        if (strncasecmp(s, "%2f", 3) == 0)
            return 400;
    const char *path = percent_decode(r->arena, target, path_length, false, false);
    if (path == NULL || !path_clean(path))
        return 400;
    const char *query = target[path_length] == '?' ? target + path_length + 1 : "";
    if (form_read(r->arena, query, strlen(query), &r->query) != OK)
        return 400;
    r->path = path;
    r->target = arena_strdup(r->arena, target);
    return 0;
}

static void cookies_read(struct request *r, struct request_raw *raw, const char *header)
{
    raw->cookies = ARENA_ARRAY(r->arena, struct wire_header, WIRE_COOKIES_MOST);
    while (header != NULL && *header != '\0' && raw->cookie_count < WIRE_COOKIES_MOST) {
        size_t length = strcspn(header, ";");
        const char *equals = memchr(header, '=', length);
        if (equals != NULL)
            raw->cookies[raw->cookie_count++] = (struct wire_header){
                arena_strndup(r->arena, header, (size_t)(equals - header)),
                arena_strndup(r->arena, equals + 1, length - (size_t)(equals + 1 - header)),
            };
        header += length;
        header += strspn(header, "; ");
    }
}

// The language of somebody who has not chosen: Norwegian for those who ask for a Scandinavian language or for nothing
// in particular, English for the rest.
static enum lang lang_asked(const char *accept)
{
    static const char *const norwegian[] = {"nb", "nn", "no", "da", "sv"};
    if (accept == NULL || !isalpha((unsigned char)*accept))
        return LANG_NB;
    size_t n = strcspn(accept, "-,; ");
    for (size_t i = 0; i < COUNT_OF(norwegian); i++)
        if (n == 2 && strncasecmp(accept, norwegian[i], 2) == 0)
            return LANG_NB;
    return LANG_EN;
}

static void forwarded_read(const struct wire *w, const struct wire_policy *policy, struct request *r)
{
    r->https = policy->https;
    if (!policy->trust_proxy)
        return;
    const char *proto = find(w, "x-forwarded-proto");
    if (proto != NULL)
        r->https = strcasecmp(proto, "https") == 0;
    // The last address is the one our own proxy saw; those before it are what the client says.
    const char *from = find(w, "x-forwarded-for");
    if (from == NULL)
        return;
    const char *comma = strrchr(from, ',');
    const char *last = comma == NULL ? from : comma + 1;
    last += strspn(last, " \t");
    if (*last != '\0' && strlen(last) < 46 && strspn(last, "0123456789abcdefABCDEF.:") == strlen(last))
        r->address = arena_strdup(r->arena, last);
}

static const char *own_part(const struct request *r, const char *address)
{
    if (address == NULL || r->host == NULL)
        return NULL;
    const char *scheme = r->https ? "https://" : "http://";
    size_t n = strlen(scheme), host = strlen(r->host);
    if (strncmp(address, scheme, n) != 0 || strncasecmp(address + n, r->host, host) != 0)
        return NULL;
    return address + n + host;
}

// Path and query of the page the client came from, when that is ours.
static void referer_read(struct request *r, const char *referer)
{
    const char *part = own_part(r, referer);
    if (part == NULL || part[0] != '/' || part[1] == '/' || part[1] == '\\' || strlen(part) > WIRE_TARGET_MOST)
        return;
    for (const char *s = part; *s != '\0'; s++)
        if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f)
            return;
    r->referer = arena_strdup(r->arena, part);
}

// Shown to the user among the sessions: what is not ASCII becomes "?", so that no half letter is left at the end.
static const char *agent_read(struct arena *a, const char *agent)
{
    if (agent == NULL)
        return "";
    char *text = arena_strndup(a, agent, 200);
    for (char *s = text; *s != '\0'; s++)
        if ((unsigned char)*s >= 0x80)
            *s = '?';
    return text;
}

static int body_expected(const struct wire *w, struct request *r, uint64_t *body_out)
{
    const char *length = find(w, "content-length");
    if (find(w, "transfer-encoding") != NULL)
        return length != NULL ? 400 : 411;
    if (length != NULL && (!digits(length) || strlen(length) > 18))
        return 400;
    uint64_t size = 0;
    for (const char *s = length; s != NULL && *s != '\0'; s++)
        size = size * 10 + (uint64_t)(*s - '0');
    if (size > 0 && r->method != METHOD_POST)
        return 400;
    const char *type = find(w, "content-type");
    static const char form[] = "application/x-www-form-urlencoded";
    size_t n = sizeof form - 1;
    bool plain = type != NULL && strncasecmp(type, form, n) == 0 && strchr("; \t", type[n]) != NULL;
    if (size > 0 && !plain && (type == NULL || multipart_boundary(r->arena, type) == NULL))
        return 415;
    *body_out = size;
    return 0;
}

const char *wire_boundary(const struct request *r)
{
    const char *type = request_header(r, "content-type");
    return r->method == METHOD_POST && type != NULL ? multipart_boundary(r->arena, type) : NULL;
}

int wire_read(const struct wire *w, const struct wire_policy *policy, struct request *r, uint64_t *body_out,
              bool *head_only_out)
{
    *body_out = 0;
    *head_only_out = false;
    struct request_raw *raw = ARENA_NEW(r->arena, struct request_raw);
    r->raw = raw;
    r->user_agent = "";
    r->host = "";
    r->https = policy->https;
    r->path = "/";
    r->target = "/";
    if (w->size > WIRE_HEAD_MOST)
        return 431;
    if (!headers_clean(w) || (strcmp(w->version, "HTTP/1.1") != 0 && strcmp(w->version, "HTTP/1.0") != 0))
        return 400;
    raw->headers = w->headers;
    raw->header_count = w->count;
    cookies_read(r, raw, find(w, "cookie"));
    r->lang = lang_asked(find(w, "accept-language"));
    const char *chosen = request_cookie(r, "lang");
    if (chosen != NULL)
        r->lang = lang_from_tag(chosen, r->lang);
    r->user_agent = agent_read(r->arena, find(w, "user-agent"));
    forwarded_read(w, policy, r);

    const char *host = find(w, "host");
    size_t name_length;
    if (host == NULL || !host_clean(host, &name_length))
        return 400;
    if (!host_ours(host, name_length, policy))
        return 421;
    r->host = arena_strdup(r->arena, host);
    r->htmx = find(w, "hx-request") != NULL;
    referer_read(r, find(w, "referer"));

    int status = target_read(w->target, r);
    if (status != 0)
        return status;
    *head_only_out = strcmp(w->method, "HEAD") == 0;
    if (strcmp(w->method, "POST") == 0)
        r->method = METHOD_POST;
    else if (strcmp(w->method, "GET") != 0 && !*head_only_out)
        return 405;
    return body_expected(w, r, body_out);
}

int wire_read_form(struct request *r, const char *body, size_t size)
{
    if (size > FORM_BYTES_MOST)
        return 413;
    return form_read(r->arena, body, size, &r->form) == OK ? 0 : 400;
}

bool wire_same_origin(const struct request *r)
{
    const char *site = request_header(r, "sec-fetch-site");
    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return false;
    const char *origin = request_header(r, "origin");
    if (origin == NULL)
        return true;
    const char *rest = own_part(r, origin);
    return rest != NULL && *rest == '\0';
}
