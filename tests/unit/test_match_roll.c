// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/roll.h"

// A roll beside a plain sorted list of numbers: the same after any changes, and each version stays as it was shown while
// later ones change. Seeds are fixed: a failure comes again.

enum { VERSIONS_KEPT = 6, NUMBERS_MOST = 6000 };

// What a version should hold, by number; marks tell two profiles of one number apart.
struct listed {
    int64_t number;
    uint32_t mark;
};
struct list {
    struct listed *items;
    size_t count;
};

struct version {
    struct roll roll;
    struct list should;
    struct pieces gone;
};

struct trial {
    uint64_t random;
    uint32_t mark, draft;
    struct kept_pool pool;
    struct version versions[VERSIONS_KEPT]; // the newest last
    size_t version_count;
};

// The next draw below n, of a linear congruence's high bits.
static size_t below(uint64_t *state, size_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(*state >> 33) % n;
}

static size_t list_place(const struct list *l, int64_t number)
{
    size_t low = 0, high = l->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void list_put(struct list *l, struct listed is)
{
    size_t at = list_place(l, is.number);
    if (at == l->count || l->items[at].number != is.number) {
        memmove(l->items + at + 1, l->items + at, (l->count - at) * sizeof is);
        l->count++;
    }
    l->items[at] = is;
}

static void list_drop(struct list *l, int64_t number)
{
    size_t at = list_place(l, number);
    if (at == l->count || l->items[at].number != number)
        return;
    l->count--;
    memmove(l->items + at, l->items + at + 1, (l->count - at) * sizeof *l->items);
}

static void expect_version(const struct version *v)
{
    const struct roll *r = &v->roll;
    struct roll_walk walk = {r, 0, 0};
    size_t on_sheets = 0;
    assert_int_equal(r->count, v->should.count);
    for (size_t i = 0; i < r->sheet_count; i++) {
        const struct sheet *s = r->sheets[i].sheet;
        assert_in_range(s->count, 1, SHEET_MOST);
        assert_true(s->profiles[0]->put.number >= r->sheets[i].least);
        if (i > 0) {
            const struct sheet *before = r->sheets[i - 1].sheet;
            assert_true(before->profiles[before->count - 1]->put.number < r->sheets[i].least);
        }
        on_sheets += s->count;
    }
    assert_int_equal(on_sheets, v->should.count);
    for (size_t i = 0; i < v->should.count; i++) {
        const struct kept_profile *p = roll_next(&walk);
        assert_non_null(p);
        assert_true(p->put.number == v->should.items[i].number);
        assert_int_equal(p->put.lot, v->should.items[i].mark);
        assert_ptr_equal(roll_find(r, p->put.number), p);
    }
    assert_null(roll_next(&walk));
}

// The oldest version has no reader any more.
static void oldest_close(struct trial *t)
{
    struct version *v = &t->versions[0];
    stock_give_back(t->pool.stock, &v->gone);
    roll_free(&v->roll);
    free(v->should.items);
    t->version_count--;
    memmove(v, v + 1, t->version_count * sizeof *v);
}

static struct version *newest(struct trial *t)
{
    return &t->versions[t->version_count - 1];
}

static void trial_open(struct trial *t, uint64_t seed)
{
    *t = (struct trial){.random = seed, .version_count = 1};
    kept_pool_open(&t->pool);
    stock_close(t->pool.stock); // half of the trials as they are in use, half with each piece alone
    t->pool.stock = stock_open(STOCK_ALONE || seed % 2 == 0);
    for (size_t i = 0; i < POOL_SHELVES; i++)
        t->pool.shelves[i].shelf.stock = t->pool.stock;
}

static void trial_close(struct trial *t)
{
    for (size_t i = 0; i < t->version_count; i++)
        expect_version(&t->versions[i]);
    while (t->version_count > 1)
        oldest_close(t);
    roll_empty(&newest(t)->roll, &t->pool);
    oldest_close(t);
    kept_pool_close(&t->pool);
}

// One publishing: steps changes, each number at most once and ascending, as a world settles them.
struct change {
    int64_t number;
    bool put;
};

static int change_order(const void *a, const void *b)
{
    int64_t x = ((const struct change *)a)->number, y = ((const struct change *)b)->number;
    return (x > y) - (x < y);
}

static void trial_publish(struct trial *t, struct change *changes, size_t count, bool settled)
{
    struct version *shown = newest(t), next = {.should = {.count = shown->should.count}};
    next.should.items = calloc(shown->should.count + count + 1, sizeof *next.should.items);
    if (shown->should.count > 0)
        memcpy(next.should.items, shown->should.items, shown->should.count * sizeof *next.should.items);
    if (settled && count > 0)
        qsort(changes, count, sizeof *changes, change_order);
    struct roll_draft d = roll_begin(&shown->roll, ++t->draft, &t->pool, &shown->gone);
    for (size_t i = 0; i < count; i++) {
        int64_t number = changes[i].number;
        if (settled && i > 0 && changes[i - 1].number == number)
            continue;
        size_t at = list_place(&next.should, number);
        bool there = at < next.should.count && next.should.items[at].number == number;
        uint32_t mark = there ? next.should.items[at].mark : 0;
        struct match_profile p = {.number = number, .lot = ++t->mark};
        struct kept_profile *is = changes[i].put ? kept_open(&p, NULL, &t->pool) : NULL;
        const struct kept_profile *was = roll_change(&d, number, is);
        assert_int_equal(was != NULL, there);
        if (was != NULL)
            assert_int_equal(was->put.lot, mark);
        if (is != NULL)
            list_put(&next.should, (struct listed){number, t->mark});
        else
            list_drop(&next.should, number);
    }
    next.roll = d.roll;
    if (t->version_count == VERSIONS_KEPT) {
        expect_version(&t->versions[0]);
        oldest_close(t);
    }
    t->versions[t->version_count++] = next;
    expect_version(newest(t));
}

// Numbers near each other, far from each other, and the ends of what there is.
static int64_t number_draw(struct trial *t, size_t spread)
{
    static const int64_t ends[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};
    if (below(&t->random, 40) == 0)
        return ends[below(&t->random, sizeof ends / sizeof *ends)];
    return (int64_t)below(&t->random, spread) - (int64_t)spread / 2;
}

static void rolls_hold_what_was_put(void **state)
{
    static const size_t spreads[] = {3, 600, 1500, NUMBERS_MOST, 1 << 30};
    static struct change changes[NUMBERS_MOST];
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct trial t;
        trial_open(&t, seed);
        size_t spread = spreads[seed % 5], put = 20 + below(&t.random, 75);
        for (size_t version = 0; version < 40; version++) {
            size_t count = below(&t.random, version % 8 == 0 ? 2000 : 12);
            if (version % 13 == 12)
                put = 100 - put; // now it shrinks, then it grows
            for (size_t i = 0; i < count; i++)
                changes[i] = (struct change){number_draw(&t, spread), below(&t.random, 100) < put};
            trial_publish(&t, changes, count, true);
        }
        trial_close(&t);
    }
}

