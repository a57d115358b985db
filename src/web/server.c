// SPDX-License-Identifier: EUPL-1.2
#include "web/server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "web/connections.h"
#include "web/dispatch.h"
#include "web/once.h"
#include "web/multipart.h"
#include "web/reply.h"
#include "web/wire.h"

enum {
    POOL_BYTES = 64 * 1024,        // per connection, for head and reply lines: more than wire_read lets through
    DRAIN_MOST = 32 * 1024 * 1024, // so much of a body that is too large is read, so that the client sees the answer
    UPLOAD_BYTES_A_SECOND = 64 * 1024, // slower clients are cut: half a megabit a second, beside the time for any body
    ARENAS_KEPT = 64,
    HEADERS_MOST = 100,
};

struct server {
    struct MHD_Daemon *daemon;
    struct connections *connections;
    struct server_hooks hooks;
    struct server_options options;
    struct wire_policy policy;
    int port;
    pthread_mutex_t lock; // of the arenas
    struct arena *arenas[ARENAS_KEPT];
    int arena_count;
    pthread_mutex_t owing_lock; // of owing
    pthread_cond_t owed;
    int owing; // replies that wait for what is written of them
};

// One request under way; lives in its own arena.
struct exchange {
    struct arena *arena;
    struct server *server;
    struct MHD_Connection *connection;
    const char *target_seen; // where libmicrohttpd keeps the target, see head_contiguous
    const char *target;
    struct request request;
    bool begun;
    bool head_only;
    int refused; // HTTP status, 0: none
    uint64_t expected;
    struct multipart *multipart; // reads a form with files
    char *body;
    size_t size;
    uint64_t dropped;
    bool made; // the reply is, and waits to be sent
    struct reply reply;
    enum status settled;
};

static struct arena *arena_take(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    struct arena *a = s->arena_count > 0 ? s->arenas[--s->arena_count] : NULL;
    pthread_mutex_unlock(&s->lock);
    return a != NULL ? a : arena_open();
}

static void arena_give(struct server *s, struct arena *a)
{
    arena_reset(a);
    pthread_mutex_lock(&s->lock);
    bool kept = s->arena_count < ARENAS_KEPT;
    if (kept)
        s->arenas[s->arena_count++] = a;
    pthread_mutex_unlock(&s->lock);
    if (!kept)
        arena_close(a);
}

static int64_t machine_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct connection *connection_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static void state_enter(struct server *s, struct MHD_Connection *c, enum connection_state state)
{
    struct connection *connection = connection_of(c);
    if (connection != NULL)
        connection_enter(s->connections, connection, state);
}

// Frees what the last request left. libmicrohttpd calls on_completed only for requests that it took to on_request, not
// for those that it refused itself after on_target.
static void exchange_end(struct server *s, struct connection *connection)
{
    struct exchange *x = connection_kept(connection);
    connection_keep(connection, NULL);
    if (x == NULL)
        return;
    multipart_close(x->multipart);
    arena_give(s, x->arena);
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode code)
{
    struct server *s = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*context != NULL) {
            exchange_end(s, *context);
            connection_end(s->connections, *context);
        }
        *context = NULL;
        return;
    }
    int fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *context = connection_begin(s->connections, fd,
                                MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    if (*context == NULL)
        shutdown(fd, SHUT_RDWR);
}

static enum MHD_Result on_accept(void *cls, const struct sockaddr *address, socklen_t length)
{
    struct server *s = cls;
    return connections_accept(s->connections, address) ? MHD_YES : MHD_NO;
}

// libmicrohttpd takes the query apart into its pool, which 1,000 short fields fill, and then closes without an answer.
// We read the query ourselves, so it need not see one: by now it has found the "?", and NUL after that ends it. Should
// a later version take it apart earlier, the tests say so.
static void query_hide(const char *target)
{
    char *mark = strchr((char *)(uintptr_t)target, '?');
    if (mark != NULL)
        mark[1] = '\0';
}

// Called with the request line, before anything else of the request.
static void *on_target(void *cls, const char *target, struct MHD_Connection *c)
{
    struct connection *connection = connection_of(c);
    if (connection == NULL)
        return NULL;
    exchange_end(cls, connection);
    struct arena *a = arena_take(cls);
    struct exchange *x = ARENA_NEW(a, struct exchange);
    x->arena = a;
    x->target_seen = target;
    x->target = arena_strdup(a, target);
    query_hide(target);
    connection_keep(connection, x);
    return x;
}

