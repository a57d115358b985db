// SPDX-License-Identifier: EUPL-1.2
// Behov (screen 6): the list, its filters in the address, and the same rows as CSV.
#include <string.h>

#include "app/programme.h"
#include "web/csv.h"
#include "web/need_list.html.h"
#include "web/need_pages.h"
#include "web/need_view.h"

enum { ROWS_ON_A_PAGE = 50, ROWS_AT_ONCE = 200, CSV_ROWS_MOST = 5000 };

// What the address asks for.
struct need_filter {
    struct need_query query;
    struct pick occupation;
    const char *employer_name, *place_name; // of the filters, "" when not asked for
};

static const char *sort_name(enum need_sort sort)
{
    return sort == NEEDS_BY_START ? "start" : sort == NEEDS_BY_TITLE ? "title" : "created";
}

// Reads the address. Values that nobody could have chosen are as if absent. NOT_FOUND: the employer is not to be known.
static enum status filter_read(struct request *r, const struct region_area *areas, size_t area_count, struct need_filter *out)
{
    struct need_filter f = {.employer_name = "", .place_name = ""};
    const char *const *states;
    size_t count = form_all(&r->query, r->arena, "state", &states);
    for (size_t i = 0; i < count; i++) {
        enum need_state s;
        if (need_state_read(states[i], &s))
            f.query.states |= 1u << s;
    }
    struct code area;
    if (form_code(&r->query, "place", &area) == OK)
        for (size_t i = 0; i < area_count; i++)
            if (code_equal(areas[i].code, area)) {
                f.query.area = area;
                f.place_name = areas[i].name;
            }
    f.occupation = pick_query(r, "occupation", CATALOGUE_OCCUPATION);
    f.query.occupation = f.occupation.code;
    f.query.text = request_query(r, "q");
    const char *sort = request_query(r, "sort"), *direction = request_query(r, "dir");
    f.query.sort = strcmp(sort, "start") == 0   ? NEEDS_BY_START
                   : strcmp(sort, "title") == 0 ? NEEDS_BY_TITLE
                                                : NEEDS_BY_CREATED;
    f.query.descending = *direction != '\0' ? strcmp(direction, "down") == 0 : f.query.sort == NEEDS_BY_CREATED;
    f.query.after = request_query(r, "after");
    f.query.most = ROWS_ON_A_PAGE;
    int64_t employer;
    if (form_id(&r->query, "employer", &employer) == OK) {
        struct employer_view view;
        TRY(get_employer(r->app, r->actor, (struct employer_id){employer}, r->arena, &view));
        f.query.employer = (struct employer_id){employer};
        f.employer_name = view.employer.name;
    }
    *out = f;
    return OK;
}
