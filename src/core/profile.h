// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_PROFILE_H
#define CORE_PROFILE_H

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"
#include "core/competence.h"
#include "core/id.h"

// A candidate's profile: what the engine reads (competence), and beside it the words a person put to each fact, which
// the engine's types have no place for. Stored as one document sealed under the person's key.
struct profile {
    struct person_id person;
    int64_t version; // counts up by one at each change; edits name the version they were made on
    uint32_t lot;    // 32 random bits drawn when the profile is made
    struct competence competence;
    const char *const *fact_texts; // one per fact, in the same order: "Butikk i Aleppo", "" for none
    const char *headline;          // the person's own sentence on what they look for, or ""
    int64_t updated_at;
};

enum { PROFILE_FACTS_MOST = 200, PROFILE_TEXT_MOST = 500, PROFILE_PLACES_MOST = 64 };

// Checks values and bounds against each other; names fields as the candidate form does: "facts", "facts[3].from"
// (.kind, .evidence, .code, .part, .level, .no, .to, .expires, .text), "complete", "free_from", "share_least",
// "share_most", "times", "places", "headline". Work may have been done up to today's month, not after. Texts are
// counted in characters. Codes are checked against the catalogue by the caller, who has one.
void profile_check(const struct profile *p, day today, struct issues *issues);

// The stored form: versioned, compact, byte order fixed. Encoding takes what profile_check lets through. Reading gives
// exactly what was encoded (texts are never NULL), refuses what was not written by profile_encode (INVALID) and never
// reads outside the bytes. All that it gives out is the arena's.
void profile_encode(const struct profile *p, struct arena *a, const unsigned char **bytes_out, size_t *size_out);
MUST_USE enum status profile_decode(const unsigned char *bytes, size_t size, struct arena *a, struct profile *out);

#endif
