// SPDX-License-Identifier: EUPL-1.2
// The rows of our own catalogue, as a proof-reader with a ruler would go through them: what no single look-up shows.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/status.h"
#include "core/catalogue.h"

enum { COLUMNS_MOST = 16, PARTS_MOST = 32, ESSENTIAL_AND_OPTIONAL_LEAST = 5, ESSENTIAL_AND_OPTIONAL_MOST = 10 };

static const struct catalogue *c;

static int set_up(void **state)
{
    struct timespec from, to;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    c = catalogue_builtin();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
    print_message("# %.1f ms to read the catalogue\n", ms);
    return ms < 1000 ? 0 : -1;
}

// A file of the catalogue as it lies in the tree.
struct rows {
    struct arena *arena;
    struct csv csv;
    const char *head[COLUMNS_MOST], *row[COLUMNS_MOST];
    size_t columns;
};

static struct rows rows_open(struct arena *a, const char *name)
{
    const char *path = arena_printf(a, "catalogue/%s.csv", name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    size_t size = (size_t)ftell(f);
    rewind(f);
    char *bytes = arena_alloc(a, size);
    assert_int_equal(fread(bytes, 1, size, f), size);
    fclose(f);
    struct rows rows = {.arena = a, .csv = csv_of(a, bytes, size)};
    assert_true(csv_next(&rows.csv, rows.head, COLUMNS_MOST, &rows.columns));
    return rows;
}

static bool rows_next(struct rows *rows)
{
    size_t count;
    return csv_next(&rows->csv, rows->row, COLUMNS_MOST, &count);
}

static const char *cell(const struct rows *rows, const char *column)
{
    for (size_t i = 0; i < rows->columns; i++)
        if (strcmp(rows->head[i], column) == 0)
            return rows->row[i];
    fail_msg("no column %s", column);
    return "";
}

static void occupations_name_their_skills(void **state)
{
    size_t count;
    const struct catalogue_item *items = catalogue_items(c, CATALOGUE_OCCUPATION, &count);
    for (size_t i = 0; i < count; i++) {
        const struct catalogue_item *o = &items[i];
        size_t all = o->essential_count + o->optional_count, asked = 0;
        if (o->essential_count == 0 || all < ESSENTIAL_AND_OPTIONAL_LEAST || all > ESSENTIAL_AND_OPTIONAL_MOST)
            fail_msg("%s names %zu and %zu skills", o->names[LANG_EN], o->essential_count, o->optional_count);
        for (size_t k = 0; k < all; k++) {
            struct code code = k < o->essential_count ? o->essential[k] : o->optional[k - o->essential_count];
            assert_non_null(catalogue_find(c, CATALOGUE_SKILL, code));
            for (size_t j = 0; j < o->essential_count && j < k; j++)
                assert_false(code_equal(o->essential[j], code));
        }
        // The essential ones, in their order, are what the suggested requirements ask of skills.
        for (size_t k = 0; k < o->suggested_count; k++)
            if (o->suggested[k].atoms[0].kind == ATOM_SKILL) {
                assert_in_range(asked, 0, o->essential_count - 1);
                assert_true(code_equal(o->suggested[k].atoms[0].code, o->essential[asked++]));
            }
        assert_int_equal(asked, o->essential_count);
    }
    const struct catalogue_item *cook = catalogue_find(c, CATALOGUE_OCCUPATION, code_make("5120"));
    assert_true(code_equal(cook->essential[0], code_make("s019")));
    assert_true(code_equal(cook->optional[0], code_make("s140")));
    const struct catalogue_item *group = catalogue_find(c, CATALOGUE_OCCUPATION_GROUP, code_make("512"));
    assert_int_equal(group->essential_count + group->optional_count, 0);
}

// What is written on forklifts is the same for several of them: typing it offers all.
static bool is_shared(const char *synonym)
{
    return strcmp(synonym, "truck") == 0 || strcmp(synonym, "forklift") == 0;
}

// A synonym that is another's name, or another's synonym too, would lead to the wrong one or to none.
static void every_synonym_leads_to_its_own(void **state)
{
    static const struct {
        const char *file;
        enum catalogue_kind kind;
    } files[] = {{"occupations", CATALOGUE_OCCUPATION}, {"skills", CATALOGUE_SKILL}, {"licences", CATALOGUE_LICENCE}};
    static const char *const columns[] = {"synonyms_nb", "synonyms_en"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct rows rows = rows_open(a, files[i].file);
        while (rows_next(&rows))
            for (size_t l = 0; l < COUNT_OF(columns); l++) {
                const char *parts[PARTS_MOST];
                size_t n = csv_parts(a, cell(&rows, columns[l]), parts, PARTS_MOST);
                if (n == 0 && files[i].kind == CATALOGUE_OCCUPATION)
                    fail_msg("%s has no %s", cell(&rows, "code"), columns[l]);
                for (size_t k = 0; k < n; k++) {
                    struct code code = {0};
                    if (catalogue_resolve(c, files[i].kind, parts[k], &code) != OK && is_shared(parts[k]))
                        continue;
                    if (!code_equal(code, code_make(cell(&rows, "code"))))
                        fail_msg("%s: '%s' leads elsewhere", cell(&rows, "code"), parts[k]);
                }
            }
    }
}

static void codes_are_official_ones(void **state)
{
    static const char path[] = "../shared/data/styrk08/styrk08_klass.json";
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        print_message("# skipped: there is no %s\n", path);
        skip(); // does not come back
    }
    struct arena *a CLEANUP_ARENA = arena_open();
    enum { ROOM = 1 << 20 };
    char *text = arena_alloc(a, ROOM);
    text[fread(text, 1, ROOM - 1, f)] = '\0';
    fclose(f);
    static const enum catalogue_kind kinds[] = {CATALOGUE_OCCUPATION, CATALOGUE_OCCUPATION_GROUP};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t count;
        const struct catalogue_item *items = catalogue_items(c, kinds[k], &count);
        for (size_t i = 0; i < count; i++) {
            char code[CODE_TEXT];
            code_write(items[i].code, code);
            if (strstr(text, arena_printf(a, "\"code\": \"%s\"", code)) == NULL)
                fail_msg("%s is no code of STYRK-08", code);
        }
    }
}

