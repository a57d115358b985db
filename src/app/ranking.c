// SPDX-License-Identifier: EUPL-1.2
// The engine's answers as their readers may have them: names for the own agency's candidates, bands for everybody else.
#include "app/needs.h"

#include <stdlib.h>

#include "app/internal.h"
#include "store/person_store.h"
#include "store/programme_store.h"

struct match_need need_for_match(const struct need *n, struct arena *a)
{
    struct match_need need = {.number = n->id.value, .lot = n->lot};
    need.requirement_count = need_requirements(n, a, &need.requirements);
    return need;
}

// An explanation with the name that its reader may see. NOT_FOUND: deleted since it was made.
static enum status candidate_name(struct app *app, const struct explanation *e, struct arena *a,
                                  struct ranked_candidate *out)
{
    struct identity identity;
    int64_t version;
    *out = (struct ranked_candidate){.person = {e->profile}, .row = e->sum, .explanation = *e};
    TRY(identity_get(app_store(app), out->person, a, &identity, &version));
    out->name = identity_name(&identity, a);
    return OK;
}

static int cost_compare(const void *a, const void *b)
{
    const struct must_cost *x = a, *y = b;
    if (x->more != y->more)
        return x->more < y->more ? 1 : -1;
    return (x->requirement > y->requirement) - (x->requirement < y->requirement);
}

// more: match_answer's, one for each requirement.
static void costs_make(const struct match_need *need, const size_t *more, struct arena *a, struct must_cost **out,
                       size_t *count_out)
{
    struct must_cost *costs = ARENA_ARRAY(a, struct must_cost, need->requirement_count);
    size_t count = 0;
    for (size_t i = 0; i < need->requirement_count; i++)
        if (more[i] > 0)
            costs[count++] = (struct must_cost){.requirement = i, .more = more[i], .more_band = band_of(more[i])};
    qsort(costs, count, sizeof *costs, cost_compare);
    *out = costs;
    *count_out = count;
}

// The agencies whose counts the actor is told beside the own people, and their groups.
static enum status others_list(struct app *app, const struct actor *actor, struct arena *a, struct need_answer *answer,
                               uint32_t **groups_out)
{
    struct agency *agencies;
    size_t count;
    TRY(agency_list(app_store(app), a, &agencies, &count));
    uint32_t *groups = ARENA_ARRAY(a, uint32_t, count);
    answer->others = ARENA_ARRAY(a, struct agency_counts, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t group = app_group(app, agencies[i].id);
        if (agencies[i].id.value == actor->agency.value || !agencies[i].active || group == 0)
            continue;
        groups[answer->other_count] = group;
        answer->others[answer->other_count++] = (struct agency_counts){
            .agency = agencies[i].id,
            .name = agencies[i].name,
            .email = agencies[i].email,
            .phone = agencies[i].phone,
        };
    }
    *groups_out = groups;
    return OK;
}

enum { RANKED_MOST = 200 };

enum status rank_candidates(struct app *app, const struct actor *actor, const struct need_view *need, unsigned classes,
                            size_t most, struct arena *a, struct need_answer *out)
{
    TRY(rights_ask(need->rights, RIGHT_RANK));
    TRY(app_follow(app));
    struct match_scope scope = {.as_of = app_today(app), .group = app_group(app, actor->agency)};
    if (scope.group == 0) // to the engine 0 means everybody
        return DENIED;
    struct match_need stated = need_for_match(&need->need, a);
    struct match_asked asked = {.classes = classes, .k = most > RANKED_MOST ? RANKED_MOST : most, .explained = RANKED_MOST};
    struct need_answer answer = {0};
    uint32_t *groups = NULL;
    if ((need->rights & RIGHT_COUNTS) != 0)
        TRY(others_list(app, actor, a, &answer, &groups));
    asked.groups = groups;
    asked.group_count = answer.other_count;
    struct match_answer found;
    match_answer(app_world(app), &stated, scope, &asked, a, &found);

    const struct ranking *ranking = &found.ranking;
    answer.version = ranking->version;
    for (int c = 0; c < MATCH_CLASSES; c++)
        answer.counts[c] = ranking->counts[c];
    for (size_t i = 0; i < answer.other_count; i++) {
        answer.others[i].ready = band_of(found.counts[i][CLASS_READY]);
        answer.others[i].ask = band_of(found.counts[i][CLASS_ASK]);
    }
    answer.candidates = ARENA_ARRAY(a, struct ranked_candidate, ranking->row_count);
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, ranking->row_count);
    for (size_t i = 0; i < ranking->row_count; i++) {
        struct ranked_candidate *c = &answer.candidates[answer.candidate_count];
        enum status status = candidate_name(app, &found.explanations[i], a, c);
        if (status == NOT_FOUND) // deleted since the version that was ranked
            continue;
        TRY(status);
        seen[answer.candidate_count++] = c->person;
    }
    TRY(app_log_reads(app, actor, seen, answer.candidate_count, READ_RANKED));
    costs_make(&stated, found.more, a, &answer.costs, &answer.cost_count);
    *out = answer;
    return OK;
}

