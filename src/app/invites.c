// SPDX-License-Identifier: EUPL-1.2
#include "app/invites.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/accounts_inside.h"
#include "app/internal.h"
#include "base/text.h"
#include "core/person.h"
#include "store/employer_store.h"
#include "store/invite_store.h"
#include "store/outbox_store.h"

enum { INVITE_NAME_MOST = 100, INVITE_KEPT_DAYS = 30 };
static const int64_t INVITE_DAY_MS = 24 * 60 * 60 * 1000;

// NOT_FOUND when the actor may not know of that employer's users.
static enum status users_rights(const struct actor *actor, struct employer_id employer, unsigned *rights_out)
{
    struct access_facts facts = {.thing = THING_USER, .employer = employer};
    *rights_out = access_rights(actor, &facts);
    return (*rights_out & RIGHT_SEE) != 0 ? OK : NOT_FOUND;
}

static bool is_one_of(const struct user *users, size_t count, struct arena *a, const char *email)
{
    for (size_t i = 0; i < count; i++)
        if (email_same(a, users[i].email, email))
            return true;
    return false;
}

struct invite_job {
    struct invite invite;
    bool known, too_many, is_user;
};

// All that others may do at the same time is judged here, in the transaction.
static enum status make_invite(struct store_tx *tx, void *arg)
{
    struct invite_job *job = arg;
    struct user *users;
    struct invite *list;
    size_t user_count, count, open = 0;
    job->known = job->too_many = job->is_user = false;
    TRY(user_list_of_employer(tx->store, job->invite.employer, tx->arena, &users, &user_count));
    job->is_user = is_one_of(users, user_count, tx->arena, job->invite.email);
    if (job->is_user)
        return INVALID;
    TRY(invite_list(tx->store, job->invite.employer, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!invite_open(&list[i], tx->now))
            continue;
        open++;
        if (email_same(tx->arena, list[i].email, job->invite.email)) {
            job->invite.id = list[i].id;
            job->known = true;
            return OK;
        }
    }
    job->too_many = open >= INVITES_OPEN_MOST;
    if (job->too_many)
        return INVALID;
    struct invite_id id;
    TRY(invite_insert(tx, &job->invite, &id));
    TRY(outbox_tell_invite(tx, OUTBOX_INVITE, id));
    job->invite.id = id;
    return OK;
}

enum status invite_user(struct app *app, const struct actor *actor, struct employer_id employer, const char *name,
                        const char *email, struct issues *issues, struct invite_id *id_out, bool *known_out)
{
    struct arena *a = issues->arena;
    unsigned rights;
    TRY(users_rights(actor, employer, &rights));
    TRY(rights_ask(rights, RIGHT_CREATE));
    struct employer found;
    TRY(employer_get(app_store(app), employer, a, &found));
    struct invite_job job = {.invite = {.employer = employer, .name = text_line(a, name)}};
    job.invite.ends_at = app_now(app) + INVITE_DAYS * INVITE_DAY_MS;
    if (*job.invite.name == '\0' || text_length(job.invite.name) > INVITE_NAME_MOST)
        issues_add(issues, "name", N_("Give a name of at most 100 characters"));
    if (!email_read(email, a, &job.invite.email))
        issues_add(issues, "email", N_("Give an e-mail address like kari@example.no"));
    if (issues->count > 0)
        return INVALID;
    enum status status = store_write(app_store(app), actor, app_now(app), make_invite, &job);
    if (job.is_user)
        issues_add(issues, "email", N_("This address belongs to one of the employer's users already"));
    else if (job.too_many)
        issues_add(issues, "", N_("There are 20 open invitations. Take some back first."));
    TRY(status);
    *id_out = job.invite.id;
    *known_out = job.known;
    return OK;
}

static enum status take_back(struct store_tx *tx, void *arg)
{
    return invite_take_back(tx, *(const struct invite_id *)arg);
}

