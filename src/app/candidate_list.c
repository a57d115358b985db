// SPDX-License-Identifier: EUPL-1.2
// An agency's list of candidates: who is enrolled now comes from the roster, in which the engine's answer is marked; who
// was enrolled lately is read from the database.
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/people.h"
#include "app/roster.h"
#include "base/text.h"
#include "store/person_store.h"

enum { PAGE_ROWS = 50, READ_AT_ONCE = 1000 };

struct listed {
    struct person_id person;
    struct enrolment_id enrolment;
    day from;
    const char *name, *family_name, *given_name;
    int met;
};

// Which rows of a list in order a page shows: those after the last one shown.
struct window {
    struct listed rows[PAGE_ROWS];
    size_t count, first, total;
};

static void window_place(struct window *w, size_t total, size_t first)
{
    w->total = total;
    w->first = first < total ? first : total;
    w->count = total - w->first > PAGE_ROWS ? PAGE_ROWS : total - w->first;
}

// A list in its order, for finding where to go on.
struct listing {
    size_t total;
    size_t (*place_of)(const struct listing *l, int64_t number); // NOWHERE: not in the list
    int64_t (*number_at)(const struct listing *l, size_t at);
    const void *of, *slots, *marks;
};
static const size_t NOWHERE = SIZE_MAX;

// Who was written since the page was made may stand elsewhere now.
static enum status stands_still(struct app *app, const struct candidate_query *query, int64_t person, bool *out)
{
    int64_t last = 0;
    if (query->after.seen > 0)
        TRY(store_last_change_of(app_store(app), (struct person_id){person}, query->sort == CANDIDATES_BY_MET, &last));
    *out = last <= query->after.seen;
    return OK;
}

static bool was_shown(const struct candidate_place *after, size_t count, int64_t number)
{
    for (size_t i = 0; i < count; i++)
        if (after->numbers[i] == number)
            return true;
    return false;
}

// After the last of those shown who stands where that one stood, and those of them behind. When none does, so many were
// shown, and these are no longer counted: some may come a second time, none is left out for it.
static enum status go_on(struct app *app, const struct candidate_query *query, const struct listing *l, size_t *out)
{
    const struct candidate_place *after = &query->after;
    size_t at = after->shown > after->count ? after->shown - after->count : 0, behind = after->count;
    for (size_t i = 0; i < after->count; i++) {
        size_t place = l->place_of(l, after->numbers[i]);
        bool still = false;
        if (place != NOWHERE)
            TRY(stands_still(app, query, after->numbers[i], &still));
        if (still) {
            at = place + 1;
            behind = i;
            break;
        }
    }
    while (at < l->total && was_shown(after, behind, l->number_at(l, at)))
        at++;
    *out = at;
    return OK;
}

// Marks of slots: 0 not in the list, else 1 and how many of the conditions are met.

// Those of whom the engine says that they meet the conditions: all that are musts, and of others, if any, one at least. Whose
// else they are it knows of the same version.
static enum status mark_conditions(struct app *app, const struct actor *actor, const struct candidate_query *query,
                                   const struct roster_view *v, struct arena *a, uint8_t *marks)
{
    uint32_t group = app_group(app, actor->agency);
    struct match_filter filter = {
        .conditions = query->conditions,
        .condition_count = query->condition_count,
        .groups = &group,
        .group_count = group != 0, // to the engine 0 means everybody
        .as_of = app_today(app),
        .elsewhere = query->elsewhere,
    };
    struct filtered found;
    uint8_t musts = 0;
    TRY(app_follow(app));
    match_filter(app_world(app), &filter, a, &found);
    for (size_t i = 0; i < query->condition_count; i++)
        musts += query->conditions[i].must;
    bool others = musts < query->condition_count;
    // Both come in the order of persons. Who is in both cannot be foretold, so that a branch on it would take longest of all.
    unsigned least = others && musts == 0;
    for (size_t i = 0, at = 0; i < v->count; i++) {
        uint32_t slot = v->by_person[i];
        int64_t person = v->persons[slot];
        while (at < found.count && found.numbers[at] < person) // not in the roster: hardly anybody
            at++;
        if (at == found.count)
            break;
        bool same = found.numbers[at] == person;
        unsigned mark = 1u + musts + found.met[at];
        marks[slot] = (uint8_t)(mark & -(unsigned)(same & (found.met[at] >= least)));
        at += same;
    }
    return OK;
}

