// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_LOG_H
#define BASE_LOG_H

// The program's own log: one line to standard error, time first. Nothing personal goes in: no name, address, e-mail,
// query string or typed text; ids of rows may.
__attribute__((format(printf, 1, 2))) void log_error(const char *format, ...);
__attribute__((format(printf, 1, 2))) void log_warning(const char *format, ...);
__attribute__((format(printf, 1, 2))) void log_info(const char *format, ...);

#endif
