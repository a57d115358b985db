// SPDX-License-Identifier: EUPL-1.2
// explain and replay.
#include <stdio.h>

#include "cli/json.h"
#include "cli/judgement.h"

static const struct option_spec EXPLAIN_OPTIONS[] = {OPTION_DATA, OPTION_AS, OPTION_JSON, OPTION_TODAY};

static enum status explain(struct invocation *in, struct app *app, const struct actor *actor, struct need_id id,
                           struct person_id person)
{
    struct need_view need;
    struct ranked_candidate candidate;
    TRY(get_need(app, actor, id, in->arena, &need));
    TRY(explain_candidate(app, actor, &need, person, in->arena, &candidate));
    if (option_given(in, "json"))
        puts(explanation_json(&candidate.explanation, in->arena));
    else
        judgement_put(in, app, &need, &candidate);
    return OK;
}

static int run_explain(struct invocation *in)
{
    struct app *app;
    struct actor actor;
    struct need_id need;
    struct person_id person;
    int code;
    if (!read_id(in, in->arguments[0], &need.value, &code) || !read_id(in, in->arguments[1], &person.value, &code) ||
        !open_app(in, (struct opening){0}, &app, &code))
        return code;
    if (open_actor(in, app, &actor, &code)) {
        enum status status = explain(in, app, &actor, need, person);
        code = status == OK ? EXIT_DONE : fail(in, status);
    }
    app_close(app);
    return code;
}

const struct command EXPLAIN_COMMAND = {
    .name = "explain",
    .arguments = "NEED CANDIDATE",
    .least = 2,
    .most = 2,
    .summary = N_("Explain how a candidate stands to a need."),
    .details = N_("NEED and CANDIDATE are the numbers in the addresses of their pages. With --json it is an explanation "
                  "that replay can read again later."),
    .options = EXPLAIN_OPTIONS,
    .option_count = COUNT_OF(EXPLAIN_OPTIONS),
    .run = run_explain,
};

static const struct option_spec REPLAY_OPTIONS[] = {OPTION_DATA, OPTION_AS, OPTION_JSON, OPTION_TODAY};
enum { EXPLANATION_MOST = 1 << 20 };

static bool read_file(struct invocation *in, const char *path, const char **bytes_out, size_t *size_out, int *code_out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        complain_arg(in, N_("The file %s cannot be read."), path);
        *code_out = EXIT_ABSENT;
        return false;
    }
    char *bytes = arena_alloc(in->arena, EXPLANATION_MOST);
    size_t size = fread(bytes, 1, EXPLANATION_MOST, file);
    bool whole = !ferror(file) && size < EXPLANATION_MOST;
    fclose(file);
    *bytes_out = bytes;
    *size_out = size;
    *code_out = EXIT_INVALID;
    if (!whole)
        complain_arg(in, N_("%s is no explanation that explain --json wrote."), path);
    return whole;
}

static void put_replay(struct invocation *in, const struct replay *r)
{
    static const char *const words[][2] = {
        {N_("The same engine."), N_("Another engine, or another version of it.")},
        {N_("The same catalogue."), N_("Another version of the catalogue.")},
        {N_("The need is as it was."), N_("The need has been changed.")},
        {N_("The profile is as it was."), N_("The profile has been changed.")},
        {N_("The answer is the same."), N_("The answer is another.")},
    };
    if (r->gone)
        say(in, N_("The candidate is no longer there, or not for this user."));
    say(in, words[0][r->engine]);
    say(in, words[1][r->catalogue]);
    say(in, words[2][r->need]);
    if (!r->gone) {
        say(in, words[3][r->profile]);
        say(in, words[4][r->answer]);
    }
}

static bool replay_same(const struct replay *r)
{
    return !r->engine && !r->catalogue && !r->need && !r->profile && !r->gone && !r->answer;
}

static int replay(struct invocation *in, struct app *app, const struct explanation *was)
{
    struct actor actor;
    struct replay r;
    int code;
    if (!open_actor(in, app, &actor, &code))
        return code;
    enum status status = replay_explanation(app, &actor, was, &r);
    if (status != OK)
        return fail(in, status);
    if (option_given(in, "json"))
        json_put(json_pack("{s:b, s:{s:b, s:b, s:b, s:b, s:b, s:b}}", "same", replay_same(&r), "changed", "engine",
                           r.engine, "catalogue", r.catalogue, "need", r.need, "profile", r.profile, "gone", r.gone,
                           "answer", r.answer));
    else
        put_replay(in, &r);
    return replay_same(&r) ? EXIT_DONE : EXIT_CONFLICT;
}

static int run_replay(struct invocation *in)
{
    struct app *app;
    struct explanation was;
    const char *bytes;
    size_t size;
    int code;
    if (!read_file(in, in->arguments[0], &bytes, &size, &code))
        return code;
    if (explanation_read(bytes, size, in->arena, &was) != OK) {
        complain_arg(in, N_("%s is no explanation that explain --json wrote."), in->arguments[0]);
        return EXIT_INVALID;
    }
    if (!open_app(in, (struct opening){0}, &app, &code))
        return code;
    code = replay(in, app, &was);
    app_close(app);
    return code;
}

const struct command REPLAY_COMMAND = {
    .name = "replay",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = N_("Judge an explanation again and name what has changed since."),
    .details = N_("FILE is what explain --json wrote. Exit code 6 when something has changed; 0 means the same answer for "
                  "the same reasons."),
    .options = REPLAY_OPTIONS,
    .option_count = COUNT_OF(REPLAY_OPTIONS),
    .run = run_replay,
};
