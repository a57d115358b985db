// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_need.h"

#include <stdlib.h>
#include <string.h>

// Reading a need.
static uint32_t in_family(uint32_t family, uint32_t at)
{
    return family == NO_SET ? NO_SET : family + at;
}

static void term_of_family(struct fast_term *t, uint32_t family, unsigned step, unsigned least)
{
    t->met = in_family(family, at_step(step, least));
    t->held = in_family(family, at_step(step, EVIDENCE_STATED));
}

static bool read_occupation(struct fast_term *t, const struct families *f, const struct atom *a, unsigned least)
{
    unsigned step = 0;
    int length = code_length(a->code);
    while (step < LADDER_STEPS && MONTH_LADDER[step] != a->level)
        step++;
    if (step == LADDER_STEPS || length < 3 || length > 4)
        return false;
    term_of_family(t, family_find(f, FAMILY_OCCUPATION, 0, a->code.value), step, least);
    t->section = SET_COMPLETE + SECTION_WORK;
    return true;
}

static bool read_language(struct fast_term *t, const struct families *f, const struct atom *a, unsigned least)
{
    if (a->level < CEFR_A1 || a->level > CEFR_C2 || a->part >= LANGUAGE_PARTS)
        return false;
    uint32_t family = family_find(f, FAMILY_LANGUAGE, a->part, a->code.value);
    term_of_family(t, family, a->level - CEFR_A1, least);
    t->topic = in_family(family, LANGUAGE_TOPIC);
    t->section = SET_COMPLETE + SECTION_LANGUAGES;
    return true;
}

static bool read_education(struct fast_term *t, const struct families *f, const struct atom *a, unsigned least)
{
    int length = code_length(a->code);
    if (a->level < NKR_LEAST || a->level > NKR_MOST || length == 1 || length > 4)
        return false;
    term_of_family(t, family_find(f, FAMILY_EDUCATION, 0, a->code.value), a->level - NKR_LEAST, least);
    t->section = SET_COMPLETE + SECTION_EDUCATION;
    return true;
}

static void read_licence(struct fast_term *t, const struct families *f, const struct atom *a, unsigned least)
{
    uint32_t family = family_find(f, FAMILY_LICENCE, 0, a->code.value);
    term_of_family(t, family, 0, least);
    t->met_ends = in_family(family, LICENCE_ENDS + least - 1);
    t->held_ends = in_family(family, LICENCE_ENDS);
    t->topic = in_family(family, LICENCE_TOPIC);
    t->section = SET_COMPLETE + SECTION_LICENCES;
}

// What people tick is stated: asked for with more, it is held with too little.
static void read_ticked(struct fast_term *t, uint32_t set, enum section section, unsigned least)
{
    t->held = set;
    t->met = least == EVIDENCE_STATED ? set : NO_SET;
    t->section = SET_COMPLETE + section;
}

static bool read_atom(struct fast_term *t, const struct families *f, const struct atom *a, unsigned least)
{
    *t = (struct fast_term){NO_SET, NO_SET, NO_SET, NO_SET, NO_SET, NO_SET};
    switch (a->kind) {
    case ATOM_OCCUPATION:
        return read_occupation(t, f, a, least);
    case ATOM_LANGUAGE:
        return read_language(t, f, a, least);
    case ATOM_EDUCATION:
        return read_education(t, f, a, least);
    case ATOM_SKILL: {
        uint32_t family = family_find(f, FAMILY_SKILL, 0, a->code.value);
        term_of_family(t, family, 0, least);
        t->topic = in_family(family, SKILL_TOPIC);
        return true;
    }
    case ATOM_LICENCE:
        read_licence(t, f, a, least);
        return true;
    case ATOM_PLACE:
        read_ticked(t, family_find(f, FAMILY_PLACE, 0, a->code.value), SECTION_PLACES, least);
        return true;
    case ATOM_TIME:
        if (a->level == 0 || a->level > WORK_TIMES_ALL || (a->level & (a->level - 1)) != 0)
            return false;
        read_ticked(t, SET_TIMES + (uint32_t)__builtin_ctz(a->level), SECTION_TIMES, least);
        return true;
    }
    return false;
}

static bool read_requirement(struct fast_requirement *out, const struct families *f,
                             const struct requirement *r)
{
    unsigned least = r->least == 0 ? EVIDENCE_STATED : r->least;
    out->asked = r;
    switch (r->kind) {
    case REQUIRE_SHARE:
        return r->share_least <= 100 && r->share_most <= 100;
    case REQUIRE_START:
        return r->start_latest >= FREE_FIRST && r->start_latest < FREE_FIRST + FREE_LAST;
    case REQUIRE_ATOMS:
        break;
    }
    if (r->atom_count > REQUIREMENT_ATOMS_MOST || least > EVIDENCE_RECOGNISED)
        return false;
    for (size_t i = 0; i < r->atom_count; i++)
        if (!read_atom(&out->terms[i], f, &r->atoms[i], least))
            return false;
    return true;
}

