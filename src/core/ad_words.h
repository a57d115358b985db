// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_AD_WORDS_H
#define CORE_AD_WORDS_H

#include "base/arena.h"
#include "core/catalogue.h"

// Reads the demands out of a job ad's text: driving classes and other licences, authorisations, languages with parts and
// levels, months of experience in the ad's occupation, levels of education. What is found is a proposal to a person, with
// the sentence it stands on; nothing becomes a requirement of a need before somebody has said so. The words it goes by are
// catalogue/ad_words.csv, bokmål, nynorsk and English.

enum { AD_REQUIREMENTS_MOST = 24, AD_EXCERPT_MOST = 240 };

struct ad_requirement {
    struct requirement requirement; // a must where the ad demands, a should of weight 5 where it wishes
    const char *excerpt;            // the sentence, at most AD_EXCERPT_MOST characters
};

// text: plain, as html_text gives it. occupation: the ad's STYRK-08 code, {0} when unknown; then experience is not read.
// A language's work reason is left NULL: only the employer can say it. The list is the arena's, in the order of the text;
// no two ask for the same, and a demand outweighs a wish.
size_t ad_requirements(const struct catalogue *c, struct code occupation, const char *text, struct arena *a,
                       const struct ad_requirement **out);

#endif
