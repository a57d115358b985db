// SPDX-License-Identifier: EUPL-1.2
#include "core/programme.h"

#include "base/status.h"
#include "base/text.h"
#include "core/activity.h"
#include "core/person.h"

void programme_check(const struct programme *p, struct issues *issues)
{
    size_t name = p->name == NULL ? 0 : text_length(p->name);
    if (name == 0)
        issues_add(issues, "name", N_("Write the name"));
    else if (name > 100)
        issues_add_arg(issues, "name", N_("Write at most %s characters"), "100");
    if (p->goal < 1 || p->goal > 1000000)
        issues_add(issues, "goal", N_("Write how many people the programme is to help into work: 1 or more"));
    if (p->from == DAY_NONE)
        issues_add(issues, "from", N_("Write the programme's first day"));
    if (p->to == DAY_NONE)
        issues_add(issues, "to", N_("Write the programme's last day"));
    if (p->from != DAY_NONE && p->to != DAY_NONE && p->to <= p->from)
        issues_add(issues, "to", N_("The last day must come after the first"));
    if (p->retention_days < 0 || p->retention_days > 3650)
        issues_add(issues, "retention_days", N_("Write a number of days from 0 to 3650"));
    if (p->least_share < 1 || p->least_share > 100)
        issues_add(issues, "least_share", N_("Write a share of full time from 1 to 100 per cent"));
    if (p->least_months < 0 || p->least_months > 60)
        issues_add(issues, "least_months", N_("Write a number of months from 0 to 60"));
    if (p->open_share_requests < 1 || p->open_share_requests > 20)
        issues_add(issues, "open_share_requests", N_("Write a number from 1 to 20"));
    if (p->contact_days < 0 || p->contact_days > CONTACT_DAYS_MOST)
        issues_add(issues, "contact_days", N_("Write a number of days from 0 to 90"));
}

static const struct {
    const char *name, *title;
} KINDS[] = {
    [AGENCY_PROGRAMME] = {"programme", N_("Programme office")},
    [AGENCY_PUBLIC] = {"public", N_("Public agency")},
    [AGENCY_TRAINING] = {"training", N_("Training provider")},
    [AGENCY_VOLUNTEERS] = {"volunteers", N_("Volunteers")},
};

const char *agency_kind_name(enum agency_kind k)
{
    return KINDS[k].name;
}

const char *agency_kind_title(enum agency_kind k)
{
    return KINDS[k].title;
}

void agency_check(const struct agency *agency, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *normal;
    size_t name = agency->name == NULL ? 0 : text_length(agency->name);
    if (name == 0)
        issues_add(issues, "name", N_("Write the name"));
    else if (name > 100)
        issues_add_arg(issues, "name", N_("Write at most %s characters"), "100");
    if (agency->email != NULL && *agency->email != '\0' && !email_read(agency->email, a, &normal))
        issues_add(issues, "email", N_("Write an e-mail address such as name@example.org, or leave it empty"));
    if (agency->phone != NULL && *agency->phone != '\0' && !phone_read(agency->phone, a, &normal))
        issues_add(issues, "phone", N_("Write a phone number with eight digits, or with + and country code, or leave it empty"));
}
