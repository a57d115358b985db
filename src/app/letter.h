// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_LETTER_H
#define APP_LETTER_H

#include "app/app.h"
#include "store/outbox_store.h"

// A notice as its receiver gets it. The words follow from the kind, the language and the programme alone, and, of kinds
// that bring one, a secret: a code or a link.
struct letter {
    const char *from_name;      // the programme's
    const char *to_name, *to;
    const char *subject, *text; // in the receiver's language
    enum lang lang;
};
// Reads whom it goes to now. What cannot go: *instead_out is the state it gets, and there is no letter.
// OUTBOX_WAITING: it can.
MUST_USE enum status letter_make(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out,
                                 enum outbox_state *instead_out);

enum receiver { TO_PERSON, TO_USER, TO_INVITED };
// secret "": none is shown.
const char *letter_text(enum outbox_kind kind, enum receiver to, enum lang lang, const char *programme, const char *site,
                        const char *secret, struct arena *a);

#endif
