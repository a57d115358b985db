// SPDX-License-Identifier: EUPL-1.2
// How well titles are understood that were not learned: ten-fold cross-validation on the 2,803 Norwegian titles, beside a
// nearest neighbour by letter trigrams. bench/titles [DATA]; DATA is ../shared/data unless given.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "titles_nearest.h"
#include "base/buf.h"
#include "base/csv.h"
#include "core/catalogue_titles.h"
#include "titles/titles.h"

enum { FOLDS = 10, BINS = 10, FIELDS = 20 };

struct examples {
    struct title_example *items;
    const char **keys; // letters and digits alone, small: equal keys are the same title
    size_t count, room;
};

static const char *data = "../shared/data";
static struct arena *memory;
static bool fell_short;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); // of this program alone: others may be at work on the machine
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// more: a larger value is better.
static void tell(const char *name, double value, const char *unit, double bar, bool more)
{
    bool ok = more ? value >= bar : value <= bar;
    fell_short = fell_short || !ok;
    printf("%s %.3f %s bar %.3f %s\n", name, value, unit, bar, ok ? "ok" : "short");
    fflush(stdout);
}

// What the bars are held against, without a bar of its own.
static void tell_only(const char *name, double value, const char *unit)
{
    printf("# %s %.3f %s\n", name, value, unit);
}

// ---- sources

static const char *title_plain(const char *title)
{
    struct buf key = buf_in(memory);
    for (const char *p = lang_lower(memory, title); *p != '\0'; p++)
        if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || (*p & 0x80) != 0)
            buf_add_char(&key, *p);
    return buf_text(&key);
}

static void add(struct examples *e, const char *title, const char *code, enum lang lang, float weight)
{
    struct code read;
    if (strlen(code) != 4 || !code_read(code, &read) || strcmp(code, "0000") == 0)
        return;
    if (e->count == e->room) {
        e->room = e->room == 0 ? 4096 : e->room * 2;
        e->items = reallocarray(e->items, e->room, sizeof *e->items);
        e->keys = reallocarray(e->keys, e->room, sizeof *e->keys);
        if (e->items == NULL || e->keys == NULL)
            abort();
    }
    e->keys[e->count] = title_plain(title);
    e->items[e->count++] = (struct title_example){arena_strdup(memory, title), read, lang, weight};
}

static char *file_read(const char *name, size_t *size_out)
{
    char *path = arena_printf(memory, "%s/%s", data, name);
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(2);
    }
    fseek(f, 0, SEEK_END);
    size_t size = (size_t)ftell(f);
    rewind(f);
    char *bytes = arena_alloc(memory, size + 1);
    *size_out = fread(bytes, 1, size, f);
    fclose(f);
    return bytes;
}

static void read_titles(struct examples *e)
{
    size_t size;
    char *rest = file_read("titles/title_to_styrk08_dev.tsv", &size);
    strsep(&rest, "\n");
    for (char *line; (line = strsep(&rest, "\n")) != NULL && *line != '\0';) {
        char *title = strsep(&line, "\t"), *code = strsep(&line, "\t");
        if (code != NULL)
            add(e, title, code, LANG_NB, TITLE_WEIGHT_SURE);
    }
}

static void read_styrk(struct examples *e)
{
    size_t size, i;
    char *text = file_read("styrk08/styrk08_klass.json", &size);
    json_t *root = json_loadb(text, size, 0, NULL), *item;
    json_array_foreach(json_object_get(root, "codes"), i, item)
        add(e, json_string_value(json_object_get(item, "name")), json_string_value(json_object_get(item, "code")), LANG_NB,
            TITLE_WEIGHT_NAME);
    json_decref(root);
}

static void add_catalogue(void *arg, const struct catalogue_title *t)
{
    char code[CODE_TEXT];
    code_write(t->code, code);
    add(arg, t->title, code, t->lang, t->synonym ? TITLE_WEIGHT_SURE : TITLE_WEIGHT_NAME);
}

struct occupation {
    const char *uri, *code;
};

static int compare_occupations(const void *a, const void *b)
{
    return strcmp(((const struct occupation *)a)->uri, ((const struct occupation *)b)->uri);
}

