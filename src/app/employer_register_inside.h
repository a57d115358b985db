// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_EMPLOYER_REGISTER_INSIDE_H
#define APP_EMPLOYER_REGISTER_INSIDE_H

#include <jansson.h>

#include "app/import_kind.h"
#include "core/employer_fields.h"
#include "core/orgnr.h"
#include "core/region.h"
#include "store/register_store.h"

// Importing the business register: what the files of the kind "employers" share.

enum register_what {
    REGISTER_UNIT,     // a legal unit: an employer
    REGISTER_SUBUNIT,  // a workplace
    REGISTER_UNTOLD,   // whichever it is here
    REGISTER_EVENT,    // of a list of updates: a number, and that something happened
    REGISTER_ADDRESSES, // of the file of addresses beside the list of public bodies
};
enum register_event { EVENT_CHANGED, EVENT_NEW, EVENT_CLOSED, EVENT_REMOVED };

// One record as it was understood.
struct register_record {
    enum register_what what;
    enum register_event event;
    char orgnr[ORGNR_TEXT];
    struct register_values fresh;
    const char *country;     // "NO", "" unknown
    char parent[ORGNR_TEXT]; // "" none given
    day parent_from;         // DAY_NONE: not told
    day registered_on, closed_on, event_on;
    bool removed, winding_up, winding_up_told;
    bool refetch;            // it has changed, and the file does not say how
    day as_of;               // on which all this was so
    const char *body;        // the key of a public body's address, or NULL
};

// Numbers with marks: four bytes and one for each, since the register has two million.
enum number_mark {
    NUMBER_EMPLOYER = 1,   // is here as an employer
    NUMBER_WORKPLACE = 2,  // is here as a workplace
    NUMBER_IN_FILES = 4,   // a unit of these files
    NUMBER_WANTED = 8,     // parent of a workplace that is taken
};
struct number_set {
    uint32_t *numbers; // 0: empty
    uint8_t *marks;
    size_t count, room;
};
uint8_t numbers_get(const struct number_set *set, const char *orgnr);
void numbers_mark(struct number_set *set, const char *orgnr, uint8_t marks);
void numbers_free(struct number_set *set);

struct body_address {
    const char *key, *address, *postal_code, *postal_place;
};

struct register_run {
    struct region_area *areas;
    size_t area_count;
    day as_of;
    bool all, possible;
    enum register_what what; // chosen, or REGISTER_UNTOLD
    const char *industry_version; // chosen, or ""
    struct number_set numbers;
    struct body_address *bodies; // by key, once they are sorted
    size_t body_count, body_room;
    bool bodies_sorted;
};
static inline struct register_run *register_run_of(const struct import_run *run)
{
    return run->state;
}

// INVALID: the record has no organisation number that could be read; issues says why.
MUST_USE enum status register_read(const struct import_run *run, const struct record *r, struct arena *a,
                                   struct issues *notes, struct issues *faults, struct register_record *out);
// Enough of it for scan: false when there is no number.
bool register_read_place(const struct import_run *run, const struct record *r, struct arena *a,
                         struct register_record *out);

// Where a record's address lies. reason_out: why it is not the region's, or NULL. A number that is no longer in use tells the day
// itself: valid_on_out is the last on which it was.
const struct region_area *register_area(const struct register_run *run, const struct register_record *r,
                                        const char **reason_out, day *valid_on_out);
bool register_in_region(const struct register_run *run, const struct register_record *r, const char **reason_out);

// The record for apply: noun says as what it is taken.
const char *register_json(const struct register_record *r, enum register_noun noun, struct arena *a);
enum register_noun register_json_read(const json_t *json, struct arena *a, struct register_record *out);

// What a record does to a row that is here.
struct register_effect {
    bool any;
    struct register_values stands, given;
    enum register_merge merge[REGISTER_FIELDS];
    bool known; // the register has given it before: unit is that
    struct register_unit unit, next;
    struct register_parent *parents, *next_parents; // of an employer
    size_t parent_count, next_parent_count;
    bool moves; // a workplace gets another employer
};
MUST_USE enum status register_weigh_employer(struct store *s, const struct employer *e, const struct register_record *r,
                                             struct arena *a, struct register_effect *out);
// now: its employer by the record; {0} when that is not here yet or the record names none.
MUST_USE enum status register_weigh_workplace(struct store *s, const struct workplace *w, struct employer_id now,
                                              const struct register_record *r, struct arena *a, struct register_effect *out);

extern const struct import_kind EMPLOYER_REGISTER;
extern const struct import_field REGISTER_COLUMNS[];
enum { REGISTER_COLUMN_COUNT = 30 };

MUST_USE enum status register_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                                    struct import_done *out);
MUST_USE enum status register_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row);

// Values ↔ JSON: members by the fields' names.
json_t *register_values_json(const struct register_values *v);
struct register_values register_values_read(const json_t *json, struct arena *a);
// What the register gave last of a row; nothing yet: no value, and known_out false.
MUST_USE enum status register_unit_read(struct store *s, enum register_noun noun, int64_t row, struct arena *a,
                                        struct register_unit *unit_out, struct register_values *given_out,
                                        bool *known_out);
#endif
