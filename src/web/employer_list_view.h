// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_EMPLOYER_LIST_VIEW_H
#define WEB_EMPLOYER_LIST_VIEW_H

#include "core/employer_group.h"
#include "web/employer_view.h"
#include "web/view_view.h"

// The list of employers (screen 2): how its address is read and written, and what its page shows.

enum employer_column {
    COLUMN_ORGNR, COLUMN_AREAS, COLUMN_EMPLOYEES, COLUMN_INDUSTRY, COLUMN_STAGE, COLUMN_OWNER, COLUMN_CONTACTED, COLUMN_HIRED,
    COLUMN_POSITIONS, COLUMN_CREATED
};
enum { EMPLOYER_COLUMNS = 10 };
const char *employer_column_title(enum employer_column c); // msgid

struct employer_list {
    struct employer_query query;
    unsigned columns; // bits 1 << enum employer_column
    const char *area_name, *municipality_name, *owner_name, *network_name; // of what the query names
};
const char *employer_list_here(struct request *r); // what stands after the "?" of the request's address
// Of such words. Values that nobody could have chosen are as if absent.
MUST_USE enum status employer_list_read(struct request *r, const char *words, struct employer_list *out);
// The query without paging as it stands after the "?" of its address; "" for the whole list.
const char *employer_list_words(struct arena *a, const struct employer_list *l);
const char *employer_list_path(struct arena *a, const struct employer_list *l, const char *path); // with paging

// Which employers a form below the list means, or an address that comes from it: those ticked, or all in the list, in its
// order. INVALID: there are no words of a list's address in it.
struct employer_which {
    const char *words, *back; // of the list; its path
    bool all;
    struct employer_id *ids;
    size_t count;
};
MUST_USE enum status employer_which_read(struct request *r, const struct form *f, struct employer_which *out);

struct employer_chip {
    const char *what;  // msgid: "Stage"
    const char *value; // text, "" when the msgid says it all
    const char *path;  // the list without this filter
};
enum { EMPLOYER_CHIPS_MOST = EMPLOYER_STAGES + INDUSTRY_GROUPS + SIZE_GROUPS + 16 };
size_t employer_list_chips(struct request *r, const struct employer_list *l, struct employer_chip chips[EMPLOYER_CHIPS_MOST]);

struct employer_head {
    const char *label;  // msgid
    const char *path;   // sorts by it, or turns the order round; NULL: no order goes by it
    const char *sorted; // value of aria-sort, or NULL
    bool number;
};

struct employer_list_view {
    const struct employer_list *list;
    const struct employer_page *page;
    const int64_t *hired; // with each of its rows
    struct employer_chip chips[EMPLOYER_CHIPS_MOST];
    size_t chip_count;
    struct employer_head by_name, heads[EMPLOYER_COLUMNS];
    struct view_tabs views;
    struct pager pager;
    const char *csv_path, *contacts_path, *plain_path; // plain: without filters, as it is shown
    const char *mailing_path;     // a mailing to those in the list; NULL: not for this role
    const char *survey_path;      // a survey of those in the list; NULL: not for this role, or of all
    struct option stages[EMPLOYER_STAGES], industries[INDUSTRY_GROUPS], sizes[SIZE_GROUPS], columns[EMPLOYER_COLUMNS];
    struct option *areas, *municipalities, *owners, *networks;
    size_t area_count, municipality_count, owner_count, network_count;
    const char *area, *municipality, *owner, *network;
    struct option orders[EMPLOYER_SORTS];
    const char *sort, *direction; // as in the address
    bool more_open;               // of the filters that stand aside
    bool may_create, may_change, may_merge;
};

#endif
