// SPDX-License-Identifier: EUPL-1.2
#include "app/question_sets.h"

#include "app/internal.h"
#include "app/referrals_inside.h"
#include "base/text.h"

static enum status may(const struct actor *actor, unsigned asked)
{
    unsigned rights = kind_rights(actor, THING_SURVEY);
    return (rights & RIGHT_SEE) == 0 ? NOT_FOUND : rights_ask(rights, asked);
}

enum status list_question_sets(struct app *app, const struct actor *actor, bool newest, struct arena *a,
                               struct question_set_entry **out, size_t *count_out)
{
    TRY(may(actor, RIGHT_SEE));
    return question_set_list(app_store(app), newest, a, out, count_out);
}

enum status get_question_set(struct app *app, const struct actor *actor, struct question_set_id id, struct arena *a,
                             struct question_set_view *out)
{
    struct question_set_view view = {0};
    struct question_set_entry *all;
    size_t count;
    TRY(may(actor, RIGHT_SEE));
    TRY(question_set_get(app_store(app), id, a, &view.set));
    TRY(question_set_list(app_store(app), false, a, &all, &count));
    view.refusal = question_set_change_refusal(&view.set);
    view.editions = ARENA_ARRAY(a, struct question_set_entry, count);
    for (size_t i = 0; i < count; i++) {
        if (all[i].family != view.set.family)
            continue;
        view.editions[view.edition_count++] = all[i];
        if (all[i].newest && all[i].id.value != id.value)
            view.newest = all[i].id;
        if (all[i].id.value == id.value)
            view.surveys = all[i].surveys;
    }
    *out = view;
    return OK;
}

struct set_job {
    struct question_set set;
    struct question_set_id id;
    int64_t version;
    const char *refusal;
    struct question_set (*change)(const struct question_set *set, const struct set_job *job, struct arena *a);
    struct question question;
    int by;
};

static enum status insert_write(struct store_tx *tx, void *arg)
{
    struct set_job *job = arg;
    return question_set_insert(tx, &job->set, &job->id);
}

static void names_read(const struct question_set_form *form, struct arena *a, struct question_set *set)
{
    for (int l = 0; l < LANGS; l++) {
        const char *name = text_line(a, text_or_empty(form->name[l])), *intro = text_trim(a, text_or_empty(form->intro[l]));
        if (*name != '\0')
            set->name[l] = name;
        if (*intro != '\0')
            set->intro[l] = intro;
    }
}

enum status make_question_set(struct app *app, const struct actor *actor, const struct question_set_form *form,
                              struct issues *issues, struct question_set_id *id_out)
{
    struct arena *a = issues->arena;
    size_t before = issues->count;
    struct set_job job = {.set = {.name = {"", ""}, .intro = {"", ""}}};
    TRY(may(actor, RIGHT_CREATE));
    if (form->copy_of.value != 0) {
        TRY(question_set_get(app_store(app), form->copy_of, a, &job.set));
        struct question *list = ARENA_ARRAY(a, struct question, job.set.question_count);
        for (size_t i = 0; i < job.set.question_count; i++) {
            list[i] = job.set.questions[i];
            list[i].id.value = 0;
        }
        job.set.questions = list;
        job.set.family = 0;
    } else if (*text_or_empty(form->template_name) != '\0' && !question_template_copy(form->template_name, a, &job.set)) {
        issues_add(issues, "template", N_("Choose what to begin with"));
        return INVALID;
    }
    names_read(form, a, &job.set);
    question_set_check(&job.set, issues);
    if (issues->count > before)
        return INVALID;
    TRY(store_write(app_store(app), actor, app_now(app), insert_write, &job));
    *id_out = job.id;
    return OK;
}

// Every change of a set: what stands, changed by a function of core, in its place.
static enum status change_write(struct store_tx *tx, void *arg)
{
    struct set_job *job = arg;
    struct question_set set;
    job->refusal = NULL;
    TRY(question_set_get(tx->store, job->id, tx->arena, &set));
    job->refusal = set.version != job->version ? MEANWHILE : question_set_change_refusal(&set);
    if (job->refusal != NULL)
        return CONFLICT;
    set = job->change(&set, job, tx->arena);
    if (set.question_count > QUESTIONS_MOST) {
        job->refusal = N_("There is no room for more questions. Take one away first.");
        return CONFLICT;
    }
    return question_set_update(tx, &set);
}

static enum status change(struct app *app, const struct actor *actor, struct set_job *job, struct issues *issues)
{
    TRY(may(actor, RIGHT_EDIT));
    enum status status = store_write(app_store(app), actor, app_now(app), change_write, job);
    if (status == CONFLICT)
        issues_add(issues, "", job->refusal == NULL ? MEANWHILE : job->refusal);
    return status;
}

static struct question_set named(const struct question_set *set, const struct set_job *job, struct arena *a)
{
    struct question_set out = *set;
    for (int l = 0; l < LANGS; l++) {
        out.name[l] = job->set.name[l];
        out.intro[l] = job->set.intro[l];
    }
    return out;
}

