// SPDX-License-Identifier: EUPL-1.2
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "match/match.h"

// What the benchmarks of the engine share.

double clock_now(void);    // µs
double clock_worked(void); // µs that the processors worked for this process: tells more where others are at work too
void order_numbers(double *numbers, size_t count); // the least first

// Prints "NAME VALUE UNIT bar BAR ok|short", and is true when it is ok: the value at most the bar.
bool figure_print(const char *name, double value, const char *unit, double bar);

// The positional argument at that place as a number, or what it is without one. Ends the process for another text.
size_t argument_number(int count, char **arguments, int at, size_t otherwise);

// The crowd's first profiles, numbered from 1 on and published as version 1; says how long publishing took.
enum { WORLD_THREADS = 2 }; // for its long work
struct match_world *world_crowded(size_t profiles, enum match_engine engine);

#endif
