// SPDX-License-Identifier: EUPL-1.2
// Contacts, stages with their history, pledges, networks, introductions, and how an older store comes to them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/contacts.h"
#include "app/employer_steps.h"
#include "app/employers.h"
#include "app/introductions.h"
#include "app/networks.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/schema.h"
#include "store/stage_store.h"
#include "region_fixture.h"

static struct employer_id firms[6];

static int region_open(void **state)
{
    struct employer_page page;
    region_make(day_make(2018, 1, 10), (struct demo_size){40, 20, 10}, 3, true);
    struct employer_query query = {.text = "", .after = "", .most = 200};
    assert_int_equal(list_employers(app, &office, &query, kept, &page), OK);
    size_t count = 0;
    for (size_t i = 0; i < page.row_count && count < COUNT_OF(firms); i++)
        if (page.rows[i].id.value != employer.employer.value && page.rows[i].employees >= 10)
            firms[count++] = page.rows[i].id;
    assert_int_equal(count, COUNT_OF(firms));
    return 0;
}

static struct employer read_firm(struct employer_id id, struct arena *a)
{
    struct employer_view view;
    assert_int_equal(get_employer(app, &office, id, a, &view), OK);
    return view.employer;
}

static struct contact somebody(struct employer_id firm)
{
    return (struct contact){.employer = firm, .name = "Åse Øvre", .title = "Butikksjef", .email = "Aase@Butikk.Example",
                            .phone = "32 10 20 30", .informed_on = DAY_NONE, .left_on = DAY_NONE};
}

