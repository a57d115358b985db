// SPDX-License-Identifier: EUPL-1.2
// import KIND FILE, import cv FILE, and import list, apply, cancel, resume, revert.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "app/cv.h"
#include "app/imports.h"
#include "cli/cli.h"
#include "cli/json.h"

static const struct option_spec OPTIONS[] = {
    OPTION_DATA,
    {"dry-run", NULL, N_("only say what would happen and what is wrong; store nothing")},
    {"mode", "MODE", N_("both, create (only what is new) or update (only what is here); both unless given")},
    {"map", "FIELD=COLUMN…",
     N_("the column that holds a field, where the header does not tell; may be given several times")},
    {"option", "NAME=VALUE…", N_("an option of the kind, such as region=all; may be given several times")},
    {"rejects", "FILE", N_("write what is wrong, line by line, to this CSV file")},
    {"rejected-lines", "FILE",
     N_("write the rejected lines themselves to this CSV file, to be mended and imported again")},
    {"person", "NUMBER", N_("of a CV: whose it is, the number in the address of the candidate's page")},
    {"as", "E-MAIL", N_("the user who imports; without it, it is the operator")},
    OPTION_JSON,
    OPTION_TODAY,
};
static const struct option_spec REST_OPTIONS[] = {
    OPTION_DATA,
    {"rejects", "FILE", N_("write what is wrong, line by line, to this CSV file")},
    {"rejected-lines", "FILE",
     N_("write the rejected lines themselves to this CSV file, to be mended and imported again")},
    {"as", "E-MAIL", N_("the user who imports; without it, it is the operator")},
    OPTION_JSON,
    OPTION_TODAY,
};

// Progress, on standard error: a line that is written over on a terminal, else a line now and then.
struct telling {
    const struct invocation *in;
    bool terminal, said;
    time_t last;
};
enum { TELL_SECONDS = 5 };

static void tell(void *context, const struct import_view *now)
{
    struct telling *t = context;
    time_t at = time(NULL);
    if (at == t->last || (!t->terminal && at - t->last < TELL_SECONDS))
        return;
    t->last = at;
    struct arena *a CLEANUP_ARENA = arena_open();
    enum lang lang = t->in->lang;
    const char *text;
    if (now->state == IMPORT_READING) {
        int percent = now->total_bytes == 0 ? 100 : (int)(now->read_bytes * 100 / now->total_bytes);
        int64_t lines = now->created + now->updated + now->unchanged + now->outside + now->rejected;
        text = arena_printf(a, "%s: %d %%, %s", tr(lang, import_state_title(now->state)), percent,
                            tr_n(lang, a, "one line", "%s lines", lines));
    } else {
        text = arena_printf(a, "%s: %s/%s", tr(lang, import_state_title(now->state)), lang_number(lang, a, now->done),
                            lang_number(lang, a, now->to_do));
    }
    fprintf(stderr, t->terminal ? "\r\033[K%s" : "%s\n", text);
    t->said = true;
}

static void tell_end(const struct telling *t)
{
    if (t->terminal && t->said)
        fputs("\r\033[K", stderr);
}

static enum status put_file(void *context, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, context) == n ? OK : FAILED;
}

// lines: the rejected lines, else what is wrong with them.
static int write_rejects(struct invocation *in, struct app *app, const struct actor *actor, struct import_id id,
                         bool lines, const char *name)
{
    // What stood there may not be lost, and what is written may hold names.
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (out == NULL) {
        complain_arg(in, N_("%s cannot be written, or is there already."), name);
        return EXIT_CONFLICT;
    }
    struct import_sink sink = {put_file, out};
    enum status status =
        lines ? import_lines_csv(app, actor, id, &sink) : import_faults_csv(app, actor, id, in->lang, &sink);
    if (fclose(out) != 0 && status == OK)
        status = FAILED;
    return status == OK ? EXIT_DONE : fail(in, status);
}

// Before anything is done: afterwards it would be too late to choose another name.
static bool lists_can_be_written(const struct invocation *in, int *code_out)
{
    static const char *const LISTS[] = {"rejects", "rejected-lines"};
    for (size_t i = 0; i < COUNT_OF(LISTS); i++)
        if (option_given(in, LISTS[i]) && access(option(in, LISTS[i]), F_OK) == 0) {
            complain_arg(in, N_("%s cannot be written, or is there already."), option(in, LISTS[i]));
            *code_out = EXIT_CONFLICT;
            return false;
        }
    return true;
}

