// SPDX-License-Identifier: EUPL-1.2
#include "core/wording.h"

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/issues.h"
#include "base/lang.h"
#include "base/status.h"
#include "base/text.h"

EMBED(wording_csv);

static const struct category {
    const char *name, *title, *explanation, *suggestion;
} categories[WORDING_CATEGORIES] = {
    [WORDING_GENDER] =
        {"gender", N_("Gender"),
         N_("This can read as a demand for one gender. The Equality and Anti-Discrimination Act, section 6, does not allow "
            "choosing by gender."),
         N_("Use a title that fits everyone, and describe the task and what the person must be able to do.")},
    [WORDING_AGE] =
        {"age", N_("Age"),
         N_("This can read as a demand about age. The Equality and Anti-Discrimination Act, section 6, does not allow "
            "choosing by age, unless another law sets a limit for the work."),
         N_("Ask for the experience and competence the work needs. If a law sets an age limit, write which law.")},
    [WORDING_ETHNICITY] =
        {"ethnicity", N_("Ethnicity and nationality"),
         N_("This can read as a demand about ethnicity, descent, skin colour or national origin. The Equality and "
            "Anti-Discrimination Act, section 6, does not allow choosing by these, and section 30 forbids asking."),
         N_("Ask for what the work needs: a language with a level, or knowledge of a market or a set of rules. If the law "
            "demands citizenship, write which law.")},
    [WORDING_NATIVE_SPEAKER] =
        {"native-speaker", N_("Native speaker"),
         N_("A mother tongue is no measure of how well somebody uses a language, and shuts out by descent. Language counts "
            "as ethnicity in the Equality and Anti-Discrimination Act, section 6."),
         N_("Ask for a level in the parts the work needs, for instance B2 in speaking, and say what it is used for.")},
    [WORDING_RELIGION] =
        {"religion", N_("Religion and belief"),
         N_("This can read as a demand about religion or belief. The Equality and Anti-Discrimination Act, section 6, does "
            "not allow choosing by these, and section 30 forbids asking."),
         N_("Describe the task instead, for instance which food is handled or when the shifts are.")},
    [WORDING_DISABILITY] =
        {"disability", N_("Disability and health"),
         N_("This can read as a demand about disability or health. The Equality and Anti-Discrimination Act, section 6, "
            "does not allow choosing by disability, and section 30 forbids asking; about health only what the tasks make "
            "necessary may be asked (Working Environment Act, section 9-3)."),
         N_("Describe what the work consists of, for instance lifting up to 15 kg or standing and walking, and that it can "
            "be adapted.")},
    [WORDING_FAMILY] =
        {"family", N_("Family and pregnancy"),
         N_("This can read as a demand about family, pregnancy, leave or care for others. The Equality and "
            "Anti-Discrimination Act, section 6, does not allow choosing by these, and section 30 forbids asking."),
         N_("Write the working hours and the travel; each person knows whether they can.")},
    [WORDING_ORIENTATION] =
        {"orientation", N_("Sexual orientation and gender identity"),
         N_("This can read as a demand about sexual orientation, gender identity or gender expression. The Equality and "
            "Anti-Discrimination Act, section 6, does not allow choosing by these, and section 30 forbids asking."),
         N_("Leave it out: it says nothing about how the work is done.")},
    [WORDING_POLITICS] =
        {"politics", N_("Political view and trade union"),
         N_("This can read as a demand about political view or membership of a trade union. The Working Environment Act, "
            "section 13-1, does not allow choosing by these, and section 13-4 forbids asking."),
         N_("Leave it out: it says nothing about how the work is done.")},
};

// Rows of catalogue/wording.csv whose hits belong to a category but need another piece of advice than the rest of it.
static const struct variant {
    const char *name;
    enum wording_category category;
    const char *suggestion;
} variants[] = {
    {"dress", WORDING_RELIGION,
     N_("Describe what the work clothes must be fit for, for instance hygiene or moving machines; a head covering can be "
        "part of them.")},
};

const char *wording_category_name(enum wording_category c)
{
    return categories[c].name;
}

const char *wording_category_title(enum wording_category c)
{
    return categories[c].title;
}

