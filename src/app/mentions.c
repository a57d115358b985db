// SPDX-License-Identifier: EUPL-1.2
#include "app/mentions.h"

#include <string.h>

#include "app/internal.h"
#include "app/roster.h"
#include "app/tasks_inside.h"
#include "base/lang.h"
#include "core/mention.h"

static const char READ_NAMED[] = N_("the name, typed in a note");

static bool allowed_name(const char *const *allowed, size_t count, const char *folded, struct arena *a)
{
    for (size_t i = 0; i < count; i++)
        if (mention_find(mention_read(allowed[i], a), folded, a) != NULL)
            return true;
    return false;
}

enum status find_mention(struct app *app, const struct actor *actor, const char *const *texts, size_t text_count,
                         const char *const *allowed, size_t allowed_count, struct arena *a, const char **words_out)
{
    struct mention_text **read = ARENA_ARRAY(a, struct mention_text *, text_count);
    struct roster_view roster;
    struct person_id named = {0};
    const char *words = NULL;
    *words_out = NULL;
    if (actor->agency.value == 0)
        return OK;
    for (size_t i = 0; i < text_count; i++)
        read[i] = mention_read(texts[i], a);
    TRY(roster_read(app, actor->agency, &roster));
    for (size_t i = 0; i < roster.count && words == NULL; i++) {
        const struct roster_entry *e = &roster.entries[roster.by_person[i]];
        for (size_t t = 0; t < text_count && words == NULL; t++)
            words = mention_find(read[t], e->folded, a);
        if (words != NULL && allowed_name(allowed, allowed_count, e->folded, a))
            words = NULL;
        named = e->person;
    }
    roster_leave(&roster);
    if (words == NULL)
        return OK;
    *words_out = words;
    return app_log_reads(app, actor, &named, 1, READ_NAMED);
}

enum status check_mention(struct app *app, const struct actor *actor, const char *text, const char *field, bool other,
                          struct arena *a, struct issues *issues)
{
    const char *words;
    TRY(find_mention(app, actor, &text, 1, NULL, 0, a, &words));
    if (words == NULL || other)
        return OK;
    issues_add_arg(issues, field, NAMES_CANDIDATE, words);
    if (issues_find(issues, "named") == NULL)
        issues_add(issues, "named", N_("Is it somebody else? Then tick this and save again"));
    return OK;
}
