// SPDX-License-Identifier: EUPL-1.2
#include "app/roster_inside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "base/lang.h"
#include "base/seal.h"
#include "core/person.h"
#include "store/person_store.h"
#include "store/programme_store.h"

// One agency's people.
struct crew {
    struct agency_id agency;
    pthread_rwlock_t lock;
    int64_t followed; // the last change taken in; -1: nothing read yet
    day on;           // for which day
    struct roster_entry *entries;
    int64_t *persons;
    uint64_t *letters;
    uint32_t *orders[ROSTER_ORDERS];
    uint32_t *free_slots;
    size_t slot_count, room, count, free_count;
};

struct roster {
    pthread_mutex_t lock; // of the list; a crew stays where it is
    struct crew **crews;
    size_t count;
};

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int roster_compare_names(const struct roster_entry *a, const struct roster_entry *b)
{
    int family = strcmp(a->family_key, b->family_key);
    if (family != 0)
        return family;
    int given = strcmp(a->given_key, b->given_key);
    return given != 0 ? given : compare_numbers(a->person.value, b->person.value);
}

static int compare_persons(const struct roster_entry *a, const struct roster_entry *b)
{
    return compare_numbers(a->person.value, b->person.value);
}

// A separation moves an enrolment to a fresh person, who may be taken in before the other goes: never 0 for two people.
static int compare_enrolments(const struct roster_entry *a, const struct roster_entry *b)
{
    int enrolments = compare_numbers(a->enrolment.value, b->enrolment.value);
    return enrolments != 0 ? enrolments : compare_persons(a, b);
}

static int (*const COMPARE[ROSTER_ORDERS])(const struct roster_entry *a, const struct roster_entry *b) = {
    [BY_NAME] = roster_compare_names, [BY_PERSON] = compare_persons, [BY_ENROLMENT] = compare_enrolments};

// Where e stands in the order, or would.
static size_t place_of(const struct crew *c, enum roster_order o, const struct roster_entry *e)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (COMPARE[o](&c->entries[c->orders[o][middle]], e) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint64_t roster_email_hint(const char *email)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    unsigned char token[SEAL_TOKEN];
    uint64_t hint;
    const char *folded = email_key(a, email);
    if (*folded == '\0')
        return 0;
    seal_token(NULL, folded, strlen(folded), token);
    memcpy(&hint, token, sizeof hint);
    return hint == 0 ? 1 : hint;
}

uint64_t roster_letters(const char *folded)
{
    uint64_t letters = 0;
    for (const unsigned char *c = (const unsigned char *)folded; c[0] != '\0' && c[1] != '\0'; c++)
        letters |= UINT64_C(1) << ((c[0] * 37u + c[1] * 11u) % 61);
    return letters;
}

// The texts of an entry are one piece of memory, which begins with the name.
enum status roster_entry_make(const struct enrolled_person *p, struct arena *a, struct roster_entry *out)
{
    const char *name = identity_name(&p->identity, a);
    const char *texts[] = {name, lang_fold(a, name), lang_sort_key(a, p->identity.family_name),
                           lang_sort_key(a, p->identity.given_name)};
    size_t sizes[COUNT_OF(texts)], size = 0;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        size += sizes[i] = strlen(texts[i]) + 1;
    char *block = malloc(size);
    if (block == NULL)
        return FAILED;
    const char **to[] = {&out->name, &out->folded, &out->family_key, &out->given_key};
    for (size_t i = 0, at = 0; i < COUNT_OF(texts); at += sizes[i++])
        *to[i] = memcpy(block + at, texts[i], sizes[i]);
    out->person = p->person;
    out->enrolment = p->enrolment;
    out->from = p->from;
    out->email_hint = roster_email_hint(p->identity.email);
    return OK;
}

static enum status slot_fill(struct crew *c, uint32_t slot, const struct enrolled_person *p, struct arena *a)
{
    TRY(roster_entry_make(p, a, &c->entries[slot]));
    c->persons[slot] = p->person.value;
    c->letters[slot] = roster_letters(c->entries[slot].folded);
    return OK;
}

void roster_entry_wipe(struct roster_entry *e)
{
    char *block = (char *)e->name;
    if (block != NULL)
        explicit_bzero(block, (size_t)(e->given_key - block) + strlen(e->given_key));
    free(block);
    *e = (struct roster_entry){0};
}

