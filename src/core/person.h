// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_PERSON_H
#define CORE_PERSON_H

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"
#include "core/id.h"
#include "base/day.h"

// Who a person is: sealed under the person's own key, apart from the profile. Fødselsnummer and birth date are entered
// once to recognise the person, and not kept.
struct identity {
    const char *given_name;
    const char *family_name;
    const char *email; // "" when none
    const char *phone; // "" when none; E.164 without spaces, "+4722222222"
};
enum { IDENTITY_NAME_MOST = 100, IDENTITY_EMAIL_MOST = 254, IDENTITY_PHONE_MOST = 16 };

// Trims and normalises into *out (loose phone input; eight digits are Norwegian); all problems in issues, whose fields
// are given_name, family_name, email, phone.
void identity_read(const struct identity *typed, struct arena *a, struct identity *out, struct issues *issues);
const char *identity_name(const struct identity *i, struct arena *a); // "Given Family"

void identity_encode(const struct identity *i, struct arena *a, const unsigned char **bytes_out, size_t *size_out);
MUST_USE enum status identity_decode(const unsigned char *bytes, size_t size, struct arena *a, struct identity *out);

// GDPR article 6(1) letters that an agency may rest an enrolment on.
enum legal_basis { BASIS_CONSENT, BASIS_LEGAL_OBLIGATION, BASIS_PUBLIC_TASK };

// A person with one agency.
struct enrolment {
    struct enrolment_id id;
    struct person_id person;
    struct agency_id agency;
    const char *purpose;      // in words
    enum legal_basis basis;
    int notice_version;       // of the text the person was shown
    day from;
    day to;                   // last day, DAY_NONE while it runs
    struct user_id registered_by;
};
enum { ENROLMENT_PURPOSE_MOST = 300 };

void enrolment_check(const struct enrolment *e, day today, struct issues *issues);

// Reads loose phone input into E.164; false when it cannot be a number.
bool phone_read(const char *typed, struct arena *a, const char **out);
// A plausible e-mail address in lower-case domain; false otherwise. Not a promise that mail arrives.
bool email_read(const char *typed, struct arena *a, const char **out);
// An address as it is compared, everywhere and in columns named email_key: nothing around it, all in small letters. A local
// part could mean another mailbox by its case (RFC 5321, 2.4); none is known to, and people type theirs either way. Mail
// goes to what was typed.
char *email_key(struct arena *a, const char *email);
bool email_same(struct arena *a, const char *one, const char *two); // "" is nobody's

#endif
