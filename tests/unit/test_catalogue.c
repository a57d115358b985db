// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/status.h"
#include "core/catalogue.h"

static const struct catalogue *c;

static int set_up(void **state)
{
    c = catalogue_builtin();
    return 0;
}

static const char *text_of(struct arena *a, struct code code)
{
    char *text = arena_alloc(a, CODE_TEXT);
    code_write(code, text);
    return text;
}

static void it_is_as_large_as_it_says(void **state)
{
    static const struct {
        enum catalogue_kind kind;
        size_t least, most;
    } rows[] = {
        {CATALOGUE_OCCUPATION, 150, 500}, {CATALOGUE_OCCUPATION_GROUP, 60, 150}, {CATALOGUE_SKILL, 400, 999},
        {CATALOGUE_LICENCE, 150, 300},    {CATALOGUE_FIELD, 60, 120},            {CATALOGUE_LANGUAGE, 6500, 7999},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t count;
        catalogue_items(c, rows[i].kind, &count);
        assert_in_range(count, rows[i].least, rows[i].most);
    }
    assert_memory_equal(catalogue_version(c), "ypsilon-2026.2-", 15);
    assert_int_equal(strlen(catalogue_version(c)), 23);
}

// Every item is found by its code and by each of its names, unless another of its kind has the same name.
static void every_item_is_found_again(void **state)
{
    for (int kind = 0; kind < CATALOGUE_KINDS; kind++) {
        size_t count;
        const struct catalogue_item *items = catalogue_items(c, (enum catalogue_kind)kind, &count);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(items[i].kind, kind);
            assert_ptr_equal(catalogue_find(c, (enum catalogue_kind)kind, items[i].code), &items[i]);
            for (int l = 0; l < 2 && kind != CATALOGUE_LANGUAGE; l++) {
                struct code code;
                if (catalogue_resolve(c, (enum catalogue_kind)kind, items[i].names[l], &code) != OK)
                    fail_msg("%s", items[i].names[l]);
                assert_true(code_equal(code, items[i].code));
            }
        }
        assert_null(catalogue_find(c, (enum catalogue_kind)kind, code_make("~")));
        assert_null(catalogue_find(c, (enum catalogue_kind)kind, (struct code){0}));
    }
}

static void broader_things_exist(void **state)
{
    static const enum catalogue_kind broader_kind[] = {
        [CATALOGUE_OCCUPATION] = CATALOGUE_OCCUPATION_GROUP, [CATALOGUE_SKILL] = CATALOGUE_SKILL, [CATALOGUE_FIELD] = CATALOGUE_FIELD};
    static const enum catalogue_kind kinds[] = {CATALOGUE_OCCUPATION, CATALOGUE_SKILL, CATALOGUE_FIELD};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t count;
        const struct catalogue_item *items = catalogue_items(c, kinds[k], &count);
        for (size_t i = 0; i < count; i++) {
            if (!code_given(items[i].broader))
                continue;
            assert_non_null(catalogue_find(c, broader_kind[kinds[k]], items[i].broader));
            assert_false(code_equal(items[i].broader, items[i].code));
        }
    }
}

static bool implied(enum fact_kind kind, struct code from, struct code to, int depth)
{
    size_t count;
    const struct implication *all = catalogue_implications(c, &count);
    if (code_equal(from, to))
        return true;
    for (size_t i = 0; i < count && depth > 0; i++)
        if (all[i].kind == kind && code_equal(all[i].from, from) && implied(kind, all[i].to, to, depth - 1))
            return true;
    return false;
}

