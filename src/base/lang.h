// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"

// The language is an argument, never the process locale. English is the msgid; Norwegian comes from po/nb.po,
// compiled into the binary. A missing translation shows the msgid; a test keeps that from happening.
enum lang { LANG_NB, LANG_EN };

const char *lang_tag(enum lang l);                       // "nb", "en"
enum lang lang_from_tag(const char *tag, enum lang fallback);

const char *tr(enum lang l, const char *msgid);
// For msgids that need a context ("state|open"): the text before the bar is not shown.
const char *tr_context(enum lang l, const char *context, const char *msgid);
// Plural: both languages have the forms n == 1 and n != 1. The text may hold one %s, which gets n grouped as lang_number.
char *tr_n(enum lang l, struct arena *a, const char *one, const char *many, int64_t n);
// Puts arg in place of the text's one %s; arg is not translated. Any other % stays as it is.
char *tr_arg(enum lang l, struct arena *a, const char *msgid, const char *arg);

// By ICU. "5. juni 2014" / "5 June 2014"; "10 000" with a hard space / "10,000"; instants in Norwegian time, "kl. 09.00".
char *lang_day(enum lang l, struct arena *a, day d);           // "" for DAY_NONE
char *lang_month(enum lang l, struct arena *a, month m);       // "juni 2014"
char *lang_instant(enum lang l, struct arena *a, int64_t ms);  // "5. juni 2014 kl. 09.00"
char *lang_number(enum lang l, struct arena *a, int64_t n);
char *lang_language(enum lang l, struct arena *a, const char *iso639_3); // "arabisk"; the code itself when unknown

// Order for people's eyes: ICU collation of Norwegian bokmål, whatever the language of the page.
int lang_compare(const char *a, const char *b);
// Bytes that strcmp orders as lang_compare orders the texts: for sorting many, and for keeping them sorted.
char *lang_sort_key(struct arena *a, const char *text);
// For search: lower case without accents, ligatures and letters outside Latin transliterated; "Øvre Åsen" → "ovre asen".
char *lang_fold(struct arena *a, const char *text);
char *lang_lower(struct arena *a, const char *text);
// The first letter large: names of languages are written small in Norwegian, and stand first in a line.
char *lang_capital(struct arena *a, const char *text);

#endif
