// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/http.h"

// The HTTP server. libmicrohttpd stays inside server.c; production stands behind a proxy that speaks TLS.

struct server;

struct server_hooks {
    struct app *app; // handed on in request.app
    // Who the session cookie belongs to; sets *out when it is OK, NOT_FOUND when the session is unknown or over.
    // Called on every request that carries the cookie; r->address, r->now and r->user_agent are set.
    enum status (*session_load)(struct request *r, const char *reference, struct session *out);
    // Keeps the language a logged-in user chose. May be NULL: then only the cookie knows.
    enum status (*language_set)(struct request *r, enum lang lang);
    int64_t (*clock)(void); // milliseconds UTC; NULL: the machine's
    struct once *once;      // the server's own; pages have no use for it
};

struct server_options {
    const char *address;         // "127.0.0.1", "::1", "0.0.0.0"
    int port;                    // 0: any free one, see server_port
    const char *host;            // the name clients use, "ypsilon.example.no"; NULL on a loopback address accepts only
                                 // loopback names (against DNS rebinding), else any
    bool https;                  // clients come by https, through a proxy
    bool trust_proxy;            // the peer is our proxy: believe its X-Forwarded-For and X-Forwarded-Proto
    const char *upload_folder;   // an existing one, for files on their way in; NULL: only what stays in memory
    int threads;                 // 0: 4
    int connections;             // at once; 0: 1000
    int connections_per_address; // 0: 100, not counted when trust_proxy
    int header_seconds;          // from open or the last reply to complete headers; 0: 30
    int body_seconds;            // more for the body; 0: 60
    int reply_seconds;           // for the client to take the reply; 0: 60
    int stop_seconds;            // to finish requests under way when stopping; 0: 10
};

MUST_USE enum status server_open(const struct server_options *options, const struct server_hooks *hooks,
                                 struct server **out);
int server_port(const struct server *s);
// Takes no more connections, lets requests under way finish (at most stop_seconds), frees everything.
void server_close(struct server *s);
// Blocks SIGTERM and SIGINT in all threads started later (call before server_open), then waits for one of them.
void server_signals_block(void);
int server_signals_wait(void);

#endif
