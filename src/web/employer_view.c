// SPDX-License-Identifier: EUPL-1.2
#include "web/employer_view.h"

#include <string.h>

#include "app/employer_steps.h"
#include "core/orgnr.h"

enum tone stage_tone(enum employer_stage s)
{
    switch (s) {
    case STAGE_TAKING_PART:
    case STAGE_HIRING:
        return TONE_SUCCESS;
    case STAGE_MEETING_BOOKED:
    case STAGE_MET:
        return TONE_INFO;
    case STAGE_PAUSED:
        return TONE_WARNING;
    case STAGE_NEW:
    case STAGE_CONTACTED:
    case STAGE_DECLINED:
        break;
    }
    return TONE_NEUTRAL;
}

const char *orgnr_text(struct arena *a, const char *orgnr)
{
    return orgnr_format(a, orgnr);
}

enum status follow_options_get(struct request *r, struct user_id owner, const char *owner_name, struct follow_options *out)
{
    struct owner_choice *list;
    size_t count;
    bool listed = owner.value == 0;
    struct follow_options o = {.owner = owner.value == 0 ? "" : arena_printf(r->arena, "%lld", (long long)owner.value)};
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        o.stages[s] = (struct option){.value = stage_name((enum employer_stage)s), .label = stage_title((enum employer_stage)s)};
    for (int d = DECLINE_NONE + 1; d < DECLINES; d++)
        o.declines[o.decline_count++] = (struct option){.value = decline_name((enum decline)d), .label = decline_title((enum decline)d)};
    TRY(list_owners(r->app, r->actor, r->arena, &list, &count));
    o.owners = ARENA_ARRAY(r->arena, struct option, count + 2);
    o.owners[o.owner_count++] = (struct option){.value = "", .label = N_("Nobody yet")};
    for (size_t i = 0; i < count; i++) {
        listed = listed || list[i].id.value == owner.value;
        o.owners[o.owner_count++] = (struct option){.value = arena_printf(r->arena, "%lld", (long long)list[i].id.value), .text = list[i].name};
    }
    if (!listed) // who has stopped working here
        o.owners[o.owner_count++] = (struct option){.value = o.owner, .text = owner_name};
    *out = o;
    return OK;
}

struct option *municipality_options(struct arena *a, const struct region_area *areas, size_t count, size_t *count_out)
{
    struct option *options = ARENA_ARRAY(a, struct option, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        char *code = arena_alloc(a, CODE_TEXT);
        code_write(areas[i].municipality, code);
        size_t at = 0;
        while (at < n && strcmp(options[at].value, code) != 0)
            at++;
        if (at == n)
            options[n++] = (struct option){.value = code, .text = arena_printf(a, "%s (%s)", areas[i].name, code)};
        else
            options[at].text = arena_printf(a, "%.*s, %s (%s)", (int)(strlen(options[at].text) - strlen(code) - 3),
                                            options[at].text, areas[i].name, code);
    }
    *count_out = n;
    return options;
}
