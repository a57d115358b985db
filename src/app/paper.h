// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_PAPER_H
#define APP_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/lang.h"
#include "base/status.h"

// A text with letterhead: as HTML for print, and from it as tagged PDF.
struct paper {
    enum lang lang;
    const char *head;          // the programme's name
    const char *contact[4];    // of the programme's office, a line each; "" or NULL: none
    const char *title;
    const char *above;         // a line over the text: day, edition; "" none
    const char *notice;        // what is corrected; "" none
    const char *body;          // HTML that exchange/markdown.h has made
    const char *foot;          // HTML of our own, "" none
};
const char *paper_html(const struct paper *p, struct arena *a);
const char *html_escaped(const char *text, struct arena *a);              // & < > " '

// The PDF (PDF/UA-1: tagged, with language and title) by WeasyPrint, a process of its own without network, that has 30
// seconds and a gigabyte. INVALID: issues (field "") says why there is none: it is not installed, or took too long.
// path: where it is looked for (app_paper_path).
MUST_USE enum status paper_pdf(const struct paper *p, const char *path, struct arena *a, struct issues *issues, const void **out,
                          size_t *size_out);

// At the very beginning of main: only returns when this process is not the one that makes a PDF.
bool paper_child_run(int argc, char **argv, int *code_out);

#endif
