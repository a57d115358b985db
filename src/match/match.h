// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "base/arena.h"
#include "base/status.h"
#include "core/requirement.h"

// The match engine (doc/matching.md). Pure: no SQL, HTTP, clock, log or locale; as_of is an argument; the same input
// gives the same output, byte for byte.
//
// Requirements are taken as requirement_check (core/need.h) lets them through; competence as profile_check does.
// What a call is given is read during the call only. Outputs are the arena's unless said otherwise.

struct match_profile {
    int64_t number; // unique; the last word in the order
    uint32_t lot;
    const uint32_t *groups; // opaque: whose lists the profile may stand in, ascending
    size_t group_count;
    struct competence competence;
};

struct match_need {
    int64_t number;
    uint32_t lot;
    const struct requirement *requirements; // as need_requirements gives them
    size_t requirement_count;               // 1 … REQUIREMENTS_MOST
};

enum verdict { VERDICT_MET, VERDICT_MISSING, VERDICT_UNKNOWN };
// CLASS_REACHABLE needs measures and plans, which the engine does not have yet: until then nobody is in it, and whoever
// misses a must is in CLASS_NOT_NOW.
enum match_class { CLASS_READY, CLASS_ASK, CLASS_REACHABLE, CLASS_NOT_NOW };
enum { MATCH_CLASSES = 4 };

// Profiles in memory. A writer changes a world and publishes; readers in any number of threads see the last published
// version, each call one version from beginning to end, however many changes wait. No reader waits for a writer, nor a
// writer for a reader; writers take turns by themselves.
struct match_world;

// The fast engine answers from an index of bitmaps and gives the same bytes as the plain one, which is its judge.
enum match_engine { ENGINE_PLAIN, ENGINE_FAST };

// Runs work(arg) in several threads at once, or in one, and returns when all have ended: they share what there is to do.
// The engine itself starts none.
typedef void match_runner(void (*work)(void *arg), void *arg);

struct match_settings {
    const struct implication *implications;
    size_t implication_count;
    const char *catalogue_version; // named in explanations
    uint8_t digest_key[32];        // keys the digests of profiles and needs; secret, the same at each start
    enum match_engine engine;
    match_runner *run;             // for long work; NULL: one thread
};

struct match_world *match_open(const struct match_settings *settings); // copies what it keeps
void match_close(struct match_world *w);
void match_put(struct match_world *w, const struct match_profile *p); // inserts or replaces; copies
void match_drop(struct match_world *w, int64_t number);               // absent is fine
void match_publish(struct match_world *w, int64_t version);           // makes the changes visible, all at once
// Other implications and another version of the catalogue, for all profiles and at once; published as that version, with
// the changes that were waiting. Copies what it keeps.
void match_change_catalogue(struct match_world *w, const struct implication *implications, size_t count,
                            const char *catalogue_version, int64_t version);
// Questions will be asked for this month: counts experience for it, so that none has to wait. Nothing when that is done, but
// to close what readers left. To be called now and then.
void match_expect_month(struct match_world *w, month now);
int64_t match_version(struct match_world *w);                         // the last published; 0 before the first
size_t match_count(struct match_world *w);                            // profiles in the last published version

size_t match_memory(struct match_world *w); // bytes of the fast engine's index, and of what it keeps for changes; 0 without one

// Compares the fast engine's index with what the published profiles say: how many of its entries differ, 0 for the plain
// engine. An index that differs is not asked any more, and made anew: publishing waits for that, and the plain loop answers
// meanwhile.
size_t match_check(struct match_world *w);

// Which profiles a call is about: one group's, or all (group 0).
struct match_scope {
    day as_of;
    uint32_t group;
};

struct match_row {
    int64_t number;
    enum match_class class;
    uint8_t missing, unknown; // musts
    uint16_t score;
};

struct explanation;
struct ranking {
    int64_t version;
    size_t counts[MATCH_CLASSES]; // of all in scope
    struct match_row *rows;       // the best k in order: class, unknown/missing, score, lot, number
    size_t row_count;
};

// The k best of the classes asked for (bits 1 << class; 0 is all) in the order of matching.md; counts are of all
// classes. A licence must be valid on start_from of the need's REQUIRE_START, or on as_of for a draft without a start.
void match_rank(struct match_world *w, const struct match_need *need, struct match_scope scope, unsigned classes,
                size_t k, struct arena *a, struct ranking *out);

// The same for many needs, which settings.run shares out where that is worth it: out[i] is needs[i]'s, all of one version.
void match_rank_many(struct match_world *w, const struct match_need *needs, size_t need_count, struct match_scope scope,
                     unsigned classes, size_t k, struct arena *a, struct ranking *out);

