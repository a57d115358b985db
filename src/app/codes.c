// SPDX-License-Identifier: EUPL-1.2
#include "app/codes.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/accounts_inside.h"
#include "app/internal.h"
#include "app/roster.h"
#include "base/random.h"
#include "base/text.h"
#include "core/person.h"
#include "store/code_store.h"
#include "store/outbox_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"

// A family may share one address: each of them gets a code of their own.
enum { PEOPLE_MOST = 3, KEPT_DAYS = 7 };
static const char READ_CODE[] = N_("made a one-time code");
static const int64_t MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS;

struct people {
    struct person_id ids[PEOPLE_MOST];
    size_t count;
};

static void people_add(struct people *p, struct person_id person)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->ids[i].value == person.value)
            return;
    if (p->count < PEOPLE_MOST)
        p->ids[p->count++] = person;
}

// Those of one agency whose address it seems to be.
static enum status hinted(struct app *app, struct agency_id agency, uint64_t hint, struct people *out)
{
    struct roster_view view;
    TRY(roster_read(app, agency, &view));
    for (size_t i = 0; i < view.count; i++) {
        const struct roster_entry *e = &view.entries[view.by_person[i]];
        if (e->email_hint == hint)
            people_add(out, e->person);
    }
    roster_leave(&view);
    return OK;
}

// May the person log in, and is it that address?
static enum status may_ask(struct app *app, struct person_id person, const char *email, struct arena *a, bool *out)
{
    struct identity identity;
    struct user login;
    *out = false;
    enum status status = identity_get(app_store(app), person, a, &identity, NULL);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    status = user_find_by_person(app_store(app), person, a, &login);
    if (status != OK && status != NOT_FOUND)
        return status;
    bool disabled = status == OK && login.disabled_at != 0;
    *out = !disabled && email_same(a, identity.email, email);
    return OK;
}

// Whoever works in the programme logs in with a password: no code is sent to an address of theirs, unless a candidate
// has it as well.
static enum status people_with(struct app *app, const char *email, struct arena *a, struct people *out)
{
    struct people found = {0};
    struct agency *agencies;
    struct user user;
    size_t count;
    uint64_t hint = roster_email_hint(email);
    enum status status = user_find_by_email(app_store(app), email, a, &user);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == OK && user.role == ROLE_CANDIDATE)
        people_add(&found, user.person);
    TRY(agency_list(app_store(app), a, &agencies, &count));
    for (size_t i = 0; i < count; i++)
        TRY(hinted(app, agencies[i].id, hint, &found));
    *out = (struct people){0};
    for (size_t i = 0; i < found.count; i++) {
        bool may;
        TRY(may_ask(app, found.ids[i], email, a, &may));
        if (may)
            people_add(out, found.ids[i]);
    }
    return OK;
}

// What the page of the second step carries.
struct code_pending {
    struct code_id ids[PEOPLE_MOST];
};

struct ask_job {
    struct people people;
    int64_t ends_at;
    struct code_pending made;
};

static enum status ask_write(struct store_tx *tx, void *arg)
{
    struct ask_job *job = arg;
    job->made = (struct code_pending){0};
    for (size_t i = 0; i == 0 || i < job->people.count; i++) {
        struct person_id person = job->people.ids[i];
        TRY(code_insert(tx, person, false, job->ends_at, &job->made.ids[i]));
        if (person.value != 0)
            TRY(outbox_tell_person(tx, OUTBOX_CODE, person, job->made.ids[i].value));
    }
    return OK;
}

enum status ask_code(struct app *app, const char *typed, const char *address, struct arena *a, struct issues *issues,
                     const char **pending_out, int *wait_seconds_out)
{
    const char *email;
    struct ask_job job = {.ends_at = app_now(app) + CODE_MAIL_MINUTES * MINUTE_MS};
    *wait_seconds_out = 0;
    if (!email_read(typed, a, &email)) {
        issues_add(issues, "email", N_("Give an e-mail address like kari@example.no"));
        return INVALID;
    }
    email = email_key(a, email);
    TRY(limit_ask(app, LIMIT_CODES, address, "", issues, wait_seconds_out));
    TRY(limit_ask(app, LIMIT_CODE, address, email, issues, wait_seconds_out));
    TRY(people_with(app, email, a, &job.people));
    TRY(store_write(app_store(app), NULL, app_now(app), ask_write, &job));
    *pending_out = pending_make(app, "code", &job.made, sizeof job.made, job.ends_at, a);
    return OK;
}

