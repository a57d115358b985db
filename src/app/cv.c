// SPDX-License-Identifier: EUPL-1.2
#include "app/cv.h"

#include <string.h>

#include "app/cv_child.h"
#include "app/cv_inside.h"
#include "app/internal.h"
#include "store/cv_store.h"
#include "store/profile_store.h"

static enum status cv_rights(struct app *app, const struct actor *actor, struct person_id person)
{
    unsigned rights;
    if (actor == NULL) // the operator
        return OK;
    TRY(person_rights(app, actor, person, &rights));
    return rights_ask(rights, RIGHT_CV | RIGHT_PROFILE);
}

static bool all_held(const struct proposed *p, const struct competence *c)
{
    struct fact facts[PROPOSED_FACTS_MOST];
    size_t count = proposed_facts(p, facts);
    for (size_t i = 0; i < count; i++)
        if (!proposed_held(&facts[i], c))
            return false;
    return count > 0;
}

// Proposing

struct propose_job {
    struct person_id person;
    const struct cv *cv;
    const struct proposed *items;
    int item_count;
    bool from_pdf;
    day today;
    struct cv_count count;
};

// An open or left one stands for itself; a taken one only as long as the profile has it.
static bool proposed_before(const struct proposed *p, const struct proposed_cv *cvs, size_t count,
                            const struct competence *c)
{
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < cvs[i].item_count; k++) {
            const struct proposed *before = &cvs[i].items[k];
            if (proposed_same(p, before) && (before->state != PROPOSED_TAKEN || all_held(before, c)))
                return true;
        }
    return false;
}

static bool said_already(const struct proposed *p, const struct proposed *list, int count)
{
    for (int i = 0; i < count; i++)
        if (proposed_same(p, &list[i]))
            return true;
    return false;
}

static enum status write_proposals(struct store_tx *tx, void *arg)
{
    struct propose_job *job = arg;
    struct profile profile;
    struct proposed_cv *cvs;
    size_t count;
    TRY(profile_get(tx->store, job->person, tx->arena, &profile));
    TRY(cv_list(tx->store, job->person, tx->arena, &cvs, &count));
    struct proposed *fresh = ARENA_ARRAY(tx->arena, struct proposed, (size_t)job->item_count);
    struct proposed_left *left = ARENA_ARRAY(tx->arena, struct proposed_left, job->cv->left_count);
    job->count = (struct cv_count){.left = (int)job->cv->left_count};
    for (int i = 0; i < job->item_count; i++) {
        if (said_already(&job->items[i], fresh, job->count.proposed) ||
            proposed_before(&job->items[i], cvs, count, &profile.competence)) {
            job->count.again++;
            continue;
        }
        struct proposed *p = &fresh[job->count.proposed++];
        *p = job->items[i];
        p->number = job->count.proposed;
        job->count.held += all_held(p, &profile.competence);
    }
    if (job->count.proposed == 0)
        return OK;
    if (count >= CV_OPEN_MOST)
        return CONFLICT;
    for (size_t i = 0; i < job->cv->left_count; i++)
        left[i] = (struct proposed_left){job->cv->left[i].part, job->cv->left[i].text, job->cv->left[i].reason};
    struct proposed_cv cv = {
        .person = job->person,
        .format = cv_format_name(job->cv->format),
        .from_pdf = job->from_pdf,
        .read_on = job->today,
        .expires_on = job->today + PROPOSED_DAYS,
        .items = fresh,
        .item_count = job->count.proposed,
        .left = left,
        .left_count = job->count.left,
    };
    return cv_insert(tx, &cv, &job->count.id);
}

enum status propose_cv(struct app *app, const struct actor *actor, struct person_id person, const void *bytes,
                       size_t size, struct issues *issues, struct cv_count *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct cv cv;
    struct proposed *items;
    TRY(cv_rights(app, actor, person));
    struct propose_job job = {.person = person, .cv = &cv, .today = app_today(app), .from_pdf = cv_is_pdf(bytes, size)};
    if (job.from_pdf && size <= CV_BYTES_MOST)
        TRY(cv_child_read(bytes, size, a, issues, &bytes, &size));
    TRY(cv_read(bytes, size, a, issues, &cv));
    TRY(cv_propose(app, &cv, a, &items, &job.item_count));
    job.items = items;
    TRY(store_write(app_store(app), actor, app_now(app), write_proposals, &job));
    *out = job.count;
    return OK;
}

// Looking

