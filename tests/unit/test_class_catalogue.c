// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/catalogue_more.h"

// The built-in catalogue joined with classifications: ours first, theirs after, nothing twice, and as quick to search.

#define SKILL(code_, nb, en, more)                                                                                     \
    (&(struct catalogue_more_item){                                                                                    \
        .code = code_make(code_), .names = {nb, en}, .labels = {NULL, more}, .source = CATALOGUE_ESCO})

static size_t count_of(const struct catalogue *c, enum catalogue_kind kind)
{
    size_t count;
    catalogue_items(c, kind, &count);
    return count;
}

static bool implies(const struct catalogue *c, const char *from, const char *to)
{
    size_t count;
    const struct implication *list = catalogue_implications(c, &count);
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == FACT_SKILL && code_equal(list[i].from, code_make(from)) && code_equal(list[i].to, code_make(to)))
            return true;
    return false;
}

static const char *first(const struct catalogue *c, enum catalogue_kind kind, const char *typed, struct arena *a)
{
    const struct catalogue_item *items[3];
    size_t count = catalogue_suggest(c, kind, LANG_EN, typed, a, items, 3);
    return count == 0 ? "" : items[0]->names[LANG_EN];
}

static void what_is_the_same_stands_once(void **state)
{
    struct arena *a = arena_open();
    const struct catalogue *own = catalogue_builtin();
    size_t own_count = count_of(own, CATALOGUE_SKILL), all;
    const struct catalogue_item *ours = catalogue_items(own, CATALOGUE_SKILL, &all);
    struct catalogue_more *m = catalogue_more_begin(own);
    catalogue_more_add(m, CATALOGUE_SKILL, SKILL("e1", NULL, "paddle a kayak backwards", "kayak in reverse\npaddling back"));
    catalogue_more_add(m, CATALOGUE_SKILL, SKILL("e2", NULL, ours[0].names[LANG_EN], "zzyzx the old way"));
    catalogue_more_add(m, CATALOGUE_SKILL, SKILL("e3", "padle kajakk", "Paddle a kayak  backwards", ""));
    catalogue_more_add(m, CATALOGUE_SKILL, SKILL("e4", NULL, "move on water", NULL));
    catalogue_more_broader(m, code_make("e1"), code_make("e4"));
    catalogue_more_broader(m, code_make("e2"), code_make("e4"));
    catalogue_more_broader(m, code_make("e1"), code_make("e9"));
    catalogue_more_former(m, CATALOGUE_SKILL, SKILL("e8", NULL, "swim with clogs", NULL));
    catalogue_more_former(m, CATALOGUE_SKILL, SKILL("e4", NULL, "another name", NULL));
    const struct catalogue *c = catalogue_more_end(m, "one");

    assert_int_equal(count_of(c, CATALOGUE_SKILL), own_count + 2);
    assert_string_equal(catalogue_find(c, CATALOGUE_SKILL, ours[0].code)->names[LANG_NB], ours[0].names[LANG_NB]);
    assert_string_equal(first(c, CATALOGUE_SKILL, "zzyzx the o", a), ours[0].names[LANG_EN]);
    assert_string_equal(first(c, CATALOGUE_SKILL, "padle kaj", a), "paddle a kayak backwards");
    assert_string_equal(catalogue_find(c, CATALOGUE_SKILL, code_make("e1"))->names[LANG_NB], "paddle a kayak backwards");
    assert_int_equal(catalogue_find(c, CATALOGUE_SKILL, code_make("e1"))->foreign, LANG_EN + 1);
    assert_int_equal(catalogue_find(c, CATALOGUE_SKILL, code_make("e1"))->source, CATALOGUE_ESCO);
    assert_string_equal(catalogue_label(c, CATALOGUE_SKILL, code_make("e3"), LANG_NB, a), "padle kajakk");
    assert_string_equal(catalogue_label(c, CATALOGUE_SKILL, code_make("e8"), LANG_NB, a), "swim with clogs");
    assert_string_equal(first(c, CATALOGUE_SKILL, "swim with clogs", a), first(own, CATALOGUE_SKILL, "swim with clogs", a));
    assert_string_equal(catalogue_label(c, CATALOGUE_SKILL, code_make("e4"), LANG_EN, a), "move on water");
    char ours_code[CODE_TEXT];
    code_write(ours[0].code, ours_code);
    assert_true(implies(c, "e1", "e4") && implies(c, "e2", "e4") && !implies(c, "e4", "e1") && !implies(c, "e1", "e9"));
    assert_true(implies(c, "e3", "e1") && implies(c, "e1", "e3") && implies(c, "e2", ours_code) && implies(c, ours_code, "e2"));
    assert_string_not_equal(catalogue_version(c), catalogue_version(own));
    assert_true(catalogue_has(c, CATALOGUE_ESCO) && !catalogue_has(c, CATALOGUE_STYRK) && !catalogue_has(own, CATALOGUE_ESCO));
    assert_null(catalogue_find(own, CATALOGUE_SKILL, code_make("e1")));
    assert_int_equal(count_of(own, CATALOGUE_SKILL), own_count);
    catalogue_close(c);
    arena_close(a);
}

