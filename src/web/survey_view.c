// SPDX-License-Identifier: EUPL-1.2
#include "web/survey_view.h"

enum tone survey_state_tone(enum survey_state s)
{
    return s == SURVEY_OPEN ? TONE_INFO : s == SURVEY_CLOSED ? TONE_SUCCESS : TONE_NEUTRAL;
}

enum tone asked_state_tone(enum asked_state s)
{
    return s == ASKED_ANSWERED ? TONE_SUCCESS : s == ASKED_BEGUN ? TONE_INFO : TONE_NEUTRAL;
}

enum tone flag_state_tone(enum flag_state s)
{
    return s == FLAG_RAISED ? TONE_WARNING : s == FLAG_HINTED ? TONE_INFO : s == FLAG_CLEARED ? TONE_SUCCESS : TONE_NEUTRAL;
}

const char *survey_path(struct arena *a, struct survey_id id, const char *below)
{
    return arena_printf(a, "/surveys/%lld%s", (long long)id.value, below);
}

const char *question_set_path(struct arena *a, struct question_set_id id, const char *below)
{
    return arena_printf(a, "/question-sets/%lld%s", (long long)id.value, below);
}

const char *question_set_title(const struct question_set_entry *e, enum lang lang, struct arena *a)
{
    if (e->edition == 1)
        return e->name[lang];
    return arena_printf(a, "%s (%s)", e->name[lang],
                        tr_arg(lang, a, N_("edition %s"), arena_printf(a, "%d", e->edition)));
}

int64_t share_of(int64_t n, int64_t all)
{
    return all == 0 ? 0 : (n * 200 + all) / (2 * all);
}

static const char *field_name(struct page *p, const struct question *q)
{
    return arena_printf(p->arena, "q%lld", (long long)q->id.value);
}

static const char *choice_text(struct page *p, const struct question *q, size_t i)
{
    if (q->kind != ANSWER_SCALE)
        return q->options[i].text[p->lang];
    if (i == 0)
        return arena_printf(p->arena, "1 – %s", q->low[p->lang]);
    if (i + 1 == SCALE_STEPS)
        return arena_printf(p->arena, "%d – %s", SCALE_STEPS, q->high[p->lang]);
    return arena_printf(p->arena, "%zu", i + 1);
}

struct choice_field answer_choices(struct page *p, const struct question *q, const struct answer *answer)
{
    size_t count = question_choices(q);
    struct option *options = ARENA_ARRAY(p->arena, struct option, count);
    struct choice_field field = {
        .field = {.name = field_name(p, q), .label = q->text[p->lang], .optional = !q->required,
                  .hint = q->kind == ANSWER_SEVERAL ? N_("Choose as many as you like") : NULL},
        .options = options, .count = count, .value = "", .side_by_side = q->kind == ANSWER_SCALE};
    for (size_t i = 0; i < count; i++) {
        bool chosen = answer != NULL && (answer->chosen >> i & 1) != 0;
        options[i] = (struct option){.value = arena_printf(p->arena, "%zu", i + 1), .text = choice_text(p, q, i), .chosen = chosen};
        if (chosen)
            field.value = options[i].value;
    }
    return field;
}

struct text_area answer_words(struct page *p, const struct question *q, const struct answer *answer)
{
    return (struct text_area){
        .field = {.name = field_name(p, q), .label = q->text[p->lang], .optional = !q->required,
                  .hint = N_("Do not write about other people’s health, background or private life")},
        .value = answer == NULL ? "" : answer->text, .rows = 4, .most = ANSWER_TEXT_MOST};
}