static void the_rules_of_a_contact(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    day today = day_make(2018, 1, 10);
    static const struct {
        struct contact change;
        const char *field; // "": nothing wrong
    } CASES[] = {
        {{.name = "Kari"}, ""},
        {{.name = ""}, "name"},
        {{.name = "", .role = CONTACT_SHARED, .email = "post@x.example"}, ""},
        {{.name = "", .role = CONTACT_SHARED, .phone = "32102030"}, ""},
        {{.name = "Sentralbord", .role = CONTACT_SHARED}, "email"},
        {{.name = "Kari", .email = "kari"}, "email"},
        {{.name = "Kari", .phone = "12"}, "phone"},
        {{.name = "Kari", .informed = INFORMED_YES, .informed_how = INFORMED_TOLD}, "informed_on"},
        {{.name = "Kari", .informed = INFORMED_YES, .informed_on = 17000}, "informed_how"},
        {{.name = "Kari", .informed = INFORMED_NO, .informed_on = 17000, .informed_how = INFORMED_WRITTEN}, ""},
        {{.name = "Kari", .informed = INFORMED_YES, .informed_on = 30000, .informed_how = INFORMED_TOLD}, "informed_on"},
        {{.name = "Kari", .left_on = 30000}, "left_on"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct contact typed = CASES[i].change, read;
        struct issues issues = issues_in(a);
        typed.informed_on = typed.informed_on == 0 ? DAY_NONE : typed.informed_on;
        typed.left_on = typed.left_on == 0 ? DAY_NONE : typed.left_on;
        contact_read(&typed, a, &read);
        contact_check(&read, today, &issues);
        if (issues.count != (CASES[i].field[0] == '\0' ? 0 : 1) || (issues.count == 1 && strcmp(issues.items[0].field, CASES[i].field) != 0))
            fail_msg("case %zu: %zu issues, the first on %s", i, issues.count, issues.count > 0 ? issues.items[0].field : "");
    }
    struct contact c = somebody((struct employer_id){1}), read;
    contact_read(&c, a, &read);
    assert_string_equal(read.phone, "+4732102030");
    assert_string_equal(contact_mail_refusal(&read, today), "Has not been asked about informational mail");
    read.informed = INFORMED_YES;
    assert_null(contact_mail_refusal(&read, today));
    read.left_on = today;
    assert_true(contact_left(&read, today) && !contact_left(&read, today - 1));
    assert_string_equal(contact_mail_refusal(&read, today), "Is not there any more");
    read.left_on = DAY_NONE;
    read.email = "";
    assert_non_null(contact_mail_refusal(&read, today));
}

static void contacts_are_kept_by_those_who_may(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct contact_owner whose = {.employer = firms[0]};
    struct contact typed = somebody(firms[0]), *list;
    struct contact_id id;
    size_t before, count;
    assert_int_equal(list_contacts(app, &office, whose, true, a, &list, &before), OK);
    assert_int_equal(add_contact(app, &adviser, &typed, &issues, &id), DENIED);
    assert_int_equal(add_contact(app, &employer, &typed, &issues, &id), NOT_FOUND); // another's
    assert_int_equal(add_contact(app, &candidate, &typed, &issues, &id), NOT_FOUND);
    assert_ok(add_contact(app, &office, &typed, &issues, &id), &issues);
    assert_int_equal(list_contacts(app, &adviser, whose, true, a, &list, &count), OK);
    assert_int_equal(count, before + 1);

    // Found by the name from now on, and not when it has left.
    struct employer_page page;
    struct employer_query query = {.text = "åse øvre", .after = "", .most = 10};
    assert_int_equal(list_employers(app, &office, &query, a, &page), OK);
    assert_int_equal(page.row_count, 1);
    assert_int_equal(end_contact(app, &office, id, 1, app_today(app) + 1, &issues), INVALID);
    assert_int_equal(end_contact(app, &adviser, id, 1, app_today(app), &issues), DENIED);
    assert_ok(end_contact(app, &office, id, 1, app_today(app), &issues), &issues);
    assert_int_equal(end_contact(app, &office, id, 1, app_today(app), &issues), CONFLICT);
    assert_int_equal(list_contacts(app, &office, whose, false, a, &list, &count), OK);
    assert_int_equal(count, before);
    assert_int_equal(list_employers(app, &office, &query, a, &page), OK);
    assert_int_equal(page.row_count, 0);

    // Agencies: the office, and the own advisers.
    typed = (struct contact){.agency = adviser.agency, .name = "Nora", .informed_on = DAY_NONE, .left_on = DAY_NONE};
    assert_ok(add_contact(app, &adviser, &typed, &issues, &id), &issues);
    assert_int_equal(add_contact(app, &other, &typed, &issues, &id), DENIED);
    assert_int_equal(list_contacts(app, &other, (struct contact_owner){.agency = adviser.agency}, false, a, &list, &count), OK);
    assert_true(count > 0);
    assert_int_equal(list_contacts(app, &employer, (struct contact_owner){.agency = adviser.agency}, false, a, &list, &count), NOT_FOUND);
}

static struct contact_view read_contact(const struct actor *who, struct contact_id id, struct arena *a)
{
    struct contact_view view;
    assert_int_equal(get_contact(app, who, id, a, &view), OK);
    return view;
}

// Whether somebody wants mail is that person's to say: an employer's user answers for the own address.
static void an_employers_user_answers_for_oneself(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct contact typed = somebody(employer.employer);
    struct contact_id colleague, own;
    typed.informed = INFORMED_YES;
    typed.informed_how = INFORMED_TOLD;
    typed.informed_on = app_today(app);
    assert_ok(add_contact(app, &employer, &typed, &issues, &colleague), &issues);
    assert_int_equal(read_contact(&office, colleague, a).contact.informed, INFORMED_NOT_ASKED); // not the user's to say
    typed.name = "Oneself";
    typed.email = "arbeidsgiver@demo.example";
    assert_ok(add_contact(app, &employer, &typed, &issues, &own), &issues);
    struct contact_view view = read_contact(&office, own, a);
    assert_int_equal(view.contact.informed, INFORMED_YES);
    assert_int_equal(view.contact.informed_how, INFORMED_OWN_PAGE);

    // The office has heard from the colleague, and the user reads nothing of it, nor changes it.
    view = read_contact(&office, colleague, a);
    view.contact.informed = INFORMED_NO;
    view.contact.informed_how = INFORMED_TOLD;
    view.contact.informed_on = app_today(app);
    assert_ok(edit_contact(app, &office, &view.contact, &issues), &issues);
    view = read_contact(&employer, colleague, a);
    assert_false(view.may_answer);
    assert_int_equal(view.contact.informed, INFORMED_NOT_ASKED);
    view.contact.title = "Ny stilling";
    view.contact.email = "arbeidsgiver@demo.example"; // the own address in another's contact opens nothing
    view.contact.informed = INFORMED_YES;
    assert_ok(edit_contact(app, &employer, &view.contact, &issues), &issues);
    view = read_contact(&office, colleague, a);
    assert_string_equal(view.contact.title, "Ny stilling");
    assert_int_equal(view.contact.informed, INFORMED_NO);
    view.contact.version--;
    assert_int_equal(edit_contact(app, &office, &view.contact, &issues), CONFLICT);
}

static enum status move_job(struct store_tx *tx, void *arg)
{
    return employer_move(tx, firms[1], *(enum employer_stage *)arg, "Møtet er avtalt");
}

struct over_job {
    struct employer employer;
};

static enum status over_write(struct store_tx *tx, void *arg)
{
    return employer_update(tx, &((struct over_job *)arg)->employer);
}

static enum status wake_job(struct store_tx *tx, void *arg)
{
    size_t woken;
    return employers_wake(tx, *(day *)arg, 100, &woken);
}

static enum employer_stage stage_of(struct employer_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    return read_firm(id, a).stage;
}

static void stages_keep_their_history_and_a_pause_ends(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct employer_id id = firms[1];
    struct employer e = read_firm(id, a);
    day today = app_today(app), first = today + 10, second = today + 40;
    struct stage_move *moves;
    size_t count, begun_with;
    assert_int_equal(list_stage_moves(app, &office, id, a, &moves, &begun_with), OK);
    struct stage_step step = {.employer = id, .version = e.version, .to = STAGE_MET, .why = "Hyggelig møte"};
    assert_int_equal(move_stage(app, &adviser, &step, &issues), DENIED);
    assert_int_equal(move_stage(app, &employer, &step, &issues), NOT_FOUND);
    assert_ok(move_stage(app, &office, &step, &issues), &issues);
    assert_int_equal(move_stage(app, &office, &step, &issues), CONFLICT); // that version is past

    step = (struct stage_step){.employer = id, .version = e.version + 1, .to = STAGE_PAUSED, .paused_until = today};
    assert_int_equal(move_stage(app, &office, &step, &issues), INVALID);
    assert_non_null(issues_find(&issues, "paused_until"));
    step.paused_until = first;
    assert_ok(move_stage(app, &office, &step, &issues), &issues);
    step.version++;
    step.paused_until = second; // longer: the stage before is still the one before
    assert_ok(move_stage(app, &office, &step, &issues), &issues);

    // One whose pause is over without having been ended can be edited all the same.
    struct employer over = read_firm(id, a);
    over.paused_until = today;
    struct over_job job = {over};
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), over_write, &job), OK);
    over = read_firm(id, a);
    over.address = "Ny vei 1";
    assert_ok(edit_employer(app, &office, &over, &issues), &issues);
    job.employer = read_firm(id, a);
    job.employer.paused_until = second;
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), over_write, &job), OK);

    assert_int_equal(store_write(app_store(app), NULL, app_now(app), wake_job, &first), OK);
    assert_int_equal(stage_of(id), STAGE_PAUSED);
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), wake_job, &second), OK);
    assert_int_equal(stage_of(id), STAGE_MET);
    assert_int_equal(list_stage_moves(app, &adviser, id, a, &moves, &count), OK);
    assert_int_equal(count, begun_with + 6);
    assert_int_equal(moves[0].to, STAGE_MET);
    assert_string_equal(moves[0].user_name, ""); // by itself
    assert_int_equal(moves[1].paused_until, second);
    assert_string_equal(moves[5].why, "Hyggelig møte");
    assert_string_equal(moves[5].user_name, office.name);
    assert_int_equal(list_stage_moves(app, &employer, employer.employer, a, &moves, &count), DENIED);

    // Moved by another's transaction, once; and where it takes more than a word, not at all.
    enum employer_stage to = STAGE_MEETING_BOOKED;
    assert_int_equal(store_write(app_store(app), &office, app_now(app), move_job, &to), OK);
    assert_int_equal(store_write(app_store(app), &office, app_now(app), move_job, &to), OK);
    assert_int_equal(list_stage_moves(app, &adviser, id, a, &moves, &count), OK);
    assert_int_equal(count, begun_with + 7);
    assert_string_equal(moves[0].why, "Møtet er avtalt");
    to = STAGE_PAUSED;
    assert_int_equal(store_write(app_store(app), &office, app_now(app), move_job, &to), INVALID);
}

