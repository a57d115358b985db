// SPDX-License-Identifier: EUPL-1.2
#include "web/multipart.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum place {
    AT_START,     // the first delimiter, without a line break before it
    IN_DELIMITER, // it has been read: CR LF or "--" comes
    IN_HEAD,
    IN_PART,
    AT_END, // after "--": nothing, or CR LF
    BROKEN,
};

struct multipart {
    struct arena *arena;
    struct multipart_rule rule;
    bool (*may_begin)(void *context, const struct form *before);
    void *context;
    enum place place;
    enum status broken;
    char delimiter[4 + BOUNDARY_MOST + 1]; // CR LF -- boundary
    size_t delimiter_length, matched;      // how much of it stands right before the next byte
    char end[2];
    size_t end_length;
    char head[MULTIPART_HEAD_MOST];
    size_t head_length;
    char *memory; // values of fields, and files that stay in memory, one after another
    size_t used, room;
    struct form_field *fields;
    size_t field_count;
    uint64_t field_bytes;
    struct upload *uploads;
    size_t upload_count;
    bool asked, refused; // may_begin
    // The part under way
    struct upload part; // file_name NULL: a field
    size_t begun;       // where it begins in memory
};

static bool boundary_char(char c)
{
    return c != '\0' && (isalnum((unsigned char)c) || strchr("'()+_,-./:=? ", c) != NULL);
}

const char *multipart_boundary(struct arena *a, const char *content_type)
{
    static const char type[] = "multipart/form-data", parameter[] = "boundary=";
    if (strncasecmp(content_type, type, sizeof type - 1) != 0)
        return NULL;
    const char *s = content_type + sizeof type - 1;
    s += strspn(s, " \t");
    if (*s++ != ';')
        return NULL;
    s += strspn(s, " \t");
    if (strncasecmp(s, parameter, sizeof parameter - 1) != 0)
        return NULL;
    s += sizeof parameter - 1;
    bool quoted = *s == '"';
    s += quoted;
    size_t n = 0;
    while (boundary_char(s[n]) && (quoted || strchr(" ()?=:,/", s[n]) == NULL))
        n++;
    const char *rest = s + n;
    if (quoted && *rest++ != '"')
        return NULL;
    rest += strspn(rest, " \t");
    if (n == 0 || n > BOUNDARY_MOST || s[n - 1] == ' ' || *rest != '\0')
        return NULL;
    return arena_strndup(a, s, n);
}

struct multipart *multipart_open(struct arena *a, const char *boundary, const struct multipart_rule *rule,
                                 uint64_t expected, bool (*may_begin)(void *context, const struct form *before),
                                 void *context)
{
    struct multipart *m = ARENA_NEW(a, struct multipart);
    m->arena = a;
    m->rule = *rule;
    m->may_begin = may_begin;
    m->context = context;
    m->delimiter_length = 4 + strlen(boundary);
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary, m->delimiter_length - 4);
    m->matched = 2;
    // What is kept is less than the body: each value stands between two delimiters.
    uint64_t room = rule->on_disk && expected > FORM_BYTES_MOST ? FORM_BYTES_MOST : expected;
    m->room = (size_t)room + 1;
    m->memory = arena_alloc(a, m->room);
    m->fields = ARENA_ARRAY(a, struct form_field, FORM_FIELDS_MOST);
    m->uploads = ARENA_ARRAY(a, struct upload, UPLOADS_MOST);
    m->part.fd = -1;
    return m;
}

static enum status broken(struct multipart *m, enum status why)
{
    m->place = BROKEN;
    m->broken = why;
    return why;
}

// A quoted value of Content-Disposition. Browsers write " as %22, CR as %0D and LF as %0A and nothing else so.
static const char *quoted_read(struct arena *a, const char **s)
{
    const char *at = *s;
    if (*at++ != '"')
        return NULL;
    size_t length = strcspn(at, "\"");
    if (at[length] != '"')
        return NULL;
    char *value = arena_alloc(a, length + 1);
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (strncmp(at + i, "%22", 3) == 0) {
            value[n++] = '"';
            i += 2;
        } else if (strncasecmp(at + i, "%0d", 3) == 0 || strncasecmp(at + i, "%0a", 3) == 0) {
            value[n++] = ' ';
            i += 2;
        } else {
            value[n++] = at[i];
        }
    }
    *s = at + length + 1;
    return text_valid(value, n) ? value : NULL;
}

