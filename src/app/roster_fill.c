// SPDX-License-Identifier: EUPL-1.2
#include "app/roster_inside.h"

#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/together.h"
#include "store/person_store.h"
#include "store/profile_store.h"

enum { PARTS = 8, PART_LEAST = 100 };

// A slot with the first of what it is sorted by, so that most comparisons touch nothing else.
struct headed {
    uint64_t head;
    uint32_t slot;
};

// A part of the persons, in their order: from first to last.
struct muster {
    struct app *app;
    struct agency_id agency;
    day on;
    struct person_id first, last;
    struct roster_entry *entries;
    uint64_t *letters;
    struct headed *by_name, *by_enrolment; // slots are those of this part until all are put together
    size_t count, room;
    enum status status;
};

static enum status muster_grow(struct muster *m)
{
    if (m->count < m->room)
        return OK;
    size_t room = m->room == 0 ? 64 : m->room * 2;
    struct roster_entry *entries = reallocarray(m->entries, room, sizeof *entries);
    if (entries == NULL)
        return FAILED;
    m->entries = entries;
    uint64_t *letters = reallocarray(m->letters, room, sizeof *letters);
    if (letters == NULL)
        return FAILED;
    m->letters = letters;
    m->room = room;
    return OK;
}

static enum status muster_add(void *arg, const struct enrolled_person *p, struct arena *a)
{
    struct muster *m = arg;
    TRY(muster_grow(m));
    TRY(roster_entry_make(p, a, &m->entries[m->count]));
    m->letters[m->count] = roster_letters(m->entries[m->count].folded);
    m->count++;
    return OK;
}

// The first eight bytes of a sorting key, as a number that compares as they do.
static uint64_t key_head(const char *key)
{
    uint64_t head = 0;
    for (int shift = 56; shift >= 0 && *key != '\0'; shift -= 8)
        head |= (uint64_t)(unsigned char)*key++ << shift;
    return head;
}

