// SPDX-License-Identifier: EUPL-1.2
// The steps of a mailing before it is sent: who gets it, what it says, how it looks to one of them, and the trial.
#include <string.h>

#include "app/mail.h"
#include "web/mailing.html.h"
#include "web/mailing_inside.h"
#include "web/routes.h"

enum { RECEIVERS_SHOWN = 100, TRIAL_MOST = 50 };

enum status mailing_draft_get(struct request *r, struct mailing_view *out)
{
    TRY(get_mailing(r->app, r->actor, (struct mailing_id){request_id(r, 0)}, r->arena, out));
    return out->line.mailing.state == MAILING_DRAFT && !out->line.mailing.deleted ? OK : CONFLICT;
}

static const char *number_text(struct request *r, int64_t n)
{
    return n == 0 ? "" : arena_printf(r->arena, "%lld", (long long)n);
}

static struct option *options_of(struct request *r, const struct audience_choice *list, size_t count)
{
    struct option *options = ARENA_ARRAY(r->arena, struct option, count);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct option){
            .value = number_text(r, list[i].id),
            .text = list[i].at == 0 ? list[i].name
                                    : arena_printf(r->arena, "%s, %s", list[i].name, lang_day(r->lang, r->arena, day_in_norway(list[i].at)))};
    return options;
}

static void audience_fill(struct request *r, struct audience_form_view *v, const struct audience_choices *c)
{
    const struct mailing *m = &v->mailing;
    const bool there[MAILING_AUDIENCES] = {
        [MAILING_TO_ALL] = true, [MAILING_TO_VIEW] = c->view_count > 0 || *m->audience_query != '\0',
        [MAILING_TO_NETWORK] = c->network_count > 0, [MAILING_TO_EVENT] = c->event_count > 0, [MAILING_TO_AGENCIES] = true,
    };
    for (int i = 0; i < MAILING_AUDIENCES; i++)
        if (there[i])
            v->kinds[v->kind_count++] = (struct option){.value = mailing_audience_name((enum mailing_audience)i),
                                                        .label = mailing_audience_title((enum mailing_audience)i)};
    for (int i = 0; i < EVENT_PARTS; i++)
        v->parts[i] = (struct option){.value = event_part_name((enum event_part)i), .label = event_part_title((enum event_part)i)};
    v->views = options_of(r, c->views, c->view_count);
    v->networks = options_of(r, c->networks, c->network_count);
    v->events = options_of(r, c->events, c->event_count);
    v->view_count = c->view_count;
    v->network_count = c->network_count;
    v->event_count = c->event_count;
    v->view = m->audience == MAILING_TO_VIEW ? number_text(r, m->audience_id) : "";
    v->network = m->audience == MAILING_TO_NETWORK ? number_text(r, m->audience_id) : "";
    v->event = m->audience == MAILING_TO_EVENT ? number_text(r, m->audience_id) : "";
}

// at NULL: a new one.
static struct reply audience_reply(struct request *r, const struct mailing_view *at, const struct mailing *m, struct issues *issues,
                                   int status)
{
    struct audience_choices c;
    struct audience_view audience;
    struct audience_form_view v = {.mailing = *m};
    enum status s = get_audience_choices(r->app, r->actor, r->arena, &c);
    if (s == OK && m->audience != MAILING_TO_NONE && issues == NULL)
        s = get_audience(r->app, r->actor, m, r->arena, &audience);
    if (s != OK && s != NOT_FOUND) // a view that is gone: another is chosen here
        return reply_status(r, s);
    v.audience = s == OK && m->audience != MAILING_TO_NONE && issues == NULL ? &audience : NULL;
    mailing_frame_fill(r, &v.frame, at, STEP_AUDIENCE);
    v.action = at == NULL ? "/mailings/new" : arena_printf(r->arena, "%s/audience", v.frame.path);
    audience_fill(r, &v, &c);
    struct page *p = mailing_page_open(r, &v.frame, at == NULL ? v.frame.title : tr(r->lang, N_("Audience")));
    if (issues != NULL)
        page_again(p, issues);
    audience_form_page(p, &v);
    return reply_page(p, status);
}

static struct mailing audience_read(struct request *r, struct mailing m)
{
    int64_t id = 0;
    const char *field = "";
    const char *query = form_typed(&r->form, "query");
    if (!mailing_audience_read(request_field(r, "audience"), &m.audience))
        m.audience = MAILING_TO_NONE;
    if (!event_part_read(request_field(r, "part"), &m.part))
        m.part = PART_INVITED;
    if (m.audience == MAILING_TO_VIEW)
        field = "view";
    if (m.audience == MAILING_TO_NETWORK)
        field = "network";
    if (m.audience == MAILING_TO_EVENT)
        field = "event";
    m.audience_id = *field != '\0' && form_id(&r->form, field, &id) == OK ? id : 0;
    m.audience_query = m.audience == MAILING_TO_VIEW && m.audience_id == 0 && query != NULL ? query : "";
    return m;
}

