// SPDX-License-Identifier: EUPL-1.2
#include "match/kept.h"

#include <stdlib.h>
#include <string.h>

void *memory_given(void *p)
{
    if (p == NULL)
        abort();
    return p;
}

// Zeroed; at least one element, so that an empty list is no NULL.
static void *list_open(size_t count, size_t size)
{
    return memory_given(calloc(count == 0 ? 1 : count, size));
}

static void *list_copy(const void *list, size_t count, size_t size)
{
    void *copy = list_open(count, size);
    if (count > 0)
        memcpy(copy, list, count * size);
    return copy;
}

static bool can_imply(const struct fact *f)
{
    return (f->kind == FACT_SKILL || f->kind == FACT_LICENCE) && !f->no;
}

static void keep_mentions(struct kept_profile *p, const struct implied_table *implied)
{
    const struct competence *c = &p->put.competence;
    size_t room = 0, more;
    for (size_t i = 0; i < c->fact_count; i++) {
        implied_codes(implied, c->facts[i].kind, c->facts[i].code, &more);
        room += 1 + more;
    }
    p->mentions = list_open(room, sizeof *p->mentions);
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        if (f->kind != FACT_SKILL && f->kind != FACT_LICENCE)
            continue;
        p->mentions[p->mention_count++] = (struct mention){f->kind, f->code, (int)i};
        const struct code *codes = implied_codes(implied, f->kind, f->code, &more);
        for (size_t k = 0; can_imply(f) && k < more; k++)
            p->mentions[p->mention_count++] = (struct mention){f->kind, codes[k], (int)i};
    }
}

static void keep_experience(struct kept_profile *p)
{
    const struct competence *c = &p->put.competence;
    p->experience = list_open(c->fact_count, sizeof *p->experience);
    for (size_t i = 0; i < c->fact_count; i++) {
        if (c->facts[i].kind != FACT_EXPERIENCE)
            continue;
        size_t at = p->experience_count++;
        for (; at > 0 && c->facts[p->experience[at - 1]].from > c->facts[i].from; at--)
            p->experience[at] = p->experience[at - 1];
        p->experience[at] = (int)i;
    }
}

struct kept_profile *kept_open(const struct match_profile *put, const struct implied_table *implied)
{
    struct kept_profile *p = list_open(1, sizeof *p);
    p->put = *put;
    const struct competence *c = &put->competence;
    p->put.groups = list_copy(put->groups, put->group_count, sizeof *put->groups);
    p->put.competence.facts = list_copy(c->facts, c->fact_count, sizeof *c->facts);
    p->put.competence.availability.places =
        list_copy(c->availability.places, c->availability.place_count, sizeof *c->availability.places);
    keep_mentions(p, implied);
    keep_experience(p);
    return p;
}

void kept_close(struct kept_profile *p)
{
    if (p == NULL)
        return;
    free((void *)p->put.groups);
    free((void *)p->put.competence.facts);
    free((void *)p->put.competence.availability.places);
    free(p->mentions);
    free(p->experience);
    free(p);
}

bool kept_in_group(const struct kept_profile *p, uint32_t group)
{
    if (group == 0)
        return true;
    for (size_t i = 0; i < p->put.group_count; i++)
        if (p->put.groups[i] == group)
            return true;
    return false;
}