// From one of them, by whatever way, nobody comes back to it.
static bool leads_to(enum fact_kind kind, struct code from, struct code to, size_t steps)
{
    size_t count;
    const struct implication *all = catalogue_implications(c, &count);
    if (code_equal(from, to))
        return true;
    for (size_t i = 0; i < count && steps > 0; i++)
        if (all[i].kind == kind && code_equal(all[i].from, from) && leads_to(kind, all[i].to, to, steps - 1))
            return true;
    return false;
}

static void nothing_implies_itself(void **state)
{
    size_t count;
    const struct implication *all = catalogue_implications(c, &count);
    assert_in_range(count, 100, 1000);
    for (size_t i = 0; i < count; i++)
        if (leads_to(all[i].kind, all[i].to, all[i].from, 12)) {
            char code[CODE_TEXT];
            code_write(all[i].from, code);
            fail_msg("%s implies itself", code);
        }
}

static void cards_and_certificates_are_all_there(void **state)
{
    static const char *const codes[] = {
        "AM",   "AM147", "A1",   "A2",     "A",     "B",     "B78",    "BE",     "C1",   "C1E",   "C",      "CE",    "D1",     "D1E",
        "D",    "DE",    "S",    "T",      "YSKP",  "YSKG",  "YSKC1",  "YSKC1E", "YSKC", "YSKCE", "YSKD1",  "YSKD1E", "YSKD",  "YSKDE",
        "TAXI", "TAXIEX", "PERMBUS", "ADR", "ADRT", "HMS",   "HMSR",   "T1",     "T2",   "T3",    "T4",     "T5",    "T6",     "T7",
        "T8",   "FOOD",  "HACCP", "COND", "TRADE", "MASTER", "NURSE",  "HCW",  "DOCTOR",
    };
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (catalogue_find(c, CATALOGUE_LICENCE, code_make(codes[i])) == NULL)
            fail_msg("%s is missing", codes[i]);
    static const struct {
        const char *held, *wanted;
        bool right;
    } rows[] = {
        {"YSKCE", "CE", true},   {"YSKCE", "YSKC1", true}, {"YSKCE", "YSKG", true},  {"YSKCE", "B78", true},
        {"YSKCE", "YSKP", false}, {"YSKG", "C", false},    {"YSKDE", "YSKP", true},  {"YSKDE", "YSKG", false},
        {"CE", "YSKG", false},   {"B78", "B", false},      {"MASTER", "TRADE", true}, {"FBCOOK", "TRADE", true},
        {"TRADE", "MASTER", false}, {"CRANL", "CRAN", true}, {"CRAN", "CRANT", false}, {"EXCAV", "MACH", true},
        {"ADRT", "ADR", true},   {"DOCSPEC", "DOCTOR", true}, {"T4", "T1", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (leads_to(FACT_LICENCE, code_make(rows[i].held), code_make(rows[i].wanted), 12) != rows[i].right)
            fail_msg("%s for %s", rows[i].held, rows[i].wanted);
}

static bool begins_big(const char *text)
{
    return (text[0] >= 'A' && text[0] <= 'Z') || (text[0] >= '0' && text[0] <= '9') || strncmp(text, "Å", 2) == 0 ||
           strncmp(text, "Ø", 2) == 0;
}

static bool is_letter(char at)
{
    return (at >= 'a' && at <= 'z') || (at >= 'A' && at <= 'Z') || (unsigned char)at >= 0x80;
}

static bool has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at += n)
        if ((at == text || !is_letter(at[-1])) && !is_letter(at[n]))
            return true;
    return false;
}

