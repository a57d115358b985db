// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_QR_H
#define WEB_QR_H

#include "web/html.h"

// A QR code as an inline SVG, black on white whatever the page's colours are, with the quiet zone that readers need
// (ISO/IEC 18004: four modules). It has no words: the page puts a text beside it. NULL html when the text is too long.
struct markup qr_svg(struct arena *a, const char *text);

#endif
