// SPDX-License-Identifier: EUPL-1.2
// Guests on a real store: many who answer at once never get more seats than there are, the same tap and the same walk-in from
// two phones are one, and what is only typed is forgotten in time while the counts stay.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/guests.h"
#include "app/internal.h"
#include "store/contact_store.h"
#include "store/event_store.h"
#include "store/guest_store.h"
#include "region_fixture.h"

static const int64_t HOUR = 3600000, DAY_LONG = 24 * 3600000;
enum { GUESTS = 12, SEATS = 7 };

static int region_open(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 30}, 1, false);
    return 0;
}

static struct event_id event_new(struct arena *a, int64_t starts_at, int seats)
{
    struct issues issues = issues_in(a);
    struct event_id id;
    struct event e = {.kind = EVENT_SEMINAR, .title = {"Seminar", ""}, .text = {"", ""}, .place = "Salen", .starts_at = starts_at,
                      .ends_at = starts_at + 2 * HOUR, .seats = seats, .open = true, .until = DAY_NONE};
    assert_ok(make_event(app, &office, &e, &issues, &id), &issues);
    assert_ok(publish_event(app, &office, id, 1, &issues), &issues);
    return id;
}

static struct guest_id signed_up(struct arena *a, struct event_id event, int n)
{
    struct issues issues = issues_in(a);
    struct guest g;
    int wait = 0;
    const char *email = arena_printf(a, "gjest%d@annet.example", n);
    struct sign_up s = {.name = arena_printf(a, "Gjest %d", n), .organisation = "Prøvebruket", .email = email};
    assert_ok(sign_up(app, event, &s, arena_printf(a, "192.0.2.%d", n), &issues, &wait), &issues);
    assert_int_equal(guest_find_email(app_store(app), event, email, a, &g), OK);
    return g.id;
}

struct contact_job {
    struct contact contact;
    struct contact_id id;
};

static enum status contact_make(struct store_tx *tx, void *arg)
{
    struct contact_job *job = arg;
    return contact_insert(tx, &job->contact, &job->id);
}

static struct guest_counts counts_of(struct event_id event)
{
    struct guest_counts counts;
    assert_int_equal(guest_count(app_store(app), event, &counts), OK);
    return counts;
}

// The same address is the same guest however it is typed; mail goes to it as it was typed.
static void an_address_is_one_in_any_case(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct event_id event = event_new(a, app_now(app) / 60000 * 60000 + 10 * DAY_LONG, SEATS);
    struct issues issues = issues_in(a);
    struct sign_up s = {.name = "Åse Øst", .organisation = "Prøvebruket", .email = " Åse.ØST@Annet.example "};
    struct guest g, again;
    int wait = 0;
    assert_ok(sign_up(app, event, &s, "192.0.2.101", &issues, &wait), &issues);
    assert_int_equal(guest_find_email(app_store(app), event, "ÅSE.øst@annet.example", a, &g), OK);
    assert_string_equal(g.email, "Åse.ØST@annet.example");
    s.email = "åse.øst@annet.example";
    s.name = "Åse Øst-Vest";
    assert_ok(sign_up(app, event, &s, "192.0.2.102", &issues, &wait), &issues);
    assert_int_equal(guest_find_email(app_store(app), event, "Åse.Øst@annet.example", a, &again), OK);
    assert_int_equal(again.id.value, g.id.value);
    assert_string_equal(again.name, "Åse Øst-Vest");
    // Confirmed, it is the contact with the address, who also has typed it in another way.
    struct contact_job job = {.contact = {.employer = employer.employer, .name = "Åse Øst", .role = CONTACT_HR, .title = "",
                                          .email = "ÅSE.ØST@annet.example", .phone = "", .left_on = DAY_NONE, .informed_on = DAY_NONE}};
    assert_int_equal(store_write(app_store(app), &office, app_now(app), contact_make, &job), OK);
    assert_ok(confirm_sign_up(app, g.id, &issues), &issues);
    assert_int_equal(guest_find_contact(app_store(app), event, job.id, a, &again), OK);
    assert_int_equal(again.id.value, g.id.value);
    assert_int_equal(guest_find_email(app_store(app), event, "åse.øst@annet.example", a, &again), NOT_FOUND);
}

static void *confirm(void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    const struct guest_id *id = arg;
    for (int i = 0; i < 2; i++) // the button, twice
        if (confirm_sign_up(app, *id, &issues) != OK)
            return arg;
    return NULL;
}

