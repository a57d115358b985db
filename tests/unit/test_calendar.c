// SPDX-License-Identifier: EUPL-1.2
// Calendar files as bytes: lines, folding, escaping, times on both sides of a change of the clocks. That other readers
// understand them is tests/scenario/interviews.test.mjs's to prove.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/text.h"
#include "exchange/calendar.h"

static const int64_t MINUTE = 60000;

static struct calendar_event event_at(int64_t starts_at, int minutes)
{
    return (struct calendar_event){
        .uid = "interview-17@ypsilon", .sequence = 3, .stamp = starts_at - 86400000, .starts_at = starts_at,
        .ends_at = starts_at + minutes * MINUTE, .summary = "Intervju", .location = "", .description = "",
        .status = CALENDAR_CONFIRMED,
    };
}

static const char *written(const struct calendar_event *e, struct arena *a)
{
    const char *text;
    assert_int_equal(calendar_write(e, a, &text), OK);
    return text;
}

// The lines as they were before folding; NULL ends. Every line of the file ends in CR LF and has at most 75 bytes of whole
// characters.
static const char **unfolded(const char *text, struct arena *a)
{
    enum { LINES = 200 };
    const char **lines = ARENA_ARRAY(a, const char *, LINES);
    size_t count = 0;
    for (const char *at = text; *at != '\0';) {
        const char *end = strstr(at, "\r\n");
        assert_non_null(end);
        assert_true(end - at <= 75);
        assert_null(memchr(at, '\n', (size_t)(end - at)));
        assert_true(text_valid(at, (size_t)(end - at)));
        const char *line = arena_strndup(a, at, (size_t)(end - at));
        if (*line == ' ')
            lines[count - 1] = arena_printf(a, "%s%s", lines[count - 1], line + 1);
        else
            lines[count++] = line;
        assert_true(count < LINES - 1);
        at = end + 2;
    }
    return lines;
}

static size_t line_find(const char **lines, const char *wanted)
{
    size_t found = 0;
    for (size_t i = 0; lines[i] != NULL; i++)
        found += strcmp(lines[i], wanted) == 0;
    return found;
}

static void assert_line(const char **lines, const char *wanted)
{
    if (line_find(lines, wanted) != 1)
        fail_msg("%zu lines are: %s", line_find(lines, wanted), wanted);
}

static int64_t at(int year, int in_month, int day_of_month, int hour, int minute)
{
    int64_t ms;
    assert_true(instant_in_norway(day_make(year, in_month, day_of_month), hour * 60 + minute, &ms));
    return ms;
}

static void an_invitation(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct calendar_event e = event_at(at(2016, 2, 9, 9, 0), 120);
    assert_line(unfolded(written(&e, a), a), "METHOD:PUBLISH");
    e.method = CALENDAR_REQUEST;
    e.accepted = e.open = true;
    e.organizer = (struct calendar_party){.name = "Internasjonale Drammen", .email = "post@example.no"};
    e.attendee = (struct calendar_party){.name = "Åse \"X\r\nATTENDEE:mailto:x@example.no\" يوسف, HR", .email = "ase@example.no"};
    const char **lines = unfolded(written(&e, a), a);
    assert_line(lines, "METHOD:REQUEST");
    assert_line(lines, "CLASS:PUBLIC");
    assert_line(lines, "ORGANIZER;CN=Internasjonale Drammen:mailto:post@example.no");
    assert_line(lines, "ATTENDEE;CN=\"Åse XATTENDEE:mailto:x@example.no يوسف, HR\";ROLE=REQ-PARTICIPANT;PARTSTAT="
                       "ACCEPTED;RSVP=FALSE:mailto:ase@example.no");
    struct buf name = buf_in(a); // cut between characters
    for (int i = 0; i < 200; i++)
        buf_add_text(&name, i == 0 ? "xå" : "å");
    e.attendee.name = buf_text(&name);
    e.method = CALENDAR_CANCEL;
    assert_line(unfolded(written(&e, a), a), "METHOD:CANCEL");
}

