// SPDX-License-Identifier: EUPL-1.2
#include "app/need_ads.h"

#include "app/internal.h"
#include "store/ad_store.h"
#include "store/need_store.h"

enum status get_need_ad(struct app *app, const struct actor *actor, struct need_id id, struct arena *a,
                        struct need_ad_view *out)
{
    unsigned rights;
    struct need_ad_view view = {0};
    TRY(need_rights(app, actor, id, &rights));
    TRY(ad_find_of_need(app_store(app), id, a, &view.ad));
    TRY(proposed_list(app_store(app), id, a, &view.proposed, &view.proposed_count));
    for (size_t i = 0; i < view.proposed_count; i++)
        view.open_count += view.proposed[i].state == PROPOSED_OPEN;
    *out = view;
    return OK;
}

struct answer_job {
    struct need need;
    const int *positions;
    size_t count;
    enum proposed_state state;
};

static enum status write_answers(struct store_tx *tx, void *arg)
{
    const struct answer_job *job = arg;
    for (size_t i = 0; i < job->count; i++)
        TRY(proposed_answer(tx, job->need.id, job->positions[i], job->state));
    return job->state == PROPOSED_TAKEN ? need_update(tx, &job->need) : OK;
}

static bool about_language(const struct requirement *r)
{
    return r->kind == REQUIRE_ATOMS && r->atom_count > 0 && r->atoms[0].kind == ATOM_LANGUAGE;
}

enum status answer_proposed(struct app *app, const struct actor *actor, struct need_id id, int64_t version,
                            const int *positions, size_t count, enum proposed_state state, struct issues *issues)
{
    unsigned rights;
    TRY(need_rights(app, actor, id, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct answer_job job = {.positions = positions, .count = count, .state = state};
    struct proposed_requirement *proposed;
    size_t proposed_count;
    TRY(need_get(app_store(app), id, a, &job.need));
    if (job.need.state != NEED_DRAFT || job.need.version != version)
        return CONFLICT;
    TRY(proposed_list(app_store(app), id, a, &proposed, &proposed_count));
    if (state == PROPOSED_TAKEN) {
        struct requirement *list = ARENA_ARRAY(a, struct requirement, job.need.requirement_count + count);
        for (size_t i = 0; i < job.need.requirement_count; i++)
            list[i] = job.need.requirements[i];
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < proposed_count; k++) {
                if (proposed[k].position != positions[i])
                    continue;
                struct requirement *r = &list[job.need.requirement_count++];
                *r = proposed[k].requirement;
                if (about_language(r) && r->work_reason == NULL)
                    r->work_reason = proposed[k].excerpt;
            }
        job.need.requirements = list;
        size_t before = issues->count;
        need_check(&job.need, app_today(app), true, issues);
        if (issues->count > before)
            return INVALID;
    }
    return store_write(app_store(app), actor, app_now(app), write_answers, &job);
}
