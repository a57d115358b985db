// SPDX-License-Identifier: EUPL-1.2
// The words that the pages about hires share.
#include "web/hire_view.h"

#include <string.h>

#include "web/need_view.h"

const char *hire_person_text(enum lang lang, const struct hire_row *row)
{
    if (*row->name != '\0')
        return row->name;
    return tr(lang, row->unnamed ? N_("Nobody named yet") : N_("One person"));
}

const char *hire_form_text(const struct hire *h, enum lang lang, struct arena *a)
{
    return arena_printf(a, "%s, %s", tr(lang, need_form_title(h->form)), need_share_text(lang, h->share, h->share, a));
}

enum tone hire_state_tone(enum hire_state s)
{
    switch (s) {
    case HIRE_REPORTED:
        return TONE_WARNING;
    case HIRE_CONFIRMED:
        return TONE_SUCCESS;
    case HIRE_TAKEN_BACK:
        return TONE_NEUTRAL;
    }
    return TONE_NEUTRAL;
}

const char *hire_workplace_text(const char *workplace, const char *employer, struct arena *a)
{
    if (*employer == '\0' || strstr(workplace, employer) != NULL)
        return workplace;
    return *workplace == '\0' ? employer : arena_printf(a, "%s, %s", workplace, employer);
}

const char *hire_hand_text(enum lang lang, const struct hire_hand *h, struct arena *a)
{
    if (*h->user_name == '\0')
        return *h->organisation == '\0' ? tr(lang, N_("The programme")) : h->organisation;
    return *h->organisation == '\0' ? h->user_name : arena_printf(a, "%s, %s", h->user_name, h->organisation);
}

const char *checkin_rating_title(int rating)
{
    static const char *const TITLES[] = {
        "", N_("1 – very badly"), N_("2 – not so well"), N_("3 – all right"), N_("4 – well"), N_("5 – very well"),
    };
    return rating >= 1 && rating < (int)COUNT_OF(TITLES) ? TITLES[rating] : "";
}

const char *hire_id_text(struct arena *a, int64_t id)
{
    return id == 0 ? "" : arena_printf(a, "%lld", (long long)id);
}
