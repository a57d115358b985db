// SPDX-License-Identifier: EUPL-1.2
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What would answer a need if this engine did not: databases and libraries of bitmaps. Plain C that C++ reads too.
//
// Each peer is helped. It gets the statements that some need asks for and no others, closed and judged beforehand: for
// each profile met, missing or neither, so that an OR is a three-valued OR. Its tables and indexes are made beforehand.
// It gives the rows only; the engine counts the classes as well.

enum { PEER_BEST = 50, PEER_REQUIREMENTS = 64, PEER_OR = 8, PEER_STATEMENTS = 192, PEER_WAYS = 4 };

// No profile is in both sets. One 64-bit word holds 64 profiles in order.
struct peer_statement {
    uint64_t *met, *missing;
};

enum peer_column { PEER_NO_COLUMN, PEER_SHARE, PEER_FREE };

struct peer_requirement {
    bool must;
    unsigned weight;
    unsigned statements[PEER_OR]; // columns too have one
    unsigned statement_count;
    enum peer_column column; // for those that compare numbers
    int least, most;
};

struct peer_need {
    const char *name;
    uint32_t lot;
    struct peer_requirement list[PEER_REQUIREMENTS];
    size_t count, musts;
};

// Profiles are numbered from 1; profile n's values stand at n - 1.
struct peer_crowd {
    size_t count, words;
    uint32_t *lots;
    int32_t *share_least, *share_most, *free_from; // -1: not said
    struct peer_statement statements[PEER_STATEMENTS];
    bool asked[PEER_STATEMENTS]; // as a statement, not as a column only
    size_t statement_count;
    struct peer_need *needs;
    size_t need_count;
};

struct peer_row {
    uint32_t number;
    uint16_t missing, unknown; // no padding: rows are compared as bytes
    uint32_t score;
};

struct peer {
    const char *name;
    bool database;
    const char *ways[PEER_WAYS]; // of asking; the quickest counts
    // False, having said why, when the peer cannot be had. scratch: a folder for its files.
    bool (*open)(const struct peer_crowd *c, const char *scratch);
    // The best 50 and how many µs they took; negative for a failure, having said why.
    double (*answer)(const struct peer_need *need, size_t number, unsigned way, struct peer_row *rows, size_t *count);
    void (*close)(void);
};

extern const struct peer peer_loop, peer_roaring, peer_sqlite, peer_postgres, peer_duckdb, peer_xapian;

static inline bool peer_bit(const uint64_t *words, size_t at)
{
    return (words[at / 64] >> at % 64 & 1) != 0;
}

double peer_clock(void); // µs

// SQL. Databases have a table p (n, lot, sl, sm, ff, a0 …): the number, lot, shares, first free day, and for each
// statement true, false or null. The stages ask only for those who are ready, for all who miss nothing, for all.
enum { PEER_SQL = 32768, PEER_STAGES = 3 };
enum peer_dialect { PEER_DUCKDB, PEER_POSTGRES, PEER_SQLITE };
void peer_question(const struct peer_need *need, enum peer_dialect dialect, unsigned stage, char *sql_out);
bool peer_csv(const struct peer_crowd *c, const char *path);

#endif
