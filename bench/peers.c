// SPDX-License-Identifier: EUPL-1.2
#include "peers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "crowd.h"
#include "match/fast.h"
#include "match/verdict.h"
#include "shapes.h"

// The same answers from databases, libraries of bitmaps and a plain loop: first compared with what the plain engine
// says, then timed. bench_peers SCRATCH [PROFILES [PEER…]]

enum { SAMPLE = 20000, PROFILES = 1000000, TURNS = 7 };

static const double TURNS_US = 300e3; // a way of asking is asked again until then, TURNS times at most
static const double OURS_US = 300e3;

static const struct peer *const PEERS[] = {
    &peer_loop,
#ifdef HAVE_ROARING
    &peer_roaring,
#endif
    &peer_sqlite,
#ifdef HAVE_POSTGRES
    &peer_postgres,
#endif
    &peer_duckdb,
#ifdef HAVE_XAPIAN
    &peer_xapian,
#endif
};
enum { PEER_COUNT = sizeof PEERS / sizeof *PEERS };

double peer_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

// Statements are asked of the plain engine one by one, each as a requirement of its own.
struct asked {
    struct requirement requirement;
    struct question_time time;
};
static struct asked asked[PEER_STATEMENTS];

static bool asked_same(const struct asked *a, const struct asked *b)
{
    const struct requirement *x = &a->requirement, *y = &b->requirement;
    return x->kind == y->kind && x->least == y->least && x->share_least == y->share_least &&
           x->share_most == y->share_most && x->start_latest == y->start_latest &&
           (x->kind != REQUIRE_ATOMS ||
            (x->atoms[0].kind == y->atoms[0].kind && code_equal(x->atoms[0].code, y->atoms[0].code) &&
             x->atoms[0].part == y->atoms[0].part && x->atoms[0].level == y->atoms[0].level &&
             (x->atoms[0].kind != ATOM_LICENCE || a->time.first_day == b->time.first_day)));
}

static unsigned ask_statement(struct peer_crowd *c, struct asked a)
{
    size_t i = 0;
    while (i < c->statement_count && !asked_same(&asked[i], &a))
        i++;
    if (i == PEER_STATEMENTS)
        abort();
    if (i == c->statement_count) {
        asked[c->statement_count++] = a;
        c->statements[i].met = memory_given(calloc(c->words, sizeof(uint64_t)));
        c->statements[i].missing = memory_given(calloc(c->words, sizeof(uint64_t)));
    }
    return (unsigned)i;
}

static struct peer_requirement read_requirement(struct peer_crowd *c, const struct requirement *r,
                                                struct question_time t)
{
    struct peer_requirement out = {.must = r->must, .weight = r->must ? 0 : r->weight};
    struct asked a = {*r, t};
    if (r->kind != REQUIRE_ATOMS) {
        out.column = r->kind == REQUIRE_SHARE ? PEER_SHARE : PEER_FREE;
        out.least = r->share_least;
        out.most = r->kind == REQUIRE_SHARE ? r->share_most : r->start_latest;
        out.statements[out.statement_count++] = ask_statement(c, a);
        return out;
    }
    a.requirement.atom_count = 1;
    for (size_t i = 0; i < r->atom_count; i++) {
        a.requirement.atoms[0] = r->atoms[i];
        unsigned s = ask_statement(c, a);
        c->asked[s] = true;
        out.statements[out.statement_count++] = s;
    }
    return out;
}

static void crowd_put(struct peer_crowd *c, size_t at, const struct match_profile *p)
{
    static struct implied_table *implied; // of nothing: none of the made-up skills and licences follows from another
    const struct availability *v = &p->competence.availability;
    uint64_t bit = UINT64_C(1) << at % 64;
    static struct kept_pool pool;
    if (implied == NULL) {
        implied = implied_open(NULL, 0, arena_open());
        kept_pool_open(&pool);
    }
    struct kept_profile *kept = kept_open(p, implied, &pool);
    c->lots[at] = p->lot;
    c->share_least[at] = v->share_most == 0 ? -1 : v->share_least;
    c->share_most[at] = v->share_most == 0 ? -1 : v->share_most;
    c->free_from[at] = v->free_from == DAY_NONE ? -1 : v->free_from;
    for (size_t i = 0; i < c->statement_count; i++) {
        enum verdict verdict = verdict_judge(kept, &asked[i].requirement, asked[i].time).verdict;
        if (verdict == VERDICT_MET)
            c->statements[i].met[at / 64] |= bit;
        else if (verdict == VERDICT_MISSING)
            c->statements[i].missing[at / 64] |= bit;
    }
    kept_close(kept, &pool);
}

