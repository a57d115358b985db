// SPDX-License-Identifier: EUPL-1.2
#include "mail/inbound.h"

#include <ctype.h>
#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

#include "base/issues.h"
#include "base/lang.h"
#include "base/text.h"
#include "core/named.h"

static const struct named KINDS[INBOUND_KINDS] = {
    [INBOUND_OTHER] = {"other", N_("For a person to read")},
    [INBOUND_RETURNED] = {"returned", N_("Came back")},
    [INBOUND_PASSING] = {"passing", N_("Came back for a reason that may pass")},
    [INBOUND_DELAYED] = {"delayed", N_("Still being tried")},
    [INBOUND_AUTO_REPLY] = {"auto-reply", N_("Automatic reply")},
    [INBOUND_CALENDAR] = {"calendar", N_("Answer from a calendar")},
};

const char *inbound_kind_name(enum inbound_kind k)
{
    return KINDS[k].name;
}

const char *inbound_kind_title(enum inbound_kind k)
{
    return KINDS[k].title;
}

enum { DEPTH_MOST = 8, PARTS_MOST = 60, TEXT_MOST = 256 << 10, TEXTS_MOST = 1 << 20 };

// What is gathered while the parts are walked.
struct reading {
    struct arena *arena;
    struct inbound in;
    int parts;
    size_t text_total;      // bytes of text that have been decoded
    const char *first_text; // of the mail itself, for what servers write without a report; NULL: none yet
    bool report, failed, delayed, receipt;
    char code[BOUNCE_CODE_MOST];
    bool full;              // the report's words speak of a full mailbox
};

static const char *lower(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text);
    for (char *p = copy; *p != '\0'; p++)
        *p = (char)tolower((unsigned char)*p);
    return copy;
}

static bool holds_any(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(text, words[i]) != NULL)
            return true;
    return false;
}

// Marks

static const char MARK[] = "ypsilon.";
enum { MARK_SECRET = 16 };

// "ypsilon.", digits, ".", sixteen of 0–9 and a–f.
static size_t mark_length(const char *at)
{
    size_t n = sizeof MARK - 1, first = n;
    while (isdigit((unsigned char)at[n]) && n < first + 19)
        n++;
    if (n == first || at[n] != '.')
        return 0;
    n++;
    for (int i = 0; i < MARK_SECRET; i++, n++)
        if (!isdigit((unsigned char)at[n]) && (at[n] < 'a' || at[n] > 'f'))
            return 0;
    return n;
}

static void find_marks(struct reading *r, const char *text)
{
    for (const char *at = text; (at = strstr(at, MARK)) != NULL;) {
        size_t n = mark_length(at);
        bool known = n == 0;
        for (size_t i = 0; i < r->in.mark_count && !known; i++)
            known = strncmp(r->in.marks[i], at, n) == 0 && r->in.marks[i][n] == '\0';
        if (!known && r->in.mark_count < INBOUND_MARKS_MOST)
            r->in.marks[r->in.mark_count++] = arena_strndup(r->arena, at, n);
        at += n == 0 ? sizeof MARK - 1 : n;
    }
}

// Parts

// What a part holds, its transfer encoding taken off, not its character set: all that is looked for is ASCII.
static const char *text_of(struct reading *r, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content == NULL || r->text_total >= TEXTS_MOST)
        return "";
    GMimeStream *into = g_mime_stream_mem_new();
    GMimeStream *from = g_mime_data_wrapper_get_stream(content);
    GMimeFilter *decoder = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
    GMimeStream *filtered = g_mime_stream_filter_new(from);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), decoder);
    g_mime_stream_reset(filtered);
    char piece[4096];
    size_t total = 0;
    for (ssize_t n; total < TEXT_MOST && (n = g_mime_stream_read(filtered, piece, sizeof piece)) > 0; total += (size_t)n)
        g_mime_stream_write(into, piece, (size_t)n);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(into));
    char *text = arena_alloc(r->arena, bytes->len + 1);
    if (bytes->len > 0)
        memcpy(text, bytes->data, bytes->len);
    text[bytes->len] = '\0';
    for (size_t i = 0; i < bytes->len; i++) // a NUL would hide what stands behind it
        if (text[i] == '\0')
            text[i] = ' ';
    r->text_total += bytes->len;
    g_object_unref(decoder);
    g_object_unref(filtered);
    g_object_unref(into);
    return text;
}

