// SPDX-License-Identifier: EUPL-1.2
// Requirements, verdicts and questions as they are said.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/needs.h"
#include "core/catalogue.h"

static struct app *app;
static char dir[] = "/tmp/ypsilon-test-XXXXXX";

static int region_open(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    assert_non_null(mkdtemp(dir));
    struct app_config config = {.dir = dir, .today = day_make(2026, 11, 22), .create = true, .seed = 1};
    assert_int_equal(app_open(&config, &issues, &app), OK);
    return 0;
}

static int region_close(void **state)
{
    app_close(app);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

static struct code code_of(const char *text)
{
    struct code code;
    assert_true(code_read(text, &code));
    return code;
}

static struct requirement asking(struct atom atom)
{
    return (struct requirement){.kind = REQUIRE_ATOMS, .must = true, .least = EVIDENCE_STATED, .atoms = {atom},
                                .atom_count = 1};
}

// What is said of one fact to whoever asks for the atom, on 22 November 2026, for work from `start`.
static const char *said_of(enum lang lang, struct atom atom, struct fact fact, day start, struct arena *a)
{
    struct requirement r = asking(atom);
    struct verdict_row row = {.verdict = VERDICT_MISSING, .evidence = fact.evidence};
    struct explanation e = {
        .as_of = day_make(2026, 11, 22), .row_count = 1, .rows = &row, .competence = {.facts = &fact, .fact_count = 1}};
    return verdict_words(app, lang, &r, &row, &e, start, a);
}

static void a_licence_that_has_run_out_says_so(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct atom atom = {.kind = ATOM_LICENCE, .code = code_of("T1")};
    struct fact fact = {.kind = FACT_LICENCE, .code = atom.code, .expires = day_make(2020, 1, 1)};
    day start = day_make(2027, 2, 1);
    assert_non_null(strstr(said_of(LANG_NB, atom, fact, start, a), "gikk ut 1. januar 2020"));
    assert_non_null(strstr(said_of(LANG_EN, atom, fact, DAY_NONE, a), ", expired "));
    fact.expires = day_make(2026, 11, 22); // the last valid day is still valid
    assert_non_null(strstr(said_of(LANG_NB, atom, fact, DAY_NONE, a), "gyldig til 22. november 2026"));
    assert_non_null(strstr(said_of(LANG_NB, atom, fact, start, a), "går ut 22. november 2026, før oppstart"));
    fact.expires = start;
    assert_non_null(strstr(said_of(LANG_NB, atom, fact, start, a), "gyldig til 1. februar 2027"));
}

static void levels_name_what_they_are_levels_of(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct atom speaking = {.kind = ATOM_LANGUAGE, .code = code_of("nor"), .part = PART_SPEAKING, .level = CEFR_B2};
    struct fact fact = {.kind = FACT_LANGUAGE, .evidence = EVIDENCE_DOCUMENTED, .code = speaking.code,
                        .part = PART_SPEAKING, .level = CEFR_B1};
    assert_string_equal(said_of(LANG_NB, speaking, fact, DAY_NONE, a), "Norsk, snakke: B1, dokumentert");
    assert_string_equal(said_of(LANG_EN, speaking, fact, DAY_NONE, a), "Norwegian, speaking: B1, documented");
    struct requirement r = asking((struct atom){.kind = ATOM_EDUCATION, .level = 4});
    assert_non_null(strstr(requirement_words(app, LANG_NB, &r, "", a), "minst fagbrev"));
    assert_non_null(strstr(requirement_words(app, LANG_EN, &r, "", a), "at least trade certificate"));
    r.atoms[0].level = 8;
    assert_non_null(strstr(requirement_words(app, LANG_NB, &r, "", a), "minst doktorgrad (ph.d.)"));
}

static void experience_is_asked_for_in_the_singular(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct verdict_row row = {.verdict = VERDICT_UNKNOWN, .question = QUESTION_TOPIC, .fact = -1};
    struct requirement r = asking((struct atom){.kind = ATOM_OCCUPATION, .code = code_of("5120"), .level = 12});
    assert_string_equal(question_words(app, LANG_NB, &r, &row, a), "Spør om all arbeidserfaring. Har personen vært kokk?");
    assert_string_equal(question_words(app, LANG_EN, &r, &row, a),
                        "Ask for all work experience. Has the person worked as: cook?");
    r.atoms[0].code = code_of("512");
    const char *group = catalogue_atom_label(app_catalogue(app), &r.atoms[0], LANG_NB, a);
    assert_string_equal(question_words(app, LANG_NB, &r, &row, a),
                        arena_printf(a, "Spør om all arbeidserfaring. Har personen gjort slikt arbeid: %s?", group));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_licence_that_has_run_out_says_so),
        cmocka_unit_test(levels_name_what_they_are_levels_of),
        cmocka_unit_test(experience_is_asked_for_in_the_singular),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("words", tests, region_open, region_close);
}
