// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "web/profile_form.h"

static const struct {
    const char *word, *title, *label; // the label stands among the steps, where there is little room
} STEPS[PROFILE_STEPS] = {
    [STEP_WORK] = {"work", N_("Work experience"), N_("Work")},
    [STEP_LANGUAGES] = {"languages", N_("Languages"), N_("Languages")},
    [STEP_EDUCATION] = {"education", N_("Education"), N_("Education")},
    [STEP_SKILLS] = {"skills", N_("Skills and licences"), N_("Skills")},
    [STEP_AVAILABILITY] = {"availability", N_("Availability"), N_("Availability")},
    [STEP_LOOK] = {"review", N_("Review"), N_("Review")},
};

const char *profile_step_word(enum profile_step step)
{
    return STEPS[step].word;
}

const char *profile_step_title(enum profile_step step)
{
    return STEPS[step].title;
}

bool profile_step_read(const char *word, enum profile_step *out)
{
    for (int i = 0; i < PROFILE_STEPS; i++)
        if (strcmp(STEPS[i].word, word) == 0) {
            *out = (enum profile_step)i;
            return true;
        }
    return false;
}

static bool holds_fact(const struct competence *c, enum fact_kind kind)
{
    for (size_t i = 0; i < c->fact_count; i++)
        if (c->facts[i].kind == kind)
            return true;
    return false;
}

static bool says_all(const struct competence *c, enum section section)
{
    return (c->complete & 1u << section) != 0;
}

static bool step_done(enum profile_step step, const struct competence *c)
{
    const struct availability *av = &c->availability;
    switch (step) {
    case STEP_WORK:
        return holds_fact(c, FACT_EXPERIENCE) || says_all(c, SECTION_WORK);
    case STEP_LANGUAGES:
        return holds_fact(c, FACT_LANGUAGE) || says_all(c, SECTION_LANGUAGES);
    case STEP_EDUCATION:
        return holds_fact(c, FACT_EDUCATION) || says_all(c, SECTION_EDUCATION);
    case STEP_SKILLS:
        return holds_fact(c, FACT_SKILL) || holds_fact(c, FACT_LICENCE) || says_all(c, SECTION_LICENCES);
    case STEP_AVAILABILITY:
        return av->free_from != DAY_NONE || av->share_most > 0 || av->times != 0 || av->place_count > 0;
    case STEP_LOOK:
        return false;
    }
    return false;
}

struct steps profile_steps(struct arena *a, const struct profile *profile, size_t current)
{
    struct step *steps = ARENA_ARRAY(a, struct step, PROFILE_STEPS + 1);
    steps[0] = (struct step){.label = N_("Who"), .done = profile != NULL};
    for (int i = 0; i < PROFILE_STEPS; i++)
        steps[i + 1] = (struct step){.label = STEPS[i].label};
    if (profile != NULL) {
        const char *path = arena_printf(a, "/candidates/%lld", (long long)profile->person.value);
        steps[0].path = arena_printf(a, "%s/contact", path);
        for (int i = 0; i < PROFILE_STEPS; i++) {
            steps[i + 1].path = arena_printf(a, "%s/edit/%s", path, STEPS[i].word);
            steps[i + 1].done = step_done((enum profile_step)i, &profile->competence);
        }
    }
    return (struct steps){.steps = steps, .count = PROFILE_STEPS + 1, .current = current};
}