static void crew_empty(struct crew *c)
{
    for (size_t i = 0; i < c->slot_count; i++)
        roster_entry_wipe(&c->entries[i]);
    c->slot_count = c->count = c->free_count = 0;
    c->followed = -1;
}

static enum status crew_grow(struct crew *c)
{
    if (c->slot_count < c->room)
        return OK;
    size_t room = c->room == 0 ? 64 : c->room * 2;
    struct roster_entry *entries = reallocarray(c->entries, room, sizeof *entries);
    if (entries == NULL)
        return FAILED;
    c->entries = entries;
    int64_t *persons = reallocarray(c->persons, room, sizeof *persons);
    if (persons == NULL)
        return FAILED;
    c->persons = persons;
    uint64_t *letters = reallocarray(c->letters, room, sizeof *letters);
    if (letters == NULL)
        return FAILED;
    c->letters = letters;
    uint32_t **lists[] = {&c->orders[BY_NAME], &c->orders[BY_PERSON], &c->orders[BY_ENROLMENT], &c->free_slots};
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        uint32_t *list = reallocarray(*lists[i], room, sizeof *list);
        if (list == NULL)
            return FAILED;
        *lists[i] = list;
    }
    c->room = room;
    return OK;
}

// What else grows with the room.
static enum status crew_room_for_free(struct crew *c)
{
    uint32_t *list = reallocarray(c->free_slots, c->room + 1, sizeof *list);
    if (list == NULL)
        return FAILED;
    c->free_slots = list;
    return OK;
}

static enum status slot_take(struct crew *c, uint32_t *out)
{
    if (c->free_count > 0) {
        *out = c->free_slots[--c->free_count];
        return OK;
    }
    TRY(crew_grow(c));
    *out = (uint32_t)c->slot_count++;
    c->entries[*out] = (struct roster_entry){0};
    return OK;
}

static void crew_remove(struct crew *c, struct person_id person)
{
    struct roster_entry wanted = {.person = person};
    size_t at = place_of(c, BY_PERSON, &wanted);
    if (at == c->count || c->entries[c->orders[BY_PERSON][at]].person.value != person.value)
        return;
    uint32_t slot = c->orders[BY_PERSON][at];
    for (enum roster_order o = BY_NAME; o < ROSTER_ORDERS; o++) {
        size_t place = place_of(c, o, &c->entries[slot]);
        memmove(c->orders[o] + place, c->orders[o] + place + 1, (c->count - place - 1) * sizeof *c->orders[o]);
    }
    c->count--;
    c->free_slots[c->free_count++] = slot;
    roster_entry_wipe(&c->entries[slot]);
    c->persons[slot] = 0;
    c->letters[slot] = 0;
}

static enum status crew_add(struct crew *c, const struct enrolled_person *p, struct arena *a)
{
    uint32_t slot;
    TRY(slot_take(c, &slot));
    enum status status = slot_fill(c, slot, p, a);
    if (status != OK) {
        c->free_slots[c->free_count++] = slot;
        return status;
    }
    for (enum roster_order o = BY_NAME; o < ROSTER_ORDERS; o++) {
        size_t place = place_of(c, o, &c->entries[slot]);
        memmove(c->orders[o] + place + 1, c->orders[o] + place, (c->count - place) * sizeof *c->orders[o]);
        c->orders[o][place] = slot;
    }
    c->count++;
    return OK;
}

enum { CHANGES_AT_ONCE = 1000 };

// The crew is empty.
static enum status crew_fill(struct app *app, struct crew *c)
{
    struct roster_filled filled;
    TRY(roster_fill(app, c->agency, c->on, &filled));
    free(c->entries);
    free(c->persons);
    free(c->letters);
    c->entries = filled.entries;
    c->persons = filled.persons;
    c->letters = filled.letters;
    for (enum roster_order o = BY_NAME; o < ROSTER_ORDERS; o++) {
        free(c->orders[o]);
        c->orders[o] = filled.orders[o];
    }
    c->slot_count = c->count = c->room = filled.count;
    return crew_room_for_free(c);
}

// From nothing. Who is written meanwhile is taken in again when the log is followed.
static enum status crew_load(struct app *app, struct crew *c, day today)
{
    int64_t last;
    crew_empty(c);
    TRY(store_last_change(app_store(app), &last));
    c->on = today;
    enum status status = crew_fill(app, c);
    if (status != OK) {
        crew_empty(c);
        return status;
    }
    c->followed = last;
    return OK;
}

