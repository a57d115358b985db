// SPDX-License-Identifier: EUPL-1.2
// Lists of employers in memory against a plain reading of them, views, changes of many, and merging: nothing that refers to
// an employer is forgotten.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/bulk.h"
#include "app/contacts.h"
#include "app/duplicates.h"
#include "app/employer_steps.h"
#include "app/employers.h"
#include "app/internal.h"
#include "app/networks.h"
#include "app/views.h"
#include "base/random.h"
#include "core/employer_group.h"
#include "region_fixture.h"
#include "sql/sql.h"
#include "store/employer_store.h"

static struct random_stream dice = {.seed = 7};

static int region_open(void **state)
{
    region_make(day_make(2016, 9, 1), (struct demo_size){60, 60, 40}, 5, false);
    return 0;
}

static size_t pick(size_t below)
{
    return random_stream_below(&dice, (uint32_t)below);
}

static struct employer_row *everybody(struct arena *a, size_t *count_out)
{
    struct employer_query all = {.text = "", .closed = true};
    struct employer_id *ids;
    struct employer_row *rows;
    size_t count;
    assert_int_equal(select_employers(app, &office, &all, a, &ids, &count), OK);
    assert_int_equal(read_employers(app, &office, ids, count, a, &rows, count_out), OK);
    assert_int_equal(*count_out, count);
    return rows;
}

static bool fits(const struct employer_row *row, const struct employer_query *q, struct arena *a)
{
    const struct employer *e = row->employer;
    char *name = arena_printf(a, " %s", lang_fold(a, e->name));
    for (char *c = name; *c != '\0'; c++)
        *c = *c == '-' ? ' ' : *c;
    struct workplace *workplaces;
    size_t count;
    bool in_area = !code_given(q->area);
    assert_int_equal(workplace_list(app_store(app), e->id, a, &workplaces, &count), OK);
    for (size_t i = 0; i < count; i++)
        in_area |= !workplaces[i].closed && code_equal(workplaces[i].area, q->area);
    return in_area && (q->closed || (!e->closed && !e->bankrupt)) && (q->stages == 0 || (q->stages >> e->stage & 1) != 0) &&
           (q->sizes == 0 || (q->sizes >> size_group(e->employees) & 1) != 0) &&
           (q->industries == 0 || (q->industries >> industry_group(e->industry) & 1) != 0) && (!q->open_needs || row->open_needs > 0) &&
           (!q->pledged || e->pledged > 0) && (!q->unowned || e->owner.value == 0) &&
           (!q->mine || e->owner.value == office.user.value) && (!q->never || row->last_contact == DAY_NONE) &&
           (q->contact_from == 0 || (row->last_contact != DAY_NONE && row->last_contact >= q->contact_from)) &&
           (q->contact_to == 0 || (row->last_contact != DAY_NONE && row->last_contact <= q->contact_to)) &&
           (*q->text == '\0' || strstr(name, arena_printf(a, " %s", q->text)) != NULL);
}

static enum employer_sort sorted_by;
static int in_order(const void *a, const void *b)
{
    const struct employer_row *x = a, *y = b;
    int64_t left = 0, right = 0;
    switch (sorted_by) {
    case EMPLOYERS_BY_NAME:
        break;
    case EMPLOYERS_BY_EMPLOYEES:
        left = x->employees;
        right = y->employees;
        break;
    case EMPLOYERS_BY_STAGE:
        left = x->stage;
        right = y->stage;
        break;
    case EMPLOYERS_BY_CREATED:
        left = x->employer->created_at;
        right = y->employer->created_at;
        break;
    case EMPLOYERS_BY_CONTACT:
        left = x->last_contact;
        right = y->last_contact;
        break;
    }
    if (left != right)
        return left < right ? -1 : 1;
    int by = lang_compare(x->name, y->name);
    return by != 0 ? by : (x->id.value > y->id.value) - (x->id.value < y->id.value);
}

// Page by page, what a plain loop over everybody gives.
static void compare_list(struct employer_query q, struct arena *a)
{
    size_t count, wanted = 0, seen = 0;
    struct employer_row *rows = everybody(a, &count);
    for (size_t i = 0; i < count; i++)
        if (fits(&rows[i], &q, a))
            rows[wanted++] = rows[i];
    sorted_by = q.sort;
    if (wanted > 0)
        qsort(rows, wanted, sizeof *rows, in_order);
    q.most = 1 + pick(20);
    for (struct employer_page page = {.next = "-"}; *page.next != '\0'; q.after = page.next) {
        assert_int_equal(list_employers(app, &office, &q, a, &page), OK);
        assert_int_equal(page.total, wanted);
        for (size_t i = 0; i < page.row_count; i++, seen++) {
            assert_true(seen < wanted);
            assert_int_equal(page.rows[i].id.value, rows[q.descending ? wanted - 1 - seen : seen].id.value);
        }
    }
    assert_int_equal(seen, wanted);
}

