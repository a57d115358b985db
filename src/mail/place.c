// SPDX-License-Identifier: EUPL-1.2
#include "mail/place.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { PORT_MOST = 65535 };

bool place_here(const char *host)
{
    return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static bool host_fits(const char *host)
{
    if (*host == '\0')
        return false;
    for (const char *p = host; *p != '\0'; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr(".-:", *p) != NULL))
            return false;
    return true;
}

// "host", "host:port" or "[::1]:port".
static bool host_read(const char *text, struct arena *a, struct place *out)
{
    const char *end = *text == '[' ? strchr(text, ']') : strrchr(text, ':');
    const char *port = end == NULL ? NULL : *text == '[' ? (end[1] == ':' ? end + 1 : NULL) : end;
    if (*text == '[' && (end == NULL || (end[1] != ':' && end[1] != '\0')))
        return false;
    out->host = *text == '[' ? arena_strndup(a, text + 1, (size_t)(end - text - 1))
                             : arena_strndup(a, text, port == NULL ? strlen(text) : (size_t)(port - text));
    if (port != NULL) {
        char *rest;
        long number = strtol(port + 1, &rest, 10);
        if (port[1] < '0' || port[1] > '9' || *rest != '\0' || number < 1 || number > PORT_MOST)
            return false;
        out->port = (int)number;
    }
    return host_fits(out->host) && (*text == '[' || strchr(out->host, ':') == NULL);
}

bool place_read(const char *text, int port, struct arena *a, struct place *out)
{
    struct place place = {.user = "", .port = port};
    const char *at = strrchr(text, '@');
    if (at != NULL) {
        place.user = arena_strndup(a, text, (size_t)(at - text));
        text = at + 1;
    }
    place.password = strchr(place.user, ':') != NULL;
    bool user_fits = (at == NULL || *place.user != '\0') && text_valid(place.user, strlen(place.user));
    if (!place.password && (!host_read(text, a, &place) || !user_fits))
        return false;
    *out = place;
    return true;
}

const char *server_words(const char *line, struct arena *a)
{
    struct buf b = buf_in(a);
    if (!text_valid(line, strlen(line)))
        return "";
    for (const char *p = line; *p != '\0';) {
        size_t blank = strspn(p, " \t"), word = strcspn(p + blank, " \t");
        const char *at = memchr(p + blank, '@', word);
        if (word > 0)
            buf_printf(&b, "%s%.*s", b.length > 0 ? " " : "", at != NULL ? 3 : (int)word, at != NULL ? "…" : p + blank);
        p += blank + word;
    }
    return text_line(a, buf_text(&b));
}
