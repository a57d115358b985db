// SPDX-License-Identifier: EUPL-1.2
// Logging in and out, and whose a session is.
#include "app/accounts_inside.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/totp.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "core/person.h"

enum { LOGIN_PENDING_MS = 10 * 60 * 1000, TOUCH_MS = 60 * 1000 };

struct accounts *accounts_open(void)
{
    struct accounts *accounts = calloc(1, sizeof *accounts);
    if (accounts == NULL) {
        log_error("out of memory");
        abort();
    }
    accounts->limit = login_limit_open();
    seal_key_make(&accounts->key);
    return accounts;
}

void accounts_close(struct accounts *accounts)
{
    if (accounts == NULL)
        return;
    login_limit_close(accounts->limit);
    seal_key_forget(&accounts->key);
    free(accounts);
}

int64_t limit_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum status busy(struct issues *issues, int64_t wait_ms, int *wait_seconds_out)
{
    int seconds = (int)(wait_ms / 1000) + 2;
    if (wait_seconds_out != NULL)
        *wait_seconds_out = seconds;
    issues_add_arg(issues, "", N_("There have been too many tries. Try again in %s seconds."),
                   arena_printf(issues->arena, "%d", seconds));
    return BUSY;
}

enum status limit_ask(struct app *app, enum limit_kind kind, const char *address, const char *account,
                      struct issues *issues, int *wait_seconds_out)
{
    int64_t wait = login_limit_take(app_accounts(app)->limit, kind, address, account, limit_clock());
    return wait == 0 ? OK : busy(issues, wait, wait_seconds_out);
}

void limit_give_back(struct app *app, enum limit_kind kind, const char *address, const char *account)
{
    login_limit_return(app_accounts(app)->limit, kind, address, account);
}

// Sealed: until, 8 bytes, and the bytes.
const char *pending_make(struct app *app, const char *purpose, const void *bytes, size_t size, int64_t until,
                         struct arena *a)
{
    unsigned char *plain = arena_alloc(a, sizeof until + size);
    memcpy(plain, &until, sizeof until);
    memcpy(plain + sizeof until, bytes, size);
    const void *sealed;
    size_t sealed_size;
    seal(&app_accounts(app)->key, purpose, 0, plain, sizeof until + size, a, &sealed, &sealed_size);
    char *hex = arena_alloc(a, sealed_size * 2 + 1);
    return sodium_bin2hex(hex, sealed_size * 2 + 1, sealed, sealed_size);
}

bool pending_read(struct app *app, const char *purpose, const char *text, struct arena *a, void *bytes_out, size_t size)
{
    size_t length = strlen(text), sealed_size, plain_size;
    int64_t until;
    unsigned char *sealed = arena_alloc(a, length / 2);
    const void *plain;
    if (sodium_hex2bin(sealed, length / 2, text, length, NULL, &sealed_size, NULL) != 0 ||
        seal_open(&app_accounts(app)->key, purpose, 0, sealed, sealed_size, a, &plain, &plain_size) != OK ||
        plain_size != sizeof until + size)
        return false;
    memcpy(&until, plain, sizeof until);
    memcpy(bytes_out, (const char *)plain + sizeof until, size);
    return app_now(app) < until;
}