static struct employer_query any_query(void)
{
    static const char *const TEXTS[] = {"", "", "", "bygg", "papir", "zzz"};
    struct employer_query q = {.text = TEXTS[pick(COUNT_OF(TEXTS))], .after = "", .sort = (enum employer_sort)pick(EMPLOYER_SORTS),
                               .descending = pick(2) == 0, .closed = pick(3) == 0};
    switch (pick(10)) {
    case 0:
        q.stages = 1u << pick(EMPLOYER_STAGES) | 1u << pick(EMPLOYER_STAGES);
        break;
    case 1:
        q.sizes = 1u << pick(SIZE_GROUPS);
        break;
    case 2:
        q.industries = 1u << pick(INDUSTRY_GROUPS) | 1u << pick(INDUSTRY_GROUPS);
        break;
    case 3:
        q.open_needs = true;
        break;
    case 4:
        q.pledged = true;
        break;
    case 5:
        q.area = code_make("0602");
        break;
    case 6:
        q.unowned = pick(2) == 0;
        q.mine = !q.unowned;
        break;
    case 7:
        q.never = true;
        break;
    case 8:
        q.contact_from = day_make(2016, 1 + (int)pick(8), 1);
        q.contact_to = q.contact_from + 60;
        break;
    default:
        break;
    }
    return q;
}

static enum status write_employer(struct store_tx *tx, void *arg)
{
    return employer_update(tx, arg);
}

static void change_somebody(struct arena *a)
{
    size_t count;
    struct employer_row *rows = everybody(a, &count);
    struct employer e = *rows[pick(count)].employer;
    e.name = pick(3) == 0 ? arena_printf(a, "Øde %s", e.name) : e.name;
    e.employees = (int)pick(300) - 1;
    e.stage = (enum employer_stage)pick(STAGE_PAUSED);
    e.paused_until = DAY_NONE;
    e.decline = DECLINE_NONE;
    e.declined_reason = "";
    e.owner = pick(2) == 0 ? office.user : (struct user_id){0};
    e.closed = pick(5) == 0;
    assert_int_equal(store_write(app_store(app), &office, app_now(app), write_employer, &e), OK);
}

static void lists_are_what_a_plain_reading_gives(void **state)
{
    for (int round = 0; round < 150; round++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        if (round % 3 == 2)
            change_somebody(a);
        compare_list(any_query(), a);
    }
}

static void a_key_of_no_list_is_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_page page;
    struct employer_query q = {.text = "", .after = "12345"};
    assert_int_equal(list_employers(app, &office, &q, a, &page), INVALID);
    q.after = "rubbish";
    assert_int_equal(list_employers(app, &office, &q, a, &page), INVALID);
    assert_int_equal(list_employers(app, &candidate, &(struct employer_query){.text = ""}, a, &page), NOT_FOUND);
    assert_int_equal(list_employers(app, &steering, &(struct employer_query){.text = ""}, a, &page), NOT_FOUND);
    assert_int_equal(list_employers(app, &employer, &(struct employer_query){.text = ""}, a, &page), OK);
    assert_int_equal(page.total, 1);
    assert_int_equal(page.rows[0].id.value, employer.employer.value);
}

static void a_query_is_read_from_its_words(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_query q;
    employer_query_read("q=%C3%86re+bygg&stage=met&stage=hiring&stage=no&area=0602&owner=me&size=20-49&from=2016-01-05&sort=contact"
                        "&dir=down&needs=1&network=12&never=&x=y&%zz=1&&=",
                        a, &q);
    assert_string_equal(q.text, "Ære bygg");
    assert_int_equal(q.stages, 1u << STAGE_MET | 1u << STAGE_HIRING);
    assert_true(code_equal(q.area, code_make("0602")));
    assert_true(q.mine && !q.unowned && q.owner.value == 0 && q.open_needs && q.descending && !q.never);
    assert_int_equal(q.sizes, 1u << size_group(30));
    assert_int_equal(q.contact_from, day_make(2016, 1, 5));
    assert_int_equal(q.sort, EMPLOYERS_BY_CONTACT);
    assert_int_equal(q.network.value, 12);
    employer_query_read("", a, &q);
    assert_string_equal(q.text, "");
}

