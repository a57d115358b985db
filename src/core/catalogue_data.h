// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_CATALOGUE_DATA_H
#define CORE_CATALOGUE_DATA_H

#include "core/catalogue.h"

// What stands behind struct catalogue; for catalogue*.c only.

// A string that an item is found by: " " and the words, small ASCII letters and digits, one space between two. So a word
// that begins with what was typed is one place that holds " " and what was typed.
enum key_source { KEY_NAME_NB, KEY_NAME_EN, KEY_SYNONYM_NB, KEY_SYNONYM_EN, KEY_CODE };
struct catalogue_key {
    const char *text;
    uint32_t item;
    uint8_t source;
    uint8_t trigrams; // how many; 0 for codes, which are not misspelt
};

enum { TRIGRAM_LISTS = 4096 };

struct catalogue_kind_data {
    struct catalogue_item *items; // in the order to show them
    size_t count;
    size_t hidden;                // the last so many have a name but are not offered, and no keys
    uint32_t *by_code;            // places in items, codes ascending
    struct catalogue_key *keys;
    size_t key_count, key_room;
    uint32_t *code_keys;          // which of the keys are codes
    size_t code_key_count;
    // Keys by the trigrams in them: list t is trigram_keys[trigram_starts[t]] up to trigram_starts[t + 1].
    uint32_t *trigram_starts, *trigram_keys;
};

enum { LEVELS_MOST = 9 };

struct catalogue {
    struct arena *arena;
    const char *version;
    struct catalogue_kind_data kinds[CATALOGUE_KINDS];
    unsigned sources; // bits 1 << enum catalogue_source beside our own
    struct implication *implications;
    size_t implication_count, implication_room;
    const char *nkr_names[LEVELS_MOST][2], *cefr_names[LEVELS_MOST][2];
};

// Typed or listed text as keys hold it; at most `most` characters of it are kept.
enum { KEY_MOST = 120 };
const char *catalogue_key_text(struct arena *a, const char *text);
// The number of one of a key's trigrams, below TRIGRAM_LISTS; at points at three characters.
unsigned catalogue_trigram(const char *at);
// How many trigrams a key text has.
size_t catalogue_trigrams(const char *key);

// Make by_code, or the lists of trigrams, of the items and keys that are there.
void catalogue_index_codes(struct catalogue *c);
void catalogue_index_trigrams(struct catalogue *c);

struct catalogue *catalogue_read(void);

#endif
