// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_EMPLOYER_GROUP_H
#define CORE_EMPLOYER_GROUP_H

#include <stddef.h>

// Industries and sizes in the few parts that a list is narrowed by. Names are as in addresses, titles English msgids.

// By the first two digits of the industry code, which mean the same in SN2007 and SN2025 as far as these parts go.
enum { INDUSTRY_GROUPS = 20, INDUSTRY_UNKNOWN = 0 };
int industry_group(const char *code); // 0 … INDUSTRY_GROUPS - 1
const char *industry_group_name(int group);  // "building"
const char *industry_group_title(int group);

// Not known, 0–4, 5–9, 10–19, 20–49, 50–99, 100–249, 250 and more employees.
enum { SIZE_GROUPS = 8, SIZE_UNKNOWN = 0 };
int size_group(int employees); // EMPLOYEES_UNKNOWN is SIZE_UNKNOWN
const char *size_group_name(int group); // "5-9"
const char *size_group_title(int group);

#endif
