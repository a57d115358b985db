// SPDX-License-Identifier: EUPL-1.2
// Personal links, unsubscribing, and what becomes of mail that comes back, on a real store.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/inbox.h"
#include "app/letter.h"
#include "app/mail.h"
#include "app/unsubscribe.h"
#include "store/contact_store.h"
#include "store/post_store.h"
#include "region_fixture.h"

static const char ADDRESS[] = "Kari.Kontakt@firma.example";
static struct contact_id contact_id;

struct making_contact {
    struct contact contact;
    struct contact_id id;
};

static enum status contact_make(struct store_tx *tx, void *arg)
{
    struct making_contact *m = arg;
    return contact_insert(tx, &m->contact, &m->id);
}

static struct contact_id contact_with(const char *email)
{
    struct making_contact m = {.contact = {.employer = employer.employer, .name = "Kari Kontakt", .role = CONTACT_HR, .title = "",
                                           .email = email, .phone = "", .lang = LANG_EN, .informed = INFORMED_YES,
                                           .informed_on = app_today(app), .informed_how = INFORMED_TOLD, .left_on = DAY_NONE}};
    assert_int_equal(store_write(app_store(app), &office, app_now(app), contact_make, &m), OK);
    return m.id;
}

static int open_region(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 10}, 1, false);
    set_mail_site(app, "https://ypsilon.example/");
    contact_id = contact_with(ADDRESS);
    return 0;
}

