// SPDX-License-Identifier: EUPL-1.2
#include "mail/imap.h"

#include <curl/curl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "mail/place.h"

enum { CONNECT_SECONDS = 20, QUIET_SECONDS = 60, LINE_MOST = 8 << 10, SAID_MOST = 200, PIECE = 16 << 10, COMMAND_MOST = 600,
       LISTED_MOST = 100000 };

static const struct {
    const char *begin;
    enum imap_safety safety;
    int port;
} SCHEMES[] = {{"imap://", IMAP_STARTTLS, 143}, {"imaps://", IMAP_TLS, 993}, {"imap+plain://", IMAP_PLAIN, 143}};

// Goes into a quoted string.
static bool folder_fits(const char *folder)
{
    size_t n = strlen(folder);
    if (n == 0 || n > 200)
        return false;
    for (size_t i = 0; i < n; i++)
        if (folder[i] < ' ' || folder[i] > '~' || folder[i] == '"' || folder[i] == '\\')
            return false;
    return true;
}

enum status imap_read_url(const char *url, struct arena *a, struct imap_server *out, struct issues *issues)
{
    struct imap_server server = {.user = "", .password = "", .folder = "INBOX"};
    struct place place;
    const char *rest = NULL;
    for (size_t i = 0; i < COUNT_OF(SCHEMES); i++)
        if (strncmp(url, SCHEMES[i].begin, strlen(SCHEMES[i].begin)) == 0) {
            rest = url + strlen(SCHEMES[i].begin);
            server.safety = SCHEMES[i].safety;
            server.port = SCHEMES[i].port;
        }
    const char *at = rest == NULL ? NULL : strrchr(rest, '@');
    const char *slash = rest == NULL ? NULL : strchr(at == NULL ? rest : at, '/');
    if (slash != NULL) {
        if (slash[1] != '\0')
            server.folder = arena_strdup(a, slash + 1);
        rest = arena_strndup(a, rest, (size_t)(slash - rest));
    }
    bool fits = rest != NULL && place_read(rest, server.port, a, &place);
    if (fits && place.password)
        issues_add(issues, "inbox", N_("No password in the address of the mailbox: others on this machine could read it. Put it in a "
                                       "file, and name that with --inbox-password-file."));
    else if (!fits || *place.user == '\0' || !folder_fits(server.folder))
        issues_add(issues, "inbox", N_("Write the mailbox as imaps://user@host:port/INBOX, imap://user@host:port/INBOX or "
                                       "imap+plain://user@localhost:port/INBOX."));
    else if (server.safety == IMAP_PLAIN && !place_here(place.host))
        issues_add(issues, "inbox", N_("Without encryption mail is read only from a mail server on this machine. Write imap:// or imaps://."));
    else {
        server.host = place.host;
        server.port = place.port;
        server.user = place.user;
        *out = server;
        return OK;
    }
    return INVALID;
}

struct imap {
    CURL *curl;
    const struct imap_server *server;
    curl_socket_t socket;
    bool (*stopping)(void *context);
    void *context;
    int tag;
    bool lost; // the connection is of no more use
    char piece[PIECE];
    size_t from, to; // what of it has not been read
    char said[SAID_MOST];
};

const char *imap_said(const struct imap *m)
{
    return m->said;
}

static enum status lose(struct imap *m, const char *why)
{
    m->lost = true;
    snprintf(m->said, sizeof m->said, "%.*s", (int)sizeof m->said - 1, why);
    return FAILED;
}

// Waits until it may be read or written; in short steps, so that a stop is seen.
static enum status wait_for(struct imap *m, short what)
{
    for (int i = 0; i < QUIET_SECONDS * 4; i++) {
        struct pollfd at = {.fd = m->socket, .events = what};
        int n = poll(&at, 1, 250);
        if (n > 0)
            return OK;
        if (m->stopping != NULL && m->stopping(m->context))
            return lose(m, "stopped");
    }
    return lose(m, "the server is silent");
}

static enum status send_all(struct imap *m, const char *bytes, size_t size)
{
    while (size > 0) {
        size_t n = 0;
        CURLcode code = curl_easy_send(m->curl, bytes, size, &n);
        if (code == CURLE_AGAIN)
            TRY(wait_for(m, POLLOUT));
        else if (code != CURLE_OK)
            return lose(m, curl_easy_strerror(code));
        bytes += n;
        size -= n;
    }
    return OK;
}

static enum status fill(struct imap *m)
{
    for (;;) {
        size_t n = 0;
        CURLcode code = curl_easy_recv(m->curl, m->piece, sizeof m->piece, &n);
        if (code == CURLE_AGAIN) {
            TRY(wait_for(m, POLLIN));
            continue;
        }
        if (code != CURLE_OK || n == 0)
            return lose(m, code == CURLE_OK ? "the server has hung up" : curl_easy_strerror(code));
        m->from = 0;
        m->to = n;
        return OK;
    }
}