// The table of which class lets its holder drive what, both ways: what it lists is implied, and nothing else is.
static void driving_classes_imply_what_the_table_says(void **state)
{
    static const char *const classes[] = {"AM", "A1", "A2", "A", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "S", "T"};
    static const char *const table[][2] = {
        {"A2", " A "},  {"A1", " A2 A "}, {"B", " BE C1 C1E C CE D1 D1E D DE "}, {"BE", " C1E CE D1E DE "}, {"C1", " C1E C CE "},
        {"C1E", " CE "}, {"C", " CE "},   {"D1", " D1E D DE "},                   {"D1E", " DE "},            {"D", " DE "},
    };
    for (size_t wanted = 0; wanted < COUNT_OF(classes); wanted++)
        for (size_t held = 0; held < COUNT_OF(classes); held++) {
            bool right = wanted == held;
            char word[8];
            snprintf(word, sizeof word, " %s ", classes[held]);
            for (size_t i = 0; i < COUNT_OF(table); i++)
                right |= strcmp(table[i][0], classes[wanted]) == 0 && strstr(table[i][1], word) != NULL;
            if (implied(FACT_LICENCE, code_make(classes[held]), code_make(classes[wanted]), 20) != right)
                fail_msg("%s for %s", classes[held], classes[wanted]);
        }
    size_t count;
    const struct implication *all = catalogue_implications(c, &count);
    for (size_t i = 0; i < count; i++) {
        enum catalogue_kind kind = all[i].kind == FACT_SKILL ? CATALOGUE_SKILL : CATALOGUE_LICENCE;
        assert_non_null(catalogue_find(c, kind, all[i].from));
        assert_non_null(catalogue_find(c, kind, all[i].to));
    }
    struct code till, service;
    assert_int_equal(catalogue_resolve(c, CATALOGUE_SKILL, "cash register", &till), OK);
    assert_int_equal(catalogue_resolve(c, CATALOGUE_SKILL, "kundeservice", &service), OK);
    assert_true(implied(FACT_SKILL, till, service, 5));
    assert_false(implied(FACT_SKILL, service, till, 5));
}

static void evidence_follows_the_kind(void **state)
{
    static const struct {
        struct atom atom;
        const char *code;
        enum evidence least;
    } rows[] = {
        {{.kind = ATOM_LICENCE}, "NURSE", EVIDENCE_RECOGNISED},  {{.kind = ATOM_LICENCE}, "ELEC", EVIDENCE_RECOGNISED},
        {{.kind = ATOM_LICENCE}, "CE", EVIDENCE_DOCUMENTED},     {{.kind = ATOM_LICENCE}, "T4", EVIDENCE_DOCUMENTED},
        {{.kind = ATOM_LICENCE}, "GONE", EVIDENCE_DOCUMENTED},   {{.kind = ATOM_SKILL}, "s001", EVIDENCE_STATED},
        {{.kind = ATOM_OCCUPATION}, "5223", EVIDENCE_STATED},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct atom atom = rows[i].atom;
        atom.code = code_make(rows[i].code);
        assert_int_equal(catalogue_least_evidence(c, &atom), rows[i].least);
    }
    assert_true(catalogue_find(c, CATALOGUE_LICENCE, code_make("NURSE"))->health);
    assert_false(catalogue_find(c, CATALOGUE_LICENCE, code_make("ELEC"))->health);
    assert_int_equal(catalogue_find(c, CATALOGUE_LICENCE, code_make("COND"))->group, LICENCE_CERTIFICATE);
}

// Suggestions are requirements that the engine and need_check would take as they are, but for the reason of a must about
// a language, which is the employer's.
static void occupations_suggest_sound_requirements(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t count;
    const struct catalogue_item *items = catalogue_items(c, CATALOGUE_OCCUPATION, &count);
    for (size_t i = 0; i < count; i++) {
        assert_in_range(items[i].nkr, NKR_LEAST, NKR_MOST);
        assert_true(items[i].suggested_count >= 2);
        for (size_t j = 0; j < items[i].suggested_count; j++) {
            const struct requirement *r = &items[i].suggested[j];
            assert_int_equal(r->kind, REQUIRE_ATOMS);
            assert_in_range(r->atom_count, 1, REQUIREMENT_ATOMS_MOST);
            assert_true(r->must ? r->weight == 0 : r->weight >= 1 && r->weight <= WEIGHT_MOST);
            for (size_t k = 0; k < r->atom_count; k++) {
                assert_true(catalogue_least_evidence(c, &r->atoms[k]) <= r->least);
                assert_string_not_equal(catalogue_atom_label(c, &r->atoms[k], LANG_NB, a), text_of(a, r->atoms[k].code));
                if (r->atoms[k].kind == ATOM_OCCUPATION)
                    assert_non_null(memchr("\1\6\14\30\44\74\170", r->atoms[k].level, 7)); // the ladder of months
            }
        }
    }
    const struct catalogue_item *lorry = catalogue_find(c, CATALOGUE_OCCUPATION, code_make("8332"));
    assert_string_equal(text_of(a, lorry->broader), "833");
    const struct requirement *first = &lorry->suggested[1];
    assert_true(first->must);
    assert_int_equal(first->least, EVIDENCE_DOCUMENTED);
    assert_int_equal(first->atom_count, 2);
    assert_string_equal(text_of(a, first->atoms[0].code), "C");
    assert_string_equal(text_of(a, first->atoms[1].code), "CE");
}