static void headers_of(struct reading *r, GMimeObject *object)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    int count = g_mime_header_list_get_count(list);
    for (int i = 0; i < count && i < 200; i++) {
        const char *value = g_mime_header_get_raw_value(g_mime_header_list_get_header_at(list, i));
        if (value != NULL)
            find_marks(r, value);
    }
}

// The value of a field in a block of "Name: value" lines, folded ones joined; NULL: there is none. from: where to begin;
// *end_out: behind it.
static const char *field(struct arena *a, const char *block, const char *name, const char **end_out)
{
    size_t n = strlen(name);
    for (const char *line = block; *line != '\0';) {
        const char *end = line + strcspn(line, "\n");
        if (g_ascii_strncasecmp(line, name, n) == 0 && line[n] == ':') {
            while (end[0] == '\n' && (end[1] == ' ' || end[1] == '\t'))
                end += 1 + strcspn(end + 1, "\n");
            *end_out = end;
            char *value = arena_strndup(a, line + n + 1, (size_t)(end - line) - n - 1);
            for (char *p = value; *p != '\0'; p++)
                if (*p == '\r' || *p == '\n' || *p == '\t')
                    *p = ' ';
            return value + strspn(value, " ");
        }
        line = *end == '\n' ? end + 1 : end;
    }
    return NULL;
}

static bool starts(const char *text, const char *with)
{
    return g_ascii_strncasecmp(text, with, strlen(with)) == 0;
}

static const char *const FULL[] = {"mailbox full", "mailbox is full", "over quota", "overquota", "quota exceeded", "exceeded the quota",
                                   "out of storage", "insufficient storage", "full mailbox"};

// RFC 3464: Action says what happened, Status why. A report on several receivers speaks of the one that failed.
static void delivery_status(struct reading *r, const char *block)
{
    const char *end = block, *action, *status, *said;
    r->report = true;
    for (const char *at = block; (action = field(r->arena, at, "Action", &end)) != NULL; at = end) {
        if (starts(action, "delayed"))
            r->delayed = true;
        r->failed |= starts(action, "failed");
    }
    for (const char *at = block; (status = field(r->arena, at, "Status", &end)) != NULL; at = end)
        if ((status[0] == '5' || status[0] == '4') && (r->code[0] == '\0' || r->code[0] < status[0]))
            (void)bounce_code_find(status, r->code);
    for (const char *at = block; (said = field(r->arena, at, "Diagnostic-Code", &end)) != NULL; at = end) {
        char code[BOUNCE_CODE_MOST];
        r->full |= holds_any(lower(r->arena, said), FULL, COUNT_OF(FULL));
        // "5.0.0" says nothing, and the server's own words often do.
        if ((r->code[0] == '\0' || strcmp(r->code + 1, ".0.0") == 0) && bounce_code_find(said, code))
            memcpy(r->code, code, sizeof code);
    }
}

static bool is_reply(GMimeObject *part, const char *text)
{
    const char *method = g_mime_object_get_content_type_parameter(part, "method");
    if (method != NULL)
        return g_ascii_strcasecmp(method, "REPLY") == 0;
    const char *end, *said = strstr(text, "METHOD:");
    return said != NULL && starts(said, "METHOD:REPLY") && (end = said + 12, *end == '\r' || *end == '\n' || *end == '\0');
}

static void leaf(struct reading *r, GMimeObject *part, bool own)
{
    GMimeContentType *type = g_mime_object_get_content_type(part);
    if (!GMIME_IS_PART(part))
        return;
    if (g_mime_content_type_is_type(type, "message", "delivery-status") ||
        g_mime_content_type_is_type(type, "message", "global-delivery-status")) {
        const char *block = text_of(r, GMIME_PART(part));
        find_marks(r, block);
        delivery_status(r, block);
    } else if (g_mime_content_type_is_type(type, "message", "disposition-notification")) {
        r->receipt = true;
        find_marks(r, text_of(r, GMIME_PART(part)));
    } else if (g_mime_content_type_is_type(type, "text", "calendar") || g_mime_content_type_is_type(type, "application", "ics")) {
        const char *text = text_of(r, GMIME_PART(part));
        if (own && r->in.calendar == NULL && is_reply(part, text)) {
            r->in.calendar = text;
            r->in.calendar_size = strlen(text);
        }
    } else if (g_mime_content_type_is_type(type, "text", "*") || g_mime_content_type_is_type(type, "message", "*")) {
        const char *text = text_of(r, GMIME_PART(part));
        find_marks(r, text);
        if (own && r->first_text == NULL && !g_mime_content_type_is_type(type, "text", "rfc822-headers"))
            r->first_text = text;
    }
}