// Without its line end.
static enum status line_read(struct imap *m, char line[LINE_MOST])
{
    for (size_t n = 0;;) {
        if (m->from == m->to)
            TRY(fill(m));
        char c = m->piece[m->from++];
        if (c == '\n') {
            line[n > 0 && line[n - 1] == '\r' ? n - 1 : n] = '\0';
            return OK;
        }
        if (n + 1 >= LINE_MOST)
            return lose(m, "the server's line is too long");
        line[n++] = c == '\0' ? ' ' : c;
    }
}

// So many bytes as they are; into NULL: read over.
static enum status bytes_read(struct imap *m, size_t size, char *into)
{
    for (size_t n = 0; n < size;) {
        if (m->from == m->to)
            TRY(fill(m));
        size_t part = m->to - m->from < size - n ? m->to - m->from : size - n;
        if (into != NULL)
            memcpy(into + n, m->piece + m->from, part);
        m->from += part;
        n += part;
    }
    return OK;
}

__attribute__((format(printf, 2, 3))) static enum status command(struct imap *m, const char *format, ...)
{
    char line[COMMAND_MOST];
    int n = snprintf(line, sizeof line, "y%d ", ++m->tag);
    va_list args;
    va_start(args, format);
    n += vsnprintf(line + n, sizeof line - (size_t)n - 2, format, args);
    va_end(args);
    if (m->lost || (size_t)n >= sizeof line - 2)
        return FAILED;
    memcpy(line + n, "\r\n", 2);
    return send_all(m, line, (size_t)n + 2);
}

// The size of the literal at a line's end, "{123}"; false: there is none.
static bool literal(const char *line, size_t *size_out)
{
    const char *open = strrchr(line, '{');
    char *end;
    if (open == NULL || open[1] < '0' || open[1] > '9')
        return false;
    *size_out = strtoull(open + 1, &end, 10);
    return strcmp(end, "}") == 0;
}

// Whether the line ends the command; then *status_out is how.
static bool ended(struct imap *m, const char *line, enum status *status_out)
{
    char tag[16];
    int n = snprintf(tag, sizeof tag, "y%d ", m->tag);
    if (strncmp(line, tag, (size_t)n) != 0)
        return false;
    *status_out = strncasecmp(line + n, "OK", 2) == 0 ? OK : FAILED;
    if (*status_out != OK)
        snprintf(m->said, sizeof m->said, "%.*s", (int)sizeof m->said - 1, line + n);
    return true;
}

static enum status plain_line(struct imap *m, char line[LINE_MOST])
{
    TRY(line_read(m, line));
    return strncasecmp(line, "* BYE", 5) == 0 ? lose(m, line + 2) : OK;
}

// A literal that nobody asked for is read over, with how the line goes on.
static enum status next_line(struct imap *m, char line[LINE_MOST])
{
    size_t size;
    TRY(plain_line(m, line));
    bool more = literal(line, &size);
    while (more) {
        char rest[LINE_MOST];
        TRY(bytes_read(m, size, NULL));
        TRY(line_read(m, rest));
        more = literal(rest, &size);
    }
    return OK;
}

// The number behind a word in a line: "UID 17".
static bool number_after(const char *line, const char *word, uint32_t *out)
{
    const char *at = strcasestr(line, word);
    char *end;
    if (at == NULL || at[strlen(word)] < '0' || at[strlen(word)] > '9')
        return false;
    unsigned long long n = strtoull(at + strlen(word), &end, 10);
    if (n > UINT32_MAX)
        return false;
    *out = (uint32_t)n;
    return true;
}

enum status imap_select(struct imap *m, uint32_t *validity_out)
{
    const struct imap_server *server = m->server;
    char line[LINE_MOST];
    uint32_t validity = 0;
    enum status status = FAILED;
    TRY(command(m, "SELECT \"%s\"", server->folder));
    do {
        TRY(next_line(m, line));
        (void)number_after(line, "[UIDVALIDITY ", &validity);
    } while (!ended(m, line, &status));
    *validity_out = validity;
    return status;
}

static int by_uid(const void *one, const void *two)
{
    uint32_t a = ((const struct imap_mail *)one)->uid, b = ((const struct imap_mail *)two)->uid;
    return a < b ? -1 : a > b;
}

