// SPDX-License-Identifier: EUPL-1.2
#include "core/person.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"

bool phone_read(const char *typed, struct arena *a, const char **out)
{
    struct buf b = buf_in(a);
    const char *p = typed;
    while (*p == ' ')
        p++;
    bool international = *p == '+';
    if (international)
        p++;
    for (; *p != '\0'; p++) {
        if (*p >= '0' && *p <= '9')
            buf_add_char(&b, *p);
        else if (strchr(" -()./", *p) == NULL)
            return false;
    }
    const char *digits = buf_text(&b);
    if (!international && strncmp(digits, "00", 2) == 0) {
        international = true;
        digits += 2;
    }
    size_t n = strlen(digits);
    if (!international && n == 10 && strncmp(digits, "47", 2) == 0) {
        digits += 2;
        n = 8;
    }
    if (!international && (n != 8 || digits[0] == '0' || digits[0] == '1'))
        return false;
    if (international && (n < 7 || n > 15 || digits[0] == '0'))
        return false;
    *out = arena_printf(a, "+%s%s", international ? "" : "47", digits);
    return true;
}

bool email_read(const char *typed, struct arena *a, const char **out)
{
    char *text = text_trim(a, typed);
    size_t length = strlen(text);
    char *at = strrchr(text, '@');
    if (at == NULL || at == text || at - text > 64 || length > IDENTITY_EMAIL_MOST)
        return false;
    const char *dot = strrchr(at, '.');
    if (dot == NULL || dot == at + 1 || dot[1] == '\0' || strstr(at, "..") != NULL || at[1] == '-' || at[1] == '.')
        return false;
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c <= ' ' || c == 0x7f || (p != at && strchr("@,;:<>()[]\\\"", c) != NULL))
            return false;
    }
    for (char *p = at; *p != '\0'; p++)
        *p = (char)tolower((unsigned char)*p);
    *out = text;
    return true;
}

char *email_key(struct arena *a, const char *email)
{
    return lang_lower(a, text_trim(a, email));
}

bool email_same(struct arena *a, const char *one, const char *two)
{
    const char *key = email_key(a, one);
    return *key != '\0' && strcmp(key, email_key(a, two)) == 0;
}

static const char *name_read(const char *typed, const char *field, const char *lacking, struct arena *a, struct issues *issues)
{
    const char *name = text_trim(a, typed == NULL ? "" : typed);
    if (*name == '\0')
        issues_add(issues, field, lacking);
    else if (!text_valid(name, strlen(name)) || strpbrk(name, "<>{}\n\t") != NULL)
        issues_add(issues, field, N_("The name has a character that names do not have"));
    else if (text_length(name) > IDENTITY_NAME_MOST)
        issues_add_arg(issues, field, N_("Write at most %s characters"), "100");
    return name;
}

void identity_read(const struct identity *typed, struct arena *a, struct identity *out, struct issues *issues)
{
    *out = (struct identity){.email = "", .phone = ""};
    out->given_name = name_read(typed->given_name, "given_name", N_("Write the given name"), a, issues);
    out->family_name = name_read(typed->family_name, "family_name", N_("Write the family name"), a, issues);
    const char *email = text_trim(a, typed->email == NULL ? "" : typed->email);
    const char *phone = text_trim(a, typed->phone == NULL ? "" : typed->phone);
    if (*email != '\0' && !email_read(email, a, &out->email))
        issues_add(issues, "email", N_("Write an e-mail address such as name@example.org, or leave it empty"));
    if (*phone != '\0' && !phone_read(phone, a, &out->phone))
        issues_add(issues, "phone", N_("Write a phone number with eight digits, or with + and country code, or leave it empty"));
}

const char *identity_name(const struct identity *i, struct arena *a)
{
    size_t given = strlen(i->given_name), family = strlen(i->family_name);
    char *name = arena_alloc(a, given + family + 2);
    memcpy(name, i->given_name, given);
    name[given] = ' ';
    memcpy(name + given + 1, i->family_name, family);
    return name;
}

// Version byte, then each text with two bytes of length, high first.
enum { IDENTITY_VERSION = 1 };

void identity_encode(const struct identity *i, struct arena *a, const unsigned char **bytes_out, size_t *size_out)
{
    const char *const texts[] = {i->given_name, i->family_name, i->email, i->phone};
    struct buf b = buf_in(a);
    buf_add_char(&b, IDENTITY_VERSION);
    for (size_t t = 0; t < COUNT_OF(texts); t++) {
        size_t n = texts[t] == NULL ? 0 : strlen(texts[t]);
        buf_add_char(&b, (char)(n >> 8 & 0xff));
        buf_add_char(&b, (char)(n & 0xff));
        buf_add(&b, texts[t], n);
    }
    *bytes_out = (const unsigned char *)buf_text(&b);
    *size_out = b.length;
}

enum status identity_decode(const unsigned char *bytes, size_t size, struct arena *a, struct identity *out)
{
    if (size < 1 || bytes[0] != IDENTITY_VERSION)
        return INVALID;
    const char *texts[4];
    size_t at = 1;
    for (size_t t = 0; t < COUNT_OF(texts); t++) {
        if (size - at < 2)
            return INVALID;
        size_t n = (size_t)bytes[at] << 8 | bytes[at + 1];
        at += 2;
        if (size - at < n || !text_valid((const char *)bytes + at, n))
            return INVALID;
        texts[t] = arena_strndup(a, (const char *)bytes + at, n);
        at += n;
    }
    if (at != size)
        return INVALID;
    *out = (struct identity){texts[0], texts[1], texts[2], texts[3]};
    return OK;
}

void enrolment_check(const struct enrolment *e, day today, struct issues *issues)
{
    size_t purpose = e->purpose == NULL ? 0 : text_length(e->purpose);
    if (purpose == 0)
        issues_add(issues, "purpose", N_("Write what the enrolment is for"));
    else if (purpose > ENROLMENT_PURPOSE_MOST)
        issues_add_arg(issues, "purpose", N_("Write at most %s characters"), "300");
    if (e->from == DAY_NONE)
        issues_add(issues, "from", N_("Write the day the enrolment starts"));
    else if (e->from > today)
        issues_add(issues, "from", N_("The enrolment cannot start later than today"));
    if (e->to != DAY_NONE && e->from != DAY_NONE && e->to < e->from)
        issues_add(issues, "to", N_("The last day cannot be before the first"));
    if (e->notice_version <= 0)
        issues_add(issues, "notice", N_("Confirm that the person has been shown the information text"));
}
