// SPDX-License-Identifier: EUPL-1.2
// Makes the catalogue out of the files that tools/embed.sh put into the binary.
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/embed.h"
#include "core/catalogue_data.h"

EMBED(occupations_csv);
EMBED(groups_csv);
EMBED(skills_csv);
EMBED(licences_csv);
EMBED(fields_csv);
EMBED(levels_csv);
EMBED(languages_csv);
EMBED(iso639_3_csv);

static const char edition[] = "ypsilon-2026.2";

enum { FIELDS_MOST = 16, PARTS_MOST = 32, SUGGESTED_MOST = 24, LANGUAGES_MOST = 8000, ITEMS_MOST = 1024 };
enum { WEIGHT_SKILL = 3, WEIGHT_OTHER = 5 };

struct file {
    const char *name;
    struct csv csv;
    const char *head[FIELDS_MOST]; // names of the columns
    const char *row[FIELDS_MOST];
    size_t columns;
    const unsigned char *bytes;
    size_t size;
};

static _Noreturn void defect(const struct file *f, const char *what)
{
    csv_defect(&f->csv, f->name, what);
}

static struct file file_open(struct catalogue *c, const char *name, const unsigned char *bytes, size_t size)
{
    struct file f = {.name = name, .csv = csv_of(c->arena, bytes, size), .bytes = bytes, .size = size};
    if (!csv_next(&f.csv, f.head, FIELDS_MOST, &f.columns) || f.columns > FIELDS_MOST)
        defect(&f, "no head");
    return f;
}

static bool file_next(struct file *f)
{
    size_t count;
    if (!csv_next(&f->csv, f->row, FIELDS_MOST, &count))
        return false;
    if (count != f->columns)
        defect(f, "the number of fields is not that of the head");
    return true;
}

static const char *column(const struct file *f, const char *name)
{
    for (size_t i = 0; i < f->columns; i++)
        if (strcmp(f->head[i], name) == 0)
            return f->row[i];
    defect(f, name);
}

static int column_number(const struct file *f, const char *name, int most)
{
    const char *text = column(f, name);
    char *end;
    long n = strtol(text, &end, 10);
    if (*end != '\0' || n < 0 || n > most)
        defect(f, name);
    return (int)n;
}

static struct code column_code(const struct file *f, const char *text)
{
    struct code code;
    if (!code_read(text, &code))
        defect(f, "not a code");
    return code;
}

static void key_add_text(struct catalogue *c, enum catalogue_kind kind, uint32_t item, enum key_source source,
                         const char *key)
{
    struct catalogue_kind_data *k = &c->kinds[kind];
    if (key[0] == '\0')
        return;
    for (size_t i = k->key_count; i > 0 && k->keys[i - 1].item == item; i--)
        if (strcmp(k->keys[i - 1].text, key) == 0)
            return;
    if (k->key_count == k->key_room) {
        k->key_room = k->key_room == 0 ? 512 : k->key_room * 2;
        struct catalogue_key *keys = ARENA_ARRAY(c->arena, struct catalogue_key, k->key_room);
        if (k->key_count > 0)
            memcpy(keys, k->keys, k->key_count * sizeof *keys);
        k->keys = keys;
    }
    size_t trigrams = source == KEY_CODE ? 0 : catalogue_trigrams(key); // fewer than KEY_MOST
    k->keys[k->key_count++] = (struct catalogue_key){key, item, (uint8_t)source, (uint8_t)trigrams};
}

static void key_add(struct catalogue *c, enum catalogue_kind kind, uint32_t item, enum key_source source,
                    const char *text)
{
    key_add_text(c, kind, item, source, catalogue_key_text(c->arena, text));
}

