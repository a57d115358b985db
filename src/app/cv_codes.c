// SPDX-License-Identifier: EUPL-1.2
// What is meant by the words of a CV, in codes.
#include <ctype.h>
#include <string.h>
#include <unicode/uloc.h>

#include "app/cv_inside.h"
#include "app/internal.h"
#include "app/titles.h"
#include "base/text.h"

static const enum catalogue_kind KINDS[] = {
    [FACT_EXPERIENCE] = CATALOGUE_OCCUPATION, [FACT_SKILL] = CATALOGUE_SKILL,     [FACT_LANGUAGE] = CATALOGUE_LANGUAGE,
    [FACT_EDUCATION] = CATALOGUE_FIELD,       [FACT_LICENCE] = CATALOGUE_LICENCE,
};

static bool code_put(struct proposed *p, const struct catalogue *c, enum catalogue_kind kind, const char *text)
{
    struct code code;
    if (!code_read(text, &code) || catalogue_find(c, kind, code) == NULL)
        return false;
    p->codes[0] = code;
    p->code_count = 1;
    p->code_sure = true;
    return true;
}

// ISO 639-1 or 639-3, with or without a region behind; the written forms of Norwegian are one language here.
static bool language_put(struct proposed *p, const struct catalogue *c, const char *text)
{
    char tag[12] = "";
    for (size_t i = 0; i < sizeof tag - 1 && isalpha((unsigned char)text[i]); i++)
        tag[i] = (char)tolower((unsigned char)text[i]);
    size_t length = strlen(tag);
    const char *three = length == 2 ? uloc_getISO3Language(tag) : length == 3 ? tag : "";
    if (strcmp(three, "nob") == 0 || strcmp(three, "nno") == 0)
        three = CATALOGUE_NORWEGIAN;
    return *three != '\0' && code_put(p, c, CATALOGUE_LANGUAGE, three);
}

static bool driving_put(struct proposed *p, const struct catalogue *c, const char *text)
{
    char class[5] = "";
    for (size_t i = 0; i < sizeof class - 1 && text[i] != '\0'; i++)
        class[i] = (char)toupper((unsigned char)text[i]);
    return strlen(text) < sizeof class && code_put(p, c, CATALOGUE_LICENCE, class);
}

// The field itself, or what it is part of.
static bool field_put(struct proposed *p, const struct catalogue *c, const char *text)
{
    for (size_t length = strlen(text); length >= 2 && length <= 4; length--) {
        char part[5] = "";
        memcpy(part, text, length);
        if (code_put(p, c, CATALOGUE_FIELD, part))
            return true;
    }
    return false;
}

static bool given_put(struct proposed *p, const struct catalogue *c, const char *code)
{
    switch (p->kind) {
    case FACT_LANGUAGE:
        return language_put(p, c, code);
    case FACT_LICENCE:
        return driving_put(p, c, code);
    case FACT_EDUCATION:
        return field_put(p, c, code);
    default:
        return false;
    }
}

static bool proposes(const struct proposed *p, struct code code)
{
    for (int i = 0; i < p->code_count; i++)
        if (code_equal(p->codes[i], code))
            return true;
    return false;
}

static void code_add(struct proposed *p, struct code code, int confidence)
{
    if (p->code_count == PROPOSED_CODES || proposes(p, code))
        return;
    p->codes[p->code_count] = code;
    p->confidence[p->code_count++] = confidence;
}

// Posts are called by many names: what has been learned of titles knows more of them than the catalogue.
static void title_put(struct app *app, struct proposed *p, const struct catalogue *c, const char *title)
{
    struct title_guess guesses[TITLE_GUESSES];
    size_t count = classify_title(app, title, guesses, TITLE_GUESSES);
    for (size_t i = 0; i < count; i++) {
        int confidence = (int)(guesses[i].confidence * 100 + 0.5f);
        confidence = confidence > 99 ? 99 : confidence; // words are never certain
        if (confidence > 0 && catalogue_find(c, CATALOGUE_OCCUPATION, guesses[i].code) != NULL)
            code_add(p, guesses[i].code, confidence);
    }
}

static void words_put(struct app *app, struct proposed *p, const struct catalogue *c, const char *what, struct arena *a)
{
    enum catalogue_kind kind = KINDS[p->kind];
    const struct catalogue_item *likely[PROPOSED_CODES];
    if (*what == '\0' || text_length(what) > 100)
        return;
    if (catalogue_resolve(c, kind, what, &p->codes[0]) == OK) {
        p->code_count = 1;
        p->code_sure = true;
        return;
    }
    if (p->kind == FACT_EXPERIENCE)
        title_put(app, p, c, what);
    size_t count = catalogue_suggest(c, kind, LANG_NB, what, a, likely, PROPOSED_CODES);
    for (size_t i = 0; i < count; i++)
        code_add(p, likely[i]->code, 0);
}

static void dates_check(struct proposed *p, month now)
{
    // What lies ahead is no experience yet; an end that lies ahead has not come.
    if (p->to != MONTH_NONE && p->to > now) {
        p->to = MONTH_NONE;
        p->current = true;
    }
    if (p->from != MONTH_NONE && p->from > now)
        p->from = MONTH_NONE;
    if (p->from != MONTH_NONE && p->to != MONTH_NONE && p->to < p->from)
        p->to = MONTH_NONE;
}

enum status cv_propose(struct app *app, const struct cv *cv, struct arena *a, struct proposed **out, int *count_out)
{
    const struct catalogue *c = app_catalogue(app);
    struct proposed *list = ARENA_ARRAY(a, struct proposed, cv->entry_count);
    for (size_t i = 0; i < cv->entry_count; i++) {
        const struct cv_entry *e = &cv->entries[i];
        struct proposed *p = &list[i];
        *p = (struct proposed){
            .number = (int)i + 1,
            .kind = e->kind,
            .source = e->source,
            .what = e->what,
            .nkr = e->nkr >= NKR_LEAST && e->nkr <= NKR_MOST ? e->nkr : 0,
            .mother_tongue = e->mother_tongue,
            .guessed = e->guessed,
            .years_only = e->years_only,
            .current = e->current,
            .from = e->from,
            .to = e->to,
            .expires = e->expires,
        };
        memcpy(p->levels, e->levels, sizeof p->levels);
        dates_check(p, day_month(app_today(app)));
        if (!given_put(p, c, e->code))
            words_put(app, p, c, e->what, a);
    }
    *out = list;
    *count_out = (int)cv->entry_count;
    return OK;
}
