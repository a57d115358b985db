// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_MAIL_INSIDE_H
#define APP_MAIL_INSIDE_H

#include <pthread.h>

#include "app/app.h"
#include "mail/imap.h"
#include "mail/smtp.h"
#include "store/outbox_store.h"

// What of mail lives with the program instead of in the store: how to reach the mail servers, and what they said last.
enum { TROUBLE_SAID_MOST = 300 };
struct trouble {
    char said[TROUBLE_SAID_MOST];
    int64_t since; // 0: none
};
struct mail_desk {
    struct arena *arena; // what the settings point to
    struct smtp_server server;
    bool on;
    const char *from, *site;  // "" not said
    struct imap_server inbox;
    bool reads;               // a mailbox is named
    int64_t look_seconds;     // between two looks into it
    pthread_mutex_t lock;     // of the rest
    struct trouble sending, reading;
    int64_t looked_at;        // when the mailbox was last read to its end; 0: not yet
};
struct mail_desk *mail_desk_open(void);
void mail_desk_close(struct mail_desk *d); // NULL is fine
struct mail_desk *app_mail_desk(struct app *app);

void trouble_set(struct mail_desk *d, struct trouble *t, const char *said, int64_t now); // said NULL: all is well
bool trouble_get(struct mail_desk *d, const struct trouble *t, struct arena *a, const char **said_out, int64_t *since_out);

// A file's first line, which others on the machine must not be able to read. False: issues says so, on `option`.
bool mail_password_read(const char *path, const char *option, struct arena *a, const char **out, struct issues *issues);

// Of a notice that did not arrive, within the transaction that says so: whoever asked has to know that the person does not.
// returned: it was sent; else it could not be.
MUST_USE enum status notice_lost(struct app *app, struct store_tx *tx, const struct outbox_entry *e, bool returned);

// A thread of the mail desk, which waits and can be told to stop.
struct mail_thread {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
};
MUST_USE enum status mail_thread_start(struct mail_thread *t, void *(*run)(void *arg), void *arg);
void mail_thread_end(struct mail_thread *t); // waits for it
bool mail_thread_stopping(struct mail_thread *t);
void mail_thread_wait(struct mail_thread *t, int64_t ms); // shorter when it is told to stop

#endif
