// SPDX-License-Identifier: EUPL-1.2
// Sets of questions: chosen from templates, put in order, read as those who answer will read them.
#include <string.h>

#include "web/personal.h"
#include "web/question_set.html.h"
#include "web/routes.h"
#include "web/survey_answer.html.h"
#include "web/survey_view.h"

static struct question_set_id id_of(const struct request *r)
{
    return (struct question_set_id){request_id(r, 0)};
}

static int64_t version_of(struct request *r)
{
    int64_t version;
    return form_int(&r->form, "version", &version) == OK ? version : 0;
}

static struct page *below_sets(struct request *r, const char *title, const struct question_set *set)
{
    struct crumb *crumbs = ARENA_ARRAY(r->arena, struct crumb, 3);
    size_t count = 2;
    crumbs[0] = (struct crumb){tr(r->lang, N_("Surveys")), "/surveys"};
    crumbs[1] = (struct crumb){tr(r->lang, N_("Question sets")), "/question-sets"};
    if (set != NULL)
        crumbs[count++] = (struct crumb){set->name[r->lang], question_set_path(r->arena, set->id, "")};
    return page_open_below(r, title, crumbs, count);
}

static struct reply set_list(struct request *r)
{
    struct question_set_entry *list;
    size_t count;
    enum status s = list_question_sets(r->app, r->actor, true, r->arena, &list, &count);
    if (s != OK)
        return reply_status(r, s);
    struct crumb *crumbs = ARENA_NEW(r->arena, struct crumb);
    *crumbs = (struct crumb){tr(r->lang, N_("Surveys")), "/surveys"};
    struct page *p = page_open_below(r, tr(r->lang, N_("Question sets")), crumbs, 1);
    question_set_list_page(p, list, count);
    return reply_page(p, 200);
}

static struct reply set_with(struct request *r, struct question_set_id id, const struct issues *issues, int status)
{
    struct question_set_view view;
    enum status s = get_question_set(r->app, r->actor, id, r->arena, &view);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = below_sets(r, view.set.name[r->lang], NULL);
    if (issues != NULL)
        page_again(p, issues);
    question_set_page(p, &view);
    return reply_page(p, status);
}

static struct reply set_show(struct request *r)
{
    return set_with(r, id_of(r), NULL, 200);
}

// Whatever a step on a set answers: back to the set, or the set with what is wrong.
static struct reply stepped(struct request *r, enum status s, struct question_set_id id, const struct issues *issues)
{
    if (s == INVALID || s == CONFLICT)
        return set_with(r, id, issues, s == INVALID ? 422 : 409);
    return s == OK ? reply_redirect(r, "/question-sets/%lld", (long long)id.value) : reply_status(r, s);
}

static struct reply form_reply(struct request *r, struct question_set_form_view *v, const struct question_set *set,
                               const struct issues *issues, int status)
{
    static const struct question_set empty = {.name = {"", ""}, .intro = {"", ""}};
    v->given = set == NULL ? &empty : set;
    for (size_t i = 0; i < question_template_count() && i + 1 < COUNT_OF(v->templates); i++)
        v->templates[v->template_count++] = (struct option){.value = question_template_at(i)->name,
                                                            .label = question_template_at(i)->title};
    v->templates[v->template_count++] = (struct option){.value = "empty", .label = N_("An empty set")};
    struct page *p = below_sets(r, tr(r->lang, v->is_new ? N_("New question set") : N_("Name and introduction")),
                                v->is_new ? NULL : set);
    if (issues != NULL)
        page_again(p, issues);
    question_set_form_page(p, v);
    return reply_page(p, status);
}

static struct question_set_form names_read(struct request *r)
{
    return (struct question_set_form){
        .name = {[LANG_NB] = request_field(r, "name_nb"), [LANG_EN] = request_field(r, "name_en")},
        .intro = {[LANG_NB] = form_lines(&r->form, r->arena, "intro_nb"), [LANG_EN] = form_lines(&r->form, r->arena, "intro_en")}};
}

static struct reply set_new(struct request *r)
{
    struct question_set_form_view v = {.action = "/question-sets", .back = "/question-sets", .is_new = true};
    struct question_set_view from;
    if (form_id(&r->query, "copy", &v.copy_of.value) != OK)
        return form_reply(r, &v, NULL, NULL, 200);
    enum status s = get_question_set(r->app, r->actor, v.copy_of, r->arena, &from);
    return s == OK ? form_reply(r, &v, &from.set, NULL, 200) : reply_status(r, s);
}

