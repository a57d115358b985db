// SPDX-License-Identifier: EUPL-1.2
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stdint.h>

#include <jansson.h>

// On standard output, two spaces deep; takes root over.
void json_put(json_t *root);
// An id as text: readers that count in doubles would lose its last digits.
json_t *json_id(int64_t id);

#endif
