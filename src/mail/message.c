// SPDX-License-Identifier: EUPL-1.2
#include "mail/message.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

#include "base/text.h"

enum { LOCAL_MOST = 64, ADDRESS_MOST = 254, HEADER_MOST = 500 };

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

static GMimeMessage *build(const struct message *m, struct arena *a)
{
    GMimeMessage *message = g_mime_message_new(TRUE);
    GDateTime *date = g_date_time_new_from_unix_utc(m->at / 1000);
    GMimeTextPart *text = g_mime_text_part_new_with_subtype("plain");
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, m->from_name, m->from);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, *m->to_name == '\0' ? NULL : m->to_name, m->to);
    g_mime_message_set_subject(message, m->subject, "utf-8");
    g_mime_message_set_date(message, date);
    g_mime_message_set_message_id(message, arena_printf(a, "%s@%s", m->id, strchr(m->from, '@') + 1));
    g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    g_mime_object_set_header(GMIME_OBJECT(message), "Content-Language", lang_tag(m->lang), NULL);
    g_mime_text_part_set_charset(text, "utf-8");
    g_mime_text_part_set_text(text, m->text);
    g_mime_part_set_content_encoding(GMIME_PART(text), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(text));
    g_object_unref(text);
    g_date_time_unref(date);
    return message;
}

enum status message_make(const struct message *m, struct arena *a, const char **bytes_out, size_t *size_out)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    if (!message_address_fits(m->from) || !message_address_fits(m->to) || !one_line(m->from_name) || !one_line(m->to_name) ||
        !one_line(m->subject) || !dotted(m->id, strlen(m->id), "-") || !text_valid(m->text, strlen(m->text)))
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
