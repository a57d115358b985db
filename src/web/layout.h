// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_LAYOUT_H
#define WEB_LAYOUT_H

#include "web/html.h"

// A page in the layout: skip link, header, navigation, breadcrumbs, flash message. reply_page adds the footer.
//     struct page *p = page_open(r, tr(r->lang, "Needs"));
//     need_list_page(p, &view);         // a template
//     return reply_page(p, 200);

struct crumb {
    const char *text; // already translated
    const char *path; // "/needs"; made with arena_printf when it holds an id
};

// title is shown text, already translated; the document's title becomes "title – Ypsilon". The template shows its own
// <h1>, see heading in components.
struct page *page_open(struct request *r, const char *title);
// With breadcrumbs from the outside in, without the page itself; only where the navigation alone does not tell the way.
struct page *page_open_below(struct request *r, const char *title, const struct crumb *crumbs, size_t count);
// A part of a page, as htmx asks for: no layout.
struct page *page_open_part(struct request *r);
// Shows a form again after INVALID: the typed values and the issues stand in the field components. Call it before the
// template; reply with status 422.
void page_again(struct page *p, const struct issues *issues);

#endif
