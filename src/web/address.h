// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ADDRESS_H
#define WEB_ADDRESS_H

#include <stdint.h>

#include "base/buf.h"

// Puts an address together: a path, then address_add for each part of its query. What was typed may be a value: all but
// letters, digits and -._~ is percent-encoded, so that the result may go through safe_url and reply_redirect.
struct buf address_in(struct arena *a, const char *path);
void address_add(struct buf *b, const char *name, const char *value);  // "" and NULL add nothing
void address_add_number(struct buf *b, const char *name, int64_t n);

#endif
