// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peers.h"

struct text {
    char *at;
    size_t room;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *t, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(t->at, t->room, format, arguments);
    va_end(arguments);
    if (n < 0 || (size_t)n >= t->room)
        abort();
    t->at += n;
    t->room -= (size_t)n;
}

// True, false or null.
static void put_condition(struct text *t, const struct peer_requirement *r)
{
    put(t, "(");
    if (r->column == PEER_SHARE)
        put(t, "sl <= %d AND sm >= %d", r->most, r->least);
    else if (r->column == PEER_FREE)
        put(t, "ff <= %d", r->most);
    for (unsigned i = 0; r->column == PEER_NO_COLUMN && i < r->statement_count; i++)
        put(t, "%sa%u", i > 0 ? " OR " : "", r->statements[i]);
    put(t, ")");
}

// DuckDB adds small numbers without branching faster than it looks at cases: it has columns m0 … of 0 and 1 for met and
// x0 … for missing beside the others.
static void put_columns(struct text *t, const struct peer_requirement *r, bool met)
{
    if (r->column != PEER_NO_COLUMN) {
        put(t, met ? "coalesce(" : "coalesce(NOT ");
        put_condition(t, r);
        put(t, ", false)::UTINYINT");
        return;
    }
    for (unsigned i = 0; i < r->statement_count; i++)
        put(t, "%s%c%u", i == 0 ? "(" : met ? " | " : " & ", met ? 'm' : 'x', r->statements[i]);
    put(t, ")");
}

static void put_count(struct text *t, const struct peer_need *need, enum peer_dialect d, const char *what)
{
    bool first = true;
    for (size_t i = 0; i < need->count; i++) {
        if (!need->list[i].must)
            continue;
        put(t, first ? "" : " + ");
        first = false;
        if (d == PEER_DUCKDB) {
            put_columns(t, &need->list[i], strcmp(what, "FALSE") != 0);
            continue;
        }
        put(t, "CASE WHEN ");
        put_condition(t, &need->list[i]);
        put(t, " IS %s THEN 1 ELSE 0 END", what);
    }
    if (first)
        put(t, "0");
}

static void put_score(struct text *t, const struct peer_need *need, enum peer_dialect d)
{
    bool first = true;
    for (size_t i = 0; i < need->count; i++) {
        if (need->list[i].must)
            continue;
        put(t, first ? "" : " + ");
        first = false;
        if (d == PEER_DUCKDB) {
            put(t, "%u::USMALLINT * ", need->list[i].weight);
            put_columns(t, &need->list[i], true);
        } else {
            put(t, "CASE WHEN ");
            put_condition(t, &need->list[i]);
            put(t, " THEN %u ELSE 0 END", need->list[i].weight);
        }
    }
    if (first)
        put(t, "0");
}

static void put_where(struct text *t, const struct peer_need *need, unsigned stage)
{
    bool first = true;
    for (size_t i = 0; stage < 2 && i < need->count; i++) {
        if (!need->list[i].must)
            continue;
        put(t, first ? " WHERE " : " AND ");
        put_condition(t, &need->list[i]);
        put(t, stage == 1 ? " IS NOT FALSE" : "");
        first = false;
    }
}

static void put_lot(struct text *t, uint32_t lot, enum peer_dialect d)
{
    if (d == PEER_DUCKDB)
        put(t, "xor(lot, %u::UINTEGER)", lot);
    else if (d == PEER_POSTGRES)
        put(t, "(lot # %u::bigint)", lot);
    else
        put(t, "(lot | %u) - (lot & %u)", lot, lot);
}

void peer_question(const struct peer_need *need, enum peer_dialect d, unsigned stage, char *sql_out)
{
    struct text t = {sql_out, PEER_SQL};
    put(&t, "SELECT n, ");
    if (stage > 1)
        put_count(&t, need, d, "FALSE");
    else
        put(&t, "0");
    put(&t, " AS missing, ");
    if (stage > 0 && d == PEER_DUCKDB) {
        put(&t, "%zu - (", need->musts);
        put_count(&t, need, d, "TRUE");
        put(&t, ")");
        if (stage > 1) {
            put(&t, " - (");
            put_count(&t, need, d, "FALSE");
            put(&t, ")");
        }
    } else if (stage > 0) {
        put_count(&t, need, d, "NULL");
    } else {
        put(&t, "0");
    }
    put(&t, " AS unknown, ");
    put_score(&t, need, d);
    put(&t, " AS score FROM p");
    put_where(&t, need, stage);
    // what cannot differ is not sorted by
    put(&t, " ORDER BY %s%s%s", stage > 1 ? "missing, " : "", stage > 0 ? "unknown, " : "",
        need->count > need->musts ? "score DESC, " : "");
    put_lot(&t, need->lot, d);
    put(&t, ", n LIMIT %d", PEER_BEST);
}

static void put_number(FILE *f, int32_t n)
{
    if (n >= 0)
        fprintf(f, ",%d", n);
    else
        putc_unlocked(',', f);
}

bool peer_csv(const struct peer_crowd *c, const char *path)
{
    FILE *f = fopen(path, "w");
    if (f == NULL)
        return false;
    for (size_t i = 0; i < c->count; i++) {
        fprintf(f, "%zu,%u", i + 1, c->lots[i]);
        put_number(f, c->share_least[i]);
        put_number(f, c->share_most[i]);
        put_number(f, c->free_from[i]);
        for (size_t s = 0; s < c->statement_count; s++) {
            if (!c->asked[s])
                continue;
            putc_unlocked(',', f);
            if (peer_bit(c->statements[s].met, i))
                putc_unlocked('1', f);
            else if (peer_bit(c->statements[s].missing, i))
                putc_unlocked('0', f);
        }
        putc_unlocked('\n', f);
    }
    return fclose(f) == 0;
}
