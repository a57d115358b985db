// SPDX-License-Identifier: EUPL-1.2
// Undersøkelser (screen 14): the list, one survey with its results, and what can be done with it.
#include <string.h>

#include "web/address.h"
#include "web/routes.h"
#include "web/survey.html.h"
#include "web/survey_results.html.h"
#include "web/survey_view.h"
#include "web/table_reply.h"

static struct survey_id id_of(const struct request *r)
{
    return (struct survey_id){request_id(r, 0)};
}

static struct reply survey_list_show(struct request *r)
{
    struct survey_page page;
    struct survey_list_view v = {.page = &page, .state = ""};
    struct survey_query query = {.after = request_query(r, "after")};
    enum survey_state state;
    if (survey_state_read(request_query(r, "state"), &state)) {
        query.states = v.states = 1u << state;
        v.state = survey_state_name(state);
    }
    enum status s = list_surveys(r->app, r->actor, &query, r->arena, &page);
    if (s != OK)
        return reply_status(r, s);
    struct buf first = address_in(r->arena, "/surveys");
    address_add(&first, "state", v.state);
    if (*query.after != '\0')
        v.pager.first = buf_text(&first);
    if (*page.next != '\0') {
        struct buf next = address_in(r->arena, "/surveys");
        address_add(&next, "state", v.state);
        address_add(&next, "after", page.next);
        v.pager.next = buf_text(&next);
    }
    struct page *p = page_open(r, tr(r->lang, N_("Surveys")));
    survey_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply survey_with(struct request *r, struct survey_id id, const struct issues *issues, int status)
{
    struct survey_view at;
    struct survey_results results;
    struct survey_comparison comparison;
    enum respondent_kind kind;
    enum status s = get_survey(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct survey_page_view v = {.at = &at, .kind = -1, .path = survey_path(r->arena, id, "")};
    if (at.entry.survey.state != SURVEY_DRAFT) {
        s = get_survey_results(r->app, r->actor, id, r->arena, &results);
        if (s != OK)
            return reply_status(r, s);
        v.results = &results;
        if (respondent_kind_read(request_query(r, "kind"), &kind))
            v.kind = (int)kind;
    }
    s = at.entry.survey.before.value == 0 ? NOT_FOUND : compare_surveys(r->app, r->actor, id, r->arena, &comparison);
    if (s == OK)
        v.comparison = &comparison;
    else if (s != NOT_FOUND && s != CONFLICT)
        return reply_status(r, s);
    struct crumb *crumbs = ARENA_NEW(r->arena, struct crumb);
    *crumbs = (struct crumb){tr(r->lang, N_("Surveys")), "/surveys"};
    struct page *p = page_open_below(r, at.entry.survey.name, crumbs, 1);
    if (issues != NULL)
        page_again(p, issues);
    survey_page(p, &v);
    return reply_page(p, status);
}

static struct reply survey_show(struct request *r)
{
    return survey_with(r, id_of(r), NULL, 200);
}

static int64_t version_of(struct request *r)
{
    int64_t version;
    return form_int(&r->form, "version", &version) == OK ? version : 0;
}

static struct reply answered(struct request *r, enum status s, struct survey_id id, const struct issues *issues, enum flash said)
{
    if (s == INVALID || s == CONFLICT)
        return survey_with(r, id, issues, s == INVALID ? 422 : 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/surveys/%lld", (long long)id.value);
    reply_flash(&reply, said);
    return reply;
}

static struct reply survey_open_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    size_t asked;
    enum status s = open_survey(r->app, r->actor, id_of(r), version_of(r), &issues, &asked);
    return answered(r, s, id_of(r), &issues, FLASH_survey_sent);
}

static struct reply survey_remind_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    size_t reminded;
    enum status s = remind_survey(r->app, r->actor, id_of(r), version_of(r), &issues, &reminded);
    return answered(r, s, id_of(r), &issues, FLASH_survey_reminded);
}

static struct reply survey_extend_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    day deadline = DAY_NONE;
    if (form_day(&r->form, "deadline", &deadline) == INVALID) {
        issues_add(&issues, "deadline", N_("Write the day as 05.06.2026"));
        return survey_with(r, id_of(r), &issues, 422);
    }
    enum status s = extend_survey(r->app, r->actor, id_of(r), version_of(r), deadline, &issues);
    return answered(r, s, id_of(r), &issues, FLASH_survey_extended);
}

static struct reply survey_close_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    return answered(r, close_survey(r->app, r->actor, id_of(r), version_of(r), &issues), id_of(r), &issues, FLASH_survey_closed);
}

