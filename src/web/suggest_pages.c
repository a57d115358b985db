// SPDX-License-Identifier: EUPL-1.2
// What comboboxes suggest while somebody types: GET /suggest/occupation?q=bu.
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "app/employers.h"
#include "app/titles.h"
#include "core/catalogue.h"
#include "web/routes.h"

enum { SUGGESTIONS_MOST = 20, TYPED_MOST = 200 };

static void suggestion_add(json_t *list, const char *value, const char *text, const char *note)
{
    json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "value", value, "text", text, "note", note));
}

static struct reply suggestions_reply(struct request *r, json_t *list)
{
    char *text = json_dumps(list, JSON_COMPACT);
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, text);
    free(text);
    json_decref(list);
    return reply_json(r, &body);
}

static bool kind_read(const char *word, enum catalogue_kind *out)
{
    static const struct {
        const char *word;
        enum catalogue_kind kind;
    } kinds[] = {
        {"occupation", CATALOGUE_OCCUPATION}, {"skill", CATALOGUE_SKILL}, {"licence", CATALOGUE_LICENCE},
        {"language", CATALOGUE_LANGUAGE},     {"field", CATALOGUE_FIELD},
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(word, kinds[i].word) == 0) {
            *out = kinds[i].kind;
            return true;
        }
    return false;
}

// Beside an occupation stands its code, which people of the trade know; beside a skill or field what it belongs to.
static const char *item_note(const struct catalogue *c, const struct catalogue_item *item, const char *code,
                             struct request *r)
{
    if (item->kind == CATALOGUE_OCCUPATION)
        return code;
    const struct catalogue_item *broader =
        code_given(item->broader) ? catalogue_find(c, item->kind, item->broader) : NULL;
    return broader != NULL ? catalogue_name(broader, r->lang) : "";
}

// A title that is no name or synonym of ours, "trykkeriarbeidar": what it may mean stands behind what it finds by its
// letters. Beginnings of words mean nothing yet, and say so by a low confidence.
static const float MEANT_LEAST = 0.05f;
enum { TITLE_LEAST = 4 };

static void suggest_meant(struct request *r, json_t *list, const struct catalogue_item *const *found, size_t count,
                          const char *typed)
{
    const struct catalogue *c = app_catalogue(r->app);
    struct title_guess guesses[TITLE_GUESSES];
    if (strlen(typed) < TITLE_LEAST || count >= SUGGESTIONS_MOST - TITLE_GUESSES)
        return;
    size_t guess_count = classify_title(r->app, typed, guesses, TITLE_GUESSES);
    for (size_t i = 0; i < guess_count && guesses[i].confidence >= MEANT_LEAST; i++) {
        const struct catalogue_item *item = catalogue_find(c, CATALOGUE_OCCUPATION, guesses[i].code);
        char code[CODE_TEXT];
        bool listed = item == NULL;
        for (size_t k = 0; k < count && !listed; k++)
            listed = code_equal(found[k]->code, guesses[i].code);
        if (listed)
            continue;
        code_write(guesses[i].code, code);
        suggestion_add(list, code, catalogue_name(item, r->lang), code);
    }
}

static struct reply suggest_items(struct request *r, enum catalogue_kind kind, const char *typed)
{
    const struct catalogue *c = app_catalogue(r->app);
    const struct catalogue_item *items[SUGGESTIONS_MOST];
    size_t count = catalogue_suggest(c, kind, r->lang, typed, r->arena, items, SUGGESTIONS_MOST);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        char code[CODE_TEXT];
        code_write(items[i]->code, code);
        suggestion_add(list, code, catalogue_name(items[i], r->lang), item_note(c, items[i], code, r));
    }
    if (kind == CATALOGUE_OCCUPATION)
        suggest_meant(r, list, items, count, typed);
    return suggestions_reply(r, list);
}

static struct reply suggest_workplaces(struct request *r, const char *typed)
{
    struct workplace_hit *hits;
    size_t count;
    enum status status = find_workplaces(r->app, r->actor, typed, SUGGESTIONS_MOST, r->arena, &hits, &count);
    if (status != OK)
        return reply_status(r, status);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct workplace_hit *h = &hits[i];
        // What the name says already is not said again beside it.
        const char *of = strstr(h->name, h->employer_name) == NULL ? h->employer_name : "";
        const char *in = strstr(h->name, h->area_name) == NULL ? h->area_name : "";
        const char *note = arena_printf(r->arena, "%s%s%s", of, *of != '\0' && *in != '\0' ? ", " : "", in);
        suggestion_add(list, arena_printf(r->arena, "%lld", (long long)h->id.value), h->name, note);
    }
    return suggestions_reply(r, list);
}

static struct reply suggest_employers(struct request *r, const char *typed)
{
    struct employer_query query = {.text = typed, .after = "", .most = SUGGESTIONS_MOST};
    struct employer_page page;
    enum status status = list_employers(r->app, r->actor, &query, r->arena, &page);
    if (status != OK)
        return reply_status(r, status);
    json_t *list = json_array();
    for (size_t i = 0; i < page.row_count; i++)
        suggestion_add(list, arena_printf(r->arena, "%lld", (long long)page.rows[i].id.value), page.rows[i].name,
                       page.rows[i].area_names);
    return suggestions_reply(r, list);
}

static struct reply suggest(struct request *r)
{
    enum catalogue_kind kind;
    const char *typed = request_query(r, "q");
    bool of_catalogue = kind_read(r->word, &kind);
    bool of_employers = strcmp(r->word, "employer") == 0;
    if (!of_catalogue && !of_employers && strcmp(r->word, "workplace") != 0)
        return reply_error(r, 404);
    if (strlen(typed) > TYPED_MOST)
        return suggestions_reply(r, json_array());
    if (of_employers)
        return suggest_employers(r, typed);
    return of_catalogue ? suggest_items(r, kind, typed) : suggest_workplaces(r, typed);
}

const struct route suggest_routes[] = {
    {METHOD_GET, "/suggest/:word", suggest, FOR_MEMBERS, "suggest"},
    {0},
};