static void read_esco(struct examples *e)
{
    enum { OCCUPATIONS_MOST = 8000 };
    size_t size, count, occupation_count = 0;
    const char *fields[FIELDS];
    struct occupation *occupations = ARENA_ARRAY(memory, struct occupation, OCCUPATIONS_MOST);
    char *text = file_read("esco/occupations_en.csv", &size);
    struct csv csv = csv_of(memory, text, size);
    while (csv_next(&csv, fields, FIELDS, &count) && occupation_count < OCCUPATIONS_MOST) {
        if (count < 6 || strcmp(fields[0], "Occupation") != 0)
            continue;
        occupations[occupation_count++] = (struct occupation){fields[1], fields[2]};
        add(e, fields[3], fields[2], LANG_EN, TITLE_WEIGHT_ISCO);
        char *rest = arena_strdup(memory, fields[4]);
        for (char *label; (label = strsep(&rest, "\n")) != NULL;)
            if (*label != '\0' && strcmp(label, fields[3]) != 0)
                add(e, label, fields[2], LANG_EN, TITLE_WEIGHT_ISCO);
    }
    qsort(occupations, occupation_count, sizeof *occupations, compare_occupations);
    text = file_read("esco/occupations_isco_no_labels.csv", &size);
    csv = csv_of(memory, text, size);
    while (csv_next(&csv, fields, FIELDS, &count)) {
        struct occupation key = {fields[0], NULL};
        const struct occupation *found = count < 3 ? NULL : bsearch(&key, occupations, occupation_count, sizeof key, compare_occupations);
        if (found != NULL)
            add(e, fields[2], found->code, LANG_NB, TITLE_WEIGHT_ISCO);
    }
}

// ---- cross-validation

static const struct examples *sorting;

static int compare_by_key(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    int order = strcmp(sorting->keys[*x], sorting->keys[*y]);
    return order != 0 ? order : *x < *y ? -1 : *x > *y;
}