// An item with what all kinds share: code, names, synonyms.
static struct catalogue_item *item_add(struct catalogue *c, const struct file *f, enum catalogue_kind kind, bool synonyms)
{
    struct catalogue_kind_data *k = &c->kinds[kind];
    size_t room = kind == CATALOGUE_LANGUAGE ? LANGUAGES_MOST : ITEMS_MOST;
    if (k->items == NULL)
        k->items = ARENA_ARRAY(c->arena, struct catalogue_item, room);
    if (k->count == room)
        defect(f, "too many");
    uint32_t at = (uint32_t)k->count++;
    struct catalogue_item *item = &k->items[at];
    item->kind = kind;
    item->code = column_code(f, column(f, "code"));
    item->names[LANG_NB] = column(f, "nb");
    item->names[LANG_EN] = column(f, "en");
    item->least = EVIDENCE_STATED;
    if (item->names[LANG_NB][0] == '\0' || item->names[LANG_EN][0] == '\0')
        defect(f, "no name");
    if (!synonyms)
        return item;
    key_add(c, kind, at, KEY_NAME_NB, item->names[LANG_NB]);
    key_add(c, kind, at, KEY_NAME_EN, item->names[LANG_EN]);
    const char *parts[PARTS_MOST];
    for (int l = 0; l < 2; l++) {
        static const char *const columns[] = {"synonyms_nb", "synonyms_en"};
        size_t n = csv_parts(c->arena, column(f, columns[l]), parts, PARTS_MOST);
        for (size_t i = 0; i < n; i++)
            key_add(c, kind, at, l == LANG_NB ? KEY_SYNONYM_NB : KEY_SYNONYM_EN, parts[i]);
    }
    key_add(c, kind, at, KEY_CODE, column(f, "code"));
    return item;
}

static void names_add(struct catalogue *c, const struct file *f, enum catalogue_kind kind)
{
    uint32_t at = (uint32_t)c->kinds[kind].count;
    struct catalogue_item *item = item_add(c, f, kind, false);
    key_add(c, kind, at, KEY_NAME_NB, item->names[LANG_NB]);
    key_add(c, kind, at, KEY_NAME_EN, item->names[LANG_EN]);
    key_add(c, kind, at, KEY_CODE, column(f, "code"));
}

static void implication_add(struct catalogue *c, enum fact_kind kind, struct code from, struct code to)
{
    if (c->implication_count == c->implication_room) {
        c->implication_room = c->implication_room == 0 ? 128 : c->implication_room * 2;
        struct implication *grown = ARENA_ARRAY(c->arena, struct implication, c->implication_room);
        if (c->implication_count > 0)
            memcpy(grown, c->implications, c->implication_count * sizeof *grown);
        c->implications = grown;
    }
    c->implications[c->implication_count++] = (struct implication){kind, from, to};
}

static void skills_read(struct catalogue *c, struct file *f)
{
    while (file_next(f)) {
        struct catalogue_item *item = item_add(c, f, CATALOGUE_SKILL, true);
        if (column(f, "broader")[0] == '\0')
            continue;
        item->broader = column_code(f, column(f, "broader"));
        implication_add(c, FACT_SKILL, item->code, item->broader);
    }
}

static enum licence_group group_read(const struct file *f, const char *text)
{
    static const char *const names[] = {"driving", "card", "certificate", "authorisation"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], text) == 0)
            return (enum licence_group)i;
    defect(f, "not a group");
}

static void licences_read(struct catalogue *c, struct file *f)
{
    while (file_next(f)) {
        struct catalogue_item *item = item_add(c, f, CATALOGUE_LICENCE, true);
        item->group = group_read(f, column(f, "group"));
        item->health = strcmp(column(f, "health"), "yes") == 0;
        item->least = item->group == LICENCE_AUTHORISATION ? EVIDENCE_RECOGNISED : EVIDENCE_DOCUMENTED;
        const char *parts[PARTS_MOST];
        size_t n = csv_parts(c->arena, column(f, "implies"), parts, PARTS_MOST);
        for (size_t i = 0; i < n; i++)
            implication_add(c, FACT_LICENCE, item->code, column_code(f, parts[i]));
    }
}

