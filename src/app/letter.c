// SPDX-License-Identifier: EUPL-1.2
#include "app/letter.h"

#include "app/codes.h"
#include "app/internal.h"
#include "app/invites.h"
#include "app/mail.h"
#include "app/outbox.h"
#include "store/invite_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"
#include "store/share_store.h"
#include "store/user_store.h"

// Why one gets it, and that nobody reads answers.
static const char *const WHY[] = {
    [TO_PERSON] = N_("You get this because you are enrolled in %s. Nobody reads answers to this e-mail; your adviser can help you."),
    [TO_USER] = N_("You get this because you have an account in %s. Nobody reads answers to this e-mail."),
    [TO_INVITED] = N_("You get this because somebody has invited you to %s. Nobody reads answers to this e-mail."),
};

static bool brings_secret(enum outbox_kind kind)
{
    return kind == OUTBOX_CODE || kind == OUTBOX_INVITE;
}

const char *letter_text(enum outbox_kind kind, enum receiver to, enum lang lang, const char *programme, const char *site,
                        const char *secret, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_printf(&b, "%s\n\n%s\n\n", tr(lang, N_("Hello!")), tr(lang, outbox_text(kind)));
    if (*secret != '\0')
        buf_printf(&b, "%s\n\n", secret);
    if (!brings_secret(kind) && *site != '\0')
        buf_printf(&b, "%s\n\n", tr_arg(lang, a, N_("Log in here: %s"), site));
    buf_printf(&b, "%s\n\n-- \n%s\n", programme, tr_arg(lang, a, WHY[to], programme));
    return buf_text(&b);
}

static enum status to_person(struct app *app, struct person_id person, struct arena *a, struct letter *out)
{
    struct identity identity;
    struct user user;
    TRY(identity_get(app_store(app), person, a, &identity, NULL));
    enum status status = user_find_by_person(app_store(app), person, a, &user);
    if (status != OK && status != NOT_FOUND)
        return status;
    out->to_name = identity_name(&identity, a);
    out->to = identity.email;
    out->lang = status == OK ? user.lang : LANG_NB;
    return OK;
}

static enum status to_user(struct app *app, struct user_id id, struct arena *a, struct letter *out)
{
    struct user user;
    TRY(user_get(app_store(app), id, a, &user));
    if (user.disabled_at != 0)
        return NOT_FOUND;
    out->to_name = user.name;
    out->to = user.email;
    out->lang = user.lang;
    return OK;
}

// Is what it asks for still to be done? A question that has been answered meanwhile is not announced.
static enum status still_asked(struct app *app, const struct outbox_entry *e, struct arena *a)
{
    struct share share;
    if (e->kind != OUTBOX_SHARE_ASKED && e->kind != OUTBOX_SHARE_REMINDER)
        return OK;
    TRY(share_get(app_store(app), (struct share_id){e->cause}, a, &share));
    return share_open(&share.request, app_today(app)) ? OK : NOT_FOUND;
}

// Who is invited has no language yet.
static enum status to_invited(struct app *app, struct invite_id id, struct arena *a, struct letter *out)
{
    struct invite invite;
    TRY(invite_get(app_store(app), id, a, &invite));
    if (!invite_open(&invite, app_now(app)))
        return NOT_FOUND;
    out->to_name = invite.name;
    out->to = invite.email;
    out->lang = LANG_NB;
    return OK;
}

static enum status receiver_find(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out,
                                 enum receiver *to_out)
{
    *to_out = e->person.value != 0 ? TO_PERSON : e->user.value != 0 ? TO_USER : TO_INVITED;
    switch (*to_out) {
    case TO_PERSON:
        return to_person(app, e->person, a, out);
    case TO_USER:
        return to_user(app, e->user, a, out);
    case TO_INVITED:
        return to_invited(app, e->invite, a, out);
    }
    return NOT_FOUND;
}

// NOT_FOUND: a code whose time is over.
static enum status secret_find(struct app *app, const struct outbox_entry *e, struct arena *a, const char **out)
{
    const char *token;
    *out = "";
    if (e->kind == OUTBOX_CODE)
        return one_time_code_text(app, e->cause, a, out);
    if (e->kind != OUTBOX_INVITE)
        return OK;
    TRY(invite_token_text(app, e->invite, a, &token));
    *out = arena_printf(a, "%s/invite/%s", mail_site(app), token);
    return OK;
}

enum status letter_make(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out,
                        enum outbox_state *instead_out)
{
    struct letter letter = {0};
    struct programme programme;
    enum receiver to;
    const char *secret = "";
    enum status status = receiver_find(app, e, a, &letter, &to);
    if (status == OK)
        status = still_asked(app, e, a);
    if (status == OK)
        status = secret_find(app, e, a, &secret);
    *instead_out = OUTBOX_PAST;
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    *instead_out = *letter.to == '\0' ? OUTBOX_NO_ADDRESS : OUTBOX_WAITING;
    if (*instead_out != OUTBOX_WAITING)
        return OK;
    TRY(programme_get(app_store(app), a, &programme));
    letter.from_name = programme.name;
    letter.subject = tr(letter.lang, outbox_subject(e->kind));
    letter.text = letter_text(e->kind, to, letter.lang, programme.name, mail_site(app), secret, a);
    *out = letter;
    return OK;
}