// form-data; name="…" or form-data; name="…"; filename="…"
static bool disposition_read(struct multipart *m, const char *value)
{
    static const char kind[] = "form-data";
    if (strncasecmp(value, kind, sizeof kind - 1) != 0)
        return false;
    for (const char *s = value + sizeof kind - 1; *s != '\0';) {
        s += strspn(s, " \t");
        if (*s++ != ';')
            return false;
        s += strspn(s, " \t");
        bool name = strncasecmp(s, "name=", 5) == 0;
        if (!name && strncasecmp(s, "filename=", 9) != 0)
            return false;
        const char **to = name ? &m->part.field : &m->part.file_name;
        s += name ? 5 : 9;
        if (*to != NULL || (*to = quoted_read(m->arena, &s)) == NULL)
            return false;
    }
    return m->part.field != NULL;
}

static const char *header_value(char *line, const char *name)
{
    size_t n = strlen(name);
    if (strncasecmp(line, name, n) != 0 || line[n] != ':')
        return NULL;
    char *value = line + n + 1;
    value += strspn(value, " \t");
    for (size_t end = strlen(value); end > 0 && (value[end - 1] == ' ' || value[end - 1] == '\t');)
        value[--end] = '\0';
    return value;
}

static bool header_read(struct multipart *m, char *line, bool *disposed)
{
    for (const char *s = line; *s != '\0'; s++)
        if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
            return false;
    const char *value = header_value(line, "Content-Disposition");
    if (value != NULL) {
        bool again = *disposed;
        *disposed = true;
        return !again && disposition_read(m, value);
    }
    if ((value = header_value(line, "Content-Type")) != NULL) {
        bool fits = m->part.type == NULL && text_valid(value, strlen(value)) && strncasecmp(value, "multipart", 9) != 0;
        m->part.type = arena_strdup(m->arena, value);
        return fits;
    }
    if ((value = header_value(line, "Content-Transfer-Encoding")) != NULL)
        return strcasecmp(value, "binary") == 0 || strcasecmp(value, "8bit") == 0 || strcasecmp(value, "7bit") == 0;
    // Others mean nothing here (RFC 7578, 4.8), but must look like a header.
    size_t n = strcspn(line, ":");
    return n > 0 && line[n] == ':' && strcspn(line, " \t") > n;
}

static enum status disk_open(struct multipart *m)
{
    int fd = open(m->rule.folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        char *path = arena_printf(m->arena, "%s/upload-XXXXXX", m->rule.folder);
        fd = mkostemp(path, O_CLOEXEC);
        if (fd >= 0)
            unlink(path);
    }
    if (fd < 0) {
        log_error("cannot keep an upload: %s", strerror(errno));
        return FAILED;
    }
    m->part.fd = fd;
    return OK;
}

static enum status file_begin(struct multipart *m)
{
    const char *name = m->part.file_name;
    for (const char *s = name; *s != '\0'; s++)
        if (*s == '/' || *s == '\\')
            name = s + 1;
    m->part.file_name = name;
    if (m->part.type == NULL)
        m->part.type = "application/octet-stream";
    if (!m->asked && m->may_begin != NULL) {
        struct form before = {.fields = m->fields, .count = m->field_count};
        m->refused = !m->may_begin(m->context, &before);
    }
    m->asked = true;
    return m->rule.on_disk && !m->refused && *name != '\0' ? disk_open(m) : OK;
}

static enum status part_begin(struct multipart *m)
{
    m->part = (struct upload){.fd = -1};
    m->begun = m->used;
    m->head[m->head_length] = '\0';
    bool disposed = false;
    for (char *line = m->head; *line != '\0';) {
        char *end = strstr(line, "\r\n");
        if (end == NULL)
            return INVALID;
        *end = '\0';
        if (!header_read(m, line, &disposed))
            return INVALID;
        line = end + 2;
    }
    if (!disposed)
        return INVALID;
    if (m->part.file_name != NULL)
        return file_begin(m);
    return m->field_count < FORM_FIELDS_MOST ? OK : INVALID;
}

static enum status part_write(struct multipart *m, const char *bytes, size_t n)
{
    bool file = m->part.file_name != NULL;
    m->part.size += n;
    if (file && (m->refused || *m->part.file_name == '\0'))
        return OK;
    if (m->part.fd >= 0) {
        while (n > 0) {
            ssize_t written = write(m->part.fd, bytes, n);
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0) {
                log_error("cannot keep an upload: %s", strerror(errno));
                return FAILED;
            }
            bytes += written;
            n -= (size_t)written;
        }
        return OK;
    }
    if (!file && (m->field_bytes += n) > FORM_BYTES_MOST)
        return INVALID;
    if (n >= m->room - m->used)
        return INVALID;
    memcpy(m->memory + m->used, bytes, n);
    m->used += n;
    return OK;
}

