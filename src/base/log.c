// SPDX-License-Identifier: EUPL-1.2
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

// One write call a line, so that threads do not mix theirs.
static void log_line(const char *level, const char *format, va_list args)
{
    char line[1024];
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t n = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ", &utc);
    n += (size_t)snprintf(line + n, sizeof line - n, " %s ", level);
    int wrote = vsnprintf(line + n, sizeof line - n - 1, format, args);
    n = wrote < 0 ? n : n + (size_t)wrote;
    if (n > sizeof line - 2)
        n = sizeof line - 2;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)line[i] < ' ')
            line[i] = ' ';
    line[n++] = '\n';
    fwrite(line, 1, n, stderr);
}

void log_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line("error", format, args);
    va_end(args);
}

void log_warning(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line("warning", format, args);
    va_end(args);
}

void log_info(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line("info", format, args);
    va_end(args);
}
