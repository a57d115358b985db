// SPDX-License-Identifier: EUPL-1.2
#include "app/find_index.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_OF_A_THING = 64 };
static const uint32_t NO_SLOT = UINT32_MAX;

struct word {
    struct spelled spelled;
    uint32_t *things; // slots, in no order
    uint32_t count, room;
};

struct thing_slot {
    int64_t id;
    int64_t owner;
    uint32_t *words;
    uint16_t word_count; // 0: it is not there, or not any more
    uint8_t length;      // of its words together, for the order
    bool published;
};

// Open addressing over positions; 0 is free.
struct table {
    uint32_t *slots;
    size_t room, used;
};

struct find_index {
    struct word *words;
    uint32_t *letters; // of words, side by side for looking through
    size_t word_count, word_room;
    struct table words_by_text;
    struct thing_slot *things;
    uint8_t *kinds;
    uint32_t *owners; // slots of employers, NO_SLOT
    size_t thing_count, thing_room, there; // there: that have words
    struct table things_by_id;
};

static uint64_t mix(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ x >> 33;
}

static uint64_t text_hash(const char *text, size_t n)
{
    uint64_t h = 14695981039346656037ULL;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 1099511628211ULL;
    return mix(h);
}

static uint64_t id_hash(enum find_kind kind, int64_t id)
{
    return mix((uint64_t)id * FIND_KINDS + kind);
}

struct find_index *find_index_open(void)
{
    return calloc(1, sizeof(struct find_index));
}

void find_index_empty(struct find_index *ix)
{
    for (size_t i = 0; i < ix->word_count; i++)
        free(ix->words[i].things);
    for (size_t i = 0; i < ix->thing_count; i++)
        free(ix->things[i].words);
    free(ix->words);
    free(ix->letters);
    free(ix->words_by_text.slots);
    free(ix->things);
    free(ix->kinds);
    free(ix->owners);
    free(ix->things_by_id.slots);
    *ix = (struct find_index){0};
}

void find_index_close(struct find_index *ix)
{
    if (ix == NULL)
        return;
    find_index_empty(ix);
    free(ix);
}

size_t find_index_count(const struct find_index *ix)
{
    return ix->there;
}

// Room for one more at less than two thirds full; hash_of gives the hash of what stands at a position.
static enum status table_grow(struct table *t, const struct find_index *ix,
                              uint64_t (*hash_of)(const struct find_index *ix, uint32_t at))
{
    if (t->room > 0 && (t->used + 1) * 3 <= t->room * 2)
        return OK;
    size_t room = t->room == 0 ? 1024 : t->room * 2;
    uint32_t *slots = calloc(room, sizeof *slots);
    if (slots == NULL)
        return FAILED;
    for (size_t i = 0; i < t->room; i++) {
        if (t->slots[i] == 0)
            continue;
        size_t at = hash_of(ix, t->slots[i] - 1) & (room - 1);
        while (slots[at] != 0)
            at = (at + 1) & (room - 1);
        slots[at] = t->slots[i];
    }
    free(t->slots);
    t->slots = slots;
    t->room = room;
    return OK;
}

static uint64_t word_hash(const struct find_index *ix, uint32_t at)
{
    const struct spelled *s = &ix->words[at].spelled;
    return text_hash(s->text, s->length) + s->abjad;
}

static uint64_t thing_hash(const struct find_index *ix, uint32_t at)
{
    return id_hash((enum find_kind)ix->kinds[at], ix->things[at].id);
}

static enum status array_grow(void *arrays[], const size_t sizes[], size_t count, size_t room)
{
    for (size_t i = 0; i < count; i++) {
        void **to = arrays[i];
        void *grown = reallocarray(*to, room, sizes[i]);
        if (grown == NULL)
            return FAILED;
        *to = grown;
    }
    return OK;
}

