// SPDX-License-Identifier: EUPL-1.2
// Words that are spelled otherwise, the index of the search against a naive reading of the same rows, and who finds what.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app/find_index.h"
#include "base/random.h"

static int cost(const char *typed, const char *there)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct spelled one[SPELLED_WORDS_MOST], *words;
    assert_int_equal(spell_typed(a, typed, one), 1);
    int best = SPELLED_NOT;
    size_t count = spell_text(a, there, &words);
    for (size_t i = 0; i < count; i++) {
        int c = spelled_cost(&one[0], &words[i], true);
        best = c < best ? c : best;
    }
    return best;
}

static void test_words(void **state)
{
    static const struct {
        const char *typed, *there;
        int least, most;
    } CASES[] = {
        {"øst", "Østlandet", SPELLED_BEGUN, SPELLED_BEGUN},
        {"ost", "Øst", SPELLED_SAME, SPELLED_SAME},
        {"oest", "Øst", SPELLED_SAME, SPELLED_SAME},
        {"Aas", "Ås", SPELLED_SAME, SPELLED_SAME},
        {"as", "Ås", SPELLED_SAME, SPELLED_SAME},
        {"saether", "Sæter", SPELLED_SAME, SPELLED_SAME},
        {"Kristian", "Christian", SPELLED_SAME, SPELLED_SAME},
        {"Alexander", "Aleksander", SPELLED_SAME, SPELLED_SAME},
        {"Wang", "Vang", SPELLED_SAME, SPELLED_SAME},
        {"Olson", "Olsson", SPELLED_SAME, SPELLED_SAME},
        {"Olga", "Ольга", SPELLED_SAME, SPELLED_SAME},
        {"Иванов", "Ivanov", SPELLED_SAME, SPELLED_SAME},
        {"Шевченко", "Shevchenko", SPELLED_SAME, SPELLED_FAR},
        {"محمد", "Mohammed", SPELLED_SOUND, SPELLED_SOUND},
        {"محمد", "Muhamad", SPELLED_SOUND, SPELLED_SOUND},
        {"Khaled", "خالد", SPELLED_LIKE, SPELLED_SOUND},
        {"Youssef", "يوسف", SPELLED_SOUND, SPELLED_SOUND},
        {"Fatima", "فاطمة", SPELLED_SOUND, SPELLED_SOUND + 1},
        {"Walid", "وليد", SPELLED_SOUND, SPELLED_SOUND},
        {"drammen", "Drammensbadet", SPELLED_BEGUN, SPELLED_BEGUN},
        {"badet", "Drammensbadet", SPELLED_INSIDE, SPELLED_INSIDE},
        {"Drammne", "Drammen", SPELLED_LIKE, SPELLED_LIKE + 1},
        {"Drmmen", "Drammen", SPELLED_LIKE, SPELLED_LIKE + 1},
        {"Drzmmen", "Drammen", SPELLED_LIKE, SPELLED_LIKE + 1},
        {"Drraammeen", "Drammen", SPELLED_SAME, SPELLED_SAME},
        {"Byggmseteren", "Byggmesteren", SPELLED_LIKE, SPELLED_FAR + 1},
        {"Bigmesterren", "Byggmesteren", SPELLED_LIKE, SPELLED_FAR + 1},
        {"ola", "Ole", SPELLED_NOT, SPELLED_NOT},
        {"974760673", "974760674", SPELLED_NOT, SPELLED_NOT},
        {"9747", "974760673", SPELLED_BEGUN, SPELLED_BEGUN},
        {"Drammen", "Bergen", SPELLED_NOT, SPELLED_NOT},
        {"محمد", "Bergen", SPELLED_NOT, SPELLED_NOT},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int c = cost(CASES[i].typed, CASES[i].there);
        if (c < CASES[i].least || c > CASES[i].most)
            fail_msg("%s, %s: %d", CASES[i].typed, CASES[i].there, c);
    }
}

static void test_typed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct spelled words[SPELLED_WORDS_MOST];
    assert_int_equal(spell_typed(a, " 974 760 673 ", words), 1);
    assert_string_equal(words[0].text, "974760673");
    assert_int_equal(spell_typed(a, "olsen 22 22 22 22, Olsen", words), 2);
    assert_string_equal(words[1].text, "22222222");
    assert_int_equal(spell_typed(a, "one two three four five six seven", words), SPELLED_WORDS_MOST);
    assert_int_equal(spell_typed(a, "Informasjon 1-2016", words), 3);
    assert_int_equal(spell_typed(a, "974.760.673", words), 1);
    assert_int_equal(spell_typed(a, " -- ' ", words), 0);
    assert_int_equal(spell_typed(a, "", words), 0);
}

static struct find_index *ix;

static void put(enum find_kind kind, int64_t id, int64_t owner, const char *words)
{
    struct find_row row = {.id = id, .owner = {owner}, .words = words};
    assert_int_equal(find_index_put(ix, kind, &row), OK);
}

static const struct find_hits *ask_as(const char *typed, enum find_kind kind, enum find_scope scope, int64_t own, struct arena *a)
{
    struct find_hits *hits = ARENA_ARRAY(a, struct find_hits, FIND_KINDS);
    struct find_question q = {.own = {own}, .most = FIND_HITS_MOST};
    q.scopes[kind] = scope;
    q.word_count = spell_typed(a, typed, q.words);
    find_index_ask(ix, &q, a, hits);
    return &hits[kind];
}

static void expect(const char *typed, enum find_kind kind, size_t count, size_t similar, int64_t first)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct find_hits *h = ask_as(typed, kind, FIND_ALL, 0, a);
    if (h->count != count || h->similar != similar || (first != 0 && (h->hit_count == 0 || h->hits[0].id != first)))
        fail_msg("%s: %zu, %zu spelled otherwise, first %lld", typed, h->count, h->similar,
                 h->hit_count == 0 ? 0 : (long long)h->hits[0].id);
}

