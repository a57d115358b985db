// SPDX-License-Identifier: EUPL-1.2
#include "web/employer_view.h"

#include <string.h>

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
