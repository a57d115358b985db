// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/status.h"
#include "core/region.h"

static const struct region_area *areas;
static size_t area_count;

static int set_up(void **state)
{
    areas = region_drammen(&area_count);
    return 0;
}

static void same_code(struct code c, const char *text)
{
    char was[CODE_TEXT];
    code_write(c, was);
    assert_string_equal(was, text);
}

static void an_address_lies_in_an_area_of_its_day(void **state)
{
    static const struct {
        int year;
        const char *municipality, *postal, *area; // NULL: outside
    } rows[] = {
        {2016, "0602", "3015", "0602"}, {2016, "0625", "", "0625"},     {2016, "0711", "3060", "0711"},
        {2016, "0626", "", "0626"},     {2016, "0624", "", "0624"},     {2016, "0713", "", "0713"},
        {2016, "0627", "", "0627"},     {2016, "0628", "", "0628"},     {2016, "0220", "1383", NULL},
        {2016, "3005", "3015", NULL}, // not yet
        {2018, "0715", "3080", NULL},   {2019, "0602", NULL, "0602"},
        {2020, "0602", "3015", NULL}, // no longer
        {2020, "3005", "3050", "3005"}, {2020, "3005", "3060", "3005"}, {2020, "3049", "", "0626"},
        {2020, "3048", "", "0624"},     {2020, "3802", "3070", "0713"}, {2020, "3802", "3080", NULL},
        {2020, "3802", "", NULL},       {2020, "3025", "3440", "0627"}, {2020, "3025", "3482", "0628"},
        {2020, "3025", "1383", NULL},   {2024, "3301", "3015", "3005"}, {2024, "3005", "3015", NULL},
        {2024, "3312", "3400", "0626"}, {2024, "3314", "", "0624"},     {2024, "3903", "3077", "0713"},
        {2024, "3903", "3090", NULL},   {2024, "3203", "3470", "0627"}, {2024, "3203", "3490", "0628"},
        {2024, "3203", "3475 3476", NULL}, {2024, "3203", "34", NULL},  {2024, "3203", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct region_area *area = region_area_of(areas, area_count, day_make(rows[i].year, 6, 5),
                                                        code_make(rows[i].municipality), rows[i].postal);
        if ((area == NULL) != (rows[i].area == NULL))
            fail_msg("row %zu", i);
        if (area != NULL)
            same_code(area->code, rows[i].area);
    }
}

static void the_areas_of_a_day_are_eight_then_six(void **state)
{
    const struct region_area *out[32];
    static const struct {
        int year;
        size_t in, possible;
    } rows[] = {{2016, 6, 2}, {2019, 6, 2}, {2020, 4, 2}, {2023, 4, 2}, {2024, 4, 2}, {2030, 4, 2}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t n = region_areas_at(areas, area_count, day_make(rows[i].year, 12, 31), out, COUNT_OF(out)), in = 0;
        for (size_t j = 0; j < n; j++) {
            in += out[j]->status == REGION_IN;
            for (size_t k = 0; k < j; k++)
                assert_false(code_equal(out[j]->code, out[k]->code));
        }
        assert_int_equal(in, rows[i].in);
        assert_int_equal(n - in, rows[i].possible);
    }
    assert_int_equal(region_areas_at(areas, area_count, day_make(2016, 1, 1), out, 3), 3);
    assert_int_equal(region_areas_at(areas, 0, day_make(2016, 1, 1), out, 3), 0);
}

// Every area has exactly one row on every day that it lives, and no day is left out on the way.
static void the_periods_join_without_gap_or_overlap(void **state)
{
    for (size_t i = 0; i < area_count; i++) {
        int later = 0;
        for (size_t j = 0; j < area_count; j++) {
            if (i == j || !code_equal(areas[i].code, areas[j].code))
                continue;
            assert_string_equal(areas[i].name, areas[j].name);
            assert_true(areas[i].to == DAY_NONE || areas[j].to == DAY_NONE || areas[i].to != areas[j].to);
            later += areas[i].to != DAY_NONE && areas[j].from == areas[i].to + 1;
        }
        bool ends = areas[i].to != DAY_NONE && code_given(areas[i].into);
        assert_int_equal(later, areas[i].to != DAY_NONE && !ends);
        if (ends)
            assert_non_null(region_area_find(areas, area_count, areas[i].to + 1, areas[i].into));
    }
    assert_int_equal(day_make(2020, 1, 1), areas[1].from);
    assert_int_equal(day_make(2024, 1, 1), areas[2].from);
}

static void an_area_is_followed_into_what_it_became(void **state)
{
    day then = day_make(2019, 12, 31), now = day_make(2026, 1, 1);
    same_code(region_area_now(areas, area_count, then, code_make("0711"))->code, "0711");
    same_code(region_area_now(areas, area_count, then + 1, code_make("0711"))->code, "3005");
    same_code(region_area_now(areas, area_count, now, code_make("0602"))->code, "3005");
    same_code(region_area_now(areas, area_count, now, code_make("0626"))->code, "0626");
    assert_null(region_area_now(areas, area_count, then, code_make("3005"))); // there was none
    assert_null(region_area_now(areas, area_count, now, code_make("9999")));

    struct region_area circle[] = {
        {code_make("a"), "A", code_make("1"), "", REGION_IN, DAY_NONE, 10, code_make("b")},
        {code_make("b"), "B", code_make("1"), "", REGION_IN, DAY_NONE, 10, code_make("a")},
    };
    assert_null(region_area_now(circle, 2, 20, code_make("a")));
}

static void areas_have_names(void **state)
{
    assert_string_equal(region_area_name(areas, area_count, code_make("0624")), "Øvre Eiker");
    assert_string_equal(region_area_name(areas, area_count, code_make("0602")), "Drammen");
    assert_string_equal(region_area_name(areas, area_count, code_make("9999")), "");
    struct region_area renamed[] = {
        {code_make("a"), "New", code_make("1"), "", REGION_IN, 11, DAY_NONE, {0}},
        {code_make("a"), "Old", code_make("1"), "", REGION_IN, DAY_NONE, 10, {0}},
    };
    assert_string_equal(region_area_name(renamed, 2, code_make("a")), "New");
}

// Against Posten's list: each code of a part lies in the municipality that the part is of.
static void postal_codes_are_where_they_are_said_to_be(void **state)
{
    static const char path[] = "../shared/data/postal/postal_codes_no.tsv";
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        print_message("# skipped: there is no %s\n", path);
        skip();
    }
    char line[256], postal[8], place[64], municipality[8];
    day today = day_make(2026, 1, 1);
    size_t found = 0, listed = 0;
    while (fgets(line, sizeof line, f) != NULL) {
        assert_int_equal(sscanf(line, "%7[^\t]\t%63[^\t]\t%7[^\t]", postal, place, municipality), 3);
        struct code c;
        assert_true(code_read(municipality, &c));
        const struct region_area *area = region_area_of(areas, area_count, today, c, postal);
        found += area != NULL && area->postal[0] != '\0';
        if (strncmp(place, "SANDE I VESTFOLD", 16) == 0)
            same_code(area->code, "0713");
        if (strcmp(place, "BERGER") == 0) // of Svelvik, though it has a number of Sande's
            same_code(area->code, "3005");
        if (strcmp(place, "SLEMMESTAD") == 0 || strcmp(place, "SPIKKESTAD") == 0)
            same_code(area->code, "0627");
        if (strcmp(place, "TOFTE") == 0 || strcmp(place, "KLOKKARSTUA") == 0)
            same_code(area->code, "0628");
    }
    fclose(f);
    for (size_t i = 0; i < area_count; i++)
        if (areas[i].to == DAY_NONE && areas[i].postal[0] != '\0')
            listed += (strlen(areas[i].postal) + 1) / 5;
    assert_int_equal(found, listed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_lies_in_an_area_of_its_day),
        cmocka_unit_test(the_areas_of_a_day_are_eight_then_six),
        cmocka_unit_test(the_periods_join_without_gap_or_overlap),
        cmocka_unit_test(an_area_is_followed_into_what_it_became),
        cmocka_unit_test(areas_have_names),
        cmocka_unit_test(postal_codes_are_where_they_are_said_to_be),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("region", tests, set_up, NULL);
}
