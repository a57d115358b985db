// SPDX-License-Identifier: EUPL-1.2
// Answers from calendars: believed from whoever knows the UID of the own invitation, and from nobody else.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/activities.h"
#include "app/inbox.h"
#include "app/letter.h"
#include "app/mail.h"
#include "region_fixture.h"
#include "sql/sql.h"
#include "store/activity_store.h"
#include "store/contact_store.h"

static const char *const ADDRESSES[] = {"Kari.Kontakt@firma.example", "ola@firma.example"};
static struct contact_id contacts[2];

static enum status contacts_make(struct store_tx *tx, void *arg)
{
    for (size_t i = 0; i < 2; i++)
        TRY(contact_insert(tx, &(struct contact){.employer = employer.employer, .name = "Kari Kontakt", .role = CONTACT_HR, .title = "",
                                                 .email = ADDRESSES[i], .phone = "", .lang = LANG_EN, .informed = INFORMED_YES,
                                                 .informed_on = app_today(app), .informed_how = INFORMED_TOLD, .left_on = DAY_NONE},
                           &contacts[i]));
    return OK;
}

static int open_region(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 10}, 1, false);
    set_mail_site(app, "https://ypsilon.example/");
    return store_write(app_store(app), &office, app_now(app), contacts_make, NULL) != OK;
}

static struct activity_id meeting(struct arena *a)
{
    struct issues issues = issues_in(a);
    struct activity_party party = {.employer = employer.employer};
    struct activity_participant people[] = {{.contact = contacts[0], .name = ""}, {.contact = contacts[1], .name = ""}};
    int64_t at = app_now(app) + INT64_C(5) * 86400000;
    struct activity_typed typed = {.activity = {.kind = ACTIVITY_MEETING, .state = ACTIVITY_PLANNED, .at = at, .minutes = 30,
                                                .place = "", .note = "", .name_reason = "", .invites = true,
                                                .parties = &party, .party_count = 1, .people = people, .people_count = 2},
                                   .contact_confirmed = true, .follow_up = {.what = ""}, .stage = -1};
    struct activity_id id;
    assert_ok(add_activity(app, &office, &typed, &issues, &id), &issues);
    return id;
}

