// SPDX-License-Identifier: EUPL-1.2
#include "app/import_class_klass.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "base/text.h"

const char *klass_get(const struct record *r, const char *name)
{
    return text_or_empty(record_get(r, name));
}

bool klass_has(const struct record *r, const char *name)
{
    return record_get(r, name) != NULL;
}

const char *klass_line(struct arena *a, const char *text)
{
    return text_or_empty(text_line(a, text));
}

bool klass_digits(const char *text, size_t least, size_t most)
{
    size_t n = strspn(text, "0123456789");
    return text[n] == '\0' && n >= least && n <= most;
}

enum status klass_refuse(struct import_run *run, struct import_judgement *out, const char *message)
{
    const char *name = run->head == NULL ? NULL : record_get(run->head, "name");
    issues_add_arg(&out->issues, "file", message, name == NULL ? run->file : name);
    return INVALID;
}

// The first day of a version, as its file tells it: the document, its first record, or the year in its name.
static day first_day(struct import_run *run, const struct record *r, const char *name)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    day d;
    if (class_option_from(run, &issues, &d) == OK && d != DAY_NONE)
        return d;
    const char *const told[] = {run->head == NULL ? NULL : record_get(run->head, "validFrom"), record_get(r, "validFrom"),
                                record_get(r, "validFromInRequestedRange"), record_get(r, "changeOccurred")};
    for (size_t i = 0; i < COUNT_OF(told); i++)
        if (told[i] != NULL && day_read(arena_strndup(a, told[i], DAY_TEXT - 1), &d))
            return d;
    for (const char *p = name; *p != '\0'; p++) {
        size_t n = strspn(p, "0123456789");
        if (n == 4)
            return day_make((int)strtol(p, NULL, 10), 1, 1);
        p += n > 0 ? n - 1 : 0;
    }
    return DAY_NONE;
}

enum status klass_target(struct import_run *run, struct class_version *v, const char *suffix, struct class_target **out)
{
    char from[DAY_TEXT];
    day_write(v->valid_from, from);
    bool dated = v->subject == CLASS_INDUSTRY || v->subject == CLASS_INDUSTRY_CHANGES ||
                 v->subject == CLASS_MUNICIPALITIES || v->subject == CLASS_COUNTIES ||
                 v->subject == CLASS_MUNICIPALITY_CHANGES;
    const char *subject = class_subject_name(v->subject);
    v->slot = dated ? arena_printf(run->arena, "%s %s%s", subject, from, suffix) : subject;
    return class_staging_target(run, v, out);
}

// KLASS

// The shape of codes on a level.
static bool shape_styrk(const char *code, int level)
{
    return level >= 1 && level <= 4 && klass_digits(code, (size_t)level, (size_t)level);
}

bool klass_industry_code(const char *code, int level)
{
    size_t length = strlen(code);
    if (level == 1)
        return length == 1 && code[0] >= 'A' && code[0] <= 'Z';
    if (level < 2 || level > 5 || (level == 2 ? length != 2 : length != (size_t)level + 1))
        return false;
    return klass_digits(code, 2, 2) || (isdigit((unsigned char)code[0]) && isdigit((unsigned char)code[1]) && code[2] == '.' &&
                                  klass_digits(code + 3, (size_t)level - 2, (size_t)level - 2));
}

static bool shape_municipality(const char *code, int level)
{
    return level == 1 && klass_digits(code, 4, 4);
}

static bool shape_county(const char *code, int level)
{
    return level == 1 && klass_digits(code, 2, 2);
}

static const struct {
    enum class_subject subject;
    bool (*shape)(const char *code, int level);
} SHAPES[] = {
    {CLASS_STYRK, shape_styrk},
    {CLASS_INDUSTRY, klass_industry_code},
    {CLASS_MUNICIPALITIES, shape_municipality},
    {CLASS_COUNTIES, shape_county},
};

bool klass_shaped(enum class_subject subject, const char *code, int level)
{
    for (size_t i = 0; i < COUNT_OF(SHAPES); i++)
        if (SHAPES[i].subject == subject)
            return SHAPES[i].shape(code, level);
    return false;
}

int klass_level(const struct record *r)
{
    return (int)strtol(klass_get(r, "level"), NULL, 10);
}