// own: of the mail itself, not of one that it holds.
static void walk(struct reading *r, GMimeObject *part, int depth, bool own)
{
    if (part == NULL || depth > DEPTH_MOST || r->parts++ > PARTS_MOST)
        return;
    if (GMIME_IS_MULTIPART(part)) {
        int count = g_mime_multipart_get_count(GMIME_MULTIPART(part));
        for (int i = 0; i < count && i < PARTS_MOST; i++)
            walk(r, g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1, own);
    } else if (GMIME_IS_MESSAGE_PART(part)) {
        GMimeMessage *held = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
        if (held != NULL) {
            headers_of(r, GMIME_OBJECT(held));
            walk(r, g_mime_message_get_mime_part(held), depth + 1, false);
        }
    } else {
        leaf(r, part, own);
    }
}

// Judging

static const char *header(struct reading *r, GMimeMessage *m, const char *name)
{
    const char *value = g_mime_object_get_header(GMIME_OBJECT(m), name);
    return value == NULL || !text_valid(value, strlen(value)) ? "" : lower(r->arena, value + strspn(value, " \t"));
}

static const char *from_of(struct reading *r, GMimeMessage *m)
{
    InternetAddressList *list = g_mime_message_get_from(m);
    InternetAddress *first = list == NULL || internet_address_list_length(list) == 0 ? NULL : internet_address_list_get_address(list, 0);
    const char *address = first == NULL || !INTERNET_ADDRESS_IS_MAILBOX(first)
                              ? NULL
                              : internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
    return address == NULL || !text_valid(address, strlen(address)) ? "" : lower(r->arena, address);
}

// Out of office and the like. RFC 3834 has one sign; mail programs have many.
static bool automatic(struct reading *r, GMimeMessage *m, const char *subject)
{
    static const char *const names[] = {"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Mail-Autoreply",
                                        "X-Autogenerated", "X-Vacation"};
    static const char *const subjects[] = {"automatic reply", "automatisk svar", "autosvar", "auto reply", "auto-reply", "autoreply", "auto:",
                                           "automatiskt svar", "out of office", "out of the office", "out-of-office", "fravær", "fraværsmelding",
                                           "fråværsmelding", "ikke til stede", "frånvaro", "abwesenheit", "automatische antwort",
                                           "réponse automatique", "respuesta automática", "vacation"};
    const char *submitted = header(r, m, "Auto-Submitted"), *precedence = header(r, m, "Precedence");
    if ((*submitted != '\0' && !starts(submitted, "no")) || starts(precedence, "auto") || starts(precedence, "bulk") ||
        starts(precedence, "junk"))
        return true;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (*header(r, m, names[i]) != '\0' && !starts(header(r, m, names[i]), "no"))
            return true;
    for (size_t i = 0; i < COUNT_OF(subjects); i++)
        if (starts(subject, subjects[i]))
            return true;
    return false;
}

