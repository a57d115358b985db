// SPDX-License-Identifier: EUPL-1.2
#include "app/merge.h"

#include <string.h>

#include "base/buf.h"

enum word {
    WORD_NAME, WORD_EMPLOYER, WORD_PROGRAMME, WORD_NUMBER, WORD_DATE, WORD_SINCE, WORD_AS_OF, WORD_GOAL, WORD_PLEDGED,
    WORD_PROPOSED, WORD_PRESENTED, WORD_HIRED, WORD_PERSONS, WORD_STILL, WORD_TAKING_PART, WORD_EMPLOYERS, WORD_EVENTS,
    WORD_FIGURES, WORD_STAGES
};
const struct merge_word MERGE_WORDS[] = {
    [WORD_NAME] = {"navn", "name", N_("the receiver's name"), .personal = true},
    [WORD_EMPLOYER] = {"virksomhet", "employer", N_("the receiver's employer"), .personal = true},
    [WORD_PROGRAMME] = {"program", "programme", N_("the programme's name")},
    [WORD_NUMBER] = {"nummer", "number", N_("the letter's number, such as 1-2016"), .in_letter = true},
    [WORD_DATE] = {"dato", "date", N_("the day it goes out")},
    [WORD_SINCE] = {"siden", "since", N_("the day of the letter before, or the programme's first day")},
    [WORD_AS_OF] = {"per", "as-of", N_("the day that figures about people are of: the end of a quarter")},
    [WORD_GOAL] = {"mål", "goal", N_("the programme's goal")},
    [WORD_PLEDGED] = {"lovet", "pledged", N_("positions that employers have pledged")},
    [WORD_PROPOSED] = {"foreslått", "proposed", N_("people proposed for a need, to the nearest five")},
    [WORD_PRESENTED] = {"presentert", "presented", N_("people presented, to the nearest five")},
    [WORD_HIRED] = {"ansatt", "hired", N_("hires, to the nearest five")},
    [WORD_PERSONS] = {"personer", "persons", N_("people who count toward the goal, to the nearest five")},
    [WORD_STILL] = {"fortsatt-ansatt", "still-employed", N_("still employed after half a year, of those asked")},
    [WORD_TAKING_PART] = {"deltar", "taking-part", N_("employers that take part or hire")},
    [WORD_EMPLOYERS] = {"virksomheter", "employers", N_("all employers in the register")},
    [WORD_EVENTS] = {"arrangementer", "events", N_("events since the letter before")},
    [WORD_FIGURES] = {"tall", "figures", N_("a table of the figures, with the change since the letter before"), .block = true},
    [WORD_STAGES] = {"faser", "stages", N_("a table of employers by stage"), .block = true},
};
const size_t MERGE_WORD_COUNT = COUNT_OF(MERGE_WORDS);

static int word_find(const struct merge *m, const char *name, bool block)
{
    for (size_t i = 0; i < COUNT_OF(MERGE_WORDS); i++) {
        const struct merge_word *w = &MERGE_WORDS[i];
        bool there = (!w->personal || m->name != NULL) && (!w->in_letter || m->number != NULL) && w->block == block;
        if (there && (strcmp(w->nb, name) == 0 || strcmp(w->en, name) == 0))
            return (int)i;
    }
    return -1;
}

static const char *still_text(const struct merge *m, struct arena *a)
{
    enum { HALF_A_YEAR = 1 }; // of CHECKIN_MONTHS
    return arena_printf(a, "%s %s %s", lang_number(m->lang, a, m->figures->employed[HALF_A_YEAR]), tr(m->lang, N_("of")),
                        lang_number(m->lang, a, m->figures->observed[HALF_A_YEAR]));
}

