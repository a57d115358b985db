// SPDX-License-Identifier: EUPL-1.2
// Whom the office talks with in the demo. Told besides, with dice and ids of its own: it changes nothing of the rest.
#include "app/contacts.h"
#include "app/demo_make.h"
#include "core/employer.h"

void demo_contacts_begin(struct making *m)
{
    m->besides.dice.seed = m->dice.seed ^ UINT64_C(0x636f6e74);
    m->besides.ids.seed = m->besides.dice.seed ^ UINT64_C(0x696473);
}

// The one that the office has from the first call: somebody, or an address that all there share.
enum status demo_first_contact(struct making *m, const struct employer *e, const char *name, const char *email)
{
    struct issues issues = issues_in(m->each);
    struct contact_id id;
    struct contact c = {
        .employer = e->id,
        .name = name,
        .role = *name == '\0' ? CONTACT_SHARED : e->employees < 20 ? CONTACT_LEADER : CONTACT_DAILY,
        .email = email,
        .lang = LANG_NB,
        .informed_on = DAY_NONE,
        .left_on = DAY_NONE,
    };
    if (*name == '\0' && *email == '\0')
        return OK;
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    enum status status = demo_made("a contact", add_contact(m->app, &m->workers[OFFICE], &c, &issues, &id), &issues);
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    return status;
}
