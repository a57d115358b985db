// SPDX-License-Identifier: EUPL-1.2
// Which employers look alike: the same name but for its form of organisation, the same address and first word of the name,
// contacts with the same domain of their own or the same phone number.
#include <stdlib.h>
#include <string.h>

#include "app/duplicates.h"
#include "app/internal.h"

// Of more than so many alike the sign says little: a business park's switchboard.
enum { GROUP_MOST = 20 };

struct sign {
    const char *text;
    uint32_t at; // which employer
    unsigned alike;
};

struct signs {
    struct arena *arena;
    struct sign *list;
    size_t count, room;
};

struct pair {
    uint32_t one, other; // one < other
    unsigned alike;
};

static bool is_form(const char *word, size_t length)
{
    static const char *const FORMS[] = {"as", "asa", "sa", "da", "ans", "ba", "nuf", "enk", "ks", "iks", "kf", "avd", "og", "the"};
    for (size_t i = 0; i < COUNT_OF(FORMS); i++)
        if (strlen(FORMS[i]) == length && memcmp(FORMS[i], word, length) == 0)
            return true;
    return false;
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

// The words of a name without forms of organisation, with nothing between them; *first_out: the first of them.
static const char *name_key(struct arena *a, const char *name, const char **first_out)
{
    const char *at = lang_fold(a, name);
    struct buf key = buf_in(a);
    *first_out = "";
    while (*at != '\0') {
        size_t length = 0;
        while (in_word(at[length]))
            length++;
        if (length > 0 && !is_form(at, length)) {
            if (key.length == 0)
                *first_out = arena_strndup(a, at, length);
            buf_add(&key, at, length);
        }
        at += length == 0 ? 1 : length;
    }
    return buf_text(&key);
}

static void sign_add(struct signs *s, const char *text, size_t at, unsigned alike)
{
    *LIST_ADD(s->arena, s->list, s->count, s->room) = (struct sign){text, (uint32_t)at, alike};
}

static bool is_shared_domain(const char *domain)
{
    static const char *const SHARED[] = {"gmail.com",  "hotmail.com", "hotmail.no", "outlook.com", "live.no",  "live.com",
                                         "online.no",  "icloud.com",  "yahoo.com",  "yahoo.no",    "msn.com",  "broadpark.no",
                                         "getmail.no", "me.com",      "lyse.net",   "altibox.no",  "telia.no", "protonmail.com"};
    for (size_t i = 0; i < COUNT_OF(SHARED); i++)
        if (strcmp(domain, SHARED[i]) == 0)
            return true;
    return false;
}

static void employer_signs(struct signs *s, const struct employer_likeness *e, size_t at)
{
    const char *first, *key = name_key(s->arena, e->name, &first);
    if (strlen(key) >= 3)
        sign_add(s, arena_printf(s->arena, "n:%s", key), at, ALIKE_NAME);
    if (*e->address != '\0' && strlen(first) >= 3)
        sign_add(s, arena_printf(s->arena, "a:%s:%s:%s", lang_fold(s->arena, e->address), e->postal_code, first), at,
                 ALIKE_ADDRESS);
}

static void contact_signs(struct signs *s, const struct contact_likeness *c, size_t at)
{
    const char *sign = strrchr(c->email, '@');
    if (sign != NULL) {
        const char *domain = lang_lower(s->arena, sign + 1);
        if (!is_shared_domain(domain))
            sign_add(s, arena_printf(s->arena, "e:%s", domain), at, ALIKE_EMAIL);
    }
    if (*c->phone != '\0')
        sign_add(s, arena_printf(s->arena, "p:%s", c->phone), at, ALIKE_PHONE);
}

static int by_text(const void *a, const void *b)
{
    const struct sign *x = a, *y = b;
    int by = strcmp(x->text, y->text);
    return by != 0 ? by : (x->at > y->at) - (x->at < y->at);
}

static int by_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return x->one != y->one ? (x->one > y->one) - (x->one < y->one) : (x->other > y->other) - (x->other < y->other);
}

