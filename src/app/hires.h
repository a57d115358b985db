// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_HIRES_H
#define APP_HIRES_H

#include "app/app.h"
#include "core/hire.h"
#include "core/referral.h"

// The hire register, check-ins, the answer on background, and the programme's counts. Rules: core/hire.h. CONFLICT and
// repeated steps: as app/referrals.h says.

struct hire_form {
    struct referral_id referral; // {0}: without one; else person, need and workplace are the referral's
    struct person_id person;     // without a referral, by an adviser; {0} from an employer, who names nobody
    struct need_id need;         // without a referral; {0}: no posted need
    struct workplace_id workplace;
    struct code occupation;
    day start, agreed_to;
    enum employment_form form;
    int share;
    bool work_training;          // refused: work training is not a hire
    bool document_seen;          // staff: evidence; an employer user's registration is evidence itself
    const char *note;            // of a correction: why; required there
};
// The same person at the same workplace at the same time is one hire, whoever reports it: then *known_out is true and
// *id_out the one that stands, confirmed now if this brings the evidence. Through a referral the person must have been
// presented; the referral follows when the hire is confirmed. Fields as in hire_check, and "workplace", "person".
MUST_USE enum status register_hire(struct app *app, const struct actor *actor, const struct hire_form *form,
                                   struct issues *issues, struct hire_id *id_out, bool *known_out);
// By the employer, or by staff who have seen a document.
MUST_USE enum status confirm_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                                  bool document_seen, struct issues *issues);
// start, agreed_to, form, share, occupation, workplace of the form replace what stands. Without evidence it has to be
// confirmed again, and does not count meanwhile.
MUST_USE enum status correct_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                                  const struct hire_form *form, struct issues *issues);
// It was a mistake: subtracts, and stays in the register. Field note: why, required.
MUST_USE enum status take_back_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                                    const char *note, struct issues *issues);
// on: the last day. reason HIRE_END_NONE with on DAY_NONE: it goes on after all. Fields ended_on, end_reason.
MUST_USE enum status end_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version, day on,
                              enum hire_end reason, struct issues *issues);
// A hire that an employer reported without a person is this person's, who has said so to the adviser.
MUST_USE enum status name_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                               struct person_id person, struct issues *issues);

struct hire_row {
    struct hire hire;            // person {0} and note "" for those who may not know
    const char *name;            // "" for them, and for deleted persons
    const char *employer_name, *workplace_name, *need_title, *agency_name; // "" none
    bool unposted;               // made without a posted need
    bool unnamed;                // nobody has said to be the person; employers are not told
    unsigned rights;
    const char *refusals[HIRE_ACTS]; // NULL: the actor may
};
struct hire_query {
    struct employer_id employer; // {0} all
    struct person_id person;     // {0} all
    struct need_id need;         // {0} all
    unsigned states;             // bits 1 << enum hire_state, 0 all
    bool unposted_only;
    enum hire_course course;
    const char *after;
    size_t most;
};
struct hire_page {
    struct hire_row *rows;       // newest first
    size_t row_count, total;
    const char *next;
};
// Office: all, without names of others' people; advisers: their agency's people; employer users: the own; candidates:
// theirs. Nobody sees whether one counts toward the goal.
MUST_USE enum status list_hires(struct app *app, const struct actor *actor, const struct hire_query *query,
                                struct arena *a, struct hire_page *out);
struct hire_line {
    int64_t at;
    const char *user_name, *organisation;
    const char *what;            // English msgid: "registered", "confirmed", "corrected" …
    bool known;                  // false: about a person now deleted
    struct hire as;              // how it stood after
    const char *employer_name, *workplace_name; // of that hire; "" unknown
};
struct hire_hand {               // who took a step, and when
    const char *user_name, *organisation; // "": somebody of the programme, for an employer who may not know the person
    int64_t at;                  // 0: nobody has
};
struct hire_view {
    struct hire_row row;
    struct hire_hand registered, confirmed;
    // Newest first. An employer who may not know the person is not told that somebody was found to be it, nor which agency
    // works with the hire.
    struct hire_line *lines;
    size_t line_count;
    // Others there, begun within a week and in work of the same kind, of which one or this one names nobody: perhaps the
    // same, reported twice. For an employer: which one or this one it reported without a referral, so that it cannot
    // tell who was named since.
    struct hire *alike;
    size_t alike_count;
    struct checkin *checkins;    // by months and side; rating and norwegian 0 unless the actor may read them
    size_t checkin_count;
};
MUST_USE enum status get_hire(struct app *app, const struct actor *actor, struct hire_id id, struct arena *a,
                              struct hire_view *out);

