// SPDX-License-Identifier: EUPL-1.2
// The words that the pages about needs share.
#include "web/need_view.h"

#include <string.h>

static const char *const STATES[] = {"draft", "open", "filled", "withdrawn"};
static const char *const FORMS[] = {"permanent", "temporary", "substitute", "seasonal", "apprentice"};
static const char *const ADDS[NEED_ADDS] = {"", "experience", "skill", "language", "education", "licence"};

static bool name_read(const char *name, const char *const *names, size_t count, size_t *out)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = i;
            return true;
        }
    return false;
}

const char *need_state_word(enum need_state s)
{
    return STATES[s];
}

bool need_state_word_read(const char *name, enum need_state *out)
{
    size_t i;
    if (!name_read(name, STATES, COUNT_OF(STATES), &i))
        return false;
    *out = (enum need_state)i;
    return true;
}

const char *need_state_title(enum need_state s)
{
    switch (s) {
    case NEED_DRAFT:
        return N_("Draft");
    case NEED_OPEN:
        return N_("Open");
    case NEED_FILLED:
        return N_("Filled");
    case NEED_WITHDRAWN:
        return N_("Withdrawn");
    }
    return "";
}

enum tone need_state_tone(enum need_state s)
{
    switch (s) {
    case NEED_DRAFT:
        return TONE_WARNING;
    case NEED_OPEN:
        return TONE_SUCCESS;
    case NEED_FILLED:
        return TONE_INFO;
    case NEED_WITHDRAWN:
        return TONE_NEUTRAL;
    }
    return TONE_NEUTRAL;
}

const char *need_form_word(enum employment_form f)
{
    return FORMS[f];
}

bool need_form_word_read(const char *name, enum employment_form *out)
{
    size_t i;
    if (!name_read(name, FORMS, COUNT_OF(FORMS), &i))
        return false;
    *out = (enum employment_form)i;
    return true;
}

const char *need_form_title(enum employment_form f)
{
    switch (f) {
    case FORM_PERMANENT:
        return N_("Permanent");
    case FORM_TEMPORARY:
        return N_("Temporary");
    case FORM_SUBSTITUTE:
        return N_("Substitute for somebody");
    case FORM_SEASONAL:
        return N_("Seasonal work");
    case FORM_APPRENTICE:
        return N_("Apprentice");
    }
    return "";
}

const char *need_time_title(unsigned one_bit)
{
    switch (one_bit) {
    case TIME_DAY:
        return N_("Daytime");
    case TIME_EVENING:
        return N_("Evenings");
    case TIME_NIGHT:
        return N_("Nights");
    case TIME_WEEKEND:
        return N_("Weekends");
    case TIME_SHIFT:
        return N_("Shifts");
    }
    return "";
}

const char *need_times_text(enum lang lang, uint8_t times, struct arena *a)
{
    struct buf b = buf_in(a);
    for (unsigned bit = TIME_DAY; bit <= TIME_SHIFT; bit <<= 1) {
        if ((times & bit) == 0)
            continue;
        if (b.length > 0)
            buf_add_text(&b, (times & ~(2 * bit - 1)) == 0 ? arena_printf(a, " %s ", tr(lang, N_("and"))) : ", ");
        const char *word = tr(lang, need_time_title(bit));
        buf_add_text(&b, b.length == 0 ? word : lang_lower(a, word));
    }
    return buf_text(&b);
}

const char *need_share_text(enum lang lang, int least, int most, struct arena *a)
{
    if (least == 0 && most == 0)
        return "";
    const char *range = least == most || most == 0 ? arena_printf(a, "%d", least)
                        : least == 0               ? arena_printf(a, "%d", most)
                                                   : arena_printf(a, "%d–%d", least, most);
    return tr_arg(lang, a, N_("%s per cent"), range);
}

const char *need_occupation_text(const struct request *r, struct code occupation)
{
    if (!code_given(occupation))
        return "";
    return catalogue_label(app_catalogue(r->app), CATALOGUE_OCCUPATION, occupation, r->lang, r->arena);
}

const char *need_strength_title(const struct requirement *r)
{
    if (r->must)
        return N_("Must have");
    if (r->weight <= WEIGHT_SOME + 2)
        return N_("Should have – a little important");
    if (r->weight <= WEIGHT_MUCH + 2)
        return N_("Should have – important");
    return N_("Should have – very important");
}

const char *need_weight_title(const struct requirement *r)
{
    if (r->must)
        return "";
    if (r->weight <= WEIGHT_SOME + 2)
        return N_("a little important");
    return r->weight <= WEIGHT_MUCH + 2 ? N_("important") : N_("very important");
}

