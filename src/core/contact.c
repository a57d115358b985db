// SPDX-License-Identifier: EUPL-1.2
#include "core/contact.h"

#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "core/named.h"
#include "core/person.h"

static const struct named ROLES_OF_CONTACTS[CONTACT_ROLES] = {
    [CONTACT_LEADER] = {"leader", N_("Leader")},
    [CONTACT_HR] = {"hr", N_("Human resources")},
    [CONTACT_DAILY] = {"day-to-day", N_("Day-to-day contact")},
    [CONTACT_OTHER] = {"other", N_("Another role")},
    [CONTACT_SHARED] = {"shared", N_("Shared address")},
};
NAMED(contact_role, ROLES_OF_CONTACTS)

static const struct named ANSWERS[CONTACT_INFORMED] = {
    [INFORMED_NOT_ASKED] = {"not-asked", N_("Not asked about informational mail")},
    [INFORMED_YES] = {"yes", N_("Yes to informational mail")},
    [INFORMED_NO] = {"no", N_("No to informational mail")},
};
NAMED(contact_informed, ANSWERS)

static const struct named HOWS[INFORMED_HOWS] = {
    [INFORMED_HOW_NONE] = {"", ""},
    [INFORMED_TOLD] = {"told", N_("Said so")},
    [INFORMED_WRITTEN] = {"written", N_("Wrote so")},
    [INFORMED_BY_FORM] = {"form", N_("Signed up on our page")},
    [INFORMED_AT_EVENT] = {"event", N_("Signed up at an event")},
    [INFORMED_OWN_PAGE] = {"own-page", N_("On the employer's own page")},
    [INFORMED_BY_LINK] = {"unsubscribed", N_("Unsubscribed by the link in a mail")},
    [INFORMED_BY_CLICK] = {"one-click", N_("Unsubscribed with one click")},
    [INFORMED_AGAIN] = {"subscribed", N_("Subscribed again by the link in a mail")},
};
NAMED(informed_how, HOWS)

static const char *given(const char *text)
{
    return text == NULL ? "" : text;
}

void contact_read(const struct contact *typed, struct arena *a, struct contact *out)
{
    struct contact c = *typed;
    c.name = text_line(a, given(typed->name));
    c.title = text_line(a, given(typed->title));
    c.email = text_line(a, given(typed->email));
    c.phone = text_line(a, given(typed->phone));
    (void)email_read(c.email, a, &c.email);
    (void)phone_read(c.phone, a, &c.phone);
    if (c.informed == INFORMED_NOT_ASKED) {
        c.informed_on = DAY_NONE;
        c.informed_how = INFORMED_HOW_NONE;
    }
    *out = c;
}

static void day_check(day d, day today, const char *field, struct issues *issues)
{
    if (d != DAY_NONE && (d < day_make(2000, 1, 1) || d > today))
        issues_add(issues, field, N_("Write a day after the year 2000 and not after today"));
}

void contact_check(const struct contact *c, day today, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *normal;
    if (c->name[0] == '\0' && c->role != CONTACT_SHARED)
        issues_add(issues, "name", N_("Write the name"));
    if (text_length(c->name) > CONTACT_NAME_MOST)
        issues_add_arg(issues, "name", N_("Write at most %s characters"), "200");
    if (text_length(c->title) > CONTACT_TITLE_MOST)
        issues_add_arg(issues, "title", N_("Write at most %s characters"), "100");
    if (c->email[0] != '\0' && !email_read(c->email, a, &normal))
        issues_add(issues, "email", N_("Write an e-mail address such as name@example.org, or leave it empty"));
    if (c->phone[0] != '\0' && !phone_read(c->phone, a, &normal))
        issues_add(issues, "phone", N_("Write a phone number with eight digits, or with + and country code, or leave it empty"));
    if (c->role == CONTACT_SHARED && c->email[0] == '\0' && c->phone[0] == '\0')
        issues_add(issues, "email", N_("Write the e-mail address or the phone number that is shared"));
    if (c->informed != INFORMED_NOT_ASKED && c->informed_on == DAY_NONE)
        issues_add(issues, "informed_on", N_("Write on which day the answer was given"));
    if (c->informed != INFORMED_NOT_ASKED && c->informed_how == INFORMED_HOW_NONE)
        issues_add(issues, "informed_how", N_("Choose how the answer was given"));
    day_check(c->informed_on, today, "informed_on", issues);
    day_check(c->left_on, today, "left_on", issues);
}

bool contact_left(const struct contact *c, day today)
{
    return c->left_on != DAY_NONE && c->left_on <= today;
}

const char *contact_shown(const struct contact *c, enum lang lang)
{
    return c->name[0] != '\0' ? c->name : tr(lang, N_("Shared address"));
}

const char *contact_address_refusal(const struct contact *c, day today)
{
    if (contact_left(c, today))
        return N_("Is not there any more");
    return c->email[0] == '\0' ? N_("Has no e-mail address") : NULL;
}

const char *contact_mail_refusal(const struct contact *c, day today)
{
    const char *refusal = contact_address_refusal(c, today);
    if (refusal != NULL)
        return refusal;
    switch (c->informed) {
    case INFORMED_NOT_ASKED:
        return N_("Has not been asked about informational mail");
    case INFORMED_NO:
        return c->informed_how == INFORMED_BY_LINK || c->informed_how == INFORMED_BY_CLICK ? N_("Has unsubscribed from informational mail")
                                                   : N_("Has said no to informational mail");
    case INFORMED_YES:
        break;
    }
    return NULL;
}
