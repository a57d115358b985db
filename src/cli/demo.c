// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
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

static bool is_missing_or_empty(const char *dir)
{
    DIR *d = opendir(dir);
    if (d == NULL)
        return errno == ENOENT;
    bool empty = true;
    for (const struct dirent *e; empty && (e = readdir(d)) != NULL;)
        empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    closedir(d);
    return empty;
}

// Removes what a making left behind that was ended in its midst; only the files that a data directory has.
static void remove_making(struct arena *a, const char *dir)
{
    static const char *const ours[] = {"ypsilon.db", "keys.db", "master.key", "open.lock", "serve.lock"};
    DIR *d = opendir(dir);
    if (d == NULL)
        return;
    for (const struct dirent *e; (e = readdir(d)) != NULL;)
        for (size_t i = 0; i < COUNT_OF(ours); i++)
            if (strncmp(e->d_name, ours[i], strlen(ours[i])) == 0)
                unlink(arena_printf(a, "%s/%s", dir, e->d_name));
    closedir(d);
    rmdir(dir);
}

static int make_demo(struct invocation *in, const char *making)
{
    struct app *app;
    int code;
    struct progress progress = {in, isatty(STDERR_FILENO)};
    if (!open_app_at(in, making, (struct opening){.create = true, .seed = DEMO_SEED}, &app, &code))
        return code;
    enum status status = demo_make(app, DEMO_SIZE, report, &progress);
    app_close(app);
    return status == OK ? EXIT_DONE : fail(in, status);
}

// Made beside and moved into place when it is whole, so that an end in its midst leaves no half demo to be served.
static int run(struct invocation *in)
{
    const char *data = option_or(in, "data", "data");
    size_t length = strlen(data);
    while (length > 1 && data[length - 1] == '/')
        length--;
    struct buf beside = buf_in(in->arena);
    buf_add(&beside, data, length);
    buf_add_text(&beside, ".making");
    const char *making = buf_text(&beside);
    if (!is_missing_or_empty(data)) {
        complain_arg(in, N_("There is something in %s already. The demo is made in an empty directory only."), data);
        return EXIT_CONFLICT;
    }
    remove_making(in->arena, making);
    int code = make_demo(in, making);
    if (code != EXIT_DONE) {
        remove_making(in->arena, making);
        return code;
    }
    if (rename(making, data) != 0) {
        complain_arg(in, N_("The demo is made, but could not be moved to its place. It stands in %s"), making);
        return EXIT_BROKEN;
    }
    say_arg(in, N_("The demo is made. Begin with: ypsilon serve --data %s"), data);
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
