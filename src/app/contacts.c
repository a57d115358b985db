// SPDX-License-Identifier: EUPL-1.2
#include "app/contacts.h"

#include <string.h>

#include "app/internal.h"
#include "core/person.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/post_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

enum { CONTACTS_MOST = 500 };

static enum status owner_rights(struct app *app, const struct actor *actor, struct contact_owner owner, unsigned *rights_out)
{
    if (owner.employer.value != 0)
        return employer_rights(app, actor, owner.employer, rights_out);
    struct arena *a CLEANUP_ARENA = arena_open();
    struct agency agency;
    TRY(agency_get(app_store(app), owner.agency, a, &agency));
    struct access_facts facts = {.thing = THING_AGENCY, .agency = owner.agency};
    unsigned rights = access_rights(actor, &facts);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    *rights_out = rights;
    return OK;
}

static struct contact_owner owner_of(const struct contact *c)
{
    return (struct contact_owner){c->employer, c->agency};
}

// An employer's user answers for the address of the own log-in alone.
static enum status may_answer(struct app *app, const struct actor *actor, unsigned rights, const char *email, struct arena *a,
                              bool *out)
{
    struct user user;
    *out = (rights & RIGHT_TELL) != 0;
    if (!*out || actor->role != ROLE_EMPLOYER)
        return OK;
    TRY(user_get(app_store(app), actor->user, a, &user));
    *out = email_same(a, user.email, email);
    return OK;
}

static enum status answer_hide(struct app *app, const struct actor *actor, unsigned rights, struct arena *a, struct contact *c)
{
    bool own;
    TRY(may_answer(app, actor, rights, c->email, a, &own));
    if (actor->role == ROLE_EMPLOYER && !own) {
        c->informed = INFORMED_NOT_ASKED;
        c->informed_on = DAY_NONE;
        c->informed_how = INFORMED_HOW_NONE;
    }
    return OK;
}

enum status list_contacts(struct app *app, const struct actor *actor, struct contact_owner owner, bool gone, struct arena *a,
                          struct contact **out, size_t *count_out)
{
    unsigned rights;
    struct contact *list;
    size_t count;
    TRY(owner_rights(app, actor, owner, &rights));
    struct contact_filter filter = {.employer = owner.employer, .agency = owner.agency,
                                    .present_on = gone ? DAY_NONE : app_today(app)};
    TRY(contact_list(app_store(app), &filter, CONTACTS_MOST, a, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(answer_hide(app, actor, rights, a, &list[i]));
    *out = list;
    *count_out = count;
    return OK;
}

enum status get_contact(struct app *app, const struct actor *actor, struct contact_id id, struct arena *a,
                        struct contact_view *out)
{
    struct contact_view view;
    struct employer employer;
    struct agency agency;
    TRY(contact_get(app_store(app), id, a, &view.contact));
    TRY(owner_rights(app, actor, owner_of(&view.contact), &view.rights));
    TRY(may_answer(app, actor, view.rights, view.contact.email, a, &view.may_answer));
    TRY(answer_hide(app, actor, view.rights, a, &view.contact));
    if (view.contact.employer.value != 0) {
        TRY(employer_get(app_store(app), view.contact.employer, a, &employer));
        view.owner_name = employer.name;
    } else {
        TRY(agency_get(app_store(app), view.contact.agency, a, &agency));
        view.owner_name = agency.name;
    }
    *out = view;
    return OK;
}

enum status contact_held(struct app *app, const struct actor *actor, const struct contact *c, bool *out)
{
    unsigned rights;
    TRY(owner_rights(app, actor, owner_of(c), &rights));
    return address_on_hold(app_store(app), c->email, out);
}

struct contact_job {
    struct contact contact;
    struct contact_id id;
};

static enum status contact_write(struct store_tx *tx, void *arg)
{
    struct contact_job *job = arg;
    if (job->contact.id.value == 0)
        return contact_insert(tx, &job->contact, &job->id);
    return contact_update(tx, &job->contact);
}

static void answer_copy(struct contact *to, const struct contact *from)
{
    to->informed = from->informed;
    to->informed_on = from->informed_on;
    to->informed_how = from->informed_how;
}

static enum status contact_ready(struct app *app, const struct actor *actor, unsigned rights, const struct contact *typed,
                                 const struct contact *stood, struct arena *a, struct issues *issues, struct contact *out)
{
    bool answers;
    size_t before = issues->count;
    contact_read(typed, a, out);
    // Whose address it was decides, so that writing the own one into another's contact opens nothing.
    TRY(may_answer(app, actor, rights, stood == NULL ? out->email : stood->email, a, &answers));
    if (!answers)
        answer_copy(out, stood == NULL ? &(struct contact){.informed_on = DAY_NONE} : stood);
    else if (actor->role == ROLE_EMPLOYER && (stood == NULL ? out->informed != INFORMED_NOT_ASKED : out->informed != stood->informed)) {
        out->informed_how = out->informed == INFORMED_NOT_ASKED ? INFORMED_HOW_NONE : INFORMED_OWN_PAGE;
        out->informed_on = out->informed == INFORMED_NOT_ASKED ? DAY_NONE : app_today(app);
    } else if (actor->role == ROLE_EMPLOYER && stood != NULL) {
        answer_copy(out, stood);
    }
    contact_check(out, app_today(app), issues);
    return issues->count > before ? INVALID : OK;
}

enum status add_contact(struct app *app, const struct actor *actor, const struct contact *typed, struct issues *issues,
                        struct contact_id *id_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct contact_job job = {0};
    unsigned rights;
    TRY(owner_rights(app, actor, owner_of(typed), &rights));
    TRY(rights_ask(rights, RIGHT_TELL));
    TRY(contact_ready(app, actor, rights, typed, NULL, a, issues, &job.contact));
    job.contact.id = (struct contact_id){0};
    TRY(store_write(app_store(app), actor, app_now(app), contact_write, &job));
    *id_out = job.id;
    return OK;
}

static enum status contact_stood(struct app *app, const struct actor *actor, struct contact_id id, struct arena *a,
                                 struct contact *out, unsigned *rights_out)
{
    TRY(contact_get(app_store(app), id, a, out));
    TRY(owner_rights(app, actor, owner_of(out), rights_out));
    return rights_ask(*rights_out, RIGHT_TELL);
}

enum status edit_contact(struct app *app, const struct actor *actor, const struct contact *typed, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct contact_job job = {0};
    struct contact stood, edited = *typed;
    unsigned rights;
    TRY(contact_stood(app, actor, typed->id, a, &stood, &rights));
    edited.employer = stood.employer;
    edited.agency = stood.agency;
    TRY(contact_ready(app, actor, rights, &edited, &stood, a, issues, &job.contact));
    return store_write(app_store(app), actor, app_now(app), contact_write, &job);
}

enum status end_contact(struct app *app, const struct actor *actor, struct contact_id id, int64_t version, day on,
                        struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct contact_job job = {0};
    unsigned rights;
    TRY(contact_stood(app, actor, id, a, &job.contact, &rights));
    if (on != DAY_NONE && (on > app_today(app) || on < day_make(2000, 1, 1))) {
        issues_add(issues, "left_on", N_("Write a day after the year 2000 and not after today"));
        return INVALID;
    }
    job.contact.version = version;
    job.contact.left_on = on;
    return store_write(app_store(app), actor, app_now(app), contact_write, &job);
}