// One choice of what a word may be. catalogue/wording.csv tells how they are written.
struct choice {
    enum { CHOICE_WORD, CHOICE_BEGINS, CHOICE_ENDS, CHOICE_NUMBER } kind;
    const char *text;
    size_t length;
    uint64_t hash;     // of whole words
    long above, below; // numbers
};

struct element {
    enum { ELEMENT_WORD, ELEMENT_GAP, ELEMENT_START, ELEMENT_END, ELEMENT_AHEAD } kind;
    const struct choice *choices; // of a word
    size_t choice_count;
    size_t gap; // at most so many words of any kind
};

struct pattern {
    const struct element *elements;
    size_t element_count;
};

struct rule {
    enum wording_category category;
    const char *suggestion;
    const struct pattern *patterns, *exceptions;
    size_t pattern_count, exception_count;
};

struct list {
    const char *name;
    const struct choice *choices;
    size_t count;
};

enum { RULES_MOST = 200, LISTS_MOST = 40, CHOICES_MOST = 240, ELEMENTS_MOST = 16, PATTERNS_MOST = 80 };

static struct {
    struct arena *arena;
    struct rule rules[RULES_MOST];
    size_t rule_count;
    struct list lists[LISTS_MOST];
    size_t list_count;
    // A phrase after which grounds are named only to say that they do not count, and the words that end such a passage.
    struct rule safe, unsafe;
} book;

static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

static _Noreturn void defect(const struct csv *csv, const char *what)
{
    csv_defect(csv, "catalogue/wording.csv", what);
}

static struct choice choice_read(const struct csv *csv, const char *text, size_t n)
{
    if (n == 0)
        defect(csv, "an empty choice");
    struct choice c = {.kind = CHOICE_WORD};
    if (text[0] == '#') {
        c.kind = CHOICE_NUMBER;
        const char *below = memchr(text, '<', n);
        c.above = n > 1 && text[1] == '>' ? strtol(text + 2, NULL, 10) : -1;
        c.below = below != NULL ? strtol(below + 1, NULL, 10) : LONG_MAX;
        return c;
    }
    if (text[0] == '*') {
        c.kind = CHOICE_ENDS;
        text++;
        n--;
    } else if (text[n - 1] == '*') {
        c.kind = CHOICE_BEGINS;
        n--;
    }
    c.text = arena_strndup(book.arena, text, n);
    c.length = n;
    c.hash = hash_of(text, n);
    return c;
}

static size_t choices_read(const struct csv *csv, const char *text, size_t n, struct choice *out)
{
    size_t count = 0;
    for (size_t at = 0; at < n;) {
        size_t length = 0;
        while (at + length < n && text[at + length] != '/')
            length++;
        const char *part = text + at;
        if (part[0] == '@') {
            const struct list *found = NULL;
            for (size_t i = 0; i < book.list_count; i++)
                if (strlen(book.lists[i].name) == length - 1 && memcmp(book.lists[i].name, part + 1, length - 1) == 0)
                    found = &book.lists[i];
            if (found == NULL || count + found->count > CHOICES_MOST)
                defect(csv, "no such list, or too long a one");
            memcpy(out + count, found->choices, found->count * sizeof *out);
            count += found->count;
        } else {
            if (count == CHOICES_MOST)
                defect(csv, "too many choices");
            out[count++] = choice_read(csv, part, length);
        }
        at += length + 1;
    }
    return count;
}

static struct pattern pattern_read(const struct csv *csv, const char *text)
{
    struct element elements[ELEMENTS_MOST];
    size_t count = 0;
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, " ");
        if (count == ELEMENTS_MOST || n == 0)
            defect(csv, "too many words, or two spaces");
        if (strncmp(p, "..", 2) == 0) {
            elements[count++] = (struct element){.kind = ELEMENT_GAP, .gap = strtoul(p + 2, NULL, 10)};
        } else if (n == 1 && (*p == '^' || *p == '$' || *p == '&')) {
            elements[count++] =
                (struct element){.kind = *p == '^' ? ELEMENT_START : *p == '$' ? ELEMENT_END : ELEMENT_AHEAD};
        } else {
            struct choice choices[CHOICES_MOST];
            size_t found = choices_read(csv, p, n, choices);
            elements[count++] = (struct element){
                .choices = arena_copy(book.arena, choices, found * sizeof *choices), .choice_count = found};
        }
        p += n + (p[n] == ' ');
    }
    size_t words = 0;
    for (size_t i = 0; i < count; i++)
        words += elements[i].kind == ELEMENT_WORD;
    if (words == 0 || elements[0].kind == ELEMENT_GAP || elements[count - 1].kind == ELEMENT_GAP)
        defect(csv, "a pattern begins and ends with a word or the end of a sentence");
    return (struct pattern){arena_copy(book.arena, elements, count * sizeof *elements), count};
}

