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
    [STEP_LOOK] = {"review", N_("Look through"), N_("Look through")},
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

struct steps profile_steps(struct arena *a, struct person_id person, size_t current)
{
    struct step *steps = ARENA_ARRAY(a, struct step, PROFILE_STEPS + 1);
    const char *path = person.value == 0 ? NULL : arena_printf(a, "/candidates/%lld", (long long)person.value);
    steps[0] = (struct step){N_("Who"), path == NULL ? NULL : arena_printf(a, "%s/contact", path)};
    for (int i = 0; i < PROFILE_STEPS; i++)
        steps[i + 1] = (struct step){STEPS[i].label, path == NULL ? NULL : arena_printf(a, "%s/edit/%s", path, STEPS[i].word)};
    return (struct steps){.steps = steps, .count = PROFILE_STEPS + 1, .current = current};
}
