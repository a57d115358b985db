// SPDX-License-Identifier: EUPL-1.2
#include "core/question.h"

#include <string.h>

#include "core/check.h"
#include "core/named.h"

static const char *or_blank(const char *text)
{
    return text == NULL ? "" : text;
}

// In both languages; a missing text is an issue of the field when it is required.
static void check_both(const char *const text[LANGS], const char *name, size_t most, bool lines, bool required,
                       const char *missing, struct issues *issues)
{
    for (int l = 0; l < LANGS; l++) {
        const char *field = arena_printf(issues->arena, "%s_%s", name, lang_tag((enum lang)l));
        if (required && blank(text[l]))
            issues_add(issues, field, missing);
        else
            check_text(or_blank(text[l]), lines, most, field, issues);
    }
}

static void check_options(const struct question *q, struct issues *issues)
{
    size_t given = 0;
    for (size_t i = 0; i < q->option_count; i++) {
        const struct question_option *o = &q->options[i];
        if (blank(o->text[LANG_NB]) && blank(o->text[LANG_EN]))
            continue; // a row of the form that nobody has used
        given++;
        check_both(o->text, arena_printf(issues->arena, "option[%zu]", i), OPTION_TEXT_MOST, false, true,
                   N_("Write the option in both languages"), issues);
    }
    if (given < 2)
        issues_add(issues, "option[0]_nb", N_("Give at least two options, in both languages"));
}

void question_check(const struct question *q, struct issues *issues)
{
    check_both(q->text, "text", QUESTION_TEXT_MOST, false, true, N_("Write the question in both languages"), issues);
    if (q->kind == ANSWER_SCALE) {
        check_both(q->low, "low", SCALE_END_MOST, false, true, N_("Name both ends of the scale in both languages"), issues);
        check_both(q->high, "high", SCALE_END_MOST, false, true, N_("Name both ends of the scale in both languages"), issues);
    }
    if (q->kind == ANSWER_ONE || q->kind == ANSWER_SEVERAL)
        check_options(q, issues);
}

void question_set_check(const struct question_set *set, struct issues *issues)
{
    check_both(set->name, "name", SET_NAME_MOST, false, true, N_("Give the set a name in both languages"), issues);
    check_both(set->intro, "intro", SET_INTRO_MOST, true, false, "", issues);
    for (int l = 0; l < LANGS; l++)
        if (blank(set->intro[l]) && !blank(set->intro[1 - l]))
            issues_add(issues, arena_printf(issues->arena, "intro_%s", lang_tag((enum lang)l)),
                       N_("Write the introduction in both languages, or in neither"));
}

const char *question_set_refusal(const struct question_set *set)
{
    return set->question_count == 0 ? N_("The set has no questions yet.") : NULL;
}

const char *question_set_change_refusal(const struct question_set *set)
{
    return set->used_at != 0 ? N_("A survey has used these questions, so they stand. Make a new edition to change them.") : NULL;
}

const struct question *question_find(const struct question_set *set, struct question_id id)
{
    for (size_t i = 0; i < set->question_count; i++)
        if (set->questions[i].id.value == id.value)
            return &set->questions[i];
    return NULL;
}

const struct question *question_by_key(const struct question_set *set, const char *key)
{
    for (size_t i = 0; i < set->question_count; i++)
        if (strcmp(set->questions[i].key, key) == 0)
            return &set->questions[i];
    return NULL;
}

static bool same_both(const char *const one[LANGS], const char *const other[LANGS])
{
    for (int l = 0; l < LANGS; l++)
        if (strcmp(or_blank(one[l]), or_blank(other[l])) != 0)
            return false;
    return true;
}

// Whether an answer to the one is an answer to the other. Flags and places do not count.
static bool same_words(const struct question *one, const struct question *other)
{
    if (one->kind != other->kind || !same_both(one->text, other->text) || one->option_count != other->option_count)
        return false;
    if (one->kind == ANSWER_SCALE && (!same_both(one->low, other->low) || !same_both(one->high, other->high)))
        return false;
    for (size_t i = 0; i < one->option_count; i++)
        if (!same_both(one->options[i].text, other->options[i].text))
            return false;
    return true;
}

static struct question *questions_copy(const struct question_set *set, size_t room, struct arena *a)
{
    struct question *list = ARENA_ARRAY(a, struct question, room);
    for (size_t i = 0; i < set->question_count; i++)
        list[i] = set->questions[i];
    return list;
}

struct question_set question_set_with(const struct question_set *set, const struct question *q, struct arena *a)
{
    struct question_set out = *set;
    struct question *list = questions_copy(set, set->question_count + 1, a);
    const struct question *stands = q->id.value == 0 ? NULL : question_find(set, q->id);
    size_t at = stands == NULL ? out.question_count++ : (size_t)(stands - set->questions);
    list[at] = *q;
    list[at].key = stands != NULL && same_words(stands, q) ? stands->key : or_blank(stands == NULL ? q->key : "");
    out.questions = list;
    return out;
}

struct question_set question_set_without(const struct question_set *set, struct question_id id, struct arena *a)
{
    struct question_set out = *set;
    struct question *list = ARENA_ARRAY(a, struct question, set->question_count);
    out.question_count = 0;
    for (size_t i = 0; i < set->question_count; i++)
        if (set->questions[i].id.value != id.value)
            list[out.question_count++] = set->questions[i];
    out.questions = list;
    return out;
}

struct question_set question_set_moved(const struct question_set *set, struct question_id id, int by, struct arena *a)
{
    struct question_set out = *set;
    struct question *list = questions_copy(set, set->question_count, a);
    out.questions = list;
    for (size_t i = 0; i < set->question_count; i++) {
        if (list[i].id.value != id.value)
            continue;
        if ((by < 0 && i == 0) || (by > 0 && i + 1 == set->question_count) || by == 0)
            return out;
        struct question moved = list[i];
        size_t to = by < 0 ? i - 1 : i + 1;
        list[i] = list[to];
        list[to] = moved;
        return out;
    }
    return out;
}

size_t question_choices(const struct question *q)
{
    switch (q->kind) {
    case ANSWER_SCALE:
        return SCALE_STEPS;
    case ANSWER_ONE:
    case ANSWER_SEVERAL:
        return q->option_count;
    case ANSWER_TEXT:
        return 0;
    }
    return 0;
}

size_t question_pages(const struct question_set *set)
{
    size_t pages = set->question_count > 0;
    for (size_t i = 1; i < set->question_count; i++)
        pages += set->questions[i].new_page;
    return pages;
}

void question_page(const struct question_set *set, size_t page, size_t *first_out, size_t *count_out)
{
    size_t at = 0;
    *first_out = *count_out = 0;
    for (size_t i = 0; i < set->question_count; i++) {
        at += i > 0 && set->questions[i].new_page;
        if (at != page)
            continue;
        if (*count_out == 0)
            *first_out = i;
        ++*count_out;
    }
}

size_t question_page_of(const struct question_set *set, struct question_id id)
{
    size_t at = 0;
    for (size_t i = 0; i < set->question_count; i++) {
        at += i > 0 && set->questions[i].new_page;
        if (set->questions[i].id.value == id.value)
            return at;
    }
    return 0;
}

static const struct named KINDS[ANSWER_KINDS] = {
    [ANSWER_SCALE] = {"scale", N_("A scale from 1 to 5")},
    [ANSWER_ONE] = {"one", N_("One of several options")},
    [ANSWER_SEVERAL] = {"several", N_("Several options")},
    [ANSWER_TEXT] = {"text", N_("Own words")},
};
NAMED(answer_kind, KINDS)
