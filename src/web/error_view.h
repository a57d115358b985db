// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ERROR_VIEW_H
#define WEB_ERROR_VIEW_H

#include <stdbool.h>

// What templates/error.html shows.
struct error_view {
    int status;
    const char *title;      // msgid
    const char *text;       // msgid: what happened and what to do
    const char *back;       // path of the way on, or NULL
    const char *back_label; // msgid
    const char *login;      // path of the log-in page when logging in is the way on, or NULL
    bool resend;            // offers to send the typed form again
};

#endif
