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
    struct person_id next;
};

static void window_place(struct window *w, size_t total, size_t after)
{
    w->total = total;
    w->first = after < total ? after : 0;
    w->count = total - w->first > PAGE_ROWS ? PAGE_ROWS : total - w->first;
}

// Marks of slots: 0 not in the list, else 1 and how many of the conditions are met.

// Those of whom the engine says that they meet the conditions: all that are musts, and one at least.
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
    };
    struct filtered found;
    uint8_t musts = 0;
    TRY(app_follow(app));
    match_filter(app_world(app), &filter, a, &found);
    for (size_t i = 0; i < query->condition_count; i++)
        musts += query->conditions[i].must;
    // Both come in the order of persons.
    for (size_t i = 0, at = 0; i < v->count && at < found.count; i++) {
        uint32_t slot = v->by_person[i];
        int64_t person = v->persons[slot];
        while (at < found.count && found.numbers[at] < person)
            at++;
        if (at < found.count && found.numbers[at] == person && (musts > 0 || found.met[at] > 0))
            marks[slot] = (uint8_t)(1 + musts + found.met[at]);
    }
    return OK;
}

// NULL: everybody is in the list.
static enum status marks_make(struct app *app, const struct actor *actor, const struct candidate_query *query,
                              const struct roster_view *v, struct arena *a, const uint8_t **out)
{
    const char *wanted = lang_fold(a, text_line(a, text_or_empty(query->text)));
    uint8_t *marks = NULL;
    if (query->condition_count > 0 || *wanted != '\0')
        marks = ARENA_ARRAY(a, uint8_t, v->slot_count);
    if (query->condition_count > 0)
        TRY(mark_conditions(app, actor, query, v, a, marks));
    uint64_t letters = roster_letters(wanted);
    for (size_t i = 0; *wanted != '\0' && i < v->count; i++) {
        uint32_t slot = v->by_person[i];
        if ((v->letters[slot] & letters) != letters)
            marks[slot] = 0;
        else if (query->condition_count == 0 || marks[slot] > 0)
            marks[slot] = strstr(v->entries[slot].folded, wanted) == NULL ? 0 : marks[slot] > 0 ? marks[slot] : 1;
    }
    *out = marks;
    return OK;
}

static size_t order_by_name(const struct roster_view *v, const uint8_t *marks, uint32_t *out)
{
    size_t count = 0;
    for (size_t i = 0; i < v->count; i++) {
        out[count] = v->by_name[i];
        count += marks == NULL || marks[v->by_name[i]] > 0;
    }
    return count;
}

static size_t order_by_newest(const struct roster_view *v, const uint8_t *marks, uint32_t *out)
{
    size_t count = 0;
    for (size_t i = v->count; i-- > 0;) {
        out[count] = v->by_enrolment[i];
        count += marks == NULL || marks[v->by_enrolment[i]] > 0;
    }
    return count;
}

// Most conditions met first, by name where that is equal: a counting sort of the order of names.
static size_t order_by_met(const struct roster_view *v, const uint8_t *marks, uint32_t *out)
{
    if (marks == NULL)
        return order_by_name(v, marks, out);
    size_t of[256] = {0}, at[256], count = 0;
    for (size_t i = 0; i < v->count; i++)
        of[marks[v->by_name[i]]]++;
    for (int met = 255; met > 0; met--) {
        at[met] = count;
        count += of[met];
    }
    for (size_t i = 0; i < v->count; i++) {
        uint32_t slot = v->by_name[i];
        if (marks[slot] > 0)
            out[at[marks[slot]]++] = slot;
    }
    return count;
}

static enum status window_of_roster(struct app *app, const struct actor *actor, const struct candidate_query *query,
                                    const struct roster_view *v, struct arena *a, struct window *w)
{
    static size_t (*const ORDERS[])(const struct roster_view *v, const uint8_t *marks, uint32_t *out) = {
        [CANDIDATES_BY_NAME] = order_by_name, [CANDIDATES_BY_NEWEST] = order_by_newest, [CANDIDATES_BY_MET] = order_by_met};
    const uint8_t *marks;
    TRY(marks_make(app, actor, query, v, a, &marks));
    uint32_t *slots = ARENA_ARRAY(a, uint32_t, v->count + 1);
    size_t total = ORDERS[query->sort](v, marks, slots), after = 0;
    while (query->after.value != 0 && after < total && v->entries[slots[after]].person.value != query->after.value)
        after++;
    window_place(w, total, query->after.value == 0 ? 0 : after + 1);
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
    size_t shown = 0;
    while (query->after.value != 0 && shown < count && list[shown].person.value != query->after.value)
        shown++;
    window_place(w, count, query->after.value == 0 ? 0 : shown + 1);
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

enum status list_candidates(struct app *app, const struct actor *actor, const struct candidate_query *query,
                            struct arena *a, struct candidate_page *out)
{
    if ((kind_rights(actor, THING_PERSON) & RIGHT_CREATE) == 0 || actor->agency.value == 0)
        return NOT_FOUND;
    struct window w = {0};
    TRY(query->ended ? window_of_ended(app, actor, query, a, &w) : window_of_running(app, actor, query, a, &w));
    struct candidate_page page = {
        .rows = ARENA_ARRAY(a, struct candidate_row, w.count), .total = w.total, .first = w.first};
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, w.count);
    for (size_t i = 0; i < w.count; i++) {
        enum status status = row_make(app, &w.rows[i], a, &page.rows[page.row_count]);
        if (status == NOT_FOUND || status == FAILED) // deleted while the list was made, or it cannot be read: logged
            continue;
        TRY(status);
        seen[page.row_count++] = w.rows[i].person;
    }
    if (w.first + w.count < w.total)
        page.next = w.rows[w.count - 1].person;
    TRY(app_log_reads(app, actor, seen, page.row_count, READ_LIST));
    *out = page;
    return OK;
}
