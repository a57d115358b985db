// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "web/form.h"

// Forms that carry files: multipart/form-data (RFC 7578), read strictly and piece by piece as it comes from the
// client, so that a file of any size takes little memory.
//
// How a page takes a file:
// 1. Its form is opened with upload_form_open (components.html), which sends multipart/form-data with the token first.
// 2. Its POST route gets one line in uploads.def: how large the body may be and whether files go to disk.
//    On every other route such a body is refused (415) unread.
// 3. The handler asks request_upload(r, "file") (http.h). Text fields stand in r->form as those of other forms do.
// The server reads a body only from those whose role the route names, and keeps no byte of a file before the form's
// token has come and is right.

// One file that came. Lives as long as the request: fd is closed when the reply has been sent; dup(2) it to go on with
// it in the background. A file on disk has no name there and is gone with its last descriptor, also after a crash.
struct upload {
    const char *field;          // the form field's name
    const char *file_name;      // without folders, text_valid; for showing, never for opening
    const char *type;           // as the client says, "application/pdf"; not to be believed
    const unsigned char *bytes; // of a file in memory, with a NUL behind that size does not count; NULL when on disk
    int fd;                     // of a file on disk, at its beginning, for reading; -1 when in memory
    uint64_t size;
};

enum { UPLOADS_MOST = 10, MULTIPART_HEAD_MOST = 4 * 1024, BOUNDARY_MOST = 70 };

struct multipart_rule {
    uint64_t most;      // bytes of the whole body
    bool on_disk;       // files go to folder; else they stay in the arena
    const char *folder; // an existing one
};

// The boundary of a Content-Type, or NULL when it is not multipart/form-data with one that is right (RFC 2046, 5.1.1).
const char *multipart_boundary(struct arena *a, const char *content_type);

struct multipart;

// expected is the length of the body. may_begin is asked once, before the first file, with the fields that stand before
// it; when it says no, all files are read over and none is listed. The reader lives in the arena, its files' descriptors
// until multipart_close.
struct multipart *multipart_open(struct arena *a, const char *boundary, const struct multipart_rule *rule,
                                 uint64_t expected, bool (*may_begin)(void *context, const struct form *before),
                                 void *context);
// OK, INVALID: the bytes are no such form, or hold too many or too large fields or too many files; FAILED: the disk.
// After anything but OK the rest need not be fed, and is read over when it is.
MUST_USE enum status multipart_feed(struct multipart *m, const char *bytes, size_t n);
// When all has been fed: the fields and the files. A file field in which nothing was chosen is not listed.
MUST_USE enum status multipart_end(struct multipart *m, struct form *form_out, const struct upload **uploads_out,
                                   size_t *count_out);
void multipart_close(struct multipart *m); // NULL is fine

#endif
