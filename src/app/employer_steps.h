// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_EMPLOYER_STEPS_H
#define APP_EMPLOYER_STEPS_H

#include "app/app.h"
#include "core/employer.h"

// Following an employer up: stage, owner, pledge, whether it will be a reference, and its own estimate. Each takes the
// version that was read: CONFLICT when somebody was faster. Issues are on the fields of the structs' names.

struct stage_step {
    struct employer_id employer;
    int64_t version;
    enum employer_stage to;
    day paused_until;            // only for STAGE_PAUSED
    enum decline decline;        // only for STAGE_DECLINED
    const char *declined_reason;
    const char *why;             // "" allowed
    bool named_other;            // whom the words seem to name is no candidate (app/mentions.h)
};
MUST_USE enum status move_stage(struct app *app, const struct actor *actor, const struct stage_step *step, struct issues *issues);
MUST_USE enum status set_owner(struct app *app, const struct actor *actor, struct employer_id employer, int64_t version,
                               struct user_id owner, struct issues *issues); // {0}: nobody
struct pledge_step {
    struct employer_id employer;
    int64_t version;
    int pledged;
    day pledged_by;
    const char *why;
    bool named_other;
};
MUST_USE enum status set_pledge(struct app *app, const struct actor *actor, const struct pledge_step *step,
                                struct issues *issues);
MUST_USE enum status set_reference(struct app *app, const struct actor *actor, struct employer_id employer, int64_t version,
                                   enum reference reference, struct issues *issues);
// By the employer's own user, or by the office as the employer has told it.
MUST_USE enum status set_estimate(struct app *app, const struct actor *actor, struct employer_id employer, int64_t version,
                                  enum estimate estimate, struct issues *issues);

// Newest first. For those who may FOLLOW it.
MUST_USE enum status list_stage_moves(struct app *app, const struct actor *actor, struct employer_id employer, struct arena *a,
                                      struct stage_move **out, size_t *count_out);
MUST_USE enum status list_pledge_moves(struct app *app, const struct actor *actor, struct employer_id employer,
                                       struct arena *a, struct pledge_move **out, size_t *count_out);

// Who may follow an employer up: everybody in the office who can log in, by name.
struct owner_choice {
    struct user_id id;
    const char *name;
};
MUST_USE enum status list_owners(struct app *app, const struct actor *actor, struct arena *a, struct owner_choice **out,
                                 size_t *count_out);

// Brings back those whose pause is over, by the clock; called by app_tend. Harmless any number of times.
MUST_USE enum status tend_stages(struct app *app);

#endif