static enum cv_standing standing_of(const struct proposed *p, const struct competence *c)
{
    struct fact facts[PROPOSED_FACTS_MOST];
    size_t count = proposed_facts(p, facts);
    if (p->code_count == 0 || !p->code_sure || count == 0)
        return CV_NEW;
    if (all_held(p, c))
        return CV_HELD;
    for (size_t i = 0; i < count; i++) {
        size_t at = proposed_replaces(&facts[i], c);
        if (at < c->fact_count)
            return c->facts[at].no ? CV_SAYS_NO : CV_MORE;
    }
    return CV_NEW;
}

static bool taken_by_all(const struct cv_item *item)
{
    return item->lacks == 0 && item->standing != CV_SAYS_NO;
}

static void view_fill(const struct proposed_cv *cv, const struct competence *c, struct arena *a, struct cv_view *v)
{
    *v = (struct cv_view){.cv = cv, .items = ARENA_ARRAY(a, struct cv_item, (size_t)cv->item_count)};
    for (int i = 0; i < cv->item_count; i++) {
        const struct proposed *p = &cv->items[i];
        v->taken += p->state == PROPOSED_TAKEN;
        v->put_aside += p->state == PROPOSED_LEFT;
        if (p->state != PROPOSED_OPEN)
            continue;
        struct cv_item *item = &v->items[v->item_count++];
        *item = (struct cv_item){.proposed = p, .lacks = proposed_lacks(p), .standing = standing_of(p, c)};
        v->sure += taken_by_all(item);
    }
}

static int undoable(const struct proposed_cv *cvs, size_t count, int64_t version)
{
    int n = 0;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < cvs[i].item_count; k++)
            n += cvs[i].items[k].state == PROPOSED_TAKEN && cvs[i].items[k].taken_in == version;
    return n;
}

enum status list_cvs(struct app *app, const struct actor *actor, const struct candidate_view *candidate,
                     struct arena *a, struct cv_page *out)
{
    struct proposed_cv *cvs;
    size_t count;
    TRY(rights_ask(candidate->rights, RIGHT_CV | RIGHT_PROFILE));
    TRY(cv_list(app_store(app), candidate->person, a, &cvs, &count));
    *out = (struct cv_page){.person = candidate->person,
                            .cvs = ARENA_ARRAY(a, struct cv_view, count),
                            .undo = undoable(cvs, count, candidate->profile.version)};
    for (size_t i = 0; i < count; i++)
        if (cvs[i].expires_on >= app_today(app))
            view_fill(&cvs[i], &candidate->profile.competence, a, &out->cvs[out->count++]);
    return OK;
}

const char *cv_title(const struct proposed_cv *cv)
{
    enum cv_format format;
    if (!cv_format_read(cv->format, &format))
        return N_("CV");
    return cv->from_pdf ? N_("Europass CV (PDF)") : cv_format_title(format);
}

// Taking

struct take_job {
    struct app *app;
    const struct actor *actor;
    struct person_id person;
    struct cv_id cv;
    const struct proposed *choices; // NULL: all that lack nothing
    size_t choice_count;
    struct issues *issues;
    size_t issues_before;
    int taken;
};

static enum status cv_find(struct store_tx *tx, struct person_id person, struct cv_id id, struct proposed_cv **out)
{
    struct proposed_cv *cvs;
    size_t count;
    TRY(cv_list(tx->store, person, tx->arena, &cvs, &count));
    for (size_t i = 0; i < count; i++)
        if (cvs[i].id.value == id.value) {
            *out = &cvs[i];
            return OK;
        }
    return NOT_FOUND;
}

static struct proposed *open_item(struct proposed_cv *cv, int number)
{
    for (int i = 0; i < cv->item_count; i++)
        if (cv->items[i].number == number && cv->items[i].state == PROPOSED_OPEN)
            return &cv->items[i];
    return NULL;
}

// What is wrong with a fact, said of the fields of its proposal.
static void fact_issues(const struct proposed *p, const struct fact *f, const struct issues *from, struct issues *to)
{
    static const char *const names[][2] = {
        {"facts[0].code", "what"}, {"facts[0].from", "from"}, {"facts[0].to", "to"}, {"facts[0].expires", "expires"}};
    for (size_t i = 0; i < from->count; i++) {
        const char *name = p->kind == FACT_LANGUAGE ? arena_printf(to->arena, "%u", f->part) : "level";
        for (size_t k = 0; k < COUNT_OF(names); k++)
            if (strcmp(from->items[i].field, names[k][0]) == 0)
                name = names[k][1];
        const char *field = arena_printf(to->arena, "p%d_%s", p->number, name);
        if (issues_find(to, field) == NULL)
            issues_add(to, field, from->items[i].message);
    }
}

