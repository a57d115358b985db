// SPDX-License-Identifier: EUPL-1.2
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/status.h"
#include "titles/title_features.h"
#include "titles/titles.h"

// A world small enough to see through: what is told must follow from these.
static const struct {
    const char *title, *code;
    enum lang lang;
    float weight;
} EXAMPLES[] = {
    {"Renholder", "9112", LANG_NB, 1},
    {"Renholdsoperatør", "9112", LANG_NB, 1},
    {"Renholdsmedarbeider", "9112", LANG_NB, 1},
    {"Hotellrenholder", "9112", LANG_NB, 1},
    {"Renholdsleder", "5151", LANG_NB, 1},
    {"Avdelingsleder (renhold)", "5151", LANG_NB, 1},
    {"Bussjåfør", "8331", LANG_NB, 1},
    {"Bussfører", "8331", LANG_NB, 1},
    {"Skolebussjåfør", "8331", LANG_NB, 1},
    {"Fører av buss", "8331", LANG_NB, 1},
    {"Lastebilsjåfør", "8332", LANG_NB, 1},
    {"Tankbilsjåfør", "8332", LANG_NB, 1},
    {"Sjåfør (lastebil)", "8332", LANG_NB, 1},
    {"Sykepleier", "2223", LANG_NB, 1},
    {"Sykehussykepleier", "2223", LANG_NB, 1},
    {"Sykepleier (hjemmetjeneste)", "2223", LANG_NB, 1},
    {"Operatør (bryggeri)", "8160", LANG_NB, 1},
    {"Meierioperatør", "8160", LANG_NB, 1},
    {"Operatør (papir)", "8171", LANG_NB, 1},
    {"Kokk", "5120", LANG_NB, 1},
    {"Institusjonskokk", "5120", LANG_NB, 1},
    {"Vekter", "5414", LANG_NB, TITLE_WEIGHT_ISCO},
    {"Vekter", "5419", LANG_NB, 1},
    {"cleaner", "9112", LANG_EN, 1},
    {"office cleaner", "9112", LANG_EN, 1},
    {"truck driver", "8332", LANG_EN, 1},
    {"lorry driver", "8332", LANG_EN, 1},
    {"bus driver", "8331", LANG_EN, 1},
    {"registered nurse", "2223", LANG_EN, 1},
    {"passed over", "22", LANG_EN, 1},
    {"passed over too", "nurs", LANG_EN, 1},
    {"not trusted at all", "1111", LANG_EN, 0},
    {"", "1112", LANG_NB, 1},
    {"()", "1113", LANG_NB, 1},
    {NULL, "1114", LANG_NB, 1},
};

static struct title_model *model_of(size_t count)
{
    struct title_example examples[COUNT_OF(EXAMPLES)] = {0};
    for (size_t i = 0; i < count; i++)
        examples[i] = (struct title_example){EXAMPLES[i].title, code_make(EXAMPLES[i].code), EXAMPLES[i].lang,
                                             EXAMPLES[i].weight};
    return title_model_open(examples, count);
}

static struct title_model *shared;

static int open_shared(void **state)
{
    shared = model_of(COUNT_OF(EXAMPLES));
    return 0;
}

static int close_shared(void **state)
{
    title_model_close(shared);
    return 0;
}

static struct title_guess first_guess(const char *title)
{
    struct title_guess guesses[TITLE_GUESSES];
    assert_int_equal(title_classify(shared, title, guesses, TITLE_GUESSES), TITLE_GUESSES);
    return guesses[0];
}

static void assert_words(const char *title, const char *expected)
{
    struct title_words words;
    char joined[TITLE_WORDS_MOST * (TITLE_WORD_MOST + 3)] = "";
    size_t n = 0;
    title_words_read(title, &words);
    for (int i = 0; i < words.count; i++) {
        const struct title_word *w = &words.words[i];
        assert_int_equal(w->length, (int)strlen(w->text));
        if (i > 0)
            joined[n++] = ' ';
        if (w->context)
            joined[n++] = '(';
        memcpy(joined + n, w->text, (size_t)w->length);
        n += (size_t)w->length;
    }
    joined[n] = '\0';
    assert_string_equal(joined, expected);
}