static void declining_takes_a_reason(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct stage_step step = {.employer = firms[2], .version = read_firm(firms[2], a).version, .to = STAGE_DECLINED};
    assert_int_equal(move_stage(app, &office, &step, &issues), INVALID);
    assert_non_null(issues_find(&issues, "decline"));
    step.decline = DECLINE_NO_NEED;
    step.declined_reason = "Kanskje neste år";
    assert_ok(move_stage(app, &office, &step, &issues), &issues);
    struct employer e = read_firm(firms[2], a);
    assert_int_equal(e.decline, DECLINE_NO_NEED);
    assert_string_equal(e.declined_reason, "Kanskje neste år");
    step = (struct stage_step){.employer = firms[2], .version = e.version, .to = STAGE_CONTACTED};
    assert_ok(move_stage(app, &office, &step, &issues), &issues);
    assert_int_equal(read_firm(firms[2], a).decline, DECLINE_NONE);
}

static void pledge_owner_reference_and_estimate(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct employer_id id = firms[3];
    struct employer e = read_firm(id, a);
    struct pledge_move *moves;
    size_t before, count;
    assert_int_equal(list_pledge_moves(app, &office, id, a, &moves, &before), OK);
    struct pledge_step pledge = {.employer = id, .version = e.version, .pledged = 7, .pledged_by = DAY_NONE, .why = ""};
    assert_int_equal(set_pledge(app, &office, &pledge, &issues), INVALID);
    pledge.pledged_by = app_today(app) + 300;
    pledge.why = "Sagt på møtet";
    assert_ok(set_pledge(app, &office, &pledge, &issues), &issues);
    assert_int_equal(list_pledge_moves(app, &adviser, id, a, &moves, &count), OK);
    assert_int_equal(count, before + 1);
    assert_int_equal(moves[0].pledged, 7);
    assert_string_equal(moves[0].why, "Sagt på møtet");

    struct owner_choice *owners;
    assert_int_equal(list_owners(app, &office, a, &owners, &count), OK);
    assert_int_equal(count, 2); // the demo's office
    assert_int_equal(set_owner(app, &office, id, e.version + 1, adviser.user, &issues), INVALID);
    assert_int_equal(set_owner(app, &office, id, e.version + 1, owners[0].id, &issues), OK);
    assert_true(read_firm(id, a).owner.value == owners[0].id.value);

    assert_int_equal(set_reference(app, &adviser, id, e.version + 2, REFERENCE_YES, &issues), DENIED);
    assert_int_equal(set_reference(app, &office, id, e.version + 2, REFERENCE_ASKED, &issues), OK);
    e = read_firm(id, a);
    assert_int_equal(e.reference, REFERENCE_ASKED);
    assert_int_equal(e.reference_on, app_today(app));

    assert_int_equal(set_estimate(app, &adviser, id, e.version, ESTIMATE_HALF, &issues), DENIED);
    assert_int_equal(set_estimate(app, &office, id, e.version, ESTIMATE_HALF, &issues), OK);
    assert_false(read_firm(id, a).estimate_by_employer);
    struct employer own = read_firm(employer.employer, a);
    assert_int_equal(set_estimate(app, &employer, employer.employer, own.version, ESTIMATE_10_24, &issues), OK);
    own = read_firm(employer.employer, a);
    assert_true(own.estimate_by_employer && own.estimate == ESTIMATE_10_24);
    // Of a handful it would speak of somebody.
    own.employees = 9;
    assert_int_equal(edit_employer(app, &office, &own, &issues), OK);
    assert_int_equal(set_estimate(app, &employer, employer.employer, own.version + 1, ESTIMATE_HALF, &issues), INVALID);
    assert_int_equal(set_estimate(app, &employer, employer.employer, own.version + 1, ESTIMATE_NOT_SAID, &issues), OK);
}

