// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_UPKEEP_H
#define APP_UPKEEP_H

#include "app/app.h"

// What an operator does to the data directory as a whole.

// A consistent copy of the database while it is being used; keys: of the persons' keys instead, which lives 30 days.
// CONFLICT: the file exists.
MUST_USE enum status back_up(struct app *app, const char *file, bool keys);

// Puts a copy back into config's directory, on which no server may be running. keys_file may be NULL: the keys stay; so
// may file: only keys come. What stood there is kept, in *kept_out (NULL: nothing was replaced). BUSY, INVALID, CONFLICT:
// issues says why and what to do; with OK it may say of how many people nothing can be read.
MUST_USE enum status restore(const struct app_config *config, const char *file, const char *keys_file,
                             struct arena *a, struct issues *issues, const char **kept_out);

// The change log's facts, for counting again what the program has counted: who did what to which row, when, and of its
// body states, ids, days and numbers. Names, texts and what somebody answered about themselves are left out; so are the
// bodies about people whose keys are gone.
struct change_facts {
    int64_t id, at;
    const char *noun, *verb;
    int64_t row, user, person;
    const char *facts; // a JSON object, ids as texts; of the region's areas an array; "" none
};
// After that change, oldest first; fewer than most: there are no more.
MUST_USE enum status list_change_facts(struct app *app, int64_t after, size_t most, struct arena *a,
                                       struct change_facts **out, size_t *count_out);

struct upkeep_finding {
    const char *message; // English msgid; may hold one %s for arg
    const char *arg;     // or NULL
    int64_t count;
    bool mended;
};
// Deletes for good the persons of whom nothing can be read because their keys are lost, and counts them.
MUST_USE enum status forget_keyless(struct app *app, size_t *count_out);
struct upkeep_check {
    struct upkeep_finding *findings;
    size_t count;
    size_t indexed, index_memory; // profiles in the match index, and its bytes
};
// Looks at everything that is stored. CONFLICT: something is wrong and stays so.
MUST_USE enum status check_store(struct app *app, struct arena *a, struct upkeep_check *out);

#endif
