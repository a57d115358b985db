// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <stdlib.h>

#include "app/programme.h"
#include "core/activity.h"

static const struct option_spec OPTIONS[] = {
    OPTION_DATA,
    {"name", "NAME", N_("the programme's name")},
    {"office", "NAME", N_("the name of the programme's own agency, its office")},
    {"goal", "N", N_("how many persons are to be hired")},
    {"from", "DATE", N_("the programme's first day, as 2016-02-09")},
    {"to", "DATE", N_("its last day, which the goal is for")},
    OPTION_TODAY,
};

static bool read_programme(struct invocation *in, struct programme *out, int *code_out)
{
    static const char *const needed[] = {"name", "office", "goal", "from", "to"};
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (!option_given(in, needed[i])) {
            *code_out = usage_error(in, N_("The option --%s must be given."), needed[i]);
            return false;
        }
    char *end;
    long goal = strtol(option(in, "goal"), &end, 10);
    *out = (struct programme){.name = option(in, "name"), .goal = (int)goal, .retention_days = 90, .least_share = 20,
                              .least_months = 6, .open_share_requests = 3, .contact_days = CONTACT_DAYS_USUAL};
    const char *wrong = *end != '\0' || goal < 1 || goal > 1000000 ? "goal"
                        : !day_read(option(in, "from"), &out->from) ? "from"
                        : !day_read(option(in, "to"), &out->to)     ? "to"
                                                                    : NULL;
    if (wrong != NULL) {
        *code_out = usage_error(in, N_("The option --%s has a value that cannot be read."), wrong);
        return false;
    }
    // Before anything is made: what is refused leaves no directory behind.
    programme_check(out, &in->issues);
    if (in->issues.count > 0)
        *code_out = fail(in, INVALID);
    return in->issues.count == 0;
}

static int run(struct invocation *in)
{
    struct app *app;
    struct programme programme;
    struct agency_id office;
    size_t area_count;
    int code;
    if (!read_programme(in, &programme, &code) || !open_app(in, (struct opening){.create = true}, &app, &code))
        return code;
    const struct region_area *areas = region_drammen(&area_count);
    enum status status = set_up_programme(app, &programme, areas, area_count, option(in, "office"), &in->issues, &office);
    app_close(app);
    if (status == CONFLICT) {
        complain_arg(in, N_("There is a programme in %s already."), option_or(in, "data", "data"));
        return EXIT_CONFLICT;
    }
    if (status != OK)
        return fail(in, status);
    say(in, N_("The programme is set up. Next, add a user: ypsilon user add E-MAIL --role office --name NAME"));
    return EXIT_DONE;
}

const struct command INIT_COMMAND = {
    .name = "init",
    .arguments = "",
    .summary = N_("Set up a programme of your own in a new data directory."),
    .details = N_("The region is Drammen's eight municipalities; which of them take part, and from when, is changed in the "
                  "programme's settings, like all that is given here. The keys of the persons' data are made too: "
                  "copy master.key to a safe place, for without it nothing about persons can be read again."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
