// SPDX-License-Identifier: EUPL-1.2
#include "cli/help.h"

#include <string.h>

#include "base/text.h"

enum { WIDTH = 79, SECOND_COLUMN = 26 };

// Words, broken between them; the first line goes on from `column`, the others begin at `indent`.
static void put_wrapped(FILE *to, const char *text, size_t column, size_t indent)
{
    for (const char *p = text; *p != '\0';) {
        size_t bytes = strcspn(p, " \n"), width = bytes;
        for (size_t i = 0; i < bytes; i++)
            width -= ((unsigned char)p[i] & 0xC0) == 0x80;
        if (column > indent && column + 1 + width > WIDTH) {
            fprintf(to, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', to);
            column++;
        }
        fprintf(to, "%.*s", (int)bytes, p);
        column += width;
        p += bytes;
        if (*p == '\n') {
            fprintf(to, "\n%*s", (int)indent, "");
            column = indent;
        }
        p += *p != '\0';
    }
    fputc('\n', to);
}

// "  name …   what it is".
static void put_row(FILE *to, const char *left, const char *right)
{
    size_t width = text_length(left) + 2;
    fprintf(to, "  %s", left);
    if (width + 2 > SECOND_COLUMN)
        fprintf(to, "\n%*s", SECOND_COLUMN, "");
    else
        fprintf(to, "%*s", (int)(SECOND_COLUMN - width), "");
    put_wrapped(to, right, SECOND_COLUMN, SECOND_COLUMN);
}

static void put_options(FILE *to, const struct invocation *in, const struct option_spec *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct option_spec *o = &options[i];
        put_row(to, o->value == NULL ? arena_printf(in->arena, "--%s", o->name)
                                     : arena_printf(in->arena, "--%s %s", o->name, o->value),
                tr(in->lang, o->help));
    }
}

void help_all(FILE *to, const struct invocation *in, const struct command *const *commands, size_t count,
              const struct option_spec *common, size_t common_count)
{
    fprintf(to, "%s\n\n", tr(in->lang, N_("Usage: ypsilon COMMAND [OPTION]…")));
    put_wrapped(to, tr(in->lang, N_("Ypsilon finds the people for an employer's need, and says why.")), 0, 0);
    fprintf(to, "\n%s\n", tr(in->lang, N_("Commands:")));
    for (size_t i = 0; i < count; i++)
        put_row(to, arena_printf(in->arena, "%s %s", commands[i]->name, commands[i]->arguments),
                tr(in->lang, commands[i]->summary));
    fprintf(to, "\n%s\n", tr(in->lang, N_("Options that all commands have:")));
    put_options(to, in, common, common_count);
    fputc('\n', to);
    put_wrapped(to,
                tr(in->lang, N_("ypsilon COMMAND --help says more about a command. Exit codes: 0 done, 1 failed, "
                                "2 wrongly called, 3 not found, 4 denied, 5 invalid input, 6 conflict, 7 busy.")),
                0, 0);
}

void help_command(FILE *to, const struct invocation *in, const struct command *c, const struct option_spec *common,
                  size_t common_count)
{
    fprintf(to, "%s\n\n",
            tr_arg(in->lang, in->arena, N_("Usage: ypsilon %s [OPTION]…"),
                   arena_printf(in->arena, "%s%s%s", c->name, *c->arguments == '\0' ? "" : " ", c->arguments)));
    put_wrapped(to, tr(in->lang, c->summary), 0, 0);
    if (c->details != NULL) {
        fputc('\n', to);
        put_wrapped(to, tr(in->lang, c->details), 0, 0);
    }
    fprintf(to, "\n%s\n", tr(in->lang, N_("Options:")));
    put_options(to, in, c->options, c->option_count);
    put_options(to, in, common, common_count);
}
