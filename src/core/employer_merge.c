// SPDX-License-Identifier: EUPL-1.2
#include "core/employer_merge.h"

#include <string.h>

static const struct {
    const char *name, *title;
} FIELDS[MERGE_FIELDS] = {
    [MERGE_NAME] = {"name", N_("Name")},
    [MERGE_FORM] = {"organisation_form", N_("Organisation form")},
    [MERGE_INDUSTRY] = {"industry", N_("Industry code")},
    [MERGE_SECTOR] = {"sector", N_("Sector code")},
    [MERGE_EMPLOYEES] = {"employees", N_("Employees")},
    [MERGE_ADDRESS] = {"address", N_("Address")},
    [MERGE_STAGE] = {"stage", N_("Stage")},
    [MERGE_OWNER] = {"owner", N_("Followed up by")},
    [MERGE_PLEDGE] = {"pledged", N_("Means to hire")},
    [MERGE_REFERENCE] = {"reference", N_("Reference")},
    [MERGE_ESTIMATE] = {"estimate", N_("Own estimate")},
};

const char *merge_field_name(enum merge_field f)
{
    return FIELDS[f].name;
}

const char *merge_field_title(enum merge_field f)
{
    return FIELDS[f].title;
}

static bool same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool merge_field_same(const struct employer *a, const struct employer *b, enum merge_field f)
{
    switch (f) {
    case MERGE_NAME:
        return same(a->name, b->name);
    case MERGE_FORM:
        return same(a->organisation_form, b->organisation_form);
    case MERGE_INDUSTRY:
        return same(a->industry, b->industry) && same(a->industry_version, b->industry_version);
    case MERGE_SECTOR:
        return same(a->sector, b->sector);
    case MERGE_EMPLOYEES:
        return a->employees == b->employees;
    case MERGE_ADDRESS:
        return same(a->address, b->address) && same(a->postal_code, b->postal_code) && same(a->postal_place, b->postal_place) &&
               code_equal(a->municipality, b->municipality);
    case MERGE_STAGE:
        return a->stage == b->stage && a->paused_until == b->paused_until && a->decline == b->decline &&
               same(a->declined_reason, b->declined_reason);
    case MERGE_OWNER:
        return a->owner.value == b->owner.value;
    case MERGE_PLEDGE:
        return a->pledged == b->pledged && a->pledged_by == b->pledged_by;
    case MERGE_REFERENCE:
        return a->reference == b->reference;
    case MERGE_ESTIMATE:
        return a->estimate == b->estimate;
    }
    return true;
}

void merge_field_copy(struct employer *to, const struct employer *from, enum merge_field f)
{
    switch (f) {
    case MERGE_NAME:
        to->name = from->name;
        break;
    case MERGE_FORM:
        to->organisation_form = from->organisation_form;
        break;
    case MERGE_INDUSTRY:
        to->industry = from->industry;
        to->industry_version = from->industry_version;
        break;
    case MERGE_SECTOR:
        to->sector = from->sector;
        break;
    case MERGE_EMPLOYEES:
        to->employees = from->employees;
        break;
    case MERGE_ADDRESS:
        to->address = from->address;
        to->postal_code = from->postal_code;
        to->postal_place = from->postal_place;
        to->municipality = from->municipality;
        to->municipality_valid_on = from->municipality_valid_on;
        break;
    case MERGE_STAGE:
        to->stage = from->stage;
        to->paused_until = from->paused_until;
        to->decline = from->decline;
        to->declined_reason = from->declined_reason;
        break;
    case MERGE_OWNER:
        to->owner = from->owner;
        break;
    case MERGE_PLEDGE:
        to->pledged = from->pledged;
        to->pledged_by = from->pledged_by;
        break;
    case MERGE_REFERENCE:
        to->reference = from->reference;
        to->reference_on = from->reference_on;
        break;
    case MERGE_ESTIMATE:
        to->estimate = from->estimate;
        to->estimate_on = from->estimate_on;
        to->estimate_by_employer = from->estimate_by_employer;
        break;
    }
}

static bool over(const struct employer *e)
{
    return e->closed || e->bankrupt;
}

bool merge_swapped(const struct employer *kept, const struct employer *gone)
{
    bool numbered = *kept->orgnr != '\0', other = *gone->orgnr != '\0';
    return (!numbered && other) || (numbered && other && over(kept) && !over(gone));
}

const char *merge_refusal(const struct employer *kept, const struct employer *gone, bool gone_removed)
{
    if (kept->id.value == gone->id.value)
        return N_("This is one and the same already.");
    if (*kept->orgnr == '\0' && *gone->orgnr != '\0')
        return N_("The one with the organisation number has to stay.");
    if (*kept->orgnr != '\0' && *gone->orgnr != '\0' && !over(gone) && !gone_removed)
        return N_("They have different organisation numbers, and both are in business: the register says that they are two. Only "
                  "one that is closed or removed from the register can go into the other.");
    return NULL;
}
