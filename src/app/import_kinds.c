// SPDX-License-Identifier: EUPL-1.2
#include "app/imports.h"

#define KIND(kind) extern const struct import_kind kind;
#include "app/import_kinds.def"
#undef KIND

#define KIND(kind) &kind,
const struct import_kind *const IMPORT_KINDS[] = {
#include "app/import_kinds.def"
    NULL,
};
#undef KIND
