// SPDX-License-Identifier: EUPL-1.2
#include "app/classes.h"

#include <stdlib.h>
#include <string.h>

#include "app/internal.h"

static enum status may_read(const struct actor *actor)
{
    return actor == NULL || (kind_rights(actor, THING_PROGRAMME) & RIGHT_SEE) != 0 ? OK : NOT_FOUND;
}

static enum status may_change(const struct actor *actor)
{
    TRY(may_read(actor));
    return actor == NULL ? OK : rights_ask(kind_rights(actor, THING_PROGRAMME), RIGHT_EDIT);
}

static enum status classification_of(struct app *app, const struct actor *actor, const struct class_version *v,
                                     struct classification *out)
{
    bool may = may_change(actor) == OK;
    *out = (struct classification){
        .version = *v,
        .can_take = may && (v->state == CLASS_STAGED || v->state == CLASS_FORMER),
        .can_drop = may && v->state == CLASS_FORMER, // one that was never in use goes with its import
    };
    return class_version_counts(app_store(app), v->id, &out->counts);
}

enum status list_classifications(struct app *app, const struct actor *actor, struct arena *a, struct classification **out,
                                 size_t *count_out)
{
    TRY(may_read(actor));
    struct class_version *versions;
    size_t count;
    TRY(class_version_list(app_store(app), a, &versions, &count));
    struct classification *list = ARENA_ARRAY(a, struct classification, count);
    for (size_t i = 0; i < count; i++)
        TRY(classification_of(app, actor, &versions[i], &list[i]));
    *out = list;
    *count_out = count;
    return OK;
}

enum status get_classification(struct app *app, const struct actor *actor, int64_t id, struct arena *a,
                               struct classification *out)
{
    TRY(may_read(actor));
    struct class_version v;
    TRY(class_version_get(app_store(app), id, a, &v));
    return classification_of(app, actor, &v, out);
}

static enum status take_job(struct store_tx *tx, void *arg)
{
    return class_take(tx, *(const int64_t *)arg);
}

static enum status drop_job(struct store_tx *tx, void *arg)
{
    struct class_version v;
    TRY(class_version_get(tx->store, *(const int64_t *)arg, tx->arena, &v));
    return v.state == CLASS_FORMER ? class_drop(tx, v.id) : CONFLICT;
}

enum status take_classification(struct app *app, const struct actor *actor, int64_t id)
{
    TRY(may_change(actor));
    TRY(store_write(app_store(app), actor, app_now(app), take_job, &id));
    return app_follow(app);
}

enum status drop_classification(struct app *app, const struct actor *actor, int64_t id)
{
    TRY(may_change(actor));
    TRY(store_write(app_store(app), actor, app_now(app), drop_job, &id));
    return app_follow(app);
}

// Skills of an occupation

// Of ESCO's those that at least one in so many of the occupations have, and no more than so many of each.
enum { ONE_IN = 5, SKILLS_MOST = 20 };

static int by_share(const void *a, const void *b)
{
    const struct class_skill *x = a, *y = b;
    int64_t of_x = 2 * x->essential + x->optional, of_y = 2 * y->essential + y->optional;
    if (of_x != of_y)
        return of_x > of_y ? -1 : 1;
    return strcmp(x->code, y->code);
}

static void skill_add(struct occupation_skill *list, size_t *count, struct code code, bool essential, bool esco)
{
    for (size_t i = 0; i < *count; i++)
        if (code_equal(list[i].code, code))
            return;
    list[(*count)++] = (struct occupation_skill){code, essential, esco};
}

enum status list_occupation_skills(struct app *app, struct code occupation, struct arena *a, struct occupation_skill **out,
                                   size_t *count_out)
{
    TRY(app_follow(app)); // the catalogue may be another than the database's by now
    const struct catalogue *c = app_catalogue(app);
    const struct catalogue_item *item = catalogue_find(c, CATALOGUE_OCCUPATION, occupation);
    struct class_skill *esco;
    size_t esco_count, count = 0;
    TRY(class_skills_of(app_store(app), occupation, a, &esco, &esco_count));
    size_t own = item == NULL ? 0 : item->essential_count + item->optional_count;
    struct occupation_skill *list = ARENA_ARRAY(a, struct occupation_skill, own + 2 * SKILLS_MOST);
    for (size_t i = 0; item != NULL && i < item->essential_count; i++)
        skill_add(list, &count, item->essential[i], true, false);
    for (size_t i = 0; item != NULL && i < item->optional_count; i++)
        skill_add(list, &count, item->optional[i], false, false);
    if (esco_count > 1)
        qsort(esco, esco_count, sizeof *esco, by_share);
    for (int essential = 1; essential >= 0; essential--) {
        size_t taken = 0;
        for (size_t i = 0; i < esco_count && taken < SKILLS_MOST; i++) {
            const struct class_skill *s = &esco[i];
            bool is_essential = s->essential >= s->optional;
            struct code code;
            if (is_essential != essential || (s->essential + s->optional) * ONE_IN < s->of || !code_read(s->code, &code))
                continue;
            size_t before = count;
            skill_add(list, &count, catalogue_standing_skill(c, code), essential, true);
            taken += count - before;
        }
    }
    *out = list;
    *count_out = count;
    return OK;
}

// Places

const char *municipality_name(struct app *app, struct code number, day on, struct arena *a)
{
    const char *name;
    char text[CODE_TEXT];
    if (class_municipality_name(app_store(app), number, on, a, &name) == OK)
        return name;
    code_write(number, text);
    return arena_strdup(a, text);
}

enum status find_postal_code(struct app *app, const char *postal_code, struct arena *a, struct class_postal *out)
{
    return class_postal_find(app_store(app), postal_code, a, out);
}
