// SPDX-License-Identifier: EUPL-1.2
// Reading CVs: what comes out of each format, and what never does.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/cv.h"
#include "exchange/cv_pdf.h"

#define OWN "tests/fuzz/corpus/cv/"
#define SHARED "../shared/data/europass/"

static const void *file_read(const char *path, struct arena *a, size_t *size_out)
{
    enum { MOST = 1 << 20 };
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *bytes = arena_alloc(a, MOST);
    *size_out = fread(bytes, 1, MOST, file);
    fclose(file);
    return bytes;
}

static enum status read_file(const char *path, struct arena *a, struct issues *issues, struct cv *out)
{
    size_t size = 0;
    const void *bytes = file_read(path, a, &size);
    assert_non_null(bytes);
    return cv_read(bytes, size, a, issues, out);
}

static struct cv good(const char *path, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct cv cv;
    enum status s = read_file(path, a, &issues, &cv);
    if (s != OK)
        fail_msg("%s: %s", path, issues.count > 0 ? issues.items[0].message : status_name(s));
    return cv;
}

static const struct cv_entry *entry(const struct cv *cv, enum fact_kind kind, const char *source)
{
    for (size_t i = 0; i < cv->entry_count; i++)
        if (cv->entries[i].kind == kind && strcmp(cv->entries[i].source, source) == 0)
            return &cv->entries[i];
    fail_msg("no %s %s", fact_kind_name(kind), source);
    return NULL;
}

static void assert_levels(const struct cv_entry *e, int listening, int reading, int writing, int speaking)
{
    assert_int_equal(e->levels[PART_LISTENING], listening);
    assert_int_equal(e->levels[PART_READING], reading);
    assert_int_equal(e->levels[PART_WRITING], writing);
    assert_int_equal(e->levels[PART_SPEAKING], speaking);
}

static void dates_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        int year, month; // 0: none
    } rows[] = {
        {"2016", 2016, 0},      {"2016-06", 2016, 6},    {"2016-06-09", 2016, 6},  {"2016-06-09T10:00:00Z", 2016, 6},
        {"06.2016", 2016, 6},   {"9.6.2016", 2016, 6},   {"06/2016", 2016, 6},     {"juni 2016", 2016, 6},
        {"June 2016", 2016, 6}, {"9. juni 2016", 2016, 6}, {"Des. 2016", 2016, 12}, {"01.01.2016", 2016, 1},
        {"", 0, 0},             {"16", 0, 0},            {"13.2016", 0, 0},        {"sommeren 2016", 0, 0},
        {"0016", 0, 0},         {"20160609123456", 0, 0}, {"2016-", 2016, 0},      {"nå", 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int year = 0;
        month m = MONTH_NONE;
        bool read = cv_read_date(rows[i].text, &year, &m);
        int got = m == MONTH_NONE ? 0 : m % 12 + 1;
        if (read != (rows[i].year != 0) || year != rows[i].year || got != rows[i].month)
            fail_msg("%s gave %d %d", rows[i].text, year, got);
    }
}

static void years_alone_count_only_what_is_certain(void **state)
{
    struct cv_entry e = {0};
    cv_period(&e, 2001, MONTH_NONE, 2005, MONTH_NONE, false);
    assert_true(e.years_only);
    assert_int_equal(e.from, 2001 * 12 + 11);
    assert_int_equal(e.to, 2005 * 12);
    cv_period(&e, 2001, MONTH_NONE, 2001, MONTH_NONE, false);
    assert_int_equal(e.from, e.to);
    assert_int_equal(e.from / 12, 2001);
    cv_period(&e, 2001, 2001 * 12 + 2, 2001, MONTH_NONE, false);
    assert_int_equal(e.from, 2001 * 12 + 2);
    assert_int_equal(e.to, 2001 * 12 + 2);
    cv_period(&e, 2001, 2001 * 12 + 2, 2003, 2003 * 12 + 5, false);
    assert_false(e.years_only);
    cv_period(&e, 2001, 2001 * 12 + 2, 0, MONTH_NONE, true);
    assert_true(e.current && e.to == MONTH_NONE && !e.years_only);
    cv_period(&e, 0, MONTH_NONE, 0, MONTH_NONE, false);
    assert_true(e.from == MONTH_NONE && e.to == MONTH_NONE);
}