// The UID in the mail that invites the contact to the activity.
static const char *uid_to(struct activity_id id, struct contact_id contact, struct arena *a)
{
    struct activity_invite *list;
    size_t count;
    struct outbox_entry e = {.kind = OUTBOX_ACTIVITY_INVITED, .contact = contact};
    struct letter letter;
    enum outbox_state instead;
    assert_int_equal(activity_invite_list(app_store(app), id, a, &list, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (list[i].contact.value == contact.value)
            e.cause = list[i].id;
    assert_int_equal(letter_make(app, &e, a, &letter, &instead), OK);
    assert_int_equal(instead, OUTBOX_WAITING);
    const char *uid = strstr(letter.calendar, "\r\nUID:");
    assert_non_null(uid);
    return arena_strndup(a, uid + 6, strcspn(uid + 6, "\r"));
}

static enum status hear(const char *uid, const char *address, const char *word, int64_t stamp)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct calendar_reply reply = {.uid = uid, .email = address, .answer = word, .sequence = 0, .stamp = stamp};
    return answer_invitation(app, &reply, lang_lower(a, address));
}

static enum invitation_answer answer_of(struct activity_id id, struct contact_id contact, struct arena *a)
{
    struct activity act;
    assert_int_equal(activity_get(app_store(app), id, a, &act), OK);
    for (size_t i = 0; i < act.people_count; i++)
        if (act.people[i].contact.value == contact.value)
            return act.people[i].answer;
    fail_msg("takes no part");
    return INVITATION_UNANSWERED;
}

static void only_the_own_uid_answers(void **state)
{
    struct arena *a = arena_open();
    struct activity_id id = meeting(a);
    int64_t now = app_now(app);
    const char *one = uid_to(id, contacts[0], a), *two = uid_to(id, contacts[1], a);
    assert_string_not_equal(one, two);
    assert_string_equal(one, uid_to(id, contacts[0], a)); // the same each time
    assert_int_equal(hear(one, ADDRESSES[0], "ACCEPTED", now - 5000), OK);
    assert_int_equal(answer_of(id, contacts[0], a), INVITATION_ACCEPTED);
    // What can be guessed: the activity's number, the address, any time.
    const char *guessed = arena_printf(a, "activity-%lld@ypsilon", (long long)id.value);
    assert_int_equal(hear(guessed, ADDRESSES[0], "DECLINED", now - 1000), DENIED);
    assert_int_equal(hear(arena_printf(a, "activity-%lld-@ypsilon", (long long)id.value), ADDRESSES[0], "DECLINED", now - 1000), DENIED);
    // What another of the invited knows.
    assert_int_equal(hear(two, ADDRESSES[0], "DECLINED", now - 1000), DENIED);
    for (const char *p = one + strlen("activity-"); *p != '\0'; p++) { // one letter off, anywhere
        char *changed = arena_strdup(a, one);
        changed[p - one] = *p == '0' ? '1' : '0';
        assert_int_not_equal(hear(changed, ADDRESSES[0], "DECLINED", now - 1000), OK);
    }
    assert_int_equal(answer_of(id, contacts[0], a), INVITATION_ACCEPTED);
    assert_int_equal(hear(one, ADDRESSES[0], "DECLINED", now - 1000), OK);
    assert_int_equal(answer_of(id, contacts[0], a), INVITATION_DECLINED);
    arena_close(a);
}

// A calendar whose clock is fast would else keep out every later answer.
static void a_fast_clock_keeps_nothing_out(void **state)
{
    struct arena *a = arena_open();
    struct activity_id id = meeting(a);
    int64_t now = app_now(app);
    const char *uid = uid_to(id, contacts[1], a);
    app_stand_clock(app, now);
    assert_int_equal(hear(uid, ADDRESSES[1], "DECLINED", now + INT64_C(86400000) * 365), OK);
    app_stand_clock(app, now + 60000);
    assert_int_equal(hear(uid, ADDRESSES[1], "ACCEPTED", now + 50000), OK);
    assert_int_equal(answer_of(id, contacts[1], a), INVITATION_ACCEPTED);
    app_stand_clock(app, 0);
    arena_close(a);
}

static enum status as_before(struct store_tx *tx, void *arg)
{
    const struct activity_id *id = arg;
    return sql_run(tx->db, "UPDATE activity_invite SET plain_uid = 1 WHERE activity_id = $1 AND contact_id = $2", V(id->value),
                   V(contacts[0].value));
}

// What was sent before UIDs had a secret keeps its name in the receiver's calendar, and is still answered by it.
static void older_invitations_keep_their_uid(void **state)
{
    struct arena *a = arena_open();
    struct issues issues = issues_in(a);
    struct activity_id id = meeting(a);
    const char *plain = arena_printf(a, "activity-%lld@ypsilon", (long long)id.value);
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), as_before, &id), OK);
    assert_string_equal(uid_to(id, contacts[0], a), plain);
    assert_int_equal(hear(plain, ADDRESSES[0], "TENTATIVE", app_now(app) - 2000), OK);
    assert_int_equal(hear(plain, ADDRESSES[1], "TENTATIVE", app_now(app) - 2000), DENIED); // was asked later
    // It is moved: the entry that stands in the calendar is told of it.
    struct activity_view view;
    assert_int_equal(get_activity(app, &office, id, a, &view), OK);
    struct activity_typed typed = {.activity = view.activity, .contact_confirmed = true, .follow_up = {.what = ""}, .stage = -1};
    typed.activity.at += 3600000;
    assert_ok(edit_activity(app, &office, &typed, &issues), &issues);
    assert_string_equal(uid_to(id, contacts[0], a), plain);
    assert_string_not_equal(uid_to(id, contacts[1], a), plain);
    assert_int_equal(answer_of(id, contacts[0], a), INVITATION_TENTATIVE);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_own_uid_answers),
        cmocka_unit_test(a_fast_clock_keeps_nothing_out),
        cmocka_unit_test(older_invitations_keep_their_uid),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("invitations", tests, open_region, region_close);
}
