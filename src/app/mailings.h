// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_MAILINGS_H
#define APP_MAILINGS_H

#include "app/app.h"
#include "app/merge.h"
#include "core/info_letter.h"
#include "core/mailing.h"
#include "store/mailing_store.h"

// Mailings (utsendinger), rules: core/mailing.h. For the office alone. CONFLICT: issues says why not, or who was first.

struct mailing_line {
    struct mailing mailing;
    enum mailing_state state;     // as it stands: what is all gone is done
    const char *title;            // the subject, or what stands for it
    struct mailing_counts counts; // all 0 for a draft
};
struct mailing_page {
    struct mailing_line *rows;    // newest first
    size_t row_count;
    const char *next;             // "" when this is the last page
};
MUST_USE enum status list_mailings(struct app *app, const struct actor *actor, const char *after, size_t most, struct arena *a,
                                   struct mailing_page *out);
// Drafts in the bin, newest first; and those made of a letter.
MUST_USE enum status list_mailing_bin(struct app *app, const struct actor *actor, struct arena *a, struct mailing_line **out,
                                      size_t *count_out);
MUST_USE enum status list_mailings_of_letter(struct app *app, const struct actor *actor, struct letter_id letter, struct arena *a,
                                             struct mailing_line **out, size_t *count_out);

struct mailing_view {
    struct mailing_line line;
    const char *audience;         // in words: "Members of a network: Union Brygge"
    const char *letter_name, *letter_title, *letter_word; // ""
    const char *refusals[MAILING_STEPS]; // NULL: it may be done
    struct issues problems;       // of a draft's text: why it cannot go
    const char *html;             // what it says, with "…" for what each receiver's own is; NULL for a draft
};
MUST_USE enum status get_mailing(struct app *app, const struct actor *actor, struct mailing_id id, struct arena *a,
                                 struct mailing_view *out);

// Who would get it now, and who is left out.
enum { LEFT_NAMES_MOST = 50 };
struct audience_view {
    const struct audience_row **receivers; // by contact
    size_t receiver_count;
    int64_t employers;            // of the receivers
    struct {
        int64_t count;
        const struct audience_row *names[LEFT_NAMES_MOST]; // the first of them
        size_t name_count;
    } left[LEFT_OUTS];            // [LEFT_IN] unused; [LEFT_NO_CONTACT] and [LEFT_STRANGER] have no names
};
// NOT_FOUND: the view, network or event is gone.
MUST_USE enum status get_audience(struct app *app, const struct actor *actor, const struct mailing *m, struct arena *a,
                                  struct audience_view *out);
struct audience_choices {
    struct audience_choice *views, *networks, *events;
    size_t view_count, network_count, event_count;
};
MUST_USE enum status get_audience_choices(struct app *app, const struct actor *actor, struct arena *a, struct audience_choices *out);

// Drafts. Fields "audience", "view", "network", "event", "part"; "subject", "body", "lang".
MUST_USE enum status make_mailing(struct app *app, const struct actor *actor, const struct mailing *typed, struct issues *issues,
                                  struct mailing_id *id_out); // audience alone is read
MUST_USE enum status make_letter_mailing(struct app *app, const struct actor *actor, struct letter_id letter,
                                         struct mailing_id *id_out); // of a published letter; the draft that there is
                                                                     // already, if any. CONFLICT: it is not published
MUST_USE enum status edit_mailing_audience(struct app *app, const struct actor *actor, const struct mailing *typed, struct issues *issues);
// What cannot go yet is kept all the same, and told by get_mailing.
MUST_USE enum status edit_mailing_text(struct app *app, const struct actor *actor, const struct mailing *typed, struct issues *issues);
MUST_USE enum status delete_mailing(struct app *app, const struct actor *actor, struct mailing_id id, int64_t version, bool back,
                                    struct issues *issues);

// As that contact gets it; contact {0}: the first receiver. NOT_FOUND: nobody gets it.
struct mailing_preview {
    struct contact_id contact;
    const char *to_name, *to, *firm;
    const char *subject, *text;   // the whole mail, without the secret of its link
    const char *html;             // of the body, as markdown_html makes it
};
MUST_USE enum status preview_mailing(struct app *app, const struct actor *actor, struct mailing_id id, struct contact_id contact,
                                     struct arena *a, struct mailing_preview *out);
// To these users of the staff, as that contact would get it. INVALID: issues on "to" says what is missing.
struct trial_user {
    struct user_id user;
    const char *name, *email;
    bool own;
};
MUST_USE enum status list_trial_users(struct app *app, const struct actor *actor, struct arena *a, struct trial_user **out,
                                      size_t *count_out);
MUST_USE enum status try_mailing(struct app *app, const struct actor *actor, struct mailing_id id, struct contact_id contact,
                                 const struct user_id *to, size_t count, struct issues *issues);

// To all of the audience. receivers: how many the sender was shown; CONFLICT: it has become another number, so look again.
// Sent twice it is one.
MUST_USE enum status send_mailing(struct app *app, const struct actor *actor, struct mailing_id id, int64_t version,
                                  int64_t receivers, struct issues *issues);
MUST_USE enum status step_mailing(struct app *app, const struct actor *actor, struct mailing_id id, int64_t version,
                                  enum mailing_step step, struct issues *issues);
// Those whose mail is in these states (bits of enum outbox_state).
MUST_USE enum status list_mailing_receivers(struct app *app, const struct actor *actor, struct mailing_id id, unsigned states,
                                            int64_t after, size_t most, struct arena *a, struct mailing_receiver **out,
                                            size_t *count_out);

// Goes on with what a stop has left, and notes what is done. Harmless any number of times.
MUST_USE enum status tend_mailings(struct app *app);

#endif
