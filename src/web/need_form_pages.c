// SPDX-License-Identifier: EUPL-1.2
// Meld behov (screen 24): the first two steps, what the work is and where and when.
#include <string.h>

#include "app/programme.h"
#include "web/need_edit.h"
#include "web/need_form.html.h"
#include "web/need_pages.h"

// Step 1. An employer's few workplaces are offered as radio buttons, others by a combobox.

enum { RADIOS_MOST = 12 };

static const char *id_text(struct arena *a, int64_t id)
{
    return arena_printf(a, "%lld", (long long)id);
}

static enum status workplaces_offer(struct request *r, struct need_basics_view *v)
{
    struct employer_id employer = r->actor->employer;
    int64_t asked;
    v->employer_id = "";
    const struct form *sent = r->method == METHOD_POST ? &r->form : &r->query;
    if (employer.value == 0 && form_id(sent, "employer", &asked) == OK) {
        employer.value = asked;
        v->employer_id = id_text(r->arena, asked);
    }
    if (employer.value == 0)
        return OK;
    struct employer_view view;
    TRY(get_employer(r->app, r->actor, employer, r->arena, &view));
    v->workplaces = ARENA_ARRAY(r->arena, struct option, view.workplace_count);
    for (size_t i = 0; i < view.workplace_count; i++) {
        const struct workplace *w = &view.workplaces[i];
        if (w->closed)
            continue;
        bool said = strstr(w->name, w->postal_place) != NULL; // also when it is empty
        const char *place = said ? "" : arena_printf(r->arena, ", %s", w->postal_place);
        v->workplaces[v->workplace_count++] = (struct option){.value = id_text(r->arena, w->id.value),
                                                              .text = arena_printf(r->arena, "%s%s", w->name, place)};
    }
    if (v->workplace_count > RADIOS_MOST)
        v->workplace_count = 0;
    v->workplace_chosen = v->workplace_count == 1 ? v->workplaces[0].value : "";
    return OK;
}

struct reply need_new_show(struct request *r)
{
    struct need_basics_view v = {
        .steps = need_steps(NEED_STEP_BASICS, &(struct need){.title = ""}, r->arena),
        .action = "/needs",
    };
    enum status s = workplaces_offer(r, &v);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = need_step_page(r, NEED_STEP_BASICS, &v.need);
    need_basics_page(p, &v);
    return reply_page(p, 200);
}

static struct need need_empty(void)
{
    return (struct need){.start_from = DAY_NONE, .start_latest = DAY_NONE};
}

static enum status workplace_read(struct request *r, struct need_basics_view *v, struct need *n, struct issues *issues)
{
    if (form_id(&r->form, "workplace_id", &n->workplace.value) == OK)
        return OK;
    TRY(pick_workplace(r, &r->form, "workplace", &v->workplace));
    pick_issue(&v->workplace, issues);
    n->workplace.value = v->workplace.id;
    return OK;
}

static void basics_read(struct request *r, struct need_basics_view *v, struct need *n, struct issues *issues)
{
    n->title = request_field(r, "title");
    v->occupation = pick_catalogue(r, &r->form, "occupation", CATALOGUE_OCCUPATION);
    pick_issue(&v->occupation, issues);
    n->occupation = v->occupation.code;
}

static const char *const BASICS_NAMES[] = {"workplace", "title", "occupation"};

static struct reply basics_again(struct request *r, struct need_basics_view *v, struct issues *issues, int status)
{
    need_issues_order(issues, BASICS_NAMES, COUNT_OF(BASICS_NAMES));
    for (size_t i = 0; v->workplace_count > 0 && i < issues->count; i++)
        if (strcmp(issues->items[i].field, "workplace") == 0)
            issues->items[i].field = "workplace_id"; // the radio buttons
    struct page *p = need_step_page(r, NEED_STEP_BASICS, &v->need);
    page_again(p, issues);
    need_basics_page(p, v);
    return reply_page(p, status);
}

// v->edit holds what stands now; the form is shown with what was typed, and the next save is made on what stands.
static struct reply basics_conflict(struct request *r, struct need_basics_view *v, const struct edit *mine,
                                    struct issues *issues)
{
    edit_compare(r, &v->edit, mine);
    return basics_again(r, v, issues, 409);
}

