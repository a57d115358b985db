// SPDX-License-Identifier: EUPL-1.2
// Addresses on hold, and what the office may know of the mailbox.
#include <stdlib.h>
#include <string.h>

#include "app/inbox.h"
#include "app/internal.h"
#include "app/mail_inside.h"
#include "core/bounce.h"
#include "store/contact_store.h"
#include "store/invite_store.h"
#include "store/post_store.h"
#include "store/user_store.h"

enum { LINES_MOST = 200, LINES_USUAL = 50, RELEASED_MOST = 20, COUNTED_DAYS = 30, RELEASED_DAYS = 7 };
static const int64_t DAY_MS = INT64_C(24) * 60 * 60 * 1000;

// A contact's, a user's and an invited colleague's address stands open to the office; a candidate's does not.
static enum status address_of(struct app *app, const struct outbox_entry *e, struct arena *a, const char **out)
{
    struct contact contact;
    struct user user;
    struct invite invite;
    enum status status = NOT_FOUND;
    *out = "";
    if (e->contact.value != 0 && (status = contact_get(app_store(app), e->contact, a, &contact)) == OK)
        *out = contact.email;
    else if (e->user.value != 0 && (status = user_get(app_store(app), e->user, a, &user)) == OK)
        *out = user.email;
    else if (e->invite.value != 0 && (status = invite_get(app_store(app), e->invite, a, &invite)) == OK)
        *out = invite.email;
    return status == NOT_FOUND ? OK : status;
}

// It is an earlier address that is on hold: theirs now is another, to which mail goes.
static enum status address_before(struct app *app, const struct outbox_entry *e, const struct address_hold *h, struct arena *a,
                                  struct hold_line *line)
{
    unsigned char key[STORE_TOKEN];
    if (*line->email == '\0')
        return OK;
    address_key(app_store(app), line->email, key);
    if (memcmp(key, h->key, sizeof key) == 0)
        return OK;
    line->moved = true;
    line->email = "";
    enum status status = e->contact.value == 0 ? OK : contact_address_with(app_store(app), e->contact, h->key, a, &line->email);
    return status == NOT_FOUND ? OK : status;
}

static enum status line_of(struct app *app, const struct actor *actor, const struct address_hold *h, struct arena *a, struct hold_line *out)
{
    struct outbox_entry e;
    TRY(outbox_get(app_store(app), h->mail, a, &e));
    *out = (struct hold_line){
        .id = h->id, .version = h->version, .mail = outbox_row_of(actor, &e), .why = bounce_words(h->code), .code = h->code,
        .passing = bounce_lasts(h->code) ? 0 : h->passing, .held_at = h->held_at, .released_at = h->released_at,
        .released_by = h->released_by,
    };
    TRY(address_of(app, &e, a, &out->email));
    return address_before(app, &e, h, a, out);
}

static enum status lines_of(struct app *app, const struct actor *actor, const struct address_hold *list, size_t count, struct arena *a,
                            struct hold_line **out)
{
    *out = ARENA_ARRAY(a, struct hold_line, count);
    for (size_t i = 0; i < count; i++)
        TRY(line_of(app, actor, &list[i], a, &(*out)[i]));
    return OK;
}

enum status list_holds(struct app *app, const struct actor *actor, const char *after, size_t most, struct arena *a, struct hold_page *out)
{
    struct address_hold *held, *released;
    struct hold_page page = {.next = ""};
    size_t count;
    if ((kind_rights(actor, THING_OUTBOX) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    if (most == 0 || most > LINES_MOST)
        most = most == 0 ? LINES_USUAL : LINES_MOST;
    TRY(address_hold_list(app_store(app), strtoll(text_or_empty(after), NULL, 10), most + 1, a, &held, &count));
    page.held_count = count > most ? most : count;
    TRY(lines_of(app, actor, held, page.held_count, a, &page.held));
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)held[most - 1].id);
    TRY(address_hold_count(app_store(app), &page.total));
    TRY(address_hold_released(app_store(app), app_now(app) - RELEASED_DAYS * DAY_MS, RELEASED_MOST, a, &released, &page.released_count));
    TRY(lines_of(app, actor, released, page.released_count, a, &page.released));
    *out = page;
    return OK;
}

struct hold_job {
    int64_t id, version;
    bool held;
};

static enum status hold_write(struct store_tx *tx, void *arg)
{
    const struct hold_job *job = arg;
    return address_hold_set(tx, job->id, job->version, job->held);
}

enum status set_hold(struct app *app, const struct actor *actor, int64_t id, int64_t version, bool held)
{
    unsigned rights = kind_rights(actor, THING_OUTBOX);
    struct hold_job job = {id, version, held};
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(rights_ask(rights, RIGHT_EDIT));
    return store_write(app_store(app), actor, app_now(app), hold_write, &job);
}

enum status count_holds(struct app *app, const struct actor *actor, int64_t *count_out)
{
    if ((kind_rights(actor, THING_OUTBOX) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return address_hold_count(app_store(app), count_out);
}

enum status get_inbox(struct app *app, const struct actor *actor, struct arena *a, struct inbox_state *out)
{
    struct mail_desk *d = app_mail_desk(app);
    struct inbox_state state = {.reads = d->reads};
    if ((kind_rights(actor, THING_OUTBOX) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    if (!trouble_get(d, &d->reading, a, &state.trouble, &state.since))
        state.trouble = NULL;
    pthread_mutex_lock(&d->lock);
    state.looked_at = d->looked_at;
    pthread_mutex_unlock(&d->lock);
    for (int k = 0; k < INBOUND_KINDS; k++)
        TRY(inbound_count(app_store(app), app_now(app) - COUNTED_DAYS * DAY_MS, inbound_kind_name((enum inbound_kind)k),
                          &state.counts[k]));
    *out = state;
    return OK;
}
