// SPDX-License-Identifier: EUPL-1.2
// Mailings: who gets one and who is left out, once each whatever happens; letters' numbers; and the process that makes PDFs,
// which reaches nobody.
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/contacts.h"
#include "app/employers.h"
#include "app/internal.h"
#include "app/letters.h"
#include "app/letters_inside.h"
#include "app/mailings.h"
#include "app/paper.h"
#include "app/programme.h"
#include "app/upkeep.h"
#include "store/letter_store.h"
#include "store/outbox_store.h"
#include "store/post_store.h"
#include "store/user_store.h"
#include "region_fixture.h"

static struct employer_id firm;

static struct contact_id contact(const char *name, const char *email, enum contact_informed informed, day left_on, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct contact_id id;
    struct contact c = {.employer = firm, .name = name, .role = CONTACT_LEADER, .title = "", .email = email, .phone = "",
                        .lang = LANG_NB, .informed = informed, .left_on = DAY_NONE,
                        .informed_on = informed == INFORMED_NOT_ASKED ? DAY_NONE : app_today(app),
                        .informed_how = informed == INFORMED_NOT_ASKED ? INFORMED_HOW_NONE : INFORMED_TOLD};
    enum status status = add_contact(app, &office, &c, &issues, &id);
    if (status != OK)
        fail_msg("%s: %s", issues.count > 0 ? issues.items[0].field : "", issues.count > 0 ? issues.items[0].message : "");
    if (left_on != DAY_NONE)
        assert_int_equal(end_contact(app, &office, id, 1, left_on, &issues), OK);
    return id;
}

static int region_open(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 30}, 1, false);
    struct employer e = {.orgnr = "", .name = "Postprøven AS", .organisation_form = "", .industry = "", .industry_version = "",
                         .sector = "", .employees = EMPLOYEES_UNKNOWN, .address = "", .postal_code = "", .postal_place = "",
                         .municipality_valid_on = DAY_NONE, .stage = STAGE_MET,
                         .paused_until = DAY_NONE, .pledged_by = DAY_NONE};
    assert_int_equal(register_employer(app, &office, &e, &issues, &firm), OK);
    return 0;
}

// A list that holds this one employer.
static struct mailing to_firm(void)
{
    return (struct mailing){.audience = MAILING_TO_VIEW, .audience_query = "q=Postpr%C3%B8ven", .lang = LANG_NB};
}

static const struct {
    const char *name, *email;
    enum contact_informed informed;
    bool left;
    enum left_out why;
} PEOPLE[] = {
    {"Åse Ærlig", "aase@firma.example", INFORMED_YES, false, LEFT_IN},
    {"أمينة Øvre", "amina@firma.example", INFORMED_YES, false, LEFT_IN},
    {"Samme Adresse", "aase@FIRMA.example", INFORMED_YES, false, LEFT_SAME_ADDRESS},
    {"Uspurt Person", "uspurt@firma.example", INFORMED_NOT_ASKED, false, LEFT_NOT_ASKED},
    {"Sa Nei", "nei@firma.example", INFORMED_NO, false, LEFT_REFUSED},
    {"Uten Adresse", "", INFORMED_NOT_ASKED, false, LEFT_NO_ADDRESS},
    {"Også Nei", "NEI@firma.example", INFORMED_YES, false, LEFT_REFUSED}, // somebody with that address has said no
    {"Har Sluttet", "borte@firma.example", INFORMED_YES, true, LEFT_GONE},
};

