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

// What a visitor may see, everybody may.
static bool sees(const struct actor *actor, const struct access_facts *facts)
{
    const struct actor visitor = {.role = ROLE_PUBLIC};
    return access_may(actor, facts, RIGHT_SEE) || access_may(&visitor, facts, RIGHT_SEE);
}

bool find_seen(const struct actor *actor, enum find_kind kind, const struct find_row *row)
{
    struct access_facts facts = {.thing = find_thing(kind), .employer = row->owner, .published = row->published};
    return sees(actor, &facts);
}

enum find_scope find_scope(const struct actor *actor, enum find_kind kind)
{
    struct access_facts any = {.thing = find_thing(kind)}, own = any, published = any;
    own.employer = actor->employer;
    published.published = true;
    if (sees(actor, &any))
        return FIND_ALL;
    // Contacts and networks are what the programme notes of an employer, not the employer's own register.
    bool owned = kind != FIND_CONTACT && kind != FIND_NETWORK && sees(actor, &own);
    if (sees(actor, &published))
        return owned ? FIND_OWN_OR_PUBLISHED : FIND_PUBLISHED;
    return owned ? FIND_OWN : FIND_NONE;
}
