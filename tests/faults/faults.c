// SPDX-License-Identifier: EUPL-1.2
// Loaded before the C library: counts what the process gives to files and sockets, and ends it, as kill -9 would, just
// before or just after one of these calls. For tests/scenario/faults.test.mjs.
//
//   YPSILON_FAULTS_FROM   counting begins when this file is there
//   YPSILON_FAULTS_AT     the call to end at, from 1; 0: none
//   YPSILON_FAULTS_AFTER  "1": just after it
//   YPSILON_FAULTS_LOG    a line for each call counted: "17 pwrite ypsilon.db-wal"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_bool begun;
static atomic_long counted;
static long at;
static bool after;
static const char *from;
static int log_file = -1;

__attribute__((constructor)) static void set_up(void)
{
    const char *number = getenv("YPSILON_FAULTS_AT"), *behind = getenv("YPSILON_FAULTS_AFTER"), *log = getenv("YPSILON_FAULTS_LOG");
    from = getenv("YPSILON_FAULTS_FROM");
    at = number == NULL ? 0 : strtol(number, NULL, 10);
    after = behind != NULL && strcmp(behind, "1") == 0;
    if (log != NULL)
        log_file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void end_here(void)
{
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

// Its number, or 0 while nothing is counted.
static long count(const char *call, const char *what)
{
    if (!begun) {
        if (from == NULL || access(from, F_OK) != 0)
            return 0;
        begun = true;
    }
    long n = ++counted;
    if (log_file >= 0) {
        char line[300];
        const char *name = strrchr(what, '/');
        int size = snprintf(line, sizeof line, "%ld %s %s\n", n, call, name == NULL ? what : name + 1);
        syscall(SYS_write, log_file, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
    }
    if (n == at && !after)
        end_here();
    return n;
}

// After the call; errno stays the call's.
static void done(long n)
{
    if (n != 0 && n == at && after)
        end_here();
}

// Files and TCP connections; not pipes, terminals and what threads tell each other.
static const char *worth_counting(int fd, char name[static 200])
{
    struct stat about;
    char path[40];
    if (fstat(fd, &about) != 0)
        return NULL;
    if (S_ISSOCK(about.st_mode)) {
        struct sockaddr_storage peer;
        socklen_t size = sizeof peer;
        bool tcp = getpeername(fd, (struct sockaddr *)&peer, &size) == 0 && (peer.ss_family == AF_INET || peer.ss_family == AF_INET6);
        return tcp ? "socket" : NULL;
    }
    if (!S_ISREG(about.st_mode))
        return NULL;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(path, name, 199);
    name[n < 0 ? 0 : n] = '\0';
    return name;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define ON_DESCRIPTOR(result, name, parameters, arguments, fd)                                                         \
    result name parameters;                                                                                            \
    result name parameters                                                                                             \
    {                                                                                                                  \
        static __typeof__(&name) next;                                                                                 \
        char what[200];                                                                                                \
        if (next == NULL)                                                                                              \
            next = NEXT(name);                                                                                         \
        int kept = errno;                                                                                              \
        const char *place = worth_counting(fd, what);                                                                  \
        long n = place == NULL ? 0 : count(#name, place);                                                              \
        errno = kept;                                                                                                  \
        result answer = next arguments;                                                                                \
        done(n);                                                                                                       \
        return answer;                                                                                                 \
    }
#define ON_PATH(name, parameters, arguments, path)                                                                     \
    int name parameters;                                                                                               \
    int name parameters                                                                                                \
    {                                                                                                                  \
        static __typeof__(&name) next;                                                                                 \
        if (next == NULL)                                                                                              \
            next = NEXT(name);                                                                                         \
        long n = count(#name, path);                                                                                   \
        int answer = next arguments;                                                                                   \
        done(n);                                                                                                       \
        return answer;                                                                                                 \
    }

ON_DESCRIPTOR(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size), fd)
ON_DESCRIPTOR(ssize_t, writev, (int fd, const struct iovec *parts, int size), (fd, parts, size), fd)
ON_DESCRIPTOR(ssize_t, pwrite64, (int fd, const void *bytes, size_t size, off64_t to), (fd, bytes, size, to), fd)
ON_DESCRIPTOR(ssize_t, send, (int fd, const void *bytes, size_t size, int flags), (fd, bytes, size, flags), fd)
ON_DESCRIPTOR(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags), fd)
ON_DESCRIPTOR(ssize_t, sendto, (int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t room),
              (fd, bytes, size, flags, to, room), fd)
ON_DESCRIPTOR(int, fsync, (int fd), (fd), fd)
ON_DESCRIPTOR(int, fdatasync, (int fd), (fd), fd)
ON_DESCRIPTOR(int, ftruncate64, (int fd, off64_t size), (fd, size), fd)
ON_PATH(rename, (const char *old, const char *fresh), (old, fresh), old)
ON_PATH(unlink, (const char *path), (path), path)
