// SPDX-License-Identifier: EUPL-1.2
// What may be done with an event and when; reminders by the clock; seats and the waiting list, against a plain model, over all
// small cases.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/status.h"
#include "core/event.h"
#include "core/guest.h"

static const int64_t HOUR = 3600000, DAY_LONG = 24 * 3600000;

static int64_t at(int month_of_year, int day_of_month, int hour)
{
    int64_t ms;
    assert_true(instant_in_norway(day_make(2016, month_of_year, day_of_month), hour * 60, &ms));
    return ms;
}

static struct event kick_off(enum event_state state)
{
    return (struct event){.state = state, .kind = EVENT_KICK_OFF, .title = {"Oppstart", ""}, .text = {"", ""}, .place = "Rådhuset",
                          .starts_at = at(2, 9, 9), .ends_at = at(2, 9, 11), .until = day_make(2016, 2, 5), .open = true,
                          .contact_name = "", .contact_email = "", .contact_phone = "", .reason = ""};
}

// d before the sign-up ends, l after it, m on the morning of the day, h while it goes on, e when it is over.
static void what_may_be_done(void **state)
{
    const int64_t times[] = {at(2, 1, 12), at(2, 6, 12), at(2, 9, 7), at(2, 9, 10), at(2, 9, 11)};
    static const struct {
        enum event_state state;
        enum event_act act;
        const char *may; // at each of the times: y yes, n no
    } CASES[] = {
        {EVENT_DRAFT, EVENT_EDIT, "yyyyy"},      {EVENT_DRAFT, EVENT_PUBLISH, "yyyyn"},  {EVENT_DRAFT, EVENT_CANCEL, "nnnnn"},
        {EVENT_DRAFT, EVENT_DELETE, "yyyyy"},    {EVENT_DRAFT, EVENT_INVITE, "nnnnn"},   {EVENT_DRAFT, EVENT_ATTEND, "nnnnn"},
        {EVENT_DRAFT, EVENT_ANSWER, "nnnnn"},    {EVENT_DRAFT, EVENT_SIGN_UP, "nnnnn"},
        {EVENT_PUBLISHED, EVENT_EDIT, "yyyyn"},  {EVENT_PUBLISHED, EVENT_PUBLISH, "nnnnn"},
        {EVENT_PUBLISHED, EVENT_CANCEL, "yyyyn"}, {EVENT_PUBLISHED, EVENT_DELETE, "nnnnn"},
        {EVENT_PUBLISHED, EVENT_INVITE, "yyynn"}, {EVENT_PUBLISHED, EVENT_ATTEND, "nnyyy"},
        {EVENT_PUBLISHED, EVENT_ANSWER, "yyynn"}, {EVENT_PUBLISHED, EVENT_SIGN_UP, "ynnnn"},
        {EVENT_CANCELLED, EVENT_EDIT, "nnnnn"},  {EVENT_CANCELLED, EVENT_CANCEL, "nnnnn"}, {EVENT_CANCELLED, EVENT_ATTEND, "nnnnn"},
        {EVENT_CANCELLED, EVENT_ANSWER, "nnnnn"}, {EVENT_CANCELLED, EVENT_PUBLISH, "nnnnn"}, {EVENT_CANCELLED, EVENT_INVITE, "nnnnn"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct event e = kick_off(CASES[i].state);
        for (size_t t = 0; t < COUNT_OF(times); t++)
            if ((event_refusal(&e, CASES[i].act, times[t]) == NULL) != (CASES[i].may[t] == 'y'))
                fail_msg("state %s, act %d, time %zu", event_state_name(CASES[i].state), CASES[i].act, t);
    }
    struct event invited_only = kick_off(EVENT_PUBLISHED);
    invited_only.open = false;
    assert_non_null(event_refusal(&invited_only, EVENT_SIGN_UP, times[0]));
    assert_null(event_refusal(&invited_only, EVENT_ANSWER, times[0]));
    invited_only.open = true;
    invited_only.until = DAY_NONE;
    assert_null(event_refusal(&invited_only, EVENT_SIGN_UP, times[2]));
}

static void held_by_the_clock(void **state)
{
    struct event e = kick_off(EVENT_PUBLISHED);
    assert_int_equal(event_now(&e, e.ends_at - 1), EVENT_PUBLISHED);
    assert_int_equal(event_now(&e, e.ends_at), EVENT_HELD);
    e.state = EVENT_CANCELLED;
    assert_int_equal(event_now(&e, e.ends_at), EVENT_CANCELLED);
    e.state = EVENT_DRAFT;
    assert_int_equal(event_now(&e, e.ends_at), EVENT_DRAFT);
    struct event gone = event_after(&e, EVENT_CANCEL, 7);
    assert_int_equal(gone.sequence, e.sequence + 1);
    assert_int_equal(gone.changed_at, 7);
    assert_int_equal(event_after(&e, EVENT_PUBLISH, 7).published_at, 7);
}

// The day itself and those before it, from the third on; never once it has begun.
static void reminders(void **state)
{
    struct event e = kick_off(EVENT_PUBLISHED);
    for (int64_t now = e.starts_at - 12 * DAY_LONG; now < e.starts_at + 2 * DAY_LONG; now += HOUR) {
        int days = day_in_norway(e.starts_at) - day_in_norway(now);
        assert_int_equal(event_reminds(&e, now), now < e.starts_at && days <= 3);
        assert_int_equal(event_chases(&e, now - 5 * DAY_LONG, now), now < e.starts_at && days <= 7);
        assert_false(event_chases(&e, now - DAY_LONG, now)); // invited yesterday
        e.state = EVENT_CANCELLED;
        assert_false(event_reminds(&e, now) || event_chases(&e, 0, now));
        e.state = EVENT_PUBLISHED;
    }
    assert_false(event_names_over(&e, e.ends_at + 365 * DAY_LONG));
    assert_true(event_names_over(&e, e.ends_at + 366 * DAY_LONG));
}

static void assert_issue(const struct event *e, const struct event *was, int taken, const char *field)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    event_check(e, was, taken, at(2, 1, 12), &issues);
    if (field == NULL && issues.count > 0)
        fail_msg("%s: %s", issues.items[0].field, issues.items[0].message);
    if (field != NULL && issues_find(&issues, field) == NULL)
        fail_msg("no complaint about %s", field);
}

