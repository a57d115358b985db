// SPDX-License-Identifier: EUPL-1.2
#include "exchange/source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/log.h"

enum {
    PACKED_ROOM = 32 * 1024,
    PLAIN_ROOM = 32 * 1024,
};

enum encoding {
    ENCODING_OPEN, // only ASCII so far
    ENCODING_UTF8,
    ENCODING_UTF16_LE,
    ENCODING_UTF16_BE,
    ENCODING_1252,
};

struct source_inside {
    struct source_bytes bytes;
    struct source_limits limits;
    struct issues *issues;
    struct arena *arena;

    unsigned char packed[PACKED_ROOM]; // of the file as it is
    size_t packed_at, packed_end;
    uint64_t offset; // of packed_end in the file

    bool gzip, member_open; // inside a member of a gzip file
    z_stream zip;
    bool zip_open;
    uint64_t unpacked;

    unsigned char plain[PLAIN_ROOM]; // unpacked, not decoded
    size_t plain_at, plain_end;
    bool plain_over; // there is nothing behind plain_end

    enum encoding encoding;
    bool legacy;
    int64_t line; // line ends in the text that was decoded, + 1
    bool after_cr;
    enum status fault; // what source_fill answers once the text before it has been given out, or OK
    char text[SOURCE_WINDOW];
};

static enum status refuse(struct source_inside *s, const char *message)
{
    issues_add(s->issues, "file", message);
    return INVALID;
}

static enum status refuse_line(struct source_inside *s, const char *message)
{
    issues_add_arg(s->issues, "file", message, arena_printf(s->arena, "%lld", (long long)s->line));
    return INVALID;
}

enum status source_bytes_open(const char *path, struct issues *issues, struct source_bytes *out)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        issues_add(issues, "file", N_("There is no such file. Check its name and folder."));
        return NOT_FOUND;
    }
    struct stat what;
    if (file < 0 || fstat(file, &what) != 0 || !S_ISREG(what.st_mode)) {
        if (file >= 0)
            close(file);
        issues_add(issues, "file", N_("This cannot be opened as a file. Check that it is one and that you may read it."));
        return INVALID;
    }
    *out = (struct source_bytes){.file = file, .size = (uint64_t)what.st_size};
    return OK;
}

void source_bytes_close(struct source_bytes *b)
{
    if (b->file >= 0)
        close(b->file);
    b->file = -1;
}

enum status source_bytes_read(const struct source_bytes *b, uint64_t offset, void *out, size_t n, size_t *count_out)
{
    if (b->file < 0) {
        size_t left = offset < b->size ? (size_t)(b->size - offset) : 0;
        *count_out = n < left ? n : left;
        if (*count_out > 0)
            memcpy(out, b->memory + offset, *count_out);
        return OK;
    }
    size_t count = 0;
    while (count < n) {
        ssize_t got = pread(b->file, (char *)out + count, n - count, (off_t)(offset + count));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            log_error("cannot read a file that is being imported: %s", strerror(errno));
            return FAILED;
        }
        if (got == 0)
            break;
        count += (size_t)got;
    }
    *count_out = count;
    return OK;
}

static enum status packed_fill(struct source_inside *s)
{
    s->packed_at = s->packed_end = 0;
    size_t count;
    TRY(source_bytes_read(&s->bytes, s->offset, s->packed, PACKED_ROOM, &count));
    s->packed_end = count;
    s->offset += count;
    return count > 0 ? OK : NOT_FOUND;
}

static enum status check_size(struct source_inside *s)
{
    if (s->unpacked > s->limits.bytes_most)
        return refuse(s, N_("This file is too large. Split it and try again with its parts."));
    uint64_t packed = s->offset - (s->packed_end - s->packed_at);
    if (s->unpacked > SOURCE_RATIO_FREE && s->unpacked / s->limits.ratio_most > packed)
        return refuse(s, N_("This file becomes so much larger when it is unpacked that it was hardly made for exchange. "
                            "Unpack it yourself if you trust it, and try again."));
    return OK;
}

