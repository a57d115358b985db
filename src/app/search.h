// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_SEARCH_H
#define APP_SEARCH_H

#include "app/app.h"
#include "core/find.h"

// Search over everything (screen 20). The index stands in memory and follows the change log (finder.c); candidates are looked
// for in the agency's roster, where names stand unsealed anyway, so that no second copy of them has to be wiped.
enum { SEARCH_SHOWN = 5, SEARCH_SHOWN_ALL = 100, SEARCH_TEXT_MOST = 200 };

struct search_person {
    struct person_id person;
    const char *name;
};
struct search_group {
    size_t count;   // things that hold all that was typed
    size_t similar; // with another spelling; only told when count is less than was asked for
    bool begun;     // the lists' own filters, which look for words' beginnings, would show the same
    struct find_row *rows; // the best: first those of count
    size_t row_count, exact_count; // exact_count of them as typed
};
struct search_result {
    struct search_group groups[FIND_KINDS];
    size_t person_count, person_similar; // of the own agency, enrolled today
    struct search_person *persons;
    size_t person_row_count, person_exact_count;
    bool searches_people; // the reader has people to search among
    bool empty_question;  // nothing that can be looked for was typed
};

struct search_query {
    const char *text;
    bool one_group;       // only this one, and SEARCH_SHOWN_ALL of it
    bool people;          // that one is the candidates
    enum find_kind kind;
};
// Only what the access rule lets the actor see: each row that is shown has been asked for again. Names of candidates that are
// shown are logged as read. NOT_FOUND: a visitor.
MUST_USE enum status search_all(struct app *app, const struct actor *actor, const struct search_query *query, struct arena *a,
                                struct search_result *out);

#endif