static void what_is_typed(void **state)
{
    struct event e = kick_off(EVENT_DRAFT), good = e, was = kick_off(EVENT_PUBLISHED);
    assert_issue(&e, NULL, 0, NULL);
    e.title[0] = " ";
    assert_issue(&e, NULL, 0, "title_nb");
    e.title[1] = "Kick-off";
    assert_issue(&e, NULL, 0, NULL); // one language is enough
    assert_string_equal(event_title(&e, LANG_NB), "Kick-off");
    e = good;
    e.ends_at = e.starts_at;
    assert_issue(&e, NULL, 0, "ends_at");
    e.ends_at = e.starts_at + 15 * DAY_LONG;
    assert_issue(&e, NULL, 0, "ends_at");
    e = good;
    e.place = "";
    assert_issue(&e, NULL, 0, "place");
    e = good;
    e.until = day_make(2016, 2, 10);
    assert_issue(&e, NULL, 0, "until");
    e = good;
    e.seats = 5;
    assert_issue(&e, &was, 5, NULL);
    assert_issue(&e, &was, 6, "seats");
    e.seats = 5001;
    assert_issue(&e, NULL, 0, "seats");
    e = was;
    e.starts_at = at(1, 20, 9);
    assert_issue(&e, &was, 0, "starts_at"); // into the past
    e.title[0] = "Oppstart\r\nBcc: x@example.no";
    assert_issue(&e, &was, 0, "title_nb");
}