static int write_lists(struct invocation *in, struct app *app, const struct actor *actor, struct import_id id)
{
    int code = EXIT_DONE;
    if (option_given(in, "rejects"))
        code = write_rejects(in, app, actor, id, false, option(in, "rejects"));
    if (code == EXIT_DONE && option_given(in, "rejected-lines"))
        code = write_rejects(in, app, actor, id, true, option(in, "rejected-lines"));
    return code;
}

static const char *issue_text(const struct invocation *in, const char *message, const char *arg)
{
    return arg == NULL ? tr(in->lang, message) : tr_arg(in->lang, in->arena, message, arg);
}

static json_t *view_json(const struct invocation *in, const struct import_view *v)
{
    json_t *outside = json_array(), *problem = json_array();
    for (size_t i = 0; i < v->outside_by_count; i++)
        json_array_append_new(outside, json_pack("{s:s, s:I}", "reason", tr(in->lang, v->outside_by[i].reason), "count",
                                                 (json_int_t)v->outside_by[i].count));
    for (size_t i = 0; i < v->problem.count; i++)
        json_array_append_new(problem,
                              json_string(issue_text(in, v->problem.items[i].message, v->problem.items[i].arg)));
    json_t *json = json_pack("{s:o, s:s, s:s, s:s, s:s}", "id", json_id(v->id.value), "kind", v->kind->name, "state",
                             import_state_name(v->state), "mode", import_mode_name(v->mode), "file", v->file);
    json_t *counts = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "read",
                               (json_int_t)(v->created + v->updated + v->unchanged + v->outside + v->rejected),
                               "created", (json_int_t)v->created, "updated", (json_int_t)v->updated, "unchanged",
                               (json_int_t)v->unchanged, "outside", (json_int_t)v->outside, "rejected",
                               (json_int_t)v->rejected, "notes", (json_int_t)v->notes, "kept", (json_int_t)v->kept);
    json_object_update(json, counts);
    json_decref(counts);
    json_object_set_new(json, "outside_by", outside);
    json_object_set_new(json, "problem", problem);
    json_object_set_new(json, "before", v->before.value == 0 ? json_null() : json_id(v->before.value));
    return json;
}

static void put_count(const struct invocation *in, const char *what, int64_t count)
{
    printf("  %-24s %10s\n", tr(in->lang, what), lang_number(in->lang, in->arena, count));
}

enum { FAULTS_SHOWN = 10 };

static void say_faults(struct invocation *in, struct app *app, const struct actor *actor, const struct import_view *v)
{
    struct import_fault *faults;
    size_t count;
    if (v->reject_lines == 0 || import_faults(app, actor, v->id, 0, FAULTS_SHOWN, in->arena, &faults, &count) != OK)
        return;
    say(in, N_("What is wrong:"));
    for (size_t i = 0; i < count; i++)
        printf("  %s:%lld %s%s%s%s\n", faults[i].file, (long long)faults[i].line, faults[i].field,
               *faults[i].value == '\0' ? "" : arena_printf(in->arena, " \"%s\"", faults[i].value),
               *faults[i].field == '\0' ? "" : ": ", issue_text(in, faults[i].message, faults[i].arg));
    if (v->reject_lines > (int64_t)count)
        say_arg(in, N_("  and %s more; --rejects FILE writes them all."),
                lang_number(in->lang, in->arena, v->reject_lines - (int64_t)count));
}

static void say_view(struct invocation *in, struct app *app, const struct actor *actor, const struct import_view *v)
{
    printf("%s: %s. %s (%lld)\n", tr(in->lang, v->kind->title), v->file, tr(in->lang, import_state_title(v->state)),
           (long long)v->id.value);
    if (v->before.value != 0)
        say_arg(in, N_("The same was imported before: %s."), lang_instant(in->lang, in->arena, v->before_at));
    for (size_t i = 0; i < v->problem.count; i++)
        printf("%s%s%s\n", strcmp(v->problem.items[i].field, "file") == 0 ? "" : v->problem.items[i].field,
               strcmp(v->problem.items[i].field, "file") == 0 || *v->problem.items[i].field == '\0' ? "" : ": ",
               issue_text(in, v->problem.items[i].message, v->problem.items[i].arg));
    if (v->state == IMPORT_REFUSED)
        return;
    put_count(in, N_("new"), v->created);
    put_count(in, N_("changed"), v->updated);
    put_count(in, N_("unchanged"), v->unchanged);
    put_count(in, N_("outside"), v->outside);
    for (size_t i = 0; i < v->outside_by_count; i++)
        printf("    %10s  %s\n", lang_number(in->lang, in->arena, v->outside_by[i].count),
               tr(in->lang, v->outside_by[i].reason));
    put_count(in, N_("rejected"), v->rejected);
    if (v->notes > 0)
        put_count(in, N_("with remarks"), v->notes);
    if (v->state == IMPORT_REVERTED && v->kept > 0)
        put_count(in, N_("not taken back"), v->kept);
    say_faults(in, app, actor, v);
}