enum status take_back_invite(struct app *app, const struct actor *actor, struct invite_id id,
                             struct employer_id *employer_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct invite invite;
    unsigned rights;
    TRY(invite_get(app_store(app), id, a, &invite));
    TRY(users_rights(actor, invite.employer, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    *employer_out = invite.employer;
    return store_write(app_store(app), actor, app_now(app), take_back, &id);
}

static enum status user_name(struct app *app, struct user_id id, struct arena *a, const char **out)
{
    struct user user;
    enum status st = user_get(app_store(app), id, a, &user);
    if (st == OK || st == NOT_FOUND)
        *out = st == OK ? user.name : "";
    return st == NOT_FOUND ? OK : st;
}

static enum status invite_line_of(struct app *app, const struct invite *i, struct arena *a, struct invite_line *out)
{
    *out = (struct invite_line){.id = i->id, .name = i->name, .email = i->email, .made_at = i->made_at,
                                .ends_at = i->ends_at, .ended = !invite_open(i, app_now(app))};
    return user_name(app, i->made_by, a, &out->made_by);
}

static const char LAST_ONE[] = N_("You are the only user. Invite somebody else before you leave.");

enum status list_employer_users(struct app *app, const struct actor *actor, struct employer_id employer, struct arena *a,
                                struct employer_users *out)
{
    struct employer_users view = {0};
    struct employer found;
    struct invite *invites;
    struct user *users;
    size_t active = 0;
    TRY(users_rights(actor, employer, &view.rights));
    TRY(employer_get(app_store(app), employer, a, &found));
    view.employer_name = found.name;
    TRY(invite_list(app_store(app), employer, a, &invites, &view.invite_count));
    TRY(user_list_of_employer(app_store(app), employer, a, &users, &view.user_count));
    view.invites = ARENA_ARRAY(a, struct invite_line, view.invite_count);
    for (size_t i = 0; i < view.invite_count; i++)
        TRY(invite_line_of(app, &invites[i], a, &view.invites[i]));
    for (size_t i = 0; i < view.user_count; i++)
        active += users[i].disabled_at == 0;
    view.users = ARENA_ARRAY(a, struct employer_user_line, view.user_count);
    for (size_t i = 0; i < view.user_count; i++) {
        bool oneself = users[i].id.value == actor->user.value;
        view.users[i] = (struct employer_user_line){.id = users[i].id, .name = users[i].name, .email = users[i].email,
                                                    .oneself = oneself, .disabled = users[i].disabled_at != 0,
                                                    .refusal = oneself && active == 1 ? LAST_ONE : NULL};
    }
    *out = view;
    return OK;
}

struct disable_job {
    struct user_id target;
    bool disabled, last;
};

// Two who shut each other out at the same moment: the later one is no user any more, and may not.
static enum status still_active(struct store_tx *tx)
{
    struct user self;
    TRY(user_get(tx->store, tx->user, tx->arena, &self));
    return self.disabled_at == 0 ? OK : DENIED;
}

static enum status set_disabled(struct store_tx *tx, void *arg)
{
    struct disable_job *job = arg;
    struct user target, *users;
    struct invite *invites;
    size_t count, invite_count, active = 0;
    job->last = false;
    TRY(still_active(tx));
    TRY(user_get(tx->store, job->target, tx->arena, &target));
    if ((target.disabled_at != 0) == job->disabled)
        return OK; // done already
    TRY(user_list_of_employer(tx->store, target.employer, tx->arena, &users, &count));
    for (size_t i = 0; i < count; i++)
        active += users[i].disabled_at == 0;
    job->last = job->disabled && active == 1 && tx->user.value == job->target.value;
    if (job->last)
        return INVALID;
    TRY(user_set_disabled(tx, job->target, job->disabled));
    if (!job->disabled)
        return OK;
    TRY(invite_list(tx->store, target.employer, tx->arena, &invites, &invite_count));
    for (size_t i = 0; i < invite_count; i++)
        if (invites[i].made_by.value == job->target.value)
            TRY(invite_take_back(tx, invites[i].id));
    return OK;
}

enum status disable_employer_user(struct app *app, const struct actor *actor, struct user_id id, bool disabled,
                                  struct issues *issues, struct employer_id *employer_out)
{
    struct user target;
    unsigned rights;
    TRY(user_get(app_store(app), id, issues->arena, &target));
    if (target.role != ROLE_EMPLOYER)
        return NOT_FOUND;
    TRY(users_rights(actor, target.employer, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct disable_job job = {.target = id, .disabled = disabled};
    enum status status = store_write(app_store(app), actor, app_now(app), set_disabled, &job);
    if (job.last)
        issues_add(issues, "", LAST_ONE);
    *employer_out = target.employer;
    return status;
}

enum status get_employer_user(struct app *app, const struct actor *actor, struct user_id id, struct arena *a,
                              struct employer_user_line *out, struct employer_id *employer_out)
{
    struct user user;
    struct employer_users all;
    TRY(user_get(app_store(app), id, a, &user));
    if (user.role != ROLE_EMPLOYER)
        return NOT_FOUND;
    TRY(list_employer_users(app, actor, user.employer, a, &all));
    for (size_t i = 0; i < all.user_count; i++)
        if (all.users[i].id.value == id.value) {
            *out = all.users[i];
            *employer_out = user.employer;
            return OK;
        }
    return NOT_FOUND;
}

// "ID-HEX"

enum status invite_token_text(struct app *app, struct invite_id id, struct arena *a, const char **text_out)
{
    struct invite invite;
    TRY(invite_get(app_store(app), id, a, &invite));
    unsigned char token[STORE_TOKEN];
    char hex[STORE_TOKEN * 2 + 1];
    invite_token(app_store(app), id, token);
    sodium_bin2hex(hex, sizeof hex, token, sizeof token);
    *text_out = arena_printf(a, "%lld-%s", (long long)id.value, hex);
    return OK;
}

enum status get_invite_link(struct app *app, const struct actor *actor, struct invite_id id, struct arena *a,
                            const char **token_out, struct invite_line *line_out, struct employer_id *employer_out)
{
    struct invite invite;
    unsigned rights;
    TRY(invite_get(app_store(app), id, a, &invite));
    TRY(users_rights(actor, invite.employer, &rights));
    if ((rights & RIGHT_CREATE) == 0 || !invite_open(&invite, app_now(app)))
        return NOT_FOUND;
    TRY(invite_line_of(app, &invite, a, line_out));
    *employer_out = invite.employer;
    return invite_token_text(app, id, a, token_out);
}

// The invitation that the token opens now.
static enum status opened(struct app *app, const char *token, struct arena *a, struct invite *out)
{
    char *end;
    struct invite_id id = {strtoll(token, &end, 10)};
    if (id.value <= 0 || *end != '-' || strlen(token) > INVITE_TOKEN_MOST)
        return NOT_FOUND;
    const char *right;
    TRY(invite_token_text(app, id, a, &right));
    size_t n = strlen(right);
    if (strlen(token) != n || sodium_memcmp(token, right, n) != 0)
        return NOT_FOUND;
    TRY(invite_get(app_store(app), id, a, out));
    return invite_open(out, app_now(app)) ? OK : NOT_FOUND;
}

enum status read_invite(struct app *app, const char *token, struct arena *a, struct invite_offer *out)
{
    struct invite invite;
    struct employer employer;
    TRY(opened(app, token, a, &invite));
    TRY(employer_get(app_store(app), invite.employer, a, &employer));
    *out = (struct invite_offer){.name = invite.name, .email = invite.email, .employer_name = employer.name,
                                 .ends_at = invite.ends_at};
    return OK;
}

struct accept_job {
    struct invite_id invite;
    struct user user;
    bool taken;
};

// Nobody may learn by an invitation that the address is a candidate's. Whoever logs in by one-time codes alone needs
// none here: codes go to the address of the person.
static enum status address_freed(struct store_tx *tx, const char *email)
{
    struct user holder;
    TRY(user_find_by_email(tx->store, email, tx->arena, &holder));
    if (holder.role != ROLE_CANDIDATE || *holder.password != '\0')
        return CONFLICT;
    return user_set_candidate_email(tx, holder.id, "");
}

static enum status make_account(struct store_tx *tx, void *arg)
{
    struct accept_job *job = arg;
    struct invite invite;
    struct user_id id;
    job->taken = false;
    TRY(invite_get(tx->store, job->invite, tx->arena, &invite));
    if (!invite_open(&invite, tx->now))
        return NOT_FOUND;
    enum status status = user_insert(tx, &job->user, &id);
    if (status == CONFLICT) {
        status = address_freed(tx, job->user.email);
        job->taken = status == CONFLICT;
        TRY(status);
        status = user_insert(tx, &job->user, &id);
    }
    TRY(status);
    return invite_use(tx, job->invite, id);
}

enum status accept_invite(struct app *app, const char *token, const char *name, const char *password, enum lang lang,
                          struct issues *issues)
{
    struct arena *a = issues->arena;
    struct invite invite;
    struct password_owner owner;
    TRY(opened(app, token, a, &invite));
    struct accept_job job = {.invite = invite.id,
                             .user = {.role = ROLE_EMPLOYER, .employer = invite.employer, .lang = lang,
                                      .name = text_line(a, name), .email = invite.email}};
    if (*job.user.name == '\0' || text_length(job.user.name) > INVITE_NAME_MOST)
        issues_add(issues, "name", N_("Give a name of at most 100 characters"));
    TRY(owner_of(app, &job.user, a, &owner));
    password_check(password, &owner, "password", issues);
    if (issues->count > 0)
        return INVALID;
    TRY(password_make(password, a, &job.user.password));
    enum status status = store_write(app_store(app), NULL, app_now(app), make_account, &job);
    if (status == CONFLICT && job.taken) {
        issues_add(issues, "", N_("No account can be made for this e-mail address. Ask to be invited at another one."));
        return INVALID;
    }
    return status;
}

enum status tend_invites(struct app *app)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct invite_id *list;
    size_t count;
    TRY(invite_list_past(app_store(app), app_now(app) - INVITE_KEPT_DAYS * INVITE_DAY_MS, a, &list, &count));
    for (size_t i = 0; i < count; i++) {
        enum status st = store_write(app_store(app), NULL, app_now(app), take_back, &list[i]);
        if (st != OK && st != CONFLICT)
            return st;
    }
    return OK;
}
