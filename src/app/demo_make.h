// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_DEMO_MAKE_H
#define APP_DEMO_MAKE_H

#include "app/demo.h"
#include "app/internal.h"
#include "app/people.h"
#include "base/random.h"
#include "core/profile.h"
#include "core/region.h"

// The parts of the demo's making. It tells the months up to yesterday, day by day, so that ids, dates and histories are
// those of a programme at work. Dice fall alike on every machine.
enum { OFFICE, JOB_CENTRE, INTRO_CENTRE, TRAINING, VOLUNTEERS, AGENCIES };
enum { HISTORY_DAYS = 210 };

// A workplace that may have needs.
struct demo_site {
    struct workplace_id workplace;
    struct employer_id employer;
    int trade;
};

// What is to happen on a later day.
enum demo_event { DEMO_STAGE, DEMO_OPEN, DEMO_CLOSE, DEMO_ENROL, DEMO_END };
struct demo_later {
    struct demo_later *next;
    enum demo_event event;
    int64_t id;              // of the employer, the need, the person
    int64_t version;         // of the need
    uint8_t who;             // an agency, or AGENCIES: the employer's own user
    uint8_t to, trade;       // enum employer_stage or need_state; the employer's trade
    // To enrol a second time: who it is.
    day born;
    const char *given, *family[2];
};

struct making {
    struct app *app;
    struct demo_size size;
    void (*report)(void *context, const char *what, int64_t done, int64_t total);
    void *context;
    struct random_stream dice;
    day today;
    struct arena *lasting; // what is made once
    struct arena *each;    // emptied after each step
    struct actor workers[AGENCIES];
    struct user_id colleague; // the second in the office
    struct actor employer_user;
    struct region_area *areas;
    const struct region_area **today_areas;
    size_t area_count, today_count;

    day *days; // those that have work, oldest first
    int day_count;
    struct {
        struct demo_later *first, *last;
        int count;
    } *later; // by day

    // How far it is: the day, the next moment in it, and the moments between two steps.
    bool set_up;
    int at;
    int64_t now, pace;
    int firms, people, needs;
    int drafts;

    struct demo_site *sites, *own_sites; // of all who hire, and of the demo's employer
    size_t site_count, site_room, own_site_count, own_site_room;
    int64_t orgnr;       // the last given, without its check digit
    int *named;          // firms so far by trade
};

int demo_below(struct random_stream *dice, int n);     // 0 … n - 1
bool demo_chance(struct random_stream *dice, int per_cent);
int demo_skewed(struct random_stream *dice, int n);    // 0 … n - 1, small ones far more often
int demo_weighted(struct random_stream *dice, const uint8_t *weights, int n);
// An occupation of the catalogue whose code begins with one of the prefixes, "91 91 522": one named twice comes twice as
// often. When the catalogue has none such: any.
const struct catalogue_item *demo_occupation(struct random_stream *dice, const struct catalogue *c, const char *prefixes);
// Of the areas of today, by how many live there.
const struct region_area *demo_area(struct making *m);
// The demo is made of input that is right; an issue here is a mistake of ours.
MUST_USE enum status demo_made(const char *what, enum status status, const struct issues *issues);
// On that working day; one on a day that has not come is forgotten.
void demo_put_later(struct making *m, int on, struct demo_later later);
int demo_days_left(const struct making *m); // working days after this one, until yesterday

MUST_USE enum status demo_make_user(struct making *m, enum role role, const char *name, const char *email,
                                    struct actor *actor);

// Employers.
enum { TRADES = 26 };
extern const char *const DEMO_POSTS[TRADES]; // the occupations that a trade looks for, as demo_occupation takes them
MUST_USE enum status demo_make_firm(struct making *m, int i);
MUST_USE enum status demo_firm_stage(struct making *m, const struct demo_later *l);

// People. Given names are common ones; family names are words that no family bears, so that nobody is taken for real.
enum { ORIGINS = 28 };
const char *demo_contact_name(struct random_stream *d, struct arena *a);
MUST_USE enum status demo_make_person(struct making *m, int i);
MUST_USE enum status demo_enrol_again(struct making *m, const struct demo_later *l);
MUST_USE enum status demo_end_enrolment(struct making *m, const struct demo_later *l);
// Fills out->competence, fact_texts and headline for somebody who speaks these languages. first: the demo's candidate,
// who has told everything and works in shops.
struct demo_speech {
    const char *mother, *second; // ISO 639-3; second may be NULL
};
void demo_profile(struct making *m, struct demo_speech speech, bool first, struct profile *out);

// Needs.
MUST_USE enum status demo_make_need(struct making *m, int i);
MUST_USE enum status demo_open_need(struct making *m, const struct demo_later *l);
MUST_USE enum status demo_close_need(struct making *m, const struct demo_later *l);

#endif
