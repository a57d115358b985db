// SPDX-License-Identifier: EUPL-1.2
#include "app/employer_index.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "base/lang.h"
#include "core/employer_group.h"
#include "store/employer_mark.h"

enum { BY_ID = EMPLOYER_SORTS, ORDERS };

struct entry {
    struct employer_id id;
    char *block;                 // what the pointers below point into
    const char *key, *search;    // key: lang_sort_key of the name
    const struct code *areas;
    const struct network_id *networks;
    uint32_t area_count, network_count, open_needs, open_positions;
    int32_t employees;
    day last_contact;
    int64_t created_at;
    struct user_id owner;
    struct code municipality;
    uint8_t stage, industry, size;
    bool pledged, closed, email, waiting, reference, many;
};

struct employer_index {
    pthread_rwlock_t lock;
    int64_t followed; // the last turn taken in; -1: nothing read yet
    struct entry *entries;
    uint32_t *orders[ORDERS], *free_slots;
    size_t slot_count, room, count, free_count;
};

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int64_t number_of(const struct entry *e, int order)
{
    switch (order) {
    case EMPLOYERS_BY_EMPLOYEES:
        return e->employees;
    case EMPLOYERS_BY_STAGE:
        return e->stage;
    case EMPLOYERS_BY_CREATED:
        return e->created_at;
    case EMPLOYERS_BY_CONTACT:
        return e->last_contact;
    default:
        return e->id.value;
    }
}

// Those alike stand by name.
static int compare_entries(const struct entry *a, const struct entry *b, int order)
{
    int by = order == EMPLOYERS_BY_NAME ? 0 : compare_numbers(number_of(a, order), number_of(b, order));
    if (by == 0 && order != BY_ID)
        by = strcmp(a->key, b->key);
    return by != 0 ? by : compare_numbers(a->id.value, b->id.value);
}

