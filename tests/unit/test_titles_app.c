// SPDX-License-Identifier: EUPL-1.2
// Titles in the app: what classifications in use teach, and that a new one is learned beside the model in use.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/titles.h"
#include "store/class_store.h"

static struct app *app;
static char dir[] = "/tmp/ypsilon-test-XXXXXX";

static int open_app(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct app_config config = {.dir = dir, .today = day_make(2016, 9, 1), .create = true, .seed = 1};
    assert_non_null(mkdtemp(dir));
    assert_int_equal(app_open(&config, &issues, &app), OK);
    return 0;
}

static int close_app(void **state)
{
    char command[100];
    app_close(app);
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

#define NAMED(key_, code_, nb)                                                                                         \
    {.key = key_, .code = code_, .level = 4, .name_nb = nb, .valid_from = DAY_NONE, .valid_to = DAY_NONE}

struct staged {
    int64_t id;
    enum class_subject subject;
    const char *slot;
    struct class_item item;
    struct class_label label; // of it, unless code is NULL
};

static enum status stage(struct store_tx *tx, void *arg)
{
    const struct staged *s = arg;
    struct class_version v = {.id = s->id, .subject = s->subject, .slot = s->slot, .name = "x", .valid_from = DAY_NONE,
                              .valid_to = DAY_NONE};
    TRY(class_version_stage(tx, &v, 0));
    TRY(class_item_put(tx, s->id, &s->item));
    if (s->label.code != NULL)
        TRY(class_label_put(tx, s->id, &s->label));
    TRY(class_version_ready(tx, s->id));
    return class_take(tx, s->id);
}

static void load(struct staged s)
{
    struct actor system_actor = {0};
    assert_int_equal(store_write(app_store(app), &system_actor, app_now(app), stage, &s), OK);
}

static struct title_guess first_guess(const char *title)
{
    struct title_guess guesses[TITLE_GUESSES];
    assert_int_equal(classify_title(app, title, guesses, TITLE_GUESSES), TITLE_GUESSES);
    return guesses[0];
}

static void assert_means(const char *title, const char *code)
{
    char text[CODE_TEXT];
    code_write(first_guess(title).code, text);
    assert_string_equal(text, code);
}

static void own_catalogue_is_learned(void **state)
{
    assert_int_equal(titles_memory(app), 0);
    assert_means("kokk", "5120");
    assert_means("renholdsoperatør på natt", "9112");
    assert_true(titles_memory(app) > 0);
}

static void classifications_are_learned_when_they_change(void **state)
{
    assert_true(first_guess("zyxolog").confidence < 0.2f);
    load((struct staged){51, CLASS_TITLES, "titles", NAMED("zyxolog", "8331", "Zyxolog"), {0}});
    // Not before the app has followed; until then the former model answers.
    assert_true(first_guess("zyxolog").confidence < 0.2f);
    app_tend(app);
    assert_means("zyxolog", "8331");
    assert_true(first_guess("zyxolog").confidence > 0.9f);

    struct class_item esco = NAMED("http://esco/1", "E1", "");
    esco.type = "occupation";
    esco.parent = "5223";
    esco.name_en = "qwargle vendor";
    load((struct staged){52, CLASS_ESCO, "esco", esco,
                         {.code = "E1", .lang = "nb", .position = 0, .name = "kvargelselger", .labels = "kvargelhandler"}});
    app_tend(app);
    assert_means("qwargle vendor", "5223");
    assert_means("kvargelhandler", "5223");
    assert_means("zyxolog", "8331");
}

static void styrk_names_are_learned(void **state)
{
    load((struct staged){53, CLASS_STYRK, "styrk", NAMED("5411", "5411", "Slangetemmere"), {0}});
    app_tend(app);
    assert_means("slangetemmer", "5411");
}

static atomic_bool done;

static void *ask(void *arg)
{
    size_t *asked = arg;
    while (!done) {
        struct title_guess guesses[TITLE_GUESSES];
        if (classify_title(app, "kokk", guesses, TITLE_GUESSES) != TITLE_GUESSES)
            return NULL;
        (*asked)++;
    }
    return asked;
}

static void readers_go_on_while_another_is_made(void **state)
{
    pthread_t threads[3];
    size_t asked[3] = {0};
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &asked[i]), 0);
    for (int i = 0; i < 2; i++) {
        title_desk_stale(app_title_desk(app));
        title_desk_tend(app);
    }
    done = true;
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        void *result;
        pthread_join(threads[i], &result);
        assert_non_null(result);
        assert_true(asked[i] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_catalogue_is_learned),
        cmocka_unit_test(classifications_are_learned_when_they_change),
        cmocka_unit_test(styrk_names_are_learned),
        cmocka_unit_test(readers_go_on_while_another_is_made),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_app, close_app);
}
