// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/password.h"
#include "base/arena.h"

static const struct password_owner KARI = {"Kari Nordmann", "kari.nordmann@fjordkrana.example", "Internasjonale Drammen"};

// The word in the complaint that says which it was; NULL: none.
static const struct {
    const char *password, *complaint;
} TABLE[] = {
    // length, in characters
    {"", "12 characters"},
    {"xkvbqwmtzrp", "12 characters"},
    {"xkvbqwmtzrpd", NULL},
    {"æøåæøåxkvbq", "12 characters"},   // 11 characters, 17 bytes
    {"blåbærøl på fat", NULL},
    {"بابا يحب القهوة كثيرا", NULL},
    // no rule about kinds of characters
    {"fjellrev bil salg", NULL},
    {"839201475623", NULL},
    {"aB3$kLm9Qw2z", NULL},
    {"jeg liker å gå på ski", NULL},
    // common words and phrases, however disguised
    {"passord12345", "many use"},
    {"Passord!2016", "many use"},
    {"P4ssw0rd!P4ssw0rd!", "many use"},
    {"Sommer2024Drammen!", "many use"},
    {"velkommen-velkommen", "many use"},
    {"correct horse battery staple", "many use"},
    {"Riktig Hest Batteri Stift", "many use"},
    {"ypsilon-demo-2016", "many use"},
    {"HemmeligPassord", "many use"},
    // repetition, rows, counting
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "repeats"},
    {"abcabcabcabcabcabc", "repeats"},
    {"xkvbxkvbxkvbxkvb", "repeats"},
    {"123456789012", "repeats"},
    {"qwertyuiopasdfghjkl", "repeats"},
    {"lkjhgfdsapoiuytrewq", "repeats"},
    {"abcdefghijklmnop", "repeats"},
    {"åååååååååååååååååå", "repeats"},
    // the own name, address, and the programme
    {"kari nordmann 85", "your name"},
    {"NORDMANNkari!!", "your name"},
    {"k4ri.n0rdm4nn", "your name"},
    {"fjordkrana2016", "your name"},
    {"Internasjonale-Drammen", "many use"},
    {"kari selger fine kopper", NULL}, // a part of it may be the name
};

static void passwords_are_judged(void **state)
{
    for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct issues issues = issues_in(a);
        password_check(TABLE[i].password, &KARI, "fresh", &issues);
        if (TABLE[i].complaint == NULL) {
            if (issues.count != 0)
                fail_msg("%s: %s", TABLE[i].password, issues.items[0].message);
            continue;
        }
        if (issues.count != 1 || strstr(issues.items[0].message, TABLE[i].complaint) == NULL)
            fail_msg("%s: %s", TABLE[i].password, issues.count == 0 ? "no complaint" : issues.items[0].message);
        assert_string_equal(issues.items[0].field, "fresh");
    }
}

static void the_longest_is_200_characters(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    char text[202];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + (x = x * 1103515245 + 12345) / 65536 % 26);
    text[200] = '\0';
    password_check(text, &KARI, "fresh", &issues);
    assert_int_equal(issues.count, 0);
    text[200] = 'x';
    text[201] = '\0';
    password_check(text, &KARI, "fresh", &issues);
    assert_int_equal(issues.count, 1);
}

static void a_name_that_is_unknown_says_nothing(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    password_check("kari nordmann 85", &(struct password_owner){"", "", ""}, "fresh", &issues);
    assert_int_equal(issues.count, 0);
}

static void hashes_fit_their_password_only(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *hash, *again;
    bool right;
    assert_int_equal(password_make("bl\xC3\xA5 sykkel i regn", a, &hash), OK);
    assert_int_equal(password_make("bl\xC3\xA5 sykkel i regn", a, &again), OK);
    assert_string_not_equal(hash, again);
    assert_memory_equal(hash, "$argon2id$", 10);
    assert_int_equal(password_try("bl\xC3\xA5 sykkel i regn", hash, &right), OK);
    assert_true(right);
    assert_int_equal(password_try("bla\xCC\x8A sykkel i regn", hash, &right), OK); // the same letter in two code points
    assert_true(right);
    assert_int_equal(password_try("bl\xC3\xA5 sykkel i Regn", hash, &right), OK);
    assert_false(right);
    assert_int_equal(password_try("", "", &right), OK);
    assert_false(right);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passwords_are_judged),
        cmocka_unit_test(the_longest_is_200_characters),
        cmocka_unit_test(a_name_that_is_unknown_says_nothing),
        cmocka_unit_test(hashes_fit_their_password_only),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
