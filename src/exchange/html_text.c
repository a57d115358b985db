// SPDX-License-Identifier: EUPL-1.2
#include "exchange/html_text.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/buf.h"
#include "base/text.h"

// The parser looks through what is open at each tag: the time it takes would grow with the square of the text.
enum { OPEN_MOST = 256 };

struct reading {
    struct buf text;
    htmlParserCtxtPtr parser;
    int open; // elements
    int hidden; // how many elements are open whose content is not for people
    int kept;   // how many are open whose line breaks are meant
};

static bool among(const xmlChar *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcasecmp((const char *)name, *names) == 0)
            return true;
    return false;
}

static bool is_hidden(const xmlChar *name)
{
    return among(name, (const char *const[]){"script", "style", "head", "template", "noscript", "svg", "iframe", "object", NULL});
}

// Begins and ends a line of its own.
static bool is_block(const xmlChar *name)
{
    return among(name, (const char *const[]){"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl",
                                             "dt", "dd", "table", "tr", "section", "article", "header", "footer", "hr",
                                             "pre", "blockquote", "address", "main", "aside", "nav", "form", NULL});
}

static const char BULLET[] = "• ";

// Not between a bullet and what it stands before: <li><p>.
static void line_break(struct buf *b)
{
    size_t n = strlen(BULLET);
    bool bullet = b->length >= n && memcmp(b->data + b->length - n, BULLET, n) == 0;
    if (b->length > 0 && b->data[b->length - 1] != '\n' && !bullet)
        buf_add_char(b, '\n');
}

static void element_begins(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct reading *r = context;
    (void)attributes;
    if (++r->open > OPEN_MOST)
        xmlStopParser(r->parser);
    r->hidden += is_hidden(name);
    r->kept += strcasecmp((const char *)name, "pre") == 0;
    if (r->hidden > 0)
        return;
    if (is_block(name))
        line_break(&r->text);
    if (strcasecmp((const char *)name, "li") == 0)
        buf_add_text(&r->text, BULLET);
    else if (among(name, (const char *const[]){"td", "th", NULL}) && r->text.length > 0 &&
             r->text.data[r->text.length - 1] != '\n')
        buf_add_text(&r->text, " ");
}

static void element_ends(void *context, const xmlChar *name)
{
    struct reading *r = context;
    r->open -= r->open <= OPEN_MOST;
    if (is_hidden(name) && r->hidden > 0)
        r->hidden--;
    if (strcasecmp((const char *)name, "pre") == 0 && r->kept > 0)
        r->kept--;
    if (r->hidden == 0 && is_block(name))
        line_break(&r->text);
}

// White space in HTML is one space, however it was broken into lines.
static void characters(void *context, const xmlChar *bytes, int length)
{
    struct reading *r = context;
    if (r->hidden > 0)
        return;
    for (int i = 0; i < length; i++) {
        char c = (char)bytes[i];
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space || r->kept > 0)
            buf_add_char(&r->text, c);
        else if (r->text.length > 0 && r->text.data[r->text.length - 1] != ' ' && r->text.data[r->text.length - 1] != '\n')
            buf_add_char(&r->text, ' ');
    }
}

const char *html_text(const char *html, struct arena *a)
{
    if (strpbrk(html, "<&") == NULL)
        return text_trim(a, html);
    struct reading reading = {.text = buf_in(a)};
    htmlSAXHandler sax = {
        .startElement = element_begins,
        .endElement = element_ends,
        .characters = characters,
        .ignorableWhitespace = characters,
        .cdataBlock = NULL, // what scripts and styles hold
    };
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&sax, &reading, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (parser == NULL)
        return text_trim(a, html);
    reading.parser = parser;
    htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);
    htmlParseChunk(parser, html, (int)strnlen(html, 1 << 24), 1);
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
    if (reading.open > OPEN_MOST)
        return text_trim(a, html);
    const char *text = buf_text(&reading.text);
    // An entity may have named what no text may hold.
    struct buf clean = buf_in(a);
    for (const char *at = text; *at != '\0';) {
        size_t n = 1;
        while (((unsigned char)at[n] & 0xc0) == 0x80)
            n++;
        if (text_valid(at, n))
            buf_add(&clean, at, n);
        at += n;
    }
    return text_trim(a, buf_text(&clean));
}
