// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_FLAGS_H
#define APP_FLAGS_H

#include "app/app.h"
#include "store/flag_store.h"

// Flags on answers (core/answer_flag.h): the office's. CONFLICT: issues says why not; the same step sent twice is one.

struct flag_query {
    unsigned kinds, states;    // bits, 0 all
    struct survey_id survey;   // {0} all
    const char *after;
    size_t most;               // 0: 50
};
struct flag_page {
    struct flag_entry *rows;   // newest first
    size_t row_count;
    const char *next;
};
MUST_USE enum status list_flags(struct app *app, const struct actor *actor, const struct flag_query *query, struct arena *a,
                                struct flag_page *out);
struct flag_line {
    int64_t at;
    const char *user_name;     // "": by itself, when the answer came
    const char *what;          // English msgid
};
struct flag_view {
    struct flag_entry entry;
    const char *question[LANGS]; // where it was answered; "" none, or deleted
    const char *said[LANGS];     // the option chosen, or the own words; ""
    struct flag_letter *letters; // newest first
    size_t letter_count;
    struct flag_line *lines;     // newest first
    size_t line_count;
    struct task_id task;         // {0}
    const char *refusals[FLAG_ACTS]; // NULL: may be done
    bool explains;               // there is a ready explanation
    enum lang lang;              // the contact's
    const char *subjects[LANGS], *texts[LANGS]; // the ready explanation
};
MUST_USE enum status get_flag(struct app *app, const struct actor *actor, struct flag_id id, struct arena *a,
                              struct flag_view *out);
// The words do mean it, so that somebody must see to it; or they do not.
MUST_USE enum status confirm_flag(struct app *app, const struct actor *actor, struct flag_id id, int64_t version,
                                  struct issues *issues);
MUST_USE enum status dismiss_flag(struct app *app, const struct actor *actor, struct flag_id id, int64_t version,
                                  struct issues *issues);
// Fields subject, text. Goes as a service mail to the contact who answered.
MUST_USE enum status send_explanation(struct app *app, const struct actor *actor, struct flag_id id, int64_t version,
                                      enum lang lang, const char *subject, const char *text, struct issues *issues);
// Fields how, note. The task is done with it.
MUST_USE enum status clear_flag(struct app *app, const struct actor *actor, struct flag_id id, int64_t version,
                                enum flag_how how, const char *note, struct issues *issues);
// By hand, on an answer that has been sent in. *id_out: the flag, also when it was there.
MUST_USE enum status raise_flag(struct app *app, const struct actor *actor, struct survey_asked_id asked, enum answer_flag kind,
                                struct issues *issues, struct flag_id *id_out);
// Of objective 7: misunderstandings found and cleared, from the one day to the other, both included.
MUST_USE enum status count_misunderstandings(struct app *app, const struct actor *actor, day from, day to,
                                             struct flag_counts *out);

// The guidance for HR has been read, by whoever says so: counted by month, and nothing else is kept.
MUST_USE enum status guidance_read(struct app *app);
MUST_USE enum status count_guidance(struct app *app, const struct actor *actor, day from, day to, int64_t *out);

#endif