static void on_completed(void *cls, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode code)
{
    struct server *s = cls;
    *context = NULL;
    struct connection *connection = connection_of(c);
    if (connection == NULL)
        return;
    exchange_end(s, connection);
    connection_enter(s->connections, connection, CONNECTION_WAITS);
}

struct header_list {
    struct exchange *x;
    struct wire_header items[HEADERS_MOST];
    size_t count;
    bool too_many;
    const char *next; // where the next header line must begin
    bool broken;
};

// libmicrohttpd 0.9.75 parses the head where it was received: it ends lines by writing NUL over CR LF and hands out
// pointers into that buffer. What it glosses over shows as a gap between these pointers: a NUL inside a line (it sees
// the line end there), a line broken with CR or LF alone, a line it skipped, and a folded line, which it joins
// wrongly (to the header's name, in a copy). So each part must begin exactly where the one before it ended, and the
// last must end where the head does. Should a later version keep the head otherwise, every request is refused, and the
// tests say so.
static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                 const char *value, size_t value_size)
{
    struct header_list *list = cls;
    if (list->count == HEADERS_MOST) {
        list->too_many = true;
        return MHD_NO;
    }
    if (name != list->next || value == NULL || (uintptr_t)value <= (uintptr_t)name || strlen(name) != name_size ||
        strlen(value) != value_size || value - name < (ptrdiff_t)name_size + 1) {
        list->broken = true;
        return MHD_NO;
    }
    for (const char *s = name + name_size + 1; s < value; s++)
        list->broken |= *s != ' ' && *s != '\t';
    list->next = value + value_size + 2;
    while (value_size > 0 && (value[value_size - 1] == ' ' || value[value_size - 1] == '\t'))
        value_size--;
    list->items[list->count++] = (struct wire_header){name, arena_strndup(list->x->arena, value, value_size)};
    return list->broken ? MHD_NO : MHD_YES;
}

// Reads the head into x->request; sets x->refused.
static void head_read(struct server *s, struct exchange *x, struct MHD_Connection *c, const char *method,
                      const char *version)
{
    struct header_list *list = ARENA_NEW(x->arena, struct header_list);
    list->x = x;
    list->next = version + strlen(version) + 2;
    size_t size = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
    bool broken = x->target_seen != method + strlen(method) + 1 || version != x->target_seen + strlen(x->target) + 1;
    if (!broken)
        MHD_get_connection_values_n(c, MHD_HEADER_KIND, on_header, list);
    broken = broken || list->broken || (!list->too_many && list->next + 2 != method + size);

    struct wire wire = {.method = method,
                        .target = x->target,
                        .version = version,
                        .headers = list->items,
                        .count = list->count,
                        .size = size};
    if (broken)
        wire.count = 0;
    x->refused = wire_read(&wire, &s->policy, &x->request, &x->expected, &x->head_only);
    if (broken)
        x->refused = 400;
    else if (list->too_many)
        x->refused = 431;
    else if (x->refused == 0 && wire_boundary(&x->request) == NULL && x->expected > FORM_BYTES_MOST)
        x->refused = 413;
}

// A form with files. What may not come is read over, and dispatch says why not.
static void upload_begin(struct server *s, struct exchange *x, struct MHD_Connection *c)
{
    struct request *r = &x->request;
    struct multipart_rule rule;
    const char *boundary = wire_boundary(r);
    if (boundary == NULL)
        return;
    enum status allowed = dispatch_upload(r, &s->hooks, s->options.upload_folder, &rule);
    if (allowed == INVALID)
        x->refused = 415;
    else if (allowed == OK && x->expected > rule.most)
        x->refused = 413;
    else if (allowed == OK)
        x->multipart = multipart_open(x->arena, boundary, &rule, x->expected, dispatch_token, r);
    if (x->multipart != NULL)
        connection_extend(s->connections, connection_of(c), (int)(x->expected / UPLOAD_BYTES_A_SECOND));
}

static int upload_end(struct exchange *x)
{
    struct request *r = &x->request;
    switch (multipart_end(x->multipart, &r->form, &r->uploads, &r->upload_count)) {
    case OK:
        return 0;
    case INVALID:
        return 400;
    default:
        return 503;
    }
}

static void request_begin(struct server *s, struct exchange *x, struct MHD_Connection *c)
{
    struct request *r = &x->request;
    r->arena = x->arena;
    r->now = s->hooks.clock();
    r->lang = LANG_NB;
    char text[INET6_ADDRSTRLEN] = "";
    const struct sockaddr *address = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    else if (address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, sizeof text);
    r->address = arena_strdup(x->arena, text);
}