// Works on it until it rests, and tells what came of it.
static int work_through(struct invocation *in, struct app *app, const struct actor *actor, struct import_id id,
                        bool dry)
{
    struct telling telling = {.in = in, .terminal = isatty(STDERR_FILENO) != 0, .last = time(NULL)};
    struct issues issues = issues_in(in->arena);
    struct import_view view;
    enum status worked = import_work(app, id, tell, &telling, &issues);
    tell_end(&telling);
    if (worked != OK && worked != INVALID) {
        in->issues = issues;
        return fail(in, worked);
    }
    enum status status = import_get(app, actor, id, in->arena, &view);
    if (status != OK)
        return fail(in, status);
    int code = write_lists(in, app, actor, id);
    if (option_given(in, "json"))
        json_put(view_json(in, &view));
    else
        say_view(in, app, actor, &view);
    if (dry && view.state == IMPORT_READY) {
        status = import_cancel(app, actor, id);
        if (!option_given(in, "json"))
            say(in, N_("Nothing was stored."));
    }
    if (code != EXIT_DONE)
        return code;
    return status != OK ? fail(in, status) : worked == INVALID ? EXIT_INVALID : EXIT_DONE;
}

static bool who(struct invocation *in, struct app *app, struct actor *room, const struct actor **out, int *code_out)
{
    *out = NULL;
    if (!option_given(in, "as"))
        return true;
    *out = room;
    return open_actor(in, app, room, code_out);
}

// "NAME=VALUE", a line each.
static bool read_pairs(struct invocation *in, const char *name, const struct import_pair **out, size_t *count_out,
                       int *code_out)
{
    const char *text = option_or(in, name, "");
    size_t most = 1, count = 0;
    for (const char *p = text; *p != '\0'; p++)
        most += *p == '\n';
    struct import_pair *pairs = ARENA_ARRAY(in->arena, struct import_pair, most);
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        const char *equal = memchr(text, '=', n);
        if (equal == NULL || equal == text) {
            *code_out = usage_error(in, N_("Write it as NAME=VALUE, not %s."), arena_strndup(in->arena, text, n));
            return false;
        }
        pairs[count++] = (struct import_pair){arena_strndup(in->arena, text, (size_t)(equal - text)),
                                              arena_strndup(in->arena, equal + 1, (size_t)(text + n - equal - 1))};
        text += n + (text[n] == '\n');
    }
    *out = pairs;
    *count_out = count;
    return true;
}

static const char CV_KIND[] = "cv";

static const char *kind_names(struct arena *a)
{
    struct buf b = buf_in(a);
    for (const struct import_kind *const *k = IMPORT_KINDS; *k != NULL; k++)
        buf_printf(&b, "%s, ", (*k)->name);
    buf_add_text(&b, CV_KIND);
    return buf_text(&b);
}

// A byte more than may be, so that a file that is too large is told.
static bool read_cv(struct invocation *in, const char **out, size_t *size_out, int *code_out)
{
    size_t most = CV_UPLOAD_MOST + 1;
    FILE *file = fopen(in->arguments[1], "rbe");
    if (file == NULL) {
        complain_arg(in, N_("There is no such file, or it may not be read: %s"), in->arguments[1]);
        *code_out = EXIT_ABSENT;
        return false;
    }
    char *bytes = arena_alloc(in->arena, most);
    *size_out = fread(bytes, 1, most, file);
    bool read = ferror(file) == 0;
    fclose(file);
    if (!read) { // a directory, say
        complain_arg(in, N_("There is no such file, or it may not be read: %s"), in->arguments[1]);
        *code_out = EXIT_INVALID;
    }
    *out = bytes;
    return read;
}

