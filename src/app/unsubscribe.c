// SPDX-License-Identifier: EUPL-1.2
#include "app/unsubscribe.h"

#include "app/internal.h"
#include "store/post_store.h"
#include "store/programme_store.h"

enum status get_unsubscribe(struct app *app, struct contact_id id, struct arena *a, struct unsubscribe_view *out)
{
    struct post_contact contact;
    struct programme programme;
    TRY(post_contact_get(app_store(app), id, a, &contact));
    TRY(programme_get(app_store(app), a, &programme));
    *out = (struct unsubscribe_view){.email = contact.email, .firm = contact.firm, .programme = programme.name,
                                     .gets_none = contact.refuses};
    return OK;
}

struct inform_job {
    struct contact_id contact;
    bool wants;
    day on;
    const char *how;
};

static enum status inform_write(struct store_tx *tx, void *arg)
{
    const struct inform_job *job = arg;
    struct post_contact contact;
    TRY(post_contact_get(tx->store, job->contact, tx->arena, &contact));
    return post_contact_inform(tx, job->contact, job->wants, job->on, job->how);
}

static enum status inform(struct app *app, struct contact_id contact, bool wants, const char *how)
{
    struct inform_job job = {contact, wants, app_today(app), how};
    return store_write(app_store(app), NULL, app_now(app), inform_write, &job);
}

enum status unsubscribe(struct app *app, struct contact_id contact, bool one_click)
{
    return inform(app, contact, false, one_click ? "one-click" : "unsubscribed");
}

enum status subscribe_again(struct app *app, struct contact_id contact)
{
    return inform(app, contact, true, "subscribed");
}
