// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/json.h"
#include "cli/judgement.h"

enum { BAND_WIDTH = 7 };

static const struct option_spec OPTIONS[] = {
    OPTION_DATA,
    {"class", "LIST", N_("only these classes, with commas: ready, ask, reachable, not-now (default: ready,ask)")},
    {"top", "N", N_("at most so many candidates, 1 to 200 (default: 20)")},
    OPTION_AS,
    OPTION_JSON,
    OPTION_TODAY,
    OPTION_ENGINE,
};
enum { TOP_MOST = 200 };

static bool read_classes(struct invocation *in, unsigned *out, int *code_out)
{
    const char *list = option_or(in, "class", "ready,ask");
    *out = 0;
    for (const char *p = list;; p++) {
        size_t n = strcspn(p, ",");
        unsigned bit = 0;
        for (int c = 0; c < MATCH_CLASSES; c++) {
            const char *name = class_name((enum match_class)c);
            if (strlen(name) == n && strncmp(p, name, n) == 0)
                bit = 1u << c;
        }
        if (bit == 0) {
            *code_out = usage_error(in, N_("Classes are ready, ask, reachable and not-now, with commas; not %s."), list);
            return false;
        }
        *out |= bit;
        p += n;
        if (*p == '\0')
            return true;
    }
}

static bool read_top(struct invocation *in, size_t *out, int *code_out)
{
    const char *text = option_or(in, "top", "20");
    char *end;
    long top = strtol(text, &end, 10);
    *out = (size_t)top;
    if (*text >= '1' && *text <= '9' && *end == '\0' && top <= TOP_MOST)
        return true;
    *code_out = usage_error(in, N_("--top takes a number from 1 to 200, not %s."), text);
    return false;
}

// Of whom nobody is listed: until there are measures, a class is empty whatever is asked.
static void put_nobody(const struct invocation *in, const struct need_answer *answer, unsigned classes)
{
    if (classes & 1u << CLASS_REACHABLE && answer->counts[CLASS_REACHABLE] == 0)
        printf("\n%s\n", tr_arg(in->lang, in->arena, N_("%s: nobody is in this class before there are measures."),
                                tr(in->lang, match_class_title(CLASS_REACHABLE))));
    if (classes & ~(1u << CLASS_REACHABLE) && answer->candidate_count == 0)
        printf("\n%s\n", tr(in->lang, N_("None of the agency's candidates is in the classes asked for.")));
}

static void put_answer(struct invocation *in, const struct app *app, const struct need_view *need,
                       const struct need_answer *answer, unsigned classes)
{
    printf("%s, %s\n", need->need.title, need->workplace_name);
    for (int c = 0; c < MATCH_CLASSES; c++)
        printf("%s: %zu%s", tr(in->lang, match_class_title((enum match_class)c)), answer->counts[c],
               c + 1 < MATCH_CLASSES ? ", " : "\n");
    for (size_t i = 0; i < answer->candidate_count; i++) {
        putchar('\n');
        judgement_put(in, app, need, &answer->candidates[i]);
    }
    put_nobody(in, answer, classes);
    if (answer->cost_count > 0)
        printf("\n%s\n", tr(in->lang, N_("Ready without this must:")));
    for (size_t i = 0; i < answer->cost_count; i++)
        printf("  +%zu  %s\n", answer->costs[i].more,
               judgement_requirement(in, app, need, answer->costs[i].requirement));
    if (answer->other_count > 0)
        printf("\n%s\n", tr(in->lang, N_("Other agencies have, ready and to ask:")));
    for (size_t i = 0; i < answer->other_count; i++) {
        const struct agency_counts *o = &answer->others[i];
        const char *ready = band_text(o->ready, in->arena), *ask = band_text(o->ask, in->arena);
        // A band may hold a dash of three bytes, which printf's width would count as three.
        printf("  %s%*s %s%*s %s\n", ready, BAND_WIDTH - (int)text_length(ready), "", ask, BAND_WIDTH - (int)text_length(ask), "",
               o->name);
    }
}

static void put_answer_json(struct invocation *in, const struct app *app, const struct need_view *need,
                            const struct need_answer *answer)
{
    json_t *counts = json_object(), *candidates = json_array(), *costs = json_array(), *others = json_array();
    for (int c = 0; c < MATCH_CLASSES; c++)
        json_object_set_new(counts, class_name((enum match_class)c), json_integer((json_int_t)answer->counts[c]));
    for (size_t i = 0; i < answer->candidate_count; i++)
        json_array_append_new(candidates, judgement_json(in, app, need, &answer->candidates[i]));
    for (size_t i = 0; i < answer->cost_count; i++)
        json_array_append_new(costs, json_pack("{s:s, s:I}", "requirement",
                                               judgement_requirement(in, app, need, answer->costs[i].requirement), "more",
                                               (json_int_t)answer->costs[i].more));
    for (size_t i = 0; i < answer->other_count; i++) {
        const struct agency_counts *o = &answer->others[i];
        json_array_append_new(others, json_pack("{s:s, s:s, s:s}", "agency", o->name, "ready",
                                                band_text(o->ready, in->arena), "ask", band_text(o->ask, in->arena)));
    }
    json_put(json_pack("{s:o, s:s, s:I, s:o, s:o, s:o, s:o}", "need", json_id(need->need.id.value), "title",
                       need->need.title, "index", (json_int_t)answer->version, "counts", counts, "candidates", candidates,
                       "costs", costs, "other_agencies", others));
}

static enum status match_need(struct invocation *in, struct app *app, const struct actor *actor, struct need_id id,
                              unsigned classes, size_t top)
{
    struct need_view need;
    struct need_answer answer;
    TRY(get_need(app, actor, id, in->arena, &need));
    TRY(rank_candidates(app, actor, &need, classes, top, in->arena, &answer));
    if (option_given(in, "json"))
        put_answer_json(in, app, &need, &answer);
    else
        put_answer(in, app, &need, &answer, classes);
    return OK;
}

static int run(struct invocation *in)
{
    struct app *app;
    struct actor actor;
    struct need_id id;
    unsigned classes;
    size_t top;
    int code;
    struct opening how = {0};
    if (!read_id(in, in->arguments[0], &id.value, &code) || !read_classes(in, &classes, &code) ||
        !read_top(in, &top, &code) || !read_engine(in, &how.engine, &code) || !open_app(in, how, &app, &code))
        return code;
    if (open_actor(in, app, &actor, &code)) {
        enum status status = match_need(in, app, &actor, id, classes, top);
        code = status == OK ? EXIT_DONE : fail(in, status);
    }
    app_close(app);
    return code;
}

const struct command MATCH_COMMAND = {
    .name = "match",
    .arguments = "NEED",
    .least = 1,
    .most = 1,
    .summary = N_("Rank the candidates for an open need, with the reason for each requirement."),
    .details = N_("NEED is the number in the address of its page. Candidates are those of the user's own agency; of other "
                  "agencies there are counts in bands. That the user has looked at these candidates is logged, as on "
                  "the page."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
