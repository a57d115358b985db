// SPDX-License-Identifier: EUPL-1.2
// backup, restore and check.
#include "app/upkeep.h"

#include <stdio.h>

#include <jansson.h>

#include "cli/cli.h"
#include "cli/json.h"

static const struct option_spec BACKUP_OPTIONS[] = {
    OPTION_DATA,
    {"keys", NULL, N_("copy the keys of the persons' data instead; such a copy lives 30 days")},
    OPTION_TODAY,
};

static int run_backup(struct invocation *in)
{
    struct app *app;
    int code;
    if (!open_app(in, (struct opening){0}, &app, &code))
        return code;
    enum status status = back_up(app, in->arguments[0], option_given(in, "keys"));
    app_close(app);
    if (status == CONFLICT) {
        complain_arg(in, N_("The file %s exists already. Nothing was written."), in->arguments[0]);
        return EXIT_CONFLICT;
    }
    return status == OK ? EXIT_DONE : fail(in, status);
}

const struct command BACKUP_COMMAND = {
    .name = "backup",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = N_("Copy the database to a file, also while it is being served."),
    .details = N_("The copy holds no keys: what it says of persons can be read only together with the key store and the "
                  "master key of the data directory. Copy the key store with --keys, often, since its copies live 30 days "
                  "(what is deleted must be gone one day), and master.key once, by hand, to a safe place. Without "
                  "the master key nothing about persons can ever be read again."),
    .options = BACKUP_OPTIONS,
    .option_count = COUNT_OF(BACKUP_OPTIONS),
    .run = run_backup,
};

static const struct option_spec RESTORE_OPTIONS[] = {
    OPTION_DATA,
    {"keys", "FILE", N_("put this copy of the keys back too, less those of persons deleted since")},
    OPTION_TODAY,
};

static int run_restore(struct invocation *in)
{
    struct app_config config = {.dir = option_or(in, "data", "data")};
    const char *kept;
    int code;
    if (!read_today(in, &config.today, &code))
        return code;
    const char *file = in->argument_count > 0 ? in->arguments[0] : NULL, *keys = option(in, "keys");
    if (file == NULL && keys == NULL)
        return usage_error(in, N_("Name the copy to put back: FILE, --keys FILE or both"), NULL);
    enum status status = restore(&config, file, keys, in->arena, &in->issues, &kept);
    if (status != OK)
        return fail(in, status);
    for (size_t i = 0; i < in->issues.count; i++)
        complain_arg(in, in->issues.items[i].message, in->issues.items[i].arg);
    if (kept == NULL)
        say(in, N_("The keys are put back."));
    else
        say_arg(in, N_("It is put back. What stood there before is kept in %s"), kept);
    return EXIT_DONE;
}

const struct command RESTORE_COMMAND = {
    .name = "restore",
    .arguments = "[FILE]",
    .least = 0,
    .most = 1,
    .summary = N_("Put a copy that backup made back in place."),
    .details = N_("The server must be stopped. Persons who have been deleted since the copy was made stay deleted."),
    .options = RESTORE_OPTIONS,
    .option_count = COUNT_OF(RESTORE_OPTIONS),
    .run = run_restore,
};

static const struct option_spec CHECK_OPTIONS[] = {
    OPTION_DATA,
    {"forget-keyless", NULL, N_("first delete for good the persons whose keys are lost; no later copy of the keys brings them back")},
    OPTION_JSON,
    OPTION_TODAY,
};

static void put_findings(struct invocation *in, const struct upkeep_check *check)
{
    const struct upkeep_finding *list = check->findings;
    for (size_t i = 0; i < check->count; i++) {
        const char *text = list[i].arg == NULL ? tr(in->lang, list[i].message)
                                               : tr_arg(in->lang, in->arena, list[i].message, list[i].arg);
        printf("%s (%s)%s%s\n", text, lang_number(in->lang, in->arena, list[i].count), list[i].mended ? ": " : "",
               list[i].mended ? tr(in->lang, N_("mended")) : "");
    }
    if (check->count == 0)
        say(in, N_("Everything is in order."));
    printf("%s: %s\n", tr(in->lang, N_("Profiles in the match index")),
           lang_number(in->lang, in->arena, (int64_t)check->indexed));
    if (check->indexed > 0)
        printf("%s: %s\n", tr(in->lang, N_("Bytes for each")),
               lang_number(in->lang, in->arena, (int64_t)(check->index_memory / check->indexed)));
}

static void put_findings_json(struct invocation *in, const struct upkeep_check *check, bool fine)
{
    const struct upkeep_finding *list = check->findings;
    json_t *items = json_array();
    for (size_t i = 0; i < check->count; i++)
        json_array_append_new(items, json_pack("{s:s, s:s?, s:I, s:b}", "message", tr(in->lang, list[i].message), "about",
                                               list[i].arg, "count", (json_int_t)list[i].count, "mended", list[i].mended));
    json_put(json_pack("{s:b, s:o, s:{s:I, s:I}}", "in_order", fine, "findings", items, "match_index", "profiles",
                       (json_int_t)check->indexed, "bytes", (json_int_t)check->index_memory));
}

static int run_check(struct invocation *in)
{
    struct app *app;
    struct upkeep_check check;
    int code;
    if (!open_app(in, (struct opening){.engine = ENGINE_FAST}, &app, &code))
        return code;
    enum status status = OK;
    if (option_given(in, "forget-keyless")) {
        size_t forgotten;
        status = forget_keyless(app, &forgotten);
        if (status == OK)
            complain_arg(in, N_("%s persons whose keys are lost have been deleted for good"),
                         lang_number(in->lang, in->arena, (int64_t)forgotten));
    }
    if (status == OK)
        status = check_store(app, in->arena, &check);
    app_close(app);
    if (status != OK && status != CONFLICT)
        return fail(in, status);
    if (option_given(in, "json"))
        put_findings_json(in, &check, status == OK);
    else
        put_findings(in, &check);
    return exit_code_of(status);
}

const struct command CHECK_COMMAND = {
    .name = "check",
    .arguments = "",
    .summary = N_("Look whether everything that is stored is in order."),
    .details = N_("The files themselves, references, the change log, whether all sealed values open, and whether the match "
                  "index holds what the profiles say. Exit code 6 when something is wrong and stays so."),
    .options = CHECK_OPTIONS,
    .option_count = COUNT_OF(CHECK_OPTIONS),
    .run = run_check,
};
