// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_CANDIDATE_FILTER_H
#define WEB_CANDIDATE_FILTER_H

#include "app/people.h"
#include "core/region.h"
#include "web/pick.h"

// What a list of candidates is filtered by. In the address each condition is one "has": "occupation:5223:12",
// "skill:s001", "language:nor:speaking:B1", "licence:B", "place:0602", "time:evening", "share:50-100" (per cent of full
// time, which what the person can work must overlap), "free:2016-10-01"; "least" is the evidence asked of all of them, and
// "any" lists those who meet some. "elsewhere" is "yes" or "no": whether another agency helps the person as well, which stands
// on the person's page; which one is no condition, for that is the person's to know. Nothing in it speaks of a person.
enum { FILTERS_MOST = 12 };

struct candidate_chip {
    const char *text;
    const char *path; // the list without it
};

struct candidate_filter {
    const char *has[FILTERS_MOST]; // as this program writes them, however the address did
    size_t count;
    struct requirement conditions[FILTERS_MOST];
    enum evidence least;
    bool any;
    enum match_elsewhere elsewhere;
    struct candidate_chip chips[FILTERS_MOST + 3];
    size_t chip_count;
    // The form that adds one.
    struct pick occupation, skill, licence, language;
    struct option *places, *months, *levels, *parts, *times, *evidences, *elsewheres;
    size_t place_count, month_count, level_count, part_count, time_count, evidence_count, elsewhere_count;
    const char *elsewhere_value; // "yes", "no", ""
    const struct region_area *areas; // of all days
    size_t area_count;
    bool open; // something was asked for that could not be understood, or how to take conditions that there are not yet
    const char **left_out; // conditions of the address that cannot be read, as typed
    size_t left_out_count;
    bool too_many; // the address had more than FILTERS_MOST, and the rest is left out
};

// One that asks for nothing.
struct candidate_filter candidate_filter_none(const struct region_area *areas, size_t area_count);
// The conditions of the address; what cannot be read is left out and kept in left_out, and a day or share that no profile can
// say is told of. out is none.
void candidate_filter_read(struct request *r, struct issues *issues, struct candidate_filter *out);
// What the form adds: true when it was sent, and then has holds it, or issues say what was not understood.
bool candidate_filter_add(struct request *r, struct candidate_filter *f, struct issues *issues);
// Adds the filter to an address; without leaves out the one of that index, or of these; FILTER_WHOLE: none. least and any stand
// in it only when they change something, except in FILTER_CHOSEN: what the form has just been sent with.
enum { FILTER_LEAST = FILTERS_MOST, FILTER_ANY, FILTER_ELSEWHERE, FILTER_WHOLE, FILTER_CHOSEN };
void candidate_filter_address(const struct candidate_filter *f, int without, struct buf *address);
// True when proof is asked of something.
bool candidate_filter_proves(const struct candidate_filter *f);
// Chips and what the form offers. path makes the list's address without that one.
void candidate_filter_show(struct request *r, const char *(*path)(void *context, int without), void *context,
                           struct candidate_filter *f);

#endif
