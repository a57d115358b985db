// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/accounts.h"
#include "app/demo.h"
#include "base/text.h"

int exit_code_of(enum status s)
{
    static const int codes[] = {
        [OK] = EXIT_DONE,         [NOT_FOUND] = EXIT_ABSENT,    [DENIED] = EXIT_DENIED, [INVALID] = EXIT_INVALID,
        [CONFLICT] = EXIT_CONFLICT, [BUSY] = EXIT_BUSY,         [FAILED] = EXIT_BROKEN,
    };
    return codes[s];
}

static const char *value_of(const struct invocation *in, const char *name)
{
    for (size_t i = 0; i < in->command->option_count; i++)
        if (strcmp(in->command->options[i].name, name) == 0)
            return in->values[i];
    return NULL;
}

const char *option(const struct invocation *in, const char *name)
{
    return value_of(in, name);
}

bool option_given(const struct invocation *in, const char *name)
{
    return value_of(in, name) != NULL;
}

const char *option_or(const struct invocation *in, const char *name, const char *otherwise)
{
    const char *value = value_of(in, name);
    return value == NULL ? otherwise : value;
}

void complain(const struct invocation *in, const char *message)
{
    fprintf(stderr, "ypsilon: %s\n", tr(in->lang, message));
}

void complain_arg(const struct invocation *in, const char *message, const char *arg)
{
    fprintf(stderr, "ypsilon: %s\n", tr_arg(in->lang, in->arena, message, arg));
}

int usage_error(const struct invocation *in, const char *message, const char *arg)
{
    complain_arg(in, message, arg == NULL ? "" : arg);
    if (in->command == NULL)
        complain(in, N_("ypsilon --help lists the commands."));
    else
        complain_arg(in, N_("ypsilon %s --help says how to call it."), in->command->name);
    return EXIT_USAGE;
}

int fail(struct invocation *in, enum status s)
{
    static const char *const meanings[] = {
        [OK] = "",
        [NOT_FOUND] = N_("There is no such thing, or none that this user may know of."),
        [DENIED] = N_("This user may not do that."),
        [INVALID] = N_("What was given is not valid."),
        [CONFLICT] = N_("It has changed meanwhile, or is in a state that does not allow this."),
        [BUSY] = N_("Somebody else is at work there. Try again later."),
        [FAILED] = N_("It failed; what happened stands above."),
    };
    for (size_t i = 0; i < in->issues.count; i++) {
        const struct issue *issue = &in->issues.items[i];
        const char *text = issue->arg == NULL ? tr(in->lang, issue->message)
                                              : tr_arg(in->lang, in->arena, issue->message, issue->arg);
        if (*issue->field == '\0')
            fprintf(stderr, "ypsilon: %s\n", text);
        else
            fprintf(stderr, "ypsilon: %s: %s\n", issue->field, text);
    }
    if (in->issues.count == 0)
        complain(in, meanings[s]);
    return exit_code_of(s);
}

void say(const struct invocation *in, const char *message)
{
    printf("%s\n", tr(in->lang, message));
}

void say_arg(const struct invocation *in, const char *message, const char *arg)
{
    printf("%s\n", tr_arg(in->lang, in->arena, message, arg));
}

bool read_today(struct invocation *in, day *out, int *code_out)
{
    const char *text = option(in, "today");
    *out = DAY_NONE;
    if (text == NULL || day_read(text, out))
        return true;
    *code_out = usage_error(in, N_("The date is written as 2016-09-01, not %s."), text);
    return false;
}

bool read_engine(struct invocation *in, enum match_engine *out, int *code_out)
{
    const char *name = option_or(in, "engine", "fast");
    *out = strcmp(name, "plain") == 0 ? ENGINE_PLAIN : ENGINE_FAST;
    if (*out == ENGINE_PLAIN || strcmp(name, "fast") == 0)
        return true;
    *code_out = usage_error(in, N_("There is no engine %s."), name);
    return false;
}

bool open_app(struct invocation *in, struct opening how, struct app **out, int *code_out)
{
    return open_app_at(in, option_or(in, "data", "data"), how, out, code_out);
}

