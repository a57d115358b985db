// SPDX-License-Identifier: EUPL-1.2
#include "app/agencies.h"

#include <stdlib.h>

#include "app/internal.h"
#include "store/contact_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

enum { CONTACTS_MOST = 500 };

static unsigned agency_rights(const struct actor *actor, struct agency_id id)
{
    struct access_facts facts = {.thing = THING_AGENCY, .agency = id};
    return access_rights(actor, &facts);
}

static enum status line_fill(struct app *app, const struct actor *actor, const struct agency *agency, struct arena *a,
                             struct agency_line *out)
{
    struct contact *contacts;
    struct user *users;
    int64_t people;
    struct agency_line line = {.agency = *agency, .own = actor->agency.value == agency->id.value};
    TRY(contact_list(app_store(app), &(struct contact_filter){.agency = agency->id, .present_on = app_today(app)}, CONTACTS_MOST, a,
                     &contacts, &line.contacts));
    TRY(user_list_of_agency(app_store(app), agency->id, a, &users, &line.users));
    TRY(person_count(app_store(app), agency->id, app_today(app), &people));
    line.people = band_of((size_t)people);
    *out = line;
    return OK;
}

static int active_first(const void *a, const void *b)
{
    const struct agency_line *x = a, *y = b;
    if (x->agency.active != y->agency.active)
        return x->agency.active ? -1 : 1;
    return lang_compare(x->agency.name, y->agency.name);
}

enum status list_agency_lines(struct app *app, const struct actor *actor, struct arena *a, struct agency_line **out,
                              size_t *count_out)
{
    struct agency *agencies;
    size_t agency_count, count = 0;
    if ((kind_rights(actor, THING_AGENCY) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(agency_list(app_store(app), a, &agencies, &agency_count));
    struct agency_line *lines = ARENA_ARRAY(a, struct agency_line, agency_count);
    for (size_t i = 0; i < agency_count; i++)
        if ((agency_rights(actor, agencies[i].id) & RIGHT_SEE) != 0)
            TRY(line_fill(app, actor, &agencies[i], a, &lines[count++]));
    qsort(lines, count, sizeof *lines, active_first);
    *out = lines;
    *count_out = count;
    return OK;
}

enum status get_agency_line(struct app *app, const struct actor *actor, struct agency_id id, struct arena *a,
                            struct agency_line *out, unsigned *rights_out)
{
    struct agency agency;
    unsigned rights = agency_rights(actor, id);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(agency_get(app_store(app), id, a, &agency));
    TRY(line_fill(app, actor, &agency, a, out));
    *rights_out = rights;
    return OK;
}
