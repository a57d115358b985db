// SPDX-License-Identifier: EUPL-1.2
// Europass XML of CEDEFOP: version 3 (SkillsPassport) and version 2 (learnerinfo). Only the elements named here are
// looked at; Identification is none of them.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "exchange/cv_inside.h"

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

// "--03", "03" and "3" are March; "2001" a year.
static int number_in(const char *text)
{
    while (text != NULL && *text != '\0' && !isdigit((unsigned char)*text))
        text++;
    return text == NULL ? 0 : (int)strtol(text, NULL, 10);
}

static void date_of(const char *year, const char *month_text, int *year_out, month *month_out)
{
    int y = number_in(year), m = number_in(month_text);
    *month_out = MONTH_NONE;
    *year_out = y >= 1900 && y <= 2200 ? y : 0;
    if (*year_out != 0 && m >= 1 && m <= 12)
        *month_out = y * 12 + m - 1;
}

static bool is_true(const char *text)
{
    return text != NULL && (strstr(text, "true") != NULL || strchr(text, '1') != NULL);
}

// Version 3 has the parts of a date as attributes, version 2 as elements.
static void period_read(struct cv_entry *e, const struct xml_element *period)
{
    int year[2];
    month m[2];
    static const char *const ends[2][2] = {{"From", "from"}, {"To", "to"}};
    for (int i = 0; i < 2; i++) {
        const struct xml_element *new = xml_child(period, ends[i][0]), *old = xml_child(period, ends[i][1]);
        if (new != NULL)
            date_of(xml_attribute(new, "year"), xml_attribute(new, "month"), &year[i], &m[i]);
        else
            date_of(xml_text(old, "year"), xml_text(old, "month"), &year[i], &m[i]);
    }
    cv_period(e, year[0], m[0], year[1], m[1], is_true(xml_text(period, "Current")));
}

static void work_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *w = xml_child(list, "WorkExperience"); w != NULL;
         w = xml_next(w, "WorkExperience")) {
        struct cv_entry *e = cv_add(r, FACT_EXPERIENCE);
        e->line = w->line;
        period_read(e, xml_child(w, "Period"));
        cv_word(r, e, xml_text(w, "Position/Label"), xml_text(w, "Employer/Name"));
    }
}

static void education_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *w = xml_child(list, "Education"); w != NULL; w = xml_next(w, "Education")) {
        struct cv_entry *e = cv_add(r, FACT_EDUCATION);
        e->line = w->line;
        period_read(e, xml_child(w, "Period"));
        e->nkr = cv_read_nkr(xml_text(w, "Level/Code"), xml_text(w, "Level/Label"));
        if (e->nkr == 0 && (e->nkr = cv_guess_nkr(or_empty(xml_text(w, "Title")))) != 0)
            e->guessed = true;
        e->code = cv_read_field(xml_text(w, "Field/Code"));
        if (!cv_word(r, e, xml_text(w, "Title"), xml_text(w, "Organisation/Name")))
            continue;
        const char *field = cv_line(r->arena, xml_text(w, "Field/Label"));
        if (*field != '\0')
            e->what = field;
    }
}

static void levels_read(struct cv_entry *e, const struct xml_element *level, const char *const names[5])
{
    int spoken[2] = {CV_LEVEL_NOT_SAID, CV_LEVEL_NOT_SAID};
    int *const to[5] = {&e->levels[PART_LISTENING], &e->levels[PART_READING], &spoken[0], &spoken[1],
                        &e->levels[PART_WRITING]};
    for (int i = 0; i < 5; i++)
        cv_read_level(xml_text(level, names[i]), to[i]);
    e->levels[PART_SPEAKING] = cv_lower(spoken[0], spoken[1]);
}

static void language_read(struct cv_reading *r, const struct xml_element *l, const struct xml_element *named,
                          bool mother, const struct xml_element *level, const char *const names[5])
{
    struct cv_entry *e = cv_add(r, FACT_LANGUAGE);
    const char *code = cv_line(
        r->arena, or_empty(xml_text(named, "Code") != NULL ? xml_text(named, "Code") : xml_text(named, "code")));
    const char *label = xml_text(named, "Label") != NULL ? xml_text(named, "Label") : xml_text(named, "label");
    e->line = l->line;
    e->code = code;
    e->mother_tongue = mother;
    if (level != NULL)
        levels_read(e, level, names);
    cv_word(r, e, *cv_line(r->arena, label) != '\0' ? label : code, "");
}

static void languages_read(struct cv_reading *r, const struct xml_element *linguistic)
{
    static const char *const names[5] = {"Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing"};
    for (const struct xml_element *l = xml_find(linguistic, "MotherTongueList/MotherTongue"); l != NULL;
         l = xml_next(l, "MotherTongue"))
        language_read(r, l, xml_child(l, "Description"), true, NULL, names);
    for (const struct xml_element *l = xml_find(linguistic, "ForeignLanguageList/ForeignLanguage"); l != NULL;
         l = xml_next(l, "ForeignLanguage"))
        language_read(r, l, xml_child(l, "Description"), false, xml_child(l, "ProficiencyLevel"), names);
}

