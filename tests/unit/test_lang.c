// SPDX-License-Identifier: EUPL-1.2
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "base/mo.h"
#include "base/status.h"
#include "base/text.h"

#define NBSP "\xC2\xA0"

static void days_months_and_instants_are_written_as_people_do(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    day d = day_make(2014, 6, 5);
    assert_string_equal(lang_day(LANG_NB, a, d), "5. juni 2014");
    assert_string_equal(lang_day(LANG_EN, a, d), "5 June 2014");
    assert_string_equal(lang_day(LANG_NB, a, DAY_NONE), "");
    assert_string_equal(lang_day(LANG_NB, a, day_make(1999, 12, 31)), "31. desember 1999");
    assert_string_equal(lang_day(LANG_EN, a, day_make(1500, 2, 28)), "28 February 1500");
    assert_string_equal(lang_month(LANG_NB, a, day_month(d)), "juni 2014");
    assert_string_equal(lang_month(LANG_EN, a, day_month(d)), "June 2014");
    assert_string_equal(lang_month(LANG_EN, a, MONTH_NONE), "");

    int64_t summer = (int64_t)d * 86400000 + 7 * 3600000, winter = (int64_t)day_make(2015, 12, 31) * 86400000 + 23 * 3600000;
    assert_string_equal(lang_instant(LANG_NB, a, summer), "5. juni 2014 kl. 09.00");
    assert_string_equal(lang_instant(LANG_EN, a, summer), "5 June 2014, 09:00");
    assert_string_equal(lang_instant(LANG_NB, a, winter), "1. januar 2016 kl. 00.00");
}

static void instants_agree_with_the_days_of_base(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    for (int year = 1996; year < 2040; year++)
        for (int hour = 0; hour < 366 * 24; hour += 7) {
            int64_t ms = ((int64_t)day_make(year, 1, 1) * 24 + hour) * 3600000;
            char *day_text = lang_day(LANG_EN, a, day_in_norway(ms));
            assert_memory_equal(lang_instant(LANG_EN, a, ms), day_text, strlen(day_text));
            arena_reset(a);
        }
}