static bool contains(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

const char *browser_words(const char *user_agent, struct arena *a)
{
    // In this order: most claim to be several.
    static const char *const browsers[][2] = {{"Edg/", "Edge"},          {"EdgA/", "Edge"},      {"OPR/", "Opera"},
                                              {"SamsungBrowser/", "Samsung Internet"},           {"Vivaldi/", "Vivaldi"},
                                              {"Firefox/", "Firefox"},   {"FxiOS/", "Firefox"},  {"CriOS/", "Chrome"},
                                              {"Chrome/", "Chrome"},     {"Safari/", "Safari"}};
    static const char *const systems[][2] = {{"iPhone", "iPhone"},   {"iPad", "iPad"},     {"Android", "Android"},
                                             {"Windows", "Windows"}, {"Mac OS X", "Mac"},  {"CrOS", "ChromeOS"},
                                             {"Linux", "Linux"}};
    const char *browser = "", *system = "";
    for (size_t i = COUNT_OF(browsers); i-- > 0;)
        browser = contains(user_agent, browsers[i][0]) ? browsers[i][1] : browser;
    for (size_t i = COUNT_OF(systems); i-- > 0;)
        system = contains(user_agent, systems[i][0]) ? systems[i][1] : system;
    return arena_printf(a, "%s%s%s", browser, *browser != '\0' && *system != '\0' ? ", " : "", system);
}

struct login_pending {
    struct user_id user;
    int64_t password_at;
};

const char *second_step_pending(struct app *app, const struct user *user, struct arena *a)
{
    struct login_pending pending = {user->id, user->password_at};
    return pending_make(app, "login", &pending, sizeof pending, app_now(app) + LOGIN_PENDING_MS, a);
}

struct session_job {
    struct user_id user;
    unsigned char token[SESSION_TOKEN];
    const char *agent;
    int64_t totp_step;         // 0: no one-time code
    const char *recovery_code; // NULL: none
};

static enum status insert_session(struct store_tx *tx, void *arg)
{
    struct session_job *job = arg;
    struct session_id id;
    if (job->totp_step != 0)
        TRY(user_use_totp_step(tx, job->user, job->totp_step));
    if (job->recovery_code != NULL)
        TRY(user_use_recovery_code(tx, job->user, job->recovery_code));
    return session_insert(tx, job->user, job->token, job->agent, &id);
}

static enum status begin_session(struct app *app, struct session_job *job, const struct login *login, struct arena *a,
                                 struct login_answer *out)
{
    struct actor actor;
    TRY(user_actor(app_store(app), job->user, a, &actor));
    random_bytes(job->token, sizeof job->token);
    job->agent = browser_words(login->user_agent, a);
    TRY(store_write(app_store(app), &actor, app_now(app), insert_session, job));
    out->pending = NULL;
    sodium_bin2hex(out->token, sizeof out->token, job->token, sizeof job->token);
    sodium_memzero(job->token, sizeof job->token);
    return OK;
}

static enum status refuse(struct issues *issues, const char *field, const char *message)
{
    issues_add(issues, field, message);
    return INVALID;
}

static enum status first_step(struct app *app, const struct login *login, struct arena *a, struct issues *issues,
                              struct login_answer *out)
{
    const char *account = email_key(a, text_line(a, login->email));
    TRY(limit_ask(app, LIMIT_ACCOUNT, login->address, account, issues, &out->wait_seconds));
    struct user user = {.password = ""};
    enum status status = user_find_by_email(app_store(app), account, a, &user);
    if (status != OK && status != NOT_FOUND)
        return status;
    bool right;
    bool open = status == OK && user.disabled_at == 0;
    if (password_try(login->password, open ? user.password : "", &right) != OK) {
        limit_give_back(app, LIMIT_ACCOUNT, login->address, account);
        return busy(issues, 0, &out->wait_seconds);
    }
    if (!right)
        return refuse(issues, "", N_("The e-mail address or the password is wrong"));
    limit_give_back(app, LIMIT_ACCOUNT, login->address, account);
    if (user.totp) {
        out->pending = second_step_pending(app, &user, a);
        return OK;
    }
    struct session_job job = {.user = user.id};
    return begin_session(app, &job, login, a, out);
}

static const char WRONG_CODE[] =
    N_("The code is wrong or has been used already. Wait for the next one, or use a recovery code.");
static const char TOO_LATE[] = N_("That took too long. Log in again.");

static enum status second_step(struct app *app, const struct login *login, struct arena *a, struct issues *issues,
                               struct login_answer *out)
{
    struct login_pending pending;
    struct user user;
    if (!pending_read(app, "login", login->pending, a, &pending, sizeof pending))
        return refuse(issues, "pending", TOO_LATE);
    enum status status = user_get(app_store(app), pending.user, a, &user);
    if (status == NOT_FOUND ||
        (status == OK && (user.disabled_at != 0 || user.password_at != pending.password_at || !user.totp)))
        return refuse(issues, "pending", TOO_LATE);
    TRY(status);
    char recovery[RECOVERY_CODE_TEXT];
    const char *account = arena_printf(a, "%lld", (long long)user.id.value);
    struct session_job job = {.user = user.id};
    if (recovery_code_read(login->code, recovery)) {
        job.recovery_code = recovery;
    } else {
        const void *secret;
        size_t size;
        TRY(limit_ask(app, LIMIT_SECOND_FACTOR, "", account, issues, &out->wait_seconds));
        TRY(user_totp(app_store(app), user.id, a, &secret, &size));
        if (size != TOTP_SECRET || !totp_check(secret, login->code, app_now(app), user.totp_step, &job.totp_step))
            return refuse(issues, "code", WRONG_CODE);
        limit_give_back(app, LIMIT_SECOND_FACTOR, "", account);
    }
    // CONFLICT: somebody was faster with the same code. NOT_FOUND: no such recovery code, or used.
    status = begin_session(app, &job, login, a, out);
    return status == CONFLICT || status == NOT_FOUND ? refuse(issues, "code", WRONG_CODE) : status;
}

enum status log_in(struct app *app, const struct login *login, struct arena *a, struct issues *issues,
                   struct login_answer *out)
{
    *out = (struct login_answer){0};
    TRY(limit_ask(app, LIMIT_ADDRESS, login->address, "", issues, &out->wait_seconds));
    enum status status = *login->pending == '\0' ? first_step(app, login, a, issues, out)
                                                 : second_step(app, login, a, issues, out);
    // Only wrong tries count, and those that were not judged are none.
    if (status != INVALID)
        limit_give_back(app, LIMIT_ADDRESS, login->address, "");
    return status;
}

static bool token_read(const char *text, unsigned char out[SESSION_TOKEN])
{
    size_t size, length = strlen(text);
    return length == SESSION_TOKEN_TEXT - 1 && sodium_hex2bin(out, SESSION_TOKEN, text, length, NULL, &size, NULL) == 0 &&
           size == SESSION_TOKEN;
}

static enum status touch_session(struct store_tx *tx, void *arg)
{
    return session_touch(tx, *(const struct session_id *)arg);
}

enum status session_actor(struct app *app, const char *token, struct arena *a, struct session_id *id_out,
                          struct actor *actor_out)
{
    unsigned char bytes[SESSION_TOKEN];
    struct session session;
    int64_t now = app_now(app);
    if (!token_read(token, bytes))
        return NOT_FOUND;
    TRY(session_find(app_store(app), bytes, now, a, &session));
    TRY(user_actor(app_store(app), session.user, a, actor_out));
    // To the minute is enough, and spares a write at each request. A page need not wait for somebody else's long write.
    if (now - session.seen_at >= TOUCH_MS) {
        enum status touched = store_write(app_store(app), actor_out, now, touch_session, &session.id);
        if (touched != OK && touched != BUSY)
            return touched;
    }
    *id_out = session.id;
    return OK;
}

struct end_job {
    struct user_id user;
    struct session_id session;
};

static enum status end_one(struct store_tx *tx, void *arg)
{
    const struct end_job *job = arg;
    return session_end(tx, job->user, job->session);
}

static enum status end_others(struct store_tx *tx, void *arg)
{
    const struct end_job *job = arg;
    return session_end_others(tx, job->user, job->session);
}

enum status log_out(struct app *app, const char *token)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    unsigned char bytes[SESSION_TOKEN];
    struct session session;
    if (!token_read(token, bytes))
        return OK;
    enum status status = session_find(app_store(app), bytes, app_now(app), a, &session);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    struct actor actor;
    TRY(user_actor(app_store(app), session.user, a, &actor));
    struct end_job job = {session.user, session.id};
    return store_write(app_store(app), &actor, app_now(app), end_one, &job);
}

enum status list_sessions(struct app *app, const struct actor *actor, struct session_id current, struct arena *a,
                          struct session_line **out, size_t *count_out)
{
    struct session *list;
    size_t count;
    TRY(session_list(app_store(app), actor->user, app_now(app), a, &list, &count));
    *out = ARENA_ARRAY(a, struct session_line, count);
    for (size_t i = 0; i < count; i++)
        (*out)[i] = (struct session_line){.id = list[i].id,
                                          .created_at = list[i].created_at,
                                          .seen_at = list[i].seen_at,
                                          .browser = list[i].agent,
                                          .current = list[i].id.value == current.value};
    *count_out = count;
    return OK;
}

enum status end_session(struct app *app, const struct actor *actor, struct session_id id)
{
    struct end_job job = {actor->user, id};
    return store_write(app_store(app), actor, app_now(app), end_one, &job);
}

enum status end_other_sessions(struct app *app, const struct actor *actor, struct session_id current)
{
    struct end_job job = {actor->user, current};
    return store_write(app_store(app), actor, app_now(app), end_others, &job);
}
