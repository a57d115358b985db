// SPDX-License-Identifier: EUPL-1.2
#include "web/edit.h"

#include <assert.h>
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

static size_t place_of(const struct request *r, const struct issue *one)
{
    size_t i = 0;
    while (i < r->form.count && strcmp(r->form.fields[i].name, one->field) != 0)
        i++;
    return i;
}

void edit_sort(const struct request *r, struct issues *issues)
{
    for (size_t i = 1; i < issues->count; i++) {
        struct issue one = issues->items[i];
        size_t at = i;
        for (; at > 0 && place_of(r, &issues->items[at - 1]) > place_of(r, &one); at--)
            issues->items[at] = issues->items[at - 1];
        issues->items[at] = one;
    }
}