static void numbers_are_grouped(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const struct {
        int64_t n;
        const char *nb, *en;
    } rows[] = {
        {0, "0", "0"},
        {7, "7", "7"},
        {1000, "1" NBSP "000", "1,000"},
        {10000, "10" NBSP "000", "10,000"},
        {1234567, "1" NBSP "234" NBSP "567", "1,234,567"},
        {-5000, "\xE2\x88\x92" "5" NBSP "000", "-5,000"},
        {INT64_MAX, "9" NBSP "223" NBSP "372" NBSP "036" NBSP "854" NBSP "775" NBSP "807", "9,223,372,036,854,775,807"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_string_equal(lang_number(LANG_NB, a, rows[i].n), rows[i].nb);
        assert_string_equal(lang_number(LANG_EN, a, rows[i].n), rows[i].en);
    }
}

static void languages_have_names(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(lang_language(LANG_NB, a, "ara"), "arabisk");
    assert_string_equal(lang_language(LANG_EN, a, "tir"), "Tigrinya");
    assert_string_equal(lang_language(LANG_NB, a, "qqq"), "qqq");
    assert_string_equal(lang_language(LANG_NB, a, "en_US@x=y"), "en_US@x=y");
    assert_string_equal(lang_language(LANG_NB, a, ""), "");
}

static void norwegian_letters_sort_last(void **state)
{
    static const char *const order[] = {"Abel", "abel b", "Berg", "Drammen", "Ulv", "Zeta", "Æsj", "Østby", "Åberg", "Aase", "Åsen"};
    for (size_t i = 0; i + 1 < COUNT_OF(order); i++) {
        assert_int_equal(lang_compare(order[i], order[i + 1]), -1);
        assert_int_equal(lang_compare(order[i + 1], order[i]), 1);
    }
    assert_int_equal(lang_compare("Åsen", "Åsen"), 0);
    assert_int_equal(lang_compare("", ""), 0);
}

static void folding_reaches_ascii(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"Øvre Åsen", "ovre asen"}, {"ÆRLIG ærlig", "aerlig aerlig"}, {"", ""},          {"Žižek Łódź", "zizek lodz"},
        {"Straße", "strasse"},      {"Nguyễn Đặng", "nguyen dang"},   {"e\xCC\x81te", "ete"}, {"Ольга", "ol'ga"},
        {"Αθήνα", "athena"},        {"İstanbul ışık", "istanbul isik"}, {"C1E – t.o.m.", "c1e - t.o.m."},
        {"دری", "dry"},             {"中文", "zhong wen"},            {"ქართული", "kartuli"}, {"தமிழ்", "tamil"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(lang_fold(a, rows[i].text), rows[i].folded);
}

// The short way for Latin letters says what ICU says: a letter that only ICU knows beside them forces the long way.
static void both_ways_of_folding_agree(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    for (int c = 0xC0; c <= 0xFF; c++) {
        if (c == 0xD7 || c == 0xF7)
            continue;
        char *quick = lang_fold(a, arena_printf(a, "x%c%cx", 0xC0 | c >> 6, 0x80 | (c & 0x3F)));
        char *slow = lang_fold(a, arena_printf(a, "x%c%cx\xC5\x82", 0xC0 | c >> 6, 0x80 | (c & 0x3F)));
        assert_string_equal(arena_printf(a, "%sl", quick), slow);
    }
}

static void lower_case_keeps_letters(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(lang_lower(a, "Åse ÆØÅ ÉÜ"), "åse æøå éü");
    assert_string_equal(lang_lower(a, "IT"), "it");
    assert_string_equal(lang_lower(a, "ΟΔΟΣ ø"), "οδος ø");
    assert_string_equal(lang_lower(a, ""), "");
}

static void tags_are_read(void **state)
{
    assert_int_equal(lang_from_tag("en-GB", LANG_NB), LANG_EN);
    assert_int_equal(lang_from_tag("nn", LANG_EN), LANG_NB);
    assert_int_equal(lang_from_tag("no", LANG_EN), LANG_NB);
    assert_int_equal(lang_from_tag("nb-NO", LANG_EN), LANG_NB);
    assert_int_equal(lang_from_tag("enx", LANG_NB), LANG_NB);
    assert_int_equal(lang_from_tag("n", LANG_EN), LANG_EN);
    assert_int_equal(lang_from_tag(NULL, LANG_EN), LANG_EN);
    assert_string_equal(lang_tag(LANG_NB), "nb");
}

static void texts_are_translated(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(tr(LANG_NB, "Native speaker"), "Morsmål");
    assert_string_equal(tr(LANG_EN, "Native speaker"), "Native speaker");
    assert_string_equal(tr(LANG_NB, "nobody ever writes this"), "nobody ever writes this");
    assert_string_equal(tr(LANG_NB, ""), "");
    assert_string_equal(tr_context(LANG_NB, "no such context", "Native speaker"), "Native speaker");
    assert_string_equal(tr_arg(LANG_EN, a, "100 % of %s, %d", "1 %s"), "100 % of 1 %s, %d");
    assert_string_equal(tr_arg(LANG_EN, a, "%s", ""), "");
    assert_string_equal(tr_arg(LANG_EN, a, "nothing", "x"), "nothing");
    assert_string_equal(tr_n(LANG_EN, a, "%s untold case", "%s untold cases", 1), "1 untold case");
    assert_string_equal(tr_n(LANG_NB, a, "%s untold case", "%s untold cases", 12000), "12" NBSP "000 untold cases");
}

// A file of translations as msgfmt writes it: sorted originals, then translations.
static struct mo mo_made(struct arena *a, const char *const (*pairs)[2], const size_t (*lengths)[2], uint32_t count)
{
    unsigned char *bytes = arena_alloc(a, 4096);
    uint32_t head[7] = {0x950412de, 0, count, 28, 28 + 8 * count, 0, 0};
    memcpy(bytes, head, sizeof head);
    uint32_t at = 28 + 16 * count;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < count; i++) {
            uint32_t entry[2] = {(uint32_t)lengths[i][side], at};
            memcpy(bytes + 28 + 8 * count * (uint32_t)side + 8 * i, entry, sizeof entry);
            memcpy(bytes + at, pairs[i][side], lengths[i][side] + 1);
            at += entry[0] + 1;
        }
    return (struct mo){bytes, at};
}