static void a_reply(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const struct {
        enum guest_answer answer;
        int coming;
        size_t names;
        int seats;
        const char *field;
    } CASES[] = {
        {GUEST_YES, 1, 0, 0, NULL},  {GUEST_YES, 3, 2, 0, NULL},  {GUEST_YES, 3, 3, 0, "coming"}, {GUEST_YES, 0, 0, 0, "coming"},
        {GUEST_YES, 11, 0, 0, "coming"}, {GUEST_MAYBE, 0, 0, 0, "coming"}, {GUEST_NO, 0, 0, 0, NULL}, {GUEST_NO, 99, 0, 0, NULL},
        {GUEST_UNANSWERED, 1, 0, 0, "answer"}, {GUEST_YES, 3, 0, 2, "coming"}, {GUEST_YES, 2, 0, 2, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct issues issues = issues_in(a);
        struct event e = kick_off(EVENT_PUBLISHED);
        struct guest_reply r = {.answer = CASES[i].answer, .coming = CASES[i].coming, .name_count = CASES[i].names,
                                .names = {"Ada", "Bo", "Cy"}};
        e.seats = CASES[i].seats;
        guest_reply_check(&r, &e, &issues);
        if (CASES[i].field == NULL ? issues.count != 0 : issues_find(&issues, CASES[i].field) == NULL)
            fail_msg("case %zu", i);
    }
}

// Every event of up to four seats, every way in which up to five parties of one to three come and go: the rules' answers, one
// step at a time, against a model that seats the whole row anew: those who have seats keep them, then those who wait in order.
enum { PARTIES = 5 };
struct room {
    int seats, coming[PARTIES], since[PARTIES]; // since: 0 seated
    bool yes[PARTIES];
    int clock;
};

static int taken_of(const struct room *r)
{
    int taken = 0;
    for (int i = 0; i < PARTIES; i++)
        taken += r->yes[i] && r->since[i] == 0 ? r->coming[i] : 0;
    return taken;
}

static bool queue_of(const struct room *r, int order[PARTIES], int parties[PARTIES], size_t *count)
{
    *count = 0;
    for (int when = 1; when <= r->clock; when++)
        for (int i = 0; i < PARTIES; i++)
            if (r->yes[i] && r->since[i] == when) {
                order[*count] = i;
                parties[(*count)++] = r->coming[i];
            }
    return *count > 0;
}

static void move_up(struct room *r)
{
    int order[PARTIES], parties[PARTIES];
    size_t count;
    queue_of(r, order, parties, &count);
    size_t moved = guest_moves_up(r->seats, taken_of(r), parties, count);
    for (size_t i = 0; i < moved; i++)
        r->since[order[i]] = 0;
    queue_of(r, order, parties, &count);
    if (count > 0 && r->seats != EVENT_UNLIMITED) // whoever is first could not have been seated
        assert_true(taken_of(r) + parties[0] > r->seats);
    assert_true(r->seats == EVENT_UNLIMITED ? count == 0 : taken_of(r) <= r->seats);
}

static void step(struct room *r, int party, int coming) // 0: says no
{
    int order[PARTIES], parties[PARTIES];
    size_t count;
    struct guest_seats s = {.seats = r->seats, .taken = taken_of(r), .queue = queue_of(r, order, parties, &count)};
    r->clock++;
    if (coming == 0) {
        r->yes[party] = false;
        r->since[party] = 0;
    } else if (r->yes[party]) {
        int held = r->since[party] == 0 ? r->coming[party] : 0;
        if (held == 0 || guest_seated(&s, held, coming))
            r->coming[party] = coming;
    } else {
        bool fits = guest_seated(&s, 0, coming);
        // Nobody overtakes, and nobody waits while there is room and no queue.
        assert_int_equal(fits, s.seats == EVENT_UNLIMITED || (!s.queue && s.taken + coming <= s.seats));
        r->yes[party] = true;
        r->coming[party] = coming;
        r->since[party] = fits ? 0 : r->clock;
    }
    move_up(r);
}

static long steps_tried;

static void try_all(struct room r, int depth)
{
    if (depth == 0)
        return;
    for (int party = 0; party < PARTIES; party++)
        for (int coming = 0; coming <= 3; coming++) {
            if ((coming == 0) != r.yes[party] && coming == 0)
                continue; // a no of somebody who has not said yes
            struct room next = r;
            int waiting[PARTIES];
            memcpy(waiting, r.since, sizeof waiting);
            step(&next, party, coming);
            steps_tried++;
            for (int i = 0; i < PARTIES; i++) {
                if (i != party && r.yes[i] && waiting[i] == 0)
                    assert_int_equal(next.since[i], 0); // a seat that somebody has is kept
                for (int k = 0; k < PARTIES; k++) // nobody who waits is passed by one who waits behind
                    if (i != k && r.yes[i] && r.yes[k] && waiting[i] > 0 && waiting[k] > waiting[i] && next.yes[i] && next.yes[k])
                        assert_false(next.since[k] == 0 && next.since[i] != 0);
            }
            try_all(next, depth - 1);
        }
}

static void seats_and_waiting_list(void **state)
{
    for (int seats = 0; seats <= 4; seats++) // 0: no limit
        try_all((struct room){.seats = seats}, 4);
    assert_true(steps_tried > 100000);
    static const int parties[] = {2, 1, 1};
    assert_int_equal(guest_moves_up(3, 2, parties, 3), 0); // the first needs two: nobody passes it
    assert_int_equal(guest_moves_up(4, 2, parties, 3), 1);
    assert_int_equal(guest_moves_up(6, 2, parties, 3), 3);
    assert_int_equal(guest_moves_up(EVENT_UNLIMITED, 2, parties, 3), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_be_done),
        cmocka_unit_test(held_by_the_clock),
        cmocka_unit_test(reminders),
        cmocka_unit_test(what_is_typed),
        cmocka_unit_test(a_reply),
        cmocka_unit_test(seats_and_waiting_list),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