// From a list of employers: what it is narrowed by comes along.
static struct reply mailing_new(struct request *r)
{
    const char *query = request_query(r, "query");
    struct mailing m = {.audience = *query == '\0' ? MAILING_TO_NONE : MAILING_TO_VIEW, .audience_query = query};
    int64_t event;
    if (form_id(&r->query, "event", &event) == OK && event_part_read(request_query(r, "part"), &m.part)) {
        m.audience = MAILING_TO_EVENT; // as an event's page asks for
        m.audience_id = event;
    }
    return audience_reply(r, NULL, &m, NULL, 200);
}

static struct reply mailing_create(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct mailing m = audience_read(r, (struct mailing){.audience_query = ""});
    struct mailing_id id;
    enum status s = make_mailing(r->app, r->actor, &m, &issues, &id);
    if (s == INVALID)
        return audience_reply(r, NULL, &m, &issues, 422);
    return s == OK ? reply_redirect(r, "%s/%s", mailing_path(r, id), form_flag(&r->form, "stay") ? "audience" : "text")
                   : reply_status(r, s);
}

static struct reply gone_reply(struct request *r, enum status s)
{
    return s == CONFLICT ? reply_redirect(r, "%s", mailing_path(r, (struct mailing_id){request_id(r, 0)})) : reply_status(r, s);
}

static struct reply audience_show(struct request *r)
{
    struct mailing_view at;
    enum status s = mailing_draft_get(r, &at);
    return s == OK ? audience_reply(r, &at, &at.line.mailing, NULL, 200) : gone_reply(r, s);
}

static struct reply audience_save(struct request *r)
{
    struct mailing_view at;
    struct issues issues = issues_in(r->arena);
    enum status s = mailing_draft_get(r, &at);
    if (s != OK)
        return gone_reply(r, s);
    struct mailing m = audience_read(r, at.line.mailing);
    if (form_int(&r->form, "version", &m.version) != OK)
        return reply_error(r, 400);
    s = edit_mailing_audience(r->app, r->actor, &m, &issues);
    if (s == INVALID || s == CONFLICT)
        return audience_reply(r, &at, &m, &issues, s == INVALID ? 422 : 409);
    if (s != OK)
        return reply_status(r, s);
    bool stay = form_flag(&r->form, "stay");
    return reply_redirect(r, "%s/%s", mailing_path(r, m.id), stay ? "audience" : "text");
}

// Text

static struct edit fields_of(const struct mailing *m)
{
    struct edit f = {.version = m->version};
    edit_add(&f, "subject", N_("Subject"), m->subject);
    edit_add(&f, "body", N_("Text"), m->body);
    edit_add(&f, "lang", N_("Language of the text"), lang_tag(m->lang));
    return f;
}

static struct reply text_reply(struct request *r, const struct mailing_view *at, struct text_form_view *v, struct issues *issues,
                               int status)
{
    struct mailing_view shown = *at;
    if (*v->mailing.subject == '\0' && *v->mailing.body == '\0') // not begun: nothing is wrong yet
        shown.problems.count = 0;
    mailing_frame_fill(r, &v->frame, at, STEP_TEXT);
    v->frame.at = arena_copy(r->arena, &shown, sizeof shown);
    v->langs[0] = (struct option){.value = "nb", .label = N_("Norwegian")};
    v->langs[1] = (struct option){.value = "en", .label = N_("English")};
    struct page *p = mailing_page_open(r, &v->frame, tr(r->lang, N_("Text")));
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    text_form_page(p, v);
    return reply_page(p, status);
}

static struct reply text_show(struct request *r)
{
    struct mailing_view at;
    enum status s = mailing_draft_get(r, &at);
    if (s != OK)
        return gone_reply(r, s);
    struct text_form_view v = {.mailing = at.line.mailing, .edit = fields_of(&at.line.mailing)};
    return text_reply(r, &at, &v, NULL, 200);
}

static struct reply text_save(struct request *r)
{
    struct mailing_view at, now;
    struct issues issues = issues_in(r->arena);
    enum status s = mailing_draft_get(r, &at);
    if (s != OK)
        return gone_reply(r, s);
    struct text_form_view v = {.mailing = at.line.mailing, .edit = fields_of(&at.line.mailing)};
    struct edit stands = v.edit;
    const char *subject = form_typed(&r->form, "subject"), *body = form_typed(&r->form, "body");
    v.mailing.subject = subject == NULL ? "" : subject; // as typed: a line end in it is refused, not mended
    v.mailing.body = body == NULL ? "" : body;
    v.mailing.lang = lang_from_tag(request_field(r, "lang"), LANG_NB);
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    v.mailing.version = v.edit.version;
    s = edit_mailing_text(r->app, r->actor, &v.mailing, &issues);
    if (s == INVALID)
        return text_reply(r, &at, &v, &issues, 422);
    if (s == CONFLICT) {
        struct edit mine = fields_of(&v.mailing);
        v.edit = stands;
        edit_compare(r, &v.edit, &mine);
        return text_reply(r, &at, &v, &(struct issues){.arena = r->arena}, 409);
    }
    if (s == OK)
        s = mailing_draft_get(r, &now);
    if (s != OK)
        return reply_status(r, s);
    return reply_redirect(r, "%s/%s", mailing_path(r, v.mailing.id), now.problems.count > 0 ? "text" : "preview");
}

