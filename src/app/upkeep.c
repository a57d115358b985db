// SPDX-License-Identifier: EUPL-1.2
#include "app/upkeep.h"

#include "app/internal.h"
#include "store/backup.h"

enum status back_up(struct app *app, const char *file, bool keys)
{
    return keys ? store_backup_keys(app_store(app), file) : store_backup(app_store(app), file);
}

enum status restore(const struct app_config *config, const char *file, const char *keys_file, struct arena *a,
                    struct issues *issues, const char **kept_out)
{
    struct store_config store = {.clock = clock_real, .seed = config->seed};
    // Never --today: lifetimes of key copies follow the real clock.
    return store_restore(config->dir, file, keys_file, &store, clock_real(), issues, kept_out, a);
}

enum status forget_keyless(struct app *app, size_t *count_out)
{
    return store_forget_keyless(app_store(app), app_now(app), count_out);
}

struct finding_list {
    struct arena *arena;
    struct upkeep_finding *items;
    size_t count, room;
};

static void keep_finding(void *arg, const struct check_finding *f)
{
    struct finding_list *list = arg;
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 8 : list->room * 2;
        struct upkeep_finding *items = ARENA_ARRAY(list->arena, struct upkeep_finding, room);
        for (size_t i = 0; i < list->count; i++)
            items[i] = list->items[i];
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = (struct upkeep_finding){
        .message = f->message, .arg = arena_strdup(list->arena, f->arg), .count = f->count, .mended = f->mended};
}

enum status check_store(struct app *app, struct arena *a, struct upkeep_check *out)
{
    struct finding_list list = {.arena = a};
    enum status status = store_check(app_store(app), app_now(app), keep_finding, &list);
    if (status != OK && status != CONFLICT)
        return status;
    // With the database that is stored now, which an open app has read anew.
    TRY(app_follow(app));
    size_t differences = match_check(app_world(app));
    if (differences > 0) {
        keep_finding(&list, &(struct check_finding){.message = N_("Entries of the match index that differ from the profiles"),
                                                    .count = (int64_t)differences});
        status = CONFLICT;
    }
    *out = (struct upkeep_check){.findings = list.items,
                                 .count = list.count,
                                 .indexed = match_count(app_world(app)),
                                 .index_memory = match_memory(app_world(app))};
    return status;
}
