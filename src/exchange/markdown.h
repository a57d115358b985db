// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_MARKDOWN_H
#define EXCHANGE_MARKDOWN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"

// Markdown (CommonMark with GitHub's tables, struck text and bare addresses) that people write in letters and mailings,
// with fields: {{name}} is replaced by what the caller knows. Values are put in after the text has been parsed, so that no
// name of a firm becomes a link, a heading or markup. HTML and pictures are no part of it: nothing is fetched by a reader.
enum { MARKDOWN_MOST = 60000 }; // bytes

// What stands for a field, as one line of plain text; NULL: there is no such field. name: as typed, trimmed.
struct markdown_fields {
    const char *(*value)(const void *context, const char *name, struct arena *a);
    // A field that alone in a paragraph stands for lines of Markdown of our own making, such as a table. NULL: it is none.
    const char *(*block)(const void *context, const char *name, struct arena *a);
    const void *context;
};

// As it is kept: line ends become "\n", no space at the end of a line, NFC. typed has to be text_valid.
const char *markdown_tidy(const char *typed, struct arena *a);

// Issues on `field`, each with the line it is about: a field that is not there or not closed, a block field among other
// words, HTML, a picture, an address that is neither http, https, mailto, tel nor a path of ours.
void markdown_check(const char *text, const struct markdown_fields *fields, const char *field, struct issues *issues);

struct markdown_way {
    const struct markdown_fields *fields;
    const char *site; // stands before addresses that begin with "/"; "" leaves them as they are
    int heading;      // the text's highest headings get this level, those below follow
};
// As HTML without a frame: only elements of CommonMark and tables, all that was typed escaped, addresses of the four kinds.
MUST_USE enum status markdown_html(const char *text, const struct markdown_way *way, struct arena *a, const char **out);
// As text for mails: addresses in parentheses behind their words, lists and tables as lines.
MUST_USE enum status markdown_text(const char *text, const struct markdown_way *way, struct arena *a, const char **out);

#endif
