// SPDX-License-Identifier: EUPL-1.2
#include "cli/json.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

void json_put(json_t *root)
{
    if (root == NULL) {
        log_error("JSON could not be made");
        abort();
    }
    json_dumpf(root, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(root);
}

json_t *json_id(int64_t id)
{
    return json_sprintf("%lld", (long long)id);
}