static const char *value(const void *context, const char *name, struct arena *a)
{
    const struct merge *m = context;
    const struct info_figures *f = m->figures;
    int64_t n = 0;
    int word = word_find(m, name, false);
    if (word < 0)
        return NULL;
    switch ((enum word)word) {
    case WORD_NAME:
        return m->name;
    case WORD_EMPLOYER:
        return m->employer;
    case WORD_PROGRAMME:
        return m->programme;
    case WORD_NUMBER:
        return *m->number == '\0' ? "…" : m->number;
    case WORD_DATE:
        return lang_day(m->lang, a, f->on);
    case WORD_SINCE:
        return lang_day(m->lang, a, f->since);
    case WORD_AS_OF:
        return lang_day(m->lang, a, f->as_of);
    case WORD_STILL:
        return still_text(m, a);
    case WORD_GOAL:
        n = f->goal;
        break;
    case WORD_PLEDGED:
        n = f->pledged;
        break;
    case WORD_PROPOSED:
        n = f->proposed;
        break;
    case WORD_PRESENTED:
        n = f->presented;
        break;
    case WORD_HIRED:
        n = f->hired;
        break;
    case WORD_PERSONS:
        n = f->persons;
        break;
    case WORD_TAKING_PART:
        n = info_figures_taking_part(f);
        break;
    case WORD_EMPLOYERS:
        for (int i = 0; i < EMPLOYER_STAGES; i++)
            n += f->stages[i];
        break;
    case WORD_EVENTS:
        n = f->events;
        break;
    case WORD_FIGURES:
    case WORD_STAGES:
        return NULL;
    }
    return lang_number(m->lang, a, n);
}

// A row of the table; with a letter before, also how much it has changed.
static void figure_row(struct buf *out, const struct merge *m, const char *label, int64_t now, int64_t before)
{
    struct arena *a = out->arena;
    buf_printf(out, "| %s | %s |", tr(m->lang, label), lang_number(m->lang, a, now));
    if (m->figures->later && before >= 0)
        buf_printf(out, " %s%s |", now > before ? "+" : "", lang_number(m->lang, a, now - before));
    else if (m->figures->later)
        buf_add_text(out, " |");
    buf_add_char(out, '\n');
}

static const char *figures_table(const struct merge *m, struct arena *a)
{
    const struct info_figures *f = m->figures;
    struct buf out = buf_in(a);
    buf_printf(&out, "| %s | %s |%s%s%s\n|:--|--:|%s\n", tr(m->lang, N_("Figure")), tr(m->lang, N_("Now")), f->later ? " " : "",
               f->later ? tr(m->lang, N_("Since the letter before")) : "", f->later ? " |" : "", f->later ? "--:|" : "");
    figure_row(&out, m, N_("Employers that take part"), info_figures_taking_part(f), f->before.taking_part);
    figure_row(&out, m, N_("Positions pledged"), f->pledged, f->before.pledged);
    figure_row(&out, m, N_("Proposed"), f->proposed, f->before.proposed);
    figure_row(&out, m, N_("Presented"), f->presented, f->before.presented);
    figure_row(&out, m, N_("Hired"), f->hired, f->before.hired);
    figure_row(&out, m, N_("People who count toward the goal"), f->persons, f->before.persons);
    figure_row(&out, m, N_("The goal"), f->goal, -1);
    buf_printf(&out, "\n%s\n",
               tr_arg(m->lang, a, N_("Figures about people are as of %s and to the nearest five."), lang_day(m->lang, a, f->as_of)));
    return buf_text(&out);
}

static const char *stages_table(const struct merge *m, struct arena *a)
{
    struct buf out = buf_in(a);
    buf_printf(&out, "| %s | %s |\n|:--|--:|\n", tr(m->lang, N_("Stage")), tr(m->lang, N_("Employers")));
    for (int i = 0; i < EMPLOYER_STAGES; i++)
        buf_printf(&out, "| %s | %s |\n", tr(m->lang, stage_title((enum employer_stage)i)),
                   lang_number(m->lang, a, m->figures->stages[i]));
    return buf_text(&out);
}

static const char *block(const void *context, const char *name, struct arena *a)
{
    const struct merge *m = context;
    int word = word_find(m, name, true);
    return word < 0 ? NULL : word == WORD_FIGURES ? figures_table(m, a) : stages_table(m, a);
}

struct markdown_fields merge_fields(const struct merge *m)
{
    return (struct markdown_fields){value, block, m};
}
