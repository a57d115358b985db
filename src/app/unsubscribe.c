// SPDX-License-Identifier: EUPL-1.2
#include "app/unsubscribe.h"

#include <string.h>

#include "app/internal.h"
#include "app/letter.h"
#include "store/contact_store.h"
#include "store/post_store.h"
#include "store/programme_store.h"

// Who says no: a contact, or an address to which a mail went.
struct sayer {
    struct contact contact; // id {0}: none
    const char *email;      // "": it is not known any more
    unsigned char key[STORE_TOKEN];
};

static enum status of_mail(struct app *app, struct outbox_id id, struct arena *a, struct sayer *out)
{
    struct outbox_entry e;
    struct letter letter;
    unsigned char key[STORE_TOKEN];
    struct sayer s = {.email = ""};
    TRY(outbox_get(app_store(app), id, a, &e));
    if (letter_receiver(&e) != TO_GUEST || !e.sent_somewhere)
        return NOT_FOUND;
    memcpy(s.key, e.address, sizeof s.key);
    enum status status = letter_show(app, &e, a, &letter);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == OK) {
        address_key(app_store(app), letter.to, key);
        if (memcmp(key, s.key, sizeof key) == 0)
            s.email = letter.to;
    }
    *out = s;
    return OK;
}

// Ids are unique over all tables, so that one number tells which of the two it is.
static enum status sayer_find(struct app *app, int64_t row, struct arena *a, struct sayer *out)
{
    struct sayer s = {0};
    enum status status = contact_get(app_store(app), (struct contact_id){row}, a, &s.contact);
    if (status == NOT_FOUND)
        return of_mail(app, (struct outbox_id){row}, a, out);
    TRY(status);
    s.email = s.contact.email;
    address_key(app_store(app), s.email, s.key);
    *out = s;
    return OK;
}

enum status get_unsubscribe(struct app *app, int64_t row, struct arena *a, struct unsubscribe_view *out)
{
    struct sayer s;
    struct programme programme;
    bool refused;
    TRY(sayer_find(app, row, a, &s));
    TRY(programme_get(app_store(app), a, &programme));
    TRY(address_refused(app_store(app), s.key, &refused));
    if (s.contact.id.value != 0)
        refused = s.contact.informed == INFORMED_NO;
    *out = (struct unsubscribe_view){.email = s.email, .programme = programme.name, .gets_none = refused};
    return OK;
}

struct inform_job {
    struct app *app;
    int64_t row;
    enum contact_informed answer;
    enum informed_how how;
    day on;
};

// For all contacts with the address: one person may be known at several firms, and has said no once.
static enum status of_contact(struct store_tx *tx, const struct inform_job *job, struct contact *contact)
{
    if (contact->informed == job->answer)
        return OK;
    if (*contact->email != '\0')
        return contacts_answer(tx, contact->email, job->answer, job->on, job->how);
    contact->informed = job->answer;
    contact->informed_on = job->on;
    contact->informed_how = job->how;
    return contact_update(tx, contact);
}

static enum status inform_write(struct store_tx *tx, void *arg)
{
    const struct inform_job *job = arg;
    struct sayer s;
    TRY(sayer_find(job->app, job->row, tx->arena, &s));
    if (s.contact.id.value != 0)
        return of_contact(tx, job, &s.contact);
    if (job->answer == INFORMED_NO)
        TRY(address_refuse(tx, s.key, job->how == INFORMED_BY_CLICK));
    else
        TRY(address_allow(tx, s.key, tx->now));
    return *s.email == '\0' ? OK : contacts_answer(tx, s.email, job->answer, job->on, job->how);
}

static enum status inform(struct app *app, int64_t row, enum contact_informed answer, enum informed_how how)
{
    struct inform_job job = {app, row, answer, how, app_today(app)};
    return store_write(app_store(app), NULL, app_now(app), inform_write, &job);
}

enum status unsubscribe(struct app *app, int64_t row, bool one_click)
{
    return inform(app, row, INFORMED_NO, one_click ? INFORMED_BY_CLICK : INFORMED_BY_LINK);
}

enum status subscribe_again(struct app *app, int64_t row)
{
    return inform(app, row, INFORMED_YES, INFORMED_AGAIN);
}
