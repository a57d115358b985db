// SPDX-License-Identifier: EUPL-1.2
#include "app/personal_link.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/mail.h"

static const struct {
    const char *name, *page;
} PURPOSES[LINK_PURPOSES] = {
#define PERSONAL_LINK(key, name, page) [LINK_##key] = {name, page},
#include "app/personal_links.def"
#undef PERSONAL_LINK
};

const char *link_name(enum link_purpose p)
{
    return PURPOSES[p].name;
}

const char *link_page(enum link_purpose p)
{
    return PURPOSES[p].page;
}

enum { SECRET = 16, NAME_MOST = 20 };

// By name, so that links in mails already sent outlive a change in the list. until 0: the link itself.
static void secret_hex(const struct app *app, enum link_purpose purpose, int64_t row, int64_t until, char hex[SECRET * 2 + 1])
{
    struct {
        char name[NAME_MOST];
        int64_t row, until;
    } said;
    unsigned char token[STORE_TOKEN];
    memset(&said, 0, sizeof said);
    memcpy(said.name, PURPOSES[purpose].name, strnlen(PURPOSES[purpose].name, NAME_MOST));
    said.row = row;
    said.until = until;
    store_token(app_store((struct app *)app), PURPOSE_LINK, &said, sizeof said, token);
    sodium_bin2hex(hex, SECRET * 2 + 1, token, SECRET);
    sodium_memzero(token, sizeof token);
}

const char *personal_link(const struct app *app, enum link_purpose purpose, int64_t row, struct arena *a)
{
    char hex[SECRET * 2 + 1];
    secret_hex(app, purpose, row, 0, hex);
    return arena_printf(a, "/link/%s-%lld-%s", PURPOSES[purpose].name, (long long)row, hex);
}

const char *personal_link_url(struct app *app, enum link_purpose purpose, int64_t row, struct arena *a)
{
    const char *site = mail_site(app);
    return *site == '\0' ? "" : arena_printf(a, "%s%s", site, personal_link(app, purpose, row, a));
}

// Digits without a sign, up to "-".
static bool number_read(const char **at, int64_t *out)
{
    char *end;
    if (**at < '1' || **at > '9')
        return false;
    *out = strtoll(*at, &end, 10);
    if (*end != '-' || *out == INT64_MAX)
        return false;
    *at = end + 1;
    return true;
}

static bool secret_fits(const struct app *app, enum link_purpose purpose, int64_t row, int64_t until, const char *given)
{
    char hex[SECRET * 2 + 1];
    if (strlen(given) != SECRET * 2)
        return false;
    secret_hex(app, purpose, row, until, hex);
    return sodium_memcmp(hex, given, SECRET * 2) == 0;
}

bool personal_link_read(const struct app *app, enum link_purpose purpose, const char *word, int64_t *row_out)
{
    const char *name = PURPOSES[purpose].name, *at = word;
    size_t n = strlen(name);
    int64_t row;
    if (strlen(word) > LINK_WORD_MOST || strncmp(word, name, n) != 0 || word[n] != '-')
        return false;
    at += n + 1;
    if (!number_read(&at, &row) || !secret_fits(app, purpose, row, 0, at))
        return false;
    *row_out = row;
    return true;
}

bool personal_link_find(const struct app *app, const char *word, enum link_purpose *purpose_out, int64_t *row_out)
{
    for (int p = 0; p < LINK_PURPOSES; p++)
        if (personal_link_read(app, (enum link_purpose)p, word, row_out)) {
            *purpose_out = (enum link_purpose)p;
            return true;
        }
    return false;
}

const char *personal_ticket(const struct app *app, enum link_purpose purpose, int64_t row, struct arena *a)
{
    char hex[SECRET * 2 + 1];
    int64_t until = app_now(app) / 1000 + LINK_TICKET_SECONDS;
    secret_hex(app, purpose, row, until, hex);
    return arena_printf(a, "%lld-%lld-%s", (long long)row, (long long)until, hex);
}

bool personal_ticket_read(const struct app *app, enum link_purpose purpose, const char *ticket, int64_t *row_out)
{
    const char *at = ticket;
    int64_t row, until;
    if (strlen(ticket) > LINK_WORD_MOST || !number_read(&at, &row) || !number_read(&at, &until) ||
        until < app_now(app) / 1000 || !secret_fits(app, purpose, row, until, at))
        return false;
    *row_out = row;
    return true;
}