// More bytes behind plain_end; NOT_FOUND when there are none.
static enum status plain_copy(struct source_inside *s)
{
    if (s->packed_at == s->packed_end)
        TRY(packed_fill(s));
    size_t n = s->packed_end - s->packed_at, room = PLAIN_ROOM - s->plain_end;
    n = n < room ? n : room;
    memcpy(s->plain + s->plain_end, s->packed + s->packed_at, n);
    s->packed_at += n;
    s->plain_end += n;
    s->unpacked += n;
    return check_size(s);
}

static enum status plain_inflate(struct source_inside *s)
{
    size_t before = s->plain_end;
    while (s->plain_end == before) {
        if (s->packed_at == s->packed_end) {
            enum status got = packed_fill(s);
            if (got == NOT_FOUND && s->member_open)
                return refuse(s, N_("This compressed file ends too early. Fetch it again; its transfer was cut off."));
            TRY(got);
        }
        if (!s->member_open) {
            // Another member may follow (RFC 1952, 2.2). Whether it is one, its header tells.
            if (s->packed[s->packed_at] != 0x1F)
                return refuse(s, N_("Something stands behind the end of the compressed data. Fetch the file again."));
            if (inflateReset(&s->zip) != Z_OK)
                return FAILED;
            s->member_open = true;
        }
        s->zip.next_in = s->packed + s->packed_at;
        s->zip.avail_in = (uInt)(s->packed_end - s->packed_at);
        s->zip.next_out = s->plain + s->plain_end;
        s->zip.avail_out = (uInt)(PLAIN_ROOM - s->plain_end);
        int told = inflate(&s->zip, Z_NO_FLUSH);
        s->packed_at = s->packed_end - s->zip.avail_in;
        size_t end = PLAIN_ROOM - s->zip.avail_out;
        s->unpacked += end - s->plain_end;
        s->plain_end = end;
        if (told == Z_STREAM_END)
            s->member_open = false;
        else if (told == Z_MEM_ERROR)
            return FAILED;
        else if (told != Z_OK && told != Z_BUF_ERROR)
            return refuse(s, N_("The compressed data are damaged. Fetch the file again."));
        TRY(check_size(s));
    }
    return OK;
}

static enum status plain_fill(struct source_inside *s)
{
    if (s->plain_over)
        return NOT_FOUND;
    memmove(s->plain, s->plain + s->plain_at, s->plain_end - s->plain_at);
    s->plain_end -= s->plain_at;
    s->plain_at = 0;
    assert(s->plain_end < PLAIN_ROOM);
    enum status got = s->gzip ? plain_inflate(s) : plain_copy(s);
    s->plain_over = got != OK;
    return got;
}

int source_sequence(const unsigned char *p, const unsigned char *end)
{
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    int length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    // The second byte has less freedom behind some first ones: overlong forms, surrogates, above U+10FFFF.
    unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    for (int i = 1; i < length; i++) {
        if (p + i == end)
            return -1;
        if (p[i] < low || p[i] > high)
            return 0;
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

// UTF-8 or Windows-1252? What follows decides, as far as it is read: letters of UTF-8 hardly ever come about by chance.
// A file with more good ones than bad is broken UTF-8, and said to be so where the first bad one stands.
static enum encoding encoding_guess(const struct source_inside *s)
{
    size_t good = 0, bad = 0;
    for (const unsigned char *p = s->plain + s->plain_at, *end = s->plain + s->plain_end; p < end;) {
        int length = source_sequence(p, end);
        if (length < 0) {
            bad += s->plain_over;
            break;
        }
        good += length > 1;
        bad += length == 0;
        p += length == 0 ? 1 : length;
    }
    if (bad > good)
        return ENCODING_1252;
    return good > 0 ? ENCODING_UTF8 : ENCODING_OPEN;
}

// Copies ASCII without NUL; how many bytes that were.
static size_t ascii_copy(char *out, const unsigned char *in, size_t n)
{
    const uint64_t tops = 0x8080808080808080u, ones = 0x0101010101010101u;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, in + i, sizeof word);
        if (((word | (word - ones)) & tops) != 0)
            break;
        memcpy(out + i, &word, sizeof word);
    }
    for (; i < n && in[i] != 0 && in[i] < 0x80; i++)
        out[i] = (char)in[i];
    return i;
}

size_t source_put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

