// SPDX-License-Identifier: EUPL-1.2
#include "app/upkeep.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"

// What may be told of a body, whatever it is about. Nothing that somebody has written, and nothing said of a person but
// where the work with that person stands.
static const char *const FACTS[] = {
    "state", "positions", "work", "outcome", "verdict", "next_on", "asked_on", "deadline", "answered_on", "by_adviser",
    "reminded", "evidence", "start", "agreed_to", "form", "share", "area", "ended_on", "months", "side", "due_on", "employed",
    "kind", "pledged", "pledged_by", "from", "to", "role", "goal", "least_share", "least_months", "stage", "answer", "status",
    "open_share_requests", "retention_days", "contact_days", "by", "all_day", "minutes",
};
static const char *const IDS[] = {
    "need", "agency", "employer", "workplace", "hire", "referral", "user", "from_person", "fresh", "from_agency", "to_agency",
};

static const char *facts_of(const struct change *c, struct arena *a)
{
    json_t *root = c->body == NULL ? NULL : json_loadb(c->body, c->body_size, 0, NULL);
    if (json_is_array(root) && strcmp(c->noun, "programme") == 0) { // the region's areas
        char *areas = json_dumps(root, JSON_COMPACT);
        const char *kept = areas == NULL ? "" : arena_strdup(a, areas);
        free(areas);
        json_decref(root);
        return kept;
    }
    if (!json_is_object(root)) {
        json_decref(root);
        return "";
    }
    json_t *kept = json_object();
    for (size_t i = 0; i < COUNT_OF(FACTS); i++)
        if (json_object_get(root, FACTS[i]) != NULL)
            json_object_set(kept, FACTS[i], json_object_get(root, FACTS[i]));
    for (size_t i = 0; i < COUNT_OF(IDS); i++) {
        const json_t *id = json_object_get(root, IDS[i]);
        if (json_is_integer(id))
            json_object_set_new(kept, IDS[i], json_string(arena_printf(a, "%lld", (long long)json_integer_value(id))));
    }
    char *text = json_dumps(kept, JSON_COMPACT);
    const char *facts = text == NULL ? "" : arena_strdup(a, text);
    free(text);
    json_decref(kept);
    json_decref(root);
    return facts;
}

enum status list_change_facts(struct app *app, int64_t after, size_t most, struct arena *a, struct change_facts **out,
                              size_t *count_out)
{
    struct change *changes;
    size_t count;
    TRY(store_changes_read(app_store(app), after, most, a, &changes, &count));
    struct change_facts *list = ARENA_ARRAY(a, struct change_facts, count);
    for (size_t i = 0; i < count; i++) {
        const struct change *c = &changes[i];
        list[i] = (struct change_facts){c->id, c->at, c->noun, c->verb, c->row, c->user.value, c->person.value, facts_of(c, a)};
    }
    *out = list;
    *count_out = count;
    return OK;
}
