// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/demo.h"

static const struct option_spec OPTIONS[] = {
    OPTION_DATA,
    {"employers", "N", N_("how many employers (default: 600)")},
    {"candidates", "N", N_("how many people (default: 2000)")},
    {"needs", "M", N_("how many needs (default: 300)")},
    {"seed", "S", N_("a number that chances follow from: another one gives another region (default: 2016)")},
    OPTION_TODAY,
};

enum { DEMO_SEED = 2016, TENTHS = 10, LARGE = 20000 };

struct progress {
    struct invocation *in;
    bool terminal;
    int tenths; // said so far
};

// On a terminal one line that counts; elsewhere, when it takes its time, a line for each tenth.
static void report(void *context, const char *what, int64_t done, int64_t total)
{
    struct progress *p = context;
    int tenths = (int)(done * TENTHS / total);
    if (!p->terminal && (total < LARGE || tenths == p->tenths))
        return;
    p->tenths = tenths;
    fprintf(stderr, p->terminal ? "\r%s %lld/%lld\033[K%s" : "%s %lld/%lld%s", tr(p->in->lang, what), (long long)done,
            (long long)total, !p->terminal || done == total ? "\n" : "");
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

// false: *code_out is the exit code.
static bool read_count(struct invocation *in, const char *name, int least, int most, int *value, int *code_out)
{
    const char *text = option(in, name);
    if (text == NULL)
        return true;
    char *end;
    errno = 0;
    long long count = strtoll(text, &end, 10);
    if (*text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && count >= least && count <= most) {
        *value = (int)count;
        return true;
    }
    *code_out = usage_error(in, N_("The option --%s takes a whole number, and none beyond all measure."), name);
    return false;
}

struct plan {
    struct demo_size size;
    int seed;
};

static bool read_plan(struct invocation *in, struct plan *out, int *code_out)
{
    *out = (struct plan){DEMO_SIZE, DEMO_SEED};
    return read_count(in, "employers", 1, DEMO_MOST.employers, &out->size.employers, code_out) &&
           read_count(in, "candidates", 1, DEMO_MOST.people, &out->size.people, code_out) &&
           read_count(in, "needs", 0, DEMO_MOST.needs, &out->size.needs, code_out) &&
           read_count(in, "seed", 1, INT_MAX, &out->seed, code_out);
}

static int make_demo(struct invocation *in, const struct plan *plan, const char *making)
{
    struct app *app;
    int code;
    struct progress progress = {in, isatty(STDERR_FILENO), 0};
    if (!open_app_at(in, making, (struct opening){.create = true, .seed = (uint64_t)plan->seed}, &app, &code))
        return code;
    enum status status = demo_make(app, plan->size, report, &progress);
    app_close(app);
    return status == OK ? EXIT_DONE : fail(in, status);
}

// What was written in haste is on the disk before it takes its place.
static bool bring_to_disk(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && syncfs(fd) == 0;
    if (fd >= 0)
        close(fd);
    return done;
}

// Made beside and moved into place when it is whole, so that an end in its midst leaves no half demo to be served.
static int run(struct invocation *in)
{
    struct plan plan;
    int code;
    if (!read_plan(in, &plan, &code))
        return code;
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
    code = make_demo(in, &plan, making);
    if (code != EXIT_DONE) {
        remove_making(in->arena, making);
        return code;
    }
    if (!bring_to_disk(making) || rename(making, data) != 0) {
        complain_arg(in, N_("The demo is made, but could not be moved to its place. It stands in %s"), making);
        return EXIT_BROKEN;
    }
    say_arg(in, N_("The demo is made. Begin with: ypsilon serve --data %s"), data);
    return EXIT_DONE;
}

const struct command DEMO_COMMAND = {
    .name = "demo",
    .arguments = "",
    .summary = N_("Make the Drammen demo: invented employers, people and needs, as many as you like."),
    .details = N_("The directory is made when there is none. The same seed, numbers and day give the same demo on every "
                  "machine; only its keys differ. It tells the seven months up to yesterday."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
