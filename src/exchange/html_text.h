// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_HTML_TEXT_H
#define EXCHANGE_HTML_TEXT_H

#include "base/arena.h"

// What HTML from outside says, as text: paragraphs, headings and cells become lines, items of lists begin with "• ",
// entities become their characters; markup, scripts, styles and comments are gone. Nothing in it is markup any more, but
// it may hold "<" where the HTML said "&lt;", so pages escape it like any text. Trimmed as text_trim does. Text without
// a tag or entity keeps its own lines. Never fails: what cannot be read as HTML is text, and so is what stands more than
// 256 elements deep.
const char *html_text(const char *html, struct arena *a);

#endif