// All that a page shows of a need, of one version: the ranking, explanations of its first rows, what each must costs, and
// how many of other groups are in each class.
struct match_asked {
    unsigned classes;
    size_t k;
    size_t explained; // at most so many rows
    const uint32_t *groups;
    size_t group_count;
};
struct match_answer {
    struct ranking ranking;
    struct explanation *explanations; // one for each row, at most `explained`
    size_t *more;                     // see match_what_if
    size_t (*counts)[MATCH_CLASSES];  // see match_count_groups; of the groups asked for
};
void match_answer(struct match_world *w, const struct match_need *need, struct match_scope scope,
                  const struct match_asked *asked, struct arena *a, struct match_answer *out);

// The other direction: the needs for one profile, best first; rows' number is the need's. NOT_FOUND: no such profile.
MUST_USE enum status match_rank_needs(struct match_world *w, int64_t profile, const struct match_need *needs,
                                      size_t need_count, day as_of, struct arena *a, struct ranking *out);

// How many of each listed group are in each class: counts_out[i] belongs to groups[i]. A profile counts in each of its
// groups; group 0 is all.
void match_count_groups(struct match_world *w, const struct match_need *need, day as_of, const uint32_t *groups,
                        size_t group_count, size_t (*counts_out)[MATCH_CLASSES]);

// How many more of the scope would be ready without each must; more_out has requirement_count entries, 0 for shoulds.
void match_what_if(struct match_world *w, const struct match_need *need, struct match_scope scope, size_t *more_out);

// Who stands in a filtered list. Conditions are requirements as needs have them, of any number of atoms' OR: who does not
// meet every must is not in the list, and unknown is not met; of the others it is counted how many are met. Groups are
// those whose people the reader may see: who is in none of them is not in the list, so that without groups it is empty;
// group 0 is everybody. Of who is left, elsewhere can ask for those that are in some group which is not among these, or in
// none; never in which. Licences must be valid on the day that match_rank would take.
enum match_elsewhere { ELSEWHERE_ANY, ELSEWHERE_NONE, ELSEWHERE_SOME };
struct match_filter {
    const struct requirement *conditions;
    size_t condition_count; // 0 … REQUIREMENTS_MOST
    const uint32_t *groups;
    size_t group_count;
    day as_of;
    enum match_elsewhere elsewhere;
};

// Of one version. Whoever shows a page of it walks this list, or the list that the page is sorted by, and looks each up.
struct filtered {
    int64_t version;
    size_t count;
    int64_t *numbers; // of profiles, ascending
    uint8_t *met;     // how many of the conditions that are no musts, by number
};
void match_filter(struct match_world *w, const struct match_filter *f, struct arena *a, struct filtered *out);
bool filtered_find(const struct filtered *f, int64_t number, size_t *at_out); // where in numbers

// What a question has to be about for a requirement that is unknown: the topic, or the proof of something held.
enum question_kind { QUESTION_NONE, QUESTION_TOPIC, QUESTION_PROOF };

// One requirement's verdict and what a page needs to say why. It speaks of one atom of the OR:
//   met      the first that is held with the evidence asked;
//   proof    the first of those held with the best evidence, which is too little;
//   topic    the first unanswered one that a fact speaks of, else the first unanswered one;
//   missing  the first that a fact speaks of, else the first.
struct verdict_row {
    enum verdict verdict;
    enum question_kind question; // not QUESTION_NONE exactly when the verdict is unknown
    int atom;                    // the atom spoken of; -1 for columns
    int fact;                    // index into the profile's facts, as put, that speaks most for or against; -1 for none
    enum evidence evidence;      // of what is held, 0 when nothing is; a column that is said and fits counts as stated
    int months;     // occupation: months held of that code, with the evidence asked when met, else with any
    int best_level; // language, education: the best level of that part or field with any evidence, else 0
};

struct explanation {
    const char *engine; // engine name and version
    const char *catalogue;
    int64_t version; // of the index
    day as_of;
    int64_t need, profile;
    uint8_t need_digest[16], profile_digest[16];
    size_t row_count;
    struct verdict_row *rows; // one per requirement, in the need's order
    struct match_row sum;     // number (the profile's), class, missing, unknown, score
    struct competence competence; // what was judged, whose facts the rows speak of; empty in one that was kept and read
};

MUST_USE enum status match_explain(struct match_world *w, const struct match_need *need, int64_t profile, day as_of,
                                   struct arena *a, struct explanation *out); // NOT_FOUND: no such profile

// Replays an explanation on what stands now, with the as_of it names. Says what differs; all false is "the same". The
// index version may have moved on. Digests cover what the engine reads of need and profile, in order: no work_reason,
// and no groups, since these are about who may look.
struct replay {
    bool engine, catalogue, need, profile; // changed since
    bool gone;                             // the profile is no longer there: profile and answer are not compared
    bool answer;                           // some row or the sum differs
};
struct replay match_replay(struct match_world *w, const struct match_need *need, const struct explanation *was);

const char *verdict_name(enum verdict v);        // "met", "missing", "unknown"
const char *class_name(enum match_class c);      // "ready", "ask", "reachable", "not-now"
const char *question_name(enum question_kind q); // "none", "topic", "proof"

#endif
