// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "base/log.h"
#include "exchange/xlsx_inside.h"

// The archive and its parts.

enum { PIECE = 16 * 1024 };

enum status xlsx_damaged(struct xlsx *x)
{
    return records_refuse(x->records, N_("This workbook is damaged, or no .xlsx. Open it in Excel or LibreOffice and save it anew as "
                                         ".xlsx."));
}

static enum status too_large(struct xlsx *x)
{
    return records_refuse(x->records, N_("This workbook becomes so much larger when it is unpacked that it was hardly made for "
                                         "exchange. Save the sheet as .csv and try again."));
}

enum status xlsx_xml_fault(struct xlsx *x, const struct xml_stream *s)
{
    int64_t line;
    return xml_stream_fault(s, &line) != NULL ? xlsx_damaged(x) : INVALID;
}

static bool out_of_proportion(const struct xlsx *x, uint64_t size, uint64_t packed)
{
    return size > x->limits.bytes_most || (size > SOURCE_RATIO_FREE && size / x->limits.ratio_most > packed);
}

enum status xlsx_part_open(struct xlsx *x, const char *name, struct xlsx_part *out)
{
    zip_int64_t index = zip_name_locate(x->zip, name, 0);
    if (index < 0)
        index = zip_name_locate(x->zip, name, ZIP_FL_NOCASE); // names of parts do not tell small letters from capitals
    if (index < 0)
        return NOT_FOUND;
    zip_stat_t stat;
    if (zip_stat_index(x->zip, (zip_uint64_t)index, 0, &stat) != 0 ||
        (stat.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) != (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
        return xlsx_damaged(x);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        return records_refuse(x->records, N_("This workbook has a password. Save it without one and try again."));
    struct xlsx_part p = {.size = stat.size, .packed = stat.comp_size < x->file_size ? stat.comp_size : x->file_size};
    if (out_of_proportion(x, p.size, p.packed))
        return too_large(x);
    p.file = zip_fopen_index(x->zip, (zip_uint64_t)index, 0);
    if (p.file == NULL)
        return xlsx_damaged(x);
    *out = p;
    return OK;
}

enum status xlsx_part_read(struct xlsx *x, struct xlsx_part *p, void *out, size_t n, size_t *count_out)
{
    zip_int64_t got = zip_fread(p->file, out, n);
    if (got < 0)
        return xlsx_damaged(x);
    p->read += (uint64_t)got;
    if (out_of_proportion(x, p->read, p->packed)) // what was declared need not be true
        return too_large(x);
    *count_out = (size_t)got;
    return OK;
}

void xlsx_part_close(struct xlsx_part *p)
{
    if (p->file != NULL)
        zip_fclose(p->file);
    p->file = NULL;
}

static enum status parse(struct xlsx *x, struct xlsx_part *p, struct xml_stream *s)
{
    char piece[PIECE];
    size_t count;
    do {
        TRY(xlsx_part_read(x, p, piece, sizeof piece, &count));
        if (xml_stream_feed(s, piece, count) != OK)
            return xlsx_xml_fault(x, s);
    } while (count > 0);
    return OK;
}

enum status xlsx_part_parse(struct xlsx *x, const char *name, const struct xml_calls *calls, void *user)
{
    struct xlsx_part p;
    TRY(xlsx_part_open(x, name, &p));
    struct xml_stream *s = xml_stream_open(calls, user, x->records->arena);
    enum status got = parse(x, &p, s);
    xml_stream_close(s);
    xlsx_part_close(&p);
    return got;
}

// The archive says at its end how many entries its list has and how long that is. Whoever reads the list holds it in
// memory, so it is looked at first; lists too long for these fields have all bits set in them.
static enum status check_directory(struct xlsx *x, const struct source_bytes *b)
{
    enum { END = 22, COMMENT = 65535 };
    size_t most = END + COMMENT, count;
    if (b->size < most)
        most = (size_t)b->size;
    unsigned char *tail = arena_alloc(x->records->arena, most);
    TRY(source_bytes_read(b, b->size - most, tail, most, &count));
    for (size_t i = 0; i + END <= count; i++) {
        const unsigned char *p = tail + i;
        if (memcmp(p, "PK\5\6", 4) != 0)
            continue;
        uint32_t entries = p[10] | (uint32_t)p[11] << 8;
        uint32_t size = p[12] | (uint32_t)p[13] << 8 | (uint32_t)p[14] << 16 | (uint32_t)p[15] << 24;
        if (entries > XLSX_ENTRIES_MOST || size > XLSX_DIRECTORY_MOST)
            return too_large(x);
    }
    return OK;
}

static enum status open_archive(struct xlsx *x, struct source_bytes *b)
{
    TRY(check_directory(x, b));
    if (b->file >= 0) {
        int told;
        x->zip = zip_fdopen(b->file, 0, &told);
        if (x->zip == NULL)
            return xlsx_damaged(x);
        b->file = -1;
        return OK;
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(b->memory, b->size, 0, &error);
    if (source == NULL) {
        log_error("libzip cannot start: %s", zip_error_strerror(&error));
        zip_error_fini(&error);
        return FAILED;
    }
    x->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (x->zip == NULL) {
        zip_source_free(source);
        return xlsx_damaged(x);
    }
    return OK;
}

static enum status choose_sheet(struct xlsx *x, const char *name, size_t *out)
{
    struct records *r = x->records;
    *out = 0;
    if (r->sheet_count == 0)
        return records_refuse(r, N_("There is no sheet with cells in this workbook. Choose another one."));
    if (name == NULL)
        return OK;
    for (size_t i = 0; i < r->sheet_count; i++)
        if (strcmp(r->sheets[i], name) == 0) {
            *out = i;
            return OK;
        }
    return records_refuse_text(r, N_("This workbook has no sheet called %s. Choose one that it has."), name);
}

enum status xlsx_open(struct records *r, struct source_bytes *b, const struct source_limits *limits,
                      const struct records_options *options)
{
    struct xlsx *x = ARENA_NEW(r->arena, struct xlsx);
    r->xlsx = x;
    x->records = r;
    x->limits = *limits;
    x->file_size = b->size;
    if (r->limits.field_bytes_most > XLSX_CELL_BYTES_MOST)
        r->limits.field_bytes_most = XLSX_CELL_BYTES_MOST;
    TRY(open_archive(x, b));
    if (zip_get_num_entries(x->zip, 0) > XLSX_ENTRIES_MOST)
        return too_large(x);
    TRY(xlsx_read_workbook(x));
    size_t sheet;
    TRY(choose_sheet(x, options->sheet, &sheet));
    return xlsx_sheet_open(x, x->parts[sheet], options);
}

enum status xlsx_next(struct records *r, struct arena *a, struct record *out)
{
    return xlsx_sheet_next(r->xlsx, a, out);
}

void xlsx_progress(const struct records *r, uint64_t *done_out, uint64_t *total_out)
{
    xlsx_sheet_progress(r->xlsx, done_out, total_out);
}

void xlsx_close(struct records *r)
{
    struct xlsx *x = r->xlsx;
    if (x == NULL)
        return;
    xlsx_sheet_close(x);
    if (x->zip != NULL)
        zip_discard(x->zip);
    r->xlsx = NULL;
}
