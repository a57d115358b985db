// SPDX-License-Identifier: EUPL-1.2
#include "app/list_choices.h"

#include "app/internal.h"
#include "store/employer_mark.h"
#include "store/programme_store.h"
#include "store/user_store.h"

static enum status may_list(const struct actor *actor)
{
    return access_may(actor, &(struct access_facts){.thing = THING_EMPLOYER}, RIGHT_SEE) ? OK : NOT_FOUND;
}

enum status list_office(struct app *app, const struct actor *actor, struct arena *a, struct named_user **out, size_t *count_out)
{
    struct agency *agencies;
    struct user *users = NULL;
    size_t agency_count, count = 0;
    TRY(may_list(actor));
    TRY(agency_list(app_store(app), a, &agencies, &agency_count));
    for (size_t i = 0; i < agency_count; i++)
        if (agencies[i].kind == AGENCY_PROGRAMME)
            TRY(user_list_of_agency(app_store(app), agencies[i].id, a, &users, &count));
    struct named_user *list = ARENA_ARRAY(a, struct named_user, count);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct named_user){users[i].id, users[i].name};
    *out = list;
    *count_out = count;
    return OK;
}

enum status list_named_networks(struct app *app, const struct actor *actor, struct arena *a, struct named_network **out,
                                size_t *count_out)
{
    struct network_name *names;
    size_t count;
    TRY(may_list(actor));
    TRY(network_names(app_store(app), a, &names, &count));
    struct named_network *list = ARENA_ARRAY(a, struct named_network, count);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct named_network){names[i].id, names[i].name};
    *out = list;
    *count_out = count;
    return OK;
}
