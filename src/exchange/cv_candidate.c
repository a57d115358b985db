// SPDX-License-Identifier: EUPL-1.2
// The Europass CV since 2020, a profile of HR Open's Candidate. CandidatePerson, where the person stands, is looked at
// for the mother tongue alone.
#include <string.h>
#include <strings.h>

#include "exchange/cv_inside.h"

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

// The text at a path, or of any element so named further down.
static const char *anywhere(const struct xml_element *e, const char *name)
{
    for (const struct xml_element *c = e == NULL ? NULL : e->child; c != NULL; c = c->next) {
        const char *found = strcmp(c->name, name) == 0 && *c->text != '\0' ? c->text : anywhere(c, name);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static bool is_true(const char *text)
{
    return text != NULL && strstr(text, "true") != NULL;
}

static void period_read(struct cv_reading *r, struct cv_entry *e, const struct xml_element *period)
{
    int year[2] = {0, 0};
    month m[2] = {MONTH_NONE, MONTH_NONE};
    static const char *const ends[2] = {"StartDate", "EndDate"};
    for (int i = 0; i < 2; i++) {
        const char *date = xml_text(period, arena_printf(r->arena, "%s/FormattedDateTime", ends[i]));
        if (date != NULL)
            cv_read_date(cv_line(r->arena, date), &year[i], &m[i]);
    }
    cv_period(e, year[0], m[0], year[1], m[1],
              is_true(xml_text(period, "CurrentIndicator")) || is_true(xml_text(period, "Ongoing")));
}

static void work_read(struct cv_reading *r, const struct xml_element *history)
{
    for (const struct xml_element *at = xml_child(history, "EmployerHistory"); at != NULL;
         at = xml_next(at, "EmployerHistory"))
        for (const struct xml_element *w = xml_child(at, "PositionHistory"); w != NULL;
             w = xml_next(w, "PositionHistory")) {
            struct cv_entry *e = cv_add(r, FACT_EXPERIENCE);
            e->line = w->line;
            period_read(r, e, xml_child(w, "EmploymentPeriod"));
            cv_word(r, e, xml_text(w, "PositionTitle"), xml_text(at, "OrganizationName"));
        }
}

static void education_read(struct cv_reading *r, const struct xml_element *history)
{
    static const char attendance[] = "EducationOrganizationAttendance";
    for (const struct xml_element *w = xml_child(history, attendance); w != NULL; w = xml_next(w, attendance)) {
        struct cv_entry *e = cv_add(r, FACT_EDUCATION);
        const char *title = anywhere(xml_child(w, "EducationDegree"), "DegreeName");
        if (title == NULL)
            title = anywhere(w, "ProgramName");
        e->line = w->line;
        period_read(r, e, xml_child(w, "AttendancePeriod"));
        const char *level = anywhere(w, "EducationLevelCode");
        if (level == NULL)
            level = anywhere(w, "EQFLevel");
        e->nkr = cv_read_nkr(level, level);
        if (e->nkr == 0 && (e->nkr = cv_guess_nkr(or_empty(title))) != 0)
            e->guessed = true;
        e->code = cv_read_field(anywhere(w, "ISCEDFCode"));
        cv_word(r, e, title, xml_text(w, "OrganizationName"));
    }
}

static void licences_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *l = list == NULL ? NULL : list->child; l != NULL; l = l->next) {
        const char *class = xml_text(l, "LicenseTypeCode"), *name = xml_text(l, "LicenseName");
        if (class != NULL && *cv_line(r->arena, class) != '\0')
            cv_add_driving(r, class);
        else
            cv_add_listed(r, FACT_LICENCE, N_("Licences"), name);
    }
}

static void certificates_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *c = list == NULL ? NULL : list->child; c != NULL; c = c->next) {
        const char *name = xml_text(c, "CertificationName");
        cv_add_listed(r, FACT_LICENCE, N_("Courses and certificates"),
                      name != NULL ? name : xml_text(c, "CertificationTypeCode"));
    }
}