static void names_labels_and_levels(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(catalogue_label(c, CATALOGUE_OCCUPATION, code_make("9112"), LANG_NB, a), "Renholdere");
    assert_string_equal(catalogue_label(c, CATALOGUE_OCCUPATION, code_make("9112"), LANG_EN, a), "Cleaners");
    assert_string_equal(catalogue_label(c, CATALOGUE_OCCUPATION, code_make("1111"), LANG_EN, a), "1111");
    assert_string_equal(catalogue_label(c, CATALOGUE_LANGUAGE, code_make("ita"), LANG_NB, a), "italiensk");
    assert_string_equal(catalogue_label(c, CATALOGUE_LANGUAGE, code_make("ita"), LANG_EN, a), "Italian");
    struct atom group = {.kind = ATOM_OCCUPATION, .code = code_make("522")}, any = {.kind = ATOM_EDUCATION, .level = 6};
    assert_string_equal(catalogue_atom_label(c, &group, LANG_NB, a), "Butikkansatte");
    assert_string_equal(catalogue_atom_label(c, &any, LANG_NB, a), "");
    for (int level = NKR_LEAST; level <= NKR_MOST; level++)
        assert_true(catalogue_nkr_name(level, LANG_NB)[0] != '\0' && catalogue_nkr_name(level, LANG_EN)[0] != '\0');
    assert_string_equal(catalogue_nkr_name(1, LANG_NB), "");
    assert_string_equal(catalogue_nkr_name(9, LANG_NB), "");
    for (int level = CEFR_A1; level <= CEFR_C2; level++) {
        enum cefr back;
        assert_memory_equal(catalogue_cefr_name((enum cefr)level, LANG_EN), catalogue_cefr_code((enum cefr)level), 2);
        assert_true(catalogue_cefr_read(catalogue_cefr_code((enum cefr)level), &back));
        assert_int_equal(back, level);
    }
    enum cefr unset;
    assert_false(catalogue_cefr_read("", &unset));
    assert_false(catalogue_cefr_read("B3", &unset));
    assert_string_equal(catalogue_cefr_code(CEFR_NONE), "");
}

// No code of the catalogue for written forms and members that people do not tell apart.
static void norwegian_is_one_language(void **state)
{
    struct code code;
    static const char *const names[] = {"norsk", "Norwegian", "bokmål", "Nynorsk", "nor", "norsk bokmål", "NORSK"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_int_equal(catalogue_resolve(c, CATALOGUE_LANGUAGE, names[i], &code), OK);
        assert_true(code_equal(code, code_make(CATALOGUE_NORWEGIAN)));
    }
    static const char *const covered[] = {"nob", "nno", "arb", "pes", "cmn", "kur"};
    for (size_t i = 0; i < COUNT_OF(covered); i++)
        assert_null(catalogue_find(c, CATALOGUE_LANGUAGE, code_make(covered[i])));
}

