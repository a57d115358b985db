// SPDX-License-Identifier: EUPL-1.2
// user add, list, disable, enable, password.
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "app/accounts.h"
#include "cli/cli.h"
#include "cli/json.h"

static const struct option_spec ADD_OPTIONS[] = {
    OPTION_DATA,
    {"role", "ROLE", N_("office, adviser, employer, mentor or steering")},
    {"name", "NAME", N_("the user's name")},
    {"organisation", "NAME", N_("of an adviser the agency's name, of an employer user the organisation number")},
    {"language", "LANG", N_("the language of the user's pages: nb or en (default: nb)")},
};

static int run_add(struct invocation *in)
{
    struct app *app;
    struct user_id id;
    struct new_user user = {.email = in->arguments[0],
                            .name = option_or(in, "name", ""),
                            .organisation = option_or(in, "organisation", ""),
                            .lang = lang_from_tag(option_or(in, "language", "nb"), LANG_NB)};
    int code;
    if (!option_given(in, "role"))
        return usage_error(in, N_("Say which role the user has, with --role."), NULL);
    if (!role_read(option(in, "role"), &user.role))
        return usage_error(in, N_("There is no role %s."), option(in, "role"));
    if (strcmp(lang_tag(user.lang), option_or(in, "language", "nb")) != 0)
        return usage_error(in, N_("The language is en or nb, not %s."), option(in, "language"));
    if (!read_new_password(in, &user.password, &code) || !open_app(in, (struct opening){0}, &app, &code))
        return code;
    enum status status = add_user(app, NULL, &user, &in->issues, &id);
    app_close(app);
    return status == OK ? EXIT_DONE : fail(in, status);
}

const struct command USER_ADD_COMMAND = {
    .name = "user add",
    .arguments = "E-MAIL",
    .least = 1,
    .most = 1,
    .summary = N_("Add a user who logs in with this e-mail address."),
    .details = N_("The password is asked for at the terminal, or read as the first line of standard input. A candidate's "
                  "log-in is made by the adviser, on the candidate's page."),
    .options = ADD_OPTIONS,
    .option_count = COUNT_OF(ADD_OPTIONS),
    .run = run_add,
};

static const struct option_spec LIST_OPTIONS[] = {OPTION_DATA, OPTION_JSON};

static void put_users_json(const struct user_line *users, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct user_line *u = &users[i];
        json_array_append_new(list, json_pack("{s:o, s:s, s:s, s:s, s:s, s:b, s:b}", "id", json_id(u->id.value), "email",
                                              u->email, "name", u->name, "role", role_name(u->role), "organisation",
                                              u->organisation, "codes", u->totp, "disabled", u->disabled));
    }
    json_put(list);
}

static int run_list(struct invocation *in)
{
    struct app *app;
    struct user_line *users;
    size_t count;
    int code;
    if (!open_app(in, (struct opening){0}, &app, &code))
        return code;
    enum status status = list_users(app, in->arena, &users, &count);
    app_close(app);
    if (status != OK)
        return fail(in, status);
    if (option_given(in, "json")) {
        put_users_json(users, count);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < count; i++) {
        const struct user_line *u = &users[i];
        printf("%-10s %-36s %s%s%s%s%s\n", role_name(u->role), *u->email == '\0' ? "–" : u->email, u->name,
               *u->organisation == '\0' ? "" : ", ", u->organisation, u->disabled ? ": " : "",
               u->disabled ? tr(in->lang, N_("disabled")) : "");
    }
    return EXIT_DONE;
}

const struct command USER_LIST_COMMAND = {
    .name = "user list",
    .arguments = "",
    .summary = N_("List the users. Of candidates there is only the row: their names are sealed."),
    .options = LIST_OPTIONS,
    .option_count = COUNT_OF(LIST_OPTIONS),
    .run = run_list,
};

// Opens and finds the user of the first argument. Not OK: complained about.
static bool open_user(struct invocation *in, struct app **app_out, struct user_line *out, int *code_out)
{
    if (!open_app(in, (struct opening){0}, app_out, code_out))
        return false;
    enum status status = find_user(*app_out, in->arguments[0], in->arena, out);
    if (status == OK)
        return true;
    app_close(*app_out);
    *code_out = exit_code_of(status);
    if (status == NOT_FOUND)
        complain_arg(in, N_("There is no user %s."), in->arguments[0]);
    else
        fail(in, status);
    return false;
}

static int set_disabled(struct invocation *in, bool disabled)
{
    struct app *app;
    struct user_line user;
    int code;
    if (!open_user(in, &app, &user, &code))
        return code;
    enum status status = disable_user(app, user.id, disabled);
    app_close(app);
    return status == OK ? EXIT_DONE : fail(in, status);
}

static int run_disable(struct invocation *in)
{
    return set_disabled(in, true);
}

static int run_enable(struct invocation *in)
{
    return set_disabled(in, false);
}

static const struct option_spec DATA_OPTIONS[] = {OPTION_DATA};

const struct command USER_DISABLE_COMMAND = {
    .name = "user disable",
    .arguments = "E-MAIL",
    .least = 1,
    .most = 1,
    .summary = N_("Let a user log in no more; ends the sessions at once."),
    .options = DATA_OPTIONS,
    .option_count = COUNT_OF(DATA_OPTIONS),
    .run = run_disable,
};

const struct command USER_ENABLE_COMMAND = {
    .name = "user enable",
    .arguments = "E-MAIL",
    .least = 1,
    .most = 1,
    .summary = N_("Let a disabled user log in again."),
    .options = DATA_OPTIONS,
    .option_count = COUNT_OF(DATA_OPTIONS),
    .run = run_enable,
};

static const struct option_spec PASSWORD_OPTIONS[] = {
    OPTION_DATA,
    {"end-codes", NULL, N_("ask for no one-time codes any more: for who has lost telephone and recovery codes")},
};

static int run_password(struct invocation *in)
{
    struct app *app;
    struct user_line user;
    const char *password;
    int code;
    if (!open_user(in, &app, &user, &code))
        return code;
    // Nothing is kept open, and no thread of the store is there to catch Ctrl+C, while somebody thinks of a password.
    app_close(app);
    if (!read_new_password(in, &password, &code) || !open_app(in, (struct opening){0}, &app, &code))
        return code;
    enum status status = set_user_password(app, user.id, password, option_given(in, "end-codes"), &in->issues);
    app_close(app);
    return status == OK ? EXIT_DONE : fail(in, status);
}

const struct command USER_PASSWORD_COMMAND = {
    .name = "user password",
    .arguments = "E-MAIL",
    .least = 1,
    .most = 1,
    .summary = N_("Give a user a new password; ends the sessions at once."),
    .details = N_("The password is asked for at the terminal, or read as the first line of standard input."),
    .options = PASSWORD_OPTIONS,
    .option_count = COUNT_OF(PASSWORD_OPTIONS),
    .run = run_password,
};
