// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/demo.h"
#include "app/imports.h"
#include "app/inbox.h"
#include "app/mail.h"
#include "base/log.h"
#include "web/server.h"
#include "web/session.h"

static const struct option_spec OPTIONS[] = {
    OPTION_DATA,
    {"port", "N", N_("the port to serve on; 0 takes a free one (default: 8080)")},
    {"address", "ADDRESS", N_("the address to serve on (default: 127.0.0.1)")},
    {"host", "NAME", N_("the name that browsers call it by; requests for other names are refused")},
    OPTION_TODAY,
    {"https", NULL, N_("browsers come by https, through a proxy: cookies are for https only")},
    {"trust-proxy", NULL, N_("believe what the proxy says of the browser's address (X-Forwarded-For)")},
    OPTION_ENGINE,
    {"smtp", "URL", N_("the mail server to send by, as smtp://user@host:port; without it mail waits in the outbox")},
    {"smtp-password-file", "FILE", N_("the file whose first line is the mail server's password")},
    {"smtp-ca", "FILE", N_("certificates of mail servers to trust beside the machine's own")},
    {"mail-from", "ADDRESS", N_("the address that mails come from")},
    {"inbox", "URL", N_("the mailbox to read answers from, as imaps://user@host/INBOX; without it none is read")},
    {"inbox-password-file", "FILE", N_("the file whose first line is the mailbox's password")},
    {"inbox-ca", "FILE", N_("certificates of the mailbox's server to trust beside the machine's own")},
    {"inbox-seconds", "N", N_("how long to wait between two looks into the mailbox (default: 60)")},
    {"paper-path", "FOLDERS", N_("where WeasyPrint is looked for, ':' between folders (default: /usr/local/bin:/usr/bin:/bin)")},
    {"site", "URL", N_("where readers of mails log in (default: made of --host, else of --address and --port)")},
};

// The hooks' clock has no argument; there is one server in the program.
static struct app *served;
static int64_t served_clock(void)
{
    return app_now(served);
}

struct tending {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
};
enum { SECOND_MS = 1000, MS_NS = 1000 * 1000, SECOND_NS = SECOND_MS * MS_NS };

static void add_ms(struct timespec *t, int64_t ms)
{
    t->tv_sec += ms / SECOND_MS;
    t->tv_nsec += ms % SECOND_MS * MS_NS;
    if (t->tv_nsec >= SECOND_NS) {
        t->tv_sec++;
        t->tv_nsec -= SECOND_NS;
    }
}