static enum status word_find(struct find_index *ix, const struct spelled *s, uint32_t *out)
{
    TRY(table_grow(&ix->words_by_text, ix, word_hash));
    struct table *t = &ix->words_by_text;
    size_t at = (text_hash(s->text, s->length) + s->abjad) & (t->room - 1);
    for (; t->slots[at] != 0; at = (at + 1) & (t->room - 1)) {
        const struct spelled *stands = &ix->words[t->slots[at] - 1].spelled;
        if (stands->abjad == s->abjad && stands->length == s->length && memcmp(stands->text, s->text, s->length) == 0) {
            *out = t->slots[at] - 1;
            return OK;
        }
    }
    if (ix->word_count == ix->word_room) {
        size_t room = ix->word_room == 0 ? 1024 : ix->word_room * 2;
        TRY(array_grow((void *[]){&ix->words, &ix->letters}, (size_t[]){sizeof *ix->words, sizeof *ix->letters}, 2, room));
        ix->word_room = room;
    }
    uint32_t fresh = (uint32_t)ix->word_count++;
    ix->words[fresh] = (struct word){.spelled = *s};
    ix->letters[fresh] = s->letters;
    t->slots[at] = fresh + 1;
    t->used++;
    *out = fresh;
    return OK;
}

// The thing's slot; a new one without words when there is none.
static enum status thing_find(struct find_index *ix, enum find_kind kind, int64_t id, uint32_t *out)
{
    TRY(table_grow(&ix->things_by_id, ix, thing_hash));
    struct table *t = &ix->things_by_id;
    size_t at = id_hash(kind, id) & (t->room - 1);
    for (; t->slots[at] != 0; at = (at + 1) & (t->room - 1)) {
        uint32_t slot = t->slots[at] - 1;
        if (ix->things[slot].id == id && ix->kinds[slot] == kind) {
            *out = slot;
            return OK;
        }
    }
    if (ix->thing_count == ix->thing_room) {
        size_t room = ix->thing_room == 0 ? 1024 : ix->thing_room * 2;
        TRY(array_grow((void *[]){&ix->things, &ix->kinds, &ix->owners},
                       (size_t[]){sizeof *ix->things, sizeof *ix->kinds, sizeof *ix->owners}, 3, room));
        ix->thing_room = room;
    }
    uint32_t fresh = (uint32_t)ix->thing_count++;
    ix->things[fresh] = (struct thing_slot){.id = id};
    ix->kinds[fresh] = (uint8_t)kind;
    ix->owners[fresh] = NO_SLOT;
    t->slots[at] = fresh + 1;
    t->used++;
    *out = fresh;
    return OK;
}

static void thing_clear(struct find_index *ix, uint32_t slot)
{
    struct thing_slot *t = &ix->things[slot];
    for (size_t i = 0; i < t->word_count; i++) {
        struct word *w = &ix->words[t->words[i]];
        uint32_t at = 0;
        while (at < w->count && w->things[at] != slot)
            at++;
        if (at < w->count)
            w->things[at] = w->things[--w->count];
    }
    ix->there -= t->word_count > 0;
    free(t->words);
    t->words = NULL;
    t->word_count = 0;
}

static enum status word_hold(struct word *w, uint32_t slot)
{
    if (w->count == w->room) {
        uint32_t room = w->room == 0 ? 2 : w->room * 2;
        uint32_t *grown = reallocarray(w->things, room, sizeof *grown);
        if (grown == NULL)
            return FAILED;
        w->things = grown;
        w->room = room;
    }
    w->things[w->count++] = slot;
    return OK;
}

static bool holds(const uint32_t *list, size_t count, uint32_t word)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == word)
            return true;
    return false;
}

