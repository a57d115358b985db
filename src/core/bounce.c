// SPDX-License-Identifier: EUPL-1.2
#include "core/bounce.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/issues.h"
#include "base/status.h"

// class.subject.detail; detail -1: all of the subject. The first that fits.
static const struct {
    int subject, detail;
    bool lasts;
    const char *words;
} MEANINGS[] = {
    {1, 7, false, N_("The receiver's mail server does not take mail from our address")},
    {1, 8, false, N_("The receiver's mail server does not take mail from our address")},
    {1, 1, true, N_("There is no such mailbox")},
    {1, 10, true, N_("There is no such mailbox")},
    {1, 2, true, N_("There is no such mail domain")},
    {1, -1, true, N_("The address does not work")},
    {2, 1, true, N_("The mailbox is closed")},
    {2, 2, false, N_("The mailbox is full")},
    {2, 3, false, N_("The mail was too large for the mailbox")},
    {2, -1, false, N_("The mailbox took nothing")},
    {3, -1, false, N_("The receiver's mail server could not take it")},
    {4, 1, true, N_("There is no such mailbox")},   // Exchange Online says so of unknown receivers
    {4, 4, true, N_("There is no such mail domain")},
    {4, 310, true, N_("There is no such mail domain")},
    {4, -1, false, N_("The receiver's mail server could not be reached")},
    {5, -1, false, N_("The mail servers did not understand each other")},
    {6, -1, false, N_("The receiver's mail server did not take its content")},
    {7, -1, false, N_("The receiver's mail server refused it by its own rules")},
};

static bool code_read(const char *code, int *class_out, int *subject_out, int *detail_out)
{
    char *end;
    *class_out = (int)strtol(code, &end, 10);
    if (*end != '.')
        return false;
    *subject_out = (int)strtol(end + 1, &end, 10);
    if (*end != '.')
        return false;
    *detail_out = (int)strtol(end + 1, &end, 10);
    return *end == '\0';
}

static int meaning(const char *code, int *class_out)
{
    int subject, detail;
    if (!code_read(code, class_out, &subject, &detail))
        return -1;
    for (size_t i = 0; i < COUNT_OF(MEANINGS); i++)
        if (MEANINGS[i].subject == subject && (MEANINGS[i].detail == detail || MEANINGS[i].detail == -1))
            return (int)i;
    return -1;
}

bool bounce_lasts(const char *code)
{
    int class = 0, at = meaning(code, &class);
    return class == 5 && (at < 0 || MEANINGS[at].lasts);
}

bool bounce_of_address(const char *code)
{
    int class = 0, at = meaning(code, &class);
    return class == 5 && at >= 0 && MEANINGS[at].lasts && MEANINGS[at].subject <= 2;
}

const char *bounce_words(const char *code)
{
    int class, at = meaning(code, &class);
    return at >= 0 ? MEANINGS[at].words : N_("It came back, and the report does not say why");
}

// Digits at `at`, at most three.
static size_t digits(const char *at)
{
    size_t n = 0;
    while (isdigit((unsigned char)at[n]))
        n++;
    return n <= 3 ? n : 0;
}

bool bounce_code_find(const char *text, char code_out[BOUNCE_CODE_MOST])
{
    for (const char *p = text; *p != '\0'; p++) {
        if ((*p != '4' && *p != '5') || p[1] != '.' || (p > text && (isalnum((unsigned char)p[-1]) || strchr("._-/", p[-1]) != NULL)))
            continue;
        size_t subject = digits(p + 2), detail = subject == 0 || p[2 + subject] != '.' ? 0 : digits(p + 3 + subject);
        const char *end = p + 3 + subject + detail;
        if (detail == 0 || isalpha((unsigned char)*end) || (*end == '.' && isdigit((unsigned char)end[1])) ||
            (*end == '-' && isalnum((unsigned char)end[1])))
            continue;
        memcpy(code_out, p, (size_t)(end - p));
        code_out[end - p] = '\0';
        return true;
    }
    return false;
}
