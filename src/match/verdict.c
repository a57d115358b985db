// SPDX-License-Identifier: EUPL-1.2
#include "match/verdict.h"

#include <assert.h>

// How a profile stands to one atom.
struct standing {
    enum evidence held; // the best evidence it is held with, 0 when it is not held
    bool answered;      // its topic is answered
    int fact;           // the fact that says most about it, -1 for none
    int months, best_level;
};

// Experience. A job covers its calendar months from first to last; the running month counts for nobody, so that a last
// month told later takes none away and gives none. Returns the last month that counts.
static month last_month(const struct fact *f, month now)
{
    return f->to == MONTH_NONE || f->to >= now ? now - 1 : f->to;
}

static int months_between(month first, month last)
{
    return last < first ? 0 : (int)((int64_t)last - first + 1);
}

static bool works_in(const struct fact *f, struct code occupation)
{
    return f->from != MONTH_NONE && code_equal(code_prefix(f->code, code_length(occupation)), occupation);
}

// The union of intervals, which come by their first month, so that each adds what lies after all before it.
int verdict_months(const struct kept_profile *p, struct code occupation, enum evidence least, month now)
{
    int sum = 0;
    month counted = MONTH_NONE; // the last month counted
    for (size_t i = 0; i < p->experience_count; i++) {
        const struct fact *f = &p->put.competence.facts[p->experience[i]];
        if (!works_in(f, occupation) || f->evidence < least)
            continue;
        month first = f->from > counted ? f->from : counted + 1;
        month last = last_month(f, now);
        sum += months_between(first, last);
        if (last > counted)
            counted = last;
    }
    return sum;
}

static int longest_job(const struct kept_profile *p, struct code occupation, enum evidence least, month now)
{
    int longest = -1, best = -1;
    for (size_t i = 0; i < p->put.competence.fact_count; i++) {
        const struct fact *f = &p->put.competence.facts[i];
        if (f->kind != FACT_EXPERIENCE || !works_in(f, occupation) || f->evidence < least)
            continue;
        int months = months_between(f->from, last_month(f, now));
        if (months > longest) {
            longest = months;
            best = (int)i;
        }
    }
    return best;
}

static struct standing stand_occupation(const struct kept_profile *p, const struct atom *a, enum evidence least,
                                        month now)
{
    struct standing s = {.answered = p->put.competence.complete & 1 << SECTION_WORK};
    for (int e = EVIDENCE_STATED; e <= EVIDENCE_RECOGNISED; e++)
        if (verdict_months(p, a->code, (enum evidence)e, now) >= a->level)
            s.held = (enum evidence)e;
    s.months = verdict_months(p, a->code, s.held >= least ? least : EVIDENCE_STATED, now);
    s.fact = longest_job(p, a->code, s.held, now);
    return s;
}

// Skills and licences. A fact speaks of its own code and, when held, of all that follows from it. A licence that ends
// before the need's first day is not held: it answers its own topic, and says nothing of what would follow.
static bool mentions(const struct mention *m, const struct atom *a)
{
    return m->kind == (a->kind == ATOM_SKILL ? FACT_SKILL : FACT_LICENCE) && code_equal(m->code, a->code);
}

static bool valid_on(const struct fact *f, day first_day)
{
    return f->kind != FACT_LICENCE || f->expires == DAY_NONE || f->expires >= first_day;
}

// Of two facts on one skill or licence, which says more: held over expired over "no"; then the better evidence, or the
// later end.
static bool says_more(const struct fact *f, const struct fact *than, day first_day)
{
    int rank = f->no ? 0 : valid_on(f, first_day) ? 2 : 1;
    int than_rank = than->no ? 0 : valid_on(than, first_day) ? 2 : 1;
    if (rank != than_rank)
        return rank > than_rank;
    return rank == 2 ? f->evidence > than->evidence : rank == 1 && f->expires > than->expires;
}

