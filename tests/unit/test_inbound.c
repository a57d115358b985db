// SPDX-License-Identifier: EUPL-1.2
// What mails that come in are taken for: the files of tests/unit/inbound are named by it. They are written after the forms
// that servers and mail programs use, with invented names.
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "mail/inbound.h"

static const char FOLDER[] = "tests/unit/inbound";
static const char OURS[] = "ypsilon.1234567890123.0123456789abcdef";

static const char *read_all(const char *name, struct arena *a, size_t *size_out)
{
    FILE *file = fopen(arena_printf(a, "%s/%s", FOLDER, name), "re");
    assert_non_null(file);
    char *bytes = arena_alloc(a, 100000);
    *size_out = fread(bytes, 1, 100000, file);
    fclose(file);
    return bytes;
}

static struct inbound said(const char *name, struct arena *a)
{
    size_t size;
    struct inbound in;
    const char *bytes = read_all(name, a, &size);
    assert_int_equal(inbound_read(bytes, size, a, &in), OK);
    return in;
}

static bool named(const char *file, const char *kind)
{
    size_t n = strlen(kind);
    return strncmp(file, kind, n) == 0 && file[n] == '-';
}

static void each_is_what_its_name_says(void **state)
{
    static const struct {
        const char *name;
        enum inbound_kind kind;
    } NAMES[] = {{"returned", INBOUND_RETURNED}, {"passing", INBOUND_PASSING}, {"delayed", INBOUND_DELAYED}, {"auto", INBOUND_AUTO_REPLY},
                 {"calendar", INBOUND_CALENDAR}, {"other", INBOUND_OTHER}};
    struct arena *a = arena_open();
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    int seen[INBOUND_KINDS] = {0};
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
            if (!named(entry->d_name, NAMES[i].name))
                continue;
            struct inbound in = said(entry->d_name, a);
            if (in.kind != NAMES[i].kind)
                fail_msg("%s is taken for %s (%s)", entry->d_name, inbound_kind_name(in.kind), in.code);
            seen[in.kind]++;
            if (in.kind == INBOUND_CALENDAR || strstr(entry->d_name, "postmaster") != NULL || strstr(entry->d_name, "request") != NULL)
                continue;
            if (in.mark_count != 1 || strcmp(in.marks[0], OURS) != 0)
                fail_msg("%s: our mail is not found in it", entry->d_name);
        }
    closedir(folder);
    for (int k = 0; k < INBOUND_KINDS; k++)
        assert_true(seen[k] >= 2);
    arena_close(a);
}

static void codes(void **state)
{
    static const struct {
        const char *file, *code;
    } CASES[] = {{"returned-postfix.eml", "5.1.1"},   {"returned-exchange.eml", "5.1.10"},   {"returned-qmail.eml", "5.1.1"},
                 {"returned-exim.eml", "5.1.1"},      {"returned-gmail.eml", "5.1.1"},       {"returned-exchange-plain.eml", "5.1.1"},
                 {"returned-base64-report.eml", "5.1.2"}, {"passing-expired.eml", "4.4.7"},  {"passing-spam.eml", "5.7.1"},
                 {"passing-full-said-as-lasting.eml", "5.2.2"}, {"passing-full-plain.eml", "5.2.2"}, {"auto-subject.eml", ""}};
    struct arena *a = arena_open();
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct inbound in = said(CASES[i].file, a);
        if (strcmp(in.code, CASES[i].code) != 0)
            fail_msg("%s: %s", CASES[i].file, in.code);
    }
    assert_string_equal(said("auto-outlook-nb.eml", a).from, "kari@firma.example");
    assert_non_null(strstr(said("calendar-declined.eml", a).calendar, "PARTSTAT=DECLINED"));
    arena_close(a);
}