enum status find_index_put(struct find_index *ix, enum find_kind kind, const struct find_row *row)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    uint32_t slot, owner = NO_SLOT, list[WORDS_OF_A_THING];
    size_t count = 0, length = 0;
    TRY(thing_find(ix, kind, row->id, &slot));
    if (row->owner.value != 0 && kind != FIND_EMPLOYER)
        TRY(thing_find(ix, FIND_EMPLOYER, row->owner.value, &owner));
    thing_clear(ix, slot);
    struct spelled *words;
    size_t word_count = spell_text(a, row->words, &words);
    for (size_t i = 0; i < word_count && count < WORDS_OF_A_THING; i++) {
        uint32_t word;
        TRY(word_find(ix, &words[i], &word));
        if (holds(list, count, word))
            continue;
        TRY(word_hold(&ix->words[word], slot));
        length += words[i].length;
        list[count++] = word;
    }
    struct thing_slot *t = &ix->things[slot];
    if (count > 0) {
        t->words = malloc(count * sizeof *t->words);
        if (t->words == NULL)
            return FAILED;
        memcpy(t->words, list, count * sizeof *t->words);
    }
    t->word_count = (uint16_t)count;
    t->length = length > UINT8_MAX ? UINT8_MAX : (uint8_t)length;
    t->owner = row->owner.value;
    t->published = row->published;
    ix->owners[slot] = owner;
    ix->there += count > 0;
    return OK;
}

void find_index_drop(struct find_index *ix, enum find_kind kind, int64_t id)
{
    struct table *t = &ix->things_by_id;
    if (t->room == 0)
        return;
    for (size_t at = id_hash(kind, id) & (t->room - 1); t->slots[at] != 0; at = (at + 1) & (t->room - 1)) {
        uint32_t slot = t->slots[at] - 1;
        if (ix->things[slot].id == id && ix->kinds[slot] == kind) {
            thing_clear(ix, slot);
            return;
        }
    }
}

// Asking

// What is known of each thing while words are taken one by one; a bit for each word.
struct marks {
    uint8_t *any, *exact, *begun;
    uint16_t *costs;
};

struct candidate {
    uint32_t word;
    int cost;
};

static int by_cost(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->cost != y->cost ? x->cost - y->cost : (x->word > y->word) - (x->word < y->word);
}

// The words that may stand for the typed one, nearest first.
static size_t words_like(const struct find_index *ix, const struct spelled *typed, struct arena *a, struct candidate **out)
{
    struct candidate *list = NULL;
    size_t count = 0, room = 0;
    // What lacks more letters than can be wrong is passed over at a glance, but for words of scripts without vowels.
    for (size_t i = 0; i < ix->word_count; i++) {
        if (__builtin_popcount(typed->letters & ~ix->letters[i]) > 2 && !typed->abjad && !ix->words[i].spelled.abjad)
            continue;
        int cost = spelled_cost(typed, &ix->words[i].spelled, true);
        if (cost < SPELLED_NOT && ix->words[i].count > 0)
            *LIST_ADD(a, list, count, room) = (struct candidate){(uint32_t)i, cost};
    }
    if (count > 1)
        qsort(list, count, sizeof *list, by_cost);
    *out = list;
    return count;
}

static void mark_word(const struct find_index *ix, const struct spelled *typed, uint8_t bit, struct marks *m, struct arena *a)
{
    struct candidate *list;
    size_t count = words_like(ix, typed, a, &list);
    for (size_t i = 0; i < count; i++) {
        const struct word *w = &ix->words[list[i].word];
        uint8_t exact = list[i].cost < SPELLED_LIKE ? bit : 0, begun = list[i].cost <= SPELLED_BEGUN ? bit : 0;
        uint16_t cost = (uint16_t)list[i].cost;
        for (size_t t = 0; t < w->count; t++) {
            uint32_t slot = w->things[t];
            uint8_t fresh = (uint8_t)(~m->any[slot] & bit);
            m->any[slot] |= bit;
            m->exact[slot] |= exact;
            m->begun[slot] |= begun;
            m->costs[slot] = (uint16_t)(m->costs[slot] + (fresh != 0 ? cost : 0));
        }
    }
}

static bool in_scope(const struct find_index *ix, uint32_t slot, const struct find_question *q)
{
    const struct thing_slot *t = &ix->things[slot];
    bool own = q->own.value != 0 && (t->owner == q->own.value || (ix->kinds[slot] == FIND_EMPLOYER && t->id == q->own.value));
    switch (q->scopes[ix->kinds[slot]]) {
    case FIND_NONE:
        return false;
    case FIND_OWN:
        return own;
    case FIND_PUBLISHED:
        return t->published;
    case FIND_OWN_OR_PUBLISHED:
        return own || t->published;
    case FIND_ALL:
        return true;
    }
    return false;
}

