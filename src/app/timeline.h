// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_TIMELINE_H
#define APP_TIMELINE_H

#include "app/app.h"

// What happened with an employer or an agency, of all kinds in one list, newest first. Each kind has a function of its own,
// named in app/timeline.def, which gives its lines; this file joins them. An employer's own users get those kinds that are
// theirs to know of; lines about hires name nobody.

enum timeline_kind {
#define TIMELINE(key, name, title, function, for_employer) TIMELINE_##key,
#include "app/timeline.def"
#undef TIMELINE
};
enum {
    TIMELINE_KINDS = 0
#define TIMELINE(key, name, title, function, for_employer) +1
#include "app/timeline.def"
#undef TIMELINE
};
const char *timeline_kind_name(enum timeline_kind k);  // in addresses: "activity"
bool timeline_kind_read(const char *name, enum timeline_kind *out);
const char *timeline_kind_title(enum timeline_kind k); // English msgid

struct timeline_line {
    int64_t at, id;          // its place: later ones first, then those with the greater id. No two lines have the same
    enum timeline_kind kind; // set by the list
    bool all_day;            // only the day is known
    const char *what;        // English msgid
    const char *title;       // as somebody has written it, or NULL
    const char *title_msgid; // or a word of ours, or NULL
    const char *who;         // name, organisation or both; "" or NULL
    const char *noun;        // what it leads to: "activity", "need" … as web/timeline_pages.c knows them; NULL nowhere
    int64_t row;
};
struct timeline_lines {
    struct timeline_line *items;
    size_t count, room;
};
void timeline_add(struct timeline_lines *list, struct arena *a, struct timeline_line line);

// What a kind's function is asked for: lines before that place, of one of the two, and no more than most are of use.
struct timeline_ask {
    struct employer_id employer; // this, or
    struct agency_id agency;     // that
    int64_t at, id;
    size_t most;
};
static inline bool timeline_wanted(const struct timeline_ask *ask, int64_t at, int64_t id)
{
    return at < ask->at || (at == ask->at && id < ask->id);
}
// The same place for what has a day alone, whose lines stand at its first instant: earlier days, and that day's lesser ids.
int64_t timeline_day_at(day d);
void timeline_day_place(const struct timeline_ask *ask, day *on_out, int64_t *id_out);
// Each of them: adds the newest lines that are wanted, in any order; the actor may know of the employer or the agency.
#define TIMELINE(key, name, title, function, for_employer)                                                             \
    MUST_USE enum status function(struct app *app, const struct actor *actor, const struct timeline_ask *ask,          \
                                  struct arena *a, struct timeline_lines *list);
#include "app/timeline.def"
#undef TIMELINE

struct timeline_query {
    struct employer_id employer; // one of the two
    struct agency_id agency;
    unsigned kinds;              // bits 1 << enum timeline_kind, 0 all
    const char *after;           // "" the newest
    size_t most;                 // 0: 30
};
struct timeline_page {
    struct timeline_line *lines;
    size_t line_count;
    unsigned kinds;              // that this actor may choose from
    const char *next;            // "" when nothing is older
};
MUST_USE enum status get_timeline(struct app *app, const struct actor *actor, const struct timeline_query *query, struct arena *a,
                                  struct timeline_page *out);

#endif
