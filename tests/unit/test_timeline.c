// SPDX-License-Identifier: EUPL-1.2
// The timeline of an employer to its end: whatever the length of a page and however much of one kind there is, each line comes
// once, the newest first.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/employers.h"
#include "app/timeline.h"
#include "region_fixture.h"
#include "sql/sql.h"
#include "store/contact_store.h"
#include "store/stage_store.h"

enum { MANY = 320 };

static int open_region(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 30}, 1, false);
    return 0;
}

// All lines of the kinds, by pages of so many.
static struct timeline_lines walk(const struct actor *actor, struct employer_id id, unsigned kinds, size_t most, struct arena *a)
{
    struct timeline_lines all = {0};
    struct timeline_query query = {.employer = id, .kinds = kinds, .after = "", .most = most};
    struct timeline_page page;
    do {
        assert_int_equal(get_timeline(app, actor, &query, a, &page), OK);
        assert_true(page.line_count > 0 || all.count == 0);
        for (size_t i = 0; i < page.line_count; i++)
            timeline_add(&all, a, page.lines[i]);
        query.after = page.next;
    } while (*page.next != '\0');
    for (size_t i = 1; i < all.count; i++) {
        const struct timeline_line *one = &all.items[i - 1], *two = &all.items[i];
        if (one->at < two->at || (one->at == two->at && one->id <= two->id))
            fail_msg("%s and %s are in the wrong order, or twice", one->what, two->what);
    }
    return all;
}

static void pages_of_any_length_are_the_same(void **state)
{
    struct arena *a = arena_open();
    struct employer_page page;
    size_t lines = 0;
    unsigned kinds = 0;
    assert_int_equal(list_employers(app, &office, &(struct employer_query){.text = "", .after = "", .most = 60}, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++) {
        struct timeline_lines all = walk(&office, page.rows[i].id, 0, 200, a), few = walk(&office, page.rows[i].id, 0, 7, a);
        assert_int_equal(all.count, few.count);
        for (size_t k = 0; k < all.count; k++) {
            assert_int_equal(all.items[k].kind, few.items[k].kind);
            assert_int_equal(all.items[k].id, few.items[k].id);
            assert_string_equal(all.items[k].what, few.items[k].what);
            kinds |= 1u << all.items[k].kind;
        }
        lines += all.count;
    }
    assert_true(lines > 200);
    for (int k = 0; k < TIMELINE_KINDS; k++)
        if ((kinds >> k & 1) == 0 && k != (int)TIMELINE_INTRODUCTION && k != (int)TIMELINE_PLEDGE && k != (int)TIMELINE_MAILING)
            fail_msg("the demo has nothing of the kind %s", timeline_kind_name((enum timeline_kind)k));
    arena_close(a);
}

static enum status write_contact(struct store_tx *tx, void *arg)
{
    struct contact c = {.employer = employer.employer, .name = "Kari Kontakt", .title = "", .email = "", .phone = "",
                        .informed_on = DAY_NONE, .left_on = DAY_NONE};
    return contact_insert(tx, &c, arg);
}

static enum status touch_contact(struct store_tx *tx, void *arg)
{
    struct contact c;
    TRY(contact_get(tx->store, *(struct contact_id *)arg, tx->arena, &c));
    TRY(employer_move(tx, employer.employer, c.version % 2 == 0 ? STAGE_MET : STAGE_TAKING_PART, ""));
    TRY(sql_run(tx->db, "INSERT INTO task (id, version, state, what, guidance, user_id, agency_id, by_day, employer_id, cause, cause_row, "
                        "created_at, changed_at, closed_at) VALUES ($1, 1, 'done', 'Ring', '', NULL, $2, NULL, $3, '', 0, $4, $4, $5)",
                V(store_new_id(tx)), V(office.agency.value), V(employer.employer.value), V(tx->now), V(tx->now + 500)));
    return contact_update(tx, &c);
}

static size_t of_kind(const struct timeline_lines *all, enum timeline_kind kind, const char *what)
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        count += all->items[i].kind == kind && strcmp(all->items[i].what, what) == 0;
    return count;
}

static void nothing_is_out_of_reach(void **state)
{
    struct arena *a = arena_open();
    struct contact_id id;
    struct timeline_lines before = walk(&office, employer.employer, 0, 100, a);
    assert_int_equal(store_write(app_store(app), &office, begun, write_contact, &id), OK);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(store_write(app_store(app), &office, begun + 1000 * (i + 1), touch_contact, &id), OK);
    struct timeline_lines all = walk(&office, employer.employer, 0, 100, a);
    static const struct {
        enum timeline_kind kind;
        const char *what;
        size_t more;
    } EXPECTED[] = {{TIMELINE_CHANGE, "Changed a contact", MANY}, {TIMELINE_STAGE, "New stage", MANY}, {TIMELINE_TASK, "New task", MANY},
                    {TIMELINE_TASK, "Task done", MANY}, {TIMELINE_CHANGE, "Added a contact", 1}, {TIMELINE_NEED, "Stated a need", 0}};
    for (size_t i = 0; i < COUNT_OF(EXPECTED); i++)
        assert_int_equal(of_kind(&all, EXPECTED[i].kind, EXPECTED[i].what),
                         of_kind(&before, EXPECTED[i].kind, EXPECTED[i].what) + EXPECTED[i].more);
    // An employer's own users see less, and to its end as well.
    struct timeline_lines own = walk(&employer, employer.employer, 0, 100, a);
    assert_int_equal(of_kind(&own, TIMELINE_CHANGE, "Changed a contact"), of_kind(&all, TIMELINE_CHANGE, "Changed a contact"));
    assert_int_equal(of_kind(&own, TIMELINE_STAGE, "New stage"), 0);
    assert_int_equal(of_kind(&own, TIMELINE_CHANGE, "Added it to a network"), 0);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_any_length_are_the_same),
        cmocka_unit_test(nothing_is_out_of_reach),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("timeline", tests, open_region, region_close);
}