struct reply need_new_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct need_basics_view v = {
        .steps = need_steps(NEED_STEP_BASICS, &(struct need){.title = ""}, r->arena),
        .action = "/needs",
    };
    struct need typed = need_empty();
    struct need_id id;
    enum status s = workplaces_offer(r, &v);
    if (s == OK)
        s = workplace_read(r, &v, &typed, &issues);
    if (s != OK)
        return reply_status(r, s);
    basics_read(r, &v, &typed, &issues);
    need_issues_add(r, &typed, BASICS_NAMES, COUNT_OF(BASICS_NAMES), &issues);
    if (issues.count > 0)
        return basics_again(r, &v, &issues, 422);
    s = start_need(r->app, r->actor, &typed, &issues, &id);
    if (s == INVALID)
        return basics_again(r, &v, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    return need_step_next(r, id, "/edit/place");
}

static void basics_fill(struct request *r, const struct need_view *at, struct need_basics_view *v)
{
    char *code = arena_alloc(r->arena, CODE_TEXT);
    code_write(at->need.occupation, code);
    v->need = at->need;
    v->steps = need_steps(NEED_STEP_BASICS, &at->need, r->arena);
    v->action = arena_printf(r->arena, "/needs/%lld/edit", (long long)at->need.id.value);
    v->workplace_text = need_workplace_text(at, r->arena);
    v->occupation_code = code;
    v->occupation_text = need_occupation_text(r, at->need.occupation);
    v->edit = need_basics_fields(r, &at->need);
}

struct reply need_basics_show(struct request *r)
{
    struct need_view at;
    struct need_basics_view v = {0};
    enum status s = need_draft_get(r, &at);
    if (s != OK)
        return need_draft_refuse(r, s);
    basics_fill(r, &at, &v);
    struct page *p = need_step_page(r, NEED_STEP_BASICS, &v.need);
    need_basics_page(p, &v);
    return reply_page(p, 200);
}

struct reply need_basics_submit(struct request *r)
{
    struct need_view at;
    struct need_basics_view v = {0};
    struct issues issues = issues_in(r->arena);
    enum status s = need_draft_get(r, &at);
    if (s != OK)
        return need_draft_refuse(r, s);
    struct need typed = at.need;
    basics_read(r, &v, &typed, &issues);
    basics_fill(r, &at, &v);
    need_issues_add(r, &typed, BASICS_NAMES, COUNT_OF(BASICS_NAMES), &issues);
    struct edit mine = need_basics_fields(r, &typed);
    if (need_form_version(r) != at.need.version && need_fields_changed(r, &v.edit))
        return basics_conflict(r, &v, &mine, &issues);
    if (issues.count == 0)
        s = edit_need(r->app, r->actor, &typed, &issues);
    if (issues.count > 0)
        return edit_keep(r, &v.edit) ? basics_again(r, &v, &issues, 422) : reply_error(r, 400);
    if (s == CONFLICT && need_draft_get(r, &at) == OK) { // changed since it was read above
        basics_fill(r, &at, &v);
        return basics_conflict(r, &v, &mine, &issues);
    }
    return s == OK ? need_step_next(r, typed.id, "/edit/place") : need_draft_refuse(r, s);
}

// Step 2.

static const char *const PLACE_NAMES[] = {"place",      "positions", "start_from", "start_latest", "share_least",
                                          "share_most", "times",     "form",       "description"};

static void place_code_write(struct code c, struct arena *a, const char **out)
{
    char *text = arena_alloc(a, CODE_TEXT);
    code_write(c, text);
    *out = text;
}

static const char *number_text(struct arena *a, int n)
{
    return n == 0 ? "" : arena_printf(a, "%d", n);
}

static enum status place_fill(struct request *r, const struct need_view *at, struct need_place_view *v)
{
    struct region_area *areas;
    size_t count;
    TRY(list_areas_today(r->app, r->arena, &areas, &count));
    v->at = at;
    v->need = at->need;
    v->steps = need_steps(NEED_STEP_PLACE, &at->need, r->arena);
    v->places = ARENA_ARRAY(r->arena, struct option, count);
    v->place_count = count;
    for (size_t i = 0; i < count; i++) {
        place_code_write(areas[i].code, r->arena, &v->places[i].value);
        v->places[i].text = areas[i].name;
    }
    place_code_write(at->need.place, r->arena, &v->place);
    for (size_t i = 0; i < COUNT_OF(v->times); i++) {
        unsigned bit = 1u << i;
        v->times[i] = (struct option){
            .value = work_time_name(bit), .label = need_time_title(bit), .chosen = (at->need.times & bit) != 0};
    }
    for (enum employment_form f = FORM_PERMANENT; f <= FORM_APPRENTICE; f++)
        v->forms[f] = (struct option){.value = need_form_word(f), .label = need_form_title(f)};
    v->positions = number_text(r->arena, at->need.positions);
    v->share_least = number_text(r->arena, at->need.share_least);
    v->share_most = number_text(r->arena, at->need.share_most);
    v->edit = need_place_fields(r, &at->need);
    return OK;
}

