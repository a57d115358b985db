// SPDX-License-Identifier: EUPL-1.2
#include "core/need.h"

#include <string.h>

#include "core/check.h"

static void words_check(const struct need *n, bool draft, struct issues *issues)
{
    if (!draft && blank(n->title))
        issues_add(issues, "title", N_("Give the need a title"));
    check_text(n->title, false, NEED_TITLE_MOST, "title", issues);
    check_text(n->description, true, NEED_TEXT_MOST, "description", issues);
    check_text(n->wording_reason, true, NEED_REASON_MOST, "wording_reason", issues);
    if (!draft && blank(n->confirmed_by_name))
        issues_add(issues, "confirmed_by_name", N_("Name the person at the employer who confirms the need"));
    check_text(n->confirmed_by_name, false, NEED_TITLE_MOST, "confirmed_by_name", issues);
}

static void start_check(const struct need *n, day today, bool draft, struct issues *issues)
{
    bool from = n->start_from != DAY_NONE, latest = n->start_latest != DAY_NONE;
    if (!draft && !from)
        issues_add(issues, "start_from", N_("Give the first day the work can start"));
    if (!draft && !latest)
        issues_add(issues, "start_latest", N_("Give the latest day the work can start"));
    if (from && latest && n->start_latest < n->start_from)
        issues_add(issues, "start_latest", N_("The latest start cannot be before the first"));
    if (draft)
        return;
    if (n->state == NEED_DRAFT && from && n->start_from < today)
        issues_add(issues, "start_from", N_("The start cannot be in the past"));
    else if (n->state != NEED_DRAFT && latest && n->start_latest < today)
        issues_add(issues, "start_latest", N_("The latest start cannot be in the past"));
}

static void share_check(const struct need *n, bool draft, struct issues *issues)
{
    bool least = n->share_least != 0, most = n->share_most != 0;
    if ((!draft && !least) || n->share_least > 100)
        issues_add(issues, "share_least", N_("Write a share from 1 to 100 per cent"));
    if ((!draft && !most) || n->share_most > 100)
        issues_add(issues, "share_most", N_("Write a share from 1 to 100 per cent"));
    else if (least && most && n->share_least > n->share_most)
        issues_add(issues, "share_most", N_("The largest share cannot be smaller than the smallest"));
}

static void requirements_check(const struct need *n, struct issues *issues)
{
    size_t own = 3 + (size_t)__builtin_popcount(n->times & WORK_TIMES_ALL); // place, share, start and times
    if (n->requirement_count + own > REQUIREMENTS_MOST) {
        const char *most = arena_printf(issues->arena, "%zu", REQUIREMENTS_MOST - own);
        issues_add_arg(issues, "requirements", N_("Give at most %s requirements"), most);
        return;
    }
    for (size_t i = 0; i < n->requirement_count; i++) {
        const char *field = arena_printf(issues->arena, "requirements[%zu]", i);
        if (requirement_about_availability(&n->requirements[i])) // a need has fields of its own for these
            issues_add(issues, field, N_("Give place, times, share and start in their own fields"));
        else
            requirement_check(&n->requirements[i], field, issues);
    }
}

void need_check(const struct need *n, day today, bool draft, struct issues *issues)
{
    if (n->workplace.value == 0)
        issues_add(issues, "workplace", N_("Choose a workplace"));
    words_check(n, draft, issues);
    if (code_given(n->occupation) ? !code_is_occupation(n->occupation, false) : !draft)
        issues_add(issues, "occupation", N_("Choose an occupation"));
    if ((n->positions == 0 && !draft) || n->positions > NEED_POSITIONS_MOST)
        issues_add(issues, "positions", N_("Write how many positions, from 1 to 99"));
    if (!draft && !code_given(n->place))
        issues_add(issues, "place", N_("Choose a place"));
    start_check(n, today, draft, issues);
    share_check(n, draft, issues);
    if ((n->times == 0 && !draft) || (n->times & ~WORK_TIMES_ALL) != 0)
        issues_add(issues, "times", N_("Choose at least one time of work"));
    if ((unsigned)n->form > FORM_APPRENTICE)
        issues_add(issues, "form", N_("Choose a form of employment"));
    requirements_check(n, issues);
}

bool need_state_may(enum need_state from, enum need_state to)
{
    switch (from) {
    case NEED_DRAFT:
        return to == NEED_OPEN || to == NEED_WITHDRAWN;
    case NEED_OPEN:
        return to == NEED_FILLED || to == NEED_WITHDRAWN;
    case NEED_FILLED:
        return to == NEED_OPEN;
    case NEED_WITHDRAWN:
        return to == NEED_DRAFT;
    }
    return false;
}

static struct requirement must_of(enum requirement_kind kind)
{
    return (struct requirement){
        .kind = kind, .must = true, .least = EVIDENCE_STATED, .start_from = DAY_NONE, .start_latest = DAY_NONE};
}

static struct requirement must_of_atom(struct atom atom)
{
    struct requirement r = must_of(REQUIRE_ATOMS);
    r.atoms[0] = atom;
    r.atom_count = 1;
    return r;
}

size_t need_requirements(const struct need *n, struct arena *a, const struct requirement **out)
{
    struct requirement *list = ARENA_ARRAY(a, struct requirement, REQUIREMENTS_MOST);
    size_t count = 0;
    if (code_given(n->place))
        list[count++] = must_of_atom((struct atom){.kind = ATOM_PLACE, .code = n->place});
    for (unsigned bit = TIME_DAY; bit <= TIME_SHIFT; bit <<= 1)
        if (n->times & bit)
            list[count++] = must_of_atom((struct atom){.kind = ATOM_TIME, .level = (uint8_t)bit});
    if (n->share_least != 0 && n->share_most != 0) {
        list[count] = must_of(REQUIRE_SHARE);
        list[count].share_least = n->share_least;
        list[count++].share_most = n->share_most;
    }
    if (n->start_from != DAY_NONE && n->start_latest != DAY_NONE) {
        list[count] = must_of(REQUIRE_START);
        list[count].start_from = n->start_from;
        list[count++].start_latest = n->start_latest;
    }
    for (size_t i = 0; i < n->requirement_count && count < REQUIREMENTS_MOST; i++)
        list[count++] = n->requirements[i];
    *out = list;
    return count;
}