static void who_gets_it_and_who_not(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct audience_view v;
    int64_t expected[LEFT_OUTS] = {0};
    for (size_t i = 0; i < COUNT_OF(PEOPLE); i++) {
        contact(PEOPLE[i].name, PEOPLE[i].email, PEOPLE[i].informed, PEOPLE[i].left ? app_today(app) : DAY_NONE, a);
        expected[PEOPLE[i].why]++;
    }
    struct mailing m = to_firm();
    assert_int_equal(get_audience(app, &office, &m, a, &v), OK);
    assert_int_equal(v.receiver_count, expected[LEFT_IN]);
    assert_int_equal(v.employers, 1);
    for (int i = 1; i < LEFT_OUTS; i++)
        assert_int_equal(v.left[i].count, expected[i]);
    assert_string_equal(v.left[LEFT_REFUSED].names[0]->name, "Sa Nei");
    assert_int_equal(get_audience(app, &adviser, &m, a, &v), NOT_FOUND);
    m.audience_query = "q=finnesikke";
    assert_int_equal(get_audience(app, &office, &m, a, &v), OK);
    assert_int_equal(v.receiver_count, 0);
}

static int64_t all_of(const struct audience_view *v)
{
    int64_t all = (int64_t)v->receiver_count;
    for (int i = 1; i < LEFT_OUTS; i++)
        all += v->left[i].count;
    return all;
}

// The answers of an event's guests divide them; a network's audience are its members; everybody is in "all".
static void other_audiences(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct audience_choices c;
    struct audience_view v, everybody;
    size_t count;
    assert_int_equal(get_audience_choices(app, &office, a, &c), OK);
    assert_true(c.event_count > 0 && c.network_count > 0);
    struct mailing all = {.audience = MAILING_TO_ALL, .audience_query = ""};
    assert_int_equal(get_audience(app, &office, &all, a, &everybody), OK);
    assert_true(everybody.receiver_count > 0);
    int64_t guests = 0;
    for (size_t i = 0; i < c.event_count; i++) {
        int64_t parts[EVENT_PARTS];
        for (int part = 0; part < EVENT_PARTS; part++) {
            struct mailing m = {.audience = MAILING_TO_EVENT, .audience_id = c.events[i].id, .part = (enum event_part)part,
                                .audience_query = ""};
            assert_int_equal(get_audience(app, &office, &m, a, &v), OK);
            parts[part] = all_of(&v);
        }
        guests += parts[PART_INVITED];
        assert_int_equal(parts[PART_YES] + parts[PART_MAYBE] + parts[PART_NO] + parts[PART_SILENT], parts[PART_INVITED]);
        assert_true(parts[PART_PRESENT] + parts[PART_ABSENT] <= parts[PART_INVITED] && parts[PART_ABSENT] <= parts[PART_YES]);
    }
    assert_true(guests > 0);
    for (size_t i = 0; i < c.network_count; i++) {
        struct employer_id *members;
        struct mailing m = {.audience = MAILING_TO_NETWORK, .audience_id = c.networks[i].id, .audience_query = ""};
        assert_int_equal(get_audience(app, &office, &m, a, &v), OK);
        assert_int_equal(audience_members(app_store(app), (struct network_id){m.audience_id}, a, &members, &count), OK);
        for (size_t k = 0; k < v.receiver_count; k++) {
            bool member = false;
            for (size_t n = 0; n < count; n++)
                member = member || members[n].value == v.receivers[k]->employer.value;
            assert_true(member);
        }
        assert_true(v.employers + v.left[LEFT_NO_CONTACT].count <= (int64_t)count);
    }
    struct mailing agencies = {.audience = MAILING_TO_AGENCIES, .audience_query = ""};
    assert_int_equal(get_audience(app, &office, &agencies, a, &v), OK);
    for (size_t k = 0; k < v.receiver_count; k++)
        assert_int_equal(v.receivers[k]->employer.value, 0);
}

static struct mailing_id written(struct arena *a)
{
    struct issues issues = issues_in(a);
    struct mailing m = to_firm();
    assert_int_equal(make_mailing(app, &office, &m, &issues, &m.id), OK);
    m.version = 1;
    m.subject = "Hei fra oss";
    m.body = "Kjære {{navn}} hos {{virksomhet}}: {{deltar}} deltar.";
    assert_int_equal(edit_mailing_text(app, &office, &m, &issues), OK);
    return m.id;
}