// Numbers that do not fit become 255, which need_check refuses with its own words.
static uint8_t number_read(struct request *r, const char *name, struct issues *issues)
{
    int64_t n;
    switch (form_int(&r->form, name, &n)) {
    case OK:
        return n >= 1 && n <= UINT8_MAX ? (uint8_t)n : UINT8_MAX;
    case INVALID:
        issues_add(issues, name, N_("Write a whole number"));
        return 0;
    default:
        return 0;
    }
}

static day day_field(struct request *r, const char *name, struct issues *issues)
{
    day d;
    switch (form_day(&r->form, name, &d)) {
    case OK:
        return d;
    case INVALID:
        issues_add(issues, name, N_("Write the date as day, month and year, like 1.6.2026"));
        return DAY_NONE;
    default:
        return DAY_NONE;
    }
}

static void place_read(struct request *r, struct need *n, struct issues *issues)
{
    if (form_code(&r->form, "place", &n->place) != OK)
        n->place = (struct code){0};
    n->positions = number_read(r, "positions", issues);
    n->start_from = day_field(r, "start_from", issues);
    n->start_latest = day_field(r, "start_latest", issues);
    n->share_least = number_read(r, "share_least", issues);
    n->share_most = number_read(r, "share_most", issues);
    const char *const *times;
    size_t count = form_all(&r->form, r->arena, "times", &times);
    n->times = 0;
    for (size_t i = 0; i < count; i++) {
        enum work_time t;
        if (work_time_read(times[i], &t))
            n->times |= (uint8_t)t;
    }
    if (!need_form_word_read(request_field(r, "form"), &n->form))
        issues_add(issues, "form", N_("Choose a form of employment"));
    n->description = form_lines(&r->form, r->arena, "description");
}

static struct reply place_again(struct request *r, struct need_place_view *v, struct issues *issues, int status)
{
    need_issues_order(issues, PLACE_NAMES, COUNT_OF(PLACE_NAMES));
    struct page *p = need_step_page(r, NEED_STEP_PLACE, &v->need);
    page_again(p, issues);
    need_place_page(p, v);
    return reply_page(p, status);
}

// v->edit holds what stands now; the form is shown with what was typed, and the next save is made on what stands.
static struct reply place_conflict(struct request *r, struct need_place_view *v, const struct edit *mine,
                                   struct issues *issues)
{
    edit_compare(r, &v->edit, mine);
    return place_again(r, v, issues, 409);
}

struct reply need_place_show(struct request *r)
{
    struct need_view at;
    struct need_place_view v = {0};
    enum status s = need_draft_get(r, &at);
    if (s == OK)
        s = place_fill(r, &at, &v);
    if (s != OK)
        return need_draft_refuse(r, s);
    struct page *p = need_step_page(r, NEED_STEP_PLACE, &v.need);
    need_place_page(p, &v);
    return reply_page(p, 200);
}

struct reply need_place_submit(struct request *r)
{
    struct need_view at;
    struct need_place_view v = {0};
    struct issues issues = issues_in(r->arena);
    enum status s = need_draft_get(r, &at);
    if (s == OK)
        s = place_fill(r, &at, &v);
    if (s != OK)
        return need_draft_refuse(r, s);
    struct need typed = at.need;
    place_read(r, &typed, &issues);
    // A draft may lack anything; whoever goes on is told what the step still asks for.
    bool later = strcmp(request_field(r, "do"), "later") == 0;
    if (!later || issues.count > 0)
        need_issues_add(r, &typed, PLACE_NAMES, COUNT_OF(PLACE_NAMES), &issues);
    struct edit mine = need_place_fields(r, &typed);
    if (need_form_version(r) != at.need.version && need_fields_changed(r, &v.edit))
        return place_conflict(r, &v, &mine, &issues);
    if (issues.count == 0)
        s = edit_need(r->app, r->actor, &typed, &issues);
    if (issues.count > 0)
        return edit_keep(r, &v.edit) ? place_again(r, &v, &issues, 422) : reply_error(r, 400);
    // Changed since it was read above.
    if (s == CONFLICT && need_draft_get(r, &at) == OK && place_fill(r, &at, &v) == OK)
        return place_conflict(r, &v, &mine, &issues);
    return s == OK ? need_step_next(r, typed.id, "/edit/requirements") : need_draft_refuse(r, s);
}
