// SPDX-License-Identifier: EUPL-1.2
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/cli.h"

void help_all(FILE *to, const struct invocation *in, const struct command *const *commands, size_t count,
              const struct option_spec *common, size_t common_count);
void help_command(FILE *to, const struct invocation *in, const struct command *command,
                  const struct option_spec *common, size_t common_count);

#endif
