// SPDX-License-Identifier: EUPL-1.2
#include "core/network.h"

#include "base/text.h"
#include "core/named.h"

static const struct named KINDS[NETWORK_KINDS] = {
    [NETWORK_NETWORK] = {"network", N_("Network")},
    [NETWORK_CENTRE] = {"centre", N_("Shopping centre")},
    [NETWORK_CHAIN] = {"chain", N_("Chain")},
    [NETWORK_COUNCIL] = {"council", N_("Business council")},
};
NAMED(network_kind, KINDS)

void network_check(const struct network *n, struct issues *issues)
{
    if (n->name == NULL || n->name[0] == '\0')
        issues_add(issues, "name", N_("Write the name"));
    else if (text_length(n->name) > NETWORK_NAME_MOST)
        issues_add_arg(issues, "name", N_("Write at most %s characters"), "100");
}