// Windows-1252, 0x80 to 0x9F (encoding.spec.whatwg.org); its five holes become the controls of the same number.
static const uint16_t legacy_signs[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

uint32_t source_legacy_sign(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? legacy_signs[byte - 0x80] : byte;
}

static void count_lines(struct source_inside *s, const char *text, size_t n)
{
    const char *end = text + n;
    for (const char *p = text; p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        s->line += p == text ? !s->after_cr : p[-1] != '\r';
    for (const char *p = text; p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL; p++)
        s->line++;
    if (n > 0)
        s->after_cr = end[-1] == '\r';
}

// Decodes what is in plain to out, which has room for four bytes at least. What cannot be decoded without more bytes stays.
static enum status decode_utf8(struct source_inside *s, char *out, size_t room, size_t *count_out)
{
    const unsigned char *in = s->plain + s->plain_at, *end = s->plain + s->plain_end;
    size_t count = 0;
    enum status status = OK;
    while (in < end && count + 4 <= room) {
        size_t most = (size_t)(end - in) < room - count ? (size_t)(end - in) : room - count;
        size_t plain = ascii_copy(out + count, in, most);
        in += plain;
        count += plain;
        if (in == end || count + 4 > room)
            break;
        int length = *in == 0 ? 0 : source_sequence(in, end);
        if (length < 0 && !s->plain_over)
            break;
        if (length <= 0) {
            status = INVALID;
            break;
        }
        memcpy(out + count, in, (size_t)length);
        in += length;
        count += (size_t)length;
    }
    s->plain_at = (size_t)(in - s->plain);
    *count_out = count;
    return status;
}

static enum status decode_1252(struct source_inside *s, char *out, size_t room, size_t *count_out)
{
    size_t count = 0;
    for (; s->plain_at < s->plain_end && count + 4 <= room; s->plain_at++) {
        unsigned char c = s->plain[s->plain_at];
        if (c == 0) {
            *count_out = count;
            return INVALID;
        }
        count += source_put(out + count, source_legacy_sign(c));
    }
    *count_out = count;
    return OK;
}

static bool is_utf16(const struct source_inside *s)
{
    return s->encoding == ENCODING_UTF16_LE || s->encoding == ENCODING_UTF16_BE;
}

static uint32_t unit16(const struct source_inside *s, size_t at)
{
    return s->encoding == ENCODING_UTF16_LE ? s->plain[at] | (uint32_t)s->plain[at + 1] << 8
                                            : (uint32_t)s->plain[at] << 8 | s->plain[at + 1];
}

static enum status decode_utf16(struct source_inside *s, char *out, size_t room, size_t *count_out)
{
    size_t count = 0;
    enum status status = OK;
    while (s->plain_at < s->plain_end && count + 4 <= room) {
        size_t left = s->plain_end - s->plain_at, taken = 2;
        uint32_t c = left >= 2 ? unit16(s, s->plain_at) : 0;
        bool high = c >= 0xD800 && c < 0xDC00;
        if ((left < 2 || (high && left < 4)) && !s->plain_over)
            break;
        if (high && left >= 4) {
            uint32_t low = unit16(s, s->plain_at + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                taken = 4;
            }
        }
        if (c == 0 || (c >= 0xD800 && c < 0xE000)) {
            status = INVALID;
            break;
        }
        count += source_put(out + count, c);
        s->plain_at += taken;
    }
    *count_out = count;
    return status;
}

static enum status decode(struct source_inside *s, char *out, size_t room, size_t *count_out)
{
    if (is_utf16(s))
        return decode_utf16(s, out, room, count_out);
    if (s->encoding == ENCODING_OPEN && s->legacy) {
        size_t most = s->plain_end - s->plain_at;
        most = most < room ? most : room;
        *count_out = ascii_copy(out, s->plain + s->plain_at, most);
        s->plain_at += *count_out;
        if (*count_out > 0 || most == 0)
            return OK;
        s->encoding = encoding_guess(s);
        if (s->encoding == ENCODING_OPEN && s->plain[s->plain_at] != 0)
            return OK; // the letter is cut off: more bytes will tell
    }
    return s->encoding == ENCODING_1252 ? decode_1252(s, out, room, count_out) : decode_utf8(s, out, room, count_out);
}

enum status source_fill(struct source *source)
{
    struct source_inside *s = source->inside;
    size_t held = (size_t)(source->end - source->at);
    memmove(s->text, source->at, held);
    source->at = s->text;
    source->end = s->text + held;
    if (s->fault != OK)
        return s->fault;
    assert(SOURCE_WINDOW - held >= 8);
    for (;;) {
        size_t count = 0;
        enum status got = decode(s, s->text + held, SOURCE_WINDOW - held, &count);
        count_lines(s, s->text + held, count);
        source->end += count;
        if (got == INVALID) {
            s->fault = s->plain[s->plain_at] == 0 || is_utf16(s)
                ? refuse_line(s, N_("Line %s holds bytes that are no text. Save the file as text in UTF-8 and try again."))
                : refuse_line(s, N_("Line %s is not proper UTF-8. Save the file in UTF-8 and try again."));
            return count > 0 ? OK : s->fault;
        }
        if (count > 0)
            return OK;
        got = plain_fill(s);
        if (got == NOT_FOUND && s->plain_at < s->plain_end)
            continue; // the rest of a letter, or what was taken for one
        if (got != OK)
            return s->fault = got;
    }
}

static enum status encoding_find(struct source_inside *s)
{
    while (s->plain_end < 4) {
        enum status got = plain_fill(s);
        if (got == NOT_FOUND)
            break;
        TRY(got);
    }
    const unsigned char *p = s->plain;
    size_t n = s->plain_end;
    if (n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) {
        s->encoding = ENCODING_UTF8;
        s->plain_at = 3;
    } else if (n >= 4 && ((p[0] == 0xFF && p[1] == 0xFE && p[2] == 0 && p[3] == 0) || (p[0] == 0 && p[1] == 0))) {
        return refuse(s, N_("This file is no text that can be read here. Save it as text in UTF-8 and try again."));
    } else if (n >= 2 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF))) {
        s->encoding = p[0] == 0xFF ? ENCODING_UTF16_LE : ENCODING_UTF16_BE;
        s->plain_at = 2;
    } else if (n >= 4 && p[1] == 0 && p[3] == 0 && p[0] != 0 && p[2] != 0) {
        s->encoding = ENCODING_UTF16_LE;
    } else if (n >= 4 && p[0] == 0 && p[2] == 0 && p[1] != 0 && p[3] != 0) {
        s->encoding = ENCODING_UTF16_BE;
    }
    return OK;
}