// Where e stands in the order, or would.
static size_t place_of(const struct employer_index *x, int order, const struct entry *e)
{
    size_t low = 0, high = x->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_entries(&x->entries[x->orders[order][middle]], e, order) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct entry *entry_find(const struct employer_index *x, struct employer_id id)
{
    struct entry wanted = {.id = id};
    size_t at = place_of(x, BY_ID, &wanted);
    if (at == x->count || x->entries[x->orders[BY_ID][at]].id.value != id.value)
        return NULL;
    return &x->entries[x->orders[BY_ID][at]];
}

static bool is_interested(enum employer_stage stage)
{
    return stage == STAGE_CONTACTED || stage == STAGE_MEETING_BOOKED || stage == STAGE_TAKING_PART || stage == STAGE_HIRING;
}

static enum status entry_make(const struct employer_mark *m, struct arena *a, struct entry *out)
{
    const char *key = lang_sort_key(a, m->name);
    size_t key_size = strlen(key) + 1, search_size = strlen(m->search) + 1;
    size_t areas_size = m->area_count * sizeof *m->areas, networks_size = m->network_count * sizeof *m->networks;
    char *block = malloc(networks_size + areas_size + key_size + search_size);
    if (block == NULL)
        return FAILED;
    char *areas = block + networks_size, *keys = areas + areas_size;
    if (networks_size > 0)
        memcpy(block, m->networks, networks_size);
    if (areas_size > 0)
        memcpy(areas, m->areas, areas_size);
    memcpy(keys, key, key_size);
    memcpy(keys + key_size, m->search, search_size);
    *out = (struct entry){
        .id = m->id,
        .block = block,
        .networks = (const struct network_id *)block,
        .areas = (const struct code *)areas,
        .key = keys,
        .search = keys + key_size,
        .area_count = (uint32_t)m->area_count,
        .network_count = (uint32_t)m->network_count,
        .open_needs = (uint32_t)m->open_needs,
        .open_positions = (uint32_t)m->open_positions,
        .employees = m->employees,
        .last_contact = m->last_contact,
        .created_at = m->created_at,
        .owner = m->owner,
        .municipality = m->municipality,
        .stage = (uint8_t)m->stage,
        .industry = (uint8_t)industry_group(m->industry),
        .size = (uint8_t)size_group(m->employees),
        .pledged = m->pledged > 0,
        .closed = m->closed,
        .reference = m->reference == REFERENCE_YES,
        .many = estimate_is_many(m->estimate),
        .email = m->email,
        .waiting = is_interested(m->stage) && !m->visited,
    };
    return OK;
}

static void index_empty(struct employer_index *x)
{
    for (size_t i = 0; i < x->slot_count; i++)
        free(x->entries[i].block);
    x->slot_count = x->count = x->free_count = 0;
    x->followed = -1;
}

static enum status index_grow(struct employer_index *x)
{
    if (x->slot_count < x->room)
        return OK;
    size_t room = x->room == 0 ? 256 : x->room * 2;
    struct entry *entries = reallocarray(x->entries, room, sizeof *entries);
    if (entries == NULL)
        return FAILED;
    x->entries = entries;
    for (int i = 0; i <= ORDERS; i++) {
        uint32_t **to = i == ORDERS ? &x->free_slots : &x->orders[i];
        uint32_t *list = reallocarray(*to, room, sizeof *list);
        if (list == NULL)
            return FAILED;
        *to = list;
    }
    x->room = room;
    return OK;
}

static enum status slot_take(struct employer_index *x, uint32_t *out)
{
    if (x->free_count > 0) {
        *out = x->free_slots[--x->free_count];
        return OK;
    }
    TRY(index_grow(x));
    *out = (uint32_t)x->slot_count++;
    x->entries[*out] = (struct entry){0};
    return OK;
}

static void index_remove(struct employer_index *x, struct employer_id id)
{
    struct entry *e = entry_find(x, id);
    if (e == NULL)
        return;
    for (int o = 0; o < ORDERS; o++) {
        size_t place = place_of(x, o, e);
        memmove(x->orders[o] + place, x->orders[o] + place + 1, (x->count - place - 1) * sizeof *x->orders[o]);
    }
    x->count--;
    x->free_slots[x->free_count++] = (uint32_t)(e - x->entries);
    free(e->block);
    *e = (struct entry){0};
}

static enum status index_add(struct employer_index *x, const struct employer_mark *m, struct arena *a)
{
    uint32_t slot;
    TRY(slot_take(x, &slot));
    enum status status = entry_make(m, a, &x->entries[slot]);
    if (status != OK) {
        x->free_slots[x->free_count++] = slot;
        return status;
    }
    for (int o = 0; o < ORDERS; o++) {
        size_t place = place_of(x, o, &x->entries[slot]);
        memmove(x->orders[o] + place + 1, x->orders[o] + place, (x->count - place) * sizeof *x->orders[o]);
        x->orders[o][place] = slot;
    }
    x->count++;
    return OK;
}

struct sorting {
    const struct employer_index *index;
    int order;
};

static int compare_slots(const void *a, const void *b, void *arg)
{
    const struct sorting *s = arg;
    return compare_entries(&s->index->entries[*(const uint32_t *)a], &s->index->entries[*(const uint32_t *)b], s->order);
}

// From nothing. What is written meanwhile is taken in again when the turns are followed.
static enum status index_load(struct app *app, struct employer_index *x)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_mark *marks;
    size_t count;
    int64_t turn;
    index_empty(x);
    TRY(employer_last_turn(app_store(app), &turn));
    TRY(employer_marks(app_store(app), (struct employer_id){0}, a, &marks, &count));
    for (size_t i = 0; i < count; i++) {
        uint32_t slot;
        struct arena *scratch CLEANUP_ARENA = arena_open();
        TRY(slot_take(x, &slot));
        TRY(entry_make(&marks[i], scratch, &x->entries[slot]));
        for (int o = 0; o < ORDERS; o++)
            x->orders[o][x->count] = slot;
        x->count++;
    }
    for (int o = 0; o < ORDERS; o++)
        if (x->count > 0)
            qsort_r(x->orders[o], x->count, sizeof *x->orders[o], compare_slots, &(struct sorting){x, o});
    x->followed = turn;
    return OK;
}