static void europass_3_is_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv = good(OWN "europass-3.xml", a);
    assert_int_equal(cv.format, CV_EUROPASS);
    const struct cv_entry *e = entry(&cv, FACT_EXPERIENCE, "Renholder, Hotell Fjord");
    assert_string_equal(e->what, "Renholder");
    assert_int_equal(e->from, 2009 * 12 + 2);
    assert_int_equal(e->to, 2012 * 12 + 7);
    e = entry(&cv, FACT_EXPERIENCE, "Vaskehjelp på natt, Kontorbygget");
    assert_true(e->current && e->years_only);
    e = entry(&cv, FACT_EDUCATION, "Diploma in accounting, City College");
    assert_int_equal(e->nkr, 5);
    assert_string_equal(e->code, "041");
    assert_true(entry(&cv, FACT_LANGUAGE, "Tigrinya")->mother_tongue);
    assert_levels(entry(&cv, FACT_LANGUAGE, "Tigrinya"), -1, -1, -1, -1);
    // Speaking is the lower of the two.
    assert_levels(entry(&cv, FACT_LANGUAGE, "Norwegian"), CEFR_B2, CEFR_B1, CEFR_A2, CEFR_A2);
    entry(&cv, FACT_SKILL, "Kundeservice");
    entry(&cv, FACT_SKILL, "Betjene kasse");
    entry(&cv, FACT_SKILL, "Excel");
    assert_string_equal(entry(&cv, FACT_LICENCE, "BE")->code, "BE");
    entry(&cv, FACT_LICENCE, "Førstehjelpskurs");
    assert_int_equal(cv.left_count, 4);
}

static void europass_2_is_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv = good(OWN "europass-2.xml", a);
    const struct cv_entry *e = entry(&cv, FACT_EXPERIENCE, "Kokk, Kafe Sol");
    assert_int_equal(e->from, 2009 * 12 + 2);
    assert_int_equal(e->to, 2012 * 12 + 7);
    assert_int_equal(entry(&cv, FACT_EDUCATION, "Upper secondary, Some school")->nkr, 4); // ISCED 1997: 3
    assert_true(entry(&cv, FACT_LANGUAGE, "Arabic")->mother_tongue);
    assert_levels(entry(&cv, FACT_LANGUAGE, "English"), CEFR_B2, CEFR_B2, CEFR_A2, CEFR_B1);
    entry(&cv, FACT_SKILL, "Kundeservice");
    entry(&cv, FACT_LICENCE, "B");
}

static void the_present_europass_is_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv = good(OWN "candidate.xml", a);
    assert_int_equal(cv.format, CV_CANDIDATE);
    const struct cv_entry *e = entry(&cv, FACT_EXPERIENCE, "Helsefagarbeider, Sykehjemmet");
    assert_true(e->years_only && e->from == 2015 * 12 + 8 && e->to == 2017 * 12);
    e = entry(&cv, FACT_EXPERIENCE, "Kokk, Sykehjemmet");
    assert_true(e->current && e->from == 2017 * 12 + 1);
    assert_int_equal(entry(&cv, FACT_EDUCATION, "Bachelor in nursing, UiO")->nkr, 6);
    assert_true(entry(&cv, FACT_LANGUAGE, "tir")->mother_tongue);
    assert_levels(entry(&cv, FACT_LANGUAGE, "nor"), CEFR_B2, CEFR_B2, CEFR_B1, CEFR_B1);
    entry(&cv, FACT_SKILL, "Kundeservice");
    entry(&cv, FACT_LICENCE, "B");
    entry(&cv, FACT_LICENCE, "HMS-kort");
}

static void json_resume_is_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv = good(OWN "resume.json", a);
    assert_int_equal(cv.format, CV_JSON_RESUME);
    assert_int_equal(entry(&cv, FACT_EXPERIENCE, "Kokk, Kafe Sol")->to, 2017 * 12 + 7);
    assert_true(entry(&cv, FACT_EXPERIENCE, "Renholder, Hotell Fjord")->current);
    assert_true(entry(&cv, FACT_EXPERIENCE, "Butikkmedarbeider, Frivillig")->years_only);
    const struct cv_entry *e = entry(&cv, FACT_EDUCATION, "Bachelor, Informatikk, UiO");
    assert_true(e->nkr == 6 && e->guessed);
    assert_string_equal(e->what, "Informatikk");
    e = entry(&cv, FACT_LANGUAGE, "Norsk, B2");
    assert_true(e->guessed);
    assert_levels(e, CEFR_B2, CEFR_B2, CEFR_B2, CEFR_B2);
    assert_true(entry(&cv, FACT_LANGUAGE, "Arabisk, Native speaker")->mother_tongue);
    entry(&cv, FACT_SKILL, "Betjene kasse");
}

