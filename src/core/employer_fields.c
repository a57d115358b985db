// SPDX-License-Identifier: EUPL-1.2
#include "core/employer_fields.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *title;
} FIELDS[REGISTER_FIELDS] = {
    [REGISTER_NAME] = {"name", N_("Name")},
    [REGISTER_FORM] = {"organisation_form", N_("Organisation form")},
    [REGISTER_INDUSTRY] = {"industry", N_("Industry code")},
    [REGISTER_INDUSTRY_VERSION] = {"industry_version", N_("Version of the industry code")},
    [REGISTER_SECTOR] = {"sector", N_("Sector code")},
    [REGISTER_EMPLOYEES] = {"employees", N_("Employees")},
    [REGISTER_ADDRESS] = {"address", N_("Address")},
    [REGISTER_POSTAL_CODE] = {"postal_code", N_("Postal code")},
    [REGISTER_POSTAL_PLACE] = {"postal_place", N_("Postal place")},
    [REGISTER_MUNICIPALITY] = {"municipality", N_("Municipality number")},
    [REGISTER_MUNICIPALITY_VALID_ON] = {"municipality_valid_on", N_("Day the municipality number was valid")},
    [REGISTER_BANKRUPT] = {"bankrupt", N_("Bankrupt")},
    [REGISTER_CLOSED] = {"closed", N_("Closed")},
};

const char *register_field_name(enum register_field f)
{
    return FIELDS[f].name;
}

const char *register_field_title(enum register_field f)
{
    return FIELDS[f].title;
}

bool register_field_read(const char *name, enum register_field *out)
{
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (strcmp(FIELDS[f].name, name) == 0) {
            *out = (enum register_field)f;
            return true;
        }
    return false;
}

static const char *given_text(const char *text)
{
    return text == NULL ? "" : text;
}

static const char *employees_text(int employees, struct arena *a)
{
    return employees == EMPLOYEES_UNKNOWN ? "" : arena_printf(a, "%d", employees);
}

static const char *code_text(struct code c, struct arena *a)
{
    char *text = arena_alloc(a, CODE_TEXT);
    if (code_given(c))
        code_write(c, text);
    return text;
}

static const char *day_text(day d, struct arena *a)
{
    char *text = arena_alloc(a, DAY_TEXT);
    day_write(d, text);
    return text;
}

struct register_values employer_values(const struct employer *e, struct arena *a)
{
    return (struct register_values){{
        [REGISTER_NAME] = given_text(e->name),
        [REGISTER_FORM] = given_text(e->organisation_form),
        [REGISTER_INDUSTRY] = given_text(e->industry),
        [REGISTER_INDUSTRY_VERSION] = given_text(e->industry_version),
        [REGISTER_SECTOR] = given_text(e->sector),
        [REGISTER_EMPLOYEES] = employees_text(e->employees, a),
        [REGISTER_ADDRESS] = given_text(e->address),
        [REGISTER_POSTAL_CODE] = given_text(e->postal_code),
        [REGISTER_POSTAL_PLACE] = given_text(e->postal_place),
        [REGISTER_MUNICIPALITY] = code_text(e->municipality, a),
        [REGISTER_MUNICIPALITY_VALID_ON] = day_text(e->municipality_valid_on, a),
        [REGISTER_BANKRUPT] = e->bankrupt ? "1" : "0",
        [REGISTER_CLOSED] = e->closed ? "1" : "0",
    }};
}

struct register_values workplace_values(const struct workplace *w, struct arena *a)
{
    return (struct register_values){{
        [REGISTER_NAME] = given_text(w->name),
        [REGISTER_EMPLOYEES] = employees_text(w->employees, a),
        [REGISTER_ADDRESS] = given_text(w->address),
        [REGISTER_POSTAL_CODE] = given_text(w->postal_code),
        [REGISTER_POSTAL_PLACE] = given_text(w->postal_place),
        [REGISTER_MUNICIPALITY] = code_text(w->municipality, a),
        [REGISTER_MUNICIPALITY_VALID_ON] = day_text(w->municipality_valid_on, a),
        [REGISTER_CLOSED] = w->closed ? "1" : "0",
    }};
}

static int employees_of(const char *value)
{
    char *end;
    long n = strtol(value, &end, 10);
    return *value == '\0' || *end != '\0' || n < 0 || n > 500000 ? EMPLOYEES_UNKNOWN : (int)n;
}

static struct code code_of(const char *value)
{
    struct code c = {0};
    return code_read(value, &c) ? c : (struct code){0};
}