static void test_things(void **state)
{
    ix = find_index_open();
    put(FIND_CONTACT, 11, 1, "Kari Nordmann kari@example.org"); // before its employer
    put(FIND_EMPLOYER, 1, 1, "Åsen Bygg AS 974760673");
    put(FIND_EMPLOYER, 2, 2, "Berg Bygg og Anlegg AS 974760674");
    put(FIND_CONTACT, 12, 2, "Kari Hansen");
    put(FIND_NEED, 21, 1, "Tømrer");
    put(FIND_NEED, 22, 1, "Tømrer med fagbrev");
    expect("bygg", FIND_EMPLOYER, 2, 0, 1); // the shorter name first
    expect("aasen bygg", FIND_EMPLOYER, 1, 0, 1);
    expect("BYGG åsen", FIND_EMPLOYER, 1, 0, 1);
    expect("974 760 674", FIND_EMPLOYER, 1, 0, 2);
    expect("anlgeg byg", FIND_EMPLOYER, 0, 1, 2);
    expect("åsen bygg", FIND_CONTACT, 0, 0, 0); // the employer's words alone find no contact
    expect("kari asen", FIND_CONTACT, 1, 0, 11);
    expect("kari", FIND_CONTACT, 2, 0, 0);
    expect("tomrer", FIND_NEED, 2, 0, 22); // the newest first
    expect("tømmrer åsen bygg", FIND_NEED, 2, 0, 22);
    expect("nordman kari", FIND_CONTACT, 1, 0, 11);
    expect("nordmnan", FIND_CONTACT, 0, 1, 11);
    expect("finnes ikke", FIND_CONTACT, 0, 0, 0);
    put(FIND_EMPLOYER, 1, 1, "Elva Bygg AS");
    expect("kari asen", FIND_CONTACT, 0, 0, 0);
    expect("kari elva", FIND_CONTACT, 1, 0, 11);
    find_index_drop(ix, FIND_EMPLOYER, 2);
    find_index_drop(ix, FIND_EMPLOYER, 99);
    expect("bygg", FIND_EMPLOYER, 1, 0, 1);
    assert_int_equal(find_index_count(ix), 5);

    struct arena *a CLEANUP_ARENA = arena_open();
    assert_int_equal(ask_as("tomrer", FIND_NEED, FIND_OWN, 1, a)->count, 2);
    assert_int_equal(ask_as("tomrer", FIND_NEED, FIND_OWN, 2, a)->count, 0);
    assert_int_equal(ask_as("tomrer", FIND_NEED, FIND_OWN, 0, a)->count, 0);
    assert_int_equal(ask_as("tomrer", FIND_NEED, FIND_NONE, 1, a)->count, 0);
    assert_int_equal(ask_as("tomrer", FIND_NEED, FIND_PUBLISHED, 1, a)->count, 0);
    find_index_close(ix);
}

// Rows come, change and go; what is found is what comparing every word of every row gives.
enum { ROWS = 300, TURNS = 4000 };
static struct {
    char words[80];
    int64_t owner;
    bool there;
} rows[ROWS];

static void naive(const char *typed, struct arena *a, size_t *count, size_t *similar)
{
    struct spelled q[SPELLED_WORDS_MOST], *words;
    size_t n = spell_typed(a, typed, q);
    *count = *similar = 0;
    for (size_t i = 0; i < ROWS; i++) {
        size_t any = 0, exact = 0, w = rows[i].there ? spell_text(a, rows[i].words, &words) : 0;
        for (size_t k = 0; k < n; k++) {
            int best = SPELLED_NOT;
            for (size_t j = 0; j < w; j++) {
                int c = spelled_cost(&q[k], &words[j], true);
                best = c < best ? c : best;
            }
            any += best < SPELLED_NOT;
            exact += best < SPELLED_LIKE;
        }
        *count += n > 0 && exact == n;
        *similar += n > 0 && any == n && exact < n;
    }
}

static void test_many(void **state)
{
    static const char *const WORDS[] = {"bygg", "byggmester", "drammen", "berg", "bergen", "åsen", "elva", "frisør", "frisk",
                                        "محمد", "mohammed", "974760673", "9747", "taxi", "sentrum", "christian", "vang", "as"};
    struct random_stream dice = {.seed = 11};
    ix = find_index_open();
    for (int turn = 0; turn < TURNS; turn++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        size_t at = random_stream_below(&dice, ROWS);
        if (random_stream_below(&dice, 5) == 0) {
            rows[at].there = false;
            find_index_drop(ix, FIND_EMPLOYER, (int64_t)at + 1);
        } else {
            rows[at].there = true;
            snprintf(rows[at].words, sizeof rows[at].words, "%s %s %s", WORDS[random_stream_below(&dice, 18)],
                     WORDS[random_stream_below(&dice, 18)], WORDS[random_stream_below(&dice, 18)]);
            put(FIND_EMPLOYER, (int64_t)at + 1, (int64_t)at + 1, rows[at].words);
        }
        if (turn % 20 != 0)
            continue;
        const char *typed = arena_printf(a, "%s %.*s", WORDS[random_stream_below(&dice, 18)], (int)random_stream_below(&dice, 12),
                                         "bygmester as");
        size_t count, similar;
        naive(typed, a, &count, &similar);
        expect(typed, FIND_EMPLOYER, count, similar, 0);
    }
    find_index_close(ix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_typed), cmocka_unit_test(test_things),
                                       cmocka_unit_test(test_many)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