static void say_cv(struct invocation *in, struct person_id person, const struct cv_count *count)
{
    if (option_given(in, "json")) {
        json_put(json_pack("{s:o, s:o, s:i, s:i, s:i, s:i}", "person", json_id(person.value), "cv",
                           count->id.value == 0 ? json_null() : json_id(count->id.value), "proposed", count->proposed,
                           "held", count->held, "again", count->again, "left", count->left));
        return;
    }
    put_count(in, N_("proposed"), count->proposed);
    put_count(in, N_("held already"), count->held);
    put_count(in, N_("proposed before"), count->again);
    put_count(in, N_("parts without use"), count->left);
    if (count->proposed > 0)
        say_arg(in, N_("Nothing of it counts yet: somebody confirms it on the page /candidates/%s/cv."),
                arena_printf(in->arena, "%lld", (long long)person.value));
}

static int propose_one(struct invocation *in, struct app *app, const struct actor *actor, struct person_id person)
{
    const char *bytes;
    size_t size;
    struct cv_count count;
    int code;
    if (!read_cv(in, &bytes, &size, &code))
        return code;
    enum status status = propose_cv(app, actor, person, bytes, size, &in->issues, &count);
    if (status == CONFLICT && in->issues.count == 0)
        issues_add(&in->issues, "", N_("This person has ten CVs open already. Confirm or remove one first."));
    if (status != OK)
        return fail(in, status);
    say_cv(in, person, &count);
    return EXIT_DONE;
}

// A CV is no list of rows: it becomes proposals for one person's profile.
static int run_cv(struct invocation *in)
{
    static const char *const OF_ROWS[] = {"dry-run", "mode", "map", "option", "rejects", "rejected-lines"};
    struct app *app;
    struct actor room;
    const struct actor *actor;
    struct person_id person;
    int code;
    for (size_t i = 0; i < COUNT_OF(OF_ROWS); i++)
        if (option_given(in, OF_ROWS[i]))
            return usage_error(in, N_("A CV has no --%s: what it says is only proposed, and counts when somebody has "
                                      "confirmed it."), OF_ROWS[i]);
    if (!option_given(in, "person"))
        return usage_error(in, N_("Say whose CV it is, with --person NUMBER."), NULL);
    if (!read_id(in, option(in, "person"), &person.value, &code) || !open_app(in, (struct opening){0}, &app, &code))
        return code;
    if (who(in, app, &room, &actor, &code))
        code = propose_one(in, app, actor, person);
    app_close(app);
    return code;
}

static int import_files_of(struct invocation *in, struct app *app, const struct import_kind *kind,
                           const struct import_settings *settings)
{
    struct actor room;
    const struct actor *actor;
    struct import_id id;
    int code;
    struct import_source source = {.path = in->arguments[1], .fd = -1};
    if (!who(in, app, &room, &actor, &code))
        return code;
    enum status status = import_begin(app, actor, kind, &source, 1, &in->issues, &id);
    if (status != OK)
        return fail(in, status);
    in->issues = issues_in(in->arena);
    status = import_read(app, actor, id, settings, &in->issues);
    if (status != OK) {
        code = fail(in, status);
        if (import_cancel(app, actor, id) != OK)
            complain(in, N_("The import could not be cancelled; import list shows it."));
        return code;
    }
    return work_through(in, app, actor, id, !settings->apply);
}

static int run_import(struct invocation *in)
{
    struct app *app;
    int code;
    struct import_settings settings = {.apply = !option_given(in, "dry-run")};
    if (strcmp(in->arguments[0], CV_KIND) == 0)
        return run_cv(in);
    const struct import_kind *kind = import_kind_find(in->arguments[0]);
    if (kind != NULL && option_given(in, "person"))
        return usage_error(in, N_("--person goes with a CV only."), NULL);
    if (kind == NULL)
        return usage_error(in, N_("The kind is one of these: %s."), kind_names(in->arena));
    if (!import_mode_read(option_or(in, "mode", "both"), &settings.mode))
        return usage_error(in, N_("The mode is both, create or update, not %s."), option(in, "mode"));
    if (!read_pairs(in, "map", &settings.mapping, &settings.mapping_count, &code) ||
        !read_pairs(in, "option", &settings.options, &settings.option_count, &code) ||
        !lists_can_be_written(in, &code) || !open_app(in, (struct opening){0}, &app, &code))
        return code;
    code = import_files_of(in, app, kind, &settings);
    app_close(app);
    return code;
}

