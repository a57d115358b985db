// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ME_VIEW_H
#define WEB_ME_VIEW_H

#include "app/hires.h"
#include "app/interviews.h"
#include "app/referral_matter.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "web/need_view.h"
#include "web/person_view.h"
#include "web/profile_words.h"

// What the candidate's own pages show (screen 26). Texts are in the page's language unless called msgid.

// What one referral is about, in words to the person it is about.
struct me_matter {
    const struct referral_matter *matter;
    const char *title;        // of the need
    const char *occupation;
    const char *name, *phone; // the person's own, as they are shown to the employer
    struct profile_words words;
    struct need_reason *reasons;
    size_t reason_count, met;
};
MUST_USE enum status me_matter_get(struct request *r, struct referral_id referral, struct me_matter *out);

struct me_question_view {
    const struct share_view *share;
    struct me_matter at;
    const char *stands;  // how it stands, in a sentence
    const char *refusal; // msgid: why what was just tried cannot be done; NULL
    const char *path;
};
// Something that waits for the person: a question, a check-in, a time for an interview.
struct me_waiting {
    const char *what, *detail;
    const char *path; // NULL: there is no page for it
    day by;           // DAY_NONE: no day
};
struct me_proposal { // one referral
    struct referral_id id;
    const char *title, *employer;
    const char *stands; // in a sentence
    const char *next;   // the adviser's next step, "" none
    day next_on;
    enum tone tone;
    bool ended;
    const char *path;
};
struct me_shared { // an employer that sees the profile today
    const char *employer, *title;
    day until;
    const char *path; // where it is taken back
};
struct me_hire {
    const char *employer, *stands; // "began 1. september 2016"
    const char *path;
};
struct me_view {
    const struct candidate_view *candidate;
    const char *name, *phone;
    struct profile_words words;
    struct me_waiting *waiting;
    size_t waiting_count, waiting_room;
    struct me_waiting *coming;     // interviews that are agreed
    size_t coming_count;
    struct me_hire *hires;         // newest first
    size_t hire_count;
    struct me_proposal *proposals; // newest first
    size_t proposal_count, ended_count;
    struct me_shared *shared;
    size_t shared_count;
    const struct reader_line *readers;
    size_t reader_count;
    enum background background;
};
// The sources of what waits each call this. The texts live as long as the request.
void me_waiting_add(struct request *r, struct me_view *v, const struct me_waiting *one);
// All of them, and the interviews to come; for Min side and for Hjem.
MUST_USE enum status me_waiting_fill(struct request *r, struct me_view *v);

struct me_proposal_view {
    const struct referral_view *referral;
    struct me_matter at;
    const char *stands;
    const char *question_path; // NULL: never asked
};
// Where a referral stands, in a sentence to the person.
const char *proposal_stands(enum lang lang, const struct referral_row *row);
enum tone proposal_tone(const struct referral_row *row);

struct me_code_view {
    const char *next;    // where to go on after logging in
    const char *pending; // of the second step
    const char *email;
};
struct me_code_hand_view {
    const char *name, *path; // of the person
    const char *code;        // just made, shown once; NULL: not yet
};
struct me_background_view {
    enum background answer; // the own; not filled in for those who hand it in
    const char *name;       // whose, on an adviser's page; NULL: the reader's own
    const char *action, *back;
};

// "Du svarte ja 1. september 2016 …"
const char *question_stands(enum lang lang, const struct share_view *share, struct arena *a);

#endif
