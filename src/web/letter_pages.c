// SPDX-License-Identifier: EUPL-1.2
// Information letters: the public archive, a letter, the feed; and for the office writing, publishing and correcting.
#include <stdio.h>
#include <string.h>

#include "app/mail.h"
#include "app/mailings.h"
#include "web/address.h"
#include "web/letter.html.h"
#include "web/letter_view.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 30 };

static const char *desk_path(struct request *r, struct letter_id id)
{
    return arena_printf(r->arena, "/letters/drafts/%lld", (long long)id.value);
}

static const char *titled(struct request *r, const struct letter_row *row)
{
    return *row->name == '\0' ? row->title : arena_printf(r->arena, "%s: %s", row->name, row->title);
}

// Reading

static struct reply letter_list(struct request *r)
{
    struct letter_page page;
    struct letter_row *drafts;
    size_t draft_count;
    const char *after = request_query(r, "after");
    enum status s = list_letters(r->app, r->actor, after, ROWS_ON_A_PAGE, r->arena, &page);
    if (s == INVALID)
        return reply_redirect(r, "%s", "/letters");
    if (s == OK)
        s = list_letter_drafts(r->app, r->actor, r->arena, &drafts, &draft_count);
    if (s != OK)
        return reply_status(r, s);
    struct letter_list_view v = {.page = &page, .drafts = drafts, .draft_count = draft_count,
                                 .writes = route_open("/letters/new", r->actor->role)};
    for (size_t i = 0; i < draft_count; i++)
        v.bin_count += drafts[i].letter.deleted;
    v.pager.first = *after == '\0' ? NULL : "/letters";
    if (*page.next != '\0') {
        struct buf next = address_in(r->arena, "/letters");
        address_add(&next, "after", page.next);
        v.pager.next = buf_text(&next);
    }
    struct page *p = page_open(r, tr(r->lang, N_("Information letters")));
    letter_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply letter_show(struct request *r)
{
    struct letter_view at;
    enum status s = get_letter(r->app, r->actor, r->word, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct letter_show_view v = {
        .at = &at, .body = {at.html}, .title = titled(r, &at.row),
        .pdf_path = at.row.pdf ? arena_printf(r->arena, "/letters/%s/letter.pdf", at.row.word) : NULL,
        .desk_path = (at.rights & RIGHT_EDIT) != 0 ? desk_path(r, at.row.letter.id) : NULL,
    };
    struct crumb crumbs[] = {{tr(r->lang, N_("Information letters")), "/letters"}};
    struct page *p = page_open_below(r, at.row.name, crumbs, COUNT_OF(crumbs));
    letter_page_shown(p, &v);
    return reply_page(p, 200);
}

static struct reply pdf_reply(struct request *r, const char *name, const void *bytes, size_t size)
{
    struct buf body = buf_in(r->arena);
    buf_add(&body, bytes, size);
    return reply_download(r, "application/pdf", arena_printf(r->arena, "%s.pdf", name), &body);
}

static struct reply letter_pdf(struct request *r)
{
    const void *bytes;
    size_t size;
    enum status s = get_letter_pdf(r->app, r->actor, r->word, r->arena, &bytes, &size);
    return s == OK ? pdf_reply(r, arena_printf(r->arena, "informasjon-%s", r->word), bytes, size) : reply_status(r, s);
}

// Addresses in a feed are whole. Without a site that was said, those by which the reader came.
static struct reply letter_feed(struct request *r)
{
    const char *xml, *site = mail_site(r->app);
    const char *base = *site != '\0' ? site : arena_printf(r->arena, "%s://%s", r->https ? "https" : "http", r->host);
    enum status s = get_letter_feed(r->app, r->actor, base, LANG_NB, r->arena, &xml);
    if (s != OK)
        return reply_status(r, s);
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, xml);
    return reply_text(r, 200, "application/atom+xml; charset=utf-8", &body);
}

// Writing

static struct edit fields_of(const struct info_letter *l)
{
    struct edit f = {.version = l->version};
    edit_add(&f, "title", N_("What is it about?"), l->title);
    if (l->state == LETTER_CORRECTING)
        edit_add(&f, "note", N_("What is corrected?"), l->note);
    edit_add(&f, "body", N_("Text"), l->body);
    edit_add(&f, "lang", N_("Language of the text"), lang_tag(l->lang));
    return f;
}

static struct reply form_reply(struct request *r, struct letter_form_view *v, struct issues *issues, int status)
{
    v->langs[0] = (struct option){.value = "nb", .label = N_("Norwegian")};
    v->langs[1] = (struct option){.value = "en", .label = N_("English")};
    struct crumb crumbs[] = {{tr(r->lang, N_("Information letters")), "/letters"}, {v->letter.title, v->back}};
    struct page *p = page_open_below(r, tr(r->lang, v->fresh ? N_("Write a letter") : N_("Edit the text")), crumbs, v->fresh ? 1 : 2);
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    letter_form_page(p, v);
    return reply_page(p, status);
}

static void letter_read(struct request *r, struct info_letter *l, struct issues *issues)
{
    const char *body = form_typed(&r->form, "body"), *lang = request_field(r, "lang");
    l->title = request_field(r, "title");
    l->body = body == NULL ? "" : body;
    l->note = request_field(r, "note");
    l->lang = lang_from_tag(lang, LANG_NB);
    if (strcmp(lang_tag(l->lang), lang) != 0)
        issues_add(issues, "lang", N_("Choose the language that the text is written in"));
}

static struct reply letter_new(struct request *r)
{
    struct letter_form_view v = {.fresh = true, .action = "/letters/new", .back = "/letters",
                                 .letter = {.lang = LANG_NB, .title = "", .note = "", .body = ""}};
    return form_reply(r, &v, NULL, 200);
}

static struct reply letter_create(struct request *r)
{
    struct letter_form_view v = {.fresh = true, .action = "/letters/new", .back = "/letters"};
    struct issues issues = issues_in(r->arena), found = issues_in(r->arena);
    struct letter_id id;
    letter_read(r, &v.letter, &issues);
    enum status s = issues.count > 0 ? INVALID : write_letter(r->app, r->actor, &v.letter, &found, &id);
    edit_issues(&issues, &found);
    if (s == INVALID)
        return form_reply(r, &v, &issues, 422);
    return s == OK ? reply_redirect(r, "%s", desk_path(r, id)) : reply_status(r, s);
}

static enum status form_begin(struct request *r, struct letter_draft_view *at, struct letter_form_view *v)
{
    struct letter_id id = {request_id(r, 0)};
    TRY(get_letter_draft(r->app, r->actor, id, r->arena, at));
    *v = (struct letter_form_view){.letter = at->shown.row.letter, .back = desk_path(r, id)};
    v->action = arena_printf(r->arena, "%s/edit", v->back);
    v->edit = fields_of(&v->letter);
    return v->letter.state == LETTER_PUBLISHED || v->letter.deleted ? CONFLICT : OK;
}

static struct reply letter_edit_show(struct request *r)
{
    struct letter_draft_view at;
    struct letter_form_view v;
    enum status s = form_begin(r, &at, &v);
    if (s == CONFLICT)
        return reply_redirect(r, "%s", v.back);
    return s == OK ? form_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static struct reply letter_edit_save(struct request *r)
{
    struct letter_draft_view at;
    struct letter_form_view v;
    struct issues issues = issues_in(r->arena), found = issues_in(r->arena);
    enum status s = form_begin(r, &at, &v);
    if (s != OK && s != CONFLICT)
        return reply_status(r, s);
    struct edit now = v.edit;
    letter_read(r, &v.letter, &issues);
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    v.letter.version = v.edit.version;
    s = issues.count > 0 ? INVALID : edit_letter(r->app, r->actor, &v.letter, &found);
    edit_issues(&issues, &found);
    if (s == INVALID)
        return form_reply(r, &v, &issues, 422);
    if (s == CONFLICT && at.shown.row.letter.state != LETTER_PUBLISHED && !at.shown.row.letter.deleted) {
        struct edit mine = fields_of(&v.letter);
        v.edit = now;
        edit_compare(r, &v.edit, &mine);
        return form_reply(r, &v, &(struct issues){.arena = r->arena}, 409);
    }
    return s == OK || s == CONFLICT ? reply_redirect(r, "%s", v.back) : reply_status(r, s);
}

// One letter at the office

static enum status mailings_fill(struct request *r, struct letter_desk_view *v, struct letter_id id)
{
    struct mailing_line *lines;
    TRY(list_mailings_of_letter(r->app, r->actor, id, r->arena, &lines, &v->mailing_count));
    v->mailings = ARENA_ARRAY(r->arena, struct letter_mailing, v->mailing_count);
    for (size_t i = 0; i < v->mailing_count; i++) {
        const char *state = tr(r->lang, mailing_state_title(lines[i].state)), *count = tr_n(r->lang, r->arena, "One receiver", "%s receivers",
                                                                                            lines[i].counts.receivers);
        v->mailings[i] = (struct letter_mailing){
            lines[i].mailing.id.value, lines[i].state == MAILING_DRAFT ? state : arena_printf(r->arena, "%s: %s", state, count)};
    }
    return OK;
}

static struct reply desk_reply(struct request *r, const struct issues *issues, int status)
{
    struct letter_draft_view at;
    struct letter_id id = {request_id(r, 0)};
    enum status s = get_letter_draft(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    const struct letter_row *row = &at.shown.row;
    struct letter_desk_view v = {
        .at = &at, .body = {at.shown.html}, .title = titled(r, row), .path = desk_path(r, id),
        .public_path = row->letter.edition == 0 ? NULL : arena_printf(r->arena, "/letters/%s", row->word),
    };
    snprintf(v.version, sizeof v.version, "%lld", (long long)row->letter.version);
    s = mailings_fill(r, &v, id);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Information letters")), "/letters"}};
    struct page *p = page_open_below(r, v.title, crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    letter_desk_page(p, &v);
    return reply_page(p, status);
}

static struct reply letter_desk(struct request *r)
{
    return desk_reply(r, NULL, 200);
}

static struct reply letter_preview_pdf(struct request *r)
{
    const void *bytes;
    size_t size;
    struct issues issues = issues_in(r->arena);
    enum status s = get_letter_draft_pdf(r->app, r->actor, (struct letter_id){request_id(r, 0)}, r->arena, &issues, &bytes, &size);
    if (s == INVALID)
        return desk_reply(r, &issues, 503);
    return s == OK ? pdf_reply(r, r->lang == LANG_NB ? "utkast" : "draft", bytes, size) : reply_status(r, s);
}

static struct reply step_reply(struct request *r, enum status s, const struct issues *issues, enum flash flash)
{
    if (s == CONFLICT || s == INVALID)
        return desk_reply(r, issues, s == CONFLICT ? 409 : 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", desk_path(r, (struct letter_id){request_id(r, 0)}));
    if (flash != FLASH_NONE)
        reply_flash(&reply, flash);
    return reply;
}

static struct reply letter_publish_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    int64_t version;
    bool pdf = false;
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = publish_letter(r->app, r->actor, (struct letter_id){request_id(r, 0)}, version, form_flag(&r->form, "fresh"),
                                   &issues, &pdf);
    return step_reply(r, s, &issues, pdf ? FLASH_letter_published : FLASH_letter_published_no_pdf);
}

static struct reply letter_delete_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    int64_t version;
    bool back = form_flag(&r->form, "back");
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = delete_letter(r->app, r->actor, (struct letter_id){request_id(r, 0)}, version, back, &issues);
    return step_reply(r, s, &issues, back ? FLASH_draft_back : FLASH_draft_deleted);
}

static struct reply correct_reply(struct request *r, bool drop)
{
    struct issues issues = issues_in(r->arena);
    int64_t version;
    struct letter_id id = {request_id(r, 0)};
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = correct_letter(r->app, r->actor, id, version, drop, &issues);
    return s == OK && !drop ? reply_redirect(r, "%s/edit", desk_path(r, id)) : step_reply(r, s, &issues, FLASH_NONE);
}

static struct reply letter_correct_submit(struct request *r)
{
    return correct_reply(r, false);
}

static struct reply letter_drop_submit(struct request *r)
{
    return correct_reply(r, true);
}

static struct reply letter_pdf_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = make_letter_pdf(r->app, r->actor, (struct letter_id){request_id(r, 0)}, &issues);
    return step_reply(r, s, &issues, FLASH_NONE);
}

const struct route letter_routes[] = {
    {METHOD_GET, "/letters", letter_list, FOR_ANYONE, "letters"},
    {METHOD_GET, "/letters/feed.xml", letter_feed, FOR_ANYONE, "letter_feed"},
    {METHOD_GET, "/letters/new", letter_new, FOR_OFFICE, "letter_new"},
    {METHOD_POST, "/letters/new", letter_create, FOR_OFFICE, "letter_create"},
    {METHOD_GET, "/letters/:word", letter_show, FOR_ANYONE, "letter"},
    {METHOD_GET, "/letters/:word/letter.pdf", letter_pdf, FOR_ANYONE, "letter_pdf"},
    {METHOD_GET, "/letters/drafts/:id", letter_desk, FOR_OFFICE, "letter_draft"},
    {METHOD_GET, "/letters/drafts/:id/edit", letter_edit_show, FOR_OFFICE, "letter_edit"},
    {METHOD_POST, "/letters/drafts/:id/edit", letter_edit_save, FOR_OFFICE, "letter_save"},
    {METHOD_GET, "/letters/drafts/:id/preview.pdf", letter_preview_pdf, FOR_OFFICE, "letter_preview_pdf"},
    {METHOD_POST, "/letters/drafts/:id/publish", letter_publish_submit, FOR_OFFICE, "letter_publish"},
    {METHOD_POST, "/letters/drafts/:id/delete", letter_delete_submit, FOR_OFFICE, "letter_delete"},
    {METHOD_POST, "/letters/drafts/:id/correct", letter_correct_submit, FOR_OFFICE, "letter_correct"},
    {METHOD_POST, "/letters/drafts/:id/drop", letter_drop_submit, FOR_OFFICE, "letter_drop"},
    {METHOD_POST, "/letters/drafts/:id/pdf", letter_pdf_submit, FOR_OFFICE, "letter_pdf_make"},
    {0},
};
