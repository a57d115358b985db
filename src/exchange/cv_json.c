// SPDX-License-Identifier: EUPL-1.2
// JSON Resume (jsonresume.org, schema v1). "basics", where the person stands, is not looked at.
#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "exchange/cv_inside.h"

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL && text_valid(text, strlen(text)) ? text : NULL;
}

static void period_read(struct cv_reading *r, struct cv_entry *e, const json_t *object)
{
    int year[2] = {0, 0};
    month m[2] = {MONTH_NONE, MONTH_NONE};
    const char *from = cv_line(r->arena, member(object, "startDate")),
               *to = cv_line(r->arena, member(object, "endDate"));
    cv_read_date(from, &year[0], &m[0]);
    bool ended = cv_read_date(to, &year[1], &m[1]);
    // The schema: a post without an end is the present one.
    bool current = !ended && (*to == '\0' || cv_says_current(to)) && year[0] != 0 && e->kind == FACT_EXPERIENCE;
    cv_period(e, year[0], m[0], year[1], m[1], current);
}

static void work_read(struct cv_reading *r, const json_t *list, const char *place)
{
    size_t i;
    json_t *w;
    json_array_foreach(list, i, w)
    {
        struct cv_entry *e = cv_add(r, FACT_EXPERIENCE);
        const char *at = member(w, place);
        period_read(r, e, w);
        cv_word(r, e, member(w, "position"), at != NULL ? at : member(w, "company"));
    }
}

static void education_read(struct cv_reading *r, const json_t *list)
{
    size_t i;
    json_t *w;
    json_array_foreach(list, i, w)
    {
        struct cv_entry *e = cv_add(r, FACT_EDUCATION);
        const char *area = cv_line(r->arena, member(w, "area")), *type = cv_line(r->arena, member(w, "studyType"));
        period_read(r, e, w);
        e->nkr = cv_guess_nkr(cv_join(r->arena, type, area));
        e->guessed = e->nkr != 0;
        if (cv_word(r, e, cv_join(r->arena, type, area), member(w, "institution")) && *area != '\0')
            e->what = area;
    }
}

static void skills_read(struct cv_reading *r, const json_t *list)
{
    size_t i, k;
    json_t *s, *word;
    json_array_foreach(list, i, s)
    {
        cv_add_skill(r, member(s, "name"));
        json_array_foreach(json_object_get(s, "keywords"), k, word)
        {
            const char *text = json_string_value(word);
            if (text != NULL && text_valid(text, strlen(text)))
                cv_add_skill(r, text);
        }
    }
}

static void languages_read(struct cv_reading *r, const json_t *list)
{
    size_t i;
    json_t *l;
    json_array_foreach(list, i, l)
    {
        struct cv_entry *e = cv_add(r, FACT_LANGUAGE);
        const char *fluency = cv_line(r->arena, member(l, "fluency"));
        int level;
        e->mother_tongue = strcasestr(fluency, "native") != NULL || strcasestr(fluency, "mother") != NULL ||
                           strcasestr(fluency, "morsm") != NULL;
        // One word for all four parts: somebody has to look at them.
        if (cv_read_level(fluency, &level)) {
            for (int part = 0; part < LANGUAGE_PARTS; part++)
                e->levels[part] = level;
            e->guessed = true;
        }
        if (cv_word(r, e, member(l, "language"), fluency))
            e->what = cv_line(r->arena, member(l, "language"));
    }
}

static void certificates_read(struct cv_reading *r, const json_t *list, const char *name)
{
    size_t i;
    json_t *c;
    json_array_foreach(list, i, c) cv_add_listed(r, FACT_LICENCE, N_("Courses and certificates"), member(c, name));
}

static void left_note(struct cv_reading *r, const json_t *root, const char *name, const char *part, const char *reason)
{
    const json_t *value = json_object_get(root, name);
    if (value != NULL && !json_is_null(value) && !(json_is_array(value) && json_array_size(value) == 0))
        cv_leave(r, part, "", reason);
}

enum status json_resume_read(struct cv_reading *r, const void *bytes, size_t size, struct issues *issues)
{
    static const char *const sections[] = {"basics", "work",      "volunteer",   "education",
                                           "skills", "languages", "certificates"};
    json_error_t error;
    if (size > CV_JSON_MOST) {
        issues_add(issues, "file",
                   N_("The JSON file is larger than 2 MB. Take the pictures out of it and send it again."));
        return INVALID;
    }
    const char *text = bytes;
    size_t mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    json_t *root = json_loadb(text + mark, size - mark, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        issues_add_arg(
            issues, "file",
            N_("This is not right JSON: something is wrong at line %s. Save the file once more and send it again."),
            arena_printf(r->arena, "%d", error.line));
        return INVALID;
    }
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        known |= json_object_get(root, sections[i]) != NULL;
    if (known) {
        work_read(r, json_object_get(root, "work"), "name");
        work_read(r, json_object_get(root, "volunteer"), "organization");
        education_read(r, json_object_get(root, "education"));
        languages_read(r, json_object_get(root, "languages"));
        skills_read(r, json_object_get(root, "skills"));
        certificates_read(r, json_object_get(root, "certificates"), "name");
        left_note(r, root, "basics", N_("Name, contact and personal details"), CV_NOT_COMPETENCE);
        left_note(r, root, "interests", N_("Hobbies and interests"), CV_NO_FACT);
        left_note(r, root, "references", N_("References"), CV_NO_FACT);
        left_note(r, root, "publications", N_("Publications"), CV_NO_FACT);
        left_note(r, root, "projects", N_("Projects"), CV_NO_FACT);
        left_note(r, root, "awards", N_("Achievements"), CV_NO_FACT);
    }
    json_decref(root);
    if (known)
        return OK;
    issues_add(issues, "file", N_("This JSON file is not a CV in the format JSON Resume (jsonresume.org)."));
    return INVALID;
}
