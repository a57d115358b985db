// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_CONNECTIONS_H
#define WEB_CONNECTIONS_H

#include <stdbool.h>
#include <sys/socket.h>

// The open connections, how many each address has, and until when each may stay in its present state. A thread of its
// own cuts those that are too late with shutdown(2): libmicrohttpd's timeout counts from the last byte, so that a
// client sending one byte a second would stay for ever. Safe from any thread.

struct connections;
struct connection;

struct connection_limits {
    int per_address;    // 0: no limit
    int header_seconds; // from open or the last finished request to a complete head
    int body_seconds;   // then to a complete body
    int reply_seconds;  // then to the end of the reply
};

struct connections *connections_open(const struct connection_limits *limits);
void connections_close(struct connections *all); // when no connection is left

bool connections_accept(struct connections *all, const struct sockaddr *address); // false: this address has too many
struct connection *connection_begin(struct connections *all, int fd, const struct sockaddr *address);
void connection_end(struct connections *all, struct connection *c); // before the socket is closed

// What the request under way left to be freed, NULL when nothing: libmicrohttpd does not tell of every request's end.
// Only from the connection's own thread. connection_kept gives the last one kept.
void connection_keep(struct connection *c, void *what);
void *connection_kept(const struct connection *c);

enum connection_state { CONNECTION_WAITS, CONNECTION_BODY, CONNECTION_REPLY };
void connection_enter(struct connections *all, struct connection *c, enum connection_state state);
void connection_extend(struct connections *all, struct connection *c, int seconds); // of the present state

// Cuts the idle ones and from now on each that becomes idle; waits until all requests under way are done, at most so
// many seconds. False when some were not.
bool connections_finish(struct connections *all, int seconds);

#endif
