// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_REFERRALS_H
#define APP_REFERRALS_H

#include "app/app.h"
#include "core/referral.h"
#include "core/share.h"

// Referrals (formidlinger): the work from a proposal to a hire or a refusal. Rules of each step: core/referral.h.
//
// Every step names the version that was read. CONFLICT: somebody else was first, or the rules forbid it; then issues
// has the rule's sentence under field "". A step that the same user has just taken is OK once more and writes nothing,
// so a form sent twice is harmless.

// One as a list or board shows it. Without RIGHT_IDENTITY person is {0} and name "": it has only its code.
struct referral_row {
    struct referral_id id;
    int64_t version;
    const char *code;            // "K4T-7QX": names the candidate of this referral to those who may not know the name
    struct person_id person;
    const char *name;
    struct need_id need;
    const char *need_title, *employer_name, *workplace_name;
    struct agency_id agency;
    const char *agency_name;
    struct referral_state state; // work, outcome, verdict, consent, need's state
    bool asked;                  // share holds the newest question
    struct share_id share_id;
    struct share_request share;
    day next_on;                 // the next step, DAY_NONE: none set
    struct user_id next_owner;
    const char *next_owner_name; // "" none
    int64_t created_at, changed_at;
    bool ended;                  // referral_ended
    unsigned rights;             // enum access_right
};
struct referral_query {
    struct need_id need;         // {0} all; of a need
    struct person_id person;     // {0} all; of a person
    struct employer_id employer; // {0} all; of an employer's needs
    struct user_id next_owner;   // {0} all
    unsigned work;               // bits 1 << enum work_status, 0 all
    unsigned outcomes;           // bits 1 << enum outcome, 0 all
    bool running;                // only those not ended
    day next_before;             // next step on or before; 0 and DAY_NONE: all
    const char *after;           // key of the last row seen, "" the first page
    size_t most;                 // rows, at most 200; 0: 50
    bool uncounted;              // total stays 0: counting reads all that fit, which many pages in a row need not
};
struct referral_page {
    struct referral_row *rows;   // newest first
    size_t row_count;
    const char *next;            // key for after, "" when this is the last page
    size_t total;
};
// Advisers: their agency's; office: all, others' by code; candidates: their own. Names read are logged. Employers see
// nobody here: list_presented (app/shares.h).
MUST_USE enum status list_referrals(struct app *app, const struct actor *actor, const struct referral_query *query,
                                    struct arena *a, struct referral_page *out);

struct referral_view {
    struct referral_row row;
    const char *next_step;       // "" none
    const char *note;            // the last work status', ""
    enum verdict_reason reason;
    const char *verdict_note;    // ""
    bool elsewhere;              // another agency has one for the same person and need: ask the other agency
    // NULL: the actor may do it now; else the English msgid that says why not.
    const char *work_refusals[WORK_STATUSES];
    const char *present_refusal, *unpresent_refusal, *verdict_refusals[EMPLOYER_VERDICTS], *ask_refusal;
    const char *ask_refusal_arg; // for the %s of ask_refusal, or NULL
};
MUST_USE enum status get_referral(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a,
                                  struct referral_view *out);

// Its story, newest first: who, when, what, and how it stood after.
struct referral_line {
    int64_t at;
    const char *user_name;       // "" the system, or the person
    const char *organisation;
    const char *what;            // English msgid: "started", "work status set" …
    enum work_status work;
    enum outcome outcome;
    enum employer_verdict verdict;
    enum verdict_reason reason;
    const char *note;
    bool known;                  // false: what it said was about a person now deleted; work … note are not set
    bool shares;                 // about the question of sharing: share and by_adviser are set if known, not work … note
    enum share_state share;
    bool by_adviser;
};
MUST_USE enum status list_referral_history(struct app *app, const struct actor *actor, struct referral_id id,
                                           struct arena *a, struct referral_line **out, size_t *count_out);

// From the ranked list: one or many persons for an open need. Needs RIGHT_RANK on the need and RIGHT_CREATE on each
// referral; one that another agency has for the same person and need is told, and started only with in_spite.
enum referral_start {
    REFERRAL_STARTED,
    REFERRAL_THERE,      // the own agency has it already: id is that one's
    REFERRAL_ELSEWHERE,  // another agency works with the person for this need: ask it; not started
    REFERRAL_NOT_YOURS,  // no such person for this actor
};
struct referral_started {
    struct person_id person;
    enum referral_start result;
    const char *name;            // "" for NOT_YOURS
    struct referral_id id;       // STARTED, THERE
    bool elsewhere;              // also with STARTED
};
enum { REFERRALS_AT_ONCE = 200 };
// out has one for each person, in the order given. CONFLICT: the need is not open. INVALID: none, or too many.
MUST_USE enum status start_referrals(struct app *app, const struct actor *actor, struct need_id need,
                                     const struct person_id *persons, size_t count, bool in_spite, struct arena *a,
                                     struct issues *issues, struct referral_started **out);

enum { REFERRAL_NOTE_MOST = 300 };
MUST_USE enum status set_work_status(struct app *app, const struct actor *actor, struct referral_id id, int64_t version,
                                     enum work_status to, const char *note, struct issues *issues);
// The profile and the explanation as they stand now go to the employer's page; the employer's users are told.
MUST_USE enum status present_candidate(struct app *app, const struct actor *actor, struct referral_id id,
                                       int64_t version, struct issues *issues);
MUST_USE enum status take_back_presentation(struct app *app, const struct actor *actor, struct referral_id id,
                                            int64_t version, const char *note, struct issues *issues);
// By the employer's user of whom has been presented, or by the adviser who was told. note: by the employer about the
// work, "" fine. The person can read it.
MUST_USE enum status give_verdict(struct app *app, const struct actor *actor, struct referral_id id, int64_t version,
                                  enum employer_verdict verdict, enum verdict_reason reason, const char *note,
                                  struct issues *issues);
// on DAY_NONE takes the step away. owner: a user of the same agency; {0}: the actor. Fields next_on, next_step, next_owner.
MUST_USE enum status set_next_step(struct app *app, const struct actor *actor, struct referral_id id, int64_t version,
                                   day on, struct user_id owner, const char *text, struct issues *issues);

// Who can own a next step: the users of the actor's agency who can log in.
struct step_owner {
    struct user_id user;
    const char *name;
};
MUST_USE enum status list_step_owners(struct app *app, const struct actor *actor, struct arena *a,
                                      struct step_owner **out, size_t *count_out);

// A need as its referrals see it.
struct need_progress {
    int64_t proposed, presented, hired; // referrals; presented includes hired; hires confirmed for the need.
                                        // proposed is 0 for employers, who see no counts but bands before a yes
    int positions;
    bool asks_to_close;                 // open, and the hires reach its positions
    int64_t to_tell;                    // who know of it and would be told now if it closed; 0 for employers
};
MUST_USE enum status get_need_progress(struct app *app, const struct actor *actor, struct need_id need,
                                       struct need_progress *out);

#endif
