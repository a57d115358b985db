// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/access.h"

// Who may do what, written a second time by hand: a change of the table in core/access.c must be meant twice.
enum { AGENCY = 7, OTHER_AGENCY = 8, EMPLOYER = 21, OTHER_EMPLOYER = 22, PERSON = 31, OTHER_PERSON = 32 };

static struct actor actor_of(enum role role)
{
    struct actor a = {.role = role};
    if (role == ROLE_OFFICE || role == ROLE_ADVISER)
        a.agency.value = AGENCY;
    if (role == ROLE_EMPLOYER)
        a.employer.value = EMPLOYER;
    if (role == ROLE_CANDIDATE)
        a.person.value = PERSON;
    return a;
}

enum { ALL_OF_PERSON = RIGHT_SEE | RIGHT_IDENTITY | RIGHT_PROFILE };

static unsigned person_expected(enum role role, bool enrolled, bool lately, bool self)
{
    unsigned rights = 0;
    if (role == ROLE_OFFICE || role == ROLE_ADVISER) {
        rights = RIGHT_CREATE;
        if (enrolled)
            rights |= ALL_OF_PERSON | RIGHT_OWN_READERS | RIGHT_EDIT | RIGHT_DELETE | RIGHT_CV | RIGHT_BACKGROUND_PAPER;
        if (lately)
            rights |= ALL_OF_PERSON | RIGHT_OWN_READERS | RIGHT_DELETE;
    }
    if (role == ROLE_CANDIDATE && self)
        rights = ALL_OF_PERSON | RIGHT_READERS | RIGHT_DELETE | RIGHT_CV | RIGHT_BACKGROUND;
    return rights;
}

static void persons_are_seen_by_their_own_agency_and_themselves(void **state)
{
    for (int role = 0; role < ROLES; role++)
        for (int bits = 0; bits < 8; bits++) {
            struct actor who = actor_of((enum role)role);
            bool enrolled = bits & 1, lately = bits & 2, self = bits & 4;
            struct access_facts what = {
                .thing = THING_PERSON,
                .person = {self ? PERSON : OTHER_PERSON},
                .enrolled = enrolled,
                .enrolled_lately = lately,
            };
            assert_int_equal(access_rights(&who, &what), person_expected((enum role)role, enrolled, lately, self));
        }
}

static unsigned need_expected(enum role role, bool own_employer, bool own_agency, enum need_state state)
{
    bool open = state == NEED_OPEN;
    switch (role) {
    case ROLE_OFFICE:
        return RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_OPEN | (open ? RIGHT_RANK | RIGHT_COUNTS : 0);
    case ROLE_ADVISER:
        return RIGHT_SEE | RIGHT_CREATE | (own_agency ? RIGHT_EDIT | RIGHT_OPEN : 0) |
               (open ? RIGHT_RANK | RIGHT_COUNTS : 0);
    case ROLE_EMPLOYER:
        return own_employer ? RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_OPEN | RIGHT_CONFIRM | (open ? RIGHT_BANDS : 0)
                            : 0;
    default:
        return 0;
    }
}

static void needs_are_ranked_by_advisers_and_shown_in_bands_to_their_employer(void **state)
{
    for (int role = 0; role < ROLES; role++)
        for (int bits = 0; bits < 4; bits++)
            for (int s = NEED_DRAFT; s <= NEED_WITHDRAWN; s++) {
                struct actor who = actor_of((enum role)role);
                struct access_facts what = {
                    .thing = THING_NEED,
                    .employer = {bits & 1 ? EMPLOYER : OTHER_EMPLOYER},
                    .agency = {bits & 2 ? AGENCY : OTHER_AGENCY},
                    .need_state = (enum need_state)s,
                };
                assert_int_equal(access_rights(&who, &what),
                                 need_expected((enum role)role, bits & 1, bits & 2, (enum need_state)s));
            }
}

static void employers_programme_and_agencies(void **state)
{
    static const unsigned own_employer[ROLES] = {
        [ROLE_OFFICE] = RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_FOLLOW | RIGHT_TELL,
        [ROLE_ADVISER] = RIGHT_SEE | RIGHT_FOLLOW, [ROLE_EMPLOYER] = RIGHT_SEE | RIGHT_TELL};
    static const unsigned other_employer[ROLES] = {
        [ROLE_OFFICE] = RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_FOLLOW | RIGHT_TELL,
        [ROLE_ADVISER] = RIGHT_SEE | RIGHT_FOLLOW};
    static const unsigned programme[ROLES] = {
        [ROLE_OFFICE] = RIGHT_SEE | RIGHT_EDIT, [ROLE_ADVISER] = RIGHT_SEE, [ROLE_STEERING] = RIGHT_SEE};
    static const unsigned own_agency[ROLES] = {
        [ROLE_OFFICE] = RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_TELL, [ROLE_ADVISER] = RIGHT_SEE | RIGHT_TELL};
    static const unsigned other_agency[ROLES] = {
        [ROLE_OFFICE] = RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_TELL, [ROLE_ADVISER] = RIGHT_SEE};
    for (int role = 0; role < ROLES; role++) {
        struct actor who = actor_of((enum role)role);
        struct access_facts what = {.thing = THING_EMPLOYER, .employer = {EMPLOYER}};
        assert_int_equal(access_rights(&who, &what), own_employer[role]);
        what.employer.value = OTHER_EMPLOYER;
        assert_int_equal(access_rights(&who, &what), other_employer[role]);
        what = (struct access_facts){.thing = THING_PROGRAMME};
        assert_int_equal(access_rights(&who, &what), programme[role]);
        what = (struct access_facts){.thing = THING_AGENCY, .agency = {AGENCY}};
        assert_int_equal(access_rights(&who, &what), own_agency[role]);
        what.agency.value = OTHER_AGENCY;
        assert_int_equal(access_rights(&who, &what), other_agency[role]);
    }
}

