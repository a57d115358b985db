// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "base/status.h"
#include "titles/titles.h"

// What somebody typed as a title, to a model that has learned some titles and the text itself: codes that the model
// knows, best first, and confidences that are part of one whole.

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

enum { LEARNED = 12 };

static void check_answers(const struct title_model *m, const char *title)
{
    struct title_guess guesses[TITLE_GUESSES];
    size_t count = title_classify(m, title, guesses, TITLE_GUESSES);
    float sum = 0;
    must_hold(count == TITLE_GUESSES, "a model of more than five codes told fewer");
    for (size_t i = 0; i < count; i++) {
        must_hold(guesses[i].confidence >= 0 && guesses[i].confidence <= 1.0001f, "a confidence is no share");
        must_hold(i == 0 || guesses[i].confidence <= guesses[i - 1].confidence, "guesses are out of order");
        sum += guesses[i].confidence;
    }
    must_hold(sum <= 1.0001f, "confidences add up to more than one");
}

static struct title_example examples[LEARNED + 2];

static void fill_examples(void)
{
    static const struct {
        const char *title, *code;
    } own[LEARNED] = {
        {"Renholdsoperatør", "9112"}, {"Renholdsleder", "5151"},    {"Bussjåfør", "8331"}, {"Sjåfør (lastebil)", "8332"},
        {"Sykepleier", "2223"},       {"Sykehuskokk", "5120"},      {"Vekter", "5414"},    {"Operatør, bryggeri", "8160"},
        {"Butikkmedarbeider", "5223"}, {"truck driver", "8332"},    {"nurse", "2223"},     {"store clerk", "5223"},
    };
    for (size_t i = 0; i < LEARNED; i++)
        examples[i] = (struct title_example){own[i].title, code_make(own[i].code), i < 9 ? LANG_NB : LANG_EN, 1};
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    static struct title_model *plain;
    char *title = malloc(size + 1);
    if (title == NULL)
        abort();
    memcpy(title, bytes, size);
    title[size] = '\0';
    if (plain == NULL) {
        fill_examples();
        plain = title_model_open(examples, LEARNED);
    }
    check_answers(plain, title);
    examples[LEARNED] = (struct title_example){title, code_make("1120"), LANG_NB, 1};
    examples[LEARNED + 1] = (struct title_example){title, code_make("2512"), LANG_EN, 0.1f};
    struct title_model *grown = title_model_open(examples, LEARNED + 2);
    check_answers(grown, title);
    title_model_close(grown);
    free(title);
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