static void networks_take_many_and_take_back(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct network typed = {.name = "Prøvesenteret", .kind = NETWORK_CENTRE};
    struct network_view view;
    struct employer_network *of;
    struct network_id id;
    size_t changed, count;
    assert_int_equal(add_network(app, &adviser, &typed, &issues, &id), DENIED);
    assert_int_equal(add_network(app, &employer, &typed, &issues, &id), NOT_FOUND);
    assert_ok(add_network(app, &office, &typed, &issues, &id), &issues);
    typed.name = " prøvesenteret";
    assert_int_equal(add_network(app, &office, &typed, &issues, &id), INVALID); // nobody could tell them apart
    assert_int_equal(join_network(app, &office, id, firms, 4, &changed), OK);
    assert_int_equal(changed, 4);
    assert_int_equal(join_network(app, &office, id, firms, 6, &changed), OK);
    assert_int_equal(changed, 2);
    struct employer_id nobody = {12345};
    assert_int_equal(join_network(app, &office, id, &nobody, 1, &changed), NOT_FOUND);
    assert_int_equal(join_network(app, &adviser, id, firms, 1, &changed), DENIED);

    // By pages, each once and in order.
    const char *after = "", *last = "";
    size_t seen = 0;
    do {
        assert_int_equal(get_network(app, &adviser, id, after, 4, a, &view), OK);
        for (size_t i = 0; i < view.member_count; i++, seen++) {
            assert_true(lang_compare(last, view.members[i].name) <= 0);
            last = view.members[i].name;
        }
        after = view.next;
    } while (*after != '\0');
    assert_int_equal(seen, 6);
    assert_int_equal(view.total, 6);

    assert_int_equal(leave_network(app, &office, id, firms, 2, &changed), OK);
    assert_int_equal(changed, 2);
    assert_int_equal(list_employer_networks(app, &adviser, firms[0], a, &of, &count), OK);
    for (size_t i = 0; i < count; i++)
        assert_true(of[i].network.id.value != id.value);
    assert_int_equal(rejoin_network(app, &office, id, firms, 3, &changed), OK); // the third has not left
    assert_int_equal(changed, 2);
    assert_int_equal(list_employer_networks(app, &employer, employer.employer, a, &of, &count), DENIED);

    const char *unknown;
    struct employer_id *read;
    struct employer one = read_firm(firms[0], a), two = read_firm(firms[1], a);
    assert_int_equal(read_orgnrs(app, &office, arena_printf(a, "%s\n\n%s, 123456789;tull", one.orgnr, two.orgnr), a, &read, &count,
                                 &unknown), OK);
    assert_int_equal(count, 2);
    assert_string_equal(unknown, "123456789, tull");
}

