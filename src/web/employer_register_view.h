// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_EMPLOYER_REGISTER_VIEW_H
#define WEB_EMPLOYER_REGISTER_VIEW_H

#include "app/employers.h"
#include "web/http.h"

// What the business register says of an employer, beside what stands here.
struct employer_register_view {
    struct employer_register unit;
    const struct register_offer *offers;
    size_t offer_count;
    const char *path; // "/employers/123"
    bool may_edit, own;
    bool numbered;    // the employer has an organisation number
};
MUST_USE enum status employer_register_fill(struct request *r, const struct employer_view *at,
                                            struct employer_register_view *out);

#endif
