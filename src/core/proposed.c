// SPDX-License-Identifier: EUPL-1.2
#include "core/proposed.h"

#include <string.h>

static bool levels_known(const struct proposed *p)
{
    for (int part = 0; part < LANGUAGE_PARTS; part++)
        if (p->levels[part] == PROPOSED_NO_LEVEL)
            return false;
    return true;
}

unsigned proposed_lacks(const struct proposed *p)
{
    unsigned lacks = p->code_sure && p->code_count > 0 ? 0 : LACKS_CODE;
    bool period = p->kind == FACT_EXPERIENCE;
    if (p->kind == FACT_LANGUAGE && !levels_known(p))
        lacks |= LACKS_LEVEL;
    if (p->kind == FACT_EDUCATION && p->nkr < NKR_LEAST)
        lacks |= LACKS_LEVEL;
    if (period && p->from == MONTH_NONE)
        lacks |= LACKS_FROM;
    if (period && p->to == MONTH_NONE && !p->current)
        lacks |= LACKS_TO;
    return lacks == 0 && p->guessed ? LACKS_LOOK : lacks;
}

bool proposed_same(const struct proposed *one, const struct proposed *other)
{
    return one->kind == other->kind && strcmp(one->source, other->source) == 0 && one->from == other->from &&
           one->to == other->to && one->current == other->current && one->nkr == other->nkr &&
           one->expires == other->expires && memcmp(one->levels, other->levels, sizeof one->levels) == 0;
}

size_t proposed_facts(const struct proposed *p, struct fact facts_out[PROPOSED_FACTS_MOST])
{
    struct fact f = {.kind = p->kind,
                     .evidence = EVIDENCE_STATED,
                     .code = p->code_count > 0 ? p->codes[0] : (struct code){0},
                     .from = MONTH_NONE,
                     .to = MONTH_NONE,
                     .expires = DAY_NONE};
    size_t count = 0;
    switch (p->kind) {
    case FACT_EXPERIENCE:
        f.from = p->from;
        f.to = p->current ? MONTH_NONE : p->to;
        break;
    case FACT_EDUCATION:
        f.level = (uint8_t)p->nkr;
        break;
    case FACT_LICENCE:
        f.expires = p->expires;
        break;
    case FACT_LANGUAGE:
        for (int part = 0; part < LANGUAGE_PARTS; part++) {
            if (p->levels[part] == PROPOSED_NO_LEVEL)
                continue;
            f.part = (uint8_t)part;
            f.level = (uint8_t)p->levels[part];
            facts_out[count++] = f;
        }
        return count;
    case FACT_SKILL:
        break;
    }
    facts_out[0] = f;
    return 1;
}

static bool same_work_held(const struct fact *f, const struct fact *held)
{
    bool ends_within = held->to == MONTH_NONE || (f->to != MONTH_NONE && f->to <= held->to);
    return held->from <= f->from && ends_within;
}

static bool field_within(struct code wanted, struct code held)
{
    return !code_given(wanted) || code_equal(code_prefix(held, code_length(wanted)), wanted);
}

static bool holds(const struct fact *f, const struct fact *held)
{
    if (held->kind != f->kind || held->no)
        return false;
    if (f->kind == FACT_EDUCATION)
        return held->level == f->level && field_within(f->code, held->code);
    if (!code_equal(held->code, f->code))
        return false;
    switch (f->kind) {
    case FACT_EXPERIENCE:
        return same_work_held(f, held);
    case FACT_LANGUAGE:
        return held->part == f->part && held->level >= f->level;
    case FACT_LICENCE:
        return held->expires == DAY_NONE || (f->expires != DAY_NONE && held->expires >= f->expires);
    default:
        return true;
    }
}

bool proposed_held(const struct fact *f, const struct competence *c)
{
    for (size_t i = 0; i < c->fact_count; i++)
        if (holds(f, &c->facts[i]))
            return true;
    return false;
}

size_t proposed_replaces(const struct fact *f, const struct competence *c)
{
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *held = &c->facts[i];
        bool like = held->kind == f->kind && code_equal(held->code, f->code) && held->evidence == EVIDENCE_STATED;
        if (!like)
            continue;
        if ((f->kind == FACT_LANGUAGE && held->part == f->part && held->level < f->level) ||
            ((f->kind == FACT_SKILL || f->kind == FACT_LICENCE) && held->no) ||
            (f->kind == FACT_LICENCE && held->expires != DAY_NONE) ||
            (f->kind == FACT_EXPERIENCE && held->from == f->from && same_work_held(held, f)))
            return i;
    }
    return c->fact_count;
}