static void fields_read(struct catalogue *c, struct file *f)
{
    while (file_next(f)) {
        names_add(c, f, CATALOGUE_FIELD);
        struct catalogue_item *item = &c->kinds[CATALOGUE_FIELD].items[c->kinds[CATALOGUE_FIELD].count - 1];
        if (code_length(item->code) > 2)
            item->broader = code_prefix(item->code, code_length(item->code) - 1);
    }
}

static void languages_read(struct catalogue *c, struct file *own, struct file *rest)
{
    uint16_t rank = 0;
    while (file_next(own))
        item_add(c, own, CATALOGUE_LANGUAGE, true)->rank = ++rank;
    while (file_next(rest)) {
        uint32_t at = (uint32_t)c->kinds[CATALOGUE_LANGUAGE].count;
        item_add(c, rest, CATALOGUE_LANGUAGE, false);
        // Folded when the program was built: seven thousand names, some of them beyond the quick way of lang_fold.
        key_add(c, CATALOGUE_LANGUAGE, at, KEY_NAME_NB, column(rest, "folded_nb"));
        key_add(c, CATALOGUE_LANGUAGE, at, KEY_NAME_EN, column(rest, "folded_en"));
        key_add(c, CATALOGUE_LANGUAGE, at, KEY_CODE, column(rest, "code"));
    }
}

static void levels_read(struct catalogue *c, struct file *f)
{
    while (file_next(f)) {
        int level = column_number(f, "level", LEVELS_MOST - 1);
        bool nkr = strcmp(column(f, "scale"), "nkr") == 0;
        const char **names = nkr ? c->nkr_names[level] : c->cefr_names[level];
        names[LANG_NB] = column(f, "nb");
        names[LANG_EN] = column(f, "en");
    }
}

// The requirements that one occupation suggests, while they are read.
struct suggested {
    struct requirement items[SUGGESTED_MOST];
    size_t count;
};

static struct requirement *suggested_add(struct suggested *list, const struct file *f, uint8_t weight)
{
    if (list->count == SUGGESTED_MOST)
        defect(f, "too many requirements");
    struct requirement *r = &list->items[list->count++];
    *r = (struct requirement){.kind = REQUIRE_ATOMS, .weight = weight, .least = EVIDENCE_STATED};
    return r;
}

// "X!" is a must; gives the text before it.
static const char *must_read(struct catalogue *c, const char *text, struct requirement *r)
{
    size_t n = strlen(text);
    if (n == 0 || text[n - 1] != '!')
        return text;
    r->must = true;
    r->weight = 0;
    return arena_strndup(c->arena, text, n - 1);
}

static void atom_add(const struct catalogue *c, const struct file *f, struct requirement *r, struct atom atom,
                     enum catalogue_kind kind)
{
    if (catalogue_find(c, kind, atom.code) == NULL)
        defect(f, "a requirement names what is not in the catalogue");
    if (r->atom_count == REQUIREMENT_ATOMS_MOST)
        defect(f, "too many choices");
    enum evidence least = catalogue_least_evidence(c, &atom);
    if (least > r->least)
        r->least = least;
    r->atoms[r->atom_count++] = atom;
}

static void suggest_licence(struct catalogue *c, const struct file *f, struct suggested *list, const char *part)
{
    struct requirement *r = suggested_add(list, f, WEIGHT_OTHER);
    for (const char *p = must_read(c, part, r); *p != '\0';) {
        size_t n = strcspn(p, "/");
        struct code code = column_code(f, arena_strndup(c->arena, p, n));
        atom_add(c, f, r, (struct atom){.kind = ATOM_LICENCE, .code = code}, CATALOGUE_LICENCE);
        p += n + (p[n] == '/');
    }
}

static struct code suggest_skill(struct catalogue *c, const struct file *f, struct suggested *list, const char *part)
{
    struct requirement *r = suggested_add(list, f, WEIGHT_SKILL);
    struct code code = column_code(f, must_read(c, part, r));
    atom_add(c, f, r, (struct atom){.kind = ATOM_SKILL, .code = code}, CATALOGUE_SKILL);
    return code;
}

