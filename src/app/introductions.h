// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_INTRODUCTIONS_H
#define APP_INTRODUCTIONS_H

#include "app/app.h"
#include "core/employer.h"
#include "core/introduction.h"

// Introducing firms that have hired before to employers that are new to it. For who may FOLLOW employers; who may EDIT
// them introduces, and writes down what came of it.

struct introduction_line {
    struct introduction introduction;
    const char *reference_name, *newcomer_name, *by_name; // by_name "" nobody known
};
// An employer's, on either side, newest first.
MUST_USE enum status list_introductions(struct app *app, const struct actor *actor, struct employer_id employer,
                                        struct arena *a, struct introduction_line **out, size_t *count_out);
MUST_USE enum status get_introduction(struct app *app, const struct actor *actor, struct introduction_id id, struct arena *a,
                                      struct introduction_line *out);

// Who could be introduced to it: firms that have said yes, the likest first: of the same industry, in the same
// municipality, employing many already, asked seldom.
struct reference_line {
    struct employer_id id;
    const char *name;
    bool same_industry, same_municipality, many;
    size_t introductions; // so far
};
MUST_USE enum status suggest_references(struct app *app, const struct actor *actor, struct employer_id newcomer, size_t most,
                                        struct arena *a, struct reference_line **out, size_t *count_out);

// reference, newcomer and on are read. Issues on reference and on. CONFLICT, with the sentence in issues: these two have been
// introduced already.
MUST_USE enum status introduce(struct app *app, const struct actor *actor, const struct introduction *typed,
                               struct issues *issues, struct introduction_id *id_out);
// outcome and words are read, by id and version. named_other: whom the words seem to name is no candidate (app/mentions.h).
MUST_USE enum status note_introduction(struct app *app, const struct actor *actor, const struct introduction *typed,
                                       bool named_other, struct issues *issues);

#endif
