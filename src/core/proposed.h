// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_PROPOSED_H
#define CORE_PROPOSED_H

#include "core/competence.h"
#include "core/id.h"

// What a CV proposes for a person's profile: nothing of it counts before somebody has said yes to it. Belongs to the
// person and is kept sealed under the person's key, like the profile.

enum proposed_state { PROPOSED_OPEN, PROPOSED_TAKEN, PROPOSED_LEFT };
enum { PROPOSED_CODES = 5, PROPOSED_DAYS = 90 }; // after so many days proposals go, whatever became of them
enum { PROPOSED_NO_LEVEL = -1 };

struct proposed {
    int number; // 1, 2 … within its CV
    enum fact_kind kind;
    enum proposed_state state;
    const char *source;   // how the CV words it, one line
    const char *what;     // of that, what the code was looked for by; "" for none
    struct code codes[PROPOSED_CODES]; // what it may mean, likeliest first
    int confidence[PROPOSED_CODES];    // per cent, 0 unknown
    int code_count;
    bool code_sure;       // codes[0] is meant
    int nkr;              // education: 0 not said
    int levels[LANGUAGE_PARTS]; // enum cefr or PROPOSED_NO_LEVEL
    bool mother_tongue;   // the CV calls it so; a level somebody has to say
    bool guessed;         // levels are taken from words that say less than four parts or a framework's level do
    bool years_only;      // from and to are the months that are certain
    bool current;
    month from, to;
    day expires;
    int64_t taken_in;     // PROPOSED_TAKEN: the profile's version that holds it first
};

// A part of the CV that gave nothing: English msgids, and what the CV said or "".
struct proposed_left {
    const char *part, *text, *reason;
};

struct cv_id {
    int64_t value;
};

struct proposed_cv {
    struct cv_id id;
    struct person_id person;
    int64_t version;      // counts up by one at each change
    const char *format;   // cv_format_name (exchange/cv.h)
    bool from_pdf;
    day read_on, expires_on;
    struct proposed *items;
    int item_count;
    const struct proposed_left *left;
    int left_count;
};

// What has to be chosen before it can be taken, as bits; 0: it is sure.
enum proposed_lack {
    LACKS_CODE = 1,   // education may be taken without a field all the same
    LACKS_LEVEL = 2,
    LACKS_FROM = 4,
    LACKS_TO = 8,
    LACKS_LOOK = 16,  // all is there, but guessed
};
unsigned proposed_lacks(const struct proposed *p);

// Two that say the same: read from the same line of the same file, say.
bool proposed_same(const struct proposed *one, const struct proposed *other);

// The facts that taking p would add: one, or one a part of a language whose level is known. evidence stated.
enum { PROPOSED_FACTS_MOST = LANGUAGE_PARTS };
size_t proposed_facts(const struct proposed *p, struct fact facts_out[PROPOSED_FACTS_MOST]);

// Is the fact, or more than it, held already? Work: the same occupation over the whole time; a language's part at that
// level or above; education of that level in that field or a part of it, whatever the evidence.
bool proposed_held(const struct fact *f, const struct competence *c);
// The index of a held fact that says less of the same and only as stated, so that taking f replaces it: a lower level of
// the language's part, "I do not have this", a licence that expires earlier, the same work that begins alike and ends
// earlier. fact_count: none.
size_t proposed_replaces(const struct fact *f, const struct competence *c);

#endif