static size_t patterns_read(const struct csv *csv, const char *text, const struct pattern **out)
{
    const char *parts[PATTERNS_MOST];
    struct pattern patterns[PATTERNS_MOST];
    size_t n = csv_parts(book.arena, text, parts, PATTERNS_MOST);
    for (size_t i = 0; i < n; i++)
        patterns[i] = pattern_read(csv, parts[i]);
    *out = arena_copy(book.arena, patterns, n * sizeof *patterns);
    return n;
}

static void rule_read(const struct csv *csv, const char *category, const char *patterns, const char *exceptions)
{
    struct rule rule = {0};
    rule.pattern_count = patterns_read(csv, patterns, &rule.patterns);
    rule.exception_count = patterns_read(csv, exceptions, &rule.exceptions);
    if (strcmp(category, "safe") == 0) {
        book.safe = rule;
        return;
    }
    if (strcmp(category, "unsafe") == 0) {
        book.unsafe = rule;
        return;
    }
    for (size_t c = 0; c < COUNT_OF(categories); c++)
        if (strcmp(categories[c].name, category) == 0) {
            rule.category = (enum wording_category)c;
            rule.suggestion = categories[c].suggestion;
        }
    for (size_t v = 0; v < COUNT_OF(variants); v++)
        if (strcmp(variants[v].name, category) == 0) {
            rule.category = variants[v].category;
            rule.suggestion = variants[v].suggestion;
        }
    if (rule.suggestion == NULL || book.rule_count == RULES_MOST)
        defect(csv, "no such category, or too many rules");
    book.rules[book.rule_count++] = rule;
}

static void book_read(void)
{
    book.arena = arena_open();
    struct csv csv = csv_of(book.arena, embed_wording_csv, EMBED_SIZE(wording_csv));
    const char *row[3];
    size_t count;
    while (csv_next(&csv, row, COUNT_OF(row), &count)) {
        if (count != COUNT_OF(row))
            defect(&csv, "not three fields");
        if (strcmp(row[0], "category") == 0)
            continue;
        if (row[0][0] != '@') {
            rule_read(&csv, row[0], row[1], row[2]);
            continue;
        }
        if (book.list_count == LISTS_MOST)
            defect(&csv, "too many lists");
        struct choice choices[CHOICES_MOST];
        size_t n = choices_read(&csv, row[1], strlen(row[1]), choices);
        book.lists[book.list_count++] = (struct list){row[0] + 1, arena_copy(book.arena, choices, n * sizeof *choices), n};
    }
}

// A word or number of the text looked at.
struct token {
    size_t start, end;
    const char *word; // lower case, composed; NULL for numbers
    size_t length;
    uint64_t hash;
    long number;
    size_t sentence;
};

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

// How many bytes at p are no letter and no digit: 0 when there is one. breaks tells whether they end a sentence.
static size_t separator(const unsigned char *p, bool *breaks)
{
    *breaks = false;
    if (p[0] < 0x80) {
        // A per cent sign is a word of its own or ends one, so that "under 50 %" is not a number alone.
        bool letter = p[0] == '%' || (p[0] >= 'a' && p[0] <= 'z') || (p[0] >= 'A' && p[0] <= 'Z') ||
                      is_digit(p[0]);
        *breaks = strchr(".!?:;\n", p[0]) != NULL;
        return !letter;
    }
    if ((p[0] == 0xC2 && p[1] != '\0') || (p[0] == 0xC3 && (p[1] == 0x97 || p[1] == 0xB7)))
        return 2; // signs of Latin-1, hard space among them
    if (p[0] == 0xE2 && (p[1] == 0x80 || p[1] == 0x81) && p[2] != '\0') {
        *breaks = p[1] == 0x80 && (p[2] == 0xA2 || p[2] == 0xA8 || p[2] == 0xA9); // bullet, line and paragraph
        return 3;
    }
    return 0;
}

