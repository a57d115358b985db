// SPDX-License-Identifier: EUPL-1.2
#include "web/error_pages.h"

#include "base/issues.h"
#include "web/error.html.h"
#include "web/error_view.h"
#include "web/layout.h"
#include "web/routes.h"

struct error_text {
    int status;
    const char *title;
    const char *text;
};

static const struct error_text TEXTS[] = {
    {400, N_("We could not understand this request"),
     N_("The address or what was sent is not complete. Check the address, or go to the front page and try from "
        "there.")},
    {403, N_("You do not have access to this page"),
     N_("Your user may not see this page or do this. If you need it in your work, ask the programme office.")},
    {404, N_("We could not find the page"),
     N_("It may have been moved or deleted, or it may be a page that is not yours to see. Check the address.")},
    {405, N_("This address does not do that"), N_("Go back to the page you came from and try from there.")},
    {409, N_("Somebody else has changed this in the meantime"),
     N_("Your change was not saved. Open the page again to see what is new, and make your change there.")},
    {411, N_("We could not understand this request"), N_("The length of what was sent is missing. Try again.")},
    {413, N_("What you sent is too large"),
     N_("A form can hold at most one megabyte of text, and a file as much as its page says. Go back, make it smaller "
        "and send it again.")},
    {414, N_("The address is too long"), N_("Use fewer filters or a shorter search, and try again.")},
    {415, N_("We cannot read what was sent"), N_("Only ordinary forms can be sent here.")},
    {421, N_("This address does not belong to us"),
     N_("Check the address, and use the one you were given for Ypsilon.")},
    {422, N_("Something in what you sent must be corrected"), N_("Go back, check what you wrote and send it again.")},
    {429, N_("Too many attempts"), N_("Wait a few minutes and try again.")},
    {431, N_("The address or what came with it is too long"),
     N_("Shorten the address, or begin at the first page. If that does not help, delete the cookies of this site in your browser.")},
    {500, N_("Something went wrong with us"),
     N_("The error has been written down. What you sent may not be saved. Try again in a while.")},
    {503, N_("Too much is going on just now"), N_("Nothing was saved. Wait a moment and try again.")},
};

static const struct error_text *text_of(int status)
{
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
        if (TEXTS[i].status == status)
            return &TEXTS[i];
    return &TEXTS[COUNT_OF(TEXTS) - 2];
}

static struct reply error_reply(struct request *r, struct error_view *v)
{
    v->back = "/";
    v->back_label = N_("To the front page");
    if (r->referer != NULL && (r->method == METHOD_POST || v->status == 403)) {
        v->back = r->referer;
        v->back_label = N_("Back to the page you came from");
    }
    struct page *p = page_open(r, tr(r->lang, v->title));
    error_page(p, v);
    return reply_page(p, v->status);
}

struct reply reply_error(struct request *r, int status)
{
    const struct error_text *t = text_of(status);
    return error_reply(r, &(struct error_view){.status = t->status, .title = t->title, .text = t->text});
}

struct reply reply_other_method(struct request *r, const char *allow)
{
    struct reply reply = reply_error(r, 405);
    reply_header(&reply, "Allow", allow);
    return reply;
}

struct reply reply_foreign(struct request *r)
{
    return error_reply(r, &(struct error_view){.status = 403,
                                               .title = N_("This came from another site"),
                                               .text = N_("For your safety, forms are taken only from our own pages. "
                                                          "Nothing has been done. Open the page here and "
                                                          "fill in the form again.")});
}

// Passwords and one-time codes are never put into a page.
static bool form_is_secret(const struct form *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (strstr(f->fields[i].name, "password") != NULL || strstr(f->fields[i].name, "secret") != NULL ||
            strcmp(f->fields[i].name, "code") == 0)
            return true;
    return false;
}

struct reply reply_logged_out(struct request *r, const char *login_path)
{
    bool resend = r->form.count > 0 && !form_is_secret(&r->form);
    return error_reply(
        r, &(struct error_view){
               .status = 403,
               .title = N_("You have been logged out"),
               .text = resend ? N_("This happens when a page has been left for a while. What you wrote is kept here "
                                   "until you close this tab.")
                              : N_("This happens when a page has been left for a while. Log in and try again."),
               .login = login_path,
               .resend = resend});
}

struct reply reply_stale_form(struct request *r)
{
    bool resend = r->form.count > 0 && !form_is_secret(&r->form);
    return error_reply(
        r, &(struct error_view){.status = 403,
                                .title = N_("The page was too old"),
                                .text = resend ? N_("You have logged in or out since the page was opened. Nothing has "
                                                    "been done. Is this what you want to send?")
                                               : N_("You have logged in or out since the page was opened. Nothing has "
                                                    "been done. Open the page again and try once more."),
                                .resend = resend});
}