static unsigned referral_expected(enum role role, const struct access_facts *f)
{
    unsigned read = RIGHT_SEE | RIGHT_IDENTITY | RIGHT_PROFILE, rights = 0;
    bool mine = f->agency.value == AGENCY;
    switch (role) {
    case ROLE_OFFICE:
        rights = RIGHT_SEE;
        // fall through
    case ROLE_ADVISER:
        if (mine && (f->enrolled || f->enrolled_lately))
            rights |= read;
        if (mine && f->enrolled)
            rights |= RIGHT_CREATE | RIGHT_EDIT | RIGHT_ANSWER | RIGHT_JUDGE;
        return rights;
    case ROLE_EMPLOYER:
        return f->employer.value == EMPLOYER && f->shared ? read | RIGHT_JUDGE : 0;
    case ROLE_CANDIDATE:
        return f->person.value == PERSON ? read | RIGHT_ANSWER : 0;
    default:
        return 0;
    }
}

// Nothing of a hire tells whether it counts toward the goal: there is no such right.
static unsigned hire_expected(enum role role, const struct access_facts *f)
{
    unsigned keep = RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_CONFIRM, rights = 0;
    switch (role) {
    case ROLE_OFFICE:
        return keep | (f->enrolled ? RIGHT_IDENTITY | RIGHT_ANSWER : f->enrolled_lately ? RIGHT_IDENTITY : 0);
    case ROLE_ADVISER:
        if (f->enrolled)
            rights |= keep | RIGHT_IDENTITY | RIGHT_ANSWER;
        if (f->enrolled_lately)
            rights |= RIGHT_SEE | RIGHT_IDENTITY;
        return rights | (f->person.value == 0 ? RIGHT_SEE | RIGHT_EDIT : 0);
    case ROLE_EMPLOYER:
        return f->employer.value != EMPLOYER ? 0 : keep | (f->shared ? RIGHT_IDENTITY : 0);
    case ROLE_CANDIDATE:
        return f->person.value == PERSON ? RIGHT_SEE | RIGHT_IDENTITY | RIGHT_ANSWER : 0;
    default:
        return 0;
    }
}

static void referrals_hires_and_the_outbox(void **state)
{
    static const int64_t PERSONS[] = {PERSON, OTHER_PERSON, 0};
    for (int role = 0; role < ROLES; role++) {
        struct actor who = actor_of((enum role)role);
        for (int bits = 0; bits < 32 * 3; bits++) {
            struct access_facts what = {
                .thing = THING_REFERRAL,
                .person = {PERSONS[bits / 32]},
                .enrolled = bits & 1,
                .enrolled_lately = bits & 2,
                .employer = {bits & 4 ? EMPLOYER : OTHER_EMPLOYER},
                .agency = {bits & 8 ? AGENCY : OTHER_AGENCY},
                .shared = bits & 16,
            };
            assert_int_equal(access_rights(&who, &what), referral_expected((enum role)role, &what));
            what.thing = THING_HIRE;
            assert_int_equal(access_rights(&who, &what), hire_expected((enum role)role, &what));
        }
        for (int64_t of = 0; of <= OTHER_EMPLOYER; of++) {
            struct access_facts user = {.thing = THING_USER, .employer = {of}};
            bool may = role == ROLE_OFFICE || (role == ROLE_EMPLOYER && of == EMPLOYER);
            assert_int_equal(access_rights(&who, &user), may ? RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT : 0);
        }
        for (int bits = 0; bits < 8; bits++) {
            bool staff = role == ROLE_OFFICE || role == ROLE_ADVISER;
            struct access_facts ask = {
                .thing = THING_ASK,
                .agency = {bits & 1 ? AGENCY : OTHER_AGENCY},
                .asked = {bits & 2 ? AGENCY : OTHER_AGENCY},
                .need_state = bits & 4 ? NEED_OPEN : NEED_FILLED,
            };
            unsigned rights = (bits & 1 ? RIGHT_SEE : 0) | (bits & 2 ? RIGHT_SEE | RIGHT_ANSWER : 0) |
                              (bits & 4 ? RIGHT_CREATE : 0);
            assert_int_equal(access_rights(&who, &ask), staff ? rights : 0);
        }
        struct access_facts outbox = {.thing = THING_OUTBOX};
        assert_int_equal(access_rights(&who, &outbox), role == ROLE_OFFICE ? RIGHT_SEE | RIGHT_EDIT : 0);
    }
}

