// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_SKILL_OFFER_H
#define WEB_SKILL_OFFER_H

#include "base/code.h"
#include "web/http.h"

// Skills that go with occupations and are not named yet, to be ticked; of need form and profile.
struct skill_offer {
    const char *code, *label;
    const char *tongue; // the label's language when it is not the page's: "en"; NULL
    bool esco;          // ESCO says that it goes with the occupation
};
struct skill_offers {
    struct skill_offer *essential, *optional;
    size_t essential_count, optional_count;
    const char *attribution; // msgid, when some are of ESCO; else NULL
};

// The skills of these occupations without those in `named`.
void skill_offers_make(struct request *r, const struct code *occupations, size_t count, const struct code *named,
                       size_t named_count, struct skill_offers *out);
// Those ticked in the request's form that the catalogue has, each once; at most `most`.
size_t skill_offers_read(struct request *r, struct code *out, size_t most);

#endif
