// SPDX-License-Identifier: EUPL-1.2
// Letters as they are read: the archive, one letter, its figures, its letterhead, the feed.
#include <string.h>

#include "app/hires.h"
#include "app/internal.h"
#include "app/letters.h"
#include "app/letters_inside.h"
#include "store/employer_store.h"
#include "store/letter_store.h"
#include "store/programme_store.h"

enum { ROWS_MOST = 100, ROWS_USUAL = 30, FEED_MOST = 20 };

enum status letterhead_get(struct app *app, struct arena *a, const char **programme_out, struct agency *office_out)
{
    struct programme p;
    TRY(programme_get(app_store(app), a, &p));
    TRY(agency_get_programmes_own(app_store(app), a, office_out));
    *programme_out = p.name;
    return OK;
}

enum status info_figures_now(struct app *app, struct letter_id other_than, struct arena *a, struct info_figures *out)
{
    struct programme_counts counts;
    struct letter_entry last;
    struct employer_totals employers;
    TRY(get_public_counts(app, &counts));
    struct info_figures f = {
        .on = app_today(app), .as_of = counts.as_of, .goal = counts.goal, .proposed = counts.proposed,
        .presented = counts.presented, .hired = counts.hired, .persons = counts.persons, .since = counts.from,
    };
    for (int i = 0; i < CHECKINS; i++) {
        f.observed[i] = counts.still[i].observed;
        f.employed[i] = counts.still[i].employed;
    }
    TRY(employer_count_stages(app_store(app), f.stages));
    TRY(employer_count(app_store(app), &(struct employer_filter){0}, &employers));
    f.pledged = employers.pledged;
    enum status status = letter_find_last(app_store(app), other_than, a, &last);
    if (status == OK) {
        const struct info_figures *b = &last.edition.figures;
        f.since = last.first_on;
        f.later = true;
        f.before = (struct info_figures_before){b->pledged, b->proposed, b->presented, b->hired, b->persons,
                                                info_figures_taking_part(b)};
    } else if (status != NOT_FOUND) {
        return status;
    }
    TRY(events_held(app_store(app), f.later ? f.since : f.since - 1, f.on, &f.events)); // the first day's own count
    *out = f;
    return OK;
}

// html: else as plain text.
static enum status edition_made(struct app *app, const struct info_edition *d, int year, int number, const char *site, bool html,
                                struct arena *a, const char **out)
{
    struct programme p;
    TRY(programme_get(app_store(app), a, &p));
    struct merge merge = {.lang = d->lang, .programme = p.name, .figures = &d->figures,
                          .number = year == 0 ? "" : info_letter_word(year, number, a)};
    struct markdown_fields fields = merge_fields(&merge);
    struct markdown_way way = {&fields, site, 2};
    return html ? markdown_html(d->body, &way, a, out) : markdown_text(d->body, &way, a, out);
}

enum status edition_html(struct app *app, const struct info_edition *d, int year, int number, const char *site,
                         struct arena *a, const char **out)
{
    return edition_made(app, d, year, number, site, true, a, out);
}

enum status edition_text(struct app *app, const struct info_edition *d, int year, int number, const char *site,
                         struct arena *a, const char **out)
{
    return edition_made(app, d, year, number, site, false, a, out);
}

static struct letter_row row_of(const struct info_letter *l, const struct info_edition *d, day first_on, int64_t first_at,
                                struct arena *a)
{
    return (struct letter_row){
        .letter = *l,
        .word = l->year == 0 ? "" : info_letter_word(l->year, l->number, a),
        .name = l->year == 0 ? "" : info_letter_name(d->lang, l->year, l->number, a),
        .title = d->title,
        .lang = d->lang,
        .edition = d->edition,
        .published_on = first_on,
        .published_at = first_at,
        .corrected_at = d->edition > 1 ? d->published_at : 0,
        .pdf = d->pdf_size > 0,
    };
}

