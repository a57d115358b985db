// SPDX-License-Identifier: EUPL-1.2
#include "app/password.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/lang.h"
#include "base/log.h"
#include "base/seal.h"
#include "base/text.h"

EMBED(passwords);

// Costs in quarters of a character. What is left of a password must be worth eight that nothing can be said about.
enum { COST_CHARACTER = 4, COST_FOLLOWS = 1, COST_AGAIN = 2, COST_YEAR = 4, COST_WORD = 8, COST_OWN_WORD = 4 };
enum { COST_LEAST = 8 * COST_CHARACTER };
enum { FOLDED_MOST = 1024, OWN_WORDS_MOST = 24, WORD_LEAST = 3 };

struct word {
    const char *text;
    size_t length;
};

struct guess {
    const char *text, *plain; // folded; the same with digits and signs read as the letters they stand for
    size_t length;
    const struct word *own;
    size_t own_count;
    bool common; // use the list of common words
};

static struct {
    struct word *words;
    size_t count;
} common;
static pthread_once_t common_once = PTHREAD_ONCE_INIT;

// The lines of catalogue/passwords.txt that are no remarks. They point into the program.
static void common_read(void)
{
    const char *at = (const char *)embed_passwords, *end = at + EMBED_SIZE(passwords);
    size_t room = 0;
    for (const char *p = at; p < end; p++)
        room += *p == '\n';
    common.words = calloc(room + 1, sizeof *common.words);
    if (common.words == NULL) {
        log_error("out of memory");
        abort();
    }
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        if (stop - at >= WORD_LEAST && *at != '#')
            common.words[common.count++] = (struct word){at, (size_t)(stop - at)};
        at = stop + 1;
    }
}

// What people write for letters.
static char plain_letter(char c)
{
    switch (c) {
    case '0':
        return 'o';
    case '1':
    case '!':
    case '|':
        return 'i';
    case '3':
        return 'e';
    case '4':
    case '@':
        return 'a';
    case '5':
    case '$':
        return 's';
    case '7':
        return 't';
    case '8':
        return 'b';
    default:
        return c;
    }
}

// Do three characters stand side by side on the keyboard, in the alphabet or among the digits, in either direction, or
// repeat?
static bool in_a_row(const char *c)
{
    static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890"};
    if (c[0] == c[1] && c[1] == c[2])
        return true;
    for (size_t r = 0; r < COUNT_OF(rows); r++)
        for (const char *p = rows[r] + 1; p[0] != '\0' && p[1] != '\0'; p++)
            if (c[1] == p[0] && ((c[0] == p[-1] && c[2] == p[1]) || (c[0] == p[1] && c[2] == p[-1])))
                return true;
    return false;
}

static bool is_year(const char *c)
{
    return ((c[0] == '1' && c[1] == '9') || (c[0] == '2' && c[1] == '0')) && c[2] >= '0' && c[2] <= '9' && c[3] >= '0' &&
           c[3] <= '9';
}

static void lower_to(int *cost, int value)
{
    if (value < *cost)
        *cost = value;
}

static void try_words(const struct guess *g, size_t at, const struct word *words, size_t count, int price, int *costs)
{
    for (size_t w = 0; w < count; w++) {
        size_t n = words[w].length;
        if (n <= g->length - at && (memcmp(g->text + at, words[w].text, n) == 0 || memcmp(g->plain + at, words[w].text, n) == 0))
            lower_to(&costs[at + n], costs[at] + price);
    }
}

// The cheapest way to say the password in words, rows, repetitions and single characters.
static int cheapest(const struct guess *g)
{
    int costs[FOLDED_MOST + 1];
    for (size_t i = 1; i <= g->length; i++)
        costs[i] = (int)i * COST_CHARACTER;
    costs[0] = 0;
    for (size_t i = 0; i < g->length; i++) {
        lower_to(&costs[i + 1], costs[i] + COST_CHARACTER);
        if (i >= 2 && in_a_row(g->text + i - 2))
            lower_to(&costs[i + 1], costs[i] + COST_FOLLOWS);
        if (i + 4 <= g->length && is_year(g->text + i))
            lower_to(&costs[i + 4], costs[i] + COST_YEAR);
        for (size_t n = 2; n <= i && i + n <= g->length; n++)
            if (memcmp(g->text + i - n, g->text + i, n) == 0)
                lower_to(&costs[i + n], costs[i] + COST_AGAIN);
        try_words(g, i, g->own, g->own_count, COST_OWN_WORD, costs);
        if (g->common)
            try_words(g, i, common.words, common.count, COST_WORD, costs);
    }
    return costs[g->length];
}

