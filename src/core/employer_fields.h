// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_EMPLOYER_FIELDS_H
#define CORE_EMPLOYER_FIELDS_H

#include "core/employer.h"

// The fields of employers and workplaces that a register gives, as texts that can be compared and kept: what stands here,
// what the register gave last, and what it gives now. "" is unknown, yes and no are "1" and "0".
enum register_field {
    REGISTER_NAME,
    REGISTER_FORM,
    REGISTER_INDUSTRY,
    REGISTER_INDUSTRY_VERSION, // goes with the industry
    REGISTER_SECTOR,
    REGISTER_EMPLOYEES,
    REGISTER_ADDRESS,
    REGISTER_POSTAL_CODE,
    REGISTER_POSTAL_PLACE,
    REGISTER_MUNICIPALITY,
    REGISTER_MUNICIPALITY_VALID_ON, // goes with the municipality
    REGISTER_BANKRUPT,
    REGISTER_CLOSED,
};
enum { REGISTER_FIELDS = 13 };
const char *register_field_name(enum register_field f);  // as stored: "organisation_form"
const char *register_field_title(enum register_field f); // English msgid
bool register_field_read(const char *name, enum register_field *out);

struct register_values {
    const char *of[REGISTER_FIELDS]; // NULL: not given, or none of its fields
};
struct register_values employer_values(const struct employer *e, struct arena *a);
struct register_values workplace_values(const struct workplace *w, struct arena *a);
// Values that were taken from such texts; what cannot be read becomes unknown. The text must live on.
void employer_take_value(struct employer *e, enum register_field f, const char *value);
void workplace_take_value(struct workplace *w, enum register_field f, const char *value);

// What becomes of a field when the register gives it anew. A field that stands otherwise than the register gave it last
// has been changed by somebody here, and one that the register never gave was written by somebody here: such a field is
// not overwritten but offered, once for each value that the register gives.
enum register_merge { MERGE_NOTHING, MERGE_WRITE, MERGE_OFFER };
void register_merge(const struct register_values *stands, const struct register_values *given,
                    const struct register_values *fresh, enum register_merge out[REGISTER_FIELDS]);
// What the register has given in all: fresh over given.
struct register_values register_given(const struct register_values *given, const struct register_values *fresh);

#endif
