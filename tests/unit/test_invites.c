// SPDX-License-Identifier: EUPL-1.2
// Invitations on a real store: who may, what a token opens, and what is told.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/internal.h"
#include "app/invites.h"
#include "store/invite_store.h"
#include "store/user_store.h"
#include "region_fixture.h"

static const int64_t DAY_MS = 24 * 60 * 60 * 1000;
static const char PASSWORD[] = "blå sykkel i høstregn";

static int region_open(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){4, 10, 4}, 1, false);
    return 0;
}

static enum status invite(const struct actor *actor, struct employer_id of, const char *email, struct invite_id *out)
{
    struct issues issues = issues_in(kept);
    bool known;
    return invite_user(app, actor, of, "Nora Ny", email, &issues, out, &known);
}

static void only_the_office_and_members_invite(void **state)
{
    struct invite_id id;
    struct employer_id elsewhere = {employer.employer.value + 1};
    assert_int_equal(invite(&adviser, employer.employer, "a@b.example", &id), NOT_FOUND);
    assert_int_equal(invite(&candidate, employer.employer, "a@b.example", &id), NOT_FOUND);
    assert_int_equal(invite(&employer, elsewhere, "a@b.example", &id), NOT_FOUND);
    assert_int_equal(invite(&office, elsewhere, "a@b.example", &id), NOT_FOUND); // no such employer
    assert_int_equal(invite(&office, employer.employer, "a@b.example", &id), OK);
    assert_int_equal(invite(&employer, employer.employer, "b@b.example", &id), OK);
}

static void a_token_opens_its_own_row_while_it_is_open(void **state)
{
    struct invite_id one, two;
    struct employer_id of;
    struct invite_offer offer;
    struct invite row;
    const char *token, *again, *second;
    struct issues issues = issues_in(kept);
    assert_int_equal(invite(&employer, employer.employer, "en@b.example", &one), OK);
    assert_int_equal(invite(&employer, employer.employer, "to@b.example", &two), OK);
    assert_int_equal(invite_token_text(app, one, kept, &token), OK);
    assert_int_equal(invite_token_text(app, one, kept, &again), OK);
    assert_int_equal(invite_token_text(app, two, kept, &second), OK);
    assert_string_equal(token, again);
    assert_string_not_equal(strchr(token, '-'), strchr(second, '-'));
    assert_true(strlen(token) <= INVITE_TOKEN_MOST);
    assert_int_equal(read_invite(app, token, kept, &offer), OK);
    assert_string_equal(offer.email, "en@b.example");
    assert_int_equal(read_invite(app, "", kept, &offer), NOT_FOUND);
    assert_int_equal(read_invite(app, arena_printf(kept, "%lld%s", (long long)one.value, strchr(second, '-')), kept, &offer), NOT_FOUND);
    app_stand_clock(app, begun + INVITE_DAYS * DAY_MS + 60 * 1000);
    assert_int_equal(read_invite(app, token, kept, &offer), NOT_FOUND);
    assert_int_equal(accept_invite(app, token, "Nora", PASSWORD, LANG_NB, &issues), NOT_FOUND);
    app_stand_clock(app, begun);
    assert_int_equal(accept_invite(app, token, "Nora", PASSWORD, LANG_NB, &issues), OK);
    assert_int_equal(accept_invite(app, token, "Nora", PASSWORD, LANG_NB, &issues), NOT_FOUND);
    assert_int_equal(take_back_invite(app, &employer, one, &of), CONFLICT);
    assert_int_equal(invite_get(app_store(app), one, kept, &row), OK);
    assert_string_equal(row.email, "");
    assert_string_equal(row.name, "");
    struct actor nora;
    actor_find("en@b.example", &nora);
    assert_int_equal(nora.role, ROLE_EMPLOYER);
    assert_int_equal(nora.employer.value, employer.employer.value);
    assert_int_equal(take_back_invite(app, &nora, two, &of), OK);
    assert_int_equal(read_invite(app, second, kept, &offer), NOT_FOUND);
}

static void there_is_a_limit(void **state)
{
    struct invite_id id;
    struct employer_users users;
    assert_int_equal(list_employer_users(app, &employer, employer.employer, kept, &users), OK);
    for (size_t n = users.invite_count; n < INVITES_OPEN_MOST; n++)
        assert_int_equal(invite(&employer, employer.employer, arena_printf(kept, "nr%zu@b.example", n), &id), OK);
    assert_int_equal(invite(&employer, employer.employer, "en-til@b.example", &id), INVALID);
    assert_int_equal(invite(&employer, employer.employer, "NR19@b.example", &id), OK); // the same one
    app_stand_clock(app, begun + INVITE_DAYS * DAY_MS + 60 * 1000);
    assert_int_equal(invite(&employer, employer.employer, "en-til@b.example", &id), OK);
    assert_int_equal(tend_invites(app), OK);
    assert_int_equal(list_employer_users(app, &employer, employer.employer, kept, &users), OK);
    assert_int_equal(users.invite_count, INVITES_OPEN_MOST + 1);
    app_stand_clock(app, begun + (INVITE_DAYS + 31) * DAY_MS);
    assert_int_equal(tend_invites(app), OK);
    assert_int_equal(list_employer_users(app, &employer, employer.employer, kept, &users), OK);
    assert_int_equal(users.invite_count, 1);
    app_stand_clock(app, begun);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_office_and_members_invite),
        cmocka_unit_test(a_token_opens_its_own_row_while_it_is_open),
        cmocka_unit_test(there_is_a_limit),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("invites", tests, region_open, region_close);
}