enum status band_candidates(struct app *app, const struct actor *actor, const struct need_view *need, struct arena *a,
                            struct need_bands *out)
{
    TRY(rights_ask(need->rights, RIGHT_BANDS));
    TRY(app_follow(app));
    struct match_scope everybody = {.as_of = app_today(app)};
    struct match_need stated = need_for_match(&need->need, a);
    struct match_answer found;
    match_answer(app_world(app), &stated, everybody, &(struct match_asked){0}, a, &found);
    struct need_bands bands = {
        .ready = band_of(found.ranking.counts[CLASS_READY]),
        .ask = band_of(found.ranking.counts[CLASS_ASK]),
    };
    costs_make(&stated, found.more, a, &bands.costs, &bands.cost_count);
    // The order inside a band must not tell more than the band.
    for (size_t i = 1; i < bands.cost_count; i++)
        for (size_t j = i; j > 0 && bands.costs[j].more_band.least == bands.costs[j - 1].more_band.least &&
                           bands.costs[j].requirement < bands.costs[j - 1].requirement;
             j--) {
            struct must_cost swap = bands.costs[j];
            bands.costs[j] = bands.costs[j - 1];
            bands.costs[j - 1] = swap;
        }
    for (size_t i = 0; i < bands.cost_count; i++)
        bands.costs[i].more = 0;
    *out = bands;
    return OK;
}

enum status explain_candidate(struct app *app, const struct actor *actor, const struct need_view *need,
                              struct person_id person, struct arena *a, struct ranked_candidate *out)
{
    unsigned rights;
    TRY(rights_ask(need->rights, RIGHT_RANK));
    TRY(person_rights(app, actor, person, &rights));
    TRY(rights_ask(rights, RIGHT_PROFILE | RIGHT_IDENTITY));
    TRY(app_follow(app));
    struct match_need asked = need_for_match(&need->need, a);
    struct explanation e;
    TRY(match_explain(app_world(app), &asked, person.value, app_today(app), a, &e));
    TRY(candidate_name(app, &e, a, out));
    return app_log_reads(app, actor, &person, 1, READ_EXPLAINED);
}

enum status replay_explanation(struct app *app, const struct actor *actor, const struct explanation *was,
                               struct replay *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_view need;
    unsigned rights;
    struct person_id person = {was->profile};
    TRY(get_need(app, actor, (struct need_id){was->need}, a, &need));
    if ((need.rights & RIGHT_CREATE) == 0 || actor->agency.value == 0)
        return DENIED;
    enum status status = person_rights(app, actor, person, &rights);
    if (status == OK)
        status = rights_ask(rights, RIGHT_PROFILE);
    if (status == NOT_FOUND || status == DENIED) {
        *out = (struct replay){.gone = true};
        return OK;
    }
    TRY(status);
    TRY(app_follow(app));
    struct match_need asked = need_for_match(&need.need, a);
    *out = match_replay(app_world(app), &asked, was);
    return app_log_reads(app, actor, &person, 1, READ_EXPLAINED);
}