static void what_it_holds(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct calendar_event e = event_at(at(2016, 9, 5, 9, 0), 45);
    e.location = "Papirdal lager, port 2; spør etter Åse\\Øystein";
    const char **lines = unfolded(written(&e, a), a);
    static const char *const expected[] = {
        "VERSION:2.0", "METHOD:PUBLISH", "UID:interview-17@ypsilon", "SEQUENCE:3", "STATUS:CONFIRMED", "CLASS:PRIVATE",
        "DTSTAMP:20160904T070000Z", "DTSTART;TZID=Europe/Oslo:20160905T090000", "DTEND;TZID=Europe/Oslo:20160905T094500",
        "SUMMARY:Intervju", "LOCATION:Papirdal lager\\, port 2\\; spør etter Åse\\\\Øystein", "TZID:Europe/Oslo",
        "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:VEVENT", "END:VEVENT",
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_line(lines, expected[i]);
    assert_string_equal(lines[0], "BEGIN:VCALENDAR");
    assert_line(lines, "END:VCALENDAR");
    for (size_t i = 0; lines[i] != NULL; i++) // nothing but what was given
        assert_true(strncmp(lines[i], "DESCRIPTION", 11) != 0 && strncmp(lines[i], "ORGANIZER", 9) != 0);
}

// Long texts in several scripts are folded between characters, and line breaks in them do not become lines.
static void foldings_and_breaks(void **state)
{
    static const char *const texts[] = {
        "Spør etter Åse på lageret i Åskollen, ta med førerkort og gjerne attester fra tidligere arbeid i butikk eller på lager",
        "مقابلة عمل في المستودع، يرجى إحضار بطاقة الهوية ورخصة القيادة وأي شهادات عمل سابقة لديك",
        "ååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct calendar_event e = event_at(at(2016, 9, 5, 9, 0), 30);
        e.summary = texts[i];
        e.description = "Én\nto\r\nBEGIN:VALARM";
        const char **lines = unfolded(written(&e, a), a);
        struct buf escaped = buf_in(a);
        for (const char *c = texts[i]; *c != '\0'; c++)
            buf_printf(&escaped, *c == ',' ? "\\%c" : "%c", *c);
        assert_line(lines, arena_printf(a, "SUMMARY:%s", buf_text(&escaped)));
        assert_int_equal(line_find(lines, "BEGIN:VALARM"), 0);
    }
}

static void both_sides_of_the_clock_change(void **state)
{
    static const struct {
        int year, month, day, hour, minute;
        const char *utc, *local;
    } cases[] = {
        {2017, 3, 24, 9, 0, "20170324T080000Z", "DTSTART;TZID=Europe/Oslo:20170324T090000"}, // winter
        {2017, 3, 27, 9, 0, "20170327T070000Z", "DTSTART;TZID=Europe/Oslo:20170327T090000"}, // summer
        {2016, 10, 29, 23, 30, "20161029T213000Z", "DTSTART;TZID=Europe/Oslo:20161029T233000"},
        {2016, 10, 30, 9, 0, "20161030T080000Z", "DTSTART;TZID=Europe/Oslo:20161030T090000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct calendar_event e = event_at(at(cases[i].year, cases[i].month, cases[i].day, cases[i].hour, cases[i].minute), 30);
        e.stamp = e.starts_at; // the same instant once more, in UTC
        const char **lines = unfolded(written(&e, a), a);
        assert_line(lines, cases[i].local);
        assert_line(lines, arena_printf(a, "DTSTAMP:%s", cases[i].utc));
    }
}

// Where the wall's clock does not tell the instant the file says it in UTC.
static void the_hour_that_comes_twice(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t ignored, first = at(2016, 10, 30, 2, 30);
    assert_false(instant_in_norway(day_make(2017, 3, 26), 2 * 60 + 30, &ignored)); // skipped
    struct calendar_event e = event_at(first, 60);
    const char **lines = unfolded(written(&e, a), a);
    assert_line(lines, "DTSTART:20161030T003000Z");
    assert_line(lines, "DTEND:20161030T013000Z");
}

static void the_clock_there_and_back(void **state)
{
    for (day d = day_make(2016, 1, 1); d < day_make(2018, 1, 1); d++)
        for (int minute = 0; minute < 1440; minute += 15) {
            int64_t ms;
            if (!instant_in_norway(d, minute, &ms)) {
                assert_true(d == day_make(2016, 3, 27) || d == day_make(2017, 3, 26));
                assert_int_equal(minute / 60, 2);
                continue;
            }
            assert_int_equal(day_in_norway(ms), d);
            assert_int_equal(minute_in_norway(ms), minute);
        }
}

static void states_and_words(void **state)
{
    static const struct {
        enum calendar_status status;
        const char *line;
    } cases[] = {{CALENDAR_TENTATIVE, "STATUS:TENTATIVE"}, {CALENDAR_CONFIRMED, "STATUS:CONFIRMED"},
                 {CALENDAR_CANCELLED, "STATUS:CANCELLED"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct calendar_event e = event_at(at(2016, 9, 5, 9, 0), 30);
        e.status = cases[i].status;
        assert_line(unfolded(written(&e, a), a), cases[i].line);
    }
}

// A calendar to subscribe to: many events, whole days, and none.
static void a_feed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *ics;
    const struct calendar_event events[] = {
        {.uid = "task-1@ypsilon", .all_day = true, .on = day_make(2016, 10, 30), .free = true, .summary = "Oppgave: Pakk, og send",
         .location = "", .description = "", .status = CALENDAR_CONFIRMED},
        {.uid = "activity-2@ypsilon", .starts_at = INT64_C(1473321600000), .ends_at = INT64_C(1473325200000), .summary = "Besøk",
         .location = "Åsen", .description = "", .status = CALENDAR_CONFIRMED},
    };
    assert_int_equal(calendar_write_feed(events, 2, "Vårt program", a, &ics), OK);
    assert_non_null(strstr(ics, "DTSTART;VALUE=DATE:20161030\r\n"));
    assert_non_null(strstr(ics, "DTEND;VALUE=DATE:20161031\r\n"));
    assert_non_null(strstr(ics, "TRANSP:TRANSPARENT\r\n"));
    assert_non_null(strstr(ics, "SUMMARY:Oppgave: Pakk\\, og send\r\n"));
    assert_non_null(strstr(ics, "DTSTART;TZID=Europe/Oslo:20160908T100000\r\n"));
    assert_non_null(strstr(ics, "X-WR-CALNAME:Vårt program\r\n"));
    const char *zone = strstr(ics, "BEGIN:VTIMEZONE");
    assert_non_null(zone);
    assert_null(strstr(zone + 1, "BEGIN:VTIMEZONE")); // once for all of them
    assert_int_equal(calendar_write_feed(NULL, 0, "Tomt", a, &ics), OK);
    assert_null(strstr(ics, "VEVENT"));
}

#define REPLY(method, more)                                                                                            \
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:" method "\r\nBEGIN:VEVENT\r\n" more "END:VEVENT\r\nEND:VCALENDAR\r\n"

static void answers_that_come_back(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct calendar_reply reply;
    static const char good[] = REPLY("REPLY", "UID:activity-17@ypsilon\r\nSEQUENCE:2\r\nDTSTAMP:20160901T080000Z\r\n"
                                              "ATTENDEE;CN=\"Øst, Kari\";PARTSTAT=TENTATIVE:MAILTO:kari@proeve.example\r\n");
    assert_int_equal(calendar_read_reply(good, strlen(good), a, &reply), OK);
    assert_string_equal(reply.uid, "activity-17@ypsilon");
    assert_string_equal(reply.email, "kari@proeve.example");
    assert_string_equal(reply.answer, "TENTATIVE");
    assert_int_equal(reply.sequence, 2);
    assert_int_equal(reply.stamp, INT64_C(1472716800000));
    static const char *const none[] = {
        "", "no calendar", "BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", REPLY("REPLY", ""),
        REPLY("REQUEST", "UID:a\r\nDTSTAMP:20160901T080000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\n"),
        REPLY("REPLY", "UID:a\r\nDTSTAMP:20160901T080000Z\r\nATTENDEE:mailto:a@b.example\r\n"),
        REPLY("REPLY", "UID:a\r\nDTSTAMP:20160901T080000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:tel:+4712345678\r\n"),
        REPLY("REPLY", "UID:a\r\nDTSTAMP:yesterday\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\n"),
        REPLY("REPLY", "UID:a\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\n"),
        REPLY("REPLY", "DTSTAMP:20160901T080000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\n"),
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (calendar_read_reply(none[i], strlen(none[i]), a, &reply) != INVALID)
            fail_msg("taken for an answer: %s", none[i]);
    for (size_t cut = 0; cut < strlen(good) - 20; cut++) // whatever is missing at its end
        (void)!calendar_read_reply(good, cut, a, &reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invitation),
        cmocka_unit_test(what_it_holds),
        cmocka_unit_test(foldings_and_breaks),
        cmocka_unit_test(both_sides_of_the_clock_change),
        cmocka_unit_test(the_hour_that_comes_twice),
        cmocka_unit_test(the_clock_there_and_back),
        cmocka_unit_test(states_and_words),
        cmocka_unit_test(a_feed),
        cmocka_unit_test(answers_that_come_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
