// SPDX-License-Identifier: EUPL-1.2
// Occupations, industries and titles as lists of codes.
#include "app/import_classes.h"

#include <string.h>

#include "app/import_class_klass.h"
#include "app/internal.h"

enum { MODE_CATEGORIES = KLASS_OWN, MODE_NESTED }; // NAV's categories of STYRK-08; JSON in JSON

static const struct import_part ANY_FILE[] = {{.file = ""}};

// STYRK-08

static enum status styrk_begin(struct import_run *run, const struct record *r, struct import_judgement *out)
{
    struct class_target *t;
    if (klass_has(r, "Styrk code") && klass_has(r, "Category level 2")) {
        struct class_version v = {.subject = CLASS_STYRK_CATEGORIES, .name = class_file_name(run), .valid_from = DAY_NONE,
                                  .valid_to = DAY_NONE, .attribution = FROM_NAV};
        class_staging_set_mode(run, MODE_CATEGORIES);
        return klass_target(run, &v, "", &t);
    }
    if (!klass_has(r, "code") || !klass_shaped(CLASS_STYRK, klass_get(r, "code"), klass_level(r)))
        return klass_refuse(run, out, N_("%s is not STYRK-08. A list of codes from KLASS is expected, with one to four digits on the "
                                   "levels 1 to 4, or NAV's table of categories."));
    return klass_begin(run, r, CLASS_STYRK, &t);
}