static void a_view_gives_the_employers_in_it(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct view_id id;
    struct employer_id *of_view, *of_query;
    size_t view_count, query_count;
    enum view_kind kind;
    struct saved_view typed = {.kind = VIEW_EMPLOYERS, .name = "  Store ", .query = "size=100-249&size=50-99"};
    assert_int_equal(save_view(app, &office, &typed, &issues, &id), OK);
    assert_int_equal(view_employers(app, &office, id, NULL, a, &of_view, &view_count), OK);
    assert_int_equal(view_employers(app, &office, (struct view_id){0}, typed.query, a, &of_query, &query_count), OK);
    assert_true(view_count > 0 && view_count == query_count);
    assert_memory_equal(of_view, of_query, view_count * sizeof *of_view);
    // One's own until it is shared; never somebody else's to change.
    assert_int_equal(view_employers(app, &adviser, id, NULL, a, &of_view, &view_count), NOT_FOUND);
    typed.id = id;
    typed.version = 1;
    typed.shared = true;
    assert_int_equal(edit_view(app, &office, &typed, &issues), OK);
    assert_int_equal(view_employers(app, &adviser, id, NULL, a, &of_view, &view_count), OK);
    assert_int_equal(edit_view(app, &adviser, &typed, &issues), DENIED);
    assert_int_equal(edit_view(app, &office, &typed, &issues), CONFLICT); // of version 1
    assert_int_equal(remove_view(app, &office, id, &kind), OK);
    assert_int_equal(remove_view(app, &office, id, &kind), CONFLICT);
    assert_int_equal(view_employers(app, &office, id, NULL, a, &of_view, &view_count), NOT_FOUND);
    assert_int_equal(restore_view(app, &office, id, &kind), OK);
    assert_int_equal(view_employers(app, &office, id, NULL, a, &of_view, &view_count), OK);
    assert_int_equal(save_view(app, &employer, &typed, &issues, &id), DENIED);
}

// More than one batch, so that the worker's part is seen too.
static void many_are_changed_in_batches_and_taken_back(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    enum { TIMES = 3000 };
    struct issues issues = issues_in(a);
    size_t count;
    bool more = true;
    struct bulk_id id;
    struct bulk_view view;
    struct employer_row *rows = everybody(a, &count);
    struct employer_id *ids = ARENA_ARRAY(a, struct employer_id, TIMES);
    for (size_t i = 0; i < TIMES; i++) // each many times: it is so already from the second on
        ids[i] = rows[i % count].id;
    struct bulk_change change = {.kind = BULK_OWNER, .owner = office.user};
    size_t others = 0;
    for (size_t i = 0; i < count; i++)
        others += rows[i].employer->owner.value != office.user.value;
    assert_int_equal(start_bulk(app, &adviser, &change, ids, TIMES, &issues, &id), DENIED);
    assert_int_equal(start_bulk(app, &office, &change, ids, TIMES, &issues, &id), OK);
    assert_int_equal(get_bulk(app, &office, id, a, &view), OK);
    assert_int_equal(view.bulk.state, BULK_DOING);
    assert_true(view.bulk.done > 0 && view.bulk.done < TIMES && !view.may_undo);
    assert_int_equal(undo_bulk(app, &office, id), CONFLICT);
    while (more)
        assert_int_equal(work_on_bulk(app, &more), OK);
    assert_int_equal(get_bulk(app, &office, id, a, &view), OK);
    assert_int_equal(view.bulk.state, BULK_DONE);
    assert_int_equal(view.bulk.done, TIMES);
    assert_int_equal(view.bulk.changed, others);
    assert_int_equal(undo_bulk(app, &office, id), OK);
    assert_int_equal(get_bulk(app, &office, id, a, &view), OK);
    assert_int_equal(view.bulk.state, BULK_UNDONE);
    assert_int_equal(view.bulk.kept, 0);
    for (size_t i = 0; i < count; i++) {
        struct employer e;
        assert_int_equal(employer_get(app_store(app), rows[i].id, a, &e), OK);
        assert_int_equal(e.owner.value, rows[i].employer->owner.value);
    }
    struct bulk_change declined = {.kind = BULK_STAGE, .stage = STAGE_DECLINED, .paused_until = DAY_NONE, .declined_reason = ""};
    assert_int_equal(start_bulk(app, &office, &declined, ids, 2, &issues, &id), INVALID);
    assert_non_null(issues_find(&issues, "decline"));
}

