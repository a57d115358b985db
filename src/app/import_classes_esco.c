// SPDX-License-Identifier: EUPL-1.2
// ESCO as its official files have it (one directory; v1.1 and v1.2), with labels in Norwegian beside it.
#include <stdlib.h>
#include <string.h>

#include "app/import_classes.h"
#include "app/internal.h"
#include "base/name_map.h"
#include "base/text.h"

const char CLASS_ESCO_ATTRIBUTION[] = N_("This service uses the ESCO classification of the European Commission.");

enum esco_file {
    FILE_GROUPS,
    FILE_OCCUPATIONS,
    FILE_SKILL_GROUPS,
    FILE_SKILLS,
    FILE_BROADER_OCCUPATIONS,
    FILE_BROADER_SKILLS,
    FILE_RELATIONS,
    FILE_OCCUPATIONS_NO,
    FILE_SKILLS_NO,
    FILE_LABELS_NO,
};
// Items come before what speaks of them. Two of the official files are no part: skillsHierarchy and the transversal skills
// tell in other words what skills, their groups and broader relations do.
static const struct import_part ESCO_PARTS[] = {
    [FILE_GROUPS] = {.file = "ISCOGroups_en.csv", .required = true},
    [FILE_OCCUPATIONS] = {.file = "occupations_en.csv", .required = true},
    [FILE_SKILL_GROUPS] = {.file = "skillGroups_en.csv", .required = true},
    [FILE_SKILLS] = {.file = "skills_en.csv", .required = true},
    [FILE_BROADER_OCCUPATIONS] = {.file = "broaderRelationsOccPillar.csv"},
    [FILE_BROADER_SKILLS] = {.file = "broaderRelationsSkillPillar.csv"},
    [FILE_RELATIONS] = {.file = "occupationSkillRelations.csv", .required = true},
    [FILE_OCCUPATIONS_NO] = {.file = "occupations_no.csv"},
    [FILE_SKILLS_NO] = {.file = "skills_no.csv"},
    [FILE_LABELS_NO] = {.file = "occupations_isco_no_labels.csv"},
};

// The short code of every URI that has one.
struct esco {
    struct name_map *uris;
    char (*codes)[CODE_TEXT]; // by the URI's number
    size_t room;
    struct name_map *taken;   // codes
};

enum { CODE_LETTERS = 7 };

// A letter for what it is and seven of a hash of the URI, so that the same concept has the same code everywhere; with
// another hash when that is another's.
static void code_make_for(struct esco *e, const char *uri, char letter, char out[CODE_TEXT])
{
    static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
    for (unsigned round = 0;; round++) {
        uint64_t h = 14695981039346656037u + round;
        for (const char *p = uri; *p != '\0'; p++)
            h = (h ^ (unsigned char)*p) * 1099511628211u;
        h ^= h >> 31;
        out[0] = letter;
        for (int i = 0; i < CODE_LETTERS; i++, h >>= 5)
            out[1 + i] = alphabet[h & 31];
        out[1 + CODE_LETTERS] = '\0';
        if (name_map_find(e->taken, out) == NAME_MAP_NONE)
            return;
    }
}

static void code_keep(struct esco *e, const char *uri, const char *code)
{
    size_t at = name_map_put(e->uris, uri);
    if (at >= e->room) {
        e->room = e->room == 0 ? 4096 : e->room * 2;
        e->codes = reallocarray(e->codes, e->room, sizeof *e->codes);
        if (e->codes == NULL)
            abort();
    }
    size_t length = strlen(code);
    memcpy(e->codes[at], code, length < CODE_TEXT ? length + 1 : 1);
    name_map_put(e->taken, code);
}

static enum status code_known(void *arg, const char *uri, const char *code)
{
    if (strlen(code) < CODE_TEXT)
        code_keep(arg, uri, code);
    return OK;
}

static const char *code_of(struct esco *e, const char *uri, char letter)
{
    size_t at = name_map_find(e->uris, uri);
    if (at == NAME_MAP_NONE) {
        char code[CODE_TEXT];
        code_make_for(e, uri, letter, code);
        code_keep(e, uri, code);
        at = name_map_find(e->uris, uri);
    }
    return e->codes[at];
}

static enum status esco_begin(struct import_run *run, struct issues *issues)
{
    TRY(class_staging_begin(run, issues));
    struct esco *e = ARENA_NEW(run->arena, struct esco);
    e->uris = name_map_open();
    e->taken = name_map_open();
    class_staging_set_own(run, e);
    return class_code_each(app_store(run->app), code_known, e);
}

static void esco_end(struct import_run *run)
{
    struct esco *e = class_staging_own(run);
    if (e != NULL) {
        name_map_close(e->uris);
        name_map_close(e->taken);
        free(e->codes);
    }
    class_staging_end(run);
}