const char *need_workplace_text(const struct need_view *at, struct arena *a)
{
    if (strstr(at->workplace_name, at->employer_name) != NULL)
        return at->workplace_name;
    return arena_printf(a, "%s, %s", at->workplace_name, at->employer_name);
}

bool name_says_place(const char *name, const char *place)
{
    size_t n = strlen(name), m = place == NULL ? 0 : strlen(place);
    return m <= n && strcmp(name + n - m, place == NULL ? "" : place) == 0;
}

const char *need_title_text(enum lang lang, const char *title)
{
    return title == NULL || *title == '\0' ? tr(lang, N_("Need without a title")) : title;
}

bool need_is_placed(const struct need *n)
{
    return code_given(n->place) && n->start_from != DAY_NONE && n->start_latest != DAY_NONE && n->times != 0;
}

static bool step_done(enum need_step step, const struct need *n)
{
    switch (step) {
    case NEED_STEP_BASICS:
        return n->id.value != 0 && n->title != NULL && *n->title != '\0' && code_given(n->occupation);
    case NEED_STEP_PLACE:
        return need_is_placed(n);
    case NEED_STEP_REQUIREMENTS:
        return n->requirement_count > 0;
    case NEED_STEP_REVIEW:
        return false;
    }
    return false;
}

struct steps need_steps(enum need_step current, const struct need *n, struct arena *a)
{
    static const char *const labels[NEED_STEPS] = {N_("The work"), N_("Place and time"), N_("Requirements"),
                                                   N_("Review")};
    static const char *const paths[NEED_STEPS] = {"", "/place", "/requirements", "/review"};
    struct step *steps = ARENA_ARRAY(a, struct step, NEED_STEPS);
    for (size_t i = 0; i < NEED_STEPS; i++) {
        steps[i].label = labels[i];
        steps[i].done = step_done((enum need_step)i, n);
        if (n->id.value != 0)
            steps[i].path = arena_printf(a, "/needs/%lld/edit%s", (long long)n->id.value, paths[i]);
    }
    return (struct steps){.steps = steps, .count = NEED_STEPS, .current = current};
}

const char *need_add_word(enum need_add add)
{
    return ADDS[add];
}

bool need_add_word_read(const char *name, enum need_add *out)
{
    size_t i;
    if (!name_read(name, ADDS, NEED_ADDS, &i) || i == 0)
        return false;
    *out = (enum need_add)i;
    return true;
}

const char *need_add_title(enum need_add add)
{
    switch (add) {
    case ADD_NOTHING:
        return "";
    case ADD_EXPERIENCE:
        return N_("Experience");
    case ADD_SKILL:
        return N_("Skill");
    case ADD_LANGUAGE:
        return N_("Language");
    case ADD_EDUCATION:
        return N_("Education");
    case ADD_LICENCE:
        return N_("Licence or certificate");
    }
    return "";
}

const char *need_add_button(enum need_add add)
{
    switch (add) {
    case ADD_NOTHING:
        return "";
    case ADD_EXPERIENCE:
        return N_("Add experience");
    case ADD_SKILL:
        return N_("Add a skill");
    case ADD_LANGUAGE:
        return N_("Add the language requirement");
    case ADD_EDUCATION:
        return N_("Add education");
    case ADD_LICENCE:
        return N_("Add a licence or certificate");
    }
    return "";
}

struct need_line *need_lines(struct request *r, const struct need_view *at)
{
    struct need_line *lines = ARENA_ARRAY(r->arena, struct need_line, at->all_count);
    for (size_t i = 0; i < at->all_count; i++) {
        const struct requirement *q = &at->all[i];
        lines[i] = (struct need_line){
            .words = requirement_words(r->app, r->lang, q, at->place_name, r->arena),
            .weight = need_weight_title(q),
            .reason = q->work_reason,
            .must = q->must,
        };
    }
    return lines;
}

static void finding_add(struct need_finding *list, size_t *count, const char *text, const struct wording_hit *hit,
                        struct arena *a)
{
    const char *found = arena_strndup(a, text + hit->start, hit->end - hit->start);
    for (size_t i = 0; i < *count; i++)
        if (strcmp(list[i].found, found) == 0 && list[i].explanation == hit->explanation)
            return; // the same words again
    list[(*count)++] = (struct need_finding){
        .category = wording_category_title(hit->category),
        .found = found,
        .explanation = hit->explanation,
        .suggestion = hit->suggestion,
    };
}

size_t need_findings(const struct need_wording *texts, size_t count, struct arena *a, struct need_finding **out)
{
    size_t hits = 0, found = 0;
    for (size_t i = 0; i < count; i++)
        hits += texts[i].count;
    *out = ARENA_ARRAY(a, struct need_finding, hits);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < texts[i].count; k++)
            finding_add(*out, &found, texts[i].text, &texts[i].hits[k], a);
    return found;
}