static void links_open_what_they_are_for(void **state)
{
    struct arena *a = arena_open();
    const char *path = personal_link(app, LINK_UNSUBSCRIBE, 17, a), *word = path + strlen("/link/");
    enum link_purpose purpose;
    int64_t row = 0;
    assert_true(strncmp(path, "/link/unsubscribe-17-", 21) == 0);
    assert_string_equal(path, personal_link(app, LINK_UNSUBSCRIBE, 17, a)); // the same for ever
    assert_string_equal(personal_link_url(app, LINK_UNSUBSCRIBE, 17, a), arena_printf(a, "https://ypsilon.example%s", path));
    assert_true(personal_link_find(app, word, &purpose, &row));
    assert_int_equal(purpose, LINK_UNSUBSCRIBE);
    assert_int_equal(row, 17);
    for (const char *p = word; *p != '\0'; p++) { // one letter off, anywhere
        char *changed = arena_strdup(a, word);
        changed[p - word] = *p == '0' ? '1' : '0';
        if (personal_link_find(app, changed, &purpose, &row))
            fail_msg("%s opens something", changed);
    }
    static const char *const none[] = {"", "unsubscribe", "unsubscribe-", "unsubscribe-17", "unsubscribe-17-", "17-abc", "unsubscribe--17-x",
                                       "unsubscribe-0-00000000000000000000000000000000", "unsubscribe-99999999999999999999-x"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_false(personal_link_find(app, none[i], &purpose, &row));
    assert_false(personal_link_find(app, arena_printf(a, "%s0", word), &purpose, &row));
    // Another purpose's secret of the same row opens nothing.
    const char *hex = strrchr(word, '-') + 1;
    for (int p = 0; p < LINK_PURPOSES; p++)
        if (p != LINK_UNSUBSCRIBE)
            assert_false(personal_link_find(app, arena_printf(a, "%s-17-%s", link_name((enum link_purpose)p), hex), &purpose, &row));
    arena_close(a);
}

static void tickets_last_hours(void **state)
{
    struct arena *a = arena_open();
    int64_t row = 0, now = app_now(app);
    app_stand_clock(app, now);
    const char *ticket = personal_ticket(app, LINK_UNSUBSCRIBE, 17, a);
    assert_true(personal_ticket_read(app, LINK_UNSUBSCRIBE, ticket, &row));
    assert_int_equal(row, 17);
    for (int p = 0; p < LINK_PURPOSES; p++)
        assert_int_equal(personal_ticket_read(app, (enum link_purpose)p, ticket, &row), p == LINK_UNSUBSCRIBE);
    // Neither is the link a ticket, nor can a ticket be made to last.
    assert_false(personal_ticket_read(app, LINK_UNSUBSCRIBE, personal_link(app, LINK_UNSUBSCRIBE, 17, a) + strlen("/link/unsubscribe-"), &row));
    assert_false(personal_ticket_read(app, LINK_UNSUBSCRIBE, arena_printf(a, "17-9%s", strchr(ticket, '-') + 1), &row));
    app_stand_clock(app, now + (LINK_TICKET_SECONDS + 1) * INT64_C(1000));
    assert_false(personal_ticket_read(app, LINK_UNSUBSCRIBE, ticket, &row));
    app_stand_clock(app, 0);
    arena_close(a);
}

static struct contact stored(struct contact_id id, struct arena *a)
{
    struct contact c;
    assert_int_equal(contact_get(app_store(app), id, a, &c), OK);
    return c;
}

static void unsubscribing_is_of_the_address_and_can_be_taken_back(void **state)
{
    struct arena *a = arena_open();
    struct contact_id twin = contact_with("kari.kontakt@firma.example"), stranger = contact_with("ola@firma.example");
    assert_int_equal(unsubscribe(app, contact_id.value, true), OK);
    struct contact c = stored(contact_id, a);
    assert_int_equal(c.informed, INFORMED_NO);
    assert_int_equal(c.informed_how, INFORMED_BY_CLICK);
    assert_int_equal(c.informed_on, app_today(app));
    assert_int_equal(stored(twin, a).informed, INFORMED_NO);
    assert_int_equal(stored(stranger, a).informed, INFORMED_YES);
    int64_t version = c.version;
    assert_int_equal(unsubscribe(app, contact_id.value, true), OK); // once more, as mail programs do
    assert_int_equal(stored(contact_id, a).version, version);
    assert_int_equal(subscribe_again(app, contact_id.value), OK);
    assert_int_equal(stored(contact_id, a).informed, INFORMED_YES);
    assert_int_equal(stored(contact_id, a).informed_how, INFORMED_AGAIN);
    assert_int_equal(unsubscribe(app, 1, false), NOT_FOUND);
    arena_close(a);
}

static void marks_cannot_be_made_up(void **state)
{
    struct arena *a = arena_open();
    struct outbox_id id = {1234567890123}, found;
    const char *mark = letter_mark(app, id, a);
    assert_true(letter_mark_read(app, mark, &found) && found.value == id.value);
    assert_true(letter_mark_read(app, arena_printf(a, "<%s@region.example>", mark), &found));
    for (const char *p = mark; *p != '\0'; p++) {
        char *changed = arena_strdup(a, mark);
        changed[p - mark] = *p == '0' ? '1' : '0';
        assert_false(letter_mark_read(app, changed, &found) && found.value == id.value);
    }
    assert_false(letter_mark_read(app, "", &found) || letter_mark_read(app, "ypsilon.", &found) ||
                 letter_mark_read(app, "ypsilon.17.", &found) || letter_mark_read(app, "ypsilon.17", &found));
    arena_close(a);
}

// Holds

struct telling {
    struct contact_id contact;
    int64_t cause;
    enum outbox_state state;
};

static enum status tell(struct store_tx *tx, void *arg)
{
    struct telling *t = arg;
    return outbox_tell_contact(tx, OUTBOX_INVITE, t->contact, t->cause);
}

static enum status count_return(struct store_tx *tx, void *arg)
{
    struct outbox_entry *list;
    size_t count;
    bool *held = arg, lasts = *held;
    unsigned char key[STORE_TOKEN];
    TRY(outbox_list(tx->store, 0, 0, 1, tx->arena, &list, &count));
    address_key(tx->store, "soft@firma.example", key);
    return address_returned(tx, &list[0], key, lasts, lasts ? "5.1.1" : "4.2.2", held);
}

static bool returned(bool lasts, int64_t at)
{
    bool held = lasts;
    assert_int_equal(store_write(app_store(app), NULL, at, count_return, &held), OK);
    return held;
}

static void several_within_a_month(void **state)
{
    static const int64_t DAY_MS = INT64_C(24) * 60 * 60 * 1000;
    int64_t now = app_now(app);
    struct telling t = {.contact = contact_id, .cause = 4711};
    struct arena *a = arena_open();
    struct hold_page page;
    bool held;
    assert_int_equal(store_write(app_store(app), NULL, now, tell, &t), OK);
    assert_false(returned(false, now));
    assert_false(returned(false, now + 20 * DAY_MS));
    assert_false(returned(false, now + 40 * DAY_MS)); // the first is forgotten with its month
    assert_false(returned(false, now + 41 * DAY_MS));
    assert_true(returned(false, now + 42 * DAY_MS));
    assert_int_equal(address_on_hold(app_store(app), "SOFT@firma.example", &held), OK);
    assert_true(held);
    assert_int_equal(list_holds(app, &office, "", 0, a, &page), OK);
    assert_int_equal(page.held_count, 1);
    assert_int_equal(page.held[0].passing, 3);
    assert_string_equal(page.held[0].why, "The mailbox is full");
    assert_int_equal(list_holds(app, &adviser, "", 0, a, &page), NOT_FOUND);
    int64_t id = page.held[0].id, version = page.held[0].version;
    assert_int_equal(set_hold(app, &adviser, id, version, false), NOT_FOUND);
    assert_int_equal(set_hold(app, &office, id, version, false), OK);
    assert_int_equal(set_hold(app, &office, id, version, false), CONFLICT);
    assert_int_equal(address_on_hold(app_store(app), "soft@firma.example", &held), OK);
    assert_false(held);
    assert_false(returned(false, now + 43 * DAY_MS)); // it begins anew
    assert_true(returned(true, now + 44 * DAY_MS));
    arena_close(a);
}

static enum status move_address(struct store_tx *tx, void *arg)
{
    struct contact c;
    TRY(contact_get(tx->store, *(struct contact_id *)arg, tx->arena, &c));
    c.email = "kari.ny@firma.example";
    return contact_update(tx, &c);
}

static enum status return_address(struct store_tx *tx, void *arg)
{
    struct outbox_entry *list;
    size_t count;
    bool held;
    unsigned char key[STORE_TOKEN];
    struct telling t = {.contact = *(struct contact_id *)arg, .cause = 4712};
    TRY(outbox_tell_contact(tx, OUTBOX_INVITE, t.contact, t.cause));
    TRY(outbox_list(tx->store, 0, 0, 1, tx->arena, &list, &count));
    address_key(tx->store, "Kari.Gammel@firma.example", key);
    return address_returned(tx, &list[0], key, true, "5.1.1", &held);
}

// What is on hold is the address that mail came back from, and not the one that its owner has got since.
static void the_address_on_hold_is_shown(void **state)
{
    struct arena *a = arena_open();
    struct contact_id id = contact_with("Kari.Gammel@firma.example");
    struct hold_page page;
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), return_address, &id), OK);
    for (int moved = 0; moved <= 1; moved++) {
        bool found = false;
        assert_int_equal(list_holds(app, &office, "", 0, a, &page), OK);
        for (size_t i = 0; i < page.held_count; i++) {
            found |= strcmp(page.held[i].email, "Kari.Gammel@firma.example") == 0 && page.held[i].moved == moved;
            assert_string_not_equal(page.held[i].email, "kari.ny@firma.example");
        }
        assert_true(found);
        assert_int_equal(store_write(app_store(app), &office, app_now(app), move_address, &id), OK);
    }
    arena_close(a);
}

