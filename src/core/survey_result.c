// SPDX-License-Identifier: EUPL-1.2
#include "core/survey_result.h"

#include <math.h>

void tally_add(struct tally *t, const struct question *q, const struct answer *answer)
{
    if (!answer_given(answer))
        return;
    t->answered++;
    for (size_t i = 0; i < question_choices(q); i++) {
        if ((answer->chosen >> i & 1) == 0)
            continue;
        t->counts[i]++;
        if (q->kind == ANSWER_SCALE) {
            t->sum += (int64_t)i + 1;
            t->squares += ((int64_t)i + 1) * ((int64_t)i + 1);
        }
    }
}

void result_add(struct question_result *r, const struct question *q, enum respondent_kind kind, const struct answer *answer)
{
    tally_add(&r->all, q, answer);
    tally_add(&r->by[kind], q, answer);
}

static bool too_few(int64_t n)
{
    return n > 0 && n < GROUP_LEAST;
}

// The smallest kind that is shown and has answers; -1: none.
static int smallest_shown(const struct question_result *r)
{
    int found = -1;
    for (int k = 0; k < RESPONDENT_KINDS; k++)
        if (!r->hidden_by[k] && r->by[k].answered > 0 && (found < 0 || r->by[k].answered < r->by[found].answered))
            found = k;
    return found;
}

void result_hide(struct question_result *r)
{
    int64_t hidden = 0;
    r->hidden = r->all.answered < GROUP_LEAST;
    for (int k = 0; k < RESPONDENT_KINDS; k++) {
        r->hidden_by[k] = r->hidden || too_few(r->by[k].answered);
        if (r->hidden_by[k])
            hidden += r->by[k].answered;
    }
    // The whole less what is shown is what is hidden: that has to be enough of them, too.
    while (!r->hidden && too_few(hidden)) {
        int k = smallest_shown(r);
        if (k < 0)
            break;
        r->hidden_by[k] = true;
        hidden += r->by[k].answered;
    }
    for (int k = 0; k < RESPONDENT_KINDS; k++)
        if (r->hidden_by[k])
            r->by[k] = (struct tally){0};
    if (r->hidden)
        r->all = (struct tally){0};
}

void compared_add(struct compared *c, const struct question *q, const struct answer *before, enum respondent_kind kind_before,
                  const struct answer *after, enum respondent_kind kind_after)
{
    bool was = before != NULL && answer_given(before), is = after != NULL && answer_given(after);
    if (was)
        result_add(&c->before, q, kind_before, before);
    if (is)
        result_add(&c->after, q, kind_after, after);
    if (!was || !is)
        return;
    struct tally one = {0}, two = {0};
    tally_add(&one, q, before);
    tally_add(&two, q, after);
    tally_add(&c->same_before, q, before);
    tally_add(&c->same_after, q, after);
    c->inside_before[kind_before]++;
    c->inside_after[kind_after]++;
    int64_t change = two.sum - one.sum;
    c->change += change;
    c->change_squares += change * change;
}

// Can the answers of a few be found from a group's, when those of the kinds shown are known? The group is held against
// the smallest union of shown kinds around it and the largest one inside it; any other lies further off by whole kinds.
// n: how many of each kind answered; inside: how many of these are of the group.
static bool group_tells(const struct question_result *all, const int64_t n[], const int64_t inside[])
{
    int64_t around = 0, beyond = 0, rest = 0, rest_inside = 0;
    for (int k = 0; k < RESPONDENT_KINDS; k++) {
        if (all->hidden_by[k]) { // known only together
            rest += n[k];
            rest_inside += inside[k];
            continue;
        }
        around += inside[k] > 0 ? n[k] - inside[k] : 0;
        beyond += n[k] > inside[k] ? inside[k] : 0;
    }
    around += rest_inside > 0 ? rest - rest_inside : 0;
    beyond += rest > rest_inside ? rest_inside : 0;
    return too_few(around) || too_few(beyond);
}

void compared_hide(struct compared *c)
{
    int64_t before[RESPONDENT_KINDS], after[RESPONDENT_KINDS];
    for (int k = 0; k < RESPONDENT_KINDS; k++) {
        before[k] = c->before.by[k].answered;
        after[k] = c->after.by[k].answered;
    }
    result_hide(&c->before);
    result_hide(&c->after);
    c->same_hidden = c->same_before.answered < GROUP_LEAST || group_tells(&c->before, before, c->inside_before) ||
                     group_tells(&c->after, after, c->inside_after);
    if (!c->same_hidden)
        return;
    c->same_before = c->same_after = (struct tally){0};
    c->change = c->change_squares = 0;
}

// The 97.5 % point of Student's t, by the expansion of Cornish and Fisher: off by less than 0.01 from four degrees of
// freedom (Abramowitz and Stegun 26.7.5).
static double t_point(int64_t freedom)
{
    const double z = 1.959963984540054;
    double v = (double)freedom, z2 = z * z;
    double g1 = z * (z2 + 1) / 4, g2 = z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
    double g3 = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
    return z + g1 / v + g2 / (v * v) + g3 / (v * v * v);
}

struct mean mean_of(int64_t n, int64_t sum, int64_t squares)
{
    double mean = (double)sum / (double)n;
    double spread = ((double)squares - (double)sum * mean) / (double)(n - 1);
    double half = t_point(n - 1) * sqrt((spread > 0 ? spread : 0) / (double)n);
    return (struct mean){mean - half, mean, mean + half};
}
