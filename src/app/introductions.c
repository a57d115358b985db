// SPDX-License-Identifier: EUPL-1.2
#include "app/introductions.h"

#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/mentions.h"
#include "base/text.h"
#include "store/employer_store.h"
#include "store/introduction_store.h"
#include "store/user_store.h"

enum { LISTED_MOST = 100 };

static enum status may(struct app *app, const struct actor *actor, struct employer_id employer, unsigned right)
{
    unsigned rights;
    TRY(employer_rights(app, actor, employer, &rights));
    return rights_ask(rights, right);
}

enum status list_introductions(struct app *app, const struct actor *actor, struct employer_id employer, struct arena *a,
                               struct introduction_line **out, size_t *count_out)
{
    struct introduction_entry *entries;
    size_t count;
    TRY(may(app, actor, employer, RIGHT_FOLLOW));
    TRY(introduction_list(app_store(app), employer, DAY_NONE, 0, LISTED_MOST, a, &entries, &count));
    struct introduction_line *lines = ARENA_ARRAY(a, struct introduction_line, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct introduction_line){entries[i].introduction, entries[i].reference_name, entries[i].newcomer_name,
                                              entries[i].by_name};
    *out = lines;
    *count_out = count;
    return OK;
}

enum status get_introduction(struct app *app, const struct actor *actor, struct introduction_id id, struct arena *a,
                             struct introduction_line *out)
{
    struct introduction i;
    struct employer reference, newcomer;
    struct user by;
    TRY(introduction_get(app_store(app), id, a, &i));
    TRY(may(app, actor, i.newcomer, RIGHT_FOLLOW));
    TRY(employer_get(app_store(app), i.reference, a, &reference));
    TRY(employer_get(app_store(app), i.newcomer, a, &newcomer));
    enum status status = i.by.value == 0 ? NOT_FOUND : user_get(app_store(app), i.by, a, &by);
    if (status != OK && status != NOT_FOUND)
        return status;
    *out = (struct introduction_line){i, reference.name, newcomer.name, status == OK ? by.name : ""};
    return OK;
}

// An industry's division: its two first digits.
static bool same_division(const char *one, const char *other)
{
    return strlen(one) >= 2 && strlen(other) >= 2 && strncmp(one, other, 2) == 0;
}

static int likeness(const struct reference_line *r)
{
    return (r->same_industry ? 4 : 0) + (r->same_municipality ? 2 : 0) + (r->many ? 1 : 0);
}

static int likest_first(const void *a, const void *b)
{
    const struct reference_line *x = a, *y = b;
    if (likeness(x) != likeness(y))
        return likeness(y) - likeness(x);
    if (x->introductions != y->introductions)
        return x->introductions < y->introductions ? -1 : 1;
    int by_name = lang_compare(x->name, y->name);
    return by_name != 0 ? by_name : (x->id.value > y->id.value) - (x->id.value < y->id.value);
}

enum status suggest_references(struct app *app, const struct actor *actor, struct employer_id newcomer, size_t most,
                               struct arena *a, struct reference_line **out, size_t *count_out)
{
    struct employer e;
    struct reference_entry *entries;
    size_t count;
    TRY(may(app, actor, newcomer, RIGHT_FOLLOW));
    TRY(employer_get(app_store(app), newcomer, a, &e));
    TRY(reference_list(app_store(app), newcomer, a, &entries, &count));
    struct reference_line *lines = ARENA_ARRAY(a, struct reference_line, count);
    for (size_t i = 0; i < count; i++) {
        enum estimate estimate = ESTIMATE_UNASKED;
        estimate_read(entries[i].estimate, &estimate);
        lines[i] = (struct reference_line){
            .id = entries[i].id,
            .name = entries[i].name,
            .same_industry = same_division(e.industry, entries[i].industry),
            .same_municipality = code_given(e.municipality) && code_equal(e.municipality, entries[i].municipality),
            .many = estimate_is_many(estimate),
            .introductions = (size_t)entries[i].introductions,
        };
    }
    qsort(lines, count, sizeof *lines, likest_first);
    *out = lines;
    *count_out = count > most ? most : count;
    return OK;
}

struct introduction_job {
    struct introduction introduction;
    struct introduction_id id;
};

static enum status introduction_write(struct store_tx *tx, void *arg)
{
    struct introduction_job *job = arg;
    if (job->introduction.id.value == 0)
        return introduction_insert(tx, &job->introduction, &job->id);
    return introduction_update(tx, &job->introduction);
}

enum status introduce(struct app *app, const struct actor *actor, const struct introduction *typed, struct issues *issues,
                      struct introduction_id *id_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer reference, newcomer;
    struct introduction_job job = {.introduction = {.reference = typed->reference, .newcomer = typed->newcomer, .on = typed->on,
                                                    .by = actor->user, .outcome_on = DAY_NONE, .words = ""}};
    size_t before = issues->count;
    TRY(may(app, actor, typed->newcomer, RIGHT_EDIT));
    TRY(employer_get(app_store(app), typed->newcomer, a, &newcomer));
    enum status status = employer_get(app_store(app), typed->reference, a, &reference);
    if (status != OK && status != NOT_FOUND)
        return status;
    const char *refusal = status == NOT_FOUND ? N_("Choose a reference firm") : introduction_refusal(&reference, &newcomer);
    if (refusal != NULL)
        issues_add(issues, "reference", refusal);
    introduction_check(&job.introduction, app_today(app), issues);
    if (issues->count > before)
        return INVALID;
    status = store_write(app_store(app), actor, app_now(app), introduction_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "reference", N_("These two have been introduced already"));
    TRY(status);
    *id_out = job.id;
    return OK;
}

enum status note_introduction(struct app *app, const struct actor *actor, const struct introduction *typed,
                              bool named_other, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct introduction_job job;
    size_t before = issues->count;
    TRY(introduction_get(app_store(app), typed->id, a, &job.introduction));
    TRY(may(app, actor, job.introduction.newcomer, RIGHT_EDIT));
    job.introduction.version = typed->version;
    job.introduction.outcome = typed->outcome;
    job.introduction.outcome_on = typed->outcome == INTRODUCTION_OPEN ? DAY_NONE : app_today(app);
    job.introduction.words = text_line(a, text_or_empty(typed->words));
    introduction_check(&job.introduction, app_today(app), issues);
    TRY(check_mention(app, actor, job.introduction.words, "words", named_other, a, issues));
    return issues->count > before ? INVALID : store_write(app_store(app), actor, app_now(app), introduction_write, &job);
}
