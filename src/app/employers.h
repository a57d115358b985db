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

enum employer_sort { EMPLOYERS_BY_NAME, EMPLOYERS_BY_EMPLOYEES, EMPLOYERS_BY_STAGE, EMPLOYERS_BY_CREATED, EMPLOYERS_BY_CONTACT };
enum { EMPLOYER_SORTS = 5 };
struct employer_query {
    const char *text;      // words of the name, or an organisation number; "" all
    unsigned stages;       // bits 1 << enum employer_stage, 0 all
    struct code area;      // with a workplace in that region area; {0} all
    struct code municipality; // of its own address; {0} all
    unsigned industries, sizes; // bits 1 << group of core/employer_group.h, 0 all
    struct user_id owner;  // {0} all
    bool mine, unowned;    // whose owner is the actor; who has none
    struct network_id network; // {0} all
    bool open_needs, pledged;
    bool email;            // a contact who is there has an address
    bool closed;           // closed and bankrupt ones too
    bool waiting;          // interested, and nobody has visited or met them yet
    bool never;            // nobody has talked with them
    bool reference;        // will tell other employers how it was
    bool many;             // by its own estimate, many who work there have an immigrant background (objective 4)
    day contact_from, contact_to; // the last contact was on a day from … to; 0: no such end
    enum employer_sort sort;
    bool descending;
    const char *after;     // next of the page before; "" the first
    size_t most;
};
struct employer_row {
    struct employer_id id;
    const char *orgnr, *name, *area_names;
    int employees;
    enum employer_stage stage;
    int pledged;
    size_t open_needs, open_positions;
    const struct employer *employer; // all its plain fields
    const char *owner_name;          // ""
    day last_contact;                // DAY_NONE: none that is known
};
struct employer_page {
    struct employer_row *rows;
    size_t row_count;
    const char *next;
    size_t total;
};
// INVALID: after is none of this list's.
MUST_USE enum status list_employers(struct app *app, const struct actor *actor, const struct employer_query *query,
                                    struct arena *a, struct employer_page *out);
// The same list as ids alone, whole and in its order, whatever most and after say.
MUST_USE enum status select_employers(struct app *app, const struct actor *actor, const struct employer_query *query,
                                      struct arena *a, struct employer_id **out, size_t *count_out);
// The lines of these, in the order given; those that are gone, or not the actor's to see, are left out.
MUST_USE enum status read_employers(struct app *app, const struct actor *actor, const struct employer_id *ids, size_t count,
                                    struct arena *a, struct employer_row **out, size_t *count_out);
// A list's query as it stands in its address: "stage=met&area=0602&sort=employees". What cannot be read is as if absent.
void employer_query_read(const char *words, struct arena *a, struct employer_query *out);

MUST_USE enum status register_employer(struct app *app, const struct actor *actor, const struct employer *typed,
                                       struct issues *issues, struct employer_id *id_out);
// The same, and its first contact in the same transaction: name, e-mail and phone, whose issues are on contact_name, email
// and phone. Without a name it is an address that all there share; without all three there is none.
struct first_contact {
    const char *name, *email, *phone;
};
MUST_USE enum status register_employer_with(struct app *app, const struct actor *actor, const struct employer *typed,
                                            const struct first_contact *first, struct issues *issues,
                                            struct employer_id *id_out);
void first_contact_check(struct app *app, const struct first_contact *first, struct issues *issues);
MUST_USE enum status edit_employer(struct app *app, const struct actor *actor, const struct employer *typed,
                                   struct issues *issues);
MUST_USE enum status add_workplace(struct app *app, const struct actor *actor, const struct workplace *typed,
                                   struct issues *issues, struct workplace_id *id_out);
MUST_USE enum status edit_workplace(struct app *app, const struct actor *actor, const struct workplace *typed,
                                    struct issues *issues);
// Workplaces whose name or employer has the typed words, for stating a need: an employer user's own, else all.
struct workplace_hit {
    struct workplace_id id;
    const char *name, *employer_name, *area_name;
    struct code area;
};
MUST_USE enum status find_workplaces(struct app *app, const struct actor *actor, const char *typed, size_t most,
                                     struct arena *a, struct workplace_hit **out, size_t *count_out);

// What the business register says of an employer beside its plain fields (imports of kind "employers").
struct employer_register {
    bool known;           // the register has given it; else somebody typed it, or an ad named it: not verified
    bool refetch;         // the register has said that something changed, not what: to be fetched from it again
    bool named_by_workplace; // the unit itself has not been imported: the name is that of its first workplace
    bool removed;         // the register has taken it out for legal reasons: name and address are gone
    bool winding_up;
    day seen_on;          // the day on which it last said something new
    day closed_on;        // DAY_NONE: not closed, or not known when
    const char *parent_orgnr, *parent_name; // of a part of a larger body: its own parent now; "" none, name "" not known
    struct employer_id parent;              // when the programme has it
    day parent_from;
};
MUST_USE enum status get_employer_register(struct app *app, const struct actor *actor, struct employer_id id,
                                           struct arena *a, struct employer_register *out);

// Numbers to be fetched from the register again, by number. For the office, and the operator (actor NULL).
MUST_USE enum status list_refetch(struct app *app, const struct actor *actor, struct arena *a,
                                  struct refetch_line **out, size_t *count_out);

// What the register says otherwise than somebody here has written: kept beside, until it is taken or left. What is left is
// not offered again before the register says something else.
struct register_offer {
    int64_t id;
    struct workplace_id workplace;    // {0}: of the employer itself
    const char *workplace_name;       // ""
    const char *field, *title;        // "name"; English msgid
    const char *stands, *offered;     // as people read them; "" for nothing
    int64_t at;
};
// Open ones of the employer and its workplaces, oldest first. To SEE the employer is enough.
MUST_USE enum status list_offers(struct app *app, const struct actor *actor, struct employer_id id, struct arena *a,
                                 struct register_offer **out, size_t *count_out);
// To EDIT the employer. NOT_FOUND: no such open offer, or not this employer's. CONFLICT: the field has changed since
// the offer was listed (stands is what the page showed).
MUST_USE enum status accept_offer(struct app *app, const struct actor *actor, struct employer_id id, int64_t offer,
                                  const char *stands);
MUST_USE enum status decline_offer(struct app *app, const struct actor *actor, struct employer_id id, int64_t offer);

#endif