static void reference_firms_are_introduced(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct employer newcomer = read_firm(firms[0], a), near = read_firm(firms[4], a), far = read_firm(firms[5], a);
    struct reference_line *list;
    struct introduction_line *lines;
    struct introduction_id id;
    size_t count;
    near.industry = newcomer.industry = "47.110";
    far.industry = "01.110";
    assert_int_equal(edit_employer(app, &office, &newcomer, &issues), OK);
    assert_int_equal(edit_employer(app, &office, &near, &issues), OK);
    assert_int_equal(edit_employer(app, &office, &far, &issues), OK);
    struct introduction typed = {.reference = far.id, .newcomer = newcomer.id, .on = app_today(app)};
    assert_int_equal(introduce(app, &office, &typed, &issues, &id), INVALID); // it has not said yes
    assert_int_equal(set_reference(app, &office, far.id, far.version + 1, REFERENCE_YES, &issues), OK);
    assert_int_equal(set_reference(app, &office, near.id, near.version + 1, REFERENCE_YES, &issues), OK);
    assert_int_equal(suggest_references(app, &office, newcomer.id, 10, a, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_true(list[0].id.value == near.id.value && list[0].same_industry && !list[1].same_industry);
    assert_int_equal(introduce(app, &adviser, &typed, &issues, &id), DENIED);
    assert_int_equal(introduce(app, &office, &typed, &issues, &id), OK);
    assert_int_equal(introduce(app, &office, &typed, &issues, &id), CONFLICT);
    typed.reference = typed.newcomer;
    assert_int_equal(introduce(app, &office, &typed, &issues, &id), INVALID);
    assert_int_equal(suggest_references(app, &office, newcomer.id, 10, a, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(list_introductions(app, &adviser, far.id, a, &lines, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(lines[0].by_name, office.name);
    struct introduction came = {.id = lines[0].introduction.id, .version = 1, .outcome = INTRODUCTION_VISITED, .words = "Bra besøk"};
    assert_int_equal(note_introduction(app, &office, &came, false, &issues), OK);
    assert_int_equal(note_introduction(app, &office, &came, false, &issues), CONFLICT);
    assert_int_equal(list_introductions(app, &office, newcomer.id, a, &lines, &count), OK);
    assert_int_equal(lines[0].introduction.outcome, INTRODUCTION_VISITED);
    assert_int_equal(lines[0].introduction.outcome_on, app_today(app));
    assert_store_is_sound();
}

// The pause ends with the day, however short before it all was looked at.
static void a_pause_ends_at_midnight(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    day until = app_today(app) + 3;
    int64_t night;
    assert_true(instant_in_norway(until, 0, &night));
    struct employer e = read_firm(firms[2], a);
    struct stage_step step = {.employer = firms[2], .version = e.version, .to = STAGE_MET};
    assert_ok(move_stage(app, &office, &step, &issues), &issues);
    step = (struct stage_step){.employer = firms[2], .version = e.version + 1, .to = STAGE_PAUSED, .paused_until = until};
    assert_ok(move_stage(app, &office, &step, &issues), &issues);
    app_stand_clock(app, night - 61 * INT64_C(1000));
    assert_int_equal(app_tend_in(app), 60000);
    app_stand_clock(app, night - 1500);
    app_tend(app);
    assert_int_equal(stage_of(firms[2]), STAGE_PAUSED);
    assert_int_equal(app_tend_in(app), 1500);
    app_stand_clock(app, night);
    assert_int_equal(app_today(app), until);
    assert_int_equal(app_tend_in(app), 60000);
    app_tend(app);
    assert_int_equal(stage_of(firms[2]), STAGE_MET);
    app_stand_clock(app, 0);
}

// A store of before has one contact in the employer, and its stages in the change log alone.
static void an_older_store_comes_along(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    size_t count;
    const struct migration *list = schema_migrations(&count);
    assert_true(count >= 12);
    assert_int_equal(sql_open("", SQL_MEMORY, &db), OK);
    assert_int_equal(schema_migrate(db, list, 11, 0, NULL), OK);
    assert_int_equal(sql_script(db,
        "INSERT INTO employer VALUES (7, 3, '', 'Gammel AS', ' gammel as kari', '', '', '', '', NULL, '', '', '', '', NULL, "
        "'Post@Gammel.example', '+4732102030', 'Kari', 'declined', NULL, 'Har nok', NULL, 0, 0, 4, '2018-01-01', 5);"
        "INSERT INTO employer VALUES (8, 1, '', 'Bare adresse AS', '', '', '', '', '', NULL, '', '', '', '', NULL, "
        "'post@bare.example', '', '', 'new', NULL, '', NULL, 0, 0, 0, NULL, 5);"
        "INSERT INTO employer VALUES (9, 1, '', 'Ingen AS', '', '', '', '', '', NULL, '', '', '', '', NULL, "
        "'', '', '', 'new', NULL, '', NULL, 0, 0, 0, NULL, 5);"
        "INSERT INTO change_log (id, at, noun, verb, row_id, body) VALUES "
        "(1, 100, 'employer', 'insert', 7, CAST('{\"stage\":\"contacted\",\"pledged\":0,\"pledged_by\":null}' AS BLOB)),"
        "(2, 200, 'employer', 'update', 7, CAST('{\"stage\":\"paused\",\"paused_until\":\"2017-01-01\",\"pledged\":4,"
        "\"pledged_by\":\"2018-01-01\"}' AS BLOB)),"
        "(3, 300, 'employer', 'update', 7, CAST('{\"stage\":\"declined\",\"paused_until\":null,\"declined_reason\":\"Har nok\","
        "\"pledged\":4,\"pledged_by\":\"2018-01-01\"}' AS BLOB));"), OK);
    assert_int_equal(schema_migrate(db, list, count, 0, NULL), OK);
    struct buf b = buf_in(a);
    struct sql_rows *rows = sql_query(db, "SELECT employer_id, name, role, email || ' ' || email_key, phone FROM contact ORDER BY id");
    while (sql_next(rows))
        buf_printf(&b, "%lld %s %s %s %s\n", (long long)sql_int(rows, 0), sql_text(rows, 1, a), sql_text(rows, 2, a), sql_text(rows, 3, a),
                   sql_text(rows, 4, a));
    assert_int_equal(sql_end(rows), OK);
    assert_string_equal(buf_text(&b), "7 Kari other Post@Gammel.example post@gammel.example +4732102030\n"
                                     "8  shared post@bare.example post@bare.example \n");
    b = buf_in(a);
    rows = sql_query(db, "SELECT at, was, stage, coalesce(paused_until, ''), decline, declined_reason FROM stage_change "
                         "WHERE employer_id = 7 ORDER BY position");
    while (sql_next(rows))
        buf_printf(&b, "%lld %s %s %s %s %s\n", (long long)sql_int(rows, 0), sql_text(rows, 1, a), sql_text(rows, 2, a),
                   sql_text(rows, 3, a), sql_text(rows, 4, a), sql_text(rows, 5, a));
    assert_int_equal(sql_end(rows), OK);
    assert_string_equal(buf_text(&b), "100 new contacted   \n200 contacted paused 2017-01-01  \n300 paused declined  other Har nok\n");
    b = buf_in(a);
    rows = sql_query(db, "SELECT at, pledged, pledged_by, (SELECT decline FROM employer WHERE id = 7), "
                         "(SELECT count(*) FROM change_log WHERE noun = 'contact') FROM pledge_change");
    while (sql_next(rows))
        buf_printf(&b, "%lld %lld %s %s %lld\n", (long long)sql_int(rows, 0), (long long)sql_int(rows, 1), sql_text(rows, 2, a),
                   sql_text(rows, 3, a), (long long)sql_int(rows, 4));
    assert_int_equal(sql_end(rows), OK);
    assert_string_equal(buf_text(&b), "200 4 2018-01-01 other 2\n");
    sql_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rules_of_a_contact),
        cmocka_unit_test(contacts_are_kept_by_those_who_may),
        cmocka_unit_test(an_employers_user_answers_for_oneself),
        cmocka_unit_test(stages_keep_their_history_and_a_pause_ends), cmocka_unit_test(a_pause_ends_at_midnight),
        cmocka_unit_test(declining_takes_a_reason),
        cmocka_unit_test(pledge_owner_reference_and_estimate),
        cmocka_unit_test(networks_take_many_and_take_back),
        cmocka_unit_test(reference_firms_are_introduced),
        cmocka_unit_test(an_older_store_comes_along),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("contacts", tests, region_open, region_close);
}