static struct standing stand_held(const struct kept_profile *p, const struct atom *a, day first_day)
{
    const struct competence *c = &p->put.competence;
    struct standing s = {.fact = -1, .answered = a->kind == ATOM_LICENCE && (c->complete & 1 << SECTION_LICENCES) != 0};
    for (size_t i = 0; i < p->mention_count; i++) {
        const struct mention *m = &p->mentions[i];
        if (!mentions(m, a))
            continue;
        const struct fact *f = &c->facts[m->fact];
        if (!valid_on(f, first_day) && !code_equal(f->code, a->code))
            continue;
        s.answered = true;
        if (!f->no && valid_on(f, first_day) && f->evidence > s.held)
            s.held = f->evidence;
        if (s.fact < 0 || says_more(f, &c->facts[s.fact], first_day))
            s.fact = m->fact;
    }
    return s;
}

// Languages and education stand on ladders: a higher level holds the lower ones.
static bool on_ladder_of(const struct fact *f, const struct atom *a)
{
    if (a->kind == ATOM_LANGUAGE)
        return f->kind == FACT_LANGUAGE && code_equal(f->code, a->code) && f->part == a->part;
    // A field holds the broader fields that its code begins with, and "any", which is no code at all.
    return f->kind == FACT_EDUCATION && code_equal(code_prefix(f->code, code_length(a->code)), a->code);
}

static struct standing stand_ladder(const struct kept_profile *p, const struct atom *a)
{
    const struct competence *c = &p->put.competence;
    enum section section = a->kind == ATOM_LANGUAGE ? SECTION_LANGUAGES : SECTION_EDUCATION;
    struct standing s = {.fact = -1, .answered = (c->complete & 1 << section) != 0};
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        if (!on_ladder_of(f, a))
            continue;
        // One part of one language is a question of its own; education is answered as a whole only.
        if (a->kind == ATOM_LANGUAGE)
            s.answered = true;
        if (f->level >= a->level && f->evidence > s.held)
            s.held = f->evidence;
        if (f->level > s.best_level)
            s.best_level = f->level;
    }
    // The highest level among the facts with the evidence held; then the better evidence.
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        if (!on_ladder_of(f, a) || f->evidence < s.held)
            continue;
        const struct fact *than = s.fact < 0 ? NULL : &c->facts[s.fact];
        if (than == NULL || f->level > than->level || (f->level == than->level && f->evidence > than->evidence))
            s.fact = (int)i;
    }
    return s;
}

// Places and times are ticked: the person's own word.
static struct standing stand_ticked(const struct kept_profile *p, const struct atom *a)
{
    const struct competence *c = &p->put.competence;
    enum section section = a->kind == ATOM_PLACE ? SECTION_PLACES : SECTION_TIMES;
    bool ticked = a->kind == ATOM_TIME && (c->availability.times & a->level) != 0;
    for (size_t i = 0; a->kind == ATOM_PLACE && i < c->availability.place_count; i++)
        if (code_equal(c->availability.places[i], a->code))
            ticked = true;
    return (struct standing){
        .held = ticked ? EVIDENCE_STATED : 0,
        .answered = (c->complete & 1 << section) != 0,
        .fact = -1,
    };
}

static struct standing stand(const struct kept_profile *p, const struct atom *a, enum evidence least,
                             struct question_time t)
{
    switch (a->kind) {
    case ATOM_OCCUPATION:
        return stand_occupation(p, a, least, t.now);
    case ATOM_SKILL:
    case ATOM_LICENCE:
        return stand_held(p, a, t.first_day);
    case ATOM_LANGUAGE:
    case ATOM_EDUCATION:
        return stand_ladder(p, a);
    case ATOM_PLACE:
    case ATOM_TIME:
        break;
    }
    return stand_ticked(p, a);
}