static void all_at_once(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct event_id event = event_new(a, app_now(app) / 60000 * 60000 + 10 * DAY_LONG, SEATS);
    struct guest_id ids[GUESTS];
    pthread_t threads[GUESTS];
    void *failed;
    for (int i = 0; i < GUESTS; i++)
        ids[i] = signed_up(a, event, i + 1);
    assert_int_equal(counts_of(event).yes, 0); // nobody is a guest before the link has been used
    for (int i = 0; i < GUESTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, confirm, &ids[i]), 0);
    for (int i = 0; i < GUESTS; i++) {
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    struct guest_counts counts = counts_of(event);
    assert_int_equal(counts.yes, SEATS);
    assert_int_equal(counts.waiting, GUESTS - SEATS);
    // Each who gives a seat back hands it to the first who waits.
    struct issues issues = issues_in(a);
    for (int i = 0; i < GUESTS; i++) {
        struct guest *queue;
        size_t count, now;
        assert_int_equal(guest_queue(app_store(app), event, a, &queue, &count), OK);
        struct rsvp_view before, first;
        assert_int_equal(get_rsvp(app, ids[i], a, &before), OK);
        assert_ok(answer_rsvp(app, ids[i], &(struct guest_reply){.answer = GUEST_NO}, &issues), &issues);
        bool seated = before.guest.guest.waiting_since == 0;
        if (count > 0 && seated) {
            assert_int_equal(get_rsvp(app, queue[0].id, a, &first), OK);
            assert_int_equal(first.guest.guest.waiting_since, 0);
        }
        assert_int_equal(guest_queue(app_store(app), event, a, &queue, &now), OK);
        assert_int_equal(now, count > 0 ? count - 1 : 0);
        counts = counts_of(event);
        assert_true(counts.yes <= SEATS && counts.yes + counts.waiting == GUESTS - i - 1);
    }
}

static void *walk_in(void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct guest_id id;
    bool known;
    return add_walk_in(app, &office, *(struct event_id *)arg, "Åse  Øverås", "Prøvebruket", &issues, &id, &known) == OK ? NULL : arg;
}

static void typed_names_go_and_counts_stay(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    int64_t now = app_now(app) / 60000 * 60000, starts_at = now + 3 * DAY_LONG;
    struct event_id event = event_new(a, starts_at, EVENT_UNLIMITED);
    struct guest_id comes = signed_up(a, event, 1), silent = signed_up(a, event, 2);
    struct guest_entry entry;
    assert_ok(confirm_sign_up(app, comes, &issues), &issues);
    assert_int_equal(set_present(app, &office, event, comes, true, &issues), CONFLICT); // not before the day
    assert_int_equal(set_present(app, &adviser, event, comes, true, &issues), NOT_FOUND);

    app_stand_clock(app, now + EVENT_CONFIRM_HOURS * HOUR - 1);
    assert_int_equal(tend_events(app), OK);
    assert_int_equal(guest_get(app_store(app), silent, a, &entry), OK);
    app_stand_clock(app, now + (EVENT_CONFIRM_HOURS + 1) * HOUR);
    assert_int_equal(tend_events(app), OK);
    assert_int_equal(guest_get(app_store(app), silent, a, &entry), NOT_FOUND);

    app_stand_clock(app, starts_at);
    pthread_t threads[4];
    void *failed;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, walk_in, &event), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    assert_ok(set_present(app, &office, event, comes, true, &issues), &issues);
    assert_ok(set_present(app, &office, event, comes, true, &issues), &issues);
    struct guest_counts counts = counts_of(event);
    assert_int_equal(counts.present, 2);
    assert_int_equal(counts.walk_ins, 1);

    app_stand_clock(app, starts_at + EVENT_NAMES_KEPT_DAYS * DAY_LONG);
    assert_int_equal(tend_events(app), OK);
    assert_int_equal(guest_get(app_store(app), comes, a, &entry), OK);
    assert_string_equal(entry.name, "Gjest 1");
    app_stand_clock(app, starts_at + (EVENT_NAMES_KEPT_DAYS + 2) * DAY_LONG);
    assert_int_equal(tend_events(app), OK);
    assert_int_equal(guest_get(app_store(app), comes, a, &entry), OK);
    assert_string_equal(entry.name, "");
    assert_string_equal(entry.email, "");
    assert_true(entry.forgotten);
    counts = counts_of(event);
    assert_int_equal(counts.present, 2);
    assert_int_equal(counts.walk_ins, 1);
    app_stand_clock(app, 0);
}

static int reminders_of(struct guest_id id)
{
    int64_t last;
    assert_int_equal(guest_notice_last(app_store(app), id, NOTICE_REMINDER, &last), OK);
    return last == 0 ? -1 : (int)(day_in_norway(last) - day_make(2018, 1, 10));
}

// Reminded, put off, and reminded of the new day: once each time.
static void put_off_and_reminded_again(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    int64_t now = app_now(app) / 60000 * 60000, starts_at = now + 6 * DAY_LONG;
    struct event_id event = event_new(a, starts_at, EVENT_UNLIMITED);
    struct guest_id comes = signed_up(a, event, 1);
    struct event e;
    assert_ok(confirm_sign_up(app, comes, &issues), &issues);
    for (int n = 1, told = -1; n <= 30; n++) {
        app_stand_clock(app, now + n * DAY_LONG);
        if (n == 5) {
            assert_int_equal(event_get(app_store(app), event, a, &e), OK);
            e.starts_at = now + 28 * DAY_LONG;
            e.ends_at = e.starts_at + HOUR;
            assert_ok(edit_event(app, &office, &e, &issues), &issues);
        }
        assert_int_equal(tend_events(app), OK);
        assert_int_equal(tend_events(app), OK);
        told = n == 3 || n == 25 ? n : told;
        assert_int_equal(reminders_of(comes), told);
    }
    app_stand_clock(app, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_one_in_any_case), cmocka_unit_test(all_at_once),
        cmocka_unit_test(typed_names_go_and_counts_stay),
        cmocka_unit_test(put_off_and_reminded_again),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("guests", tests, region_open, region_close);
}
