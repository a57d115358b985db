// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

#include "app/demo.h"

static const struct option_spec OPTIONS[] = {OPTION_DATA, OPTION_TODAY};

enum { DEMO_SEED = 2016 };

struct progress {
    struct invocation *in;
    bool terminal;
};

// On a terminal one line that counts; elsewhere nothing until it is done.
static void report(void *context, const char *what, int done, int total)
{
    const struct progress *p = context;
    if (p->terminal)
        fprintf(stderr, "\r%s %d/%d\033[K%s", tr(p->in->lang, what), done, total, done == total ? "\n" : "");
}

static int run(struct invocation *in)
{
    struct app *app;
    int code;
    struct progress progress = {in, isatty(STDERR_FILENO)};
    if (!open_app(in, (struct opening){.create = true, .seed = DEMO_SEED}, &app, &code))
        return code;
    enum status status = demo_make(app, DEMO_SIZE, report, &progress);
    app_close(app);
    if (status == CONFLICT) {
        complain_arg(in, N_("There is something in %s already. The demo is made in an empty directory only."),
                     option_or(in, "data", "data"));
        return EXIT_CONFLICT;
    }
    if (status != OK)
        return fail(in, status);
    say_arg(in, N_("The demo is made. Begin with: ypsilon serve --data %s"), option_or(in, "data", "data"));
    return EXIT_DONE;
}

const struct command DEMO_COMMAND = {
    .name = "demo",
    .arguments = "",
    .summary = N_("Make the Drammen demo: invented employers, people and needs."),
    .details = N_("The directory is made when there is none. The same day gives the same demo on every machine; "
                  "only its keys differ."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
