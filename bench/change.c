// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>

#include "crowd.h"
#include "match/fast.h"
#include "measure.h"

// Gives one profile all that another says, its lot apart, which never changes, and publishes, again and again: the
// middle time. bench_change [PROFILES].

enum { PROFILES = 1000000, TURNS = 2001, APART = 7919 };

static const double BAR = 200.0;

static double change_once(struct match_world *w, int64_t number, int64_t as, int64_t version, double *worked_out)
{
    static struct crowd_profile p;
    crowd_draw(&p, number);
    uint32_t lot = p.profile.lot;
    crowd_draw(&p, as);
    p.profile.number = number;
    p.profile.lot = lot;
    double began = clock_now(), worked = clock_worked();
    match_put(w, &p.profile);
    match_publish(w, version);
    *worked_out = clock_worked() - worked;
    return clock_now() - began;
}

int main(int count, char **arguments)
{
    size_t profiles = argument_number(count, arguments, 1, PROFILES);
    struct match_world *w = world_crowded(profiles, ENGINE_FAST);
    static double times[TURNS], works[TURNS];
    match_expect_month(w, day_month(crowd_today()));
    for (size_t i = 0; i < TURNS; i++)
        times[i] = change_once(w, (int64_t)(i * APART % profiles) + 1, (int64_t)(profiles + i), (int64_t)i + 2, &works[i]);
    order_numbers(times, TURNS);
    order_numbers(works, TURNS);
    printf("# change: least %.0f us, 95 of 100 below %.0f us, most %.0f us; of work in the middle %.0f us\n", times[0],
           times[TURNS * 95 / 100], times[TURNS - 1], works[TURNS / 2]);
    double began = clock_now(), worked = clock_worked();
    match_change_catalogue(w, NULL, 0, "another", (int64_t)TURNS + 2);
    printf("# another catalogue, under which all are closed anew: %.2f s, %.2f s of work\n", (clock_now() - began) / 1e6,
           (clock_worked() - worked) / 1e6);
    began = clock_now();
    size_t differences = match_check(w);
    printf("# %zu differences between the index and the profiles, looked for in %.2f s\n", differences,
           (clock_now() - began) / 1e6);
    bool good = figure_print("change", times[TURNS / 2], "us", BAR) && differences == 0;
    match_close(w);
    return good ? 0 : 1;
}