static void choice_check(struct take_job *job, const struct proposed *p, struct arena *a)
{
    struct fact facts[PROPOSED_FACTS_MOST];
    size_t count = proposed_facts(p, facts);
    if (count == 0) // a language without any level
        issues_add(job->issues, arena_printf(a, "p%d_0", p->number), N_("Choose a level for at least one part"));
    if (p->kind == FACT_EXPERIENCE && !p->current && p->to == MONTH_NONE)
        issues_add(job->issues, arena_printf(a, "p%d_to", p->number),
                   N_("Give the last month of the work, or say that it goes on"));
    for (size_t i = 0; i < count; i++) {
        struct issues found = issues_in(a);
        struct profile one = {.competence = {&facts[i], 1, 0, {.free_from = DAY_NONE}}, .headline = ""};
        profile_check(&one, app_today(job->app), &found);
        fact_issues(p, &facts[i], &found, job->issues);
    }
}

// The profile that grows while facts are taken.
struct growing {
    struct fact *facts;
    const char **texts;
    size_t count;
    bool changed;
};

static struct competence grown_so_far(const struct growing *g)
{
    return (struct competence){.facts = g->facts, .fact_count = g->count};
}

static void grow(struct growing *g, const struct proposed *p)
{
    struct fact facts[PROPOSED_FACTS_MOST];
    size_t count = proposed_facts(p, facts);
    for (size_t i = 0; i < count; i++) {
        struct competence now = grown_so_far(g);
        if (proposed_held(&facts[i], &now))
            continue;
        size_t at = proposed_replaces(&facts[i], &now);
        if (at == g->count) {
            bool own_words = p->kind == FACT_EXPERIENCE || p->kind == FACT_EDUCATION;
            g->texts[g->count++] = own_words ? p->source : "";
        }
        g->facts[at] = facts[i];
        g->changed = true;
    }
}

static const struct proposed *choice_for(const struct take_job *job, const struct proposed *p,
                                         const struct competence *c)
{
    if (job->choices == NULL) {
        struct cv_item item = {p, proposed_lacks(p), standing_of(p, c)};
        return taken_by_all(&item) ? p : NULL;
    }
    for (size_t i = 0; i < job->choice_count; i++)
        if (job->choices[i].number == p->number)
            return &job->choices[i];
    return NULL;
}

enum { TAKEN_NOW = -1 };

static enum status write_taken(struct store_tx *tx, void *arg)
{
    struct take_job *job = arg;
    struct proposed_cv *cv;
    struct profile profile;
    job->issues->count = job->issues_before;
    job->taken = 0;
    TRY(profile_get(tx->store, job->person, tx->arena, &profile));
    TRY(cv_find(tx, job->person, job->cv, &cv));
    for (size_t i = 0; i < job->choice_count; i++)
        if (open_item(cv, job->choices[i].number) == NULL)
            return CONFLICT;
    const struct competence *before = &profile.competence;
    size_t room = before->fact_count + (size_t)cv->item_count * PROPOSED_FACTS_MOST;
    struct growing g = {ARENA_ARRAY(tx->arena, struct fact, room), ARENA_ARRAY(tx->arena, const char *, room),
                        before->fact_count, false};
    memcpy(g.facts, before->facts, g.count * sizeof *g.facts);
    memcpy(g.texts, profile.fact_texts, g.count * sizeof *g.texts);
    for (int i = 0; i < cv->item_count; i++) {
        struct proposed *p = &cv->items[i];
        const struct proposed *choice = p->state == PROPOSED_OPEN ? choice_for(job, p, before) : NULL;
        if (choice == NULL)
            continue;
        choice_check(job, choice, tx->arena);
        grow(&g, choice);
        *p = *choice;
        p->state = PROPOSED_TAKEN;
        p->taken_in = TAKEN_NOW;
        job->taken++;
    }
    // Nothing is to be taken back of a step that only found what was held already.
    for (int i = 0; i < cv->item_count; i++)
        if (cv->items[i].taken_in == TAKEN_NOW)
            cv->items[i].taken_in = g.changed ? profile.version + 1 : 0;
    if (job->issues->count > job->issues_before)
        return INVALID;
    profile.competence.facts = g.facts;
    profile.competence.fact_count = g.count;
    profile.fact_texts = g.texts;
    if (g.changed)
        TRY(save_profile(job->app, job->actor, &profile, job->issues));
    return job->taken > 0 ? cv_update(tx, cv) : OK;
}

