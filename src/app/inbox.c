// SPDX-License-Identifier: EUPL-1.2
#include "app/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/letter.h"
#include "app/mail_inside.h"
#include "base/log.h"
#include "core/bounce.h"
#include "mail/place.h"
#include "store/post_store.h"

// Taking one

enum { CALENDAR_MOST = 64 << 10 };

static const struct {
    const char *prefix;
    enum status (*hear)(struct app *app, const struct calendar_reply *reply, const char *from);
} HEARERS[] = {
#define CALENDAR_ANSWER(prefix, function) {prefix, function},
#include "app/calendar_answers.def"
#undef CALENDAR_ANSWER
    {NULL, NULL},
};

static enum status hear_calendar(struct app *app, const struct inbound *in, struct arena *a, bool *found_out)
{
    struct calendar_reply reply;
    *found_out = false;
    if (in->calendar_size > CALENDAR_MOST)
        return OK;
    enum status status = calendar_read_reply(in->calendar, in->calendar_size, a, &reply);
    if (status == INVALID)
        return OK;
    TRY(status);
    for (size_t i = 0; HEARERS[i].prefix != NULL; i++) {
        if (strncmp(reply.uid, HEARERS[i].prefix, strlen(HEARERS[i].prefix)) != 0)
            continue;
        status = HEARERS[i].hear(app, &reply, in->from);
        *found_out = status == OK;
        return status == NOT_FOUND || status == CONFLICT || status == INVALID || status == DENIED ? OK : status;
    }
    return OK;
}

struct take_job {
    struct app *app;
    const char *bytes;
    size_t size;
    const struct inbound *in;
    struct outbox_id mail;
    bool known, held;
};

// What has gone and came back; a row that was sent again meanwhile stays as it is.
static enum status came_back(struct take_job *job, struct store_tx *tx, const struct outbox_entry *e)
{
    if (e->state == OUTBOX_SENT || e->state == OUTBOX_UNSURE) {
        const char *said = bounce_words(job->in->code);
        TRY(outbox_mark(tx, e, &(struct outbox_mark){.state = OUTBOX_RETURNED, .tries = e->tries, .said = said}));
        TRY(notice_lost(job->app, tx, e, true));
    }
    if (!e->sent_somewhere)
        return OK;
    return address_returned(tx, e, e->address, job->in->kind == INBOUND_RETURNED, job->in->code, &job->held);
}

static enum status take_write(struct store_tx *tx, void *arg)
{
    struct take_job *job = arg;
    struct outbox_entry e;
    bool failure = job->in->kind == INBOUND_RETURNED || job->in->kind == INBOUND_PASSING;
    job->held = false;
    TRY(inbound_insert(tx, job->bytes, job->size, inbound_kind_name(job->in->kind), job->mail, job->in->code, &job->known));
    if (job->known || !failure || job->mail.value == 0)
        return OK;
    enum status status = outbox_get(tx->store, job->mail, tx->arena, &e);
    return status == NOT_FOUND ? OK : status != OK ? status : came_back(job, tx, &e);
}

// The first mark that is one, of a mail that is still there.
static enum status mail_find(struct app *app, const struct inbound *in, struct arena *a, struct outbox_id *out)
{
    *out = (struct outbox_id){0};
    for (size_t i = 0; i < in->mark_count; i++) {
        struct outbox_id id;
        struct outbox_entry e;
        if (!letter_mark_read(app, in->marks[i], &id))
            continue;
        enum status status = outbox_get(app_store(app), id, a, &e);
        if (status == OK)
            *out = id;
        return status == NOT_FOUND ? OK : status;
    }
    return OK;
}

enum status take_inbound(struct app *app, const char *bytes, size_t size, struct arena *a, struct inbox_told *out)
{
    struct inbound in;
    struct inbox_told told = {0};
    TRY(inbound_read(bytes, size, a, &in));
    TRY(inbound_known(app_store(app), bytes, size, &told.known));
    TRY(mail_find(app, &in, a, &told.mail));
    // A server's words about a mail that is none of ours are for a person to read.
    if (told.mail.value == 0 && in.kind != INBOUND_CALENDAR && in.kind != INBOUND_AUTO_REPLY) {
        in.kind = INBOUND_OTHER;
        in.code = "";
    }
    told.kind = in.kind;
    told.code = in.code;
    if (told.known) {
        *out = told;
        return OK;
    }
    if (in.kind == INBOUND_CALENDAR) {
        TRY(hear_calendar(app, &in, a, &told.handed_on));
        if (!told.handed_on)
            told.kind = in.kind = INBOUND_OTHER;
    }
    struct take_job job = {.app = app, .bytes = bytes, .size = size, .in = &in, .mail = told.mail};
    TRY(store_write(app_store(app), NULL, app_now(app), take_write, &job));
    told.known = job.known;
    told.held = job.held;
    *out = told;
    return OK;
}

// The reader

