// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PICK_H
#define WEB_PICK_H

#include "base/issues.h"
#include "core/catalogue.h"
#include "web/components.h"

// What was meant in a combobox (components.h). With script the field NAME_code says it; it is believed only when the
// text beside it is the name of that code. Without script the text itself is resolved, and when that fails the page shows
// the likely ones as radio buttons: NAME_pick, good only for the text NAME_asked that they were offered for.
enum picked { PICK_EMPTY, PICK_FOUND, PICK_UNSURE };

struct pick {
    enum picked how;
    const char *name; // of the field
    const char *text; // as typed
    struct code code; // PICK_FOUND in the catalogue
    int64_t id;       // PICK_FOUND among workplaces and people
    const char *value, *meant; // PICK_FOUND: the code or id as text; what was found in words
    struct option *maybe; // PICK_UNSURE: what it may be, likeliest first; may be none
    size_t maybe_count;
};

enum { PICK_OFFERED_MOST = 6 };

// sent is r->form or r->query.
struct pick pick_catalogue(const struct request *r, const struct form *sent, const char *name, enum catalogue_kind kind);
// The same for workplaces, within what the actor may see.
MUST_USE enum status pick_workplace(const struct request *r, const struct form *sent, const char *name, struct pick *out);
// The same for the own agency's people of today, whose names are typed into a form by POST and stand in no address.
MUST_USE enum status pick_person(const struct request *r, const struct form *sent, const char *name, struct pick *out);
// PICK_UNSURE as an issue of the field.
void pick_issue(const struct pick *p, struct issues *issues);

#endif