// Preview and trial

static enum status receivers_fill(struct request *r, struct preview_view *v, const struct mailing *m)
{
    struct audience_view audience;
    TRY(get_audience(r->app, r->actor, m, r->arena, &audience));
    v->total = audience.receiver_count;
    v->receivers = ARENA_ARRAY(r->arena, struct option, RECEIVERS_SHOWN + 1);
    for (size_t i = 0; i < v->total && i < RECEIVERS_SHOWN; i++) {
        const struct audience_row *row = audience.receivers[i];
        v->receivers[v->receiver_count++] = (struct option){
            .value = number_text(r, row->contact.value),
            .text = *row->name == '\0' ? row->firm : arena_printf(r->arena, "%s, %s", row->name, row->firm)};
    }
    return OK;
}

static enum status users_fill(struct request *r, struct preview_view *v)
{
    struct trial_user *users;
    size_t count;
    TRY(list_trial_users(r->app, r->actor, r->arena, &users, &count));
    v->users = ARENA_ARRAY(r->arena, struct option, TRIAL_MOST);
    for (size_t i = 0; i < count && v->user_count < TRIAL_MOST; i++)
        v->users[v->user_count++] = (struct option){
            .value = number_text(r, users[i].user.value), .chosen = users[i].own,
            .text = arena_printf(r->arena, "%s, %s", users[i].name, users[i].email)};
    return OK;
}

static struct reply preview_reply(struct request *r, int64_t contact, const struct issues *issues, int status)
{
    struct mailing_view at;
    struct mailing_preview preview;
    struct preview_view v = {.goes_out = mail_goes_out(r->app)};
    enum status s = mailing_draft_get(r, &at);
    if (s != OK)
        return gone_reply(r, s);
    mailing_frame_fill(r, &v.frame, &at, STEP_PREVIEW);
    s = preview_mailing(r->app, r->actor, at.line.mailing.id, (struct contact_id){contact}, r->arena, &preview);
    if (s == OK) {
        v.at = &preview;
        v.body.html = preview.html;
        v.chosen = number_text(r, preview.contact.value);
        s = receivers_fill(r, &v, &at.line.mailing);
    } else if (s == NOT_FOUND) {
        s = OK;
    }
    if (s == OK)
        s = users_fill(r, &v);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = mailing_page_open(r, &v.frame, tr(r->lang, N_("Preview")));
    if (issues != NULL)
        page_again(p, issues);
    preview_page(p, &v);
    return reply_page(p, status);
}

static struct reply preview_show(struct request *r)
{
    int64_t contact;
    return preview_reply(r, form_id(&r->query, "contact", &contact) == OK ? contact : 0, NULL, 200);
}

static struct reply trial_submit(struct request *r)
{
    int64_t contact, user;
    struct issues issues = issues_in(r->arena);
    struct user_id to[TRIAL_MOST];
    size_t count = 0;
    struct mailing_id id = {request_id(r, 0)};
    if (form_id(&r->form, "contact", &contact) != OK)
        return reply_error(r, 400);
    for (size_t i = 0; i < r->form.count && count < TRIAL_MOST; i++) {
        struct form one = {&r->form.fields[i], 1};
        if (strcmp(r->form.fields[i].name, "to") == 0 && form_id(&one, "to", &user) == OK)
            to[count++] = (struct user_id){user};
    }
    enum status s = try_mailing(r->app, r->actor, id, (struct contact_id){contact}, to, count, &issues);
    if (s == INVALID)
        return preview_reply(r, contact, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s/preview?contact=%lld", mailing_path(r, id), (long long)contact);
    reply_flash(&reply, FLASH_mailing_tried);
    return reply;
}

const struct route mailing_draft_routes[] = {
    {METHOD_GET, "/mailings/new", mailing_new, FOR_OFFICE, "mailing_new"},
    {METHOD_POST, "/mailings/new", mailing_create, FOR_OFFICE, "mailing_create"},
    {METHOD_GET, "/mailings/:id/audience", audience_show, FOR_OFFICE, "mailing_audience"},
    {METHOD_POST, "/mailings/:id/audience", audience_save, FOR_OFFICE, "mailing_audience_save"},
    {METHOD_GET, "/mailings/:id/text", text_show, FOR_OFFICE, "mailing_text"},
    {METHOD_POST, "/mailings/:id/text", text_save, FOR_OFFICE, "mailing_text_save"},
    {METHOD_GET, "/mailings/:id/preview", preview_show, FOR_OFFICE, "mailing_preview"},
    {METHOD_POST, "/mailings/:id/trial", trial_submit, FOR_OFFICE, "mailing_trial"},
    {0},
};