static enum status take(struct take_job *job, int *taken_out)
{
    TRY(cv_rights(job->app, job->actor, job->person));
    job->issues_before = job->issues->count;
    TRY(store_write(app_store(job->app), job->actor, app_now(job->app), write_taken, job));
    *taken_out = job->taken;
    return OK;
}

enum status take_proposed(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv,
                          const struct proposed *choices, size_t count, struct issues *issues, int *taken_out)
{
    struct take_job job = {app, actor, person, cv, choices, count, issues, 0, 0};
    return take(&job, taken_out);
}

enum status take_all_proposed(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv,
                              struct issues *issues, int *taken_out)
{
    struct take_job job = {app, actor, person, cv, NULL, 0, issues, 0, 0};
    return take(&job, taken_out);
}

// Leaving and forgetting

struct one_job {
    struct app *app;
    struct person_id person;
    struct cv_id cv;
    int number;
};

static enum status write_left(struct store_tx *tx, void *arg)
{
    const struct one_job *job = arg;
    struct proposed_cv *cv;
    TRY(cv_find(tx, job->person, job->cv, &cv));
    struct proposed *p = open_item(cv, job->number);
    if (p == NULL)
        return CONFLICT;
    p->state = PROPOSED_LEFT;
    return cv_update(tx, cv);
}

enum status leave_proposed(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv,
                           int number)
{
    struct one_job job = {app, person, cv, number};
    TRY(cv_rights(app, actor, person));
    return store_write(app_store(app), actor, app_now(app), write_left, &job);
}

static enum status write_forgotten(struct store_tx *tx, void *arg)
{
    const struct one_job *job = arg;
    return cv_delete(tx, job->cv, job->person);
}

enum status forget_cv(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv)
{
    struct one_job job = {.app = app, .person = person, .cv = cv};
    TRY(cv_rights(app, actor, person));
    return store_write(app_store(app), actor, app_now(app), write_forgotten, &job);
}

// The profile as it was in the version before, from the log.
static enum status profile_before(struct store_tx *tx, const struct profile *now, struct profile *out)
{
    struct change *changes;
    size_t count;
    TRY(store_history(tx->store, "profile", now->person.value, 0, 2, tx->arena, &changes, &count));
    if (count < 2 || changes[1].body == NULL ||
        profile_decode(changes[1].body, changes[1].body_size, tx->arena, out) != OK)
        return NOT_FOUND;
    return out->version == now->version - 1 ? OK : NOT_FOUND;
}

static enum status write_undone(struct store_tx *tx, void *arg)
{
    const struct one_job *job = arg;
    struct profile now, before;
    struct proposed_cv *cvs;
    size_t count;
    bool taken = false;
    TRY(profile_get(tx->store, job->person, tx->arena, &now));
    TRY(cv_list(tx->store, job->person, tx->arena, &cvs, &count));
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < cvs[i].item_count; k++)
            taken |= cvs[i].items[k].taken_in != 0;
    if (undoable(cvs, count, now.version) == 0)
        return taken ? CONFLICT : NOT_FOUND;
    TRY(profile_before(tx, &now, &before));
    before.person = now.person;
    before.version = now.version;
    TRY(profile_put(tx, &before));
    for (size_t i = 0; i < count; i++) {
        bool changed = false;
        for (int k = 0; k < cvs[i].item_count; k++) {
            struct proposed *p = &cvs[i].items[k];
            if (p->state != PROPOSED_TAKEN || p->taken_in != now.version)
                continue;
            p->state = PROPOSED_OPEN;
            p->taken_in = 0;
            changed = true;
        }
        if (changed)
            TRY(cv_update(tx, &cvs[i]));
    }
    return OK;
}

enum status undo_proposed(struct app *app, const struct actor *actor, struct person_id person)
{
    struct one_job job = {.app = app, .person = person};
    TRY(cv_rights(app, actor, person));
    return store_write(app_store(app), actor, app_now(app), write_undone, &job);
}

static enum status write_expired(struct store_tx *tx, void *arg)
{
    return cv_expire(tx, *(const day *)arg, NULL);
}

enum status expire_cvs(struct app *app)
{
    day today = app_today(app);
    return store_write(app_store(app), NULL, app_now(app), write_expired, &today);
}
