// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_MARKDOWN_INSIDE_H
#define EXCHANGE_MARKDOWN_INSIDE_H

#include <cmark-gfm.h>

#include "base/arena.h"

// The document as lines of plain text.
const char *markdown_lines(cmark_node *root, struct arena *a);

#endif
