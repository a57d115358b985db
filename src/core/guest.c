// SPDX-License-Identifier: EUPL-1.2
#include "core/guest.h"

#include "core/check.h"
#include "core/named.h"

void guest_reply_check(const struct guest_reply *r, const struct event *e, struct issues *issues)
{
    if (r->answer == GUEST_UNANSWERED)
        issues_add(issues, "answer", N_("Choose yes, maybe or no"));
    if (r->answer == GUEST_UNANSWERED || r->answer == GUEST_NO)
        return;
    if (r->coming < 1 || r->coming > GUEST_PARTY_MOST)
        issues_add(issues, "coming", N_("Say how many of you come: from 1 to 10"));
    else if (e->seats != EVENT_UNLIMITED && r->coming > e->seats)
        issues_add(issues, "coming", N_("There are not so many seats"));
    else if ((int)r->name_count > r->coming - 1)
        issues_add(issues, "coming", N_("You have named more people than you say will come"));
    for (size_t i = 0; i < r->name_count; i++)
        check_text(r->names[i], false, GUEST_NAME_MOST, arena_printf(issues->arena, "name_%zu", i + 1), issues);
}

bool guest_seated(const struct guest_seats *s, int held, int coming)
{
    if (s->seats == EVENT_UNLIMITED || coming <= held)
        return true;
    return !s->queue && s->taken - held + coming <= s->seats;
}

size_t guest_moves_up(int seats, int taken, const int *parties, size_t count)
{
    size_t n = 0;
    while (n < count && (seats == EVENT_UNLIMITED || taken + parties[n] <= seats))
        taken += parties[n++];
    return n;
}

static const struct named ORIGINS[GUEST_ORIGINS] = {
    [GUEST_INVITED] = {"invited", N_("Invited")},
    [GUEST_SIGNED_UP] = {"signed-up", N_("Signed up")},
    [GUEST_BROUGHT] = {"brought", N_("Comes with a colleague")},
    [GUEST_WALK_IN] = {"walk-in", N_("Came without signing up")},
};
NAMED(guest_origin, ORIGINS)

static const struct named ANSWERS[GUEST_ANSWERS] = {
    [GUEST_UNANSWERED] = {"none", N_("Has not answered")},
    [GUEST_YES] = {"yes", N_("Yes")},
    [GUEST_MAYBE] = {"maybe", N_("Maybe")},
    [GUEST_NO] = {"no", N_("No")},
};
NAMED(guest_answer, ANSWERS)
