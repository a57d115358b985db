// SPDX-License-Identifier: EUPL-1.2
// A person's CVs: sending one in, and deciding about what it proposes. Advisers come by /candidates/:id/cv, the person
// by /me/cv.
#include <stdlib.h>
#include <string.h>

#include "app/cv.h"
#include "core/catalogue.h"
#include "web/cv.html.h"
#include "web/edit.h"
#include "web/layout.h"
#include "web/multipart.h"
#include "web/person_view.h"
#include "web/pick.h"
#include "web/routes.h"

static bool is_self(const struct request *r)
{
    return r->actor->role == ROLE_CANDIDATE;
}

static struct person_id person_asked(const struct request *r)
{
    return is_self(r) ? r->actor->person : (struct person_id){request_id(r, 0)};
}

static struct cv_id cv_asked(const struct request *r)
{
    return (struct cv_id){request_id(r, is_self(r) ? 0 : 1)};
}

static const char *page_path(struct request *r)
{
    return is_self(r) ? "/me/cv" : candidate_path(r, person_asked(r), "/cv");
}

static const enum catalogue_kind KINDS[] = {
    [FACT_EXPERIENCE] = CATALOGUE_OCCUPATION, [FACT_SKILL] = CATALOGUE_SKILL,     [FACT_LANGUAGE] = CATALOGUE_LANGUAGE,
    [FACT_EDUCATION] = CATALOGUE_FIELD,       [FACT_LICENCE] = CATALOGUE_LICENCE,
};

static const struct {
    enum fact_kind kind;
    const char *heading;
} GROUPS[CV_GROUPS] = {
    {FACT_EXPERIENCE, N_("Work")}, {FACT_EDUCATION, N_("Education")}, {FACT_LANGUAGE, N_("Languages")},
    {FACT_SKILL, N_("Skills")},    {FACT_LICENCE, N_("Licences")},
};

// What taking it would put into the profile, in the words that the profile is shown with.
static void becomes_fill(struct request *r, const struct proposed *q, struct cv_row *row)
{
    struct fact facts[PROPOSED_FACTS_MOST];
    struct profile p = {.headline = "", .competence.availability.free_from = DAY_NONE};
    row->title = row->detail = "";
    if (!q->code_sure || (q->kind == FACT_EDUCATION && q->nkr == 0) ||
        (q->kind == FACT_EXPERIENCE && q->from == MONTH_NONE))
        return;
    p.competence.fact_count = proposed_facts(q, facts);
    p.competence.facts = facts;
    struct profile_words words = profile_words(r->app, r->lang, &p, NULL, 0, r->arena);
    for (int i = 0; i < PROFILE_PARTS; i++)
        if (words.parts[i].count > 0) {
            row->title = words.parts[i].lines[0].title;
            row->detail = words.parts[i].lines[0].detail;
        }
    if (*row->title == '\0')
        row->title = row->label;
}

enum { CONFIDENCE_CHOSEN = 20 }; // per cent: what is less likely nobody takes by pressing a button

static void maybe_fill(struct request *r, const struct proposed *q, struct cv_row *row)
{
    struct option *options = ARENA_ARRAY(r->arena, struct option, PROPOSED_CODES);
    for (int i = 0; i < q->code_count; i++) {
        char *value = arena_alloc(r->arena, CODE_TEXT);
        code_write(q->codes[i], value);
        const char *name = catalogue_label(app_catalogue(r->app), KINDS[q->kind], q->codes[i], r->lang, r->arena);
        if (q->confidence[i] > 0)
            name = arena_printf(r->arena, "%s (%d %%)", name, q->confidence[i]);
        options[row->maybe_count++] = (struct option){.value = value, .text = name};
    }
    row->maybe = options;
    row->best = q->code_count > 0 && q->confidence[0] >= CONFIDENCE_CHOSEN ? options[0].value : "";
}

static bool has_issue(const struct issues *issues, int number, struct arena *a)
{
    const char *prefix = arena_printf(a, "p%d_", number);
    for (size_t i = 0; issues != NULL && i < issues->count; i++)
        if (strncmp(issues->items[i].field, prefix, strlen(prefix)) == 0)
            return true;
    return false;
}