static struct reply survey_drop_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = drop_survey(r->app, r->actor, id_of(r), &issues);
    if (s == CONFLICT)
        return survey_with(r, id_of(r), &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/surveys");
    reply_flash(&reply, FLASH_survey_dropped);
    return reply;
}

// What the page shows, as a table: hidden groups have no numbers here either.

static const struct table_column COLUMNS[] = {
    {N_("Question"), TABLE_TEXT, 50}, {N_("Whose answers"), TABLE_TEXT, 24}, {N_("Answer"), TABLE_TEXT, 40},
    {N_("Number"), TABLE_NUMBER, 8},  {N_("Answered"), TABLE_NUMBER, 8},     {N_("Mean"), TABLE_TEXT, 8},
};

static const char *answer_text(struct request *r, const struct question *q, size_t i)
{
    return q->kind == ANSWER_SCALE ? arena_printf(r->arena, "%zu", i + 1) : q->options[i].text[r->lang];
}

static const char *mean_text(struct request *r, const struct tally *t)
{
    char *text = arena_printf(r->arena, "%.2f", (double)t->sum / (double)t->answered), *point = strchr(text, '.');
    if (point != NULL && r->lang == LANG_NB)
        *point = ',';
    return text;
}

static void tally_write(struct table_out *out, struct request *r, const struct question *q, const struct tally *t,
                        const char *whose, bool hidden)
{
    if (hidden || t->answered == 0) {
        table_text(out, q->text[r->lang]);
        table_text(out, tr(r->lang, whose));
        table_text(out, tr(r->lang, hidden ? N_("Too few answers to be shown") : N_("No answers")));
        table_row_end(out);
        return;
    }
    for (size_t i = 0; i < question_choices(q); i++) {
        table_text(out, q->text[r->lang]);
        table_text(out, tr(r->lang, whose));
        table_text(out, answer_text(r, q, i));
        table_number(out, t->counts[i]);
        table_number(out, t->answered);
        table_text(out, q->kind == ANSWER_SCALE ? mean_text(r, t) : NULL);
        table_row_end(out);
    }
}

static enum status results_write(struct request *r, void *context, struct table_out *out, bool *more_out)
{
    const struct survey_results *results = context;
    for (size_t i = 0; i < results->set.question_count; i++) {
        const struct question *q = &results->set.questions[i];
        const struct question_result *result = &results->results[i];
        if (q->kind == ANSWER_TEXT)
            continue;
        tally_write(out, r, q, &result->all, N_("All"), result->hidden);
        for (int k = 0; k < RESPONDENT_KINDS; k++)
            tally_write(out, r, q, &result->by[k], respondent_kind_title((enum respondent_kind)k), result->hidden_by[k]);
    }
    *more_out = false;
    return OK;
}

static struct reply export_as(struct request *r, enum table_format format)
{
    struct survey_results *results = ARENA_NEW(r->arena, struct survey_results);
    enum status s = get_survey_results(r->app, r->actor, id_of(r), r->arena, results);
    if (s == OK && !results->counted)
        s = CONFLICT;
    if (s != OK)
        return reply_status(r, s);
    return reply_table(r, format, &(struct table_source){.columns = table_columns(r, COLUMNS, COUNT_OF(COLUMNS)),
                                                         .column_count = COUNT_OF(COLUMNS),
                                                         .name = r->lang == LANG_NB ? "undersokelse" : "survey",
                                                         .write = results_write, .context = results});
}

static struct reply survey_csv(struct request *r)
{
    return export_as(r, TABLE_CSV);
}

static struct reply survey_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX);
}

const struct route survey_routes[] = {
    {METHOD_GET, "/surveys", survey_list_show, FOR_OFFICE, "surveys"},
    {METHOD_GET, "/surveys/:id", survey_show, FOR_OFFICE, "survey"},
    {METHOD_POST, "/surveys/:id/open", survey_open_submit, FOR_OFFICE, "survey_open"},
    {METHOD_POST, "/surveys/:id/remind", survey_remind_submit, FOR_OFFICE, "survey_remind"},
    {METHOD_POST, "/surveys/:id/extend", survey_extend_submit, FOR_OFFICE, "survey_extend"},
    {METHOD_POST, "/surveys/:id/close", survey_close_submit, FOR_OFFICE, "survey_close"},
    {METHOD_POST, "/surveys/:id/drop", survey_drop_submit, FOR_OFFICE, "survey_drop"},
    {METHOD_GET, "/surveys/:id/results.csv", survey_csv, FOR_OFFICE, "survey_csv"},
    {METHOD_GET, "/surveys/:id/results.xlsx", survey_xlsx, FOR_OFFICE, "survey_xlsx"},
    {0},
};
