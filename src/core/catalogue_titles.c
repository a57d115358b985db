// SPDX-License-Identifier: EUPL-1.2
#include "core/catalogue_titles.h"

#include <string.h>

#include "base/csv.h"
#include "base/embed.h"
#include "base/status.h"

EMBED(occupations_csv);

enum { COLUMNS_MOST = 32, SYNONYMS_MOST = 64 };

static const struct {
    const char *name;
    enum lang lang;
    bool synonyms;
} COLUMNS[] = {
    {"nb", LANG_NB, false},          {"en", LANG_EN, false},          {"singular_nb", LANG_NB, false},
    {"singular_en", LANG_EN, false}, {"synonyms_nb", LANG_NB, true}, {"synonyms_en", LANG_EN, true},
};

static size_t column_find(const struct csv *csv, const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    csv_defect(csv, "catalogue/occupations.csv", name);
}

void catalogue_titles_each(void (*each)(void *arg, const struct catalogue_title *t), void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct csv csv = csv_of(a, embed_occupations_csv, EMBED_SIZE(occupations_csv));
    const char *names[COLUMNS_MOST], *fields[COLUMNS_MOST], *parts[SYNONYMS_MOST];
    size_t name_count, count, columns[COUNT_OF(COLUMNS)];
    if (!csv_next(&csv, names, COLUMNS_MOST, &name_count))
        csv_defect(&csv, "catalogue/occupations.csv", "no rows");
    size_t code_column = column_find(&csv, names, name_count, "code");
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++)
        columns[i] = column_find(&csv, names, name_count, COLUMNS[i].name);
    while (csv_next(&csv, fields, COLUMNS_MOST, &count)) {
        struct catalogue_title t;
        if (count != name_count || !code_read(fields[code_column], &t.code))
            csv_defect(&csv, "catalogue/occupations.csv", "a row that does not fit the first");
        for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) {
            t.lang = COLUMNS[i].lang;
            t.synonym = COLUMNS[i].synonyms;
            size_t part_count = 1;
            parts[0] = fields[columns[i]];
            if (t.synonym)
                part_count = csv_parts(a, fields[columns[i]], parts, SYNONYMS_MOST);
            for (size_t k = 0; k < part_count; k++) {
                t.title = parts[k];
                each(arg, &t);
            }
        }
    }
}