// Sheets just full and just overfull, which lose their first, last and only profile.
static void sheets_end_at_any_number(void **state)
{
    static const size_t counts[] = {1, 2, SHEET_MOST - 1, SHEET_MOST, SHEET_MOST + 1, 2 * SHEET_MOST, 2 * SHEET_MOST + 1};
    static struct change changes[2 * SHEET_MOST + 2];
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (int downwards = 0; downwards <= 1; downwards++) {
            struct trial t;
            size_t count = counts[c];
            trial_open(&t, c + 1);
            for (int again = 0; again < 3; again++) { // everybody comes, some at the edges go and come back, all go
                for (size_t i = 0; i < count; i++)
                    changes[i] = (struct change){2 * (int64_t)(downwards ? count - i : i), true};
                trial_publish(&t, changes, count, false);
                for (size_t sheet = 0; sheet < newest(&t)->roll.sheet_count; sheet++) {
                    const struct sheet *s = newest(&t)->roll.sheets[sheet].sheet;
                    int64_t first = s->profiles[0]->put.number, last = s->profiles[s->count - 1]->put.number;
                    trial_publish(&t, (struct change[]){{first, false}, {last, false}, {first - 1, false}}, 3, false);
                    trial_publish(&t, (struct change[]){{first - 1, true}, {last + 1, true}}, 2, false);
                    trial_publish(&t, (struct change[]){{first - 1, false}, {last + 1, false}, {last, true}, {first, true}}, 4,
                                  false);
                }
                trial_publish(&t, NULL, 0, true);
                for (size_t i = 0; i < count; i++)
                    changes[i] = (struct change){newest(&t)->should.items[i].number, false};
                trial_publish(&t, changes, count, true);
                assert_int_equal(newest(&t)->roll.sheet_count, 0);
            }
            trial_close(&t);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rolls_hold_what_was_put),
        cmocka_unit_test(sheets_end_at_any_number),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("profiles by number", tests, NULL, NULL);
}
