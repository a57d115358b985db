// SPDX-License-Identifier: EUPL-1.2
// Times of day as people write them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/interview_view.h"

static void times_of_day(void **state)
{
    static const struct {
        const char *typed;
        int minute; // -1: none
    } cases[] = {
        {"9", 540},      {"09", 540},     {"9.00", 540},  {"09:00", 540}, {"0930", 570}, {"930", 570}, {"9 30", 570}, {"23.59", 1439},
        {"0.00", 0},     {"00:00", 0},    {"14 . 15", 855}, {"", -1},     {"24", -1},    {"24.00", -1}, {"9.60", -1}, {"9.5", -1},
        {"9.", -1},      {".30", -1},     {"9.30.00", -1}, {"kl. 9", -1}, {"-9", -1},    {"99999", -1}, {"9.300", -1}, {"½9", -1},
        {"12345678901234567890", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int minute = -1;
        assert_int_equal(clock_read(cases[i].typed, &minute), cases[i].minute >= 0);
        if (minute != cases[i].minute)
            fail_msg("%s is %d", cases[i].typed, minute);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(times_of_day)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