// Which fold each title is tested in: the same for equal titles, by a chance that is always the same.
static int *make_folds(const struct examples *titles)
{
    size_t *order = ARENA_ARRAY(memory, size_t, titles->count);
    int *folds = ARENA_ARRAY(memory, int, titles->count);
    uint64_t random = 20160901;
    for (size_t i = 0; i < titles->count; i++)
        order[i] = i;
    sorting = titles;
    qsort(order, titles->count, sizeof *order, compare_by_key);
    for (size_t i = 0; i < titles->count; i++) {
        bool same = i > 0 && strcmp(titles->keys[order[i]], titles->keys[order[i - 1]]) == 0;
        random = random * 6364136223846793005u + 1442695040888963407u;
        folds[order[i]] = same ? folds[order[i - 1]] : (int)((random >> 33) % FOLDS);
    }
    return folds;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct score {
    size_t tested, first, five;
    double confidence[BINS];
    size_t in_bin[BINS], right[BINS];
    double opened, asked;
    size_t memory;
};

static void score_answer(struct score *s, const struct title_guess *guesses, size_t count, struct code right)
{
    s->tested++;
    for (size_t i = 0; i < count; i++) {
        bool hit = code_equal(guesses[i].code, right);
        int bin = (int)(guesses[i].confidence * BINS);
        bin = bin >= BINS ? BINS - 1 : bin;
        s->confidence[bin] += (double)guesses[i].confidence;
        s->in_bin[bin]++;
        s->right[bin] += hit;
        s->first += hit && i == 0;
        s->five += hit;
    }
}

// How far confidence and truth lie apart over all guesses.
static double calibration_error(const struct score *s)
{
    double off = 0, all = 0;
    for (int b = 0; b < BINS; b++) {
        double d = s->confidence[b] - (double)s->right[b];
        off += d < 0 ? -d : d;
        all += (double)s->in_bin[b];
    }
    return all > 0 ? off / all : 0;
}

// equals: titles of other sources that are the same as a tested title may be learned.
static struct score validate(const struct examples *titles, const struct examples *others, bool equals, bool nearest)
{
    struct score s = {.tested = 0};
    int *folds = make_folds(titles);
    size_t all = titles->count + (others == NULL ? 0 : others->count);
    struct title_example *learned = ARENA_ARRAY(memory, struct title_example, all);
    const char **tested = ARENA_ARRAY(memory, const char *, titles->count);
    for (int fold = 0; fold < FOLDS; fold++) {
        size_t count = 0, tested_count = 0;
        for (size_t i = 0; i < titles->count; i++)
            if (folds[i] == fold)
                tested[tested_count++] = titles->keys[i];
            else
                learned[count++] = titles->items[i];
        qsort(tested, tested_count, sizeof *tested, compare_texts);
        for (size_t i = 0; others != NULL && i < others->count; i++)
            if (equals || bsearch(&others->keys[i], tested, tested_count, sizeof *tested, compare_texts) == NULL)
                learned[count++] = others->items[i];
        double start = seconds();
        struct title_model *model = nearest ? NULL : title_model_open(learned, count);
        struct nearest *neighbours = nearest ? nearest_open(learned, count) : NULL;
        double opened = seconds();
        for (size_t i = 0; i < titles->count; i++) {
            struct title_guess guesses[TITLE_GUESSES];
            if (folds[i] != fold)
                continue;
            size_t got = nearest ? nearest_classify(neighbours, titles->items[i].title, guesses, TITLE_GUESSES)
                                 : title_classify(model, titles->items[i].title, guesses, TITLE_GUESSES);
            score_answer(&s, guesses, got, titles->items[i].code);
        }
        s.opened += (opened - start) / FOLDS;
        s.asked += seconds() - opened;
        s.memory = model == NULL ? 0 : title_model_memory(model);
        title_model_close(model);
        nearest_close(neighbours);
    }
    return s;
}

static double part(size_t n, size_t of)
{
    return of == 0 ? 0 : (double)n / (double)of;
}

static void tell_reliability(const struct score *s)
{
    printf("# guesses by confidence: how many, mean confidence, how many right\n");
    for (int b = 0; b < BINS; b++)
        if (s->in_bin[b] > 0)
            printf("#   %.1f-%.1f %6zu %.3f %.3f\n", b / 10.0, (b + 1) / 10.0, s->in_bin[b],
                   s->confidence[b] / (double)s->in_bin[b], part(s->right[b], s->in_bin[b]));
}

static void measure(const char *name, const struct examples *titles, const struct examples *others, bool equals,
                    double bar_first, double bar_five)
{
    struct score near = validate(titles, others, equals, true), ours = validate(titles, others, equals, false);
    tell_only(arena_printf(memory, "%s_nearest_acc1", name), part(near.first, near.tested), "share");
    tell_only(arena_printf(memory, "%s_nearest_acc5", name), part(near.five, near.tested), "share");
    tell(arena_printf(memory, "%s_acc1", name), part(ours.first, ours.tested), "share", bar_first, true);
    tell(arena_printf(memory, "%s_acc5", name), part(ours.five, ours.tested), "share", bar_five, true);
    tell(arena_printf(memory, "%s_calibration_error", name), calibration_error(&ours), "share", 0.05, false);
    tell(arena_printf(memory, "%s_learn", name), ours.opened, "s", 3, false);
    tell(arena_printf(memory, "%s_classify", name), ours.asked / (double)ours.tested * 1000, "ms", 1, false);
    tell(arena_printf(memory, "%s_memory", name), (double)ours.memory / 1e6, "MB", 64, false);
    tell_reliability(&ours);
}

int main(int argc, char **argv)
{
    struct examples titles = {.count = 0}, others = {.count = 0};
    memory = arena_open();
    data = argc > 1 ? argv[1] : data;
    read_titles(&titles);
    read_styrk(&others);
    catalogue_titles_each(add_catalogue, &others);
    read_esco(&others);
    printf("# %zu titles, %zu other examples, %d folds\n", titles.count, others.count, FOLDS);
    // Without equals: a title that is tested is nowhere among what is learned. With: as in use, where ESCO is loaded.
    measure("titles_alone", &titles, NULL, false, 0.52, 0.72);
    measure("titles_all", &titles, &others, false, 0.60, 0.80);
    measure("titles_all_equals", &titles, &others, true, 0.64, 0.83);
    free(titles.items);
    free(titles.keys);
    free(others.items);
    free(others.keys);
    arena_close(memory);
    return fell_short;
}
