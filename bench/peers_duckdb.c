// SPDX-License-Identifier: EUPL-1.2
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peers.h"

// DuckDB lives in a process of its own (peers_duckdb.mjs), which is told to fill its table, then one statement a line.
// It says how long it took by its own clock, so that talking to it is not counted.

static pid_t child;
static FILE *to, *from;

static bool child_open(const char *path)
{
    int in[2], out[2];
    if (pipe(in) != 0 || pipe(out) != 0 || (child = fork()) < 0)
        return false;
    if (child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        close(out[0]);
        execlp("node", "node", path, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to = fdopen(in[1], "w");
    from = fdopen(out[0], "r");
    return to != NULL && from != NULL;
}

static void duckdb_close(void)
{
    fclose(to);
    fclose(from);
    waitpid(child, NULL, 0);
}

// The reply's first line is "ok µs rows" or "no why".
static bool reply(double *us, size_t *count)
{
    char text[1000];
    if (fflush(to) != 0 || fgets(text, sizeof text, from) == NULL) {
        puts("# duckdb: it ended");
        return false;
    }
    if (sscanf(text, "ok %lf %zu", us, count) == 2)
        return true;
    printf("# duckdb: %s", text);
    return false;
}

static bool duckdb_open(const struct peer_crowd *c, const char *scratch)
{
    char path[PATH_MAX];
    double us;
    size_t none;
    const char *script = getenv("BENCH_DUCKDB");
    snprintf(path, sizeof path, "%s/p.csv", scratch);
    signal(SIGPIPE, SIG_IGN); // when it ends by itself, reply says so
    if (script == NULL) {
        puts("# duckdb: bench/run says where its process is");
        return false;
    }
    if (!peer_csv(c, path) || !child_open(script))
        return false;
    fprintf(to, "fill %s", path);
    for (size_t s = 0; s < c->statement_count; s++)
        if (c->asked[s])
            fprintf(to, " %zu", s);
    fputc('\n', to);
    if (reply(&us, &none))
        return true;
    duckdb_close();
    return false;
}

static double duckdb_answer(const struct peer_need *need, size_t number, unsigned way, struct peer_row *rows,
                            size_t *count)
{
    static char sql[PEER_SQL];
    double all = 0, us;
    *count = 0;
    for (unsigned stage = way == 0 ? 0 : 2; stage < PEER_STAGES && *count < PEER_BEST; stage++) {
        peer_question(need, PEER_DUCKDB, stage, sql);
        fprintf(to, "%s\n", sql);
        if (!reply(&us, count) || *count > PEER_BEST)
            return -1;
        all += us;
        for (size_t i = 0; i < *count; i++)
            if (fscanf(from, "%u %hu %hu %u", &rows[i].number, &rows[i].missing, &rows[i].unknown, &rows[i].score) != 4 ||
                fgetc(from) != '\n')
                return -1;
    }
    return all;
}

const struct peer peer_duckdb = {"duckdb", true, {"by stages", "at once"}, duckdb_open, duckdb_answer, duckdb_close};