static struct cv_row row_make(struct request *r, const struct cv_item *item, const struct issues *issues)
{
    const struct proposed *q = item->proposed;
    struct cv_row row = {.item = item, .label = "", .text = q->what, .best = ""};
    if (q->code_sure && q->code_count > 0)
        row.text = row.label = catalogue_label(app_catalogue(r->app), KINDS[q->kind], q->codes[0], r->lang, r->arena);
    else
        maybe_fill(r, q, &row);
    becomes_fill(r, q, &row);
    row.open = item->standing != CV_HELD && (item->lacks != 0 || has_issue(issues, q->number, r->arena));
    return row;
}

static void shown_fill(struct request *r, const struct cv_view *v, const struct issues *issues, struct cv_shown *out)
{
    *out = (struct cv_shown){.view = v,
                             .path = arena_printf(r->arena, "%s/%lld", page_path(r), (long long)v->cv->id.value)};
    for (int g = 0; g < CV_GROUPS; g++) {
        struct cv_row *rows = ARENA_ARRAY(r->arena, struct cv_row, (size_t)v->item_count);
        struct cv_group *group = &out->groups[g];
        *group = (struct cv_group){.heading = GROUPS[g].heading, .rows = rows};
        for (int i = 0; i < v->item_count; i++)
            if (v->items[i].proposed->kind == GROUPS[g].kind)
                rows[group->count++] = row_make(r, &v->items[i], issues);
    }
}

static enum status read_page(struct request *r, struct candidate_view *candidate, struct cv_page *page)
{
    TRY(get_candidate(r->app, r->actor, person_asked(r), r->arena, candidate));
    return list_cvs(r->app, r->actor, candidate, r->arena, page);
}

static struct reply show(struct request *r, const struct candidate_view *candidate, const struct cv_page *page,
                         const struct issues *issues, int status)
{
    struct cv_shown *cvs = ARENA_ARRAY(r->arena, struct cv_shown, page->count);
    for (size_t i = 0; i < page->count; i++)
        shown_fill(r, &page->cvs[i], issues, &cvs[i]);
    struct cv_page_view v = {
        .self = is_self(r),
        .person_path = is_self(r) ? "/me" : candidate_path(r, candidate->person, ""),
        .path = page_path(r),
        .cvs = cvs,
        .count = page->count,
        .undo = page->undo,
    };
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"},
                             {identity_name(&candidate->identity, r->arena), candidate_path(r, candidate->person, "")}};
    if (v.self)
        crumbs[0] = (struct crumb){tr(r->lang, N_("My page")), "/me"};
    struct page *p = page_open_below(r, tr(r->lang, N_("CV")), crumbs, v.self ? 1 : 2);
    if (issues != NULL)
        page_again(p, issues);
    cv_page(p, &v);
    return reply_page(p, status);
}

static struct reply show_again(struct request *r, struct issues *issues, int status)
{
    struct candidate_view candidate;
    struct cv_page page;
    enum status s = read_page(r, &candidate, &page);
    if (s != OK)
        return reply_status(r, s);
    edit_sort(r, issues);
    return show(r, &candidate, &page, issues, status);
}

static struct reply cv_show(struct request *r)
{
    struct candidate_view candidate;
    struct cv_page page;
    enum status s = read_page(r, &candidate, &page);
    return s == OK ? show(r, &candidate, &page, NULL, 200) : reply_status(r, s);
}

static struct reply back_with(struct request *r, enum flash message)
{
    struct reply reply = reply_redirect(r, "%s", page_path(r));
    reply_flash(&reply, message);
    return reply;
}