// NULL: everybody is in the list.
static enum status marks_make(struct app *app, const struct actor *actor, const struct candidate_query *query,
                              const struct roster_view *v, struct arena *a, const uint8_t **out)
{
    const char *wanted = lang_fold(a, text_line(a, text_or_empty(query->text)));
    uint8_t *marks = NULL;
    bool asks = query->condition_count > 0 || query->elsewhere != ELSEWHERE_ANY;
    if (asks || *wanted != '\0')
        marks = ARENA_ARRAY(a, uint8_t, v->slot_count);
    if (asks)
        TRY(mark_conditions(app, actor, query, v, a, marks));
    uint64_t letters = roster_letters(wanted);
    for (size_t i = 0; *wanted != '\0' && i < v->count; i++) {
        uint32_t slot = v->by_person[i];
        if ((v->letters[slot] & letters) != letters)
            marks[slot] = 0;
        else if (!asks || marks[slot] > 0)
            marks[slot] = strstr(v->entries[slot].folded, wanted) == NULL ? 0 : marks[slot] > 0 ? marks[slot] : 1;
    }
    *out = marks;
    return OK;
}

static size_t order_by_name(const struct roster_view *v, const uint8_t *marks, struct arena *a, uint32_t *out)
{
    size_t count = 0;
    for (size_t i = 0; i < v->count; i++) {
        out[count] = v->by_name[i];
        count += marks == NULL || marks[v->by_name[i]] > 0;
    }
    return count;
}

static size_t order_by_newest(const struct roster_view *v, const uint8_t *marks, struct arena *a, uint32_t *out)
{
    size_t count = 0;
    for (size_t i = v->count; i-- > 0;) {
        out[count] = v->by_enrolment[i];
        count += marks == NULL || marks[v->by_enrolment[i]] > 0;
    }
    return count;
}

// Most conditions met first, by name where that is equal: a counting sort of the order of names, which looks for each mark
// once, since they lie all over.
static size_t order_by_met(const struct roster_view *v, const uint8_t *marks, struct arena *a, uint32_t *out)
{
    uint32_t *slots = ARENA_ARRAY(a, uint32_t, v->count + 1);
    uint8_t *met = ARENA_ARRAY(a, uint8_t, v->count + 1);
    size_t of[256] = {0}, at[256], count = 0;
    for (size_t i = 0; i < v->count; i++) {
        slots[count] = v->by_name[i];
        met[count] = marks[slots[count]];
        of[met[count]]++;
        count += met[count] > 0;
    }
    for (size_t m = COUNT_OF(at), before = 0; m-- > 1; before += of[m])
        at[m] = before;
    for (size_t i = 0; i < count; i++)
        out[at[met[i]]++] = slots[i];
    return count;
}

// The slot of a person, NOWHERE when not in the roster.
static size_t slot_of(const struct roster_view *v, int64_t person)
{
    size_t low = 0, high = v->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->persons[v->by_person[middle]] < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->count && v->persons[v->by_person[low]] == person ? v->by_person[low] : NOWHERE;
}

// By name or by how many conditions are met: marks are NULL where the order does not look at them.
static size_t place_in_slots(const struct listing *l, int64_t person)
{
    const struct roster_view *v = l->of;
    const uint32_t *slots = l->slots;
    const uint8_t *marks = l->marks;
    size_t slot = slot_of(v, person), low = 0, high = l->total;
    if (slot == NOWHERE)
        return NOWHERE;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t there = slots[middle];
        bool before = marks != NULL && marks[there] != marks[slot]
                          ? marks[there] > marks[slot]
                          : roster_compare_names(&v->entries[there], &v->entries[slot]) < 0;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->total && slots[low] == slot ? low : NOWHERE;
}

static int64_t person_in_slots(const struct listing *l, size_t at)
{
    const struct roster_view *v = l->of;
    return v->persons[((const uint32_t *)l->slots)[at]];
}

// An enrolment's number is never given twice and does not change, so whether it still runs does not matter.
static size_t first_older(const struct roster_view *v, const uint32_t *slots, size_t total, int64_t enrolment)
{
    size_t low = 0, high = total;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->entries[slots[middle]].enrolment.value >= enrolment)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// By met marks are not NULL. They return how many are in the list.
