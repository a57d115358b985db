// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/employer.h"
#include "core/person.h"
#include "core/programme.h"

static void phones_are_read_loosely(void **state)
{
    static const struct {
        const char *typed, *read;
    } cases[] = {
        {"22 22 22 22", "+4722222222"},   {"22222222", "+4722222222"},        {"+47 22 22 22 22", "+4722222222"},
        {"0047 22222222", "+4722222222"}, {"47 22222222", "+4722222222"},     {"(22) 22-22.22", "+4722222222"},
        {"+46 8 123 456 78", "+46812345678"}, {"2222222", NULL},              {"222222222", NULL},
        {"02222222", NULL},               {"+0123456789", NULL},              {"22 22 22 2a", NULL},
        {"+1234567890123456", NULL},      {"", NULL},                         {"+", NULL},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *read = NULL;
        bool ok = phone_read(cases[i].typed, a, &read);
        assert_int_equal(ok, cases[i].read != NULL);
        if (ok)
            assert_string_equal(read, cases[i].read);
    }
}

static void emails_are_plausible(void **state)
{
    static const struct {
        const char *typed, *read;
    } cases[] = {
        {" Kari@Example.ORG ", "Kari@example.org"}, {"a.b+c@x.example", "a.b+c@x.example"}, {"ø@blåbær.no", "ø@blåbær.no"},
        {"a@b", NULL}, {"@b.no", NULL}, {"a b@c.no", NULL}, {"a@b..no", NULL}, {"a@b.no\nBcc: c@d.no", NULL},
        {"a,b@c.no", NULL}, {"a@@b.no", NULL}, {"a@-b.no", NULL}, {"a@b.", NULL}, {"", NULL},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *read = NULL;
        bool ok = email_read(cases[i].typed, a, &read);
        assert_int_equal(ok, cases[i].read != NULL);
        if (ok)
            assert_string_equal(read, cases[i].read);
    }
}

static void addresses_are_compared_by_their_key(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(email_key(a, "\t Kari.ØST@Example.ORG \n"), "kari.øst@example.org");
    assert_string_equal(email_key(a, " "), "");
    assert_true(email_same(a, "Kari@example.org", " kARI@EXAMPLE.org"));
    assert_false(email_same(a, "kari@example.org", "kari@example.no"));
    assert_false(email_same(a, "", " "));
}

static void an_identity_lists_all_its_problems(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct identity read;
    identity_read(&(struct identity){" ", "<b>", "x", "12"}, a, &read, &issues);
    assert_int_equal(issues.count, 4);
    assert_non_null(issues_find(&issues, "given_name"));
    assert_non_null(issues_find(&issues, "family_name"));
    assert_non_null(issues_find(&issues, "email"));
    assert_non_null(issues_find(&issues, "phone"));
    issues = issues_in(a);
    identity_read(&(struct identity){"  أمينة ", "Prøvesen", NULL, "22 22 22 22"}, a, &read, &issues);
    assert_int_equal(issues.count, 0);
    assert_string_equal(identity_name(&read, a), "أمينة Prøvesen");
    assert_string_equal(read.email, "");
}

static void an_identity_comes_back_and_broken_ones_do_not(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct identity in = {"Åse", "Eksempel", "a@b.no", "+4722222222"}, out;
    const unsigned char *bytes;
    size_t size;
    identity_encode(&in, a, &bytes, &size);
    assert_int_equal(identity_decode(bytes, size, a, &out), OK);
    assert_string_equal(out.given_name, in.given_name);
    assert_string_equal(out.phone, in.phone);
    for (size_t n = 0; n < size; n++)
        assert_int_equal(identity_decode(bytes, n, a, &out), INVALID);
    unsigned char *changed = arena_copy(a, bytes, size);
    for (size_t i = 0; i < size; i++) {
        changed[i] ^= 0x80;
        enum status status = identity_decode(changed, size, a, &out); // no reading outside, whatever it answers
        assert_true(status == OK || status == INVALID);
        changed[i] ^= 0x80;
    }
}

