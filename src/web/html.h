// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/code.h"
#include "base/issues.h"
#include "web/http.h"

// What compiled templates write to (doc/templates.md). A page lives in its request's arena.
struct page {
    struct buf out;
    struct arena *arena;
    enum lang lang;
    const struct request *request;
    const struct issues *issues; // shown by the field components; NULL when there are none
    const struct form *typed;    // what was typed, which the field components show before their .value; or NULL
    unsigned ids;                // for elements that need an id of their own, see page_id
    const struct layout_view *layout; // NULL for a part of a page
};

// An id that no other element of the page has: "f3".
const char *page_id(struct page *p);

// How a value is shown. Without one of these: text is escaped, whole numbers are grouped in text ("10 000") and plain
// in attributes, codes and ids are shown as they are. NULL text shows nothing.
struct shown_day { day value; };
struct shown_month { month value; };
struct shown_instant { int64_t value; };
struct shown_plain { int64_t value; };
struct shown_decimal { double value; int digits; };
struct shown_language { const char *iso639_3; };

static inline struct shown_day as_day(day d) { return (struct shown_day){d}; }             // "5. juni 2016"
static inline struct shown_month as_month(month m) { return (struct shown_month){m}; }     // "juni 2016"
static inline struct shown_instant as_instant(int64_t ms) { return (struct shown_instant){ms}; }
static inline struct shown_plain as_plain(int64_t n) { return (struct shown_plain){n}; }   // years, numbers of things
static inline struct shown_decimal as_decimal(double x, int digits) { return (struct shown_decimal){x, digits}; }
static inline struct shown_language as_language(const char *iso639_3) { return (struct shown_language){iso639_3}; }

// Markup that is already HTML. Only what this program makes itself, from constants or through the page_ functions, may
// become one; never what a person typed.
struct markup {
    const char *html;
};

// A whole address for href and src. safe_url lets through our own paths ("/…"), fragments, and http, https, mailto
// and tel addresses; anything else becomes "#".
struct url {
    const char *text;
};
struct url safe_url(const char *address);
struct url asset_url(const char *name); // "app.css" → "/assets/app.1f3c….css"; asserts that it exists

// The functions behind {{ }}. In text, in a quoted attribute, inside an address after its literal beginning.
void page_put(struct page *p, const char *html, size_t n);
const char *page_text_string(struct page *p, const char *s);
const char *page_text_code(struct page *p, struct code c);
const char *page_text_number(struct page *p, int64_t n);
const char *page_text_plain_number(struct page *p, int64_t n);
const char *page_text_day(struct page *p, struct shown_day d);
const char *page_text_month(struct page *p, struct shown_month m);
const char *page_text_instant(struct page *p, struct shown_instant i);
const char *page_text_plain(struct page *p, struct shown_plain n);
const char *page_text_decimal(struct page *p, struct shown_decimal x);
const char *page_text_language(struct page *p, struct shown_language l);
const char *page_text_person_id(struct page *p, struct person_id id);
const char *page_text_enrolment_id(struct page *p, struct enrolment_id id);
const char *page_text_agency_id(struct page *p, struct agency_id id);
const char *page_text_employer_id(struct page *p, struct employer_id id);
const char *page_text_workplace_id(struct page *p, struct workplace_id id);
const char *page_text_need_id(struct page *p, struct need_id id);
const char *page_text_user_id(struct page *p, struct user_id id);
const char *page_text_session_id(struct page *p, struct session_id id);
const char *page_text_import_id(struct page *p, struct import_id id);

// The text of a value in the page's language, not yet escaped. number is the function for whole numbers.
#define PAGE_TYPES_(number)                                                                                            \
    const char *: page_text_string, char *: page_text_string,                                                          \
    short: number, unsigned short: number, int: number, unsigned: number,                                              \
    long: number, unsigned long: number, long long: number, unsigned long long: number,                                \
    struct code: page_text_code, struct shown_day: page_text_day, struct shown_month: page_text_month,                 \
    struct shown_instant: page_text_instant, struct shown_plain: page_text_plain,                                      \
    struct shown_decimal: page_text_decimal, struct shown_language: page_text_language,                                \
    struct person_id: page_text_person_id, struct enrolment_id: page_text_enrolment_id,                                \
    struct agency_id: page_text_agency_id, struct employer_id: page_text_employer_id,                                  \
    struct workplace_id: page_text_workplace_id, struct need_id: page_text_need_id,                                    \
    struct user_id: page_text_user_id, struct session_id: page_text_session_id,                                        \
    struct import_id: page_text_import_id

#define PAGE_TEXT(p, x) _Generic((x), PAGE_TYPES_(page_text_number))((p), (x))
#define PAGE_TEXT_PLAIN(p, x) _Generic((x), PAGE_TYPES_(page_text_plain_number))((p), (x))

// What {{ }} becomes: in text, in a quoted attribute, in an address after its literal beginning, as a whole address.
// Only the first takes markup; bool, double and anything else unnamed above does not compile.
#define PAGE_PUT(p, x)                                                                                                 \
    page_put_text((p), _Generic((x), PAGE_TYPES_(page_text_number), struct markup: page_text_markup)((p), (x)),        \
                  _Generic((x), struct markup: true, default: false))
#define PAGE_PUT_ATTRIBUTE(p, x) page_escape((p), PAGE_TEXT_PLAIN(p, x))
#define PAGE_PUT_URL_PART(p, x) page_escape_url_part((p), PAGE_TEXT_PLAIN(p, x))
#define PAGE_PUT_URL(p, x) page_put_url((p), (x))

const char *page_text_markup(struct page *p, struct markup m);
void page_put_text(struct page *p, const char *text, bool is_markup);
void page_escape(struct page *p, const char *text);          // & < > " '
void page_escape_url_part(struct page *p, const char *text); // %xx for all but A–Z a–z 0–9 - . _ ~
void page_put_url(struct page *p, struct url u);

// {{_ "…"}} with an argument, and {{_n "…" "…" n}}.
#define PAGE_TR_ARG(p, msgid, x) tr_arg((p)->lang, (p)->arena, msgid, PAGE_TEXT(p, x))

#endif