static const char *get(const struct record *r, const char *name)
{
    return text_or_empty(record_get(r, name));
}

static const char ISCO[] = "http://data.europa.eu/esco/isco/C";

static bool is_isco(const char *uri)
{
    return strncmp(uri, ISCO, sizeof ISCO - 1) == 0;
}

// Labels one a line, without the preferred name and empty ones.
static const char *labels(struct arena *a, const char *text, const char *preferred)
{
    if (text[0] == '\0')
        return "";
    char *out = arena_alloc(a, strlen(text) + 2), *to = out;
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, "\r\n");
        bool same = n == strlen(preferred) && strncmp(p, preferred, n) == 0;
        if (n > 0 && !same) {
            if (to > out)
                *to++ = '\n';
            memcpy(to, p, n);
            to += n;
        }
        p += n;
        p += strspn(p, "\r\n");
    }
    *to = '\0';
    return out;
}

static enum status target(struct import_run *run)
{
    struct class_target *t;
    const char *chosen = import_option_get(run, "version");
    struct class_version v = {
        .subject = CLASS_ESCO,
        .slot = class_subject_name(CLASS_ESCO),
        .name = chosen[0] == '\0' ? "ESCO" : chosen,
        .valid_to = DAY_NONE,
        .attribution = CLASS_ESCO_ATTRIBUTION,
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    TRY(class_option_from(run, &issues, &v.valid_from));
    return class_staging_target(run, &v, &t);
}

// Items: ISCO groups keep their own code, what else there is gets a short one.
static enum status item_judge(struct import_run *run, const struct record *r, const char *type, char letter,
                              struct arena *a, struct import_judgement *out)
{
    const char *uri = get(r, "conceptUri"), *name = text_line(a, get(r, "preferredLabel")), *status = get(r, "status");
    bool group = letter == 'i';
    if (strncmp(uri, "http", 4) != 0 || strlen(uri) > 200) {
        class_reject(run, out, "conceptUri", N_("The concept's address is missing."), NULL);
        return OK;
    }
    if (name[0] == '\0') {
        class_reject(run, out, "preferredLabel", N_("The name is missing."), NULL);
        return OK;
    }
    if (status[0] != '\0' && strcmp(status, "released") != 0) {
        out->action = IMPORT_OUTSIDE;
        out->reason = N_("The concept is not released");
        return OK;
    }
    const char *isco = get(r, letter == 'o' ? "iscoGroup" : "code");
    if ((group || letter == 'o') && (strspn(isco, "0123456789") != strlen(isco) || strlen(isco) > 4 || isco[0] == '\0')) {
        class_reject(run, out, letter == 'o' ? "iscoGroup" : "code", N_("An ISCO-08 group has one to four digits."), NULL);
        return OK;
    }
    struct esco *e = class_staging_own(run);
    struct class_piece piece = {
        .type = PIECE_ITEM,
        .uri = group ? NULL : uri,
        .field = "preferredLabel",
        .item = {
            .key = uri,
            .type = type,
            .code = group ? isco : code_of(e, uri, letter),
            .parent = letter == 'o' ? isco : "",
            .level = group ? (int)strlen(isco) : 0,
            .name_en = name,
            .labels_en = labels(a, get(r, "altLabels"), name),
            // What a skill is good for: "transversal", "cross-sector", "sector-specific", "occupation-specific".
            .note = text_line(a, get(r, letter == 'e' ? "reuseLevel" : letter == 'o' || letter == 'g' ? "code" : "")),
            .valid_from = DAY_NONE,
            .valid_to = DAY_NONE,
        },
    };
    class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

// The code of a concept that one of the files had; NULL: none had it.
static const char *code_had(struct import_run *run, const char *uri)
{
    struct esco *e = class_staging_own(run);
    struct class_target *t = class_staging_current(run);
    if (!class_staging_has(t, uri))
        return NULL;
    if (is_isco(uri))
        return uri + sizeof ISCO - 1;
    size_t at = name_map_find(e->uris, uri);
    return at == NAME_MAP_NONE ? NULL : e->codes[at];
}

static enum status relation_judge(struct import_run *run, const struct record *r, const char *from, const char *kind,
                                  const char *to, struct arena *a, struct import_judgement *out)
{
    const char *one = code_had(run, get(r, from)), *other = code_had(run, get(r, to));
    if (one == NULL || other == NULL) {
        class_reject(run, out, one == NULL ? from : to, N_("No file of the import has this concept."), NULL);
        return OK;
    }
    struct class_piece piece = {.type = PIECE_RELATION, .field = to, .relation = {one, other, kind}};
    class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

static enum status skill_relation_judge(struct import_run *run, const struct record *r, struct arena *a,
                                        struct import_judgement *out)
{
    const char *kind = get(r, "relationType");
    if (strcmp(kind, CLASS_ESSENTIAL) != 0 && strcmp(kind, CLASS_OPTIONAL) != 0) {
        class_reject(run, out, "relationType", N_("Essential or optional is expected."), NULL);
        return OK;
    }
    return relation_judge(run, r, "occupationUri", kind, "skillUri", a, out);
}

static enum status label_judge(struct import_run *run, const struct record *r, int position, const char *name,
                               const char *others, struct arena *a, struct import_judgement *out)
{
    const char *code = code_had(run, get(r, "conceptUri"));
    if (code == NULL) {
        out->action = IMPORT_OUTSIDE;
        out->reason = N_("The label is of a concept that this version does not have");
        return OK;
    }
    if (name[0] == '\0' && others[0] == '\0') {
        class_reject(run, out, position == 0 ? "preferredLabel" : "label_no", N_("The name is missing."), NULL);
        return OK;
    }
    struct class_piece piece = {.type = PIECE_LABEL, .field = "conceptUri", .label = {code, "nb", position, name, others}};
    class_staging_judge(run, &piece, 1, a, out);
    return OK;
}

// Indices above those of the official files, so that both may be there.
enum { LABELS_FIRST = 100, LABELS_MOST = 999 };

static enum status single_label_judge(struct import_run *run, const struct record *r, struct arena *a,
                                      struct import_judgement *out)
{
    const char *index = get(r, "labelIndex");
    const char *label = text_line(a, get(r, "label_no"));
    if (index[0] == '\0' || strspn(index, "0123456789") != strlen(index) || strlen(index) > 3) {
        class_reject(run, out, "labelIndex", N_("A number is expected."), NULL);
        return OK;
    }
    int position = LABELS_FIRST + (int)strtol(index, NULL, 10);
    bool preferred = position == LABELS_FIRST;
    return label_judge(run, r, position, preferred ? label : "", preferred ? "" : label, a, out);
}

static enum status esco_judge(struct import_run *run, const struct record *r, struct arena *a, struct import_judgement *out)
{
    static const char *const told_by[] = {
        [FILE_GROUPS] = "conceptUri",          [FILE_OCCUPATIONS] = "iscoGroup",
        [FILE_SKILL_GROUPS] = "conceptUri",    [FILE_SKILLS] = "skillType",
        [FILE_BROADER_OCCUPATIONS] = "broaderUri", [FILE_BROADER_SKILLS] = "broaderUri",
        [FILE_RELATIONS] = "skillUri",         [FILE_OCCUPATIONS_NO] = "preferredLabel",
        [FILE_SKILLS_NO] = "preferredLabel",   [FILE_LABELS_NO] = "label_no",
    };
    if (class_staging_new_file(run)) {
        if (record_get(r, told_by[run->part]) == NULL) {
            issues_add_arg(&out->issues, "file", N_("%s is not a file of ESCO: its columns have other names."), run->file);
            return INVALID;
        }
        TRY(target(run));
    }
    const char *name = text_line(a, get(r, "preferredLabel"));
    switch ((enum esco_file)run->part) {
    case FILE_GROUPS:
        return item_judge(run, r, "isco", 'i', a, out);
    case FILE_OCCUPATIONS:
        return item_judge(run, r, "occupation", 'o', a, out);
    case FILE_SKILL_GROUPS:
        return item_judge(run, r, "skill-group", 'g', a, out);
    case FILE_SKILLS:
        return item_judge(run, r, "skill", 'e', a, out);
    case FILE_BROADER_OCCUPATIONS:
    case FILE_BROADER_SKILLS:
        return relation_judge(run, r, "conceptUri", CLASS_BROADER, "broaderUri", a, out);
    case FILE_RELATIONS:
        return skill_relation_judge(run, r, a, out);
    case FILE_OCCUPATIONS_NO:
    case FILE_SKILLS_NO:
        return label_judge(run, r, 0, name, labels(a, get(r, "altLabels"), name), a, out);
    case FILE_LABELS_NO:
        return single_label_judge(run, r, a, out);
    }
    return OK;
}

const struct import_kind IMPORT_ESCO = {
    .name = "esco",
    .title = N_("Occupations and skills, ESCO"),
    .about = N_("The folder with ESCO's official CSV files: occupations, skills, their groups, hierarchy and relations, and labels "
                "in Norwegian"),
    .parts = ESCO_PARTS,
    .part_count = COUNT_OF(ESCO_PARTS),
    .attribution = CLASS_ESCO_ATTRIBUTION,
    .options = CLASS_OPTIONS,
    .option_count = COUNT_OF(CLASS_OPTIONS),
    .shown = class_staging_shown,
    .begin = esco_begin,
    .end = esco_end,
    .judge = esco_judge,
    .judged = class_staging_judged,
    .apply = class_staging_apply,
    .revert = class_staging_revert,
    .stage = class_staging_stage,
    .discard = class_staging_discard,
    .changed = class_staging_changed,
};