static void occupations_keep_our_names(void **state)
{
    struct arena *a = arena_open();
    const struct catalogue *own = catalogue_builtin();
    struct catalogue_more *m = catalogue_more_begin(own);
    struct catalogue_more_item cook = {.code = code_make("5120"), .names = {"Noe annet", NULL}, .source = CATALOGUE_STYRK};
    struct catalogue_more_item envoy = {.code = code_make("2643"), .names = {"Tolker av drømmer", "Dream readers"},
                                        .source = CATALOGUE_STYRK};
    catalogue_more_add(m, CATALOGUE_OCCUPATION, &cook);
    struct code free_code = catalogue_find(own, CATALOGUE_OCCUPATION, envoy.code) == NULL ? envoy.code : code_make("2649");
    envoy.code = free_code;
    catalogue_more_add(m, CATALOGUE_OCCUPATION, &envoy);
    catalogue_more_label(m, CATALOGUE_OCCUPATION, free_code, LANG_NB, "drømmetyder");
    catalogue_more_label(m, CATALOGUE_OCCUPATION, code_make("9998"), LANG_NB, "ingen");
    const struct catalogue *c = catalogue_more_end(m, "two");
    const struct catalogue_item *was = catalogue_find(own, CATALOGUE_OCCUPATION, code_make("5120"));
    const struct catalogue_item *is = catalogue_find(c, CATALOGUE_OCCUPATION, code_make("5120"));
    assert_string_equal(is->names[LANG_NB], was->names[LANG_NB]);
    assert_int_equal(is->source, CATALOGUE_OWN);
    assert_int_equal(is->suggested_count, was->suggested_count);
    const struct catalogue_item *new = catalogue_find(c, CATALOGUE_OCCUPATION, free_code);
    assert_int_equal(new->nkr, 7);
    assert_int_equal(new->source, CATALOGUE_STYRK);
    assert_string_equal(catalogue_singular(new, LANG_NB), "Tolker av drømmer");
    assert_string_equal(first(c, CATALOGUE_OCCUPATION, "drømmet", a), "Dream readers");
    assert_string_equal(first(c, CATALOGUE_OCCUPATION, "noe annet", a), was->names[LANG_EN]);
    struct code code;
    assert_int_equal(catalogue_resolve(c, CATALOGUE_OCCUPATION, "Dream readers", &code), OK);
    assert_true(code_equal(code, free_code));
    catalogue_close(c);
    arena_close(a);
}

// As large as ESCO: every skill is found by each of its names, as its beginning and in its middle, and soon.
static void a_large_catalogue_is_searched_quickly(void **state)
{
    enum { SKILLS = 14000, ASKED = 400 };
    static const char *const verbs[] = {"weld", "paint", "translate", "calibrate", "harvest", "negotiate", "sew", "program"};
    static const char *const things[] = {"pipes", "hulls", "treaties", "sensors", "barley", "leases", "gowns", "robots", "maps"};
    struct catalogue_more *m = catalogue_more_begin(catalogue_builtin());
    for (int i = 0; i < SKILLS; i++) {
        char code[CODE_TEXT], name[80], labels[200];
        snprintf(code, sizeof code, "e%06d", i);
        snprintf(name, sizeof name, "%s %s in lot n%05dx", verbs[i % 8], things[i % 9], i);
        snprintf(labels, sizeof labels, "%s of the %s q%05dy\nhandle w%05dz %s", things[i % 9], verbs[i % 8], i, i, things[i % 9]);
        catalogue_more_add(m, CATALOGUE_SKILL, SKILL(code, NULL, name, labels));
    }
    const struct catalogue *c = catalogue_more_end(m, "large");
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < ASKED; i++) {
        struct arena *a = arena_open();
        int which = i * 31 % SKILLS;
        const struct catalogue_item *items[8];
        char typed[40], code[CODE_TEXT];
        static const char *const forms[][2] = {{"n", "x"}, {"lot n", "x"}, {"q", "y"}, {"", "y"}, {"w", "z h"}};
        snprintf(typed, sizeof typed, "%s%05d%s", forms[i % 5][0], which, forms[i % 5][1]);
        snprintf(code, sizeof code, "e%06d", which);
        size_t count = catalogue_suggest(c, CATALOGUE_SKILL, LANG_EN, typed, a, items, 8);
        assert_in_range(count, 1, 8);
        assert_true(code_equal(items[0]->code, code_make(code)));
        arena_close(a);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double ms = ((double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6) / ASKED;
    print_message("# %.2f ms a search in %d skills\n", ms, SKILLS);
    assert_true(ms < 50);
    catalogue_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_the_same_stands_once),
        cmocka_unit_test(occupations_keep_our_names),
        cmocka_unit_test(a_large_catalogue_is_searched_quickly),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("a catalogue with more", tests, NULL, NULL);
}