enum status source_open(struct source_bytes *b, const struct source_limits *limits, struct arena *a, struct issues *issues,
                        struct source *out)
{
    struct source_inside *s = ARENA_NEW(a, struct source_inside);
    s->bytes = *b;
    s->limits = *limits;
    s->issues = issues;
    s->arena = a;
    s->line = 1;
    b->file = -1;
    *out = (struct source){.at = s->text, .end = s->text, .inside = s};
    enum status got = packed_fill(s);
    if (got == FAILED)
        return FAILED;
    if (s->packed_end >= 2 && s->packed[0] == 0x1F && s->packed[1] == 0x8B) {
        if (inflateInit2(&s->zip, 16 + MAX_WBITS) != Z_OK) {
            log_error("zlib cannot start");
            return FAILED;
        }
        s->gzip = s->zip_open = s->member_open = true;
    }
    return encoding_find(s);
}

void source_close(struct source *source)
{
    struct source_inside *s = source->inside;
    if (s == NULL)
        return;
    if (s->zip_open)
        inflateEnd(&s->zip);
    source_bytes_close(&s->bytes);
    source->inside = NULL;
}

const unsigned char *source_beginning(const struct source *s, size_t *count_out)
{
    *count_out = s->inside->plain_end - s->inside->plain_at;
    return s->inside->plain + s->inside->plain_at;
}

void source_allow_legacy(struct source *s)
{
    s->inside->legacy = true;
}

const char *source_encoding(const struct source *s)
{
    switch (s->inside->encoding) {
    case ENCODING_UTF16_LE:
    case ENCODING_UTF16_BE:
        return "UTF-16";
    case ENCODING_1252:
        return "Windows-1252";
    default:
        return "UTF-8";
    }
}

void source_progress(const struct source *s, uint64_t *done_out, uint64_t *total_out)
{
    *done_out = s->inside->offset - (s->inside->packed_end - s->inside->packed_at);
    *total_out = s->inside->bytes.size;
}
