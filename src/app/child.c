// SPDX-License-Identifier: EUPL-1.2
#include "app/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

void child_limit(int what, rlim_t most)
{
    setrlimit(what, &(struct rlimit){most, most});
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

bool child_write(const void *bytes, size_t size)
{
    return write_all(STDOUT_FILENO, bytes, size);
}

// A file without a name, in memory only, to be read from its beginning.
static int memory_file(const void *bytes, size_t size)
{
    int fd = memfd_create("child", MFD_CLOEXEC);
    if (fd >= 0 && (!write_all(fd, bytes, size) || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool spawn(const struct child *child, int in, int out, pid_t *pid_out)
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
    char *const arguments[] = {"ypsilon", (char *)(uintptr_t)child->argument, NULL};
    if (wrong == 0)
        wrong = posix_spawn(pid_out, "/proc/self/exe", &files, &attributes, arguments, child->environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return wrong == 0;
}

// How it ended; one that does not end by itself is ended.
static int wait_for(pid_t pid, int most_ms)
{
    int handle = (int)syscall(SYS_pidfd_open, pid, 0), how = 0;
    struct pollfd ended = {.fd = handle, .events = POLLIN};
    if (handle < 0 || poll(&ended, 1, most_ms) <= 0)
        kill(pid, SIGKILL);
    if (handle >= 0)
        close(handle);
    while (waitpid(pid, &how, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(how) ? WEXITSTATUS(how) : -1;
}

enum status child_run(const struct child *child, const void *bytes, size_t size, int *code_out, int *output_out)
{
    pid_t pid;
    int in = memory_file(bytes, size), out = memory_file("", 0);
    bool begun = in >= 0 && out >= 0 && spawn(child, in, out, &pid);
    if (begun)
        *code_out = wait_for(pid, child->most_ms);
    else
        log_error("%s cannot be run in a process of its own: %s", child->argument, strerror(errno));
    if (in >= 0)
        close(in);
    if (out >= 0 && !begun)
        close(out);
    if (!begun)
        return FAILED;
    *output_out = out;
    return OK;
}

enum status child_output(int output, size_t most, struct arena *a, const void **bytes_out, size_t *size_out)
{
    off_t size = lseek(output, 0, SEEK_END);
    if (size <= 0 || (size_t)size > most)
        return FAILED;
    char *bytes = arena_alloc(a, (size_t)size + 1);
    if (pread(output, bytes, (size_t)size, 0) != size)
        return FAILED;
    *bytes_out = bytes;
    *size_out = (size_t)size;
    return OK;
}