static void translation_files_are_read_where_they_lie(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const char *const pairs[][2] = {
        {"", "Language: nb\n"}, {"%s need\0%s needs", "%s behov\0%s behov i flertall"}, {"open", "åpne"}, {"state\004open", "åpen"},
    };
    static const size_t lengths[][2] = {{0, 13}, {16, 28}, {4, 5}, {10, 5}};
    struct mo m = mo_made(a, pairs, lengths, 4);
    size_t length;
    assert_string_equal(mo_find(m, NULL, "open", NULL), "åpne");
    assert_string_equal(mo_find(m, "state", "open", NULL), "åpen");
    assert_null(mo_find(m, "stat", "open", NULL));
    assert_null(mo_find(m, "state", "ope", NULL));
    assert_null(mo_find(m, NULL, "state", NULL));
    assert_string_equal(mo_find(m, NULL, "%s need", &length), "%s behov");
    assert_int_equal(length, 28);
    for (size_t size = 0; size < m.size; size++) { // a file cut short is read no further than it goes
        unsigned char *cut = malloc(size + 1);
        memcpy(cut, m.bytes, size);
        const char *text = mo_find((struct mo){cut, size}, "state", "open", NULL);
        assert_true(text == NULL || strcmp(text, "åpen") == 0);
        free(cut);
    }
}

static void only_clean_utf8_is_valid_text(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        bool valid;
    } rows[] = {
        {"", 0, true},
        {"Blåbær\tog\r\nbrød", 18, true},
        {"\xF0\x9F\x98\x80", 4, true},
        {"a\0b", 3, false},
        {"\x1B[0m", 4, false},
        {"\x7F", 1, false},
        {"\xC2\x85", 2, false},         // a control character of two bytes
        {"\xC2\xA0", 2, true},          // hard space
        {"\xC0\xAF", 2, false},         // overlong
        {"\xE0\x80\xAF", 3, false},
        {"\xED\xA0\x80", 3, false},     // surrogate
        {"\xF4\x90\x80\x80", 4, false}, // above U+10FFFF
        {"\xEF\xBF\xBE", 3, false},     // U+FFFE
        {"\xE5", 1, false},             // "å" of ISO 8859-1
        {"Bl\xE5", 3, false},
        {"\xC3", 1, false},             // cut
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (text_valid(rows[i].bytes, rows[i].n) != rows[i].valid)
            fail_msg("row %zu", i);
}

static void text_is_trimmed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const struct {
        const char *typed, *text, *line;
    } rows[] = {
        {"", "", ""},
        {" \t\r\n \xC2\xA0", "", ""},
        {"  a   b\t\tc  ", "a b c", "a b c"},
        {"a\tb", "a b", "a b"},
        {"one \r\n two\r\n\r\n\r\n\r\nthree\r\n", "one\ntwo\n\nthree", "one two three"},
        {"a\rb\n\nc", "a\nb\n\nc", "a b c"},
        {"10\xC2\xA0" "000", "10\xC2\xA0" "000", "10\xC2\xA0" "000"},
        {"10 \xC2\xA0" "000", "10 000", "10 000"},
        {"A\xCC\x8Ase", "Åse", "Åse"},
        {"\xEF\xBB\xBFkokk\xE2\x80\x8B", "kokk", "kokk"},
        {"ko\xE2\x80\x8Bkk", "kokk", "kokk"},
        {"\u200B\u200B", "", ""},
        {"\u2800 \u2800", "", ""},
        {"\u3164", "", ""},
        {"\u115F\u1160\uFFA0", "", ""},
        {"\u00AD\u2060\u180E\U000E0041", "", ""},
        {"A\u202Enne\u202C \u2066Li\u2069\u200F", "Anne Li", "Anne Li"},
        {"\uFFF9a\uFFFA\uFFFB", "a", "a"},
        {"An\u200Dne", "Anne", "Anne"}, // joiners mean nothing here
        {"An\u200Cne\u200C", "Anne", "Anne"},
        {"e\u200D\u0301", "é", "é"},
        {"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
         "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"}, // Persian "mi-khaham"
        {"\u0645\u06CC\u200C\u200C\u062E\u200C", "\u0645\u06CC\u200C\u062E", "\u0645\u06CC\u200C\u062E"},
        {"\u0D28\u0D4D\u200D", "\u0D28\u0D4D\u200D", "\u0D28\u0D4D\u200D"}, // Malayalam n at the end of a word
        {"\u0915\u094D\u200D\u0937", "\u0915\u094D\u200D\u0937", "\u0915\u094D\u200D\u0937"}, // Devanagari k-ssa
        {"\u09B0\u200D\u09CD\u09AF", "\u09B0\u200D\u09CD\u09AF", "\u09B0\u200D\u09CD\u09AF"}, // Bengali r-ya
        {"\U0001F469\U0001F3FD\u200D\U0001F373", "\U0001F469\U0001F3FD\u200D\U0001F373",
         "\U0001F469\U0001F3FD\u200D\U0001F373"}, // a cook
        {"\u2764\uFE0F 1\uFE0F\u20E3 2\uFE0F", "\u2764\uFE0F 1\uFE0F\u20E3 2", "\u2764\uFE0F 1\uFE0F\u20E3 2"},
        {"x\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336" "y",
         "x\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336" "y", "x\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336" "y"},
        {"x\u0336\u0336\u0336\u0336\u0336\u200D\u0336\u034F\u0336\u0336\u0336" "y",
         "x\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336" "y", "x\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336" "y"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_string_equal(text_trim(a, rows[i].typed), rows[i].text);
        assert_string_equal(text_line(a, rows[i].typed), rows[i].line);
        assert_string_equal(text_trim(a, rows[i].text), rows[i].text);
    }
}