struct streaming {
    struct reply_stream from;
    struct arena *arena; // of the part being sent
    struct buf part;
    size_t at;
    bool more;
};

static ssize_t stream_read(void *cls, uint64_t position, char *to, size_t room)
{
    struct streaming *s = cls;
    while (s->at == s->part.length && s->more) {
        arena_reset(s->arena);
        s->part = buf_in(s->arena);
        s->at = 0;
        if (s->from.next(s->from.context, &s->part, &s->more) != OK)
            return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t rest = s->part.length - s->at, n = rest < room ? rest : room;
    if (n == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    memcpy(to, s->part.data + s->at, n);
    s->at += n;
    return (ssize_t)n;
}

static void stream_end(void *cls)
{
    struct streaming *s = cls;
    s->from.end(s->from.context);
    arena_close(s->arena);
    free(s);
}

enum { STREAM_PART = 64 * 1024 };

static struct MHD_Response *stream_response(const struct reply_stream *from)
{
    struct streaming *s = malloc(sizeof *s);
    if (s == NULL) {
        from->end(from->context);
        return NULL;
    }
    *s = (struct streaming){.from = *from, .arena = arena_open(), .more = true};
    s->part = buf_in(s->arena);
    struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_PART, stream_read, s, stream_end);
    if (response == NULL)
        stream_end(s);
    return response;
}

static struct MHD_Response *response_of(const struct reply *reply)
{
    if (reply->stream != NULL)
        return stream_response(reply->stream);
    if (reply->file != NULL) {
        struct MHD_Response *response = MHD_create_response_from_fd64(reply->file->size, reply->file->descriptor);
        if (response == NULL)
            close(reply->file->descriptor);
        return response;
    }
    // The body lives in the exchange's arena, or in the program: longer than the response.
    return MHD_create_response_from_buffer(reply->length, (void *)(uintptr_t)reply->body, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result reply_send(struct exchange *x, bool close)
{
    struct reply_header_line lines[REPLY_LINES_MOST];
    size_t count = reply_lines(&x->request, &x->reply, lines);
    struct MHD_Response *response = response_of(&x->reply);
    if (response == NULL)
        return MHD_NO;
    for (size_t i = 0; i < count; i++)
        MHD_add_response_header(response, lines[i].name, lines[i].value);
    if (close)
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result queued = MHD_queue_response(x->connection, (unsigned)x->reply.status, response);
    MHD_destroy_response(response);
    return queued;
}

// On the thread that writes. The connection's own thread calls on_request again, which sends the reply.
static void on_settled(void *arg, enum status status)
{
    struct exchange *x = arg;
    struct server *s = x->server;
    x->settled = status;
    MHD_resume_connection(x->connection); // x may be gone at once
    pthread_mutex_lock(&s->owing_lock);
    s->owing--;
    pthread_cond_signal(&s->owed);
    pthread_mutex_unlock(&s->owing_lock);
}

static enum MHD_Result answer(struct server *s, struct exchange *x, bool close)
{
    state_enter(s, x->connection, CONNECTION_REPLY);
    x->reply = dispatch(&x->request, &s->hooks, x->refused);
    if (!dispatch_owes(&x->request))
        return reply_send(x, close);
    // The thread serves others while the disk is waited for.
    x->made = true;
    pthread_mutex_lock(&s->owing_lock);
    s->owing++;
    pthread_mutex_unlock(&s->owing_lock);
    MHD_suspend_connection(x->connection);
    dispatch_settle(&x->request, on_settled, x);
    return MHD_YES;
}

static enum MHD_Result answer_settled(struct exchange *x)
{
    if (x->settled != OK)
        x->reply = dispatch_unsettled(&x->request, &x->reply, x->settled);
    return reply_send(x, false);
}

// Called once with the head, then for each part of the body, then once with nothing left.
static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **context)
{
    struct server *s = cls;
    struct exchange *x = *context;
    if (x == NULL)
        return MHD_NO;
    if (x->made)
        return answer_settled(x);
    if (!x->begun) {
        x->begun = true;
        x->server = s;
        x->connection = c;
        state_enter(s, c, CONNECTION_BODY);
        request_begin(s, x, c);
        head_read(s, x, c, method, version);
        // With the head in doubt it is unknown where the next request begins.
        if (x->refused == 0 && x->expected > 0)
            upload_begin(s, x, c);
        if (x->refused == 400 || x->refused == 411 || x->refused == 431 ||
            (x->expected > DRAIN_MOST && x->multipart == NULL))
            return answer(s, x, true);
        if (x->expected > 0 && x->refused == 0 && wire_boundary(&x->request) == NULL)
            x->body = arena_alloc(x->arena, (size_t)x->expected);
        return MHD_YES;
    }
    if (*size > 0) {
        if (x->multipart != NULL) {
            // What is wrong is told at the end.
            if (multipart_feed(x->multipart, data, *size) != OK)
                x->dropped += *size;
        } else if (x->body != NULL && *size <= x->expected - x->size) {
            memcpy(x->body + x->size, data, *size);
            x->size += *size;
        }
        *size = 0;
        return MHD_YES;
    }
    if (x->multipart != NULL)
        x->refused = upload_end(x);
    else if (x->refused == 0 && x->request.method == METHOD_POST && wire_boundary(&x->request) == NULL)
        x->refused = wire_read_form(&x->request, x->body, x->size);
    return answer(s, x, false);
}

static bool address_read(const struct server_options *options, struct sockaddr_storage *out, bool *loopback_out)
{
    memset(out, 0, sizeof *out);
    struct sockaddr_in *four = (struct sockaddr_in *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
    if (inet_pton(AF_INET, options->address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)options->port);
        *loopback_out = (ntohl(four->sin_addr.s_addr) >> 24) == 127;
        return true;
    }
    if (inet_pton(AF_INET6, options->address, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)options->port);
        *loopback_out = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
        return true;
    }
    return false;
}

static int given(int value, int otherwise)
{
    return value > 0 ? value : otherwise;
}

static void server_free(struct server *s)
{
    if (s->connections != NULL)
        connections_close(s->connections);
    while (s->arena_count > 0)
        arena_close(s->arenas[--s->arena_count]);
    once_close(s->hooks.once);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->owing_lock);
    pthread_cond_destroy(&s->owed);
    free(s);
}

