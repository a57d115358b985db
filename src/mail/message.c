// SPDX-License-Identifier: EUPL-1.2
#include "mail/message.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

#include "base/text.h"

enum { LOCAL_MOST = 64, ADDRESS_MOST = 254, HEADER_MOST = 1000, FILES_MOST = 20 };

static bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Letters, digits and `more`, with single dots between them.
static bool dotted(const char *text, size_t n, const char *more)
{
    if (n == 0 || text[0] == '.' || text[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++)
        if (text[i] == '.' ? text[i - 1] == '.' : !letter_or_digit(text[i]) && strchr(more, text[i]) == NULL)
            return false;
    return true;
}

bool message_address_fits(const char *address)
{
    const char *at = strchr(address, '@');
    if (at == NULL || at - address > LOCAL_MOST || strlen(address) > ADDRESS_MOST)
        return false;
    return dotted(address, (size_t)(at - address), "!#$%&'*+-/=?^_`{|}~") && dotted(at + 1, strlen(at + 1), "-") && at[1] != '-';
}

// Of one line: text_valid lets line ends and tabs through, which would end a header.
static bool one_line(const char *text)
{
    size_t n = strlen(text);
    return n <= HEADER_MOST && text_valid(text, n) && strpbrk(text, "\r\n\t") == NULL;
}

static void start(void)
{
    g_mime_init();
}

// Of letters and digits with "more" between: a type's halves, a method.
static bool word_fits(const char *word, size_t n, const char *more)
{
    for (size_t i = 0; i < n; i++)
        if (!letter_or_digit(word[i]) && (i == 0 || strchr(more, word[i]) == NULL))
            return false;
    return n > 0 && n <= HEADER_MOST;
}

static bool type_fits(const char *type)
{
    const char *slash = strchr(type, '/');
    return slash != NULL && word_fits(type, (size_t)(slash - type), "-") && word_fits(slash + 1, strlen(slash + 1), "-.+");
}

// Printable ASCII that neither ends the brackets nor begins another address.
static bool page_fits(const char *url)
{
    size_t n = strlen(url);
    if ((strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0) || n > HEADER_MOST)
        return false;
    for (size_t i = 0; i < n; i++)
        if (url[i] <= ' ' || url[i] >= 0x7f || strchr("<>,\"", url[i]) != NULL)
            return false;
    return true;
}

static bool parts_fit(const struct message *m)
{
    if (m->html != NULL && !text_valid(m->html, strlen(m->html)))
        return false;
    if (m->calendar != NULL && (!text_valid(m->calendar, strlen(m->calendar)) || m->calendar_method == NULL ||
                                !word_fits(m->calendar_method, strlen(m->calendar_method), "-")))
        return false;
    if ((m->unsubscribe != NULL && !page_fits(m->unsubscribe)) || m->file_count > FILES_MOST)
        return false;
    for (size_t i = 0; i < m->file_count; i++)
        if (!one_line(m->files[i].name) || *m->files[i].name == '\0' || !type_fits(m->files[i].type))
            return false;
    return true;
}

// A part of a multipart takes a reference of its own.
static void add(GMimeMultipart *to, GMimeObject *part)
{
    g_mime_multipart_add(to, part);
    g_object_unref(part);
}

static GMimeObject *text_part(const char *subtype, const char *text)
{
    GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
    g_mime_text_part_set_charset(part, "utf-8");
    g_mime_text_part_set_text(part, text);
    g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return GMIME_OBJECT(part);
}

// Base64: its line ends must reach the reader as they are.
static GMimeObject *bytes_part(const char *type, const void *bytes, size_t size)
{
    const char *slash = strchr(type, '/');
    char main_type[HEADER_MOST + 1];
    memcpy(main_type, type, (size_t)(slash - type));
    main_type[slash - type] = '\0';
    GMimePart *part = g_mime_part_new_with_type(main_type, slash + 1);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_object_unref(content);
    g_object_unref(stream);
    return GMIME_OBJECT(part);
}

// "=_" stands in no quoted-printable and no base64 text; the rest follows from the id, so that the bytes are the same again.
static GMimeMultipart *multipart(const char *subtype, const struct message *m, struct arena *a)
{
    GMimeMultipart *parts = g_mime_multipart_new_with_subtype(subtype);
    g_mime_multipart_set_boundary(parts, arena_printf(a, "=_%.40s_%c", m->id, subtype[0]));
    return parts;
}

static GMimeObject *body(const struct message *m, struct arena *a)
{
    GMimeObject *whole = text_part("plain", m->text);
    if (m->html != NULL || m->calendar != NULL) {
        GMimeMultipart *forms = multipart("alternative", m, a);
        add(forms, whole);
        if (m->html != NULL)
            add(forms, text_part("html", m->html));
        if (m->calendar != NULL) {
            GMimeObject *part = bytes_part("text/calendar", m->calendar, strlen(m->calendar));
            g_mime_object_set_content_type_parameter(part, "charset", "utf-8");
            g_mime_object_set_content_type_parameter(part, "method", m->calendar_method);
            add(forms, part);
        }
        whole = GMIME_OBJECT(forms);
    }
    if (m->file_count > 0) {
        GMimeMultipart *all = multipart("mixed", m, a);
        add(all, whole);
        for (size_t i = 0; i < m->file_count; i++) {
            GMimeObject *part = bytes_part(m->files[i].type, m->files[i].bytes, m->files[i].size);
            g_mime_part_set_filename(GMIME_PART(part), m->files[i].name);
            add(all, part);
        }
        whole = GMIME_OBJECT(all);
    }
    return whole;
}

// As it stands: the library would make an encoded word of a long one, and an address in it would be none (RFC 2369).
static void raw_header(GMimeMessage *message, const char *name, const char *raw)
{
    g_mime_object_set_header(GMIME_OBJECT(message), name, "x", NULL);
    g_mime_header_set_raw_value(g_mime_header_list_get_header(g_mime_object_get_header_list(GMIME_OBJECT(message)), name), raw);
}

static GMimeMessage *build(const struct message *m, struct arena *a)
{
    GMimeMessage *message = g_mime_message_new(TRUE);
    GDateTime *date = g_date_time_new_from_unix_utc(m->at / 1000);
    GMimeObject *whole = body(m, a);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, m->from_name, m->from);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, *m->to_name == '\0' ? NULL : m->to_name, m->to);
    g_mime_message_set_subject(message, m->subject, "utf-8");
    g_mime_message_set_date(message, date);
    g_mime_message_set_message_id(message, arena_printf(a, "%s@%s", m->id, strchr(m->from, '@') + 1));
    g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    g_mime_object_set_header(GMIME_OBJECT(message), "Content-Language", lang_tag(m->lang), NULL);
    if (m->unsubscribe != NULL) {
        raw_header(message, "List-Unsubscribe", arena_printf(a, " <%s>\n", m->unsubscribe));
        g_mime_object_set_header(GMIME_OBJECT(message), "List-Unsubscribe-Post", "List-Unsubscribe=One-Click", NULL);
    }
    g_mime_message_set_mime_part(message, whole);
    g_object_unref(whole);
    g_date_time_unref(date);
    return message;
}

enum status message_make(const struct message *m, struct arena *a, const char **bytes_out, size_t *size_out)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    if (!message_address_fits(m->from) || !message_address_fits(m->to) || !one_line(m->from_name) || !one_line(m->to_name) ||
        !one_line(m->subject) || !dotted(m->id, strlen(m->id), "-") || !text_valid(m->text, strlen(m->text)) || !parts_fit(m))
        return INVALID;
    pthread_once(&started, start);
    GMimeMessage *message = build(m, a);
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    ssize_t written = g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    enum status status = written > 0 ? OK : FAILED;
    if (status == OK) {
        *bytes_out = arena_strndup(a, (const char *)bytes->data, bytes->len);
        *size_out = bytes->len;
    }
    g_object_unref(stream);
    g_mime_format_options_free(format);
    g_object_unref(message);
    return status;
}
