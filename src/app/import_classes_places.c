// SPDX-License-Identifier: EUPL-1.2
// Municipalities, counties and postal codes.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_class_klass.h"
#include "app/internal.h"

// Numbers of municipalities with their years; old number and new; old municipality and new.
enum { MODE_PERIODS = KLASS_OWN, MODE_NUMBERS, MODE_MERGERS };

static const struct import_part ANY_FILE[] = {{.file = ""}};

// Municipalities

// A column called so and a year: "Kommune 2019". The first after `from`, or NULL.
static const char *year_column(const struct record *r, const char *begins, size_t *at, int *year_out)
{
    size_t n = strlen(begins);
    for (; *at < r->count; (*at)++) {
        const char *name = r->fields[*at].name;
        if (strncmp(name, begins, n) == 0 && klass_digits(name + n, 4, 4)) {
            *year_out = (int)strtol(name + n, NULL, 10);
            return r->fields[(*at)++].name;
        }
    }
    return NULL;
}

struct columns {
    const char *old, *new, *new_name;
    int year;
};

static bool columns_find(const struct record *r, int mode, struct columns *out)
{
    size_t at = 0;
    int year;
    *out = (struct columns){0};
    if (mode == MODE_MERGERS) {
        out->old = year_column(r, "Kommune ", &at, &year);
        out->new = year_column(r, "Kommune ", &at, &out->year);
        return out->old != NULL && out->new != NULL && out->year > year;
    }
    out->new = year_column(r, "kommunenummer_", &at, &out->year);
    at = 0;
    out->new_name = year_column(r, "kommunenavn_", &at, &year);
    out->old = klass_has(r, "historisk_nummer") ? "historisk_nummer" : NULL;
    return out->old != NULL && out->new != NULL && out->new_name != NULL;
}

static enum status mergers_begin(struct import_run *run, int mode, int year)
{
    struct class_target *t;
    struct class_version v = {
        .subject = CLASS_MUNICIPALITY_CHANGES,
        .name = class_file_name(run),
        .valid_from = day_make(year, 1, 1),
        .valid_to = DAY_NONE,
        .attribution = FROM_KLASS,
    };
    class_staging_set_mode(run, mode);
    return klass_target(run, &v, mode == MODE_MERGERS ? " mergers" : " numbers", &t);
}

static enum status municipalities_begin(struct import_run *run, const struct record *r, struct import_judgement *out)
{
    struct class_target *t;
    struct columns columns;
    if (klass_has(r, "oldCode") && klass_has(r, "newCode"))
        return klass_changes_begin(run, r, CLASS_MUNICIPALITY_CHANGES, &t);
    if (klass_has(r, "GRUPPEKODE") && klass_has(r, "KODE")) {
        struct class_version v = {.subject = CLASS_MUNICIPALITY_PERIODS, .name = class_file_name(run), .valid_from = DAY_NONE,
                                  .valid_to = DAY_NONE, .attribution = FROM_KLASS};
        class_staging_set_mode(run, MODE_PERIODS);
        return klass_target(run, &v, "", &t);
    }
    for (int mode = MODE_NUMBERS; mode <= MODE_MERGERS; mode++)
        if (columns_find(r, mode, &columns))
            return mergers_begin(run, mode, columns.year);
    if (klass_has(r, "code") && klass_shaped(CLASS_MUNICIPALITIES, klass_get(r, "code"), klass_level(r)))
        return klass_begin(run, r, CLASS_MUNICIPALITIES, &t);
    if (klass_has(r, "code") && klass_shaped(CLASS_COUNTIES, klass_get(r, "code"), klass_level(r)))
        return klass_begin(run, r, CLASS_COUNTIES, &t);
    return klass_refuse(run, out, N_("%s is no list of municipalities or counties. Codes from KLASS are expected, with four or two "
                               "digits, or a table of what became of old numbers."));
}

// "Moss (2020-2023)": what stands in the last brackets, when it is years. Gives the name without them.
static const char *years_read(struct arena *a, const char *text, day *from, day *to)
{
    const char *open = strrchr(text, '(');
    *from = *to = DAY_NONE;
    if (open == NULL || open == text)
        return text;
    char *end;
    long first = strtol(open + 1, &end, 10);
    bool begins = end > open + 1 && first > 0;
    const char *dash = begins ? end : open + 1;
    if (*dash != '-' || !isdigit((unsigned char)dash[1]))
        return text;
    long last = strtol(dash + 1, &end, 10);
    if (strcmp(end, ")") != 0 || last > 9999 || first > 9999)
        return text;
    if (begins)
        *from = day_make((int)first, 1, 1);
    *to = day_make((int)last, 12, 31);
    return klass_line(a, arena_strndup(a, text, (size_t)(open - text)));
}