static void a_table_is_read_by_the_names_of_its_columns(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv = good(OWN "table.csv", a);
    assert_int_equal(cv.format, CV_TABLE);
    assert_int_equal(cv.entry_count, 6);
    const struct cv_entry *e = entry(&cv, FACT_EXPERIENCE, "Butikkmedarbeider, Kiwi");
    assert_true(e->years_only && e->from == 2012 * 12 + 11 && e->to == 2015 * 12 + 5);
    assert_true(entry(&cv, FACT_EXPERIENCE, "Kokk, Kafé Sol")->current);
    assert_true(entry(&cv, FACT_LANGUAGE, "Arabisk")->guessed);
    assert_int_equal(entry(&cv, FACT_EDUCATION, "Bachelor i økonomi, BI")->nkr, 6);
    assert_int_equal(entry(&cv, FACT_LICENCE, "B")->expires, day_make(2030, 12, 31));
    assert_int_equal(cv.left_count, 3); // two columns and a hobby
    static const char english[] = "Type,Title,From,To\nwork,Cook,2010-01,present\nlanguage,English,,\n";
    struct issues issues = issues_in(a);
    assert_int_equal(cv_read(english, sizeof english - 1, a, &issues, &cv), OK);
    assert_int_equal(cv.entry_count, 2);
    static const char plain[] = "Stilling\nKokk\n";
    assert_int_equal(cv_read(plain, sizeof plain - 1, a, &issues, &cv), OK);
    assert_int_equal(cv.entries[0].kind, FACT_EXPERIENCE);
}

static void a_workbook_is_a_table(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv = good(OWN "table.xlsx", a);
    assert_int_equal(cv.format, CV_TABLE);
    assert_int_equal(cv.entry_count, 3);
    const struct cv_entry *e = entry(&cv, FACT_EXPERIENCE, "Cook");
    assert_true(e->from == 2012 * 12 + 2 && e->to == 2014 * 12 && e->years_only);
    assert_true(entry(&cv, FACT_LANGUAGE, "Norwegian")->guessed);
    assert_string_equal(entry(&cv, FACT_LICENCE, "B")->what, "B");
}

static void what_is_no_cv_is_refused_with_a_reason(void **state)
{
    static const char *const files[] = {OWN "entities.xml", OWN "version.xml", OWN "cover-letter.xml", OWN "broken.csv", OWN "utf16.xml"};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct issues issues = issues_in(a);
        assert_int_equal(read_file(files[i], a, &issues, &cv), INVALID);
        assert_int_equal(issues.count, 1);
        assert_string_equal(issues.items[0].field, "file");
    }
    static const char *const texts[] = {"", "  \n", "hello", "name;age\nKari;3\n", "{", "{}", "[]", "{\"a\": 1}", "<a/>", "<a>", "<", "\x01\x02"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct issues issues = issues_in(a);
        if (cv_read(texts[i], strlen(texts[i]), a, &issues, &cv) != INVALID || issues.count == 0)
            fail_msg("taken: %s", texts[i]);
    }
}

static void too_many_entries_are_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf b = buf_in(a);
    struct issues issues = issues_in(a);
    struct cv cv;
    buf_add_text(&b, "kind,what\n");
    for (int i = 0; i <= CV_ENTRIES_MOST; i++)
        buf_printf(&b, "skill,Thing %d\n", i);
    assert_int_equal(cv_read(b.data, b.length, a, &issues, &cv), INVALID);
    assert_int_equal(issues.count, 1);
}

// Everything that a CV became, as one text.
static const char *all_of(const struct cv *cv, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < cv->entry_count; i++)
        buf_printf(&b, "%s\n%s\n%s\n", cv->entries[i].source, cv->entries[i].what, cv->entries[i].code);
    for (size_t i = 0; i < cv->left_count; i++)
        buf_printf(&b, "%s\n%s\n", cv->left[i].part, cv->left[i].text);
    return buf_text(&b);
}

static void must_not_hold(const char *path, const char *const *secrets, struct arena *a)
{
    struct cv cv = good(path, a);
    const char *text = all_of(&cv, a);
    for (; *secrets != NULL; secrets++)
        if (strcasestr(text, *secrets) != NULL)
            fail_msg("%s: %s came through", path, *secrets);
}

static void who_the_person_is_does_not_come_through(void **state)
{
    static const char *const secrets[] = {"Zeldafirst", "Quixsurname", "Kvikkveien", "Byfjordby", "zelda@", "quix.example", "98765432",
                                          "987 65", "98 76", "1983", "Femalegender", "Eritrean", "Zimbabwe", "Photobytes", "UGhvdG9", NULL};
    static const char *const files[] = {OWN "europass-3.xml", OWN "europass-2.xml", OWN "candidate.xml", OWN "resume.json", OWN "table.csv"};
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        size_t size = 0;
        const char *bytes = file_read(files[i], a, &size);
        assert_non_null(memmem(bytes, size, "Quixsurname", 11)); // or nothing is proved
        must_not_hold(files[i], secrets, a);
    }
}