// How many pages a need may have built for it, when all its sets are lists: for each atom met, held (each also without
// the licences that ended), topic, section and these two together; three for what these are joined to. A number takes
// its slices, who has it, and the answer. Whom the question is about and the lots are the need's.
static size_t scratch_most(const struct match_need *need)
{
    size_t most = 1 + LOT_BITS;
    for (size_t i = 0; i < need->requirement_count; i++)
        most += need->requirements[i].kind == REQUIRE_SHARE   ? 2 * SHARE_BITS + 2
                : need->requirements[i].kind == REQUIRE_START ? FREE_BITS + 2
                                                              : 7 * (size_t)need->requirements[i].atom_count + 3;
    return most;
}

bool fast_need_read(struct fast_need *n, const struct families *f, const struct match_need *need,
                    struct question_time t, uint32_t group)
{
    n->scope = group == 0 ? SET_ALL : family_find(f, FAMILY_GROUP, 0, group);
    n->lot = need->lot;
    n->first_day = t.first_day;
    n->count = need->requirement_count;
    if (n->count > REQUIREMENTS_MOST || n->first_day == INT32_MAX) // an expiry on that day is kept as the day before
        return false;
    for (size_t i = 0; i < n->count; i++)
        if (!read_requirement(&n->list[i], f, &need->requirements[i]))
            return false;
    n->scratch_count = scratch_most(need);
    return true;
}

void fast_need_open(struct fast_need *n)
{
    n->scratch = memory_given(aligned_alloc(_Alignof(struct page), n->scratch_count * sizeof(struct page)));
}

void fast_need_close(struct fast_need *n)
{
    free(n->scratch);
}

// A segment's pages.
static const struct page NOBODY;

static struct page *scratch_take(struct fast_need *n)
{
    if (n->scratch_used == n->scratch_count)
        abort();
    return &n->scratch[n->scratch_used++];
}

static void list_put(struct page *page, const struct place_set *set)
{
    const uint16_t *list = set->data;
    for (size_t i = 0; i < set->count; i++)
        page->words[list[i] / 64] |= UINT64_C(1) << list[i] % 64;
}

static const uint64_t *page_of(struct fast_need *n, const struct segment *s, uint32_t set_number)
{
    const struct place_set *set = segment_set(s, set_number);
    if (set->form == PLACES_PAGE)
        return ((const struct page *)set->data)->words;
    if (set->form != PLACES_LIST)
        return NOBODY.words;
    struct page *page = scratch_take(n);
    memset(page, 0, sizeof *page);
    list_put(page, set);
    return page->words;
}

// Those of a set whose licence has not ended before the need's first day.
static const uint64_t *page_valid(struct fast_need *n, const struct segment *s, uint32_t set_number, uint32_t ends)
{
    const struct place_set *ending = segment_set(s, ends);
    const struct ending *list = ending->data;
    const uint64_t *all = page_of(n, s, set_number);
    if (ending->count == 0 || list[0].last >= n->first_day)
        return all;
    struct page *page = scratch_take(n);
    memcpy(page, all, sizeof *page);
    for (size_t i = 0; i < ending->count && list[i].last < n->first_day; i++)
        page->words[list[i].place / 64] &= ~(UINT64_C(1) << list[i].place % 64);
    return page->words;
}

// Pages joined one after the other; the first is not copied.
struct joined {
    const uint64_t *page;
    struct page *own;
};

static void join_or(struct fast_need *n, struct joined *j, const uint64_t *page)
{
    if (page == NOBODY.words)
        return;
    if (j->page == NULL) {
        j->page = page;
    } else if (j->own == NULL) {
        j->own = scratch_take(n);
        n->kernel->or_of(j->own->words, j->page, page);
        j->page = j->own->words;
    } else {
        n->kernel->or_into(j->own->words, page);
    }
}

static void join_and(struct fast_need *n, struct joined *j, const uint64_t *page)
{
    if (j->page == NULL || j->page == page) {
        j->page = page;
        return;
    }
    if (j->own == NULL) {
        j->own = memcpy(scratch_take(n), j->page, sizeof *j->own);
        j->page = j->own->words;
    }
    n->kernel->and_into(j->own->words, page);
}

static const uint64_t *joined_or(const struct joined *j)
{
    return j->page == NULL ? NOBODY.words : j->page;
}

static const uint64_t *terms_met(struct fast_need *n, const struct fast_requirement *r, const struct segment *s)
{
    struct joined j = {NULL, NULL};
    for (size_t i = 0; i < r->asked->atom_count; i++)
        join_or(n, &j, page_valid(n, s, r->terms[i].met, r->terms[i].met_ends));
    return joined_or(&j);
}