static void *tend(void *arg)
{
    struct tending *t = arg;
    struct timespec until;
    unsigned minutes = 0;
    app_warm(t->app);
    pthread_mutex_lock(&t->lock);
    while (!t->stopping) {
        clock_gettime(CLOCK_REALTIME, &until);
        add_ms(&until, app_tend_in(t->app));
        while (!t->stopping && pthread_cond_timedwait(&t->stop, &t->lock, &until) == 0)
            continue;
        if (t->stopping)
            break;
        pthread_mutex_unlock(&t->lock);
        app_tend(t->app);
        app_warm(t->app);
        if (minutes++ % 60 == 0 && import_tend(t->app) != OK)
            log_error("imports whose time is over stay for now");
        pthread_mutex_lock(&t->lock);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

static void tend_stop(struct tending *t)
{
    pthread_mutex_lock(&t->lock);
    t->stopping = true;
    pthread_cond_signal(&t->stop);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
}

static bool read_port(struct invocation *in, int *out, int *code_out)
{
    const char *text = option_or(in, "port", "8080");
    char *end;
    long port = strtol(text, &end, 10);
    *out = (int)port;
    if (*text >= '0' && *text <= '9' && *end == '\0' && port <= 65535)
        return true;
    *code_out = usage_error(in, N_("The port is a number from 0 to 65535, not %s."), text);
    return false;
}

static bool read_seconds(struct invocation *in, int *out, int *code_out)
{
    const char *text = option_or(in, "inbox-seconds", "60");
    char *end;
    long seconds = strtol(text, &end, 10);
    *out = (int)seconds;
    if (*text >= '1' && *text <= '9' && *end == '\0' && seconds <= 24 * 60 * 60)
        return true;
    *code_out = usage_error(in, N_("The seconds between two looks are a number from 1 to 86400, not %s."), text);
    return false;
}

static void say_accounts(struct invocation *in)
{
    say_arg(in, N_("It holds the demo, where everybody is invented. The password of all its accounts is: %s"),
            DEMO_PASSWORD);
    for (size_t i = 0; i < DEMO_ACCOUNT_COUNT; i++)
        printf("  %-10s %-34s %s\n", role_name(DEMO_ACCOUNTS[i].role), DEMO_ACCOUNTS[i].email,
               tr(in->lang, DEMO_ACCOUNTS[i].what));
}

static const char *served_address(struct invocation *in, const struct server_options *options, const struct server *server)
{
    bool v6 = strchr(options->address, ':') != NULL;
    return arena_printf(in->arena, "http://%s%s%s:%d/", v6 ? "[" : "", options->address, v6 ? "]" : "", server_port(server));
}

// What mails name unless --site does.
static void name_site(struct invocation *in, struct app *app, const struct server_options *options,
                     const struct server *server)
{
    if (option_given(in, "site"))
        return;
    const char *scheme = options->https ? "https" : "http";
    set_mail_site(app, options->host == NULL ? served_address(in, options, server)
                                             : arena_printf(in->arena, "%s://%s", scheme, options->host));
}

static void say_serving(struct invocation *in, struct app *app, const struct server_options *options,
                        const struct server *server)
{
    say_arg(in, N_("Ypsilon serves %s"), served_address(in, options, server));
    if (app_is_demo(app))
        say_accounts(in);
    say(in, N_("Ctrl+C stops it."));
    fflush(stdout);
}

static int serve_app(struct invocation *in, struct app *app, const struct server_options *options)
{
    struct server *server;
    struct tending tending = {.app = app, .lock = PTHREAD_MUTEX_INITIALIZER, .stop = PTHREAD_COND_INITIALIZER};
    struct server_hooks hooks = session_hooks(app);
    served = app;
    hooks.clock = served_clock;
    app_tend(app); // what has fallen due while nobody served is done before the first page is shown
    enum status status = server_open(options, &hooks, &server);
    if (status == INVALID) {
        complain_arg(in, N_("%s is not an address to serve on."), options->address);
        return EXIT_INVALID;
    }
    if (status != OK) {
        complain_arg(in,
                     N_("Cannot serve on %s. Either another program does already, or the address is none of this "
                        "machine, or the port is not for everybody to take. Choose others with --port and --address."),
                     arena_printf(in->arena, "%s:%d", options->address, options->port));
        return EXIT_CONFLICT;
    }
    struct import_worker *worker = NULL;
    struct mail_sender *sender = NULL;
    struct inbox_reader *reader = NULL;
    name_site(in, app, options, server);
    if (import_worker_open(app, &worker) != OK || mail_sender_open(app, &sender) != OK ||
        inbox_reader_open(app, &reader) != OK ||
        pthread_create(&tending.thread, NULL, tend, &tending) != 0) {
        inbox_reader_close(reader);
        mail_sender_close(sender);
        import_worker_close(worker);
        server_close(server);
        return fail(in, FAILED);
    }
    say_serving(in, app, options, server);
    server_signals_wait();
    server_close(server);
    inbox_reader_close(reader);
    mail_sender_close(sender);
    import_worker_close(worker);
    tend_stop(&tending);
    say(in, N_("Stopped."));
    return EXIT_DONE;
}

static int run(struct invocation *in)
{
    struct app *app;
    int code;
    struct server_options options = {.address = option_or(in, "address", "127.0.0.1"),
                                     .host = option(in, "host"),
                                     .https = option_given(in, "https"),
                                     .trust_proxy = option_given(in, "trust-proxy"),
                                     .upload_folder = option_or(in, "data", "data")};
    struct opening how = {.serve = true, .paper_path = option(in, "paper-path")};
    int inbox_seconds;
    if (!read_engine(in, &how.engine, &code) || !read_port(in, &options.port, &code) || !read_seconds(in, &inbox_seconds, &code))
        return code;
    server_signals_block(); // before the store starts threads of its own
    if (!open_app(in, how, &app, &code))
        return code;
    struct mail_options mail = {.smtp = option(in, "smtp"), .password_file = option(in, "smtp-password-file"),
                                .ca_file = option(in, "smtp-ca"), .from = option(in, "mail-from"),
                                .site = option(in, "site")};
    struct inbox_options inbox = {.inbox = option(in, "inbox"), .password_file = option(in, "inbox-password-file"),
                                  .ca_file = option(in, "inbox-ca"), .seconds = inbox_seconds};
    enum status status = set_up_mail(app, &mail, &in->issues);
    if (status == OK)
        status = set_up_inbox(app, &inbox, &in->issues);
    code = status == OK ? serve_app(in, app, &options) : fail(in, status);
    app_close(app);
    return code;
}

const struct command SERVE_COMMAND = {
    .name = "serve",
    .arguments = "",
    .summary = N_("Serve the web pages until stopped."),
    .details = N_("It serves http, for this machine only unless --address says otherwise. Other machines should reach it "
                  "through a proxy that speaks https (then give --https, --trust-proxy and --host). SIGTERM and Ctrl+C stop "
                  "it once the requests under way are answered."),
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .run = run,
};
