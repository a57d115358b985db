// SPDX-License-Identifier: EUPL-1.2
#include "app/mail.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/letter.h"
#include "app/mail_inside.h"
#include "base/log.h"
#include "core/bounce.h"
#include "mail/message.h"
#include "store/post_store.h"
#include "store/share_store.h"

// What waits is taken in rounds. A round of few goes over one connection, in order; when many wait, several lines take from
// it at once, each with a connection of its own and at most one mail in its hands: so many are in doubt after a kill.
enum { ROUND_MOST = 400, LINES = 6, FEW = 24 };
enum { LOOK_MS = 250, PAUSE_FIRST_MS = 1000, PAUSE_MOST_MS = 5 * 60 * 1000, HELD_MS = 10 * 60 * 1000, BEHIND_MS = 5000 };

struct round {
    struct mail_sender *sender;
    struct outbox_entry *entries;
    size_t count;
    pthread_mutex_t lock; // of the rest
    size_t next;
    enum status status;   // OK, or why no more is taken from it
};

struct line {
    struct round *round;
    struct smtp *smtp; // kept from round to round; NULL: none
    struct arena *arena;
    pthread_t thread;
};

struct mail_sender {
    struct app *app;
    struct mail_thread thread;
    struct line lines[LINES]; // the first is the sender's own thread
    int64_t pause_ms;         // how long nothing is tried after the server has taken nothing; doubles
};

static bool stopping(void *context)
{
    struct mail_sender *m = context;
    return mail_thread_stopping(&m->thread);
}

struct mark_job {
    struct app *app;
    struct outbox_entry entry;
    struct outbox_mark mark;
};

// A question that was answered meanwhile stays as it is.
enum status notice_lost(struct app *app, struct store_tx *tx, const struct outbox_entry *e, bool returned)
{
    struct share share;
    enum share_act act = returned ? SHARE_NOTICE_RETURNED : SHARE_NOTICE_FAILED;
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

// What the server says of the address itself while it takes or refuses a mail counts as much as a report that comes later.
static enum status refused(struct app *app, struct store_tx *tx, const struct outbox_entry *e, const struct outbox_mark *mark)
{
    char code[BOUNCE_CODE_MOST];
    bool held;
    if (e->sent_somewhere && bounce_code_find(mark->said == NULL ? "" : mark->said, code) && bounce_of_address(code))
        TRY(address_returned(tx, e, e->address, true, code, &held));
    return notice_lost(app, tx, e, true);
}

static enum status mark_write(struct store_tx *tx, void *arg)
{
    struct mark_job *job = arg;
    TRY(outbox_mark(tx, &job->entry, &job->mark));
    switch (job->mark.state) {
    case OUTBOX_REFUSED:
        return refused(job->app, tx, &job->entry, &job->mark);
    case OUTBOX_HELD:
        return notice_lost(job->app, tx, &job->entry, true);
    case OUTBOX_NO_ADDRESS:
        return notice_lost(job->app, tx, &job->entry, false);
    default:
        return OK;
    }
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
    if (to.address != NULL) {
        memcpy(e->address, to.address, sizeof e->address);
        e->sent_somewhere = true;
    }
    return OK;
}

static void hang_up(struct line *l)
{
    smtp_close(l->smtp);
    l->smtp = NULL;
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
        if (answer->about_mail) // it may be this one that the server stumbles over: the others go first
            to.next_at = app_now(m->app) + BEHIND_MS;
        break;
    case SMTP_UNSURE:
        to.state = OUTBOX_UNSURE;
        break;
    }
    return to;
}

// OK: go on with the next one. BUSY: the server takes nothing for now.
static enum status hand_over(struct line *l, struct outbox_entry *e, const struct letter *letter)
{
    struct mail_sender *m = l->round->sender;
    struct mail_desk *d = app_mail_desk(m->app);
    struct arena *a = l->arena;
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
    if (l->smtp == NULL)
        TRY(smtp_open(&d->server, d->from, stopping, m, &l->smtp));
    TRY(mark(m, e, (struct outbox_mark){.state = OUTBOX_SENDING, .tries = e->tries + 1, .address = letter->address}));
    struct smtp_answer answer;
    smtp_send(l->smtp, d->from, letter->to, bytes, size, a, &answer);
    bool closed = answer.result == SMTP_CLOSED;
    trouble_set(d, &d->sending, closed ? answer.said : NULL, app_now(m->app));
    if (closed || answer.result == SMTP_UNSURE)
        hang_up(l);
    if (closed)
        log_warning("mail: the server takes nothing (%d); it is tried again", answer.code);
    enum status marked = mark(m, e, mark_of(m, e, &answer));
    return marked == OK && closed ? BUSY : marked;
}

