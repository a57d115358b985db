// SPDX-License-Identifier: EUPL-1.2
// When a text names somebody, in whichever spelling.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/mention.h"

static const char *find(struct arena *a, const char *text, const char *name)
{
    return mention_find(mention_read(text, a), lang_fold(a, name), a);
}

static void names_are_found(void **state)
{
    static const struct {
        const char *text, *name, *words; // words NULL: not named
    } cases[] = {
        {"Snakket om Amina Yusuf i dag", "Amina Yusuf", "Amina Yusuf"},
        {"amina yusuf begynner mandag", "Amina Yusuf", "amina yusuf"},
        {"Yusuf, Amina kan begynne", "Amina Yusuf", "Yusuf, Amina"},
        {"Amina Yusufs CV er sendt", "Amina Yusuf", "Amina Yusufs"},
        {"Amina B. Yusuf", "Amina Yusuf", "Amina B. Yusuf"},
        {"Fikk høre om Øyvind Åsen", "Oyvind Åsen", "Øyvind Åsen"},
        {"Mohammed Yousef", "Muhammad Yusuf", "Mohammed Yousef"},
        {"Mohamed Hussein", "Muhammad Husain", "Mohamed Hussein"},
        {"Rachid Aicha", "Aisha Rashid", "Rachid Aicha"},
        {"Vi snakket med محمد يوسف om jobben", "Muhammad Yusuf", "محمد يوسف"},
        {"Владимир Иванов", "Vladimir Ivanov", "Владимир Иванов"},
        {"Amina Yusuf", "Amina Fatima Yusuf", "Amina Yusuf"},
        {"møte med «Amina Yusuf»", "Amina Yusuf", "Amina Yusuf"},
        {"Bare Amina var der", "Amina Yusuf", NULL},
        {"Amina og de andre på lageret snakket lenge med Yusuf", "Amina Yusuf", NULL},
        {"Line Berg tok imot", "Lena Borg", NULL},
        {"har sin egen plan", "Hera Sina", NULL},
        {"Butikken trenger folk til jul", "Ali Hassan", NULL},
        {"Ali Hansen", "Ali Hassan", NULL},
        {"", "Ali Hassan", NULL},
        {"Ali", "Ali", NULL},
        {"Ali Ali", "Ali Hassan", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        const char *found = find(a, cases[i].text, cases[i].name);
        if (cases[i].words == NULL ? found != NULL : found == NULL)
            fail_msg("“%s” of %s: %s", cases[i].text, cases[i].name, found == NULL ? "not found" : found);
        if (found != NULL)
            assert_string_equal(found, cases[i].words);
    }
}

static void odd_texts_are_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    char longest[5000];
    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = i % 500 == 499 ? ' ' : 'a';
    longest[sizeof longest - 1] = '\0';
    assert_null(find(a, longest, "Amina Yusuf"));
    assert_null(find(a, "Amina Yusuf", longest));
    assert_null(find(a, "\xc2\xa0\xe2\x80\x93 … \xd8\x8c", "Amina Yusuf"));
    assert_null(mention_find(mention_read(NULL, a), "", a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_found), cmocka_unit_test(odd_texts_are_read)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
