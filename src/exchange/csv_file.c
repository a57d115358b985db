// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "exchange/record_inside.h"

// Values separated by a character (RFC 4180 and what spreadsheets make of it).

enum {
    GUESS_ROWS = 20,             // rows that are looked at for the delimiter
    GUESS_BYTES = 32 * 1024,     // as much of the file is looked at, at least
};
static const char delimiters[] = ";,\t|";

struct csv_file {
    struct source source;
    struct gather gather;
    char delimiter; // 0: one column
    int64_t line;   // that at stands in
};

// Is there a character at at?
static enum status more(struct csv_file *c)
{
    return c->source.at < c->source.end ? OK : source_fill(&c->source);
}

static bool at_line_end(const struct csv_file *c)
{
    return *c->source.at == '\n' || *c->source.at == '\r';
}

// CR, LF or CR LF.
static enum status pass_line_end(struct csv_file *c)
{
    bool cr = *c->source.at++ == '\r';
    c->line++;
    if (!cr)
        return OK;
    enum status got = more(c);
    if (got == OK && *c->source.at == '\n')
        c->source.at++;
    return got == NOT_FOUND ? OK : got;
}

static enum status pass_line(struct csv_file *c)
{
    enum status got;
    while ((got = more(c)) == OK && !at_line_end(c))
        c->source.at++;
    return got == OK ? pass_line_end(c) : got;
}

static enum status fault(struct records *r, const struct gather *g)
{
    return records_refuse_line(r, g->fault, g->line);
}

// The text up to the delimiter or the end of the line, which stays.
static enum status read_plain(struct records *r, struct csv_file *c)
{
    struct source *s = &c->source;
    for (;;) {
        const char *p = s->at;
        while (p < s->end && *p != c->delimiter && *p != '\n' && *p != '\r')
            p++;
        if (!gather_add(&c->gather, s->at, (size_t)(p - s->at)))
            return fault(r, &c->gather);
        s->at = p;
        if (p < s->end)
            return OK;
        enum status got = source_fill(s);
        if (got != OK)
            return got == NOT_FOUND ? OK : got;
    }
}

// The text between quotation marks; at stands behind the first. Lines end in it too.
static enum status read_quoted(struct records *r, struct csv_file *c)
{
    struct source *s = &c->source;
    int64_t begun = c->line;
    for (bool after_cr = false;;) {
        enum status got = more(c);
        if (got == NOT_FOUND)
            return records_refuse_line(r, N_("The quotation mark that opens in line %s is never closed. Close it, or take it out, and "
                                             "try again."), begun);
        TRY(got);
        const char *p = s->at;
        for (; p < s->end && *p != '"'; p++) {
            c->line += *p == '\r' || (*p == '\n' && !after_cr);
            after_cr = *p == '\r';
        }
        if (!gather_add(&c->gather, s->at, (size_t)(p - s->at)))
            return fault(r, &c->gather);
        s->at = p;
        if (p == s->end)
            continue;
        s->at++;
        after_cr = false;
        got = more(c);
        if (got == NOT_FOUND)
            return OK;
        TRY(got);
        if (*s->at != '"')
            return OK;
        s->at++;
        if (!gather_add(&c->gather, "\"", 1))
            return fault(r, &c->gather);
    }
}

// NOT_FOUND: the file ends with this value, which is there all the same.
static enum status read_value(struct records *r, struct csv_file *c)
{
    struct gather *g = &c->gather;
    if (!gather_begin(g, NULL, 0))
        return fault(r, g);
    enum status got = more(c);
    if (got == OK && *c->source.at == '"') {
        c->source.at++;
        TRY(read_quoted(r, c));
        got = more(c);
        if (got == OK && *c->source.at != c->delimiter && !at_line_end(c))
            g->problem = N_("Text follows a closing quotation mark. Write a quotation mark inside a value twice.");
    }
    if (got == OK) {
        TRY(read_plain(r, c));
        got = more(c);
    }
    if (got != OK && got != NOT_FOUND)
        return got;
    return gather_end(g) ? got : fault(r, g);
}

static enum status read_row(struct records *r, struct csv_file *c)
{
    enum status got;
    while ((got = more(c)) == OK && at_line_end(c))
        TRY(pass_line_end(c));
    TRY(got);
    gather_reset(&c->gather, c->line);
    for (;;) {
        got = read_value(r, c);
        if (got == NOT_FOUND)
            return OK;
        TRY(got);
        if (at_line_end(c))
            return pass_line_end(c);
        c->source.at++;
    }
}