enum status name_question_set(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                              const struct question_set_form *form, struct issues *issues)
{
    size_t before = issues->count;
    struct set_job job = {.id = id, .version = version, .change = named, .set = {.name = {"", ""}, .intro = {"", ""}}};
    TRY(may(actor, RIGHT_EDIT));
    names_read(form, issues->arena, &job.set);
    question_set_check(&job.set, issues);
    return issues->count > before ? INVALID : change(app, actor, &job, issues);
}

static struct question_set with(const struct question_set *set, const struct set_job *job, struct arena *a)
{
    return question_set_with(set, &job->question, a);
}

static struct question question_read(const struct question *typed, struct arena *a)
{
    struct question q = *typed;
    struct question_option *options = ARENA_ARRAY(a, struct question_option, q.option_count);
    bool choice = q.kind == ANSWER_ONE || q.kind == ANSWER_SEVERAL;
    q.option_count = 0;
    for (int l = 0; l < LANGS; l++) {
        q.text[l] = text_line(a, text_or_empty(typed->text[l]));
        q.low[l] = q.kind == ANSWER_SCALE ? text_line(a, text_or_empty(typed->low[l])) : "";
        q.high[l] = q.kind == ANSWER_SCALE ? text_line(a, text_or_empty(typed->high[l])) : "";
    }
    for (size_t i = 0; choice && i < typed->option_count; i++) {
        struct question_option *o = &options[q.option_count++];
        o->flag = typed->options[i].flag;
        for (int l = 0; l < LANGS; l++)
            o->text[l] = text_line(a, text_or_empty(typed->options[i].text[l]));
    }
    q.options = options;
    return q;
}

// Leaves out the options that say nothing.
static void options_pack(struct question *q, struct arena *a)
{
    struct question_option *options = ARENA_ARRAY(a, struct question_option, q->option_count);
    size_t kept = 0;
    for (size_t i = 0; i < q->option_count; i++)
        if (*q->options[i].text[LANG_NB] != '\0' || *q->options[i].text[LANG_EN] != '\0')
            options[kept++] = q->options[i];
    q->options = options;
    q->option_count = kept;
}

enum status put_question(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                         const struct question *typed, struct issues *issues)
{
    size_t before = issues->count;
    struct set_job job = {.id = id, .version = version, .change = with};
    TRY(may(actor, RIGHT_EDIT));
    job.question = question_read(typed, issues->arena);
    question_check(&job.question, issues);
    options_pack(&job.question, issues->arena);
    return issues->count > before ? INVALID : change(app, actor, &job, issues);
}

static struct question_set moved(const struct question_set *set, const struct set_job *job, struct arena *a)
{
    return question_set_moved(set, job->question.id, job->by, a);
}

enum status move_question(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                          struct question_id question, int by, struct issues *issues)
{
    struct set_job job = {.id = id, .version = version, .change = moved, .question = {.id = question}, .by = by};
    return change(app, actor, &job, issues);
}

static struct question_set without(const struct question_set *set, const struct set_job *job, struct arena *a)
{
    return question_set_without(set, job->question.id, a);
}

enum status remove_question(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                            struct question_id question, struct issues *issues)
{
    struct set_job job = {.id = id, .version = version, .change = without, .question = {.id = question}};
    return change(app, actor, &job, issues);
}

static enum status edition_write(struct store_tx *tx, void *arg)
{
    struct set_job *job = arg;
    struct question_set_entry *all;
    struct question_set set;
    size_t count;
    TRY(question_set_get(tx->store, job->id, tx->arena, &set));
    TRY(question_set_list(tx->store, true, tx->arena, &all, &count));
    for (size_t i = 0; i < count; i++)
        if (all[i].family == set.family && all[i].used_at == 0) {
            job->set.id = all[i].id;
            return OK;
        }
    struct question *list = ARENA_ARRAY(tx->arena, struct question, set.question_count);
    for (size_t i = 0; i < set.question_count; i++) {
        list[i] = set.questions[i];
        list[i].id.value = 0;
    }
    set.questions = list;
    return question_set_insert(tx, &set, &job->set.id);
}

enum status make_edition(struct app *app, const struct actor *actor, struct question_set_id id,
                         struct question_set_id *id_out)
{
    struct set_job job = {.id = id};
    TRY(may(actor, RIGHT_CREATE));
    TRY(store_write(app_store(app), actor, app_now(app), edition_write, &job));
    *id_out = job.set.id;
    return OK;
}

static enum status drop_write(struct store_tx *tx, void *arg)
{
    struct set_job *job = arg;
    struct question_set set;
    job->refusal = NULL;
    TRY(question_set_get(tx->store, job->id, tx->arena, &set));
    job->refusal = question_set_change_refusal(&set);
    if (job->refusal != NULL)
        return CONFLICT;
    job->refusal = N_("A draft of a survey uses these questions. Choose others there first.");
    return question_set_delete(tx, job->id);
}

enum status drop_question_set(struct app *app, const struct actor *actor, struct question_set_id id, struct issues *issues)
{
    struct set_job job = {.id = id};
    TRY(may(actor, RIGHT_EDIT));
    enum status status = store_write(app_store(app), actor, app_now(app), drop_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "", job.refusal);
    return status;
}
