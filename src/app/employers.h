// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_EMPLOYERS_H
#define APP_EMPLOYERS_H

#include "app/app.h"
#include "core/employer.h"
#include "core/region.h"

struct employer_view {
    struct employer employer;
    const char *owner_name;
    struct workplace *workplaces;
    size_t workplace_count;
    size_t open_needs, open_positions;
    unsigned rights;
};
MUST_USE enum status get_employer(struct app *app, const struct actor *actor, struct employer_id id, struct arena *a,
                                  struct employer_view *out);

enum employer_sort { EMPLOYERS_BY_NAME, EMPLOYERS_BY_EMPLOYEES, EMPLOYERS_BY_STAGE, EMPLOYERS_BY_CREATED };
struct employer_query {
    const char *text;      // words of the name, or an organisation number; "" all
    unsigned stages;       // bits 1 << enum employer_stage, 0 all
    struct code area;      // with a workplace in that region area; {0} all
    bool open_needs, pledged;
    enum employer_sort sort;
    bool descending;
    const char *after;
    size_t most;
};
struct employer_row {
    struct employer_id id;
    const char *orgnr, *name, *area_names;
    int employees;
    enum employer_stage stage;
    int pledged;
    size_t open_needs, open_positions;
};
struct employer_page {
    struct employer_row *rows;
    size_t row_count;
    const char *next;
    size_t total;
};
MUST_USE enum status list_employers(struct app *app, const struct actor *actor, const struct employer_query *query,
                                    struct arena *a, struct employer_page *out);
MUST_USE enum status register_employer(struct app *app, const struct actor *actor, const struct employer *typed,
                                       struct issues *issues, struct employer_id *id_out);
MUST_USE enum status edit_employer(struct app *app, const struct actor *actor, const struct employer *typed,
                                   struct issues *issues);
MUST_USE enum status add_workplace(struct app *app, const struct actor *actor, const struct workplace *typed,
                                   struct issues *issues, struct workplace_id *id_out);
MUST_USE enum status edit_workplace(struct app *app, const struct actor *actor, const struct workplace *typed,
                                    struct issues *issues);
// What happened with the employer, newest first, in words made by the page from noun and verb.
struct history_line {
    int64_t at;
    const char *user_name, *organisation;
    const char *noun, *verb; // "employer", "insert" …
    int64_t row;             // of that noun
    const char *title;       // the workplace's name, the need's title; "" for the employer itself
};
MUST_USE enum status list_employer_history(struct app *app, const struct actor *actor, struct employer_id id,
                                           struct arena *a, struct history_line **out, size_t *count_out);

// Workplaces whose name or employer has the typed words, for stating a need: an employer user's own, else all.
struct workplace_hit {
    struct workplace_id id;
    const char *name, *employer_name, *area_name;
    struct code area;
};
MUST_USE enum status find_workplaces(struct app *app, const struct actor *actor, const char *typed, size_t most,
                                     struct arena *a, struct workplace_hit **out, size_t *count_out);

#endif