static struct peer_crowd *crowd_make(size_t count, const struct shape *shapes, size_t shape_count,
                                     struct match_world *w)
{
    static struct crowd_profile p;
    struct peer_crowd *c = memory_given(calloc(1, sizeof *c));
    c->count = count;
    c->words = (count + 63) / 64;
    c->lots = memory_given(calloc(count, sizeof *c->lots));
    c->share_least = memory_given(calloc(count, sizeof(int32_t)));
    c->share_most = memory_given(calloc(count, sizeof(int32_t)));
    c->free_from = memory_given(calloc(count, sizeof(int32_t)));
    c->needs = memory_given(calloc(shape_count, sizeof *c->needs));
    c->need_count = shape_count;
    for (size_t i = 0; i < shape_count; i++) {
        struct peer_need *n = &c->needs[i];
        struct question_time t = question_time(&shapes[i].need, crowd_today());
        n->name = shapes[i].name;
        n->lot = shapes[i].need.lot;
        n->count = shapes[i].need.requirement_count;
        for (size_t k = 0; k < n->count; k++) {
            n->list[k] = read_requirement(c, &shapes[i].list[k], t);
            n->musts += n->list[k].must;
        }
    }
    for (size_t i = 0; i < count; i++) {
        crowd_draw(&p, (int64_t)i + 1);
        match_put(w, &p.profile);
        crowd_put(c, i, &p.profile);
    }
    match_publish(w, 1);
    return c;
}

static void crowd_close(struct peer_crowd *c)
{
    for (size_t i = 0; i < c->statement_count; i++) {
        free(c->statements[i].met);
        free(c->statements[i].missing);
    }
    free(c->lots);
    free(c->share_least);
    free(c->share_most);
    free(c->free_from);
    free(c->needs);
    free(c);
}

struct answer {
    struct peer_row rows[PEER_BEST];
    size_t count;
    double us; // the best
};

static double ours(struct match_world *w, const struct shape *s, struct answer *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct ranking r;
    double began = peer_clock();
    match_rank(w, &s->need, (struct match_scope){crowd_today(), 0}, 0, PEER_BEST, a, &r);
    double took = peer_clock() - began;
    out->count = r.row_count;
    for (size_t i = 0; i < r.row_count; i++)
        out->rows[i] = (struct peer_row){(uint32_t)r.rows[i].number, r.rows[i].missing, r.rows[i].unknown,
                                         r.rows[i].score};
    return took;
}

static struct answer ours_best(struct match_world *w, const struct shape *s, double for_us)
{
    struct answer best = {.us = 1e18};
    double end = peer_clock() + for_us;
    do {
        double took = ours(w, s, &best);
        best.us = took < best.us ? took : best.us;
    } while (peer_clock() < end);
    return best;
}

static bool same(const struct answer *a, const struct answer *b)
{
    return a->count == b->count && memcmp(a->rows, b->rows, a->count * sizeof *a->rows) == 0;
}

static bool is_named(int count, char **names, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return count == 0;
}

// The quickest of a peer's ways; negative when an answer differs or fails.
static double peer_best(const struct peer *p, const struct peer_crowd *c, size_t need, const struct answer *right,
                        unsigned turns)
{
    double best = 1e18;
    unsigned best_way = 0;
    for (unsigned way = 0; way < PEER_WAYS && p->ways[way] != NULL; way++) {
        double end = peer_clock() + TURNS_US;
        for (unsigned turn = 0; turn == 0 || (turn < turns && peer_clock() < end); turn++) {
            struct answer got;
            memset(&got, 0, sizeof got);
            double took = p->answer(&c->needs[need], need, way, got.rows, &got.count);
            if (took < 0 || !same(&got, right)) {
                printf("# %s/%s: %s, %s\n", p->name, c->needs[need].name, p->ways[way],
                       took < 0 ? "no answer" : "another answer");
                return -1;
            }
            if (took < best) {
                best = took;
                best_way = way;
            }
        }
    }
    if (turns > 1)
        printf("# %s/%s: %.0f us, %s\n", p->name, c->needs[need].name, best, p->ways[best_way]);
    fflush(stdout);
    return best;
}

struct measured {
    bool there;
    double us[16];
};

// Opens, asks and closes one peer. right: by need. False when an answer differs.
static bool peer_measure(const struct peer *p, const struct peer_crowd *c, const struct answer *right,
                         const char *scratch, unsigned turns, struct measured *out)
{
    double began = peer_clock();
    bool good = true;
    out->there = p->open(c, scratch);
    if (!out->there) {
        printf("# %s cannot be had\n", p->name);
        return true;
    }
    if (turns > 1)
        printf("# %s is filled: %.1f s\n", p->name, (peer_clock() - began) / 1e6);
    for (size_t i = 0; good && i < c->need_count; i++)
        good = (out->us[i] = peer_best(p, c, i, &right[i], turns)) >= 0;
    p->close();
    return good;
}

