// SPDX-License-Identifier: EUPL-1.2
#include "mail/smtp.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "mail/place.h"

enum { CONNECT_SECONDS = 15, SEND_SECONDS = 60, SLOW_BYTES_A_SECOND = 16 << 10, SAID_MOST = 200 };

static const struct {
    const char *begin;
    enum smtp_safety safety;
    int port;
} SCHEMES[] = {{"smtp://", SMTP_STARTTLS, 587}, {"smtps://", SMTP_TLS, 465}, {"smtp+plain://", SMTP_PLAIN, 25}};

enum status smtp_read(const char *url, struct arena *a, struct smtp_server *out, struct issues *issues)
{
    struct smtp_server server = {.password = ""};
    struct place place;
    const char *rest = NULL;
    for (size_t i = 0; i < COUNT_OF(SCHEMES); i++)
        if (strncmp(url, SCHEMES[i].begin, strlen(SCHEMES[i].begin)) == 0) {
            rest = url + strlen(SCHEMES[i].begin);
            server.safety = SCHEMES[i].safety;
            server.port = SCHEMES[i].port;
        }
    bool fits = rest != NULL && place_read(rest, server.port, a, &place);
    if (fits && place.password)
        issues_add(issues, "smtp", N_("No password in the address of the mail server: others on this machine could read it. Put it "
                                      "in a file, and name that with --smtp-password-file."));
    else if (!fits)
        issues_add(issues, "smtp", N_("Write the mail server as smtp://user@host:port, smtps://user@host:port or "
                                      "smtp+plain://localhost:port."));
    else if (server.safety == SMTP_PLAIN && !place_here(place.host))
        issues_add(issues, "smtp", N_("Without encryption mail goes only to a mail server on this machine. Write smtp:// or smtps://."));
    else {
        server.host = place.host;
        server.port = place.port;
        server.user = place.user;
        *out = server;
        return OK;
    }
    return INVALID;
}

struct smtp {
    CURL *curl;
    bool (*stopping)(void *context);
    void *context;
    // Of the mail that is being sent.
    const char *message;
    size_t size, at;
    bool ended;           // all of it has been handed over, so that its end may have reached the server
    char command[5];      // the last sent before taking leave: "RCPT"
    char line[SAID_MOST]; // the last answer to it
    bool leaving;         // QUIT has been said, and what comes now is about nothing
};

static size_t give(char *buffer, size_t size, size_t count, void *arg)
{
    struct smtp *s = arg;
    size_t n = size * count < s->size - s->at ? size * count : s->size - s->at;
    memcpy(buffer, s->message + s->at, n);
    s->at += n;
    s->ended |= n == 0;
    return n;
}

// Of the conversation only the last command's name and the last answer are kept: a log-in goes by here too.
static int listen_in(CURL *curl, curl_infotype kind, char *data, size_t size, void *arg)
{
    struct smtp *s = arg;
    size_t n = size;
    if (kind == CURLINFO_HEADER_OUT && size >= 4 && memcmp(data, "QUIT", 4) == 0)
        s->leaving = true;
    if (s->leaving)
        return 0;
    while (n > 0 && (data[n - 1] == '\r' || data[n - 1] == '\n'))
        n--;
    if (kind == CURLINFO_HEADER_OUT && n >= 4)
        snprintf(s->command, sizeof s->command, "%.4s", data);
    if (kind == CURLINFO_HEADER_IN)
        snprintf(s->line, sizeof s->line, "%.*s", (int)(n < sizeof s->line ? n : sizeof s->line - 1), data);
    return 0;
}

static int go_on(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct smtp *s = arg;
    return s->stopping != NULL && !s->ended && s->stopping(s->context);
}

