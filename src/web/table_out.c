// SPDX-License-Identifier: EUPL-1.2
#include "web/table_out.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/log.h"
#include "base/text.h"

struct table_out {
    enum table_format format;
    const struct table_column *columns;
    size_t count, at; // at: the cell to come

    struct arena *arena; // of the rows not taken yet
    struct buf rows;

    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *day_format;
    lxw_row_t row;
    lxw_error error; // the first
    int file;        // of XLSX, -1: handed over
};

enum { CELL_CHARACTERS_MOST = 32767, DAY_1970 = 25569 };

const char *table_media_type(enum table_format format)
{
    return format == TABLE_CSV ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

const char *table_ending(enum table_format format)
{
    return format == TABLE_CSV ? "csv" : "xlsx";
}

static void must(struct table_out *t, lxw_error error)
{
    if (t->error == LXW_NO_ERROR)
        t->error = error;
}

static enum status book_open(struct table_out *t, const char *name, const char *folder)
{
    char path[40];
    t->file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (t->file < 0) {
        log_error("table: cannot make a file without a name: %s", strerror(errno));
        return FAILED;
    }
    // The library opens by name: this one is the open file itself.
    snprintf(path, sizeof path, "/proc/self/fd/%d", t->file);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)folder};
    t->book = workbook_new_opt(path, &options);
    t->sheet = t->book == NULL ? NULL : workbook_add_worksheet(t->book, name);
    if (t->sheet == NULL)
        return FAILED;
    lxw_format *head = workbook_add_format(t->book);
    t->day_format = workbook_add_format(t->book);
    if (head == NULL || t->day_format == NULL)
        return FAILED;
    format_set_bold(head);
    format_set_num_format(t->day_format, "dd.mm.yyyy");
    worksheet_freeze_panes(t->sheet, 1, 0);
    for (size_t i = 0; i < t->count; i++)
        must(t, worksheet_set_column(t->sheet, (lxw_col_t)i, (lxw_col_t)i, t->columns[i].width, NULL));
    for (size_t i = 0; i < t->count; i++)
        must(t, worksheet_write_string(t->sheet, 0, (lxw_col_t)i, t->columns[i].title, head));
    t->row = 1;
    return OK;
}

static void rows_empty(struct table_out *t)
{
    arena_reset(t->arena);
    t->rows = buf_in(t->arena);
}

enum status table_begin(enum table_format format, const char *sheet, const struct table_column *columns, size_t count,
                        const char *folder, struct table_out **out)
{
    struct table_out *t = calloc(1, sizeof *t);
    if (t == NULL)
        return FAILED;
    *t = (struct table_out){.format = format, .columns = columns, .count = count, .arena = arena_open(), .file = -1};
    t->rows = buf_in(t->arena);
    if (format == TABLE_XLSX && book_open(t, sheet, folder) != OK) {
        table_end(t);
        return FAILED;
    }
    if (format == TABLE_CSV) {
        buf_add_text(&t->rows, "\xef\xbb\xbf");
        for (size_t i = 0; i < count; i++)
            table_text(t, columns[i].title);
        table_row_end(t);
    }
    *out = t;
    return OK;
}

static void between(struct table_out *t)
{
    if (t->at++ > 0)
        buf_add_char(&t->rows, ';');
}

static void csv_text(struct table_out *t, const char *text)
{
    between(t);
    if (text == NULL || *text == '\0')
        return;
    // What begins so is a formula to a spreadsheet; the same behind a separator that it may split at by itself.
    bool formula = strchr("=+-@\t\r\n", *text) != NULL;
    if (!formula && strpbrk(text, ";\"\r\n,\t") == NULL) {
        buf_add_text(&t->rows, text);
        return;
    }
    buf_add_text(&t->rows, formula ? "\"'" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_add_char(&t->rows, '"');
        buf_add_char(&t->rows, *text);
    }
    buf_add_char(&t->rows, '"');
}

static bool is_escape(const char *at)
{
    static const char HEX[] = "0123456789abcdefABCDEF";
    return at[0] == '_' && at[1] == 'x' && strspn(at + 2, HEX) == 4 && at[6] == '_';
}

// "_x0041_" would be read as the letter A (ECMA-376, ST_Xstring): the underscore before it is written as an escape itself.
static const char *book_text(struct arena *a, const char *text)
{
    const char *at = text;
    while (*at != '\0' && !is_escape(at))
        at++;
    if (*at == '\0')
        return text;
    struct buf b = buf_in(a);
    for (at = text; *at != '\0'; at++) {
        if (is_escape(at))
            buf_add_text(&b, "_x005F");
        buf_add_char(&b, *at);
    }
    return buf_text(&b);
}

void table_text(struct table_out *t, const char *text)
{
    if (t->format == TABLE_CSV) {
        csv_text(t, text);
        return;
    }
    lxw_col_t column = (lxw_col_t)t->at++;
    if (text == NULL || *text == '\0')
        return;
    struct arena *a CLEANUP_ARENA = arena_open();
    if (strlen(text) > CELL_CHARACTERS_MOST)
        text = text_cut(a, text, CELL_CHARACTERS_MOST / 2); // one that UTF-16 needs two places for counts twice
    must(t, worksheet_write_string(t->sheet, t->row, column, book_text(a, text), NULL));
}

void table_number(struct table_out *t, int64_t n)
{
    if (t->format == TABLE_CSV) {
        between(t);
        buf_printf(&t->rows, "%" PRId64, n);
        return;
    }
    must(t, worksheet_write_number(t->sheet, t->row, (lxw_col_t)t->at++, (double)n, NULL));
}

void table_day(struct table_out *t, day d)
{
    if (t->format == TABLE_CSV) {
        char text[DAY_TEXT];
        day_write(d, text);
        between(t);
        buf_add_text(&t->rows, text);
        return;
    }
    lxw_col_t column = (lxw_col_t)t->at++;
    if (d != DAY_NONE)
        must(t, worksheet_write_number(t->sheet, t->row, column, (double)d + DAY_1970, t->day_format));
}

void table_row_end(struct table_out *t)
{
    t->at = 0;
    t->row++;
    if (t->format == TABLE_CSV)
        buf_add_text(&t->rows, "\r\n");
}

void table_take(struct table_out *t, struct buf *to)
{
    buf_add(to, buf_text(&t->rows), t->rows.length);
    rows_empty(t);
}

enum status table_finish(struct table_out *t, int *file_out, uint64_t *size_out)
{
    struct stat about;
    must(t, workbook_close(t->book));
    t->book = NULL;
    if (t->error != LXW_NO_ERROR || fstat(t->file, &about) != 0) {
        log_error("table: the spreadsheet could not be written: %s", lxw_strerror(t->error));
        return FAILED;
    }
    *file_out = t->file;
    *size_out = (uint64_t)about.st_size;
    t->file = -1;
    return OK;
}

void table_end(struct table_out *t)
{
    if (t == NULL)
        return;
    if (t->book != NULL) // frees it, too
        (void)workbook_close(t->book);
    if (t->file >= 0)
        close(t->file);
    arena_close(t->arena);
    free(t);
}
