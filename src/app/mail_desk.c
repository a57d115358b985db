// SPDX-License-Identifier: EUPL-1.2
// How mail servers are reached, and what they said last.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/inbox.h"
#include "app/internal.h"
#include "app/mail.h"
#include "app/mail_inside.h"
#include "base/text.h"
#include "mail/message.h"

enum { PASSWORD_MOST = 1000, SITE_MOST = 200, LOOK_SECONDS = 60 };

struct mail_desk *mail_desk_open(void)
{
    struct mail_desk *d = calloc(1, sizeof *d);
    if (d == NULL)
        abort();
    pthread_mutex_init(&d->lock, NULL);
    d->arena = arena_open();
    d->site = d->from = "";
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
bool mail_password_read(const char *path, const char *option, struct arena *a, const char **out, struct issues *issues)
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
        issues_add_arg(issues, option, problem, path);
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
                (void)mail_password_read(o->password_file, "smtp-password-file", d->arena, &server.password, issues);
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
    return app_mail_desk(app)->from;
}

const char *mail_site(struct app *app)
{
    return app_mail_desk(app)->site;
}

bool trouble_get(struct mail_desk *d, const struct trouble *t, struct arena *a, const char **said_out, int64_t *since_out)
{
    pthread_mutex_lock(&d->lock);
    bool trouble = t->since != 0;
    if (trouble) {
        *said_out = arena_strdup(a, t->said);
        *since_out = t->since;
    }
    pthread_mutex_unlock(&d->lock);
    return trouble;
}

void trouble_set(struct mail_desk *d, struct trouble *t, const char *said, int64_t now)
{
    pthread_mutex_lock(&d->lock);
    if (said == NULL)
        t->since = 0;
    else if (t->since == 0)
        t->since = now;
    snprintf(t->said, sizeof t->said, "%s", said == NULL ? "" : said);
    pthread_mutex_unlock(&d->lock);
}

bool mail_trouble(struct app *app, struct arena *a, const char **said_out, int64_t *since_out)
{
    struct mail_desk *d = app_mail_desk(app);
    return trouble_get(d, &d->sending, a, said_out, since_out);
}

// The mailbox

enum status set_up_inbox(struct app *app, const struct inbox_options *o, struct issues *issues)
{
    struct mail_desk *d = app_mail_desk(app);
    struct imap_server server;
    size_t before = issues->count;
    if (o->inbox == NULL) {
        if (o->password_file != NULL || o->ca_file != NULL)
            issues_add(issues, "inbox", N_("Name the mailbox with --inbox."));
        return issues->count > before ? INVALID : OK;
    }
    if (imap_read_url(o->inbox, d->arena, &server, issues) == OK) {
        server.ca_file = o->ca_file == NULL ? NULL : arena_strdup(d->arena, o->ca_file);
        if (o->password_file == NULL)
            issues_add(issues, "inbox-password-file", N_("Name the file with the mailbox's password with --inbox-password-file."));
        else
            (void)mail_password_read(o->password_file, "inbox-password-file", d->arena, &server.password, issues);
        if (o->ca_file != NULL && access(o->ca_file, R_OK) != 0)
            issues_add_arg(issues, "inbox-ca", N_("The file %s cannot be read."), o->ca_file);
    }
    if (issues->count > before)
        return INVALID;
    d->inbox = server;
    d->look_seconds = o->seconds == 0 ? LOOK_SECONDS : o->seconds;
    d->reads = true;
    return OK;
}
