// SPDX-License-Identifier: EUPL-1.2
#ifndef COUNTS_FACTS_H
#define COUNTS_FACTS_H

#include "app/hires.h"

// What has happened, as a list of plain facts, and the programme's figures told from it by their definitions: independent of
// how the program counts.
enum { PEOPLE_MOST = 60, HIRES_MOST = 400, SITES_MOST = 40 };

struct site {
    struct workplace_id workplace;
    struct employer_id employer;
    struct code area;
    bool in_region;
};
struct someone {
    struct person_id person;
    char name[40];
    bool with_both, deleted, counted; // counted: when deleted
    enum background background;
};
struct fact_hire {
    struct hire_id id;
    int person, site; // person -1: nobody has said to be it
    bool posted, confirmed, taken_back;
    day start, agreed_to, ended_on;
    int share;
    int yes[CHECKINS], no[CHECKINS]; // answers
};
static struct site sites[SITES_MOST];
static struct someone people[PEOPLE_MOST];
static struct fact_hire hires[HIRES_MOST];
static int site_count, known_people, known_hires;
static int64_t proposed, presented;

// By the definitions: confirmed and begun, in the programme's period and region, at least 20 per cent and three months.
static bool stands(const struct fact_hire *h, day today)
{
    return h->confirmed && !h->taken_back && h->start <= today;
}

static bool counts_to_goal(const struct fact_hire *h, day today)
{
    bool lasts = h->agreed_to == DAY_NONE || day_add_months(h->start, 3) <= h->agreed_to + 1;
    return stands(h, today) && lasts && h->share >= 20 && sites[h->site].in_region && h->start >= day_make(2016, 2, 9) &&
           h->start <= day_make(2020, 12, 31);
}

static bool person_counts(int person, day today)
{
    for (int i = 0; i < known_hires; i++)
        if (hires[i].person == person && counts_to_goal(&hires[i], today))
            return true;
    return false;
}

static void still_recount(const struct fact_hire *h, day today, struct programme_counts *c)
{
    for (int m = 0; m < CHECKINS; m++) {
        day due = day_add_months(h->start, CHECKIN_MONTHS[m]);
        bool told = h->ended_on != DAY_NONE || h->yes[m] + h->no[m] > 0;
        if (today < due || !told)
            continue;
        c->still[m].observed++;
        c->still[m].employed += h->ended_on != DAY_NONE ? h->ended_on >= due : h->no[m] == 0;
    }
}

static struct programme_counts recount(day today, int64_t pledged)
{
    struct programme_counts c = {.pledged = pledged, .proposed = proposed, .presented = presented, .goal = 1000};
    for (int i = 0; i < known_hires; i++) {
        const struct fact_hire *h = &hires[i];
        c.reported += !h->confirmed && !h->taken_back;
        if (!stands(h, today))
            continue;
        c.hired++;
        c.hired_unposted += !h->posted;
        still_recount(h, today, &c);
    }
    for (int i = 0; i < known_people; i++)
        c.persons += people[i].deleted ? people[i].counted : people[i].background == BACKGROUND_YES && person_counts(i, today);
    int64_t days = day_make(2020, 12, 31) - day_make(2016, 2, 9) + 1;
    c.line = 1000 * (today - day_make(2016, 2, 9) + 1) / days;
    return c;
}

#endif
