// SPDX-License-Identifier: EUPL-1.2
#include "app/letter.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes.h"
#include "app/internal.h"
#include "app/invites.h"
#include "app/mail.h"
#include "app/outbox.h"
#include "store/contact_store.h"
#include "store/invite_store.h"
#include "store/person_store.h"
#include "store/post_store.h"
#include "store/programme_store.h"
#include "store/share_store.h"
#include "store/user_store.h"

static enum status (*const MAKERS[OUTBOX_KINDS])(struct app *app, const struct outbox_entry *e, struct arena *a,
                                                 struct letter *out) = {
#define LETTER_MAKER(kind, function) [OUTBOX_##kind] = function,
#include "app/letter_makers.def"
#undef LETTER_MAKER
};

bool letter_has_maker(enum outbox_kind kind)
{
    return MAKERS[kind] != NULL;
}

// Why one gets it, and that nobody reads answers.
static const char *const WHY[] = {
    [TO_PERSON] = N_("You get this because you are enrolled in %s. Nobody reads answers to this e-mail; your adviser can help you."),
    [TO_USER] = N_("You get this because you have an account in %s. Nobody reads answers to this e-mail."),
    [TO_INVITED] = N_("You get this because somebody has invited you to %s. Nobody reads answers to this e-mail."),
    [TO_CONTACT] = N_("You get this because you are a contact person in %s."),
    [TO_GUEST] = N_("You get this because you have given your e-mail address to %s."),
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
    int64_t version;
    TRY(identity_get(app_store(app), person, a, &identity, &version));
    address_key_of_person(app_store(app), person, version, out->address);
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

static enum status to_contact(struct app *app, struct contact_id id, struct arena *a, struct letter *out, bool *refuses_out)
{
    struct contact contact;
    TRY(contact_get(app_store(app), id, a, &contact));
    if (contact.left_on != DAY_NONE && contact.left_on <= app_today(app))
        return NOT_FOUND;
    out->to_name = contact.name;
    out->to = contact.email;
    out->lang = contact.lang;
    *refuses_out = contact.informed == INFORMED_NO;
    return OK;
}

enum receiver letter_receiver(const struct outbox_entry *e)
{
    return e->person.value != 0    ? TO_PERSON
           : e->user.value != 0    ? TO_USER
           : e->invite.value != 0  ? TO_INVITED
           : e->contact.value != 0 ? TO_CONTACT
                                   : TO_GUEST;
}

static enum status receiver_find(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out,
                                 bool *refuses_out)
{
    *refuses_out = false;
    switch (letter_receiver(e)) {
    case TO_PERSON:
        return to_person(app, e->person, a, out);
    case TO_USER:
        return to_user(app, e->user, a, out);
    case TO_INVITED:
        return to_invited(app, e->invite, a, out);
    case TO_CONTACT:
        return to_contact(app, e->contact, a, out, refuses_out);
    case TO_GUEST:
        out->to_name = out->to = ""; // the maker's to say
        out->lang = LANG_NB;
        return OK;
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

const char *letter_link(struct app *app, const struct letter *l, enum link_purpose purpose, int64_t row, struct arena *a)
{
    return l->shown ? "…" : personal_link_url(app, purpose, row, a);
}

void letter_html(struct buf *b, const char *text)
{
    for (const char *p = text; *p != '\0'; p++)
        switch (*p) {
        case '&':
            buf_add_text(b, "&amp;");
            break;
        case '<':
            buf_add_text(b, "&lt;");
            break;
        case '>':
            buf_add_text(b, "&gt;");
            break;
        case '"':
            buf_add_text(b, "&quot;");
            break;
        default:
            buf_add_char(b, *p);
        }
}

static const char UNSUBSCRIBE[] = N_("No more information by e-mail");

static const char *text_with_end(const struct letter *l, const char *why, const char *unsubscribe, struct arena *a)
{
    struct buf b = buf_in(a);
    size_t n = strlen(l->text);
    while (n > 0 && l->text[n - 1] == '\n')
        n--;
    buf_printf(&b, "%.*s\n\n%s\n\n-- \n%s\n", (int)n, l->text, l->programme, why);
    if (unsubscribe != NULL)
        buf_printf(&b, "%s: %s\n", tr(l->lang, UNSUBSCRIBE), unsubscribe);
    return buf_text(&b);
}

static const char *html_with_frame(const struct letter *l, const char *why, const char *unsubscribe, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_printf(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", lang_tag(l->lang));
    letter_html(&b, l->subject);
    buf_add_text(&b, "</title>\n</head>\n<body style=\"margin:0;padding:1.5em;font-family:Inter,Arial,sans-serif;font-size:16px;"
                     "line-height:1.5;color:#1e2b3c;background:#ffffff\">\n<div style=\"max-width:40em;margin:0 auto\">\n");
    buf_add_text(&b, l->html);
    buf_add_text(&b, "\n<p style=\"margin-top:2em;padding-top:1em;border-top:1px solid #c0c8d2;font-size:14px\">");
    letter_html(&b, l->programme);
    buf_add_text(&b, "<br>\n");
    letter_html(&b, why);
    if (unsubscribe != NULL) {
        buf_add_text(&b, "<br>\n<a href=\"");
        letter_html(&b, unsubscribe);
        buf_add_text(&b, "\">");
        letter_html(&b, tr(l->lang, UNSUBSCRIBE));
        buf_add_text(&b, "</a>");
    }
    buf_add_text(&b, "</p>\n</div>\n</body>\n</html>\n");
    return buf_text(&b);
}

// Its maker's words with what every mail says below.
static enum status make(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *l)
{
    TRY(MAKERS[e->kind](app, e, a, l));
    const char *why = tr_arg(l->lang, a, WHY[letter_receiver(e)], l->programme);
    // Of a guest the mail itself says whose address it is.
    int64_t row = e->contact.value != 0 ? e->contact.value : letter_receiver(e) == TO_GUEST ? e->id.value : 0;
    bool leaves = outbox_kind_informs(e->kind) && row != 0;
    const char *page = leaves ? letter_link(app, l, LINK_UNSUBSCRIBE, row, a) : "";
    const char *unsubscribe = *page == '\0' ? NULL : page;
    l->text = text_with_end(l, why, unsubscribe, a);
    if (l->html != NULL)
        l->html = html_with_frame(l, why, unsubscribe, a);
    l->unsubscribe = l->shown ? NULL : unsubscribe;
    return OK;
}

static enum status notice(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *l)
{
    const char *secret = "";
    if (!l->shown) {
        TRY(still_asked(app, e, a));
        TRY(secret_find(app, e, a, &secret));
    }
    l->subject = tr(l->lang, outbox_subject(e->kind));
    l->text = letter_text(e->kind, letter_receiver(e), l->lang, l->programme, mail_site(app), secret, a);
    return OK;
}

// NOT_FOUND: it is over.
static enum status put_together(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *l, bool *refuses_out)
{
    struct programme programme;
    TRY(receiver_find(app, e, a, l, refuses_out));
    TRY(programme_get(app_store(app), a, &programme));
    l->from_name = l->programme = programme.name;
    return MAKERS[e->kind] == NULL ? notice(app, e, a, l) : make(app, e, a, l);
}

enum status letter_make(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out,
                        enum outbox_state *instead_out)
{
    struct letter letter = {0};
    bool refuses, held = false;
    enum status status = put_together(app, e, a, &letter, &refuses);
    *instead_out = OUTBOX_PAST;
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    // Whoever asks for a code has the address at hand, and is not shut out by what came back earlier.
    if (e->person.value == 0)
        address_key(app_store(app), letter.to, letter.address);
    if (outbox_kind_informs(e->kind) && !refuses && *letter.to != '\0')
        TRY(contacts_refuse(app_store(app), letter.to, &refuses));
    if (*letter.to != '\0' && e->kind != OUTBOX_CODE)
        TRY(address_held(app_store(app), letter.address, &held));
    *instead_out = *letter.to == '\0'                               ? OUTBOX_NO_ADDRESS
                   : refuses && outbox_kind_informs(e->kind)        ? OUTBOX_UNWANTED
                   : held                                           ? OUTBOX_HELD
                                                                    : OUTBOX_WAITING;
    if (*instead_out == OUTBOX_WAITING)
        *out = letter;
    return OK;
}

enum status letter_show(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out)
{
    struct letter letter = {.shown = true};
    bool refuses;
    TRY(put_together(app, e, a, &letter, &refuses));
    *out = letter;
    return OK;
}

// "ypsilon.17.0123456789abcdef"
static const char MARK[] = "ypsilon.";
enum { MARK_SECRET = 8 };

static void mark_secret(const struct app *app, struct outbox_id id, char hex[MARK_SECRET * 2 + 1])
{
    unsigned char token[STORE_TOKEN];
    store_token(app_store((struct app *)app), PURPOSE_POST, &id.value, sizeof id.value, token);
    sodium_bin2hex(hex, MARK_SECRET * 2 + 1, token, MARK_SECRET);
}

const char *letter_mark(const struct app *app, struct outbox_id id, struct arena *a)
{
    char hex[MARK_SECRET * 2 + 1];
    mark_secret(app, id, hex);
    return arena_printf(a, "%s%lld.%s", MARK, (long long)id.value, hex);
}

bool letter_mark_read(const struct app *app, const char *text, struct outbox_id *out)
{
    char hex[MARK_SECRET * 2 + 1], *end;
    text += strspn(text, " \t<");
    if (strncmp(text, MARK, sizeof MARK - 1) != 0 || text[sizeof MARK - 1] < '1' || text[sizeof MARK - 1] > '9')
        return false;
    struct outbox_id id = {strtoll(text + sizeof MARK - 1, &end, 10)};
    if (*end != '.' || strnlen(end + 1, MARK_SECRET * 2) != MARK_SECRET * 2)
        return false;
    mark_secret(app, id, hex);
    if (sodium_memcmp(hex, end + 1, MARK_SECRET * 2) != 0)
        return false;
    *out = id;
    return true;
}
