// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "app/cv_child.h"
#include "app/paper.h"
#include "cli/help.h"

static const struct command *const COMMANDS[] = {
    &SERVE_COMMAND,        &DEMO_COMMAND,         &INIT_COMMAND,          &MATCH_COMMAND,   &EXPLAIN_COMMAND, &REPLAY_COMMAND,
    &IMPORT_LIST_COMMAND,  &IMPORT_APPLY_COMMAND, &IMPORT_CANCEL_COMMAND, &IMPORT_RESUME_COMMAND, &IMPORT_REVERT_COMMAND,
    &IMPORT_REFETCH_COMMAND,
    &IMPORT_COMMAND, // after those that begin with its word
    &INBOX_COMMAND,
    &CLASSIFY_COMMAND,
    &USER_ADD_COMMAND,     &USER_LIST_COMMAND,    &USER_DISABLE_COMMAND,  &USER_ENABLE_COMMAND,
    &USER_PASSWORD_COMMAND, &BACKUP_COMMAND,      &RESTORE_COMMAND,       &CHECK_COMMAND,   &COUNTS_COMMAND,  &ROUTES_COMMAND,
    &CHANGES_COMMAND,
    &ACCESS_COMMAND,       &VERSION_COMMAND,
};

// Every command has these beside its own.
static const struct option_spec COMMON[] = {
    {"lang", "LANG", N_("the language of messages and names: en or nb (default: en)")},
    {"help", NULL, N_("show this help")},
};
enum { VALUE_LANG = COMMAND_OPTIONS_MOST, VALUE_HELP };

// The command whose words the arguments begin with; *used_out: how many words it has.
static const struct command *find_command(int argc, char **argv, int *used_out)
{
    for (size_t i = 0; i < COUNT_OF(COMMANDS); i++) {
        const char *name = COMMANDS[i]->name, *space = strchr(name, ' ');
        size_t first = space == NULL ? strlen(name) : (size_t)(space - name);
        if (argc < 1 || strlen(argv[0]) != first || strncmp(argv[0], name, first) != 0)
            continue;
        if (space != NULL && (argc < 2 || strcmp(argv[1], space + 1) != 0))
            continue;
        *used_out = space == NULL ? 1 : 2;
        return COMMANDS[i];
    }
    return NULL;
}

static bool read_lang(const char *text, enum lang *out)
{
    if (strcmp(text, "nb") == 0)
        *out = LANG_NB;
    else if (strcmp(text, "en") == 0)
        *out = LANG_EN;
    else
        return false;
    return true;
}

// Options that stand before any command, and what is said when there is none.
static int without_command(struct invocation *in, int argc, char **argv)
{
    bool help = argc == 0;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "help") == 0)
            help = true;
        else if (strcmp(argv[i], "--version") == 0)
            return VERSION_COMMAND.run(in);
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc && read_lang(argv[i + 1], &in->lang))
            i++;
        else if (strncmp(argv[i], "--lang=", 7) == 0 && read_lang(argv[i] + 7, &in->lang))
            continue;
        else
            return usage_error(in, N_("There is no command %s."), argv[i]);
    }
    help_all(stdout, in, COMMANDS, COUNT_OF(COMMANDS), COMMON, COUNT_OF(COMMON));
    return help && argc > 0 ? EXIT_DONE : EXIT_USAGE;
}

static bool takes_many(const struct option_spec *o)
{
    return o->value != NULL && strstr(o->value, "…") != NULL;
}

static bool read_options(struct invocation *in, int argc, char **argv, int *code_out)
{
    const struct command *c = in->command;
    struct option longs[COMMAND_OPTIONS_MOST + COUNT_OF(COMMON) + 1] = {0};
    int given = 0;
    for (size_t i = 0; i < c->option_count; i++)
        longs[i] = (struct option){c->options[i].name, c->options[i].value != NULL, &given, (int)i};
    for (size_t i = 0; i < COUNT_OF(COMMON); i++)
        longs[c->option_count + i] =
            (struct option){COMMON[i].name, COMMON[i].value != NULL, &given, COMMAND_OPTIONS_MOST + (int)i};
    opterr = 0;
    for (int got; (got = getopt_long(argc, argv, ":h", longs, NULL)) != -1;) {
        const char *what = argv[optind - 1];
        if (got == ':') {
            *code_out = usage_error(in, N_("The option %s needs a value."), what);
            return false;
        }
        if (got == '?') {
            *code_out = usage_error(in, N_("There is no option %s here, or it takes no value."), what);
            return false;
        }
        const char **value = &in->values[got == 'h' ? VALUE_HELP : given];
        bool more = got != 'h' && (size_t)given < c->option_count && *value != NULL && takes_many(&c->options[given]);
        *value = more ? arena_printf(in->arena, "%s\n%s", *value, optarg) : got == 'h' || optarg == NULL ? "" : optarg;
    }
    if (in->values[VALUE_LANG] != NULL && !read_lang(in->values[VALUE_LANG], &in->lang)) {
        *code_out = usage_error(in, N_("The language is en or nb, not %s."), in->values[VALUE_LANG]);
        return false;
    }
    in->arguments = argv + optind;
    in->argument_count = argc - optind;
    return true;
}

static int run(struct invocation *in, int argc, char **argv)
{
    int used, code;
    // "help match" is "match --help".
    bool help = argc > 1 && strcmp(argv[0], "help") == 0;
    in->command = find_command(argc - help, argv + help, &used);
    if (in->command == NULL)
        return without_command(in, argc, argv);
    // getopt takes its first argument for the program's name.
    used += help;
    if (!read_options(in, argc - used + 1, argv + used - 1, &code))
        return code;
    if (help || in->values[VALUE_HELP] != NULL) {
        help_command(stdout, in, in->command, COMMON, COUNT_OF(COMMON));
        return EXIT_DONE;
    }
    if (in->argument_count > in->command->most)
        return usage_error(in, N_("There is an argument too many: %s"), in->arguments[in->command->most]);
    if (in->argument_count < in->command->least)
        return usage_error(in, N_("There are arguments missing: %s"), in->command->arguments);
    return in->command->run(in);
}

int main(int argc, char **argv)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct invocation in = {.arena = a, .issues = issues_in(a), .lang = LANG_EN};
    int code;
    if (cv_child_run(argc, argv, &code) || paper_child_run(argc, argv, &code))
        return code;
    code = run(&in, argc - 1, argv + 1);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        complain(&in, N_("The output could not be written."));
        return code == EXIT_DONE ? EXIT_BROKEN : code;
    }
    return code;
}