static struct outbox_entry latest(struct arena *a)
{
    struct outbox_entry *list;
    size_t count;
    assert_int_equal(outbox_list(app_store(app), 0, 0, 1, a, &list, &count), OK);
    return list[0];
}

static void letters_to_contacts(void **state)
{
    struct arena *a = arena_open();
    struct outbox_entry e = latest(a);
    struct letter letter;
    enum outbox_state instead;
    assert_int_equal(e.contact.value, contact_id.value);
    assert_string_equal(e.to_name, "Kari Kontakt");
    // A notice, which nobody sends to contacts: its words all the same.
    e.kind = OUTBOX_NEED_FULL;
    assert_int_equal(letter_make(app, &e, a, &letter, &instead), OK);
    assert_int_equal(instead, OUTBOX_WAITING);
    assert_int_equal(letter.lang, LANG_EN);
    assert_string_equal(letter.to, ADDRESS);
    assert_null(letter.unsubscribe);
    // Information has a way out, and none to those who have said no; service mail still goes.
    e.kind = OUTBOX_MAILING;
    assert_true(outbox_kind_informs(e.kind));
    assert_int_equal(unsubscribe(app, contact_id.value, false), OK);
    e.kind = OUTBOX_NEED_FULL;
    assert_int_equal(letter_make(app, &e, a, &letter, &instead), OK);
    assert_int_equal(instead, OUTBOX_WAITING);
    arena_close(a);
}

static void all_is_sound(void **state)
{
    assert_store_is_sound();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_open_what_they_are_for),
        cmocka_unit_test(tickets_last_hours),
        cmocka_unit_test(unsubscribing_is_of_the_address_and_can_be_taken_back),
        cmocka_unit_test(marks_cannot_be_made_up),
        cmocka_unit_test(several_within_a_month),
        cmocka_unit_test(letters_to_contacts),
        cmocka_unit_test(the_address_on_hold_is_shown),
        cmocka_unit_test(all_is_sound),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("post", tests, open_region, region_close);
}