static struct mailing_counts counts_of(struct mailing_id id, struct arena *a)
{
    struct mailing_view v;
    assert_int_equal(get_mailing(app, &office, id, a, &v), OK);
    return v.line.counts;
}

static void texts_are_checked_with_their_place(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct mailing_view v;
    struct mailing m = {.id = written(a), .version = 2, .lang = LANG_NB, .subject = "Hei", .body = "a\n{{ukjent}}"};
    assert_int_equal(edit_mailing_text(app, &office, &m, &issues), OK); // a draft is kept
    assert_int_equal(get_mailing(app, &office, m.id, a, &v), OK);
    assert_int_equal(v.problems.count, 1);
    assert_string_equal(v.problems.items[0].arg, "2: {{ukjent}}");
    assert_int_equal(send_mailing(app, &office, m.id, 3, 2, &issues), INVALID);
    static const char *const BREAKING[] = {"Hei\r\nBcc: alle@example.org", "Hei\nX: y", "Hei\tdu"};
    for (size_t i = 0; i < COUNT_OF(BREAKING); i++) {
        struct issues found = issues_in(a);
        m.version = 3;
        m.subject = BREAKING[i];
        assert_int_equal(edit_mailing_text(app, &office, &m, &found), INVALID);
        assert_string_equal(found.items[0].field, "subject");
    }
}

static enum status begin(struct store_tx *tx, void *arg)
{
    struct mailing *m = arg;
    struct audience_view v;
    TRY(get_audience(app, &office, m, tx->arena, &v));
    m->sent_on = app_today(app);
    m->figures = "";
    return mailing_begin(tx, m, v.receivers, v.receiver_count);
}

static enum status queue_one(struct store_tx *tx, void *arg)
{
    size_t count;
    return mailing_queue(tx, *(struct mailing_id *)arg, 1, &count);
}

// Stopped after the receivers were kept and one mail was put out: what comes later goes on, nobody twice.
static void a_stop_in_between_is_gone_on_from(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct mailing m;
    struct mailing_id id = written(a);
    assert_int_equal(mailing_get(app_store(app), id, a, &m), OK);
    assert_int_equal(store_write(app_store(app), &office, app_now(app), begin, &m), OK);
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), queue_one, &id), OK);
    assert_int_equal(counts_of(id, a).unqueued, 1);
    assert_int_equal(counts_of(id, a).by_state[OUTBOX_WAITING], 1);
    for (int again = 0; again < 3; again++)
        assert_int_equal(tend_mailings(app), OK);
    struct mailing_counts c = counts_of(id, a);
    assert_int_equal(c.receivers, 2);
    assert_int_equal(c.unqueued, 0);
    assert_int_equal(c.by_state[OUTBOX_WAITING], 2);
    assert_store_is_sound();
}

static enum status mark_all_sent(struct store_tx *tx, void *arg)
{
    struct outbox_entry *list;
    size_t count;
    TRY(outbox_list(tx->store, 1u << OUTBOX_WAITING, 0, 1000, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].cause == *(int64_t *)arg)
            TRY(outbox_mark(tx, &list[i], &(struct outbox_mark){.state = OUTBOX_SENT, .tries = 1}));
    return OK;
}

static size_t waiting_of(struct mailing_id id, struct arena *a)
{
    struct outbox_entry *list;
    size_t count, mine = 0;
    assert_int_equal(outbox_next(app_store(app), app_now(app), 1000, a, &list, &count), OK);
    for (size_t i = 0; i < count; i++)
        mine += list[i].cause == id.value;
    return mine;
}

// As the sender does with what it took before somebody paused.
static enum status mark_in_hand(struct store_tx *tx, void *arg)
{
    return outbox_mark(tx, arg, &(struct outbox_mark){.state = OUTBOX_SENDING, .tries = 1});
}

