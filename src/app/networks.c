// SPDX-License-Identifier: EUPL-1.2
#include "app/networks.h"

#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "base/text.h"
#include "core/orgnr.h"
#include "store/employer_store.h"
#include "store/merge_store.h"
#include "store/network_store.h"

enum { ROWS_MOST = 200, ROWS_USUAL = 100, MEMBERS_MOST = 50000 };

static enum status may(const struct actor *actor, unsigned right)
{
    struct access_facts any = {.thing = THING_EMPLOYER};
    unsigned rights = access_rights(actor, &any);
    if ((rights & RIGHT_FOLLOW) == 0)
        return NOT_FOUND;
    return rights_ask(rights, right);
}

enum status list_networks(struct app *app, const struct actor *actor, struct arena *a, struct network_line **out,
                          size_t *count_out)
{
    struct network_entry *entries;
    size_t count;
    TRY(may(actor, RIGHT_FOLLOW));
    TRY(network_list(app_store(app), a, &entries, &count));
    struct network_line *lines = ARENA_ARRAY(a, struct network_line, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct network_line){entries[i].network, (size_t)entries[i].members};
    *out = lines;
    *count_out = count;
    return OK;
}

enum status get_network(struct app *app, const struct actor *actor, struct network_id id, const char *after, size_t most,
                        struct arena *a, struct network_view *out)
{
    struct network_view view = {.next = ""};
    struct network_member *list;
    size_t count;
    int64_t total;
    TRY(may(actor, RIGHT_FOLLOW));
    TRY(network_get(app_store(app), id, a, &view.network));
    most = most == 0 ? ROWS_USUAL : most > ROWS_MOST ? ROWS_MOST : most;
    struct employer_id last = {strtoll(text_or_empty(after), NULL, 10)};
    TRY(network_members(app_store(app), id, last, most + 1, a, &list, &count));
    TRY(network_member_count(app_store(app), id, &total));
    view.total = (size_t)total;
    view.member_count = count > most ? most : count;
    view.members = ARENA_ARRAY(a, struct network_member_line, view.member_count);
    for (size_t i = 0; i < view.member_count; i++) {
        view.members[i] = (struct network_member_line){list[i].employer, list[i].name, list[i].orgnr, STAGE_NEW, list[i].since};
        stage_read(list[i].stage, &view.members[i].stage);
    }
    if (count > most)
        view.next = arena_printf(a, "%lld", (long long)list[most - 1].employer.value);
    view.may_edit = may(actor, RIGHT_EDIT) == OK;
    *out = view;
    return OK;
}