static enum status index_reread(struct app *app, struct employer_index *x, struct employer_id id, struct arena *a)
{
    struct employer_mark *mark;
    size_t count;
    TRY(employer_marks(app_store(app), id, a, &mark, &count));
    index_remove(x, id);
    return count == 1 ? index_add(x, mark, a) : OK;
}

enum { REREAD_MOST = 2000 };

static enum status index_follow(struct app *app, struct employer_index *x)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_id *changed;
    size_t count;
    int64_t turn;
    if (x->followed < 0)
        return index_load(app, x);
    TRY(employer_last_turn(app_store(app), &turn));
    TRY(employer_turns_since(app_store(app), x->followed, REREAD_MOST, a, &changed, &count));
    if (count == REREAD_MOST)
        return index_load(app, x);
    for (size_t i = 0; i < count; i++) {
        struct arena *scratch CLEANUP_ARENA = arena_open();
        TRY(index_reread(app, x, changed[i], scratch));
    }
    x->followed = turn;
    return OK;
}

// In step, and locked for reading when OK.
static enum status index_enter(struct app *app, struct employer_index *x)
{
    int64_t turn;
    TRY(employer_last_turn(app_store(app), &turn));
    pthread_rwlock_rdlock(&x->lock);
    if (x->followed == turn)
        return OK;
    pthread_rwlock_unlock(&x->lock);
    pthread_rwlock_wrlock(&x->lock);
    enum status status = index_follow(app, x);
    if (status != OK)
        index_empty(x); // half of a change is worse than reading it anew
    pthread_rwlock_unlock(&x->lock);
    if (status != OK)
        return status;
    pthread_rwlock_rdlock(&x->lock);
    return OK;
}

struct employer_index *employer_index_open(void)
{
    struct employer_index *x = calloc(1, sizeof *x);
    if (x == NULL)
        return NULL;
    x->followed = -1;
    pthread_rwlock_init(&x->lock, NULL);
    return x;
}

void employer_index_close(struct employer_index *x)
{
    if (x == NULL)
        return;
    index_empty(x);
    free(x->entries);
    for (int o = 0; o < ORDERS; o++)
        free(x->orders[o]);
    free(x->free_slots);
    pthread_rwlock_destroy(&x->lock);
    free(x);
}

enum status employer_index_tend(struct app *app)
{
    struct employer_index *x = app_employer_index(app);
    TRY(index_enter(app, x));
    pthread_rwlock_unlock(&x->lock);
    return OK;
}

enum { WORDS_MOST = 8 };

struct question {
    const struct employer_query *query;
    struct user_id owner;
    const char *words[WORDS_MOST]; // " word", as entry.search has them
    size_t word_count;
    struct employer_id only;
};

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

// As the store makes its search columns.
static void question_words(struct question *q, const char *typed, struct arena *a)
{
    const char *at = lang_fold(a, text_or_empty(typed));
    while (q->word_count < WORDS_MOST) {
        while (*at != '\0' && !in_word(*at))
            at++;
        size_t length = 0;
        while (in_word(at[length]))
            length++;
        if (length == 0)
            return;
        q->words[q->word_count++] = arena_printf(a, " %.*s", (int)length, at);
        at += length;
    }
}

static bool in_area(const struct entry *e, struct code area)
{
    for (uint32_t i = 0; i < e->area_count; i++)
        if (code_equal(e->areas[i], area))
            return true;
    return false;
}

static bool in_network(const struct entry *e, struct network_id network)
{
    for (uint32_t i = 0; i < e->network_count; i++)
        if (e->networks[i].value == network.value)
            return true;
    return false;
}

static bool contact_fits(const struct entry *e, const struct employer_query *q)
{
    if (q->never)
        return e->last_contact == DAY_NONE;
    if (q->contact_from == 0 && q->contact_to == 0)
        return true;
    return e->last_contact != DAY_NONE && (q->contact_from == 0 || e->last_contact >= q->contact_from) &&
           (q->contact_to == 0 || e->last_contact <= q->contact_to);
}

