// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_IMPORT_CLASS_KLASS_H
#define APP_IMPORT_CLASS_KLASS_H

#include <stdbool.h>

#include "app/import_classes.h"

// What kinds share whose files are lists of codes, most of them from Statistics Norway's KLASS.

#define FROM_KLASS N_("Source: Statistics Norway, KLASS. Licence: CC BY 4.0.")
#define FROM_NAV N_("Source: NAV. Licence: NLOD.")
#define FROM_POST N_("Source: Posten Norge. Free to use.")

// What a file of these kinds is (class_staging_mode); 0 is "not found out", kinds have their own from KLASS_OWN on.
enum klass_mode { KLASS_CODES = 1, KLASS_CHANGES, KLASS_OWN };

const char *klass_get(const struct record *r, const char *name); // "" when it has none
bool klass_has(const struct record *r, const char *name);
const char *klass_line(struct arena *a, const char *text); // text_line
bool klass_digits(const char *text, size_t least, size_t most); // so many digits and nothing else
int klass_level(const struct record *r);

// INVALID: the file is not of the kind. message has one %s, for the document's name or the file's.
MUST_USE enum status klass_refuse(struct import_run *run, struct import_judgement *out, const char *message);
// The version that the file's records belong to; dated subjects have a slot for each first day, and suffix.
MUST_USE enum status klass_target(struct import_run *run, struct class_version *v, const char *suffix,
                                  struct class_target **out);
// For a file that is one list without days.
MUST_USE enum status klass_plain_begin(struct import_run *run, enum class_subject subject, const char *attribution);

// Is the code of the shape that the subject's codes have on that level?
bool klass_shaped(enum class_subject subject, const char *code, int level);
bool klass_industry_code(const char *code, int level);
// A document of KLASS, or a list of its codes; its first record, and each.
MUST_USE enum status klass_begin(struct import_run *run, const struct record *r, enum class_subject subject,
                                 struct class_target **out);
MUST_USE enum status klass_judge(struct import_run *run, enum class_subject subject, const struct record *r,
                                 struct arena *a, struct import_judgement *out);
// A list of changes: oldCode, newCode, changeOccurred.
bool klass_change_code(enum class_subject subject, const char *code);
MUST_USE enum status klass_changes_begin(struct import_run *run, const struct record *r, enum class_subject subject,
                                         struct class_target **out);
MUST_USE enum status klass_changes_judge(struct import_run *run, enum class_subject subject, const struct record *r,
                                         struct arena *a, struct import_judgement *out);

#define CLASS_KIND                                                                                                     \
    .options = CLASS_OPTIONS, .option_count = COUNT_OF(CLASS_OPTIONS), .shown = class_staging_shown,                    \
    .begin = class_staging_begin, .end = class_staging_end, .judged = class_staging_judged,                             \
    .apply = class_staging_apply, .revert = class_staging_revert, .stage = class_staging_stage,                         \
    .discard = class_staging_discard, .changed = class_staging_changed

#endif