static void what_a_code_means(void **state)
{
    static const char *const last[] = {"5.1.1", "5.1.2", "5.1.10", "5.2.1", "5.4.1", "5.4.310", "5.0.0", "5.9.9"};
    static const char *const pass[] = {"4.1.1", "4.2.2", "4.4.7", "5.2.2", "5.7.1", "5.1.8", "5.4.7", "5.3.4", "", "x", "2.0.0"};
    static const char *const none[] = {"", "550", "5.1", "10.5.1.1", "5.1.1.9", "v5.1.1", "5.1.1a", "-5.1.1", "5..1", "5.1234.1", "1.5.1.1"};
    char code[BOUNCE_CODE_MOST];
    for (size_t i = 0; i < COUNT_OF(last); i++)
        if (!bounce_lasts(last[i]))
            fail_msg("%s", last[i]);
    for (size_t i = 0; i < COUNT_OF(pass); i++)
        if (bounce_lasts(pass[i]))
            fail_msg("%s", pass[i]);
    for (size_t i = 0; i < COUNT_OF(none); i++)
        if (bounce_code_find(none[i], code))
            fail_msg("%s has a code: %s", none[i], code);
    assert_true(bounce_code_find("550 5.1.1. No such user", code));
    assert_string_equal(code, "5.1.1");
    assert_true(bounce_code_find("host mx[10.4.1.1] said: (#4.4.2)", code));
    assert_string_equal(code, "4.4.2");
    assert_true(bounce_of_address("5.1.1") && bounce_of_address("5.2.1") && !bounce_of_address("5.0.0") && !bounce_of_address("5.4.1") &&
                !bounce_of_address("4.1.1"));
}

// Cut anywhere, every fixture is read without harm and never as more than it is.
static void cut_anywhere(void **state)
{
    static const char *const FILES[] = {"returned-postfix.eml", "calendar-outlook.eml", "returned-base64-report.eml", "auto-rfc3834.eml"};
    for (size_t f = 0; f < COUNT_OF(FILES); f++) {
        struct arena *a = arena_open();
        size_t size;
        const char *bytes = read_all(FILES[f], a, &size);
        for (size_t n = 0; n < size; n += 7) {
            struct arena *each = arena_open();
            struct inbound in;
            char *exact = malloc(n + 1); // so that a byte too much is seen
            memcpy(exact, bytes, n);
            enum status status = inbound_read(exact, n, each, &in);
            assert_true(status == OK || (status == INVALID && n < 400));
            free(exact);
            arena_close(each);
        }
        arena_close(a);
    }
}

static void nested_beyond_reason(void **state)
{
    struct arena *a = arena_open();
    struct buf b = buf_in(a);
    buf_add_text(&b, "From: mailer-daemon@x.example\nSubject: failure notice\nMIME-Version: 1.0\n");
    for (int i = 0; i < 20000; i++)
        buf_printf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    struct inbound in;
    assert_int_equal(inbound_read(buf_text(&b), b.length, a, &in), OK);
    struct buf c = buf_in(a);
    buf_add_text(&c, "From: mailer-daemon@x.example\nMIME-Version: 1.0\n");
    for (int i = 0; i < 20000; i++)
        buf_add_text(&c, "Content-Type: message/rfc822\n\n");
    assert_int_equal(inbound_read(buf_text(&c), c.length, a, &in), OK);
    assert_int_equal(in.mark_count, 0);
    arena_close(a);
}

static void many_parts_and_headers(void **state)
{
    struct arena *a = arena_open();
    struct buf b = buf_in(a);
    buf_add_text(&b, "From: mailer-daemon@x.example\nSubject: failure notice\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=b\n");
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "X-%d: ypsilon.%d.0123456789abcdef@x\n", i, i);
    buf_add_text(&b, "\n");
    for (int i = 0; i < 20000; i++)
        buf_add_text(&b, "--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n");
    struct inbound in;
    assert_int_equal(inbound_read(buf_text(&b), b.length, a, &in), OK);
    assert_int_equal(in.kind, INBOUND_RETURNED);
    assert_int_equal(in.mark_count, INBOUND_MARKS_MOST);
    arena_close(a);
}

static void no_mail_at_all(void **state)
{
    struct arena *a = arena_open();
    struct inbound in;
    char zeros[500] = {0}, noise[2000];
    assert_int_equal(inbound_read("", 0, a, &in), INVALID);
    assert_int_equal(inbound_read("x", INBOUND_SIZE_MOST + 1, a, &in), INVALID);
    (void)!inbound_read(zeros, sizeof zeros, a, &in);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * 7919 % 251);
    (void)!inbound_read(noise, sizeof noise, a, &in);
    static const char WORDS[] = "not a mail\n\nat all";
    assert_int_equal(inbound_read(WORDS, sizeof WORDS - 1, a, &in), INVALID);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_what_its_name_says), cmocka_unit_test(codes),          cmocka_unit_test(what_a_code_means),
        cmocka_unit_test(cut_anywhere),               cmocka_unit_test(nested_beyond_reason), cmocka_unit_test(many_parts_and_headers),
        cmocka_unit_test(no_mail_at_all),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("inbound", tests, NULL, NULL);
}
