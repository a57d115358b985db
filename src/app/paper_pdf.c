// SPDX-License-Identifier: EUPL-1.2
// Making a PDF in a process of its own: this same program, run again with a hidden argument, which takes all but standard
// input and output from itself and then becomes WeasyPrint.
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/child.h"
#include "app/paper.h"
#include "base/log.h"

static const char CHILD_ARGUMENT[] = "--paper";
enum { WAIT_MS = 30 * 1000, CPU_SECONDS = 25, MEMORY_MOST = 1 << 30, PDF_MOST = 20 << 20 };
enum { CODE_MISSING = 90, CODE_OPEN = 91 };

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
    child_limit(RLIMIT_CORE, 0);
    child_limit(RLIMIT_CPU, CPU_SECONDS);
    child_limit(RLIMIT_FSIZE, PDF_MOST);
    child_limit(RLIMIT_NOFILE, 64);
    *code_out = CODE_OPEN;
    if (!without_network() || !network_is_gone())
        return true;
#ifndef __SANITIZE_ADDRESS__
    child_limit(RLIMIT_AS, MEMORY_MOST);
#endif
    execlp("weasyprint", "weasyprint", "--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", "-", "-", (char *)NULL);
    *code_out = CODE_MISSING;
    return true;
}

static enum status take(int code, int output, struct arena *a, struct issues *issues, const void **bytes_out,
                        size_t *size_out)
{
    const void *bytes;
    size_t size;
    if (code == 0 && child_output(output, PDF_MOST, a, &bytes, &size) == OK && size > 5 && memcmp(bytes, "%PDF-", 5) == 0) {
        *bytes_out = bytes;
        *size_out = size;
        return OK;
    }
    log_warning("paper: no PDF was made (%d)", code);
    issues_add(issues, "", code == CODE_MISSING ? N_("The PDF could not be made: WeasyPrint is not installed on the server. Whoever "
                                                     "runs the program installs the package weasyprint; then make the PDF here.")
                           : code == CODE_OPEN ? N_("The PDF was not made: the server cannot shut the process that makes it "
                                                    "off from the network.")
                                               : N_("The PDF could not be made in time. Try again, or shorten the text."));
    return INVALID;
}

enum status paper_pdf(const struct paper *p, const char *path, struct arena *a, struct issues *issues, const void **bytes_out,
                      size_t *size_out)
{
    char *const environment[] = {arena_printf(a, "PATH=%s", path), "LANG=C.UTF-8", "HOME=/nonexistent", "PYTHONDONTWRITEBYTECODE=1",
                                 "ASAN_OPTIONS=detect_leaks=0", NULL};
    const struct child child = {CHILD_ARGUMENT, environment, WAIT_MS};
    const char *html = paper_html(p, a);
    int code, output;
    TRY(child_run(&child, html, strlen(html), &code, &output));
    enum status status = take(code, output, a, issues, bytes_out, size_out);
    close(output);
    return status;
}
