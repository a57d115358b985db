// SPDX-License-Identifier: EUPL-1.2
// Making a PDF in a process of its own: this same program, run again with a hidden argument, which takes all but standard
// input and output from itself and then becomes WeasyPrint.
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/paper.h"
#include "base/log.h"

static const char CHILD_ARGUMENT[] = "--paper";
enum { WAIT_MS = 30 * 1000, CPU_SECONDS = 25, MEMORY_MOST = 1 << 30, PDF_MOST = 20 << 20 };
enum { CODE_MISSING = 90, CODE_OPEN = 91 };

static char *const CHILD_ENVIRONMENT[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent",
                                          "PYTHONDONTWRITEBYTECODE=1", "ASAN_OPTIONS=detect_leaks=0", NULL};

static void limit(int what, rlim_t most)
{
    setrlimit(what, &(struct rlimit){most, most});
}

// Every socket but those within the machine is refused, so that nothing is fetched and nothing told, whatever the text
// says. It cannot be taken back and holds for what the process becomes.
static bool without_network(void)
{
#if defined __x86_64__
    const uint32_t arch = AUDIT_ARCH_X86_64;
#elif defined __aarch64__
    const uint32_t arch = AUDIT_ARCH_AARCH64;
#else
#error "the number of this machine's kind is needed here"
#endif
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, arch, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), // another way to say the same calls
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {COUNT_OF(code), code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static bool network_is_gone(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0)
        close(fd);
    return fd < 0;
}

bool paper_child_run(int argc, char **argv, int *code_out)
{
    if (argc != 2 || strcmp(argv[1], CHILD_ARGUMENT) != 0)
        return false;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_FSIZE, PDF_MOST);
    limit(RLIMIT_NOFILE, 64);
    *code_out = CODE_OPEN;
    if (!without_network() || !network_is_gone())
        return true;
#ifndef __SANITIZE_ADDRESS__
    limit(RLIMIT_AS, MEMORY_MOST);
#endif
    execlp("weasyprint", "weasyprint", "--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", "-", "-", (char *)NULL);
    *code_out = CODE_MISSING;
    return true;
}

// A file without a name, in memory only.
static int memory_file(const char *bytes, size_t size)
{
    int fd = memfd_create("paper", MFD_CLOEXEC);
    if (fd >= 0 && pwrite(fd, bytes, size, 0) != (ssize_t)size) {
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
    int handle = (int)syscall(SYS_pidfd_open, pid, 0), how = 0;
    struct pollfd ended = {.fd = handle, .events = POLLIN};
    if (handle < 0 || poll(&ended, 1, WAIT_MS) <= 0)
        kill(pid, SIGKILL);
    if (handle >= 0)
        close(handle);
    while (waitpid(pid, &how, 0) < 0 && errno == EINTR) {
    }
    return how;
}

static enum status take(int how, int out, struct arena *a, struct issues *issues, const void **bytes_out, size_t *size_out)
{
    int code = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
    off_t size = lseek(out, 0, SEEK_END);
    if (code == 0 && size > 5 && size <= PDF_MOST) {
        char *bytes = arena_alloc(a, (size_t)size);
        if (pread(out, bytes, (size_t)size, 0) == size && memcmp(bytes, "%PDF-", 5) == 0) {
            *bytes_out = bytes;
            *size_out = (size_t)size;
            return OK;
        }
    }
    log_warning("paper: no PDF was made (%d)", code);
    issues_add(issues, "", code == CODE_MISSING ? N_("The PDF could not be made: WeasyPrint is not installed on the server. Whoever "
                                                     "runs the program installs the package weasyprint; then make the PDF here.")
                           : code == CODE_OPEN ? N_("The PDF was not made: the server cannot shut the process that makes it "
                                                    "off from the network.")
                                               : N_("The PDF could not be made in time. Try again, or shorten the text."));
    return INVALID;
}

enum status paper_pdf(const struct paper *p, struct arena *a, struct issues *issues, const void **bytes_out, size_t *size_out)
{
    pid_t pid;
    enum status status = FAILED;
    const char *html = paper_html(p, a);
    int in = memory_file(html, strlen(html)), out = memory_file("", 0);
    if (in >= 0 && out >= 0 && spawn(in, out, &pid))
        status = take(wait_for(pid), out, a, issues, bytes_out, size_out);
    if (status == FAILED)
        log_error("cannot make a PDF in a process of its own: %s", strerror(errno));
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return status;
}