enum status server_open(const struct server_options *options, const struct server_hooks *hooks, struct server **out)
{
    struct sockaddr_storage address;
    bool loopback;
    if (!address_read(options, &address, &loopback)) {
        log_error("not an address: %s", options->address);
        return INVALID;
    }
    struct server *s = calloc(1, sizeof *s);
    if (s == NULL)
        return FAILED;
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->owing_lock, NULL);
    pthread_cond_init(&s->owed, NULL);
    s->options = *options;
    s->hooks = *hooks;
    if (s->hooks.clock == NULL)
        s->hooks.clock = machine_clock;
    s->hooks.once = once_open();
    s->policy = (struct wire_policy){.host = options->host,
                                     .loopback_names = loopback,
                                     .trust_proxy = options->trust_proxy,
                                     .https = options->https};
    s->connections = connections_open(&(struct connection_limits){
        .per_address = options->trust_proxy ? 0 : given(options->connections_per_address, 100),
        .header_seconds = given(options->header_seconds, 30),
        .body_seconds = given(options->body_seconds, 60),
        .reply_seconds = given(options->reply_seconds, 60),
    });
    if (s->connections == NULL) {
        server_free(s);
        return FAILED;
    }
    signal(SIGPIPE, SIG_IGN);
    // The library's own strictness is less than wire_read's and answers with a page of its own before we see the
    // request.
    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (address.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0),
        (uint16_t)options->port, on_accept, s, on_request, s, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)given(options->threads, 4), MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)given(options->connections, 1000), MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
    if (s->daemon == NULL) {
        log_error("cannot listen on %s port %d", options->address, options->port);
        server_free(s);
        return FAILED;
    }
    s->port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    *out = s;
    return OK;
}

int server_port(const struct server *s)
{
    return s->port;
}

void server_close(struct server *s)
{
    int listening = MHD_quiesce_daemon(s->daemon);
    if (listening >= 0)
        shutdown(listening, SHUT_RDWR); // the kernel refuses new connections at once
    if (!connections_finish(s->connections, given(s->options.stop_seconds, 10)))
        log_warning("stopped with requests under way");
    // libmicrohttpd cannot stop while a connection is suspended.
    pthread_mutex_lock(&s->owing_lock);
    while (s->owing > 0)
        pthread_cond_wait(&s->owed, &s->owing_lock);
    pthread_mutex_unlock(&s->owing_lock);
    MHD_stop_daemon(s->daemon);
    if (listening >= 0)
        close(listening);
    server_free(s);
}

static sigset_t stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

void server_signals_block(void)
{
    sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int server_signals_wait(void)
{
    sigset_t set = stop_signals();
    int got = 0;
    while (sigwait(&set, &got) != 0) {
    }
    return got;
}
