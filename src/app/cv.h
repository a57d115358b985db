// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_CV_H
#define APP_CV_H

#include "app/people.h"
#include "core/proposed.h"

// Reading a CV into proposals for a person's profile, and taking them over. Who may edit the profile may do it, and the
// person: RIGHT_CV; actor NULL is the operator at the command line, who may. What is taken is competence only, and counts
// as stated. The file itself is never kept.

enum { CV_UPLOAD_MOST = 10 << 20 };

struct cv_count {
    struct cv_id id;     // of what was proposed; {0} when nothing is new
    int proposed;        // new ones, those held already among them
    int held;            // of these, what the profile has already
    int again;           // proposed before, and not proposed once more
    int left;            // parts of the CV that gave nothing, listed with the reason
};

// The whole way from a file's bytes to stored proposals: Europass XML, a Europass PDF, JSON Resume, CSV or XLSX. A part
// that an earlier CV of the person proposed and that is open, left or still in the profile is not proposed again.
// INVALID: issues (field "file") says what is wrong and what to do; nothing is stored. CONFLICT: the person has too many
// CVs open (CV_OPEN_MOST).
enum { CV_OPEN_MOST = 10 };
MUST_USE enum status propose_cv(struct app *app, const struct actor *actor, struct person_id person, const void *bytes,
                                size_t size, struct issues *issues, struct cv_count *out);

// How an open proposal stands to the profile.
enum cv_standing {
    CV_NEW,
    CV_HELD,     // all of it is held already
    CV_MORE,     // says more than what is held: a higher level, a later end
    CV_SAYS_NO,  // the profile says that the person does not have it
};
struct cv_item {
    const struct proposed *proposed;
    unsigned lacks;          // enum proposed_lack
    enum cv_standing standing;
};
struct cv_view {
    const struct proposed_cv *cv;
    struct cv_item *items;   // open ones, in the CV's order
    int item_count;
    int sure;                // of these, those that "all that are sure" takes
    int taken, put_aside;    // decided ones
};
struct cv_page {
    struct person_id person;
    struct cv_view *cvs;     // newest first
    size_t count;
    int undo;                // facts that the last taking can give back, 0: none, or the profile was edited since
};
// Takes what get_candidate gave, which wrote the reading down. DENIED: without RIGHT_CV.
MUST_USE enum status list_cvs(struct app *app, const struct actor *actor, const struct candidate_view *candidate,
                              struct arena *a, struct cv_page *out);

// Takes what was chosen: choices are proposals with what a person has filled in or changed (codes[0], levels, months). What
// is lacking is an issue of "pN_what" (code), "pN_level" (education), "pN_0" … "pN_3" (a language's parts), "pN_from",
// "pN_to", "pN_expires", N being the number. One transaction with the profile: all or nothing. CONFLICT: one is open no more.
MUST_USE enum status take_proposed(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv,
                                   const struct proposed *choices, size_t count, struct issues *issues, int *taken_out);
// All that lack nothing, as one step.
MUST_USE enum status take_all_proposed(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv,
                                       struct issues *issues, int *taken_out);
MUST_USE enum status leave_proposed(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv,
                                    int number);
// All of a CV's proposals and its list go at once; what was taken stays in the profile.
MUST_USE enum status forget_cv(struct app *app, const struct actor *actor, struct person_id person, struct cv_id cv);
// Puts the profile back to what it was before the last taking, and its proposals to open. CONFLICT: the profile was
// edited since, so nothing is changed. NOT_FOUND: nothing was taken.
MUST_USE enum status undo_proposed(struct app *app, const struct actor *actor, struct person_id person);

// English msgid: "Europass CV (XML)".
const char *cv_title(const struct proposed_cv *cv);

// Proposals whose days are over, of everybody. For upkeep.
MUST_USE enum status expire_cvs(struct app *app);

#endif