static enum status crew_reload(struct app *app, struct crew *c, struct person_id person, struct arena *a)
{
    struct enrolled_person *found;
    size_t count;
    crew_remove(c, person);
    TRY(person_list(app_store(app), c->agency, c->on, false, (struct person_id){person.value - 1}, 1, a, &found, &count));
    return count == 1 && found->person.value == person.value ? crew_add(c, found, a) : OK;
}

static bool says_who(const struct change *c)
{
    return c->person.value != 0 && (strcmp(c->noun, "identity") == 0 || strcmp(c->noun, "enrolment") == 0 ||
                                    strcmp(c->noun, "person") == 0);
}

static enum status crew_follow(struct app *app, struct crew *c, day today)
{
    if (c->followed < 0 || c->on != today)
        return crew_load(app, c, today);
    for (;;) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct change *changes;
        size_t count;
        TRY(store_changes_since(app_store(app), c->followed, CHANGES_AT_ONCE, a, &changes, &count));
        for (size_t i = 0; i < count; i++) {
            if (says_who(&changes[i]))
                TRY(crew_reload(app, c, changes[i].person, a));
            c->followed = changes[i].id;
        }
        if (count < CHANGES_AT_ONCE)
            return OK;
    }
}

static struct crew *crew_open(struct agency_id agency)
{
    struct crew *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->agency = agency;
    c->followed = -1;
    pthread_rwlock_init(&c->lock, NULL);
    return c;
}

static void crew_close(struct crew *c)
{
    crew_empty(c);
    free(c->entries);
    free(c->persons);
    free(c->letters);
    for (enum roster_order o = BY_NAME; o < ROSTER_ORDERS; o++)
        free(c->orders[o]);
    free(c->free_slots);
    pthread_rwlock_destroy(&c->lock);
    free(c);
}

struct roster *roster_open(void)
{
    struct roster *r = calloc(1, sizeof *r);
    if (r != NULL)
        pthread_mutex_init(&r->lock, NULL);
    return r;
}

void roster_close(struct roster *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; i < r->count; i++)
        crew_close(r->crews[i]);
    free(r->crews);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static enum status crew_find(struct roster *r, struct agency_id agency, struct crew **out)
{
    enum status status = OK;
    pthread_mutex_lock(&r->lock);
    size_t at = 0;
    while (at < r->count && r->crews[at]->agency.value != agency.value)
        at++;
    if (at == r->count) {
        struct crew **grown = reallocarray(r->crews, r->count + 1, sizeof *grown);
        struct crew *fresh = grown == NULL ? NULL : crew_open(agency);
        if (grown != NULL)
            r->crews = grown;
        if (fresh == NULL)
            status = FAILED;
        else
            r->crews[r->count++] = fresh;
    }
    if (status == OK)
        *out = r->crews[at];
    pthread_mutex_unlock(&r->lock);
    return status;
}

enum status roster_read(struct app *app, struct agency_id agency, struct roster_view *out)
{
    struct crew *c;
    int64_t last;
    day today = app_today(app);
    TRY(crew_find(app_roster(app), agency, &c));
    TRY(store_last_change(app_store(app), &last));
    pthread_rwlock_rdlock(&c->lock);
    if (c->followed < last || c->on != today) {
        pthread_rwlock_unlock(&c->lock);
        pthread_rwlock_wrlock(&c->lock);
        enum status status = crew_follow(app, c, today);
        if (status != OK) {
            crew_empty(c); // half of a change is worse than reading it anew
            pthread_rwlock_unlock(&c->lock);
            return status;
        }
    }
    *out = (struct roster_view){.entries = c->entries,
                                .persons = c->persons,
                                .letters = c->letters,
                                .slot_count = c->slot_count,
                                .by_name = c->orders[BY_NAME],
                                .by_person = c->orders[BY_PERSON],
                                .by_enrolment = c->orders[BY_ENROLMENT],
                                .count = c->count,
                                .held = c};
    return OK;
}

void roster_leave(struct roster_view *v)
{
    pthread_rwlock_unlock(&((struct crew *)v->held)->lock);
}

enum status roster_tend(struct app *app)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct agency *agencies;
    size_t count;
    TRY(agency_list(app_store(app), a, &agencies, &count));
    for (size_t i = 0; i < count; i++) {
        struct roster_view view;
        TRY(roster_read(app, agencies[i].id, &view));
        roster_leave(&view);
    }
    return OK;
}