// What the office and the advisers do in the week: an adviser logs contacts for the own agency, the rest is the office's.
static void the_week_is_the_offices(void **state)
{
    for (int role = 0; role < ROLES; role++) {
        struct actor who = actor_of((enum role)role);
        bool office = role == ROLE_OFFICE, adviser = role == ROLE_ADVISER;
        for (int own = 0; own < 2; own++) {
            struct access_facts activity = {.thing = THING_ACTIVITY, .agency = {own ? AGENCY : OTHER_AGENCY}};
            struct access_facts task = {.thing = THING_TASK, .agency = {own ? AGENCY : OTHER_AGENCY}};
            unsigned all = RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT;
            assert_int_equal(access_rights(&who, &activity), office    ? all | RIGHT_DELETE
                                                             : adviser ? RIGHT_SEE | RIGHT_CREATE | (own ? RIGHT_EDIT | RIGHT_DELETE : 0)
                                                                       : 0);
            assert_int_equal(access_rights(&who, &task), office ? all : adviser ? (own ? all : RIGHT_CREATE) : 0);
        }
        for (enum thing thing = THING_EVENT; thing <= THING_MAILING; thing++) {
            struct access_facts what = {.thing = thing};
            unsigned all = RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | (thing == THING_SURVEY ? RIGHT_DELETE : 0);
            assert_int_equal(access_rights(&who, &what), office ? all : 0);
        }
        assert_int_equal(access_rights(&who, &(struct access_facts){.thing = THING_MAILING, .published = true}),
                         office ? RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT : RIGHT_SEE); // letters are for everybody
        enum { ME = 51, SOMEBODY = 52 };
        who.user.value = ME;
        for (int bits = 0; bits < 4; bits++) {
            struct access_facts view = {.thing = THING_VIEW, .owner = {bits & 1 ? ME : SOMEBODY}, .published = bits & 2};
            unsigned rights = RIGHT_CREATE | (bits & 1 ? RIGHT_SEE | RIGHT_EDIT : 0) | (bits & 2 ? RIGHT_SEE : 0);
            assert_int_equal(access_rights(&who, &view), office || adviser ? rights : 0);
        }
    }
}

// An actor whose own ids are unset must not match things whose ids are unset.
static void no_id_is_nobodys_id(void **state)
{
    for (int role = 0; role < ROLES; role++) {
        struct actor who = {.role = (enum role)role};
        struct access_facts person = {.thing = THING_PERSON, .enrolled = true, .enrolled_lately = true};
        struct access_facts need = {.thing = THING_NEED, .need_state = NEED_DRAFT};
        assert_false(access_may(&who, &person, RIGHT_IDENTITY));
        if (role == ROLE_EMPLOYER || role == ROLE_ADVISER)
            assert_false(access_may(&who, &need, RIGHT_EDIT));
    }
}

static void bands_hide_counts(void **state)
{
    static const struct {
        size_t count;
        const char *text;
    } cases[] = {{0, "0"},    {1, "1–4"},   {4, "1–4"},   {5, "5–9"},   {9, "5–9"},   {10, "10–19"},
                 {19, "10–19"}, {20, "20–49"}, {49, "20–49"}, {50, "50–99"}, {99, "50–99"}, {100, "100+"}, {1000000, "100+"}};
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(band_text(band_of(cases[i].count), a), cases[i].text);
}

static void the_documentation_is_the_table(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf table = buf_in(a), file = buf_in(a);
    access_describe(&table);
    FILE *f = fopen("doc/access.md", "r");
    assert_non_null(f);
    char line[4096];
    while (fgets(line, sizeof line, f) != NULL)
        buf_add_text(&file, line);
    fclose(f);
    // doc/access.md is renewed by: ypsilon access
    assert_non_null(strstr(buf_text(&file), buf_text(&table)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_are_seen_by_their_own_agency_and_themselves),
        cmocka_unit_test(needs_are_ranked_by_advisers_and_shown_in_bands_to_their_employer),
        cmocka_unit_test(employers_programme_and_agencies),
        cmocka_unit_test(referrals_hires_and_the_outbox),
        cmocka_unit_test(the_week_is_the_offices),
        cmocka_unit_test(no_id_is_nobodys_id),
        cmocka_unit_test(bands_hide_counts),
        cmocka_unit_test(the_documentation_is_the_table),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
