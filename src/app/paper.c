// SPDX-License-Identifier: EUPL-1.2
#include "app/paper.h"

#include "app/letter.h"

const char *html_escaped(const char *text, struct arena *a)
{
    struct buf out = buf_in(a);
    letter_html(&out, text);
    return buf_text(&out);
}

static const char LOOK[] =
    "body{color:#1e2b3c;font-family:Inter,'DejaVu Sans',Arial,sans-serif;font-size:11pt;line-height:1.5;margin:0}"
    "h1{font-size:18pt;line-height:1.25;margin:0 0 6pt}h2{font-size:13.5pt;margin:16pt 0 4pt}h3,h4,h5,h6{font-size:11.5pt;margin:12pt 0 3pt}"
    "p,ul,ol,blockquote,table{margin:0 0 9pt}a{color:#0b4f8a}"
    "header{border-bottom:2pt solid #0b4f8a;margin-bottom:18pt;padding-bottom:8pt}header p{margin:0}"
    ".name{font-size:13pt;font-weight:bold}.small{color:#46566b;font-size:9.5pt}"
    ".notice{border-left:3pt solid #0b4f8a;padding:3pt 0 3pt 9pt}"
    "blockquote{border-left:3pt solid #b8c4d2;margin-left:0;padding-left:9pt}"
    "table{border-collapse:collapse}th,td{border-bottom:.5pt solid #b8c4d2;padding:3pt 14pt 3pt 0;text-align:left;vertical-align:top}"
    "td[align=right],th[align=right]{text-align:right}footer{border-top:.5pt solid #b8c4d2;margin-top:18pt;padding-top:6pt}";
static const char PRINT_LOOK[] =
    "@page{size:A4;margin:22mm 22mm 20mm;@bottom-right{content:counter(page) ' / ' counter(pages);color:#46566b;font-size:9pt}}"
    "table,blockquote,li{break-inside:avoid}h1,h2,h3,h4{break-after:avoid}";

const char *paper_html(const struct paper *p, struct arena *a)
{
    struct buf out = buf_in(a);
    const char *title = html_escaped(p->title, a);
    buf_printf(&out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n<style>%s%s</style>\n"
                     "</head>\n<body>\n<header>\n<p class=\"name\">%s</p>\n", lang_tag(p->lang), title, LOOK,
               PRINT_LOOK, html_escaped(p->head, a));
    for (size_t i = 0; i < COUNT_OF(p->contact); i++)
        if (p->contact[i] != NULL && *p->contact[i] != '\0')
            buf_printf(&out, "<p class=\"small\">%s</p>\n", html_escaped(p->contact[i], a));
    buf_printf(&out, "</header>\n<main>\n<h1>%s</h1>\n", title);
    if (*p->above != '\0')
        buf_printf(&out, "<p class=\"small\">%s</p>\n", html_escaped(p->above, a));
    if (*p->notice != '\0')
        buf_printf(&out, "<p class=\"notice\">%s</p>\n", html_escaped(p->notice, a));
    buf_printf(&out, "%s</main>\n", p->body);
    if (*p->foot != '\0')
        buf_printf(&out, "<footer class=\"small\">\n%s</footer>\n", p->foot);
    buf_add_text(&out, "</body>\n</html>\n");
    return buf_text(&out);
}
