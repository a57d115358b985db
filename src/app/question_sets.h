// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_QUESTION_SETS_H
#define APP_QUESTION_SETS_H

#include "app/app.h"
#include "core/question.h"
#include "store/question_store.h"

// Sets of questions (core/question.h): the office's. What a survey has used is frozen, and every step that changes it
// answers CONFLICT with the sentence that says so. The same step sent twice is CONFLICT by its version.

// Newest first; newest: the last edition of each only.
MUST_USE enum status list_question_sets(struct app *app, const struct actor *actor, bool newest, struct arena *a,
                                        struct question_set_entry **out, size_t *count_out);
struct question_set_view {
    struct question_set set;
    const char *refusal;               // of changing it; NULL: may be changed
    struct question_set_id newest;     // the family's last edition, when that is another one; {0}
    struct question_set_entry *editions; // all of the family, newest first
    size_t edition_count;
    int64_t surveys;                   // that use it, drafts too
};
MUST_USE enum status get_question_set(struct app *app, const struct actor *actor, struct question_set_id id, struct arena *a,
                                      struct question_set_view *out);
// Copied from a template ("after-kick-off"), or from another set, or empty with both NULL and {0}. Names and introduction
// are as typed; blank ones are the copied set's.
struct question_set_form {
    const char *template_name;
    struct question_set_id copy_of;
    const char *name[LANGS], *intro[LANGS];
};
MUST_USE enum status make_question_set(struct app *app, const struct actor *actor, const struct question_set_form *form,
                                       struct issues *issues, struct question_set_id *id_out);
MUST_USE enum status name_question_set(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                                       const struct question_set_form *form, struct issues *issues);
// q->id {0}: a new one, last. Fields as in question_check.
MUST_USE enum status put_question(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                                  const struct question *q, struct issues *issues);
MUST_USE enum status move_question(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                                   struct question_id question, int by, struct issues *issues);
MUST_USE enum status remove_question(struct app *app, const struct actor *actor, struct question_set_id id, int64_t version,
                                     struct question_id question, struct issues *issues);
// The next edition, with the same questions; when there is one already that may be changed, that one.
MUST_USE enum status make_edition(struct app *app, const struct actor *actor, struct question_set_id id,
                                  struct question_set_id *id_out);
// One that nothing uses. CONFLICT: something does.
MUST_USE enum status drop_question_set(struct app *app, const struct actor *actor, struct question_set_id id,
                                       struct issues *issues);

#endif