// Check-ins that wait for this actor's answer: a candidate's own, an employer user's, an adviser's people's (to be
// answered on their behalf).
struct checkin_row {
    struct checkin checkin;
    const char *name;            // whom it is about, "" when the actor is that person or may not know
    const char *employer_name, *workplace_name;
    struct code occupation;
    day start;
};
MUST_USE enum status list_checkins(struct app *app, const struct actor *actor, struct arena *a,
                                   struct checkin_row **out, size_t *count_out);
struct checkin_view {
    struct checkin_row row;
    int64_t asked_at, chased_at; // 0: not
    const char *refusal;         // NULL: may be answered now; else the English msgid that says why not
    bool asks_norwegian;
    bool may_end;                // the actor may write down that the hire has ended
};
// For those who answer that side, also when it is answered.
MUST_USE enum status get_checkin(struct app *app, const struct actor *actor, struct checkin_id id, struct arena *a,
                                 struct checkin_view *out);
// rating 1–5, norwegian a level of core/competence.h; 0: not answered. An employer who was shown nobody's profile is not
// asked about anybody's Norwegian, and what it says of it is not kept. A no does not end the hire: the end has its own
// date and reason.
MUST_USE enum status answer_checkin(struct app *app, const struct actor *actor, struct checkin_id id, bool employed,
                                    int rating, int norwegian, struct issues *issues);
// Asks and chases by the clock; called by app_tend. Harmless any number of times.
MUST_USE enum status tend_checkins(struct app *app);

// The person's answer on background. Only the person may give and read it; an adviser may hand in the answer that the
// person has given on paper, and not read it. Nobody else can, and nothing but counts leaves the counting job.
MUST_USE enum status give_background(struct app *app, const struct actor *actor, struct person_id person,
                                     enum background answer, bool on_paper, struct issues *issues);
MUST_USE enum status get_background(struct app *app, const struct actor *actor, enum background *out); // the own

// Five numbers that are never mixed, and the goal.
struct still_employed {
    int64_t observed, employed;  // of the hires for which somebody has said
};
struct programme_counts {
    int64_t pledged;             // positions that employers mean to fill
    int64_t proposed;            // referrals started
    int64_t presented;           // of these presented, whatever came after
    int64_t hired;               // hires that stand
    int64_t hired_unposted;      // of these without a posted need
    int64_t reported;            // not confirmed yet, and in none of the others
    struct still_employed still[CHECKINS];
    int64_t goal, persons;       // persons whose first counting hire stands
    int64_t line;                // where the straight line to the goal is today
    day from, to;
    day as_of;                   // how it stood at the end of that day
};
// Those who may see the programme.
MUST_USE enum status get_counts(struct app *app, const struct actor *actor, struct programme_counts *out);
// For everybody: as of the end of the last quarter, every number rounded to 5. What is
// reported and not confirmed is left out.
MUST_USE enum status get_public_counts(struct app *app, struct programme_counts *out);
// Hires with these employers that stand, begun by today: by the legal unit on the day of the start, as they are held
// against the unit's pledge. hired_out has one for each. NOT_FOUND: one of them may not be known of.
MUST_USE enum status count_hired(struct app *app, const struct actor *actor, const struct employer_id *employers,
                                 size_t count, int64_t *hired_out);
// One employer's, for the office and advisers. hired as above; the others are of the lists that this actor has:
// the office's of everybody, an adviser's of the own agency's people.
struct employer_counts {
    int64_t hired;
    int64_t referrals; // to its needs, ended ones as well
    int64_t hires, reported; // in the register with it, whatever came of them; not confirmed yet
};
MUST_USE enum status get_employer_counts(struct app *app, const struct actor *actor, struct employer_id employer,
                                         struct employer_counts *out);

#endif