enum status list_network_members(struct app *app, const struct actor *actor, struct network_id id, struct arena *a,
                                 struct employer_id **out, size_t *count_out)
{
    struct network network;
    struct network_member *list;
    size_t count;
    TRY(may(actor, RIGHT_FOLLOW));
    TRY(network_get(app_store(app), id, a, &network));
    TRY(network_members(app_store(app), id, (struct employer_id){0}, MEMBERS_MOST, a, &list, &count));
    struct employer_id *ids = ARENA_ARRAY(a, struct employer_id, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = list[i].employer;
    *out = ids;
    *count_out = count;
    return OK;
}

enum status list_employer_networks(struct app *app, const struct actor *actor, struct employer_id employer, struct arena *a,
                                   struct employer_network **out, size_t *count_out)
{
    struct network_of *list;
    size_t count;
    unsigned rights;
    TRY(employer_rights(app, actor, employer, &rights));
    TRY(rights_ask(rights, RIGHT_FOLLOW));
    TRY(network_list_of_employer(app_store(app), employer, a, &list, &count));
    struct employer_network *networks = ARENA_ARRAY(a, struct employer_network, count);
    for (size_t i = 0; i < count; i++)
        networks[i] = (struct employer_network){list[i].network, list[i].since};
    *out = networks;
    *count_out = count;
    return OK;
}

struct network_job {
    struct network network;
    struct network_id id;
};

static enum status network_write(struct store_tx *tx, void *arg)
{
    struct network_job *job = arg;
    if (job->network.id.value == 0)
        return network_insert(tx, &job->network, &job->id);
    return network_update(tx, &job->network);
}

// Two of one name are one too many, or nobody can tell them apart.
static enum status network_ready(struct app *app, const struct network *typed, struct arena *a, struct issues *issues,
                                 struct network *out)
{
    struct network_entry *entries;
    size_t count, before = issues->count;
    *out = *typed;
    out->name = text_line(a, text_or_empty(typed->name));
    network_check(out, issues);
    TRY(network_list(app_store(app), a, &entries, &count));
    const char *folded = lang_fold(a, out->name);
    for (size_t i = 0; i < count; i++)
        if (entries[i].network.id.value != typed->id.value && strcmp(lang_fold(a, entries[i].network.name), folded) == 0)
            issues_add(issues, "name", N_("There is one with this name already"));
    return issues->count > before ? INVALID : OK;
}

enum status add_network(struct app *app, const struct actor *actor, const struct network *typed, struct issues *issues,
                        struct network_id *id_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct network_job job = {0};
    struct network fresh = *typed;
    fresh.id.value = 0;
    TRY(may(actor, RIGHT_EDIT));
    TRY(network_ready(app, &fresh, a, issues, &job.network));
    job.network.active = true;
    TRY(store_write(app_store(app), actor, app_now(app), network_write, &job));
    *id_out = job.id;
    return OK;
}

enum status edit_network(struct app *app, const struct actor *actor, const struct network *typed, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct network_job job = {0};
    struct network stood;
    TRY(may(actor, RIGHT_EDIT));
    TRY(network_get(app_store(app), typed->id, a, &stood));
    TRY(network_ready(app, typed, a, issues, &job.network));
    return store_write(app_store(app), actor, app_now(app), network_write, &job);
}

enum member_change { MEMBER_JOINS, MEMBER_LEAVES, MEMBER_COMES_BACK };
struct member_job {
    struct network_id id;
    const struct employer_id *employers;
    size_t count, changed;
    enum member_change change;
    day today;
};

static enum status member_write(struct store_tx *tx, void *arg)
{
    struct member_job *job = arg;
    job->changed = 0;
    for (size_t i = 0; i < job->count; i++) {
        bool changed = false;
        day since = job->today;
        struct employer_id id = job->employers[i];
        if (job->change != MEMBER_LEAVES) // it may have become another's since the list was shown
            TRY(merge_stands_for(tx->store, id, tx->arena, &id));
        if (job->change == MEMBER_COMES_BACK) {
            TRY(network_left(tx->store, job->id, id, job->today, &since));
            if (since == DAY_NONE)
                continue;
        }
        if (job->change == MEMBER_LEAVES)
            TRY(network_leave(tx, job->id, id, &changed));
        else
            TRY(network_join(tx, job->id, id, since, &changed));
        job->changed += changed;
    }
    return OK;
}

static enum status members_change(struct app *app, const struct actor *actor, struct network_id id,
                                  const struct employer_id *employers, size_t count, enum member_change change,
                                  size_t *changed_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct network network;
    struct member_job job = {id, employers, count, 0, change, app_today(app)};
    TRY(may(actor, RIGHT_EDIT));
    TRY(network_get(app_store(app), id, a, &network));
    if (count > NETWORK_AT_ONCE)
        return INVALID;
    TRY(store_write(app_store(app), actor, app_now(app), member_write, &job));
    *changed_out = job.changed;
    return OK;
}

enum status join_network(struct app *app, const struct actor *actor, struct network_id id,
                         const struct employer_id *employers, size_t count, size_t *changed_out)
{
    return members_change(app, actor, id, employers, count, MEMBER_JOINS, changed_out);
}

enum status leave_network(struct app *app, const struct actor *actor, struct network_id id,
                          const struct employer_id *employers, size_t count, size_t *changed_out)
{
    return members_change(app, actor, id, employers, count, MEMBER_LEAVES, changed_out);
}

enum status rejoin_network(struct app *app, const struct actor *actor, struct network_id id,
                           const struct employer_id *employers, size_t count, size_t *changed_out)
{
    return members_change(app, actor, id, employers, count, MEMBER_COMES_BACK, changed_out);
}

enum status read_orgnrs(struct app *app, const struct actor *actor, const char *typed, struct arena *a,
                        struct employer_id **out, size_t *count_out, const char **unknown_out)
{
    struct employer_id *list = NULL;
    size_t count = 0, room = 0;
    struct buf unknown = buf_in(a);
    TRY(may(actor, RIGHT_FOLLOW));
    for (const char *at = typed; *at != '\0';) {
        size_t length = strcspn(at, "\n,;");
        const char *part = text_line(a, arena_strndup(a, at, length));
        char digits[ORGNR_TEXT];
        struct employer e;
        at += length + (at[length] != '\0');
        if (*part == '\0')
            continue;
        enum status status = orgnr_read(part, true, digits) ? employer_find(app_store(app), digits, a, &e) : NOT_FOUND;
        if (status == OK) // the number of one that became another's names that one
            TRY(merge_stands_for(app_store(app), e.id, a, LIST_ADD(a, list, count, room)));
        else if (status == NOT_FOUND)
            buf_printf(&unknown, "%s%s", unknown.length == 0 ? "" : ", ", part);
        else
            return status;
    }
    *out = list;
    *count_out = count;
    *unknown_out = buf_text(&unknown);
    return OK;
}
