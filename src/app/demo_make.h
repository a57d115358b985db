// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_DEMO_MAKE_H
#define APP_DEMO_MAKE_H

#include "core/employer.h"
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

// What follows a need that was opened: referrals, hires and what comes of them. It is told in the afternoons, with dice
// and ids of its own, so that it changes nothing of people, employers and needs.
enum demo_act {
    ACT_PROPOSE,   // to persons of an agency, for a need
    ACT_WORK, ACT_ASK, ACT_ANSWER, ACT_TAKE_BACK_SHARE, ACT_PRESENT, ACT_UNPRESENT, ACT_VERDICT, ACT_NEXT, // of a referral
    ACT_HIRE,      // by way of a referral
    ACT_UNPOSTED,  // a hire without a posted need, that an agency knows of
    ACT_REPORT,    // the same, reported by the demo's employer
    ACT_NAME, ACT_CONFIRM, ACT_CORRECT, ACT_TAKE_BACK_HIRE, ACT_END, // of a hire
    ACT_CHECKINS,  // those of a hire that are due
    ACT_BACKGROUND, // of a person
    ACT_TEND,      // what the clock asks for
    ACT_SHOW_OWN, ACT_SHOW_OTHER, // what the demo's employer and candidate find on their pages
};
struct demo_beat {
    struct demo_beat *next;
    enum demo_act act;
    uint8_t who;             // the agency
    int8_t to, more;         // what it is to be, by the act
    int until;               // the last day of the need, as a number of days[]
    int64_t id;              // of what the act is about
    day on;
};
struct demo_met {
    struct person_id person;
    uint8_t who;             // an agency that helps
    bool hired;
};
struct demo_life {
    struct random_stream dice, ids;
    struct actor workers[AGENCIES], employer_user, candidate;
    struct {
        struct demo_beat *first, *last;
        int count;
    } *beats; // by day
    struct demo_met *met;    // who has been proposed for something
    size_t met_count, met_room;
    int cases;
    bool afternoon;          // of the day that is told
};

enum { DEMO_LETTERS = 2 }; // published ones
struct making {
    struct app *app;
    struct demo_size size;
    bool untouched;
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
    struct actor candidate; // the demo's
    struct demo_life life;
    struct {
        struct random_stream dice, ids;
    } besides;           // of contacts and networks
    struct {
        day on;          // DAY_NONE: that day has not come
        int64_t stages[EMPLOYER_STAGES], pledged;
    } letters[DEMO_LETTERS]; // how it stood when a letter is to have gone out
    struct demo_surveys *surveys; // of demo_surveys.c
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

// Whom the office talks with (demo_contacts.c).
struct employer;
void demo_contacts_begin(struct making *m);
MUST_USE enum status demo_first_contact(struct making *m, const struct employer *e, const char *name, const char *email);
MUST_USE enum status demo_make_contacts(struct making *m); // at the end: more of them, networks and introductions

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

// Referrals and what follows them (demo_referrals.c, demo_hires.c).
void demo_life_begin(struct making *m);
// The need opens on the one day and, unless that is day_count, ends on the other; both as numbers of days[].
struct demo_case {
    struct need_id need;
    int opens, closes;
    enum need_state fate;
    int positions;
    bool own; // the demo's employer's
};
void demo_life_plan(struct making *m, const struct demo_case *c);
bool demo_life_waits(const struct making *m); // something of the day is left to tell
MUST_USE enum status demo_life_step(struct making *m);
void demo_put_beat(struct making *m, int on, struct demo_beat beat); // one on a day that has not come is forgotten
int demo_day_at(const struct making *m, day d); // the first working day from then on, as a number of days[]
struct demo_met *demo_met_find(struct making *m, struct person_id person); // NULL: nobody knows
MUST_USE enum status demo_hire_beat(struct making *m, const struct demo_beat *b);
struct actor demo_person_actor(const struct making *m, struct person_id person);
MUST_USE enum status demo_make_interviews(struct making *m); // at the end: they are to come
MUST_USE enum status demo_make_activities(struct making *m); // likewise
MUST_USE enum status demo_make_views(struct making *m);      // likewise
MUST_USE enum status demo_surveys_day(struct making *m);     // what happens with surveys in the evening of the day
MUST_USE enum status demo_make_events(struct making *m);     // at the end, some of them told as of earlier days
void demo_letters_begin(struct making *m);
MUST_USE enum status demo_letters_watch(struct making *m);   // when a day begins: changes nothing
MUST_USE enum status demo_make_letters(struct making *m);    // at the end: nobody's draws change by them
// The rules refuse what has changed since it was planned, and so it does not happen.
MUST_USE enum status demo_happened(const char *what, enum status status, const struct issues *issues);

#endif