static enum status periods_judge(struct import_run *run, const struct record *r, struct arena *a,
                                 struct import_judgement *out)
{
    day from, to;
    const char *code = klass_line(a, klass_get(r, "KODE")), *name = years_read(a, klass_line(a, klass_get(r, "TEKST")), &from, &to);
    const char *group = klass_line(a, klass_get(r, "GRUPPEKODE"));
    struct class_piece piece = {
        .type = PIECE_ITEM,
        .field = "TEKST",
        .item = {.key = arena_printf(a, "%s %s", code, group), .code = code, .parent = group, .level = 1, .name_nb = name,
                 .valid_from = from, .valid_to = to},
    };
    if (!klass_digits(code, 4, 4))
        class_reject(run, out, "KODE", N_("The number of a municipality has four digits."), NULL);
    else if (name[0] == '\0')
        class_reject(run, out, "TEKST", N_("The name is missing."), NULL);
    else
        class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

// "0101 HALDEN": number and name; in a table of numbers the number alone.
static enum status mergers_judge(struct import_run *run, const struct record *r, struct arena *a,
                                 struct import_judgement *out)
{
    struct columns c;
    struct class_piece piece = {.type = PIECE_CHANGE};
    if (!columns_find(r, class_staging_mode(run), &c)) {
        class_reject(run, out, "", N_("A column is missing."), NULL);
        return OK;
    }
    const char *old = klass_line(a, klass_get(r, c.old)), *new = klass_line(a, klass_get(r, c.new));
    piece.field = c.new;
    piece.change.on = day_make(c.year, 1, 1);
    piece.change.old_code = arena_strndup(a, old, strspn(old, "0123456789"));
    piece.change.new_code = arena_strndup(a, new, strspn(new, "0123456789"));
    piece.change.old_name = klass_line(a, old + strlen(piece.change.old_code));
    const char *name = c.new_name != NULL ? klass_get(r, c.new_name) : new + strlen(piece.change.new_code);
    piece.change.new_name = klass_line(a, name);
    if (!klass_digits(piece.change.old_code, 4, 4))
        class_reject(run, out, c.old, N_("The number of a municipality has four digits."), NULL);
    else if (!klass_digits(piece.change.new_code, 4, 4))
        class_reject(run, out, c.new, N_("The number of a municipality has four digits."), NULL);
    else if (strcmp(piece.change.old_code, piece.change.new_code) == 0) {
        out->action = IMPORT_OUTSIDE;
        out->reason = N_("The number stayed the same");
    } else
        class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

static enum status municipalities_judge(struct import_run *run, const struct record *r, struct arena *a,
                                        struct import_judgement *out)
{
    if (class_staging_new_file(run))
        TRY(municipalities_begin(run, r, out));
    switch (class_staging_mode(run)) {
    case KLASS_CHANGES:
        return klass_changes_judge(run, CLASS_MUNICIPALITY_CHANGES, r, a, out);
    case MODE_PERIODS:
        return periods_judge(run, r, a, out);
    case KLASS_CODES: {
        enum class_subject subject = klass_digits(klass_get(r, "code"), 2, 2) ? CLASS_COUNTIES : CLASS_MUNICIPALITIES;
        return klass_judge(run, subject, r, a, out);
    }
    default:
        return mergers_judge(run, r, a, out);
    }
}

const struct import_kind IMPORT_MUNICIPALITIES = {
    .name = "municipalities",
    .title = N_("Municipalities"),
    .about = N_("Municipalities and counties of a day from Statistics Norway's KLASS as JSON, and tables of what became of old "
                "numbers"),
    .parts = ANY_FILE,
    .part_count = COUNT_OF(ANY_FILE),
    .attribution = FROM_KLASS,
    .judge = municipalities_judge,
    CLASS_KIND,
};

// Postal codes

static enum status postal_judge(struct import_run *run, const struct record *r, struct arena *a,
                                struct import_judgement *out)
{
    const char *code = klass_line(a, klass_get(r, "postnummer")), *place = klass_line(a, klass_get(r, "poststed"));
    const char *municipality = klass_line(a, klass_get(r, "kommunenummer")), *category = klass_line(a, klass_get(r, "kategori"));
    if (class_staging_new_file(run)) {
        if (!klass_digits(code, 4, 4) || !klass_digits(municipality, 4, 4))
            return klass_refuse(run, out, N_("%s is no list of postal codes. The post's file is expected, with postal code, place, "
                                       "number and name of the municipality and a letter, parted by tabs."));
        TRY(klass_plain_begin(run, CLASS_POSTAL, FROM_POST));
    }
    struct class_piece piece = {
        .type = PIECE_ITEM,
        .field = "poststed",
        .item = {.key = code, .code = code, .parent = municipality, .name_nb = place, .note = category,
                 .labels_nb = klass_line(a, klass_get(r, "kommunenavn")), .valid_from = DAY_NONE, .valid_to = DAY_NONE},
    };
    if (!klass_digits(code, 4, 4))
        class_reject(run, out, "postnummer", N_("A postal code has four digits."), NULL);
    else if (place[0] == '\0')
        class_reject(run, out, "poststed", N_("The name is missing."), NULL);
    else if (!klass_digits(municipality, 4, 4))
        class_reject(run, out, "kommunenummer", N_("The number of a municipality has four digits."), NULL);
    else if (strlen(category) != 1 || strchr("BFGPS", category[0]) == NULL)
        class_reject(run, out, "kategori", N_("One of the letters B, F, G, P and S is expected."), NULL);
    else
        class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

static const char *const POSTAL_COLUMNS[] = {"postnummer", "poststed", "kommunenummer", "kommunenavn", "kategori"};
static const struct records_options POSTAL_FILE = {
    .format = RECORDS_CSV, .delimiter = '\t', .columns = POSTAL_COLUMNS, .column_count = COUNT_OF(POSTAL_COLUMNS)};
static const struct import_part POSTAL_PARTS[] = {{.file = "", .options = &POSTAL_FILE}};

const struct import_kind IMPORT_POSTAL = {
    .name = "postal",
    .title = N_("Postal codes"),
    .about = N_("The post's list of postal codes with their municipalities, parted by tabs"),
    .parts = POSTAL_PARTS,
    .part_count = COUNT_OF(POSTAL_PARTS),
    .attribution = FROM_POST,
    .judge = postal_judge,
    CLASS_KIND,
};

