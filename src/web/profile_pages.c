// SPDX-License-Identifier: EUPL-1.2
// The stepwise form of a candidate's profile.
#include <string.h>

#include "app/programme.h"
#include "core/catalogue.h"
#include "web/edit.h"
#include "web/person_view.h"
#include "web/profile.html.h"
#include "web/profile_form.h"
#include "web/routes.h"

static enum status form_open_for(struct request *r, struct candidate_view *candidate, struct profile_form *form)
{
    struct region_area *areas, *places;
    *form = (struct profile_form){.candidate = candidate, .profile = &candidate->profile,
                                  .version = candidate->profile.version};
    TRY(get_candidate(r->app, r->actor, (struct person_id){request_id(r, 0)}, r->arena, candidate));
    if ((candidate->rights & RIGHT_EDIT) == 0)
        return DENIED;
    if (!profile_step_read(r->word, &form->step))
        return NOT_FOUND;
    TRY(list_areas(r->app, r->arena, &areas, &form->area_count));
    TRY(list_areas_today(r->app, r->arena, &places, &form->place_count));
    form->areas = areas;
    form->places = places;
    form->version = candidate->profile.version;
    form->name = identity_name(&candidate->identity, r->arena);
    form->person_path = candidate_path(r, candidate->person, "");
    form->edit_path = candidate_path(r, candidate->person, "/edit");
    form->steps = profile_steps(r->arena, &candidate->profile, (size_t)form->step + 1);
    form->words = profile_words(r->app, r->lang, &candidate->profile, areas, form->area_count, r->arena);
    return OK;
}

static struct page *step_page(struct request *r, const struct profile_form *form)
{
    struct crumb crumbs[] = {
        {tr(r->lang, N_("Candidates")), "/candidates"},
        {identity_name(&form->candidate->identity, r->arena), candidate_path(r, form->candidate->person, "")},
    };
    return page_open_below(r, tr(r->lang, profile_step_title(form->step)), crumbs, COUNT_OF(crumbs));
}

static struct reply step_show(struct request *r)
{
    struct candidate_view candidate;
    struct profile_form form;
    enum status s = form_open_for(r, &candidate, &form);
    if (s != OK)
        return reply_status(r, s);
    profile_form_fill(r, &form);
    struct page *p = step_page(r, &form);
    profile_step_page(p, &form);
    return reply_page(p, 200);
}

static struct reply step_again(struct request *r, const struct profile_form *form, struct issues *issues, int status)
{
    edit_sort(r, issues);
    struct page *p = step_page(r, form);
    page_again(p, issues);
    profile_step_page(p, form);
    return reply_page(p, status);
}

// Somebody else saved meanwhile: what is stored now stands beside what was typed, and the next save is made on it.
static struct reply step_conflict(struct request *r, struct profile_form *form)
{
    struct issues none = issues_in(r->arena);
    form->conflict = true;
    return step_again(r, form, &none, 409);
}

static struct reply step_next(struct request *r, const struct profile_form *form)
{
    const char *wanted = request_field(r, "go");
    enum profile_step next = form->step + 1;
    struct person_id person = form->candidate->person;
    struct reply reply;
    if (*request_field(r, "remove") != '\0' || strcmp(wanted, "add") == 0)
        reply = reply_redirect(r, "%s#entries", candidate_path(r, person, arena_printf(r->arena, "/edit/%s", r->word)));
    else if (strcmp(wanted, "done") == 0)
        reply = reply_redirect(r, "%s", candidate_path(r, person, ""));
    else
        reply = reply_redirect(r, "%s", candidate_path(r, person, arena_printf(r->arena, "/edit/%s", profile_step_word(next))));
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static struct reply step_save(struct request *r)
{
    struct candidate_view candidate;
    struct profile_form form;
    enum status s = form_open_for(r, &candidate, &form);
    if (s != OK)
        return reply_status(r, s);
    if (form.step == STEP_LOOK)
        return reply_error(r, 405);
    struct issues issues = issues_in(r->arena), more = issues_in(r->arena);
    struct profile typed;
    profile_form_read(r, &form, &typed, &issues);
    if (form_int(&r->form, "version", &typed.version) != OK)
        return reply_error(r, 400);
    if (typed.version != candidate.profile.version)
        return step_conflict(r, &form);
    if (issues.count == 0)
        s = edit_profile(r->app, r->actor, &typed, &more);
    else
        profile_check(&typed, app_today(r->app), &more); // so that everything is told at once
    profile_form_issues(&form, &typed, &more, &issues);
    if (issues.count > 0)
        return step_again(r, &form, &issues, 422);
    if (s == CONFLICT) {
        s = form_open_for(r, &candidate, &form);
        if (s != OK)
            return reply_status(r, s);
        struct issues again = issues_in(r->arena);
        profile_form_read(r, &form, &typed, &again);
        return step_conflict(r, &form);
    }
    return s == OK ? step_next(r, &form) : reply_status(r, s);
}

const struct route profile_routes[] = {
    {METHOD_GET, "/candidates/:id/edit/:word", step_show, FOR_STAFF, "profile_step"},
    {METHOD_POST, "/candidates/:id/edit/:word", step_save, FOR_STAFF, "profile_save"},
    {0},
};
