// SPDX-License-Identifier: EUPL-1.2
#include "core/saved_view.h"

#include <string.h>

#include "base/text.h"

static const char *const NAMES[VIEW_KINDS] = {"employers", "needs", "hires", "activities"};

const char *view_kind_name(enum view_kind kind)
{
    return NAMES[kind];
}

bool view_kind_read(const char *name, enum view_kind *out)
{
    for (int i = 0; i < VIEW_KINDS; i++)
        if (strcmp(name, NAMES[i]) == 0) {
            *out = (enum view_kind)i;
            return true;
        }
    return false;
}

// Nothing that could lead out of the query it stands in.
static bool is_query(const char *text)
{
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%=&+")] == '\0';
}

void view_check(const struct saved_view *v, struct issues *issues)
{
    if (!text_visible(v->name) || text_length(v->name) > VIEW_NAME_MOST)
        issues_add(issues, "name", N_("Give the view a name of at most 60 characters"));
    if (strlen(v->query) > VIEW_QUERY_MOST || !is_query(v->query))
        issues_add(issues, "", N_("This list has too many filters for a view. Remove some."));
}