static bool fits(const struct entry *e, const struct question *question)
{
    const struct employer_query *q = question->query;
    if ((e->closed && !q->closed && question->only.value == 0) || (q->stages != 0 && (q->stages >> e->stage & 1) == 0) ||
        (q->industries != 0 && (q->industries >> e->industry & 1) == 0) || (q->sizes != 0 && (q->sizes >> e->size & 1) == 0))
        return false;
    if ((q->open_needs && e->open_needs == 0) || (q->pledged && !e->pledged) || (q->email && !e->email) ||
        (q->waiting && !e->waiting) || (q->reference && !e->reference) || (q->many && !e->many))
        return false;
    if ((question->owner.value != 0 && e->owner.value != question->owner.value) || (q->unowned && e->owner.value != 0) ||
        (question->only.value != 0 && e->id.value != question->only.value))
        return false;
    if (!contact_fits(e, q) || (code_given(q->municipality) && !code_equal(q->municipality, e->municipality)) ||
        (code_given(q->area) && !in_area(e, q->area)) || (q->network.value != 0 && !in_network(e, q->network)))
        return false;
    for (size_t i = 0; i < question->word_count; i++)
        if (strstr(e->search, question->words[i]) == NULL)
            return false;
    return true;
}

static struct employer_hit hit_of(const struct entry *e, struct arena *a)
{
    return (struct employer_hit){
        .id = e->id,
        .areas = arena_copy(a, e->areas, e->area_count * sizeof *e->areas),
        .area_count = e->area_count,
        .open_needs = e->open_needs,
        .open_positions = e->open_positions,
        .last_contact = e->last_contact,
    };
}

// The place in the walk from which on lines are shown.
static enum status walk_from(const struct employer_index *x, const struct employer_query *q, size_t *out)
{
    *out = 0;
    if (*text_or_empty(q->after) == '\0')
        return OK;
    struct entry *e = entry_find(x, (struct employer_id){strtoll(q->after, NULL, 10)});
    if (e == NULL)
        return INVALID;
    size_t place = place_of(x, (int)q->sort, e);
    *out = (q->descending ? x->count - 1 - place : place) + 1;
    return OK;
}

static enum status find(const struct employer_index *x, const struct question *question, struct arena *a,
                        struct employer_hits *out)
{
    const struct employer_query *q = question->query;
    const uint32_t *order = x->orders[q->sort];
    size_t from, room = 0;
    TRY(walk_from(x, q, &from));
    struct employer_hits found = {0};
    for (size_t i = 0; i < x->count; i++) {
        const struct entry *e = &x->entries[order[q->descending ? x->count - 1 - i : i]];
        if (!fits(e, question))
            continue;
        found.total++;
        if (i < from)
            continue;
        if (found.count < q->most)
            *LIST_ADD(a, found.hits, found.count, room) = hit_of(e, a);
        else
            found.more = true;
    }
    *out = found;
    return OK;
}

enum status employer_index_find(struct app *app, const struct actor *actor, const struct employer_query *query,
                                struct employer_id only, struct arena *a, struct employer_hits *out)
{
    struct employer_index *x = app_employer_index(app);
    struct question question = {.query = query, .owner = query->mine ? actor->user : query->owner, .only = only};
    question_words(&question, query->text, a);
    TRY(index_enter(app, x));
    enum status status = find(x, &question, a, out);
    pthread_rwlock_unlock(&x->lock);
    return status;
}

enum status employer_index_get(struct app *app, const struct employer_id *ids, size_t count, struct arena *a,
                               struct employer_hits *out)
{
    struct employer_index *x = app_employer_index(app);
    struct employer_hits found = {.hits = ARENA_ARRAY(a, struct employer_hit, count)};
    TRY(index_enter(app, x));
    for (size_t i = 0; i < count; i++) {
        struct entry *e = entry_find(x, ids[i]);
        if (e != NULL)
            found.hits[found.count++] = hit_of(e, a);
    }
    pthread_rwlock_unlock(&x->lock);
    found.total = found.count;
    *out = found;
    return OK;
}
