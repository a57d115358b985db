// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_CODE_VALID_H
#define BASE_CODE_VALID_H

#include "base/code.h"

bool code_valid(struct code c); // whether code_read could have made it; {0} is not

#endif