static void what_was_typed_is_resolved(void **state)
{
    static const struct {
        enum catalogue_kind kind;
        const char *typed, *code; // NULL: not to be told
    } rows[] = {
        {CATALOGUE_OCCUPATION, "butikkmedarbeidere", "5223"}, {CATALOGUE_OCCUPATION, "SHOP ASSISTANT", "5223"},
        {CATALOGUE_OCCUPATION, " Kokk ", "5120"},             {CATALOGUE_OCCUPATION, "9112", "9112"},
        {CATALOGUE_OCCUPATION, "tomrer", "7115"},             {CATALOGUE_OCCUPATION, "Tømrer", "7115"},
        {CATALOGUE_OCCUPATION, "statsminister", NULL},        {CATALOGUE_OCCUPATION, "", NULL},
        {CATALOGUE_OCCUPATION, NULL, NULL},                   {CATALOGUE_OCCUPATION, "kok", NULL},
        {CATALOGUE_LICENCE, "ce", "CE"},                      {CATALOGUE_LICENCE, "klasse b (personbil)", "B"},
        {CATALOGUE_LICENCE, "Driver's licence", "B"},         {CATALOGUE_LICENCE, "truck", NULL},
        {CATALOGUE_LICENCE, "T4", "T4"},                      {CATALOGUE_LICENCE, "sykepleier", "NURSE"},
        {CATALOGUE_LANGUAGE, "farsi", "fas"},                 {CATALOGUE_LANGUAGE, "kurdisk", NULL},
        {CATALOGUE_LANGUAGE, "Kurdish (Sorani)", "ckb"},      {CATALOGUE_LANGUAGE, "dari", "prs"},
        {CATALOGUE_LANGUAGE, "Italiensk", "ita"},             {CATALOGUE_LANGUAGE, "somalisk", "som"},
        {CATALOGUE_SKILL, "mig/mag sveising", NULL},          {CATALOGUE_SKILL, "MIG/MAG-SVEISING", NULL},
        {CATALOGUE_FIELD, "0913", "0913"},                    {CATALOGUE_FIELD, "sykepleie", "0913"},
        {CATALOGUE_OCCUPATION_GROUP, "butikkansatte", "522"},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct code code;
        bool found = catalogue_resolve(c, rows[i].kind, rows[i].typed, &code) == OK;
        if (rows[i].kind == CATALOGUE_SKILL) {
            assert_true(found);
            assert_string_equal(catalogue_label(c, CATALOGUE_SKILL, code, LANG_EN, a), "MIG/MAG welding");
            continue;
        }
        if (found != (rows[i].code != NULL))
            fail_msg("%s", rows[i].typed);
        if (found)
            assert_string_equal(text_of(a, code), rows[i].code);
    }
}