static const char *digits_text(const char digits[CODE_DIGITS + 1], struct arena *a)
{
    return arena_printf(a, "%.4s %.4s", digits, digits + 4);
}

enum status one_time_code_text(struct app *app, int64_t code, struct arena *a, const char **text_out)
{
    struct one_time_code c;
    char digits[CODE_DIGITS + 1];
    TRY(code_get(app_store(app), (struct code_id){code}, &c));
    if (!code_open(&c, app_now(app)))
        return NOT_FOUND;
    code_digits(app_store(app), c.id, digits);
    *text_out = digits_text(digits, a);
    return OK;
}

// Handing over

struct hand_job {
    struct person_id person;
    int64_t ends_at;
    struct code_id id;
};

static enum status hand_write(struct store_tx *tx, void *arg)
{
    struct hand_job *job = arg;
    return code_insert(tx, job->person, true, job->ends_at, &job->id);
}

enum status hand_code(struct app *app, const struct actor *actor, struct person_id person, struct arena *a,
                      const char **text_out)
{
    unsigned rights;
    struct user login;
    struct one_time_code c;
    char digits[CODE_DIGITS + 1];
    TRY(person_rights(app, actor, person, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT | RIGHT_IDENTITY));
    enum status status = user_find_by_person(app_store(app), person, a, &login);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == OK && login.disabled_at != 0)
        return CONFLICT;
    // Whoever has the code can come in: the person sees on the own page that there was one.
    TRY(app_log_reads(app, actor, &person, 1, READ_CODE));
    struct hand_job job = {.person = person, .ends_at = app_now(app) + CODE_HANDED_HOURS * HOUR_MS};
    TRY(store_write(app_store(app), actor, app_now(app), hand_write, &job));
    TRY(code_get(app_store(app), job.id, &c));
    code_digits(app_store(app), job.id, digits);
    *text_out = arena_printf(a, "%04d %04d %s", (int)(c.reference / 10000), (int)(c.reference % 10000),
                             digits_text(digits, a));
    return OK;
}

// Logging in

struct use_job {
    struct app *app;
    struct code_pending tried;
    char digits[CODE_DIGITS + 1]; // what was typed
    enum lang lang;
    unsigned char token[SESSION_TOKEN];
    const char *agent;
    bool right, second_step;
    struct user user;
};

// The person's account, made when there is none. One without a password: nothing but codes opens it.
static enum status account_of(struct store_tx *tx, struct person_id person, enum lang lang, struct user *out)
{
    struct identity identity;
    struct user_id id;
    enum status status = user_find_by_person(tx->store, person, tx->arena, out);
    if (status != NOT_FOUND)
        return status;
    TRY(identity_get(tx->store, person, tx->arena, &identity, NULL));
    struct user fresh = {.role = ROLE_CANDIDATE, .person = person, .lang = lang, .name = "", .email = identity.email,
                         .password = ""};
    status = user_insert(tx, &fresh, &id);
    if (status == CONFLICT) { // the address is somebody else's log-in
        fresh.email = "";
        status = user_insert(tx, &fresh, &id);
    }
    TRY(status);
    return user_get(tx->store, id, tx->arena, out);
}