bool open_app_at(struct invocation *in, const char *dir, struct opening how, struct app **out, int *code_out)
{
    struct app_config config = {.dir = dir, .create = how.create, .serve = how.serve, .engine = how.engine,
                                .seed = how.seed, .paper_path = how.paper_path};
    if (!read_today(in, &config.today, code_out))
        return false;
    enum status status = app_open(&config, &in->issues, out);
    if (status == OK)
        return true;
    *code_out = fail(in, status);
    return false;
}

static const char *demo_adviser(void)
{
    for (size_t i = 0; i < DEMO_ACCOUNT_COUNT; i++)
        if (DEMO_ACCOUNTS[i].role == ROLE_ADVISER)
            return DEMO_ACCOUNTS[i].email;
    return NULL;
}

bool open_actor(struct invocation *in, struct app *app, struct actor *out, int *code_out)
{
    struct user_line user;
    const char *email = option(in, "as");
    if (email == NULL && app_is_demo(app))
        email = demo_adviser();
    if (email == NULL) {
        *code_out = usage_error(in, N_("Say whose rights apply, with --as."), NULL);
        return false;
    }
    enum status status = find_user(app, email, in->arena, &user);
    if (status == OK)
        status = user_as_actor(app, user.id, in->arena, out);
    if (status == NOT_FOUND) {
        complain_arg(in, N_("There is no user %s who may log in."), email);
        *code_out = EXIT_ABSENT;
    } else if (status != OK) {
        *code_out = fail(in, status);
    }
    return status == OK;
}

bool read_id(struct invocation *in, const char *text, int64_t *out, int *code_out)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    if (*text >= '1' && *text <= '9' && *end == '\0' && value < INT64_MAX) {
        *out = value;
        return true;
    }
    *code_out = usage_error(in, N_("%s is not a number as the addresses of pages have it."), text);
    return false;
}

// One line without its end; false when there is none or it is too long.
static bool read_line(FILE *from, struct arena *a, const char **out)
{
    char line[1024];
    if (fgets(line, sizeof line, from) == NULL)
        return false;
    size_t n = strcspn(line, "\r\n");
    bool whole = line[n] != '\0' || feof(from);
    line[n] = '\0';
    if (whole)
        *out = arena_strdup(a, line);
    explicit_bzero(line, sizeof line);
    return whole;
}

static void wake_up(int signal_number)
{
}

// From the terminal, without showing it. Ctrl+C ends the reading, so that the terminal is put right again.
static bool ask_secret(struct invocation *in, FILE *terminal, const char *question, const char **out)
{
    struct termios was, quiet;
    struct sigaction interrupted = {.sa_handler = wake_up}, before;
    if (tcgetattr(fileno(terminal), &was) != 0)
        return false;
    quiet = was;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    fprintf(stderr, "%s ", tr(in->lang, question));
    sigaction(SIGINT, &interrupted, &before);
    tcsetattr(fileno(terminal), TCSAFLUSH, &quiet);
    bool read = read_line(terminal, in->arena, out);
    tcsetattr(fileno(terminal), TCSAFLUSH, &was);
    sigaction(SIGINT, &before, NULL);
    fputc('\n', stderr);
    return read;
}

bool read_new_password(struct invocation *in, const char **out, int *code_out)
{
    const char *again;
    *code_out = EXIT_INVALID;
    if (!isatty(STDIN_FILENO)) {
        if (read_line(stdin, in->arena, out) && text_valid(*out, strlen(*out)))
            return true;
        complain(in, N_("There is no password on standard input."));
        return false;
    }
    FILE *terminal = fopen("/dev/tty", "r");
    bool read = terminal != NULL && ask_secret(in, terminal, N_("New password:"), out) &&
                ask_secret(in, terminal, N_("The same again:"), &again) && text_valid(*out, strlen(*out));
    if (terminal != NULL)
        fclose(terminal);
    if (!read)
        complain(in, N_("The password could not be read."));
    else if (strcmp(*out, again) != 0)
        complain(in, N_("The two are not the same."));
    return read && strcmp(*out, again) == 0;
}