enum status imap_list(struct imap *m, uint32_t after, size_t most, struct arena *a, struct imap_mail **out, size_t *count_out)
{
    struct imap_mail *list = NULL;
    size_t count = 0, room = 0;
    char line[LINE_MOST];
    enum status status = FAILED;
    if (after == UINT32_MAX)
        return NOT_FOUND;
    TRY(command(m, "UID FETCH %u:* (UID RFC822.SIZE)", after + 1));
    do {
        struct imap_mail mail = {0};
        TRY(next_line(m, line));
        // "n:*" names the last one even when its number is below n.
        if (line[0] == '*' && number_after(line, "UID ", &mail.uid) && number_after(line, "RFC822.SIZE ", &mail.size) &&
            mail.uid > after && count < LISTED_MOST)
            *LIST_ADD(a, list, count, room) = mail;
    } while (!ended(m, line, &status));
    TRY(status);
    if (count > 1)
        qsort(list, count, sizeof *list, by_uid);
    *out = list;
    *count_out = count < most ? count : most;
    return OK;
}

enum status imap_fetch(struct imap *m, uint32_t uid, size_t most, struct arena *a, const char **bytes_out, size_t *size_out)
{
    char line[LINE_MOST];
    char *bytes = NULL;
    size_t size = 0, literal_size;
    enum status status = FAILED;
    TRY(command(m, "UID FETCH %u BODY.PEEK[]<0.%zu>", uid, most));
    do {
        TRY(plain_line(m, line));
        bool ours = line[0] == '*' && strcasestr(line, "BODY[]") != NULL && bytes == NULL;
        bool more = literal(line, &literal_size);
        while (more) {
            if (ours && literal_size > most)
                return lose(m, "the server sends more than was asked for");
            char *into = ours ? arena_alloc(a, literal_size + 1) : NULL;
            TRY(bytes_read(m, literal_size, into));
            if (ours) {
                bytes = into;
                size = literal_size;
                bytes[size] = '\0';
                ours = false;
            }
            char rest[LINE_MOST];
            TRY(line_read(m, rest));
            more = literal(rest, &literal_size);
        }
    } while (!ended(m, line, &status));
    TRY(status);
    if (bytes == NULL)
        return NOT_FOUND;
    *bytes_out = bytes;
    *size_out = size;
    return OK;
}

enum status imap_mark_read(struct imap *m, uint32_t uid)
{
    char line[LINE_MOST];
    enum status status = FAILED;
    TRY(command(m, "UID STORE %u +FLAGS.SILENT (\\Seen)", uid));
    do
        TRY(next_line(m, line));
    while (!ended(m, line, &status));
    return status;
}

static void start(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static int go_on(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct imap *m = arg;
    return m->stopping != NULL && m->stopping(m->context);
}

#define SET(option, value) (set = set == CURLE_OK ? curl_easy_setopt(m->curl, (option), (value)) : set)

static CURLcode connect_to(struct imap *m)
{
    const struct imap_server *server = m->server;
    CURLcode set = CURLE_OK;
    char url[400];
    bool v6 = strchr(server->host, ':') != NULL;
    snprintf(url, sizeof url, "%s://%s%s%s:%d/", server->safety == IMAP_TLS ? "imaps" : "imap", v6 ? "[" : "", server->host,
             v6 ? "]" : "", server->port);
    SET(CURLOPT_URL, url);
    SET(CURLOPT_CONNECT_ONLY, 1L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    SET(CURLOPT_TIMEOUT, (long)QUIET_SECONDS);
    SET(CURLOPT_USE_SSL, (long)(server->safety == IMAP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (server->safety != IMAP_PLAIN)
        SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (server->ca_file != NULL)
        SET(CURLOPT_CAINFO, server->ca_file);
    SET(CURLOPT_USERNAME, server->user);
    SET(CURLOPT_PASSWORD, server->password);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, go_on);
    SET(CURLOPT_XFERINFODATA, m);
    if (set == CURLE_OK)
        set = curl_easy_perform(m->curl);
    return set == CURLE_OK ? curl_easy_getinfo(m->curl, CURLINFO_ACTIVESOCKET, &m->socket) : set;
}

enum status imap_open(const struct imap_server *server, bool (*stopping)(void *context), void *context, struct arena *a,
                      const char **said_out, struct imap **out)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, start);
    struct imap *m = calloc(1, sizeof *m);
    if (m != NULL)
        *m = (struct imap){.curl = curl_easy_init(), .server = server, .stopping = stopping, .context = context};
    if (m == NULL || m->curl == NULL) {
        log_error("inbox: cannot prepare a connection");
        imap_close(m);
        *said_out = "";
        return FAILED;
    }
    CURLcode code = connect_to(m);
    if (code != CURLE_OK) {
        *said_out = arena_strdup(a, curl_easy_strerror(code));
        imap_close(m);
        return FAILED;
    }
    *out = m;
    return OK;
}

void imap_close(struct imap *m)
{
    if (m == NULL)
        return;
    if (m->curl != NULL) {
        if (!m->lost && m->tag > 0)
            (void)!command(m, "LOGOUT");
        curl_easy_cleanup(m->curl);
    }
    free(m);
}