static void real_files_are_read_or_refused(void **state)
{
    static const char *const good_files[] = {
        SHARED "Europass-CV-version3.0.xml", SHARED "Europass_CV_V3.3.0_Example.xml", SHARED "xsd-v3.4.0/examples/Europass_CV_V3.4.0_Example.xml",
        SHARED "xsd-v3.4.0/examples/Europass_CV_ESP_CL_LP_V3.4.0_Example.xml", SHARED "xsd-v3.4.0/examples/Europass_CVwithCL_V3.4.0_Example.xml",
        SHARED "xsd-v3.4.0/examples/Europass_LP_V.3.4.0_Example.xml",
    };
    static const char *const bad_files[] = {SHARED "Europass-CV-version2.0-corrupt1.xml", SHARED "xsd-v3.4.0/examples/Europass_CL_V3.4.0_Example.xml"};
    static const char *const secrets[] = {"Chuck", "Norris", "Μπάμπης", "Σουγιάς", "Sonia", "Strawberry", "12345", "London", "gtalk", "987654321",
                                          "kookoobaddi", "1940", "Male", "American", "Australian", "Citizen of", "United", "Japan\n", "image/",
                                          "Burnett", "Birmingham", NULL};
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t size = 0;
    if (file_read(good_files[0], a, &size) == NULL) {
        print_message("# skipped: " SHARED " is not there\n");
        skip();
    }
    for (size_t i = 0; i < COUNT_OF(good_files); i++)
        must_not_hold(good_files[i], secrets, a);
    for (size_t i = 0; i < COUNT_OF(bad_files); i++) {
        struct issues issues = issues_in(a);
        struct cv cv;
        assert_int_equal(read_file(bad_files[i], a, &issues, &cv), INVALID);
        assert_true(issues.count > 0);
    }
    struct cv cv = good(good_files[1], a);
    const struct cv_entry *e = entry(&cv, FACT_EXPERIENCE, "Martial Arts Instructor, School of Ninjutsu");
    assert_true(e->current && e->years_only && e->from == 2001 * 12 + 11);
    assert_levels(entry(&cv, FACT_LANGUAGE, "Japanese"), CEFR_C1, CEFR_C1, CEFR_C1, CEFR_C1);
    assert_int_equal(entry(&cv, FACT_EDUCATION, "Martial Arts, The University of Plymouth. Department of Martial Arts")->nkr, 6);
}

static void a_pdf_gives_its_attachment_or_says_why_not(void **state)
{
    static const struct {
        const char *path;
        enum cv_pdf answer;
    } rows[] = {{OWN "attached.pdf", CV_PDF_FOUND}, {OWN "packed.pdf", CV_PDF_FOUND},       {OWN "no-attachment.pdf", CV_PDF_NO_CV},
                {OWN "loop.pdf", CV_PDF_NO_CV},     {OWN "encrypted.pdf", CV_PDF_ENCRYPTED}};
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t size = 0, found_size;
        const void *found, *bytes = file_read(rows[i].path, a, &size);
        assert_true(cv_is_pdf(bytes, size));
        enum cv_pdf answer = cv_pdf_attachment(bytes, size, a, &found, &found_size);
        if (answer != rows[i].answer)
            fail_msg("%s gave %d", rows[i].path, answer);
        struct issues issues = issues_in(a);
        struct cv cv;
        if (answer == CV_PDF_FOUND)
            assert_int_equal(cv_read(found, found_size, a, &issues, &cv), OK);
    }
    static const char junk[] = "%PDF-1.7\nnothing";
    const void *found;
    size_t found_size;
    assert_int_equal(cv_pdf_attachment(junk, sizeof junk - 1, a, &found, &found_size), CV_PDF_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(years_alone_count_only_what_is_certain),
        cmocka_unit_test(europass_3_is_read),
        cmocka_unit_test(europass_2_is_read),
        cmocka_unit_test(the_present_europass_is_read),
        cmocka_unit_test(json_resume_is_read),
        cmocka_unit_test(a_table_is_read_by_the_names_of_its_columns),
        cmocka_unit_test(a_workbook_is_a_table),
        cmocka_unit_test(what_is_no_cv_is_refused_with_a_reason),
        cmocka_unit_test(too_many_entries_are_refused),
        cmocka_unit_test(who_the_person_is_does_not_come_through),
        cmocka_unit_test(real_files_are_read_or_refused),
        cmocka_unit_test(a_pdf_gives_its_attachment_or_says_why_not),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