// A document of KLASS, or a list of its codes, as one of these subjects.
enum status klass_begin(struct import_run *run, const struct record *r, enum class_subject subject,
                               struct class_target **out)
{
    const char *name = run->head == NULL ? NULL : record_get(run->head, "name");
    const char *chosen = import_option_get(run, "version");
    const char *to = run->head == NULL ? NULL : record_get(run->head, "validTo");
    struct class_version v = {
        .subject = subject,
        .name = chosen[0] == '\0' && name != NULL ? klass_line(run->arena, name) : class_file_name(run),
        .valid_to = DAY_NONE,
        .attribution = FROM_KLASS,
    };
    v.valid_from = first_day(run, r, v.name);
    if (to != NULL && !day_read(to, &v.valid_to)) // "+999999999-12-31": no end
        v.valid_to = DAY_NONE;
    class_staging_set_mode(run, KLASS_CODES);
    return klass_target(run, &v, "", out);
}

static day klass_day(const struct record *r, const char *name, int plus)
{
    day d;
    return day_read(klass_get(r, name), &d) ? d + plus : DAY_NONE;
}

enum status klass_judge(struct import_run *run, enum class_subject subject, const struct record *r, struct arena *a,
                               struct import_judgement *out)
{
    const char *code = klass_line(a, klass_get(r, "code")), *name = klass_line(a, klass_get(r, "name"));
    if (!klass_shaped(subject, code, klass_level(r))) {
        class_reject(run, out, "code", N_("The code does not fit its level."), NULL);
        return OK;
    }
    if (name[0] == '\0') {
        class_reject(run, out, "name", N_("The name is missing."), NULL);
        return OK;
    }
    const char *short_name = klass_line(a, klass_get(r, "shortName"));
    struct class_piece piece = {
        .type = PIECE_ITEM,
        .field = "name",
        .item = {
            .key = code,
            .code = code,
            .parent = klass_line(a, klass_get(r, "parentCode")),
            .level = klass_level(r),
            .name_nb = name,
            .labels_nb = strcmp(short_name, name) == 0 ? "" : short_name,
            .note = text_trim(a, klass_get(r, "notes")),
            .valid_from = klass_day(r, "validFrom", 0),
            .valid_to = klass_day(r, "validTo", -1), // KLASS names the first day that it no longer holds
        },
    };
    class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

enum status klass_changes_begin(struct import_run *run, const struct record *r, enum class_subject subject,
                                 struct class_target **out)
{
    struct class_version v = {
        .subject = subject, .name = class_file_name(run), .valid_to = DAY_NONE, .attribution = FROM_KLASS};
    v.valid_from = first_day(run, r, "");
    class_staging_set_mode(run, KLASS_CHANGES);
    return klass_target(run, &v, "", out);
}

bool klass_change_code(enum class_subject subject, const char *code)
{
    if (code[0] == '\0')
        return true; // it came from nowhere, or nothing came of it
    if (subject == CLASS_MUNICIPALITY_CHANGES)
        return klass_digits(code, 4, 4);
    size_t length = strlen(code);
    return klass_industry_code(code, length == 1 ? 1 : length == 2 ? 2 : (int)length - 1);
}

enum status klass_changes_judge(struct import_run *run, enum class_subject subject, const struct record *r,
                                 struct arena *a, struct import_judgement *out)
{
    struct class_piece piece = {
        .type = PIECE_CHANGE,
        .field = "newName",
        .change = {klass_line(a, klass_get(r, "oldCode")), klass_line(a, klass_get(r, "newCode")), klass_line(a, klass_get(r, "oldName")),
                   klass_line(a, klass_get(r, "newName")), DAY_NONE},
    };
    bool empty = piece.change.old_code[0] == '\0' && piece.change.new_code[0] == '\0';
    if (empty || !klass_change_code(subject, piece.change.old_code))
        class_reject(run, out, "oldCode", N_("This is no code of the classification."), NULL);
    else if (!klass_change_code(subject, piece.change.new_code))
        class_reject(run, out, "newCode", N_("This is no code of the classification."), NULL);
    else if (!day_read(klass_get(r, "changeOccurred"), &piece.change.on))
        class_reject(run, out, "changeOccurred", N_("The day is missing or is none."), NULL);
    else
        class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

enum status klass_plain_begin(struct import_run *run, enum class_subject subject, const char *attribution)
{
    struct class_target *t;
    struct class_version v = {
        .subject = subject, .name = class_file_name(run), .valid_to = DAY_NONE, .attribution = attribution};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    TRY(class_option_from(run, &issues, &v.valid_from));
    return klass_target(run, &v, "", &t);
}