static void suggestions_come_in_order(void **state)
{
    static const struct {
        enum catalogue_kind kind;
        const char *typed, *first, *second; // NULL: whatever; "" for first: none at all
    } rows[] = {
        {CATALOGUE_OCCUPATION, "butikk", "5223", "1420"},  {CATALOGUE_OCCUPATION, "kok", "5120", NULL},
        {CATALOGUE_OCCUPATION, "renh", "9112", NULL},      {CATALOGUE_OCCUPATION, "cleaner", "9112", NULL},
        {CATALOGUE_OCCUPATION, "sjåfør", "8322", NULL},    {CATALOGUE_OCCUPATION, "8332", "8332", NULL},
        {CATALOGUE_OCCUPATION, "assistent bar", "5311", NULL}, {CATALOGUE_OCCUPATION, "påfyll", "9334", NULL},
        {CATALOGUE_OCCUPATION, "medarb", NULL, NULL},      {CATALOGUE_OCCUPATION, "xqzw", "", NULL},
        {CATALOGUE_OCCUPATION, "(((", "", NULL},
        {CATALOGUE_OCCUPATION, "lager", "4321", NULL},     {CATALOGUE_OCCUPATION, "barnehageass", "5311", NULL},
        {CATALOGUE_OCCUPATION, "sjukepleiar", "2223", NULL}, {CATALOGUE_OCCUPATION, "økonomisj", "1211", NULL},
        {CATALOGUE_SKILL, "kasse", "s002", "s104"},        {CATALOGUE_SKILL, "renhold", "s010", NULL},
        // misspelt
        {CATALOGUE_OCCUPATION, "butikmedarbeider", "5223", NULL}, {CATALOGUE_OCCUPATION, "elektrikker", "7411", NULL},
        {CATALOGUE_OCCUPATION, "sykkepleier", "2223", NULL},      {CATALOGUE_OCCUPATION, "snekkar", "7115", NULL},
        {CATALOGUE_OCCUPATION, "helsefagarbeidar", "5321", NULL}, {CATALOGUE_OCCUPATION, "resepsionist", "4226", NULL},
        {CATALOGUE_LANGUAGE, "tigrynja", "tir", NULL},            {CATALOGUE_LANGUAGE, "arabsk", "ara", NULL},
        {CATALOGUE_LANGUAGE, "ukranisk", "ukr", NULL},            {CATALOGUE_LANGUAGE, "engelks", "eng", NULL},
        {CATALOGUE_LANGUAGE, "kurmandzji", "kmr", NULL},          {CATALOGUE_LANGUAGE, "norks", "nor", NULL},
        // frequent languages before rare ones
        {CATALOGUE_LANGUAGE, "", "nor", "eng"},            {CATALOGUE_LANGUAGE, NULL, "nor", "eng"},
        {CATALOGUE_LANGUAGE, "ar", "ara", NULL},           {CATALOGUE_LANGUAGE, "kur", "kmr", "ckb"},
        {CATALOGUE_LANGUAGE, "s", "som", NULL},            {CATALOGUE_LANGUAGE, "pers", "prs", "fas"},
        {CATALOGUE_LANGUAGE, "tag", "tgl", NULL},          {CATALOGUE_LANGUAGE, "ita", "ita", NULL},
        {CATALOGUE_LANGUAGE, "bokm", "nor", NULL},         {CATALOGUE_LANGUAGE, "中文", NULL, NULL},
        {CATALOGUE_LICENCE, "førerkort", "B", NULL},       {CATALOGUE_LICENCE, "ysk", NULL, NULL},
        {CATALOGUE_LICENCE, "hms", "HMS", "HMSR"},         {CATALOGUE_LICENCE, "truck", NULL, NULL},
        {CATALOGUE_LICENCE, "politi", "COND", NULL},       {CATALOGUE_LICENCE, "nurse", "NURSE", NULL},
        {CATALOGUE_FIELD, "bygg", NULL, NULL},             {CATALOGUE_FIELD, "nursing", "0913", NULL},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct catalogue_item *items[10];
        size_t n = catalogue_suggest(c, rows[i].kind, LANG_NB, rows[i].typed, a, items, COUNT_OF(items));
        const char *got = n > 0 ? text_of(a, items[0]->code) : "";
        if (rows[i].first != NULL && strcmp(got, rows[i].first) != 0)
            fail_msg("'%s' gives '%s'", rows[i].typed, got);
        if (rows[i].second != NULL && (n < 2 || strcmp(text_of(a, items[1]->code), rows[i].second) != 0))
            fail_msg("'%s' gives '%s' second", rows[i].typed, n < 2 ? "" : text_of(a, items[1]->code));
        for (size_t j = 0; j < n; j++)
            for (size_t k = 0; k < j; k++)
                assert_ptr_not_equal(items[j], items[k]);
    }
}

static void no_more_is_written_than_asked_for(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct catalogue_item *items[4] = {NULL};
    assert_int_equal(catalogue_suggest(c, CATALOGUE_LANGUAGE, LANG_EN, "a", a, items, 3), 3);
    assert_null(items[3]);
    assert_int_equal(catalogue_suggest(c, CATALOGUE_LANGUAGE, LANG_EN, "", a, items, 2), 2);
    assert_int_equal(catalogue_suggest(c, CATALOGUE_LANGUAGE, LANG_EN, "arab", a, items, 0), 0);
    char *endless = arena_alloc(a, 10001);
    memset(endless, 'k', 10000);
    assert_int_equal(catalogue_suggest(c, CATALOGUE_LANGUAGE, LANG_EN, endless, a, items, 3), 0);
    for (int i = 0; i < 10000; i += 2)
        endless[i] = ' ';
    catalogue_suggest(c, CATALOGUE_LANGUAGE, LANG_EN, endless, a, items, 3);
}

