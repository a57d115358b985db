// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_NEEDS_H
#define APP_NEEDS_H

#include "app/app.h"
#include "core/employer.h"
#include "core/need.h"
#include "core/wording.h"

// A need as a page shows it.
struct need_view {
    struct need need;
    const char *employer_name, *workplace_name, *place_name;
    const char *stated_by_name, *stated_by_organisation;
    unsigned rights;                       // enum access_right
    const struct requirement *all;         // need_requirements: place, times, share, start, stated ones
    size_t all_count;
};
MUST_USE enum status get_need(struct app *app, const struct actor *actor, struct need_id id, struct arena *a,
                              struct need_view *out);

enum need_sort { NEEDS_BY_CREATED, NEEDS_BY_START, NEEDS_BY_TITLE };
struct need_query {
    unsigned states;             // bits 1 << enum need_state, 0 all
    struct employer_id employer; // {0} all
    struct user_id stated_by;    // {0} all
    struct code occupation;      // {0} all
    struct code area;            // {0} all
    const char *text;            // words of title or employer, "" all
    enum need_sort sort;
    bool descending;
    const char *after;           // key of the last row seen, "" the first page
    size_t most;                 // rows, at most 200
};
struct need_row {
    struct need_id id;
    const char *title, *employer_name, *workplace_name, *place_name;
    struct code occupation;
    int positions;
    day start_from, start_latest;
    enum need_state state;
    int64_t created_at;
    bool asks_to_close;          // open, and the confirmed hires reach its positions
    bool counted;                // open, and needs_counted_for
    size_t ready, ask;           // how many can fill it now, and of how many a question has to be asked
};
// Whether a list says how many of the own agency's people fit each open need.
bool needs_counted_for(struct app *app, const struct actor *actor);
struct need_page {
    struct need_row *rows;
    size_t row_count;
    const char *next;            // key for after, "" when this is the last page
    size_t total, positions;     // of all pages
};
MUST_USE enum status list_needs(struct app *app, const struct actor *actor, const struct need_query *query,
                                struct arena *a, struct need_page *out);

// Stating a need. It is a draft from the first step, so that nothing typed is lost.
// Step 1 makes it: workplace, title, occupation. Employer users: only own workplaces.
MUST_USE enum status start_need(struct app *app, const struct actor *actor, const struct need *typed,
                                struct issues *issues, struct need_id *id_out);
// Any step: stores the whole draft; version must be the one that was read (CONFLICT otherwise). Issues of draft steps
// only. Only a draft can be changed: what the employer confirmed stays as confirmed, so an open need is first withdrawn
// and made a draft again (CONFLICT otherwise).
MUST_USE enum status edit_need(struct app *app, const struct actor *actor, const struct need *typed,
                               struct issues *issues);
// Need first: the employer confirms. An employer user confirms with the own name; others name who at the employer
// confirmed. Opens the need when it is whole. When the wording check has hits, wording_reason is required, kept and
// logged. INVALID otherwise.
MUST_USE enum status open_need(struct app *app, const struct actor *actor, struct need_id id, int64_t version,
                               const char *confirmed_by_name, const char *wording_reason, struct issues *issues);
MUST_USE enum status close_need(struct app *app, const struct actor *actor, struct need_id id, int64_t version,
                                enum need_state to); // NEED_FILLED, NEED_WITHDRAWN, or back
// What the wording check finds in each text of the need: title, description, work reasons. Texts without hits are left
// out.
struct need_wording {
    const char *field; // "title", "description", "requirements[2].work_reason"
    const char *text;
    const struct wording_hit *hits;
    size_t count;
};
size_t check_need_wording(const struct need *need, struct arena *a, const struct need_wording **out);

// Screen 7. Own agency's candidates by name, in the engine's order, with the reason per requirement.
struct ranked_candidate {
    struct person_id person;
    const char *name;
    struct match_row row;
    struct explanation explanation;
};
struct agency_counts {
    struct agency_id agency;
    const char *name, *email, *phone; // for "ask them"
    struct band ready, ask;
};
struct must_cost {
    size_t requirement;     // index into need_view.all
    size_t more;            // how many more would be ready without it; 0 for employers, who get the band
    struct band more_band;
};
struct need_answer {
    int64_t version;                    // of the index
    size_t counts[MATCH_CLASSES];       // own agency
    struct ranked_candidate *candidates;
    size_t candidate_count;
    struct must_cost *costs;            // musts that cost somebody, dearest first
    size_t cost_count;
    struct agency_counts *others;       // RIGHT_COUNTS
    size_t other_count;
};
// classes: bits 1 << enum match_class, 0 all; most ≤ 200. Needs RIGHT_RANK (and an open need); each person named is
// written to the log of reads.
MUST_USE enum status rank_candidates(struct app *app, const struct actor *actor, const struct need_view *need,
                                     unsigned classes, size_t most, struct arena *a, struct need_answer *out);

// The employer's view: bands over everybody, and which musts cost most. Needs RIGHT_BANDS.
struct need_bands {
    struct band ready, ask;
    struct must_cost *costs;
    size_t cost_count;
};
MUST_USE enum status band_candidates(struct app *app, const struct actor *actor, const struct need_view *need,
                                     struct arena *a, struct need_bands *out);

// One judgement in full, for a page or to be kept and replayed. Needs RIGHT_RANK on the need and RIGHT_PROFILE on the
// person.
MUST_USE enum status explain_candidate(struct app *app, const struct actor *actor, const struct need_view *need,
                                       struct person_id person, struct arena *a, struct ranked_candidate *out);
// The explanation as JSON and back; explanation_read refuses what is not one (INVALID).
const char *explanation_json(const struct explanation *e, struct arena *a);
MUST_USE enum status explanation_read(const char *json, size_t size, struct arena *a, struct explanation *out);
// Needs RIGHT_SEE on the need. A person whom the actor may not see is answered as gone.
MUST_USE enum status replay_explanation(struct app *app, const struct actor *actor, const struct explanation *was,
                                        struct replay *out);

// Words for people, msgids.
const char *match_class_title(enum match_class c); // "Can fill it now"
const char *verdict_title(enum verdict v);         // "Met"
// Words for people: "Norwegian (bokmål), speaking: at least B1", "Works day and evening" …, in the language asked for.
const char *requirement_words(const struct app *app, enum lang lang, const struct requirement *r,
                              const char *place_name, struct arena *a);
// Why a requirement got its verdict v, one of e's rows: "Norwegian, speaking: B2, documented", "14 months", "Not asked
// yet". start is the need's first day, DAY_NONE for a draft without one: tells what runs out before it from what has run
// out by e->as_of.
const char *verdict_words(const struct app *app, enum lang lang, const struct requirement *r,
                          const struct verdict_row *v, const struct explanation *e, day start, struct arena *a);
// The same, said to the person.
const char *own_verdict_words(const struct app *app, enum lang lang, const struct requirement *r,
                              const struct verdict_row *v, const struct explanation *e, day start, struct arena *a);
// The question that would settle it, addressed to the adviser: "Ask which level of spoken Norwegian …"; "" when none.
const char *question_words(const struct app *app, enum lang lang, const struct requirement *r,
                           const struct verdict_row *v, struct arena *a);

#endif
