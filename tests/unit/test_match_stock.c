// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

#include "match/fast_stock.h"

// The pieces of one index, taken and given back in any order: nobody's bytes become somebody else's.

enum { PIECES = 4000, TURNS = 40000, SIZE_MOST = 6000, THREADS = 3 };

static const size_t EDGES[] = {1, 15, 16, 17, 528, STOCK_SMALL_MOST, STOCK_SMALL_MOST + 1, STOCK_PAGE - 1, STOCK_PAGE,
                               STOCK_PAGE + 1};

// The next draw below n, of a linear congruence's high bits.
static size_t below(uint64_t *state, size_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(*state >> 33) % n;
}

static void mark(const struct piece *p, size_t at)
{
    memset(p->at, (int)(at * 7 % 251), p->size);
}

static size_t wrong_bytes(const struct piece *p, size_t at)
{
    size_t wrong = 0;
    for (size_t i = 0; i < p->size; i++)
        wrong += ((unsigned char *)p->at)[i] != at * 7 % 251;
    return wrong;
}

static size_t piece_size(uint64_t *r)
{
    return below(r, 4) == 0 ? EDGES[below(r, sizeof EDGES / sizeof *EDGES)] : 1 + below(r, SIZE_MOST);
}

static void piece_give_back(struct stock *stock, struct piece p)
{
    struct pieces one = {0};
    pieces_add(&one, p);
    stock_give_back(stock, &one);
}

// Returns how many bytes were not as they had been left. Not an assertion: threads may not end the test.
static size_t use_pieces(struct stock *stock, uint64_t seed)
{
    static _Thread_local struct piece pieces[PIECES];
    uint64_t r = seed;
    struct shelf shelf = {.stock = stock};
    size_t wrong = 0;
    for (size_t turn = 0; turn < TURNS; turn++) {
        size_t at = below(&r, PIECES);
        struct piece *p = &pieces[at];
        if (p->at == NULL) {
            p->size = piece_size(&r);
            p->at = shelf_take(&shelf, p->size);
            wrong += (uintptr_t)p->at % (p->size == STOCK_PAGE ? 64 : 16) != 0;
            mark(p, at);
            continue;
        }
        wrong += wrong_bytes(p, at);
        if (below(&r, 2) == 0)
            shelf_give_back(&shelf, p->at, p->size);
        else
            piece_give_back(stock, *p);
        p->at = NULL;
    }
    for (size_t at = 0; at < PIECES; at++)
        if (pieces[at].at != NULL) {
            wrong += wrong_bytes(&pieces[at], at);
            shelf_give_back(&shelf, pieces[at].at, pieces[at].size);
            pieces[at].at = NULL;
        }
    shelf_clear(&shelf);
    return wrong;
}

static void pieces_are_their_holders_own(void **state)
{
    for (int alone = 0; alone <= 1; alone++) {
        struct stock *s = stock_open(alone);
        assert_int_equal(use_pieces(s, 1), 0);
        size_t memory = stock_memory(s);
        assert_int_equal(memory > 0, !alone);
        assert_int_equal(stock_holds(s, STOCK_PAGE), !alone);
        assert_false(stock_holds(s, STOCK_SMALL_MOST + 1));
        // What came back is used again.
        assert_int_equal(use_pieces(s, 1), 0);
        assert_int_equal(stock_memory(s), memory);
        stock_close(s);
    }
}

// Whoever asks first does not lay it all aside.
static void what_came_back_is_there_for_all(void **state)
{
    enum { SIZE = 1000, EACH = PIECES / THREADS / 2 };
    struct stock *s = stock_open(false);
    struct shelf shelves[THREADS] = {{.stock = s}, {.stock = s}, {.stock = s}};
    struct pieces pieces = {0};
    for (size_t i = 0; i < PIECES; i++)
        pieces_add(&pieces, (struct piece){shelf_take(&shelves[0], SIZE), SIZE});
    shelf_clear(&shelves[0]);
    size_t memory = stock_memory(s);
    stock_give_back(s, &pieces);
    for (size_t i = 0; i < THREADS * EACH; i++)
        pieces_add(&pieces, (struct piece){shelf_take(&shelves[i / EACH], SIZE), SIZE});
    assert_int_equal(stock_memory(s), memory);
    stock_give_back(s, &pieces);
    for (size_t i = 0; i < THREADS; i++)
        shelf_clear(&shelves[i]);
    stock_close(s);
}

struct user {
    struct stock *stock;
    uint64_t seed;
    size_t wrong;
};

static void *use(void *argument)
{
    struct user *u = argument;
    u->wrong = use_pieces(u->stock, u->seed);
    return NULL;
}

static void threads_share_a_stock(void **state)
{
    struct stock *s = stock_open(false);
    struct user users[THREADS];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        users[i] = (struct user){s, i + 2, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, use, &users[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(users[i].wrong, 0);
    }
    stock_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_their_holders_own),
        cmocka_unit_test(what_came_back_is_there_for_all),
        cmocka_unit_test(threads_share_a_stock),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("the stock of an index", tests, NULL, NULL);
}
