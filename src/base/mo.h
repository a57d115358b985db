// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_MO_H
#define BASE_MO_H

#include <stddef.h>

// Compiled translations (GNU gettext's .mo, as msgfmt writes them on this machine), read where they lie. gettext()
// itself takes its language from the process; ours is an argument.
struct mo {
    const unsigned char *bytes;
    size_t size;
};

// The translation of msgid (of its singular, where it has a plural) in a context (NULL: none), or NULL. Points into
// the bytes; plural forms follow each other, each ended by NUL, length_out (may be NULL) counts them all.
const char *mo_find(struct mo m, const char *context, const char *msgid, size_t *length_out);

#endif
