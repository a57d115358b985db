// SPDX-License-Identifier: EUPL-1.2
#include "web/edit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *was(struct request *r, const char *name)
{
    return form_lines(&r->form, r->arena, arena_printf(r->arena, "was_%s", name)); // texts of several lines too
}

void edit_add(struct edit *e, const char *name, const char *label, const char *value)
{
    assert(e->field_count < EDIT_FIELDS_MOST);
    e->fields[e->field_count++] = (struct edit_field){name, label, value == NULL ? "" : value};
}

bool edit_keep(struct request *r, struct edit *e)
{
    for (size_t i = 0; i < e->field_count; i++)
        e->fields[i].value = was(r, e->fields[i].name);
    return form_int(&r->form, "version", &e->version) == OK;
}

void edit_compare(struct request *r, struct edit *e, const struct edit *mine)
{
    assert(e->field_count == mine->field_count);
    e->conflict = true;
    for (size_t i = 0; i < e->field_count; i++) {
        const struct edit_field *theirs = &e->fields[i], *typed = &mine->fields[i];
        if (strcmp(theirs->value, typed->value) != 0)
            e->differences[e->difference_count++] =
                (struct edit_difference){theirs->label, typed->value, theirs->value, was(r, theirs->name)};
    }
}

void edit_issues(struct issues *issues, const struct issues *more)
{
    for (size_t i = 0; i < more->count; i++) {
        const struct issue *one = &more->items[i];
        if (*one->field != '\0' && issues_find(issues, one->field) != NULL)
            continue;
        if (one->arg != NULL)
            issues_add_arg(issues, one->field, one->message, one->arg);
        else
            issues_add(issues, one->field, one->message);
    }
}

struct placed {
    size_t place, at;
};

// By place in the form, then as they were found.
static int placed_compare(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    return a->place != b->place ? (a->place > b->place) - (a->place < b->place) : (a->at > b->at) - (a->at < b->at);
}

// By name; among equals the first one sent first.
static int named_compare(const void *left, const void *right)
{
    const struct form_field *a = *(const struct form_field *const *)left, *b = *(const struct form_field *const *)right;
    int names = strcmp(a->name, b->name);
    return names != 0 ? names : (a > b) - (a < b);
}

static const struct form_field **fields_by_name(const struct request *r)
{
    const struct form_field **list = ARENA_ARRAY(r->arena, const struct form_field *, r->form.count + 1);
    for (size_t i = 0; i < r->form.count; i++)
        list[i] = &r->form.fields[i];
    qsort(list, r->form.count, sizeof *list, named_compare);
    return list;
}

static size_t place_of(const struct request *r, const struct form_field *const *list, const char *name)
{
    size_t low = 0, high = r->form.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool sent = low < r->form.count && strcmp(list[low]->name, name) == 0;
    return sent ? (size_t)(list[low] - r->form.fields) : r->form.count;
}

void edit_sort(const struct request *r, struct issues *issues)
{
    size_t count = issues->count;
    if (count == 0)
        return;
    const struct form_field **list = fields_by_name(r);
    struct placed *placed = ARENA_ARRAY(r->arena, struct placed, count);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){place_of(r, list, issues->items[i].field), i};
    qsort(placed, count, sizeof *placed, placed_compare);
    issues->count = count < EDIT_ISSUES_MOST ? count : EDIT_ISSUES_MOST;
    struct issue *sorted = ARENA_ARRAY(r->arena, struct issue, issues->count);
    for (size_t i = 0; i < issues->count; i++)
        sorted[i] = issues->items[placed[i].at];
    issues->items = sorted;
    issues->room = issues->count;
}