// A server speaks, not a person: whoever is out of office sends with an empty return path, too, so that this says nothing.
static bool from_server(const char *from)
{
    static const char *const names[] = {"mailer-daemon", "postmaster", "mailerdaemon", "mail-daemon", "microsoftexchange", "mailsystem"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (starts(from, names[i]))
            return true;
    return false;
}

static const char *const DELAYED[] = {"delayed", "still being retried", "will be retried", "has not yet been delivered", "not been delivered yet",
                                      "do not need to resend", "warning message only", "could not be delivered for the past",
                                      "forsinket", "temporary problem"};
static const char *const FAILED_WORDS[] = {"undeliver", "could not be delivered", "couldn't be delivered", "delivery failed", "delivery failure",
                                           "failure notice", "returned mail", "returned to sender", "wasn't able to deliver", "not delivered",
                                           "unable to deliver", "permanent error", "permanent fatal error", "giving up on it", "(failure)",
                                           "ikke levert", "kan ikke leveres", "kunne ikke leveres", "ble ikke levert"};
static const char *const NOBODY[] = {"user unknown", "unknown user", "no such user", "no mailbox here", "does not exist", "doesn't exist",
                                     "no such recipient", "recipient not found", "unknown recipient", "invalid recipient", "address rejected",
                                     "mailbox unavailable", "mailbox not found", "no such mailbox", "account is disabled", "finnes ikke",
                                     "ble ikke funnet", "wasn't found", "address not found", "not found at"};

// What a server wrote itself, before its copy of our mail begins.
static const char *own_words(struct reading *r, const char *subject)
{
    static const char *const copies[] = {"below this line is a copy", "this is a copy of the message", "original message", "message-id:",
                                         "opprinnelig melding", "original-melding"};
    char *words = arena_printf(r->arena, "%s\n%s", subject, lower(r->arena, r->first_text == NULL ? "" : r->first_text));
    size_t n = strlen(words);
    for (size_t i = 0; i < COUNT_OF(copies); i++) {
        char *at = strstr(words, copies[i]);
        if (at != NULL && (size_t)(at - words) < n)
            n = (size_t)(at - words);
    }
    words[n] = '\0';
    return words;
}

// "550 " or "550-" as a word: an answer of SMTP without an enhanced code.
static char plain_answer(const char *words)
{
    for (const char *p = words; *p != '\0'; p++)
        if ((*p == '5' || *p == '4') && (p == words || !isalnum((unsigned char)p[-1])) && p[1] >= '0' && p[1] <= '5' &&
            isdigit((unsigned char)p[2]) && (p[3] == ' ' || p[3] == '-') && (p == words || strchr(" :\n\t(", p[-1]) != NULL))
            return *p;
    return '\0';
}

// A bounce without a report, as qmail and others write them.
static bool loose_bounce(struct reading *r, GMimeMessage *m, const char *subject)
{
    bool named = *header(r, m, "X-Failed-Recipients") != '\0';
    const char *words = own_words(r, subject);
    bool failed = named || holds_any(words, FAILED_WORDS, COUNT_OF(FAILED_WORDS));
    bool delayed = holds_any(words, DELAYED, COUNT_OF(DELAYED));
    if ((!from_server(r->in.from) && !named) || (!failed && !delayed))
        return false;
    // "not been delivered yet": both are said, and what is being tried has not failed. A subject that says failure wins.
    r->delayed = delayed && !named && !holds_any(subject, FAILED_WORDS, COUNT_OF(FAILED_WORDS));
    r->failed = !r->delayed;
    r->full = holds_any(words, FULL, COUNT_OF(FULL));
    if (!bounce_code_find(words, r->code)) {
        bool nobody = holds_any(words, NOBODY, COUNT_OF(NOBODY));
        char answer = plain_answer(words);
        if (nobody)
            memcpy(r->code, "5.1.1", sizeof "5.1.1");
        else if (r->full)
            memcpy(r->code, "5.2.2", sizeof "5.2.2");
        else if (answer != '\0')
            memcpy(r->code, answer == '5' ? "5.0.0" : "4.0.0", sizeof "5.0.0");
    }
    return true;
}

static enum inbound_kind judge(struct reading *r, GMimeMessage *m)
{
    const char *subject = g_mime_message_get_subject(m);
    subject = subject == NULL || !text_valid(subject, strlen(subject)) ? "" : lang_lower(r->arena, subject);
    if (r->report || loose_bounce(r, m, subject)) {
        if (r->failed)
            return bounce_lasts(r->code) && !r->full ? INBOUND_RETURNED : INBOUND_PASSING;
        return r->delayed ? INBOUND_DELAYED : INBOUND_AUTO_REPLY; // it did arrive
    }
    if (r->in.calendar != NULL)
        return INBOUND_CALENDAR;
    return r->receipt || automatic(r, m, subject) ? INBOUND_AUTO_REPLY : INBOUND_OTHER;
}

static void start(void)
{
    g_mime_init();
}

enum status inbound_read(const char *bytes, size_t size, struct arena *a, struct inbound *out)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    if (size == 0 || size > INBOUND_SIZE_MOST)
        return INVALID;
    pthread_once(&started, start);
    struct reading r = {.arena = a};
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeParserOptions *options = g_mime_parser_options_new();
    GMimeMessage *m = g_mime_parser_construct_message(parser, options);
    enum status status = m != NULL && g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(m))) > 0 ? OK : INVALID;
    if (status == OK) {
        r.in.from = from_of(&r, m);
        headers_of(&r, GMIME_OBJECT(m));
        walk(&r, g_mime_message_get_mime_part(m), 0, true);
        r.in.kind = judge(&r, m);
        bool failure = r.in.kind == INBOUND_RETURNED || r.in.kind == INBOUND_PASSING;
        r.in.code = failure ? arena_strdup(a, r.full && bounce_lasts(r.code) ? "5.2.2" : r.code) : "";
        if (r.in.kind != INBOUND_CALENDAR)
            r.in.calendar = NULL;
        *out = r.in;
    }
    if (m != NULL)
        g_object_unref(m);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    return status;
}
