// SPDX-License-Identifier: EUPL-1.2
#include "core/ad_words.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/embed.h"
#include "base/lang.h"
#include "base/text.h"

EMBED(ad_words_csv);

enum meaning {
    HEADING, WISH, MUST, NOT, LICENCE, DRIVER_CARD, DRIVING, CLASS, EDUCATION, EXPERIENCE, YEAR, MONTH, NUMBER,
    LANGUAGE, LEVEL, PART, ABOUT_LANGUAGE,
};
static const char *const MEANINGS[] = {"heading", "wish",       "must",  "not",   "licence", "driver-card",
                                       "driving", "class",      "education", "experience", "year",
                                       "month",   "number",     "language",  "level", "part", "about-language"};

enum { PHRASE_WORDS = 5, PHRASES_MOST = 512, ALTERNATIVES_MOST = 64 };

struct phrase {
    enum meaning meaning;
    const char *value;
    const char *words[PHRASE_WORDS];
    bool open[PHRASE_WORDS]; // the word only begins so
    size_t count;
};

static struct {
    struct arena *arena; // lives as long as the program
    struct phrase phrases[PHRASES_MOST];
    size_t count;
} book;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void phrase_add(struct csv *file, enum meaning meaning, const char *value, const char *text)
{
    if (book.count == PHRASES_MOST)
        csv_defect(file, "ad_words.csv", "more phrases than there is room for");
    struct phrase *p = &book.phrases[book.count++];
    *p = (struct phrase){.meaning = meaning, .value = value};
    char *rest = arena_strdup(book.arena, text), *word;
    while ((word = strsep(&rest, " ")) != NULL) {
        size_t n = strlen(word);
        if (p->count == PHRASE_WORDS || n == 0)
            csv_defect(file, "ad_words.csv", text);
        p->open[p->count] = word[n - 1] == '*';
        if (p->open[p->count])
            word[n - 1] = '\0';
        p->words[p->count++] = word;
    }
}

static void read_phrases(void)
{
    book.arena = arena_open();
    struct csv file = csv_of(book.arena, embed_ad_words_csv, EMBED_SIZE(ad_words_csv));
    const char *row[3], *alternatives[ALTERNATIVES_MOST];
    size_t count;
    for (bool head = true; csv_next(&file, row, 3, &count); head = false) {
        if (head)
            continue;
        size_t meaning = 0;
        while (meaning < COUNT_OF(MEANINGS) && strcmp(MEANINGS[meaning], row[0]) != 0)
            meaning++;
        if (count != 3 || meaning == COUNT_OF(MEANINGS))
            csv_defect(&file, "ad_words.csv", row[0]);
        size_t n = csv_parts(book.arena, row[2], alternatives, ALTERNATIVES_MOST);
        for (size_t i = 0; i < n; i++)
            phrase_add(&file, (enum meaning)meaning, row[1], alternatives[i]);
    }
}

// A sentence as words: folded for comparing, and as they stand, since "A" may be a class and "a" is none.
struct word {
    const char *folded;
    const char *as_is;
    char before; // what parts it from the word before, blanks aside; 0 for nothing
};
enum { WORDS_MOST = 80 };
struct sentence {
    struct word words[WORDS_MOST];
    size_t count;
};

