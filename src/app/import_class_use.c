// SPDX-License-Identifier: EUPL-1.2
// Versions that an import has staged: into use, back, and away; and the options of their kinds.
#include <string.h>

#include "app/classes.h"
#include "app/import_classes.h"

enum status class_staging_discard(struct store_tx *tx, struct import_run *run)
{
    struct class_version *list;
    size_t count;
    TRY(class_version_list_import(tx->store, run->import, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(class_drop(tx, list[i].id));
    return OK;
}

enum status class_staging_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                                struct import_done *out)
{
    struct class_version *list;
    size_t count;
    TRY(class_version_list_import(tx->store, run->import, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(class_version_ready(tx, list[i].id));
        TRY(class_take(tx, list[i].id));
    }
    *out = (struct import_done){.target = run->import};
    return OK;
}

enum status class_staging_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row)
{
    struct class_version *list;
    size_t count;
    TRY(class_version_list_import(tx->store, run->import, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(class_may_leave(tx->store, &list[i], tx->arena));
    for (size_t i = 0; i < count; i++) {
        TRY(class_give_back(tx, list[i].id));
        TRY(class_drop(tx, list[i].id));
    }
    return OK;
}

void class_staging_changed(struct app *app)
{
    // What has failed is tried again at the next ranking, or when the server tends the app.
    if (app_follow(app) != OK)
        return;
}

// Options

const struct import_option CLASS_OPTIONS[2] = {
    {.name = "version", .title = N_("Name of the version"), .about = N_("If the file does not tell it")},
    {.name = "from", .title = N_("Valid from"), .about = N_("A day such as 2025-01-01, if the file does not tell it")},
};

const char *class_file_name(struct import_run *run)
{
    const char *chosen = import_option_get(run, "version");
    if (chosen[0] != '\0')
        return chosen;
    const char *slash = strrchr(run->file, '/'), *name = slash == NULL ? run->file : slash + 1;
    return arena_strndup(run->arena, name, strcspn(name, "."));
}

enum status class_option_from(struct import_run *run, struct issues *issues, day *out)
{
    const char *from = import_option_get(run, "from");
    *out = DAY_NONE;
    if (from[0] == '\0' || day_read(from, out))
        return OK;
    issues_add(issues, "option-from", N_("Write a day as year, month and day: 2025-01-01."));
    return INVALID;
}