static void skills_read(struct cv_reading *r, const struct xml_element *skills)
{
    static const struct {
        const char *name, *part;
    } texts[] = {
        {"Communication", N_("Communication skills")},
        {"Organisational", N_("Organisational skills")},
        {"JobRelated", N_("Job-related skills")},
        {"Computer", N_("Computer skills")},
        {"Other", N_("Other skills")},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const struct xml_element *s = xml_child(skills, texts[i].name);
        cv_add_listed(r, FACT_SKILL, texts[i].part, xml_text(s, "Description"));
        for (const struct xml_element *c = xml_find(s, "VerifiedBy/Certificate"); c != NULL;
             c = xml_next(c, "Certificate"))
            cv_add_listed(r, FACT_LICENCE, N_("Certificates"), xml_text(c, "Title"));
    }
    for (const struct xml_element *l = xml_find(skills, "Driving/Description/Licence"); l != NULL;
         l = xml_next(l, "Licence"))
        cv_add_driving(r, l->text);
}

static bool names_certificates(const char *code)
{
    return strcasestr(code, "certif") != NULL || strcasestr(code, "course") != NULL ||
           strcasestr(code, "licen") != NULL;
}

static void achievements_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *x = xml_child(list, "Achievement"); x != NULL; x = xml_next(x, "Achievement")) {
        const char *code = or_empty(xml_text(x, "Title/Code"));
        if (names_certificates(code))
            cv_add_listed(r, FACT_LICENCE, N_("Courses and certificates"), xml_text(x, "Description"));
        else
            cv_leave(r, N_("Achievements"), cv_line(r->arena, xml_text(x, "Title/Label")), CV_NO_FACT);
    }
}

void europass_read(struct cv_reading *r, const struct xml_element *root)
{
    const struct xml_element *learner = xml_child(root, "LearnerInfo");
    work_read(r, xml_child(learner, "WorkExperienceList"));
    education_read(r, xml_child(learner, "EducationList"));
    languages_read(r, xml_find(learner, "Skills/Linguistic"));
    skills_read(r, xml_child(learner, "Skills"));
    achievements_read(r, xml_child(learner, "AchievementList"));
    if (xml_child(learner, "Headline") != NULL)
        cv_leave(r, N_("Headline"), "", CV_NO_FACT);
    if (xml_child(learner, "Identification") != NULL)
        cv_leave(r, N_("Name, contact and personal details"), "", CV_NOT_COMPETENCE);
    if (xml_find(root, "AttachmentList/Attachment") != NULL)
        cv_leave(r, N_("Attachments"), "", CV_NO_FACT);
    if (xml_child(root, "CoverLetter") != NULL)
        cv_leave(r, N_("Cover letter"), "", CV_NO_FACT);
}

// Version 2

static void old_work_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *w = xml_child(list, "workexperience"); w != NULL;
         w = xml_next(w, "workexperience")) {
        struct cv_entry *e = cv_add(r, FACT_EXPERIENCE);
        e->line = w->line;
        period_read(e, xml_child(w, "period"));
        // It cannot say that a post goes on: without an end somebody has to tell.
        cv_word(r, e, xml_text(w, "position/label"), xml_text(w, "employer/name"));
    }
}

static void old_education_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *w = xml_child(list, "education"); w != NULL; w = xml_next(w, "education")) {
        struct cv_entry *e = cv_add(r, FACT_EDUCATION);
        e->line = w->line;
        period_read(e, xml_child(w, "period"));
        const char *label = xml_text(w, "level/label"), *code = xml_text(w, "level/code");
        // The codes of this version are ISCED 1997's, whatever the label says.
        e->nkr = cv_read_nkr(code, code == NULL ? label : arena_printf(r->arena, "ISCED %s", code));
        if (e->nkr == 0 && (e->nkr = cv_guess_nkr(or_empty(xml_text(w, "title")))) != 0)
            e->guessed = true;
        e->code = cv_read_field(xml_text(w, "educationalfield/code"));
        if (!cv_word(r, e, xml_text(w, "title"), xml_text(w, "organisation/name")))
            continue;
        const char *field = cv_line(r->arena, xml_text(w, "educationalfield/label"));
        if (*field != '\0')
            e->what = field;
    }
}

void europass_old_read(struct cv_reading *r, const struct xml_element *root)
{
    static const char *const names[5] = {"listening", "reading", "spokeninteraction", "spokenproduction", "writing"};
    old_work_read(r, xml_child(root, "workexperiencelist"));
    old_education_read(r, xml_child(root, "educationlist"));
    for (const struct xml_element *l = xml_find(root, "languagelist/language"); l != NULL;
         l = xml_next(l, "language")) {
        const char *type = or_empty(xml_attribute(l, "type"));
        language_read(r, l, l, strstr(type, "mother") != NULL, xml_child(l, "level"), names);
    }
    const struct xml_element *skills = xml_child(root, "skilllist");
    for (const struct xml_element *s = skills == NULL ? NULL : skills->child; s != NULL; s = s->next) {
        for (const struct xml_element *d = xml_child(s, "drivinglicence"); d != NULL; d = xml_next(d, "drivinglicence"))
            cv_add_driving(r, d->text);
        if (strcmp(s->name, "skill") == 0)
            cv_add_listed(r, FACT_SKILL, N_("Skills"), s->text);
    }
    if (xml_child(root, "application") != NULL)
        cv_leave(r, N_("Headline"), "", CV_NO_FACT);
    if (xml_child(root, "identification") != NULL)
        cv_leave(r, N_("Name, contact and personal details"), "", CV_NOT_COMPETENCE);
    if (xml_child(root, "misclist") != NULL)
        cv_leave(r, N_("Other information"), "", CV_NO_FACT);
}
