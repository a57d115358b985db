// SPDX-License-Identifier: EUPL-1.2
// Writes the living languages of ISO 639-3 with their names, sorted as Norwegians do, for the catalogue to embed:
//   languages ISO_639-3.json OWN.csv OUT.csv
// ISO_639-3.json is that of the package iso-codes; OWN.csv is catalogue/languages.csv, whose languages are left out.
// Norwegian names are ICU's; where it knows none, the English name stands. (The Norwegian translations of iso-codes add
// nothing but eight currencies and other mistakes.)
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/lang.h"
#include "base/status.h"

struct language {
    const char *code, *nb, *en;
};

static unsigned char *read_file(struct arena *a, const char *path, size_t *size_out)
{
    FILE *f = fopen(path, "rb");
    long size = -1;
    if (f != NULL && fseek(f, 0, SEEK_END) == 0)
        size = ftell(f);
    if (size < 0 || fseek(f, 0, SEEK_SET) != 0) {
        fprintf(stderr, "languages: cannot read %s\n", path);
        exit(1);
    }
    unsigned char *bytes = arena_alloc(a, (size_t)size + 1);
    *size_out = fread(bytes, 1, (size_t)size, f);
    fclose(f);
    return bytes;
}

// All codes of our own file, those that its languages cover too, each between spaces.
static const char *own_codes(struct arena *a, const char *path)
{
    size_t size, count;
    const unsigned char *bytes = read_file(a, path, &size);
    struct csv csv = csv_of(a, bytes, size);
    const char *fields[6], *parts[16], *codes = " ";
    while (csv_next(&csv, fields, COUNT_OF(fields), &count)) {
        if (count != COUNT_OF(fields)) {
            fprintf(stderr, "languages: %s:%zu: not six fields\n", path, csv.line);
            exit(1);
        }
        codes = arena_printf(a, "%s%s ", codes, fields[0]);
        size_t n = csv_parts(a, fields[5], parts, COUNT_OF(parts));
        for (size_t i = 0; i < n; i++)
            codes = arena_printf(a, "%s%s ", codes, parts[i]);
    }
    return codes;
}

static int by_name(const void *a, const void *b)
{
    const struct language *x = a, *y = b;
    int order = lang_compare(x->nb, y->nb);
    return order != 0 ? order : strcmp(x->code, y->code);
}

static const char *norwegian_name(struct arena *a, const char *code, const char *en)
{
    const char *name = lang_language(LANG_NB, a, code);
    return strcmp(name, code) == 0 ? en : name;
}

// Folded, without the letters that have no place in ASCII (clicks), so that nothing is left to fold at run time.
static const char *fold(struct arena *a, const char *name)
{
    char *folded = lang_fold(a, name), *out = folded;
    for (const char *p = folded; *p != '\0'; p++)
        if ((unsigned char)*p < 0x80)
            *out++ = *p;
    *out = '\0';
    return folded;
}

static void write_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: languages ISO_639-3.json OWN.csv OUT.csv\n");
        return 2;
    }
    struct arena *a CLEANUP_ARENA = arena_open();
    json_error_t error;
    json_t *root = json_load_file(argv[1], 0, &error), *list = json_object_get(root, "639-3");
    if (!json_is_array(list)) {
        fprintf(stderr, "languages: cannot read %s: %s\n", argv[1], error.text);
        return 1;
    }
    const char *own = own_codes(a, argv[2]);

    struct language *languages = ARENA_ARRAY(a, struct language, json_array_size(list));
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *entry = json_array_get(list, i);
        const char *code = json_string_value(json_object_get(entry, "alpha_3"));
        const char *type = json_string_value(json_object_get(entry, "type"));
        const char *listed = json_string_value(json_object_get(entry, "name"));
        const char *common = json_string_value(json_object_get(entry, "common_name"));
        if (code == NULL || type == NULL || listed == NULL || strcmp(type, "L") != 0 ||
            strstr(own, arena_printf(a, " %s ", code)) != NULL)
            continue;
        const char *en = common != NULL ? common : listed, *macro = strstr(en, " (macrolanguage)");
        if (macro != NULL)
            en = arena_strndup(a, en, (size_t)(macro - en));
        languages[count++] = (struct language){code, norwegian_name(a, code, en), en};
    }
    qsort(languages, count, sizeof *languages, by_name);

    FILE *out = fopen(argv[3], "w");
    if (out == NULL) {
        fprintf(stderr, "languages: cannot write %s\n", argv[3]);
        return 1;
    }
    fputs("code,nb,en,folded_nb,folded_en\n", out);
    for (size_t i = 0; i < count; i++) {
        const char *fields[] = {languages[i].code, languages[i].nb, languages[i].en, fold(a, languages[i].nb),
                                fold(a, languages[i].en)};
        for (size_t f = 0; f < COUNT_OF(fields); f++) {
            if (f > 0)
                fputc(',', out);
            write_quoted(out, fields[f]);
        }
        fputc('\n', out);
    }
    json_decref(root);
    return fclose(out) == 0 ? 0 : 1;
}