// The words of a name or address that are long enough to say anything.
static void add_own_words(const char *text, struct arena *a, struct word *words, size_t *count)
{
    static const char between[] = " .,-_+@'/&";
    for (const char *p = lang_fold(a, text); *p != '\0';) {
        size_t n = strcspn(p, between);
        if (n >= WORD_LEAST && *count < OWN_WORDS_MOST)
            words[(*count)++] = (struct word){p, n};
        p += n;
        p += strspn(p, between);
    }
}

static bool is_easy(const char *password, const struct password_owner *owner, struct arena *a, const char **why_out)
{
    struct word own[OWN_WORDS_MOST];
    struct guess g = {.text = lang_fold(a, password), .own = own, .common = true};
    g.length = strlen(g.text);
    if (g.length > FOLDED_MOST)
        return false;
    char *plain = arena_strdup(a, g.text);
    for (char *p = plain; *p != '\0'; p++)
        *p = plain_letter(*p);
    g.plain = plain;
    add_own_words(owner->name, a, own, &g.own_count);
    add_own_words(owner->email, a, own, &g.own_count);
    add_own_words(owner->programme, a, own, &g.own_count);
    pthread_once(&common_once, common_read);
    if (cheapest(&g) >= COST_LEAST)
        return false;
    g.own_count = 0;
    if (cheapest(&g) >= COST_LEAST) {
        *why_out = N_("Choose a password that is not made of your name, your e-mail address or the programme's name");
        return true;
    }
    g.common = false;
    *why_out = cheapest(&g) >= COST_LEAST
                   ? N_("Choose a password that is harder to guess. This one is made of words and numbers that many use.")
                   : N_("Choose a password that is harder to guess. This one repeats or counts up, or follows the keyboard.");
    return true;
}

void password_check(const char *password, const struct password_owner *owner, const char *field, struct issues *issues)
{
    const char *why;
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *normal = text_nfc(a, password);
    size_t length = text_length(normal);
    if (length < PASSWORD_LEAST)
        issues_add(issues, field, N_("Use 12 characters or more. Several words that do not belong together are good."));
    else if (length > PASSWORD_MOST)
        issues_add(issues, field, N_("Use at most 200 characters"));
    else if (is_easy(normal, owner, a, &why))
        issues_add(issues, field, why);
}

// libsodium's INTERACTIVE limits are 64 MiB gone over twice, some 70 ms on a small server; OWASP's least is 19 MiB.
// MODERATE takes 256 MiB, which two log-ins at once would not get on a machine of 512 MiB. At most so many at once, so
// that a crowd at the door does not take the memory of those inside; who does not get a turn soon is asked to come
// again, and the thread goes on serving others.
enum { HASHES_AT_ONCE = 2, WAIT_MS = 1500 };
static struct {
    pthread_mutex_t lock;
    pthread_cond_t free;
    int running;
} gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

static bool gate_enter(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    int64_t ns = until.tv_nsec + (int64_t)WAIT_MS * 1000000;
    until.tv_sec += ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    pthread_mutex_lock(&gate.lock);
    int waited = 0;
    while (gate.running >= HASHES_AT_ONCE && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&gate.free, &gate.lock, &until);
    bool mine = gate.running < HASHES_AT_ONCE;
    if (mine)
        gate.running++;
    pthread_mutex_unlock(&gate.lock);
    return mine;
}

static void gate_leave(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.running--;
    pthread_cond_signal(&gate.free);
    pthread_mutex_unlock(&gate.lock);
}

enum status password_make(const char *password, struct arena *a, const char **hash_out)
{
    const char *normal = text_nfc(a, password);
    if (!gate_enter())
        return BUSY;
    *hash_out = password_hash(normal, a);
    gate_leave();
    return OK;
}

enum status password_try(const char *password, const char *hash, bool *right_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *normal = text_nfc(a, password);
    if (!gate_enter())
        return BUSY;
    *right_out = password_fits(hash, normal);
    gate_leave();
    return OK;
}
