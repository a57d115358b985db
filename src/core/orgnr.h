// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_ORGNR_H
#define CORE_ORGNR_H

#include <stdbool.h>

#include "base/arena.h"

enum { ORGNR_TEXT = 10 }; // nine digits and NUL

// An organisation number as people type it: spaces (hard ones too), full stops and hyphens between digits, "NO" before,
// "MVA" or "Foretaksregisteret" after, "0192:" (ISO 6523) before. False unless it is nine digits with the right check
// digit (weights 3 2 7 6 5 4 3 2, modulus 11; Brønnøysund) and begins with 8 or 9 – or with 2 or 3, the numbers of test
// data, when synthetic is true. NULL is false.
bool orgnr_read(const char *typed, bool synthetic, char out[ORGNR_TEXT]);

// "889640782" → "889 640 782" with hard spaces. Anything that is not nine digits comes back as it is.
char *orgnr_format(struct arena *a, const char *orgnr);

#endif