// CONFLICT: somebody else changed the row, or it went with its person, so that there is nothing to do.
static enum status send_one(struct line *l, struct outbox_entry *e)
{
    struct mail_sender *m = l->round->sender;
    struct letter letter;
    enum outbox_state instead;
    enum status status = letter_make(m->app, e, l->arena, &letter, &instead);
    if (status != OK) { // logged; the others must not wait for it
        TRY(mark(m, e, (struct outbox_mark){.state = OUTBOX_WAITING, .tries = e->tries, .next_at = app_now(m->app) + HELD_MS,
                                            .said = N_("The notice cannot be made. The program's log says why.")}));
        return status == NOT_FOUND ? CONFLICT : status;
    }
    if (instead != OUTBOX_WAITING)
        return mark(m, e, (struct outbox_mark){.state = instead, .tries = e->tries});
    return hand_over(l, e, &letter);
}

static struct outbox_entry *take(struct round *r)
{
    pthread_mutex_lock(&r->lock);
    struct outbox_entry *e = r->status != OK || r->next == r->count ? NULL : &r->entries[r->next++];
    pthread_mutex_unlock(&r->lock);
    return e;
}

static void *work(void *arg)
{
    struct line *l = arg;
    struct round *r = l->round;
    for (struct outbox_entry *e; !stopping(r->sender) && (e = take(r)) != NULL;) {
        enum status status = send_one(l, e);
        arena_reset(l->arena);
        if (status == OK || status == CONFLICT)
            continue;
        pthread_mutex_lock(&r->lock);
        if (r->status == OK)
            r->status = status;
        pthread_mutex_unlock(&r->lock);
    }
    return NULL;
}

// NOT_FOUND: nothing waits.
static enum status send_round(struct mail_sender *m, struct arena *a)
{
    struct round r = {.sender = m, .lock = PTHREAD_MUTEX_INITIALIZER, .status = OK};
    TRY(outbox_next(app_store(m->app), app_now(m->app), ROUND_MOST, a, &r.entries, &r.count));
    if (r.count == 0)
        return NOT_FOUND;
    size_t started = 1;
    m->lines[0].round = &r;
    for (; started < LINES && r.count > FEW; started++) {
        m->lines[started].round = &r;
        if (pthread_create(&m->lines[started].thread, NULL, work, &m->lines[started]) != 0)
            break; // the others do it all
    }
    work(&m->lines[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(m->lines[i].thread, NULL);
    for (size_t i = started; i < LINES; i++)
        hang_up(&m->lines[i]);
    return r.status;
}

static void *run(void *arg)
{
    struct mail_sender *m = arg;
    struct arena *a = arena_open();
    while (!stopping(m)) {
        enum status status = send_round(m, a);
        arena_reset(a);
        if (status == OK) {
            m->pause_ms = 0;
            continue;
        }
        for (size_t i = 0; i < LINES; i++)
            hang_up(&m->lines[i]);
        if (status != NOT_FOUND)
            m->pause_ms = m->pause_ms == 0 ? PAUSE_FIRST_MS : m->pause_ms * 2 < PAUSE_MOST_MS ? m->pause_ms * 2 : PAUSE_MOST_MS;
        mail_thread_wait(&m->thread, status == NOT_FOUND ? LOOK_MS : m->pause_ms);
    }
    for (size_t i = 0; i < LINES; i++)
        hang_up(&m->lines[i]);
    arena_close(a);
    return NULL;
}

static enum status unsure_write(struct store_tx *tx, void *arg)
{
    return outbox_unsure(tx, 1u << OUTBOX_SENDING, arg);
}

static void sender_free(struct mail_sender *m)
{
    for (size_t i = 0; i < LINES; i++)
        arena_close(m->lines[i].arena);
    free(m);
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
    for (size_t i = 0; i < LINES; i++)
        m->lines[i].arena = arena_open();
    if (mail_thread_start(&m->thread, run, m) != OK) {
        sender_free(m);
        return FAILED;
    }
    *out = m;
    return OK;
}

void mail_sender_close(struct mail_sender *m)
{
    if (m == NULL)
        return;
    mail_thread_end(&m->thread);
    sender_free(m);
}
