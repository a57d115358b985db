// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_CV_PDF_H
#define EXCHANGE_CV_PDF_H

#include <stddef.h>

#include "base/arena.h"

// A Europass PDF carries its CV as XML inside. Reading a PDF means unpacking what a stranger has packed, so that this is
// done in a process of its own with little time and memory (app/cv_child.h); a PDF's pages are not read.
enum cv_pdf {
    CV_PDF_FOUND,
    CV_PDF_BROKEN,    // not a PDF that can be read
    CV_PDF_ENCRYPTED,
    CV_PDF_NO_CV,     // no file inside is a Europass CV
};

// What is found is the arena's.
enum cv_pdf cv_pdf_attachment(const void *bytes, size_t size, struct arena *a, const void **out, size_t *size_out);

#endif