static void filled_in_means_that_something_is_seen(void **state)
{
    static const struct {
        const char *text;
        bool visible;
    } rows[] = {
        {"", false},
        {" \t\r\n", false},
        {"a", true},
        {" 7 ", true},
        {"Åse", true},
        {"\u738B", true},
        {"+", true},
        {"\U0001F600", true},
        {"...", false},
        {"\u2013", false},
        {"\u2800", false},
        {"\u3164", false},
        {"\u115F", false},
        {"\u200B\u202E\uFEFF\u00AD", false},
        {"\u0301", false},
        {"\uE000", false}, // private use
        {"\xFF\xC3", true}, // shown as U+FFFD
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (text_visible(rows[i].text) != rows[i].visible)
            fail_msg("row %zu", i);
}

static void text_is_counted_and_cut_in_characters(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_int_equal(text_length("blåbær"), 6);
    assert_int_equal(text_length(""), 0);
    assert_string_equal(text_cut(a, "blåbær", 3), "blå");
    assert_string_equal(text_cut(a, "blåbær", 99), "blåbær");
    assert_string_equal(text_cut(a, "blåbær", 0), "");
    assert_string_equal(text_cut(a, "xe\xCC\x81y", 2), "x"); // not an accent without its letter, nor the letter alone
    assert_string_equal(text_cut(a, "xe\xCC\x81y", 3), "xe\xCC\x81");
}

enum { THREADS = 4, ROUNDS = 300 };

static void *work(void *unused)
{
    intptr_t wrong = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        wrong += strcmp(lang_fold(a, "Łódź på Åsen"), "lodz pa asen") != 0;
        wrong += strcmp(lang_day(LANG_NB, a, day_make(2014, 6, 5)), "5. juni 2014") != 0;
        wrong += strcmp(lang_number(LANG_EN, a, 10000), "10,000") != 0;
        wrong += lang_compare("Å", "Ø") <= 0;
        wrong += strcmp(lang_language(LANG_NB, a, "som"), "somali") != 0;
        wrong += strcmp(lang_lower(a, "ÅÅ"), "åå") != 0;
    }
    return (void *)wrong; // NOLINT: a count in a pointer
}

static void threads_do_not_disturb_each_other(void **state)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        void *wrong;
        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_null(wrong);
    }
}

static void a_first_letter_grows(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(lang_capital(a, "norsk"), "Norsk");
    assert_string_equal(lang_capital(a, "østerriksk"), "Østerriksk");
    assert_string_equal(lang_capital(a, "عربي"), "عربي");
    assert_string_equal(lang_capital(a, "100 prosent"), "100 prosent");
    assert_string_equal(lang_capital(a, ""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_letter_grows),
        cmocka_unit_test(days_months_and_instants_are_written_as_people_do),
        cmocka_unit_test(instants_agree_with_the_days_of_base),
        cmocka_unit_test(numbers_are_grouped),
        cmocka_unit_test(languages_have_names),
        cmocka_unit_test(norwegian_letters_sort_last),
        cmocka_unit_test(folding_reaches_ascii),
        cmocka_unit_test(both_ways_of_folding_agree),
        cmocka_unit_test(lower_case_keeps_letters),
        cmocka_unit_test(tags_are_read),
        cmocka_unit_test(texts_are_translated),
        cmocka_unit_test(translation_files_are_read_where_they_lie),
        cmocka_unit_test(only_clean_utf8_is_valid_text),
        cmocka_unit_test(text_is_trimmed),
        cmocka_unit_test(filled_in_means_that_something_is_seen),
        cmocka_unit_test(text_is_counted_and_cut_in_characters),
        cmocka_unit_test(threads_do_not_disturb_each_other),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("lang", tests, NULL, NULL);
}