static size_t (*const ORDERS[])(const struct roster_view *v, const uint8_t *marks, struct arena *a, uint32_t *out) = {
    [CANDIDATES_BY_NAME] = order_by_name, [CANDIDATES_BY_NEWEST] = order_by_newest, [CANDIDATES_BY_MET] = order_by_met};

// Who meets all that must be met meets as much as everybody else in the list: then it is sorted by name, as those who meet
// equally much are.
static enum candidate_sort sort_of(const struct candidate_query *query)
{
    bool counts = false;
    for (size_t i = 0; i < query->condition_count; i++)
        counts |= !query->conditions[i].must;
    return query->sort == CANDIDATES_BY_MET && !counts ? CANDIDATES_BY_NAME : query->sort;
}

static enum status window_of_roster(struct app *app, const struct actor *actor, const struct candidate_query *query,
                                    const struct roster_view *v, struct arena *a, struct window *w)
{
    const uint8_t *marks;
    TRY(marks_make(app, actor, query, v, a, &marks));
    uint32_t *slots = ARENA_ARRAY(a, uint32_t, v->count + 1);
    enum candidate_sort sort = sort_of(query);
    size_t total = ORDERS[sort](v, marks, a, slots), first = 0;
    struct listing listing = {total, place_in_slots, person_in_slots, v, slots, sort == CANDIDATES_BY_MET ? marks : NULL};
    if (query->after.count > 0 && sort == CANDIDATES_BY_NEWEST)
        first = first_older(v, slots, total, query->after.numbers[0]);
    else if (query->after.count > 0)
        TRY(go_on(app, query, &listing, &first));
    window_place(w, total, first);
    for (size_t i = 0; i < w->count; i++) {
        const struct roster_entry *e = &v->entries[slots[w->first + i]];
        w->rows[i] = (struct listed){.person = e->person,
                                     .enrolment = e->enrolment,
                                     .from = e->from,
                                     .name = arena_strdup(a, e->name),
                                     .met = marks == NULL || query->condition_count == 0 ? 0 : marks[slots[w->first + i]] - 1};
    }
    return OK;
}

static enum status window_of_running(struct app *app, const struct actor *actor, const struct candidate_query *query,
                                     struct arena *a, struct window *w)
{
    struct roster_view view;
    TRY(roster_read(app, actor->agency, &view));
    enum status status = window_of_roster(app, actor, query, &view, a, w);
    roster_leave(&view);
    return status;
}

static int by_name(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    int family = lang_compare(x->family_name, y->family_name);
    if (family != 0)
        return family;
    int given = lang_compare(x->given_name, y->given_name);
    return given != 0 ? given : (x->person.value > y->person.value) - (x->person.value < y->person.value);
}

static int by_newest(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    return (x->enrolment.value < y->enrolment.value) - (x->enrolment.value > y->enrolment.value);
}

static size_t place_in_list(const struct listing *l, int64_t person)
{
    const struct listed *list = l->of;
    for (size_t i = 0; i < l->total; i++)
        if (list[i].person.value == person)
            return i;
    return NOWHERE;
}

static int64_t person_in_list(const struct listing *l, size_t at)
{
    return ((const struct listed *)l->of)[at].person.value;
}

