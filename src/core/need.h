// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_NEED_H
#define CORE_NEED_H

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"
#include "core/id.h"
#include "core/requirement.h"

enum need_state { NEED_DRAFT, NEED_OPEN, NEED_FILLED, NEED_WITHDRAWN };
enum employment_form { FORM_PERMANENT, FORM_TEMPORARY, FORM_SUBSTITUTE, FORM_SEASONAL, FORM_APPRENTICE };

enum { NEED_POSITIONS_MOST = 99, NEED_TITLE_MOST = 120, NEED_TEXT_MOST = 4000, NEED_REASON_MOST = 500 };

// An employer's need. A draft may lack anything but its workplace; need_check says what keeps it from opening.
struct need {
    struct need_id id;
    int64_t version; // counts up at each change
    enum need_state state;
    struct employer_id employer;
    struct workplace_id workplace;
    const char *title;        // "Butikkmedarbeider, kveld og helg"
    struct code occupation;   // STYRK-08, 4 digits
    uint8_t positions;
    struct code place;        // region area
    day start_from, start_latest;
    uint8_t share_least, share_most; // per cent of full time
    uint8_t times;            // bits of enum work_time: the person must be able to do each
    enum employment_form form;
    const char *description;
    const struct requirement *requirements; // stated ones, without place, time, share and start
    size_t requirement_count;
    uint32_t lot;
    // Need first: who at the employer stated it and, before it opens, confirmed it (product.md, rule 1).
    struct user_id stated_by;
    const char *confirmed_by_name; // the employer's person, "" while unconfirmed
    int64_t confirmed_at;          // 0 while unconfirmed
    const char *wording_reason;    // why it opened in spite of a warning about its wording, or ""
    int64_t created_at, opened_at, closed_at;
};

// What keeps a need from opening (draft = false) or a draft step from being stored (draft = true), field by field and
// all at once: fields are named as here, a stated requirement's "requirements[2].weight". A draft may lack what it has
// not come to; what it gives must be right, save that its start may have passed meanwhile. A need that is open already
// may be changed after its start_from, until its start_latest.
void need_check(const struct need *n, day today, bool draft, struct issues *issues);
// A single requirement: levels on their ladders, weight, language reason, evidence; field is the prefix of its names:
// "requirements[2]" gives "requirements[2].weight", ".least", ".work_reason", ".atoms", ".atoms[0].code" (.part,
// .level), ".share_least", ".start_latest".
void requirement_check(const struct requirement *r, const char *field, struct issues *issues);

// May the state change? Only draft → open, open → filled, draft/open → withdrawn, withdrawn → draft, filled → open.
bool need_state_may(enum need_state from, enum need_state to);

// All of a need's requirements in the order the engine and every page numbers them: place, times (day … shift), share,
// start (all musts), then the stated ones. At most REQUIREMENTS_MOST; need_check refuses more. What a draft does not
// give yet is left out. The list is the arena's; its work_reasons are the need's own.
size_t need_requirements(const struct need *n, struct arena *a, const struct requirement **out);

// The requirements list ↔ its stored text form, which begins with its version. Encoding takes what requirement_check
// lets through; an empty work_reason comes back as NULL, all else as it was. Reading refuses (INVALID) what
// requirements_encode did not write.
const char *requirements_encode(const struct requirement *list, size_t count, struct arena *a);
MUST_USE enum status requirements_decode(const char *text, struct arena *a, const struct requirement **list_out,
                                         size_t *count_out);
#endif
