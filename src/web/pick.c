// SPDX-License-Identifier: EUPL-1.2
#include "web/pick.h"

#include <string.h>

#include "app/employers.h"
#include "app/people.h"
#include "base/text.h"

// Longer words are no name of anything: they are not looked up, and the page quotes no more than the beginning.
enum { WORDS_MOST = 200, QUOTED_MOST = 60 };

static const char *beside(const struct request *r, const struct form *sent, const char *name, const char *what)
{
    return form_text(sent, r->arena, arena_printf(r->arena, "%s_%s", name, what));
}

// The radio button chosen for just this text, or "".
static const char *chosen_again(const struct request *r, const struct form *sent, const char *name, const char *text)
{
    return strcmp(beside(r, sent, name, "asked"), text) == 0 ? beside(r, sent, name, "pick") : "";
}

static bool is_named(const struct catalogue_item *item, const char *text)
{
    return strcmp(catalogue_name(item, LANG_NB), text) == 0 || strcmp(catalogue_name(item, LANG_EN), text) == 0;
}

static void item_found(const struct request *r, const struct catalogue_item *item, struct pick *p)
{
    char *value = arena_alloc(r->arena, CODE_TEXT);
    code_write(item->code, value);
    p->how = PICK_FOUND;
    p->code = item->code;
    p->value = value;
    p->meant = catalogue_name(item, r->lang);
}

struct pick pick_catalogue(const struct request *r, const struct form *sent, const char *name, enum catalogue_kind kind)
{
    const struct catalogue *c = app_catalogue(r->app);
    struct pick p = {.how = PICK_EMPTY, .name = name, .text = form_text(sent, r->arena, name)};
    if (*p.text == '\0')
        return p;
    p.text = text_line(r->arena, p.text);
    if (text_length(p.text) > WORDS_MOST) {
        p.how = PICK_UNSURE;
        return p;
    }
    struct code code;
    const struct catalogue_item *item = NULL;
    if (code_read(chosen_again(r, sent, name, p.text), &code))
        item = catalogue_find(c, kind, code);
    if (item == NULL && code_read(beside(r, sent, name, "code"), &code)) {
        item = catalogue_find(c, kind, code);
        if (item != NULL && !is_named(item, p.text))
            item = NULL;
    }
    if (item == NULL && catalogue_resolve(c, kind, p.text, &code) == OK)
        item = catalogue_find(c, kind, code);
    if (item != NULL) {
        item_found(r, item, &p);
        return p;
    }
    p.how = PICK_UNSURE;
    const struct catalogue_item *likely[PICK_OFFERED_MOST];
    p.maybe_count = catalogue_suggest(c, kind, r->lang, p.text, r->arena, likely, PICK_OFFERED_MOST);
    p.maybe = ARENA_ARRAY(r->arena, struct option, p.maybe_count);
    for (size_t i = 0; i < p.maybe_count; i++) {
        char *value = arena_alloc(r->arena, CODE_TEXT);
        code_write(likely[i]->code, value);
        p.maybe[i] = (struct option){.value = value, .text = catalogue_name(likely[i], r->lang)};
    }
    return p;
}

// "Rema 1000 Åssiden, Rema Drammen AS, Drammen"; what the name says already is not said again.
static const char *workplace_words(const struct workplace_hit *h, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_add_text(&b, h->name);
    if (strstr(h->name, h->employer_name) == NULL)
        buf_printf(&b, ", %s", h->employer_name);
    if (strstr(h->name, h->area_name) == NULL)
        buf_printf(&b, ", %s", h->area_name);
    return buf_text(&b);
}

static bool id_is(const char *text, int64_t id, struct arena *a)
{
    return strcmp(text, arena_printf(a, "%lld", (long long)id)) == 0;
}