static struct reply cv_upload(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct cv_count count;
    const struct upload *file = request_upload(r, "file");
    struct candidate_view candidate;
    struct cv_page page;
    enum status s = read_page(r, &candidate, &page); // before anything is said of the file
    if (s != OK)
        return reply_status(r, s);
    if (file == NULL)
        issues_add(&issues, "file", N_("Choose the file with the CV"));
    else
        s = propose_cv(r->app, r->actor, person_asked(r), file->bytes, (size_t)file->size, &issues, &count);
    if (s == CONFLICT)
        issues_add(&issues, "file",
                   N_("Ten CVs wait here already. Decide about them, or remove one, and send this one again."));
    if (issues.count > 0)
        return show(r, &candidate, &page, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    return back_with(r, count.proposed == 0 ? FLASH_cv_known : count.again > 0 ? FLASH_cv_partly_known : FLASH_cv_read);
}

// Reading a decision

static void read_code(struct request *r, struct proposed *q, struct issues *issues)
{
    const char *name = arena_printf(r->arena, "p%d_what", q->number);
    if (!form_has(&r->form, name))
        return;
    struct pick pick = pick_catalogue(r, &r->form, name, KINDS[q->kind]);
    // A word that was not changed and a choice that was made among its meanings: the choice counts.
    q->code_count = pick.how == PICK_FOUND;
    q->codes[0] = pick.how == PICK_FOUND ? pick.code : (struct code){0};
    q->code_sure = pick.how == PICK_FOUND;
    // What the CV calls an education need not be the name of a field: then the field stays open.
    bool untouched = q->kind == FACT_EDUCATION && strcmp(pick.text, q->what) == 0;
    if (pick.how == PICK_UNSURE && !untouched)
        issues_add(issues, name, N_("Choose what is meant, or write another word and choose from the list"));
}

static void read_month(struct request *r, const char *name, month *out, struct issues *issues)
{
    if (!form_has(&r->form, name))
        return;
    month read = MONTH_NONE;
    if (form_month(&r->form, name, &read) == INVALID)
        issues_add(issues, name, N_("Write month and year, such as 06.2016"));
    *out = read;
}

static void read_period(struct request *r, struct proposed *q, struct issues *issues)
{
    const char *from = arena_printf(r->arena, "p%d_from", q->number), *to = arena_printf(r->arena, "p%d_to", q->number);
    if (!form_has(&r->form, from))
        return;
    read_month(r, from, &q->from, issues);
    read_month(r, to, &q->to, issues);
    q->current = form_flag(&r->form, arena_printf(r->arena, "p%d_still", q->number));
    if (q->current && q->to != MONTH_NONE)
        issues_add(issues, to, N_("Leave the last month out when the work goes on"));
}

static void read_levels(struct request *r, struct proposed *q)
{
    for (int part = 0; part < LANGUAGE_PARTS; part++) {
        const char *name = arena_printf(r->arena, "p%d_%d", q->number, part);
        enum cefr level;
        if (form_has(&r->form, name))
            q->levels[part] = cefr_read(form_typed(&r->form, name), &level) ? (int)level : PROPOSED_NO_LEVEL;
    }
}

static void read_choice(struct request *r, struct proposed *q, struct issues *issues)
{
    const char *level = arena_printf(r->arena, "p%d_level", q->number);
    const char *expires = arena_printf(r->arena, "p%d_expires", q->number);
    int64_t nkr = 0;
    read_code(r, q, issues);
    read_period(r, q, issues);
    read_levels(r, q);
    if (form_has(&r->form, level))
        q->nkr = form_int(&r->form, level, &nkr) == OK && nkr >= NKR_LEAST && nkr <= NKR_MOST ? (int)nkr : 0;
    if (form_has(&r->form, expires)) {
        q->expires = DAY_NONE;
        if (form_day(&r->form, expires, &q->expires) == INVALID)
            issues_add(issues, expires, N_("Write day, month and year, such as 5.6.2016"));
    }
}

static const struct proposed *find_open(const struct cv_page *page, struct cv_id id, int number)
{
    for (size_t i = 0; i < page->count; i++)
        for (int k = 0; page->cvs[i].cv->id.value == id.value && k < page->cvs[i].item_count; k++)
            if (page->cvs[i].items[k].proposed->number == number)
                return page->cvs[i].items[k].proposed;
    return NULL;
}

static struct reply decided(struct request *r, enum status s, enum flash message)
{
    if (s == CONFLICT)
        return back_with(r, FLASH_cv_changed);
    return s == OK ? back_with(r, message) : reply_status(r, s);
}

static struct reply take_one(struct request *r, int number)
{
    struct candidate_view candidate;
    struct cv_page page;
    int taken;
    struct issues issues = issues_in(r->arena);
    enum status s = read_page(r, &candidate, &page);
    if (s != OK)
        return reply_status(r, s);
    const struct proposed *open = find_open(&page, cv_asked(r), number);
    if (open == NULL)
        return back_with(r, FLASH_cv_changed);
    struct proposed choice = *open;
    read_choice(r, &choice, &issues);
    if (issues.count == 0)
        s = take_proposed(r->app, r->actor, person_asked(r), cv_asked(r), &choice, 1, &issues, &taken);
    if (issues.count > 0)
        return show_again(r, &issues, 422);
    return decided(r, s, FLASH_cv_taken);
}

static struct reply take_all(struct request *r)
{
    int taken;
    struct issues issues = issues_in(r->arena);
    enum status s = take_all_proposed(r->app, r->actor, person_asked(r), cv_asked(r), &issues, &taken);
    if (issues.count > 0)
        return show_again(r, &issues, 422);
    return decided(r, s, s == OK && taken == 0 ? FLASH_cv_changed : FLASH_cv_taken);
}

// "take-5" and a number above 0.
static bool numbered(const char *wanted, const char *verb, int *number_out)
{
    size_t n = strlen(verb);
    int64_t number;
    if (strncmp(wanted, verb, n) != 0 || !form_read_int(wanted + n, &number) || number < 1 || number > 100000)
        return false;
    *number_out = (int)number;
    return true;
}

static struct reply cv_decide(struct request *r)
{
    const char *wanted = request_field(r, "do");
    struct person_id person = person_asked(r);
    int number;
    if (strcmp(wanted, "all") == 0)
        return take_all(r);
    if (strcmp(wanted, "forget") == 0)
        return decided(r, forget_cv(r->app, r->actor, person, cv_asked(r)), FLASH_cv_forgotten);
    if (numbered(wanted, "take-", &number))
        return take_one(r, number);
    if (numbered(wanted, "leave-", &number))
        return decided(r, leave_proposed(r->app, r->actor, person, cv_asked(r), number), FLASH_cv_left);
    struct candidate_view candidate; // who may not know of the person is not told that the form is wrong
    struct cv_page page;
    enum status s = read_page(r, &candidate, &page);
    return s == OK ? reply_error(r, 400) : reply_status(r, s);
}

static struct reply cv_undo(struct request *r)
{
    struct candidate_view candidate;
    struct cv_page page;
    enum status s = read_page(r, &candidate, &page);
    if (s == OK)
        s = undo_proposed(r->app, r->actor, candidate.person);
    else
        return reply_status(r, s);
    if (s == CONFLICT)
        return back_with(r, FLASH_cv_edited_since);
    return s == NOT_FOUND ? back_with(r, FLASH_cv_changed) : decided(r, s, FLASH_cv_undone);
}

const struct route cv_routes[] = {
    {METHOD_GET, "/candidates/:id/cv", cv_show, FOR_STAFF, "cv"},
    {METHOD_POST, "/candidates/:id/cv", cv_upload, FOR_STAFF, "cv_upload"},
    {METHOD_POST, "/candidates/:id/cv/:id", cv_decide, FOR_STAFF, "cv_decide"},
    {METHOD_POST, "/candidates/:id/cv/undo", cv_undo, FOR_STAFF, "cv_undo"},
    {METHOD_GET, "/me/cv", cv_show, FOR_CANDIDATE, "my_cv"},
    {METHOD_POST, "/me/cv", cv_upload, FOR_CANDIDATE, "my_cv_upload"},
    {METHOD_POST, "/me/cv/:id", cv_decide, FOR_CANDIDATE, "my_cv_decide"},
    {METHOD_POST, "/me/cv/undo", cv_undo, FOR_CANDIDATE, "my_cv_undo"},
    {0},
};
