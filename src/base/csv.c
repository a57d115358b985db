// SPDX-License-Identifier: EUPL-1.2
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

struct csv csv_of(struct arena *a, const void *bytes, size_t size)
{
    return (struct csv){.at = bytes, .end = (const char *)bytes + size, .arena = a, .next_line = 1};
}

static void pass_over(struct csv *c)
{
    while (c->at < c->end && (*c->at == '#' || *c->at == '\n' || *c->at == '\r')) {
        while (c->at < c->end && *c->at != '\n')
            c->at++;
        if (c->at < c->end)
            c->at++;
        c->next_line++;
    }
}

// One field; leaves at on the comma or line break behind it.
static const char *field_read(struct csv *c)
{
    if (c->at == c->end || *c->at != '"') {
        const char *start = c->at;
        while (c->at < c->end && *c->at != ',' && *c->at != '\n')
            c->at++;
        size_t n = (size_t)(c->at - start);
        if (n > 0 && start[n - 1] == '\r')
            n--;
        return arena_strndup(c->arena, start, n);
    }
    const char *start = ++c->at;
    while (c->at < c->end && !(*c->at == '"' && !(c->at + 1 < c->end && c->at[1] == '"')))
        c->at += *c->at == '"' ? 2 : 1;
    char *text = arena_alloc(c->arena, (size_t)(c->at - start) + 1), *out = text;
    for (const char *p = start; p < c->at; p++) {
        c->next_line += *p == '\n';
        *out++ = *p;
        p += *p == '"';
    }
    while (c->at < c->end && *c->at != ',' && *c->at != '\n')
        c->at++;
    return text;
}

bool csv_next(struct csv *c, const char **fields_out, size_t most, size_t *count_out)
{
    pass_over(c);
    if (c->at == c->end)
        return false;
    c->line = c->next_line;
    for (*count_out = 0;; c->at++) {
        const char *text = field_read(c);
        if (*count_out < most)
            fields_out[*count_out] = text;
        ++*count_out;
        if (c->at == c->end || *c->at == '\n')
            break;
    }
    if (c->at < c->end) {
        c->at++;
        c->next_line++;
    }
    return true;
}

void csv_defect(const struct csv *c, const char *file, const char *what)
{
    log_error("%s line %zu: %s", file, c->line, what);
    abort();
}

size_t csv_parts(struct arena *a, const char *field, const char **parts_out, size_t most)
{
    size_t count = 0;
    for (const char *p = field; *p != '\0' && count < most;) {
        size_t n = strcspn(p, "|");
        if (n > 0)
            parts_out[count++] = arena_strndup(a, p, n);
        p += n + (p[n] == '|');
    }
    return count;
}