// An apostrophe between letters belongs to the word.
static size_t apostrophe(const unsigned char *p)
{
    bool breaks;
    size_t n = p[0] == '\'' ? 1 : p[0] == 0xE2 && p[1] == 0x80 && p[2] == 0x99 ? 3 : 0;
    return n > 0 && p[n] != '\0' && !is_digit(p[n]) && separator(p + n, &breaks) == 0 ? n : 0;
}

static size_t letter_length(const unsigned char *p)
{
    size_t n = 1;
    while ((p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static size_t tokens_of(const char *text, struct arena *a, struct token **out)
{
    size_t room = strlen(text) + 1, count = 0, sentence = 0;
    struct token *tokens = ARENA_ARRAY(a, struct token, room);
    const unsigned char *start = (const unsigned char *)text;
    for (const unsigned char *p = start; *p != '\0';) {
        bool breaks;
        size_t n = separator(p, &breaks);
        if (n > 0) {
            sentence += breaks;
            p += n;
            continue;
        }
        struct token t = {.start = (size_t)(p - start), .number = -1, .sentence = sentence};
        bool digits = is_digit(*p);
        struct buf b = buf_in(a);
        long number = 0;
        while (*p != '\0' && is_digit(*p) == digits) {
            if (digits) {
                number = number > 100000 ? number : number * 10 + (*p++ - '0');
                if (number > 100000)
                    while (is_digit(*p))
                        p++;
                continue;
            }
            size_t mark = apostrophe(p);
            if (mark > 0 && b.length > 0) {
                buf_add_char(&b, '\'');
                p += mark;
            }
            if (separator(p, &breaks) > 0)
                break;
            size_t length = letter_length(p);
            buf_add(&b, p, length);
            p += length;
        }
        t.end = (size_t)(p - start);
        if (digits) {
            t.number = number;
        } else {
            t.word = text_nfc(a, lang_lower(a, buf_text(&b)));
            t.length = strlen(t.word);
            t.hash = hash_of(t.word, t.length);
        }
        tokens[count++] = t;
    }
    *out = tokens;
    return count;
}

static bool chosen(const struct choice *c, const struct token *t)
{
    if (c->kind == CHOICE_NUMBER)
        return t->word == NULL && t->number > c->above && t->number < c->below;
    if (t->word == NULL || t->length < c->length)
        return false;
    switch (c->kind) {
    case CHOICE_BEGINS:
        return memcmp(t->word, c->text, c->length) == 0;
    case CHOICE_ENDS:
        return memcmp(t->word + t->length - c->length, c->text, c->length) == 0;
    default:
        return t->hash == c->hash && t->length == c->length && memcmp(t->word, c->text, c->length) == 0;
    }
}

// The token behind the last one that the elements from e on take, beginning at token i; 0 when they do not fit here.
static size_t fit(const struct pattern *p, size_t e, const struct token *tokens, size_t count, size_t i)
{
    if (e == p->element_count)
        return i;
    const struct element *element = &p->elements[e];
    bool first = i == 0 || i == count || tokens[i].sentence != tokens[i - 1].sentence;
    switch (element->kind) {
    case ELEMENT_START:
        return i < count && first ? fit(p, e + 1, tokens, count, i) : 0;
    case ELEMENT_END:
        return first ? fit(p, e + 1, tokens, count, i) : 0;
    case ELEMENT_AHEAD:
        return fit(p, e + 1, tokens, count, i) > 0 ? i : 0;
    case ELEMENT_GAP:
        for (size_t skip = 0; skip <= element->gap && i + skip <= count; skip++) {
            if (skip > 0 && i > 0 && tokens[i + skip - 1].sentence != tokens[i - 1].sentence)
                break;
            size_t end = fit(p, e + 1, tokens, count, i + skip);
            if (end > 0)
                return end;
        }
        return 0;
    case ELEMENT_WORD:
        break;
    }
    bool begins = e == 0 || (e == 1 && p->elements[0].kind == ELEMENT_START);
    if (i >= count || (first && !begins && i > 0))
        return 0;
    for (size_t c = 0; c < element->choice_count; c++)
        if (chosen(&element->choices[c], &tokens[i]))
            return fit(p, e + 1, tokens, count, i + 1);
    return 0;
}

// Does one of the patterns stand across the tokens from first to end, or part of them?
static bool stands_across(const struct pattern *patterns, size_t pattern_count, const struct token *tokens, size_t count,
                          size_t first, size_t end)
{
    for (size_t p = 0; p < pattern_count; p++)
        for (size_t i = first < 2 * ELEMENTS_MOST ? 0 : first - 2 * ELEMENTS_MOST; i < end; i++)
            if (fit(&patterns[p], 0, tokens, count, i) > first)
                return true;
    return false;
}

// Marks the tokens of passages that name grounds to say that they do not count: "uavhengig av kjønn, alder og …".
static bool *safe_tokens(const struct token *tokens, size_t count, struct arena *a)
{
    bool *safe = ARENA_ARRAY(a, bool, count);
    for (size_t i = 0; i < count; i++)
        for (size_t p = 0; p < book.safe.pattern_count; p++) {
            size_t end = fit(&book.safe.patterns[p], 0, tokens, count, i);
            for (size_t j = end; j > 0 && j < count && tokens[j].sentence == tokens[i].sentence; j++) {
                bool over = false;
                for (size_t u = 0; u < book.unsafe.pattern_count; u++)
                    over |= fit(&book.unsafe.patterns[u], 0, tokens, count, j) > 0;
                if (over)
                    break;
                safe[j] = true;
            }
        }
    return safe;
}

struct found {
    size_t first, end; // tokens
    enum wording_category category;
    const char *suggestion;
};

// Of two in one category that share a word the longer stays, of equal ones the earlier.
static bool outdone(const struct found *all, size_t count, size_t of)
{
    for (size_t i = 0; i < count; i++) {
        if (i == of || all[i].category != all[of].category || all[i].first >= all[of].end || all[of].first >= all[i].end)
            continue;
        size_t length = all[i].end - all[i].first, mine = all[of].end - all[of].first;
        if (length > mine || (length == mine && (all[i].first < all[of].first || (all[i].first == all[of].first && i < of))))
            return true;
    }
    return false;
}

static int by_place(const void *a, const void *b)
{
    const struct wording_hit *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (int)x->category - (int)y->category;
}

size_t wording_check(const char *text, struct arena *a, const struct wording_hit **hits_out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, book_read);
    *hits_out = NULL;
    if (text == NULL)
        return 0;
    struct token *tokens;
    size_t count = tokens_of(text, a, &tokens);
    const bool *safe = safe_tokens(tokens, count, a);
    size_t most = 64, found_count = 0;
    struct found *found = ARENA_ARRAY(a, struct found, most);
    for (size_t r = 0; r < book.rule_count && found_count < most; r++)
        for (size_t p = 0; p < book.rules[r].pattern_count; p++)
            for (size_t i = 0; i < count && found_count < most; i++) {
                size_t end = safe[i] ? 0 : fit(&book.rules[r].patterns[p], 0, tokens, count, i);
                if (end > 0 && !safe[end - 1] &&
                    !stands_across(book.rules[r].exceptions, book.rules[r].exception_count, tokens, count, i, end))
                    found[found_count++] = (struct found){i, end, book.rules[r].category, book.rules[r].suggestion};
            }
    struct wording_hit *hits = ARENA_ARRAY(a, struct wording_hit, found_count);
    size_t kept = 0;
    for (size_t i = 0; i < found_count; i++)
        if (!outdone(found, found_count, i)) {
            const struct category *c = &categories[found[i].category];
            hits[kept++] = (struct wording_hit){tokens[found[i].first].start, tokens[found[i].end - 1].end,
                                                found[i].category, c->explanation, found[i].suggestion};
        }
    qsort(hits, kept, sizeof *hits, by_place);
    *hits_out = hits;
    return kept;
}