// "CEF-Understanding-Listening", "CEF-Speaking-Interaction", "CEF-Writing-Production".
static void dimension_read(struct cv_entry *e, const struct xml_element *d, int spoken[2])
{
    const char *type = or_empty(xml_text(d, "CompetencyDimensionTypeCode"));
    const char *score = xml_text(d, "Score/ScoreText");
    if (score == NULL)
        score = anywhere(xml_child(d, "Score"), "ScoreText");
    int *to = strcasestr(type, "Listening") != NULL     ? &e->levels[PART_LISTENING]
              : strcasestr(type, "Reading") != NULL     ? &e->levels[PART_READING]
              : strcasestr(type, "Writing") != NULL     ? &e->levels[PART_WRITING]
              : strcasestr(type, "Interaction") != NULL ? &spoken[0]
              : strcasestr(type, "Production") != NULL  ? &spoken[1]
                                                        : NULL;
    if (to != NULL)
        cv_read_level(score, to);
}

static void language_read(struct cv_reading *r, const struct xml_element *c, const char *id)
{
    struct cv_entry *e = cv_add(r, FACT_LANGUAGE);
    const char *name = cv_line(r->arena, xml_text(c, "CompetencyName"));
    int spoken[2] = {CV_LEVEL_NOT_SAID, CV_LEVEL_NOT_SAID};
    e->line = c->line;
    e->code = id;
    for (const struct xml_element *d = xml_child(c, "CompetencyDimension"); d != NULL;
         d = xml_next(d, "CompetencyDimension"))
        dimension_read(e, d, spoken);
    e->levels[PART_SPEAKING] = cv_lower(spoken[0], spoken[1]);
    cv_word(r, e, *name != '\0' ? name : id, "");
}

static void competencies_read(struct cv_reading *r, const struct xml_element *list)
{
    for (const struct xml_element *c = xml_child(list, "PersonCompetency"); c != NULL;
         c = xml_next(c, "PersonCompetency")) {
        const char *id = or_empty(xml_text(c, "CompetencyID")), *name = xml_text(c, "CompetencyName");
        if (strcmp(cv_line(r->arena, xml_text(c, "TaxonomyID")), "language") == 0)
            language_read(r, c, cv_line(r->arena, id));
        else
            cv_add_skill(r, name != NULL ? name : strstr(id, "://") != NULL ? NULL : id);
    }
}

void candidate_read_xml(struct cv_reading *r, const struct xml_element *root)
{
    static const struct {
        const char *name, *part;
    } others[] = {
        {"ExecutiveSummary", N_("About me")},
        {"PublicationHistory", N_("Publications")},
        {"Others", N_("Other sections")},
        {"EmploymentReferences", N_("References")},
        {"HobbiesAndInterests", N_("Hobbies and interests")},
    };
    const struct xml_element *profile = xml_child(root, "CandidateProfile");
    work_read(r, xml_child(profile, "EmploymentHistory"));
    education_read(r, xml_child(profile, "EducationHistory"));
    const struct xml_element *person = xml_child(root, "CandidatePerson");
    for (const struct xml_element *l = xml_child(person, "PrimaryLanguageCode"); l != NULL;
         l = xml_next(l, "PrimaryLanguageCode")) {
        struct cv_entry *e = cv_add(r, FACT_LANGUAGE);
        e->line = l->line;
        e->code = cv_line(r->arena, l->text);
        e->mother_tongue = true;
        cv_word(r, e, l->text, "");
    }
    competencies_read(r, xml_child(profile, "PersonQualifications"));
    licences_read(r, xml_child(profile, "Licenses"));
    certificates_read(r, xml_child(profile, "Certifications"));
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (xml_child(profile, others[i].name) != NULL)
            cv_leave(r, others[i].part, "", CV_NO_FACT);
    if (person != NULL)
        cv_leave(r, N_("Name, contact and personal details"), "", CV_NOT_COMPETENCE);
}
