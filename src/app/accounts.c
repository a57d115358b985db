// SPDX-License-Identifier: EUPL-1.2
// The own account: password, language, one-time codes.
#include "app/accounts_inside.h"

#include <string.h>

#include "app/totp.h"
#include "base/random.h"
#include "store/person_store.h"
#include "store/programme_store.h"

_Static_assert(RECOVERY_CODES == 10, "accounts.h says ten");
enum { OFFER_PENDING_MS = 60 * 60 * 1000 };

enum status get_account(struct app *app, const struct actor *actor, struct arena *a, struct account *out)
{
    struct user user;
    TRY(user_get(app_store(app), actor->user, a, &user));
    *out = (struct account){.name = actor->name,
                            .email = user.email,
                            .role = user.role,
                            .organisation = actor->organisation,
                            .lang = user.lang,
                            .totp = user.totp,
                            .recovery_codes_left = user.recovery_codes,
                            .has_password = *user.password != '\0',
                            .password_at = user.password_at};
    return OK;
}

static enum status update_user(struct store_tx *tx, void *arg)
{
    return user_update(tx, arg);
}

enum status change_language(struct app *app, const struct actor *actor, enum lang lang)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct user user;
    TRY(user_get(app_store(app), actor->user, a, &user));
    if (user.lang == lang)
        return OK;
    user.lang = lang;
    return store_write(app_store(app), actor, app_now(app), update_user, &user);
}

enum status password_ask(struct app *app, const struct user *user, const char *password, const char *field,
                         struct issues *issues)
{
    bool right;
    const char *account = arena_printf(issues->arena, "%lld", (long long)user->id.value);
    TRY(limit_ask(app, LIMIT_CONFIRM, "", account, issues, NULL));
    enum status status = password_try(password, user->password, &right);
    if (status == OK && !right) {
        issues_add(issues, field, N_("This is not your password"));
        return INVALID;
    }
    limit_give_back(app, LIMIT_CONFIRM, "", account);
    return status;
}

enum status owner_of(struct app *app, const struct user *user, struct arena *a, struct password_owner *out)
{
    *out = (struct password_owner){user->name, user->email, ""};
    struct programme programme;
    enum status status = programme_get(app_store(app), a, &programme);
    if (status == OK)
        out->programme = programme.name;
    else if (status != NOT_FOUND)
        return status;
    if (user->role != ROLE_CANDIDATE)
        return OK;
    struct identity identity;
    int64_t version;
    TRY(identity_get(app_store(app), user->person, a, &identity, &version));
    out->name = identity_name(&identity, a);
    out->email = identity.email;
    return OK;
}

struct password_job {
    struct user_id user;
    const char *password;
    struct session_id kept;
};

static enum status set_password(struct store_tx *tx, void *arg)
{
    const struct password_job *job = arg;
    TRY(user_set_password(tx, job->user, job->password));
    return session_end_others(tx, job->user, job->kept);
}

enum status change_password(struct app *app, const struct actor *actor, struct session_id current, const char *old,
                            const char *fresh, struct issues *issues)
{
    struct arena *a = issues->arena;
    struct user user;
    struct password_owner owner;
    TRY(user_get(app_store(app), actor->user, a, &user));
    TRY(owner_of(app, &user, a, &owner));
    enum status status = password_ask(app, &user, old, "old", issues);
    if (status != OK && status != INVALID)
        return status;
    password_check(fresh, &owner, "fresh", issues);
    if (issues->count > 0)
        return INVALID;
    struct password_job job = {.user = actor->user, .kept = current};
    TRY(password_make(fresh, a, &job.password));
    return store_write(app_store(app), actor, app_now(app), set_password, &job);
}

// What the page of an offer carries, sealed.
struct offer {
    struct user_id user;
    unsigned char secret[TOTP_SECRET];
    char even[4]; // to a multiple of eight, so that there is no padding
};

static bool offer_read(struct app *app, const struct actor *actor, const char *pending, struct arena *a,
                       struct offer *out)
{
    return pending_read(app, "totp", pending, a, out, sizeof *out) && out->user.value == actor->user.value;
}

