// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_SENDING_VIEW_H
#define WEB_SENDING_VIEW_H

#include "web/components.h"

// What the programme sends out and asks, side by side under one place of the header.
enum sending_part { PART_MAILINGS, PART_LETTERS, PART_SURVEYS };

#endif