static bool line(const char *what, const char *kernel, const char *need, double value, double bar)
{
    printf("peers/%s/%s%s%s %.2f x bar %g %s\n", what, kernel, need[0] == '\0' ? "" : "/", need, value, bar,
           value >= bar ? "ok" : "short");
    return value >= bar;
}

// How much longer the quickest of those in a group takes than we do, by need, and the least of all.
static bool compare(const char *what, bool (*in)(const struct peer *), const struct measured *measured,
                    const struct peer_crowd *c, const char *kernel, const double *us, double bar)
{
    double least = 1e18;
    for (size_t i = 0; i < c->need_count; i++) {
        double quickest = 1e18;
        for (size_t p = 0; p < PEER_COUNT; p++)
            if (measured[p].there && in(PEERS[p]) && measured[p].us[i] < quickest)
                quickest = measured[p].us[i];
        if (quickest == 1e18)
            return true; // none of them is there
        double ratio = quickest / us[i];
        line(what, kernel, c->needs[i].name, ratio, bar);
        least = ratio < least ? ratio : least;
    }
    return line(what, kernel, "", least, bar);
}

static bool is_database(const struct peer *p)
{
    return p->database;
}

static bool is_roaring(const struct peer *p)
{
    return strcmp(p->name, "roaring") == 0;
}

static bool is_loop(const struct peer *p)
{
    return strcmp(p->name, "loop") == 0;
}

static struct match_world *world_open(enum match_engine engine)
{
    return match_open(&(struct match_settings){.catalogue_version = "bench", .engine = engine});
}

// On fewer profiles: what the plain engine says is right.
static bool sample_agrees(const struct shape *shapes, size_t shape_count, const char *scratch, int named, char **names)
{
    struct match_world *w = world_open(ENGINE_PLAIN);
    struct peer_crowd *c = crowd_make(SAMPLE, shapes, shape_count, w);
    struct answer right[16];
    struct measured measured;
    bool good = true;
    for (size_t i = 0; i < shape_count; i++)
        right[i] = ours_best(w, &shapes[i], 0);
    for (size_t p = 0; p < PEER_COUNT; p++)
        if (is_named(named, names, PEERS[p]->name))
            good &= peer_measure(PEERS[p], c, right, scratch, 1, &measured);
    crowd_close(c);
    match_close(w);
    return good;
}

static bool measure(struct match_world *w, const struct peer_crowd *c, const struct shape *shapes, const char *scratch,
                    int named, char **names)
{
    struct answer right[16];
    struct measured measured[PEER_COUNT] = {{.there = false}};
    bool good = true;
    for (size_t i = 0; i < c->need_count; i++)
        right[i] = ours_best(w, &shapes[i], 0);
    for (size_t p = 0; p < PEER_COUNT; p++)
        if (is_named(named, names, PEERS[p]->name) &&
            !peer_measure(PEERS[p], c, right, scratch, TURNS, &measured[p]))
            return false;
    for (size_t k = 0; KERNELS[k] != NULL; k++) {
        double us[16];
        if (!kernel_runs_here(KERNELS[k]))
            continue;
        fast_use_kernel(w, KERNELS[k]);
        for (size_t i = 0; i < c->need_count; i++) {
            us[i] = ours_best(w, &shapes[i], OURS_US).us;
            printf("# %s/%s: %.0f us\n", KERNELS[k]->name, shapes[i].name, us[i]);
        }
        const char *name = KERNELS[k]->name;
        good &= compare("database", is_database, measured, c, name, us, strcmp(name, "avx512") == 0 ? 50 : 15);
        good &= compare("roaring", is_roaring, measured, c, name, us, 1);
        good &= compare("loop", is_loop, measured, c, name, us, 1);
    }
    return good;
}

int main(int count, char **arguments)
{
    struct shape *shapes;
    size_t shape_count = shapes_make(&shapes);
    if (count < 2) {
        fputs("bench_peers SCRATCH [PROFILES [PEER…]]\n", stderr);
        return 2;
    }
    size_t profiles = count > 2 ? strtoull(arguments[2], NULL, 10) : PROFILES;
    int named = count > 3 ? count - 3 : 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (profiles < PEER_BEST || !sample_agrees(shapes, shape_count, arguments[1], named, arguments + 3)) {
        puts("peers: the answers differ");
        return 1;
    }
    struct match_world *w = world_open(ENGINE_FAST);
    struct peer_crowd *c = crowd_make(profiles, shapes, shape_count, w);
    bool good = measure(w, c, shapes, arguments[1], named, arguments + 3);
    crowd_close(c);
    match_close(w);
    return good ? 0 : 1;
}
