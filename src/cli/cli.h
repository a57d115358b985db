// SPDX-License-Identifier: EUPL-1.2
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "base/buf.h"

// The command line: one command, one file. Results go to standard output, everything else to standard error.

// Exit codes, as doc/ypsilon.1 lists them.
enum exit_code {
    EXIT_DONE = 0,
    EXIT_BROKEN = 1,   // disk, memory, database
    EXIT_USAGE = 2,
    EXIT_ABSENT = 3,   // no such thing, or none that the user may know of
    EXIT_DENIED = 4,
    EXIT_INVALID = 5,
    EXIT_CONFLICT = 6,
    EXIT_BUSY = 7,
};
int exit_code_of(enum status s);

struct option_spec {
    const char *name;  // without "--"
    const char *value; // what stands for its value in help; NULL: it takes none. Where it ends with "…" the option may be
                       // given several times, and its values are joined, a line each
    const char *help;  // msgid
};

struct invocation;
struct command {
    const char *name;      // "match", "user add"
    const char *arguments; // "NEED", "" for none
    int least, most;       // of them
    const char *summary;   // msgid, one line
    const char *details;   // msgid of what else there is to say, or NULL
    const struct option_spec *options;
    size_t option_count;
    int (*run)(struct invocation *in);
};
enum { COMMAND_OPTIONS_MOST = 20 };

struct invocation {
    const struct command *command;
    struct arena *arena;
    struct issues issues;
    enum lang lang;
    int argument_count;
    char **arguments;
    const char *values[COMMAND_OPTIONS_MOST + 2]; // in the order of the command's options; NULL: not given
};
const char *option(const struct invocation *in, const char *name); // the last given; NULL: not given
bool option_given(const struct invocation *in, const char *name);
const char *option_or(const struct invocation *in, const char *name, const char *otherwise);

// "ypsilon: …" on standard error, translated. arg stands for the message's one %s.
void complain(const struct invocation *in, const char *message);
void complain_arg(const struct invocation *in, const char *message, const char *arg);
// complain, then how to learn more; gives EXIT_USAGE.
int usage_error(const struct invocation *in, const char *message, const char *arg);
// Says every issue; for a status without any, what the status means. Gives its exit code.
int fail(struct invocation *in, enum status s);

// Translated, with a line end, on standard output.
void say(const struct invocation *in, const char *message);
void say_arg(const struct invocation *in, const char *message, const char *arg);

// Options that many commands have, for their lists.
#define OPTION_DATA {"data", "DIR", N_("the data directory (default: data)")}
#define OPTION_TODAY {"today", "DATE", N_("the day to take for today, as 2016-09-01")}
#define OPTION_JSON {"json", NULL, N_("write JSON")}
#define OPTION_ENGINE \
    {"engine", "NAME", N_("the match engine: fast, or plain, a loop over facts with the same answers (default: fast)")}
#define OPTION_AS {"as", "E-MAIL", N_("the user whose rights apply; in a demo its adviser unless given")}

// Opens the data directory named by --data on the day of --today. Not OK: has been complained about, and *code_out is
// the exit code.
struct opening {
    bool serve, create;
    enum match_engine engine; // plain but for those who rank: making an index takes longer than a few judgements
    uint64_t seed;
    const char *paper_path; // NULL: the usual one
};
bool open_app(struct invocation *in, struct opening how, struct app **out, int *code_out);
bool open_app_at(struct invocation *in, const char *dir, struct opening how, struct app **out, int *code_out);
bool read_today(struct invocation *in, day *out, int *code_out);
bool read_engine(struct invocation *in, enum match_engine *out, int *code_out); // of --engine
// The user of --as. In a demo without --as: its first adviser.
bool open_actor(struct invocation *in, struct app *app, struct actor *out, int *code_out);
// "1234…", as in the address of the thing's page.
bool read_id(struct invocation *in, const char *text, int64_t *out, int *code_out);

// A new password, from the terminal without echo (twice) or, when standard input is none, its first line.
bool read_new_password(struct invocation *in, const char **out, int *code_out);

extern const struct command ACCESS_COMMAND, BACKUP_COMMAND, CHECK_COMMAND, DEMO_COMMAND, EXPLAIN_COMMAND, INIT_COMMAND,
    CHANGES_COMMAND, CLASSIFY_COMMAND, COUNTS_COMMAND,
    IMPORT_APPLY_COMMAND, IMPORT_CANCEL_COMMAND, IMPORT_COMMAND, IMPORT_LIST_COMMAND, IMPORT_REFETCH_COMMAND,
    IMPORT_RESUME_COMMAND,
    IMPORT_REVERT_COMMAND, INBOX_COMMAND,
    MATCH_COMMAND, REPLAY_COMMAND, RESTORE_COMMAND, ROUTES_COMMAND, SERVE_COMMAND, USER_ADD_COMMAND,
    USER_DISABLE_COMMAND, USER_ENABLE_COMMAND, USER_LIST_COMMAND, USER_PASSWORD_COMMAND, VERSION_COMMAND;

#endif
