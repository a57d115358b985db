// SPDX-License-Identifier: EUPL-1.2
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "peers.h"

// SQLite in memory: one wide table, analyzed, and partial indexes on what few hold.

static sqlite3 *db;

static bool run(const char *sql)
{
    char *problem = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &problem) == SQLITE_OK)
        return true;
    printf("# sqlite: %s\n", problem);
    sqlite3_free(problem);
    return false;
}

static void bind(sqlite3_stmt *s, int at, int32_t n)
{
    if (n >= 0)
        sqlite3_bind_int(s, at, n);
    else
        sqlite3_bind_null(s, at);
}

static bool fill(const struct peer_crowd *c)
{
    char sql[PEER_SQL] = "CREATE TABLE p (n INTEGER PRIMARY KEY, lot INTEGER, sl INTEGER, sm INTEGER, ff INTEGER";
    size_t length = strlen(sql), columns = 5;
    for (size_t s = 0; s < c->statement_count; s++)
        if (c->asked[s]) {
            length += (size_t)snprintf(sql + length, sizeof sql - length, ", a%zu INTEGER", s);
            columns++;
        }
    snprintf(sql + length, sizeof sql - length, ")");
    if (!run(sql) || !run("BEGIN"))
        return false;
    length = (size_t)snprintf(sql, sizeof sql, "INSERT INTO p VALUES (?");
    for (size_t i = 1; i < columns; i++)
        length += (size_t)snprintf(sql + length, sizeof sql - length, ",?");
    snprintf(sql + length, sizeof sql - length, ")");
    sqlite3_stmt *insert;
    bool good = sqlite3_prepare_v2(db, sql, -1, &insert, NULL) == SQLITE_OK;
    for (size_t i = 0; good && i < c->count; i++) {
        int at = 6;
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
        sqlite3_bind_int64(insert, 2, c->lots[i]);
        bind(insert, 3, c->share_least[i]);
        bind(insert, 4, c->share_most[i]);
        bind(insert, 5, c->free_from[i]);
        for (size_t s = 0; s < c->statement_count; s++)
            if (c->asked[s])
                bind(insert, at++, peer_bit(c->statements[s].met, i)       ? 1
                                   : peer_bit(c->statements[s].missing, i) ? 0
                                                                           : -1);
        good = sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK;
    }
    sqlite3_finalize(insert);
    return good && run("COMMIT");
}

static bool index_rare(const struct peer_crowd *c)
{
    char sql[200];
    for (size_t s = 0; s < c->statement_count; s++) {
        size_t have = 0;
        for (size_t w = 0; w < c->words; w++)
            have += (size_t)__builtin_popcountll(c->statements[s].met[w]);
        snprintf(sql, sizeof sql, "CREATE INDEX i%zu ON p (n) WHERE a%zu", s, s);
        if (c->asked[s] && have < c->count / 10 && !run(sql))
            return false;
    }
    return run("ANALYZE");
}

static bool sqlite_open(const struct peer_crowd *c, const char *scratch)
{
    printf("# sqlite %s\n", sqlite3_libversion());
    return sqlite3_open(":memory:", &db) == SQLITE_OK && fill(c) && index_rare(c);
}

static bool ask(const char *sql, struct peer_row *rows, size_t *count)
{
    sqlite3_stmt *s;
    *count = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) {
        printf("# sqlite: %s\n", sqlite3_errmsg(db));
        return false;
    }
    while (sqlite3_step(s) == SQLITE_ROW && *count < PEER_BEST)
        rows[(*count)++] = (struct peer_row){(uint32_t)sqlite3_column_int64(s, 0), (uint16_t)sqlite3_column_int(s, 1),
                                             (uint16_t)sqlite3_column_int(s, 2), (uint32_t)sqlite3_column_int(s, 3)};
    return sqlite3_finalize(s) == SQLITE_OK;
}

static double sqlite_answer(const struct peer_need *need, size_t number, unsigned way, struct peer_row *rows,
                            size_t *count)
{
    static char sql[PEER_SQL];
    double began = peer_clock();
    *count = 0;
    for (unsigned stage = way == 0 ? 0 : 2; stage < PEER_STAGES && *count < PEER_BEST; stage++) {
        peer_question(need, PEER_SQLITE, stage, sql);
        if (!ask(sql, rows, count))
            return -1;
    }
    return peer_clock() - began;
}

static void sqlite_close(void)
{
    sqlite3_close(db);
}

const struct peer peer_sqlite = {"sqlite", true, {"by stages", "at once"}, sqlite_open, sqlite_answer, sqlite_close};