static bool code_among(const struct code *codes, size_t count, struct code code)
{
    for (size_t i = 0; i < count; i++)
        if (code_equal(codes[i], code))
            return true;
    return false;
}

// Both columns of skills; those of "skills" become requirements too.
static void skills_of_occupation(struct catalogue *c, const struct file *f, struct suggested *list,
                                 struct catalogue_item *item)
{
    const char *parts[PARTS_MOST];
    struct code codes[2 * PARTS_MOST];
    size_t essential = csv_parts(c->arena, column(f, "skills"), parts, PARTS_MOST);
    for (size_t i = 0; i < essential; i++)
        codes[i] = suggest_skill(c, f, list, parts[i]);
    size_t optional = csv_parts(c->arena, column(f, "optional"), parts, PARTS_MOST);
    for (size_t i = 0; i < optional; i++) {
        codes[essential + i] = column_code(f, parts[i]);
        if (catalogue_find(c, CATALOGUE_SKILL, codes[essential + i]) == NULL)
            defect(f, "an optional skill is not in the catalogue");
    }
    for (size_t i = 1; i < essential + optional; i++)
        if (code_among(codes, i, codes[i]))
            defect(f, "a skill twice");
    item->essential = arena_copy(c->arena, codes, essential * sizeof *codes);
    item->essential_count = essential;
    item->optional = arena_copy(c->arena, codes + essential, optional * sizeof *codes);
    item->optional_count = optional;
}

// "nor:speaking:B1"
static void suggest_language(struct catalogue *c, const struct file *f, struct suggested *list, const char *text)
{
    static const char *const names[LANGUAGE_PARTS] = {"listening", "reading", "writing", "speaking"};
    struct atom atom = {.kind = ATOM_LANGUAGE, .part = LANGUAGE_PARTS};
    const char *level = strrchr(text, ':');
    enum cefr cefr;
    if (strlen(text) < 5 || text[3] != ':' || level < text + 4 || !catalogue_cefr_read(level + 1, &cefr))
        defect(f, "not a level of a language");
    size_t length = (size_t)(level - (text + 4));
    for (uint8_t i = 0; i < LANGUAGE_PARTS; i++)
        if (strlen(names[i]) == length && memcmp(text + 4, names[i], length) == 0)
            atom.part = i;
    if (atom.part == LANGUAGE_PARTS)
        defect(f, "not a part of a language");
    atom.code = column_code(f, arena_strndup(c->arena, text, 3));
    atom.level = (uint8_t)cefr;
    atom_add(c, f, suggested_add(list, f, WEIGHT_OTHER), atom, CATALOGUE_LANGUAGE);
}

// "0732:4", a field and a level
static void suggest_education(struct catalogue *c, const struct file *f, struct suggested *list, const char *text)
{
    if (text[0] == '\0')
        return;
    struct requirement *r = suggested_add(list, f, WEIGHT_OTHER);
    const char *part = must_read(c, text, r);
    size_t n = strcspn(part, ":");
    int level = part[n] == ':' ? part[n + 1] - '0' : 0;
    if (level < NKR_LEAST || level > NKR_MOST || part[n + 2] != '\0')
        defect(f, "not a level of education");
    struct atom atom = {.kind = ATOM_EDUCATION, .level = (uint8_t)level};
    atom.code = column_code(f, arena_strndup(c->arena, part, n));
    atom_add(c, f, r, atom, CATALOGUE_FIELD);
}

static void suggest_experience(const struct file *f, struct suggested *list, struct code occupation)
{
    int months = column_number(f, "months", 120);
    if (months == 0)
        return;
    struct requirement *r = suggested_add(list, f, WEIGHT_OTHER);
    r->atoms[r->atom_count++] = (struct atom){.kind = ATOM_OCCUPATION, .code = occupation, .level = (uint8_t)months};
}

