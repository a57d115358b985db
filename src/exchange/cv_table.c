// SPDX-License-Identifier: EUPL-1.2
// A CV as a table, a line for each thing: kind, what, level, from, to. The columns are known by their names.
#include <ctype.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "exchange/cv_inside.h"
#include "exchange/record.h"

enum column { COLUMN_KIND, COLUMN_WHAT, COLUMN_PLACE, COLUMN_LEVEL, COLUMN_FROM, COLUMN_TO, COLUMN_EXPIRES };
enum { COLUMNS = 7 };

// Folded (lang_fold), between bars.
static const char *const COLUMN_WORDS[COLUMNS] = {
    [COLUMN_KIND] = "|type|kind|slag|kategori|category|art|del|section|",
    [COLUMN_WHAT] =
        "|hva|what|tittel|title|beskrivelse|description|navn pa stilling|stilling|yrke|position|occupation|job title|"
        "jobb|utdanning|education|sprak|language|kompetanse|ferdighet|skill|emne|",
    [COLUMN_PLACE] =
        "|hvor|where|sted|arbeidsgiver|employer|arbeidssted|skole|school|place|organisasjon|organisation|organization|",
    [COLUMN_LEVEL] = "|niva|level|grad|degree|",
    [COLUMN_FROM] = "|fra|from|start|fra dato|startdato|start date|begynte|fom|",
    [COLUMN_TO] = "|til|to|slutt|end|til dato|sluttdato|end date|sluttet|tom|",
    [COLUMN_EXPIRES] = "|gyldig til|utloper|expires|valid until|valid to|",
};

static const struct {
    const char *words;
    enum fact_kind kind;
} KIND_WORDS[] = {
    {"|arbeid|jobb|erfaring|arbeidserfaring|stilling|yrke|work|job|experience|employment|work "
     "experience|position|occupation|job title|",
     FACT_EXPERIENCE},
    {"|utdanning|skole|studium|education|school|study|studies|", FACT_EDUCATION},
    {"|sprak|language|", FACT_LANGUAGE},
    {"|kompetanse|ferdighet|ferdigheter|kunnskap|skill|skills|competence|", FACT_SKILL},
    {"|forerkort|sertifikat|sertifikater|kurs|bevis|lisens|autorisasjon|licence|license|driving licence|driving "
     "license|certificate|"
     "course|",
     FACT_LICENCE},
};

static bool among(struct arena *a, const char *bars, const char *folded)
{
    return *folded != '\0' && strchr(folded, '|') == NULL && strstr(bars, arena_printf(a, "|%s|", folded)) != NULL;
}

static bool kind_named(struct arena *a, const char *text, enum fact_kind *out)
{
    const char *folded = lang_fold(a, text_line(a, text));
    for (size_t i = 0; i < COUNT_OF(KIND_WORDS); i++)
        if (among(a, KIND_WORDS[i].words, folded)) {
            *out = KIND_WORDS[i].kind;
            return true;
        }
    return false;
}

struct table {
    struct cv_reading *reading;
    const char *columns[COLUMNS]; // names in the file, NULL: not there
    bool all_one;                 // no column tells the kind: the name of the column WHAT does
    enum fact_kind kind;
};

static void columns_guess(struct table *t, const char *const *names, size_t count)
{
    struct arena *a = t->reading->arena;
    for (size_t i = 0; i < count; i++) {
        const char *folded = lang_fold(a, text_line(a, names[i]));
        bool taken = false;
        for (int c = 0; c < COLUMNS && !taken; c++) {
            taken = t->columns[c] == NULL && among(a, COLUMN_WORDS[c], folded);
            if (taken)
                t->columns[c] = names[i];
        }
        if (!taken)
            cv_leave(t->reading, N_("A column of the table"), cv_line(a, names[i]),
                     N_("We do not know what stands in it, so it is not read"));
    }
    if (t->columns[COLUMN_KIND] == NULL && t->columns[COLUMN_WHAT] != NULL)
        t->all_one = kind_named(a, t->columns[COLUMN_WHAT], &t->kind);
}