static const uint64_t *terms_held(struct fast_need *n, const struct fast_requirement *r, const struct segment *s)
{
    struct joined j = {NULL, NULL};
    for (size_t i = 0; i < r->asked->atom_count; i++)
        join_or(n, &j, page_valid(n, s, r->terms[i].held, r->terms[i].held_ends));
    return joined_or(&j);
}

static const uint64_t *terms_answered(struct fast_need *n, const struct fast_requirement *r, const struct segment *s)
{
    struct joined all = {NULL, NULL};
    for (size_t i = 0; i < r->asked->atom_count; i++) {
        struct joined one = {NULL, NULL};
        if (r->terms[i].topic == NO_SET && i > 0 && r->terms[i - 1].topic == NO_SET &&
            r->terms[i].section == r->terms[i - 1].section)
            continue;
        join_or(n, &one, page_of(n, s, r->terms[i].topic));
        join_or(n, &one, page_of(n, s, r->terms[i].section));
        join_and(n, &all, joined_or(&one));
    }
    return all.page == NULL ? n->task.scope : all.page; // of no atoms all are answered
}

static void slices_of(struct fast_need *n, const struct segment *s, uint32_t first, unsigned bits,
                      const uint64_t **slices)
{
    for (unsigned i = 0; i < bits; i++)
        slices[i] = page_of(n, s, first + i);
}

static const uint64_t *share_met(struct fast_need *n, const struct requirement *r, const struct segment *s,
                                 const uint64_t *said)
{
    const uint64_t *slices[SHARE_BITS];
    struct page *page = scratch_take(n);
    slices_of(n, s, SET_SHARE_LEAST, SHARE_BITS, slices);
    n->kernel->at_most(page->words, said, slices, SHARE_BITS, r->share_most);
    if (r->share_least == 0)
        return page->words;
    slices_of(n, s, SET_SHARE_MOST, SHARE_BITS, slices);
    n->kernel->above(page->words, page->words, slices, SHARE_BITS, r->share_least - 1u);
    return page->words;
}

static const uint64_t *start_met(struct fast_need *n, const struct requirement *r, const struct segment *s,
                                 const uint64_t *said)
{
    const uint64_t *slices[FREE_BITS];
    struct page *page = scratch_take(n);
    slices_of(n, s, SET_FREE, FREE_BITS, slices);
    n->kernel->at_most(page->words, said, slices, FREE_BITS, (uint32_t)(r->start_latest - FREE_FIRST));
    return page->words;
}

static struct kernel_must requirement_pages(struct fast_need *n, const struct fast_requirement *r,
                                            const struct segment *s)
{
    struct kernel_must m;
    switch (r->asked->kind) {
    case REQUIRE_SHARE:
        m.answered = page_of(n, s, SET_SHARE_SAID);
        m.met = m.held = share_met(n, r->asked, s, m.answered);
        return m;
    case REQUIRE_START:
        m.answered = page_of(n, s, SET_FREE_SAID);
        m.met = m.held = start_met(n, r->asked, s, m.answered);
        return m;
    case REQUIRE_ATOMS:
        break;
    }
    m.met = terms_met(n, r, s);
    m.held = m.answered = m.met;
    if (!r->asked->must)
        return m; // a should is met or not
    if (r->asked->least > EVIDENCE_STATED)
        m.held = terms_held(n, r, s);
    m.answered = terms_answered(n, r, s);
    return m;
}

bool fast_need_task(struct fast_need *n, const struct segment *s)
{
    struct kernel_task *t = &n->task;
    n->scratch_used = 0;
    if (segment_set(s, n->scope)->count == 0)
        return false;
    t->scope = page_of(n, s, n->scope);
    t->must_count = t->should_count = 0;
    for (size_t i = 0; i < n->count; i++) {
        struct kernel_must m = requirement_pages(n, &n->list[i], s);
        if (n->list[i].asked->must)
            t->musts[t->must_count++] = m;
        else
            t->shoulds[t->should_count++] = (struct kernel_should){m.met, n->list[i].asked->weight};
    }
    slices_of(n, s, SET_LOT, LOT_BITS, t->lots);
    t->need_lot = n->lot;
    t->names = (const struct names *const *)s->names;
    return true;
}

const void *place_set_bytes(const struct place_set *set, size_t *size_out)
{
    *size_out = set->form == PLACES_PAGE       ? sizeof(struct page)
                : set->form == PLACES_LIST     ? set->count * sizeof(uint16_t)
                : set->form == PLACES_ENDINGS ? set->count * sizeof(struct ending)
                                              : 0;
    return set->data;
}
