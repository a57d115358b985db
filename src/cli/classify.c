// SPDX-License-Identifier: EUPL-1.2
// classify: which occupation a free-text title means.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

#include "app/titles.h"
#include "cli/cli.h"
#include "cli/json.h"

static const struct option_spec OPTIONS[] = {
    {"stdin", NULL, N_("read titles from standard input, one a line, and write tab-separated lines")},
    {"data", "DIR", N_("the data directory whose classifications are learned from (default: data; the built-in catalogue "
                       "when there is none)")},
    OPTION_JSON,
};
enum { ARGUMENTS_MOST = 10000 };

// Where answers come from: a data directory, or the built-in catalogue alone.
struct source {
    struct app *app;
    struct title_model *builtin;
    const struct catalogue *catalogue;
};

static bool source_open(struct invocation *in, struct source *out, int *code_out)
{
    struct stat found;
    *out = (struct source){.catalogue = catalogue_builtin()};
    if (option(in, "data") == NULL && stat("data", &found) != 0) {
        out->builtin = title_model_builtin();
        return true;
    }
    if (!open_app(in, (struct opening){0}, &out->app, code_out))
        return false;
    out->catalogue = app_catalogue(out->app);
    return true;
}

static void source_close(struct source *s)
{
    title_model_close(s->builtin);
    app_close(s->app);
}

static size_t ask(const struct source *s, const char *title, struct title_guess guesses_out[TITLE_GUESSES])
{
    return s->app != NULL ? classify_title(s->app, title, guesses_out, TITLE_GUESSES)
                          : title_classify(s->builtin, title, guesses_out, TITLE_GUESSES);
}

static const char *name_of(const struct source *s, struct code code, enum lang l, struct arena *a)
{
    const struct catalogue_item *item = catalogue_find(s->catalogue, CATALOGUE_OCCUPATION, code);
    return item == NULL ? "" : catalogue_name(item, l);
}

static void put_readable(struct invocation *in, const struct source *s, const char *title)
{
    struct title_guess guesses[TITLE_GUESSES];
    size_t count = ask(s, title, guesses);
    printf("%s\n", title);
    for (size_t i = 0; i < count; i++) {
        char code[CODE_TEXT];
        code_write(guesses[i].code, code);
        printf("  %s  %5.1f %%  %s\n", code, (double)guesses[i].confidence * 100,
               name_of(s, guesses[i].code, in->lang, in->arena));
    }
}

static void put_fields(const struct source *s, char *title)
{
    struct title_guess guesses[TITLE_GUESSES];
    size_t count = ask(s, title, guesses);
    for (char *tab = title; (tab = strchr(tab, '\t')) != NULL;)
        *tab = ' ';
    fputs(title, stdout);
    for (size_t i = 0; i < count; i++) {
        char code[CODE_TEXT];
        code_write(guesses[i].code, code);
        printf("\t%s:%.3f", code, (double)guesses[i].confidence);
    }
    putchar('\n');
}

// A title that is no UTF-8 is null in JSON, which knows no other text.
static json_t *answer_json(struct invocation *in, const struct source *s, const char *title)
{
    struct title_guess guesses[TITLE_GUESSES];
    json_t *codes = json_array(), *text = json_string(title);
    size_t count = ask(s, title, guesses);
    for (size_t i = 0; i < count; i++) {
        char code[CODE_TEXT];
        code_write(guesses[i].code, code);
        json_array_append_new(codes, json_pack("{s:s, s:s, s:f}", "code", code, "name",
                                               name_of(s, guesses[i].code, in->lang, in->arena), "confidence",
                                               (double)guesses[i].confidence));
    }
    return json_pack("{s:o, s:o}", "title", text == NULL ? json_null() : text, "codes", codes);
}

static void put_lines(struct invocation *in, const struct source *s, json_t *list)
{
    char *line = NULL;
    size_t room = 0;
    for (ssize_t n; (n = getline(&line, &room, stdin)) >= 0;) {
        line[strcspn(line, "\r\n")] = '\0';
        if (list != NULL)
            json_array_append_new(list, answer_json(in, s, line));
        else
            put_fields(s, line);
    }
    free(line);
}

static int run(struct invocation *in)
{
    struct source source;
    int code;
    bool lines = option_given(in, "stdin");
    if (!lines && in->argument_count == 0)
        return usage_error(in, N_("There are arguments missing: %s"), in->command->arguments);
    if (lines && in->argument_count > 0)
        return usage_error(in, N_("There is an argument too many: %s"), in->arguments[0]);
    if (!source_open(in, &source, &code))
        return code;
    json_t *list = option_given(in, "json") ? json_array() : NULL;
    if (lines)
        put_lines(in, &source, list);
    for (int i = 0; i < in->argument_count; i++)
        if (list != NULL)
            json_array_append_new(list, answer_json(in, &source, in->arguments[i]));
        else
            put_readable(in, &source, in->arguments[i]);
    if (list != NULL)
        json_put(list);
    source_close(&source);
    return EXIT_DONE;
}

const struct command CLASSIFY_COMMAND = {
    .name = "classify",
    .arguments = "TITLE…",
    .most = ARGUMENTS_MOST,
    .summary = N_("Tell the occupations (STYRK-08) that a free-text title may mean."),
    .details = N_("Five codes for each title, the likeliest first, each with how often such an answer is right. Learns from "
                  "our own catalogue and from the titles, STYRK-08 and ESCO that are in use in the data directory."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
