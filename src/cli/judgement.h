// SPDX-License-Identifier: EUPL-1.2
#ifndef CLI_JUDGEMENT_H
#define CLI_JUDGEMENT_H

#include <jansson.h>

#include "app/needs.h"
#include "cli/cli.h"

// A candidate's judgement, requirement by requirement: for match and explain.
void judgement_put(struct invocation *in, const struct app *app, const struct need_view *need,
                   const struct ranked_candidate *candidate);
json_t *judgement_json(struct invocation *in, const struct app *app, const struct need_view *need,
                       const struct ranked_candidate *candidate);
// The place's name with the requirement that is about it, "" for others.
const char *judgement_requirement(struct invocation *in, const struct app *app, const struct need_view *need,
                                  size_t index);

#endif