enum status pick_workplace(const struct request *r, const struct form *sent, const char *name, struct pick *out)
{
    enum { LOOK_AT_MOST = 50 };
    struct pick p = {.how = PICK_EMPTY, .name = name, .text = form_text(sent, r->arena, name)};
    if (*p.text == '\0') {
        *out = p;
        return OK;
    }
    p.text = text_line(r->arena, p.text);
    if (text_length(p.text) > WORDS_MOST) {
        p.how = PICK_UNSURE;
        *out = p;
        return OK;
    }
    struct workplace_hit *hits;
    size_t count;
    TRY(find_workplaces(r->app, r->actor, p.text, LOOK_AT_MOST, r->arena, &hits, &count));
    const char *again = chosen_again(r, sent, name, p.text), *code = beside(r, sent, name, "code");
    const char *folded = lang_fold(r->arena, p.text);
    const struct workplace_hit *found = NULL;
    size_t named = 0;
    bool chosen = false;
    for (size_t i = 0; i < count && !chosen; i++) {
        bool same_name = strcmp(lang_fold(r->arena, hits[i].name), folded) == 0;
        chosen = id_is(again, hits[i].id.value, r->arena) || (same_name && id_is(code, hits[i].id.value, r->arena));
        if (chosen || same_name)
            found = &hits[i];
        named += same_name;
    }
    // One alone is meant when the words stand in its name or its employer's; the search also looks at other things.
    if (!chosen && named == 0 && count == 1 &&
        (strstr(lang_fold(r->arena, hits[0].name), folded) != NULL ||
         strstr(lang_fold(r->arena, hits[0].employer_name), folded) != NULL)) {
        named = 1;
        found = &hits[0];
    }
    if (chosen || named == 1) {
        p.how = PICK_FOUND;
        p.id = found->id.value;
        p.value = arena_printf(r->arena, "%lld", (long long)p.id);
        p.meant = workplace_words(found, r->arena);
        *out = p;
        return OK;
    }
    p.how = PICK_UNSURE;
    p.maybe_count = count < PICK_OFFERED_MOST ? count : PICK_OFFERED_MOST;
    p.maybe = ARENA_ARRAY(r->arena, struct option, p.maybe_count);
    for (size_t i = 0; i < p.maybe_count; i++)
        p.maybe[i] = (struct option){
            .value = arena_printf(r->arena, "%lld", (long long)hits[i].id.value),
            .text = workplace_words(&hits[i], r->arena),
        };
    *out = p;
    return OK;
}

// Two people may have the same name: then both are offered, told apart by the day they were enrolled.
static struct option person_option(const struct request *r, const struct candidate_row *row)
{
    const char *since = tr_arg(r->lang, r->arena, N_("enrolled %s"), lang_day(r->lang, r->arena, row->enrolled_from));
    return (struct option){
        .value = arena_printf(r->arena, "%lld", (long long)row->person.value),
        .text = arena_printf(r->arena, "%s, %s", row->name, since),
    };
}

enum status pick_person(const struct request *r, const struct form *sent, const char *name, struct pick *out)
{
    struct pick p = {.how = PICK_EMPTY, .name = name, .text = text_line(r->arena, form_text(sent, r->arena, name))};
    if (*p.text == '\0' || text_length(p.text) > WORDS_MOST) {
        p.how = *p.text == '\0' ? PICK_EMPTY : PICK_UNSURE;
        *out = p;
        return OK;
    }
    struct candidate_page page;
    TRY(list_candidates(r->app, r->actor, &(struct candidate_query){.text = p.text}, r->arena, &page));
    const char *again = chosen_again(r, sent, name, p.text), *folded = lang_fold(r->arena, p.text);
    const struct candidate_row *found = NULL;
    size_t named = 0;
    for (size_t i = 0; i < page.row_count; i++) {
        const struct candidate_row *row = &page.rows[i];
        if (id_is(again, row->person.value, r->arena)) {
            found = row;
            named = 1;
            break;
        }
        if (strcmp(lang_fold(r->arena, row->name), folded) == 0) {
            found = row;
            named++;
        }
    }
    if (named == 0 && page.row_count == 1 && page.total == 1) {
        found = &page.rows[0];
        named = 1;
    }
    if (named == 1) {
        p.how = PICK_FOUND;
        p.id = found->person.value;
        p.value = arena_printf(r->arena, "%lld", (long long)p.id);
        p.meant = found->name;
        *out = p;
        return OK;
    }
    p.how = PICK_UNSURE;
    p.maybe = ARENA_ARRAY(r->arena, struct option, PICK_OFFERED_MOST);
    for (size_t i = 0; i < page.row_count && p.maybe_count < PICK_OFFERED_MOST; i++)
        if (named == 0 || strcmp(lang_fold(r->arena, page.rows[i].name), folded) == 0)
            p.maybe[p.maybe_count++] = person_option(r, &page.rows[i]);
    *out = p;
    return OK;
}

void pick_issue(const struct pick *p, struct issues *issues)
{
    if (p->how != PICK_UNSURE)
        return;
    const char *quoted = p->text;
    if (text_length(p->text) > QUOTED_MOST)
        quoted = arena_printf(issues->arena, "%s…", text_cut(issues->arena, p->text, QUOTED_MOST));
    if (p->maybe_count > 0)
        issues_add_arg(issues, p->name, N_("We do not know “%s”. Choose one of those below, or write another word."),
                       quoted);
    else
        issues_add_arg(issues, p->name, N_("We do not know “%s”. Write another word."), quoted);
}