static struct reply set_make(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct question_set_form form = names_read(r);
    struct question_set_form_view v = {.action = "/question-sets", .back = "/question-sets", .is_new = true};
    struct question_set_id id;
    const char *from = request_field(r, "template");
    if (form_id(&r->form, "copy", &form.copy_of.value) != OK)
        form.copy_of.value = 0;
    v.copy_of = form.copy_of;
    form.template_name = strcmp(from, "empty") == 0 ? NULL : from;
    enum status s = INVALID;
    if (form.copy_of.value == 0 && *from == '\0')
        issues_add(&issues, "template", N_("Choose what to begin with"));
    else
        s = make_question_set(r->app, r->actor, &form, &issues, &id);
    if (s == INVALID)
        return form_reply(r, &v, NULL, &issues, 422);
    return s == OK ? reply_redirect(r, "/question-sets/%lld", (long long)id.value) : reply_status(r, s);
}

static struct reply names_with(struct request *r, const struct issues *issues, int status)
{
    struct question_set_view view;
    enum status s = get_question_set(r->app, r->actor, id_of(r), r->arena, &view);
    if (s != OK)
        return reply_status(r, s);
    if (view.refusal != NULL && issues == NULL)
        return reply_redirect(r, "/question-sets/%lld", (long long)view.set.id.value);
    struct question_set_form_view v = {.action = question_set_path(r->arena, view.set.id, "/names"),
                                       .back = question_set_path(r->arena, view.set.id, ""), .version = view.set.version};
    return form_reply(r, &v, &view.set, issues, status);
}

static struct reply names_show(struct request *r)
{
    return names_with(r, NULL, 200);
}

static struct reply names_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct question_set_form form = names_read(r);
    enum status s = name_question_set(r->app, r->actor, id_of(r), version_of(r), &form, &issues);
    if (s == INVALID)
        return names_with(r, &issues, 422);
    return stepped(r, s, id_of(r), &issues);
}

// One question

enum { OPTION_ROWS_SPARE = 2, OPTION_ROWS_LEAST = 4 };

static struct reply question_form(struct request *r, const struct question_set *set, const struct question *q,
                                  const struct issues *issues, int status)
{
    struct question_form_view v = {.set = set, .question = *q, .back = question_set_path(r->arena, set->id, "")};
    size_t rows = q->option_count + OPTION_ROWS_SPARE;
    v.option_rows = rows < OPTION_ROWS_LEAST ? OPTION_ROWS_LEAST : rows > OPTIONS_MOST ? OPTIONS_MOST : rows;
    struct question_option *options = ARENA_ARRAY(r->arena, struct question_option, v.option_rows);
    for (size_t i = 0; i < v.option_rows; i++)
        options[i] = i < q->option_count ? q->options[i] : (struct question_option){.text = {"", ""}};
    v.question.options = options;
    for (int f = 0; f < ANSWER_FLAGS; f++)
        v.flags[f] = (struct option){.value = answer_flag_name((enum answer_flag)f), .label = answer_flag_title((enum answer_flag)f)};
    v.action = q->id.value == 0 ? question_set_path(r->arena, set->id, "/questions")
                                : arena_printf(r->arena, "/question-sets/%lld/questions/%lld", (long long)set->id.value,
                                               (long long)q->id.value);
    struct page *p = below_sets(r, tr(r->lang, q->id.value == 0 ? N_("New question") : N_("Change the question")), set);
    if (issues != NULL)
        page_again(p, issues);
    question_form_page(p, &v);
    return reply_page(p, status);
}

static struct reply question_new(struct request *r)
{
    struct question_set_view view;
    struct question q = {.text = {"", ""}, .low = {"", ""}, .high = {"", ""}};
    enum status s = get_question_set(r->app, r->actor, id_of(r), r->arena, &view);
    if (s != OK)
        return reply_status(r, s);
    if (!answer_kind_read(request_query(r, "kind"), &q.kind) || view.refusal != NULL)
        return reply_redirect(r, "/question-sets/%lld", (long long)view.set.id.value);
    return question_form(r, &view.set, &q, NULL, 200);
}

static struct reply question_show(struct request *r)
{
    struct question_set_view view;
    enum status s = get_question_set(r->app, r->actor, id_of(r), r->arena, &view);
    if (s != OK)
        return reply_status(r, s);
    const struct question *q = question_find(&view.set, (struct question_id){request_id(r, 1)});
    if (q == NULL)
        return reply_error(r, 404);
    if (view.refusal != NULL)
        return reply_redirect(r, "/question-sets/%lld", (long long)view.set.id.value);
    return question_form(r, &view.set, q, NULL, 200);
}

static const char *both_field(struct request *r, const char *name, enum lang l)
{
    return request_field(r, arena_printf(r->arena, "%s_%s", name, lang_tag(l)));
}