struct inbox_reader {
    struct app *app;
    struct mail_thread thread;
    struct imap *imap;
};
enum { LOOK_SOON_MS = 1000, PAUSE_MOST_MS = 15 * 60 * 1000, BATCH = 100, FETCH_MOST = 1 << 20 };
// How far the mailbox has been read: "validity uid".
static const char PLACE[] = "inbox";

static bool stopping(void *context)
{
    struct inbox_reader *r = context;
    return mail_thread_stopping(&r->thread);
}

struct place_job {
    char text[40];
};

static enum status place_write(struct store_tx *tx, void *arg)
{
    struct place_job *job = arg;
    return setting_put(tx, PLACE, job->text);
}

static enum status place_put(struct app *app, uint32_t validity, uint32_t uid)
{
    struct place_job job;
    snprintf(job.text, sizeof job.text, "%u %u", validity, uid);
    return store_write(app_store(app), NULL, app_now(app), place_write, &job);
}

static enum status place_get(struct app *app, uint32_t validity, struct arena *a, uint32_t *uid_out)
{
    const char *text;
    char *end;
    enum status status = setting_get(app_store(app), PLACE, a, &text);
    *uid_out = 0;
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    if (strtoul(text, &end, 10) == validity && *end == ' ')
        *uid_out = (uint32_t)strtoul(end + 1, NULL, 10);
    return OK;
}

// What a machine wrote is marked as read, so that whoever opens the mailbox sees what is left for people.
static enum status read_one(struct inbox_reader *r, const struct imap_mail *mail, struct arena *a)
{
    const char *bytes;
    size_t size;
    struct inbox_told told;
    enum status status = imap_fetch(r->imap, mail->uid, FETCH_MOST, a, &bytes, &size);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    status = take_inbound(r->app, bytes, size, a, &told);
    if (status == INVALID)
        return OK;
    TRY(status);
    return told.kind == INBOUND_OTHER ? OK : imap_mark_read(r->imap, mail->uid);
}

// NOT_FOUND: there is nothing more for now.
static enum status read_some(struct inbox_reader *r, struct arena *a)
{
    struct mail_desk *d = app_mail_desk(r->app);
    uint32_t validity, last;
    struct imap_mail *list;
    size_t count;
    const char *said = "";
    if (r->imap == NULL && imap_open(&d->inbox, stopping, r, a, &said, &r->imap) != OK) {
        trouble_set(d, &d->reading, said, app_now(r->app));
        return BUSY;
    }
    TRY(imap_select(r->imap, &validity));
    TRY(place_get(r->app, validity, a, &last));
    TRY(imap_list(r->imap, last, BATCH, a, &list, &count));
    for (size_t i = 0; i < count && !stopping(r); i++) {
        struct arena *each CLEANUP_ARENA = arena_open();
        TRY(read_one(r, &list[i], each));
        TRY(place_put(r->app, validity, list[i].uid));
    }
    trouble_set(d, &d->reading, NULL, 0);
    if (count == BATCH)
        return OK;
    pthread_mutex_lock(&d->lock);
    d->looked_at = app_now(r->app);
    pthread_mutex_unlock(&d->lock);
    return NOT_FOUND;
}

static void *run(void *arg)
{
    struct inbox_reader *r = arg;
    struct mail_desk *d = app_mail_desk(r->app);
    struct arena *a = arena_open();
    int64_t pause = LOOK_SOON_MS;
    while (!stopping(r)) {
        enum status status = read_some(r, a);
        if (status != OK && status != NOT_FOUND) {
            if (r->imap != NULL && !stopping(r)) {
                trouble_set(d, &d->reading, server_words(imap_said(r->imap), a), app_now(r->app));
                log_warning("inbox: the mailbox cannot be read; it is tried again");
            }
            pause = pause * 2 < PAUSE_MOST_MS ? pause * 2 : PAUSE_MOST_MS;
        } else {
            pause = LOOK_SOON_MS;
        }
        // A connection is not kept over a wait: servers end quiet ones, and there is time to make a new one.
        if (status != OK) {
            imap_close(r->imap);
            r->imap = NULL;
            arena_reset(a);
            mail_thread_wait(&r->thread, status == NOT_FOUND ? d->look_seconds * 1000 : pause);
        }
        arena_reset(a);
    }
    imap_close(r->imap);
    arena_close(a);
    return NULL;
}

enum status inbox_reader_open(struct app *app, struct inbox_reader **out)
{
    *out = NULL;
    if (!app_mail_desk(app)->reads)
        return OK;
    struct inbox_reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return FAILED;
    r->app = app;
    if (mail_thread_start(&r->thread, run, r) != OK) {
        free(r);
        return FAILED;
    }
    *out = r;
    return OK;
}

void inbox_reader_close(struct inbox_reader *r)
{
    if (r == NULL)
        return;
    mail_thread_end(&r->thread);
    free(r);
}