static day day_of(const char *value)
{
    day d;
    return day_read(value, &d) ? d : DAY_NONE;
}

void employer_take_value(struct employer *e, enum register_field f, const char *value)
{
    const char **const texts[REGISTER_FIELDS] = {
        [REGISTER_NAME] = &e->name,
        [REGISTER_FORM] = &e->organisation_form,
        [REGISTER_INDUSTRY] = &e->industry,
        [REGISTER_INDUSTRY_VERSION] = &e->industry_version,
        [REGISTER_SECTOR] = &e->sector,
        [REGISTER_ADDRESS] = &e->address,
        [REGISTER_POSTAL_CODE] = &e->postal_code,
        [REGISTER_POSTAL_PLACE] = &e->postal_place,
    };
    if (texts[f] != NULL)
        *texts[f] = value;
    else if (f == REGISTER_EMPLOYEES)
        e->employees = employees_of(value);
    else if (f == REGISTER_MUNICIPALITY)
        e->municipality = code_of(value);
    else if (f == REGISTER_MUNICIPALITY_VALID_ON)
        e->municipality_valid_on = day_of(value);
    else if (f == REGISTER_BANKRUPT)
        e->bankrupt = strcmp(value, "1") == 0;
    else if (f == REGISTER_CLOSED)
        e->closed = strcmp(value, "1") == 0;
}

void workplace_take_value(struct workplace *w, enum register_field f, const char *value)
{
    const char **const texts[REGISTER_FIELDS] = {
        [REGISTER_NAME] = &w->name,
        [REGISTER_ADDRESS] = &w->address,
        [REGISTER_POSTAL_CODE] = &w->postal_code,
        [REGISTER_POSTAL_PLACE] = &w->postal_place,
    };
    if (texts[f] != NULL)
        *texts[f] = value;
    else if (f == REGISTER_EMPLOYEES)
        w->employees = employees_of(value);
    else if (f == REGISTER_MUNICIPALITY)
        w->municipality = code_of(value);
    else if (f == REGISTER_MUNICIPALITY_VALID_ON)
        w->municipality_valid_on = day_of(value);
    else if (f == REGISTER_CLOSED)
        w->closed = strcmp(value, "1") == 0;
}

// What nobody has to write to have it so.
static bool untouched(enum register_field f, const char *stands)
{
    bool flag = f == REGISTER_BANKRUPT || f == REGISTER_CLOSED;
    return *stands == '\0' || (flag && strcmp(stands, "0") == 0);
}

static enum register_merge merge_one(enum register_field f, const char *stands, const char *given, const char *fresh)
{
    if (fresh == NULL || stands == NULL || strcmp(stands, fresh) == 0)
        return MERGE_NOTHING;
    bool ours = given == NULL ? !untouched(f, stands) : strcmp(stands, given) != 0;
    if (!ours)
        return MERGE_WRITE;
    return given != NULL && strcmp(given, fresh) == 0 ? MERGE_NOTHING : MERGE_OFFER;
}

void register_merge(const struct register_values *stands, const struct register_values *given,
                    const struct register_values *fresh, enum register_merge out[REGISTER_FIELDS])
{
    for (int f = 0; f < REGISTER_FIELDS; f++)
        out[f] = merge_one((enum register_field)f, stands->of[f], given->of[f], fresh->of[f]);
    // A code that stays keeps the day on which it was valid; a new one brings its own.
    bool code = out[REGISTER_MUNICIPALITY] == MERGE_WRITE && fresh->of[REGISTER_MUNICIPALITY_VALID_ON] != NULL;
    out[REGISTER_MUNICIPALITY_VALID_ON] = code ? MERGE_WRITE : MERGE_NOTHING;
    const char *version = stands->of[REGISTER_INDUSTRY_VERSION], *fresh_version = fresh->of[REGISTER_INDUSTRY_VERSION];
    bool told = version != NULL && *version == '\0' && fresh_version != NULL && *fresh_version != '\0' &&
                fresh->of[REGISTER_INDUSTRY] != NULL &&
                strcmp(fresh->of[REGISTER_INDUSTRY], stands->of[REGISTER_INDUSTRY]) == 0;
    bool industry = (out[REGISTER_INDUSTRY] == MERGE_WRITE && fresh_version != NULL) || told;
    out[REGISTER_INDUSTRY_VERSION] = industry ? MERGE_WRITE : MERGE_NOTHING;
}

struct register_values register_given(const struct register_values *given, const struct register_values *fresh)
{
    struct register_values all = *given;
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (fresh->of[f] != NULL)
            all.of[f] = fresh->of[f];
    return all;
}
