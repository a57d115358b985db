// SPDX-License-Identifier: EUPL-1.2
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peers.h"

// PostgreSQL, over its socket in the scratch folder (bench/run starts it): one wide table, vacuumed, in shared memory as
// a whole, partial indexes on what few hold, one process a query as everybody else has. With and without compiling.

static PGconn *db;

static bool run(const char *sql)
{
    PGresult *r = PQexec(db, sql);
    bool good = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
    if (!good)
        printf("# postgres: %s", PQerrorMessage(db));
    PQclear(r);
    return good;
}

static bool copy(const char *path)
{
    static char bytes[1 << 16];
    FILE *f = fopen(path, "r");
    PGresult *r = PQexec(db, "COPY p FROM STDIN (FORMAT csv, FREEZE)");
    bool good = f != NULL && PQresultStatus(r) == PGRES_COPY_IN;
    PQclear(r);
    for (size_t n; good && (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        good = PQputCopyData(db, bytes, (int)n) == 1;
    if (f != NULL)
        fclose(f);
    good = good && PQputCopyEnd(db, NULL) == 1;
    while ((r = PQgetResult(db)) != NULL) {
        good = good && PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
    }
    if (!good)
        printf("# postgres: %s\n", PQerrorMessage(db));
    return good;
}

static bool index_rare(const struct peer_crowd *c)
{
    char sql[200];
    for (size_t s = 0; s < c->statement_count; s++) {
        size_t have = 0;
        for (size_t w = 0; w < c->words; w++)
            have += (size_t)__builtin_popcountll(c->statements[s].met[w]);
        snprintf(sql, sizeof sql, "CREATE INDEX ON p (n) WHERE a%zu", s);
        if (c->asked[s] && have < c->count / 10 && !run(sql))
            return false;
    }
    return true;
}

static bool postgres_open(const struct peer_crowd *c, const char *scratch)
{
    char sql[PEER_SQL], path[4096];
    snprintf(sql, sizeof sql, "host='%s/postgres' dbname=postgres user=postgres", scratch);
    db = PQconnectdb(sql);
    if (PQstatus(db) != CONNECTION_OK) {
        printf("# postgres: %s", PQerrorMessage(db));
        return false;
    }
    printf("# postgres %d\n", PQserverVersion(db));
    size_t length = (size_t)snprintf(
        sql, sizeof sql,
        "CREATE UNLOGGED TABLE p (n integer NOT NULL, lot bigint NOT NULL, sl integer, sm integer, ff integer");
    for (size_t s = 0; s < c->statement_count; s++)
        if (c->asked[s])
            length += (size_t)snprintf(sql + length, sizeof sql - length, ", a%zu boolean", s);
    snprintf(sql + length, sizeof sql - length, ")");
    snprintf(path, sizeof path, "%s/p.csv", scratch);
    return peer_csv(c, path) && run("SET client_min_messages = warning; DROP TABLE IF EXISTS p") && run("BEGIN") &&
           run(sql) && copy(path) && run("COMMIT") && index_rare(c) && run("VACUUM ANALYZE p") &&
           run("SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB'");
}

static bool ask(const char *sql, struct peer_row *rows, size_t *count)
{
    PGresult *r = PQexec(db, sql);
    bool good = PQresultStatus(r) == PGRES_TUPLES_OK;
    *count = 0;
    if (!good)
        printf("# postgres: %s", PQerrorMessage(db));
    for (int i = 0; good && i < PQntuples(r) && i < PEER_BEST; i++)
        rows[(*count)++] = (struct peer_row){(uint32_t)strtoul(PQgetvalue(r, i, 0), NULL, 10),
                                             (uint16_t)strtoul(PQgetvalue(r, i, 1), NULL, 10),
                                             (uint16_t)strtoul(PQgetvalue(r, i, 2), NULL, 10),
                                             (uint32_t)strtoul(PQgetvalue(r, i, 3), NULL, 10)};
    PQclear(r);
    return good;
}

static double postgres_answer(const struct peer_need *need, size_t number, unsigned way, struct peer_row *rows,
                              size_t *count)
{
    static char sql[PEER_SQL];
    if (!run(way % 2 == 0 ? "SET jit = off" : "SET jit = on"))
        return -1;
    double began = peer_clock();
    *count = 0;
    for (unsigned stage = way < 2 ? 0 : 2; stage < PEER_STAGES && *count < PEER_BEST; stage++) {
        peer_question(need, PEER_POSTGRES, stage, sql);
        if (!ask(sql, rows, count))
            return -1;
    }
    return peer_clock() - began;
}

static void postgres_close(void)
{
    PQfinish(db);
}

const struct peer peer_postgres = {
    "postgres", true, {"by stages", "by stages, compiled", "at once", "at once, compiled"},
    postgres_open, postgres_answer, postgres_close,
};
