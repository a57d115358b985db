// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_APP_H
#define APP_APP_H

#include "base/arena.h"
#include "base/day.h"
#include "base/issues.h"
#include "base/status.h"
#include "core/access.h"
#include "core/actor.h"
#include "core/catalogue.h"
#include "core/programme.h"
#include "match/match.h"

// The use cases: one function each, that checks permission (core/access.h), checks input, reads or writes in one
// transaction, and answers with a status. Everything that web and cli do goes through here.
//
// Common to all: actor is who asks; outputs live in the arena; NOT_FOUND also stands for "may not know of it";
// DENIED: may know of it and may not do this; INVALID: issues says what to mend; CONFLICT: somebody changed it first,
// or its state forbids it. Reads of a person by somebody else are written to the log of reads before they are answered.
struct app;
struct store;

struct app_config {
    const char *dir;  // the data directory
    day today;        // DAY_NONE: the real one
    bool create;      // make the directory and an empty database when there is none
    bool serve;       // be the one server of this directory
    enum match_engine engine;
    uint64_t seed;    // 0: random ids and lots; else reproducible (demo, tests)
    const char *paper_path; // the folders in which WeasyPrint is looked for, ':' between them; NULL: the usual ones. Stays
};

// issues says, for people, why it could not be opened; see store_open for the statuses.
MUST_USE enum status app_open(const struct app_config *config, struct issues *issues, struct app **out);
void app_close(struct app *app);

// The clock is an argument of everything below app; this is where it is read.
int64_t app_now(const struct app *app);  // ms since 1970 UTC; on the day of --today when that is given
day app_today(const struct app *app);
const struct catalogue *app_catalogue(const struct app *app);
bool app_is_demo(const struct app *app); // made by demo_make: plainly invented people, known passwords
struct store *app_store(struct app *app);
const char *app_folder(struct app *app); // the data directory
const char *app_paper_path(const struct app *app); // as configured
struct match_world *app_world(struct app *app);

// Brings the match world in step with the change log: called after each write by this process and before each ranking,
// so that what another process wrote is seen too. Cheap when nothing changed.
MUST_USE enum status app_follow(struct app *app);

// Between the two the calling thread reads one state of the data, for a page.
void app_enter(struct app *app);
void app_leave(struct app *app);

// Whom an actor looks at while a page is made. With actor.reads the functions only collect that, so that the whole page
// takes one writing, and nobody's thread waits for the disk.
struct reads *reads_collect(struct arena *a);
bool reads_any(const struct reads *reads); // NULL: no
// Begins to write them down: then is called when that is done, on another thread. The page may be sent only then, and
// only when it is OK. Actor, reads and the arena live until then. FAILED: not begun, and then is not called.
MUST_USE enum status reads_settle(struct app *app, const struct actor *actor, struct reads *reads,
                                  void (*then)(void *arg, enum status status), void *arg);

// Housekeeping that needs no cron: the server calls it about once a minute, and at midnight in Norway. What ends with a day
// ends in the first call of the next one; most else is looked at once an hour.
void app_tend(struct app *app);
int64_t app_tend_in(const struct app *app); // ms until it should be called again: a minute, or less when a day begins before
// Readies what a page would else have to wait for: names in order, months of experience. The server calls it beside its
// pages when it starts, and about once a minute.
void app_warm(struct app *app);

#endif
