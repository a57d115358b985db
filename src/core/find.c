// SPDX-License-Identifier: EUPL-1.2
#include "core/find.h"

enum thing find_thing(enum find_kind kind)
{
    switch (kind) {
    case FIND_EMPLOYER:
    case FIND_WORKPLACE:
    case FIND_CONTACT:
    case FIND_NETWORK:
        return THING_EMPLOYER;
    case FIND_AGENCY:
        return THING_AGENCY;
    case FIND_NEED:
        return THING_NEED;
    case FIND_ACTIVITY:
        return THING_ACTIVITY;
    case FIND_EVENT:
        return THING_EVENT;
    case FIND_MAILING:
    case FIND_LETTER:
        return THING_MAILING;
    }
    return THING_PROGRAMME;
}

enum find_scope find_scope(const struct actor *actor, enum find_kind kind)
{
    struct access_facts any = {.thing = find_thing(kind)}, own = any, published = any;
    own.employer = actor->employer;
    published.published = true;
    if (access_may(actor, &any, RIGHT_SEE))
        return FIND_ALL;
    // Contacts and networks are what the programme notes of an employer, not the employer's own register.
    bool owned = kind != FIND_CONTACT && kind != FIND_NETWORK && access_may(actor, &own, RIGHT_SEE);
    if (access_may(actor, &published, RIGHT_SEE))
        return owned ? FIND_OWN_OR_PUBLISHED : FIND_PUBLISHED;
    return owned ? FIND_OWN : FIND_NONE;
}
