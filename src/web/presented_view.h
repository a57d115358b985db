// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PRESENTED_VIEW_H
#define WEB_PRESENTED_VIEW_H

#include "app/shares.h"
#include "web/components.h"
#include "web/interview_view.h"
#include "web/need_view.h"
#include "web/profile_words.h"

// Presented candidates (screen 25): whom the employer has been shown, and what it answers.

struct presented_row {
    const struct presented_candidate *candidate;
    const char *path;           // of the page about this one
    const char *met;            // "5 of 7", "" without an explanation
};

struct presented_list_view {
    const struct presented_row *rows;
    size_t row_count;
    int64_t left;               // shown once, and no longer here
    const struct option *needs; // to filter by; none when there is one need or less
    size_t need_count;
    const char *need;           // the one filtered by, "" all
    const char *need_title;     // its title, "" all
    const char *open_needs;     // where those stand that are open
};

struct presented_view {
    const struct presented_candidate *candidate;
    const char *path, *need_path;
    const char *phone, *agency_phone;  // as people read them
    struct profile_words words;
    const struct need_reason *reasons; // none when no explanation was kept, or it cannot be read any more
    size_t reason_count;
    size_t met, missing, unknown;
    const struct option *verdicts;     // those that may be said now
    size_t verdict_count;
    struct option because[VERDICT_REASONS];
    size_t because_count;
    struct interviews_view interviews;
    const char *hire_path;             // NULL: not from here
};

enum tone employer_verdict_tone(enum employer_verdict v);

#endif
