// SPDX-License-Identifier: EUPL-1.2
#include "app/internal.h"
#include "store/employer_store.h"
#include "store/merge_store.h"
#include "store/need_store.h"
#include "store/person_store.h"

unsigned kind_rights(const struct actor *actor, enum thing thing)
{
    // For making something: the conditions on employer and agency are those of what is about to be made by the actor.
    struct access_facts facts = {.thing = thing, .employer = actor->employer, .agency = actor->agency};
    return access_rights(actor, &facts);
}

enum status rights_ask(unsigned has, unsigned asked)
{
    return (has & asked) == asked ? OK : DENIED;
}

static enum status rights_seen(const struct actor *actor, enum status status, const struct access_facts *facts,
                               unsigned *rights_out)
{
    TRY(status);
    unsigned rights = access_rights(actor, facts);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    *rights_out = rights;
    return OK;
}

enum status person_rights(struct app *app, const struct actor *actor, struct person_id id, unsigned *rights_out)
{
    struct access_facts facts = {0};
    enum status status = person_access_facts(app_store(app), actor, id, app_today(app), &facts);
    return rights_seen(actor, status, &facts, rights_out);
}

enum status employer_rights(struct app *app, const struct actor *actor, struct employer_id id, unsigned *rights_out)
{
    struct access_facts facts = {0};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_merge merge;
    enum status status = employer_access_facts(app_store(app), id, &facts);
    TRY(rights_seen(actor, status, &facts, rights_out));
    status = merge_of_gone(app_store(app), id, a, &merge);
    if (status == OK) // what was written there now, from a page opened before, nobody would find
        *rights_out &= RIGHT_SEE;
    return status == NOT_FOUND ? OK : status;
}

enum status need_rights(struct app *app, const struct actor *actor, struct need_id id, unsigned *rights_out)
{
    struct access_facts facts = {0};
    enum status status = need_access_facts(app_store(app), id, &facts);
    return rights_seen(actor, status, &facts, rights_out);
}
