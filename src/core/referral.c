// SPDX-License-Identifier: EUPL-1.2
#include "core/referral.h"

#include "base/issues.h"
#include "core/named.h"

static bool for_employers_eyes(enum work_status s)
{
    return s == WORK_INTERVIEW || s == WORK_TRIAL || s == WORK_OFFERED;
}

static bool ends(enum work_status s)
{
    return s == WORK_NOT_RELEVANT || s == WORK_NOT_INTERESTED;
}

static bool staff(enum role role)
{
    return role == ROLE_OFFICE || role == ROLE_ADVISER;
}

static const char *work_refusal(const struct referral_state *at, enum work_status to)
{
    if (at->outcome == OUTCOME_HIRED)
        return N_("The person is hired. Take the hire back first if that was a mistake.");
    if (ends(to))
        return NULL; // an end may always be written down
    if (at->need != NEED_OPEN)
        return N_("The need is not open any more. Open it again, or end the referral.");
    if (for_employers_eyes(to) && at->outcome != OUTCOME_PRESENTED)
        return N_("Present the person first: interview, trial and offer come after the person's yes and the presentation.");
    if (for_employers_eyes(to) && at->consent != CONSENT_YES)
        return N_("The person's yes has ended. Ask again before you go on.");
    return NULL;
}

static const char *present_refusal(const struct referral_state *at)
{
    if (at->need != NEED_OPEN)
        return N_("The need is not open. Nobody is presented for it.");
    if (at->outcome != OUTCOME_NOT_PRESENTED)
        return N_("The person has been presented already.");
    if (ends(at->work))
        return N_("The referral has ended. Take it up again first.");
    switch (at->consent) {
    case CONSENT_YES:
        return NULL;
    case CONSENT_NOT_ASKED:
        return N_("Ask the person first. Nothing about anybody reaches an employer before that person's yes.");
    case CONSENT_WAITING:
        return N_("The person has not answered yet. Silence is no.");
    case CONSENT_NO:
        return N_("The person has said no.");
    case CONSENT_ENDED:
        return N_("The person's yes has ended. Ask again before you go on.");
    }
    return N_("The person has said no.");
}

static const char *verdict_refusal(const struct referral_state *at, const struct referral_move *move)
{
    if (at->outcome == OUTCOME_NOT_PRESENTED)
        return N_("The person has not been presented.");
    if (at->outcome == OUTCOME_HIRED)
        return N_("The person is hired. Take the hire back first if that was a mistake.");
    if (move->verdict == EMPLOYER_HIRED)
        return N_("A hire is registered with start, workplace and form, and is confirmed: use “Hired” there.");
    if (move->verdict == EMPLOYER_NOT_RELEVANT && move->reason == REASON_NONE)
        return N_("Choose why the person is not relevant");
    if (move->verdict != EMPLOYER_NOT_RELEVANT && at->need != NEED_OPEN)
        return N_("The need is not open any more. Open it again, or end the referral.");
    return NULL;
}

const char *referral_refusal(const struct referral_state *at, const struct referral_move *move, enum role role)
{
    static const char not_yours[] = N_("Your role does not do this.");
    switch (move->step) {
    case STEP_WORK:
        return !staff(role) ? not_yours : work_refusal(at, move->work);
    case STEP_PRESENT:
        return !staff(role) ? not_yours : present_refusal(at);
    case STEP_UNPRESENT:
        if (!staff(role))
            return not_yours;
        if (at->outcome == OUTCOME_HIRED)
            return N_("The person is hired. Take the hire back first if that was a mistake.");
        return at->outcome == OUTCOME_PRESENTED ? NULL : N_("There is no presentation to take back.");
    case STEP_VERDICT:
        return !staff(role) && role != ROLE_EMPLOYER ? not_yours : verdict_refusal(at, move);
    case STEP_HIRE:
        if (!staff(role) && role != ROLE_EMPLOYER)
            return not_yours;
        if (at->outcome == OUTCOME_HIRED)
            return N_("The person is hired already.");
        return at->hire_confirmed ? NULL : N_("A hire counts once it is confirmed with evidence.");
    case STEP_UNHIRE:
        if (!staff(role))
            return not_yours;
        if (at->outcome != OUTCOME_HIRED)
            return N_("There is no hire to take back.");
        return at->hire_confirmed ? N_("Correct the hire in the register: the referral follows it.") : NULL;
    }
    return not_yours;
}