static bool in_word(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void split_words(const char *text, struct arena *a, struct sentence *out)
{
    *out = (struct sentence){0};
    char before = 0;
    for (const char *at = text; *at != '\0' && out->count < WORDS_MOST;) {
        size_t n = 0;
        while (in_word((unsigned char)at[n]))
            n++;
        if (n == 0) {
            if (*at != ' ')
                before = *at;
            at++;
            continue;
        }
        struct word *w = &out->words[out->count++];
        *w = (struct word){.as_is = arena_strndup(a, at, n), .before = before};
        w->folded = lang_fold(a, w->as_is);
        before = 0;
        at += n;
    }
}

// The phrase of that meaning that stands at a word, the longest; NULL for none.
static const struct phrase *phrase_at(const struct sentence *s, size_t at, enum meaning meaning)
{
    const struct phrase *best = NULL;
    for (size_t i = 0; i < book.count; i++) {
        const struct phrase *p = &book.phrases[i];
        if (p->meaning != meaning || p->words[0][0] != s->words[at].folded[0] || at + p->count > s->count ||
            (best != NULL && p->count <= best->count))
            continue;
        size_t k = 0;
        while (k < p->count && (p->open[k] ? strncmp(s->words[at + k].folded, p->words[k], strlen(p->words[k])) == 0
                                           : strcmp(s->words[at + k].folded, p->words[k]) == 0))
            k++;
        if (k == p->count)
            best = p;
    }
    return best;
}

// The first word of the sentence at which such a phrase stands; its count when there is none.
static size_t phrase_find(const struct sentence *s, size_t from, enum meaning meaning, const struct phrase **out)
{
    for (size_t i = from; i < s->count; i++) {
        const struct phrase *p = phrase_at(s, i, meaning);
        if (p != NULL) {
            if (out != NULL)
                *out = p;
            return i;
        }
    }
    return s->count;
}

static bool says(const struct sentence *s, enum meaning meaning)
{
    return phrase_find(s, 0, meaning, NULL) < s->count;
}

enum part_of_ad { PART_INTRODUCTION, PART_DEMANDS, PART_WISHES, PART_LANGUAGES, PART_OTHER };

struct ad_reading {
    const struct catalogue *catalogue;
    struct code occupation;
    struct arena *arena;
    enum part_of_ad part;
    struct ad_requirement *list;
    size_t count;
    const char *sentence; // being read, for the excerpt
    bool must;
};

static bool same_atoms(const struct requirement *a, const struct requirement *b)
{
    if (a->atom_count != b->atom_count)
        return false;
    for (int i = 0; i < a->atom_count; i++)
        if (a->atoms[i].kind != b->atoms[i].kind || !code_equal(a->atoms[i].code, b->atoms[i].code) ||
            a->atoms[i].part != b->atoms[i].part || (a->atoms[i].kind != ATOM_LANGUAGE && a->atoms[i].level != b->atoms[i].level))
            return false;
    return true;
}

// Keeps what was found, unless the same is asked for already: then the demand outweighs the wish, and of two levels of
// a language the higher counts.
static void keep(struct ad_reading *ad, struct requirement r)
{
    enum { WEIGHT = 5 };
    if (r.atom_count == 0)
        return;
    r.kind = REQUIRE_ATOMS;
    r.must = ad->must;
    r.weight = ad->must ? 0 : WEIGHT;
    r.start_from = r.start_latest = DAY_NONE;
    r.least = EVIDENCE_STATED;
    for (int i = 0; i < r.atom_count; i++) {
        enum evidence least = catalogue_least_evidence(ad->catalogue, &r.atoms[i]);
        r.least = i == 0 || least < r.least ? least : r.least;
    }
    for (size_t i = 0; i < ad->count; i++) {
        struct requirement *had = &ad->list[i].requirement;
        if (!same_atoms(had, &r))
            continue;
        if (r.must && !had->must) {
            had->must = true;
            had->weight = 0;
            ad->list[i].excerpt = text_cut(ad->arena, ad->sentence, AD_EXCERPT_MOST);
        }
        if (r.atoms[0].level > had->atoms[0].level)
            had->atoms[0].level = r.atoms[0].level;
        return;
    }
    if (ad->count == AD_REQUIREMENTS_MOST)
        return;
    ad->list[ad->count++] =
        (struct ad_requirement){.requirement = r, .excerpt = text_cut(ad->arena, ad->sentence, AD_EXCERPT_MOST)};
}

static void atom_add(struct requirement *r, struct atom atom)
{
    if (r->atom_count < REQUIREMENT_ATOMS_MOST)
        r->atoms[r->atom_count++] = atom;
}

static bool class_read(const struct word *w, struct code *out)
{
    static const char *const classes[] = {"AM", "A1",  "A2", "A",   "B", "BE", "C1", "C1E",
                                          "C",  "CE", "D1", "D1E", "D", "DE", "S",  "T"};
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        if (strcmp(w->as_is, classes[i]) == 0) {
            *out = code_make(classes[i]);
            return true;
        }
    return false;
}

static bool word_is(const struct word *w, const char *one, const char *other)
{
    return strcmp(w->folded, one) == 0 || strcmp(w->folded, other) == 0;
}

// Classes as a sentence lists them: "C/C1" and "C eller CE": any of them; "B og BE": both. A comma is what the list's
// other words are: "T1, T2 eller T4" is one demand.
struct class_list {
    struct code codes[REQUIREMENT_ATOMS_MOST];
    char joints[REQUIREMENT_ATOMS_MOST]; // before each: '|', '&', or ','
    size_t count;
};

static void class_add(struct class_list *list, struct code class, const struct word *w, char said)
{
    if (list->count == REQUIREMENT_ATOMS_MOST)
        return;
    list->codes[list->count] = class;
    list->joints[list->count++] = said != 0 ? said : w->before == '/' ? '|' : ',';
}

static void keep_classes(struct ad_reading *ad, const struct class_list *list)
{
    struct requirement r = {0};
    bool any_of = false;
    for (size_t i = 1; i < list->count; i++)
        any_of |= list->joints[i] == '|';
    for (size_t i = 0; i < list->count; i++) {
        bool together = list->joints[i] == '|' || (list->joints[i] == ',' && any_of);
        if (i > 0 && !together) {
            keep(ad, r);
            r = (struct requirement){0};
        }
        atom_add(&r, (struct atom){.kind = ATOM_LICENCE, .code = list->codes[i]});
    }
    keep(ad, r);
}

// What stands between this class and the one before: 0 nothing said.
static char joint_at(const struct word *w, char before)
{
    return word_is(w, "eller", "or") ? '|' : word_is(w, "og", "and") ? '&' : before;
}

// A driving licence without a class is one for a car.
static void read_driving(struct ad_reading *ad, const struct sentence *s)
{
    const struct phrase *p;
    size_t at = phrase_find(s, 0, DRIVING, &p);
    bool any = at < s->count;
    if (any)
        at += p->count;
    else if ((at = phrase_find(s, 0, CLASS, &p)) == s->count)
        return;
    struct class_list list = {0};
    char joint = 0;
    size_t between = 0;
    enum { WORDS_BETWEEN = 3 };
    for (; at < s->count && between <= WORDS_BETWEEN; at++) {
        const struct word *w = &s->words[at];
        struct code class;
        if (class_read(w, &class)) {
            class_add(&list, class, w, joint);
            joint = 0;
            between = 0;
        } else if (joint_at(w, 0) != 0) {
            joint = joint_at(w, joint);
        } else if (phrase_at(s, at, CLASS) == NULL && phrase_at(s, at, DRIVING) == NULL) {
            between++;
        }
    }
    if (list.count == 0 && any)
        class_add(&list, code_make("B"), &s->words[0], 0);
    keep_classes(ad, &list);
}

// "Truckførerbevis T1 og T4" names its classes. False when it names none, or r is about no truck.
static bool read_truck_classes(struct ad_reading *ad, const struct sentence *s, size_t from, const struct requirement *r)
{
    struct class_list list = {0};
    char joint = 0;
    if (r->atom_count == 0 || !code_equal(code_prefix(r->atoms[0].code, 1), code_make("T")) || code_length(r->atoms[0].code) != 2)
        return false;
    for (size_t at = from; at < s->count; at++) {
        const char *word = s->words[at].as_is;
        struct code class;
        if (strlen(word) == 2 && word[0] == 'T' && word[1] >= '1' && word[1] <= '8' && code_read(word, &class)) {
            class_add(&list, class, &s->words[at], joint);
            joint = 0;
        } else {
            joint = joint_at(&s->words[at], joint);
        }
    }
    keep_classes(ad, &list);
    return list.count > 0;
}

static void read_licences(struct ad_reading *ad, const struct sentence *s)
{
    const struct phrase *p;
    for (size_t at = 0; (at = phrase_find(s, at, LICENCE, &p)) < s->count; at += p->count) {
        struct requirement r = {0};
        char *rest = arena_strdup(ad->arena, p->value), *word;
        while ((word = strsep(&rest, "/")) != NULL) {
            struct code code;
            if (code_read(word, &code) && catalogue_find(ad->catalogue, CATALOGUE_LICENCE, code) != NULL)
                atom_add(&r, (struct atom){.kind = ATOM_LICENCE, .code = code});
        }
        if (!read_truck_classes(ad, s, at + p->count, &r))
            keep(ad, r);
    }
    // Which of the two driver cards depends on what is driven; the occupation tells.
    if (!says(s, DRIVER_CARD) || !code_given(ad->occupation))
        return;
    const struct catalogue_item *item = catalogue_find(ad->catalogue, CATALOGUE_OCCUPATION, ad->occupation);
    for (size_t i = 0; item != NULL && i < item->suggested_count; i++)
        for (int k = 0; k < item->suggested[i].atom_count; k++) {
            struct atom atom = item->suggested[i].atoms[k];
            if (atom.kind == ATOM_LICENCE &&
                (code_equal(atom.code, code_make("YSKG")) || code_equal(atom.code, code_make("YSKP"))))
                keep(ad, (struct requirement){.atoms = {atom}, .atom_count = 1});
        }
}

static unsigned number_at(const struct sentence *s, size_t at)
{
    char *end;
    unsigned long n = strtoul(s->words[at].folded, &end, 10);
    if (end != s->words[at].folded)
        return *end == '\0' && n <= 50 ? (unsigned)n : 0;
    const struct phrase *p = phrase_at(s, at, NUMBER);
    return p == NULL ? 0 : (unsigned)strtoul(p->value, NULL, 10);
}

// "minimum 3 års erfaring", "2-4 years of experience": the first number, as the step of the ladder that it reaches.
static size_t find_experience(const struct sentence *s, unsigned *months_out)
{
    enum { WORDS_BETWEEN = 2 };
    if (!says(s, EXPERIENCE))
        return s->count;
    for (size_t i = 0; i < s->count; i++) {
        unsigned n = number_at(s, i);
        for (size_t k = i + 1; n > 0 && k < s->count && k <= i + WORDS_BETWEEN; k++) {
            bool years = phrase_at(s, k, YEAR) != NULL;
            if (!years && phrase_at(s, k, MONTH) == NULL)
                continue;
            unsigned months = years ? n * 12 : n, step = 0;
            for (size_t l = 0; l < COUNT_OF(MONTH_LADDER); l++)
                if (MONTH_LADDER[l] <= months)
                    step = MONTH_LADDER[l];
            *months_out = step;
            return step > 0 ? i : s->count;
        }
    }
    return s->count;
}

// The field that education for this occupation is in, when the catalogue knows it; else any field.
static struct code field_of(const struct ad_reading *ad)
{
    const struct catalogue_item *item =
        code_given(ad->occupation) ? catalogue_find(ad->catalogue, CATALOGUE_OCCUPATION, ad->occupation) : NULL;
    for (size_t i = 0; item != NULL && i < item->suggested_count; i++)
        for (int k = 0; k < item->suggested[i].atom_count; k++)
            if (item->suggested[i].atoms[k].kind == ATOM_EDUCATION)
                return item->suggested[i].atoms[k].code;
    return (struct code){0};
}

static void read_work_and_education(struct ad_reading *ad, const struct sentence *s)
{
    unsigned months = 0;
    size_t experience = code_given(ad->occupation) ? find_experience(s, &months) : s->count;
    const struct phrase *p = NULL;
    size_t education = phrase_find(s, 0, EDUCATION, &p);
    struct requirement work = {0}, school = {0};
    if (experience < s->count)
        atom_add(&work, (struct atom){.kind = ATOM_OCCUPATION, .code = ad->occupation, .level = (uint8_t)months});
    // The level alone says little: a trade certificate is one in the ad's own trade.
    if (education < s->count)
        atom_add(&school, (struct atom){.kind = ATOM_EDUCATION,
                                        .code = field_of(ad),
                                        .level = (uint8_t)strtoul(p->value, NULL, 10)});
    // "Fagbrev eller tre års erfaring": either will do.
    size_t first = experience < education ? experience : education, second = experience < education ? education : experience;
    for (size_t i = first; work.atom_count > 0 && school.atom_count > 0 && i < second; i++)
        if (word_is(&s->words[i], "eller", "or")) {
            atom_add(&school, work.atoms[0]);
            keep(ad, school);
            return;
        }
    keep(ad, school);
    keep(ad, work);
}

static enum cefr level_said(const struct sentence *s)
{
    enum cefr level = CEFR_NONE;
    for (size_t i = 0; i < s->count; i++)
        if (strlen(s->words[i].as_is) == 2 && catalogue_cefr_read(s->words[i].as_is, &level) && level != CEFR_NONE)
            return level;
    const struct phrase *p;
    for (size_t i = 0; (i = phrase_find(s, i, LEVEL, &p)) < s->count; i += p->count) {
        enum cefr said = CEFR_NONE;
        if (cefr_read(p->value, &said) && said > level)
            level = said;
    }
    return level;
}

static bool language_at(const struct ad_reading *ad, const struct sentence *s, size_t at, struct code *out)
{
    const struct phrase *p = phrase_at(s, at, LANGUAGE);
    if (p != NULL) {
        *out = code_make(p->value);
        // A Norwegian citizen is no speaker of Norwegian, and a Norwegian document is one to read.
        return at + 1 == s->count || strncmp(s->words[at + 1].folded, "statsborger", 11) != 0;
    }
    // Only frequent languages: a rare one's name may be any word.
    struct code code;
    if (strlen(s->words[at].folded) < 5 || catalogue_resolve(ad->catalogue, CATALOGUE_LANGUAGE, s->words[at].as_is, &code) != OK)
        return false;
    const struct catalogue_item *item = catalogue_find(ad->catalogue, CATALOGUE_LANGUAGE, code);
    *out = code;
    return item != NULL && item->rank != 0;
}

// "God muntlig og skriftlig fremstillingsevne på norsk og engelsk": each part of each language, at one level.
static void read_languages(struct ad_reading *ad, const struct sentence *s)
{
    unsigned parts = 0;
    const struct phrase *p;
    for (size_t i = 0; (i = phrase_find(s, i, PART, &p)) < s->count; i += p->count) {
        enum language_part part;
        if (language_part_read(p->value, &part))
            parts |= 1U << part;
    }
    enum cefr level = level_said(s);
    bool about = parts != 0 || says(s, ABOUT_LANGUAGE) || ad->part == PART_LANGUAGES;
    for (size_t i = 0; i < s->count && i < WORDS_MOST; i++) {
        struct code language;
        if (!(about || level >= CEFR_A1) || !language_at(ad, s, i, &language))
            continue;
        if (!about && (i + 1 < s->count && i > 0)) // "gode norske kunder"
            continue;
        for (unsigned part = 0; part < LANGUAGE_PARTS; part++)
            if ((parts == 0 ? 1U << PART_SPEAKING : parts) >> part & 1)
                keep(ad, (struct requirement){.atoms = {{.kind = ATOM_LANGUAGE,
                                                         .code = language,
                                                         .part = (uint8_t)part,
                                                         .level = (uint8_t)(level == CEFR_NONE ? CEFR_B1 : level)}},
                                              .atom_count = 1});
    }
}

static void read_sentence(struct ad_reading *ad, const char *text)
{
    struct sentence s;
    split_words(text, ad->arena, &s);
    if (s.count == 0 || ad->part == PART_OTHER || says(&s, NOT))
        return;
    ad->sentence = text;
    ad->must = says(&s, WISH) ? false : says(&s, MUST) || ad->part != PART_WISHES;
    read_driving(ad, &s);
    read_licences(ad, &s);
    read_work_and_education(ad, &s);
    read_languages(ad, &s);
}

// A short line that begins with a heading's words changes what is being told. What is left to read of it is what stands
// behind a colon, or all of it: "Du bør ha ADR" says both.
static void read_heading(struct ad_reading *ad, const char *line, const char **rest_out)
{
    static const char *const names[] = {[PART_DEMANDS] = "must", [PART_WISHES] = "wish", [PART_LANGUAGES] = "languages",
                                        [PART_OTHER] = "other"};
    enum { HEADING_WORDS = 8, LITTLE_WORD = 3 };
    const char *colon = strchr(line, ':');
    struct sentence s;
    split_words(colon == NULL ? line : arena_strndup(ad->arena, line, (size_t)(colon - line)), ad->arena, &s);
    const struct phrase *p = s.count == 0 ? NULL : phrase_at(&s, 0, HEADING);
    size_t length = strlen(line);
    bool ends = length > 0 && (line[length - 1] == '.' || line[length - 1] == ',');
    // Without a colon the line must be little more than the heading: "Du har fagbrev som elektriker" is a demand.
    size_t more = 1;
    for (size_t i = p == NULL ? s.count : p->count; i < s.count && strcmp(p->value, "wish") == 0; i++)
        more += strlen(s.words[i].folded) <= LITTLE_WORD; // "Det er en fordel om du har"
    bool alone = p != NULL && s.count <= p->count + more && !ends;
    if (p == NULL || s.count > HEADING_WORDS || (colon == NULL && !alone))
        return;
    for (size_t i = PART_DEMANDS; i < COUNT_OF(names); i++)
        if (strcmp(names[i], p->value) == 0)
            ad->part = (enum part_of_ad)i;
    if (colon != NULL)
        *rest_out = colon + 1;
}

// Where a sentence ends: a full stop before a blank and a capital, but not that of "kl. B" or "gr. L".
static size_t sentence_length(const char *line)
{
    enum { ABBREVIATION_MOST = 2 };
    size_t word = 0;
    for (size_t i = 0; line[i] != '\0'; i++) {
        bool capital = line[i + 1] == ' ' && ((line[i + 2] >= 'A' && line[i + 2] <= 'Z') || (line[i + 2] & 0x80) != 0);
        if (capital && ((line[i] == '.' && word > ABBREVIATION_MOST) || line[i] == '!' || line[i] == '?'))
            return i + 1;
        word = in_word((unsigned char)line[i]) ? word + 1 : 0;
    }
    return strlen(line);
}

size_t ad_requirements(const struct catalogue *c, struct code occupation, const char *text, struct arena *a,
                       const struct ad_requirement **out)
{
    pthread_once(&once, read_phrases);
    struct ad_reading ad = {.catalogue = c, .occupation = occupation, .arena = a};
    ad.list = ARENA_ARRAY(a, struct ad_requirement, AD_REQUIREMENTS_MOST);
    char *rest = arena_strdup(a, text), *line;
    while ((line = strsep(&rest, "\n")) != NULL) {
        const char *at = line;
        if (strncmp(at, "• ", strlen("• ")) == 0)
            at += strlen("• ");
        read_heading(&ad, at, &at);
        while (*at != '\0') {
            size_t n = sentence_length(at);
            read_sentence(&ad, text_line(a, arena_strndup(a, at, n)));
            at += n;
        }
    }
    *out = ad.list;
    return ad.count;
}