// How many values the row at p has; moves p behind it. The last row of the window may be cut off.
static size_t count_values(const char **p, const char *end, char delimiter)
{
    size_t count = 1;
    bool quoted = false, first = true;
    const char *q = *p;
    for (; q < end && (quoted || (*q != '\n' && *q != '\r')); q++) {
        if (*q == '"' && (quoted || first))
            quoted = !quoted; // the second of two opens it again
        count += !quoted && *q == delimiter;
        first = !quoted && (*q == delimiter || *q == '"');
    }
    while (q < end && (*q == '\n' || *q == '\r'))
        q++;
    *p = q;
    return count;
}

// The delimiter that gives most rows as many values as the first, or as there are columns; of equals the one that gives
// more. 0 when none divides the first.
static char guess_delimiter(const struct csv_file *c, size_t columns)
{
    char best = 0;
    size_t best_fits = 0, best_width = 1;
    for (const char *d = delimiters; *d != '\0'; d++) {
        const char *p = c->source.at;
        size_t width = columns > 0 ? columns : count_values(&p, c->source.end, *d), fits = 0;
        if (width < 2)
            continue;
        for (int i = 0; i < GUESS_ROWS && p < c->source.end; i++)
            fits += count_values(&p, c->source.end, *d) == width;
        if (columns > 0 && fits == 0)
            continue;
        if (best == 0 || fits > best_fits || (fits == best_fits && width > best_width)) {
            best = *d;
            best_fits = fits;
            best_width = width;
        }
    }
    return best;
}

// Does the line name the columns, though it begins with "#"? It does when the next has as many values.
static bool names_columns(const struct csv_file *c, char delimiter)
{
    for (const char *d = delimiters; *d != '\0'; d++) {
        if (delimiter != 0 && *d != delimiter)
            continue;
        const char *p = c->source.at;
        size_t width = count_values(&p, c->source.end, *d);
        if (width > 1 && p < c->source.end && count_values(&p, c->source.end, *d) == width)
            return true;
    }
    return false;
}

// Passes what stands before the first row, and learns the delimiter.
static enum status find_start(struct csv_file *c, const struct records_options *o)
{
    while (c->line < o->header_line)
        TRY(pass_line(c));
    enum status got = OK;
    while (got == OK && c->source.end - c->source.at < GUESS_BYTES)
        got = source_fill(&c->source);
    if (got == FAILED)
        return FAILED;
    c->delimiter = o->delimiter;
    size_t held = (size_t)(c->source.end - c->source.at);
    if (held > 5 && memcmp(c->source.at, "sep=", 4) == 0 && (c->source.at[5] == '\r' || c->source.at[5] == '\n')) {
        if (o->delimiter == 0)
            c->delimiter = c->source.at[4]; // as Excel writes it
        TRY(pass_line(c));
    }
    for (;;) {
        while ((got = more(c)) == OK && at_line_end(c))
            TRY(pass_line_end(c));
        TRY(got);
        if (*c->source.at != '#')
            break;
        if (o->column_count == 0 && names_columns(c, c->delimiter)) {
            c->source.at++;
            break;
        }
        TRY(pass_line(c));
    }
    if (c->delimiter == 0 && o->column_count != 1)
        c->delimiter = guess_delimiter(c, o->column_count);
    return OK;
}

enum status csv_file_open(struct records *r, const struct source *s, const struct records_options *options)
{
    struct csv_file *c = ARENA_NEW(r->arena, struct csv_file);
    r->csv = c;
    c->source = *s;
    c->gather = gather_in(r->arena, &r->limits);
    c->line = 1;
    enum status got = find_start(c, options);
    if (got == OK && options->column_count > 0)
        return records_take_columns(r, options->columns, options->column_count);
    if (got == OK)
        got = read_row(r, c);
    if (got == NOT_FOUND)
        return records_refuse(r, N_("There is nothing in this file. Choose another one."));
    TRY(got);
    return records_name_columns(r, &c->gather);
}

enum status csv_file_next(struct records *r, struct arena *a, struct record *out)
{
    struct csv_file *c = r->csv;
    do
        TRY(read_row(r, c));
    while (!records_row(r, &c->gather, a, out));
    return OK;
}

const struct source *csv_file_source(const struct records *r)
{
    return &r->csv->source;
}

char csv_file_delimiter(const struct records *r)
{
    return r->csv->delimiter;
}

void csv_file_close(struct records *r)
{
    if (r->csv != NULL)
        source_close(&r->csv->source);
}
