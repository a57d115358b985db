// SPDX-License-Identifier: EUPL-1.2
// Reference firms introduced to employers that are new to it.
#include <string.h>

#include "app/employers.h"
#include "web/introduction.html.h"
#include "web/network_view.h"
#include "web/routes.h"

enum { SUGGESTED_MOST = 20 };

enum status introductions_part_get(struct request *r, struct employer_id employer, bool may_edit, bool first_timer,
                                   struct introductions_part *out)
{
    struct introduction_line *lines;
    struct introductions_part v = {.employer = employer, .may_edit = may_edit, .first_timer = first_timer};
    TRY(list_introductions(r->app, r->actor, employer, r->arena, &lines, &v.count));
    v.lines = lines;
    v.new_path = may_edit ? arena_printf(r->arena, "/employers/%lld/introductions/new", (long long)employer.value) : NULL;
    *out = v;
    return OK;
}

static const char *why_suggested(struct request *r, const struct reference_line *line)
{
    struct buf b = buf_in(r->arena);
    const char *between = "";
    const struct {
        bool is;
        const char *words;
    } WHYS[] = {{line->same_industry, N_("same industry")}, {line->same_municipality, N_("same municipality")},
                {line->many, N_("employs many already")}};
    for (size_t i = 0; i < COUNT_OF(WHYS); i++)
        if (WHYS[i].is) {
            buf_printf(&b, "%s%s", between, tr(r->lang, WHYS[i].words));
            between = ", ";
        }
    buf_printf(&b, "%s%s", between, tr_n(r->lang, r->arena, "introduced once before", "introduced %s times before",
                                         (int64_t)line->introductions));
    return buf_text(&b);
}

static struct reply introduce_reply(struct request *r, const struct issues *issues, int status)
{
    struct employer_view at;
    struct reference_line *list;
    struct introduce_view v = {.on = app_today(r->app)};
    enum status s = get_employer(r->app, r->actor, (struct employer_id){request_id(r, 0)}, r->arena, &at);
    if (s == OK && (at.rights & RIGHT_EDIT) == 0)
        s = DENIED;
    if (s == OK)
        s = suggest_references(r->app, r->actor, at.employer.id, SUGGESTED_MOST, r->arena, &list, &v.reference_count);
    if (s != OK)
        return reply_status(r, s);
    v.newcomer_name = at.employer.name;
    v.back = arena_printf(r->arena, "/employers/%lld", (long long)at.employer.id.value);
    v.path = arena_printf(r->arena, "%s/introductions/new", v.back);
    v.references = ARENA_ARRAY(r->arena, struct option, v.reference_count);
    for (size_t i = 0; i < v.reference_count; i++)
        v.references[i] = (struct option){
            .value = arena_printf(r->arena, "%lld", (long long)list[i].id.value),
            .text = arena_printf(r->arena, "%s (%s)", list[i].name, why_suggested(r, &list[i])),
        };
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {at.employer.name, v.back}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Introduce a reference firm")), crumbs, 2);
    if (issues != NULL)
        page_again(p, issues);
    introduce_page(p, &v);
    return reply_page(p, status);
}

static struct reply introduction_new(struct request *r)
{
    return introduce_reply(r, NULL, 200);
}

static struct reply introduction_create(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct introduction typed = {.newcomer = {request_id(r, 0)}, .on = DAY_NONE};
    struct introduction_id id;
    if (form_id(&r->form, "reference", &typed.reference.value) != OK)
        typed.reference.value = 0;
    if (form_day(&r->form, "on", &typed.on) == INVALID)
        issues_add(&issues, "on", N_("Write day, month and year, such as 5.6.2016"));
    if (issues.count > 0)
        return introduce_reply(r, &issues, 422);
    enum status s = introduce(r->app, r->actor, &typed, &issues, &id);
    if (s == INVALID || s == CONFLICT)
        return introduce_reply(r, &issues, s == INVALID ? 422 : 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/employers/%lld#introductions", (long long)typed.newcomer.value);
    reply_flash(&reply, FLASH_introduced);
    return reply;
}

static struct reply outcome_reply(struct request *r, const struct issues *issues, const char *problem, int status)
{
    struct introduction_line line;
    struct introduction_view v = {.line = &line, .problem = problem,
                                  .asks_named = issues != NULL && issues_find(issues, "named") != NULL};
    enum status s = get_introduction(r->app, r->actor, (struct introduction_id){request_id(r, 0)}, r->arena, &line);
    if (s != OK)
        return reply_status(r, s);
    v.path = arena_printf(r->arena, "/introductions/%lld", (long long)line.introduction.id.value);
    v.back = arena_printf(r->arena, "/employers/%lld", (long long)line.introduction.newcomer.value);
    for (int o = 0; o < INTRODUCTION_OUTCOMES; o++)
        v.outcomes[o] = (struct option){.value = o == INTRODUCTION_OPEN ? "open" : introduction_outcome_name((enum introduction_outcome)o),
                                        .label = introduction_outcome_title((enum introduction_outcome)o)};
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {line.newcomer_name, v.back}};
    struct page *p = page_open_below(r, tr(r->lang, N_("What came of it")), crumbs, 2);
    if (issues != NULL)
        page_again(p, issues);
    introduction_page(p, &v);
    return reply_page(p, status);
}

static struct reply introduction_show(struct request *r)
{
    return outcome_reply(r, NULL, NULL, 200);
}

static struct reply introduction_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct introduction typed = {.id = {request_id(r, 0)}, .words = request_field(r, "words")};
    struct introduction_line line;
    const char *outcome = request_field(r, "outcome");
    if (form_int(&r->form, "version", &typed.version) != OK)
        return reply_error(r, 400);
    if (*outcome == '\0' || !introduction_outcome_read(strcmp(outcome, "open") == 0 ? "" : outcome, &typed.outcome)) {
        issues_add(&issues, "outcome", N_("Choose an answer"));
        return outcome_reply(r, &issues, NULL, 422);
    }
    enum status s = note_introduction(r->app, r->actor, &typed, form_flag(&r->form, "named"), &issues);
    if (s == INVALID)
        return outcome_reply(r, &issues, NULL, 422);
    if (s == CONFLICT)
        return outcome_reply(r, &issues, N_("Somebody else wrote down what came of it meanwhile. See how it stands now."), 409);
    if (s == OK)
        s = get_introduction(r->app, r->actor, typed.id, r->arena, &line);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/employers/%lld#introductions", (long long)line.introduction.newcomer.value);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

const struct route introduction_routes[] = {
    {METHOD_GET, "/employers/:id/introductions/new", introduction_new, FOR_OFFICE, "introduction_new"},
    {METHOD_POST, "/employers/:id/introductions/new", introduction_create, FOR_OFFICE, "introduction_create"},
    {METHOD_GET, "/introductions/:id", introduction_show, FOR_OFFICE, "introduction"},
    {METHOD_POST, "/introductions/:id", introduction_save, FOR_OFFICE, "introduction_save"},
    {0},
};
