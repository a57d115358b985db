// SPDX-License-Identifier: EUPL-1.2
#include "web/routes.h"

#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <string.h>

#define AREA(name) extern const struct route name##_routes[];
#include "web/areas.def"
#undef AREA

static const struct route *const AREAS[] = {
#define AREA(name) name##_routes,
#include "web/areas.def"
#undef AREA
};

struct match {
    int64_t ids[ROUTE_PARAMS_MOST];
    size_t id_count;
    const char *word; // points into the path
    size_t word_length;
    int literals;
};

static bool id_read(const char *s, size_t n, int64_t *out)
{
    int64_t id = 0;
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)s[i]) || __builtin_mul_overflow(id, 10, &id) ||
            __builtin_add_overflow(id, s[i] - '0', &id))
            return false;
    *out = id;
    return n > 0 && s[0] != '0';
}

static bool word_clean(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!islower((unsigned char)s[i]) && !isdigit((unsigned char)s[i]) && s[i] != '-')
            return false;
    return n > 0;
}

static bool pattern_match(const char *pattern, const char *path, struct match *out)
{
    *out = (struct match){0};
    while (*pattern == '/' && *path == '/') {
        pattern++;
        path++;
        size_t want = strcspn(pattern, "/"), have = strcspn(path, "/");
        if (want == 3 && strncmp(pattern, ":id", 3) == 0) {
            assert(out->id_count < ROUTE_PARAMS_MOST);
            if (!id_read(path, have, &out->ids[out->id_count++]))
                return false;
        } else if (want == 5 && strncmp(pattern, ":word", 5) == 0) {
            if (!word_clean(path, have))
                return false;
            out->word = path;
            out->word_length = have;
        } else {
            if (want != have || strncmp(pattern, path, want) != 0)
                return false;
            out->literals++;
        }
        pattern += want;
        path += have;
    }
    return *pattern == '\0' && *path == '\0';
}

// Rows with the same number of parts and the same first part stand in one chain, in the order of the tables: a page asks
// for some twenty routes, its own and those that its menus lead to.
enum { CHAINS = 512, ROWS_MOST = 1024 };
static struct {
    uint16_t first[CHAINS], last[CHAINS]; // row + 1; 0: none
    uint16_t next[ROWS_MOST];
    const struct route *rows[ROWS_MOST];
} chains;
static pthread_once_t chains_made = PTHREAD_ONCE_INIT;

static unsigned chain_of(const char *path)
{
    unsigned hash = 2166136261u, parts = 0;
    for (const char *s = path; *s != '\0'; s++) {
        parts += *s == '/';
        if (parts == 1)
            hash = (hash ^ (unsigned char)*s) * 16777619u;
    }
    return (hash ^ (hash >> 16) ^ parts) % CHAINS;
}

static void chains_make(void)
{
    uint16_t count = 0;
    for (size_t a = 0; a < COUNT_OF(AREAS); a++)
        for (const struct route *row = AREAS[a]; row->pattern != NULL; row++) {
            assert(count < ROWS_MOST && row->pattern[1] != ':');
            unsigned chain = chain_of(row->pattern);
            chains.rows[count++] = row;
            if (chains.first[chain] == 0)
                chains.first[chain] = count;
            else
                chains.next[chains.last[chain] - 1] = count;
            chains.last[chain] = count;
        }
}

static const struct route *find(enum method method, const char *path, struct match *best_out, bool *other_method_out)
{
    const struct route *best = NULL;
    *other_method_out = false;
    pthread_once(&chains_made, chains_make);
    for (unsigned at = chains.first[chain_of(path)]; at != 0; at = chains.next[at - 1]) {
        const struct route *row = chains.rows[at - 1];
        struct match m;
        if (!pattern_match(row->pattern, path, &m) ||
            (best != NULL && m.literals <= best_out->literals && row->method == method))
            continue;
        if (row->method != method) {
            *other_method_out = true;
            continue;
        }
        best = row;
        *best_out = m;
    }
    return best;
}

enum route_found route_find(struct request *r, const char **allow_out)
{
    struct match m;
    bool other;
    const struct route *row = find(r->method, r->path, &m, &other);
    if (row == NULL) {
        *allow_out = r->method == METHOD_POST ? "GET, HEAD" : "POST";
        return other ? ROUTE_OTHER_METHOD : ROUTE_NOT_FOUND;
    }
    r->route = row;
    memcpy(r->ids, m.ids, sizeof r->ids);
    r->word = m.word == NULL ? NULL : arena_strndup(r->arena, m.word, m.word_length);
    return ROUTE_FOUND;
}

bool route_open(const char *path, enum role role)
{
    struct match m;
    bool other;
    const struct route *row = find(METHOD_GET, path, &m, &other);
    return row != NULL && (row->roles >> role & 1);
}

size_t route_count(void)
{
    size_t count = 0;
    for (size_t a = 0; a < COUNT_OF(AREAS); a++)
        for (const struct route *row = AREAS[a]; row->pattern != NULL; row++)
            count++;
    return count;
}

const struct route *route_at(size_t index)
{
    for (size_t a = 0; a < COUNT_OF(AREAS); a++)
        for (const struct route *row = AREAS[a]; row->pattern != NULL; row++)
            if (index-- == 0)
                return row;
    return NULL;
}
