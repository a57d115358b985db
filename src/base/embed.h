// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

// Files in the binary, put there by tools/embed.sh: EMBED(nb_mo); gives embed_nb_mo and EMBED_SIZE(nb_mo). A NUL that
// the size does not count follows each.
#define EMBED(name)                                                                                                    \
    extern const unsigned char embed_##name[] __attribute__((visibility("hidden")));                                   \
    extern const unsigned char embed_##name##_end[] __attribute__((visibility("hidden")))
#define EMBED_SIZE(name) ((size_t)(embed_##name##_end - embed_##name))

#endif
