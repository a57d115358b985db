// SPDX-License-Identifier: EUPL-1.2
#include "app/search.h"

#include <string.h>

#include "app/finder.h"
#include "app/internal.h"
#include "app/roster.h"
#include "base/text.h"
#include "store/find_store.h"

// Candidates

struct named {
    const struct roster_entry *entry;
    int cost;
};

static int name_cost(const struct spelled *typed, const struct spelled *words, size_t count)
{
    int best = SPELLED_NOT;
    for (size_t i = 0; i < count; i++) {
        int cost = spelled_cost(typed, &words[i], true);
        best = cost < best ? cost : best;
    }
    return best;
}

static void named_add(struct named *best, size_t *count, size_t most, struct named n)
{
    if (*count == most && n.cost >= best[*count - 1].cost)
        return;
    size_t at = *count < most ? (*count)++ : *count - 1;
    for (; at > 0 && n.cost < best[at - 1].cost; at--) // in the order of names where they are as near
        best[at] = best[at - 1];
    best[at] = n;
}

// In the order of the roster. What its arena holds of names goes with the request.
static void search_view(const struct roster_view *v, const struct find_question *q, struct arena *a, struct search_result *out)
{
    struct named best[FIND_HITS_MOST];
    size_t best_count = 0;
    struct arena *scratch CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < v->count; i++) {
        const struct roster_entry *e = &v->entries[v->by_name[i]];
        struct spelled *words;
        size_t count = spell_text(scratch, e->name, &words);
        int worst = 0, sum = 0;
        for (size_t w = 0; w < q->word_count && worst < SPELLED_NOT; w++) {
            int cost = name_cost(&q->words[w], words, count);
            worst = cost > worst ? cost : worst;
            sum += cost;
        }
        arena_reset(scratch);
        if (worst >= SPELLED_NOT)
            continue;
        out->person_count += worst < SPELLED_LIKE;
        out->person_similar += worst >= SPELLED_LIKE;
        named_add(best, &best_count, q->most, (struct named){e, sum + (worst < SPELLED_LIKE ? 0 : SPELLED_NOT)});
    }
    if (out->person_count >= q->most)
        out->person_similar = 0;
    out->persons = ARENA_ARRAY(a, struct search_person, best_count);
    out->person_row_count = best_count;
    for (size_t i = 0; i < best_count; i++) {
        out->persons[i] = (struct search_person){best[i].entry->person, arena_strdup(a, best[i].entry->name)};
        out->person_exact_count += best[i].cost < SPELLED_NOT;
    }
}

static enum status search_people(struct app *app, const struct actor *actor, const struct find_question *q, struct arena *a,
                                 struct search_result *out)
{
    struct roster_view view;
    TRY(roster_read(app, actor->agency, &view));
    search_view(&view, q, a, out);
    roster_leave(&view);
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, out->person_row_count);
    for (size_t i = 0; i < out->person_row_count; i++)
        seen[i] = out->persons[i].person;
    return app_log_reads(app, actor, seen, out->person_row_count, READ_FOUND);
}

// Things

static enum status group_fill(struct app *app, const struct actor *actor, enum find_kind kind, const struct find_hits *hits,
                              size_t most, struct arena *a, struct search_group *out)
{
    *out = (struct search_group){.count = hits->count,
                                 .similar = hits->count < most ? hits->similar : 0,
                                 .begun = hits->begun == hits->count && hits->count > 0,
                                 .rows = ARENA_ARRAY(a, struct find_row, hits->hit_count)};
    for (size_t i = 0; i < hits->hit_count; i++) {
        struct find_row row;
        enum status status = find_row_get(app_store(app), kind, hits->hits[i].id, a, &row);
        // The access rule once more: the index may be a moment behind.
        if (status == NOT_FOUND || (status == OK && !find_seen(actor, kind, &row)))
            continue;
        TRY(status);
        out->exact_count += i < hits->count;
        out->rows[out->row_count++] = row;
    }
    return OK;
}

enum status search_all(struct app *app, const struct actor *actor, const struct search_query *query, struct arena *a,
                       struct search_result *out)
{
    struct search_result result = {0};
    if (actor->role == ROLE_PUBLIC)
        return NOT_FOUND;
    const char *text = text_cut(a, text_line(a, query->text), SEARCH_TEXT_MOST);
    struct find_question q = {.own = actor->employer, .most = query->one_group ? SEARCH_SHOWN_ALL : SEARCH_SHOWN};
    q.word_count = spell_typed(a, text, q.words);
    for (int k = 0; k < FIND_KINDS; k++)
        if (!query->one_group || (!query->people && query->kind == (enum find_kind)k))
            q.scopes[k] = find_scope(actor, (enum find_kind)k);
    // Who may enrol has people enrolled with the own agency.
    result.searches_people = actor->agency.value != 0 && (kind_rights(actor, THING_PERSON) & RIGHT_CREATE) != 0;
    result.empty_question = q.word_count == 0;
    if (!result.empty_question) {
        struct find_hits hits[FIND_KINDS];
        TRY(finder_ask(app, &q, a, hits));
        for (int k = 0; k < FIND_KINDS; k++)
            TRY(group_fill(app, actor, (enum find_kind)k, &hits[k], q.most, a, &result.groups[k]));
        if (result.searches_people && (!query->one_group || query->people))
            TRY(search_people(app, actor, &q, a, &result));
    }
    *out = result;
    return OK;
}
