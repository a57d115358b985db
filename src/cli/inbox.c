// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/inbox.h"

static const struct option_spec OPTIONS[] = {OPTION_DATA, OPTION_TODAY};

static bool read_file(const char *path, struct arena *a, const char **bytes_out, size_t *size_out)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    char *bytes = arena_alloc(a, INBOUND_SIZE_MOST + 1);
    *size_out = fread(bytes, 1, INBOUND_SIZE_MOST + 1, file);
    bool read = ferror(file) == 0;
    fclose(file);
    *bytes_out = bytes;
    return read;
}

static void tell(struct invocation *in, const char *path, const struct inbox_told *told)
{
    printf("%s: %s", path, tr(in->lang, inbound_kind_title(told->kind)));
    if (*told->code != '\0')
        printf(" (%s)", told->code);
    if (told->known)
        printf(", %s", tr(in->lang, N_("read before")));
    else if (told->held)
        printf(", %s", tr(in->lang, N_("the address is on hold now")));
    putchar('\n');
}

static int run(struct invocation *in)
{
    struct app *app;
    int code;
    if (!open_app(in, (struct opening){0}, &app, &code))
        return code;
    code = EXIT_DONE;
    for (int i = 0; i < in->argument_count; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct inbox_told told;
        const char *bytes;
        size_t size;
        if (!read_file(in->arguments[i], a, &bytes, &size)) {
            complain_arg(in, N_("The file %s cannot be read."), in->arguments[i]);
            code = EXIT_INVALID;
            continue;
        }
        enum status status = take_inbound(app, bytes, size, a, &told);
        if (status == INVALID)
            complain_arg(in, N_("%s is no e-mail, or too large."), in->arguments[i]);
        else if (status != OK)
            code = fail(in, status);
        else
            tell(in, in->arguments[i], &told);
        if (status == INVALID)
            code = EXIT_INVALID;
    }
    app_close(app);
    return code;
}

const struct command INBOX_COMMAND = {
    .name = "inbox",
    .arguments = "FILE…",
    .least = 1,
    .most = 1000,
    .summary = N_("Read e-mails that came in from files, as the mailbox is read."),
    .details = N_("Each FILE is one e-mail as it came (.eml). What came back, automatic replies and answers from calendars are "
                  "written down; what a person wrote is left alone. The same e-mail again changes nothing."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
