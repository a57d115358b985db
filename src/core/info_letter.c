// SPDX-License-Identifier: EUPL-1.2
#include "core/info_letter.h"

#include <stdio.h>
#include <string.h>

#include "core/check.h"
#include "core/named.h"

void info_letter_check(const struct info_letter *l, struct issues *issues)
{
    if (blank(l->title))
        issues_add(issues, "title", N_("Write what the letter is about"));
    check_text(l->title, false, LETTER_TITLE_MOST, "title", issues);
    if (blank(l->body))
        issues_add(issues, "body", N_("Write the text"));
    if (l->state == LETTER_CORRECTING && blank(l->note))
        issues_add(issues, "note", N_("Say what is corrected: readers see it above the text"));
    check_text(l->note, false, LETTER_NOTE_MOST, "note", issues);
}

static const struct named STATES[LETTER_STATES] = {
    [LETTER_DRAFT] = {"draft", N_("Draft of a letter")},
    [LETTER_PUBLISHED] = {"published", N_("Published")},
    [LETTER_CORRECTING] = {"correcting", N_("Published, a correction is being written")},
};
NAMED(info_letter_state, STATES)

int64_t info_figures_taking_part(const struct info_figures *f)
{
    return f->stages[STAGE_TAKING_PART] + f->stages[STAGE_HIRING];
}

const char *info_letter_word(int year, int number, struct arena *a)
{
    return arena_printf(a, "%d-%d", number, year);
}

bool info_letter_word_read(const char *word, int *year_out, int *number_out)
{
    int number, year, end = 0;
    char again[LETTER_WORD];
    if (sscanf(word, "%4d-%4d%n", &number, &year, &end) != 2 || word[end] != '\0' || number <= 0 || year <= 0)
        return false;
    snprintf(again, sizeof again, "%d-%d", number, year);
    if (strcmp(again, word) != 0)
        return false;
    *year_out = year;
    *number_out = number;
    return true;
}

const char *info_letter_name(enum lang lang, int year, int number, struct arena *a)
{
    return tr_arg(lang, a, N_("Information %s"), info_letter_word(year, number, a));
}