// Few at a time: those of the last months.
static enum status window_of_ended(struct app *app, const struct actor *actor, const struct candidate_query *query,
                                   struct arena *a, struct window *w)
{
    const char *wanted = lang_fold(a, text_line(a, text_or_empty(query->text)));
    struct listed *list = NULL;
    size_t count = 0, room = 0, n;
    struct person_id after = {0};
    do {
        struct enrolled_person *some;
        TRY(person_list(app_store(app), actor->agency, app_today(app), true, after, READ_AT_ONCE, a, &some, &n));
        for (size_t i = 0; i < n; i++) {
            const char *name = identity_name(&some[i].identity, a);
            after = some[i].person;
            if (*wanted == '\0' || strstr(lang_fold(a, name), wanted) != NULL)
                *LIST_ADD(a, list, count, room) = (struct listed){.person = some[i].person,
                                                                  .enrolment = some[i].enrolment,
                                                                  .from = some[i].from,
                                                                  .name = name,
                                                                  .family_name = some[i].identity.family_name,
                                                                  .given_name = some[i].identity.given_name};
        }
    } while (n == READ_AT_ONCE);
    if (count > 0)
        qsort(list, count, sizeof *list, query->sort == CANDIDATES_BY_NEWEST ? by_newest : by_name);
    size_t first = 0;
    struct listing listing = {.total = count, .place_of = place_in_list, .number_at = person_in_list, .of = list};
    if (query->after.count > 0 && query->sort == CANDIDATES_BY_NEWEST)
        while (first < count && list[first].enrolment.value >= query->after.numbers[0])
            first++;
    else if (query->after.count > 0)
        TRY(go_on(app, query, &listing, &first));
    window_place(w, count, first);
    for (size_t i = 0; i < w->count; i++)
        w->rows[i] = list[w->first + i];
    return OK;
}

// The work a person has done longest, over all jobs of one occupation.
static struct code main_occupation(const struct competence *c, day today)
{
    struct code best = {0};
    int best_months = 0;
    for (size_t i = 0; i < c->fact_count; i++) {
        if (c->facts[i].kind != FACT_EXPERIENCE)
            continue;
        int months = 0;
        for (size_t j = 0; j < c->fact_count; j++)
            if (c->facts[j].kind == FACT_EXPERIENCE && code_equal(c->facts[j].code, c->facts[i].code))
                months += (c->facts[j].to == MONTH_NONE ? day_month(today) : c->facts[j].to + 1) - c->facts[j].from;
        if (months > best_months) {
            best_months = months;
            best = c->facts[i].code;
        }
    }
    return best;
}

static enum status row_make(struct app *app, const struct listed *l, struct arena *a, struct candidate_row *out)
{
    struct profile profile;
    TRY(profile_get(app_store(app), l->person, a, &profile));
    *out = (struct candidate_row){
        .person = l->person,
        .name = l->name,
        .occupation = main_occupation(&profile.competence, app_today(app)),
        .fact_count = profile.competence.fact_count,
        .sections_complete = __builtin_popcount(profile.competence.complete),
        .free_from = profile.competence.availability.free_from,
        .enrolled_from = l->from,
        .updated_at = profile.updated_at,
        .met = l->met,
    };
    return OK;
}

static struct candidate_place place_after(const struct window *w, enum candidate_sort sort, int64_t seen)
{
    struct candidate_place place = {.seen = seen, .shown = w->first + w->count};
    if (w->count == 0 || w->first + w->count == w->total)
        return (struct candidate_place){0};
    if (sort == CANDIDATES_BY_NEWEST)
        return (struct candidate_place){.numbers = {w->rows[w->count - 1].enrolment.value}, .count = 1};
    for (; place.count < PLACE_MOST && place.count < w->count; place.count++)
        place.numbers[place.count] = w->rows[w->count - 1 - place.count].person.value;
    return place;
}

enum status list_candidates(struct app *app, const struct actor *actor, const struct candidate_query *query,
                            struct arena *a, struct candidate_page *out)
{
    if ((kind_rights(actor, THING_PERSON) & RIGHT_CREATE) == 0 || actor->agency.value == 0)
        return NOT_FOUND;
    struct window w = {0};
    int64_t change;
    TRY(store_last_change(app_store(app), &change)); // before the list, which may then know more, never less
    TRY(query->ended ? window_of_ended(app, actor, query, a, &w) : window_of_running(app, actor, query, a, &w));
    struct candidate_page page = {
        .rows = ARENA_ARRAY(a, struct candidate_row, w.count), .total = w.total, .first = w.first,
        .next = place_after(&w, query->sort, change)};
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, w.count);
    for (size_t i = 0; i < w.count; i++) {
        enum status status = row_make(app, &w.rows[i], a, &page.rows[page.row_count]);
        if (status == NOT_FOUND || status == FAILED) // deleted while the list was made, or it cannot be read: logged
            continue;
        TRY(status);
        seen[page.row_count++] = w.rows[i].person;
    }
    TRY(app_log_reads(app, actor, seen, page.row_count, READ_LIST));
    *out = page;
    return OK;
}