static int list_imports(struct invocation *in, struct app *app, const struct actor *actor)
{
    struct import_view *list;
    size_t count;
    enum status status = import_list(app, actor, (struct import_id){0}, 200, in->arena, &list, &count);
    if (status != OK)
        return fail(in, status);
    json_t *json = json_array();
    for (size_t i = 0; i < count; i++) {
        if (option_given(in, "json"))
            json_array_append_new(json, view_json(in, &list[i]));
        else
            printf("%lld  %-16s %-12s %-32s %s\n", (long long)list[i].id.value,
                   tr(in->lang, import_state_title(list[i].state)), list[i].kind->name, list[i].file,
                   lang_instant(in->lang, in->arena, list[i].created_at));
    }
    if (option_given(in, "json"))
        json_put(json);
    else
        json_decref(json);
    return EXIT_DONE;
}

// What all but the first have in common: open, do it, close.
static int with_app(struct invocation *in,
                    int (*run)(struct invocation *in, struct app *app, const struct actor *actor))
{
    struct app *app;
    struct actor room;
    const struct actor *actor;
    int code;
    if (!lists_can_be_written(in, &code) || !open_app(in, (struct opening){0}, &app, &code))
        return code;
    if (who(in, app, &room, &actor, &code))
        code = run(in, app, actor);
    app_close(app);
    return code;
}

static int run_list(struct invocation *in)
{
    return with_app(in, list_imports);
}

static int move_on(struct invocation *in, struct app *app, const struct actor *actor,
                   enum status (*move)(struct app *app, const struct actor *actor, struct import_id id))
{
    struct import_id id;
    struct import_view view;
    int code;
    if (!read_id(in, in->arguments[0], &id.value, &code))
        return code;
    enum status status = import_get(app, actor, id, in->arena, &view);
    if (status == OK && move != NULL)
        status = move(app, actor, id);
    if (status != OK)
        return fail(in, status);
    return work_through(in, app, actor, id, false);
}

static int apply_one(struct invocation *in, struct app *app, const struct actor *actor)
{
    return move_on(in, app, actor, import_apply);
}

static int cancel_one(struct invocation *in, struct app *app, const struct actor *actor)
{
    return move_on(in, app, actor, import_cancel);
}

static int resume_one(struct invocation *in, struct app *app, const struct actor *actor)
{
    return move_on(in, app, actor, NULL);
}

static int revert_one(struct invocation *in, struct app *app, const struct actor *actor)
{
    return move_on(in, app, actor, import_revert);
}

static int run_apply(struct invocation *in)
{
    return with_app(in, apply_one);
}

static int run_cancel(struct invocation *in)
{
    return with_app(in, cancel_one);
}

static int run_resume(struct invocation *in)
{
    return with_app(in, resume_one);
}

static int run_revert(struct invocation *in)
{
    return with_app(in, revert_one);
}

const struct command IMPORT_COMMAND = {
    .name = "import",
    .arguments = "KIND FILE|DIR",
    .least = 2,
    .most = 2,
    .summary = N_("Import a file, or all files of a directory."),
    .details = N_(
        "First all of it is read, and nothing is stored unless the whole file can be read. Lines that cannot be taken "
        "are listed with their reason, and the rest is imported. import revert takes it back.\n"
        "import cv FILE --person NUMBER reads a CV (Europass XML or PDF, JSON Resume, CSV, XLSX) into proposals for that "
        "person's profile, which somebody has to confirm."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run_import,
};
const struct command IMPORT_LIST_COMMAND = {
    .name = "import list",
    .arguments = "",
    .summary = N_("List what was imported, newest first."),
    .options = REST_OPTIONS,
    .option_count = COUNT_OF(REST_OPTIONS),
    .run = run_list,
};
const struct command IMPORT_APPLY_COMMAND = {
    .name = "import apply",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = N_("Store what a file that was read brings."),
    .options = REST_OPTIONS,
    .option_count = COUNT_OF(REST_OPTIONS),
    .run = run_apply,
};
const struct command IMPORT_CANCEL_COMMAND = {
    .name = "import cancel",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = N_("Drop an import of which nothing is stored yet."),
    .options = REST_OPTIONS,
    .option_count = COUNT_OF(REST_OPTIONS),
    .run = run_cancel,
};
const struct command IMPORT_RESUME_COMMAND = {
    .name = "import resume",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = N_("Go on with an import that was stopped in the middle."),
    .options = REST_OPTIONS,
    .option_count = COUNT_OF(REST_OPTIONS),
    .run = run_resume,
};
const struct command IMPORT_REVERT_COMMAND = {
    .name = "import revert",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = N_("Take an import back."),
    .details = N_("What somebody has worked on since stays as it is, and is listed."),
    .options = REST_OPTIONS,
    .option_count = COUNT_OF(REST_OPTIONS),
    .run = run_revert,
};
