// SPDX-License-Identifier: EUPL-1.2
// What a mail says and looks like, which server settings are taken, and when one is tried again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/letter.h"
#include "app/outbox.h"
#include "mail/message.h"
#include "mail/smtp.h"

static struct arena *a;

static int memory_open(void **state)
{
    a = arena_open();
    return 0;
}

static int memory_close(void **state)
{
    arena_close(a);
    return 0;
}

static struct message plain(void)
{
    return (struct message){.from_name = "Programmet", .from = "post@region.example", .to_name = "Kari Nordmann",
                            .to = "kari@example.org", .subject = "Hei", .text = "Hei!\n", .id = "ypsilon.17",
                            .lang = LANG_NB, .at = INT64_C(1460000000000)};
}

static const char *made(const struct message *m)
{
    const char *bytes;
    size_t size;
    assert_int_equal(message_make(m, a, &bytes, &size), OK);
    assert_int_equal(strlen(bytes), size);
    return bytes;
}

static void addresses(void **state)
{
    static const char *const fit[] = {"a@b.no", "first.last+tag@mail.example.org", "o'neil@example.org", "a@localhost",
                                      "x_y-z@sub-domain.example"};
    static const char *const unfit[] = {"", "a", "@b.no", "a@", "a@@b.no", "a@b@c", ".a@b.no", "a.@b.no", "a..b@c.no", "a@b..no",
                                        "a@.no", "a@b.", "a@-b.no", "a b@c.no", "a@b c", "a@b\r\nBcc: x@y.no", "a\n@b.no", "<a@b.no>",
                                        "\"a b\"@c.no", "a,b@c.no", "æ@b.no", "a@blåbær.no", "a@[127.0.0.1]", "a;@b.no", "a\t@b.no"};
    for (size_t i = 0; i < COUNT_OF(fit); i++)
        assert_true(message_address_fits(fit[i]));
    for (size_t i = 0; i < COUNT_OF(unfit); i++)
        if (message_address_fits(unfit[i]))
            fail_msg("%s is taken", unfit[i]);
}

static void nothing_becomes_a_header(void **state)
{
    static const char *const words[] = {"x\r\nBcc: y@z.no", "x\nBcc: y@z.no", "x\ry", "x\ty", "x\x01y", "\xff"};
    const char *bytes;
    size_t size;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        for (int field = 0; field < 6; field++) {
            struct message m = plain();
            *(const char **[]){&m.from_name, &m.from, &m.to_name, &m.to, &m.subject, &m.id}[field] = words[i];
            assert_int_equal(message_make(&m, a, &bytes, &size), INVALID);
        }
    struct message m = plain();
    m.text = "\xff";
    assert_int_equal(message_make(&m, a, &bytes, &size), INVALID);
}

static void a_mail_is_plain_short_lines(void **state)
{
    struct message m = plain();
    char text[2000] = "Blåbærsyltetøy أمينة ";
    while (strlen(text) < 1900)
        memcpy(text + strlen(text), "et langt ord uten ende ", sizeof "et langt ord uten ende ");
    m.text = text;
    m.to_name = "أمينة بنت عبد الرحمن آل طويل الاسم جدا";
    m.subject = "Ærlig talt: ÆØÅ æøå og en ganske lang linje som må deles i flere biter for å få plass";
    const char *bytes = made(&m), *end;
    for (const char *line = bytes; *line != '\0'; line = end + 2) {
        end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 78);
        for (const char *p = line; p < end; p++)
            assert_true(*p == '\t' || (*p >= ' ' && *p < 0x7f));
    }
    assert_non_null(strstr(bytes, "\r\nAuto-Submitted: auto-generated\r\n"));
    assert_non_null(strstr(bytes, "\r\nMessage-Id: <ypsilon.17@region.example>\r\n"));
    assert_non_null(strstr(bytes, "Date: Thu, 07 Apr 2016 03:33:20 +0000\r\n"));
    assert_string_equal(made(&m), bytes); // the same again: a second sending is recognised
}

