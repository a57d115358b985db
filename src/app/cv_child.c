// SPDX-License-Identifier: EUPL-1.2
#include "app/cv_child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

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

static void limit(int what, rlim_t most)
{
    setrlimit(what, &(struct rlimit){most, most});
}

static void confine(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0); // no core, no tracing: the memory is somebody's CV
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, CV_CHILD_SECONDS);
    limit(RLIMIT_FSIZE, CV_BYTES_MOST);
    limit(RLIMIT_NOFILE, 3);
    limit(RLIMIT_NPROC, 0);
    if (LIMIT_MEMORY)
        limit(RLIMIT_AS, CV_CHILD_MEMORY);
}

static bool write_all(int fd, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);
        if (n <= 0 && errno != EINTR)
            return false;
        bytes += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return true;
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
        *code_out = write_all(STDOUT_FILENO, found, found_size) ? 0 : 1;
    return true;
}

// A file without a name, in memory only.
static int memory_file(const void *bytes, size_t size)
{
    int fd = memfd_create("cv", MFD_CLOEXEC);
    if (fd >= 0 && !write_all(fd, bytes, size)) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool spawn(int in, int out, pid_t *pid_out)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (posix_spawn_file_actions_init(&files) != 0)
        return false;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return false;
    }
    int wrong = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    wrong |= posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    wrong |= posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", 1 /* O_WRONLY */, 0);
    wrong |= posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    wrong |= posix_spawnattr_setsigmask(&attributes, &none);
    wrong |= posix_spawnattr_setsigdefault(&attributes, &all);
    wrong |= posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char *const arguments[] = {"ypsilon", (char *)(uintptr_t)CHILD_ARGUMENT, NULL};
    if (wrong == 0)
        wrong = posix_spawn(pid_out, "/proc/self/exe", &files, &attributes, arguments, CHILD_ENVIRONMENT);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return wrong == 0;
}

// How it ended; one that does not end by itself is ended.
static int wait_for(pid_t pid)
{
    int handle = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd ended = {.fd = handle, .events = POLLIN};
    if (handle < 0 || poll(&ended, 1, WAIT_MS) <= 0)
        kill(pid, SIGKILL);
    if (handle >= 0)
        close(handle);
    int how = 0;
    while (waitpid(pid, &how, 0) < 0 && errno == EINTR) {
    }
    return how;
}

static enum status take(int out, struct arena *a, const void **bytes_out, size_t *size_out)
{
    off_t size = lseek(out, 0, SEEK_END);
    if (size <= 0 || size > CV_BYTES_MOST)
        return FAILED;
    char *bytes = arena_alloc(a, (size_t)size + 1);
    if (pread(out, bytes, (size_t)size, 0) != size)
        return FAILED;
    *bytes_out = bytes;
    *size_out = (size_t)size;
    return OK;
}

static enum status judge(int how, int out, struct arena *a, struct issues *issues, const void **bytes_out,
                         size_t *size_out)
{
    int code = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
    if (code == 0)
        return take(out, a, bytes_out, size_out);
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
    pid_t pid;
    enum status status = FAILED;
    int in = memory_file(bytes, size), result = memory_file("", 0);
    if (in >= 0 && result >= 0 && spawn(in, result, &pid))
        status = judge(wait_for(pid), result, a, issues, out, size_out);
    if (status == FAILED)
        log_error("cannot read a PDF in a process of its own: %s", strerror(errno));
    if (in >= 0)
        close(in);
    if (result >= 0)
        close(result);
    return status;
}
