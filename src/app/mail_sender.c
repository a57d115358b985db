// SPDX-License-Identifier: EUPL-1.2
#include "app/mail.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/internal.h"
#include "app/letter.h"
#include "app/mail_inside.h"
#include "base/log.h"
#include "base/text.h"
#include "mail/message.h"
#include "mail/smtp.h"
#include "store/share_store.h"

enum { PASSWORD_MOST = 1000, SITE_MOST = 200, SAID_MOST = 300 };

struct mail_desk {
    struct arena *arena; // what the settings point to
    struct smtp_server server;
    bool on;
    const char *from, *site;
    pthread_mutex_t lock; // of the rest
    char said[SAID_MOST];
    int64_t since; // 0: no trouble
};

struct mail_desk *mail_desk_open(void)
{
    struct mail_desk *d = calloc(1, sizeof *d);
    if (d == NULL)
        abort();
    pthread_mutex_init(&d->lock, NULL);
    d->arena = arena_open();
    d->site = "";
    return d;
}

void mail_desk_close(struct mail_desk *d)
{
    if (d == NULL)
        return;
    arena_close(d->arena);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

// Settings

// The file's first line. Others on the machine must not be able to read it.
static bool read_password(const char *path, struct arena *a, const char **out, struct issues *issues)
{
    char line[PASSWORD_MOST];
    struct stat about;
    FILE *file = fopen(path, "re");
    const char *problem = NULL;
    if (file == NULL)
        problem = N_("The file %s cannot be read.");
    else if (fstat(fileno(file), &about) != 0 || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        problem = N_("Others can read the file %s. Give it to the server's user alone: chmod 600.");
    else if (fgets(line, sizeof line, file) == NULL || line[strcspn(line, "\r\n")] == '\0' || line[0] == '\0')
        problem = N_("The first line of the file %s has to be the password, and end.");
    if (file != NULL)
        fclose(file);
    if (problem != NULL) {
        issues_add_arg(issues, "smtp-password-file", problem, path);
        return false;
    }
    line[strcspn(line, "\r\n")] = '\0';
    *out = arena_strdup(a, line);
    explicit_bzero(line, sizeof line);
    return true;
}

static bool site_fits(const char *site)
{
    size_t n = strlen(site);
    const char *host = strncmp(site, "https://", 8) == 0 ? site + 8 : strncmp(site, "http://", 7) == 0 ? site + 7 : "";
    return *host != '\0' && *host != '/' && n <= SITE_MOST && text_valid(site, n) && strpbrk(site, " \t\r\n<>\"?#@") == NULL;
}

void set_mail_site(struct app *app, const char *site)
{
    struct mail_desk *d = app_mail_desk(app);
    size_t n = strlen(site);
    while (n > 0 && site[n - 1] == '/')
        n--;
    d->site = arena_strndup(d->arena, site, n);
}

enum status set_up_mail(struct app *app, const struct mail_options *o, struct issues *issues)
{
    struct mail_desk *d = app_mail_desk(app);
    size_t before = issues->count;
    struct smtp_server server = {0};
    if (o->site != NULL && !site_fits(o->site))
        issues_add(issues, "site", N_("Write the site's address as https://ypsilon.example.org."));
    if (o->from != NULL && !message_address_fits(o->from))
        issues_add(issues, "mail-from", N_("Write the address that mails come from as post@example.org."));
    if (o->smtp == NULL && (o->password_file != NULL || o->ca_file != NULL))
        issues_add(issues, "smtp", N_("Name the mail server with --smtp."));
    if (o->smtp != NULL) {
        if (o->from == NULL)
            issues_add(issues, "mail-from", N_("Say with --mail-from which address mails come from."));
        if (smtp_read(o->smtp, d->arena, &server, issues) == OK) {
            server.ca_file = o->ca_file == NULL ? NULL : arena_strdup(d->arena, o->ca_file);
            if (*server.user != '\0' && o->password_file == NULL)
                issues_add(issues, "smtp-password-file", N_("Name the file with the mail server's password with --smtp-password-file."));
            if (o->password_file != NULL)
                (void)read_password(o->password_file, d->arena, &server.password, issues);
            if (o->ca_file != NULL && access(o->ca_file, R_OK) != 0)
                issues_add_arg(issues, "smtp-ca", N_("The file %s cannot be read."), o->ca_file);
        }
    }
    if (issues->count > before)
        return INVALID;
    if (o->site != NULL)
        set_mail_site(app, o->site);
    d->server = server;
    d->from = o->from == NULL ? "" : arena_strdup(d->arena, o->from);
    d->on = o->smtp != NULL;
    return OK;
}

bool mail_goes_out(struct app *app)
{
    return app_mail_desk(app)->on;
}

const char *mail_from(struct app *app)
{
    const char *from = app_mail_desk(app)->from;
    return from == NULL ? "" : from;
}

const char *mail_site(struct app *app)
{
    return app_mail_desk(app)->site;
}

bool mail_trouble(struct app *app, struct arena *a, const char **said_out, int64_t *since_out)
{
    struct mail_desk *d = app_mail_desk(app);
    pthread_mutex_lock(&d->lock);
    bool trouble = d->since != 0;
    if (trouble) {
        *said_out = arena_strdup(a, d->said);
        *since_out = d->since;
    }
    pthread_mutex_unlock(&d->lock);
    return trouble;
}

static void trouble_set(struct mail_desk *d, const char *said, int64_t now)
{
    pthread_mutex_lock(&d->lock);
    if (said == NULL)
        d->since = 0;
    else if (d->since == 0)
        d->since = now;
    snprintf(d->said, sizeof d->said, "%s", said == NULL ? "" : said);
    pthread_mutex_unlock(&d->lock);
}

// The thread

struct mail_sender {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
    struct smtp *smtp;  // the connection of the batch under way, or NULL
    int64_t pause_ms;   // how long nothing is tried after the server has taken nothing; doubles
};
enum { LOOK_MS = 250, PAUSE_FIRST_MS = 1000, PAUSE_MOST_MS = 5 * 60 * 1000, HELD_MS = 10 * 60 * 1000 };

static bool stopping(void *context)
{
    struct mail_sender *m = context;
    pthread_mutex_lock(&m->lock);
    bool answer = m->stopping;
    pthread_mutex_unlock(&m->lock);
    return answer;
}

static void wait_for(struct mail_sender *m, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&m->lock);
    while (!m->stopping && pthread_cond_timedwait(&m->stop, &m->lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&m->lock);
}

struct mark_job {
    struct app *app;
    struct outbox_entry entry;
    struct outbox_mark mark;
};

// Whoever asked has to know that the person does not; a question that was answered meanwhile stays as it is.
static enum status notice_lost(struct app *app, struct store_tx *tx, const struct outbox_entry *e, enum share_act act)
{
    struct share share;
    if (e->kind != OUTBOX_SHARE_ASKED && e->kind != OUTBOX_SHARE_REMINDER)
        return OK;
    enum status status = share_get(tx->store, (struct share_id){e->cause}, tx->arena, &share);
    if (status == NOT_FOUND || (status == OK && share_refusal(&share.request, act, ROLE_PUBLIC, app_today(app)) != NULL))
        return OK;
    TRY(status);
    share.request = share_after(&share.request, act, ROLE_PUBLIC, app_today(app));
    TRY(share_update(tx, &share));
    return outbox_tell_user(tx, OUTBOX_SHARE_UNDELIVERED, share.asked_by, share.id.value);
}

static enum status mark_write(struct store_tx *tx, void *arg)
{
    struct mark_job *job = arg;
    TRY(outbox_mark(tx, &job->entry, &job->mark));
    if (job->mark.state == OUTBOX_REFUSED)
        return notice_lost(job->app, tx, &job->entry, SHARE_NOTICE_RETURNED);
    if (job->mark.state == OUTBOX_HELD)
        return notice_lost(job->app, tx, &job->entry, SHARE_NOTICE_RETURNED);
    return job->mark.state == OUTBOX_NO_ADDRESS ? notice_lost(job->app, tx, &job->entry, SHARE_NOTICE_FAILED) : OK;
}

// Leaves the entry as it is stored now.
static enum status mark(struct mail_sender *m, struct outbox_entry *e, struct outbox_mark to)
{
    struct mark_job job = {.app = m->app, .entry = *e, .mark = to};
    enum status status;
    do
        status = store_write(app_store(m->app), NULL, app_now(m->app), mark_write, &job);
    while (status == BUSY && !stopping(m));
    if (status != OK)
        return status;
    e->version++;
    e->state = to.state;
    e->tries = to.tries;
    return OK;
}

static void hang_up(struct mail_sender *m)
{
    smtp_close(m->smtp);
    m->smtp = NULL;
}

// What is stored of an answer. Nothing is said of the mail by a server that takes nothing from us: the try does not count.
static struct outbox_mark mark_of(struct mail_sender *m, const struct outbox_entry *e, const struct smtp_answer *answer)
{
    struct outbox_mark to = {.tries = e->tries, .said = answer->said};
    int64_t wait = outbox_wait(e->tries);
    switch (answer->result) {
    case SMTP_TAKEN:
        to.state = OUTBOX_SENT;
        break;
    case SMTP_REFUSED:
        to.state = OUTBOX_REFUSED;
        break;
    case SMTP_LATER:
        to.state = wait < 0 ? OUTBOX_REFUSED : OUTBOX_WAITING;
        to.next_at = wait < 0 ? 0 : app_now(m->app) + wait;
        break;
    case SMTP_CLOSED:
        to.state = OUTBOX_WAITING;
        to.tries = e->tries - 1;
        break;
    case SMTP_UNSURE:
        to.state = OUTBOX_UNSURE;
        break;
    }
    return to;
}

// OK: go on with the next one. BUSY: the server takes nothing for now.
static enum status hand_over(struct mail_sender *m, struct outbox_entry *e, const struct letter *letter, struct arena *a)
{
    struct mail_desk *d = app_mail_desk(m->app);
    struct message message = {
        .from_name = letter->from_name, .from = d->from, .to_name = letter->to_name, .to = letter->to,
        .subject = letter->subject, .text = letter->text, .lang = letter->lang, .at = e->created_at,
        .html = letter->html, .calendar = letter->calendar, .calendar_method = letter->calendar_method,
        .files = letter->files, .file_count = letter->file_count, .unsubscribe = letter->unsubscribe,
        .id = letter_mark(m->app, e->id, a),
    };
    const char *bytes;
    size_t size;
    enum status status = message_make(&message, a, &bytes, &size);
    if (status == INVALID)
        return mark(m, e, (struct outbox_mark){.state = OUTBOX_REFUSED, .tries = e->tries,
                                               .said = N_("No mail can be made with this name and address.")});
    TRY(status);
    if (m->smtp == NULL)
        TRY(smtp_open(&d->server, d->from, stopping, m, &m->smtp));
    TRY(mark(m, e, (struct outbox_mark){.state = OUTBOX_SENDING, .tries = e->tries + 1}));
    struct smtp_answer answer;
    smtp_send(m->smtp, d->from, letter->to, bytes, size, a, &answer);
    bool closed = answer.result == SMTP_CLOSED;
    trouble_set(d, closed ? answer.said : NULL, app_now(m->app));
    if (closed || answer.result == SMTP_UNSURE)
        hang_up(m);
    if (closed)
        log_warning("mail: the server takes nothing (%d); it is tried again", answer.code);
    enum status marked = mark(m, e, mark_of(m, e, &answer));
    return marked == OK && closed ? BUSY : marked;
}

// CONFLICT: somebody else changed the row, or it went with its person, so that there is nothing to do.
static enum status send_next(struct mail_sender *m, struct arena *a)
{
    struct outbox_entry e;
    struct letter letter;
    enum outbox_state instead;
    struct outbox_entry *list;
    size_t count;
    TRY(outbox_next(app_store(m->app), app_now(m->app), 1, a, &list, &count));
    if (count == 0)
        return NOT_FOUND;
    e = list[0];
    enum status status = letter_make(m->app, &e, a, &letter, &instead);
    if (status != OK) { // logged; the others must not wait for it
        TRY(mark(m, &e, (struct outbox_mark){.state = OUTBOX_WAITING, .tries = e.tries, .next_at = app_now(m->app) + HELD_MS,
                                             .said = N_("The notice cannot be made. The program's log says why.")}));
        return status == NOT_FOUND ? CONFLICT : status;
    }
    if (instead != OUTBOX_WAITING)
        return mark(m, &e, (struct outbox_mark){.state = instead, .tries = e.tries});
    return hand_over(m, &e, &letter, a);
}

static void *run(void *arg)
{
    struct mail_sender *m = arg;
    struct arena *a = arena_open();
    while (!stopping(m)) {
        enum status status = send_next(m, a);
        arena_reset(a);
        if (status == OK || status == CONFLICT) {
            m->pause_ms = 0;
            continue;
        }
        hang_up(m);
        if (status != NOT_FOUND)
            m->pause_ms = m->pause_ms == 0 ? PAUSE_FIRST_MS : m->pause_ms * 2 < PAUSE_MOST_MS ? m->pause_ms * 2 : PAUSE_MOST_MS;
        wait_for(m, status == NOT_FOUND ? LOOK_MS : m->pause_ms);
    }
    hang_up(m);
    arena_close(a);
    return NULL;
}

static enum status unsure_write(struct store_tx *tx, void *arg)
{
    return outbox_unsure(tx, 1u << OUTBOX_SENDING, arg);
}

enum status mail_sender_open(struct app *app, struct mail_sender **out)
{
    size_t unsure;
    TRY(store_write(app_store(app), NULL, app_now(app), unsure_write, &unsure));
    if (unsure > 0)
        log_warning("mail: %zu were being sent when the program stopped; the outbox page shows them", unsure);
    *out = NULL;
    if (!mail_goes_out(app))
        return OK;
    struct mail_sender *m = calloc(1, sizeof *m);
    if (m == NULL)
        return FAILED;
    m->app = app;
    pthread_mutex_init(&m->lock, NULL);
    pthread_cond_init(&m->stop, NULL);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int answer = pthread_create(&m->thread, NULL, run, m);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (answer != 0) {
        log_error("mail: cannot start the sending thread");
        free(m);
        return FAILED;
    }
    *out = m;
    return OK;
}

void mail_sender_close(struct mail_sender *m)
{
    if (m == NULL)
        return;
    pthread_mutex_lock(&m->lock);
    m->stopping = true;
    pthread_cond_signal(&m->stop);
    pthread_mutex_unlock(&m->lock);
    pthread_join(m->thread, NULL);
    pthread_cond_destroy(&m->stop);
    pthread_mutex_destroy(&m->lock);
    free(m);
}
