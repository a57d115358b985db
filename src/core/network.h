// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_NETWORK_H
#define CORE_NETWORK_H

#include "base/day.h"
#include "base/issues.h"
#include "core/id.h"

// What employers belong to, and where the programme can meet many of them at once.
enum network_kind { NETWORK_NETWORK, NETWORK_CENTRE, NETWORK_CHAIN, NETWORK_COUNCIL };
enum { NETWORK_KINDS = 4, NETWORK_NAME_MOST = 100 };
const char *network_kind_name(enum network_kind k); // as stored: "centre"
bool network_kind_read(const char *name, enum network_kind *out);
const char *network_kind_title(enum network_kind k); // English msgid

struct network {
    struct network_id id;
    int64_t version;
    const char *name;
    enum network_kind kind;
    bool active;
    int64_t created_at;
};
void network_check(const struct network *n, struct issues *issues); // issues on name

#endif