// Last, since its requirements name things of the other kinds.
static void occupations_read(struct catalogue *c, struct file *f)
{
    const char *parts[PARTS_MOST];
    while (file_next(f)) {
        struct suggested list = {.count = 0};
        struct catalogue_item *item = item_add(c, f, CATALOGUE_OCCUPATION, true);
        item->singular[LANG_NB] = column(f, "singular_nb");
        item->singular[LANG_EN] = column(f, "singular_en");
        if (item->singular[LANG_NB][0] == '\0' || item->singular[LANG_EN][0] == '\0')
            defect(f, "no singular");
        item->broader = code_prefix(item->code, 3);
        if (catalogue_find(c, CATALOGUE_OCCUPATION_GROUP, item->broader) == NULL)
            defect(f, "its group has no name");
        item->nkr = (uint8_t)column_number(f, "nkr", NKR_MOST);
        suggest_experience(f, &list, item->code);
        size_t n = csv_parts(c->arena, column(f, "licences"), parts, PARTS_MOST);
        for (size_t i = 0; i < n; i++)
            suggest_licence(c, f, &list, parts[i]);
        suggest_education(c, f, &list, column(f, "education"));
        n = csv_parts(c->arena, column(f, "languages"), parts, PARTS_MOST);
        for (size_t i = 0; i < n; i++)
            suggest_language(c, f, &list, parts[i]);
        skills_of_occupation(c, f, &list, item);
        item->suggested = arena_copy(c->arena, list.items, list.count * sizeof *list.items);
        item->suggested_count = list.count;
    }
}

// FNV-1a over our own files: names the catalogue that an explanation was made with. The list of the other languages is
// the machine's and changes no verdict.
static const char *version_of(struct arena *a, const struct file *files, size_t count)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < files[i].size; at++)
            hash = (hash ^ files[i].bytes[at]) * 1099511628211u;
    return arena_printf(a, "%s-%08x", edition, (unsigned)(hash ^ hash >> 32));
}

#define FILE_OF(c, name, symbol) file_open(c, name, embed_##symbol, EMBED_SIZE(symbol))

struct catalogue *catalogue_read(void)
{
    struct arena *a = arena_open();
    struct catalogue *c = ARENA_NEW(a, struct catalogue);
    c->arena = a;
    enum { OCCUPATIONS, GROUPS, SKILLS, LICENCES, EDUCATION, LEVELS, LANGUAGES, OWN_FILES };
    struct file files[OWN_FILES] = {
        [OCCUPATIONS] = FILE_OF(c, "catalogue/occupations.csv", occupations_csv),
        [GROUPS] = FILE_OF(c, "catalogue/groups.csv", groups_csv),
        [SKILLS] = FILE_OF(c, "catalogue/skills.csv", skills_csv),
        [LICENCES] = FILE_OF(c, "catalogue/licences.csv", licences_csv),
        [EDUCATION] = FILE_OF(c, "catalogue/fields.csv", fields_csv),
        [LEVELS] = FILE_OF(c, "catalogue/levels.csv", levels_csv),
        [LANGUAGES] = FILE_OF(c, "catalogue/languages.csv", languages_csv),
    };
    struct file rest = FILE_OF(c, "iso639_3.csv", iso639_3_csv);
    c->version = version_of(a, files, OWN_FILES);
    levels_read(c, &files[LEVELS]);
    skills_read(c, &files[SKILLS]);
    licences_read(c, &files[LICENCES]);
    fields_read(c, &files[EDUCATION]);
    languages_read(c, &files[LANGUAGES], &rest);
    while (file_next(&files[GROUPS]))
        names_add(c, &files[GROUPS], CATALOGUE_OCCUPATION_GROUP);
    catalogue_index_codes(c);
    occupations_read(c, &files[OCCUPATIONS]);
    catalogue_index_codes(c);
    catalogue_index_trigrams(c);
    return c;
}