static void it_is_paused_gone_on_with_and_ends(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct mailing_view v;
    struct mailing_id id = written(a);
    assert_int_equal(send_mailing(app, &adviser, id, 2, 2, &issues), NOT_FOUND);
    assert_int_equal(send_mailing(app, &office, id, 2, 3, &issues), CONFLICT); // shown another number
    assert_int_equal(send_mailing(app, &office, id, 2, 2, &issues), OK);
    assert_int_equal(send_mailing(app, &office, id, 2, 2, &issues), OK); // sent twice
    assert_int_equal(counts_of(id, a).receivers, 2);
    assert_int_equal(counts_of(id, a).by_state[OUTBOX_WAITING], 2);
    assert_int_equal(waiting_of(id, a), 2);
    struct outbox_entry *taken;
    size_t taken_count, at = 0;
    assert_int_equal(outbox_next(app_store(app), app_now(app), 1000, a, &taken, &taken_count), OK);
    while (at < taken_count && taken[at].cause != id.value)
        at++;
    assert_true(at < taken_count);
    assert_int_equal(step_mailing(app, &office, id, 3, MAILING_PAUSE, &issues), OK);
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), mark_in_hand, &taken[at]), CONFLICT);
    assert_int_equal(step_mailing(app, &office, id, 3, MAILING_PAUSE, &issues), OK); // pressed twice
    assert_int_equal(waiting_of(id, a), 0);
    assert_int_equal(step_mailing(app, &office, id, 3, MAILING_CANCEL, &issues), CONFLICT); // an old page
    assert_int_equal(step_mailing(app, &office, id, 4, MAILING_RESUME, &issues), OK);
    assert_int_equal(waiting_of(id, a), 2);
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), mark_all_sent, &id.value), OK);
    assert_int_equal(tend_mailings(app), OK);
    assert_int_equal(get_mailing(app, &office, id, a, &v), OK);
    assert_int_equal(v.line.mailing.state, MAILING_DONE);
    assert_int_equal(v.line.counts.by_state[OUTBOX_SENT], 2);
    assert_non_null(v.refusals[MAILING_CANCEL]);
    struct mailing_reach *reached;
    size_t count;
    assert_int_equal(mailing_reached(app_store(app), firm, app_today(app), a, &reached, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(reached[0].on, app_today(app));
    assert_string_equal(reached[0].subject, "Hei fra oss");
    assert_store_is_sound();
}

static void stopped_for_good_nothing_more_goes(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct mailing_id id = written(a);
    assert_int_equal(send_mailing(app, &office, id, 2, 2, &issues), OK);
    assert_int_equal(step_mailing(app, &office, id, 3, MAILING_CANCEL, &issues), OK);
    assert_int_equal(waiting_of(id, a), 0);
    assert_int_equal(counts_of(id, a).by_state[OUTBOX_PAST], 2);
    assert_int_equal(tend_mailings(app), OK);
    assert_int_equal(step_mailing(app, &office, id, 4, MAILING_RESUME, &issues), CONFLICT);
    struct mailing m = {.id = id, .version = 4, .subject = "x", .body = "y"};
    assert_int_equal(edit_mailing_text(app, &office, &m, &issues), CONFLICT);
}

static void drafts_go_to_the_bin_and_back(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct mailing_id id = written(a);
    struct mailing m = to_firm();
    assert_int_equal(delete_mailing(app, &office, id, 2, false, &issues), OK);
    assert_int_equal(delete_mailing(app, &office, id, 2, false, &issues), OK); // twice
    m.id = id;
    m.version = 3;
    m.subject = m.body = "x";
    assert_int_equal(edit_mailing_text(app, &office, &m, &issues), CONFLICT);
    assert_int_equal(send_mailing(app, &office, id, 3, 2, &issues), CONFLICT);
    assert_int_equal(delete_mailing(app, &office, id, 3, true, &issues), OK);
    assert_int_equal(edit_mailing_text(app, &office, &(struct mailing){.id = id, .version = 4, .subject = "x", .body = "y"}, &issues), OK);
}

static struct letter_id letter(struct arena *a)
{
    struct issues issues = issues_in(a);
    struct letter_id id;
    struct info_letter l = {.title = "Prøve", .body = "{{deltar}}", .note = "", .lang = LANG_NB};
    assert_int_equal(write_letter(app, &office, &l, &issues, &id), OK);
    return id;
}

static void letters_are_numbered_without_gaps(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct letter_id ids[3];
    struct info_letter l;
    int first = 0;
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        ids[i] = letter(a);
    assert_int_equal(delete_letter(app, &office, ids[1], 1, false, &issues), OK);
    assert_int_equal(publish_letter_text(app, &office, ids[1], 2, false, NULL, &issues), CONFLICT);
    for (size_t i = 0; i < COUNT_OF(ids); i += 2) {
        assert_int_equal(publish_letter_text(app, &office, ids[i], 1, false, NULL, &issues), OK);
        assert_int_equal(publish_letter_text(app, &office, ids[i], 1, false, NULL, &issues), OK); // twice
        assert_int_equal(letter_get(app_store(app), ids[i], a, &l), OK);
        assert_int_equal(l.year, 2018);
        first = i == 0 ? l.number : first;
        assert_int_equal(l.number, first + (int)i / 2);
        assert_int_equal(l.edition, 1);
    }
    assert_int_equal(delete_letter(app, &office, ids[0], 2, false, &issues), CONFLICT);
    assert_int_equal(write_letter(app, &adviser, &l, &issues, &ids[0]), NOT_FOUND);
    assert_store_is_sound();
}

static void figures_come_back_as_they_were(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct info_figures f = {.on = day_make(2016, 3, 1), .as_of = day_make(2015, 12, 31), .since = DAY_NONE, .goal = 1000, .pledged = 7,
                             .hired = 5, .observed = {1, 2, 3, 4}, .employed = {1, 1, 2, 2}, .stages = {9, 8, 7, 6, 5, 4, 3, 2},
                             .events = 1, .later = true, .before = {.pledged = 3, .taking_part = 2}}, again;
    info_figures_read(info_figures_write(&f, a), &again);
    assert_memory_equal(&f, &again, sizeof f);
    info_figures_read("", &again);
    assert_int_equal(again.goal, 0);
}

static int listening(int *port_out)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assert_true(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 4) == 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
    *port_out = ntohs(at.sin_port);
    return fd;
}

