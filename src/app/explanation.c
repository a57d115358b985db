// SPDX-License-Identifier: EUPL-1.2
// An explanation as JSON, to be kept by whoever was given it and replayed later.
#include "app/needs.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

static const char *const EVIDENCES[] = {
    [0] = "none",
    [EVIDENCE_STATED] = "stated",
    [EVIDENCE_DOCUMENTED] = "documented",
    [EVIDENCE_RECOGNISED] = "recognised",
};
enum { DIGEST_TEXT = 33, DIGEST_SIZE = 16 };

// Ids have 63 bits, more than many readers of JSON keep of a number: they are written as text.
static json_t *id_json(int64_t id)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)id);
    return json_string(text);
}

static bool id_read(const json_t *root, const char *key, int64_t *out)
{
    const char *text = json_string_value(json_object_get(root, key));
    char *end;
    if (text == NULL || text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return errno == 0 && *end == '\0';
}

static json_t *digest_json(const uint8_t digest[DIGEST_SIZE])
{
    char text[DIGEST_TEXT];
    return json_string(sodium_bin2hex(text, sizeof text, digest, DIGEST_SIZE));
}

const char *explanation_json(const struct explanation *e, struct arena *a)
{
    char as_of[DAY_TEXT];
    day_write(e->as_of, as_of);
    json_t *rows = json_array();
    for (size_t i = 0; i < e->row_count; i++) {
        const struct verdict_row *v = &e->rows[i];
        json_array_append_new(rows, json_pack("{s:s, s:s, s:i, s:i, s:s, s:i, s:i}", "verdict", verdict_name(v->verdict),
                                              "question", question_name(v->question), "atom", v->atom, "fact", v->fact,
                                              "evidence", EVIDENCES[v->evidence], "months", v->months, "best_level",
                                              v->best_level));
    }
    json_t *root = json_pack("{s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:s, s:i, s:i, s:i, s:o}", "engine", e->engine,
                             "catalogue", e->catalogue, "index", id_json(e->version), "as_of", as_of, "need",
                             id_json(e->need), "candidate", id_json(e->profile), "need_digest",
                             digest_json(e->need_digest), "profile_digest", digest_json(e->profile_digest), "class",
                             class_name(e->sum.class), "missing", e->sum.missing, "unknown", e->sum.unknown, "score",
                             e->sum.score, "requirements", rows);
    char *text = json_dumps(root, JSON_INDENT(2));
    const char *copy = arena_strdup(a, text);
    free(text);
    json_decref(root);
    return copy;
}

static bool name_find(const char *name, const char *const *names, size_t count, int *out)
{
    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (int)i;
            return true;
        }
    return false;
}

static bool text_read(const json_t *root, const char *key, struct arena *a, const char **out)
{
    const char *text = json_string_value(json_object_get(root, key));
    if (text == NULL)
        return false;
    *out = arena_strdup(a, text);
    return true;
}

static bool int_read(const json_t *root, const char *key, json_int_t least, json_int_t most, json_int_t *out)
{
    const json_t *value = json_object_get(root, key);
    if (!json_is_integer(value))
        return false;
    *out = json_integer_value(value);
    return *out >= least && *out <= most;
}

static bool digest_read(const json_t *root, const char *key, uint8_t out[DIGEST_SIZE])
{
    const char *text = json_string_value(json_object_get(root, key));
    size_t n;
    return text != NULL && strlen(text) == 2 * DIGEST_SIZE &&
           sodium_hex2bin(out, DIGEST_SIZE, text, 2 * DIGEST_SIZE, NULL, &n, NULL) == 0 && n == DIGEST_SIZE;
}

static bool row_read(const json_t *json, struct verdict_row *out)
{
    const char *names[3];
    const char *questions[3];
    for (int i = 0; i < 3; i++) {
        names[i] = verdict_name((enum verdict)i);
        questions[i] = question_name((enum question_kind)i);
    }
    int verdict, question, evidence;
    json_int_t atom, fact, months, best;
    if (!name_find(json_string_value(json_object_get(json, "verdict")), names, COUNT_OF(names), &verdict) ||
        !name_find(json_string_value(json_object_get(json, "question")), questions, COUNT_OF(questions), &question) ||
        !name_find(json_string_value(json_object_get(json, "evidence")), EVIDENCES, COUNT_OF(EVIDENCES), &evidence) ||
        !int_read(json, "atom", -1, REQUIREMENT_ATOMS_MOST, &atom) || !int_read(json, "fact", -1, INT_MAX, &fact) ||
        !int_read(json, "months", 0, 12000, &months) || !int_read(json, "best_level", 0, 255, &best))
        return false;
    *out = (struct verdict_row){
        .verdict = (enum verdict)verdict,
        .question = (enum question_kind)question,
        .atom = (int)atom,
        .fact = (int)fact,
        .evidence = (enum evidence)evidence,
        .months = (int)months,
        .best_level = (int)best,
    };
    return true;
}

static enum status root_read(const json_t *root, struct arena *a, struct explanation *out)
{
    const char *classes[MATCH_CLASSES];
    for (int c = 0; c < MATCH_CLASSES; c++)
        classes[c] = class_name((enum match_class)c);
    struct explanation e = {0};
    const char *as_of;
    int class;
    json_int_t missing, unknown, score;
    const json_t *rows = json_object_get(root, "requirements");
    if (!text_read(root, "engine", a, &e.engine) || !text_read(root, "catalogue", a, &e.catalogue) ||
        !text_read(root, "as_of", a, &as_of) || !day_read(as_of, &e.as_of) ||
        !id_read(root, "index", &e.version) || !id_read(root, "need", &e.need) ||
        !id_read(root, "candidate", &e.profile) || !digest_read(root, "need_digest", e.need_digest) ||
        !digest_read(root, "profile_digest", e.profile_digest) ||
        !name_find(json_string_value(json_object_get(root, "class")), classes, MATCH_CLASSES, &class) ||
        !int_read(root, "missing", 0, REQUIREMENTS_MOST, &missing) ||
        !int_read(root, "unknown", 0, REQUIREMENTS_MOST, &unknown) || !int_read(root, "score", 0, SCORE_MOST, &score) ||
        !json_is_array(rows) || json_array_size(rows) < 1 || json_array_size(rows) > REQUIREMENTS_MOST)
        return INVALID;
    e.row_count = json_array_size(rows);
    e.rows = ARENA_ARRAY(a, struct verdict_row, e.row_count);
    for (size_t i = 0; i < e.row_count; i++)
        if (!row_read(json_array_get(rows, i), &e.rows[i]))
            return INVALID;
    e.sum = (struct match_row){
        .number = e.profile,
        .class = (enum match_class)class,
        .missing = (uint8_t)missing,
        .unknown = (uint8_t)unknown,
        .score = (uint16_t)score,
    };
    *out = e;
    return OK;
}

enum status explanation_read(const char *json, size_t size, struct arena *a, struct explanation *out)
{
    json_t *root = json_loadb(json, size, JSON_REJECT_DUPLICATES, NULL);
    if (root == NULL)
        return INVALID;
    enum status status = root_read(root, a, out);
    json_decref(root);
    return status;
}
