// SPDX-License-Identifier: EUPL-1.2
#include "core/employer_group.h"

#include "base/issues.h"

// Ranges of divisions (two digits), up to and including `last`; what lies between two ranges is not in use.
static const struct {
    int last;
    const char *name, *title;
} INDUSTRIES[INDUSTRY_GROUPS] = {
    {0, "unknown", N_("Industry not known")},
    {3, "farming", N_("Farming, forestry and fishing")},
    {9, "mining", N_("Mining, oil and gas")},
    {33, "making", N_("Manufacturing")},
    {35, "energy", N_("Power and heating")},
    {39, "water", N_("Water, sewage and waste")},
    {43, "building", N_("Building and construction")},
    {47, "trade", N_("Shops, wholesale and car repair")},
    {53, "transport", N_("Transport and storage")},
    {56, "hospitality", N_("Hotels and restaurants")},
    {63, "information", N_("Information and communication")},
    {66, "finance", N_("Finance and insurance")},
    {68, "property", N_("Property")},
    {75, "professional", N_("Professional and technical services")},
    {82, "services", N_("Cleaning, staffing and other business services")},
    {84, "public", N_("Public administration")},
    {85, "education", N_("Schools and teaching")},
    {88, "health", N_("Health and social services")},
    {93, "culture", N_("Culture, sport and leisure")},
    {99, "other", N_("Other services")},
};

int industry_group(const char *code)
{
    if (code == NULL || code[0] < '0' || code[0] > '9' || code[1] < '0' || code[1] > '9')
        return INDUSTRY_UNKNOWN;
    int division = (code[0] - '0') * 10 + code[1] - '0', group = 0;
    while (division > INDUSTRIES[group].last)
        group++;
    return group;
}

const char *industry_group_name(int group)
{
    return INDUSTRIES[group].name;
}

const char *industry_group_title(int group)
{
    return INDUSTRIES[group].title;
}

static const struct {
    int least;
    const char *name, *title;
} SIZES[SIZE_GROUPS] = {
    {-1, "unknown", N_("Number of employees not known")},
    {0, "0-4", N_("0–4 employees")},
    {5, "5-9", N_("5–9 employees")},
    {10, "10-19", N_("10–19 employees")},
    {20, "20-49", N_("20–49 employees")},
    {50, "50-99", N_("50–99 employees")},
    {100, "100-249", N_("100–249 employees")},
    {250, "250", N_("250 employees and more")},
};

int size_group(int employees)
{
    int group = SIZE_GROUPS - 1;
    while (group > 0 && employees < SIZES[group].least)
        group--;
    return group;
}

const char *size_group_name(int group)
{
    return SIZES[group].name;
}

const char *size_group_title(int group)
{
    return SIZES[group].title;
}
