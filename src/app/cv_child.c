// SPDX-License-Identifier: EUPL-1.2
#include "app/cv_child.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "app/child.h"
#include "base/log.h"
#include "exchange/cv.h"
#include "exchange/cv_pdf.h"

static const char CHILD_ARGUMENT[] = "--cv-attachment";
enum { WAIT_MS = 10 * 1000 };

// Exit codes of the child: 0 and what cv_pdf says; others are how a process ends that was stopped.
enum { CODE_BASE = 40 };

// The sanitizers reserve far more address space than they use, and bound memory in a way of their own.
#ifdef __SANITIZE_ADDRESS__
static char *const CHILD_ENVIRONMENT[] = {
    "ASAN_OPTIONS=detect_leaks=0:hard_rss_limit_mb=300:allocator_may_return_null=1", NULL};
enum { LIMIT_MEMORY = 0 };
#else
static char *const CHILD_ENVIRONMENT[] = {NULL};
enum { LIMIT_MEMORY = 1 };
#endif

static void confine(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0); // no core, no tracing: the memory is somebody's CV
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    child_limit(RLIMIT_CORE, 0);
    child_limit(RLIMIT_CPU, CV_CHILD_SECONDS);
    child_limit(RLIMIT_FSIZE, CV_BYTES_MOST);
    child_limit(RLIMIT_NOFILE, 3);
    child_limit(RLIMIT_NPROC, 0);
    if (LIMIT_MEMORY)
        child_limit(RLIMIT_AS, CV_CHILD_MEMORY);
}

bool cv_child_run(int argc, char **argv, int *code_out)
{
    if (argc != 2 || strcmp(argv[1], CHILD_ARGUMENT) != 0)
        return false;
    confine();
    struct arena *a CLEANUP_ARENA = arena_open();
    off_t size = lseek(STDIN_FILENO, 0, SEEK_END);
    void *bytes = size > 0 && size <= CV_BYTES_MOST ? mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0)
                                                    : MAP_FAILED;
    *code_out = CODE_BASE + CV_PDF_BROKEN;
    if (bytes == MAP_FAILED)
        return true;
    const void *found;
    size_t found_size;
    enum cv_pdf answer = cv_pdf_attachment(bytes, (size_t)size, a, &found, &found_size);
    if (answer != CV_PDF_FOUND)
        *code_out = CODE_BASE + (int)answer;
    else
        *code_out = child_write(found, found_size) ? 0 : 1;
    return true;
}

static enum status judge(int code, int output, struct arena *a, struct issues *issues, const void **bytes_out,
                         size_t *size_out)
{
    if (code == 0)
        return child_output(output, CV_BYTES_MOST, a, bytes_out, size_out);
    switch (code - CODE_BASE) {
    case CV_PDF_BROKEN:
        issues_add(issues, "file",
                   N_("This PDF is damaged or not complete, or packed in a manner that we do not unpack. Save the CV "
                      "once more and "
                      "send that file."));
        break;
    case CV_PDF_ENCRYPTED:
        issues_add(issues, "file",
                   N_("This PDF is encrypted. Save it without a password, or download the CV as XML at "
                      "europass.europa.eu."));
        break;
    case CV_PDF_NO_CV:
        issues_add(issues, "file",
                   N_("There is no Europass CV in this PDF, only pages, and we do not guess at what stands on "
                      "them. Download the CV at europass.europa.eu as PDF or XML, or write it into a table with "
                      "the columns kind, what, level, from and to."));
        break;
    default:
        issues_add(issues, "file",
                   N_("This PDF takes too much time or memory to read. Save the CV once more without pictures, or "
                      "download it as XML at europass.europa.eu."));
    }
    return INVALID;
}

enum status cv_child_read(const void *bytes, size_t size, struct arena *a, struct issues *issues, const void **out,
                          size_t *size_out)
{
    const struct child child = {CHILD_ARGUMENT, CHILD_ENVIRONMENT, WAIT_MS};
    int code, output;
    TRY(child_run(&child, bytes, size, &code, &output));
    enum status status = judge(code, output, a, issues, out, size_out);
    close(output);
    if (status == FAILED)
        log_error("what was read of a PDF in a process of its own cannot be taken over");
    return status;
}
