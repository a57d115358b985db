// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ME_VIEW_H
#define WEB_ME_VIEW_H

#include "app/referral_matter.h"
#include "app/shares.h"
#include "web/need_view.h"
#include "web/person_view.h"
#include "web/profile_words.h"

// What the candidate's own pages show (screen 26). Texts are in the page's language unless called msgid.

// What one referral is about, in words to the person it is about.
struct me_matter {
    const struct referral_matter *matter;
    const char *title;        // of the need
    const char *occupation;
    const char *name, *phone; // the person's own, as they are shown to the employer
    struct profile_words words;
    struct need_reason *reasons;
    size_t reason_count, met;
};
MUST_USE enum status me_matter_get(struct request *r, struct referral_id referral, struct me_matter *out);

struct me_question_view {
    const struct share_view *share;
    struct me_matter at;
    const char *stands;  // how it stands, in a sentence
    const char *refusal; // msgid: why what was just tried cannot be done; NULL
    const char *path;
};
// "Du svarte ja 1. september 2016 …"
const char *question_stands(enum lang lang, const struct share_view *share, struct arena *a);

#endif
