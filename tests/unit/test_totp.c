// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/totp.h"
#include "base/status.h"

static const unsigned char SECRET[TOTP_SECRET] = "12345678901234567890";

// RFC 6238, appendix B, SHA-1. It shows eight digits; the last six of them are the code of six digits.
static void codes_are_those_of_the_standard(void **state)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } vectors[] = {{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
                   {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    char code[TOTP_CODE_TEXT];
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        totp_code(SECRET, totp_step(vectors[i].seconds * 1000), code);
        assert_string_equal(code, vectors[i].code + 2);
    }
}

static void one_step_to_each_side_is_accepted(void **state)
{
    const int64_t now = 1111111111 * (int64_t)1000, step = totp_step(now);
    char code[TOTP_CODE_TEXT];
    for (int64_t off = -3; off <= 3; off++) {
        int64_t used = 0;
        totp_code(SECRET, step + off, code);
        bool near = off >= -1 && off <= 1;
        assert_int_equal(totp_check(SECRET, code, now, 0, &used), near);
        assert_int_equal(used, near ? step + off : 0);
    }
}

static void a_code_opens_once(void **state)
{
    const int64_t now = 1234567890 * (int64_t)1000, step = totp_step(now);
    int64_t used;
    char code[TOTP_CODE_TEXT], before[TOTP_CODE_TEXT], after[TOTP_CODE_TEXT];
    totp_code(SECRET, step - 1, before);
    totp_code(SECRET, step, code);
    totp_code(SECRET, step + 1, after);
    assert_true(totp_check(SECRET, code, now, step - 1, &used));
    assert_false(totp_check(SECRET, code, now, used, &used));
    assert_false(totp_check(SECRET, before, now, step, &used)); // an earlier one neither
    assert_true(totp_check(SECRET, after, now, step, &used));
}

static void codes_are_read_as_people_type_them(void **state)
{
    const int64_t now = 59000;
    int64_t used;
    assert_true(totp_check(SECRET, "287 082", now, 0, &used));
    assert_true(totp_check(SECRET, " 287082 ", now, 0, &used));
    static const char *const wrong[] = {"", "28708", "2870822", "94287082", "28708a", "287082\n287082", "-287083", "２８７０８２"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(totp_check(SECRET, wrong[i], now, 0, &used));
}

static void secrets_are_told_to_apps(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(totp_secret_text(SECRET, a), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assert_string_equal(totp_uri(SECRET, "Ypsilon", "kåre+1@example.no", a),
                        "otpauth://totp/Ypsilon:k%C3%A5re%2B1@example.no?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        "&issuer=Ypsilon");
}

static void recovery_codes_read_back_loosely(void **state)
{
    char code[RECOVERY_CODE_TEXT], back[RECOVERY_CODE_TEXT];
    for (int i = 0; i < 1000; i++) {
        recovery_code_make(code);
        assert_int_equal(strlen(code), RECOVERY_CODE_TEXT - 1);
        assert_true(recovery_code_read(code, back));
        assert_string_equal(back, code);
    }
    assert_true(recovery_code_read(" K7MW 92HF-x3qdovti", back));
    assert_string_equal(back, "k7mw-92hf-x3qd-0vt1");
    static const char *const wrong[] = {"", "k7mw-92hf-x3qd-0vt", "k7mw-92hf-x3qd-0vt1a", "k7mw-92hf-x3qd-0vtu", "287082",
                                        "k7mw-92hf-x3qd-0vtå"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(recovery_code_read(wrong[i], back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standard),    cmocka_unit_test(one_step_to_each_side_is_accepted),
        cmocka_unit_test(a_code_opens_once),                  cmocka_unit_test(codes_are_read_as_people_type_them),
        cmocka_unit_test(secrets_are_told_to_apps),           cmocka_unit_test(recovery_codes_read_back_loosely),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
