// SPDX-License-Identifier: EUPL-1.2
// Users, for the command line, the demo and advisers who make a candidate's log-in.
#include "app/accounts_inside.h"

#include <string.h>

#include "base/text.h"
#include "core/person.h"
#include "store/employer_store.h"
#include "store/merge_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"

enum { USER_NAME_MOST = 100 };

static enum status agency_by_name(struct app *app, const char *name, struct arena *a, struct agency_id *out)
{
    struct agency *list;
    size_t count;
    TRY(agency_list(app_store(app), a, &list, &count));
    const char *wanted = lang_fold(a, text_line(a, name));
    for (size_t i = 0; i < count; i++)
        if (strcmp(lang_fold(a, list[i].name), wanted) == 0) {
            *out = list[i].id;
            return OK;
        }
    return NOT_FOUND;
}

// Fills in whose user it is, from ids or from words.
static enum status place_user(struct app *app, const struct new_user *user, struct user *out, struct issues *issues)
{
    struct arena *a = issues->arena;
    const char *organisation = user->organisation == NULL ? "" : user->organisation;
    enum status status = OK;
    out->agency = user->agency;
    out->employer = user->employer;
    out->person = user->person;
    switch (user->role) {
    case ROLE_PUBLIC:
        issues_add(issues, "role", N_("Choose a role that logs in"));
        return OK;
    case ROLE_OFFICE:
    case ROLE_ADVISER: {
        struct agency agency;
        if (user->agency.value != 0)
            status = agency_get(app_store(app), user->agency, a, &agency);
        else if (*organisation != '\0')
            status = agency_by_name(app, organisation, a, &out->agency);
        else if (user->role == ROLE_ADVISER)
            status = NOT_FOUND;
        else if ((status = agency_get_programmes_own(app_store(app), a, &agency)) == OK)
            out->agency = agency.id;
        if (status == NOT_FOUND)
            issues_add(issues, "organisation", N_("Give the name of an agency that is in the programme"));
        return status == NOT_FOUND ? OK : status;
    }
    case ROLE_EMPLOYER: {
        struct employer employer;
        status = user->employer.value != 0 ? employer_get(app_store(app), user->employer, a, &employer)
                                           : employer_find(app_store(app), organisation, a, &employer);
        if (status == OK)
            return merge_stands_for(app_store(app), employer.id, a, &out->employer);
        if (status == NOT_FOUND)
            issues_add(issues, "organisation", N_("Give the organisation number of an employer that is registered"));
        return status == NOT_FOUND ? OK : status;
    }
    case ROLE_CANDIDATE:
        if (user->person.value == 0)
            issues_add(issues, "role", N_("A candidate's log-in is made by the adviser, on the candidate's page"));
        return OK;
    case ROLE_MENTOR:
    case ROLE_STEERING:
        return OK;
    }
    return OK;
}

static enum status insert_user(struct store_tx *tx, void *arg)
{
    struct user *user = arg;
    struct user_id id;
    TRY(user_insert(tx, user, &id));
    user->id = id;
    return OK;
}

enum status add_user(struct app *app, const struct actor *actor, const struct new_user *typed, struct issues *issues,
                     struct user_id *id_out)
{
    struct arena *a = issues->arena;
    struct user user = {.role = typed->role, .lang = typed->lang};
    struct password_owner owner;
    TRY(place_user(app, typed, &user, issues));
    user.name = text_line(a, typed->name);
    if (user.role != ROLE_CANDIDATE && (*user.name == '\0' || text_length(user.name) > USER_NAME_MOST))
        issues_add(issues, "name", N_("Give a name of at most 100 characters"));
    if (!email_read(typed->email, a, &user.email)) {
        issues_add(issues, "email", N_("Give an e-mail address like kari@example.no"));
        user.email = "";
    }
    if (issues->count > 0)
        return INVALID;
    TRY(owner_of(app, &user, a, &owner));
    password_check(typed->password, &owner, "password", issues);
    if (issues->count > 0)
        return INVALID;
    if (user.role == ROLE_CANDIDATE)
        user.name = "";
    TRY(password_make(typed->password, a, &user.password));
    enum status status = store_write(app_store(app), actor, app_now(app), insert_user, &user);
    if (status == CONFLICT) {
        issues_add(issues, "email", N_("This e-mail address has an account already"));
        return INVALID;
    }
    TRY(status);
    *id_out = user.id;
    return OK;
}

static enum status user_line_of(struct app *app, const struct user *user, struct arena *a, struct user_line *out)
{
    *out = (struct user_line){.id = user->id,
                              .name = user->name,
                              .email = user->email,
                              .role = user->role,
                              .organisation = "",
                              .totp = user->totp,
                              .disabled = user->disabled_at != 0};
    struct agency agency;
    struct employer employer;
    if (user->agency.value != 0) {
        TRY(agency_get(app_store(app), user->agency, a, &agency));
        out->organisation = agency.name;
    } else if (user->employer.value != 0) {
        TRY(employer_get(app_store(app), user->employer, a, &employer));
        out->organisation = employer.name;
    }
    return OK;
}

enum status list_users(struct app *app, struct arena *a, struct user_line **out, size_t *count_out)
{
    struct user *list;
    size_t count;
    TRY(user_list(app_store(app), a, &list, &count));
    struct user_line *lines = ARENA_ARRAY(a, struct user_line, count);
    for (size_t i = 0; i < count; i++)
        TRY(user_line_of(app, &list[i], a, &lines[i]));
    *out = lines;
    *count_out = count;
    return OK;
}

enum status find_user(struct app *app, const char *email, struct arena *a, struct user_line *out)
{
    struct user user;
    TRY(user_find_by_email(app_store(app), text_line(a, email), a, &user));
    return user_line_of(app, &user, a, out);
}

enum status user_as_actor(struct app *app, struct user_id id, struct arena *a, struct actor *out)
{
    return user_actor(app_store(app), id, a, out);
}

struct disable_job {
    struct user_id user;
    bool disabled;
};

static enum status set_disabled(struct store_tx *tx, void *arg)
{
    const struct disable_job *job = arg;
    return user_set_disabled(tx, job->user, job->disabled);
}

enum status disable_user(struct app *app, struct user_id id, bool disabled)
{
    struct disable_job job = {id, disabled};
    return store_write(app_store(app), NULL, app_now(app), set_disabled, &job);
}

struct reset_job {
    struct user_id user;
    const char *password;
    bool end_totp;
};

static enum status reset_password(struct store_tx *tx, void *arg)
{
    const struct reset_job *job = arg;
    TRY(user_set_password(tx, job->user, job->password));
    if (job->end_totp)
        TRY(user_set_totp(tx, job->user, NULL, 0));
    return session_end_others(tx, job->user, (struct session_id){0});
}

enum status set_user_password(struct app *app, struct user_id id, const char *password, bool end_totp,
                              struct issues *issues)
{
    struct arena *a = issues->arena;
    struct user user;
    struct password_owner owner;
    TRY(user_get(app_store(app), id, a, &user));
    TRY(owner_of(app, &user, a, &owner));
    password_check(password, &owner, "password", issues);
    if (issues->count > 0)
        return INVALID;
    struct reset_job job = {.user = id, .end_totp = end_totp};
    TRY(password_make(password, a, &job.password));
    return store_write(app_store(app), NULL, app_now(app), reset_password, &job);
}