static void check_norwegian(const char *code, const char *text)
{
    static const char *const english[] = {"and", "of", "the", "with", "work", "worker", "cleaning", "driver", "care", "training",
                                          "licence", "certificate", "manager", "building", "school", "cooking", "repair", "sales",
                                          "house", "street", "food", "safety", "health", "machine", "development"};
    for (size_t i = 0; i < COUNT_OF(english); i++)
        if (has_word(text, english[i]))
            fail_msg("%s: English in '%s'", code, text);
    // Å, ø and æ as people write them who have no such keys; and letters that Norwegian does not have.
    static const char *const strange[] = {"aa", "oe", "ae", "ä", "ö", "ü", "ß", "Ä", "Ö"};
    static const char *const right[] = {"broer", "akturaer", "ataanalyse"}; // where two words or an ending meet
    bool meets = false;
    for (size_t i = 0; i < COUNT_OF(right); i++)
        meets |= strstr(text, right[i]) != NULL;
    for (size_t i = 0; i < COUNT_OF(strange) && !meets; i++)
        if (strstr(text, strange[i]) != NULL)
            fail_msg("%s: '%s' in '%s'", code, strange[i], text);
}

static void check_english(const char *code, const char *text)
{
    static const char *const letters[] = {"æ", "ø", "å", "Æ", "Ø", "Å"};
    for (size_t i = 0; i < COUNT_OF(letters); i++)
        if (strstr(text, letters[i]) != NULL)
            fail_msg("%s: Norwegian in '%s'", code, text);
    static const char *const norwegian[] = {"og", "av", "med", "eller", "arbeid", "lege"};
    for (size_t i = 0; i < COUNT_OF(norwegian); i++)
        if (has_word(text, norwegian[i]))
            fail_msg("%s: Norwegian in '%s'", code, text);
}

static void check_spaces(const char *code, const char *text)
{
    size_t n = strlen(text);
    if (n > 0 && (text[0] == ' ' || text[n - 1] == ' ' || strstr(text, "  ") != NULL || strstr(text, " |") != NULL ||
                  strstr(text, "| ") != NULL || strstr(text, "||") != NULL || text[0] == '|' || text[n - 1] == '|'))
        fail_msg("%s: stray spaces or bars in '%s'", code, text);
    // One letter beyond Latin-1 among all names opens ICU's transliteration, which more than doubles the time to start.
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] > 0xC3)
            fail_msg("%s: a letter or sign that is slow to fold in '%s'", code, text);
}

static void words_are_of_their_language(void **state)
{
    static const char *const files[] = {"occupations", "groups", "skills", "licences"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct rows rows = rows_open(a, files[i]);
        while (rows_next(&rows)) {
            const char *code = cell(&rows, "code");
            if (!begins_big(cell(&rows, "nb")) || !begins_big(cell(&rows, "en")))
                fail_msg("%s begins small", code);
            for (size_t k = 0; k < rows.columns; k++) {
                const char *name = rows.head[k], *end = strrchr(name, '_');
                const char *language = end == NULL ? name : end + 1;
                check_spaces(code, rows.row[k]);
                if (strcmp(language, "nb") == 0)
                    check_norwegian(code, rows.row[k]);
                else if (strcmp(language, "en") == 0)
                    check_english(code, rows.row[k]);
            }
        }
    }
}

// People's facts and employers' needs hold these codes.
static void codes_keep_their_meaning(void **state)
{
    static const struct {
        enum catalogue_kind kind;
        const char *code, *name;
    } rows[] = {
        {CATALOGUE_SKILL, "s001", "Customer service"}, {CATALOGUE_SKILL, "s050", "Support in intellectual disability"},
        {CATALOGUE_SKILL, "s100", "Interpreting"},     {CATALOGUE_SKILL, "s101", "Shop work"},
        {CATALOGUE_SKILL, "s250", "Assessing pupils"}, {CATALOGUE_SKILL, "s430", "Basic computer use"},
        {CATALOGUE_LICENCE, "COND", "Certificate of conduct"}, {CATALOGUE_LICENCE, "TRADE", "Trade or journeyman's certificate"},
        {CATALOGUE_OCCUPATION, "9112", "Cleaners"},    {CATALOGUE_OCCUPATION, "5246", "Café and fast food workers"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct catalogue_item *item = catalogue_find(c, rows[i].kind, code_make(rows[i].code));
        assert_non_null(item);
        assert_string_equal(catalogue_name(item, LANG_EN), rows[i].name);
    }
    // Skills were numbered as they came; a gap would be one that somebody took out.
    size_t count;
    const struct catalogue_item *skills = catalogue_items(c, CATALOGUE_SKILL, &count);
    for (size_t i = 0; i < count; i++) {
        char code[CODE_TEXT];
        code_write(skills[i].code, code);
        assert_int_equal(strtoul(code + 1, NULL, 10), i + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(occupations_name_their_skills), cmocka_unit_test(every_synonym_leads_to_its_own),
        cmocka_unit_test(codes_are_official_ones),       cmocka_unit_test(nothing_implies_itself),
        cmocka_unit_test(cards_and_certificates_are_all_there), cmocka_unit_test(words_are_of_their_language),
        cmocka_unit_test(codes_keep_their_meaning),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("catalogue_rows", tests, set_up, NULL);
}