static void the_pdf_is_made_without_network(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    const void *pdf;
    size_t size;
    int port, fd = listening(&port);
    struct paper paper = {.lang = LANG_NB, .head = "Programmet", .title = "Prøve", .above = "", .notice = "", .foot = "",
                          .body = arena_printf(a, "<p>Hei</p><img alt=\"x\" src=\"http://127.0.0.1:%d/x.png\">", port)};
    assert_int_equal(paper_pdf(&paper, app_paper_path(app), a, &issues, &pdf, &size), OK);
    assert_true(size > 1000 && memcmp(pdf, "%PDF-1.7", 8) == 0);
    assert_true(accept(fd, NULL, NULL) < 0); // nobody has come
    close(fd);
}

int main(int argc, char **argv)
{
    int code;
    if (paper_child_run(argc, argv, &code))
        return code;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_gets_it_and_who_not),
        cmocka_unit_test(other_audiences),
        cmocka_unit_test(texts_are_checked_with_their_place),
        cmocka_unit_test(a_stop_in_between_is_gone_on_from),
        cmocka_unit_test(it_is_paused_gone_on_with_and_ends),
        cmocka_unit_test(stopped_for_good_nothing_more_goes),
        cmocka_unit_test(drafts_go_to_the_bin_and_back),
        cmocka_unit_test(letters_are_numbered_without_gaps),
        cmocka_unit_test(figures_come_back_as_they_were),
        cmocka_unit_test(the_pdf_is_made_without_network),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("mailings", tests, region_open, region_close);
}
