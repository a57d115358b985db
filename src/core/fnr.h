// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_FNR_H
#define CORE_FNR_H

#include <stdbool.h>

enum { FNR_TEXT = 12 }; // eleven digits and NUL

// Is this a fødselsnummer or D-number? Spaces and hyphens between digits are left out. Holds for both rules of the
// first check digit: that of today, and that in force alone from 2032, which is already handed out beside it.
// Synthetic numbers (month + 80, Tenor) only when synthetic is true. H-numbers (month + 40) are refused: hospitals make
// them for themselves, so two of them may be one person.
// The digits are for a keyed token and nothing else: do not store or show them, and read neither birth date, age nor
// sex out of them – the number says neither for certain after 2031, and the programme may not ask. No function here does.
bool fnr_read(const char *typed, bool synthetic, char out[FNR_TEXT]);

#endif
