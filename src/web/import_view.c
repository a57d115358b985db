// SPDX-License-Identifier: EUPL-1.2
#include "web/import_view.h"

enum tone import_state_tone(enum import_state s)
{
    switch (s) {
    case IMPORT_APPLIED:
        return TONE_SUCCESS;
    case IMPORT_REFUSED:
        return TONE_DANGER;
    case IMPORT_NEW:
    case IMPORT_READY:
        return TONE_WARNING;
    case IMPORT_READING:
    case IMPORT_APPLYING:
    case IMPORT_REVERTING:
        return TONE_INFO;
    case IMPORT_CANCELLED:
    case IMPORT_REVERTED:
        break;
    }
    return TONE_NEUTRAL;
}

enum tone import_action_tone(enum import_action a)
{
    static const enum tone tones[IMPORT_ACTIONS] = {
        [IMPORT_CREATE] = TONE_SUCCESS,    [IMPORT_UPDATE] = TONE_INFO,    [IMPORT_UNCHANGED] = TONE_NEUTRAL,
        [IMPORT_OUTSIDE] = TONE_NEUTRAL, [IMPORT_REJECT] = TONE_DANGER,
    };
    return tones[a];
}

const char *import_action_title(enum import_action a)
{
    static const char *const titles[IMPORT_ACTIONS] = {
        [IMPORT_CREATE] = N_("New"),          [IMPORT_UPDATE] = N_("Changed"),     [IMPORT_UNCHANGED] = N_("As it is"),
        [IMPORT_OUTSIDE] = N_("Passed over"), [IMPORT_REJECT] = N_("Not taken"),
    };
    return titles[a];
}

bool import_working(enum import_state s)
{
    return s == IMPORT_READING || s == IMPORT_APPLYING || s == IMPORT_REVERTING;
}

bool import_does_something(const struct import_view *v)
{
    return v->created + v->updated > 0 || (v->kind->stage != NULL && v->problem.count > 0);
}

const char *import_change_value(enum lang lang, const struct import_change *c, const char *text)
{
    return text == NULL || *text == '\0' ? "–" : c->worded ? tr(lang, text) : text;
}

int64_t import_read_count(const struct import_view *v)
{
    return v->created + v->updated + v->unchanged + v->outside + v->rejected;
}