static enum status styrk_judge(struct import_run *run, const struct record *r, struct arena *a,
                               struct import_judgement *out)
{
    if (class_staging_new_file(run))
        TRY(styrk_begin(run, r, out));
    if (class_staging_mode(run) == KLASS_CODES)
        return klass_judge(run, CLASS_STYRK, r, a, out);
    const char *code = klass_line(a, klass_get(r, "Styrk code")), *category = klass_line(a, klass_get(r, "Category level 2"));
    struct class_piece piece = {
        .type = PIECE_ITEM,
        .field = "Category level 2",
        .item = {.key = code, .code = code, .parent = klass_line(a, klass_get(r, "Category level 1")), .level = 2, .name_nb = category,
                 .note = klass_line(a, klass_get(r, "Styrk description")), .valid_from = DAY_NONE, .valid_to = DAY_NONE},
    };
    if (!klass_digits(code, 4, 4))
        class_reject(run, out, "Styrk code", N_("A STYRK-08 code has four digits."), NULL);
    else if (category[0] == '\0')
        class_reject(run, out, "Category level 2", N_("The name is missing."), NULL);
    else
        class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

const struct import_kind IMPORT_STYRK = {
    .name = "styrk",
    .title = N_("Occupations, STYRK-08"),
    .about = N_("Codes from Statistics Norway's KLASS as JSON, or NAV's table of job categories as CSV"),
    .parts = ANY_FILE,
    .part_count = COUNT_OF(ANY_FILE),
    .attribution = FROM_KLASS,
    .judge = styrk_judge,
    CLASS_KIND,
};

// Industries

static enum status industry_begin(struct import_run *run, const struct record *r, struct import_judgement *out)
{
    struct class_target *t;
    if (klass_has(r, "oldCode") && klass_has(r, "newCode") &&
        (klass_change_code(CLASS_INDUSTRY_CHANGES, klass_get(r, "oldCode")) && klass_change_code(CLASS_INDUSTRY_CHANGES, klass_get(r, "newCode"))))
        return klass_changes_begin(run, r, CLASS_INDUSTRY_CHANGES, &t);
    if (klass_has(r, "nace2")) {
        TRY(klass_begin(run, r, CLASS_INDUSTRY, &t));
        class_staging_set_mode(run, MODE_NESTED);
        return OK;
    }
    if (!klass_has(r, "code") || !klass_industry_code(klass_get(r, "code"), klass_level(r)))
        return klass_refuse(run, out, N_("%s is not an industry classification. A list of codes from KLASS is expected, with a letter "
                                   "on level 1 and codes such as 56.101 on level 5."));
    return klass_begin(run, r, CLASS_INDUSTRY, &t);
}

enum { NESTED_MOST = 64 };

// {"nace2": "[{\"code\": …, \"name\": …}]"}: a text that holds JSON. Names begin with a stray semicolon at times.
static enum status nested_judge(struct import_run *run, const struct record *r, struct arena *a,
                                struct import_judgement *out)
{
    struct record inner;
    struct class_piece pieces[NESTED_MOST];
    size_t count = 0;
    if (record_read_json(klass_get(r, "nace2"), a, &inner) != OK) {
        class_reject(run, out, "nace2", N_("The text is no JSON."), NULL);
        return OK;
    }
    for (; count < NESTED_MOST; count++) {
        const char *code = record_get(&inner, arena_printf(a, "%zu.code", count));
        const char *name = text_or_empty(record_get(&inner, arena_printf(a, "%zu.name", count)));
        if (code == NULL)
            break;
        int level = strlen(code) == 1 ? 1 : strlen(code) == 2 ? 2 : (int)strlen(code) - 1;
        name = klass_line(a, name + strspn(name, "; "));
        if (!klass_industry_code(code, level) || name[0] == '\0') {
            class_reject(run, out, "nace2", N_("This is no code of the classification."), NULL);
            return OK;
        }
        size_t up = strlen(code) > 3 ? strlen(code) - 1 : 2;
        pieces[count] = (struct class_piece){
            .type = PIECE_ITEM,
            .field = "nace2",
            .item = {.key = code, .code = code, .parent = level > 2 ? arena_strndup(a, code, up) : "", .level = level,
                     .name_nb = name, .valid_from = DAY_NONE, .valid_to = DAY_NONE},
        };
    }
    if (count == 0 || count == NESTED_MOST)
        class_reject(run, out, "nace2", N_("This is no code of the classification."), NULL);
    else
        class_staging_judge(run, pieces, count, a, out);
    return OK;
}

static enum status industry_judge(struct import_run *run, const struct record *r, struct arena *a,
                                  struct import_judgement *out)
{
    if (class_staging_new_file(run))
        TRY(industry_begin(run, r, out));
    if (class_staging_mode(run) == KLASS_CHANGES)
        return klass_changes_judge(run, CLASS_INDUSTRY_CHANGES, r, a, out);
    return class_staging_mode(run) == MODE_NESTED ? nested_judge(run, r, a, out) : klass_judge(run, CLASS_INDUSTRY, r, a, out);
}

const struct import_kind IMPORT_INDUSTRY = {
    .name = "industry",
    .title = N_("Industries"),
    .about = N_("Versions of the industry classification from Statistics Norway's KLASS as JSON, and what became of codes"),
    .parts = ANY_FILE,
    .part_count = COUNT_OF(ANY_FILE),
    .attribution = FROM_KLASS,
    .judge = industry_judge,
    CLASS_KIND,
};

// Titles

static enum status titles_judge(struct import_run *run, const struct record *r, struct arena *a,
                                struct import_judgement *out)
{
    if (class_staging_new_file(run)) {
        if (!klass_has(r, "title_no") || !klass_has(r, "styrk08"))
            return klass_refuse(run, out, N_("%s is no list of job titles. The columns title_no, styrk08 and styrk08_name are expected."));
        TRY(klass_plain_begin(run, CLASS_TITLES, FROM_NAV));
    }
    const char *title = klass_line(a, klass_get(r, "title_no")), *code = klass_line(a, klass_get(r, "styrk08"));
    struct class_piece piece = {
        .type = PIECE_ITEM,
        .field = "title_no",
        .item = {.key = arena_printf(a, "%s\t%s", title, code), .code = code, .name_nb = title,
                 .valid_from = DAY_NONE, .valid_to = DAY_NONE},
    };
    if (title[0] == '\0')
        class_reject(run, out, "title_no", N_("The name is missing."), NULL);
    else if (!klass_digits(code, 4, 4))
        class_reject(run, out, "styrk08", N_("A STYRK-08 code has four digits."), NULL);
    else
        class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

const struct import_kind IMPORT_TITLES = {
    .name = "titles",
    .title = N_("Job titles"),
    .about = N_("Norwegian job titles with their STYRK-08 codes: the columns title_no, styrk08 and styrk08_name"),
    .parts = ANY_FILE,
    .part_count = COUNT_OF(ANY_FILE),
    .attribution = FROM_NAV,
    .judge = titles_judge,
    CLASS_KIND,
};