struct referral_state referral_after(const struct referral_state *at, const struct referral_move *move)
{
    struct referral_state next = *at;
    switch (move->step) {
    case STEP_WORK:
        next.work = move->work;
        break;
    case STEP_PRESENT:
        next.outcome = OUTCOME_PRESENTED;
        next.verdict = EMPLOYER_TO_CONSIDER;
        break;
    case STEP_UNPRESENT:
        next.outcome = OUTCOME_NOT_PRESENTED;
        next.verdict = EMPLOYER_TO_CONSIDER;
        if (for_employers_eyes(next.work))
            next.work = WORK_RELEVANT;
        break;
    case STEP_VERDICT:
        next.verdict = move->verdict;
        break;
    case STEP_HIRE:
        next.outcome = OUTCOME_HIRED;
        next.verdict = EMPLOYER_HIRED;
        break;
    case STEP_UNHIRE:
        next.outcome = OUTCOME_PRESENTED;
        next.verdict = EMPLOYER_TO_CONSIDER;
        break;
    }
    return next;
}

bool referral_ended(const struct referral_state *at)
{
    return at->outcome == OUTCOME_HIRED || ends(at->work) || at->need == NEED_WITHDRAWN || at->need == NEED_FILLED;
}

static const struct named WORK[WORK_STATUSES] = {
    [WORK_CONSIDERED] = {"considered", N_("Considered")},
    [WORK_CONTACTED] = {"contacted", N_("Contacted the person")},
    [WORK_RELEVANT] = {"relevant", N_("Relevant")},
    [WORK_INTERVIEW] = {"interview", N_("Interview")},
    [WORK_TRIAL] = {"trial", N_("Trial")},
    [WORK_OFFERED] = {"offered", N_("Offered the job")},
    [WORK_NOT_RELEVANT] = {"not-relevant", N_("Not relevant")},
    [WORK_NOT_INTERESTED] = {"not-interested", N_("Not interested")},
};
NAMED(work_status, WORK)

static const struct named OUTCOME[OUTCOMES] = {
    [OUTCOME_NOT_PRESENTED] = {"not-presented", N_("Not presented")},
    [OUTCOME_PRESENTED] = {"presented", N_("Presented")},
    [OUTCOME_HIRED] = {"hired", N_("Hired")},
};
NAMED(outcome, OUTCOME)

static const struct named VERDICT[EMPLOYER_VERDICTS] = {
    [EMPLOYER_TO_CONSIDER] = {"to-consider", N_("To consider")},
    [EMPLOYER_RELEVANT] = {"relevant", N_("Relevant")},
    [EMPLOYER_NOT_RELEVANT] = {"not-relevant", N_("Not relevant")},
    [EMPLOYER_HIRED] = {"hired", N_("Hired")},
};
NAMED(employer_verdict, VERDICT)

static const struct named REASON[VERDICT_REASONS] = {
    [REASON_NONE] = {"", ""},
    [REASON_EXPERIENCE] = {"experience", N_("Too little experience of the work")},
    [REASON_COMPETENCE] = {"competence", N_("Lacks a skill or licence that the work needs")},
    [REASON_LANGUAGE] = {"language", N_("Has not the language level that the work needs")},
    [REASON_EDUCATION] = {"education", N_("Lacks the education, or its recognition")},
    [REASON_AVAILABILITY] = {"availability", N_("Start, share or times of work do not fit")},
    [REASON_PLACE] = {"place", N_("Cannot get to the workplace")},
    [REASON_OTHER_CHOSEN] = {"other-chosen", N_("Somebody else was chosen")},
    [REASON_NEED_GONE] = {"need-gone", N_("The need has changed or fallen away")},
    [REASON_NO_SHOW] = {"no-show", N_("Did not come, or could not be reached")},
};
NAMED(verdict_reason, REASON)
