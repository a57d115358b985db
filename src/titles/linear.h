// SPDX-License-Identifier: EUPL-1.2
#ifndef TITLES_LINEAR_H
#define TITLES_LINEAR_H

#include "base/code.h"
#include "titles/view.h"

// The codes that can be answered, and the groups above them (3 digits and 1): what is learned about a group helps all
// its codes. Codes come first, then groups.
enum { CLASSES_MOST = 2048, GROUP_LEVELS = 2 };
struct classes {
    struct code codes[CLASSES_MOST];
    uint16_t groups[CLASSES_MOST][GROUP_LEVELS]; // of a code
    size_t code_count, count;
};

// The number of a four-digit code, which is added when it is new; false when there is room for no more.
bool classes_add(struct classes *c, struct code code, uint16_t *out);
void classes_group(struct classes *c); // after the last code: finds the groups

// A softmax classifier with weights only where a feature has been seen with a class: few megabytes, and a feature that says
// nothing of a class is silent about it.
struct linear {
    bool grouped;
    uint32_t *start;   // of a feature's weights
    uint16_t *classes; // of each weight
    float *weights;
    float *bias; // by class
};

struct lesson {
    const struct vectors *vectors;
    const uint16_t *code;  // by example: the number of its code
    const float *weight;   // by example; 0: not to be learned from
    bool grouped;          // learn of groups too
    int rounds;
};

// Stochastic gradient descent with a rate for each feature (AdaGrad), in an order that chance has set but always the same.
struct linear linear_learn(const struct classes *c, const struct view *v, const struct lesson *lesson, struct arena *a,
                           struct arena *scratch);
// Probabilities of the codes, by their number.
void linear_answer(const struct linear *l, const struct classes *c, const struct vector_item *items, size_t count,
                   float out[CLASSES_MOST]);

#endif
