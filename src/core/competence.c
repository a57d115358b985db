// SPDX-License-Identifier: EUPL-1.2
#include "core/competence.h"

#include <string.h>

#include "base/status.h"

static const char *const EVIDENCES[] = {NULL, "stated", "documented", "recognised"};
static const char *const CEFRS[] = {"none", "A1", "A2", "B1", "B2", "C1", "C2"};
static const char *const PARTS[] = {"listening", "reading", "writing", "speaking"};
static const char *const FACT_KINDS[] = {NULL, "experience", "skill", "language", "education", "licence"};
static const char *const SECTION_NAMES[] = {"work", "education", "licences", "languages", "times", "places"};
static const char *const TIMES[] = {"day", "evening", "night", "weekend", "shift"}; // in the order of their bits

_Static_assert(COUNT_OF(SECTION_NAMES) == SECTIONS && COUNT_OF(TIMES) == WORK_TIMES &&
                   COUNT_OF(PARTS) == LANGUAGE_PARTS,
               "one name each");

static const char *name_at(const char *const *names, size_t count, size_t i)
{
    return i < count ? names[i] : NULL;
}

// The place of the name in the list, or -1.
static int name_find(const char *const *names, size_t count, const char *text)
{
    for (size_t i = 0; text != NULL && i < count; i++)
        if (names[i] != NULL && strcmp(names[i], text) == 0)
            return (int)i;
    return -1;
}

const char *evidence_name(unsigned evidence)
{
    return name_at(EVIDENCES, COUNT_OF(EVIDENCES), evidence);
}

const char *cefr_name(unsigned level)
{
    return name_at(CEFRS, COUNT_OF(CEFRS), level);
}

const char *language_part_name(unsigned part)
{
    return name_at(PARTS, COUNT_OF(PARTS), part);
}

const char *fact_kind_name(unsigned kind)
{
    return name_at(FACT_KINDS, COUNT_OF(FACT_KINDS), kind);
}

const char *section_name(unsigned section)
{
    return name_at(SECTION_NAMES, SECTIONS, section);
}

const char *work_time_name(unsigned one_bit)
{
    for (unsigned i = 0; i < WORK_TIMES; i++)
        if (one_bit == 1u << i)
            return TIMES[i];
    return NULL;
}

bool evidence_read(const char *text, enum evidence *out)
{
    int i = name_find(EVIDENCES, COUNT_OF(EVIDENCES), text);
    if (i >= 0)
        *out = (enum evidence)i;
    return i >= 0;
}

bool cefr_read(const char *text, enum cefr *out)
{
    int i = name_find(CEFRS, COUNT_OF(CEFRS), text);
    if (i >= 0)
        *out = (enum cefr)i;
    return i >= 0;
}

bool language_part_read(const char *text, enum language_part *out)
{
    int i = name_find(PARTS, COUNT_OF(PARTS), text);
    if (i >= 0)
        *out = (enum language_part)i;
    return i >= 0;
}

bool fact_kind_read(const char *text, enum fact_kind *out)
{
    int i = name_find(FACT_KINDS, COUNT_OF(FACT_KINDS), text);
    if (i >= 0)
        *out = (enum fact_kind)i;
    return i >= 0;
}

bool section_read(const char *text, enum section *out)
{
    int i = name_find(SECTION_NAMES, SECTIONS, text);
    if (i >= 0)
        *out = (enum section)i;
    return i >= 0;
}

bool work_time_read(const char *text, enum work_time *out)
{
    int i = name_find(TIMES, WORK_TIMES, text);
    if (i >= 0)
        *out = (enum work_time)(1 << i);
    return i >= 0;
}

static bool code_within(struct code c, int least, int most, char first, char last)
{
    char text[CODE_TEXT];
    code_write(c, text);
    int length = code_length(c);
    for (int i = 0; i < length; i++)
        if (text[i] < first || text[i] > last)
            return false;
    return length >= least && length <= most;
}

bool code_is_occupation(struct code c, bool group_too)
{
    return code_within(c, group_too ? 3 : 4, 4, '0', '9');
}

bool code_is_language(struct code c)
{
    return code_within(c, 3, 3, 'a', 'z');
}

bool code_is_education(struct code c)
{
    return !code_given(c) || code_within(c, 2, 4, '0', '9');
}
