// SPDX-License-Identifier: EUPL-1.2
// What the pages about people share: addresses put together, problems in the form's order, what differs in a conflict.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/address.h"
#include "web/edit.h"
#include "web/person_view.h"
#include "web/pick.h"

static void typed_values_cannot_break_out_of_an_address(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const struct {
        const char *value, *address;
    } cases[] = {
        {"", "/x"},
        {NULL, "/x"},
        {"Åse", "/x?q=%C3%85se"},
        {"a&b=c#d?e/f", "/x?q=a%26b%3Dc%23d%3Fe%2Ff"},
        {"\"><script>", "/x?q=%22%3E%3Cscript%3E"},
        {"100 %", "/x?q=100%20%25"},
        {"aZ09-._~", "/x?q=aZ09-._~"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf b = address_in(a, "/x");
        address_add(&b, "q", cases[i].value);
        assert_string_equal(buf_text(&b), cases[i].address);
    }
    struct buf b = address_in(a, "/x");
    address_add(&b, "a", "1");
    address_add(&b, "b", "");
    address_add_number(&b, "c", -2);
    assert_string_equal(buf_text(&b), "/x?a=1&c=-2");
}

static struct request sent(struct arena *a, const char *bytes)
{
    struct request r = {.arena = a};
    assert_int_equal(form_read(a, bytes, strlen(bytes), &r.form), OK);
    return r;
}

static void problems_come_in_the_forms_order(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r = sent(a, "name=&email=x&name=again&goal=y");
    struct issues issues = issues_in(a);
    const char *const before[] = {"goal", "unsent", "email", "", "name", "other"};
    const char *const after[] = {"name", "email", "goal", "unsent", "", "other"};
    for (size_t i = 0; i < COUNT_OF(before); i++)
        issues_add(&issues, before[i], "x");
    edit_sort(&r, &issues);
    for (size_t i = 0; i < COUNT_OF(after); i++)
        assert_string_equal(issues.items[i].field, after[i]);
}

static void many_problems_are_sorted_in_time_and_cut(void **state)
{
    enum { MANY = 200 * 1000, LINES = 900 };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf b = buf_in(a);
    for (int i = 0; i < LINES; i++)
        buf_printf(&b, "f%d=&", i);
    struct request r = sent(a, buf_text(&b));
    struct issues issues = issues_in(a);
    for (int i = 0; i < MANY; i++) // backwards, and each field often
        issues_add(&issues, arena_printf(a, "f%d", LINES - 1 - i % LINES), "x");
    issues_add(&issues, "", "as a whole");
    edit_sort(&r, &issues); // comparing each with each takes minutes
    assert_int_equal(issues.count, EDIT_ISSUES_MOST);
    for (size_t i = 0; i < issues.count; i++)
        assert_string_equal(issues.items[i].field, "f0");
    issues_add(&issues, "late", "y");
    assert_string_equal(issues.items[EDIT_ISSUES_MOST].field, "late");
    struct issues none = issues_in(a);
    edit_sort(&r, &none);
    assert_int_equal(none.count, 0);
}

static void a_field_is_not_told_twice(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a), more = issues_in(a);
    issues_add(&issues, "from", "cannot be read");
    issues_add(&more, "from", "is missing");
    issues_add_arg(&more, "name", "at most %s", "100");
    issues_add(&more, "", "as a whole");
    issues_add(&more, "", "and this");
    edit_issues(&issues, &more);
    assert_int_equal(issues.count, 4);
    assert_string_equal(issues.items[0].message, "cannot be read");
    assert_string_equal(issues.items[1].arg, "100");
    assert_string_equal(issues.items[3].message, "and this");
}

static struct edit fields(const char *name, const char *goal)
{
    struct edit e = {.version = 7};
    edit_add(&e, "name", "Name", name);
    edit_add(&e, "goal", "Goal", goal);
    return e;
}

static void a_conflict_shows_mine_theirs_and_the_original(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r = sent(a, "version=4&was_name=Before&was_goal=1000&name=Mine&goal=1000");
    struct edit kept = fields("Now", "900");
    assert_true(edit_keep(&r, &kept));
    assert_int_equal(kept.version, 4);
    assert_string_equal(kept.fields[0].value, "Before");

    struct edit now = fields("Theirs", "1000"), mine = fields("Mine", "1000");
    edit_compare(&r, &now, &mine);
    assert_true(now.conflict);
    assert_int_equal(now.version, 7);
    assert_int_equal(now.difference_count, 1);
    assert_string_equal(now.differences[0].mine, "Mine");
    assert_string_equal(now.differences[0].theirs, "Theirs");
    assert_string_equal(now.differences[0].original, "Before");

    struct request bare = sent(a, "name=Mine");
    assert_false(edit_keep(&bare, &kept));
}

static void an_unknown_word_is_quoted_shortly(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    char *word = arena_alloc(a, 201);
    for (int i = 0; i < 100; i++)
        memcpy(word + i * 2, "å", 2);
    word[200] = '\0';
    pick_issue(&(struct pick){.how = PICK_UNSURE, .name = "what", .text = word}, &issues);
    assert_int_equal(strlen(issues.items[0].arg), 60 * 2 + 3);
    assert_string_equal(issues.items[0].arg + 60 * 2, "…");
    pick_issue(&(struct pick){.how = PICK_UNSURE, .name = "what", .text = "kokk"}, &issues);
    assert_string_equal(issues.items[1].arg, "kokk");
    pick_issue(&(struct pick){.how = PICK_FOUND, .name = "what", .text = "kokk"}, &issues);
    assert_int_equal(issues.count, 2);
}

static void phone_numbers_as_people_read_them(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(phone_text(a, "+4798765432"), "98\u00a076\u00a054\u00a032");
    assert_string_equal(phone_text(a, "+46812345678"), "+46812345678");
    assert_string_equal(phone_text(a, ""), "");
    assert_string_equal(phone_text(a, "+47987"), "+47987");
}

static void legal_bases_have_names(void **state)
{
    for (int i = 0; i < LEGAL_BASES; i++) {
        enum legal_basis basis = BASIS_PUBLIC_TASK;
        assert_true(basis_read(basis_name((enum legal_basis)i), &basis));
        assert_int_equal(basis, i);
    }
    enum legal_basis untouched = BASIS_CONSENT;
    assert_false(basis_read("", &untouched));
    assert_false(basis_read("Consent", &untouched));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_values_cannot_break_out_of_an_address),
        cmocka_unit_test(problems_come_in_the_forms_order),
        cmocka_unit_test(many_problems_are_sorted_in_time_and_cut),
        cmocka_unit_test(a_field_is_not_told_twice),
        cmocka_unit_test(a_conflict_shows_mine_theirs_and_the_original),
        cmocka_unit_test(an_unknown_word_is_quoted_shortly),
        cmocka_unit_test(phone_numbers_as_people_read_them),
        cmocka_unit_test(legal_bases_have_names),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