static void every_kind_has_its_words(void **state)
{
    for (int kind = 0; kind < OUTBOX_KINDS; kind++) {
        enum outbox_kind k = (enum outbox_kind)kind, back;
        assert_true(outbox_kind_read(outbox_kind_name(k), &back) && back == k);
        assert_string_not_equal(tr(LANG_NB, outbox_kind_title(k)), outbox_kind_title(k));
        assert_int_equal(letter_has_maker(k), outbox_subject(k) == NULL); // either its words or who makes them
        if (letter_has_maker(k))
            continue;
        for (enum lang lang = LANG_NB; lang <= LANG_EN; lang++)
            for (int to = TO_PERSON; to <= TO_INVITED; to++) {
                const char *text = letter_text(k, (enum receiver)to, lang, "Prøveprogrammet", "https://y.example", "", a);
                assert_non_null(strstr(text, tr(lang, outbox_text(k))));
                assert_null(strchr(text, '%'));
                assert_int_equal(strstr(text, "https://y.example") != NULL, k != OUTBOX_CODE && k != OUTBOX_INVITE);
                assert_null(strstr(letter_text(k, (enum receiver)to, lang, "P", "", "", a), "http"));
            }
        assert_string_not_equal(tr(LANG_NB, outbox_subject(k)), outbox_subject(k));
    }
    assert_non_null(strstr(letter_text(OUTBOX_CODE, TO_PERSON, LANG_NB, "P", "", "1234 5678", a), "\n\n1234 5678\n\n"));
}

static void servers(void **state)
{
    static const struct {
        const char *url, *host, *user;
        enum smtp_safety safety;
        int port;
    } good[] = {
        {"smtp://mail.example.org", "mail.example.org", "", SMTP_STARTTLS, 587},
        {"smtps://mail.example.org", "mail.example.org", "", SMTP_TLS, 465},
        {"smtp://a@b.no@mail.example.org:2525", "mail.example.org", "a@b.no", SMTP_STARTTLS, 2525},
        {"smtp+plain://localhost", "localhost", "", SMTP_PLAIN, 25},
        {"smtp+plain://[::1]:26", "::1", "", SMTP_PLAIN, 26},
        {"smtp://[2001:db8::7]", "2001:db8::7", "", SMTP_STARTTLS, 587},
    };
    static const char *const bad[] = {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://:25", "smtp://a:b@c", "smtp://a:@c",
                                      "smtp://@c", "smtp://c:", "smtp://c:0", "smtp://c:70000", "smtp://c:25x", "smtp://c/d", "smtp://c d",
                                      "smtp://c\r\nd", "smtp://::1", "smtp://[::1", "smtp://[::1]x", "smtp+plain://mail.example.org",
                                      "smtp+plain://10.0.0.1", "smtp://c?x"};
    struct smtp_server server;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct issues issues = issues_in(a);
        assert_int_equal(smtp_read(good[i].url, a, &server, &issues), OK);
        assert_string_equal(server.host, good[i].host);
        assert_string_equal(server.user, good[i].user);
        assert_int_equal(server.port, good[i].port);
        assert_int_equal(server.safety, good[i].safety);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct issues issues = issues_in(a);
        if (smtp_read(bad[i], a, &server, &issues) != INVALID)
            fail_msg("%s is taken", bad[i]);
        assert_int_equal(issues.count, 1);
    }
}

static void patience(void **state)
{
    int64_t total = 0, wait, last = 0;
    int tries = 1;
    for (; (wait = outbox_wait(tries)) >= 0; tries++) {
        assert_true(wait >= last);
        total += last = wait;
    }
    assert_in_range(tries, 8, 15);
    assert_in_range(total / (24 * 3600 * 1000), 2, 4);
}

static void what_may_go_again(void **state)
{
    for (int s = 0; s < OUTBOX_STATES; s++) {
        enum outbox_state state_of = (enum outbox_state)s, back;
        bool may = s == OUTBOX_UNSURE || s == OUTBOX_REFUSED || s == OUTBOX_RETURNED || s == OUTBOX_NO_ADDRESS ||
                   s == OUTBOX_HELD;
        assert_int_equal(outbox_send_refusal(state_of) == NULL, may);
        assert_true(outbox_state_read(outbox_state_name(state_of), &back) && back == state_of);
    }
}

static void a_large_mail_has_its_time(void **state)
{
    assert_int_equal(smtp_seconds(2000), 60);
    assert_true(smtp_seconds((size_t)27 << 20) >= 27 * 60); // a large PDF over half a megabit a second or so
    assert_true(smtp_seconds((size_t)27 << 20) < 60 * 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_large_mail_has_its_time),
        cmocka_unit_test(addresses),
        cmocka_unit_test(nothing_becomes_a_header),
        cmocka_unit_test(a_mail_is_plain_short_lines),
        cmocka_unit_test(every_kind_has_its_words),
        cmocka_unit_test(servers),
        cmocka_unit_test(patience),
        cmocka_unit_test(what_may_go_again),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("mail", tests, memory_open, memory_close);
}