static int compare_heads(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_names(const void *a, const void *b, void *entries)
{
    const struct headed *x = a, *y = b;
    const struct roster_entry *all = entries;
    int heads = compare_heads(x->head, y->head);
    return heads != 0 ? heads : roster_compare_names(&all[x->slot], &all[y->slot]);
}

static int compare_enrolments(const void *a, const void *b, void *unused)
{
    const struct headed *x = a, *y = b;
    (void)unused;
    return compare_heads(x->head, y->head);
}

static enum status muster_sort(struct muster *m)
{
    m->by_name = reallocarray(NULL, m->count + 1, sizeof *m->by_name);
    m->by_enrolment = reallocarray(NULL, m->count + 1, sizeof *m->by_enrolment);
    if (m->by_name == NULL || m->by_enrolment == NULL)
        return FAILED;
    for (size_t i = 0; i < m->count; i++) {
        m->by_name[i] = (struct headed){key_head(m->entries[i].family_key), (uint32_t)i};
        m->by_enrolment[i] = (struct headed){(uint64_t)m->entries[i].enrolment.value, (uint32_t)i};
    }
    if (m->count > 0) {
        qsort_r(m->by_name, m->count, sizeof *m->by_name, compare_names, m->entries);
        qsort_r(m->by_enrolment, m->count, sizeof *m->by_enrolment, compare_enrolments, NULL);
    }
    return OK;
}

static void muster_work(void *part)
{
    struct muster *m = part;
    m->status = person_each(app_store(m->app), m->agency, m->on, m->first, m->last, muster_add, m);
    if (m->status == OK)
        m->status = muster_sort(m);
}

// Who has entries no longer closes them.
static void muster_close(struct muster *m, bool wipe)
{
    for (size_t i = 0; wipe && i < m->count; i++)
        roster_entry_wipe(&m->entries[i]);
    free(m->entries);
    free(m->letters);
    free(m->by_name);
    free(m->by_enrolment);
}

// Merges neighbours until one list is left, which is returned: one of the two, which have room for all. ends: where the
// lists that stand behind each other end.
static struct headed *merge_all(struct headed *from, struct headed *to, size_t *ends, size_t count,
                                int (*compare)(const void *a, const void *b, void *entries), void *entries)
{
    while (count > 1) {
        size_t merged = 0, start = 0;
        for (size_t i = 0; i < count; i += 2) {
            size_t middle = ends[i], end = i + 1 < count ? ends[i + 1] : middle, x = start, y = middle;
            for (size_t at = start; at < end; at++)
                to[at] = y == end || (x < middle && compare(&from[x], &from[y], entries) <= 0) ? from[x++] : from[y++];
            ends[merged++] = start = end;
        }
        count = merged;
        struct headed *was = from;
        from = to;
        to = was;
    }
    return from;
}

struct putting {
    struct roster_filled *out;
    const struct muster *parts;
    size_t count;
};

static enum status put_order(const struct putting *p, enum roster_order order)
{
    struct headed *one = reallocarray(NULL, p->out->count + 1, sizeof *one);
    struct headed *other = reallocarray(NULL, p->out->count + 1, sizeof *other);
    size_t ends[PARTS], at = 0;
    for (size_t i = 0; one != NULL && other != NULL && i < p->count; i++) {
        const struct headed *list = order == BY_NAME ? p->parts[i].by_name : p->parts[i].by_enrolment;
        size_t first = at;
        for (size_t k = 0; k < p->parts[i].count; k++, at++)
            one[at] = (struct headed){list[k].head, list[k].slot + (uint32_t)first};
        ends[i] = at;
    }
    if (one != NULL && other != NULL) {
        const struct headed *all = merge_all(one, other, ends, p->count,
                                             order == BY_NAME ? compare_names : compare_enrolments, p->out->entries);
        for (size_t i = 0; i < at; i++)
            p->out->orders[order][i] = all[i].slot;
    }
    enum status status = one == NULL || other == NULL ? FAILED : OK;
    free(one);
    free(other);
    return status;
}

static enum status put_together(const struct putting *p)
{
    struct roster_filled *out = p->out;
    size_t at = 0;
    for (size_t i = 0; i < p->count; i++)
        out->count += p->parts[i].count;
    out->entries = reallocarray(NULL, out->count + 1, sizeof *out->entries);
    out->persons = reallocarray(NULL, out->count + 1, sizeof *out->persons);
    out->letters = reallocarray(NULL, out->count + 1, sizeof *out->letters);
    bool memory = out->entries != NULL && out->persons != NULL && out->letters != NULL;
    for (enum roster_order o = BY_NAME; o < ROSTER_ORDERS; o++) {
        out->orders[o] = reallocarray(NULL, out->count + 1, sizeof *out->orders[o]);
        memory = memory && out->orders[o] != NULL;
    }
    if (!memory)
        return FAILED;
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < p->parts[i].count; k++, at++) {
            out->entries[at] = p->parts[i].entries[k];
            out->letters[at] = p->parts[i].letters[k];
            out->persons[at] = out->entries[at].person.value;
            out->orders[BY_PERSON][at] = (uint32_t)at;
        }
    TRY(put_order(p, BY_NAME));
    return put_order(p, BY_ENROLMENT);
}

static void filled_free(struct roster_filled *f)
{
    free(f->entries);
    free(f->persons);
    free(f->letters);
    for (enum roster_order o = BY_NAME; o < ROSTER_ORDERS; o++)
        free(f->orders[o]);
}

enum status roster_fill(struct app *app, struct agency_id agency, day on, struct roster_filled *out)
{
    struct person_id first[PARTS];
    struct muster parts[PARTS];
    size_t count;
    TRY(profile_parts(app_store(app), PARTS, PART_LEAST, first, &count));
    for (size_t i = 0; i < count; i++) {
        struct person_id last = {i + 1 == count ? INT64_MAX : first[i + 1].value - 1};
        parts[i] = (struct muster){.app = app, .agency = agency, .on = on, .first = first[i], .last = last};
    }
    work_on_each(muster_work, parts, sizeof *parts, count);
    enum status status = OK;
    for (size_t i = 0; i < count; i++)
        if (parts[i].status != OK)
            status = parts[i].status;
    struct roster_filled filled = {0};
    if (status == OK)
        status = put_together(&(struct putting){&filled, parts, count});
    for (size_t i = 0; i < count; i++)
        muster_close(&parts[i], status != OK);
    if (status != OK)
        filled_free(&filled);
    else
        *out = filled;
    return status;
}