static struct sql *database(void)
{
    struct sql *db;
    char path[200];
    snprintf(path, sizeof path, "%s/ypsilon.db", dir);
    assert_int_equal(sql_open(path, SQL_READ, &db), OK);
    return db;
}

static bool among(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

// A new table that refers to employers has to say whether merging moves its rows.
static void every_reference_to_an_employer_is_moved_or_kept(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db = database();
    size_t moved_count, kept_count, found = 0;
    const char *const *moved = merge_places_moved(&moved_count), *const *stays = merge_places_kept(&kept_count);
    struct sql_rows *rows = sql_query(
        db, "SELECT DISTINCT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
            "AND (c.name LIKE '%employer_id' OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f WHERE f.\"table\" = 'employer' "
            "AND f.\"from\" = c.name))");
    while (sql_next(rows)) {
        const char *place = sql_text(rows, 0, a);
        found++;
        if (among(moved, moved_count, place) == among(stays, kept_count, place))
            fail_msg("%s refers to employers: name it in store/merge_store.c, as moved or as kept", place);
    }
    assert_int_equal(sql_end(rows), OK);
    assert_int_equal(found, moved_count + kept_count); // none that there is not
    sql_close(db);
}

// Whose each row of each place is, as text.
static const char *whose(struct sql *db, const char *place, struct arena *a)
{
    char table[60];
    const char *column = strchr(place, '.') + 1;
    snprintf(table, sizeof table, "%.*s", (int)(column - place - 1), place);
    // The driver keeps texts by their address, so that each has to stay.
    char *text = strdup(arena_printf(a, "SELECT rowid, %s FROM %s ORDER BY 1", column, table));
    struct buf out = buf_in(a);
    struct sql_rows *rows = sql_query_values(db, text, (struct sql_value[]){{0}}, 0);
    while (sql_next(rows))
        buf_printf(&out, "%lld:%lld ", (long long)sql_int(rows, 0), (long long)sql_int(rows, 1));
    assert_int_equal(sql_end(rows), OK);
    sql_close(db);
    free(text);
    return buf_text(&out);
}

static void merging_moves_all_and_taking_back_moves_all_back(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct employer gone, kept_one;
    size_t count, moved_count;
    const char *before[40];
    struct merge_id merge;
    struct merge_view view;
    const char *const *moved = merge_places_moved(&moved_count);
    struct employer_row *rows = everybody(a, &count);
    struct employer_id into = {0};
    for (size_t i = 0; i < count && into.value == 0; i++) {
        struct employer_network *belongs; // to none, so that its membership is all the other's
        size_t belongs_count;
        assert_int_equal(list_employer_networks(app, &office, rows[i].id, a, &belongs, &belongs_count), OK);
        if (rows[i].id.value != employer.employer.value && !rows[i].employer->closed && *rows[i].orgnr != '\0' && belongs_count == 0)
            into = rows[i].id;
    }
    struct network_id network;
    size_t joined;
    assert_int_equal(add_network(app, &office, &(struct network){.name = "Bare den ene", .active = true}, &issues, &network), OK);
    assert_int_equal(join_network(app, &office, network, &employer.employer, 1, &joined), OK);
    // Both are in business: refused. Closed, the demo's employer with all that it has goes into the other.
    assert_int_equal(employer_get(app_store(app), employer.employer, a, &gone), OK);
    assert_int_equal(employer_get(app_store(app), into, a, &kept_one), OK);
    struct merge_choice choice = {into, gone.id, kept_one.version, gone.version, 1u << MERGE_PLEDGE | 1u << MERGE_ADDRESS};
    assert_int_equal(merge_employers(app, &office, &choice, &issues, &merge), INVALID);
    gone.closed = true;
    assert_int_equal(store_write(app_store(app), &office, app_now(app), write_employer, &gone), OK);
    assert_int_equal(merge_employers(app, &office, &choice, &issues, &merge), CONFLICT); // its version has changed
    choice.gone_version++;
    for (size_t i = 0; i < moved_count; i++)
        before[i] = whose(database(), moved[i], a);
    assert_int_equal(merge_employers(app, &adviser, &choice, &issues, &merge), DENIED);
    assert_int_equal(merge_employers(app, &office, &choice, &issues, &merge), OK);
    size_t touched = 0;
    const char *of_gone = arena_printf(a, ":%lld ", (long long)gone.id.value);
    for (size_t i = 0; i < moved_count; i++) {
        const char *now = whose(database(), moved[i], a);
        touched += strcmp(now, before[i]) != 0;
        if (strstr(now, of_gone) != NULL && strncmp(moved[i], "activity_party", 14) != 0 && strncmp(moved[i], "introduction", 12) != 0)
            fail_msg("%s still has rows of the one that is gone", moved[i]);
    }
    assert_true(touched >= 6); // workplaces, their parents, needs, users, hires, contacts
    assert_store_is_sound();
    assert_int_equal(get_merge(app, &office, merge, a, &view), OK);
    assert_true(view.may_undo && view.moved_count >= 6);
    struct employer_page page;
    assert_int_equal(list_employers(app, &office, &(struct employer_query){.text = gone.orgnr, .closed = true}, a, &page), OK);
    assert_int_equal(page.total, 0);
    struct employer_id led;
    assert_int_equal(find_merged_into(app, &office, gone.id, &led), OK);
    assert_int_equal(led.value, into.value);
    // From a page that was opened before nothing is written where nobody would find it.
    struct contact late = {.employer = gone.id, .name = "Sen Kontakt", .title = "", .email = "", .phone = "", .informed_on = DAY_NONE,
                           .left_on = DAY_NONE};
    struct contact_id unused;
    assert_int_equal(add_contact(app, &office, &late, &issues, &unused), DENIED);
    struct employer now;
    assert_int_equal(employer_get(app_store(app), into, a, &now), OK);
    assert_int_equal(now.pledged, gone.pledged);
    assert_string_equal(now.address, gone.address);
    assert_string_equal(now.name, kept_one.name);

    assert_int_equal(undo_merge(app, &office, merge), OK);
    assert_int_equal(undo_merge(app, &office, merge), CONFLICT);
    assert_store_is_sound();
    for (size_t i = 0; i < moved_count; i++)
        assert_string_equal(whose(database(), moved[i], a), before[i]);
    assert_int_equal(employer_get(app_store(app), into, a, &now), OK);
    assert_int_equal(now.pledged, kept_one.pledged);
    assert_string_equal(now.address, kept_one.address);
    assert_int_equal(now.stage, kept_one.stage);
    assert_int_equal(find_merged_into(app, &office, gone.id, &led), NOT_FOUND);

    // Merged again, and changed: it stays so.
    choice.kept_version = now.version;
    assert_int_equal(employer_get(app_store(app), gone.id, a, &now), OK);
    choice.gone_version = now.version;
    assert_int_equal(merge_employers(app, &office, &choice, &issues, &merge), OK);
    assert_int_equal(employer_get(app_store(app), into, a, &now), OK);
    assert_int_equal(set_owner(app, &office, into, now.version, (struct user_id){0}, &issues), OK);
    assert_int_equal(undo_merge(app, &office, merge), CONFLICT);
    // What is gone goes nowhere else.
    assert_int_equal(merge_employers(app, &office, &choice, &issues, &merge), NOT_FOUND);
    // Its number, and a list that was shown before, name the one that stands for it now.
    struct employer_id *named;
    const char *unknown;
    assert_int_equal(read_orgnrs(app, &office, gone.orgnr, a, &named, &count, &unknown), OK);
    assert_int_equal(count, 1);
    assert_int_equal(named[0].value, into.value);
    assert_string_equal(unknown, "");
    struct network_view shown;
    assert_int_equal(add_network(app, &office, &(struct network){.name = "Etterpå", .active = true}, &issues, &network), OK);
    assert_int_equal(join_network(app, &office, network, &gone.id, 1, &joined), OK);
    assert_int_equal(get_network(app, &office, network, "", 0, a, &shown), OK);
    assert_int_equal(shown.member_count, 1);
    assert_int_equal(shown.members[0].employer.value, into.value);
    assert_store_is_sound();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_of_no_list_is_refused),
        cmocka_unit_test(a_query_is_read_from_its_words),
        cmocka_unit_test(a_view_gives_the_employers_in_it),
        cmocka_unit_test(lists_are_what_a_plain_reading_gives),
        cmocka_unit_test(many_are_changed_in_batches_and_taken_back),
        cmocka_unit_test(every_reference_to_an_employer_is_moved_or_kept),
        cmocka_unit_test(merging_moves_all_and_taking_back_moves_all_back),
    };
    return cmocka_run_group_tests_name("lists", tests, region_open, region_close);
}