enum status begin_totp(struct app *app, const struct actor *actor, const char *pending, struct arena *a,
                       struct totp_offer *out)
{
    struct user user;
    struct password_owner owner;
    struct offer offer = {.user = actor->user};
    TRY(user_get(app_store(app), actor->user, a, &user));
    if (user.totp)
        return CONFLICT;
    if (*pending == '\0') {
        random_bytes(offer.secret, sizeof offer.secret);
        pending = pending_make(app, "totp", &offer, sizeof offer, app_now(app) + OFFER_PENDING_MS, a);
    } else if (!offer_read(app, actor, pending, a, &offer)) {
        return INVALID;
    }
    TRY(owner_of(app, &user, a, &owner));
    out->pending = pending;
    out->secret = totp_secret_text(offer.secret, a);
    // Of a candidate the address stays out of the picture, as it stays out of the store.
    out->uri = totp_uri(offer.secret, "Ypsilon", *user.email != '\0' ? user.email : owner.name, a);
    return OK;
}

struct totp_job {
    struct user_id user;
    const void *secret;
    size_t size;
    int64_t step;
    const char *const *codes;
};

static enum status set_totp(struct store_tx *tx, void *arg)
{
    const struct totp_job *job = arg;
    TRY(user_set_totp(tx, job->user, job->secret, job->size));
    if (job->size == 0)
        return OK;
    TRY(user_use_totp_step(tx, job->user, job->step));
    return user_set_recovery_codes(tx, job->user, job->codes, RECOVERY_CODES);
}

static enum status set_recovery_codes(struct store_tx *tx, void *arg)
{
    const struct totp_job *job = arg;
    return user_set_recovery_codes(tx, job->user, job->codes, RECOVERY_CODES);
}

static void make_recovery_codes(struct arena *a, const char *codes[RECOVERY_CODES])
{
    for (int i = 0; i < RECOVERY_CODES; i++) {
        char *code = arena_alloc(a, RECOVERY_CODE_TEXT);
        recovery_code_make(code);
        codes[i] = code;
    }
}

enum status confirm_totp(struct app *app, const struct actor *actor, const char *pending, const char *code,
                         struct arena *a, struct issues *issues, const char *(*codes_out)[10])
{
    struct user user;
    struct offer offer;
    struct totp_job job = {.user = actor->user};
    TRY(user_get(app_store(app), actor->user, a, &user));
    if (user.totp)
        return CONFLICT;
    if (!offer_read(app, actor, pending, a, &offer)) {
        issues_add(issues, "pending", N_("That took too long. Begin again with a new code."));
        return INVALID;
    }
    if (!totp_check(offer.secret, code, app_now(app), 0, &job.step)) {
        issues_add(issues, "code", N_("The code is not right. Check that the clock of your telephone is, and try the next one."));
        return INVALID;
    }
    make_recovery_codes(a, *codes_out);
    job.secret = offer.secret;
    job.size = sizeof offer.secret;
    job.codes = *codes_out;
    return store_write(app_store(app), actor, app_now(app), set_totp, &job);
}

enum status renew_recovery_codes(struct app *app, const struct actor *actor, const char *password, struct arena *a,
                                 struct issues *issues, const char *(*codes_out)[10])
{
    struct user user;
    TRY(user_get(app_store(app), actor->user, a, &user));
    if (!user.totp)
        return CONFLICT;
    TRY(password_ask(app, &user, password, "password", issues));
    make_recovery_codes(a, *codes_out);
    struct totp_job job = {.user = actor->user, .codes = *codes_out};
    return store_write(app_store(app), actor, app_now(app), set_recovery_codes, &job);
}

enum status end_totp(struct app *app, const struct actor *actor, const char *password, struct issues *issues)
{
    struct user user;
    TRY(user_get(app_store(app), actor->user, issues->arena, &user));
    TRY(password_ask(app, &user, password, "password", issues));
    struct totp_job job = {.user = actor->user};
    return store_write(app_store(app), actor, app_now(app), set_totp, &job);
}
