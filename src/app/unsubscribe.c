// SPDX-License-Identifier: EUPL-1.2
#include "app/unsubscribe.h"

#include "app/internal.h"
#include "store/contact_store.h"
#include "store/programme_store.h"

enum status get_unsubscribe(struct app *app, struct contact_id id, struct arena *a, struct unsubscribe_view *out)
{
    struct contact contact;
    struct programme programme;
    TRY(contact_get(app_store(app), id, a, &contact));
    TRY(programme_get(app_store(app), a, &programme));
    *out = (struct unsubscribe_view){.email = contact.email, .programme = programme.name,
                                     .gets_none = contact.informed == INFORMED_NO};
    return OK;
}

struct inform_job {
    struct contact_id contact;
    enum contact_informed answer;
    enum informed_how how;
    day on;
};

// For all contacts with the address: one person may be known at several firms, and has said no once.
static enum status inform_write(struct store_tx *tx, void *arg)
{
    const struct inform_job *job = arg;
    struct contact contact;
    TRY(contact_get(tx->store, job->contact, tx->arena, &contact));
    if (contact.informed == job->answer)
        return OK;
    if (*contact.email != '\0')
        return contacts_answer(tx, contact.email, job->answer, job->on, job->how);
    contact.informed = job->answer;
    contact.informed_on = job->on;
    contact.informed_how = job->how;
    return contact_update(tx, &contact);
}

static enum status inform(struct app *app, struct contact_id contact, enum contact_informed answer, enum informed_how how)
{
    struct inform_job job = {contact, answer, how, app_today(app)};
    return store_write(app_store(app), NULL, app_now(app), inform_write, &job);
}

enum status unsubscribe(struct app *app, struct contact_id contact, bool one_click)
{
    return inform(app, contact, INFORMED_NO, one_click ? INFORMED_BY_CLICK : INFORMED_BY_LINK);
}

enum status subscribe_again(struct app *app, struct contact_id contact)
{
    return inform(app, contact, INFORMED_YES, INFORMED_AGAIN);
}
