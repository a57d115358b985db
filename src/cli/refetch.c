// SPDX-License-Identifier: EUPL-1.2
// import refetch.
#include <stdio.h>

#include <jansson.h>

#include "app/employers.h"
#include "cli/cli.h"
#include "cli/json.h"

static const struct option_spec OPTIONS[] = {OPTION_DATA, OPTION_TODAY, OPTION_JSON};

static int run(struct invocation *in)
{
    struct app *app;
    struct refetch_line *lines;
    size_t count;
    int code;
    if (!open_app(in, (struct opening){0}, &app, &code))
        return code;
    enum status status = list_refetch(app, NULL, in->arena, &lines, &count);
    app_close(app);
    if (status != OK)
        return fail(in, status);
    json_t *json = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(json, json_pack("{s:s, s:s, s:s}", "orgnr", lines[i].orgnr, "what",
                                              lines[i].workplace ? "workplace" : "employer", "name", lines[i].name));
    if (option_given(in, "json")) {
        json_put(json);
        return EXIT_DONE;
    }
    json_decref(json);
    for (size_t i = 0; i < count; i++)
        printf("%s\t%s\t%s\n", lines[i].orgnr, lines[i].workplace ? "workplace" : "employer", lines[i].name);
    return EXIT_DONE;
}

const struct command IMPORT_REFETCH_COMMAND = {
    .name = "import refetch",
    .arguments = "",
    .summary = N_("List the units to be fetched from the business register again."),
    .details = N_("Those of which a list of updates or a job ad has told the number only: a line each, with number, employer or "
                  "workplace, and name, between tabs. Fetch them from the register and import them as employers."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
