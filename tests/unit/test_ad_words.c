// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/status.h"
#include "core/ad_words.h"

// One requirement as "must licence B", "should language nor speaking B1", alternatives joined by "/".
static const char *in_short(struct arena *a, const struct requirement *r)
{
    struct buf b = buf_in(a);
    buf_add_text(&b, r->must ? "must" : "should");
    for (int i = 0; i < r->atom_count; i++) {
        const struct atom *atom = &r->atoms[i];
        char code[CODE_TEXT];
        code_write(atom->code, code);
        buf_printf(&b, "%c%s %s", i == 0 ? ' ' : '/', atom_kind_name(atom->kind), code_given(atom->code) ? code : "any");
        if (atom->kind == ATOM_LANGUAGE)
            buf_printf(&b, " %s %s", language_part_name(atom->part), cefr_name(atom->level));
        else if (atom->level != 0)
            buf_printf(&b, " %d", atom->level);
    }
    return buf_text(&b);
}

static const char *found_in(struct arena *a, const char *text)
{
    const struct ad_requirement *list;
    struct buf b = buf_in(a);
    size_t n = ad_requirements(catalogue_builtin(), code_make("7411"), text, a, &list);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s", i > 0 ? ", " : "", in_short(a, &list[i].requirement));
    return buf_text(&b);
}

static void demands_are_read(void **state)
{
    static const char *const rows[][2] = {
        // driving
        {"Førerkort klasse B", "must licence B"},
        {"Du må ha førerkort.", "must licence B"},
        {"Førekort kl. B er eit krav", "must licence B"},
        {"Førerkort klasse C/C1 er svært ønskelig", "should licence C/licence C1"},
        {"Du har førerkort klasse C eller CE", "must licence C/licence CE"},
        {"Krav: førerkort klasse B og BE", "must licence B, must licence BE"},
        {"Driving licence class B is an advantage", "should licence B"},
        {"Alle i klasse A og B på skolen får leksehjelp av a og b", "must licence A, must licence B"}, // a person says no
        {"Du jobber i et team der alle er i klasse for seg", ""},
        // other licences
        {"Truckførerbevis T1 og T4", "must licence T1, must licence T4"},
        {"Truckførerbevis T1, T2 eller T4", "must licence T1/licence T2/licence T4"},
        {"Førerkort klasse B, C1 og C", "must licence B, must licence C1, must licence C"},
        {"Truckførerbevis (T1/T4) er ønskelig", "should licence T1/licence T4"},
        {"Truckførerbevis er en fordel", "should licence T1/licence T2/licence T4"},
        {"Godkjent politiattest må fremlegges", "must licence COND"},
        {"Du bør ha varme arbeider", "should licence HOTW"},
        {"Vi søker autorisert sykepleier", "must licence NURSE"},
        {"Vi gir opplæring i varme arbeider", ""},
        {"Det er ikke krav om truckførerbevis", ""},
        // languages
        {"Du snakker norsk på nivå B2", "must language nor speaking B2"},
        {"God muntlig og skriftlig fremstillingsevne på norsk",
         "must language nor writing B2, must language nor speaking B2"},
        {"Kunne forstå, skrive og lese norske tekniske dokumenter er et krav.",
         "must language nor listening B1, must language nor reading B1, must language nor writing B1"},
        {"Flytende engelsk muntlig er ønskelig", "should language eng speaking C1"},
        {"Language skills: Polish or Lithuanian is an advantage",
         "should language pol speaking B1, should language lit speaking B1"},
        {"Språk\nNorsk\nEngelsk", "must language nor speaking B1, must language eng speaking B1"},
        {"Søkere må være norsk statsborger.", ""},
        {"Norske kunder setter pris på oss", ""},
        {"Vi er Norges største kjede", ""},
        // work and education
        {"Minimum 3 års erfaring som elektriker", "must occupation 7411 36"},
        {"Minst to års erfaring fra bygg", "must occupation 7411 24"},
        {"4-5 years of experience required", "must occupation 7411 36"},
        {"6 måneders praksis er ønskelig", "should occupation 7411 6"},
        {"Vi har 30 års erfaring i bransjen og tilbyr mye\nVi tilbyr\n10 års erfaring", "must occupation 7411 120"},
        {"Vi ble startet for 20 år siden", ""},
        {"Fagbrev som elektriker", "must education 0713 4"},
        {"Fagbrev som elektriker gr. L eller minimum 3 års erfaring", "must education 0713 4/occupation 7411 36"},
        {"Bachelorgrad er ønskelig", "should education 0713 6"},
    };
    struct arena *a = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *found = found_in(a, rows[i][0]);
        if (strcmp(found, rows[i][1]) != 0)
            fail_msg("%s\n  found: %s\n  meant: %s", rows[i][0], found, rows[i][1]);
    }
    arena_close(a);
}

static void headings_tell_demands_from_wishes_and_offers(void **state)
{
    struct arena *a = arena_open();
    assert_string_equal(found_in(a, "Kvalifikasjoner:\n• Førerkort klasse B\nDet er en fordel om du har\n• Førerkort klasse C\n"
                                    "Arbeidsoppgaver\n• Kjøre truck med truckførerbevis\nVi tilbyr\n• Kurs i varme arbeider"),
                        "must licence B, should licence C");
    // Behind a heading's colon stands what it says.
    assert_string_equal(found_in(a, "Krav: Førerkort klasse B"), "must licence B");
    assert_string_equal(found_in(a, "Vi tilbyr: Førerkort klasse B"), "");
    arena_close(a);
}

static void the_same_is_asked_for_once(void **state)
{
    struct arena *a = arena_open();
    const struct ad_requirement *list;
    assert_string_equal(found_in(a, "Det er ønskelig at du har førerkort klasse B.\nDu må ha førerkort klasse B."), "must licence B");
    assert_string_equal(found_in(a, "Noe norsk muntlig\nSvært god norsk muntlig er ønskelig"), "must language nor speaking C1");
    size_t n = ad_requirements(catalogue_builtin(), code_make("7411"),
                               "Vi er et hyggelig firma. Du må ha førerkort klasse B for å komme fram. Velkommen!", a, &list);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].excerpt, "Du må ha førerkort klasse B for å komme fram.");
    assert_int_equal(list[0].requirement.least, EVIDENCE_DOCUMENTED);
    assert_int_equal(list[0].requirement.start_from, DAY_NONE);
    arena_close(a);
}

static void endless_text_has_an_end(void **state)
{
    struct arena *a = arena_open();
    struct buf b = buf_in(a);
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "Du må ha %d års erfaring og snakke norsk på B%d og ha førerkort klasse C%d. ", i, i % 3, i);
    const struct ad_requirement *list;
    assert_true(ad_requirements(catalogue_builtin(), code_make("7411"), buf_text(&b), a, &list) <= AD_REQUIREMENTS_MOST);
    assert_int_equal(ad_requirements(catalogue_builtin(), (struct code){0}, "Minst 3 års erfaring", a, &list), 0);
    assert_int_equal(ad_requirements(catalogue_builtin(), (struct code){0}, "", a, &list), 0);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(demands_are_read),
        cmocka_unit_test(headings_tell_demands_from_wishes_and_offers),
        cmocka_unit_test(the_same_is_asked_for_once),
        cmocka_unit_test(endless_text_has_an_end),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("ad_words", tests, NULL, NULL);
}
