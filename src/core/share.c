// SPDX-License-Identifier: EUPL-1.2
#include "core/share.h"

#include <string.h>

#include "base/status.h"

const int SHARE_DEADLINES[3] = {2, 3, 7};

void share_deadline_check(day deadline, day today, struct issues *issues)
{
    if (deadline == DAY_NONE || deadline < today + SHARE_DAYS_LEAST)
        issues_add(issues, "deadline", N_("Give the person at least two days to answer"));
    else if (deadline > day_add_months(today, SHARE_DEADLINE_MOST_MONTHS))
        issues_add(issues, "deadline", N_("The deadline may be at most a month ahead"));
}

static bool unanswered(enum share_state s)
{
    return s == SHARE_SENT || s == SHARE_CANNOT_NOTIFY || s == SHARE_UNDELIVERABLE;
}

enum share_state share_now(const struct share_request *at, day today)
{
    if (unanswered(at->state) && today > at->deadline)
        return SHARE_EXPIRED;
    if (at->state == SHARE_YES && today > share_ends(at))
        return SHARE_EXPIRED;
    return at->state;
}

day share_ends(const struct share_request *at)
{
    return at->state == SHARE_YES ? day_add_months(at->answered_on, SHARE_MONTHS) : DAY_NONE;
}

bool share_open(const struct share_request *at, day today)
{
    return unanswered(share_now(at, today));
}

enum consent share_consent(const struct share_request *at, day today)
{
    if (at == NULL)
        return CONSENT_NOT_ASKED;
    switch (share_now(at, today)) {
    case SHARE_SENT:
    case SHARE_CANNOT_NOTIFY:
    case SHARE_UNDELIVERABLE:
        return CONSENT_WAITING;
    case SHARE_YES:
        return CONSENT_YES;
    case SHARE_NO:
        return CONSENT_NO;
    case SHARE_EXPIRED:
        return at->state == SHARE_YES ? CONSENT_ENDED : CONSENT_NO; // silence is no
    case SHARE_WITHDRAWN:
        return at->answered_on != DAY_NONE ? CONSENT_ENDED : CONSENT_NOT_ASKED;
    }
    return CONSENT_NO;
}

day share_remind_on(const struct share_request *at)
{
    return unanswered(at->state) && at->deadline - 1 > at->asked_on ? at->deadline - 1 : DAY_NONE;
}

const char *share_ask_refusal(const struct share_request *before, day today, int open, int most)
{
    if (before != NULL && share_open(before, today))
        return N_("The person is being asked about this need already.");
    if (before != NULL && share_now(before, today) == SHARE_YES)
        return N_("The person has said yes already.");
    if (open >= most)
        return N_("The person has %s open questions, which is the most at a time. Wait for an answer, or take one back.");
    return NULL;
}

static bool staff(enum role role)
{
    return role == ROLE_OFFICE || role == ROLE_ADVISER;
}

static const char *answer_refusal(const struct share_request *at, bool yes, enum role role, day today)
{
    if (role != ROLE_CANDIDATE && !staff(role))
        return N_("Only the person, or the person's adviser on behalf of the person, may answer.");
    enum share_state now = share_now(at, today);
    if (unanswered(now))
        return NULL;
    if (at->state == SHARE_YES && now == SHARE_YES)
        return yes ? N_("The answer is yes already.") : N_("The answer was yes. Withdraw it, so that the profile leaves the employer's page.");
    if (staff(role) && now == SHARE_NO)
        return N_("The answer is no already. Ask again if the person has thought better of it.");
    if (staff(role) && now == SHARE_WITHDRAWN)
        return N_("The question was taken back. Ask again if the person wants it.");
    if (staff(role) && yes)
        return N_("The deadline has passed, so that the employer is not shown the profile. Ask again if the person wants it.");
    if (now == SHARE_NO)
        return N_("The answer is no already. If you have thought better of it, tell the adviser, who can ask again.");
    if (now == SHARE_WITHDRAWN)
        return N_("The question was taken back. Tell the adviser if you want to be asked again.");
    return yes ? N_("The deadline has passed, so that the employer is not shown the profile. Tell the adviser, who can ask again.")
               : NULL;
}

const char *share_refusal(const struct share_request *at, enum share_act act, enum role role, day today)
{
    enum share_state now = share_now(at, today);
    switch (act) {
    case SHARE_ANSWER_YES:
    case SHARE_ANSWER_NO:
        return answer_refusal(at, act == SHARE_ANSWER_YES, role, today);
    case SHARE_TAKE_BACK:
        if (role != ROLE_CANDIDATE && !staff(role))
            return N_("Only the person and those who asked may take it back.");
        if (now == SHARE_YES)
            return NULL;
        if (unanswered(now))
            return staff(role) ? NULL : N_("Answer no instead.");
        return N_("There is nothing to take back any more.");
    case SHARE_NOTICE_FAILED:
    case SHARE_NOTICE_RETURNED:
        return role == ROLE_PUBLIC && now == SHARE_SENT ? NULL : N_("The question does not wait for its notice any more.");
    }
    return N_("There is nothing to take back any more.");
}

struct share_request share_after(const struct share_request *at, enum share_act act, enum role role, day today)
{
    static const enum share_state states[SHARE_ACTS] = {
        [SHARE_ANSWER_YES] = SHARE_YES,
        [SHARE_ANSWER_NO] = SHARE_NO,
        [SHARE_TAKE_BACK] = SHARE_WITHDRAWN,
        [SHARE_NOTICE_FAILED] = SHARE_CANNOT_NOTIFY,
        [SHARE_NOTICE_RETURNED] = SHARE_UNDELIVERABLE,
    };
    struct share_request next = *at;
    next.state = states[act];
    if (act == SHARE_ANSWER_YES || act == SHARE_ANSWER_NO) {
        next.answered_on = today;
        next.by_adviser = role != ROLE_CANDIDATE;
    }
    return next;
}

static const struct {
    const char *name, *title;
} STATES[SHARE_STATES] = {
    [SHARE_SENT] = {"sent", N_("Asked")},
    [SHARE_CANNOT_NOTIFY] = {"cannot-notify", N_("Asked, but cannot be notified")},
    [SHARE_UNDELIVERABLE] = {"undeliverable", N_("Asked, but the notice came back")},
    [SHARE_YES] = {"yes", N_("Yes")},
    [SHARE_NO] = {"no", N_("No")},
    [SHARE_EXPIRED] = {"expired", N_("Not answered in time")},
    [SHARE_WITHDRAWN] = {"withdrawn", N_("Taken back")},
};

const char *share_state_name(enum share_state s)
{
    return STATES[s].name;
}

bool share_state_read(const char *name, enum share_state *out)
{
    for (size_t i = 0; i < COUNT_OF(STATES); i++)
        if (strcmp(STATES[i].name, name) == 0) {
            *out = (enum share_state)i;
            return true;
        }
    return false;
}

const char *share_state_title(enum share_state s)
{
    return STATES[s].title;
}