static void an_enrolment_needs_purpose_notice_and_days_in_order(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    day today = day_make(2018, 5, 2);
    struct issues issues = issues_in(a);
    enrolment_check(&(struct enrolment){.from = today + 1, .to = today}, today, &issues);
    assert_non_null(issues_find(&issues, "purpose"));
    assert_non_null(issues_find(&issues, "from"));
    assert_non_null(issues_find(&issues, "to"));
    assert_non_null(issues_find(&issues, "notice"));
    issues = issues_in(a);
    enrolment_check(&(struct enrolment){.purpose = "Arbeid", .from = today, .to = DAY_NONE, .notice_version = 1}, today,
                    &issues);
    assert_int_equal(issues.count, 0);
}

static struct employer employer_right(void)
{
    return (struct employer){
        .orgnr = "889640782",
        .name = "Prøve AS",
        .employees = EMPLOYEES_UNKNOWN,
        .paused_until = DAY_NONE,
        .pledged_by = DAY_NONE,
    };
}

static void an_employer_says_why_it_waits_and_what_it_promises(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    day today = day_make(2018, 5, 2);
    struct employer e = employer_right();
    struct issues issues = issues_in(a);
    employer_check(&e, false, today, &issues);
    assert_int_equal(issues.count, 0);
    e.orgnr = "310279323"; // synthetic
    employer_check(&e, true, today, &issues);
    assert_int_equal(issues.count, 0);
    employer_check(&e, false, today, &issues);
    assert_non_null(issues_find(&issues, "orgnr"));

    e = employer_right();
    e.name = "";
    e.stage = STAGE_PAUSED;
    e.paused_until = today;
    e.pledged = 3;
    e.postal_code = "30a5";
    e.employees = -2;
    issues = issues_in(a);
    employer_check(&e, false, today, &issues);
    static const char *const fields[] = {"name", "paused_until", "pledged_by", "postal_code", "employees"};
    assert_int_equal(issues.count, sizeof fields / sizeof *fields);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_non_null(issues_find(&issues, fields[i]));

    e = employer_right();
    e.stage = STAGE_DECLINED;
    issues = issues_in(a);
    employer_check(&e, false, today, &issues);
    assert_non_null(issues_find(&issues, "decline"));
    e.decline = DECLINE_OTHER;
    issues = issues_in(a);
    employer_check(&e, false, today, &issues);
    assert_non_null(issues_find(&issues, "declined_reason")); // which other one, then?
    e.decline = DECLINE_NO_TIME;
    issues = issues_in(a);
    employer_check(&e, false, today, &issues);
    assert_int_equal(issues.count, 0);
}

static void stages_have_names_that_are_read_back(void **state)
{
    for (int s = 0; s < EMPLOYER_STAGES; s++) {
        enum employer_stage back;
        assert_true(stage_read(stage_name((enum employer_stage)s), &back));
        assert_int_equal(back, s);
    }
    enum employer_stage none;
    assert_false(stage_read("Met", &none));
    assert_false(stage_read(NULL, &none));
}

static void a_programme_has_a_goal_and_a_period(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct programme p = {
        .name = "Prøveprogram",
        .goal = 1000,
        .from = day_make(2016, 2, 9),
        .to = day_make(2020, 12, 31),
        .retention_days = 180,
        .least_share = 20,
        .least_months = 3,
        .open_share_requests = 3,
    };
    programme_check(&p, &issues);
    assert_int_equal(issues.count, 0);
    p = (struct programme){.to = day_make(2016, 1, 1), .from = day_make(2016, 1, 1), .least_months = 61, .retention_days = -1};
    programme_check(&p, &issues);
    static const char *const fields[] = {"name", "goal", "to", "retention_days", "least_share", "least_months", "open_share_requests"};
    assert_int_equal(issues.count, sizeof fields / sizeof *fields);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_non_null(issues_find(&issues, fields[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phones_are_read_loosely),
        cmocka_unit_test(emails_are_plausible), cmocka_unit_test(addresses_are_compared_by_their_key),
        cmocka_unit_test(an_identity_lists_all_its_problems),
        cmocka_unit_test(an_identity_comes_back_and_broken_ones_do_not),
        cmocka_unit_test(an_enrolment_needs_purpose_notice_and_days_in_order),
        cmocka_unit_test(an_employer_says_why_it_waits_and_what_it_promises),
        cmocka_unit_test(stages_have_names_that_are_read_back),
        cmocka_unit_test(a_programme_has_a_goal_and_a_period),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
