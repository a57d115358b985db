// SPDX-License-Identifier: EUPL-1.2
#include "app/employers.h"

#include <string.h>

#include "app/employer_index.h"
#include "app/internal.h"
#include "store/employer_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

enum { ROWS_MOST = 200, ROWS_USUAL = 50 };

enum status employers_scope(const struct actor *actor, struct employer_id *only_out)
{
    struct access_facts any = {.thing = THING_EMPLOYER};
    if (access_may(actor, &any, RIGHT_SEE)) {
        *only_out = (struct employer_id){0};
        return OK;
    }
    if ((kind_rights(actor, THING_EMPLOYER) & RIGHT_SEE) == 0 || actor->employer.value == 0)
        return NOT_FOUND;
    *only_out = actor->employer;
    return OK;
}

static const char *area_names(const struct region_area *areas, size_t area_count, const struct employer_hit *h,
                              struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < h->area_count; i++)
        buf_printf(&b, "%s%s", i > 0 ? ", " : "", region_area_name(areas, area_count, h->areas[i]));
    return buf_text(&b);
}

// The same few people follow up all employers.
struct owner {
    struct user_id id;
    const char *name;
    const struct owner *next;
};

static enum status owner_of(struct app *app, struct user_id id, struct arena *a, const struct owner **known, const char **out)
{
    struct user user = {.name = ""};
    *out = "";
    if (id.value == 0)
        return OK;
    for (const struct owner *o = *known; o != NULL; o = o->next)
        if (o->id.value == id.value) {
            *out = o->name;
            return OK;
        }
    enum status status = user_get(app_store(app), id, a, &user);
    if (status != OK && status != NOT_FOUND)
        return status;
    struct owner *o = ARENA_NEW(a, struct owner);
    *o = (struct owner){id, user.name, *known};
    *known = o;
    *out = o->name;
    return OK;
}

static enum status rows_of(struct app *app, const struct employer_hits *hits, struct arena *a, struct employer_row **out,
                           size_t *count_out)
{
    struct region_area *areas;
    size_t area_count, count = 0;
    const struct owner *owners = NULL;
    TRY(app_areas(app, a, &areas, &area_count));
    struct employer_row *rows = ARENA_ARRAY(a, struct employer_row, hits->count);
    for (size_t i = 0; i < hits->count; i++) {
        const struct employer_hit *h = &hits->hits[i];
        struct employer *e = ARENA_NEW(a, struct employer);
        const char *owner;
        enum status status = employer_get(app_store(app), h->id, a, e);
        if (status == NOT_FOUND) // gone since
            continue;
        TRY(status);
        TRY(owner_of(app, e->owner, a, &owners, &owner));
        rows[count++] = (struct employer_row){
            .id = e->id,
            .orgnr = e->orgnr,
            .name = e->name,
            .area_names = area_names(areas, area_count, h, a),
            .employees = e->employees,
            .stage = e->stage,
            .pledged = e->pledged,
            .open_needs = h->open_needs,
            .open_positions = h->open_positions,
            .employer = e,
            .owner_name = owner,
            .last_contact = h->last_contact,
        };
    }
    *out = rows;
    *count_out = count;
    return OK;
}

enum status list_employers(struct app *app, const struct actor *actor, const struct employer_query *query,
                           struct arena *a, struct employer_page *out)
{
    struct employer_id only;
    struct employer_hits hits;
    struct employer_query q = *query;
    struct employer_page page = {.next = ""};
    TRY(employers_scope(actor, &only));
    q.most = q.most == 0 ? ROWS_USUAL : q.most > ROWS_MOST ? ROWS_MOST : q.most;
    TRY(employer_index_find(app, actor, &q, only, a, &hits));
    TRY(rows_of(app, &hits, a, &page.rows, &page.row_count));
    page.total = hits.total;
    if (hits.more)
        page.next = arena_printf(a, "%lld", (long long)hits.hits[hits.count - 1].id.value);
    *out = page;
    return OK;
}

enum status select_employers(struct app *app, const struct actor *actor, const struct employer_query *query,
                             struct arena *a, struct employer_id **out, size_t *count_out)
{
    struct employer_id only;
    struct employer_hits hits;
    struct employer_query q = *query;
    TRY(employers_scope(actor, &only));
    q.after = "";
    q.most = SIZE_MAX;
    struct arena *scratch CLEANUP_ARENA = arena_open();
    TRY(employer_index_find(app, actor, &q, only, scratch, &hits));
    struct employer_id *ids = ARENA_ARRAY(a, struct employer_id, hits.count);
    for (size_t i = 0; i < hits.count; i++)
        ids[i] = hits.hits[i].id;
    *out = ids;
    *count_out = hits.count;
    return OK;
}

enum status read_employers(struct app *app, const struct actor *actor, const struct employer_id *ids, size_t count,
                           struct arena *a, struct employer_row **out, size_t *count_out)
{
    struct employer_id only;
    struct employer_hits hits;
    TRY(employers_scope(actor, &only));
    TRY(employer_index_get(app, ids, count, a, &hits));
    size_t kept = 0;
    for (size_t i = 0; i < hits.count; i++)
        if (only.value == 0 || hits.hits[i].id.value == only.value)
            hits.hits[kept++] = hits.hits[i];
    hits.count = kept;
    return rows_of(app, &hits, a, out, count_out);
}
