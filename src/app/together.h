// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_TOGETHER_H
#define APP_TOGETHER_H

#include <stddef.h>

// Work that several threads share. All have ended when these return; where a thread cannot be had, the caller does its part.

// work(arg) in as many threads as there are processors: a match_runner.
void work_together(void (*work)(void *arg), void *arg);
// work on each of the parts, which stand behind each other: a thread for each processor, which takes part after part.
void work_on_each(void (*work)(void *part), void *parts, size_t size, size_t count);

#endif