static int by_likeness(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int one = __builtin_popcount(x->alike), other = __builtin_popcount(y->alike);
    if (one != other)
        return other - one;
    if ((x->alike & ALIKE_NAME) != (y->alike & ALIKE_NAME))
        return (y->alike & ALIKE_NAME) != 0 ? 1 : -1;
    return by_pair(a, b);
}

// Could not be merged whatever anybody says.
static bool are_two(const struct employer_likeness *a, const struct employer_likeness *b)
{
    return *a->orgnr != '\0' && *b->orgnr != '\0' && !a->closed && !b->closed;
}

static bool said_two(const struct not_same *list, size_t count, struct employer_id one, struct employer_id other)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].one.value == one.value && list[i].other.value == other.value)
            return true;
    return false;
}

static size_t place_of(const struct employer_likeness *list, size_t count, struct employer_id id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list[middle].id.value < id.value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && list[low].id.value == id.value ? low : count;
}

static size_t pairs_of(struct signs *s, const struct employer_likeness *list, const struct not_same *two, size_t two_count,
                       struct arena *a, struct pair **out)
{
    struct pair *pairs = NULL;
    size_t count = 0, room = 0, kept = 0;
    if (s->count > 0)
        qsort(s->list, s->count, sizeof *s->list, by_text);
    for (size_t from = 0, to; from < s->count; from = to) {
        for (to = from + 1; to < s->count && strcmp(s->list[from].text, s->list[to].text) == 0; to++)
            continue;
        if (to - from > GROUP_MOST)
            continue;
        for (size_t i = from; i < to; i++)
            for (size_t j = i + 1; j < to; j++) {
                const struct employer_likeness *x = &list[s->list[i].at], *y = &list[s->list[j].at];
                if (x != y && !are_two(x, y) && !said_two(two, two_count, x->id, y->id))
                    *LIST_ADD(a, pairs, count, room) = (struct pair){s->list[i].at, s->list[j].at, s->list[i].alike};
            }
    }
    if (count > 0)
        qsort(pairs, count, sizeof *pairs, by_pair);
    for (size_t i = 0; i < count; i++)
        if (kept > 0 && by_pair(&pairs[kept - 1], &pairs[i]) == 0)
            pairs[kept - 1].alike |= pairs[i].alike;
        else
            pairs[kept++] = pairs[i];
    if (kept > 0)
        qsort(pairs, kept, sizeof *pairs, by_likeness);
    *out = pairs;
    return kept;
}

enum status list_duplicates(struct app *app, const struct actor *actor, struct arena *a, struct duplicate **out,
                            size_t *count_out, size_t *total_out)
{
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct signs signs = {.arena = scratch};
    struct employer_likeness *list;
    struct contact_likeness *contacts;
    struct not_same *two;
    size_t count, contact_count, two_count;
    struct pair *pairs;
    TRY(list_not_same(app, actor, scratch, &two, &two_count));
    TRY(likeness_list(app_store(app), a, &list, &count));
    TRY(contact_likeness_list(app_store(app), scratch, &contacts, &contact_count));
    for (size_t i = 0; i < count; i++)
        employer_signs(&signs, &list[i], i);
    for (size_t i = 0; i < contact_count; i++) {
        size_t at = place_of(list, count, contacts[i].employer);
        if (at < count)
            contact_signs(&signs, &contacts[i], at);
    }
    size_t total = pairs_of(&signs, list, two, two_count, scratch, &pairs);
    size_t shown = total < DUPLICATES_MOST ? total : DUPLICATES_MOST;
    struct duplicate *found = ARENA_ARRAY(a, struct duplicate, shown);
    for (size_t i = 0; i < shown; i++) {
        const struct employer_likeness *one = &list[pairs[i].one], *other = &list[pairs[i].other];
        bool swap = (*one->orgnr == '\0' && *other->orgnr != '\0') ||
                    ((*one->orgnr == '\0') == (*other->orgnr == '\0') && one->closed && !other->closed);
        found[i] = (struct duplicate){swap ? *other : *one, swap ? *one : *other, pairs[i].alike};
    }
    *out = found;
    *count_out = shown;
    *total_out = total;
    return OK;
}
