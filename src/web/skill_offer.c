// SPDX-License-Identifier: EUPL-1.2
#include "web/skill_offer.h"

#include "app/classes.h"
#include "web/form.h"

enum { OFFERED_MOST = 24 }; // of each list: more is nothing to choose from

static bool among(const struct code *list, size_t count, struct code code)
{
    for (size_t i = 0; i < count; i++)
        if (code_equal(list[i], code))
            return true;
    return false;
}

static const char *code_text(struct arena *a, struct code code)
{
    char text[CODE_TEXT];
    code_write(code, text);
    return arena_strdup(a, text);
}

static void offer_add(struct request *r, const struct occupation_skill *skill, struct skill_offers *out)
{
    const struct catalogue_item *item = catalogue_find(app_catalogue(r->app), CATALOGUE_SKILL, skill->code);
    size_t *count = skill->essential ? &out->essential_count : &out->optional_count;
    struct skill_offer *list = skill->essential ? out->essential : out->optional;
    if (item == NULL || *count == OFFERED_MOST)
        return;
    list[(*count)++] = (struct skill_offer){
        .code = code_text(r->arena, skill->code),
        .label = catalogue_name(item, r->lang),
        .tongue = item->foreign != 0 && item->foreign - 1 != (int)r->lang ? lang_tag((enum lang)(item->foreign - 1)) : NULL,
        .esco = skill->esco,
    };
    if (skill->esco || item->source == CATALOGUE_ESCO)
        out->attribution = CLASS_ESCO_ATTRIBUTION;
}

void skill_offers_make(struct request *r, const struct code *occupations, size_t count, const struct code *named,
                       size_t named_count, struct skill_offers *out)
{
    *out = (struct skill_offers){.essential = ARENA_ARRAY(r->arena, struct skill_offer, OFFERED_MOST),
                                 .optional = ARENA_ARRAY(r->arena, struct skill_offer, OFFERED_MOST)};
    struct code taken[2 * OFFERED_MOST];
    size_t taken_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct occupation_skill *skills;
        size_t n;
        if (among(occupations, i, occupations[i]) ||
            list_occupation_skills(r->app, occupations[i], r->arena, &skills, &n) != OK)
            continue; // the page is of use without them
        for (size_t k = 0; k < n; k++) {
            if (among(named, named_count, skills[k].code) || among(taken, taken_count, skills[k].code))
                continue;
            size_t before = out->essential_count + out->optional_count;
            offer_add(r, &skills[k], out);
            if (out->essential_count + out->optional_count > before)
                taken[taken_count++] = skills[k].code;
        }
    }
}

size_t skill_offers_read(struct request *r, struct code *out, size_t most)
{
    const char *const *typed;
    size_t count = 0, n = form_all(&r->form, r->arena, "offer", &typed);
    for (size_t i = 0; i < n && count < most; i++) {
        struct code code;
        if (code_read(typed[i], &code) && catalogue_find(app_catalogue(r->app), CATALOGUE_SKILL, code) != NULL &&
            !among(out, count, code))
            out[count++] = code;
    }
    return count;
}