static enum status part_end(struct multipart *m)
{
    const char *value = m->memory + m->begun;
    size_t size = m->used - m->begun;
    if (m->used < m->room)
        m->memory[m->used++] = '\0';
    else
        return INVALID;
    if (m->part.file_name == NULL) {
        if (!text_valid(value, size))
            return INVALID;
        m->fields[m->field_count++] = (struct form_field){m->part.field, value};
        return OK;
    }
    if (m->refused || *m->part.file_name == '\0')
        return OK;
    if (m->upload_count == UPLOADS_MOST)
        return INVALID;
    if (m->part.fd < 0)
        m->part.bytes = (const unsigned char *)value;
    else if (lseek(m->part.fd, 0, SEEK_SET) != 0)
        return FAILED;
    m->uploads[m->upload_count++] = m->part;
    m->part.fd = -1;
    return OK;
}

// A boundary holds no CR, so the delimiter can begin again only at the byte that did not fit.
static enum status content_feed(struct multipart *m, const char **at, const char *end)
{
    while (*at < end) {
        if (m->matched == 0) {
            const char *cr = memchr(*at, '\r', (size_t)(end - *at));
            size_t plain = cr == NULL ? (size_t)(end - *at) : (size_t)(cr - *at);
            TRY(part_write(m, *at, plain));
            *at += plain;
            if (cr == NULL)
                return OK;
        }
        if (**at == m->delimiter[m->matched]) {
            ++*at;
            if (++m->matched < m->delimiter_length)
                continue;
            m->matched = 0;
            m->place = IN_DELIMITER;
            m->end_length = 0;
            return part_end(m);
        }
        TRY(part_write(m, m->delimiter, m->matched));
        m->matched = 0;
        if (**at != '\r')
            TRY(part_write(m, (*at)++, 1));
    }
    return OK;
}

static enum status byte_feed(struct multipart *m, char c)
{
    switch (m->place) {
    case AT_START:
        if (c != m->delimiter[m->matched])
            return INVALID;
        if (++m->matched == m->delimiter_length) {
            m->matched = 0;
            m->place = IN_DELIMITER;
        }
        return OK;
    case IN_DELIMITER:
        m->end[m->end_length++] = c;
        if (m->end_length < 2)
            return OK;
        if (memcmp(m->end, "--", 2) == 0)
            m->place = AT_END;
        else if (memcmp(m->end, "\r\n", 2) == 0)
            m->place = IN_HEAD;
        else
            return INVALID;
        m->head_length = 0;
        m->end_length = 0;
        return OK;
    case IN_HEAD:
        if (c == '\0' || m->head_length == sizeof m->head - 1)
            return INVALID;
        m->head[m->head_length++] = c;
        if (m->head_length < 4 || memcmp(m->head + m->head_length - 4, "\r\n\r\n", 4) != 0)
            return OK;
        m->head_length -= 2;
        m->place = IN_PART;
        return part_begin(m);
    case AT_END:
        return m->end_length < 2 && c == "\r\n"[m->end_length++] ? OK : INVALID;
    case IN_PART:
    case BROKEN:
        break;
    }
    return FAILED;
}

enum status multipart_feed(struct multipart *m, const char *bytes, size_t n)
{
    if (m->place == BROKEN)
        return m->broken;
    for (const char *end = bytes + n; bytes < end;) {
        enum status s = m->place == IN_PART ? content_feed(m, &bytes, end) : byte_feed(m, *bytes++);
        if (s != OK)
            return broken(m, s);
    }
    return OK;
}

enum status multipart_end(struct multipart *m, struct form *form_out, const struct upload **uploads_out,
                          size_t *count_out)
{
    if (m->place == BROKEN)
        return m->broken;
    if (m->place != AT_END || m->end_length == 1)
        return broken(m, INVALID);
    *form_out = (struct form){.fields = m->fields, .count = m->field_count};
    *uploads_out = m->uploads;
    *count_out = m->upload_count;
    return OK;
}

void multipart_close(struct multipart *m)
{
    if (m == NULL)
        return;
    for (size_t i = 0; i < m->upload_count; i++)
        if (m->uploads[i].fd >= 0)
            close(m->uploads[i].fd);
    if (m->part.fd >= 0)
        close(m->part.fd);
    m->part.fd = -1;
    m->upload_count = 0;
}