static void words_are_read(void **state)
{
    assert_words("Kokk", "kokk");
    assert_words("KOKK søkes, 100 %", "kokk");
    assert_words("Operatør (bryggeri) fast", "operatOr (bryggeri");
    assert_words("maskinoperatør, veving", "maskinoperatOr (veving");
    assert_words("IT-konsulent/utvikler", "it konsulent utvikler");
    assert_words("Kafévert ä ö", "kafevert E O");
    assert_words("ærlig ÆRLIG Østlig Åsen", "Erlig Erlig Ostlig Asen");
    // Nynorsk and bokmål meet.
    assert_words("reinhaldar", "renholder");
    assert_words("sjukepleiar", "sykepleer");
    assert_words("sykepleier", "sykepleer");
    assert_words("avdelingsleiar", "avdelingsleder");
    // Fill words alone are kept: there is nothing else.
    assert_words("Vikar på natt", "viker pA natt");
    assert_words("", "");
    assert_words("()%&", "");
    assert_words("повар", "");
    // Broken UTF-8 parts words and is never read over the end.
    assert_words("bus\xC3", "bus");
    assert_words("kokk\xE2\x82", "kokk");
    assert_words("ko\xFFkk", "ko kk");
}

static void long_text_is_bounded(void **state)
{
    char text[4000];
    struct title_words words;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    title_words_read(text, &words);
    assert_int_equal(words.count, 1);
    assert_true(words.words[0].length <= TITLE_WORD_MOST);
    for (size_t i = 1; i < sizeof text - 1; i += 2)
        text[i] = ' ';
    title_words_read(text, &words);
    assert_int_equal(words.count, TITLE_WORDS_MOST);
    (void)first_guess(text);
}

static void compounds_are_split(void **state)
{
    static const char *const titles[] = {"renhold leder", "leder renhold", "leder (renhold)", "renholdsleder", "avdelingsleder",
                                         "prosjektleder", "prosjekt", "leder (prosjekt)", "avdeling", "leder (avdeling)",
                                         "sjåfør (buss)", "buss sjåfør", "sjåfør", "sjåfør (turvogn)"};
    static const struct {
        const char *word, *other, *head;
    } cases[] = {
        {"renholdsleder", "renhold", "leder"},
        {"avdelingsleder", "avdeling", "leder"},
        {"prosjektleder", "prosjekt", "leder"},
        {"bussjAfOr", "buss", "sjAfOr"}, // å and ø as words have them; one s for two
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct vocabulary v = {table_in(a), table_in(a), table_in(a)};
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        struct title_words words;
        title_words_read(titles[i], &words);
        vocabulary_add(&v, &words);
    }
    v = vocabulary_kept(&v, a);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct word_part parts[PARTS_MOST];
        const char *word = cases[i].word;
        assert_int_equal(word_split(&v, word, (int)strlen(word), parts), 2);
        assert_string_equal(arena_strndup(a, word + parts[0].at, (size_t)parts[0].length), cases[i].other);
        assert_string_equal(arena_strndup(a, word + parts[1].at, (size_t)parts[1].length), cases[i].head);
    }
    struct word_part whole[PARTS_MOST];
    assert_int_equal(word_split(&v, "xyzzyplugh", 10, whole), 1);
    assert_int_equal(whole[0].length, 10);
}