static bool question_read(struct request *r, struct question_id id, struct question *out)
{
    struct question q = {.id = id, .required = form_flag(&r->form, "required"), .new_page = form_flag(&r->form, "new_page")};
    struct question_option *options = ARENA_ARRAY(r->arena, struct question_option, OPTIONS_MOST);
    if (!answer_kind_read(request_field(r, "kind"), &q.kind))
        return false;
    for (int l = 0; l < LANGS; l++) {
        q.text[l] = both_field(r, "text", (enum lang)l);
        q.low[l] = both_field(r, "low", (enum lang)l);
        q.high[l] = both_field(r, "high", (enum lang)l);
    }
    for (; q.option_count < OPTIONS_MOST; q.option_count++) {
        const char *name = arena_printf(r->arena, "option[%zu]", q.option_count);
        struct question_option *o = &options[q.option_count];
        if (!form_has(&r->form, arena_printf(r->arena, "%s_nb", name)))
            break;
        for (int l = 0; l < LANGS; l++)
            o->text[l] = both_field(r, name, (enum lang)l);
        if (!answer_flag_read(request_field(r, arena_printf(r->arena, "%s_flag", name)), &o->flag))
            o->flag = FLAG_NONE;
    }
    q.options = options;
    *out = q;
    return true;
}

static struct reply question_put(struct request *r, struct question_id question)
{
    struct issues issues = issues_in(r->arena);
    struct question_set_view view;
    struct question q;
    enum status s = get_question_set(r->app, r->actor, id_of(r), r->arena, &view);
    if (s != OK)
        return reply_status(r, s);
    if (!question_read(r, question, &q) || (question.value != 0 && question_find(&view.set, question) == NULL))
        return reply_error(r, 404);
    s = put_question(r->app, r->actor, id_of(r), version_of(r), &q, &issues);
    if (s == INVALID)
        return question_form(r, &view.set, &q, &issues, 422);
    return stepped(r, s, id_of(r), &issues);
}

static struct reply question_add(struct request *r)
{
    return question_put(r, (struct question_id){0});
}

static struct reply question_change(struct request *r)
{
    return question_put(r, (struct question_id){request_id(r, 1)});
}

static struct reply question_move_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    int by = strcmp(request_field(r, "to"), "up") == 0 ? -1 : 1;
    enum status s = move_question(r->app, r->actor, id_of(r), version_of(r), (struct question_id){request_id(r, 1)}, by, &issues);
    return stepped(r, s, id_of(r), &issues);
}

static struct reply question_remove_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = remove_question(r->app, r->actor, id_of(r), version_of(r), (struct question_id){request_id(r, 1)}, &issues);
    return stepped(r, s, id_of(r), &issues);
}

static struct reply edition_submit(struct request *r)
{
    struct question_set_id id;
    enum status s = make_edition(r->app, r->actor, id_of(r), &id);
    return s == OK ? reply_redirect(r, "/question-sets/%lld", (long long)id.value) : reply_status(r, s);
}

static struct reply drop_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = drop_question_set(r->app, r->actor, id_of(r), &issues);
    return s == OK ? reply_redirect(r, "/question-sets") : stepped(r, s, id_of(r), &issues);
}

// As those who answer read it, without anything to send.
static struct reply preview_show(struct request *r)
{
    struct question_set_view view;
    enum status s = get_question_set(r->app, r->actor, id_of(r), r->arena, &view);
    if (s != OK)
        return reply_status(r, s);
    struct survey_answer_view v = {.set = &view.set, .count = view.set.question_count};
    struct page *p = below_sets(r, tr(r->lang, N_("As it will be read")), &view.set);
    question_set_preview_page(p, &v);
    return reply_page(p, 200);
}

const struct route question_set_routes[] = {
    {METHOD_GET, "/question-sets", set_list, FOR_OFFICE, "question_sets"},
    {METHOD_GET, "/question-sets/new", set_new, FOR_OFFICE, "question_set_new"},
    {METHOD_POST, "/question-sets", set_make, FOR_OFFICE, "question_set_make"},
    {METHOD_GET, "/question-sets/:id", set_show, FOR_OFFICE, "question_set"},
    {METHOD_GET, "/question-sets/:id/names", names_show, FOR_OFFICE, "question_set_names"},
    {METHOD_POST, "/question-sets/:id/names", names_submit, FOR_OFFICE, "question_set_names_submit"},
    {METHOD_GET, "/question-sets/:id/preview", preview_show, FOR_OFFICE, "question_set_preview"},
    {METHOD_POST, "/question-sets/:id/edition", edition_submit, FOR_OFFICE, "question_set_edition"},
    {METHOD_POST, "/question-sets/:id/drop", drop_submit, FOR_OFFICE, "question_set_drop"},
    {METHOD_GET, "/question-sets/:id/questions/new", question_new, FOR_OFFICE, "question_new"},
    {METHOD_POST, "/question-sets/:id/questions", question_add, FOR_OFFICE, "question_add"},
    {METHOD_GET, "/question-sets/:id/questions/:id", question_show, FOR_OFFICE, "question"},
    {METHOD_POST, "/question-sets/:id/questions/:id", question_change, FOR_OFFICE, "question_change"},
    {METHOD_POST, "/question-sets/:id/questions/:id/move", question_move_submit, FOR_OFFICE, "question_move"},
    {METHOD_POST, "/question-sets/:id/questions/:id/remove", question_remove_submit, FOR_OFFICE, "question_remove"},
    {0},
};
