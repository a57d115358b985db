// SPDX-License-Identifier: EUPL-1.2
#include "web/html.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "web/assets.h"

const char *page_id(struct page *p)
{
    return arena_printf(p->arena, "e%u", ++p->ids);
}

void page_put(struct page *p, const char *html, size_t n)
{
    buf_add(&p->out, html, n);
}

void page_escape(struct page *p, const char *text)
{
    if (text == NULL)
        return;
    const char *from = text;
    for (const char *s = text;; s++) {
        const char *entity = NULL;
        switch (*s) {
        case '&':
            entity = "&amp;";
            break;
        case '<':
            entity = "&lt;";
            break;
        case '>':
            entity = "&gt;";
            break;
        case '"':
            entity = "&quot;";
            break;
        case '\'':
            entity = "&#39;";
            break;
        case '\0':
            buf_add(&p->out, from, (size_t)(s - from));
            return;
        default:
            continue;
        }
        buf_add(&p->out, from, (size_t)(s - from));
        buf_add_text(&p->out, entity);
        from = s + 1;
    }
}

void page_escape_url_part(struct page *p, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (const char *s = text; s != NULL && *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            buf_add_char(&p->out, *s);
        } else {
            char coded[3] = {'%', hex[c >> 4], hex[c & 15]};
            buf_add(&p->out, coded, 3);
        }
    }
}

void page_put_text(struct page *p, const char *text, bool is_markup)
{
    if (is_markup)
        buf_add_text(&p->out, text);
    else
        page_escape(p, text);
}

void page_put_url(struct page *p, struct url u)
{
    page_escape(p, u.text);
}

struct url safe_url(const char *address)
{
    static const char *const schemes[] = {"https://", "http://", "webcal://", "mailto:", "tel:"};
    static const struct url nowhere = {"#"};
    if (address == NULL)
        return nowhere;
    // Browsers leave tabs and line breaks out of addresses, which would turn "/\t/" into "//".
    for (const char *s = address; *s != '\0'; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f || *s == '\\')
            return nowhere;
    if (address[0] == '#' || address[0] == '?' || (address[0] == '/' && address[1] != '/'))
        return (struct url){address};
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
            return (struct url){address};
    return nowhere;
}

const char *page_text_string(struct page *p, const char *s)
{
    return s == NULL ? "" : s;
}

const char *page_text_markup(struct page *p, struct markup m)
{
    return m.html;
}

const char *page_text_code(struct page *p, struct code c)
{
    char text[CODE_TEXT];
    code_write(c, text);
    return arena_strdup(p->arena, text);
}

const char *page_text_plain_number(struct page *p, int64_t n)
{
    char digits[24];
    char *s = digits + sizeof digits;
    *--s = '\0';
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do {
        *--s = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0)
        *--s = '-';
    return arena_copy(p->arena, s, (size_t)(digits + sizeof digits - s));
}

const char *page_text_number(struct page *p, int64_t n)
{
    return n > -1000 && n < 1000 ? page_text_plain_number(p, n) : lang_number(p->lang, p->arena, n);
}

const char *page_text_day(struct page *p, struct shown_day d)
{
    return lang_day(p->lang, p->arena, d.value);
}

const char *page_text_month(struct page *p, struct shown_month m)
{
    return m.value == MONTH_NONE ? "" : lang_month(p->lang, p->arena, m.value);
}

const char *page_text_instant(struct page *p, struct shown_instant i)
{
    return lang_instant(p->lang, p->arena, i.value);
}

const char *page_text_plain(struct page *p, struct shown_plain n)
{
    return page_text_plain_number(p, n.value);
}

const char *page_text_decimal(struct page *p, struct shown_decimal x)
{
    char *text = arena_printf(p->arena, "%.*f", x.digits, x.value);
    char *point = strchr(text, '.');
    if (point != NULL && p->lang == LANG_NB)
        *point = ',';
    return text;
}

const char *page_text_language(struct page *p, struct shown_language l)
{
    return lang_language(p->lang, p->arena, l.iso639_3);
}

#define PAGE_TEXT_ID(noun)                                                                                             \
    const char *page_text_##noun##_id(struct page *p, struct noun##_id id)                                             \
    {                                                                                                                  \
        return page_text_plain_number(p, id.value);                                                                    \
    }
PAGE_TEXT_ID(person)
PAGE_TEXT_ID(enrolment)
PAGE_TEXT_ID(agency)
PAGE_TEXT_ID(employer)
PAGE_TEXT_ID(workplace)
PAGE_TEXT_ID(need)
PAGE_TEXT_ID(user)
PAGE_TEXT_ID(session)
PAGE_TEXT_ID(import)

struct url asset_url(const char *name)
{
    const struct asset *asset = asset_named(name);
    assert(asset != NULL);
    return (struct url){asset->path};
}
