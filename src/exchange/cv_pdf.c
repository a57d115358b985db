// SPDX-License-Identifier: EUPL-1.2
#include "exchange/cv_pdf.h"

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/cv.h"

enum { NODES_MOST = 2000, DEPTH_MOST = 16, FILES_MOST = 50 };

struct search {
    qpdf_data pdf;
    struct arena *arena;
    int nodes, files;
    bool unread; // a file that cannot be unpacked, within this process's bounds or at all
    const void *found;
    size_t found_size;
};

// The root element stands near the beginning, behind comments at most.
static bool names_cv(const unsigned char *bytes, size_t size)
{
    static const char *const roots[] = {"SkillsPassport", "learnerinfo", "Candidate"};
    size_t beginning = size < 4096 ? size : 4096;
    if (memchr(bytes, '<', beginning < 64 ? beginning : 64) == NULL)
        return false;
    for (size_t i = 0; i < COUNT_OF(roots); i++)
        if (memmem(bytes, beginning, roots[i], strlen(roots[i])) != NULL)
            return true;
    return false;
}

static void stream_look(struct search *s, qpdf_oh stream)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    if (s->found != NULL || s->files++ >= FILES_MOST || !qpdf_oh_is_stream(s->pdf, stream))
        return;
    if (qpdf_oh_get_stream_data(s->pdf, stream, qpdf_dl_generalized, &filtered, &bytes, &size) & QPDF_ERRORS) {
        s->unread = true;
    } else if (filtered && size <= CV_BYTES_MOST && names_cv(bytes, size)) {
        s->found = arena_copy(s->arena, bytes, size);
        s->found_size = size;
    }
    free(bytes);
}

// A file specification (ISO 32000-1, 7.11.3): the file is under EF, as F or UF.
static void file_look(struct search *s, qpdf_oh file)
{
    static const char *const names[] = {"/F", "/UF"};
    qpdf_oh embedded = qpdf_oh_get_key_if_dict(s->pdf, file, "/EF");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        stream_look(s, qpdf_oh_get_key_if_dict(s->pdf, embedded, names[i]));
}

// A name tree (7.9.6): Names holds pairs of name and value, Kids further nodes.
static void tree_walk(struct search *s, qpdf_oh node, int depth)
{
    if (s->found != NULL || depth > DEPTH_MOST || s->nodes++ >= NODES_MOST || !qpdf_oh_is_dictionary(s->pdf, node))
        return;
    qpdf_oh names = qpdf_oh_get_key(s->pdf, node, "/Names"), kids = qpdf_oh_get_key(s->pdf, node, "/Kids");
    int name_count = qpdf_oh_is_array(s->pdf, names) ? qpdf_oh_get_array_n_items(s->pdf, names) : 0;
    int kid_count = qpdf_oh_is_array(s->pdf, kids) ? qpdf_oh_get_array_n_items(s->pdf, kids) : 0;
    for (int i = 1; i < name_count && s->found == NULL && s->files < FILES_MOST; i += 2)
        file_look(s, qpdf_oh_get_array_item(s->pdf, names, i));
    for (int i = 0; i < kid_count && s->found == NULL && s->nodes < NODES_MOST; i++)
        tree_walk(s, qpdf_oh_get_array_item(s->pdf, kids, i), depth + 1);
}

static enum cv_pdf search(struct search *s, const void *bytes, size_t size)
{
    if (qpdf_read_memory(s->pdf, "cv", bytes, size, NULL) & QPDF_ERRORS) {
        qpdf_error e = qpdf_get_error(s->pdf);
        return e != NULL && qpdf_get_error_code(s->pdf, e) == qpdf_e_password ? CV_PDF_ENCRYPTED : CV_PDF_BROKEN;
    }
    if (qpdf_is_encrypted(s->pdf))
        return CV_PDF_ENCRYPTED;
    qpdf_oh names = qpdf_oh_get_key_if_dict(s->pdf, qpdf_get_root(s->pdf), "/Names");
    tree_walk(s, qpdf_oh_get_key_if_dict(s->pdf, names, "/EmbeddedFiles"), 0);
    if (s->found != NULL)
        return CV_PDF_FOUND;
    return s->unread ? CV_PDF_BROKEN : CV_PDF_NO_CV;
}

enum cv_pdf cv_pdf_attachment(const void *bytes, size_t size, struct arena *a, const void **out, size_t *size_out)
{
    struct search s = {.pdf = qpdf_init(), .arena = a};
    qpdf_set_suppress_warnings(s.pdf, QPDF_TRUE);
    qpdf_silence_errors(s.pdf);
    enum cv_pdf answer = search(&s, bytes, size);
    while (qpdf_has_error(s.pdf)) // or the library complains that nobody asked
        qpdf_get_error(s.pdf);
    qpdf_cleanup(&s.pdf);
    if (answer == CV_PDF_FOUND) {
        *out = s.found;
        *size_out = s.found_size;
    }
    return answer;
}