// The OR: met when some atom is held with the evidence asked; missing when none is held and every topic is answered;
// else unknown. Then which atom the row speaks of, see match.h.
static struct verdict_row judge_atoms(const struct kept_profile *p, const struct requirement *r, struct question_time t)
{
    struct standing s[REQUIREMENT_ATOMS_MOST];
    int met = -1, proof = -1, topic = -1, spoken = -1;
    assert(r->atom_count <= REQUIREMENT_ATOMS_MOST);
    for (int i = 0; i < r->atom_count; i++) {
        s[i] = stand(p, &r->atoms[i], r->least, t);
        if (s[i].held != 0 && s[i].held >= r->least && met < 0)
            met = i;
        if (s[i].held != 0 && (proof < 0 || s[i].held > s[proof].held))
            proof = i;
        if (!s[i].answered && (topic < 0 || (s[topic].fact < 0 && s[i].fact >= 0)))
            topic = i;
        if (spoken < 0 || (s[spoken].fact < 0 && s[i].fact >= 0))
            spoken = i;
    }
    struct verdict_row row = {.verdict = VERDICT_UNKNOWN, .question = QUESTION_NONE, .atom = -1, .fact = -1};
    if (met >= 0) {
        row.verdict = VERDICT_MET;
        row.atom = met;
    } else if (proof >= 0) {
        row.question = QUESTION_PROOF;
        row.atom = proof;
    } else if (topic >= 0) {
        row.question = QUESTION_TOPIC;
        row.atom = topic;
    } else {
        row.verdict = VERDICT_MISSING;
        row.atom = spoken;
    }
    if (row.atom >= 0) {
        row.fact = s[row.atom].fact;
        row.evidence = s[row.atom].held;
        row.months = s[row.atom].months;
        row.best_level = s[row.atom].best_level;
    }
    return row;
}

// Columns: not said is unknown, said is met or missing.
static struct verdict_row judge_column(bool said, bool fits)
{
    struct verdict_row row = {.verdict = VERDICT_UNKNOWN, .question = QUESTION_TOPIC, .atom = -1, .fact = -1};
    if (said) {
        row.verdict = fits ? VERDICT_MET : VERDICT_MISSING;
        row.question = QUESTION_NONE;
        row.evidence = fits ? EVIDENCE_STATED : 0;
    }
    return row;
}

struct verdict_row verdict_judge(const struct kept_profile *p, const struct requirement *r, struct question_time t)
{
    const struct availability *v = &p->put.competence.availability;
    switch (r->kind) {
    case REQUIRE_SHARE: // the person's and the post's shares must overlap
        return judge_column(v->share_most != 0, v->share_least <= r->share_most && r->share_least <= v->share_most);
    case REQUIRE_START:
        return judge_column(v->free_from != DAY_NONE, v->free_from <= r->start_latest);
    case REQUIRE_ATOMS:
        break;
    }
    return judge_atoms(p, r, t);
}

struct question_time question_time(const struct match_need *need, day as_of)
{
    struct question_time t = {.now = day_month(as_of), .first_day = as_of};
    for (size_t i = 0; i < need->requirement_count; i++)
        if (need->requirements[i].kind == REQUIRE_START && need->requirements[i].start_from != DAY_NONE)
            t.first_day = need->requirements[i].start_from;
    return t;
}

bool question_asks_work(const struct match_need *need)
{
    for (size_t i = 0; i < need->requirement_count; i++)
        for (size_t k = 0; k < need->requirements[i].atom_count && k < REQUIREMENT_ATOMS_MOST; k++)
            if (need->requirements[i].kind == REQUIRE_ATOMS && need->requirements[i].atoms[k].kind == ATOM_OCCUPATION)
                return true;
    return false;
}

struct match_row verdicts_sum(const struct kept_profile *p, const struct match_need *need, struct question_time t,
                              int *only_bar_out)
{
    struct match_row sum = {.number = p->put.number};
    int last_bar = -1;
    assert(need->requirement_count <= REQUIREMENTS_MOST);
    for (size_t i = 0; i < need->requirement_count; i++) {
        const struct requirement *r = &need->requirements[i];
        enum verdict v = verdict_judge(p, r, t).verdict;
        if (!r->must && v == VERDICT_MET)
            sum.score += r->weight;
        if (!r->must || v == VERDICT_MET)
            continue;
        if (v == VERDICT_MISSING)
            sum.missing++;
        else
            sum.unknown++;
        last_bar = (int)i;
    }
    sum.class = sum.missing > 0 ? CLASS_NOT_NOW : sum.unknown > 0 ? CLASS_ASK : CLASS_READY;
    if (only_bar_out != NULL)
        *only_bar_out = sum.missing + sum.unknown == 1 ? last_bar : -1;
    return sum;
}
