// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_INTERVIEW_VIEW_H
#define WEB_INTERVIEW_VIEW_H

#include "app/interviews.h"
#include "web/components.h"
#include "web/need_view.h"

// Times for interviews: one list for the employer, the person and the adviser, with what each may do.

struct interview_line {
    const struct interview_view *at;
    const char *when;         // "5. september 2016 kl. 09.00, 30 minutter"
    const char *path;         // what its steps' addresses begin with: "/interviews/17"
    bool may_accept, may_decline, may_change, may_cancel;
};

// What is typed where times are offered or one is changed.
struct interview_form {
    const char *action, *back;
    size_t times;             // how many can be given
    day on[INTERVIEW_TIMES_AT_ONCE];
    const char *at[INTERVIEW_TIMES_AT_ONCE]; // "09.00"
    const char *minutes, *place, *bring;
    int64_t version;          // of the one that is changed, 0: new ones
};

struct interviews_view {
    struct interview_line *lines; // by their start
    size_t line_count;
    bool self;                    // the person reads
    bool choosing;                // and has a time to say yes to
    const char *name;             // the person's; "" for the person
    const char *title, *workplace, *employer; // of the need
    const char *path;             // of the page with all of them, "/presented/17/interviews"
    const char *back;             // where the referral is shown
    bool offers;                  // may see the form to offer, or why not
    const char *offer_refusal;    // msgid, NULL: may be offered
    struct interview_form form;
};
// The times for a referral, for the template interview_times.
MUST_USE enum status interviews_fill(struct request *r, struct referral_id referral, struct interviews_view *out);

// "5. september 2016 kl. 09.00, 30 minutter"
const char *interview_when(enum lang lang, const struct interview *i, struct arena *a);
enum tone interview_state_tone(enum interview_state s);
// A time of day as people write it: "9", "09.00", "9:30", "0930". False: it is none.
bool clock_read(const char *typed, int *minute_out);

#endif