// Names: the shortest is the likeliest to be meant. What happened: the newest. Ids begin with the time.
static int64_t order_of(const struct find_index *ix, uint32_t slot)
{
    bool happened = ix->kinds[slot] >= FIND_NEED;
    return happened ? -ix->things[slot].id : ix->things[slot].length;
}

struct ranked {
    int64_t order;
    uint32_t slot;
    int cost; // with SPELLED_NOT added where a word is spelled otherwise
};

struct best {
    struct ranked *list; // in order
    size_t count, most;
};

static bool before(const struct ranked *x, const struct ranked *y)
{
    if (x->cost != y->cost)
        return x->cost < y->cost;
    return x->order != y->order ? x->order < y->order : x->slot < y->slot;
}

static void best_add(struct best *b, struct ranked r)
{
    if (b->count == b->most && (b->most == 0 || !before(&r, &b->list[b->count - 1])))
        return;
    size_t at = b->count < b->most ? b->count++ : b->count - 1;
    for (; at > 0 && before(&r, &b->list[at - 1]); at--)
        b->list[at] = b->list[at - 1];
    b->list[at] = r;
}

static void take(const struct find_index *ix, const struct find_question *q, uint8_t full, const struct marks *m, uint32_t slot,
                 struct find_hits *hits, struct best best[FIND_KINDS])
{
    uint32_t owner = ix->owners[slot];
    uint8_t any = m->any[slot], exact = m->exact[slot];
    int cost = m->costs[slot];
    if (any != full && owner != NO_SLOT) {
        any |= m->any[owner];
        exact |= m->exact[owner];
        cost += m->costs[owner] + 1;
    }
    if (any != full || !in_scope(ix, slot, q))
        return;
    enum find_kind kind = (enum find_kind)ix->kinds[slot];
    hits[kind].count += exact == full;
    hits[kind].begun += m->begun[slot] == full;
    hits[kind].similar += exact != full;
    best_add(&best[kind], (struct ranked){order_of(ix, slot), slot, cost + (exact == full ? 0 : SPELLED_NOT * SPELLED_WORDS_MOST)});
}

void find_index_ask(const struct find_index *ix, const struct find_question *q, struct arena *a,
                    struct find_hits out[FIND_KINDS])
{
    struct marks m = {ARENA_ARRAY(a, uint8_t, ix->thing_count + 8), ARENA_ARRAY(a, uint8_t, ix->thing_count),
                      ARENA_ARRAY(a, uint8_t, ix->thing_count), ARENA_ARRAY(a, uint16_t, ix->thing_count)};
    struct best best[FIND_KINDS];
    uint8_t full = (uint8_t)((1u << q->word_count) - 1);
    for (int k = 0; k < FIND_KINDS; k++) {
        out[k] = (struct find_hits){0};
        best[k] = (struct best){ARENA_ARRAY(a, struct ranked, FIND_HITS_MOST), 0, q->most < FIND_HITS_MOST ? q->most : FIND_HITS_MOST};
    }
    if (full == 0)
        return;
    for (size_t i = 0; i < q->word_count; i++)
        mark_word(ix, &q->words[i], (uint8_t)(1u << i), &m, a);
    for (size_t i = 0; i < ix->thing_count; i += 8) {
        uint64_t eight;
        memcpy(&eight, m.any + i, sizeof eight);
        if (eight == 0)
            continue;
        for (size_t slot = i; slot < i + 8 && slot < ix->thing_count; slot++)
            if (m.any[slot] != 0)
                take(ix, q, full, &m, (uint32_t)slot, out, best);
    }
    for (int k = 0; k < FIND_KINDS; k++) {
        out[k].hits = ARENA_ARRAY(a, struct find_hit, best[k].count);
        out[k].hit_count = best[k].count;
        for (size_t i = 0; i < best[k].count; i++) {
            const struct ranked *r = &best[k].list[i];
            out[k].hits[i] = (struct find_hit){ix->things[r->slot].id, r->cost % (SPELLED_NOT * SPELLED_WORDS_MOST)};
        }
    }
}
