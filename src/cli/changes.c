// SPDX-License-Identifier: EUPL-1.2
// changes.
#include <inttypes.h>
#include <stdio.h>

#include "app/upkeep.h"
#include "cli/cli.h"

static const struct option_spec OPTIONS[] = {
    OPTION_DATA,
    {"after", "CHANGE", N_("only what came after this change")},
};
enum { AT_ONCE = 1000 };

static void put(const struct change_facts *c)
{
    printf("{\"id\":%" PRId64 ",\"at\":%" PRId64 ",\"noun\":\"%s\",\"verb\":\"%s\",\"row\":\"%" PRId64 "\"", c->id, c->at, c->noun,
           c->verb, c->row);
    if (c->user != 0)
        printf(",\"user\":\"%" PRId64 "\"", c->user);
    if (c->person != 0)
        printf(",\"person\":\"%" PRId64 "\"", c->person);
    if (*c->facts != '\0')
        printf(",\"facts\":%s", c->facts);
    printf("}\n");
}

static int run(struct invocation *in)
{
    struct app *app;
    int code;
    int64_t after = 0;
    if (option_given(in, "after") && !read_id(in, option(in, "after"), &after, &code))
        return code;
    if (!open_app(in, (struct opening){0}, &app, &code))
        return code;
    size_t count = AT_ONCE;
    enum status status = OK;
    while (status == OK && count == AT_ONCE) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct change_facts *list;
        status = list_change_facts(app, after, AT_ONCE, a, &list, &count);
        for (size_t i = 0; status == OK && i < count; i++)
            put(&list[i]);
        if (status == OK && count > 0)
            after = list[count - 1].id;
    }
    app_close(app);
    return status == OK ? EXIT_DONE : fail(in, status);
}

const struct command CHANGES_COMMAND = {
    .name = "changes",
    .arguments = "",
    .summary = N_("Write the change log's facts, to count again what is shown."),
    .details = N_("A line of JSON for each change, oldest first: when, who, what, which row, about whom, and states, days and numbers "
                  "of what was written. Names, texts and answers about background are left out, and of deleted people all but the "
                  "steps."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
