// SPDX-License-Identifier: EUPL-1.2
// What a job ad seems to ask for, on the requirements' step: taken, left, or brought back, several at once.
#include <stdlib.h>
#include <string.h>

#include "app/employers.h"
#include "web/need_ad_view.h"
#include "web/need_edit.h"
#include "web/need_pages.h"

static struct need_ad_line line_of(struct request *r, const struct proposed_requirement *p)
{
    return (struct need_ad_line){
        .position = p->position,
        .words = requirement_words(r->app, r->lang, &p->requirement, "", r->arena),
        .strength = need_strength_title(&p->requirement),
        .excerpt = p->excerpt,
    };
}

enum status need_ad_shown_get(struct request *r, const struct need *n, struct need_ad_shown *out)
{
    struct need_ad_view view;
    *out = (struct need_ad_shown){.need = n->id, .version = n->version, .draft = n->state == NEED_DRAFT};
    enum status s = get_need_ad(r->app, r->actor, n->id, r->arena, &view);
    if (s == NOT_FOUND)
        return OK;
    TRY(s);
    out->there = true;
    struct employer_register unit;
    out->unverified = get_employer_register(r->app, r->actor, n->employer, r->arena, &unit) == OK && !unit.known;
    out->ad = view.ad;
    out->open = ARENA_ARRAY(r->arena, struct need_ad_line, view.proposed_count);
    out->left = ARENA_ARRAY(r->arena, struct need_ad_line, view.proposed_count);
    for (size_t i = 0; i < view.proposed_count; i++) {
        if (view.proposed[i].state == PROPOSED_OPEN)
            out->open[out->open_count++] = line_of(r, &view.proposed[i]);
        else if (view.proposed[i].state == PROPOSED_LEFT)
            out->left[out->left_count++] = line_of(r, &view.proposed[i]);
    }
    return OK;
}

static bool answer_read(const char *word, enum proposed_state *out)
{
    static const char *const words[] = {[PROPOSED_OPEN] = "back", [PROPOSED_TAKEN] = "take", [PROPOSED_LEFT] = "leave"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(word, words[i]) == 0) {
            *out = (enum proposed_state)i;
            return true;
        }
    return false;
}

static struct reply back_to_ad(struct request *r, struct need_id id, enum flash message)
{
    struct reply reply = reply_redirect(r, "/needs/%lld/edit/requirements#ad", (long long)id.value);
    reply_flash(&reply, message);
    return reply;
}

struct reply need_ad_answer(struct request *r)
{
    struct need_view at;
    enum proposed_state state;
    const char *const *chosen;
    enum status s = need_draft_get(r, &at);
    if (s != OK)
        return need_draft_refuse(r, s);
    if (!answer_read(request_field(r, "do"), &state))
        return reply_error(r, 400);
    size_t count = form_all(&r->form, r->arena, "proposed", &chosen);
    int *positions = ARENA_ARRAY(r->arena, int, count);
    for (size_t i = 0; i < count; i++)
        positions[i] = (int)strtol(chosen[i], NULL, 10);
    struct issues issues = issues_in(r->arena);
    if (count == 0)
        return back_to_ad(r, at.need.id, FLASH_need_ad_none);
    s = answer_proposed(r->app, r->actor, at.need.id, need_form_version(r), positions, count, state, &issues);
    if (s == CONFLICT)
        return back_to_ad(r, at.need.id, FLASH_need_changed);
    if (s == INVALID)
        return back_to_ad(r, at.need.id, FLASH_need_ad_full);
    if (s != OK)
        return need_draft_refuse(r, s);
    return reply_redirect(r, "/needs/%lld/edit/requirements#%s", (long long)at.need.id.value,
                          state == PROPOSED_TAKEN ? "stated" : "ad");
}