static void titles_are_understood(void **state)
{
    static const struct {
        const char *title, *code;
    } cases[] = {
        // An example itself, in other letters, order and endings
        {"RENHOLDER", "9112"},
        {"renholdere", "9112"},
        {"lastebil sjåfør", "8332"},
        // Unseen: compounds, context, fill words, a place
        {"renholdsoperatør på natt", "9112"},
        {"kontorrenholder", "9112"},
        {"Sjåfør (buss)", "8331"},
        {"Bryggerioperatør", "8160"},
        {"Storkjøkkenkokk søkes 100 %", "5120"},
        {"Sykepleier ved Sogndal sjukehus", "2223"},
        // Nynorsk, spelling, English
        {"reinhaldar", "9112"},
        {"sjukepleiar", "2223"},
        {"lastebilsjafør", "8332"},
        {"bussjåførr", "8331"},
        {"Truck driver", "8332"},
        {"night nurse", "2223"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct title_guess guess = first_guess(cases[i].title);
        char code[CODE_TEXT];
        code_write(guess.code, code);
        if (strcmp(code, cases[i].code) != 0)
            fail_msg("%s: %s, not %s", cases[i].title, code, cases[i].code);
    }
}

static void sure_codes_come_first(void **state)
{
    struct title_guess guess = first_guess("Vekter");
    assert_true(code_equal(guess.code, code_make("5419")));
    assert_true(guess.confidence > 0.9f);
}

static void confidence_is_honest(void **state)
{
    static const char *const nothing[] = {"", "qwzx vbnq", "повар", "\xFF\xFE", "4711", "%%%", "()"};
    for (size_t i = 0; i < COUNT_OF(nothing); i++) {
        struct title_guess guesses[TITLE_GUESSES];
        assert_int_equal(title_classify(shared, nothing[i], guesses, TITLE_GUESSES), TITLE_GUESSES);
        // Of ten codes none stands out.
        assert_true(guesses[0].confidence < 0.3f);
    }
    for (size_t i = 0; i < COUNT_OF(EXAMPLES); i++) {
        struct title_guess guesses[TITLE_GUESSES];
        float sum = 0;
        if (EXAMPLES[i].title == NULL)
            continue;
        assert_int_equal(title_classify(shared, EXAMPLES[i].title, guesses, TITLE_GUESSES), TITLE_GUESSES);
        for (size_t k = 0; k < TITLE_GUESSES; k++) {
            assert_true(guesses[k].confidence >= 0);
            assert_true(k == 0 || guesses[k].confidence <= guesses[k - 1].confidence);
            for (size_t j = 0; j < k; j++)
                assert_false(code_equal(guesses[j].code, guesses[k].code));
            sum += guesses[k].confidence;
        }
        assert_true(sum <= 1.0001f);
    }
}

static void little_or_nothing_learned(void **state)
{
    struct title_guess guesses[TITLE_GUESSES];
    struct title_model *none = model_of(0), *one = model_of(1), *english;
    assert_int_equal(title_classify(none, "kokk", guesses, TITLE_GUESSES), 0);
    assert_int_equal(title_classify(one, "kokk", guesses, TITLE_GUESSES), 1);
    assert_int_equal(title_classify(shared, "kokk", guesses, 2), 2);
    // What is no title, has no four digits or no weight is passed over: the codes are those of the others.
    assert_int_equal(title_classify(shared, "kokk", guesses, 0), 0);
    struct title_guess all[COUNT_OF(EXAMPLES)];
    assert_int_equal(title_classify(shared, "kokk", all, COUNT_OF(all)), 10);
    struct title_example only = {"cook", code_make("5120"), LANG_EN, 1};
    english = title_model_open(&only, 1);
    assert_int_equal(title_classify(english, "cook", guesses, TITLE_GUESSES), 1);
    assert_true(code_equal(guesses[0].code, only.code));
    title_model_close(none);
    title_model_close(one);
    title_model_close(english);
    title_model_close(NULL);
}

static const char *const ASKED[] = {"renholder natt", "busjåfør", "lorry driver", "xyz", "Operatør (papir)"};

static void same_examples_same_answers(void **state)
{
    struct title_model *again = model_of(COUNT_OF(EXAMPLES));
    for (size_t i = 0; i < COUNT_OF(ASKED); i++) {
        struct title_guess a[TITLE_GUESSES], b[TITLE_GUESSES];
        title_classify(shared, ASKED[i], a, TITLE_GUESSES);
        title_classify(again, ASKED[i], b, TITLE_GUESSES);
        for (size_t k = 0; k < TITLE_GUESSES; k++) {
            assert_true(code_equal(a[k].code, b[k].code));
            assert_true(memcmp(&a[k].confidence, &b[k].confidence, sizeof a[k].confidence) == 0);
        }
    }
    assert_true(title_model_memory(shared) > 0);
    assert_int_equal(title_model_memory(shared), title_model_memory(again));
    title_model_close(again);
}

static void *ask_often(void *arg)
{
    bool *same = arg;
    *same = true;
    for (size_t i = 0; i < 200; i++) {
        struct title_guess a[TITLE_GUESSES], b[TITLE_GUESSES];
        title_classify(shared, ASKED[i % COUNT_OF(ASKED)], a, TITLE_GUESSES);
        title_classify(shared, ASKED[i % COUNT_OF(ASKED)], b, TITLE_GUESSES);
        for (size_t k = 0; k < TITLE_GUESSES; k++)
            *same = *same && code_equal(a[k].code, b[k].code);
    }
    return NULL;
}

static void threads_ask_at_the_same_time(void **state)
{
    pthread_t threads[4];
    bool same[4];
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &same[i]), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        pthread_join(threads[i], NULL);
        assert_true(same[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_read),
        cmocka_unit_test(long_text_is_bounded),
        cmocka_unit_test(compounds_are_split),
        cmocka_unit_test(titles_are_understood),
        cmocka_unit_test(sure_codes_come_first),
        cmocka_unit_test(confidence_is_honest),
        cmocka_unit_test(little_or_nothing_learned),
        cmocka_unit_test(same_examples_same_answers),
        cmocka_unit_test(threads_ask_at_the_same_time),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_shared, close_shared);
}