static void start(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

#define SET(s, option, value) (set = set == CURLE_OK ? curl_easy_setopt((s)->curl, (option), (value)) : set)

static bool set_up(struct smtp *s, const struct smtp_server *server, const char *domain)
{
    CURLcode set = CURLE_OK;
    char url[400];
    bool v6 = strchr(server->host, ':') != NULL;
    // The path is the name by which curl greets: ours to choose, not this machine's own.
    snprintf(url, sizeof url, "%s://%s%s%s:%d/%s", server->safety == SMTP_TLS ? "smtps" : "smtp", v6 ? "[" : "", server->host,
             v6 ? "]" : "", server->port, domain);
    SET(s, CURLOPT_URL, url);
    SET(s, CURLOPT_PROXY, "");
    SET(s, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(s, CURLOPT_NOSIGNAL, 1L);
    SET(s, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    SET(s, CURLOPT_LOW_SPEED_TIME, (long)SEND_SECONDS);
    SET(s, CURLOPT_LOW_SPEED_LIMIT, 1L);
    SET(s, CURLOPT_USE_SSL, (long)(server->safety == SMTP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (server->safety != SMTP_PLAIN)
        SET(s, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (server->ca_file != NULL)
        SET(s, CURLOPT_CAINFO, server->ca_file);
    if (*server->user != '\0') {
        SET(s, CURLOPT_USERNAME, server->user);
        SET(s, CURLOPT_PASSWORD, server->password);
    }
    SET(s, CURLOPT_VERBOSE, 1L);
    SET(s, CURLOPT_DEBUGFUNCTION, listen_in);
    SET(s, CURLOPT_DEBUGDATA, s);
    SET(s, CURLOPT_UPLOAD, 1L);
    SET(s, CURLOPT_READFUNCTION, give);
    SET(s, CURLOPT_READDATA, s);
    SET(s, CURLOPT_NOPROGRESS, 0L);
    SET(s, CURLOPT_XFERINFOFUNCTION, go_on);
    SET(s, CURLOPT_XFERINFODATA, s);
    return set == CURLE_OK;
}

enum status smtp_open(const struct smtp_server *server, const char *from, bool (*stopping)(void *context), void *context,
                      struct smtp **out)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, start);
    struct smtp *s = calloc(1, sizeof *s);
    const char *at = strchr(from, '@');
    if (s != NULL)
        *s = (struct smtp){.curl = curl_easy_init(), .stopping = stopping, .context = context};
    if (s == NULL || s->curl == NULL || !set_up(s, server, at == NULL ? "localhost" : at + 1)) {
        log_error("mail: cannot prepare a connection");
        smtp_close(s);
        return FAILED;
    }
    *out = s;
    return OK;
}

void smtp_close(struct smtp *s)
{
    if (s == NULL)
        return;
    if (s->curl != NULL)
        curl_easy_cleanup(s->curl);
    free(s);
}

// "250-SIZE 1000": 250; 0 when it is no answer.
static int code_of(const char *line)
{
    int code = 0;
    for (int i = 0; i < 3; i++) {
        if (line[i] < '0' || line[i] > '9')
            return 0;
        code = code * 10 + (line[i] - '0');
    }
    return code;
}

// About this receiver or this mail: the answers to RCPT and to the mail itself, and the one to DATA.
static bool is_about_mail(const struct smtp *s)
{
    return strcmp(s->command, "RCPT") == 0 || strcmp(s->command, "DATA") == 0 || s->ended;
}

static enum smtp_result judge(const struct smtp *s, CURLcode code, int answer)
{
    bool about_mail = is_about_mail(s);
    if (code == CURLE_OK)
        return SMTP_TAKEN;
    if (answer >= 500 && answer < 600 && about_mail)
        return SMTP_REFUSED;
    if (answer >= 400 && answer < 500 && answer != 421 && about_mail)
        return SMTP_LATER;
    if (s->ended && (answer < 400 || answer >= 600))
        return SMTP_UNSURE;
    return SMTP_CLOSED;
}

long smtp_seconds(size_t size)
{
    return SEND_SECONDS + (long)(size / SLOW_BYTES_A_SECOND);
}

void smtp_send(struct smtp *s, const char *from, const char *to, const char *message, size_t size, struct arena *a,
               struct smtp_answer *out)
{
    CURLcode set = CURLE_OK;
    struct curl_slist *receivers = curl_slist_append(NULL, to);
    s->message = message;
    s->size = size;
    s->at = 0;
    s->ended = s->leaving = false;
    s->command[0] = s->line[0] = '\0';
    SET(s, CURLOPT_TIMEOUT, smtp_seconds(size));
    SET(s, CURLOPT_MAIL_FROM, from);
    SET(s, CURLOPT_MAIL_RCPT, receivers);
    CURLcode code = receivers == NULL || set != CURLE_OK ? CURLE_OUT_OF_MEMORY : curl_easy_perform(s->curl);
    int answer = code_of(s->line);
    (void)curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(receivers);
    bool from_server = answer >= 400 || code == CURLE_OK;
    *out = (struct smtp_answer){
        .result = judge(s, code, answer),
        .code = answer,
        .about_mail = is_about_mail(s),
        .said = server_words(from_server && s->line[0] != '\0' ? s->line : curl_easy_strerror(code), a),
    };
}