// Far from the bar (2 ms), so that a busy machine and the sanitizers do not fail it; a search that grows tenfold does.
static void searching_is_quick(void **state)
{
    static const char *const typed[] = {"a", "arab", "kurdisk (sor", "tigrynja", "qqqqqqqqqqqq", "s p a n s k"};
    const struct catalogue_item *items[10];
    struct timespec from, to;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    enum { ROUNDS = 20 };
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < COUNT_OF(typed); i++) {
            struct arena *a CLEANUP_ARENA = arena_open();
            catalogue_suggest(c, CATALOGUE_LANGUAGE, LANG_NB, typed[i], a, items, COUNT_OF(items));
        }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    double ms = ((double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6) / (ROUNDS * COUNT_OF(typed));
    print_message("# %.2f ms a search\n", ms);
    assert_true(ms < 20);
}

static void rows_are_read_as_they_were_meant(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const char text[] = "# a remark, \"with\" all\n\na,\"b, c\",\"say \"\"so\"\"\"\r\n\"two\nlines\",,\n# end\nx,y,z,w\n\"open";
    struct csv csv = csv_of(a, text, sizeof text - 1);
    const char *f[3];
    size_t n;
    assert_true(csv_next(&csv, f, 3, &n));
    assert_int_equal(n, 3);
    assert_int_equal(csv.line, 3);
    assert_string_equal(f[1], "b, c");
    assert_string_equal(f[2], "say \"so\"");
    assert_true(csv_next(&csv, f, 3, &n));
    assert_int_equal(n, 3);
    assert_string_equal(f[0], "two\nlines");
    assert_string_equal(f[2], "");
    assert_true(csv_next(&csv, f, 3, &n));
    assert_int_equal(n, 4);
    assert_int_equal(csv.line, 7);
    assert_string_equal(f[2], "z");
    assert_true(csv_next(&csv, f, 3, &n));
    assert_string_equal(f[0], "open");
    assert_false(csv_next(&csv, f, 3, &n));
    const char *parts[2];
    assert_int_equal(csv_parts(a, "a||b|c", parts, 2), 2);
    assert_string_equal(parts[1], "b");
    assert_int_equal(csv_parts(a, "", parts, 2), 0);
}

static void occupations_have_a_form_for_sentences(void **state)
{
    size_t count;
    const struct catalogue_item *items = catalogue_items(c, CATALOGUE_OCCUPATION, &count);
    for (size_t i = 0; i < count; i++)
        for (int l = LANG_NB; l <= LANG_EN; l++) {
            const char *one = catalogue_singular(&items[i], l);
            bool small = (one[0] >= 'a' && one[0] <= 'z') || strncmp(one, "å", 2) == 0 || strncmp(one, "ø", 2) == 0;
            if (!small)
                fail_msg("%s", one);
            assert_string_not_equal(one, catalogue_name(&items[i], l));
        }
    struct code cook, group;
    assert_true(code_read("5120", &cook));
    assert_true(code_read("512", &group));
    const struct catalogue_item *item = catalogue_find(c, CATALOGUE_OCCUPATION, cook);
    assert_string_equal(catalogue_singular(item, LANG_NB), "kokk");
    assert_string_equal(catalogue_singular(item, LANG_EN), "cook");
    item = catalogue_find(c, CATALOGUE_OCCUPATION_GROUP, group);
    assert_string_equal(catalogue_singular(item, LANG_NB), catalogue_name(item, LANG_NB));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(occupations_have_a_form_for_sentences),
        cmocka_unit_test(rows_are_read_as_they_were_meant),
        cmocka_unit_test(it_is_as_large_as_it_says),
        cmocka_unit_test(every_item_is_found_again),
        cmocka_unit_test(broader_things_exist),
        cmocka_unit_test(driving_classes_imply_what_the_table_says),
        cmocka_unit_test(evidence_follows_the_kind),
        cmocka_unit_test(occupations_suggest_sound_requirements),
        cmocka_unit_test(names_labels_and_levels),
        cmocka_unit_test(norwegian_is_one_language),
        cmocka_unit_test(what_was_typed_is_resolved),
        cmocka_unit_test(suggestions_come_in_order),
        cmocka_unit_test(no_more_is_written_than_asked_for),
        cmocka_unit_test(searching_is_quick),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("catalogue", tests, set_up, NULL);
}