// Wrong tries are counted as well, so that this job answers OK either way.
static enum status use_write(struct store_tx *tx, void *arg)
{
    struct use_job *job = arg;
    struct one_time_code right = {0};
    struct session_id session;
    job->right = job->second_step = false;
    for (size_t i = 0; i < PEOPLE_MOST && job->tried.ids[i].value != 0; i++) {
        struct one_time_code c;
        char digits[CODE_DIGITS + 1];
        enum status status = code_get(tx->store, job->tried.ids[i], &c);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        TRY(code_try(tx, c.id));
        code_digits(tx->store, c.id, digits);
        bool same = sodium_memcmp(digits, job->digits, CODE_DIGITS) == 0;
        if (same && code_open(&c, tx->now))
            right = c;
        explicit_bzero(digits, sizeof digits);
    }
    if (right.id.value == 0)
        return OK;
    TRY(account_of(tx, right.person, job->lang, &job->user));
    if (job->user.disabled_at != 0)
        return OK;
    TRY(code_use(tx, right.id));
    job->right = true;
    job->second_step = job->user.totp;
    return job->second_step ? OK : session_insert(tx, job->user.id, job->token, job->agent, &session);
}

// The digits of what was typed, without blanks and the like; "" when there are others than so many.
static void digits_read(const char *typed, size_t wanted, char out[2 * CODE_DIGITS + 1])
{
    size_t n = 0;
    for (const char *c = typed; *c != '\0'; c++)
        if (*c >= '0' && *c <= '9') {
            if (n == wanted) {
                n = 0;
                break;
            }
            out[n++] = *c;
        }
    out[n == wanted ? n : 0] = '\0';
}

static enum status wrong(struct issues *issues)
{
    issues_add(issues, "code", N_("The code is wrong, has been used, or is too old. Look once more, or get a new one."));
    return INVALID;
}

static enum status tried_read(struct app *app, const struct login *login, struct arena *a, struct issues *issues,
                              struct use_job *job)
{
    char typed[2 * CODE_DIGITS + 1];
    bool handed = *login->pending == '\0';
    if (!handed && !pending_read(app, "code", login->pending, a, &job->tried, sizeof job->tried)) {
        issues_add(issues, "pending", N_("That took too long. Ask for a new code."));
        return INVALID;
    }
    digits_read(login->code, handed ? 2 * CODE_DIGITS : CODE_DIGITS, typed);
    if (*typed == '\0')
        return wrong(issues);
    memcpy(job->digits, handed ? typed + CODE_DIGITS : typed, CODE_DIGITS + 1);
    if (!handed)
        return OK;
    struct one_time_code c;
    typed[CODE_DIGITS] = '\0';
    enum status status = code_find(app_store(app), strtoll(typed, NULL, 10), &c);
    if (status == NOT_FOUND)
        return wrong(issues);
    TRY(status);
    job->tried.ids[0] = c.id;
    return OK;
}

static enum status use(struct app *app, const struct login *login, enum lang lang, struct arena *a,
                       struct issues *issues, struct login_answer *out)
{
    struct use_job job = {.app = app, .lang = lang, .agent = browser_words(login->user_agent, a)};
    TRY(tried_read(app, login, a, issues, &job));
    random_bytes(job.token, sizeof job.token);
    enum status status = store_write(app_store(app), NULL, app_now(app), use_write, &job);
    if (status == NOT_FOUND || (status == OK && !job.right)) // NOT_FOUND: deleted just now
        return wrong(issues);
    TRY(status);
    if (job.second_step)
        out->pending = second_step_pending(app, &job.user, a);
    else
        sodium_bin2hex(out->token, sizeof out->token, job.token, sizeof job.token);
    sodium_memzero(job.token, sizeof job.token);
    return OK;
}

enum status log_in_by_code(struct app *app, const struct login *login, enum lang lang, struct arena *a,
                           struct issues *issues, struct login_answer *out)
{
    *out = (struct login_answer){0};
    TRY(limit_ask(app, LIMIT_ADDRESS, login->address, "", issues, &out->wait_seconds));
    enum status status = use(app, login, lang, a, issues, out);
    // Only wrong tries count, and those that were not judged are none.
    if (status != INVALID)
        limit_give_back(app, LIMIT_ADDRESS, login->address, "");
    return status;
}

static enum status tend_write(struct store_tx *tx, void *arg)
{
    return code_remove_before(tx, tx->now - KEPT_DAYS * 24 * HOUR_MS);
}

enum status tend_codes(struct app *app)
{
    return store_write(app_store(app), NULL, app_now(app), tend_write, NULL);
}