enum status letter_view_of(struct app *app, const struct info_letter *l, const struct info_edition *d, const char *site,
                           struct arena *a, struct letter_view *out)
{
    struct agency office;
    struct info_edition first = *d;
    struct letter_view v = {.edition = *d, .notice = ""};
    TRY(letterhead_get(app, a, &v.programme, &office));
    v.office = office.name;
    v.email = text_or_empty(office.email);
    v.phone = text_or_empty(office.phone);
    if (d->edition > 1)
        TRY(letter_edition_get(app_store(app), l->id, 1, a, &first));
    v.row = row_of(l, d, first.published_on, first.published_at, a);
    TRY(edition_html(app, d, l->year, l->number, site, a, &v.html));
    if (d->edition > 1)
        v.notice = arena_printf(a, "%s %s", tr_arg(d->lang, a, N_("Corrected %s."), lang_day(d->lang, a, d->published_on)), d->note);
    *out = v;
    return OK;
}

enum status list_letters(struct app *app, const struct actor *actor, const char *after, size_t most, struct arena *a,
                         struct letter_page *out)
{
    int year = 0, number = 0;
    struct letter_entry *list;
    size_t count;
    if ((letter_rights(actor, true) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    if (*text_or_empty(after) != '\0' && !info_letter_word_read(after, &year, &number))
        return INVALID;
    if (most == 0 || most > ROWS_MOST)
        most = most == 0 ? ROWS_USUAL : ROWS_MOST;
    TRY(letter_list_published(app_store(app), year, number, most + 1, a, &list, &count));
    struct letter_page page = {.next = "", .row_count = count > most ? most : count};
    page.rows = ARENA_ARRAY(a, struct letter_row, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        page.rows[i] = row_of(&list[i].letter, &list[i].edition, list[i].first_on, list[i].first_at, a);
    if (count > most)
        page.next = page.rows[most - 1].word;
    *out = page;
    return OK;
}

enum status list_letter_drafts(struct app *app, const struct actor *actor, struct arena *a, struct letter_row **out, size_t *count_out)
{
    struct info_letter *list = NULL;
    size_t count = 0;
    if ((letter_rights(actor, false) & RIGHT_SEE) != 0)
        TRY(letter_list_written(app_store(app), a, &list, &count));
    *out = ARENA_ARRAY(a, struct letter_row, count);
    for (size_t i = 0; i < count; i++) {
        struct info_edition d = {.title = list[i].title, .lang = list[i].lang, .edition = list[i].edition};
        (*out)[i] = row_of(&list[i], &d, DAY_NONE, 0, a);
    }
    *count_out = count;
    return OK;
}

enum status get_letter(struct app *app, const struct actor *actor, const char *word, struct arena *a, struct letter_view *out)
{
    int year, number;
    struct info_letter l;
    struct info_edition d;
    if ((letter_rights(actor, true) & RIGHT_SEE) == 0 || !info_letter_word_read(word, &year, &number))
        return NOT_FOUND;
    TRY(letter_find(app_store(app), year, number, a, &l));
    TRY(letter_edition_get(app_store(app), l.id, 0, a, &d));
    TRY(letter_view_of(app, &l, &d, "", a, out));
    out->rights = letter_rights(actor, false);
    return OK;
}

enum status get_letter_pdf(struct app *app, const struct actor *actor, const char *word, struct arena *a, const void **out,
                           size_t *size_out)
{
    int year, number;
    struct info_letter l;
    if ((letter_rights(actor, true) & RIGHT_SEE) == 0 || !info_letter_word_read(word, &year, &number))
        return NOT_FOUND;
    TRY(letter_find(app_store(app), year, number, a, &l));
    return letter_pdf_get(app_store(app), l.id, l.edition, a, out, size_out);
}

struct paper letter_paper(const struct letter_view *v, struct arena *a)
{
    const struct letter_row *r = &v->row;
    enum lang lang = r->lang;
    const char *name = *r->name == '\0' ? tr(lang, N_("Draft of a letter")) : r->name;
    struct paper paper = {
        .lang = lang, .head = v->programme, .title = arena_printf(a, "%s: %s", name, r->title),
        .above = lang_day(lang, a, r->published_on), .notice = v->notice, .body = v->html, .foot = "",
    };
    size_t n = 0;
    const char *lines[] = {v->office, v->email, v->phone};
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (*lines[i] != '\0')
            paper.contact[n++] = lines[i];
    return paper;
}

// The feed

// The same for the same letter for ever, wherever the program stands: a UUID of our own making (RFC 9562, version 8).
static const char *feed_id(struct app *app, const char *what, int64_t id, struct arena *a)
{
    unsigned char t[STORE_TOKEN];
    const char *text = arena_printf(a, "feed %s %lld", what, (long long)id);
    store_token(app_store(app), PURPOSE_DIGEST, text, strlen(text), t);
    t[6] = (unsigned char)((t[6] & 0x0f) | 0x80);
    t[8] = (unsigned char)((t[8] & 0x3f) | 0x80);
    return arena_printf(a, "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", t[0], t[1], t[2], t[3],
                        t[4], t[5], t[6], t[7], t[8], t[9], t[10], t[11], t[12], t[13], t[14], t[15]);
}

static const char *feed_time(int64_t ms, struct arena *a)
{
    enum { DAY_MS = 86400000 };
    char date[DAY_TEXT];
    int64_t seconds = ms % DAY_MS / 1000;
    day_write((day)(ms / DAY_MS), date);
    return arena_printf(a, "%sT%02d:%02d:%02dZ", date, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static enum status feed_entry(struct app *app, const struct letter_entry *e, const char *base, struct arena *a, struct buf *out)
{
    struct letter_view v;
    TRY(letter_view_of(app, &e->letter, &e->edition, base, a, &v));
    const char *path = arena_printf(a, "%s/letters/%s", base, v.row.word);
    buf_printf(out, "  <entry xml:lang=\"%s\">\n    <id>%s</id>\n    <title>%s: %s</title>\n", lang_tag(v.row.lang),
               feed_id(app, "letter", e->letter.id.value, a), html_escaped(v.row.name, a), html_escaped(v.row.title, a));
    buf_printf(out, "    <published>%s</published>\n    <updated>%s</updated>\n    <link rel=\"alternate\" type=\"text/html\" href=\"%s\"/>\n",
               feed_time(e->first_at, a), feed_time(e->edition.published_at, a), html_escaped(path, a));
    if (v.row.pdf)
        buf_printf(out, "    <link rel=\"enclosure\" type=\"application/pdf\" length=\"%zu\" href=\"%s/letter.pdf\"/>\n",
                   e->edition.pdf_size, html_escaped(path, a));
    const char *notice = *v.notice == '\0' ? "" : arena_printf(a, "<p><strong>%s</strong></p>\n", html_escaped(v.notice, a));
    buf_printf(out, "    <content type=\"html\">%s%s</content>\n  </entry>\n", html_escaped(notice, a), html_escaped(v.html, a));
    return OK;
}

enum status get_letter_feed(struct app *app, const struct actor *actor, const char *base, enum lang lang, struct arena *a,
                            const char **xml_out)
{
    struct letter_entry *list;
    size_t count;
    struct agency office;
    struct programme p;
    int64_t updated = 0;
    if ((letter_rights(actor, true) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(programme_get(app_store(app), a, &p));
    TRY(agency_get_programmes_own(app_store(app), a, &office));
    TRY(letter_list_published(app_store(app), 0, 0, FEED_MOST, a, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].edition.published_at > updated)
            updated = list[i].edition.published_at;
    struct buf out = buf_in(a);
    const char *root = html_escaped(base, a);
    buf_printf(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n"
                     "  <id>%s</id>\n  <title>%s</title>\n  <updated>%s</updated>\n  <author><name>%s</name></author>\n",
               lang_tag(lang), feed_id(app, "letters", 0, a),
               html_escaped(tr_arg(lang, a, N_("Information from %s"), p.name), a),
               feed_time(updated != 0 ? updated : (int64_t)p.from * 86400000, a), html_escaped(office.name, a));
    buf_printf(&out, "  <link rel=\"self\" type=\"application/atom+xml\" href=\"%s/letters/feed.xml\"/>\n"
                     "  <link rel=\"alternate\" type=\"text/html\" href=\"%s/letters\"/>\n", root, root);
    for (size_t i = 0; i < count; i++)
        TRY(feed_entry(app, &list[i], base, a, &out));
    buf_add_text(&out, "</feed>\n");
    *xml_out = buf_text(&out);
    return OK;
}
