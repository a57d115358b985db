// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "app/login_limit.h"
#include "base/status.h"

enum { MINUTE = 60000 };
static const int64_t START = 1000000;

static int tries(struct login_limit *l, enum limit_kind kind, const char *address, const char *account, int64_t now)
{
    int n = 0;
    while (n < 1000 && login_limit_take(l, kind, address, account, now) == 0)
        n++;
    return n;
}

static void tries_run_out_and_come_back(void **state)
{
    struct login_limit *l = login_limit_open();
    assert_int_equal(tries(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START), 5);
    assert_int_equal(login_limit_take(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START), MINUTE);
    assert_int_equal(login_limit_take(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START + 20000), MINUTE - 20000);
    assert_int_equal(tries(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START + MINUTE), 1);
    assert_int_equal(tries(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START + 60 * MINUTE), 5); // never more than that
    login_limit_close(l);
}

static void refused_tries_cost_nothing(void **state)
{
    struct login_limit *l = login_limit_open();
    tries(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START);
    for (int i = 0; i < 1000; i++)
        assert_int_not_equal(login_limit_take(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START + i), 0);
    assert_int_equal(login_limit_take(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START + MINUTE), 0);
    login_limit_close(l);
}

static void a_guesser_does_not_lock_the_owner_out(void **state)
{
    struct login_limit *l = login_limit_open();
    char address[32];
    for (int i = 0; i < 2000; i++) {
        snprintf(address, sizeof address, "203.0.%d.%d", i / 250, i % 250);
        tries(l, LIMIT_ACCOUNT, address, "kari", START);
        tries(l, LIMIT_ADDRESS, address, "", START);
    }
    assert_int_equal(tries(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START), 5);
    assert_int_equal(tries(l, LIMIT_ADDRESS, "192.0.2.1", "", START), 30);
    assert_int_equal(tries(l, LIMIT_ACCOUNT, "203.0.0.0", "ola", START), 5); // and another account has its own
    login_limit_close(l);
}

static void the_right_one_gets_the_try_back(void **state)
{
    struct login_limit *l = login_limit_open();
    for (int i = 0; i < 500; i++) {
        assert_int_equal(login_limit_take(l, LIMIT_ADDRESS, "192.0.2.1", "", START), 0);
        login_limit_return(l, LIMIT_ADDRESS, "192.0.2.1", "");
    }
    assert_int_equal(tries(l, LIMIT_ADDRESS, "192.0.2.1", "", START), 30);
    login_limit_return(l, LIMIT_ADDRESS, "198.51.100.1", ""); // never taken: gives nothing
    assert_int_equal(tries(l, LIMIT_ADDRESS, "198.51.100.1", "", START), 30);
    login_limit_close(l);
}

static void one_subscriber_is_one(void **state)
{
    struct login_limit *l = login_limit_open();
    assert_int_equal(tries(l, LIMIT_ADDRESS, "2001:db8:1:2::1", "", START), 30);
    assert_int_equal(tries(l, LIMIT_ADDRESS, "2001:db8:1:2:ffff::9", "", START), 0); // the same 64 bits
    assert_int_equal(tries(l, LIMIT_ADDRESS, "2001:db8:1:3::1", "", START), 30);
    assert_int_equal(tries(l, LIMIT_ADDRESS, "192.0.2.1", "", START), 30);
    assert_int_equal(tries(l, LIMIT_ADDRESS, "::ffff:192.0.2.1", "", START), 0); // the same IPv4 address
    assert_int_equal(tries(l, LIMIT_ADDRESS, "no address at all", "", START), 30);
    login_limit_close(l);
}

static void kinds_are_counted_apart(void **state)
{
    struct login_limit *l = login_limit_open();
    assert_int_equal(tries(l, LIMIT_SECOND_FACTOR, "", "7", START), 10);
    assert_int_equal(tries(l, LIMIT_CONFIRM, "", "7", START), 5);
    assert_int_equal(login_limit_take(l, LIMIT_SECOND_FACTOR, "", "7", START), 5 * MINUTE);
    login_limit_close(l);
}

// More subscribers than there are places: old ones are forgotten, who is hard at work is not.
static void memory_is_bounded_and_forgets_the_least(void **state)
{
    struct login_limit *l = login_limit_open();
    char address[32];
    assert_int_equal(tries(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START), 5);
    for (int i = 0; i < 100000; i++) {
        snprintf(address, sizeof address, "10.%d.%d.%d", i >> 16, i >> 8 & 255, i & 255);
        assert_int_equal(login_limit_take(l, LIMIT_ADDRESS, address, "", START), 0);
    }
    assert_int_not_equal(login_limit_take(l, LIMIT_ACCOUNT, "192.0.2.1", "kari", START), 0);
    login_limit_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tries_run_out_and_come_back),     cmocka_unit_test(refused_tries_cost_nothing),
        cmocka_unit_test(a_guesser_does_not_lock_the_owner_out), cmocka_unit_test(the_right_one_gets_the_try_back),
        cmocka_unit_test(one_subscriber_is_one),           cmocka_unit_test(kinds_are_counted_apart),
        cmocka_unit_test(memory_is_bounded_and_forgets_the_least),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("login limit", tests, NULL, NULL);
}
