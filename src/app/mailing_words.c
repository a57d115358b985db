// SPDX-License-Identifier: EUPL-1.2
// What a mailing says: the makers of its mails, the preview, and the check of its text.
#include <string.h>

#include "app/internal.h"
#include "app/letter.h"
#include "app/letters_inside.h"
#include "app/mail.h"
#include "app/mailings_inside.h"
#include "store/letter_store.h"
#include "store/post_store.h"
#include "store/programme_store.h"

// Of a draft the figures of today, else those that were frozen.
static enum status figures_of(struct app *app, const struct mailing *m, struct arena *a, struct info_figures *out)
{
    if (m->state == MAILING_DRAFT)
        return info_figures_now(app, (struct letter_id){0}, a, out);
    info_figures_read(m->figures, out);
    return OK;
}

// The letter's own text, as published, with where it stands.
static enum status letter_add(struct app *app, const struct mailing *m, struct arena *a, struct buf *text, struct buf *html)
{
    struct info_letter l;
    struct info_edition d;
    struct letter_view v;
    const char *site = mail_site(app), *plain;
    TRY(letter_get(app_store(app), m->letter, a, &l));
    TRY(letter_edition_get(app_store(app), m->letter, m->letter_edition, a, &d));
    TRY(letter_view_of(app, &l, &d, site, a, &v));
    TRY(edition_text(app, &d, l.year, l.number, site, a, &plain));
    const char *title = arena_printf(a, "%s: %s", v.row.name, v.row.title);
    buf_printf(text, "%s\n\n", title);
    buf_add_text(html, "<h2>");
    letter_html(html, title);
    buf_add_text(html, "</h2>\n");
    if (*v.notice != '\0') {
        buf_printf(text, "%s\n\n", v.notice);
        buf_add_text(html, "<p><strong>");
        letter_html(html, v.notice);
        buf_add_text(html, "</strong></p>\n");
    }
    buf_printf(text, "%s", plain);
    buf_add_text(html, v.html);
    if (*site == '\0')
        return OK;
    const char *page = arena_printf(a, "%s/letters/%s", site, v.row.word), *label = tr(m->lang, N_("Read it on the web, or as PDF"));
    buf_printf(text, "\n%s: %s\n", label, page);
    buf_add_text(html, "<p><a href=\"");
    letter_html(html, page);
    buf_add_text(html, "\">");
    letter_html(html, label);
    buf_add_text(html, "</a></p>\n");
    return OK;
}

enum status mailing_words(struct app *app, const struct mailing *m, const char *name, const char *firm, struct arena *a,
                          struct mailing_words *out)
{
    struct info_figures figures;
    struct programme p;
    struct buf text = buf_in(a), html = buf_in(a);
    const char *own_text, *own_html;
    TRY(programme_get(app_store(app), a, &p));
    TRY(figures_of(app, m, a, &figures));
    struct merge merge = {.lang = m->lang, .programme = p.name, .figures = &figures, .employer = firm,
                          .name = *name == '\0' ? firm : name}; // an address that all at a firm share has no name
    struct markdown_fields fields = merge_fields(&merge);
    struct markdown_way way = {&fields, mail_site(app), 2};
    TRY(markdown_text(m->body, &way, a, &own_text));
    TRY(markdown_html(m->body, &way, a, &own_html));
    buf_add_text(&text, own_text);
    buf_add_text(&html, own_html);
    if (m->letter.value != 0) {
        if (text.length > 0) {
            buf_add_text(&text, "\n* * *\n\n");
            buf_add_text(&html, "<hr>\n");
        }
        TRY(letter_add(app, m, a, &text, &html));
    }
    *out = (struct mailing_words){m->subject, buf_text(&text), buf_text(&html)};
    return OK;
}

// The makers

static enum status words_for(struct app *app, const struct mailing *m, struct contact_id contact, struct arena *a, struct letter *out)
{
    struct post_contact c;
    struct mailing_words words;
    TRY(post_contact_get(app_store(app), contact, a, &c));
    TRY(mailing_words(app, m, c.name, c.firm, a, &words));
    out->lang = m->lang;
    out->subject = words.subject;
    out->text = words.text;
    out->html = words.html;
    return OK;
}

enum status mailing_letter(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out)
{
    struct mailing m;
    TRY(mailing_get(app_store(app), (struct mailing_id){e->cause}, a, &m));
    if (!out->shown && (m.state == MAILING_DRAFT || m.state == MAILING_CANCELLED))
        return NOT_FOUND;
    return words_for(app, &m, e->contact, a, out);
}

enum status mailing_trial_letter(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out)
{
    struct mailing m;
    struct mailing_trial t;
    TRY(mailing_trial_get(app_store(app), e->cause, &t));
    TRY(mailing_get(app_store(app), t.mailing, a, &m));
    TRY(words_for(app, &m, t.contact, a, out));
    out->subject = tr_arg(m.lang, a, N_("Trial: %s"), out->subject);
    return OK;
}

// Checking

enum status mailing_text_check(struct app *app, const struct mailing *m, struct arena *a, struct issues *issues)
{
    struct info_figures none = {.on = DAY_NONE, .as_of = DAY_NONE, .since = DAY_NONE};
    struct merge merge = {.lang = m->lang, .programme = "", .figures = &none, .name = "", .employer = ""};
    struct markdown_fields fields = merge_fields(&merge);
    struct info_letter l;
    mailing_check(m, issues);
    markdown_check(m->body, &fields, "body", issues);
    if (m->letter.value == 0)
        return OK;
    TRY(letter_get(app_store(app), m->letter, a, &l));
    if (l.state == LETTER_CORRECTING)
        issues_add(issues, "letter", N_("A correction of the letter is being written. Publish or drop it first."));
    return OK;
}

enum status preview_mailing(struct app *app, const struct actor *actor, struct mailing_id id, struct contact_id contact,
                            struct arena *a, struct mailing_preview *out)
{
    struct mailing m;
    struct audience_view audience;
    struct post_contact c;
    struct letter letter;
    struct mailing_words words;
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(mailing_get(app_store(app), id, a, &m));
    TRY(get_audience(app, actor, &m, a, &audience));
    const struct audience_row *chosen = audience.receiver_count == 0 ? NULL : audience.receivers[0];
    for (size_t i = 0; i < audience.receiver_count; i++)
        if (audience.receivers[i]->contact.value == contact.value)
            chosen = audience.receivers[i];
    if (chosen == NULL)
        return NOT_FOUND;
    struct outbox_entry e = {.kind = OUTBOX_MAILING, .contact = chosen->contact, .cause = id.value, .created_at = app_now(app)};
    TRY(letter_show(app, &e, a, &letter));
    TRY(post_contact_get(app_store(app), chosen->contact, a, &c));
    TRY(mailing_words(app, &m, c.name, c.firm, a, &words));
    *out = (struct mailing_preview){.contact = chosen->contact, .to_name = c.name, .to = c.email, .firm = c.firm,
                                    .subject = letter.subject, .text = letter.text, .html = words.html};
    return OK;
}
