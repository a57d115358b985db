// SPDX-License-Identifier: EUPL-1.2
// Lists as files: what is written as a workbook is read back by the program's own reader, which knows nothing of the writer.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "exchange/record.h"
#include "web/table_out.h"

static const struct table_column COLUMNS[] = {{"Navn", TABLE_TEXT, 30}, {"Antall", TABLE_NUMBER, 8}, {"Dag", TABLE_DAY, 12}};
static const char *const TEXTS[] = {"=1+1", "+47 22", "-x", "@SUM(A1)", "Åse & Sønner <AS>", "\"sitat\"; semikolon", "to\nlinjer", " blank foran",
                                    "", "مرحبا", "_x0041_"};

static const char *text_or_none(const char *text)
{
    return text == NULL ? "" : text;
}

static struct table_out *table_of(enum table_format format)
{
    struct table_out *t;
    assert_int_equal(table_begin(format, "ark", COLUMNS, COUNT_OF(COLUMNS), "/tmp", &t), OK);
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        table_text(t, TEXTS[i]);
        table_number(t, (int64_t)i * 1000000007 - 5);
        table_day(t, i == 3 ? DAY_NONE : day_make(2016, 2, 28) + (day)i);
        table_row_end(t);
    }
    return t;
}

static void a_workbook_is_read_back_as_it_was_written(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct table_out *t = table_of(TABLE_XLSX);
    struct stat about;
    struct records *records;
    struct record r;
    int file;
    uint64_t size;
    assert_int_equal(table_finish(t, &file, &size), OK);
    table_end(t);
    assert_int_equal(fstat(file, &about), 0);
    assert_int_equal(about.st_nlink, 0); // no name: nobody else can open it
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(about.st_size, size);
    void *bytes = arena_alloc(a, size);
    assert_int_equal(pread(file, bytes, size, 0), size);
    close(file);
    struct issues issues = issues_in(a);
    struct records_options options = {0};
    assert_int_equal(records_open_bytes(bytes, size, &options, a, &issues, &records), OK);
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        char day_text[DAY_TEXT], number[30];
        assert_int_equal(records_next(records, a, &r), OK);
        day_write(i == 3 ? DAY_NONE : day_make(2016, 2, 28) + (day)i, day_text);
        snprintf(number, sizeof number, "%lld", (long long)i * 1000000007 - 5);
        assert_string_equal(text_or_none(record_get(&r, "Navn")), TEXTS[i]);
        assert_string_equal(text_or_none(record_get(&r, "Antall")), number);
        assert_string_equal(text_or_none(record_get(&r, "Dag")), day_text);
    }
    assert_int_equal(records_next(records, a, &r), NOT_FOUND);
    records_close(records);
}

static void csv_starts_no_formula(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct table_out *t = table_of(TABLE_CSV);
    struct buf out = buf_in(a);
    table_take(t, &out);
    const char *text = buf_text(&out);
    assert_memory_equal(text, "\xef\xbb\xbfNavn;Antall;Dag\r\n", 20);
    assert_non_null(strstr(text, "\r\n\"'+47 22\";1000000002;2016-02-29\r\n"));
    assert_non_null(strstr(text, "\r\n\"'@SUM(A1)\";3000000016;\r\n"));
    assert_non_null(strstr(text, "\"\"\"sitat\"\"; semikolon\""));
    size_t length = out.length;
    table_take(t, &out);
    assert_int_equal(out.length, length); // what was taken does not come again
    table_end(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_is_read_back_as_it_was_written),
        cmocka_unit_test(csv_starts_no_formula),
    };
    return cmocka_run_group_tests_name("table_out", tests, NULL, NULL);
}
