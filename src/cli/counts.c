// SPDX-License-Identifier: EUPL-1.2
// counts: the programme's figures, as on the office's Hjem, for scripts.
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "app/hires.h"
#include "cli/cli.h"
#include "cli/json.h"

static const struct option_spec OPTIONS[] = {
    OPTION_DATA,
    OPTION_TODAY,
    {"released", NULL, N_("as the front page has them: of the last quarter's end, to the nearest five")},
    OPTION_JSON,
};

struct figure {
    const char *key, *words; // msgid
    int64_t value;
};

enum { FIGURES = 9 };
static void figures_of(const struct programme_counts *c, struct figure out[FIGURES])
{
    const struct figure list[FIGURES] = {
        {"pledged", N_("Pledged: positions that employers mean to fill"), c->pledged},
        {"proposed", N_("Proposed: a person for a need"), c->proposed},
        {"presented", N_("Presented, after the person's yes"), c->presented},
        {"hired", N_("Hired: confirmed, and begun"), c->hired},
        {"unposted", N_("Of these without a posted need"), c->hired_unposted},
        {"reported", N_("Reported, not confirmed yet"), c->reported},
        {"persons", N_("People in work who count toward the goal"), c->persons},
        {"line", N_("Where an even pace would be"), c->line},
        {"goal", N_("The goal"), c->goal},
    };
    memcpy(out, list, sizeof list);
}

// What is not released is not given: those that nobody has confirmed.
static bool is_given(const struct figure *f, bool released)
{
    return !released || strcmp(f->key, "reported") != 0;
}

static void put_json(const struct programme_counts *c, const struct figure *figures, bool released)
{
    char as_of[DAY_TEXT];
    day_write(c->as_of, as_of);
    json_t *root = json_pack("{s:s, s:b}", "as_of", as_of, "released", released);
    for (size_t i = 0; i < FIGURES; i++)
        if (is_given(&figures[i], released))
            json_object_set_new(root, figures[i].key, json_integer(figures[i].value));
    json_t *still = json_array();
    for (size_t i = 0; i < CHECKINS; i++)
        json_array_append_new(still, json_pack("{s:i, s:I, s:I}", "months", CHECKIN_MONTHS[i], "observed",
                                               (json_int_t)c->still[i].observed, "employed", (json_int_t)c->still[i].employed));
    json_object_set_new(root, "still_employed", still);
    json_put(root);
}

static void put_text(const struct invocation *in, const struct programme_counts *c, const struct figure *figures, bool released)
{
    say_arg(in, N_("The programme as of %s"), lang_day(in->lang, in->arena, c->as_of));
    for (size_t i = 0; i < FIGURES; i++)
        if (is_given(&figures[i], released))
            printf("%10s  %s\n", lang_number(in->lang, in->arena, figures[i].value), tr(in->lang, figures[i].words));
    say(in, N_("Still employed, of those of whom somebody has told"));
    for (size_t i = 0; i < CHECKINS; i++)
        printf("%10s  %s\n", arena_printf(in->arena, "%lld/%lld", (long long)c->still[i].employed, (long long)c->still[i].observed),
               tr_n(in->lang, in->arena, "One month", "%s months", CHECKIN_MONTHS[i]));
}

static int run(struct invocation *in)
{
    struct app *app;
    struct programme_counts counts;
    struct figure figures[FIGURES];
    const struct actor office = {.role = ROLE_OFFICE, .name = "", .organisation = ""};
    bool released = option_given(in, "released");
    int code;
    if (!open_app(in, (struct opening){0}, &app, &code))
        return code;
    enum status status = released ? get_public_counts(app, &counts) : get_counts(app, &office, &counts);
    app_close(app);
    if (status != OK)
        return fail(in, status);
    figures_of(&counts, figures);
    if (option_given(in, "json"))
        put_json(&counts, figures, released);
    else
        put_text(in, &counts, figures, released);
    return EXIT_DONE;
}

const struct command COUNTS_COMMAND = {
    .name = "counts",
    .arguments = "",
    .summary = N_("Say how far the programme has come: its figures, as on the office's page."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