static const char *cell(const struct table *t, const struct record *row, enum column c)
{
    const char *value = t->columns[c] == NULL ? NULL : record_get(row, t->columns[c]);
    return cv_line(t->reading->arena, value);
}

static void level_read(struct cv_entry *e, const char *text, const char *what)
{
    int level;
    if (e->kind == FACT_LANGUAGE && cv_read_level(text, &level)) {
        for (int part = 0; part < LANGUAGE_PARTS; part++)
            e->levels[part] = level;
        e->guessed = true;
    } else if (e->kind == FACT_EDUCATION) {
        e->nkr = cv_read_nkr(text, text);
        if (e->nkr == 0 && (e->nkr = cv_guess_nkr(*text == '\0' ? what : text)) != 0)
            e->guessed = true;
    }
}

static void row_read(struct table *t, const struct record *row)
{
    struct cv_reading *r = t->reading;
    enum fact_kind kind = t->kind;
    const char *kind_text = cell(t, row, COLUMN_KIND), *what = cell(t, row, COLUMN_WHAT);
    const char *line = arena_printf(r->arena, "%lld", (long long)row->line);
    if (!t->all_one && !kind_named(r->arena, kind_text, &kind)) {
        cv_leave(r, N_("A line of the table"), *what == '\0' ? line : what,
                 N_("Its kind is none of work, education, language, skill and licence"));
        return;
    }
    if (row->problem != NULL) {
        cv_leave(r, N_("A line of the table"), line, row->problem);
        return;
    }
    if (*what == '\0') {
        cv_leave(r, N_("A line of the table"), line, N_("It does not say what it is about"));
        return;
    }
    struct cv_entry *e = cv_add(r, kind);
    const char *from = cell(t, row, COLUMN_FROM), *to = cell(t, row, COLUMN_TO);
    int year[2] = {0, 0};
    month m[2] = {MONTH_NONE, MONTH_NONE};
    e->line = row->line;
    cv_read_date(from, &year[0], &m[0]);
    cv_read_date(to, &year[1], &m[1]);
    if (kind == FACT_EXPERIENCE || kind == FACT_EDUCATION)
        cv_period(e, year[0], m[0], year[1], m[1], cv_says_current(to));
    const char *expires = cell(t, row, COLUMN_EXPIRES);
    if (kind == FACT_LICENCE && cv_read_date(*expires == '\0' ? to : expires, &year[0], &m[0]))
        // The last day of the month, or of the year, that is named.
        e->expires = day_add_months(month_first_day(m[0] == MONTH_NONE ? year[0] * 12 + 11 : m[0]), 1) - 1;
    level_read(e, cell(t, row, COLUMN_LEVEL), what);
    cv_word(r, e, what, cell(t, row, COLUMN_PLACE));
}

enum status cv_table_read(struct cv_reading *r, const void *bytes, size_t size, struct issues *issues)
{
    static const struct records_options options = {.field_bytes_most = 8 << 10,
                                                   .record_bytes_most = 64 << 10,
                                                   .fields_most = 64,
                                                   .bytes_most = CV_BYTES_MOST,
                                                   .ratio_most = 100};
    struct records *records CLEANUP_RECORDS = NULL;
    struct table t = {.reading = r};
    const char *const *names;
    TRY(records_open_bytes(bytes, size, &options, r->arena, issues, &records));
    size_t count = records_columns(records, &names);
    columns_guess(&t, names, count);
    if (t.columns[COLUMN_WHAT] == NULL || (t.columns[COLUMN_KIND] == NULL && !t.all_one)) {
        issues_add(issues, "file",
                   N_("This is not a CV that we can read. Send a Europass CV (XML, or the PDF with the XML in it), a "
                      "JSON Resume, or a "
                      "table whose first line names the columns kind, what, level, from and to."));
        return INVALID;
    }
    for (;;) {
        struct record row;
        enum status s = records_next(records, r->arena, &row);
        if (s == NOT_FOUND)
            return OK;
        TRY(s);
        row_read(&t, &row);
        if (r->too_many)
            return OK;
    }
}
