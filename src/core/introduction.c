// SPDX-License-Identifier: EUPL-1.2
#include "core/introduction.h"

#include "base/text.h"
#include "core/employer.h"
#include "core/named.h"

static const struct named OUTCOMES[INTRODUCTION_OUTCOMES] = {
    [INTRODUCTION_OPEN] = {"", N_("Not known yet")},
    [INTRODUCTION_TALKED] = {"talked", N_("They have talked")},
    [INTRODUCTION_VISITED] = {"visited", N_("One has visited the other")},
    [INTRODUCTION_NOTHING] = {"nothing", N_("Nothing came of it")},
};
NAMED(introduction_outcome, OUTCOMES)

void introduction_check(const struct introduction *i, day today, struct issues *issues)
{
    if (i->on == DAY_NONE || i->on < day_make(2000, 1, 1) || i->on > today)
        issues_add(issues, "on", N_("Write a day after the year 2000 and not after today"));
    if (i->words != NULL && text_length(i->words) > INTRODUCTION_WORDS_MOST)
        issues_add_arg(issues, "words", N_("Write at most %s characters"), "300");
}

const char *introduction_refusal(const struct employer *reference, const struct employer *newcomer)
{
    if (reference->id.value == newcomer->id.value)
        return N_("An employer cannot be introduced to itself");
    if (reference->reference != REFERENCE_YES)
        return N_("This employer has not said yes to being a reference");
    return reference->closed || reference->bankrupt ? N_("This employer is closed") : NULL;
}
